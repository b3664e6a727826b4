//! Paths as texts: what `os.path` and `pathlib` share; arguments that stand for paths; patterns of file names.

use crate::builtins::io::source::path_of;
use crate::builtins::python::receiver::{bytes_like, type_name};
use crate::value::{Context, Error, FromValue, Result, Value};

/// A path given as str, bytes or an object with `__fspath__`.
pub struct PathText(pub String);

impl FromValue for PathText {
    const ACCEPTS: &'static str = "str or path";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<PathText> {
        if let Some(path) = path_of(cx, value)? {
            return Ok(PathText(path));
        }
        match bytes_like(value) {
            Some(bytes) => Ok(PathText(String::from_utf8_lossy(&bytes.data).into_owned())),
            None => {
                let name = type_name(value);
                Err(Error::type_error(format!("expected str, bytes or os.PathLike object, not {name}")))
            }
        }
    }
}

impl std::ops::Deref for PathText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Folder and last part, as `os.path.split` cuts.
pub fn split(path: &str) -> (String, String) {
    let at = path.rfind('/').map_or(0, |i| i + 1);
    let (head, tail) = path.split_at(at);
    let trimmed = head.trim_end_matches('/');
    (if trimmed.is_empty() { head } else { trimmed }.to_string(), tail.to_string())
}

/// Parts put together, as `os.path.join` does: one that starts at the root begins anew.
pub fn join<'a>(first: &str, more: impl IntoIterator<Item = &'a str>) -> String {
    let mut path = first.to_string();
    for part in more {
        if part.starts_with('/') {
            path = part.to_string();
        } else {
            if !path.is_empty() && !path.ends_with('/') {
                path.push('/');
            }
            path.push_str(part);
        }
    }
    path
}

/// A path without `.` and `..`, as far as its text tells.
pub fn normal(path: &str) -> String {
    // Two slashes at the start mean something of their own in POSIX.
    let root = match path {
        two if two.starts_with("//") && !two.starts_with("///") => "//",
        one if one.starts_with('/') => "/",
        _ => "",
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if !root.is_empty() => {}
            part => parts.push(part),
        }
    }
    let joined = format!("{root}{}", parts.join("/"));
    if joined.is_empty() { ".".into() } else { joined }
}

/// A path from the root.
pub fn absolute(path: &str) -> Result<String> {
    if path.starts_with('/') {
        return Ok(normal(path));
    }
    let folder = std::env::current_dir().map_err(|error| super::os_error::from_io(&error, Some(".")))?;
    Ok(normal(&format!("{}/{path}", folder.to_string_lossy())))
}

/// `~` and `~/…` with the user's folder.
pub fn with_home(path: &str) -> String {
    match (path.strip_prefix('~'), std::env::var("HOME")) {
        (Some(rest), Ok(home)) if rest.is_empty() || rest.starts_with('/') => format!("{home}{rest}"),
        _ => path.to_string(),
    }
}

/// Whether a name has the form of a pattern: `*` any text, `?` any character, `[a-z]` one of several, `[!a-z]` none of them.
pub fn fits(name: &str, pattern: &str) -> bool {
    let (name, pattern): (Vec<char>, Vec<char>) = (name.chars().collect(), pattern.chars().collect());
    // The last star, and where its text ends for now.
    let (mut at, mut from, mut star) = (0, 0, None);
    loop {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at + 1, from));
                at += 1;
                continue;
            }
            None if from == name.len() => return true,
            Some(_) if from < name.len() => {
                if let Some(next) = one_fits(&pattern, at, name[from]) {
                    (at, from) = (next, from + 1);
                    continue;
                }
            }
            _ => {}
        }
        let Some((after, end)) = star.filter(|(_, end)| *end < name.len()) else { return false };
        star = Some((after, end + 1));
        (at, from) = (after, end + 1);
    }
}

/// Whether the pattern's item at a place fits a character; where the next item begins.
fn one_fits(pattern: &[char], at: usize, c: char) -> Option<usize> {
    match pattern[at] {
        '?' => Some(at + 1),
        '[' => {
            let negate = pattern.get(at + 1) == Some(&'!');
            let first = at + 1 + usize::from(negate);
            let Some(end) = (first + 1..pattern.len()).find(|&i| pattern[i] == ']') else {
                return (c == '[').then_some(at + 1);
            };
            let (mut i, mut found) = (first, false);
            while i < end {
                let range = i + 2 < end && pattern[i + 1] == '-';
                let high = if range { pattern[i + 2] } else { pattern[i] };
                found |= (pattern[i]..=high).contains(&c);
                i += if range { 3 } else { 1 };
            }
            (found != negate).then_some(end + 1)
        }
        own => (own == c).then_some(at + 1),
    }
}

/// A path with the variables of the environment that it names put in; names of no variable stay.
pub fn with_variables(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(dollar) = rest.find('$') {
        out.push_str(&rest[..dollar]);
        let after = &rest[dollar + 1..];
        let plain = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        let (name, length) = match after.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((name, _)) => (name, name.len() + 2),
            None => (&after[..plain], plain),
        };
        match std::env::var(name) {
            Ok(value) if !name.is_empty() => out.push_str(&value),
            _ => out.push_str(&rest[dollar..dollar + 1 + length]),
        }
        rest = &after[length..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        for (name, pattern) in
            [("a.txt", "*.txt"), ("abc", "a?c"), ("b1", "[a-c][0-9]"), ("x", "[!a]"), ("[", "["), ("a]", "a[]]")]
        {
            assert!(fits(name, pattern), "{name} {pattern}");
        }
        for (name, pattern) in [("a.txt", "*.tx"), ("ac", "a?c"), ("d1", "[a-c]1"), ("a", "[!a]"), ("", "?")] {
            assert!(!fits(name, pattern), "{name} {pattern}");
        }
        assert!(fits("aaab", "*a*b*"));
    }

    #[test]
    fn paths_without_dots() {
        assert_eq!(normal("a/./b/../c"), "a/c");
        assert_eq!(normal("/../a//b"), "/a/b");
        assert_eq!(normal("//a"), "//a");
        assert_eq!(normal(""), ".");
    }
}
