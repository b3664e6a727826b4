//! `array[index] = value`: values into elements of arrays, with NumPy's conversions and errors.

use super::class::class_of;
use super::convert::FromValue;
use super::elementwise::report;
use super::item::index_items;
use super::subclass::Found;
use super::{Array, Context, Error, Result, Value};
use crate::tensor::index::{self, Basic, IndexItem};
use crate::tensor::{Kind, Operand, Scalar, Tensor};
use std::rc::Rc;

/// The element that stores a number in an array of its own kind, without rounding or warnings.
#[inline]
pub fn exact_scalar(value: &Value, kind: Kind) -> Option<Scalar> {
    match (kind, value) {
        (Kind::Float64, Value::Float(f) | Value::NpFloat(f)) => Some(Scalar::Float64(f.get())),
        (Kind::Float64, Value::Int(i) | Value::NpInt(i)) => Some(Scalar::Float64(*i as f64)),
        (Kind::Int64, Value::Int(i) | Value::NpInt(i)) => Some(Scalar::Int64(*i)),
        (Kind::Bool, Value::Bool(b) | Value::NpBool(b)) => Some(Scalar::Bool(b.get())),
        _ => None,
    }
}

/// `array[place] = new` for a number of the array's own kind, or an array of its dtype and the place's shape; `None` where
/// it takes the long way.
pub fn store_basic(tensor: &Tensor, place: &Basic, new: &Value) -> Option<()> {
    match (place, new) {
        (Basic::Element(offset), _) => store_element(tensor, *offset, new),
        (Basic::View(view), Value::Array(source)) => {
            let source = source.borrow();
            let plain = source.dtype() == view.dtype() && source.dtype().kind.is_numeric();
            if !plain || source.shape() != view.shape() || source.shares_storage(view) {
                return None;
            }
            crate::tensor::copy::copy_elements(view, &source).ok()
        }
        (Basic::View(view), _) => {
            let scalar = exact_scalar(new, view.dtype().kind)?;
            crate::tensor::assign::fill(view, &scalar).ok().map(|_| ())
        }
    }
}

/// [`store_basic`] for the element so many bytes from the first.
#[inline]
pub fn store_element(tensor: &Tensor, offset: isize, new: &Value) -> Option<()> {
    if let Value::Float(f) | Value::NpFloat(f) = new
        && tensor.set_f64(offset, f.get()).is_some()
    {
        return Some(());
    }
    tensor.set_scalar(offset, &exact_scalar(new, tensor.dtype().kind)?).ok().map(|_| ())
}

pub(super) fn array_set(cx: &mut dyn Context, array: &Rc<Array>, index: &Value, new: &Value) -> Result<()> {
    if !array.is_writeable() {
        return Err(Error::value("assignment destination is read-only"));
    }
    let tensor = array.tensor();
    if let (Kind::Record(_), Value::Str(name)) = (tensor.dtype().kind, index) {
        return store(cx, &super::record::field(&tensor, name.as_str())?, &[], new);
    }
    let items = index_items(cx, index)?;
    // The place in a matrix is a matrix.
    if super::subclass::has_rules(array.class()) && is_basic(&items) {
        return match super::subclass::indexed(index::get(&tensor, &items)?, index)? {
            Found::Matrix(place) => store(cx, &place, &[], new),
            Found::Element(_) => store(cx, &tensor, &items, new),
        };
    }
    store(cx, &tensor, &items, new)
}

/// Writes `new` (any value) into the indexed elements, all of them for no items.
pub fn store(cx: &mut dyn Context, target: &Tensor, items: &[IndexItem], new: &Value) -> Result<()> {
    let element = items.is_empty() && target.ndim() == 0;
    let all = [IndexItem::Ellipsis];
    let items = if items.is_empty() { &all } else { items };
    let value = match converted(cx, target, items, new) {
        Ok(value) => value,
        Err(error) => {
            // A wrong index is told before a wrong value.
            if is_basic(items) {
                index::get(target, items)?;
            }
            return Err(error);
        }
    };
    if let Value::List(_) | Value::Tuple(_) = new
        && is_basic(items)
    {
        check_depth(target, items, element, new, &value)?;
    }
    let flags = index::set(target, items, &value)?;
    report(cx, flags, "cast", false)
}

/// Whether an index has neither arrays nor masks.
fn is_basic(items: &[IndexItem]) -> bool {
    !items.iter().any(|item| matches!(item, IndexItem::Array(_) | IndexItem::Mask(_) | IndexItem::Bool(_)))
}

/// A sequence must not be nested deeper than the place it goes to. `element`: the place is a 0-d array's only element.
fn check_depth(target: &Tensor, items: &[IndexItem], element: bool, new: &Value, value: &Tensor) -> Result<()> {
    let kind = target.dtype().kind;
    let place = index::get(target, items)?.ndim();
    if !kind.is_numeric() || value.ndim() <= place {
        return Ok(());
    }
    let one = element || place == 0 && !items.iter().any(|item| matches!(item, IndexItem::Ellipsis));
    if one && kind.is_complex() {
        return Err(Error::type_error(format!("must be real number, not {}", class_of(new).qualified_name())));
    }
    if one {
        return Err(super::nested::not_a_number(new, kind));
    }
    Err(Error::value(format!(
        "setting an array element with a sequence. The requested array would exceed the maximum number of dimension of {place}."
    )))
}

/// A value as the array that is to be stored.
fn converted(cx: &mut dyn Context, target: &Tensor, items: &[IndexItem], new: &Value) -> Result<Tensor> {
    let dtype = target.dtype();
    Ok(match Operand::from_value(cx, new) {
        // A sequence or an array that is one element of an object array.
        _ if dtype.kind == Kind::Object
            && matches!(new, Value::List(_) | Value::Tuple(_) | Value::Array(_))
            && is_one_element(target, items) =>
        {
            super::nested::object_tensor(new)?
        }
        _ if matches!(dtype.kind, Kind::Object | Kind::Text(_) | Kind::Record(_)) => {
            super::nested::to_tensor(cx, new, Some(dtype))?
        }
        Ok(Operand::Tensor(tensor)) => match new {
            // Texts and the like are converted as values, with Python's errors.
            Value::Array(_) => tensor,
            Value::List(_) | Value::Tuple(_) => super::nested::to_tensor(cx, new, Some(dtype))?,
            _ if !dtype.kind.is_numeric() || !tensor.dtype().kind.is_numeric() => {
                super::nested::to_tensor(cx, new, Some(dtype))?
            }
            _ => tensor,
        },
        Ok(Operand::Scalar(scalar)) => crate::tensor::cast::scalar_tensor(&scalar)?,
        // Python's numbers must fit: `a[0] = 300` into uint8 is an OverflowError.
        Ok(weak) => {
            let (tensor, flags) = crate::tensor::cast::operand_to_tensor_flagged(&weak, dtype)?;
            report(cx, flags, "cast", false)?;
            tensor
        }
        Err(error) => return Err(error),
    })
}

/// Whether an index is an integer for each axis.
fn is_one_element(target: &Tensor, items: &[IndexItem]) -> bool {
    items.len() == target.ndim() && items.iter().all(|item| matches!(item, IndexItem::Int(_)))
}
