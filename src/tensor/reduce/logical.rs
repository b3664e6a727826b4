//! Truth along axes: any, all and how many elements are true. any and all stop at the first answer.

use super::plan::{Axes, Plan, result_shape};
use super::rows::add_all_rows;
use super::sum::{Job, Positions, for_each_run};
use super::{Reduction, Task};
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes::{self, Lane, View};
use crate::tensor::wide::wide;
use crate::tensor::{DType, Element, Kind, Tensor};

/// any or all of a checked task; the results are bool.
pub(super) fn truth(task: &Task<'_>) -> Result<Tensor> {
    let all = task.op == Reduction::All;
    let source = truth_values(task.a)?;
    let start = match task.initial {
        Some(initial) => truth_values(initial)?.as_slice::<bool>().and_then(|s| s.first().copied()).unwrap_or(all),
        None => all,
    };
    if source.dtype().kind.is_reference() {
        return Err(Error::type_error("unsupported element type"));
    }
    crate::dispatch!(all, source.dtype().kind, T => {
        let view = View::<T>::new(&source).ok_or_else(|| Error::type_error("unsupported element type"))?;
        let plan = Plan::new(&source, task.mask);
        let steps = plan.result_steps(task.mask, task.keepdims);
        lanes::fresh_strided::<bool>(&task.shape(), &steps, DType::BOOL, |out| {
            out.fill(start);
            truth_into(Job { view, plan, offset: 0, direct: true }, out, all);
        })
    }, else Err(Error::type_error("unsupported element type")))
}

/// The array in a form whose elements are numbers, not 0 where true.
fn truth_values(a: &Tensor) -> Result<Tensor> {
    match a.dtype().kind {
        kind if kind.is_numeric() => lanes::native(a, a.dtype().to_native()),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => {
            Ok(lanes::native(a, a.dtype().to_native())?.with_dtype(DType::INT64))
        }
        Kind::Object | Kind::Text(_) => {
            let items = lanes::objects(a)?;
            let truths = items.iter().map(|item| item.truth()).collect::<Result<Vec<bool>>>()?;
            Tensor::from_vec(a.shape(), truths)
        }
        _ => {
            let truths: Vec<bool> = lanes::Offsets::new(a.shape(), a.strides())
                .map(|at| lanes::bytes_at(a, at).iter().any(|&byte| byte != 0))
                .collect();
            Tensor::from_vec(a.shape(), truths)
        }
    }
}

fn truth_into<T: Element>(job: Job<'_, T>, out: &mut [bool], all: bool) {
    job.parallel(out, &|job, out| match job.plan.axes.split_first() {
        Some((inner, outer)) if inner.is_reduced() => {
            for (offset, result) in Positions::new(outer, job.offset) {
                if out[result] == all {
                    let lane = job.view.lane(offset, inner.len, inner.stride);
                    out[result] = if all { !has(lane, false) } else { has(lane, true) };
                }
                if pool::interrupted() {
                    return;
                }
            }
        }
        _ if all => add_all_rows(job, out, |truth, x| truth & (x != T::ZERO)),
        _ => add_all_rows(job, out, |truth, x| truth | (x != T::ZERO)),
    });
}

/// Whether a run has an element whose truth is `wanted`.
fn run_has<T: Element>(run: &[T], wanted: bool) -> bool {
    run.chunks(1024).any(|chunk| {
        wide(
            #[inline(always)]
            || chunk.iter().fold(false, |found, &x| found | ((x != T::ZERO) == wanted)),
        )
    })
}

/// Whether any element of a run is true.
pub(super) fn is_any<T: Element>(run: &[T]) -> bool {
    run_has(run, true)
}

/// Whether all elements of a run are true.
pub(super) fn is_all<T: Element>(run: &[T]) -> bool {
    !run_has(run, false)
}

/// Whether a lane has an element whose truth is `wanted`.
fn has<T: Element>(lane: Lane<'_, T>, wanted: bool) -> bool {
    if let Some(slice) = lane.as_slice() {
        return run_has(slice, wanted);
    }
    let mut buffer = [T::ZERO; 512];
    (0..lane.len()).step_by(512).any(|from| {
        let run = &mut buffer[..(lane.len() - from).min(512)];
        lane.part(from, run.len()).gather(run);
        run_has(run, wanted)
    })
}

/// How many elements are true, along axes. int64.
pub fn count_nonzero(a: &Tensor, axes: &Axes, keepdims: bool) -> Result<Tensor> {
    let mask = axes.mask(a.ndim())?;
    let source = truth_values(a)?;
    let shape = result_shape(a.shape(), &mask, keepdims);
    let counts = crate::dispatch!(all, source.dtype().kind, T => {
        let view = View::<T>::new(&source).ok_or_else(|| Error::type_error("unsupported element type"))?;
        let plan = Plan::new(&source, &mask);
        let steps = plan.result_steps(&mask, keepdims);
        lanes::fresh_strided::<i64>(&shape, &steps, DType::INT64, |out| {
            count_into(Job { view, plan, offset: 0, direct: true }, out);
        })
    }, else Err(Error::type_error("unsupported element type")))?;
    lanes::check_interrupt()?;
    Ok(counts)
}

fn count_into<T: Element>(job: Job<'_, T>, out: &mut [i64]) {
    job.parallel(out, &|job, out| match job.plan.axes.split_first() {
        Some((inner, outer)) if inner.is_reduced() => {
            for (offset, result) in Positions::new(outer, job.offset) {
                for_each_run(job.view.lane(offset, inner.len, inner.stride), |run| out[result] += count_run(run));
                if pool::interrupted() {
                    return;
                }
            }
        }
        _ => add_all_rows(job, out, |count, x| count + i64::from(x != T::ZERO)),
    });
}

pub(super) fn count_run<T: Element>(run: &[T]) -> i64 {
    wide(
        #[inline(always)]
        || {
            // Bytes are counted in blocks that cannot overflow them.
            run.chunks(255).map(|block| i64::from(block.iter().map(|&x| u8::from(x != T::ZERO)).sum::<u8>())).sum()
        },
    )
}
