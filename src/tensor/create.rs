//! Numbers that say where a range starts, ends and how it goes on → `arange`, `linspace`, bit for bit NumPy's.

use super::assign::assign;
use super::cast::{as_dtype, integer_bounds, operand_to_tensor};
use super::dtype::{ByteOrder, DType, Kind};
use super::element::Element;
use super::error::{Error, ErrorKind, Result};
use super::lanes;
use super::promote::{dtype_class, promote_types, result_type};
use super::scalar::{Operand, Scalar};
use super::shape::Dims;
use super::tensor::Tensor;
use super::{Complex32, Complex64, f16};

/// An end or the step of a range, as Python sees it.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Bound {
    Int(i128),
    Float(f64),
    Complex(Complex64),
}

impl Bound {
    fn of(operand: &Operand) -> Result<Bound> {
        let scalar = match operand {
            Operand::WeakBool(b) => return Ok(Bound::Int(i128::from(*b))),
            Operand::WeakInt(i) => return Ok(Bound::Int(*i)),
            Operand::WeakFloat(x) => return Ok(Bound::Float(*x)),
            Operand::WeakComplex(z) => return Ok(Bound::Complex(*z)),
            Operand::Scalar(scalar) => scalar.clone(),
            Operand::Tensor(t) if t.size() == 1 => t.first(),
            Operand::Tensor(_) => {
                return Err(Error::type_error("only 0-dimensional arrays can be converted to Python scalars"));
            }
        };
        Ok(match scalar {
            Scalar::Bool(v) => Bound::Int(i128::from(v)),
            Scalar::Int8(v) => Bound::Int(i128::from(v)),
            Scalar::Int16(v) => Bound::Int(i128::from(v)),
            Scalar::Int32(v) => Bound::Int(i128::from(v)),
            Scalar::Int64(v) => Bound::Int(i128::from(v)),
            Scalar::UInt8(v) => Bound::Int(i128::from(v)),
            Scalar::UInt16(v) => Bound::Int(i128::from(v)),
            Scalar::UInt32(v) => Bound::Int(i128::from(v)),
            Scalar::UInt64(v) => Bound::Int(i128::from(v)),
            Scalar::Float16(v) => Bound::Float(v.to_f64()),
            Scalar::Float32(v) => Bound::Float(f64::from(v)),
            Scalar::Float64(v) => Bound::Float(v),
            Scalar::Complex64(v) => Bound::Complex(Complex64::new(f64::from(v.re), f64::from(v.im))),
            Scalar::Complex128(v) => Bound::Complex(v),
            Scalar::DateTime(ticks, ..) | Scalar::TimeDelta(ticks, ..) => Bound::Int(i128::from(ticks)),
            other => return Err(unsupported(other.dtype())),
        })
    }

    fn to_complex(self) -> Complex64 {
        match self {
            Bound::Int(i) => Complex64::new(i as f64, 0.0),
            Bound::Float(x) => Complex64::new(x, 0.0),
            Bound::Complex(z) => z,
        }
    }

    fn to_float(self) -> f64 {
        self.to_complex().re
    }

    /// Python's `self + sign·other`.
    fn plus(self, sign: i8, other: Bound) -> Bound {
        match (self, other) {
            (Bound::Int(a), Bound::Int(b)) => Bound::Int(a.saturating_add(b.saturating_mul(i128::from(sign)))),
            (Bound::Complex(_), _) | (_, Bound::Complex(_)) => {
                Bound::Complex(self.to_complex() + other.to_complex() * f64::from(sign))
            }
            _ => Bound::Float(self.to_float() + f64::from(sign) * other.to_float()),
        }
    }
}

/// `numpy.arange`. Without a dtype: what int64 and the arguments promote to.
///
/// The length is ⌈(stop − start) / step⌉ in floating point. The first two elements are `start` and `start + step`,
/// converted; the others `start + i·(second − first)` in the result's own arithmetic.
pub fn arange(start: &Operand, stop: &Operand, step: &Operand, dtype: Option<DType>) -> Result<Tensor> {
    let (first, end, by) = (Bound::of(start)?, Bound::of(stop)?, Bound::of(step)?);
    let dtype = match dtype {
        Some(dtype) => dtype,
        None => [start, stop, step].iter().try_fold(DType::INT64, |d, o| promote_types(d, range_dtype(o)))?,
    };
    let n = range_length(first, end, by)?;
    let native = fill_range(n, first, first.plus(1, by), dtype.to_native())?;
    if dtype.order == ByteOrder::Native {
        return Ok(native);
    }
    as_dtype(&native, dtype)
}

fn range_dtype(operand: &Operand) -> DType {
    match operand {
        Operand::Tensor(t) => t.dtype().to_native(),
        Operand::Scalar(s) => s.dtype(),
        Operand::WeakBool(_) => DType::BOOL,
        Operand::WeakInt(i) if i64::try_from(*i).is_ok() => DType::INT64,
        Operand::WeakInt(i) if u64::try_from(*i).is_ok() => DType::UINT64,
        Operand::WeakInt(_) => DType::OBJECT,
        Operand::WeakFloat(_) => DType::FLOAT64,
        Operand::WeakComplex(_) => DType::COMPLEX128,
    }
}

fn range_length(start: Bound, stop: Bound, step: Bound) -> Result<usize> {
    let delta = stop.plus(-1, start);
    let too_long = || Error::value("Maximum allowed size exceeded");
    let count = |delta: f64, step: f64| -> Result<f64> {
        let steps = delta / step;
        // An underflow to zero still leaves the start.
        if steps == 0.0 && delta != 0.0 {
            return Ok(if steps.is_sign_negative() { 0.0 } else { 1.0 });
        }
        if steps.is_nan() {
            return Err(Error::value("arange: cannot compute length"));
        }
        Ok(steps.ceil())
    };
    let zero = |message: &str| Err(Error::new(ErrorKind::ZeroDivision, message));
    let length = match (delta, step) {
        (_, Bound::Int(0)) if matches!(delta, Bound::Int(_)) => return zero("division by zero"),
        (Bound::Complex(_), _) | (_, Bound::Complex(_)) => {
            let (d, s) = (delta.to_complex(), step.to_complex());
            if s == Complex64::new(0.0, 0.0) {
                return zero("complex division by zero");
            }
            let steps = divide_complex(d, s);
            count(steps.re, 1.0)?.min(count(steps.im, 1.0)?)
        }
        _ if step.to_float() == 0.0 => return zero("float division by zero"),
        _ => count(delta.to_float(), step.to_float())?,
    };
    if length >= isize::MAX as f64 {
        return Err(too_long());
    }
    Ok(length.max(0.0) as usize)
}

fn fill_range(n: usize, first: Bound, second: Bound, dtype: DType) -> Result<Tensor> {
    let floats = (first.to_float(), second.to_float());
    match dtype.kind {
        Kind::Bool if n > 2 => {
            Err(Error::type_error("arange() is only supported for booleans when the result has at most length 2."))
        }
        Kind::Bool => {
            let truth = |b: Bound| b.to_complex() != Complex64::new(0.0, 0.0);
            Tensor::generate(&[n], |i| truth(if i == 0 { first } else { second }))
        }
        Kind::Float16 => {
            let (a, b) = (f16::from_f64(floats.0), f16::from_f64(floats.1));
            let (start, delta) = (a.to_f32(), b.to_f32() - a.to_f32());
            Tensor::generate(&[n], |i| match i {
                0 => a,
                1 => b,
                _ => f16::from_f32(start + i as f32 * delta),
            })
        }
        Kind::Float32 => {
            let (a, b) = (floats.0 as f32, floats.1 as f32);
            let delta = b - a;
            lanes::by_index(&[n], |i| if i == 1 { b } else { a + i as i64 as f32 * delta })
        }
        Kind::Float64 => {
            let (a, b) = floats;
            let delta = b - a;
            lanes::by_index(&[n], |i| if i == 1 { b } else { a + i as i64 as f64 * delta })
        }
        Kind::Complex64 => {
            let narrow = |z: Complex64| Complex32::new(z.re as f32, z.im as f32);
            let (a, b) = (narrow(first.to_complex()), narrow(second.to_complex()));
            let delta = b - a;
            let at = |i: usize| Complex32::new(a.re + i as f32 * delta.re, a.im + i as f32 * delta.im);
            Tensor::generate(&[n], |i| if i == 1 { b } else { at(i) })
        }
        Kind::Complex128 => {
            let (a, b) = (first.to_complex(), second.to_complex());
            let delta = b - a;
            let at = |i: usize| Complex64::new(a.re + i as f64 * delta.re, a.im + i as f64 * delta.im);
            Tensor::generate(&[n], |i| if i == 1 { b } else { at(i) })
        }
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => {
            let (start, delta) = integer_start(n, first, second, Kind::Int64)?;
            let ticks = Tensor::generate(&[n], |i| (start + i as i128 * delta) as i64)?;
            Ok(ticks.with_dtype(dtype))
        }
        kind => {
            crate::dispatch!(integer, kind, T => {
                let (start, delta) = integer_start(n, first, second, kind)?;
                // Wrapping arithmetic of the element type is that of i128, cut off.
                let (start, delta) = (start as T, delta as T);
                lanes::by_index(&[n], |i| start.wrapping_add((i as T).wrapping_mul(delta)))
            }, else Err(unsupported(dtype)))
        }
    }
}

/// The start and the step of an integer range. OverflowError where one of the first two elements does not fit.
fn integer_start(n: usize, first: Bound, second: Bound, kind: Kind) -> Result<(i128, i128)> {
    let whole = |bound: Bound| match bound {
        Bound::Int(i) => i,
        other => other.to_float() as i128,
    };
    let (low, high) = integer_bounds(kind).unwrap_or((i128::MIN, i128::MAX));
    let (first, second) = (whole(first), whole(second));
    for value in [first, second].into_iter().take(n) {
        if value < low || value > high {
            return Err(Error::overflow(match kind {
                Kind::Int64 => "Python int too large to convert to C long".into(),
                kind => format!("Python integer {value} out of bounds for {}", DType::native(kind).name()),
            }));
        }
    }
    Ok((first, second - first))
}

fn unsupported(dtype: DType) -> Error {
    Error::type_error(format!("arange() not supported for inputs with DType {}.", dtype_class(dtype)))
}

/// Arithmetic of `linspace` in NumPy's order of operations and its complex division.
trait Linear: Element + std::ops::Add<Output = Self> + std::ops::Sub<Output = Self> + std::ops::Mul<Output = Self> {
    fn count(n: usize) -> Self;
    fn over(self, n: usize) -> Self;
}

macro_rules! real_linear {
    ($($ty:ty, $count:expr;)*) => {$(
        impl Linear for $ty {
            fn count(n: usize) -> $ty {
                $count(n)
            }
            fn over(self, n: usize) -> $ty {
                self / $count(n)
            }
        }
    )*};
}
real_linear! {
    f64, |n| n as i64 as f64;
    f32, |n| n as i64 as f32;
    f16, |n| f16::from_f32(n as f32);
}

impl Linear for Complex64 {
    fn count(n: usize) -> Complex64 {
        Complex64::new(n as f64, 0.0)
    }
    fn over(self, n: usize) -> Complex64 {
        divide_complex(self, Complex64::count(n))
    }
}

impl Linear for Complex32 {
    fn count(n: usize) -> Complex32 {
        Complex32::new(n as f32, 0.0)
    }
    fn over(self, n: usize) -> Complex32 {
        // Smith's method with an imaginary part of 0, as in `divide_complex`.
        let scale = 1.0 / n as f32;
        Complex32::new(self.re * scale, self.im * scale)
    }
}

/// Smith's division (CACM 5 (1962) 435), which NumPy uses.
fn divide_complex(a: Complex64, b: Complex64) -> Complex64 {
    if b.re.abs() >= b.im.abs() {
        if b.re == 0.0 && b.im == 0.0 {
            return Complex64::new(a.re / b.re.abs(), a.im / b.re.abs());
        }
        let ratio = b.im / b.re;
        let scale = 1.0 / (b.re + b.im * ratio);
        Complex64::new((a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale)
    } else {
        let ratio = b.re / b.im;
        let scale = 1.0 / (b.im + b.re * ratio);
        Complex64::new((a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale)
    }
}

/// What [`linspace`] makes: the samples, and the distance between them (`None`: NaN, with fewer than two samples).
pub struct Spaced {
    pub samples: Tensor,
    pub step: Option<Tensor>,
}

/// `numpy.linspace`: `num` samples from `start` to `stop` (left out without `endpoint`), along a new axis `axis` where
/// the ends are arrays. An integer dtype takes the floor.
pub fn linspace(
    start: &Operand,
    stop: &Operand,
    num: isize,
    endpoint: bool,
    dtype: Option<DType>,
    axis: isize,
) -> Result<Spaced> {
    let num =
        usize::try_from(num).map_err(|_| Error::value(format!("Number of samples, {num}, must be non-negative.")))?;
    // `start * 1.0` makes floats of integers; `result_type(…, float(num))` leaves float32 as it is.
    let inexact = result_type(&[start.clone(), stop.clone(), Operand::WeakFloat(num as f64)])?;
    let ends = [operand_to_tensor(start, inexact)?, operand_to_tensor(stop, inexact)?];
    let ends = super::view::broadcast_arrays(&ends)?;
    let spaced = match inexact.kind {
        Kind::Float16 => linspace_of::<f16>(&ends, num, endpoint),
        Kind::Float32 => linspace_of::<f32>(&ends, num, endpoint),
        Kind::Float64 => linspace_of::<f64>(&ends, num, endpoint),
        Kind::Complex64 => linspace_of::<Complex32>(&ends, num, endpoint),
        Kind::Complex128 => linspace_of::<Complex64>(&ends, num, endpoint),
        _ => Err(Error::type_error(format!("linspace() not supported for dtype {}", inexact.name()))),
    }?;
    let mut samples = if axis == 0 { spaced.samples } else { spaced.samples.moveaxis(&[0], &[axis])? };
    if let Some(dtype) = dtype {
        if dtype.kind.is_integer() && inexact.kind.is_float() {
            samples = floored(&samples)?;
        }
        samples = as_dtype(&samples, dtype)?;
    }
    Ok(Spaced { samples, step: spaced.step })
}

fn linspace_of<T: Linear>(ends: &[Tensor], num: usize, endpoint: bool) -> Result<Spaced> {
    let values = |t: &Tensor| t.to_vec::<T>().unwrap_or_default();
    let (start, stop) = (values(&ends[0]), values(&ends[1]));
    let delta: Vec<T> = start.iter().zip(&stop).map(|(&a, &b)| b - a).collect();
    let width = delta.len();
    let intervals = if endpoint { num.saturating_sub(1) } else { num };
    let step: Vec<T> = delta.iter().map(|d| if intervals > 0 { d.over(intervals) } else { *d }).collect();
    // Where the step underflows to 0, NumPy divides before it multiplies.
    let divide_first = intervals > 0 && step.contains(&T::ZERO);
    let sample = |i: usize, k: usize| {
        let i = T::count(i);
        let distance = match divide_first {
            true => i.over(intervals) * delta[k],
            false => i * step[k],
        };
        distance + start[k]
    };
    let mut shape = Dims::from_slice(&[num]);
    shape.extend_from_slice(ends[0].shape());
    let samples = if width == 1 {
        let (delta, step, start) = (delta[0], step[0], start[0]);
        if divide_first {
            lanes::by_index(&shape, |i| T::count(i).over(intervals) * delta + start)?
        } else {
            lanes::by_index(&shape, |i| T::count(i) * step + start)?
        }
    } else {
        Tensor::generate(&shape, |i| sample(i / width, i % width))?
    };
    if endpoint && num > 1 {
        assign(&samples.subarray(0, num - 1), &ends[1])?;
    }
    let step = if intervals > 0 { Some(Tensor::from_vec(ends[0].shape(), step)?) } else { None };
    Ok(Spaced { samples, step })
}

fn floored(t: &Tensor) -> Result<Tensor> {
    match t.dtype().kind {
        Kind::Float32 => {
            let values = t.to_vec::<f32>().unwrap_or_default();
            Tensor::generate(t.shape(), |i| values[i].floor())
        }
        Kind::Float64 => {
            let values = t.to_vec::<f64>().unwrap_or_default();
            Tensor::generate(t.shape(), |i| values[i].floor())
        }
        _ => {
            let values = t.to_vec::<f16>().unwrap_or_default();
            Tensor::generate(t.shape(), |i| f16::from_f32(values[i].to_f32().floor()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operand::{WeakFloat, WeakInt};

    fn message<T>(r: Result<T>) -> String {
        r.err().unwrap().message
    }

    #[test]
    fn ranges() {
        let r = |a, b, c, d| arange(&WeakInt(a), &WeakInt(b), &c, d);
        assert_eq!(r(0, 7, WeakInt(2), None).unwrap().to_vec::<i64>().unwrap(), [0, 2, 4, 6]);
        assert_eq!(r(0, 5, WeakFloat(1.5), Some(DType::INT64)).unwrap().to_vec::<i64>().unwrap(), [0, 1, 2, 3]);
        let tenths = r(0, 1, WeakFloat(0.1), Some(DType::FLOAT32)).unwrap().to_vec::<f32>().unwrap();
        assert_eq!((tenths.len(), tenths[9]), (10, 0.90000004));
        assert_eq!(r(0, 1, WeakFloat(0.1), None).unwrap().to_vec::<f64>().unwrap()[3], 0.30000000000000004);
        assert_eq!(r(300, 310, WeakInt(1), Some(DType::INT64)).unwrap().size(), 10);
        assert_eq!(message(r(0, 1, WeakInt(0), None)), "division by zero");
        assert_eq!(
            message(r(0, 3, WeakInt(1), Some(DType::BOOL))),
            "arange() is only supported for booleans when the result has at most length 2."
        );
        let wrapped = r(0, 300, WeakInt(1), Some(DType::INT8)).unwrap().to_vec::<i8>().unwrap();
        assert_eq!((wrapped[127], wrapped[128]), (127, -128));
        let f32_scalar = Operand::Scalar(Scalar::Float32(3.0));
        assert_eq!(arange(&WeakInt(0), &f32_scalar, &WeakInt(1), None).unwrap().dtype(), DType::FLOAT64);
    }

    #[test]
    fn spaced_samples() {
        let l = |a: f64, b: f64, n| linspace(&WeakFloat(a), &WeakFloat(b), n, true, None, 0).unwrap();
        assert_eq!(l(0.0, 1.0, 5).samples.to_vec::<f64>().unwrap(), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(l(5e-324, 0.0, 3).samples.to_vec::<f64>().unwrap(), [5e-324, 5e-324, 0.0]);
        assert!(l(0.0, 1.0, 1).step.is_none());
        let pair = Operand::Tensor(Tensor::vector(&[0i64, 1]).unwrap());
        let wide = linspace(&pair, &WeakInt(3), 3, true, None, 1).unwrap().samples;
        assert_eq!((wide.shape(), wide.to_vec::<f64>().unwrap()), (&[2, 3][..], vec![0.0, 1.5, 3.0, 1.0, 2.0, 3.0]));
        let single = linspace(&Operand::Scalar(Scalar::Float32(0.0)), &WeakInt(1), 3, true, None, 0).unwrap();
        assert_eq!(single.samples.dtype(), DType::FLOAT32);
        assert_eq!(
            message(linspace(&WeakInt(0), &WeakInt(1), -1, true, None, 0)),
            "Number of samples, -1, must be non-negative."
        );
    }
}
