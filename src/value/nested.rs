//! Any value → a tensor, as `np.asarray` makes it: nested lists, records from tuples, objects; and `np.float32(x)`.

use super::boxed;
use super::class::class_of;
use super::convert::unboxed;
use super::elementwise::report;
use super::{Context, Error, Result, Value};
use crate::tensor::nested::{Nested, Node, Plain, array_of};
use crate::tensor::object::ItemRef;
use crate::tensor::{self, Complex64, DType, Kind, Order, Scalar, Tensor, TimeUnit};

impl Nested for Value {
    #[inline]
    fn node(&self) -> Node<'_> {
        match self {
            Value::Bool(b) => Node::Bool(b.get()),
            Value::Int(i) => Node::Int(*i),
            Value::Float(f) => Node::Float(f.get()),
            Value::Complex(z) => Node::Complex(Complex64::new(z.re, z.im)),
            Value::BigInt(i) => Node::BigInt(i128::try_from(&**i).ok(), super::number::big_to_float(i).ok()),
            Value::Str(s) => Node::Text(s.as_str()),
            Value::Bytes(b) => Node::Bytes(&b.data),
            Value::List(list) => Node::Sequence(list.len()),
            Value::Tuple(tuple) => Node::Sequence(tuple.items.len()),
            Value::Range(range) => Node::Sequence(range.len()),
            Value::Array(array) => Node::Array(array.tensor()),
            Value::NpBool(_) | Value::NpInt(_) | Value::NpFloat(_) | Value::Scalar(_) => {
                self.as_scalar().map_or(Node::Other, Node::Scalar)
            }
            _ => Node::Other,
        }
    }

    #[inline(always)]
    fn plain(&self) -> Option<Plain> {
        Some(match self {
            Value::Int(i) => Plain::Int(*i),
            Value::Float(f) => Plain::Float(f.get()),
            Value::List(list) => Plain::Sequence(list.len()),
            Value::Tuple(tuple) => Plain::Sequence(tuple.items.len()),
            Value::Range(range) => Plain::Sequence(range.len()),
            _ => return None,
        })
    }

    #[inline]
    fn each(&self, mut visit: impl FnMut(&Value) -> tensor::Result<()>) -> tensor::Result<()> {
        match self {
            Value::List(list) => list.borrow().iter().try_for_each(visit),
            Value::Tuple(tuple) => tuple.items.iter().try_for_each(visit),
            Value::Range(range) => (0..range.len()).try_for_each(|i| visit(&Value::Int(range.at(i)))),
            _ => Ok(()),
        }
    }

    fn first<R>(&self, look: impl FnOnce(&Value) -> R) -> Option<R> {
        match self {
            Value::List(list) => list.borrow().first().map(look),
            Value::Tuple(tuple) => tuple.items.first().map(look),
            Value::Range(range) if !range.is_empty() => Some(look(&Value::Int(range.start))),
            _ => None,
        }
    }

    fn item(&self) -> ItemRef {
        boxed::item(self.clone())
    }
}

/// `np.asarray(value, dtype)`: an array's own tensor where it is of that dtype already, otherwise a new one.
pub fn to_tensor(cx: &mut dyn Context, value: &Value, dtype: Option<DType>) -> Result<Tensor> {
    match value {
        Value::Array(array) => cast_to(cx, array.tensor(), dtype),
        Value::NpFloat(f) if dtype.is_none() => Ok(Tensor::scalar(f.get())?),
        Value::Float(f) if dtype.is_none() => Ok(Tensor::scalar(f.get())?),
        Value::Int(i) | Value::NpInt(i) if dtype.is_none() => Ok(Tensor::scalar(*i)?),
        Value::Object(object) => {
            if let Some(flat) = object.to_tensor() {
                return cast_to(cx, flat?, dtype);
            }
            // Sequences that are no lists: a deque.
            if object.class().name == "deque" {
                let items = super::iter::collect(cx, value)?;
                return to_tensor(cx, &Value::list(items), dtype);
            }
            Ok(array_of(value, with_unit(value, dtype)?)?)
        }
        other => match with_unit(other, dtype)? {
            Some(dtype @ DType { kind: Kind::Record(_), .. }) => record_tensor(cx, other, dtype),
            // Through double precision, so that an overflow is warned of as in a cast.
            Some(narrow) if matches!(narrow.kind, Kind::Float16 | Kind::Float32 | Kind::Complex64) => {
                match array_of(other, None) {
                    Ok(wide)
                        if wide.dtype().kind == Kind::Float64
                            || wide.dtype().kind == Kind::Complex128 && narrow.kind.is_complex() =>
                    {
                        cast_to(cx, wide, dtype)
                    }
                    _ => explained(other, dtype, array_of(other, dtype)),
                }
            }
            dtype => explained(other, dtype, array_of(other, dtype)),
        },
    }
}

/// A dtype of times, with the finest unit that the times in a value name where it has none.
fn with_unit(value: &Value, dtype: Option<DType>) -> Result<Option<DType>> {
    let kind = match dtype.map(|dtype| dtype.kind) {
        Some(Kind::DateTime { unit: TimeUnit::Generic, .. }) => {
            Kind::DateTime { unit: finest_unit(value, true)?, count: 1 }
        }
        Some(Kind::TimeDelta { unit: TimeUnit::Generic, .. }) => {
            Kind::TimeDelta { unit: finest_unit(value, false)?, count: 1 }
        }
        _ => return Ok(dtype),
    };
    Ok(Some(DType::native(kind)))
}

/// The finest unit of the times in a value; with `texts`, also of the dates that texts name.
fn finest_unit(value: &Value, texts: bool) -> Result<TimeUnit> {
    let finest = |items: &[Value]| {
        items.iter().try_fold(TimeUnit::Generic, |unit, item| Ok(unit.max(finest_unit(item, texts)?)))
    };
    let named = |text: &str| match texts {
        true => Ok(crate::tensor::format::datetime::parse(text)?.unit),
        false => Ok(TimeUnit::Generic),
    };
    match value {
        Value::Str(text) => named(text.as_str()),
        Value::List(list) => finest(&list.to_vec()),
        Value::Tuple(tuple) => finest(&tuple.items),
        other => match other.as_scalar().or_else(|| super::datetime::ticks::scalar(other)) {
            Some(Scalar::DateTime(_, unit, _) | Scalar::TimeDelta(_, unit, _)) => Ok(unit),
            Some(Scalar::Str(text)) => named(&text),
            _ => Ok(TimeUnit::Generic),
        },
    }
}

/// NumPy's words for an element that is no number of the wanted kind.
fn explained(value: &Value, dtype: Option<DType>, result: tensor::Result<Tensor>) -> Result<Tensor> {
    match (result, dtype) {
        (Err(error), Some(dtype)) if dtype.kind.is_numeric() && error.kind == tensor::ErrorKind::Type => {
            match first_odd(value) {
                Some(odd) => Err(not_a_number(&odd, dtype.kind)),
                None => Err(error.into()),
            }
        }
        // The text was Python's own, not an element of an array.
        (Err(error), Some(_)) if error.message.contains("np.str_('") => {
            Err(tensor::Error::new(error.kind, error.message.replace("np.str_('", "'").replace("')", "'")).into())
        }
        (result, _) => Ok(result?),
    }
}

/// The first element that is neither a number nor text.
fn first_odd(value: &Value) -> Option<Value> {
    match value {
        Value::List(list) => list.to_vec().iter().find_map(first_odd),
        Value::Tuple(tuple) => tuple.items.iter().find_map(first_odd),
        Value::Array(_) | Value::Str(_) | Value::Bytes(_) | Value::Scalar(_) | Value::Range(_) => None,
        other if super::number::Number::of_any(other).is_some() => None,
        other => Some(other.clone()),
    }
}

pub fn not_a_number(value: &Value, kind: Kind) -> Error {
    let name = class_of(value).qualified_name();
    if let (Kind::Float64 | Kind::Float32 | Kind::Float16, Value::List(_) | Value::Tuple(_)) = (kind, value) {
        return Error::value("setting an array element with a sequence.");
    }
    Error::type_error(match kind {
        Kind::Float64 | Kind::Float32 | Kind::Float16 => {
            format!("float() argument must be a string or a real number, not '{name}'")
        }
        Kind::Complex64 | Kind::Complex128 => {
            format!("complex() first argument must be a string or a number, not '{name}'")
        }
        _ => format!("int() argument must be a string, a bytes-like object or a real number, not '{name}'"),
    })
}

/// A tensor as another dtype; itself where it has that dtype.
pub fn cast_to(cx: &mut dyn Context, tensor: Tensor, dtype: Option<DType>) -> Result<Tensor> {
    match dtype {
        Some(dtype) if tensor.dtype() != dtype => {
            let (cast, flags) = crate::tensor::cast::cast(&tensor, dtype, Order::K)?;
            report(cx, flags, "cast", false)?;
            Ok(cast)
        }
        _ => Ok(tensor),
    }
}

/// A 0-d object array that holds the value.
pub fn object_tensor(value: &Value) -> Result<Tensor> {
    let tensor = Tensor::empty(&[], DType::OBJECT)?;
    tensor.set_scalar(0, &Scalar::Object(boxed::item(value.clone())))?;
    Ok(tensor)
}

/// Lists of tuples as records: the lists are axes, each tuple one record.
fn record_tensor(cx: &mut dyn Context, value: &Value, dtype: DType) -> Result<Tensor> {
    let mut shape = Vec::new();
    let mut probe = value.clone();
    while let Value::List(list) = &probe {
        shape.push(list.len());
        match list.get(0) {
            Some(first) => probe = first,
            None => break,
        }
    }
    let result = Tensor::zeros(&shape, dtype)?;
    fill_records(cx, &result, value)?;
    Ok(result)
}

fn fill_records(cx: &mut dyn Context, into: &Tensor, value: &Value) -> Result<()> {
    match value {
        Value::List(list) if into.ndim() > 0 => {
            let items = list.to_vec();
            if items.len() != into.shape()[0] {
                return Err(Error::value(
                    "setting an array element with a sequence. The requested array has an inhomogeneous shape",
                ));
            }
            items.iter().enumerate().try_for_each(|(i, item)| fill_records(cx, &into.subarray(0, i), item))
        }
        _ => set_record(cx, into, value),
    }
}

/// Writes a tuple (or anything to every field) into each record of a view.
fn set_record(cx: &mut dyn Context, into: &Tensor, value: &Value) -> Result<()> {
    let Kind::Record(layout) = into.dtype().kind else { return Ok(()) };
    let given: Option<Vec<Value>> = match value {
        Value::Tuple(tuple) => Some(tuple.items.to_vec()),
        Value::Scalar(scalar) if let Scalar::Record(record) = &**scalar => {
            crate::tensor::assign::assign(into, record)?;
            return Ok(());
        }
        Value::Array(array) => {
            crate::tensor::assign::assign(into, &array.tensor())?;
            return Ok(());
        }
        _ => None,
    };
    if let Some(items) = &given
        && items.len() != layout.fields.len()
    {
        let (n, m) = (items.len(), layout.fields.len());
        return Err(Error::value(format!("could not assign tuple of length {n} to structure with {m} fields.")));
    }
    for (i, field) in layout.fields.iter().enumerate() {
        let target = super::record::field(into, &field.name)?;
        let item = given.as_ref().map_or(value, |items| &items[i]);
        super::store::store(cx, &target, &[], item)?;
    }
    Ok(())
}

/// `np.float32(x)`: a scalar of the dtype, or an array where `x` is a sequence; without an argument, zero.
pub fn scalar_of(cx: &mut dyn Context, value: Option<&Value>, dtype: DType) -> Result<Value> {
    let Some(value) = value else {
        return match dtype.kind {
            Kind::Object => Ok(Value::None),
            Kind::DateTime { unit, count } => Ok(Value::scalar(Scalar::DateTime(i64::MIN, unit, count))),
            _ => unboxed(Tensor::zeros(&[], dtype)?),
        };
    };
    match (value, dtype.kind) {
        (other, Kind::Object) => return Ok(other.clone()),
        (Value::None, kind) if kind.is_float() => {
            return unboxed(crate::tensor::cast::as_dtype(&Tensor::scalar(f64::NAN)?, dtype)?);
        }
        (Value::None, Kind::Bool) => return Ok(Value::np_bool(false)),
        (Value::None, kind) if kind.is_integer() || kind.is_complex() => return Err(not_a_number(value, kind)),
        (Value::Str(s), Kind::Bool) => return Ok(Value::np_bool(!s.as_str().is_empty())),
        (Value::Str(_), Kind::Bytes(0)) => return Err(Error::type_error("string argument without an encoding")),
        (other, Kind::Str(0)) if !matches!(other, Value::Array(_) | Value::Bytes(_)) => {
            return Ok(Value::scalar(Scalar::Str(super::repr::str(other).into())));
        }
        (Value::Str(s), kind) if kind.is_integer() => return integer_from_text(s.as_str(), dtype),
        (Value::Float(f), kind) if kind.is_integer() => check_whole(f.get())?,
        _ => {}
    }
    let tensor = to_tensor(cx, value, Some(dtype))?;
    // Text scalars keep no trailing NULs, and NumPy gives arrays back for sequences.
    unboxed(tensor)
}

fn check_whole(f: f64) -> Result<()> {
    if f.is_nan() {
        return Err(Error::value("cannot convert float NaN to integer"));
    }
    if f.is_infinite() {
        return Err(Error::overflow("cannot convert float infinity to integer"));
    }
    Ok(())
}

/// `np.int64('42')`
fn integer_from_text(text: &str, dtype: DType) -> Result<Value> {
    let digits = text.trim().replace('_', "");
    let value: i128 = digits.parse().map_err(|_| {
        Error::value(format!("invalid literal for int() with base 10: {}", super::text::str_repr(text)))
    })?;
    unboxed(crate::tensor::cast::operand_to_tensor(&crate::tensor::Operand::WeakInt(value), dtype)?)
}
