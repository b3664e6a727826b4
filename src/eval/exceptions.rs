//! `raise`, `try`, and which exception was being handled when another one was raised.

use super::Interp;
use super::code::*;
use super::function::Flow;
use super::raised::Run;
use crate::source::Span;
use crate::value::class::exception;
use crate::value::{Class, Error, Result, Value};
use std::rc::Rc;

impl Interp {
    #[inline(never)]
    pub(super) fn raise(&mut self, node: &Raise, span: Span) -> Error {
        let Some(expr) = &node.exception else {
            return match self.handling.last() {
                Some(error) => error.clone(),
                None => self.placed(Error::new(&exception::RUNTIME_ERROR, "No active exception to reraise"), span),
            };
        };
        let value = self.eval(expr).map_err(Error::from);
        let raised =
            value.and_then(|value| self.exception(value, expr.span, "exceptions must derive from BaseException"));
        let error = match raised {
            Ok(error) => error,
            Err(error) => return error,
        };
        if let Some(expr) = &node.cause
            && let Err(error) = self.set_cause(&error, expr)
        {
            return error;
        }
        if !self.handling.iter().any(|handled| Rc::ptr_eq(&handled.0, &error.0)) {
            // Raised anew: what is known about an earlier journey is of no use.
            let mut report = error.0.report.borrow_mut();
            report.labels.clear();
            report.trace.clear();
        }
        self.link_context(&error);
        self.placed(error, span)
    }

    /// An exception, or an exception class of which one is made.
    fn exception(&mut self, value: Value, span: Span, complaint: &str) -> Result<Error> {
        match value {
            Value::Exception(exception) => Ok(Error(exception)),
            Value::Class(class) if class.is_subclass(&exception::BASE_EXCEPTION) => {
                let made = self.call_value(&value, &[], &[], span)?;
                match made {
                    Value::Exception(exception) => Ok(Error(exception)),
                    _ => Err(self.placed(Error::type_error(complaint), span)),
                }
            }
            _ => Err(self.placed(Error::type_error(complaint), span)),
        }
    }

    fn set_cause(&mut self, error: &Error, expr: &Expr) -> Result<()> {
        let value = self.eval(expr)?;
        error.0.suppress_context.set(true);
        if matches!(value, Value::None) {
            error.0.cause.replace(None);
            return Ok(());
        }
        let cause = self.exception(value, expr.span, "exception causes must derive from BaseException")?;
        error.0.cause.replace(Some(Value::Exception(cause.0)));
        Ok(())
    }

    /// Notes the exception that is being handled as the context of a new one.
    fn link_context(&self, error: &Error) {
        let Some(handled) = self.handling.last() else { return };
        if error.0.context.borrow().is_some() {
            return;
        }
        let mut at = handled.0.clone();
        loop {
            if Rc::ptr_eq(&at, &error.0) {
                return;
            }
            let next = match &*at.context.borrow() {
                Some(Value::Exception(next)) => next.clone(),
                _ => break,
            };
            at = next;
        }
        error.0.context.replace(Some(Value::Exception(handled.0.clone())));
    }

    #[inline(never)]
    pub(super) fn try_statement(&mut self, node: &Try) -> Run<Flow> {
        let result = match self.block(&node.body) {
            Ok(Flow::Next) => self.block(&node.orelse),
            Ok(flow) => Ok(flow),
            Err(raised) => self.handle(node, raised.into()),
        };
        if node.finally.is_empty() {
            return result;
        }
        match result.map_err(Error::from) {
            Ok(flow) => match self.block(&node.finally)? {
                Flow::Next => Ok(flow),
                other => Ok(other),
            },
            Err(error) => match self.while_handling(&error, |interp| Ok(interp.block(&node.finally)?))? {
                Flow::Next => Err(error.into()),
                other => Ok(other),
            },
        }
    }

    /// Runs `body` while `error` counts as being handled.
    pub(super) fn while_handling<T>(
        &mut self,
        error: &Error,
        body: impl FnOnce(&mut Interp) -> Result<T>,
    ) -> Result<T> {
        // A Ctrl-C that came back from an operator is answered here.
        if error.is(&exception::KEYBOARD_INTERRUPT) {
            crate::pool::take_interrupt();
        }
        self.handling.push(error.clone());
        let result = body(self);
        if let Err(new) = &result {
            self.link_context(new);
        }
        self.handling.pop();
        result
    }

    fn handle(&mut self, node: &Try, error: Error) -> Run<Flow> {
        self.link_context(&error);
        for handler in &node.handlers {
            if !self.while_handling(&error, |interp| interp.catches(handler, &error))? {
                continue;
            }
            return Ok(self.while_handling(&error, |interp| interp.handler_body(handler, &error))?);
        }
        Err(error.into())
    }

    fn handler_body(&mut self, handler: &Handler, error: &Error) -> Result<Flow> {
        let Some(target) = &handler.target else { return Ok(self.block(&handler.body)?) };
        self.assign(target, Value::Exception(error.0.clone()))?;
        let result = self.block(&handler.body).map_err(Error::from);
        // The name is unbound at the end, unless the program did that itself.
        let _ = self.delete(target);
        result
    }

    fn catches(&mut self, handler: &Handler, error: &Error) -> Result<bool> {
        let Some(expr) = &handler.class else { return Ok(true) };
        let classes = self.eval(expr)?;
        let matches = |value: &Value| match value {
            Value::Class(class) if class.is_subclass(&exception::BASE_EXCEPTION) => Some(is_a(error, class)),
            _ => None,
        };
        let found = match &classes {
            Value::Tuple(tuple) => {
                tuple.items.iter().map(matches).try_fold(false, |any, this| this.map(|this| any || this))
            }
            one => matches(one),
        };
        found.ok_or_else(|| {
            let message = "catching classes that do not inherit from BaseException is not allowed";
            self.placed(Error::type_error(message), expr.span)
        })
    }
}

fn is_a(error: &Error, class: &'static Class) -> bool {
    error.is(class)
}
