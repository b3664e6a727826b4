//! The `%` operator on str and bytes: a template and arguments → text.

use super::format::Formatted;
use super::text::{Arguments, format_bytes_percent, format_percent};
use super::{Context, Result, Value};
use crate::tensor::Scalar;
use std::cell::RefCell;

/// `template % arguments` of a str.
///
/// # Errors
/// Python's TypeError, ValueError, OverflowError and KeyError.
pub fn format_str(cx: &mut dyn Context, template: &str, arguments: &Value) -> Result<Value> {
    let cx = RefCell::new(cx);
    let text = with_arguments(&cx, arguments, |arguments| format_percent(template, arguments))?;
    Ok(Value::str(text))
}

/// `template % arguments` of bytes.
///
/// # Errors
/// As [`format_str`].
pub fn format_bytes(cx: &mut dyn Context, template: &[u8], arguments: &Value) -> Result<Value> {
    let cx = RefCell::new(cx);
    let bytes = with_arguments(&cx, arguments, |arguments| format_bytes_percent(template, arguments))?;
    Ok(Value::bytes(bytes))
}

fn with_arguments<'a, R>(
    cx: &'a RefCell<&'a mut dyn Context>,
    arguments: &Value,
    format: impl FnOnce(Arguments<Formatted<'a>>) -> Result<R>,
) -> Result<R> {
    match arguments {
        Value::Tuple(tuple) => {
            let items: Vec<Formatted> = tuple.items.iter().map(|v| Formatted::new(cx, v.clone(), None)).collect();
            format(Arguments::Tuple(&items))
        }
        other => {
            let value = Formatted::new(cx, other.clone(), None);
            match other {
                Value::Dict(_) | Value::List(_) | Value::Array(_) | Value::Range(_) => {
                    format(Arguments::Mapping(&value))
                }
                // NumPy's scalars can be indexed, which is all that CPython asks for.
                Value::NpInt(_) | Value::NpFloat(_) | Value::NpBool(_) => format(Arguments::Mapping(&value)),
                Value::Scalar(s) if !matches!(**s, Scalar::Str(_) | Scalar::Bytes(_)) => {
                    format(Arguments::Mapping(&value))
                }
                _ => format(Arguments::Single(&value)),
            }
        }
    }
}
