//! Methods of str that look for something in it: finding, counting, splitting, stripping, replacing.

use super::receiver::{bounds, text_of, type_name};
use crate::tensor::text::letter::is_space;
use crate::tensor::text::search;
use crate::value::iter::collect;
use crate::value::watch::{self, Watch};
use crate::value::{Error, Result, Str, Value};
use std::rc::Rc;

builtins! { TEXT_SEARCH, chapter "str: finding and splitting", methods "str";
    /// The first place of a part, or -1.
    ///
    /// >>> 'banana'.find('an'), 'banana'.find('an', 2), 'banana'.find('x')
    /// (1, 3, -1)
    fn find(cx, @pos this: Rc<Str>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        Ok(find_part(&this, &sub, start, end, false)?.map_or(-1, |i| i as i64))
    }

    /// The last place of a part, or -1.
    ///
    /// >>> 'banana'.rfind('an')
    /// 3
    fn rfind(cx, @pos this: Rc<Str>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        Ok(find_part(&this, &sub, start, end, true)?.map_or(-1, |i| i as i64))
    }

    /// The first place of a part; ValueError where it is not there.
    ///
    /// >>> 'banana'.index('na')
    /// 2
    fn index(cx, @pos this: Rc<Str>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        find_part(&this, &sub, start, end, false)?.map(|i| i as i64).ok_or_else(not_found)
    }

    /// The last place of a part; ValueError where it is not there.
    ///
    /// >>> 'banana'.rindex('na')
    /// 4
    fn rindex(cx, @pos this: Rc<Str>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        find_part(&this, &sub, start, end, true)?.map(|i| i as i64).ok_or_else(not_found)
    }

    /// How often a part occurs, without overlaps.
    ///
    /// >>> 'banana'.count('an'), 'abc'.count('')
    /// (2, 4)
    fn count(cx, @pos this: Rc<Str>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        let part = part(&sub, "")?;
        let Some(window) = window(&this, start, end)? else { return Ok(0) };
        if part.is_empty() {
            return Ok(window.text.chars().count() as i64 + 1);
        }
        let mut count = 0;
        watch::each_match(window.text, &part, |_| {
            count += 1;
            true
        })?;
        Ok(count)
    }

    /// Whether it starts with a part, or with one of a tuple of parts.
    ///
    /// >>> 'numpy'.startswith('num'), 'numpy'.startswith(('a', 'py'), 3)
    /// (True, True)
    fn startswith(cx, @pos this: Rc<Str>, @pos prefix: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> bool {
        at_edge(&this, &prefix, start, end, "startswith", |text, part| text.starts_with(part))
    }

    /// Whether it ends with a part, or with one of a tuple of parts.
    ///
    /// >>> 'a.csv'.endswith(('.txt', '.csv'))
    /// True
    fn endswith(cx, @pos this: Rc<Str>, @pos suffix: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> bool {
        at_edge(&this, &suffix, start, end, "endswith", |text, part| text.ends_with(part))
    }

    /// A copy with every occurrence of a part replaced, or only the first few.
    ///
    /// >>> 'banana'.replace('an', 'AN'), 'aaa'.replace('a', 'b', 2)
    /// ('bANANa', 'bba')
    fn replace(cx, @pos this: Rc<Str>, @pos old: Value, @pos new: Value, @pos count: i64 = -1) -> String {
        let (old, new) = (part(&old, "replace() argument 1")?, part(&new, "replace() argument 2")?);
        let text = this.as_str();
        let most = usize::try_from(count).unwrap_or(usize::MAX);
        if old.is_empty() || most == 0 {
            return Ok(text.replacen(&old, &new, most));
        }
        let (mut out, mut done, mut last) = (String::new(), 0, 0);
        watch::each_match(text, &old, |at| {
            out.push_str(&text[last..at]);
            out.push_str(&new);
            last = at + old.len();
            done += 1;
            done < most
        })?;
        out.push_str(&text[last..]);
        Ok(out)
    }

    /// The words, or the parts between separators.
    ///
    /// >>> ' a  b c '.split(), 'a,b,,c'.split(','), 'a b c'.split(maxsplit=1)
    /// (['a', 'b', 'c'], ['a', 'b', '', 'c'], ['a', 'b c'])
    fn split(cx, @pos this: Rc<Str>, sep: Value = Value::None, maxsplit: i64 = -1) -> Vec<String> {
        let limit = usize::try_from(maxsplit).unwrap_or(usize::MAX);
        Ok(match separator(&sep)? {
            None => split_words(this.as_str(), limit)?,
            Some(sep) => {
                let (text, mut parts, mut last) = (this.as_str(), Vec::new(), 0);
                if limit > 0 {
                    watch::each_match(text, &sep, |at| {
                        parts.push(text[last..at].to_string());
                        last = at + sep.len();
                        parts.len() < limit
                    })?;
                }
                parts.push(text[last..].to_string());
                parts
            }
        })
    }

    /// As `split`, from the right.
    ///
    /// >>> 'a.b.c'.rsplit('.', 1)
    /// ['a.b', 'c']
    fn rsplit(cx, @pos this: Rc<Str>, sep: Value = Value::None, maxsplit: i64 = -1) -> Vec<String> {
        let limit = usize::try_from(maxsplit).unwrap_or(usize::MAX);
        Ok(match separator(&sep)? {
            None => rsplit_words(this.as_str(), limit)?,
            Some(sep) => {
                let parts = this.as_str().rsplitn(limit.saturating_add(1), sep.as_str());
                let mut parts: Vec<String> = parts.map(String::from).collect();
                parts.reverse();
                parts
            }
        })
    }

    /// The lines, without their ends.
    ///
    /// >>> 'a\nb\r\nc'.splitlines(), 'a\nb'.splitlines(keepends=True)
    /// (['a', 'b', 'c'], ['a\n', 'b'])
    fn splitlines(cx, @pos this: Rc<Str>, keepends: bool = false) -> Vec<String> {
        split_lines(this.as_str(), keepends)
    }

    /// What stands before the first separator, the separator, and what stands after it.
    ///
    /// >>> 'key=a=b'.partition('='), 'key'.partition('=')
    /// (('key', '=', 'a=b'), ('key', '', ''))
    fn partition(cx, @pos this: Rc<Str>, @pos sep: Value) -> (String, String, String) {
        let sep = required_separator(&sep)?;
        let text = this.as_str();
        Ok(match text.split_once(&sep) {
            Some((before, after)) => (before.into(), sep, after.into()),
            None => (text.into(), String::new(), String::new()),
        })
    }

    /// As `partition`, at the last separator.
    ///
    /// >>> 'a/b/c'.rpartition('/')
    /// ('a/b', '/', 'c')
    fn rpartition(cx, @pos this: Rc<Str>, @pos sep: Value) -> (String, String, String) {
        let sep = required_separator(&sep)?;
        let text = this.as_str();
        Ok(match text.rsplit_once(&sep) {
            Some((before, after)) => (before.into(), sep, after.into()),
            None => (String::new(), String::new(), text.into()),
        })
    }

    /// The items of an iterable of strs, with this one between them.
    ///
    /// >>> ', '.join(['a', 'b', 'c'])
    /// 'a, b, c'
    fn join(cx, @pos this: Rc<Str>, @pos iterable: Value) -> String {
        let items = collect(cx, &iterable).map_err(|error| {
            if error.message().ends_with("is not iterable") { Error::type_error("can only join an iterable") } else { error }
        })?;
        let mut out = String::new();
        let mut watch = Watch::default();
        for (i, item) in items.iter().enumerate() {
            watch.step()?;
            if i > 0 {
                out.push_str(this.as_str());
            }
            match item {
                Value::Str(s) => out.push_str(s.as_str()),
                other => match text_of(other) {
                    Some(text) => out.push_str(&text),
                    None => {
                        let name = type_name(other);
                        return Err(Error::type_error(format!("sequence item {i}: expected str instance, {name} found")));
                    }
                },
            }
        }
        Ok(out)
    }

    /// Without white space, or without certain characters, at both ends.
    ///
    /// >>> '  a b '.strip(), 'xxaxbx'.strip('x')
    /// ('a b', 'axb')
    fn strip(cx, @pos this: Rc<Str>, @pos chars: Value = Value::None) -> String {
        let drop = stripped(&chars, "strip")?;
        Ok(this.as_str().trim_matches(&*drop).into())
    }

    /// As `strip`, at the left end.
    ///
    /// >>> '007'.lstrip('0')
    /// '7'
    fn lstrip(cx, @pos this: Rc<Str>, @pos chars: Value = Value::None) -> String {
        let drop = stripped(&chars, "lstrip")?;
        Ok(this.as_str().trim_start_matches(&*drop).into())
    }

    /// As `strip`, at the right end.
    ///
    /// >>> 'line\n'.rstrip()
    /// 'line'
    fn rstrip(cx, @pos this: Rc<Str>, @pos chars: Value = Value::None) -> String {
        let drop = stripped(&chars, "rstrip")?;
        Ok(this.as_str().trim_end_matches(&*drop).into())
    }

    /// Without a part at its start, if it is there.
    ///
    /// >>> 'np.mean'.removeprefix('np.')
    /// 'mean'
    fn removeprefix(cx, @pos this: Rc<Str>, @pos prefix: Value) -> String {
        let prefix = part(&prefix, "removeprefix() argument")?;
        Ok(this.as_str().strip_prefix(prefix.as_str()).unwrap_or(this.as_str()).into())
    }

    /// Without a part at its end, if it is there.
    ///
    /// >>> 'data.csv'.removesuffix('.csv')
    /// 'data'
    fn removesuffix(cx, @pos this: Rc<Str>, @pos suffix: Value) -> String {
        let suffix = part(&suffix, "removesuffix() argument")?;
        Ok(this.as_str().strip_suffix(suffix.as_str()).unwrap_or(this.as_str()).into())
    }
}

fn not_found() -> Error {
    Error::value("substring not found")
}

/// A str argument; TypeError `replace() argument 1 must be str, not int`, or without `what` `must be str, not int`.
fn part(value: &Value, what: &str) -> Result<String> {
    text_of(value).ok_or_else(|| {
        let name = type_name(value);
        let what = if what.is_empty() { String::new() } else { format!("{what} ") };
        Error::type_error(format!("{what}must be str, not {name}"))
    })
}

/// The part of a text that `start` and `end` choose, and how many characters stand before it.
struct Window<'a> {
    text: &'a str,
    skipped: usize,
}

/// `None` where start lies behind the end.
fn window(text: &Str, start: Value, end: Value) -> Result<Option<Window<'_>>> {
    let whole = text.as_str();
    if let (Value::None, Value::None) = (&start, &end) {
        return Ok(Some(Window { text: whole, skipped: 0 }));
    }
    let (start, end) = bounds(&start, &end)?;
    let Some(range) = search::window(text.char_count(), start, end) else { return Ok(None) };
    let (start, end) = (range.start, range.end);
    let byte = |i: usize| match text.is_ascii() {
        true => i,
        false => whole.char_indices().nth(i).map_or(whole.len(), |(at, _)| at),
    };
    Ok(Some(Window { text: &whole[byte(start)..byte(end)], skipped: start }))
}

fn find_part(this: &Str, sub: &Value, start: Value, end: Value, last: bool) -> Result<Option<usize>> {
    let part = part(sub, "")?;
    let Some(window) = window(this, start, end)? else { return Ok(None) };
    let found = if last { watch::rfind(window.text, &part)? } else { watch::find(window.text, &part)? };
    Ok(found.map(|at| window.skipped + if this.is_ascii() { at } else { window.text[..at].chars().count() }))
}

fn at_edge(
    this: &Str,
    parts: &Value,
    start: Value,
    end: Value,
    name: &str,
    test: fn(&str, &str) -> bool,
) -> Result<bool> {
    let window = window(this, start, end)?;
    let holds = |part: &str| window.as_ref().is_some_and(|w| test(w.text, part));
    match parts {
        Value::Tuple(tuple) => {
            for part in &tuple.items {
                let Some(text) = text_of(part) else {
                    let found = type_name(part);
                    return Err(Error::type_error(format!("tuple for {name} must only contain str, not {found}")));
                };
                if holds(&text) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        other => match text_of(other) {
            Some(text) => Ok(holds(&text)),
            None => {
                let found = type_name(other);
                Err(Error::type_error(format!("{name} first arg must be str or a tuple of str, not {found}")))
            }
        },
    }
}

fn separator(sep: &Value) -> Result<Option<String>> {
    match sep {
        Value::None => Ok(None),
        other => match text_of(other) {
            Some(text) if text.is_empty() => Err(Error::value("empty separator")),
            Some(text) => Ok(Some(text)),
            None => Err(Error::type_error(format!("must be str or None, not {}", type_name(other)))),
        },
    }
}

fn required_separator(sep: &Value) -> Result<String> {
    match text_of(sep) {
        Some(text) if text.is_empty() => Err(Error::value("empty separator")),
        Some(text) => Ok(text),
        None => Err(Error::type_error(format!("must be str, not {}", type_name(sep)))),
    }
}

fn split_words(text: &str, limit: usize) -> Result<Vec<String>> {
    let mut watch = Watch::default();
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        watch.step()?;
        if words.len() == limit {
            words.push(rest.to_string());
            break;
        }
        let end = rest.find(is_space).unwrap_or(rest.len());
        words.push(rest[..end].to_string());
        rest = rest[end..].trim_start_matches(is_space);
    }
    Ok(words)
}

fn rsplit_words(text: &str, limit: usize) -> Result<Vec<String>> {
    let mut watch = Watch::default();
    let mut words = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    while !rest.is_empty() {
        watch.step()?;
        if words.len() == limit {
            words.push(rest.to_string());
            break;
        }
        let last = rest.char_indices().rev().find(|(_, c)| is_space(*c));
        let start = last.map_or(0, |(at, c)| at + c.len_utf8());
        words.push(rest[start..].to_string());
        rest = rest[..start].trim_end_matches(is_space);
    }
    words.reverse();
    Ok(words)
}

/// Lines as `str.splitlines` sees them: ended by any of Unicode's line ends.
pub fn split_lines(text: &str, keep: bool) -> Result<Vec<String>> {
    let mut watch = Watch::default();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        watch.step()?;
        let mut end = at + c.len_utf8();
        match c {
            '\r' if chars.peek().is_some_and(|(_, next)| *next == '\n') => {
                chars.next();
                end += 1;
            }
            '\n' | '\r' | '\x0b' | '\x0c' | '\x1c' | '\x1d' | '\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}' => {}
            _ => continue,
        }
        lines.push(text[start..if keep { end } else { at }].to_string());
        start = end;
    }
    if start < text.len() {
        lines.push(text[start..].to_string());
    }
    Ok(lines)
}

/// The test for characters that stripping takes away.
fn stripped(chars: &Value, name: &str) -> Result<Box<dyn Fn(char) -> bool>> {
    match chars {
        Value::None => Ok(Box::new(is_space)),
        other => match text_of(other) {
            Some(chars) => Ok(Box::new(move |c| chars.contains(c))),
            None => Err(Error::type_error(format!("{name} arg must be None or str"))),
        },
    }
}
