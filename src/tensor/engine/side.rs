//! One operand of a run: how its elements lie in the space of the run, and how blocks of them are loaded and stored.

use super::block::{self, Strided};
use super::space::Space;
use crate::tensor::shape::{Dims, Strides};
use crate::tensor::tensor::Tensor;

/// One operand in the space of the run.
#[derive(Clone)]
pub(super) struct Side {
    pub base: *mut u8,
    pub strides: Strides,
    pub width: usize,
    pub unit: usize,
    /// Native and aligned: usable where it lies, if the block is contiguous in it.
    pub usable: bool,
    /// How many elements of the space's last axes lie one after the other.
    pub run: usize,
    /// All of them.
    pub linear: bool,
    /// A single element, repeated.
    pub constant: bool,
    /// Every block of whole rows sees the same elements.
    pub repeats: bool,
    /// Every row sees the same elements as the row before it, as long as the slower axes don't move.
    pub row_repeats: bool,
}

impl Side {
    pub(super) fn new(t: &Tensor, space: &Space, k: usize) -> Side {
        let strides = space.strides[k].clone();
        let width = t.itemsize();
        let mut run = 1;
        for (&stride, &dim) in strides.iter().zip(&space.shape).rev() {
            if stride != (run * width) as isize {
                break;
            }
            run *= dim;
        }
        let outer = &strides[..strides.len() - 1];
        Side {
            base: t.as_ptr(),
            width,
            unit: block::swap_unit(t.dtype()),
            usable: t.dtype().is_native() && t.is_aligned(),
            run,
            linear: run == space.size,
            constant: strides.iter().all(|&s| s == 0),
            repeats: outer.iter().all(|&s| s == 0),
            row_repeats: outer.last() == Some(&0),
            strides,
        }
    }

    /// Whether it is used where it lies, block after block.
    pub(super) fn is_ready(&self) -> bool {
        self.usable && self.linear
    }

    pub(super) fn offset(&self, at: &[usize]) -> isize {
        at.iter().zip(&self.strides).map(|(&i, s)| i as isize * s).sum()
    }

    /// Whether the `n` elements from the space's element `start` lie one after the other, ready to use.
    pub(super) fn in_place(&self, start: usize, n: usize) -> bool {
        self.usable && (self.linear || (self.run >= n && start % self.run + n <= self.run))
    }

    /// Calls `part(element pointer, elements done, rows, elements of a row)` for the parts from `at` on: rows that are
    /// cut off, and groups of whole rows that lie [`Side::across`] bytes apart.
    fn parts(&self, space: &Space, at: &[usize], n: usize, mut part: impl FnMut(*mut u8, usize, usize, usize)) {
        let last = self.strides.len() - 1;
        let inner = space.shape[last];
        let mut at: Dims = at.into();
        let mut done = 0;
        while done < n {
            let first = self.base.wrapping_offset(self.offset(&at));
            let whole = if at[last] == 0 && last > 0 { (n - done) / inner } else { 0 };
            if whole > 0 {
                let rows = whole.min(space.shape[last - 1] - at[last - 1]);
                part(first, done, rows, inner);
                done += rows * inner;
                at[last - 1] += rows;
                carry(&mut at[..last], &space.shape[..last]);
            } else {
                let m = (inner - at[last]).min(n - done);
                part(first, done, 1, m);
                done += m;
                at[last] += m;
                carry(&mut at, &space.shape);
            }
        }
    }

    /// Bytes from one row to the next.
    fn across(&self) -> isize {
        self.strides.len().checked_sub(2).map_or(0, |k| self.strides[k])
    }

    fn stride(&self) -> isize {
        self.strides[self.strides.len() - 1]
    }

    /// # Safety
    /// `to` must have room for `n` elements; the space's positions must lie in the array.
    pub(super) unsafe fn load(&self, to: *mut u8, space: &Space, at: &[usize], n: usize) {
        let (stride, across, width) = (self.stride(), self.across(), self.width);
        self.parts(space, at, n, |first, done, rows, m| {
            // SAFETY: the caller's.
            unsafe { block::load_rows(to.add(done * width), Strided { first, stride }, (rows, across), m, width) };
        });
        // SAFETY: the caller's.
        unsafe { block::swap(to, n * width, self.unit) };
    }

    /// # Safety
    /// As [`Side::load`], with the roles exchanged.
    pub(super) unsafe fn store(&self, from: *mut u8, space: &Space, at: &[usize], n: usize) {
        let (stride, across, width) = (self.stride(), self.across(), self.width);
        self.parts(space, at, n, |first, done, rows, m| {
            for row in 0..rows {
                let place = Strided { first: first.wrapping_offset(row as isize * across), stride };
                // SAFETY: the caller's.
                unsafe { block::store(place, from.add((done + row * m) * width), m, width, self.unit) };
            }
        });
    }

    /// Stores element after element of `from` to the places whose mask byte is set.
    ///
    /// # Safety
    /// As [`Side::store`]; `from` holds as many elements as the mask has bytes set.
    pub(super) unsafe fn store_masked(&self, from: *mut u8, mask: &[u8], space: &Space, at: &[usize]) {
        let (stride, across, width) = (self.stride(), self.across(), self.width);
        let mut next = 0;
        self.parts(space, at, mask.len(), |first, done, rows, m| {
            for i in (0..rows * m).filter(|i| mask[done + i] != 0) {
                let offset = (i / m) as isize * across + (i % m) as isize * stride;
                let place = Strided { first: first.wrapping_offset(offset), stride: 0 };
                // SAFETY: the caller's.
                unsafe { block::store(place, from.add(next * width), 1, width, self.unit) };
                next += 1;
            }
        });
    }
}

/// Brings an index back into range after its last part has grown to its end.
pub(super) fn carry(at: &mut [usize], shape: &[usize]) {
    for k in (1..at.len()).rev() {
        if at[k] < shape[k] {
            return;
        }
        at[k] = 0;
        at[k - 1] += 1;
    }
}

/// The index of element `flat` of the space.
pub(super) fn position(flat: usize, shape: &[usize], at: &mut [usize]) {
    let mut rest = flat;
    for k in (0..at.len()).rev() {
        at[k] = rest % shape[k].max(1);
        rest /= shape[k].max(1);
    }
}
