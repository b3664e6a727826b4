//! What happens at division by zero, overflow and invalid operations: `errstate`, `seterr`, `seterrcall` and their kin.

use crate::builtins::attribute;
use crate::builtins::python::functions::is_callable;
use crate::symbol::Symbol;
use crate::value::class::{Class, python::OBJECT};
use crate::value::context::{ErrState, ErrorHandler, FloatAction};
use crate::value::object::NativeObject;
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, Result, Value};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

builtins! { FLOAT_ERRORS, chapter "Floating-point errors", spaces ["np"];
    /// Other answers to floating-point errors for the duration of a `with` block: `'ignore'`, `'warn'`, `'raise'`, `'print'`.
    ///
    /// >>> with np.errstate(divide='ignore'):
    /// ...     np.array([1.]) / 0
    /// array([inf])
    @see("seterr", "geterr")
    fn errstate(cx, @kw call: Value = Value::NotImplemented, @kw all: Option<String> = None, @kw divide: Option<String> = None,
                @kw over: Option<String> = None, @kw under: Option<String> = None, @kw invalid: Option<String> = None) -> Value {
        let handler = match call {
            Value::NotImplemented => None,
            call => Some(handler_of(cx, call)?),
        };
        Ok(Value::object(Scope { wanted: Wanted { all, divide, over, under, invalid }, handler, before: RefCell::default() }))
    }

    /// Sets the answers to floating-point errors and gives those before.
    ///
    /// >>> before = np.seterr(over='ignore')
    /// >>> np.seterr(**before)['over']
    /// 'ignore'
    @see("errstate", "geterr")
    fn seterr(cx, all: Option<String> = None, divide: Option<String> = None, over: Option<String> = None,
              under: Option<String> = None, invalid: Option<String> = None) -> Value {
        let before = cx.state().errstate.clone();
        cx.state().errstate = Wanted { all, divide, over, under, invalid }.applied(&before)?;
        as_dict(&before)
    }

    /// The current answers to floating-point errors.
    ///
    /// >>> np.geterr()
    /// {'divide': 'warn', 'over': 'warn', 'under': 'ignore', 'invalid': 'warn'}
    @see("seterr", "errstate")
    fn geterr(cx) -> Value { as_dict(&cx.state().errstate) }

    /// Appoints a function `f(trouble, flags)` for errors whose answer is `'call'`, or an object with a method `write` for
    /// `'log'`, and gives the one before.
    ///
    /// >>> before = np.seterrcall(lambda trouble, flags: print(trouble, flags))
    /// >>> with np.errstate(divide='call'):
    /// ...     np.array([1.]) / 0
    /// divide by zero 1
    /// array([inf])
    @see("geterrcall", "errstate")
    fn seterrcall(cx, func: Value) -> Value {
        let handler = handler_of(cx, func)?;
        Ok(std::mem::replace(&mut cx.state().error_handler, handler).object)
    }

    /// Whom `seterrcall` appointed.
    ///
    /// >>> np.geterrcall() is None
    /// True
    @see("seterrcall")
    fn geterrcall(cx) -> Value { Ok(cx.state().error_handler.object.clone()) }
}

/// TypeError for what can neither be called nor written to.
fn handler_of(cx: &mut dyn Context, object: Value) -> Result<ErrorHandler> {
    if let Value::None = object {
        return Ok(ErrorHandler::default());
    }
    let write = attribute(cx, &object, Symbol::new("write")).ok();
    if write.is_none() && !is_callable(&object) {
        return Err(Error::type_error("python object must be callable or have a callable write method"));
    }
    Ok(ErrorHandler { object, write })
}

/// New answers; `None` leaves one as it is.
struct Wanted {
    all: Option<String>,
    divide: Option<String>,
    over: Option<String>,
    under: Option<String>,
    invalid: Option<String>,
}

impl Wanted {
    fn applied(&self, before: &ErrState) -> Result<ErrState> {
        let action = |own: &Option<String>, before: FloatAction| match own.as_ref().or(self.all.as_ref()) {
            Some(name) => action_of(name),
            None => Ok(before),
        };
        Ok(ErrState {
            divide: action(&self.divide, before.divide)?,
            over: action(&self.over, before.over)?,
            under: action(&self.under, before.under)?,
            invalid: action(&self.invalid, before.invalid)?,
        })
    }
}

const ACTIONS: [(&str, FloatAction); 6] = [
    ("ignore", FloatAction::Ignore),
    ("warn", FloatAction::Warn),
    ("raise", FloatAction::Raise),
    ("call", FloatAction::Call),
    ("print", FloatAction::Print),
    ("log", FloatAction::Log),
];

fn action_of(name: &str) -> Result<FloatAction> {
    let found = ACTIONS.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, action)| *action)
        .ok_or_else(|| Error::value(format!("invalid error mode {}", crate::value::text::str_repr(name))))
}

fn name_of(action: FloatAction) -> &'static str {
    ACTIONS.iter().find(|(_, known)| *known == action).map_or("warn", |(name, _)| name)
}

fn as_dict(state: &ErrState) -> Result<Value> {
    let mut table = Table::default();
    let entries = [("divide", state.divide), ("over", state.over), ("under", state.under), ("invalid", state.invalid)];
    for (name, action) in entries {
        table.insert(Value::str(name), Value::str(name_of(action)))?;
    }
    Ok(Value::Dict(Rc::new(Dict::new(table))))
}

static ERRSTATE: Class = Class::new("errstate", "numpy", &[&OBJECT]);

/// `with np.errstate(…)`
struct Scope {
    wanted: Wanted,
    /// `call=`, where it was given.
    handler: Option<ErrorHandler>,
    before: RefCell<Option<(ErrState, ErrorHandler)>>,
}

impl NativeObject for Scope {
    fn class(&self) -> &'static Class {
        &ERRSTATE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, cx: &mut dyn Context, _: &Value) -> Result<Value> {
        let (before, handler) = (cx.state().errstate.clone(), cx.state().error_handler.clone());
        cx.state().errstate = self.wanted.applied(&before)?;
        if let Some(appointed) = &self.handler {
            cx.state().error_handler = appointed.clone();
        }
        self.before.replace(Some((before, handler)));
        Ok(Value::None)
    }

    fn exit(&self, cx: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        if let Some((before, handler)) = self.before.take() {
            cx.state().errstate = before;
            cx.state().error_handler = handler;
        }
        Ok(false)
    }
}
