//! Which dtypes go together: `can_cast`, `promote_types`, `result_type`, `issubdtype`, and ranges of dates.

use super::argument::Source;
use super::methods::converted;
use crate::tensor::promote::{self, Casting};
use crate::tensor::{DType, Kind, Operand, Order, Scalar, Tensor, TimeUnit};
use crate::value::class::{Class, class_of, exception, numpy, python, scalar_class};
use crate::value::convert::{FromValue, to_index, unboxed};
use crate::value::datetime::ticks;
use crate::value::dtype::{kind_char, to_dtype};
use crate::value::nested::{scalar_of, to_tensor};
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, Result, Value};
use std::rc::Rc;

builtins! { RULES, chapter "dtypes", spaces ["np"];
    /// Whether a dtype may be cast to another under a casting rule.
    ///
    /// >>> np.can_cast(np.int32, np.float64), np.can_cast('i8', 'i4')
    /// (True, False)
    @see("promote_types", "result_type")
    fn can_cast(cx, @pos from_: Value, @pos to: DType, casting: String = "safe".into()) -> bool {
        let rule = Casting::by_name(&casting)?;
        let from = match &from_ {
            Value::Array(array) => array.dtype(),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_) | Value::BigInt(_) => {
                return Err(Error::type_error(
                    "can_cast() does not support Python ints, floats, and complex because the result used to depend on the value.\nThis change was part of adopting NEP 50, we may explicitly allow them again in the future.",
                ));
            }
            other => match other.as_scalar() {
                Some(scalar) => scalar.dtype(),
                None => to_dtype(other)?,
            },
        };
        Ok(promote::can_cast(from, to, rule))
    }

    /// The smallest dtype to which both can be cast safely.
    ///
    /// >>> np.promote_types('i4', 'f4')
    /// dtype('float64')
    @see("result_type", "can_cast")
    fn promote_types(cx, @pos type1: DType, @pos type2: DType) -> DType { Ok(promote::promote_types(type1, type2)?) }

    /// The dtype of an operation on these arrays, scalars and dtypes.
    ///
    /// >>> np.result_type(np.float32, 3.0), np.result_type('i4', 2.5)
    /// (dtype('float32'), dtype('float64'))
    @see("promote_types")
    fn result_type(cx, @args arrays_and_dtypes: Vec<Value>) -> DType {
        if arrays_and_dtypes.is_empty() {
            return Err(Error::value("at least one array or dtype is required"));
        }
        let operands = arrays_and_dtypes.iter().map(|v| operand(cx, v)).collect::<Result<Vec<_>>>()?;
        Ok(promote::result_type(&operands)?)
    }

    /// The smallest dtype that holds a value.
    ///
    /// >>> np.min_scalar_type(300), np.min_scalar_type(-1)
    /// (dtype('uint16'), dtype('int8'))
    @see("result_type")
    fn min_scalar_type(cx, @pos a: Value) -> DType {
        let operand = match Operand::from_value(cx, &a)? {
            Operand::Tensor(t) if t.ndim() == 0 => Operand::Scalar(t.first()),
            Operand::Tensor(t) => return Ok(t.dtype()),
            other => other,
        };
        Ok(promote::min_scalar_type(&operand))
    }

    /// The inexact scalar type to which all arrays can be cast.
    ///
    /// >>> np.common_type(np.array([1]), np.array([1j]))
    /// <class 'numpy.complex128'>
    @see("result_type")
    fn common_type(cx, @args arrays: Vec<Source>) -> Value {
        let (mut is_complex, mut precision) = (false, 0);
        for array in &arrays {
            let kind = array.dtype().kind;
            is_complex |= kind.is_complex();
            precision = precision.max(match kind {
                Kind::Float16 => 0,
                Kind::Float32 | Kind::Complex64 => 1,
                Kind::Float64 | Kind::Complex128 => 2,
                kind if kind.is_integer() => 2,
                _ => return Err(Error::type_error("can't get common type for non-numeric array")),
            });
        }
        let kind = match (is_complex, precision) {
            (false, 0) => Kind::Float16,
            (false, 1) => Kind::Float32,
            (false, _) => Kind::Float64,
            (true, 2) => Kind::Complex128,
            (true, _) => Kind::Complex64,
        };
        Ok(Value::Class(scalar_class(kind)))
    }

    /// Whether the first type is the second or derives from it in NumPy's tree of types.
    ///
    /// >>> np.issubdtype(np.float32, np.floating), np.issubdtype(np.int32, np.floating)
    /// (True, False)
    @see("isdtype")
    fn issubdtype(cx, arg1: Value, arg2: Value) -> bool { Ok(type_of(&arg1)?.is_subclass(type_of(&arg2)?)) }

    /// Whether a dtype is of a kind: `'bool'`, `'signed integer'`, `'integral'`, `'real floating'`, `'numeric'`.
    ///
    /// >>> np.isdtype(np.float32, 'real floating'), np.isdtype(np.int8, ('bool', 'integral'))
    /// (True, True)
    @see("issubdtype")
    fn isdtype(cx, dtype: Value, kind: Value) -> bool {
        let dtype = match &dtype {
            Value::DType(dtype) => ***dtype,
            Value::Class(class) if class.is_subclass(&numpy::GENERIC) => to_dtype(&dtype)?,
            other => {
                let class = class_of(other);
                return Err(Error::type_error(format!("dtype argument must be a NumPy dtype, but it is a {class:?}.")));
            }
        };
        let kinds = if let Value::Tuple(tuple) = &kind { tuple.items.to_vec() } else { vec![kind] };
        for kind in &kinds {
            if is_of_kind(dtype, kind)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A description of a type's letter.
    ///
    /// >>> np.typename('d')
    /// 'double precision'
    fn typename(cx, char: String) -> String {
        match TYPE_NAMES.iter().find(|(letter, _)| *letter == char) {
            Some((_, name)) => Ok(name.to_string()),
            None => Err(Error::key(Value::str(char))),
        }
    }

    /// Whether the value is a scalar: a number, a text, a NumPy scalar; arrays never are.
    ///
    /// >>> np.isscalar(3.1), np.isscalar(np.array(3.1))
    /// (True, False)
    fn isscalar(cx, element: Value) -> bool {
        Ok(match &element {
            Value::Str(_) | Value::Bytes(_) | Value::Scalar(_) => true,
            // Python's other numbers, such as fractions.
            Value::Object(object) => object.to_float().is_some(),
            other => crate::value::number::Number::of_any(other).is_some(),
        })
    }

    /// Whether the array's elements are complex numbers, even with imaginary parts of zero.
    ///
    /// >>> np.iscomplexobj([1, 2j])
    /// True
    @see("isrealobj", "iscomplex")
    fn iscomplexobj(cx, x: Tensor) -> bool { Ok(x.dtype().kind.is_complex()) }

    /// Whether the array's elements are not complex numbers.
    ///
    /// >>> np.isrealobj([1, 2])
    /// True
    @see("iscomplexobj", "isreal")
    fn isrealobj(cx, x: Tensor) -> bool { Ok(!x.dtype().kind.is_complex()) }

    /// A copy of an array with elements of another type.
    ///
    /// >>> np.astype(np.array([1, 2]), float)
    /// array([1., 2.])
    fn astype(cx, @pos x: Value, @pos dtype: DType, @kw copy: bool = true, @kw device: Value = Value::None) -> Value {
        if !matches!(x, Value::Array(_)) && x.as_scalar().is_none() {
            let class = class_of(&x);
            return Err(Error::type_error(format!("Input should be a NumPy array or scalar. It is a {class:?} instead.")));
        }
        let source = Source::from_value(cx, &x)?;
        converted(cx, &source, dtype, Order::K, "unsafe", true, copy)
    }
}

/// Names of types by their letters, as NumPy's `typename` gives them.
const TYPE_NAMES: &[(&str, &str)] = &[
    ("S1", "character"),
    ("?", "bool"),
    ("b", "signed char"),
    ("B", "unsigned char"),
    ("h", "short"),
    ("H", "unsigned short"),
    ("i", "integer"),
    ("I", "unsigned integer"),
    ("l", "long integer"),
    ("L", "unsigned long integer"),
    ("q", "long long integer"),
    ("Q", "unsigned long long integer"),
    ("f", "single precision"),
    ("d", "double precision"),
    ("g", "long precision"),
    ("F", "complex single precision"),
    ("D", "complex double precision"),
    ("G", "complex long double precision"),
    ("S", "string"),
    ("U", "unicode"),
    ("V", "void"),
    ("O", "object"),
];

/// Names of scalar types, and tables of them: `np.ScalarType`, `np.typecodes`, `np.sctypeDict`.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let python = [&python::INT, &python::FLOAT, &python::COMPLEX, &python::BOOL, &python::BYTES, &python::STR];
    let own = [
        &numpy::BOOL,
        &numpy::COMPLEX64,
        &numpy::COMPLEX128,
        &numpy::FLOAT16,
        &numpy::FLOAT32,
        &numpy::FLOAT64,
        &numpy::INT8,
        &numpy::INT16,
        &numpy::INT32,
        &numpy::INT64,
        &numpy::DATETIME64,
        &numpy::TIMEDELTA64,
        &numpy::OBJECT_,
        &numpy::BYTES_,
        &numpy::STR_,
        &numpy::UINT8,
        &numpy::UINT16,
        &numpy::UINT32,
        &numpy::UINT64,
        &numpy::VOID,
    ];
    let scalars: Vec<Value> = python.into_iter().chain(own).map(|class| Value::Class(class)).collect();
    let codes = TYPE_CODES.iter().map(|(name, letters)| (*name, Value::str(*letters)));
    let names = own.iter().map(|class| (class.name, Value::Class(class)));
    let others = OTHER_NAMES.iter().map(|(name, class)| (*name, Value::Class(class)));
    vec![
        ("np", "ScalarType", Value::tuple(scalars)),
        ("np", "typecodes", dict(codes)),
        ("np", "sctypeDict", dict(names.chain(others))),
    ]
}

fn dict(entries: impl Iterator<Item = (&'static str, Value)>) -> Value {
    let mut table = Table::default();
    for (name, value) in entries {
        // A text can always be a key.
        let _ = table.insert(Value::str(name), value);
    }
    Value::Dict(Rc::new(Dict::new(table)))
}

/// NumPy's letters of types, by groups.
const TYPE_CODES: &[(&str, &str)] = &[
    ("Character", "c"),
    ("Integer", "bhilqnp"),
    ("UnsignedInteger", "BHILQNP"),
    ("Float", "efdg"),
    ("Complex", "FDG"),
    ("AllInteger", "bBhHiIlLqQnNpP"),
    ("AllFloat", "efdgFDG"),
    ("Datetime", "Mm"),
    ("All", "?bhilqnpBHILQNPefdgFDGSUVOMm"),
];

/// Other names of the scalar types in `np.sctypeDict`.
static OTHER_NAMES: &[(&str, &Class)] = &[
    ("byte", &numpy::INT8),
    ("ubyte", &numpy::UINT8),
    ("short", &numpy::INT16),
    ("ushort", &numpy::UINT16),
    ("intc", &numpy::INT32),
    ("uintc", &numpy::UINT32),
    ("long", &numpy::INT64),
    ("ulong", &numpy::UINT64),
    ("longlong", &numpy::INT64),
    ("ulonglong", &numpy::UINT64),
    ("intp", &numpy::INT64),
    ("uintp", &numpy::UINT64),
    ("double", &numpy::FLOAT64),
    ("cdouble", &numpy::COMPLEX128),
    ("single", &numpy::FLOAT32),
    ("csingle", &numpy::COMPLEX64),
    ("half", &numpy::FLOAT16),
    ("bool_", &numpy::BOOL),
    ("int_", &numpy::INT64),
    ("uint", &numpy::UINT64),
    ("float", &numpy::FLOAT64),
    ("complex", &numpy::COMPLEX128),
    ("object", &numpy::OBJECT_),
    ("bytes", &numpy::BYTES_),
    ("a", &numpy::BYTES_),
    ("int", &numpy::INT64),
    ("str", &numpy::STR_),
    ("unicode", &numpy::STR_),
];

/// An argument of `result_type`: a dtype stands for an array of it.
fn operand(cx: &mut dyn Context, value: &Value) -> Result<Operand> {
    match value {
        Value::DType(_) | Value::Class(_) | Value::Str(_) | Value::None => {
            Ok(Operand::Tensor(Tensor::zeros(&[0], to_dtype(value)?)?))
        }
        other => Operand::from_value(cx, other),
    }
}

/// The scalar class of a type argument.
fn type_of(value: &Value) -> Result<&'static Class> {
    match value {
        Value::Class(class) if class.is_subclass(&numpy::GENERIC) => Ok(class),
        other => Ok(scalar_class(to_dtype(other)?.kind)),
    }
}

fn is_of_kind(dtype: DType, kind: &Value) -> Result<bool> {
    let Value::Str(name) = kind else {
        return Ok(to_dtype(kind)?.kind == dtype.kind);
    };
    let letter = kind_char(dtype.kind);
    let letters = match name.as_str() {
        "bool" => "b",
        "signed integer" => "i",
        "unsigned integer" => "u",
        "integral" => "iu",
        "real floating" => "f",
        "complex floating" => "c",
        "numeric" => "iufc",
        other => {
            return Err(Error::value(format!("kind argument is a string, but '{other}' is not a known kind name.")));
        }
    };
    Ok(letters.contains(letter))
}

/// `np.arange` of dates and spans of time; `None` where none takes part.
pub fn time_range(
    cx: &mut dyn Context,
    start: &Value,
    stop: &Value,
    step: &Value,
    dtype: Option<DType>,
) -> Result<Option<Tensor>> {
    let numpy = |v: &Value| ticks::scalar(v).map_or_else(|| v.clone(), Value::scalar);
    let (start, stop, step) = (&numpy(start), &numpy(stop), &numpy(step));
    let is_time = |kind: Kind| matches!(kind, Kind::DateTime { .. } | Kind::TimeDelta { .. });
    let of = |v: &Value| match v {
        Value::Array(array) => Some(array.dtype().kind),
        other => other.as_scalar().map(|s| s.dtype().kind),
    };
    let given: Vec<Kind> = [start, stop, step].into_iter().filter_map(of).filter(|k| is_time(*k)).collect();
    let wanted = dtype.map(|d| d.kind).filter(|k| is_time(*k));
    if given.is_empty() && wanted.is_none() {
        return if let (Value::Str(_), _) | (_, Value::Str(_)) = (start, stop) {
            let class = promote::dtype_class(DType::native(Kind::Str(1)));
            Err(Error::type_error(format!("arange() not supported for inputs with DType {class}.")))
        } else {
            Ok(None)
        };
    }
    let is_date =
        matches!(wanted, Some(Kind::DateTime { .. })) || given.iter().any(|k| matches!(k, Kind::DateTime { .. }));
    let first = point(cx, start, is_date)?;
    let last = point(cx, stop, is_date)?;
    let by = match step {
        Value::Int(n) => Scalar::TimeDelta(*n, TimeUnit::Generic, 1),
        other => match other.as_scalar() {
            Some(scalar) => scalar,
            None => return Err(Error::type_error("unsupported step of a range of dates")),
        },
    };
    let target = unit(wanted, &[&first, &last, &by])?;
    let ticks = |cx: &mut dyn Context, scalar: &Scalar, date: bool| -> Result<i64> {
        let kind = if date {
            Kind::DateTime { unit: target.0, count: target.1 }
        } else {
            Kind::TimeDelta { unit: target.0, count: target.1 }
        };
        let cast = scalar_of(cx, Some(&Value::scalar(scalar.clone())), DType::native(kind))?;
        match cast.as_scalar() {
            Some(Scalar::DateTime(t, ..) | Scalar::TimeDelta(t, ..)) => Ok(t),
            _ => Err(Error::value("arange: cannot compute length")),
        }
    };
    if is_date && matches!(first, Scalar::TimeDelta(..)) {
        return Err(Error::value("arange requires both a start and a stop for NumPy datetime64 ranges"));
    }
    let from = ticks(cx, &first, is_date)?;
    let stride = ticks(cx, &by, false)?;
    let to = match &last {
        Scalar::TimeDelta(..) if is_date => from + ticks(cx, &last, false)?,
        _ => ticks(cx, &last, is_date)?,
    };
    if stride == 0 {
        return Err(exception::ZERO_DIVISION_ERROR.error("division by zero"));
    }
    let range = crate::value::Range { start: from, stop: to, step: stride };
    let numbers = Tensor::generate(&[range.len()], |i| range.at(i))?;
    let kind = if is_date {
        Kind::DateTime { unit: target.0, count: target.1 }
    } else {
        Kind::TimeDelta { unit: target.0, count: target.1 }
    };
    Ok(Some(numbers.with_dtype(DType::native(kind))))
}

/// An end of a range of dates: text is read, an int is a number of units.
fn point(cx: &mut dyn Context, value: &Value, is_date: bool) -> Result<Scalar> {
    let generic = DType::native(Kind::DateTime { unit: TimeUnit::Generic, count: 1 });
    let found = match value {
        Value::Str(_) if is_date => scalar_of(cx, Some(value), generic)?,
        Value::Int(n) => return Ok(Scalar::TimeDelta(*n, TimeUnit::Generic, 1)),
        Value::Array(_) => unboxed(to_tensor(cx, value, None)?)?,
        other => other.clone(),
    };
    match found.as_scalar() {
        Some(scalar @ (Scalar::DateTime(..) | Scalar::TimeDelta(..))) => Ok(scalar),
        _ => Ok(Scalar::TimeDelta(to_index(&found)?, TimeUnit::Generic, 1)),
    }
}

/// The unit of the result: the wanted one, or the finest of those given.
fn unit(wanted: Option<Kind>, given: &[&Scalar]) -> Result<(TimeUnit, u32)> {
    if let Some(Kind::DateTime { unit, count } | Kind::TimeDelta { unit, count }) = wanted
        && unit != TimeUnit::Generic
    {
        return Ok((unit, count));
    }
    let mut common: Option<DType> = None;
    for scalar in given {
        let (Scalar::DateTime(_, unit, count) | Scalar::TimeDelta(_, unit, count)) = scalar else { continue };
        let dtype = DType::native(Kind::TimeDelta { unit: *unit, count: *count });
        common = Some(match common {
            Some(known) => promote::promote_types(known, dtype)?,
            None => dtype,
        });
    }
    match common.map(|d| d.kind) {
        Some(Kind::TimeDelta { unit, count }) => Ok((unit, count)),
        _ => Ok((TimeUnit::Generic, 1)),
    }
}
