//! What people write who come from MATLAB, C, Julia or Python 2, and how it is written here.

use super::token::{Kind, Spanned};
use crate::source::Span;

/// A quote right after a value, as in `A'`.
pub fn transpose(text: &str, before: &[Spanned], quote: Span) -> Option<String> {
    let (token, span) = before.last()?;
    let glued = span.end == quote.start && token.kind.ends_expression();
    if !glued || text[quote.range()] != *"'" {
        return None;
    }
    let in_a_word = before.len() > 1 && {
        let (first, place) = &before[before.len() - 2];
        first.kind == Kind::Str && place.end == span.start
    };
    if in_a_word {
        return Some("an apostrophe ends this string; write it between double quotes: \"it's\"".to_string());
    }
    let name = if token.kind == Kind::Name { &text[span.range()] } else { "A" };
    Some(format!("the transpose of an array is `{name}.T`, its conjugate transpose `{name}.conj().T`"))
}

/// A backslash between two values, as in `A \ b`.
pub fn backslash(before: &[Spanned], rest: &str) -> Option<String> {
    let (token, _) = before.last()?;
    let operand =
        rest.trim_start_matches([' ', '\t']).starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '(' | '['));
    (token.kind.ends_expression() && operand)
        .then(|| "the solution of the linear system A x = b is `np.linalg.solve(A, b)`".to_string())
}

/// The tokens around a failure.
pub struct Around<'a> {
    pub text: &'a str,
    pub tokens: &'a [Spanned],
    /// The token that could not be used.
    pub at: usize,
    /// The first token of its line.
    pub line: usize,
}

impl Around<'_> {
    fn kind(&self, index: usize) -> Kind {
        self.tokens.get(index).map_or(Kind::End, |(token, _)| token.kind)
    }

    fn word(&self, index: usize) -> &str {
        self.tokens.get(index).and_then(|(_, span)| self.text.get(span.range())).unwrap_or("")
    }

    /// The kind of the token before the failure, and whether it touches it.
    fn before(&self) -> (Kind, bool) {
        let Some(index) = self.at.checked_sub(1).filter(|&index| index >= self.line) else {
            return (Kind::Newline, false);
        };
        (self.kind(index), self.glued(index))
    }

    fn glued(&self, index: usize) -> bool {
        let pair = self.tokens.get(index).zip(self.tokens.get(index + 1));
        pair.is_some_and(|(left, right)| left.1.end == right.1.start)
    }

    /// What to write instead.
    pub fn advice(&self) -> Option<String> {
        self.operator().or_else(|| self.statement()).or_else(|| self.separator())
    }

    fn operator(&self) -> Option<String> {
        let found = self.kind(self.at);
        let (before, glued) = self.before();
        let dotted = "operators on arrays work element by element without a dot";
        let truth = "between arrays of truth values (with parentheses around each side)";
        Some(match (before, found) {
            (Kind::Dot, Kind::Star) if glued => format!("{dotted}: `*`; the matrix product is `@`"),
            (Kind::Dot, Kind::Slash) if glued => format!("{dotted}: `/`"),
            (Kind::Dot, Kind::Caret | Kind::DoubleStar) if glued => format!("{dotted}: a power is `**`"),
            (_, Kind::Percent) if self.at == self.line => "a comment begins with `#`".into(),
            (Kind::Ampersand, Kind::Ampersand) => format!("write `and` for truth values, `&` {truth}"),
            (Kind::Bar, Kind::Bar) => format!("write `or` for truth values, `|` {truth}"),
            (_, Kind::Bang) => {
                "write `not` for a truth value, `~` for an array of truth values; unequal is `!=`".into()
            }
            (Kind::Tilde, Kind::Equal) => "unequal is `!=`".into(),
            (_, Kind::Tilde) if self.kind(self.at + 1) == Kind::Equal => "unequal is `!=`".into(),
            (Kind::Less, Kind::Greater) if glued => "unequal is `!=`".into(),
            (Kind::Equal, Kind::Greater) if glued => "greater or equal is `>=`".into(),
            (Kind::Equal, Kind::Less) if glued => "less or equal is `<=`".into(),
            (Kind::Plus | Kind::Minus, Kind::Newline | Kind::Semicolon | Kind::ParenClose) => {
                let twice = self.at >= self.line + 2 && self.kind(self.at - 2) == before && self.glued(self.at - 2);
                let sign = if before == Kind::Plus { '+' } else { '-' };
                return twice.then(|| format!("write `x {sign}= 1`"));
            }
            (left, Kind::Str) if glued && left.ends_expression() && self.word(self.at).starts_with('\'') => {
                let in_a_word = self.at >= 2 && self.kind(self.at - 2) == Kind::Str && self.glued(self.at - 2);
                return (!in_a_word).then(|| "the transpose of an array is `A.T`".into());
            }
            _ => return None,
        })
    }

    fn statement(&self) -> Option<String> {
        let (first, found) = (self.kind(self.line), self.kind(self.at));
        let (before, _) = self.before();
        let at_start = self.at == self.line;
        Some(match (first, found) {
            (Kind::For, Kind::Equal) => {
                let name = self.word(self.line + 1);
                format!("a loop over numbers is `for {name} in range(start, stop):`")
            }
            (Kind::Else, Kind::If) => "write `elif`".into(),
            (Kind::Else, _) if at_start && self.kind(self.at + 1) == Kind::If => "write `elif`".into(),
            (Kind::Else | Kind::Elif, _) if at_start => {
                format!("there is no `if` above that this `{}` belongs to", self.word(self.at))
            }
            (Kind::Except | Kind::Finally, _) if at_start => {
                format!("there is no `try` above that this `{}` belongs to", self.word(self.at))
            }
            (Kind::If | Kind::While | Kind::For | Kind::Elif, Kind::BraceOpen) if before.ends_expression() => {
                "a block is opened by `:`, and its lines are indented".into()
            }
            (Kind::If | Kind::Elif, Kind::Name) if self.word(self.at) == "then" => {
                "write `:` in place of `then`".into()
            }
            (Kind::Raise, Kind::Comma) => "write `raise Class(message)`".into(),
            (Kind::Name, Kind::Name) if self.at == self.line + 1 => match self.word(self.line) {
                "function" | "func" | "fn" | "sub" => "a function begins with `def name(parameters):`".into(),
                "let" | "var" | "const" | "local" | "set" | "auto" => {
                    "a name is assigned without a word before it: `x = 5`".into()
                }
                "elseif" | "elsif" => "write `elif`".into(),
                _ => return None,
            },
            (Kind::Name, Kind::Walrus) if self.at == self.line + 1 => "a statement assigns with `=`".into(),
            _ if self.word(self.at) == "?" => "a choice is written `a if test else b`".into(),
            _ => return None,
        })
    }

    fn separator(&self) -> Option<String> {
        let found = self.kind(self.at);
        let (before, _) = self.before();
        match found {
            Kind::Colon if before.ends_expression() && self.kind(self.line) != Kind::For => self.range(),
            Kind::Semicolon if self.opener() == Some(Kind::BraceOpen) => {
                Some("a matrix is written in square brackets: `[1, 2; 3, 4]`".into())
            }
            Kind::Semicolon if self.opener().is_some() => {
                Some("`;` separates rows only in a matrix: `[1, 2; 3, 4]`".into())
            }
            _ if self.opener() == Some(Kind::BracketOpen) && before == Kind::Number && found == Kind::Number => {
                Some("the entries of a row are separated by commas: `[1, 2; 3, 4]`".into())
            }
            _ => None,
        }
    }

    /// The innermost bracket that is open before the failure.
    fn opener(&self) -> Option<Kind> {
        let mut open = Vec::new();
        for (token, _) in &self.tokens[self.line..self.at] {
            match token.kind {
                Kind::ParenOpen | Kind::BracketOpen | Kind::BraceOpen | Kind::FOpen => open.push(token.kind),
                Kind::ParenClose | Kind::BracketClose | Kind::BraceClose | Kind::FClose => {
                    open.pop();
                }
                _ => {}
            }
        }
        open.pop()
    }

    /// `1:3` outside a subscript.
    fn range(&self) -> Option<String> {
        if !self.kind(self.at + 1).starts_expression() || matches!(self.opener(), Some(Kind::BraceOpen | Kind::FOpen)) {
            return None;
        }
        let number = |index: usize| self.word(index).parse::<i64>().ok();
        let example = match (self.at.checked_sub(1).and_then(number), number(self.at + 1)) {
            (Some(first), Some(last)) => format!("`np.arange({first}, {})`", last.saturating_add(1)),
            _ => "`np.arange(start, stop)`".to_string(),
        };
        Some(format!(
            "a range of numbers is {example}, which leaves out its end; `a[start:stop]` takes a part of an array"
        ))
    }
}
