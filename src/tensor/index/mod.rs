//! `x[…]` and `x[…] = value`: index items → a view, a gathered copy, or a scattered assignment.

mod basic;
mod element;
mod gather;
mod mask;
mod nonzero;
mod plan;
mod select;
mod take;

pub use basic::{Basic, BasicView, element_place};
pub use element::get_element;
pub use mask::{compress_mask, copy_where, extract, place, put_mask, truth_mask};
pub use nonzero::{argwhere, count_nonzero, flatnonzero, nonzero};
pub use plan::{IndexItem, slice_bounds};
pub use select::{choose, select};
pub use take::{Mode, compress, put, put_along_axis, take, take_along_axis};

use super::assign;
use super::copy::copied;
use super::dtype::Kind;
use super::error::{Error, ErrorKind, Result};
use super::flags::Flags;
use super::overlap;
use super::shape::{Dims, shape_text};
use super::tensor::{Order, Tensor};
use plan::{Plan, plan};
use std::borrow::Cow;

/// What is wrong with an index that is no index at all; for the caller, who knows the values it was given.
pub const INVALID_INDEX: &str = "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or \
                                 boolean arrays are valid indices";

/// `t[items]`: a view for integers, slices, `...` and new axes; a copy as soon as there is an array, a mask or a bool.
///
/// The result is always an array: the caller turns 0-d results of purely integer indices into scalars.
pub fn get(t: &Tensor, items: &[IndexItem]) -> Result<Tensor> {
    if let Some(mask) = whole_mask(t, items) {
        return compress_mask(t, mask);
    }
    if let ([IndexItem::Array(index)], 1) = (items, t.ndim())
        && index.ndim() == 1
    {
        return gather::take_line(t, &integers(index)?, Mode::Raise, 0);
    }
    match plan(t, items)? {
        Plan::View(view) => Ok(view),
        Plan::Fancy(fancy) => fancy.get(),
    }
}

/// `t[items] = value`, with `value` cast and broadcast as NumPy does. Values that overlap the target are copied first.
///
/// Whether `t` may be written is the caller's to check. Returns what the cast has to warn about.
pub fn set(t: &Tensor, items: &[IndexItem], value: &Tensor) -> Result<Flags> {
    if let Some(mask) = whole_mask(t, items) {
        return mask::assign_masked(t, mask, value);
    }
    if let ([IndexItem::Bool(whole)], 0) = (items, t.ndim()) {
        return mask::assign_masked(t, &Tensor::scalar(*whole)?, value);
    }
    match plan(t, items)? {
        Plan::View(view) => {
            let is_element = view.ndim() == 0 && !items.iter().any(|i| matches!(i, IndexItem::Ellipsis));
            if is_element && value.ndim() > 0 && t.dtype().kind != Kind::Object {
                return Err(sequence_for_element(t));
            }
            let core = drop_leading_ones(value, view.ndim());
            let fits = core.try_broadcast(view.shape()).ok_or_else(|| {
                let (from, to) = (shape_text(core.shape()), shape_text(view.shape()));
                Error::value(format!("could not broadcast input array from shape {from} into shape {to}"))
            })?;
            assign::assign(&view, &fits)
        }
        Plan::Fancy(fancy) => {
            let core = drop_leading_ones(value, fancy.shape().len());
            let fits = core.try_broadcast(&fancy.shape()).ok_or_else(|| {
                let (from, to) = (shape_text(value.shape()), shape_text(&fancy.shape()));
                Error::value(format!(
                    "shape mismatch: value array of shape {from} could not be broadcast to indexing result of shape {to}"
                ))
            })?;
            // The value's own elements are cast, not the broadcast ones.
            let (cast, flags) = as_values_of(t, &core)?;
            let fits = cast.try_broadcast(fits.shape()).unwrap_or(fits);
            fancy.set(&fits)?;
            Ok(flags)
        }
    }
}

/// The mask of an index that is one boolean array over all of `t`'s axes: it picks elements in C order.
fn whole_mask<'a>(t: &Tensor, items: &'a [IndexItem]) -> Option<&'a Tensor> {
    match items {
        [IndexItem::Mask(mask)] if mask.ndim() == t.ndim() && mask.ndim() > 0 => Some(mask),
        _ => None,
    }
}

/// What NumPy says to `x[0] = array`.
fn sequence_for_element(t: &Tensor) -> Error {
    match t.dtype().kind {
        kind if kind.is_complex() => Error::type_error("only 0-dimensional arrays can be converted to Python scalars"),
        Kind::Str(_) | Kind::Bytes(_) => Error::value("setting an array element with a sequence"),
        _ => Error::value("setting an array element with a sequence."),
    }
}

/// `value` as elements of `t`'s dtype that don't lie in `t`'s memory.
fn as_values_of(t: &Tensor, value: &Tensor) -> Result<(Tensor, Flags)> {
    if value.dtype() != t.dtype() {
        let cast = Tensor::empty(value.shape(), t.dtype())?;
        let flags = assign::assign(&cast, value)?;
        return Ok((cast, flags));
    }
    let value = if overlap::may_share_memory(t, value) { copied(value, Order::K)? } else { value.clone() };
    Ok((value, Flags::default()))
}

/// Without first axes of length 1 that the target has no place for.
fn drop_leading_ones(value: &Tensor, ndim: usize) -> Tensor {
    let surplus = value.ndim().saturating_sub(ndim);
    let ones = value.shape().iter().take(surplus).take_while(|&&d| d == 1).count();
    value.select_axes((ones..value.ndim()).collect::<Dims>())
}

/// `index 5 is out of bounds for axis 0 with size 3`
fn out_of_bounds(index: i64, axis: usize, size: usize) -> Error {
    Error::index(format!("index {index} is out of bounds for axis {axis} with size {size}"))
}

/// An integer array's elements in C order as int64. IndexError for another dtype.
fn integers(index: &Tensor) -> Result<Cow<'_, [i64]>> {
    if let Some(slice) = index.as_slice::<i64>() {
        return Ok(Cow::Borrowed(slice));
    }
    let wrong = || Error::new(ErrorKind::Index, "arrays used as indices must be of integer (or boolean) type");
    if !index.dtype().is_native() {
        let native = Tensor::empty(index.shape(), index.dtype().to_native())?;
        assign::assign(&native, index)?;
        return Ok(Cow::Owned(integers(&native)?.into_owned()));
    }
    crate::dispatch!(integer, index.dtype().kind, T => {
        let values = index.to_vec::<T>().ok_or_else(wrong)?;
        // What doesn't fit in int64 is out of bounds of every array.
        Ok(Cow::Owned(values.into_iter().map(|v| i64::try_from(v).unwrap_or(i64::MAX)).collect()))
    }, else Err(wrong()))
}

#[cfg(test)]
mod tests;
