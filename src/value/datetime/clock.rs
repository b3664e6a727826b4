//! Times of day: Python's `time`.

use super::calendar::{Broken, format_time};
use super::moment::naive_and_aware;
use super::timespan::Timespan;
use super::zone::{ZoneRef, offset_text};
use crate::symbol::Symbol;
use crate::value::class::{Class, class_of, python};
use crate::value::object::CompareOp;
use crate::value::{Context, Error, FromValue, NativeObject, Result, Value};
use std::any::Any;

pub static TIME: Class = Class::new("time", "datetime", &[&python::OBJECT]);

/// A time of day, of some zone or none.
#[derive(Clone)]
pub struct Clock {
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub microsecond: u32,
    pub zone: Option<ZoneRef>,
    /// Which of two times of that name, where clocks are set back.
    pub fold: bool,
}

impl Clock {
    /// From hour, minute, second and microsecond. ValueError for what no clock shows.
    pub fn new(fields: [i64; 4], zone: Option<ZoneRef>, fold: i64) -> Result<Clock> {
        let [hour, minute, second, microsecond] = fields;
        let range = |ok: bool, message: &str| if ok { Ok(()) } else { Err(Error::value(message)) };
        range((0..24).contains(&hour), "hour must be in 0..23")?;
        range((0..60).contains(&minute), "minute must be in 0..59")?;
        range((0..60).contains(&second), "second must be in 0..59")?;
        range((0..1_000_000).contains(&microsecond), "microsecond must be in 0..999999")?;
        range((0..2).contains(&fold), "fold must be either 0 or 1")?;
        Ok(Clock {
            hour: hour as u8,
            minute: minute as u8,
            second: second as u8,
            microsecond: microsecond as u32,
            zone,
            fold: fold == 1,
        })
    }

    pub fn fields(&self) -> [i64; 4] {
        [self.hour.into(), self.minute.into(), self.second.into(), self.microsecond.into()]
    }

    /// `12:30:00+02:00`, as precise as `timespec` says.
    pub fn iso_text(&self, timespec: &str) -> Result<String> {
        let (hour, minute, second, micros) = (self.hour, self.minute, self.second, self.microsecond);
        let mut text = format!("{hour:02}");
        let precise = match timespec {
            "auto" if micros == 0 => 2,
            "hours" => 0,
            "minutes" => 1,
            "seconds" => 2,
            "milliseconds" => 3,
            "auto" | "microseconds" => 4,
            _ => return Err(Error::value("Unknown timespec value")),
        };
        if precise >= 1 {
            text.push_str(&format!(":{minute:02}"));
        }
        if precise >= 2 {
            text.push_str(&format!(":{second:02}"));
        }
        match precise {
            3 => text.push_str(&format!(".{:03}", micros / 1000)),
            4 => text.push_str(&format!(".{micros:06}")),
            _ => {}
        }
        if let Some(zone) = &self.zone {
            text.push_str(&offset_text(zone.offset, ":"));
        }
        Ok(text)
    }

    /// `strftime`: on 1 January 1900.
    pub fn formatted(&self, format: &str) -> String {
        let day = Broken { year: 1900, month: 1, day: 1, hour: self.hour, minute: self.minute, second: self.second };
        format_time(format, &day, self.microsecond, self.zone.as_deref())
    }

    /// Microseconds since midnight of universal time; of its own day without a zone.
    fn microseconds(&self) -> i128 {
        let seconds = self.hour as i128 * 3600 + self.minute as i128 * 60 + self.second as i128;
        let offset = self.zone.as_ref().map_or(Timespan(0), |zone| zone.offset);
        seconds * 1_000_000 + self.microsecond as i128 - offset.0
    }

    pub fn of(value: &Value) -> Option<&Clock> {
        match value {
            Value::Object(object) => object.downcast::<Clock>(),
            _ => None,
        }
    }
}

impl FromValue for Clock {
    const ACCEPTS: &'static str = "time";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Clock> {
        let wrong = || Error::type_error(format!("expected a time, got {}", class_of(value).qualified_name()));
        Clock::of(value).cloned().ok_or_else(wrong)
    }
}

impl NativeObject for Clock {
    fn class(&self) -> &'static Class {
        &TIME
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(Some(match name.as_str() {
            "hour" => Value::Int(self.hour.into()),
            "minute" => Value::Int(self.minute.into()),
            "second" => Value::Int(self.second.into()),
            "microsecond" => Value::Int(self.microsecond.into()),
            "fold" => Value::Int(self.fold.into()),
            "tzinfo" => self.zone.as_ref().map_or(Value::None, ZoneRef::value),
            _ => return Ok(None),
        }))
    }

    fn attribute_names(&self) -> Vec<String> {
        ["hour", "minute", "second", "microsecond", "fold", "tzinfo"].map(String::from).to_vec()
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = Clock::of(other) else { return Ok(None) };
        if self.zone.is_some() != other.zone.is_some() {
            return naive_and_aware(op, "times").map(Some);
        }
        let order = self.microseconds().cmp(&other.microseconds());
        Ok(Some(Value::bool(op.holds(Some(order)))))
    }

    fn hash(&self) -> Option<u64> {
        Some(self.microseconds() as u64 ^ 0x74)
    }

    fn equals(&self, other: &Value) -> bool {
        Clock::of(other).is_some_and(|other| {
            self.zone.is_some() == other.zone.is_some() && self.microseconds() == other.microseconds()
        })
    }

    fn format(&self, _: &mut dyn Context, spec: &str) -> Option<Result<String>> {
        Some(Ok(if spec.is_empty() { self.text() } else { self.formatted(spec) }))
    }

    fn repr(&self) -> String {
        let fields = self.fields();
        // Seconds and microseconds are left out where they are zero.
        let shown = 4 - fields[2..].iter().rev().take_while(|field| **field == 0).count();
        let mut parts: Vec<String> = fields[..shown].iter().map(i64::to_string).collect();
        parts.extend(self.zone.as_ref().map(|zone| format!("tzinfo={}", zone.repr())));
        parts.extend(self.fold.then(|| "fold=1".to_string()));
        format!("datetime.time({})", parts.join(", "))
    }

    fn text(&self) -> String {
        self.iso_text("auto").unwrap_or_default()
    }
}
