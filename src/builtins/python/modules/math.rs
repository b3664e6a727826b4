//! Python's module `math`: functions of one or two floats, with CPython's errors.

use super::gamma;
use crate::symbol::Symbol;
use crate::value::convert::to_float;
use crate::value::format::int_value;
use crate::value::number::Number;
use crate::value::{Context, Error, Result, Value, text};

/// The result of a function of one float: ValueError where NaN or an infinity comes out of nowhere.
fn domain(result: f64, x: f64) -> Result<f64> {
    if (result.is_nan() && !x.is_nan()) || (result.is_infinite() && x.is_finite()) {
        Err(domain_error())
    } else {
        Ok(result)
    }
}

/// As [`domain`], for functions that grow beyond the range of floats.
fn range(result: f64, x: f64) -> Result<f64> {
    if result.is_infinite() && x.is_finite() {
        return Err(range_error());
    }
    domain(result, x)
}

pub fn domain_error() -> Error {
    Error::value("math domain error")
}

pub fn range_error() -> Error {
    Error::overflow("math range error")
}

builtins! { MATH, chapter "math", spaces ["math"];
    /// The square root.
    ///
    /// >>> import math
    /// >>> math.sqrt(2)
    /// 1.4142135623730951
    fn sqrt(cx, @pos x: f64) -> f64 { domain(x.sqrt(), x) }

    /// The cube root.
    ///
    /// >>> import math
    /// >>> math.cbrt(27)
    /// 3.0
    fn cbrt(cx, @pos x: f64) -> f64 { domain(x.cbrt(), x) }

    /// e to the power of `x`.
    ///
    /// >>> import math
    /// >>> math.exp(1)
    /// 2.718281828459045
    fn exp(cx, @pos x: f64) -> f64 { range(x.exp(), x) }

    /// 2 to the power of `x`.
    ///
    /// >>> import math
    /// >>> math.exp2(10)
    /// 1024.0
    fn exp2(cx, @pos x: f64) -> f64 { range(x.exp2(), x) }

    /// `exp(x) - 1`, precise near zero.
    ///
    /// >>> import math
    /// >>> math.expm1(1e-10)
    /// 1.00000000005e-10
    fn expm1(cx, @pos x: f64) -> f64 { range(x.exp_m1(), x) }

    /// The logarithm, natural or to a base.
    ///
    /// >>> import math
    /// >>> math.log(math.e), math.log(8, 2)
    /// (1.0, 3.0)
    fn log(cx, @pos x: Value, @pos base: Option<super::super::functions::Fallback> = None) -> f64 {
        let numerator = logarithm(&x, f64::ln, std::f64::consts::LN_2)?;
        let Some(base) = base else { return Ok(numerator) };
        let denominator = logarithm(&base.0, f64::ln, std::f64::consts::LN_2)?;
        if denominator == 0.0 {
            return Err(Error::zero_division("float division by zero"));
        }
        Ok(numerator / denominator)
    }

    /// The logarithm to the base 2.
    ///
    /// >>> import math
    /// >>> math.log2(1024)
    /// 10.0
    fn log2(cx, @pos x: Value) -> f64 { logarithm(&x, f64::log2, 1.0) }

    /// The logarithm to the base 10.
    ///
    /// >>> import math
    /// >>> math.log10(1000), math.log10(10 ** 400)
    /// (3.0, 400.0)
    fn log10(cx, @pos x: Value) -> f64 { logarithm(&x, f64::log10, std::f64::consts::LOG10_2) }

    /// `log(1 + x)`, precise near zero.
    ///
    /// >>> import math
    /// >>> math.log1p(1e-10)
    /// 9.999999999500001e-11
    fn log1p(cx, @pos x: f64) -> f64 { domain(x.ln_1p(), x) }

    /// `x` to the power of `y`, as floats.
    ///
    /// >>> import math
    /// >>> math.pow(2, 0.5)
    /// 1.4142135623730951
    fn pow(cx, @pos x: f64, @pos y: f64) -> f64 {
        let result = x.powf(y);
        if x.is_finite() && y.is_finite() {
            if result.is_nan() || (result.is_infinite() && x == 0.0) {
                return Err(domain_error());
            }
            if result.is_infinite() {
                return Err(range_error());
            }
        }
        Ok(result)
    }

    /// The sine of an angle in radians.
    ///
    /// >>> import math
    /// >>> math.sin(1)
    /// 0.8414709848078965
    fn sin(cx, @pos x: f64) -> f64 { domain(x.sin(), x) }

    /// The cosine of an angle in radians.
    ///
    /// >>> import math
    /// >>> math.cos(math.pi)
    /// -1.0
    fn cos(cx, @pos x: f64) -> f64 { domain(x.cos(), x) }

    /// The tangent of an angle in radians.
    ///
    /// >>> import math
    /// >>> math.tan(0.5)
    /// 0.5463024898437905
    fn tan(cx, @pos x: f64) -> f64 { domain(x.tan(), x) }

    /// The angle that has this sine.
    ///
    /// >>> import math
    /// >>> math.asin(1)
    /// 1.5707963267948966
    fn asin(cx, @pos x: f64) -> f64 { domain(x.asin(), x) }

    /// The angle that has this cosine.
    ///
    /// >>> import math
    /// >>> math.acos(-1)
    /// 3.141592653589793
    fn acos(cx, @pos x: f64) -> f64 { domain(x.acos(), x) }

    /// The angle that has this tangent.
    ///
    /// >>> import math
    /// >>> math.atan(1)
    /// 0.7853981633974483
    fn atan(cx, @pos x: f64) -> f64 { domain(x.atan(), x) }

    /// The angle of the point (x, y), in its quadrant.
    ///
    /// >>> import math
    /// >>> math.atan2(1, -1)
    /// 2.356194490192345
    fn atan2(cx, @pos y: f64, @pos x: f64) -> f64 { Ok(y.atan2(x)) }

    /// The hyperbolic sine.
    ///
    /// >>> import math
    /// >>> math.sinh(1)
    /// 1.1752011936438014
    fn sinh(cx, @pos x: f64) -> f64 { range(x.sinh(), x) }

    /// The hyperbolic cosine.
    ///
    /// >>> import math
    /// >>> math.cosh(0)
    /// 1.0
    fn cosh(cx, @pos x: f64) -> f64 { range(x.cosh(), x) }

    /// The hyperbolic tangent.
    ///
    /// >>> import math
    /// >>> math.tanh(1)
    /// 0.7615941559557649
    fn tanh(cx, @pos x: f64) -> f64 { domain(x.tanh(), x) }

    /// The inverse of `sinh`.
    ///
    /// >>> import math
    /// >>> math.asinh(1)
    /// 0.881373587019543
    fn asinh(cx, @pos x: f64) -> f64 { domain(libm::asinh(x), x) }

    /// The inverse of `cosh`.
    ///
    /// >>> import math
    /// >>> math.acosh(2)
    /// 1.3169578969248166
    fn acosh(cx, @pos x: f64) -> f64 { domain(libm::acosh(x), x) }

    /// The inverse of `tanh`.
    ///
    /// >>> import math
    /// >>> math.atanh(0.5)
    /// 0.5493061443340548
    fn atanh(cx, @pos x: f64) -> f64 { domain(libm::atanh(x), x) }

    /// The error function.
    ///
    /// >>> import math
    /// >>> math.erf(0.5)
    /// 0.5204998778130465
    fn erf(cx, @pos x: f64) -> f64 { Ok(libm::erf(x)) }

    /// `1 - erf(x)`, precise for large `x`.
    ///
    /// >>> import math
    /// >>> math.erfc(0.5)
    /// 0.4795001221869535
    fn erfc(cx, @pos x: f64) -> f64 { Ok(libm::erfc(x)) }

    /// The gamma function: `(x - 1)!` for whole numbers.
    ///
    /// >>> import math
    /// >>> math.gamma(5), math.gamma(0.5)
    /// (24.0, 1.7724538509055159)
    fn gamma(cx, @pos x: f64) -> f64 { gamma::gamma(x) }

    /// The logarithm of the gamma function's absolute value.
    ///
    /// >>> import math
    /// >>> math.lgamma(10)
    /// 12.801827480081467
    fn lgamma(cx, @pos x: f64) -> f64 { gamma::log_gamma(x) }

    /// The absolute value, as a float.
    ///
    /// >>> import math
    /// >>> math.fabs(-3)
    /// 3.0
    fn fabs(cx, @pos x: f64) -> f64 { Ok(x.abs()) }

    /// The size of `x` with the sign of `y`.
    ///
    /// >>> import math
    /// >>> math.copysign(3, -0.0)
    /// -3.0
    fn copysign(cx, @pos x: f64, @pos y: f64) -> f64 { Ok(x.copysign(y)) }

    /// The remainder with the sign of `x`, as in C.
    ///
    /// >>> import math
    /// >>> math.fmod(-7, 3)
    /// -1.0
    fn fmod(cx, @pos x: f64, @pos y: f64) -> f64 {
        let result = x % y;
        if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain_error()) } else { Ok(result) }
    }

    /// The difference to the nearest multiple of `y`.
    ///
    /// >>> import math
    /// >>> math.remainder(7, 4), math.remainder(5, 2)
    /// (-1.0, 1.0)
    fn remainder(cx, @pos x: f64, @pos y: f64) -> f64 {
        let result = libm::remainder(x, y);
        if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain_error()) } else { Ok(result) }
    }

    /// Fraction and whole part, both with the sign of `x`.
    ///
    /// >>> import math
    /// >>> math.modf(-1.5)
    /// (-0.5, -1.0)
    fn modf(cx, @pos x: f64) -> (f64, f64) {
        Ok(if x.is_infinite() { (0f64.copysign(x), x) } else { ((x - x.trunc()).copysign(x), x.trunc()) })
    }

    /// `m` and `e` with `x == m * 2**e` and `0.5 <= abs(m) < 1`.
    ///
    /// >>> import math
    /// >>> math.frexp(10)
    /// (0.625, 4)
    fn frexp(cx, @pos x: f64) -> (f64, i64) {
        if x == 0.0 || !x.is_finite() {
            return Ok((x, 0));
        }
        let (m, e) = libm::frexp(x);
        Ok((m, e as i64))
    }

    /// `x * 2**i`.
    ///
    /// >>> import math
    /// >>> math.ldexp(0.625, 4)
    /// 10.0
    fn ldexp(cx, @pos x: f64, @pos i: Value) -> f64 {
        let exponent = match Number::of_any(&i) {
            Some(Number::Int(i)) => i.clamp(-10_000, 10_000) as i32,
            Some(Number::Big(i)) => if i < dashu_int::IBig::ZERO { -10_000 } else { 10_000 },
            _ => return Err(Error::type_error("Expected an int as second argument to ldexp.")),
        };
        range(libm::ldexp(x, exponent), x)
    }

    /// Radians as degrees.
    ///
    /// >>> import math
    /// >>> math.degrees(math.pi)
    /// 180.0
    fn degrees(cx, @pos x: f64) -> f64 { Ok(x * (180.0 / std::f64::consts::PI)) }

    /// Degrees as radians.
    ///
    /// >>> import math
    /// >>> math.radians(180)
    /// 3.141592653589793
    fn radians(cx, @pos x: f64) -> f64 { Ok(x * (std::f64::consts::PI / 180.0)) }

    /// The greatest integer that is not greater.
    ///
    /// >>> import math
    /// >>> math.floor(-2.5)
    /// -3
    fn floor(cx, @pos x: Value) -> Value { whole(cx, &x, "__floor__", f64::floor) }

    /// The smallest integer that is not smaller.
    ///
    /// >>> import math
    /// >>> math.ceil(2.1)
    /// 3
    fn ceil(cx, @pos x: Value) -> Value { whole(cx, &x, "__ceil__", f64::ceil) }

    /// The integer part.
    ///
    /// >>> import math
    /// >>> math.trunc(-2.7)
    /// -2
    fn trunc(cx, @pos x: Value) -> Value {
        whole(cx, &x, "__trunc__", f64::trunc).map_err(|error| {
            if !error.message().starts_with("must be real number") {
                return error;
            }
            let name = super::super::receiver::type_name(&x);
            Error::type_error(format!("type {name} doesn't define __trunc__ method"))
        })
    }

    /// Whether it is not a number.
    ///
    /// >>> import math
    /// >>> math.isnan(math.nan)
    /// True
    fn isnan(cx, @pos x: f64) -> bool { Ok(x.is_nan()) }

    /// Whether it is infinite.
    ///
    /// >>> import math
    /// >>> math.isinf(-math.inf)
    /// True
    fn isinf(cx, @pos x: f64) -> bool { Ok(x.is_infinite()) }

    /// Whether it is neither infinite nor NaN.
    ///
    /// >>> import math
    /// >>> math.isfinite(1e308)
    /// True
    fn isfinite(cx, @pos x: f64) -> bool { Ok(x.is_finite()) }

    /// The next float after `x` towards `y`.
    ///
    /// >>> import math
    /// >>> math.nextafter(1, 2)
    /// 1.0000000000000002
    fn nextafter(cx, @pos x: f64, @pos y: f64) -> f64 { Ok(libm::nextafter(x, y)) }

    /// The distance to the next float away from zero.
    ///
    /// >>> import math
    /// >>> math.ulp(1)
    /// 2.220446049250313e-16
    fn ulp(cx, @pos x: f64) -> f64 {
        let x = x.abs();
        if !x.is_finite() {
            return Ok(x);
        }
        let next = x.next_up();
        Ok(if next.is_infinite() { x - x.next_down() } else { next - x })
    }
}

/// A logarithm, also of ints beyond the range of floats; `of_two` is that of 2.
fn logarithm(x: &Value, log: fn(f64) -> f64, of_two: f64) -> Result<f64> {
    if let Value::BigInt(i) = x {
        use dashu_int::ops::BitTest;
        if **i < dashu_int::IBig::ZERO {
            return Err(domain_error());
        }
        let extra = i.bit_len().saturating_sub(64);
        let leading = (&**i >> extra).to_f64().value() / 18_446_744_073_709_551_616.0;
        return Ok(log(leading) + of_two * (extra + 64) as f64);
    }
    let x = to_float(x)?;
    if x <= 0.0 { Err(domain_error()) } else { Ok(log(x)) }
}

/// A real number as an int, rounded by `round`; ints as they are, objects by their method `name`.
fn whole(cx: &mut dyn Context, x: &Value, name: &str, round: fn(f64) -> f64) -> Result<Value> {
    match Number::of_any(x) {
        Some(Number::Int(i)) => return Ok(Value::Int(i)),
        Some(Number::Big(i)) => return Ok(Value::int(i)),
        _ => {}
    }
    if let Value::Object(object) = x
        && let Some(method) = object.attribute(cx, Symbol::new(name))?
    {
        return cx.call(&method, &[], &[]);
    }
    Ok(int_value(text::float_to_int(round(to_float(x)?))?))
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    use std::f64::consts::{E, PI, TAU};
    let named = [("pi", PI), ("e", E), ("tau", TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)];
    named.map(|(name, value)| ("math", name, Value::float(value))).to_vec()
}
