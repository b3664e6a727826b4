//! Sign, prefix, digits and the rest of a number, or a text → one padded word.

use super::spec::{Align, FormatSpec};
use crate::tensor::error::{Error, Result};

/// A number in pieces, ready to be grouped and padded.
#[derive(Default)]
pub(super) struct Pieces<'a> {
    pub negative: bool,
    /// `0x` and the like.
    pub prefix: &'a str,
    /// What is grouped: the digits before the point.
    pub digits: &'a str,
    /// The point and all behind it.
    pub rest: &'a str,
}

/// The sign that is shown, by the `sign` option.
pub(super) fn sign_text(negative: bool, option: Option<char>) -> &'static str {
    match (negative, option) {
        (true, _) => "-",
        (_, Some('+')) => "+",
        (_, Some(' ')) => " ",
        _ => "",
    }
}

/// How many digits stand between separators.
pub(super) fn group_size(spec: &FormatSpec) -> usize {
    if spec.grouping == Some('_') && matches!(spec.kind, Some('b' | 'o' | 'x' | 'X')) { 4 } else { 3 }
}

/// Separates `digits` (ASCII) in groups from the right, after filling them up with zeros to `least` characters;
/// a separator never comes first.
pub(super) fn group(digits: &str, separator: char, size: usize, least: usize) -> String {
    let mut groups: Vec<String> = Vec::new();
    let (mut rest, mut least) = (digits, least as isize);
    loop {
        let len = size.min(rest.len().max(least.max(1) as usize));
        let (head, tail) = rest.split_at(rest.len() - len.min(rest.len()));
        groups.push(format!("{tail:0>len$}"));
        rest = head;
        least -= len as isize;
        if rest.is_empty() && least <= 0 {
            break;
        }
        least -= 1;
    }
    groups.reverse();
    let mut buffer = [0; 4];
    groups.join(separator.encode_utf8(&mut buffer))
}

/// The whole number as the specification wants it.
pub(super) fn lay_out(pieces: &Pieces, spec: &FormatSpec) -> String {
    let sign = sign_text(pieces.negative, spec.sign);
    let align = spec.align.unwrap_or(Align::Right);
    let fixed = sign.len() + pieces.prefix.len() + pieces.rest.len();
    let zeros = spec.fill == '0' && align == Align::AfterSign;
    let grouped = match spec.grouping {
        Some(separator) if !pieces.digits.is_empty() => {
            let least = if zeros { spec.width.saturating_sub(fixed) } else { 0 };
            Some(group(pieces.digits, separator, group_size(spec), least))
        }
        _ => None,
    };
    let digits = grouped.as_deref().unwrap_or(pieces.digits);
    let len = fixed + digits.len();
    let mut out = String::with_capacity(len.max(spec.width.min(1 << 20)));
    let padding = spec.width.saturating_sub(len);
    let (before, inside, after) = match align {
        Align::Left => (0, 0, padding),
        Align::Right => (padding, 0, 0),
        Align::Center => (padding / 2, 0, padding - padding / 2),
        Align::AfterSign => (0, padding, 0),
    };
    let pad = |out: &mut String, n| out.extend(std::iter::repeat_n(spec.fill, n));
    pad(&mut out, before);
    out.push_str(sign);
    out.push_str(pieces.prefix);
    pad(&mut out, inside);
    out.push_str(digits);
    out.push_str(pieces.rest);
    pad(&mut out, after);
    out
}

/// A number given as its digits before the point and what stands behind them, as the specification wants it.
pub fn lay_out_number(negative: bool, digits: &str, rest: &str, spec: &FormatSpec) -> String {
    let zero = !digits.is_empty() && digits.bytes().chain(rest.bytes()).all(|b| matches!(b, b'0' | b'.'));
    lay_out(&Pieces { negative: negative && !(spec.no_negative_zero && zero), prefix: "", digits, rest }, spec)
}

/// Pads `text` to the specification's width; `default` is the alignment where it gives none.
pub(super) fn pad(text: &str, spec: &FormatSpec, default: Align) -> String {
    let padding = spec.width.saturating_sub(text.chars().count());
    if padding == 0 {
        return text.into();
    }
    let before = match spec.align.unwrap_or(default) {
        Align::Left => 0,
        Align::Center => padding / 2,
        Align::Right | Align::AfterSign => padding,
    };
    let mut out = String::with_capacity(text.len() + padding.min(1 << 20));
    out.extend(std::iter::repeat_n(spec.fill, before));
    out.push_str(text);
    out.extend(std::iter::repeat_n(spec.fill, padding - before));
    out
}

/// The first `n` characters.
pub(super) fn truncate(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).map_or(text, |(end, _)| &text[..end])
}

/// MemoryError for a width beyond all reason.
pub(super) fn check_width(width: usize) -> Result<()> {
    const MOST: usize = 1 << 32;
    if width > MOST {
        return Err(Error::new(crate::tensor::error::ErrorKind::Memory, ""));
    }
    Ok(())
}

/// `format(text, spec)` of a str.
///
/// # Errors
/// ValueError for options that a str does not have.
pub fn format_str(text: &str, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(text.into());
    }
    let spec = FormatSpec::parse(spec, type_name, false)?;
    if !matches!(spec.kind, None | Some('s')) {
        return spec.unknown_kind(type_name);
    }
    let refused = match spec {
        FormatSpec { sign: Some(' '), .. } => "Space not allowed in string format specifier",
        FormatSpec { sign: Some(_), .. } => "Sign not allowed in string format specifier",
        FormatSpec { no_negative_zero: true, .. } => {
            "Negative zero coercion (z) not allowed in string format specifier"
        }
        FormatSpec { alternate: true, .. } => "Alternate form (#) not allowed in string format specifier",
        FormatSpec { align: Some(Align::AfterSign), .. } => "'=' alignment not allowed in string format specifier",
        _ => {
            check_width(spec.width)?;
            let text = spec.precision.map_or(text, |n| truncate(text, n));
            return Ok(pad(text, &spec, Align::Left));
        }
    };
    Err(Error::value(refused))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups() {
        assert_eq!(group("1234567", ',', 3, 0), "1,234,567");
        assert_eq!(group("1234", ',', 3, 8), "0,001,234");
        assert_eq!(group("1234", ',', 3, 9), "0,001,234");
        assert_eq!(group("1234", ',', 3, 10), "00,001,234");
        assert_eq!(group("1", ',', 3, 0), "1");
    }

    #[test]
    fn texts() {
        let format = |text, spec| format_str(text, spec, "str").map_err(|e| e.message);
        assert_eq!(format("abc", "x^9.2s").unwrap(), "xxxabxxxx");
        assert_eq!(format("a", "05").unwrap(), "a0000");
        assert_eq!(format("é", ">3").unwrap(), "  é");
        assert_eq!(format("a", "+").unwrap_err(), "Sign not allowed in string format specifier");
        assert_eq!(format("a", "=5").unwrap_err(), "'=' alignment not allowed in string format specifier");
        assert_eq!(format("a", "d").unwrap_err(), "Unknown format code 'd' for object of type 'str'");
        assert_eq!(format("a", ",").unwrap_err(), "Cannot specify ',' with 's'.");
    }
}
