//! Decimal arithmetic: sums, products, quotients, roots and powers, rounded as the context says.

use super::context::{Environment, Rounding, Signal};
use super::number::{Body, Decimal, MOST_DIGITS, digit_count, power_of_ten};
use crate::builtins::python::modules::math_integers::integer_root;
use crate::value::Result;
use dashu_int::ops::UnsignedAbs;
use dashu_int::{IBig, UBig};

fn signed(d: &Decimal, digits: UBig) -> IBig {
    if d.negative { -IBig::from(digits) } else { IBig::from(digits) }
}

pub fn add(a: &Decimal, b: &Decimal, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a, b]) {
        return nan;
    }
    let (Some((x, e)), Some((y, f))) = (a.parts(), b.parts()) else {
        if a.is_infinite() && b.is_infinite() && a.negative != b.negative {
            return env.invalid();
        }
        return Ok(if a.is_infinite() { a.clone() } else { b.clone() });
    };
    let low = e.min(f);
    // Where one is far below the other's last digit, it only matters that it is there.
    let reach = env.precision() + 3;
    let (low, x, e, y, f) = if !a.is_zero() && !b.is_zero() && a.adjusted().max(b.adjusted()) - low > 2 * reach + 40 {
        let floor = a.adjusted().max(b.adjusted()) - reach - digit_count(x).max(digit_count(y));
        let kept = |digits: &UBig, exponent: i64| {
            if exponent + digit_count(digits) < floor { (UBig::ONE, floor - 1) } else { (digits.clone(), exponent) }
        };
        let ((x, e), (y, f)) = (kept(x, e), kept(y, f));
        (e.min(f), x, e, y, f)
    } else {
        (low, x.clone(), e, y.clone(), f)
    };
    let sum = signed(a, x * power_of_ten(e - low)) + signed(b, y * power_of_ten(f - low));
    let negative = if sum == IBig::ZERO {
        let floor = env.settings().rounding == Rounding::Floor;
        if a.negative == b.negative { a.negative } else { floor }
    } else {
        sum < IBig::ZERO
    };
    env.finish(Decimal::finite(negative, sum.unsigned_abs(), low))
}

pub fn multiply(a: &Decimal, b: &Decimal, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a, b]) {
        return nan;
    }
    let negative = a.negative != b.negative;
    match (a.parts(), b.parts()) {
        (Some((x, e)), Some((y, f))) => env.finish(Decimal::finite(negative, x * y, e + f)),
        _ if a.is_zero() || b.is_zero() => env.invalid(),
        _ => Ok(Decimal::infinite(negative)),
    }
}

pub fn divide(a: &Decimal, b: &Decimal, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a, b]) {
        return nan;
    }
    let negative = a.negative != b.negative;
    let (Some((x, e)), Some((y, f))) = (a.parts(), b.parts()) else {
        let settings = env.settings();
        return match (a.is_infinite(), b.is_infinite()) {
            (true, true) => env.invalid(),
            (true, _) => Ok(Decimal::infinite(negative)),
            _ => env.finish(Decimal::finite(negative, UBig::ZERO, settings.emin - settings.precision + 1)),
        };
    };
    if b.is_zero() {
        return match a.is_zero() {
            true => env.raise(Signal::InvalidOperation, "DivisionUndefined", Decimal::nan()),
            false => env.raise(Signal::DivisionByZero, "", Decimal::infinite(negative)),
        };
    }
    let shift = if a.is_zero() { 0 } else { digit_count(y) - digit_count(x) + env.precision() + 1 };
    let exponent = e - f - shift;
    let (n, d) = match shift >= 0 {
        true => (x * power_of_ten(shift), y.clone()),
        false => (x.clone(), y * power_of_ten(-shift)),
    };
    let (mut quotient, rest) = (&n / &d, &n % &d);
    let mut exponent = exponent;
    let ten = UBig::from(10u8);
    if rest != UBig::ZERO {
        // A digit that keeps rounding from seeing an exact half.
        if &quotient % UBig::from(5u8) == UBig::ZERO {
            quotient += UBig::ONE;
        }
    } else {
        while exponent < e - f && &quotient % &ten == UBig::ZERO && quotient != UBig::ZERO {
            quotient /= &ten;
            exponent += 1;
        }
        if quotient == UBig::ZERO {
            exponent = e - f;
        }
    }
    env.finish(Decimal::finite(negative, quotient, exponent))
}

/// `a // b` and `a % b`: the quotient without its fraction, and what is left, which has the sign of `a`.
pub fn div_rem(a: &Decimal, b: &Decimal, env: &Environment) -> Result<(Decimal, Decimal)> {
    if let Some(nan) = env.nan_of(&[a, b]) {
        let nan = nan?;
        return Ok((nan.clone(), nan));
    }
    let negative = a.negative != b.negative;
    let invalid = || -> Result<Decimal> { env.invalid() };
    let (Some((x, e)), Some((y, f))) = (a.parts(), b.parts()) else {
        if a.is_infinite() {
            let quotient = if b.is_infinite() { invalid()? } else { Decimal::infinite(negative) };
            return Ok((quotient, invalid()?));
        }
        return Ok((Decimal::finite(negative, UBig::ZERO, 0), env.finish(a.clone())?));
    };
    if b.is_zero() {
        if a.is_zero() {
            let nan = env.raise(Signal::InvalidOperation, "DivisionUndefined", Decimal::nan())?;
            return Ok((nan.clone(), nan));
        }
        return Ok((env.raise(Signal::DivisionByZero, "", Decimal::infinite(negative))?, invalid()?));
    }
    let ideal = e.min(f);
    if !a.is_zero() && a.adjusted() - b.adjusted() > env.precision() {
        let nan = env.raise(Signal::InvalidOperation, "DivisionImpossible", Decimal::nan())?;
        return Ok((nan.clone(), nan));
    }
    if a.is_zero() || a.adjusted() - b.adjusted() <= -2 {
        let rest = if e > f { rescaled(a, ideal, Rounding::Down) } else { a.clone() };
        return Ok((Decimal::finite(negative, UBig::ZERO, 0), env.finish(rest)?));
    }
    let (n, d) = (x * power_of_ten(e - ideal), y * power_of_ten(f - ideal));
    let (quotient, rest) = (&n / &d, &n % &d);
    if digit_count(&quotient) > env.precision() {
        let nan = env.raise(Signal::InvalidOperation, "DivisionImpossible", Decimal::nan())?;
        return Ok((nan.clone(), nan));
    }
    Ok((Decimal::finite(negative, quotient, 0), env.finish(Decimal::finite(a.negative, rest, ideal))?))
}

/// The number with another exponent, its digits rounded or filled up with zeros; as it is where it has none.
pub fn rescaled(a: &Decimal, exponent: i64, rounding: Rounding) -> Decimal {
    let Some((digits, own)) = a.parts() else { return a.clone() };
    if own >= exponent {
        let zeros = if a.is_zero() { 0 } else { own - exponent };
        return Decimal::finite(a.negative, digits * power_of_ten(zeros), exponent);
    }
    let (kept, _) = rounding.without(digits, exponent - own, a.negative);
    Decimal::finite(a.negative, kept, exponent)
}

/// `a` with the exponent of `pattern`.
pub fn quantize(a: &Decimal, pattern: &Decimal, rounding: Rounding, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a, pattern]) {
        return nan;
    }
    let (Some(_), Some((_, exponent))) = (a.parts(), pattern.parts()) else {
        return if a.is_infinite() && pattern.is_infinite() { Ok(a.clone()) } else { env.invalid() };
    };
    let settings = env.settings();
    let too_long = !a.is_zero() && a.adjusted() - exponent + 1 > settings.precision;
    if too_long || exponent > settings.emax || exponent < settings.emin - settings.precision + 1 {
        return env.invalid();
    }
    let result = rescaled(a, exponent, rounding);
    let count = result.parts().map_or(0, |(digits, _)| digit_count(digits));
    if count > settings.precision || !result.is_zero() && result.adjusted() > settings.emax {
        return env.invalid();
    }
    if result.order(a) != Some(std::cmp::Ordering::Equal) {
        env.flag(Signal::Inexact)?;
    }
    if a.parts().is_some_and(|(_, own)| own < exponent) {
        env.flag(Signal::Rounded)?;
    }
    env.finish(result)
}

/// The nearest whole number, as the way of rounding says.
pub fn whole(a: &Decimal, rounding: Rounding, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a]) {
        return nan;
    }
    Ok(match a.parts() {
        Some((_, exponent)) if exponent < 0 => rescaled(a, 0, rounding),
        _ => a.clone(),
    })
}

/// The number without zeros at the end of its digits.
pub fn normalized(a: &Decimal, env: &Environment) -> Result<Decimal> {
    let rounded = env.finish(a.clone())?;
    let Body::Finite { mut digits, mut exponent } = rounded.body else { return Ok(rounded) };
    if digits == UBig::ZERO {
        return Ok(Decimal::finite(rounded.negative, UBig::ZERO, 0));
    }
    let ten = UBig::from(10u8);
    let top = env.settings().emax;
    while &digits % &ten == UBig::ZERO && exponent < top {
        digits /= &ten;
        exponent += 1;
    }
    Ok(Decimal::finite(rounded.negative, digits, exponent))
}

pub fn square_root(a: &Decimal, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[a]) {
        return nan;
    }
    let Some((digits, exponent)) = a.parts() else {
        return if a.negative { env.invalid() } else { Ok(a.clone()) };
    };
    let half = exponent.div_euclid(2);
    if a.is_zero() {
        return env.finish(Decimal::finite(a.negative, UBig::ZERO, half));
    }
    if a.negative {
        return env.invalid();
    }
    // Twice as many digits as wanted, and an even exponent.
    let count = digit_count(digits);
    let mut shift = 2 * (env.precision() + 2) - count;
    if (exponent - shift).rem_euclid(2) != 0 {
        shift += 1;
    }
    let (scaled, exact) = match shift >= 0 {
        true => (digits * power_of_ten(shift), true),
        false => {
            let unit = power_of_ten(-shift);
            (digits / &unit, digits % &unit == UBig::ZERO)
        }
    };
    let root = integer_root(&IBig::from(scaled.clone())).unsigned_abs();
    let exact = exact && &root * &root == scaled;
    let mut exponent = (exponent - shift) / 2;
    let mut root = root;
    let ten = UBig::from(10u8);
    if exact {
        while exponent < half && &root % &ten == UBig::ZERO {
            root /= &ten;
            exponent += 1;
        }
    } else if &root % UBig::from(5u8) == UBig::ZERO {
        root += UBig::ONE;
    }
    env.inner_even().finish_as(env, Decimal::finite(false, root, exponent))
}

/// `a` to a whole power, by squaring with a few more digits than the result has.
pub fn whole_power(a: &Decimal, n: &IBig, env: &Environment) -> Result<Decimal> {
    let precision = env.precision();
    let mut times = n.unsigned_abs();
    let extra = digit_count(&times) + 4;
    let inner = env.inner((precision + extra).min(MOST_DIGITS), Rounding::HalfEven);
    let mut base = a.clone();
    let mut result = Decimal::finite(false, UBig::ONE, 0);
    while times != UBig::ZERO {
        if &times % UBig::from(2u8) == UBig::ONE {
            result = multiply(&result, &base, &inner)?;
        }
        times >>= 1;
        if times != UBig::ZERO {
            base = multiply(&base, &base, &inner)?;
        }
        crate::value::watch::check()?;
    }
    if *n < IBig::ZERO {
        let one = Decimal::finite(false, UBig::ONE, 0);
        return divide(&one, &result, env);
    }
    env.finish(result)
}

impl Environment {
    fn inner_even(&self) -> Environment {
        self.inner(self.precision(), Rounding::HalfEven)
    }

    /// A result rounded by these rules, then checked by those of `env`.
    fn finish_as(&self, env: &Environment, exact: Decimal) -> Result<Decimal> {
        let rounded = self.finish(exact.clone())?;
        if rounded.order(&exact) != Some(std::cmp::Ordering::Equal) {
            env.flag(Signal::Inexact)?;
            env.flag(Signal::Rounded)?;
        }
        env.finish(rounded)
    }
}
