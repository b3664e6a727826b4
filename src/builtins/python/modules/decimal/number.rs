//! Decimal numbers: a sign, digits and a power of ten, or an infinity or NaN; text → number → text.

use super::context::{Environment, Signal};
use crate::value::number::Number;
use crate::value::{Context, Error, FromValue, IntoValue, Result, Value, text};
use dashu_int::ops::UnsignedAbs;
use dashu_int::{IBig, UBig};
use std::cmp::Ordering;

/// The most digits that a result may have, so that nobody waits for ever.
pub const MOST_DIGITS: i64 = 1 << 26;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decimal {
    pub negative: bool,
    pub body: Body,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// `digits` · 10^`exponent`
    Finite {
        digits: UBig,
        exponent: i64,
    },
    Infinite,
    /// With what stands behind `NaN`.
    NaN {
        signaling: bool,
        payload: String,
    },
}

/// How many digits a number has; 1 for zero.
pub fn digit_count(digits: &UBig) -> i64 {
    digits.to_string().len() as i64
}

/// 10^n for n that is not negative.
pub fn power_of_ten(n: i64) -> UBig {
    UBig::from(10u8).pow(usize::try_from(n.clamp(0, 2 * MOST_DIGITS)).unwrap_or(0))
}

impl Decimal {
    pub fn finite(negative: bool, digits: UBig, exponent: i64) -> Decimal {
        Decimal { negative, body: Body::Finite { digits, exponent } }
    }

    pub fn infinite(negative: bool) -> Decimal {
        Decimal { negative, body: Body::Infinite }
    }

    pub fn nan() -> Decimal {
        Decimal { negative: false, body: Body::NaN { signaling: false, payload: String::new() } }
    }

    pub fn of_int(value: &IBig) -> Decimal {
        Decimal::finite(*value < IBig::ZERO, value.unsigned_abs(), 0)
    }

    /// The exact value of a double.
    pub fn of_float(value: f64) -> Result<Decimal> {
        if value.is_nan() {
            return Ok(Decimal { negative: value.is_sign_negative(), ..Decimal::nan() });
        }
        if value.is_infinite() {
            return Ok(Decimal::infinite(value < 0.0));
        }
        let (numerator, denominator) = text::as_integer_ratio(value.abs())?;
        let (n, d) = (crate::value::format::owned_to_big(numerator), crate::value::format::owned_to_big(denominator));
        // The denominator is a power of two: 1/2^k is 5^k/10^k.
        let twos = dashu_int::ops::BitTest::bit_len(&d) as i64 - 1;
        let digits = n.unsigned_abs() * UBig::from(5u8).pow(twos as usize);
        Ok(Decimal::finite(value.is_sign_negative(), digits, -twos))
    }

    /// Reads `-1.5e3`, `Infinity`, `nan123`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim().replace('_', "");
        let (negative, rest) = match text.strip_prefix(['-', '+']) {
            Some(rest) => (text.starts_with('-'), rest),
            None => (false, text.as_str()),
        };
        let lower = rest.to_ascii_lowercase();
        if matches!(lower.as_str(), "inf" | "infinity") {
            return Some(Decimal::infinite(negative));
        }
        for (word, signaling) in [("snan", true), ("nan", false)] {
            if let Some(payload) = lower.strip_prefix(word) {
                let payload = payload.trim_start_matches('0').to_string();
                let plain = payload.bytes().all(|b| b.is_ascii_digit());
                return plain.then_some(Decimal { negative, body: Body::NaN { signaling, payload } });
            }
        }
        let (mantissa, exponent) = match lower.split_once('e') {
            Some((mantissa, exponent)) => (mantissa.to_string(), exponent.parse::<i64>().ok()?),
            None => (lower.clone(), 0),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((&mantissa, ""));
        let all = format!("{whole}{decimals}");
        if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digits = UBig::from_str_radix(&all, 10).ok()?;
        Some(Decimal::finite(negative, digits, exponent.checked_sub(decimals.len() as i64)?))
    }

    /// The decimal that a value is: a Decimal or an int.
    pub fn of(value: &Value) -> Option<Decimal> {
        match value {
            Value::Object(object) => object.downcast::<Decimal>().cloned(),
            other => match Number::of(other)? {
                Number::Int(i) => Some(Decimal::of_int(&IBig::from(i))),
                Number::Big(i) => Some(Decimal::of_int(&i)),
                _ => None,
            },
        }
    }

    pub fn is_nan(&self) -> bool {
        matches!(self.body, Body::NaN { .. })
    }

    pub fn is_signaling(&self) -> bool {
        matches!(self.body, Body::NaN { signaling: true, .. })
    }

    pub fn is_infinite(&self) -> bool {
        self.body == Body::Infinite
    }

    pub fn is_zero(&self) -> bool {
        matches!(&self.body, Body::Finite { digits, .. } if *digits == UBig::ZERO)
    }

    /// Digits and exponent of a finite number.
    pub fn parts(&self) -> Option<(&UBig, i64)> {
        match &self.body {
            Body::Finite { digits, exponent } => Some((digits, *exponent)),
            _ => None,
        }
    }

    /// The exponent of the first digit; 0 where there is none.
    pub fn adjusted(&self) -> i64 {
        self.parts().map_or(0, |(digits, exponent)| exponent + digit_count(digits) - 1)
    }

    pub fn negated(&self) -> Decimal {
        Decimal { negative: !self.negative, body: self.body.clone() }
    }

    pub fn abs(&self) -> Decimal {
        Decimal { negative: false, body: self.body.clone() }
    }

    /// The order of two numbers; `None` with NaN.
    pub fn order(&self, other: &Decimal) -> Option<Ordering> {
        if self.is_nan() || other.is_nan() {
            return None;
        }
        let sign = |d: &Decimal| if d.is_zero() { 0 } else { 1 - 2 * i32::from(d.negative) };
        if sign(self) != sign(other) || sign(self) == 0 {
            return Some(sign(self).cmp(&sign(other)));
        }
        let by_size = match (self.parts(), other.parts()) {
            (Some(_), Some(_)) if self.adjusted() != other.adjusted() => self.adjusted().cmp(&other.adjusted()),
            (Some((a, e)), Some((b, f))) => {
                let low = e.min(f);
                (a * power_of_ten(e - low)).cmp(&(b * power_of_ten(f - low)))
            }
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        Some(if self.negative { by_size.reverse() } else { by_size })
    }

    /// The whole number without what stands after the point.
    pub fn truncated(&self) -> Result<IBig> {
        match &self.body {
            Body::NaN { .. } => Err(Error::value("cannot convert NaN to integer")),
            Body::Infinite => Err(Error::overflow("cannot convert Infinity to integer")),
            Body::Finite { digits, exponent } => {
                if *exponent > MOST_DIGITS {
                    return Err(crate::value::class::exception::MEMORY_ERROR.error(""));
                }
                let whole = if *exponent >= 0 {
                    digits * power_of_ten(*exponent)
                } else if -exponent > digit_count(digits) {
                    UBig::ZERO
                } else {
                    digits / power_of_ten(-exponent)
                };
                let whole = IBig::from(whole);
                Ok(if self.negative { -whole } else { whole })
            }
        }
    }

    pub fn to_f64(&self) -> f64 {
        self.written(true, false).to_ascii_lowercase().parse().unwrap_or(f64::NAN)
    }

    /// `str(self)`; `engineering`: exponents are multiples of three.
    pub fn written(&self, capitals: bool, engineering: bool) -> String {
        let sign = if self.negative { "-" } else { "" };
        let (digits, exponent) = match &self.body {
            Body::Infinite => return format!("{sign}Infinity"),
            Body::NaN { signaling, payload } => {
                return format!("{sign}{}NaN{payload}", if *signaling { "s" } else { "" });
            }
            Body::Finite { digits, exponent } => (digits.to_string(), *exponent),
        };
        let count = digits.len() as i64;
        let left = exponent + count;
        let point = if exponent <= 0 && left > -6 {
            left
        } else if !engineering {
            1
        } else if digits == "0" {
            (left + 1).rem_euclid(3) - 1
        } else {
            (left - 1).rem_euclid(3) + 1
        };
        let body = positional(&digits, point);
        if left == point {
            return format!("{sign}{body}");
        }
        format!("{sign}{body}{}{:+}", if capitals { 'E' } else { 'e' }, left - point)
    }
}

/// Digits with the point after the first `point` of them.
pub fn positional(digits: &str, point: i64) -> String {
    let count = digits.len() as i64;
    match point {
        ..=0 => format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
        point if point >= count => format!("{digits}{}", "0".repeat((point - count) as usize)),
        point => format!("{}.{}", &digits[..point as usize], &digits[point as usize..]),
    }
}

impl FromValue for Decimal {
    const ACCEPTS: &'static str = "Decimal or int";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Decimal> {
        Decimal::of(value).ok_or_else(|| {
            let name = crate::builtins::python::receiver::type_name(value);
            Error::type_error(format!("conversion from {name} to Decimal is not supported"))
        })
    }
}

impl IntoValue for Decimal {
    fn into_value(self) -> Value {
        Value::object(self)
    }
}

/// `Decimal(value)`: exactly what the value says.
pub fn convert(value: &Value, environment: &Environment) -> Result<Decimal> {
    if let Some(decimal) = Decimal::of(value) {
        return Ok(decimal);
    }
    if let Some(text) = crate::builtins::python::receiver::text_of(value) {
        return match Decimal::parse(&text) {
            Some(decimal) => Ok(decimal),
            None => environment.raise(Signal::InvalidOperation, "ConversionSyntax", Decimal::nan()),
        };
    }
    match (value, Number::of_any(value)) {
        (Value::Tuple(tuple), _) => of_tuple(&tuple.items),
        (Value::List(list), _) => of_tuple(&list.to_vec()),
        (Value::Float(_) | Value::NpFloat(_), Some(Number::Float(x))) => {
            environment.flag(Signal::FloatOperation)?;
            Decimal::of_float(x)
        }
        _ => {
            let name = crate::builtins::python::receiver::type_name(value);
            Err(Error::type_error(format!("conversion from {name} to Decimal is not supported")))
        }
    }
}

/// `(sign, digits, exponent)`, as `as_tuple` gives it.
fn of_tuple(items: &[Value]) -> Result<Decimal> {
    let bad = |what: &str| Error::value(what.to_string());
    let [sign, digits, exponent] = items else {
        return Err(bad("argument must be a sequence of length 3"));
    };
    let negative = match sign {
        Value::Int(0) => false,
        Value::Int(1) => true,
        _ => return Err(bad("sign must be an integer with the value 0 or 1")),
    };
    let digits = match digits {
        Value::Tuple(tuple) => tuple.items.to_vec(),
        Value::List(list) => list.to_vec(),
        _ => return Err(bad("coefficient must be a tuple of digits")),
    };
    let mut all = UBig::ZERO;
    for digit in &digits {
        match digit {
            Value::Int(d @ 0..=9) => all = all * UBig::from(10u8) + UBig::from(*d as u8),
            _ => return Err(bad("coefficient must be a tuple of digits")),
        }
    }
    Ok(match exponent {
        Value::Int(exponent) => Decimal::finite(negative, all, *exponent),
        Value::Str(word) if word.as_str() == "F" => Decimal::infinite(negative),
        Value::Str(word) if matches!(word.as_str(), "n" | "N") => {
            let payload = if all == UBig::ZERO { String::new() } else { all.to_string() };
            Decimal { negative, body: Body::NaN { signaling: word.as_str() == "N", payload } }
        }
        _ => return Err(bad("string argument in the third position must be 'F', 'n' or 'N'")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_there_and_back() {
        for text in ["0", "-0", "1.50", "1E+3", "0.000001", "1E-7", "-Infinity", "NaN", "sNaN12", "123456789.123"] {
            assert_eq!(Decimal::parse(text).unwrap().written(true, false), text);
        }
        assert_eq!(Decimal::parse("12345E+4").unwrap().written(true, true), "123.45E+6");
        assert_eq!(
            Decimal::of_float(0.1).unwrap().written(true, false),
            "0.1000000000000000055511151231257827021181583404541015625"
        );
        assert!(Decimal::parse("1.2.3").is_none() && Decimal::parse("").is_none() && Decimal::parse("e5").is_none());
    }

    #[test]
    fn order_is_that_of_the_numbers() {
        let d = |text| Decimal::parse(text).unwrap();
        assert_eq!(d("1.0").order(&d("1")), Some(Ordering::Equal));
        assert_eq!(d("-2").order(&d("1e-999")), Some(Ordering::Less));
        assert_eq!(d("-Infinity").order(&d("-1e999")), Some(Ordering::Less));
        assert_eq!(d("nan").order(&d("1")), None);
    }
}
