//! The receivers of methods: a value → the list, dict, set … or object of the library that it is.

use crate::value::class::class_of;
use crate::value::{
    Bytes, Context, Dict, Error, FromValue, List, NativeObject, Object, Range, Result, Set, Slice, Tuple, Value,
};
use std::marker::PhantomData;
use std::rc::Rc;

/// What methods of the library have as their receiver, by the name that goes with it.
pub trait Receiver: NativeObject {
    const CLASS: &'static str;
}

/// An object of the library as the receiver of a method.
pub struct This<T>(Rc<Object>, PhantomData<T>);

impl<T: Receiver> std::ops::Deref for This<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self.0.downcast::<T>() {
            Some(receiver) => receiver,
            None => unreachable!("a receiver is made of an object of its kind"),
        }
    }
}

impl<T: Receiver> FromValue for This<T> {
    const ACCEPTS: &'static str = T::CLASS;

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<This<T>> {
        match value {
            Value::Object(object) if object.downcast::<T>().is_some() => Ok(This(object.clone(), PhantomData)),
            other => Err(wrong(T::CLASS, other)),
        }
    }
}

/// The name of a value's class, as error messages show it.
pub fn type_name(value: &Value) -> String {
    class_of(value).qualified_name()
}

#[cold]
#[inline(never)]
fn wrong(wanted: &str, value: &Value) -> Error {
    Error::type_error(format!("descriptor requires a '{wanted}' object but received a '{}'", type_name(value)))
}

macro_rules! receivers {
    ($($ty:ident $name:literal $($variant:ident)|+;)*) => {$(
        impl FromValue for Rc<$ty> {
            const ACCEPTS: &'static str = $name;

            fn from_value(_: &mut dyn Context, value: &Value) -> Result<Rc<$ty>> {
                match value {
                    $(Value::$variant(inner))|+ => Ok(inner.clone()),
                    other => Err(wrong($name, other)),
                }
            }

            #[inline(always)]
            fn take(_: &mut dyn Context, value: Value) -> Result<Rc<$ty>> {
                match value {
                    $(Value::$variant(inner))|+ => Ok(inner),
                    other => Err(wrong($name, &other)),
                }
            }
        }
    )*};
}

receivers! {
    List "list" List;
    Tuple "tuple" Tuple;
    Dict "dict" Dict;
    Set "set" Set | FrozenSet;
    Range "range" Range;
    Slice "slice" Slice;
}

impl FromValue for Rc<Bytes> {
    const ACCEPTS: &'static str = "bytes";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Rc<Bytes>> {
        match bytes_like(value) {
            Some(bytes) => Ok(bytes),
            None => Err(Error::type_error(format!("a bytes-like object is required, not '{}'", type_name(value)))),
        }
    }
}

/// The content of bytes, bytearrays, memoryviews and NumPy's bytes.
pub fn bytes_like(value: &Value) -> Option<Rc<Bytes>> {
    match value {
        Value::Bytes(b) => Some(b.clone()),
        Value::Scalar(s) => match &**s {
            crate::tensor::Scalar::Bytes(b) => Some(Rc::new(Bytes::new(b.to_vec()))),
            _ => None,
        },
        Value::Object(object) => super::memoryview::buffer_bytes(object).map(|bytes| Rc::new(Bytes::new(bytes))),
        _ => None,
    }
}

/// The text of a str or of NumPy's str.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Str(s) => Some(s.as_str().to_string()),
        Value::Scalar(s) => match &**s {
            crate::tensor::Scalar::Str(s) => Some(s.to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// MemoryError for more items or bytes than memory could hold.
pub fn check_size(n: usize) -> Result<()> {
    if n < 1 << 34 { Ok(()) } else { Err(crate::value::class::exception::MEMORY_ERROR.error("")) }
}

/// The `start` and `end` of a method that looks at a part of a text; whatever lies beyond 64 bits lies beyond the text.
pub fn bounds(start: &Value, end: &Value) -> Result<(i64, i64)> {
    let bound = |value: &Value, otherwise: i64| match value {
        Value::None => Ok(otherwise),
        Value::BigInt(i) => Ok(if **i < dashu_int::IBig::ZERO { i64::MIN } else { i64::MAX }),
        other => crate::value::convert::to_index(other)
            .map_err(|_| Error::type_error("slice indices must be integers or None or have an __index__ method")),
    };
    Ok((bound(start, 0)?, bound(end, i64::MAX)?))
}
