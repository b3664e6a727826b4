//! Powers, cube roots, and the length of a vector.
//!
//! xʸ = 2^(y·log₂|x|), the logarithm in two floats: ln m = 2s + ⅔·s³·(1 + s²·P(s²)) with the first two terms in two floats each.
//! ∛x by the inverse cube root, refined twice to fourth order (A. S. Householder, 1970), and a last correction.

use super::exact::{ordered_sum, polynomial, two_product, two_sum};
use super::exponential::{near_one, reduced_power_of_two, short_power_of_two, times_power};
use super::logarithm::{LOG2_E_LOW, binary_short, split};
use super::{Real, Real2, single};
use std::f64::consts::LOG2_E;

/// 2·artanh(s) = 2s + ⅔·s³·(1 + s²·P(s²)).
const LOG_TAIL: [f64; 7] = [
    0.6000000000000004,
    0.4285714285700619,
    0.3333333340736579,
    0.2727271225516442,
    0.230783706486341,
    0.19928655437204143,
    0.1937389266275554,
];
const TWO_THIRDS: f64 = 2.0 / 3.0;
const TWO_THIRDS_LOW: f64 = 3.700743415417188e-17;

/// log₂ x of a positive normal number as two floats, good to 2⁻⁶⁵; the second may be as large as the last place of the first.
#[inline(always)]
fn precise_log2(x: f64) -> (f64, f64) {
    let (k, m, _) = split(x);
    let f = m - 1.0;
    let inverse = 1.0 / (2.0 + f);
    let s = f * inverse;
    let twice = 2.0 * s;
    // f − 2s is exact: each is less than twice the other.
    let s_low = (-s).mul_add(f, f - twice) * inverse;
    // z = s², c = ⅔·z, then s·c.
    let (z, z_low) = two_product(s, s);
    let z_low = twice.mul_add(s_low, z_low);
    let (c, c_low) = two_product(z, TWO_THIRDS);
    let c_low = z.mul_add(TWO_THIRDS_LOW, z_low.mul_add(TWO_THIRDS, c_low));
    let (cube, cube_low) = two_product(s, c);
    let cube_low = s.mul_add(c_low, s_low.mul_add(c, cube_low));
    let (high, low) = ordered_sum(twice, cube);
    let tail = (z * cube).mul_add(polynomial(z, &LOG_TAIL), 2.0f64.mul_add(s_low, cube_low));
    let (product, product_low) = two_product(high, LOG2_E);
    let product_low = (low + tail).mul_add(LOG2_E, high.mul_add(LOG2_E_LOW, product_low));
    let (sum, rest) = ordered_sum(k, product);
    (sum, rest + product_low)
}

/// The bits of the least normal number.
const LEAST: u64 = f64::MIN_POSITIVE.to_bits();

/// xʸ
pub struct Power;

/// Whether `y` is whole, and the sign bit of (−1)ʸ.
#[inline(always)]
fn parity(y: f64) -> (bool, u64) {
    let half = 0.5 * y;
    (y.trunc() == y, ((half.trunc() != half) as u64) << 63)
}

impl Real2 for Power {
    const ONE_FOR_ALL: bool = true;

    #[inline(always)]
    fn holds(x: f64, y: f64, result: f64) -> bool {
        let (whole, _) = parity(y);
        // Not-a-numbers and infinities of `y` give a result outside.
        let normal = x.abs().to_bits().wrapping_sub(LEAST) < f64::INFINITY.to_bits() - LEAST;
        normal & ((x > 0.0) | whole) & (y.abs() <= 1e300) & (result.abs() > 1e-300) & (result.abs() < 1e300)
    }

    #[inline(always)]
    fn usual(x: f64, y: f64) -> f64 {
        let (log, log_low) = precise_log2(x.abs());
        let (p, p_low) = two_product(y, log);
        let p_low = y.mul_add(log_low, p_low);
        let (r, r_low, k) = reduced_power_of_two(p, p_low);
        // What p lacks is small beside p, not beside r.
        let (r, r_low) = ordered_sum(r, r_low);
        let (high, low) = near_one(r, r_low);
        let sign = if x < 0.0 { parity(y).1 } else { 0 };
        let result = f64::from_bits(times_power(high + low, k).to_bits() | sign);
        // What is not right must not look as if it were.
        if p.abs() < 1010.0 { result } else { f64::INFINITY }
    }

    #[inline(always)]
    fn careful(x: f64, y: f64) -> f64 {
        libm::pow(x, y)
    }

    #[inline(always)]
    fn holds_single(x: f32, y: f32, result: f32) -> bool {
        let (whole, _) = parity(y.into());
        ((x > 0.0) | ((x < 0.0) & whole))
            & (x.abs() <= f32::MAX)
            & (y.abs() <= f32::MAX)
            & (result.abs() > 1.2e-38)
            & (result.abs() < 3e38)
    }

    #[inline(always)]
    fn usual_single(x: f32, y: f32) -> f32 {
        let (x, y) = (f64::from(x), f64::from(y));
        let p = y * binary_short(x.abs());
        let p = if p.abs() < 200.0 { p } else { 200.0 };
        let sign = if x < 0.0 { parity(y).1 } else { 0 };
        f64::from_bits(short_power_of_two(p).to_bits() | sign) as f32
    }
}

/// √(x² + y²)
pub struct Hypot;

impl Real2 for Hypot {
    #[inline(always)]
    fn holds(x: f64, y: f64, _: f64) -> bool {
        let most = if x.abs() > y.abs() { x.abs() } else { y.abs() };
        (most > 1e-130) & (most < 1e150) & !y.is_nan() & !x.is_nan()
    }

    #[inline(always)]
    fn usual(x: f64, y: f64) -> f64 {
        let (xx, xx_low) = two_product(x, x);
        let (yy, yy_low) = two_product(y, y);
        let (sum, rest) = two_sum(xx, yy);
        let root = sum.sqrt();
        let floor = if root > f64::MIN_POSITIVE { root } else { f64::MIN_POSITIVE };
        ((-root).mul_add(root, sum) + (rest + (xx_low + yy_low))).mul_add(0.5 / floor, root)
    }

    #[inline(always)]
    fn careful(x: f64, y: f64) -> f64 {
        libm::hypot(x, y)
    }

    #[inline(always)]
    fn holds_single(x: f32, y: f32, result: f32) -> bool {
        x.is_finite() & y.is_finite() & (f32::MIN_POSITIVE..=f32::MAX).contains(&result)
    }

    #[inline(always)]
    fn usual_single(x: f32, y: f32) -> f32 {
        let (x, y) = (f64::from(x), f64::from(y));
        x.mul_add(x, y * y).sqrt() as f32
    }
}

/// The cube root.
pub struct Cbrt;

/// x^(−⅓) to 5 bits, by its bits: the exponent divided by −3.
#[inline(always)]
fn inverse_guess(x: f64) -> f64 {
    let high = (x.to_bits() >> 32) & 0x7fff_ffff;
    // A division by 3 of 32 bits, by multiplication.
    let third = (high * 0xaaaa_aaab) >> 33;
    f64::from_bits((0x553f_09fc - third) << 32)
}

/// From an inverse cube root `y` of `x` one four times as good.
#[inline(always)]
fn refined(x: f64, y: f64) -> f64 {
    let e = (-x * y).mul_add(y * y, 1.0);
    let series = e.mul_add(e.mul_add(14.0 / 81.0, 2.0 / 9.0), 1.0 / 3.0);
    (y * e).mul_add(series, y)
}

impl Real for Cbrt {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        (1e-250..1e250).contains(&x.abs())
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let y = refined(x.abs(), refined(x.abs(), inverse_guess(x)));
        let square = y * y;
        let root = x * square;
        let (rr, rr_low) = two_product(root, root);
        // root³ − x, without loss.
        let excess = rr.mul_add(root, -x) + rr_low * root;
        let root_low = excess * (square * (-1.0 / 3.0));
        root + root_low
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        /// 2¹⁸⁰ and 2⁶⁰.
        const SCALE: f64 = 1532495540865888858358347027150309183618739122183602176.0;
        const ROOT: f64 = 1152921504606846976.0;
        if x == 0.0 || !x.is_finite() {
            x
        } else if x.abs() < 1.0 {
            Cbrt::usual(x * SCALE * SCALE) / ROOT / ROOT
        } else {
            Cbrt::usual(x / SCALE) * ROOT
        }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        (x.abs() >= f32::MIN_POSITIVE) & x.is_finite()
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::cbrt(x)
    }
}
