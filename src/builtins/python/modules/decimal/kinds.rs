//! Methods of decimal numbers that ask what they are and for their neighbours.

use super::arithmetic;
use super::context::{Environment, Rounding, Settings};
use super::methods::env_of;
use super::number::{Body, Decimal};
use crate::value::{Result, Value};
use dashu_int::UBig;
use std::cmp::Ordering;

builtins! { DECIMAL_KINDS, chapter "decimal.Decimal: kinds and neighbours", methods "Decimal";
    /// True for every decimal number.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.50').is_canonical()
    /// True
    fn is_canonical(cx, @pos this: Decimal) -> bool { Ok(true) }

    /// Whether the number is finite, not zero and not too small for full precision.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.5').is_normal(), Decimal(0).is_normal()
    /// (True, False)
    fn is_normal(cx, @pos this: Decimal, context: Value = Value::None) -> bool {
        Ok(size(&this, &env_of(&context)?) == Size::Normal)
    }

    /// Whether the number is finite, not zero and too small for full precision.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1e-1000000').is_subnormal()
    /// True
    fn is_subnormal(cx, @pos this: Decimal, context: Value = Value::None) -> bool {
        Ok(size(&this, &env_of(&context)?) == Size::Subnormal)
    }

    /// What kind of number it is, in a word.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('-1.5').number_class(), Decimal('inf').number_class()
    /// ('-Normal', '+Infinity')
    fn number_class(cx, @pos this: Decimal, context: Value = Value::None) -> String {
        let kind = match (&this.body, size(&this, &env_of(&context)?)) {
            (Body::NaN { signaling: true, .. }, _) => return Ok("sNaN".into()),
            (Body::NaN { .. }, _) => return Ok("NaN".into()),
            (Body::Infinite, _) => "Infinity",
            (_, Size::Zero) => "Zero",
            (_, Size::Subnormal) => "Subnormal",
            _ => "Normal",
        };
        Ok(format!("{}{kind}", if this.negative { '-' } else { '+' }))
    }

    /// Ten.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.5').radix()
    /// Decimal('10')
    fn radix(cx, @pos this: Decimal) -> Decimal { Ok(Decimal::finite(false, UBig::from(10u8), 0)) }

    /// The larger number by absolute value.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(5).max_mag(Decimal(-6))
    /// Decimal('-6')
    fn max_mag(cx, @pos this: Decimal, other: Decimal, context: Value = Value::None) -> Decimal {
        let larger = this.abs().order(&other.abs()).unwrap_or(Ordering::Equal).then(this.order(&other).unwrap_or(Ordering::Equal));
        env_of(&context)?.finish(if larger.is_lt() { other } else { this })
    }

    /// The smaller number by absolute value.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(5).min_mag(Decimal(-6))
    /// Decimal('5')
    fn min_mag(cx, @pos this: Decimal, other: Decimal, context: Value = Value::None) -> Decimal {
        let larger = this.abs().order(&other.abs()).unwrap_or(Ordering::Equal).then(this.order(&other).unwrap_or(Ordering::Equal));
        env_of(&context)?.finish(if larger.is_gt() { other } else { this })
    }

    /// The next larger number that the context's precision has.
    ///
    /// >>> from decimal import Context, Decimal
    /// >>> Decimal('1.5').next_plus(Context(prec=5))
    /// Decimal('1.5001')
    fn next_plus(cx, @pos this: Decimal, context: Value = Value::None) -> Decimal { neighbour(&this, Rounding::Ceiling, &env_of(&context)?) }

    /// The next smaller number that the context's precision has.
    ///
    /// >>> from decimal import Context, Decimal
    /// >>> Decimal('1.5').next_minus(Context(prec=5))
    /// Decimal('1.4999')
    fn next_minus(cx, @pos this: Decimal, context: Value = Value::None) -> Decimal { neighbour(&this, Rounding::Floor, &env_of(&context)?) }
}

/// How a number stands to the smallest one of full precision.
#[derive(PartialEq, Eq)]
enum Size {
    NoNumber,
    Zero,
    Subnormal,
    Normal,
}

fn size(this: &Decimal, env: &Environment) -> Size {
    match this.parts() {
        None => Size::NoNumber,
        Some(_) if this.is_zero() => Size::Zero,
        Some(_) if this.adjusted() < env.settings().emin => Size::Subnormal,
        Some(_) => Size::Normal,
    }
}

/// The next number in the direction in which is rounded.
fn neighbour(this: &Decimal, rounding: Rounding, env: &Environment) -> Result<Decimal> {
    if let Some(nan) = env.nan_of(&[this]) {
        return nan;
    }
    let settings = env.settings();
    let directed = Environment::new(Settings { rounding, ..settings.clone() }, &[]);
    let rounded = directed.finish(this.clone())?;
    if this.parts().is_none() || rounded.order(this) != Some(Ordering::Equal) {
        return Ok(rounded);
    }
    let tiny = Decimal::finite(rounding == Rounding::Floor, UBig::ONE, settings.emin - settings.precision);
    arithmetic::add(this, &tiny, &directed)
}
