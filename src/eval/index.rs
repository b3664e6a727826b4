//! `value[index]`: reading and writing items, with lists, tuples and dicts looked into where they lie.

use super::Interp;
use super::code::Subscript;
use crate::source::Span;
use crate::value::{Result, Value, item};

impl Interp {
    #[inline(never)]
    pub(super) fn subscript(&mut self, node: &Subscript, span: Span) -> Result<Value> {
        if let Some(container) = self.peek(&node.value) {
            if let Some(index) = self.peek(&node.index) {
                if let Some(found) = plain(container, index) {
                    return Ok(found);
                }
            } else {
                let container = container.clone();
                let index = self.eval(&node.index)?;
                return self.item(&container, &index, span);
            }
        }
        let container = self.eval(&node.value)?;
        let index = self.eval(&node.index)?;
        self.item(&container, &index, span)
    }

    fn item(&mut self, container: &Value, index: &Value, span: Span) -> Result<Value> {
        if let Some(found) = plain(container, index) {
            return Ok(found);
        }
        self.span = span;
        item::get_item(self, container, index).map_err(|error| self.at(error, span))
    }

    #[inline(never)]
    pub(super) fn set_subscript(&mut self, node: &Subscript, value: Value, span: Span) -> Result<()> {
        let container = self.eval(&node.value)?;
        let index = self.eval(&node.index)?;
        self.span = span;
        item::set_item(self, &container, &index, &value).map_err(|error| self.at(error, span))
    }
}

/// An item of a list or tuple at an index in range, or of a dict under a key that is there.
#[inline(always)]
fn plain(container: &Value, index: &Value) -> Option<Value> {
    match (container, index) {
        (Value::List(list), Value::Int(i)) => {
            let items = list.borrow();
            items.get(from_end(*i, items.len())).cloned()
        }
        (Value::Tuple(tuple), Value::Int(i)) => tuple.items.get(from_end(*i, tuple.items.len())).cloned(),
        (Value::Dict(dict), key) => dict.borrow().get(key).ok()?.cloned(),
        _ => None,
    }
}

/// A position from the front; out of range stays out of range.
#[inline(always)]
fn from_end(index: i64, len: usize) -> usize {
    if index < 0 { index.wrapping_add(len as i64) as usize } else { index as usize }
}
