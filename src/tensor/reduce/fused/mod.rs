//! Reductions of an expression that is computed block by block and never written down. The order of the elements, and so
//! every bit, is that of the array which the expression would have made.

mod moments;
mod walk;

use super::extreme::{Most, Ordered, most_of};
use super::fold::Fold;
use super::pairwise::Summand;
use super::plan::{Axes, Plan, k_order, result_shape};
use super::{Finite, logical};
use crate::tensor::engine::{Elements, Producer, Program, Raised};
use crate::tensor::error::Result;
use crate::tensor::flags::Flags;
use crate::tensor::lanes;
use crate::tensor::shape::Dims;
use crate::tensor::wide::wide;
use crate::tensor::{Element, Kind, Tensor};
use smallvec::SmallVec;
use walk::{Start, Walk, blocks};

/// How a program can end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Ending {
    Sum,
    Prod,
    Mean,
    /// The variance, or with `root` the standard deviation, with the count less `ddof` as divisor.
    Spread {
        ddof: f64,
        root: bool,
    },
    Min,
    Max,
    Any,
    All,
    Count,
    ArgMin,
    ArgMax,
}

impl Ending {
    /// As NumPy calls it; `ddof` is what was given by that name, for those endings that know one.
    pub fn by_name(name: &str, ddof: Option<f64>) -> Option<Ending> {
        let spread = |root| Ending::Spread { ddof: ddof.unwrap_or(0.0), root };
        Some(match name {
            "var" => spread(false),
            "std" => spread(true),
            _ if ddof.is_some() => return None,
            "sum" => Ending::Sum,
            "prod" => Ending::Prod,
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

/// Runs `$body` with `$S` the Rust type of a program's elements and `$O` that of their sum or product.
macro_rules! widened {
    ($kind:expr, $S:ident, $O:ident => $body:expr) => {
        widened!($kind, $S, $O => $body, Int8: i8 => i64, Int16: i16 => i64, Int32: i32 => i64, UInt8: u8 => u64,
            UInt16: u16 => u64, UInt32: u32 => u64, Bool: bool => i64)
    };
    ($kind:expr, $S:ident, $O:ident => $body:expr, $($name:ident: $source:ty => $out:ty),*) => {
        match $kind {
            $(Kind::$name => {
                type $S = $source;
                type $O = $out;
                $body
            })*
            kind => crate::dispatch!(number, kind, T => {
                type $S = T;
                type $O = T;
                $body
            }, else Ok(None)),
        }
    };
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
            Ending::Sum | Ending::Count if dtype.kind == Kind::Bool => self.count(),
            Ending::Sum => self.sum(),
            Ending::Prod => self.product(),
            Ending::Mean => self.mean(),
            Ending::Spread { ddof, root } => self.spread(ddof, root),
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
        widened!(self.walk.producer.dtype().kind, S, O => self.sum_as::<S, O>(true))
    }

    fn product(&self) -> Result<Option<(Tensor, Flags)>> {
        match self.walk.producer.dtype().kind {
            // Where it is rounded depends on how NumPy cuts the array.
            Kind::Float16 => Ok(None),
            kind => widened!(kind, S, O => self.product_as::<S, O>()),
        }
    }

    fn sum_as<S, O>(&self, direct: bool) -> Result<Option<(Tensor, Flags)>>
    where
        S: Summand<O>,
        O: Element + Finite,
    {
        let mut finite = true;
        let result = self.results::<O>(|out| {
            self.walk.add::<S, O>(out, direct);
            finite = out.iter().all(Finite::is_finite);
        })?;
        Ok(finite.then_some((result, Flags::NONE)))
    }

    fn product_as<S, O>(&self) -> Result<Option<(Tensor, Flags)>>
    where
        S: Summand<O>,
        O: Element + Finite,
    {
        let mut finite = true;
        let whole = |elements: &mut Elements, from: usize, n: usize| {
            let mut product = O::ONE;
            blocks(from, n, |from, n| product = S::product(product, elements.get::<S>(from, n)));
            product
        };
        let result = self.results::<O>(|out| {
            if self.walk.inner().is_reduced() {
                let row = |_, row: &[S]| S::product(O::ONE, row);
                // One element after the other: nothing that threads could share.
                let all = |walk: &Walk| walk.producer.open(|elements| whole(elements, 0, walk.producer.size()));
                self.walk.lanes(out, row, |_, elements, from, n| whole(elements, from, n), all);
            } else {
                self.walk.columns::<S, O>(out, Start::Value(O::ONE), S::times);
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
                let row = |_, row: &[bool]| logical::count_run(row);
                let lane = |_, elements: &mut Elements, from, n| whole(elements, from, n);
                self.walk.lanes(out, row, lane, |walk| walk.pieces(whole).into_iter().sum());
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
                let lane = |_, elements: &mut Elements, from, n| whole(elements, from, n);
                self.walk.lanes(out, |_, row: &[T]| fold.run(row[0], row), lane, join);
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
                let lane = |_, elements: &mut Elements, from, n| whole(elements, from, n);
                self.walk.lanes(out, |_, row: &[T]| decides(row) != all, lane, join);
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
