//! Reductions with `where=`: each run of elements that take part is reduced as one piece, as in NumPy.

use super::pairwise::{self, Summand};
use super::plan::{Plan, common_order};
use super::sum::Positions;
use super::{Finite, Reduction, Task, extreme, fold::Fold, no_loop, overflow_flags};
use crate::dispatch;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::lanes::{self, View};
use crate::tensor::shape::{Dims, Strides};
use crate::tensor::{DType, Element, Kind, Tensor};
use smallvec::SmallVec;

/// `where` for an array, in the order in which the array is walked.
pub(super) struct Selection {
    /// Broadcast to the array's shape, as given.
    pub mask: Tensor,
    walked: Tensor,
    /// The axes from the innermost of the walk to the outermost.
    order: SmallVec<[usize; 4]>,
}

/// Checks a `where` argument and brings it to the array's shape.
pub(super) fn selection(a: &Tensor, mask: &Tensor) -> Result<Selection> {
    if mask.dtype().kind != Kind::Bool {
        return Err(Error::type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('bool') according to the rule 'safe'",
            mask.dtype().name()
        )));
    }
    let mask = mask.broadcast_to(a.shape())?;
    let order = common_order(&[a.strides(), mask.strides()]);
    let slowest_first = || order.iter().rev();
    let shape: Dims = slowest_first().map(|&axis| mask.shape()[axis]).collect();
    let strides: Strides = slowest_first().map(|&axis| mask.strides()[axis]).collect();
    let walked = lanes::copy_of::<bool>(&mask.with_geometry(mask.offset(), shape, strides))?;
    Ok(Selection { mask, walked, order })
}

pub(super) fn reduce(task: &Task<'_>, selection: &Selection) -> Result<(Tensor, Flags)> {
    if let Reduction::Any | Reduction::All = task.op {
        let truth = lanes::native(&super::super::cast::cast(task.a, DType::BOOL, super::Order::K)?.0, DType::BOOL)?;
        let all = task.op == Reduction::All;
        let op =
            move |acc: bool, run: &[bool]| if all { acc && !run.contains(&false) } else { acc || run.contains(&true) };
        return Ok((walk::<bool, bool>(task, &truth, selection, all, op)?, Flags::NONE));
    }
    if super::is_time(task.dtype) {
        let native = lanes::native(task.a, task.dtype)?;
        return Ok((times(task, &native, selection)?, Flags::NONE));
    }
    let native = lanes::native(task.a, task.dtype)?;
    match task.op {
        Reduction::Sum => dispatch!(number, native.dtype().kind, T => {
            sums::<T>(task, &native, selection, T::ZERO, |acc, run| {
                <T as Summand<T>>::put(acc, pairwise::sum_slice::<T, T>(run))
            })
        }, else Err(no_loop(task.op, task.dtype))),
        Reduction::Prod => dispatch!(number, native.dtype().kind, T => {
            sums::<T>(task, &native, selection, T::ONE, |acc, run| {
                <T as Summand<T>>::product(acc, run)
            })
        }, else Err(no_loop(task.op, task.dtype))),
        Reduction::Max => dispatch!(all, native.dtype().kind, T => {
            let op = |acc, run: &[T]| extreme::Most::<true>.run(acc, run);
            Ok((walk::<T, T>(task, &native, selection, T::ZERO, op)?, Flags::NONE))
        }, else Err(no_loop(task.op, task.dtype))),
        _ => dispatch!(all, native.dtype().kind, T => {
            let op = |acc, run: &[T]| extreme::Most::<false>.run(acc, run);
            Ok((walk::<T, T>(task, &native, selection, T::ZERO, op)?, Flags::NONE))
        }, else Err(no_loop(task.op, task.dtype))),
    }
}

fn times(task: &Task<'_>, native: &Tensor, selection: &Selection) -> Result<Tensor> {
    let op = |acc: i64, run: &[i64]| match task.op {
        Reduction::Max => extreme::LatestTime.run(acc, run),
        Reduction::Min => run.iter().fold(acc, |a, &b| a.min(b)),
        _ => run.iter().fold(acc, |a, &b| if a == i64::MIN || b == i64::MIN { i64::MIN } else { a.wrapping_add(b) }),
    };
    walk::<i64, i64>(task, native, selection, 0, op)
}

fn sums<T: Element + Finite>(
    task: &Task<'_>,
    native: &Tensor,
    selection: &Selection,
    identity: T,
    op: impl Fn(T, &[T]) -> T,
) -> Result<(Tensor, Flags)> {
    let result = walk::<T, T>(task, native, selection, identity, op)?;
    let values = lanes::copy_of::<T>(&result)?;
    let finite = values.as_slice::<T>().is_none_or(|s| s.iter().all(|x| x.is_finite()));
    let flags = if finite { Flags::NONE } else { overflow_flags(native, values.as_slice::<T>().unwrap_or(&[])) };
    Ok((result, flags))
}

fn walk<S: Element, O: Element>(
    task: &Task<'_>,
    native: &Tensor,
    selection: &Selection,
    identity: O,
    op: impl Fn(O, &[S]) -> O,
) -> Result<Tensor> {
    let view = View::<S>::new(native).ok_or_else(|| no_loop(task.op, task.dtype))?;
    let plan = Plan::in_order(task.a, native.strides(), task.mask, &selection.order);
    let chosen = selection.walked.as_slice::<bool>().unwrap_or(&[]);
    let start = task.start(identity)?;
    let steps = plan.result_steps(task.mask, task.keepdims);
    lanes::fresh_strided::<O>(&task.shape(), &steps, task.dtype, |out| {
        out.fill(start);
        let (inner, outer) = match plan.axes.split_first() {
            Some((inner, outer)) => (*inner, outer),
            None => (super::plan::Axis { len: 1, stride: 0, step: 0 }, &[][..]),
        };
        if inner.len == 0 {
            return;
        }
        let mut row = vec![S::ZERO; inner.len];
        for ((offset, result), chosen) in Positions::new(outer, 0).zip(chosen.chunks_exact(inner.len)) {
            view.lane(offset, inner.len, inner.stride).gather(&mut row);
            if !inner.is_reduced() {
                let results = &mut out[result..][..inner.len];
                for ((result, x), _) in results.iter_mut().zip(row.chunks(1)).zip(chosen).filter(|(_, take)| **take) {
                    *result = op(*result, x);
                }
                continue;
            }
            let mut from = 0;
            for run in chosen.chunk_by(|a, b| a == b) {
                if run[0] {
                    out[result] = op(out[result], &row[from..from + run.len()]);
                }
                from += run.len();
            }
        }
    })
}
