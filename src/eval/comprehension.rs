//! List, set and dict comprehensions: nested loops in the frame around them, on slots of their own.

use super::Interp;
use super::code::*;
use super::frame::Cell;
use super::raised::Run;
use crate::source::Span;
use crate::value::iter::iterate;
use crate::value::settable::SetTable;
use crate::value::table::Table;
use crate::value::{Dict, Range, Set, Value};
use std::rc::Rc;

/// What a comprehension gathers.
enum Sink {
    List(Vec<Value>),
    Table(Table),
    Set(SetTable),
}

impl Interp {
    #[inline(never)]
    pub(super) fn comprehension(&mut self, node: &Comprehension, span: Span) -> Run<Value> {
        let Some((first, rest)) = node.clauses.split_first() else { return Ok(Value::None) };
        // The first iterable belongs to the scope around, whose names may be the same.
        let iterable = self.eval(&first.iter)?;
        for cell in &node.cells {
            self.cells[self.frame.cells + *cell as usize] = Cell::default();
        }
        let mut sink = match node.kind {
            ComprehensionKind::List => Sink::List(Vec::new()),
            ComprehensionKind::Dict => Sink::Table(Table::default()),
            ComprehensionKind::Set => Sink::Set(SetTable::default()),
        };
        let result = self.clause(node, first, iterable, rest, &mut sink, span);
        for slot in &node.slots {
            self.stack[self.frame.base + *slot as usize] = None;
        }
        result?;
        Ok(match sink {
            Sink::List(items) => Value::list(items),
            Sink::Table(table) => Value::Dict(Rc::new(Dict::new(table))),
            Sink::Set(table) => Value::Set(Rc::new(Set::new(table))),
        })
    }

    fn clause(
        &mut self,
        node: &Comprehension,
        clause: &Clause,
        iterable: Value,
        rest: &[Clause],
        sink: &mut Sink,
        span: Span,
    ) -> Run<()> {
        let place = clause.iter.span;
        if let Value::Range(range) = &iterable {
            let Range { start, step, .. } = **range;
            let mut at = start;
            for _ in 0..range.len() {
                self.element(node, clause, Value::Int(at), rest, sink, span)?;
                at = at.wrapping_add(step);
                self.check_interrupt(place)?;
            }
            return Ok(());
        }
        self.span = place;
        let mut iter = iterate(self, &iterable).map_err(|error| self.at(error, place))?;
        drop(iterable);
        while let Some(item) = iter.next(self).map_err(|error| self.at(error, place))? {
            self.element(node, clause, item, rest, sink, span)?;
            self.check_interrupt(place)?;
        }
        Ok(())
    }

    /// One item of one clause: its conditions, then the next clause or the element itself.
    #[inline(always)]
    fn element(
        &mut self,
        node: &Comprehension,
        clause: &Clause,
        item: Value,
        rest: &[Clause],
        sink: &mut Sink,
        span: Span,
    ) -> Run<()> {
        self.assign(&clause.target, item)?;
        for condition in &clause.conditions {
            if !self.test(condition)? {
                return Ok(());
            }
        }
        if let Some((next, rest)) = rest.split_first() {
            let iterable = self.eval(&next.iter)?;
            return self.clause(node, next, iterable, rest, sink, span);
        }
        let element = self.eval(&node.element)?;
        match sink {
            Sink::List(items) => items.push(element),
            Sink::Set(table) => {
                table.insert(element).map_err(|error| self.at(error, node.element.span))?;
            }
            Sink::Table(table) => {
                let value = node.value.as_ref().map_or(Ok(Value::None), |value| self.eval(value))?;
                table.insert(element, value).map_err(|error| self.at(error, node.element.span))?;
            }
        }
        Ok(())
    }
}
