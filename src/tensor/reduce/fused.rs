//! Reductions of an expression that is computed block by block and never written down. The order of the elements, and so
//! every bit, is that of the array which the expression would have made.

use super::extreme::{Most, Ordered, most_of};
use super::fold::Fold;
use super::pairwise::{self, Summand, Term};
use super::plan::{Axes, Axis, Plan, k_order, result_shape};
use super::sum::BUFFER;
use super::{Finite, logical, moments};
use crate::pool;
use crate::tensor::engine::{BLOCK, Elements, Producer, Program, Raised};
use crate::tensor::error::Result;
use crate::tensor::flags::Flags;
use crate::tensor::lanes;
use crate::tensor::shape::Dims;
use crate::tensor::wide::wide;
use crate::tensor::{Complex32, Complex64, Element, Kind, Order, Tensor, cast, f16};
use smallvec::SmallVec;

/// Elements of one job of a thread.
const GRAIN: usize = 1 << 16;
/// Columns that are reduced together.
const TILE: usize = 2048;

/// How a program can end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    Sum,
    Mean,
    Min,
    Max,
    Any,
    All,
    Count,
    ArgMin,
    ArgMax,
}

impl Ending {
    /// As NumPy calls it.
    pub fn by_name(name: &str) -> Option<Ending> {
        Some(match name {
            "sum" => Ending::Sum,
            "mean" => Ending::Mean,
            "min" => Ending::Min,
            "max" => Ending::Max,
            "any" => Ending::Any,
            "all" => Ending::All,
            "count_nonzero" => Ending::Count,
            "argmin" => Ending::ArgMin,
            "argmax" => Ending::ArgMax,
            _ => return None,
        })
    }
}

/// What is reduced: a program, and the contiguous array that it would make.
pub struct Expression<'a> {
    pub program: &'a Program,
    pub shape: &'a [usize],
    pub strides: &'a [isize],
}

/// A reduction's result.
pub struct Reduced {
    pub result: Tensor,
    /// What dividing by the count raised.
    pub flags: Flags,
    /// What the expression raised.
    pub raised: Raised,
}

/// Reduces an expression along axes. `None` where the array must be made: for layouts whose reduced axes don't lie
/// together, for sums that are not finite (whose warnings need the elements), for wrong axes.
pub fn reduce(ending: Ending, expression: &Expression, axes: &Axes, keepdims: bool) -> Result<Option<Reduced>> {
    let Ok(mask) = axes.mask(expression.shape.len()) else { return Ok(None) };
    let flat = matches!(ending, Ending::ArgMin | Ending::ArgMax);
    let plan = Plan::from_geometry(expression.shape, expression.strides, &mask);
    let reduces_all = plan.axes.len() == 1 && plan.axes[0].is_reduced();
    let order: SmallVec<[usize; 4]> = k_order(expression.strides).into_iter().rev().collect();
    let simple = match &*plan.axes {
        [_] if flat => reduces_all && order.is_sorted() && *axes == Axes::All && !keepdims,
        [only] => only.is_reduced(),
        [_, second] if !flat => second.step != plan.axes[0].step,
        [_, rows, outer] if !flat => rows.is_reduced() && !outer.is_reduced(),
        _ => false,
    };
    if !simple {
        return Ok(None);
    }
    let producer = Producer::new(expression.program, expression.shape, &order)?;
    let shared = expression.program.is_worth_sharing(producer.size());
    let walk = Walk { producer: &producer, plan: &plan, width: producer.dtype().itemsize() as isize, shared };
    let task = Task { walk, shape: result_shape(expression.shape, &mask, keepdims), mask: &mask, keepdims };
    let result = task.run(ending)?;
    lanes::check_interrupt()?;
    Ok(result.map(|(result, flags)| Reduced { result, flags, raised: producer.raised() }))
}

/// The elements in the order of the array that they would be.
#[derive(Clone, Copy)]
struct Walk<'a> {
    producer: &'a Producer<'a>,
    plan: &'a Plan,
    width: isize,
    shared: bool,
}

struct Task<'a> {
    walk: Walk<'a>,
    shape: Dims,
    mask: &'a [bool],
    keepdims: bool,
}

impl Task<'_> {
    fn run(&self, ending: Ending) -> Result<Option<(Tensor, Flags)>> {
        let dtype = self.walk.producer.dtype();
        match ending {
            Ending::Sum if dtype.kind == Kind::Bool => self.count(),
            Ending::Count if dtype.kind == Kind::Bool => self.count(),
            Ending::Sum => self.sum(),
            Ending::Mean => self.mean(),
            Ending::Min => crate::dispatch!(all, dtype.kind, T => self.extreme::<T, false>(), else Ok(None)),
            Ending::Max => crate::dispatch!(all, dtype.kind, T => self.extreme::<T, true>(), else Ok(None)),
            Ending::Any => crate::dispatch!(all, dtype.kind, T => self.truth::<T>(false), else Ok(None)),
            Ending::All => crate::dispatch!(all, dtype.kind, T => self.truth::<T>(true), else Ok(None)),
            Ending::ArgMin => crate::dispatch!(all, dtype.kind, T => self.position::<T, false>(), else Ok(None)),
            Ending::ArgMax => crate::dispatch!(all, dtype.kind, T => self.position::<T, true>(), else Ok(None)),
            Ending::Count => Ok(None),
        }
    }

    /// A new array of results, in the order of the plan.
    fn results<O: Element>(&self, fill: impl FnOnce(&mut [O])) -> Result<Tensor> {
        let steps = self.walk.plan.result_steps(self.mask, self.keepdims);
        lanes::fresh_strided::<O>(&self.shape, &steps, O::DTYPE, fill)
    }

    fn sum(&self) -> Result<Option<(Tensor, Flags)>> {
        macro_rules! widened {
            ($($kind:ident: $source:ty => $out:ty),*) => {
                match self.walk.producer.dtype().kind {
                    $(Kind::$kind => self.sum_as::<$source, $out>(true),)*
                    kind => crate::dispatch!(number, kind, T => self.sum_as::<T, T>(true), else Ok(None)),
                }
            };
        }
        widened!(Int8: i8 => i64, Int16: i16 => i64, Int32: i32 => i64, UInt8: u8 => u64, UInt16: u16 => u64,
            UInt32: u32 => u64)
    }

    fn mean(&self) -> Result<Option<(Tensor, Flags)>> {
        let dtype = self.walk.producer.dtype();
        macro_rules! total {
            ($($kind:ident: $source:ty => $out:ty, $direct:literal;)*) => {
                match dtype.kind {
                    $(Kind::$kind => self.sum_as::<$source, $out>($direct)?,)*
                    _ => None,
                }
            };
        }
        // What NumPy casts on the way passes through its buffer.
        let total = total!(Bool: bool => f64, false; Int8: i8 => f64, false; Int16: i16 => f64, false;
            Int32: i32 => f64, false; Int64: i64 => f64, false; UInt8: u8 => f64, false; UInt16: u16 => f64, false;
            UInt32: u32 => f64, false; UInt64: u64 => f64, false; Float16: f16 => f32, false;
            Float32: f32 => f32, true; Float64: f64 => f64, true; Complex64: Complex32 => Complex32, true;
            Complex128: Complex64 => Complex64, true;);
        let Some((total, _)) = total else { return Ok(None) };
        let (mean, flags) = moments::divided(&total, &moments::Count::Same(self.walk.plan.items), 0.0)?;
        let (_, wanted) = moments::mean_dtypes(dtype, None)?;
        Ok(Some((cast::cast(&mean, wanted, Order::K)?.0, flags)))
    }

    fn sum_as<S, O>(&self, direct: bool) -> Result<Option<(Tensor, Flags)>>
    where
        S: Summand<O>,
        O: Element + Finite,
    {
        let mut finite = true;
        let result = self.results::<O>(|out| {
            if self.walk.inner().is_reduced() {
                let row = |row: &[S]| S::put(O::ZERO, pairwise::sum_slice::<S, O>(row));
                let lane = |elements: &mut Elements, from, n| lane_sum::<S, O>(elements, from, n, direct);
                self.walk.lanes(out, row, lane, |walk| walk.tree_sum::<S, O>(direct));
            } else {
                self.walk.columns::<S, O>(out, Start::Value(O::ZERO), S::plus);
            }
            finite = out.iter().all(Finite::is_finite);
        })?;
        Ok(finite.then_some((result, Flags::NONE)))
    }

    fn count(&self) -> Result<Option<(Tensor, Flags)>> {
        let whole = |elements: &mut Elements, from: usize, n: usize| {
            let mut count = 0;
            blocks(from, n, |from, n| count += logical::count_run(elements.get::<bool>(from, n)));
            count
        };
        let result = self.results::<i64>(|out| {
            if self.walk.inner().is_reduced() {
                let row = |row: &[bool]| logical::count_run(row);
                self.walk.lanes(out, row, whole, |walk| walk.pieces(whole).into_iter().sum());
            } else {
                let add = |count: i64, x: bool| count + i64::from(x);
                self.walk.columns::<bool, i64>(out, Start::Value(0), add);
            }
        })?;
        Ok(Some((result, Flags::NONE)))
    }

    fn extreme<T: Ordered, const MAX: bool>(&self) -> Result<Option<(Tensor, Flags)>> {
        let fold = Most::<MAX>;
        let whole = |elements: &mut Elements, from: usize, n: usize| {
            let mut best = elements.get::<T>(from, 1)[0];
            blocks(from, n, |from, n| best = fold.run(best, elements.get::<T>(from, n)));
            best
        };
        let result = self.results::<T>(|out| {
            if self.walk.inner().is_reduced() {
                let join = |walk: &Walk| {
                    let best = walk.pieces(whole).into_iter().reduce(|a, b| fold.pair(a, b));
                    best.unwrap_or(T::ZERO)
                };
                self.walk.lanes(out, |row: &[T]| fold.run(row[0], row), whole, join);
            } else {
                self.walk.columns::<T, T>(out, Start::First(|x| x), move |a, b| fold.pair(a, b));
            }
        })?;
        Ok(Some((result, Flags::NONE)))
    }

    fn truth<T: Element>(&self, all: bool) -> Result<Option<(Tensor, Flags)>> {
        // Whether a run has an element that decides.
        let decides = |run: &[T]| {
            wide(
                #[inline(always)]
                || run.iter().fold(false, |found, &x| found | ((x != T::ZERO) != all)),
            )
        };
        let whole = |elements: &mut Elements, from: usize, n: usize| {
            let mut found = false;
            blocks(from, n, |from, n| found |= decides(elements.get::<T>(from, n)));
            found != all
        };
        let result = self.results::<bool>(|out| {
            if self.walk.inner().is_reduced() {
                let join = |walk: &Walk| {
                    let truths = walk.pieces(whole);
                    if all { truths.iter().all(|&t| t) } else { truths.iter().any(|&t| t) }
                };
                self.walk.lanes(out, |row: &[T]| decides(row) != all, whole, join);
            } else {
                let op = move |truth: bool, x: T| if all { truth & (x != T::ZERO) } else { truth | (x != T::ZERO) };
                self.walk.columns::<T, bool>(out, Start::Value(all), op);
            }
        })?;
        Ok(Some((result, Flags::NONE)))
    }

    /// The place of the first extreme, or of the first NaN.
    fn position<T: Ordered, const MAX: bool>(&self) -> Result<Option<(Tensor, Flags)>> {
        let piece = |elements: &mut Elements, from: usize, n: usize| {
            let (mut best, mut place) = (elements.get::<T>(from, 1)[0], from);
            blocks(from, n, |from, n| {
                if best.is_nan() {
                    return;
                }
                let run = elements.get::<T>(from, n);
                let (most, has_nan) = most_of::<T, MAX>(best, run);
                let found = if has_nan {
                    run.iter().position(|x| x.is_nan())
                } else if Most::<MAX>::beats(most, best) {
                    run.iter().position(|&x| x == most)
                } else {
                    None
                };
                if let Some(i) = found {
                    (best, place) = (run[i], from + i);
                }
            });
            (best, place)
        };
        let better = |a: (T, usize), b: (T, usize)| {
            if !a.0.is_nan() && (b.0.is_nan() || Most::<MAX>::beats(b.0, a.0)) { b } else { a }
        };
        let best = self.walk.pieces(piece).into_iter().reduce(better);
        let place = best.map_or(0, |(_, place)| place as i64);
        Ok(Some((Tensor::scalar(place)?, Flags::NONE)))
    }
}

/// The sum of consecutive elements by NumPy's tree; what it casts on the way passes through its buffer first.
fn lane_sum<S: Summand<O>, O: Element>(elements: &mut Elements, from: usize, n: usize, direct: bool) -> O {
    let mut block = |from, n| pairwise::sum_slice::<S, O>(elements.get::<S>(from, n));
    if direct || n <= BUFFER {
        return S::put(O::ZERO, pairwise::sum_blocks::<S, O>(from, n, BLOCK, &mut block));
    }
    (0..n).step_by(BUFFER).fold(O::ZERO, |sum, at| {
        S::put(sum, pairwise::sum_blocks::<S, O>(from + at, BUFFER.min(n - at), BLOCK, &mut block))
    })
}

/// Calls `block(from, n)` for consecutive blocks.
fn blocks(from: usize, n: usize, mut block: impl FnMut(usize, usize)) {
    for at in (0..n).step_by(BLOCK) {
        block(from + at, BLOCK.min(n - at));
    }
}

impl Walk<'_> {
    fn inner(&self) -> Axis {
        self.plan.axes[0]
    }

    /// Elements from one position along an axis to the next.
    fn step(&self, axis: Axis) -> usize {
        (axis.stride / self.width).unsigned_abs()
    }

    fn map<T: Send>(&self, count: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
        if self.shared { pool::map(count, job) } else { (0..count).map(job).collect() }
    }

    /// The inner axis is reduced: `row` makes a result of a lane in one block, `lane` of a longer one; `whole` where
    /// there is one lane only.
    fn lanes<T: Element, O: Copy + Send + Sync>(
        &self,
        out: &mut [O],
        row: impl Fn(&[T]) -> O + Sync,
        lane: impl Fn(&mut Elements, usize, usize) -> O + Sync,
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
                        part.push(lane(elements, at * n, n));
                    } else {
                        let count = together.min(to - at);
                        part.extend(elements.get::<T>(at * n, count * n).chunks_exact(n).map(&row));
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
    fn pieces<T: Send>(&self, piece: impl Fn(&mut Elements, usize, usize) -> T + Sync) -> Vec<T> {
        let n = self.producer.size();
        self.map(n.div_ceil(GRAIN), |i| {
            let from = i * GRAIN;
            let n = if pool::interrupted() { 1 } else { GRAIN.min(n - from) };
            self.producer.open(|elements| piece(elements, from, n))
        })
    }

    /// The sum of all elements: the top of the tree is shared between threads.
    fn tree_sum<S: Summand<O>, O: Element>(&self, direct: bool) -> O {
        let n = self.producer.size();
        let mut nodes = Vec::new();
        if direct || n <= BUFFER {
            cut::<S, O>(0, n, &mut nodes);
        } else {
            // The buffer's sums are added one after the other.
            nodes.extend((0..n).step_by(BUFFER).map(|from| (from, BUFFER.min(n - from))));
        }
        let each = GRAIN.div_ceil(BUFFER);
        let jobs: Vec<&[(usize, usize)]> = nodes.chunks(if direct { 1 } else { each }).collect();
        let sums = self.map(jobs.len(), |i| {
            self.producer.open(|elements| {
                let mut block = |from, n| pairwise::sum_slice::<S, O>(elements.get::<S>(from, n));
                let node = |&(from, n): &(usize, usize)| {
                    let n = if pool::interrupted() { 1 } else { n };
                    pairwise::sum_blocks::<S, O>(from, n, BLOCK, &mut block)
                };
                jobs[i].iter().map(node).collect::<Vec<S::Sum>>()
            })
        });
        let mut sums = sums.into_iter().flatten();
        if direct || n <= BUFFER { S::put(O::ZERO, joined::<S, O>(n, &mut sums)) } else { sums.fold(O::ZERO, S::put) }
    }

    /// The inner axis is kept: row after row into the results.
    fn columns<T: Element, O: Copy + Send + Sync>(
        &self,
        out: &mut [O],
        start: Start<T, O>,
        op: impl Fn(O, T) -> O + Copy + Sync,
    ) {
        let (inner, rows) = (self.inner(), self.plan.axes[1]);
        let outer = self.plan.axes.get(2).copied().unwrap_or(Axis { len: 1, stride: 0, step: 0 });
        let (down, across) = (self.step(rows), self.step(outer));
        let tiles = inner.len.div_ceil(TILE);
        let tile = |i: usize| {
            let (from, n) = (i % tiles * TILE, TILE.min(inner.len - i % tiles * TILE));
            let first = i / tiles * across + from;
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
                        add_rows(&mut results, elements.get::<T>(from, count * n), op);
                    } else {
                        blocks(from, n, |at, n| {
                            add_rows(&mut results[at - from..][..n], elements.get::<T>(at, n), op);
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
enum Start<T, O> {
    Value(O),
    First(fn(T) -> O),
}

/// Combines whole rows into the results, one after the other.
fn add_rows<T: Element, O: Copy>(results: &mut [O], rows: &[T], op: impl Fn(O, T) -> O + Copy) {
    wide(
        #[inline(always)]
        || {
            for row in rows.chunks_exact(results.len()) {
                for (result, &x) in results.iter_mut().zip(row) {
                    *result = op(*result, x);
                }
            }
        },
    );
}

/// The nodes of the summation tree that threads work on: starts and lengths, in order.
fn cut<S: Summand<O>, O: Element>(from: usize, n: usize, nodes: &mut Vec<(usize, usize)>) {
    if n <= GRAIN {
        nodes.push((from, n));
        return;
    }
    let half = S::Sum::half(n);
    cut::<S, O>(from, half, nodes);
    cut::<S, O>(from + half, n - half, nodes);
}

/// The sum of a tree over `n` elements from the sums of its nodes.
fn joined<S: Summand<O>, O: Element>(n: usize, sums: &mut impl Iterator<Item = S::Sum>) -> S::Sum {
    if n <= GRAIN {
        return sums.next().unwrap_or(S::Sum::NOTHING);
    }
    let half = S::Sum::half(n);
    let left = joined::<S, O>(half, sums);
    S::Sum::join(left, joined::<S, O>(n - half, sums))
}
