//! Things that can be called, and modules: library functions (one static item each), the user's functions, bound methods.

use super::bind::Bound;
use super::context::Context;
use super::{Result, Value};
use crate::symbol::Symbol;
use rustc_hash::FxHashMap;
use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A library function: name, namespaces, parameters, documentation and implementation in one item (see `builtins!`).
pub struct Builtin {
    /// As the user writes it.
    pub name: &'static str,
    /// The chapter of the reference it stands in.
    pub chapter: &'static str,
    /// Modules that hold it: `np`, `np.linalg`, `builtins`, `math` …; for a method, none.
    pub spaces: &'static [&'static str],
    /// The class whose method or attribute it is, if it is only that.
    pub class: Option<&'static str>,
    /// The text of its `///` lines: a one-line summary, a blank line, then Markdown with `>>>` examples.
    pub doc: &'static str,
    pub params: &'static [Param],
    /// `("method", [])`, `("property", [])`, `("alias", ["amax"])`, `("see", [...])` …
    pub attributes: &'static [(&'static str, &'static [&'static str])],
    pub call: fn(&mut dyn Context, &mut Bound) -> Result<Value>,
}

/// A parameter of a library function.
pub struct Param {
    pub name: &'static str,
    pub kind: ParamKind,
    /// The default's text as Rust writes it (`None`, `false`, `"C"`); `None` for a required parameter.
    pub default: Option<&'static str>,
    /// What it accepts, in words: `array_like`, `int or None` …
    pub accepts: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind {
    PositionalOnly,
    Positional,
    KeywordOnly,
    /// `*args`
    Args,
    /// `**kwargs`
    Kwargs,
}

impl Builtin {
    /// The values of the attribute `name`; `None` where the item does not have it.
    pub fn attribute(&self, name: &str) -> Option<&'static [&'static str]> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, values)| *values)
    }

    pub fn has(&self, attribute: &str) -> bool {
        self.attribute(attribute).is_some()
    }

    /// The documentation's first line.
    pub fn summary(&self) -> &'static str {
        self.doc.trim_start().lines().next().unwrap_or("").trim()
    }
}

/// A function the user wrote. What it does belongs to the evaluator, which put `code` there.
pub struct Function {
    pub name: Symbol,
    pub doc: Option<Rc<str>>,
    /// The evaluator's closure.
    pub code: Box<dyn Any>,
    /// Attributes that the user set on it.
    pub attributes: RefCell<HashMap<Symbol, Value>>,
}

/// A method with its receiver: `x.append`, waiting to be called.
pub struct BoundMethod {
    pub receiver: Value,
    /// A builtin or a user's function, which gets the receiver as its first argument.
    pub function: Value,
}

/// A module: a name and its members.
pub struct Module {
    /// `numpy`, `numpy.linalg`, `math`, or an imported file's name.
    pub name: &'static str,
    pub doc: String,
    pub members: RefCell<FxHashMap<Symbol, Value>>,
}

impl Module {
    pub fn get(&self, name: Symbol) -> Option<Value> {
        self.members.borrow().get(&name).cloned()
    }

    pub fn set(&self, name: Symbol, value: Value) {
        self.members.borrow_mut().insert(name, value);
    }
}
