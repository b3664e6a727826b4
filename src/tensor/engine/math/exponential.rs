//! eˣ, 2ˣ, eˣ − 1.
//!
//! x = k·ln 2 + r with |r| ≤ ½·ln 2 (W. J. Cody and W. Waite, "Software Manual for the Elementary Functions", 1980), the
//! remainder kept in two floats; eʳ = 1 + r + r²·q(r), its first two terms added without loss.

use super::exact::{MAGIC, ordered_sum, polynomial, scaled, two_product, two_sum};
use super::{Real, single};
use std::f64::consts::{LN_2, LOG2_E};

/// ln 2 in 32 bits, so that its products with exponents are exact, and the rest.
const LN_2_HIGH: f64 = 0.6931471803691238;
const LN_2_REST: f64 = 1.9082149292705877e-10;
/// What [`LN_2`] lacks.
const LN_2_LOW: f64 = 2.3190468138462996e-17;

/// (eʳ − 1 − r)/r² for |r| ≤ ½·ln 2.
const EXP: [f64; 11] = [
    0.5,
    0.1666666666666667,
    0.04166666666666667,
    0.008333333333326084,
    0.0013888888888883711,
    0.0001984126987500228,
    2.480158732567746e-05,
    2.755725517000089e-06,
    2.755727347871858e-07,
    2.5105312729622103e-08,
    2.09147553258932e-09,
];
/// The same to single precision.
const EXP_SINGLE: [f64; 6] = [
    0.500000001353873,
    0.16666666681704215,
    0.04166646419740569,
    0.008333310844647862,
    0.0013933730715792083,
    0.00019891080463998843,
];

/// eˣ = 2ᵏ·e^(r + r_low); k is the integer in the low bits of the third.
#[inline(always)]
pub(super) fn reduced(x: f64) -> (f64, f64, u64) {
    let shifted = x.mul_add(LOG2_E, MAGIC);
    let k = shifted - MAGIC;
    let near = (-k).mul_add(LN_2_HIGH, x);
    let r = (-k).mul_add(LN_2_REST, near);
    (r, (-k).mul_add(LN_2_REST, near - r), shifted.to_bits())
}

/// As [`reduced`], of 2^(x + x_low).
#[inline(always)]
pub(super) fn reduced_power_of_two(x: f64, x_low: f64) -> (f64, f64, u64) {
    let shifted = x + MAGIC;
    let t = x - (shifted - MAGIC);
    let (r, r_low) = two_product(t, LN_2);
    (r, x_low.mul_add(LN_2, t.mul_add(LN_2_LOW, r_low)), shifted.to_bits())
}

/// e^(r + r_low) as a sum of two floats, for |r| ≤ ½·ln 2.
#[inline(always)]
pub(super) fn near_one(r: f64, r_low: f64) -> (f64, f64) {
    let (sum, rest) = ordered_sum(1.0, r);
    (sum, rest + (r * r).mul_add(polynomial(r, &EXP), r.mul_add(r_low, r_low)))
}

/// `x · 2ᵏ` where the result is a normal number.
#[inline(always)]
pub(super) fn times_power(x: f64, k: u64) -> f64 {
    f64::from_bits(x.to_bits().wrapping_add(k << 52))
}

/// 2ᵏ
#[inline(always)]
pub(super) fn power_of_two(k: u64) -> f64 {
    f64::from_bits((k << 52).wrapping_add(1023 << 52))
}

/// The integer in the low bits.
#[inline(always)]
fn whole(k: u64) -> i64 {
    (k << 13) as i64 >> 13
}

/// `2ᵏ·e^(r + r_low)` wherever that lies.
#[inline(always)]
pub(super) fn far(r: f64, r_low: f64, k: u64, less: i64) -> f64 {
    let (high, low) = near_one(r, r_low);
    scaled(high + low, whole(k) - less)
}

/// eˣ for |x| < 700, precise enough for float32.
#[inline(always)]
pub(super) fn short(x: f64) -> f64 {
    let shifted = x.mul_add(LOG2_E, MAGIC);
    let r = (-(shifted - MAGIC)).mul_add(LN_2, x);
    times_power((r * r).mul_add(polynomial(r, &EXP_SINGLE), 1.0 + r), shifted.to_bits())
}

/// 2ˣ for |x| < 1000, precise enough for float32.
#[inline(always)]
pub(super) fn short_power_of_two(x: f64) -> f64 {
    let shifted = x + MAGIC;
    let r = (x - (shifted - MAGIC)) * LN_2;
    times_power((r * r).mul_add(polynomial(r, &EXP_SINGLE), 1.0 + r), shifted.to_bits())
}

/// eˣ
pub struct Exp;

impl Real for Exp {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < 708.0
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let (r, r_low, k) = reduced(x);
        let (high, low) = near_one(r, r_low);
        times_power(high + low, k)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x > 709.782712893384 {
            f64::INFINITY
        } else if x < -745.2 {
            0.0
        } else if x.is_nan() {
            x
        } else {
            let (r, r_low, k) = reduced(x);
            far(r, r_low, k, 0)
        }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x.abs() < 87.0
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::exp(x)
    }
}

/// 2ˣ
pub struct Exp2;

impl Real for Exp2 {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < 1022.0
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let (r, r_low, k) = reduced_power_of_two(x, 0.0);
        let (high, low) = near_one(r, r_low);
        times_power(high + low, k)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x >= 1024.0 {
            f64::INFINITY
        } else if x < -1075.0 {
            0.0
        } else if x.is_nan() {
            x
        } else {
            let (r, r_low, k) = reduced_power_of_two(x, 0.0);
            far(r, r_low, k, 0)
        }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x.abs() < 126.0
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::exp2(x)
    }
}

/// eˣ − 1: with e = 2ᵏ, (e − 1) + e·r + e·r²·q(r).
pub struct Expm1;

impl Real for Expm1 {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < 708.0
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let (r, r_low, k) = reduced(x);
        let e = power_of_two(k);
        let less = e - 1.0;
        let (sum, rest) = two_sum(less, e * r);
        let rest = rest + ((e - less) - 1.0);
        let tail = (r * r).mul_add(polynomial(r, &EXP), r.mul_add(r_low, r_low));
        (sum + e.mul_add(tail, rest)).copysign(x)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x < -40.0 { -1.0 } else { Exp::careful(x) }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x.abs() < 87.0
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::expm1(x)
    }
}
