//! Brackets: which one is open, and every error of pairing. What is missing is put in, what is too much is left out.

use super::error;
use super::lexer::Lexer;
use super::token::Kind;
use crate::source::Span;

/// CPython's limit of nested brackets.
const MAX_NESTING: usize = 200;

/// An open bracket, or the `{` of a field of an f-string.
pub struct Open {
    pub kind: Kind,
    pub span: Span,
    /// That it is never closed is the consequence of another error.
    pub excused: bool,
    /// A field whose specification has begun.
    pub in_spec: bool,
}

fn closer(opener: Kind) -> Kind {
    match opener {
        Kind::ParenOpen => Kind::ParenClose,
        Kind::BracketOpen => Kind::BracketClose,
        Kind::FOpen => Kind::FClose,
        _ => Kind::BraceClose,
    }
}

impl Lexer<'_> {
    pub(super) fn open(&mut self, kind: Kind, span: Span) {
        if self.brackets.len() == MAX_NESTING {
            self.report(error::syntax(span, "too many nested parentheses"));
            self.brackets.iter_mut().for_each(|open| open.excused = true);
            // Nothing after this can be read with sense: the text ends here.
            self.push(Kind::Bad, span);
            self.close_all(span.end as usize);
            return self.seek(self.text.len());
        }
        self.brackets.push(Open { kind, span, excused: false, in_spec: false });
        self.push(kind, span);
    }

    pub(super) fn close(&mut self, kind: Kind, span: Span) {
        let Some(open) = self.brackets.last() else {
            let text = error::text_of(kind);
            self.suspicious = true;
            self.report(
                error::syntax(span, format!("unmatched '{text}'"))
                    .help(format!("nothing was opened that this `{text}` could close")),
            );
            return;
        };
        if closer(open.kind) == kind {
            self.brackets.pop();
            return self.push(kind, span);
        }
        if open.kind == Kind::FOpen && kind == Kind::BraceClose {
            return self.close_field(span);
        }
        if open.kind == Kind::FOpen {
            return self.report(error::syntax(span, format!("f-string: unmatched '{}'", error::text_of(kind))));
        }
        self.mismatch(kind, span);
    }

    /// The closer of another kind: if an outer bracket fits it, the inner ones are closed before it; otherwise it
    /// stands for the right one.
    fn mismatch(&mut self, kind: Kind, span: Span) {
        let Some(open) = self.brackets.last() else { return };
        let (opener, opener_span, excused) = (open.kind, open.span, open.excused);
        self.suspicious = true;
        if !excused {
            let between = &self.text.as_bytes()[opener_span.range().start..span.range().start];
            let on_line = match between.iter().filter(|&&byte| byte == b'\n').count() {
                0 => String::new(),
                lines => format!(" on line {}", self.line_of(span.start as usize) - lines),
            };
            let (wrong, text) = (error::text_of(kind), error::text_of(opener));
            let message = format!("closing parenthesis '{wrong}' does not match opening parenthesis '{text}'{on_line}");
            let right = error::text_of(closer(opener));
            self.report(
                error::syntax(span, message)
                    .label(error::place(opener_span), "opened here")
                    .help(format!("`{text}` is closed by `{right}`")),
            );
        }
        let is_field = |open: &Open| open.kind == Kind::FOpen;
        let fits = |open: &Open| closer(open.kind) == kind || (is_field(open) && kind == Kind::BraceClose);
        let outer = self.brackets.iter().rposition(|open| fits(open) || is_field(open));
        let empty = Span::new(span.start as usize, span.start as usize);
        match outer.filter(|&index| fits(&self.brackets[index])) {
            Some(index) => {
                while self.brackets.len() > index + 1 {
                    self.close_one(empty);
                }
                self.close(kind, span);
            }
            None => self.close_one(span),
        }
    }

    /// Puts in the closer of the innermost bracket; of a field, also the end of its f-string.
    pub(super) fn close_one(&mut self, span: Span) {
        let Some(open) = self.brackets.pop() else { return };
        self.push(closer(open.kind), span);
        if open.kind == Kind::FOpen && !self.brackets.last().is_some_and(|outer| outer.in_spec) {
            self.fstrings.pop();
            self.push(Kind::FEnd, span);
        }
    }

    /// Every open bracket ends at `pos`, because it was never closed. One report: of the innermost.
    pub(super) fn close_all(&mut self, pos: usize) {
        if let Some(open) = self.brackets.last()
            && !self.brackets.iter().any(|open| open.excused)
        {
            let text = error::text_of(open.kind);
            let right = error::text_of(closer(open.kind));
            self.report(
                error::syntax(open.span, format!("'{text}' was never closed"))
                    .help(format!("this `{text}` needs a `{right}`")),
            );
        }
        let end = Span::new(pos, pos);
        while !self.brackets.is_empty() {
            self.close_one(end);
        }
        self.fstrings.clear();
    }
}
