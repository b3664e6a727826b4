//! The walk over a program's elements in the order of the array that they would be: lanes, trees, rows, and what threads
//! share of them.

use crate::pool;
use crate::tensor::Element;
use crate::tensor::engine::{BLOCK, Elements, Producer};
use crate::tensor::reduce::pairwise::{self, Summand, Term};
use crate::tensor::reduce::plan::{Axis, Plan};
use crate::tensor::reduce::sum::BUFFER;
use crate::tensor::wide::wide;

/// Elements of one job of a thread, a multiple of NumPy's buffer.
const GRAIN: usize = 8 * BUFFER;
/// Columns that are reduced together.
const TILE: usize = 2048;

/// The elements in the order of the array that they would be.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    pub producer: &'a Producer<'a>,
    pub plan: &'a Plan,
    /// Bytes of an element.
    pub width: isize,
    pub shared: bool,
}

/// Calls `block(from, n)` for consecutive blocks.
pub(super) fn blocks(from: usize, n: usize, mut block: impl FnMut(usize, usize)) {
    for at in (0..n).step_by(BLOCK) {
        block(from + at, BLOCK.min(n - at));
    }
}

impl Walk<'_> {
    pub(super) fn inner(&self) -> Axis {
        self.plan.axes[0]
    }

    /// Elements from one position along an axis to the next.
    fn step(&self, axis: Axis) -> usize {
        (axis.stride / self.width).unsigned_abs()
    }

    fn map<T: Send>(&self, count: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
        if self.shared { pool::map(count, job) } else { (0..count).map(job).collect() }
    }

    /// The inner axis is reduced: `row` makes a result of a lane in one block, `lane` of a longer one, each
    /// knowing which result; `whole` where there is one lane only.
    pub(super) fn lanes<T: Element, O: Copy + Send + Sync>(
        &self,
        out: &mut [O],
        row: impl Fn(usize, &[T]) -> O + Sync,
        lane: impl Fn(usize, &mut Elements, usize, usize) -> O + Sync,
        whole: impl FnOnce(&Self) -> O,
    ) {
        let n = self.inner().len;
        let Some(&outer) = self.plan.axes.get(1) else {
            out.fill(whole(self));
            return;
        };
        let together = BLOCK / n;
        let part = |i: usize, each: usize| {
            let (from, to) = (i * each, ((i + 1) * each).min(outer.len));
            self.producer.open(|elements| {
                let mut part: Vec<O> = Vec::with_capacity(to - from);
                while from + part.len() < to && !pool::interrupted() {
                    let at = from + part.len();
                    if together == 0 {
                        part.push(lane(at, elements, at * n, n));
                    } else {
                        let count = together.min(to - at);
                        let rows = elements.get::<T>(at * n, count * n).chunks_exact(n);
                        part.extend(rows.enumerate().map(|(i, elements)| row(at + i, elements)));
                    }
                }
                part
            })
        };
        let each = if self.shared { (GRAIN / n).max(1) } else { outer.len };
        let parts = self.map(outer.len.div_ceil(each), |i| part(i, each));
        out.iter_mut().zip(parts.into_iter().flatten()).for_each(|(out, result)| *out = result);
    }

    /// Everything in consecutive pieces, in order.
    pub(super) fn pieces<T: Send>(&self, piece: impl Fn(&mut Elements, usize, usize) -> T + Sync) -> Vec<T> {
        let n = self.producer.size();
        self.map(n.div_ceil(GRAIN), |i| {
            let from = i * GRAIN;
            let n = if pool::interrupted() { 1 } else { GRAIN.min(n - from) };
            self.producer.open(|elements| piece(elements, from, n))
        })
    }

    /// Adds everything to results that are zero. What NumPy casts on the way (not `direct`) passes through its buffer.
    pub(super) fn add<S: Summand<O>, O: Element>(&self, out: &mut [O], direct: bool) {
        if !self.inner().is_reduced() {
            return self.columns::<S, O>(out, Start::Value(O::ZERO), S::plus);
        }
        let row = |_, row: &[S]| S::put(O::ZERO, pairwise::sum_slice::<S, O>(row));
        let lane = |_, elements: &mut Elements, from, n| {
            if direct || n <= BUFFER {
                return S::put(O::ZERO, tree(elements, from, n, &S::load));
            }
            (0..n)
                .step_by(BUFFER)
                .fold(O::ZERO, |sum, at| S::put(sum, tree(elements, from + at, BUFFER.min(n - at), &S::load)))
        };
        self.lanes(out, row, lane, |walk| {
            let direct = direct || walk.producer.size() <= BUFFER;
            if direct { S::put(O::ZERO, walk.tree(&S::load)) } else { walk.buffered::<S, O>() }
        });
    }

    /// The sum of `load(x)` over all elements: the top of the tree is shared between threads.
    pub(super) fn tree<S: Element, T: Term>(&self, load: &(impl Fn(S) -> T + Sync)) -> T {
        let n = self.producer.size();
        let mut nodes = Vec::new();
        cut::<T>(0, n, &mut nodes);
        let sums = self.map(nodes.len(), |i| {
            let (from, n) = nodes[i];
            let n = if pool::interrupted() { 1 } else { n };
            self.producer.open(|elements| tree(elements, from, n, load))
        });
        joined(n, &mut sums.into_iter())
    }

    /// The buffer's sums, added one after the other.
    fn buffered<S: Summand<O>, O: Element>(&self) -> O {
        let n = self.producer.size();
        let sums = self.map(n.div_ceil(GRAIN), |i| {
            let (from, to) = (i * GRAIN, ((i + 1) * GRAIN).min(n));
            let to = if pool::interrupted() { from + 1 } else { to };
            self.producer.open(|elements| {
                let buffer = |at| tree(elements, at, BUFFER.min(to - at), &S::load);
                (from..to).step_by(BUFFER).map(buffer).collect::<Vec<S::Sum>>()
            })
        });
        sums.into_iter().flatten().fold(O::ZERO, S::put)
    }

    /// The inner axis is kept: row after row into the results.
    pub(super) fn columns<T: Element, O: Copy + Send + Sync>(
        &self,
        out: &mut [O],
        start: Start<T, O>,
        op: impl Fn(O, T) -> O + Copy + Sync,
    ) {
        // A slice of nothing takes no memory, however long.
        let nothing = vec![(); out.len()];
        self.columns_with(out, start, &nothing, move |result, x, ()| op(result, x));
    }

    /// As [`Walk::columns`] with a number that belongs to each result: `op(result, element, constant)`.
    pub(super) fn columns_with<T: Element, O: Copy + Send + Sync, C: Copy + Sync>(
        &self,
        out: &mut [O],
        start: Start<T, O>,
        constants: &[C],
        op: impl Fn(O, T, C) -> O + Copy + Sync,
    ) {
        let (inner, rows) = (self.inner(), self.plan.axes[1]);
        let outer = self.plan.axes.get(2).copied().unwrap_or(Axis { len: 1, stride: 0, step: 0 });
        let (down, across) = (self.step(rows), self.step(outer));
        let tiles = inner.len.div_ceil(TILE);
        let tile = |i: usize| {
            let (from, n) = (i % tiles * TILE, TILE.min(inner.len - i % tiles * TILE));
            let first = i / tiles * across + from;
            let constants = &constants[i / tiles * inner.len + from..][..n];
            self.producer.open(|elements| {
                let mut row = 0;
                let mut results = match start {
                    Start::Value(value) => vec![value; n],
                    Start::First(convert) => {
                        row = 1;
                        let mut results = Vec::with_capacity(n);
                        blocks(first, n, |from, n| {
                            results.extend(elements.get::<T>(from, n).iter().map(|&x| convert(x)));
                        });
                        results
                    }
                };
                // Rows that follow each other and are short are made together.
                let together = if down == n { (BLOCK / n).max(1) } else { 1 };
                while row < rows.len && !pool::interrupted() {
                    let count = together.min(rows.len - row);
                    let from = first + row * down;
                    if n <= BLOCK {
                        add_rows(&mut results, elements.get::<T>(from, count * n), constants, op);
                    } else {
                        blocks(from, n, |at, n| {
                            let part = at - from..at - from + n;
                            add_rows(&mut results[part.clone()], elements.get::<T>(at, n), &constants[part], op);
                        });
                    }
                    row += count;
                }
                results
            })
        };
        let parts = self.map(tiles * outer.len, tile);
        out.iter_mut().zip(parts.into_iter().flatten()).for_each(|(out, result)| *out = result);
    }
}

/// What the results of columns begin with: a value, or the first row.
#[derive(Clone, Copy)]
pub(super) enum Start<T, O> {
    Value(O),
    First(fn(T) -> O),
}

/// Combines whole rows into the results, one after the other.
fn add_rows<T: Element, O: Copy, C: Copy>(
    results: &mut [O],
    rows: &[T],
    constants: &[C],
    op: impl Fn(O, T, C) -> O + Copy,
) {
    wide(
        #[inline(always)]
        || {
            for row in rows.chunks_exact(results.len()) {
                for ((result, &x), &constant) in results.iter_mut().zip(row).zip(constants) {
                    *result = op(*result, x, constant);
                }
            }
        },
    );
}

/// The sum of `load(x)` over consecutive elements by NumPy's tree.
pub(super) fn tree<S: Element, T: Term>(
    elements: &mut Elements,
    from: usize,
    n: usize,
    load: &(impl Fn(S) -> T + Sync),
) -> T {
    pairwise::sum_blocks(from, n, BLOCK, &mut |from, n| pairwise::sum_mapped(elements.get::<S>(from, n), load))
}

/// The nodes of the summation tree that threads work on: starts and lengths, in order.
fn cut<T: Term>(from: usize, n: usize, nodes: &mut Vec<(usize, usize)>) {
    if n <= GRAIN {
        nodes.push((from, n));
        return;
    }
    let half = T::half(n);
    cut::<T>(from, half, nodes);
    cut::<T>(from + half, n - half, nodes);
}

/// The sum of a tree over `n` elements from the sums of its nodes.
fn joined<T: Term>(n: usize, sums: &mut impl Iterator<Item = T>) -> T {
    if n <= GRAIN {
        return sums.next().unwrap_or(T::NOTHING);
    }
    let half = T::half(n);
    let left = joined(half, sums);
    T::join(left, joined(n - half, sums))
}
