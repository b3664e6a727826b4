//! Half-typed text → the classes of its tokens, for colours at the prompt.

use super::lexer;
use super::token::{Kind, TokenClass, class_of};
use crate::source::Span;

/// The tokens of a text that may be unfinished, in order, with the class of each. Never fails.
pub fn tokens(text: &str) -> Vec<(TokenClass, Span)> {
    if text.len() >= u32::MAX as usize {
        return Vec::new();
    }
    let all = lexer::lex_for_display(text);
    let painted = all.into_iter().filter(|(_, span)| !span.is_empty());
    painted.filter_map(|(kind, span)| Some((class(text, kind, span)?, span))).collect()
}

/// A string without an end is a string still.
fn class(text: &str, kind: Kind, span: Span) -> Option<TokenClass> {
    let looks_like_string = || text[span.range()].contains(['\'', '"']);
    match kind {
        Kind::Bad if looks_like_string() => Some(TokenClass::String),
        kind => class_of(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<(TokenClass, &str)> {
        tokens(text).into_iter().map(|(class, span)| (class, &text[span.range()])).collect()
    }

    #[test]
    fn half_typed() {
        use TokenClass::*;
        assert_eq!(classes("x = 'ab"), [(Name, "x"), (Operator, "="), (String, "'ab")]);
        assert_eq!(classes("if (1. # c"), [(Keyword, "if"), (Bracket, "("), (Number, "1."), (Comment, "# c")]);
        assert_eq!(classes("f'a{x"), [(String, "f'"), (String, "a"), (Bracket, "{"), (Name, "x")]);
        assert_eq!(classes("a $ λ"), [(Name, "a"), (Error, "$"), (Name, "λ")]);
        assert_eq!(classes("f'{x:"), [(String, "f'"), (Bracket, "{"), (Name, "x"), (Punctuation, ":")]);
    }
}
