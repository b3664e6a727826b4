//! String and bytes literals: where one ends, and its text between the quotes → its value (escapes decoded, line ends
//! normalised), with Python's messages for what is wrong.

use std::rc::Rc;

/// What the letters before the opening quote say.
#[derive(Clone, Copy, Default, Debug)]
pub struct Prefix {
    pub raw: bool,
    pub bytes: bool,
    pub format: bool,
}

impl Prefix {
    /// `None` for letters that are no prefix of a string (`x'…'` is the name `x` and a string).
    pub fn parse(letters: &str) -> Option<Prefix> {
        let mut prefix = Prefix::default();
        let mut unicode = false;
        for letter in letters.bytes() {
            let flag = match letter | 0x20 {
                b'r' => &mut prefix.raw,
                b'b' => &mut prefix.bytes,
                b'f' => &mut prefix.format,
                b'u' => &mut unicode,
                _ => return None,
            };
            if std::mem::replace(flag, true) {
                return None;
            }
        }
        let alone = !unicode || letters.len() == 1;
        (alone && !(prefix.bytes && prefix.format)).then_some(prefix)
    }
}

/// An opening quote: `'`, `"`, `'''` or `"""`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quote {
    pub byte: u8,
    pub triple: bool,
}

impl Quote {
    pub fn len(self) -> usize {
        if self.triple { 3 } else { 1 }
    }

    /// Does the closing quote stand at `pos`?
    pub fn closes(self, text: &[u8], pos: usize) -> bool {
        let wanted = [self.byte; 3];
        text.get(pos..pos + self.len()).is_some_and(|found| *found == wanted[..self.len()])
    }
}

/// The length of a string's body: up to its closing quote, or `Err` with where it stops without one (the end of the
/// line, or of the text).
pub fn body_len(text: &str, quote: Quote) -> Result<usize, usize> {
    let bytes = text.as_bytes();
    let mut pos = 0;
    while let Some(&byte) = bytes.get(pos) {
        match byte {
            b'\\' => pos += if bytes[pos..].starts_with(b"\\\r\n") { 3 } else { 2 },
            b'\n' | b'\r' if !quote.triple => return Err(pos),
            _ if byte == quote.byte && quote.closes(bytes, pos) => return Ok(pos),
            _ => pos += 1,
        }
    }
    Err(bytes.len())
}

/// A message for an escape that means nothing, and where it is in the body.
pub struct EscapeError {
    pub message: String,
    pub start: usize,
    pub end: usize,
}

/// The value of a string's body.
pub fn decode(body: &str, prefix: Prefix) -> Result<Rc<str>, EscapeError> {
    let plain = |b: &u8| *b != b'\r' && (prefix.raw || *b != b'\\');
    if body.as_bytes().iter().all(plain) {
        return Ok(body.into());
    }
    let mut out = String::with_capacity(body.len());
    let mut chars = Chars { body, pos: 0, codec_pos: 0 };
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.eat('\n');
                out.push('\n');
            }
            '\\' if !prefix.raw => escape(&mut chars, &mut out)?,
            _ => out.push(c),
        }
    }
    Ok(out.into())
}

/// Walks the body, counting also as Python's codec does: there a character outside ASCII is ten bytes long.
struct Chars<'a> {
    body: &'a str,
    pos: usize,
    codec_pos: usize,
}

impl Chars<'_> {
    fn peek(&self) -> Option<char> {
        self.body[self.pos..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.pos += c.len_utf8();
        self.codec_pos += if c.is_ascii() { 1 } else { 10 };
        Some(c)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    /// Up to `count` digits of a radix.
    fn digits(&mut self, radix: u32, count: usize) -> (u32, usize) {
        let (mut value, mut read) = (0, 0);
        while read < count
            && let Some(digit) = self.peek().and_then(|c| c.to_digit(radix))
        {
            value = value * radix + digit;
            read += 1;
            self.next();
        }
        (value, read)
    }
}

fn escape(chars: &mut Chars, out: &mut String) -> Result<(), EscapeError> {
    let (start, codec_start) = (chars.pos - 1, chars.codec_pos - 1);
    let error = |chars: &Chars, reason: &str| {
        let last = chars.codec_pos.max(codec_start + 2) - 1;
        let message = format!(
            "(unicode error) 'unicodeescape' codec can't decode bytes in position {codec_start}-{last}: {reason}"
        );
        EscapeError { message, start, end: chars.pos }
    };
    let Some(c) = chars.next() else {
        out.push('\\');
        return Ok(());
    };
    let (width, reason) = match c {
        '\n' => return Ok(()),
        '\r' => {
            chars.eat('\n');
            return Ok(());
        }
        'x' => (2, "truncated \\xXX escape"),
        'u' => (4, "truncated \\uXXXX escape"),
        'U' => (8, "truncated \\UXXXXXXXX escape"),
        'N' => {
            out.push(named(chars).map_err(|reason| error(chars, reason))?);
            return Ok(());
        }
        '0'..='7' => {
            chars.pos -= 1;
            chars.codec_pos -= 1;
            let (value, _) = chars.digits(8, 3);
            out.extend(char::from_u32(value));
            return Ok(());
        }
        _ => {
            match simple_escape(c) {
                Some(byte) => out.push(byte as char),
                None => out.extend(['\\', c]),
            }
            return Ok(());
        }
    };
    let (value, read) = chars.digits(16, width);
    if read < width {
        return Err(error(chars, reason));
    }
    match char::from_u32(value) {
        Some(c) => out.push(c),
        None if value <= 0x10FFFF => return Err(error(chars, "NPL has no lone surrogates (\\ud800 to \\udfff)")),
        None => return Err(error(chars, "illegal Unicode character")),
    }
    Ok(())
}

/// `\N{NAME}`, after the `N`.
fn named(chars: &mut Chars) -> Result<char, &'static str> {
    if !chars.eat('{') {
        return Err("malformed \\N character escape");
    }
    let rest = &chars.body[chars.pos..];
    let Some(len) = rest.find('}').filter(|&len| len > 0) else { return Err("malformed \\N character escape") };
    let name = &rest[..len];
    for _ in 0..name.chars().count() + 1 {
        chars.next();
    }
    unicode_names2::character(name).ok_or("unknown Unicode character name")
}

fn simple_escape(c: char) -> Option<u8> {
    Some(match c {
        '\\' | '\'' | '"' => c as u8,
        'a' => 0x07,
        'b' => 0x08,
        'f' => 0x0C,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 0x0B,
        _ => return None,
    })
}

/// The value of the body of a bytes literal.
pub fn decode_bytes(body: &str, prefix: Prefix) -> Result<Rc<[u8]>, EscapeError> {
    if let Some((start, c)) = body.char_indices().find(|(_, c)| !c.is_ascii()) {
        let message = "bytes can only contain ASCII literal characters".to_string();
        return Err(EscapeError { message, start, end: start + c.len_utf8() });
    }
    let mut out = Vec::with_capacity(body.len());
    let mut chars = Chars { body, pos: 0, codec_pos: 0 };
    while let Some(c) = chars.next() {
        if c == '\r' {
            chars.eat('\n');
            out.push(b'\n');
            continue;
        }
        if c != '\\' || prefix.raw {
            out.push(c as u8);
            continue;
        }
        let start = chars.pos - 1;
        match chars.next() {
            None => out.push(b'\\'),
            Some('\n') => {}
            Some('\r') => {
                chars.eat('\n');
            }
            Some('x') => {
                let (value, read) = chars.digits(16, 2);
                if read < 2 {
                    let message = format!("(value error) invalid \\x escape at position {start}");
                    return Err(EscapeError { message, start, end: chars.pos });
                }
                out.push(value as u8);
            }
            Some('0'..='7') => {
                chars.pos -= 1;
                out.push(chars.digits(8, 3).0 as u8);
            }
            Some(c) => match simple_escape(c) {
                Some(byte) => out.push(byte),
                None => out.extend([b'\\', c as u8]),
            },
        }
    }
    Ok(out.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> String {
        decode(body, Prefix::default()).map(|s| s.to_string()).unwrap_or_else(|e| e.message)
    }

    #[test]
    fn prefixes() {
        for good in ["", "r", "R", "u", "U", "b", "Br", "rB", "f", "fR", "Rf"] {
            assert!(Prefix::parse(good).is_some(), "{good}");
        }
        for bad in ["x", "ur", "bf", "ff", "ub", "uf"] {
            assert!(Prefix::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn ends() {
        let one = Quote { byte: b'\'', triple: false };
        let three = Quote { byte: b'\'', triple: true };
        assert_eq!(body_len("ab'c", one), Ok(2));
        assert_eq!(body_len(r"a\'b'", one), Ok(4));
        assert_eq!(body_len("a\nb'", one), Err(1));
        assert_eq!(body_len("a\\\nb'", one), Ok(4));
        assert_eq!(body_len("a''\n'b'''", three), Ok(6));
        assert_eq!(body_len("a''", three), Err(3));
        assert_eq!(body_len("a\\", one), Err(2));
    }

    #[test]
    fn escapes() {
        assert_eq!(text(r"\n\x41\u00e9\U0001F600\101\q\'"), "\nAé😀A\\q'");
        assert_eq!(text("a\\\r\nb\r\nc"), "ab\nc");
        assert_eq!(text(r"\777"), "\u{1ff}");
        let codec = "(unicode error) 'unicodeescape' codec can't decode bytes in position";
        assert_eq!(text(r"\xg"), format!("{codec} 0-1: truncated \\xXX escape"));
        assert_eq!(text(r"é\u12"), format!("{codec} 10-13: truncated \\uXXXX escape"));
        assert_eq!(text(r"\U00110000"), format!("{codec} 0-9: illegal Unicode character"));
    }

    #[test]
    fn bytes() {
        let value = |body| decode_bytes(body, Prefix::default()).map(|b| b.to_vec()).map_err(|e| e.message);
        assert_eq!(value(r"\x00\377a\q"), Ok(vec![0, 255, b'a', b'\\', b'q']));
        assert_eq!(value(r"ab\x"), Err("(value error) invalid \\x escape at position 2".into()));
        assert_eq!(value("é"), Err("bytes can only contain ASCII literal characters".into()));
    }
}
