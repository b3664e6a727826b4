//! Things that can be called, and modules: library functions (one static item each), the user's functions, bound methods.

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
    pub arity: Arity,
    /// Answers the plainest calls before any binding.
    pub quick: Option<Quick>,
    /// Takes the arguments out of their slots, one for each parameter; a default stands in for an empty one.
    pub call: fn(&mut dyn Context, &mut [Option<Value>]) -> Result<Value>,
}

/// The result for plain positional arguments (at most [`QUICK_ARGUMENTS`], a method's receiver first), which it may take;
/// `None` leaves the call and the arguments to the function itself.
pub type Quick = fn(&mut [Value]) -> Option<Value>;

pub const QUICK_ARGUMENTS: usize = 3;

/// Functions with more parameters than this are called through the binder.
pub const MOST_SLOTS: usize = 16;

/// How many positional arguments, without any by keyword, can go straight into the first slots.
#[derive(Clone, Copy)]
pub struct Arity {
    least: u8,
    /// Less than `least` where no number of arguments can.
    most: u8,
}

impl Arity {
    pub const fn of(params: &[Param]) -> Arity {
        let (mut least, mut most, mut at) = (0, 0, 0);
        if params.len() > MOST_SLOTS {
            return Arity { least: 1, most: 0 };
        }
        while at < params.len() {
            match params[at].kind {
                ParamKind::Positional | ParamKind::PositionalOnly => {
                    most += 1;
                    if params[at].default.is_none() {
                        least = most;
                    }
                }
                ParamKind::KeywordOnly if params[at].default.is_some() => {}
                _ => return Arity { least: 1, most: 0 },
            }
            at += 1;
        }
        Arity { least, most }
    }

    #[inline(always)]
    pub fn fits(self, given: usize) -> bool {
        self.least as usize <= given && given <= self.most as usize
    }
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
    pub const fn attribute(&self, name: &str) -> Option<&'static [&'static str]> {
        let mut at = 0;
        while at < self.attributes.len() {
            if same(self.attributes[at].0, name) {
                return Some(self.attributes[at].1);
            }
            at += 1;
        }
        None
    }

    pub const fn has(&self, attribute: &str) -> bool {
        self.attribute(attribute).is_some()
    }

    /// The item's other names.
    pub const fn aliases(&self) -> &'static [&'static str] {
        match self.attribute("alias") {
            Some(names) => names,
            None => &[],
        }
    }

    /// The namespaces that hold the item: its own, where it says so, else its chapter's.
    pub const fn holders(&self) -> &'static [&'static str] {
        match self.attribute("space") {
            Some(spaces) => spaces,
            None => self.spaces,
        }
    }

    /// The documentation's first line.
    pub fn summary(&self) -> &'static str {
        self.doc.trim_start().lines().next().unwrap_or("").trim()
    }
}

/// `a == b`, for the compiler.
pub const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
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

/// Where a module's members come from that the program has not asked for yet.
pub trait Shelf {
    fn member(&self, name: Symbol) -> Option<Value>;

    fn members(&self) -> Vec<(Symbol, Value)>;
}

/// A module: a name and its members.
pub struct Module {
    /// `numpy`, `numpy.linalg`, `math`, or an imported file's name.
    pub name: &'static str,
    pub doc: String,
    members: RefCell<FxHashMap<Symbol, Value>>,
    /// What `members` still lacks, of the library's own modules.
    rest: RefCell<Option<Box<dyn Shelf>>>,
}

impl Module {
    /// A module without members.
    pub fn new(name: &'static str) -> Module {
        Module { name, doc: String::new(), members: RefCell::default(), rest: RefCell::default() }
    }

    /// A module whose members are fetched as they are asked for.
    pub fn lazy(name: &'static str, rest: Box<dyn Shelf>) -> Module {
        Module { rest: RefCell::new(Some(rest)), ..Module::new(name) }
    }

    pub fn get(&self, name: Symbol) -> Option<Value> {
        if let Some(known) = self.members.borrow().get(&name) {
            return Some(known.clone());
        }
        let found = self.rest.borrow().as_ref()?.member(name)?;
        self.set(name, found.clone());
        Some(found)
    }

    pub fn set(&self, name: Symbol, value: Value) {
        self.members.borrow_mut().insert(name, value);
    }

    /// Takes a member away; whether it was there.
    pub fn remove(&self, name: Symbol) -> bool {
        self.complete();
        self.members.borrow_mut().remove(&name).is_some()
    }

    /// All members, in no order.
    pub fn members(&self) -> Vec<(Symbol, Value)> {
        self.complete();
        self.members.borrow().iter().map(|(name, value)| (*name, value.clone())).collect()
    }

    fn complete(&self) {
        let rest = self.rest.borrow_mut().take();
        for (name, value) in rest.iter().flat_map(|rest| rest.members()) {
            self.members.borrow_mut().entry(name).or_insert(value);
        }
    }
}
