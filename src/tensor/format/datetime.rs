//! Ticks of a datetime64 ↔ ISO 8601 text, through the proleptic Gregorian calendar.

use crate::tensor::dtype::TimeUnit;
use crate::tensor::error::{Error, Result};
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// The ticks that mean "not a time".
pub const NAT: i64 = i64::MIN;

const ATTOSECONDS: i128 = 1_000_000_000_000_000_000;
const SECONDS_PER_DAY: i128 = 86_400;

/// A point in time by calendar and clock, without a time zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Civil {
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    /// 0 to 10^18 - 1.
    pub attosecond: u64,
}

/// A parsed text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parsed {
    /// `None` for NaT.
    pub civil: Option<Civil>,
    /// The coarsest unit that holds all of the text.
    pub unit: TimeUnit,
    /// Whether the text names a time zone, on which NumPy warns.
    pub has_zone: bool,
}

/// Days since 1970-01-01 of a date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`).
pub fn days_from_civil(year: i64, month: u8, day: u8) -> i128 {
    let year = year as i128 - (month <= 2) as i128;
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = (month as i128 + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day as i128 - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date so many days after 1970-01-01 (the inverse, `civil_from_days`).
pub fn civil_from_days(days: i128) -> (i64, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    ((year_of_era + era * 400 + (month <= 2) as i128) as i64, month as u8, day as u8)
}

/// Days of a month, leap years included.
pub fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 if year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Ticks in a second for the units from seconds down, or seconds in a tick for those above.
enum Rate {
    PerSecond(i128),
    Seconds(i128),
}

fn rate(unit: TimeUnit) -> Rate {
    match unit {
        TimeUnit::Hour => Rate::Seconds(3600),
        TimeUnit::Minute => Rate::Seconds(60),
        TimeUnit::Millisecond => Rate::PerSecond(1_000),
        TimeUnit::Microsecond => Rate::PerSecond(1_000_000),
        TimeUnit::Nanosecond => Rate::PerSecond(1_000_000_000),
        TimeUnit::Picosecond => Rate::PerSecond(1_000_000_000_000),
        TimeUnit::Femtosecond => Rate::PerSecond(1_000_000_000_000_000),
        TimeUnit::Attosecond => Rate::PerSecond(ATTOSECONDS),
        TimeUnit::Week => Rate::Seconds(7 * SECONDS_PER_DAY),
        TimeUnit::Day => Rate::Seconds(SECONDS_PER_DAY),
        _ => Rate::PerSecond(1),
    }
}

/// Digits of the fraction of a second that a unit shows.
fn fraction_digits(unit: TimeUnit) -> usize {
    match unit {
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
        TimeUnit::Picosecond => 12,
        TimeUnit::Femtosecond => 15,
        TimeUnit::Attosecond => 18,
        _ => 0,
    }
}

/// The calendar and clock of `ticks` of `count` units; not for NaT and the generic unit.
pub fn to_civil(ticks: i64, unit: TimeUnit, count: u32) -> Civil {
    let ticks = ticks as i128 * count as i128;
    let date = |year, month| Civil { year, month, day: 1, hour: 0, minute: 0, second: 0, attosecond: 0 };
    match unit {
        TimeUnit::Year => return date((ticks + 1970) as i64, 1),
        TimeUnit::Month => return date((ticks.div_euclid(12) + 1970) as i64, ticks.rem_euclid(12) as u8 + 1),
        _ => {}
    }
    let (seconds, attosecond) = match rate(unit) {
        Rate::Seconds(n) => (ticks * n, 0),
        Rate::PerSecond(n) => (ticks.div_euclid(n), ticks.rem_euclid(n) * (ATTOSECONDS / n)),
    };
    let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
    let clock = seconds.rem_euclid(SECONDS_PER_DAY) as u32;
    Civil {
        year,
        month,
        day,
        hour: (clock / 3600) as u8,
        minute: (clock / 60 % 60) as u8,
        second: (clock % 60) as u8,
        attosecond: attosecond as u64,
    }
}

/// Ticks of `count` units, rounded down; wraps around beyond 64 bits, as NumPy does.
pub fn from_civil(civil: &Civil, unit: TimeUnit, count: u32) -> i64 {
    let ticks = match unit {
        TimeUnit::Year => civil.year as i128 - 1970,
        TimeUnit::Month => (civil.year as i128 - 1970) * 12 + civil.month as i128 - 1,
        _ => {
            let days = days_from_civil(civil.year, civil.month, civil.day);
            let clock = civil.hour as i128 * 3600 + civil.minute as i128 * 60 + civil.second as i128;
            let seconds = days * SECONDS_PER_DAY + clock;
            match rate(unit) {
                Rate::Seconds(n) => seconds.div_euclid(n),
                Rate::PerSecond(n) => seconds * n + civil.attosecond as i128 / (ATTOSECONDS / n),
            }
        }
    };
    ticks.div_euclid(count.max(1) as i128) as i64
}

/// `2020-01-02T03:04:05.678` as far as the unit goes; `NaT`.
pub fn iso_text(ticks: i64, unit: TimeUnit, count: u32) -> String {
    if ticks == NAT || unit == TimeUnit::Generic {
        return "NaT".into();
    }
    civil_text(&to_civil(ticks, unit, count), unit)
}

/// Calendar and clock as ISO 8601 down to `unit`.
pub fn civil_text(civil: &Civil, unit: TimeUnit) -> String {
    let mut out = String::with_capacity(40);
    // Writing to a String cannot fail.
    let mut put = |args: std::fmt::Arguments| out.write_fmt(args).unwrap_or_default();
    put(format_args!("{:04}", civil.year));
    if unit >= TimeUnit::Month {
        put(format_args!("-{:02}", civil.month));
    }
    if unit >= TimeUnit::Week {
        put(format_args!("-{:02}", civil.day));
    }
    if unit >= TimeUnit::Hour {
        put(format_args!("T{:02}", civil.hour));
    }
    if unit >= TimeUnit::Minute {
        put(format_args!(":{:02}", civil.minute));
    }
    if unit >= TimeUnit::Second {
        put(format_args!(":{:02}", civil.second));
    }
    if unit >= TimeUnit::Millisecond {
        let digits = fraction_digits(unit);
        put(format_args!(".{:0digits$}", civil.attosecond / 10u64.pow(18 - digits as u32)));
    }
    out
}

/// ValueError for a datetime that is not NaT and has no unit: it names no date.
pub fn check_unit(ticks: i64, unit: TimeUnit) -> Result<()> {
    if unit == TimeUnit::Generic && ticks != NAT {
        return Err(Error::value("Cannot convert a NumPy datetime value other than NaT with generic units"));
    }
    Ok(())
}

/// `5 days`, `-3 generic time units`, `NaT`: the `str` of a timedelta64.
pub fn timedelta_text(ticks: i64, unit: TimeUnit, count: u32) -> String {
    if ticks == NAT {
        return "NaT".into();
    }
    let name = match unit {
        TimeUnit::Generic => "generic time unit",
        TimeUnit::Year => "year",
        TimeUnit::Month => "month",
        TimeUnit::Week => "week",
        TimeUnit::Day => "day",
        TimeUnit::Hour => "hour",
        TimeUnit::Minute => "minute",
        TimeUnit::Second => "second",
        TimeUnit::Millisecond => "millisecond",
        TimeUnit::Microsecond => "microsecond",
        TimeUnit::Nanosecond => "nanosecond",
        TimeUnit::Picosecond => "picosecond",
        TimeUnit::Femtosecond => "femtosecond",
        TimeUnit::Attosecond => "attosecond",
    };
    format!("{} {name}s", ticks as i128 * count as i128)
}

/// Reads an ISO 8601 date or date and time, `NaT`, `now` or `today`, with NumPy's liberties and errors (ValueError).
pub fn parse(text: &str) -> Result<Parsed> {
    let trimmed = text.trim_start();
    let word = trimmed.to_ascii_lowercase();
    let at = |civil, unit| Ok(Parsed { civil: Some(civil), unit, has_zone: false });
    let seconds_now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64);
    match word.as_str() {
        "" | "nat" => return Ok(Parsed { civil: None, unit: TimeUnit::Generic, has_zone: false }),
        "now" => return at(to_civil(seconds_now(), TimeUnit::Second, 1), TimeUnit::Second),
        "today" => return at(to_civil(seconds_now() / 86_400, TimeUnit::Day, 1), TimeUnit::Day),
        _ => {}
    }
    let position = text.len() - trimmed.len();
    Reader { text, position, has_zone: false }.read()
}

struct Reader<'a> {
    text: &'a str,
    position: usize,
    has_zone: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn at_end(&self) -> bool {
        self.position >= self.text.len()
    }

    fn eat(&mut self, wanted: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| wanted.contains(&byte));
        self.position += found as usize;
        found
    }

    fn error<T>(&self) -> Result<T> {
        Err(Error::value(format!("Error parsing datetime string \"{}\" at position {}", self.text, self.position)))
    }

    fn range<T>(&self, what: &str) -> Result<T> {
        Err(Error::value(format!("{what} out of range in datetime string \"{}\"", self.text)))
    }

    fn two_digits(&mut self) -> Result<u8> {
        match self.text.as_bytes().get(self.position..self.position + 2) {
            Some(&[tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => {
                self.position += 2;
                Ok((tens - b'0') * 10 + ones - b'0')
            }
            _ => self.error(),
        }
    }

    fn year(&mut self) -> Result<i64> {
        let negative = self.peek() == Some(b'-');
        self.eat(b"+-");
        let mut year: i64 = 0;
        let start = self.position;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            year = year.wrapping_mul(10).wrapping_add((digit - b'0') as i64);
            self.position += 1;
        }
        if self.position == start {
            return self.error();
        }
        Ok(if negative { year.wrapping_neg() } else { year })
    }

    fn read(mut self) -> Result<Parsed> {
        let year = self.year()?;
        let mut civil = Civil { year, month: 1, day: 1, hour: 0, minute: 0, second: 0, attosecond: 0 };
        let unit = self.fields(&mut civil)?;
        Ok(Parsed { civil: Some(civil), unit, has_zone: self.has_zone })
    }

    /// Everything behind the year; returns the unit that the text goes down to.
    fn fields(&mut self, civil: &mut Civil) -> Result<TimeUnit> {
        if self.at_end() {
            return Ok(TimeUnit::Year);
        }
        if !self.eat(b"-") {
            return self.error();
        }
        civil.month = self.two_digits()?;
        if !(1..=12).contains(&civil.month) {
            return self.range("Month");
        }
        if self.at_end() {
            return Ok(TimeUnit::Month);
        }
        if !self.eat(b"-") {
            return self.error();
        }
        civil.day = self.two_digits()?;
        if civil.day == 0 || civil.day > days_in_month(civil.year, civil.month) {
            return self.range("Day");
        }
        if self.at_end() {
            return Ok(TimeUnit::Day);
        }
        if !self.eat(b"T ") {
            return self.error();
        }
        let unit = self.clock(civil)?;
        if !self.at_end() {
            self.zone(civil)?;
        }
        Ok(unit)
    }

    fn clock(&mut self, civil: &mut Civil) -> Result<TimeUnit> {
        civil.hour = self.two_digits()?;
        if civil.hour > 23 {
            return self.range("Hours");
        }
        if !self.eat(b":") {
            return Ok(TimeUnit::Hour);
        }
        civil.minute = self.two_digits()?;
        if civil.minute > 59 {
            return self.range("Minutes");
        }
        if !self.eat(b":") {
            return Ok(TimeUnit::Minute);
        }
        civil.second = self.two_digits()?;
        if civil.second > 59 {
            return self.range("Seconds");
        }
        if !self.eat(b".") {
            return Ok(TimeUnit::Second);
        }
        let mut places = 0;
        while let (Some(digit @ b'0'..=b'9'), 0..18) = (self.peek(), places) {
            civil.attosecond = civil.attosecond * 10 + (digit - b'0') as u64;
            places += 1;
            self.position += 1;
        }
        civil.attosecond *= 10u64.pow(18 - places);
        Ok(match places {
            0..=3 => TimeUnit::Millisecond,
            4..=6 => TimeUnit::Microsecond,
            7..=9 => TimeUnit::Nanosecond,
            10..=12 => TimeUnit::Picosecond,
            13..=15 => TimeUnit::Femtosecond,
            _ => TimeUnit::Attosecond,
        })
    }

    /// `Z`, `+01`, `+0100`, `+01:00`: the clock is moved to UTC.
    fn zone(&mut self, civil: &mut Civil) -> Result<()> {
        let zone_start = self.peek();
        if self.eat(b"+-") {
            let hours = self.two_digits()? as i64;
            if hours > 23 {
                return self.range("Timezone hours offset");
            }
            self.eat(b":");
            let minutes = match self.peek() {
                Some(b'0'..=b'9') => self.two_digits()? as i64,
                _ => 0,
            };
            if minutes > 59 {
                return self.range("Timezone minutes offset");
            }
            let offset = (hours * 3600 + minutes * 60) * if zone_start == Some(b'-') { -1 } else { 1 };
            let attosecond = civil.attosecond;
            *civil = to_civil(from_civil(civil, TimeUnit::Second, 1).wrapping_sub(offset), TimeUnit::Second, 1);
            civil.attosecond = attosecond;
        } else {
            self.eat(b"Z");
        }
        self.has_zone = true;
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.position += 1;
        }
        if self.at_end() { Ok(()) } else { self.error() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_all_units() {
        for (ticks, unit, count, want) in [
            (0, TimeUnit::Year, 1, "1970"),
            (-800_000, TimeUnit::Year, 1, "-798030"),
            (5000, TimeUnit::Month, 1, "2386-09"),
            (-1, TimeUnit::Week, 1, "1969-12-25"),
            (-800_000, TimeUnit::Day, 1, "-221-09-04"),
            (5000, TimeUnit::Hour, 1, "1970-07-28T08"),
            (i64::MAX, TimeUnit::Second, 1, "292277026596-12-04T15:30:07"),
            (-1, TimeUnit::Nanosecond, 1, "1969-12-31T23:59:59.999999999"),
            (1 << 62, TimeUnit::Attosecond, 1, "1970-01-01T00:00:04.611686018427387904"),
            (-1, TimeUnit::Second, 25, "1969-12-31T23:59:35"),
            (NAT, TimeUnit::Day, 1, "NaT"),
        ] {
            assert_eq!(iso_text(ticks, unit, count), want);
        }
        assert_eq!(timedelta_text(-3, TimeUnit::Day, 7), "-21 days");
    }

    #[test]
    fn parsing() {
        let ticks = |text: &str| {
            let parsed = parse(text).unwrap();
            let civil = parsed.civil.unwrap();
            (from_civil(&civil, parsed.unit, 1), parsed.unit)
        };
        assert_eq!(ticks("2020"), (50, TimeUnit::Year));
        assert_eq!(ticks("2020-03-04"), (18325, TimeUnit::Day));
        assert_eq!(ticks("2020-03-04T05:06:07.1"), (1583298367100, TimeUnit::Millisecond));
        assert_eq!(ticks("2020-03-04T05:06+0100"), (26388246, TimeUnit::Minute));
        assert_eq!(parse("NaT").unwrap().civil, None);
        let error = |text: &str| parse(text).unwrap_err().message;
        assert_eq!(error("2020-1"), "Error parsing datetime string \"2020-1\" at position 5");
        assert_eq!(error("2020-02-30"), "Day out of range in datetime string \"2020-02-30\"");
        assert_eq!(error("2020-03-04T0506"), "Error parsing datetime string \"2020-03-04T0506\" at position 13");
        assert_eq!(error("2020-01-01 "), "Error parsing datetime string \"2020-01-01 \" at position 11");
    }

    #[test]
    fn weeks_and_multiples_round_down() {
        let civil = parse("2020-03-04").unwrap().civil.unwrap();
        assert_eq!(from_civil(&civil, TimeUnit::Week, 1), 2617);
        assert_eq!(from_civil(&civil, TimeUnit::Day, 2), 9162);
    }
}
