//! Reductions that leave NaN out: `nansum`, `nanmean`, `nanmax` …

use super::super::array::out::{Out, finish};
use super::reduce::tensor_axes;
use super::select::tensor_op;
use crate::tensor::calc::Calc;
use crate::tensor::flags::Flags;
use crate::tensor::reduce::{self, Axes as TensorAxes, Reduction, Request};
use crate::tensor::{DType, Operand, Order, Tensor, cast, copy, index, scan, ufunc};
use crate::value::class::exception;
use crate::value::convert::{Axes, ReductionAxes};
use crate::value::elementwise::report;
use crate::value::{Context, Error, Result, Value};

builtins! { NAN, chapter "Reductions without NaN", spaces ["np"];
    /// Sum of the elements that are not NaN.
    ///
    /// >>> np.nansum([1, np.nan, 2])
    /// np.float64(3.0)
    @reduces @see("sum", "nanmean")
    fn nansum(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None),
              keepdims: bool = false, initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let request = Request { axes: tensor_axes(&axis), keepdims, dtype, initial: initial.as_ref(), mask: r#where.as_ref(), out: None };
        let (result, flags) = reduced(Reduction::Sum, &a, 0, &request)?;
        report(cx, flags, "reduce", false)?;
        finish(cx, result, out)
    }

    /// Product of the elements that are not NaN.
    ///
    /// >>> np.nanprod([2, np.nan, 3])
    /// np.float64(6.0)
    @reduces @see("prod")
    fn nanprod(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None),
               keepdims: bool = false, initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let request = Request { axes: tensor_axes(&axis), keepdims, dtype, initial: initial.as_ref(), mask: r#where.as_ref(), out: None };
        let (result, flags) = reduced(Reduction::Prod, &a, 1, &request)?;
        report(cx, flags, "reduce", false)?;
        finish(cx, result, out)
    }

    /// Largest of the elements that are not NaN.
    ///
    /// >>> np.nanmax([[1, np.nan], [3, 2]], axis=0)
    /// array([3., 2.])
    @reduces @see("max", "nanmin")
    fn nanmax(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false) -> Value {
        extreme(cx, &a, &axis, keepdims, out, Reduction::Max)
    }

    /// Smallest of the elements that are not NaN.
    ///
    /// >>> np.nanmin([[1, np.nan], [3, 2]], axis=0)
    /// array([1., 2.])
    @reduces @see("min", "nanmax")
    fn nanmin(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false) -> Value {
        extreme(cx, &a, &axis, keepdims, out, Reduction::Min)
    }

    /// Index of the largest element that is not NaN.
    ///
    /// >>> np.nanargmax([np.nan, 4, 2])
    /// np.int64(1)
    @see("argmax")
    fn nanargmax(cx, a: Tensor, axis: Option<isize> = None, out: Out = Out(None), @kw keepdims: bool = false) -> Value {
        arg_extreme(cx, &a, axis, keepdims, out, true)
    }

    /// Index of the smallest element that is not NaN.
    ///
    /// >>> np.nanargmin([np.nan, 4, 2])
    /// np.int64(2)
    @see("argmin")
    fn nanargmin(cx, a: Tensor, axis: Option<isize> = None, out: Out = Out(None), @kw keepdims: bool = false) -> Value {
        arg_extreme(cx, &a, axis, keepdims, out, false)
    }

    /// Mean of the elements that are not NaN.
    ///
    /// >>> np.nanmean([[1, np.nan], [3, 4]], axis=0)
    /// array([2., 4.])
    @reduces @see("mean", "nanmedian")
    fn nanmean(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None),
               keepdims: bool = false) -> Value {
        let axes = tensor_axes(&axis);
        let mask = present(&a)?;
        let count = reduce::count_nonzero(&mask, &axes, keepdims)?;
        if any_zero(&count)? {
            cx.warn(&exception::RUNTIME_WARNING, "Mean of empty slice")?;
        }
        if dtype.is_some() || !a.dtype().kind.is_inexact() {
            return finish(cx, reduce::mean(&a, &axes, dtype, keepdims, Some(&mask))?.0, out);
        }
        let known = Calc::choose(Calc::from(&a).unary(&ufunc::ISNAN), 0, Calc::from(&a));
        let mean = known.sum(&axes, keepdims) / Calc::from(&count);
        finish(cx, mean.cast(a.dtype()).tensor()?, out)
    }

    /// Variance of the elements that are not NaN.
    ///
    /// >>> np.nanvar([1, np.nan, 3])
    /// np.float64(1.0)
    @reduces @see("var", "nanstd")
    fn nanvar(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None), ddof: f64 = 0.0,
              keepdims: bool = false) -> Value {
        spread(cx, &a, &axis, dtype, out, ddof, keepdims, false)
    }

    /// Standard deviation of the elements that are not NaN.
    ///
    /// >>> np.nanstd([1, np.nan, 3])
    /// np.float64(1.0)
    @reduces @see("std", "nanvar")
    fn nanstd(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None), ddof: f64 = 0.0,
              keepdims: bool = false) -> Value {
        spread(cx, &a, &axis, dtype, out, ddof, keepdims, true)
    }

    /// Median of the elements that are not NaN.
    ///
    /// >>> np.nanmedian([1, np.nan, 3, 4])
    /// np.float64(3.0)
    @see("median")
    fn nanmedian(cx, a: Tensor, axis: Axes = Axes(None), out: Out = Out(None), overwrite_input: bool = false,
                 keepdims: bool = false) -> Value {
        let half = Tensor::scalar(0.5)?;
        let result = lanes(cx, &a, &axis, keepdims, &half, "linear", "All-NaN slice encountered")?;
        finish(cx, result, out)
    }

    /// Quantiles of the elements that are not NaN.
    ///
    /// >>> np.nanquantile([1, np.nan, 3], 0.5)
    /// np.float64(2.0)
    @see("quantile")
    fn nanquantile(cx, a: Tensor, q: Tensor, axis: Axes = Axes(None), out: Out = Out(None), overwrite_input: bool = false,
                   method: String = "linear".into(), keepdims: bool = false) -> Value {
        let shares = cast::as_dtype(&q, DType::FLOAT64)?;
        let result = lanes(cx, &a, &axis, keepdims, &shares, &method, "All-NaN slice encountered")?;
        finish(cx, result, out)
    }

    /// Percentiles of the elements that are not NaN.
    ///
    /// >>> np.nanpercentile([1, np.nan, 3], 50)
    /// np.float64(2.0)
    @see("percentile")
    fn nanpercentile(cx, a: Tensor, q: Tensor, axis: Axes = Axes(None), out: Out = Out(None), overwrite_input: bool = false,
                     method: String = "linear".into(), keepdims: bool = false) -> Value {
        let shares = (Calc::from(&cast::as_dtype(&q, DType::FLOAT64)?) / 100.0).tensor()?;
        let result = lanes(cx, &a, &axis, keepdims, &shares, &method, "All-NaN slice encountered")?;
        finish(cx, result, out)
    }
}

fn filled(a: &Tensor, value: u8) -> Result<Tensor> {
    if a.dtype().kind.is_inexact() { Ok(scan::without_nan(a, value)?) } else { Ok(a.clone()) }
}

/// A sum or product with `value` for each NaN. Where the plain one is a number, there was no NaN.
fn reduced(op: Reduction, a: &Tensor, value: u8, request: &Request) -> Result<(Tensor, Flags)> {
    let plain = reduce::reduce(op, a, request)?;
    if !a.dtype().kind.is_inexact() || !any_nan(&plain.0)? {
        return Ok(plain);
    }
    if request.dtype.is_none() && request.initial.is_none() && request.mask.is_none() {
        let filled = Calc::choose(Calc::from(a).unary(&ufunc::ISNAN), i32::from(value), a);
        return Ok(filled.reduced(op, &request.axes, request.keepdims).value()?);
    }
    Ok(reduce::reduce(op, &filled(a, value)?, request)?)
}

fn any_nan(a: &Tensor) -> Result<bool> {
    Ok(index::count_nonzero(&tensor_op(&ufunc::ISNAN, &[a])?)? > 0)
}

/// Where the array is not NaN.
fn present(a: &Tensor) -> Result<Tensor> {
    if a.dtype().kind.is_inexact() {
        return tensor_op(&ufunc::LOGICAL_NOT, &[&tensor_op(&ufunc::ISNAN, &[a])?]);
    }
    tensor_op(&ufunc::LOGICAL_NOT, &[&Tensor::zeros(a.shape(), DType::BOOL)?])
}

fn any_zero(count: &Tensor) -> Result<bool> {
    let zero = tensor_op(&ufunc::LOGICAL_NOT, &[count])?;
    Ok(index::count_nonzero(&zero)? > 0)
}

fn extreme(cx: &mut dyn Context, a: &Tensor, axis: &Axes, keepdims: bool, out: Out, op: Reduction) -> Result<Value> {
    let request = Request { axes: tensor_axes(axis), keepdims, ..Request::default() };
    if !a.dtype().kind.is_inexact() {
        let (result, _) = reduce::reduce(op, a, &request)?;
        return finish(cx, result, out);
    }
    if a.is_empty() {
        let (result, _) = reduce::reduce(op, a, &request)?;
        return finish(cx, result, out);
    }
    let max = op == Reduction::Max;
    let worst = if max { f64::NEG_INFINITY } else { f64::INFINITY };
    let missing = || Calc::from(a).unary(&ufunc::ISNAN);
    let result = match reduce::extreme_of_numbers(a, &request.axes, keepdims, max)? {
        Some(result) => result,
        None => Calc::choose(missing(), worst, a).reduced(op, &request.axes, keepdims).tensor()?,
    };
    // Where there was no number, the result is what every number beats.
    let is_worst = Calc::from(&result).binary(&ufunc::EQUAL, worst).tensor()?;
    if index::count_nonzero(&is_worst)? == 0 {
        return finish(cx, result, out);
    }
    let empty = missing().reduced(Reduction::All, &request.axes, keepdims).tensor()?;
    if index::count_nonzero(&empty)? > 0 {
        cx.warn(&exception::RUNTIME_WARNING, "All-NaN slice encountered")?;
    }
    finish(cx, Calc::choose(Calc::from(&empty), f64::NAN, &result).tensor()?, out)
}

fn arg_extreme(
    cx: &mut dyn Context,
    a: &Tensor,
    axis: Option<isize>,
    keepdims: bool,
    out: Out,
    max: bool,
) -> Result<Value> {
    if !a.dtype().kind.is_inexact() {
        return finish(cx, reduce::arg_extreme(a, axis, keepdims, max)?, out);
    }
    let worst = if max { f64::NEG_INFINITY } else { f64::INFINITY };
    let mask = present(a)?;
    let axes = axis.map_or(TensorAxes::All, TensorAxes::one);
    if any_zero(&reduce::count_nonzero(&mask, &axes, keepdims)?)? {
        return Err(Error::value("All-NaN slice encountered"));
    }
    let (replaced, _) = ufunc::where_(&Operand::Tensor(mask), &Operand::Tensor(a.clone()), &Operand::WeakFloat(worst))?;
    finish(cx, reduce::arg_extreme(&replaced, axis, keepdims, max)?, out)
}

#[allow(clippy::too_many_arguments)]
fn spread(
    cx: &mut dyn Context,
    a: &Tensor,
    axis: &Axes,
    dtype: Option<DType>,
    out: Out,
    ddof: f64,
    keepdims: bool,
    root: bool,
) -> Result<Value> {
    let axes = tensor_axes(axis);
    let mask = present(a)?;
    let count = reduce::count_nonzero(&mask, &axes, keepdims)?;
    let few = Calc::from(&count).binary(&ufunc::LESS_EQUAL, ddof).tensor()?;
    if index::count_nonzero(&few)? > 0 {
        cx.warn(&exception::RUNTIME_WARNING, "Degrees of freedom <= 0 for slice.")?;
    }
    let result = if dtype.is_none() && a.dtype().kind.is_float() {
        let spread = variance_of_floats(a, &axes, &count, ddof, keepdims)?;
        if root { spread.sqrt() } else { spread }
    } else {
        Calc::from(&reduce::variance(a, &axes, dtype, ddof, keepdims, Some(&mask), root)?.0)
    };
    finish(cx, Calc::choose(Calc::from(&few), f64::NAN, result).tensor()?, out)
}

/// The variance as NumPy works it out for real floats: missing elements count as 0 in the sums of elements and of
/// squares. `count` says how many there are.
fn variance_of_floats(a: &Tensor, axes: &TensorAxes, count: &Tensor, ddof: f64, keepdims: bool) -> Result<Calc> {
    let without = |values: Calc| Calc::choose(Calc::from(a).unary(&ufunc::ISNAN), 0, values);
    let total = without(Calc::from(a)).sum(axes, true);
    let counts = Calc::from(count).map(|count| count.reshaped(total.clone().tensor()?.shape(), Order::C));
    let mean = (total / counts).cast(a.dtype());
    let squares = without(Calc::from(a) - mean).unary(&ufunc::SQUARE).sum(axes, keepdims);
    Ok((squares / (Calc::from(count) - ddof)).cast(a.dtype()).quiet())
}

/// Quantiles lane by lane, each without its NaN.
fn lanes(
    cx: &mut dyn Context,
    a: &Tensor,
    axis: &Axes,
    keepdims: bool,
    shares: &Tensor,
    method: &str,
    warning: &str,
) -> Result<Tensor> {
    let method = reduce::Method::by_name(method)?;
    let mask = tensor_axes(axis).mask(a.ndim())?;
    // The reduced axes go last, as one.
    let kept: Vec<usize> = (0..a.ndim()).filter(|&i| !mask[i]).collect();
    let reduced: Vec<usize> = (0..a.ndim()).filter(|&i| mask[i]).collect();
    let order: Vec<isize> = kept.iter().chain(&reduced).map(|&i| i as isize).collect();
    let kept_shape: Vec<usize> = kept.iter().map(|&i| a.shape()[i]).collect();
    let rows: usize = kept_shape.iter().product();
    let length: usize = reduced.iter().map(|&i| a.shape()[i]).product();
    let table = copy::c_contiguous(&a.permute(&order)?)?.reshaped(&[rows, length], Order::C)?;
    let mut results = Vec::with_capacity(rows);
    let mut all_nan = false;
    for row in 0..rows {
        let lane = table.subarray(0, row);
        let values = index::compress_mask(&lane, &present(&lane)?)?;
        results.push(if values.is_empty() {
            all_nan = true;
            copy::copied(&Tensor::scalar(f64::NAN)?.broadcast_to(shares.shape())?, Order::C)?
        } else {
            reduce::quantile(&values, shares, true, &TensorAxes::All, method, false)?
        });
    }
    if all_nan {
        cx.warn(&exception::RUNTIME_WARNING, warning)?;
    }
    let stacked = results.iter().map(|r| Ok(r.reshaped(&[shares.size(), 1], Order::C)?)).collect::<Result<Vec<_>>>()?;
    let mut shape = shares.shape().to_vec();
    if keepdims {
        shape.extend(mask.iter().zip(a.shape()).map(|(&m, &n)| if m { 1 } else { n }));
    } else {
        shape.extend(&kept_shape);
    }
    let joined = if stacked.is_empty() {
        Tensor::zeros(&[shares.size(), 0], DType::FLOAT64)?
    } else {
        super::join(&stacked, 1)?
    };
    Ok(joined.reshaped(&shape, Order::C)?)
}
