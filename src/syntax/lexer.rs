//! Text → tokens: logos gives the plain ones, this driver joins lines, checks brackets, measures indentation, decodes
//! literals and reports what is wrong. Whatever the text, the grammar gets balanced brackets and balanced blocks.

use super::brackets::Open;
use super::error;
use super::fstring::FString;
use super::layout::{Column, Follow, Layout};
use super::numbers;
use super::strings::{self, Prefix, Quote};
use super::token::{Kind, Literal, NamePart, Spanned, Token};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::symbol::Symbol;
use logos::Logos;
use std::cell::Cell;

/// What a text consists of.
pub struct Lexed {
    /// Ends with [`Kind::End`].
    pub tokens: Vec<Spanned>,
    pub literals: Vec<Literal>,
    pub names: Vec<Symbol>,
    pub problems: Vec<Diagnostic>,
    /// Where each logical line begins, in bytes.
    pub lines: Vec<u32>,
    pub ending: Ending,
}

/// How the text ends: what a prompt must know to ask for more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    Complete,
    /// In an open bracket, or a triple-quoted string, or after a backslash.
    Open,
}

/// The driver. The parts that read f-strings and brackets are in files of their own.
pub struct Lexer<'s> {
    pub(super) text: &'s str,
    plain: logos::Lexer<'s, Kind>,
    pub(super) out: Lexed,
    pub(super) brackets: Vec<Open>,
    pub(super) fstrings: Vec<FString>,
    /// Openers that were found open at the end of the text by an earlier reading: they end with their line.
    unclosed: Vec<u32>,
    /// Brackets are known not to fit: a line that looks like a statement is one.
    pub(super) suspicious: bool,
    layout: Layout,
    line: LogicalLine,
    keep_comments: bool,
    /// An offset and its line: see [`Lexer::line_of`].
    counted: Cell<(usize, usize)>,
    /// The line of the last character that was no token.
    bad_line: usize,
}

/// What the layout must know of the logical line being read.
struct LogicalLine {
    /// No token yet: indentation is measured before the next one.
    fresh: bool,
    first: Kind,
    first_span: Span,
    last: Kind,
    /// A `:` outside brackets.
    colon: bool,
    follow: Follow,
}

/// Reads a text. Whether brackets are never closed is known only at the end of the text; where they are not, or are
/// closed by others, a second reading ends them where the next statement seems to begin, so that what follows is read
/// as it was meant.
pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer::new(text, Vec::new(), false);
    lexer.all();
    let mut unclosed: Vec<u32> = lexer.brackets.iter().map(|open| open.span.start).collect();
    if unclosed.is_empty() && !lexer.suspicious {
        lexer.finish();
        return lexer.out;
    }
    unclosed.sort_unstable();
    let ending = if unclosed.is_empty() { lexer.out.ending } else { Ending::Open };
    let mut again = Lexer::new(text, unclosed, false);
    again.suspicious = true;
    again.all();
    again.finish();
    Lexed { ending, ..again.out }
}

/// Reads one expression, before which white space means nothing.
pub fn lex_expression(text: &str) -> Lexed {
    let blank = text.len() - text.trim_start_matches([' ', '\t']).len();
    let mut lexer = Lexer::new(text, Vec::new(), false);
    lexer.seek(blank);
    lexer.all();
    lexer.finish();
    lexer.out
}

/// Reads a text as it is while it is being typed, with its comments; nothing is an error but what no text can hold.
pub fn lex_for_display(text: &str) -> Vec<(Kind, Span)> {
    let mut lexer = Lexer::new(text, Vec::new(), true);
    lexer.all();
    lexer.out.tokens.into_iter().map(|(token, span)| (token.kind, span)).collect()
}

impl<'s> Lexer<'s> {
    fn new(text: &'s str, unclosed: Vec<u32>, keep_comments: bool) -> Lexer<'s> {
        let mut lexer = Lexer {
            text,
            plain: Kind::lexer(text),
            out: Lexed {
                tokens: Vec::with_capacity(text.len() / 3 + 4),
                literals: Vec::new(),
                names: Vec::new(),
                problems: Vec::new(),
                lines: Vec::new(),
                ending: Ending::Complete,
            },
            brackets: Vec::new(),
            fstrings: Vec::new(),
            unclosed,
            suspicious: false,
            layout: Layout::new(),
            line: LogicalLine::new(),
            keep_comments,
            counted: Cell::new((0, 1)),
            bad_line: 0,
        };
        if text.starts_with('\u{FEFF}') {
            lexer.seek('\u{FEFF}'.len_utf8());
        }
        lexer
    }

    fn all(&mut self) {
        loop {
            if self.line.fresh && self.brackets.is_empty() {
                self.indentation();
            }
            match self.plain.next() {
                None => break,
                Some(Ok(kind)) => {
                    let span = self.plain.span();
                    self.token(kind, Span::new(span.start, span.end));
                }
                Some(Err(())) => self.bad_character(),
            }
        }
    }

    fn finish(&mut self) {
        let end = Span::new(self.text.len(), self.text.len());
        if !self.brackets.is_empty() {
            self.close_all(self.text.len());
        }
        if !self.line.fresh {
            self.end_line(end);
        }
        let follow = std::mem::replace(&mut self.line.follow, Follow::Statement);
        let (tokens, problems) = (&mut self.out.tokens, &mut self.out.problems);
        self.layout
            .end(end, follow, &mut |kind| tokens.push((Token { kind, value: 0 }, end)), &mut |d| problems.push(d));
        self.push(Kind::End, end);
    }

    /// Where the next token will be read.
    pub(super) fn position(&self) -> usize {
        self.plain.span().end
    }

    /// Goes on reading at `pos`, a character boundary.
    pub(super) fn seek(&mut self, pos: usize) {
        self.plain = Kind::lexer(self.text);
        self.plain.bump(pos);
    }

    pub(super) fn push(&mut self, kind: Kind, span: Span) {
        self.out.tokens.push((Token { kind, value: 0 }, span));
    }

    pub(super) fn push_literal(&mut self, kind: Kind, span: Span, literal: Literal) {
        let value = self.out.literals.len() as u32;
        self.out.literals.push(literal);
        self.out.tokens.push((Token { kind, value }, span));
    }

    pub(super) fn report(&mut self, problem: Diagnostic) {
        self.out.problems.push(problem);
    }

    /// The 1-based line that holds the text before an offset: at the end of a text that ends its last line, that line.
    pub(super) fn last_line(&self, end: usize) -> usize {
        let at_end = end == self.text.len() && self.text.ends_with('\n');
        self.line_of(end - at_end as usize)
    }

    /// The 1-based line of an offset. Counts on from where it was asked last, if that was before.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let (known, line) = self.counted.get();
        let (known, line) = if known <= offset { (known, line) } else { (0, 1) };
        let line = line + self.text.as_bytes()[known..offset].iter().filter(|&&b| b == b'\n').count();
        if offset > self.counted.get().0 {
            self.counted.set((offset, line));
        }
        line
    }

    fn token(&mut self, kind: Kind, span: Span) {
        match kind {
            Kind::Newline => return self.newline(span),
            Kind::Comment => return self.comment(span),
            Kind::Joined => {
                if span.end as usize == self.text.len() {
                    self.joined_to_nothing(span);
                }
                return;
            }
            _ => {}
        }
        let (kind, span) = self.whole_name(kind, span);
        if self.line.fresh {
            self.line.fresh = false;
            self.line.first = kind;
            self.line.first_span = span;
            self.out.lines.push(span.start);
        }
        self.line.last = kind;
        match kind {
            Kind::Name => {
                let value = self.out.names.len() as u32;
                self.out.names.push(Symbol::new(&self.text[span.range()]));
                self.out.tokens.push((Token { kind, value }, span));
            }
            Kind::Number => self.number(span),
            Kind::Str => self.string(span),
            Kind::Backslash => self.backslash(span),
            Kind::ParenOpen | Kind::BracketOpen | Kind::BraceOpen => self.open(kind, span),
            Kind::ParenClose | Kind::BracketClose | Kind::BraceClose => self.close(kind, span),
            Kind::Colon | Kind::Walrus | Kind::Equal if self.in_field() => self.field_token(kind, span),
            Kind::Colon => {
                self.line.colon |= self.brackets.is_empty();
                self.push(kind, span);
            }
            _ => self.push(kind, span),
        }
    }

    /// A name or keyword, with the characters outside ASCII that follow and all after them.
    #[inline]
    fn whole_name(&mut self, kind: Kind, span: Span) -> (Kind, Span) {
        let end = span.end as usize;
        let may_go_on = kind == Kind::Name || kind.is_keyword();
        let non_ascii = |at: usize| self.text.as_bytes().get(at).is_some_and(|byte| *byte >= 0x80);
        if !may_go_on || !(non_ascii(end) || (non_ascii(span.start as usize) && end < self.text.len())) {
            return (kind, span);
        }
        let mut rest = NamePart::lexer(&self.text[end..]);
        let mut len = 0;
        while let Some(Ok(_)) = rest.next() {
            len = rest.span().end;
        }
        if len == 0 {
            return (kind, span);
        }
        self.seek(end + len);
        (Kind::Name, Span::new(span.start as usize, end + len))
    }

    /// From `#` to the end of the line.
    fn comment(&mut self, span: Span) {
        let rest = &self.text[span.end as usize..];
        let len = rest.bytes().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let end = span.end as usize + len;
        self.seek(end);
        if self.keep_comments {
            self.push(Kind::Comment, Span::new(span.start as usize, end));
        }
    }

    fn newline(&mut self, span: Span) {
        if self.line.fresh && self.brackets.is_empty() {
            return;
        }
        if !self.brackets.is_empty() {
            if !self.ends_here(span.end as usize) {
                return;
            }
            self.close_all(span.start as usize);
        }
        self.end_line(span);
    }

    /// In brackets, at a line break: is the next line a statement of its own, so that a bracket was forgotten?
    fn ends_here(&self, next_line: usize) -> bool {
        let rest = &self.text[next_line..];
        let (column, indent) = Column::of(rest);
        let rest = &rest[indent..];
        if rest.is_empty() || rest.starts_with(['\n', '\r', '#', ')', ']', '}', '\\']) || self.in_triple_field() {
            return false;
        }
        let known = self.brackets.iter().any(|open| self.unclosed.binary_search(&open.span.start).is_ok());
        if known && column.wide <= self.layout.top().wide {
            return true;
        }
        let word = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let after = rest[word..].trim_start();
        if word == 0 {
            return false;
        }
        match Kind::lexer(&rest[..word]).next() {
            Some(Ok(Kind::Name)) => {
                let assigns = after.starts_with('=') && !after.starts_with("==");
                self.suspicious && assigns && column.wide <= self.layout.top().wide
            }
            Some(Ok(kind)) => kind.starts_statement_only() && !after.starts_with(['=', ',', ')', '.']),
            _ => false,
        }
    }

    /// The logical line is complete.
    fn end_line(&mut self, span: Span) {
        self.push(Kind::Newline, span);
        let line = &self.line;
        let ends_in_colon = line.last == Kind::Colon && line.colon;
        self.line.follow = match line.first {
            header if header.opens_block() && ends_in_colon => {
                Follow::Block { header, span: line.first_span, line: self.line_of(line.first_span.start as usize) }
            }
            header if ends_in_colon || (header.opens_block() && !line.colon) => Follow::MaybeBlock,
            _ => Follow::Statement,
        };
        self.line.fresh = true;
        self.line.colon = false;
    }

    /// At the start of a line outside brackets: measures it and, unless it is blank, tells the layout.
    fn indentation(&mut self) {
        let start = self.position();
        let (mut column, mut len) = Column::of(&self.text[start..]);
        // A line of nothing but white space and a backslash goes on in the next, at the first one's column.
        while let Some(rest) = self.text[start + len..].strip_prefix('\\') {
            let Some(line_break) = ["\r\n", "\n", "\r"].iter().find(|b| rest.starts_with(**b)) else { break };
            let (next, more) = Column::of(&rest[line_break.len()..]);
            if column == Column::default() {
                column = next;
            }
            len += 1 + line_break.len() + more;
        }
        let rest = &self.text[start + len..];
        let first = rest.chars().next();
        let at = start + len;
        if matches!(first, None | Some('\n' | '\r' | '#')) {
            self.seek(at);
            if first.is_none() && self.text[..at].trim_end_matches(['\n', '\r']).ends_with('\\') {
                self.joined_to_nothing(Span::new(at, at));
            }
            return;
        }
        let place = Span::new(at, at + first.map_or(0, char::len_utf8));
        let follow = std::mem::replace(&mut self.line.follow, Follow::Statement);
        let (tokens, problems) = (&mut self.out.tokens, &mut self.out.problems);
        let empty = Span::new(at, at);
        self.layout.line(column, place, follow, &mut |kind| tokens.push((Token { kind, value: 0 }, empty)), &mut |d| {
            problems.push(d)
        });
        self.seek(if self.layout.is_too_deep() { self.text.len() } else { at });
    }

    fn number(&mut self, span: Span) {
        let start = span.start as usize;
        let scanned = numbers::scan(&self.text[start..]);
        let end = start + scanned.len;
        if end != span.end as usize {
            self.seek(end);
        }
        let span = Span::new(start, end);
        match scanned.value {
            Ok(literal) => self.push_literal(Kind::Number, span, literal),
            Err((message, from, to)) => {
                self.report(number_error(&self.text[start..end], Span::new(start + from, start + to), message));
                self.push(Kind::Bad, span);
            }
        }
    }

    /// A string's prefix and opening quote have been read.
    fn string(&mut self, span: Span) {
        let opening = &self.text[span.range()];
        let letters = opening.trim_end_matches(['\'', '"']);
        let Some(prefix) = Prefix::parse(letters) else {
            // Letters that are no prefix: a name, and a string that follows it.
            let end = span.start as usize + letters.len();
            self.seek(end);
            return self.word(Span::new(span.start as usize, end));
        };
        let byte = opening.as_bytes()[opening.len() - 1];
        let quote = Quote { byte, triple: opening.len() - letters.len() == 3 };
        if prefix.format {
            return self.open_fstring(span, quote, prefix.raw);
        }
        let start = span.end as usize;
        let len = match strings::body_len(&self.text[start..], quote) {
            Ok(len) => len,
            Err(len) => return self.unterminated(span, quote, len),
        };
        let end = start + len + quote.len();
        self.seek(end);
        let whole = Span::new(span.start as usize, end);
        let body = &self.text[start..start + len];
        let value = if prefix.bytes {
            strings::decode_bytes(body, prefix).map(Literal::Bytes)
        } else {
            strings::decode(body, prefix).map(Literal::Str)
        };
        match value {
            Ok(literal) => {
                let kind = if prefix.bytes { Kind::Bytes } else { Kind::Str };
                self.push_literal(kind, whole, literal);
            }
            Err(problem) => {
                self.report(error::syntax(Span::new(start + problem.start, start + problem.end), problem.message));
                self.push(Kind::Bad, whole);
            }
        }
    }

    /// A keyword or name that was read together with a quote.
    fn word(&mut self, span: Span) {
        let kind = match Kind::lexer(&self.text[span.range()]).next() {
            Some(Ok(kind)) => kind,
            _ => Kind::Name,
        };
        if self.line.first_span.start == span.start {
            self.line.first = kind;
        }
        self.token(kind, span);
    }

    fn unterminated(&mut self, opening: Span, quote: Quote, len: usize) {
        let start = opening.start as usize;
        if self.ends_field(opening, quote) {
            return;
        }
        let end = (opening.end as usize + len).min(self.text.len());
        let whole = Span::new(start, end);
        if quote.triple {
            self.out.ending = Ending::Open;
        }
        let what = if quote.triple { "triple-quoted string" } else { "string" };
        let line = self.last_line(end);
        let mut problem = error::syntax(opening, format!("unterminated {what} literal (detected at line {line})"));
        if let Some(habit) = super::habits::transpose(self.text, &self.out.tokens, opening) {
            problem = problem.help(habit);
        } else {
            let quotes = &self.text[opening.range()].trim_start_matches(|c: char| c.is_alphabetic());
            problem = problem.help(format!("the string that begins here needs a closing {quotes}"));
        }
        self.report(problem);
        self.push(Kind::Bad, whole);
        self.excuse_brackets(start);
        self.seek(end);
    }

    /// The rest of this line is lost: what it opened can't be seen to be closed.
    fn excuse_brackets(&mut self, pos: usize) {
        let line_start = self.text[..pos].rfind('\n').map_or(0, |newline| newline + 1) as u32;
        for open in self.brackets.iter_mut().filter(|open| open.span.start >= line_start) {
            open.excused = true;
        }
    }

    /// A backslash that is not at the end of its line.
    fn backslash(&mut self, span: Span) {
        let rest = &self.text[span.end as usize..];
        let at_end = rest.is_empty();
        if at_end {
            return self.joined_to_nothing(span);
        }
        let problem = error::syntax(span, "unexpected character after line continuation character");
        self.report(match super::habits::backslash(&self.out.tokens, rest) {
            Some(habit) => problem.help(habit),
            None => problem.help("a backslash joins two lines, and must be the last character of its line"),
        });
        self.skip_line(span.end as usize);
    }

    /// The text ends where a backslash wants another line.
    fn joined_to_nothing(&mut self, span: Span) {
        self.out.ending = Ending::Open;
        self.report(error::syntax(span, "unexpected EOF while parsing"));
    }

    /// Nothing more of this line can be understood.
    fn skip_line(&mut self, from: usize) {
        let rest = &self.text[from..];
        let end = from + rest.find(['\n', '\r']).unwrap_or(rest.len());
        self.push(Kind::Bad, Span::new(from, end));
        self.excuse_brackets(from);
        self.seek(end);
    }

    fn bad_character(&mut self) {
        let span = self.plain.span();
        let first = self.text[span.start..].chars().next().unwrap_or(' ');
        let place = Span::new(span.start, span.start + first.len_utf8());
        self.seek(place.end as usize);
        if self.line.fresh {
            self.line.fresh = false;
            self.line.first = Kind::Bad;
            self.line.first_span = place;
            self.out.lines.push(place.start);
        }
        self.line.last = Kind::Bad;
        if self.keep_comments {
            return self.push(Kind::Bad, place);
        }
        let line = self.line_of(span.start);
        if std::mem::replace(&mut self.bad_line, line) != line {
            self.report(super::message::bad_character(first, place));
        }
    }
}

impl LogicalLine {
    fn new() -> LogicalLine {
        LogicalLine {
            fresh: true,
            first: Kind::End,
            first_span: Span::default(),
            last: Kind::End,
            colon: false,
            follow: Follow::Statement,
        }
    }
}

fn number_error(text: &str, span: Span, message: String) -> Diagnostic {
    let problem = error::syntax(span, message);
    let is_word = text.bytes().any(|b| b.is_ascii_alphabetic());
    if text.contains("__") || text.ends_with('_') {
        problem.help("an underscore may stand only between two digits of a number")
    } else if text.starts_with('0') && text.len() > 1 && !is_word {
        let plain = text.trim_start_matches(['0', '_']);
        problem.help(format!("write `{plain}`; an octal number is written `0o{plain}`"))
    } else if is_word && !text.starts_with("0") {
        let (number, word) = text.split_at(text.find(|c: char| c.is_alphabetic()).unwrap_or(0));
        problem.help(match word {
            _ if number.ends_with('.') => {
                format!("an attribute of a number needs parentheses: `({}).{word}`", number.trim_end_matches('.'))
            }
            "e" | "E" | "e+" | "e-" | "E+" | "E-" => format!("an exponent needs digits: `{number}e5`"),
            _ => "a name cannot begin with a digit, and a product needs its `*`: `2*x`".to_string(),
        })
    } else {
        problem
    }
}
