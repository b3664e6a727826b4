//! Arguments of a call → the parameters' slots of a user's function, with CPython's errors.

use super::Interp;
use super::code::{Code, Params};
use super::frame::copy;
use super::function::Closure;
use crate::symbol::Symbol;
use crate::value::similar::nearest;
use crate::value::table::Table;
use crate::value::{Dict, Error, Result, Value};
use std::rc::Rc;

impl Interp {
    /// The defaults of the last parameters after the positional arguments that lie on the stack from `base` up. `false`
    /// where there is more to bind than that.
    #[inline(always)]
    pub(super) fn take_defaults(&mut self, closure: &Closure, base: usize) -> bool {
        let params = &closure.code.params;
        let given = self.stack.len() - base;
        let first_default = params.positional - closure.defaults.len();
        if !params.plain || given > params.positional || given < first_default {
            return false;
        }
        for default in closure.defaults.iter().skip(given - first_default) {
            self.stack.push(Some(copy(default)));
        }
        true
    }

    /// The positional arguments lie on the stack from `base` up; afterwards there is one value for each parameter.
    #[inline(never)]
    pub(super) fn bind_arguments(
        &mut self,
        closure: &Closure,
        base: usize,
        keywords: &[(Symbol, Value)],
    ) -> Result<()> {
        let params = &closure.code.params;
        let given = self.stack.len() - base;
        if params.args.is_none() && params.kwargs.is_none() && given <= params.positional {
            self.stack.resize_with(base + params.slots(), || None);
            if fill(closure, &mut self.stack[base..], keywords) {
                return Ok(());
            }
            self.stack.truncate(base + given);
        }
        let positional: Vec<Value> = self.stack.drain(base..).flatten().collect();
        let slots = bind(closure, positional, keywords)?;
        self.stack.extend(slots);
        Ok(())
    }
}

/// Keyword arguments and defaults into the slots that positional arguments have left empty. `false` where an argument or a
/// value is missing or one too many: then the general case says what is wrong.
fn fill(closure: &Closure, slots: &mut [Option<Value>], keywords: &[(Symbol, Value)]) -> bool {
    let params = &closure.code.params;
    let names = &closure.code.locals[..params.positional + params.keyword_only];
    for (name, value) in keywords {
        match names.iter().skip(params.positional_only).position(|param| param == name) {
            Some(at) if slots[params.positional_only + at].is_none() => {
                slots[params.positional_only + at] = Some(value.clone());
            }
            _ => return false,
        }
    }
    let first_default = params.positional - closure.defaults.len();
    for (slot, default) in slots[first_default..].iter_mut().zip(&closure.defaults) {
        if slot.is_none() {
            *slot = Some(default.clone());
        }
    }
    for (slot, default) in slots[params.positional..].iter_mut().zip(&closure.keyword_defaults) {
        if slot.is_none() {
            slot.clone_from(default);
        }
    }
    slots.iter().all(Option::is_some)
}

/// The general case.
fn bind(closure: &Closure, mut positional: Vec<Value>, keywords: &[(Symbol, Value)]) -> Result<Vec<Option<Value>>> {
    let code = &*closure.code;
    let params = &code.params;
    let given = positional.len();
    let rest = positional.split_off(given.min(params.positional));
    let mut slots: Vec<Option<Value>> = positional.into_iter().map(Some).collect();
    slots.resize_with(params.slots(), || None);
    if let Some(args) = params.args {
        slots[args as usize] = Some(Value::tuple(rest));
    }
    bind_keywords(code, &mut slots, keywords)?;
    if params.args.is_none() && given > params.positional {
        return Err(too_many(closure, &slots, given));
    }
    let first_default = params.positional - closure.defaults.len();
    for (slot, default) in slots[first_default..params.positional].iter_mut().zip(&closure.defaults) {
        slot.get_or_insert_with(|| default.clone());
    }
    let keyword_only = params.positional..params.positional + params.keyword_only;
    for (slot, default) in slots[keyword_only.clone()].iter_mut().zip(&closure.keyword_defaults) {
        if slot.is_none() {
            slot.clone_from(default);
        }
    }
    require(code, &slots, 0..params.positional, "positional")?;
    require(code, &slots, keyword_only, "keyword-only")?;
    Ok(slots)
}

fn bind_keywords(code: &Code, slots: &mut [Option<Value>], keywords: &[(Symbol, Value)]) -> Result<()> {
    let params = &code.params;
    let by_name = params.positional_only..params.positional + params.keyword_only;
    let mut rest = Table::default();
    for (name, value) in keywords {
        match by_name.clone().find(|&slot| code.locals[slot] == *name) {
            Some(slot) if slots[slot].is_some() => {
                let message = format!("{}() got multiple values for argument '{name}'", code.qualified_name);
                return Err(Error::type_error(message));
            }
            Some(slot) => slots[slot] = Some(value.clone()),
            None if params.kwargs.is_some() => {
                rest.insert(Value::str(name.as_str()), value.clone())?;
            }
            None => return Err(unexpected(code, params, *name, keywords)),
        }
    }
    if let Some(kwargs) = params.kwargs {
        slots[kwargs as usize] = Some(Value::Dict(Rc::new(Dict::new(rest))));
    }
    Ok(())
}

fn unexpected(code: &Code, params: &Params, name: Symbol, keywords: &[(Symbol, Value)]) -> Error {
    let function = &code.qualified_name;
    let only = &code.locals[..params.positional_only];
    let wrong: Vec<&str> = only.iter().filter(|p| keywords.iter().any(|(n, _)| n == *p)).map(|p| p.as_str()).collect();
    if !wrong.is_empty() {
        let names = wrong.join(", ");
        let message = format!("{function}() got some positional-only arguments passed as keyword arguments: '{names}'");
        return Error::type_error(message);
    }
    let error = Error::type_error(format!("{function}() got an unexpected keyword argument '{name}'"));
    let known = &code.locals[params.positional_only..params.positional + params.keyword_only];
    match nearest(name.as_str(), known.iter().map(|symbol| symbol.as_str())) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error,
    }
}

fn too_many(closure: &Closure, slots: &[Option<Value>], given: usize) -> Error {
    let code = &*closure.code;
    let params = &code.params;
    let (most, defaults) = (params.positional, closure.defaults.len());
    let takes = if defaults > 0 { format!("from {} to {most}", most - defaults) } else { format!("{most}") };
    let plural = if most != 1 || defaults > 0 { "s" } else { "" };
    let keyword_only = &slots[most..most + params.keyword_only];
    let by_keyword = keyword_only.iter().flatten().count();
    let were = if given == 1 && by_keyword == 0 { "was" } else { "were" };
    let also = match by_keyword {
        0 => String::new(),
        n => {
            let (s, t) = (if given == 1 { "" } else { "s" }, if n == 1 { "" } else { "s" });
            format!(" positional argument{s} (and {n} keyword-only argument{t})")
        }
    };
    let function = &code.qualified_name;
    Error::type_error(format!("{function}() takes {takes} positional argument{plural} but {given}{also} {were} given"))
}

/// TypeError if a parameter of the range has no value.
fn require(code: &Code, slots: &[Option<Value>], range: std::ops::Range<usize>, kind: &str) -> Result<()> {
    let missing = range.filter(|&slot| slots[slot].is_none());
    let names: Vec<String> = missing.map(|slot| format!("'{}'", code.locals[slot])).collect();
    let list = match names.as_slice() {
        [] => return Ok(()),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [head @ .., last] => format!("{}, and {last}", head.join(", ")),
    };
    let plural = if names.len() == 1 { "" } else { "s" };
    let (function, n) = (&code.qualified_name, names.len());
    Err(Error::type_error(format!("{function}() missing {n} required {kind} argument{plural}: {list}")))
}
