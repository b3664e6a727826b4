//! Minimum and maximum along axes, and where they are. A NaN (or NaT) wins, as in NumPy; argmin and argmax give the first.

use super::fold::{self, Fold};
use super::plan::{Axes, Plan, k_order};
use super::sum::{Job, for_each_run};
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes::{self, View};
use crate::tensor::shape::{Dims, normalize_axis};
use crate::tensor::sort::order::Comparator;
use crate::tensor::{Complex32, Complex64, Element, Kind, Tensor, f16};
use pulp::Arch;
use std::cmp::Ordering;

/// Numbers with NumPy's order: complex ones by their real, then their imaginary part.
pub trait Ordered: Element {
    /// Not a number, which is neither less nor greater than anything.
    fn is_nan(self) -> bool;
    fn less(self, other: Self) -> bool;
}

macro_rules! ordered {
    ($($t:ty),*; $nan:expr, $less:expr) => {$(
        impl Ordered for $t {
            #[inline(always)]
            fn is_nan(self) -> bool {
                ($nan)(self)
            }
            #[inline(always)]
            fn less(self, other: $t) -> bool {
                ($less)(self, other)
            }
        }
    )*};
}

ordered!(bool, i8, i16, i32, i64, u8, u16, u32, u64; |_| false, |a, b| a < b);
ordered!(f32, f64; |x| x != x, |a, b| a < b);
ordered!(f16; |x: f16| x.is_nan(), |a: f16, b: f16| a.to_f32() < b.to_f32());
ordered!(Complex32, Complex64; |x| x != x, |a: Self, b: Self| a.re < b.re || (a.re == b.re && a.im < b.im));

/// The larger of two (or the smaller), the first NaN where there is one.
#[derive(Clone, Copy)]
pub struct Most<const MAX: bool>;

impl<const MAX: bool> Most<MAX> {
    #[inline(always)]
    pub(super) fn beats<T: Ordered>(new: T, old: T) -> bool {
        if MAX { old.less(new) } else { new.less(old) }
    }
}

impl<T: Ordered, const MAX: bool> Fold<T> for Most<MAX> {
    #[inline(always)]
    fn pair(self, a: T, b: T) -> T {
        if a.is_nan() || !(Self::beats(b, a) || b.is_nan()) { a } else { b }
    }

    fn run(self, start: T, run: &[T]) -> T {
        let (best, nan) = most_of::<T, MAX>(start, run);
        if !nan || start.is_nan() {
            return if start.is_nan() { start } else { best };
        }
        run.iter().copied().find(|x| x.is_nan()).unwrap_or(best)
    }
}

/// The extreme of `start` and a run, and whether the run has a NaN (then the extreme means nothing).
pub(super) fn most_of<T: Ordered, const MAX: bool>(start: T, run: &[T]) -> (T, bool) {
    const WIDTH: usize = 32;
    if run.len() < WIDTH {
        let pick = |a, b| if Most::<MAX>::beats(b, a) { b } else { a };
        return (run.iter().copied().fold(start, pick), run.iter().any(|x| x.is_nan()));
    }
    Arch::new().dispatch(
        #[inline(always)]
        || {
            let (mut best, mut nan) = ([start; WIDTH], [false; WIDTH]);
            let mut chunks = run.chunks_exact(WIDTH);
            for chunk in &mut chunks {
                for j in 0..WIDTH {
                    let x = chunk[j];
                    best[j] = if Most::<MAX>::beats(x, best[j]) { x } else { best[j] };
                    nan[j] |= x.is_nan();
                }
            }
            let rest = chunks.remainder();
            let pick = |a, b| if Most::<MAX>::beats(b, a) { b } else { a };
            let any = nan.iter().any(|&n| n) | rest.iter().any(|x| x.is_nan());
            (rest.iter().chain(&best).copied().fold(start, pick), any)
        },
    )
}

/// The later of two times; NaT wins. (The earlier one is plain [`Most`], because NaT is the least number.)
#[derive(Clone, Copy)]
pub struct LatestTime;

impl Fold<i64> for LatestTime {
    #[inline(always)]
    fn pair(self, a: i64, b: i64) -> i64 {
        a.wrapping_sub(1).max(b.wrapping_sub(1)).wrapping_add(1)
    }
    // Unsigned keys would do as well: NaT − 1 is the largest number.
    fn run(self, start: i64, run: &[i64]) -> i64 {
        run.iter().fold(start, |a, &b| self.pair(a, b))
    }
}

/// Minimum (`MAX` false) or maximum into results that hold their first elements already.
pub fn extreme_into<T: Ordered, const MAX: bool>(job: Job<'_, T>, out: &mut [T]) {
    fold::fold_into(job, out, Most::<MAX>);
}

/// The positions of the first minima or maxima: along one axis, or of the flattened array. int64.
pub fn arg_extreme(a: &Tensor, axis: Option<isize>, keepdims: bool, max: bool) -> Result<Tensor> {
    let name = if max { "argmax" } else { "argmin" };
    let source = match axis {
        None => a.reshaped(&[a.size()], crate::tensor::Order::C)?,
        Some(_) if a.ndim() == 0 => a.reshaped(&[1], crate::tensor::Order::C)?,
        Some(_) => a.clone(),
    };
    let at = match axis {
        None => 0,
        Some(axis) => normalize_axis(axis, a.ndim().max(1)).map_err(|_| Error::axis(axis, a.ndim()))?,
    };
    let results: Dims = source.shape().iter().enumerate().filter(|(i, _)| *i != at).map(|(_, &n)| n).collect();
    if source.shape()[at] == 0 && !results.contains(&0) {
        return Err(Error::value(format!("attempt to get {name} of an empty sequence")));
    }
    let found = positions(&source, at, &results, max)?;
    if pool::interrupted() {
        return Err(Error::interrupt());
    }
    let mut shape = Dims::from_slice(a.shape());
    match axis {
        _ if !keepdims => shape = if a.ndim() == 0 { Dims::new() } else { results },
        None => shape.iter_mut().for_each(|n| *n = 1),
        Some(_) if a.ndim() > 0 => shape[at] = 1,
        Some(_) => {}
    }
    found.reshaped(&shape, crate::tensor::Order::C)
}

fn positions(source: &Tensor, axis: usize, results: &[usize], max: bool) -> Result<Tensor> {
    let dtype = source.dtype();
    if let Kind::DateTime { .. } | Kind::TimeDelta { .. } = dtype.kind {
        // NaT wins whichever is asked for: as the least number it wins a minimum, less one it wins a maximum.
        let native = lanes::native(source, dtype.to_native())?;
        let ticks = native.with_dtype(crate::tensor::DType::INT64);
        let moved = lanes::copy_of::<i64>(&lanes::moved_last(&ticks, axis))?;
        let n = moved.shape().last().copied().unwrap_or(1);
        let all = moved.as_slice::<i64>().unwrap_or(&[]);
        return lanes::fresh::<i64>(results, |out| {
            for (found, lane) in out.iter_mut().zip(all.chunks_exact(n.max(1))) {
                let shifted = lane.iter().map(|x| if max { !x.wrapping_sub(1) } else { *x }).enumerate();
                *found = shifted.min_by_key(|&(_, x)| x).map_or(0, |(i, _)| i as i64);
            }
        });
    }
    if dtype.kind.is_numeric() {
        let native = lanes::native(source, dtype.to_native())?;
        return crate::dispatch!(all, dtype.kind, T => if max {
            numeric_positions::<T, true>(&native, axis, results)
        } else {
            numeric_positions::<T, false>(&native, axis, results)
        }, else Err(Error::type_error("data type not ordered")));
    }
    let order = Comparator::new(source).map_err(|_| Error::type_error("data type not ordered"))?;
    if matches!(dtype.kind, Kind::Record(_)) {
        return Err(Error::type_error("data type not ordered"));
    }
    let (n, stride) = (source.shape()[axis], source.strides()[axis]);
    let kept: Vec<usize> = (0..source.ndim()).filter(|&i| i != axis).collect();
    let strides: Vec<isize> = kept.iter().map(|&i| source.strides()[i]).collect();
    let mut failed = None;
    let found = lanes::fresh::<i64>(results, |out| {
        for (found, offset) in out.iter_mut().zip(lanes::Offsets::new(results, &strides)) {
            let mut best = 0;
            for i in 1..n {
                match order.compare(offset + i as isize * stride, offset + best as isize * stride) {
                    Ok(Ordering::Greater) if max => best = i,
                    Ok(Ordering::Less) if !max => best = i,
                    Ok(_) => {}
                    Err(error) => failed = failed.take().or(Some(error)),
                }
            }
            *found = best as i64;
        }
    })?;
    failed.map_or(Ok(found), Err)
}

fn numeric_positions<T: Ordered, const MAX: bool>(source: &Tensor, axis: usize, results: &[usize]) -> Result<Tensor> {
    let view = View::<T>::new(source).ok_or_else(|| Error::type_error("data type not ordered"))?;
    let (n, stride) = (source.shape()[axis], source.strides()[axis]);
    let kept: Vec<usize> = (0..source.ndim()).filter(|&i| i != axis).collect();
    let strides: Vec<isize> = kept.iter().map(|&i| source.strides()[i]).collect();
    lanes::fresh::<i64>(results, |out| {
        let innermost = k_order(source.strides()).first().copied() == Some(axis);
        if let (false, Some((&width, outer)), Some((&step, outer_strides))) =
            (innermost || n < 2, results.split_last(), strides.split_last())
        {
            let rows = lanes::Offsets::new(outer, outer_strides).zip(out.chunks_exact_mut(width.max(1)));
            for (offset, found) in rows {
                positions_by_rows::<T, MAX>(view, offset, (n, stride), step, found);
            }
            return;
        }
        for (found, offset) in out.iter_mut().zip(lanes::Offsets::new(results, &strides)) {
            *found = position_in_lane::<T, MAX>(view.lane(offset, n, stride)) as i64;
        }
    })
}

/// The first extreme of a lane: the best of each block first, then its place in the winning block.
fn position_in_lane<T: Ordered, const MAX: bool>(lane: lanes::Lane<'_, T>) -> usize {
    if lane.is_empty() {
        return 0;
    }
    let mut best = lane.get(0);
    if best.is_nan() {
        return 0;
    }
    // The position of `best`, or of the run in which it is.
    let (mut place, mut at, mut nan) = (0, 0, None);
    for_each_run(lane, |run| {
        for block in run.chunks(1024) {
            if nan.is_some() {
                return;
            }
            let (most, has_nan) = most_of::<T, MAX>(best, block);
            if has_nan {
                nan = block.iter().position(|x| x.is_nan()).map(|i| at + i);
            } else if Most::<MAX>::beats(most, best) {
                best = most;
                place = at + block.iter().position(|&x| x == most).unwrap_or(0);
            }
            at += block.len();
        }
    });
    nan.unwrap_or(place)
}

/// All lanes at once, row by row, where the axis is not the innermost one in memory.
fn positions_by_rows<T: Ordered, const MAX: bool>(
    view: View<'_, T>,
    offset: isize,
    (rows, row_stride): (usize, isize),
    step: isize,
    found: &mut [i64],
) {
    let mut best = vec![T::ZERO; found.len()];
    let mut row = best.clone();
    view.lane(offset, best.len(), step).gather(&mut best);
    for i in 1..rows {
        view.lane(offset + i as isize * row_stride, row.len(), step).gather(&mut row);
        for ((best, found), &x) in best.iter_mut().zip(found.iter_mut()).zip(&row) {
            let wins = (Most::<MAX>::beats(x, *best) || x.is_nan()) && !best.is_nan();
            *best = if wins { x } else { *best };
            *found = if wins { i as i64 } else { *found };
        }
    }
}

/// Maximum minus minimum along axes, in the array's own dtype (integers wrap around).
pub fn ptp(a: &Tensor, axes: &Axes, keepdims: bool) -> Result<(Tensor, crate::tensor::flags::Flags)> {
    use super::{Reduction, Request, reduce};
    let request = Request { axes: axes.clone(), keepdims, ..Request::default() };
    let (high, flags) = reduce(Reduction::Max, a, &request)?;
    let (low, _) = reduce(Reduction::Min, a, &request)?;
    let (high, low) = (lanes::contiguous(&high, high.dtype().to_native())?, lanes::contiguous(&low, low.dtype())?);
    let time = matches!(high.dtype().kind, Kind::DateTime { .. } | Kind::TimeDelta { .. });
    if time {
        let (Kind::DateTime { unit, count } | Kind::TimeDelta { unit, count }) = high.dtype().kind else {
            return Err(Error::type_error("data type not ordered"));
        };
        let (high, low) = (high.with_dtype(crate::tensor::DType::INT64), low.with_dtype(crate::tensor::DType::INT64));
        let (high_ticks, low_ticks) = (high.as_slice::<i64>().unwrap_or(&[]), low.as_slice::<i64>().unwrap_or(&[]));
        let dtype = crate::tensor::DType::native(Kind::TimeDelta { unit, count });
        let spread = lanes::fresh_as::<i64>(high.shape(), dtype, |out| {
            for ((out, &h), &l) in out.iter_mut().zip(high_ticks).zip(low_ticks) {
                *out = if h == i64::MIN || l == i64::MIN { i64::MIN } else { h.wrapping_sub(l) };
            }
        })?;
        return Ok((spread, flags));
    }
    if high.dtype().kind == Kind::Bool {
        return Err(Error::type_error(
            "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, \
             or the logical_xor function instead.",
        ));
    }
    let difference = crate::dispatch!(all, high.dtype().kind, T => subtract::<T>(&high, &low), else
        Err(Error::type_error("unsupported operand type(s) for -")))?;
    Ok((difference, flags))
}

/// Subtraction that wraps around for integers.
pub trait Difference: Element {
    fn minus(self, other: Self) -> Self;
}

macro_rules! differences {
    ($($t:ty),*; $minus:expr) => {$(
        impl Difference for $t {
            fn minus(self, other: $t) -> $t {
                ($minus)(self, other)
            }
        }
    )*};
}

differences!(i8, i16, i32, i64, u8, u16, u32, u64; |a: Self, b: Self| a.wrapping_sub(b));
differences!(f32, f64, Complex32, Complex64; |a, b| a - b);
differences!(f16; |a: f16, b: f16| f16::from_f32(a.to_f32() - b.to_f32()));
differences!(bool; |a, b| a ^ b);

fn subtract<T: Difference>(high: &Tensor, low: &Tensor) -> Result<Tensor> {
    let (high_values, low_values) = (high.as_slice::<T>().unwrap_or(&[]), low.as_slice::<T>().unwrap_or(&[]));
    lanes::fresh::<T>(high.shape(), |out| {
        for ((out, &h), &l) in out.iter_mut().zip(high_values).zip(low_values) {
            *out = h.minus(l);
        }
    })
}

/// A walk whose results start with their first element, so that one element less is left of each.
pub fn first_elements<T: Element>(view: View<'_, T>, plan: &Plan, out: &mut [T]) {
    let kept: smallvec::SmallVec<[_; 4]> = plan.axes.iter().copied().filter(|axis| !axis.is_reduced()).collect();
    for (offset, result) in super::sum::Positions::new(&kept, 0) {
        out[result] = view.lane(offset, 1, 0).get(0);
    }
}
