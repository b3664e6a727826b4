//! From one dtype to another: which of NumPy's casting rules allows it.

use super::records::record_casting;
use super::units::unit_casting;
use super::{fits_time_delta, promote_numbers, rank, text_width};
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::error::{Error, Result};

/// How freely a value may change its dtype.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub enum Casting {
    /// Not at all, not even the byte order.
    No,
    /// Only the byte order.
    Equiv,
    /// Only where every value survives.
    Safe,
    /// Safe, or within a kind of number (`float64` to `float32`).
    #[default]
    SameKind,
    /// Anything.
    Unsafe,
}

impl Casting {
    /// `same_kind`, as Python code writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Casting::No => "no",
            Casting::Equiv => "equiv",
            Casting::Safe => "safe",
            Casting::SameKind => "same_kind",
            Casting::Unsafe => "unsafe",
        }
    }

    /// The rule of that name. ValueError in NumPy's words otherwise.
    pub fn by_name(name: &str) -> Result<Casting> {
        let all = [Casting::No, Casting::Equiv, Casting::Safe, Casting::SameKind, Casting::Unsafe];
        all.into_iter().find(|c| c.name() == name).ok_or_else(|| {
            Error::value(format!("casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got '{name}')"))
        })
    }
}

/// Whether `from` may be cast to `to` under `casting`.
pub fn can_cast(from: DType, to: DType, casting: Casting) -> bool {
    weakest_casting(from, to).is_some_and(|needed| needed <= casting)
}

/// The strictest rule that allows the cast; `None` where nothing does.
pub fn weakest_casting(from: DType, to: DType) -> Option<Casting> {
    use Kind::*;
    let fits = |safe: bool| if safe { Casting::Safe } else { Casting::SameKind };
    let safe_or_unsafe = |safe: bool| if safe { Casting::Safe } else { Casting::Unsafe };
    Some(match (from.kind, to.kind) {
        (Record(x), Record(y)) => return record_casting(x, y),
        (a, b) if a == b => {
            if from.order == to.order || a.itemsize() == 1 || matches!(a, Bytes(_) | Void(_) | Object | Text(_)) {
                Casting::No
            } else {
                Casting::Equiv
            }
        }
        (_, Object) => Casting::Safe,
        (Object, _) => Casting::Unsafe,
        (Text(_), Text(_)) | (Str(_), Text(_)) => Casting::SameKind,
        (number, Text(_)) if number.is_numeric() => Casting::Safe,
        (Record(_), Void(n)) => safe_or_unsafe(from.itemsize() <= n as usize),
        (Record(r), _) => return (r.fields.len() == 1).then_some(Casting::Unsafe),
        (_, Record(_)) => Casting::Unsafe,
        (Void(m), Void(n)) => fits(m <= n),
        (_, Void(n)) => safe_or_unsafe(from.itemsize() <= n as usize),
        (Void(_), _) => Casting::Unsafe,
        (Str(m), Str(n)) | (Bytes(m), Bytes(n)) | (Bytes(m), Str(n)) => {
            if m <= n {
                Casting::Safe
            } else {
                Casting::SameKind
            }
        }
        (number, Str(n) | Bytes(n)) if number.is_numeric() => fits(text_width(number) <= n),
        (DateTime { unit, count }, DateTime { unit: u, count: c }) => unit_casting((unit, count), (u, c), false),
        (TimeDelta { unit, count }, TimeDelta { unit: u, count: c }) => unit_casting((unit, count), (u, c), true),
        (UInt64, TimeDelta { .. }) => Casting::SameKind,
        (number, TimeDelta { .. }) if fits_time_delta(number) => Casting::Safe,
        (a, b) if a.is_numeric() && b.is_numeric() => {
            if promote_numbers(a, b) == b {
                Casting::Safe
            } else if rank(a) <= rank(b) {
                Casting::SameKind
            } else {
                Casting::Unsafe
            }
        }
        _ => Casting::Unsafe,
    })
}
