//! Floats and complex numbers → text by the format mini-language and by `%e %f %g`.

use super::layout::{self, Pieces};
use super::spec::{Align, FormatSpec};
use super::{complex_repr, float_repr};
use crate::tensor::error::{Error, Result};
use crate::tensor::format::digits::{self, Cut, Digits, Width};

/// How digits are presented, as in C: `e`, `f`, `g`, or Python's `r` (shortest).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Presentation {
    /// In lower case.
    pub kind: u8,
    pub precision: usize,
    pub upper: bool,
    /// `#`: keep the point, and with `g` the zeros.
    pub alternate: bool,
    /// `123` is written `123.0`.
    pub point_zero: bool,
}

/// A float without its sign, in two pieces: the digits before the point and the rest. Infinities and NaN have no digits.
pub(super) struct Unsigned {
    pub digits: String,
    pub rest: String,
}

/// More digits than any double has; beyond come zeros only.
const MOST_PLACES: usize = 1100;

impl Presentation {
    pub fn write(&self, x: f64) -> Unsigned {
        if !x.is_finite() {
            let word = if x.is_nan() { "nan" } else { "inf" };
            let rest = if self.upper { word.to_ascii_uppercase() } else { word.into() };
            return Unsigned { digits: String::new(), rest };
        }
        match self.kind {
            b'f' if let Some((whole, fraction)) = rounded(x, self.precision) => self.fixed(whole, fraction),
            b'f' => {
                let places = self.precision.min(i32::MAX as usize / 2) as i32;
                self.positional(&digits::round(x, Width::Double, Cut::Fraction(places)), self.precision)
            }
            b'e' => {
                let cut = Cut::Significant(self.precision.saturating_add(1));
                self.scientific(&digits::round(x, Width::Double, cut), self.precision)
            }
            b'g' => self.general(x),
            _ => {
                let digits = digits::shortest(x, Width::Double);
                let len = digits.digits.len() - 1;
                match digits.exponent {
                    -4..16 => self.positional(&digits, digits.fraction_len()),
                    _ => self.scientific(&digits, len),
                }
            }
        }
    }

    /// A whole part, and the digits behind the point as a number.
    fn fixed(&self, whole: u64, fraction: u64) -> Unsigned {
        let mut rest = String::with_capacity(self.precision + 1);
        if self.precision > 0 {
            let mut buffer = itoa::Buffer::new();
            let digits = buffer.format(fraction);
            rest.push('.');
            rest.extend(std::iter::repeat_n('0', self.precision - digits.len()));
            rest.push_str(digits);
        } else if self.point_zero {
            rest.push_str(".0");
        } else if self.alternate {
            rest.push('.');
        }
        Unsigned { digits: itoa::Buffer::new().format(whole).to_owned(), rest }
    }

    fn general(&self, x: f64) -> Unsigned {
        let precision = self.precision.max(1);
        let digits = digits::round(x, Width::Double, Cut::Significant(precision));
        let limit = precision as i64 - self.point_zero as i64;
        let last = if self.alternate { precision } else { digits.digits.len() };
        if digits.exponent < -4 || digits.exponent as i64 >= limit {
            return self.scientific(&digits, last - 1);
        }
        let places = (last as i64 - 1 - digits.exponent as i64).max(0) as usize;
        self.positional(&digits, places)
    }

    fn positional(&self, digits: &Digits, places: usize) -> Unsigned {
        let ds = std::str::from_utf8(&digits.digits).unwrap_or("0");
        let whole = digits.whole_len();
        let (before, after) = match digits.exponent {
            0.. => {
                let (before, after) = ds.split_at(whole.min(ds.len()));
                (format!("{before:0<whole$}"), after.to_string())
            }
            exponent => ("0".to_string(), format!("{:0>width$}", ds, width = ds.len() + (-1 - exponent) as usize)),
        };
        let mut rest = String::with_capacity(places.min(MOST_PLACES) + 1);
        if places > 0 {
            rest.push('.');
            rest.push_str(&after);
            rest.extend(std::iter::repeat_n('0', (places + 1).saturating_sub(rest.len())));
        } else if self.point_zero {
            rest.push_str(".0");
        } else if self.alternate {
            rest.push('.');
        }
        Unsigned { digits: before, rest }
    }

    fn scientific(&self, digits: &Digits, places: usize) -> Unsigned {
        let ds = std::str::from_utf8(&digits.digits).unwrap_or("0");
        let (first, after) = ds.split_at(1.min(ds.len()));
        let mut rest = String::new();
        if places > 0 {
            rest.push('.');
            rest.push_str(after);
            rest.extend(std::iter::repeat_n('0', (places + 1).saturating_sub(rest.len())));
        } else if self.alternate {
            rest.push('.');
        }
        let sign = if digits.exponent < 0 { '-' } else { '+' };
        rest.push_str(&format!("{}{sign}{:02}", if self.upper { 'E' } else { 'e' }, digits.exponent.unsigned_abs()));
        Unsigned { digits: first.to_string(), rest }
    }
}

/// |x| rounded half to even to so many decimal places: what stands before the point and what behind it. `None` where that
/// takes more than two floats.
fn rounded(x: f64, places: usize) -> Option<(u64, u64)> {
    /// Powers of ten that two floats multiply without loss.
    const MOST: usize = 15;
    if places > MOST {
        return None;
    }
    let scale = 10u64.pow(places as u32);
    // The product as a sum of two floats (Dekker), and the nearest whole number.
    let product = x.abs() * scale as f64;
    if product >= (1u64 << 52) as f64 {
        return None;
    }
    let rest = x.abs().mul_add(scale as f64, -product);
    let whole = product.round_ties_even();
    // Only halfway between two whole numbers the rest decides.
    let number = match product - whole {
        0.5 if rest > 0.0 => whole + 1.0,
        -0.5 if rest < 0.0 => whole - 1.0,
        _ => whole,
    } as u64;
    Some((number / scale, number % scale))
}

impl Unsigned {
    fn is_zero(&self) -> bool {
        let mantissa = self.rest.split(['e', 'E']).next().unwrap_or_default();
        !self.digits.is_empty() && self.digits.bytes().chain(mantissa.bytes()).all(|b| b == b'0' || b == b'.')
    }
}

/// ValueError for a precision that C's `int` cannot hold.
fn check_precision(precision: Option<usize>) -> Result<()> {
    match precision {
        Some(p) if p > i32::MAX as usize => Err(Error::value("precision too big")),
        _ => Ok(()),
    }
}

/// `format(x, spec)`; `type_name` is `float` or a subclass (for errors).
///
/// # Errors
/// ValueError for a specification that doesn't suit a float.
pub fn format_float(x: f64, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(float_repr(x));
    }
    let spec = FormatSpec::parse(spec, type_name, true)?;
    layout::check_width(spec.width)?;
    format_spec(x, &spec, type_name)
}

/// A float by a parsed specification.
pub(super) fn format_spec(x: f64, spec: &FormatSpec, type_name: &str) -> Result<String> {
    check_precision(spec.precision)?;
    let (mut x, mut percent) = (x, false);
    let kind = match spec.kind {
        None if spec.precision.is_some() => b'g',
        None => b'r',
        Some('%') => {
            x *= 100.0;
            percent = true;
            b'f'
        }
        Some('n') => b'g',
        Some(c @ ('e' | 'f' | 'g' | 'E' | 'F' | 'G')) => c.to_ascii_lowercase() as u8,
        Some(_) => return spec.unknown_kind(type_name),
    };
    let presentation = Presentation {
        kind,
        precision: spec.precision.unwrap_or(6),
        upper: spec.kind.is_some_and(|c| c.is_ascii_uppercase()),
        alternate: spec.alternate,
        point_zero: spec.kind.is_none(),
    };
    let mut text = presentation.write(x);
    let negative = x < 0.0 || x == 0.0 && x.is_sign_negative();
    let negative = negative && !(spec.no_negative_zero && text.is_zero());
    if percent {
        text.rest.push('%');
    }
    Ok(layout::lay_out(&Pieces { negative, prefix: "", digits: &text.digits, rest: &text.rest }, spec))
}

/// `format(z, spec)` of a complex number.
///
/// # Errors
/// ValueError for a specification that doesn't suit a complex number.
pub fn format_complex(re: f64, im: f64, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(complex_repr(re, im));
    }
    let spec = FormatSpec::parse(spec, type_name, true)?;
    layout::check_width(spec.width)?;
    let kind = match spec.kind {
        None if spec.precision.is_some() => b'g',
        None => b'r',
        Some('n') => b'g',
        Some(c @ ('e' | 'f' | 'g' | 'E' | 'F' | 'G')) => c.to_ascii_lowercase() as u8,
        Some(_) => return spec.unknown_kind(type_name),
    };
    if spec.fill == '0' {
        return Err(Error::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(Error::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    check_precision(spec.precision)?;
    let presentation = Presentation {
        kind,
        precision: spec.precision.unwrap_or(6),
        upper: spec.kind.is_some_and(|c| c.is_ascii_uppercase()),
        alternate: spec.alternate,
        point_zero: false,
    };
    let bare = spec.kind.is_none();
    let imaginary_only = bare && re == 0.0 && re.is_sign_positive();
    let part = |x: f64, sign: Option<char>| {
        let text = presentation.write(x);
        let negative = x.is_sign_negative() && !x.is_nan() && !(spec.no_negative_zero && text.is_zero());
        let part = FormatSpec { sign, width: 0, align: None, fill: ' ', ..spec };
        layout::lay_out(&Pieces { negative, prefix: "", digits: &text.digits, rest: &text.rest }, &part)
    };
    let text = match (imaginary_only, bare) {
        (true, _) => format!("{}j", part(im, spec.sign)),
        (_, true) => format!("({}{}j)", part(re, spec.sign), part(im, Some('+'))),
        _ => format!("{}{}j", part(re, spec.sign), part(im, Some('+'))),
    };
    Ok(layout::pad(&text, &spec, Align::Right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifications() {
        for (x, spec, want) in [
            (1234567.891, "020,.2f", "0,000,001,234,567.89"),
            (-0.001, "z.1f", "0.0"),
            (123.0, ".3", "1.23e+02"),
            (123.0, ".4", "123.0"),
            (1.0, ".0", "1e+00"),
            (-0.0, ".1", "-0e+00"),
            (1e16, ".17", "1e+16"),
            (0.1, "%", "10.000000%"),
            (f64::INFINITY, "010", "0000000inf"),
            (f64::NEG_INFINITY, "F", "-INF"),
            (1.5, "#.0f", "2."),
            (1.0, "#g", "1.00000"),
            (0.0, "g", "0"),
            (2.675, ".2f", "2.67"),
            (99999.95, ".6g", "99999.9"),
            (
                1e100,
                "f",
                "10000000000000000159028911097599180468360808563945281389781327557747838772170381060813469985856815104.000000",
            ),
            (3.5, "d", "Unknown format code 'd' for object of type 'float'"),
        ] {
            assert_eq!(format_float(x, spec, "float").unwrap_or_else(|e| e.message), want, "{x} {spec}");
        }
    }

    #[test]
    fn complex() {
        let format = |re, im, spec| format_complex(re, im, spec, "complex").unwrap_or_else(|e| e.message);
        assert_eq!(format(1.0, 2.0, ".2f"), "1.00+2.00j");
        assert_eq!(format(1.0, 2.0, ">20"), "              (1+2j)");
        assert_eq!(format(0.0, 3.0, "05"), "Zero padding is not allowed in complex format specifier");
    }

    #[test]
    fn decimal_places_are_those_of_the_exact_value() {
        let mut state = 1u64;
        let mut numbers =
            vec![0.125, 0.375, 2.675, 1.005, 0.5, 1.5, 2.5, 1e15 + 0.5, 0.045, 4503599627370495.5, 9.995, 0.0, 5e-324];
        for i in 0..2000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            numbers.push((state >> 11) as f64 / f64::from(1u32 << (i % 31)) / 1e6);
            numbers.push((state >> 40) as f64 / 64.0);
        }
        for x in numbers {
            for places in [0, 1, 2, 3, 6, 15] {
                let found = format_float(x, &format!(".{places}f"), "float").unwrap();
                assert_eq!(found, format!("{x:.places$}"), "{x:e}");
            }
        }
    }
}
