//! Seconds since 1970 ↔ year, month, day and time of day; and dates as text (`strftime`).

use super::zone::{Zone, offset_text};
use crate::tensor::format::datetime::{civil_from_days, days_from_civil};

/// A moment by its parts, in universal time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Broken {
    pub year: i64,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl Broken {
    pub fn days(&self) -> i64 {
        days_from_civil(self.year, self.month, self.day) as i64
    }

    /// 0 for Monday.
    pub fn weekday(&self) -> u8 {
        (self.days() + 3).rem_euclid(7) as u8
    }

    /// 1 for 1 January.
    pub fn day_of_year(&self) -> u16 {
        (self.days() - days_from_civil(self.year, 1, 1) as i64 + 1) as u16
    }

    /// Year, week and day by ISO 8601.
    pub fn iso_week(&self) -> (i64, i64, i64) {
        let weekday = self.weekday() as i64;
        // The week belongs to the year of its Thursday.
        let thursday = self.days() - weekday + 3;
        let (year, _, _) = civil_from_days(thursday as i128);
        (year, (thursday - days_from_civil(year, 1, 1) as i64) / 7 + 1, weekday + 1)
    }
}

pub fn civil_from_seconds(seconds: i64) -> Broken {
    let (year, month, day) = civil_from_days(seconds.div_euclid(86_400) as i128);
    let rest = seconds.rem_euclid(86_400);
    Broken { year, month, day, hour: (rest / 3600) as u8, minute: (rest / 60 % 60) as u8, second: (rest % 60) as u8 }
}

pub fn seconds_from_civil(moment: &Broken) -> i64 {
    moment.days() * 86_400 + moment.hour as i64 * 3600 + moment.minute as i64 * 60 + moment.second as i64
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub fn month_name(month: u8) -> &'static str {
    MONTHS.get(month.wrapping_sub(1) as usize).copied().unwrap_or("")
}

pub fn day_name(weekday: u8) -> &'static str {
    DAYS.get(weekday as usize).copied().unwrap_or("")
}

/// `strftime` in the C locale. `zone`: what `%z` and `%Z` show, for moments that have one.
pub fn format_time(format: &str, t: &Broken, microsecond: u32, zone: Option<&Zone>) -> String {
    let mut out = String::new();
    let mut chars = format.chars();
    let hour12 = |h: u8| if h.is_multiple_of(12) { 12 } else { h % 12 };
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let piece = match chars.next() {
            Some('Y') => t.year.to_string(),
            Some('y') => format!("{:02}", t.year.rem_euclid(100)),
            Some('C') => format!("{:02}", t.year.div_euclid(100)),
            Some('m') => format!("{:02}", t.month),
            Some('d') => format!("{:02}", t.day),
            Some('e') => format!("{:2}", t.day),
            Some('H') => format!("{:02}", t.hour),
            Some('I') => format!("{:02}", hour12(t.hour)),
            Some('M') => format!("{:02}", t.minute),
            Some('S') => format!("{:02}", t.second),
            Some('f') => format!("{microsecond:06}"),
            Some('k') => format!("{:2}", t.hour),
            Some('l') => format!("{:2}", hour12(t.hour)),
            Some('p') => if t.hour < 12 { "AM" } else { "PM" }.into(),
            Some('P') => if t.hour < 12 { "am" } else { "pm" }.into(),
            Some('j') => format!("{:03}", t.day_of_year()),
            Some('a') => day_name(t.weekday())[..3].into(),
            Some('A') => day_name(t.weekday()).into(),
            Some('b' | 'h') => month_name(t.month).get(..3).unwrap_or("").into(),
            Some('B') => month_name(t.month).into(),
            Some('u') => (t.weekday() + 1).to_string(),
            Some('w') => ((t.weekday() + 1) % 7).to_string(),
            Some('U') => format!("{:02}", (t.day_of_year() as i64 + 6 - (t.weekday() as i64 + 1) % 7) / 7),
            Some('W') => format!("{:02}", (t.day_of_year() as i64 + 6 - t.weekday() as i64) / 7),
            Some('V') => format!("{:02}", t.iso_week().1),
            Some('G') => t.iso_week().0.to_string(),
            Some('g') => format!("{:02}", t.iso_week().0.rem_euclid(100)),
            Some('D') | Some('x') => format_time("%m/%d/%y", t, microsecond, zone),
            Some('F') => format_time("%Y-%m-%d", t, microsecond, zone),
            Some('T') | Some('X') => format_time("%H:%M:%S", t, microsecond, zone),
            Some('r') => format_time("%I:%M:%S %p", t, microsecond, zone),
            Some('R') => format_time("%H:%M", t, microsecond, zone),
            Some('c') => format_time("%a %b %e %H:%M:%S %Y", t, microsecond, zone),
            Some('s') => seconds_from_civil(t).to_string(),
            Some('n') => "\n".into(),
            Some('t') => "\t".into(),
            Some('%') => "%".into(),
            Some('z') => zone.map_or_else(String::new, |zone| offset_text(zone.offset, "")),
            Some('Z') => zone.map_or_else(String::new, Zone::name),
            Some(other) => format!("%{other}"),
            None => "%".into(),
        };
        out.push_str(&piece);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_text() {
        let t = civil_from_seconds(1_709_210_096);
        assert_eq!(format_time("%c|%j|%U|%W|%V|%I %p", &t, 0, None), "Thu Feb 29 12:34:56 2024|060|08|09|09|12 PM");
        assert_eq!(seconds_from_civil(&t), 1_709_210_096);
        assert_eq!(civil_from_seconds(-1).iso_week(), (1970, 1, 3));
    }
}
