//! What NumPy says when a method of arrays is called with the wrong arguments: its words depend on what reads them.

use super::bind::suggested;
use super::function::{Builtin, Param, ParamKind};
use super::{Args, Error, Value};

/// What reads a method's arguments.
#[derive(Clone, Copy)]
enum Reader {
    /// NumPy's own, that of most methods.
    Own,
    /// A function in Python, under this name and with so many positional parameters, the array among them.
    Python(&'static str, usize),
    /// CPython's for arguments by position and by keyword.
    Keywords,
    /// CPython's for arguments by position.
    Positions,
    /// The same without telling it the method's name.
    Nameless,
    /// The method itself: any number of arguments, and keywords that are read apart from them.
    Itself,
}

fn reader(method: &str) -> Reader {
    match method {
        "all" => Reader::Python("_all", 5),
        "any" => Reader::Python("_any", 5),
        "clip" => Reader::Python("_clip", 4),
        "max" => Reader::Python("_amax", 6),
        "mean" => Reader::Python("_mean", 5),
        "min" => Reader::Python("_amin", 6),
        "prod" => Reader::Python("_prod", 7),
        "std" => Reader::Python("_std", 6),
        "sum" => Reader::Python("_sum", 7),
        "var" => Reader::Python("_var", 6),
        "byteswap" | "compress" | "cumprod" | "cumsum" | "diagonal" | "getfield" | "put" | "repeat" | "round"
        | "setfield" | "setflags" | "tobytes" | "tofile" => Reader::Keywords,
        "conj" | "fill" | "item" | "swapaxes" | "transpose" => Reader::Positions,
        "nonzero" | "tolist" => Reader::Nameless,
        "reshape" | "resize" => Reader::Itself,
        _ => Reader::Own,
    }
}

/// A call of a method of arrays, the array first among its arguments.
struct Call<'a> {
    name: &'static str,
    params: &'static [Param],
    receiver: &'a Value,
    args: &'a Args<'a>,
}

/// NumPy's words for what is wrong with the arguments; `None` where they are those of any function.
pub fn wrong_arguments(function: &'static Builtin, args: &Args) -> Option<Error> {
    let (receiver, params) = (args.positional.first()?, function.params.get(1..)?);
    let call = Call { name: function.name, params, receiver, args };
    match reader(call.name) {
        Reader::Own => call.too_many().or_else(|| call.unexpected()).or_else(|| call.missing(0)),
        Reader::Python(name, most) => call.python(name, most),
        Reader::Keywords => call.too_many_in_all().or_else(|| call.missing(1)).or_else(|| call.invalid_keyword()),
        Reader::Positions => call.no_keywords().or_else(|| call.exactly(&format!("{}()", call.name))),
        Reader::Nameless => call.no_keywords().or_else(|| call.exactly("function")),
        Reader::Itself => call
            .unknown_keyword()
            .map(|keyword| Error::type_error(format!("'{keyword}' is an invalid keyword argument for this function"))),
    }
    .map(|error| match call.unknown_keyword() {
        Some(keyword) => suggested(error, function, keyword),
        None => error,
    })
}

impl Call<'_> {
    fn given(&self) -> usize {
        self.args.positional.len() - 1
    }

    fn positional(&self) -> impl Iterator<Item = &'static Param> {
        self.params.iter().filter(|p| matches!(p.kind, ParamKind::Positional | ParamKind::PositionalOnly))
    }

    fn unknown_keyword(&self) -> Option<&'static str> {
        let known = |name: &str| self.params.iter().any(|p| p.kind != ParamKind::PositionalOnly && p.name == name);
        self.args.keywords.iter().map(|(name, _)| name.as_str()).find(|name| !known(name))
    }

    fn unexpected(&self) -> Option<Error> {
        let keyword = self.unknown_keyword()?;
        Some(Error::type_error(format!("{}() got an unexpected keyword argument '{keyword}'", self.name)))
    }

    fn invalid_keyword(&self) -> Option<Error> {
        let keyword = self.unknown_keyword()?;
        Some(Error::type_error(format!("'{keyword}' is an invalid keyword argument for {}()", self.name)))
    }

    fn no_keywords(&self) -> Option<Error> {
        let class = if matches!(self.receiver, Value::Array(_)) { "ndarray" } else { "generic" };
        let any = !self.args.keywords.is_empty();
        any.then(|| Error::type_error(format!("{class}.{}() takes no keyword arguments", self.name)))
    }

    fn too_many(&self) -> Option<Error> {
        let (least, most) = (self.positional().filter(|p| p.default.is_none()).count(), self.positional().count());
        let takes = if least == most { format!("{most}") } else { format!("from {least} to {most}") };
        let (name, given) = (self.name, self.given());
        (given > most)
            .then(|| Error::type_error(format!("{name}() takes {takes} positional arguments but {given} were given")))
    }

    fn too_many_in_all(&self) -> Option<Error> {
        let (most, given) = (self.params.len(), self.given() + self.args.keywords.len());
        let plural = if most == 1 { "" } else { "s" };
        let name = self.name;
        (given > most)
            .then(|| Error::type_error(format!("{name}() takes at most {most} argument{plural} ({given} given)")))
    }

    fn exactly(&self, subject: &str) -> Option<Error> {
        let (n, given) = (self.positional().count(), self.given());
        let plural = if n == 1 { "" } else { "s" };
        (given != n).then(|| Error::type_error(format!("{subject} takes exactly {n} argument{plural} ({given} given)")))
    }

    /// The first parameter without an argument; the places are counted from `first`.
    fn missing(&self, first: usize) -> Option<Error> {
        let named = |p: &Param| self.args.keywords.iter().any(|(name, _)| name.as_str() == p.name);
        let mut places = self.positional().enumerate().skip(self.given());
        let (at, param) = places.find(|(_, p)| p.default.is_none() && !named(p))?;
        let place = at + first;
        Some(Error::type_error(format!("{}() missing required argument '{}' (pos {place})", self.name, param.name)))
    }

    fn python(&self, name: &str, most: usize) -> Option<Error> {
        if let Some(keyword) = self.unknown_keyword() {
            return Some(Error::type_error(format!("{name}() got an unexpected keyword argument '{keyword}'")));
        }
        let given = self.args.positional.len();
        (given > self.positional().count() + 1).then(|| {
            Error::type_error(format!("{name}() takes from 1 to {most} positional arguments but {given} were given"))
        })
    }
}
