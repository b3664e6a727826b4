//! Arguments of the polynomial functions, and their results as values with the warnings raised on the way.

use super::class::{SeriesObject, wrapped};
use crate::polynomial::fit::{Degrees, Fit};
use crate::polynomial::{Basis, Series, Term, evaluate};
use crate::tensor::calc::{Calc, Trace};
use crate::tensor::{DType, Operand, Tensor, cast};
use crate::value::class::exception;
use crate::value::convert::{to_index, unboxed};
use crate::value::elementwise::report;
use crate::value::number::Number;
use crate::value::{Context, Error, FromValue, Result, Value, iter, repr};

/// Issues what was raised on the way as warnings.
pub fn warn_of(cx: &mut dyn Context, trace: &Trace) -> Result<()> {
    for raised in trace.all() {
        report(cx, raised.flags, raised.operation, raised.scalar)?;
    }
    Ok(())
}

/// The array.
pub fn array(cx: &mut dyn Context, calc: Calc) -> Result<Tensor> {
    let (tensor, trace) = calc.traced()?;
    warn_of(cx, &trace)?;
    Ok(tensor)
}

/// ValueError, in the words of an array made of them, for arguments that are no single numbers.
pub fn check_numbers(values: &[&Operand]) -> Result<()> {
    if values.iter().any(|value| matches!(value, Operand::Tensor(t) if t.ndim() > 0)) {
        return Err(Error::value(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The \
             detected shape was (2,) + inhomogeneous part.",
        ));
    }
    Ok(())
}

/// The array, or the scalar where it has no axes; Python's own number where it stayed one.
pub fn value(cx: &mut dyn Context, calc: Calc) -> Result<Value> {
    match calc.operand() {
        Some(Operand::WeakFloat(f)) => Ok(Value::float(f)),
        Some(Operand::WeakInt(i)) => Ok(Value::int(i.into())),
        Some(Operand::WeakComplex(z)) => Ok(Value::complex(z.re, z.im)),
        _ => unboxed(array(cx, calc)?),
    }
}

/// The array of a series' coefficients.
pub fn coefficients(cx: &mut dyn Context, series: Series) -> Result<Tensor> {
    array(cx, series.calc())
}

/// `deg must be an integer, received 1.5`
pub fn as_int(value: &Value, what: &str) -> Result<i64> {
    to_index(value).map_err(|error| {
        if error.is(&exception::TYPE_ERROR) {
            Error::type_error(format!("{what} must be an integer, received {}", repr::str(value)))
        } else {
            error
        }
    })
}

/// Python's `int(value)`, where that is the same number.
pub fn whole(value: &Value) -> Result<Option<i64>> {
    Ok(match Number::of_any(value) {
        Some(Number::Int(i)) => Some(i),
        Some(Number::Float(f)) if f.fract() == 0.0 && f.abs() < 1e18 => Some(f as i64),
        Some(_) => None,
        None => {
            let name = crate::value::class::class_of(value).qualified_name();
            return Err(Error::type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{name}'"
            )));
        }
    })
}

/// An exponent: a whole number that is not negative.
pub fn exponent(value: &Value) -> Result<usize> {
    let whole = whole(value)?.and_then(|n| usize::try_from(n).ok());
    whole.ok_or_else(|| Error::value("Power must be a non-negative integer."))
}

/// A degree that is given as an int.
pub fn degree(value: &Value) -> Result<usize> {
    usize::try_from(as_int(value, "deg")?).map_err(|_| Error::value("deg must be non-negative"))
}

/// One operand or several: integration constants.
pub fn operands(cx: &mut dyn Context, value: Option<&Value>) -> Result<Vec<Operand>> {
    let Some(value) = value else { return Ok(Vec::new()) };
    match value {
        Value::List(_) | Value::Tuple(_) | Value::Range(_) => Vec::from_value(cx, value),
        Value::Array(array) if array.ndim() > 0 => Vec::from_value(cx, value),
        other => Ok(vec![Operand::from_value(cx, other)?]),
    }
}

/// What a variable is: a number, an array, or a series, into which another one is put.
pub fn variable(cx: &mut dyn Context, value: &Value) -> Result<Term> {
    if let Value::Object(object) = value
        && let Some(series) = object.downcast::<SeriesObject>()
    {
        return Ok(Term::Series(series.family.basis, series.series()));
    }
    Ok(Term::Number(Calc::from(Operand::from_value(cx, value)?)))
}

/// The value of a series at a variable; a series where that is one, with its domain, window and symbol.
pub fn at(cx: &mut dyn Context, basis: &dyn Basis, x: &Value, c: &Tensor, tensor: bool) -> Result<Value> {
    let term = variable(cx, x)?;
    let found = evaluate::value(basis, &term, c, tensor)?;
    composed(cx, found, x)
}

/// A term as a value; `like` is the series that it was computed from.
pub fn composed(cx: &mut dyn Context, term: Term, like: &Value) -> Result<Value> {
    match (term, like) {
        (Term::Number(number), _) => value(cx, number),
        (Term::Series(_, series), Value::Object(object)) => {
            let coef = coefficients(cx, series?)?;
            match object.downcast::<SeriesObject>() {
                Some(like) => Ok(wrapped(like, coef)),
                None => Ok(Value::array(coef)),
            }
        }
        (Term::Series(_, series), _) => coefficients(cx, series?).map(Value::array),
    }
}

/// The arguments of a fit.
pub struct FitRequest<'a> {
    pub x: &'a Tensor,
    pub y: &'a Tensor,
    pub deg: &'a Tensor,
    pub rcond: Option<&'a Value>,
    pub w: Option<&'a Tensor>,
    pub full: bool,
}

/// The coefficients of a fit, and with `full` its `[residuals, rank, singular values, rcond]`.
pub fn fit(cx: &mut dyn Context, basis: &dyn Basis, request: &FitRequest) -> Result<(Tensor, Option<Value>)> {
    let degrees: Degrees = crate::polynomial::fit::degrees(request.deg)?;
    let rcond = request.rcond.map(|value| f64::from_value(cx, value)).transpose()?;
    let fit = crate::polynomial::fit::fit(basis, request.x, request.y, &degrees, rcond, request.w)?;
    let coef = array(cx, fit.coefficients.clone())?;
    if request.full {
        let diagnostics = diagnostics(&fit, request.rcond)?;
        return Ok((coef, Some(Value::list(diagnostics))));
    }
    if fit.is_poor {
        cx.warn(&exception::RANK_WARNING, "The fit may be poorly conditioned")?;
    }
    Ok((coef, None))
}

/// Residuals, rank, singular values and `rcond` of a fit.
pub fn diagnostics(fit: &Fit, rcond: Option<&Value>) -> Result<Vec<Value>> {
    let rank = unboxed(cast::as_dtype(&Tensor::scalar(fit.rank as i64)?, DType::INT32)?)?;
    let rcond = rcond.cloned().unwrap_or_else(|| Value::np_float(fit.rcond));
    Ok(vec![Value::array(fit.residuals.clone()), rank, Value::array(fit.singular_values.clone()), rcond])
}

/// The points of several variables, and a degree for each.
pub fn grid_degrees(cx: &mut dyn Context, points: &[Value], deg: &Value) -> Result<(Vec<Tensor>, Vec<usize>)> {
    let given = iter::collect(cx, deg)?;
    if given.len() != points.len() {
        let (n, got) = (points.len(), given.len());
        return Err(Error::value(format!("Expected {n} dimensions of degrees, got {got}")));
    }
    let all = Tensor::from_value(cx, &Value::tuple(points.to_vec()))?;
    let points = (0..points.len()).map(|i| all.subarray(0, i)).collect();
    Ok((points, given.iter().map(degree).collect::<Result<_>>()?))
}
