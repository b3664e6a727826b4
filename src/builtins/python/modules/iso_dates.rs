//! Texts of ISO 8601 → days, moments and times of day.

use super::dates::from_week;
use crate::value::datetime::{Clock, Moment, Timespan, ZoneRef};
use crate::value::{Error, Result, Value, repr};

/// A piece of a text being read; `None` wherever it is not what it should be.
struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.rest.split_at_checked(digits)?;
        let value = number
            .iter()
            .try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0')))?;
        self.rest = rest;
        Some(value)
    }

    fn eat(&mut self, wanted: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == wanted => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn separator(&mut self, wanted: u8, is_there: bool) -> Option<()> {
        (self.eat(wanted) == is_there).then_some(())
    }

    fn is_done(&self) -> bool {
        self.rest.is_empty()
    }
}

/// `2024-01-05`, `20240105`, `2024-W01-5`, `2024W015` and weeks without a day.
fn date(text: &str) -> Option<Result<Moment>> {
    let mut reader = Reader { rest: text.as_bytes() };
    let year = reader.number(4)?;
    let dashes = reader.eat(b'-');
    if reader.eat(b'W') {
        let week = reader.number(2)?;
        let mut day = 1;
        if !reader.is_done() {
            reader.separator(b'-', dashes)?;
            day = reader.number(1)?;
        }
        return (reader.is_done()).then_some(from_week(year, week, day).ok().map(|moment| Ok(moment.date())))?;
    }
    let month = reader.number(2)?;
    reader.separator(b'-', dashes)?;
    let day = reader.number(2)?;
    reader.is_done().then(|| Moment::day(year, month, day))
}

/// `10`, `10:20`, `1020`, `10:20:30.5`: hour, minute, second and microsecond.
fn clock_fields(text: &str) -> Option<[i64; 4]> {
    let mut reader = Reader { rest: text.as_bytes() };
    let mut fields = [reader.number(2)?, 0, 0, 0];
    let colons = reader.rest.first() == Some(&b':');
    for field in &mut fields[1..3] {
        if reader.is_done() {
            return Some(fields);
        }
        reader.separator(b':', colons)?;
        *field = reader.number(2)?;
    }
    if reader.is_done() {
        return Some(fields);
    }
    if !reader.eat(b'.') && !reader.eat(b',') || reader.is_done() {
        return None;
    }
    let digits = reader.rest.len().min(6);
    fields[3] = reader.number(digits)? * 10i64.pow(6 - digits as u32);
    reader.rest.iter().all(u8::is_ascii_digit).then_some(fields)
}

/// A time of day with or without a time zone.
fn clock(text: &str) -> Option<Result<Clock>> {
    let (time, zone) = match text.find(['+', '-', 'Z']) {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    };
    let fields = clock_fields(time)?;
    let zone = match zone {
        None => Ok(None),
        Some("Z") => Ok(Some(ZoneRef::utc())),
        Some(zone) => offset(zone).map(|offset| ZoneRef::new(offset, None).map(Some))?,
    };
    Some(zone.and_then(|zone| Clock::new(fields, zone, 0)))
}

/// `+02:00`, `-0230`, `+01`
pub fn offset(text: &str) -> Option<Timespan> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let [hours, minutes, seconds, microseconds] = clock_fields(&text[1..])?;
    let seconds = (hours * 60 + minutes) * 60 + seconds;
    Some(Timespan(sign * (seconds as i128 * 1_000_000 + microseconds as i128)))
}

/// Where the date of a moment ends and the separator before its time stands, in bytes. Weeks may lack their day, so that digits
/// behind them may be a day or an hour.
fn date_length(text: &[u8]) -> usize {
    let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    match (text.get(4), text.get(5)) {
        (Some(b'-'), Some(b'W')) if text.get(8) == Some(&b'-') && !is_digit(10) => 10,
        (Some(b'-'), Some(b'W')) => 8,
        (Some(b'-'), _) => 10,
        (Some(b'W'), _) => {
            let digits = (7..text.len()).take_while(|&at| is_digit(at)).count();
            match 7 + digits {
                at if at < 9 => at,
                at if at % 2 == 0 => 7,
                _ => 8,
            }
        }
        _ => 8,
    }
}

fn moment(text: &str) -> Option<Result<Moment>> {
    let end = date_length(text.as_bytes()).min(text.len());
    let (day, rest) = text.split_at_checked(end)?;
    let day = date(day)?;
    let mut rest = rest.chars();
    // Whatever stands there separates.
    if rest.next().is_none() {
        return Some(day.and_then(|day| Ok(day.at(&Clock::new([0; 4], None, 0)?))));
    }
    let clock = clock(rest.as_str())?;
    Some(day.and_then(|day| Ok(day.at(&clock?))))
}

fn well_formed<T>(text: &str, read: Option<Result<T>>) -> Result<T> {
    read.unwrap_or_else(|| Err(Error::value(format!("Invalid isoformat string: {}", repr::repr(&Value::str(text))))))
}

/// `date.fromisoformat`
pub fn iso_date(text: &str) -> Result<Moment> {
    well_formed(text, date(text))
}

/// `datetime.fromisoformat`
pub fn iso_moment(text: &str) -> Result<Moment> {
    well_formed(text, moment(text))
}

/// `time.fromisoformat`
pub fn iso_clock(text: &str) -> Result<Clock> {
    well_formed(text, clock(text.strip_prefix('T').unwrap_or(text)))
}
