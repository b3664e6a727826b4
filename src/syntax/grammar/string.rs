//! Strings that stand side by side become one; the fields of f-strings.

use super::expr::Expressions;
use super::read::Tokens;
use super::{Later, Read, Reader, Rule, rule};
use crate::source::Span;
use crate::syntax::ast::{Conversion, Expr, ExprKind, FField, FPart};
use crate::syntax::error;
use crate::syntax::token::{Kind, Literal};
use chumsky::prelude::*;
use std::rc::Rc;

/// What has been joined so far.
enum Joined {
    Str(String),
    Bytes(Vec<u8>),
    FString(Vec<FPart>),
}

/// One or more literals; all text, or all bytes.
pub(super) fn strings(all: &Expressions) -> Rule<Expr> {
    let fstring = fstring(all);
    rule(
        "strings",
        custom(move |inp: &mut Reader| {
            if let (kind @ (Kind::Str | Kind::Bytes), false) = (inp.kind(), joins(inp)) {
                return Ok(single(inp, kind));
            }
            let mut joined: Option<Joined> = None;
            let mut span = inp.here();
            let mut mixed = false;
            loop {
                let next = match inp.kind() {
                    Kind::Str | Kind::Bytes => {
                        let (token, place) = inp.take();
                        span = span.to(place);
                        match inp.literal(token) {
                            Some(Literal::Bytes(bytes)) => Joined::Bytes(bytes.to_vec()),
                            Some(Literal::Str(text)) => Joined::Str(text.to_string()),
                            _ => Joined::Str(String::new()),
                        }
                    }
                    Kind::FStart => {
                        let (parts, place) = inp.parse(&fstring)?;
                        span = span.to(place);
                        Joined::FString(parts)
                    }
                    _ => break,
                };
                joined = Some(match joined {
                    None => next,
                    Some(before) => join(before, next, &mut mixed),
                });
            }
            if mixed {
                inp.complain(span, "cannot mix bytes and nonbytes literals");
            }
            let kind = match joined {
                Some(Joined::Bytes(bytes)) => ExprKind::Bytes(bytes.into()),
                Some(Joined::FString(parts)) => ExprKind::FString(parts),
                Some(Joined::Str(text)) => ExprKind::Str(text.into()),
                None => ExprKind::Str("".into()),
            };
            Ok(Expr { kind, span })
        }),
    )
}

/// Does another literal follow the next one?
fn joins(inp: &mut Reader) -> bool {
    matches!(inp.kinds().1, Kind::Str | Kind::Bytes | Kind::FStart)
}

fn single(inp: &mut Reader, kind: Kind) -> Expr {
    let (token, span) = inp.take();
    let kind = match inp.literal(token) {
        Some(Literal::Str(text)) => ExprKind::Str(text),
        Some(Literal::Bytes(bytes)) => ExprKind::Bytes(bytes),
        _ if kind == Kind::Bytes => ExprKind::Bytes(Rc::from([])),
        _ => ExprKind::Str("".into()),
    };
    Expr { kind, span }
}

fn join(before: Joined, next: Joined, mixed: &mut bool) -> Joined {
    match (before, next) {
        (Joined::Str(before), Joined::Str(next)) => Joined::Str(before + &next),
        (Joined::Bytes(mut before), Joined::Bytes(next)) => {
            before.extend(next);
            Joined::Bytes(before)
        }
        (Joined::Bytes(before), _) => {
            *mixed = true;
            Joined::Bytes(before)
        }
        (before, Joined::Bytes(_)) => {
            *mixed = true;
            before
        }
        (Joined::FString(mut parts), next) => {
            for part in parts_of(next) {
                push_part(&mut parts, part);
            }
            Joined::FString(parts)
        }
        (Joined::Str(before), next) => {
            let mut parts = parts_of(Joined::Str(before));
            for part in parts_of(next) {
                push_part(&mut parts, part);
            }
            Joined::FString(parts)
        }
    }
}

fn parts_of(joined: Joined) -> Vec<FPart> {
    match joined {
        Joined::FString(parts) => parts,
        Joined::Str(text) if !text.is_empty() => vec![FPart::Text(text.into())],
        _ => Vec::new(),
    }
}

/// Neighbouring texts are one part.
fn push_part(parts: &mut Vec<FPart>, part: FPart) {
    match (parts.last_mut(), part) {
        (Some(FPart::Text(before)), FPart::Text(next)) => *before = format!("{before}{next}").into(),
        (_, part) => parts.push(part),
    }
}

fn fstring(all: &Expressions) -> Rule<(Vec<FPart>, Span)> {
    let mut parts: Later<Vec<FPart>> = Recursive::declare();
    let field = field(all, parts.clone().boxed());
    parts.define(rule(
        "fstring_parts",
        custom(move |inp: &mut Reader| {
            let mut parts = Vec::new();
            loop {
                match inp.kind() {
                    Kind::FText => {
                        let token = inp.take().0;
                        if let Some(Literal::Str(text)) = inp.literal(token) {
                            push_part(&mut parts, FPart::Text(text));
                        }
                    }
                    Kind::FOpen => parts.push(FPart::Field(Box::new(inp.apart(|inp| inp.parse(&field))?))),
                    _ => return Ok(parts),
                }
            }
        }),
    ));
    rule(
        "fstring",
        custom(move |inp: &mut Reader| {
            let start = inp.expect(Kind::FStart)?;
            let parts = inp.parse(&parts)?;
            let end = inp.expect(Kind::FEnd)?;
            Ok((parts, start.to(end)))
        }),
    )
}

/// `{value = !r : spec}`
fn field(all: &Expressions, parts: Rule<Vec<FPart>>) -> Rule<FField> {
    let value = all.star_expressions.clone();
    rule(
        "fstring_field",
        custom(move |inp: &mut Reader| {
            inp.expect(Kind::FOpen)?;
            let end = inp.kind();
            if matches!(end, Kind::FClose | Kind::FColon | Kind::FEqual | Kind::Bang) {
                let span = inp.here();
                let text = error::text_of(end);
                let message = format!("f-string: valid expression required before '{text}'");
                return inp.fail_because(error::syntax(span, message).help("for a brace that is printed, write `{{`"));
            }
            let value = inp.parse(&value)?;
            let debug = match inp.kind() {
                Kind::FEqual => {
                    let token = inp.take().0;
                    match inp.literal(token) {
                        Some(Literal::Str(text)) => Some(text),
                        _ => None,
                    }
                }
                _ => None,
            };
            let conversion = match inp.eat(Kind::Bang) {
                Some(bang) => Some(conversion(inp, bang)?),
                None => None,
            };
            let spec = match inp.eat(Kind::FColon) {
                Some(_) => inp.parse(&parts)?,
                None => Vec::new(),
            };
            if inp.eat(Kind::FClose).is_none() {
                return inp.fail(&[Kind::FClose]);
            }
            inp.deepen(1, value.span)?;
            Ok(FField { value, debug, conversion, spec })
        }),
    )
}

fn conversion(inp: &mut Reader, bang: Span) -> Read<Conversion> {
    let place = inp.here();
    if inp.kind() != Kind::Name {
        return inp.fail_because(error::syntax(bang, "f-string: missing conversion character"));
    }
    if place.start != bang.end {
        let message = "f-string: conversion type must come right after the exclamation mark";
        return inp.fail_because(error::syntax(bang.to(place), message));
    }
    let name = inp.identifier()?.name;
    match name.as_str() {
        "s" => Ok(Conversion::Str),
        "r" => Ok(Conversion::Repr),
        "a" => Ok(Conversion::Ascii),
        _ => {
            let message = format!("f-string: invalid conversion character '{name}': expected 's', 'r', or 'a'");
            inp.complain(place, message);
            Ok(Conversion::Str)
        }
    }
}
