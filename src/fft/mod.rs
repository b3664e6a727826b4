//! Discrete Fourier transforms along one axis of a tensor, on rustfft (complex) and realfft (real).
//!
//! Conventions of NumPy: the forward transform has the kernel exp(-2πi·jk/n); a [`Norm`] says which direction is scaled.

mod grids;

pub use grids::{Grid, fftn, irfftn, rfftn, shift};
pub use rustfft::FftDirection;

use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::shape::normalize_axis;
use crate::tensor::storage::reserved;
use crate::tensor::{Complex32, Complex64, DType, Element, Kind, Order, Tensor, cast, lanes};
use num_complex::Complex;
use realfft::{FftNum, RealFftPlanner};
use rustfft::FftPlanner;
use std::cell::RefCell;
use std::sync::Arc;

/// Lanes whose elements together are at least this many are shared among the threads.
const PARALLEL: usize = 1 << 15;

/// Which direction is divided by the number of points, or both by its root.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Norm {
    #[default]
    Backward,
    Ortho,
    Forward,
}

impl Norm {
    /// The norm of that name. ValueError otherwise.
    pub fn by_name(name: &str) -> Result<Norm> {
        match name {
            "backward" => Ok(Norm::Backward),
            "ortho" => Ok(Norm::Ortho),
            "forward" => Ok(Norm::Forward),
            _ => Err(Error::value(format!(
                "Invalid norm value {name}; should be \"backward\",\"ortho\" or \"forward\"."
            ))),
        }
    }

    /// The norm with the directions' parts exchanged.
    pub fn swapped(self) -> Norm {
        match self {
            Norm::Backward => Norm::Forward,
            Norm::Ortho => Norm::Ortho,
            Norm::Forward => Norm::Backward,
        }
    }

    fn factor(self, n: usize, direction: FftDirection) -> f64 {
        match (self, direction) {
            (Norm::Ortho, _) => 1.0 / (n as f64).sqrt(),
            (Norm::Backward, FftDirection::Inverse) | (Norm::Forward, FftDirection::Forward) => 1.0 / n as f64,
            _ => 1.0,
        }
    }
}

/// A precision in which transforms are computed, with its planners: they keep what they have planned.
trait Precision: FftNum + Element {
    type Complex: Element;
    fn plan_complex(n: usize, direction: FftDirection) -> Arc<dyn rustfft::Fft<Self>>;
    fn plan_forward(n: usize) -> Arc<dyn realfft::RealToComplex<Self>>;
    fn plan_inverse(n: usize) -> Arc<dyn realfft::ComplexToReal<Self>>;
    fn of(value: f64) -> Self;
    /// The library's complex numbers are rustfft's.
    fn complex(values: &mut [Self::Complex]) -> &mut [Complex<Self>];
    fn complex_ref(values: &[Self::Complex]) -> &[Complex<Self>];
}

macro_rules! precision {
    ($real:ty, $complex:ty, $planners:ident) => {
        thread_local! {
            static $planners: RefCell<(FftPlanner<$real>, RealFftPlanner<$real>)> =
                RefCell::new((FftPlanner::new(), RealFftPlanner::new()));
        }

        impl Precision for $real {
            type Complex = $complex;

            fn plan_complex(n: usize, direction: FftDirection) -> Arc<dyn rustfft::Fft<$real>> {
                $planners.with(|p| p.borrow_mut().0.plan_fft(n, direction))
            }

            fn plan_forward(n: usize) -> Arc<dyn realfft::RealToComplex<$real>> {
                $planners.with(|p| p.borrow_mut().1.plan_fft_forward(n))
            }

            fn plan_inverse(n: usize) -> Arc<dyn realfft::ComplexToReal<$real>> {
                $planners.with(|p| p.borrow_mut().1.plan_fft_inverse(n))
            }

            fn of(value: f64) -> $real {
                value as $real
            }

            fn complex(values: &mut [$complex]) -> &mut [Complex<$real>] {
                values
            }

            fn complex_ref(values: &[$complex]) -> &[Complex<$real>] {
                values
            }
        }
    };
}

precision! { f32, Complex32, PLANNERS_32 }
precision! { f64, Complex64, PLANNERS_64 }

/// The transform of a real or complex tensor over `n` points (all, where `None`) along `axis`; shorter lanes are filled up
/// with zeros. Complex of the input's precision, float64's for integers.
pub fn fft(a: &Tensor, n: Option<isize>, axis: isize, norm: Norm, direction: FftDirection) -> Result<Tensor> {
    let (axis, n) = points(a, n, axis)?;
    let name = if direction == FftDirection::Forward { "fft" } else { "ifft" };
    let (single, complex) = kind(a, name)?;
    let factor = norm.factor(n, direction);
    match (single, complex) {
        (false, true) => complex_lanes::<f64>(a, n, axis, factor, direction),
        (true, true) => complex_lanes::<f32>(a, n, axis, factor, direction),
        (false, false) => mirrored_lanes::<f64>(a, n, axis, factor, direction),
        (true, false) => mirrored_lanes::<f32>(a, n, axis, factor, direction),
    }
}

/// The first `n / 2 + 1` values of the transform of a real tensor: the others mirror them.
pub fn rfft(a: &Tensor, n: Option<isize>, axis: isize, norm: Norm) -> Result<Tensor> {
    let (axis, n) = points(a, n, axis)?;
    let (single, complex) = kind(a, if n % 2 == 0 { "rfft_n_even" } else { "rfft_n_odd" })?;
    if complex {
        return Err(unsupported(if n % 2 == 0 { "rfft_n_even" } else { "rfft_n_odd" }));
    }
    let factor = norm.factor(n, FftDirection::Forward);
    if single { forward_lanes::<f32>(a, n, axis, factor) } else { forward_lanes::<f64>(a, n, axis, factor) }
}

/// The inverse of [`rfft`]: `n` real points (`2·(m - 1)` of `m` values where `None`).
pub fn irfft(a: &Tensor, n: Option<isize>, axis: isize, norm: Norm) -> Result<Tensor> {
    let at = axis_of(a, axis)?;
    let n = n.unwrap_or(2 * (a.shape()[at] as isize - 1));
    let n = checked_points(n)?;
    let (single, _) = kind(a, "irfft")?;
    let factor = norm.factor(n, FftDirection::Inverse);
    if single { inverse_lanes::<f32>(a, n, at, factor) } else { inverse_lanes::<f64>(a, n, at, factor) }
}

fn axis_of(a: &Tensor, axis: isize) -> Result<usize> {
    normalize_axis(axis, a.ndim()).map_err(|_| Error::index("tuple index out of range"))
}

fn points(a: &Tensor, n: Option<isize>, axis: isize) -> Result<(usize, usize)> {
    let at = axis_of(a, axis)?;
    let n = n.unwrap_or(a.shape()[at] as isize);
    Ok((at, checked_points(n)?))
}

/// The length of a transform. ValueError where there can be none, MemoryError where there is no room for it.
fn checked_points(n: isize) -> Result<usize> {
    let points = usize::try_from(n).ok().filter(|&n| n > 0).ok_or_else(|| invalid_points(n))?;
    if points > isize::MAX as usize / size_of::<Complex64>() {
        return Err(Error::value(
            "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.",
        ));
    }
    // A plan takes about as much memory as a lane, and cannot say that there is none.
    drop(reserved::<Complex64>(points)?);
    Ok(points)
}

fn invalid_points(n: isize) -> Error {
    Error::value(format!("Invalid number of FFT data points ({n}) specified."))
}

fn unsupported(name: &str) -> Error {
    Error::type_error(format!(
        "ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced to any supported types \
         according to the casting rule ''safe''"
    ))
}

/// Whether single precision is enough, and whether the elements are complex.
fn kind(a: &Tensor, name: &str) -> Result<(bool, bool)> {
    match a.dtype().kind {
        Kind::Float16 | Kind::Float32 => Ok((true, false)),
        Kind::Complex64 => Ok((true, true)),
        Kind::Complex128 => Ok((false, true)),
        kind if kind.is_numeric() => Ok((false, false)),
        _ => Err(unsupported(name)),
    }
}

/// The lanes along `axis` one after the other, as elements of `dtype`.
fn lanes_of(a: &Tensor, axis: usize, dtype: DType) -> Result<Tensor> {
    lanes::contiguous(&lanes::moved_last(&cast::cast(a, dtype, Order::K)?.0, axis), dtype)
}

fn shape_with(moved: &Tensor, n: usize) -> Vec<usize> {
    let mut shape = moved.shape().to_vec();
    if let Some(last) = shape.last_mut() {
        *last = n;
    }
    shape
}

/// Lanes back at their axis, in C order.
fn placed<T: Element>(moved: &Tensor, axis: usize) -> Result<Tensor> {
    if axis + 1 == moved.ndim() {
        return Ok(moved.clone());
    }
    lanes::copy_of::<T>(&lanes::moved_back(moved, axis))
}

/// Runs `job` on each lane: `read` elements of `from`, `write` elements of `to`.
fn each_lane<A: Sync, B: Send>(
    from: &[A],
    read: usize,
    to: &mut [B],
    write: usize,
    job: &(impl Fn(&[A], &mut [B]) + Sync),
) {
    let count = to.len() / write.max(1);
    if count > 1 && to.len() >= PARALLEL && pool::threads() > 1 {
        let half = count / 2;
        let (left, right) = to.split_at_mut(half * write);
        let (first, second) = from.split_at(half * read);
        pool::join(|| each_lane(first, read, left, write, job), || each_lane(second, read, right, write, job));
        return;
    }
    for (i, lane) in to.chunks_exact_mut(write.max(1)).enumerate() {
        if pool::interrupted() {
            return;
        }
        job(&from[i * read..(i + 1) * read], lane);
    }
}

/// Adding zero leaves no negative zeros, of which algorithms for different lengths produce different ones.
fn scale<P: Precision>(values: &mut [Complex<P>], factor: f64) {
    let factor = P::of(factor);
    values.iter_mut().for_each(|z| *z = *z * factor + zero::<P>());
}

fn zero<P: Precision>() -> Complex<P> {
    Complex::new(P::ZERO, P::ZERO)
}

fn complex_lanes<P: Precision>(
    a: &Tensor,
    n: usize,
    axis: usize,
    factor: f64,
    direction: FftDirection,
) -> Result<Tensor> {
    let source = lanes_of(a, axis, P::Complex::DTYPE)?;
    let given = source.shape()[axis_last(&source)];
    let plan = P::plan_complex(n, direction);
    let values = P::complex_ref(source.as_slice::<P::Complex>().unwrap_or(&[]));
    let moved = lanes::fresh::<P::Complex>(&shape_with(&source, n), |out| {
        each_lane(values, given, P::complex(out), n, &|from, to| {
            let kept = given.min(n);
            to[..kept].copy_from_slice(&from[..kept]);
            let mut scratch = vec![zero::<P>(); plan.get_inplace_scratch_len()];
            plan.process_with_scratch(to, &mut scratch);
            scale(to, factor);
        });
    })?;
    lanes::check_interrupt()?;
    placed::<P::Complex>(&moved, axis)
}

/// The full transform of real lanes: half of it is computed, the other half mirrors that.
fn mirrored_lanes<P: Precision>(
    a: &Tensor,
    n: usize,
    axis: usize,
    factor: f64,
    direction: FftDirection,
) -> Result<Tensor> {
    let source = lanes_of(a, axis, P::DTYPE)?;
    let given = source.shape()[axis_last(&source)];
    let plan = P::plan_forward(n);
    let values = source.as_slice::<P>().unwrap_or(&[]);
    let moved = lanes::fresh::<P::Complex>(&shape_with(&source, n), |out| {
        each_lane(values, given, P::complex(out), n, &|from, to| {
            forward(&*plan, from, n, &mut to[..n / 2 + 1], factor);
            if direction == FftDirection::Inverse {
                // Zero and the highest frequency of an even number of points are real.
                to[1..n.div_ceil(2)].iter_mut().for_each(|z| *z = z.conj() + zero::<P>());
            }
            for k in n / 2 + 1..n {
                to[k] = to[n - k].conj() + zero::<P>();
            }
        });
    })?;
    lanes::check_interrupt()?;
    placed::<P::Complex>(&moved, axis)
}

fn forward_lanes<P: Precision>(a: &Tensor, n: usize, axis: usize, factor: f64) -> Result<Tensor> {
    let source = lanes_of(a, axis, P::DTYPE)?;
    let given = source.shape()[axis_last(&source)];
    let plan = P::plan_forward(n);
    let values = source.as_slice::<P>().unwrap_or(&[]);
    let half = n / 2 + 1;
    let moved = lanes::fresh::<P::Complex>(&shape_with(&source, half), |out| {
        each_lane(values, given, P::complex(out), half, &|from, to| forward(&*plan, from, n, to, factor));
    })?;
    lanes::check_interrupt()?;
    placed::<P::Complex>(&moved, axis)
}

/// One lane's first half transform; `to` has `n / 2 + 1` places.
fn forward<P: Precision>(
    plan: &dyn realfft::RealToComplex<P>,
    from: &[P],
    n: usize,
    to: &mut [Complex<P>],
    factor: f64,
) {
    let mut input = plan.make_input_vec();
    let kept = from.len().min(n);
    input[..kept].copy_from_slice(&from[..kept]);
    // The lengths are the plan's own: nothing can be refused.
    let done = plan.process(&mut input, to);
    debug_assert!(done.is_ok());
    scale(to, factor);
}

fn inverse_lanes<P: Precision>(a: &Tensor, n: usize, axis: usize, factor: f64) -> Result<Tensor> {
    let source = lanes_of(a, axis, P::Complex::DTYPE)?;
    let given = source.shape()[axis_last(&source)];
    let plan = P::plan_inverse(n);
    let values = P::complex_ref(source.as_slice::<P::Complex>().unwrap_or(&[]));
    let moved = lanes::fresh::<P>(&shape_with(&source, n), |out| {
        each_lane(values, given, out, n, &|from, to| {
            let mut input = plan.make_input_vec();
            let kept = from.len().min(input.len());
            input[..kept].copy_from_slice(&from[..kept]);
            // What a real signal's transform has no imaginary part in is not looked at, as in NumPy.
            input[0].im = P::ZERO;
            if n.is_multiple_of(2) {
                input[n / 2].im = P::ZERO;
            }
            let done = plan.process(&mut input, to);
            debug_assert!(done.is_ok());
            let factor = P::of(factor);
            to.iter_mut().for_each(|x| *x = *x * factor + P::ZERO);
        });
    })?;
    lanes::check_interrupt()?;
    placed::<P>(&moved, axis)
}

fn axis_last(moved: &Tensor) -> usize {
    moved.ndim() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impulse_has_a_flat_spectrum_and_comes_back() {
        let a = Tensor::vector(&[0.0, 1.0, 0.0, 0.0]).unwrap();
        let there = fft(&a, None, -1, Norm::Backward, FftDirection::Forward).unwrap();
        let spectrum = there.to_vec::<Complex64>().unwrap();
        assert_eq!(spectrum[1], Complex64::new(0.0, -1.0));
        assert_eq!(spectrum[3], Complex64::new(0.0, 1.0));
        let back = fft(&there, None, -1, Norm::Backward, FftDirection::Inverse).unwrap();
        assert_eq!(back.to_vec::<Complex64>().unwrap()[1], Complex64::new(1.0, 0.0));
        let half = rfft(&a, None, 0, Norm::Backward).unwrap();
        assert_eq!(irfft(&half, None, 0, Norm::Backward).unwrap().to_vec::<f64>().unwrap(), [0.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn zero_points_are_refused() {
        let a = Tensor::vector(&[1.0]).unwrap();
        assert!(fft(&a, Some(0), -1, Norm::Backward, FftDirection::Forward).is_err());
    }
}
