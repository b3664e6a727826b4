//! Python's module `textwrap`: paragraphs in lines of a width, indentation.

use super::super::text_search::split_lines;
use crate::builtins::python::receiver::{Receiver, This};
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::{Context, FromValue, NativeObject, Result, Value};
use std::any::Any;
use std::cell::RefCell;

builtins! { TEXTWRAP, chapter "textwrap", spaces ["textwrap"];
    /// The lines of a paragraph, each at most `width` characters long.
    ///
    /// >>> import textwrap
    /// >>> textwrap.wrap('the quick brown fox', 10)
    /// ['the quick', 'brown fox']
    fn wrap(cx, text: String, width: i64 = 70, @kw initial_indent: String = String::new(), @kw subsequent_indent: String = String::new(),
            @kw break_long_words: bool = true) -> Vec<String> {
        wrap(&text, width, &initial_indent, &subsequent_indent, break_long_words)
    }

    /// A paragraph with line breaks, so that no line is longer than `width`.
    ///
    /// >>> import textwrap
    /// >>> print(textwrap.fill('the quick brown fox', 10))
    /// the quick
    /// brown fox
    fn fill(cx, text: String, width: i64 = 70, @kw initial_indent: String = String::new(), @kw subsequent_indent: String = String::new(),
            @kw break_long_words: bool = true) -> String {
        Ok(wrap(&text, width, &initial_indent, &subsequent_indent, break_long_words)?.join("\n"))
    }

    /// A text cut off between words so that it is at most `width` characters long.
    ///
    /// >>> import textwrap
    /// >>> textwrap.shorten('Hello  world out there', width=16)
    /// 'Hello [...]'
    fn shorten(cx, text: String, width: i64, @kw placeholder: String = " [...]".into()) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let whole = words.join(" ");
        let limit = width.max(0) as usize;
        if whole.chars().count() <= limit {
            return Ok(whole);
        }
        if placeholder.trim_start().chars().count() > limit {
            return Err(crate::value::Error::value("placeholder too large for max width"));
        }
        let fits = |n: &usize| words[..*n].join(" ").chars().count() + placeholder.chars().count() <= limit;
        match (1..words.len()).rev().find(fits) {
            Some(n) => Ok(words[..n].join(" ") + &placeholder),
            None => Ok(placeholder.trim_start().to_string()),
        }
    }

    /// Without the white space that all lines begin with.
    ///
    /// >>> import textwrap
    /// >>> textwrap.dedent('  a\n    b\n')
    /// 'a\n  b\n'
    fn dedent(cx, text: String) -> String {
        let margin = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let mut common: Option<String> = None;
        for line in text.split('\n').filter(|line| !line.trim_matches([' ', '\t']).is_empty()) {
            let own = &line[..margin(line)];
            common = Some(match common {
                None => own.to_string(),
                Some(known) => known.chars().zip(own.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect(),
            });
        }
        let common = common.unwrap_or_default();
        let lines = text.split('\n').map(|line| match line.trim_matches([' ', '\t']) {
            "" => "",
            _ => line.strip_prefix(common.as_str()).unwrap_or(line),
        });
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }

    /// With a prefix before each line that is not blank.
    ///
    /// >>> import textwrap
    /// >>> textwrap.indent('a\n\nb', '> ')
    /// '> a\n\n> b'
    fn indent(cx, text: String, prefix: String) -> String {
        let lines = split_lines(&text, true)?;
        let lines = lines.iter().map(|line| if line.trim().is_empty() { line.clone() } else { format!("{prefix}{line}") });
        Ok(lines.collect())
    }
}

builtins! { WRAPPER_CONSTRUCTOR, chapter "textwrap: TextWrapper", spaces ["constructors"];
    /// A wrapper of paragraphs that keeps how it wraps them.
    ///
    /// >>> from textwrap import TextWrapper
    /// >>> TextWrapper(width=10, subsequent_indent='  ').wrap('the quick brown fox')
    /// ['the quick', '  brown', '  fox']
    fn TextWrapper(cx, width: i64 = 70, initial_indent: String = String::new(), subsequent_indent: String = String::new(),
                   @kw break_long_words: bool = true) -> Value {
        let style = Style { width, first: initial_indent, rest: subsequent_indent, break_long: break_long_words };
        Ok(Value::object(TextWrapper { style: RefCell::new(style) }))
    }
}

builtins! { WRAPPER_METHODS, chapter "textwrap.TextWrapper", methods "TextWrapper";
    /// The lines of a paragraph.
    ///
    /// >>> from textwrap import TextWrapper
    /// >>> TextWrapper(width=10).wrap('the quick brown fox')
    /// ['the quick', 'brown fox']
    fn wrap(cx, @pos this: This<TextWrapper>, text: String) -> Vec<String> { this.wrap(&text) }

    /// A paragraph with line breaks.
    ///
    /// >>> from textwrap import TextWrapper
    /// >>> TextWrapper(width=10).fill('the quick brown fox')
    /// 'the quick\nbrown fox'
    fn fill(cx, @pos this: This<TextWrapper>, text: String) -> String { Ok(this.wrap(&text)?.join("\n")) }
}

static TEXT_WRAPPER: Class = Class::new("TextWrapper", "textwrap", &[&python::OBJECT]);

/// How paragraphs are wrapped.
struct Style {
    width: i64,
    first: String,
    rest: String,
    break_long: bool,
}

/// `textwrap.TextWrapper`
struct TextWrapper {
    style: RefCell<Style>,
}

impl TextWrapper {
    fn wrap(&self, text: &str) -> Result<Vec<String>> {
        let style = self.style.borrow();
        wrap(text, style.width, &style.first, &style.rest, style.break_long)
    }
}

impl Receiver for TextWrapper {
    const CLASS: &'static str = "TextWrapper";
}

impl NativeObject for TextWrapper {
    fn class(&self) -> &'static Class {
        &TEXT_WRAPPER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let style = self.style.borrow();
        Ok(Some(match name.as_str() {
            "width" => Value::Int(style.width),
            "initial_indent" => Value::str(style.first.as_str()),
            "subsequent_indent" => Value::str(style.rest.as_str()),
            "break_long_words" => Value::bool(style.break_long),
            _ => return Ok(None),
        }))
    }

    fn set_attribute(&self, cx: &mut dyn Context, name: Symbol, value: &Value) -> Result<bool> {
        let mut style = self.style.borrow_mut();
        match name.as_str() {
            "width" => style.width = FromValue::from_value(cx, value)?,
            "initial_indent" => style.first = FromValue::from_value(cx, value)?,
            "subsequent_indent" => style.rest = FromValue::from_value(cx, value)?,
            "break_long_words" => style.break_long = FromValue::from_value(cx, value)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn attribute_names(&self) -> Vec<String> {
        ["width", "initial_indent", "subsequent_indent", "break_long_words"].map(String::from).to_vec()
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("textwrap", "TextWrapper", Value::Class(&TEXT_WRAPPER))]
}

fn wrap(text: &str, width: i64, first: &str, rest: &str, break_long: bool) -> Result<Vec<String>> {
    let Some(width) = usize::try_from(width).ok().filter(|w| *w > 0) else {
        return Err(crate::value::Error::value(format!("invalid width {width} (must be > 0)")));
    };
    let count = |s: &str| s.chars().count();
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut room = width.saturating_sub(count(first)).max(1);
    for word in text.split_whitespace().flat_map(pieces) {
        let mut word = word;
        loop {
            let gap = usize::from(!line.is_empty() && word.1);
            if count(&line) + gap + count(word.0) <= room {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(word.0);
                break;
            }
            if line.is_empty() {
                if !break_long {
                    line.push_str(word.0);
                    break;
                }
                let cut = word.0.char_indices().nth(room).map_or(word.0.len(), |(at, _)| at);
                line.push_str(&word.0[..cut]);
                word = (&word.0[cut..], false);
                if word.0.is_empty() {
                    break;
                }
            }
            let indent = if lines.is_empty() { first } else { rest };
            lines.push(format!("{indent}{line}"));
            line.clear();
            room = width.saturating_sub(count(rest)).max(1);
        }
    }
    if !line.is_empty() {
        let indent = if lines.is_empty() { first } else { rest };
        lines.push(format!("{indent}{line}"));
    }
    Ok(lines)
}

/// A word in the pieces between which a line may break: behind hyphens inside it. Whether a space stands before the piece.
fn pieces(word: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let bytes = word.as_bytes();
    for (i, b) in bytes.iter().enumerate() {
        let letters = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphabetic);
        if *b == b'-' && i > 1 && letters(bytes.get(i - 1)) && letters(bytes.get(i + 1)) && letters(bytes.get(i + 2)) {
            parts.push((&word[start..=i], start == 0));
            start = i + 1;
        }
    }
    parts.push((&word[start..], start == 0));
    parts
}
