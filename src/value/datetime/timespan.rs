//! Spans of time in microseconds: Python's `timedelta`, its arithmetic and texts.

use crate::symbol::Symbol;
use crate::value::class::{Class, class_of, python};
use crate::value::convert::to_float;
use crate::value::number::Number;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp, method};
use crate::value::{Context, Error, FromValue, NativeObject, Result, Value, ops};
use std::any::Any;

pub const MICROSECONDS_A_DAY: i128 = 86_400_000_000;

/// The days that a span may have, before or after.
pub const MOST_DAYS: i128 = 999_999_999;

pub static TIMEDELTA: Class = Class::new("timedelta", "datetime", &[&python::OBJECT]);

/// So many microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timespan(pub i128);

impl FromValue for Timespan {
    const ACCEPTS: &'static str = "timedelta";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Timespan> {
        let wrong = || Error::type_error(format!("expected a timedelta, got {}", class_of(value).qualified_name()));
        Timespan::of(value).ok_or_else(wrong)
    }
}

impl Timespan {
    pub fn of(value: &Value) -> Option<Timespan> {
        match value {
            Value::Object(object) => object.downcast::<Timespan>().copied(),
            _ => None,
        }
    }

    /// A span as a value. OverflowError beyond a thousand million days.
    pub fn checked(microseconds: i128) -> Result<Value> {
        let days = microseconds.div_euclid(MICROSECONDS_A_DAY);
        if days.abs() > MOST_DAYS {
            return Err(Error::overflow(format!("days={days}; must have magnitude <= 999999999")));
        }
        Ok(Value::object(Timespan(microseconds)))
    }

    pub fn days(self) -> i64 {
        self.0.div_euclid(MICROSECONDS_A_DAY) as i64
    }

    pub fn seconds(self) -> i64 {
        (self.0.rem_euclid(MICROSECONDS_A_DAY) / 1_000_000) as i64
    }

    pub fn microseconds(self) -> i64 {
        (self.0.rem_euclid(1_000_000)) as i64
    }

    /// The quotient of two spans, rounded once.
    pub fn over(self, other: Timespan) -> f64 {
        let (a, b) = (Value::int(self.0.into()), Value::int(other.0.into()));
        match ops::plain_binary(BinaryOp::Div, &a, &b) {
            Ok(Value::Float(quotient)) => quotient.get(),
            _ => f64::NAN,
        }
    }

    fn scaled(self, by: f64) -> Result<Value> {
        Timespan::checked((self.0 as f64 * by).round_ties_even() as i128)
    }
}

/// A quotient rounded to the nearest integer, halves to the even one.
fn rounded_quotient(a: i128, b: i128) -> i128 {
    let (quotient, rest) = (a.div_euclid(b), a.rem_euclid(b));
    let twice = 2 * rest;
    let up = twice > b.abs() || (twice == b.abs() && quotient % 2 != 0);
    if up { quotient + b.signum() } else { quotient }
}

impl NativeObject for Timespan {
    fn class(&self) -> &'static Class {
        &TIMEDELTA
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let absolute = Timespan(self.0.abs());
        Ok((name.as_str() == "__abs__").then(|| method(move |_, _| Ok(Value::object(absolute)))))
    }

    fn binary(&self, _: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        if let Some(other) = Timespan::of(other) {
            let (a, b) = if reflected { (other.0, self.0) } else { (self.0, other.0) };
            let zero = b == 0 && matches!(op, BinaryOp::Div | BinaryOp::FloorDiv | BinaryOp::Mod);
            if zero {
                return Err(Error::zero_division("integer division or modulo by zero"));
            }
            return Ok(match op {
                BinaryOp::Add => Some(Timespan::checked(a + b)?),
                BinaryOp::Sub => Some(Timespan::checked(a - b)?),
                BinaryOp::Div => Some(Value::float(Timespan(a).over(Timespan(b)))),
                BinaryOp::FloorDiv => {
                    Some(Value::Int((a.div_euclid(b) - i128::from(b < 0 && a.rem_euclid(b) != 0)) as i64))
                }
                BinaryOp::Mod => {
                    let rest = a % b;
                    Some(Value::object(Timespan(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })))
                }
                _ => None,
            });
        }
        let exact = match Number::of_any(other) {
            Some(Number::Int(i)) => Some(i as i128),
            _ => None,
        };
        let Ok(by) = to_float(other) else { return Ok(None) };
        Ok(match (op, exact) {
            (BinaryOp::Mul, Some(i)) => Some(Timespan::checked(self.0.saturating_mul(i))?),
            (BinaryOp::Mul, None) => Some(self.scaled(by)?),
            (BinaryOp::Div | BinaryOp::FloorDiv, _) if !reflected && by == 0.0 => {
                return Err(Error::zero_division("integer division or modulo by zero"));
            }
            (BinaryOp::Div, Some(i)) if !reflected => Some(Value::object(Timespan(rounded_quotient(self.0, i)))),
            (BinaryOp::Div, None) if !reflected => Some(self.scaled(1.0 / by)?),
            (BinaryOp::FloorDiv, Some(i)) if !reflected => {
                Some(Value::object(Timespan(self.0.div_euclid(i) - i128::from(i < 0 && self.0.rem_euclid(i) != 0))))
            }
            _ => None,
        })
    }

    fn unary(&self, _: &mut dyn Context, op: UnaryOp) -> Result<Option<Value>> {
        Ok(match op {
            UnaryOp::Plus => Some(Value::object(*self)),
            UnaryOp::Minus => Some(Value::object(Timespan(-self.0))),
            UnaryOp::Invert => None,
        })
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = Timespan::of(other) else { return Ok(None) };
        let order = self.0.cmp(&other.0);
        Ok(Some(Value::bool(op.holds(Some(order)))))
    }

    fn hash(&self) -> Option<u64> {
        Some(self.0 as u64)
    }

    fn equals(&self, other: &Value) -> bool {
        Timespan::of(other).is_some_and(|other| other == *self)
    }

    fn truth(&self) -> Result<bool> {
        Ok(self.0 != 0)
    }

    fn repr(&self) -> String {
        let parts = [("days", self.days()), ("seconds", self.seconds()), ("microseconds", self.microseconds())];
        let shown: Vec<String> = parts.iter().filter(|(_, n)| *n != 0).map(|(name, n)| format!("{name}={n}")).collect();
        format!("datetime.timedelta({})", if shown.is_empty() { "0".into() } else { shown.join(", ") })
    }

    fn text(&self) -> String {
        let (days, seconds, micros) = (self.days(), self.seconds(), self.microseconds());
        let mut text = match days {
            0 => String::new(),
            1 | -1 => format!("{days} day, "),
            _ => format!("{days} days, "),
        };
        text.push_str(&format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
        if micros != 0 {
            text.push_str(&format!(".{micros:06}"));
        }
        text
    }
}
