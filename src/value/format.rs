//! A value and a format specification → text: Python's `format` protocol, as f-strings, `format` and `str.format` use it.

use super::class::class_of;
use super::number::Number;
use super::text::{self, Int, OwnedInt, Subject};
use super::{Context, Error, Result, Value, item, repr};
use crate::symbol::Symbol;
use crate::tensor::Scalar;
use std::borrow::Cow;
use std::cell::RefCell;

/// `format(value, spec)`.
///
/// # Errors
/// ValueError for a specification that doesn't suit the value, TypeError for one given to a value that knows none.
pub fn format_value(cx: &mut dyn Context, value: &Value, spec: &str) -> Result<String> {
    if let Value::Object(object) = value
        && let Some(result) = object.format(cx, spec)
    {
        return result;
    }
    format_plain(value, spec)
}

fn format_plain(value: &Value, spec: &str) -> Result<String> {
    if spec.is_empty() {
        return match value {
            Value::BigInt(i) => Ok(text::int_text(Int::Big(i))?),
            // NumPy's narrow floats format as Python's float of their value, with its longer digits.
            Value::Scalar(scalar) if matches!(**scalar, Scalar::Float16(_) | Scalar::Float32(_)) => {
                format_scalar(value, spec)
            }
            Value::Scalar(scalar) if matches!(**scalar, Scalar::Complex64(_)) => format_scalar(value, spec),
            other => Ok(repr::str(other)),
        };
    }
    Ok(match value {
        Value::Int(i) => text::format_int(Int::Small(*i), spec, "int")?,
        Value::BigInt(i) => text::format_int(Int::Big(i), spec, "int")?,
        Value::Bool(b) => text::format_int(Int::Small(b.get() as i64), spec, "bool")?,
        Value::Float(f) | Value::NpFloat(f) => text::format_float(f.get(), spec, "float")?,
        Value::Complex(z) => text::format_complex(z.re, z.im, spec, "complex")?,
        Value::Str(s) => text::format_str(s.as_str(), spec, "str")?,
        Value::NpInt(_) | Value::NpBool(_) | Value::Scalar(_) => format_scalar(value, spec)?,
        Value::Array(array) if array.ndim() == 0 => {
            let element = item::scalar_value(array.borrow().first());
            return format_plain(&element, spec);
        }
        other => {
            let name = class_of(other).qualified_name();
            return Err(Error::type_error(format!("unsupported format string passed to {name}.__format__")));
        }
    })
}

/// A NumPy scalar formats as the Python number of its value, or else as its text.
fn format_scalar(value: &Value, spec: &str) -> Result<String> {
    if let Some(Scalar::Bool(b)) = value.as_scalar() {
        return Ok(text::format_int(Int::Small(b as i64), spec, "bool")?);
    }
    Ok(match Number::of_any(value) {
        Some(Number::Int(i)) => text::format_int(Int::Small(i), spec, "int")?,
        Some(Number::Big(i)) => text::format_int(Int::Big(&i), spec, "int")?,
        Some(Number::Float(f)) => text::format_float(f, spec, "float")?,
        Some(Number::Complex(z)) => text::format_complex(z.re, z.im, spec, "complex")?,
        None => text::format_str(&repr::str(value), spec, "str")?,
    })
}

/// Finds an attribute of a value: the library's, which this room does not know.
pub type FindAttribute = fn(&mut dyn Context, &Value, Symbol) -> Result<Value>;

/// A value as the formatting functions of `text` see it: with the evaluator at hand for items and attributes.
#[derive(Clone)]
pub struct Formatted<'a> {
    value: Value,
    cx: &'a RefCell<&'a mut dyn Context>,
    find_attribute: Option<FindAttribute>,
}

impl<'a> Formatted<'a> {
    pub fn new(
        cx: &'a RefCell<&'a mut dyn Context>,
        value: Value,
        find_attribute: Option<FindAttribute>,
    ) -> Formatted<'a> {
        Formatted { value, cx, find_attribute }
    }

    fn other(&self, value: Value) -> Formatted<'a> {
        Formatted { value, ..self.clone() }
    }
}

impl Subject for Formatted<'_> {
    type Error = Error;

    fn text(&self) -> Result<String> {
        format_plain_text(&self.value)
    }

    fn repr(&self) -> Result<String> {
        Ok(repr::repr(&self.value))
    }

    fn format(&self, spec: &str) -> Result<String> {
        format_value(&mut **self.cx.borrow_mut(), &self.value, spec)
    }

    fn type_name(&self) -> String {
        class_of(&self.value).qualified_name()
    }

    fn number(&self) -> Option<text::Number> {
        Some(match Number::of_any(&self.value) {
            // NumPy's bool has no `__index__`.
            Some(Number::Int(i)) if matches!(self.value, Value::NpBool(_)) => text::Number::Float(i as f64),
            Some(Number::Int(i)) => text::Number::Int(OwnedInt::Small(i)),
            Some(Number::Big(i)) => text::Number::Int(OwnedInt::Big(i)),
            Some(Number::Float(f)) => text::Number::Float(f),
            Some(Number::Complex(_)) => return None,
            None => match &self.value {
                Value::Array(array) if array.borrow().size() == 1 => {
                    return self.other(item::scalar_value(array.borrow().first())).number();
                }
                Value::Object(object) => text::Number::Float(object.to_float()?.ok()?),
                _ => return None,
            },
        })
    }

    fn as_str(&self) -> Option<Cow<'_, str>> {
        match &self.value {
            Value::Str(s) => Some(Cow::Borrowed(s.as_str())),
            Value::Scalar(s) => match &**s {
                Scalar::Str(s) => Some(Cow::Owned(s.to_string())),
                _ => None,
            },
            _ => None,
        }
    }

    fn as_bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.value {
            Value::Bytes(b) => Some(Cow::Borrowed(&b.data)),
            Value::Scalar(s) => match &**s {
                Scalar::Bytes(b) => Some(Cow::Owned(b.to_vec())),
                _ => None,
            },
            _ => None,
        }
    }

    fn item_at(&self, index: usize) -> Result<Self> {
        let found = item::get_item(&mut **self.cx.borrow_mut(), &self.value, &Value::Int(index as i64))?;
        Ok(self.other(found))
    }

    fn item_named(&self, key: &str, as_bytes_key: bool) -> Result<Self> {
        let key = if as_bytes_key { Value::bytes(key.as_bytes()) } else { Value::str(key) };
        let found = item::get_item(&mut **self.cx.borrow_mut(), &self.value, &key)?;
        Ok(self.other(found))
    }

    fn attribute(&self, name: &str) -> Result<Self> {
        let Some(find) = self.find_attribute else {
            let class = class_of(&self.value).qualified_name();
            return Err(Error::attribute(format!("'{class}' object has no attribute '{name}'")));
        };
        Ok(self.other(find(&mut **self.cx.borrow_mut(), &self.value, Symbol::new(name))?))
    }
}

/// `str(value)`, with Python's limit on the digits of ints.
pub fn format_plain_text(value: &Value) -> Result<String> {
    match value {
        Value::BigInt(i) => Ok(text::int_text(Int::Big(i))?),
        other => Ok(repr::str(other)),
    }
}

/// An int of the text functions as a value.
pub fn int_value(i: OwnedInt) -> Value {
    match i {
        OwnedInt::Small(i) => Value::Int(i),
        OwnedInt::Big(i) => Value::int(i),
    }
}

/// An int of the text functions, as one of any size.
pub fn owned_to_big(i: OwnedInt) -> dashu_int::IBig {
    match i {
        OwnedInt::Small(i) => dashu_int::IBig::from(i),
        OwnedInt::Big(i) => i,
    }
}
