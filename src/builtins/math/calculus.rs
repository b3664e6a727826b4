//! Sampled functions: `gradient`, `trapezoid`, `interp`, `convolve`, `correlate`, `unwrap`; windows and Bessel's i0.

use crate::linalg::{self, Overlap};
use crate::tensor::calc::Calc;
use crate::tensor::interpolate::Lines;
use crate::tensor::reduce::Axes as TensorAxes;
use crate::tensor::shape::normalize_axis;
use crate::tensor::{DType, Operand, Order, Tensor, cast, copy, promote, scan, ufunc};
use crate::value::axis::Axes;
use crate::value::convert::unboxed;
use crate::value::{Context, Error, FromValue, Result, Value};
use std::borrow::Cow;

builtins! { CALCULUS, chapter "Sampled functions", spaces ["np"];
    /// Slope of samples by central differences inside and one-sided ones at the ends; a list of arrays for several axes.
    ///
    /// >>> np.gradient([1, 2, 4, 7])
    /// array([1. , 1.5, 2.5, 3. ])
    @keeps @see("diff", "trapezoid")
    fn gradient(cx, f: Tensor, @args varargs: Vec<Value>, @kw axis: Axes = Axes(None), @kw edge_order: i64 = 1) -> Value {
        let axes: Vec<usize> = match &axis.0 {
            None => (0..f.ndim()).collect(),
            Some(list) => list.iter().map(|&a| Ok(normalize_axis(a, f.ndim())?)).collect::<Result<_>>()?,
        };
        if !(1..=2).contains(&edge_order) {
            return Err(Error::value("'edge_order' greater than 2 not supported"));
        }
        let spacings = spacings(cx, &f, &axes, &varargs)?;
        let f = if f.dtype().kind.is_inexact() { f } else { cast::as_dtype(&f, DType::FLOAT64)? };
        let mut slopes = Vec::with_capacity(axes.len());
        for (&axis, spacing) in axes.iter().zip(&spacings) {
            if f.shape()[axis] < edge_order as usize + 1 {
                return Err(Error::value(
                    "Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required.",
                ));
            }
            slopes.push(Value::array(slope(&f, axis, spacing, edge_order == 2)?));
        }
        match slopes.len() {
            1 => Ok(slopes.remove(0)),
            _ => Ok(Value::tuple(slopes)),
        }
    }

    /// Integral of samples along an axis by the trapezoidal rule.
    ///
    /// >>> np.trapezoid([1, 2, 3])
    /// np.float64(4.0)
    /// >>> np.trapezoid([1, 2, 3], x=[4, 6, 8])
    /// np.float64(8.0)
    @see("gradient", "cumsum")
    fn trapezoid(cx, y: Tensor, x: Option<Tensor> = None, dx: Operand = Operand::WeakFloat(1.0), axis: isize = -1) -> Value {
        let at = normalize_axis(axis, y.ndim())?;
        let n = y.shape()[at];
        let width = match x {
            None => Calc::from(cast::operand_to_tensor(&dx, promote::default_operand_dtype(&dx))),
            Some(x) if x.ndim() == 1 => {
                let mut shape = vec![1; y.ndim()];
                shape[at] = x.size().saturating_sub(1);
                Calc::from(scan::diff(&x, 1, 0)).map(|d| d.reshaped(&shape, Order::C))
            }
            Some(x) => Calc::from(scan::diff(&x, 1, axis)),
        };
        if n == 0 {
            return unboxed(Calc::from(&y).sum(&TensorAxes::one(axis), false).tensor()?);
        }
        let pairs = Calc::from(&y.range(at, 1, n)) + &Calc::from(&y.range(at, 0, n - 1));
        unboxed((width * pairs / 2.0).sum(&TensorAxes::one(axis), false).tensor()?)
    }

    /// Values between samples by straight lines.
    ///
    /// >>> np.interp([1.5, 2.5], [1, 2, 3], [3, 2, 0])
    /// array([2.5, 1. ])
    fn interp(cx, x: Tensor, xp: Tensor, fp: Tensor, left: Option<f64> = None, right: Option<f64> = None,
              period: Option<f64> = None) -> Value {
        let floats = |t: &Tensor| crate::tensor::lanes::contiguous(t, DType::FLOAT64);
        if xp.ndim() != 1 || fp.ndim() != 1 {
            return Err(Error::value("object too deep for desired array"));
        }
        if xp.size() != fp.size() {
            return Err(Error::value("fp and xp are not of the same length."));
        }
        if xp.is_empty() {
            return Err(Error::value("array of sample points is empty"));
        }
        let parts = if fp.dtype().kind.is_complex() { vec![fp.real(), fp.imag().unwrap_or_else(|| fp.clone())] } else { vec![fp.clone()] };
        let mut results = Vec::with_capacity(parts.len());
        for part in parts {
            let tensors = [floats(&x)?, floats(&xp)?, floats(&part)?];
            let [mut points, mut samples, mut values] =
                tensors.each_ref().map(|t| Cow::Borrowed(t.as_slice::<f64>().unwrap_or(&[])));
            let (mut below, mut above) = (left, right);
            if let Some(period) = period {
                if period == 0.0 {
                    return Err(Error::value("period must be a non-zero value"));
                }
                (below, above) = (None, None);
                wrap_period(points.to_mut(), samples.to_mut(), values.to_mut(), period.abs());
            }
            let lines = Lines { x: &samples, y: &values, below, above };
            results.push(lines.values(&points, x.shape())?);
        }
        match (results.pop(), results.pop()) {
            (Some(imaginary), Some(real)) => {
                let joined = Tensor::zeros(x.shape(), DType::COMPLEX128)?;
                crate::tensor::assign::assign(&joined.real(), &real)?;
                if let Some(part) = joined.imag() {
                    crate::tensor::assign::assign(&part, &imaginary)?;
                }
                unboxed(joined)
            }
            (Some(real), None) => unboxed(real),
            _ => Err(Error::value("fp is empty")),
        }
    }

    /// Discrete convolution of two sequences.
    ///
    /// >>> np.convolve([1, 2, 3], [0, 1, 0.5])
    /// array([0. , 1. , 2.5, 4. , 1.5])
    @see("correlate")
    fn convolve(cx, a: Tensor, v: Tensor, mode: String = "full".into()) -> Tensor {
        for (t, name) in [(&a, "a"), (&v, "v")] {
            if t.is_empty() {
                return Err(Error::value(format!("{name} cannot be empty")));
            }
        }
        let (a, v) = (at_least_1d(a)?, at_least_1d(v)?);
        Ok(linalg::convolve(&a, &v, Overlap::by_name(&mode)?)?)
    }

    /// Cross-correlation of two sequences.
    ///
    /// >>> np.correlate([1, 2, 3], [0, 1, 0.5])
    /// array([3.5])
    @see("convolve")
    fn correlate(cx, a: Tensor, v: Tensor, mode: String = "valid".into()) -> Tensor {
        let (a, v) = (at_least_1d(a)?, at_least_1d(v)?);
        if a.is_empty() || v.is_empty() {
            return Err(Error::value(format!("{} array argument cannot be empty", if a.is_empty() { "first" } else { "second" })));
        }
        let overlap = Overlap::by_name(&mode)?;
        let v = Calc::from(&v).conj().tensor()?;
        if v.size() <= a.size() {
            return Ok(linalg::correlate(&a, &v, overlap)?);
        }
        // The roles are exchanged and the result is reversed.
        Ok(copy::copied(&linalg::correlate(&v, &a, overlap)?.flip(None)?, Order::C)?)
    }

    /// Jumps larger than half a period taken out of a sequence of angles.
    ///
    /// >>> np.unwrap([0, 3, -3])
    /// array([0.        , 3.        , 3.28318531])
    fn unwrap(cx, p: Tensor, discont: Option<f64> = None, axis: isize = -1, @kw period: f64 = 2.0 * std::f64::consts::PI) -> Tensor {
        let p = if p.dtype().kind.is_inexact() { p } else { cast::as_dtype(&p, DType::FLOAT64)? };
        let at = normalize_axis(axis, p.ndim())?;
        let n = p.shape()[at];
        let steps = scan::diff(&p, 1, axis)?;
        let half = period / 2.0;
        let limit = discont.unwrap_or(half);
        let low = -half;
        let mut wrapped = (Calc::from(&steps) - low).binary(&ufunc::REMAINDER, period) + low;
        let at_low = wrapped.clone().binary(&ufunc::EQUAL, low).tensor()?;
        let rising = Calc::from(&steps).binary(&ufunc::GREATER, 0.0).tensor()?;
        let both = Calc::from(&at_low).binary(&ufunc::LOGICAL_AND, Calc::from(&rising)).tensor()?;
        wrapped = Calc::from(ufunc::where_(&Operand::Tensor(both), &Operand::WeakFloat(half), &Operand::Tensor(wrapped.tensor()?)).map(|r| r.0));
        let correction = (wrapped - &Calc::from(&steps)).tensor()?;
        let small = Calc::from(&steps).unary(&ufunc::ABSOLUTE).binary(&ufunc::LESS, limit).tensor()?;
        let (correction, _) = ufunc::where_(&Operand::Tensor(small), &Operand::WeakFloat(0.0), &Operand::Tensor(correction))?;
        let (total, _) = scan::accumulate(scan::Accumulation::Sum, &correction, Some(axis), None)?;
        let result = copy::copied(&p, Order::C)?;
        let tail = (Calc::from(&p.range(at, 1, n.max(1))) + &Calc::from(&total)).tensor()?;
        crate::tensor::assign::assign(&result.range(at, 1, n.max(1)), &tail)?;
        Ok(result)
    }

    /// Modified Bessel function of the first kind, order 0.
    ///
    /// >>> np.i0([0, 1])
    /// array([1.        , 1.26606588])
    fn i0(cx, x: Tensor) -> Tensor { map_float(&x, super::bessel::i0) }

    /// Hann window of `M` points.
    ///
    /// >>> np.hanning(5)
    /// array([0. , 0.5, 1. , 0.5, 0. ])
    @see("hamming", "blackman")
    fn hanning(cx, M: f64) -> Tensor { window(M, |x| 0.5 + 0.5 * x.cos()) }

    /// Hamming window of `M` points.
    ///
    /// >>> np.hamming(3)
    /// array([0.08, 1.  , 0.08])
    @see("hanning")
    fn hamming(cx, M: f64) -> Tensor { window(M, |x| 0.54 + 0.46 * x.cos()) }

    /// Blackman window of `M` points.
    ///
    /// >>> np.blackman(3).round(2)
    /// array([-0.,  1., -0.])
    @see("hanning")
    fn blackman(cx, M: f64) -> Tensor { window(M, |x| 0.42 + 0.5 * x.cos() + 0.08 * (2.0 * x).cos()) }

    /// Bartlett (triangular) window of `M` points.
    ///
    /// >>> np.bartlett(5)
    /// array([0. , 0.5, 1. , 0.5, 0. ])
    @see("hanning")
    fn bartlett(cx, M: f64) -> Tensor {
        let last = M - 1.0;
        sampled(M, move |n| if n <= 0.0 { 1.0 + n / last } else { 1.0 - n / last })
    }

    /// Kaiser window of `M` points.
    ///
    /// >>> np.kaiser(3, 0)
    /// array([1., 1., 1.])
    @see("i0")
    fn kaiser(cx, M: f64, beta: f64) -> Tensor {
        if M == 1.0 {
            return Ok(Tensor::vector(&[1.0])?);
        }
        let half = (M - 1.0) / 2.0;
        let norm = super::bessel::i0(beta);
        Ok(Tensor::generate(&[M.max(0.0) as usize], |n| {
            let x = (n as f64 - half) / half;
            super::bessel::i0(beta * (1.0 - x * x).sqrt()) / norm
        })?)
    }
}

/// A window as a function of the angle π·n/(M−1), n from 1−M to M−1 in steps of 2.
fn window(m: f64, shape: impl Fn(f64) -> f64) -> Result<Tensor> {
    let last = m - 1.0;
    sampled(m, move |n| shape(std::f64::consts::PI * n / last))
}

fn sampled(m: f64, at: impl Fn(f64) -> f64) -> Result<Tensor> {
    if m < 1.0 {
        return Ok(Tensor::zeros(&[0], DType::FLOAT64)?);
    }
    if m == 1.0 {
        return Ok(Tensor::vector(&[1.0])?);
    }
    Ok(Tensor::generate(&[m as usize], |i| at(1.0 - m + 2.0 * i as f64))?)
}

/// A float function applied to each element, in float64.
fn map_float(x: &Tensor, function: impl Fn(f64) -> f64) -> Result<Tensor> {
    let floats = copy::c_contiguous(&cast::cast(x, DType::FLOAT64, Order::C)?.0)?;
    let values: Vec<f64> = floats.as_slice::<f64>().unwrap_or(&[]).iter().map(|&v| function(v)).collect();
    Ok(Tensor::from_vec(x.shape(), values)?)
}

fn at_least_1d(t: Tensor) -> Result<Tensor> {
    match t.ndim() {
        0 => Ok(t.with_leading_axes(1)),
        1 => Ok(t),
        _ => Err(Error::value("object too deep for desired array")),
    }
}

/// Points and samples taken into one period; the samples sorted, with one more at either end.
fn wrap_period(points: &mut [f64], x: &mut Vec<f64>, y: &mut Vec<f64>, period: f64) {
    let into = |v: &mut f64| *v = *v - (*v / period).floor() * period;
    points.iter_mut().for_each(into);
    x.iter_mut().for_each(into);
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&a, &b| x[a].total_cmp(&x[b]));
    let (sorted_x, sorted_y): (Vec<f64>, Vec<f64>) = order.iter().map(|&i| (x[i], y[i])).unzip();
    let n = sorted_x.len();
    *x = std::iter::once(sorted_x[n - 1] - period)
        .chain(sorted_x.iter().copied())
        .chain([sorted_x[0] + period])
        .collect();
    *y = std::iter::once(sorted_y[n - 1]).chain(sorted_y.iter().copied()).chain([sorted_y[0]]).collect();
}

/// The distances between samples along one axis.
enum Spacing {
    Even(f64),
    Uneven(Tensor),
}

fn spacings(cx: &mut dyn Context, f: &Tensor, axes: &[usize], given: &[Value]) -> Result<Vec<Spacing>> {
    let mut all = Vec::with_capacity(axes.len());
    for (k, &axis) in axes.iter().enumerate() {
        let value = match given {
            [] => None,
            [one] => Some(one),
            many if many.len() == axes.len() => Some(&many[k]),
            _ => return Err(Error::type_error("invalid number of arguments")),
        };
        let Some(value) = value else {
            all.push(Spacing::Even(1.0));
            continue;
        };
        let distances = Tensor::from_value(cx, value)?;
        if distances.ndim() == 0 {
            all.push(Spacing::Even(crate::value::convert::to_float(value)?));
            continue;
        }
        if distances.ndim() != 1 {
            return Err(Error::value("distances must be either scalars or 1d"));
        }
        if distances.size() != f.shape()[axis] {
            return Err(Error::value("when 1d, distances must match the length of the corresponding dimension"));
        }
        let steps = scan::diff(&cast::as_dtype(&distances, DType::FLOAT64)?, 1, 0)?;
        let steps_slice = steps.as_slice::<f64>().unwrap_or(&[]);
        all.push(match steps_slice.first() {
            Some(&first) if steps_slice.iter().all(|&s| s == first) => Spacing::Even(first),
            _ => Spacing::Uneven(steps),
        });
    }
    Ok(all)
}

/// The derivative along one axis, second-order accurate inside.
fn slope(f: &Tensor, axis: usize, spacing: &Spacing, second_order_edges: bool) -> Result<Tensor> {
    let n = f.shape()[axis];
    let result = Tensor::zeros(f.shape(), f.dtype())?;
    let part = |from: usize, to: usize| Calc::from(&f.range(axis, from, to));
    let store = |from: usize, to: usize, value: Calc| -> Result<()> {
        value.store(&result.range(axis, from, to))?;
        Ok(())
    };
    let along = |values: Vec<f64>| -> Result<Calc> {
        let mut shape = vec![1; f.ndim()];
        shape[axis] = values.len();
        let column = cast::as_dtype(&Tensor::from_vec(&shape, values)?, f.dtype())?;
        Ok(Calc::from(&column))
    };
    match spacing {
        Spacing::Even(h) => {
            if n > 2 {
                store(1, n - 1, (part(2, n) - part(0, n - 2)) / (2.0 * h))?;
            }
            if second_order_edges {
                store(0, 1, part(0, 1) * (-1.5 / h) + (part(1, 2) * (2.0 / h)) + (part(2, 3) * (-0.5 / h)))?;
                store(
                    n - 1,
                    n,
                    part(n - 3, n - 2) * (0.5 / h) + (part(n - 2, n - 1) * (-2.0 / h)) + (part(n - 1, n) * (1.5 / h)),
                )?;
            } else {
                store(0, 1, (part(1, 2) - part(0, 1)) / *h)?;
                store(n - 1, n, (part(n - 1, n) - part(n - 2, n - 1)) / *h)?;
            }
        }
        Spacing::Uneven(steps) => {
            let h = steps.as_slice::<f64>().unwrap_or(&[]);
            let pairs: Vec<(f64, f64)> = h.windows(2).map(|w| (w[0], w[1])).collect();
            if n > 2 {
                let a = along(pairs.iter().map(|(p, q)| -q / (p * (p + q))).collect())?;
                let b = along(pairs.iter().map(|(p, q)| (q - p) / (p * q)).collect())?;
                let c = along(pairs.iter().map(|(p, q)| p / (q * (p + q))).collect())?;
                store(1, n - 1, a * part(0, n - 2) + (b * part(1, n - 1)) + (c * part(2, n)))?;
            }
            if second_order_edges {
                let (p, q) = (h[0], h[1]);
                let (a, b, c) = (-(2.0 * p + q) / (p * (p + q)), (p + q) / (p * q), -p / (q * (p + q)));
                store(0, 1, part(0, 1) * a + (part(1, 2) * b) + (part(2, 3) * c))?;
                let (p, q) = (h[n - 3], h[n - 2]);
                let (a, b, c) = (q / (p * (p + q)), -(q + p) / (p * q), (2.0 * q + p) / (q * (p + q)));
                store(n - 1, n, part(n - 3, n - 2) * a + (part(n - 2, n - 1) * b) + (part(n - 1, n) * c))?;
            } else {
                store(0, 1, (part(1, 2) - part(0, 1)) / h[0])?;
                store(n - 1, n, (part(n - 1, n) - part(n - 2, n - 1)) / h[n - 2])?;
            }
        }
    }
    Ok(result)
}
