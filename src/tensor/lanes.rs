//! Typed, bounds-checked access to the elements of a tensor: lanes (strided runs) to read from, fresh tensors to write
//! into. With the storage itself the only place where reductions, scans, sorting and linear algebra touch raw memory.

use super::element::Element;
use super::error::{Error, Result};
use super::object::ItemRef;
use super::shape::{Dims, Strides};
use super::wide::wide;
use super::{DType, Order, Shared, Tensor, shape};
use crate::pool;
use std::marker::PhantomData;

/// A native, aligned tensor seen as elements of type `T`, from which lanes are cut.
#[derive(Clone, Copy)]
pub struct View<'a, T> {
    /// Element (0, …, 0).
    base: *const u8,
    /// The bytes that lanes may touch, relative to `base`.
    low: isize,
    high: isize,
    tensor: PhantomData<(&'a Tensor, T)>,
}

// SAFETY: a view only reads plain numbers; nothing writes to the tensor while a kernel runs over it.
unsafe impl<T: Element> Send for View<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Element> Sync for View<'_, T> {}

/// `len` elements, `stride` bytes apart.
#[derive(Clone, Copy)]
pub struct Lane<'a, T> {
    first: *const u8,
    len: usize,
    stride: isize,
    tensor: PhantomData<(&'a Tensor, T)>,
}

// SAFETY: as for `View`.
unsafe impl<T: Element> Send for Lane<'_, T> {}
// SAFETY: as for `View`.
unsafe impl<T: Element> Sync for Lane<'_, T> {}

impl<'a, T: Element> View<'a, T> {
    /// `None` where the tensor's elements are not native, aligned `T`.
    pub fn new(tensor: &'a Tensor) -> Option<View<'a, T>> {
        let same = tensor.dtype().itemsize() == size_of::<T>() && tensor.dtype().is_native();
        let kin = tensor.dtype() == T::DTYPE || (T::DTYPE == DType::INT64 && is_time(tensor.dtype()));
        if !same || !kin || !tensor.is_aligned() {
            return None;
        }
        let (low, high) = tensor.byte_bounds();
        let (low, high) = (low - tensor.offset(), high - tensor.offset());
        Some(View { base: tensor.as_ptr(), low, high, tensor: PhantomData })
    }

    /// The elements at `offset`, `offset + stride` … bytes from element (0, …, 0). They must lie inside the tensor.
    #[inline(always)]
    pub fn lane(&self, offset: isize, len: usize, stride: isize) -> Lane<'a, T> {
        if len > 0 {
            let last = offset + (len as isize - 1) * stride;
            let (from, to) = if stride < 0 { (last, offset) } else { (offset, last) };
            assert!(from >= self.low && to + size_of::<T>() as isize <= self.high, "lane outside its tensor");
            debug_assert!((self.base as isize + offset) % align_of::<T>() as isize == 0);
        }
        Lane { first: self.base.wrapping_offset(offset), len, stride, tensor: PhantomData }
    }
}

impl<'a, T: Element> View<'a, T> {
    /// `count` rows of `width` neighbouring elements, `stride` bytes from one to the next; the first one at `offset`. `None`
    /// where rows are not whole elements apart, or there are none.
    pub fn rows(&self, offset: isize, width: usize, count: usize, stride: isize) -> Option<Rows<'a, T>> {
        let size = size_of::<T>() as isize;
        // What lies between rows is not looked at, but must be fit for a slice of T.
        if count == 0 || width == 0 || stride % size != 0 || T::DTYPE == DType::BOOL && stride != width as isize {
            return None;
        }
        let way = (count as isize - 1) * stride;
        let (low, high) = (offset + way.min(0), offset + way.max(0));
        let all = self.lane(low, ((high - low) / size) as usize + width, size).as_slice()?;
        let first = if way < 0 { (-way / size) as usize } else { 0 };
        Some(Rows { all, first, step: stride / size, len: count, width })
    }
}

/// Equally distant runs of neighbouring elements.
#[derive(Clone, Copy)]
pub struct Rows<'a, T> {
    all: &'a [T],
    /// Where row 0 starts in `all`, and how far away the next row starts.
    first: usize,
    step: isize,
    len: usize,
    width: usize,
}

impl<'a, T: Element> Rows<'a, T> {
    /// Rows of `width > 0` elements, one after the other.
    pub fn packed(all: &'a [T], width: usize) -> Rows<'a, T> {
        Rows { all, first: 0, step: width as isize, len: all.len() / width, width }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    pub fn row(&self, i: usize) -> &'a [T] {
        let start = self.first.wrapping_add_signed(i as isize * self.step);
        &self.all[start..start + self.width]
    }

    /// The rows `from..from + len`.
    pub fn part(&self, from: usize, len: usize) -> Rows<'a, T> {
        assert!(from + len <= self.len, "part outside its rows");
        Rows { first: self.first.wrapping_add_signed(from as isize * self.step), len, ..*self }
    }
}

/// datetime64 and timedelta64 are read as their 64-bit ticks.
fn is_time(dtype: DType) -> bool {
    matches!(dtype.kind, super::Kind::DateTime { .. } | super::Kind::TimeDelta { .. })
}

impl<'a, T: Element> Lane<'a, T> {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The elements where they lie one after the other.
    #[inline(always)]
    pub fn as_slice(&self) -> Option<&'a [T]> {
        if self.len == 0 {
            return Some(&[]);
        }
        if self.stride != size_of::<T>() as isize && self.len > 1 {
            return None;
        }
        // SAFETY: `View::lane` checked that all `len` elements lie inside the tensor, which is aligned and native.
        Some(unsafe { std::slice::from_raw_parts(self.first.cast::<T>(), self.len) })
    }

    /// The elements `from..from + len` of this lane.
    #[inline(always)]
    pub fn part(&self, from: usize, len: usize) -> Lane<'a, T> {
        assert!(from + len <= self.len, "part outside its lane");
        Lane { first: self.first.wrapping_offset(from as isize * self.stride), len, ..*self }
    }

    /// Copies the first `into.len()` elements.
    #[inline(always)]
    pub fn gather(&self, into: &mut [T]) {
        assert!(into.len() <= self.len, "gather past the end of a lane");
        if let Some(slice) = self.as_slice() {
            into.copy_from_slice(&slice[..into.len()]);
            return;
        }
        let mut at = self.first;
        for value in into {
            // SAFETY: at most `len` elements of the lane are read, all inside the tensor.
            *value = unsafe { at.cast::<T>().read() };
            at = at.wrapping_offset(self.stride);
        }
    }

    #[inline(always)]
    pub fn get(&self, i: usize) -> T {
        assert!(i < self.len, "index outside its lane");
        // SAFETY: just checked.
        unsafe { self.first.wrapping_offset(i as isize * self.stride).cast::<T>().read() }
    }
}

/// The elements of a new tensor, to be filled. The tensor must not be shared yet.
fn elements_mut<T: Element>(tensor: &mut Tensor) -> &mut [T] {
    debug_assert_eq!(tensor.dtype().itemsize(), size_of::<T>());
    let len = tensor.storage().len() / size_of::<T>();
    // SAFETY: the block was allocated by `fresh` or `overwritten` for `len` elements of T and has one owner; it is zeroed, or
    // only written to.
    unsafe { std::slice::from_raw_parts_mut(tensor.storage().as_ptr().cast::<T>(), len) }
}

/// A new C-ordered tensor of `T` whose elements `fill` writes; they start as zeros.
pub fn fresh<T: Element>(shape: &[usize], fill: impl FnOnce(&mut [T])) -> Result<Tensor> {
    fresh_as(shape, T::DTYPE, fill)
}

/// As [`fresh`], for a dtype stored as `T` (ticks of time as int64).
pub fn fresh_as<T: Element>(shape: &[usize], dtype: DType, fill: impl FnOnce(&mut [T])) -> Result<Tensor> {
    let mut tensor = Tensor::zeros(shape, dtype)?;
    fill(elements_mut(&mut tensor));
    Ok(tensor)
}

/// As [`fresh`] for a `fill` that writes every element and reads none: they start as whatever the memory held.
pub fn overwritten<T: Element>(shape: &[usize], fill: impl FnOnce(&mut [T])) -> Result<Tensor> {
    let mut tensor = Tensor::empty(shape, T::DTYPE)?;
    fill(elements_mut(&mut tensor));
    Ok(tensor)
}

/// Elements from which two threads fill an array.
const PARALLEL: usize = 1 << 16;

/// A new tensor with `element(i)` as its i-th element in C order. KeyboardInterrupt.
pub fn by_index<T: Element>(shape: &[usize], element: impl Fn(usize) -> T + Sync) -> Result<Tensor> {
    fn fill<T: Element>(first: usize, out: &mut [T], element: &(impl Fn(usize) -> T + Sync)) {
        if out.len() > PARALLEL {
            let (left, right) = out.split_at_mut(out.len() / 2);
            let middle = first + left.len();
            pool::join(|| fill(first, left, element), || fill(middle, right, element));
            return;
        }
        if pool::interrupted() {
            return;
        }
        wide(
            #[inline(always)]
            || out.iter_mut().enumerate().for_each(|(i, x)| *x = element(first + i)),
        );
    }
    let result = overwritten(shape, |out| fill(0, out, &element))?;
    check_interrupt().map(|()| result)
}

/// As [`fresh`] for work that can fail.
pub fn try_fresh<T: Element>(shape: &[usize], fill: impl FnOnce(&mut [T]) -> Result<()>) -> Result<Tensor> {
    let mut tensor = Tensor::zeros(shape, T::DTYPE)?;
    fill(elements_mut(&mut tensor))?;
    Ok(tensor)
}

/// A new tensor whose memory runs along its axes with the given strides (in elements), filled in memory order.
pub fn fresh_strided<T: Element>(
    shape: &[usize],
    steps: &[usize],
    dtype: DType,
    fill: impl FnOnce(&mut [T]),
) -> Result<Tensor> {
    let flat = fresh_as(&[shape.iter().product()], dtype, fill)?;
    let strides: Strides = steps.iter().map(|&s| (s * size_of::<T>()) as isize).collect();
    Ok(flat.with_geometry(0, Dims::from_slice(shape), strides))
}

/// A C-contiguous copy of `tensor` with the axis `axis` moved to the end, as elements of `T`.
pub fn lanes_last<T: Element>(tensor: &Tensor, axis: usize) -> Result<Tensor> {
    let moved = moved_last(tensor, axis);
    copy_of::<T>(&moved)
}

/// A view with the axis `axis` moved to the end.
pub fn moved_last(tensor: &Tensor, axis: usize) -> Tensor {
    let (mut shape, mut strides) = (Dims::from_slice(tensor.shape()), Strides::from_slice(tensor.strides()));
    let (n, s) = (shape.remove(axis), strides.remove(axis));
    shape.push(n);
    strides.push(s);
    tensor.with_geometry(tensor.offset(), shape, strides)
}

/// A view with the last axis moved to `axis`.
pub fn moved_back(tensor: &Tensor, axis: usize) -> Tensor {
    let (mut shape, mut strides) = (Dims::from_slice(tensor.shape()), Strides::from_slice(tensor.strides()));
    if let (Some(n), Some(s)) = (shape.pop(), strides.pop()) {
        shape.insert(axis, n);
        strides.insert(axis, s);
    }
    tensor.with_geometry(tensor.offset(), shape, strides)
}

/// A C-contiguous copy as elements of `T` (native, aligned `T` only: see [`View::new`]).
pub fn copy_of<T: Element>(tensor: &Tensor) -> Result<Tensor> {
    let view = View::<T>::new(tensor).ok_or_else(|| Error::type_error("unsupported element type"))?;
    fresh_as(tensor.shape(), tensor.dtype(), |out| {
        if tensor.is_c_contiguous() {
            view.lane(0, out.len(), size_of::<T>() as isize).gather(out);
            return;
        }
        let (n, step) = (tensor.shape().last().copied().unwrap_or(1), tensor.strides().last().copied().unwrap_or(0));
        if n == 0 {
            return;
        }
        let outer = tensor.ndim().saturating_sub(1);
        let offsets = Offsets::new(&tensor.shape()[..outer], &tensor.strides()[..outer]);
        for (row, offset) in out.chunks_exact_mut(n).zip(offsets) {
            view.lane(offset, n, step).gather(row);
        }
    })
}

/// A native, aligned, C-contiguous tensor of `dtype` with the values of `tensor`; itself where it is that already.
pub fn contiguous(tensor: &Tensor, dtype: DType) -> Result<Tensor> {
    if tensor.dtype() == dtype && dtype.is_native() && tensor.is_c_contiguous() && tensor.is_aligned() {
        return Ok(tensor.clone());
    }
    if tensor.dtype() == dtype && dtype.is_native() && tensor.is_aligned() {
        let copied = crate::dispatch!(all, dtype.kind, T => Some(copy_of::<T>(tensor)), else None);
        if let Some(copy) = copied {
            return copy;
        }
    }
    Ok(super::cast::cast(tensor, dtype, Order::C)?.0)
}

/// The tensor as native, aligned elements of `dtype` in any layout; itself where it is that already.
pub fn native(tensor: &Tensor, dtype: DType) -> Result<Tensor> {
    if tensor.dtype() == dtype && dtype.is_native() && tensor.is_aligned() {
        return Ok(tensor.clone());
    }
    Ok(super::cast::cast(tensor, dtype, Order::K)?.0)
}

/// Byte offsets of all positions along some axes, in C order.
pub struct Offsets<'a> {
    shape: &'a [usize],
    strides: &'a [isize],
    index: Dims,
    offset: isize,
    left: usize,
}

impl<'a> Offsets<'a> {
    pub fn new(shape: &'a [usize], strides: &'a [isize]) -> Offsets<'a> {
        let left = shape::checked_size(shape).unwrap_or(0);
        Offsets { shape, strides, index: Dims::from_elem(0, shape.len()), offset: 0, left }
    }
}

impl Iterator for Offsets<'_> {
    type Item = isize;

    #[inline]
    fn next(&mut self) -> Option<isize> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let current = self.offset;
        for axis in (0..self.shape.len()).rev() {
            self.index[axis] += 1;
            self.offset += self.strides[axis];
            if self.index[axis] < self.shape[axis] {
                break;
            }
            self.offset -= self.strides[axis] * self.shape[axis] as isize;
            self.index[axis] = 0;
        }
        Some(current)
    }
}

/// The error for Ctrl-C, where it was pressed.
pub fn check_interrupt() -> Result<()> {
    if pool::interrupted() { Err(Error::interrupt()) } else { Ok(()) }
}

/// The elements of an object array in C order, each a new reference.
pub fn objects(tensor: &Tensor) -> Result<Vec<ItemRef>> {
    if !tensor.dtype().kind.is_reference() {
        return Err(Error::type_error("expected an object array"));
    }
    let offsets = Offsets::new(tensor.shape(), tensor.strides());
    // SAFETY: the offsets of a tensor's positions lie in its storage, and an object block is full of valid references.
    Ok(offsets.map(|at| unsafe { (*tensor.as_ptr().wrapping_offset(at).cast::<ItemRef>()).clone() }).collect())
}

/// An object array of `shape` with these elements in C order.
pub fn object_tensor(shape: &[usize], items: &[ItemRef]) -> Result<Tensor> {
    references(shape, items, DType::OBJECT)
}

/// As [`object_tensor`], of any dtype whose elements are references.
pub fn references(shape: &[usize], items: &[ItemRef], dtype: DType) -> Result<Tensor> {
    let Some(first) = items.first().filter(|_| shape::checked_size(shape) == Some(items.len())) else {
        return Tensor::zeros(shape, dtype);
    };
    let storage = Shared::objects(items.len(), first)?;
    let places = storage.as_ptr().cast::<ItemRef>();
    for (i, item) in items.iter().enumerate() {
        // SAFETY: the block holds items.len() valid references; assigning drops the old one.
        unsafe { *places.add(i) = item.clone() };
    }
    let strides = shape::c_strides(shape, size_of::<ItemRef>());
    Tensor::from_parts(storage, 0, Dims::from_slice(shape), strides, dtype)
}

/// The bytes of one element, at a byte offset from element (0, …, 0).
#[inline]
pub fn bytes_at(tensor: &Tensor, offset: isize) -> &[u8] {
    let (low, high) = tensor.byte_bounds();
    let (at, size) = (tensor.offset() + offset, tensor.dtype().itemsize());
    assert!(at >= low && at + size as isize <= high, "element outside its tensor");
    // SAFETY: just checked to lie inside the elements of the tensor, which lie in its storage.
    unsafe { std::slice::from_raw_parts(tensor.as_ptr().wrapping_offset(offset), size) }
}

/// A C-ordered tensor of `shape` whose elements are those of `source` at the given byte offsets.
pub fn take_bytes(source: &Tensor, shape: &[usize], offsets: &[isize]) -> Result<Tensor> {
    if source.dtype().kind.is_reference() {
        // SAFETY: as in `objects`; `bytes_at` checks the bounds.
        let item = |&at: &isize| unsafe { (*bytes_at(source, at).as_ptr().cast::<ItemRef>()).clone() };
        return references(shape, &offsets.iter().map(item).collect::<Vec<_>>(), source.dtype());
    }
    let size = source.dtype().itemsize();
    let taken = Tensor::zeros(shape, source.dtype())?;
    if size == 0 {
        return Ok(taken);
    }
    // SAFETY: a new block of bytes with one owner; every byte is initialised.
    let all = unsafe { std::slice::from_raw_parts_mut(taken.storage().as_ptr(), taken.storage().len()) };
    for (into, &at) in all.chunks_exact_mut(size).zip(offsets) {
        into.copy_from_slice(bytes_at(source, at));
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_read_what_the_strides_say() {
        let t = Tensor::from_slice(&[2, 3], &[1i64, 2, 3, 4, 5, 6]).unwrap();
        let view = View::<i64>::new(&t).unwrap();
        let mut column = [0; 2];
        view.lane(8, 2, 24).gather(&mut column);
        assert_eq!(column, [2, 5]);
        assert_eq!(view.lane(40, 6, -8).get(5), 1);
        let moved = lanes_last::<i64>(&t, 0).unwrap();
        assert_eq!(moved.as_slice::<i64>().unwrap(), [1, 4, 2, 5, 3, 6]);
        assert_eq!(Offsets::new(&[2, 2], &[10, 1]).collect::<Vec<_>>(), [0, 1, 10, 11]);
    }

    #[test]
    #[should_panic]
    fn a_lane_outside_is_refused() {
        let t = Tensor::vector(&[1.0f64, 2.0]).unwrap();
        View::<f64>::new(&t).unwrap().lane(8, 2, 8);
    }
}
