//! Reading names: where they lie, and the errors for those that are not bound.

use super::Interp;
use super::code::*;
use super::frame::copy;
use super::globals::GlobalSlot;
use super::raised::{Raised, Run};
use crate::builtins;
use crate::source::Span;
use crate::value::class::exception;
use crate::value::similar::nearest;
use crate::value::{Error, Value};

impl Interp {
    /// The value of a local, global or constant where it lies; `None` for anything else and for unbound names.
    #[inline(always)]
    pub(super) fn peek<'a>(&'a self, expr: &'a Expr) -> Option<&'a Value> {
        match &expr.kind {
            ExprKind::Local(slot) => self.stack.get(self.frame.base + *slot as usize)?.as_ref(),
            ExprKind::Const(value) => Some(value),
            ExprKind::Global(slot) => self.globals.get(*slot),
            _ => None,
        }
    }

    #[inline(always)]
    pub(super) fn local(&mut self, slot: Slot, span: Span) -> Run<Value> {
        match &self.stack[self.frame.base + slot as usize] {
            Some(value) => Ok(copy(value)),
            None => Err(self.unbound_local(slot, span)),
        }
    }

    #[inline(always)]
    pub(super) fn global(&mut self, slot: GlobalSlot, span: Span) -> Run<Value> {
        match self.globals.get(slot) {
            Some(value) => Ok(copy(value)),
            None => Err(self.unknown_name(slot, span)),
        }
    }

    #[inline(never)]
    pub(super) fn cell(&mut self, cell: CellSlot, span: Span) -> Run<Value> {
        let value = self.cells[self.frame.cells + cell as usize].borrow().clone();
        value.ok_or_else(|| self.unbound_cell(cell, span))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn unbound_local(&self, slot: Slot, span: Span) -> Raised {
        let name = self.frame.code.locals[slot as usize];
        self.at(unbound(name.as_str()), span)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn unbound_cell(&self, cell: CellSlot, span: Span) -> Raised {
        let code = &self.frame.code;
        let name = code.cells[cell as usize];
        let error = if (cell as usize) < code.own_cells {
            unbound(name.as_str())
        } else {
            let message = format!(
                "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
            );
            Error::name(message)
        };
        self.at(error, span)
    }

    /// NameError, with the known name that was probably meant.
    #[cold]
    #[inline(never)]
    pub(super) fn unknown_name(&self, slot: GlobalSlot, span: Span) -> Raised {
        let name = self.globals.name(slot).as_str();
        let error = Error::name(format!("name '{name}' is not defined"));
        let own = self.globals.bound(self.module());
        let code = &self.frame.code;
        let names = code.locals.iter().chain(&code.cells).map(|symbol| symbol.as_str());
        let names = names.chain(own.iter().map(|(symbol, _)| symbol.as_str())).chain(builtins::registry::bare_names());
        let error = match nearest(name, names) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None if builtins::module(name).is_some() => error.help(format!("did you forget `import {name}`?")),
            None => error,
        };
        self.at(error, span)
    }
}

fn unbound(name: &str) -> Error {
    let message = format!("cannot access local variable '{name}' where it is not associated with a value");
    Error::new(&exception::UNBOUND_LOCAL_ERROR, message)
}
