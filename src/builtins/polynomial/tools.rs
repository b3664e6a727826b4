//! `numpy.polynomial.polyutils`: what the functions of all bases are made of; and the style in which series print.

use super::argument;
use super::class::ends;
use super::series_text;
use crate::polynomial::series::{self, as_series, map_parameters};
use crate::tensor::calc::Calc;
use crate::tensor::{Operand, Tensor, promote, ufunc};
use crate::value::convert::unboxed;
use crate::value::{Context, Error, FromValue, Result, Slice, Value, item, ops, repr};
use std::rc::Rc;

builtins! { POLYUTILS, chapter "Tools for polynomials", spaces ["np.polynomial.polyutils"];
    /// Vectors of coefficients in one inexact dtype, as new arrays, without zeros at the end where `trim` is true.
    ///
    /// >>> from numpy.polynomial.polyutils import as_series
    /// >>> as_series([[1, 2, 0], 3.5])
    /// [array([1., 2.]), array([3.5])]
    fn as_series(cx, alist: Vec<Tensor>, trim: bool = true) -> Vec<Tensor> {
        as_series(&alist, trim)?.into_iter().map(|series| argument::coefficients(cx, series)).collect()
    }

    /// A sequence without the zeros at its end; one item is kept.
    ///
    /// >>> from numpy.polynomial.polyutils import trimseq
    /// >>> trimseq([1, 2, 0, 0])
    /// [1, 2]
    fn trimseq(cx, seq: Value) -> Value { trimmed_sequence(cx, &seq) }

    /// The coefficients without small ones at the end: those of absolute value `tol` or less.
    ///
    /// >>> from numpy.polynomial.polyutils import trimcoef
    /// >>> trimcoef([1, 2, 1e-9], tol=1e-6)
    /// array([1., 2.])
    fn trimcoef(cx, c: Tensor, tol: Operand = Operand::WeakInt(0)) -> Tensor { trimmed(cx, &c, &tol) }

    /// The smallest interval that holds all points; for complex ones the corners of a rectangle.
    ///
    /// >>> from numpy.polynomial.polyutils import getdomain
    /// >>> getdomain([3, -1, 2])
    /// array([-1.,  3.])
    fn getdomain(cx, x: Tensor) -> Tensor { argument::array(cx, series::domain(&x)?) }

    /// Points taken from one interval to another by a straight line.
    ///
    /// >>> from numpy.polynomial.polyutils import mapdomain
    /// >>> mapdomain([0, 1, 2], [0, 2], [-1, 1])
    /// array([-1.,  0.,  1.])
    @see("mapparms")
    fn mapdomain(cx, x: Operand, old: Value, new: Value) -> Value {
        let (offset, scale) = parameters(cx, &old, &new)?;
        argument::value(cx, offset + scale * Calc::from(x))
    }

    /// Offset and scale of the straight line that takes one interval to another.
    ///
    /// >>> from numpy.polynomial.polyutils import mapparms
    /// >>> mapparms((-1, 1), (0, 4))
    /// (2.0, 2.0)
    @see("mapdomain")
    fn mapparms(cx, old: Value, new: Value) -> (Value, Value) {
        let (offset, scale) = parameters(cx, &old, &new)?;
        Ok((argument::value(cx, offset)?, argument::value(cx, scale)?))
    }

    /// A number as series print it; with `parens` around one with an exponent.
    ///
    /// >>> from numpy.polynomial.polyutils import format_float
    /// >>> format_float(np.float64(0.5)), format_float(np.float64(1e10), parens=True)
    /// ('0.5', '(1.0e+10)')
    fn format_float(cx, x: Value, parens: bool = false) -> String {
        match x.as_scalar() {
            Some(scalar) => series_text::number(&scalar, parens),
            None => Ok(repr::str(&x)),
        }
    }
}

builtins! { PRINT_STYLE, chapter "Classes of polynomials", spaces ["np.polynomial"];
    /// Chooses how series print: `'unicode'` (`2.0·x²`) or `'ascii'` (`2.0 x**2`).
    ///
    /// >>> np.polynomial.set_default_printstyle('ascii')
    /// >>> print(np.polynomial.Polynomial([1, 2, 3]))
    /// 1.0 + 2.0 x + 3.0 x**2
    /// >>> np.polynomial.set_default_printstyle('unicode')
    fn set_default_printstyle(cx, style: Value) -> () {
        let name = repr::str(&style);
        if !matches!(name.as_str(), "unicode" | "ascii") {
            return Err(Error::value(format!(
                "Unsupported format string '{name}'. Valid options are 'ascii' and 'unicode'"
            )));
        }
        series_text::set_unicode(name == "unicode");
        Ok(())
    }
}

/// `trimcoef`; ValueError for a negative tolerance.
pub fn trimmed(cx: &mut dyn Context, c: &Tensor, tolerance: &Operand) -> Result<Tensor> {
    let negative = Calc::from(tolerance.clone()).binary(&ufunc::LESS, 0).tensor()?;
    if ops::truth(&unboxed(negative)?)? {
        return Err(Error::value("tol must be non-negative"));
    }
    argument::array(cx, series::trim(c, tolerance)?)
}

/// The ends of an interval that is any sequence: Python's numbers stay what they are.
fn parameters(cx: &mut dyn Context, old: &Value, new: &Value) -> Result<(Calc, Calc)> {
    let mut interval = |value: &Value| -> Result<[Calc; 2]> {
        if let Value::Array(array) = value {
            return ends(&array.tensor());
        }
        let mut end = |i| {
            let end = item::get_item(cx, value, &Value::Int(i))?;
            Ok::<Calc, Error>(Calc::from(Operand::from_value(cx, &end)?))
        };
        Ok([end(0)?, end(1)?])
    };
    let (old, new) = (interval(old)?, interval(new)?);
    let (offset, scale) = map_parameters(&old, &new);
    // Python's own division fails where NumPy's gives infinities.
    let weak = |calc: &Calc| matches!(calc.operand(), Some(Operand::WeakInt(_) | Operand::WeakFloat(_)));
    let length = &old[1] - &old[0];
    if old.iter().chain(&new).all(weak) && length.is_zero() {
        let float = length.operand().is_some_and(|o| promote::default_operand_dtype(&o).kind.is_float());
        return Err(Error::zero_division(if float { "float division by zero" } else { "division by zero" }));
    }
    Ok((offset, scale))
}

fn trimmed_sequence(cx: &mut dyn Context, sequence: &Value) -> Result<Value> {
    let length = match sequence {
        Value::List(list) => list.len(),
        Value::Tuple(tuple) => tuple.items.len(),
        Value::Array(array) => array.borrow().shape().first().copied().unwrap_or(0),
        _ => return Ok(sequence.clone()),
    };
    let mut keep = length;
    while keep > 0 {
        let last = item::get_item(cx, sequence, &Value::Int(keep as i64 - 1))?;
        let equal = crate::value::compare::equal(cx, &last, &Value::Int(0))?;
        if !equal || keep == 1 {
            break;
        }
        keep -= 1;
    }
    if keep == length {
        return Ok(sequence.clone());
    }
    let part = Slice { start: Value::None, stop: Value::Int(keep as i64), step: Value::None };
    item::get_item(cx, sequence, &Value::Slice(Rc::new(part)))
}
