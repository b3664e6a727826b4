//! Units of datetime64 and timedelta64: how many of one make another, what two have in common, which casts are safe.

use super::Casting;
use crate::tensor::dtype::TimeUnit;
use crate::tensor::error::{Error, Result};

/// Ticks of the finer unit in one of the coarser, from Y to as; years and months have no length in days, and count as one.
const FACTORS: [i64; 13] = [12, 1, 7, 24, 60, 60, 1000, 1000, 1000, 1000, 1000, 1000, 1];

/// How many `fine` make one `coarse`; `None` above 2⁵⁶, where NumPy reports an overflow.
pub(crate) fn unit_factor(coarse: TimeUnit, fine: TimeUnit) -> Option<i64> {
    let index = |u: TimeUnit| (u as usize).saturating_sub(1);
    let mut factor: i64 = 1;
    for step in FACTORS.get(index(coarse)..index(fine)).unwrap_or(&[]) {
        factor = factor.checked_mul(*step).filter(|f| *f < 1 << 56)?;
    }
    Some(factor)
}

const fn is_calendar(unit: TimeUnit) -> bool {
    matches!(unit, TimeUnit::Year | TimeUnit::Month)
}

/// The largest tick of which both are multiples. A timedelta (`strict`) in years or months has no common tick with days.
pub(crate) fn common_unit(
    a: (TimeUnit, u32),
    b: (TimeUnit, u32),
    a_strict: bool,
    b_strict: bool,
) -> Result<(TimeUnit, u32)> {
    if a.0 == TimeUnit::Generic {
        return Ok(b);
    }
    if b.0 == TimeUnit::Generic || a == b {
        return Ok(a);
    }
    let describe = |u: (TimeUnit, u32)| u.0.suffix(u.1);
    let apart =
        (is_calendar(a.0) && a_strict && !is_calendar(b.0)) || (is_calendar(b.0) && b_strict && !is_calendar(a.0));
    if apart {
        return Err(Error::type_error(format!(
            "Cannot get a common metadata divisor for Numpy datetime metadata {} and {} because they have incompatible \
             nonlinear base time units.",
            describe(a),
            describe(b)
        )));
    }
    let overflow = || {
        Error::overflow(format!(
            "Integer overflow getting a common metadata divisor for NumPy datetime metadata {} and {}.",
            describe(a),
            describe(b)
        ))
    };
    let fine = a.0.max(b.0);
    let scale = |u: (TimeUnit, u32)| unit_factor(u.0, fine).and_then(|f| f.checked_mul(i64::from(u.1)));
    let (x, y) = (scale(a).ok_or_else(overflow)?, scale(b).ok_or_else(overflow)?);
    let count = u32::try_from(gcd(x, y)).ok().filter(|&n| n <= i32::MAX as u32).ok_or_else(overflow)?;
    Ok((fine, count))
}

fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Casting between units: to a finer one that divides the coarser one is safe.
pub(super) fn unit_casting(from: (TimeUnit, u32), to: (TimeUnit, u32), delta: bool) -> Casting {
    if from == to {
        return Casting::No;
    }
    if from.0 == TimeUnit::Generic {
        return Casting::Safe;
    }
    if to.0 == TimeUnit::Generic {
        return Casting::Unsafe;
    }
    if delta && is_calendar(from.0) != is_calendar(to.0) {
        return Casting::Unsafe;
    }
    if from.0 > to.0 {
        return Casting::SameKind;
    }
    if is_calendar(from.0) && !is_calendar(to.0) {
        return Casting::Safe;
    }
    let ticks = unit_factor(from.0, to.0).map(|f| i128::from(f) * i128::from(from.1));
    match ticks {
        Some(n) if n % i128::from(to.1.max(1)) == 0 => Casting::Safe,
        _ => Casting::SameKind,
    }
}
