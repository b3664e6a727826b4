//! `value[index]`: reading and writing items, with lists, tuples and dicts looked into where they lie.

use super::Interp;
use super::code::{Expr, ExprKind, Slice, Subscript};
use crate::source::Span;
use crate::value::subscript::{self, Part, Parts};
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
                return self.item_of(&container, &node.index, span);
            }
        }
        let container = self.eval(&node.value)?;
        self.item_of(&container, &node.index, span)
    }

    fn item_of(&mut self, container: &Value, index: &Expr, span: Span) -> Result<Value> {
        if let Value::Array(_) = container
            && let ExprKind::Tuple(_) | ExprKind::Slice(_) = index.kind
        {
            return self.array_item(container, index, span);
        }
        let index = self.eval(index)?;
        self.item(container, &index, span)
    }

    /// `array[i, a:b, …]` or `array[a:b]`.
    #[inline(never)]
    fn array_item(&mut self, array: &Value, index: &Expr, span: Span) -> Result<Value> {
        let mut parts = Parts::new();
        let is_tuple = match &index.kind {
            ExprKind::Tuple(items) if items.iter().any(|item| item.starred) => {
                let index = self.eval(index)?;
                return self.item(array, &index, span);
            }
            ExprKind::Tuple(items) => {
                for item in items {
                    parts.push(self.part(&item.value)?);
                }
                true
            }
            _ => {
                parts.push(self.part(index)?);
                false
            }
        };
        self.span = span;
        subscript::get_parts(self, array, parts, is_tuple).map_err(|error| self.at(error, span))
    }

    fn part(&mut self, expr: &Expr) -> Result<Part> {
        match &expr.kind {
            ExprKind::Slice(node) => self.slice_bounds(node).map(Part::Slice),
            _ => self.eval(expr).map(Part::Value),
        }
    }

    /// Start, stop and step, `None` where there is none.
    pub(super) fn slice_bounds(&mut self, node: &Slice) -> Result<[Value; 3]> {
        let mut bound = |expr: &Option<Expr>| expr.as_ref().map_or(Ok(Value::None), |expr| self.eval(expr));
        Ok([bound(&node.start)?, bound(&node.stop)?, bound(&node.step)?])
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
