//! What an object array holds: values of the language behind a trait, so that tensors need not know the language.

use super::error::{Error, Result};
use super::scalar::Scalar;
use std::any::Any;
use std::cell::{Cell, RefCell};
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
    /// The value as a datetime64 or timedelta64, where it is a day, a moment or a span of time.
    fn to_time(&self) -> Option<Scalar> {
        None
    }
    fn as_any(&self) -> &dyn Any;
    /// The name of the value's class, for error messages.
    fn type_name(&self) -> String {
        "object".into()
    }
    /// The value of the method that a mathematical function of this name calls on objects (`sqrt`, `exp` …).
    fn math(&self, name: &str) -> Result<ItemRef> {
        Err(Error::type_error(format!(
            "loop of ufunc does not support argument 0 of type {} which has no callable {name} method",
            self.type_name()
        )))
    }
}

/// How the language makes its values out of elements of other arrays.
#[derive(Clone, Copy)]
pub struct Boxing {
    pub scalar: fn(Scalar) -> ItemRef,
    /// An integer that may be too large for any dtype.
    pub int: fn(i128) -> ItemRef,
}

thread_local! {
    static BOXING: Cell<Option<Boxing>> = const { Cell::new(None) };
}

/// Tells this thread's tensors how elements become values of the language.
pub fn set_boxing(boxing: Boxing) {
    BOXING.set(Some(boxing));
}

fn boxing() -> Result<Boxing> {
    BOXING.get().ok_or_else(|| Error::type_error("object arrays need a language whose values they hold"))
}

/// The value of the language for an element: a Python `int` for an int64, …
pub fn from_scalar(value: Scalar) -> Result<ItemRef> {
    Ok((boxing()?.scalar)(value))
}

/// The language's integer.
pub fn from_int(value: i128) -> Result<ItemRef> {
    Ok((boxing()?.int)(value))
}

pub type ItemRef = Rc<dyn Item>;

thread_local! {
    static NONE: RefCell<ItemRef> = RefCell::new(Rc::new(Nothing));
}

/// The value that fills a new object array: the language's `None`, once [`set_none`] has said what that is.
pub fn none() -> ItemRef {
    NONE.with_borrow(Rc::clone)
}

/// Tells this thread's tensors what `None` is.
pub fn set_none(item: ItemRef) {
    NONE.set(item);
}

/// Stands for `None` where no language has set its own.
struct Nothing;

impl Nothing {
    fn unsupported<T>(&self) -> Result<T> {
        Err(Error::type_error("unsupported operand type(s): 'NoneType'"))
    }
}

impl Item for Nothing {
    fn binary(&self, _: ObjectOp, _: &dyn Item) -> Result<ItemRef> {
        self.unsupported()
    }
    fn negative(&self) -> Result<ItemRef> {
        self.unsupported()
    }
    fn absolute(&self) -> Result<ItemRef> {
        self.unsupported()
    }
    fn invert(&self) -> Result<ItemRef> {
        self.unsupported()
    }
    fn equals(&self, other: &dyn Item) -> Result<bool> {
        Ok(other.as_any().is::<Nothing>())
    }
    fn order(&self, _: &dyn Item) -> Result<Option<Ordering>> {
        Ok(None)
    }
    fn truth(&self) -> Result<bool> {
        Ok(false)
    }
    fn repr(&self) -> String {
        "None".into()
    }
    fn text(&self) -> String {
        "None".into()
    }
    fn to_scalar(&self) -> Option<Scalar> {
        None
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn type_name(&self) -> String {
        "NoneType".into()
    }
}
