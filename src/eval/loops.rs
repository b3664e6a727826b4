//! `while` and `for`, with `break`, `continue` and `else`.

use super::Interp;
use super::code::*;
use super::function::Flow;
use super::raised::Run;
use crate::value::iter::iterate;
use crate::value::{Range, Value};

impl Interp {
    #[inline(never)]
    pub(super) fn while_loop(&mut self, node: &While) -> Run<Flow> {
        while self.test(&node.test)? {
            match self.block(&node.body)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                Flow::Return(value) => return Ok(Flow::Return(value)),
            }
            self.check_interrupt(node.test.span)?;
        }
        self.block(&node.orelse)
    }

    #[inline(never)]
    pub(super) fn for_loop(&mut self, node: &For) -> Run<Flow> {
        let iterable = self.eval(&node.iter)?;
        if let Value::Range(range) = &iterable {
            let range = **range;
            return self.for_range(node, range);
        }
        let span = node.iter.span;
        self.span = span;
        let mut iter = iterate(self, &iterable).map_err(|error| self.at(error, span))?;
        drop(iterable);
        while let Some(item) = iter.next(self).map_err(|error| self.at(error, span))? {
            self.assign(&node.target, item)?;
            match self.block(&node.body)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                Flow::Return(value) => return Ok(Flow::Return(value)),
            }
            self.check_interrupt(span)?;
        }
        self.block(&node.orelse)
    }

    fn for_range(&mut self, node: &For, range: Range) -> Run<Flow> {
        let mut at = range.start;
        for _ in 0..range.len() {
            self.assign(&node.target, Value::Int(at))?;
            at = at.wrapping_add(range.step);
            match self.block(&node.body)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                Flow::Return(value) => return Ok(Flow::Return(value)),
            }
            self.check_interrupt(node.iter.span)?;
        }
        self.block(&node.orelse)
    }
}
