//! Days and moments: Python's `date` and `datetime`, their order, differences and texts.

use super::calendar::{Broken, format_time, seconds_from_civil};
use super::clock::Clock;
use super::timespan::{MICROSECONDS_A_DAY, Timespan};
use super::zone::ZoneRef;
use crate::symbol::Symbol;
use crate::tensor::format::datetime::{civil_from_days, days_in_month};
use crate::value::class::{Class, class_of, python};
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::{Context, Error, FromValue, NativeObject, Result, Value};
use std::any::Any;

pub static DATE: Class = Class::new("date", "datetime", &[&python::OBJECT]);
pub static DATETIME: Class = Class::new("datetime", "datetime", &[&DATE]);

/// The number of 1 January 1970, when 1 January of year 1 is 1.
const EPOCH: i64 = 719_163;

/// A day, or a moment of a day.
#[derive(Clone)]
pub struct Moment {
    pub parts: Broken,
    pub microsecond: u32,
    pub zone: Option<ZoneRef>,
    pub fold: bool,
    /// A `date`: the time of day is midnight and not shown.
    pub only_day: bool,
}

impl Moment {
    /// A day. ValueError for what is on no calendar.
    pub fn day(year: i64, month: i64, day: i64) -> Result<Moment> {
        let range = |ok: bool, message: String| if ok { Ok(()) } else { Err(Error::value(message)) };
        range((1..=9999).contains(&year), format!("year {year} is out of range"))?;
        range((1..=12).contains(&month), "month must be in 1..12".into())?;
        let last = days_in_month(year, month as u8) as i64;
        range((1..=last).contains(&day), "day is out of range for month".into())?;
        let parts = Broken { year, month: month as u8, day: day as u8, hour: 0, minute: 0, second: 0 };
        Ok(Moment { parts, microsecond: 0, zone: None, fold: false, only_day: true })
    }

    /// The moment of a day at a time.
    pub fn at(&self, clock: &Clock) -> Moment {
        let parts = Broken { hour: clock.hour, minute: clock.minute, second: clock.second, ..self.parts };
        let (microsecond, zone, fold) = (clock.microsecond, clock.zone.clone(), clock.fold);
        Moment { parts, microsecond, zone, fold, only_day: false }
    }

    /// From year, month, day, hour, minute, second and microsecond.
    pub fn new(fields: [i64; 7], zone: Option<ZoneRef>, fold: i64) -> Result<Moment> {
        let [year, month, day, time @ ..] = fields;
        Ok(Moment::day(year, month, day)?.at(&Clock::new(time, zone, fold)?))
    }

    /// The moment so long after 1970. OverflowError outside the years 1 to 9999.
    pub fn from_microseconds(microseconds: i128) -> Result<Moment> {
        let days = microseconds.div_euclid(MICROSECONDS_A_DAY);
        let (year, month, day) = civil_from_days(days.clamp(-10_000_000, 10_000_000));
        if !(1..=9999).contains(&year) {
            return Err(Error::overflow("date value out of range"));
        }
        let rest = microseconds.rem_euclid(MICROSECONDS_A_DAY) as i64;
        let seconds = rest / 1_000_000;
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60, rest % 1_000_000];
        Ok(Moment::day(year, month.into(), day.into())?.at(&Clock::new(time, None, 0)?))
    }

    /// Midnight of the day of that number.
    pub fn from_ordinal(ordinal: i64) -> Result<Moment> {
        if ordinal < 1 {
            return Err(Error::value("ordinal must be >= 1"));
        }
        let days = ordinal as i128 - EPOCH as i128;
        Moment::from_microseconds(days * MICROSECONDS_A_DAY)
            .map_err(|_| Error::value(format!("year {} is out of range", civil_from_days(days).0)))
    }

    pub fn ordinal(&self) -> i64 {
        self.parts.days() + EPOCH
    }

    /// The day alone.
    pub fn date(&self) -> Moment {
        let parts = Broken { hour: 0, minute: 0, second: 0, ..self.parts };
        Moment { parts, microsecond: 0, zone: None, fold: false, only_day: true }
    }

    /// The time of the day.
    pub fn clock(&self) -> Clock {
        let Broken { hour, minute, second, .. } = self.parts;
        Clock { hour, minute, second, microsecond: self.microsecond, zone: self.zone.clone(), fold: self.fold }
    }

    /// The same moment as another zone sees it.
    pub fn in_zone(&self, zone: &ZoneRef) -> Result<Moment> {
        let seen = Moment::from_microseconds(self.universal() + zone.offset.0)?;
        Ok(Moment { zone: Some(zone.clone()), ..seen })
    }

    pub fn offset(&self) -> Option<Timespan> {
        self.zone.as_ref().map(|zone| zone.offset)
    }

    pub fn fields(&self) -> [i64; 7] {
        let p = &self.parts;
        let time = [p.hour.into(), p.minute.into(), p.second.into(), self.microsecond.into()];
        let [hour, minute, second, microsecond] = time;
        [p.year, p.month.into(), p.day.into(), hour, minute, second, microsecond]
    }

    /// Since 1970, as its own clock shows it.
    pub fn microseconds(&self) -> i128 {
        seconds_from_civil(&self.parts) as i128 * 1_000_000 + self.microsecond as i128
    }

    /// Since 1970 of universal time, which is the local time.
    pub fn universal(&self) -> i128 {
        self.microseconds() - self.offset().map_or(0, |offset| offset.0)
    }

    /// `2024-01-05T10:20:00+02:00`; days without the time.
    pub fn iso_text(&self, separator: &str, timespec: &str) -> Result<String> {
        let p = &self.parts;
        let day = format!("{:04}-{:02}-{:02}", p.year, p.month, p.day);
        if self.only_day { Ok(day) } else { Ok(day + separator + &self.clock().iso_text(timespec)?) }
    }

    /// `strftime`.
    pub fn formatted(&self, format: &str) -> String {
        format_time(format, &self.parts, self.microsecond, self.zone.as_deref())
    }

    pub fn of(value: &Value) -> Option<&Moment> {
        match value {
            Value::Object(object) => object.downcast::<Moment>(),
            _ => None,
        }
    }

    fn moved(&self, by: i128) -> Result<Moment> {
        let moved = Moment::from_microseconds(self.microseconds() + by)?;
        Ok(if self.only_day { moved.date() } else { Moment { zone: self.zone.clone(), ..moved } })
    }

    fn is_same(&self, other: &Moment) -> bool {
        self.only_day == other.only_day
            && self.zone.is_some() == other.zone.is_some()
            && self.universal() == other.universal()
    }
}

/// What a comparison gives of which one side alone has a time zone.
pub(super) fn naive_and_aware(op: CompareOp, what: &str) -> Result<Value> {
    let no_order = || Error::type_error(format!("can't compare offset-naive and offset-aware {what}"));
    op.equality(false).ok_or_else(no_order)
}

impl FromValue for Moment {
    const ACCEPTS: &'static str = "date or datetime";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Moment> {
        let found = || class_of(value).qualified_name();
        Moment::of(value)
            .cloned()
            .ok_or_else(|| Error::type_error(format!("expected a date or datetime, got {}", found())))
    }
}

impl NativeObject for Moment {
    fn class(&self) -> &'static Class {
        if self.only_day { &DATE } else { &DATETIME }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, cx: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(Some(match name.as_str() {
            "year" => Value::Int(self.parts.year),
            "month" => Value::Int(self.parts.month.into()),
            "day" => Value::Int(self.parts.day.into()),
            _ if self.only_day => return Ok(None),
            _ => return self.clock().attribute(cx, name),
        }))
    }

    fn attribute_names(&self) -> Vec<String> {
        let mut names = ["year", "month", "day"].map(String::from).to_vec();
        if !self.only_day {
            names.extend(self.clock().attribute_names());
        }
        names
    }

    fn binary(&self, _: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        if let Some(span) = Timespan::of(other) {
            // A date moves by whole days.
            let by = if self.only_day { span.days() as i128 * MICROSECONDS_A_DAY } else { span.0 };
            return Ok(match op {
                BinaryOp::Add => Some(Value::object(self.moved(by)?)),
                BinaryOp::Sub if !reflected => Some(Value::object(self.moved(-by)?)),
                _ => None,
            });
        }
        match (op, Moment::of(other)) {
            (BinaryOp::Sub, Some(other)) if other.only_day == self.only_day && !reflected => {
                if self.zone.is_some() != other.zone.is_some() {
                    return Err(Error::type_error("can't subtract offset-naive and offset-aware datetimes"));
                }
                Ok(Some(Value::object(Timespan(self.universal() - other.universal()))))
            }
            _ => Ok(None),
        }
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = Moment::of(other) else { return Ok(None) };
        if self.only_day != other.only_day {
            // Whichever is asked first, CPython lets the subclass answer.
            let no_order = || Error::type_error("can't compare datetime.datetime to datetime.date");
            return op.equality(false).ok_or_else(no_order).map(Some);
        }
        if self.zone.is_some() != other.zone.is_some() {
            return naive_and_aware(op, "datetimes").map(Some);
        }
        let order = self.universal().cmp(&other.universal());
        Ok(Some(Value::bool(op.holds(Some(order)))))
    }

    fn hash(&self) -> Option<u64> {
        Some(self.universal() as u64 ^ self.only_day as u64)
    }

    fn equals(&self, other: &Value) -> bool {
        Moment::of(other).is_some_and(|other| self.is_same(other))
    }

    fn format(&self, _: &mut dyn Context, spec: &str) -> Option<Result<String>> {
        Some(Ok(if spec.is_empty() { self.text() } else { self.formatted(spec) }))
    }

    fn repr(&self) -> String {
        let fields = self.fields();
        // Seconds and microseconds are left out where they are zero.
        let zeros = fields[5..].iter().rev().take_while(|field| **field == 0).count();
        let shown = if self.only_day { 3 } else { fields.len() - zeros };
        let mut parts: Vec<String> = fields[..shown].iter().map(i64::to_string).collect();
        parts.extend(self.zone.as_ref().map(|zone| format!("tzinfo={}", zone.repr())));
        parts.extend(self.fold.then(|| "fold=1".to_string()));
        format!("{}({})", self.class().qualified_name(), parts.join(", "))
    }

    fn text(&self) -> String {
        self.iso_text(" ", "auto").unwrap_or_default()
    }
}
