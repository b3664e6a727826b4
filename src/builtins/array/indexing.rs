//! Elements by their places: `take`, `put`, `choose`, `where`, `nonzero`, `select` and their kin.

use super::argument::{Arrays, Source, Sources};
use super::out::{Out, finish};
use crate::tensor::index::{self, Mode};
use crate::tensor::{DType, Kind, Operand, Tensor};
use crate::value::convert::{FromValue, IntoValue, Unboxed};
use crate::value::elementwise::{check_writeable, report};
use crate::value::nested::to_tensor;
use crate::value::{Context, Error, Result, Value};

builtins! { INDEXING, chapter "Choosing elements", spaces ["np"];
    /// The elements (sub-arrays along an axis) at the given indices.
    ///
    /// >>> np.take([4, 3, 5], [0, 2])
    /// array([4, 5])
    /// >>> np.take([[1, 2], [3, 4]], 1, axis=1)
    /// array([2, 4])
    @method @keeps @see("take_along_axis", "put", "choose")
    fn take(cx, a: Tensor, indices: Tensor, axis: Option<isize> = None, out: Out = Out(None), mode: String = "raise".into()) -> Value {
        let indices = empty_as_ints(indices)?;
        finish(cx, index::take(&a, &indices, axis, mode_of(&mode)?)?, out)
    }

    /// Replaces the elements at indices of the flattened array, in place.
    ///
    /// >>> a = np.arange(5); np.put(a, [0, 2], [-44, -55]); a
    /// array([-44,   1, -55,   3,   4])
    @see("putmask", "place", "take")
    fn put(cx, a: Value, ind: Tensor, v: Value, mode: String = "raise".into()) -> () { put_at(cx, &a, ind, &v, &mode) }

    /// Element `indices[i, j, …]` of each line along an axis; takes what `argsort` and `argmax` give.
    ///
    /// >>> a = np.array([[3, 1, 2], [9, 8, 7]])
    /// >>> np.take_along_axis(a, np.argsort(a, axis=1), axis=1)
    /// array([[1, 2, 3],
    ///        [7, 8, 9]])
    @see("put_along_axis", "take")
    fn take_along_axis(cx, arr: Tensor, indices: Tensor, axis: Option<isize> = Some(-1)) -> Tensor {
        Ok(index::take_along_axis(&arr, &indices, axis)?)
    }

    /// Replaces element `indices[i, j, …]` of each line along an axis, in place.
    ///
    /// >>> a = np.array([[3, 1, 2], [9, 8, 7]])
    /// >>> np.put_along_axis(a, np.array([[0], [1]]), 0, axis=1); a
    /// array([[0, 1, 2],
    ///        [9, 0, 7]])
    @see("take_along_axis", "put")
    fn put_along_axis(cx, arr: Source, indices: Tensor, values: Value, axis: Option<isize>) -> () {
        check_writeable(&arr.array)?;
        let values = to_tensor(cx, &values, Some(arr.dtype()))?;
        let flags = index::put_along_axis(&arr, &indices, &values, axis)?;
        report(cx, flags, "cast", false)
    }

    /// Element `i` of the result is element `i` of `choices[a[i]]`.
    ///
    /// >>> np.choose([0, 1, 0], [[1, 2, 3], [10, 20, 30]])
    /// array([ 1, 20,  3])
    @method @keeps @see("select", "where", "take")
    fn choose(cx, a: Tensor, choices: Sources, out: Out = Out(None), mode: String = "raise".into()) -> Value {
        finish(cx, index::choose(&a, &choices.tensors(), mode_of(&mode)?)?, out)
    }

    /// The sub-arrays along an axis where a condition is true.
    ///
    /// >>> np.compress([True, False, True], [1, 2, 3])
    /// array([1, 3])
    @keeps @see("extract", "take")
    fn compress(cx, condition: Tensor, a: Tensor, axis: Option<isize> = None, out: Out = Out(None)) -> Value {
        finish(cx, index::compress(&condition, &a, axis)?, out)
    }

    /// The elements where a condition of the same shape is true, in one line.
    ///
    /// >>> np.extract([True, False, True], [1, 2, 3])
    /// array([1, 3])
    @see("compress", "place")
    fn extract(cx, condition: Tensor, arr: Tensor) -> Tensor { Ok(index::extract(&condition, &arr)?) }

    /// Replaces the elements where a mask is true by the values one after the other, in place.
    ///
    /// >>> a = np.arange(4); np.place(a, a > 1, [7, 8]); a
    /// array([0, 1, 7, 8])
    @see("putmask", "copyto")
    fn place(cx, arr: Value, mask: Tensor, vals: Value) -> () {
        let target = target(&arr, "place")?;
        let values = to_tensor(cx, &vals, Some(target.dtype()))?;
        let flags = index::place(&target, &mask, &values)?;
        report(cx, flags, "cast", false)
    }

    /// Replaces the elements where a mask is true by the values at the same places, in place.
    ///
    /// >>> a = np.arange(4); np.putmask(a, a > 1, a*10); a
    /// array([ 0,  1, 20, 30])
    @see("place", "where")
    fn putmask(cx, @pos a: Value, mask: Tensor, values: Value) -> () {
        let target = target(&a, "putmask")?;
        let values = to_tensor(cx, &values, Some(target.dtype()))?;
        let flags = index::put_mask(&target, &mask, &values)?;
        report(cx, flags, "cast", false)
    }

    /// For each place the element of the first choice whose condition is true there.
    ///
    /// >>> x = np.arange(5)
    /// >>> np.select([x < 2, x > 3], [x, x**2], default=-1)
    /// array([ 0,  1, -1, -1, 16])
    @see("where", "choose", "piecewise")
    fn select(cx, condlist: Sources, choicelist: Vec<Value>, default: Value = Value::Int(0)) -> Unboxed {
        selected(cx, &condlist.tensors(), &choicelist, &default).map(Unboxed)
    }

    /// The indices of the elements that are not zero, one array for each axis.
    ///
    /// >>> np.nonzero([[3, 0], [0, 4]])
    /// (array([0, 1]), array([0, 1]))
    @method @see("argwhere", "flatnonzero", "where")
    fn nonzero(cx, a: Tensor) -> Arrays {
        if a.ndim() == 0 {
            return Err(Error::value(
                "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.",
            ));
        }
        Ok(Arrays(index::nonzero(&a)?))
    }

    /// The indices of the elements that are not zero, one row for each.
    ///
    /// >>> np.argwhere([[3, 0], [0, 4]])
    /// array([[0, 0],
    ///        [1, 1]])
    @see("nonzero")
    fn argwhere(cx, a: Tensor) -> Tensor { Ok(index::argwhere(&a)?) }

    /// The places in the flattened array of the elements that are not zero.
    ///
    /// >>> np.flatnonzero([0, 3, 0, 4])
    /// array([1, 3])
    @see("nonzero")
    fn flatnonzero(cx, a: Tensor) -> Tensor { Ok(index::flatnonzero(&a)?) }

    /// `x` where the condition is true, else `y`; with the condition alone, the indices where it is true.
    ///
    /// >>> np.where([True, False], [1, 2], [10, 20])
    /// array([ 1, 20])
    /// >>> np.where(np.array([3, 0, 4]))
    /// (array([0, 2]),)
    @see("nonzero", "choose", "select")
    fn r#where(cx, @pos condition: Tensor, @pos x: Option<Given> = None, @pos y: Option<Given> = None) -> Value {
        match (x, y) {
            (None, None) => {
                if condition.ndim() == 0 {
                    return Err(Error::value(
                        "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.",
                    ));
                }
                Ok(Arrays(index::nonzero(&condition)?).into_value())
            }
            (Some(x), Some(y)) => either(cx, &condition, &x.0, &y.0).map(Value::array),
            _ => Err(Error::value("either both or neither of x and y should be given")),
        }
    }
}

/// `np.put(…)` and `a.put(…)`.
pub fn put_at(cx: &mut dyn Context, a: &Value, indices: Tensor, values: &Value, mode: &str) -> Result<()> {
    let target = target(a, "put")?;
    let values = to_tensor(cx, values, Some(target.dtype()))?;
    let flags = index::put(&target, &empty_as_ints(indices)?, &values, mode_of(mode)?)?;
    report(cx, flags, "cast", false)
}

/// An argument that was given, even as `None`.
pub struct Given(pub Value);

impl FromValue for Given {
    const ACCEPTS: &'static str = "array_like";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Given> {
        Ok(Given(value.clone()))
    }

    fn from_none() -> Option<Given> {
        Some(Given(Value::None))
    }
}

/// `np.where` of three arguments. Python's numbers take on the other side's dtype.
fn either(cx: &mut dyn Context, condition: &Tensor, x: &Value, y: &Value) -> Result<Tensor> {
    let (x, y) = (Operand::from_value(cx, x)?, Operand::from_value(cx, y)?);
    // A condition of numbers stays where it lies: the result has its memory order.
    let is_number = condition.dtype().kind.is_numeric();
    let condition = if is_number { condition.clone() } else { crate::tensor::index::truth_mask(condition)? };
    let condition = Operand::Tensor(condition);
    let (result, flags) = crate::tensor::ufunc::where_(&condition, &x, &y)?;
    crate::value::elementwise::report(cx, flags, "where", false)?;
    Ok(result)
}

fn mode_of(name: &str) -> Result<Mode> {
    Ok(Mode::by_name(name)?)
}

/// `[]` is a list of floats to NumPy, but may be an index.
fn empty_as_ints(indices: Tensor) -> Result<Tensor> {
    if indices.is_empty() && indices.dtype().kind == Kind::Float64 {
        return Ok(Tensor::zeros(indices.shape(), DType::INT64)?);
    }
    Ok(indices)
}

/// An array that will be written.
fn target(value: &Value, name: &str) -> Result<Tensor> {
    match value {
        Value::Array(array) => {
            if !array.is_writeable() {
                return Err(Error::value(format!("{name}: output array is read-only")));
            }
            Ok(array.tensor())
        }
        other => {
            let class = crate::value::class::class_of(other).qualified_name();
            Err(Error::type_error(match name {
                "put" => format!("argument 1 must be numpy.ndarray, not {class}"),
                _ => format!("{name}() argument 1 must be numpy.ndarray, not {class}"),
            }))
        }
    }
}

fn selected(cx: &mut dyn Context, conditions: &[Tensor], choices: &[Value], default: &Value) -> Result<Tensor> {
    let operands: Vec<Operand> =
        choices.iter().chain([default]).map(|v| Operand::from_value(cx, v)).collect::<Result<_>>()?;
    if conditions.is_empty() || conditions.len() != choices.len() {
        let tensors: Vec<Tensor> = choices.iter().map(|v| Tensor::from_value(cx, v)).collect::<Result<_>>()?;
        let default = Tensor::from_value(cx, default)?;
        return Ok(index::select(conditions, &tensors, &default)?);
    }
    // Python's numbers are weak here, too.
    let dtype = crate::tensor::promote::result_type(&operands)?;
    let mut tensors: Vec<Tensor> = operands
        .iter()
        .map(|o| crate::tensor::cast::operand_to_tensor(o, dtype))
        .collect::<crate::tensor::Result<_>>()?;
    let default = tensors.pop().unwrap_or(Tensor::zeros(&[], dtype)?);
    Ok(index::select(conditions, &tensors, &default)?)
}
