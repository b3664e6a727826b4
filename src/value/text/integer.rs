//! Integers without bound → text, in any base and by the format mini-language.

use super::float;
use super::layout::{self, Pieces};
use super::spec::{Align, FormatSpec};
use crate::tensor::error::{Error, Result};
use dashu_int::IBig;
use dashu_int::ops::BitTest;
use std::cell::Cell;

/// An integer of the language: 64 bits, or more.
#[derive(Clone, Copy, Debug)]
pub enum Int<'a> {
    Small(i64),
    Big(&'a IBig),
}

/// As [`Int`], owned. `Big` never holds what fits into 64 bits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OwnedInt {
    Small(i64),
    Big(IBig),
}

/// Python's default limit on the decimal digits of an int that is converted to or from text.
pub const DEFAULT_DIGIT_LIMIT: usize = 4300;

thread_local! {
    static DIGIT_LIMIT: Cell<usize> = const { Cell::new(DEFAULT_DIGIT_LIMIT) };
}

/// The thread's limit on the decimal digits of an int that is converted to or from text; 0 for none.
pub fn digit_limit() -> usize {
    DIGIT_LIMIT.get()
}

pub fn set_digit_limit(limit: usize) {
    DIGIT_LIMIT.set(limit);
}

/// Whether an int has too many decimal digits for the limit.
pub(super) fn exceeds_limit(digits: usize) -> bool {
    digit_limit() != 0 && digits > digit_limit()
}

impl From<IBig> for OwnedInt {
    fn from(value: IBig) -> OwnedInt {
        i64::try_from(&value).map_or(OwnedInt::Big(value), OwnedInt::Small)
    }
}

impl OwnedInt {
    pub fn as_ref(&self) -> Int<'_> {
        match self {
            OwnedInt::Small(i) => Int::Small(*i),
            OwnedInt::Big(i) => Int::Big(i),
        }
    }
}

impl Int<'_> {
    pub fn is_negative(self) -> bool {
        match self {
            Int::Small(i) => i < 0,
            Int::Big(i) => *i < IBig::ZERO,
        }
    }

    /// The nearest float. OverflowError beyond its range.
    pub fn to_f64(self) -> Result<f64> {
        let x = match self {
            Int::Small(i) => i as f64,
            Int::Big(i) => i.to_f64().value(),
        };
        if x.is_infinite() { Err(Error::overflow("int too large to convert to float")) } else { Ok(x) }
    }

    /// Digits without a sign, in lower case. `base` is 2 to 36; ValueError for decimal digits beyond Python's limit.
    fn magnitude(self, base: u8) -> Result<String> {
        let text = match self {
            Int::Small(i) if base == 10 => i.unsigned_abs().to_string(),
            Int::Small(i) => small_digits(i.unsigned_abs(), base as u64),
            Int::Big(i) => {
                // A decimal digit is worth 3.3 bits.
                if base == 10 && exceeds_limit(i.bit_len() * 3 / 10) {
                    return too_long();
                }
                let text = i.in_radix(base).to_string();
                text.strip_prefix('-').map_or(text.clone(), str::to_string)
            }
        };
        if base == 10 && exceeds_limit(text.len()) { too_long() } else { Ok(text) }
    }
}

fn too_long<T>() -> Result<T> {
    Err(Error::value(format!(
        "Exceeds the limit ({} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the \
         limit",
        digit_limit()
    )))
}

fn small_digits(mut x: u64, base: u64) -> String {
    let mut digits = Vec::with_capacity(64);
    loop {
        digits.push(char::from_digit((x % base) as u32, 36).unwrap_or('0'));
        x /= base;
        if x == 0 {
            break;
        }
    }
    digits.iter().rev().collect()
}

/// `str(i)`.
///
/// # Errors
/// ValueError beyond the limit on digits.
pub fn int_text(value: Int) -> Result<String> {
    match value {
        Int::Small(i) => Ok(i.to_string()),
        Int::Big(_) => {
            let digits = value.magnitude(10)?;
            Ok(if value.is_negative() { format!("-{digits}") } else { digits })
        }
    }
}

/// `bin(i)`, `oct(i)`, `hex(i)`: `-0x1f`. Bases 2, 8 and 16 have a prefix; others (as `np.base_repr`) have none and upper
/// case digits.
///
/// # Errors
/// ValueError for decimal digits beyond the limit.
pub fn radix_text(value: Int, base: u8) -> Result<String> {
    let sign = if value.is_negative() { "-" } else { "" };
    let digits = value.magnitude(base.clamp(2, 36))?;
    Ok(match base {
        2 => format!("{sign}0b{digits}"),
        8 => format!("{sign}0o{digits}"),
        16 => format!("{sign}0x{digits}"),
        _ => format!("{sign}{}", digits.to_ascii_uppercase()),
    })
}

/// `format(i, spec)`; `type_name` is `int` or `bool` (for errors).
///
/// # Errors
/// ValueError for a specification that doesn't suit an int, OverflowError where it asks for a float or a character that
/// doesn't exist.
pub fn format_int(value: Int, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return int_text(value);
    }
    let spec = FormatSpec::parse(spec, type_name, true)?;
    layout::check_width(spec.width)?;
    let base = match spec.kind {
        None | Some('d' | 'n' | 'c') => 10,
        Some('b') => 2,
        Some('o') => 8,
        Some('x' | 'X') => 16,
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => return float::format_spec(value.to_f64()?, &spec, type_name),
        _ => return spec.unknown_kind(type_name),
    };
    if spec.precision.is_some() {
        return Err(Error::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(Error::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if spec.kind == Some('c') {
        return format_character(value, &spec);
    }
    let mut digits = value.magnitude(base)?;
    let mut prefix = match base {
        2 => "0b",
        8 => "0o",
        16 => "0x",
        _ => "",
    };
    if spec.kind == Some('X') {
        digits.make_ascii_uppercase();
        prefix = "0X";
    }
    let prefix = if spec.alternate { prefix } else { "" };
    Ok(layout::lay_out(&Pieces { negative: value.is_negative(), prefix, digits: &digits, rest: "" }, &spec))
}

fn format_character(value: Int, spec: &FormatSpec) -> Result<String> {
    if spec.sign.is_some() {
        return Err(Error::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(Error::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let c = match value {
        Int::Small(i) => u32::try_from(i).ok().and_then(char::from_u32),
        Int::Big(_) => return Err(Error::overflow("Python int too large to convert to C long")),
    };
    let c = c.ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))?;
    let mut buffer = [0; 4];
    // The character counts as a number's digits: right-aligned by default.
    Ok(layout::pad(c.encode_utf8(&mut buffer), spec, Align::Right))
}

/// The pieces that `%d`, `%x` … need: whether it is negative, and the digits.
pub(super) fn percent_digits(value: Int, base: u8) -> Result<(bool, String)> {
    Ok((value.is_negative(), value.magnitude(base)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(i: i64, spec: &str) -> String {
        format_int(Int::Small(i), spec, "int").unwrap_or_else(|e| e.message)
    }

    #[test]
    fn specifications() {
        for (i, spec, want) in [
            (3, "05", "00003"),
            (-3, "05", "-0003"),
            (3, "^6", "  3   "),
            (1234, "010,", "00,001,234"),
            (255, "#010_b", "0b1111_1111"),
            (255, "#X", "0XFF"),
            (-255, "#o", "-0o377"),
            (3, "*=+8", "+******3"),
            (3, ".2%", "300.00%"),
            (3, ".2d", "Precision not allowed in integer format specifier"),
            (3, "s", "Unknown format code 's' for object of type 'int'"),
            (128512, "c", "😀"),
            (-3, "c", "%c arg not in range(0x110000)"),
        ] {
            assert_eq!(format(i, spec), want, "{i} {spec}");
        }
    }

    #[test]
    fn big() {
        let big = IBig::from(10).pow(30);
        assert_eq!(format_int(Int::Big(&big), "_x", "int").unwrap(), "c_9f2c_9cd0_4674_edea_4000_0000");
        assert_eq!(int_text(Int::Big(&-&big)).unwrap(), format!("-1{}", "0".repeat(30)));
        let huge = IBig::from(10).pow(5000);
        assert!(int_text(Int::Big(&huge)).unwrap_err().message.starts_with("Exceeds the limit (4300 digits)"));
        assert_eq!(radix_text(Int::Small(-31), 16).unwrap(), "-0x1f");
        assert_eq!(radix_text(Int::Small(i64::MIN), 2).unwrap().len(), 67);
    }
}
