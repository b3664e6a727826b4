//! Medians and quantiles along axes: order statistics by selection, and NumPy's thirteen rules between two of them.
//!
//! Rules: Hyndman & Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).

use super::extreme::Ordered;
use super::moments::mean;
use super::plan::{Axes, result_shape};
use crate::dispatch;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::lanes;
use crate::tensor::promote::promote_types;
use crate::tensor::shape::{Dims, Strides};
use crate::tensor::sort::Sortable;
use crate::tensor::{DType, Element, Kind, Order, Tensor, cast, f16};

/// How a quantile between two elements is made from them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    InvertedCdf,
    AveragedInvertedCdf,
    ClosestObservation,
    InterpolatedInvertedCdf,
    Hazen,
    Weibull,
    Linear,
    MedianUnbiased,
    NormalUnbiased,
    Lower,
    Higher,
    Midpoint,
    Nearest,
}

impl Method {
    const NAMES: [(&'static str, Method); 13] = [
        ("inverted_cdf", Method::InvertedCdf),
        ("averaged_inverted_cdf", Method::AveragedInvertedCdf),
        ("closest_observation", Method::ClosestObservation),
        ("interpolated_inverted_cdf", Method::InterpolatedInvertedCdf),
        ("hazen", Method::Hazen),
        ("weibull", Method::Weibull),
        ("linear", Method::Linear),
        ("median_unbiased", Method::MedianUnbiased),
        ("normal_unbiased", Method::NormalUnbiased),
        ("lower", Method::Lower),
        ("higher", Method::Higher),
        ("midpoint", Method::Midpoint),
        ("nearest", Method::Nearest),
    ];

    /// NumPy's name for it. ValueError for an unknown one.
    pub fn by_name(name: &str) -> Result<Method> {
        Method::NAMES.iter().find(|(n, _)| *n == name).map(|(_, method)| *method).ok_or_else(|| {
            let all: Vec<String> = Method::NAMES.iter().map(|(n, _)| format!("'{n}'")).collect();
            let all = all.join(", ");
            Error::value(format!("'{name}' is not a valid method. Use one of: dict_keys([{all}])"))
        })
    }

    /// Where the quantile `q` of `n` sorted elements lies, counted from 0; `round` rounds to the dtype of the quantiles.
    fn place(self, n: f64, q: f64, round: impl Fn(f64) -> f64) -> Place {
        let hyndman = |alpha: f64, beta: f64| {
            let slope = round(q * (1.0 - alpha - beta));
            round(round(round(n * q) + round(alpha + slope)) - 1.0)
        };
        let last = || round((n - 1.0) * q);
        let between = |at: f64| Place::Between(at, round(at - at.floor()));
        match self {
            Method::Linear => between(last()),
            Method::Hazen => between(hyndman(0.5, 0.5)),
            Method::Weibull => between(hyndman(0.0, 0.0)),
            Method::InterpolatedInvertedCdf => between(hyndman(0.0, 1.0)),
            Method::MedianUnbiased => between(hyndman(1.0 / 3.0, 1.0 / 3.0)),
            Method::NormalUnbiased => between(hyndman(3.0 / 8.0, 3.0 / 8.0)),
            Method::AveragedInvertedCdf => {
                let at = round(round(n * q) - 1.0);
                Place::Between(at, if at == at.floor() { 0.5 } else { 1.0 })
            }
            Method::Midpoint => {
                let at = 0.5 * (last().floor() + last().ceil());
                Place::Between(at, if at % 1.0 == 0.0 { 0.0 } else { 0.5 })
            }
            Method::Lower => Place::At(last().floor()),
            Method::Higher => Place::At(last().ceil()),
            Method::Nearest => Place::At(last().round_ties_even()),
            Method::InvertedCdf => {
                let at = round(round(n * q) - 1.0);
                Place::At((if at == at.floor() { at } else { at.floor() + 1.0 }).max(0.0))
            }
            Method::ClosestObservation => {
                let at = round(round(round(n * q) - 1.0) - 0.5);
                let even = at == at.floor() && at.floor().rem_euclid(2.0) == 1.0;
                Place::At((if even { at } else { at.floor() + 1.0 }).max(0.0))
            }
        }
    }
}

/// A place among sorted elements.
#[derive(Clone, Copy)]
enum Place {
    At(f64),
    /// A place and the weight of the element after it.
    Between(f64, f64),
}

/// The array with the reduced axes merged into the last one, C-contiguous, in its native dtype.
fn merged(a: &Tensor, mask: &[bool]) -> Result<(Tensor, usize)> {
    let kept = (0..a.ndim()).filter(|&axis| !mask[axis]);
    let order: Vec<usize> = kept.chain((0..a.ndim()).filter(|&axis| mask[axis])).collect();
    let shape: Dims = order.iter().map(|&axis| a.shape()[axis]).collect();
    let strides: Strides = order.iter().map(|&axis| a.strides()[axis]).collect();
    let view = a.with_geometry(a.offset(), shape, strides);
    let n = a.shape().iter().zip(mask).filter(|(_, m)| **m).map(|(&n, _)| n).product();
    let copy = cast::cast(&view, a.dtype().to_native(), Order::C)?.0;
    Ok((lanes::contiguous(&copy, a.dtype().to_native())?, n))
}

/// The median along axes: the mean of the one or two elements in the middle; NaN where there is a NaN.
pub fn median(a: &Tensor, axes: &Axes, keepdims: bool) -> Result<(Tensor, Flags)> {
    if matches!(a.dtype().kind, Kind::Str(_) | Kind::Bytes(_)) {
        // They have an order, but no mean of the two in the middle.
        return mean(a, axes, None, keepdims, None);
    }
    let mask = axes.mask(a.ndim())?;
    let (lanes_of, n) = merged(a, &mask)?;
    let shape = result_shape(a.shape(), &mask, keepdims);
    let time = matches!(a.dtype().kind, Kind::DateTime { .. } | Kind::TimeDelta { .. });
    let middle = if time {
        middles::<i64>(&lanes_of.with_dtype(DType::INT64), n, &shape)?.with_dtype(a.dtype().to_native())
    } else {
        dispatch!(all, a.dtype().kind, T => middles::<T>(&lanes_of, n, &shape), else
            Err(Error::type_error(format!("unsupported dtype {} for a median", a.dtype().name()))))?
    };
    mean(&middle, &Axes::one(-1), None, false, None)
}

/// The middle elements of each lane of `n`: an array of `shape` with one more axis of 0, 1 or 2 elements.
fn middles<T: Ordered + Sortable>(a: &Tensor, n: usize, shape: &[usize]) -> Result<Tensor> {
    let values = a.as_slice::<T>().unwrap_or(&[]);
    let width = if n == 0 { 0 } else { 2 - n % 2 };
    let mut full = Dims::from_slice(shape);
    full.push(width);
    let mut scratch = Vec::with_capacity(n);
    lanes::try_fresh::<T>(&full, |out| {
        for (middle, lane) in out.chunks_exact_mut(width.max(1)).zip(values.chunks_exact(n.max(1))) {
            if let Some(&nan) = lane.iter().find(|x| x.is_nan()) {
                middle.fill(nan);
                continue;
            }
            scratch.clear();
            scratch.extend_from_slice(lane);
            T::select(&mut scratch, &[n / 2 + 1 - width, n / 2]);
            middle.copy_from_slice(&scratch[n / 2 + 1 - middle.len()..=n / 2]);
            lanes::check_interrupt()?;
        }
        Ok(())
    })
}

/// Quantiles along axes. `quantiles` (0-d or 1-d, float, between 0 and 1) come first in the result's shape. `weak`: they
/// were a Python number, which does not widen the result's dtype.
pub fn quantile(
    a: &Tensor,
    quantiles: &Tensor,
    weak: bool,
    axes: &Axes,
    method: Method,
    keepdims: bool,
) -> Result<Tensor> {
    let dtype = a.dtype().to_native();
    if dtype.kind.is_complex() {
        return Err(Error::type_error("a must be an array of real numbers"));
    }
    let mask = axes.mask(a.ndim())?;
    let (values, n) = merged(a, &mask)?;
    if n == 0 {
        return Err(Error::index("index -1 is out of bounds for axis 0 with size 0"));
    }
    let q_dtype = quantiles.dtype().to_native();
    let q_values = cast::cast(quantiles, DType::FLOAT64, Order::C)?.0;
    let round = rounding(q_dtype);
    let places: Vec<Place> = match q_values.as_slice::<f64>() {
        Some(q) => q.iter().map(|&q| method.place(n as f64, q, round)).collect(),
        None => Vec::new(),
    };
    let mut shape = Dims::from_slice(quantiles.shape());
    shape.extend(result_shape(a.shape(), &mask, keepdims));
    let interpolates = matches!(places.first(), Some(Place::Between(..)));
    if interpolates && dtype.kind == Kind::Bool {
        return Err(Error::type_error(
            "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, \
             or the logical_xor function instead.",
        ));
    }
    if !interpolates {
        return dispatch!(real, dtype.kind, T => taken::<T>(&values, n, &places, &shape), else
            Err(Error::type_error("a must be an array of real numbers")));
    }
    let result_dtype = match (weak, dtype.kind.is_float()) {
        (true, true) => dtype,
        (true, false) => DType::FLOAT64,
        (false, _) => promote_types(dtype, q_dtype)?,
    };
    let mixed = dispatch!(real, dtype.kind, T => {
        let rounds = (rounding(if dtype.kind.is_float() { dtype } else { DType::FLOAT64 }), rounding(result_dtype));
        interpolated::<T>(&values, n, &places, &shape, rounds)
    }, else Err(Error::type_error("a must be an array of real numbers")))?;
    Ok(cast::cast(&mixed, result_dtype, Order::C)?.0)
}

/// What rounds a float64 to a narrower float dtype.
fn rounding(dtype: DType) -> fn(f64) -> f64 {
    match dtype.kind {
        Kind::Float16 => |x| f16::from_f64(x).to_f64(),
        Kind::Float32 => |x| f64::from(x as f32),
        _ => |x| x,
    }
}

/// Calls `result(q, lane, sorted enough)` for each quantile of each lane; a lane with a NaN comes as that NaN alone.
fn for_each_lane<T: Ordered + Sortable>(
    values: &Tensor,
    n: usize,
    wanted: &[usize],
    mut result: impl FnMut(usize, Result<&[T], T>),
) -> Result<()> {
    let mut scratch = Vec::with_capacity(n);
    for (i, lane) in values.as_slice::<T>().unwrap_or(&[]).chunks_exact(n.max(1)).enumerate() {
        if let Some(&nan) = lane.iter().find(|x| x.is_nan()) {
            result(i, Err(nan));
            continue;
        }
        scratch.clear();
        scratch.extend_from_slice(lane);
        T::select(&mut scratch, wanted);
        result(i, Ok(&scratch));
        lanes::check_interrupt()?;
    }
    Ok(())
}

/// The index that a place stands for, kept inside 0 … n − 1.
fn index(at: f64, n: usize) -> usize {
    if at.is_nan() { n - 1 } else { (at.max(0.0) as usize).min(n - 1) }
}

fn taken<T: Ordered + Sortable>(values: &Tensor, n: usize, places: &[Place], shape: &[usize]) -> Result<Tensor> {
    let places: Vec<usize> = places
        .iter()
        .map(|place| match place {
            Place::At(at) | Place::Between(at, _) => index(*at, n),
        })
        .collect();
    let mut wanted = places.clone();
    wanted.sort_unstable();
    wanted.dedup();
    let lanes_count = values.size() / n.max(1);
    lanes::try_fresh::<T>(shape, |out| {
        for_each_lane::<T>(values, n, &wanted, |i, lane| {
            for (k, &at) in places.iter().enumerate() {
                out[k * lanes_count + i] = lane.map_or_else(|nan| nan, |sorted| sorted[at]);
            }
        })
    })
}

/// A number as float64.
pub trait ToFloat: Element {
    fn to_float(self) -> f64;
}

macro_rules! to_float {
    ($($t:ty, $convert:expr;)*) => {$(
        impl ToFloat for $t {
            fn to_float(self) -> f64 {
                ($convert)(self)
            }
        }
    )*};
}

to_float! {
    bool, |x| f64::from(u8::from(x));
    i8, |x| f64::from(x); i16, |x| f64::from(x); i32, |x| f64::from(x); i64, |x| x as f64;
    u8, |x| f64::from(x); u16, |x| f64::from(x); u32, |x| f64::from(x); u64, |x| x as f64;
    f16, |x: f16| x.to_f64(); f32, |x| f64::from(x); f64, |x| x;
}

type Rounding = fn(f64) -> f64;

fn interpolated<T: Ordered + Sortable + ToFloat>(
    values: &Tensor,
    n: usize,
    places: &[Place],
    shape: &[usize],
    (round_in, round_out): (Rounding, Rounding),
) -> Result<Tensor> {
    let neighbours = |at: f64| match at {
        at if at < 0.0 => (0, 0),
        at if at >= (n - 1) as f64 || at.is_nan() => (n - 1, n - 1),
        at => (at as usize, at as usize + 1),
    };
    let places: Vec<(usize, usize, f64)> = places
        .iter()
        .map(|place| {
            let (Place::At(at) | Place::Between(at, _)) = *place;
            let (low, high) = neighbours(at);
            // Beyond the ends both neighbours are the same element, and the weight counts from that one.
            let weight = match place {
                Place::Between(_, weight) => *weight,
                Place::At(_) => 0.0,
            };
            (low, high, weight)
        })
        .collect();
    let mut wanted: Vec<usize> = places.iter().flat_map(|&(low, high, _)| [low, high]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let lanes_count = values.size() / n.max(1);
    lanes::try_fresh::<f64>(shape, |out| {
        for_each_lane::<T>(values, n, &wanted, |i, lane| {
            for (k, &(low, high, t)) in places.iter().enumerate() {
                out[k * lanes_count + i] = match lane {
                    Err(nan) => nan.to_float(),
                    Ok(sorted) => {
                        let (a, b) = (sorted[low].to_float(), sorted[high].to_float());
                        let difference = round_in(b - a);
                        if t >= 0.5 {
                            round_out(b - round_out(difference * round_out(1.0 - t)))
                        } else {
                            round_out(a + round_out(difference * t))
                        }
                    }
                };
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_numpys() {
        let a = Tensor::vector(&[3.0, 1.0, 4.0, 1.5, 9.0, 2.6]).unwrap();
        let q = Tensor::vector(&[0.1, 0.25, 0.5, 0.9]).unwrap();
        let of = |name: &str| {
            let result = quantile(&a, &q, false, &Axes::All, Method::by_name(name).unwrap(), false).unwrap();
            result.as_slice::<f64>().unwrap().to_vec()
        };
        assert_eq!(of("linear"), [1.25, 1.775, 2.8, 6.5]);
        assert_eq!(of("hazen"), [1.05, 1.5, 2.8, 8.500000000000002]);
        assert_eq!(of("median_unbiased"), [1.0, 1.4583333333333335, 2.8, 9.0]);
        assert_eq!(of("closest_observation"), [1.0, 1.5, 2.6, 4.0]);
        assert_eq!(of("nearest"), [1.0, 1.5, 2.6, 4.0]);
        assert_eq!(of("inverted_cdf"), [1.0, 1.5, 2.6, 9.0]);
        assert_eq!(of("averaged_inverted_cdf"), [1.0, 1.5, 2.8, 9.0]);
        let (m, _) = median(&a, &Axes::All, false).unwrap();
        assert_eq!(m.as_slice::<f64>().unwrap(), [2.8]);
    }

    #[test]
    fn an_unknown_method_is_refused() {
        assert!(Method::by_name("middle").unwrap_err().message.starts_with("'middle' is not a valid method. Use one"));
    }
}
