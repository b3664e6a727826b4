//! Going through a value: native iteration without a Python-level iterator where the kind of value is known.

use super::class::{Class, class_of, exception, python};
use super::object::NativeObject;
use super::{Array, Context, Dict, Error, List, Object, Range, Result, Set, Str, Tuple, Value, watch};
use crate::tensor::storage::reserved;
use std::cell::RefCell;
use std::rc::Rc;

/// The state of an iteration. Lists, dicts and sets may change while it runs, as in Python.
#[derive(Clone)]
pub enum Iter {
    List(Rc<List>, usize),
    Tuple(Rc<Tuple>, usize),
    Range(Range, usize),
    /// Byte position of the next character.
    Str(Rc<Str>, usize),
    Bytes(Rc<super::Bytes>, usize),
    Keys(Rc<Dict>, usize, usize),
    Set(Rc<Set>, usize, usize),
    /// Along the first axis.
    Array(Rc<Array>, usize),
    /// Anything whose `next` gives the items.
    Object(Rc<Object>),
    /// Items worked out before.
    Vec(Rc<[Value]>, usize),
}

/// Starts going through a value. TypeError: `'int' object is not iterable`.
pub fn iterate(cx: &mut dyn Context, value: &Value) -> Result<Iter> {
    Ok(match value {
        Value::List(list) => Iter::List(list.clone(), 0),
        Value::Tuple(tuple) => Iter::Tuple(tuple.clone(), 0),
        Value::Range(range) => Iter::Range(**range, 0),
        Value::Str(text) => Iter::Str(text.clone(), 0),
        Value::Bytes(bytes) => Iter::Bytes(bytes.clone(), 0),
        Value::Dict(dict) => Iter::Keys(dict.clone(), 0, dict.borrow().len()),
        Value::Set(set) | Value::FrozenSet(set) => Iter::Set(set.clone(), 0, set.borrow().len()),
        Value::Array(array) if array.ndim() == 0 => return Err(Error::type_error("iteration over a 0-d array")),
        Value::Array(array) => Iter::Array(array.clone(), 0),
        Value::Object(object) => {
            if object.is_iterator() {
                return Ok(Iter::Object(object.clone()));
            }
            match object.iterate(cx)? {
                Some(Value::Object(iterator)) if iterator.is_iterator() => Iter::Object(iterator),
                Some(other) => return iterate(cx, &other),
                None => return Err(not_iterable(value)),
            }
        }
        Value::Scalar(scalar) => match &**scalar {
            crate::tensor::Scalar::Str(text) => Iter::Str(Rc::new(Str::new(&**text)), 0),
            crate::tensor::Scalar::Bytes(bytes) => Iter::Bytes(Rc::new(super::Bytes::new(&**bytes)), 0),
            crate::tensor::Scalar::Record(record) => {
                let crate::tensor::Kind::Record(layout) = record.dtype().kind else { return Err(not_iterable(value)) };
                let fields =
                    layout.fields.iter().map(|f| super::convert::unboxed(super::record::field(record, &f.name)?));
                Iter::Vec(fields.collect::<Result<Vec<_>>>()?.into(), 0)
            }
            _ => return Err(not_iterable(value)),
        },
        _ => return Err(not_iterable(value)),
    })
}

fn not_iterable(value: &Value) -> Error {
    Error::type_error(format!("'{}' object is not iterable", class_of(value).qualified_name()))
}

/// Stack that an iterator's own work may take.
const STACK_LEFT: usize = 256 << 10;

/// An iterator that never ends is always an object, and so is one that goes through others as deep as one likes.
/// KeyboardInterrupt, RecursionError.
#[inline]
fn may_go_on() -> Result<()> {
    watch::check()?;
    if stacker::remaining_stack().is_some_and(|left| left < STACK_LEFT) {
        return Err(exception::RECURSION_ERROR.error("maximum recursion depth exceeded"));
    }
    Ok(())
}

impl Iter {
    /// The next item, `None` at the end.
    #[inline]
    pub fn next(&mut self, cx: &mut dyn Context) -> Result<Option<Value>> {
        match self {
            Iter::Range(range, at) => {
                if *at >= range.len() {
                    return Ok(None);
                }
                *at += 1;
                Ok(Some(Value::Int(range.at(*at - 1))))
            }
            Iter::List(list, at) => {
                let item = list.get(*at);
                // Past the end once, past it for ever, even if the list grows.
                *at = if item.is_some() { *at + 1 } else { usize::MAX };
                Ok(item)
            }
            Iter::Tuple(tuple, at) => {
                let item = tuple.items.get(*at).cloned();
                *at += 1;
                Ok(item)
            }
            Iter::Vec(items, at) => {
                let item = items.get(*at).cloned();
                *at += 1;
                Ok(item)
            }
            Iter::Object(object) => {
                may_go_on()?;
                object.clone().next(cx)
            }
            other => other.next_cold(),
        }
    }

    #[inline(never)]
    fn next_cold(&mut self) -> Result<Option<Value>> {
        Ok(match self {
            Iter::Str(text, at) => {
                let rest = text.as_str().get(*at..).unwrap_or("");
                let Some(c) = rest.chars().next() else { return Ok(None) };
                *at += c.len_utf8();
                Some(Value::char(c))
            }
            Iter::Bytes(bytes, at) => {
                *at += 1;
                bytes.data.get(*at - 1).map(|&b| Value::Int(b as i64))
            }
            Iter::Keys(dict, at, len) => {
                let table = dict.borrow();
                if table.len() != *len {
                    let error =
                        super::class::exception::RUNTIME_ERROR.error("dictionary changed size during iteration");
                    return Err(error);
                }
                table.next_from(*at).map(|(next, key, _)| {
                    *at = next;
                    key.clone()
                })
            }
            Iter::Set(set, at, len) => {
                let table = set.borrow();
                if table.len() != *len {
                    let error = super::class::exception::RUNTIME_ERROR.error("Set changed size during iteration");
                    return Err(error);
                }
                table.next_from(*at).map(|(next, key)| {
                    *at = next;
                    key.clone()
                })
            }
            Iter::Array(array, at) => {
                if *at >= array.borrow().shape().first().copied().unwrap_or(0) {
                    return Ok(None);
                }
                *at += 1;
                Some(super::item::array_row(array, *at - 1)?)
            }
            Iter::Range(..) | Iter::List(..) | Iter::Tuple(..) | Iter::Vec(..) | Iter::Object(_) => None,
        })
    }

    /// How many items are left, where that is known without going on.
    pub fn size_hint(&self) -> usize {
        match self {
            Iter::Range(range, at) => range.len().saturating_sub(*at),
            Iter::List(list, at) => list.len().saturating_sub(*at),
            Iter::Tuple(tuple, at) => tuple.items.len().saturating_sub(*at),
            Iter::Vec(items, at) => items.len().saturating_sub(*at),
            Iter::Keys(_, _, len) | Iter::Set(_, _, len) => *len,
            Iter::Array(array, at) => array.borrow().shape().first().map_or(0, |len| len.saturating_sub(*at)),
            _ => 0,
        }
    }

    /// An iterator object as `iter(x)` gives it.
    pub fn into_value(self) -> Value {
        match self {
            Iter::Object(object) => Value::Object(object),
            other => Value::object(Iterator { state: RefCell::new(other) }),
        }
    }

    fn class(&self) -> &'static Class {
        match self {
            Iter::List(..) => &python::LIST_ITERATOR,
            Iter::Tuple(..) => &python::TUPLE_ITERATOR,
            Iter::Range(..) => &python::RANGE_ITERATOR,
            Iter::Str(..) => &python::STR_ITERATOR,
            Iter::Keys(..) => &python::DICT_KEYITERATOR,
            Iter::Set(..) => &python::SET_ITERATOR,
            _ => &python::ITERATOR,
        }
    }
}

/// All items of a value.
pub fn collect(cx: &mut dyn Context, value: &Value) -> Result<Vec<Value>> {
    match value {
        Value::List(list) => return Ok(list.to_vec()),
        Value::Tuple(tuple) => return Ok(tuple.items.to_vec()),
        _ => {}
    }
    let mut iter = iterate(cx, value)?;
    rest(cx, &mut iter)
}

/// Bytes of a row of an array as a value of its own.
const ROW: usize = 256;

/// All items that are left. MemoryError where it is known that memory can't hold them.
pub fn rest(cx: &mut dyn Context, iter: &mut Iter) -> Result<Vec<Value>> {
    let expected = iter.size_hint();
    if let Iter::Array(array, ..) = iter
        && array.borrow().ndim() > 1
    {
        drop(reserved::<[u8; ROW]>(expected)?);
    }
    let mut items = reserved(expected)?;
    while let Some(item) = iter.next(cx)? {
        push(&mut items, item)?;
        if items.len() % 4096 == 0 && crate::pool::interrupted() {
            return Err(super::class::exception::KEYBOARD_INTERRUPT.error(""));
        }
    }
    Ok(items)
}

/// Appends an item. MemoryError where memory has no room for it.
#[inline]
pub fn push(items: &mut Vec<Value>, item: Value) -> Result<()> {
    if items.len() == items.capacity() {
        items.try_reserve(1).map_err(|_| exception::MEMORY_ERROR.error(""))?;
    }
    items.push(item);
    Ok(())
}

/// An iterator as an object: what `iter(x)` gives for a builtin container.
pub struct Iterator {
    state: RefCell<Iter>,
}

impl NativeObject for Iterator {
    fn class(&self) -> &'static Class {
        self.state.borrow().class()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        self.state.borrow_mut().next(cx)
    }
}
