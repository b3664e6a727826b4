//! Elements by their positions along one axis: take, put, compress and the `_along_axis` pair.

use super::super::dtype::Kind;
use super::super::error::{Error, Result};
use super::super::flags::Flags;
use super::super::iterate::{Offsets, flat_offset};
use super::super::shape::{self, Dims};
use super::super::tensor::{Order, Tensor};
use super::super::wide::wide;
use super::gather::{Blocks, take_line};
use super::mask::truth_mask;
use super::nonzero::nonzero_columns;
use super::{IndexItem, as_values_of, get, integers, out_of_bounds, set};
use std::borrow::Cow;

/// What becomes of an index outside the axis.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Mode {
    /// IndexError; negative indices count from the end.
    #[default]
    Raise,
    /// Modulo the length.
    Wrap,
    /// The nearest end; negative indices are 0.
    Clip,
}

impl Mode {
    pub fn by_name(name: &str) -> Result<Mode> {
        match name {
            "raise" => Ok(Mode::Raise),
            "wrap" => Ok(Mode::Wrap),
            "clip" => Ok(Mode::Clip),
            _ => Err(Error::value(format!("clipmode must be one of 'clip', 'raise', or 'wrap' (got '{name}')"))),
        }
    }

    /// IndexError in mode `Raise` where an index is outside an axis of `size`.
    pub(super) fn check(self, indices: &[i64], axis: usize, size: usize) -> Result<()> {
        if self != Mode::Raise {
            return Ok(());
        }
        let n = size as i64;
        let outside = |i: i64| i >= n || i < -n;
        // Without a branch for each element first: as good as always all are inside.
        let any = wide(
            #[inline(always)]
            || indices.iter().fold(false, |any, &i| any | outside(i)),
        );
        if !any {
            return Ok(());
        }
        let first = indices.iter().find(|&&i| outside(i)).copied().unwrap_or(0);
        Err(out_of_bounds(first, axis, size))
    }

    /// The position of a checked index in an axis of `n > 0` elements.
    #[inline(always)]
    pub(super) fn position(self, index: i64, n: i64) -> i64 {
        match self {
            Mode::Raise => index + ((index >> 63) & n),
            Mode::Wrap => index.rem_euclid(n),
            Mode::Clip => index.clamp(0, n - 1),
        }
    }
}

/// Places that are worked out before their blocks are copied.
const TOGETHER: usize = 1 << 16;

/// `numpy.take`: the sub-arrays at the indices along an axis, C-ordered; without an axis the elements in C order.
pub fn take(t: &Tensor, indices: &Tensor, axis: Option<isize>, mode: Mode) -> Result<Tensor> {
    let Some(axis) = axis else {
        return take(&t.ravel(Order::C)?, indices, Some(0), mode);
    };
    let t = if t.ndim() == 0 { t.with_leading_axes(1) } else { t.clone() };
    let axis = shape::normalize_axis(axis, t.ndim())?;
    let numbers = positions_of(indices)?;
    let mut result_shape = Dims::from_slice(&t.shape()[..axis]);
    result_shape.extend_from_slice(indices.shape());
    result_shape.extend_from_slice(&t.shape()[axis + 1..]);
    let size = t.shape()[axis];
    if size == 0 && shape::checked_size(&result_shape) != Some(0) {
        return Err(Error::index("cannot do a non-empty take from an empty axes."));
    }
    if result_shape.contains(&0) {
        // With nothing before the axis no index is looked at.
        if !t.shape()[..axis].contains(&0) {
            mode.check(&numbers, axis, size)?;
        }
        return Tensor::empty(&result_shape, t.dtype());
    }
    if t.ndim() == 1 {
        return take_line(&t, &numbers, mode, 0)?.reshaped(&result_shape, Order::C);
    }
    mode.check(&numbers, axis, size)?;
    let result = Tensor::empty(&result_shape, t.dtype())?;
    let stride = t.strides()[axis];
    let offsets: Vec<isize> = numbers.iter().map(|&i| mode.position(i, size as i64) as isize * stride).collect();
    // The blocks are the axes behind, gathered for many positions of the axes before at a time.
    let mut leading = Offsets::new(&t.shape()[..axis], &t.strides()[..axis]);
    let (shape, strides) = (&t.shape()[axis + 1..], &t.strides()[axis + 1..]);
    let count = leading.len();
    let rows = result.reshaped(&[count, numbers.len() * shape.iter().product::<usize>()], Order::C)?;
    let together = (TOGETHER / numbers.len()).max(1);
    let mut from: Vec<isize> = Vec::new();
    for first in (0..count).step_by(together) {
        from.clear();
        for start in leading.by_ref().take(together) {
            from.extend(offsets.iter().map(|offset| start + offset));
        }
        let part = rows.range(0, first, (first + together).min(count));
        Blocks { source: &t, offsets: &from, shape, strides }.gather(&part)?;
    }
    Ok(result)
}

/// `numpy.put`: the elements at the indices (in C order) become the values, which repeat if they are too few.
pub fn put(t: &Tensor, indices: &Tensor, values: &Tensor, mode: Mode) -> Result<Flags> {
    let numbers = positions_of(indices)?;
    let size = t.size();
    if size == 0 && !numbers.is_empty() {
        return Err(Error::index("cannot replace elements of an empty array"));
    }
    if numbers.is_empty() || values.is_empty() {
        return Ok(Flags::NONE);
    }
    mode.check(&numbers, 0, size)?;
    let (cast, flags) = as_values_of(t, values)?;
    let mut line = cast.ravel(Order::C)?;
    if line.size() < numbers.len().min(TOGETHER) {
        // Few values are written out as often as makes a chunk worth its call.
        let (n, most) = (line.size(), numbers.len().min(TOGETHER));
        let repeated: Vec<i64> = (0..n as i64).cycle().take(most.next_multiple_of(n)).collect();
        line = take_line(&line, &repeated, Mode::Raise, 0)?;
    }
    let place = |&i: &i64| flat_offset(t.shape(), t.strides(), mode.position(i, size as i64) as usize);
    let offsets: Vec<isize> = numbers.iter().map(place).collect();
    for chunk in offsets.chunks(line.size()) {
        Blocks::elements(t, chunk).scatter(&line.range(0, 0, chunk.len()), 1)?;
    }
    Ok(flags)
}

/// `numpy.compress`: the sub-arrays along an axis (the elements in C order without one) where the condition is true.
pub fn compress(condition: &Tensor, t: &Tensor, axis: Option<isize>) -> Result<Tensor> {
    if condition.ndim() != 1 {
        return Err(Error::value("condition must be a 1-d array"));
    }
    let mask = truth_mask(condition)?;
    let line = if axis.is_none() { Some(t.ravel(Order::C)?) } else { (t.ndim() == 1).then(|| t.clone()) };
    if let Some(line) = line.filter(|line| mask.size() <= line.size() && matches!(axis, None | Some(0 | -1))) {
        return get(&line.range(0, 0, mask.size()), &[IndexItem::Mask(mask)]);
    }
    let chosen = &nonzero_columns(&mask)?[0];
    take(t, chosen, axis, Mode::Raise)
}

/// `numpy.take_along_axis`: element `indices[i, j, …]` along the axis of the line at `(i, j, …)`.
pub fn take_along_axis(t: &Tensor, indices: &Tensor, axis: Option<isize>) -> Result<Tensor> {
    match axis {
        None => {
            flat_indices(indices)?;
            get(&t.ravel(Order::C)?, &[IndexItem::Array(indices.clone())])
        }
        Some(axis) => get(t, &index_along_axis(t, indices, axis)?),
    }
}

/// `numpy.put_along_axis`: the counterpart of [`take_along_axis`]. Without an axis `t` must be C-contiguous.
pub fn put_along_axis(t: &Tensor, indices: &Tensor, values: &Tensor, axis: Option<isize>) -> Result<Flags> {
    match axis {
        None => {
            flat_indices(indices)?;
            let numbers = integers(indices)?;
            Mode::Raise.check(&numbers, 0, t.size())?;
            let wanted = values.broadcast_to(indices.shape())?;
            put(t, indices, &wanted, Mode::Raise)
        }
        Some(axis) => set(t, &index_along_axis(t, indices, axis)?, values),
    }
}

fn flat_indices(indices: &Tensor) -> Result<()> {
    if indices.ndim() != 1 {
        return Err(Error::value("when axis=None, `indices` must have a single dimension."));
    }
    check_integer(indices)
}

fn check_integer(indices: &Tensor) -> Result<()> {
    if indices.dtype().kind.is_integer() { Ok(()) } else { Err(Error::index("`indices` must be an integer array")) }
}

/// The open mesh that leaves all axes but one as they are and picks `indices` along that one.
fn index_along_axis(t: &Tensor, indices: &Tensor, axis: isize) -> Result<Vec<IndexItem>> {
    let axis = shape::normalize_axis(axis, t.ndim())?;
    check_integer(indices)?;
    if t.ndim() != indices.ndim() {
        return Err(Error::value("`indices` and `arr` must have the same number of dimensions"));
    }
    let item = |k: usize| {
        if k == axis {
            return Ok(IndexItem::Array(indices.clone()));
        }
        let mut shape: Dims = smallvec::smallvec![1; t.ndim()];
        shape[k] = t.shape()[k];
        Tensor::generate::<i64>(&shape, |i| i as i64).map(IndexItem::Array)
    };
    (0..t.ndim()).map(item).collect()
}

/// Indices for take and put: bools count as 0 and 1; TypeError for anything but integers.
pub(super) fn positions_of(indices: &Tensor) -> Result<Cow<'_, [i64]>> {
    match indices.dtype().kind {
        Kind::Bool => {
            let values = indices.to_vec::<bool>().unwrap_or_default();
            Ok(Cow::Owned(values.into_iter().map(i64::from).collect()))
        }
        kind if kind.is_integer() => integers(indices),
        _ => Err(Error::type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
            indices.dtype().name()
        ))),
    }
}
