//! Text → numbers, as `int()`, `float()` and `complex()` read it.

use super::integer::{OwnedInt, digit_limit, exceeds_limit};
use super::str_repr;
use crate::tensor::error::{Error, Result};
use crate::tensor::text::letter::{decimal_digit, is_space};
use dashu_int::IBig;
use std::borrow::Cow;

/// Python's whitespace around numbers.
fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// `text` without underscores; `None` where one doesn't stand between two digits (of any base up to 36).
fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'_' && !(digit(at.checked_sub(1)) && digit(Some(at + 1))) {
            return None;
        }
    }
    Some(text.chars().filter(|&c| c != '_').collect())
}

/// `text` without the spaces around it and with ASCII digits in place of other scripts'.
fn normalize(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let ascii = |c| decimal_digit(c).and_then(|value| char::from_digit(value, 10)).unwrap_or(c);
    Cow::Owned(text.chars().map(ascii).collect())
}

/// A float as Python writes it, without underscores and spaces around it.
fn plain_float(text: &str) -> Option<f64> {
    // Rust's grammar is Python's.
    text.parse().ok()
}

/// `float(text)`: `1_0.5e3`, `-inf`, `nan`, spaces around it.
///
/// # Errors
/// ValueError for what is no number.
pub fn parse_float(text: &str) -> Result<f64> {
    let number = normalize(text);
    let parsed = match number.contains('_') {
        true => without_underscores(&number).and_then(|number| plain_float(&number)),
        false => plain_float(&number),
    };
    parsed.ok_or_else(|| Error::value(format!("could not convert string to float: {}", str_repr(text))))
}

/// `int(text, base)`; base 0 goes by the prefix `0x`, `0o`, `0b`.
///
/// # Errors
/// ValueError for what is no number, a base that doesn't exist, or more decimal digits than the limit allows.
pub fn parse_int(text: &str, base: i64) -> Result<OwnedInt> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(Error::value("int() base must be >= 2 and <= 36, or 0"));
    }
    let invalid = || Error::value(format!("invalid literal for int() with base {base}: {}", str_repr(text)));
    let normal = normalize(text);
    let number = normal.as_ref();
    let (negative, number) = match number.as_bytes().first() {
        Some(b'-') => (true, &number[1..]),
        Some(b'+') => (false, &number[1..]),
        _ => (false, number),
    };
    let (radix, digits) = strip_prefix(number, base as u32).ok_or_else(invalid)?;
    let well_formed = !digits.is_empty()
        && !digits.starts_with('_')
        && !digits.ends_with('_')
        && !digits.contains("__")
        && digits.chars().all(|c| c == '_' || c.is_digit(radix));
    if !well_formed {
        return Err(invalid());
    }
    let digits: String = digits.chars().filter(|&c| c != '_').collect();
    if let Ok(small) = i64::from_str_radix(&digits, radix) {
        return Ok(OwnedInt::Small(if negative { -small } else { small }));
    }
    if !radix.is_power_of_two() && exceeds_limit(digits.len()) {
        return Err(Error::value(format!(
            "Exceeds the limit ({} digits) for integer string conversion: value has {} digits; use \
             sys.set_int_max_str_digits() to increase the limit",
            digit_limit(),
            digits.len()
        )));
    }
    let big = IBig::from_str_radix(&digits, radix).map_err(|_| invalid())?;
    Ok(OwnedInt::from(if negative { -big } else { big }))
}

/// The radix of a literal and its digits behind a prefix; `None` for base 0 and a decimal number with leading zeros.
fn strip_prefix(number: &str, base: u32) -> Option<(u32, &str)> {
    let prefix = match number.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    if prefix != 0 && (base == prefix || base == 0) {
        let digits = &number[2..];
        // One underscore may follow the prefix.
        return Some((prefix, digits.strip_prefix('_').unwrap_or(digits)));
    }
    if base != 0 {
        return Some((base, number));
    }
    let zeros_only = number.bytes().all(|b| matches!(b, b'0' | b'_'));
    if number.starts_with('0') && !zeros_only { None } else { Some((10, number)) }
}

/// `complex(text)`: `1+2j`, `(1e3-j)`, `nanj`, `3`; real and imaginary part.
///
/// # Errors
/// ValueError for what is no complex number.
pub fn parse_complex(text: &str) -> Result<(f64, f64)> {
    let malformed = || Error::value("complex() arg is a malformed string");
    let normal = normalize(text);
    let number = match normal.contains('_') {
        true => without_underscores(&normal)
            .ok_or_else(|| Error::value(format!("could not convert string to complex: {}", str_repr(text))))?,
        false => normal.into_owned(),
    };
    let number = match number.strip_prefix('(') {
        Some(inner) => trim(inner.strip_suffix(')').ok_or_else(malformed)?),
        None => &number,
    };
    complex_parts(number).ok_or_else(malformed)
}

fn complex_parts(text: &str) -> Option<(f64, f64)> {
    let Some(body) = text.strip_suffix(['j', 'J']) else { return Some((plain_float(text)?, 0.0)) };
    // The imaginary part begins at the last sign that does not belong to an exponent.
    let split = body.char_indices().rev().find(|&(at, c)| matches!(c, '+' | '-') && !body[..at].ends_with(['e', 'E']));
    let (re, im) = match split {
        Some((at, _)) => body.split_at(at),
        None => ("", body),
    };
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        im => plain_float(im)?,
    };
    Some((if re.is_empty() { 0.0 } else { plain_float(re)? }, im))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats() {
        assert_eq!(parse_float(" 1_0.5e3\n").unwrap(), 10500.0);
        assert_eq!(parse_float("-Infinity").unwrap(), f64::NEG_INFINITY);
        for bad in ["1__0", "_1", "1_", "1_.5", "", "0x10", "1e", "1 2", "1e_5"] {
            let message = format!("could not convert string to float: '{bad}'");
            assert_eq!(parse_float(bad).unwrap_err().message, message);
        }
    }

    #[test]
    fn ints() {
        let int = |text, base| parse_int(text, base).map_err(|e| e.message);
        assert_eq!(int(" -1_000 ", 10).unwrap(), OwnedInt::Small(-1000));
        assert_eq!(int("0x_ff", 0).unwrap(), OwnedInt::Small(255));
        assert_eq!(int("ff", 16).unwrap(), OwnedInt::Small(255));
        assert_eq!(int("0b1", 16).unwrap(), OwnedInt::Small(177));
        assert_eq!(int("00", 0).unwrap(), OwnedInt::Small(0));
        assert_eq!(int("-9223372036854775808", 10).unwrap(), OwnedInt::Small(i64::MIN));
        assert_eq!(int("010", 0).unwrap_err(), "invalid literal for int() with base 0: '010'");
        assert_eq!(int("1__0", 10).unwrap_err(), "invalid literal for int() with base 10: '1__0'");
        assert_eq!(int("1", 1).unwrap_err(), "int() base must be >= 2 and <= 36, or 0");
    }

    #[test]
    fn complex() {
        assert_eq!(parse_complex(" (1e-3-2.5e+1j) ").unwrap(), (1e-3, -25.0));
        assert_eq!(parse_complex("-j").unwrap(), (0.0, -1.0));
        assert_eq!(parse_complex("3").unwrap(), (3.0, 0.0));
        assert!(parse_complex("1 + 2j").is_err());
        assert!(parse_complex("1+2").is_err());
        assert!(parse_complex("").is_err());
    }
}
