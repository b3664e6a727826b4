//! `value.name`: members of modules, what only the evaluator knows about functions, and the library for everything else.

use super::Interp;
use super::code::Attribute;
use super::function::Closure;
use crate::builtins;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::value::class::class_of;
use crate::value::{Bound, Builtin, Error, Function, Module, Result, Value};
use smallvec::SmallVec;
use std::rc::Rc;

impl Interp {
    #[inline(never)]
    pub(super) fn attribute(&mut self, node: &Attribute, _span: Span) -> Result<Value> {
        let value = self.eval(&node.value)?;
        if let Value::Array(_) = value
            && let Some(property) = array_property(node, &value)
        {
            self.span = node.name_span;
            let mut bound = Bound { slots: SmallVec::new() };
            bound.slots.push(Some(value));
            bound.slots.resize_with(property.params.len(), || None);
            return (property.call)(self, &mut bound).map_err(|error| self.at(error, node.name_span));
        }
        self.attribute_of(&value, node.name, node.name_span)
    }

    pub(super) fn attribute_of(&mut self, value: &Value, name: Symbol, span: Span) -> Result<Value> {
        let own = match value {
            Value::Module(module) => module.get(name),
            Value::Function(function) => function_attribute(function, name),
            _ => None,
        };
        if let Some(found) = own {
            return Ok(found);
        }
        self.span = span;
        match builtins::attribute(self, value, name) {
            Ok(found) => Ok(found),
            Err(error) => Err(self.attribute_error(error, value, name, span)),
        }
    }

    #[cold]
    #[inline(never)]
    fn attribute_error(&mut self, error: Error, value: &Value, name: Symbol, span: Span) -> Error {
        let error = match value {
            Value::Module(module) if self.imports.is_unfinished(module) => circular(module, name),
            _ => error,
        };
        self.at(error, span)
    }

    pub(super) fn set_attribute_of(&mut self, value: &Value, name: Symbol, new: &Value, span: Span) -> Result<()> {
        if let Value::Module(module) = value
            && let Some(id) = self.globals.module_of(module)
        {
            let slot = self.globals.slot(id, name, || builtins::lookup("bare", name));
            self.globals.set(slot, new.clone());
            return Ok(());
        }
        self.span = span;
        builtins::set_attribute(self, value, name, new).map_err(|error| self.at(error, span))
    }

    pub(super) fn delete_attribute_of(&mut self, value: &Value, name: Symbol, span: Span) -> Result<()> {
        if let Value::Module(module) = value
            && let Some(id) = self.globals.module_of(module)
            && let Some(slot) = self.globals.find(id, name)
            && self.globals.remove(slot).is_some()
        {
            return Ok(());
        }
        builtins::delete_attribute(value, name).map_err(|error| self.at(error, span))
    }
}

/// The library's attribute of that name of an array, as the node remembers it from the last array of the class.
#[inline]
fn array_property(node: &Attribute, array: &Value) -> Option<&'static Builtin> {
    let class = class_of(array);
    if let Some((known, property)) = node.property.get()
        && std::ptr::eq(known, class)
    {
        return property;
    }
    let property = builtins::find_method(array, node.name).filter(|item| item.has("property"));
    node.property.set(Some((class, property)));
    property
}

/// Attributes whose values the evaluator keeps.
fn function_attribute(function: &Rc<Function>, name: Symbol) -> Option<Value> {
    if !name.as_str().starts_with("__") || function.attributes.borrow().contains_key(&name) {
        return None;
    }
    let closure = function.code.downcast_ref::<Closure>()?;
    match name.as_str() {
        "__qualname__" => Some(Value::str(&*closure.code.qualified_name)),
        "__defaults__" if closure.defaults.is_empty() => Some(Value::None),
        "__defaults__" => Some(Value::tuple(closure.defaults.to_vec())),
        _ => None,
    }
}

fn circular(module: &Module, name: Symbol) -> Error {
    Error::attribute(format!(
        "partially initialized module '{}' has no attribute '{name}' (most likely due to a circular import)",
        module.name
    ))
}
