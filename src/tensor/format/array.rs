//! Arrays → text: `array_repr`, `array_str`, `array2string`, and the `repr` of record arrays.

use super::dtype_text;
use super::formatter::{self, ElementFormat};
use super::layout::{self, Writer};
use super::options::{self, Changes, Legacy, PrintOptions};
use super::scalar;
use crate::tensor::Tensor;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::error::Result;
use crate::tensor::scalar::Scalar;
use crate::tensor::shape::tuple_text;
use std::cell::RefCell;

thread_local! {
    /// Object arrays that are being written: storage and offset. One that holds itself is written as `...`.
    static RUNNING: RefCell<Vec<(usize, isize)>> = const { RefCell::new(Vec::new()) };
}

/// `np.array2string`: the array between brackets. `prefix` and `suffix` only take room. `changes` are the arguments that
/// override print options (`max_line_width` is `linewidth`, `suppress_small` is `suppress`).
///
/// # Errors
/// Those of formatter callbacks.
pub fn array2string(array: &Tensor, changes: &Changes, separator: &str, prefix: &str, suffix: &str) -> Result<String> {
    let mut options = options::current().with(changes);
    if options.legacy == Legacy::V1_13 {
        if let Some(text) = legacy_scalar(array, scalar::item_repr) {
            return Ok(text);
        }
    } else {
        options.linewidth = options.linewidth.saturating_sub(suffix.chars().count() as i64);
    }
    if array.is_empty() {
        return Ok("[]".into());
    }
    if array.dtype().kind != Kind::Object {
        return write(array, &options, separator, prefix);
    }
    let key = (array.storage().as_ptr() as usize, array.offset());
    if RUNNING.with_borrow(|running| running.contains(&key)) {
        return Ok("...".into());
    }
    RUNNING.with_borrow_mut(|running| running.push(key));
    let result = write(array, &options, separator, prefix);
    RUNNING.with_borrow_mut(|running| running.pop());
    result
}

fn write(array: &Tensor, options: &PrintOptions, separator: &str, prefix: &str) -> Result<String> {
    let edge = options.threshold.is_exceeded_by(array.size()).then_some(options.edgeitems);
    let mut offsets = layout::offsets(array.shape(), array.strides(), edge);
    offsets.iter_mut().for_each(|at| *at += array.offset());
    let format = ElementFormat::new(array, &offsets, array.dtype(), array.ndim() == 0, false, options);
    let mut out = String::with_capacity(offsets.len().saturating_mul(8));
    drop(offsets);
    let indent = " ".repeat(prefix.chars().count() + 1);
    let mut writer = Writer { array, format: &format, separator, edge, options, word: String::new() };
    writer.write(&mut out, 0, array.offset(), &indent, options.linewidth)?;
    Ok(out)
}

/// NumPy 1.13 wrote 0-d arrays as Python's scalars.
fn legacy_scalar(array: &Tensor, text: impl Fn(&Scalar) -> String) -> Option<String> {
    if array.ndim() > 0 || matches!(array.dtype().kind, Kind::Record(_)) {
        return None;
    }
    formatter::only_element(array).map(|element| text(&element))
}

/// `np.array_repr`: `array([1., 2.], dtype=float32)`. `class` is the name before the bracket.
///
/// # Errors
/// Those of formatter callbacks.
pub fn array_repr(array: &Tensor, class: &str, changes: &Changes) -> Result<String> {
    let current = options::current();
    if let Some(replacement) = &current.override_repr {
        return replacement(array);
    }
    let width = changes.linewidth.unwrap_or(current.linewidth);
    let prefix = format!("{class}(");
    let values = match current.legacy {
        Legacy::V1_13 => legacy_scalar(array, scalar::item_repr),
        _ => None,
    };
    let values = match values {
        Some(text) => text,
        None => array2string(array, changes, ", ", &prefix, ")")?,
    };
    let mut extras = Vec::new();
    let summarised = current.legacy == Legacy::Off && current.threshold.is_exceeded_by(array.size());
    if array.is_empty() && array.shape() != [0] || summarised {
        extras.push(format!("shape={}", tuple_text(array.shape())));
    }
    if !is_implied(array.dtype(), current.legacy) || array.is_empty() {
        extras.push(format!("dtype={}", dtype_text::dtype_short_repr(array.dtype())));
    }
    if extras.is_empty() {
        return Ok(format!("{prefix}{values})"));
    }
    let text = format!("{prefix}{values},");
    let extras = format!("{})", extras.join(", "));
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    let new_line = match current.legacy {
        Legacy::V1_13 => matches!(array.dtype().kind, Kind::Str(_) | Kind::Bytes(_) | Kind::Void(_) | Kind::Record(_)),
        _ => (last_line.chars().count() + extras.chars().count() + 1) as i64 > width,
    };
    let spacer = if new_line { format!("\n{}", " ".repeat(prefix.chars().count())) } else { " ".into() };
    Ok(format!("{text}{spacer}{extras}"))
}

/// `np.array_str`: `[1. 2.]`; a 0-d array as its scalar.
///
/// # Errors
/// Those of formatter callbacks.
pub fn array_str(array: &Tensor, changes: &Changes) -> Result<String> {
    if array.ndim() > 0 {
        return array2string(array, changes, " ", "", "");
    }
    if options::current().legacy == Legacy::V1_13
        && let Some(text) = legacy_scalar(array, scalar::item_text)
    {
        return Ok(text);
    }
    match formatter::only_element(array) {
        Some(element @ Scalar::Bytes(_)) => scalar::scalar_repr(&element),
        Some(element) => scalar::scalar_str(&element),
        None => Ok("None".into()),
    }
}

/// Whether an array's values show its dtype: bool, int64, float64 and complex128 in native order.
fn is_implied(dtype: DType, legacy: Legacy) -> bool {
    let plain = match dtype.kind {
        Kind::Bool => legacy > Legacy::V1_13,
        kind => matches!(kind, Kind::Int64 | Kind::Float64 | Kind::Complex128),
    };
    plain && (dtype.is_native() || dtype.itemsize() == 1)
}

/// The `repr` of a `np.recarray`: `rec.array([(1, 2.)],` and the dtype on a line of its own.
///
/// # Errors
/// Those of formatter callbacks.
pub fn record_array_repr(array: &Tensor) -> Result<String> {
    let prefix = "rec.array(";
    let values = match array.is_empty() && array.shape() != [0] {
        true => format!("[], shape={}", tuple_text(array.shape())),
        false => array2string(array, &Changes::default(), ", ", prefix, ",")?,
    };
    let legacy = options::current().legacy == Legacy::V1_13;
    let space = if legacy { " " } else { "" };
    let indent = " ".repeat(prefix.len());
    Ok(format!("{prefix}{values},{space}\n{indent}dtype={})", dtype_text::dtype_str(array.dtype())))
}
