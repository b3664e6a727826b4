//! Single elements: array and position → `Scalar`.

use super::super::error::{Error, Result};
use super::super::scalar::Scalar;
use super::super::tensor::Tensor;
use super::out_of_bounds;

/// The element at `index`, one number for each axis; negative ones count from the end.
#[inline]
pub fn get_element(t: &Tensor, index: &[isize]) -> Result<Scalar> {
    Ok(t.scalar_at(element_offset(t, index)?))
}

/// Bytes from element (0, …, 0) to the one at `index`. IndexError where there is none.
#[inline]
fn element_offset(t: &Tensor, index: &[isize]) -> Result<isize> {
    if index.len() != t.ndim() {
        return Err(wrong_count(t.ndim(), index.len()));
    }
    let mut offset = 0;
    for (axis, ((&at, &size), &stride)) in index.iter().zip(t.shape()).zip(t.strides()).enumerate() {
        let position = if at < 0 { at.wrapping_add(size as isize) } else { at };
        if position < 0 || position >= size as isize {
            return Err(out_of_bounds(at as i64, axis, size));
        }
        offset += position * stride;
    }
    Ok(offset)
}

#[cold]
fn wrong_count(ndim: usize, n: usize) -> Error {
    Error::index(format!("too many indices for array: array is {ndim}-dimensional, but {n} were indexed"))
}
