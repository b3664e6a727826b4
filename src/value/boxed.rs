//! Values inside object arrays: `Boxed` gives the tensor room what it needs of them.

use super::number::Number;
use super::object::{BinaryOp, UnaryOp};
use super::{Error, Value, number, repr};
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
            None => {
                let name = super::class::class_of(&self.0).qualified_name();
                Err(tensor::Error::type_error(format!("bad operand type for abs(): '{name}'")))
            }
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

    fn as_any(&self) -> &dyn Any {
        self
    }
}
