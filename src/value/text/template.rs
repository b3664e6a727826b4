//! `str.format`: a template with `{}` fields and arguments → text.

use super::escape_non_ascii;
use super::subject::Subject;
use crate::tensor::error::{Error, ErrorKind, Result};

/// Where the fields' values come from.
pub struct Fields<'a, V: Subject> {
    /// `None` for `format_map`, which has none.
    pub positional: Option<&'a [V]>,
    /// The keyword argument of a name; raises KeyError for an unknown one.
    pub named: &'a dyn Fn(&str) -> Result<V, V::Error>,
}

/// How fields without a number get theirs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Undecided,
    /// The next number.
    Automatic(usize),
    Manual,
}

/// One step from a field's first part to its value.
enum Step<'a> {
    Attribute(&'a str),
    Index(usize),
    Key(&'a str),
}

/// A parsed replacement field.
struct Field<'a> {
    name: &'a str,
    conversion: Option<char>,
    spec: &'a str,
    /// Whether the specification has fields of its own.
    nested: bool,
}

/// `template.format(…)`.
///
/// # Errors
/// Python's ValueError, IndexError and KeyError, and what the arguments' own methods raise.
pub fn format_template<V: Subject>(template: &str, fields: &Fields<V>) -> Result<String, V::Error> {
    let mut numbering = Numbering::Undecided;
    expand(template, fields, &mut numbering, 2)
}

fn expand<V: Subject>(
    template: &str,
    fields: &Fields<V>,
    numbering: &mut Numbering,
    depth: usize,
) -> Result<String, V::Error> {
    if depth == 0 {
        return Err(Error::value("Max string recursion exceeded").into());
    }
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        if rest.as_bytes().first() == Some(&brace) {
            out.push(brace as char);
            rest = &rest[1..];
            continue;
        }
        if brace == b'}' {
            return Err(Error::value("Single '}' encountered in format string").into());
        }
        if rest.is_empty() {
            return Err(Error::value("Single '{' encountered in format string").into());
        }
        let field = parse_field(&mut rest)?;
        out.push_str(&render(&field, fields, numbering, depth)?);
    }
    out.push_str(rest);
    Ok(out)
}

/// Takes a field and its closing brace off the front of `rest`.
fn parse_field<'a>(rest: &mut &'a str) -> Result<Field<'a>> {
    let text = *rest;
    let mut chars = text.char_indices();
    let (end, stop) = loop {
        match chars.next() {
            Some((_, '{')) => return Err(Error::value("unexpected '{' in field name")),
            Some((_, '[')) => while chars.next().is_some_and(|(_, c)| c != ']') {},
            Some((at, c @ ('}' | ':' | '!'))) => break (at, c),
            Some(_) => {}
            None => return Err(Error::value("expected '}' before end of string")),
        }
    };
    let mut field = Field { name: &text[..end], conversion: None, spec: "", nested: false };
    *rest = chars.as_str();
    if stop == '}' {
        return Ok(field);
    }
    if stop == '!' {
        let Some((_, conversion)) = chars.next() else {
            return Err(Error::value("end of string while looking for conversion specifier"));
        };
        field.conversion = Some(conversion);
        *rest = chars.as_str();
        match chars.next() {
            Some((_, '}')) => {
                *rest = chars.as_str();
                return Ok(field);
            }
            Some((_, ':')) => *rest = chars.as_str(),
            Some(_) => return Err(Error::value("expected ':' after conversion specifier")),
            None => {}
        }
    }
    let spec = *rest;
    let mut depth = 1;
    for (at, c) in spec.char_indices() {
        match c {
            '{' => {
                field.nested = true;
                depth += 1;
            }
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            field.spec = &spec[..at];
            *rest = &spec[at + 1..];
            return Ok(field);
        }
    }
    Err(Error::value("unmatched '{' in format spec"))
}

fn render<V: Subject>(
    field: &Field,
    fields: &Fields<V>,
    numbering: &mut Numbering,
    depth: usize,
) -> Result<String, V::Error> {
    let value = look_up(field.name, fields, numbering)?;
    let text = match field.conversion {
        None => None,
        Some('r') => Some(value.repr()?),
        Some('s') => Some(value.text()?),
        Some('a') => Some(escape_non_ascii(&value.repr()?)),
        Some(c) => {
            let shown = if matches!(c, '!'..='~') { c.to_string() } else { format!("\\x{:x}", c as u32) };
            return Err(Error::value(format!("Unknown conversion specifier {shown}")).into());
        }
    };
    let expanded = match field.nested {
        true => Some(expand(field.spec, fields, numbering, depth - 1)?),
        false => None,
    };
    let spec = expanded.as_deref().unwrap_or(field.spec);
    match text {
        Some(text) => Ok(super::format_str(&text, spec, "str")?),
        None => value.format(spec),
    }
}

/// The value that `0.name[key]` names.
fn look_up<V: Subject>(name: &str, fields: &Fields<V>, numbering: &mut Numbering) -> Result<V, V::Error> {
    let end = name.find(['.', '[']).unwrap_or(name.len());
    let (first, mut path) = name.split_at(end);
    let index = if first.is_empty() { None } else { as_index(first)? };
    let mut value = match index {
        None if !first.is_empty() => (fields.named)(first)?,
        index => {
            let index = number(index, numbering)?;
            let Some(positional) = fields.positional else {
                return Err(Error::value("Format string contains positional fields").into());
            };
            positional.get(index).cloned().ok_or_else(|| {
                Error::new(
                    ErrorKind::Index,
                    format!("Replacement index {index} out of range for positional args tuple"),
                )
            })?
        }
    };
    while let Some(step) = next_step(&mut path)? {
        value = match step {
            Step::Attribute(name) => value.attribute(name)?,
            Step::Index(i) => value.item_at(i)?,
            Step::Key(key) => value.item_named(key, false)?,
        };
    }
    Ok(value)
}

/// The position of a field: its own, or the next.
fn number(index: Option<usize>, numbering: &mut Numbering) -> Result<usize> {
    let (next, result) = match (index, *numbering) {
        (Some(_), Numbering::Automatic(_)) => {
            return Err(Error::value("cannot switch from automatic field numbering to manual field specification"));
        }
        (Some(i), _) => (Numbering::Manual, i),
        (None, Numbering::Manual) => {
            return Err(Error::value("cannot switch from manual field specification to automatic field numbering"));
        }
        (None, Numbering::Automatic(n)) => (Numbering::Automatic(n + 1), n),
        (None, Numbering::Undecided) => (Numbering::Automatic(1), 0),
    };
    *numbering = next;
    Ok(result)
}

/// The number that `text` is, if it is one.
fn as_index(text: &str) -> Result<Option<usize>> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    match text.parse::<usize>() {
        Ok(n) if n <= isize::MAX as usize => Ok(Some(n)),
        _ => Err(Error::value("Too many decimal digits in format string")),
    }
}

fn next_step<'a>(path: &mut &'a str) -> Result<Option<Step<'a>>> {
    let text = *path;
    let step = match text.as_bytes().first() {
        None => return Ok(None),
        Some(b'.') => {
            let end = text[1..].find(['.', '[']).map_or(text.len(), |end| end + 1);
            *path = &text[end..];
            (&text[1..end], true)
        }
        Some(b'[') => {
            let Some(end) = text.find(']') else { return Err(Error::value("Missing ']' in format string")) };
            *path = &text[end + 1..];
            (&text[1..end], false)
        }
        Some(_) => return Err(Error::value("Only '.' or '[' may follow ']' in format field specifier")),
    };
    Ok(Some(match step {
        ("", _) => return Err(Error::value("Empty attribute in format string")),
        (name, true) => Step::Attribute(name),
        (key, false) => match as_index(key)? {
            Some(index) => Step::Index(index),
            None => Step::Key(key),
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::super::subject::tests::Sample::{self, Float, List, Map, Text};
    use super::*;

    fn format(template: &str) -> String {
        let positional = [Sample::Int(3), Text("x"), List(&[4, 5]), Map("k", 6)];
        let named = |name: &str| match name {
            "w" => Ok(Sample::Int(6)),
            "pi" => Ok(Float(3.14159)),
            _ => Err(Error::new(ErrorKind::Key, format!("'{name}'"))),
        };
        let fields = Fields { positional: Some(&positional), named: &named };
        format_template(template, &fields).unwrap_or_else(|e| e.message)
    }

    #[test]
    fn fields() {
        assert_eq!(format("{}{{{}}}"), "3{x}");
        assert_eq!(format("{1!r:>5} {0.real:+d} {2[1]} {3[k]}"), "  'x' +3 5 6");
        assert_eq!(format("{pi:{w}.{0}f}|"), " 3.142|");
    }

    #[test]
    fn errors() {
        for (template, want) in [
            ("}", "Single '}' encountered in format string"),
            ("{", "Single '{' encountered in format string"),
            ("{0", "expected '}' before end of string"),
            ("{0:", "unmatched '{' in format spec"),
            ("{!}", "unmatched '{' in format spec"),
            ("{!rx}", "expected ':' after conversion specifier"),
            ("{!x}", "Unknown conversion specifier x"),
            ("{a{b}}", "unexpected '{' in field name"),
            ("{}{0}", "cannot switch from automatic field numbering to manual field specification"),
            ("{0}{}", "cannot switch from manual field specification to automatic field numbering"),
            ("{9}", "Replacement index 9 out of range for positional args tuple"),
            ("{q}", "'q'"),
            ("{0.}", "Empty attribute in format string"),
            ("{2[0]x}", "Only '.' or '[' may follow ']' in format field specifier"),
            ("{:{:{}}}", "Max string recursion exceeded"),
        ] {
            assert_eq!(format(template), want, "{template}");
        }
    }
}
