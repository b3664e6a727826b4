//! Templates with `%` and arguments → text or bytes, as Python's `%` operator does it.

use super::escape_non_ascii;
use super::float::Presentation;
use super::integer::{self, Int, OwnedInt};
use super::layout;
use super::rounding::float_to_int;
use super::subject::{Number, Subject};
use crate::tensor::error::{Error, Result};

/// What stands right of `%`.
pub enum Arguments<'a, V> {
    /// A tuple's items.
    Tuple(&'a [V]),
    /// Something with items (a dict, a list, an array): the one argument, which need not be used.
    Mapping(&'a V),
    /// Any other single argument.
    Single(&'a V),
}

/// One conversion: `%(key)#0- +5.3d`.
#[derive(Clone, Default, Debug)]
struct Conversion {
    left: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

/// A piece of the result before it is padded.
struct Word {
    /// `-`, `+`, a space or nothing.
    sign: &'static str,
    prefix: &'static str,
    body: Vec<u8>,
    /// Zeros may fill it up.
    numeric: bool,
}

/// `template % arguments` of a str.
///
/// # Errors
/// Python's TypeError, ValueError and OverflowError, and what the arguments' own methods raise.
pub fn format_percent<V: Subject>(template: &str, arguments: Arguments<V>) -> Result<String, V::Error> {
    let out = Engine::new(template.as_bytes(), arguments, false).run()?;
    // All pieces are text.
    Ok(String::from_utf8(out).unwrap_or_default())
}

/// `template % arguments` of bytes.
///
/// # Errors
/// As [`format_percent`].
pub fn format_bytes_percent<V: Subject>(template: &[u8], arguments: Arguments<V>) -> Result<Vec<u8>, V::Error> {
    Engine::new(template, arguments, true).run()
}

struct Engine<'a, V> {
    template: &'a [u8],
    position: usize,
    arguments: Arguments<'a, V>,
    /// Arguments taken so far.
    taken: usize,
    /// The value of `%(key)`, which replaces all other arguments from then on.
    keyed: Option<V>,
    keyed_taken: bool,
    bytes: bool,
}

impl<'a, V: Subject> Engine<'a, V> {
    fn new(template: &'a [u8], arguments: Arguments<'a, V>, bytes: bool) -> Engine<'a, V> {
        Engine { template, position: 0, arguments, taken: 0, keyed: None, keyed_taken: false, bytes }
    }

    fn run(mut self) -> Result<Vec<u8>, V::Error> {
        let mut out = Vec::with_capacity(self.template.len() + 32);
        while let Some(&byte) = self.template.get(self.position) {
            self.position += 1;
            if byte == b'%' { self.convert(&mut out)? } else { out.push(byte) }
        }
        let all = match self.arguments {
            Arguments::Tuple(items) => self.keyed.is_some() || self.taken >= items.len(),
            Arguments::Single(_) => self.taken > 0,
            Arguments::Mapping(_) => true,
        };
        if !all {
            let what = if self.bytes { "bytes" } else { "string" };
            return Err(Error::type_error(format!("not all arguments converted during {what} formatting")).into());
        }
        Ok(out)
    }

    fn next(&mut self) -> Result<V, V::Error> {
        let next = match (&self.keyed, &self.arguments) {
            (Some(value), _) if !self.keyed_taken => {
                self.keyed_taken = true;
                Some(value.clone())
            }
            (Some(_), _) => None,
            (None, Arguments::Tuple(items)) => items.get(self.taken).cloned(),
            (None, Arguments::Mapping(value) | Arguments::Single(value)) => (self.taken == 0).then(|| (*value).clone()),
        };
        self.taken += 1;
        next.ok_or_else(|| Error::type_error("not enough arguments for format string").into())
    }

    fn peek(&self) -> Option<u8> {
        self.template.get(self.position).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.position += found as usize;
        found
    }

    fn convert(&mut self, out: &mut Vec<u8>) -> Result<(), V::Error> {
        if self.eat(b'%') {
            out.push(b'%');
            return Ok(());
        }
        if self.eat(b'(') {
            self.take_key()?;
        }
        let conversion = self.options()?;
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.position += 1;
        }
        let Some(kind) = self.peek() else { return Err(Error::value("incomplete format").into()) };
        let start = self.position;
        self.position += 1;
        let value = self.next()?;
        let word = match kind {
            b's' | b'r' | b'a' | b'b' if kind != b'b' || self.bytes => self.text(&value, kind, &conversion)?,
            b'c' => self.character(&value)?,
            b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => self.integer(&value, kind, &conversion)?,
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => self.float(&value, kind, &conversion)?,
            _ => return Err(self.unsupported(start).into()),
        };
        self.pad(out, &word, &conversion);
        Ok(())
    }

    /// `unsupported format character 'y' (0x79) at index 1`
    fn unsupported(&self, start: usize) -> Error {
        let before = String::from_utf8_lossy(&self.template[..start]);
        let c = match self.bytes {
            true => self.template[start] as char,
            false => String::from_utf8_lossy(&self.template[start..]).chars().next().unwrap_or('?'),
        };
        let index = if self.bytes { start } else { before.chars().count() };
        let shown = if matches!(c, ' '..='~') { c } else { '?' };
        Error::value(format!("unsupported format character '{shown}' (0x{:x}) at index {index}", c as u32))
    }

    /// `(key)`, nested parentheses included.
    fn take_key(&mut self) -> Result<(), V::Error> {
        let Arguments::Mapping(mapping) = self.arguments else {
            return Err(Error::type_error("format requires a mapping").into());
        };
        let start = self.position;
        let mut depth = 1;
        while depth > 0 {
            match self.peek() {
                Some(b'(') => depth += 1,
                Some(b')') => depth -= 1,
                Some(_) => {}
                None => return Err(Error::value("incomplete format key").into()),
            }
            self.position += 1;
        }
        let key = String::from_utf8_lossy(&self.template[start..self.position - 1]);
        self.keyed = Some(mapping.item_named(&key, self.bytes)?);
        self.keyed_taken = false;
        Ok(())
    }

    fn options(&mut self) -> Result<Conversion, V::Error> {
        let mut conversion = Conversion::default();
        loop {
            match self.peek() {
                Some(b'-') => conversion.left = true,
                Some(b'+') => conversion.plus = true,
                Some(b' ') => conversion.space = true,
                Some(b'#') => conversion.alternate = true,
                Some(b'0') => conversion.zero = true,
                _ => break,
            }
            self.position += 1;
        }
        if self.eat(b'*') {
            let width = self.star("ssize_t", i64::MAX)?;
            conversion.left |= width < 0;
            conversion.width = width.unsigned_abs() as usize;
        } else {
            conversion.width = self.digits("width too big")?;
        }
        if self.eat(b'.') {
            conversion.precision = Some(match self.eat(b'*') {
                true => self.star("int", i32::MAX as i64)?.max(0) as usize,
                false => self.digits("precision too big")?,
            });
        }
        layout::check_width(conversion.width.max(conversion.precision.unwrap_or(0)))?;
        Ok(conversion)
    }

    /// The argument that `*` stands for; it must fit into the C type `name`.
    fn star(&mut self, name: &str, most: i64) -> Result<i64, V::Error> {
        match self.next()?.number() {
            Some(Number::Int(OwnedInt::Small(n))) if (-most..=most).contains(&n) => Ok(n),
            Some(Number::Int(_)) => Err(Error::overflow(format!("Python int too large to convert to C {name}")).into()),
            _ => Err(Error::type_error("* wants int").into()),
        }
    }

    fn digits(&mut self, too_big: &str) -> Result<usize, V::Error> {
        let mut n: usize = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            let next = n.checked_mul(10).and_then(|n| n.checked_add((digit - b'0') as usize));
            n = next.filter(|&n| n <= i32::MAX as usize).ok_or_else(|| Error::value(too_big))?;
            self.position += 1;
        }
        Ok(n)
    }

    fn text(&self, value: &V, kind: u8, conversion: &Conversion) -> Result<Word, V::Error> {
        let body = match (kind, self.bytes) {
            (b's' | b'b', true) => match value.as_bytes() {
                Some(bytes) => bytes.into_owned(),
                None => {
                    let message = "%b requires a bytes-like object, or an object that implements __bytes__, not";
                    return Err(Error::type_error(format!("{message} '{}'", value.type_name())).into());
                }
            },
            (b's', _) => value.text()?.into_bytes(),
            (b'r', false) => value.repr()?.into_bytes(),
            _ => escape_non_ascii(&value.repr()?).into_bytes(),
        };
        let body = match conversion.precision {
            Some(n) if self.bytes => body[..n.min(body.len())].to_vec(),
            Some(n) => layout::truncate(&String::from_utf8_lossy(&body), n).as_bytes().to_vec(),
            None => body,
        };
        Ok(Word { sign: "", prefix: "", body, numeric: false })
    }

    fn character(&self, value: &V) -> Result<Word, V::Error> {
        let number = match value.number() {
            Some(Number::Int(i)) => Some(i),
            _ => None,
        };
        let body = match (number, self.bytes) {
            (Some(OwnedInt::Small(i @ 0..=255)), true) => vec![i as u8],
            (Some(_), true) => return Err(Error::overflow("%c arg not in range(256)").into()),
            (Some(OwnedInt::Small(i)), false) => match u32::try_from(i).ok().and_then(char::from_u32) {
                Some(c) => c.to_string().into_bytes(),
                None => return Err(Error::overflow("%c arg not in range(0x110000)").into()),
            },
            (Some(_), false) => return Err(Error::overflow("%c arg not in range(0x110000)").into()),
            (None, true) => match value.as_bytes() {
                Some(bytes) if bytes.len() == 1 => bytes.into_owned(),
                _ => return Err(Error::type_error("%c requires an integer in range(256) or a single byte").into()),
            },
            (None, false) => match value.as_str() {
                Some(text) if text.chars().count() == 1 => text.into_owned().into_bytes(),
                _ => return Err(Error::type_error("%c requires int or char").into()),
            },
        };
        Ok(Word { sign: "", prefix: "", body, numeric: false })
    }

    fn sign(&self, negative: bool, conversion: &Conversion) -> &'static str {
        match (negative, conversion) {
            (true, _) => "-",
            (_, Conversion { plus: true, .. }) => "+",
            (_, Conversion { space: true, .. }) => " ",
            _ => "",
        }
    }

    fn integer(&self, value: &V, kind: u8, conversion: &Conversion) -> Result<Word, V::Error> {
        let (base, prefix) = match kind {
            b'o' => (8, "0o"),
            b'x' => (16, "0x"),
            b'X' => (16, "0X"),
            _ => (10, ""),
        };
        let owned = match value.number() {
            Some(Number::Int(i)) => i,
            Some(Number::Float(x)) if base == 10 => float_to_int(x)?,
            _ => {
                let wanted = if base == 10 { "a real number" } else { "an integer" };
                let kind = if self.bytes && kind == b'i' { 'd' } else { kind as char };
                let message = format!("%{kind} format: {wanted} is required, not {}", value.type_name());
                return Err(Error::type_error(message).into());
            }
        };
        let value: Int = owned.as_ref();
        let (negative, mut digits) = integer::percent_digits(value, base)?;
        if kind == b'X' {
            digits.make_ascii_uppercase();
        }
        let mut body = vec![b'0'; conversion.precision.unwrap_or(0).saturating_sub(digits.len())];
        body.extend_from_slice(digits.as_bytes());
        let prefix = if conversion.alternate { prefix } else { "" };
        Ok(Word { sign: self.sign(negative, conversion), prefix, body, numeric: true })
    }

    fn float(&self, value: &V, kind: u8, conversion: &Conversion) -> Result<Word, V::Error> {
        let x = match value.number() {
            Some(Number::Float(x)) => x,
            Some(Number::Int(i)) => i.as_ref().to_f64()?,
            None if self.bytes => {
                return Err(Error::type_error(format!("float argument required, not {}", value.type_name())).into());
            }
            None => return Err(Error::type_error(format!("must be real number, not {}", value.type_name())).into()),
        };
        let presentation = Presentation {
            kind: kind.to_ascii_lowercase(),
            precision: conversion.precision.unwrap_or(6),
            upper: kind.is_ascii_uppercase(),
            alternate: conversion.alternate,
            point_zero: false,
        };
        let text = presentation.write(x);
        let mut body = text.digits.into_bytes();
        body.extend_from_slice(text.rest.as_bytes());
        let negative = x.is_sign_negative() && !x.is_nan();
        Ok(Word { sign: self.sign(negative, conversion), prefix: "", body, numeric: true })
    }

    fn pad(&self, out: &mut Vec<u8>, word: &Word, conversion: &Conversion) {
        let body_len = if self.bytes { word.body.len() } else { String::from_utf8_lossy(&word.body).chars().count() };
        let len = word.sign.len() + word.prefix.len() + body_len;
        let padding = std::iter::repeat_n(b' ', conversion.width.saturating_sub(len));
        let zeros = word.numeric && conversion.zero && !conversion.left;
        if !zeros && !conversion.left {
            out.extend(padding.clone());
        }
        out.extend_from_slice(word.sign.as_bytes());
        out.extend_from_slice(word.prefix.as_bytes());
        if zeros {
            out.extend(padding.clone().map(|_| b'0'));
        }
        out.extend_from_slice(&word.body);
        if conversion.left {
            out.extend(padding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::subject::tests::Sample::{self, Float, List, Map, Text};
    use super::*;

    fn format(template: &str, items: &[Sample]) -> String {
        format_percent(template, Arguments::Tuple(items)).unwrap_or_else(|e| e.message)
    }

    #[test]
    fn conversions() {
        for (template, item, want) in [
            ("%05d", Sample::Int(-3), "-0003"),
            ("%#08x", Sample::Int(255), "0x0000ff"),
            ("%-08d|", Sample::Int(5), "5       |"),
            ("%+.5d", Sample::Int(42), "+00042"),
            ("%d", Float(1.9), "1"),
            ("%08.3f", Float(-3.14159), "-003.142"),
            ("%05f", Float(f64::INFINITY), "00inf"),
            ("%#g", Float(1.0), "1.00000"),
            ("%5.2s|", Text("abc"), "   ab|"),
            ("%a", Text("é"), r"'\xe9'"),
            ("%c", Sample::Int(233), "é"),
            ("%ld%%", Sample::Int(3), "3%"),
            ("%d", Text("x"), "%d format: a real number is required, not str"),
            ("%x", Float(1.5), "%x format: an integer is required, not float"),
            ("%y", Sample::Int(1), "unsupported format character 'y' (0x79) at index 1"),
            ("é%z", Sample::Int(1), "unsupported format character 'z' (0x7a) at index 2"),
            ("%", Sample::Int(1), "incomplete format"),
            ("%f", Text("x"), "must be real number, not str"),
            ("%s %s", Sample::Int(1), "not enough arguments for format string"),
            ("abc", Sample::Int(1), "not all arguments converted during string formatting"),
            ("%(a)s", Sample::Int(1), "format requires a mapping"),
        ] {
            assert_eq!(format(template, &[item]), want, "{template}");
        }
        assert_eq!(format("%-*.*f|", &[Sample::Int(6), Sample::Int(2), Float(2.5)]), "2.50  |");
    }

    #[test]
    fn mappings_and_bytes() {
        let map = Map("a", 7);
        assert_eq!(format_percent("%(a)03d %%", Arguments::Mapping(&map)).unwrap(), "007 %");
        assert_eq!(format_percent("plain", Arguments::Mapping(&List(&[1]))).unwrap(), "plain");
        assert_eq!(
            format_bytes_percent(b"%5s|%c", Arguments::Tuple(&[Text("ab"), Sample::Int(255)])).unwrap(),
            b"   ab|\xff"
        );
        let error = format_bytes_percent(b"%s", Arguments::Single(&Sample::Int(1))).unwrap_err();
        assert!(error.message.ends_with("implements __bytes__, not 'int'"));
    }
}
