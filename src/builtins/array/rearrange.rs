//! Elements repeated, inserted, left out or in another order: `tile`, `repeat`, `insert`, `delete`, `roll`, `flip` …

use super::argument::{Source, selection};
use crate::tensor::{Tensor, rearrange};
use crate::value::axis::Axes;
use crate::value::convert::Ints;
use crate::value::nested::to_tensor;
use crate::value::{FromValue, Result, Value};

builtins! { REARRANGE, chapter "Repeating and rearranging", spaces ["np"];
    /// The array over and over along each axis.
    ///
    /// >>> np.tile([1, 2], 3)
    /// array([1, 2, 1, 2, 1, 2])
    /// >>> np.tile([1, 2], (2, 1))
    /// array([[1, 2],
    ///        [1, 2]])
    @keeps @see("repeat", "broadcast_to")
    fn tile(cx, A: Tensor, reps: Ints) -> Tensor { Ok(rearrange::tile(&A, &signed(&reps))?) }

    /// Each element as often as `repeats` says.
    ///
    /// >>> np.repeat([1, 2], 2)
    /// array([1, 1, 2, 2])
    /// >>> np.repeat([[1, 2], [3, 4]], [1, 2], axis=0)
    /// array([[1, 2],
    ///        [3, 4],
    ///        [3, 4]])
    @method @keeps @see("tile")
    fn repeat(cx, a: Tensor, repeats: Tensor, axis: Option<isize> = None) -> Tensor {
        Ok(rearrange::repeat(&a, &repeats, axis)?)
    }

    /// A copy with values after the end; without an axis both are taken as one line.
    ///
    /// >>> np.append([1, 2], [3, 4])
    /// array([1, 2, 3, 4])
    @keeps @see("insert", "concatenate")
    fn append(cx, arr: Tensor, values: Tensor, axis: Option<isize> = None) -> Tensor {
        Ok(crate::tensor::combine::append(&arr, &values, axis)?)
    }

    /// A copy with values before the given indices.
    ///
    /// >>> np.insert([1, 2, 3], 1, 9)
    /// array([1, 9, 2, 3])
    /// >>> np.insert([[1, 2], [3, 4]], 1, 5, axis=1)
    /// array([[1, 5, 2],
    ///        [3, 5, 4]])
    @keeps @see("append", "delete")
    fn insert(cx, arr: Tensor, obj: Value, values: Value, axis: Option<isize> = None) -> Tensor {
        let place = selection(cx, &obj)?;
        let values = to_tensor(cx, &values, None)?;
        Ok(rearrange::insert(&arr, &place, &values, axis)?)
    }

    /// A copy without the elements (sub-arrays along an axis) at the given indices.
    ///
    /// >>> np.delete([1, 2, 3, 4], 1)
    /// array([1, 3, 4])
    /// >>> np.delete([[1, 2], [3, 4]], 0, axis=1)
    /// array([[2],
    ///        [4]])
    @keeps @see("insert", "append")
    fn delete(cx, arr: Tensor, obj: Value, axis: Option<isize> = None) -> Tensor {
        let which = selection(cx, &obj)?;
        Ok(rearrange::delete(&arr, &which, axis)?)
    }

    /// A copy of another shape, its elements repeated as often as needed.
    ///
    /// >>> np.resize([1, 2, 3], (2, 4))
    /// array([[1, 2, 3, 1],
    ///        [2, 3, 1, 2]])
    @see("reshape")
    fn resize(cx, a: Tensor, new_shape: Ints) -> Tensor { Ok(rearrange::resize(&a, &signed(&new_shape))?) }

    /// A copy whose elements are shifted; what leaves at the end comes back at the start.
    ///
    /// >>> np.roll([1, 2, 3, 4], 1)
    /// array([4, 1, 2, 3])
    /// >>> np.roll([[1, 2], [3, 4]], 1, axis=0)
    /// array([[3, 4],
    ///        [1, 2]])
    @keeps @see("rollaxis", "flip")
    fn roll(cx, a: Tensor, shift: Value, axis: Axes = Axes(None)) -> Tensor {
        let shift = match &shift {
            Value::Float(f) => Ints(vec![f.get() as i64]),
            other => Ints::from_value(cx, other)?,
        };
        Ok(rearrange::roll(&a, &signed(&shift), axis.0.as_deref())?)
    }

    /// The array turned by 90 degrees, `k` times, from the first of two axes towards the second. A view.
    ///
    /// >>> np.rot90([[1, 2], [3, 4]])
    /// array([[2, 4],
    ///        [1, 3]])
    @see("flip", "transpose")
    fn rot90(cx, m: Source, k: isize = 1, axes: Ints = Ints(vec![0, 1])) -> Value {
        Ok(m.view(m.tensor.rot90(k, &signed(&axes))?))
    }

    /// The elements in reverse order along axes (all without `axis`). A view.
    ///
    /// >>> np.flip([[1, 2], [3, 4]])
    /// array([[4, 3],
    ///        [2, 1]])
    @see("fliplr", "flipud", "rot90")
    fn flip(cx, m: Source, axis: Axes = Axes(None)) -> Value {
        let flipped = m.tensor.flip(axis.0.as_deref())?;
        if flipped.ndim() == 0 { crate::value::convert::unboxed(flipped) } else { Ok(m.view(flipped)) }
    }

    /// The columns in reverse order. A view.
    ///
    /// >>> np.fliplr([[1, 2], [3, 4]])
    /// array([[2, 1],
    ///        [4, 3]])
    @see("flip", "flipud")
    fn fliplr(cx, m: Source) -> Value { Ok(m.view(m.tensor.fliplr()?)) }

    /// The rows in reverse order. A view.
    ///
    /// >>> np.flipud([[1, 2], [3, 4]])
    /// array([[3, 4],
    ///        [1, 2]])
    @see("flip", "fliplr")
    fn flipud(cx, m: Source) -> Value { Ok(m.view(m.tensor.flipud()?)) }

    /// Without the zeros at the ends; `trim` names the front (`'f'`), the back (`'b'`) or both.
    ///
    /// >>> np.trim_zeros(np.array([0, 0, 1, 2, 0]))
    /// array([1, 2])
    fn trim_zeros(cx, filt: Value, trim: String = "fb".into(), axis: Axes = Axes(None)) -> Value {
        trimmed(cx, &filt, &trim, axis)
    }
}

fn signed(ints: &Ints) -> Vec<isize> {
    ints.0.iter().map(|&i| i as isize).collect()
}

/// A list stays a list.
fn trimmed(cx: &mut dyn crate::value::Context, filt: &Value, trim: &str, axis: Axes) -> Result<Value> {
    let source = Source::from_value(cx, filt)?;
    let items = match filt {
        Value::List(list) => list.to_vec(),
        Value::Tuple(tuple) => tuple.items.to_vec(),
        _ => return Ok(source.view(rearrange::trim_zeros(&source, trim, axis.0.as_deref())?)),
    };
    if source.ndim() != 1 {
        return Ok(source.view(rearrange::trim_zeros(&source, trim, axis.0.as_deref())?));
    }
    let bounds = rearrange::trim_zeros_bounds(&source, trim, axis.0.as_deref())?;
    let (from, to) = bounds.first().copied().unwrap_or((0, 0));
    let kept = items.get(from..to).unwrap_or_default().to_vec();
    Ok(if let Value::Tuple(_) = filt { Value::tuple(kept) } else { Value::list(kept) })
}
