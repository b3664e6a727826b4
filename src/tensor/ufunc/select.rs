//! Choosing between arrays: `where(condition, x, y)`, `clip`, and writing where a mask is true.

use super::call::{self, CallOptions, Outputs};
use super::pending::may_read_beside;
use super::{program, table};
use crate::tensor::assign;
use crate::tensor::cast;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::kernel::{Kernel, Ternary};
use crate::tensor::engine::lane::{Lane, Truth};
use crate::tensor::engine::{ProgramBuilder, Targets, space};
use crate::tensor::error::Result;
use crate::tensor::flags::Flags;
use crate::tensor::iterate::Offsets;
use crate::tensor::promote::{result_type, strong_dtype};
use crate::tensor::scalar::Operand;
use crate::tensor::shape::{self, Dims};
use crate::tensor::tensor::{Order, Tensor};
use crate::tensor::{Complex32, Complex64};
use smallvec::SmallVec;
use std::marker::PhantomData;

/// One of two elements, by a mask, without a branch.
struct Select<T>(PhantomData<T>);

macro_rules! selects {
    ($($T:ty: |$k:ident, $a:ident, $b:ident| $body:expr;)*) => {$(
        impl Ternary for Select<$T> {
            type A = Truth;
            type B = $T;
            type Out = $T;
            #[inline(always)]
            fn apply(condition: Truth, $a: $T, $b: $T) -> $T {
                let $k = condition.get();
                $body
            }
        }
    )*};
}

/// `a` where `k` holds, else `b`, on the bits: a branch would be mispredicted, and stops LLVM from vectorising.
macro_rules! by_bits {
    ($k:ident, $a:expr, $b:expr, $bits:ty) => {{
        let mask = ($k as $bits).wrapping_neg();
        ($a & mask) | ($b & !mask)
    }};
}

selects! {
    u8: |k, a, b| by_bits!(k, a, b, u8);
    u16: |k, a, b| by_bits!(k, a, b, u16);
    u32: |k, a, b| by_bits!(k, a, b, u32);
    u64: |k, a, b| by_bits!(k, a, b, u64);
    Complex32: |k, a, b| Complex32::new(
        f32::from_bits(by_bits!(k, a.re.to_bits(), b.re.to_bits(), u32)),
        f32::from_bits(by_bits!(k, a.im.to_bits(), b.im.to_bits(), u32)));
    Complex64: |k, a, b| Complex64::new(
        f64::from_bits(by_bits!(k, a.re.to_bits(), b.re.to_bits(), u64)),
        f64::from_bits(by_bits!(k, a.im.to_bits(), b.im.to_bits(), u64)));
}

/// The loop that selects elements of this dtype: a bool and two of it go in.
pub(crate) fn kernel(kind: Kind) -> Option<Kernel> {
    const fn of<T: Lane>() -> Kernel
    where
        Select<T>: Ternary,
    {
        Kernel::ternary::<Select<T>>()
    }
    Some(match kind {
        Kind::Complex64 => of::<Complex32>(),
        Kind::Complex128 => of::<Complex64>(),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => of::<u64>(),
        kind if kind.is_numeric() => match kind.itemsize() {
            1 => of::<u8>(),
            2 => of::<u16>(),
            4 => of::<u32>(),
            _ => of::<u64>(),
        },
        _ => return None,
    })
}

/// `np.where(condition, x, y)`: elements of `x` where the condition is true, of `y` elsewhere, in their common dtype.
pub fn where_(condition: &Operand, x: &Operand, y: &Operand) -> Result<(Tensor, Flags)> {
    let condition = truth(condition)?;
    let dtype = result_type(&[x.clone(), y.clone()])?;
    let Some(select) = kernel(dtype.kind) else {
        return select_any(&condition, x, y, dtype);
    };
    let (x, raised_x) = call::leaf(x, dtype)?;
    let (y, raised_y) = call::leaf(y, dtype)?;
    let mut builder = ProgramBuilder::new();
    let condition_node = builder.leaf(&condition);
    let mut args: SmallVec<[_; 3]> = smallvec::smallvec![condition_node];
    for t in [&x, &y] {
        let node = builder.leaf(t);
        args.push(if call::same_ticks(t.dtype(), dtype) { node } else { builder.cast(node, dtype)? });
    }
    let result = builder.operation("where", select, &args, &[dtype])?[0];
    let program = builder.finish(&[result])?;
    let order = program.axis_order(program.shape());
    let out = call::new_array(program.shape(), dtype, &order, false)?;
    let raised = program.run(&Targets { arrays: std::slice::from_ref(&out), mask: None })?;
    Ok((out, call::total(&raised) | raised_x.as_cast() | raised_y.as_cast()))
}

/// The condition as a bool array.
fn truth(condition: &Operand) -> Result<Tensor> {
    match condition {
        Operand::Tensor(t) if t.dtype() == DType::BOOL => Ok(t.clone()),
        Operand::Tensor(t) => Ok(cast::cast(t, DType::BOOL, Order::K)?.0),
        Operand::WeakFloat(v) => Tensor::scalar(*v != 0.0),
        Operand::WeakComplex(v) => Tensor::scalar(v.re != 0.0 || v.im != 0.0),
        other => cast::operand_to_tensor(other, DType::BOOL),
    }
}

/// Text, objects and records: `y` everywhere, then `x` where the condition is true.
fn select_any(condition: &Tensor, x: &Operand, y: &Operand, dtype: DType) -> Result<(Tensor, Flags)> {
    let (x, raised_x) = cast::operand_to_tensor_flagged(x, dtype)?;
    let (y, raised_y) = cast::operand_to_tensor_flagged(y, dtype)?;
    let shape = shape::broadcast_shapes(&[condition.shape(), x.shape(), y.shape()])?;
    let out = Tensor::allocate(&shape, dtype, Order::C, false)?;
    assign::assign(&out, &y)?;
    let seen = |t: &Tensor| {
        let strides = space::broadcast_strides(t.shape(), t.strides(), &shape);
        strides.map(|s| t.with_geometry(t.offset(), Dims::from_slice(&shape), s))
    };
    if let (Some(condition), Some(x)) = (seen(condition), seen(&x)) {
        put_where(&out, &condition, &x)?;
    }
    Ok((out, raised_x.as_cast() | raised_y.as_cast()))
}

/// Writes `values` to `out` where `mask` is true; all of one shape, any dtypes.
pub(super) fn put_where(out: &Tensor, mask: &Tensor, values: &Tensor) -> Result<()> {
    let places = |t: &Tensor| Offsets::new(t.shape(), t.strides());
    for ((to, m), from) in places(out).zip(places(mask)).zip(places(values)) {
        if let crate::tensor::Scalar::Bool(true) = mask.scalar_at(m) {
            out.set_scalar(to, &values.scalar_at(from))?;
        }
    }
    Ok(())
}

/// `np.clip(a, low, high)`: no less than `low`, then no more than `high`; NaN where one of them is NaN.
///
/// ValueError where both bounds are missing.
pub fn clip(
    a: &Operand,
    low: Option<&Operand>,
    high: Option<&Operand>,
    options: &CallOptions,
) -> Result<(Outputs, Flags)> {
    let bounded = low.is_some() || high.is_some();
    let low = low.filter(|low| !is_beyond(a, low, |bound, (least, _)| bound <= least));
    let high = high.filter(|high| !is_beyond(a, high, |bound, (_, most)| bound >= most));
    if let (None, None, true) = (low, high, bounded) {
        return call::call(&table::POSITIVE, std::slice::from_ref(a), options);
    }
    let (low, high) = match (low, high) {
        (Some(low), Some(high)) => (low, high),
        (Some(low), None) => return call::call(&table::MAXIMUM, &[a.clone(), low.clone()], options),
        (None, Some(high)) => return call::call(&table::MINIMUM, &[a.clone(), high.clone()], options),
        (None, None) => return call::call(&table::POSITIVE, std::slice::from_ref(a), options),
    };
    let all = [a.clone(), low.clone(), high.clone()];
    let dtype = match options.dtype {
        Some(dtype) => dtype,
        None => result_type(&all)?,
    };
    let in_steps = || {
        let inner = CallOptions { dtype: None, ..Default::default() };
        let (first, raised) = call::call(&table::MAXIMUM, &[a.clone(), low.clone()], &inner)?;
        let first = Operand::Tensor(first[0].clone());
        let (result, more) = call::call(&table::MINIMUM, &[first, high.clone()], options)?;
        Ok((result, raised | more))
    };
    if options.where_.is_some() || !dtype.kind.is_numeric() {
        return in_steps();
    }
    let mut flags = Flags::NONE;
    let mut builder = ProgramBuilder::new();
    let mut nodes: SmallVec<[_; 3]> = SmallVec::new();
    for operand in &all {
        let (leaf, raised) = call::leaf(operand, dtype)?;
        flags |= raised.as_cast();
        let node = builder.leaf(&leaf);
        nodes.push(program::Arg::Node(builder.cast(node, dtype)?));
    }
    let raised = program::apply(&mut builder, &table::MAXIMUM, &nodes[..2])?.0[0];
    let result = program::apply(&mut builder, &table::MINIMUM, &[program::Arg::Node(raised), nodes[2].clone()])?.0[0];
    let fits = |out: &Tensor| {
        let beside = || builder.leaves().iter().all(|leaf| may_read_beside(leaf, out));
        out.dtype() == dtype && out.shape() == builder.shape(result) && beside()
    };
    if options.out(0).is_some_and(|out| !fits(out)) {
        return in_steps();
    }
    let finished = builder.finish(&[result])?;
    let out = match options.out(0) {
        Some(out) => out.clone(),
        None => call::new_array(finished.shape(), dtype, &finished.axis_order(finished.shape()), false)?,
    };
    let raised = finished.run(&Targets { arrays: std::slice::from_ref(&out), mask: None })?;
    Ok((smallvec::smallvec![out], flags | call::total(&raised)))
}

/// Whether a bound is a Python int that no integer of `a`'s dtype can lie beyond.
fn is_beyond(a: &Operand, bound: &Operand, test: impl Fn(i128, (i128, i128)) -> bool) -> bool {
    match (strong_dtype(a), bound) {
        (Some(dtype), Operand::WeakInt(v)) if dtype.kind.is_integer() => {
            cast::integer_bounds(dtype.kind).is_some_and(|range| test(*v, range))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selects_and_clips() {
        let mask = Tensor::generate::<bool>(&[700], |i| i % 7 < 3).unwrap();
        let x = Tensor::generate::<f64>(&[700], |i| i as f64).unwrap();
        let (r, _) = where_(&Operand::Tensor(mask), &Operand::Tensor(x.clone()), &Operand::WeakInt(-1)).unwrap();
        let got = r.to_vec::<f64>().unwrap();
        assert!(got.iter().enumerate().all(|(i, &v)| v == if i % 7 < 3 { i as f64 } else { -1.0 }));
        let bounds = (Operand::WeakInt(10), Operand::WeakFloat(20.5));
        let (r, _) = clip(&Operand::Tensor(x), Some(&bounds.0), Some(&bounds.1), &CallOptions::default()).unwrap();
        let got = r[0].to_vec::<f64>().unwrap();
        assert!(got.iter().enumerate().all(|(i, &v)| v == (i as f64).clamp(10.0, 20.5)));
        let text = where_(
            &Operand::Tensor(Tensor::vector(&[true, false]).unwrap()),
            &Operand::Scalar(crate::tensor::Scalar::Str("yes".into())),
            &Operand::Scalar(crate::tensor::Scalar::Str("n".into())),
        );
        let text = text.unwrap().0;
        assert_eq!(text.dtype(), DType::native(Kind::Str(3)));
        assert!(matches!(text.scalar_at(12), crate::tensor::Scalar::Str(s) if &*s == "n"));
        let (r, _) = clip(&bounds.0, None, None, &CallOptions::default()).unwrap();
        assert_eq!(r[0].to_vec::<i64>().unwrap(), [10]);
    }
}
