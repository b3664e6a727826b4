//! Assertions on whole arrays: equal, close, almost equal, less.

use super::compare::{Question, as_array};
use super::message::Report;
use crate::builtins::array::argument::numpy;
use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::tensor::{DType, Tensor};
use crate::value::compare::compare;
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::ops::binary;
use crate::value::{Context, FromValue, Result, Value, repr};

builtins! { ASSERT_ARRAYS, chapter "Testing: arrays", spaces ["np.testing"];
    /// Raises AssertionError unless two arrays have one shape and equal elements; NaN equals NaN.
    ///
    /// >>> np.testing.assert_array_equal([1, np.nan], [1, np.nan])
    fn assert_array_equal(cx, actual: Value, desired: Value, err_msg: Value = Value::str(""), verbose: bool = true, @kw strict: bool = false) -> () {
        array_equal(cx, &actual, &desired, &repr::str(&err_msg), verbose, strict)
    }

    /// Raises AssertionError unless two arrays agree within a relative and an absolute tolerance.
    ///
    /// >>> np.testing.assert_allclose([1.0, 2.0], [1.0, 2.0000001])
    fn assert_allclose(cx, actual: Value, desired: Value, rtol: Value = Value::float(1e-7), atol: Value = Value::Int(0), equal_nan: bool = true,
                       err_msg: Value = Value::str(""), verbose: bool = true, @kw strict: bool = false) -> () {
        let tolerances = Value::tuple([rtol.clone(), atol.clone()]);
        let header = binary(cx, BinaryOp::Mod, &Value::str("Not equal to tolerance rtol=%g, atol=%g"), &tolerances)?;
        let isclose = registry::lookup("np", Symbol::new("isclose")).unwrap_or_default();
        let options = [("rtol", rtol.clone()), ("atol", atol.clone()), ("equal_nan", Value::bool(equal_nan))];
        let options = options.map(|(name, value)| (Symbol::new(name), value));
        let (header, message) = (repr::str(&header), repr::str(&err_msg));
        let mut question = Question {
            holds: &mut |cx, x, y| cx.call(&isclose, &[x.clone(), y.clone()], &options),
            report: Report { precision: 6, ..Report::new(&header, &message, verbose) },
            equal_nan,
            equal_inf: true,
            strict,
        };
        question.ask(cx, &actual, &desired)
    }

    /// Raises AssertionError unless two arrays agree to so many decimals: `abs(desired - actual) < 1.5 * 10**-decimal`.
    ///
    /// >>> np.testing.assert_array_almost_equal([1.0, 2.0000001], [1, 2])
    @see("assert_allclose")
    fn assert_array_almost_equal(cx, actual: Value, desired: Value, decimal: i64 = 6, err_msg: Value = Value::str(""), verbose: bool = true) -> () {
        array_almost_equal(cx, &actual, &desired, decimal, &repr::str(&err_msg), verbose)
    }

    /// Raises AssertionError unless every element of `x` is less than that of `y`.
    ///
    /// >>> np.testing.assert_array_less([1, 2], [2, 3])
    fn assert_array_less(cx, x: Value, y: Value, err_msg: Value = Value::str(""), verbose: bool = true, @kw strict: bool = false) -> () {
        let message = repr::str(&err_msg);
        let report = Report { names: ["x", "y"], precision: 6, ..Report::new("Arrays are not strictly ordered `x < y`", &message, verbose) };
        let mut question = Question {
            holds: &mut |cx, x, y| compare(cx, CompareOp::Lt, x, y),
            report,
            equal_nan: true,
            equal_inf: false,
            strict,
        };
        question.ask(cx, &x, &y)
    }

    /// Raises AssertionError unless a comparison holds for all elements of two arrays.
    ///
    /// >>> np.testing.assert_array_compare(np.less_equal, [1, 2], [1, 3])
    fn assert_array_compare(cx, comparison: Value, x: Value, y: Value, err_msg: Value = Value::str(""), verbose: bool = true,
                            header: String = String::new(), precision: i64 = 6, equal_nan: bool = true, equal_inf: bool = true,
                            @kw strict: bool = false, @kw names: Vec<String> = vec!["ACTUAL".into(), "DESIRED".into()]) -> () {
        let message = repr::str(&err_msg);
        let names = [names.first().map_or("", String::as_str), names.get(1).map_or("", String::as_str)];
        let mut question = Question {
            holds: &mut |cx, x, y| cx.call(&comparison, &[x.clone(), y.clone()], &[]),
            report: Report { header: &header, message: &message, verbose, names, precision },
            equal_nan,
            equal_inf,
            strict,
        };
        question.ask(cx, &x, &y)
    }
}

/// `assert_array_equal`
pub fn array_equal(
    cx: &mut dyn Context,
    actual: &Value,
    desired: &Value,
    message: &str,
    verbose: bool,
    strict: bool,
) -> Result<()> {
    let mut question = Question {
        holds: &mut |cx, x, y| compare(cx, CompareOp::Eq, x, y),
        report: Report { precision: 6, ..Report::new("Arrays are not equal", message, verbose) },
        equal_nan: true,
        equal_inf: true,
        strict,
    };
    question.ask(cx, actual, desired)
}

/// `assert_array_almost_equal`
pub fn array_almost_equal(
    cx: &mut dyn Context,
    actual: &Value,
    desired: &Value,
    decimal: i64,
    message: &str,
    verbose: bool,
) -> Result<()> {
    let header = format!("Arrays are not almost equal to {decimal} decimals");
    let mut question = Question {
        holds: &mut |cx, x, y| almost(cx, x, y, decimal),
        report: Report { precision: decimal, ..Report::new(&header, message, verbose) },
        equal_nan: true,
        equal_inf: true,
        strict: false,
    };
    question.ask(cx, actual, desired)
}

/// Where `abs(x - y) < 1.5 * 10**-decimal`, in floating point.
fn almost(cx: &mut dyn Context, x: &Value, y: &Value, decimal: i64) -> Result<Value> {
    let dtype = numpy(cx, "result_type", &[y.clone(), Value::float(1.0)])?;
    let y = numpy(cx, "asarray", &[y.clone(), dtype])?;
    let difference = binary(cx, BinaryOp::Sub, x, &y)?;
    let mut size = numpy(cx, "abs", &[difference])?;
    let sizes = Tensor::from_value(cx, &size)?;
    if !sizes.dtype().kind.is_numeric() {
        size = Value::array(crate::tensor::cast::as_dtype(&sizes, DType::FLOAT64)?);
    }
    let size = as_array(cx, &size)?;
    compare(cx, CompareOp::Lt, &size, &Value::float(tolerance(decimal)))
}

/// `1.5 * 10.0**-decimal`
pub fn tolerance(decimal: i64) -> f64 {
    1.5 * 10f64.powf(-(decimal as f64))
}
