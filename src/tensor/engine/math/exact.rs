//! Arithmetic with remainders (double-double): sums and products of two floats as the rounded result and what rounding
//! lost; and polynomials.
//!
//! Sources: T. J. Dekker, "A floating-point technique for extending the available precision" (1971); D. E. Knuth, TAOCP 2,
//! §4.2.2; Muller et al., "Handbook of Floating-Point Arithmetic", chapters 4 and 5.

/// 1.5·2⁵²: added to a float of less than 2⁵¹, it rounds it to a whole number, which then lies in the low bits.
pub const MAGIC: f64 = 6755399441055744.0;

/// `a + b` and the rounding error.
#[inline(always)]
pub fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// As [`two_sum`], for `|a| >= |b|` or `a == 0`.
#[inline(always)]
pub fn ordered_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// `a · b` and the rounding error.
#[inline(always)]
pub fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// `(n + n_low) / (d + d_low)` as a sum of two floats; the low parts are no more than rounding errors.
#[inline(always)]
pub fn quotient(n: f64, n_low: f64, d: f64, d_low: f64) -> (f64, f64) {
    let inverse = 1.0 / d;
    let q = n * inverse;
    let rest = (-q).mul_add(d, n) + (-q).mul_add(d_low, n_low);
    (q, rest * inverse)
}

/// The polynomial with these coefficients, lowest first: even and odd powers by Horner's rule side by side, for less
/// waiting.
#[inline(always)]
pub fn polynomial<const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    let square = x * x;
    let (mut last, mut before) = (coefficients[N - 1], coefficients[N - 2]);
    let mut i = N - 2;
    while i >= 2 {
        last = last.mul_add(square, coefficients[i - 1]);
        before = before.mul_add(square, coefficients[i - 2]);
        i -= 2;
    }
    if i == 1 { before.mul_add(x, last.mul_add(square, coefficients[0])) } else { last.mul_add(x, before) }
}

/// `x · 2ᵏ` in two steps, each with a factor that is a normal number; |k| ≤ 2000.
#[inline(always)]
pub fn scaled(x: f64, k: i64) -> f64 {
    let half = k / 2;
    let power = |k: i64| f64::from_bits(((1023 + k) as u64) << 52);
    x * power(half) * power(k - half)
}
