//! Matrices by their diagonals: eye, tri, tril, triu, diag, diagflat, fill_diagonal, vander and triangle indices.

use super::Complex64;
use super::assign::assign;
use super::cast::as_dtype;
use super::copy::{copied, copy_elements, fill};
use super::dtype::{DType, Kind};
use super::element::Element;
use super::error::{Error, Result};
use super::index::copy_where;
use super::lanes::fresh;
use super::promote::promote_types;
use super::shape::{self, Dims, Strides};
use super::tensor::{Order, Tensor};

/// Ones on the `k`-th diagonal of `rows` × `cols` zeros.
pub fn eye(rows: usize, cols: usize, k: isize, dtype: DType, order: Order) -> Result<Tensor> {
    let new = Tensor::allocate(&[rows, cols], dtype, order, true)?;
    clear_objects(&new)?;
    assign(&new.diagonal(k, 0, 1)?, &Tensor::scalar(1i64)?)?;
    Ok(new)
}

/// An object array is made full of `None`; where NumPy has zeros it holds the number 0.
fn clear_objects(t: &Tensor) -> Result<()> {
    if t.dtype() == DType::OBJECT {
        assign(t, &Tensor::scalar(0i64)?)?;
    }
    Ok(())
}

/// Ones at and below the `k`-th diagonal.
pub fn tri(rows: usize, cols: usize, k: isize, dtype: DType) -> Result<Tensor> {
    as_dtype(&lower_mask(rows, cols, k)?, dtype)
}

/// Whether column ≤ row + k.
fn lower_mask(rows: usize, cols: usize, k: isize) -> Result<Tensor> {
    let kept = |row: usize| (row as isize).saturating_add(k).saturating_add(1).clamp(0, cols as isize) as usize;
    fresh(&[rows, cols], |flags: &mut [bool]| {
        for (row, line) in flags.chunks_mut(cols.max(1)).enumerate() {
            line[..kept(row)].fill(true);
        }
    })
}

/// A copy whose matrices are zero above the `k`-th diagonal. A vector is every row of a square matrix.
pub fn tril(t: &Tensor, k: isize) -> Result<Tensor> {
    triangle(t, k, true)
}

/// A copy whose matrices are zero below the `k`-th diagonal.
pub fn triu(t: &Tensor, k: isize) -> Result<Tensor> {
    triangle(t, k, false)
}

fn triangle(t: &Tensor, k: isize, lower: bool) -> Result<Tensor> {
    let (rows, cols) = match *t.shape() {
        [] => return Err(Error::type_error("tri() missing 1 required positional argument: 'N'")),
        [n] => (n, n),
        [.., rows, cols] => (rows, cols),
    };
    let mut shape = Dims::from_slice(&t.shape()[..t.ndim().saturating_sub(2)]);
    shape.extend_from_slice(&[rows, cols]);
    let mask = if lower { lower_mask(rows, cols, k)? } else { lower_mask(rows, cols, k.saturating_sub(1))? };
    let cleared = if lower { inverted(&mask)? } else { mask };
    // NumPy has `where(mask, t, 0)`, so the layout is one that mask and array agree on.
    let (source, over) = (t.broadcast_to(&shape)?, cleared.broadcast_to(&shape)?);
    let axes = shape::common_axis_order(shape.len(), |a, b| {
        let pairs = [&over, &source].map(|t| (t.strides()[a], t.strides()[b]));
        pairs.into_iter().filter(|(a, b)| *a != 0 && *b != 0)
    });
    let strides = shape::strides_in_order(&shape, &axes, t.itemsize());
    let new = Tensor::empty(&shape, t.dtype())?.with_geometry(0, shape, strides);
    copy_elements(&new, &source)?;
    let zero = Tensor::zeros(&[], t.dtype())?;
    clear_objects(&zero)?;
    copy_where(&new, &cleared, &zero)?;
    Ok(new)
}

fn inverted(mask: &Tensor) -> Result<Tensor> {
    let flags = mask.as_slice::<bool>().unwrap_or_default();
    Tensor::generate(mask.shape(), |i| !flags[i])
}

/// `numpy.diag`: a matrix with a vector on its `k`-th diagonal, or that diagonal of a matrix (a view).
pub fn diag(t: &Tensor, k: isize) -> Result<Tensor> {
    match t.ndim() {
        1 => {
            let n = t.shape()[0] + k.unsigned_abs();
            let new = Tensor::zeros(&[n, n], t.dtype())?;
            clear_objects(&new)?;
            assign(&new.diagonal(k, 0, 1)?, t)?;
            Ok(new)
        }
        2 => t.diagonal(k, 0, 1),
        _ => Err(Error::value("Input must be 1- or 2-d.")),
    }
}

/// `numpy.diagflat`: a matrix with all elements in C order on its `k`-th diagonal.
pub fn diagflat(t: &Tensor, k: isize) -> Result<Tensor> {
    diag(&t.ravel(Order::C)?, k)
}

/// `numpy.fill_diagonal`, in place: the values repeat along the main diagonal. A tall matrix starts over after a gap of one
/// row with `wrap`.
pub fn fill_diagonal(t: &Tensor, values: &Tensor, wrap: bool) -> Result<()> {
    let shape = t.shape();
    if t.ndim() < 2 {
        return Err(Error::value("array must be at least 2-d"));
    }
    let values = as_dtype(values, t.dtype())?.ravel(Order::C)?;
    if values.is_empty() {
        return Ok(());
    }
    // Views of one element along each diagonal run.
    let mut runs = Vec::new();
    if t.ndim() == 2 {
        let (rows, cols) = (shape[0], shape[1]);
        let starts = if wrap { (0..rows).step_by(cols + 1).collect() } else { vec![0] };
        runs.extend(starts.into_iter().map(|row| t.range(0, row, rows)).map(|part| part.diagonal(0, 0, 1)));
    } else {
        if shape.iter().any(|&d| d != shape[0]) {
            return Err(Error::value("All dimensions of input must be of equal length"));
        }
        let step: isize = t.strides().iter().sum();
        runs.push(Ok(t.with_geometry(t.offset(), Dims::from_slice(&shape[..1]), Strides::from_slice(&[step]))));
    }
    let mut done = 0;
    for run in runs {
        let run = run?;
        if values.size() == 1 {
            fill(&run, &values.subarray(0, 0))?;
            continue;
        }
        for i in 0..run.size() {
            assign(&run.range(0, i, i + 1), &values.subarray(0, done % values.size()))?;
            done += 1;
        }
    }
    Ok(())
}

/// `numpy.vander`: columns of rising (or falling) powers of a vector.
pub fn vander(t: &Tensor, cols: Option<usize>, increasing: bool) -> Result<Tensor> {
    if t.ndim() != 1 {
        return Err(Error::value("x must be a one-dimensional array or sequence."));
    }
    let t = as_dtype(t, promote_types(t.dtype().to_native(), DType::INT64)?)?;
    let cols = cols.unwrap_or(t.size());
    // What promotes with int64 is one of these three.
    let powers = match t.dtype().kind {
        Kind::Int64 => powers(&t, cols, i64::wrapping_mul),
        Kind::Float64 => powers(&t, cols, |a: f64, b| a * b),
        Kind::Complex128 => powers(&t, cols, |a: Complex64, b| a * b),
        _ => Err(Error::type_error("vander needs an array of numbers")),
    }?;
    if increasing { Ok(powers) } else { copied(&powers.flip(Some(&[1]))?, Order::C) }
}

/// Rows of x⁰, x¹, x² …, each power the one before times x.
fn powers<T: Element>(x: &Tensor, cols: usize, multiply: impl Fn(T, T) -> T) -> Result<Tensor> {
    let x = x.to_vec::<T>().unwrap_or_default();
    let mut power = T::ONE;
    Tensor::generate(&[x.len(), cols], |i| {
        power = match i % cols {
            0 => T::ONE,
            1 => x[i / cols],
            _ => multiply(power, x[i / cols]),
        };
        power
    })
}

/// `numpy.tril_indices`: rows and columns of the elements at and below the `k`-th diagonal of an `n` × `m` matrix.
pub fn tril_indices(n: usize, k: isize, m: usize) -> Result<Vec<Tensor>> {
    super::index::nonzero(&lower_mask(n, m, k)?)
}

/// `numpy.triu_indices`: as [`tril_indices`], at and above.
pub fn triu_indices(n: usize, k: isize, m: usize) -> Result<Vec<Tensor>> {
    super::index::nonzero(&inverted(&lower_mask(n, m, k.saturating_sub(1))?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triangles() {
        let t = Tensor::generate::<i64>(&[3, 4], |i| i as i64).unwrap();
        let v = |t: Tensor| t.to_vec::<i64>().unwrap();
        assert_eq!(v(tril(&t, -1).unwrap()), [0, 0, 0, 0, 4, 0, 0, 0, 8, 9, 0, 0]);
        assert_eq!(v(triu(&t, 1).unwrap()), [0, 1, 2, 3, 0, 0, 6, 7, 0, 0, 0, 11]);
        assert_eq!(tri(3, 4, 1, DType::FLOAT64).unwrap().to_vec::<f64>().unwrap()[..4], [1.0, 1.0, 0.0, 0.0]);
        assert_eq!(v(triu_indices(3, 1, 4).unwrap()[1].clone()), [1, 2, 3, 2, 3, 3]);
        assert_eq!(v(eye(2, 3, 1, DType::INT64, Order::F).unwrap()), [0, 1, 0, 0, 0, 1]);
    }

    #[test]
    fn diagonals_and_powers() {
        let x = Tensor::vector(&[1i64, 2, 3]).unwrap();
        let v = |t: Tensor| t.to_vec::<i64>().unwrap();
        assert_eq!(v(vander(&x, None, false).unwrap()), [1, 1, 1, 4, 2, 1, 9, 3, 1]);
        assert_eq!(v(diag(&x, -1).unwrap())[4], 1);
        assert_eq!(diag(&Tensor::scalar(1i64).unwrap(), 0).err().unwrap().message, "Input must be 1- or 2-d.");
        let tall = Tensor::zeros(&[7, 3], DType::INT64).unwrap();
        fill_diagonal(&tall, &Tensor::scalar(4i64).unwrap(), true).unwrap();
        assert_eq!(v(tall.clone()).iter().sum::<i64>(), 24);
    }
}
