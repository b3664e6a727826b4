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
