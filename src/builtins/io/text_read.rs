//! `loadtxt`: a table of text → an array; plain floats in one pass, anything else field by field.

use super::source::read_text;
use crate::io::table::{self, Layout, columns_changed, not_converted, parse_float};
use crate::tensor::dtype::RecordType;
use crate::tensor::{DType, Kind, Tensor};
use crate::value::class::exception;
use crate::value::convert::Ints;
use crate::value::nested::{scalar_of, to_tensor};
use crate::value::{Context, Error, FromValue, Result, Value, repr};

builtins! { LOADTXT, chapter "Tables of text", spaces ["np"];
    /// Reads a table of numbers from a text file, a file object or a list of lines.
    ///
    /// >>> import io
    /// >>> np.loadtxt(io.StringIO('# x y\n0 1\n2 3'))
    /// array([[0., 1.],
    ///        [2., 3.]])
    /// >>> x, y = np.loadtxt(['1,2,4', '3,4,5'], delimiter=',', usecols=(0, 2), unpack=True)
    /// >>> y
    /// array([4., 5.])
    @see("genfromtxt", "savetxt", "load")
    fn loadtxt(cx, fname: Value, dtype: DType = DType::FLOAT64, comments: Value = Value::str("#"), delimiter: Option<String> = None,
               converters: Value = Value::None, skiprows: i64 = 0, usecols: Option<Ints> = None, unpack: bool = false,
               ndmin: i64 = 0, encoding: Value = Value::None, max_rows: Option<i64> = None, @kw quotechar: Option<String> = None,
               @kw like: Value = Value::None) -> Value {
        if !(0..=2).contains(&ndmin) {
            return Err(Error::value(format!("Illegal value of ndmin keyword: {ndmin}")));
        }
        let text = read_text(cx, &fname)?;
        let layout = Layout {
            delimiter: delimiter.as_deref(),
            comments: comment_marks(cx, &comments)?,
            skip_rows: skiprows.max(0) as usize,
            max_rows: max_rows.and_then(|n| usize::try_from(n).ok()),
            quote: quotechar.as_deref().and_then(|q| q.chars().next()),
            columns: usecols.map(|columns| columns.0),
        };
        let tensor = read(cx, &text, &layout, dtype, &converters)?;
        if tensor.is_empty() {
            let shown = if let Value::Str(path) = &fname { path.as_str().to_string() } else { repr::repr(&fname) };
            cx.warn(&exception::USER_WARNING, &format!("loadtxt: input contained no data: \"{shown}\""))?;
        }
        shaped(tensor, ndmin as usize, unpack)
    }
}

/// `comments=`: one mark, several, or none.
pub fn comment_marks(cx: &mut dyn Context, value: &Value) -> Result<Vec<String>> {
    match value {
        Value::None => Ok(Vec::new()),
        Value::Str(mark) => Ok(vec![mark.as_str().to_string()]),
        Value::Bytes(mark) => Ok(vec![String::from_utf8_lossy(&mark.data).into_owned()]),
        other => Vec::<String>::from_value(cx, other),
    }
}

fn read(cx: &mut dyn Context, text: &str, layout: &Layout, dtype: DType, converters: &Value) -> Result<Tensor> {
    if dtype.kind == Kind::Float64 && dtype.is_native() && layout.quote.is_none() && matches!(converters, Value::None) {
        let table = table::floats(text, layout)?;
        return Ok(if table.is_empty() { Tensor::zeros(&[0], dtype)? } else { table });
    }
    let record = if let Kind::Record(record) = dtype.kind { Some(record) } else { None };
    let mut rows: Vec<Value> = Vec::new();
    let mut width = None;
    for line in crate::pool::until_interrupted(layout.lines(text)) {
        let quoted = layout.quote.map(|quote| layout.quoted_fields(line, quote));
        let mut fields: Vec<&str> = Vec::new();
        match &quoted {
            Some(quoted) if quoted.is_empty() => continue,
            Some(quoted) => fields = quoted.iter().map(String::as_str).collect(),
            None => layout.fields(line, &mut fields),
        }
        let row = rows.len();
        let places = match layout.places(fields.len(), row)? {
            Some(places) => places,
            None => (0..fields.len()).collect(),
        };
        let wanted = record.map_or(width, |r| Some(slots(r)));
        if let Some(width) = wanted
            && width != places.len()
        {
            if record.is_some() && row == 0 {
                return Err(Error::value(format!(
                    "the dtype passed requires {width} columns but {} were found at row 1; use `usecols` to select a subset and avoid this error",
                    places.len()
                )));
            }
            return Err(columns_changed(width, places.len(), row).into());
        }
        width = Some(places.len());
        let mut items = Vec::with_capacity(places.len());
        for (slot, &at) in places.iter().enumerate() {
            let kind = record.map_or(dtype, |r| slot_dtype(r, slot));
            items.push(converted(cx, fields[at], kind, converter(converters, at, fields.len())?, row, at)?);
        }
        rows.push(match record {
            Some(record) => grouped(record, items),
            None => Value::list(items),
        });
    }
    if rows.is_empty() {
        return Ok(Tensor::zeros(&[0], dtype)?);
    }
    to_tensor(cx, &Value::list(rows), Some(dtype))
}

/// How many columns a record takes: sub-arrays take several.
fn slots(record: &RecordType) -> usize {
    record.fields.iter().map(|f| f.shape.iter().product::<usize>()).sum()
}

fn slot_dtype(record: &RecordType, slot: usize) -> DType {
    let mut end = 0;
    for field in &record.fields {
        end += field.shape.iter().product::<usize>();
        if slot < end {
            return field.dtype;
        }
    }
    DType::FLOAT64
}

/// A row's items as a record: those of a sub-array in a list.
fn grouped(record: &RecordType, items: Vec<Value>) -> Value {
    let mut items = items.into_iter();
    let fields = record.fields.iter().map(|field| {
        if field.shape.is_empty() {
            return items.next().unwrap_or_default();
        }
        Value::list(items.by_ref().take(field.shape.iter().product()).collect())
    });
    Value::tuple(fields.collect::<Vec<_>>())
}

/// The converter of a column: one function for all, or a dict by column.
pub fn converter(converters: &Value, column: usize, count: usize) -> Result<Option<Value>> {
    match converters {
        Value::None => Ok(None),
        Value::Dict(dict) => {
            for key in [column as i64, column as i64 - count as i64] {
                if let Some(function) = dict.borrow().get(&Value::Int(key))? {
                    return Ok(Some(function.clone()));
                }
            }
            Ok(None)
        }
        function => Ok(Some(function.clone())),
    }
}

/// One field as an element of a dtype.
fn converted(
    cx: &mut dyn Context,
    field: &str,
    dtype: DType,
    function: Option<Value>,
    row: usize,
    column: usize,
) -> Result<Value> {
    if let Some(function) = function {
        return cx.call(&function, &[Value::str(field)], &[]);
    }
    let bad = || Error::from(not_converted(field, &dtype.name(), row, column));
    let trimmed = field.trim();
    Ok(match dtype.kind {
        Kind::Bool => Value::bool(trimmed.parse::<i64>().map_err(|_| bad())? != 0),
        kind if kind.is_integer() => {
            let number: i128 = trimmed.parse().map_err(|_| bad())?;
            let (low, high) = crate::tensor::cast::integer_bounds(kind).unwrap_or((i128::MIN, i128::MAX));
            if number < low || number > high {
                return Err(bad());
            }
            Value::int(number.into())
        }
        kind if kind.is_float() => Value::float(parse_float(trimmed).ok_or_else(bad)?),
        kind if kind.is_complex() => {
            let z = crate::tensor::DType::COMPLEX128;
            let text = Value::str(trimmed.trim_start_matches('(').trim_end_matches(')'));
            scalar_of(cx, Some(&text), z).map_err(|_| bad())?
        }
        Kind::Bytes(_) => Value::bytes(field.chars().map(|c| c as u32 as u8).collect::<Vec<u8>>()),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => {
            scalar_of(cx, Some(&Value::str(trimmed)), dtype).map_err(|_| bad())?
        }
        _ => Value::str(field),
    })
}

/// The table without axes of length 1, with at least `ndmin` axes, turned over if it is to be unpacked.
pub fn shaped(tensor: Tensor, ndmin: usize, unpack: bool) -> Result<Value> {
    let mut tensor = if tensor.ndim() > ndmin { tensor.squeeze(None)? } else { tensor };
    if tensor.ndim() < ndmin {
        tensor = match ndmin {
            1 => tensor.with_leading_axes(1),
            _ => tensor.with_leading_axes(2).transpose(),
        };
    }
    if !unpack {
        return Ok(Value::array(tensor));
    }
    let Kind::Record(record) = tensor.dtype().kind else { return Ok(Value::array(tensor.transpose())) };
    let columns = record.fields.iter().map(|f| crate::value::record::field(&tensor, &f.name).map(Value::array));
    Ok(Value::list(columns.collect::<Result<_>>()?))
}
