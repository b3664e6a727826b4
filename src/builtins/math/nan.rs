//! Reductions that leave NaN out: `nansum`, `nanmean`, `nanmax` …

use super::super::array::argument::Source;
use super::super::array::out::{Out, finish};
use super::reduce::tensor_axes;
use super::select::tensor_op;
use crate::tensor::calc::Calc;
use crate::tensor::flags::Flags;
use crate::tensor::reduce::{self, Axes as TensorAxes, Reduction, Request, Spread};
use crate::tensor::{DType, Operand, Order, Tensor, cast, copy, index, scan, ufunc};
use crate::value::axis::{Axes, CountedAxes, ReductionAxes};
use crate::value::class::exception;
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
    fn nanmax(cx, a: Source, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false,
              initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let request = Request { axes: tensor_axes(&axis), keepdims, initial: initial.as_ref(), mask: r#where.as_ref(), ..Request::default() };
        extreme(cx, &a, &request, out, Reduction::Max)
    }

    /// Smallest of the elements that are not NaN.
    ///
    /// >>> np.nanmin([[1, np.nan], [3, 2]], axis=0)
    /// array([1., 2.])
    @reduces @see("min", "nanmax")
    fn nanmin(cx, a: Source, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false,
              initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let request = Request { axes: tensor_axes(&axis), keepdims, initial: initial.as_ref(), mask: r#where.as_ref(), ..Request::default() };
        extreme(cx, &a, &request, out, Reduction::Min)
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
    fn nanmean(cx, a: Tensor, axis: CountedAxes = CountedAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None),
               keepdims: bool = false, @kw r#where: Option<Tensor> = None) -> Value {
        let axes = tensor_axes(&axis);
        let mask = chosen(&a, r#where.as_ref())?;
        let count = reduce::count_nonzero(&mask, &axes, keepdims)?;
        if any_zero(&count)? {
            cx.warn(&exception::RUNTIME_WARNING, "Mean of empty slice")?;
        }
        if dtype.is_some() || !a.dtype().kind.is_inexact() {
            return finish(cx, reduce::mean(&a, &axes, dtype, keepdims, Some(&mask))?.0, out);
        }
        let known = Calc::choose(Calc::from(&mask), Calc::from(&a), 0);
        let mean = known.sum(&axes, keepdims) / Calc::from(&count);
        finish(cx, mean.cast(a.dtype()).tensor()?, out)
    }

    /// Variance of the elements that are not NaN.
    ///
    /// >>> np.nanvar([1, np.nan, 3])
    /// np.float64(1.0)
    @reduces @see("var", "nanstd")
    fn nanvar(cx, a: Tensor, axis: CountedAxes = CountedAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None), ddof: f64 = 0.0,
              keepdims: bool = false, @kw r#where: Option<Tensor> = None, @kw mean: Option<Tensor> = None,
              @kw correction: Option<f64> = None) -> Value {
        let mask = chosen(&a, r#where.as_ref())?;
        let ddof = correction.unwrap_or(ddof);
        spread(cx, &a, &axis, Spread { dtype, ddof, keepdims, mask: Some(&mask), mean: mean.as_ref(), root: false }, out)
    }

    /// Standard deviation of the elements that are not NaN.
    ///
    /// >>> np.nanstd([1, np.nan, 3])
    /// np.float64(1.0)
    @reduces @see("std", "nanvar")
    fn nanstd(cx, a: Tensor, axis: CountedAxes = CountedAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None), ddof: f64 = 0.0,
              keepdims: bool = false, @kw r#where: Option<Tensor> = None, @kw mean: Option<Tensor> = None,
              @kw correction: Option<f64> = None) -> Value {
        let mask = chosen(&a, r#where.as_ref())?;
        let ddof = correction.unwrap_or(ddof);
        spread(cx, &a, &axis, Spread { dtype, ddof, keepdims, mask: Some(&mask), mean: mean.as_ref(), root: true }, out)
    }

    /// Median of the elements that are not NaN.
    ///
    /// >>> np.nanmedian([1, np.nan, 3, 4])
    /// np.float64(3.0)
    @see("median")
    fn nanmedian(cx, a: Tensor, axis: Axes = Axes(None), out: Out = Out(None), overwrite_input: bool = false,
                 keepdims: bool = false) -> Value {
        let result = lanes(cx, &a, &axis, keepdims, &[], |lane| Ok(reduce::median(lane, &TensorAxes::All, false)?.0))?;
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
        let result = quantiles(cx, &a, &axis, keepdims, &shares, &method)?;
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
        let result = quantiles(cx, &a, &axis, keepdims, &shares, &method)?;
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

/// Where the array is not NaN and `where` is true.
fn chosen(a: &Tensor, where_: Option<&Tensor>) -> Result<Tensor> {
    match where_ {
        Some(where_) => tensor_op(&ufunc::LOGICAL_AND, &[&present(a)?, where_]),
        None => present(a),
    }
}

fn any_zero(count: &Tensor) -> Result<bool> {
    let zero = tensor_op(&ufunc::LOGICAL_NOT, &[count])?;
    Ok(index::count_nonzero(&zero)? > 0)
}

fn extreme(cx: &mut dyn Context, a: &Source, request: &Request, out: Out, op: Reduction) -> Result<Value> {
    // Of an array NumPy takes `fmax` or `fmin`, of anything else a maximum without the NaN.
    if a.is_array {
        let name = if op == Reduction::Max { "fmax" } else { "fmin" };
        reduce::check_loop(name, a.dtype())?;
        reduce::check_start(name, a, request)?;
    }
    let max = op == Reduction::Max;
    let worst = if max { f64::NEG_INFINITY } else { f64::INFINITY };
    let missing = || Calc::from(&a.tensor).unary(&ufunc::ISNAN);
    let plain = request.initial.is_none() && request.mask.is_none() && !a.is_empty();
    let numbers = if plain { reduce::extreme_of_numbers(a, &request.axes, request.keepdims, max)? } else { None };
    let result = match numbers {
        Some(result) => {
            // Where there was no number, the result is what every number beats.
            let is_worst = Calc::from(&result).binary(&ufunc::EQUAL, worst).tensor()?;
            if index::count_nonzero(&is_worst)? == 0 {
                return finish(cx, result, out);
            }
            result
        }
        None => {
            let (plain, _) = reduce::reduce(op, a, request)?;
            // A NaN wins a plain maximum: without one in the result there is none at all.
            if !a.dtype().kind.is_inexact() || plain.is_empty() || !any_nan(&plain)? {
                return finish(cx, plain, out);
            }
            let replaced = Calc::choose(missing(), worst, Calc::from(&a.tensor)).tensor()?;
            let (result, _) = reduce::reduce(op, &replaced, request)?;
            if a.is_array && request.initial.is_some() {
                return finish(cx, result, out);
            }
            result
        }
    };
    let empty = missing().reduced(Reduction::All, &request.axes, request.keepdims).tensor()?;
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
    if a.is_empty() || !a.dtype().kind.is_inexact() {
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

fn spread(cx: &mut dyn Context, a: &Tensor, axis: &Axes, spread: Spread, out: Out) -> Result<Value> {
    let axes = tensor_axes(axis);
    let Some(mask) = spread.mask.filter(|_| a.dtype().kind.is_numeric()) else {
        return finish(cx, reduce::variance(a, &axes, &spread)?.0, out);
    };
    let count = reduce::count_nonzero(mask, &axes, spread.keepdims)?;
    let few = Calc::from(&count).binary(&ufunc::LESS_EQUAL, spread.ddof).tensor()?;
    if index::count_nonzero(&few)? > 0 {
        cx.warn(&exception::RUNTIME_WARNING, "Degrees of freedom <= 0 for slice.")?;
    }
    let result = if spread.dtype.is_none() && spread.mean.is_none() && a.dtype().kind.is_float() {
        let variance = variance_of_floats(a, &axes, mask, &count, &spread)?;
        if spread.root { variance.sqrt() } else { variance }
    } else {
        Calc::from(&reduce::variance(a, &axes, &spread)?.0)
    };
    finish(cx, Calc::choose(Calc::from(&few), f64::NAN, result).tensor()?, out)
}

/// The variance as NumPy works it out for real floats: elements that are not in the mask count as 0 in the sums of elements
/// and of squares. `count` says how many are.
fn variance_of_floats(a: &Tensor, axes: &TensorAxes, mask: &Tensor, count: &Tensor, spread: &Spread) -> Result<Calc> {
    let known = |values: Calc| Calc::choose(Calc::from(mask), values, 0);
    let total = known(Calc::from(a)).sum(axes, true);
    let counts = Calc::from(count).map(|count| count.reshaped(total.clone().tensor()?.shape(), Order::C));
    let mean = (total / counts).cast(a.dtype());
    let squares = known(Calc::from(a) - mean).unary(&ufunc::SQUARE).sum(axes, spread.keepdims);
    Ok((squares / (Calc::from(count) - spread.ddof)).cast(a.dtype()).quiet())
}

fn quantiles(
    cx: &mut dyn Context,
    a: &Tensor,
    axis: &Axes,
    keepdims: bool,
    shares: &Tensor,
    method: &str,
) -> Result<Tensor> {
    let method = reduce::Method::by_name(method)?;
    lanes(cx, a, axis, keepdims, shares.shape(), |lane| {
        Ok(reduce::quantile(lane, shares, true, &TensorAxes::All, method, false)?)
    })
}

/// An array of shape `each` for each lane along the axes, made by `of_lane` from its elements without the NaN.
fn lanes(
    cx: &mut dyn Context,
    a: &Tensor,
    axis: &Axes,
    keepdims: bool,
    each: &[usize],
    of_lane: impl Fn(&Tensor) -> Result<Tensor>,
) -> Result<Tensor> {
    if !a.dtype().kind.is_inexact() {
        // Says which dtypes have no NaN to look for.
        tensor_op(&ufunc::ISNAN, &[a])?;
    }
    let mask = axis.distinct(a.ndim(), None)?.mask(a.ndim())?;
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
        all_nan |= values.is_empty();
        results.push(match (values.is_empty(), lane.is_empty()) {
            (false, _) => of_lane(&values)?,
            // Nothing but NaN gives NaN in its own dtype.
            (true, false) => of_lane(&lane)?,
            (true, true) => copy::copied(&Tensor::scalar(f64::NAN)?.broadcast_to(each)?, Order::C)?,
        });
    }
    if all_nan {
        let message = if length == 0 { "Mean of empty slice" } else { "All-NaN slice encountered" };
        cx.warn(&exception::RUNTIME_WARNING, message)?;
    }
    let wide: usize = each.iter().product();
    let stacked = results.iter().map(|r| Ok(r.reshaped(&[wide, 1], Order::C)?)).collect::<Result<Vec<_>>>()?;
    let mut shape = each.to_vec();
    if keepdims {
        shape.extend(mask.iter().zip(a.shape()).map(|(&m, &n)| if m { 1 } else { n }));
    } else {
        shape.extend(&kept_shape);
    }
    let joined =
        if stacked.is_empty() { Tensor::zeros(&[wide, 0], DType::FLOAT64)? } else { super::join(&stacked, 1)? };
    Ok(joined.reshaped(&shape, Order::C)?)
}
