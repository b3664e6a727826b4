//! What goes wrong in a tensor operation: Python's exception class and NumPy's message, without a place.

use std::fmt;

/// Python's and NumPy's exception classes as far as array operations raise them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ErrorKind {
    Value,
    Type,
    Index,
    /// `numpy.exceptions.AxisError`: a ValueError and an IndexError.
    Axis,
    Overflow,
    ZeroDivision,
    FloatingPoint,
    Memory,
    /// `numpy.linalg.LinAlgError`: a ValueError.
    LinAlg,
    /// `numpy._core._exceptions._UFuncNoLoopError` and its kin: a TypeError.
    UFuncType,
    /// `numpy.exceptions.DTypePromotionError`: a TypeError.
    DTypePromotion,
    Key,
    Attribute,
    NotImplemented,
    Runtime,
    Os,
    UnicodeEncode,
    UnicodeDecode,
    /// The user pressed Ctrl-C while a kernel was running.
    KeyboardInterrupt,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Error {
    pub kind: ErrorKind,
    /// NumPy's wording.
    pub message: String,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into() }
    }

    pub fn value(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Value, message)
    }

    pub fn type_error(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Type, message)
    }

    pub fn index(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Index, message)
    }

    /// `axis 2 is out of bounds for array of dimension 1`
    pub fn axis(axis: isize, ndim: usize) -> Error {
        Error::new(ErrorKind::Axis, format!("axis {axis} is out of bounds for array of dimension {ndim}"))
    }

    pub fn overflow(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Overflow, message)
    }

    pub fn linalg(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::LinAlg, message)
    }

    /// What a long loop returns once [`crate::pool::interrupted`] says so.
    pub fn interrupt() -> Error {
        Error::new(ErrorKind::KeyboardInterrupt, "")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
