//! Arithmetic with remainders (double-double): sums and products of two floats as the rounded result and what rounding
//! lost; and polynomials.
//!
//! Sources: T. J. Dekker, "A floating-point technique for extending the available precision" (1971); D. E. Knuth, TAOCP 2,
//! §4.2.2; Muller et al., "Handbook of Floating-Point Arithmetic", chapters 4 and 5.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// 1.5·2⁵²: added to a float of less than 2⁵¹, it rounds it to a whole number, which then lies in the low bits.
pub const MAGIC: f64 = 6755399441055744.0;

/// A float of either precision.
pub trait Float:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    const ONE: Self;
    /// `self · factor + addend`, rounded once.
    fn fused(self, factor: Self, addend: Self) -> Self;
}

macro_rules! float {
    ($($t:ty),*) => {$(
        impl Float for $t {
            const ONE: $t = 1.0;

            #[inline(always)]
            fn fused(self, factor: $t, addend: $t) -> $t {
                self.mul_add(factor, addend)
            }
        }
    )*};
}

float!(f32, f64);

/// `a + b` and the rounding error.
#[inline(always)]
pub fn two_sum<T: Float>(a: T, b: T) -> (T, T) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// As [`two_sum`], for `|a| >= |b|` or `a == 0`.
#[inline(always)]
pub fn ordered_sum<T: Float>(a: T, b: T) -> (T, T) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// `a · b` and the rounding error.
#[inline(always)]
pub fn two_product<T: Float>(a: T, b: T) -> (T, T) {
    let product = a * b;
    (product, a.fused(b, -product))
}

/// `(n + n_low) / (d + d_low)` as a sum of two floats; the low parts are no more than rounding errors.
#[inline(always)]
pub fn quotient<T: Float>(n: T, n_low: T, d: T, d_low: T) -> (T, T) {
    let inverse = T::ONE / d;
    let q = n * inverse;
    let rest = (-q).fused(d, n) + (-q).fused(d_low, n_low);
    (q, rest * inverse)
}

/// The polynomial with these coefficients, lowest first: even and odd powers by Horner's rule side by side, for less
/// waiting.
#[inline(always)]
pub fn polynomial<T: Float, const N: usize>(x: T, coefficients: &[T; N]) -> T {
    let square = x * x;
    let (mut last, mut before) = (coefficients[N - 1], coefficients[N - 2]);
    let mut i = N - 2;
    while i >= 2 {
        last = last.fused(square, coefficients[i - 1]);
        before = before.fused(square, coefficients[i - 2]);
        i -= 2;
    }
    if i == 1 { before.fused(x, last.fused(square, coefficients[0])) } else { last.fused(x, before) }
}

/// `x · 2ᵏ` in two steps, each with a factor that is a normal number; |k| ≤ 2000.
#[inline(always)]
pub fn scaled(x: f64, k: i64) -> f64 {
    let half = k / 2;
    let power = |k: i64| f64::from_bits(((1023 + k) as u64) << 52);
    x * power(half) * power(k - half)
}
