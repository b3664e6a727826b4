//! Assertions on single values and on nested lists, tuples and dicts of them.

use super::arrays::{array_almost_equal, array_equal, tolerance};
use super::message::Report;
use crate::builtins::array::argument::numpy;
use crate::tensor::{Kind, Tensor};
use crate::value::class::{class_of, exception};
use crate::value::compare::{compare, equal};
use crate::value::convert::{FromValue, to_float};
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::ops::{binary, truth};
use crate::value::{Context, Result, Value, repr};

builtins! { ASSERT_NUMBERS, chapter "Testing: values", spaces ["np.testing"];
    /// Raises AssertionError unless two values are equal, item by item and element by element.
    ///
    /// NaN equals NaN, and zeros must have one sign.
    ///
    /// >>> np.testing.assert_equal([4, np.nan], [4, np.nan])
    fn assert_equal(cx, actual: Value, desired: Value, err_msg: Value = Value::str(""), verbose: bool = true, @kw strict: bool = false) -> () {
        assert_equal(cx, &actual, &desired, &repr::str(&err_msg), verbose, strict)
    }

    /// Raises AssertionError unless two numbers agree to so many decimals: `abs(desired - actual) < 1.5 * 10**-decimal`.
    ///
    /// >>> np.testing.assert_almost_equal(2.3333333333333, 2.33333334)
    @see("assert_allclose")
    fn assert_almost_equal(cx, actual: Value, desired: Value, decimal: i64 = 7, err_msg: Value = Value::str(""), verbose: bool = true) -> () {
        almost_equal(cx, &actual, &desired, decimal, &repr::str(&err_msg), verbose)
    }

    /// Raises AssertionError unless two numbers agree to so many significant digits.
    ///
    /// >>> np.testing.assert_approx_equal(0.12345677777777e-20, 0.1234567e-20)
    @see("assert_allclose")
    fn assert_approx_equal(cx, actual: Value, desired: Value, significant: i64 = 7, err_msg: Value = Value::str(""), verbose: bool = true) -> () {
        let (actual, desired) = (to_float(&actual)?, to_float(&desired)?);
        if approximately(actual, desired, significant) {
            return Ok(());
        }
        let header = format!("Items are not equal to {significant} significant digits:");
        let report = Report::new(&header, "", verbose);
        let message = repr::str(&err_msg);
        Err(Report { message: &message, ..report }.error(cx, [&Value::float(actual), &Value::float(desired)]))
    }
}

/// `assert_equal`
pub fn assert_equal(
    cx: &mut dyn Context,
    actual: &Value,
    desired: &Value,
    message: &str,
    verbose: bool,
    strict: bool,
) -> Result<()> {
    let failed = |text: String| Err(exception::ASSERTION_ERROR.error(text));
    if let Value::Dict(wanted) = desired {
        let Value::Dict(found) = actual else { return failed(repr::repr(&Value::Class(class_of(actual)))) };
        let lengths = [found.borrow().len(), wanted.borrow().len()].map(|n| Value::Int(n as i64));
        assert_equal(cx, &lengths[0], &lengths[1], message, verbose, false)?;
        let entries: Vec<(Value, Value)> = wanted.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        for (key, value) in entries {
            let Some(own) = found.borrow().get(&key)?.cloned() else { return failed(repr::repr(&key)) };
            let message = format!("key={}\n{message}", repr::repr(&key));
            assert_equal(cx, &own, &value, &message, verbose, false)?;
        }
        return Ok(());
    }
    if let (Some(found), Some(wanted)) = (items(actual), items(desired)) {
        let lengths = [found.len(), wanted.len()].map(|n| Value::Int(n as i64));
        assert_equal(cx, &lengths[0], &lengths[1], message, verbose, false)?;
        for (k, (own, value)) in found.iter().zip(&wanted).enumerate() {
            assert_equal(cx, own, value, &format!("item={k}\n{message}"), verbose, false)?;
        }
        return Ok(());
    }
    if matches!(actual, Value::Array(_)) || matches!(desired, Value::Array(_)) {
        return array_equal(cx, actual, desired, message, verbose, strict);
    }
    if same_scalars(cx, actual, desired)? {
        return Ok(());
    }
    Err(Report::new("Items are not equal:", message, verbose).error(cx, [actual, desired]))
}

fn items(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::List(list) => Some(list.to_vec()),
        Value::Tuple(tuple) => Some(tuple.items.to_vec()),
        _ => None,
    }
}

/// Whether two values that are no arrays are the same to NumPy.
fn same_scalars(cx: &mut dyn Context, actual: &Value, desired: &Value) -> Result<bool> {
    if is_complex(actual) || is_complex(desired) {
        let ((a, b), (c, d)) = (parts(cx, actual)?, parts(cx, desired)?);
        return Ok(same_scalars(cx, &a, &c)? && same_scalars(cx, &b, &d)?);
    }
    if is_scalar(cx, actual)? != is_scalar(cx, desired)? {
        return Ok(false);
    }
    if let (Some(a), Some(b)) = (time_kind(actual), time_kind(desired))
        && is_nat(cx, actual)?
        && is_nat(cx, desired)?
    {
        return Ok(std::mem::discriminant(&a) == std::mem::discriminant(&b));
    }
    let same = || -> Option<bool> {
        let (x, y) = (real(actual)?, real(desired)?);
        if x.is_nan() && y.is_nan() {
            return Some(true);
        }
        (x == 0.0 && y == 0.0 && x.is_sign_negative() != y.is_sign_negative()).then_some(false)
    };
    match same() {
        Some(answer) => Ok(answer),
        None => equal(cx, desired, actual),
    }
}

fn is_complex(value: &Value) -> bool {
    matches!(value, Value::Complex(_)) || value.as_scalar().is_some_and(|s| s.dtype().kind.is_complex())
}

/// Real and imaginary part; of what is not complex, itself and 0.
fn parts(cx: &mut dyn Context, value: &Value) -> Result<(Value, Value)> {
    if !is_complex(value) {
        return Ok((value.clone(), Value::Int(0)));
    }
    let one = std::slice::from_ref(value);
    Ok((numpy(cx, "real", one)?, numpy(cx, "imag", one)?))
}

fn is_scalar(cx: &mut dyn Context, value: &Value) -> Result<bool> {
    let answer = numpy(cx, "isscalar", std::slice::from_ref(value))?;
    truth(&answer)
}

fn time_kind(value: &Value) -> Option<Kind> {
    let kind = value.as_scalar()?.dtype().kind;
    matches!(kind, Kind::DateTime { .. } | Kind::TimeDelta { .. }).then_some(kind)
}

fn is_nat(cx: &mut dyn Context, value: &Value) -> Result<bool> {
    let answer = numpy(cx, "isnat", std::slice::from_ref(value))?;
    truth(&answer)
}

/// A number that can be NaN or a negative zero.
fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Float(_) | Value::Int(_) | Value::NpFloat(_) | Value::NpInt(_) | Value::Bool(_) | Value::NpBool(_) => {
            to_float(value).ok()
        }
        other => other.as_scalar()?.to_f64(),
    }
}

/// `assert_almost_equal`
fn almost_equal(
    cx: &mut dyn Context,
    actual: &Value,
    desired: &Value,
    decimal: i64,
    message: &str,
    verbose: bool,
) -> Result<()> {
    let nested = |v: &Value| matches!(v, Value::Array(_) | Value::Tuple(_) | Value::List(_));
    let header = format!("Arrays are not almost equal to {decimal} decimals");
    let report = Report::new(&header, message, verbose);
    if has_complex(cx, actual)? || has_complex(cx, desired)? {
        let ((a, b), (c, d)) = (all_parts(cx, actual)?, all_parts(cx, desired)?);
        for (own, other) in [(a, c), (b, d)] {
            if let Err(error) = almost_equal(cx, &own, &other, decimal, "", true) {
                let assertion = error.is(&exception::ASSERTION_ERROR);
                return Err(if assertion { report.error(cx, [actual, desired]) } else { error });
            }
        }
        return Ok(());
    }
    if nested(actual) || nested(desired) {
        return array_almost_equal(cx, actual, desired, decimal, message, true);
    }
    let close = match (real(actual), real(desired)) {
        (Some(x), Some(y)) if !x.is_finite() || !y.is_finite() => x == y || x.is_nan() && y.is_nan(),
        _ => {
            let difference = binary(cx, BinaryOp::Sub, desired, actual)?;
            let size = numpy(cx, "abs", &[difference])?;
            let beyond = compare(cx, CompareOp::Ge, &size, &Value::np_float(tolerance(decimal)))?;
            !truth(&beyond)?
        }
    };
    if close { Ok(()) } else { Err(report.error(cx, [actual, desired])) }
}

fn has_complex(cx: &mut dyn Context, value: &Value) -> Result<bool> {
    match value {
        Value::Array(_) | Value::List(_) | Value::Tuple(_) => {
            Ok(Tensor::from_value(cx, value)?.dtype().kind.is_complex())
        }
        other => Ok(is_complex(other)),
    }
}

fn all_parts(cx: &mut dyn Context, value: &Value) -> Result<(Value, Value)> {
    if !has_complex(cx, value)? {
        return Ok((value.clone(), Value::Int(0)));
    }
    let one = std::slice::from_ref(value);
    Ok((numpy(cx, "real", one)?, numpy(cx, "imag", one)?))
}

/// Whether two numbers agree when both are divided by their common power of ten.
fn approximately(actual: f64, desired: f64, significant: i64) -> bool {
    if actual == desired {
        return true;
    }
    if !actual.is_finite() || !desired.is_finite() {
        return actual.is_nan() && desired.is_nan();
    }
    let scale = 10f64.powf((0.5 * (desired.abs() + actual.abs())).log10().floor());
    let scaled = |x: f64| if scale == 0.0 { 0.0 } else { x / scale };
    (scaled(desired) - scaled(actual)).abs() < 10f64.powf(-(significant - 1) as f64)
}
