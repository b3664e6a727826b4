//! Where an array is not zero: positions, indices, counts.

use super::super::dtype::Kind;
use super::super::element::Element;
use super::super::error::{Error, Result};
use super::super::tensor::{Order, Tensor};
use super::mask::truth_mask;

/// The number of bytes that are not 0.
pub(super) fn count_true(mask: &[u8]) -> usize {
    const LANES: usize = 64;
    let mut total = 0;
    // Each lane counts at most 255 rows in a byte, so that the inner loop is one vector addition.
    for chunk in mask.chunks(255 * LANES) {
        let mut lanes = [0u8; LANES];
        let rows = chunk.chunks_exact(LANES);
        let rest = rows.remainder();
        for row in rows {
            for (lane, &m) in lanes.iter_mut().zip(row) {
                *lane += u8::from(m != 0);
            }
        }
        total += lanes.iter().map(|&n| n as usize).sum::<usize>() + rest.iter().filter(|m| **m != 0).count();
    }
    total
}

/// The places of the bytes that are not 0.
pub(super) fn positions(mask: &[u8]) -> Vec<i64> {
    let count = count_true(mask);
    // Written without branches; the room at the end takes what the last elements write in vain.
    let mut places = vec![0i64; count + 1];
    let mut done = 0;
    for (k, eight) in mask.chunks(8).enumerate() {
        if eight.try_into().map_or(1, u64::from_ne_bytes) == 0 {
            continue;
        }
        for (j, &m) in eight.iter().enumerate() {
            places[done] = (8 * k + j) as i64;
            done += usize::from(m != 0);
        }
    }
    places.truncate(count);
    places
}

/// For each axis the indices of the true elements in C order.
pub(super) fn nonzero_columns(t: &Tensor) -> Result<Vec<Vec<i64>>> {
    let mask = truth_mask(t)?;
    // A bool may come from a view of other bytes: they are read as bytes.
    let bytes = mask.view_as(super::super::DType::UINT8)?;
    let places = positions(bytes.as_slice::<u8>().unwrap_or_default());
    if t.ndim() == 1 {
        return Ok(vec![places]);
    }
    let mut columns: Vec<Vec<i64>> = vec![Vec::with_capacity(places.len()); t.ndim()];
    for place in places {
        let mut rest = place;
        for (column, &dim) in columns.iter_mut().zip(t.shape()).rev() {
            column.push(rest % dim as i64);
            rest /= dim as i64;
        }
    }
    Ok(columns)
}

/// `numpy.nonzero`: one array of indices for each axis.
pub fn nonzero(t: &Tensor) -> Result<Vec<Tensor>> {
    if t.ndim() == 0 {
        let message = "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.";
        return Err(Error::value(message));
    }
    nonzero_columns(t)?.iter().map(|column| Tensor::vector(column)).collect()
}

/// `numpy.argwhere`: one row of indices for each element that is not zero.
pub fn argwhere(t: &Tensor) -> Result<Tensor> {
    if t.ndim() == 0 {
        let n = nonzero_columns(&t.with_leading_axes(1))?[0].len();
        return Tensor::empty(&[n, 0], super::super::DType::INT64);
    }
    let columns = nonzero_columns(t)?;
    let ndim = t.ndim();
    Tensor::generate(&[columns[0].len(), ndim], |i| columns[i % ndim][i / ndim])
}

/// `numpy.flatnonzero`: places in C order.
pub fn flatnonzero(t: &Tensor) -> Result<Tensor> {
    Tensor::vector(&nonzero_columns(&t.ravel(Order::C)?)?[0])
}

/// `numpy.count_nonzero` of the whole array.
pub fn count_nonzero(t: &Tensor) -> Result<usize> {
    if t.dtype().kind == Kind::Bool {
        let bytes = truth_mask(t)?.ravel(Order::K)?.view_as(super::super::DType::UINT8)?;
        return Ok(count_true(bytes.as_slice::<u8>().unwrap_or_default()));
    }
    if t.dtype().is_native() {
        let counted = crate::dispatch!(all, t.dtype().kind, T => {
            t.as_slice::<T>().map(|values| values.iter().map(|v| usize::from(*v != T::ZERO)).sum())
        }, else None);
        if let Some(n) = counted {
            return Ok(n);
        }
    }
    count_nonzero(&truth_mask(t)?)
}
