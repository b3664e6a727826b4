//! Values of series at points, on grids, and the matrices of all basis polynomials at points.

use super::basis::Basis;
use super::term::Term;
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, Result};
use crate::tensor::reduce::{Axes, Reduction};
use crate::tensor::storage::reserved;
use crate::tensor::{DType, Operand, Order, Tensor, cast};

/// Coefficients as floats, where they are integers or bools, in an array of at least one dimension.
pub fn inexact(c: &Tensor) -> Result<Tensor> {
    let c = if c.ndim() == 0 { c.reshaped(&[1], Order::C)? } else { c.clone() };
    let whole = c.dtype().kind.is_integer() || c.dtype() == DType::BOOL;
    if whole { cast::as_dtype(&c, DType::FLOAT64) } else { Ok(c) }
}

/// The values at `x` of the series whose coefficients stand along the first axis of `c`. With `tensor`, every column of `c`
/// meets every element of an array x; otherwise both are broadcast.
pub fn value(basis: &dyn Basis, x: &Term, c: &Tensor, tensor: bool) -> Result<Term> {
    let mut c = inexact(c)?;
    if let Term::Number(x) = x
        && let Some(Operand::Tensor(points)) = x.operand()
        && tensor
    {
        let shape: Vec<usize> = c.shape().iter().copied().chain(points.shape().iter().map(|_| 1)).collect();
        c = c.reshaped(&shape, Order::C)?;
    }
    if c.is_empty() {
        return Err(Error::index("index -1 is out of bounds for axis 0 with size 0"));
    }
    let c: Vec<Term> = Calc::parts(&c)?.into_iter().map(Term::Number).collect();
    Ok(basis.value(x, &c))
}

/// The value where x is a number or an array.
pub fn number(basis: &dyn Basis, x: &Calc, c: &Tensor, tensor: bool) -> Result<Calc> {
    match value(basis, &Term::Number(x.clone()), c, tensor)? {
        Term::Number(value) => Ok(value),
        Term::Series(..) => Err(Error::type_error("a number was expected")),
    }
}

/// The values at points whose coordinates are given axis by axis, of the series with coefficients c[i, j …].
pub fn at_points(basis: &dyn Basis, points: &[Tensor], c: &Tensor) -> Result<Calc> {
    let incompatible = match points.len() {
        2 => "x, y are incompatible",
        3 => "x, y, z are incompatible",
        _ => "ordinates are incompatible",
    };
    if points.windows(2).any(|both| both[0].shape() != both[1].shape()) {
        return Err(Error::value(incompatible));
    }
    let mut value = Calc::from(c);
    for (i, x) in points.iter().enumerate() {
        let (c, before) = value.traced()?;
        value = number(basis, &Calc::from(x), &c, i == 0)?.after(&before);
    }
    Ok(value)
}

/// The values on the grid that the coordinates span.
pub fn on_grid(basis: &dyn Basis, points: &[Operand], c: &Tensor) -> Result<Calc> {
    let mut value = Calc::from(c);
    for x in points {
        let (c, before) = value.traced()?;
        value = number(basis, &Calc::from(x.clone()), &c, true)?.after(&before);
    }
    Ok(value)
}

/// The values of a polynomial with given roots, which stand along the first axis of `r`.
pub fn from_roots(x: &Operand, r: &Tensor, tensor: bool) -> Result<Calc> {
    let mut r = inexact(r)?;
    if let Operand::Tensor(points) = x {
        if tensor {
            let shape: Vec<usize> = r.shape().iter().copied().chain(points.shape().iter().map(|_| 1)).collect();
            r = r.reshaped(&shape, Order::C)?;
        } else if points.ndim() >= r.ndim() {
            return Err(Error::value("x.ndim must be < r.ndim when tensor == False"));
        }
    }
    Ok((Calc::from(x.clone()) - Calc::from(&r)).reduced(Reduction::Prod, &Axes::one(0), false))
}

/// Bytes that a polynomial's column of values takes besides the values.
const COLUMN: usize = 256;

/// The matrix of P₀(x) … P_degree(x): a new last axis.
///
/// # Errors
/// MemoryError for more columns than memory holds.
pub fn vandermonde(basis: &dyn Basis, x: &Tensor, degree: usize) -> Result<Calc> {
    let (rows, dtype) = rows(basis, x, degree)?;
    Ok(Calc::rows(rows, dtype).map(|v| v.moveaxis(&[0], &[-1])))
}

fn rows(basis: &dyn Basis, x: &Tensor, degree: usize) -> Result<(Vec<Calc>, DType)> {
    let x = if x.ndim() == 0 { x.reshaped(&[1], Order::C)? } else { x.clone() };
    drop(reserved::<[u8; COLUMN]>(degree.saturating_add(1))?);
    let x = Calc::from(&x) + 0.0;
    let dtype = x.dtype();
    let mut rows = basis.columns(&x, x.vanished() + 1, degree);
    rows.truncate(degree + 1);
    Ok((rows, dtype))
}

/// The matrix of all products of basis polynomials of several variables: a new last axis, the last variable fastest.
pub fn vandermonde_nd(basis: &dyn Basis, points: &[Tensor], degrees: &[usize]) -> Result<Calc> {
    let count = points.len();
    let mut product: Option<Calc> = None;
    for (i, (x, &degree)) in points.iter().zip(degrees).enumerate() {
        let others: Vec<isize> =
            (0..count).filter(|&other| other != i).map(|other| (x.ndim().max(1) + other) as isize).collect();
        let factor = vandermonde(basis, x, degree)?.map(|v| v.expand_dims(&others));
        product = Some(match product {
            None => factor,
            Some(product) => product * factor,
        });
    }
    let Some(product) = product else {
        return Err(Error::value("Unable to guess a dtype or shape when no points are given"));
    };
    Ok(product.map(|v| {
        let outer = v.ndim() - count;
        let columns = v.shape()[outer..].iter().product();
        let shape: Vec<usize> = v.shape()[..outer].iter().copied().chain([columns]).collect();
        v.reshaped(&shape, Order::C)
    }))
}
