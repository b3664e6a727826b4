//! Discrete convolution and correlation: dot products of one sequence with all positions of another.

use super::kernel::{Multiply, dot};
use crate::dispatch;
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::object::{ItemRef, ObjectOp};
use crate::tensor::promote::promote_types;
use crate::tensor::{DType, Kind, Tensor, cast, lanes};
use std::ops::Range;

/// Multiplications from which two threads work, and between two looks at the interrupt flag.
const PARALLEL: usize = 1 << 17;

/// Which positions count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overlap {
    /// Those where one sequence lies inside the other.
    Valid,
    /// As many as the longer sequence has elements.
    Same,
    /// Those with any overlap.
    Full,
}

impl Overlap {
    /// `full`, `same`, `valid`. ValueError otherwise.
    pub fn by_name(name: &str) -> Result<Overlap> {
        match name {
            "valid" | "v" => Ok(Overlap::Valid),
            "same" | "s" => Ok(Overlap::Same),
            "full" | "f" => Ok(Overlap::Full),
            other => Err(Error::value(format!("mode must be one of 'valid', 'same', or 'full' (got '{other}')"))),
        }
    }

    /// How many positions there are of a sequence of `m` elements along one of `n`, and how many of them come before it lies
    /// at the long one's start.
    fn positions(self, n: usize, m: usize) -> (usize, usize) {
        match self {
            Overlap::Valid => (n + 1 - m, 0),
            Overlap::Same => (n, m / 2),
            Overlap::Full => (n + m - 1, m - 1),
        }
    }
}

/// At position `i`, of which `before` come before the start: the elements of the long sequence (of `n`), and where in the
/// short one (of `m`) they begin.
fn meeting(i: usize, before: usize, n: usize, m: usize) -> (Range<usize>, usize) {
    let skipped = before.saturating_sub(i);
    let start = i.saturating_sub(before);
    (start..(start + m - skipped).min(n), skipped)
}

/// The convolution of two vectors that are not empty.
pub fn convolve(a: &Tensor, v: &Tensor, overlap: Overlap) -> Result<Tensor> {
    let (long, short) = if v.size() > a.size() { (v, a) } else { (a, v) };
    correlate(long, &short.flip(None)?, overlap)
}

/// Sums of products of `short` with the parts of `long`, which is at least as long; both are vectors that are not empty.
pub fn correlate(long: &Tensor, short: &Tensor, overlap: Overlap) -> Result<Tensor> {
    let dtype = promote_types(long.dtype(), short.dtype())?.to_native();
    let (x, y) = (lanes::contiguous(long, dtype)?, lanes::contiguous(short, dtype)?);
    match dtype.kind {
        Kind::Object => objects(&x, &y, overlap),
        Kind::Float16 => {
            // NumPy adds up in float32 and rounds once.
            let wide = |t: &Tensor| cast::as_dtype(t, DType::FLOAT32);
            cast::as_dtype(&correlate(&wide(&x)?, &wide(&y)?, overlap)?, dtype)
        }
        Kind::Bool => sums::<bool>(&x, &y, overlap),
        Kind::Float32 => sums::<f32>(&x, &y, overlap),
        Kind::Float64 => sums::<f64>(&x, &y, overlap),
        Kind::Complex64 => sums::<crate::tensor::Complex32>(&x, &y, overlap),
        Kind::Complex128 => sums::<crate::tensor::Complex64>(&x, &y, overlap),
        kind => dispatch!(integer, kind, T => sums::<T>(&x, &y, overlap), else {
            Err(Error::type_error("cannot convolve arrays that hold no numbers"))
        }),
    }
}

fn sums<T: Multiply>(long: &Tensor, short: &Tensor, overlap: Overlap) -> Result<Tensor> {
    let (x, y) = (long.as_slice::<T>().unwrap_or(&[]), short.as_slice::<T>().unwrap_or(&[]));
    let (count, before) = overlap.positions(x.len(), y.len());
    let sums = lanes::overwritten::<T>(&[count], |out| fill(x, y, before, 0, out))?;
    lanes::check_interrupt()?;
    Ok(sums)
}

/// The sums from position `first` on, on two threads where there is much to do; an interrupt leaves some out.
fn fill<T: Multiply>(x: &[T], y: &[T], before: usize, first: usize, out: &mut [T]) {
    if out.len() > 1 && out.len().saturating_mul(y.len()) > PARALLEL {
        let (left, right) = out.split_at_mut(out.len() / 2);
        let middle = first + left.len();
        pool::join(|| fill(x, y, before, first, left), || fill(x, y, before, middle, right));
        return;
    }
    if pool::interrupted() {
        return;
    }
    for (i, out) in out.iter_mut().enumerate() {
        let (part, from) = meeting(first + i, before, x.len(), y.len());
        *out = dot(&x[part], &y[from..]);
    }
}

fn objects(long: &Tensor, short: &Tensor, overlap: Overlap) -> Result<Tensor> {
    let (x, y) = (lanes::objects(long)?, lanes::objects(short)?);
    let mut results = Vec::new();
    let (count, before) = overlap.positions(x.len(), y.len());
    for i in 0..count {
        let (part, from) = meeting(i, before, x.len(), y.len());
        let mut sum: Option<ItemRef> = None;
        for (a, b) in x[part].iter().zip(&y[from..]) {
            let product = a.binary(ObjectOp::Multiply, &**b)?;
            sum = Some(match sum {
                None => product,
                Some(so_far) => so_far.binary(ObjectOp::Add, &*product)?,
            });
        }
        results.extend(sum);
    }
    lanes::object_tensor(&[results.len()], &results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_of_every_overlap() {
        let a = Tensor::vector(&[1.0, 2.0, 3.0]).unwrap();
        let v = Tensor::vector(&[0.0, 1.0, 0.5]).unwrap();
        let of = |overlap| convolve(&a, &v, overlap).unwrap().to_vec::<f64>().unwrap();
        assert_eq!(of(Overlap::Full), [0.0, 1.0, 2.5, 4.0, 1.5]);
        assert_eq!(of(Overlap::Same), [1.0, 2.5, 4.0]);
        assert_eq!(of(Overlap::Valid), [2.5]);
    }
}
