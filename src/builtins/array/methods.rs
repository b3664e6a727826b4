//! The methods of arrays that differ from the functions of their name, or have none.

use super::argument::{Copy, Source, ints_of_arguments, numpy};
use super::creation::{Making, make};
use super::flags::set_writeable;
use super::from_data::element_bytes;
use super::out::{Out, finish};
use super::shape::{reshaped, transposed};
use crate::builtins::math::sort::Places;
use crate::tensor::promote::Casting;
use crate::tensor::{DType, Order, Tensor, rearrange};
use crate::value::boxed::{nested_list, python_value};
use crate::value::class::numpy::NDARRAY;
use crate::value::convert::{to_index, unboxed};
use crate::value::elementwise::{check_writeable, report};
use crate::value::store::store;
use crate::value::{Array, Context, Error, FromValue, Result, Value};
use std::rc::Rc;

builtins! { METHODS, chapter "Methods of arrays", methods "ndarray";
    /// The elements under another shape, given as a tuple or as separate ints; a view where possible.
    ///
    /// >>> np.arange(6).reshape(2, 3)
    /// array([[0, 1, 2],
    ///        [3, 4, 5]])
    fn reshape(cx, @pos a: Source, @args shape: Vec<Value>, @kw order: Order = Order::C, @kw copy: Copy = Copy::IfNeeded) -> Value {
        if shape.is_empty() && a.size() != 1 {
            return Err(Error::value(format!("cannot reshape array of size {} into shape ()", a.size())));
        }
        if let Some(Value::None) = shape.first() {
            return Ok(a.value());
        }
        reshaped(cx, &a, &shape, order, copy)
    }

    /// The axes in another order, given as a tuple or as separate ints; without arguments reversed. A view.
    ///
    /// >>> np.ones((2, 3, 4)).transpose(1, 0, 2).shape
    /// (3, 2, 4)
    fn transpose(cx, @pos a: Source, @args axes: Vec<Value>) -> Value {
        if axes.is_empty() || matches!(axes.as_slice(), [Value::None]) {
            return a.like_receiver(a.tensor.transpose());
        }
        let axes = ints_of_arguments(cx, &axes)?;
        transposed(&a, Some(axes.into_iter().map(|i| i as i64).collect()))
    }

    /// All elements in one line, always a copy.
    ///
    /// >>> np.array([[1, 2], [3, 4]]).flatten()
    /// array([1, 2, 3, 4])
    fn flatten(cx, @pos a: Source, order: Order = Order::C) -> Value {
        Ok(a.view(a.tensor.flatten(order)?))
    }

    /// A copy of the array.
    ///
    /// >>> a = np.array([1, 2]); b = a.copy(); b[0] = 9; a
    /// array([1, 2])
    fn copy(cx, @pos a: Source, order: Order = Order::C) -> Value {
        if !a.is_array {
            return unboxed(a.tensor.clone());
        }
        make(cx, &a.value(), &Making { dtype: None, copy: Copy::Always, order, subok: true, ndmin: 0 })
    }

    /// A copy with elements of another type.
    ///
    /// >>> np.array([1.7, -1.7]).astype(int)
    /// array([ 1, -1])
    fn astype(cx, @pos a: Source, dtype: DType, order: Order = Order::K, casting: String = "unsafe".into(), subok: bool = true,
              copy: bool = true) -> Value {
        converted(cx, &a, dtype, order, &casting, subok, copy)
    }

    /// The same memory as a new array object, as another dtype or another class.
    ///
    /// >>> np.array([1, 2], dtype=np.int16).view(np.uint8)
    /// array([1, 0, 2, 0], dtype=uint8)
    fn view(cx, @pos a: Source, dtype: Value = Value::None, r#type: Value = Value::None) -> Value { viewed(cx, &a, &dtype, &r#type) }

    /// Sets all elements to one value.
    ///
    /// >>> a = np.zeros(2); a.fill(7); a
    /// array([7., 7.])
    fn fill(cx, @pos a: Rc<Array>, value: Value) -> () {
        if !a.is_writeable() {
            return Err(Error::value("assignment destination is read-only"));
        }
        if let (Value::List(_) | Value::Tuple(_), true) = (&value, a.dtype().kind.is_numeric()) {
            return Err(crate::value::nested::not_a_number(&value, a.dtype().kind));
        }
        if a.dtype().kind == crate::tensor::Kind::Object {
            crate::tensor::assign::assign(&a.tensor(), &crate::value::nested::object_tensor(&value)?)?;
            return Ok(());
        }
        store(cx, &a.tensor(), &[], &value)
    }

    /// One element as a Python value: the only one, or the one at an index.
    ///
    /// >>> np.array([[1, 2], [3, 4]]).item(1, 0)
    /// 3
    /// >>> np.float32(2.5).item()
    /// 2.5
    fn item(cx, @pos a: Source, @args args: Vec<Value>) -> Value { element(&a, &args) }

    /// The elements as nested lists of Python values.
    ///
    /// >>> np.array([[1, 2], [3, 4]]).tolist()
    /// [[1, 2], [3, 4]]
    fn tolist(cx, @pos a: Source) -> Value { Ok(nested_list(a.tensor.clone())) }

    /// The bytes of the elements.
    ///
    /// >>> np.array([1, 2], dtype=np.int16).tobytes()
    /// b'\x01\x00\x02\x00'
    fn tobytes(cx, @pos a: Source, order: Order = Order::C) -> Value { Ok(Value::bytes(element_bytes(&a, order)?)) }

    /// Another shape for the array itself; new elements are zeros.
    ///
    /// >>> a = np.array([1, 2, 3]); a.resize((2, 2)); a
    /// array([[1, 2],
    ///        [3, 0]])
    fn resize(cx, @pos a: Rc<Array>, @args new_shape: Vec<Value>, @kw refcheck: bool = true) -> () {
        if new_shape.is_empty() || matches!(new_shape.as_slice(), [Value::None]) {
            return Ok(());
        }
        let wanted = ints_of_arguments(cx, &new_shape)?;
        resize_in_place(&a, &wanted, refcheck)
    }

    /// Replaces the elements at indices of the flattened array, in place.
    ///
    /// >>> a = np.arange(5); a.put([0, 2], [-44, -55]); a
    /// array([-44,   1, -55,   3,   4])
    fn put(cx, @pos a: Value, indices: Tensor, values: Value, mode: String = "raise".into()) -> () {
        super::indexing::put_at(cx, &a, indices, &values, &mode)
    }

    /// Sorts the array in place along an axis.
    ///
    /// >>> a = np.array([3, 1, 2]); a.sort(); a
    /// array([1, 2, 3])
    fn sort(cx, @pos a: Rc<Array>, axis: isize = -1, kind: Value = Value::None, order: Value = Value::None,
            @kw stable: Value = Value::None) -> () {
        if !a.is_writeable() {
            return Err(Error::value("sort array is read-only"));
        }
        let sorted = if let Value::None = order {
            crate::tensor::sort::sort(&a.tensor(), Some(axis))?
        } else {
            let sort = crate::builtins::lookup("np", crate::symbol::Symbol::new("sort")).unwrap_or_default();
            let keywords = [(crate::symbol::Symbol::new("axis"), Value::Int(axis as i64)), (crate::symbol::Symbol::new("order"), order)];
            let sorted = cx.call(&sort, &[Value::Array(a.clone())], &keywords)?;
            Tensor::from_value(cx, &sorted)?
        };
        crate::tensor::assign::assign(&a.tensor(), &sorted)?;
        Ok(())
    }

    /// Partly sorts the array in place: element `kth` stands where sorting would put it, smaller ones before it.
    ///
    /// >>> a = np.array([3, 4, 1, 2]); a.partition(1); a[1]
    /// np.int64(2)
    fn partition(cx, @pos a: Rc<Array>, kth: Places, axis: isize = -1, kind: Value = Value::None, order: Value = Value::None) -> () {
        if !a.is_writeable() {
            return Err(Error::value("partition array is read-only"));
        }
        let parted = crate::tensor::sort::partition::partition(&a.tensor(), &kth.0, Some(axis))?;
        crate::tensor::assign::assign(&a.tensor(), &parted)?;
        Ok(())
    }

    /// The sub-arrays along an axis where a condition is true.
    ///
    /// >>> np.array([1, 2, 3]).compress([True, False, True])
    /// array([1, 3])
    @keeps
    fn compress(cx, @pos a: Tensor, condition: Tensor, axis: Option<isize> = None, out: Out = Out(None)) -> Value {
        finish(cx, crate::tensor::index::compress(&condition, &a, axis)?, out)
    }

    /// The complex conjugate of each element.
    ///
    /// >>> np.array([1+2j]).conj()
    /// array([1.-2.j])
    @alias("conjugate")
    fn conj(cx, @pos a: Value) -> Value {
        match &a {
            Value::Array(array) if array.dtype().kind == crate::tensor::Kind::Bool => Ok(a),
            _ => numpy(cx, "conjugate", &[a]),
        }
    }

    /// The elements with their bytes in reverse order.
    ///
    /// >>> np.array([1], dtype=np.int16).byteswap()
    /// array([256], dtype=int16)
    @keeps
    fn byteswap(cx, @pos a: Source, inplace: bool = false) -> Value { swapped(&a, inplace) }

    /// Makes the array read-only (`write=False`) or writeable again.
    ///
    /// >>> a = np.zeros(2); a.setflags(write=False); a.flags.writeable
    /// False
    fn setflags(cx, @pos a: Rc<Array>, write: Option<bool> = None, align: Option<bool> = None, uic: Option<bool> = None) -> () {
        if uic == Some(true) {
            return Err(Error::value("cannot set WRITEBACKIFCOPY flag to True"));
        }
        if align == Some(true) && !a.borrow().is_aligned() {
            return Err(Error::value("cannot set aligned flag of mis-aligned array to True"));
        }
        if let Some(value) = align {
            a.set_aligned(value);
        }
        match write {
            Some(value) => set_writeable(&a, value),
            None => Ok(()),
        }
    }

    /// Writes a value into part of each element's bytes, as elements of another dtype.
    ///
    /// >>> a = np.zeros(2, dtype=np.int32); a.setfield(1, np.int16, offset=2); a
    /// array([65536, 65536], dtype=int32)
    fn setfield(cx, @pos a: Source, value: Value, dtype: DType, offset: i64 = 0) -> () {
        if !a.is_array {
            return Err(Error::type_error("Can't set fields in a non-void array scalar."));
        }
        if offset < 0 {
            return Err(Error::value("offset is negative"));
        }
        if dtype.itemsize() > a.itemsize() {
            return Err(Error::value("new type is larger than original type"));
        }
        if offset as usize > a.itemsize() - dtype.itemsize() {
            return Err(Error::value("new type plus offset is larger than original type"));
        }
        if !a.array.is_writeable() {
            return Err(Error::value("assignment destination is read-only"));
        }
        store(cx, &field_of(&a, dtype, offset)?, &[], &value)
    }

    /// Part of each element's bytes as another dtype. A view.
    ///
    /// >>> np.array([1, 2], dtype=np.int32).getfield(np.int16)
    /// array([1, 2], dtype=int16)
    fn getfield(cx, @pos a: Source, dtype: DType, offset: i64 = 0) -> Value {
        no_references(&a, dtype)?;
        let room = a.itemsize() as i64 - dtype.itemsize() as i64;
        if offset < 0 || offset > room {
            return Err(Error::value(format!("Need 0 <= offset <= {room} for requested type but received offset = {offset}")));
        }
        Ok(a.view(field_of(&a, dtype, offset)?))
    }
}

fn no_references(a: &Tensor, dtype: DType) -> Result<()> {
    if a.dtype().kind.has_references() != dtype.kind.has_references() {
        return Err(Error::type_error("Cannot get/set field of an object array"));
    }
    Ok(())
}

/// The bytes of each element from `offset` on as elements of `dtype`, which fit. References are no bytes to look at.
fn field_of(a: &Tensor, dtype: DType, offset: i64) -> Result<Tensor> {
    no_references(a, dtype)?;
    let start = a.offset() + offset as isize;
    Ok(Tensor::from_parts(a.storage().clone(), start, a.shape().into(), a.strides().into(), dtype)?)
}

/// `a.astype(…)`.
pub fn converted(
    cx: &mut dyn Context,
    a: &Source,
    dtype: DType,
    order: Order,
    casting: &str,
    subok: bool,
    copy: bool,
) -> Result<Value> {
    let wanted = crate::tensor::cast::with_length(a, dtype)?;
    if casting == "same_value" {
        let cast = super::same_value::cast_exactly(cx, a, wanted, order)?;
        return if a.is_array { Ok(a.view(cast)) } else { unboxed(cast) };
    }
    crate::tensor::assign::check_casting(a.dtype(), wanted, rule_of(casting)?)?;
    if !a.is_array {
        return unboxed(crate::value::nested::cast_to(cx, a.tensor.clone(), Some(wanted))?);
    }
    if !copy && wanted == a.dtype() {
        let making = Making { dtype: None, copy: Copy::IfNeeded, order, subok, ndmin: 0 };
        return make(cx, &a.value(), &making);
    }
    let (cast, flags) = crate::tensor::cast::cast(a, wanted, order)?;
    report(cx, flags, "cast", false)?;
    let class = if subok { a.array.class() } else { &NDARRAY };
    Ok(Value::Array(Rc::new(Array::with_class(cast, class))))
}

/// The rule of a name; the message of the error names `same_value`, too.
fn rule_of(casting: &str) -> Result<Casting> {
    Casting::by_name(casting).map_err(|_| {
        Error::value(format!(
            "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe', 'same_value' (got '{casting}')"
        ))
    })
}

fn viewed(cx: &mut dyn Context, a: &Source, dtype: &Value, class: &Value) -> Result<Value> {
    // `a.view(np.matrix)`: a class of arrays in the place of the dtype.
    let class_argument = |value: &Value| match value {
        Value::Class(class) if class.is_subclass(&NDARRAY) => Some(*class),
        _ => None,
    };
    let wanted_class = class_argument(dtype).or_else(|| class_argument(class));
    let tensor = match dtype {
        Value::None => a.tensor.clone(),
        other if class_argument(other).is_some() => a.tensor.clone(),
        other => a.tensor.view_as(DType::from_value(cx, other)?)?,
    };
    if !a.is_array {
        return unboxed(tensor);
    }
    let class = wanted_class.unwrap_or(a.array.class());
    let tensor = crate::value::subclass::fitted(tensor, class)?;
    Ok(Value::Array(Rc::new(Array::view_as(tensor, &a.value(), class))))
}

/// One element as a Python value.
fn element(a: &Source, args: &[Value]) -> Result<Value> {
    let given: Vec<Value> = match args {
        [Value::Tuple(tuple)] => tuple.items.to_vec(),
        other => other.to_vec(),
    };
    let index = given.iter().map(|v| to_index(v).map(|i| i as isize)).collect::<Result<Vec<_>>>()?;
    match index.as_slice() {
        [] if a.size() == 1 => Ok(python_value(a.first())),
        [] => Err(Error::value("can only convert an array of size 1 to a Python scalar")),
        [one] if a.ndim() != 1 => {
            let n = a.size() as isize;
            let at = if *one < 0 { one + n } else { *one };
            if at < 0 || at >= n {
                return Err(Error::index(format!("index {one} is out of bounds for size {n}")));
            }
            let offset = crate::tensor::iterate::flat_offset(a.shape(), a.strides(), at as usize);
            Ok(python_value(a.scalar_at(offset)))
        }
        many if many.len() != a.ndim() => Err(Error::value("incorrect number of indices for array")),
        many => Ok(python_value(crate::tensor::index::get_element(a, many)?)),
    }
}

fn resize_in_place(a: &Rc<Array>, wanted: &[isize], refcheck: bool) -> Result<()> {
    let mut shape = Vec::with_capacity(wanted.len());
    for &n in wanted {
        shape.push(usize::try_from(n).map_err(|_| Error::value("negative dimensions not allowed"))?);
    }
    if a.base().is_some() {
        return Err(Error::value("cannot resize this array: it does not own its data"));
    }
    // One reference is the array's own; more are views of it.
    if refcheck && a.borrow().size() != shape.iter().product::<usize>() && a.borrow().storage().holders() > 1 {
        return Err(Error::value(
            "cannot resize an array that references or is referenced\nby another array in this way.\nUse the np.resize function or refcheck=False",
        ));
    }
    let old = a.tensor();
    // The memory is kept as it is, also where it is in Fortran order.
    let tensor = if old.is_f_contiguous() && !old.is_c_contiguous() {
        let line = rearrange::resize_with_zeros(&old.ravel(Order::F)?, &[shape.iter().product()])?;
        crate::tensor::copy::copied(&line.reshaped(&shape, Order::F)?, Order::F)?
    } else {
        rearrange::resize_with_zeros(&old, &shape)?
    };
    a.replace(tensor);
    Ok(())
}

fn swapped(a: &Source, inplace: bool) -> Result<Value> {
    use crate::tensor::ByteOrder;
    let dtype = a.dtype();
    let other = DType { order: if dtype.is_native() { ByteOrder::Swapped } else { ByteOrder::Native }, ..dtype };
    // The same bytes read in the other order, then written in the first one.
    let result = crate::tensor::cast::as_dtype(&a.tensor.with_dtype(other), dtype)?;
    if !inplace {
        return if a.is_array { Ok(Value::array(result)) } else { unboxed(result) };
    }
    check_writeable(&a.array)?;
    crate::tensor::assign::assign(a, &result)?;
    Ok(a.value())
}
