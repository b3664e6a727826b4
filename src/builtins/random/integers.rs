//! `integers` and `randint`: bounds of any kind → intervals of an integer dtype → draws.

use super::objects::Source;
use super::sample::{Size, output_shape};
use crate::random::bounded::{self, IntKind, Interval, Leftover, Method, Word};
use crate::tensor::{DType, Element, Kind, Tensor, cast, lanes};
use crate::value::class::{class_of, python};
use crate::value::convert::unboxed;
use crate::value::nested::to_tensor;
use crate::value::{Context, Error, Result, Value};

/// Elements drawn between two looks at the interrupt flag.
const BETWEEN_LOOKS: usize = 1 << 20;

/// What a call of `integers` or `randint` asks for.
pub struct Request {
    pub low: Value,
    pub high: Value,
    pub size: Size,
    pub dtype: Value,
    /// Whether `high` itself may be drawn.
    pub closed: bool,
    pub method: Method,
    /// The method's name, for errors.
    pub name: &'static str,
}

/// Bounds: one number or an array of them.
struct Bounds {
    values: Vec<i128>,
    shape: Vec<usize>,
}

/// Random integers. ValueError for empty intervals and bounds outside the dtype, TypeError for other dtypes.
pub fn integers(cx: &mut dyn Context, source: &impl Source, request: Request) -> Result<Value> {
    let (kind, python) = int_kind(&request)?;
    let (low, high) = match &request.high {
        Value::None => (Bounds { values: vec![0], shape: Vec::new() }, bounds(cx, &request.low)?),
        high => (bounds(cx, &request.low)?, bounds(cx, high)?),
    };
    let scalar = low.values.len() == 1 && high.values.len() == 1;
    let single = request.size.0.is_none() && low.shape.is_empty() && high.shape.is_empty();
    if scalar {
        let pairs = [(low.values[0], high.values[0])];
        let intervals = bounded::intervals(kind, &pairs, request.closed).map_err(Error::value)?;
        let shape = output_shape(&request.size, &[&low.shape, &high.shape])?;
        let tensor = draw(source, kind, &shape, &intervals, request.method)?;
        return if single { one(&tensor, python) } else { Ok(Value::array(tensor)) };
    }
    let shapes: [&[usize]; 2] = [&low.shape, &high.shape];
    let natural = crate::tensor::view::common_shape(&shapes)?;
    let pairs = pairs(&low, &high, &natural)?;
    bounded::intervals(kind, &pairs, request.closed).map_err(Error::value)?;
    let shape = integer_shape(&request.size, shapes)?;
    let spread = self::pairs(&low, &high, &shape)?;
    let intervals = bounded::intervals(kind, &spread, request.closed).map_err(Error::value)?;
    Ok(Value::array(draw(source, kind, &shape, &intervals, request.method)?))
}

/// The shape of integers of array bounds. NumPy broadcasts the size last here.
fn integer_shape(size: &Size, shapes: [&[usize]; 2]) -> Result<Vec<usize>> {
    if let Some(size) = &size.0 {
        crate::tensor::view::common_shape(&[shapes[0], shapes[1], size.as_slice()])?;
    }
    output_shape(size, &shapes)
}

/// The integer dtype, and whether single numbers come as Python's own.
fn int_kind(request: &Request) -> Result<(IntKind, bool)> {
    if let Value::Class(class) = &request.dtype {
        if std::ptr::eq(*class, &python::INT) {
            return Ok((IntKind::I64, true));
        }
        if std::ptr::eq(*class, &python::BOOL) {
            return Ok((IntKind::Bool, true));
        }
    }
    let dtype = match &request.dtype {
        Value::None => DType::FLOAT64,
        other => crate::value::dtype::to_dtype(other)?,
    };
    let kind = match dtype.kind {
        Kind::Bool => IntKind::Bool,
        Kind::Int8 => IntKind::I8,
        Kind::Int16 => IntKind::I16,
        Kind::Int32 => IntKind::I32,
        Kind::Int64 => IntKind::I64,
        Kind::UInt8 => IntKind::U8,
        Kind::UInt16 => IntKind::U16,
        Kind::UInt32 => IntKind::U32,
        Kind::UInt64 => IntKind::U64,
        _ => return Err(unsupported(dtype, request.name)),
    };
    Ok((kind, false))
}

/// TypeError for a dtype that a method can't draw.
pub fn unsupported(dtype: DType, method: &str) -> Error {
    let text = crate::value::repr::repr(&Value::dtype(dtype));
    Error::type_error(format!("Unsupported dtype {text} for {method}"))
}

/// Bounds as integers; fractions are cut off.
fn bounds(cx: &mut dyn Context, value: &Value) -> Result<Bounds> {
    let scalar = |number: i128| Ok(Bounds { values: vec![number], shape: Vec::new() });
    match value {
        Value::Int(i) | Value::NpInt(i) => return scalar((*i).into()),
        Value::BigInt(big) => return scalar(i128::try_from(&**big).unwrap_or(i128::MAX)),
        Value::Float(x) | Value::NpFloat(x) => return scalar(truncated(x.get())?),
        Value::Str(text) => {
            let shown = crate::value::repr::repr(value);
            return match text.as_str().trim().parse::<i128>() {
                Ok(number) => scalar(number),
                Err(_) => Err(Error::value(format!("invalid literal for int() with base 10: {shown}"))),
            };
        }
        Value::None => {
            let class = class_of(value).qualified_name();
            return Err(Error::type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
            )));
        }
        _ => {}
    }
    let tensor = to_tensor(cx, value, None)?;
    let shape = tensor.shape().to_vec();
    let values = match tensor.dtype().kind {
        Kind::UInt64 => {
            let native = cast::as_dtype(&tensor, DType::UINT64)?;
            native.to_vec::<u64>().unwrap_or_default().into_iter().map(i128::from).collect()
        }
        kind if kind.is_integer() || kind == Kind::Bool => {
            let native = cast::as_dtype(&tensor, DType::INT64)?;
            native.to_vec::<i64>().unwrap_or_default().into_iter().map(i128::from).collect()
        }
        _ => {
            let native = cast::as_dtype(&tensor, DType::FLOAT64)?;
            let all = native.to_vec::<f64>().unwrap_or_default();
            all.into_iter().map(truncated).collect::<Result<Vec<i128>>>()?
        }
    };
    Ok(Bounds { values, shape })
}

fn truncated(x: f64) -> Result<i128> {
    if x.is_nan() {
        return Err(Error::value("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert float infinity to integer"));
    }
    Ok(x as i128)
}

/// The bounds of each place of a shape.
fn pairs(low: &Bounds, high: &Bounds, shape: &[usize]) -> Result<Vec<(i128, i128)>> {
    let places = |bounds: &Bounds| -> Result<Vec<i128>> {
        let indices = Tensor::generate::<i64>(&bounds.shape, |i| i as i64)?.broadcast_to(shape)?;
        let indices = indices.to_vec::<i64>().unwrap_or_default();
        Ok(indices.into_iter().map(|i| bounds.values.get(i as usize).copied().unwrap_or(0)).collect())
    };
    Ok(places(low)?.into_iter().zip(places(high)?).collect())
}

/// Draws as a tensor of the kind: of one interval, or each of its own.
fn draw(
    source: &impl Source,
    kind: IntKind,
    shape: &[usize],
    intervals: &[Interval],
    method: Method,
) -> Result<Tensor> {
    fn words<W: Word + Element>(
        source: &impl Source,
        shape: &[usize],
        intervals: &[Interval],
        method: Method,
    ) -> Result<Tensor> {
        Ok(lanes::try_fresh::<W>(shape, |out| {
            source.with_bits(|bits| match intervals {
                [one] => {
                    // Narrow numbers are cut from words, of which nothing may be lost between two parts.
                    let length = if size_of::<W>() < 4 { out.len().max(1) } else { BETWEEN_LOOKS };
                    for part in out.chunks_mut(length) {
                        lanes::check_interrupt()?;
                        let (low, range) = (W::truncate(one.low), W::truncate(one.range));
                        bounded::fill(bits, low, range, method, part);
                    }
                    Ok(())
                }
                many => {
                    let mut leftover = Leftover::default();
                    for (slot, interval) in out.iter_mut().zip(many) {
                        let (low, range) = (W::truncate(interval.low), W::truncate(interval.range));
                        *slot = W::draw(bits, low, range, method, &mut leftover);
                    }
                    lanes::check_interrupt()
                }
            })
        })?)
    }
    let (tensor, dtype) = match kind {
        IntKind::Bool => return words::<bool>(source, shape, intervals, method),
        IntKind::I8 => (words::<u8>(source, shape, intervals, method)?, DType::INT8),
        IntKind::I16 => (words::<u16>(source, shape, intervals, method)?, DType::INT16),
        IntKind::I32 => (words::<u32>(source, shape, intervals, method)?, DType::INT32),
        IntKind::I64 => (words::<u64>(source, shape, intervals, method)?, DType::INT64),
        IntKind::U8 => return words::<u8>(source, shape, intervals, method),
        IntKind::U16 => return words::<u16>(source, shape, intervals, method),
        IntKind::U32 => return words::<u32>(source, shape, intervals, method),
        IntKind::U64 => return words::<u64>(source, shape, intervals, method),
    };
    Ok(tensor.with_dtype(dtype))
}

/// A single number, as NumPy's scalar or as Python's own.
fn one(tensor: &Tensor, python: bool) -> Result<Value> {
    let scalar = unboxed(tensor.clone())?;
    Ok(match (&scalar, python) {
        (Value::NpInt(i), true) => Value::Int(*i),
        (Value::NpBool(b), true) => Value::Bool(*b),
        _ => scalar,
    })
}
