//! Reductions: sums, products, extremes, truth, means and spreads along axes.

use super::super::array::argument::Source;
use super::super::array::out::{Out, finish};
use crate::tensor::flags::Flags;
use crate::tensor::reduce::{self, Axes as TensorAxes, Reduction, Request, Spread, whole};
use crate::tensor::{DType, Kind, Operand, Scalar, Tensor};
use crate::value::axis::{Axes, Axis, CountedAxes, ReductionAxes};
use crate::value::class::exception;
use crate::value::convert::Unboxed;
use crate::value::elementwise::report;
use crate::value::item::scalar_value;
use crate::value::{Context, Error, Result, Value};

builtins! { REDUCE, chapter "Reductions", spaces ["np"];
    /// Sum of the elements along axes.
    ///
    /// Floating-point sums are taken pairwise, so that rounding errors grow only with the logarithm of the length.
    ///
    /// >>> np.sum([[1, 2], [3, 4]], axis=0)
    /// array([4, 6])
    /// >>> np.sum([0.5, 1.5])
    /// np.float64(2.0)
    @method @reduces @see("cumsum", "mean", "prod")
    quick (|values| whole(values, |a| whole::reduced(Reduction::Sum, a)))
    fn sum(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None),
           keepdims: bool = false, initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let options = Options { axis: axis.0, dtype, out, keepdims, initial, mask: r#where };
        options.reduce(cx, Reduction::Sum, &a)
    }

    /// Product of the elements along axes.
    ///
    /// >>> np.prod([[1., 2.], [3., 4.]], axis=1)
    /// array([ 2., 12.])
    @method @reduces @see("sum", "cumprod")
    quick (|values| whole(values, |a| whole::reduced(Reduction::Prod, a)))
    fn prod(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None),
            keepdims: bool = false, initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let options = Options { axis: axis.0, dtype, out, keepdims, initial, mask: r#where };
        options.reduce(cx, Reduction::Prod, &a)
    }

    /// Largest element along axes; NaN where there is one.
    ///
    /// >>> np.max([[1, 5], [7, 2]], axis=1)
    /// array([5, 7])
    @method @reduces @alias("amax") @see("argmax", "maximum", "min")
    quick (|values| whole(values, |a| whole::reduced(Reduction::Max, a)))
    fn max(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false,
           initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let options = Options { axis: axis.0, dtype: None, out, keepdims, initial, mask: r#where };
        options.reduce(cx, Reduction::Max, &a)
    }

    /// Smallest element along axes; NaN where there is one.
    ///
    /// >>> np.min([[1, 5], [7, 2]], axis=0)
    /// array([1, 2])
    @method @reduces @alias("amin") @see("argmin", "minimum", "max")
    quick (|values| whole(values, |a| whole::reduced(Reduction::Min, a)))
    fn min(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false,
           initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let options = Options { axis: axis.0, dtype: None, out, keepdims, initial, mask: r#where };
        options.reduce(cx, Reduction::Min, &a)
    }

    /// Whether any element along axes is true.
    ///
    /// >>> np.any([[True, False], [False, False]], axis=1)
    /// array([ True, False])
    @method @reduces @see("all", "logical_or")
    quick (|values| whole(values, |a| whole::reduced(Reduction::Any, a)))
    fn any(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false,
           @kw r#where: Option<Tensor> = None) -> Value {
        let options = Options { axis: axis.0, dtype: None, out, keepdims, initial: None, mask: r#where };
        options.reduce(cx, Reduction::Any, &a)
    }

    /// Whether all elements along axes are true.
    ///
    /// >>> np.all([[True, False], [True, True]], axis=0)
    /// array([ True, False])
    @method @reduces @see("any", "logical_and")
    quick (|values| whole(values, |a| whole::reduced(Reduction::All, a)))
    fn all(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false,
           @kw r#where: Option<Tensor> = None) -> Value {
        let options = Options { axis: axis.0, dtype: None, out, keepdims, initial: None, mask: r#where };
        options.reduce(cx, Reduction::All, &a)
    }

    /// Arithmetic mean along axes. Integers are averaged in float64.
    ///
    /// >>> np.mean([[1, 2], [3, 4]])
    /// np.float64(2.5)
    /// >>> np.mean([[1, 2], [3, 4]], axis=0)
    /// array([2., 3.])
    @method @reduces @see("average", "median", "std", "var")
    quick (|values| whole(values, whole::mean))
    fn mean(cx, a: Tensor, axis: CountedAxes = CountedAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None),
            keepdims: bool = false, @kw r#where: Option<Tensor> = None) -> Value {
        let axes = tensor_axes(&axis);
        if let Some(target) = out.tensor()? {
            reduce::check_out(Reduction::Sum, &target, &a, &axes, keepdims)?;
        }
        let (result, flags) = reduce::mean(&a, &axes, dtype, keepdims, r#where.as_ref())?;
        if is_empty_along(&a, &axes)? {
            cx.warn(&exception::RUNTIME_WARNING, "Mean of empty slice")?;
        }
        report_division(cx, flags, result.ndim() == 0)?;
        finish(cx, result, out)
    }

    /// Variance along axes: the mean squared distance from the mean.
    ///
    /// `ddof` is subtracted from the number of elements in the divisor; 1 gives the unbiased estimate from a sample.
    ///
    /// >>> np.var([1, 2, 3, 4])
    /// np.float64(1.25)
    /// >>> np.var([[1, 2], [3, 5]], axis=1, ddof=1)
    /// array([0.5, 2. ])
    @method @reduces @see("std", "mean", "cov")
    fn var(cx, a: Tensor, axis: CountedAxes = CountedAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None), ddof: f64 = 0.0,
           keepdims: bool = false, @kw r#where: Option<Tensor> = None, @kw mean: Option<Tensor> = None,
           @kw correction: Option<f64> = None) -> Value {
        let spread = Spread { dtype, ddof: correction.unwrap_or(ddof), keepdims, mask: r#where.as_ref(), mean: mean.as_ref(), root: false };
        spread_of(cx, &a, &axis, &spread, out)
    }

    /// Standard deviation along axes: the square root of the variance.
    ///
    /// >>> np.std([2, 4, 4, 4, 5, 5, 7, 9])
    /// np.float64(2.0)
    @method @reduces @see("var", "mean")
    fn std(cx, a: Tensor, axis: CountedAxes = CountedAxes(Axes(None)), dtype: Option<DType> = None, out: Out = Out(None), ddof: f64 = 0.0,
           keepdims: bool = false, @kw r#where: Option<Tensor> = None, @kw mean: Option<Tensor> = None,
           @kw correction: Option<f64> = None) -> Value {
        let spread = Spread { dtype, ddof: correction.unwrap_or(ddof), keepdims, mask: r#where.as_ref(), mean: mean.as_ref(), root: true };
        spread_of(cx, &a, &axis, &spread, out)
    }

    /// Range of the elements along axes: largest minus smallest.
    ///
    /// >>> np.ptp([[4, 9], [2, 10]], axis=1)
    /// array([5, 8])
    @keeps @see("max", "min")
    fn ptp(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), keepdims: bool = false) -> Value {
        let (result, flags) = reduce::ptp(&a, &tensor_axes(&axis), keepdims)?;
        report(cx, flags, "subtract", false)?;
        finish(cx, result, out)
    }

    /// Index of the largest element along an axis, the first one of equals.
    ///
    /// >>> np.argmax([[1, 5], [7, 2]]), np.argmax([[1, 5], [7, 2]], axis=0)
    /// (np.int64(2), array([1, 0]))
    @method @reduces @see("max", "argmin", "argsort")
    quick (|values| whole(values, whole::position::<true>))
    fn argmax(cx, a: Tensor, axis: Option<Axis> = None, out: Out = Out(None), @kw keepdims: bool = false) -> Value {
        finish(cx, reduce::arg_extreme(&a, axis.map(|axis| axis.0), keepdims, true)?, out)
    }

    /// Index of the smallest element along an axis, the first one of equals.
    ///
    /// >>> np.argmin([3, 1, 2, 1])
    /// np.int64(1)
    @method @reduces @see("min", "argmax", "argsort")
    quick (|values| whole(values, whole::position::<false>))
    fn argmin(cx, a: Tensor, axis: Option<Axis> = None, out: Out = Out(None), @kw keepdims: bool = false) -> Value {
        finish(cx, reduce::arg_extreme(&a, axis.map(|axis| axis.0), keepdims, false)?, out)
    }

    /// How many elements are true or not zero.
    ///
    /// >>> np.count_nonzero([[0, 1], [2, 3]], axis=1)
    /// array([1, 2])
    fn count_nonzero(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), @kw keepdims: bool = false) -> Unboxed {
        let count = reduce::count_nonzero(&a, &tensor_axes(&axis), keepdims)?;
        Ok(Unboxed(count))
    }

    /// Median along axes: the middle element, or the mean of the two in the middle.
    ///
    /// >>> np.median([[1, 3], [2, 10]], axis=0)
    /// array([1.5, 6.5])
    @keeps @see("mean", "percentile", "quantile")
    fn median(cx, a: Source, axis: Axes = Axes(None), out: Out = Out(None), overwrite_input: bool = false,
              keepdims: bool = false) -> Value {
        if overwrite_input {
            sort_input(&a, &axis)?;
        }
        let axes = axis.distinct(a.ndim(), None)?;
        if is_empty_along(&a, &axes)? {
            cx.warn(&exception::RUNTIME_WARNING, "Mean of empty slice")?;
        }
        let (result, flags) = reduce::median(&a, &axes, keepdims)?;
        report_division(cx, flags, result.ndim() == 0)?;
        finish(cx, result, out)
    }

    /// Quantiles along axes: the values below which the given shares (0 to 1) of the elements lie.
    ///
    /// >>> np.quantile([1, 2, 3, 4], [0.25, 0.5])
    /// array([1.75, 2.5 ])
    @keeps @see("percentile", "median")
    fn quantile(cx, a: Source, q: Operand, axis: Axes = Axes(None), out: Out = Out(None), overwrite_input: bool = false,
                method: String = "linear".into(), keepdims: bool = false, @kw weights: Value = Value::None) -> Value {
        if overwrite_input {
            sort_input(&a, &axis)?;
        }
        quantiles(cx, &a, &q, 1.0, axis, out, &method, keepdims, &weights)
    }

    /// Percentiles along axes: as `quantile`, with shares from 0 to 100.
    ///
    /// >>> np.percentile([1, 2, 3, 4], 50)
    /// np.float64(2.5)
    @keeps @see("quantile", "median")
    fn percentile(cx, a: Source, q: Operand, axis: Axes = Axes(None), out: Out = Out(None), overwrite_input: bool = false,
                  method: String = "linear".into(), keepdims: bool = false, @kw weights: Value = Value::None) -> Value {
        if overwrite_input {
            sort_input(&a, &axis)?;
        }
        quantiles(cx, &a, &q, 100.0, axis, out, &method, keepdims, &weights)
    }
}

/// The reduction of a small array without further arguments.
fn whole(values: &[Value], reduced: impl Fn(&Tensor) -> Option<Scalar>) -> Option<Value> {
    match values {
        [Value::Array(array)] => reduced(&array.borrow()).map(scalar_value),
        _ => None,
    }
}

/// The arguments that reductions share.
struct Options {
    axis: Axes,
    dtype: Option<DType>,
    out: Out,
    keepdims: bool,
    initial: Option<Tensor>,
    mask: Option<Tensor>,
}

impl Options {
    fn reduce(self, cx: &mut dyn Context, op: Reduction, a: &Tensor) -> Result<Value> {
        let out = self.out.tensor()?;
        let request = Request {
            axes: tensor_axes(&self.axis),
            keepdims: self.keepdims,
            dtype: self.dtype,
            initial: self.initial.as_ref(),
            mask: self.mask.as_ref(),
            out: out.as_ref(),
        };
        let (result, flags) = reduce::reduce(op, a, &request)?;
        if !flags.is_empty() {
            report(cx, flags, "reduce", false)?;
        }
        match self.out.0 {
            Some(array) => Ok(Value::Array(array)),
            None => crate::value::convert::unboxed(result),
        }
    }
}

/// `axis=` as the tensor room takes it.
pub fn tensor_axes(axis: &Axes) -> TensorAxes {
    match &axis.0 {
        None => TensorAxes::All,
        Some(list) => TensorAxes::list(list),
    }
}

fn is_empty_along(a: &Tensor, axes: &TensorAxes) -> Result<bool> {
    let mask = axes.mask(a.ndim())?;
    let items: usize = a.shape().iter().zip(&mask).filter(|(_, reduced)| **reduced).map(|(&n, _)| n).product();
    Ok(items == 0)
}

/// The flags of dividing a sum by a count: NumPy names the operation by whether a scalar or an array was divided.
fn report_division(cx: &mut dyn Context, flags: Flags, scalar: bool) -> Result<()> {
    report(cx, flags, "divide", scalar)
}

fn spread_of(cx: &mut dyn Context, a: &Tensor, axis: &Axes, spread: &Spread, out: Out) -> Result<Value> {
    let axes = tensor_axes(axis);
    if let Some(target) = out.tensor()? {
        reduce::check_out(Reduction::Sum, &target, a, &axes, spread.keepdims)?;
    }
    let (result, flags) = reduce::variance(a, &axes, spread)?;
    if flags.contains(Flags::INVALID) || flags.contains(Flags::DIVIDE) {
        let reduced = axes.mask(a.ndim())?;
        let items: usize = a.shape().iter().zip(&reduced).filter(|(_, r)| **r).map(|(&n, _)| n).product();
        if items as f64 <= spread.ddof {
            cx.warn(&exception::RUNTIME_WARNING, "Degrees of freedom <= 0 for slice")?;
        }
    }
    report_division(cx, flags, result.ndim() == 0)?;
    finish(cx, result, out)
}

#[allow(clippy::too_many_arguments)]
fn quantiles(
    cx: &mut dyn Context,
    a: &Tensor,
    q: &Operand,
    scale: f64,
    axis: Axes,
    out: Out,
    method: &str,
    keepdims: bool,
    weights: &Value,
) -> Result<Value> {
    if !matches!(weights, Value::None) {
        return Err(Error::value("weighted quantiles are not in NPL: repeat the elements by their weights"));
    }
    let weak = matches!(q, Operand::WeakFloat(_) | Operand::WeakInt(_));
    let given = crate::tensor::cast::operand_to_tensor(q, DType::FLOAT64)?;
    let shares: Vec<f64> = values(&given).iter().map(|share| share / scale).collect();
    if shares.iter().any(|share| !(0.0..=1.0).contains(share)) {
        let (name, range) = if scale == 1.0 { ("Quantiles", "[0, 1]") } else { ("Percentiles", "[0, 100]") };
        return Err(Error::value(format!("{name} must be in the range {range}")));
    }
    let shares = Tensor::from_vec(given.shape(), shares)?;
    let shares = match q {
        Operand::Tensor(t) if t.dtype().kind == Kind::Float32 => {
            crate::tensor::cast::cast(&shares, DType::FLOAT32, crate::tensor::Order::C)?.0
        }
        _ => shares,
    };
    let method = reduce::Method::by_name(method)?;
    finish(cx, reduce::quantile(a, &shares, weak, &axis.distinct(a.ndim(), None)?, method, keepdims)?, out)
}

/// Sorts an array in place along the axis that is reduced: what `overwrite_input` allows, and leaves it to.
fn sort_input(a: &Source, axis: &Axes) -> Result<()> {
    if !a.is_array || !a.array.is_writeable() || a.tensor.dtype().kind == Kind::Object {
        return Ok(());
    }
    let (place, along) = match axis.0.as_deref() {
        Some([one]) => (a.tensor.clone(), *one),
        None if a.tensor.is_c_contiguous() => (a.tensor.reshaped(&[a.tensor.size()], crate::tensor::Order::C)?, -1),
        _ => return Ok(()),
    };
    let sorted = crate::tensor::sort::sort(&place, Some(along))?;
    crate::tensor::assign::assign(&place, &sorted)?;
    Ok(())
}

/// The elements of a float64 tensor in C order.
fn values(tensor: &Tensor) -> Vec<f64> {
    let copy = crate::tensor::copy::c_contiguous(tensor);
    copy.ok().and_then(|t| t.as_slice::<f64>().map(<[f64]>::to_vec)).unwrap_or_default()
}
