//! Arguments of a call → a slot for each parameter of a library function, with CPython's errors.

use super::bind_errors::Signature;
use super::function::{Builtin, ParamKind};
use super::method_errors::wrong_arguments;
use super::table::Table;
use super::{Dict, Error, Result, Tuple, Value};
use crate::symbol::Symbol;
use smallvec::SmallVec;
use std::rc::Rc;

/// The arguments of one call.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    pub positional: &'a [Value],
    pub keywords: &'a [(Symbol, Value)],
}

impl<'a> Args<'a> {
    pub fn positional(positional: &'a [Value]) -> Args<'a> {
        Args { positional, keywords: &[] }
    }
}

/// One slot a parameter, in the parameters' order; empty where the default applies.
pub struct Bound {
    pub slots: SmallVec<[Option<Value>; 8]>,
}

/// Binds the arguments of a method, its receiver the first of them.
pub fn bind_method(function: &'static Builtin, args: &Args) -> Result<Bound> {
    let of_arrays = function.class == Some("ndarray") || function.has("method");
    bind(function, args).map_err(|error| match of_arrays {
        true => wrong_arguments(function, args).unwrap_or(error),
        false => error,
    })
}

/// Binds arguments to a library function's parameters.
pub fn bind(function: &'static Builtin, args: &Args) -> Result<Bound> {
    let params = function.params;
    let mut slots: SmallVec<[Option<Value>; 8]> = SmallVec::with_capacity(params.len());
    slots.resize_with(params.len(), || None);
    let mut given = args.positional.iter();
    for (param, slot) in params.iter().zip(slots.iter_mut()) {
        match param.kind {
            ParamKind::PositionalOnly | ParamKind::Positional => *slot = given.next().cloned(),
            ParamKind::Args => {
                *slot = Some(Value::Tuple(Rc::new(Tuple::new(given.by_ref().cloned().collect::<Vec<_>>()))))
            }
            ParamKind::KeywordOnly | ParamKind::Kwargs => {}
        }
    }
    if given.next().is_some() {
        return Err(match Signature::of(function) {
            Some(signature) => signature.too_many(args),
            None => too_many(function, args.positional.len()),
        });
    }
    if !args.keywords.is_empty() || params.last().is_some_and(|p| p.kind == ParamKind::Kwargs) {
        bind_keywords(function, args, &mut slots)?;
    }
    let missing = |(p, s): (&super::Param, &Option<Value>)| s.is_none() && p.default.is_none();
    if params.iter().zip(&slots).any(missing) {
        let first = params.iter().zip(&slots).find(|(p, s)| s.is_none() && p.default.is_none());
        return Err(match (Signature::of(function), first) {
            (Some(signature), Some((param, _))) => signature.missing(args, param.name),
            _ => too_few(function, args)
                .or_else(|| by_cython(function, args.positional.len()))
                .unwrap_or_else(|| missing_arguments(function, &slots)),
        });
    }
    Ok(Bound { slots })
}

fn bind_keywords(function: &'static Builtin, args: &Args, slots: &mut [Option<Value>]) -> Result<()> {
    let params = function.params;
    let mut rest = Table::default();
    for (name, value) in args.keywords {
        let text = name.as_str();
        let place = params
            .iter()
            .position(|p| matches!(p.kind, ParamKind::Positional | ParamKind::KeywordOnly) && p.name == text);
        match place {
            Some(i) if slots[i].is_some() => {
                return Err(Error::type_error(format!(
                    "{}() got multiple values for argument '{text}'",
                    function.name
                )));
            }
            Some(i) => slots[i] = Some(value.clone()),
            None if params.last().is_some_and(|p| p.kind == ParamKind::Kwargs) => {
                rest.insert(Value::str(text), value.clone())?;
            }
            None => return Err(too_few(function, args).unwrap_or_else(|| unexpected_keyword(function, text))),
        }
    }
    if let (Some(last), Some(slot)) = (params.last(), slots.last_mut())
        && last.kind == ParamKind::Kwargs
    {
        *slot = Some(Value::Dict(Rc::new(Dict::new(rest))));
    }
    Ok(())
}

/// A Rust identifier as the user writes it: `r#where` is `where`.
pub const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', rest @ ..] => match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(_) => name,
        },
        _ => name,
    }
}

/// The functions of `np.random` count as Cython does.
fn by_cython(function: &'static Builtin, given: usize) -> Option<Error> {
    let own = match function.class {
        Some(class) => matches!(class, "Generator" | "RandomState"),
        None => function.holders().first().is_some_and(|space| space.starts_with("np.random")),
    };
    if !own {
        return None;
    }
    let receivers = usize::from(function.class.is_some());
    let positional = |p: &&super::Param| matches!(p.kind, ParamKind::Positional | ParamKind::PositionalOnly);
    let params = function.params.get(receivers..)?.iter().filter(positional);
    let (least, most) = (params.clone().filter(|p| p.default.is_none()).count(), params.count());
    let given = given.saturating_sub(receivers);
    let (limit, n) = match (least == most, given > most) {
        (true, _) => ("exactly", most),
        (false, true) => ("at most", most),
        (false, false) => ("at least", least),
    };
    let plural = if n == 1 { "" } else { "s" };
    let name = function.name;
    Some(Error::type_error(format!("{name}() takes {limit} {n} positional argument{plural} ({given} given)")))
}

fn too_many(function: &'static Builtin, given: usize) -> Error {
    if let Some(error) = by_cython(function, given) {
        return error;
    }
    let positional = |p: &&super::Param| matches!(p.kind, ParamKind::Positional | ParamKind::PositionalOnly);
    let all = function.params.iter().filter(positional).count();
    let required = function.params.iter().filter(positional).filter(|p| p.default.is_none()).count();
    let takes = if required == all { format!("{all}") } else { format!("from {required} to {all}") };
    let noun = if all == 1 && required == all { "argument" } else { "arguments" };
    let was = if given == 1 { "was" } else { "were" };
    Error::type_error(format!("{}() takes {takes} positional {noun} but {given} {was} given", function.name))
}

/// The error of a ufunc of vectors or matrices that lacks operands; `None` for other functions.
fn too_few(function: &'static Builtin, args: &Args) -> Option<Error> {
    let operands = function.params.iter().filter(|p| p.kind == ParamKind::PositionalOnly).count();
    let given = args.positional.len();
    (function.has("gufunc") && given < operands).then(|| too_many(function, given))
}

fn unexpected_keyword(function: &'static Builtin, name: &str) -> Error {
    let error = match Signature::of(function) {
        Some(signature) => signature.unexpected_keyword(name),
        None => Error::type_error(format!("{}() got an unexpected keyword argument '{name}'", function.name)),
    };
    suggested(error, function, name)
}

/// The error about an unexpected keyword with the parameter that may have been meant.
pub fn suggested(error: Error, function: &'static Builtin, name: &str) -> Error {
    let names = function.params.iter().filter(|p| p.kind != ParamKind::PositionalOnly).map(|p| p.name);
    match crate::value::similar::nearest(name, names) {
        Some(other) => error.help(format!("did you mean `{other}`?")),
        None => error,
    }
}

fn missing_arguments(function: &'static Builtin, slots: &[Option<Value>]) -> Error {
    if function.has("compiled")
        && let Some((i, param)) =
            function.params.iter().enumerate().find(|(i, p)| slots[*i].is_none() && p.default.is_none())
    {
        return Error::type_error(format!("{}() missing required argument '{}' (pos {i})", function.name, param.name));
    }
    let missing = function.params.iter().zip(slots).filter(|(p, s)| s.is_none() && p.default.is_none());
    let names: Vec<String> = missing.map(|(p, _)| format!("'{}'", p.name)).collect();
    let list = match names.as_slice() {
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [head @ .., last] => format!("{}, and {last}", head.join(", ")),
        [] => String::new(),
    };
    let noun = if names.len() == 1 { "argument" } else { "arguments" };
    Error::type_error(format!("{}() missing {} required positional {noun}: {list}", function.name, names.len()))
}
