//! Python's values, NumPy's scalars and arrays as one 16-byte `Value`; their classes, conversions, operators and texts.

pub mod abstracts;
pub mod array;
pub mod axis;
pub mod bind;
mod bind_errors;
pub mod boxed;
pub mod chararray;
pub mod class;
pub mod compare;
pub mod container;
pub mod context;
pub mod convert;
pub mod datetime;
pub mod dict_kinds;
pub mod dtype;
pub mod element_type;
pub mod elementwise;
pub mod error;
pub mod format;
pub mod function;
pub mod hash;
pub mod item;
pub mod iter;
mod method_errors;
pub mod nested;
mod nesting;
pub mod number;
pub mod object;
pub mod ops;
pub mod order;
pub mod percent;
pub mod record;
pub mod repr;
pub mod settable;
pub mod similar;
pub mod store;
pub mod subclass;
pub mod subscript;
pub mod table;
pub mod text;
pub mod warning;
pub mod watch;
pub mod words;

use crate::tensor::{Complex64, DType, Scalar};
use compact_str::CompactString;
use dashu_int::IBig;
use std::rc::Rc;

pub use array::Array;
pub use bind::{Args, Bound};
pub use class::Class;
pub use container::{Bytes, Dict, List, Range, Set, Slice, Str, Tuple, TupleClass};
pub use context::{Context, State};
pub use convert::{FromValue, IntoValue};
pub use element_type::ElementType;
pub use error::{Error, Exception, Result};
pub use function::{BoundMethod, Builtin, Function, Module, Param, ParamKind};
pub use object::{NativeObject, Object};

/// Any value of the language.
///
/// Each payload is one 8-byte integer or one thin pointer, so that a value travels in two registers. The hot NumPy
/// scalars (`bool`, `int64`, `float64`) have arms of their own; the others are boxed in `Scalar`. Those that are only bits
/// stand first, so that one comparison tells them from those on the heap.
#[derive(Clone, Default)]
pub enum Value {
    #[default]
    None,
    Ellipsis,
    NotImplemented,
    Bool(Flag),
    Int(i64),
    Float(Float),
    /// `np.bool`
    NpBool(Flag),
    /// `np.int64`
    NpInt(i64),
    /// `np.float64`
    NpFloat(Float),
    Class(&'static Class),
    Builtin(&'static Builtin),
    /// An int outside the range of i64; never one inside it.
    BigInt(Rc<IBig>),
    Complex(Rc<Complex64>),
    Str(Rc<Str>),
    Bytes(Rc<Bytes>),
    List(Rc<List>),
    Tuple(Rc<Tuple>),
    Dict(Rc<Dict>),
    Set(Rc<Set>),
    FrozenSet(Rc<Set>),
    Range(Rc<Range>),
    Slice(Rc<Slice>),
    Array(Rc<Array>),
    /// Any other NumPy scalar.
    Scalar(Rc<Scalar>),
    DType(Rc<ElementType>),
    Function(Rc<Function>),
    Method(Rc<BoundMethod>),
    Module(Rc<Module>),
    Exception(Rc<Exception>),
    Object(Rc<Object>),
}

const _: () = assert!(size_of::<Value>() == 16);

/// A bool as an 8-byte integer (see [`Value`]).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Flag(u64);

impl Flag {
    #[inline(always)]
    pub const fn new(value: bool) -> Flag {
        Flag(value as u64)
    }

    #[inline(always)]
    pub const fn get(self) -> bool {
        self.0 != 0
    }
}

/// A float as an 8-byte integer (see [`Value`]).
#[derive(Clone, Copy)]
pub struct Float(u64);

impl Float {
    #[inline(always)]
    pub const fn new(value: f64) -> Float {
        Float(value.to_bits())
    }

    #[inline(always)]
    pub const fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl Value {
    #[inline(always)]
    pub const fn bool(value: bool) -> Value {
        Value::Bool(Flag::new(value))
    }

    #[inline(always)]
    pub const fn float(value: f64) -> Value {
        Value::Float(Float::new(value))
    }

    #[inline(always)]
    pub const fn np_bool(value: bool) -> Value {
        Value::NpBool(Flag::new(value))
    }

    #[inline(always)]
    pub const fn np_float(value: f64) -> Value {
        Value::NpFloat(Float::new(value))
    }

    pub fn complex(re: f64, im: f64) -> Value {
        Value::Complex(Rc::new(Complex64::new(re, im)))
    }

    pub fn str(text: impl Into<CompactString>) -> Value {
        Value::Str(Rc::new(Str::new(text)))
    }

    /// A str of one character.
    pub fn char(c: char) -> Value {
        Value::Str(Str::of_char(c))
    }

    pub fn bytes(bytes: impl Into<Box<[u8]>>) -> Value {
        Value::Bytes(Rc::new(Bytes::new(bytes)))
    }

    pub fn list(items: Vec<Value>) -> Value {
        Value::List(Rc::new(List::new(items)))
    }

    pub fn tuple(items: impl Into<Box<[Value]>>) -> Value {
        Value::Tuple(Rc::new(Tuple::new(items)))
    }

    /// An int of any size, as `Int` where it fits.
    pub fn int(value: IBig) -> Value {
        match i64::try_from(&value) {
            Ok(small) => Value::Int(small),
            Err(_) => Value::BigInt(Rc::new(value)),
        }
    }

    pub fn array(tensor: crate::tensor::Tensor) -> Value {
        Value::Array(Rc::new(Array::new(tensor)))
    }

    /// A NumPy scalar.
    pub fn scalar(scalar: Scalar) -> Value {
        match scalar {
            Scalar::Bool(b) => Value::np_bool(b),
            Scalar::Int64(i) => Value::NpInt(i),
            Scalar::Float64(f) => Value::np_float(f),
            other => Value::Scalar(Rc::new(other)),
        }
    }

    /// The value as a NumPy scalar, if it is one (Python's own numbers are not).
    pub fn as_scalar(&self) -> Option<Scalar> {
        Some(match self {
            Value::NpBool(b) => Scalar::Bool(b.get()),
            Value::NpInt(i) => Scalar::Int64(*i),
            Value::NpFloat(f) => Scalar::Float64(f.get()),
            Value::Scalar(s) => (**s).clone(),
            _ => return None,
        })
    }

    pub fn dtype(dtype: DType) -> Value {
        Value::DType(Rc::new(dtype.into()))
    }

    pub fn object(object: impl NativeObject) -> Value {
        Value::Object(Rc::new(Object::new(object)))
    }

    /// Whether dropping the value may free memory: false for those that are only bits.
    #[inline(always)]
    pub fn is_heap(&self) -> bool {
        !matches!(
            self,
            Value::None
                | Value::Ellipsis
                | Value::NotImplemented
                | Value::Bool(_)
                | Value::Int(_)
                | Value::Float(_)
                | Value::NpBool(_)
                | Value::NpInt(_)
                | Value::NpFloat(_)
                | Value::Class(_)
                | Value::Builtin(_)
        )
    }

    /// Python's `is`.
    pub fn is(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::None, Value::None)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::NotImplemented, Value::NotImplemented) => true,
            (Value::Bool(a), Value::Bool(b)) | (Value::NpBool(a), Value::NpBool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.0 == b.0,
            (Value::Class(a), Value::Class(b)) => std::ptr::eq(*a, *b),
            (Value::Builtin(a), Value::Builtin(b)) => std::ptr::eq(*a, *b),
            _ => self.address().is_some_and(|a| other.address() == Some(a)),
        }
    }

    /// The address that `id` shows and `is` compares, for values that live on the heap.
    pub fn address(&self) -> Option<usize> {
        fn of<T>(rc: &Rc<T>) -> Option<usize> {
            Some(Rc::as_ptr(rc) as *const () as usize)
        }
        match self {
            Value::BigInt(p) => of(p),
            Value::Complex(p) => of(p),
            Value::Str(p) => of(p),
            Value::Bytes(p) => of(p),
            Value::List(p) => of(p),
            Value::Tuple(p) => of(p),
            Value::Dict(p) => of(p),
            Value::Set(p) | Value::FrozenSet(p) => of(p),
            Value::Range(p) => of(p),
            Value::Slice(p) => of(p),
            Value::Array(p) => of(p),
            Value::Scalar(p) => of(p),
            Value::DType(p) => of(p),
            Value::Function(p) => of(p),
            Value::Method(p) => of(p),
            Value::Module(p) => of(p),
            Value::Exception(p) => of(p),
            Value::Object(p) => of(p),
            Value::Class(p) => Some(*p as *const Class as usize),
            Value::Builtin(p) => Some(*p as *const Builtin as usize),
            _ => None,
        }
    }
}
