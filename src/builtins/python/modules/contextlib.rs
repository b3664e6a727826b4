//! Python's module `contextlib`: ready-made objects for `with`.

use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::{Context, Error, NativeObject, Result, Value};
use std::any::Any;
use std::cell::RefCell;

builtins! { CONTEXTLIB, chapter "contextlib", spaces ["contextlib"];
    /// For `with`: exceptions of these classes end the block and nothing more.
    ///
    /// >>> from contextlib import suppress
    /// >>> with suppress(ZeroDivisionError): 1 / 0
    fn suppress(cx, @args exceptions: Vec<Value>) -> Value { Ok(Value::object(Suppress { classes: exceptions })) }

    /// For `with`: what is printed goes to a file.
    ///
    /// >>> import io
    /// >>> from contextlib import redirect_stdout
    /// >>> f = io.StringIO()
    /// >>> with redirect_stdout(f): print('hidden')
    /// >>> f.getvalue()
    /// 'hidden\n'
    fn redirect_stdout(cx, @pos new_target: Value) -> Value {
        Ok(Value::object(Redirect { name: "stdout", target: new_target, saved: RefCell::default() }))
    }

    /// For `with`: what goes to `sys.stderr` goes to a file.
    ///
    /// >>> import io, sys
    /// >>> from contextlib import redirect_stderr
    /// >>> f = io.StringIO()
    /// >>> with redirect_stderr(f): print('oh', file=sys.stderr)
    /// >>> f.getvalue()
    /// 'oh\n'
    fn redirect_stderr(cx, @pos new_target: Value) -> Value {
        Ok(Value::object(Redirect { name: "stderr", target: new_target, saved: RefCell::default() }))
    }

    /// For `with`, where nothing is to be done.
    ///
    /// >>> from contextlib import nullcontext
    /// >>> with nullcontext(5) as x: print(x)
    /// 5
    fn nullcontext(cx, enter_result: Value = Value::None) -> Value { Ok(Value::object(Null { result: enter_result })) }

    /// For `with`: calls `thing.close()` at the end.
    ///
    /// >>> import io
    /// >>> from contextlib import closing
    /// >>> with closing(io.StringIO()) as f: print(f.closed)
    /// False
    fn closing(cx, @pos thing: Value) -> Value { Ok(Value::object(Closing { thing })) }
}

macro_rules! object_basics {
    ($class:ident) => {
        fn class(&self) -> &'static Class {
            &$class
        }

        fn as_any(&self) -> &dyn Any {
            self
        }
    };
}

static SUPPRESS: Class = Class::new("suppress", "contextlib", &[&python::OBJECT]);
static REDIRECT: Class = Class::new("redirect_stdout", "contextlib", &[&python::OBJECT]);
static NULL: Class = Class::new("nullcontext", "contextlib", &[&python::OBJECT]);
static CLOSING: Class = Class::new("closing", "contextlib", &[&python::OBJECT]);

struct Suppress {
    classes: Vec<Value>,
}

impl NativeObject for Suppress {
    object_basics!(SUPPRESS);

    fn enter(&self, _: &mut dyn Context, _: &Value) -> Result<Value> {
        Ok(Value::None)
    }

    fn exit(&self, _: &mut dyn Context, error: Option<&Error>) -> Result<bool> {
        let named = |error: &Error| self.classes.iter().any(|c| matches!(c, Value::Class(class) if error.is(class)));
        Ok(error.is_some_and(named))
    }
}

struct Redirect {
    name: &'static str,
    target: Value,
    saved: RefCell<Vec<Value>>,
}

impl NativeObject for Redirect {
    object_basics!(REDIRECT);

    fn enter(&self, _: &mut dyn Context, _: &Value) -> Result<Value> {
        if let Some(module) = registry::module("sys") {
            let name = Symbol::new(self.name);
            self.saved.borrow_mut().extend(module.get(name));
            module.set(name, self.target.clone());
        }
        Ok(self.target.clone())
    }

    fn exit(&self, _: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        if let (Some(module), Some(saved)) = (registry::module("sys"), self.saved.borrow_mut().pop()) {
            module.set(Symbol::new(self.name), saved);
        }
        Ok(false)
    }
}

struct Null {
    result: Value,
}

impl NativeObject for Null {
    object_basics!(NULL);

    fn enter(&self, _: &mut dyn Context, _: &Value) -> Result<Value> {
        Ok(self.result.clone())
    }
}

struct Closing {
    thing: Value,
}

impl NativeObject for Closing {
    object_basics!(CLOSING);

    fn enter(&self, _: &mut dyn Context, _: &Value) -> Result<Value> {
        Ok(self.thing.clone())
    }

    fn exit(&self, cx: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        let close = crate::builtins::attribute(cx, &self.thing, Symbol::new("close"))?;
        cx.call(&close, &[], &[])?;
        Ok(false)
    }
}
