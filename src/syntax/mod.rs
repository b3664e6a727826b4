//! Program text → syntax tree, with every syntax error of the text, each at its place.
//!
//! `lexer` (with `token`, `numbers`, `strings`, `fstring`, `brackets`, `layout`) makes tokens, `grammar` makes the tree,
//! `scope` checks what the grammar cannot (names and where statements may stand), `message` and `habits` find words
//! for what went wrong, `complete` and `highlight` serve the prompt.

pub mod ast;
mod brackets;
mod complete;
mod error;
mod fstring;
mod grammar;
mod habits;
mod highlight;
mod input;
mod layout;
mod lexer;
mod message;
mod numbers;
mod scope;
mod strings;
mod token;

pub use complete::is_complete;
pub use grammar::rule_names;
pub use highlight::tokens;
pub use token::{KEYWORDS, TokenClass};

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use ast::{Block, Expr};
use grammar::Output;
use lexer::Lexed;
use message::Context;
use std::rc::Rc;
use token::Spanned;

/// A program that has been read.
#[derive(Debug)]
pub struct Parsed {
    /// What could be read; to be run only if there are no diagnostics.
    pub block: Block,
    /// All syntax errors, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a program.
pub fn parse(source: &Source) -> Parsed {
    let (block, diagnostics) = read(source, lexer::lex, grammar::program, scope::check_program);
    Parsed { block: block.unwrap_or_default(), diagnostics }
}

/// Reads one expression, as `eval` wants it: white space before it is ignored.
pub fn parse_expression(source: &Source) -> Result<Expr, Vec<Diagnostic>> {
    match read(source, lexer::lex_expression, grammar::expression, scope::check_expression) {
        (Some(expression), diagnostics) if diagnostics.is_empty() => Ok(expression),
        (_, diagnostics) => Err(diagnostics),
    }
}

type Parser<T> = fn(Rc<Vec<Spanned>>, Vec<token::Literal>, Vec<crate::symbol::Symbol>) -> Output<T>;

/// All stages. Names and places of statements are checked only in a text that has no error of syntax.
fn read<T>(
    source: &Source,
    lex: fn(&str) -> Lexed,
    parser: Parser<T>,
    check: fn(&T) -> Vec<Diagnostic>,
) -> (Option<T>, Vec<Diagnostic>) {
    if let Some(problem) = unreadable(&source.text) {
        let mut diagnostics = vec![problem];
        error::locate(&mut diagnostics, source);
        return (None, diagnostics);
    }
    let Lexed { tokens, literals, names, problems, lines, .. } = lex(&source.text);
    let tokens = Rc::new(tokens);
    let Output { tree, failures, too_deep } = parser(tokens.clone(), literals, names);
    let mut diagnostics = if let Some(span) = too_deep {
        vec![
            error::at("RecursionError", span, "maximum recursion depth exceeded during compilation")
                .help("this expression has too many parts; compute it in several steps"),
        ]
    } else {
        let context = Context { text: &source.text, tokens: &tokens, lines: &lines, problems: &problems };
        let mut diagnostics = context.explain(failures);
        let consequences = context.consequences(&diagnostics);
        diagnostics
            .extend(problems.into_iter().zip(consequences).filter(|(_, drop)| !drop).map(|(problem, _)| problem));
        diagnostics
    };
    if let (Some(tree), true) = (&tree, diagnostics.is_empty()) {
        diagnostics = check(tree);
    }
    error::locate(&mut diagnostics, source);
    (tree, diagnostics)
}

/// What no program text can be.
fn unreadable(text: &str) -> Option<Diagnostic> {
    if text.len() >= u32::MAX as usize {
        return Some(error::syntax(Span::default(), "the source is longer than 4 GB"));
    }
    let pos = text.bytes().position(|byte| byte == 0)?;
    Some(error::syntax(Span::new(pos, pos + 1), "source code string cannot contain null bytes"))
}
