//! Values of other kinds (iterators, files, generators, ufuncs, random generators …) behind one trait.

use super::class::Class;
use super::{Args, Context, Error, Result, Value};
use crate::symbol::Symbol;
use std::any::Any;

/// Python's binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LeftShift,
    RightShift,
    BitAnd,
    BitOr,
    BitXor,
}

/// Python's rich comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CompareOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnaryOp {
    Plus,
    Minus,
    Invert,
}

/// What a value of some other kind can do. The defaults say that it can't, in Python's words.
///
/// Methods are looked up in the library first (by the class's name); `attribute` adds what is not there.
pub trait NativeObject: Any {
    fn class(&self) -> &'static Class;

    fn as_any(&self) -> &dyn Any;

    /// The value of an attribute, or `None` where it has no such attribute.
    fn attribute(&self, _cx: &mut dyn Context, _name: Symbol) -> Result<Option<Value>> {
        Ok(None)
    }

    /// Sets an attribute; `false` where it has no such attribute.
    fn set_attribute(&self, _cx: &mut dyn Context, _name: Symbol, _value: &Value) -> Result<bool> {
        Ok(false)
    }

    /// Names of the attributes that `attribute` knows, for `dir` and completion.
    fn attribute_names(&self) -> Vec<String> {
        Vec::new()
    }

    fn is_callable(&self) -> bool {
        false
    }

    fn call(&self, _cx: &mut dyn Context, _args: &Args) -> Result<Value> {
        Err(Error::type_error(format!("'{}' object is not callable", self.class().name)))
    }

    /// An iterator over it; `None` where it is not iterable. An iterator gives itself back by `Value` identity in `iter`.
    fn iterate(&self, _cx: &mut dyn Context) -> Result<Option<Value>> {
        Ok(None)
    }

    /// Whether `next` works on it.
    fn is_iterator(&self) -> bool {
        false
    }

    /// The next item of an iterator; `None` at its end.
    fn next(&self, _cx: &mut dyn Context) -> Result<Option<Value>> {
        Err(Error::type_error(format!("'{}' object is not an iterator", self.class().name)))
    }

    fn len(&self) -> Option<usize> {
        None
    }

    fn get_item(&self, _cx: &mut dyn Context, _index: &Value) -> Result<Value> {
        Err(Error::type_error(format!("'{}' object is not subscriptable", self.class().name)))
    }

    fn set_item(&self, _cx: &mut dyn Context, _index: &Value, _value: &Value) -> Result<()> {
        Err(Error::type_error(format!("'{}' object does not support item assignment", self.class().name)))
    }

    fn delete_item(&self, _cx: &mut dyn Context, _index: &Value) -> Result<()> {
        Err(Error::type_error(format!("'{}' object doesn't support item deletion", self.class().name)))
    }

    /// `item in self`; `None` means: go through it.
    fn contains(&self, _cx: &mut dyn Context, _item: &Value) -> Result<Option<bool>> {
        Ok(None)
    }

    /// `self op other`, or with `reflected` `other op self`; `None` where it does not know how.
    fn binary(&self, _cx: &mut dyn Context, _op: BinaryOp, _other: &Value, _reflected: bool) -> Result<Option<Value>> {
        Ok(None)
    }

    fn unary(&self, _cx: &mut dyn Context, _op: UnaryOp) -> Result<Option<Value>> {
        Ok(None)
    }

    fn compare(&self, _cx: &mut dyn Context, _op: CompareOp, _other: &Value) -> Result<Option<Value>> {
        Ok(None)
    }

    /// `None`: not hashable by value; identity is used.
    fn hash(&self) -> Option<u64> {
        None
    }

    /// Equality as a dict key; identity is checked before.
    fn equals(&self, _other: &Value) -> bool {
        false
    }

    /// Python's `float(self)`, for objects that are numbers.
    fn to_float(&self) -> Option<Result<f64>> {
        None
    }

    /// What `np.asarray` makes of it, for objects that stand for an array (`a.flat`).
    fn to_tensor(&self) -> Option<Result<crate::tensor::Tensor>> {
        None
    }

    fn truth(&self) -> Result<bool> {
        Ok(self.len().is_none_or(|n| n > 0))
    }

    /// `with self as …`
    fn enter(&self, _cx: &mut dyn Context, _this: &Value) -> Result<Value> {
        let name = self.class().name;
        Err(Error::type_error(format!("'{name}' object does not support the context manager protocol")))
    }

    /// `format(self, spec)`; `None` where it formats as any object does.
    fn format(&self, _cx: &mut dyn Context, _spec: &str) -> Option<Result<String>> {
        None
    }

    /// The end of `with`; true swallows the exception.
    fn exit(&self, _cx: &mut dyn Context, _error: Option<&Error>) -> Result<bool> {
        Ok(false)
    }

    fn repr(&self) -> String {
        format!("<{} object at {:#x}>", self.class().qualified_name(), std::ptr::from_ref(self) as *const () as usize)
    }

    fn text(&self) -> String {
        self.repr()
    }
}

/// A method that the library has no item for: what a closure does when it is called.
struct Method<F>(F);

impl<F: Fn(&mut dyn Context, &Args) -> Result<Value> + 'static> NativeObject for Method<F> {
    fn class(&self) -> &'static Class {
        &super::class::python::METHOD
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        (self.0)(cx, args)
    }
}

/// A method, waiting to be called.
pub fn method(run: impl Fn(&mut dyn Context, &Args) -> Result<Value> + 'static) -> Value {
    Value::object(Method(run))
}

/// A boxed [`NativeObject`]: one thin pointer behind `Rc`.
pub struct Object(Box<dyn NativeObject>);

impl Object {
    pub fn new(object: impl NativeObject) -> Object {
        Object(Box::new(object))
    }

    /// The object as a certain Rust type.
    pub fn downcast<T: NativeObject>(&self) -> Option<&T> {
        self.0.as_any().downcast_ref()
    }
}

impl std::ops::Deref for Object {
    type Target = dyn NativeObject;

    fn deref(&self) -> &(dyn NativeObject + 'static) {
        &*self.0
    }
}
