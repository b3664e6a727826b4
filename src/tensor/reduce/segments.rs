//! An array, and cuts of one of its axes → one number for each cut of each lane: what `reduceat` gives of the ufuncs with
//! kernels of their own.

use super::extreme::{Most, Ordered};
use super::fold::Fold;
use super::pairwise::{self, Summand};
use super::{Finite, Reduction, loop_dtype};
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::shape::Dims;
use crate::tensor::{Complex32, Complex64, DType, Element, Kind, Order, Tensor, copy, lanes};
use std::ops::Range;

/// Elements of one cut that count as one element besides: what a cut costs by itself.
const CUT: usize = 16;

/// Elements from which two threads work.
const PARALLEL: usize = 1 << 16;

/// The reductions of the elements in each cut of the axis, none of them empty; C-ordered. `None` where the operation has no
/// kernel for the dtype here.
pub fn reduced(
    op: Reduction,
    a: &Tensor,
    axis: usize,
    cuts: &[Range<usize>],
    asked: Option<DType>,
) -> Result<Option<(Tensor, Flags)>> {
    let dtype = loop_dtype(op, a.dtype(), asked)?;
    let moved = lanes::contiguous(&lanes::moved_last(a, axis), dtype)?;
    let task = Task { source: &moved, cuts };
    macro_rules! kinds {
        ($($kind:ident: $t:ty),*; $($complex:ident: $c:ty),*) => {
            match (dtype.kind, op) {
                $((Kind::$kind, Reduction::Sum) => task.run(total::<$t>),
                (Kind::$kind, Reduction::Prod) => task.run(product::<$t>),
                (Kind::$kind, Reduction::Min) => task.run(extreme::<$t, false>),
                (Kind::$kind, Reduction::Max) => task.run(extreme::<$t, true>),)*
                $((Kind::$complex, Reduction::Sum) => task.run(total::<$c>),
                (Kind::$complex, Reduction::Prod) => task.run(product::<$c>),)*
                _ => return Ok(None),
            }
        };
    }
    let (rows, flags) = kinds!(Int8: i8, Int16: i16, Int32: i32, Int64: i64, UInt8: u8, UInt16: u16, UInt32: u32,
        UInt64: u64, Float32: f32, Float64: f64; Complex64: Complex32, Complex128: Complex64)?;
    Ok(Some((copy::copied(&lanes::moved_back(&rows, axis), Order::C)?, flags)))
}

/// The sum as NumPy's reducing loop gives it: the first element plus the tree over the others.
fn total<T: Summand<T>>(run: &[T]) -> T {
    match run {
        [first, rest @ ..] if !rest.is_empty() => T::put(*first, pairwise::sum_slice::<T, T>(rest)),
        _ => run[0],
    }
}

fn product<T: Summand<T>>(run: &[T]) -> T {
    T::product(run[0], &run[1..])
}

fn extreme<T: Ordered, const MAX: bool>(run: &[T]) -> T {
    Most::<MAX>.run(run[0], &run[1..])
}

/// Lanes one after the other, each with the same cuts.
struct Task<'a> {
    source: &'a Tensor,
    cuts: &'a [Range<usize>],
}

impl Task<'_> {
    fn run<T: Element + Finite>(&self, one: fn(&[T]) -> T) -> Result<(Tensor, Flags)> {
        let mut shape = Dims::from_slice(self.source.shape());
        let n = shape.pop().unwrap_or(1);
        shape.push(self.cuts.len());
        let source = self.source.as_slice::<T>().unwrap_or(&[]);
        let mut flags = Flags::NONE;
        let result = lanes::fresh::<T>(&shape, |out| {
            let rows = source.chunks_exact(n.max(1)).zip(out.chunks_exact_mut(self.cuts.len().max(1)));
            flags = rows.fold(flags, |flags, (row, out)| flags | fill(row, self.cuts, out, one));
        })?;
        if pool::interrupted() { Err(Error::interrupt()) } else { Ok((result, flags)) }
    }
}

/// The results of one lane, and what there is to warn of.
fn fill<T: Element + Finite>(row: &[T], cuts: &[Range<usize>], out: &mut [T], one: fn(&[T]) -> T) -> Flags {
    let work: usize = cuts.iter().map(|cut| cut.len() + CUT).sum();
    if work > PARALLEL && cuts.len() > 1 {
        let (left, right) = out.split_at_mut(cuts.len() / 2);
        let (a, b) = cuts.split_at(left.len());
        let (p, q) = pool::join(|| fill(row, a, left, one), || fill(row, b, right, one));
        return p | q;
    }
    if pool::interrupted() {
        return Flags::NONE;
    }
    let mut flags = Flags::NONE;
    for (cut, out) in cuts.iter().zip(out) {
        let run = &row[cut.clone()];
        *out = one(run);
        if !out.is_finite() {
            flags |= raised(run, out);
        }
    }
    flags
}

/// What made a result infinite or NaN, if it was not an element.
#[cold]
fn raised<T: Finite>(run: &[T], result: &T) -> Flags {
    let made_nan = result.has_nan() && !run.iter().any(Finite::has_nan);
    let made_infinity = result.has_infinity() && run.iter().all(Finite::is_finite);
    Flags::when(made_nan, Flags::INVALID) | Flags::when(made_infinity, Flags::OVERFLOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn along_either_axis() {
        let a = Tensor::generate::<i64>(&[3, 4], |i| i as i64).unwrap();
        let (rows, _) = reduced(Reduction::Sum, &a, 0, &[0..2, 1..2, 0..3], None).unwrap().unwrap();
        assert_eq!(rows.to_vec::<i64>().unwrap(), [4, 6, 8, 10, 4, 5, 6, 7, 12, 15, 18, 21]);
        let (columns, _) = reduced(Reduction::Max, &a, 1, &[0..2, 2..4], None).unwrap().unwrap();
        assert_eq!(columns.shape(), [3, 2]);
        assert_eq!(columns.to_vec::<i64>().unwrap(), [1, 3, 5, 7, 9, 11]);
    }

    #[test]
    fn the_first_element_stands_outside_the_tree() {
        let values: Vec<f64> = (0..40).map(|i| 0.1 * f64::from(i * i % 13)).collect();
        let a = Tensor::vector(&values).unwrap();
        let (sum, _) = reduced(Reduction::Sum, &a, 0, std::slice::from_ref(&(0..40)), None).unwrap().unwrap();
        let want = values[0] + pairwise::sum_slice::<f64, f64>(&values[1..]);
        assert_eq!(sum.as_slice::<f64>().unwrap(), [want]);
    }

    #[test]
    fn many_cuts_are_as_few_and_overflow_is_told() {
        let a = Tensor::generate::<f64>(&[100_000], |i| i as f64).unwrap();
        let cuts: Vec<Range<usize>> = (0..10_000).map(|k| k * 10..k * 10 + 10).collect();
        let (sums, flags) = reduced(Reduction::Sum, &a, 0, &cuts, None).unwrap().unwrap();
        assert!(flags.is_empty());
        assert!((0..10_000).all(|k| sums.as_slice::<f64>().unwrap()[k] == (100 * k + 45) as f64));
        let large = Tensor::vector(&[1e308, 1e308, 1.0]).unwrap();
        let (_, flags) = reduced(Reduction::Sum, &large, 0, &[0..2, 2..3], None).unwrap().unwrap();
        assert_eq!(flags, Flags::OVERFLOW);
    }
}
