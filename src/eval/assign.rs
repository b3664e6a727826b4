//! Assignment to names, attributes, items and unpacked sequences; augmented assignment; `del`.

use super::Interp;
use super::arith::{self, Operator};
use super::code::*;
use super::frame::{end, put, toss};
use super::raised::Run;
use crate::source::Span;
use crate::value::class::class_of;
use crate::value::iter::{Iter, iterate, rest};
use crate::value::object::BinaryOp;
use crate::value::{Error, Str, Value, item};
use std::rc::Rc;

impl Interp {
    #[inline(always)]
    pub(super) fn assign(&mut self, target: &Target, value: Value) -> Run<()> {
        match &target.kind {
            TargetKind::Local(slot) => {
                put(&mut self.stack[self.frame.base + *slot as usize], value);
                Ok(())
            }
            TargetKind::Global(slot) => {
                self.globals.set(*slot, value);
                Ok(())
            }
            _ => self.assign_rare(target, value),
        }
    }

    #[inline(never)]
    fn assign_rare(&mut self, target: &Target, value: Value) -> Run<()> {
        match &target.kind {
            TargetKind::Cell(cell) => {
                // The old value is dropped after the borrow has ended.
                let _old = self.cells[self.frame.cells + *cell as usize].replace(Some(value));
                Ok(())
            }
            TargetKind::Subscript(node) => self.set_subscript(node, value, target.span),
            TargetKind::Attribute(node) => {
                let object = self.eval(&node.value)?;
                self.set_attribute_of(&object, node.name, &value, node.name_span)
            }
            TargetKind::Unpack(node) => self.unpack(node, value, target.span),
            TargetKind::Local(_) | TargetKind::Global(_) => self.assign(target, value),
        }
    }

    #[inline(never)]
    pub(super) fn assign_all(&mut self, node: &Assign) -> Run<()> {
        if let [Target { kind: TargetKind::Unpack(unpack), .. }] = &*node.targets
            && let (None, ExprKind::Tuple(items)) = (unpack.starred, &node.value.kind)
            && let ([first, second], [a, b]) = (&*unpack.targets, &**items)
            && !a.starred
            && !b.starred
        {
            // `x, y = y, x`: without the tuple in between.
            let (a, b) = (self.eval(&a.value)?, self.eval(&b.value)?);
            self.assign(first, a)?;
            return self.assign(second, b);
        }
        if let ([Target { kind: TargetKind::Subscript(subscript), .. }], ExprKind::Fused(region)) =
            (&*node.targets, &node.value.kind)
            && self.is_about_arrays(region)
        {
            return self.fused_assign(region, &node.targets[0], subscript);
        }
        let value = self.eval(&node.value)?;
        let Some((last, head)) = node.targets.split_last() else { return Ok(()) };
        for target in head {
            self.assign(target, value.clone())?;
        }
        self.assign(last, value)
    }

    #[inline(never)]
    fn unpack(&mut self, node: &Unpack, value: Value, span: Span) -> Run<()> {
        let items = match (&value, node.starred) {
            (Value::Tuple(tuple), None) if tuple.items.len() == node.targets.len() => {
                for (target, item) in node.targets.iter().zip(&tuple.items) {
                    self.assign(target, item.clone())?;
                }
                return Ok(());
            }
            (_, None) => self.take_exactly(node, &value, span)?,
            (_, Some(at)) => self.take_starred(node, at, &value, span)?,
        };
        for (target, item) in node.targets.iter().zip(items) {
            self.assign(target, item)?;
        }
        Ok(())
    }

    fn unpack_iter(&mut self, value: &Value, span: Span) -> Run<Iter> {
        iterate(self, value).map_err(|error| {
            let class = class_of(value).qualified_name();
            let error = match error.message() == format!("'{class}' object is not iterable") {
                true => Error::type_error(format!("cannot unpack non-iterable {class} object")),
                false => error,
            };
            self.at(error, span)
        })
    }

    fn take_exactly(&mut self, node: &Unpack, value: &Value, span: Span) -> Run<Vec<Value>> {
        let mut iter = self.unpack_iter(value, span)?;
        let wanted = node.targets.len();
        let mut items = Vec::with_capacity(wanted);
        while let Some(item) = iter.next(self).map_err(|error| self.at(error, span))? {
            if items.len() == wanted {
                let message = format!("too many values to unpack (expected {wanted})");
                return Err(self.at(Error::value(message), span));
            }
            items.push(item);
        }
        if items.len() < wanted {
            let message = format!("not enough values to unpack (expected {wanted}, got {})", items.len());
            return Err(self.at(Error::value(message), span));
        }
        Ok(items)
    }

    /// With one starred target, which gets a list of what the others leave.
    fn take_starred(&mut self, node: &Unpack, starred: usize, value: &Value, span: Span) -> Run<Vec<Value>> {
        let mut iter = self.unpack_iter(value, span)?;
        let mut items = rest(self, &mut iter).map_err(|error| self.at(error, span))?;
        let fixed = node.targets.len() - 1;
        if items.len() < fixed {
            let message = format!("not enough values to unpack (expected at least {fixed}, got {})", items.len());
            return Err(self.at(Error::value(message), span));
        }
        let rest: Vec<Value> = items.splice(starred..items.len() - (fixed - starred), []).collect();
        items.insert(starred, Value::list(rest));
        Ok(items)
    }

    /// `name op= value` for a local of the running frame: numbers where they lie.
    #[inline(never)]
    pub(super) fn augment_local<O: Operator>(&mut self, node: &AugAssign, slot: Slot, span: Span) -> Run<()> {
        let place = self.frame.base + slot as usize;
        if !node.settled || !matches!(self.stack.get(place), Some(Some(_))) {
            return self.augment_local_rare::<O>(node, slot, span);
        }
        let value = self.eval(&node.value)?;
        if let Some(Some(current)) = self.stack.get_mut(place)
            && let Some(result) = arith::python::<O>(current, &value)
        {
            end(value);
            end(std::mem::replace(current, result));
            return Ok(());
        }
        let current = self.local(slot, node.target.span)?;
        self.augment_with::<O>(slot, current, value, span)
    }

    #[inline(never)]
    fn augment_local_rare<O: Operator>(&mut self, node: &AugAssign, slot: Slot, span: Span) -> Run<()> {
        let current = self.local(slot, node.target.span)?;
        let value = self.eval(&node.value)?;
        self.augment_with::<O>(slot, current, value, span)
    }

    #[inline(never)]
    fn augment_with<O: Operator>(&mut self, slot: Slot, current: Value, value: Value, span: Span) -> Run<()> {
        let place = self.frame.base + slot as usize;
        if let Some(result) = arith::plain::<O>(&current, &value) {
            put(&mut self.stack[place], result);
            return Ok(());
        }
        let result = match (O::OP, current, value) {
            (BinaryOp::Add, Value::Str(text), Value::Str(more)) => appended(&mut self.stack[place], text, &more),
            (op, current, value) => self.operate_in_place(op, &current, &value, span)?,
        };
        put(&mut self.stack[place], result);
        Ok(())
    }

    #[inline(always)]
    fn augment(&mut self, node: &AugAssign, current: Value, span: Span) -> Run<Value> {
        if let Value::Array(target) = &current
            && let Some(result) = self.fused_in_place(node, &current, target, span)
        {
            return result;
        }
        let value = self.eval(&node.value)?;
        let plain = match node.op {
            BinaryOp::Add => arith::plain::<arith::Add>(&current, &value),
            BinaryOp::Sub => arith::plain::<arith::Sub>(&current, &value),
            BinaryOp::Mul => arith::plain::<arith::Mul>(&current, &value),
            op => arith::plain_op(op, &current, &value),
        };
        if let Some(result) = plain {
            toss(current);
            toss(value);
            return Ok(result);
        }
        self.operate_in_place(node.op, &current, &value, span)
    }

    /// `target op= value`: the target's parts are evaluated once.
    #[inline(never)]
    pub(super) fn augmented(&mut self, node: &AugAssign, span: Span) -> Run<()> {
        match &node.target.kind {
            TargetKind::Local(slot) => {
                let current = self.local(*slot, node.target.span)?;
                let result = self.augment(node, current, span)?;
                self.assign(&node.target, result)
            }
            TargetKind::Global(slot) => {
                let current = self.global(*slot, node.target.span)?;
                let result = self.augment(node, current, span)?;
                self.assign(&node.target, result)
            }
            TargetKind::Cell(cell) => {
                let current = self.cell(*cell, node.target.span)?;
                let result = self.augment(node, current, span)?;
                self.assign(&node.target, result)
            }
            TargetKind::Attribute(attribute) => {
                let object = self.eval(&attribute.value)?;
                let current = self.attribute_of(&object, attribute.name, attribute.name_span)?;
                let result = self.augment(node, current, span)?;
                self.set_attribute_of(&object, attribute.name, &result, attribute.name_span)
            }
            TargetKind::Subscript(subscript) => {
                let container = self.eval(&subscript.value)?;
                let index = self.eval(&subscript.index)?;
                let place = node.target.span;
                let current = self.item(&container, &index, place)?;
                let view = if let Value::Array(_) = container { Some(current.clone()) } else { None };
                let result = self.augment(node, current, span)?;
                if view.is_some_and(|view| written_through(&container, &view, &result)) {
                    return Ok(());
                }
                self.set_item(&container, &index, result, place)
            }
            TargetKind::Unpack(_) => Ok(()),
        }
    }

    pub(super) fn delete(&mut self, target: &Target) -> Run<()> {
        let span = target.span;
        match &target.kind {
            TargetKind::Local(slot) => match self.stack[self.frame.base + *slot as usize].take() {
                Some(_) => Ok(()),
                None => Err(self.unbound_local(*slot, span)),
            },
            TargetKind::Cell(cell) => {
                let old = self.cells[self.frame.cells + *cell as usize].take();
                old.map(|_| ()).ok_or_else(|| self.unbound_cell(*cell, span))
            }
            TargetKind::Global(slot) => match self.globals.remove(*slot) {
                Some(_) => Ok(()),
                None => {
                    let name = self.globals.name(*slot);
                    Err(self.at(Error::name(format!("name '{name}' is not defined")), span))
                }
            },
            TargetKind::Attribute(node) => {
                let object = self.eval(&node.value)?;
                self.delete_attribute_of(&object, node.name, node.name_span)
            }
            TargetKind::Subscript(node) => {
                let container = self.eval(&node.value)?;
                let index = self.eval(&node.index)?;
                self.span = span;
                item::delete_item(self, &container, &index).map_err(|error| self.at(error, span))
            }
            TargetKind::Unpack(node) => node.targets.iter().try_for_each(|target| self.delete(target)),
        }
    }
}

/// `text + more` as the new value of a slot: appended in place where nobody but the slot sees the text.
fn appended(slot: &mut Option<Value>, mut text: Rc<Str>, more: &Str) -> Value {
    if let Some(Value::Str(held)) = slot
        && Rc::ptr_eq(held, &text)
    {
        *slot = None;
    }
    match Rc::get_mut(&mut text) {
        Some(own) => {
            own.push_str(more.as_str());
            Value::Str(text)
        }
        None => Value::str([text.as_str(), more.as_str()].concat()),
    }
}

/// Whether an in-place operation on `current`, a view into `container`, has already changed it: then there is nothing to
/// copy back.
fn written_through(container: &Value, current: &Value, result: &Value) -> bool {
    match (container, current, result) {
        (Value::Array(container), Value::Array(view), Value::Array(_)) => {
            current.is(result) && container.borrow().shares_storage(&view.borrow())
        }
        _ => false,
    }
}
