//! Averages and spreads beyond the plain reductions: weighted averages, covariance, correlation, histograms.

use crate::tensor::calc::Calc;
use crate::tensor::reduce::{self, Axes as TensorAxes, Reduction, Request};
use crate::tensor::{DType, Kind, Operand, Order, Tensor, cast, copy, count, promote, ufunc};
use crate::value::axis::Axes;
use crate::value::class::exception;
use crate::value::convert::unboxed;
use crate::value::elementwise::report;
use crate::value::{Context, Error, FromValue, Result, Value};

builtins! { STATISTICS, chapter "Statistics", spaces ["np"];
    /// Weighted mean along axes; without weights the plain one.
    ///
    /// >>> np.average([1, 2, 3], weights=[3, 2, 1])
    /// np.float64(1.6666666666666667)
    @reduces @see("mean", "median")
    fn average(cx, a: Tensor, axis: Axes = Axes(None), weights: Option<Tensor> = None, returned: bool = false,
               @kw keepdims: bool = false) -> Value {
        let axes = axis.distinct(a.ndim(), Some("axis"))?;
        let Some(weights) = weights else {
            let (mean, flags) = reduce::mean(&a, &axes, None, keepdims, None)?;
            if mean.is_empty() {
                return Err(Error::zero_division("division by zero"));
            }
            report(cx, flags, "divide", mean.ndim() == 0)?;
            if !returned {
                return unboxed(mean);
            }
            let share = a.size() as f64 / mean.size().max(1) as f64;
            let count = cast::as_dtype(&Tensor::scalar(share)?.broadcast_to(mean.shape())?, mean.dtype())?;
            return Ok(Value::tuple([unboxed(mean)?, unboxed(count)?]));
        };
        let weights = aligned_weights(&a, &axis, weights)?;
        let dtype = promote::promote_types(promote::promote_types(a.dtype(), weights.dtype())?, DType::FLOAT64)?;
        let dtype = if a.dtype().kind.is_inexact() { promote::promote_types(a.dtype(), weights.dtype())? } else { dtype };
        let w = cast::as_dtype(&weights, dtype)?;
        let total = (Calc::from(&w) * Calc::from(&Tensor::zeros(a.shape(), DType::BOOL)?).unary(&ufunc::LOGICAL_NOT)).sum(&axes, keepdims);
        let total_tensor = total.clone().tensor()?;
        let zero = Calc::from(&total_tensor).binary(&ufunc::EQUAL, 0.0).tensor()?;
        if reduce::count_nonzero(&zero, &TensorAxes::All, false)?.first().to_f64().is_some_and(|n| n > 0.0) {
            return Err(Error::zero_division("Weights sum to zero, can't be normalized"));
        }
        let (average, flags) = ((Calc::from(&a) * &Calc::from(&w)).sum(&axes, keepdims) / &total).value()?;
        report(cx, flags, "divide", average.ndim() == 0)?;
        if !returned {
            return unboxed(average);
        }
        let scale = copy::copied(&total_tensor.broadcast_to(average.shape())?, Order::C)?;
        Ok(Value::tuple([unboxed(average)?, unboxed(scale)?]))
    }

    /// Covariance matrix of variables in rows (or in columns with `rowvar=False`).
    ///
    /// >>> np.cov([[0, 1, 2], [2, 1, 0]])
    /// array([[ 1., -1.],
    ///        [-1.,  1.]])
    @see("corrcoef", "var")
    fn cov(cx, m: Tensor, y: Option<Tensor> = None, rowvar: bool = true, bias: bool = false, ddof: Option<f64> = None,
           fweights: Option<Tensor> = None, aweights: Option<Tensor> = None, @kw dtype: Option<DType> = None) -> Value {
        let ddof = ddof.unwrap_or(if bias { 0.0 } else { 1.0 });
        let weights = combined_weights(fweights.as_ref(), aweights.as_ref())?;
        Ok(Value::array(covariance(cx, &m, y.as_ref(), rowvar, ddof, weights.as_ref(), aweights.as_ref(), dtype)?))
    }

    /// Correlation coefficients of variables in rows (or in columns with `rowvar=False`).
    ///
    /// >>> np.corrcoef([1, 2, 3], [2, 4, 7]).round(4)
    /// array([[1.    , 0.9934],
    ///        [0.9934, 1.    ]])
    @see("cov")
    fn corrcoef(cx, x: Tensor, y: Option<Tensor> = None, rowvar: bool = true, @kw dtype: Option<DType> = None) -> Value {
        let c = covariance(cx, &x, y.as_ref(), rowvar, 1.0, None, None, dtype)?;
        if c.ndim() < 2 {
            let (one, flags) = (Calc::from(&c) / &c).value()?;
            report(cx, flags, "divide", true)?;
            return unboxed(one);
        }
        let spread = Calc::from(&c.diagonal(0, 0, 1)?.real()).sqrt();
        let column = spread.clone().map(|t| t.expand_dims(&[1]));
        let row = spread.map(|t| t.expand_dims(&[0]));
        let (scaled, flags) = (Calc::from(&c) / column / row).value()?;
        report(cx, flags, "divide", false)?;
        let limits = (Operand::WeakInt(-1), Operand::WeakInt(1));
        let parts = if scaled.dtype().kind.is_complex() { vec![scaled.real(), scaled.imag().unwrap_or_else(|| scaled.clone())] } else { vec![scaled.clone()] };
        for part in parts {
            let (limited, _) = ufunc::clip(&Operand::Tensor(part.clone()), Some(&limits.0), Some(&limits.1), &ufunc::CallOptions::default())?;
            crate::tensor::assign::assign(&part, &limited[0])?;
        }
        Ok(Value::array(scaled))
    }

    /// Counts of values in bins: `(counts, edges)`. The last bin includes its right edge.
    ///
    /// >>> np.histogram([1, 2, 1, 4], bins=[0, 1, 2, 3, 4])
    /// (array([0, 2, 1, 1]), array([0, 1, 2, 3, 4]))
    @see("bincount", "digitize", "histogram2d")
    fn histogram(cx, a: Tensor, bins: Value = Value::Int(10), range: Option<(f64, f64)> = None, density: bool = false,
                 weights: Option<Tensor> = None) -> Value {
        let a = a.ravel(Order::C)?;
        let weights = weights.map(|w| w.ravel(Order::C)).transpose()?;
        if let Some(w) = &weights && w.size() != a.size() {
            return Err(Error::value("weights should have the same shape as a."));
        }
        let (edges, uniform) = bin_edges(cx, &a, &bins, range, weights.is_some())?;
        let counts = match &uniform {
            Some(values) => count::histogram_uniform(&a, values, weights.as_ref())?,
            None => count::histogram_edges(&a, &edges, weights.as_ref())?,
        };
        if !density {
            return Ok(Value::tuple([counts, edges].map(Value::array)));
        }
        let widths = Calc::from(crate::tensor::scan::diff(&edges, 1, -1));
        let (shares, flags) = (Calc::from(&counts) / &widths / Calc::from(&counts).sum(&TensorAxes::All, false)).value()?;
        report(cx, flags, "divide", false)?;
        Ok(Value::tuple([shares, edges].map(Value::array)))
    }

    /// The edges that `histogram` would use.
    ///
    /// >>> np.histogram_bin_edges([0, 1, 4], bins=4)
    /// array([0., 1., 2., 3., 4.])
    @see("histogram")
    fn histogram_bin_edges(cx, a: Tensor, bins: Value = Value::Int(10), range: Option<(f64, f64)> = None,
                           weights: Option<Tensor> = None) -> Tensor {
        Ok(bin_edges(cx, &a.ravel(Order::C)?, &bins, range, weights.is_some())?.0)
    }

    /// Counts of points (x, y) in a grid of bins: `(counts, x edges, y edges)`.
    ///
    /// >>> np.histogram2d([0, 1, 1], [0, 1, 1], bins=2)[0]
    /// array([[1., 0.],
    ///        [0., 2.]])
    @see("histogram", "histogramdd")
    fn histogram2d(cx, x: Tensor, y: Tensor, bins: Value = Value::Int(10), range: Value = Value::None, density: bool = false,
                   weights: Option<Tensor> = None) -> Value {
        if x.size() != y.size() {
            return Err(Error::value("x and y must have the same length."));
        }
        let sample = super::join(&[x.reshaped(&[x.size(), 1], Order::C)?, y.reshaped(&[y.size(), 1], Order::C)?], 1)?;
        // One array of edges serves both axes.
        let shared = matches!(&bins, Value::Array(a) if a.ndim() == 1) || matches!(&bins, Value::List(l) if l.len() != 2);
        let bins = if shared { Value::list(vec![bins.clone(), bins]) } else { bins };
        let (counts, edges) = grid_histogram(cx, &sample, &bins, &range, density, weights.as_ref())?;
        let mut results = vec![Value::array(counts)];
        results.extend(edges.into_iter().map(Value::array));
        Ok(Value::tuple(results))
    }

    /// Counts of points in a grid of any number of dimensions: `(counts, edges)`.
    ///
    /// >>> np.histogramdd([[0, 0], [1, 1]], bins=(2, 2))[0]
    /// array([[1., 0.],
    ///        [0., 1.]])
    @see("histogram2d")
    fn histogramdd(cx, sample: Value, bins: Value = Value::Int(10), range: Value = Value::None, density: bool = false,
                   weights: Option<Tensor> = None) -> Value {
        let points = Tensor::from_value(cx, &sample)?;
        if points.ndim() == 0 {
            let class = crate::value::class::class_of(&sample).qualified_name();
            return Err(Error::type_error(format!("'{class}' object is not iterable")));
        }
        let points = if points.ndim() == 1 { points.expand_dims(&[1])? } else { points };
        let points = if matches!(sample, Value::Tuple(_)) { points.transpose() } else { points };
        let (counts, edges) = grid_histogram(cx, &points, &bins, &range, density, weights.as_ref())?;
        Ok(Value::tuple([Value::array(counts), Value::tuple(edges.into_iter().map(Value::array).collect::<Vec<_>>())]))
    }
}

/// `(low, high)`
impl FromValue for (f64, f64) {
    const ACCEPTS: &'static str = "(float, float)";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<(f64, f64)> {
        match Vec::<f64>::from_value(cx, value)?.as_slice() {
            [low, high] => Ok((*low, *high)),
            _ => Err(Error::value("expected a pair of numbers")),
        }
    }
}

/// Weights in a shape that multiplies with `a`: a 1-d one lies along the axis.
fn aligned_weights(a: &Tensor, axis: &Axes, weights: Tensor) -> Result<Tensor> {
    if weights.shape() == a.shape() {
        return Ok(weights);
    }
    let Some(axes) = &axis.0 else {
        return Err(Error::type_error("Axis must be specified when shapes of a and weights differ."));
    };
    let mut shape = vec![1; a.ndim()];
    let mut fits = axes.len() == weights.ndim();
    for (&axis, &n) in axes.iter().zip(weights.shape()) {
        let at = crate::tensor::shape::normalize_axis(axis, a.ndim())?;
        fits &= a.shape()[at] == n;
        shape[at] = n;
    }
    if !fits {
        return Err(Error::value("Shape of weights must be consistent with shape of a along specified axis."));
    }
    Ok(weights.reshaped(&shape, Order::C)?)
}

fn combined_weights(fweights: Option<&Tensor>, aweights: Option<&Tensor>) -> Result<Option<Tensor>> {
    for (weights, name) in [(fweights, "fweights"), (aweights, "aweights")] {
        if weights.is_some_and(|w| w.ndim() > 1) {
            return Err(
                crate::value::class::exception::RUNTIME_ERROR.error(format!("cannot handle multidimensional {name}"))
            );
        }
    }
    Ok(match (fweights, aweights) {
        (Some(f), Some(a)) => Some((Calc::from(f) * &Calc::from(a)).tensor()?),
        (one, other) => one.or(other).cloned(),
    })
}

/// NumPy's `cov`: variables in rows, observations in columns.
#[allow(clippy::too_many_arguments)]
fn covariance(
    cx: &mut dyn Context,
    m: &Tensor,
    y: Option<&Tensor>,
    rowvar: bool,
    ddof: f64,
    weights: Option<&Tensor>,
    aweights: Option<&Tensor>,
    dtype: Option<DType>,
) -> Result<Tensor> {
    if m.ndim() > 2 || y.is_some_and(|y| y.ndim() > 2) {
        let name = if m.ndim() > 2 { "m" } else { "y" };
        return Err(Error::value(format!("{name} has more than 2 dimensions")));
    }
    let mut wanted = promote::promote_types(m.dtype(), DType::FLOAT64)?;
    if let Some(y) = y {
        wanted = promote::promote_types(wanted, y.dtype())?;
    }
    let wanted = dtype.unwrap_or(wanted);
    let rows = |t: &Tensor| -> Result<Tensor> {
        let t = cast::as_dtype(t, wanted)?;
        let t = if t.ndim() < 2 { t.reshaped(&[1, t.size()], Order::C)? } else { t };
        let transposed = !rowvar && t.shape()[0] != 1;
        Ok(if transposed { t.transpose() } else { t })
    };
    let mut x = rows(m)?;
    if let Some(y) = y {
        x = super::join(&[x, rows(y)?], 0)?;
    }
    let n = x.shape()[1] as f64;
    let last = TensorAxes::one(1);
    let (mean, factor) = match weights {
        None => (reduce::mean(&x, &last, None, true, None)?.0, n - ddof),
        Some(w) => {
            let w = cast::as_dtype(w, DType::FLOAT64)?;
            let total = Calc::from(&w).sum(&TensorAxes::All, false).tensor()?;
            let total_value = total.first().to_f64().unwrap_or(f64::NAN);
            let factor = match (ddof == 0.0, aweights) {
                (true, _) => total_value,
                (false, None) => total_value - ddof,
                (false, Some(a)) => {
                    let product = (Calc::from(&w) * &Calc::from(a)).sum(&TensorAxes::All, false).tensor()?;
                    total_value - ddof * product.first().to_f64().unwrap_or(f64::NAN) / total_value
                }
            };
            (
                (Calc::from(&x) * &Calc::from(&w))
                    .sum(&last, true)
                    .tensor()
                    .and_then(|s| (Calc::from(&s) / &Calc::from(&total)).tensor())?,
                factor,
            )
        }
    };
    let mut factor = factor;
    if factor <= 0.0 {
        cx.warn(&exception::RUNTIME_WARNING, "Degrees of freedom <= 0 for slice")?;
        factor = 0.0;
    }
    let centred = (Calc::from(&x) - &Calc::from(&mean)).tensor()?;
    let right = match weights {
        Some(w) => (Calc::from(&centred) * &Calc::from(w)).tensor()?,
        None => centred.clone(),
    };
    let product = crate::linalg::matmul(&centred, &Calc::from(&right.transpose()).conj().tensor()?)?;
    let one = cast::as_dtype(&Tensor::scalar(factor)?, product.real().dtype())?;
    let (scaled, flags) = match Tensor::scalar(1.0) {
        // NumPy multiplies by the reciprocal.
        Ok(unit) => {
            let inverse = Calc::from(&unit).binary(&ufunc::DIVIDE, Calc::from(&one));
            (Calc::from(&product) * inverse).value()?
        }
        Err(error) => return Err(error.into()),
    };
    report(cx, flags, "divide", false)?;
    let squeezed = scaled.squeeze(None)?;
    Ok(squeezed)
}

/// The edges of a histogram, and the same as numbers where the bins are equal.
fn bin_edges(
    cx: &mut dyn Context,
    a: &Tensor,
    bins: &Value,
    range: Option<(f64, f64)>,
    weighted: bool,
) -> Result<(Tensor, Option<Vec<f64>>)> {
    if let Some((low, high)) = range {
        if low > high {
            return Err(Error::value("max must be larger than min in range parameter."));
        }
        if !low.is_finite() || !high.is_finite() {
            let text = format!("[{}, {}]", crate::value::text::float_repr(low), crate::value::text::float_repr(high));
            return Err(Error::value(format!("supplied range of {text} is not finite")));
        }
    }
    let n = match bins {
        Value::Str(rule) => {
            if weighted {
                return Err(Error::type_error(
                    "Automated estimation of the number of bins is not supported for weighted data",
                ));
            }
            super::bins::automatic(a, rule.as_str(), range)?
        }
        Value::Int(n) | Value::NpInt(n) if *n >= 1 => *n as usize,
        Value::Int(_) | Value::NpInt(_) => return Err(Error::value("`bins` must be positive, when an integer")),
        other => {
            let edges = Tensor::from_value(cx, other)?;
            if edges.ndim() != 1 {
                return match edges.ndim() {
                    0 => Err(Error::type_error("`bins` must be an integer, a string, or an array")),
                    _ => Err(Error::value("`bins` must be 1d, when an array")),
                };
            }
            if !crate::tensor::sort::lexsort::is_sorted(&edges)? {
                return Err(Error::value("`bins` must increase monotonically, when an array"));
            }
            return Ok((edges, None));
        }
    };
    let (low, high) = outer_edges(a, range)?;
    let edges = count::uniform_edges(low, high, n)?;
    let dtype = match a.dtype().kind {
        Kind::Float32 | Kind::Float16 => a.dtype().to_native(),
        _ => DType::FLOAT64,
    };
    Ok((cast::as_dtype(&Tensor::vector(&edges)?, dtype)?, Some(edges)))
}

/// The range of a histogram: as given, or of the data; widened by a half where it is a point.
pub fn outer_edges(a: &Tensor, range: Option<(f64, f64)>) -> Result<(f64, f64)> {
    let (low, high) = match range {
        Some(range) => range,
        None if a.is_empty() => (0.0, 1.0),
        None => {
            let extreme = |op| -> Result<f64> {
                let (value, _) = reduce::reduce(op, a, &Request::default())?;
                value.first().to_f64().ok_or_else(|| Error::type_error("data type not understood"))
            };
            let (low, high) = (extreme(Reduction::Min)?, extreme(Reduction::Max)?);
            if !low.is_finite() || !high.is_finite() {
                let text =
                    format!("[{}, {}]", crate::value::text::float_repr(low), crate::value::text::float_repr(high));
                return Err(Error::value(format!("autodetected range of {text} is not finite")));
            }
            (low, high)
        }
    };
    Ok(if low == high { (low - 0.5, high + 0.5) } else { (low, high) })
}

fn grid_histogram(
    cx: &mut dyn Context,
    sample: &Tensor,
    bins: &Value,
    range: &Value,
    density: bool,
    weights: Option<&Tensor>,
) -> Result<(Tensor, Vec<Tensor>)> {
    let dims = sample.shape().get(1).copied().unwrap_or(1);
    let each: Vec<Value> = match bins {
        Value::Int(_) | Value::NpInt(_) => vec![bins.clone(); dims],
        other => crate::value::iter::collect(cx, other)?,
    };
    if each.len() != dims {
        return Err(Error::value("The dimension of bins must be equal to the dimension of the sample x."));
    }
    let ranges: Vec<Value> = match range {
        Value::None => vec![Value::None; dims],
        other => crate::value::iter::collect(cx, other)?,
    };
    if ranges.len() != dims {
        return Err(Error::value("range argument must have one entry per dimension"));
    }
    let mut edges = Vec::with_capacity(dims);
    for (i, (bins, range)) in each.iter().zip(&ranges).enumerate() {
        let range = Option::<(f64, f64)>::from_value(cx, range)?;
        edges.push(bin_edges(cx, &sample.subarray(1, i), bins, range, true)?.0);
    }
    let sample = cast::as_dtype(sample, DType::FLOAT64)?;
    let counts = count::histogram_grid(&sample, &edges, weights)?;
    let counts = cast::as_dtype(&counts, DType::FLOAT64)?;
    if !density {
        return Ok((counts, edges));
    }
    let mut shares = Calc::from(&counts) / Calc::from(&counts).sum(&TensorAxes::All, false);
    for (i, edge) in edges.iter().enumerate() {
        let mut shape = vec![1; dims];
        shape[i] = edge.size().saturating_sub(1);
        shares = shares / Calc::from(crate::tensor::scan::diff(edge, 1, -1)).map(|t| t.reshaped(&shape, Order::C));
    }
    Ok((shares.tensor()?, edges))
}
