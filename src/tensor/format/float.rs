//! Floating-point numbers → text: positional and scientific notation with NumPy's rules for trimming and padding, and
//! Python's own `repr`.

use super::digits::{self, Cut, Digits, Width};
use super::options::{self, Legacy};
use crate::tensor::error::{Error, Result};
use smallvec::SmallVec;

/// What happens to zeros at the end of the fraction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trim {
    /// `k`: keep zeros and the point.
    Keep,
    /// `.`: drop zeros, keep the point.
    Zeros,
    /// `0`: as `.`, but keep one zero behind the point.
    OneZero,
    /// `-`: drop zeros and a point at the end.
    Point,
}

impl Trim {
    /// The mode of NumPy's `trim` argument. TypeError for another text.
    pub fn parse(text: &str) -> Result<Trim> {
        match text {
            "k" => Ok(Trim::Keep),
            "." => Ok(Trim::Zeros),
            "0" => Ok(Trim::OneZero),
            "-" => Ok(Trim::Point),
            _ => {
                let message = format!("if supplied, trim must be 'k', '.', '0' or '-' found `{text:>100}`");
                Err(Error::type_error(message))
            }
        }
    }
}

/// NumPy formats in a buffer of so many characters; no padding and no precision goes beyond.
pub(super) const LONGEST: usize = 16_384;

/// How digits are laid out, apart from the digits themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub trim: Trim,
    /// A `+` before what is not negative.
    pub plus: bool,
    /// At least so many digits behind the point (with [`Trim::Keep`]).
    pub fraction: usize,
    /// At least so many characters before the point.
    pub left: usize,
    /// At least so many characters behind the point; `None`: no padding and no room for a missing point.
    pub right: Option<usize>,
}

type Text = SmallVec<[u8; 64]>;

fn push(out: &mut String, text: &[u8]) {
    // Only ASCII is ever laid out.
    out.push_str(std::str::from_utf8(text).unwrap_or_default());
}

fn sign(negative: bool, plus: bool) -> Option<u8> {
    match (negative, plus) {
        (true, _) => Some(b'-'),
        (false, true) => Some(b'+'),
        _ => None,
    }
}

/// Fits the zeros behind the point to `layout`; `point` is the index of the point in `text`, which is its last byte if
/// no digits follow. Returns the number of digits behind the point.
fn fit_fraction(text: &mut Text, point: usize, layout: &Layout) -> usize {
    let digits = |text: &Text| text.len() - point - 1;
    match layout.trim {
        Trim::Keep => {
            while digits(text) < layout.fraction {
                text.push(b'0');
            }
        }
        _ => {
            while text.last() == Some(&b'0') && digits(text) > 0 {
                text.pop();
            }
            match layout.trim {
                Trim::OneZero if digits(text) == 0 => text.push(b'0'),
                Trim::Point if digits(text) == 0 => {
                    text.pop();
                    return 0;
                }
                _ => {}
            }
        }
    }
    digits(text)
}

/// Appends `ddd.ddd`. `zeros`: digits behind the point where `digits` has none at all (rounded away).
pub(super) fn write_positional(out: &mut String, negative: bool, digits: &Digits, zeros: usize, layout: &Layout) {
    let mut text = Text::new();
    text.extend(sign(negative, layout.plus));
    let whole = digits.whole_len();
    let before = text.len() + whole;
    let ds = &digits.digits[..];
    if digits.exponent >= 0 {
        let cut = whole.min(ds.len());
        text.extend_from_slice(&ds[..cut]);
        if ds.is_empty() {
            text.push(b'0');
        }
        text.resize(before, b'0');
        text.push(b'.');
        text.extend_from_slice(&ds[cut..]);
        if ds.is_empty() {
            text.resize(text.len() + zeros, b'0');
        }
    } else {
        text.extend_from_slice(b"0.");
        text.resize(text.len() + (-1 - digits.exponent) as usize, b'0');
        text.extend_from_slice(ds);
    }
    let fraction = fit_fraction(&mut text, before, layout);
    for _ in before..layout.left {
        out.push(' ');
    }
    push(out, &text);
    if let Some(right) = layout.right.filter(|&right| right >= fraction) {
        let missing_point = layout.trim == Trim::Point && fraction == 0;
        for _ in 0..right - fraction + missing_point as usize {
            out.push(' ');
        }
    }
}

/// Appends `d.ddde+xx` with at least `exponent_digits` digits of exponent.
pub(super) fn write_scientific(
    out: &mut String,
    negative: bool,
    digits: &Digits,
    exponent_digits: usize,
    layout: &Layout,
) {
    let mut text = Text::new();
    text.extend(sign(negative, layout.plus));
    let (first, rest) = digits.digits.split_first().unwrap_or((&b'0', &[]));
    text.push(*first);
    let before = text.len();
    text.push(b'.');
    text.extend_from_slice(rest);
    // Only a point that no generated digit follows is dropped; one whose zeros were trimmed stays.
    let trim = if layout.trim == Trim::Point && !rest.is_empty() { Trim::Zeros } else { layout.trim };
    fit_fraction(&mut text, before, &Layout { trim, ..*layout });
    text.push(b'e');
    text.push(if digits.exponent < 0 { b'-' } else { b'+' });
    let exponent = digits.exponent.unsigned_abs();
    let needed = exponent.checked_ilog10().map_or(0, |n| n as usize + 1);
    for place in (0..needed.max(exponent_digits)).rev() {
        text.push(b'0' + (exponent / 10u32.checked_pow(place as u32).unwrap_or(u32::MAX) % 10) as u8);
    }
    for _ in before..layout.left {
        out.push(' ');
    }
    push(out, &text);
}

fn non_finite(x: f64, plus: bool) -> String {
    let word = if x.is_nan() { "nan" } else { "inf" };
    match sign(x < 0.0, plus) {
        Some(sign) => format!("{}{word}", sign as char),
        None => word.into(),
    }
}

/// The parameters of `format_float_positional` and `format_float_scientific`.
#[derive(Clone, Copy, Debug)]
pub struct FloatOptions {
    pub precision: Option<usize>,
    pub unique: bool,
    /// Whether `precision` and `min_digits` count digits behind the point; positional only.
    pub fractional: bool,
    pub trim: Trim,
    pub sign: bool,
    pub pad_left: Option<usize>,
    /// Positional only.
    pub pad_right: Option<usize>,
    /// Scientific only.
    pub exp_digits: Option<usize>,
    pub min_digits: Option<usize>,
}

impl Default for FloatOptions {
    fn default() -> FloatOptions {
        FloatOptions {
            precision: None,
            unique: true,
            fractional: true,
            trim: Trim::Keep,
            sign: false,
            pad_left: None,
            pad_right: None,
            exp_digits: None,
            min_digits: None,
        }
    }
}

impl FloatOptions {
    fn check(&self) -> Result<()> {
        if let (Some(least), Some(most)) = (self.min_digits, self.precision)
            && least > most
            && most > 0
        {
            return Err(Error::value("min_digits must be less than or equal to precision"));
        }
        if !self.unique && self.precision.is_none() {
            return Err(Error::type_error("in non-unique mode `precision` must be supplied"));
        }
        Ok(())
    }

    /// The digits that zeros fill up to: `min_digits` in unique mode, else `precision`.
    fn filled(&self) -> usize {
        if self.unique { self.min_digits } else { self.precision }.unwrap_or(0)
    }

    fn layout(&self, fraction: usize) -> Layout {
        Layout {
            trim: self.trim,
            plus: self.sign,
            fraction: fraction.min(LONGEST),
            left: self.pad_left.unwrap_or(0).min(LONGEST),
            right: self.pad_right.map(|right| right.min(LONGEST)),
        }
    }
}

/// `np.format_float_positional`.
pub fn format_float_positional(x: f64, width: Width, options: &FloatOptions) -> Result<String> {
    if !options.fractional && options.precision == Some(0) {
        return Err(Error::value("precision must be greater than 0 if fractional=False"));
    }
    options.check()?;
    if !x.is_finite() {
        return Ok(non_finite(x, options.sign && !x.is_nan()));
    }
    let cut = |n: usize| {
        if options.fractional { Cut::Fraction(n.min(i32::MAX as usize) as i32) } else { Cut::Significant(n) }
    };
    let digits = digits::generate(x, width, options.unique, options.precision.map(cut), options.min_digits.map(cut));
    let whole = if options.fractional { 0 } else { digits.whole_len() };
    let layout = options.layout(options.filled().saturating_sub(whole));
    let zeros = options.precision.unwrap_or(0).min(LONGEST);
    let mut out = String::new();
    write_positional(&mut out, x.is_sign_negative(), &digits, zeros, &layout);
    Ok(out)
}

/// `np.format_float_scientific`.
pub fn format_float_scientific(x: f64, width: Width, options: &FloatOptions) -> Result<String> {
    options.check()?;
    if !x.is_finite() {
        return Ok(non_finite(x, options.sign && !x.is_nan()));
    }
    let cut = |n: usize| Cut::Significant(n.saturating_add(1));
    let digits = digits::generate(x, width, options.unique, options.precision.map(cut), options.min_digits.map(cut));
    // NumPy's buffer holds five digits of exponent.
    let exponent_digits = options.exp_digits.unwrap_or(2).min(5);
    let mut out = String::new();
    let layout = options.layout(options.filled());
    write_scientific(&mut out, x.is_sign_negative(), &digits, exponent_digits, &layout);
    Ok(out)
}

/// From where on a NumPy scalar of this width is written with an exponent.
fn scalar_limit(width: Width) -> f64 {
    match width {
        Width::Half | Width::Single if options::current().legacy <= Legacy::V2_2 => 1e16,
        Width::Half => 1e3,
        Width::Single => 1e6,
        Width::Double => 1e16,
    }
}

/// Appends a finite or non-finite number as NumPy's and Python's scalars show it: shortest digits, an exponent below
/// 1e-4 and from 1e3 (half), 1e6 (single), 1e16 (double) on.
pub(super) fn write_scalar(out: &mut String, x: f64, width: Width, trim: Trim, plus: bool) {
    if !x.is_finite() {
        out.push_str(&non_finite(x, plus));
        return;
    }
    let digits = digits::shortest(x, width);
    let layout = Layout { trim, plus, fraction: 0, left: 0, right: None };
    let size = x.abs();
    if x == 0.0 || (1e-4..scalar_limit(width)).contains(&size) {
        write_positional(out, x.is_sign_negative(), &digits, 0, &layout);
    } else {
        write_scientific(out, x.is_sign_negative(), &digits, 2, &Layout { trim: Trim::Point, ..layout });
    }
}

/// Python's `repr` of a float: `0.1`, `1e+16`, `1e-05`, `nan`.
pub fn float_repr(x: f64) -> String {
    let mut out = String::with_capacity(24);
    write_scalar(&mut out, x, Width::Double, Trim::OneZero, false);
    out
}

/// The `str` of a NumPy float scalar of some width.
pub fn scalar_text(x: f64, width: Width) -> String {
    let mut out = String::with_capacity(24);
    write_scalar(&mut out, x, width, Trim::OneZero, false);
    out
}

/// The `str` of a complex number: `(1+2j)`, `2j`, `(-0-0j)`, `(nan+infj)`. For the width of a double it is Python's `repr` too.
pub fn complex_text(re: f64, im: f64, width: Width) -> String {
    let mut out = String::with_capacity(32);
    let imaginary_only = re == 0.0 && re.is_sign_positive();
    if !imaginary_only {
        out.push('(');
        write_scalar(&mut out, re, width, Trim::Point, false);
    }
    write_scalar(&mut out, im, width, Trim::Point, !imaginary_only);
    out.push('j');
    if !imaginary_only {
        out.push(')');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positional(x: f64, change: impl Fn(&mut FloatOptions)) -> String {
        let mut options = FloatOptions::default();
        change(&mut options);
        format_float_positional(x, Width::Double, &options).unwrap()
    }

    fn scientific(x: f64, change: impl Fn(&mut FloatOptions)) -> String {
        let mut options = FloatOptions::default();
        change(&mut options);
        format_float_scientific(x, Width::Double, &options).unwrap()
    }

    #[test]
    fn positional_notation() {
        assert_eq!(positional(0.0006, |o| o.precision = Some(3)), "0.001");
        assert_eq!(positional(0.0004, |o| o.precision = Some(3)), "0.000");
        assert_eq!(positional(0.9996, |o| o.precision = Some(3)), "1.");
        assert_eq!(positional(0.1004, |o| o.precision = Some(3)), "0.100");
        assert_eq!(positional(1254.5, |o| (o.precision, o.fractional) = (Some(2), false)), "1300.");
        assert_eq!(positional(0.1, |o| o.min_digits = Some(20)), "0.10000000000000000555");
        assert_eq!(positional(0.1, |o| (o.min_digits, o.fractional) = (Some(3), false)), "0.100");
        assert_eq!(positional(1e-7, |o| (o.min_digits, o.fractional) = (Some(4), false)), "0.0000001");
        assert_eq!(positional(1e-7, |o| o.min_digits = Some(10)), "0.0000001000");
        assert_eq!(positional(0.25, |o| (o.min_digits, o.fractional) = (Some(4), false)), "0.2500");
        assert_eq!(positional(1e23, |o| (o.precision, o.unique) = (Some(2), false)), "99999999999999991611392.00");
        assert_eq!(positional(1.0, |o| (o.trim, o.pad_right) = (Trim::Point, Some(5))), "1      ");
        assert_eq!(positional(1.0, |o| (o.sign, o.pad_left, o.pad_right) = (true, Some(5), Some(4))), "   +1.    ");
        assert_eq!(positional(0.0004, |o| (o.precision, o.trim) = (Some(3), Trim::Point)), "0");
        assert_eq!(positional(0.0004, |o| (o.precision, o.pad_right) = (Some(3), Some(5))), "0.000  ");
        assert_eq!(positional(0.0, |o| (o.min_digits, o.fractional) = (Some(4), false)), "0.000");
    }

    #[test]
    fn scientific_notation() {
        assert_eq!(scientific(123.456, |o| o.precision = Some(2)), "1.23e+02");
        assert_eq!(scientific(9.5, |o| o.precision = Some(0)), "1.e+01");
        assert_eq!(scientific(1.0, |o| (o.precision, o.unique) = (Some(3), false)), "1.000e+00");
        assert_eq!(scientific(1e100, |o| o.exp_digits = Some(1)), "1.e+100");
        assert_eq!(scientific(1.0, |o| o.exp_digits = Some(0)), "1.e+");
        assert_eq!(scientific(1.0, |o| o.exp_digits = Some(10)), "1.e+00000");
        assert_eq!(scientific(0.0, |o| o.min_digits = Some(2)), "0.00e+00");
        assert_eq!(scientific(1004.0, |o| o.precision = Some(2)), "1.00e+03");
        assert_eq!(scientific(1.0, |o| (o.pad_left, o.sign) = (Some(4), true)), "  +1.e+00");
    }

    #[test]
    fn scalars() {
        for (x, want) in
            [(0.1, "0.1"), (1e16, "1e+16"), (9999999999999998.0, "9999999999999998.0"), (1e-5, "1e-05"), (-0.0, "-0.0")]
        {
            assert_eq!(float_repr(x), want);
        }
        assert_eq!(scalar_text(65504.0, Width::Half), "6.55e+04");
        assert_eq!(scalar_text(1e6, Width::Single), "1e+06");
        assert_eq!(scalar_text(999999.0, Width::Single), "999999.0");
        assert_eq!(complex_text(1e16, 1e-5, Width::Double), "(1e+16+1e-05j)");
        assert_eq!(complex_text(-0.0, -0.0, Width::Double), "(-0-0j)");
        assert_eq!(complex_text(0.0, f64::NEG_INFINITY, Width::Double), "-infj");
        assert_eq!(complex_text(1.0, f64::NAN, Width::Double), "(1+nanj)");
    }
}
