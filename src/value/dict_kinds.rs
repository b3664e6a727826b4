//! The dicts of `collections`: what a missing key gives, how they print, and the arithmetic of counters.

use super::class::{Class, python};
use super::number::Number;
use super::object::{BinaryOp, CompareOp};
use super::table::Table;
use super::{Context, Dict, Result, Value, ops, repr};
use std::rc::Rc;

pub static COUNTER: Class = Class::new("Counter", "collections", &[&python::DICT]);
pub static DEFAULTDICT: Class = Class::new("defaultdict", "collections", &[&python::DICT]);
pub static ORDERED_DICT: Class = Class::new("OrderedDict", "collections", &[&python::DICT]);

/// What `dict[key]` gives for a key that is not there; `None` for a KeyError.
pub fn missing(cx: &mut dyn Context, dict: &Dict, key: &Value) -> Result<Option<Value>> {
    let Some(kind) = dict.kind() else { return Ok(None) };
    if kind.class == &COUNTER {
        return Ok(Some(Value::Int(0)));
    }
    let factory = kind.factory.borrow().clone();
    if let Value::None = factory {
        return Ok(None);
    }
    let value = cx.call(&factory, &[], &[])?;
    dict.borrow_mut().set(key, value.clone())?;
    Ok(Some(value))
}

/// The items of a counter, the most common first; equal counts in order of insertion.
pub fn most_common(dict: &Dict) -> Vec<(Value, Value)> {
    let mut items: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    items.sort_by(|(_, a), (_, b)| match (Number::of_any(a), Number::of_any(b)) {
        (Some(a), Some(b)) => super::number::order(&b, &a).unwrap_or(std::cmp::Ordering::Equal),
        _ => std::cmp::Ordering::Equal,
    });
    items
}

/// What `repr` writes around the items of such a dict: text before, the items in another order if that differs, text after.
pub fn repr_parts(dict: &Dict) -> Option<(String, Value, &'static str)> {
    let kind = dict.kind()?;
    let name = kind.class.name;
    let plain = |items: Vec<(Value, Value)>| -> Value {
        let mut table = Table::default();
        for (key, value) in items {
            // Keys of a dict are hashable.
            table.insert(key, value).unwrap_or_default();
        }
        Value::Dict(Rc::new(Dict::new(table)))
    };
    if kind.class == &DEFAULTDICT {
        let items = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        return Some((format!("defaultdict({}, ", repr::repr(&kind.factory.borrow())), plain(items), ")"));
    }
    if dict.borrow().is_empty() {
        return Some((format!("{name}("), Value::None, ")"));
    }
    if kind.class == &COUNTER {
        return Some((format!("{name}("), plain(most_common(dict)), ")"));
    }
    let pairs = dict.borrow().iter().map(|(k, v)| Value::tuple([k.clone(), v.clone()])).collect();
    Some((format!("{name}("), Value::list(pairs), ")"))
}

/// A new counter.
pub fn counter(table: Table) -> Value {
    Value::Dict(Rc::new(Dict::of_kind(table, &COUNTER, Value::None)))
}

/// `+`, `-`, `|` and `&` of two counters: counts that are not positive are left out.
pub fn counter_binary(cx: &mut dyn Context, op: BinaryOp, a: &Dict, b: &Dict) -> Result<Option<Value>> {
    if !matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::BitOr | BinaryOp::BitAnd) {
        return Ok(None);
    }
    let (x, y) = (a.borrow().copied()?, b.borrow().copied()?);
    let mut result = Table::default();
    let zero = Value::Int(0);
    let others = y.iter().filter(|(key, _)| !x.contains(key).unwrap_or(false)).map(|(key, _)| key);
    for key in x.keys().chain(others) {
        let (p, q) = (x.get(key)?.unwrap_or(&zero), y.get(key)?.unwrap_or(&zero));
        let count = match op {
            BinaryOp::Add | BinaryOp::Sub => ops::binary(cx, op, p, q)?,
            BinaryOp::BitOr if less(cx, p, q)? => q.clone(),
            BinaryOp::BitOr => p.clone(),
            _ if less(cx, p, q)? => p.clone(),
            _ => q.clone(),
        };
        if less(cx, &zero, &count)? {
            result.set(key, count)?;
        }
    }
    Ok(Some(counter(result)))
}

fn less(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<bool> {
    let answer = ops::compare(cx, CompareOp::Lt, a, b)?;
    ops::truth(&answer)
}
