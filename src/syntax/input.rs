//! The token list as a chumsky input that owns its tokens, so that a parser can be built once and kept.
//!
//! The two `unsafe` functions are declared so by chumsky's trait; what is in them is safe.

use super::token::{Spanned, Token};
use crate::source::Span;
use chumsky::input::{Input, ValueInput};
use std::ops::Range;
use std::rc::Rc;

/// The tokens of one text; the last one is [`super::token::Kind::End`].
#[derive(Clone)]
pub struct TokenInput {
    tokens: Rc<Vec<Spanned>>,
}

impl TokenInput {
    pub fn new(tokens: Rc<Vec<Spanned>>) -> TokenInput {
        TokenInput { tokens }
    }
}

impl chumsky::span::Span for Span {
    type Context = ();
    type Offset = u32;

    fn new(_: (), range: Range<u32>) -> Span {
        Span { start: range.start, end: range.end.max(range.start) }
    }

    fn context(&self) {}

    fn start(&self) -> u32 {
        self.start
    }

    fn end(&self) -> u32 {
        self.end
    }
}

impl Input<'static> for TokenInput {
    type Span = Span;
    type Token = Token;
    type MaybeToken = Token;
    type Cursor = usize;
    type Cache = TokenInput;

    fn begin(self) -> (usize, TokenInput) {
        (0, self)
    }

    fn cursor_location(cursor: &usize) -> usize {
        *cursor
    }

    #[inline]
    unsafe fn next_maybe(cache: &mut TokenInput, cursor: &mut usize) -> Option<Token> {
        let (token, _) = *cache.tokens.get(*cursor)?;
        *cursor += 1;
        Some(token)
    }

    /// From the start of the first token to the end of the last; empty, at the next token, where there is none.
    #[inline]
    unsafe fn span(cache: &mut TokenInput, range: Range<&usize>) -> Span {
        let tokens = &cache.tokens;
        let end_of_text = || tokens.last().map_or(0, |(_, span)| span.end);
        let start = tokens.get(*range.start).map_or_else(end_of_text, |(_, span)| span.start);
        if range.end <= range.start {
            return Span { start, end: start };
        }
        let end = tokens.get(*range.end - 1).map_or_else(end_of_text, |(_, span)| span.end);
        Span { start, end: end.max(start) }
    }
}

impl ValueInput<'static> for TokenInput {
    #[inline]
    unsafe fn next(cache: &mut TokenInput, cursor: &mut usize) -> Option<Token> {
        let (token, _) = *cache.tokens.get(*cursor)?;
        *cursor += 1;
        Some(token)
    }
}
