//! A text with `>>>` examples → each example with what it should print and what it prints; `npl doctest` and the tests of
//! documentation are made of this.

use crate::session::{Mode, Options, Outcome, Session};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// One `>>>` example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// 1-based line of its `>>>`.
    pub line: usize,
    /// The program text, ending with a line break.
    pub source: String,
    /// The text that should be printed; empty, or ending with a line break.
    pub want: String,
}

/// An example that was run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    pub example: Example,
    /// All that it printed; for an error, the printed text and then `ErrorClass: message`.
    pub got: String,
    pub passed: bool,
}

/// The examples of a text, by the rules of Python's doctest: source lines follow `>>> ` and `... `, the wanted text runs to
/// the next blank line or `>>>`, indentation is that of the `>>>`. A fence of Markdown also ends the wanted text.
pub fn examples(text: &str) -> Vec<Example> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let body = lines[at].trim_start_matches([' ', '\t']);
        let indent = lines[at].len() - body.len();
        let Some(first) = prompt(body, ">>>") else {
            at += 1;
            continue;
        };
        let inner = |line: &'_ str| line.get(indent..).unwrap_or("").to_string();
        let mut example = Example { line: at + 1, source: format!("{first}\n"), want: String::new() };
        at += 1;
        while let Some(more) = lines.get(at).and_then(|line| continuation(&inner(line))) {
            example.source.push_str(&more);
            example.source.push('\n');
            at += 1;
        }
        while let Some(line) = lines.get(at) {
            let line = inner(line);
            let outdented = lines[at].len() - lines[at].trim_start().len() < indent;
            let ends = line.trim().is_empty() || prompt(line.trim_start(), ">>>").is_some() || line.starts_with("```");
            if ends || outdented {
                break;
            }
            example.want.push_str(&line);
            example.want.push('\n');
            at += 1;
        }
        found.push(example);
    }
    found
}

fn prompt<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(mark)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(' ') }
}

fn continuation(line: &str) -> Option<String> {
    prompt(line, "...").map(String::from)
}

/// Runs the examples of one text in a session of their own.
pub fn run(text: &str, name: &str) -> Vec<Checked> {
    run_examples(examples(text), name)
}

pub fn run_examples(examples: Vec<Example>, name: &str) -> Vec<Checked> {
    let sink = Sink::default();
    let mut session = Session::new(Options { out: Box::new(sink.clone()), ..Options::default() });
    let mut checked = Vec::with_capacity(examples.len());
    for example in examples {
        let outcome = session.run(name, &example.source, Mode::Prompt);
        let mut got = sink.take();
        match outcome {
            Outcome::Done => {}
            Outcome::Error(diagnostics) => {
                let headline = diagnostics.first().map(|d| d.headline()).unwrap_or_default();
                got.push_str(&headline);
                got.push('\n');
            }
            Outcome::Exit { code, .. } => got.push_str(&format!("SystemExit: {code}\n")),
        }
        let passed = matches(&example.want, &got);
        checked.push(Checked { example, got, passed });
    }
    checked
}

/// A writer whose text can be taken.
#[derive(Clone, Default)]
pub struct Sink(Rc<RefCell<Vec<u8>>>);

impl Sink {
    pub fn take(&self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut *self.0.borrow_mut())).into_owned()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether an output is the wanted one: equal but for the amount of white space, `...` standing for anything; a wanted
/// traceback matches by the error's class and message.
pub fn matches(want: &str, got: &str) -> bool {
    if let Some(traceback) = want.trim_start().strip_prefix("Traceback") {
        let wanted = traceback.lines().rev().find(|line| !line.trim().is_empty() && !line.starts_with(' '));
        return match (wanted, got.trim_end().lines().last()) {
            (Some(wanted), Some(got)) => same_error(wanted.trim(), got.trim()),
            _ => false,
        };
    }
    let want = want.replace("<BLANKLINE>", "");
    if normal(&want) == normal(got) || ellipsis(&normal(&want), &normal(got)) {
        return true;
    }
    // `LinAlgError: …` for `numpy.linalg.LinAlgError: …`
    let line = want.trim();
    is_error(line) && same_error(line, got.trim())
}

fn is_error(line: &str) -> bool {
    let class = line.split(':').next().unwrap_or("");
    !line.contains('\n') && ["Error", "Exception", "Warning", "Interrupt"].iter().any(|end| class.ends_with(end))
}

fn same_error(want: &str, got: &str) -> bool {
    fn split(line: &str) -> (&str, &str) {
        let (class, message) = line.split_once(':').unwrap_or((line, ""));
        (class.rsplit('.').next().unwrap_or(class), message.trim())
    }
    let ((class, message), (got_class, got_message)) = (split(want), split(got));
    class == got_class && (normal(message) == normal(got_message) || ellipsis(&normal(message), &normal(got_message)))
}

fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `got` is `want` with each `...` replaced by some text.
fn ellipsis(want: &str, got: &str) -> bool {
    let Some((head, rest)) = want.split_once("...") else { return want == got };
    let Some(mut left) = got.strip_prefix(head) else { return false };
    let pieces: Vec<&str> = rest.split("...").collect();
    let Some((tail, middle)) = pieces.split_last() else { return true };
    for piece in middle {
        match left.find(piece) {
            Some(at) => left = &left[at + piece.len()..],
            None => return false,
        }
    }
    left.len() >= tail.len() && left.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_examples_as_pythons_doctest_does() {
        let text = "Text.\n\n    >>> x = [1,\n    ...      2]\n    >>> x\n    [1, 2]\n\nmore\n>>> 1\n1\n```\n";
        let found = examples(text);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], Example { line: 3, source: "x = [1,\n     2]\n".into(), want: String::new() });
        assert_eq!(found[1].want, "[1, 2]\n");
        assert_eq!((found[2].line, found[2].want.as_str()), (9, "1\n"));
    }

    #[test]
    fn compares_loosely_where_doctest_does() {
        assert!(matches("array([1,  2])\n", "array([1, 2])\n"));
        assert!(matches("<function f at 0x...>\n", "<function f at 0x7f>\n"));
        assert!(matches("a ... b ... c", "a x b y b z c"));
        assert!(!matches("1\n", "2\n"));
        assert!(matches(
            "Traceback (most recent call last):\n  ...\nLinAlgError: Singular matrix\n",
            "numpy.linalg.LinAlgError: Singular matrix\n"
        ));
        assert!(!matches("Traceback (most recent call last):\nValueError: a\n", "ValueError: b\n"));
    }
}
