//! `contextlib.ExitStack`: any number of context managers and calls that end with one `with`.

use crate::builtins::python::receiver::{Receiver, This, type_name};
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::{Context, Dict, Error, NativeObject, Object, Result, Value, repr};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

static EXIT_STACK: Class = Class::new("ExitStack", "contextlib", &[&python::OBJECT]);

/// What is done at the end, last in, first out.
enum Ending {
    /// A context manager is left.
    Leave(Rc<Object>),
    Call(Value, Vec<Value>, Vec<(Symbol, Value)>),
}

#[derive(Default)]
struct ExitStack {
    endings: RefCell<Vec<Ending>>,
}

builtins! { EXIT_STACK_CONSTRUCTOR, chapter "contextlib: ExitStack", spaces ["constructors"];
    /// For `with`: leaves, at the end, whatever it was told of, the last first.
    ///
    /// >>> import io
    /// >>> from contextlib import ExitStack
    /// >>> with ExitStack() as stack:
    /// ...     files = [stack.enter_context(io.StringIO(text)) for text in 'ab']
    /// >>> [f.closed for f in files]
    /// [True, True]
    fn ExitStack(cx) -> Value { Ok(Value::object(ExitStack::default())) }
}

builtins! { EXIT_STACK_METHODS, chapter "contextlib.ExitStack", methods "ExitStack";
    /// Enters a context manager, which is left at the end.
    ///
    /// >>> from contextlib import ExitStack, nullcontext
    /// >>> with ExitStack() as stack: print(stack.enter_context(nullcontext(5)))
    /// 5
    fn enter_context(cx, @pos this: This<ExitStack>, @pos cm: Value) -> Value {
        let manager = manager(&cm)?;
        let entered = manager.enter(cx, &cm)?;
        this.endings.borrow_mut().push(Ending::Leave(manager));
        Ok(entered)
    }

    /// Leaves a context manager at the end that is not entered.
    ///
    /// >>> from contextlib import ExitStack, nullcontext
    /// >>> with ExitStack() as stack: stack.push(nullcontext()) is None
    /// False
    fn push(cx, @pos this: This<ExitStack>, @pos exit: Value) -> Value {
        this.endings.borrow_mut().push(Ending::Leave(manager(&exit)?));
        Ok(exit)
    }

    /// Calls a function at the end.
    ///
    /// >>> from contextlib import ExitStack
    /// >>> with ExitStack() as stack:
    /// ...     f = stack.callback(print, 'last')
    /// ...     print('first')
    /// first
    /// last
    fn callback(cx, @pos this: This<ExitStack>, @pos callback: Value, @args args: Vec<Value>, @kwargs kwds: Rc<Dict>) -> Value {
        let keywords = kwds.borrow().iter().map(|(k, v)| (Symbol::new(&repr::str(k)), v.clone())).collect();
        this.endings.borrow_mut().push(Ending::Call(callback.clone(), args, keywords));
        Ok(callback)
    }

    /// Does now what would be done at the end.
    ///
    /// >>> from contextlib import ExitStack
    /// >>> stack = ExitStack()
    /// >>> f = stack.callback(print, 'closed'); stack.close()
    /// closed
    fn close(cx, @pos this: This<ExitStack>) -> () { this.exit(cx, None).map(|_| ()) }

    /// Another stack that does what this one would have done at the end.
    ///
    /// >>> from contextlib import ExitStack
    /// >>> with ExitStack() as stack:
    /// ...     f = stack.callback(print, 'closed')
    /// ...     kept = stack.pop_all()
    /// >>> kept.close()
    /// closed
    fn pop_all(cx, @pos this: This<ExitStack>) -> Value {
        Ok(Value::object(ExitStack { endings: RefCell::new(this.endings.take()) }))
    }
}

fn manager(value: &Value) -> Result<Rc<Object>> {
    match value {
        Value::Object(object) => Ok(object.clone()),
        other => {
            let class = type_name(other);
            Err(Error::type_error(format!("'{class}' object does not support the context manager protocol")))
        }
    }
}

impl Receiver for ExitStack {
    const CLASS: &'static str = "ExitStack";
}

impl NativeObject for ExitStack {
    fn class(&self) -> &'static Class {
        &EXIT_STACK
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, _: &mut dyn Context, this: &Value) -> Result<Value> {
        Ok(this.clone())
    }

    fn exit(&self, cx: &mut dyn Context, error: Option<&Error>) -> Result<bool> {
        let mut pending = error.cloned();
        // An error that one ending raises is what the next one sees.
        let mut raised = None;
        loop {
            let ending = self.endings.borrow_mut().pop();
            let ended = match ending {
                None => break,
                Some(Ending::Leave(manager)) => manager.exit(cx, pending.as_ref()),
                Some(Ending::Call(function, args, keywords)) => cx.call(&function, &args, &keywords).map(|_| false),
            };
            match ended {
                Ok(true) => (pending, raised) = (None, None),
                Ok(false) => {}
                Err(error) => {
                    pending = Some(error.clone());
                    raised = Some(error);
                }
            }
        }
        match raised {
            Some(error) => Err(error),
            None => Ok(error.is_some() && pending.is_none()),
        }
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("contextlib", "ExitStack", Value::Class(&EXIT_STACK))]
}
