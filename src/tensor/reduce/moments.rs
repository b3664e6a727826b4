//! Means and variances with NumPy's formulas: a pairwise sum divided by the count, and the same again over the squared
//! distances from it. The squares are never written down.

use super::masked;
use super::pairwise::{self, Term};
use super::plan::{Axes, Plan, result_shape};
use super::rows::add_all_rows_with;
use super::spread::Spread;
use super::sum::{Job, Positions};
use super::{Reduction, Request, reduce};
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::iterate::Offsets;
use crate::tensor::lanes::{self, View};
use crate::tensor::object::{self, ObjectOp};
use crate::tensor::shape::c_strides;
use crate::tensor::{Complex32, Complex64, DType, Element, Kind, Order, Scalar, Tensor, cast, copy, f16};

/// Elements whose variance is summed without writing the distances down.
pub(super) trait Distance: pairwise::Summand<Self::Mean> {
    type Mean: Element + super::Finite;
    type Real: Element + Term + super::Finite;
    /// Whether NumPy sums for the mean where the elements lie, rather than through its buffer.
    const DIRECT: bool;

    /// |x − mean|²
    fn squared_distance(self, mean: Self::Mean) -> Self::Real;
}

macro_rules! distance {
    ($($t:ty: $mean:ty => $real:ty, $direct:literal, $square:expr;)*) => {$(
        impl Distance for $t {
            type Mean = $mean;
            type Real = $real;
            const DIRECT: bool = $direct;

            #[inline(always)]
            fn squared_distance(self, mean: $mean) -> $real {
                ($square)(self, mean)
            }
        }
    )*};
    (integers $($t:ty),*) => {
        distance! { $($t: f64 => f64, false, |x: $t, m: f64| (x as f64 - m) * (x as f64 - m);)* }
    };
}

distance! {
    f64: f64 => f64, true, |x: f64, m: f64| (x - m) * (x - m);
    f32: f32 => f32, true, |x: f32, m: f32| (x - m) * (x - m);
    Complex64: Complex64 => f64, true, |x: Complex64, m: Complex64| {
        let d = x - m;
        d.re * d.re + d.im * d.im
    };
    Complex32: Complex32 => f32, true, |x: Complex32, m: Complex32| {
        let d = x - m;
        d.re * d.re + d.im * d.im
    };
    bool: f64 => f64, false, |x: bool, m: f64| {
        let d = f64::from(u8::from(x)) - m;
        d * d
    };
}
distance!(integers i8, i16, i32, i64, u8, u16, u32, u64);

/// Runs `$body` with `$S` the [`Distance`] of a kind, or `$other`.
macro_rules! distances {
    ($kind:expr, $S:ident => $body:expr, else $other:expr) => {
        match $kind {
            $crate::tensor::Kind::Bool => {
                type $S = bool;
                $body
            }
            kind => $crate::dispatch!(float, kind, $S => $body, else $crate::dispatch!(integer, kind, $S => $body,
                else $other)),
        }
    };
}
pub(super) use distances;

/// In which dtype a mean is summed and in which it is returned.
pub(super) fn mean_dtypes(from: DType, asked: Option<DType>) -> Result<(DType, DType)> {
    let dtype = asked.unwrap_or(from).to_native();
    match dtype.kind {
        Kind::Float16 if asked.is_none() => Ok((DType::FLOAT32, DType::FLOAT16)),
        kind if kind.is_inexact() || kind == Kind::Object || asked.is_some() => Ok((dtype, dtype)),
        kind if kind.is_numeric() => Ok((DType::FLOAT64, DType::FLOAT64)),
        _ => Ok((dtype, dtype)),
    }
}

/// The arithmetic mean along axes. The mean of nothing is NaN, with [`Flags::INVALID`].
pub fn mean(
    a: &Tensor,
    axes: &Axes,
    dtype: Option<DType>,
    keepdims: bool,
    where_: Option<&Tensor>,
) -> Result<(Tensor, Flags)> {
    let (sum_dtype, result_dtype) = mean_dtypes(a.dtype(), dtype)?;
    let (total, flags) = total(a, axes, sum_dtype, keepdims, where_)?;
    let count = counts(a, axes, keepdims, where_)?;
    let (mean, more) = divided(&total, &count, 0.0)?;
    let (mean, dropped) = cast::cast(&mean, result_dtype, Order::K)?;
    Ok((mean, flags | more | dropped))
}

/// The sum in `dtype`: without a cast of the whole array where one kernel both widens and adds.
fn total(a: &Tensor, axes: &Axes, dtype: DType, keepdims: bool, where_: Option<&Tensor>) -> Result<(Tensor, Flags)> {
    let request = Request { axes: axes.clone(), keepdims, dtype: Some(dtype), mask: where_, ..Request::default() };
    let from = a.dtype().to_native();
    if where_.is_some() || from == dtype || !from.kind.is_numeric() {
        return reduce(Reduction::Sum, a, &request);
    }
    let native = lanes::native(a, from)?;
    macro_rules! widened {
        ($($kind:ident: $source:ty => $out:ty),*) => {
            match (from.kind, dtype.kind) {
                $((Kind::$kind, <$out as Element>::KIND) => widened_sum::<$source, $out>(&native, axes, keepdims),)*
                _ => reduce(Reduction::Sum, a, &request),
            }
        };
    }
    widened!(Bool: bool => f64, Int8: i8 => f64, Int16: i16 => f64, Int32: i32 => f64, Int64: i64 => f64,
        UInt8: u8 => f64, UInt16: u16 => f64, UInt32: u32 => f64, UInt64: u64 => f64, Float16: f16 => f32)
}

fn widened_sum<S: pairwise::Summand<O>, O: Element>(
    a: &Tensor,
    axes: &Axes,
    keepdims: bool,
) -> Result<(Tensor, Flags)> {
    let mask = axes.mask(a.ndim())?;
    let view = View::<S>::new(a).ok_or_else(|| Error::type_error("unsupported element type"))?;
    let plan = Plan::new(a, &mask);
    let steps = plan.result_steps(&mask, keepdims);
    let shape = result_shape(a.shape(), &mask, keepdims);
    let sums = lanes::fresh_strided::<O>(&shape, &steps, O::DTYPE, |out| {
        super::sum::sum(Job { view, plan, offset: 0, direct: false }, out);
    })?;
    lanes::check_interrupt()?;
    Ok((sums, Flags::NONE))
}

/// How many elements go into each result: one number, or (with `where`) one for each.
pub(super) enum Count {
    Same(usize),
    Each(Tensor),
}

pub(super) fn counts(a: &Tensor, axes: &Axes, keepdims: bool, where_: Option<&Tensor>) -> Result<Count> {
    let Some(where_) = where_ else {
        let mask = axes.mask(a.ndim())?;
        return Ok(Count::Same(a.shape().iter().zip(&mask).filter(|(_, m)| **m).map(|(&n, _)| n).product()));
    };
    let chosen = masked::selection(a, where_)?;
    Ok(Count::Each(super::count_nonzero(&chosen.mask, axes, keepdims)?))
}

/// Quotients by the objects' own `/`.
fn objects_divided(total: &Tensor, divisor: impl Fn(usize) -> f64) -> Result<Tensor> {
    let result = Tensor::allocate(total.shape(), DType::OBJECT, Order::C, true)?;
    let places = Offsets::new(total.shape(), result.strides()).zip(Offsets::new(total.shape(), total.strides()));
    for (i, (to, from)) in places.enumerate() {
        if let Scalar::Object(item) = total.scalar_at(from) {
            let count = object::from_int(divisor(i) as i128)?;
            result.set_scalar(to, &Scalar::Object(item.binary(ObjectOp::Divide, &*count)?))?;
        }
    }
    Ok(result)
}

/// `total / max(count − ddof, 0)` in `total`'s dtype, with the flags of those divisions.
pub(super) fn divided(total: &Tensor, count: &Count, ddof: f64) -> Result<(Tensor, Flags)> {
    let each = match count {
        Count::Same(_) => None,
        Count::Each(counts) => Some(lanes::contiguous(counts, DType::INT64)?),
    };
    let divisor = |i: usize| {
        let n = match (count, &each) {
            (Count::Same(n), _) => *n as f64,
            (_, Some(counts)) => counts.as_slice::<i64>().and_then(|c| c.get(i)).map_or(0.0, |&n| n as f64),
            _ => 0.0,
        };
        (n - ddof).max(0.0)
    };
    if let Kind::TimeDelta { .. } = total.dtype().kind {
        let ticks = lanes::copy_of::<i64>(total)?;
        let ticks = ticks.with_dtype(DType::INT64);
        let values = ticks.as_slice::<i64>().unwrap_or(&[]);
        let quotients = lanes::fresh_as::<i64>(total.shape(), total.dtype(), |out| {
            for (i, (out, &x)) in out.iter_mut().zip(values).enumerate() {
                let n = divisor(i);
                *out = if x == i64::MIN || n == 0.0 { i64::MIN } else { (x as f64 / n) as i64 };
            }
        })?;
        return Ok((quotients, Flags::NONE));
    }
    if total.dtype() == DType::OBJECT {
        return Ok((objects_divided(total, divisor)?, Flags::NONE));
    }
    if !total.dtype().kind.is_numeric() {
        return Err(Error::type_error("unsupported operand type(s) for /"));
    }
    let total = if total.dtype().kind.is_inexact() {
        total.clone()
    } else {
        // A mean asked for in an integer dtype is divided as float64 and cut off.
        let (wide, _) = cast::cast(total, DType::FLOAT64, Order::K)?;
        let (quotients, flags) = divided(&wide, count, ddof)?;
        return Ok((cast::cast(&quotients, total.dtype(), Order::K)?.0, flags));
    };
    let mut flags = Flags::NONE;
    let layout = copy::copied(&total, Order::K)?;
    macro_rules! divide {
        ($t:ty, $divide:expr) => {{
            let values = lanes::copy_of::<$t>(&layout)?;
            let values = values.as_slice::<$t>().unwrap_or(&[]);
            lanes::fresh::<$t>(total.shape(), |out| {
                for (i, (out, &x)) in out.iter_mut().zip(values).enumerate() {
                    let n = divisor(i);
                    *out = ($divide)(x, n);
                    if n == 0.0 {
                        let zero = x == <$t as Element>::ZERO;
                        flags |= Flags::when(zero, Flags::INVALID) | Flags::when(!zero && x == x, Flags::DIVIDE);
                    }
                }
            })
        }};
    }
    let quotients = match total.dtype().kind {
        Kind::Float16 => divide!(f16, |x: f16, n: f64| f16::from_f64(x.to_f64() / n)),
        Kind::Float32 => divide!(f32, |x: f32, n: f64| (f64::from(x) / n) as f32),
        Kind::Complex64 => divide!(Complex32, |x: Complex32, n: f64| {
            let quotient = complex_quotient(Complex64::new(x.re.into(), x.im.into()), n);
            Complex32::new(quotient.re as f32, quotient.im as f32)
        }),
        Kind::Complex128 => divide!(Complex64, complex_quotient),
        _ => divide!(f64, |x: f64, n: f64| x / n),
    }?;
    Ok((relaid(&quotients, &total)?, flags))
}

/// Division by a real number as NumPy does it: Smith's algorithm multiplies by the reciprocal.
pub(super) fn complex_quotient(x: Complex64, n: f64) -> Complex64 {
    if n == 0.0 {
        return Complex64::new(x.re / n, x.im / n);
    }
    let scale = 1.0 / n;
    Complex64::new((x.re + x.im * 0.0) * scale, (x.im - x.re * 0.0) * scale)
}

/// The C-ordered elements of `values` in the memory layout of `like`.
fn relaid(values: &Tensor, like: &Tensor) -> Result<Tensor> {
    if like.is_c_contiguous() {
        return Ok(values.clone());
    }
    let new = copy::empty_like(like, values.dtype(), Order::K)?;
    copy::copy_elements(&new, values)?;
    Ok(new)
}

/// The variance along axes: the mean squared distance from the mean, with `count − ddof` as divisor. [`Flags`] tell of a
/// divisor of 0.
pub fn variance(a: &Tensor, axes: &Axes, spread: &Spread) -> Result<(Tensor, Flags)> {
    if spread.is_unusual(a.dtype()) {
        return spread.written_out(a, axes);
    }
    let &Spread { dtype, ddof, keepdims, mask: where_, root, .. } = spread;
    // Unlike means, variances of float16 are summed in float16.
    let asked = dtype.or((a.dtype().kind == Kind::Float16).then_some(DType::FLOAT16));
    let (sum_dtype, result_dtype) = mean_dtypes(a.dtype(), asked)?;
    let result_dtype = match result_dtype.kind {
        Kind::Complex64 => DType::FLOAT32,
        Kind::Complex128 => DType::FLOAT64,
        _ => result_dtype,
    };
    let (sums, flags) = total(a, axes, sum_dtype, true, where_)?;
    let (means, _) = divided(&sums, &counts(a, axes, true, where_)?, 0.0)?;
    let (squares, more) = squared_distances(a, &means, axes, keepdims, where_)?;
    let count = counts(a, axes, keepdims, where_)?;
    let (variance, division) = divided(&squares, &count, ddof)?;
    let variance = if root { square_roots(&variance)? } else { variance };
    let (variance, _) = cast::cast(&variance, result_dtype, Order::K)?;
    Ok((variance, flags | more | division))
}

pub(super) fn square_roots(a: &Tensor) -> Result<Tensor> {
    let c_ordered = lanes::contiguous(a, a.dtype())?;
    let roots = match a.dtype().kind {
        Kind::Float16 => {
            let values = c_ordered.as_slice::<f16>().unwrap_or(&[]);
            let root = |x: &f16| f16::from_f32(x.to_f32().sqrt());
            lanes::fresh::<f16>(a.shape(), |out| out.iter_mut().zip(values).for_each(|(o, x)| *o = root(x)))
        }
        Kind::Float32 => {
            let values = c_ordered.as_slice::<f32>().unwrap_or(&[]);
            lanes::fresh::<f32>(a.shape(), |out| out.iter_mut().zip(values).for_each(|(o, x)| *o = x.sqrt()))
        }
        Kind::Float64 => {
            let values = c_ordered.as_slice::<f64>().unwrap_or(&[]);
            lanes::fresh::<f64>(a.shape(), |out| out.iter_mut().zip(values).for_each(|(o, x)| *o = x.sqrt()))
        }
        _ => return Err(Error::type_error("unsupported element type")),
    }?;
    relaid(&roots, a)
}

/// The sums of |x − mean|² along the axes; `means` has the reduced axes with length 1.
fn squared_distances(
    a: &Tensor,
    means: &Tensor,
    axes: &Axes,
    keepdims: bool,
    where_: Option<&Tensor>,
) -> Result<(Tensor, Flags)> {
    let direct = a.dtype().kind.is_inexact();
    // Distances are taken in the common dtype of array and mean, which is the mean's but for narrower dtypes asked for.
    let wide = super::super::promote::promote_types(a.dtype().to_native(), means.dtype())?;
    let from = if direct && wide != a.dtype().to_native() { wide } else { a.dtype().to_native() };
    let native = lanes::native(a, from)?;
    if wide != means.dtype() || where_.is_some() || wide == DType::FLOAT16 {
        let squares = distances_written(&lanes::native(a, wide)?, &lanes::native(means, wide)?)?;
        let request = Request { axes: axes.clone(), keepdims, mask: where_, ..Request::default() };
        return reduce(Reduction::Sum, &squares, &request);
    }
    distances!(from.kind, S => fused_distances::<S>(&native, means, axes, keepdims),
        else Err(Error::type_error("unsupported element type")))
}

/// |x − mean|² as an array, for what is not fused.
fn distances_written(a: &Tensor, means: &Tensor) -> Result<Tensor> {
    let means = means.broadcast_to(a.shape())?;
    macro_rules! written {
        ($t:ty, $real:ty, $square:expr) => {{
            let (x, m) = (lanes::copy_of::<$t>(a)?, lanes::copy_of::<$t>(&means)?);
            let (x, m) = (x.as_slice::<$t>().unwrap_or(&[]), m.as_slice::<$t>().unwrap_or(&[]));
            lanes::fresh::<$real>(a.shape(), |out| {
                for ((out, &x), &m) in out.iter_mut().zip(x).zip(m) {
                    *out = ($square)(x - m);
                }
            })?
        }};
    }
    let squares = match a.dtype().kind {
        Kind::Float16 => written!(f16, f16, |d: f16| d * d),
        Kind::Float32 => written!(f32, f32, |d: f32| d * d),
        Kind::Complex64 => written!(Complex32, f32, |d: Complex32| d.re * d.re + d.im * d.im),
        Kind::Complex128 => written!(Complex64, f64, |d: Complex64| d.re * d.re + d.im * d.im),
        Kind::Float64 => written!(f64, f64, |d: f64| d * d),
        _ => return Err(Error::type_error("unsupported element type")),
    };
    relaid(&squares, a)
}

fn fused_distances<S: Distance>(a: &Tensor, means: &Tensor, axes: &Axes, keepdims: bool) -> Result<(Tensor, Flags)> {
    let mask = axes.mask(a.ndim())?;
    // NumPy sums a new array of distances: contiguous, in the order of a's axes. Where a itself is not, copy it first.
    let order = super::plan::k_order(a.strides());
    let dense_shape: Vec<usize> = order.iter().rev().map(|&axis| a.shape()[axis]).collect();
    let dense = c_strides(&dense_shape, 8);
    let mut strides = smallvec::SmallVec::<[isize; 4]>::from_elem(0, a.ndim());
    order.iter().rev().zip(&dense).for_each(|(&axis, &stride)| strides[axis] = stride);
    let ideal = Plan::from_geometry(a.shape(), &strides, &mask);
    let mut source = a.clone();
    let mut plan = Plan::new(a, &mask);
    if plan.axes.len() != ideal.axes.len() {
        source = copy::empty_like(a, a.dtype(), Order::K)?;
        copy::copy_elements(&source, a)?;
        plan = Plan::new(&source, &mask);
    }
    let view = View::<S>::new(&source).ok_or_else(|| Error::type_error("unsupported element type"))?;
    let mean_values = mean_per_result::<S::Mean>(means, &plan, &mask)?;
    let steps = plan.result_steps(&mask, keepdims);
    let shape = result_shape(a.shape(), &mask, keepdims);
    let mut finite = true;
    let sums = lanes::fresh_strided::<S::Real>(&shape, &steps, <S::Real as Element>::DTYPE, |out| {
        let means = mean_values.as_slice();
        distances_into(&Job { view, plan, offset: 0, direct: true }, out, means);
        finite = super::all_finite(out);
    })?;
    lanes::check_interrupt()?;
    let mut flags = Flags::NONE;
    if !finite {
        let values = lanes::copy_of::<S::Real>(&sums)?;
        flags = super::overflow_flags(a, values.as_slice::<S::Real>().unwrap_or(&[]));
    }
    Ok((sums, flags))
}

/// The means in the order of the plan's results.
fn mean_per_result<M: Element>(means: &Tensor, plan: &Plan, mask: &[bool]) -> Result<Vec<M>> {
    let view = View::<M>::new(means).ok_or_else(|| Error::type_error("unsupported element type"))?;
    let mut values = vec![M::ZERO; plan.results];
    let kept: Vec<usize> = (0..mask.len()).filter(|&axis| !mask[axis]).collect();
    let shape: Vec<usize> = kept.iter().map(|&axis| means.shape()[axis]).collect();
    let from: Vec<isize> = kept.iter().map(|&axis| means.strides()[axis]).collect();
    let to: Vec<isize> = kept.iter().map(|&axis| plan.steps[axis] as isize).collect();
    for (from, to) in lanes::Offsets::new(&shape, &from).zip(lanes::Offsets::new(&shape, &to)) {
        values[to as usize] = view.lane(from, 1, 0).get(0);
    }
    Ok(values)
}

fn distances_into<S: Distance>(job: &Job<'_, S>, out: &mut [S::Real], means: &[S::Mean]) {
    if job.plan.size() > pairwise::PARALLEL
        && pool::threads() > 1
        && let Some((a, b, first)) = job.split()
    {
        let (left, right) = out.split_at_mut(first);
        let (left_means, right_means) = means.split_at(first);
        pool::join(|| distances_into(&a, left, left_means), || distances_into(&b, right, right_means));
        return;
    }
    let axes = &job.plan.axes;
    let (inner, outer) = match axes.split_first() {
        Some((inner, outer)) => (*inner, outer),
        None => (super::plan::Axis { len: 1, stride: 0, step: 0 }, &[][..]),
    };
    if !inner.is_reduced() {
        return add_all_rows_with(job, out, means, |sum: S::Real, x: S, mean| {
            S::Real::join(sum, x.squared_distance(mean))
        });
    }
    for (offset, result) in Positions::new(outer, job.offset) {
        let lane = job.view.lane(offset, inner.len, inner.stride);
        let mean = means[result];
        let sum = pairwise::sum_lane(lane, &|x: S| x.squared_distance(mean));
        out[result] = S::Real::join(out[result], sum);
        if pool::interrupted() {
            return;
        }
    }
}
