//! Statements on one line: expressions, assignments, `del`, `return`, `raise`, `assert`, imports, `global` …

use super::expr::Expressions;
use super::read::Tokens;
use super::{Extra, Read, Reader, Rule, TokenInput, rule, target, tok};
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, Ident, ImportName, ImportNames, Stmt, StmtKind};
use crate::syntax::error;
use crate::syntax::token::Kind;
use chumsky::prelude::*;

/// One simple statement; the next token says which.
pub(super) fn simple_statement(all: &Expressions) -> Rule<Stmt> {
    let assignment = assignment(all);
    let del = del(all);
    let ret = return_statement(all);
    let raise = raise(all);
    let assert = assert(all);
    let path = dotted_name();
    let import = import(&path);
    let import_from = import_from(path);
    let global = declaration("global_statement", Kind::Global, StmtKind::Global);
    let nonlocal = declaration("nonlocal_statement", Kind::Nonlocal, StmtKind::Nonlocal);
    rule(
        "simple_statement",
        custom(move |inp: &mut Reader| {
            let kind = match inp.kind() {
                Kind::Del => return inp.parse(&del),
                Kind::Return => return inp.parse(&ret),
                Kind::Raise => return inp.parse(&raise),
                Kind::Assert => return inp.parse(&assert),
                Kind::Import => return inp.parse(&import),
                Kind::From => return inp.parse(&import_from),
                Kind::Global => return inp.parse(&global),
                Kind::Nonlocal => return inp.parse(&nonlocal),
                Kind::Pass => StmtKind::Pass,
                Kind::Break => StmtKind::Break,
                Kind::Continue => StmtKind::Continue,
                _ => return inp.parse(&assignment),
            };
            Ok(Stmt { kind, span: inp.take().1 })
        }),
    )
}

/// `a = b = value`, `a += value`, `a: annotation = value`, or an expression alone.
fn assignment(all: &Expressions) -> Rule<Stmt> {
    let (values, annotation) = (all.star_expressions.clone(), all.expression.clone());
    rule(
        "assignment",
        custom(move |inp: &mut Reader| {
            let start = inp.here();
            let first = inp.parse(&values)?;
            let next = inp.kind();
            if next == Kind::Equal {
                return assign(inp, first, &values);
            }
            if let Some(op) = augmented(next) {
                let op_span = inp.take().1;
                target::check_augmented(inp, &first);
                let value = inp.parse(&values)?;
                let span = first.span.to(value.span);
                return Ok(Stmt { kind: StmtKind::AugAssign { target: first, op, op_span, value }, span });
            }
            if next == Kind::Colon && inp.kinds().1.starts_expression() {
                target::check_annotated(inp, &first);
                inp.take();
                let last = inp.parse(&annotation)?.span;
                let value = match inp.eat(Kind::Equal) {
                    Some(_) => Some(inp.parse(&values)?),
                    None => None,
                };
                let span = start.to(value.as_ref().map_or(last, |value| value.span));
                return Ok(Stmt { kind: StmtKind::AnnAssign { target: first, value }, span });
            }
            let span = first.span;
            Ok(Stmt { kind: StmtKind::Expr { value: first, quiet: false }, span })
        }),
    )
}

fn assign(inp: &mut Reader, first: Expr, values: &Rule<Expr>) -> Read<Stmt> {
    let mut targets = vec![first];
    let mut last = None;
    while inp.eat(Kind::Equal).is_some() {
        if let Some(value) = last.take() {
            targets.push(value);
        }
        last = Some(inp.parse(values)?);
    }
    let Some(value) = last else { return inp.fail(&[Kind::Name]) };
    let only = targets.len() == 1;
    // One wrong target is enough to say.
    let _ = targets.iter().all(|target| target::check_assign(inp, target, only));
    let span = targets[0].span.to(value.span);
    Ok(Stmt { kind: StmtKind::Assign { targets, value }, span })
}

fn augmented(kind: Kind) -> Option<BinaryOp> {
    Some(match kind {
        Kind::PlusEqual => BinaryOp::Add,
        Kind::MinusEqual => BinaryOp::Sub,
        Kind::StarEqual => BinaryOp::Mul,
        Kind::SlashEqual => BinaryOp::Div,
        Kind::DoubleSlashEqual => BinaryOp::FloorDiv,
        Kind::PercentEqual => BinaryOp::Mod,
        Kind::DoubleStarEqual => BinaryOp::Pow,
        Kind::AtEqual => BinaryOp::MatMul,
        Kind::LeftShiftEqual => BinaryOp::LeftShift,
        Kind::RightShiftEqual => BinaryOp::RightShift,
        Kind::AmpersandEqual => BinaryOp::BitAnd,
        Kind::BarEqual => BinaryOp::BitOr,
        Kind::CaretEqual => BinaryOp::BitXor,
        _ => return None,
    })
}

fn del(all: &Expressions) -> Rule<Stmt> {
    let targets = all.star_expressions.clone();
    rule(
        "del_statement",
        custom(move |inp: &mut Reader| {
            let keyword = inp.expect(Kind::Del)?;
            let targets = inp.parse(&targets)?;
            let span = keyword.to(targets.span);
            target::check_del(inp, &targets);
            // `del a, b` are two targets, `del (a, b)` is one that is a tuple.
            let bare = target::is_bare(&targets);
            let targets = match targets {
                Expr { kind: ExprKind::Tuple(items), .. } if bare => items,
                other => vec![other],
            };
            Ok(Stmt { kind: StmtKind::Del(targets), span })
        }),
    )
}

fn return_statement(all: &Expressions) -> Rule<Stmt> {
    let values = all.star_expressions.clone();
    rule(
        "return_statement",
        custom(move |inp: &mut Reader| {
            let mut span = inp.expect(Kind::Return)?;
            let value = match inp.kind() {
                Kind::Newline | Kind::Semicolon | Kind::End => None,
                _ => Some(inp.parse(&values)?),
            };
            span = value.as_ref().map_or(span, |value| span.to(value.span));
            Ok(Stmt { kind: StmtKind::Return(value), span })
        }),
    )
}

fn raise(all: &Expressions) -> Rule<Stmt> {
    let exception = all.expression.clone();
    rule(
        "raise_statement",
        custom(move |inp: &mut Reader| {
            let mut span = inp.expect(Kind::Raise)?;
            if matches!(inp.kind(), Kind::Newline | Kind::Semicolon | Kind::End) {
                return Ok(Stmt { kind: StmtKind::Raise { exception: None, cause: None }, span });
            }
            let value = inp.parse(&exception)?;
            span = span.to(value.span);
            let cause = match inp.eat(Kind::From) {
                Some(_) => Some(inp.parse(&exception)?),
                None => None,
            };
            span = cause.as_ref().map_or(span, |cause| span.to(cause.span));
            Ok(Stmt { kind: StmtKind::Raise { exception: Some(value), cause }, span })
        }),
    )
}

fn assert(all: &Expressions) -> Rule<Stmt> {
    let value = all.expression.clone();
    rule(
        "assert_statement",
        tok(Kind::Assert)
            .ignore_then(value.clone())
            .then(tok(Kind::Comma).ignore_then(value).or_not())
            .map_with(|(test, message), extra| Stmt { kind: StmtKind::Assert { test, message }, span: extra.span() }),
    )
}

fn identifier() -> impl Parser<'static, TokenInput, Ident, Extra> + Clone {
    custom(|inp: &mut Reader| inp.identifier())
}

/// `a.b.c`
fn dotted_name() -> Rule<Vec<Ident>> {
    rule("dotted_name", identifier().separated_by(tok(Kind::Dot)).at_least(1).collect())
}

fn alias() -> impl Parser<'static, TokenInput, Option<Ident>, Extra> + Clone {
    tok(Kind::As).ignore_then(identifier()).or_not()
}

fn import(path: &Rule<Vec<Ident>>) -> Rule<Stmt> {
    let name = path.clone().then(alias()).map(|(path, alias)| ImportName { path, alias });
    rule(
        "import_statement",
        tok(Kind::Import)
            .ignore_then(name.separated_by(tok(Kind::Comma)).at_least(1).collect())
            .map_with(|names, extra| Stmt { kind: StmtKind::Import(names), span: extra.span() }),
    )
}

/// `from .a.b import c as d, e`, `… import (c, d,)`, `… import *`
fn import_from(path: Rule<Vec<Ident>>) -> Rule<Stmt> {
    let names = import_names();
    rule(
        "import_from_statement",
        custom(move |inp: &mut Reader| {
            let from = inp.expect(Kind::From)?;
            let mut level = 0;
            loop {
                match inp.kind() {
                    Kind::Dot => level += 1,
                    Kind::Ellipsis => level += 3,
                    _ => break,
                }
                inp.take();
            }
            let module = match inp.kind() {
                Kind::Import if level > 0 => Vec::new(),
                _ => inp.parse(&path)?,
            };
            inp.expect(Kind::Import)?;
            let (names, end) = inp.parse(&names)?;
            Ok(Stmt { kind: StmtKind::ImportFrom { module, level, names }, span: from.to(end) })
        }),
    )
}

fn import_names() -> Rule<(ImportNames, Span)> {
    let alias = alias();
    rule(
        "import_names",
        custom(move |inp: &mut Reader| {
            if let Some(star) = inp.eat(Kind::Star) {
                return Ok((ImportNames::Star(star), star));
            }
            let open = inp.eat(Kind::ParenOpen);
            let mut names = Vec::new();
            loop {
                let name = inp.identifier()?;
                let alias = inp.parse(&alias)?;
                names.push((name, alias));
                let mut end = alias.unwrap_or(name).span;
                let comma = inp.eat(Kind::Comma);
                if open.is_some() {
                    if let Some(close) = inp.eat(Kind::ParenClose) {
                        end = close;
                    } else if comma.is_some() {
                        continue;
                    } else {
                        return inp.fail(&[Kind::Comma, Kind::ParenClose]);
                    }
                } else if let Some(comma) = comma {
                    if inp.kind() == Kind::Newline {
                        let message = "trailing comma not allowed without surrounding parentheses";
                        return inp.fail_because(error::syntax(comma, message));
                    }
                    continue;
                }
                return Ok((ImportNames::Names(names), end));
            }
        }),
    )
}

fn declaration(name: &'static str, keyword: Kind, node: fn(Vec<Ident>) -> StmtKind) -> Rule<Stmt> {
    rule(
        name,
        tok(keyword)
            .ignore_then(identifier().separated_by(tok(Kind::Comma)).at_least(1).collect())
            .map_with(move |names, extra| Stmt { kind: node(names), span: extra.span() }),
    )
}
