//! `strptime`: texts in a given format → moments.

use super::dates::from_week;
use super::iso_dates::offset;
use crate::value::datetime::calendar::{day_name, month_name};
use crate::value::datetime::{Clock, Moment, ZoneRef};
use crate::value::{Error, Result, Value, repr};

/// What a format asks for.
enum Piece {
    /// This letter, in any case.
    Letter(char),
    Blank,
    /// A directive, by its letter.
    Directive(char),
}

/// The pieces of a format. ValueError for directives that there are not.
fn pieces(format: &str) -> Result<Vec<Piece>> {
    let quoted = || repr::repr(&Value::str(format));
    let mut pieces = Vec::new();
    let mut letters = format.chars();
    while let Some(c) = letters.next() {
        match c {
            '%' => match letters.next() {
                Some('%') => pieces.push(Piece::Letter('%')),
                Some('c') => pieces.extend(self::pieces("%a %b %d %H:%M:%S %Y")?),
                Some('x') => pieces.extend(self::pieces("%m/%d/%y")?),
                Some('X') => pieces.extend(self::pieces("%H:%M:%S")?),
                Some(d) if "aAbBdfGHIjmMpSuUVwWyYzZ".contains(d) => pieces.push(Piece::Directive(d)),
                Some(d) => return Err(Error::value(format!("'{d}' is a bad directive in format {}", quoted()))),
                None => return Err(Error::value(format!("stray % in format {}", quoted()))),
            },
            c if c.is_whitespace() => {
                if !matches!(pieces.last(), Some(Piece::Blank)) {
                    pieces.push(Piece::Blank);
                }
            }
            c => pieces.push(Piece::Letter(c)),
        }
    }
    Ok(pieces)
}

/// What has been read of a moment.
#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    microsecond: i64,
    afternoon: Option<bool>,
    day_of_year: Option<i64>,
    /// 0 for Monday.
    weekday: Option<i64>,
    /// Number of the week, and the day of the week on which weeks begin.
    week: Option<(i64, i64)>,
    iso_year: Option<i64>,
    iso_week: Option<i64>,
    offset: Option<crate::value::datetime::Timespan>,
    zone_name: Option<&'static str>,
}

/// The digits of a number and its bounds; `None` for directives that are no numbers.
fn bounds(directive: char) -> Option<(usize, usize, i64, i64)> {
    Some(match directive {
        'Y' | 'G' => (4, 4, 0, 9999),
        'y' => (2, 2, 0, 99),
        'f' => (1, 6, 0, 999_999),
        'j' => (1, 3, 1, 366),
        'm' | 'I' => (1, 2, 1, 12),
        'd' => (1, 2, 1, 31),
        'H' => (1, 2, 0, 23),
        'M' => (1, 2, 0, 59),
        'S' => (1, 2, 0, 61),
        'U' | 'W' => (1, 2, 0, 53),
        'V' => (1, 2, 1, 53),
        'u' => (1, 1, 1, 7),
        'w' => (1, 1, 0, 6),
        _ => return None,
    })
}

/// The number that a text begins with, of as many digits as fit within the bounds, and how many those are.
fn number(text: &str, directive: char) -> Option<(i64, usize)> {
    let (least, most, low, high) = bounds(directive)?;
    // A day may be padded with a blank.
    let blank = usize::from(directive == 'd' && text.starts_with(' '));
    let digits = text.bytes().skip(blank).take(most - blank).take_while(u8::is_ascii_digit).count();
    (least..=digits).rev().find_map(|n| {
        let value = text[blank..blank + n].parse().ok()?;
        (low..=high).contains(&value).then_some((value, blank + n))
    })
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// The position of the name that a text begins with, whole or by its first three letters, and its length.
fn named(text: &str, names: &[&'static str], whole: bool) -> Option<(i64, usize)> {
    let at = names.iter().position(|name| starts_with(text, if whole { name } else { &name[..3] }))?;
    Some((at as i64, if whole { names[at].len() } else { 3 }))
}

impl Found {
    /// Reads one directive; the rest of the text, or `None` where it does not fit.
    fn read<'a>(&mut self, text: &'a str, directive: char) -> Option<&'a str> {
        let length = match directive {
            'a' | 'A' => {
                let (at, length) = named(text, &[0, 1, 2, 3, 4, 5, 6].map(day_name), directive == 'A')?;
                self.weekday = Some(at);
                length
            }
            'b' | 'B' => {
                let months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(month_name);
                let (at, length) = named(text, &months, directive == 'B')?;
                self.month = Some(at + 1);
                length
            }
            'p' => {
                let at = ["AM", "PM"].iter().position(|word| starts_with(text, word))?;
                self.afternoon = Some(at == 1);
                2
            }
            'Z' => {
                self.zone_name = Some(*["UTC", "GMT"].iter().find(|name| starts_with(text, name))?);
                3
            }
            'z' if text.starts_with('Z') => {
                self.offset = Some(crate::value::datetime::Timespan(0));
                1
            }
            'z' => {
                let part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
                let length = 1 + text.get(1..)?.find(|c| !part(c)).unwrap_or(text.len() - 1);
                self.offset = Some(offset(&text[..length]).filter(|_| length >= 5)?);
                length
            }
            _ => {
                let (value, length) = number(text, directive)?;
                self.set(directive, value, length);
                length
            }
        };
        Some(&text[length..])
    }

    fn set(&mut self, directive: char, value: i64, digits: usize) {
        match directive {
            'Y' => self.year = Some(value),
            'y' => self.year = Some(if value < 69 { 2000 + value } else { 1900 + value }),
            'm' => self.month = Some(value),
            'd' => self.day = Some(value),
            'H' | 'I' => self.hour = value,
            'M' => self.minute = value,
            'S' => self.second = value,
            'f' => self.microsecond = value * 10i64.pow(6 - digits as u32),
            'j' => self.day_of_year = Some(value),
            'u' => self.weekday = Some(value - 1),
            'w' => self.weekday = Some((value + 6) % 7),
            'U' => self.week = Some((value, 6)),
            'W' => self.week = Some((value, 0)),
            'G' => self.iso_year = Some(value),
            _ => self.iso_week = Some(value),
        }
    }

    fn day(&self) -> Result<Moment> {
        if let (Some(year), Some(week), Some(weekday)) = (self.iso_year, self.iso_week, self.weekday) {
            return from_week(year, week, weekday + 1);
        }
        if self.iso_year.is_some() {
            return Err(Error::value(
                "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive \
                 ('%A', '%a', '%w', or '%u').",
            ));
        }
        if self.iso_week.is_some() {
            return Err(Error::value(
                "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive \
                 ('%A', '%a', '%w', or '%u').",
            ));
        }
        let year = self.year.unwrap_or(1900);
        let day_of_year = match (self.week, self.weekday, self.year) {
            (Some((week, start)), Some(weekday), Some(year)) => {
                let first = (Moment::day(year, 1, 1)?.parts.weekday() as i64 - start).rem_euclid(7);
                // Days before the first that begins a week are of week 0.
                Some(7 * week + (weekday - start).rem_euclid(7) - if first == 0 { 6 } else { first - 1 })
            }
            _ => self.day_of_year,
        };
        match day_of_year {
            Some(number) => Moment::from_ordinal(Moment::day(year, 1, 1)?.ordinal() + number - 1),
            None => Moment::day(year, self.month.unwrap_or(1), self.day.unwrap_or(1)),
        }
    }

    fn moment(&self) -> Result<Moment> {
        let hour = self.afternoon.map_or(self.hour, |afternoon| self.hour % 12 + if afternoon { 12 } else { 0 });
        let zone = self.offset.map(|offset| ZoneRef::new(offset, self.zone_name)).transpose()?;
        Ok(self.day()?.at(&Clock::new([hour, self.minute, self.second, self.microsecond], zone, 0)?))
    }
}

/// `datetime.strptime(text, format)`. ValueError where the text does not fit.
pub fn parse_time(text: &str, format: &str) -> Result<Moment> {
    let quoted = |text: &str| repr::repr(&Value::str(text));
    let mismatch = || Error::value(format!("time data {} does not match format {}", quoted(text), quoted(format)));
    let (mut found, mut rest) = (Found::default(), text);
    for piece in pieces(format)? {
        rest = match piece {
            Piece::Blank if rest.starts_with(char::is_whitespace) => Some(rest.trim_start()),
            Piece::Blank => None,
            Piece::Letter(letter) => {
                let first = rest.chars().next().filter(|first| first.to_lowercase().eq(letter.to_lowercase()));
                first.map(|first| &rest[first.len_utf8()..])
            }
            Piece::Directive(directive) => found.read(rest, directive),
        }
        .ok_or_else(mismatch)?;
    }
    if !rest.is_empty() {
        return Err(Error::value(format!("unconverted data remains: {rest}")));
    }
    found.moment()
}
