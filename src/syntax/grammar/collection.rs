//! What stands in brackets: groups and tuples, lists and matrices, sets and dicts; comprehensions of each.

use super::expr::Expressions;
use super::read::Tokens;
use super::{Read, Reader, Rule, rule, target};
use crate::source::Span;
use crate::syntax::ast::{Clause, DictItem, Expr, ExprKind};
use crate::syntax::error;
use crate::syntax::token::Kind;
use chumsky::prelude::*;

/// The nonterminal that is read as the rest of a list.
pub(super) const PARTS: [&str; 1] = ["matrix"];

/// `for target in iter if condition …`, one or more.
pub(super) fn clauses(targets: &Rule<Expr>, disjunction: &Rule<Expr>) -> Rule<Vec<Clause>> {
    let (targets, disjunction) = (targets.clone(), disjunction.clone());
    rule(
        "comprehension_clauses",
        custom(move |inp: &mut Reader| {
            let mut clauses = Vec::new();
            loop {
                match inp.kind() {
                    Kind::For => {}
                    _ if clauses.is_empty() => return inp.fail(&[Kind::For]),
                    _ => return Ok(clauses),
                }
                inp.take();
                let target = inp.parse(&targets)?;
                target::check_for(inp, &target);
                inp.expect(Kind::In)?;
                let iter = inp.parse(&disjunction)?;
                let mut conditions = Vec::new();
                while inp.eat(Kind::If).is_some() {
                    conditions.push(inp.parse(&disjunction)?);
                }
                clauses.push(Clause { target, iter, conditions });
            }
        }),
    )
}

/// The rest of a generator expression after its element.
pub(super) fn generator(inp: &mut Reader, element: Expr, clauses: &Rule<Vec<Clause>>) -> Read<Expr> {
    let (element, clauses, span) = comprehension(inp, element, clauses)?;
    Ok(Expr { kind: ExprKind::Generator { element, clauses }, span })
}

type Comprehension = (Box<Expr>, Vec<Clause>, Span);

fn comprehension(inp: &mut Reader, element: Expr, clauses: &Rule<Vec<Clause>>) -> Read<Comprehension> {
    if matches!(element.kind, ExprKind::Starred(_)) {
        inp.complain(element.span, "iterable unpacking cannot be used in comprehension");
    }
    let clauses = inp.parse(clauses)?;
    let last = clauses
        .last()
        .map_or(element.span, |clause| clause.conditions.last().map_or(clause.iter.span, |condition| condition.span));
    let span = element.span.to(last);
    inp.deepen(1, span)?;
    Ok((Box::new(element), clauses, span))
}

/// More elements up to the closing bracket, after a first one and where a comma may follow.
fn elements(inp: &mut Reader, first: Expr, close: Kind, element: &Rule<Expr>) -> Read<(Vec<Expr>, bool)> {
    let mut items = vec![first];
    let mut comma = false;
    while inp.eat(Kind::Comma).is_some() {
        comma = true;
        if inp.kind() == close {
            break;
        }
        if inp.kind() == Kind::For {
            return comprehension_of_several(inp, &items);
        }
        items.push(inp.parse(element)?);
        comma = false;
    }
    if inp.kind() == Kind::For && items.len() > 1 {
        return comprehension_of_several(inp, &items);
    }
    Ok((items, comma))
}

fn comprehension_of_several<T>(inp: &mut Reader, items: &[Expr]) -> Read<T> {
    let span = items[0].span.to(items[items.len() - 1].span);
    inp.fail_because(
        error::syntax(span, "did you forget parentheses around the comprehension target?")
            .help("an element that is a tuple needs its parentheses: `[(a, b) for …]`"),
    )
}

/// `()`, `(value)`, `(a, b)`, `(x for x in y)`. The span of what is in parentheses includes them.
pub(super) fn group(all: &Expressions) -> Rule<Expr> {
    let element = all.star_named_expression.clone();
    let clauses = all.clauses.clone();
    rule(
        "group",
        custom(move |inp: &mut Reader| {
            let open = inp.expect(Kind::ParenOpen)?;
            if let Some(close) = inp.eat(Kind::ParenClose) {
                return Ok(Expr { kind: ExprKind::Tuple(Vec::new()), span: open.to(close) });
            }
            if inp.kind() == Kind::DoubleStar {
                let span = inp.here();
                return inp.fail_because(error::syntax(span, "cannot use double starred expression here"));
            }
            let first = inp.parse(&element)?;
            let kind = match inp.kind() {
                Kind::For => generator(inp, first, &clauses)?.kind,
                Kind::Comma => ExprKind::Tuple(elements(inp, first, Kind::ParenClose, &element)?.0),
                Kind::ParenClose if matches!(first.kind, ExprKind::Starred(_)) => {
                    let problem = error::syntax(first.span, "cannot use starred expression here");
                    return inp.fail_because(problem.help("a tuple of one element needs a comma: `(*a,)`"));
                }
                _ => first.kind,
            };
            let Some(close) = inp.eat(Kind::ParenClose) else {
                return inp.fail(&[Kind::ParenClose, Kind::Comma]);
            };
            inp.deepen(1, open)?;
            Ok(Expr { kind, span: open.to(close) })
        }),
    )
}

/// `[a, b]`, `[x for x in y]`, and NPL's matrix `[a, b; c, d]`.
pub(super) fn list(all: &Expressions) -> Rule<Expr> {
    let element = all.star_named_expression.clone();
    let clauses = all.clauses.clone();
    rule(
        "list",
        custom(move |inp: &mut Reader| {
            let open = inp.expect(Kind::BracketOpen)?;
            if let Some(close) = inp.eat(Kind::BracketClose) {
                return Ok(Expr { kind: ExprKind::List(Vec::new()), span: open.to(close) });
            }
            let first = inp.parse(&element)?;
            let kind = if inp.kind() == Kind::For {
                let (element, clauses, _) = comprehension(inp, first, &clauses)?;
                ExprKind::ListComp { element, clauses }
            } else {
                let (items, comma) = elements(inp, first, Kind::BracketClose, &element)?;
                match inp.kind() {
                    Kind::Semicolon if !comma => matrix(inp, items, &element)?,
                    _ => ExprKind::List(items),
                }
            };
            let Some(close) = inp.eat(Kind::BracketClose) else {
                return inp.fail(&[Kind::BracketClose, Kind::Comma]);
            };
            inp.deepen(1, open)?;
            Ok(Expr { kind, span: open.to(close) })
        }),
    )
}

/// The rows after the first, each after its `;`. A `;` at the end makes a single row a matrix.
fn matrix(inp: &mut Reader, first: Vec<Expr>, element: &Rule<Expr>) -> Read<ExprKind> {
    let mut rows = vec![first];
    while inp.eat(Kind::Semicolon).is_some() {
        if inp.kind() == Kind::BracketClose {
            break;
        }
        let entry = inp.parse(element)?;
        let (row, comma) = elements(inp, entry, Kind::Semicolon, element)?;
        if comma {
            return inp.fail(&[Kind::Name]);
        }
        rows.push(row);
    }
    check_matrix(inp, &rows);
    Ok(ExprKind::Matrix(rows))
}

fn check_matrix(inp: &mut Reader, rows: &[Vec<Expr>]) {
    let row_span = |row: &[Expr]| match (row.first(), row.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    };
    let starred = rows.iter().flatten().find(|entry| matches!(entry.kind, ExprKind::Starred(_)));
    if let Some(entry) = starred {
        let problem = error::syntax(entry.span, "cannot use starred expression in a matrix literal");
        return inp.report(problem.help("the length of its rows must be seen from the text; use np.array([[…], […]])"));
    }
    let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let entries = |n: usize| if n == 1 { "1 entry".to_string() } else { format!("{n} entries") };
    let model = rows.iter().position(|row| row.len() == longest);
    if let (Some(short), Some(model)) = (rows.iter().position(|row| row.len() < longest), model) {
        let found = rows[short].len();
        let message = format!(
            "the rows of a matrix must be equally long: row {} has {}, row {} has {longest}",
            short + 1,
            entries(found),
            model + 1
        );
        inp.report(
            error::syntax(row_span(&rows[short]), message)
                .label(error::place(row_span(&rows[model])), entries(longest))
                .help("`,` separates the entries of a row, `;` the rows"),
        );
    }
}

/// `{}`, `{a, b}`, `{k: v}`, `{**d}`, and comprehensions of sets and dicts.
pub(super) fn braces(all: &Expressions) -> Rule<Expr> {
    let (element, expression) = (all.star_named_expression.clone(), all.expression.clone());
    let item = dict_item(all);
    let clauses = all.clauses.clone();
    rule(
        "braces",
        custom(move |inp: &mut Reader| {
            let open = inp.expect(Kind::BraceOpen)?;
            if let Some(close) = inp.eat(Kind::BraceClose) {
                return Ok(Expr { kind: ExprKind::Dict(Vec::new()), span: open.to(close) });
            }
            let kind = if inp.kind() == Kind::DoubleStar {
                let first = inp.parse(&item)?;
                dict(inp, first, &item, &clauses)?
            } else {
                let first = inp.parse(&element)?;
                match inp.kind() {
                    Kind::Colon if !is_bare_walrus(&first) && !matches!(first.kind, ExprKind::Starred(_)) => {
                        let first = DictItem::Pair(first, dict_value(inp, &expression)?);
                        dict(inp, first, &item, &clauses)?
                    }
                    Kind::For => {
                        let (element, clauses, _) = comprehension(inp, first, &clauses)?;
                        ExprKind::SetComp { element, clauses }
                    }
                    _ => ExprKind::Set(elements(inp, first, Kind::BraceClose, &element)?.0),
                }
            };
            let Some(close) = inp.eat(Kind::BraceClose) else {
                return inp.fail(&[Kind::BraceClose, Kind::Comma]);
            };
            inp.deepen(1, open)?;
            Ok(Expr { kind, span: open.to(close) })
        }),
    )
}

/// Without parentheses its span begins with its name.
pub(super) fn is_bare_walrus(value: &Expr) -> bool {
    matches!(&value.kind, ExprKind::Walrus { target, .. } if target.span.start == value.span.start)
}

/// `key: value` or `**mapping`.
fn dict_item(all: &Expressions) -> Rule<DictItem> {
    let (expression, bitwise_or) = (all.expression.clone(), all.bitwise_or.clone());
    rule(
        "dict_item",
        custom(move |inp: &mut Reader| {
            if inp.eat(Kind::DoubleStar).is_some() {
                return Ok(DictItem::Spread(inp.parse(&bitwise_or)?));
            }
            let key = inp.parse(&expression)?;
            let next = inp.kind();
            if next != Kind::Colon && (next == Kind::Str || !next.starts_expression()) {
                return inp.fail_because(
                    error::syntax(key.span, "':' expected after dictionary key")
                        .help("the items of a dict are pairs: `{key: value, …}`"),
                );
            }
            Ok(DictItem::Pair(key, dict_value(inp, &expression)?))
        }),
    )
}

fn dict_value(inp: &mut Reader, expression: &Rule<Expr>) -> Read<Expr> {
    let colon = inp.expect(Kind::Colon)?;
    match inp.kind() {
        Kind::Comma | Kind::BraceClose => {
            inp.fail_because(error::syntax(colon, "expression expected after dictionary key and ':'"))
        }
        Kind::Star => {
            let star = inp.here();
            inp.fail_because(error::syntax(star, "cannot use a starred expression in a dictionary value"))
        }
        _ => inp.parse(expression),
    }
}

/// The rest of a dict after its first item.
fn dict(inp: &mut Reader, first: DictItem, item: &Rule<DictItem>, clauses: &Rule<Vec<Clause>>) -> Read<ExprKind> {
    if inp.kind() == Kind::For {
        return match first {
            DictItem::Pair(key, value) => {
                let (key, clauses, _) = comprehension(inp, key, clauses)?;
                Ok(ExprKind::DictComp { key, value: Box::new(value), clauses })
            }
            DictItem::Spread(mapping) => {
                inp.fail_because(error::syntax(mapping.span, "dict unpacking cannot be used in dict comprehension"))
            }
        };
    }
    let mut items = vec![first];
    while inp.eat(Kind::Comma).is_some() && inp.kind() != Kind::BraceClose {
        items.push(inp.parse(item)?);
    }
    Ok(ExprKind::Dict(items))
}
