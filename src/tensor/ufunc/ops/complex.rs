//! Elementary functions of complex numbers with the branch cuts and special values of C99 Annex G.
//!
//! Formulas: W. Kahan, "Branch Cuts for Complex Elementary Functions" (1987).

use crate::tensor::flags::Flags;
use crate::tensor::{Complex32, Complex64};
use std::f64::consts::{FRAC_PI_2, LN_2, LN_10, PI};

type C = Complex64;

const fn z(re: f64, im: f64) -> C {
    C::new(re, im)
}

/// `f(x)`, with invalid where a NaN arises, overflow and division by zero where an infinity does.
#[inline(always)]
pub(super) fn flagged(x: C, flags: &mut Flags, f: impl Fn(C) -> C) -> C {
    let y = f(x);
    let nan = |c: C| c.re.is_nan() || c.im.is_nan();
    let finite = |c: C| c.re.is_finite() && c.im.is_finite();
    if !finite(y) {
        *flags |= Flags::when(nan(y) && !nan(x), Flags::INVALID);
        let pole = (x.im == 0.0 && (x.re == 0.0 || x.re.abs() == 1.0)) || (x.re == 0.0 && x.im.abs() == 1.0);
        *flags |= Flags::when(!nan(y) && finite(x), if pole { Flags::DIVIDE } else { Flags::OVERFLOW });
    }
    y
}

/// As [`flagged`], in double precision, rounded to complex64.
#[inline(always)]
pub(super) fn single(x: Complex32, flags: &mut Flags, f: impl Fn(C) -> C) -> Complex32 {
    let y = flagged(z(x.re.into(), x.im.into()), flags, f);
    let narrow = Complex32::new(y.re as f32, y.im as f32);
    let overflowed = (narrow.re.is_infinite() && y.re.is_finite()) || (narrow.im.is_infinite() && y.im.is_finite());
    *flags |= Flags::when(overflowed, Flags::OVERFLOW);
    narrow
}

pub fn exp(x: C) -> C {
    if x.im == 0.0 {
        return z(x.re.exp(), x.im);
    }
    if x.re.is_infinite() && !x.im.is_finite() {
        return if x.re < 0.0 { z(0.0, 0.0) } else { z(f64::INFINITY, f64::NAN) };
    }
    scaled_polar(x.re, x.im)
}

/// eˣ·(cos y + i·sin y), also where eˣ alone overflows.
fn scaled_polar(x: f64, y: f64) -> C {
    let (sin, cos) = y.sin_cos();
    if x > 709.0 && x < 1420.0 {
        let half = (x / 2.0).exp();
        z(half * cos * half, half * sin * half)
    } else {
        let size = x.exp();
        z(size * cos, size * sin)
    }
}

pub fn exp2(x: C) -> C {
    exp(z(x.re * LN_2, x.im * LN_2))
}

/// eˣ − 1 with (eˣ − 1)·cos y − 2·sin²(y/2) as its real part, which does not cancel.
pub fn expm1(x: C) -> C {
    let half = (x.im / 2.0).sin();
    z(x.re.exp_m1() * x.im.cos() - 2.0 * half * half, x.re.exp() * x.im.sin())
}

pub fn log(x: C) -> C {
    z(log_magnitude(x), x.im.atan2(x.re))
}

/// ln|x|, accurate near the unit circle and without overflow.
fn log_magnitude(x: C) -> f64 {
    let (large, small) = if x.re.abs() >= x.im.abs() { (x.re.abs(), x.im.abs()) } else { (x.im.abs(), x.re.abs()) };
    if large.is_finite() && large > 0.5 && large < 2.0 {
        // ln(a² + b²)/2 by the distance of a² + b² from 1; the products exactly as sums of two.
        let excess = (large - 1.0) * (large + 1.0);
        let fine = excess + small * small;
        if fine > -0.5 && fine < 3.0 {
            return fine.ln_1p() / 2.0;
        }
    }
    x.re.hypot(x.im).ln()
}

pub fn log2(x: C) -> C {
    let y = log(x);
    z(y.re * std::f64::consts::LOG2_E, y.im * std::f64::consts::LOG2_E)
}

pub fn log10(x: C) -> C {
    let y = log(x);
    z(y.re / LN_10, y.im / LN_10)
}

pub fn log1p(x: C) -> C {
    let r = (x.re + 1.0).hypot(x.im);
    z(r.ln(), x.im.atan2(x.re + 1.0))
}

pub fn sqrt(x: C) -> C {
    if x.re == 0.0 && x.im == 0.0 {
        return z(0.0, x.im);
    }
    if x.im.is_infinite() {
        return z(f64::INFINITY, x.im);
    }
    if x.re.is_nan() {
        return z(x.re, f64::NAN);
    }
    if x.re.is_infinite() {
        return if x.re.is_sign_negative() {
            z((x.im - x.im).abs(), x.re.abs().copysign(x.im))
        } else {
            z(x.re, (x.im - x.im).copysign(x.im))
        };
    }
    // Scaled where the magnitude could overflow or lose bits.
    let (x, scale) = if x.re.abs() >= 4.49e307 || x.im.abs() >= 4.49e307 {
        (z(x.re * 0.25, x.im * 0.25), 2.0)
    } else if x.re.abs() < 1e-290 && x.im.abs() < 1e-290 {
        (z(x.re * 2f64.powi(108), x.im * 2f64.powi(108)), 2f64.powi(-54))
    } else {
        (x, 1.0)
    };
    if x.re >= 0.0 {
        let t = ((x.re + x.re.hypot(x.im)) * 0.5).sqrt();
        z(t * scale, x.im / (2.0 * t) * scale)
    } else {
        let t = ((-x.re + x.re.hypot(x.im)) * 0.5).sqrt();
        z(x.im.abs() / (2.0 * t) * scale, t.copysign(x.im) * scale)
    }
}

pub fn sinh(x: C) -> C {
    if x.im == 0.0 {
        return z(x.re.sinh(), x.im);
    }
    if x.re == 0.0 && !x.im.is_finite() {
        return z(x.re, f64::NAN);
    }
    if x.re.is_infinite() && !x.im.is_finite() {
        return z(x.re, f64::NAN);
    }
    if x.re.abs() > 709.0 {
        let half = scaled_polar(x.re.abs() - LN_2, x.im);
        return z(half.re.copysign(half.re * x.re.signum()), half.im);
    }
    z(x.re.sinh() * x.im.cos(), x.re.cosh() * x.im.sin())
}

pub fn cosh(x: C) -> C {
    if x.im == 0.0 {
        return z(x.re.cosh(), x.im * x.re.signum() * f64::from(x.re != 0.0));
    }
    if x.re == 0.0 && !x.im.is_finite() {
        return z(f64::NAN, 0.0);
    }
    if x.re.is_infinite() && !x.im.is_finite() {
        return z(f64::INFINITY, f64::NAN);
    }
    if x.re.abs() > 709.0 {
        let half = scaled_polar(x.re.abs() - LN_2, x.im);
        return z(half.re, half.im * x.re.signum());
    }
    z(x.re.cosh() * x.im.cos(), x.re.sinh() * x.im.sin())
}

pub fn tanh(x: C) -> C {
    if x.im == 0.0 {
        return z(x.re.tanh(), x.im);
    }
    if x.re.is_infinite() || x.re.abs() > 22.0 {
        let sign = if x.im.is_finite() { (2.0 * x.im).sin() } else { 1.0 };
        let size = if x.re.is_infinite() {
            0.0
        } else {
            4.0 * (-2.0 * x.re.abs()).exp() * x.im.sin().abs() * x.im.cos().abs()
        };
        return z(1f64.copysign(x.re), size.copysign(sign));
    }
    // Kahan: with t = tan y, s = sinh x, β = 1 + t², ρ = √(1 + s²).
    let t = x.im.tan();
    let s = x.re.sinh();
    let beta = 1.0 + t * t;
    let rho = (1.0 + s * s).sqrt();
    if t.is_infinite() {
        return z(rho / s, 1.0 / t);
    }
    let denominator = 1.0 + beta * s * s;
    z(beta * rho * s / denominator, t / denominator)
}

/// f(x) = −i·g(i·x) for the trigonometric functions by the hyperbolic ones.
fn rotated(x: C, g: impl Fn(C) -> C) -> C {
    let y = g(z(-x.im, x.re));
    z(y.im, -y.re)
}

pub fn sin(x: C) -> C {
    rotated(x, sinh)
}

pub fn cos(x: C) -> C {
    cosh(z(-x.im, x.re))
}

pub fn tan(x: C) -> C {
    rotated(x, tanh)
}

/// The part of Kahan's formulas that needs √(1 − x) and √(1 + x).
fn roots(x: C) -> (C, C) {
    (sqrt(z(1.0 - x.re, -x.im)), sqrt(z(1.0 + x.re, x.im)))
}

pub fn asin(x: C) -> C {
    if let Some(y) = far(x) {
        let re = if x.im.is_nan() || x.re.is_nan() { f64::NAN } else { (PI / 2.0 - y.re.abs()).copysign(x.re) };
        let re = if x.re == 0.0 { x.re } else { re };
        return z(re, y.im.abs().copysign(x.im));
    }
    let (minus, plus) = roots(x);
    let re = x.re.atan2(minus.re * plus.re - minus.im * plus.im);
    // Im(conj(√(1−x))·√(1+x))
    let im = libm::asinh(minus.re * plus.im - minus.im * plus.re);
    z(re, if x.im == 0.0 && x.re.abs() <= 1.0 { x.im } else { im.abs().copysign(x.im) })
}

pub fn acos(x: C) -> C {
    if let Some(y) = far(x) {
        return z(y.re, y.im.abs().copysign(-x.im));
    }
    let (minus, plus) = roots(x);
    let re = 2.0 * minus.re.atan2(plus.re);
    // Im(conj(√(1+x))·√(1−x))
    let im = libm::asinh(plus.re * minus.im - plus.im * minus.re);
    z(re, if x.im == 0.0 && x.re.abs() <= 1.0 { -x.im } else { im.abs().copysign(-x.im) })
}

/// The inverse cosine, up to signs, where x is so large that x² would overflow: arg x and ln 2|x|.
fn far(x: C) -> Option<C> {
    if x.re.is_nan() || x.im.is_nan() {
        let im = if x.re.is_infinite() || x.im.is_infinite() { f64::INFINITY } else { f64::NAN };
        return Some(z(f64::NAN, im));
    }
    let large = x.re.abs().max(x.im.abs());
    if large < 1e150 {
        return None;
    }
    let size = if large.is_infinite() { large } else { (x.re / 2.0).hypot(x.im / 2.0).ln() + 2.0 * LN_2 };
    Some(z(x.im.abs().atan2(x.re), size))
}

pub fn asinh(x: C) -> C {
    // asinh(x) = −i·asin(i·x)
    rotated(x, asin)
}

pub fn acosh(x: C) -> C {
    if let Some(y) = far(x) {
        return z(y.im.abs(), y.re.copysign(x.im));
    }
    let (minus, plus) = (sqrt(z(x.re - 1.0, x.im)), sqrt(z(x.re + 1.0, x.im)));
    let re = libm::asinh(minus.re * plus.re + minus.im * plus.im);
    z(re, 2.0 * minus.im.atan2(plus.re))
}

pub fn atanh(x: C) -> C {
    if x.re.is_nan() || x.im.is_nan() {
        return z(if x.im.is_infinite() { 0f64.copysign(x.re) } else { f64::NAN }, f64::NAN);
    }
    let (a, b) = (x.re.abs(), x.im);
    if a.max(b.abs()) > 1e150 {
        let scale = a.max(b.abs());
        let re =
            if scale.is_infinite() { 0.0 } else { (a / scale) / scale / ((a / scale).powi(2) + (b / scale).powi(2)) };
        return z(re.copysign(x.re), FRAC_PI_2.copysign(x.im));
    }
    if a == 1.0 && b == 0.0 {
        return z(f64::INFINITY.copysign(x.re), x.im);
    }
    let re = if a == 0.0 { 0.0 } else { (4.0 * a / ((1.0 - a) * (1.0 - a) + b * b)).ln_1p() / 4.0 };
    let im = if b == 0.0 && a < 1.0 { b } else { (2.0 * b).atan2((1.0 - a) * (1.0 + a) - b * b) / 2.0 };
    z(re.copysign(x.re), im)
}

pub fn atan(x: C) -> C {
    // atan(x) = −i·atanh(i·x)
    rotated(x, atanh)
}

/// xʸ as NumPy computes it: whole exponents below 100 by multiplication, others by the logarithm.
pub fn pow(x: C, y: C, flags: &mut Flags) -> C {
    if y.re == 0.0 && y.im == 0.0 {
        return z(1.0, 0.0);
    }
    if x.re == 0.0 && x.im == 0.0 {
        if y.re > 0.0 {
            return z(0.0, 0.0);
        }
        *flags |= Flags::INVALID;
        return z(f64::NAN, f64::NAN);
    }
    let whole = y.re as i64;
    if y.im == 0.0 && whole as f64 == y.re && whole > -100 && whole < 100 {
        return whole_power(x, whole);
    }
    let logarithm = log(x);
    let exponent = z(y.re * logarithm.re - y.im * logarithm.im, y.re * logarithm.im + y.im * logarithm.re);
    flagged(x, flags, |_| exp(exponent))
}

fn product(a: C, b: C) -> C {
    z(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
}

fn whole_power(x: C, n: i64) -> C {
    match n {
        1 => return x,
        2 => return product(x, x),
        3 => return product(x, product(x, x)),
        _ => {}
    }
    let (mut left, mut base, mut result) = (n.unsigned_abs(), x, z(1.0, 0.0));
    while left != 0 {
        if left & 1 != 0 {
            result = product(result, base);
        }
        left >>= 1;
        if left != 0 {
            base = product(base, base);
        }
    }
    if n > 0 {
        return result;
    }
    // 1/result by Smith's method.
    if result.re.abs() >= result.im.abs() {
        let ratio = result.im / result.re;
        let scale = 1.0 / (result.re + result.im * ratio);
        z(scale, -ratio * scale)
    } else {
        let ratio = result.re / result.im;
        let scale = 1.0 / (result.im + result.re * ratio);
        z(ratio * scale, -scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: C, re: f64, im: f64) {
        let close =
            |a: f64, b: f64| a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 4e-16 * b.abs().max(1e-300);
        assert!(close(got.re, re) && close(got.im, im), "{got} against {re} {im}");
        assert_eq!(got.re.is_sign_negative(), re.is_sign_negative(), "{got} against {re} {im}");
    }

    #[test]
    fn branch_cuts() {
        near(sqrt(z(-4.0, -0.0)), 0.0, -2.0);
        near(sqrt(z(-4.0, 0.0)), 0.0, 2.0);
        near(log(z(-1.0, -0.0)), 0.0, -PI);
        near(acos(z(2.0, 0.0)), 0.0, -1.3169578969248166);
        near(acos(z(2.0, -0.0)), 0.0, 1.3169578969248166);
        near(asin(z(2.0, 0.0)), FRAC_PI_2, 1.3169578969248166);
        near(atanh(z(2.0, 0.0)), 0.5493061443340549, FRAC_PI_2);
        near(acosh(z(-2.0, 0.0)), 1.3169578969248166, PI);
    }

    #[test]
    fn ordinary_values() {
        near(exp(z(1.0, 2.0)), -1.1312043837568135, 2.4717266720048188);
        near(sin(z(1.0, 2.0)), 3.165778513216168, 1.9596010414216063);
        near(cos(z(1.0, 2.0)), 2.0327230070196656, -3.0518977991518);
        near(tan(z(1.0, 2.0)), 0.03381282607989669, 1.0147936161466335);
        near(asin(z(1.0, 2.0)), 0.42707858639247614, 1.5285709194809982);
        near(acos(z(1.0, 2.0)), 1.1437177404024204, -1.528570919480998);
        near(atan(z(1.0, 2.0)), 1.3389725222944935, 0.40235947810852507);
        near(asinh(z(1.0, 2.0)), 1.4693517443681852, 1.0634400235777521);
        near(acosh(z(1.0, 2.0)), 1.528570919480998, 1.1437177404024204);
        near(atanh(z(1.0, 2.0)), 0.17328679513998632, 1.1780972450961724);
        near(tanh(z(1.0, 2.0)), 1.16673625724092, -0.2434582011857252);
    }

    #[test]
    fn powers() {
        let mut flags = Flags::NONE;
        assert_eq!(pow(z(0.0, 0.0), z(2.0, 0.0), &mut flags), z(0.0, 0.0));
        assert_eq!(pow(z(1.0, 2.0), z(2.0, 0.0), &mut flags), z(-3.0, 4.0));
        assert_eq!(flags, Flags::NONE);
        assert!(pow(z(0.0, 0.0), z(-1.0, 0.0), &mut flags).re.is_nan());
        assert_eq!(flags, Flags::INVALID);
    }
}
