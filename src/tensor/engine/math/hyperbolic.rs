//! Hyperbolic functions and their inverses.
//!
//! With |x| = k·ln 2 + r, a = 2ᵏ⁻¹ and b = 2⁻ᵏ⁻¹: sinh x = (a − b)·cosh r + (a + b)·sinh r, and cosh x with the factors
//! exchanged; sinh r and cosh r are polynomials, and the leading terms are added without loss. The inverses are logarithms.

use super::exact::{ordered_sum, polynomial, quotient, two_product, two_sum};
use super::exponential::{far, power_of_two, reduced};
use super::logarithm::{of_one_and, of_one_and_single};
use super::{Log, Real, single};
use std::f64::consts::LN_2;

/// (sinh r − r)/r³ and (cosh r − 1)/r² as polynomials in r², |r| ≤ ½·ln 2.
const SINH: [f64; 6] = [
    0.16666666666666666,
    0.008333333333333333,
    0.00019841269841263252,
    2.7557319247344507e-06,
    2.5052070959803662e-08,
    1.6086677666787362e-10,
];
const COSH: [f64; 6] = [
    0.5,
    0.04166666666666668,
    0.0013888888888879004,
    2.480158733663095e-05,
    2.755726307730941e-07,
    2.091821231913398e-09,
];

/// What is left where the other exponential has vanished: sinh and cosh of this are infinite.
const MOST: f64 = 710.4758600739439;

/// `(p + p_low)·cosh r + q·sinh r` as two floats, the second not much smaller than the first.
#[inline(always)]
fn combined(p: f64, p_low: f64, q: f64, r: f64, sinh_tail: f64, cosh_tail: f64) -> (f64, f64) {
    let (product, product_low) = two_product(q, r);
    let (sum, rest) = two_sum(p, product);
    (sum, (rest + p_low) + p.mul_add(cosh_tail, q.mul_add(sinh_tail, product_low)))
}

/// sinh|x| and cosh|x|, each as two floats, for |x| < 708.
#[inline(always)]
fn both(x: f64) -> ((f64, f64), (f64, f64)) {
    let (r, r_low, k) = reduced(x.abs());
    let z = r * r;
    let sinh_tail = (r * z).mul_add(polynomial(z, &SINH), r_low);
    let cosh_tail = z.mul_add(polynomial(z, &COSH), r * r_low);
    let a = 0.5 * power_of_two(k);
    let b = 0.5 * power_of_two(k.wrapping_neg());
    let (less, less_low) = ordered_sum(a, -b);
    let (more, more_low) = ordered_sum(a, b);
    (combined(less, less_low, more, r, sinh_tail, cosh_tail), combined(more, more_low, less, r, sinh_tail, cosh_tail))
}

/// eˣ/2 for 708 ≤ x.
#[inline(always)]
fn half_exp(x: f64) -> f64 {
    if x > MOST {
        return f64::INFINITY;
    }
    let (r, r_low, k) = reduced(x);
    far(r, r_low, k, 1)
}

/// The hyperbolic sine.
pub struct Sinh;

impl Real for Sinh {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < 708.0
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let ((high, low), _) = both(x);
        (high + low).copysign(x)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.is_nan() { x } else { half_exp(x.abs()).copysign(x) }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x.abs() < 87.0
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::sinh(x)
    }
}

/// The hyperbolic cosine.
pub struct Cosh;

impl Real for Cosh {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < 708.0
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let (_, (high, low)) = both(x);
        high + low
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.is_nan() { x } else { half_exp(x.abs()) }
    }

    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        x.abs() < 87.0
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::cosh(x)
    }
}

/// The hyperbolic tangent.
pub struct Tanh;

impl Real for Tanh {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        !x.is_nan()
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let a = x.abs();
        let ((s, s_low), (c, c_low)) = both(if a < 22.0 { a } else { 22.0 });
        let (s, s_low) = ordered_sum(s, s_low);
        let (c, c_low) = ordered_sum(c, c_low);
        let (q, q_low) = quotient(s, s_low, c, c_low);
        (q + q_low).copysign(x)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        x
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::tanh(x)
    }
}

/// The inverse hyperbolic sine: ln(1 + x + (√(1 + x²) − 1)).
pub struct Arcsinh;

impl Real for Arcsinh {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < 1e150
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let a = x.abs();
        let (square, square_low) = two_product(a, a);
        let (sum, rest) = two_sum(1.0, square);
        let root = sum.sqrt();
        let root_low = ((-root).mul_add(root, sum) + (rest + square_low)) * (0.5 / root);
        let (less, less_low) = ordered_sum(root, -1.0);
        let (sum, rest) = two_sum(a, less);
        of_one_and(sum, rest + (less_low + root_low)).copysign(x)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.is_finite() { (Log::usual(x.abs() * 0.5) + 2.0 * LN_2).copysign(x) } else { x }
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        let x = f64::from(x);
        let a = x.abs();
        let square = a * a;
        of_one_and_single(a + square / (1.0 + (1.0 + square).sqrt())).copysign(x) as f32
    }
}

/// The inverse hyperbolic cosine: with t = x − 1, ln(1 + t + √(t·(t + 2))).
pub struct Arccosh;

impl Real for Arccosh {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        (1.0..1e150).contains(&x)
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let t = x - 1.0;
        let (square, square_low) = two_product(t, t);
        let (sum, rest) = two_sum(2.0 * t, square);
        let root = sum.sqrt();
        let floor = if root > f64::MIN_POSITIVE { root } else { f64::MIN_POSITIVE };
        let root_low = ((-root).mul_add(root, sum) + (rest + square_low)) * (0.5 / floor);
        let (sum, rest) = two_sum(t, root);
        of_one_and(sum, rest + root_low)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x < 1.0 {
            f64::NAN
        } else if x.is_finite() {
            Log::usual(x * 0.5) + 2.0 * LN_2
        } else {
            x
        }
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        let t = f64::from(x) - 1.0;
        of_one_and_single(t + (t * (t + 2.0)).sqrt()) as f32
    }
}

/// The inverse hyperbolic tangent: ½·ln(1 + 2x/(1 − x)).
pub struct Arctanh;

impl Real for Arctanh {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < 1.0
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let a = x.abs();
        let (d, d_low) = ordered_sum(1.0, -a);
        let (q, q_low) = quotient(2.0 * a, 0.0, d, d_low);
        (0.5 * of_one_and(q, q_low)).copysign(x)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.abs() == 1.0 {
            f64::INFINITY.copysign(x)
        } else if x.is_nan() {
            x
        } else {
            f64::NAN
        }
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        let x = f64::from(x);
        let a = x.abs();
        (0.5 * of_one_and_single(2.0 * a / (1.0 - a))).copysign(x) as f32
    }
}
