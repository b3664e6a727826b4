//! Arrays of the class `matrix`: how a result of operators, functions and indices becomes one, which always has two axes.
//! The other subclasses of arrays (`recarray`, `memmap`) have no rules: views of them are of their class, and that is all.

use super::class::numpy::{MATRIX, NDARRAY};
use super::object::{BinaryOp, CompareOp};
use super::{Array, Class, Context, Dict, Error, Result, Value, elementwise};
use crate::tensor::{DType, Dims, Order, Tensor};
use std::rc::Rc;

/// Whether arrays of the class follow rules of their own. Their tensors are [marked](Tensor::marked), so that the short
/// ways of plain arrays need not ask.
#[inline(always)]
pub fn has_rules(class: &'static Class) -> bool {
    std::ptr::eq(class, &MATRIX)
}

/// Whether the value is a matrix.
#[inline]
pub fn is_matrix(value: &Value) -> bool {
    matches!(value, Value::Array(array) if has_rules(array.class()))
}

/// The same elements with two axes: a line becomes a row, axes of length 1 go. ValueError where more than two are left.
pub fn two_axes(tensor: Tensor) -> Result<Tensor> {
    let longer: Dims = match tensor.ndim() {
        2 => return Ok(tensor),
        0 | 1 => tensor.shape().into(),
        _ => tensor.shape().iter().copied().filter(|&n| n != 1).collect(),
    };
    let shape = match longer.as_slice() {
        [] => [1, 1],
        [n] => [1, *n],
        [m, n] => [*m, *n],
        _ => return Err(Error::value("shape too large to be a matrix.")),
    };
    Ok(tensor.reshaped(&shape, Order::C)?)
}

/// The elements with as many axes as arrays of the class have.
pub fn fitted(tensor: Tensor, class: &'static Class) -> Result<Tensor> {
    if has_rules(class) { two_axes(tensor) } else { Ok(tensor) }
}

/// A view of an array of the class: its shape, and its class, which is `ndarray` where the class cannot have the shape.
pub fn of_view(found: Tensor, class: &'static Class) -> (Tensor, &'static Class) {
    if !has_rules(class) {
        return (found, class);
    }
    match two_axes(found.clone()) {
        Ok(two) => (two, class),
        Err(_) => (found, &NDARRAY),
    }
}

/// A new matrix.
pub fn matrix(tensor: Tensor) -> Result<Value> {
    Ok(Value::Array(Rc::new(Array::with_class(two_axes(tensor)?, &MATRIX))))
}

/// What an index found in a matrix.
pub enum Found {
    /// A single element, without axes.
    Element(Tensor),
    Matrix(Tensor),
}

/// What `index` found in a matrix: a row, or a column where the index is a tuple whose second item is a number.
pub fn indexed(found: Tensor, index: &Value) -> Result<Found> {
    let shape = match (found.ndim(), found.size()) {
        (0, _) => return Ok(Found::Element(found)),
        (1, n) if is_column(index) => [n, 1],
        (1, n) => [1, n],
        _ => return Ok(Found::Matrix(found)),
    };
    Ok(Found::Matrix(found.reshaped(&shape, Order::C)?))
}

fn is_column(index: &Value) -> bool {
    match index {
        Value::Tuple(tuple) => matches!(
            tuple.items.get(1),
            Some(Value::Int(_) | Value::NpInt(_) | Value::Bool(_) | Value::NpBool(_) | Value::Scalar(_))
        ),
        _ => false,
    }
}

/// The same memory as a plain array; any other value as it is.
pub fn plain(value: &Value) -> Value {
    match value {
        Value::Array(array) if has_rules(array.class()) => Value::Array(Rc::new(Array::view_of(array.tensor(), value))),
        other => other.clone(),
    }
}

/// The result of a function whose arguments are these: a matrix where one of them is, with the notes of their dtype.
pub fn finished(result: Value, arguments: &[Value]) -> Result<Value> {
    if arguments.iter().any(is_matrix) { as_matrix(result) } else { Ok(noted(result, arguments)) }
}

/// A new array with the notes of the first argument's dtype that has any and is the same.
#[inline]
pub fn noted<'a>(result: Value, arguments: impl IntoIterator<Item = &'a Value>) -> Value {
    let notes = arguments.into_iter().find_map(|argument| match argument {
        Value::Array(array) => array.metadata().map(|notes| (notes, array.dtype())),
        _ => None,
    });
    match notes {
        Some((notes, dtype)) => with_notes(result, notes, dtype),
        None => result,
    }
}

/// An array of that dtype with notes; any other value as it is.
#[cold]
pub fn with_notes(value: Value, notes: &Rc<Dict>, dtype: DType) -> Value {
    match value {
        Value::Array(array) if array.dtype() == dtype => match Rc::try_unwrap(array) {
            Ok(array) => Value::Array(Rc::new(array.with_metadata(notes))),
            Err(shared) => Value::Array(shared),
        },
        other => other,
    }
}

/// A plain array as a matrix over the same memory; any other value as it is.
pub fn as_matrix(value: Value) -> Result<Value> {
    match &value {
        Value::Array(array) if !has_rules(array.class()) => {
            let made = Array::with_class(two_axes(array.tensor())?, &MATRIX);
            made.set_base(array.base());
            made.set_writeable(array.is_writeable());
            Ok(Value::Array(Rc::new(made)))
        }
        _ => Ok(value),
    }
}

/// `a op b` where a matrix takes part: `*` is the matrix product, `**` the matrix power. `None` where none does.
#[inline]
pub fn binary(cx: &mut dyn Context, op: BinaryOp, a: &Value, b: &Value) -> Option<Result<Option<Value>>> {
    (is_matrix(a) || is_matrix(b)).then(|| matrix_binary(cx, op, a, b))
}

#[cold]
fn matrix_binary(cx: &mut dyn Context, op: BinaryOp, a: &Value, b: &Value) -> Result<Option<Value>> {
    match op {
        BinaryOp::Mul => product(cx, a, b).map(Some),
        BinaryOp::Pow if is_matrix(a) => power(cx, a, b).map(Some),
        BinaryOp::Pow if !matches!(a, Value::Array(_)) => Ok(None),
        _ => match elementwise::binary(cx, op, &plain(a), &plain(b))? {
            Some(result) => as_matrix(result).map(Some),
            None => Ok(None),
        },
    }
}

/// `a * b`: `np.dot`, where a sequence at the right of a matrix is a row.
fn product(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<Value> {
    use super::FromValue;
    let x = Tensor::from_value(cx, a)?;
    let y = Tensor::from_value(cx, b)?;
    let y = match b {
        Value::Array(_) | Value::List(_) | Value::Tuple(_) if is_matrix(a) => two_axes(y)?,
        _ => y,
    };
    // A number takes on the type of the matrix.
    if x.ndim() == 0 || y.ndim() == 0 {
        let scaled = elementwise::binary(cx, BinaryOp::Mul, &plain(a), &plain(b))?;
        return as_matrix(scaled.unwrap_or_default());
    }
    matrix(crate::linalg::dot(&x, &y)?)
}

fn power(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<Value> {
    use super::FromValue;
    let x = Tensor::from_value(cx, a)?;
    let Ok(n) = super::convert::to_index(b) else {
        crate::linalg::stack::check_square(&x)?;
        return Err(Error::type_error("exponent must be an integer"));
    };
    matrix(crate::linalg::matrix_power(&x, n)?)
}

/// `target op= b` for a matrix and an operator that means something else for it: the result is copied into the matrix.
/// `None` for other arrays and operators.
pub fn inplace(cx: &mut dyn Context, op: BinaryOp, target: &Rc<Array>, b: &Value) -> Option<Result<()>> {
    if !has_rules(target.class()) || !matches!(op, BinaryOp::Mul | BinaryOp::Pow) {
        return None;
    }
    Some(replace(cx, op, target, b))
}

fn replace(cx: &mut dyn Context, op: BinaryOp, target: &Rc<Array>, b: &Value) -> Result<()> {
    let value = Value::Array(target.clone());
    let result = if op == BinaryOp::Mul { product(cx, &value, b)? } else { power(cx, &value, b)? };
    if !target.is_writeable() {
        return Err(Error::value("assignment destination is read-only"));
    }
    super::store::store(cx, &target.tensor(), &[], &result)
}

/// `a op b` where a matrix takes part. `None` where none does.
#[inline]
pub fn compare(cx: &mut dyn Context, op: CompareOp, a: &Value, b: &Value) -> Option<Result<Option<Value>>> {
    (is_matrix(a) || is_matrix(b)).then(|| match elementwise::compare(cx, op, &plain(a), &plain(b))? {
        Some(result) => as_matrix(result).map(Some),
        None => Ok(None),
    })
}
