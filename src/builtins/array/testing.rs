//! `np.testing`: assertions on values and arrays, whose errors show where they differ and by how much.

use super::argument::{IntTuple, numpy_tensor};
use crate::builtins::math::select::tensor_op;
use crate::symbol::Symbol;
use crate::tensor::format::{self, options::Changes};
use crate::tensor::index::{IndexItem, get, nonzero};
use crate::tensor::reduce::{Reduction, Request, reduce};
use crate::tensor::shape::broadcast_shapes;
use crate::tensor::{Kind, Tensor, ufunc};
use crate::value::class::{Class, exception};
use crate::value::compare::equal;
use crate::value::convert::{FromValue, IntoValue, to_float};
use crate::value::item::scalar_value;
use crate::value::iter::collect;
use crate::value::{Context, Error, Result, Value, repr};

builtins! { TESTING, chapter "Assertions", spaces ["np.testing"];
    /// An AssertionError unless a value is true.
    ///
    /// >>> np.testing.assert_(1 < 2)
    fn assert_(cx, val: Value, msg: Value = Value::str("")) -> () {
        if crate::value::ops::truth(&val)? { Ok(()) } else { Err(failure(repr::str(&msg))) }
    }

    /// An AssertionError unless two values are equal: arrays element by element, containers item by item; NaN equals NaN.
    ///
    /// >>> np.testing.assert_equal([1, np.nan], [1, np.nan])
    fn assert_equal(cx, actual: Value, desired: Value, err_msg: String = String::new(), verbose: bool = true, @kw strict: bool = false) -> () {
        same(cx, &actual, &desired, &err_msg, verbose, strict)
    }

    /// An AssertionError unless two arrays have one shape and equal elements; NaN equals NaN.
    ///
    /// >>> np.testing.assert_array_equal([1., np.nan], np.array([1., np.nan]))
    @see("assert_allclose", "assert_equal")
    fn assert_array_equal(cx, actual: Value, desired: Value, err_msg: String = String::new(), verbose: bool = true, @kw strict: bool = false) -> () {
        arrays(cx, &actual, &desired, strict, &Report::new("Arrays are not equal", &err_msg, verbose))
    }

    /// An AssertionError unless `|actual - desired| <= atol + rtol * |desired|` for all elements.
    ///
    /// >>> np.testing.assert_allclose([1., 2.], [1., 2.00000001])
    @see("assert_array_equal", "isclose")
    fn assert_allclose(cx, actual: Value, desired: Value, rtol: f64 = 1e-7, atol: f64 = 0.0, equal_nan: bool = true,
                       err_msg: String = String::new(), verbose: bool = true, @kw strict: bool = false) -> () {
        let text = |x: f64| {
            let plain = crate::value::text::float_repr(x);
            plain.strip_suffix(".0").map_or(plain.clone(), str::to_string)
        };
        let header = format!("Not equal to tolerance rtol={}, atol={}", text(rtol), text(atol));
        let report = Report { test: Test::Close { rtol, atol }, equal_nan, ..Report::new(&header, &err_msg, verbose) };
        arrays(cx, &actual, &desired, strict, &report)
    }

    /// An AssertionError unless two numbers or arrays differ by less than `1.5 * 10**-decimal`.
    ///
    /// >>> np.testing.assert_almost_equal(2.3333333, 2.33333334)
    @see("assert_allclose")
    fn assert_almost_equal(cx, actual: Value, desired: Value, decimal: i64 = 7, err_msg: String = String::new(), verbose: bool = true) -> () {
        let header = format!("Arrays are not almost equal to {decimal} decimals");
        let plural = |v: &Value| matches!(v, Value::Array(_) | Value::List(_) | Value::Tuple(_));
        if plural(&actual) || plural(&desired) {
            let report = Report { test: Test::Decimals(decimal), ..Report::new(&header, &err_msg, verbose) };
            return arrays(cx, &actual, &desired, false, &report);
        }
        let (a, b) = (Tensor::from_value(cx, &actual)?, Tensor::from_value(cx, &desired)?);
        let limit = 1.5 * 10f64.powi(-decimal as i32);
        let near = match (to_float(&actual), to_float(&desired)) {
            (Ok(x), Ok(y)) if x.is_finite() && y.is_finite() => (y - x).abs() < limit,
            (Ok(x), Ok(y)) => x == y || x.is_nan() && y.is_nan(),
            _ => {
                let distance = tensor_op(&ufunc::ABSOLUTE, &[&tensor_op(&ufunc::SUBTRACT, &[&a, &b])?])?;
                distance.first().to_f64().is_some_and(|d| d < limit)
            }
        };
        if near { Ok(()) } else { Err(failure(message([&actual, &desired], &header, &err_msg, verbose))) }
    }

    /// As `assert_almost_equal`, for arrays.
    ///
    /// >>> np.testing.assert_array_almost_equal([1.0, 2.333], [1.0, 2.333])
    @see("assert_allclose")
    fn assert_array_almost_equal(cx, actual: Value, desired: Value, decimal: i64 = 6, err_msg: String = String::new(), verbose: bool = true) -> () {
        let header = format!("Arrays are not almost equal to {decimal} decimals");
        let report = Report { test: Test::Decimals(decimal), ..Report::new(&header, &err_msg, verbose) };
        arrays(cx, &actual, &desired, false, &report)
    }

    /// An AssertionError unless two numbers agree to so many significant digits.
    ///
    /// >>> np.testing.assert_approx_equal(0.12345677777777e-20, 0.1234567e-20)
    fn assert_approx_equal(cx, actual: Value, desired: Value, significant: i64 = 7, err_msg: String = String::new(), verbose: bool = true) -> () {
        let (x, y) = (to_float(&actual)?, to_float(&desired)?);
        if x == y {
            return Ok(());
        }
        let scale = 10f64.powf((0.5 * (x.abs() + y.abs())).log10().floor());
        let off = if scale == 0.0 { 0.0 } else { (y / scale - x / scale).abs() };
        if off < 10f64.powi(1 - significant as i32) || x.is_nan() && y.is_nan() {
            return Ok(());
        }
        let header = format!("Items are not equal to {significant} significant digits:");
        Err(failure(message([&actual, &desired], &header, &err_msg, verbose)))
    }

    /// An AssertionError unless every element is less than its counterpart.
    ///
    /// >>> np.testing.assert_array_less([1., 1.], [1.5, 2.])
    fn assert_array_less(cx, x: Value, y: Value, err_msg: String = String::new(), verbose: bool = true, @kw strict: bool = false) -> () {
        let report = Report {
            test: Test::Less,
            names: ["x", "y"],
            ..Report::new("Arrays are not strictly ordered `x < y`", &err_msg, verbose)
        };
        arrays(cx, &x, &y, strict, &report)
    }

    /// An AssertionError unless a function raises the exception; without a function for a `with` block.
    ///
    /// >>> np.testing.assert_raises(ValueError, int, 'x')
    fn assert_raises(cx, exception_class: Value, callable: Value = Value::None, @args args: Vec<Value>, @kwargs kwargs: Value) -> Value {
        let wanted = classes(cx, &exception_class)?;
        if let Value::None = callable {
            return Ok(Value::object(Raises { wanted }));
        }
        let keywords = super::grids::keywords_of(&kwargs);
        match cx.call(&callable, &args, &keywords) {
            Err(error) if wanted.iter().any(|class| error.is(class)) => Ok(Value::None),
            Err(error) => Err(error),
            Ok(_) => {
                let name = match crate::builtins::attribute(cx, &callable, Symbol::new("__name__")) {
                    Ok(name) => repr::str(&name),
                    Err(_) => repr::str(&callable),
                };
                Err(failure(format!("{} not raised by {name}", names_of(&wanted))))
            }
        }
    }
}

/// `with np.testing.assert_raises(ValueError):`
struct Raises {
    wanted: Vec<&'static Class>,
}

static RAISES: Class = Class::new("_AssertRaisesContext", "unittest.case", &[&crate::value::class::python::OBJECT]);

impl crate::value::NativeObject for Raises {
    fn class(&self) -> &'static Class {
        &RAISES
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn enter(&self, _: &mut dyn Context, this: &Value) -> Result<Value> {
        Ok(this.clone())
    }

    fn exit(&self, _: &mut dyn Context, error: Option<&Error>) -> Result<bool> {
        match error {
            None => Err(failure(format!("{} not raised", names_of(&self.wanted)))),
            Some(error) => Ok(self.wanted.iter().any(|class| error.is(class))),
        }
    }
}

fn names_of(classes: &[&'static Class]) -> String {
    match classes {
        [one] => one.name.to_string(),
        many => repr::repr(&Value::tuple(many.iter().copied().map(Value::Class).collect::<Vec<_>>())),
    }
}

fn classes(cx: &mut dyn Context, value: &Value) -> Result<Vec<&'static Class>> {
    let given = match value {
        Value::Tuple(_) => collect(cx, value)?,
        one => vec![one.clone()],
    };
    let class = |value: &Value| match value {
        Value::Class(class) if class.is_subclass(&exception::BASE_EXCEPTION) => Ok(*class),
        _ => Err(Error::type_error("assertRaises() arg 1 must be an exception type or tuple of exception types")),
    };
    given.iter().map(class).collect()
}

fn failure(text: String) -> Error {
    exception::ASSERTION_ERROR.error(text)
}

/// What NumPy says of two values that differ.
fn message(values: [&Value; 2], header: &str, detail: &str, verbose: bool) -> String {
    let mut text = format!("\n{header}");
    if !detail.is_empty() {
        let short = !detail.contains('\n') && detail.len() + header.len() < 79;
        text.push_str(if short { " " } else { "\n" });
        text.push_str(detail);
    }
    if verbose {
        for (name, value) in ["ACTUAL", "DESIRED"].iter().zip(values) {
            text.push_str(&format!("\n {name}: {}", first_lines(&repr::repr(value))));
        }
    }
    text
}

/// AssertionError unless two values are equal, items of containers one by one.
fn same(cx: &mut dyn Context, actual: &Value, desired: &Value, detail: &str, verbose: bool, strict: bool) -> Result<()> {
    let length = |v: &Value| crate::builtins::python::functions::length(v).map(|n| Value::Int(n as i64));
    match (actual, desired) {
        (_, Value::Dict(wanted)) => {
            let Value::Dict(given) = actual else {
                let class = Value::Class(crate::value::class::class_of(actual));
                return Err(failure(repr::repr(&class)));
            };
            same(cx, &length(actual)?, &length(desired)?, detail, verbose, false)?;
            let entries: Vec<(Value, Value)> = wanted.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
            for (key, value) in entries {
                let shown = repr::repr(&key);
                let found = given.borrow().get(&key)?.cloned().ok_or_else(|| failure(shown.clone()))?;
                same(cx, &found, &value, &format!("key={shown}\n{detail}"), verbose, false)?;
            }
            Ok(())
        }
        (Value::List(_) | Value::Tuple(_), Value::List(_) | Value::Tuple(_)) => {
            same(cx, &length(actual)?, &length(desired)?, detail, verbose, false)?;
            let pairs = collect(cx, actual)?.into_iter().zip(collect(cx, desired)?);
            for (i, (x, y)) in pairs.enumerate() {
                same(cx, &x, &y, &format!("item={i}\n{detail}"), verbose, false)?;
            }
            Ok(())
        }
        (Value::Array(_), _) | (_, Value::Array(_)) => {
            arrays(cx, actual, desired, strict, &Report::new("Arrays are not equal", detail, verbose))
        }
        _ => {
            let equals = match (to_float(actual), to_float(desired)) {
                (Ok(x), Ok(y)) if x.is_nan() || y.is_nan() => x.is_nan() && y.is_nan(),
                (Ok(x), Ok(y)) if x == 0.0 && y == 0.0 => x.is_sign_negative() == y.is_sign_negative(),
                _ => equal(cx, desired, actual)?,
            };
            match equals {
                true => Ok(()),
                false => Err(failure(message([actual, desired], "Items are not equal:", detail, verbose))),
            }
        }
    }
}

/// A text of at most four lines, or its first three.
fn first_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > 4 { format!("{}...", lines[..3].join("\n")) } else { text.to_string() }
}

/// What two arrays are held against, and how to tell of it.
struct Report<'a> {
    test: Test,
    header: &'a str,
    detail: &'a str,
    verbose: bool,
    equal_nan: bool,
    names: [&'static str; 2],
}

#[derive(Clone, Copy, PartialEq)]
enum Test {
    Equal,
    Less,
    Close { rtol: f64, atol: f64 },
    Decimals(i64),
}

impl<'a> Report<'a> {
    fn new(header: &'a str, detail: &'a str, verbose: bool) -> Report<'a> {
        Report { test: Test::Equal, header, detail, verbose, equal_nan: true, names: ["ACTUAL", "DESIRED"] }
    }

    fn failure(&self, pair: [&Tensor; 2], remarks: &str) -> Error {
        let mut text = format!("\n{}\n{}\n{remarks}", self.header, self.detail);
        if self.verbose {
            let changes = match self.test {
                Test::Decimals(decimal) => decimal.max(0) as usize,
                _ => 6,
            };
            let changes = Changes { precision: Some(changes), ..Changes::default() };
            for (name, tensor) in self.names.iter().zip(pair) {
                let shown = format::array_repr(tensor, "array", &changes).unwrap_or_default();
                text.push_str(&format!("\n {name}: {}", first_lines(&shown)));
            }
        }
        failure(text)
    }
}

fn holds_anywhere(condition: &Tensor) -> Result<bool> {
    let (found, _) = reduce(Reduction::Any, condition, &Request::default())?;
    Ok(found.first().to_f64().is_some_and(|n| n != 0.0))
}

/// AssertionError unless the arrays pass the report's test.
fn arrays(cx: &mut dyn Context, actual: &Value, desired: &Value, strict: bool, report: &Report) -> Result<()> {
    let (x, y) = (Tensor::from_value(cx, actual)?, Tensor::from_value(cx, desired)?);
    let scalar = x.ndim() == 0 || y.ndim() == 0;
    if x.shape() != y.shape() && (strict || !scalar) {
        let shape = |t: &Tensor| repr::repr(&IntTuple::of(t.shape()).into_value());
        return Err(report.failure([&x, &y], &format!("(shapes {}, {} mismatch)", shape(&x), shape(&y))));
    }
    if strict && x.dtype() != y.dtype() {
        let (a, b) = (x.dtype().name(), y.dtype().name());
        return Err(report.failure([&x, &y], &format!("(dtypes {a}, {b} mismatch)")));
    }
    let shape = broadcast_shapes(&[x.shape(), y.shape()])?.to_vec();
    let (wide_x, wide_y) = (x.broadcast_to(&shape)?, y.broadcast_to(&shape)?);
    let mut aside: Option<Tensor> = None;
    let inexact = |t: &Tensor| t.dtype().kind.is_inexact();
    if report.equal_nan && (inexact(&x) || inexact(&y)) {
        let nan = |t: &Tensor| tensor_op(&ufunc::NOT_EQUAL, &[t, t]);
        aside = located(report, [&x, &y], &nan(&wide_x)?, &nan(&wide_y)?, "nan", aside)?;
    }
    if report.test != Test::Equal && report.test != Test::Less && (inexact(&x) || inexact(&y)) {
        for (value, name) in [(f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
            let is = |t: &Tensor| tensor_op(&ufunc::EQUAL, &[t, &Tensor::scalar(value)?]);
            aside = located(report, [&x, &y], &is(&wide_x)?, &is(&wide_y)?, name, aside)?;
        }
    }
    let passed = passed(cx, report.test, &wide_x, &wide_y)?;
    let mut failed = tensor_op(&ufunc::LOGICAL_NOT, &[&passed])?;
    if let Some(aside) = &aside {
        failed = tensor_op(&ufunc::GREATER, &[&failed, aside])?;
    }
    if !holds_anywhere(&failed)? {
        return Ok(());
    }
    let remarks = remarks(cx, report, [&wide_x, &wide_y], &failed)?;
    Err(report.failure([&x, &y], &remarks))
}

/// Where both arrays have a special value, which are then not compared. AssertionError where only one has.
fn located(
    report: &Report,
    pair: [&Tensor; 2],
    x: &Tensor,
    y: &Tensor,
    name: &str,
    before: Option<Tensor>,
) -> Result<Option<Tensor>> {
    if holds_anywhere(&tensor_op(&ufunc::NOT_EQUAL, &[x, y])?)? {
        return Err(report.failure(pair, &format!("{name} location mismatch:")));
    }
    Ok(match before {
        Some(before) => Some(tensor_op(&ufunc::LOGICAL_OR, &[&before, x])?),
        None => Some(x.clone()),
    })
}

fn passed(cx: &mut dyn Context, test: Test, x: &Tensor, y: &Tensor) -> Result<Tensor> {
    match test {
        Test::Equal => tensor_op(&ufunc::EQUAL, &[x, y]),
        Test::Less => tensor_op(&ufunc::LESS, &[x, y]),
        Test::Close { rtol, atol } => {
            let arguments = [Value::array(x.clone()), Value::array(y.clone()), Value::float(rtol), Value::float(atol)];
            numpy_tensor(cx, "isclose", &arguments)
        }
        Test::Decimals(decimal) => {
            let distance = tensor_op(&ufunc::ABSOLUTE, &[&tensor_op(&ufunc::SUBTRACT, &[x, y])?])?;
            tensor_op(&ufunc::LESS, &[&distance, &Tensor::scalar(1.5 * 10f64.powi(-decimal as i32))?])
        }
    }
}

/// How many elements differ, where the first five of them are, and by how much.
fn remarks(
    cx: &mut dyn Context,
    report: &Report,
    [x, y]: [&Tensor; 2],
    failed: &Tensor,
) -> Result<String> {
    let compared = failed.size();
    let places = if failed.ndim() == 0 { Vec::new() } else { nonzero(failed)? };
    let count = places.first().map_or(1, Tensor::size);
    let share = crate::value::format::format_value(cx, &Value::float(100.0 * count as f64 / compared.max(1) as f64), ".3g")?;
    let mut text = format!("Mismatched elements: {count} / {compared} ({share}%)");
    if failed.ndim() > 0 {
        text.push_str(if count == 1 { "\nMismatch at index:" } else { "\nMismatch at indices:" });
        if count > 5 {
            text = text.replace("Mismatch at indices:", "First 5 mismatches are at indices:");
        }
        for i in 0..count.min(5) {
            let index: Vec<isize> =
                places.iter().filter_map(|p| p.subarray(0, i).first().to_f64()).map(|p| p as isize).collect();
            let shown = |t: &Tensor| -> Result<String> {
                Ok(repr::str(&scalar_value(crate::tensor::index::get_element(t, &index)?)))
            };
            let list = index.iter().map(isize::to_string).collect::<Vec<_>>().join(", ");
            let [first, second] = report.names;
            text.push_str(&format!("\n [{list}]: {} ({first}), {} ({second})", shown(x)?, shown(y)?));
        }
    }
    let numeric = |t: &Tensor| t.dtype().kind.is_numeric() && t.dtype().kind != Kind::Bool;
    if !(numeric(x) && numeric(y)) {
        return Ok(text);
    }
    let chosen = |t: &Tensor| get(t, &[IndexItem::Mask(failed.clone())]);
    let (x, y) = (chosen(x)?, chosen(y)?);
    let off = tensor_op(&ufunc::ABSOLUTE, &[&tensor_op(&ufunc::SUBTRACT, &[&x, &y])?])?;
    let unsigned = x.dtype() == y.dtype() && matches!(x.dtype().kind, Kind::UInt8 | Kind::UInt16 | Kind::UInt32 | Kind::UInt64);
    let off = if unsigned { tensor_op(&ufunc::MINIMUM, &[&off, &tensor_op(&ufunc::SUBTRACT, &[&y, &x])?])? } else { off };
    text.push_str(&format!("\nMax absolute difference among violations: {}", largest(&off)?));
    let nonzero = tensor_op(&ufunc::NOT_EQUAL, &[&y, &Tensor::zeros(&[], y.dtype())?])?;
    let relative = if holds_anywhere(&nonzero)? {
        let part = |t: &Tensor| get(t, &[IndexItem::Mask(nonzero.clone())]);
        largest(&tensor_op(&ufunc::DIVIDE, &[&part(&off)?, &tensor_op(&ufunc::ABSOLUTE, &[&part(&y)?])?])?)?
    } else {
        "inf".to_string()
    };
    text.push_str(&format!("\nMax relative difference among violations: {relative}"));
    Ok(text)
}

/// The largest element as an array of no axes shows it.
fn largest(values: &Tensor) -> Result<String> {
    let (most, _) = reduce(Reduction::Max, values, &Request::default())?;
    Ok(format::array2string(&most, &Changes::default(), " ", "", "")?)
}
