//! Text ↔ bytes in the encodings that programs name: UTF-8, ASCII, Latin-1, UTF-16 and UTF-32, and the code pages.

use super::code_pages::Page;
use crate::value::class::{Class, exception};
use crate::value::{Error, Result, Value};
use std::ops::Range;

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Sig,
    Ascii,
    Latin1,
    /// `None`: with a byte order mark, little-endian.
    Utf16(Option<bool>),
    Utf32(Option<bool>),
    Page(&'static Page),
}

impl Encoding {
    /// By Python's names; LookupError for one that is not known.
    fn named(name: &str) -> Result<Encoding> {
        Ok(match name.to_ascii_lowercase().replace(['_', ' '], "-").as_str() {
            "utf-8" | "utf8" | "u8" | "cp65001" => Encoding::Utf8,
            "utf-8-sig" => Encoding::Utf8Sig,
            "ascii" | "us-ascii" | "646" => Encoding::Ascii,
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "cp819" => Encoding::Latin1,
            "utf-16" | "utf16" => Encoding::Utf16(None),
            "utf-16-le" | "utf-16le" => Encoding::Utf16(Some(true)),
            "utf-16-be" | "utf-16be" => Encoding::Utf16(Some(false)),
            "utf-32" | "utf32" => Encoding::Utf32(None),
            "utf-32-le" | "utf-32le" => Encoding::Utf32(Some(true)),
            "utf-32-be" | "utf-32be" => Encoding::Utf32(Some(false)),
            other => match Page::named(other) {
                Some(page) => Encoding::Page(page),
                None => return Err(exception::LOOKUP_ERROR.error(format!("unknown encoding: {name}"))),
            },
        })
    }

    /// As error messages show it, and the greatest code point + 1 for the one-byte encodings.
    fn limit(self) -> Option<(&'static str, u32)> {
        match self {
            Encoding::Ascii => Some(("ascii", 128)),
            Encoding::Latin1 => Some(("latin-1", 256)),
            _ => None,
        }
    }
}

fn unknown_handler(errors: &str) -> Error {
    exception::LOOKUP_ERROR.error(format!("unknown error handler name '{errors}'"))
}

/// `text.encode(encoding, errors)`.
///
/// # Errors
/// UnicodeEncodeError for a character that the encoding does not have; LookupError for an unknown encoding.
pub fn encode(text: &str, encoding: &str, errors: &str) -> Result<Vec<u8>> {
    let encoding = Encoding::named(encoding)?;
    let endian = |little: bool, unit: &[u8]| if little { unit.to_vec() } else { unit.iter().rev().copied().collect() };
    Ok(match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Sig => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16(order) => {
            let mark = order.is_none().then_some(0xfeff);
            let units = mark.into_iter().chain(text.encode_utf16());
            units.flat_map(|unit| endian(order.unwrap_or(true), &unit.to_le_bytes())).collect()
        }
        Encoding::Utf32(order) => {
            let mark = order.is_none().then_some(0xfeff);
            let units = mark.into_iter().chain(text.chars().map(|c| c as u32));
            units.flat_map(|unit| endian(order.unwrap_or(true), &unit.to_le_bytes())).collect()
        }
        Encoding::Page(page) => page.encode(text, errors)?,
        Encoding::Ascii | Encoding::Latin1 => {
            let (name, limit) = encoding.limit().unwrap_or(("ascii", 128));
            one_byte_each(text, name, limit, errors)?
        }
    })
}

fn one_byte_each(text: &str, name: &str, limit: u32, errors: &str) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let code = c as u32;
        if code < limit {
            out.push(code as u8);
            continue;
        }
        if errors == "strict" {
            let run = text.chars().skip(i).take_while(|c| *c as u32 >= limit).count();
            let reason = format!("ordinal not in range({limit})");
            return Err(encode_failure(name, text, i, run, &reason));
        }
        out.extend(handled(c, errors)?.bytes());
    }
    Ok(out)
}

/// What an error handler puts in the place of a character that the encoding does not have.
pub(super) fn handled(c: char, errors: &str) -> Result<String> {
    Ok(match errors {
        "ignore" => String::new(),
        "replace" => "?".into(),
        "xmlcharrefreplace" => format!("&#{};", c as u32),
        "backslashreplace" => escape(c as u32),
        other => return Err(unknown_handler(other)),
    })
}

pub(super) fn escape(code: u32) -> String {
    match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

/// UnicodeEncodeError for `run` characters of a text from `at` on.
pub(super) fn encode_failure(name: &str, text: &str, at: usize, run: usize, reason: &str) -> Error {
    failure(&exception::UNICODE_ENCODE_ERROR, name, Value::str(text), at..at + run, reason)
}

/// UnicodeDecodeError for some of the bytes.
fn decode_failure(wrong: &Wrong) -> Error {
    let bytes = Value::bytes(wrong.all);
    failure(&exception::UNICODE_DECODE_ERROR, wrong.encoding, bytes, wrong.place.clone(), wrong.reason)
}

fn failure(class: &'static Class, encoding: &str, object: Value, place: Range<usize>, reason: &str) -> Error {
    let (start, end) = (Value::Int(place.start as i64), Value::Int(place.end as i64));
    Error::with_args(class, vec![Value::str(encoding), object, start, end, Value::str(reason)])
}

/// `bytes.decode(encoding, errors)`.
///
/// # Errors
/// UnicodeDecodeError for bytes that mean nothing in the encoding; LookupError for an unknown encoding.
pub fn decode(bytes: &[u8], encoding: &str, errors: &str) -> Result<String> {
    match Encoding::named(encoding)? {
        Encoding::Utf8 => decode_utf8(bytes, errors),
        Encoding::Utf8Sig => decode_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), errors),
        Encoding::Page(page) => page.decode(bytes, errors),
        Encoding::Latin1 => Ok(bytes.iter().map(|&b| b as char).collect()),
        Encoding::Ascii => {
            let mut out = String::with_capacity(bytes.len());
            for (i, &b) in bytes.iter().enumerate() {
                if b < 128 {
                    out.push(b as char);
                } else {
                    let reason = "ordinal not in range(128)";
                    Wrong { all: bytes, place: i..i + 1, encoding: "ascii", reason }.replaced(&mut out, errors)?;
                }
            }
            Ok(out)
        }
        Encoding::Utf16(order) => decode_utf16(bytes, order, errors),
        Encoding::Utf32(order) => decode_utf32(bytes, order, errors),
    }
}

fn decode_utf16(all: &[u8], order: Option<bool>, errors: &str) -> Result<String> {
    let (little, bytes) = match (order, all) {
        (None, [0xff, 0xfe, rest @ ..]) => (true, rest),
        (None, [0xfe, 0xff, rest @ ..]) => (false, rest),
        (order, bytes) => (order.unwrap_or(true), bytes),
    };
    let encoding = if little { "utf-16-le" } else { "utf-16-be" };
    let (pairs, tail) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|p| if little { u16::from_le_bytes(*p) } else { u16::from_be_bytes(*p) });
    let mut out = String::with_capacity(bytes.len() / 2);
    let mut at = all.len() - bytes.len();
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(c) => {
                out.push(c);
                at += 2 * c.len_utf16();
            }
            Err(error) => {
                let (high, last) = (error.unpaired_surrogate() < 0xdc00, at + 2 == all.len() - tail.len());
                let reason = match (high, last) {
                    (true, true) => "unexpected end of data",
                    (true, false) => "illegal UTF-16 surrogate",
                    (false, _) => "illegal encoding",
                };
                Wrong { all, place: at..at + 2, encoding, reason }.replaced(&mut out, errors)?;
                at += 2;
            }
        }
    }
    if !tail.is_empty() {
        Wrong { all, place: at..at + 1, encoding, reason: "truncated data" }.replaced(&mut out, errors)?;
    }
    Ok(out)
}

fn decode_utf32(all: &[u8], order: Option<bool>, errors: &str) -> Result<String> {
    let (little, bytes) = match (order, all) {
        (None, [0xff, 0xfe, 0, 0, rest @ ..]) => (true, rest),
        (None, [0, 0, 0xfe, 0xff, rest @ ..]) => (false, rest),
        (order, bytes) => (order.unwrap_or(true), bytes),
    };
    let encoding = if little { "utf-32-le" } else { "utf-32-be" };
    let (quads, tail) = bytes.as_chunks::<4>();
    let start = all.len() - bytes.len();
    let mut out = String::new();
    for (i, quad) in quads.iter().enumerate() {
        let code = if little { u32::from_le_bytes(*quad) } else { u32::from_be_bytes(*quad) };
        match char::from_u32(code) {
            Some(c) => out.push(c),
            None => {
                let surrogate = "code point in surrogate code point range(0xd800, 0xe000)";
                let reason = if code < 0x11_0000 { surrogate } else { "code point not in range(0x110000)" };
                let at = start + 4 * i;
                Wrong { all, place: at..at + 4, encoding, reason }.replaced(&mut out, errors)?;
            }
        }
    }
    if !tail.is_empty() {
        let place = all.len() - tail.len()..all.len();
        Wrong { all, place, encoding, reason: "truncated data" }.replaced(&mut out, errors)?;
    }
    Ok(out)
}

fn decode_utf8(bytes: &[u8], errors: &str) -> Result<String> {
    let mut out = String::with_capacity(bytes.len());
    let (mut rest, mut position) = (bytes, 0);
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                out.push_str(text);
                return Ok(out);
            }
            Err(error) => {
                let (valid, bad) = rest.split_at(error.valid_up_to());
                out.push_str(std::str::from_utf8(valid).unwrap_or(""));
                position += valid.len();
                let len = error.error_len().unwrap_or(bad.len());
                let (wrong, after) = bad.split_at(len.min(bad.len()));
                let reason = match (error.error_len(), wrong.first()) {
                    (None, _) => "unexpected end of data",
                    (_, Some(0xc2..=0xf4)) => "invalid continuation byte",
                    _ => "invalid start byte",
                };
                let place = position..position + wrong.len();
                Wrong { all: bytes, place, encoding: "utf-8", reason }.replaced(&mut out, errors)?;
                position += wrong.len();
                rest = after;
            }
        }
    }
}

/// Bytes that mean nothing in an encoding.
pub(super) struct Wrong<'a> {
    /// The bytes among all others, and where among them they are.
    pub all: &'a [u8],
    pub place: Range<usize>,
    pub encoding: &'a str,
    pub reason: &'a str,
}

impl Wrong<'_> {
    /// Appends what an error handler puts in their place.
    pub fn replaced(self, out: &mut String, errors: &str) -> Result<()> {
        match errors {
            "strict" => return Err(decode_failure(&self)),
            "ignore" => {}
            "replace" => out.push(char::REPLACEMENT_CHARACTER),
            "backslashreplace" => {
                self.all[self.place.clone()].iter().for_each(|b| out.push_str(&format!("\\x{b:02x}")));
            }
            other => return Err(unknown_handler(other)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for encoding in ["utf-8", "utf-16", "utf-16-be", "utf-32", "utf-8-sig"] {
            let bytes = encode("aé日𝄞", encoding, "strict").unwrap();
            assert_eq!(decode(&bytes, encoding, "strict").unwrap(), "aé日𝄞");
        }
        assert_eq!(encode("é", "latin-1", "strict").unwrap(), [0xe9]);
        assert_eq!(encode("aé", "ascii", "backslashreplace").unwrap(), b"a\\xe9");
    }

    #[test]
    fn errors_as_in_cpython() {
        assert_eq!(
            decode(b"ab\xff", "utf-8", "strict").unwrap_err().message(),
            "'utf-8' codec can't decode byte 0xff in position 2: invalid start byte"
        );
        assert_eq!(
            encode("né", "ascii", "strict").unwrap_err().message(),
            "'ascii' codec can't encode character '\\xe9' in position 1: ordinal not in range(128)"
        );
        assert_eq!(decode(b"a\xe2\x82", "utf-8", "replace").unwrap(), "a\u{fffd}");
    }
}
