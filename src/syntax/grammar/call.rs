//! What may follow an atom: attributes, calls with their arguments, subscripts with slices.

use super::expr::{Expressions, walrus};
use super::read::Tokens;
use super::{Extra, Read, Reader, Rule, TokenInput, collection, rule, target};
use crate::source::Span;
use crate::symbol::Symbol;
use crate::syntax::ast::{Arg, Clause, Expr, ExprKind};
use crate::syntax::error;
use crate::syntax::token::Kind;
use chumsky::prelude::*;
use std::collections::HashMap;

/// An atom and its trailers: one loop.
pub(super) fn primary(atom: Rule<Expr>, all: &Expressions) -> Rule<Expr> {
    let arguments = arguments(all);
    let subscripts = subscripts(all);
    rule(
        "primary",
        custom(move |inp: &mut Reader| {
            let mut value = inp.parse(&atom)?;
            loop {
                let so_far = inp.state().chain;
                value = match inp.kind() {
                    Kind::Dot => {
                        inp.take();
                        let name = inp.identifier()?;
                        let span = value.span.to(name.span);
                        Expr { kind: ExprKind::Attribute { value: Box::new(value), name }, span }
                    }
                    Kind::ParenOpen => {
                        inp.state().chain = 0;
                        let (args, close) = inp.parse(&arguments)?;
                        let span = value.span.to(close);
                        Expr { kind: ExprKind::Call { callee: Box::new(value), args }, span }
                    }
                    Kind::BracketOpen => {
                        inp.state().chain = 0;
                        let (index, close) = inp.parse(&subscripts)?;
                        let span = value.span.to(close);
                        Expr { kind: ExprKind::Subscript { value: Box::new(value), index: Box::new(index) }, span }
                    }
                    _ => return Ok(value),
                };
                let chain = &mut inp.state().chain;
                *chain = (*chain).max(so_far);
                inp.deepen(1, value.span)?;
            }
        }),
    )
}

/// `(…)` of a call, and the span of its closing parenthesis.
fn arguments(all: &Expressions) -> Rule<(Vec<Arg>, Span)> {
    let argument = argument(all);
    rule(
        "arguments",
        custom(move |inp: &mut Reader| {
            inp.expect(Kind::ParenOpen)?;
            let mut args = Vec::new();
            loop {
                if let Some(close) = inp.eat(Kind::ParenClose) {
                    check_order(inp, &args);
                    return Ok((args, close));
                }
                let (arg, bare_generator) = inp.parse(&argument)?;
                let alone = args.is_empty() && inp.kind() == Kind::ParenClose;
                if let (Some(span), false) = (bare_generator, alone) {
                    inp.report(
                        error::syntax(span, "Generator expression must be parenthesized")
                            .help("only a generator that is the one argument of a call needs no parentheses"),
                    );
                }
                args.push(arg);
                if inp.kind() != Kind::ParenClose {
                    inp.eat(Kind::Comma).map_or_else(|| inp.fail(&[Kind::Comma, Kind::ParenClose]), Ok)?;
                }
            }
        }),
    )
}

/// One argument; with the span of a generator that has no parentheses.
fn argument(all: &Expressions) -> Rule<(Arg, Option<Span>)> {
    let expression = all.expression.clone();
    let clauses = all.clauses.clone();
    rule(
        "argument",
        custom(move |inp: &mut Reader| match inp.kinds() {
            (Kind::Star, _) => {
                inp.take();
                Ok((Arg::Star(inp.parse(&expression)?), None))
            }
            (Kind::DoubleStar, _) => {
                inp.take();
                Ok((Arg::DoubleStar(inp.parse(&expression)?), None))
            }
            (Kind::Name, Kind::Equal) => keyword(inp, &expression, &clauses),
            (constant @ (Kind::True | Kind::False | Kind::None), Kind::Equal) => {
                let span = inp.here();
                inp.complain(span, format!("cannot assign to {}", error::text_of(constant)));
                inp.take();
                inp.take();
                Ok((Arg::Positional(inp.parse(&expression)?), None))
            }
            _ => positional(inp, &expression, &clauses),
        }),
    )
}

fn keyword(inp: &mut Reader, expression: &Rule<Expr>, clauses: &Rule<Vec<Clause>>) -> Read<(Arg, Option<Span>)> {
    let name = inp.identifier()?;
    let equal = inp.expect(Kind::Equal)?;
    if matches!(inp.kind(), Kind::Comma | Kind::ParenClose) {
        return inp.fail_because(error::syntax(name.span.to(equal), "expected argument value expression"));
    }
    let value = inp.parse(expression)?;
    if inp.kind() == Kind::For {
        let span = name.span.to(equal);
        inp.complain(span, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        inp.parse(clauses)?;
    }
    Ok((Arg::Keyword(name, value), None))
}

fn positional(inp: &mut Reader, expression: &Rule<Expr>, clauses: &Rule<Vec<Clause>>) -> Read<(Arg, Option<Span>)> {
    let first = inp.apart(|inp| walrus(inp, expression))?;
    match inp.kind() {
        Kind::For => {
            let generator = collection::generator(inp, first, clauses)?;
            let span = generator.span;
            Ok((Arg::Positional(generator), Some(span)))
        }
        Kind::Equal => {
            let equal = inp.take().1;
            let span = first.span.to(equal);
            inp.report(
                error::syntax(span, "expression cannot contain assignment, perhaps you meant \"==\"?")
                    .help("the name of a keyword argument is a plain name: `f(name=value)`"),
            );
            Ok((Arg::Positional(inp.parse(expression)?), None))
        }
        _ => Ok((Arg::Positional(first), None)),
    }
}

/// Positional arguments before keywords, `*` before `**`, no keyword twice.
fn check_order(inp: &mut Reader, args: &[Arg]) {
    let mut keywords: HashMap<Symbol, Span> = HashMap::new();
    let mut unpacked = false;
    for arg in args {
        match arg {
            Arg::Keyword(name, _) => {
                if let Some(before) = keywords.insert(name.name, name.span) {
                    inp.report(
                        error::syntax(name.span, format!("keyword argument repeated: {}", name.name))
                            .label(error::place(before), "it was given here already"),
                    );
                }
            }
            Arg::DoubleStar(_) => unpacked = true,
            Arg::Star(value) if unpacked => {
                inp.complain(value.span, "iterable argument unpacking follows keyword argument unpacking");
            }
            Arg::Positional(value) if unpacked || !keywords.is_empty() => {
                let after = if unpacked { "keyword argument unpacking" } else { "keyword argument" };
                inp.report(
                    error::syntax(value.span, format!("positional argument follows {after}"))
                        .help("arguments without a name come first"),
                );
                return;
            }
            _ => {}
        }
    }
}

/// `[…]` after a value: one subscript, or several as a tuple; and the span of the closing bracket.
fn subscripts(all: &Expressions) -> Rule<(Expr, Span)> {
    let slice = slice(all);
    let starred = all.star_named_expression.clone();
    let item = custom::<_, TokenInput, Expr, Extra>(move |inp: &mut Reader| match inp.kind() {
        Kind::Star => inp.parse(&starred),
        _ => inp.parse(&slice),
    });
    rule(
        "subscripts",
        custom(move |inp: &mut Reader| {
            inp.expect(Kind::BracketOpen)?;
            let first = inp.parse(&item)?;
            if !matches!(first.kind, ExprKind::Starred(_))
                && let Some(close) = inp.eat(Kind::BracketClose)
            {
                return Ok((first, close));
            }
            let mut span = first.span;
            let mut items = vec![first];
            loop {
                if let Some(close) = inp.eat(Kind::BracketClose) {
                    inp.deepen(1, span)?;
                    return Ok((Expr { kind: ExprKind::Tuple(items), span }, close));
                }
                let Some(comma) = inp.eat(Kind::Comma) else {
                    return inp.fail(&[Kind::Comma, Kind::BracketClose]);
                };
                span = span.to(comma);
                if inp.kind() != Kind::BracketClose {
                    items.push(inp.parse(&item)?);
                    span = span.to(items[items.len() - 1].span);
                }
            }
        }),
    )
}

/// `start:stop:step` with each part optional, or an expression.
fn slice(all: &Expressions) -> Rule<Expr> {
    let expression = all.expression.clone();
    rule(
        "slice",
        custom(move |inp: &mut Reader| {
            inp.apart(|inp| {
                let place = inp.here();
                let start = if inp.kind() == Kind::Colon { None } else { Some(walrus(inp, &expression)?) };
                match (inp.kind(), start) {
                    (Kind::Colon, start) => {
                        if start.as_ref().is_some_and(collection::is_bare_walrus) {
                            return inp.fail(&[Kind::BracketClose, Kind::Comma]);
                        }
                        slice_parts(inp, place, start, &expression)
                    }
                    (Kind::Equal, Some(value)) => {
                        target::equal_in_expression(inp, &value)?;
                        inp.take();
                        inp.parse(&expression)
                    }
                    (_, Some(value)) => Ok(value),
                    (_, None) => inp.fail(&[Kind::Name, Kind::Colon]),
                }
            })
        }),
    )
}

fn slice_parts(inp: &mut Reader, place: Span, start: Option<Expr>, expression: &Rule<Expr>) -> Read<Expr> {
    let mut span = Span { start: place.start, end: inp.expect(Kind::Colon)?.end };
    let mut part = |inp: &mut Reader| -> Read<Option<Box<Expr>>> {
        if matches!(inp.kind(), Kind::Colon | Kind::Comma | Kind::BracketClose) {
            return Ok(None);
        }
        let value = inp.parse(expression)?;
        span = span.to(value.span);
        Ok(Some(Box::new(value)))
    };
    let stop = part(inp)?;
    let (step, second) = match inp.eat(Kind::Colon) {
        Some(colon) => (part(inp)?, Some(colon)),
        None => (None, None),
    };
    let span = second.map_or(span, |colon| span.to(colon));
    inp.deepen(1, span)?;
    Ok(Expr { kind: ExprKind::Slice { start: start.map(Box::new), stop, step }, span })
}
