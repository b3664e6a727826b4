//! Arrays → smaller arrays: sums, products, extremes and truth along axes, with NumPy's result dtypes, errors and bits.

pub mod arg;
pub mod extreme;
pub mod fold;
pub mod fused;
pub mod logical;
pub mod masked;
pub mod moments;
pub mod object;
pub mod pairwise;
pub mod plan;
pub mod quantile;
pub mod rows;
pub mod segments;
pub mod spread;
pub mod sum;
pub mod whole;

pub use arg::arg_extreme;
pub use extreme::ptp;
pub use fold::{fold_axis, fold_masked};
pub use logical::count_nonzero;
pub use moments::{mean, variance};
pub use plan::Axes;
pub use quantile::{Method, median, quantile};
pub use spread::Spread;

use super::error::{Error, ErrorKind, Result};
use super::flags::Flags;
use super::lanes::{self, View};
use super::promote::dtype_class;
use super::shape::{Dims, shape_text};
use super::wide::wide;
use super::{DType, Kind, Order, Tensor, cast, copy};
use crate::dispatch;
use plan::{Plan, is_direct, result_shape};
use sum::Job;

/// A ufunc whose `reduce` has kernels of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reduction {
    Sum,
    Prod,
    Min,
    Max,
    Any,
    All,
}

impl Reduction {
    /// The ufunc that is reduced.
    pub fn name(self) -> &'static str {
        match self {
            Reduction::Sum => "add",
            Reduction::Prod => "multiply",
            Reduction::Min => "minimum",
            Reduction::Max => "maximum",
            Reduction::Any => "logical_or",
            Reduction::All => "logical_and",
        }
    }

    fn has_identity(self) -> bool {
        !matches!(self, Reduction::Min | Reduction::Max)
    }
}

/// The arguments of a reduction besides the array.
#[derive(Clone, Default)]
pub struct Request<'a> {
    pub axes: Axes,
    pub keepdims: bool,
    /// In which dtype to calculate; by default the array's, small integers widened for sums and products.
    pub dtype: Option<DType>,
    /// A 0-d tensor to start from.
    pub initial: Option<&'a Tensor>,
    /// A bool tensor that broadcasts to the array's shape: what takes part.
    pub mask: Option<&'a Tensor>,
    pub out: Option<&'a Tensor>,
}

/// Reduces an array along axes. The result is a new tensor, or `out` with the result in it.
///
/// Errors: AxisError, a repeated axis, an empty maximum, a dtype without that operation, an `out` of the wrong shape.
pub fn reduce(op: Reduction, a: &Tensor, request: &Request<'_>) -> Result<(Tensor, Flags)> {
    let mask = request.axes.mask(a.ndim())?;
    if let Some(out) = request.out {
        check_out(op, out, a, &request.axes, request.keepdims)?;
    }
    let dtype = loop_dtype(op, a.dtype(), request.dtype.or(request.out.map(Tensor::dtype)))?;
    // A sum of truth values is whether any is true, a product whether all are.
    let op = match op {
        Reduction::Sum if dtype == DType::BOOL => Reduction::Any,
        Reduction::Prod if dtype == DType::BOOL => Reduction::All,
        other => other,
    };
    if !op.has_identity() {
        check_start(op.name(), a, request)?;
    }
    let selected = request.mask.map(|where_| masked::selection(a, where_)).transpose()?;
    let task = Task { op, a, dtype, mask: &mask, keepdims: request.keepdims, initial: request.initial };
    let (result, flags) = match (&selected, a.dtype().kind) {
        (None, Kind::Text(_)) if matches!(op, Reduction::Any | Reduction::All) => task.run()?,
        (_, kind) if kind.is_reference() => (object::reduce(&task, selected.as_ref())?, Flags::NONE),
        (Some(selected), _) => masked::reduce(&task, selected)?,
        (None, _) => task.run()?,
    };
    lanes::check_interrupt()?;
    deliver(result, flags, request.out)
}

/// The least or (`max`) greatest number along axes of an array of real floats, which is not empty: NaN does not count. Where
/// there is nothing else, the result is the infinity that every number beats. `None` for other dtypes.
pub fn extreme_of_numbers(a: &Tensor, axes: &Axes, keepdims: bool, max: bool) -> Result<Option<Tensor>> {
    let mask = axes.mask(a.ndim())?;
    let dtype = a.dtype().to_native();
    if !dtype.kind.is_float() {
        return Ok(None);
    }
    let (op, worst) = if max { (Reduction::Max, f64::NEG_INFINITY) } else { (Reduction::Min, f64::INFINITY) };
    let worst = cast::cast(&Tensor::scalar(worst)?, dtype, Order::C)?.0;
    let task = Task { op, a, dtype, mask: &mask, keepdims, initial: Some(&worst) };
    let native = lanes::native(a, dtype)?;
    let result = dispatch!(all, dtype.kind, T => if max {
        task.fold::<T, _>(&native, extreme::Number::<true>)
    } else {
        task.fold::<T, _>(&native, extreme::Number::<false>)
    }, else Err(no_loop(op, dtype)))?;
    lanes::check_interrupt().map(|()| Some(result))
}

/// ValueError where a reduction without identity has nothing to start from. `name`: the ufunc's.
pub fn check_start(name: &str, a: &Tensor, request: &Request<'_>) -> Result<()> {
    if request.initial.is_some() {
        return Ok(());
    }
    if request.mask.is_some() {
        return Err(Error::value(format!(
            "reduction operation '{name}' does not have an identity, so to use a where mask one has to specify 'initial'"
        )));
    }
    let mask = request.axes.mask(a.ndim())?;
    let items: usize = a.shape().iter().zip(&mask).filter(|(_, m)| **m).map(|(&n, _)| n).product();
    if items == 0 && !result_shape(a.shape(), &mask, request.keepdims).contains(&0) {
        return Err(no_identity(name));
    }
    Ok(())
}

/// `zero-size array to reduction operation maximum which has no identity`
pub fn no_identity(name: &str) -> Error {
    Error::value(format!("zero-size array to reduction operation {name} which has no identity"))
}

/// The error for several axes with an operation whose order matters.
pub fn not_reorderable(name: &str) -> Error {
    Error::value(format!("reduction operation '{name}' is not reorderable, so at most one axis may be specified"))
}

/// Copies a result to `out` where there is one.
pub fn deliver(result: Tensor, flags: Flags, out: Option<&Tensor>) -> Result<(Tensor, Flags)> {
    let Some(out) = out else {
        return Ok((result, flags));
    };
    let (native, more) = cast::cast(&result, out.dtype(), Order::C)?;
    copy::copy_elements(out, &native)?;
    Ok((out.clone(), flags | more))
}

/// ValueError where `out` does not have the result's shape.
pub fn check_out(op: Reduction, out: &Tensor, a: &Tensor, axes: &Axes, keepdims: bool) -> Result<()> {
    let mask = axes.mask(a.ndim())?;
    let shape = result_shape(a.shape(), &mask, keepdims);
    if out.ndim() != shape.len() {
        return Err(Error::value(format!(
            "output parameter for reduction operation {} has the wrong number of dimensions: Found {} but expected {}",
            op.name(),
            out.ndim(),
            shape.len()
        )));
    }
    if out.shape() == shape.as_slice() {
        return Ok(());
    }
    // The reduced axes are new ones to `out`, which are named only between others.
    let mut lengths = out.shape().iter();
    let axes = mask.iter().map(|&reduced| if reduced && !keepdims { None } else { lengths.next() });
    let mut remapped: Vec<String> = axes.map(|n| n.map_or("newaxis".into(), usize::to_string)).collect();
    let kept = remapped.iter().position(|n| n != "newaxis").unwrap_or(remapped.len());
    remapped.drain(..kept);
    let (from, to) = (shape_text(out.shape()), remapped.join(","));
    Err(Error::value(format!(
        "operands could not be broadcast together with remapped shapes [original->remapped]: {from}->({to}) {} ",
        shape_text(a.shape())
    )))
}

/// The dtype that the loop runs in, which is the result's.
fn loop_dtype(op: Reduction, from: DType, asked: Option<DType>) -> Result<DType> {
    let dtype = asked.unwrap_or(from).to_native();
    let kind = dtype.kind;
    if let Reduction::Any | Reduction::All = op {
        return Ok(DType::BOOL);
    }
    let widened = match kind {
        Kind::Bool | Kind::Int8 | Kind::Int16 | Kind::Int32 if asked.is_none() => DType::INT64,
        Kind::UInt8 | Kind::UInt16 | Kind::UInt32 if asked.is_none() => DType::UINT64,
        _ => dtype,
    };
    match op {
        Reduction::Sum | Reduction::Prod if kind.is_numeric() || kind.is_reference() => Ok(widened),
        Reduction::Sum if matches!(kind, Kind::TimeDelta { .. }) => Ok(dtype),
        Reduction::Sum | Reduction::Prod => Err(no_loop(op, dtype)),
        _ if kind.is_numeric() || kind.is_reference() => Ok(dtype),
        _ if matches!(kind, Kind::DateTime { .. } | Kind::TimeDelta { .. }) => Ok(dtype),
        _ => Err(no_loop(op, dtype)),
    }
}

/// `dtype('<U3')`, as errors show it.
fn dtype_text(dtype: DType) -> String {
    match dtype.kind {
        Kind::Str(n) => format!("dtype('<U{n}')"),
        Kind::Bytes(n) => format!("dtype('S{n}')"),
        Kind::Void(n) => format!("dtype('V{n}')"),
        Kind::DateTime { unit, count } => format!("dtype('<M8{}')", unit.suffix(count)),
        Kind::TimeDelta { unit, count } => format!("dtype('<m8{}')", unit.suffix(count)),
        _ => format!("dtype('{}')", dtype.name()),
    }
}

/// UFuncTypeError where the dtype has no order that a maximum or minimum of this name takes.
pub fn check_loop(name: &str, dtype: DType) -> Result<()> {
    match dtype.kind {
        Kind::Str(_) | Kind::Bytes(_) | Kind::Void(_) | Kind::Record(_) => {
            Err(no_loop_named(name, Reduction::Max, dtype))
        }
        _ => Ok(()),
    }
}

fn no_loop(op: Reduction, dtype: DType) -> Error {
    no_loop_named(op.name(), op, dtype)
}

fn no_loop_named(name: &str, op: Reduction, dtype: DType) -> Error {
    let text = dtype_text(dtype);
    match (op, dtype.kind) {
        (Reduction::Sum, Kind::Str(n)) => Error::type_error(format!(
            "the resolved dtypes are not compatible with {name}.reduce. Resolved ({text}, {text}, dtype('<U{}'))",
            2 * n
        )),
        (Reduction::Sum, Kind::Bytes(n)) => Error::type_error(format!(
            "the resolved dtypes are not compatible with {name}.reduce. Resolved ({text}, {text}, dtype('S{}'))",
            2 * n
        )),
        (_, Kind::DateTime { .. } | Kind::TimeDelta { .. }) => {
            Error::new(ErrorKind::UFuncType, format!("ufunc '{name}' cannot use operands with types {text} and {text}"))
        }
        _ => {
            let text = match dtype.kind {
                Kind::Record(_) => dtype_class(dtype).to_owned(),
                _ => text,
            };
            Error::new(
                ErrorKind::UFuncType,
                format!("ufunc '{name}' did not contain a loop with signature matching types ({text}, {text}) -> None"),
            )
        }
    }
}

/// A reduction whose arguments are checked.
pub(super) struct Task<'a> {
    op: Reduction,
    a: &'a Tensor,
    dtype: DType,
    mask: &'a [bool],
    keepdims: bool,
    initial: Option<&'a Tensor>,
}

impl Task<'_> {
    fn run(&self) -> Result<(Tensor, Flags)> {
        match self.op {
            Reduction::Sum | Reduction::Prod => self.sum(),
            Reduction::Any | Reduction::All => Ok((logical::truth(self)?, Flags::NONE)),
            Reduction::Min | Reduction::Max => Ok((self.extreme()?, Flags::NONE)),
        }
    }

    fn shape(&self) -> Dims {
        result_shape(self.a.shape(), self.mask, self.keepdims)
    }

    /// The first value of each result: `initial`, else the identity.
    fn start<T: super::Element>(&self, identity: T) -> Result<T> {
        let Some(initial) = self.initial else {
            return Ok(identity);
        };
        let cast = lanes::contiguous(initial, self.dtype)?;
        let cast = if is_time(self.dtype) { cast.with_dtype(DType::INT64) } else { cast };
        Ok(cast.as_slice::<T>().and_then(|s| s.first().copied()).unwrap_or(identity))
    }

    /// The walk of NumPy's iterator over the source, with the strides of `native` to read by.
    fn plan(&self, native: &Tensor) -> Plan {
        if native.strides() == self.a.strides() {
            return Plan::new(native, self.mask);
        }
        Plan::over_copy(self.a, native.strides(), self.mask)
    }

    fn sum(&self) -> Result<(Tensor, Flags)> {
        if let Kind::TimeDelta { .. } = self.dtype.kind {
            return Ok((self.sum_times()?, Flags::NONE));
        }
        // Small integers are widened while they are read; everything else is cast first.
        let (from, to) = (self.a.dtype().to_native(), self.dtype);
        let widens = to == loop_dtype(self.op, from, None)? && from != to;
        let native = lanes::native(self.a, if widens { from } else { to })?;
        macro_rules! pairs {
            ($($kind:ident: $source:ty => $out:ty),*) => {
                match native.dtype().kind {
                    $(Kind::$kind if widens => self.sum_as::<$source, $out>(&native),)*
                    kind => dispatch!(number, kind, T => self.sum_as::<T, T>(&native), else Err(no_loop(self.op, to))),
                }
            };
        }
        pairs!(Bool: bool => i64, Int8: i8 => i64, Int16: i16 => i64, Int32: i32 => i64,
            UInt8: u8 => u64, UInt16: u16 => u64, UInt32: u32 => u64)
    }

    fn sum_as<S: pairwise::Summand<O>, O: super::Element + Finite>(&self, native: &Tensor) -> Result<(Tensor, Flags)> {
        let view = View::<S>::new(native).ok_or_else(|| no_loop(self.op, self.dtype))?;
        let plan = self.plan(native);
        let steps = plan.result_steps(self.mask, self.keepdims);
        let direct = is_direct(self.a, self.dtype) || size_of::<O>() != size_of::<S>();
        let product = self.op == Reduction::Prod;
        let start = self.start(if product { O::ONE } else { O::ZERO })?;
        let mut flags = Flags::NONE;
        let result = lanes::fresh_strided::<O>(&self.shape(), &steps, self.dtype, |out| {
            out.fill(start);
            let job = Job { view, plan, offset: 0, direct };
            if product {
                sum::product(job, out)
            } else {
                sum::sum(job, out)
            }
            if !all_finite(out) {
                flags = overflow_flags::<O>(native, out);
            }
        })?;
        Ok((result, flags))
    }

    fn sum_times(&self) -> Result<Tensor> {
        let native = lanes::native(self.a, self.dtype)?;
        let start = self.start(0i64)?;
        let add = |acc: &mut [i64], row: &[i64]| {
            for (acc, &x) in acc.iter_mut().zip(row) {
                *acc = if *acc == i64::MIN || x == i64::MIN { i64::MIN } else { acc.wrapping_add(x) };
            }
            Ok(())
        };
        fold_masked::<i64>(&native, self.mask, self.keepdims, Some(start), &mut { add })
    }

    fn extreme(&self) -> Result<Tensor> {
        let native = lanes::native(self.a, self.dtype)?;
        let max = self.op == Reduction::Max;
        if is_time(self.dtype) {
            return if max {
                self.fold::<i64, _>(&native, extreme::LatestTime)
            } else {
                self.fold::<i64, _>(&native, extreme::Most::<false>)
            };
        }
        dispatch!(all, self.dtype.kind, T => if max {
            self.fold::<T, _>(&native, extreme::Most::<true>)
        } else {
            self.fold::<T, _>(&native, extreme::Most::<false>)
        }, else Err(no_loop(self.op, self.dtype)))
    }

    fn fold<T: super::Element, F: fold::Fold<T>>(&self, native: &Tensor, fold: F) -> Result<Tensor> {
        let view = View::<T>::new(native).ok_or_else(|| no_loop(self.op, self.dtype))?;
        let plan = Plan::new(native, self.mask);
        let steps = plan.result_steps(self.mask, self.keepdims);
        let start = self.initial.map(|_| self.start(T::ZERO)).transpose()?;
        lanes::fresh_strided::<T>(&self.shape(), &steps, self.dtype, |out| {
            match start {
                Some(start) => out.fill(start),
                None if plan.items > 0 => extreme::first_elements(view, &plan, out),
                None => {}
            }
            fold::fold_into(Job { view, plan, offset: 0, direct: true }, out, fold);
        })
    }
}

fn is_time(dtype: DType) -> bool {
    matches!(dtype.kind, Kind::DateTime { .. } | Kind::TimeDelta { .. })
}

/// Which floating-point exceptions led to results that are not finite. Neither infinity nor NaN ever turns back into a
/// number in a sum or a product, so finite results mean that there were none.
pub(super) fn overflow_flags<O: Finite>(source: &Tensor, results: &[O]) -> Flags {
    let (mut infinite, mut nan) = (false, false);
    let seen = dispatch!(float, source.dtype().kind, T => lanes::copy_of::<T>(source).map(|copy| {
        for x in copy.as_slice::<T>().unwrap_or(&[]) {
            nan |= x.has_nan();
            infinite |= x.has_infinity();
        }
    }), else if source.dtype() == DType::FLOAT16 {
        lanes::copy_of::<super::f16>(source).map(|copy| {
            for x in copy.as_slice::<super::f16>().unwrap_or(&[]) {
                nan |= x.is_nan();
                infinite |= x.is_infinite();
            }
        })
    } else {
        Ok(())
    });
    if seen.is_err() {
        return Flags::NONE;
    }
    let overflow = !infinite && !nan;
    let invalid = results.iter().any(|x| x.has_nan()) && !nan;
    Flags::when(overflow, Flags::OVERFLOW) | Flags::when(invalid, Flags::INVALID)
}

/// Whether there is neither infinity nor NaN.
pub(super) fn all_finite<T: Finite>(values: &[T]) -> bool {
    values.chunks(1 << 12).all(|values| {
        wide(
            #[inline(always)]
            || {
                let mut finite = true;
                for x in values {
                    finite &= x.is_finite();
                }
                finite
            },
        )
    })
}

/// What a result can be besides a number.
pub trait Finite: Copy {
    fn has_nan(&self) -> bool;
    fn has_infinity(&self) -> bool;
    #[inline(always)]
    fn is_finite(&self) -> bool {
        !self.has_nan() && !self.has_infinity()
    }
}

macro_rules! finite {
    ($($t:ty),*; $nan:expr, $infinite:expr) => {$(
        impl Finite for $t {
            #[inline(always)]
            fn has_nan(&self) -> bool {
                ($nan)(*self)
            }
            #[inline(always)]
            fn has_infinity(&self) -> bool {
                ($infinite)(*self)
            }
        }
    )*};
}

finite!(i8, i16, i32, i64, u8, u16, u32, u64; |_| false, |_| false);
finite!(f32, f64, super::f16; |x: Self| x.is_nan(), |x: Self| x.is_infinite());
finite!(super::Complex32, super::Complex64; |x: Self| x.re.is_nan() || x.im.is_nan(),
    |x: Self| x.re.is_infinite() || x.im.is_infinite());
