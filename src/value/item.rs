//! `container[index]`: reading, writing and deleting items of lists, tuples, texts, dicts and arrays.

use super::class::class_of;
use super::class::numpy::{CHARARRAY, RECARRAY};
use super::convert::{FromValue, to_index, unboxed};
use super::store::{array_set, exact_scalar, store};
use super::subclass::Found;
use super::watch::{self, Watch};
use super::{Array, Context, Error, List, Result, Slice, Tuple, Value};
use crate::symbol::Symbol;
use crate::tensor::index::{self, BasicView, INVALID_INDEX, IndexItem};
use crate::tensor::{Kind, Scalar, Tensor};
use smallvec::SmallVec;
use std::rc::Rc;

/// A scalar as a value; elements of object arrays are the values themselves.
pub fn scalar_value(scalar: Scalar) -> Value {
    match scalar {
        Scalar::Object(item) => super::boxed::unwrap(&item),
        other => Value::scalar(other),
    }
}

/// `value[index]`
#[inline]
pub fn get_item(cx: &mut dyn Context, value: &Value, index: &Value) -> Result<Value> {
    match (value, index) {
        (Value::List(list), Value::Int(i)) => {
            let items = list.borrow();
            match items.get(from_end(*i, items.len())) {
                Some(item) => Ok(item.clone()),
                None => Err(Error::index("list index out of range")),
            }
        }
        (Value::Array(array), Value::Int(i)) => array_item(array, value, *i),
        (Value::Str(text), Value::Int(i)) if let Some(c) = ascii_at(text, *i) => Ok(Value::char(c)),
        _ => get_item_slow(cx, value, index),
    }
}

/// The character at an index of an ASCII text, if it is in range.
fn ascii_at(text: &super::Str, index: i64) -> Option<char> {
    if !text.is_ascii() {
        return None;
    }
    let bytes = text.as_str().as_bytes();
    bytes.get(from_end(index, bytes.len())).map(|&b| char::from(b))
}

/// An index from the front; out of range stays out of range.
fn from_end(index: i64, len: usize) -> usize {
    if index < 0 { (index + len as i64) as usize } else { index as usize }
}

#[inline(never)]
fn get_item_slow(cx: &mut dyn Context, value: &Value, index: &Value) -> Result<Value> {
    match value {
        Value::List(list) => sequence_item(&list.borrow(), index, "list", |items| Value::list(items)),
        Value::Tuple(tuple) => {
            sequence_item(&tuple.items, index, "tuple", |items| Value::Tuple(Rc::new(Tuple::new(items))))
        }
        Value::Str(text) => str_item(text, index),
        Value::Bytes(bytes) => match index {
            Value::Slice(slice) => {
                let picked = indices(slice, bytes.data.len())?;
                Ok(Value::bytes(picked.map(|i| bytes.data[i]).collect::<Vec<u8>>()))
            }
            _ => {
                let i = sequence_index(index, "byte")?;
                let byte = bytes.data.get(from_end(i, bytes.data.len()));
                byte.map(|&b| Value::Int(b as i64)).ok_or_else(|| Error::index("index out of range"))
            }
        },
        Value::Range(range) => match index {
            Value::Slice(slice) => {
                let (start, stop, step) = slice_bounds(slice, range.len())?;
                let sub = super::Range {
                    start: range.start + start * range.step,
                    stop: range.start + stop * range.step,
                    step: range.step * step,
                };
                Ok(Value::Range(Rc::new(sub)))
            }
            _ => {
                let i = from_end(sequence_index(index, "range")?, range.len());
                if i < range.len() {
                    Ok(Value::Int(range.at(i)))
                } else {
                    Err(Error::index("range object index out of range"))
                }
            }
        },
        Value::Dict(dict) => {
            let found = dict.borrow().get(index)?.cloned();
            match found {
                Some(found) => Ok(found),
                None => super::dict_kinds::missing(cx, dict, index)?.ok_or_else(|| Error::key(index.clone())),
            }
        }
        Value::Array(array) => array_get(cx, array, value, index),
        Value::Scalar(s) => match &**s {
            Scalar::Record(record) => record_item(record, index),
            Scalar::Str(text) => str_item(&super::Str::new(&**text), index),
            _ => scalar_item(cx, value, index),
        },
        Value::NpFloat(_) | Value::NpInt(_) | Value::NpBool(_) => scalar_item(cx, value, index),
        Value::Object(object) => object.get_item(cx, index),
        Value::DType(dtype) => super::dtype::field_dtype(dtype, index),
        // `list[int]` in annotations and the like.
        Value::Class(_) => Ok(value.clone()),
        _ => Err(Error::type_error(format!("'{}' object is not subscriptable", class_of(value).qualified_name()))),
    }
}

/// `np.float64(3)[()]`, and what makes an array of it: `[...]`, `[None]`, `[True]`.
fn scalar_item(cx: &mut dyn Context, value: &Value, index: &Value) -> Result<Value> {
    let takes_no_axis =
        |index: &Value| matches!(index, Value::Ellipsis | Value::None | Value::Bool(_) | Value::NpBool(_));
    let as_array = match index {
        Value::Tuple(tuple) => !tuple.items.is_empty() && tuple.items.iter().all(takes_no_axis),
        index => takes_no_axis(index),
    };
    match index {
        _ if as_array => {
            let array = Value::array(Tensor::from_value(cx, value)?);
            get_item(cx, &array, index)
        }
        Value::Tuple(t) if t.items.is_empty() => Ok(value.clone()),
        Value::Tuple(_) => Err(Error::index("too many indices for array: array is 0-dimensional, but 1 were indexed")),
        _ => Err(Error::index("invalid index to scalar variable.")),
    }
}

fn sequence_index(index: &Value, what: &str) -> Result<i64> {
    match to_index(index) {
        Ok(i) => Ok(i),
        Err(_) if matches!(index, Value::BigInt(_)) => {
            Err(Error::index("cannot fit 'int' into an index-sized integer"))
        }
        Err(_) => {
            let name = class_of(index).qualified_name();
            let noun = if matches!(what, "string") { "string".to_string() } else { what.to_string() };
            let message = match what {
                "string" => format!("{noun} indices must be integers, not '{name}'"),
                _ => format!("{noun} indices must be integers or slices, not {name}"),
            };
            Err(Error::type_error(message))
        }
    }
}

fn sequence_item(items: &[Value], index: &Value, what: &str, make: impl Fn(Vec<Value>) -> Value) -> Result<Value> {
    if let Value::Slice(slice) = index {
        let (start, stop, step) = slice_bounds(slice, items.len())?;
        if step == 1 {
            return Ok(make(watch::cloned(&items[start as usize..stop.max(start) as usize])?));
        }
        let mut watch = Watch::default();
        let picked = indices(slice, items.len())?.map(|i| watch.step().map(|()| items[i].clone()));
        return Ok(make(picked.collect::<Result<_>>()?));
    }
    let i = sequence_index(index, what)?;
    let item = items.get(from_end(i, items.len()));
    item.cloned().ok_or_else(|| Error::index(format!("{what} index out of range")))
}

fn str_item(text: &super::Str, index: &Value) -> Result<Value> {
    let len = text.char_count();
    if let Value::Slice(slice) = index {
        let (start, stop, step) = slice_bounds(slice, len)?;
        if step == 1 && text.is_ascii() {
            return Ok(Value::str(&text.as_str()[start as usize..stop.max(start) as usize]));
        }
        let mut watch = Watch::default();
        let mut picked = String::new();
        if text.is_ascii() {
            let bytes = text.as_str().as_bytes();
            for i in indices(slice, len)? {
                watch.step()?;
                picked.push(char::from(bytes[i]));
            }
            return Ok(Value::str(picked));
        }
        let chars: Vec<char> = text.as_str().chars().collect();
        for i in indices(slice, len)? {
            watch.step()?;
            picked.push(chars[i]);
        }
        return Ok(Value::str(picked));
    }
    let i = from_end(sequence_index(index, "string")?, len);
    let found = if text.is_ascii() {
        text.as_str().as_bytes().get(i).map(|&b| b as char)
    } else {
        text.as_str().chars().nth(i)
    };
    match found {
        Some(c) => Ok(Value::char(c)),
        None => Err(Error::index("string index out of range")),
    }
}

/// Start, stop and step of a slice over `len` items, clamped as `slice.indices` does.
pub fn slice_bounds(slice: &Slice, len: usize) -> Result<(i64, i64, i64)> {
    let bound = |value: &Value| -> Result<Option<i64>> {
        match value {
            Value::None => Ok(None),
            Value::BigInt(i) => Ok(Some(if **i < dashu_int::IBig::ZERO { i64::MIN } else { i64::MAX })),
            other => match to_index(other) {
                Ok(i) => Ok(Some(i)),
                Err(_) => Err(Error::type_error("slice indices must be integers or None or have an __index__ method")),
            },
        }
    };
    let step = bound(&slice.step)?.unwrap_or(1);
    if step == 0 {
        return Err(Error::value("slice step cannot be zero"));
    }
    let len = len as i64;
    let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
    let clamp = |i: i64| if i < 0 { i.saturating_add(len).max(low) } else { i.min(high) };
    let start = bound(&slice.start)?.map_or(if step > 0 { low } else { high }, clamp);
    let stop = bound(&slice.stop)?.map_or(if step > 0 { high } else { low }, clamp);
    Ok((start, stop, step))
}

/// The positions a slice picks from `len` items.
pub fn indices(slice: &Slice, len: usize) -> Result<impl Iterator<Item = usize> + use<>> {
    let (start, stop, step) = slice_bounds(slice, len)?;
    let range = super::Range { start, stop, step };
    Ok((0..range.len()).map(move |i| range.at(i) as usize))
}

/// A row of an array along its first axis: a scalar or a view.
pub fn array_row(array: &Rc<Array>, row: usize) -> Result<Value> {
    array_item(array, &Value::Array(array.clone()), row as i64)
}

/// An element of the array as a value.
pub(super) fn element(array: &Array, scalar: Scalar) -> Value {
    match scalar {
        Scalar::Str(_) | Scalar::Bytes(_) if std::ptr::eq(array.class(), &CHARARRAY) => {
            super::chararray::element(&scalar)
        }
        Scalar::Record(record) if std::ptr::eq(array.class(), &RECARRAY) => {
            Value::scalar(Scalar::Record(Box::new(record.marked(true))))
        }
        other => scalar_value(other),
    }
}

/// `array[i]`: the hot case.
fn array_item(array: &Rc<Array>, value: &Value, i: i64) -> Result<Value> {
    let tensor = array.borrow();
    if tensor.ndim() == 1 {
        let n = tensor.shape()[0];
        let at = from_end(i, n);
        if at < n {
            return Ok(element(array, tensor.scalar_at(at as isize * tensor.strides()[0])));
        }
    }
    let mut view = BasicView::new(&tensor);
    if let Some(basic) = view.integer(i).and_then(|()| view.finish()) {
        drop(tensor);
        return Ok(super::subscript::found(basic, array, value));
    }
    let found = index::get(&tensor, &[IndexItem::Int(i as isize)])?;
    drop(tensor);
    if found.ndim() == 0 { unboxed(found) } else { Ok(wrap_view(found, array, value)) }
}

/// A result that may look into `array`'s memory: a view of it, of the same class.
pub fn wrap_view(found: Tensor, array: &Rc<Array>, value: &Value) -> Value {
    let (found, class) = super::subclass::of_view(found, array.class());
    wrap_as(found, array, value, class)
}

fn wrap_as(found: Tensor, array: &Rc<Array>, value: &Value, class: &'static super::Class) -> Value {
    if !found.shares_storage(&array.borrow()) {
        return Value::Array(Rc::new(Array::with_class(found, class)));
    }
    Value::Array(Rc::new(Array::view_as(found, value, class)))
}

/// What stands between the brackets of an array, as index items.
pub(super) fn index_items(cx: &mut dyn Context, index: &Value) -> Result<SmallVec<[IndexItem; 4]>> {
    match index {
        Value::Tuple(tuple) => tuple.items.iter().map(|item| index_item(cx, item)).collect(),
        other => Ok(SmallVec::from_iter([index_item(cx, other)?])),
    }
}

fn index_item(cx: &mut dyn Context, value: &Value) -> Result<IndexItem> {
    Ok(match value {
        Value::Int(i) | Value::NpInt(i) => IndexItem::Int(*i as isize),
        Value::None => IndexItem::NewAxis,
        Value::Ellipsis => IndexItem::Ellipsis,
        Value::Bool(b) | Value::NpBool(b) => IndexItem::Bool(b.get()),
        Value::Slice(slice) => {
            let bound = |value: &Value| -> Result<Option<isize>> {
                match value {
                    Value::None => Ok(None),
                    Value::BigInt(i) => Ok(Some(if **i < dashu_int::IBig::ZERO { isize::MIN } else { isize::MAX })),
                    other => match to_index(other) {
                        Ok(i) => Ok(Some(i as isize)),
                        Err(_) => {
                            Err(Error::type_error("slice indices must be integers or None or have an __index__ method"))
                        }
                    },
                }
            };
            IndexItem::Slice { start: bound(&slice.start)?, stop: bound(&slice.stop)?, step: bound(&slice.step)? }
        }
        Value::Array(array) => array_index(array.tensor())?,
        Value::List(_) | Value::Tuple(_) | Value::Range(_) => {
            let tensor = Tensor::from_value(cx, value)?;
            if !tensor.is_empty() && tensor.dtype().kind != Kind::Bool && !tensor.dtype().kind.is_integer() {
                return Err(Error::index(INVALID_INDEX));
            }
            if tensor.is_empty() && tensor.dtype().kind == Kind::Float64 {
                IndexItem::Array(Tensor::zeros(tensor.shape(), crate::tensor::DType::INT64)?)
            } else {
                array_index(tensor)?
            }
        }
        other => match to_index(other) {
            Ok(i) => IndexItem::Int(i as isize),
            Err(_) => return Err(Error::index(INVALID_INDEX)),
        },
    })
}

fn array_index(tensor: Tensor) -> Result<IndexItem> {
    match tensor.dtype().kind {
        Kind::Bool => Ok(IndexItem::Mask(tensor)),
        kind if kind.is_integer() => Ok(IndexItem::Array(tensor)),
        _ => {
            let error = Error::index(match tensor.ndim() {
                0 => INVALID_INDEX,
                _ => "arrays used as indices must be of integer (or boolean) type",
            });
            Err(error)
        }
    }
}

fn array_get(cx: &mut dyn Context, array: &Rc<Array>, value: &Value, index: &Value) -> Result<Value> {
    if let Some(found) = field_get(array, value, index)? {
        return Ok(found);
    }
    let items = index_items(cx, index)?;
    let found = index::get(&array.borrow(), &items)?;
    // Integers alone give a scalar; with `...` the result stays an array.
    if super::subclass::has_rules(array.class()) {
        return match super::subclass::indexed(found, index)? {
            Found::Matrix(found) => Ok(wrap_as(found, array, value, array.class())),
            Found::Element(element) => unboxed(element),
        };
    }
    let scalar = found.ndim() == 0 && !items.iter().any(|item| matches!(item, IndexItem::Ellipsis));
    if scalar { Ok(element(array, found.first())) } else { Ok(wrap_view(found, array, value)) }
}

/// `records['name']` and `records[['a', 'b']]`.
fn field_get(array: &Rc<Array>, value: &Value, index: &Value) -> Result<Option<Value>> {
    if !matches!(array.dtype().kind, Kind::Record(_)) {
        return Ok(None);
    }
    let tensor = array.tensor();
    let found = match index {
        Value::Str(name) => super::record::field(&tensor, name.as_str())?,
        Value::List(names) if !names.is_empty() && names.borrow().iter().all(|n| matches!(n, Value::Str(_))) => {
            let names: Vec<String> = names.borrow().iter().map(super::repr::str).collect();
            super::record::fields(&tensor, &names)?
        }
        _ => return Ok(None),
    };
    Ok(Some(wrap_field(found, array, value)))
}

/// A field as a view; one that holds no records is a plain array.
fn wrap_field(found: Tensor, array: &Rc<Array>, value: &Value) -> Value {
    if matches!(found.dtype().kind, Kind::Record(_)) {
        return wrap_view(found, array, value);
    }
    Value::Array(Rc::new(Array::view_of(found, value)))
}

/// `recarray.name`
pub fn field_attribute(array: &Rc<Array>, value: &Value, name: Symbol) -> Result<Option<Value>> {
    match array.dtype().kind {
        Kind::Record(layout)
            if layout.fields.iter().any(|f| f.name == name.as_str()) && array.class().name == "recarray" =>
        {
            Ok(Some(wrap_field(super::record::field(&array.tensor(), name.as_str())?, array, value)))
        }
        _ => Ok(None),
    }
}

fn record_item(record: &Tensor, index: &Value) -> Result<Value> {
    match index {
        Value::Str(name) => unboxed(super::record::field(record, name.as_str())?),
        other => {
            let Kind::Record(layout) = record.dtype().kind else { return Err(Error::index("invalid index")) };
            let at = from_end(to_index(other)?, layout.fields.len());
            match layout.fields.get(at) {
                Some(field) => unboxed(super::record::field(record, &field.name)?),
                None => Err(Error::index(format!("invalid index ({})", to_index(other)?))),
            }
        }
    }
}

/// `value[index] = new`
#[inline]
pub fn set_item(cx: &mut dyn Context, value: &Value, index: &Value, new: &Value) -> Result<()> {
    match (value, index) {
        (Value::List(list), Value::Int(i)) => {
            let mut items = list.borrow_mut();
            let at = from_end(*i, items.len());
            let Some(slot) = items.get_mut(at) else { return Err(Error::index("list assignment index out of range")) };
            let old = std::mem::replace(slot, new.clone());
            drop(items);
            drop(old);
            Ok(())
        }
        (Value::Dict(dict), key) => {
            let old = dict.borrow_mut().set(key, new.clone())?;
            drop(old);
            Ok(())
        }
        (Value::Array(array), Value::Int(i)) if array.is_writeable() => {
            let tensor = array.borrow();
            if let ([n], Some(scalar)) = (tensor.shape(), exact_scalar(new, tensor.dtype().kind)) {
                let at = from_end(*i, *n);
                if at < *n {
                    tensor.set_scalar(at as isize * tensor.strides()[0], &scalar)?;
                    return Ok(());
                }
            }
            drop(tensor);
            array_set(cx, array, index, new)
        }
        _ => set_item_slow(cx, value, index, new),
    }
}

#[inline(never)]
fn set_item_slow(cx: &mut dyn Context, value: &Value, index: &Value, new: &Value) -> Result<()> {
    match value {
        Value::List(list) => list_set(cx, list, index, new),
        Value::Array(array) => array_set(cx, array, index, new),
        Value::Object(object) => object.set_item(cx, index, new),
        Value::Scalar(s) if let Scalar::Record(record) = &**s => {
            let field = match index {
                Value::Str(name) => super::record::field(record, name.as_str())?,
                _ => return Err(Error::index("invalid index")),
            };
            store(cx, &field, &[], new)
        }
        _ => {
            let name = class_of(value).qualified_name();
            Err(Error::type_error(format!("'{name}' object does not support item assignment")))
        }
    }
}

fn list_set(cx: &mut dyn Context, list: &Rc<List>, index: &Value, new: &Value) -> Result<()> {
    let Value::Slice(slice) = index else {
        let i = sequence_index(index, "list")?;
        let mut items = list.borrow_mut();
        let at = from_end(i, items.len());
        let Some(slot) = items.get_mut(at) else { return Err(Error::index("list assignment index out of range")) };
        *slot = new.clone();
        return Ok(());
    };
    let replacement = match super::iter::collect(cx, new) {
        Ok(items) => items,
        Err(_) => return Err(Error::type_error("can only assign an iterable")),
    };
    let (start, stop, step) = slice_bounds(slice, list.len())?;
    let mut items = list.borrow_mut();
    if step == 1 {
        let removed: Vec<Value> = items.splice(start as usize..stop.max(start) as usize, replacement).collect();
        drop(items);
        drop(removed);
        return Ok(());
    }
    let places: Vec<usize> = indices(slice, items.len())?.collect();
    if places.len() != replacement.len() {
        return Err(Error::value(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            replacement.len(),
            places.len()
        )));
    }
    for (place, item) in places.into_iter().zip(replacement) {
        items[place] = item;
    }
    Ok(())
}

/// `del value[index]`
pub fn delete_item(cx: &mut dyn Context, value: &Value, index: &Value) -> Result<()> {
    match value {
        Value::List(list) => {
            if let Value::Slice(slice) = index {
                let doomed: Vec<usize> = indices(slice, list.len())?.collect();
                let mut marks = vec![true; list.len()];
                doomed.iter().for_each(|&i| marks[i] = false);
                let mut marks = marks.into_iter();
                let old = std::mem::take(&mut *list.borrow_mut());
                *list.borrow_mut() = old.into_iter().filter(|_| marks.next().unwrap_or(true)).collect();
                return Ok(());
            }
            let i = sequence_index(index, "list")?;
            let at = from_end(i, list.len());
            if at >= list.len() {
                return Err(Error::index("list assignment index out of range"));
            }
            let removed = list.borrow_mut().remove(at);
            drop(removed);
            Ok(())
        }
        Value::Dict(dict) => {
            let removed = dict.borrow_mut().remove(index)?;
            removed.map(drop).ok_or_else(|| Error::key(index.clone()))
        }
        Value::Array(_) => Err(Error::value("cannot delete array elements")),
        Value::Object(object) => object.delete_item(cx, index),
        _ => {
            let name = class_of(value).qualified_name();
            Err(Error::type_error(format!("'{name}' object doesn't support item deletion")))
        }
    }
}
