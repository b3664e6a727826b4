//! Running results along an axis: cumulative sums, products, minima and maxima, differences, and any other operation.

use super::calc::Calc;
use super::error::{Error, ErrorKind, Result};
use super::flags::Flags;
use super::lanes;
use super::object::ItemRef;
use super::reduce::Reduction;
use super::reduce::extreme::{Most, Ordered};
use super::reduce::fold::Fold;
use super::reduce::object::combine;
use super::reduce::pairwise::Summand;
use super::reduce::{Finite, all_finite, overflow_flags};
use super::shape::normalize_axis;
use super::ufunc;
use super::{DType, Element, Kind, Order, Tensor, cast};
use crate::dispatch;
use crate::pool;

/// A ufunc whose `accumulate` has a kernel of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accumulation {
    Sum,
    Prod,
    Min,
    Max,
}

/// Running results along `axis` (`None`: of the flattened array), in `dtype` or, for sums and products of small
/// integers, widened as reductions are.
pub fn accumulate(op: Accumulation, a: &Tensor, axis: Option<isize>, dtype: Option<DType>) -> Result<(Tensor, Flags)> {
    let (source, axis) = match axis {
        None => (a.reshaped(&[a.size()], Order::C)?, 0),
        // A single element is a line of one.
        Some(axis) if a.ndim() == 0 => (a.reshaped(&[1], Order::C)?, normalize_axis(axis, 1)?),
        Some(axis) => (a.clone(), normalize_axis(axis, a.ndim())?),
    };
    let from = source.dtype().to_native();
    let sums = matches!(op, Accumulation::Sum | Accumulation::Prod);
    let dtype = match (dtype, from.kind) {
        (Some(dtype), _) => dtype.to_native(),
        (None, Kind::Bool | Kind::Int8 | Kind::Int16 | Kind::Int32) if sums => DType::INT64,
        (None, Kind::UInt8 | Kind::UInt16 | Kind::UInt32) if sums => DType::UINT64,
        (None, _) => from,
    };
    if let Kind::DateTime { .. } | Kind::TimeDelta { .. } = dtype.kind {
        return Ok((accumulate_times(op, &lanes::contiguous(&source, dtype)?, axis)?, Flags::NONE));
    }
    if matches!(dtype.kind, Kind::Text(_)) && op == Accumulation::Sum {
        // Texts of any length are joined as objects.
        let texts = accumulate_objects(op, &lanes::contiguous(&source, DType::OBJECT)?, axis)?;
        return cast::cast(&texts, dtype, Order::C);
    }
    let values = lanes::contiguous(&source, dtype)?;
    if dtype == DType::OBJECT {
        return Ok((accumulate_objects(op, &values, axis)?, Flags::NONE));
    }
    let mut flags = Flags::NONE;
    // A sum of truth values is whether any was true, a product whether all were.
    let op = match op {
        Accumulation::Sum if dtype == DType::BOOL => Accumulation::Max,
        Accumulation::Prod if dtype == DType::BOOL => Accumulation::Min,
        other => other,
    };
    let result = match op {
        Accumulation::Sum => dispatch!(number, dtype.kind, T => {
            let sums = scanned::<T>(&values, axis, |a, b| <T as Summand<T>>::plus(a, b))?;
            flags = flags_of::<T>(&values, &sums);
            Ok(sums)
        }, else Err(unsupported("add", dtype))),
        Accumulation::Prod => dispatch!(number, dtype.kind, T => {
            let products = scanned::<T>(&values, axis, |a, b| <T as Summand<T>>::times(a, b))?;
            flags = flags_of::<T>(&values, &products);
            Ok(products)
        }, else Err(unsupported("multiply", dtype))),
        Accumulation::Max => dispatch!(all, dtype.kind, T => extremes::<T, true>(&values, axis), else
            Err(unsupported("maximum", dtype))),
        Accumulation::Min => dispatch!(all, dtype.kind, T => extremes::<T, false>(&values, axis), else
            Err(unsupported("minimum", dtype))),
    }?;
    lanes::check_interrupt()?;
    Ok((result, flags))
}

fn unsupported(name: &str, dtype: DType) -> Error {
    let text = match dtype.kind {
        Kind::Str(n) => format!("dtype('<U{n}')"),
        Kind::Bytes(n) => format!("dtype('S{n}')"),
        _ => format!("dtype('{}')", dtype.name()),
    };
    let twice = match dtype.kind {
        Kind::Str(n) => format!("dtype('<U{}')", 2 * n),
        Kind::Bytes(n) => format!("dtype('S{}')", 2 * n),
        _ => text.clone(),
    };
    if name == "multiply" {
        return Error::new(
            ErrorKind::UFuncType,
            format!("ufunc '{name}' did not contain a loop with signature matching types ({text}, {text}) -> None"),
        );
    }
    Error::type_error(format!(
        "the resolved dtypes are not compatible with {name}.accumulate. Resolved ({text}, {text}, {twice})"
    ))
}

fn extremes<T: Ordered, const MAX: bool>(values: &Tensor, axis: usize) -> Result<Tensor> {
    scanned::<T>(values, axis, |a, b| Most::<MAX>.pair(a, b))
}

fn flags_of<T: Element + Finite>(source: &Tensor, results: &Tensor) -> Flags {
    match results.as_slice::<T>() {
        Some(values) if !all_finite(values) => overflow_flags(source, values),
        _ => Flags::NONE,
    }
}

fn accumulate_objects(op: Accumulation, values: &Tensor, axis: usize) -> Result<Tensor> {
    let op = match op {
        Accumulation::Sum => Reduction::Sum,
        Accumulation::Prod => Reduction::Prod,
        Accumulation::Min => Reduction::Min,
        Accumulation::Max => Reduction::Max,
    };
    let (_, n, inner) = around(values.shape(), axis);
    let mut results: Vec<ItemRef> = super::storage::reserved(values.size())?;
    for (i, item) in lanes::objects(values)?.into_iter().enumerate() {
        lanes::check_interrupt()?;
        let first = i / inner % n == 0;
        results.push(if first { item } else { combine(op, results[i - inner].clone(), item)? });
    }
    lanes::object_tensor(values.shape(), &results)
}

fn accumulate_times(op: Accumulation, values: &Tensor, axis: usize) -> Result<Tensor> {
    let ticks = values.with_dtype(DType::INT64);
    let nat = i64::MIN;
    let sums = |a: i64, b: i64| if a == nat || b == nat { nat } else { a.wrapping_add(b) };
    let result = match (op, values.dtype().kind) {
        (Accumulation::Sum, Kind::TimeDelta { .. }) => scanned::<i64>(&ticks, axis, sums),
        (Accumulation::Max, _) => {
            scanned::<i64>(&ticks, axis, |a, b| if a == nat || b == nat { nat } else { a.max(b) })
        }
        (Accumulation::Min, _) => scanned::<i64>(&ticks, axis, |a, b| a.min(b)),
        (Accumulation::Sum, _) => Err(unsupported("add", values.dtype())),
        (Accumulation::Prod, _) => Err(unsupported("multiply", values.dtype())),
    }?;
    Ok(result.with_dtype(values.dtype()))
}

/// The product of the dimensions before and after an axis.
fn around(shape: &[usize], axis: usize) -> (usize, usize, usize) {
    (shape[..axis].iter().product(), shape[axis], shape[axis + 1..].iter().product())
}

/// Running results of a C-contiguous array along an axis, strictly in order.
fn scanned<T: Element>(a: &Tensor, axis: usize, op: impl Fn(T, T) -> T + Copy) -> Result<Tensor> {
    let values = a.as_slice::<T>().unwrap_or(&[]);
    let (_, n, inner) = around(a.shape(), axis);
    lanes::fresh::<T>(a.shape(), |out| {
        let block = n * inner;
        if block == 0 {
            return;
        }
        for (out, values) in out.chunks_exact_mut(block).zip(values.chunks_exact(block)) {
            if inner == 1 {
                scan_lane(out, values, op);
            } else {
                scan_rows(out, values, inner, op);
            }
            if pool::interrupted() {
                return;
            }
        }
    })
}

fn scan_lane<T: Element>(out: &mut [T], values: &[T], op: impl Fn(T, T) -> T) {
    let Some(&first) = values.first() else { return };
    let mut running = first;
    out[0] = first;
    for (out, values) in out[1..].chunks_mut(1 << 16).zip(values[1..].chunks(1 << 16)) {
        for (out, &x) in out.iter_mut().zip(values) {
            running = op(running, x);
            *out = running;
        }
        if pool::interrupted() {
            return;
        }
    }
}

fn scan_rows<T: Element>(out: &mut [T], values: &[T], width: usize, op: impl Fn(T, T) -> T) {
    out[..width].copy_from_slice(&values[..width]);
    for at in (width..out.len()).step_by(width) {
        let (before, now) = out.split_at_mut(at);
        let last = &before[at - width..];
        for ((out, &running), &x) in now[..width].iter_mut().zip(last).zip(&values[at..at + width]) {
            *out = op(running, x);
        }
    }
}

/// Running results of any binary kernel: `kernel(running, row)` combines equally long blocks, the running results being
/// the first operand.
pub fn accumulate_axis<T: Element>(
    a: &Tensor,
    axis: isize,
    kernel: &mut dyn FnMut(&mut [T], &[T]) -> Result<()>,
) -> Result<Tensor> {
    let axis = normalize_axis(axis, a.ndim())?;
    let copy = lanes::copy_of::<T>(a)?;
    let values = copy.as_slice::<T>().unwrap_or(&[]);
    let (_, n, inner) = around(a.shape(), axis);
    lanes::try_fresh::<T>(a.shape(), |out| {
        out.copy_from_slice(values);
        for block in out.chunks_exact_mut((n * inner).max(1)) {
            let mut running = block[..inner.min(block.len())].to_vec();
            for row in block.chunks_exact_mut(inner.max(1)).skip(1) {
                kernel(&mut running, row)?;
                row.copy_from_slice(&running);
            }
            lanes::check_interrupt()?;
        }
        Ok(())
    })
}

/// The `n`-th differences of neighbours along an axis: of booleans whether they differ, of times timedeltas.
pub fn diff(a: &Tensor, n: usize, axis: isize) -> Result<Tensor> {
    if a.ndim() == 0 {
        return Err(Error::value("diff requires input that is at least one dimensional"));
    }
    let axis = normalize_axis(axis, a.ndim())?;
    let minus = if a.dtype() == DType::BOOL { &ufunc::NOT_EQUAL } else { &ufunc::SUBTRACT };
    let mut result = a.clone();
    for _ in 0..n {
        let length = result.shape()[axis];
        let (later, earlier) =
            (result.range(axis, length.min(1), length), result.range(axis, 0, length.saturating_sub(1)));
        result = Calc::from(&later).binary(minus, Calc::from(&earlier)).tensor()?;
    }
    Ok(result)
}

/// The array with NaN replaced by `value` (0 or 1), for running sums and products without them.
pub fn without_nan(a: &Tensor, value: u8) -> Result<Tensor> {
    let native = lanes::contiguous(a, a.dtype().to_native())?;
    let replaced = dispatch!(all, native.dtype().kind, T => {
        let values = native.as_slice::<T>().unwrap_or(&[]);
        let filler = if value == 0 { T::ZERO } else { T::ONE };
        lanes::fresh::<T>(a.shape(), |out| {
            for (out, &x) in out.iter_mut().zip(values) {
                *out = if x.is_nan() { filler } else { x };
            }
        })
    }, else Ok(native.clone()))?;
    Ok(cast::cast(&replaced, a.dtype(), Order::C)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_results_along_each_axis() {
        let a = Tensor::from_slice(&[2, 3], &[1i32, 2, 3, 4, 5, 6]).unwrap();
        let scan = |op, axis| accumulate(op, &a, axis, None).unwrap().0;
        assert_eq!(scan(Accumulation::Sum, None).as_slice::<i64>().unwrap(), [1, 3, 6, 10, 15, 21]);
        assert_eq!(scan(Accumulation::Sum, Some(0)).as_slice::<i64>().unwrap(), [1, 2, 3, 5, 7, 9]);
        assert_eq!(scan(Accumulation::Prod, Some(1)).as_slice::<i64>().unwrap(), [1, 2, 6, 4, 20, 120]);
        let x = Tensor::vector(&[1.0, f64::NAN, 2.0]).unwrap();
        let max = accumulate(Accumulation::Max, &x, Some(0), None).unwrap().0;
        assert!(max.as_slice::<f64>().unwrap()[1..].iter().all(|x| x.is_nan()));
        assert_eq!(diff(&a, 1, 0).unwrap().as_slice::<i32>().unwrap(), [3, 3, 3]);
        assert_eq!(diff(&a, 2, -1).unwrap().as_slice::<i32>().unwrap(), [0, 0]);
    }

    #[test]
    fn overflow_is_flagged() {
        let x = Tensor::vector(&[1e308, 1e308]).unwrap();
        assert_eq!(accumulate(Accumulation::Sum, &x, None, None).unwrap().1, Flags::OVERFLOW);
    }
}
