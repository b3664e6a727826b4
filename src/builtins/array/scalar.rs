//! NumPy's scalars: their constructors (`np.float64(3)`), and the methods that differ from those of arrays.

use super::argument::{Source, numpy};
use crate::tensor::format::datetime;
use crate::tensor::{DType, Kind, Scalar, Tensor, TimeUnit};
use crate::value::class::exception;
use crate::value::convert::{to_index, unboxed};
use crate::value::datetime::Moment;
use crate::value::dtype::time_unit;
use crate::value::nested::{scalar_of, to_tensor};
use crate::value::number::Number;
use crate::value::{Array, Context, Error, FromValue, Result, Value};
use dashu_int::IBig;
use std::rc::Rc;

builtins! { CONSTRUCTORS, chapter "Scalars", spaces ["constructors.numpy"];
    /// An array of a shape, its elements not set, or over the memory of another array.
    ///
    /// >>> np.ndarray((2,), dtype=np.int64, buffer=np.arange(4), offset=8)
    /// array([1, 2])
    fn ndarray(cx, shape: crate::value::convert::Shape, dtype: Option<DType> = None, buffer: Value = Value::None, offset: i64 = 0,
               strides: Option<crate::value::convert::Ints> = None, order: Option<crate::tensor::Order> = None) -> Value {
        over_buffer(&shape.0, dtype.unwrap_or(DType::FLOAT64), &buffer, offset, strides, order)
    }

    /// Complex numbers in two float64.
    ///
    /// >>> np.complex128(1, 2)
    /// np.complex128(1+2j)
    fn complex128(cx, @pos real: Value = Value::Int(0), @pos imag: Value = Value::None) -> Value {
        complex_scalar(cx, &real, &imag, DType::COMPLEX128)
    }

    /// Complex numbers in two float32.
    ///
    /// >>> np.complex64(1 + 2j)
    /// np.complex64(1+2j)
    fn complex64(cx, @pos real: Value = Value::Int(0), @pos imag: Value = Value::None) -> Value {
        complex_scalar(cx, &real, &imag, DType::COMPLEX64)
    }

    /// A date or a point in time, to the unit that its text has or that is given.
    ///
    /// >>> np.datetime64('2024-02-29') + 1
    /// np.datetime64('2024-03-01')
    fn datetime64(cx, @pos value: Value = Value::None, @pos unit: Value = Value::None) -> Value { instant(cx, &value, &unit) }

    /// A span of time.
    ///
    /// >>> np.timedelta64(90, 'm') + np.timedelta64(1, 'h')
    /// np.timedelta64(150,'m')
    fn timedelta64(cx, @pos value: Value = Value::Int(0), @pos unit: Value = Value::None) -> Value { span(cx, &value, &unit) }

    /// Raw bytes: so many zeros, or those of a bytes object; with a dtype a record.
    ///
    /// >>> np.void(b'ab')
    /// np.void(b'\x61\x62')
    fn void(cx, @pos value: Value, dtype: Option<DType> = None) -> Value {
        if let Some(dtype) = dtype {
            return unboxed(to_tensor(cx, &value, Some(dtype))?);
        }
        match &value {
            Value::Bytes(bytes) => {
                let dtype = DType::native(Kind::Void(bytes.data.len() as u32));
                unboxed(Tensor::from_slice(&[bytes.data.len()], &bytes.data)?.view_as(dtype)?.reshape(&[], crate::tensor::Order::C)?)
            }
            other => {
                let n = u32::try_from(to_index(other)?).ok().filter(|&n| n <= i32::MAX as u32);
                let n = n.ok_or_else(|| {
                    exception::OVERFLOW_ERROR.error("size must be non-negative and not greater than 2147483647")
                })?;
                unboxed(Tensor::zeros(&[], DType::native(Kind::Void(n)))?)
            }
        }
    }

    /// Text of bytes.
    ///
    /// >>> np.bytes_(b'ab')
    /// np.bytes_(b'ab')
    fn bytes_(cx, @pos value: Value = Value::None, @pos encoding: Value = Value::None) -> Value {
        Ok(Value::scalar(Scalar::Bytes(match (&value, &encoding) {
            (Value::None, _) => [].into(),
            (Value::Str(text), Value::None) if !text.is_ascii() => {
                return Err(Error::type_error("string argument without an encoding"));
            }
            (Value::Str(text), _) => text.as_str().as_bytes().into(),
            (Value::Bytes(bytes), _) => bytes.data.as_ref().into(),
            (other, _) => return scalar_of(cx, Some(other), DType::native(Kind::Bytes(0))),
        })))
    }

    /// Text.
    ///
    /// >>> np.str_(3), np.str_([1, 2])
    /// (np.str_('3'), np.str_('[1, 2]'))
    fn str_(cx, @pos value: Value = Value::str(""), @pos encoding: Value = Value::None) -> Value {
        match (&value, &encoding) {
            (Value::Bytes(bytes), Value::Str(_)) => {
                Ok(Value::scalar(Scalar::Str(String::from_utf8_lossy(&bytes.data).as_ref().into())))
            }
            _ => {
                crate::builtins::array::printing::prepare(cx, &value)?;
                Ok(Value::scalar(Scalar::Str(crate::value::repr::str(&value).into())))
            }
        }
    }
}

builtins! { GENERIC, chapter "Scalars", methods "generic";
    /// The real part.
    ///
    /// >>> np.complex128(1+2j).real
    /// np.float64(1.0)
    @property
    fn real(cx, x: Source) -> Value { unboxed(x.tensor.real()) }

    /// The imaginary part.
    ///
    /// >>> np.complex128(1+2j).imag
    /// np.float64(2.0)
    @property
    fn imag(cx, x: Source) -> Value {
        match x.tensor.imag() {
            Some(part) => unboxed(part),
            None => unboxed(Tensor::zeros(&[], x.dtype())?),
        }
    }

    /// The complex conjugate.
    ///
    /// >>> np.complex128(1+2j).conjugate()
    /// np.complex128(1-2j)
    @alias("conj")
    fn conjugate(cx, @pos x: Value) -> Value { numpy(cx, "conjugate", &[x]) }
}

builtins! { FLOATING, chapter "Scalars", methods "floating";
    /// Whether the number is whole.
    ///
    /// >>> np.float64(3.0).is_integer()
    /// True
    fn is_integer(cx, @pos x: f64) -> bool { Ok(x.is_finite() && x.trunc() == x) }

    /// The number as a fraction of two ints.
    ///
    /// >>> np.float32(0.5).as_integer_ratio()
    /// (1, 2)
    fn as_integer_ratio(cx, @pos x: f64) -> (Value, Value) { ratio(x) }
}

builtins! { INTEGER, chapter "Scalars", methods "integer";
    /// True for every integer.
    ///
    /// >>> np.int64(3).is_integer()
    /// True
    fn is_integer(cx, @pos x: Value) -> bool { Ok(true) }

    /// How many bits of the absolute value are 1.
    ///
    /// >>> np.int64(-5).bit_count()
    /// 2
    fn bit_count(cx, @pos x: Value) -> i64 {
        match Number::of_any(&x) {
            Some(Number::Int(i)) => Ok(i.unsigned_abs().count_ones() as i64),
            Some(Number::Big(i)) => Ok(u64::try_from(&i).map_or(0, u64::count_ones) as i64),
            _ => Ok(0),
        }
    }

    /// The number itself.
    ///
    /// >>> np.int64(3).numerator
    /// np.int64(3)
    @property
    fn numerator(cx, x: Value) -> Value { Ok(x) }

    /// One.
    ///
    /// >>> np.int64(3).denominator
    /// 1
    @property
    fn denominator(cx, x: Value) -> i64 { Ok(1) }
}

fn over_buffer(
    shape: &[usize],
    dtype: DType,
    buffer: &Value,
    offset: i64,
    strides: Option<crate::value::convert::Ints>,
    order: Option<crate::tensor::Order>,
) -> Result<Value> {
    use crate::tensor::{Order, shape as shapes};
    let order = if order == Some(Order::F) { Order::F } else { Order::C };
    if let Value::None = buffer {
        return Ok(Value::array(Tensor::allocate(shape, dtype, order, false)?));
    }
    let memory = match buffer {
        Value::Array(array) => array.tensor(),
        other => {
            let bytes = super::from_data::bytes_of(other)?;
            Tensor::from_slice(&[bytes.len()], &bytes)?
        }
    };
    let strides = match strides {
        Some(given) => given.0.iter().map(|&s| s as isize).collect(),
        None if order == Order::F => shapes::f_strides(shape, dtype.itemsize()),
        None => shapes::c_strides(shape, dtype.itemsize()),
    };
    let start = memory.offset() + offset as isize;
    let view = Tensor::from_parts(memory.storage().clone(), start, shape.into(), strides, dtype)
        .map_err(|_| Error::type_error("buffer is too small for requested array"))?;
    Ok(Value::Array(Rc::new(Array::view_of(view, buffer))))
}

fn complex_scalar(cx: &mut dyn Context, real: &Value, imag: &Value, dtype: DType) -> Result<Value> {
    if let Value::None = imag {
        return scalar_of(cx, Some(real), dtype);
    }
    let (re, im) = (crate::tensor::Complex64::from_value(cx, real)?, crate::tensor::Complex64::from_value(cx, imag)?);
    let z = crate::tensor::Complex64::new(re.re - im.im, re.im + im.re);
    unboxed(crate::tensor::cast::as_dtype(&Tensor::scalar(z)?, dtype)?)
}

/// The unit of `np.datetime64(value, unit)`: a text, or `(text, count)`.
fn unit_of(unit: &Value) -> Result<Option<(TimeUnit, u32)>> {
    let parse = |text: &str| {
        time_unit(text).ok_or_else(|| Error::type_error(format!("Invalid datetime unit \"{text}\" in metadata")))
    };
    match unit {
        Value::None => Ok(None),
        Value::Str(text) => parse(text.as_str()).map(Some),
        Value::Tuple(tuple) => match &*tuple.items {
            [Value::Str(text), count, ..] => {
                let (unit, _) = parse(text.as_str())?;
                Ok(Some((unit, to_index(count)?.clamp(1, u32::MAX as i64) as u32)))
            }
            _ => Err(Error::type_error("Invalid datetime metadata tuple")),
        },
        other => Err(Error::type_error(format!("Invalid datetime unit {}", crate::value::repr::repr(other)))),
    }
}

fn instant(cx: &mut dyn Context, value: &Value, unit: &Value) -> Result<Value> {
    let unit = unit_of(unit)?;
    let (of, count) = unit.unwrap_or((TimeUnit::Generic, 1));
    let of_ticks = |ticks: i64| Ok(Value::scalar(Scalar::DateTime(ticks, of, count)));
    if Moment::of(value).is_some_and(|moment| moment.zone.is_some()) {
        cx.warn(&exception::USER_WARNING, "no explicit representation of timezones available for np.datetime64")?;
    }
    match value {
        Value::None => of_ticks(datetime::NAT),
        Value::Int(ticks) => {
            if unit.is_none() {
                return Err(Error::value("Converting an integer to a NumPy datetime requires a specified unit"));
            }
            of_ticks(*ticks)
        }
        Value::Array(_) | Value::List(_) => {
            let dtype = DType::native(Kind::DateTime { unit: of, count });
            unboxed(to_tensor(cx, value, Some(dtype))?)
        }
        other => scalar_of(cx, Some(other), DType::native(Kind::DateTime { unit: of, count })),
    }
}

fn span(cx: &mut dyn Context, value: &Value, unit: &Value) -> Result<Value> {
    let (unit, count) = unit_of(unit)?.unwrap_or((TimeUnit::Generic, 1));
    let dtype = DType::native(Kind::TimeDelta { unit, count });
    match value {
        Value::None => Ok(Value::scalar(Scalar::TimeDelta(datetime::NAT, unit, count))),
        Value::Int(ticks) => Ok(Value::scalar(Scalar::TimeDelta(*ticks, unit, count))),
        Value::Float(_) => Err(Error::value("Could not convert object to NumPy timedelta")),
        // Another span keeps its unit unless one is given.
        Value::Scalar(scalar) if let (Scalar::TimeDelta(..), TimeUnit::Generic) = (&**scalar, unit) => {
            Ok(value.clone())
        }
        other => scalar_of(cx, Some(other), dtype),
    }
}

/// A float as numerator and denominator.
fn ratio(x: f64) -> Result<(Value, Value)> {
    if x.is_nan() {
        return Err(Error::value("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert Infinity to integer ratio"));
    }
    let (mut mantissa, mut exponent) = (x, 0);
    while mantissa != mantissa.trunc() {
        mantissa *= 2.0;
        exponent += 1;
    }
    let numerator = IBig::try_from(mantissa).unwrap_or(IBig::ZERO);
    Ok((Value::int(numerator), Value::int(IBig::ONE << exponent)))
}
