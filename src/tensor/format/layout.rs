//! Words in brackets → lines: which elements are shown, and NumPy's line breaking.

use super::formatter::ElementFormat;
use super::options::{Legacy, PrintOptions};
use crate::tensor::Tensor;
use crate::tensor::error::{Error, Result};

/// Byte offsets (from element (0, …, 0)) of the elements in C order; with `edge`, only the first and last `edge` indices
/// of axes longer than twice that.
pub(super) fn offsets(shape: &[usize], strides: &[isize], edge: Option<usize>) -> Vec<isize> {
    let mut all = vec![0];
    for (&len, &stride) in shape.iter().zip(strides) {
        let indices: Vec<usize> = match edge {
            Some(edge) if len > 2 * edge && edge > 0 => (0..edge).chain(len - edge..len).collect(),
            _ => (0..len).collect(),
        };
        all = all.iter().flat_map(|&at| indices.iter().map(move |&i| at + i as isize * stride)).collect();
    }
    all
}

/// Text in brackets on the way to being broken into lines.
pub(super) struct Writer<'a> {
    pub array: &'a Tensor,
    pub format: &'a ElementFormat,
    pub separator: &'a str,
    /// Summarise axes longer than twice this.
    pub edge: Option<usize>,
    pub options: &'a PrintOptions,
    /// The element being written; kept for its memory.
    pub word: String,
}

/// A line being filled: `start` is where it begins in the output, `len` its length in characters.
struct Line<'a> {
    start: usize,
    len: i64,
    limit: i64,
    indent: &'a str,
    legacy: bool,
}

const ELLIPSIS: &str = "...";

/// Python's `len` of a text.
fn char_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

impl Line<'_> {
    fn break_line(&mut self, out: &mut String, indent: i64) {
        let kept = out[self.start..].trim_end().len();
        out.truncate(self.start + kept);
        out.push('\n');
        self.start = out.len();
        (0..indent).for_each(|_| out.push(' '));
        self.len = indent;
    }

    fn push(&mut self, out: &mut String, text: &str) {
        out.push_str(text);
        self.len += char_len(text) as i64;
    }

    /// Appends a word, on a new line if it doesn't fit and a new line is any better.
    fn add_word(&mut self, out: &mut String, word: &str) {
        let indent = self.indent.len() as i64;
        let full = self.len + char_len(word) as i64 > self.limit;
        if full && self.len > indent {
            self.break_line(out, indent);
        } else if full && self.legacy && out.len() == self.start {
            // NumPy 1.13 broke the line here too, and then cut the break off together with the indent.
            out.push(' ');
        }
        self.push(out, word);
    }

    /// Appends a word that may have several lines: they are aligned with its first.
    fn add(&mut self, out: &mut String, word: &str) -> Result<()> {
        let lines = split_lines(word);
        if lines.len() == 1 || self.legacy {
            self.add_word(out, word);
            return Ok(());
        }
        let lens = lines.iter().map(|line| char_len(line));
        let widest = lens.max().ok_or_else(|| Error::value("max() arg is an empty sequence"))?;
        let mut indent = self.indent.len() as i64;
        if self.len + widest as i64 > self.limit && self.len > indent {
            self.break_line(out, indent);
        } else {
            indent = self.len;
        }
        let mut last = 0;
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                self.break_line(out, indent);
            }
            self.push(out, line);
            last = char_len(line);
        }
        (last..widest).for_each(|_| self.push(out, " "));
        Ok(())
    }
}

/// Python's `str.splitlines`.
fn split_lines(text: &str) -> Vec<&str> {
    let is_break =
        |c: char| matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines = Vec::with_capacity(1);
    let mut rest = text;
    while !rest.is_empty() {
        let Some(end) = rest.find(is_break) else {
            lines.push(rest);
            break;
        };
        lines.push(&rest[..end]);
        let len =
            if rest[end..].starts_with("\r\n") { 2 } else { rest[end..].chars().next().map_or(1, char::len_utf8) };
        rest = &rest[end + len..];
    }
    lines
}

impl Writer<'_> {
    /// Appends everything from `axis` on for the elements at `offset`. Lines are at most `width` long; `indent` is what
    /// stands (or would stand) before the bracket.
    pub fn write(&mut self, out: &mut String, axis: usize, offset: isize, indent: &str, width: i64) -> Result<()> {
        let Some(&len) = self.array.shape().get(axis) else {
            return self.format.write(out, self.array, offset, self.array.dtype());
        };
        let stride = self.array.strides()[axis];
        let edge = self.edge.filter(|edge| 2 * edge < len);
        // The last index is always shown, even with no edge items.
        let (leading, trailing) = edge.map_or((0, len), |edge| (edge, edge.max(1)));
        let shown = (0..leading).chain(len - trailing..len);
        let at = move |i: usize| offset + i as isize * stride;
        let hanging = format!("{indent} ");
        out.push('[');
        if axis + 1 == self.array.ndim() {
            self.write_row(out, shown.map(at), edge.map(|_| leading), indent, width)?;
        } else {
            self.write_blocks(out, axis, shown.map(at), edge.map(|_| leading), &hanging, width)?;
        }
        out.push(']');
        Ok(())
    }

    fn is_legacy(&self) -> bool {
        self.options.legacy == Legacy::V1_13
    }

    /// The elements of the last axis, wrapped.
    fn write_row(
        &mut self,
        out: &mut String,
        shown: impl Iterator<Item = isize>,
        gap: Option<usize>,
        indent: &str,
        width: i64,
    ) -> Result<()> {
        let legacy = self.is_legacy();
        let separator = char_len(self.separator.trim_end()) as i64;
        let limit = width - if legacy { separator } else { separator.max(1) };
        // The bracket that was just written takes the place of the indent's last column.
        let mut line = Line { start: out.len(), len: indent.len() as i64, limit, indent, legacy };
        let mut shown = shown.enumerate().peekable();
        let mut word = std::mem::take(&mut self.word);
        while let Some((i, offset)) = shown.next() {
            if i % 4096 == 4095 {
                crate::tensor::lanes::check_interrupt()?;
            }
            if gap == Some(i) {
                line.add_word(out, ELLIPSIS);
                line.push(out, if legacy { ", " } else { self.separator });
            }
            word.clear();
            self.format.write(&mut word, self.array, offset, self.array.dtype())?;
            let last = shown.peek().is_none();
            if last && legacy {
                line.limit = width;
            }
            line.add(out, &word)?;
            if !last {
                line.push(out, self.separator);
            }
        }
        self.word = word;
        Ok(())
    }

    /// The blocks along an axis that is not the last, each on lines of its own.
    fn write_blocks(
        &mut self,
        out: &mut String,
        axis: usize,
        shown: impl Iterator<Item = isize>,
        gap: Option<usize>,
        indent: &str,
        width: i64,
    ) -> Result<()> {
        let legacy = self.is_legacy();
        let breaks = self.array.ndim() - axis - 1;
        let inner_width = if legacy { width } else { width - 1 };
        let outer = indent.strip_suffix(' ').unwrap_or(indent);
        let mut shown = shown.enumerate().peekable();
        while let Some((i, offset)) = shown.next() {
            if gap == Some(i) {
                out.push_str(if i > 0 { outer } else { "" });
                out.push_str(ELLIPSIS);
                if legacy { out.push_str(", \n") } else { self.end_block(out, breaks) }
            }
            out.push_str(if i > 0 || gap == Some(0) { outer } else { "" });
            self.write(out, axis + 1, offset, indent, inner_width)?;
            if shown.peek().is_some() {
                self.end_block(out, breaks);
            }
        }
        Ok(())
    }

    fn end_block(&self, out: &mut String, breaks: usize) {
        out.push_str(self.separator.trim_end());
        (0..breaks).for_each(|_| out.push('\n'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges() {
        assert_eq!(offsets(&[5, 2], &[2, 1], Some(1)), [0, 1, 8, 9]);
        assert_eq!(offsets(&[3], &[8], None), [0, 8, 16]);
        assert_eq!(offsets(&[], &[], None), [0]);
    }

    #[test]
    fn lines() {
        assert_eq!(split_lines("a\r\nb\n\nc\n"), ["a", "b", "", "c"]);
        assert!(split_lines("").is_empty());
    }
}
