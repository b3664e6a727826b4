//! Norms of vectors and matrices, and condition numbers.

use super::lu::inv;
use super::number::{narrowed, real_dtype};
use super::stack::{check_square, check_stacked};
use super::svd::svdvals;
use crate::dispatch;
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, Result};
use crate::tensor::reduce::{Axes, Reduction, Request, reduce};
use crate::tensor::shape::{Dims, normalize_axis};
use crate::tensor::{DType, Kind, Order, Tensor, cast};
use crate::tensor::{lanes, ufunc};

/// Which norm.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Ord {
    /// `None`: 2-norm of a vector, Frobenius norm of a matrix.
    Default,
    Frobenius,
    Nuclear,
    /// A number; may be infinite.
    P(f64),
}

/// The array as floats, for a formula; integers become float64.
fn floats(a: &Tensor) -> Result<Tensor> {
    let dtype = if a.dtype().kind.is_inexact() { a.dtype().to_native() } else { DType::FLOAT64 };
    Ok(cast::cast(a, dtype, Order::K)?.0)
}

fn absolute(a: &Tensor) -> Result<Calc> {
    Ok(Calc::from(&floats(a)?).unary(&ufunc::ABSOLUTE))
}

/// A reduction of absolute values, of `a`'s elements; the largest of none is 0.
fn reduced(op: Reduction, values: Calc, a: &Tensor, axes: &Axes, keepdims: bool) -> Result<Tensor> {
    if op != Reduction::Max || !a.is_empty() {
        return values.reduced(op, axes, keepdims).tensor();
    }
    let zero = Tensor::scalar(0.0)?;
    let request = Request { axes: axes.clone(), keepdims, initial: Some(&zero), ..Request::default() };
    Ok(reduce(op, &values.tensor()?, &request)?.0)
}

/// √Σ|x|² along axes, as NumPy's norms compute it.
fn euclidean(a: &Tensor, axes: &Axes, keepdims: bool) -> Result<Tensor> {
    let x = floats(a)?;
    let re = || Calc::from(&x.real());
    let squares = match x.imag() {
        Some(im) => re() * re() + Calc::from(&im) * Calc::from(&im),
        None => re() * re(),
    };
    squares.sum(axes, keepdims).sqrt().tensor()
}

/// `norm(x, ord, axis, keepdims)`. `axes`: `None` for the whole array, else one axis (vectors) or two (matrices).
pub fn norm(a: &Tensor, ord: Ord, axes: Option<&[isize]>, keepdims: bool) -> Result<Tensor> {
    let flat_default =
        ord == Ord::Default || (ord == Ord::Frobenius && a.ndim() == 2) || (ord == Ord::P(2.0) && a.ndim() == 1);
    let all: Vec<isize> = (0..a.ndim() as isize).collect();
    let axes = match axes {
        None if flat_default => {
            // The whole array as one vector, by a dot product with itself.
            let length = flat_length(a)?;
            let shape: Dims = if keepdims { a.shape().iter().map(|_| 1).collect() } else { Dims::new() };
            return length.reshaped(&shape, Order::C);
        }
        None => &all[..],
        Some(axes) => axes,
    };
    match *axes {
        [axis] => vector_norm_along(a, ord, normalize_axis(axis, a.ndim())? as isize, keepdims),
        [first, second] => matrix_norm(a, ord, first, second, keepdims),
        _ => Err(Error::value("Improper number of dimensions to norm.")),
    }
}

/// √(x·x) of all elements.
fn flat_length(a: &Tensor) -> Result<Tensor> {
    let dtype = if a.dtype().kind.is_inexact() { a.dtype().to_native() } else { DType::FLOAT64 };
    let flat = lanes::contiguous(&a.reshaped(&[a.size()], Order::K)?, dtype)?;
    if dtype.kind.is_complex() {
        let (re, im) = (flat.real(), flat.imag());
        let mut sum = super::matmul(&re, &re)?;
        if let Some(im) = im {
            let other = super::matmul(&im, &im)?;
            sum = match dtype.kind {
                Kind::Complex64 => Tensor::scalar(first::<f32>(&sum) + first::<f32>(&other))?,
                _ => Tensor::scalar(first::<f64>(&sum) + first::<f64>(&other))?,
            };
        }
        return Calc::from(&sum).sqrt().tensor();
    }
    Calc::from(super::matmul(&flat, &flat)).sqrt().tensor()
}

fn first<T: crate::tensor::Element>(a: &Tensor) -> T {
    a.as_slice::<T>().and_then(|s| s.first().copied()).unwrap_or(T::ZERO)
}

fn vector_norm_along(a: &Tensor, ord: Ord, axis: isize, keepdims: bool) -> Result<Tensor> {
    let axes = Axes::one(axis);
    let reduced = |op: Reduction, values: Calc| reduced(op, values, a, &axes, keepdims);
    match ord {
        Ord::Default | Ord::P(2.0) => euclidean(a, &axes, keepdims),
        Ord::P(p) if p == f64::INFINITY => reduced(Reduction::Max, absolute(a)?),
        Ord::P(p) if p == f64::NEG_INFINITY => reduced(Reduction::Min, absolute(a)?),
        Ord::P(0.0) => {
            let x = floats(a)?;
            reduced(Reduction::Sum, Calc::from(&x).binary(&ufunc::NOT_EQUAL, 0).cast(real_dtype(x.dtype())))
        }
        Ord::P(1.0) => reduced(Reduction::Sum, absolute(a)?),
        Ord::P(p) => {
            let sum = absolute(a)?.binary(&ufunc::POWER, p).sum(&axes, keepdims);
            sum.binary(&ufunc::POWER, 1.0 / p).tensor()
        }
        Ord::Frobenius => Err(Error::value("Invalid norm order 'fro' for vectors")),
        Ord::Nuclear => Err(Error::value("Invalid norm order 'nuc' for vectors")),
    }
}

fn matrix_norm(a: &Tensor, ord: Ord, row_axis: isize, col_axis: isize, keepdims: bool) -> Result<Tensor> {
    let (rows, cols) = (normalize_axis(row_axis, a.ndim())?, normalize_axis(col_axis, a.ndim())?);
    if rows == cols {
        return Err(Error::value("Duplicate axes given."));
    }
    let both = Axes::list(&[rows as isize, cols as isize]);
    let (row, col) = (Axes::one(rows as isize), Axes::one(cols as isize));
    // The larger sums along one axis, then the largest (or least) of them along what is left.
    let sums = |along: &Axes, then: Reduction| -> Result<Tensor> {
        reduced(then, absolute(a)?.sum(along, true), a, &both, keepdims)
    };
    match ord {
        Ord::Default | Ord::Frobenius => euclidean(a, &both, keepdims),
        Ord::P(1.0) => sums(&row, Reduction::Max),
        Ord::P(-1.0) => sums(&row, Reduction::Min),
        Ord::P(p) if p == f64::INFINITY => sums(&col, Reduction::Max),
        Ord::P(p) if p == f64::NEG_INFINITY => sums(&col, Reduction::Min),
        Ord::P(2.0) => spectral(a, rows, cols, Reduction::Max, keepdims),
        Ord::P(-2.0) => spectral(a, rows, cols, Reduction::Min, keepdims),
        Ord::Nuclear => spectral(a, rows, cols, Reduction::Sum, keepdims),
        Ord::P(_) => Err(Error::value("Invalid norm order for matrices.")),
    }
}

/// The largest, the least or the sum of the singular values.
fn spectral(a: &Tensor, rows: usize, cols: usize, op: Reduction, keepdims: bool) -> Result<Tensor> {
    let mut order: Vec<isize> = (0..a.ndim()).filter(|&i| i != rows && i != cols).map(|i| i as isize).collect();
    order.extend([rows as isize, cols as isize]);
    let values = svdvals(&a.permute(&order)?)?;
    let empty = values.shape().last() == Some(&0);
    let result = if empty && op == Reduction::Max {
        Tensor::zeros(&values.shape()[..values.ndim() - 1], values.dtype())?
    } else {
        Calc::from(&values).reduced(op, &Axes::one(-1), false).tensor()?
    };
    if !keepdims {
        return Ok(result);
    }
    let shape: Dims = a.shape().iter().enumerate().map(|(i, &n)| if i == rows || i == cols { 1 } else { n }).collect();
    result.reshaped(&shape, Order::C)
}

/// The condition number: with no `p` or ±2 by singular values, else ‖A‖ · ‖A⁻¹‖. Infinite for singular matrices.
pub fn cond(a: &Tensor, p: Ord) -> Result<Tensor> {
    if a.is_empty() {
        return Err(Error::linalg("cond is not defined on empty arrays"));
    }
    if matches!(p, Ord::Default | Ord::P(2.0) | Ord::P(-2.0)) {
        check_stacked(a)?;
        let values = svdvals(a)?;
        let axis = values.ndim() - 1;
        let n = values.shape()[axis];
        let (large, small) = (values.subarray(axis, 0), values.subarray(axis, n - 1));
        return if p == Ord::P(-2.0) { quotient(&small, &large, a) } else { quotient(&large, &small, a) };
    }
    check_square(a)?;
    let dtype = super::number::result_dtype(a.dtype())?;
    let source = lanes::contiguous(a, dtype)?;
    let forward = matrix_norm(&source, p, -2, -1, false)?;
    let shape = crate::tensor::shape::c_strides(a.shape(), dtype.itemsize());
    let block = a.shape()[a.ndim() - 2] * a.shape()[a.ndim() - 1] * dtype.itemsize();
    let mut products = Vec::with_capacity(forward.size());
    let norms = cast::cast(&forward, DType::FLOAT64, Order::C)?.0;
    for (i, &x) in norms.as_slice::<f64>().unwrap_or(&[]).iter().enumerate() {
        let core = Dims::from_slice(&a.shape()[a.ndim() - 2..]);
        let strides = shape[a.ndim() - 2..].iter().copied().collect();
        let one = source.with_geometry(source.offset() + (i * block) as isize, core, strides);
        let back = match inv(&one) {
            Ok(inverse) => matrix_norm(&inverse, p, -2, -1, false)?,
            Err(_) => Tensor::scalar(f64::INFINITY)?,
        };
        products.push(x * first::<f64>(&cast::cast(&back, DType::FLOAT64, Order::C)?.0));
    }
    let has_nan = |i: usize| norms.as_slice::<f64>().is_some_and(|n| n[i].is_nan());
    for (i, x) in products.iter_mut().enumerate() {
        if x.is_nan() && !has_nan(i) {
            *x = f64::INFINITY;
        }
    }
    narrowed(Tensor::from_vec(forward.shape(), products)?, real_dtype(dtype))
}

/// x / y where NaN stands for 0/0 of a matrix without NaN: infinity.
fn quotient(x: &Tensor, y: &Tensor, a: &Tensor) -> Result<Tensor> {
    let wide = |t: &Tensor| cast::cast(t, DType::FLOAT64, Order::C).map(|c| c.0);
    let (p, q) = (wide(x)?, wide(y)?);
    let (p, q) = (p.as_slice::<f64>().unwrap_or(&[]), q.as_slice::<f64>().unwrap_or(&[]));
    let nan = dispatch!(float, a.dtype().kind, T => {
        let copy = lanes::copy_of::<T>(&lanes::native(a, a.dtype().to_native())?)?;
        copy.as_slice::<T>().unwrap_or(&[]).iter().any(|x| x != x)
    }, else false);
    let single = x.dtype() == DType::FLOAT32;
    let quotients = p.iter().zip(q).map(|(&p, &q)| {
        let r = if single { f64::from(p as f32 / q as f32) } else { p / q };
        if r.is_nan() && !nan { f64::INFINITY } else { r }
    });
    narrowed(Tensor::from_vec(x.shape(), quotients.collect())?, x.dtype())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norms_of_a_matrix() {
        let a = Tensor::from_slice(&[2, 2], &[1.0, -2.0, 3.0, 4.0]).unwrap();
        let of = |ord| first::<f64>(&norm(&a, ord, None, false).unwrap());
        assert_eq!(of(Ord::Default), 5.477225575051661);
        assert_eq!(of(Ord::P(1.0)), 6.0);
        assert_eq!(of(Ord::P(f64::INFINITY)), 7.0);
        assert!((of(Ord::P(2.0)) - 5.116672736016927).abs() < 1e-14);
        assert!((of(Ord::Nuclear) - 7.0710678118654755).abs() < 1e-14);
        let rows = norm(&a, Ord::P(3.0), Some(&[1]), true).unwrap();
        assert_eq!((rows.shape(), rows.as_slice::<f64>().unwrap()[0]), (&[2usize, 1][..], 2.080083823051904));
        assert_eq!(
            norm(&a, Ord::P(5.0), None, false).err().map(|e| e.message).unwrap(),
            "Invalid norm order for matrices."
        );
    }
}
