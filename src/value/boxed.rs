//! Values inside object arrays: `Boxed` gives the tensor room what it needs of them.

use super::context::Detached;
use super::datetime::ticks;
use super::number::Number;
use super::object::{BinaryOp, UnaryOp};
use super::{Error, Value, number, repr};
use crate::pool::until_interrupted;
use crate::symbol::Symbol;
use crate::tensor::object::{Item, ItemRef, ObjectOp};
use crate::tensor::{self, Complex64, ErrorKind, Scalar};
use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

/// A value as an element of an object array.
pub struct Boxed(pub Value);

/// A value as an object array holds it.
pub fn item(value: Value) -> ItemRef {
    Rc::new(Boxed(value))
}

/// The value an object array's element holds.
pub fn unwrap(item: &ItemRef) -> Value {
    item.as_any().downcast_ref::<Boxed>().map_or(Value::None, |boxed| boxed.0.clone())
}

fn lowered(error: Error) -> tensor::Error {
    use super::class::exception as e;
    let kinds = [
        (&e::ZERO_DIVISION_ERROR, ErrorKind::ZeroDivision),
        (&e::OVERFLOW_ERROR, ErrorKind::Overflow),
        (&e::TYPE_ERROR, ErrorKind::Type),
        (&e::MEMORY_ERROR, ErrorKind::Memory),
        (&e::KEYBOARD_INTERRUPT, ErrorKind::KeyboardInterrupt),
        (&e::INDEX_ERROR, ErrorKind::Index),
    ];
    let kind = kinds.iter().find(|(class, _)| error.is(class)).map_or(ErrorKind::Value, |(_, kind)| *kind);
    tensor::Error::new(kind, error.message())
}

fn operator(op: ObjectOp) -> BinaryOp {
    match op {
        ObjectOp::Add => BinaryOp::Add,
        ObjectOp::Subtract => BinaryOp::Sub,
        ObjectOp::Multiply => BinaryOp::Mul,
        ObjectOp::Divide => BinaryOp::Div,
        ObjectOp::FloorDivide => BinaryOp::FloorDiv,
        ObjectOp::Remainder => BinaryOp::Mod,
        ObjectOp::Power => BinaryOp::Pow,
        ObjectOp::LeftShift => BinaryOp::LeftShift,
        ObjectOp::RightShift => BinaryOp::RightShift,
        ObjectOp::BitAnd => BinaryOp::BitAnd,
        ObjectOp::BitOr => BinaryOp::BitOr,
        ObjectOp::BitXor => BinaryOp::BitXor,
    }
}

fn other_value(other: &dyn Item) -> Value {
    other.as_any().downcast_ref::<Boxed>().map_or(Value::None, |boxed| boxed.0.clone())
}

/// What an object's own `__abs__` gives.
fn own_absolute(value: &Value) -> super::Result<Option<Value>> {
    let Value::Object(object) = value else { return Ok(None) };
    match object.attribute(&mut Detached::default(), Symbol::new("__abs__"))? {
        Some(Value::Object(method)) => method.call(&mut Detached::default(), &super::Args::positional(&[])).map(Some),
        _ => Ok(None),
    }
}

impl Boxed {
    fn unary(&self, op: UnaryOp) -> tensor::Result<ItemRef> {
        match super::ops::plain_unary(op, &self.0) {
            Ok(value) => Ok(item(value)),
            Err(error) => Err(lowered(error)),
        }
    }
}

impl Item for Boxed {
    fn binary(&self, op: ObjectOp, other: &dyn Item) -> tensor::Result<ItemRef> {
        super::ops::plain_binary(operator(op), &self.0, &other_value(other)).map(item).map_err(lowered)
    }

    fn negative(&self) -> tensor::Result<ItemRef> {
        self.unary(UnaryOp::Minus)
    }

    fn absolute(&self) -> tensor::Result<ItemRef> {
        match Number::of_any(&self.0) {
            Some(Number::Complex(z)) => Ok(item(Value::float(z.re.hypot(z.im)))),
            Some(number) if number::order(&number, &Number::Int(0)) == Some(Ordering::Less) => self.negative(),
            Some(_) => Ok(item(self.0.clone())),
            None => match own_absolute(&self.0).map_err(lowered)? {
                Some(value) => Ok(item(value)),
                None => Err(tensor::Error::type_error(format!("bad operand type for abs(): '{}'", self.type_name()))),
            },
        }
    }

    fn invert(&self) -> tensor::Result<ItemRef> {
        self.unary(UnaryOp::Invert)
    }

    fn equals(&self, other: &dyn Item) -> tensor::Result<bool> {
        Ok(super::compare::equal_plain(&self.0, &other_value(other)))
    }

    fn order(&self, other: &dyn Item) -> tensor::Result<Option<Ordering>> {
        super::compare::order_plain(&self.0, &other_value(other)).map_err(lowered)
    }

    fn truth(&self) -> tensor::Result<bool> {
        super::ops::truth(&self.0).map_err(lowered)
    }

    fn repr(&self) -> String {
        repr::repr(&self.0)
    }

    fn type_name(&self) -> String {
        super::class::class_of(&self.0).qualified_name()
    }

    fn text(&self) -> String {
        repr::str(&self.0)
    }

    fn to_scalar(&self) -> Option<Scalar> {
        if let Some(scalar) = self.0.as_scalar() {
            return Some(scalar);
        }
        Some(match &self.0 {
            Value::Bool(b) => Scalar::Bool(b.get()),
            Value::Int(i) => Scalar::Int64(*i),
            Value::BigInt(i) => match u64::try_from(&**i) {
                Ok(i) => Scalar::UInt64(i),
                Err(_) => Scalar::Float64(number::big_to_float(i).ok()?),
            },
            Value::Float(f) => Scalar::Float64(f.get()),
            Value::Complex(z) => Scalar::Complex128(Complex64::new(z.re, z.im)),
            Value::Str(s) => Scalar::Str(s.as_str().into()),
            Value::Bytes(b) => Scalar::Bytes(b.data.as_ref().into()),
            Value::Object(o) => Scalar::Float64(o.to_float()?.ok()?),
            _ => return None,
        })
    }

    fn to_time(&self) -> Option<Scalar> {
        ticks::scalar(&self.0)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The Python value of an element: `int` for every integer type, `float`, `str` …; what Python has no type for stays
/// NumPy's. This is what `item` and `tolist` give, and what object arrays hold.
pub fn python_value(scalar: Scalar) -> Value {
    match scalar {
        Scalar::Bool(b) => Value::bool(b),
        Scalar::Int8(i) => Value::Int(i.into()),
        Scalar::Int16(i) => Value::Int(i.into()),
        Scalar::Int32(i) => Value::Int(i.into()),
        Scalar::Int64(i) => Value::Int(i),
        Scalar::UInt8(i) => Value::Int(i.into()),
        Scalar::UInt16(i) => Value::Int(i.into()),
        Scalar::UInt32(i) => Value::Int(i.into()),
        Scalar::UInt64(i) => Value::int(i.into()),
        Scalar::Float16(f) => Value::float(f.to_f64()),
        Scalar::Float32(f) => Value::float(f.into()),
        Scalar::Float64(f) => Value::float(f),
        Scalar::Complex64(z) => Value::complex(z.re.into(), z.im.into()),
        Scalar::Complex128(z) => Value::complex(z.re, z.im),
        Scalar::Str(s) => Value::str(&*s),
        Scalar::Bytes(b) => Value::bytes(&*b),
        Scalar::Object(held) => unwrap(&held),
        Scalar::DateTime(ticks, unit, count) => ticks::instant(ticks, unit, count),
        Scalar::TimeDelta(ticks, unit, count) => ticks::span(ticks, unit, count),
        Scalar::Record(record) => record_value(*record),
    }
}

/// A record as a tuple of its fields; raw bytes as they are.
fn record_value(record: tensor::Tensor) -> Value {
    let tensor::Kind::Record(layout) = record.dtype().kind else {
        return Value::scalar(Scalar::Record(Box::new(record)));
    };
    let items = layout.fields.iter().map(|f| super::record::field(&record, &f.name).map_or(Value::None, nested_list));
    Value::tuple(items.collect::<Vec<_>>())
}

/// `a.tolist()`: nested lists of Python values.
pub fn nested_list(tensor: tensor::Tensor) -> Value {
    let lengths = tensor.shape();
    match lengths {
        [] => python_value(tensor.first()),
        [n] => {
            if let Some(floats) = tensor.to_vec::<f64>() {
                return Value::list(until_interrupted(floats.into_iter()).map(Value::float).collect());
            }
            if let Some(ints) = tensor.to_vec::<i64>() {
                return Value::list(until_interrupted(ints.into_iter()).map(Value::Int).collect());
            }
            let stride = tensor.strides().first().copied().unwrap_or(0);
            let places = until_interrupted(0..*n).map(|i| i as isize * stride);
            Value::list(places.map(|at| python_value(tensor.scalar_at(at))).collect())
        }
        [n, ..] => Value::list(until_interrupted(0..*n).map(|i| nested_list(tensor.subarray(0, i))).collect()),
    }
}

/// Tells the tensors of this thread what the language's values are.
pub fn install() {
    tensor::object::set_none(item(Value::None));
    tensor::object::set_boxing(tensor::object::Boxing {
        scalar: |scalar| item(python_value(scalar)),
        int: |i| item(Value::int(i.into())),
    });
}

/// The day, moment or span of Python's that NumPy's time is.
pub fn time_as_python(value: &Value) -> Option<Value> {
    let time = value.as_scalar().filter(|s| matches!(s, Scalar::DateTime(..) | Scalar::TimeDelta(..)))?;
    Some(python_value(time))
}
