//! Running results and differences along an axis: `cumsum`, `cumprod`, `diff` …

use super::super::array::out::{Out, finish};
use crate::tensor::scan::{self, Accumulation};
use crate::tensor::{DType, Tensor};
use crate::value::axis::{Axis, NormalAxis};
use crate::value::elementwise::report;
use crate::value::{Context, Error, Result, Value};

builtins! { SCAN, chapter "Running sums and differences", spaces ["np"];
    /// Running sum along an axis; of the flattened array without one.
    ///
    /// >>> np.cumsum([1, 2, 3, 4])
    /// array([ 1,  3,  6, 10])
    /// >>> np.cumsum([[1, 2], [3, 4]], axis=1)
    /// array([[1, 3],
    ///        [3, 7]])
    @method @keeps @see("sum", "diff", "cumprod")
    fn cumsum(cx, a: Tensor, axis: Option<Axis> = None, dtype: Option<DType> = None, out: Out = Out(None)) -> Value {
        running(cx, Accumulation::Sum, &a, axis.map(|axis| axis.0), dtype, out)
    }

    /// Running product along an axis; of the flattened array without one.
    ///
    /// >>> np.cumprod([1, 2, 3, 4])
    /// array([ 1,  2,  6, 24])
    @method @keeps @see("prod", "cumsum")
    fn cumprod(cx, a: Tensor, axis: Option<Axis> = None, dtype: Option<DType> = None, out: Out = Out(None)) -> Value {
        running(cx, Accumulation::Prod, &a, axis.map(|axis| axis.0), dtype, out)
    }

    /// Running sum along an axis, by the array API's rules; with the initial 0 in front on request.
    ///
    /// >>> np.cumulative_sum([1, 2, 3], include_initial=True)
    /// array([0, 1, 3, 6])
    @keeps @see("cumsum")
    fn cumulative_sum(cx, @pos x: Tensor, @kw axis: Option<isize> = None, @kw dtype: Option<DType> = None,
                      @kw out: Out = Out(None), @kw include_initial: bool = false) -> Value {
        cumulative(cx, Accumulation::Sum, &x, axis, dtype, out, include_initial)
    }

    /// Running product along an axis, by the array API's rules; with the initial 1 in front on request.
    ///
    /// >>> np.cumulative_prod([1, 2, 3])
    /// array([1, 2, 6])
    @keeps @see("cumprod")
    fn cumulative_prod(cx, @pos x: Tensor, @kw axis: Option<isize> = None, @kw dtype: Option<DType> = None,
                       @kw out: Out = Out(None), @kw include_initial: bool = false) -> Value {
        cumulative(cx, Accumulation::Prod, &x, axis, dtype, out, include_initial)
    }

    /// Running sum that treats NaN as 0.
    ///
    /// >>> np.nancumsum([1, np.nan, 2])
    /// array([1., 1., 3.])
    @see("cumsum", "nansum")
    fn nancumsum(cx, a: Tensor, axis: Option<isize> = None, dtype: Option<DType> = None, out: Out = Out(None)) -> Value {
        running(cx, Accumulation::Sum, &without_nan(&a, 0)?, axis, dtype, out)
    }

    /// Running product that treats NaN as 1.
    ///
    /// >>> np.nancumprod([2, np.nan, 3])
    /// array([2., 2., 6.])
    @see("cumprod", "nanprod")
    fn nancumprod(cx, a: Tensor, axis: Option<isize> = None, dtype: Option<DType> = None, out: Out = Out(None)) -> Value {
        running(cx, Accumulation::Prod, &without_nan(&a, 1)?, axis, dtype, out)
    }

    /// Differences of neighbours along an axis, taken `n` times.
    ///
    /// >>> np.diff([1, 4, 9, 16])
    /// array([3, 5, 7])
    /// >>> np.diff([1, 4, 9, 16], n=2)
    /// array([2, 2])
    @keeps @see("cumsum", "ediff1d", "gradient")
    fn diff(cx, a: Value, n: i64 = 1, axis: NormalAxis = NormalAxis(-1), prepend: Option<Tensor> = None, append: Option<Tensor> = None) -> Value {
        if n == 0 {
            return Ok(a);
        }
        let times = usize::try_from(n)
            .map_err(|_| Error::value(format!("order must be non-negative but got {n}")))?;
        let tensor = <Tensor as crate::value::FromValue>::from_value(cx, &a)?;
        if tensor.ndim() == 0 {
            return Err(Error::value("diff requires input that is at least one dimensional"));
        }
        let extended = extend(&tensor, prepend, append, axis.0)?;
        Ok(Value::array(scan::diff(&extended, times, axis.0)?))
    }

    /// Differences of neighbours in the flattened array, with values put before and after them.
    ///
    /// >>> np.ediff1d([1, 2, 4], to_end=99)
    /// array([ 1,  2, 99])
    @see("diff")
    fn ediff1d(cx, ary: Tensor, to_end: Option<Tensor> = None, to_begin: Option<Tensor> = None) -> Tensor {
        let flat = ary.ravel(crate::tensor::Order::C)?;
        let differences = if flat.size() > 1 { scan::diff(&flat, 1, 0)? } else { Tensor::zeros(&[0], flat.dtype())? };
        let dtype = differences.dtype();
        let edge = |t: Option<Tensor>, name: &str| -> Result<Option<Tensor>> {
            let Some(t) = t else { return Ok(None) };
            if !crate::tensor::promote::can_cast(t.dtype(), dtype, crate::tensor::promote::Casting::SameKind) {
                return Err(Error::type_error(format!(
                    "dtype of `{name}` must be compatible with input `ary` under the `same_kind` rule."
                )));
            }
            Ok(Some(crate::tensor::cast::as_dtype(&t.ravel(crate::tensor::Order::C)?, dtype)?))
        };
        let (begin, end) = (edge(to_begin, "to_begin")?, edge(to_end, "to_end")?);
        let parts: Vec<Tensor> = begin.into_iter().chain([differences]).chain(end).collect();
        super::join(&parts, 0)
    }
}

fn running(
    cx: &mut dyn Context,
    op: Accumulation,
    a: &Tensor,
    axis: Option<isize>,
    dtype: Option<DType>,
    out: Out,
) -> Result<Value> {
    let lifted = if a.ndim() == 0 { a.with_leading_axes(1) } else { a.clone() };
    let (result, flags) = scan::accumulate(op, &lifted, axis, dtype)?;
    report(cx, flags, "accumulate", false)?;
    finish(cx, result, out)
}

fn cumulative(
    cx: &mut dyn Context,
    op: Accumulation,
    x: &Tensor,
    axis: Option<isize>,
    dtype: Option<DType>,
    out: Out,
    include_initial: bool,
) -> Result<Value> {
    if x.ndim() == 0 {
        return Err(Error::value("Input to `cumulative_sum` or `cumulative_prod` must be at least one dimensional"));
    }
    if axis.is_none() && x.ndim() > 1 {
        return Err(Error::value("For arrays which have more than one dimension ``axis`` argument is required."));
    }
    let axis = axis.unwrap_or(0);
    let (mut result, flags) = scan::accumulate(op, x, Some(axis), dtype)?;
    report(cx, flags, "accumulate", false)?;
    if include_initial {
        let mut shape = result.shape().to_vec();
        let at = crate::tensor::shape::normalize_axis(axis, result.ndim())?;
        shape[at] = 1;
        let first = Tensor::zeros(&shape, result.dtype())?;
        if op == Accumulation::Prod {
            crate::tensor::assign::fill(&first, &crate::tensor::Scalar::Int64(1))?;
        }
        result = super::join(&[first, result], axis)?;
    }
    finish(cx, result, out)
}

fn without_nan(a: &Tensor, value: u8) -> Result<Tensor> {
    if a.dtype().kind.is_inexact() { Ok(scan::without_nan(a, value)?) } else { Ok(a.clone()) }
}

/// The array with `prepend` and `append` at the ends of an axis; scalars are stretched along the other axes.
fn extend(a: &Tensor, prepend: Option<Tensor>, append: Option<Tensor>, axis: isize) -> Result<Tensor> {
    if prepend.is_none() && append.is_none() {
        return Ok(a.clone());
    }
    let at = crate::tensor::shape::normalize_axis(axis, a.ndim())?;
    let stretched = |t: Tensor| -> Result<Tensor> {
        if t.ndim() > 0 {
            return Ok(t);
        }
        let mut shape = a.shape().to_vec();
        shape[at] = 1;
        Ok(t.broadcast_to(&shape)?)
    };
    let mut parts = Vec::new();
    parts.extend(prepend.map(stretched).transpose()?);
    parts.push(a.clone());
    parts.extend(append.map(stretched).transpose()?);
    super::join(&parts, axis)
}
