//! Frames on one shared stack of slots, cells for captured names, and how slots are written.

use super::code::Code;
use crate::value::Value;
use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

/// A name that a nested function also sees.
pub type Cell = Rc<RefCell<Option<Value>>>;

/// The running function, module or generator: where its slots and cells begin.
pub struct Frame {
    pub base: usize,
    pub cells: usize,
    pub code: Rc<Code>,
}

/// Stores a value in a slot. What was there is dropped out of line, and only if dropping does anything: `*slot = value`
/// would pass both through memory.
#[inline(always)]
pub fn put(slot: &mut Option<Value>, value: Value) {
    if let Some(old) = slot.replace(value) {
        toss(old)
    }
}

/// Drops a temporary, out of line where dropping does anything.
#[inline(always)]
pub fn toss(value: Value) {
    if value.is_heap() {
        cold_drop(value);
    } else {
        mem::forget(value);
    }
}

/// Ends a plain number, which needs no dropping.
#[inline(always)]
pub fn end(number: Value) {
    debug_assert!(!number.is_heap());
    mem::forget(number);
}

#[inline(never)]
fn cold_drop(value: Value) {
    drop(value);
}

/// A copy of a value: plain numbers without looking at the other kinds.
#[inline(always)]
pub fn copy(value: &Value) -> Value {
    match value {
        Value::Float(f) => Value::Float(*f),
        Value::Int(i) => Value::Int(*i),
        other => cold_clone(other),
    }
}

#[inline(never)]
fn cold_clone(value: &Value) -> Value {
    value.clone()
}

/// Shortens a stack of slots.
#[inline(always)]
pub fn truncate(stack: &mut Vec<Option<Value>>, len: usize) {
    while stack.len() > len {
        if let Some(Some(value)) = stack.pop() {
            toss(value);
        }
    }
}
