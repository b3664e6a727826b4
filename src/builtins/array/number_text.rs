//! Numbers as text: `format_float_positional`, `format_float_scientific`, `base_repr`, `binary_repr`.

use crate::tensor::Scalar;
use crate::tensor::format::digits::Width;
use crate::tensor::format::{FloatOptions, Trim, format_float_positional, format_float_scientific};
use crate::value::convert::{to_float, to_index};
use crate::value::{Context, Error, FromValue, Result, Value};
use dashu_int::IBig;
use dashu_int::ops::BitTest;

builtins! { NUMBER_TEXT, chapter "Numbers as text", spaces ["np"];
    /// A float without an exponent.
    ///
    /// >>> np.format_float_positional(1e-5)
    /// '0.00001'
    /// >>> np.format_float_positional(3.14159, precision=2)
    /// '3.14'
    @see("format_float_scientific")
    fn format_float_positional(cx, x: Value, precision: Option<i64> = None, unique: bool = true, fractional: bool = true,
                               trim: String = "k".into(), sign: bool = false, pad_left: Option<i64> = None,
                               pad_right: Option<i64> = None, min_digits: Option<i64> = None) -> String {
        let options = FloatOptions {
            precision: count(precision, "precision")?,
            unique,
            fractional,
            trim: Trim::parse(&trim)?,
            sign,
            pad_left: count(pad_left, "pad_left")?,
            pad_right: count(pad_right, "pad_right")?,
            exp_digits: None,
            min_digits: count(min_digits, "min_digits")?,
        };
        let (x, width) = float(&x)?;
        Ok(format_float_positional(x, width, &options)?)
    }

    /// A float with an exponent.
    ///
    /// >>> np.format_float_scientific(12345.678, precision=2)
    /// '1.23e+04'
    @see("format_float_positional")
    fn format_float_scientific(cx, x: Value, precision: Option<i64> = None, unique: bool = true, trim: String = "k".into(),
                               sign: bool = false, pad_left: Option<i64> = None, exp_digits: Option<i64> = None,
                               min_digits: Option<i64> = None) -> String {
        let options = FloatOptions {
            precision: count(precision, "precision")?,
            unique,
            fractional: true,
            trim: Trim::parse(&trim)?,
            sign,
            pad_left: count(pad_left, "pad_left")?,
            pad_right: None,
            exp_digits: count(exp_digits, "exp_digits")?,
            min_digits: count(min_digits, "min_digits")?,
        };
        let (x, width) = float(&x)?;
        Ok(format_float_scientific(x, width, &options)?)
    }

    /// An integer's digits in a base up to 36; `padding` zeros in front.
    ///
    /// >>> np.base_repr(255, 16), np.base_repr(5, padding=2)
    /// ('FF', '00101')
    @see("binary_repr")
    fn base_repr(cx, number: Value, base: i64 = 2, padding: i64 = 0) -> String {
        if base > 36 {
            return Err(Error::value("Bases greater than 36 not handled in base_repr."));
        }
        if base < 2 {
            return Err(Error::value("Bases less than 2 not handled in base_repr."));
        }
        let number = whole(cx, &number)?;
        let negative = number < IBig::ZERO;
        let digits = if negative { -number } else { number };
        let text = digits.in_radix(base as u8).to_string().to_ascii_uppercase();
        // Zero is written as its padding alone, or as one digit.
        let text = if text == "0" && padding > 0 { String::new() } else { text };
        let zeros = "0".repeat(padding.max(0) as usize);
        Ok(format!("{}{zeros}{text}", if negative { "-" } else { "" }))
    }

    /// An integer in binary; with a width, negative ones as two's complement.
    ///
    /// >>> np.binary_repr(5, width=8), np.binary_repr(-3, width=5)
    /// ('00000101', '11101')
    @see("base_repr")
    fn binary_repr(cx, num: Value, width: Option<i64> = None) -> String { binary(&whole(cx, &num)?, width) }
}

fn count(value: Option<i64>, name: &str) -> Result<Option<usize>> {
    match value {
        None => Ok(None),
        Some(n) if n < 0 && name == "precision" => Ok(None),
        Some(n) => usize::try_from(n).map(Some).map_err(|_| Error::value(format!("{name} must be non-negative"))),
    }
}

/// A number and the width it was stored with.
fn float(value: &Value) -> Result<(f64, Width)> {
    let width = match value.as_scalar() {
        Some(Scalar::Float16(_)) => Width::Half,
        Some(Scalar::Float32(_)) => Width::Single,
        _ => Width::Double,
    };
    Ok((to_float(value)?, width))
}

fn whole(cx: &mut dyn Context, value: &Value) -> Result<IBig> {
    match value {
        Value::BigInt(_) => IBig::from_value(cx, value),
        other => to_index(other).map(IBig::from),
    }
}

fn binary(number: &IBig, width: Option<i64>) -> Result<String> {
    let too_narrow = |width: i64, need: usize| {
        Err(Error::value(format!("Insufficient bit width={width} provided for binwidth={need}")))
    };
    if *number >= IBig::ZERO {
        let digits = number.in_radix(2).to_string();
        return match width {
            Some(width) if (width.max(0) as usize) < digits.len() => too_narrow(width, digits.len()),
            Some(width) => Ok(format!("{digits:0>0$}", width as usize)),
            None => Ok(digits),
        };
    }
    let positive = -number.clone();
    let Some(width) = width else { return Ok(format!("-{}", positive.in_radix(2))) };
    // −2^(n−1) needs only n bits.
    let bits = positive.bit_len();
    let need = if (IBig::ONE << (bits - 1)) == positive { bits } else { bits + 1 };
    if (width.max(0) as usize) < need {
        return too_narrow(width, need);
    }
    let complement = (IBig::ONE << (width as usize)) - positive;
    Ok(format!("{:0>1$}", complement.in_radix(2).to_string(), width as usize))
}
