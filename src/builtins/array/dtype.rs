//! dtypes as objects: `np.dtype(…)`, their attributes and methods.

use super::argument::IntTuple;
use crate::symbol::Symbol;
use crate::tensor::dtype::{Field, RecordType};
use crate::tensor::format::dtype_code;
use crate::tensor::{ByteOrder, DType, Kind};
use crate::value::class::{Class, python::OBJECT, scalar_class};
use crate::value::convert::IntoValue;
use crate::value::dtype::{kind_char, to_dtype};
use crate::value::iter::iterate;
use crate::value::object::NativeObject;
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, Result, Value};
use std::any::Any;
use std::rc::Rc;

builtins! { CONSTRUCTOR, chapter "dtypes", spaces ["constructors.numpy"];
    /// A type of elements from a scalar type, a Python type, a text, or a list of fields.
    ///
    /// >>> np.dtype('f4')
    /// dtype('float32')
    /// >>> np.dtype([('name', 'U10'), ('age', int)])
    /// dtype([('name', '<U10'), ('age', '<i8')])
    fn dtype(cx, dtype: Value, align: bool = false, copy: bool = false, @kw metadata: Value = Value::None) -> DType {
        let found = to_dtype(&dtype)?;
        Ok(match found.kind {
            Kind::Record(layout) if align && !layout.aligned => aligned(layout),
            _ => found,
        })
    }
}

builtins! { DTYPES, chapter "dtypes", methods "dtype";
    /// The name, such as `float64`.
    ///
    /// >>> np.dtype('f4').name
    /// 'float32'
    @property
    fn name(cx, dtype: DType) -> String { Ok(dtype.name()) }

    /// What kind of data: `b` bool, `i` and `u` integers, `f` floats, `c` complex, `m` `M` times, `O` objects, `S` `U` texts, `V` raw.
    ///
    /// >>> np.dtype('f4').kind
    /// 'f'
    @property
    fn kind(cx, dtype: DType) -> String { Ok(kind_char(dtype.kind).to_string()) }

    /// NumPy's letter for the type.
    ///
    /// >>> np.dtype('f4').char
    /// 'f'
    @property
    fn char(cx, dtype: DType) -> String { Ok(letter(dtype.kind).to_string()) }

    /// The class of the scalars.
    ///
    /// >>> np.dtype('f4').type
    /// <class 'numpy.float32'>
    @property
    fn r#type(cx, dtype: DType) -> Value { Ok(Value::Class(scalar_class(dtype.kind))) }

    /// Bytes of one element.
    ///
    /// >>> np.dtype('f4').itemsize
    /// 4
    @property
    fn itemsize(cx, dtype: DType) -> i64 { Ok(dtype.itemsize() as i64) }

    /// Byte order, kind and bytes as a text.
    ///
    /// >>> np.dtype('f4').str
    /// '<f4'
    @property
    fn str(cx, dtype: DType) -> String { Ok(dtype_code(dtype)) }

    /// The byte order: `=` the machine's, `<` little, `>` big, `|` without one.
    ///
    /// >>> np.dtype('>f4').byteorder
    /// '>'
    @property
    fn byteorder(cx, dtype: DType) -> String { Ok(byte_order(dtype).to_string()) }

    /// A multiple of which addresses of elements should be.
    ///
    /// >>> np.dtype('f4').alignment
    /// 4
    @property
    fn alignment(cx, dtype: DType) -> i64 {
        Ok(match dtype.kind {
            Kind::Record(layout) if !layout.aligned => 1,
            kind => kind.alignment() as i64,
        })
    }

    /// The fields of a record type: name → (dtype, offset).
    ///
    /// >>> np.dtype([('x', 'f8')]).fields['x']
    /// (dtype('float64'), 0)
    @property
    fn fields(cx, dtype: DType) -> Value { fields(dtype) }

    /// The names of a record type's fields.
    ///
    /// >>> np.dtype([('x', 'f8'), ('y', 'f8')]).names
    /// ('x', 'y')
    @property
    fn names(cx, dtype: DType) -> Value {
        Ok(match dtype.kind {
            Kind::Record(layout) => Value::tuple(layout.fields.iter().map(|f| Value::str(f.name.as_str())).collect::<Vec<_>>()),
            _ => Value::None,
        })
    }

    /// The fields as a list, from which `np.dtype` makes the type again.
    ///
    /// >>> np.dtype('f4').descr
    /// [('', '<f4')]
    @property
    fn descr(cx, dtype: DType) -> Value { Ok(descr(dtype)) }

    /// The shape of a sub-array type; `()` for others.
    ///
    /// >>> np.dtype('f4').shape
    /// ()
    @property
    fn shape(cx, dtype: DType) -> IntTuple { Ok(IntTuple::of(&[])) }

    /// The number of axes of a sub-array type; 0 for others.
    ///
    /// >>> np.dtype('f4').ndim
    /// 0
    @property
    fn ndim(cx, dtype: DType) -> i64 { Ok(0) }

    /// The element type and shape of a sub-array type; `None` for others.
    ///
    /// >>> np.dtype('f4').subdtype is None
    /// True
    @property
    fn subdtype(cx, dtype: DType) -> Value { Ok(Value::None) }

    /// The element type of a sub-array type; any other itself.
    ///
    /// >>> np.dtype('f4').base
    /// dtype('float32')
    @property
    fn base(cx, dtype: DType) -> DType { Ok(dtype) }

    /// Notes attached to the type; always `None`.
    ///
    /// >>> np.dtype('f4').metadata is None
    /// True
    @property
    fn metadata(cx, dtype: DType) -> Value { Ok(Value::None) }

    /// Whether the byte order is the machine's.
    ///
    /// >>> np.dtype('f4').isnative
    /// True
    @property
    fn isnative(cx, dtype: DType) -> bool {
        Ok(match dtype.kind {
            Kind::Record(layout) => layout.fields.iter().all(|f| f.dtype.is_native()),
            _ => dtype.is_native(),
        })
    }

    /// 1 for the types NumPy brings along, 0 for records.
    ///
    /// >>> np.dtype('f4').isbuiltin
    /// 1
    @property
    fn isbuiltin(cx, dtype: DType) -> i64 { Ok(i64::from(!matches!(dtype.kind, Kind::Record(_)))) }

    /// Whether a record type is laid out as a C compiler would.
    ///
    /// >>> np.dtype('f4').isalignedstruct
    /// False
    @property
    fn isalignedstruct(cx, dtype: DType) -> bool { Ok(matches!(dtype.kind, Kind::Record(layout) if layout.aligned)) }

    /// NumPy's number of the type.
    ///
    /// >>> np.dtype('f8').num
    /// 12
    @property
    fn num(cx, dtype: DType) -> i64 { Ok(number(dtype.kind)) }

    /// Whether elements are Python objects.
    ///
    /// >>> np.dtype(object).hasobject
    /// True
    @property
    fn hasobject(cx, dtype: DType) -> bool {
        Ok(match dtype.kind {
            Kind::Record(layout) => layout.fields.iter().any(|f| f.dtype.kind == Kind::Object),
            kind => kind == Kind::Object,
        })
    }

    /// The type with another byte order: `'S'` swapped, `'<'`, `'>'`, `'='`.
    ///
    /// >>> np.dtype('<i2').newbyteorder('>')
    /// dtype('>i2')
    fn newbyteorder(cx, @pos dtype: DType, @pos new_order: String = "S".into()) -> DType { reordered(dtype, &new_order) }
}

/// `np.dtype(…).char`
pub fn letter(kind: Kind) -> char {
    match kind {
        Kind::Bool => '?',
        Kind::Int8 => 'b',
        Kind::Int16 => 'h',
        Kind::Int32 => 'i',
        Kind::Int64 => 'l',
        Kind::UInt8 => 'B',
        Kind::UInt16 => 'H',
        Kind::UInt32 => 'I',
        Kind::UInt64 => 'L',
        Kind::Float16 => 'e',
        Kind::Float32 => 'f',
        Kind::Float64 => 'd',
        Kind::Complex64 => 'F',
        Kind::Complex128 => 'D',
        other => kind_char(other),
    }
}

fn number(kind: Kind) -> i64 {
    let letters = "?bBhHiIlLqQfdgFDGOSUVMme";
    letters.chars().position(|c| c == letter(kind)).unwrap_or(0) as i64
}

fn byte_order(dtype: DType) -> char {
    let without = matches!(dtype.kind, Kind::Bytes(_) | Kind::Void(_) | Kind::Object | Kind::Record(_));
    match (without || dtype.itemsize() <= 1 && !matches!(dtype.kind, Kind::Str(_)), dtype.is_native()) {
        (true, _) => '|',
        (_, true) => '=',
        _ if cfg!(target_endian = "little") => '>',
        _ => '<',
    }
}

fn reordered(dtype: DType, order: &str) -> Result<DType> {
    let little = cfg!(target_endian = "little");
    let native = match order.chars().next().map(|c| c.to_ascii_uppercase()) {
        Some('S') => !dtype.is_native(),
        Some('<' | 'L') => little,
        Some('>' | 'B') => !little,
        Some('=' | 'N') => true,
        Some('|' | 'I') => return Ok(dtype),
        _ => return Err(Error::value(format!("{order} is an unrecognized byteorder"))),
    };
    if let Kind::Record(layout) = dtype.kind {
        let fields = layout
            .fields
            .iter()
            .map(|f| Ok(Field { dtype: reordered(f.dtype, order)?, ..f.clone() }))
            .collect::<Result<Vec<_>>>()?;
        return Ok(DType::record(RecordType { fields, itemsize: layout.itemsize, aligned: layout.aligned }));
    }
    if byte_order(dtype) == '|' {
        return Ok(dtype);
    }
    Ok(DType { order: if native { ByteOrder::Native } else { ByteOrder::Swapped }, ..dtype })
}

/// The record type with each field at a multiple of its alignment.
fn aligned(layout: &RecordType) -> DType {
    let (mut offset, mut widest) = (0usize, 1usize);
    let mut fields = Vec::with_capacity(layout.fields.len());
    for field in &layout.fields {
        let alignment = field.dtype.kind.alignment();
        widest = widest.max(alignment);
        offset = offset.next_multiple_of(alignment);
        fields.push(Field { offset, ..field.clone() });
        offset += field.dtype.itemsize() * field.shape.iter().product::<usize>();
    }
    DType::record(RecordType { fields, itemsize: offset.next_multiple_of(widest), aligned: true })
}

/// `dtype.descr`
pub fn descr(dtype: DType) -> Value {
    let Kind::Record(layout) = dtype.kind else {
        return Value::list(vec![Value::tuple([Value::str(""), Value::str(dtype_code(dtype))])]);
    };
    let mut entries = Vec::with_capacity(layout.fields.len());
    let mut end = 0;
    let gap =
        |entries: &mut Vec<Value>, n: usize| entries.push(Value::tuple([Value::str(""), Value::str(format!("|V{n}"))]));
    for field in &layout.fields {
        if field.offset > end {
            gap(&mut entries, field.offset - end);
        }
        let mut entry = vec![Value::str(field.name.as_str())];
        entry.push(match field.dtype.kind {
            Kind::Record(_) => descr(field.dtype),
            _ => Value::str(dtype_code(field.dtype)),
        });
        if !field.shape.is_empty() {
            entry.push(IntTuple::of(&field.shape).into_value());
        }
        entries.push(Value::tuple(entry));
        end = field.offset + field.dtype.itemsize() * field.shape.iter().product::<usize>();
    }
    if layout.itemsize > end {
        gap(&mut entries, layout.itemsize - end);
    }
    Value::list(entries)
}

fn fields(dtype: DType) -> Result<Value> {
    let Kind::Record(layout) = dtype.kind else { return Ok(Value::None) };
    let mut table = Table::default();
    for field in &layout.fields {
        let entry = Value::tuple([Value::dtype(field.dtype), Value::Int(field.offset as i64)]);
        table.insert(Value::str(field.name.as_str()), entry)?;
    }
    Ok(Value::object(Proxy(Value::Dict(Rc::new(Dict::new(table))))))
}

static PROXY: Class = Class::new("mappingproxy", "builtins", &[&OBJECT]);

/// A dict that can't be changed.
struct Proxy(Value);

impl NativeObject for Proxy {
    fn class(&self) -> &'static Class {
        &PROXY
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, cx: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        match name.as_str() {
            "keys" | "values" | "items" | "get" | "copy" => crate::builtins::attribute(cx, &self.0, name).map(Some),
            _ => Ok(None),
        }
    }

    fn iterate(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        Ok(Some(iterate(cx, &self.0)?.into_value()))
    }

    fn len(&self) -> Option<usize> {
        match &self.0 {
            Value::Dict(dict) => Some(dict.borrow().len()),
            _ => None,
        }
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        crate::value::item::get_item(cx, &self.0, index)
    }

    fn contains(&self, cx: &mut dyn Context, item: &Value) -> Result<Option<bool>> {
        crate::value::compare::contains(cx, &self.0, item).map(Some)
    }

    fn text(&self) -> String {
        crate::value::repr::repr(&self.0)
    }

    fn repr(&self) -> String {
        format!("mappingproxy({})", crate::value::repr::repr(&self.0))
    }
}
