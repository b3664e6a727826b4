//! Values → dtypes: everything NumPy accepts where a dtype is wanted.

use super::class::{Class, numpy, python};
use super::{ElementType, Error, IntoValue, Result, Value};
use crate::tensor::dtype::{Field, RecordType};
use crate::tensor::text::TextType;
use crate::tensor::{ByteOrder, DType, Kind, TimeUnit};
/// The dtype a value stands for: a dtype, a scalar type, a Python type, or a text such as `'f8'` and `'>i4'`; lists and
/// dicts describe records.
pub fn to_dtype(value: &Value) -> Result<DType> {
    element_type(value)?.of_array()
}

/// As [`to_dtype`], also for sub-array types: `'8f'`, `('f4', (2, 3))`.
pub fn element_type(value: &Value) -> Result<ElementType> {
    element_type_at(value, 0)
}

/// As [`element_type`], inside `depth` lists and dicts.
fn element_type_at(value: &Value, depth: usize) -> Result<ElementType> {
    match value {
        Value::DType(dtype) => Ok((**dtype).clone()),
        Value::Class(class) => class_dtype(class).map(ElementType::from),
        Value::Str(text) => parse(text.as_str()),
        Value::None => Ok(DType::FLOAT64.into()),
        Value::List(list) => {
            deeper(depth, "list", |depth| record_from_list(&list.to_vec(), depth)).map(ElementType::from)
        }
        Value::Tuple(tuple) => {
            let (base, shape) = deeper(depth, "tuple", |depth| subarray(&tuple.items, depth))?;
            Ok(ElementType::subarray_of(base, shape))
        }
        Value::Dict(dict) => {
            deeper(depth, "dict", |depth| record_from_dict(&dict.borrow(), depth)).map(ElementType::from)
        }
        other => Err(Error::type_error(format!("Cannot interpret '{}' as a data type", super::repr::repr(other)))),
    }
}

/// The dtype of a class: `np.float32`, `float`, `np.integer` …
pub fn class_dtype(class: &'static Class) -> Result<DType> {
    let kinds: [(&'static Class, Kind); 30] = [
        (&python::BOOL, Kind::Bool),
        (&python::INT, Kind::Int64),
        (&python::FLOAT, Kind::Float64),
        (&python::COMPLEX, Kind::Complex128),
        (&python::STR, Kind::Str(0)),
        (&python::BYTES, Kind::Bytes(0)),
        (&python::OBJECT, Kind::Object),
        (&numpy::BOOL, Kind::Bool),
        (&numpy::INT8, Kind::Int8),
        (&numpy::INT16, Kind::Int16),
        (&numpy::INT32, Kind::Int32),
        (&numpy::INT64, Kind::Int64),
        (&numpy::UINT8, Kind::UInt8),
        (&numpy::UINT16, Kind::UInt16),
        (&numpy::UINT32, Kind::UInt32),
        (&numpy::UINT64, Kind::UInt64),
        (&numpy::FLOAT16, Kind::Float16),
        (&numpy::FLOAT32, Kind::Float32),
        (&numpy::FLOAT64, Kind::Float64),
        (&numpy::COMPLEX64, Kind::Complex64),
        (&numpy::COMPLEX128, Kind::Complex128),
        (&numpy::STR_, Kind::Str(0)),
        (&numpy::BYTES_, Kind::Bytes(0)),
        (&numpy::VOID, Kind::Void(0)),
        (&numpy::OBJECT_, Kind::Object),
        (&numpy::DATETIME64, Kind::DateTime { unit: TimeUnit::Generic, count: 1 }),
        (&numpy::TIMEDELTA64, Kind::TimeDelta { unit: TimeUnit::Generic, count: 1 }),
        (&numpy::FLOATING, Kind::Float64),
        (&numpy::COMPLEXFLOATING, Kind::Complex128),
        (&numpy::INTEGER, Kind::Int64),
    ];
    match kinds.iter().find(|(c, _)| std::ptr::eq(*c, class)) {
        Some((_, kind)) => Ok(DType::native(*kind)),
        None if class.is_subclass(&numpy::DTYPE) => {
            Ok(super::class::dtypes::dtype_of_class(class).unwrap_or(DType::OBJECT))
        }
        None if !class.module.starts_with("numpy") => Ok(DType::OBJECT),
        None => Err(Error::type_error(format!("Cannot interpret '{class:?}' as a data type"))),
    }
}

/// A dtype from its text: names (`float64`), codes (`f8`, `<i4`, `U10`, `M8[ns]`) and comma-separated records.
pub fn parse(text: &str) -> Result<ElementType> {
    if is_list(text) {
        let mut parts = listed(text)?;
        if let [(dtype, shape)] = &parts[..]
            && !text.trim_end().ends_with(',')
        {
            return Ok(ElementType::subarray_of(*dtype, shape.clone()));
        }
        let fields = parts.drain(..).enumerate().map(|(i, part)| (format!("f{i}"), None, part));
        return record(fields.collect(), false).map(ElementType::from);
    }
    single(text).map(ElementType::from)
}

/// One name or code, without counts and commas.
fn single(text: &str) -> Result<DType> {
    let unknown = || Error::type_error(format!("data type '{text}' not understood"));
    let (order, code) = match text.as_bytes().first() {
        Some(b'<' | b'=' | b'|') => (ByteOrder::Native, &text[1..]),
        Some(b'>' | b'!') => (ByteOrder::Swapped, &text[1..]),
        _ => (ByteOrder::Native, text),
    };
    let kind = match named(code) {
        Some(kind) => kind,
        None => coded(code).ok_or_else(unknown)?,
    };
    let order = if kind.itemsize() > 1 && !matches!(kind, Kind::Bytes(_) | Kind::Void(_) | Kind::Object | Kind::Text(_))
    {
        order
    } else {
        ByteOrder::Native
    };
    Ok(DType { kind, order })
}

/// Whether a text counts or lists: `3f8`, `(2, 3)f8`, `i4, f8`.
fn is_list(text: &str) -> bool {
    let start = text.trim_start_matches(['<', '>', '=', '|', ' ']);
    text.contains(',') || start.starts_with(|c: char| c.is_ascii_digit())
}

/// The formats of a text such as `i4, 2f8, (2, 3)U5`, each with its sub-array's shape.
fn listed(text: &str) -> Result<Vec<(DType, Vec<usize>)>> {
    let unknown = |n: usize| Error::value(format!("format number {} of \"{text}\" is not recognized", n + 1));
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = format_end(rest).ok_or_else(|| unknown(parts.len()))?;
        parts.push(counted(rest[..end].trim_end()).ok_or_else(|| unknown(parts.len()))??);
        rest = rest[end..].trim_start_matches(',').trim_start();
    }
    Ok(parts)
}

/// Where the format that a text begins with ends: before the first comma that is outside brackets.
fn format_end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    (depth == 0).then_some(text.len())
}

fn named(name: &str) -> Option<Kind> {
    Some(match name {
        "bool" | "bool_" | "?" | "b1" => Kind::Bool,
        "int8" | "byte" | "b" | "i1" => Kind::Int8,
        "int16" | "short" | "h" | "i2" => Kind::Int16,
        "int32" | "intc" | "i" | "i4" => Kind::Int32,
        "int64" | "int" | "int_" | "long" | "longlong" | "intp" | "l" | "q" | "p" | "n" | "i8" => Kind::Int64,
        "uint8" | "ubyte" | "B" | "u1" => Kind::UInt8,
        "uint16" | "ushort" | "H" | "u2" => Kind::UInt16,
        "uint32" | "uintc" | "I" | "u4" => Kind::UInt32,
        "uint64" | "uint" | "ulong" | "ulonglong" | "uintp" | "L" | "Q" | "P" | "N" | "u8" => Kind::UInt64,
        "float16" | "half" | "e" | "f2" => Kind::Float16,
        "float32" | "single" | "f" | "f4" => Kind::Float32,
        "float64" | "double" | "float" | "d" | "f8" | "longdouble" | "g" => Kind::Float64,
        "complex64" | "csingle" | "F" | "c8" => Kind::Complex64,
        "complex128" | "cdouble" | "complex" | "D" | "c16" | "clongdouble" | "G" => Kind::Complex128,
        "object" | "object_" | "O" | "O8" => Kind::Object,
        "T" => Kind::Text(TextType::PLAIN),
        "str" | "str_" | "unicode" | "U" => Kind::Str(0),
        "bytes" | "bytes_" | "S" | "a" => Kind::Bytes(0),
        "c" | "S1" => Kind::Bytes(1),
        "void" | "V" => Kind::Void(0),
        "datetime64" | "M8" | "M" => Kind::DateTime { unit: TimeUnit::Generic, count: 1 },
        "timedelta64" | "m8" | "m" => Kind::TimeDelta { unit: TimeUnit::Generic, count: 1 },
        _ => return None,
    })
}

fn coded(code: &str) -> Option<Kind> {
    if let Some(rest) = code.strip_suffix(']') {
        let (head, unit) = rest.split_once('[')?;
        let (unit, count) = time_unit(unit)?;
        return match head {
            "datetime64" | "M8" | "M" => Some(Kind::DateTime { unit, count }),
            "timedelta64" | "m8" | "m" => Some(Kind::TimeDelta { unit, count }),
            _ => None,
        };
    }
    let length = |digits: &str| {
        digits.parse::<u32>().ok().filter(|&n| n as usize <= LARGEST && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut chars = code.chars();
    match chars.next()? {
        'U' => length(chars.as_str()).filter(|&n| n as usize <= LARGEST / 4).map(Kind::Str),
        'S' | 'a' => length(chars.as_str()).map(Kind::Bytes),
        'V' => length(chars.as_str()).map(Kind::Void),
        _ => None,
    }
}

/// `ns`, `25s` → the unit and how many of it a tick is.
pub fn time_unit(text: &str) -> Option<(TimeUnit, u32)> {
    use TimeUnit::*;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let count = if digits == 0 { 1 } else { text[..digits].parse().ok().filter(|&n| n > 0)? };
    let all = [
        Year,
        Month,
        Week,
        Day,
        Hour,
        Minute,
        Second,
        Millisecond,
        Microsecond,
        Nanosecond,
        Picosecond,
        Femtosecond,
        Attosecond,
        Generic,
    ];
    let code = match &text[digits..] {
        "μs" => "us",
        code => code,
    };
    all.into_iter().find(|unit| unit.code() == code).map(|unit| (unit, count))
}

type FieldSpec = (String, Option<String>, (DType, Vec<usize>));

/// `3f4`, `(2,3)i8`, `>2f8`: an element type with the sub-array's shape before it; `None` where it is no such format.
fn counted(text: &str) -> Option<Result<(DType, Vec<usize>)>> {
    let (order, rest) = match text.strip_prefix(['<', '>', '=', '|']) {
        Some(rest) => (&text[..1], rest.trim_start()),
        None => ("", text),
    };
    let (shape, code) = match rest.strip_prefix('(') {
        Some(rest) => {
            let (dims, code) = rest.split_once(')')?;
            let dims = dims.strip_suffix(',').unwrap_or(dims).split(',');
            (dims.map(|d| d.trim().parse().ok()).collect::<Option<Vec<usize>>>()?, code)
        }
        None => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (count, code) = rest.split_at(digits);
            let count = if digits == 0 { Vec::new() } else { vec![count.parse().unwrap_or(usize::MAX)] };
            (count, code)
        }
    };
    let code = code.trim_start();
    let known = |c: char| c.is_ascii_alphanumeric() || ".?[]<>=|_μ".contains(c);
    if !code.chars().all(known) {
        return None;
    }
    let part = single(&format!("{order}{code}")).and_then(|dtype| checked_shape(dtype, shape));
    Some(part)
}

/// The largest size of a dtype in bytes, and of a sub-array's axis: what a C int holds.
const LARGEST: usize = i32::MAX as usize;

/// A sub-array that is not too large: its dimensions and its bytes fit into C ints.
fn checked_shape(dtype: DType, shape: Vec<usize>) -> Result<(DType, Vec<usize>)> {
    let bad = |what| Err(Error::value(format!("invalid shape in fixed-type tuple: {what} fit into a C int.")));
    if shape.iter().any(|&d| d > LARGEST) {
        return bad("dimension does not");
    }
    let bytes = shape.iter().try_fold(dtype.itemsize(), |all, &d| all.checked_mul(d));
    if bytes.is_none_or(|bytes| bytes > LARGEST) {
        return bad("dtype size in bytes must");
    }
    Ok((dtype, shape))
}

/// A dtype of text or raw bytes that are so long.
fn flexible(kind: impl Fn(u32) -> Kind, n: i64) -> Result<DType> {
    let dtype = u32::try_from(n).ok().filter(|&n| n as usize <= LARGEST).map(|n| DType::native(kind(n)));
    let fits = dtype.filter(|dtype| n as usize <= LARGEST / 4 || !matches!(dtype.kind, Kind::Str(_)));
    fits.ok_or_else(|| Error::value("invalid itemsize in generic type tuple"))
}

/// An offset or size in a record's description.
fn c_int(value: &Value) -> Result<usize> {
    let n = super::convert::to_index(value)?;
    match usize::try_from(n) {
        Ok(n) if n <= LARGEST => Ok(n),
        Ok(_) => Err(Error::value("integer won't fit into a C int")),
        Err(_) => Err(Error::value(format!("offset {n} cannot be negative"))),
    }
}

/// Calls `make` one level deeper. RecursionError for a description that holds itself.
fn deeper<T>(depth: usize, class: &str, make: impl FnOnce(usize) -> Result<T>) -> Result<T> {
    if depth >= DEEPEST {
        return Err(Error::new(
            &super::class::exception::RECURSION_ERROR,
            format!(
                "maximum recursion depth exceeded while trying to convert the given data type from a {class} object"
            ),
        ));
    }
    make(depth + 1)
}

/// Lists and dicts that may be inside each other in a description.
const DEEPEST: usize = 500;

fn record_from_list(items: &[Value], depth: usize) -> Result<DType> {
    let bad = || Error::type_error("Field elements must be 2- or 3-tuples, got something else");
    let mut fields: Vec<FieldSpec> = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        let Value::Tuple(tuple) = item else {
            return Err(Error::type_error(format!(
                "Field elements must be 2- or 3-tuples, got '{}'",
                super::repr::repr(item)
            )));
        };
        let (name, title) = match tuple.items.first().ok_or_else(bad)? {
            Value::Str(s) => (s.as_str().to_string(), None),
            Value::Tuple(pair) => match &*pair.items {
                [Value::Str(title), Value::Str(name)] => (name.as_str().to_string(), Some(title.as_str().to_string())),
                _ => return Err(bad()),
            },
            _ => return Err(bad()),
        };
        let name = if name.is_empty() { format!("f{i}") } else { name };
        let mut dtype = match tuple.items.get(1).ok_or_else(bad)? {
            Value::Str(s) => format_of(s.as_str())?,
            Value::Tuple(t) => subarray(&t.items, depth)?,
            other => base_and_shape(other, depth)?,
        };
        match (dtype.0.kind, tuple.items.get(2)) {
            (_, None) => {}
            // The length of text or raw bytes.
            (Kind::Str(0), Some(Value::Int(n))) => dtype.0 = flexible(Kind::Str, *n)?,
            (Kind::Bytes(0), Some(Value::Int(n))) => dtype.0 = flexible(Kind::Bytes, *n)?,
            (Kind::Void(0), Some(Value::Int(n))) => dtype.0 = flexible(Kind::Void, *n)?,
            (_, Some(shape)) => dtype = checked_shape(dtype.0, shape_of(shape)?)?,
        }
        if fields.iter().any(|(known, ..)| *known == name) {
            return Err(Error::value(format!("field '{name}' occurs more than once")));
        }
        fields.push((name, title, dtype));
    }
    record(fields, false)
}

fn record_from_dict(table: &super::table::Table, depth: usize) -> Result<DType> {
    let list = |name: &str| -> Result<Vec<Value>> {
        Ok(match table.get(&Value::str(name))? {
            Some(Value::List(list)) => list.to_vec(),
            Some(Value::Tuple(tuple)) => tuple.items.to_vec(),
            _ => Vec::new(),
        })
    };
    let (names, formats, offsets) = (list("names")?, list("formats")?, list("offsets")?);
    if names.is_empty() && !table.contains(&Value::str("names"))? {
        return record_by_name(table, depth);
    }
    if names.is_empty() || names.len() != formats.len() {
        return Err(Error::value("entry not a 2- or 3- tuple"));
    }
    let mut fields = Vec::with_capacity(names.len());
    for (name, format) in names.iter().zip(&formats) {
        let dtype = match format {
            Value::Str(s) => format_of(s.as_str())?,
            Value::Tuple(t) => subarray(&t.items, depth)?,
            other => base_and_shape(other, depth)?,
        };
        fields.push((super::repr::str(name), None, dtype));
    }
    let aligned = matches!(table.get(&Value::str("aligned"))?, Some(Value::Bool(b)) if b.get());
    let plain = record(fields, aligned)?;
    let Kind::Record(layout) = plain.kind else { return Ok(plain) };
    let mut layout = RecordType { fields: layout.fields.clone(), itemsize: layout.itemsize, aligned };
    for (field, offset) in layout.fields.iter_mut().zip(&offsets) {
        field.offset = c_int(offset)?;
    }
    if !offsets.is_empty() {
        let end = |f: &Field| f.offset + f.dtype.itemsize() * f.shape.iter().product::<usize>();
        layout.itemsize = layout.fields.iter().map(end).max().unwrap_or(0);
    }
    if let Some(size) = table.get(&Value::str("itemsize"))? {
        layout.itemsize = c_int(size)?.max(layout.itemsize);
    }
    Ok(DType::record(layout))
}

/// `{'name': (format, offset), …}`
fn record_by_name(table: &super::table::Table, depth: usize) -> Result<DType> {
    let mut fields = Vec::with_capacity(table.len());
    for (name, entry) in table.iter() {
        let Value::Tuple(parts) = entry else { return Err(Error::value("entry not a 2- or 3- tuple")) };
        let [format, offset, ..] = &*parts.items else { return Err(Error::value("entry not a 2- or 3- tuple")) };
        let offset = c_int(offset)?;
        let name = super::repr::str(name);
        let (dtype, shape) = base_and_shape(format, depth)?;
        fields.push(Field { name, title: None, dtype, shape, offset });
    }
    fields.sort_by_key(|field| field.offset);
    let end = |f: &Field| f.offset + f.dtype.itemsize() * f.shape.iter().product::<usize>();
    let itemsize = fields.iter().map(end).max().unwrap_or(0);
    Ok(DType::record(RecordType { fields, itemsize, aligned: false }))
}

/// Lays fields out one after the other (`aligned`: each at a multiple of its alignment).
fn record(specs: Vec<FieldSpec>, aligned: bool) -> Result<DType> {
    if specs.iter().any(|(_, _, (dtype, _))| matches!(dtype.kind, Kind::Text(_))) {
        return Err(Error::type_error("StringDType is not currently supported for structured dtype fields."));
    }
    let (mut offset, mut widest) = (0usize, 1usize);
    let mut fields = Vec::with_capacity(specs.len());
    for (name, title, (dtype, shape)) in specs {
        if aligned {
            let alignment = dtype.kind.alignment();
            widest = widest.max(alignment);
            offset = offset.next_multiple_of(alignment);
        }
        let size = dtype.itemsize() * shape.iter().product::<usize>();
        fields.push(Field { name, title, dtype, shape, offset });
        offset += size;
        if offset > LARGEST {
            return Err(Error::value("invalid shape in fixed-type tuple: dtype size in bytes must fit into a C int."));
        }
    }
    Ok(DType::record(RecordType { fields, itemsize: offset.next_multiple_of(widest), aligned }))
}

/// A type inside a description, as the element type and the shape of a sub-array.
fn base_and_shape(value: &Value, depth: usize) -> Result<(DType, Vec<usize>)> {
    let found = element_type_at(value, depth)?;
    Ok((found.base(), found.shape().to_vec()))
}

fn subarray(items: &[Value], depth: usize) -> Result<(DType, Vec<usize>)> {
    match items {
        [base, shape] => {
            let (dtype, inner) = base_and_shape(base, depth)?;
            match (dtype.kind, shape) {
                (Kind::Str(0), Value::Int(n)) => Ok((flexible(Kind::Str, *n)?, Vec::new())),
                (Kind::Bytes(0), Value::Int(n)) => Ok((flexible(Kind::Bytes, *n)?, Vec::new())),
                (Kind::Void(0), Value::Int(n)) => Ok((flexible(Kind::Void, *n)?, Vec::new())),
                _ => checked_shape(dtype, [shape_of(shape)?, inner].concat()),
            }
        }
        many => Err(Error::type_error(format!("Tuple must have size 2, but has size {}", many.len()))),
    }
}

/// A field's format in text.
fn format_of(text: &str) -> Result<(DType, Vec<usize>)> {
    if !is_list(text) {
        return Ok((single(text)?, Vec::new()));
    }
    let mut parts = listed(text)?;
    match parts.pop() {
        Some(part) if parts.is_empty() => Ok(part),
        _ => Ok((parse(text)?.of_array()?, Vec::new())),
    }
}

fn shape_of(value: &Value) -> Result<Vec<usize>> {
    let dim = |v: &Value| {
        let negative = |_| Error::value("invalid shape in fixed-type tuple: dimension smaller then zero.");
        usize::try_from(super::convert::to_index(v)?).map_err(negative)
    };
    match value {
        Value::Tuple(t) => t.items.iter().map(dim).collect(),
        Value::List(l) => l.to_vec().iter().map(dim).collect(),
        other => Ok(vec![dim(other)?]),
    }
}

/// `dtype.kind`: `b i u f c m M O S U V`.
pub fn kind_char(kind: Kind) -> char {
    match kind {
        Kind::Bool => 'b',
        Kind::Int8 | Kind::Int16 | Kind::Int32 | Kind::Int64 => 'i',
        Kind::UInt8 | Kind::UInt16 | Kind::UInt32 | Kind::UInt64 => 'u',
        Kind::Float16 | Kind::Float32 | Kind::Float64 => 'f',
        Kind::Complex64 | Kind::Complex128 => 'c',
        Kind::Str(_) => 'U',
        Kind::Bytes(_) => 'S',
        Kind::Void(_) | Kind::Record(_) => 'V',
        Kind::Object => 'O',
        Kind::Text(_) => 'T',
        Kind::DateTime { .. } => 'M',
        Kind::TimeDelta { .. } => 'm',
    }
}

/// The type of a field, with the shape of a sub-array.
pub fn field_type(field: &Field) -> Value {
    ElementType::subarray_of(field.dtype, field.shape.clone()).into_value()
}

/// `dtype['name']`, `dtype[0]`, `dtype[['a', 'b']]`.
pub fn field_dtype(dtype: &ElementType, index: &Value) -> Result<Value> {
    let Kind::Record(layout) = dtype.kind else {
        return Err(Error::key(Value::str(format!("There are no fields in dtype {}.", dtype.text()))));
    };
    let find = |name: &str| {
        let found = layout.fields.iter().find(|f| f.name == name);
        found.ok_or_else(|| Error::key(Value::str(format!("Field named '{name}' not found."))))
    };
    match index {
        Value::Str(name) => Ok(field_type(find(name.as_str())?)),
        Value::List(names) => {
            let names: Vec<String> = names.to_vec().iter().map(super::repr::str).collect();
            let fields = names.iter().map(|name| find(name).cloned()).collect::<Result<Vec<_>>>()?;
            Ok(Value::dtype(DType::record(RecordType { fields, itemsize: layout.itemsize, aligned: layout.aligned })))
        }
        other => {
            let i = super::convert::to_index(other)?;
            let n = layout.fields.len() as i64;
            let at = usize::try_from(if i < 0 { i + n } else { i }).unwrap_or(usize::MAX);
            let field = layout.fields.get(at).ok_or_else(|| Error::index(format!("Field index {i} out of range.")))?;
            Ok(field_type(field))
        }
    }
}

/// A dtype as an argument (`dtype=np.float32`, `dtype='f4'`).
impl super::FromValue for DType {
    const ACCEPTS: &'static str = "dtype";

    fn from_value(_: &mut dyn super::Context, value: &Value) -> Result<DType> {
        to_dtype(value)
    }
}

impl super::IntoValue for DType {
    fn into_value(self) -> Value {
        Value::dtype(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::format::{dtype_code, dtype_str};

    #[test]
    fn codes_round_trip() {
        for code in ["|b1", "<i4", ">f8", "<U7", "|S3", "<M8[ns]", "<m8[25s]", "|V5", "<c8", "|u1"] {
            assert_eq!(dtype_code(*parse(code).ok().unwrap()), code);
        }
        assert_eq!(dtype_str(*parse("i4,2f8").ok().unwrap()), "[('f0', '<i4'), ('f1', '<f8', (2,))]");
        assert_eq!(dtype_str(*parse("i4 , (2, 3)f8,").ok().unwrap()), "[('f0', '<i4'), ('f1', '<f8', (2, 3))]");
        for text in [
            "float65",
            "",
            "(2,3",
            "((2,3)f8",
            "f8)",
            "p[1.0, 2], [1f8",
            "iy(5, d",
            ",f8",
            "i4,(x,)f8",
            "9f8,2147483648f8",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
