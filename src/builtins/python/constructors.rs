//! Calling Python's types: `int('42')`, `list(x)`, `dict(a=1)` … One item for each class, under its name.

use super::functions::Fallback;
use super::iterators::{Enumerate, Filter, MapCall, Zip, reversed_value};
use super::receiver::{bytes_like, check_size, text_of, type_name};
use crate::value::class::class_of;
use crate::value::convert::{to_float, to_index};
use crate::value::format::int_value;
use crate::value::iter::{collect, iterate};
use crate::value::number::Number;
use crate::value::settable::SetTable;
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, Range, Result, Set, Slice, Value, ops, text};
use std::rc::Rc;

builtins! { CONSTRUCTORS, chapter "Python's types", spaces ["constructors"];
    /// An integer from a number (cut off towards zero) or from text in any base.
    ///
    /// >>> int(3.9), int('-12'), int('ff', 16), int('0b101', 0), int('1_000')
    /// (3, -12, 255, 5, 1000)
    quick (|values| match values {
        [Value::Int(i)] => Some(Value::Int(*i)),
        // Below 2⁶², so that it fits.
        [Value::Float(f)] if f.get().abs() < 4.6e18 => Some(Value::Int(f.get() as i64)),
        _ => None,
    })
    fn int(cx, @pos x: Option<Fallback> = None, base: Option<Fallback> = None) -> Value {
        match (x, base) {
            (None, None) => Ok(Value::Int(0)),
            (None, Some(_)) => Err(Error::type_error("int() missing string argument")),
            (Some(x), None) => to_int(cx, &x.0),
            (Some(x), Some(base)) => int_in_base(&x.0, to_index(&base.0)?),
        }
    }

    /// A floating-point number from a number or from text.
    ///
    /// >>> float('1e3'), float(2), float(' -inf ')
    /// (1000.0, 2.0, -inf)
    quick (|values| match values {
        [Value::Int(i)] => Some(Value::float(*i as f64)),
        [Value::Float(f)] => Some(Value::float(f.get())),
        _ => None,
    })
    fn float(cx, @pos x: Value = Value::Int(0)) -> f64 {
        if let Some(text) = text_of(&x) {
            return Ok(text::parse_float(&text)?);
        }
        if let Some(bytes) = bytes_like(&x) {
            return Ok(text::parse_float(&String::from_utf8_lossy(&bytes.data))?);
        }
        to_float(&x).map_err(|error| not_a_number(error, &x, "float"))
    }

    /// A complex number from its parts or from text.
    ///
    /// >>> complex(1, -2), complex('3+4j')
    /// ((1-2j), (3+4j))
    fn complex(cx, real: Value = Value::Int(0), imag: Option<Fallback> = None) -> Value { to_complex(&real, imag) }

    /// Whether the value is true: not zero, not empty, not `None`.
    ///
    /// >>> bool(0), bool('no'), bool([])
    /// (False, True, False)
    fn bool(cx, @pos x: Value = Value::bool(false)) -> bool { ops::truth(&x) }

    /// A value as text; with an encoding, text from bytes.
    ///
    /// >>> str(1.50), str(b'caf\xc3\xa9', 'utf-8')
    /// ('1.5', 'café')
    quick (|values| match values {
        [Value::Int(i)] => Some(Value::str(itoa::Buffer::new().format(*i))),
        [Value::Str(text)] => Some(Value::Str(text.clone())),
        _ => None,
    })
    fn str(cx, object: Option<Fallback> = None, encoding: Value = Value::None, errors: Value = Value::None) -> Value {
        let Some(Fallback(object)) = object else { return Ok(Value::str("")) };
        let (encoding, errors) = (name_argument("encoding", &encoding)?, name_argument("errors", &errors)?);
        if encoding.is_none() && errors.is_none() {
            crate::builtins::array::printing::prepare(cx, &object)?;
            return match object {
                Value::Str(_) => Ok(object),
                other => crate::value::format::format_plain_text(&other).map(Value::str),
            };
        }
        match bytes_like(&object) {
            Some(bytes) => {
                let (encoding, errors) = (encoding.as_deref().unwrap_or("utf-8"), errors.as_deref().unwrap_or("strict"));
                super::codec::decode(&bytes.data, encoding, errors).map(Value::str)
            }
            None if matches!(object, Value::Str(_)) => Err(Error::type_error("decoding str is not supported")),
            None => {
                let name = type_name(&object);
                Err(Error::type_error(format!("decoding to str: need a bytes-like object, {name} found")))
            }
        }
    }

    /// Bytes from a length, from integers, or from text in an encoding.
    ///
    /// >>> bytes(3), bytes([65, 66]), bytes('é', 'utf-8')
    /// (b'\x00\x00\x00', b'AB', b'\xc3\xa9')
    fn bytes(cx, source: Option<Fallback> = None, encoding: Option<String> = None, errors: Option<String> = None) -> Value {
        bytes_from(cx, source.map(|s| s.0), encoding, errors)
    }

    /// A list of the items of an iterable.
    ///
    /// >>> list('abc'), list(range(3))
    /// (['a', 'b', 'c'], [0, 1, 2])
    fn list(cx, @pos iterable: Option<Fallback> = None) -> Value {
        Ok(Value::list(match iterable {
            Some(iterable) => collect(cx, &iterable.0)?,
            None => Vec::new(),
        }))
    }

    /// A tuple of the items of an iterable.
    ///
    /// >>> tuple([1, 2])
    /// (1, 2)
    fn tuple(cx, @pos iterable: Option<Fallback> = None) -> Value {
        match iterable {
            Some(Fallback(Value::Tuple(tuple))) if tuple.class.is_none() => Ok(Value::Tuple(tuple)),
            Some(iterable) => Ok(Value::tuple(collect(cx, &iterable.0)?)),
            None => Ok(Value::tuple([])),
        }
    }

    /// A dict from another one or from pairs, and from keyword arguments.
    ///
    /// >>> dict([('a', 1)], b=2)
    /// {'a': 1, 'b': 2}
    fn dict(cx, @pos mapping: Option<Fallback> = None, @kwargs keywords: Rc<Dict>) -> Value {
        let dict = Dict::new(Table::default());
        if let Some(mapping) = mapping {
            super::dict_methods::update(cx, &dict, &mapping.0)?;
        }
        super::dict_methods::update(cx, &dict, &Value::Dict(keywords))?;
        Ok(Value::Dict(Rc::new(dict)))
    }

    /// A set of the items of an iterable.
    ///
    /// >>> set([3, 1, 3])
    /// {1, 3}
    fn set(cx, @pos iterable: Option<Fallback> = None) -> Value { Ok(Value::Set(Rc::new(to_set(cx, iterable)?))) }

    /// A set that can't change, and so can be in sets and be a key.
    ///
    /// >>> frozenset([3, 1, 3])
    /// frozenset({1, 3})
    fn frozenset(cx, @pos iterable: Option<Fallback> = None) -> Value {
        match iterable {
            Some(Fallback(Value::FrozenSet(set))) => Ok(Value::FrozenSet(set)),
            other => Ok(Value::FrozenSet(Rc::new(to_set(cx, other)?))),
        }
    }

    /// The integers from start up to stop, in steps.
    ///
    /// >>> list(range(5)), list(range(10, 0, -3))
    /// ([0, 1, 2, 3, 4], [10, 7, 4, 1])
    fn range(cx, @pos start: Value, @pos stop: Option<Fallback> = None, @pos step: i64 = 1) -> Value {
        let (start, stop) = match stop {
            Some(stop) => (to_index(&start)?, to_index(&stop.0)?),
            None => (0, to_index(&start)?),
        };
        if step == 0 {
            return Err(Error::value("range() arg 3 must not be zero"));
        }
        Ok(Value::Range(Rc::new(Range { start, stop, step })))
    }

    /// The index `start:stop:step` as a value.
    ///
    /// >>> 'abcdef'[slice(1, 4)]
    /// 'bcd'
    fn slice(cx, @pos start: Value, @pos stop: Option<Fallback> = None, @pos step: Value = Value::None) -> Value {
        let (start, stop) = match stop {
            Some(stop) => (start, stop.0),
            None => (Value::None, start),
        };
        Ok(Value::Slice(Rc::new(Slice { start, stop, step })))
    }

    /// A value without any properties: unlike everything else.
    ///
    /// >>> missing = object()
    /// >>> missing is object()
    /// False
    fn object(cx) -> Value { Ok(Value::object(Plain)) }

    /// The class of a value.
    ///
    /// >>> type(3), type(np.zeros(2))
    /// (<class 'int'>, <class 'numpy.ndarray'>)
    fn r#type(cx, @pos obj: Option<Fallback> = None, @args more: Vec<Value>) -> Value {
        match (obj, more.as_slice()) {
            (Some(Fallback(obj)), []) => Ok(Value::Class(class_of(&obj))),
            _ => Err(Error::type_error("type() takes 1 or 3 arguments")),
        }
    }

    /// Pairs of a counter and an item.
    ///
    /// >>> list(enumerate('ab', start=1))
    /// [(1, 'a'), (2, 'b')]
    fn enumerate(cx, iterable: Value, start: i64 = 0) -> Value {
        Ok(Value::object(Enumerate::new(iterate(cx, &iterable)?, start)))
    }

    /// Tuples of the items that stand at the same place; as long as the shortest, unless `strict`.
    ///
    /// >>> list(zip([1, 2, 3], 'ab'))
    /// [(1, 'a'), (2, 'b')]
    fn zip(cx, @args iterables: Vec<Value>, @kw strict: bool = false) -> Value {
        let mut sources = Vec::with_capacity(iterables.len());
        for iterable in &iterables {
            sources.push(iterate(cx, iterable)?);
        }
        Ok(Value::object(Zip::new(sources, strict)))
    }

    /// What a function gives for each item, or for the items at the same place of several iterables.
    ///
    /// >>> list(map(len, ['a', 'bcd'])), list(map(pow, [2, 3], [3, 2]))
    /// ([1, 3], [8, 9])
    fn map(cx, @pos function: Value = Value::None, @args iterables: Vec<Value>) -> Value {
        if iterables.is_empty() {
            return Err(Error::type_error("map() must have at least two arguments."));
        }
        let sources = iterables.iter().map(|iterable| iterate(cx, iterable)).collect::<Result<Vec<_>>>()?;
        Ok(Value::object(MapCall::new(function, sources)))
    }

    /// The items for which a function gives a true value; with `None`, the true items.
    ///
    /// >>> list(filter(None, [0, 1, '', 'a']))
    /// [1, 'a']
    fn filter(cx, @pos function: Value, @pos iterable: Value) -> Value {
        Ok(Value::object(Filter::new(function, iterate(cx, &iterable)?)))
    }

    /// The items of a sequence from the last to the first.
    ///
    /// >>> list(reversed([1, 2, 3]))
    /// [3, 2, 1]
    fn reversed(cx, @pos sequence: Value) -> Value { reversed_value(&sequence) }
}

/// The name of an encoding or of a way to treat errors, as `str()` takes them.
fn name_argument(argument: &str, value: &Value) -> Result<Option<String>> {
    match value {
        Value::None => Ok(None),
        Value::Str(name) => Ok(Some(name.as_str().to_string())),
        other => {
            let class = type_name(other);
            Err(Error::type_error(format!("str() argument '{argument}' must be str, not {class}")))
        }
    }
}

/// What `object()` gives.
struct Plain;

impl crate::value::NativeObject for Plain {
    fn class(&self) -> &'static crate::value::Class {
        &crate::value::class::python::OBJECT
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

fn not_a_number(error: Error, value: &Value, wanted: &str) -> Error {
    let conversion = error.message().starts_with("must be real number");
    if !conversion {
        return error;
    }
    let accepts =
        if wanted == "int" { "a string, a bytes-like object or a real number" } else { "a string or a real number" };
    Error::type_error(format!("{wanted}() argument must be {accepts}, not '{}'", type_name(value)))
}

/// Python's `int(value)`.
pub fn to_int(cx: &mut dyn Context, value: &Value) -> Result<Value> {
    if let Value::Int(_) | Value::BigInt(_) = value {
        return Ok(value.clone());
    }
    if text_of(value).is_some() || bytes_like(value).is_some() {
        return int_in_base(value, 10);
    }
    if let Value::Array(array) = value
        && array.ndim() == 0
    {
        // As NumPy: the one element, converted.
        let element = crate::value::item::scalar_value(array.borrow().first());
        return to_int(cx, &element);
    }
    if let Value::Object(object) = value
        && let Some(found) = object.attribute(cx, crate::symbol::Symbol::new("__int__"))?
    {
        return cx.call(&found, &[], &[]);
    }
    match Number::of_any(value) {
        Some(Number::Int(i)) => Ok(Value::Int(i)),
        Some(Number::Big(i)) => Ok(Value::int(i)),
        Some(Number::Float(f)) => Ok(int_value(text::float_to_int(f)?)),
        _ => match to_float(value) {
            Ok(f) => Ok(int_value(text::float_to_int(f)?)),
            Err(error) => Err(not_a_number(error, value, "int")),
        },
    }
}

fn int_in_base(value: &Value, base: i64) -> Result<Value> {
    if let Some(text) = text_of(value) {
        return Ok(int_value(text::parse_int(&text, base)?));
    }
    let Some(bytes) = bytes_like(value) else {
        return Err(Error::type_error("int() can't convert non-string with explicit base"));
    };
    match text::parse_int(&String::from_utf8_lossy(&bytes.data), base) {
        Ok(i) => Ok(int_value(i)),
        Err(_) => {
            let shown = text::bytes_repr(&bytes.data);
            Err(Error::value(format!("invalid literal for int() with base {base}: {shown}")))
        }
    }
}

fn to_complex(real: &Value, imag: Option<Fallback>) -> Result<Value> {
    if let Some(text) = text_of(real) {
        if imag.is_some() {
            return Err(Error::type_error("complex() can't take second arg if first is a string"));
        }
        let (re, im) = text::parse_complex(&text)?;
        return Ok(Value::complex(re, im));
    }
    let part = |value: &Value, which: &str| match Number::of_any(value) {
        Some(Number::Complex(z)) => Ok((z.re, z.im)),
        _ => match to_float(value) {
            Ok(f) => Ok((f, 0.0)),
            Err(error) if error.message().starts_with("must be real number") => Err(Error::type_error(format!(
                "complex() {which} argument must be a {}number, not '{}'",
                if which == "first" { "string or a " } else { "" },
                type_name(value)
            ))),
            Err(error) => Err(error),
        },
    };
    let (re, im) = part(real, "first")?;
    let Some(Fallback(imag)) = imag else { return Ok(Value::complex(re, im)) };
    if text_of(&imag).is_some() {
        return Err(Error::type_error("complex() second arg can't be a string"));
    }
    // complex(a+bj, c+dj) is (a-d) + (b+c)j.
    let (c, d) = part(&imag, "second")?;
    let second_complex = matches!(Number::of_any(&imag), Some(Number::Complex(_)));
    let first_complex = matches!(Number::of_any(real), Some(Number::Complex(_)));
    Ok(Value::complex(if second_complex { re - d } else { re }, if first_complex { im + c } else { c }))
}

/// What `bytes` makes of its arguments.
pub fn bytes_from(
    cx: &mut dyn Context,
    source: Option<Value>,
    encoding: Option<String>,
    errors: Option<String>,
) -> Result<Value> {
    let Some(source) = source else { return Ok(Value::bytes([])) };
    match (text_of(&source), encoding) {
        (Some(text), Some(encoding)) => {
            super::codec::encode(&text, &encoding, errors.as_deref().unwrap_or("strict")).map(Value::bytes)
        }
        (Some(_), None) => Err(Error::type_error("string argument without an encoding")),
        (None, Some(_)) => Err(Error::type_error("encoding without a string argument")),
        (None, None) => to_bytes(cx, &source),
    }
}

fn to_bytes(cx: &mut dyn Context, source: &Value) -> Result<Value> {
    match source {
        Value::Bytes(_) => return Ok(source.clone()),
        Value::Object(object) if let Some(bytes) = super::memoryview::buffer_bytes(object) => {
            return Ok(Value::bytes(bytes));
        }
        Value::Array(_) => {
            // The memory of an array, in C order.
            let method = crate::builtins::attribute(cx, source, crate::symbol::Symbol::new("tobytes"))?;
            return cx.call(&method, &[], &[]);
        }
        Value::Float(_) | Value::NpFloat(_) | Value::None => {
            return Err(Error::type_error(format!("cannot convert '{}' object to bytes", type_name(source))));
        }
        _ => {}
    }
    if let Ok(n) = to_index(source) {
        let n = usize::try_from(n).map_err(|_| Error::value("negative count"))?;
        check_size(n)?;
        return Ok(Value::bytes(vec![0; n]));
    }
    let items = collect(cx, source).map_err(|error| {
        let name = type_name(source);
        if error.message().ends_with("is not iterable") {
            Error::type_error(format!("cannot convert '{name}' object to bytes"))
        } else {
            error
        }
    })?;
    let byte = |item: &Value| match u8::try_from(to_index(item)?) {
        Ok(b) => Ok(b),
        Err(_) => Err(Error::value("bytes must be in range(0, 256)")),
    };
    Ok(Value::bytes(items.iter().map(byte).collect::<Result<Vec<u8>>>()?))
}

fn to_set(cx: &mut dyn Context, iterable: Option<Fallback>) -> Result<Set> {
    let Some(Fallback(iterable)) = iterable else { return Ok(Set::default()) };
    gather(cx, &iterable).map(Set::new)
}

/// The items of an iterable as a set's table, laid out as CPython would.
pub fn gather(cx: &mut dyn Context, iterable: &Value) -> Result<SetTable> {
    let mut table = SetTable::default();
    match iterable {
        Value::Set(set) | Value::FrozenSet(set) => table.merge(&set.borrow()),
        Value::Dict(dict) => {
            let keys = dict.borrow();
            table.reserve(keys.len());
            let mut watch = crate::value::watch::Watch::default();
            for key in keys.keys() {
                watch.step()?;
                table.insert(key.clone())?;
            }
        }
        other => {
            let mut items = iterate(cx, other)?;
            let mut watch = crate::value::watch::Watch::default();
            while let Some(item) = items.next(cx)? {
                watch.step()?;
                table.insert(item)?;
            }
        }
    }
    Ok(table)
}
