//! Python's module `time`: clocks, waiting, and dates of the calendar.

use super::date_parse::parse_time;
use crate::symbol::Symbol;
use crate::value::class::{Class, exception, python};
use crate::value::convert::to_index;
use crate::value::datetime::ZoneRef;
use crate::value::datetime::calendar::{Broken, civil_from_seconds, day_name, format_time, seconds_from_civil};
use crate::value::iter::collect;
use crate::value::{Error, Result, Tuple, TupleClass, Value};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

static STRUCT_TIME: Class = Class::new("struct_time", "time", &[&python::TUPLE]);

const FIELDS: [&str; 9] =
    ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

/// The system's clocks by their numbers.
const REALTIME: i64 = 0;
const MONOTONIC: i64 = 1;
const PROCESS: i64 = 2;
const THREAD: i64 = 3;

thread_local! {
    /// What `perf_counter` and its kin count from.
    static START: Instant = Instant::now();
    static FIELDS_OF_TIME: Rc<TupleClass> =
        Rc::new(TupleClass { class: &STRUCT_TIME, fields: FIELDS.iter().map(|f| Symbol::new(f)).collect() });
}

fn since_start() -> Duration {
    START.with(Instant::elapsed)
}

fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

builtins! { TIME, chapter "time", spaces ["time"];
    /// Seconds since 1 January 1970.
    ///
    /// >>> import time
    /// >>> time.time() > 1.7e9
    /// True
    fn time(cx) -> f64 { Ok(since_epoch().as_secs_f64()) }

    /// Nanoseconds since 1 January 1970.
    ///
    /// >>> import time
    /// >>> time.time_ns() > 10**18
    /// True
    fn time_ns(cx) -> i64 { Ok(since_epoch().as_nanos() as i64) }

    /// Seconds of a clock for measuring how long something takes.
    ///
    /// >>> import time
    /// >>> start = time.perf_counter()
    /// >>> time.perf_counter() >= start
    /// True
    fn perf_counter(cx) -> f64 { Ok(since_start().as_secs_f64()) }

    /// As `perf_counter`, in nanoseconds.
    ///
    /// >>> import time
    /// >>> isinstance(time.perf_counter_ns(), int)
    /// True
    fn perf_counter_ns(cx) -> i64 { Ok(since_start().as_nanos() as i64) }

    /// Seconds of a clock that never goes back.
    ///
    /// >>> import time
    /// >>> time.monotonic() <= time.monotonic()
    /// True
    fn monotonic(cx) -> f64 { Ok(since_start().as_secs_f64()) }

    /// As `monotonic`, in nanoseconds.
    ///
    /// >>> import time
    /// >>> isinstance(time.monotonic_ns(), int)
    /// True
    fn monotonic_ns(cx) -> i64 { Ok(since_start().as_nanos() as i64) }

    /// Seconds of processor time that the process has used.
    ///
    /// >>> import time
    /// >>> time.process_time() >= 0
    /// True
    fn process_time(cx) -> f64 { Ok(processor_seconds().unwrap_or_else(|| since_start().as_secs_f64())) }

    /// Nanoseconds of processor time that the process has used.
    ///
    /// >>> import time
    /// >>> time.process_time_ns() >= 0
    /// True
    fn process_time_ns(cx) -> i64 {
        Ok((processor_seconds().unwrap_or_else(|| since_start().as_secs_f64()) * 1e9) as i64)
    }

    /// Seconds of processor time; here, of the whole process.
    ///
    /// >>> import time
    /// >>> time.thread_time() >= 0
    /// True
    fn thread_time(cx) -> f64 { Ok(processor_seconds().unwrap_or_else(|| since_start().as_secs_f64())) }

    /// Nanoseconds of processor time; here, of the whole process.
    ///
    /// >>> import time
    /// >>> time.thread_time_ns() >= 0
    /// True
    fn thread_time_ns(cx) -> i64 {
        Ok((processor_seconds().unwrap_or_else(|| since_start().as_secs_f64()) * 1e9) as i64)
    }

    /// Seconds of a clock, by its number.
    ///
    /// >>> import time
    /// >>> time.clock_gettime(time.CLOCK_REALTIME) > 1.7e9
    /// True
    fn clock_gettime(cx, @pos clk_id: i64) -> f64 {
        Ok(match clk_id {
            REALTIME => since_epoch().as_secs_f64(),
            MONOTONIC => since_start().as_secs_f64(),
            PROCESS | THREAD => processor_seconds().unwrap_or_else(|| since_start().as_secs_f64()),
            _ => return Err(super::os_error::from_number(22, None)),
        })
    }

    /// Waits for so many seconds; Ctrl-C ends it.
    ///
    /// >>> import time
    /// >>> time.sleep(0.001)
    fn sleep(cx, @pos secs: f64) -> () {
        if secs.is_nan() {
            return Err(Error::value("Invalid value NaN (not a number)"));
        }
        if secs < 0.0 {
            return Err(Error::value("sleep length must be non-negative"));
        }
        cx.state().out.flush().unwrap_or(());
        let end = Instant::now() + Duration::try_from_secs_f64(secs).unwrap_or(Duration::from_secs(1 << 32));
        loop {
            if crate::pool::interrupted() {
                return Err(exception::KEYBOARD_INTERRUPT.error(""));
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(Duration::from_millis(20)));
        }
    }

    /// A time as a date of the calendar, in universal time.
    ///
    /// >>> import time
    /// >>> time.gmtime(0).tm_year, time.gmtime(86400).tm_mday
    /// (1970, 2)
    fn gmtime(cx, @pos secs: Option<f64> = None) -> Value { Ok(struct_time(&date_of(secs), 0)) }

    /// A time as a date of the calendar; the local time zone is universal time.
    ///
    /// >>> import time
    /// >>> time.localtime(0).tm_year
    /// 1970
    fn localtime(cx, @pos secs: Option<f64> = None) -> Value { Ok(struct_time(&date_of(secs), 0)) }

    /// A date of the calendar as seconds since 1970.
    ///
    /// >>> import time
    /// >>> time.mktime((1970, 1, 2, 0, 0, 0, 0, 0, 0))
    /// 86400.0
    fn mktime(cx, @pos time_tuple: Value) -> f64 {
        let fields = broken(&collect(cx, &time_tuple)?)?;
        Ok(seconds_from_civil(&fields) as f64)
    }

    /// A date of the calendar as text, laid out by a format.
    ///
    /// >>> import time
    /// >>> time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(86399))
    /// '1970-01-01 23:59:59'
    fn strftime(cx, @pos format: String, @pos time_tuple: Value = Value::None) -> String {
        let fields = match time_tuple {
            Value::None => date_of(None),
            tuple => broken(&collect(cx, &tuple)?)?,
        };
        Ok(format_time(&format, &fields, 0, Some(&*ZoneRef::utc())))
    }

    /// A time as text.
    ///
    /// >>> import time
    /// >>> time.ctime(0)
    /// 'Thu Jan  1 00:00:00 1970'
    fn ctime(cx, @pos secs: Option<f64> = None) -> String {
        Ok(text_of(&date_of(secs)))
    }

    /// A date of the calendar as text.
    ///
    /// >>> import time
    /// >>> time.asctime(time.gmtime(0))
    /// 'Thu Jan  1 00:00:00 1970'
    fn asctime(cx, @pos time_tuple: Value = Value::None) -> String {
        if let Value::None = time_tuple {
            return Ok(text_of(&date_of(None)));
        }
        let fields = collect(cx, &time_tuple)?;
        let text = text_of(&broken(&fields)?);
        // The day of the week is the one that is given.
        let day = day_name(to_index(&fields[6])?.rem_euclid(7) as u8);
        Ok(format!("{}{}", &day[..3], &text[3..]))
    }

    /// A date of the calendar from text in a format.
    ///
    /// >>> import time
    /// >>> time.strptime('5.1.2024', '%d.%m.%Y').tm_yday
    /// 5
    fn strptime(cx, @pos data_string: String, @pos format: String = "%a %b %d %H:%M:%S %Y".into()) -> Value {
        Ok(struct_time(&parse_time(&data_string, &format)?.parts, -1))
    }
}

builtins! { STRUCT_TIME_CONSTRUCTOR, chapter "time: struct_time", spaces ["constructors"];
    /// A date of the calendar from its nine numbers.
    ///
    /// >>> import time
    /// >>> time.struct_time((2024, 1, 5, 10, 20, 30, 4, 5, 0)).tm_hour
    /// 10
    fn struct_time(cx, @pos sequence: Value) -> Value {
        let items = collect(cx, &sequence)?;
        if items.len() < FIELDS.len() {
            let given = items.len();
            return Err(Error::type_error(format!("time.struct_time() takes an at least 9-sequence ({given}-sequence given)")));
        }
        let class = FIELDS_OF_TIME.with(Rc::clone);
        Ok(Value::Tuple(Rc::new(Tuple::named(items[..FIELDS.len()].to_vec(), class))))
    }
}

/// User and system time of the process, from the kernel's accounts (100 ticks a second).
fn processor_seconds() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in parentheses may hold spaces: count from behind it.
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok());
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// The date so many seconds after 1970; now, where they are not given.
fn date_of(secs: Option<f64>) -> Broken {
    civil_from_seconds(secs.unwrap_or_else(|| since_epoch().as_secs_f64()).floor() as i64)
}

fn text_of(date: &Broken) -> String {
    format_time("%a %b %e %H:%M:%S %Y", date, 0, None)
}

/// A date as a `struct_time`; `summer` is 1 in summer time, −1 where nobody knows.
pub fn struct_time(date: &Broken, summer: i64) -> Value {
    let fields = [
        date.year,
        date.month as i64,
        date.day as i64,
        date.hour as i64,
        date.minute as i64,
        date.second as i64,
        date.weekday() as i64,
        date.day_of_year() as i64,
        summer,
    ];
    let class = FIELDS_OF_TIME.with(Rc::clone);
    Value::Tuple(Rc::new(Tuple::named(fields.map(Value::Int).to_vec(), class)))
}

fn broken(items: &[Value]) -> Result<Broken> {
    let mut fields = [0; 9];
    if items.len() != 9 {
        return Err(Error::type_error(format!("time tuple must have exactly 9 items (got {})", items.len())));
    }
    for (field, item) in fields.iter_mut().zip(items) {
        *field = to_index(item)?;
    }
    let [year, month, day, hour, minute, second, ..] = fields;
    let clamp = |x: i64, low: i64, high: i64| x.clamp(low, high) as u8;
    Ok(Broken {
        year,
        month: clamp(month, 1, 12),
        day: clamp(day, 1, 31),
        hour: clamp(hour, 0, 23),
        minute: clamp(minute, 0, 59),
        second: clamp(second, 0, 61),
    })
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("time", "struct_time", Value::Class(&STRUCT_TIME)),
        ("time", "timezone", Value::Int(0)),
        ("time", "CLOCK_REALTIME", Value::Int(REALTIME)),
        ("time", "CLOCK_MONOTONIC", Value::Int(MONOTONIC)),
        ("time", "CLOCK_PROCESS_CPUTIME_ID", Value::Int(PROCESS)),
        ("time", "CLOCK_THREAD_CPUTIME_ID", Value::Int(THREAD)),
        ("time", "altzone", Value::Int(0)),
        ("time", "daylight", Value::Int(0)),
        ("time", "tzname", Value::tuple([Value::str("UTC"), Value::str("UTC")])),
    ]
}
