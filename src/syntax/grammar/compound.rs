//! Programs, blocks and the statements that have blocks; and what happens after an error: the line is left out, with
//! the clauses that belong to it, and reading goes on with the next statement.

use super::expr::Expressions;
use super::read::Tokens;
use super::{Extra, Later, Read, Reader, Rule, TokenInput, def, rule, simple, target, tok};
use crate::source::Span;
use crate::symbol::Symbol;
use crate::syntax::ast::{Block, Expr, ExprKind, Function, Handler, Stmt, StmtKind, WithItem};
use crate::syntax::error;
use crate::syntax::token::Kind;
use chumsky::prelude::*;
use std::rc::Rc;

/// CPython's parser gives up on longer chains of `elif`; dropping the tree recurses through them.
const MAX_ELIFS: usize = 2990;

/// The nonterminals that the compound statements share.
#[derive(Clone)]
struct Statements {
    expressions: Expressions,
    /// `: block`, with a report where the colon is missing.
    block: Rule<Block>,
    else_block: Rule<Block>,
}

pub(super) fn program(all: &Expressions) -> Rule<Block> {
    let mut block: Later<Block> = Recursive::declare();
    let block_rule: Rule<Block> = block.clone().boxed();
    let else_block = else_block(&block_rule);
    let line = simple_statements(all);
    let statement = statement(&Statements { expressions: all.clone(), block: block_rule, else_block }, &line);
    let inner = statement.clone();
    block.define(rule("block", custom(move |inp: &mut Reader| read_block(inp, &line, &inner))));
    rule(
        "program",
        custom(move |inp: &mut Reader| {
            let mut out = Vec::new();
            while inp.kind() != Kind::End {
                next_statement(inp, &statement, &mut out);
                // Only an error can leave a level that was never opened.
                inp.eat(Kind::Dedent);
            }
            inp.take();
            Ok(out)
        }),
    )
}

/// A statement: one compound statement, or a line of simple ones.
fn statement(all: &Statements, simple: &Rule<Block>) -> Rule<Block> {
    let compound = compound_statement(all);
    let simple = simple.clone();
    rule(
        "statement",
        custom(move |inp: &mut Reader| match inp.kind() {
            Kind::If | Kind::While | Kind::For | Kind::Def | Kind::Try | Kind::With => Ok(vec![inp.parse(&compound)?]),
            _ => inp.parse(&simple),
        }),
    )
}

fn compound_statement(all: &Statements) -> Rule<Stmt> {
    let if_statement = if_statement(all);
    let while_statement = while_statement(all);
    let for_statement = for_statement(all);
    let function = function_definition(all);
    let try_statement = try_statement(all);
    let with_statement = with_statement(all);
    rule(
        "compound_statement",
        custom(move |inp: &mut Reader| match inp.kind() {
            Kind::If => inp.parse(&if_statement),
            Kind::While => inp.parse(&while_statement),
            Kind::For => inp.parse(&for_statement),
            Kind::Def => inp.parse(&function),
            Kind::Try => inp.parse(&try_statement),
            _ => inp.parse(&with_statement),
        }),
    )
}

/// Simple statements separated by `;` up to the end of the line.
fn simple_statements(all: &Expressions) -> Rule<Block> {
    let simple = simple::simple_statement(all);
    rule(
        "simple_statements",
        custom(move |inp: &mut Reader| {
            let mut out = vec![inp.parse(&simple)?];
            loop {
                match inp.kind() {
                    Kind::Newline => {
                        inp.take();
                        return Ok(out);
                    }
                    Kind::Semicolon => {
                        inp.take();
                        if inp.kind() != Kind::Newline {
                            out.push(inp.parse(&simple)?);
                        } else if let Some(Stmt { kind: StmtKind::Expr { quiet, .. }, .. }) = out.last_mut() {
                            *quiet = true;
                        }
                    }
                    _ => return inp.fail(&[Kind::Newline, Kind::Semicolon]),
                }
            }
        }),
    )
}

/// Reads one statement onto `out`, or reports why it cannot be read and leaves it out.
fn next_statement(inp: &mut Reader, statement: &Rule<Block>, out: &mut Block) {
    let state = inp.state();
    (state.chain, state.lambdas, state.furthest) = (0, 0, None);
    if inp.kind() == Kind::Indent {
        // The block of a line that is no header: its statements are read as if they stood here.
        inp.take();
        return;
    }
    let word = first_word(inp);
    match inp.parse(statement) {
        Ok(mut statements) => out.append(&mut statements),
        Err(failure) => {
            let failure = match inp.state().furthest.take() {
                Some(further) => failure.further(further),
                None => failure,
            };
            inp.emit(failure);
            skip(inp, statement, word);
        }
    }
}

/// After an error: to the end of the line, its block, and the clauses that would have belonged to the statement.
/// `word` is the name that the statement begins with.
fn skip(inp: &mut Reader, statement: &Rule<Block>, mut word: Option<Symbol>) {
    loop {
        skip_line(inp);
        if inp.eat(Kind::Indent).is_some() {
            let is = |word: Option<Symbol>, text: &str| word.is_some_and(|word| word.as_str() == text);
            if is(word, "match") && is(first_word(inp), "case") {
                skip_unread(inp);
            } else {
                skip_block(inp, statement);
            }
        }
        word = None;
        if !matches!(inp.kind(), Kind::Elif | Kind::Else | Kind::Except | Kind::Finally) {
            return;
        }
    }
}

/// The name that the next statement begins with, if it is one.
fn first_word(inp: &mut Reader) -> Option<Symbol> {
    let token = inp.peek()?;
    (token.kind == Kind::Name).then(|| inp.name(token))
}

/// The `case`s of a `match`.
fn skip_unread(inp: &mut Reader) {
    let mut depth = 1;
    while depth > 0 && inp.kind() != Kind::End {
        match inp.take().0.kind {
            Kind::Indent => depth += 1,
            Kind::Dedent => depth -= 1,
            _ => {}
        }
    }
}

fn skip_line(inp: &mut Reader) {
    while !matches!(inp.kind(), Kind::End | Kind::Indent | Kind::Dedent) {
        if inp.take().0.kind == Kind::Newline {
            return;
        }
    }
}

/// The block of a line that was left out: its statements are read for their own errors.
fn skip_block(inp: &mut Reader, statement: &Rule<Block>) {
    let mut dropped = Vec::new();
    while !matches!(inp.kind(), Kind::Dedent | Kind::End) {
        next_statement(inp, statement, &mut dropped);
    }
    inp.eat(Kind::Dedent);
}

/// `:` and simple statements on the same line, or lines that are indented.
fn read_block(inp: &mut Reader, line: &Rule<Block>, statement: &Rule<Block>) -> Read<Block> {
    if inp.eat(Kind::Colon).is_none() {
        let span = inp.here();
        if inp.kind() != Kind::Newline {
            return inp.fail(&[Kind::Colon]);
        }
        inp.report(error::syntax(span, "expected ':'").help("the line that opens a block ends with `:`"));
    }
    if inp.kind() != Kind::Newline {
        return inp.parse(line);
    }
    inp.take();
    let mut out = Vec::new();
    if inp.eat(Kind::Indent).is_none() {
        return Ok(out);
    }
    while !matches!(inp.kind(), Kind::Dedent | Kind::End) {
        next_statement(inp, statement, &mut out);
    }
    inp.eat(Kind::Dedent);
    Ok(out)
}

/// After a head that only a colon can follow.
fn demand_colon(inp: &mut Reader) -> Read<()> {
    if matches!(inp.kind(), Kind::Colon | Kind::Newline) {
        return Ok(());
    }
    let here = inp.here();
    inp.fail_because(error::syntax(here, "expected ':'"))
}

/// The span of a statement from its keyword to the end of its last block.
fn span_to(start: Span, blocks: &[&Block]) -> Span {
    let last = blocks.iter().rev().find_map(|block| block.last());
    last.map_or(start, |statement| start.to(statement.span))
}

fn if_statement(all: &Statements) -> Rule<Stmt> {
    let (test, block) = (all.expressions.named_expression.clone(), all.block.clone());
    let orelse = all.else_block.clone();
    rule(
        "if_statement",
        custom(move |inp: &mut Reader| {
            let mut branches: Vec<(Span, Expr, Block)> = Vec::new();
            loop {
                let keyword = inp.take().1;
                let test = inp.parse(&test)?;
                let body = inp.parse(&block)?;
                branches.push((keyword, test, body));
                if inp.kind() != Kind::Elif {
                    break;
                }
            }
            if branches.len() > MAX_ELIFS {
                inp.state().too_deep.get_or_insert(branches[0].0);
                branches.truncate(1);
            }
            let mut orelse = inp.parse(&orelse)?;
            while let Some((keyword, test, body)) = branches.pop() {
                let span = span_to(keyword.to(test.span), &[&body, &orelse]);
                let kind = StmtKind::If { test, body, orelse };
                if branches.is_empty() {
                    return Ok(Stmt { kind, span });
                }
                orelse = vec![Stmt { kind, span }];
            }
            inp.fail(&[Kind::If])
        }),
    )
}

/// `else: block`, or nothing.
fn else_block(block: &Rule<Block>) -> Rule<Block> {
    let block = block.clone();
    rule(
        "else_block",
        custom(move |inp: &mut Reader| match inp.eat(Kind::Else) {
            Some(_) => {
                demand_colon(inp)?;
                inp.parse(&block)
            }
            None => Ok(Vec::new()),
        }),
    )
}

fn while_statement(all: &Statements) -> Rule<Stmt> {
    let (test, block) = (all.expressions.named_expression.clone(), all.block.clone());
    let orelse = all.else_block.clone();
    rule(
        "while_statement",
        custom(move |inp: &mut Reader| {
            let keyword = inp.expect(Kind::While)?;
            let test = inp.parse(&test)?;
            let body = inp.parse(&block)?;
            let orelse = inp.parse(&orelse)?;
            let span = span_to(keyword.to(test.span), &[&body, &orelse]);
            Ok(Stmt { kind: StmtKind::While { test, body, orelse }, span })
        }),
    )
}

fn for_statement(all: &Statements) -> Rule<Stmt> {
    let (targets, iter) = (all.expressions.star_targets.clone(), all.expressions.star_expressions.clone());
    let block = all.block.clone();
    let orelse = all.else_block.clone();
    rule(
        "for_statement",
        custom(move |inp: &mut Reader| {
            let keyword = inp.expect(Kind::For)?;
            let target = inp.parse(&targets)?;
            target::check_for(inp, &target);
            inp.expect(Kind::In)?;
            let iter = inp.parse(&iter)?;
            let body = inp.parse(&block)?;
            let orelse = inp.parse(&orelse)?;
            let span = span_to(keyword.to(iter.span), &[&body, &orelse]);
            Ok(Stmt { kind: StmtKind::For { target, iter, body, orelse }, span })
        }),
    )
}

fn function_definition(all: &Statements) -> Rule<Stmt> {
    let params = def::parameters(&all.expressions);
    let (result, block) = (all.expressions.expression.clone(), all.block.clone());
    rule(
        "function_definition",
        custom(move |inp: &mut Reader| {
            let keyword = inp.expect(Kind::Def)?;
            let name = inp.identifier()?;
            if inp.eat(Kind::ParenOpen).is_none() {
                let here = inp.here();
                return inp.fail_because(
                    error::syntax(here, "expected '('")
                        .help(format!("a function without parameters is `def {name}():`", name = name.name)),
                );
            }
            let params = inp.parse(&params)?;
            let mut span = keyword.to(inp.expect(Kind::ParenClose)?);
            if inp.eat(Kind::Arrow).is_some() {
                span = span.to(inp.parse(&result)?.span);
            }
            demand_colon(inp)?;
            let body = inp.parse(&block)?;
            let doc = match body.first() {
                Some(Stmt { kind: StmtKind::Expr { value: Expr { kind: ExprKind::Str(text), .. }, .. }, .. }) => {
                    Some(text.clone())
                }
                _ => None,
            };
            let span = span_to(span, &[&body]);
            let function = Function { name, params, body, doc, span };
            Ok(Stmt { kind: StmtKind::Def(Rc::new(function)), span })
        }),
    )
}

fn try_statement(all: &Statements) -> Rule<Stmt> {
    let block = all.block.clone();
    let handler = handler(all);
    let orelse = all.else_block.clone();
    rule(
        "try_statement",
        custom(move |inp: &mut Reader| {
            let keyword = inp.expect(Kind::Try)?;
            demand_colon(inp)?;
            let body = inp.parse(&block)?;
            let mut handlers: Vec<Handler> = Vec::new();
            while inp.kind() == Kind::Except {
                let next = inp.parse(&handler)?;
                if let Some(Handler { class: None, span, .. }) = handlers.last() {
                    let span = *span;
                    inp.complain(span, "default 'except:' must be last");
                }
                handlers.push(next);
            }
            let orelse = if handlers.is_empty() { Vec::new() } else { inp.parse(&orelse)? };
            let finally = match inp.eat(Kind::Finally) {
                Some(_) => {
                    demand_colon(inp)?;
                    Some(inp.parse(&block)?)
                }
                None => None,
            };
            if handlers.is_empty() && finally.is_none() {
                let here = inp.here();
                let problem = error::syntax(here, "expected 'except' or 'finally' block")
                    .label(error::place(keyword), "for this `try`");
                // Without a block the next line was meant to be it; an `else` belongs here: they are left out as well.
                if body.is_empty() || inp.kind() == Kind::Else {
                    return inp.fail_because(problem);
                }
                inp.report(problem);
            }
            let finally = finally.unwrap_or_default();
            let last = handlers.last().map_or(keyword, |handler| keyword.to(handler.span));
            let span = span_to(last, &[&body, &orelse, &finally]);
            Ok(Stmt { kind: StmtKind::Try { body, handlers, orelse, finally }, span })
        }),
    )
}

fn handler(all: &Statements) -> Rule<Handler> {
    let (class, block) = (all.expressions.expression.clone(), all.block.clone());
    rule(
        "handler",
        custom(move |inp: &mut Reader| {
            let keyword = inp.expect(Kind::Except)?;
            if matches!(inp.kind(), Kind::Colon | Kind::Newline) {
                let body = inp.parse(&block)?;
                let span = span_to(keyword, &[&body]);
                return Ok(Handler { class: None, name: None, body, span });
            }
            if let Some(star) = inp.eat(Kind::Star) {
                return inp.fail_because(error::syntax(star, "exception groups (`except*`) are not part of NPL"));
            }
            let class = inp.parse(&class)?;
            if inp.kind() == Kind::Comma {
                return inp.fail_because(
                    error::syntax(class.span, "multiple exception types must be parenthesized")
                        .help("write `except (A, B):`"),
                );
            }
            let name = match inp.eat(Kind::As) {
                Some(_) => Some(inp.identifier()?),
                None => None,
            };
            let head = keyword.to(name.map_or(class.span, |name| name.span));
            let body = inp.parse(&block)?;
            let span = span_to(head, &[&body]);
            Ok(Handler { class: Some(class), name, body, span })
        }),
    )
}

/// `with a as b, c:`, or the same in parentheses.
fn with_statement(all: &Statements) -> Rule<Stmt> {
    let block = all.block.clone();
    let item = with_item(&all.expressions);
    let parenthesized = with_items_in_parentheses(&item);
    rule(
        "with_statement",
        custom(move |inp: &mut Reader| {
            let keyword = inp.expect(Kind::With)?;
            let start = inp.save();
            let in_parentheses = match inp.kind() {
                Kind::ParenOpen => inp.parse(&parenthesized).ok(),
                _ => None,
            };
            let items = match in_parentheses {
                Some(items) => items,
                None => {
                    inp.rewind(start);
                    let mut items = vec![inp.parse(&item)?];
                    while inp.eat(Kind::Comma).is_some() {
                        items.push(inp.parse(&item)?);
                    }
                    items
                }
            };
            let last = items.last().map(|item| item.target.as_ref().unwrap_or(&item.context).span);
            let body = inp.parse(&block)?;
            let span = span_to(keyword.to(last.unwrap_or(keyword)), &[&body]);
            Ok(Stmt { kind: StmtKind::With { items, body }, span })
        }),
    )
}

/// `(a as b, c,)` with the colon after it: otherwise the parentheses belong to the first item's expression.
fn with_items_in_parentheses(item: &Rule<WithItem>) -> Rule<Vec<WithItem>> {
    rule(
        "with_items",
        item.clone()
            .separated_by(tok(Kind::Comma))
            .at_least(1)
            .allow_trailing()
            .collect::<Vec<_>>()
            .delimited_by(tok(Kind::ParenOpen), tok(Kind::ParenClose))
            .then_ignore(one_of([Kind::Colon, Kind::Newline].map(|kind| super::Token { kind, value: 0 })).rewind()),
    )
}

fn with_item(all: &Expressions) -> Rule<WithItem> {
    let (context, target) = (all.expression.clone(), all.star_target.clone());
    rule(
        "with_item",
        custom::<_, TokenInput, WithItem, Extra>(move |inp: &mut Reader| {
            let context = inp.parse(&context)?;
            let target = match inp.eat(Kind::As) {
                Some(_) => Some(inp.parse(&target)?),
                None => None,
            };
            if let Some(target) = &target {
                target::check_with(inp, target);
            }
            Ok(WithItem { context, target })
        }),
    )
}
