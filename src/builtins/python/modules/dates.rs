//! Python's module `datetime`: days and moments. The local time is universal time.

use super::date_parse::parse_time;
use super::iso_dates::{iso_date, iso_moment};
use super::namedtuple::result_class;
use super::time::struct_time;
use crate::builtins::python::receiver::type_name;
use crate::tensor::format::datetime::{civil_from_days, days_from_civil};
use crate::value::class::{Class, python};
use crate::value::datetime::moment::{DATE, DATETIME};
use crate::value::datetime::timespan::{MICROSECONDS_A_DAY, TIMEDELTA};
use crate::value::datetime::zone::{TIMEZONE, TZINFO};
use crate::value::datetime::{Clock, Moment, Timespan, ZoneRef, calendar, clock};
use crate::value::{Error, Result, Tuple, Value};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

static ISO_CALENDAR_DATE: Class = Class::new("IsoCalendarDate", "datetime", &[&python::TUPLE]);

builtins! { DATES, chapter "datetime", spaces ["constructors"];
    /// A day of the calendar.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 3, 1) - date(2024, 2, 1), str(date(2024, 2, 29))
    /// (datetime.timedelta(days=29), '2024-02-29')
    fn date(cx, year: i64, month: i64, day: i64) -> Value { Moment::day(year, month, day).map(Value::object) }

    /// A moment: a day and a time of day.
    ///
    /// >>> from datetime import datetime, timedelta, timezone
    /// >>> datetime(2024, 1, 1, 12) + timedelta(hours=13)
    /// datetime.datetime(2024, 1, 2, 1, 0)
    /// >>> str(datetime(2024, 1, 1, 12, tzinfo=timezone.utc))
    /// '2024-01-01 12:00:00+00:00'
    fn datetime(cx, year: i64, month: i64, day: i64, hour: i64 = 0, minute: i64 = 0, second: i64 = 0, microsecond: i64 = 0,
                tzinfo: Option<ZoneRef> = None, @kw fold: i64 = 0) -> Value {
        Moment::new([year, month, day, hour, minute, second, microsecond], tzinfo, fold).map(Value::object)
    }
}

builtins! { DATE_METHODS, chapter "datetime.date", methods "date";
    /// Today's day; of `datetime`, this moment.
    ///
    /// >>> from datetime import date
    /// >>> date.today() >= date(2024, 1, 1)
    /// True
    @classmethod
    fn today(cx, @pos class: Value) -> Value { made(&class, now(None)?) }

    /// A day from seconds since 1970, in universal time.
    ///
    /// >>> from datetime import date
    /// >>> date.fromtimestamp(86400)
    /// datetime.date(1970, 1, 2)
    @static
    fn fromtimestamp(cx, @pos timestamp: f64) -> Value { Ok(Value::object(moment_of(timestamp)?.date())) }

    /// A day from its ISO text.
    ///
    /// >>> from datetime import date
    /// >>> date.fromisoformat('2024-01-05'), date.fromisoformat('2024-W01-5')
    /// (datetime.date(2024, 1, 5), datetime.date(2024, 1, 5))
    @static
    fn fromisoformat(cx, @pos date_string: String) -> Value { iso_date(&date_string).map(Value::object) }

    /// A day from its number: 1 is 1 January of year 1.
    ///
    /// >>> from datetime import date
    /// >>> date.fromordinal(738890)
    /// datetime.date(2024, 1, 5)
    @classmethod
    fn fromordinal(cx, @pos class: Value, @pos n: i64) -> Value { made(&class, Moment::from_ordinal(n)?) }

    /// A day from year, week and day by ISO 8601.
    ///
    /// >>> from datetime import date
    /// >>> date.fromisocalendar(2025, 1, 1)
    /// datetime.date(2024, 12, 30)
    @classmethod
    fn fromisocalendar(cx, @pos class: Value, year: i64, week: i64, day: i64) -> Value { made(&class, from_week(year, week, day)?) }

    /// The day as a number: 1 is 1 January of year 1.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).toordinal()
    /// 738890
    fn toordinal(cx, @pos this: Moment) -> i64 { Ok(this.ordinal()) }

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
    /// >>> date(2024, 12, 30).isocalendar()
    /// datetime.IsoCalendarDate(year=2025, week=1, weekday=1)
    fn isocalendar(cx, @pos this: Moment) -> Value {
        let (year, week, weekday) = this.parts.iso_week();
        let class = result_class(&ISO_CALENDAR_DATE, &["year", "week", "weekday"]);
        Ok(Value::Tuple(Rc::new(Tuple::named([year, week, weekday].map(Value::Int), class))))
    }

    /// The day as `time.localtime` has it.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).timetuple().tm_yday
    /// 5
    fn timetuple(cx, @pos this: Moment) -> Value { Ok(struct_time(&this.parts, -1)) }

    /// As ISO text.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).isoformat()
    /// '2024-01-05'
    fn isoformat(cx, @pos this: Moment) -> String { this.iso_text("", "auto") }

    /// As text, laid out by a format.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).strftime('%d.%m.%Y')
    /// '05.01.2024'
    fn strftime(cx, @pos this: Moment, format: String) -> String { Ok(this.formatted(&format)) }

    /// A copy with some parts replaced.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).replace(day=9)
    /// datetime.date(2024, 1, 9)
    fn replace(cx, @pos this: Moment, year: Option<i64> = None, month: Option<i64> = None, day: Option<i64> = None) -> Value {
        let [old_year, old_month, old_day, ..] = this.fields();
        Moment::day(year.unwrap_or(old_year), month.unwrap_or(old_month), day.unwrap_or(old_day)).map(Value::object)
    }

    /// As text, as C's `ctime` writes it.
    ///
    /// >>> from datetime import date
    /// >>> date(2024, 1, 5).ctime()
    /// 'Fri Jan  5 00:00:00 2024'
    fn ctime(cx, @pos this: Moment) -> String { Ok(this.formatted("%a %b %e %H:%M:%S %Y")) }

    /// The first day there is; of `datetime`, the first moment.
    ///
    /// >>> from datetime import date
    /// >>> date.min
    /// datetime.date(1, 1, 1)
    @property @class_property
    fn min(cx, @pos this: Value) -> Value { made(&this, Moment::new([1, 1, 1, 0, 0, 0, 0], None, 0)?) }

    /// The last day there is; of `datetime`, the last moment.
    ///
    /// >>> from datetime import date
    /// >>> date.max
    /// datetime.date(9999, 12, 31)
    @property @class_property
    fn max(cx, @pos this: Value) -> Value { made(&this, Moment::new([9999, 12, 31, 23, 59, 59, 999_999], None, 0)?) }

    /// The smallest difference between two days; of `datetime`, between two moments.
    ///
    /// >>> from datetime import date
    /// >>> date.resolution
    /// datetime.timedelta(days=1)
    @property @class_property
    fn resolution(cx, @pos this: Value) -> Value {
        Ok(Value::object(Timespan(if is_date(&this) { MICROSECONDS_A_DAY } else { 1 })))
    }
}

builtins! { DATETIME_METHODS, chapter "datetime.datetime", methods "datetime";
    /// This moment, in a time zone if one is given.
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> datetime.now() <= datetime.now(), datetime.now(timezone.utc).tzinfo
    /// (True, datetime.timezone.utc)
    @static
    fn now(cx, tz: Option<ZoneRef> = None) -> Value { now(tz.as_ref()).map(Value::object) }

    /// This moment in universal time, without a time zone.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime.utcnow() <= datetime.utcnow()
    /// True
    @static
    fn utcnow(cx) -> Value { now(None).map(Value::object) }

    /// A moment from seconds since 1970, in universal time or in the time zone that is given.
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> datetime.fromtimestamp(1.5), datetime.fromtimestamp(0, timezone.utc)
    /// (datetime.datetime(1970, 1, 1, 0, 0, 1, 500000), datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))
    @static
    fn fromtimestamp(cx, timestamp: f64, tz: Option<ZoneRef> = None) -> Value {
        let moment = moment_of(timestamp)?;
        tz.map_or(Ok(moment.clone()), |zone| moment.in_zone(&zone)).map(Value::object)
    }

    /// A moment from seconds since 1970, in universal time.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime.utcfromtimestamp(86400)
    /// datetime.datetime(1970, 1, 2, 0, 0)
    @static
    fn utcfromtimestamp(cx, @pos timestamp: f64) -> Value { moment_of(timestamp).map(Value::object) }

    /// A moment from its ISO text.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime.fromisoformat('2024-01-05 10:20')
    /// datetime.datetime(2024, 1, 5, 10, 20)
    /// >>> datetime.fromisoformat('20240105T102030Z')
    /// datetime.datetime(2024, 1, 5, 10, 20, 30, tzinfo=datetime.timezone.utc)
    @static
    fn fromisoformat(cx, @pos date_string: String) -> Value { iso_moment(&date_string).map(Value::object) }

    /// A moment from text in a format.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime.strptime('5.1.2024 10h', '%d.%m.%Y %Hh')
    /// datetime.datetime(2024, 1, 5, 10, 0)
    @static
    fn strptime(cx, @pos date_string: String, @pos format: String) -> Value { parse_time(&date_string, &format).map(Value::object) }

    /// A day and a time of day as a moment.
    ///
    /// >>> from datetime import date, datetime, time
    /// >>> datetime.combine(date(2024, 1, 5), time(10, 20))
    /// datetime.datetime(2024, 1, 5, 10, 20)
    @static
    fn combine(cx, date: Value, time: Value, tzinfo: Value = Value::NotImplemented) -> Value {
        let wrong = |n: i32, wanted: &str, found: &Value| {
            Error::type_error(format!("combine() argument {n} must be datetime.{wanted}, not {}", type_name(found)))
        };
        let day = Moment::of(&date).ok_or_else(|| wrong(1, "date", &date))?;
        let mut clock = Clock::of(&time).cloned().ok_or_else(|| wrong(2, "time", &time))?;
        if !matches!(tzinfo, Value::NotImplemented) {
            clock.zone = crate::value::FromValue::from_value(cx, &tzinfo)?;
        }
        Ok(Value::object(day.at(&clock)))
    }

    /// Seconds since 1970, in universal time.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(1970, 1, 2).timestamp()
    /// 86400.0
    fn timestamp(cx, @pos this: Moment) -> f64 { Ok(Timespan(this.universal()).over(Timespan(1_000_000))) }

    /// The day alone.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(2024, 1, 5, 10).date()
    /// datetime.date(2024, 1, 5)
    fn date(cx, @pos this: Moment) -> Value { Ok(Value::object(this.date())) }

    /// The time of day alone.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(2024, 1, 5, 10).time()
    /// datetime.time(10, 0)
    fn time(cx, @pos this: Moment) -> Value { Ok(Value::object(Clock { zone: None, ..this.clock() })) }

    /// The time of day with its time zone.
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> datetime(2024, 1, 5, 10, tzinfo=timezone.utc).timetz()
    /// datetime.time(10, 0, tzinfo=datetime.timezone.utc)
    fn timetz(cx, @pos this: Moment) -> Value { Ok(Value::object(this.clock())) }

    /// The moment in universal time as `time.gmtime` has it.
    ///
    /// >>> from datetime import datetime, timezone, timedelta
    /// >>> datetime(2024, 1, 5, tzinfo=timezone(timedelta(hours=2))).utctimetuple().tm_hour
    /// 22
    fn utctimetuple(cx, @pos this: Moment) -> Value {
        Ok(struct_time(&Moment::from_microseconds(this.universal())?.parts, 0))
    }

    /// The same moment in another time zone.
    ///
    /// >>> from datetime import datetime, timezone, timedelta
    /// >>> str(datetime(2024, 1, 5, 10, tzinfo=timezone.utc).astimezone(timezone(timedelta(hours=2))))
    /// '2024-01-05 12:00:00+02:00'
    fn astimezone(cx, @pos this: Moment, tz: Option<ZoneRef> = None) -> Value {
        let zone = tz.map_or_else(|| ZoneRef::new(Timespan(0), Some("UTC")), Ok)?;
        this.in_zone(&zone).map(Value::object)
    }

    /// The time zone's difference from universal time.
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> datetime(2024, 1, 5, tzinfo=timezone.utc).utcoffset()
    /// datetime.timedelta(0)
    fn utcoffset(cx, @pos this: Moment) -> Value { Ok(this.offset().map_or(Value::None, Value::object)) }

    /// The time zone's name.
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> datetime(2024, 1, 5, tzinfo=timezone.utc).tzname()
    /// 'UTC'
    fn tzname(cx, @pos this: Moment) -> Value { Ok(this.zone.map_or(Value::None, |zone| Value::str(zone.name()))) }

    /// The shift of summer time, which zones of a fixed offset do not know.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(2024, 1, 5).dst() is None
    /// True
    fn dst(cx, @pos this: Moment) -> Value { Ok(Value::None) }

    /// As ISO text.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(2024, 1, 5, 10, 20).isoformat()
    /// '2024-01-05T10:20:00'
    /// >>> datetime(2024, 1, 5, 10, 20).isoformat(' ', timespec='minutes')
    /// '2024-01-05 10:20'
    fn isoformat(cx, @pos this: Moment, sep: String = "T".into(), timespec: String = "auto".into()) -> String {
        if sep.chars().count() != 1 {
            return Err(Error::type_error("isoformat() argument 1 must be a unicode character, not str"));
        }
        this.iso_text(&sep, &timespec)
    }

    /// A copy with some parts replaced.
    ///
    /// >>> from datetime import datetime
    /// >>> datetime(2024, 1, 5, 10, 20).replace(day=9, minute=0)
    /// datetime.datetime(2024, 1, 9, 10, 0)
    fn replace(cx, @pos this: Moment, year: Option<i64> = None, month: Option<i64> = None, day: Option<i64> = None,
               hour: Option<i64> = None, minute: Option<i64> = None, second: Option<i64> = None, microsecond: Option<i64> = None,
               tzinfo: Value = Value::NotImplemented, @kw fold: Option<i64> = None) -> Value {
        let mut fields = this.fields();
        for (field, new) in fields.iter_mut().zip([year, month, day, hour, minute, second, microsecond]) {
            *field = new.unwrap_or(*field);
        }
        let zone = match tzinfo {
            Value::NotImplemented => this.zone,
            given => crate::value::FromValue::from_value(cx, &given)?,
        };
        Moment::new(fields, zone, fold.unwrap_or(this.fold.into())).map(Value::object)
    }
}

/// Whether a value is the class `date` or one of its days.
fn is_date(value: &Value) -> bool {
    match value {
        Value::Class(class) => std::ptr::eq(*class, &DATE),
        other => Moment::of(other).is_some_and(|moment| moment.only_day),
    }
}

/// A moment as a value of the class: of `date`, its day.
fn made(class: &Value, moment: Moment) -> Result<Value> {
    Ok(Value::object(if is_date(class) { moment.date() } else { moment }))
}

fn now(zone: Option<&ZoneRef>) -> Result<Moment> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let moment = Moment::from_microseconds(since.as_micros() as i128)?;
    zone.map_or(Ok(moment.clone()), |zone| moment.in_zone(zone))
}

/// The moment so many seconds after 1970.
fn moment_of(timestamp: f64) -> Result<Moment> {
    if timestamp.is_nan() {
        return Err(Error::value("Invalid value NaN (not a number)"));
    }
    if timestamp.abs() >= 2f64.powi(63) {
        return Err(Error::overflow("timestamp out of range for platform time_t"));
    }
    let whole = timestamp.floor();
    let fraction = ((timestamp - whole) * 1e6).round_ties_even();
    Moment::from_microseconds(whole as i128 * 1_000_000 + fraction as i128).map_err(|_| {
        let (year, ..) = civil_from_days((whole / 86400.0).floor() as i128);
        Error::value(format!("year {year} is out of range"))
    })
}

/// The day of a week by ISO 8601.
pub fn from_week(year: i64, week: i64, day: i64) -> Result<Moment> {
    if !(1..=9999).contains(&year) {
        return Err(Error::value(format!("Year is out of range: {year}")));
    }
    // The first week is that of 4 January.
    let fourth = days_from_civil(year, 1, 4) as i64;
    let monday = fourth - (fourth + 3).rem_euclid(7);
    let last = calendar::civil_from_seconds(days_from_civil(year, 12, 28) as i64 * 86_400).iso_week().1;
    if !(1..=last).contains(&week) {
        return Err(Error::value(format!("Invalid week: {week}")));
    }
    if !(1..=7).contains(&day) {
        return Err(Error::value(format!("Invalid day: {day} (range is [1, 7])")));
    }
    Moment::from_microseconds((monday + 7 * (week - 1) + day - 1) as i128 * MICROSECONDS_A_DAY)
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let classes = [
        ("date", &DATE),
        ("datetime", &DATETIME),
        ("time", &clock::TIME),
        ("timedelta", &TIMEDELTA),
        ("timezone", &TIMEZONE),
        ("tzinfo", &TZINFO),
    ];
    let mut all: Vec<_> = classes.map(|(name, class)| ("datetime", name, Value::Class(class))).to_vec();
    all.extend([("datetime", "MINYEAR", Value::Int(1)), ("datetime", "MAXYEAR", Value::Int(9999))]);
    all.push(("datetime", "UTC", ZoneRef::utc().value()));
    all
}
