//! A diagnostic and its sources → the report a person reads: first line as Python prints it, the source with carets, notes
//! and help. The only place that knows ariadne.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{Source, Sources};
use ariadne::{CharSet, Color, Config, IndexType, Report, ReportKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// A line longer than this many characters is shown only around its labels.
const LONGEST_LINE: usize = 240;
/// Source lines between the first and the last label that are still shown as one excerpt.
const LONGEST_EXCERPT: usize = 400;
/// Calls shown of a long trace, at either end.
const TRACE_EDGE: usize = 5;

/// The report as text, ending with a line break.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let mut excerpts: BTreeMap<u32, Excerpt> = BTreeMap::new();
    for label in &diagnostic.labels {
        if let Some(source) = sources.get(label.place.source) {
            excerpts.entry(source.id.0).or_insert_with(|| Excerpt::new(source, &diagnostic.labels));
        }
    }
    let mut text = match diagnostic.labels.first().and_then(|l| excerpts.get(&l.place.source.0)) {
        Some(_) => with_source(diagnostic, &excerpts, colour),
        None => without_source(diagnostic, colour),
    };
    // ariadne pads some lines; nothing of that is meant.
    if text.lines().any(|line| line.ends_with(' ')) {
        text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
    }
    text
}

fn severity_colour(diagnostic: &Diagnostic) -> Color {
    match diagnostic.severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
    }
}

fn with_source(diagnostic: &Diagnostic, excerpts: &BTreeMap<u32, Excerpt>, colour: bool) -> String {
    let span = |label: &Label| excerpts.get(&label.place.source.0).map(|e| (e.name.clone(), e.characters(label)));
    let Some(main) = diagnostic.labels.first().and_then(span) else { return without_source(diagnostic, colour) };
    let kind = ReportKind::Custom(&diagnostic.class, severity_colour(diagnostic));
    let charset = if colour || std::env::var_os("NPL_ASCII").is_none() { CharSet::Unicode } else { CharSet::Ascii };
    let config = Config::default().with_color(colour).with_index_type(IndexType::Char).with_char_set(charset);
    let mut report = Report::build(kind, main).with_config(config).with_message(diagnostic.message.trim_end());
    for (i, label) in diagnostic.labels.iter().enumerate() {
        let Some(span) = span(label) else { continue };
        let tint = if i == 0 { severity_colour(diagnostic) } else { Color::Cyan };
        let mark = ariadne::Label::new(span).with_color(tint).with_order(i as i32);
        report.add_label(if label.text.is_empty() { mark } else { mark.with_message(&label.text) });
    }
    for frame in trace_lines(diagnostic, excerpts) {
        report.add_note(frame);
    }
    for note in &diagnostic.notes {
        report.add_note(note);
    }
    for help in &diagnostic.help {
        report.add_help(help);
    }
    let mut out = Vec::new();
    let texts = excerpts.values().map(|e| (e.name.clone(), ariadne::Source::from(e.text.clone())));
    let mut cache = Cache(texts.collect());
    match report.finish().write(&mut cache, &mut out) {
        Ok(()) => {
            // ariadne's own first line ends where the excerpt begins; ours is Python's.
            let body = String::from_utf8_lossy(&out).into_owned();
            let lines = diagnostic.message.trim_end().lines().count().max(1);
            let body: String = body.split_inclusive('\n').skip(lines).collect();
            format!("{}\n{body}", headline(diagnostic, colour))
        }
        Err(_) => without_source(diagnostic, colour),
    }
}

/// The excerpts under their names.
struct Cache(BTreeMap<String, ariadne::Source<String>>);

impl ariadne::Cache<String> for &mut Cache {
    type Storage = String;

    fn fetch(&mut self, id: &String) -> Result<&ariadne::Source<String>, impl std::fmt::Debug> {
        self.0.get(id).ok_or("no such source")
    }

    fn display<'a>(&self, id: &'a String) -> Option<impl std::fmt::Display + 'a> {
        Some(id.clone())
    }
}

/// `Class: message`, as the last line of a Python traceback.
fn headline(diagnostic: &Diagnostic, colour: bool) -> String {
    let line = diagnostic.headline();
    if !colour {
        return line;
    }
    let role = match diagnostic.severity {
        Severity::Error => super::style::Role::Error,
        Severity::Warning => super::style::Role::Warning,
    };
    super::style::paint(role, &line)
}

/// First line, notes and help, where there is no text to point at.
fn without_source(diagnostic: &Diagnostic, colour: bool) -> String {
    let mut text = headline(diagnostic, colour);
    text.push('\n');
    for note in &diagnostic.notes {
        text.push_str(&format!("  Note: {note}\n"));
    }
    for help in &diagnostic.help {
        text.push_str(&format!("  Help: {help}\n"));
    }
    text
}

/// `in f, called at line 8`: the calls under way, outermost first, the middle of a long list left out.
fn trace_lines(diagnostic: &Diagnostic, excerpts: &BTreeMap<u32, Excerpt>) -> Vec<String> {
    let trace = &diagnostic.trace;
    let line = |frame: &crate::diagnostic::TraceFrame| {
        let at = excerpts.get(&frame.place.source.0).map(|e| e.source_line(frame.place.span.start));
        match at {
            Some(line) => format!("in {}, called at line {line}", frame.name),
            None => format!("in {}", frame.name),
        }
    };
    if trace.len() <= 2 * TRACE_EDGE {
        return trace.iter().map(line).collect();
    }
    let hidden = trace.len() - 2 * TRACE_EDGE;
    let mut lines: Vec<String> = trace[..TRACE_EDGE].iter().map(line).collect();
    lines.push(format!("… {hidden} more calls …"));
    lines.extend(trace[trace.len() - TRACE_EDGE..].iter().map(line));
    lines
}

/// The part of a source that a report shows: whole lines around the labels, long ones cut.
struct Excerpt {
    name: String,
    text: String,
    /// For each piece taken over: where it starts in the source (bytes), its length, where it starts in `text` (bytes).
    pieces: Vec<(usize, usize, usize)>,
    line_starts: Vec<usize>,
}

impl Excerpt {
    fn new(source: &Source, labels: &[Label]) -> Excerpt {
        let own: Vec<&Label> = labels.iter().filter(|l| l.place.source == source.id).collect();
        let lines = |l: &&Label| (source.line_column(l.place.span.start).0, source.line_column(l.place.span.end).0);
        let main = own.first().map_or((1, 1), lines);
        let first =
            own.iter().map(|l| lines(l).0).filter(|l| main.0.abs_diff(*l) <= LONGEST_EXCERPT).min().unwrap_or(1);
        let last = own.iter().map(|l| lines(l).1).filter(|l| main.0.abs_diff(*l) <= LONGEST_EXCERPT).max().unwrap_or(1);
        let mut excerpt = Excerpt {
            name: source.name.clone(),
            // Empty lines stand for those that are not shown, so that ariadne counts right.
            text: "\n".repeat(first - 1),
            pieces: Vec::new(),
            line_starts: source.text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i + 1).collect(),
        };
        for number in first..=last {
            let line = source.line(number);
            let start = line.as_ptr() as usize - source.text.as_ptr() as usize;
            excerpt.push_line(line, start, &own);
        }
        excerpt
    }

    fn push_line(&mut self, line: &str, start: usize, labels: &[&Label]) {
        let inside =
            |l: &&&Label| (l.place.span.start as usize) <= start + line.len() && l.place.span.end as usize >= start;
        let (mut from, mut to) = (0, line.len());
        if line.len() > LONGEST_LINE {
            let at = labels.iter().find(inside).map_or(0, |l| (l.place.span.start as usize).saturating_sub(start));
            from = floor_boundary(line, at.saturating_sub(LONGEST_LINE / 3));
            to = floor_boundary(line, (from + LONGEST_LINE).min(line.len()));
            if from > 0 {
                self.text.push('…');
            }
        }
        self.pieces.push((start + from, to - from, self.text.len()));
        self.text.push_str(&line[from..to]);
        if to < line.len() {
            self.text.push('…');
        }
        self.text.push('\n');
    }

    /// A label's place in the excerpt, in characters. One without words ends with its first line: ariadne draws nothing for
    /// wordless places of several lines.
    fn characters(&self, label: &Label) -> Range<usize> {
        let at = |offset: usize| {
            let piece = self.pieces.iter().rev().find(|(start, ..)| *start <= offset).or(self.pieces.first());
            let byte = piece.map_or(0, |&(start, len, to)| to + offset.saturating_sub(start).min(len));
            self.text.get(..floor_boundary(&self.text, byte)).unwrap_or("").chars().count()
        };
        let (start, mut end) = (at(label.place.span.start as usize), at(label.place.span.end as usize));
        if label.text.is_empty() {
            let line_end = self.text.chars().skip(start).position(|c| c == '\n');
            end = end.min(line_end.map_or(end, |len| start + len));
        }
        // An empty span would have no caret.
        start..end.max(start + 1).min(self.text.chars().count().max(start))
    }

    fn source_line(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|&s| s <= offset as usize) + 1
    }
}

/// The nearest character boundary at or below a byte position.
fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Place, Span};

    fn report(text: &str, start: usize, end: usize) -> String {
        let mut sources = Sources::default();
        let source = sources.add("<test>", text);
        let place = Place { source: source.id, span: Span::new(start, end) };
        render(&Diagnostic::error("ValueError", "no").label(place, "here").help("try λ"), &sources, false)
    }

    #[test]
    fn points_at_characters_not_bytes() {
        let text = report("x = 1\nλ = '日本' + y\n", 18, 19);
        assert!(text.starts_with("ValueError: no\n"), "{text}");
        assert!(text.contains("<test>:2:"), "{text}");
        assert!(text.contains("λ = '日本' + y"), "{text}");
        assert!(!text.contains('\x1b'));
    }

    #[test]
    fn a_place_of_several_lines_shows_its_first() {
        let mut sources = Sources::default();
        let source = sources.add("<test>", "x = f(1,\n      2)\n");
        let place = Place { source: source.id, span: Span::new(4, 17) };
        let text = render(&Diagnostic::error("ValueError", "no").label(place, ""), &sources, false);
        assert!(text.contains("1 │ x = f(1,"), "{text}");
    }

    #[test]
    fn survives_any_span() {
        for text in ["", "\n", "λ", "a\r\nb", &"x".repeat(5000), "\t日本\n\n"] {
            for start in 0..=text.len().min(40) {
                for end in start..=text.len().min(40) {
                    report(text, start, end);
                }
            }
        }
    }
}
