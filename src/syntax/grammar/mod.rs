//! Tokens → syntax tree. The grammar is chumsky parsers, one file for each category of construct; where the next token
//! decides, a parser looks at it and goes one way, so that there is no trying and the time is linear.
//!
//! Each nonterminal is made by [`rule`] with the name that it has in `grammar/npl.ebnf`.

mod call;
mod collection;
mod compound;
mod def;
mod expr;
mod operators;
mod read;
mod simple;
mod string;
mod target;

use super::ast::{Block, Expr};
use super::error::Failure;
use super::input::TokenInput;
use super::token::{Kind, Literal, Spanned, Token};
use crate::source::Span;
use crate::symbol::Symbol;
use chumsky::input::{Checkpoint, Cursor, InputRef};
use chumsky::prelude::*;
use chumsky::recursive::Indirect;
use std::cell::RefCell;
use std::rc::Rc;

type Extra = extra::Full<Failure, State, ()>;
/// A nonterminal.
type Rule<O> = chumsky::Boxed<'static, 'static, TokenInput, O, Extra>;
/// A nonterminal that is used before it is defined.
type Later<O> = Recursive<Indirect<'static, 'static, TokenInput, O, Extra>>;
type Reader<'p> = InputRef<'static, 'p, TokenInput, Extra>;
type Read<O> = Result<O, Failure>;

/// CPython's limit, measured: a chain of more operators, calls or attributes than this is its `RecursionError`.
const MAX_CHAIN: u32 = 2990;
/// Lambdas in lambdas; brackets and blocks are limited while they are read.
const MAX_LAMBDAS: u32 = 200;

/// What the parsers share while they read one text.
pub struct State {
    names: Vec<Symbol>,
    literals: Vec<Literal>,
    /// The number of nodes on the longest path of the expression read last: dropping and walking a tree recurse.
    chain: u32,
    lambdas: u32,
    /// The failure that is furthest on since the statement began.
    furthest: Option<Failure>,
    /// Where the text was nested too deeply.
    too_deep: Option<Span>,
}

impl chumsky::inspector::Inspector<'static, TokenInput> for State {
    type Checkpoint = ();
    fn on_token(&mut self, _: &Token) {}
    fn on_save<'p>(&self, _: &Cursor<'static, 'p, TokenInput>) {}
    fn on_rewind<'p>(&mut self, _: &Checkpoint<'static, 'p, TokenInput, ()>) {}
}

struct Grammar {
    program: Rule<Block>,
    eval_input: Rule<Expr>,
    names: Vec<&'static str>,
}

thread_local! {
    /// Built once: building leaks a few kilobytes, since recursive parsers hold themselves.
    static GRAMMAR: Grammar = Grammar::new();
    static RULE_NAMES: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

impl Grammar {
    fn new() -> Grammar {
        let expressions = expr::expressions();
        let program = compound::program(&expressions);
        let eval_input = rule(
            "eval_input",
            expressions.star_expressions.clone().then_ignore(tok(Kind::Newline).or_not()).then_ignore(tok(Kind::End)),
        );
        let mut names = RULE_NAMES.take();
        names.extend(operators::LEVELS.iter().chain(&def::PARTS).chain(&target::CHECKED).chain(&collection::PARTS));
        names.sort_unstable();
        Grammar { program, eval_input, names }
    }
}

/// Names a nonterminal as the grammar's document does.
fn rule<O: 'static>(name: &'static str, parser: impl Parser<'static, TokenInput, O, Extra> + 'static) -> Rule<O> {
    RULE_NAMES.with_borrow_mut(|names| names.push(name));
    parser.boxed()
}

/// The nonterminals of the grammar, sorted.
pub fn rule_names() -> Vec<&'static str> {
    GRAMMAR.with(|grammar| grammar.names.clone())
}

/// A token of a kind.
fn tok(kind: Kind) -> impl Parser<'static, TokenInput, Token, Extra> + Copy {
    just(Token { kind, value: 0 })
}

/// What a parse gives: the tree if there is one, the failures, and where the text was nested too deeply.
pub struct Output<T> {
    pub tree: Option<T>,
    pub failures: Vec<Failure>,
    pub too_deep: Option<Span>,
}

fn run<T>(parser: &Rule<T>, tokens: Rc<Vec<Spanned>>, literals: Vec<Literal>, names: Vec<Symbol>) -> Output<T> {
    let mut state = State { names, literals, chain: 0, lambdas: 0, furthest: None, too_deep: None };
    // The stack that 200 nested brackets or 100 nested blocks need in a build without optimisation.
    let (tree, mut failures) = stacker::maybe_grow(4 << 20, 32 << 20, || {
        parser.parse_with_state(TokenInput::new(tokens), &mut state).into_output_errors()
    });
    if tree.is_none()
        && let (Some(further), Some(last)) = (state.furthest.take(), failures.pop())
    {
        failures.push(last.further(further));
    }
    Output { tree, failures, too_deep: state.too_deep }
}

/// A whole program.
pub fn program(tokens: Rc<Vec<Spanned>>, literals: Vec<Literal>, names: Vec<Symbol>) -> Output<Block> {
    GRAMMAR.with(|grammar| run(&grammar.program, tokens, literals, names))
}

/// One expression alone.
pub fn expression(tokens: Rc<Vec<Spanned>>, literals: Vec<Literal>, names: Vec<Symbol>) -> Output<Expr> {
    GRAMMAR.with(|grammar| run(&grammar.eval_input, tokens, literals, names))
}
