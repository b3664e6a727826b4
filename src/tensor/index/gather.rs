//! Blocks of elements at many offsets, or elements at many positions of a line → one array of them, and back.

use super::super::copy::{BlockCopy, Place, by_width};
use super::super::error::{Error, Result};
use super::super::iterate::Offsets;
use super::super::shape::c_strides;
use super::super::tensor::Tensor;
use super::take::Mode;
use crate::pool;

/// Bytes from which gathering is shared between threads, and blocks between two looks at the interrupt flag.
const PARALLEL_BYTES: usize = 1 << 20;
const CHUNK: usize = 1 << 16;

/// Equal blocks of one array, each starting some bytes after its first element. All of them lie inside its storage.
pub(super) struct Blocks<'a> {
    pub source: &'a Tensor,
    pub offsets: &'a [isize],
    pub shape: &'a [usize],
    pub strides: &'a [isize],
}

impl<'a> Blocks<'a> {
    /// Single elements.
    pub fn elements(source: &'a Tensor, offsets: &'a [isize]) -> Blocks<'a> {
        Blocks { source, offsets, shape: &[], strides: &[] }
    }

    /// Copies block after block into `dst`, a new C-contiguous array of their number times their size.
    pub fn gather(&self, dst: &Tensor) -> Result<()> {
        let (source, size) = (self.source, self.shape.iter().product::<usize>());
        let itemsize = source.itemsize();
        if size == 0 || self.offsets.is_empty() || itemsize == 0 {
            return Ok(());
        }
        debug_assert_eq!(dst.size(), self.offsets.len() * size);
        let packed = c_strides(self.shape, itemsize);
        let block = BlockCopy::new(self.shape, &packed, self.strides, source.dtype());
        let bytes = size * itemsize;
        let (to, from) = (Place(dst.as_ptr()), Place(source.as_ptr()));
        let threads = pool::threads();
        let parallel = block.is_sendable() && threads > 1 && bytes * self.offsets.len() >= PARALLEL_BYTES;
        if !parallel {
            return gather_chunks(self.offsets, &block, bytes, to, from);
        }
        let parts = (4 * threads).min(self.offsets.len());
        pool::for_each(parts, |i| {
            let (to, from) = (to, from);
            let n = self.offsets.len();
            let (first, last) = (n * i / parts, n * (i + 1) / parts);
            let to = Place(to.0.wrapping_add(first * bytes));
            // The only error is an interrupt, which is reported once below.
            let _ = gather_chunks(&self.offsets[first..last], &block, bytes, to, from);
        });
        if pool::interrupted() { Err(Error::interrupt()) } else { Ok(()) }
    }

    /// Copies the blocks of `src`, whose first `index_axes` axes count them in C order, to their places, one after the
    /// other.
    pub fn scatter(&self, src: &Tensor, index_axes: usize) -> Result<()> {
        let target = self.source;
        if self.shape.contains(&0) || self.offsets.is_empty() || target.itemsize() == 0 {
            return Ok(());
        }
        let (index_shape, index_strides) = (&src.shape()[..index_axes], &src.strides()[..index_axes]);
        let block = BlockCopy::new(self.shape, self.strides, &src.strides()[index_axes..], target.dtype());
        let (to, from) = (target.as_ptr(), src.as_ptr());
        let sources = Offsets::new(index_shape, index_strides);
        if let Some(itemsize) = block.single_element() {
            let step = match (index_strides.iter().all(|&s| s == 0), index_axes) {
                (true, _) => Some(0),
                (_, 1) => Some(index_strides[0]),
                _ => None,
            };
            if let Some(step) = step {
                return by_width!(itemsize, T => scatter_elements::<T>(self.offsets, to, from, step),
                    else scatter_blocks(self.offsets, sources, &block, to, from));
            }
        }
        scatter_blocks(self.offsets, sources, &block, to, from)
    }
}

fn gather_chunks(offsets: &[isize], block: &BlockCopy, bytes: usize, to: Place, from: Place) -> Result<()> {
    for (k, chunk) in offsets.chunks(CHUNK).enumerate() {
        if pool::interrupted() {
            return Err(Error::interrupt());
        }
        let to = to.0.wrapping_add(k * CHUNK * bytes);
        match block.single_element() {
            Some(itemsize) => by_width!(itemsize, T => gather_elements::<T>(chunk, to, from.0),
                else gather_blocks(chunk, block, bytes, to, from.0)?),
            None => gather_blocks(chunk, block, bytes, to, from.0)?,
        }
    }
    Ok(())
}

fn gather_elements<T: Copy>(offsets: &[isize], to: *mut u8, from: *const u8) {
    let to = to.cast::<T>();
    for (i, &offset) in offsets.iter().enumerate() {
        // SAFETY: `Blocks` lie inside their storage, and the target holds one element for each offset.
        unsafe { to.add(i).write_unaligned(from.wrapping_offset(offset).cast::<T>().read_unaligned()) };
    }
}

fn gather_blocks(offsets: &[isize], block: &BlockCopy, bytes: usize, to: *mut u8, from: *mut u8) -> Result<()> {
    for (i, &offset) in offsets.iter().enumerate() {
        // SAFETY: as in `gather_elements`.
        unsafe { block.copy(to.wrapping_add(i * bytes), from.wrapping_offset(offset))? };
    }
    Ok(())
}

fn scatter_elements<T: Copy>(offsets: &[isize], to: *mut u8, from: *const u8, step: isize) -> Result<()> {
    for (k, chunk) in offsets.chunks(CHUNK).enumerate() {
        if pool::interrupted() {
            return Err(Error::interrupt());
        }
        let mut from = from.wrapping_offset((k * CHUNK) as isize * step);
        for &offset in chunk {
            // SAFETY: `Blocks` lie inside their storage, and the source has an element for each offset.
            unsafe { to.wrapping_offset(offset).cast::<T>().write_unaligned(from.cast::<T>().read_unaligned()) };
            from = from.wrapping_offset(step);
        }
    }
    Ok(())
}

fn scatter_blocks(offsets: &[isize], sources: Offsets, block: &BlockCopy, to: *mut u8, from: *mut u8) -> Result<()> {
    for (i, (&offset, source)) in offsets.iter().zip(sources).enumerate() {
        if i % CHUNK == 0 && pool::interrupted() {
            return Err(Error::interrupt());
        }
        // SAFETY: as in `scatter_elements`.
        unsafe { block.copy(to.wrapping_offset(offset), from.wrapping_offset(source))? };
    }
    Ok(())
}

/// The elements of a one-dimensional array at the indices. `axis` is what an IndexError calls the axis.
pub(super) fn take_line(t: &Tensor, indices: &[i64], mode: Mode, axis: usize) -> Result<Tensor> {
    let (size, stride) = (t.shape()[0], t.strides()[0]);
    mode.check(indices, axis, size)?;
    let result = Tensor::empty(&[indices.len()], t.dtype())?;
    if indices.is_empty() {
        return Ok(result);
    }
    let n = size as i64;
    let block = BlockCopy::new(&[], &[], &[], t.dtype());
    let Some(itemsize @ (1 | 2 | 4 | 8 | 16)) = block.single_element() else {
        let offsets: Vec<isize> = indices.iter().map(|&i| mode.position(i, n) as isize * stride).collect();
        Blocks::elements(t, &offsets).gather(&result)?;
        return Ok(result);
    };
    let (to, from) = (Place(result.as_ptr()), Place(t.as_ptr()));
    let threads = pool::threads();
    let parallel = threads > 1 && result.nbytes() >= PARALLEL_BYTES;
    let parts = if parallel { 4 * threads } else { 1 };
    let job = |part: usize| {
        let (to, from) = (to, from);
        let (first, last) = (indices.len() * part / parts, indices.len() * (part + 1) / parts);
        let to = to.0.wrapping_add(first * itemsize);
        let indices = &indices[first..last];
        by_width!(itemsize, T => match mode {
            Mode::Raise => line::<T>(indices, to, from.0, stride, |i| Mode::Raise.position(i, n)),
            Mode::Wrap => line::<T>(indices, to, from.0, stride, |i| Mode::Wrap.position(i, n)),
            Mode::Clip => line::<T>(indices, to, from.0, stride, |i| Mode::Clip.position(i, n)),
        }, else ());
    };
    if parallel {
        pool::for_each(parts, job);
    } else {
        job(0);
    }
    if pool::interrupted() { Err(Error::interrupt()) } else { Ok(result) }
}

fn line<T: Copy>(indices: &[i64], to: *mut u8, from: *const u8, stride: isize, position: impl Fn(i64) -> i64) {
    let to = to.cast::<T>();
    for (k, chunk) in indices.chunks(CHUNK).enumerate() {
        if pool::interrupted() {
            return;
        }
        let to = to.wrapping_add(k * CHUNK);
        for (i, &index) in chunk.iter().enumerate() {
            let from = from.wrapping_offset(position(index) as isize * stride);
            // SAFETY: the indices were checked, so the position is inside the axis; the target has a place for each.
            unsafe { to.add(i).write_unaligned(from.cast::<T>().read_unaligned()) };
        }
    }
}
