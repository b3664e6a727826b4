//! Logarithms to the bases e, 2 and 10, and ln(1 + x).
//!
//! x = 2ᵏ·(1 + f) with √½ ≤ 1 + f < √2, and with s = f/(2 + f) ln(1 + f) = f − f²/2 + s·(f²/2 + R(s²)): the scheme of Sun's
//! fdlibm (`e_log.c`, K. C. Ng, 1993). The leading terms are added without loss.

use super::exact::{ordered_sum, polynomial, two_product, two_sum};
use super::exponential::{
    near_one as exp_near_one, reduced, reduced_power_of_two, short as short_exp, short_power_of_two, times_power,
};
use super::{Real, Real2, single};
use std::f64::consts::{LN_2, LOG2_E, LOG10_E};

/// ln 2 and log₁₀ 2 in 32 bits, so that their products with exponents are exact, and the rest.
const LN_2_HIGH: f64 = 0.6931471803691238;
const LN_2_REST: f64 = 1.9082149292705877e-10;
const LOG10_2_HIGH: f64 = 0.3010299955494702;
const LOG10_2_REST: f64 = 1.1451100898021838e-10;
/// What the rounded constants lack.
pub(super) const LOG2_E_LOW: f64 = 2.0355273740931033e-17;
const LOG10_E_LOW: f64 = 1.098319650216765e-17;

/// The bits of √½.
const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const MANTISSA: u64 = (1 << 52) - 1;

/// (2·artanh(s)/s − 2)/s² as a polynomial in s².
const LOG: [f64; 8] = [
    0.6666666666666666,
    0.4000000000000089,
    0.28571428570795937,
    0.22222222393451754,
    0.18181795454619548,
    0.15386249783145214,
    0.13268503447792365,
    0.1308944373626974,
];
/// The same to single precision.
const LOG_SINGLE: [f64; 4] = [0.6666666655358554, 0.40000122584584097, 0.285507364053582, 0.23332761807741403];

/// A positive normal number as 2ᵏ·m with √½ ≤ m < √2: k, m, and k + 1023 as an integer.
#[inline(always)]
pub(super) fn split(x: f64) -> (f64, f64, u64) {
    let shifted = x.to_bits().wrapping_add((1023 << 52) - ROOT_HALF);
    let biased = shifted >> 52;
    // 2⁵² + biased, by its bits.
    let k = f64::from_bits(biased | 0x4330_0000_0000_0000) - (4503599627370496.0 + 1023.0);
    (k, f64::from_bits((shifted & MANTISSA) + ROOT_HALF), biased)
}

/// ln(1 + f) as a sum of two floats.
#[inline(always)]
fn near_one(f: f64) -> (f64, f64) {
    let s = f / (2.0 + f);
    let z = s * s;
    let half = 0.5 * f;
    let (square, square_low) = two_product(half, f);
    let (sum, rest) = ordered_sum(f, -square);
    (sum, s.mul_add(z.mul_add(polynomial(z, &LOG), square), rest - square_low))
}

/// ln(1 + f) precise enough for float32.
#[inline(always)]
fn short(f: f64) -> f64 {
    let s = f / (2.0 + f);
    let z = s * s;
    s * z.mul_add(polynomial(z, &LOG_SINGLE), 2.0)
}

#[inline(always)]
fn log(x: f64, more: f64) -> f64 {
    let (k, m, _) = split(x);
    let (high, low) = near_one(m - 1.0);
    joined(k + more, high, low)
}

/// k·ln 2 + high + low
#[inline(always)]
fn joined(k: f64, high: f64, low: f64) -> f64 {
    let (sum, rest) = two_sum(k * LN_2_HIGH, high);
    sum + (rest + k.mul_add(LN_2_REST, low))
}

#[inline(always)]
fn log2(x: f64, more: f64) -> f64 {
    let (k, m, _) = split(x);
    let (high, low) = near_one(m - 1.0);
    let (high, low) = ordered_sum(high, low);
    let (product, product_low) = two_product(high, LOG2_E);
    let (sum, rest) = two_sum(k + more, product);
    sum + (rest + low.mul_add(LOG2_E, high.mul_add(LOG2_E_LOW, product_low)))
}

#[inline(always)]
fn log10(x: f64, more: f64) -> f64 {
    let (k, m, _) = split(x);
    let k = k + more;
    let (high, low) = near_one(m - 1.0);
    let (high, low) = ordered_sum(high, low);
    let (product, product_low) = two_product(high, LOG10_E);
    let (sum, rest) = two_sum(k * LOG10_2_HIGH, product);
    let tail = low.mul_add(LOG10_E, high.mul_add(LOG10_E_LOW, product_low));
    sum + (rest + k.mul_add(LOG10_2_REST, tail))
}

/// ln(1 + x + x_low) for x > −1 and |x_low| far below |x|.
#[inline(always)]
pub(super) fn of_one_and(x: f64, x_low: f64) -> f64 {
    let (sum, rest) = two_sum(1.0, x);
    let (k, m, biased) = split(sum);
    let scale = f64::from_bits(2046u64.wrapping_sub(biased) << 52);
    // Where k = 0, f is x itself.
    let (f, f_low) = ordered_sum(m - 1.0, (rest + x_low) * scale);
    let (high, low) = near_one(f);
    // The derivative 1/(1 + f) of the rest is needed to two digits only.
    let slope = (-f).mul_add(1.0 - f, 1.0);
    joined(k, high, f_low.mul_add(slope, low))
}

/// As [`of_one_and`], precise enough for float32.
#[inline(always)]
pub(super) fn of_one_and_single(x: f64) -> f64 {
    let (k, m, biased) = split(1.0 + x);
    let f = if biased == 1023 { x } else { m - 1.0 };
    k.mul_add(LN_2, short(f))
}

/// log₂|x| of a normal number, good to 2⁻⁴⁵: enough for powers of float32.
#[inline(always)]
pub(super) fn binary_short(x: f64) -> f64 {
    let (k, m, _) = split(x);
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    (s * LOG2_E).mul_add(z.mul_add(polynomial(z, &LOG), 2.0), k)
}

const SUBNORMAL: f64 = 18014398509481984.0;

/// The logarithm to a base, in the formulas of this file.
macro_rules! logarithm {
    ($(#[$doc:meta])* $name:ident $function:ident) => {
        $(#[$doc])*
        pub struct $name;

        impl Real for $name {
            #[inline(always)]
            fn holds(x: f64) -> bool {
                (f64::MIN_POSITIVE..=f64::MAX).contains(&x)
            }

            #[inline(always)]
            fn usual(x: f64) -> f64 {
                $function(x, 0.0)
            }

            #[inline(always)]
            fn careful(x: f64) -> f64 {
                if x == 0.0 {
                    f64::NEG_INFINITY
                } else if x < 0.0 {
                    f64::NAN
                } else if x < f64::MIN_POSITIVE {
                    $function(x * SUBNORMAL, -54.0)
                } else if x < f64::INFINITY {
                    $function(x, 0.0)
                } else {
                    x
                }
            }

            #[inline(always)]
            fn holds_single(x: f32) -> bool {
                (f32::MIN_POSITIVE..=f32::MAX).contains(&x)
            }

            #[inline(always)]
            fn usual_single(x: f32) -> f32 {
                single::$function(x)
            }
        }
    };
}

logarithm! { /// The natural logarithm.
Log log }
logarithm! { /// The logarithm to base 2.
Log2 log2 }
logarithm! { /// The logarithm to base 10.
Log10 log10 }

/// ln(1 + x)
pub struct Log1p;

impl Real for Log1p {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x > -1.0 && x < 1e300
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        of_one_and(x, 0.0).copysign(x)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x == -1.0 {
            f64::NEG_INFINITY
        } else if x < -1.0 {
            f64::NAN
        } else if x < 1e300 {
            Log1p::usual(x)
        } else {
            Log::careful(x)
        }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x > -1.0 && x < 1e38
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::log1p(x)
    }
}

/// The logarithm of a sum of powers: the greater exponent and ln(1 + base^−|difference|).
macro_rules! logarithm_of_sum {
    ($(#[$doc:meta])* $name:ident |$d:ident| $power:expr, |$s:ident| $short:expr, $factor:expr) => {
        $(#[$doc])*
        pub struct $name;

        impl Real2 for $name {
            #[inline(always)]
            fn holds(x: f64, y: f64, _: f64) -> bool {
                (x - y).abs() < 700.0
            }

            #[inline(always)]
            fn usual(x: f64, y: f64) -> f64 {
                let $d = -(x - y).abs();
                let (r, r_low, k) = $power;
                let (high, low) = exp_near_one(r, r_low);
                let more = of_one_and(times_power(high + low, k), 0.0);
                more.mul_add($factor, if x > y { x } else { y })
            }

            #[inline(always)]
            fn careful(x: f64, y: f64) -> f64 {
                if x == y {
                    x
                } else if x.is_nan() | y.is_nan() {
                    x + y
                } else {
                    // The less adds nothing, unless the greater is next to nothing itself.
                    x.max(y) + $factor * libm::exp(-(x - y).abs() / $factor)
                }
            }

            #[inline(always)]
            fn holds_single(x: f32, y: f32, result: f32) -> bool {
                ((x - y).abs() < 700.0) & (result.abs() > f32::MIN_POSITIVE)
            }

            #[inline(always)]
            fn usual_single(x: f32, y: f32) -> f32 {
                let (x, y) = (f64::from(x), f64::from(y));
                let $s = -(x - y).abs();
                of_one_and_single($short).mul_add($factor, if x > y { x } else { y }) as f32
            }
        }
    };
}

logarithm_of_sum! { /// ln(eˣ + eʸ)
Logaddexp |d| reduced(d), |d| short_exp(d), 1.0 }
logarithm_of_sum! { /// log₂(2ˣ + 2ʸ)
Logaddexp2 |d| reduced_power_of_two(d, 0.0), |d| short_power_of_two(d), LOG2_E }
