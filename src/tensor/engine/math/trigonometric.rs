//! Sine, cosine and tangent of angles in radians.
//!
//! x = k·π/2 + r with |r| ≤ π/4, π/2 in three floats (Cody and Waite) and r in two; up to 2⁴⁰ the first product is exact in a
//! fused multiply-add. Greater angles go to the `libm` crate's reduction (M. Payne and R. Hanek, 1983).

use super::exact::{MAGIC, ordered_sum, polynomial, quotient, two_product, two_sum};
use super::{Real, single};
use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

/// What π/2 lacks, and what that lacks.
const PI_2_MIDDLE: f64 = 6.123233995736766e-17;
const PI_2_LOW: f64 = -1.4973849048591698e-33;
/// Angles up to which the reduction above is exact enough.
const MOST: f64 = 1099511627776.0;

/// (sin r − r)/r³ as a polynomial in r², |r| ≤ π/4.
const SIN: [f64; 7] = [
    -0.16666666666666666,
    0.008333333333333331,
    -0.0001984126984126504,
    2.755731921932058e-06,
    -2.50521062259944e-08,
    1.6058530596645953e-10,
    -7.586636882825159e-13,
];
/// (cos r − 1 + r²/2)/r⁴ as a polynomial in r².
const COS: [f64; 6] = [
    0.041666666666666664,
    -0.0013888888888887389,
    2.48015872987544e-05,
    -2.755731726587808e-07,
    2.087614504941318e-09,
    -1.138254464534925e-11,
];

/// The rest of an angle after multiples of π/2, as two floats, and their number in the low bits.
#[inline(always)]
fn reduced(x: f64) -> (f64, f64, u64) {
    let shifted = x.mul_add(FRAC_2_PI, MAGIC);
    let k = shifted - MAGIC;
    let near = (-k).mul_add(FRAC_PI_2, x);
    let (middle, middle_low) = two_product(k, PI_2_MIDDLE);
    let (r, rest) = two_sum(near, -middle);
    (r, (-k).mul_add(PI_2_LOW, rest - middle_low), shifted.to_bits())
}

/// sin(r + r_low) as two floats; the first is r.
#[inline(always)]
fn sine(r: f64, r_low: f64, z: f64) -> (f64, f64) {
    (r, (r * z).mul_add(polynomial(z, &SIN), (-0.5 * z).mul_add(r_low, r_low)))
}

/// cos(r + r_low) as two floats.
#[inline(always)]
fn cosine(r: f64, r_low: f64, z: f64) -> (f64, f64) {
    let half = 0.5 * z;
    let half_low = 0.5 * r.mul_add(r, -z);
    let (sum, rest) = ordered_sum(1.0, -half);
    (sum, rest + ((z * z).mul_add(polynomial(z, &COS), (-r).mul_add(r_low, -half_low))))
}

/// sin(x + quarter·π/2)
#[inline(always)]
fn turned(x: f64, quarter: u64) -> f64 {
    let (r, r_low, k) = reduced(x);
    let k = k.wrapping_add(quarter);
    let z = r * r;
    let (s, s_low) = sine(r, r_low, z);
    let (c, c_low) = cosine(r, r_low, z);
    let value = if k & 1 == 0 { s + s_low } else { c + c_low };
    f64::from_bits(value.to_bits() ^ ((k & 2) << 62))
}

/// The sine.
pub struct Sin;

impl Real for Sin {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < MOST
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let value = turned(x, 0);
        if x == 0.0 { x } else { value }
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.is_finite() { libm::sin(x) } else { x - x }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x.abs() < single::MOST
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::sin(x)
    }
}

/// The cosine.
pub struct Cos;

impl Real for Cos {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < MOST
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        turned(x, 1)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.is_finite() { libm::cos(x) } else { x - x }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x.abs() < single::MOST
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::cos(x)
    }
}

/// The tangent: the quotient of both, or the negative inverse of it.
pub struct Tan;

impl Real for Tan {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < MOST
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let (r, r_low, k) = reduced(x);
        let z = r * r;
        let (s, s_low) = sine(r, r_low, z);
        let (s, s_low) = ordered_sum(s, s_low);
        let (c, c_low) = cosine(r, r_low, z);
        let (c, c_low) = ordered_sum(c, c_low);
        let even = k & 1 == 0;
        let (n, n_low) = if even { (s, s_low) } else { (-c, -c_low) };
        let (d, d_low) = if even { (c, c_low) } else { (s, s_low) };
        let (q, q_low) = quotient(n, n_low, d, d_low);
        if x == 0.0 { x } else { q + q_low }
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.is_finite() { libm::tan(x) } else { x - x }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x.abs() < single::MOST
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::tan(x)
    }
}
