//! Methods and attributes of int, bool, float and complex.

use super::receiver::{bytes_like, check_size, type_name};
use crate::value::format::int_value;
use crate::value::number::Number;
use crate::value::{Context, Error, FromValue, Result, Value, text};
use dashu_int::IBig;
use dashu_int::ops::{BitTest, UnsignedAbs};

/// An int of any size as a receiver; NumPy's floats and the like are none.
pub struct AnyInt(IBig);

impl FromValue for AnyInt {
    const ACCEPTS: &'static str = "int";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<AnyInt> {
        match Number::of_any(value) {
            Some(Number::Int(i)) => Ok(AnyInt(IBig::from(i))),
            Some(Number::Big(i)) => Ok(AnyInt(i)),
            _ => Err(Error::type_error(format!(
                "descriptor requires a 'int' object but received a '{}'",
                type_name(value)
            ))),
        }
    }
}

builtins! { INT_METHODS, chapter "int", methods "int";
    /// How many binary digits the absolute value has.
    ///
    /// >>> (37).bit_length(), (0).bit_length()
    /// (6, 0)
    fn bit_length(cx, @pos this: AnyInt) -> usize { Ok(this.0.unsigned_abs().bit_len()) }

    /// How many ones the absolute value has in binary.
    ///
    /// >>> (13).bit_count(), (-7).bit_count()
    /// (3, 3)
    fn bit_count(cx, @pos this: AnyInt) -> usize {
        Ok(this.0.unsigned_abs().to_le_bytes().iter().map(|b| b.count_ones() as usize).sum())
    }

    /// As bytes, the most significant first or last.
    ///
    /// >>> (1024).to_bytes(2, 'big'), (-2).to_bytes(2, 'little', signed=True)
    /// (b'\x04\x00', b'\xfe\xff')
    fn to_bytes(cx, @pos this: AnyInt, length: i64 = 1, byteorder: String = "big".into(), @kw signed: bool = false) -> Value {
        to_bytes(&this.0, length, &byteorder, signed)
    }

    /// An int from bytes.
    ///
    /// >>> int.from_bytes(b'\x04\x00', 'big'), int.from_bytes(b'\xff', signed=True)
    /// (1024, -1)
    @static
    fn from_bytes(cx, bytes: Value, byteorder: String = "big".into(), @kw signed: bool = false) -> Value {
        let mut data = match bytes_like(&bytes) {
            Some(bytes) => bytes.data.to_vec(),
            None => {
                let items: Vec<i64> = Vec::from_value(cx, &bytes)?;
                let bytes: std::result::Result<Vec<u8>, _> = items.into_iter().map(u8::try_from).collect();
                bytes.map_err(|_| Error::value("bytes must be in range(0, 256)"))?
            }
        };
        if is_big(&byteorder)? {
            data.reverse();
        }
        let negative = signed && data.last().is_some_and(|b| *b >= 0x80);
        let whole = IBig::from(dashu_int::UBig::from_le_bytes(&data));
        Ok(Value::int(if negative { whole - (IBig::ONE << (8 * data.len())) } else { whole }))
    }

    /// Numerator and denominator.
    ///
    /// >>> (10).as_integer_ratio()
    /// (10, 1)
    fn as_integer_ratio(cx, @pos this: AnyInt) -> (Value, Value) { Ok((Value::int(this.0), Value::Int(1))) }

    /// Whether it is a whole number: always.
    ///
    /// >>> (3).is_integer()
    /// True
    fn is_integer(cx, @pos this: AnyInt) -> bool { Ok(true) }

    /// The number itself.
    ///
    /// >>> (3).conjugate()
    /// 3
    fn conjugate(cx, @pos this: AnyInt) -> Value { Ok(Value::int(this.0)) }

    /// The number itself.
    ///
    /// >>> (3).real
    /// 3
    @property
    fn real(cx, @pos this: AnyInt) -> Value { Ok(Value::int(this.0)) }

    /// Zero.
    ///
    /// >>> (3).imag
    /// 0
    @property
    fn imag(cx, @pos this: AnyInt) -> i64 { Ok(0) }

    /// The number itself.
    ///
    /// >>> (3).numerator
    /// 3
    @property
    fn numerator(cx, @pos this: AnyInt) -> Value { Ok(Value::int(this.0)) }

    /// One.
    ///
    /// >>> (3).denominator
    /// 1
    @property
    fn denominator(cx, @pos this: AnyInt) -> i64 { Ok(1) }
}

builtins! { FLOAT_METHODS, chapter "float", methods "float";
    /// Whether it is a whole number.
    ///
    /// >>> (2.0).is_integer(), (2.5).is_integer()
    /// (True, False)
    fn is_integer(cx, @pos this: f64) -> bool { Ok(text::rounding::is_integer(this)) }

    /// Numerator and denominator of exactly this value.
    ///
    /// >>> (0.75).as_integer_ratio()
    /// (3, 4)
    fn as_integer_ratio(cx, @pos this: f64) -> (Value, Value) {
        let (numerator, denominator) = text::as_integer_ratio(this)?;
        Ok((int_value(numerator), int_value(denominator)))
    }

    /// In hexadecimal, without loss.
    ///
    /// >>> (0.1).hex()
    /// '0x1.999999999999ap-4'
    fn hex(cx, @pos this: f64) -> String { Ok(text::float_hex(this)) }

    /// A float from hexadecimal.
    ///
    /// >>> float.fromhex('0x1.8p+1')
    /// 3.0
    @static
    fn fromhex(cx, @pos string: String) -> f64 { Ok(text::float_from_hex(&string)?) }

    /// The number itself.
    ///
    /// >>> (2.5).conjugate()
    /// 2.5
    fn conjugate(cx, @pos this: f64) -> f64 { Ok(this) }

    /// The number itself.
    ///
    /// >>> (2.5).real
    /// 2.5
    @property
    fn real(cx, @pos this: f64) -> f64 { Ok(this) }

    /// Zero.
    ///
    /// >>> (2.5).imag
    /// 0.0
    @property
    fn imag(cx, @pos this: f64) -> f64 { Ok(0.0) }
}

builtins! { COMPLEX_METHODS, chapter "complex", methods "complex";
    /// With the imaginary part's sign turned.
    ///
    /// >>> (1+2j).conjugate()
    /// (1-2j)
    fn conjugate(cx, @pos this: crate::tensor::Complex64) -> Value { Ok(Value::complex(this.re, -this.im)) }

    /// The real part.
    ///
    /// >>> (1+2j).real
    /// 1.0
    @property
    fn real(cx, @pos this: crate::tensor::Complex64) -> f64 { Ok(this.re) }

    /// The imaginary part.
    ///
    /// >>> (1+2j).imag
    /// 2.0
    @property
    fn imag(cx, @pos this: crate::tensor::Complex64) -> f64 { Ok(this.im) }
}

fn is_big(byteorder: &str) -> Result<bool> {
    match byteorder {
        "big" => Ok(true),
        "little" => Ok(false),
        _ => Err(Error::value("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes(i: &IBig, length: i64, byteorder: &str, signed: bool) -> Result<Value> {
    let big = is_big(byteorder)?;
    let Ok(n) = usize::try_from(length) else { return Err(Error::value("length argument must be non-negative")) };
    check_size(n.saturating_mul(64))?;
    if *i < IBig::ZERO && !signed {
        return Err(Error::overflow("can't convert negative int to unsigned"));
    }
    let limit = IBig::ONE << (8 * n - usize::from(signed && n > 0));
    let fits = if *i < IBig::ZERO { -i <= limit } else { *i < limit };
    if !fits {
        return Err(Error::overflow("int too big to convert"));
    }
    let whole = if *i < IBig::ZERO { i + (IBig::ONE << (8 * n)) } else { i.clone() };
    let mut bytes = whole.unsigned_abs().to_le_bytes().to_vec();
    bytes.resize(n, 0);
    if big {
        bytes.reverse();
    }
    Ok(Value::bytes(bytes))
}
