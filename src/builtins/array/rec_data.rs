//! Record arrays from raw bytes, and what describes records: `np.rec.fromstring`, `fromfile`, `format_parser`.

use super::from_data::{bytes_of, from_bytes};
use super::rec::{described, names_of, record_array};
use crate::builtins::io::source::read_bytes;
use crate::symbol::Symbol;
use crate::tensor::dtype::RecordType;
use crate::tensor::{DType, Kind, Order, Tensor};
use crate::value::class::{Class, python};
use crate::value::compare::item_equal;
use crate::value::convert::Shape;
use crate::value::iter::collect;
use crate::value::{Context, Error, NativeObject, Result, Value};
use std::any::Any;

builtins! { REC_DATA, chapter "Record arrays", spaces ["np.rec"];
    /// A record array of the bytes of a bytes object.
    ///
    /// >>> np.rec.fromstring(b'\x01\x02\x03\x04', formats='i1,i1', names='x,y')
    /// rec.array([(1, 2), (3, 4)],
    ///           dtype=[('x', 'i1'), ('y', 'i1')])
    @see("fromfile")
    fn fromstring(cx, datastring: Value, dtype: Value = Value::None, shape: Option<Shape> = None, offset: i64 = 0, formats: Value = Value::None,
                  names: Value = Value::None, titles: Value = Value::None, aligned: bool = false, byteorder: Value = Value::None) -> Value {
        let layout = described(cx, &dtype, &formats, &names)?
            .ok_or_else(|| Error::type_error("fromstring() needs a 'dtype' or 'formats' argument"))?;
        of_bytes(&bytes_of(&datastring)?, layout, shape, offset)
    }

    /// A record array of the bytes of a file.
    ///
    /// >>> import io
    /// >>> np.rec.fromfile(io.BytesIO(b'\x01\x02\x03\x04'), formats='i1,i1').f1
    /// array([2, 4], dtype=int8)
    @see("fromstring")
    fn fromfile(cx, fd: Value, dtype: Value = Value::None, shape: Option<Shape> = None, offset: i64 = 0, formats: Value = Value::None,
                names: Value = Value::None, titles: Value = Value::None, aligned: bool = false, byteorder: Value = Value::None) -> Value {
        let layout = described(cx, &dtype, &formats, &names)?
            .ok_or_else(|| Error::type_error("fromfile() needs a 'dtype' or 'formats' argument"))?;
        of_bytes(&read_bytes(cx, &fd)?, layout, shape, offset)
    }

    /// The items that occur more than once.
    ///
    /// >>> np.rec.find_duplicate(['a', 'b', 'a'])
    /// ['a']
    fn find_duplicate(cx, list: Value) -> Value {
        let items = collect(cx, &list)?;
        let mut twice: Vec<Value> = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let mut seen = false;
            for other in items[..i].iter() {
                seen |= item_equal(cx, item, other)?;
            }
            let mut known = false;
            for other in &twice {
                known |= item_equal(cx, item, other)?;
            }
            if seen && !known {
                twice.push(item.clone());
            }
        }
        Ok(Value::list(twice))
    }
}

builtins! { FORMAT_PARSER_CONSTRUCTOR, chapter "Record arrays", spaces ["constructors.numpy"];
    /// A record type from formats, names and titles, as the attribute `dtype`.
    ///
    /// >>> np.rec.format_parser(['<f8', '<i4'], ['col1', 'col2'], ['T1', 'T2']).dtype
    /// dtype([(('T1', 'col1'), '<f8'), (('T2', 'col2'), '<i4')])
    fn format_parser(cx, formats: Value, names: Value, titles: Value, aligned: bool = false, byteorder: Option<String> = None) -> Value {
        let names = if collect(cx, &names).is_ok_and(|names| names.is_empty()) { Value::None } else { names };
        let layout = described(cx, &Value::None, &formats, &names)?.ok_or_else(|| Error::value("Need formats argument"))?;
        let titles = names_of(cx, &titles)?.unwrap_or_default();
        let Kind::Record(record) = layout.kind else { return Err(Error::value("Need formats argument")) };
        let mut fields = record.fields.clone();
        for (field, title) in fields.iter_mut().zip(titles) {
            field.title = Some(title);
        }
        let mut dtype = DType::record(RecordType { fields, itemsize: record.itemsize, aligned: record.aligned });
        if let (true, Kind::Record(layout)) = (aligned, dtype.kind) {
            dtype = super::dtype::aligned(layout);
        }
        if let Some(order) = byteorder {
            dtype = super::dtype::reordered(dtype, &order)?;
        }
        Ok(Value::object(FormatParser { dtype }))
    }
}

/// As many records as there are bytes for, or a shape of them.
fn of_bytes(bytes: &[u8], layout: DType, shape: Option<Shape>, offset: i64) -> Result<Value> {
    let count = shape.as_ref().map_or(-1, |shape| shape.0.iter().product::<usize>() as i64);
    let start = usize::try_from(offset).unwrap_or(0).min(bytes.len());
    let whole = (bytes.len() - start) / layout.itemsize().max(1);
    let count = if count < 0 { whole as i64 } else { count };
    let line: Tensor = from_bytes(bytes, layout, count, start as i64)?;
    let records = match shape {
        Some(shape) => line.reshaped(&shape.0, Order::C)?,
        None => line,
    };
    Ok(record_array(records))
}

static FORMAT_PARSER: Class = Class::new("format_parser", "numpy.rec", &[&python::OBJECT]);

struct FormatParser {
    dtype: DType,
}

impl NativeObject for FormatParser {
    fn class(&self) -> &'static Class {
        &FORMAT_PARSER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok((name.as_str() == "dtype").then(|| Value::dtype(self.dtype)))
    }

    fn attribute_names(&self) -> Vec<String> {
        vec!["dtype".into()]
    }
}

/// Members of `numpy.rec` that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    use crate::value::class::numpy::{RECARRAY, RECORD};
    vec![
        ("np.rec", "recarray", Value::Class(&RECARRAY)),
        ("np.rec", "record", Value::Class(&RECORD)),
        ("np.rec", "format_parser", Value::Class(&FORMAT_PARSER)),
    ]
}
