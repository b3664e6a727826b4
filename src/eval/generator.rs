//! Generator expressions: lazy iterators over their own nested loops, which stop after each element and go on later.

use super::Interp;
use super::code::*;
use super::frame::{Cell, Frame};
use super::raised::Run;
use crate::source::{Place, Span};
use crate::symbol::Symbol;
use crate::value::class::{Class, exception, python};
use crate::value::iter::{Iter, iterate};
use crate::value::{Context, Error, NativeObject, Result, Value};
use std::any::Any;
use std::cell::{Cell as Mutable, RefCell};
use std::rc::Rc;

/// A generator expression under way.
pub struct Generator {
    body: Rc<GeneratorBody>,
    captured: Box<[Cell]>,
    /// `None` while it runs, and when it has ended.
    state: RefCell<Option<State>>,
    running: Mutable<bool>,
}

/// Where a generator stopped: its locals and own cells, and one iterator for each loop that it is in.
struct State {
    locals: Vec<Option<Value>>,
    cells: Vec<Cell>,
    loops: Vec<Iter>,
}

impl Interp {
    #[inline(never)]
    pub(super) fn make_generator(&mut self, node: &MakeGenerator) -> Run<Value> {
        let iterable = self.eval(&node.first)?;
        let first = iterate(self, &iterable).map_err(|error| self.at(error, node.first.span))?;
        let code = &node.body.code;
        let mut locals = Vec::new();
        locals.resize_with(code.locals.len(), || None);
        let cells = (0..code.own_cells).map(|_| Cell::default()).collect();
        Ok(Value::object(Generator {
            body: node.body.clone(),
            captured: self.captured(&node.captures),
            state: RefCell::new(Some(State { locals, cells, loops: vec![first] })),
            running: Mutable::new(false),
        }))
    }

    /// The next element of a generator: its frame is put on the stack, and taken off again.
    fn resume(&mut self, generator: &Generator, mut state: State) -> Result<Option<(Value, State)>> {
        let span = generator.body.element.span;
        self.descend()?;
        let base = self.stack.len();
        let cells = self.cells.len();
        if !generator.body.code.cells.is_empty() {
            self.cells.extend(state.cells.iter().chain(&generator.captured).cloned());
        }
        self.stack.append(&mut state.locals);
        let result = self.resume_frame(base, cells, &generator.body.code, |interp| {
            let element = interp.advance(&generator.body, &mut state.loops)?;
            if element.is_some() {
                state.locals.extend(interp.stack.drain(base..));
            }
            Ok(element)
        });
        self.depth -= 1;
        match result {
            Ok(Some(element)) => Ok(Some((element, state))),
            Ok(None) => Ok(None),
            Err(error) => Err(self.place_in(error, &generator.body, span)),
        }
    }

    fn resume_frame<T>(
        &mut self,
        base: usize,
        cells: usize,
        code: &Rc<Code>,
        body: impl FnOnce(&mut Interp) -> Result<T>,
    ) -> Result<T> {
        let outer = std::mem::replace(&mut self.frame, Frame { base, cells, code: code.clone() });
        let result = body(self);
        self.frame = outer;
        self.cells.truncate(cells);
        self.stack.truncate(base);
        result
    }

    fn place_in(&self, error: Error, body: &GeneratorBody, span: Span) -> Error {
        let error = error.at(Place { source: body.code.source, span });
        if !error.is(&exception::STOP_ITERATION) {
            return error;
        }
        let stopped = Error::new(&exception::RUNTIME_ERROR, "generator raised StopIteration");
        stopped.0.cause.replace(Some(Value::Exception(error.0)));
        stopped.at(Place { source: body.code.source, span })
    }

    /// Goes on in the innermost loop until an element is there or the outermost loop ends.
    fn advance(&mut self, body: &GeneratorBody, loops: &mut Vec<Iter>) -> Result<Option<Value>> {
        while let (depth, Some(innermost)) = (loops.len(), loops.last_mut()) {
            let clause = &body.clauses[depth - 1];
            let span = clause.iter.span;
            let Some(item) = innermost.next(self).map_err(|error| self.placed(error, span))? else {
                loops.pop();
                continue;
            };
            self.assign(&clause.target, item)?;
            self.check_interrupt(span)?;
            if !self.all_true(&clause.conditions)? {
                continue;
            }
            match body.clauses.get(loops.len()) {
                None => return Ok(Some(self.eval(&body.element)?)),
                Some(next) => {
                    let iterable = self.eval(&next.iter)?;
                    let span = next.iter.span;
                    loops.push(iterate(self, &iterable).map_err(|error| self.placed(error, span))?);
                }
            }
        }
        Ok(None)
    }

    fn all_true(&mut self, conditions: &[Expr]) -> Result<bool> {
        for condition in conditions {
            if !self.test(condition)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl NativeObject for Generator {
    fn class(&self) -> &'static Class {
        &python::GENERATOR
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _cx: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "__name__" | "__qualname__" => Some(Value::str("<genexpr>")),
            "gi_running" => Some(Value::bool(self.running.get())),
            _ => None,
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        vec!["gi_running".to_string()]
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if self.running.get() {
            return Err(Error::value("generator already executing"));
        }
        let Some(state) = self.state.take() else { return Ok(None) };
        let cx: &mut dyn Any = cx;
        let Some(interp) = cx.downcast_mut::<Interp>() else {
            return Err(Error::new(&exception::RUNTIME_ERROR, "a generator needs the evaluator that made it"));
        };
        self.running.set(true);
        let resumed = interp.resume(self, state);
        self.running.set(false);
        Ok(resumed?.map(|(element, state)| {
            self.state.replace(Some(state));
            element
        }))
    }

    fn repr(&self) -> String {
        format!("<generator object <genexpr> at {:#x}>", std::ptr::from_ref(self) as usize)
    }
}
