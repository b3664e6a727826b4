//! Python's module `copy`: shallow and deep copies.

use crate::builtins::attribute::attribute;
use crate::symbol::Symbol;
use crate::tensor::iterate::flat_offset;
use crate::tensor::{Kind, Scalar, Tensor, assign};
use crate::value::boxed;
use crate::value::settable::SetTable;
use crate::value::table::Table;
use crate::value::{Context, Dict, List, Result, Set, Tuple, Value};
use std::collections::HashMap;
use std::rc::Rc;

builtins! { COPYING, chapter "copy", spaces ["copy"];
    /// A copy whose items are the same objects.
    ///
    /// >>> import copy
    /// >>> x = [[1], 2]
    /// >>> y = copy.copy(x)
    /// >>> y == x, y is x, y[0] is x[0]
    /// (True, False, True)
    fn copy(cx, @pos x: Value) -> Value {
        match &x {
            Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::Array(_) => call_method(cx, &x, "copy"),
            Value::Object(object) => match attribute(cx, &x, Symbol::new("copy")) {
                Ok(method) if object.len().is_some() => cx.call(&method, &[], &[]),
                _ => Ok(x),
            },
            _ => Ok(x),
        }
    }

    /// A copy whose items are copies too, all the way down.
    ///
    /// >>> import copy
    /// >>> x = [[1], 2]
    /// >>> y = copy.deepcopy(x)
    /// >>> y == x, y[0] is x[0]
    /// (True, False)
    fn deepcopy(cx, x: Value, memo: Value = Value::None) -> Value { deep_copy(cx, &x, &mut HashMap::new()) }
}

fn call_method(cx: &mut dyn Context, value: &Value, name: &str) -> Result<Value> {
    let method = attribute(cx, value, Symbol::new(name))?;
    cx.call(&method, &[], &[])
}

/// Puts deep copies in the place of an object array's elements.
fn copy_elements(cx: &mut dyn Context, array: &Tensor, made: &mut HashMap<usize, Value>) -> Result<()> {
    for at in 0..array.size() {
        let offset = flat_offset(array.shape(), array.strides(), at);
        let Scalar::Object(item) = array.scalar_at(offset) else { continue };
        let element = deep_copy(cx, &boxed::unwrap(&item), made)?;
        let place = array.with_geometry(array.offset() + offset, Default::default(), Default::default());
        assign::fill(&place, &Scalar::Object(boxed::item(element)))?;
    }
    Ok(())
}

/// A deep copy; `made` are the copies of what was met before, by address, so that shared parts stay shared.
fn deep_copy(cx: &mut dyn Context, value: &Value, made: &mut HashMap<usize, Value>) -> Result<Value> {
    if let Some(known) = value.address().and_then(|address| made.get(&address)) {
        return Ok(known.clone());
    }
    stacker::maybe_grow(64 << 10, 4 << 20, || deep_copy_new(cx, value, made))
}

fn deep_copy_new(cx: &mut dyn Context, value: &Value, made: &mut HashMap<usize, Value>) -> Result<Value> {
    let mut remember = |copy: &Value| {
        if let Some(address) = value.address() {
            made.insert(address, copy.clone());
        }
    };
    match value {
        Value::List(list) => {
            let copy = Rc::new(List::default());
            remember(&Value::List(copy.clone()));
            for item in list.to_vec() {
                let item = deep_copy(cx, &item, made)?;
                copy.borrow_mut().push(item);
            }
            Ok(Value::List(copy))
        }
        Value::Dict(dict) => {
            let copy = Rc::new(match dict.kind() {
                Some(kind) => Dict::of_kind(Table::default(), kind.class, kind.factory.borrow().clone()),
                None => Dict::default(),
            });
            remember(&Value::Dict(copy.clone()));
            let entries: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
            for (key, item) in entries {
                let (key, item) = (deep_copy(cx, &key, made)?, deep_copy(cx, &item, made)?);
                copy.borrow_mut().insert(key, item)?;
            }
            Ok(Value::Dict(copy))
        }
        Value::Tuple(tuple) => {
            let mut items = Vec::with_capacity(tuple.items.len());
            for item in &tuple.items {
                items.push(deep_copy(cx, item, made)?);
            }
            // A tuple of what can't change is its own copy.
            if items.iter().zip(&tuple.items).all(|(a, b)| a.is(b)) {
                return Ok(value.clone());
            }
            Ok(Value::Tuple(Rc::new(Tuple { items: items.into(), class: tuple.class.clone() })))
        }
        Value::Set(set) => {
            let keys: Vec<Value> = set.borrow().keys().cloned().collect();
            let mut table = SetTable::default();
            for key in keys {
                table.insert(deep_copy(cx, &key, made)?)?;
            }
            Ok(Value::Set(Rc::new(Set::new(table))))
        }
        Value::Array(_) => {
            let copy = call_method(cx, value, "copy")?;
            remember(&copy);
            if let Value::Array(array) = &copy
                && array.dtype().kind == Kind::Object
            {
                copy_elements(cx, &array.tensor(), made)?;
            }
            Ok(copy)
        }
        Value::Object(object) if object.len().is_some() => match attribute(cx, value, Symbol::new("copy")) {
            Ok(method) => cx.call(&method, &[], &[]),
            Err(_) => Ok(value.clone()),
        },
        other => Ok(other.clone()),
    }
}
