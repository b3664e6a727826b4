//! The order of a reduction: which axes of the source are walked in which order, and where their results go.
//!
//! Axes are sorted by stride and merged where one continues the other, as NumPy's iterator does, because the order decides
//! the last bits of a floating-point sum. Source: the documented behaviour of `numpy.nditer` (order 'K', coalescing).

use crate::tensor::error::{Error, Result};
use crate::tensor::shape::{Dims, normalize_axis};
use crate::tensor::{DType, Tensor};
use smallvec::SmallVec;

/// Bytes from which rows are shared between threads, column by column.
const SPLIT_ROW: usize = 2048;

/// Which axes a reduction runs along.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Axes {
    /// `axis=None`: all of them.
    #[default]
    All,
    /// One axis or several, negative ones counted from the end.
    List(SmallVec<[isize; 4]>),
}

impl Axes {
    pub fn one(axis: isize) -> Axes {
        Axes::List(SmallVec::from_slice(&[axis]))
    }

    pub fn list(axes: &[isize]) -> Axes {
        Axes::List(SmallVec::from_slice(axes))
    }

    /// For each axis of an array with `ndim` of them, whether it is reduced. AxisError; ValueError for one named twice.
    pub fn mask(&self, ndim: usize) -> Result<SmallVec<[bool; 4]>> {
        let Axes::List(list) = self else {
            return Ok(SmallVec::from_elem(true, ndim));
        };
        let mut mask: SmallVec<[bool; 4]> = SmallVec::from_elem(false, ndim);
        for &axis in list {
            // A 0-d array may be reduced along axis 0 or -1.
            if ndim == 0 && list.len() == 1 && (axis == 0 || axis == -1) {
                break;
            }
            let axis = normalize_axis(axis, ndim)?;
            if std::mem::replace(&mut mask[axis], true) {
                return Err(Error::value("duplicate value in 'axis'"));
            }
        }
        Ok(mask)
    }
}

/// The shape of a result: reduced axes dropped, or kept with length 1.
pub fn result_shape(shape: &[usize], mask: &[bool], keepdims: bool) -> Dims {
    let axes = shape.iter().zip(mask);
    if keepdims {
        axes.map(|(&n, &reduced)| if reduced { 1 } else { n }).collect()
    } else {
        axes.filter(|(_, reduced)| !**reduced).map(|(&n, _)| n).collect()
    }
}

/// One axis of the walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axis {
    pub len: usize,
    /// Bytes in the source.
    pub stride: isize,
    /// Elements in the result; 0 along a reduced axis.
    pub step: usize,
}

impl Axis {
    pub fn is_reduced(&self) -> bool {
        self.step == 0
    }
}

/// The walk over a source, innermost axis first. Results are numbered in the order of the kept axes, innermost first, which
/// is also their order in memory.
#[derive(Clone, Debug)]
pub struct Plan {
    pub axes: SmallVec<[Axis; 4]>,
    /// Elements in the result's memory along each axis of the source's shape (0 for reduced ones).
    pub steps: SmallVec<[usize; 4]>,
    /// The number of results.
    pub results: usize,
    /// How many elements go into each result.
    pub items: usize,
}

impl Plan {
    pub fn new(source: &Tensor, mask: &[bool]) -> Plan {
        Plan::from_geometry(source.shape(), source.strides(), mask)
    }

    /// The walk over `source`, reading from a copy of it with other strides.
    pub fn over_copy(source: &Tensor, strides: &[isize], mask: &[bool]) -> Plan {
        Plan::in_order(source, strides, mask, &k_order(source.strides()))
    }

    /// The same with the axes in a given order, innermost first.
    pub fn in_order(source: &Tensor, strides: &[isize], mask: &[bool], order: &[usize]) -> Plan {
        Plan::with_strides(source.shape(), source.strides(), strides, mask, order)
    }

    pub fn from_geometry(shape: &[usize], strides: &[isize], mask: &[bool]) -> Plan {
        Plan::with_strides(shape, strides, strides, mask, &k_order(strides))
    }

    /// Axes are merged by `strides`, and read by `read`.
    fn with_strides(shape: &[usize], strides: &[isize], read: &[isize], mask: &[bool], order: &[usize]) -> Plan {
        let mut steps: SmallVec<[usize; 4]> = SmallVec::from_elem(0, shape.len());
        let mut axes: SmallVec<[Axis; 4]> = SmallVec::new();
        let mut results = 1;
        // Where the innermost axis merged so far would go on in the source itself.
        let mut next = 0;
        for &axis in order {
            let (len, stride) = (shape[axis], read[axis]);
            let step = if mask[axis] { 0 } else { results };
            if !mask[axis] {
                steps[axis] = results;
                results *= len;
            }
            if len == 1 {
                continue;
            }
            match axes.last_mut() {
                Some(inner)
                    if inner.is_reduced() == mask[axis]
                        && strides[axis] == next
                        && inner.stride * inner.len as isize == stride =>
                {
                    inner.len *= len;
                }
                _ => axes.push(Axis { len, stride, step }),
            }
            next = strides[axis] * len as isize;
        }
        let reduced = shape.iter().zip(mask).filter(|(_, reduced)| **reduced);
        let items = reduced.map(|(&n, _)| n).product();
        Plan { axes, steps, results, items }
    }

    /// The steps of the result's own axes (see [`result_shape`]).
    pub fn result_steps(&self, mask: &[bool], keepdims: bool) -> SmallVec<[usize; 4]> {
        let axes = self.steps.iter().zip(mask);
        axes.filter(|(_, reduced)| keepdims || !**reduced).map(|(&step, _)| step).collect()
    }

    /// Two plans that together do this one's work, the second from byte `offset` and result `first` on; `None` where there
    /// is only one result, or where short rows would be cut: both parts would have to read all of the memory.
    pub fn split(&self) -> Option<(Plan, Plan, isize, usize)> {
        let at = self.axes.iter().rposition(|axis| !axis.is_reduced() && axis.len > 1)?;
        let axis = self.axes[at];
        if at == 0 && self.axes.len() > 1 && axis.len * axis.stride.unsigned_abs() < SPLIT_ROW {
            return None;
        }
        // Only the kept axis with the largest step may be cut: the others' results are interleaved.
        let mut half = axis.len / 2;
        if half > 64 {
            half -= half % 64;
        }
        let (mut a, mut b) = (self.clone(), self.clone());
        a.axes[at].len = half;
        b.axes[at].len = axis.len - half;
        a.results = self.results / axis.len * half;
        b.results = self.results - a.results;
        Some((a, b, half as isize * axis.stride, half * axis.step))
    }

    /// All elements of the source.
    pub fn size(&self) -> usize {
        self.results * self.items
    }
}

/// The axes from the smallest stride to the largest; where strides are equal (or 0) the last axis comes first.
pub fn k_order(strides: &[isize]) -> SmallVec<[usize; 4]> {
    common_order(&[strides])
}

/// The order of the axes for several operands that are walked together: where they disagree, C order wins.
pub fn common_order(operands: &[&[isize]]) -> SmallVec<[usize; 4]> {
    let mut order: SmallVec<[usize; 4]> = SmallVec::new();
    for axis in (0..operands.first().map_or(0, |strides| strides.len())).rev() {
        let mut at = order.len();
        // Axes of stride 0 say nothing about the order: look past them, but move only if a larger stride is found.
        for i in (0..order.len()).rev() {
            let pairs = operands.iter().map(|strides| (strides[axis].unsigned_abs(), strides[order[i]].unsigned_abs()));
            let told: SmallVec<[bool; 2]> = pairs.filter(|(a, b)| *a != 0 && *b != 0).map(|(a, b)| b <= a).collect();
            if told.contains(&true) {
                break;
            }
            if !told.is_empty() {
                at = i;
            }
        }
        order.insert(at, axis);
    }
    order
}

/// Whether the elements can be read where they lie as `dtype`, without a cast.
pub fn is_direct(source: &Tensor, dtype: DType) -> bool {
    source.dtype() == dtype && dtype.is_native() && source.is_aligned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(shape: &[usize], strides: &[isize], mask: &[bool]) -> Vec<(usize, isize, usize)> {
        let plan = Plan::from_geometry(shape, strides, mask);
        plan.axes.iter().map(|a| (a.len, a.stride, a.step)).collect()
    }

    #[test]
    fn axes_merge_where_one_continues_the_other() {
        assert_eq!(axes(&[2, 3, 4], &[96, 32, 8], &[true; 3]), [(24, 8, 0)]);
        assert_eq!(axes(&[2, 3, 4], &[96, 32, 8], &[true, false, false]), [(12, 8, 1), (2, 96, 0)]);
        assert_eq!(axes(&[2, 3, 4], &[96, 32, 8], &[true, false, true]), [(4, 8, 0), (3, 32, 1), (2, 96, 0)]);
        assert_eq!(axes(&[2, 3], &[8, 16], &[true, false]), [(2, 8, 0), (3, 16, 1)]);
    }

    #[test]
    fn axes_are_checked() {
        assert_eq!(Axes::list(&[0, -2]).mask(2).unwrap_err().message, "duplicate value in 'axis'");
        assert_eq!(Axes::one(2).mask(2).unwrap_err().message, "axis 2 is out of bounds for array of dimension 2");
        assert_eq!(Axes::one(-1).mask(2).unwrap().as_slice(), [false, true]);
    }
}
