//! Floats → other numbers and back without loss: `round`, `int`, `as_integer_ratio`, `hex` and `fromhex`.

use super::integer::OwnedInt;
use crate::tensor::error::{Error, Result};
use crate::tensor::format::digits::{self, Cut, Width};
use dashu_int::IBig;
use std::fmt::Write;

/// `round(x, places)`: the float nearest to `x` rounded, half to even, at so many decimal places, as if computed exactly.
///
/// # Errors
/// OverflowError where the result is no float.
pub fn round_float(x: f64, places: i64) -> Result<f64> {
    // Beyond these every double is its own rounding, or rounds to zero.
    if !x.is_finite() || x == 0.0 || places > 323 {
        return Ok(x);
    }
    if places < -308 {
        return Ok(0.0 * x);
    }
    let rounded = digits::round(x, Width::Double, Cut::Fraction(places as i32));
    let digits = std::str::from_utf8(&rounded.digits).unwrap_or("0");
    let exponent = rounded.exponent as i64 - (digits.len() as i64 - 1);
    let size: f64 = format!("{digits}e{exponent}").parse().unwrap_or(f64::NAN);
    if size.is_infinite() {
        return Err(Error::overflow("rounded value too large to represent"));
    }
    Ok(size.copysign(x))
}

/// `int(x)`: the integer part.
///
/// # Errors
/// OverflowError for an infinity, ValueError for NaN.
pub fn float_to_int(x: f64) -> Result<OwnedInt> {
    if x.is_nan() {
        return Err(Error::value("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert float infinity to integer"));
    }
    let x = x.trunc();
    // -2^63 is an i64, 2^63 is not.
    if (-9223372036854775808.0..9223372036854775808.0).contains(&x) {
        return Ok(OwnedInt::Small(x as i64));
    }
    let (mantissa, exponent) = decode(x);
    let size = IBig::from(mantissa) << exponent.max(0) as usize;
    Ok(OwnedInt::from(if x < 0.0 { -size } else { size }))
}

/// `|x| = mantissa · 2^exponent` of a finite number.
fn decode(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52 & 0x7ff) as i32 {
        0 => (fraction, -1074),
        e => (fraction | 1 << 52, e - 1075),
    }
}

/// `x.as_integer_ratio()`: numerator and positive denominator in lowest terms.
///
/// # Errors
/// OverflowError for an infinity, ValueError for NaN.
pub fn as_integer_ratio(x: f64) -> Result<(OwnedInt, OwnedInt)> {
    if x.is_nan() {
        return Err(Error::value("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert Infinity to integer ratio"));
    }
    let (mut mantissa, mut exponent) = decode(x);
    if mantissa == 0 {
        return Ok((OwnedInt::Small(0), OwnedInt::Small(1)));
    }
    exponent += mantissa.trailing_zeros() as i32;
    mantissa >>= mantissa.trailing_zeros();
    let numerator = IBig::from(mantissa) << exponent.max(0) as usize;
    let numerator = if x < 0.0 { -numerator } else { numerator };
    Ok((numerator.into(), (IBig::ONE << (-exponent).max(0) as usize).into()))
}

/// `x.is_integer()`
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.fract() == 0.0
}

/// `x.hex()`: `0x1.8000000000000p+1`.
pub fn float_hex(x: f64) -> String {
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x.is_nan() {
        return "nan".into();
    }
    if x.is_infinite() {
        return format!("{sign}inf");
    }
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (mantissa, exponent) = decode(x);
    let mut out = String::with_capacity(24);
    // Writing to a String cannot fail.
    let _ = write!(out, "{sign}0x{}.{:013x}p{:+}", mantissa >> 52, mantissa & ((1 << 52) - 1), exponent + 52);
    out
}

/// `float.fromhex(text)`.
///
/// # Errors
/// ValueError for what is no hexadecimal float, OverflowError beyond the range.
pub fn float_from_hex(text: &str) -> Result<f64> {
    let invalid = || Error::value("invalid hexadecimal floating-point string");
    let number = text.trim().to_ascii_lowercase();
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(&number)),
    };
    let size = match number {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => hex_magnitude(number.strip_prefix("0x").unwrap_or(number)).ok_or_else(invalid)??,
    };
    Ok(if negative { -size } else { size })
}

/// `1.8p3` → 12; `None` where it is malformed.
fn hex_magnitude(text: &str) -> Option<Result<f64>> {
    let (digits, exponent) = text.split_once('p').unwrap_or((text, "0"));
    let exponent_digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if exponent_digits.is_empty() || !exponent_digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let exponent: i64 = exponent.parse().unwrap_or(if exponent.starts_with('-') { i64::MIN / 4 } else { i64::MAX / 4 });
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_hexdigit())
    {
        return None;
    }
    let all = format!("{whole}{fraction}");
    let mantissa = IBig::from_str_radix(&all, 16).ok()?;
    if mantissa == IBig::ZERO {
        return Some(Ok(0.0));
    }
    Some(scale(mantissa, exponent - 4 * fraction.len() as i64))
}

/// The double nearest to `mantissa · 2^exponent` (half to even), for a positive mantissa.
fn scale(mantissa: IBig, exponent: i64) -> Result<f64> {
    use dashu_int::ops::BitTest;
    let bits = mantissa.bit_len() as i64;
    let top = bits + exponent;
    if top > 1024 {
        return Err(Error::overflow("hexadecimal value too large to represent as a float"));
    }
    if top < -1080 {
        return Ok(0.0);
    }
    // Bits behind the last one that a double of this size has.
    let last = (top - 53).max(-1074);
    let drop = last - exponent;
    let mut kept = if drop > 0 { &mantissa >> drop as usize } else { mantissa.clone() << (-drop) as usize };
    if drop > 0 {
        let rest = &mantissa - (&kept << drop as usize);
        let half = IBig::ONE << (drop - 1) as usize;
        if rest > half || rest == half && kept.bit(0) {
            kept += IBig::ONE;
        }
    }
    let kept = u64::try_from(&kept).unwrap_or(u64::MAX) as f64;
    // In two steps, so that the power of two itself is a double; both are exact.
    let (first, second) = (last / 2, last - last / 2);
    let x = kept * 2f64.powi(first as i32) * 2f64.powi(second as i32);
    if x.is_infinite() { Err(Error::overflow("hexadecimal value too large to represent as a float")) } else { Ok(x) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_like_python() {
        for (x, places, want) in [
            (2.675, 2, 2.67),
            (0.5, 0, 0.0),
            (1.5, 0, 2.0),
            (2.5, 0, 2.0),
            (-0.4, 0, -0.0),
            (1234.5, -2, 1200.0),
            (1250.0, -2, 1200.0),
            (1e22, -22, 1e22),
            (5.0, -1, 0.0),
            (15.0, -1, 20.0),
            (0.1 + 0.2, 15, 0.3),
        ] {
            assert_eq!(round_float(x, places).unwrap().to_bits(), f64::to_bits(want), "{x} {places}");
        }
        assert!(round_float(f64::MAX, -308).is_err());
    }

    #[test]
    fn exact_forms() {
        assert_eq!(as_integer_ratio(0.75).unwrap(), (OwnedInt::Small(3), OwnedInt::Small(4)));
        assert_eq!(as_integer_ratio(-8.0).unwrap(), (OwnedInt::Small(-8), OwnedInt::Small(1)));
        assert_eq!(float_to_int(-2.9).unwrap(), OwnedInt::Small(-2));
        assert_eq!(float_to_int(1e20).unwrap(), OwnedInt::Big(IBig::from(100_000_000_000_000_000_000u128)));
        assert_eq!(float_hex(3.0), "0x1.8000000000000p+1");
        assert_eq!(float_hex(5e-324), "0x0.0000000000001p-1022");
        for x in [3.0, 5e-324, f64::MAX, 0.1, -1e-310, 2f64.powi(-1022)] {
            assert_eq!(float_from_hex(&float_hex(x)).unwrap(), x);
        }
        assert_eq!(float_from_hex("0x.8p1").unwrap(), 1.0);
        assert!(float_from_hex("0x").is_err());
    }
}
