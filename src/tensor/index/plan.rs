//! Index items and an array → `Plan`: a view, or the view that is left when the advanced indices are taken out,
//! together with the offsets they select.

use super::super::error::{Error, Result};
use super::super::iterate::Offsets;
use super::super::shape::{Dims, MAX_NDIM, Strides, shape_text};
use super::super::storage::reserved;
use super::super::tensor::{Order, Tensor};
use super::gather::Blocks;
use super::nonzero::nonzero_columns;
use super::{integers, out_of_bounds};
use smallvec::SmallVec;
use std::borrow::Cow;

/// One item between the brackets.
#[derive(Clone)]
pub enum IndexItem {
    Int(isize),
    Slice {
        start: Option<isize>,
        stop: Option<isize>,
        step: Option<isize>,
    },
    NewAxis,
    Ellipsis,
    /// An array of integers; one with no axes is an `Int`.
    Array(Tensor),
    /// An array of bools, as long along each of its axes as the indexed array there.
    Mask(Tensor),
    /// A bool by itself, or a 0-d array of one.
    Bool(bool),
}

/// What an index comes to.
pub(super) enum Plan<'a> {
    View(Tensor),
    Fancy(Fancy<'a>),
}

/// An advanced index: a block of elements at each place that the index arrays name.
pub(super) struct Fancy<'a> {
    source: Tensor,
    /// Bytes from the source's first element to the first of the axes that are left.
    start: isize,
    /// The blocks' axes: those that slices and new axes leave.
    shape: Dims,
    strides: Strides,
    /// Shape of the index arrays, broadcast.
    index_shape: Dims,
    picked: Vec<Picked<'a>>,
    /// Where the index arrays' axes go among the blocks': their first one's place if they are next to each other, else 0.
    place: usize,
    /// Whether a result without blocks follows the layout of its (Fortran-ordered) index array.
    fortran: bool,
}

/// An advanced index before broadcasting: positions along one axis.
struct Picked<'a> {
    shape: Dims,
    indices: Cow<'a, [i64]>,
    axis: usize,
}

pub(super) fn plan<'a>(t: &Tensor, items: &'a [IndexItem]) -> Result<Plan<'a>> {
    let (is_fancy, ellipsis_axes) = survey(t, items)?;
    check_masks(t, items, ellipsis_axes)?;
    let mut shape = Dims::new();
    let mut strides = Strides::new();
    let mut offset = 0;
    let mut axis = 0;
    let mut picked: Vec<Picked<'a>> = Vec::new();
    let mut fortran = false;
    // Where the first advanced index stands, and whether a slice, `...` or new axis came after one.
    let (mut place, mut interrupted, mut separated) = (None, false, false);
    // `None`: the ellipsis that every index without one ends with.
    let implicit = (!items.iter().any(|i| matches!(i, IndexItem::Ellipsis))).then_some(None);
    for item in items.iter().map(Some).chain(implicit) {
        let counts_as_fancy = is_fancy && item.is_some_and(|item| !is_plain(item));
        if counts_as_fancy {
            separated |= interrupted;
            place.get_or_insert(shape.len());
        } else if place.is_some() {
            interrupted = true;
        }
        let Some(item) = item else {
            shape.extend_from_slice(&t.shape()[axis..]);
            strides.extend_from_slice(&t.strides()[axis..]);
            break;
        };
        match item {
            IndexItem::Int(position) => {
                offset += position_in(*position as i64, axis, t.shape()[axis])? as isize * t.strides()[axis];
                axis += 1;
            }
            IndexItem::Array(index) if index.ndim() == 0 => {
                let position = integers(index)?.first().copied().unwrap_or(0);
                offset += position_in(position, axis, t.shape()[axis])? as isize * t.strides()[axis];
                axis += 1;
            }
            IndexItem::Slice { start, stop, step } => {
                let (first, step, len) = slice_bounds(*start, *stop, *step, t.shape()[axis])?;
                // As in NumPy an empty slice stays where the axis starts and keeps its stride.
                let (first, step) = if len > 0 { (first, step) } else { (0, 1) };
                offset += first * t.strides()[axis];
                shape.push(len);
                strides.push(t.strides()[axis].wrapping_mul(step));
                axis += 1;
            }
            IndexItem::NewAxis => {
                shape.push(1);
                strides.push(0);
            }
            IndexItem::Ellipsis => {
                shape.extend_from_slice(&t.shape()[axis..axis + ellipsis_axes]);
                strides.extend_from_slice(&t.strides()[axis..axis + ellipsis_axes]);
                axis += ellipsis_axes;
            }
            IndexItem::Array(index) => {
                fortran = index.is_f_contiguous() && !index.is_c_contiguous();
                picked.push(Picked { shape: Dims::from_slice(index.shape()), indices: integers(index)?, axis });
                axis += 1;
            }
            IndexItem::Mask(mask) if mask.ndim() > 0 => {
                for column in nonzero_columns(mask)? {
                    let shape = Dims::from_slice(column.shape());
                    picked.push(Picked { shape, indices: Cow::Owned(column.to_vec().unwrap_or_default()), axis });
                    axis += 1;
                }
            }
            IndexItem::Mask(mask) => {
                let is_true = !nonzero_columns(&mask.with_leading_axes(1))?[0].is_empty();
                picked.push(picked_bool(is_true));
            }
            IndexItem::Bool(value) => picked.push(picked_bool(*value)),
        }
    }
    let picked_axes = picked.iter().map(|p| p.shape.len()).max().unwrap_or(0);
    if shape.len() + picked_axes > MAX_NDIM {
        return Err(Error::index(format!(
            "number of dimensions must be within [0, {MAX_NDIM}], indexing result would have {}",
            shape.len() + picked_axes
        )));
    }
    if !is_fancy {
        // An empty view may have been moved past the end; it touches nothing, so it stays where it was.
        let moved = if shape.contains(&0) || t.is_empty() { 0 } else { offset };
        return Ok(Plan::View(t.with_geometry(t.offset() + moved, shape, strides)));
    }
    let fortran = fortran && picked.len() == 1;
    let index_shape = broadcast_picked(&picked)?;
    let place = if separated { 0 } else { place.unwrap_or(0) };
    Ok(Plan::Fancy(Fancy { source: t.clone(), start: offset, shape, strides, index_shape, picked, place, fortran }))
}

/// Whether any item is an advanced index, and how many axes the (possibly implicit) ellipsis stands for.
fn survey(t: &Tensor, items: &[IndexItem]) -> Result<(bool, usize)> {
    let (mut used, mut ellipses, mut is_fancy) = (0, 0, false);
    for item in items {
        match item {
            IndexItem::Int(_) | IndexItem::Slice { .. } => used += 1,
            IndexItem::NewAxis => {}
            IndexItem::Ellipsis => ellipses += 1,
            IndexItem::Array(index) => {
                used += 1;
                is_fancy |= index.ndim() > 0;
            }
            IndexItem::Mask(mask) => {
                used += mask.ndim();
                is_fancy = true;
            }
            IndexItem::Bool(_) => is_fancy = true,
        }
    }
    if ellipses > 1 {
        return Err(Error::index("an index can only have a single ellipsis ('...')"));
    }
    let ndim = t.ndim();
    let left = ndim.checked_sub(used).ok_or_else(|| {
        Error::index(format!("too many indices for array: array is {ndim}-dimensional, but {used} were indexed"))
    })?;
    Ok((is_fancy, left))
}

/// Slices, new axes and `...`: what keeps advanced indices apart.
fn is_plain(item: &IndexItem) -> bool {
    matches!(item, IndexItem::Slice { .. } | IndexItem::NewAxis | IndexItem::Ellipsis)
}

/// A Python slice of an axis: its first position, step and length. ValueError for a step of 0.
#[inline]
pub fn slice_bounds(
    start: Option<isize>,
    stop: Option<isize>,
    step: Option<isize>,
    len: usize,
) -> Result<(isize, isize, usize)> {
    let step = step.unwrap_or(1);
    if step == 0 {
        return Err(Error::value("slice step cannot be zero"));
    }
    let (first, count) = slice_range(start, stop, step, len);
    Ok((first, step, count))
}

/// The first element of a slice and how many it has, for a step that is not 0.
#[inline]
pub(super) fn slice_range(start: Option<isize>, stop: Option<isize>, step: isize, len: usize) -> (isize, usize) {
    let n = len as isize;
    let (lowest, highest) = if step > 0 { (0, n) } else { (-1, n - 1) };
    let clip = |bound: isize| if bound < 0 { bound.saturating_add(n).max(lowest) } else { bound.min(highest) };
    let first = start.map_or(if step > 0 { lowest } else { highest }, clip);
    let last = stop.map_or(if step > 0 { highest } else { lowest }, clip);
    let distance = if step > 0 { last - first } else { first - last };
    let count = match (distance.max(0) as usize, step) {
        (0, _) => 0,
        // The commonest step takes no division.
        (distance, 1) => distance,
        (distance, _) => (distance - 1) / step.unsigned_abs() + 1,
    };
    (first, count)
}

fn position_in(index: i64, axis: usize, size: usize) -> Result<usize> {
    let position = if index < 0 { index.saturating_add(size as i64) } else { index };
    if position < 0 || position >= size as i64 {
        return Err(out_of_bounds(index, axis, size));
    }
    Ok(position as usize)
}

/// Masks are compared with the axes they index before anything else is looked at.
fn check_masks(t: &Tensor, items: &[IndexItem], ellipsis_axes: usize) -> Result<()> {
    let mut axis = 0;
    for item in items {
        axis += match item {
            IndexItem::NewAxis | IndexItem::Bool(_) => 0,
            IndexItem::Int(_) | IndexItem::Slice { .. } | IndexItem::Array(_) => 1,
            IndexItem::Ellipsis => ellipsis_axes,
            IndexItem::Mask(mask) => {
                check_mask(&t.shape()[axis..], mask, axis)?;
                mask.ndim()
            }
        };
    }
    Ok(())
}

/// Whether a mask is as long as the axes it indexes, the first of which is `axis`.
pub(super) fn check_mask(sizes: &[usize], mask: &Tensor, axis: usize) -> Result<()> {
    match sizes.iter().zip(mask.shape()).position(|(size, length)| size != length) {
        // An empty mask selects nothing, whatever the length.
        _ if mask.shape() == [0] => Ok(()),
        None => Ok(()),
        Some(k) => Err(Error::index(format!(
            "boolean index did not match indexed array along axis {}; size of axis is {} but size of corresponding \
             boolean axis is {}",
            axis + k,
            sizes[k],
            mask.shape()[k]
        ))),
    }
}

/// The axis of a bool, which has none.
const NO_AXIS: usize = usize::MAX;

/// A bool picks all or nothing along a new axis of length 1.
fn picked_bool(value: bool) -> Picked<'static> {
    let n = usize::from(value);
    Picked { shape: Dims::from_slice(&[n]), indices: Cow::Owned(vec![0; n]), axis: NO_AXIS }
}

/// The common shape of all index arrays.
fn broadcast_picked(picked: &[Picked]) -> Result<Dims> {
    let ndim = picked.iter().map(|p| p.shape.len()).max().unwrap_or(0);
    let mut shape: Dims = SmallVec::from_elem(1, ndim);
    for p in picked {
        for (out, &dim) in shape.iter_mut().rev().zip(p.shape.iter().rev()) {
            if dim != 1 && *out != 1 && *out != dim {
                let all: String = picked.iter().map(|p| shape_text(&p.shape) + " ").collect();
                let message =
                    format!("shape mismatch: indexing arrays could not be broadcast together with shapes {all}");
                return Err(Error::index(message));
            }
            if dim != 1 {
                *out = dim;
            }
        }
    }
    Ok(shape)
}

/// `start` plus the offsets of all index arrays at each place of their common shape. IndexError for one out of bounds.
fn block_offsets(picked: &[Picked], shape: &[usize], t: &Tensor, start: isize) -> Result<Vec<isize>> {
    let size = shape.iter().product();
    let mut sums = reserved(size)?;
    sums.resize(size, start);
    for p in picked.iter().filter(|p| p.axis != NO_AXIS) {
        let (n, stride) = (t.shape()[p.axis], t.strides()[p.axis]);
        let offset = |index: i64| Ok(position_in(index, p.axis, n)? as isize * stride);
        if p.shape.as_slice() == shape {
            for (sum, &index) in sums.iter_mut().zip(p.indices.iter()) {
                *sum += offset(index)?;
            }
            continue;
        }
        let offsets = p.indices.iter().map(|&index| offset(index)).collect::<Result<Vec<isize>>>();
        // Indices that broadcasting to nothing leaves unused may be anything.
        let offsets = if size == 0 { offsets.unwrap_or_default() } else { offsets? };
        add_broadcast(&mut sums, shape, &p.shape, &offsets)?;
    }
    Ok(sums)
}

/// Adds the terms, of shape `from`, to the sums, of a shape they broadcast to, row by row.
fn add_broadcast(sums: &mut [isize], shape: &[usize], from: &[usize], terms: &[isize]) -> Result<()> {
    let Some((&n, outer)) = shape.split_last().filter(|_| !sums.is_empty()) else { return Ok(()) };
    let mut steps: SmallVec<[isize; 4]> = SmallVec::from_elem(0, shape.len());
    let mut step = 1;
    for (steps, &dim) in steps.iter_mut().rev().zip(from.iter().rev()) {
        if dim != 1 {
            *steps = step;
        }
        step *= dim as isize;
    }
    let along_row = steps.pop() == Some(1);
    for (first, row) in Offsets::new(outer, &steps).zip(sums.chunks_exact_mut(n)) {
        let terms = &terms[first as usize..];
        if along_row {
            row.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
        } else {
            row.iter_mut().for_each(|sum| *sum += terms[0]);
        }
    }
    Ok(())
}

impl Fancy<'_> {
    /// The shape of the result.
    pub(super) fn shape(&self) -> Dims {
        let mut shape = self.shape.clone();
        shape.insert_many(self.place, self.index_shape.iter().copied());
        shape
    }

    /// Where the blocks start: bytes from the source's first element, in C order of the index arrays' shape.
    fn offsets(&self) -> Result<Vec<isize>> {
        block_offsets(&self.picked, &self.index_shape, &self.source, self.start)
    }

    fn blocks<'o>(&'o self, offsets: &'o [isize]) -> Blocks<'o> {
        Blocks { source: &self.source, offsets, shape: &self.shape, strides: &self.strides }
    }

    /// A copy of the selected blocks. It lies in memory with the index arrays' axes first, as NumPy's does.
    pub(super) fn get(&self) -> Result<Tensor> {
        let mut shape = self.index_shape.clone();
        shape.extend_from_slice(&self.shape);
        // First, because it says best what is too large.
        let result = Tensor::empty(&shape, self.source.dtype())?;
        let offsets = self.offsets()?;
        self.blocks(&offsets).gather(&result)?;
        if self.fortran && self.shape.is_empty() {
            return super::copied(&result, Order::F);
        }
        Ok(self.with_index_axes_in_place(&result))
    }

    /// Writes `value` (of the result's shape, the source's dtype, and apart from its memory) to the selected blocks, in
    /// the index arrays' order: of several values for one element the last one stays.
    pub(super) fn set(&self, value: &Tensor) -> Result<()> {
        let k = self.index_shape.len();
        let index_axes = self.place..self.place + k;
        let others = (0..self.place).chain(self.place + k..value.ndim());
        let value = value.select_axes(index_axes.chain(others).collect::<Dims>());
        self.blocks(&self.offsets()?).scatter(&value, k)
    }

    fn with_index_axes_in_place(&self, result: &Tensor) -> Tensor {
        let k = self.index_shape.len();
        if self.place == 0 {
            return result.clone();
        }
        let before = k..k + self.place;
        let after = k + self.place..result.ndim();
        result.select_axes(before.chain(0..k).chain(after).collect::<Dims>())
    }
}
