//! What hand-written parsers need of chumsky's input: to look at the next token, take it, demand it, and fail.

use super::{MAX_CHAIN, Read, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::syntax::ast::Ident;
use crate::syntax::error::{self, Failure};
use crate::syntax::token::{Kind, Literal, Token};

/// Reading token by token.
pub(super) trait Tokens {
    /// The kind of the next token.
    fn kind(&mut self) -> Kind;
    /// The kinds of the next two tokens.
    fn kinds(&mut self) -> (Kind, Kind);
    /// The span of the next token.
    fn here(&mut self) -> Span;
    /// Takes the next token.
    fn take(&mut self) -> (Token, Span);
    /// Takes the next token if it is of a kind.
    fn eat(&mut self, kind: Kind) -> Option<Span>;
    /// Takes the next token, which must be of a kind.
    fn expect(&mut self, kind: Kind) -> Read<Span>;
    fn identifier(&mut self) -> Read<Ident>;
    fn name(&mut self, token: Token) -> Symbol;
    fn literal(&mut self, token: Token) -> Option<Literal>;
    /// Something else was needed here.
    fn fail<T>(&mut self, expected: &[Kind]) -> Read<T>;
    /// The parse cannot go on, for a reason.
    fn fail_because<T>(&mut self, problem: Diagnostic) -> Read<T>;
    /// Reports what is wrong, and goes on.
    fn complain(&mut self, span: Span, message: impl Into<String>);
    fn report(&mut self, problem: Diagnostic);
    /// Reads a part whose depth is not that of its neighbours.
    fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T>;
    /// The expression being read got `links` deeper than the deepest of its parts.
    fn deepen(&mut self, links: u32, span: Span) -> Read<()>;
}

impl Tokens for Reader<'_> {
    #[inline]
    fn kind(&mut self) -> Kind {
        self.peek().map_or(Kind::End, |token| token.kind)
    }

    fn kinds(&mut self) -> (Kind, Kind) {
        let start = self.save();
        let first = self.next().map_or(Kind::End, |token| token.kind);
        let second = self.kind();
        self.rewind(start);
        (first, second)
    }

    fn here(&mut self) -> Span {
        let start = self.save();
        self.skip();
        let span = self.span_since(start.cursor());
        self.rewind(start);
        span
    }

    #[inline]
    fn take(&mut self) -> (Token, Span) {
        let start = self.cursor();
        let token = self.next().unwrap_or(Token { kind: Kind::End, value: 0 });
        (token, self.span_since(&start))
    }

    #[inline]
    fn eat(&mut self, kind: Kind) -> Option<Span> {
        (self.kind() == kind).then(|| self.take().1)
    }

    #[inline]
    fn expect(&mut self, kind: Kind) -> Read<Span> {
        match self.eat(kind) {
            Some(span) => Ok(span),
            None => self.fail(&[kind]),
        }
    }

    fn identifier(&mut self) -> Read<Ident> {
        if self.kind() != Kind::Name {
            return self.fail(&[Kind::Name]);
        }
        let (token, span) = self.take();
        Ok(Ident { name: self.name(token), span })
    }

    fn name(&mut self, token: Token) -> Symbol {
        let found = self.state().names.get(token.value as usize).copied();
        found.unwrap_or_else(|| Symbol::new(""))
    }

    fn literal(&mut self, token: Token) -> Option<Literal> {
        self.state().literals.get(token.value as usize).cloned()
    }

    #[cold]
    fn fail<T>(&mut self, expected: &[Kind]) -> Read<T> {
        let failure = Failure::at(self.here(), expected);
        note(self, failure)
    }

    #[cold]
    fn fail_because<T>(&mut self, problem: Diagnostic) -> Read<T> {
        note(self, Failure::because(problem))
    }

    #[cold]
    fn complain(&mut self, span: Span, message: impl Into<String>) {
        self.report(error::syntax(span, message));
    }

    #[cold]
    fn report(&mut self, problem: Diagnostic) {
        self.emit(Failure::because(problem));
    }

    #[inline]
    fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let outer = std::mem::take(&mut self.state().chain);
        let value = read(self)?;
        let chain = &mut self.state().chain;
        *chain = (*chain).max(outer);
        Ok(value)
    }

    #[inline]
    fn deepen(&mut self, links: u32, span: Span) -> Read<()> {
        let state = self.state();
        state.chain += links;
        if state.chain <= MAX_CHAIN {
            return Ok(());
        }
        state.too_deep.get_or_insert(span);
        self.fail(&[])
    }
}

/// Keeps a failure in the state as well: chumsky may prefer another one, left over from what was tried before.
fn note<T>(inp: &mut Reader, failure: Failure) -> Read<T> {
    let furthest = &mut inp.state().furthest;
    *furthest = Some(match furthest.take() {
        Some(other) => other.further(failure.clone()),
        None => failure.clone(),
    });
    Err(failure)
}
