//! Elements of datetime64 and timedelta64 ↔ Python's days, moments and spans.

use super::moment::Moment;
use super::timespan::{MICROSECONDS_A_DAY, MOST_DAYS, Timespan};
use crate::tensor::format::datetime::{NAT, to_civil};
use crate::tensor::{Scalar, TimeUnit};
use crate::value::Value;

/// The day (units from days up) or moment that ticks count to; the ticks themselves where Python has none: for units below
/// microseconds, and outside the years 1 to 9999.
pub fn instant(ticks: i64, unit: TimeUnit, count: u32) -> Value {
    if ticks == NAT {
        return Value::None;
    }
    if unit == TimeUnit::Generic || unit > TimeUnit::Microsecond {
        return Value::Int(ticks);
    }
    let civil = to_civil(ticks, unit, count);
    let time = [civil.hour, civil.minute, civil.second].map(i64::from);
    let micros = (civil.attosecond / 1_000_000_000_000) as i64;
    let day = [civil.year, civil.month.into(), civil.day.into()];
    let moment = Moment::new([day[0], day[1], day[2], time[0], time[1], time[2], micros], None, 0);
    match moment {
        Ok(moment) if unit <= TimeUnit::Day => Value::object(moment.date()),
        Ok(moment) => Value::object(moment),
        Err(_) => Value::Int(ticks),
    }
}

/// Microseconds in a tick, for the units that have a length of whole microseconds.
fn microseconds(unit: TimeUnit) -> Option<i128> {
    Some(match unit {
        TimeUnit::Week => 7 * MICROSECONDS_A_DAY,
        TimeUnit::Day => MICROSECONDS_A_DAY,
        TimeUnit::Hour => 3_600_000_000,
        TimeUnit::Minute => 60_000_000,
        TimeUnit::Second => 1_000_000,
        TimeUnit::Millisecond => 1000,
        TimeUnit::Microsecond => 1,
        _ => return None,
    })
}

/// The span that ticks are long; the ticks themselves where Python has none.
pub fn span(ticks: i64, unit: TimeUnit, count: u32) -> Value {
    if ticks == NAT {
        return Value::None;
    }
    let length = microseconds(unit).map(|length| length * count as i128 * ticks as i128);
    match length {
        Some(length) if length.div_euclid(MICROSECONDS_A_DAY).abs() <= MOST_DAYS => Value::object(Timespan(length)),
        _ => Value::Int(ticks),
    }
}

/// What NumPy makes of Python's days (in days), moments and spans (in microseconds); `None` for any other value.
pub fn scalar(value: &Value) -> Option<Scalar> {
    if let Some(moment) = Moment::of(value) {
        let microseconds = moment.universal();
        return Some(match moment.only_day {
            true => Scalar::DateTime(microseconds.div_euclid(MICROSECONDS_A_DAY) as i64, TimeUnit::Day, 1),
            false => Scalar::DateTime(microseconds as i64, TimeUnit::Microsecond, 1),
        });
    }
    // Python's longest spans are longer than NumPy's in microseconds.
    let span = Timespan::of(value)?;
    Some(Scalar::TimeDelta(i64::try_from(span.0).unwrap_or(NAT), TimeUnit::Microsecond, 1))
}
