//! Enter and Backspace in code of several lines: a new line begins where its block does, and one Backspace leaves the block.

use super::editor::is_complete;
use rustyline::{Cmd, ConditionalEventHandler, Event, EventContext, Movement, RepeatCount};

/// Spaces of one level.
const LEVEL: usize = 4;

/// Enter: a line break and the indentation of the next line, where the input goes on.
pub struct Enter;

impl ConditionalEventHandler for Enter {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let text = context.line();
        if context.pos() < text.len() || is_complete(text) {
            return None;
        }
        Some(Cmd::Insert(1, format!("\n{}", " ".repeat(indentation(text)))))
    }
}

/// Backspace: a whole level where only spaces stand before the cursor.
pub struct Backspace;

impl ConditionalEventHandler for Backspace {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let spaces = leading(context.line().get(..context.pos())?)?;
        // At most one level, which fits any count.
        let back = (spaces - 1) % LEVEL + 1;
        Some(Cmd::Kill(Movement::BackwardChar(back as RepeatCount)))
    }
}

/// How far the line after this text is indented.
fn indentation(text: &str) -> usize {
    let line = text.rsplit('\n').next().unwrap_or("");
    let code = line.trim();
    let own = line.len() - line.trim_start().len();
    let word = code.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if code.ends_with(':') {
        own + LEVEL
    } else if matches!(word, "return" | "pass" | "break" | "continue" | "raise") {
        own.saturating_sub(LEVEL)
    } else {
        own
    }
}

/// The spaces at the end of this text, where they are all that its last line has, and it is not the first.
fn leading(text: &str) -> Option<usize> {
    let (_, line) = text.rsplit_once('\n')?;
    (!line.is_empty() && line.bytes().all(|b| b == b' ')).then_some(line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_where_their_block_does() {
        assert_eq!(indentation("def f(x):"), 4);
        assert_eq!(indentation("def f(x):\n    if x:"), 8);
        assert_eq!(indentation("def f(x):\n    x = 1"), 4);
        assert_eq!(indentation("def f(x):\n    return x"), 0);
        assert_eq!(indentation("x = [1,"), 0);
        assert_eq!(indentation("def f(x):\n    returned = x"), 4);
    }

    #[test]
    fn backspace_takes_spaces_before_the_code() {
        assert_eq!(leading("if x:\n      "), Some(6));
        assert_eq!(leading("if x:\n    y"), None);
        assert_eq!(leading("    "), None);
        assert_eq!(leading("if x:\n"), None);
    }
}
