//! Arc sine, arc cosine, arc tangent, and the angle of a point.
//!
//! arcsin by its polynomial up to ½ and by arcsin x = π/2 − 2·arcsin √((1−x)/2) beyond (fdlibm's `e_asin.c`); arctan by
//! arctan(n/d) around 0, π/4 and π/2, wherever |t| ≤ √2 − 1 can be reached (J. F. Hart et al., "Computer Approximations", 1968).

use super::exact::{ordered_sum, polynomial, two_sum};
use super::{Real, Real2, single};
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

/// What π and its halves lack.
const PI_LOW: f64 = 1.2246467991473532e-16;
const FRAC_PI_2_LOW: f64 = 6.123233995736766e-17;
const FRAC_PI_4_LOW: f64 = 3.061616997868383e-17;

/// (arcsin s − s)/s³ as a polynomial in s², s ≤ ½.
const ASIN: [f64; 14] = [
    0.16666666666666666,
    0.07500000000000118,
    0.044642857142551895,
    0.03038194447553234,
    0.02237215744350722,
    0.017352816540325496,
    0.01396378001220357,
    0.011566459612121669,
    0.009621842970100282,
    0.009319560794767446,
    0.0030448799094556773,
    0.019554513336123378,
    -0.01924167174674304,
    0.02961201126495512,
];
/// (arctan t − t)/t³ as a polynomial in t², |t| ≤ √2 − 1.
const ATAN: [f64; 12] = [
    -0.3333333333333333,
    0.199999999999998,
    -0.14285714285659326,
    0.11111111105106705,
    -0.09090908751076636,
    0.0769229630497447,
    -0.06666423628069258,
    0.058789145444006215,
    -0.052303478730160745,
    0.04551108126325172,
    -0.034558092551413795,
    0.01627194475162406,
];
const ATAN_SINGLE: [f64; 6] = [
    -0.33333333278951577,
    0.19999977153974205,
    -0.14284145548273774,
    0.11071260444313767,
    -0.08623896669600505,
    0.05046128167603517,
];

/// arcsin of the returned square root (or of |x| up to ½) as two floats, and whether it was the root.
#[inline(always)]
fn arc(x: f64) -> (f64, f64, bool) {
    let a = x.abs();
    let beyond = a > 0.5;
    let z = if beyond { (-0.5f64).mul_add(a, 0.5) } else { a * a };
    let root = z.sqrt();
    let root_low = (-root).mul_add(root, z) * (0.5 / if root > f64::MIN_POSITIVE { root } else { f64::MIN_POSITIVE });
    let (s, s_low) = if beyond { (root, root_low) } else { (a, 0.0) };
    (s, (s * z).mul_add(polynomial(z, &ASIN), s_low), beyond)
}

/// The arc sine.
pub struct Arcsin;

impl Real for Arcsin {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() <= 1.0
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let (s, low, beyond) = arc(x);
        let (sum, rest) = ordered_sum(FRAC_PI_2, -2.0 * s);
        let far = sum + (-2.0f64).mul_add(low, rest + FRAC_PI_2_LOW);
        if beyond { far } else { s + low }.copysign(x)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.abs() <= 1.0 {
            Arcsin::usual(x)
        } else if x.is_nan() {
            x
        } else {
            f64::NAN
        }
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::arcsin(x)
    }
}

/// The arc cosine.
pub struct Arccos;

impl Real for Arccos {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() <= 1.0
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let (s, low, beyond) = arc(x);
        let negative = x < 0.0;
        // base + factor·arcsin, with base 0, π/2 or π.
        let base = if beyond { if negative { PI } else { 0.0 } } else { FRAC_PI_2 };
        let base_low = if beyond { if negative { PI_LOW } else { 0.0 } } else { FRAC_PI_2_LOW };
        let size: f64 = if beyond { 2.0 } else { 1.0 };
        let factor = if beyond != negative { size } else { -size };
        let (sum, rest) = ordered_sum(base, factor * s);
        sum + factor.mul_add(low, rest + base_low)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.abs() <= 1.0 {
            Arccos::usual(x)
        } else if x.is_nan() {
            x
        } else {
            f64::NAN
        }
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::arccos(x)
    }
}

/// tan(π/8)
const NEAR: f64 = 0.41421356237309503;
/// tan(3π/8)
const FAR: f64 = 2.414213562373095;

/// arctan(y/x) for positive y and x as two floats, their exponents within ±500; y may be 0.
#[inline(always)]
fn angle(y: f64, x: f64) -> (f64, f64) {
    let near = y < NEAR * x;
    let far = y > FAR * x;
    let (difference, difference_low) = two_sum(y, -x);
    let (sum, sum_low) = two_sum(y, x);
    let n = if near {
        y
    } else if far {
        -x
    } else {
        difference
    };
    let n_low = if near | far { 0.0 } else { difference_low };
    let d = if near {
        x
    } else if far {
        y
    } else {
        sum
    };
    let d_low = if near | far { 0.0 } else { sum_low };
    let base = if near {
        0.0
    } else if far {
        FRAC_PI_2
    } else {
        FRAC_PI_4
    };
    let base_low = if near {
        0.0
    } else if far {
        FRAC_PI_2_LOW
    } else {
        FRAC_PI_4_LOW
    };
    let inverse = 1.0 / d;
    let t = n * inverse;
    let t_low = ((-t).mul_add(d, n) + (-t).mul_add(d_low, n_low)) * inverse;
    let z = t * t;
    let tail = (t * z).mul_add(polynomial(z, &ATAN), (-z).mul_add(t_low, t_low));
    let (sum, rest) = ordered_sum(base, t);
    (sum, tail + (rest + base_low))
}

/// As [`angle`], precise enough for float32.
#[inline(always)]
fn angle_single(y: f64, x: f64) -> f64 {
    let near = y < NEAR * x;
    let far = y > FAR * x;
    let n = if near {
        y
    } else if far {
        -x
    } else {
        y - x
    };
    let d = if near {
        x
    } else if far {
        y
    } else {
        y + x
    };
    let base = if near {
        0.0
    } else if far {
        FRAC_PI_2
    } else {
        FRAC_PI_4
    };
    let t = n / d;
    let z = t * t;
    base + (t * z).mul_add(polynomial(z, &ATAN_SINGLE), t)
}

/// The arc tangent.
pub struct Arctan;

impl Real for Arctan {
    #[inline(always)]
    fn holds(x: f64) -> bool {
        x.abs() < 1e150
    }

    #[inline(always)]
    fn usual(x: f64) -> f64 {
        let (high, low) = angle(x.abs(), 1.0);
        (high + low).copysign(x)
    }

    #[inline(always)]
    fn careful(x: f64) -> f64 {
        if x.is_nan() { x } else { FRAC_PI_2.copysign(x) }
    }

    #[inline(always)]
    fn usual_single(x: f32) -> f32 {
        single::arctan(x)
    }
}

/// The angle of the point (x, y), the first argument up.
pub struct Arctan2;

impl Arctan2 {
    #[inline(always)]
    fn fits(x: f64) -> bool {
        (1e-150..1e150).contains(&x.abs())
    }
}

impl Real2 for Arctan2 {
    #[inline(always)]
    fn holds(y: f64, x: f64, _: f64) -> bool {
        Arctan2::fits(x) & Arctan2::fits(y)
    }

    #[inline(always)]
    fn usual(y: f64, x: f64) -> f64 {
        let (high, low) = angle(y.abs(), x.abs());
        let (sum, rest) = ordered_sum(PI, -high);
        if x < 0.0 { sum + (rest + (PI_LOW - low)) } else { high + low }.copysign(y)
    }

    #[inline(always)]
    fn careful(y: f64, x: f64) -> f64 {
        libm::atan2(y, x)
    }

    #[inline(always)]
    fn holds_single(y: f32, x: f32, r: f32) -> bool {
        (x != 0.0) & (y != 0.0) & x.is_finite() & y.is_finite() & (r.abs() >= f32::MIN_POSITIVE)
    }

    #[inline(always)]
    fn usual_single(y: f32, x: f32) -> f32 {
        let (y, x) = (f64::from(y), f64::from(x));
        let near = angle_single(y.abs(), x.abs());
        if x < 0.0 { PI - near } else { near }.copysign(y) as f32
    }
}
