//! `value[index]`: reading and writing items, with lists, tuples and dicts looked into where they lie.

use super::Interp;
use super::code::{Expr, ExprKind, Item, Slice, Subscript};
use super::frame::{copy, toss};
use super::raised::Run;
use crate::source::Span;
use crate::tensor::Tensor;
use crate::tensor::index::{Basic, BasicView, element_place};
use crate::value::object::BinaryOp;
use crate::value::subscript::{self, Part, Parts};
use crate::value::{Value, item, store};

impl Interp {
    #[inline(never)]
    pub(super) fn subscript(&mut self, node: &Subscript, span: Span) -> Run<Value> {
        if let Some(container) = self.peek(&node.value) {
            if let Value::Array(array) = container {
                if let tensor = array.borrow()
                    && let Some(place) = self.ready_element(&tensor, &node.index)
                {
                    return Ok(subscript::element(array, &tensor, place));
                }
                if let Some(basic) = self.basic(&array.borrow(), &node.index) {
                    return Ok(subscript::found(basic, array, container));
                }
            }
            if let Some(index) = self.peek(&node.index) {
                if let Some(found) = plain(container, index) {
                    return Ok(found);
                }
            } else if node.index.is_arithmetic() {
                let index = self.eval(&node.index)?;
                if let Some(found) = self.peek(&node.value).and_then(|container| plain(container, &index)) {
                    toss(index);
                    return Ok(found);
                }
                let container = self.eval(&node.value)?;
                return self.item(&container, &index, span);
            } else {
                let container = container.clone();
                return self.item_of(&container, &node.index, span);
            }
        }
        let container = self.eval(&node.value)?;
        self.item_of(&container, &node.index, span)
    }

    /// The place of an element whose one or two indices are numbers lying ready.
    #[inline]
    fn ready_element(&self, tensor: &Tensor, index: &Expr) -> Option<isize> {
        match &index.kind {
            ExprKind::Tuple(items) => match &**items {
                [i, j] if !i.starred && !j.starred && !matches!(i.value.kind, ExprKind::Slice(_)) => {
                    let place = [self.ready_integer(&i.value)?, self.ready_integer(&j.value)?];
                    element_place(tensor, place)
                }
                _ => None,
            },
            ExprKind::Slice(_) => None,
            _ => element_place(tensor, [self.ready_integer(index)?]),
        }
    }

    /// What an index finds that is made of numbers lying ready: without evaluating it, which could change the array.
    fn basic(&self, tensor: &Tensor, index: &Expr) -> Option<Basic> {
        let mut view = BasicView::new(tensor);
        match &index.kind {
            ExprKind::Tuple(items) => {
                for (i, item) in items.iter().enumerate() {
                    if item.starred {
                        return None;
                    }
                    self.narrow(&mut view, &item.value, &items[i + 1..])?;
                }
            }
            _ => match self.peek(index) {
                Some(Value::Tuple(tuple)) => subscript::narrow_all(&mut view, &tuple.items)?,
                _ => self.narrow(&mut view, index, &[])?,
            },
        }
        view.finish()
    }

    /// Narrows a view by an item that has `after` behind it.
    #[inline]
    fn narrow(&self, view: &mut BasicView, item: &Expr, after: &[Item]) -> Option<()> {
        match &item.kind {
            ExprKind::Slice(node) => {
                if let Some([start, stop, step]) = node.constant {
                    return view.slice(start, stop, step);
                }
                let bound = |expr: &Option<Expr>| match expr {
                    None => Some(None),
                    Some(expr) => self.ready_bound(expr),
                };
                view.slice(bound(&node.start)?, bound(&node.stop)?, bound(&node.step)?)
            }
            _ => match self.peek(item) {
                // How many axes an ellipsis stands for is known where it is written.
                Some(Value::Ellipsis) if !matches!(item.kind, ExprKind::Const(_)) => None,
                Some(Value::None) if takes_axis(item) => None,
                Some(value) => {
                    subscript::narrow(view, value, || after.iter().filter(|item| takes_axis(&item.value)).count())
                }
                None => view.integer(self.ready_integer(item)?),
            },
        }
    }

    fn ready_bound(&self, expr: &Expr) -> Option<Option<isize>> {
        match self.peek(expr) {
            Some(value) => subscript::bound(value),
            None => self.ready_integer(expr).map(|i| Some(i as isize)),
        }
    }

    /// A sum, difference or product of integers that lie ready.
    fn ready_integer(&self, expr: &Expr) -> Option<i64> {
        if let Some(value) = self.peek(expr) {
            return match value {
                Value::Int(i) | Value::NpInt(i) => Some(*i),
                _ => None,
            };
        }
        match &expr.written().kind {
            ExprKind::Binary(node) => {
                let (a, b) = (self.ready_integer(&node.left)?, self.ready_integer(&node.right)?);
                match node.op {
                    BinaryOp::Add => a.checked_add(b),
                    BinaryOp::Sub => a.checked_sub(b),
                    BinaryOp::Mul => a.checked_mul(b),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn item_of(&mut self, container: &Value, index: &Expr, span: Span) -> Run<Value> {
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
    fn array_item(&mut self, array: &Value, index: &Expr, span: Span) -> Run<Value> {
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

    fn part(&mut self, expr: &Expr) -> Run<Part> {
        match &expr.kind {
            ExprKind::Slice(node) => self.slice_bounds(node).map(Part::Slice),
            _ => self.eval(expr).map(Part::Value),
        }
    }

    /// Start, stop and step, `None` where there is none.
    pub(super) fn slice_bounds(&mut self, node: &Slice) -> Run<[Value; 3]> {
        let mut bound = |expr: &Option<Expr>| expr.as_ref().map_or(Ok(Value::None), |expr| self.eval(expr));
        Ok([bound(&node.start)?, bound(&node.stop)?, bound(&node.step)?])
    }

    pub(super) fn item(&mut self, container: &Value, index: &Value, span: Span) -> Run<Value> {
        if let Some(found) = plain(container, index) {
            return Ok(found);
        }
        self.span = span;
        item::get_item(self, container, index).map_err(|error| self.at(error, span))
    }

    #[inline(never)]
    pub(super) fn set_subscript(&mut self, node: &Subscript, mut value: Value, span: Span) -> Run<()> {
        if let Some(container) = self.peek(&node.value) {
            if let Value::Array(array) = container
                && array.is_writeable()
                && let tensor = array.borrow()
                && match self.ready_element(&tensor, &node.index) {
                    Some(place) => store::store_element(&tensor, place, &value),
                    None => self.basic(&tensor, &node.index).and_then(|at| store::store_basic(&tensor, &at, &value)),
                }
                .is_some()
            {
                return Ok(());
            }
            if let Some(index) = self.peek(&node.index) {
                match set_plain(container, index, value) {
                    None => return Ok(()),
                    Some(back) => value = back,
                }
            } else if node.index.is_arithmetic() {
                let index = self.eval(&node.index)?;
                let container = self.eval(&node.value)?;
                return self.set_item(&container, &index, value, span);
            }
        }
        let container = self.eval(&node.value)?;
        let index = self.eval(&node.index)?;
        self.set_item(&container, &index, value, span)
    }

    pub(super) fn set_item(&mut self, container: &Value, index: &Value, value: Value, span: Span) -> Run<()> {
        let Some(value) = set_plain(container, index, value) else { return Ok(()) };
        self.span = span;
        item::set_item(self, container, index, &value).map_err(|error| self.at(error, span))
    }
}

/// Whether an item of an index takes an axis of the array: anything but `None` and `...`, as they are written.
fn takes_axis(item: &Expr) -> bool {
    match &item.kind {
        ExprKind::Const(value) => !matches!(value, Value::None | Value::Ellipsis),
        _ => true,
    }
}

/// An item of a list or tuple at an index in range, or of a dict under a key that is there.
#[inline(always)]
pub(super) fn plain(container: &Value, index: &Value) -> Option<Value> {
    match (container, index) {
        (Value::List(list), Value::Int(i)) => {
            let items = list.borrow();
            items.get(from_end(*i, items.len())).map(copy)
        }
        (Value::Tuple(tuple), Value::Int(i)) => tuple.items.get(from_end(*i, tuple.items.len())).map(copy),
        (Value::Dict(dict), key) => dict.borrow().get(key).ok()?.map(copy),
        _ => None,
    }
}

/// Sets an item of a list at an index in range, or of a dict under a text or an int; gives the value back where it is
/// neither.
#[inline(always)]
fn set_plain(container: &Value, index: &Value, value: Value) -> Option<Value> {
    match (container, index) {
        (Value::List(list), Value::Int(i)) => {
            let mut items = list.borrow_mut();
            let at = from_end(*i, items.len());
            let Some(slot) = items.get_mut(at) else { return Some(value) };
            let old = std::mem::replace(slot, value);
            drop(items);
            toss(old);
            None
        }
        (Value::Dict(dict), Value::Str(_) | Value::Int(_)) => {
            // Texts and ints can be hashed.
            let old = dict.borrow_mut().set(index, value);
            if let Ok(Some(old)) = old {
                toss(old);
            }
            None
        }
        _ => Some(value),
    }
}

/// A position from the front; out of range stays out of range.
#[inline(always)]
fn from_end(index: i64, len: usize) -> usize {
    if index < 0 { index.wrapping_add(len as i64) as usize } else { index as usize }
}
