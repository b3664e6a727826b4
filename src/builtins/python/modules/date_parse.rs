//! Text → dates and moments: ISO texts, and texts in a format of `strptime`.

use super::calendar::month_name;
use super::dates::Moment;
use crate::value::{Error, Result, Value, repr};

fn quoted(text: &str) -> String {
    repr::repr(&Value::str(text))
}

/// `2024-01-05`, and for moments `2024-01-05T10:20:30.5`. ValueError for anything else.
pub fn parse_iso(text: &str, only_day: bool) -> Result<Moment> {
    let invalid = || Error::value(format!("Invalid isoformat string: {}", quoted(text)));
    let number = |digits: &str, len: usize| -> Result<i64> {
        let well_formed = digits.len() == len && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse().ok().filter(|_| well_formed).ok_or_else(invalid)
    };
    let (day, time) = match text.char_indices().nth(10) {
        None => (text, None),
        Some((at, separator)) => (&text[..at], Some(&text[at + separator.len_utf8()..])),
    };
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return Err(invalid()) };
    let mut fields = [number(year, 4)?, number(month, 2)?, number(day, 2)?, 0, 0, 0];
    let mut microsecond = 0;
    match time {
        None => {}
        Some(_) if only_day => return Err(invalid()),
        Some(time) => {
            let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
            for (i, part) in clock.split(':').enumerate() {
                *fields[3..].get_mut(i).ok_or_else(invalid)? = number(part, 2)?;
            }
            if !fraction.is_empty() {
                let padded = format!("{fraction:0<6}");
                microsecond = number(padded.get(..6).ok_or_else(invalid)?, 6)?;
            }
        }
    }
    Moment::new(fields, microsecond, only_day)
}

/// `datetime.strptime(text, format)`. ValueError where the text does not fit.
pub fn parse_time(text: &str, format: &str) -> Result<Moment> {
    let mismatch = || Error::value(format!("time data {} does not match format {}", quoted(text), quoted(format)));
    let (mut fields, mut microsecond) = ([1900, 1, 1, 0, 0, 0], 0);
    let (mut rest, mut afternoon, mut day_of_year) = (text, None, None);
    let mut directives = format.chars();
    while let Some(c) = directives.next() {
        if c.is_whitespace() {
            rest = rest.trim_start();
            continue;
        }
        let directive = if c == '%' { directives.next() } else { None };
        let most = match directive {
            None | Some('%') => {
                let literal = if c == '%' { '%' } else { c };
                rest = rest.strip_prefix(literal).ok_or_else(mismatch)?;
                continue;
            }
            Some('Y') => 4,
            Some('j') => 3,
            Some('f') => 6,
            Some('m' | 'd' | 'H' | 'I' | 'M' | 'S' | 'y') => 2,
            Some('p') => {
                let word = rest.get(..2).ok_or_else(mismatch)?;
                afternoon = Some(match word.to_ascii_uppercase().as_str() {
                    "AM" => false,
                    "PM" => true,
                    _ => return Err(mismatch()),
                });
                rest = &rest[2..];
                continue;
            }
            Some('b' | 'B') => {
                let names = (1..=12u8).map(|month| (month, month_name(month)));
                let found = names.clone().find(|(_, name)| starts_with(rest, name)).map(|(m, name)| (m, name.len()));
                let short = || names.clone().find(|(_, name)| starts_with(rest, &name[..3])).map(|(m, _)| (m, 3));
                let (month, len) = found.or_else(short).ok_or_else(mismatch)?;
                fields[1] = month as i64;
                rest = &rest[len..];
                continue;
            }
            Some('a' | 'A') => {
                rest = rest.trim_start_matches(char::is_alphabetic);
                continue;
            }
            Some(other) => {
                return Err(Error::value(format!("'{other}' is a bad directive in format {}", quoted(format))));
            }
        };
        let len = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let number: i64 = rest[..len].parse().map_err(|_| mismatch())?;
        match directive {
            Some('Y') => fields[0] = number,
            Some('y') => fields[0] = if number < 69 { 2000 + number } else { 1900 + number },
            Some('m') => fields[1] = number,
            Some('d') => fields[2] = number,
            Some('H' | 'I') => fields[3] = number,
            Some('M') => fields[4] = number,
            Some('S') => fields[5] = number,
            Some('j') => day_of_year = Some(number),
            _ => microsecond = number * 10i64.pow(6 - len as u32),
        }
        rest = &rest[len..];
    }
    if !rest.is_empty() {
        return Err(Error::value(format!("unconverted data remains: {rest}")));
    }
    if let Some(afternoon) = afternoon {
        fields[3] = fields[3] % 12 + if afternoon { 12 } else { 0 };
    }
    if let Some(day) = day_of_year {
        let first = crate::tensor::format::datetime::days_from_civil(fields[0], 1, 1);
        let (_, month, day) = crate::tensor::format::datetime::civil_from_days(first + day as i128 - 1);
        (fields[1], fields[2]) = (month as i64, day as i64);
    }
    let known = (1..=12).contains(&fields[1]) && (0..24).contains(&fields[3]) && fields[4] < 60 && fields[5] < 62;
    if !known { Err(mismatch()) } else { Moment::new(fields, microsecond, false) }
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
