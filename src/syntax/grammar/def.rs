//! Parameters of functions and lambdas with the rules of their order, and the head of `def`.

use super::expr::Expressions;
use super::read::Tokens;
use super::{Read, Reader, Rule, rule};
use crate::source::Span;
use crate::symbol::Symbol;
use crate::syntax::ast::{Expr, Ident, Param, Params};
use crate::syntax::error;
use crate::syntax::token::Kind;
use chumsky::prelude::*;
use std::collections::HashMap;

/// The nonterminals of the grammar's document that one loop reads here: it knows what has come before.
pub(super) const PARTS: [&str; 6] = [
    "positional_parameters",
    "starred_parameters",
    "parameter",
    "default_parameter",
    "lambda_positional",
    "lambda_starred",
];

/// Where a parameter list stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Def,
    Lambda,
}

pub(super) fn lambda_parameters(all: &Expressions) -> Rule<Params> {
    let expression = all.expression.clone();
    rule(
        "lambda_parameters",
        custom(move |inp: &mut Reader| List::new(Place::Lambda, Kind::Colon, &expression).read(inp)),
    )
}

pub(super) fn parameters(all: &Expressions) -> Rule<Params> {
    let expression = all.expression.clone();
    rule("parameters", custom(move |inp: &mut Reader| List::new(Place::Def, Kind::ParenClose, &expression).read(inp)))
}

/// A parameter list being read.
struct List<'a> {
    place: Place,
    /// What ends the list; it is not taken.
    close: Kind,
    expression: &'a Rule<Expr>,
    params: Params,
    slash: bool,
    /// A bare `*` or `*args` has been seen.
    star: bool,
    /// A parameter with a default has been seen, and no `*`.
    default: bool,
}

impl<'a> List<'a> {
    fn new(place: Place, close: Kind, expression: &'a Rule<Expr>) -> List<'a> {
        List { place, close, expression, params: Params::default(), slash: false, star: false, default: false }
    }

    fn read(mut self, inp: &mut Reader) -> Read<Params> {
        while inp.kind() != self.close {
            match inp.kind() {
                Kind::Slash => self.slash(inp),
                Kind::Star => self.star(inp)?,
                Kind::DoubleStar => self.double_star(inp)?,
                Kind::ParenOpen => return self.parenthesized(inp),
                _ => self.plain(inp)?,
            }
            if inp.kind() != self.close {
                if inp.kind() == Kind::Star && self.slash {
                    let span = inp.here();
                    return inp.fail_because(error::syntax(span, "expected comma between / and *"));
                }
                inp.eat(Kind::Comma).map_or_else(|| inp.fail(&[Kind::Comma, self.close]), Ok)?;
            }
        }
        check_names(inp, &self.params);
        Ok(self.params)
    }

    fn slash(&mut self, inp: &mut Reader) {
        let span = inp.take().1;
        let params = &mut self.params;
        if self.slash {
            inp.complain(span, "/ may appear only once");
        } else if self.star {
            inp.complain(span, "/ must be ahead of *");
        } else if params.positional.is_empty() {
            inp.complain(span, "at least one argument must precede /");
        }
        self.slash = true;
        if params.positional_only.is_empty() {
            params.positional_only = std::mem::take(&mut params.positional);
        }
    }

    fn star(&mut self, inp: &mut Reader) -> Read<()> {
        let star = inp.take().1;
        if self.star {
            inp.complain(star, "* argument may appear only once");
        }
        self.star = true;
        self.default = false;
        match inp.kind() {
            Kind::Name => {
                let name = inp.identifier()?;
                self.annotation(inp, true)?;
                self.no_default(inp, "var-positional argument cannot have default value")?;
                self.params.args = Some(name);
            }
            Kind::Comma if !matches!(inp.kinds().1, Kind::DoubleStar) && inp.kinds().1 != self.close => {}
            kind if kind == Kind::Comma || kind == self.close => {
                let problem = error::syntax(star, "named arguments must follow bare *");
                inp.report(problem.help("after `*,` come parameters that are passed by name"));
            }
            _ => return inp.fail(&[Kind::Name]),
        }
        Ok(())
    }

    fn double_star(&mut self, inp: &mut Reader) -> Read<()> {
        inp.take();
        let name = inp.identifier()?;
        self.annotation(inp, false)?;
        self.no_default(inp, "var-keyword argument cannot have default value")?;
        self.params.kwargs = Some(name);
        if inp.kind() == Kind::Comma && inp.kinds().1 != self.close {
            inp.take();
            let span = inp.here();
            if matches!(inp.kind(), Kind::Name | Kind::Star | Kind::DoubleStar | Kind::Slash) {
                return inp.fail_because(error::syntax(span, "arguments cannot follow var-keyword argument"));
            }
            return inp.fail(&[self.close]);
        }
        Ok(())
    }

    fn plain(&mut self, inp: &mut Reader) -> Read<()> {
        let name = inp.identifier()?;
        self.annotation(inp, false)?;
        let default = match inp.eat(Kind::Equal) {
            Some(equal) if inp.kind() == Kind::Comma || inp.kind() == self.close => {
                return inp.fail_because(error::syntax(equal, "expected default value expression"));
            }
            Some(_) => Some(inp.parse(self.expression)?),
            None => None,
        };
        if !self.star && self.default && default.is_none() {
            inp.report(
                error::syntax(name.span, "non-default argument follows default argument")
                    .help(format!("give `{}` a default, or put it before those that have one", name.name)),
            );
        }
        self.default |= default.is_some() && !self.star;
        let param = Param { name, default };
        match self.star {
            true => self.params.keyword_only.push(param),
            false => self.params.positional.push(param),
        }
        Ok(())
    }

    /// `: annotation`, read and dropped. That of `*args` may be starred.
    fn annotation(&self, inp: &mut Reader, starred: bool) -> Read<()> {
        if self.place == Place::Def && inp.eat(Kind::Colon).is_some() {
            if starred {
                inp.eat(Kind::Star);
            }
            inp.parse(self.expression)?;
        }
        Ok(())
    }

    fn no_default(&self, inp: &mut Reader, message: &str) -> Read<()> {
        match inp.eat(Kind::Equal) {
            Some(equal) => inp.fail_because(error::syntax(equal, message)),
            None => Ok(()),
        }
    }

    fn parenthesized(&self, inp: &mut Reader) -> Read<Params> {
        let span = inp.here();
        let what = if self.place == Place::Def { "Function" } else { "Lambda expression" };
        let message = format!("{what} parameters cannot be parenthesized");
        let problem =
            error::syntax(span, message).help("take one parameter and unpack it in the body: `(a, b) = pair`");
        inp.fail_because(problem)
    }
}

fn check_names(inp: &mut Reader, params: &Params) {
    let mut seen: HashMap<Symbol, Span> = HashMap::new();
    let plain = params.positional_only.iter().chain(&params.positional);
    let names = plain.map(|param| param.name).chain(params.args);
    let names = names.chain(params.keyword_only.iter().map(|param| param.name)).chain(params.kwargs);
    for name in names {
        if let Some(before) = seen.insert(name.name, name.span) {
            duplicate(inp, name, before);
        }
    }
}

fn duplicate(inp: &mut Reader, name: Ident, before: Span) {
    inp.report(
        error::syntax(name.span, format!("duplicate argument '{}' in function definition", name.name))
            .label(error::place(before), "it is a parameter already"),
    );
}
