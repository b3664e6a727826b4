//! Least squares: the series that fits points best.

use super::basis::Basis;
use super::evaluate::vandermonde;
use crate::linalg::{self, LeastSquares};
use crate::tensor::assign::assign;
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, Result};
use crate::tensor::reduce::Axes;
use crate::tensor::{DType, Kind, Operand, Order, Tensor, cast, copy, ufunc};

/// A fit and how it was got.
pub struct Fit {
    pub coefficients: Calc,
    pub residuals: Tensor,
    pub rank: usize,
    pub singular_values: Tensor,
    pub rcond: f64,
    /// The rank is less than the number of coefficients.
    pub is_poor: bool,
}

/// Which degrees a fit has.
pub enum Degrees {
    UpTo(usize),
    /// Only these, in ascending order.
    Only(Vec<usize>),
}

/// The series of least squared residuals. `weights` are multiplied with the residuals before they are squared.
pub fn fit(
    basis: &dyn Basis,
    x: &Tensor,
    y: &Tensor,
    degrees: &Degrees,
    rcond: Option<f64>,
    weights: Option<&Tensor>,
) -> Result<Fit> {
    let (x, y) = points(x, y)?;
    let most = match degrees {
        Degrees::UpTo(degree) => *degree,
        Degrees::Only(list) => list.last().copied().unwrap_or(0),
    };
    let columns = vandermonde(basis, &x, most)?.map(|v| copy::copied(&v.transpose(), Order::C));
    let (mut left, mut trace) = columns.traced()?;
    if let Degrees::Only(list) = degrees {
        let chosen = list.iter().map(|&degree| Calc::from(&left.subarray(0, degree))).collect();
        left = Calc::rows(chosen, left.dtype()).tensor()?;
    }
    let order = left.shape()[0];
    let mut left = Calc::from(&left);
    let mut right = Calc::from(&y.transpose());
    if let Some(weights) = weights {
        let weights = (Calc::from(weights) + 0.0).tensor()?;
        check_weights(&weights, x.size(), "expected 1D vector for w", "expected x and w to have same length")?;
        (left, right) = (left * Calc::from(&weights), right * Calc::from(&weights));
    }
    let rcond = rcond.unwrap_or_else(|| x.size() as f64 * epsilon(x.dtype()));
    let (left, more) = left.traced()?;
    trace.extend(&more);
    let squares = |t: &Tensor| Calc::from(t) * Calc::from(t);
    let lengths = match left.imag().filter(|_| left.dtype().kind.is_complex()) {
        Some(imaginary) => squares(&left.real()) + squares(&imaginary),
        None => squares(&left),
    };
    let scale = ones_for_zeros(lengths.sum(&Axes::one(1), false).sqrt())?;
    let scaled = Calc::from(&left.transpose()) / Calc::from(&scale);
    let found = linalg::lstsq(&scaled.tensor()?, &right.tensor()?.transpose(), Some(rcond))?;
    let mut coefficients = rescaled(&found, &scale)?;
    if let Degrees::Only(list) = degrees {
        coefficients = spread(&coefficients, list, most + 1)?;
    }
    Ok(Fit {
        coefficients: Calc::from(&coefficients).after(&trace),
        residuals: found.residuals,
        is_poor: found.rank != order,
        rank: found.rank,
        singular_values: found.singular_values,
        rcond,
    })
}

/// The points as inexact arrays. TypeError in NumPy's words where they are no points.
pub fn points(x: &Tensor, y: &Tensor) -> Result<(Tensor, Tensor)> {
    let x = (Calc::from(x) + 0.0).tensor()?;
    let y = (Calc::from(y) + 0.0).tensor()?;
    if x.ndim() != 1 {
        return Err(Error::type_error("expected 1D vector for x"));
    }
    if x.is_empty() {
        return Err(Error::type_error("expected non-empty vector for x"));
    }
    if !(1..=2).contains(&y.ndim()) {
        return Err(Error::type_error("expected 1D or 2D array for y"));
    }
    if x.shape()[0] != y.shape()[0] {
        return Err(Error::type_error("expected x and y to have same length"));
    }
    Ok((x, y))
}

/// TypeError where the weights are not one number a point.
pub fn check_weights(weights: &Tensor, points: usize, not_a_vector: &str, other_length: &str) -> Result<()> {
    if weights.ndim() != 1 {
        return Err(Error::type_error(not_a_vector));
    }
    if weights.size() != points {
        return Err(Error::type_error(other_length));
    }
    Ok(())
}

/// The distance from 1 to the next number of a dtype.
pub fn epsilon(dtype: DType) -> f64 {
    if dtype.kind == Kind::Float16 { f64::powi(2.0, -10) } else { linalg::lstsq::epsilon(dtype) }
}

fn ones_for_zeros(scale: Calc) -> Result<Tensor> {
    let scale = scale.tensor()?;
    let is_zero = Calc::from(&scale).binary(&ufunc::EQUAL, 0).tensor()?;
    let (changed, _) = ufunc::where_(&Operand::Tensor(is_zero), &Operand::WeakInt(1), &Operand::Tensor(scale))?;
    Ok(changed)
}

/// The solution for columns that were divided by `scale`.
pub fn rescaled(found: &LeastSquares, scale: &Tensor) -> Result<Tensor> {
    (Calc::from(&found.solution.transpose()) / Calc::from(scale)).map(|c| Ok(c.transpose())).tensor()
}

/// Coefficients put to their degrees, zeros between them.
fn spread(c: &Tensor, degrees: &[usize], count: usize) -> Result<Tensor> {
    let shape: Vec<usize> = std::iter::once(count).chain(c.shape().iter().skip(1).copied()).collect();
    let all = Tensor::zeros(&shape, c.dtype())?;
    for (i, &degree) in degrees.iter().enumerate() {
        assign(&all.subarray(0, degree), &c.subarray(0, i))?;
    }
    Ok(all)
}

/// An array's integers as degrees, ascending. TypeError and ValueError in NumPy's words.
pub fn degrees(deg: &Tensor) -> Result<Degrees> {
    let whole = deg.dtype().kind.is_integer() && !matches!(deg.dtype().kind, Kind::Bool | Kind::TimeDelta { .. });
    if deg.ndim() > 1 || !whole || deg.is_empty() {
        return Err(Error::type_error("deg must be an int or non-empty 1-D array of int"));
    }
    let list = cast::as_dtype(deg, DType::INT64)?.to_vec::<i64>().unwrap_or_default();
    let list: Option<Vec<usize>> = list.into_iter().map(|degree| usize::try_from(degree).ok()).collect();
    let Some(mut list) = list else { return Err(Error::value("expected deg >= 0")) };
    list.sort_unstable();
    Ok(if deg.ndim() == 0 { Degrees::UpTo(list[0]) } else { Degrees::Only(list) })
}
