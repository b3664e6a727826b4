//! Python's module `cmath`: functions of complex numbers, after Kahan ("Branch cuts for complex elementary functions", 1987).

use super::math::{domain_error, range_error};
use crate::tensor::Complex64;
use crate::value::{Error, Result, Value};
use std::f64::consts::{FRAC_PI_2, LN_10, PI};

fn complex(z: Complex64) -> Result<Value> {
    Ok(Value::complex(z.re, z.im))
}

/// OverflowError where infinities come out of finite numbers.
fn range(result: Complex64, z: Complex64) -> Result<Value> {
    if !(result.re.is_finite() && result.im.is_finite()) && z.re.is_finite() && z.im.is_finite() {
        return Err(range_error());
    }
    complex(result)
}

fn c(re: f64, im: f64) -> Complex64 {
    Complex64::new(re, im)
}

/// The product with i.
fn times_i(z: Complex64) -> Complex64 {
    c(-z.im, z.re)
}

fn over_i(z: Complex64) -> Complex64 {
    c(z.im, -z.re)
}

builtins! { CMATH, chapter "cmath", spaces ["cmath"];
    /// The square root with a real part that is not negative.
    ///
    /// >>> import cmath
    /// >>> cmath.sqrt(-1), cmath.sqrt(3+4j)
    /// (1j, (2+1j))
    fn sqrt(cx, @pos z: Complex64) -> Value { complex(root(z)) }

    /// e to the power of `z`.
    ///
    /// >>> import cmath
    /// >>> cmath.exp(1j * cmath.pi)
    /// (-1+1.2246467991473532e-16j)
    fn exp(cx, @pos z: Complex64) -> Value {
        let size = z.re.exp();
        range(c(size * z.im.cos(), size * z.im.sin()), z)
    }

    /// The logarithm, natural or to a base.
    ///
    /// >>> import cmath
    /// >>> cmath.log(-1)
    /// 3.141592653589793j
    fn log(cx, @pos z: Complex64, @pos base: Option<Complex64> = None) -> Value {
        let top = logarithm(z)?;
        match base {
            None => complex(top),
            Some(base) => {
                let bottom = logarithm(base)?;
                if bottom.re == 0.0 && bottom.im == 0.0 {
                    return Err(Error::zero_division("complex division by zero"));
                }
                complex(crate::value::number::complex_divide(top, bottom))
            }
        }
    }

    /// The logarithm to the base 10.
    ///
    /// >>> import cmath
    /// >>> cmath.log10(-100)
    /// (2+1.3643763538418412j)
    fn log10(cx, @pos z: Complex64) -> Value {
        let log = logarithm(z)?;
        complex(c(if z.im == 0.0 { z.re.abs().log10() } else { log.re / LN_10 }, log.im / LN_10))
    }

    /// The angle of a number in the plane.
    ///
    /// >>> import cmath
    /// >>> cmath.phase(-1)
    /// 3.141592653589793
    fn phase(cx, @pos z: Complex64) -> f64 { Ok(z.im.atan2(z.re)) }

    /// Length and angle.
    ///
    /// >>> import cmath
    /// >>> cmath.polar(1+1j)
    /// (1.4142135623730951, 0.7853981633974483)
    fn polar(cx, @pos z: Complex64) -> (f64, f64) { Ok((z.re.hypot(z.im), z.im.atan2(z.re))) }

    /// The number of a length and an angle.
    ///
    /// >>> import cmath
    /// >>> cmath.rect(2, 0)
    /// (2+0j)
    fn rect(cx, @pos r: f64, @pos phi: f64) -> Value { complex(c(r * phi.cos(), r * phi.sin())) }

    /// The sine.
    ///
    /// >>> import cmath
    /// >>> cmath.sin(0)
    /// 0j
    fn sin(cx, @pos z: Complex64) -> Value { range(over_i(sinh(times_i(z))), z) }

    /// The cosine.
    ///
    /// >>> import cmath
    /// >>> cmath.cos(1+2j)
    /// (2.0327230070196656-3.0518977991518j)
    fn cos(cx, @pos z: Complex64) -> Value { range(cosh(times_i(z)), z) }

    /// The tangent.
    ///
    /// >>> import cmath
    /// >>> cmath.tan(0)
    /// 0j
    fn tan(cx, @pos z: Complex64) -> Value { complex(over_i(tanh(times_i(z)))) }

    /// The hyperbolic sine.
    ///
    /// >>> import cmath
    /// >>> cmath.sinh(0)
    /// 0j
    fn sinh(cx, @pos z: Complex64) -> Value { range(sinh(z), z) }

    /// The hyperbolic cosine.
    ///
    /// >>> import cmath
    /// >>> cmath.cosh(0)
    /// (1+0j)
    fn cosh(cx, @pos z: Complex64) -> Value { range(cosh(z), z) }

    /// The hyperbolic tangent.
    ///
    /// >>> import cmath
    /// >>> cmath.tanh(1+2j)
    /// (1.16673625724092-0.24345820118572534j)
    fn tanh(cx, @pos z: Complex64) -> Value { complex(tanh(z)) }

    /// The inverse of `sinh`.
    ///
    /// >>> import cmath
    /// >>> cmath.asinh(0)
    /// 0j
    fn asinh(cx, @pos z: Complex64) -> Value { complex(asinh(z)) }

    /// The inverse of `cosh`.
    ///
    /// >>> import cmath
    /// >>> cmath.acosh(1)
    /// 0j
    fn acosh(cx, @pos z: Complex64) -> Value {
        let (s, t) = (root(c(z.re - 1.0, z.im)), root(c(z.re + 1.0, z.im)));
        complex(c(libm::asinh(s.re * t.re + s.im * t.im), 2.0 * s.im.atan2(t.re)))
    }

    /// The inverse of `tanh`.
    ///
    /// >>> import cmath
    /// >>> cmath.atanh(2)
    /// (0.5493061443340549+1.5707963267948966j)
    fn atanh(cx, @pos z: Complex64) -> Value { atanh(z).and_then(complex) }

    /// The inverse of `sin`.
    ///
    /// >>> import cmath
    /// >>> cmath.asin(2)
    /// (1.5707963267948966+1.3169578969248166j)
    fn asin(cx, @pos z: Complex64) -> Value { complex(over_i(asinh(times_i(z)))) }

    /// The inverse of `cos`.
    ///
    /// >>> import cmath
    /// >>> cmath.acos(2)
    /// -1.3169578969248166j
    fn acos(cx, @pos z: Complex64) -> Value {
        let (s, t) = (root(c(1.0 - z.re, -z.im)), root(c(1.0 + z.re, z.im)));
        complex(c(2.0 * s.re.atan2(t.re), libm::asinh(t.re * s.im - t.im * s.re)))
    }

    /// The inverse of `tan`.
    ///
    /// >>> import cmath
    /// >>> cmath.atan(0)
    /// 0j
    fn atan(cx, @pos z: Complex64) -> Value { complex(over_i(atanh(times_i(z))?)) }

    /// Whether both parts are finite.
    ///
    /// >>> import cmath
    /// >>> cmath.isfinite(1j)
    /// True
    fn isfinite(cx, @pos z: Complex64) -> bool { Ok(z.re.is_finite() && z.im.is_finite()) }

    /// Whether a part is infinite.
    ///
    /// >>> import cmath
    /// >>> cmath.isinf(complex('inf'))
    /// True
    fn isinf(cx, @pos z: Complex64) -> bool { Ok(z.re.is_infinite() || z.im.is_infinite()) }

    /// Whether a part is not a number.
    ///
    /// >>> import cmath
    /// >>> cmath.isnan(complex('nan'))
    /// True
    fn isnan(cx, @pos z: Complex64) -> bool { Ok(z.re.is_nan() || z.im.is_nan()) }

    /// Whether two numbers are close to each other.
    ///
    /// >>> import cmath
    /// >>> cmath.isclose(1, 1 + 1e-12j)
    /// True
    fn isclose(cx, a: Complex64, b: Complex64, @kw rel_tol: f64 = 1e-9, @kw abs_tol: f64 = 0.0) -> bool {
        if rel_tol < 0.0 || abs_tol < 0.0 {
            return Err(Error::value("tolerances must be non-negative"));
        }
        if a == b {
            return Ok(true);
        }
        let size = |z: Complex64| z.re.hypot(z.im);
        let gap = size(c(a.re - b.re, a.im - b.im));
        Ok(gap.is_finite() && (gap <= rel_tol * size(a) || gap <= rel_tol * size(b) || gap <= abs_tol))
    }
}

fn root(z: Complex64) -> Complex64 {
    if z.re == 0.0 && z.im == 0.0 {
        return c(0.0, z.im);
    }
    let (x, y) = (z.re.abs() / 8.0, z.im.abs());
    let s = 2.0 * (x + x.hypot(y / 8.0)).sqrt();
    let d = y / (2.0 * s);
    if z.re >= 0.0 { c(s, d.copysign(z.im)) } else { c(d, s.copysign(z.im)) }
}

fn logarithm(z: Complex64) -> Result<Complex64> {
    if z.re == 0.0 && z.im == 0.0 {
        return Err(domain_error());
    }
    let (x, y) = (z.re.abs(), z.im.abs());
    let size = x.hypot(y);
    // Near one the logarithm of the length would lose digits.
    let log = if (0.71..=1.73).contains(&size) {
        let (large, small) = if x > y { (x, y) } else { (y, x) };
        ((large - 1.0) * (large + 1.0) + small * small).ln_1p() / 2.0
    } else {
        size.ln()
    };
    Ok(c(log, z.im.atan2(z.re)))
}

fn sinh(z: Complex64) -> Complex64 {
    c(z.im.cos() * z.re.sinh(), z.im.sin() * z.re.cosh())
}

fn cosh(z: Complex64) -> Complex64 {
    c(z.im.cos() * z.re.cosh(), z.im.sin() * z.re.sinh())
}

fn tanh(z: Complex64) -> Complex64 {
    if z.re.abs() > 355.0 {
        return c(1f64.copysign(z.re), 4.0 * z.im.sin() * z.im.cos() * (-2.0 * z.re.abs()).exp());
    }
    let (tx, ty) = (z.re.tanh(), z.im.tan());
    let cx = 1.0 / z.re.cosh();
    let txty = tx * ty;
    let denominator = 1.0 + txty * txty;
    c(tx * (1.0 + ty * ty) / denominator, ty / denominator * cx * cx)
}

fn asinh(z: Complex64) -> Complex64 {
    let (s, t) = (root(c(1.0 + z.im, -z.re)), root(c(1.0 - z.im, z.re)));
    c(libm::asinh(s.re * t.im - t.re * s.im), z.im.atan2(s.re * t.re - s.im * t.im))
}

/// ValueError at 1 and -1.
fn atanh(z: Complex64) -> Result<Complex64> {
    if z.re < 0.0 || (z.re == 0.0 && z.re.is_sign_negative()) {
        let result = atanh(c(-z.re, -z.im))?;
        return Ok(c(-result.re, -result.im));
    }
    let y = z.im.abs();
    if z.re == 1.0 && y == 0.0 {
        return Err(domain_error());
    }
    if z.re > 6.7e153 || y > 6.7e153 {
        let size = (z.re / 2.0).hypot(y / 2.0);
        return Ok(c(z.re / 4.0 / size / size, FRAC_PI_2.copysign(z.im)));
    }
    let re = (4.0 * z.re / ((1.0 - z.re) * (1.0 - z.re) + y * y)).ln_1p() / 4.0;
    let im = -(-2.0 * z.im).atan2((1.0 - z.re) * (1.0 + z.re) - y * y) / 2.0;
    Ok(c(re, im))
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("cmath", "pi", Value::float(PI)),
        ("cmath", "e", Value::float(std::f64::consts::E)),
        ("cmath", "tau", Value::float(2.0 * PI)),
        ("cmath", "inf", Value::float(f64::INFINITY)),
        ("cmath", "nan", Value::float(f64::NAN)),
        ("cmath", "infj", Value::complex(0.0, f64::INFINITY)),
        ("cmath", "nanj", Value::complex(0.0, f64::NAN)),
    ]
}
