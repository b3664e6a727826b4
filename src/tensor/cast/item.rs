//! Elements of object arrays → scalars that elements of other dtypes can be made from.

use crate::tensor::Complex64;
use crate::tensor::dtype::{Kind, TimeUnit};
use crate::tensor::error::{Error, Result};
use crate::tensor::format::datetime::{NAT, parse};
use crate::tensor::object::Item;
use crate::tensor::scalar::Scalar;

/// What an element of this kind is made from.
pub(super) fn scalar(item: &dyn Item, kind: Kind) -> Result<Scalar> {
    let is_none = || item.repr() == "None";
    match (item.to_scalar(), kind) {
        (value, Kind::DateTime { .. } | Kind::TimeDelta { .. }) => {
            if value.is_none() && is_none() {
                return Ok(nothing(kind));
            }
            time(item, value, kind)
        }
        (Some(Scalar::Object(_)), _) => Err(not_a_number(kind, &item.type_name())),
        (Some(value), _) => Ok(value),
        (None, Kind::Str(_) | Kind::Bytes(_)) => Ok(Scalar::Str(item.text().into())),
        (None, Kind::Bool) => Ok(Scalar::Bool(item.truth()?)),
        (None, k) if k.is_complex() && is_none() => Ok(Scalar::Complex128(Complex64::new(f64::NAN, f64::NAN))),
        (None, k) if k.is_inexact() && is_none() => Ok(Scalar::Float64(f64::NAN)),
        (None, k) => Err(not_a_number(k, &item.type_name())),
    }
}

fn nothing(kind: Kind) -> Scalar {
    match kind {
        Kind::DateTime { unit, count } => Scalar::DateTime(NAT, unit, count),
        _ => Scalar::TimeDelta(NAT, TimeUnit::Generic, 1),
    }
}

/// ValueError for what is no time of that sort.
fn time(item: &dyn Item, value: Option<Scalar>, kind: Kind) -> Result<Scalar> {
    let is_date = matches!(kind, Kind::DateTime { .. });
    match item.to_time().or(value) {
        Some(value @ Scalar::DateTime(..)) if is_date => Ok(value),
        Some(value @ Scalar::TimeDelta(ticks, unit, _)) if !is_date => {
            if let Kind::TimeDelta { unit: to @ (TimeUnit::Year | TimeUnit::Month), .. } = kind
                && unit > TimeUnit::Month
            {
                let (class, from, to) = (item.type_name(), coarsest(ticks, unit).code(), to.code());
                return Err(Error::type_error(format!(
                    "Cannot cast {class} object from metadata [{from}] to [{to}] according to the rule 'same_kind'"
                )));
            }
            Ok(value)
        }
        Some(value) if matches!(value, Scalar::Str(_) | Scalar::Bytes(_)) || value.dtype().kind.is_integer() => {
            Ok(value)
        }
        _ => {
            let sort = if is_date { "datetime" } else { "timedelta" };
            Err(Error::value(format!("Could not convert object to NumPy {sort}")))
        }
    }
}

/// The coarsest unit that holds so many microseconds exactly.
fn coarsest(ticks: i64, unit: TimeUnit) -> TimeUnit {
    if unit != TimeUnit::Microsecond {
        return unit;
    }
    let lengths = [
        (TimeUnit::Week, 604_800_000_000),
        (TimeUnit::Day, 86_400_000_000),
        (TimeUnit::Hour, 3_600_000_000),
        (TimeUnit::Minute, 60_000_000),
        (TimeUnit::Second, 1_000_000),
        (TimeUnit::Millisecond, 1000),
    ];
    lengths.into_iter().find(|(_, length)| ticks % length == 0).map_or(unit, |(coarse, _)| coarse)
}

/// The finest unit that an element names, as a time or as the text of one.
pub(super) fn unit(item: &dyn Item) -> Result<TimeUnit> {
    match item.to_time().or_else(|| item.to_scalar()) {
        Some(Scalar::DateTime(_, unit, _) | Scalar::TimeDelta(_, unit, _)) => Ok(unit),
        Some(Scalar::Str(text)) => Ok(parse(&text)?.unit),
        _ => Ok(TimeUnit::Generic),
    }
}

pub(super) fn not_a_number(kind: Kind, class: &str) -> Error {
    Error::type_error(if kind.is_integer() {
        format!("int() argument must be a string, a bytes-like object or a real number, not '{class}'")
    } else {
        format!("float() argument must be a string or a real number, not '{class}'")
    })
}
