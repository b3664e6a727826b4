//! Decimals by the format mini-language: `format(d, ',.2f')`.

use super::arithmetic::rescaled;
use super::context::{Rounding, current};
use super::number::{Body, Decimal, digit_count, positional, power_of_ten};
use crate::value::text::{FormatSpec, lay_out_number};
use crate::value::{Error, Result};
use dashu_int::UBig;

/// `format(self, spec)`
pub fn format(this: &Decimal, spec: &str) -> Result<String> {
    let spec = FormatSpec::parse(spec, "decimal.Decimal", true).map_err(|_| Error::value("invalid format string"))?;
    let settings = current().settings();
    let kind = spec.kind.unwrap_or(if spec.precision.is_some() { 'g' } else { 's' });
    let Body::Finite { .. } = this.body else {
        let text = this.abs().written(true, false);
        return Ok(lay_out_number(this.negative, "", &text, &spec));
    };
    let rounding = settings.rounding;
    let mut value = this.clone();
    let mut suffix = String::new();
    let text = match kind.to_ascii_lowercase() {
        'f' | '%' => {
            if let (true, Some((digits, exponent))) = (kind == '%', this.parts()) {
                value = Decimal::finite(this.negative, digits.clone(), exponent + 2);
                suffix.push('%');
            }
            let places = spec.precision.map(|p| -(p as i64));
            let exponent = value.parts().map_or(0, |(_, e)| e);
            let shown = rescaled(&value, places.unwrap_or(exponent.min(0)), rounding);
            let Some((digits, exponent)) = shown.parts() else { return Ok(shown.written(true, false)) };
            let digits = digits.to_string();
            positional(&digits, digits.len() as i64 + exponent)
        }
        'e' => scientific(&value, spec.precision, kind == 'E', rounding),
        'g' | 'n' => {
            let count = value.parts().map_or(0, |(digits, _)| digit_count(digits));
            let most = spec.precision.map_or(i64::MAX, |p| (p as i64).max(1));
            if count > most
                && let Some((_, exponent)) = value.parts()
            {
                value = rescaled(&value, exponent + count - most, rounding);
                // A carry may have made one digit more.
                if let Some((digits, exponent)) = value.parts().filter(|(digits, _)| digit_count(digits) > most) {
                    value = Decimal::finite(value.negative, digits / UBig::from(10u8), exponent + 1);
                }
            }
            value.abs().written(kind == 'G', false)
        }
        's' => value.abs().written(settings.capitals, false),
        _ => return Err(Error::value("invalid format string")),
    };
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Ok(lay_out_number(value.negative, digits, &format!("{rest}{suffix}"), &spec))
}

/// `1.23e+4`, with so many digits behind the point.
fn scientific(value: &Decimal, places: Option<usize>, capital: bool, rounding: Rounding) -> String {
    let Some((digits, exponent)) = value.parts() else { return value.written(true, false) };
    let count = digit_count(digits);
    let wanted = places.map_or(count, |p| p as i64 + 1);
    let mut adjusted = if value.is_zero() && places.is_some() { exponent + wanted - 1 } else { exponent + count - 1 };
    let shown = if count > wanted {
        rounding.without(digits, count - wanted, value.negative).0
    } else {
        digits * power_of_ten(wanted - count)
    };
    let mut text = shown.to_string();
    if text.len() as i64 > wanted {
        text.truncate(wanted as usize);
        adjusted += 1;
    }
    let text = format!("{text:0>width$}", width = wanted as usize);
    let point = if text.len() > 1 { "." } else { "" };
    format!("{}{point}{}{}{adjusted:+}", &text[..1], &text[1..], if capital { 'E' } else { 'e' })
}
