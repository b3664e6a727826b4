//! What an object array holds: values of the language behind a trait, so that tensors need not know the language.

use super::error::Result;
use super::scalar::Scalar;
use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

/// Python's binary operators as object arrays use them element by element.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ObjectOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Remainder,
    Power,
    LeftShift,
    RightShift,
    BitAnd,
    BitOr,
    BitXor,
}

/// An element of an object array. A null reference never occurs: an empty object array is full of `None`.
pub trait Item: Any {
    fn binary(&self, op: ObjectOp, other: &dyn Item) -> Result<ItemRef>;
    fn negative(&self) -> Result<ItemRef>;
    fn absolute(&self) -> Result<ItemRef>;
    fn invert(&self) -> Result<ItemRef>;
    fn equals(&self, other: &dyn Item) -> Result<bool>;
    /// `None` where Python's `<` raises a TypeError.
    fn order(&self, other: &dyn Item) -> Result<Option<Ordering>>;
    fn truth(&self) -> Result<bool>;
    fn repr(&self) -> String;
    fn text(&self) -> String;
    /// The value as a number or text, where it is one: for casts out of an object array.
    fn to_scalar(&self) -> Option<Scalar>;
    fn as_any(&self) -> &dyn Any;
}

pub type ItemRef = Rc<dyn Item>;
