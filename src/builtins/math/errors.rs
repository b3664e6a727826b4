//! How floating-point trouble is answered: `seterr`, `geterr`, `errstate`.

use crate::value::class::Class;
use crate::value::class::python::OBJECT;
use crate::value::context::{ErrState, FloatAction};
use crate::value::{Context, Dict, Error, FromValue, NativeObject, Result, Value, table::Table};
use std::cell::RefCell;
use std::rc::Rc;

builtins! { ERRORS, chapter "Floating-point errors", spaces ["np"];
    /// Sets what happens on floating-point trouble, and gives what was set before.
    ///
    /// Actions are `'ignore'`, `'warn'`, `'raise'`, `'call'`, `'print'` and `'log'`.
    ///
    /// >>> old = np.seterr(divide='ignore')
    /// >>> np.array([1.]) / 0
    /// array([inf])
    /// >>> np.seterr(**old)['divide']
    /// 'ignore'
    @see("errstate", "geterr")
    fn seterr(cx, all: Option<Action> = None, divide: Option<Action> = None, over: Option<Action> = None,
              under: Option<Action> = None, invalid: Option<Action> = None) -> Value {
        let before = as_dict(&cx.state().errstate)?;
        Changes { all, divide, over, under, invalid }.apply(&mut cx.state().errstate);
        Ok(before)
    }

    /// What happens on floating-point trouble.
    ///
    /// >>> np.geterr()
    /// {'divide': 'warn', 'over': 'warn', 'under': 'ignore', 'invalid': 'warn'}
    @see("seterr")
    fn geterr(cx) -> Value { as_dict(&cx.state().errstate) }

    /// A context in which floating-point trouble is answered otherwise.
    ///
    /// >>> with np.errstate(invalid='ignore'):
    /// ...     print(np.sqrt(-1.0))
    /// nan
    @see("seterr")
    fn errstate(cx, @kw all: Option<Action> = None, @kw divide: Option<Action> = None, @kw over: Option<Action> = None,
                @kw under: Option<Action> = None, @kw invalid: Option<Action> = None, @kw call: Value = Value::None) -> Value {
        let changes = Changes { all, divide, over, under, invalid };
        Ok(Value::object(Scope { changes, before: RefCell::new(Vec::new()) }))
    }
}

/// An action by its name.
#[derive(Clone, Copy)]
pub struct Action(FloatAction);

const NAMES: [(&str, FloatAction); 6] = [
    ("ignore", FloatAction::Ignore),
    ("warn", FloatAction::Warn),
    ("raise", FloatAction::Raise),
    ("call", FloatAction::Call),
    ("print", FloatAction::Print),
    ("log", FloatAction::Log),
];

impl FromValue for Action {
    const ACCEPTS: &'static str = "'ignore', 'warn', 'raise', 'call', 'print' or 'log'";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Action> {
        let name = String::from_value(cx, value)?;
        match NAMES.iter().find(|(known, _)| *known == name) {
            Some((_, action)) => Ok(Action(*action)),
            None => Err(Error::value(format!("invalid error mode '{name}'"))),
        }
    }
}

fn as_dict(state: &ErrState) -> Result<Value> {
    let name = |action: FloatAction| NAMES.iter().find(|(_, a)| *a == action).map_or("warn", |(name, _)| name);
    let mut table = Table::default();
    for (key, action) in
        [("divide", state.divide), ("over", state.over), ("under", state.under), ("invalid", state.invalid)]
    {
        table.insert(Value::str(key), Value::str(name(action)))?;
    }
    Ok(Value::Dict(Rc::new(Dict::new(table))))
}

/// What is to be set; `all` first, then what is named.
#[derive(Clone, Copy)]
struct Changes {
    all: Option<Action>,
    divide: Option<Action>,
    over: Option<Action>,
    under: Option<Action>,
    invalid: Option<Action>,
}

impl Changes {
    fn apply(self, state: &mut ErrState) {
        let set = |slot: &mut FloatAction, own: Option<Action>| {
            if let Some(Action(action)) = own.or(self.all) {
                *slot = action;
            }
        };
        set(&mut state.divide, self.divide);
        set(&mut state.over, self.over);
        set(&mut state.under, self.under);
        set(&mut state.invalid, self.invalid);
    }
}

static ERRSTATE: Class = Class::new("errstate", "numpy", &[&OBJECT]);

/// `with np.errstate(…)`: what was set before comes back at the end.
struct Scope {
    changes: Changes,
    before: RefCell<Vec<ErrState>>,
}

impl NativeObject for Scope {
    fn class(&self) -> &'static Class {
        &ERRSTATE
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn enter(&self, cx: &mut dyn Context, this: &Value) -> Result<Value> {
        let state = &mut cx.state().errstate;
        self.before.borrow_mut().push(state.clone());
        self.changes.apply(state);
        Ok(this.clone())
    }

    fn exit(&self, cx: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        if let Some(before) = self.before.borrow_mut().pop() {
            cx.state().errstate = before;
        }
        Ok(false)
    }
}
