//! Texts with places in them: a `Source` is one program text, a `Span` a range of its bytes, a `Place` both together.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

/// A half-open range of bytes of one source, `start <= end`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// Which text: an index into [`Sources`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct SourceId(pub u32);

/// A span in a certain text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Place {
    pub source: SourceId,
    pub span: Span,
}

/// One program text: a script file, an import, or one input at the prompt.
#[derive(Debug)]
pub struct Source {
    pub id: SourceId,
    /// What a report calls it: a file's path, `<string>`, `<stdin>`, `In [3]`.
    pub name: String,
    pub text: String,
    line_starts: OnceCell<Vec<u32>>,
}

impl Source {
    /// 1-based line and 1-based column (in characters) of a byte offset; offsets past the end count as the end.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let starts = self.line_starts();
        let offset = (offset as usize).min(self.text.len()) as u32;
        let line = starts.partition_point(|&s| s <= offset) - 1;
        let head = self.text.get(starts[line] as usize..offset as usize).unwrap_or("");
        (line + 1, head.chars().count() + 1)
    }

    /// The text of a 1-based line, without its line break.
    pub fn line(&self, number: usize) -> &str {
        let starts = self.line_starts();
        let Some(&start) = number.checked_sub(1).and_then(|i| starts.get(i)) else {
            return "";
        };
        let end = starts.get(number).map_or(self.text.len(), |&e| e as usize);
        self.text[start as usize..end].trim_end_matches(['\n', '\r'])
    }

    /// The text of a span; empty where it lies outside or splits a character.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i as u32 + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

/// All texts of a session; a [`SourceId`] is good for as long as the session lives.
#[derive(Default, Debug)]
pub struct Sources {
    all: Vec<Rc<Source>>,
}

impl Sources {
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> Rc<Source> {
        let id = SourceId(self.all.len() as u32);
        let source = Rc::new(Source { id, name: name.into(), text: text.into(), line_starts: OnceCell::new() });
        self.all.push(source.clone());
        source
    }

    pub fn get(&self, id: SourceId) -> Option<&Rc<Source>> {
        self.all.get(id.0 as usize)
    }
}
