//! Dtypes → text: `str` (`float64`, `>i4`, `[('a', '<i4')]`), `repr` (`dtype('float64')`), the array-protocol code
//! (`<f8`) and the short form behind `dtype=` in an array's `repr`.

use super::quote::str_repr;
use crate::tensor::dtype::{DType, Field, Kind, RecordType, TimeUnit};
use crate::tensor::shape::tuple_text;

/// `dtype.str`: byte order, kind and bytes: `<f8`, `|b1`, `<U3`, `<M8[ns]`, `|V12`.
pub fn dtype_code(dtype: DType) -> String {
    let size = dtype.itemsize();
    let code = match dtype.kind {
        Kind::Bool => return "|b1".into(),
        Kind::Int8 | Kind::Int16 | Kind::Int32 | Kind::Int64 => format!("i{size}"),
        Kind::UInt8 | Kind::UInt16 | Kind::UInt32 | Kind::UInt64 => format!("u{size}"),
        Kind::Float16 | Kind::Float32 | Kind::Float64 => format!("f{size}"),
        Kind::Complex64 | Kind::Complex128 => format!("c{size}"),
        Kind::Str(n) => format!("U{n}"),
        Kind::Bytes(n) => return format!("|S{n}"),
        Kind::Void(_) | Kind::Record(_) => return format!("|V{size}"),
        Kind::Object => return "|O".into(),
        Kind::Text(text) => return text.repr(),
        Kind::DateTime { unit, count } => format!("M8{}", unit.suffix(count)),
        Kind::TimeDelta { unit, count } => format!("m8{}", unit.suffix(count)),
    };
    format!("{}{code}", if size == 1 { '|' } else { order_char(dtype) })
}

/// `<` or `>`: the byte order of a multi-byte number.
fn order_char(dtype: DType) -> char {
    if dtype.is_native() == cfg!(target_endian = "little") { '<' } else { '>' }
}

/// `str(dtype)`: `float64`, `>f8`, `<U3`, `[('a', '<i4')]`.
pub fn dtype_str(dtype: DType) -> String {
    match dtype.kind {
        Kind::Record(layout) => record_text(layout, true),
        Kind::Str(_) | Kind::Bytes(_) | Kind::Void(_) | Kind::Text(_) => dtype_code(dtype),
        _ if !dtype.is_native() && dtype.itemsize() > 1 => dtype_code(dtype),
        _ => dtype.name(),
    }
}

/// `repr(dtype)`: `dtype('float64')`, `dtype('<U3')`, `dtype([('a', '<i4')], align=True)`.
pub fn dtype_repr(dtype: DType) -> String {
    let code = match dtype.kind {
        Kind::Record(layout) => {
            let align = if layout.aligned { ", align=True" } else { "" };
            return format!("dtype({}{align})", record_text(layout, false));
        }
        Kind::Object => "O".into(),
        Kind::Text(text) => return text.repr(),
        Kind::Str(0) => format!("{}U", order_char(dtype)),
        Kind::Bytes(0) => "S".into(),
        Kind::Void(0) => "V".into(),
        Kind::Bytes(_) | Kind::Void(_) => dtype_code(dtype).trim_start_matches('|').into(),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => dtype_code(dtype),
        _ => dtype_str(dtype),
    };
    format!("dtype('{code}')")
}

/// What stands behind `dtype=` in an array's `repr`: `float32`, `'<U3'`, `'datetime64[D]'`, a record's list.
pub fn dtype_short_repr(dtype: DType) -> String {
    let text = dtype_str(dtype);
    match dtype.kind {
        Kind::Record(_) => text,
        Kind::DateTime { unit, .. } | Kind::TimeDelta { unit, .. }
            if unit == TimeUnit::Generic && dtype.is_native() =>
        {
            text
        }
        Kind::Str(_) | Kind::Bytes(_) | Kind::Void(_) | Kind::DateTime { .. } | Kind::TimeDelta { .. } => {
            format!("'{text}'")
        }
        _ if !dtype.is_native() && dtype.itemsize() > 1 => format!("'{text}'"),
        _ => text,
    }
}

/// A sub-array type: `('<f4', (8,))`.
pub fn subarray_text(base: DType, shape: &[usize]) -> String {
    format!("({}, {})", field_format(base), tuple_text(shape))
}

/// A record's layout as a list of fields, or as a dictionary where offsets or sizes are not the plain ones.
/// `with_align`: the list form is only for layouts that are not aligned, because it cannot say so.
fn record_text(layout: &RecordType, with_align: bool) -> String {
    if is_plain(layout) && !(with_align && layout.aligned) { list_text(layout) } else { dict_text(layout, with_align) }
}

/// Whether the fields follow each other just as the list form would lay them out.
fn is_plain(layout: &RecordType) -> bool {
    let mut next = 0usize;
    for field in &layout.fields {
        if layout.aligned {
            next = next.next_multiple_of(field.dtype.kind.alignment().max(1));
        }
        if field.offset != next {
            return false;
        }
        next += field_size(field);
    }
    if layout.aligned {
        let alignment = layout.fields.iter().map(|f| f.dtype.kind.alignment()).max().unwrap_or(1);
        next = next.next_multiple_of(alignment.max(1));
    }
    next == layout.itemsize
}

fn field_size(field: &Field) -> usize {
    field.dtype.itemsize() * field.shape.iter().product::<usize>()
}

/// A field's dtype inside a record: `'<i4'` or a nested record.
fn field_format(dtype: DType) -> String {
    match dtype.kind {
        Kind::Record(layout) => record_text(layout, false),
        Kind::Bool => "'?'".into(),
        Kind::Str(0) => format!("'{}U'", order_char(dtype)),
        Kind::Bytes(0) => "'S'".into(),
        Kind::Void(0) => "'V'".into(),
        _ => format!("'{}'", dtype_code(dtype).trim_start_matches('|')),
    }
}

fn list_text(layout: &RecordType) -> String {
    let fields = layout.fields.iter().map(|field| {
        let name = match &field.title {
            Some(title) => format!("({}, {})", str_repr(title), str_repr(&field.name)),
            None => str_repr(&field.name),
        };
        let shape = if field.shape.is_empty() { String::new() } else { format!(", {}", tuple_text(&field.shape)) };
        format!("({name}, {}{shape})", field_format(field.dtype))
    });
    format!("[{}]", fields.collect::<Vec<_>>().join(", "))
}

fn dict_text(layout: &RecordType, with_align: bool) -> String {
    let align = if with_align && layout.aligned { ", 'aligned': True" } else { "" };
    format!("{{{}{align}}}", dict_body(layout))
}

fn dict_body(layout: &RecordType) -> String {
    let list = |text: &dyn Fn(&Field) -> String| {
        format!("[{}]", layout.fields.iter().map(text).collect::<Vec<_>>().join(", "))
    };
    let format = |field: &Field| match field.shape.is_empty() {
        true => field_format(field.dtype),
        false => format!("({}, {})", field_format(field.dtype), tuple_text(&field.shape)),
    };
    let titles = match layout.fields.iter().any(|field| field.title.is_some()) {
        true => {
            let title = |field: &Field| field.title.as_deref().map_or_else(|| "None".into(), str_repr);
            format!(", 'titles': {}", list(&title))
        }
        false => String::new(),
    };
    format!(
        "'names': {}, 'formats': {}, 'offsets': {}{titles}, 'itemsize': {}",
        list(&|field| str_repr(&field.name)),
        list(&format),
        list(&|field| field.offset.to_string()),
        layout.itemsize
    )
}
