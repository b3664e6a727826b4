//! `def` and `lambda`: code, defaults and captured cells become a function value.

use super::Interp;
use super::code::*;
use super::frame::Cell;
use super::raised::Run;
use crate::value::{Function, Value};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What a function value carries for the evaluator.
pub struct Closure {
    pub code: Rc<Code>,
    /// Of the last positional parameters; evaluated once, at the `def`.
    pub defaults: Box<[Value]>,
    /// One for each keyword-only parameter.
    pub keyword_defaults: Box<[Option<Value>]>,
    pub cells: Box<[Cell]>,
}

/// How running a block ends.
pub enum Flow {
    Next,
    Break,
    Continue,
    Return(Value),
}

impl Interp {
    #[inline(never)]
    pub(super) fn make_function(&mut self, node: &MakeFunction) -> Run<Value> {
        let defaults = node.defaults.iter().map(|default| self.eval(default)).collect::<Run<Box<[Value]>>>()?;
        let keyword_default = |default: &Option<Expr>| default.as_ref().map(|default| self.eval(default)).transpose();
        let keyword_defaults: Run<Box<[Option<Value>]>> = node.keyword_defaults.iter().map(keyword_default).collect();
        let closure = Closure {
            code: node.code.clone(),
            defaults,
            keyword_defaults: keyword_defaults?,
            cells: self.captured(&node.captures),
        };
        let code = &node.code;
        let attributes = RefCell::new(HashMap::new());
        let function = Function { name: code.name, doc: code.doc.clone(), code: Box::new(closure), attributes };
        Ok(Value::Function(Rc::new(function)))
    }

    /// The running frame's cells that a nested frame gets.
    pub(super) fn captured(&self, captures: &[CellSlot]) -> Box<[Cell]> {
        captures.iter().map(|cell| self.cells[self.frame.cells + *cell as usize].clone()).collect()
    }

    /// Runs a function's body in its frame.
    #[inline(always)]
    pub(super) fn function_body(&mut self, code: &Code) -> Run<Value> {
        match self.block(&code.body)? {
            Flow::Return(value) => Ok(value),
            _ => Ok(Value::None),
        }
    }
}
