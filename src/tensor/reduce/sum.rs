//! Sums and products along axes: memory is read in order whatever the axis, and the bits are NumPy's.
//!
//! An inner reduced axis is summed by trees (`pairwise`), an inner kept axis row after row. Where the reduced axes don't
//! merge into one, NumPy copies whole rows into a buffer of 8192 elements and sums that: so does this.

use super::pairwise::{self, PARALLEL, Summand, Term};
use super::plan::{Axis, Plan};
use super::rows::add_all_rows;
use crate::pool;
use crate::tensor::Element;
use crate::tensor::lanes::{Lane, View};
use crate::tensor::wide::wide;

/// NumPy's default buffer size in elements.
pub const BUFFER: usize = 8192;
/// A typed source with the walk over it.
#[derive(Clone)]
pub struct Job<'a, S> {
    pub view: View<'a, S>,
    pub plan: Plan,
    /// Bytes from element (0, …, 0) to where this part of the walk starts.
    pub offset: isize,
    /// NumPy reads the source where it lies. Otherwise (casts, swapped bytes) it goes through the buffer.
    pub direct: bool,
}

impl<'a, S: Element> Job<'a, S> {
    /// The parts of a job with more than one result, or `None`.
    pub fn split(&self) -> Option<(Job<'a, S>, Job<'a, S>, usize)> {
        let (a, b, offset, first) = self.plan.split()?;
        let right = Job { plan: b, offset: self.offset + offset, ..self.clone() };
        Some((Job { plan: a, ..self.clone() }, right, first))
    }

    /// Runs `whole` on parts of the results, at the same time where that pays.
    pub fn parallel<O: Send>(self, out: &mut [O], whole: &(impl Fn(&Job<'a, S>, &mut [O]) + Sync)) {
        if self.plan.size() > PARALLEL
            && pool::threads() > 1
            && let Some((a, b, first)) = self.split()
        {
            let (left, right) = out.split_at_mut(first);
            pool::join(|| a.parallel(left, whole), || b.parallel(right, whole));
            return;
        }
        whole(&self, out);
    }
}

/// Byte offset and result number of each position along some axes, the last of them slowest.
pub struct Positions<'a> {
    axes: &'a [Axis],
    index: smallvec::SmallVec<[usize; 4]>,
    offset: isize,
    result: usize,
    left: usize,
}

impl<'a> Positions<'a> {
    pub fn new(axes: &'a [Axis], offset: isize) -> Positions<'a> {
        let left = axes.iter().map(|axis| axis.len).product();
        Positions { axes, index: smallvec::SmallVec::from_elem(0, axes.len()), offset, result: 0, left }
    }
}

impl Iterator for Positions<'_> {
    type Item = (isize, usize);

    #[inline]
    fn next(&mut self) -> Option<(isize, usize)> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let current = (self.offset, self.result);
        for (axis, index) in self.axes.iter().zip(&mut self.index) {
            *index += 1;
            self.offset += axis.stride;
            self.result += axis.step;
            if *index < axis.len {
                break;
            }
            self.offset -= axis.stride * axis.len as isize;
            self.result -= axis.step * axis.len;
            *index = 0;
        }
        Some(current)
    }
}

/// Adds the source's elements to the results.
pub fn sum<S: Summand<O>, O: Element>(job: Job<'_, S>, out: &mut [O]) {
    job.parallel(out, &|job, out| match job.plan.axes.first() {
        Some(inner) if inner.is_reduced() => sum_lanes(job, out),
        _ => add_all_rows(job, out, <S as Summand<O>>::plus),
    });
}

/// Multiplies the results by the source's elements, one after the other.
pub fn product<S: Summand<O>, O: Element>(job: Job<'_, S>, out: &mut [O]) {
    job.parallel(out, &|job, out| {
        let Some((inner, outer)) = job.plan.axes.split_first() else {
            return add_all_rows(job, out, <S as Summand<O>>::times);
        };
        if !inner.is_reduced() {
            return add_all_rows(job, out, <S as Summand<O>>::times);
        }
        for (offset, result) in Positions::new(outer, job.offset) {
            let lane = job.view.lane(offset, inner.len, inner.stride);
            for_each_run(lane, |run| out[result] = S::product(out[result], run));
        }
    });
}

/// Calls `f` on contiguous pieces of a lane, in order; stops early when interrupted.
pub fn for_each_run<S: Element>(lane: Lane<'_, S>, mut f: impl FnMut(&[S])) {
    if let Some(slice) = lane.as_slice() {
        for piece in slice.chunks(pairwise::INTERRUPT) {
            f(piece);
            if piece.len() == pairwise::INTERRUPT && pool::interrupted() {
                return;
            }
        }
        return;
    }
    let mut buffer = [S::ZERO; 512];
    for from in (0..lane.len()).step_by(512) {
        let run = &mut buffer[..(lane.len() - from).min(512)];
        lane.part(from, run.len()).gather(run);
        f(run);
        if from % pairwise::INTERRUPT == 0 && pool::interrupted() {
            return;
        }
    }
}

/// The innermost reduced axes as NumPy's buffer takes them: how many axes make one row of it, the row's length, and how
/// many rows (along the next axis) fit.
fn buffered_rows(axes: &[Axis]) -> (usize, usize, usize) {
    let (mut depth, mut core) = (1, axes[0].len);
    while depth < axes.len() && axes[depth].is_reduced() && core * axes[depth].len <= BUFFER {
        core *= axes[depth].len;
        depth += 1;
    }
    let more = depth < axes.len() && axes[depth].is_reduced();
    (depth, core, if more { (BUFFER / core.max(1)).max(1) } else { 1 })
}

fn sum_lanes<S: Summand<O>, O: Element>(job: &Job<'_, S>, out: &mut [O]) {
    let axes = &job.plan.axes;
    let (depth, core, rows) = buffered_rows(axes);
    if depth > 1 || rows > 1 {
        return sum_groups(job, out, depth, core, rows);
    }
    let (inner, outer) = (axes[0], &axes[1..]);
    if inner.stride == size_of::<S>() as isize
        && inner.len <= S::Sum::LEAF
        && outer.len() == 1
        && !outer[0].is_reduced()
    {
        return sum_short_rows(job, out, inner, outer[0]);
    }
    for (offset, result) in Positions::new(outer, job.offset) {
        let lane = job.view.lane(offset, inner.len, inner.stride);
        if job.direct || inner.len <= BUFFER {
            out[result] = S::put(out[result], pairwise::sum(lane));
        } else {
            for from in (0..lane.len()).step_by(BUFFER) {
                let part = lane.part(from, BUFFER.min(lane.len() - from));
                out[result] = S::put(out[result], pairwise::sum(part));
            }
        }
        if pool::interrupted() {
            return;
        }
    }
}

/// Many short rows: one leaf each.
fn sum_short_rows<S: Summand<O>, O: Element>(job: &Job<'_, S>, out: &mut [O], inner: Axis, outer: Axis) {
    if outer.stride == inner.stride * inner.len as isize {
        let all = job.view.lane(job.offset, inner.len * outer.len, inner.stride);
        if let (Some(slice), true) = (all.as_slice(), inner.len > 0) {
            wide(
                #[inline(always)]
                || {
                    for (result, row) in out.iter_mut().zip(slice.chunks_exact(inner.len)) {
                        *result = S::put(*result, S::Sum::small(row, &S::load));
                    }
                },
            );
            return;
        }
    }
    for (i, result) in out.iter_mut().enumerate().take(outer.len) {
        let lane = job.view.lane(job.offset + i as isize * outer.stride, inner.len, inner.stride);
        *result = S::put(*result, pairwise::sum(lane));
    }
}

/// Rows that don't follow one another are copied together before they are summed.
fn sum_groups<S: Summand<O>, O: Element>(job: &Job<'_, S>, out: &mut [O], depth: usize, core: usize, rows: usize) {
    let axes = &job.plan.axes;
    let inner = axes[0];
    let grouped = axes.get(depth).filter(|axis| axis.is_reduced()).copied();
    let group = grouped.unwrap_or(Axis { len: 1, stride: 0, step: 0 });
    let outer = &axes[(depth + usize::from(grouped.is_some())).min(axes.len())..];
    let mut buffer = vec![S::ZERO; core * rows.min(group.len)];
    for (offset, result) in Positions::new(outer, job.offset) {
        for first in (0..group.len).step_by(rows.max(1)) {
            let count = rows.min(group.len - first);
            let mut lanes = buffer.chunks_exact_mut(inner.len.max(1));
            for row in first..first + count {
                let start = offset + row as isize * group.stride;
                for ((at, _), into) in Positions::new(&axes[1..depth], start).zip(&mut lanes) {
                    job.view.lane(at, inner.len, inner.stride).gather(into);
                }
            }
            out[result] = S::put(out[result], pairwise::sum_slice(&buffer[..core * count]));
        }
        if pool::interrupted() {
            return;
        }
    }
}
