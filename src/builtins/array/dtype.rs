//! dtypes as objects: `np.dtype(…)`, their attributes and methods.

use super::argument::IntTuple;
use crate::symbol::Symbol;
use crate::tensor::dtype::{Field, RecordType};
use crate::tensor::format::dtype_code;
use crate::tensor::text::{Missing, TextType};
use crate::tensor::{ByteOrder, DType, Kind};
use crate::value::boxed;
use crate::value::class::{Class, class_of, dtypes, numpy, python::OBJECT, scalar_class};
use crate::value::convert::IntoValue;
use crate::value::dtype::{element_type, field_type, kind_char};
use crate::value::iter::iterate;
use crate::value::object::NativeObject;
use crate::value::table::Table;
use crate::value::{Args, Context, Dict, ElementType, Error, Result, Value};
use std::any::Any;
use std::rc::Rc;

builtins! { CONSTRUCTOR, chapter "dtypes", spaces ["constructors.numpy"];
    /// A type of elements from a scalar type, a Python type, a text, or a list of fields.
    ///
    /// >>> np.dtype('f4')
    /// dtype('float32')
    /// >>> np.dtype([('name', 'U10'), ('age', int)])
    /// dtype([('name', '<U10'), ('age', '<i8')])
    fn dtype(cx, dtype: Value, align: bool = false, copy: bool = false, metadata: Value = Value::None) -> ElementType {
        let mut found = match &dtype {
            // NumPy takes any class that it has no scalars of for a class of objects, its own classes of dtypes too.
            Value::Class(class) if class.is_subclass(&numpy::DTYPE) => DType::OBJECT.into(),
            other => element_type(other)?,
        };
        if let Kind::Record(layout) = found.kind
            && align
            && !layout.aligned
        {
            found = aligned(layout).into();
        }
        match metadata {
            Value::None => {}
            Value::Dict(notes) => found = found.with_metadata(Some(notes)),
            other => {
                let name = class_of(&other).qualified_name();
                return Err(Error::type_error(format!("dtype() argument 4 must be dict, not {name}")));
            }
        }
        Ok(found)
    }
}

builtins! { DTYPES, chapter "dtypes", methods "dtype";
    /// The name, such as `float64`.
    ///
    /// >>> np.dtype('f4').name
    /// 'float32'
    @property
    fn name(cx, dtype: Rc<ElementType>) -> String { Ok(dtype.name()) }

    /// What kind of data: `b` bool, `i` and `u` integers, `f` floats, `c` complex, `m` `M` times, `O` objects, `S` `U` texts, `V` raw.
    ///
    /// >>> np.dtype('f4').kind
    /// 'f'
    @property
    fn kind(cx, dtype: Rc<ElementType>) -> String { Ok(kind_char(dtype.kind).to_string()) }

    /// NumPy's letter for the type.
    ///
    /// >>> np.dtype('f4').char
    /// 'f'
    @property
    fn char(cx, dtype: Rc<ElementType>) -> String { Ok(letter(dtype.kind).to_string()) }

    /// The class of the scalars.
    ///
    /// >>> np.dtype('f4').type
    /// <class 'numpy.float32'>
    @property
    fn r#type(cx, dtype: Rc<ElementType>) -> Value { Ok(Value::Class(scalar_class(dtype.kind))) }

    /// Bytes of one element.
    ///
    /// >>> np.dtype('f4').itemsize
    /// 4
    @property
    fn itemsize(cx, dtype: Rc<ElementType>) -> i64 { Ok(dtype.itemsize() as i64) }

    /// Byte order, kind and bytes as a text.
    ///
    /// >>> np.dtype('f4').str
    /// '<f4'
    @property
    fn str(cx, dtype: Rc<ElementType>) -> String { Ok(dtype_code(**dtype)) }

    /// The byte order: `=` the machine's, `<` little, `>` big, `|` without one.
    ///
    /// >>> np.dtype('>f4').byteorder
    /// '>'
    @property
    fn byteorder(cx, dtype: Rc<ElementType>) -> String { Ok(byte_order(**dtype).to_string()) }

    /// A multiple of which addresses of elements should be.
    ///
    /// >>> np.dtype('f4').alignment
    /// 4
    @property
    fn alignment(cx, dtype: Rc<ElementType>) -> i64 {
        Ok(match dtype.base().kind {
            Kind::Record(layout) if !layout.aligned => 1,
            kind => kind.alignment() as i64,
        })
    }

    /// The fields of a record type: name → (dtype, offset).
    ///
    /// >>> np.dtype([('x', 'f8')]).fields['x']
    /// (dtype('float64'), 0)
    @property
    fn fields(cx, dtype: Rc<ElementType>) -> Value { fields(**dtype) }

    /// The names of a record type's fields.
    ///
    /// >>> np.dtype([('x', 'f8'), ('y', 'f8')]).names
    /// ('x', 'y')
    @property
    fn names(cx, dtype: Rc<ElementType>) -> Value {
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
    fn descr(cx, dtype: Rc<ElementType>) -> Value { Ok(descr(**dtype)) }

    /// The shape of a sub-array type; `()` for others.
    ///
    /// >>> np.dtype('f4').shape, np.dtype(('f4', (2, 3))).shape
    /// ((), (2, 3))
    @property
    fn shape(cx, dtype: Rc<ElementType>) -> IntTuple { Ok(IntTuple::of(dtype.shape())) }

    /// The number of axes of a sub-array type; 0 for others.
    ///
    /// >>> np.dtype('f4').ndim
    /// 0
    @property
    fn ndim(cx, dtype: Rc<ElementType>) -> i64 { Ok(dtype.shape().len() as i64) }

    /// The element type and shape of a sub-array type; `None` for others.
    ///
    /// >>> np.dtype('8f').subdtype
    /// (dtype('float32'), (8,))
    @property
    fn subdtype(cx, dtype: Rc<ElementType>) -> Value {
        let whole = || Value::tuple([Value::dtype(dtype.base()), IntTuple::of(dtype.shape()).into_value()]);
        Ok(if dtype.is_subarray() { whole() } else { Value::None })
    }

    /// The element type of a sub-array type; any other itself.
    ///
    /// >>> np.dtype('8f').base
    /// dtype('float32')
    @property
    fn base(cx, dtype: Rc<ElementType>) -> DType { Ok(dtype.base()) }

    /// Notes attached to the type; arrays made with it keep them, and so do results of operators on them.
    ///
    /// >>> np.dtype('f4', metadata={'unit': 'm'}).metadata['unit']
    /// 'm'
    @property
    fn metadata(cx, dtype: Rc<ElementType>) -> Value {
        Ok(dtype.metadata().map_or(Value::None, |notes| Value::object(Proxy(Value::Dict(notes.clone())))))
    }

    /// What NumPy's loops must know of the elements, as bits.
    ///
    /// 1 they count references, 2 their bytes cannot be pickled, 4 and 8 their memory must start as zeros, 16 and 32 they
    /// need Python's lock.
    ///
    /// >>> np.dtype('f4').flags, np.dtype(object).flags
    /// (0, 63)
    @property
    fn flags(cx, dtype: Rc<ElementType>) -> i64 { Ok(flags(dtype.base())) }

    /// Whether the byte order is the machine's.
    ///
    /// >>> np.dtype('f4').isnative
    /// True
    @property
    fn isnative(cx, dtype: Rc<ElementType>) -> bool {
        Ok(match dtype.kind {
            Kind::Record(layout) => layout.fields.iter().all(|f| f.dtype.is_native()),
            _ => dtype.base().is_native(),
        })
    }

    /// 1 for the types NumPy brings along, 0 for records.
    ///
    /// >>> np.dtype('f4').isbuiltin
    /// 1
    @property
    fn isbuiltin(cx, dtype: Rc<ElementType>) -> i64 {
        let is_derived = match dtype.kind {
            Kind::Str(n) | Kind::Bytes(n) | Kind::Void(n) => n > 0 || dtype.is_subarray(),
            Kind::Record(_) | Kind::Text(_) | Kind::DateTime { .. } | Kind::TimeDelta { .. } => true,
            _ => !dtype.is_native(),
        };
        Ok(i64::from(!is_derived))
    }

    /// Whether a record type is laid out as a C compiler would.
    ///
    /// >>> np.dtype('f4').isalignedstruct
    /// False
    @property
    fn isalignedstruct(cx, dtype: Rc<ElementType>) -> bool { Ok(matches!(dtype.kind, Kind::Record(layout) if layout.aligned)) }

    /// NumPy's number of the type.
    ///
    /// >>> np.dtype('f8').num
    /// 12
    @property
    fn num(cx, dtype: Rc<ElementType>) -> i64 { Ok(number(dtype.kind)) }

    /// Whether elements are Python objects.
    ///
    /// >>> np.dtype(object).hasobject
    /// True
    @property
    fn hasobject(cx, dtype: Rc<ElementType>) -> bool {
        Ok(flags(dtype.base()) & 1 != 0)
    }

    /// The type with another byte order: `'S'` swapped, `'<'`, `'>'`, `'='`.
    ///
    /// >>> np.dtype('<i2').newbyteorder('>')
    /// dtype('>i2')
    fn newbyteorder(cx, @pos dtype: Rc<ElementType>, @pos new_order: String = "S".into()) -> ElementType {
        let base = reordered(dtype.base(), &new_order)?;
        Ok(ElementType::subarray_of(base, dtype.shape().to_vec()).with_metadata(dtype.metadata().cloned()))
    }
}

builtins! { STRING_DTYPE, chapter "dtypes", methods "StringDType";
    /// The value that stands for a missing text.
    ///
    /// >>> np.dtypes.StringDType(na_object=None).na_object is None
    /// True
    @property
    fn na_object(cx, dtype: Rc<ElementType>) -> Value {
        match dtype.kind {
            Kind::Text(TextType { missing: Some(missing), .. }) => Ok(boxed::unwrap(&missing.value())),
            _ => Err(Error::attribute("'numpy.dtypes.StringDType' object has no attribute 'na_object'")),
        }
    }

    /// Whether values that are no text are stored as their text.
    ///
    /// >>> np.array([1, None], dtype=np.dtypes.StringDType(na_object=None))
    /// array(['1', None], dtype=StringDType(na_object=None))
    /// >>> np.dtypes.StringDType(coerce=False).coerce
    /// False
    @property
    fn coerce(cx, dtype: Rc<ElementType>) -> bool { Ok(matches!(dtype.kind, Kind::Text(text) if text.coerce)) }
}

/// The names of the bits of `flags`, where NumPy's own documentation looks for them.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let bits = [
        ("ITEM_HASOBJECT", 1),
        ("LIST_PICKLE", 2),
        ("ITEM_IS_POINTER", 4),
        ("NEEDS_INIT", 8),
        ("NEEDS_PYAPI", 16),
        ("USE_GETITEM", 32),
        ("USE_SETITEM", 64),
    ];
    let mut all = vec![("np._core", "__name__", Value::str("numpy._core"))];
    all.extend(bits.map(|(name, bit)| ("np._core.multiarray", name, Value::Int(bit))));
    all
}

/// What NumPy says of the elements in bits (see the attribute `flags`).
fn flags(dtype: DType) -> i64 {
    const OBJECT: i64 = 63;
    const TEXT: i64 = 107;
    /// What a record takes from its fields.
    const FROM_FIELDS: i64 = 27;
    /// Reading a record makes Python's objects.
    const LOCK: i64 = 16;
    match dtype.kind {
        Kind::Object => OBJECT,
        Kind::Text(_) => TEXT,
        Kind::Str(n) if n > 0 => 8,
        Kind::Record(layout) => layout.fields.iter().fold(LOCK, |all, field| all | flags(field.dtype) & FROM_FIELDS),
        _ => 0,
    }
}

/// `np.dtypes.Float64DType()`: the dtype of a class of dtypes; texts and raw bytes take their length.
pub fn of_class(class: &'static Class, args: &Args) -> Result<Value> {
    let length = || match args.positional {
        [n] => {
            let n = crate::value::convert::to_index(n)?;
            u32::try_from(n).map_err(|_| Error::value("invalid itemsize in generic type tuple"))
        }
        more => Err(Error::type_error(format!("function takes exactly 1 positional argument ({} given)", more.len()))),
    };
    if class == &dtypes::STR {
        return length().map(|n| Value::dtype(DType::native(Kind::Str(n))));
    }
    if class == &dtypes::BYTES {
        return length().map(|n| Value::dtype(DType::native(Kind::Bytes(n))));
    }
    if class == &dtypes::STRING {
        return string_type(args).map(Value::dtype);
    }
    let plain =
        |dtype: &DType| dtype.itemsize() > 0 && !matches!(dtype.kind, Kind::DateTime { .. } | Kind::TimeDelta { .. });
    let Some(dtype) = dtypes::dtype_of_class(class).filter(plain) else {
        return Err(Error::type_error(format!(
            "Preliminary-API: Flexible/Parametric legacy DType '{class:?}' can only be instantiated using `np.dtype(...)`"
        )));
    };
    if !args.positional.is_empty() || !args.keywords.is_empty() {
        return Err(Error::type_error(
            "currently only the no-argument instantiation is supported; use `np.dtype` instead.",
        ));
    }
    Ok(Value::dtype(dtype))
}

/// `np.dtypes.StringDType(na_object=…, coerce=…)`
fn string_type(args: &Args) -> Result<DType> {
    if !args.positional.is_empty() {
        return Err(Error::type_error("StringDType() takes no positional arguments"));
    }
    let mut text = TextType::PLAIN;
    for (name, value) in args.keywords {
        match name.as_str() {
            "na_object" => text.missing = Some(Missing::of(boxed::item(value.clone()))),
            "coerce" => text.coerce = crate::value::ops::truth(value)?,
            name => {
                return Err(Error::type_error(format!("'{name}' is an invalid keyword argument for StringDType()")));
            }
        }
    }
    Ok(text.dtype())
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
    match letter(kind) {
        'T' => 2056,
        wanted => letters.chars().position(|c| c == wanted).unwrap_or(0) as i64,
    }
}

fn byte_order(dtype: DType) -> char {
    let without = matches!(dtype.kind, Kind::Bytes(_) | Kind::Void(_) | Kind::Object | Kind::Text(_) | Kind::Record(_));
    match (without || dtype.itemsize() <= 1 && !matches!(dtype.kind, Kind::Str(_)), dtype.is_native()) {
        (true, _) => '|',
        (_, true) => '=',
        _ if cfg!(target_endian = "little") => '>',
        _ => '<',
    }
}

pub fn reordered(dtype: DType, order: &str) -> Result<DType> {
    if let Kind::Text(_) = dtype.kind {
        return Err(Error::type_error("Cannot use DescrNewByteOrder for this new style DTypes."));
    }
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
pub fn aligned(layout: &RecordType) -> DType {
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
        let entry = Value::tuple([field_type(field), Value::Int(field.offset as i64)]);
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
