//! Failures of the parser → diagnostics: Python's message where Python has a good one, and what a beginner needs to
//! know beside it. One cause gives one error.

use super::error::{self, Failure};
use super::habits::Around;
use super::token::{Kind, Spanned};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The text in which the failures are.
pub struct Context<'a> {
    pub text: &'a str,
    pub tokens: &'a [Spanned],
    /// Where the logical lines begin.
    pub lines: &'a [u32],
    /// What the lexer has reported already.
    pub problems: &'a [Diagnostic],
}

impl Context<'_> {
    /// What to say about each failure; nothing about those in a line whose tokens were wrong already.
    pub fn explain(&self, failures: Vec<Failure>) -> Vec<Diagnostic> {
        let mut wrong_lines: Vec<usize> =
            self.problems.iter().filter_map(|problem| self.broken_line(problem)).collect();
        wrong_lines.sort_unstable();
        let told = failures.into_iter().filter(|failure| wrong_lines.binary_search(&self.line(failure.span)).is_err());
        told.map(|failure| match failure.problem {
            Some(problem) => *problem,
            None => self.unexpected(&failure),
        })
        .collect()
    }

    /// Which of the lexer's problems follow from a line above that could not be read: an indent after it.
    pub fn consequences(&self, told: &[Diagnostic]) -> Vec<bool> {
        let mut lines: Vec<usize> =
            told.iter().chain(self.problems).filter_map(|told| self.broken_line(told)).collect();
        lines.sort_unstable();
        let follows = |problem: &Diagnostic| {
            problem.message == "unexpected indent"
                && self.broken_line(problem).is_some_and(|line| lines.binary_search(&(line - 1)).is_ok())
        };
        self.problems.iter().map(follows).collect()
    }

    /// The logical line that a problem of the lexer makes unreadable.
    fn broken_line(&self, problem: &Diagnostic) -> Option<usize> {
        problem.span().map(|span| self.line(span))
    }

    fn line(&self, span: Span) -> usize {
        self.lines.partition_point(|&start| start <= span.start)
    }

    /// The index of the token at or after a place.
    fn token_at(&self, span: Span) -> usize {
        let mut at = self.tokens.partition_point(|(_, token)| token.start < span.start);
        // Layout has no width: the failure is at the token with text, if there is one.
        while let Some((token, place)) = self.tokens.get(at) {
            let layout = place.is_empty() && matches!(token.kind, Kind::Indent | Kind::Dedent);
            if !(layout && span.end > span.start) {
                break;
            }
            at += 1;
        }
        at.min(self.tokens.len().saturating_sub(1))
    }

    /// The parser needed something else than the token it found.
    fn unexpected(&self, failure: &Failure) -> Diagnostic {
        let at = self.token_at(failure.span);
        let kind = |at: usize| self.tokens.get(at).map_or(Kind::End, |(token, _)| token.kind);
        let found = kind(at);
        let place = self.tokens.get(at).map_or(failure.span, |(_, span)| *span);
        if let Some(problem) = self.foreign(at, found, place) {
            return problem;
        }
        let problem = self.wording(failure, at, place);
        let around = Around { text: self.text, tokens: self.tokens, at, line: self.line_start(at) };
        match around.advice() {
            Some(help) => labelled(Diagnostic { help: vec![help], ..problem }, ""),
            None => problem,
        }
    }

    /// Python's message, and what was needed in its place.
    fn wording(&self, failure: &Failure, at: usize, place: Span) -> Diagnostic {
        let kind = |at: usize| self.tokens.get(at).map_or(Kind::End, |(token, _)| token.kind);
        let found = kind(at);
        let before = at.checked_sub(1).map_or(Kind::Newline, kind);
        if failure.expects(Kind::Colon) && found == Kind::Newline {
            return error::syntax(place, "expected ':'");
        }
        if let Some(problem) = self.legacy_call(at, place) {
            return problem;
        }
        if before.ends_expression() && found.starts_expression() && self.in_brackets(at) {
            let previous = self.tokens[at - 1].1;
            let message = format!("{}invalid syntax. Perhaps you forgot a comma?", self.field_prefix(at));
            return error::syntax(previous.to(place), message);
        }
        let wants_value = failure.expects(Kind::Name);
        let problem = error::syntax(place, format!("{}invalid syntax", self.field_prefix(at)));
        match found {
            Kind::Newline | Kind::End if wants_value => labelled(problem, "a value is missing here"),
            Kind::Equal => problem.help("`=` assigns and stands alone in a statement; `==` compares"),
            _ if found.is_keyword() && !found.starts_expression() && wants_value => {
                let word = error::text_of(found);
                problem.help(format!("`{word}` is a word of the language and cannot be a name"))
            }
            _ if wants_value => labelled(problem, "a value was expected here"),
            _ => problem,
        }
    }

    /// Parts of Python that are not in NPL.
    fn foreign(&self, at: usize, found: Kind, place: Span) -> Option<Diagnostic> {
        let start = self.line_start(at);
        let first = self.tokens.get(start).map(|(token, span)| (token.kind, *span))?;
        let word = |span: Span| self.text.get(span.range()).unwrap_or("");
        let (what, help) = match (found, first) {
            (Kind::Class, _) => ("classes are not part of NPL", "use functions, and dicts or tuples for records"),
            (Kind::Async | Kind::Await, _) => {
                ("`async` and `await` are not part of NPL", "call the functions one after another")
            }
            (Kind::Yield, _) => {
                ("`yield` is not part of NPL", "return a list, or write a generator expression `(… for …)`")
            }
            (Kind::At, (Kind::At, span)) if span == place => {
                ("decorators are not part of NPL", "apply the function after the `def`: `f = decorate(f)`")
            }
            (_, (Kind::Name, span)) if word(span) == "match" && self.opens_case(at) => {
                let problem = error::syntax(span, "`match` statements are not part of NPL");
                return Some(problem.help("use `if`, `elif` and `else`"));
            }
            (Kind::Name, (Kind::Name, span)) if word(span) == "type" && at == start + 1 => {
                let problem = error::syntax(span, "`type` statements are not part of NPL");
                return Some(problem.help("annotations are read and ignored; leave the alias out"));
            }
            _ => return None,
        };
        Some(error::syntax(place, what).help(help))
    }

    /// The line of token `at` ends in `:` and a `case` follows.
    fn opens_case(&self, at: usize) -> bool {
        let newline = (at..self.tokens.len()).find(|&i| self.tokens[i].0.kind == Kind::Newline).unwrap_or(0);
        let kind = |at: usize| self.tokens.get(at).map(|(token, _)| token.kind);
        let case = self.tokens.get(newline + 2).and_then(|(_, span)| self.text.get(span.range()));
        newline > 0
            && kind(newline - 1) == Some(Kind::Colon)
            && kind(newline + 1) == Some(Kind::Indent)
            && case == Some("case")
    }

    /// `print "text"`, as in Python 2.
    fn legacy_call(&self, at: usize, place: Span) -> Option<Diagnostic> {
        let (token, span) = self.tokens.get(at.checked_sub(1)?)?;
        let name = self.text.get(span.range())?;
        let found = self.tokens.get(at)?.0.kind;
        let called = token.kind == Kind::Name && matches!(name, "print" | "exec") && found.starts_expression();
        called.then(|| {
            let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
            error::syntax(span.to(place), message)
        })
    }

    fn line_start(&self, at: usize) -> usize {
        let layout = |kind: Kind| matches!(kind, Kind::Newline | Kind::Indent | Kind::Dedent);
        let before = self.tokens[..at.min(self.tokens.len())].iter().rposition(|(token, _)| layout(token.kind));
        before.map_or(0, |index| index + 1)
    }

    /// Python says so where the error is in a field of an f-string.
    fn field_prefix(&self, at: usize) -> &'static str {
        let mut depth = 0i32;
        for (token, _) in &self.tokens[self.line_start(at)..at] {
            match token.kind {
                Kind::FOpen => depth += 1,
                Kind::FClose => depth -= 1,
                _ => {}
            }
        }
        if depth > 0 { "f-string: " } else { "" }
    }

    /// Is token `at` inside brackets? Counts from the start of its line.
    fn in_brackets(&self, at: usize) -> bool {
        let mut depth = 0i32;
        for (token, _) in &self.tokens[self.line_start(at)..at] {
            match token.kind {
                Kind::ParenOpen | Kind::BracketOpen | Kind::BraceOpen | Kind::FOpen => depth += 1,
                Kind::ParenClose | Kind::BracketClose | Kind::BraceClose | Kind::FClose => depth -= 1,
                _ => {}
            }
        }
        depth > 0
    }
}

fn labelled(mut problem: Diagnostic, text: &str) -> Diagnostic {
    if let Some(label) = problem.labels.first_mut() {
        label.text = text.to_string();
    }
    problem
}

/// A character that no token begins with.
pub fn bad_character(c: char, place: Span) -> Diagnostic {
    let code = format!("U+{:04X}", c as u32);
    let problem = |message: String| error::syntax(place, message);
    match c {
        '?' => problem("invalid syntax".to_string()).help("a choice is written `a if test else b`"),
        _ if c.is_ascii_graphic() => problem("invalid syntax".to_string()),
        '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}' => {
            problem(format!("invalid character '{c}' ({code})"))
                .help("strings are written with straight quotes: 'text' or \"text\"")
        }
        '×' | '·' | '⋅' => problem(format!("invalid character '{c}' ({code})")).help("a product is written `*`"),
        '÷' => problem(format!("invalid character '{c}' ({code})")).help("a quotient is written `/`"),
        '−' | '–' | '—' => problem(format!("invalid character '{c}' ({code})")).help("a minus is written `-`"),
        '≤' => problem(format!("invalid character '{c}' ({code})")).help("less or equal is written `<=`"),
        '≥' => problem(format!("invalid character '{c}' ({code})")).help("greater or equal is written `>=`"),
        '≠' => problem(format!("invalid character '{c}' ({code})")).help("unequal is written `!=`"),
        '²' | '³' => problem(format!("invalid character '{c}' ({code})")).help("a power is written `**`"),
        _ if c.is_control() || c.is_whitespace() || is_format(c) => {
            problem(format!("invalid non-printable character {code}"))
        }
        _ => problem(format!("invalid character '{c}' ({code})")),
    }
}

/// Characters without a picture that are neither white space nor control codes.
fn is_format(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
