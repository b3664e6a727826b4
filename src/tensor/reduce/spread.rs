//! What a variance is asked for, and variances in dtypes that no fused kernel has: NumPy's formula an operation at a time.

use super::moments::{self, Count};
use super::plan::Axes;
use super::{Reduction, Request, reduce};
use crate::tensor::calc::Calc;
use crate::tensor::error::Result;
use crate::tensor::flags::Flags;
use crate::tensor::{DType, Kind, Order, Tensor, cast, ufunc};

/// The arguments of a variance besides the array and the axes.
#[derive(Clone, Copy, Default)]
pub struct Spread<'a> {
    /// In which dtype to sum.
    pub dtype: Option<DType>,
    /// What is subtracted from the count in the divisor.
    pub ddof: f64,
    pub keepdims: bool,
    /// A bool tensor that broadcasts to the array's shape: what takes part.
    pub mask: Option<&'a Tensor>,
    /// The mean, where it is known; it broadcasts against the array.
    pub mean: Option<&'a Tensor>,
    /// Whether the square root is wanted: the standard deviation.
    pub root: bool,
}

impl Spread<'_> {
    /// Whether only the formula written out answers: what is no number, sums in integers or as complex numbers, a given mean.
    pub(super) fn is_unusual(&self, from: DType) -> bool {
        let dtype = |dtype: DType| !dtype.kind.is_inexact() || dtype.kind.is_complex();
        !from.kind.is_numeric() || self.dtype.is_some_and(dtype) || self.mean.is_some()
    }

    pub(super) fn written_out(&self, a: &Tensor, axes: &Axes) -> Result<(Tensor, Flags)> {
        let widened = match a.dtype().kind {
            kind if kind.is_numeric() && !kind.is_inexact() => DType::FLOAT64,
            _ => a.dtype().to_native(),
        };
        let dtype = self.dtype.unwrap_or(widened).to_native();
        let sum = |a: &Tensor, keepdims| {
            let request = Request {
                axes: axes.clone(),
                keepdims,
                dtype: self.sum_dtype(a, dtype),
                mask: self.mask,
                ..Request::default()
            };
            reduce(Reduction::Sum, a, &request)
        };
        let means = match self.mean {
            Some(mean) => mean.clone(),
            None => divided(&sum(a, true)?.0, &moments::counts(a, axes, true, self.mask)?, 0.0)?.0,
        };
        let distances = (Calc::from(a) - Calc::from(&means)).tensor()?;
        let (squares, flags) = squares(&distances)?.value()?;
        let (total, more) = sum(&squares, self.keepdims)?;
        let (variance, division) = divided(&total, &moments::counts(a, axes, self.keepdims, self.mask)?, self.ddof)?;
        if !self.root {
            return Ok((variance, flags | more | division));
        }
        Ok((root(&variance)?, flags | more | division))
    }

    /// Where no dtype was asked for, a real sum of squares stays real.
    fn sum_dtype(&self, a: &Tensor, dtype: DType) -> Option<DType> {
        let real_squares = self.dtype.is_none() && dtype.kind.is_complex() && !a.dtype().kind.is_complex();
        (!real_squares).then_some(dtype)
    }
}

/// |x|²
fn squares(x: &Tensor) -> Result<Calc> {
    if x.dtype().kind.is_complex() {
        let product = (Calc::from(x) * Calc::from(x).conj()).tensor()?;
        return Ok(Calc::from(&product.real()));
    }
    Ok(if x.dtype() == DType::OBJECT { Calc::from(x) * Calc::from(x) } else { Calc::from(x).unary(&ufunc::SQUARE) })
}

/// `total / (count − ddof)`, for objects with their own division.
fn divided(total: &Tensor, count: &Count, ddof: f64) -> Result<(Tensor, Flags)> {
    if total.dtype() != DType::OBJECT {
        return moments::divided(total, count, ddof);
    }
    let divisor = match count {
        Count::Same(n) => Calc::from((*n as f64 - ddof).max(0.0)),
        Count::Each(counts) => (Calc::from(counts) - ddof).binary(&ufunc::MAXIMUM, 0.0),
    };
    (Calc::from(total) / divisor).value()
}

/// The square root in the dtype of `variance`; a single one is cut off where that is an integer.
fn root(variance: &Tensor) -> Result<Tensor> {
    let root = Calc::from(variance).unary(&ufunc::SQRT);
    match variance.dtype().kind {
        Kind::Object if variance.ndim() == 0 => {
            let number = cast::cast(variance, DType::FLOAT64, Order::K)?.0;
            Calc::from(&number).unary(&ufunc::SQRT).tensor()
        }
        Kind::Object => root.tensor(),
        _ if variance.ndim() == 0 => Ok(cast::cast(&root.tensor()?, variance.dtype(), Order::K)?.0),
        _ => root.kept(&ufunc::SQRT, variance.dtype()).tensor(),
    }
}
