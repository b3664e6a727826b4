//! Derivatives and integrals of series whose coefficients stand along an axis.

use super::basis::Basis;
use super::evaluate::inexact;
use super::term::Term;
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, Result};
use crate::tensor::index::count_nonzero;
use crate::tensor::shape::normalize_axis;
use crate::tensor::{DType, Operand, Tensor, copy, ufunc};

/// The `times`-th derivative; before each step the coefficients are multiplied by `scale`.
pub fn derivative(basis: &dyn Basis, c: &Tensor, times: i64, scale: &Operand, axis: isize) -> Result<Calc> {
    let c = inexact(c)?;
    let times = usize::try_from(times).map_err(|_| Error::value("The order of derivation must be non-negative"))?;
    let axis = normalize_axis(axis, c.ndim())? as isize;
    if times == 0 {
        return Ok(Calc::from(copy::copied(&c, crate::tensor::Order::K)));
    }
    let dtype = c.dtype();
    let mut rows = Calc::parts(&c.moveaxis(&[axis], &[0])?)?;
    if times >= rows.len() {
        rows.truncate(1);
        rows.iter_mut().for_each(|row| *row = row.vanished());
    } else {
        for _ in 0..times {
            rows = basis.derivative(scaled(rows, scale, dtype));
        }
    }
    Ok(Calc::rows(rows, dtype).map(|c| c.moveaxis(&[0], &[axis])))
}

fn scaled(rows: Vec<Calc>, scale: &Operand, dtype: DType) -> Vec<Calc> {
    let scale = Calc::from(scale.clone());
    rows.into_iter().map(|row| (row * &scale).kept(&ufunc::MULTIPLY, dtype)).collect()
}

/// What an integral needs besides the coefficients.
pub struct Integration<'a> {
    pub times: i64,
    /// The first constants; the others are 0.
    pub constants: &'a [Operand],
    /// Where every integral is its constant.
    pub lower: &'a Operand,
    /// A factor before each step.
    pub scale: &'a Operand,
    pub axis: isize,
}

/// An integral of a series, `times` times.
pub fn integral(basis: &dyn Basis, c: &Tensor, how: &Integration<'_>) -> Result<Calc> {
    let c = inexact(c)?;
    let times =
        usize::try_from(how.times).map_err(|_| Error::value("The order of integration must be non-negative"))?;
    if how.constants.len() > times {
        return Err(Error::value("Too many integration constants"));
    }
    let is_array = |operand: &Operand| matches!(operand, Operand::Tensor(t) if t.ndim() > 0);
    if is_array(how.lower) {
        return Err(Error::value("lbnd must be a scalar."));
    }
    if is_array(how.scale) {
        return Err(Error::value("scl must be a scalar."));
    }
    let axis = normalize_axis(how.axis, c.ndim())? as isize;
    if times == 0 {
        return Ok(Calc::from(copy::copied(&c, crate::tensor::Order::K)));
    }
    let dtype = c.dtype();
    let lower = Term::Number(Calc::from(how.lower.clone()));
    let mut rows = Calc::parts(&c.moveaxis(&[axis], &[0])?)?;
    if rows.is_empty() {
        return Err(Error::index("index 0 is out of bounds for axis 0 with size 0"));
    }
    for i in 0..times {
        let constant = how.constants.get(i).map_or_else(|| Calc::from(0), |k| Calc::from(k.clone()));
        rows = scaled(rows, how.scale, dtype);
        let shift = match rows.as_slice() {
            [only] if is_all_zero(only) => constant,
            _ => {
                rows = basis.integral(&rows);
                let terms: Vec<Term> = rows.iter().cloned().map(Term::Number).collect();
                match basis.value(&lower, &terms) {
                    Term::Number(value) => constant - value,
                    Term::Series(..) => constant,
                }
            }
        };
        if let Some(first) = rows.first_mut() {
            *first = (&*first + shift).cast(dtype);
        }
    }
    Ok(Calc::rows(rows, dtype).map(|c| c.moveaxis(&[0], &[axis])))
}

fn is_all_zero(row: &Calc) -> bool {
    let count = row.clone().tensor().and_then(|row| count_nonzero(&row));
    count.is_ok_and(|count| count == 0)
}
