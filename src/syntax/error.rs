//! What goes wrong while reading: the parser's own error type (no allocation unless it has something to say), and the
//! making of diagnostics whose places get their source at the end.

use super::input::TokenInput;
use super::token::{Kind, Token};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Source, Span};
use chumsky::DefaultExpected;
use chumsky::error::{Error, LabelError};
use chumsky::util::MaybeRef;

/// A place whose source is filled in by [`locate`].
pub fn place(span: Span) -> Place {
    Place { span, ..Place::default() }
}

/// An error of a class at a span.
pub fn at(class: &str, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(class, message).label(place(span), "")
}

/// A `SyntaxError` at a span.
pub fn syntax(span: Span, message: impl Into<String>) -> Diagnostic {
    at("SyntaxError", span, message)
}

/// Gives every place its source, and orders the diagnostics by place.
pub fn locate(diagnostics: &mut [Diagnostic], source: &Source) {
    for diagnostic in diagnostics.iter_mut() {
        for label in &mut diagnostic.labels {
            label.place.source = source.id;
        }
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span().map_or(0, |span| span.start));
}

/// A parser's failure: where it stopped, which kinds of token it could have used there, and what to say if it knows.
#[derive(Clone, Debug)]
pub struct Failure {
    pub span: Span,
    /// A bit for each [`Kind`].
    pub expected: u128,
    pub problem: Option<Box<Diagnostic>>,
}

impl Failure {
    /// Something else was needed at `span`.
    pub fn at(span: Span, expected: &[Kind]) -> Failure {
        let expected = expected.iter().fold(0, |bits, kind| bits | 1 << *kind as u32);
        Failure { span, expected, problem: None }
    }

    /// A failure that knows its message.
    pub fn because(problem: Diagnostic) -> Failure {
        let span = problem.span().unwrap_or_default();
        Failure { span, expected: 0, problem: Some(Box::new(problem)) }
    }

    pub fn expects(&self, kind: Kind) -> bool {
        self.expected & 1 << kind as u32 != 0
    }

    /// The one further on in the text; of two at the same place, the one that has something to say.
    pub fn further(self, other: Failure) -> Failure {
        use std::cmp::Ordering::*;
        match self.span.start.cmp(&other.span.start) {
            Less => other,
            Greater => self,
            Equal if self.problem.is_some() => self,
            Equal if other.problem.is_some() => other,
            Equal => Failure { expected: self.expected | other.expected, ..self },
        }
    }
}

impl Error<'static, TokenInput> for Failure {
    fn merge(self, other: Failure) -> Failure {
        self.further(other)
    }
}

impl LabelError<'static, TokenInput, DefaultExpected<'static, Token>> for Failure {
    fn expected_found<E: IntoIterator<Item = DefaultExpected<'static, Token>>>(
        expected: E,
        _found: Option<MaybeRef<'static, Token>>,
        span: Span,
    ) -> Failure {
        let mut bits = 0;
        for pattern in expected {
            if let DefaultExpected::Token(token) = pattern {
                bits |= 1 << token.into_inner().kind as u32;
            }
        }
        Failure { span, expected: bits, problem: None }
    }

    fn replace_expected_found<E: IntoIterator<Item = DefaultExpected<'static, Token>>>(
        self,
        expected: E,
        found: Option<MaybeRef<'static, Token>>,
        span: Span,
    ) -> Failure {
        self.further(Self::expected_found(expected, found, span))
    }
}

/// How a kind is written, for messages; empty where it has no fixed text.
pub fn text_of(kind: Kind) -> &'static str {
    use Kind::*;
    match kind {
        False => "False",
        None => "None",
        True => "True",
        And => "and",
        As => "as",
        Assert => "assert",
        Async => "async",
        Await => "await",
        Break => "break",
        Class => "class",
        Continue => "continue",
        Def => "def",
        Del => "del",
        Elif => "elif",
        Else => "else",
        Except => "except",
        Finally => "finally",
        For => "for",
        From => "from",
        Global => "global",
        If => "if",
        Import => "import",
        In => "in",
        Is => "is",
        Lambda => "lambda",
        Nonlocal => "nonlocal",
        Not => "not",
        Or => "or",
        Pass => "pass",
        Raise => "raise",
        Return => "return",
        Try => "try",
        While => "while",
        With => "with",
        Yield => "yield",
        ParenOpen => "(",
        ParenClose => ")",
        BracketOpen => "[",
        BracketClose => "]",
        BraceOpen | FOpen => "{",
        BraceClose | FClose => "}",
        Comma => ",",
        Colon | FColon => ":",
        Semicolon => ";",
        Dot => ".",
        Equal | FEqual => "=",
        Bang => "!",
        _ => "",
    }
}
