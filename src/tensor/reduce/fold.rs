//! Reductions whose result is of the elements' own type: any associative operation, or any binary kernel in order.

use super::pairwise::{INTERRUPT, PARALLEL};
use super::plan::{Axes, Axis, Plan, result_shape};
use super::rows::add_all_rows;
use super::sum::{Job, Positions, for_each_run};
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes::{self, Lane, View};
use crate::tensor::shape::normalize_axis;
use crate::tensor::wide::wide;
use crate::tensor::{Element, Tensor};

/// An associative operation on elements.
pub trait Fold<T: Element>: Copy + Sync {
    fn pair(self, a: T, b: T) -> T;
    fn run(self, start: T, run: &[T]) -> T;
}

/// Combines the source's elements into the results.
pub fn fold_into<T: Element, F: Fold<T>>(job: Job<'_, T>, out: &mut [T], fold: F) {
    job.parallel(out, &|job, out| match job.plan.axes.split_first() {
        Some((inner, outer))
            if inner.is_reduced() && inner.len <= SHORT && fold_short_rows(job, out, *inner, outer, fold) => {}
        Some((inner, outer)) if inner.is_reduced() => {
            for (offset, result) in Positions::new(outer, job.offset) {
                let lane = job.view.lane(offset, inner.len, inner.stride);
                out[result] = fold_lane(lane, out[result], fold);
                if pool::interrupted() {
                    return;
                }
            }
        }
        _ => add_all_rows(job, out, move |a, b| fold.pair(a, b)),
    });
}

/// Reduced rows up to this length are combined in one loop over all of them.
const SHORT: usize = 32;

/// Short rows that lie one after the other, one for each result. Gives false where they don't.
fn fold_short_rows<T: Element, F: Fold<T>>(
    job: &Job<'_, T>,
    out: &mut [T],
    inner: Axis,
    outer: &[Axis],
    fold: F,
) -> bool {
    let ([next], true) = (outer, inner.stride == size_of::<T>() as isize && inner.len > 0) else { return false };
    if next.step != 1 || next.stride != inner.stride * inner.len as isize {
        return false;
    }
    let Some(all) = job.view.lane(job.offset, inner.len * next.len, inner.stride).as_slice() else { return false };
    for (results, rows) in out.chunks_mut(INTERRUPT).zip(all.chunks(INTERRUPT * inner.len)) {
        wide(
            #[inline(always)]
            || {
                for (result, row) in results.iter_mut().zip(rows.chunks_exact(inner.len)) {
                    let mut best = *result;
                    for &x in row {
                        best = fold.pair(best, x);
                    }
                    *result = best;
                }
            },
        );
        if pool::interrupted() {
            break;
        }
    }
    true
}

fn fold_lane<T: Element, F: Fold<T>>(lane: Lane<'_, T>, start: T, fold: F) -> T {
    let n = lane.len();
    if n > PARALLEL {
        let (left, right) = (lane.part(0, n / 2), lane.part(n / 2, n - n / 2));
        // The right half starts with its own first element: `start` must count once.
        let (a, b) =
            pool::join(|| fold_lane(left, start, fold), || fold_lane(right.part(1, n - n / 2 - 1), right.get(0), fold));
        return fold.pair(a, b);
    }
    let mut result = start;
    for_each_run(lane, |run| result = fold.run(result, run));
    result
}

/// Reduces one axis by a binary kernel: `kernel(results, row)` combines equally long blocks, element by element, the
/// first operand being the running result. Elements are taken strictly in order, so the operation need not be associative.
///
/// `initial` starts each result; without it the first element does. The error for an empty axis is the caller's.
pub fn fold_axis<T: Element>(
    a: &Tensor,
    axis: isize,
    keepdims: bool,
    initial: Option<T>,
    kernel: &mut dyn FnMut(&mut [T], &[T]) -> Result<()>,
) -> Result<Tensor> {
    let mask = Axes::one(normalize_axis(axis, a.ndim())? as isize).mask(a.ndim())?;
    fold_masked(a, &mask, keepdims, initial, kernel)
}

/// As [`fold_axis`] along several axes; the last of them in memory order runs fastest.
pub fn fold_masked<T: Element>(
    a: &Tensor,
    mask: &[bool],
    keepdims: bool,
    initial: Option<T>,
    kernel: &mut dyn FnMut(&mut [T], &[T]) -> Result<()>,
) -> Result<Tensor> {
    let view = View::<T>::new(a).ok_or_else(|| Error::type_error("unsupported element type"))?;
    let plan = Plan::new(a, mask);
    let shape = result_shape(a.shape(), mask, keepdims);
    let mut outcome = Ok(());
    let result = lanes::fresh_strided::<T>(&shape, &plan.result_steps(mask, keepdims), a.dtype(), |out| {
        match initial {
            Some(value) => out.fill(value),
            None if plan.items > 0 => super::extreme::first_elements(view, &plan, out),
            None => {}
        }
        outcome = fold_rows(view, &plan, initial.is_none(), out, kernel);
    })?;
    outcome.map(|()| result)
}

fn fold_rows<T: Element>(
    view: View<'_, T>,
    plan: &Plan,
    skip_first: bool,
    out: &mut [T],
    kernel: &mut dyn FnMut(&mut [T], &[T]) -> Result<()>,
) -> Result<()> {
    let kept = plan.axes.iter().position(|axis| !axis.is_reduced());
    let inner = kept.map(|at| plan.axes[at]);
    let (width, stride) = inner.map_or((1, 0), |axis| (axis.len, axis.stride));
    let mut row = vec![T::ZERO; width];
    let outer: smallvec::SmallVec<[_; 4]> =
        plan.axes.iter().enumerate().filter(|(i, _)| Some(*i) != kept).map(|(_, axis)| *axis).collect();
    let mut seen = skip_first.then(|| vec![false; plan.results.max(1)]);
    for (count, (offset, result)) in Positions::new(&outer, 0).enumerate() {
        if let Some(seen) = &mut seen
            && !std::mem::replace(&mut seen[result], true)
        {
            continue;
        }
        view.lane(offset, width, stride).gather(&mut row);
        kernel(&mut out[result..][..width], &row)?;
        if count % 4096 == 4095 {
            lanes::check_interrupt()?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kernel_runs_in_order_along_the_axis() {
        let a = Tensor::from_slice(&[3, 2], &[10i64, 20, 1, 2, 3, 4]).unwrap();
        let mut minus = |x: &mut [i64], y: &[i64]| {
            x.iter_mut().zip(y).for_each(|(x, y)| *x -= y);
            Ok(())
        };
        let down = fold_axis(&a, 0, false, None, &mut minus).unwrap();
        assert_eq!(down.as_slice::<i64>().unwrap(), [6, 14]);
        let across = fold_axis(&a, -1, true, None, &mut minus).unwrap();
        assert_eq!((across.shape(), across.as_slice::<i64>().unwrap()), (&[3usize, 1][..], &[-10i64, -1, -1][..]));
    }
}
