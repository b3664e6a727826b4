//! A view by integers, slices and new axes, put together item by item: the short way of the commonest indices.

use super::plan::slice_bounds;
use crate::tensor::shape::{Dims, Strides};
use crate::tensor::tensor::Tensor;

/// The view so far: the axes of `source` before `axis` are answered for. Each step gives `None` where the long way
/// ([`super::get`]) has something to say: an index out of bounds, too many indices, a step of 0.
pub struct BasicView<'a> {
    source: &'a Tensor,
    axis: usize,
    offset: isize,
    shape: Dims,
    strides: Strides,
}

impl<'a> BasicView<'a> {
    pub fn new(source: &'a Tensor) -> BasicView<'a> {
        BasicView { source, axis: 0, offset: source.offset(), shape: Dims::new(), strides: Strides::new() }
    }

    /// The next axis: its length and stride.
    fn next_axis(&mut self) -> Option<(usize, isize)> {
        let axis = self.axis;
        self.axis += 1;
        Some((*self.source.shape().get(axis)?, *self.source.strides().get(axis)?))
    }

    pub fn integer(&mut self, index: i64) -> Option<()> {
        let (len, stride) = self.next_axis()?;
        let at = if index < 0 { index.checked_add(len as i64)? } else { index };
        if at < 0 || at >= len as i64 {
            return None;
        }
        self.offset += at as isize * stride;
        Some(())
    }

    pub fn slice(&mut self, start: Option<isize>, stop: Option<isize>, step: Option<isize>) -> Option<()> {
        let (len, stride) = self.next_axis()?;
        let (first, step, count) = slice_bounds(start, stop, step, len).ok()?;
        // Views without elements have rules of their own about where they lie.
        if count == 0 {
            return None;
        }
        self.offset += first * stride;
        self.shape.push(count);
        self.strides.push(stride.wrapping_mul(step));
        Some(())
    }

    pub fn new_axis(&mut self) {
        self.shape.push(1);
        self.strides.push(0);
    }

    /// The view, with the axes that are left.
    pub fn finish(mut self) -> Option<Tensor> {
        self.shape.extend_from_slice(self.source.shape().get(self.axis..)?);
        self.strides.extend_from_slice(self.source.strides().get(self.axis..)?);
        let is_plain = self.shape.len() <= crate::tensor::shape::MAX_NDIM && !self.shape.contains(&0);
        is_plain.then(|| self.source.with_geometry(self.offset, self.shape, self.strides))
    }
}
