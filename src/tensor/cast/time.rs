//! Ticks of one unit of time → ticks of another.

use crate::tensor::dtype::{Kind, TimeUnit};
use crate::tensor::error::Result;
use crate::tensor::format::datetime::{from_civil, to_civil};
use crate::tensor::promote::unit_factor;
use crate::tensor::scalar::Scalar;
use std::borrow::Cow;

/// The scalar in the unit of `kind`, where both are times of the same sort; otherwise as it is.
pub(super) fn converted(value: &Scalar, kind: Kind) -> Result<Cow<'_, Scalar>> {
    Ok(match (value, kind) {
        (Scalar::DateTime(ticks, unit, count), Kind::DateTime { unit: u, count: c }) => {
            Cow::Owned(Scalar::DateTime(convert_instant(*ticks, (*unit, *count), (u, c)), u, c))
        }
        (Scalar::TimeDelta(ticks, unit, count), Kind::TimeDelta { unit: u, count: c }) => {
            Cow::Owned(Scalar::TimeDelta(convert_span(*ticks, (*unit, *count), (u, c)), u, c))
        }
        _ => Cow::Borrowed(value),
    })
}

/// A span of time in another unit, rounded down. Years and months count as 12 : 1 among themselves and by their mean
/// length (30.436875 days a month) against days.
pub fn convert_span(ticks: i64, from: (TimeUnit, u32), to: (TimeUnit, u32)) -> i64 {
    if ticks == i64::MIN || from == to || from.0 == TimeUnit::Generic || to.0 == TimeUnit::Generic {
        return ticks;
    }
    let is_calendar = |u| matches!(u, TimeUnit::Year | TimeUnit::Month);
    if is_calendar(from.0) != is_calendar(to.0) {
        // 400 years are 146,097 days; in them there are 4800 months.
        let (months_per, days_per) = (4800i128, 146_097i128);
        let wide = i128::from(ticks);
        return if is_calendar(from.0) {
            let months = wide * i128::from(from.1) * if from.0 == TimeUnit::Year { 12 } else { 1 };
            let days = (months * days_per).div_euclid(months_per);
            rescale(days, (TimeUnit::Day, 1), to)
        } else {
            let days = rescale(wide, from, (TimeUnit::Day, 1));
            let months = (i128::from(days) * months_per).div_euclid(days_per);
            let step = i128::from(to.1) * if to.0 == TimeUnit::Year { 12 } else { 1 };
            months.div_euclid(step) as i64
        };
    }
    rescale(i128::from(ticks), from, to)
}

/// A point in time in another unit, rounded down, by the calendar (proleptic Gregorian) for months and years.
pub fn convert_instant(ticks: i64, from: (TimeUnit, u32), to: (TimeUnit, u32)) -> i64 {
    if ticks == i64::MIN || from == to || from.0 == TimeUnit::Generic || to.0 == TimeUnit::Generic {
        return ticks;
    }
    let is_calendar = |u| matches!(u, TimeUnit::Year | TimeUnit::Month);
    if is_calendar(from.0) != is_calendar(to.0) {
        return from_civil(&to_civil(ticks, from.0, from.1), to.0, to.1);
    }
    rescale(i128::from(ticks), from, to)
}

/// Between units of fixed ratio, rounded down; wraps where it doesn't fit.
fn rescale(ticks: i128, from: (TimeUnit, u32), to: (TimeUnit, u32)) -> i64 {
    let (mut up, mut down) = (i128::from(from.1), i128::from(to.1.max(1)));
    if from.0 <= to.0 {
        up *= wide_factor(from.0, to.0);
    } else {
        down *= wide_factor(to.0, from.0);
    }
    ticks.wrapping_mul(up).div_euclid(down) as i64
}

/// As [`unit_factor`], through seconds where the ratio is beyond 2⁵⁶.
fn wide_factor(coarse: TimeUnit, fine: TimeUnit) -> i128 {
    let direct = unit_factor(coarse, fine).map(i128::from);
    let split = || {
        let above = unit_factor(coarse, TimeUnit::Second).map_or(1, i128::from);
        above * unit_factor(TimeUnit::Second, fine).map_or(1_000_000_000_000_000_000, i128::from)
    };
    direct.unwrap_or_else(split)
}

#[cfg(test)]
mod tests {
    use super::*;
    use TimeUnit::*;

    #[test]
    fn units_convert() {
        assert_eq!(convert_span(-1, (Hour, 1), (Day, 1)), -1);
        assert_eq!(convert_span(5, (Hour, 1), (Day, 1)), 0);
        assert_eq!(convert_span(2, (Week, 1), (Second, 1)), 1_209_600);
        assert_eq!(convert_instant(5, (Day, 1), (Second, 1)), 432_000);
        assert_eq!(convert_instant(50, (Year, 1), (Day, 1)), 18262);
        assert_eq!(convert_instant(18262, (Day, 1), (Month, 1)), 600);
        assert_eq!(convert_instant(-1, (Day, 1), (Year, 1)), -1);
        assert_eq!(convert_instant(i64::MIN, (Day, 1), (Year, 1)), i64::MIN);
    }
}
