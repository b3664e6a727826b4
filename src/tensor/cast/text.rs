//! Numbers ↔ text: what `astype('U')` writes and what `astype(int)`, `astype(float)` … read from strings.

use super::scalar::Number;
use crate::tensor::Complex64;
use crate::tensor::dtype::Kind;
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::format::datetime::{self, iso_text, timedelta_text};
use crate::tensor::format::digits::Width;
use crate::tensor::format::{bytes_repr, str_repr};
use crate::tensor::format::{complex_text, scalar_text};
use crate::tensor::scalar::Scalar;
use std::borrow::Cow;

/// The text of a scalar, as `str` of its element writes it.
pub(super) fn of_scalar(value: &Scalar) -> Result<Cow<'_, str>> {
    Ok(match value {
        Scalar::Bool(v) => Cow::Borrowed(if *v { "True" } else { "False" }),
        Scalar::Int8(v) => v.to_string().into(),
        Scalar::Int16(v) => v.to_string().into(),
        Scalar::Int32(v) => v.to_string().into(),
        Scalar::Int64(v) => v.to_string().into(),
        Scalar::UInt8(v) => v.to_string().into(),
        Scalar::UInt16(v) => v.to_string().into(),
        Scalar::UInt32(v) => v.to_string().into(),
        Scalar::UInt64(v) => v.to_string().into(),
        Scalar::Float16(v) => scalar_text(v.to_f64(), Width::Half).into(),
        Scalar::Float32(v) => scalar_text(f64::from(*v), Width::Single).into(),
        Scalar::Float64(v) => scalar_text(*v, Width::Double).into(),
        Scalar::Complex64(v) => complex_text(f64::from(v.re), f64::from(v.im), Width::Single).into(),
        Scalar::Complex128(v) => complex_text(v.re, v.im, Width::Double).into(),
        Scalar::Str(text) => Cow::Borrowed(text),
        Scalar::Bytes(bytes) => decode(bytes)?.into(),
        Scalar::DateTime(ticks, unit, count) => iso_text(*ticks, *unit, *count).into(),
        Scalar::TimeDelta(ticks, unit, count) => timedelta_text(*ticks, *unit, *count).into(),
        Scalar::Object(item) => item.text().into(),
        Scalar::Record(_) => return Err(Error::type_error("cannot write a record as text")),
    })
}

/// As [`of_scalar`], encoded as ASCII.
pub(super) fn bytes_of_scalar(value: &Scalar) -> Result<Cow<'_, [u8]>> {
    if let Scalar::Bytes(bytes) = value {
        return Ok(Cow::Borrowed(bytes));
    }
    let text = of_scalar(value)?;
    if let Some((at, c)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii()) {
        let code = u32::from(c);
        let escape = match code {
            0..=0xff => format!("\\x{code:02x}"),
            0x100..=0xffff => format!("\\u{code:04x}"),
            _ => format!("\\U{code:08x}"),
        };
        return Err(Error::new(
            ErrorKind::UnicodeEncode,
            format!("'ascii' codec can't encode character '{escape}' in position {at}: ordinal not in range(128)"),
        ));
    }
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    })
}

fn decode(bytes: &[u8]) -> Result<String> {
    match bytes.iter().position(|b| !b.is_ascii()) {
        Some(at) => Err(Error::new(
            ErrorKind::UnicodeDecode,
            format!("'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)", bytes[at]),
        )),
        None => Ok(bytes.iter().map(|&b| char::from(b)).collect()),
    }
}

/// The number that a string stands for where an element of `kind` is wanted: Python's `int`, `float`, `complex`;
/// for bool, whether it is not empty. `quoted` is how messages show the string.
pub(super) fn parse(value: &Scalar, kind: Kind, numpy_repr: bool) -> Result<Number> {
    let text = of_scalar(value)?;
    let shown = |plain_bytes: bool| match value {
        Scalar::Bytes(bytes) if numpy_repr && !plain_bytes => format!("np.bytes_({})", bytes_repr(bytes)),
        Scalar::Bytes(bytes) => bytes_repr(bytes),
        _ if numpy_repr => format!("np.str_({})", str_repr(&text)),
        _ => str_repr(&text),
    };
    match kind {
        Kind::Bool => Ok(Number::Truth(!text.is_empty())),
        Kind::Complex64 | Kind::Complex128 => {
            parse_complex(&text).map(Number::Complex).ok_or_else(|| Error::value("complex() arg is a malformed string"))
        }
        kind if kind.is_float() => parse_float(&text)
            .map(Number::Float)
            .ok_or_else(|| Error::value(format!("could not convert string to float: {}", shown(false)))),
        Kind::DateTime { unit, count } => {
            let instant = datetime::parse(&text)?;
            let ticks = instant.civil.map_or(i64::MIN, |civil| datetime::from_civil(&civil, unit, count));
            Ok(Number::Int(i128::from(ticks)))
        }
        Kind::TimeDelta { .. } if text.eq_ignore_ascii_case("nat") || text.is_empty() => {
            Ok(Number::Int(i128::from(i64::MIN)))
        }
        _ => match parse_int(&text) {
            Some(Some(value)) => Ok(Number::Int(value)),
            Some(None) => Err(Error::overflow("Python int too large to convert to C long")),
            None => Err(Error::value(format!("invalid literal for int() with base 10: {}", shown(true)))),
        },
    }
}

/// Python's `int(text)`: `None` where it is no integer, `Some(None)` where it is too large.
fn parse_int(text: &str) -> Option<Option<i128>> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = without_underscores(digits)?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse::<i128>().ok().map(|value| sign * value))
}

/// Python's `float(text)`.
pub(super) fn parse_float(text: &str) -> Option<f64> {
    let text = without_underscores(text.trim())?;
    text.parse().ok()
}

/// Underscores may stand between digits only.
fn without_underscores(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('_') {
        return Some(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    let between = |i: usize| digit(i.checked_sub(1)) && digit(i.checked_add(1));
    let fine = (0..bytes.len()).all(|i| bytes[i] != b'_' || between(i));
    fine.then(|| Cow::Owned(text.replace('_', "")))
}

/// Python's `complex(text)`: an optional pair of parentheses around `a`, `bj` or `a±bj`.
fn parse_complex(text: &str) -> Option<Complex64> {
    let mut text = text.trim();
    if let Some(inner) = text.strip_prefix('(') {
        text = inner.strip_suffix(')')?.trim();
    }
    let Some(imaginary) = text.strip_suffix(['j', 'J']) else {
        return parse_float(text).filter(|_| !text.is_empty()).map(|re| Complex64::new(re, 0.0));
    };
    // The sign that starts the imaginary part: the last one that does not belong to an exponent.
    let bytes = imaginary.as_bytes();
    let starts = |i: &usize| matches!(bytes[*i], b'+' | b'-') && (*i == 0 || !matches!(bytes[*i - 1], b'e' | b'E'));
    let at = (0..bytes.len()).rev().find(starts).unwrap_or(0);
    let (re, im) = imaginary.split_at(at);
    let re = if re.is_empty() { 0.0 } else { parse_float(re)? };
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        number => parse_float(number)?,
    };
    Some(Complex64::new(re, im))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_python_reads_them() {
        assert_eq!(parse_int(" 1_0 "), Some(Some(10)));
        assert_eq!(parse_int("1__0"), None);
        assert_eq!(parse_int("1.5"), None);
        assert_eq!(parse_float("-Infinity"), Some(f64::NEG_INFINITY));
        assert_eq!(parse_float("1_0.5"), Some(10.5));
        assert_eq!(parse_float(""), None);
        assert_eq!(parse_complex("(1+2j)"), Some(Complex64::new(1.0, 2.0)));
        assert_eq!(parse_complex("1e-5-1e+3j"), Some(Complex64::new(1e-5, -1e3)));
        assert_eq!(parse_complex("-j"), Some(Complex64::new(0.0, -1.0)));
        assert_eq!(parse_complex("x"), None);
    }

    #[test]
    fn errors_show_numpys_strings() {
        let fail = |kind, numpy| parse(&Scalar::Str("x".into()), kind, numpy).err().unwrap().message;
        assert_eq!(fail(Kind::Int64, true), "invalid literal for int() with base 10: np.str_('x')");
        assert_eq!(fail(Kind::Int64, false), "invalid literal for int() with base 10: 'x'");
        assert_eq!(fail(Kind::Float64, false), "could not convert string to float: 'x'");
        assert!(bytes_of_scalar(&Scalar::Str("é".into())).unwrap_err().message.contains("'\\xe9' in position 0"));
    }
}
