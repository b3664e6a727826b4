//! f-strings as PEP 701 reads them: their text, and between braces ordinary tokens, which may hold strings and
//! f-strings with the same quotes. FSTART (FTEXT | FOPEN … [=] [! name] [FCOLON (FTEXT | FOPEN …)*] FCLOSE)* FEND.

use super::brackets::Open;
use super::error;
use super::lexer::{Ending, Lexer};
use super::strings::{self, Prefix, Quote};
use super::token::{Kind, Literal};
use crate::source::Span;

/// An f-string that is being read.
pub struct FString {
    opening: Span,
    quote: Quote,
    raw: bool,
}

impl Lexer<'_> {
    /// The next token belongs directly to a field of an f-string (not to a bracket in it).
    pub(super) fn in_field(&self) -> bool {
        self.brackets.last().is_some_and(|open| open.kind == Kind::FOpen)
    }

    /// Inside a field of a triple-quoted f-string, where lines may begin anywhere.
    pub(super) fn in_triple_field(&self) -> bool {
        self.fstrings.last().is_some_and(|fstring| fstring.quote.triple)
    }

    pub(super) fn open_fstring(&mut self, opening: Span, quote: Quote, raw: bool) {
        self.push(Kind::FStart, opening);
        self.fstrings.push(FString { opening, quote, raw });
        self.fstring_text(opening.end as usize, false);
    }

    /// Reads text from `start` up to a field, the end of the f-string, or (in a specification) of the field.
    fn fstring_text(&mut self, start: usize, in_spec: bool) {
        let Some(&FString { opening, quote, raw }) = self.fstrings.last() else { return };
        let bytes = self.text.as_bytes();
        let mut text = String::new();
        let mut part = start;
        let mut pos = start;
        loop {
            let Some(&byte) = bytes.get(pos) else {
                return self.unterminated_fstring(opening, quote, start, pos);
            };
            let double = bytes.get(pos + 1) == Some(&byte) && !in_spec;
            match byte {
                b'\\' => {
                    pos += match bytes.get(pos + 1) {
                        Some(b'N') if !raw && bytes.get(pos + 2) == Some(&b'{') => {
                            let name = &bytes[pos + 3..];
                            3 + name.iter().take_while(|b| !matches!(b, b'}' | b'\n' | b'\'' | b'"')).count() + 1
                        }
                        // In a raw string a backslash is a character, and a brace after it begins a field.
                        Some(b'{' | b'}') => 1,
                        Some(b'\r') if bytes.get(pos + 2) == Some(&b'\n') => 3,
                        Some(_) => 2,
                        None => 1,
                    };
                    pos = pos.min(bytes.len());
                }
                b'\n' | b'\r' if !quote.triple => {
                    return self.unterminated_fstring(opening, quote, start, pos);
                }
                b'{' | b'}' if double => {
                    self.fstring_part(&mut text, part, pos + 1, raw);
                    pos += 2;
                    part = pos;
                }
                b'{' => {
                    self.fstring_part(&mut text, part, pos, raw);
                    self.push_text(text, start, pos);
                    let span = Span::new(pos, pos + 1);
                    self.seek(pos + 1);
                    return self.open(Kind::FOpen, span);
                }
                b'}' if in_spec => {
                    self.fstring_part(&mut text, part, pos, raw);
                    self.push_text(text, start, pos);
                    self.seek(pos + 1);
                    return self.close_field(Span::new(pos, pos + 1));
                }
                b'}' => {
                    let problem = error::syntax(Span::new(pos, pos + 1), "f-string: single '}' is not allowed");
                    self.report(problem.help("for a brace that is printed, write `}}`"));
                    self.fstring_part(&mut text, part, pos, raw);
                    pos += 1;
                    part = pos;
                }
                _ if byte == quote.byte && quote.closes(bytes, pos) => {
                    self.fstring_part(&mut text, part, pos, raw);
                    self.push_text(text, start, pos);
                    let end = Span::new(pos, pos + quote.len());
                    if in_spec {
                        self.missing_brace(end);
                    } else {
                        self.fstrings.pop();
                        self.push(Kind::FEnd, end);
                    }
                    return self.seek(end.end as usize);
                }
                _ => pos += 1,
            }
        }
    }

    /// Decodes the text between `from` and `to` onto `text`.
    fn fstring_part(&mut self, text: &mut String, from: usize, to: usize, raw: bool) {
        let to = to.max(from);
        match strings::decode(&self.text[from..to], Prefix { raw, ..Prefix::default() }) {
            Ok(part) => text.push_str(&part),
            Err(problem) => {
                self.report(error::syntax(Span::new(from + problem.start, from + problem.end), problem.message))
            }
        }
    }

    fn push_text(&mut self, text: String, start: usize, end: usize) {
        if end > start {
            self.push_literal(Kind::FText, Span::new(start, end), Literal::Str(text.into()));
        }
    }

    /// `:`, `:=` or `=` directly in a field.
    pub(super) fn field_token(&mut self, kind: Kind, span: Span) {
        if kind != Kind::Equal {
            let colon = Span::new(span.start as usize, span.start as usize + 1);
            self.push(Kind::FColon, colon);
            if let Some(open) = self.brackets.last_mut() {
                open.in_spec = true;
            }
            return self.fstring_text(colon.end as usize, true);
        }
        let rest = &self.text[span.end as usize..];
        let space = rest.len() - rest.trim_start().len();
        let after = &rest[space..];
        let ends_value = after.starts_with(['}', ':']) || (after.starts_with('!') && !after.starts_with("!="));
        let field = self.brackets.last().map_or(span.start, |open| open.span.end);
        if ends_value {
            let source = &self.text[field as usize..span.end as usize + space];
            self.push_literal(Kind::FEqual, span, Literal::Str(source.into()));
        } else {
            self.push(Kind::Equal, span);
        }
    }

    /// `}` of a field: what follows is the text of the f-string, or of the specification that the field stands in.
    pub(super) fn close_field(&mut self, span: Span) {
        self.brackets.pop();
        self.push(Kind::FClose, span);
        let in_spec = self.brackets.last().is_some_and(|open| open.kind == Kind::FOpen && open.in_spec);
        self.fstring_text(span.end as usize, in_spec);
    }

    /// A quote in a field begins a string that has no end, and is the f-string's own closing quote: a `}` is missing.
    pub(super) fn ends_field(&mut self, quotes: Span, quote: Quote) -> bool {
        let plain = self.text[quotes.range()].len() == quote.len();
        if !plain || !self.fstrings.last().is_some_and(|fstring| fstring.quote == quote) {
            return false;
        }
        self.missing_brace(quotes);
        self.seek(quotes.end as usize);
        true
    }

    /// The f-string ends at `quotes` while a field of it is open.
    fn missing_brace(&mut self, quotes: Span) {
        let field = self.brackets.iter().rev().find(|open| open.kind == Kind::FOpen).map(|open| open.span);
        let mut problem = error::syntax(quotes, "f-string: expecting '}'");
        if let Some(field) = field {
            problem = problem.label(error::place(field), "opened here");
        }
        self.report(problem.help("for a brace that is printed, write `{{`"));
        let depth = self.fstrings.len();
        while self.fstrings.len() == depth && !self.brackets.is_empty() {
            self.close_one(Span::new(quotes.start as usize, quotes.start as usize));
        }
        if let Some((_, span)) = self.out.tokens.last_mut() {
            *span = quotes;
        }
    }

    fn unterminated_fstring(&mut self, opening: Span, quote: Quote, start: usize, end: usize) {
        if quote.triple {
            self.out.ending = Ending::Open;
        }
        let what = if quote.triple { "triple-quoted f-string" } else { "f-string" };
        let message = format!("unterminated {what} literal (detected at line {})", self.last_line(end));
        self.report(error::syntax(opening, message));
        self.push_literal(Kind::FText, Span::new(start, end), Literal::Str("".into()));
        self.push_excused(end);
        self.seek(end);
    }

    /// Ends the innermost f-string, with its fields, at `end`; the brackets around it are not reported any more.
    fn push_excused(&mut self, end: usize) {
        let at = Span::new(end, end);
        let depth = self.fstrings.len();
        let in_spec = self.brackets.last().is_some_and(|open: &Open| open.kind == Kind::FOpen && open.in_spec);
        if in_spec {
            while self.fstrings.len() == depth && !self.brackets.is_empty() {
                self.close_one(at);
            }
        } else {
            self.fstrings.pop();
            self.push(Kind::FEnd, at);
        }
        for open in &mut self.brackets {
            open.excused = true;
        }
    }
}
