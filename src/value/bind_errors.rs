//! What CPython says when a function written in C is called with the wrong arguments: other words than for Python functions.

use super::function::{Builtin, Param, ParamKind};
use super::{Args, Error};

/// Modules whose functions CPython writes in C.
const C_MODULES: &[&str] =
    &["builtins", "constructors", "math", "cmath", "time", "sys", "itertools", "operator", "functools", "io", "bare"];

/// Classes whose methods CPython writes in C.
const C_CLASSES: &[&str] = &[
    "object",
    "int",
    "bool",
    "float",
    "complex",
    "str",
    "bytes",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "range",
    "slice",
    "deque",
    "defaultdict",
    "OrderedDict",
    "_IOBase",
    "StringIO",
    "BytesIO",
    "BaseException",
];

/// The parameters of a function of C, as its messages count them.
pub struct Signature {
    name: &'static str,
    /// `list.append()`, `math.sqrt()`, `len()`
    qualified: String,
    /// 1 for methods, whose first argument is not counted.
    receivers: usize,
    params: &'static [Param],
}

impl Signature {
    /// `None` for functions that are none of C.
    pub fn of(function: &'static Builtin) -> Option<Signature> {
        let name = function.name;
        let space = function.holders().first();
        match (function.class, space) {
            (Some(class), _) if C_CLASSES.contains(&class) => {
                let receivers = usize::from(!function.has("static"));
                let params = function.params.get(receivers..)?;
                Some(Signature { name, qualified: format!("{class}.{name}()"), receivers, params })
            }
            (None, Some(space)) if C_MODULES.contains(space) => {
                let prefix = if matches!(*space, "builtins" | "constructors" | "bare") { "" } else { space };
                let dot = if prefix.is_empty() { "" } else { "." };
                Some(Signature {
                    name,
                    qualified: format!("{prefix}{dot}{name}()"),
                    receivers: 0,
                    params: function.params,
                })
            }
            _ => None,
        }
    }

    fn positional(&self) -> impl Iterator<Item = &'static Param> {
        self.params.iter().filter(|p| matches!(p.kind, ParamKind::Positional | ParamKind::PositionalOnly))
    }

    fn only_positional(&self) -> bool {
        self.params.iter().all(|p| matches!(p.kind, ParamKind::PositionalOnly | ParamKind::Args))
    }

    fn bounds(&self) -> (usize, usize) {
        (self.positional().filter(|p| p.default.is_none()).count(), self.positional().count())
    }

    /// `insert expected 2 arguments, got 1`
    fn expected(&self, limit: &str, n: usize, given: usize) -> Error {
        let plural = if n == 1 { "" } else { "s" };
        Error::type_error(format!("{} expected {limit}{n} argument{plural}, got {given}", self.name))
    }

    pub fn too_many(&self, args: &Args) -> Error {
        let given = args.positional.len().saturating_sub(self.receivers);
        let (least, most) = self.bounds();
        if most == 0 {
            let keywords = self.params.iter().any(|p| p.kind == ParamKind::KeywordOnly);
            return Error::type_error(if keywords {
                format!("{}() takes no positional arguments", self.name)
            } else {
                format!("{} takes no arguments ({given} given)", self.qualified)
            });
        }
        let passes_keywords = self.params.iter().any(|p| p.kind == ParamKind::Kwargs);
        if self.only_positional() || passes_keywords {
            return match (least, most) {
                (1, 1) => Error::type_error(format!("{} takes exactly one argument ({given} given)", self.qualified)),
                (least, most) => self.expected(if least == most { "" } else { "at most " }, most, given),
            };
        }
        let keyword_only = self.params.iter().any(|p| p.kind == ParamKind::KeywordOnly);
        if keyword_only && self.positional().all(|p| p.kind == ParamKind::PositionalOnly) {
            return self.expected(if least == most { "" } else { "at most " }, most, given);
        }
        let all = given + args.keywords.len();
        let total = most + self.params.iter().filter(|p| p.kind == ParamKind::KeywordOnly).count();
        let limit = if least == total { "exactly" } else { "at most" };
        let plural = if total == 1 { "" } else { "s" };
        Error::type_error(format!("{}() takes {limit} {total} argument{plural} ({all} given)", self.name))
    }

    /// `missing`: the name of the first parameter without an argument.
    pub fn missing(&self, args: &Args, missing: &str) -> Error {
        let given = args.positional.len().saturating_sub(self.receivers);
        let (least, most) = self.bounds();
        let keywords = self.params.iter().any(|p| matches!(p.kind, ParamKind::KeywordOnly | ParamKind::Kwargs));
        let positional = self.positional().all(|p| p.kind == ParamKind::PositionalOnly);
        if positional && (least, most) == (1, 1) && !keywords && self.only_positional() && !self.has_args() {
            return Error::type_error(format!("{} takes exactly one argument ({given} given)", self.qualified));
        }
        if positional {
            let limit = if least == most && !self.has_args() { "" } else { "at least " };
            return self.expected(limit, least, given);
        }
        let place = self.params.iter().position(|p| p.name == missing).map_or(1, |i| i + 1);
        Error::type_error(format!("{}() missing required argument '{missing}' (pos {place})", self.name))
    }

    fn has_args(&self) -> bool {
        self.params.iter().any(|p| p.kind == ParamKind::Args)
    }

    pub fn unexpected_keyword(&self, keyword: &str) -> Error {
        if self.only_positional() {
            return Error::type_error(format!("{} takes no keyword arguments", self.qualified));
        }
        Error::type_error(format!("'{keyword}' is an invalid keyword argument for {}()", self.name))
    }
}
