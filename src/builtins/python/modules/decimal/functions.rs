//! exp, ln, log10 and powers of decimals: by series on whole numbers that are fractions of a power of ten.

use super::arithmetic::whole_power;
use super::context::{Environment, Rounding, Signal};
use super::number::{Decimal, digit_count, power_of_ten};
use crate::value::Result;
use dashu_int::ops::UnsignedAbs;
use dashu_int::{IBig, UBig};

/// Digits beyond those of the result.
const GUARD: i64 = 12;

/// A number as `value` / 10^`places`.
struct Fixed {
    places: i64,
    unit: IBig,
}

impl Fixed {
    fn new(places: i64) -> Fixed {
        Fixed { places, unit: IBig::from(power_of_ten(places)) }
    }

    fn of(&self, d: &Decimal) -> IBig {
        let Some((digits, exponent)) = d.parts() else { return IBig::ZERO };
        let shift = exponent + self.places;
        let digits = IBig::from(digits.clone());
        let value = if shift >= 0 {
            digits * IBig::from(power_of_ten(shift))
        } else {
            digits / IBig::from(power_of_ten(-shift))
        };
        if d.negative { -value } else { value }
    }

    fn multiply(&self, a: &IBig, b: &IBig) -> IBig {
        a * b / &self.unit
    }

    /// e^x for x near zero, by halving it and squaring the sum of the series.
    fn exp(&self, x: &IBig) -> IBig {
        const HALVINGS: usize = 8;
        let small = x >> HALVINGS;
        let (mut term, mut sum) = (self.unit.clone(), self.unit.clone());
        let mut n = 1u32;
        while term != IBig::ZERO {
            term = self.multiply(&term, &small) / IBig::from(n);
            sum += &term;
            n += 1;
        }
        for _ in 0..HALVINGS {
            sum = self.multiply(&sum, &sum);
        }
        sum
    }

    /// 2 artanh(a/b): the logarithm of (b + a) / (b - a).
    fn log_ratio(&self, a: &IBig, b: &IBig) -> IBig {
        let z = a * &self.unit / b;
        let square = self.multiply(&z, &z);
        let (mut power, mut sum) = (z.clone(), z);
        let mut n = 3u32;
        while power != IBig::ZERO {
            power = self.multiply(&power, &square);
            sum += &power / IBig::from(n);
            n += 2;
        }
        sum * IBig::from(2)
    }

    fn ln2(&self) -> IBig {
        self.log_ratio(&IBig::ONE, &IBig::from(3))
    }

    fn ln10(&self) -> IBig {
        self.ln2() * IBig::from(3) + self.log_ratio(&IBig::ONE, &IBig::from(9))
    }

    /// ln of a positive number.
    fn ln(&self, d: &Decimal) -> IBig {
        let exponent = d.adjusted();
        let Some((digits, own)) = d.parts() else { return IBig::ZERO };
        // Between 1 and 10, then between 3/4 and 3/2.
        let mut m = self.of(&Decimal::finite(false, digits.clone(), own - exponent));
        let mut twos = 0;
        while &m * IBig::from(2) > &self.unit * IBig::from(3) {
            m >>= 1;
            twos += 1;
        }
        let line = self.log_ratio(&(&m - &self.unit), &(&m + &self.unit));
        line + self.ln2() * IBig::from(twos) + self.ln10() * IBig::from(exponent)
    }

    fn decimal(&self, value: &IBig) -> Decimal {
        Decimal::finite(*value < IBig::ZERO, value.unsigned_abs(), -self.places)
    }
}

/// A result that is not exact: with a digit that no rounding takes for an exact one.
fn inexact(value: Decimal, env: &Environment) -> Result<Decimal> {
    let sticky = match value.parts() {
        Some((digits, exponent)) => {
            Decimal::finite(value.negative, digits * UBig::from(10u8) + UBig::ONE, exponent - 1)
        }
        None => value.clone(),
    };
    let rounded = env.inner(env.precision(), Rounding::HalfEven).finish(sticky)?;
    env.flag(Signal::Inexact)?;
    env.flag(Signal::Rounded)?;
    env.finish(rounded)
}

pub fn exp(a: &Decimal, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a]) {
        return nan;
    }
    if a.is_infinite() {
        return Ok(if a.negative { Decimal::finite(false, UBig::ZERO, 0) } else { a.clone() });
    }
    if a.is_zero() {
        return Ok(Decimal::finite(false, UBig::ONE, 0));
    }
    let settings = env.settings();
    if a.adjusted() > 20 {
        let far = if a.negative { settings.emin - settings.precision - 10 } else { settings.emax + 10 };
        return env.finish(Decimal::finite(false, UBig::ONE, far));
    }
    if a.adjusted() < -settings.precision - 2 {
        return inexact(Decimal::finite(false, power_of_ten(settings.precision), -settings.precision), env);
    }
    let fixed = Fixed::new(env.precision() + GUARD + a.adjusted().max(0));
    // e^x = 10^k · e^(x - k ln 10)
    let (x, ln10) = (fixed.of(a), fixed.ln10());
    let k = (&x + &ln10 / IBig::from(2)) / &ln10;
    let rest = x - &k * &ln10;
    let power = i64::try_from(&k).unwrap_or(i64::MAX / 4);
    let value = fixed.decimal(&fixed.exp(&rest));
    let Some((digits, exponent)) = value.parts() else { return Ok(value) };
    inexact(Decimal::finite(false, digits.clone(), exponent + power), env)
}

/// ln, or with `ten` the logarithm to base ten.
pub fn log(a: &Decimal, ten: bool, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a]) {
        return nan;
    }
    if a.is_zero() {
        return Ok(Decimal::infinite(true));
    }
    if a.negative {
        return env.invalid();
    }
    let Some((digits, exponent)) = a.parts() else { return Ok(a.clone()) };
    if ten && digits.to_string().trim_end_matches('0') == "1" {
        let whole = exponent + digit_count(digits) - 1;
        return env.finish(Decimal::of_int(&IBig::from(whole)));
    }
    let one = Decimal::finite(false, UBig::ONE, 0);
    if a.order(&one) == Some(std::cmp::Ordering::Equal) {
        return Ok(Decimal::finite(false, UBig::ZERO, 0));
    }
    // Near one the first digits of the logarithm are zeros.
    let fixed = Fixed::new(2 * env.precision() + GUARD);
    let value = fixed.ln(a);
    let value = if ten { value * &fixed.unit / fixed.ln10() } else { value };
    inexact(fixed.decimal(&value), env)
}

pub fn power(a: &Decimal, b: &Decimal, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a, b]) {
        return nan;
    }
    let one = Decimal::finite(false, UBig::ONE, 0);
    if b.is_zero() {
        return if a.is_zero() { env.invalid() } else { Ok(one) };
    }
    let exact = b.parts().and_then(|(digits, exponent)| whole_exponent(digits, exponent, b.negative));
    let odd = exact.as_ref().is_some_and(|n| n.unsigned_abs() % UBig::from(2u8) == UBig::ONE);
    if a.negative && exact.is_none() && !a.is_zero() {
        return env.invalid();
    }
    let negative = a.negative && odd;
    if a.is_zero() || a.is_infinite() {
        let vanishes = a.is_zero() != b.negative;
        return Ok(if vanishes { Decimal::finite(negative, UBig::ZERO, 0) } else { Decimal::infinite(negative) });
    }
    if b.is_infinite() {
        let order = a.abs().order(&one);
        return Ok(match order {
            Some(std::cmp::Ordering::Equal) => one,
            Some(order) if order.is_gt() == b.negative => Decimal::finite(false, UBig::ZERO, 0),
            _ => Decimal::infinite(false),
        });
    }
    let size = (a.adjusted().abs().max(1) as f64) * b.to_f64().abs();
    let limits = env.settings();
    if let Some(n) = exact.filter(|_| b.to_f64().abs() < 1e15 && size < 4.0 * limits.emax as f64) {
        return whole_power(a, &n, env);
    }
    let fixed_digits = env.precision() + GUARD + b.adjusted().max(0) + 20;
    let inner = env.inner(fixed_digits, Rounding::HalfEven);
    let product = super::arithmetic::multiply(&log(a, false, &inner)?, b, &inner)?;
    exp(&product, env)
}

/// The exponent as a whole number, where it is one of sensible size.
fn whole_exponent(digits: &UBig, exponent: i64, negative: bool) -> Option<IBig> {
    let value = match exponent {
        0..=30 => digits * power_of_ten(exponent),
        -10_000..0 => {
            let unit = power_of_ten(-exponent);
            (digits % &unit == UBig::ZERO).then(|| digits / unit)?
        }
        _ => return None,
    };
    let value = IBig::from(value);
    Some(if negative { -value } else { value })
}
