//! Assertions on exceptions: as calls and for `with`.

use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::value::class::exception::{self, ASSERTION_ERROR};
use crate::value::class::{Class, python};
use crate::value::{Args, Context, Dict, Error, NativeObject, Result, Value, repr};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

builtins! { ASSERT_RAISES, chapter "Testing: exceptions", spaces ["np.testing"];
    /// Raises AssertionError unless a call raises an exception of a class, or of one of a tuple of classes.
    ///
    /// Without a function, for `with`; the exception is then in the attribute `exception`.
    ///
    /// >>> np.testing.assert_raises(ValueError, int, 'x')
    /// >>> with np.testing.assert_raises(ZeroDivisionError) as caught: 1 / 0
    /// >>> str(caught.exception)
    /// 'division by zero'
    fn assert_raises(cx, @pos exception_class: Value, @args args: Vec<Value>, @kwargs kwargs: Rc<Dict>) -> Value {
        raises(cx, Expected { classes: classes_of(&exception_class, "assertRaises")?, pattern: None }, args, &kwargs)
    }

    /// As `assert_raises`; the exception's text must also match a regular expression somewhere.
    ///
    /// >>> with np.testing.assert_raises_regex(ZeroDivisionError, 'by zero'): 1 / 0
    fn assert_raises_regex(cx, @pos exception_class: Value, @pos expected_regexp: Value, @args args: Vec<Value>, @kwargs kwargs: Rc<Dict>) -> Value {
        let classes = classes_of(&exception_class, "assertRaisesRegex")?;
        raises(cx, Expected { classes, pattern: Some(expected_regexp.clone()) }, args, &kwargs)
    }
}

/// What must be raised.
#[derive(Clone)]
struct Expected {
    classes: Value,
    pattern: Option<Value>,
}

fn is_exception_class(value: &Value) -> bool {
    matches!(value, Value::Class(class) if class.is_subclass(&exception::BASE_EXCEPTION))
}

fn classes_of(value: &Value, function: &str) -> Result<Value> {
    let fine = match value {
        Value::Tuple(tuple) => tuple.items.iter().all(is_exception_class),
        one => is_exception_class(one),
    };
    if fine {
        return Ok(value.clone());
    }
    Err(Error::type_error(format!("{function}() arg 1 must be an exception type or tuple of exception types")))
}

impl Expected {
    fn covers(&self, error: &Error) -> bool {
        let one = |value: &Value| matches!(value, Value::Class(class) if error.is(class));
        match &self.classes {
            Value::Tuple(tuple) => tuple.items.iter().any(one),
            class => one(class),
        }
    }

    fn nothing_raised(&self, by: Option<&str>) -> Error {
        let name = match &self.classes {
            Value::Class(class) => class.name.to_string(),
            tuple => repr::str(tuple),
        };
        ASSERTION_ERROR.error(match by {
            Some(function) => format!("{name} not raised by {function}"),
            None => format!("{name} not raised"),
        })
    }

    /// AssertionError where the text of the exception does not match.
    fn check_text(&self, cx: &mut dyn Context, error: &Error) -> Result<()> {
        let Some(pattern) = &self.pattern else { return Ok(()) };
        let text = error.message();
        let Some(search) = registry::lookup("re", Symbol::new("search")) else {
            return Err(exception::NOT_IMPLEMENTED_ERROR.error("there are no regular expressions"));
        };
        match cx.call(&search, &[pattern.clone(), Value::str(text.clone())], &[])? {
            Value::None => {
                let pattern = match pattern {
                    Value::Str(pattern) => pattern.as_str().to_string(),
                    compiled => repr::str(&crate::builtins::attribute(cx, compiled, Symbol::new("pattern"))?),
                };
                Err(ASSERTION_ERROR.error(format!("\"{pattern}\" does not match \"{text}\"")))
            }
            _ => Ok(()),
        }
    }
}

fn raises(cx: &mut dyn Context, expected: Expected, args: Vec<Value>, kwargs: &Dict) -> Result<Value> {
    let Some((function, args)) = args.split_first() else {
        return Ok(Value::object(AssertRaises { expected, caught: RefCell::default() }));
    };
    let named = kwargs.borrow().iter().map(|(k, v)| (Symbol::new(&repr::str(k)), v.clone())).collect::<Vec<_>>();
    match cx.call(function, args, &named) {
        Ok(_) => Err(expected.nothing_raised(Some(&name_of(cx, function)))),
        Err(error) if expected.covers(&error) => expected.check_text(cx, &error).map(|()| Value::None),
        Err(error) => Err(error),
    }
}

/// The name of a function, or how it prints.
pub fn name_of(cx: &mut dyn Context, function: &Value) -> String {
    match crate::builtins::attribute(cx, function, Symbol::new("__name__")) {
        Ok(name) => repr::str(&name),
        Err(_) => repr::str(function),
    }
}

static CONTEXT: Class = Class::new("_AssertRaisesContext", "unittest.case", &[&python::OBJECT]);

/// `assert_raises(…)` for `with`.
struct AssertRaises {
    expected: Expected,
    caught: RefCell<Option<Value>>,
}

impl NativeObject for AssertRaises {
    fn class(&self) -> &'static Class {
        &CONTEXT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, _: &mut dyn Context, this: &Value) -> Result<Value> {
        Ok(this.clone())
    }

    fn exit(&self, cx: &mut dyn Context, error: Option<&Error>) -> Result<bool> {
        let Some(error) = error else { return Err(self.expected.nothing_raised(None)) };
        if !self.expected.covers(error) {
            return Ok(false);
        }
        self.caught.replace(Some(Value::Exception(error.0.clone())));
        self.expected.check_text(cx, error).map(|()| true)
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "exception" => self.caught.borrow().clone(),
            "expected" => Some(self.expected.classes.clone()),
            _ => None,
        })
    }

    fn call(&self, _: &mut dyn Context, _: &Args) -> Result<Value> {
        Err(Error::type_error("'_AssertRaisesContext' object is not callable"))
    }
}
