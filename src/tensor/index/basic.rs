//! A view by integers, slices and new axes, put together item by item: the short way of the commonest indices.

use super::plan::slice_range;
use crate::tensor::shape::INLINE;
use crate::tensor::tensor::Tensor;

/// The view so far: the axes of `source` before `axis` are answered for. Each step gives `None` where the long way
/// ([`super::get`]) has something to say: an index out of bounds, too many indices, a step of 0; or too many axes.
pub struct BasicView<'a> {
    source: &'a Tensor,
    axis: usize,
    /// Bytes from the source's first element.
    offset: isize,
    shape: [usize; INLINE],
    strides: [isize; INLINE],
    len: usize,
    /// After an ellipsis even a single element is an array.
    ellipsis: bool,
}

/// The place of the element at an index for each of one or two axes, so many bytes from the first; `None` out of bounds and
/// for arrays of another number of axes.
#[inline]
pub fn element_place<const N: usize>(tensor: &Tensor, index: [i64; N]) -> Option<isize> {
    let (shape, strides) = (tensor.shape(), tensor.strides());
    if shape.len() != N || strides.len() != N {
        return None;
    }
    let mut offset = 0;
    for axis in 0..N {
        let len = shape[axis] as i64;
        let at = if index[axis] < 0 { index[axis].wrapping_add(len) } else { index[axis] };
        if at < 0 || at >= len {
            return None;
        }
        offset += at as isize * strides[axis];
    }
    Some(offset)
}

/// What an index of integers, slices and new axes finds.
pub enum Basic {
    /// A single element, so many bytes from the first.
    Element(isize),
    View(Tensor),
}

impl<'a> BasicView<'a> {
    #[inline]
    pub fn new(source: &'a Tensor) -> BasicView<'a> {
        let (shape, strides) = ([0; INLINE], [0; INLINE]);
        // An array with rules of its own has no axis here: every index takes the long way.
        let axis = if source.is_marked() { usize::MAX >> 1 } else { 0 };
        BasicView { source, axis, offset: 0, shape, strides, len: 0, ellipsis: false }
    }

    /// The next axis: its length and stride.
    #[inline]
    fn next_axis(&mut self) -> Option<(usize, isize)> {
        let axis = self.axis;
        self.axis += 1;
        Some((*self.source.shape().get(axis)?, *self.source.strides().get(axis)?))
    }

    #[inline]
    fn push(&mut self, len: usize, stride: isize) -> Option<()> {
        *self.shape.get_mut(self.len)? = len;
        *self.strides.get_mut(self.len)? = stride;
        self.len += 1;
        Some(())
    }

    #[inline]
    pub fn integer(&mut self, index: i64) -> Option<()> {
        let (len, stride) = self.next_axis()?;
        let at = if index < 0 { index.checked_add(len as i64)? } else { index };
        if at < 0 || at >= len as i64 {
            return None;
        }
        self.offset += at as isize * stride;
        Some(())
    }

    #[inline]
    pub fn slice(&mut self, start: Option<isize>, stop: Option<isize>, step: Option<isize>) -> Option<()> {
        let (len, stride) = self.next_axis()?;
        let step = step.unwrap_or(1);
        if step == 0 {
            return None;
        }
        let (first, count) = slice_range(start, stop, step, len);
        // Views without elements have rules of their own about where they lie.
        if count == 0 {
            return None;
        }
        self.offset += first * stride;
        self.push(count, stride.wrapping_mul(step))
    }

    pub fn new_axis(&mut self) -> Option<()> {
        self.push(1, 0)
    }

    /// `...`, after which `left` axes are still indexed.
    pub fn ellipsis(&mut self, left: usize) -> Option<()> {
        if std::mem::replace(&mut self.ellipsis, true) {
            return None;
        }
        let stop = self.source.ndim().checked_sub(left).filter(|stop| *stop >= self.axis)?;
        while self.axis < stop {
            let (len, stride) = self.next_axis()?;
            self.push(len, stride)?;
        }
        Some(())
    }

    /// What was found, with the axes that are left.
    #[inline]
    pub fn finish(mut self) -> Option<Basic> {
        if self.axis > self.source.ndim() || self.source.is_empty() {
            return None;
        }
        while self.axis < self.source.ndim() {
            let (len, stride) = self.next_axis()?;
            self.push(len, stride)?;
        }
        if self.len == 0 {
            return (!self.ellipsis).then_some(Basic::Element(self.offset));
        }
        let offset = self.source.offset() + self.offset;
        Some(Basic::View(self.source.with_inline_geometry(offset, self.shape, self.strides, self.len)))
    }
}
