//! Arrays as sets: distinct values, unions, intersections, membership.

use crate::builtins::python::modules::namedtuple::{BASES, result_class};
use crate::tensor::sort::isin;
use crate::tensor::sort::unique::{Unique, unique, unique_along, unique_values};
use crate::tensor::{Order, Tensor, index};
use crate::value::class::Class;
use crate::value::{Error, Tuple, Value};
use std::rc::Rc;

builtins! { SETS, chapter "Sets", spaces ["np"];
    /// The distinct values, sorted; on request also where they first occur, which one each element is, and how many.
    ///
    /// >>> np.unique([3, 1, 3, 2])
    /// array([1, 2, 3])
    /// >>> np.unique(['b', 'a', 'b'], return_counts=True)
    /// (array(['a', 'b'], dtype='<U1'), array([1, 2]))
    @see("isin", "unique_counts")
    fn unique(cx, ar: Tensor, return_index: bool = false, return_inverse: bool = false, return_counts: bool = false,
              axis: Option<isize> = None, @kw equal_nan: bool = true, @kw sorted: bool = true) -> Value {
        if !(return_index || return_inverse || return_counts) && axis.is_none() {
            return Ok(Value::array(unique_values(&ar, equal_nan)?));
        }
        let found = match axis {
            None => unique(&ar, equal_nan)?,
            Some(axis) => unique_along(&ar, axis, equal_nan)?,
        };
        let mut results = vec![Value::array(found.values)];
        if return_index {
            results.push(Value::array(found.index));
        }
        if return_inverse {
            let inverse = if axis.is_none() { found.inverse.reshaped(ar.shape(), Order::C)? } else { found.inverse };
            results.push(Value::array(inverse));
        }
        if return_counts {
            results.push(Value::array(found.counts));
        }
        match results.len() {
            1 => results.pop().ok_or_else(|| Error::value("no result")),
            _ => Ok(Value::tuple(results)),
        }
    }

    /// The distinct values.
    ///
    /// >>> np.unique_values([1, 1, 2])
    /// array([1, 2])
    @see("unique")
    fn unique_values(cx, @pos x: Tensor) -> Tensor { Ok(unique_values(&x, false)?) }

    /// The distinct values and how often each occurs.
    ///
    /// >>> np.unique_counts([1, 1, 2])
    /// UniqueCountsResult(values=array([1, 2]), counts=array([2, 1]))
    @see("unique")
    fn unique_counts(cx, @pos x: Tensor) -> Value {
        let found = unique(&x, false)?;
        Ok(named(&UNIQUE_COUNTS, &["values", "counts"], vec![found.values, found.counts]))
    }

    /// The distinct values and, for each element, which of them it is.
    ///
    /// >>> np.unique_inverse([1, 1, 2])
    /// UniqueInverseResult(values=array([1, 2]), inverse_indices=array([0, 0, 1]))
    @see("unique")
    fn unique_inverse(cx, @pos x: Tensor) -> Value {
        let found = unique(&x, false)?;
        let inverse = found.inverse.reshaped(x.shape(), Order::C)?;
        Ok(named(&UNIQUE_INVERSE, &["values", "inverse_indices"], vec![found.values, inverse]))
    }

    /// The distinct values with first places, inverse and counts.
    ///
    /// >>> np.unique_all([1, 1, 2])
    /// UniqueAllResult(values=array([1, 2]), indices=array([0, 2]), inverse_indices=array([0, 0, 1]), counts=array([2, 1]))
    @see("unique")
    fn unique_all(cx, @pos x: Tensor) -> Value {
        let Unique { values, index, inverse, counts } = unique(&x, false)?;
        let inverse = inverse.reshaped(x.shape(), Order::C)?;
        let fields = ["values", "indices", "inverse_indices", "counts"];
        Ok(named(&UNIQUE_ALL, &fields, vec![values, index, inverse, counts]))
    }

    /// For each element, whether it occurs in `test_elements`.
    ///
    /// >>> np.isin([[0, 2], [4, 6]], [1, 2, 4])
    /// array([[False,  True],
    ///        [ True, False]])
    @see("intersect1d", "unique")
    fn isin(cx, element: Tensor, test_elements: Tensor, assume_unique: bool = false, invert: bool = false,
            @kw kind: Option<String> = None) -> Tensor {
        Ok(isin(&element, &test_elements, invert)?)
    }

    /// The sorted distinct values that are in both arrays.
    ///
    /// >>> np.intersect1d([1, 3, 4, 3], [3, 1, 2, 1])
    /// array([1, 3])
    @see("union1d", "setdiff1d")
    fn intersect1d(cx, ar1: Tensor, ar2: Tensor, assume_unique: bool = false, return_indices: bool = false) -> Value {
        let dtype = crate::tensor::promote::promote_types(ar1.dtype(), ar2.dtype())?;
        let as_common = |ar: &Tensor| crate::tensor::cast::as_dtype(ar, dtype);
        let (a, b) = (unique(&as_common(&ar1)?, true)?, unique(&as_common(&ar2)?, true)?);
        let (in_a, in_b) = (isin(&a.values, &b.values, false)?, isin(&b.values, &a.values, false)?);
        let common = index::compress_mask(&a.values, &in_a)?;
        if !return_indices {
            return Ok(Value::array(common));
        }
        let (at_a, at_b) = (index::compress_mask(&a.index, &in_a)?, index::compress_mask(&b.index, &in_b)?);
        Ok(Value::tuple([common, at_a, at_b].map(Value::array)))
    }

    /// The sorted distinct values that are in either array.
    ///
    /// >>> np.union1d([3, 1], [2, 1])
    /// array([1, 2, 3])
    @see("intersect1d")
    fn union1d(cx, ar1: Tensor, ar2: Tensor) -> Tensor {
        let all = super::join(&[ar1.ravel(Order::C)?, ar2.ravel(Order::C)?], 0)?;
        Ok(unique_values(&all, true)?)
    }

    /// The sorted distinct values of the first array that are not in the second.
    ///
    /// >>> np.setdiff1d([1, 2, 3, 2], [3, 4])
    /// array([1, 2])
    @see("setxor1d")
    fn setdiff1d(cx, ar1: Tensor, ar2: Tensor, assume_unique: bool = false) -> Tensor {
        let values = if assume_unique { ar1.ravel(Order::C)? } else { unique_values(&ar1, true)? };
        Ok(index::compress_mask(&values, &isin(&values, &ar2, true)?)?)
    }

    /// The sorted distinct values that are in exactly one of the arrays.
    ///
    /// >>> np.setxor1d([1, 2, 3], [2, 3, 4])
    /// array([1, 4])
    @see("setdiff1d")
    fn setxor1d(cx, ar1: Tensor, ar2: Tensor, assume_unique: bool = false) -> Tensor {
        let dtype = crate::tensor::promote::promote_types(ar1.dtype(), ar2.dtype())?;
        let values = |ar: &Tensor| unique_values(&crate::tensor::cast::as_dtype(ar, dtype)?, true);
        let (a, b) = (values(&ar1)?, values(&ar2)?);
        let only_a = index::compress_mask(&a, &isin(&a, &b, true)?)?;
        let only_b = index::compress_mask(&b, &isin(&b, &a, true)?)?;
        Ok(unique_values(&super::join(&[only_a, only_b], 0)?, false)?)
    }
}

static UNIQUE_COUNTS: Class = Class::new("UniqueCountsResult", "numpy", BASES);
static UNIQUE_INVERSE: Class = Class::new("UniqueInverseResult", "numpy", BASES);
static UNIQUE_ALL: Class = Class::new("UniqueAllResult", "numpy", BASES);

/// A named tuple of arrays.
pub fn named(class: &'static Class, fields: &[&str], arrays: Vec<Tensor>) -> Value {
    let items: Vec<Value> = arrays.into_iter().map(Value::array).collect();
    named_values(class, fields, items)
}

/// A named tuple of any values.
pub fn named_values(class: &'static Class, fields: &[&str], items: Vec<Value>) -> Value {
    Value::Tuple(Rc::new(Tuple::named(items, result_class(class, fields))))
}
