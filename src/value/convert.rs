//! Values ↔ Rust types: the vocabulary in which library functions declare their parameters and results.

use super::class::class_of;
use super::iter::collect;
use super::nested::to_tensor;
use super::{Array, Context, Error, Result, Str, Value};
use crate::tensor::{Complex64, Operand, Order, Scalar, Tensor};
use dashu_int::IBig;
use std::rc::Rc;

/// A Rust type that a library function's parameter can have.
pub trait FromValue: Sized {
    /// What it accepts, in the words of the reference pages.
    const ACCEPTS: &'static str;

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Self>;

    /// [`FromValue::from_value`] of an argument that nobody else needs.
    #[inline(always)]
    fn take(cx: &mut dyn Context, value: Value) -> Result<Self> {
        Self::from_value(cx, &value)
    }

    /// What a given `None` means for an optional parameter: as if it had not been given, but for types that tell the two
    /// apart.
    fn from_none() -> Option<Self> {
        None
    }
}

/// A Rust type that a library function can return.
pub trait IntoValue {
    fn into_value(self) -> Value;
}

impl FromValue for Value {
    const ACCEPTS: &'static str = "any";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Value> {
        Ok(value.clone())
    }

    #[inline(always)]
    fn take(_: &mut dyn Context, value: Value) -> Result<Value> {
        Ok(value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const ACCEPTS: &'static str = T::ACCEPTS;

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Option<T>> {
        match value {
            Value::None => Ok(T::from_none()),
            other => T::from_value(cx, other).map(Some),
        }
    }

    #[inline(always)]
    fn take(cx: &mut dyn Context, value: Value) -> Result<Option<T>> {
        match value {
            Value::None => Ok(T::from_none()),
            other => T::take(cx, other).map(Some),
        }
    }
}

/// Truth, as Python's `if` sees it.
impl FromValue for bool {
    const ACCEPTS: &'static str = "bool";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<bool> {
        super::ops::truth(value)
    }
}

/// The value as an index: ints, bools and NumPy's integers. TypeError for anything else, OverflowError outside 64 bits.
pub fn to_index(value: &Value) -> Result<i64> {
    match value {
        Value::Int(i) | Value::NpInt(i) => Ok(*i),
        Value::Bool(b) => Ok(b.get() as i64),
        Value::BigInt(_) => Err(Error::overflow("Python int too large to convert to C long")),
        Value::Scalar(s) => match **s {
            Scalar::Int8(i) => Ok(i as i64),
            Scalar::Int16(i) => Ok(i as i64),
            Scalar::Int32(i) => Ok(i as i64),
            Scalar::UInt8(i) => Ok(i as i64),
            Scalar::UInt16(i) => Ok(i as i64),
            Scalar::UInt32(i) => Ok(i as i64),
            Scalar::UInt64(i) => {
                i64::try_from(i).map_err(|_| Error::overflow("Python int too large to convert to C long"))
            }
            _ => Err(not_an_integer(value)),
        },
        Value::Array(a) if a.ndim() == 0 && a.dtype().kind.is_integer() => to_index(&unboxed(a.tensor())?),
        Value::Array(a) if a.dtype().kind.is_integer() && a.borrow().size() == 1 => {
            Err(Error::type_error("only integer scalar arrays can be converted to a scalar index"))
        }
        Value::Array(_) => Err(Error::type_error("only integer scalar arrays can be converted to a scalar index")),
        _ => Err(not_an_integer(value)),
    }
}

fn not_an_integer(value: &Value) -> Error {
    Error::type_error(format!("'{}' object cannot be interpreted as an integer", class_of(value).qualified_name()))
}

impl FromValue for i64 {
    const ACCEPTS: &'static str = "int";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<i64> {
        to_index(value)
    }
}

impl FromValue for isize {
    const ACCEPTS: &'static str = "int";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<isize> {
        Ok(to_index(value)? as isize)
    }
}

/// A count or length: ValueError for negative ones.
impl FromValue for usize {
    const ACCEPTS: &'static str = "int";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<usize> {
        usize::try_from(to_index(value)?).map_err(|_| Error::value("negative dimensions are not allowed"))
    }
}

/// The value as a float, by Python's `float` protocol (no text). TypeError: `must be real number, not str`.
pub fn to_float(value: &Value) -> Result<f64> {
    match value {
        Value::Float(f) | Value::NpFloat(f) => Ok(f.get()),
        Value::Int(i) | Value::NpInt(i) => Ok(*i as f64),
        Value::Bool(b) | Value::NpBool(b) => Ok(b.get() as u8 as f64),
        Value::BigInt(i) => super::number::big_to_float(i),
        Value::Array(a) if a.ndim() == 0 => {
            let flat = a.tensor();
            let view = flat.with_geometry(flat.offset(), Default::default(), Default::default());
            to_float(&unboxed(view)?)
        }
        Value::Array(_) => Err(Error::type_error("only 0-dimensional arrays can be converted to Python scalars")),
        Value::Object(o) => o.to_float().unwrap_or_else(|| Err(not_real(value))),
        _ => match super::number::Number::of_any(value) {
            Some(super::number::Number::Int(i)) => Ok(i as f64),
            Some(super::number::Number::Big(i)) => super::number::big_to_float(&i),
            Some(super::number::Number::Float(f)) => Ok(f),
            _ => Err(not_real(value)),
        },
    }
}

fn not_real(value: &Value) -> Error {
    Error::type_error(format!("must be real number, not {}", class_of(value).qualified_name()))
}

impl FromValue for f64 {
    const ACCEPTS: &'static str = "float";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<f64> {
        to_float(value)
    }
}

impl FromValue for Complex64 {
    const ACCEPTS: &'static str = "complex";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Complex64> {
        match super::number::Number::of_any(value) {
            Some(super::number::Number::Complex(z)) => Ok(z),
            _ => Ok(Complex64::new(to_float(value)?, 0.0)),
        }
    }
}

impl FromValue for Rc<Str> {
    const ACCEPTS: &'static str = "str";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Rc<Str>> {
        match value {
            Value::Str(s) => Ok(s.clone()),
            Value::Scalar(s) => match &**s {
                Scalar::Str(text) => Ok(Rc::new(Str::new(&**text))),
                _ => Err(not_a_str(value)),
            },
            _ => Err(not_a_str(value)),
        }
    }

    #[inline(always)]
    fn take(cx: &mut dyn Context, value: Value) -> Result<Rc<Str>> {
        match value {
            Value::Str(s) => Ok(s),
            other => Self::from_value(cx, &other),
        }
    }
}

fn not_a_str(value: &Value) -> Error {
    Error::type_error(format!("expected str, got {}", class_of(value).qualified_name()))
}

impl FromValue for String {
    const ACCEPTS: &'static str = "str";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<String> {
        Ok(Rc::<Str>::from_value(cx, value)?.as_str().to_string())
    }
}

/// The items of any iterable.
impl<T: FromValue> FromValue for Vec<T> {
    const ACCEPTS: &'static str = "sequence";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Vec<T>> {
        collect(cx, value)?.iter().map(|item| T::from_value(cx, item)).collect()
    }
}

/// Anything that `np.asarray` accepts, as a tensor; arrays without a copy.
impl FromValue for Tensor {
    const ACCEPTS: &'static str = "array_like";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Tensor> {
        to_tensor(cx, value, None)
    }
}

/// An array object itself (for `out=` and methods).
impl FromValue for Rc<Array> {
    const ACCEPTS: &'static str = "ndarray";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Rc<Array>> {
        match value {
            Value::Array(a) => Ok(a.clone()),
            other => Err(Error::type_error(format!("expected an array, got {}", class_of(other).qualified_name()))),
        }
    }
}

/// An argument of an elementwise function: Python's numbers stay weak.
impl FromValue for Operand {
    const ACCEPTS: &'static str = "array_like";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Operand> {
        match value {
            Value::Array(a) => Ok(Operand::Tensor(a.tensor())),
            Value::Bool(b) => Ok(Operand::WeakBool(b.get())),
            Value::Int(i) => Ok(Operand::WeakInt(*i as i128)),
            Value::Float(f) => Ok(Operand::WeakFloat(f.get())),
            Value::Complex(z) => Ok(Operand::WeakComplex(**z)),
            Value::BigInt(i) if let Ok(i) = i128::try_from(&**i) => Ok(Operand::WeakInt(i)),
            other => match other.as_scalar() {
                Some(scalar) => Ok(Operand::Scalar(scalar)),
                None => Ok(Operand::Tensor(to_tensor(cx, other, None)?)),
            },
        }
    }
}

/// A shape: an int or a sequence of ints, none negative.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shape(pub Vec<usize>);

impl FromValue for Shape {
    const ACCEPTS: &'static str = "int or tuple of ints";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Shape> {
        if let Value::Float(_) | Value::NpFloat(_) = value {
            return Err(not_a_shape(value));
        }
        let signed = Ints::from_value(cx, value)?;
        let dims = signed.0.iter().map(|&d| usize::try_from(d));
        dims.collect::<Result<_, _>>().map(Shape).map_err(|_| Error::value("negative dimensions are not allowed"))
    }
}

/// `expected a sequence of integers or a single integer, got '2.5'`
pub fn not_a_shape(value: &Value) -> Error {
    Error::type_error(format!(
        "expected a sequence of integers or a single integer, got '{}'",
        super::repr::repr(value)
    ))
}

/// One int or several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ints(pub Vec<i64>);

impl FromValue for Ints {
    const ACCEPTS: &'static str = "int or tuple of ints";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Ints> {
        match value {
            Value::Int(i) => Ok(Ints(vec![*i])),
            Value::Tuple(_) | Value::List(_) | Value::Range(_) => Ok(Ints(Vec::from_value(cx, value)?)),
            Value::Array(a) if a.ndim() > 0 => Ok(Ints(Vec::from_value(cx, value)?)),
            Value::Object(_) => Ok(Ints(Vec::from_value(cx, value)?)),
            other => Ok(Ints(vec![to_index(other)?])),
        }
    }
}

impl FromValue for Order {
    const ACCEPTS: &'static str = "'C', 'F', 'A' or 'K'";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Order> {
        if let Value::None = value {
            return Ok(Order::K);
        }
        match String::from_value(cx, value)?.to_ascii_uppercase().as_str() {
            "C" => Ok(Order::C),
            "F" => Ok(Order::F),
            "A" => Ok(Order::A),
            "K" => Ok(Order::K),
            _ => {
                let text = super::repr::repr(value);
                Err(Error::value(format!("order must be one of 'C', 'F', 'A', or 'K' (got {text})")))
            }
        }
    }
}

/// A 0-d tensor as the scalar it holds; any other as an array.
pub fn unboxed(tensor: Tensor) -> Result<Value> {
    if tensor.ndim() == 0 {
        return Ok(super::item::scalar_value(tensor.first()));
    }
    Ok(Value::array(tensor))
}

/// A result whose 0-d case is a scalar, as NumPy's ufuncs and reductions give it.
pub struct Unboxed(pub Tensor);

impl IntoValue for Unboxed {
    fn into_value(self) -> Value {
        match self.0.ndim() {
            0 => super::item::scalar_value(self.0.first()),
            _ => Value::array(self.0),
        }
    }
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for () {
    fn into_value(self) -> Value {
        Value::None
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::bool(self)
    }
}

impl IntoValue for i64 {
    fn into_value(self) -> Value {
        Value::Int(self)
    }
}

impl IntoValue for usize {
    fn into_value(self) -> Value {
        Value::int(IBig::from(self))
    }
}

impl IntoValue for f64 {
    fn into_value(self) -> Value {
        Value::float(self)
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::str(self)
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Value {
        Value::str(self)
    }
}

/// An array, also where it is 0-d.
impl IntoValue for Tensor {
    fn into_value(self) -> Value {
        Value::array(self)
    }
}

impl IntoValue for Scalar {
    fn into_value(self) -> Value {
        Value::scalar(self)
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::None, T::into_value)
    }
}

/// A list.
impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Value {
        Value::list(self.into_iter().map(T::into_value).collect())
    }
}

impl<A: IntoValue, B: IntoValue> IntoValue for (A, B) {
    fn into_value(self) -> Value {
        Value::tuple(vec![self.0.into_value(), self.1.into_value()])
    }
}

impl<A: IntoValue, B: IntoValue, C: IntoValue> IntoValue for (A, B, C) {
    fn into_value(self) -> Value {
        Value::tuple(vec![self.0.into_value(), self.1.into_value(), self.2.into_value()])
    }
}
