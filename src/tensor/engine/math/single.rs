//! Elementary functions of float32 in float32 alone, twice as many to a vector as in double precision.
//!
//! The formulas are those of float64 with shorter polynomials: what rounding would lose of the leading terms is kept in a
//! second float.

use super::exact::{ordered_sum, polynomial, quotient, two_product, two_sum};
use std::f32::consts::{FRAC_2_PI, FRAC_PI_2, FRAC_PI_4, LN_2, LOG2_E, LOG10_E};

/// 1.5·2²³: added to a float of less than 2²², it rounds it to a whole number, which then lies in the low bits.
const MAGIC: f32 = 12582912.0;

/// What the rounded constants lack.
const LN_2_LOW: f32 = -1.9046542e-9;
const LOG2_E_LOW: f32 = 1.925963e-8;
const LOG10_E_LOW: f32 = -1.0108953e-8;
/// ln 2 and log₁₀ 2 in 16 bits, so that their products with exponents are exact, and the rest.
const LN_2_HIGH: f32 = 0.693145751953125;
const LN_2_REST: f32 = 1.4286068e-6;
const LOG10_2_HIGH: f32 = 0.3010292053222656;
const LOG10_2_REST: f32 = 7.903416e-7;
/// π/2 in three floats.
const PI_2: f32 = FRAC_PI_2;
const PI_2_MIDDLE: f32 = -4.371139e-8;
const PI_2_LOW: f32 = -1.7151245e-15;

/// (eʳ − 1 − r)/r² for |r| ≤ ½·ln 2.
const EXP: [f32; 6] = [0.5, 0.16666667, 0.041666463, 0.0083333105, 0.0013933731, 0.0001989108];
/// (ln(1 + f) − f)/f² for √½ ≤ 1 + f < √2.
const LOG: [f32; 10] = [
    -0.5,
    0.33333322,
    -0.25000012,
    0.20001447,
    -0.16667537,
    0.14232318,
    -0.12420814,
    0.11812136,
    -0.11557287,
    0.06769024,
];
/// (sin r − r)/r³ and (cos r − 1 + r²/2)/r⁴ as polynomials in r², |r| ≤ π/4.
const SIN: [f32; 4] = [-0.16666667, 0.008333332, -0.00019840084, 2.724962e-6];
const COS: [f32; 3] = [0.041666664, -0.0013888301, 2.4547689e-5];
/// (sinh r − r)/r³ as a polynomial in r², |r| ≤ 1.
const SINH: [f32; 4] = [0.16666667, 0.008333339, 0.00019838102, 2.8062802e-6];
/// (tanh r − r)/r³ as a polynomial in r², r² ≤ 0.4.
const TANH: [f32; 6] = [-0.33333334, 0.133333, -0.05395846, 0.021762503, -0.008323187, 0.0022695018];

/// (arctan r − r)/r³ as a polynomial in r², |r| ≤ tan π/8.
const ARCTAN: [f32; 5] = [-0.33333331, 0.1999954, -0.14263956, 0.10743731, -0.06451928];
/// (arcsin r − r)/r³ as a polynomial in r², |r| ≤ ½.
const ARCSIN: [f32; 6] = [0.16666666, 0.07500094, 0.044599403, 0.031100662, 0.017149238, 0.033690847];

/// `x · 2ᵏ` where the result is a normal number; k is the integer in the low bits.
#[inline(always)]
fn times_power(x: f32, k: u32) -> f32 {
    f32::from_bits(x.to_bits().wrapping_add(k << 23))
}

/// 2ᵏ
#[inline(always)]
fn power_of_two(k: u32) -> f32 {
    f32::from_bits((k << 23).wrapping_add(127 << 23))
}

/// eˣ = 2ᵏ·e^(r + r_low)
#[inline(always)]
fn reduced(x: f32) -> (f32, f32, u32) {
    let shifted = x.mul_add(LOG2_E, MAGIC);
    let k = shifted - MAGIC;
    let near = (-k).mul_add(LN_2, x);
    let r = (-k).mul_add(LN_2_LOW, near);
    (r, (-k).mul_add(LN_2_LOW, near - r), shifted.to_bits())
}

/// e^(r + r_low) for |r| ≤ ½·ln 2, as a sum of two floats.
#[inline(always)]
fn power_near_one(r: f32, r_low: f32) -> (f32, f32) {
    let (sum, rest) = ordered_sum(1.0, r);
    (sum, rest + (r * r).mul_add(polynomial(r, &EXP), r_low))
}

/// eˣ for |x| < 87.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let (r, r_low, k) = reduced(x);
    let (high, low) = power_near_one(r, r_low);
    times_power(high + low, k)
}

/// 2ˣ for |x| < 126.
#[inline(always)]
pub fn exp2(x: f32) -> f32 {
    let shifted = x + MAGIC;
    let (r, r_low) = two_product(x - (shifted - MAGIC), LN_2);
    let (high, low) = power_near_one(r, r_low);
    times_power(high + low, shifted.to_bits())
}

/// eˣ − 1 for |x| < 87: with e = 2ᵏ, (e − 1) + e·r + e·r²·q(r).
#[inline(always)]
pub fn expm1(x: f32) -> f32 {
    let (r, r_low, k) = reduced(x);
    let e = power_of_two(k);
    let (sum, rest) = two_sum(e - 1.0, e * r);
    let tail = (r * r).mul_add(polynomial(r, &EXP), r_low);
    (sum + e.mul_add(tail, rest)).copysign(x)
}

/// The bits of √½.
const ROOT_HALF: u32 = 0x3f35_04f3;
const MANTISSA: u32 = (1 << 23) - 1;

/// A positive normal number as 2ᵏ·(1 + f) with √½ ≤ 1 + f < √2: k and f.
#[inline(always)]
fn split(x: f32) -> (i32, f32) {
    let shifted = x.to_bits().wrapping_add((127 << 23) - ROOT_HALF);
    ((shifted >> 23) as i32 - 127, f32::from_bits((shifted & MANTISSA) + ROOT_HALF) - 1.0)
}

/// k·unit + f + low, where the unit is so short that k·unit is exact, and f less than it.
#[inline(always)]
fn joined(k: f32, unit: f32, f: f32, low: f32) -> f32 {
    let sum = k.mul_add(unit, f);
    sum + ((f - (-k).mul_add(unit, sum)) + low)
}

/// ln x of a positive normal number.
#[inline(always)]
pub fn log(x: f32) -> f32 {
    let (k, f) = split(x);
    let k = k as f32;
    joined(k, LN_2_HIGH, f, (f * f).mul_add(polynomial(f, &LOG), k * LN_2_REST))
}

/// log₂ x of a positive normal number.
#[inline(always)]
pub fn log2(x: f32) -> f32 {
    let (k, f) = split(x);
    let (product, product_low) = two_product(f, LOG2_E);
    let tail = (LOG2_E * (f * f)).mul_add(polynomial(f, &LOG), f.mul_add(LOG2_E_LOW, product_low));
    joined(k as f32, 1.0, product, tail)
}

/// log₁₀ x of a positive normal number.
#[inline(always)]
pub fn log10(x: f32) -> f32 {
    let (k, f) = split(x);
    let k = k as f32;
    let (product, product_low) = two_product(f, LOG10_E);
    let low = f.mul_add(LOG10_E_LOW, k.mul_add(LOG10_2_REST, product_low));
    joined(k, LOG10_2_HIGH, product, (LOG10_E * (f * f)).mul_add(polynomial(f, &LOG), low))
}

/// ln(1 + x) for −1 < x < 10³⁸.
#[inline(always)]
pub fn log1p(x: f32) -> f32 {
    let (sum, rest) = two_sum(1.0, x);
    let (k, near) = split(sum);
    // Where k = 0, f is x itself.
    let (f, f_low) = ordered_sum(near, rest * power_of_two(k.wrapping_neg() as u32));
    // The derivative 1/(1 + f) of the rest is needed to two digits only.
    let slope = (-f).mul_add(1.0 - f, 1.0);
    let k = k as f32;
    let low = f_low.mul_add(slope, k * LN_2_REST);
    joined(k, LN_2_HIGH, f, (f * f).mul_add(polynomial(f, &LOG), low)).copysign(x)
}

/// Angles up to which [`reduced_angle`] is exact enough.
pub const MOST: f32 = 1048576.0;

/// The rest of an angle after multiples of π/2, as two floats, and their number in the low bits.
#[inline(always)]
fn reduced_angle(x: f32) -> (f32, f32, u32) {
    let shifted = x.mul_add(FRAC_2_PI, MAGIC);
    let k = shifted - MAGIC;
    let near = (-k).mul_add(PI_2, x);
    let (middle, middle_low) = two_product(k, PI_2_MIDDLE);
    let (r, rest) = two_sum(near, -middle);
    (r, (-k).mul_add(PI_2_LOW, rest - middle_low), shifted.to_bits())
}

/// sin(r + r_low) less r.
#[inline(always)]
fn sine(r: f32, r_low: f32, z: f32) -> f32 {
    (r * z).mul_add(polynomial(z, &SIN), r_low)
}

/// cos(r + r_low) as two floats.
#[inline(always)]
fn cosine(r: f32, r_low: f32, z: f32) -> (f32, f32) {
    let (sum, rest) = ordered_sum(1.0, -0.5 * z);
    (sum, rest + (z * z).mul_add(polynomial(z, &COS), -r * r_low))
}

/// sin(x + quarter·π/2) for |x| < [`MOST`].
#[inline(always)]
fn turned(x: f32, quarter: u32) -> f32 {
    let (r, r_low, k) = reduced_angle(x);
    let k = k.wrapping_add(quarter);
    let z = r * r;
    let (c, c_low) = cosine(r, r_low, z);
    let value = if k & 1 == 0 { r + sine(r, r_low, z) } else { c + c_low };
    f32::from_bits(value.to_bits() ^ ((k & 2) << 30))
}

#[inline(always)]
pub fn sin(x: f32) -> f32 {
    let value = turned(x, 0);
    if x == 0.0 { x } else { value }
}

#[inline(always)]
pub fn cos(x: f32) -> f32 {
    turned(x, 1)
}

#[inline(always)]
pub fn tan(x: f32) -> f32 {
    let (r, r_low, k) = reduced_angle(x);
    let z = r * r;
    let (s, s_low) = ordered_sum(r, sine(r, r_low, z));
    let (c, c_low) = cosine(r, r_low, z);
    let (c, c_low) = ordered_sum(c, c_low);
    let even = k & 1 == 0;
    let (n, n_low) = if even { (s, s_low) } else { (-c, -c_low) };
    let (d, d_low) = if even { (c, c_low) } else { (s, s_low) };
    let (q, q_low) = quotient(n, n_low, d, d_low);
    if x == 0.0 { x } else { q + q_low }
}

/// tanh x: near 0 by its polynomial, else 1 − 2/(e²ˣ + 1).
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let a = x.abs();
    let z = x * x;
    let near = (a * z).mul_add(polynomial(z, &TANH), a);
    let (high, low, _) = halves(if a < 10.0 { 2.0 * a } else { 20.0 });
    let (sum, rest) = ordered_sum(high, 0.5);
    let far = 1.0 - 1.0 / (sum + (rest + low));
    if a < 0.6 { near } else { far }.copysign(x)
}

/// eᵃ/2 as a sum of two floats, and e⁻ᵃ/2, for 0 ≤ a < 87.
#[inline(always)]
fn halves(a: f32) -> (f32, f32, f32) {
    let (r, r_low, k) = reduced(a);
    let (high, low) = power_near_one(r, r_low);
    let scale = 0.5 * power_of_two(k);
    let (high, low) = (scale * high, scale * low);
    (high, low, 0.25 / (high + low))
}

/// sinh x for |x| < 87: near 0 by its polynomial, else (eˣ − e⁻ˣ)/2.
#[inline(always)]
pub fn sinh(x: f32) -> f32 {
    let a = x.abs();
    let z = x * x;
    let near = (a * z).mul_add(polynomial(z, &SINH), a);
    let (high, low, inverse) = halves(a);
    let far = high + (low - inverse);
    if a < 1.0 { near } else { far }.copysign(x)
}

/// cosh x for |x| < 87.
#[inline(always)]
pub fn cosh(x: f32) -> f32 {
    let (high, low, inverse) = halves(x.abs());
    high + (low + inverse)
}

/// arctan x: by the angle's distance from 0, π/4 or π/2, whose tangent is no more than tan π/8.
#[inline(always)]
pub fn arctan(x: f32) -> f32 {
    const LEAST: f32 = 0.41421356;
    let a = x.abs();
    let (steep, middle) = (a > 1.0 / LEAST, a > LEAST);
    let n = if steep {
        -1.0
    } else if middle {
        a - 1.0
    } else {
        a
    };
    let (d, d_low) = two_sum(a, 1.0);
    let d = if steep {
        a
    } else if middle {
        d
    } else {
        1.0
    };
    let d_low = if middle & !steep { d_low } else { 0.0 };
    let inverse = 1.0 / d;
    let t = n * inverse;
    let t_low = (t.mul_add(-d, n) - t * d_low) * inverse;
    let base = if steep {
        FRAC_PI_2
    } else if middle {
        FRAC_PI_4
    } else {
        0.0
    };
    let z = t * t;
    let (sum, rest) = ordered_sum(base, t);
    let low = (t * z).mul_add(polynomial(z, &ARCTAN), (base * (PI_2_MIDDLE / FRAC_PI_2)) + t_low);
    (sum + (rest + low)).copysign(x)
}

/// Near 0 arcsin |x|, beyond ½ half the arc cosine of |x|, as a sum of two floats; and which of them.
#[inline(always)]
fn arc(x: f32) -> (f32, f32, bool) {
    let a = x.abs();
    let beyond = a > 0.5;
    let z = if beyond { a.mul_add(-0.5, 0.5) } else { a * a };
    let s = if beyond { z.sqrt() } else { a };
    // What rounding the root lost.
    let s_low = if beyond & (z > 0.0) { s.mul_add(-s, z) * (0.5 / s) } else { 0.0 };
    (s, (s * z).mul_add(polynomial(z, &ARCSIN), s_low), beyond)
}

/// arcsin x for |x| ≤ 1.
#[inline(always)]
pub fn arcsin(x: f32) -> f32 {
    let (s, low, beyond) = arc(x);
    let (sum, rest) = ordered_sum(PI_2, -2.0 * s);
    let far = sum + low.mul_add(-2.0, rest + PI_2_MIDDLE);
    if beyond { far } else { s + low }.copysign(x)
}

/// arccos x for |x| ≤ 1.
#[inline(always)]
pub fn arccos(x: f32) -> f32 {
    let (s, low, beyond) = arc(x);
    let negative = x < 0.0;
    // base + factor·arcsin, with base 0, π/2 or π.
    let halves: f32 = match (beyond, negative) {
        (false, _) => 1.0,
        (true, false) => 0.0,
        (true, true) => 2.0,
    };
    let size: f32 = if beyond { 2.0 } else { 1.0 };
    let factor = if beyond != negative { size } else { -size };
    let (sum, rest) = ordered_sum(halves * PI_2, factor * s);
    let far = sum + factor.mul_add(low, halves.mul_add(PI_2_MIDDLE, rest));
    if halves == 0.0 { factor * (s + low) } else { far }
}

/// The cube root, from the inverse cube root of |x|, which starts with 5 bits that lie in x's own.
#[inline(always)]
pub fn cbrt(x: f32) -> f32 {
    let a = x.abs();
    // The exponent divided by −3: a division of 32 bits by multiplication.
    let third = (u64::from(a.to_bits()) * 0xaaaa_aaab) >> 33;
    let mut y = f32::from_bits(0x54a2_1d2a - third as u32);
    for _ in 0..2 {
        let e = (-a * y).mul_add(y * y, 1.0);
        let series = e.mul_add(e.mul_add(14.0 / 81.0, 2.0 / 9.0), 1.0 / 3.0);
        y = (y * e).mul_add(series, y);
    }
    let square = y * y;
    let root = a * square;
    let (rr, rr_low) = two_product(root, root);
    // root³ − a, without loss.
    let excess = rr.mul_add(root, -a) + rr_low * root;
    (root + excess * (square * (-1.0 / 3.0))).copysign(x)
}
