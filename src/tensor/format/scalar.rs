//! NumPy scalars → text: `np.float64(1.5)` and `1.5`.

use super::float::{complex_text, float_repr, scalar_text};
use super::options::{self, Legacy};
use super::{datetime, digits::Width, dtype_text, formatter, quote};
use crate::tensor::Tensor;
use crate::tensor::dtype::{Kind, TimeUnit};
use crate::tensor::error::Result;
use crate::tensor::scalar::Scalar;

/// `repr` of a scalar: `np.float64(1.5)`, `np.True_`, `np.str_('a')`.
///
/// # Errors
/// Those of formatter callbacks, and ValueError for a datetime without a unit.
pub fn scalar_repr(scalar: &Scalar) -> Result<String> {
    let old = options::current().legacy <= Legacy::V1_25;
    let wrap = |value: String| if old { value } else { format!("np.{}({value})", type_name(scalar)) };
    Ok(match scalar {
        Scalar::Bool(b) if old => python_bool(*b).into(),
        Scalar::Bool(b) => format!("np.{}_", python_bool(*b)),
        Scalar::Complex64(_) | Scalar::Complex128(_) if !old => {
            let text = scalar_str(scalar)?;
            let bare = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(&text);
            wrap(bare.into())
        }
        Scalar::Str(s) => wrap(quote::str_repr(s)),
        Scalar::Bytes(b) => wrap(quote::bytes_repr(b)),
        Scalar::DateTime(ticks, unit, count) => {
            let text = datetime_text(*ticks, *unit, *count)?;
            // From most dates the unit can be told.
            let told = *ticks != datetime::NAT && *count == 1 && *unit != TimeUnit::Hour;
            let unit = if told { String::new() } else { format!(",'{}'", unit_text(*unit, *count)) };
            format!("{}.datetime64('{text}'{unit})", module(old))
        }
        Scalar::TimeDelta(ticks, unit, count) => {
            let value = if *ticks == datetime::NAT { "'NaT'".into() } else { ticks.to_string() };
            match unit {
                TimeUnit::Generic => format!("{}.timedelta64({value})", module(old)),
                _ => format!("{}.timedelta64({value},'{}')", module(old), unit_text(*unit, *count)),
            }
        }
        Scalar::Object(item) => item.repr(),
        Scalar::Record(record) => record_repr(record, if record.is_marked() { "record" } else { "void" })?,
        _ => wrap(scalar_str(scalar)?),
    })
}

/// `repr` of a record or raw void; `class` is `void` or `record`: `np.void((1, 2.0), dtype=[('a', '<i4'), ('b', '<f8')])`.
///
/// # Errors
/// Those of formatter callbacks.
pub fn record_repr(record: &Tensor, class: &str) -> Result<String> {
    let options = options::current();
    let value = formatter::void_text(record, &options)?;
    Ok(match record.dtype().kind {
        Kind::Record(_) if options.legacy <= Legacy::V1_25 => value,
        _ if options.legacy <= Legacy::V1_25 => format!("{class}({value})"),
        Kind::Record(_) => format!("np.{class}({value}, dtype={})", dtype_text::dtype_str(record.dtype())),
        _ => format!("np.{class}({value})"),
    })
}

/// `str` of a scalar: `1.5`, `True`, `2020-01-01`, `3 days`.
///
/// # Errors
/// Those of formatter callbacks, and ValueError for a datetime without a unit.
pub fn scalar_str(scalar: &Scalar) -> Result<String> {
    Ok(match scalar {
        Scalar::Bool(b) => python_bool(*b).into(),
        Scalar::Int8(x) => x.to_string(),
        Scalar::Int16(x) => x.to_string(),
        Scalar::Int32(x) => x.to_string(),
        Scalar::Int64(x) => x.to_string(),
        Scalar::UInt8(x) => x.to_string(),
        Scalar::UInt16(x) => x.to_string(),
        Scalar::UInt32(x) => x.to_string(),
        Scalar::UInt64(x) => x.to_string(),
        Scalar::Float16(x) => scalar_text(x.to_f64(), Width::Half),
        Scalar::Float32(x) => scalar_text(*x as f64, Width::Single),
        Scalar::Float64(x) => float_repr(*x),
        Scalar::Complex64(z) => complex_text(z.re as f64, z.im as f64, Width::Single),
        Scalar::Complex128(z) => complex_text(z.re, z.im, Width::Double),
        Scalar::Str(s) => s.to_string(),
        Scalar::Bytes(b) => quote::bytes_repr(b),
        Scalar::DateTime(ticks, unit, count) => datetime_text(*ticks, *unit, *count)?,
        Scalar::TimeDelta(ticks, unit, count) => datetime::timedelta_text(*ticks, *unit, *count),
        Scalar::Object(item) => item.text(),
        Scalar::Record(record) => formatter::void_text(record, &options::current())?,
    })
}

/// `repr(a.item())`: the element as Python's own value shows itself.
pub(super) fn item_repr(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Str(s) => quote::str_repr(s),
        Scalar::Object(item) => item.repr(),
        _ => item_text(scalar),
    }
}

/// `str(a.item())`.
pub(super) fn item_text(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Float16(x) => float_repr(x.to_f64()),
        Scalar::Float32(x) => float_repr(*x as f64),
        Scalar::Complex64(z) => complex_text(z.re as f64, z.im as f64, Width::Double),
        _ => scalar_str(scalar).unwrap_or_default(),
    }
}

fn module(old: bool) -> &'static str {
    if old { "numpy" } else { "np" }
}

fn python_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

fn unit_text(unit: TimeUnit, count: u32) -> String {
    if count == 1 || unit == TimeUnit::Generic { unit.code().into() } else { format!("{count}{}", unit.code()) }
}

fn datetime_text(ticks: i64, unit: TimeUnit, count: u32) -> Result<String> {
    datetime::check_unit(ticks, unit)?;
    Ok(datetime::iso_text(ticks, unit, count))
}

fn type_name(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Str(_) => "str_".into(),
        Scalar::Bytes(_) => "bytes_".into(),
        _ => scalar.dtype().name(),
    }
}
