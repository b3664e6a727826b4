//! Text and bytes → Python literals: quoting, escapes, which characters are printable.

use std::fmt::Write;

/// `repr` of a str: `'it'`, `"it's"`, `'a\nb'`, `'\x7f'`.
pub fn str_repr(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_str_repr(&mut out, text);
    out
}

/// Appends the `repr` of a str.
pub fn write_str_repr(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in text.chars() {
        if c == quote {
            out.push('\\');
            out.push(c);
        } else if is_printable(c) && c != '\\' {
            out.push(c);
        } else {
            escape(out, c);
        }
    }
    out.push(quote);
}

/// `ascii` of a str: its `repr` with everything beyond ASCII escaped.
pub fn ascii_repr(text: &str) -> String {
    escape_non_ascii(&str_repr(text))
}

/// Escapes what is not ASCII in a text that is a `repr` already.
pub fn escape_non_ascii(repr: &str) -> String {
    let mut out = String::with_capacity(repr.len());
    for c in repr.chars() {
        if c.is_ascii() { out.push(c) } else { escape(&mut out, c) }
    }
    out
}

/// `repr` of bytes: `b'ab\x00'`.
pub fn bytes_repr(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        let c = byte as char;
        match byte {
            _ if c == quote => {
                out.push('\\');
                out.push(c);
            }
            b'\\' | b'\t' | b'\n' | b'\r' => escape(&mut out, c),
            0x20..=0x7e => out.push(c),
            _ => escape(&mut out, c),
        }
    }
    out.push(quote);
    out
}

/// `b'\x61\xFF'`: every byte as hexadecimal, as NumPy writes raw voids.
pub fn void_repr(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(4 * bytes.len() + 3);
    out.push_str("b'");
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\x{byte:02X}");
    }
    out.push('\'');
    out
}

fn escape(out: &mut String, c: char) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        _ => {
            let code = c as u32;
            let _ = match code {
                0..=0xff => write!(out, "\\x{code:02x}"),
                0x100..=0xffff => write!(out, "\\u{code:04x}"),
                _ => write!(out, "\\U{code:08x}"),
            };
        }
    }
}

/// Python's `str.isprintable` for one character: not a control, format, surrogate, private, unassigned or separator
/// character, the space apart.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    // The standard library escapes just these categories; behind another character it doesn't escape combining marks.
    let mut buffer = [b'a'; 5];
    let len = c.encode_utf8(&mut buffer[1..]).len();
    let Ok(pair) = std::str::from_utf8(&buffer[..=len]) else { return false };
    pair.escape_debug().nth(1) != Some('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_escapes() {
        assert_eq!(str_repr("it"), "'it'");
        assert_eq!(str_repr("it's"), "\"it's\"");
        assert_eq!(str_repr("it's \"x\""), "'it\\'s \"x\"'");
        assert_eq!(str_repr("a\n\t\r\\\x00\x7f"), r"'a\n\t\r\\\x00\x7f'");
        assert_eq!(
            str_repr("é日本\u{ad}\u{200b}\u{301}\u{e000}\u{1f600}\u{f0000}"),
            "'é日本\\xad\\u200b\u{301}\\ue000😀\\U000f0000'"
        );
        assert_eq!(ascii_repr("é日😀"), r"'\xe9\u65e5\U0001f600'");
        assert_eq!(bytes_repr(b"a'b\x00\xff\n"), r#"b"a'b\x00\xff\n""#);
        assert_eq!(void_repr(b"a\xff"), r"b'\x61\xFF'");
    }
}
