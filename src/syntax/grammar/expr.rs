//! Expressions from the outside: conditional, lambda, `:=`, lists of expressions with stars; and atoms.

use super::operators::{BITWISE_OR, DISJUNCTION, operation};
use super::read::Tokens;
use super::{Later, MAX_LAMBDAS, Read, Reader, Rule, call, collection, def, rule, string, target};
use crate::source::Span;
use crate::symbol::Symbol;
use crate::syntax::ast::{Clause, Expr, ExprKind, Function, Ident, Params, Stmt, StmtKind};
use crate::syntax::error;
use crate::syntax::token::{Kind, Literal};
use chumsky::prelude::*;
use std::rc::Rc;

/// The nonterminals of expressions that statements and displays use.
#[derive(Clone)]
pub(super) struct Expressions {
    /// `a if b else c`, a lambda, or an operation; no star, no `:=`.
    pub expression: Rule<Expr>,
    /// May be `name := value`.
    pub named_expression: Rule<Expr>,
    /// `*value`, or as above: an element of a display.
    pub star_named_expression: Rule<Expr>,
    /// `a, *b`: without brackets a tuple, or one expression.
    pub star_expressions: Rule<Expr>,
    /// Without conditions: what follows `in` and `if` in a comprehension.
    pub disjunction: Rule<Expr>,
    /// Without comparisons: what follows a star.
    pub bitwise_or: Rule<Expr>,
    /// `a, *b` before `in`, or one of them: where something is assigned to, yet to be checked.
    pub star_targets: Rule<Expr>,
    /// One target, yet to be checked.
    pub star_target: Rule<Expr>,
    /// `for target in iter if condition …`
    pub clauses: Rule<Vec<Clause>>,
}

/// Builds all of the grammar of expressions.
pub(super) fn expressions() -> Expressions {
    let mut expression: Later<Expr> = Recursive::declare();
    let mut primary: Later<Expr> = Recursive::declare();
    let primary_rule: Rule<Expr> = primary.clone().boxed();
    let expression_rule: Rule<Expr> = expression.clone().boxed();

    let operand = primary_rule.clone();
    let disjunction = custom(move |inp: &mut Reader| operation(inp, DISJUNCTION, &operand)).boxed();
    let operand = primary_rule.clone();
    let bitwise_or = custom(move |inp: &mut Reader| operation(inp, BITWISE_OR, &operand)).boxed();

    let starred = bitwise_or.clone();
    let starred_expression =
        rule("starred_expression", custom(move |inp: &mut Reader| inp.apart(|inp| starred_value(inp, &starred))));
    let named_expression = named_expression(&expression_rule);
    let star_named_expression = rule("star_named_expression", either_starred(&starred_expression, &named_expression));
    let star_expression = rule("star_expression", either_starred(&starred_expression, &expression_rule));
    let star_expressions = rule("star_expressions", comma_list(star_expression));
    let star_target = rule("star_target", either_starred(&starred_expression, &bitwise_or));
    let star_targets = rule("star_targets", comma_list(star_target.clone()));

    let clauses = collection::clauses(&star_targets, &disjunction);
    let all = Expressions {
        expression: expression_rule,
        named_expression,
        star_named_expression,
        star_expressions,
        disjunction,
        bitwise_or,
        star_targets,
        star_target,
        clauses,
    };
    let lambda = lambda(&all);
    let conditional = conditional(&all);
    expression.define(rule(
        "expression",
        custom(move |inp: &mut Reader| {
            inp.apart(|inp| match inp.kind() {
                Kind::Lambda => inp.parse(&lambda),
                _ => inp.parse(&conditional),
            })
        }),
    ));
    primary.define(call::primary(atom(&all), &all));
    all
}

fn either_starred(
    starred: &Rule<Expr>,
    plain: &Rule<Expr>,
) -> impl Parser<'static, super::TokenInput, Expr, super::Extra> + use<> {
    let (starred, plain) = (starred.clone(), plain.clone());
    custom(move |inp: &mut Reader| match inp.kind() {
        Kind::Star => inp.parse(&starred),
        _ => inp.parse(&plain),
    })
}

fn starred_value(inp: &mut Reader, value: &Rule<Expr>) -> Read<Expr> {
    let star = inp.expect(Kind::Star)?;
    let value = inp.parse(value)?;
    inp.deepen(1, star)?;
    let span = star.to(value.span);
    Ok(Expr { kind: ExprKind::Starred(Box::new(value)), span })
}

/// `item, item, …`: one without a comma is itself, otherwise a tuple.
fn comma_list(item: Rule<Expr>) -> impl Parser<'static, super::TokenInput, Expr, super::Extra> {
    custom(move |inp: &mut Reader| {
        let first = inp.parse(&item)?;
        if inp.kind() != Kind::Comma {
            return Ok(first);
        }
        let mut span = first.span;
        let mut items = vec![first];
        while let Some(comma) = inp.eat(Kind::Comma) {
            span = span.to(comma);
            if !inp.kind().starts_expression() && inp.kind() != Kind::Star {
                break;
            }
            items.push(inp.parse(&item)?);
            span = span.to(items[items.len() - 1].span);
        }
        inp.deepen(1, span)?;
        Ok(Expr { kind: ExprKind::Tuple(items), span })
    })
}

/// `then if test else orelse`, which may go on after `else`: read as a list, built from the right.
fn conditional(all: &Expressions) -> Rule<Expr> {
    let (disjunction, expression) = (all.disjunction.clone(), all.expression.clone());
    rule(
        "conditional",
        custom(move |inp: &mut Reader| {
            let mut last = inp.parse(&disjunction)?;
            if inp.kind() != Kind::If {
                return Ok(last);
            }
            let mut branches = Vec::new();
            while inp.eat(Kind::If).is_some() {
                let test = inp.parse(&disjunction)?;
                if inp.kind() != Kind::Else {
                    let span = last.span.to(test.span);
                    return match inp.kind() {
                        Kind::Colon | Kind::FColon => inp.fail(&[Kind::Else]),
                        _ => inp.fail_because(
                            error::syntax(span, "expected 'else' after 'if' expression")
                                .help("a value that depends on a test needs both: `a if test else b`"),
                        ),
                    };
                }
                inp.take();
                branches.push((last, test));
                last = match inp.kind() {
                    Kind::Lambda => inp.parse(&expression)?,
                    _ => inp.parse(&disjunction)?,
                };
            }
            inp.deepen(branches.len() as u32, last.span)?;
            Ok(branches.into_iter().rev().fold(last, |orelse, (then, test)| {
                let span = then.span.to(orelse.span);
                let (test, then, orelse) = (Box::new(test), Box::new(then), Box::new(orelse));
                Expr { kind: ExprKind::IfElse { test, then, orelse }, span }
            }))
        }),
    )
}

fn lambda(all: &Expressions) -> Rule<Expr> {
    let params = def::lambda_parameters(all);
    let body = all.expression.clone();
    rule(
        "lambda",
        custom(move |inp: &mut Reader| {
            let keyword = inp.expect(Kind::Lambda)?;
            inp.state().lambdas += 1;
            if inp.state().lambdas > MAX_LAMBDAS {
                inp.state().too_deep.get_or_insert(keyword);
                return inp.fail(&[]);
            }
            let params = inp.parse(&params)?;
            inp.expect(Kind::Colon)?;
            let value = inp.parse(&body)?;
            inp.state().lambdas -= 1;
            inp.deepen(1, keyword)?;
            Ok(lambda_node(keyword, params, value))
        }),
    )
}

fn lambda_node(keyword: Span, params: Params, value: Expr) -> Expr {
    let span = keyword.to(value.span);
    let body_span = value.span;
    let function = Function {
        name: Ident { name: Symbol::new("<lambda>"), span: keyword },
        params,
        body: vec![Stmt { kind: StmtKind::Return(Some(value)), span: body_span }],
        doc: None,
        span,
    };
    Expr { kind: ExprKind::Lambda(Rc::new(function)), span }
}

/// `name := value` or an expression. An `=` after it is what people write who mean `==`: reported, and read on.
fn named_expression(expression: &Rule<Expr>) -> Rule<Expr> {
    let expression = expression.clone();
    rule(
        "named_expression",
        custom(move |inp: &mut Reader| {
            let first = inp.apart(|inp| walrus(inp, &expression))?;
            if inp.kind() == Kind::Equal {
                target::equal_in_expression(inp, &first)?;
                inp.take();
                inp.parse(&expression)?;
            }
            Ok(first)
        }),
    )
}

/// `name := value` or an expression.
pub(super) fn walrus(inp: &mut Reader, expression: &Rule<Expr>) -> Read<Expr> {
    let first = inp.parse(expression)?;
    if inp.kind() != Kind::Walrus {
        return Ok(first);
    }
    let ExprKind::Name(name) = first.kind else {
        let what = target::describe(&first);
        let problem = error::syntax(first.span, format!("cannot use assignment expressions with {what}"));
        return inp.fail_because(problem);
    };
    inp.take();
    let value = inp.parse(expression)?;
    inp.deepen(1, first.span)?;
    let span = first.span.to(value.span);
    let name = Ident { name, span: first.span };
    Ok(Expr { kind: ExprKind::Walrus { target: name, value: Box::new(value) }, span })
}

fn atom(all: &Expressions) -> Rule<Expr> {
    let strings = string::strings(all);
    let group = collection::group(all);
    let list = collection::list(all);
    let braces = collection::braces(all);
    rule(
        "atom",
        custom(move |inp: &mut Reader| {
            let kind = match inp.kind() {
                Kind::Name => {
                    let (token, span) = inp.take();
                    return Ok(Expr { kind: ExprKind::Name(inp.name(token)), span });
                }
                Kind::Number => {
                    let (token, span) = inp.take();
                    return Ok(Expr { kind: number(inp.literal(token)), span });
                }
                Kind::Str | Kind::Bytes | Kind::FStart => return inp.parse(&strings),
                Kind::ParenOpen => return inp.parse(&group),
                Kind::BracketOpen => return inp.parse(&list),
                Kind::BraceOpen => return inp.parse(&braces),
                Kind::None | Kind::Bad => ExprKind::None,
                Kind::True => ExprKind::True,
                Kind::False => ExprKind::False,
                Kind::Ellipsis => ExprKind::Ellipsis,
                _ => return inp.fail(&[Kind::Name]),
            };
            Ok(Expr { kind, span: inp.take().1 })
        }),
    )
}

fn number(literal: Option<Literal>) -> ExprKind {
    match literal {
        Some(Literal::Int(value)) => ExprKind::Int(value),
        Some(Literal::BigInt { digits, radix }) => ExprKind::BigInt { digits, radix },
        Some(Literal::Float(value)) => ExprKind::Float(value),
        Some(Literal::Imaginary(value)) => ExprKind::Imaginary(value),
        _ => ExprKind::None,
    }
}
