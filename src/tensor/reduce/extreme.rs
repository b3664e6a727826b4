//! Minimum and maximum along axes, and their difference. A NaN (or NaT) wins, as in NumPy.

use super::fold::{self, Fold};
use super::plan::{Axes, Plan};
use super::sum::Job;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes::{self, View};
use crate::tensor::wide::wide;
use crate::tensor::{Complex32, Complex64, Element, Kind, Operand, Tensor, f16, ufunc};

/// Numbers with NumPy's order: complex ones by their real, then their imaginary part.
pub trait Ordered: Element {
    /// As wide as the element: all bits set for NaN. `()` where there is none.
    type Mark: Mark;
    /// Not a number, which is neither less nor greater than anything.
    fn is_nan(self) -> bool;
    fn less(self, other: Self) -> bool;
}

/// What remembers in a loop over vectors that there was a NaN.
pub trait Mark: Copy {
    const NONE: Self;
    fn with(self, nan: bool) -> Self;
    fn is_set(self) -> bool;
}

impl Mark for () {
    const NONE: () = ();
    #[inline(always)]
    fn with(self, _: bool) {}
    #[inline(always)]
    fn is_set(self) -> bool {
        false
    }
}

macro_rules! marks {
    ($($t:ty),*) => {$(
        impl Mark for $t {
            const NONE: $t = 0;
            #[inline(always)]
            fn with(self, nan: bool) -> $t {
                self | <$t>::from(nan)
            }
            #[inline(always)]
            fn is_set(self) -> bool {
                self != 0
            }
        }
    )*};
}

marks!(u16, u32, u64);

macro_rules! ordered {
    ($($t:ty, $mark:ty, $nan:expr, $less:expr;)*) => {$(
        impl Ordered for $t {
            type Mark = $mark;
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

macro_rules! ordered_integers {
    ($($t:ty),*) => {
        ordered! { $($t, (), |_| false, |a, b| a < b;)* }
    };
}

ordered_integers!(bool, i8, i16, i32, i64, u8, u16, u32, u64);
ordered! {
    f32, u32, |x| x != x, |a, b| a < b;
    f64, u64, |x| x != x, |a, b| a < b;
    f16, u16, |x: f16| x.is_nan(), |a: f16, b: f16| a.to_f32() < b.to_f32();
    Complex32, u32, |x| x != x, |a: Self, b: Self| a.re < b.re || (a.re == b.re && a.im < b.im);
    Complex64, u64, |x| x != x, |a: Self, b: Self| a.re < b.re || (a.re == b.re && a.im < b.im);
}

/// The larger of two (or the smaller), the first NaN where there is one.
#[derive(Clone, Copy)]
pub struct Most<const MAX: bool>;

impl<const MAX: bool> Most<MAX> {
    #[inline(always)]
    fn better<T: Ordered>(old: T, new: T) -> T {
        if Self::beats(new, old) { new } else { old }
    }

    #[inline(always)]
    pub(super) fn beats<T: Ordered>(new: T, old: T) -> bool {
        if MAX { old.less(new) } else { new.less(old) }
    }
}

impl<T: Ordered, const MAX: bool> Fold<T> for Most<MAX> {
    #[inline(always)]
    fn pair(self, a: T, b: T) -> T {
        if a.is_nan() | !(Self::beats(b, a) | b.is_nan()) { a } else { b }
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
    if run.len() < 16 {
        return most_in_lanes::<T, MAX, 1>(start, run);
    }
    // Without NaN a plain loop is what compilers know best.
    if size_of::<T::Mark>() == 0 {
        return wide(
            #[inline(always)]
            || most_in_lanes::<T, MAX, 1>(start, run),
        );
    }
    wide(
        #[inline(always)]
        || most_in_lanes::<T, MAX, 32>(start, run),
    )
}

/// As [`most_of`], with `W` running extremes.
#[inline(always)]
fn most_in_lanes<T: Ordered, const MAX: bool, const W: usize>(start: T, run: &[T]) -> (T, bool) {
    let (mut best, mut nan) = ([start; W], [T::Mark::NONE; W]);
    let (chunks, rest) = run.as_chunks::<W>();
    for chunk in chunks {
        for j in 0..W {
            best[j] = Most::<MAX>::better(best[j], chunk[j]);
            nan[j] = nan[j].with(chunk[j].is_nan());
        }
    }
    let (mut most, mut any) = (start, false);
    for j in 0..W {
        most = Most::<MAX>::better(most, best[j]);
        any |= nan[j].is_set();
    }
    for &x in rest {
        most = Most::<MAX>::better(most, x);
        any |= x.is_nan();
    }
    (most, any)
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
    if high.dtype().kind == Kind::Object {
        let ends = [Operand::Tensor(high), Operand::Tensor(low)];
        let (mut spread, _) = ufunc::call(&ufunc::SUBTRACT, &ends, &ufunc::CallOptions::default())?;
        return Ok((spread.remove(0), flags));
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
            #[inline(always)]
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
