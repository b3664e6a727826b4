//! The methods that contexts share with decimal numbers: `context.max(a, b)` is `a.max(b)` by the context's rules.

use super::context::{Environment, current, set_current};
use super::methods::DECIMAL;
use super::number::Decimal;
use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::value::object::{BinaryOp, UnaryOp, method};
use crate::value::{Args, Builtin, Context, Error, FromValue, IntoValue, Result, Value, ops, repr};

/// What a method of a context does with its decimals.
#[derive(Clone, Copy)]
enum Action {
    /// A method of decimal numbers.
    Method(&'static Builtin),
    Binary(BinaryOp),
    Quotients,
    Minus,
    Absolute,
    Text,
}

/// The method of that name that a context shares with decimal numbers.
pub fn shared(environment: &Environment, name: Symbol) -> Option<Value> {
    let action = match name.as_str() {
        "abs" => Action::Absolute,
        "minus" => Action::Minus,
        "divide_int" => Action::Binary(BinaryOp::FloorDiv),
        "remainder" => Action::Binary(BinaryOp::Mod),
        "divmod" => Action::Quotients,
        "to_sci_string" => Action::Text,
        "to_integral" => return shared(environment, Symbol::new("to_integral_value")),
        _ => {
            let item = registry::registry().method(&DECIMAL, name)?;
            let bound = ["property", "static"].iter().all(|kind| !item.has(kind));
            bound.then_some(Action::Method(item))?
        }
    };
    let environment = environment.clone();
    Some(method(move |cx, args| {
        let saved = current();
        set_current(environment.clone());
        let result = action.run(cx, args.positional);
        set_current(saved);
        result
    }))
}

impl Action {
    fn run(self, cx: &mut dyn Context, given: &[Value]) -> Result<Value> {
        let mut values = Vec::with_capacity(given.len());
        for value in given {
            values.push(Decimal::from_value(cx, value)?.into_value());
        }
        let wrong = |wanted: &str| {
            let given = given.len();
            Error::type_error(format!("function takes exactly {wanted} ({given} given)"))
        };
        match (self, values.as_slice()) {
            (Action::Method(item), _) => registry::call(item, cx, &Args::positional(&values)),
            (Action::Binary(op), [a, b]) => ops::binary(cx, op, a, b),
            (Action::Quotients, [a, b]) => {
                let quotient = ops::binary(cx, BinaryOp::FloorDiv, a, b)?;
                Ok(Value::tuple([quotient, ops::binary(cx, BinaryOp::Mod, a, b)?]))
            }
            (Action::Minus, [a]) => ops::unary(cx, UnaryOp::Minus, a),
            (Action::Absolute, [a]) => match Decimal::of(a) {
                Some(decimal) => ops::unary(cx, UnaryOp::Plus, &decimal.abs().into_value()),
                None => Ok(a.clone()),
            },
            (Action::Text, [a]) => Ok(Value::str(repr::str(a))),
            (Action::Binary(_) | Action::Quotients, _) => Err(wrong("2 arguments")),
            (Action::Minus | Action::Absolute | Action::Text, _) => Err(wrong("1 argument")),
        }
    }
}
