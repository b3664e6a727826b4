//! Does a prompt need more lines before the text can be run? As CPython's prompt: open brackets, open triple quotes, a
//! backslash at the end and headers wait for more; a block ends with an empty line.

use super::lexer::{self, Ending};
use super::token::Kind;

/// `false` where the text is the beginning of something; `true` where it can be run, or can only be wrong.
pub fn is_complete(text: &str) -> bool {
    if text.len() >= u32::MAX as usize || text.bytes().any(|byte| byte == 0) {
        return true;
    }
    let lexed = lexer::lex(text);
    let hopeless = lexed.problems.iter().any(|problem| {
        let message = problem.message.as_str();
        let waits = message.contains("was never closed")
            || message.starts_with("unterminated triple-quoted")
            || message.starts_with("unexpected EOF")
            || message.starts_with("expected an indented block");
        !waits
    });
    if hopeless {
        return true;
    }
    if lexed.ending == Ending::Open {
        return false;
    }
    !ends_in_compound(lexed.tokens.iter().map(|(token, _)| token.kind)) || ends_with_empty_line(text)
}

/// The last statement is a compound one: a clause of it or more of its block may follow.
fn ends_in_compound(kinds: impl Iterator<Item = Kind>) -> bool {
    let (mut first, mut depth, mut found) = (true, 0, false);
    for kind in kinds {
        match kind {
            Kind::Indent => depth += 1,
            Kind::Dedent => depth -= 1,
            Kind::End => break,
            _ if first && depth == 0 => found = kind.opens_block(),
            _ => {}
        }
        first = matches!(kind, Kind::Newline | Kind::Indent | Kind::Dedent);
    }
    found
}

fn ends_with_empty_line(text: &str) -> bool {
    let Some(body) = text.strip_suffix('\n') else { return false };
    body.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::is_complete;

    #[test]
    fn complete() {
        for text in [
            "",
            "\n",
            "x",
            "x = 1 +",
            "x = 1\n",
            "(1, 2)",
            "'a'",
            "'a",
            "f'{a}'",
            "x)",
            "(]",
            "# note",
            "if x:\n  y\n\n",
            "for i in x: print(i)\n\n",
            "def f():\n    return 1\n\n",
            "'''a\nb'''",
            "x = [1,\n2]",
            "if x = 3:\n\n",
            "a b",
            "def f():\n  return 1\n  \n",
            "x[1;\n2]",
            "if x:\n  y\n\nz",
            "if x:\n  y\nz\n",
        ] {
            assert!(is_complete(text), "{text:?} is complete");
        }
    }

    #[test]
    fn incomplete() {
        for text in [
            "(",
            "[1, 2",
            "{",
            "'''a",
            "f'''{a",
            "f'''a",
            "x = \\",
            "x = \\\n",
            "if x:",
            "if x:\n",
            "if x:\n  y",
            "if x:\n  y\n",
            "for i in x: print(i)",
            "for i in x: print(i)\n",
            "def f(\n",
            "def f():\n\n  x\n",
            "while True:\n  (1,\n",
            "if x:\n  y\nelse:",
            "if x:\n  y\nelse:\n",
            "x = [1,\n2\n\n",
            "f(a)(",
        ] {
            assert!(!is_complete(text), "{text:?} is incomplete");
        }
    }
}
