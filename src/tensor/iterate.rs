//! Shapes and strides → the byte offsets of elements, in C order or in the order of memory, with the inner loop split
//! off. Offsets only: nothing here touches memory.

use super::error::{Error, Result};
use super::shape::{Dims, Strides};
use crate::pool;
use smallvec::SmallVec;

/// Longest run handed to a loop body at once, so that an interrupt is seen soon.
const LONGEST_RUN: usize = 1 << 20;

/// `N` operands of one (already broadcast) shape walked together: axes of length 1 dropped, axes that lie one after
/// the other in every operand joined, the innermost one left to the caller's loop.
#[derive(Clone, Debug)]
pub struct Walk<const N: usize> {
    /// Bytes from each operand's first element to where the walk starts.
    pub start: [isize; N],
    /// Outer axes, slowest first, with each operand's stride along them.
    pub outer: SmallVec<[Axis<N>; 4]>,
    /// The innermost axis. Its length is 0 for an empty shape and 1 for a single element.
    pub inner: Axis<N>,
}

/// One axis of a [`Walk`]: its length and each operand's bytes from one element to the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axis<const N: usize> {
    pub len: usize,
    pub strides: [isize; N],
}

/// The offsets of the elements in C order: for few elements, where making a [`Walk`] would cost more than walking.
#[inline(always)]
pub fn each_offset(shape: &[usize], strides: &[isize], mut visit: impl FnMut(isize)) {
    let (Some((&count, outer)), Some((&step, outer_strides))) = (shape.split_last(), strides.split_last()) else {
        return visit(0);
    };
    if shape.contains(&0) {
        return;
    }
    let mut index = Dims::from_elem(0, outer.len());
    let mut offset = 0isize;
    loop {
        for i in 0..count {
            visit(offset + i as isize * step);
        }
        // To the next row: the last axis that is not at its end moves on, those after it start again.
        let mut axis = outer.len();
        loop {
            let Some(next) = axis.checked_sub(1) else { return };
            axis = next;
            index[axis] += 1;
            offset += outer_strides[axis];
            if index[axis] < outer[axis] {
                break;
            }
            offset -= outer_strides[axis] * outer[axis] as isize;
            index[axis] = 0;
        }
    }
}

impl<const N: usize> Walk<N> {
    /// Visits the elements in C order.
    pub fn c_order(shape: &[usize], strides: [&[isize]; N]) -> Walk<N> {
        Walk::build([0; N], axes_of(shape, strides))
    }

    /// Visits the elements in the order in which the first operand lies in memory, ascending; where it has no opinion
    /// (stride 0) the next operand decides. For loops in which the order doesn't matter.
    pub fn by_layout(shape: &[usize], strides: [&[isize]; N]) -> Walk<N> {
        let mut axes = axes_of(shape, strides);
        let mut start = [0; N];
        for axis in &mut axes {
            let leader = axis.strides.iter().find(|&&s| s != 0);
            if leader.is_some_and(|&s| s < 0) {
                for (start, stride) in start.iter_mut().zip(&mut axis.strides) {
                    *start += (axis.len as isize - 1) * *stride;
                    *stride = -*stride;
                }
            }
        }
        // Insertion sort, slowest first: the order of axes that no operand decides stays C order.
        for i in 1..axes.len() {
            let mut j = i;
            while j > 0 && is_slower(&axes[j], &axes[j - 1]) {
                axes.swap(j, j - 1);
                j -= 1;
            }
        }
        Walk::build(start, axes)
    }

    fn build(start: [isize; N], axes: SmallVec<[Axis<N>; 4]>) -> Walk<N> {
        let one = Axis { len: 1, strides: [0; N] };
        if axes.iter().any(|a| a.len == 0) {
            return Walk { start: [0; N], outer: SmallVec::new(), inner: Axis { len: 0, ..one } };
        }
        let mut joined: SmallVec<[Axis<N>; 4]> = SmallVec::new();
        for axis in axes.into_iter().filter(|a| a.len != 1) {
            if let Some(last) = joined.last_mut() {
                let follows = |k: usize| last.strides[k] == axis.strides[k] * axis.len as isize;
                if (0..N).all(follows) {
                    *last = Axis { len: last.len * axis.len, strides: axis.strides };
                    continue;
                }
            }
            joined.push(axis);
        }
        let inner = joined.pop().unwrap_or(one);
        Walk { start, outer: joined, inner }
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.outer.iter().map(|a| a.len).product::<usize>() * self.inner.len
    }

    pub fn is_empty(&self) -> bool {
        self.inner.len == 0
    }

    /// Calls `run(offsets, n)` for each run of `n` elements along the inner axis; the operands' strides in it are
    /// `self.inner.strides`. Stops at the first error, and when the user interrupts.
    pub fn run(&self, mut run: impl FnMut([isize; N], usize) -> Result<()>) -> Result<()> {
        self.rows(|at| {
            let mut at = at;
            let mut left = self.inner.len;
            loop {
                let n = left.min(LONGEST_RUN);
                run(at, n)?;
                left -= n;
                if left == 0 {
                    return Ok(());
                }
                for k in 0..N {
                    at[k] += n as isize * self.inner.strides[k];
                }
                if pool::interrupted() {
                    return Err(Error::interrupt());
                }
            }
        })
    }

    /// Calls `row(offsets)` once for each position of the outer axes.
    pub fn rows(&self, mut row: impl FnMut([isize; N]) -> Result<()>) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let mut at = self.start;
        let mut index: Dims = SmallVec::from_elem(0, self.outer.len());
        let mut since_check = 0usize;
        loop {
            row(at)?;
            since_check += self.inner.len;
            if since_check >= LONGEST_RUN {
                since_check = 0;
                if pool::interrupted() {
                    return Err(Error::interrupt());
                }
            }
            let mut k = self.outer.len();
            loop {
                if k == 0 {
                    return Ok(());
                }
                k -= 1;
                let axis = &self.outer[k];
                index[k] += 1;
                for (at, stride) in at.iter_mut().zip(&axis.strides) {
                    *at += stride;
                }
                if index[k] < axis.len {
                    break;
                }
                index[k] = 0;
                for (at, stride) in at.iter_mut().zip(&axis.strides) {
                    *at -= stride * axis.len as isize;
                }
            }
        }
    }

    /// Part `i` of `parts` of nearly equal size along the slowest axis; together they visit what `self` visits.
    pub fn part(&self, i: usize, parts: usize) -> Walk<N> {
        let mut part = self.clone();
        let axis = part.outer.first_mut().unwrap_or(&mut part.inner);
        let (from, to) = (axis.len * i / parts, axis.len * (i + 1) / parts);
        axis.len = to - from;
        for (start, stride) in part.start.iter_mut().zip(&axis.strides) {
            *start += from as isize * stride;
        }
        if from == to {
            part.outer.clear();
            part.inner.len = 0;
        }
        part
    }
}

fn axes_of<const N: usize>(shape: &[usize], strides: [&[isize]; N]) -> SmallVec<[Axis<N>; 4]> {
    let axis = |i: usize| Axis { len: shape[i], strides: std::array::from_fn(|k| strides[k][i]) };
    (0..shape.len()).map(axis).collect()
}

/// Whether `a` should be an outer axis of `b`, judged by the first operand that has a stride along both.
fn is_slower<const N: usize>(a: &Axis<N>, b: &Axis<N>) -> bool {
    let decides = |k: &usize| a.strides[*k] != 0 && b.strides[*k] != 0 && a.strides[*k] != b.strides[*k];
    (0..N).find(decides).is_some_and(|k| a.strides[k].unsigned_abs() > b.strides[k].unsigned_abs())
}

/// Byte offsets of the elements of one operand in C order.
pub struct Offsets {
    shape: Dims,
    strides: Strides,
    index: Dims,
    at: isize,
    left: usize,
}

impl Offsets {
    /// Offsets from element (0, …, 0).
    pub fn new(shape: &[usize], strides: &[isize]) -> Offsets {
        Offsets {
            shape: Dims::from_slice(shape),
            strides: Strides::from_slice(strides),
            index: SmallVec::from_elem(0, shape.len()),
            at: 0,
            left: shape.iter().product(),
        }
    }
}

impl Iterator for Offsets {
    type Item = isize;

    fn next(&mut self) -> Option<isize> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let result = self.at;
        for k in (0..self.shape.len()).rev() {
            self.index[k] += 1;
            self.at += self.strides[k];
            if self.index[k] < self.shape[k] {
                break;
            }
            self.index[k] = 0;
            self.at -= self.strides[k] * self.shape[k] as isize;
        }
        Some(result)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Offsets {}

/// All indices of a shape in C order, as `numpy.ndindex` gives them.
pub struct NdIndex {
    shape: Dims,
    next: Option<Dims>,
}

impl NdIndex {
    pub fn new(shape: &[usize]) -> NdIndex {
        let first = || SmallVec::from_elem(0, shape.len());
        NdIndex { shape: Dims::from_slice(shape), next: (!shape.contains(&0)).then(first) }
    }
}

impl Iterator for NdIndex {
    type Item = Dims;

    fn next(&mut self) -> Option<Dims> {
        let result = self.next.take()?;
        let mut following = result.clone();
        for k in (0..self.shape.len()).rev() {
            following[k] += 1;
            if following[k] < self.shape[k] {
                self.next = Some(following);
                break;
            }
            following[k] = 0;
        }
        Some(result)
    }
}

/// The byte offset, from element (0, …, 0), of element `flat` in C order. `flat` must be below the size.
pub fn flat_offset(shape: &[usize], strides: &[isize], flat: usize) -> isize {
    let mut rest = flat;
    let mut offset = 0;
    for (&dim, &stride) in shape.iter().zip(strides).rev() {
        if dim == 0 {
            return 0;
        }
        offset += (rest % dim) as isize * stride;
        rest /= dim;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_that_follow_each_other_are_joined() {
        let walk = Walk::c_order(&[2, 3, 4], [&[96, 32, 8]]);
        assert!(walk.outer.is_empty());
        assert_eq!(walk.inner, Axis { len: 24, strides: [8] });
        let walk = Walk::c_order(&[2, 3, 4], [&[96, 32, 8], &[8, 16, 48]]);
        assert_eq!(walk.len(), 24);
        assert_eq!(walk.outer.len(), 2);
    }

    #[test]
    fn layout_order_goes_up_in_memory() {
        let walk = Walk::by_layout(&[3, 4], [&[8, -24]]);
        assert_eq!((walk.start, walk.inner.len), ([-72], 12));
        let walk = Walk::by_layout(&[2, 3], [&[-24, -8]]);
        assert_eq!((walk.start, walk.outer.len()), ([-40], 0));
    }

    #[test]
    fn parts_make_up_the_whole() {
        let walk = Walk::c_order(&[5, 3], [&[32, 8]]);
        let mut seen = Vec::new();
        for i in 0..3 {
            let part = walk.part(i, 3);
            part.run(|[at], n| {
                seen.extend((0..n as isize).map(|k| at + 8 * k));
                Ok(())
            })
            .unwrap();
        }
        let all: Vec<isize> = Offsets::new(&[5, 3], &[32, 8]).collect();
        assert_eq!(seen, all);
    }

    #[test]
    fn indices_and_flat_offsets_agree() {
        let all: Vec<Dims> = NdIndex::new(&[2, 2]).collect();
        assert_eq!(all.len(), 4);
        assert_eq!(all[2].as_slice(), [1, 0]);
        assert_eq!(NdIndex::new(&[2, 0]).count(), 0);
        assert_eq!(NdIndex::new(&[]).count(), 1);
        let offsets: Vec<isize> = Offsets::new(&[2, 3], &[8, 16]).collect();
        assert_eq!(offsets, [0, 16, 32, 8, 24, 40]);
        assert_eq!(flat_offset(&[2, 3], &[8, 16], 4), 24);
    }
}
