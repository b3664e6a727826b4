//! The format mini-language `[[fill]align][sign][z][#][0][width][grouping][.precision][type]` → its parts, with CPython's
//! errors (ValueError).

use crate::tensor::error::{Error, Result};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Right,
    Center,
    /// `=`: padding stands between the sign and the digits.
    AfterSign,
}

/// A parsed format specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FormatSpec {
    pub fill: char,
    /// `None`: the default of the type.
    pub align: Option<Align>,
    /// `+`, `-` or a space.
    pub sign: Option<char>,
    /// `z`: a negative zero loses its sign.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    pub width: usize,
    /// `,` or `_`
    pub grouping: Option<char>,
    pub precision: Option<usize>,
    /// The presentation type, if one is given.
    pub kind: Option<char>,
}

/// Widths and precisions that fit CPython's `Py_ssize_t`.
const MOST: usize = isize::MAX as usize;

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self, c: char) {
        self.rest = &self.rest[c.len_utf8()..];
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|&c| wanted(c))?;
        self.skip(c);
        Some(c)
    }

    fn number(&mut self) -> Result<Option<usize>> {
        let len = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if len == 0 {
            return Ok(None);
        }
        let (digits, rest) = self.rest.split_at(len);
        self.rest = rest;
        match digits.parse::<usize>() {
            Ok(n) if n <= MOST => Ok(Some(n)),
            _ => Err(Error::value("Too many decimal digits in format string")),
        }
    }
}

fn alignment(c: char) -> Option<Align> {
    match c {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

impl FormatSpec {
    /// Parses `text` for a value of the class `type_name`. `numeric`: a leading 0 pads after the sign.
    pub fn parse(text: &str, type_name: &str, numeric: bool) -> Result<FormatSpec> {
        let mut spec = FormatSpec {
            fill: ' ',
            align: None,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        };
        let mut reader = Reader { rest: text };
        let filled = spec.read_align(&mut reader);
        spec.sign = reader.eat(|c| matches!(c, '+' | '-' | ' '));
        spec.no_negative_zero = reader.eat(|c| c == 'z').is_some();
        spec.alternate = reader.eat(|c| c == '#').is_some();
        if !filled && reader.eat(|c| c == '0').is_some() {
            spec.fill = '0';
            if numeric && spec.align.is_none() {
                spec.align = Some(Align::AfterSign);
            }
        }
        spec.width = reader.number()?.unwrap_or(0);
        spec.read_grouping(&mut reader)?;
        if reader.eat(|c| c == '.').is_some() {
            let precision = reader.number()?;
            spec.precision = Some(precision.ok_or_else(|| Error::value("Format specifier missing precision"))?);
        }
        let mut rest = reader.rest.chars();
        spec.kind = rest.next();
        if rest.next().is_some() {
            let message = format!("Invalid format specifier '{text}' for object of type '{type_name}'");
            return Err(Error::value(message));
        }
        spec.check_grouping(numeric)?;
        Ok(spec)
    }

    /// Fill and alignment; returns whether a fill was given.
    fn read_align(&mut self, reader: &mut Reader) -> bool {
        let mut chars = reader.rest.chars();
        let (Some(first), second) = (chars.next(), chars.next()) else { return false };
        if let Some(align) = second.and_then(alignment) {
            self.fill = first;
            self.align = Some(align);
            reader.rest = chars.as_str();
            return true;
        }
        if let Some(align) = alignment(first) {
            self.align = Some(align);
            reader.skip(first);
        }
        false
    }

    fn read_grouping(&mut self, reader: &mut Reader) -> Result<()> {
        let both = || Err(Error::value("Cannot specify both ',' and '_'."));
        let comma = reader.eat(|c| c == ',');
        let underscore = reader.eat(|c| c == '_');
        if comma.is_some() && underscore.is_some() || underscore.is_some() && reader.peek() == Some(',') {
            return both();
        }
        self.grouping = comma.or(underscore);
        Ok(())
    }

    fn check_grouping(&self, numeric: bool) -> Result<()> {
        let Some(separator) = self.grouping else { return Ok(()) };
        match self.kind {
            None if numeric => Ok(()),
            Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if separator == '_' => Ok(()),
            kind => {
                let kind = kind.unwrap_or('s');
                let shown = if matches!(kind, '!'..='~') { kind.to_string() } else { format!("\\x{:x}", kind as u32) };
                Err(Error::value(format!("Cannot specify '{separator}' with '{shown}'.")))
            }
        }
    }

    /// ValueError: the type that was asked for is not one of `type_name`.
    pub(super) fn unknown_kind<T>(&self, type_name: &str) -> Result<T> {
        let kind = self.kind.unwrap_or_default();
        let shown = if matches!(kind, '!'..='~') { kind.to_string() } else { format!("\\x{:x}", kind as u32) };
        Err(Error::value(format!("Unknown format code '{shown}' for object of type '{type_name}'")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        FormatSpec::parse(text, "int", true).unwrap_err().message
    }

    #[test]
    fn parts() {
        let spec = FormatSpec::parse("x<+z#012,.3f", "float", true).unwrap();
        let want = FormatSpec {
            fill: 'x',
            align: Some(Align::Left),
            sign: Some('+'),
            no_negative_zero: true,
            alternate: true,
            width: 12,
            grouping: Some(','),
            precision: Some(3),
            kind: Some('f'),
        };
        assert_eq!(spec, want);
        let spec = FormatSpec::parse("05", "int", true).unwrap();
        assert_eq!((spec.fill, spec.align, spec.width), ('0', Some(Align::AfterSign), 5));
    }

    #[test]
    fn errors() {
        assert_eq!(error(",_"), "Cannot specify both ',' and '_'.");
        assert_eq!(error(",x"), "Cannot specify ',' with 'x'.");
        assert_eq!(error("5."), "Format specifier missing precision");
        assert_eq!(error("dd"), "Invalid format specifier 'dd' for object of type 'int'");
        assert_eq!(error("99999999999999999999"), "Too many decimal digits in format string");
    }
}
