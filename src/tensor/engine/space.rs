//! Operands' shapes and strides → one space of blocks: broadcast, axes ordered as memory lies and joined, and the
//! layout of the result (NumPy's `K` order).

use crate::tensor::shape::{Dims, Strides};
use crate::tensor::tensor::Tensor;
use smallvec::SmallVec;

/// Strides with which an array of `shape` is seen as one of shape `target`; `None` where it cannot be.
pub fn broadcast_strides(shape: &[usize], strides: &[isize], target: &[usize]) -> Option<Strides> {
    let extra = target.len().checked_sub(shape.len())?;
    let mut seen: Strides = SmallVec::from_elem(0, target.len());
    for (i, (&dim, &stride)) in shape.iter().zip(strides).enumerate() {
        if dim == target[extra + i] {
            seen[extra + i] = if dim == 1 { 0 } else { stride };
        } else if dim != 1 {
            return None;
        }
    }
    Some(seen)
}

/// The axes of `shape`, slowest first, in the order in which the operands lie in memory: NumPy's iterator order for
/// `order='K'`. Where operands disagree, C order wins; axes along which nothing moves stay where they are.
pub fn axis_order(shape: &[usize], operands: &[&[isize]]) -> SmallVec<[usize; 4]> {
    let mut order: SmallVec<[usize; 4]> = (0..shape.len()).collect();
    let moves = |operand: &[isize], axis: usize| if shape[axis] == 1 { 0 } else { operand[axis].unsigned_abs() };
    // Insertion sort from the fastest axis up, with comparisons that may be undecided.
    for i in (0..shape.len().saturating_sub(1)).rev() {
        let axis = order[i];
        let mut target = i;
        for j in i + 1..shape.len() {
            let faster = order[j];
            let (mut decided, mut swap) = (false, false);
            for operand in operands {
                let (a, b) = (moves(operand, axis), moves(operand, faster));
                if a != 0 && b != 0 {
                    if b <= a {
                        swap = false;
                        decided = true;
                    } else if !decided {
                        swap = true;
                        decided = true;
                    }
                }
            }
            if decided {
                if !swap {
                    break;
                }
                target = j;
            }
        }
        order.remove(i);
        order.insert(target, axis);
    }
    order
}

/// Strides of a new array of `shape` whose axes lie in `order` (slowest first).
pub fn strides_in_order(shape: &[usize], order: &[usize], itemsize: usize) -> Strides {
    let mut strides: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = itemsize as isize;
    for &axis in order.iter().rev() {
        strides[axis] = step;
        step *= shape[axis].max(1) as isize;
    }
    strides
}

/// A broadcast shape with several operands in it, in the order in which it is walked.
#[derive(Clone, Debug)]
pub struct Space {
    /// Lengths of the joined axes, slowest first; never empty.
    pub shape: Dims,
    /// For each operand its bytes along them.
    pub strides: SmallVec<[Strides; 4]>,
    pub size: usize,
}

impl Space {
    /// The space of C-contiguous arrays of this very shape, and of single elements: one axis. `None` for others.
    pub fn of_contiguous(shape: &[usize], operands: &[&Tensor]) -> Option<Space> {
        let size = shape.iter().product();
        let stride = |t: &&Tensor| -> Option<Strides> {
            if t.ndim() == 0 {
                return Some(smallvec::smallvec![0]);
            }
            (t.shape() == shape && t.is_c_contiguous()).then(|| smallvec::smallvec![t.itemsize() as isize])
        };
        let strides = operands.iter().map(stride).collect::<Option<_>>()?;
        Some(Space { shape: smallvec::smallvec![size], strides, size })
    }

    /// `order` lists the axes of `shape`, slowest first. Axes that follow each other in every operand are joined.
    pub fn new(shape: &[usize], order: &[usize], operands: &[&[isize]]) -> Space {
        let size = shape.iter().product();
        let mut joined: Dims = SmallVec::new();
        let mut strides: SmallVec<[Strides; 4]> = SmallVec::from_elem(SmallVec::new(), operands.len());
        for &axis in order {
            let dim = shape[axis];
            if dim == 1 {
                continue;
            }
            let last = joined.len().wrapping_sub(1);
            let follows = !joined.is_empty()
                && operands.iter().zip(&strides).all(|(o, s)| s[last] == o[axis].wrapping_mul(dim as isize));
            if follows {
                joined[last] *= dim;
                operands.iter().zip(&mut strides).for_each(|(o, s)| s[last] = o[axis]);
            } else {
                joined.push(dim);
                operands.iter().zip(&mut strides).for_each(|(o, s)| s.push(o[axis]));
            }
        }
        if joined.is_empty() {
            joined.push(1);
            strides.iter_mut().for_each(|s| s.push(0));
        }
        Space { shape: joined, strides, size }
    }

    /// The length of the fastest axis.
    pub fn inner(&self) -> usize {
        self.shape[self.shape.len() - 1]
    }

    /// How to cut the space into blocks of at most `most` elements: inside rows where these are long, several whole rows
    /// where they are short.
    pub fn blocks(&self, most: usize) -> Blocks {
        let inner = self.inner().max(1);
        if inner >= most / 8 {
            let pieces = inner.div_ceil(most);
            Blocks { length: inner.div_ceil(pieces), inner, pieces, count: (self.size / inner) * pieces }
        } else {
            let rows = most / inner;
            let total = self.size / inner;
            Blocks { length: rows * inner, inner: self.size, pieces: total.div_ceil(rows), count: total.div_ceil(rows) }
        }
    }
}

/// Consecutive runs that together are a whole space.
#[derive(Clone, Copy, Debug)]
pub struct Blocks {
    /// Elements of a full block.
    pub length: usize,
    /// Elements that `pieces` blocks share.
    inner: usize,
    pieces: usize,
    pub count: usize,
}

impl Blocks {
    /// The first element of block `i` in the space's own order, and how many it has.
    pub fn range(&self, i: usize) -> (usize, usize) {
        let (row, piece) = (i / self.pieces, i % self.pieces);
        let start = piece * self.length;
        (row * self.inner + start, self.length.min(self.inner - start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_follows_memory_as_in_numpy() {
        // A transposed operand and a C-ordered one: C wins. Two transposed: Fortran order.
        assert_eq!(axis_order(&[2, 3], &[&[8, 16]]).as_slice(), [1, 0]);
        assert_eq!(axis_order(&[2, 3], &[&[8, 16], &[24, 8]]).as_slice(), [0, 1]);
        assert_eq!(axis_order(&[2, 3], &[&[8, 16], &[0, 8]]).as_slice(), [1, 0]);
        // np.transpose(a, (1, 2, 0)) keeps its layout.
        assert_eq!(axis_order(&[3, 4, 2], &[&[32, 8, 96]]).as_slice(), [2, 0, 1]);
        assert_eq!(strides_in_order(&[3, 4, 2], &[2, 0, 1], 8).as_slice(), [32, 8, 96]);
    }

    #[test]
    fn axes_join_and_blocks_cover() {
        let space = Space::new(&[4, 5], &[0, 1], &[&[40, 8], &[40, 8]]);
        assert_eq!(space.shape.as_slice(), [20]);
        let space = Space::new(&[1000, 3], &[0, 1], &[&[24, 8], &[0, 8]]);
        assert_eq!(space.shape.as_slice(), [1000, 3]);
        for (space, most) in [(space, 512), (Space::new(&[3, 700], &[0, 1], &[&[8, 24]]), 512)] {
            let blocks = space.blocks(most);
            let mut next = 0;
            for i in 0..blocks.count {
                let (start, n) = blocks.range(i);
                assert_eq!(start, next);
                assert!(n > 0 && n <= most);
                next += n;
            }
            assert_eq!(next, space.size);
        }
        assert_eq!(Space::new(&[], &[], &[&[]]).blocks(512).count, 1);
    }
}
