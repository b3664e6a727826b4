//! One element as a value: a NumPy scalar; and `Operand`, what an elementwise function accepts.

use super::dtype::{DType, Kind, TimeUnit};
use super::object::ItemRef;
use super::{Complex32, Complex64, Tensor, f16};
use std::rc::Rc;

/// One element with its dtype. Byte order does not matter any more: a scalar is in the machine's order.
#[derive(Clone)]
pub enum Scalar {
    Bool(bool),
    Int8(i8),
    Int16(i16),
    Int32(i32),
    Int64(i64),
    UInt8(u8),
    UInt16(u16),
    UInt32(u32),
    UInt64(u64),
    Float16(f16),
    Float32(f32),
    Float64(f64),
    Complex64(Complex32),
    Complex128(Complex64),
    /// Without trailing NULs.
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    DateTime(i64, TimeUnit, u32),
    TimeDelta(i64, TimeUnit, u32),
    Object(ItemRef),
    /// A record or raw void: a 0-d tensor that may be a view into the array it came from.
    Record(Box<Tensor>),
}

impl Scalar {
    pub fn dtype(&self) -> DType {
        DType::native(match self {
            Scalar::Bool(_) => Kind::Bool,
            Scalar::Int8(_) => Kind::Int8,
            Scalar::Int16(_) => Kind::Int16,
            Scalar::Int32(_) => Kind::Int32,
            Scalar::Int64(_) => Kind::Int64,
            Scalar::UInt8(_) => Kind::UInt8,
            Scalar::UInt16(_) => Kind::UInt16,
            Scalar::UInt32(_) => Kind::UInt32,
            Scalar::UInt64(_) => Kind::UInt64,
            Scalar::Float16(_) => Kind::Float16,
            Scalar::Float32(_) => Kind::Float32,
            Scalar::Float64(_) => Kind::Float64,
            Scalar::Complex64(_) => Kind::Complex64,
            Scalar::Complex128(_) => Kind::Complex128,
            Scalar::Str(s) => Kind::Str(s.chars().count() as u32),
            Scalar::Bytes(b) => Kind::Bytes(b.len() as u32),
            Scalar::DateTime(_, unit, count) => Kind::DateTime { unit: *unit, count: *count },
            Scalar::TimeDelta(_, unit, count) => Kind::TimeDelta { unit: *unit, count: *count },
            Scalar::Object(_) => Kind::Object,
            Scalar::Record(t) => return t.dtype(),
        })
    }
}

impl Scalar {
    /// A real number as a float, rounded where it must be; `None` for anything else.
    pub fn to_f64(&self) -> Option<f64> {
        Some(match self {
            Scalar::Bool(b) => f64::from(u8::from(*b)),
            Scalar::Int8(i) => f64::from(*i),
            Scalar::Int16(i) => f64::from(*i),
            Scalar::Int32(i) => f64::from(*i),
            Scalar::Int64(i) => *i as f64,
            Scalar::UInt8(i) => f64::from(*i),
            Scalar::UInt16(i) => f64::from(*i),
            Scalar::UInt32(i) => f64::from(*i),
            Scalar::UInt64(i) => *i as f64,
            Scalar::Float16(f) => f.to_f64(),
            Scalar::Float32(f) => f64::from(*f),
            Scalar::Float64(f) => *f,
            _ => return None,
        })
    }
}

/// What an elementwise function is applied to. Python's own numbers are *weak* (NEP 50): they take on the dtype of what
/// they meet.
#[derive(Clone)]
pub enum Operand {
    Tensor(Tensor),
    /// A NumPy scalar: as strong as an array.
    Scalar(Scalar),
    WeakBool(bool),
    /// A Python int. What doesn't fit in 128 bits is handled before it gets here.
    WeakInt(i128),
    WeakFloat(f64),
    WeakComplex(Complex64),
}
