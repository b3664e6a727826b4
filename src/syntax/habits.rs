//! What people write who come from MATLAB, C or Julia, and the NumPy form of it.

use super::token::{Kind, Spanned};
use crate::source::Span;

/// A quote right after a value, as in `A'`.
pub fn transpose(text: &str, before: &[Spanned], quote: Span) -> Option<String> {
    let (token, span) = before.last()?;
    let glued = span.end == quote.start && token.kind.ends_expression();
    (glued && text[quote.range()] == *"'").then(|| {
        let name = if token.kind == Kind::Name { &text[span.range()] } else { "A" };
        format!("the transpose of an array is `{name}.T`, its conjugate transpose `{name}.conj().T`")
    })
}

/// A backslash between two values, as in `A \ b`.
pub fn backslash(before: &[Spanned], rest: &str) -> Option<String> {
    let (token, _) = before.last()?;
    let operand = rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '(' | '['));
    (token.kind.ends_expression() && operand)
        .then(|| "the solution of the linear system A x = b is `np.linalg.solve(A, b)`".to_string())
}

/// What the two or three tokens around a failure say: the message's help.
pub fn around(text: &str, tokens: &[Spanned], at: usize) -> Option<String> {
    let kind = |index: Option<usize>| index.and_then(|index| tokens.get(index)).map(|(token, _)| token.kind);
    let (before, found, next) = (kind(at.checked_sub(1)), kind(Some(at))?, kind(Some(at + 1)));
    let glued = |index: usize| tokens.get(index).zip(tokens.get(index + 1)).is_some_and(|(a, b)| a.1.end == b.1.start);
    let dot = |index: usize| matches!(kind(Some(index)), Some(Kind::Dot)) && glued(index);
    let dotted = "operators on arrays work element by element without a dot";
    let help = match (before, found) {
        (Some(Kind::Dot), Kind::Star) if dot(at - 1) => format!("{dotted}: `*`; the matrix product is `@`"),
        (Some(Kind::Dot), Kind::Slash) if dot(at - 1) => format!("{dotted}: `/`"),
        (Some(Kind::Dot), Kind::Caret) if dot(at - 1) => format!("{dotted}: a power is `**`"),
        (Some(Kind::Dot), Kind::DoubleStar) if dot(at - 1) => format!("{dotted}: a power is `**`"),
        (Some(Kind::Number), Kind::Caret) => "a power is `**`".to_string(),
        (_, Kind::Percent) if is_line_start(tokens, at) => "a comment begins with `#`".to_string(),
        (Some(Kind::Ampersand), Kind::Ampersand) => {
            "write `and` for truth values, `&` between arrays of truth values (with parentheses around each side)".to_string()
        }
        (Some(Kind::Bar), Kind::Bar) => {
            "write `or` for truth values, `|` between arrays of truth values (with parentheses around each side)".to_string()
        }
        (_, Kind::Bang) => "write `not` for a truth value, `~` for an array of truth values; unequal is `!=`".to_string(),
        (Some(Kind::Tilde), Kind::Equal) | (_, Kind::Tilde) if next == Some(Kind::Equal) || found == Kind::Equal => {
            "unequal is `!=`".to_string()
        }
        (Some(Kind::Plus), Kind::Newline) if at >= 2 && kind(Some(at - 2)) == Some(Kind::Plus) => {
            "write `x += 1`".to_string()
        }
        (Some(Kind::Minus), Kind::Newline) if at >= 2 && kind(Some(at - 2)) == Some(Kind::Minus) => {
            "write `x -= 1`".to_string()
        }
        (Some(before), Kind::Colon) if before.ends_expression() => return range(text, tokens, at),
        _ => return None,
    };
    Some(help)
}

fn is_line_start(tokens: &[Spanned], at: usize) -> bool {
    at == 0 || matches!(tokens[at - 1].0.kind, Kind::Newline | Kind::Indent | Kind::Dedent)
}

/// `1:3` outside a subscript.
fn range(text: &str, tokens: &[Spanned], at: usize) -> Option<String> {
    let (before, after) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at + 1)?);
    if !after.0.kind.starts_expression() {
        return None;
    }
    let number = |(token, span): &Spanned| {
        (token.kind == Kind::Number).then(|| text[span.range()].parse::<i64>().ok()).flatten()
    };
    let example = match (number(before), number(after)) {
        (Some(first), Some(last)) => format!("`np.arange({first}, {})`", last.saturating_add(1)),
        _ => "`np.arange(start, stop)`".to_string(),
    };
    Some(format!("a range of numbers is {example}, which leaves out its end; `a[start:stop]` takes a part of an array"))
}
