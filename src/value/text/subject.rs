//! What formatting needs to know of a value: the trait that the language's values implement.

use super::integer::OwnedInt;
use crate::tensor::error::Error;
use std::borrow::Cow;

/// A value as a number.
#[derive(Clone, Debug)]
pub enum Number {
    /// An int, a bool, or what converts to one by `__index__`.
    Int(OwnedInt),
    /// A float, or what converts to one by `__float__`.
    Float(f64),
}

/// A value that can be formatted.
pub trait Subject: Clone {
    /// The language's exception.
    type Error: From<Error>;

    /// `str(self)`
    fn text(&self) -> Result<String, Self::Error>;
    /// `repr(self)`
    fn repr(&self) -> Result<String, Self::Error>;
    /// `format(self, spec)`
    fn format(&self, spec: &str) -> Result<String, Self::Error>;
    /// The class's name, for errors.
    fn type_name(&self) -> String;
    /// The value as a number, where it is one (not a complex number).
    fn number(&self) -> Option<Number>;
    /// The text of a str.
    fn as_str(&self) -> Option<Cow<'_, str>>;
    /// The content of bytes and the like.
    fn as_bytes(&self) -> Option<Cow<'_, [u8]>>;
    /// `self[i]`
    fn item_at(&self, index: usize) -> Result<Self, Self::Error>;
    /// `self[key]` with a str key; for a mapping of `%(key)s` in bytes, the key is bytes (`as_bytes_key`).
    fn item_named(&self, key: &str, as_bytes_key: bool) -> Result<Self, Self::Error>;
    /// `self.name`
    fn attribute(&self, name: &str) -> Result<Self, Self::Error>;
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::tensor::error::Result;
    use crate::value::text::{float_repr, format_float, format_int, format_str, int_text, str_repr};

    /// A few kinds of value to test the engines with.
    #[derive(Clone, Debug)]
    pub enum Sample {
        Int(i64),
        Float(f64),
        Text(&'static str),
        List(&'static [i64]),
        /// One key and its value.
        Map(&'static str, i64),
    }

    impl Subject for Sample {
        type Error = Error;

        fn text(&self) -> Result<String> {
            match self {
                Sample::Text(text) => Ok(text.to_string()),
                other => other.repr(),
            }
        }

        fn repr(&self) -> Result<String> {
            Ok(match self {
                Sample::Int(i) => int_text(super::super::Int::Small(*i))?,
                Sample::Float(x) => float_repr(*x),
                Sample::Text(text) => str_repr(text),
                Sample::List(items) => format!("{items:?}"),
                Sample::Map(key, value) => format!("{{'{key}': {value}}}"),
            })
        }

        fn format(&self, spec: &str) -> Result<String> {
            match self {
                Sample::Int(i) => format_int(super::super::Int::Small(*i), spec, "int"),
                Sample::Float(x) => format_float(*x, spec, "float"),
                other => format_str(&other.text()?, spec, "str"),
            }
        }

        fn type_name(&self) -> String {
            match self {
                Sample::Int(_) => "int",
                Sample::Float(_) => "float",
                Sample::Text(_) => "str",
                Sample::List(_) => "list",
                Sample::Map(..) => "dict",
            }
            .into()
        }

        fn number(&self) -> Option<Number> {
            match self {
                Sample::Int(i) => Some(Number::Int(OwnedInt::Small(*i))),
                Sample::Float(x) => Some(Number::Float(*x)),
                _ => None,
            }
        }

        fn as_str(&self) -> Option<Cow<'_, str>> {
            match self {
                Sample::Text(text) => Some(Cow::Borrowed(text)),
                _ => None,
            }
        }

        fn as_bytes(&self) -> Option<Cow<'_, [u8]>> {
            match self {
                Sample::Text(text) => Some(Cow::Borrowed(text.as_bytes())),
                _ => None,
            }
        }

        fn item_at(&self, index: usize) -> Result<Sample> {
            match self {
                Sample::List(items) if index < items.len() => Ok(Sample::Int(items[index])),
                _ => Err(Error::index("list index out of range")),
            }
        }

        fn item_named(&self, key: &str, _: bool) -> Result<Sample> {
            match self {
                Sample::Map(name, value) if *name == key => Ok(Sample::Int(*value)),
                _ => Err(Error::value("no such key")),
            }
        }

        fn attribute(&self, name: &str) -> Result<Sample> {
            match (self, name) {
                (Sample::Int(_), "real") => Ok(self.clone()),
                _ => Err(Error::value("no such attribute")),
            }
        }
    }
}
