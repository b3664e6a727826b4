//! Record arrays whose fields are attributes: `np.rec.array`, `fromarrays`, `fromrecords`, `np.recarray`.

use crate::tensor::dtype::{Field, RecordType};
use crate::tensor::{DType, Kind, Order, Tensor};
use crate::value::class::numpy::RECARRAY;
use crate::value::convert::{FromValue, Shape};
use crate::value::dtype::to_dtype;
use crate::value::nested::to_tensor;
use crate::value::{Array, Context, Error, Result, Value};
use std::rc::Rc;

builtins! { REC, chapter "Record arrays", spaces ["np.rec"];
    /// A record array from a list of tuples, from arrays, or from an array of records.
    ///
    /// >>> r = np.rec.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)])
    /// >>> r.p, r.q[1]
    /// (array([1, 3]), np.float64(4.5))
    @see("fromarrays", "fromrecords")
    fn array(cx, obj: Value, dtype: Value = Value::None, shape: Value = Value::None, offset: i64 = 0, strides: Value = Value::None,
             formats: Value = Value::None, names: Value = Value::None, titles: Value = Value::None, aligned: bool = false,
             byteorder: Value = Value::None, copy: bool = true) -> Value {
        let layout = described(cx, &dtype, &formats, &names)?;
        match &obj {
            Value::Array(array) if matches!(array.dtype().kind, Kind::Record(_)) => {
                let copied = crate::tensor::copy::copied(&array.tensor(), Order::C)?;
                Ok(record_array(copied))
            }
            Value::Array(array) if layout.is_none() => {
                Ok(record_array(crate::tensor::copy::copied(&array.tensor(), Order::C)?))
            }
            Value::List(list) if !matches!(list.get(0), Some(Value::Tuple(_))) => {
                let columns = list.to_vec();
                from_columns(cx, &columns, layout, &names)
            }
            other => from_rows(cx, other, layout, &names),
        }
    }

    /// A record array from one array for each field.
    ///
    /// >>> np.rec.fromarrays([[1, 2], [3.5, 4]], names='a,b')
    /// rec.array([(1, 3.5), (2, 4. )],
    ///           dtype=[('a', '<i8'), ('b', '<f8')])
    @see("array", "fromrecords")
    fn fromarrays(cx, arrayList: Value, dtype: Value = Value::None, shape: Value = Value::None, formats: Value = Value::None,
                  names: Value = Value::None, titles: Value = Value::None, aligned: bool = false, byteorder: Value = Value::None) -> Value {
        let layout = described(cx, &dtype, &formats, &names)?;
        let columns = crate::value::iter::collect(cx, &arrayList)?;
        from_columns(cx, &columns, layout, &names)
    }

    /// A record array from a list of tuples.
    ///
    /// >>> np.rec.fromrecords([(1, 'a'), (2, 'bb')], names='x,y').y
    /// array(['a', 'bb'], dtype='<U2')
    @see("array", "fromarrays")
    fn fromrecords(cx, recList: Value, dtype: Value = Value::None, shape: Value = Value::None, formats: Value = Value::None,
                   names: Value = Value::None, titles: Value = Value::None, aligned: bool = false, byteorder: Value = Value::None) -> Value {
        let layout = described(cx, &dtype, &formats, &names)?;
        from_rows(cx, &recList, layout, &names)
    }
}

builtins! { RECARRAY_CONSTRUCTOR, chapter "Record arrays", spaces ["constructors.numpy"];
    /// A record array of a shape, its elements not set.
    ///
    /// >>> np.recarray((2,), dtype=[('x', int)]).shape
    /// (2,)
    @see("array")
    fn recarray(cx, shape: Shape, dtype: Value = Value::None, buf: Value = Value::None, offset: i64 = 0, strides: Value = Value::None,
                formats: Value = Value::None, names: Value = Value::None) -> Value {
        let layout = described(cx, &dtype, &formats, &names)?.ok_or_else(|| Error::value("Need formats argument"))?;
        Ok(record_array(Tensor::zeros(&shape.0, layout)?))
    }
}

pub fn record_array(tensor: Tensor) -> Value {
    Value::Array(Rc::new(Array::with_class(tensor, &RECARRAY)))
}

/// Names given as `'a,b'` or as a list.
pub fn names_of(cx: &mut dyn Context, names: &Value) -> Result<Option<Vec<String>>> {
    match names {
        Value::None => Ok(None),
        Value::Str(list) => Ok(Some(list.as_str().split(',').map(|n| n.trim().to_string()).collect())),
        other => Vec::<String>::from_value(cx, other).map(Some),
    }
}

/// The record type that `dtype=`, or `formats=` and `names=`, describe.
pub fn described(cx: &mut dyn Context, dtype: &Value, formats: &Value, names: &Value) -> Result<Option<DType>> {
    let given = match (dtype, formats) {
        (Value::None, Value::None) => return Ok(None),
        (Value::None, Value::Str(_)) => to_dtype(formats)?,
        (Value::None, list) => {
            let codes = crate::value::iter::collect(cx, list)?;
            let fields =
                codes.into_iter().enumerate().map(|(i, code)| Value::tuple([Value::str(format!("f{i}")), code]));
            to_dtype(&Value::list(fields.collect()))?
        }
        (dtype, _) => to_dtype(dtype)?,
    };
    let (Kind::Record(layout), Some(names)) = (given.kind, names_of(cx, names)?) else { return Ok(Some(given)) };
    let renamed = layout
        .fields
        .iter()
        .enumerate()
        .map(|(i, field)| Field { name: names.get(i).unwrap_or(&field.name).clone(), ..field.clone() });
    Ok(Some(DType::record(RecordType {
        fields: renamed.collect(),
        itemsize: layout.itemsize,
        aligned: layout.aligned,
    })))
}

fn from_columns(cx: &mut dyn Context, columns: &[Value], layout: Option<DType>, names: &Value) -> Result<Value> {
    let arrays = columns.iter().map(|v| Tensor::from_value(cx, v)).collect::<Result<Vec<_>>>()?;
    let shape: Vec<usize> = arrays.first().map_or_else(Vec::new, |t| t.shape().to_vec());
    if let Some(at) = arrays.iter().position(|t| t.shape() != shape.as_slice()) {
        return Err(Error::value(format!("array-shape mismatch in array {at}")));
    }
    let layout = match layout {
        Some(layout) => layout,
        None => packed(arrays.iter().map(Tensor::dtype), names_of(cx, names)?),
    };
    let Kind::Record(record) = layout.kind else { return Err(Error::value("Need formats argument")) };
    if record.fields.len() != arrays.len() {
        return Err(Error::value("mismatch between the number of fields and the number of arrays"));
    }
    let result = Tensor::zeros(&shape, layout)?;
    for (field, array) in record.fields.iter().zip(&arrays) {
        crate::tensor::assign::assign(&crate::value::record::field(&result, &field.name)?, array)?;
    }
    Ok(record_array(result))
}

fn from_rows(cx: &mut dyn Context, rows: &Value, layout: Option<DType>, names: &Value) -> Result<Value> {
    if let Some(layout) = layout {
        return to_tensor(cx, rows, Some(layout)).map(record_array);
    }
    let rows = crate::value::iter::collect(cx, rows)?;
    let width = match rows.first() {
        Some(Value::Tuple(tuple)) => tuple.items.len(),
        Some(Value::List(list)) => list.len(),
        _ => return Err(Error::value("a list of records is needed")),
    };
    let mut columns = vec![Vec::with_capacity(rows.len()); width];
    for row in &rows {
        let items = crate::value::iter::collect(cx, row)?;
        for (column, item) in columns.iter_mut().zip(items) {
            column.push(item);
        }
    }
    let columns: Vec<Value> = columns.into_iter().map(Value::list).collect();
    from_columns(cx, &columns, None, names)
}

/// Fields one after the other, named `f0`, `f1` … where names are missing.
fn packed(dtypes: impl Iterator<Item = DType>, names: Option<Vec<String>>) -> DType {
    let mut offset = 0;
    let fields = dtypes.enumerate().map(|(i, dtype)| {
        let name = names.as_ref().and_then(|names| names.get(i).cloned()).unwrap_or_else(|| format!("f{i}"));
        let at = offset;
        offset += dtype.itemsize();
        Field { name, title: None, dtype, shape: Vec::new(), offset: at }
    });
    let fields: Vec<Field> = fields.collect();
    DType::record(RecordType { fields, itemsize: offset, aligned: false })
}
