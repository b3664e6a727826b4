//! Sorting, searching and counting: `sort`, `argsort`, `unique`, `searchsorted`, `bincount`, `histogram` …

use super::super::array::argument::Source;
use crate::tensor::sort::{self as sorting, Side};
use crate::tensor::{Kind, Order, Tensor, count};
use crate::value::axis::{Axis, NormalAxis};
use crate::value::convert::{Ints, Unboxed};
use crate::value::{Context, Error, FromValue, Result, Value};

builtins! { SORT, chapter "Sorting and searching", spaces ["np"];
    /// A sorted copy, along the last axis or another; NaN goes to the end.
    ///
    /// >>> np.sort([[3, 1], [2, 4]])
    /// array([[1, 3],
    ///        [2, 4]])
    /// >>> np.sort([[3, 1], [2, 4]], axis=None)
    /// array([1, 2, 3, 4])
    @keeps @see("argsort", "unique", "partition")
    fn sort(cx, a: Tensor, axis: Option<NormalAxis> = Some(NormalAxis(-1)), kind: Option<String> = None, order: Value = Value::None,
            @kw stable: Option<bool> = None) -> Tensor {
        check_kind(&kind, stable)?;
        let axis = axis.map(|axis| axis.0);
        if let Some(sorted) = super::super::array::records::sort_by(&a, axis, &order)? {
            return Ok(sorted);
        }
        Ok(sorting::sort(&at_least_1d(&a, axis)?, axis)?)
    }

    /// The indices that would sort an array along an axis.
    ///
    /// >>> np.argsort([30, 10, 20])
    /// array([1, 2, 0])
    @method @keeps @see("sort", "lexsort", "argmax")
    fn argsort(cx, a: Tensor, axis: Option<Axis> = Some(Axis(-1)), kind: Option<String> = None, order: Value = Value::None,
               @kw stable: Option<bool> = None) -> Tensor {
        check_kind(&kind, stable)?;
        let axis = axis.map(|axis| axis.0);
        if let Some(indices) = super::super::array::records::argsort_by(&a, axis, &order)? {
            return Ok(indices);
        }
        Ok(sorting::argsort(&a.with_leading_axes(1), axis)?)
    }

    /// The indices that sort by several keys, the last one first.
    ///
    /// >>> np.lexsort(([9, 4, 0], [1, 5, 1]))
    /// array([2, 0, 1])
    @see("argsort")
    fn lexsort(cx, keys: Value, axis: isize = -1) -> Tensor {
        let keys = match &keys {
            Value::Array(a) if a.ndim() > 1 => (0..a.borrow().shape()[0]).map(|i| a.borrow().subarray(0, i)).collect(),
            other => Vec::<Tensor>::from_value(cx, other)?,
        };
        Ok(sorting::lexsort(&keys, axis)?)
    }

    /// A copy in which the elements at `kth` stand where sorting would put them, smaller ones before, larger ones after.
    ///
    /// >>> np.partition([7, 1, 5, 3], 1)[1]
    /// np.int64(3)
    @keeps @see("argpartition", "sort")
    fn partition(cx, a: Tensor, kth: Places, axis: Option<isize> = Some(-1), kind: String = "introselect".into(),
                 order: Value = Value::None) -> Tensor {
        Ok(sorting::partition(&a, &kth.0, axis)?)
    }

    /// The indices that `partition` would pick.
    ///
    /// >>> np.argpartition([7, 1, 5, 3], 0)[0]
    /// np.int64(1)
    @method @keeps @see("partition", "argsort")
    fn argpartition(cx, a: Tensor, kth: Places, axis: Option<Axis> = Some(Axis(-1)), kind: String = "introselect".into(),
                    order: Value = Value::None) -> Tensor {
        Ok(sorting::argpartition(&a.with_leading_axes(1), &kth.0, axis.map(|axis| axis.0))?)
    }

    /// A complex array, sorted by real part, then by imaginary part.
    ///
    /// >>> np.sort_complex([5, 3, 6])
    /// array([3.+0.j, 5.+0.j, 6.+0.j])
    fn sort_complex(cx, a: Tensor) -> Tensor {
        let dtype = match a.dtype().kind {
            kind if kind.is_complex() => a.dtype(),
            Kind::Int8 | Kind::Int16 | Kind::UInt8 | Kind::UInt16 => crate::tensor::DType::COMPLEX64,
            _ => crate::tensor::DType::COMPLEX128,
        };
        Ok(crate::tensor::cast::as_dtype(&sorting::sort(&a, Some(-1))?, dtype)?)
    }

    /// Where values belong in a sorted array, so that it stays sorted.
    ///
    /// >>> np.searchsorted([1, 2, 4], [2, 3]), np.searchsorted([1, 2, 4], 2, side='right')
    /// (array([1, 2]), np.int64(2))
    @method @see("sort", "digitize")
    fn searchsorted(cx, a: Tensor, v: Tensor, side: String = "left".into(), sorter: Option<Tensor> = None) -> Unboxed {
        Ok(Unboxed(sorting::searchsorted(&a, &v, Side::by_name(&side)?, sorter.as_ref())?))
    }

    /// How often each non-negative integer occurs, or the sum of its weights.
    ///
    /// >>> np.bincount([0, 1, 1, 3])
    /// array([1, 2, 0, 1])
    @see("histogram", "unique")
    fn bincount(cx, @pos x: Source, weights: Option<Tensor> = None, minlength: i64 = 0) -> Tensor {
        if !x.is_array && x.ndim() > 1 {
            return Err(Error::value(
                "setting an array element with a sequence. The requested array would exceed the maximum number of dimension of 1.",
            ));
        }
        let least = usize::try_from(minlength).map_err(|_| Error::value("'minlength' must not be negative"))?;
        if !x.is_empty() && !crate::tensor::promote::can_cast(x.dtype(), crate::tensor::DType::INT64, crate::tensor::promote::Casting::Safe) {
            return Err(Error::type_error(format!(
                "Cannot cast array data from {} to {} according to the rule 'safe'",
                crate::tensor::format::dtype_repr(x.dtype()),
                crate::tensor::format::dtype_repr(crate::tensor::DType::INT64)
            )));
        }
        Ok(count::bincount(&x, weights.as_ref(), least)?)
    }

    /// The number of the bin each value falls into.
    ///
    /// >>> np.digitize([0.2, 6.4, 3.0], [0.0, 1.0, 2.5, 4.0])
    /// array([1, 4, 3])
    @see("searchsorted", "histogram")
    fn digitize(cx, x: Tensor, bins: Tensor, right: bool = false) -> Unboxed {
        Ok(Unboxed(count::digitize(&x, &bins, right)?))
    }
}

/// `kth=`: one place in sorted order or several.
pub struct Places(pub Vec<isize>);

impl FromValue for Places {
    const ACCEPTS: &'static str = Ints::ACCEPTS;

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Places> {
        let places = Tensor::from_value(cx, value)?;
        match places.dtype().kind {
            Kind::Bool => Err(Error::value("Booleans unacceptable as partition index")),
            kind if kind.is_integer() => {
                Ok(Places(Ints::from_value(cx, value)?.0.into_iter().map(|k| k as isize).collect()))
            }
            _ => Err(Error::type_error("Partition index must be integer")),
        }
    }
}

/// AxisError for a 0-d array, unless it is flattened.
fn at_least_1d(a: &Tensor, axis: Option<isize>) -> Result<Tensor> {
    match (a.ndim(), axis) {
        (0, Some(axis)) => Err(crate::tensor::Error::axis(axis, 0).into()),
        (0, None) => Ok(a.reshaped(&[1], Order::C)?),
        _ => Ok(a.clone()),
    }
}

/// Every kind of sort gives the same result here (all of them are stable where it can be seen); the name must be known.
pub fn check_kind(kind: &Option<String>, stable: Option<bool>) -> Result<()> {
    let Some(kind) = kind else { return Ok(()) };
    if stable.is_some() {
        return Err(Error::value(
            "`kind` and keyword parameters can't be provided at the same time. Use only one of them.",
        ));
    }
    match kind.as_str() {
        "quicksort" | "mergesort" | "heapsort" | "stable" | "q" | "m" | "h" | "s" => Ok(()),
        other => Err(Error::value(format!("sort kind must be one of 'quick', 'heap', or 'stable' (got '{other}')"))),
    }
}
