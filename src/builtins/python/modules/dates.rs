//! Python's module `datetime`: days and moments without time zones, and the spans between them.

use super::calendar::{Broken, civil_from_seconds, format_time, seconds_from_civil};
use super::date_parse::{parse_iso, parse_time};
use super::timespan::{MICROSECONDS_A_DAY, TIMEDELTA, Timespan};
use crate::builtins::python::receiver::type_name;
use crate::symbol::Symbol;
use crate::tensor::format::datetime::{civil_from_days, days_from_civil, days_in_month};
use crate::value::class::{Class, python};
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::{Context, Error, FromValue, NativeObject, Result, Value};
use std::any::Any;
use std::time::{SystemTime, UNIX_EPOCH};

static DATE: Class = Class::new("date", "datetime", &[&python::OBJECT]);
static DATETIME: Class = Class::new("datetime", "datetime", &[&DATE]);

/// A day, or a moment of a day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub parts: Broken,
    pub microsecond: u32,
    /// A `date`: the time of day is midnight and not shown.
    pub only_day: bool,
}

builtins! { DATES, chapter "datetime", spaces ["constructors"];
    /// A day of the calendar.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 3, 1) - date(2024, 2, 1), str(date(2024, 2, 29))
    /// (datetime.timedelta(days=29), '2024-02-29')
    fn date(cx, year: i64, month: i64, day: i64) -> Value { Moment::new([year, month, day, 0, 0, 0], 0, true).map(Value::object) }

    /// A moment: a day and a time of day.
    ///
    /// >>> from datetime import datetime, timedelta
    /// >>> datetime(2024, 1, 1, 12) + timedelta(hours=13)
    /// datetime.datetime(2024, 1, 2, 1, 0)
    fn datetime(cx, year: i64, month: i64, day: i64, hour: i64 = 0, minute: i64 = 0, second: i64 = 0, microsecond: i64 = 0) -> Value {
        Moment::new([year, month, day, hour, minute, second], microsecond, false).map(Value::object)
    }
}

builtins! { DATE_METHODS, chapter "datetime.date", methods "date";
    /// Today's day.
    ///
    /// >>> from datetime import date
    /// >>> date.today() >= date(2024, 1, 1)
    /// True
    @static
    fn today(cx) -> Value { Ok(Value::object(Moment::now(true))) }

    /// A day from its ISO text.
    ///
    /// >>> from datetime import date
    /// >>> date.fromisoformat('2024-01-05')
    /// datetime.date(2024, 1, 5)
    @static
    fn fromisoformat(cx, @pos date_string: String) -> Value { parse_iso(&date_string, true).map(Value::object) }

    /// A day from its number: 1 is 1 January of year 1.
    ///
    /// >>> from datetime import date
    /// >>> date.fromordinal(738890)
    /// datetime.date(2024, 1, 5)
    @static
    fn fromordinal(cx, @pos n: i64) -> Value { Moment::from_microseconds((n as i128 - EPOCH as i128) * MICROSECONDS_A_DAY, true).map(Value::object) }

    /// The day as a number: 1 is 1 January of year 1.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).toordinal()
    /// 738890
    fn toordinal(cx, @pos this: Moment) -> i64 { Ok(this.days() + EPOCH) }

    /// The day of the week: 0 for Monday.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).weekday()
    /// 4
    fn weekday(cx, @pos this: Moment) -> i64 { Ok(this.parts.weekday() as i64) }

    /// The day of the week: 1 for Monday.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).isoweekday()
    /// 5
    fn isoweekday(cx, @pos this: Moment) -> i64 { Ok(this.parts.weekday() as i64 + 1) }

    /// Year, week and day by ISO 8601.
    ///
    /// >>> from datetime import date
    /// >>> tuple(date(2024, 12, 30).isocalendar())
    /// (2025, 1, 1)
    fn isocalendar(cx, @pos this: Moment) -> (i64, i64, i64) { Ok(this.parts.iso_week()) }

    /// As ISO text.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(2024, 1, 5, 10, 20).isoformat()
    /// '2024-01-05T10:20:00'
    fn isoformat(cx, @pos this: Moment, sep: String = "T".into()) -> String { Ok(this.iso_text(&sep)) }

    /// As text, laid out by a format.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).strftime('%d.%m.%Y')
    /// '05.01.2024'
    fn strftime(cx, @pos this: Moment, format: String) -> String { Ok(format_time(&format, &this.parts, this.microsecond)) }

    /// A copy with some parts replaced.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).replace(day=9)
    /// datetime.date(2024, 1, 9)
    fn replace(cx, @pos this: Moment, year: Option<i64> = None, month: Option<i64> = None, day: Option<i64> = None,
               hour: Option<i64> = None, minute: Option<i64> = None, second: Option<i64> = None, microsecond: Option<i64> = None) -> Value {
        let old = this.fields();
        let given = [year, month, day, hour, minute, second];
        let mut fields = old;
        for (field, new) in fields.iter_mut().zip(given) {
            *field = new.unwrap_or(*field);
        }
        Moment::new(fields, microsecond.unwrap_or(this.microsecond as i64), this.only_day).map(Value::object)
    }

    /// As text, as C's `ctime` writes it.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).ctime()
    /// 'Fri Jan  5 00:00:00 2024'
    fn ctime(cx, @pos this: Moment) -> String { Ok(format_time("%a %b %e %H:%M:%S %Y", &this.parts, 0)) }
}

builtins! { DATETIME_METHODS, chapter "datetime.datetime", methods "datetime";
    /// This moment.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime.now() <= datetime.now()
    /// True
    @static @alias("utcnow")
    fn now(cx) -> Value { Ok(Value::object(Moment::now(false))) }

    /// A moment from seconds since 1970, in universal time.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime.fromtimestamp(1.5)
    /// datetime.datetime(1970, 1, 1, 0, 0, 1, 500000)
    @static @alias("utcfromtimestamp")
    fn fromtimestamp(cx, @pos timestamp: f64) -> Value {
        Moment::from_microseconds((timestamp * 1e6).round_ties_even() as i128, false).map(Value::object)
    }

    /// A moment from its ISO text.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime.fromisoformat('2024-01-05 10:20')
    /// datetime.datetime(2024, 1, 5, 10, 20)
    @static
    fn fromisoformat(cx, @pos date_string: String) -> Value { parse_iso(&date_string, false).map(Value::object) }

    /// A moment from text in a format.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime.strptime('5.1.2024 10h', '%d.%m.%Y %Hh')
    /// datetime.datetime(2024, 1, 5, 10, 0)
    @static
    fn strptime(cx, @pos date_string: String, @pos format: String) -> Value { parse_time(&date_string, &format).map(Value::object) }

    /// Seconds since 1970, in universal time.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(1970, 1, 2).timestamp()
    /// 86400.0
    fn timestamp(cx, @pos this: Moment) -> f64 { Ok(this.microseconds() as f64 / 1e6) }

    /// The day alone.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(2024, 1, 5, 10).date()
    /// datetime.date(2024, 1, 5)
    fn date(cx, @pos this: Moment) -> Value {
        let [year, month, day, ..] = this.fields();
        Moment::new([year, month, day, 0, 0, 0], 0, true).map(Value::object)
    }
}

/// The number of 1 January 1970, when 1 January of year 1 is 1.
const EPOCH: i64 = 719_163;

impl Moment {
    /// From year, month, day, hour, minute and second. ValueError for what is on no calendar.
    pub fn new(fields: [i64; 6], microsecond: i64, only_day: bool) -> Result<Moment> {
        let [year, month, day, hour, minute, second] = fields;
        let range = |ok: bool, message: String| if ok { Ok(()) } else { Err(Error::value(message)) };
        range((1..=9999).contains(&year), format!("year {year} is out of range"))?;
        range((1..=12).contains(&month), "month must be in 1..12".into())?;
        let last = days_in_month(year, month as u8) as i64;
        range((1..=last).contains(&day), "day is out of range for month".into())?;
        range((0..24).contains(&hour), "hour must be in 0..23".into())?;
        range((0..60).contains(&minute), "minute must be in 0..59".into())?;
        range((0..60).contains(&second), "second must be in 0..59".into())?;
        range((0..1_000_000).contains(&microsecond), "microsecond must be in 0..999999".into())?;
        let parts = Broken {
            year,
            month: month as u8,
            day: day as u8,
            hour: hour as u8,
            minute: minute as u8,
            second: second as u8,
        };
        Ok(Moment { parts, microsecond: microsecond as u32, only_day })
    }

    fn now(only_day: bool) -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut parts = civil_from_seconds(since.as_secs() as i64);
        if only_day {
            (parts.hour, parts.minute, parts.second) = (0, 0, 0);
        }
        Moment { parts, microsecond: if only_day { 0 } else { since.subsec_micros() }, only_day }
    }

    fn fields(&self) -> [i64; 6] {
        let p = &self.parts;
        [p.year, p.month as i64, p.day as i64, p.hour as i64, p.minute as i64, p.second as i64]
    }

    fn days(&self) -> i64 {
        days_from_civil(self.parts.year, self.parts.month, self.parts.day) as i64
    }

    /// Since 1970.
    fn microseconds(&self) -> i128 {
        seconds_from_civil(&self.parts) as i128 * 1_000_000 + self.microsecond as i128
    }

    /// OverflowError outside the years 1 to 9999.
    fn from_microseconds(microseconds: i128, only_day: bool) -> Result<Moment> {
        let days = microseconds.div_euclid(MICROSECONDS_A_DAY);
        let (year, month, day) = civil_from_days(days.clamp(-10_000_000, 10_000_000));
        if !(1..=9999).contains(&year) {
            return Err(Error::overflow("date value out of range"));
        }
        let rest = if only_day { 0 } else { microseconds.rem_euclid(MICROSECONDS_A_DAY) as i64 };
        let seconds = rest / 1_000_000;
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60];
        Moment::new([year, month as i64, day as i64, time[0], time[1], time[2]], rest % 1_000_000, only_day)
    }

    fn iso_text(&self, separator: &str) -> String {
        let p = &self.parts;
        let day = format!("{:04}-{:02}-{:02}", p.year, p.month, p.day);
        if self.only_day {
            return day;
        }
        let time = format!("{day}{separator}{:02}:{:02}:{:02}", p.hour, p.minute, p.second);
        if self.microsecond == 0 { time } else { format!("{time}.{:06}", self.microsecond) }
    }

    fn of(value: &Value) -> Option<Moment> {
        match value {
            Value::Object(object) => object.downcast::<Moment>().copied(),
            _ => None,
        }
    }
}

impl FromValue for Moment {
    const ACCEPTS: &'static str = "date or datetime";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Moment> {
        let wrong = || Error::type_error(format!("expected a date or datetime, got {}", type_name(value)));
        Moment::of(value).ok_or_else(wrong)
    }
}

impl NativeObject for Moment {
    fn class(&self) -> &'static Class {
        if self.only_day { &DATE } else { &DATETIME }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let [year, month, day, hour, minute, second] = self.fields();
        Ok(Some(Value::Int(match name.as_str() {
            "year" => year,
            "month" => month,
            "day" => day,
            "hour" if !self.only_day => hour,
            "minute" if !self.only_day => minute,
            "second" if !self.only_day => second,
            "microsecond" if !self.only_day => self.microsecond as i64,
            "tzinfo" if !self.only_day => return Ok(Some(Value::None)),
            _ => return Ok(None),
        })))
    }

    fn attribute_names(&self) -> Vec<String> {
        ["year", "month", "day"].map(String::from).to_vec()
    }

    fn binary(&self, _: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        if let Some(span) = Timespan::of(other) {
            // A date moves by whole days.
            let by = if self.only_day { span.days() as i128 * MICROSECONDS_A_DAY } else { span.0 };
            let moved = match op {
                BinaryOp::Add => self.microseconds() + by,
                BinaryOp::Sub if !reflected => self.microseconds() - by,
                _ => return Ok(None),
            };
            return Moment::from_microseconds(moved, self.only_day).map(|m| Some(Value::object(m)));
        }
        match (op, Moment::of(other)) {
            (BinaryOp::Sub, Some(other)) if other.only_day == self.only_day && !reflected => {
                Ok(Some(Value::object(Timespan(self.microseconds() - other.microseconds()))))
            }
            _ => Ok(None),
        }
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = Moment::of(other) else { return Ok(None) };
        if self.only_day != other.only_day {
            return match op {
                CompareOp::Eq => Ok(Some(Value::bool(false))),
                CompareOp::Ne => Ok(Some(Value::bool(true))),
                _ => {
                    let (a, b) = (self.class().qualified_name(), other.class().qualified_name());
                    Err(Error::type_error(format!("can't compare {a} to {b}")))
                }
            };
        }
        let order = self.microseconds().cmp(&other.microseconds());
        Ok(Some(Value::bool(op.holds(Some(order)))))
    }

    fn hash(&self) -> Option<u64> {
        Some(self.microseconds() as u64 ^ self.only_day as u64)
    }

    fn equals(&self, other: &Value) -> bool {
        Moment::of(other).is_some_and(|other| other == *self)
    }

    fn format(&self, _: &mut dyn Context, spec: &str) -> Option<Result<String>> {
        Some(Ok(if spec.is_empty() { self.text() } else { format_time(spec, &self.parts, self.microsecond) }))
    }

    fn repr(&self) -> String {
        let mut fields = self.fields().to_vec();
        fields.push(self.microsecond as i64);
        // Seconds and microseconds are left out where they are zero.
        let mut shown = if self.only_day { 3 } else { 7 };
        while shown > 5 && fields[shown - 1] == 0 {
            shown -= 1;
        }
        let fields: Vec<String> = fields[..shown].iter().map(i64::to_string).collect();
        format!("{}({})", self.class().qualified_name(), fields.join(", "))
    }

    fn text(&self) -> String {
        self.iso_text(" ")
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let classes = [("date", &DATE), ("datetime", &DATETIME), ("timedelta", &TIMEDELTA)];
    let mut all: Vec<_> = classes.map(|(name, class)| ("datetime", name, Value::Class(class))).to_vec();
    all.extend([("datetime", "MINYEAR", Value::Int(1)), ("datetime", "MAXYEAR", Value::Int(9999))]);
    all
}
