//! What the line editor asks while the user types: is the input complete, what could come next, how is it coloured.

use super::style::{Role, paint};
use crate::session::Session;
use crate::syntax::{self, TokenClass};
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// Completion, highlighting and validation for one session.
pub struct Assistant {
    session: Rc<RefCell<Session>>,
    files: FilenameCompleter,
    colour: bool,
}

impl Assistant {
    pub fn new(session: Rc<RefCell<Session>>, colour: bool) -> Assistant {
        Assistant { session, files: FilenameCompleter::new(), colour }
    }
}

impl Helper for Assistant {}

impl Hinter for Assistant {
    type Hint = String;
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        Ok(if is_complete(context.input()) { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

/// Whether Enter runs the input, rather than adding a line to it.
pub fn is_complete(input: &str) -> bool {
    let text = strip_prompts(input);
    let command = text.trim_start().starts_with(['?', ':', '%']) || text.trim_end().ends_with('?');
    // Enter adds a line break: an empty line ends a block.
    command || syntax::is_complete(&format!("{text}\n"))
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, context: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        if inside_text(&line[..at]) {
            return self.files.complete(line, at, context);
        }
        let Ok(mut session) = self.session.try_borrow_mut() else { return Ok((at, Vec::new())) };
        let (start, found) = crate::complete::complete(&mut session, &line[..at]);
        let pairs = found.into_iter().map(|name| Pair { display: name.clone(), replacement: name });
        Ok((start, pairs.collect()))
    }
}

/// Whether the text ends inside an open quote.
fn inside_text(text: &str) -> bool {
    let mut open = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (open, c) {
            (Some(_), '\\') => {
                chars.next();
            }
            (Some(quote), c) if c == quote => open = None,
            (None, '\'' | '"') => open = Some(c),
            (None, '#') => return false,
            _ => {}
        }
    }
    open.is_some()
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.colour {
            return Cow::Borrowed(line);
        }
        let mut painted = String::with_capacity(line.len() * 2);
        let mut at = 0;
        for (class, span) in syntax::tokens(line) {
            let (start, end) = (span.start as usize, span.end as usize);
            let Some(role) = role(class) else { continue };
            let (Some(before), Some(token)) = (line.get(at..start), line.get(start..end)) else { continue };
            painted.push_str(before);
            painted.push_str(&paint(role, token));
            at = end;
        }
        painted.push_str(line.get(at..).unwrap_or(""));
        Cow::Owned(painted)
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.colour
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.colour { Cow::Owned(paint(Role::Prompt, prompt)) } else { Cow::Borrowed(prompt) }
    }
}

fn role(class: TokenClass) -> Option<Role> {
    match class {
        TokenClass::Keyword => Some(Role::Keyword),
        TokenClass::Number => Some(Role::Number),
        TokenClass::String => Some(Role::Text),
        TokenClass::Comment => Some(Role::Comment),
        TokenClass::Error => Some(Role::Error),
        _ => None,
    }
}

/// Pasted transcripts → their program: from the first line that begins with `>>> `, only the lines with a prompt count, without
/// it. What stands before that line is code.
pub fn strip_prompts(text: &str) -> String {
    if !text.lines().any(|line| line.trim_start().starts_with(">>> ")) {
        return text.to_string();
    }
    let mut program = String::new();
    // A `...` line only continues a `>>>` line; elsewhere it is output.
    let mut open = false;
    let mut before = true;
    for line in text.lines() {
        let body = line.trim_start();
        let code = body.strip_prefix(">>> ").or_else(|| (body == ">>>").then_some(""));
        let more =
            if open { body.strip_prefix("... ").or_else(|| (body.trim_end() == "...").then_some("")) } else { None };
        match (code, more) {
            (Some(code), _) => {
                before = false;
                program.push_str(code);
            }
            (None, None) if before => {
                program.push_str(line);
                program.push('\n');
                continue;
            }
            (None, Some(more)) => program.push_str(more),
            (None, None) => {
                open = false;
                continue;
            }
        }
        program.push('\n');
        open = true;
    }
    program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transcripts_lose_prompts_and_outputs() {
        assert_eq!(
            strip_prompts(">>> x = 1\n>>> for i in x:\n...     print(i)\n...\n1\n>>> x\n1"),
            "x = 1\nfor i in x:\n    print(i)\n\nx\n"
        );
        assert_eq!(strip_prompts("a = 1\n\nb = 2"), "a = 1\n\nb = 2");
        assert_eq!(strip_prompts("a = 1\n>>> a\n1"), "a = 1\na\n");
    }

    #[test]
    fn quotes_open_file_completion() {
        assert!(inside_text("np.loadtxt('da"));
        assert!(!inside_text("np.loadtxt('data')"));
        assert!(!inside_text("# don't"));
    }
}
