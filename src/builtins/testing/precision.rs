//! Assertions in units of the last place (ULP).

use crate::builtins::array::argument::numpy;
use crate::tensor::{DType, Kind, Tensor, cast, f16};
use crate::value::class::exception;
use crate::value::compare::compare;
use crate::value::convert::{FromValue, Unboxed};
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::ops::{binary, truth};
use crate::value::{Context, Error, Result, Value, repr};

builtins! { ASSERT_PRECISION, chapter "Testing: precision", spaces ["np.testing"];
    /// Raises AssertionError unless two arrays agree to so many units of spacing of the greater elements.
    ///
    /// >>> np.testing.assert_array_almost_equal_nulp(1.0, 1.0 + np.finfo(float).eps)
    @see("assert_array_max_ulp")
    fn assert_array_almost_equal_nulp(cx, x: Value, y: Value, nulp: Value = Value::Int(1)) -> () {
        let sizes = [numpy(cx, "abs", std::slice::from_ref(&x))?, numpy(cx, "abs", std::slice::from_ref(&y))?];
        let greater = compare(cx, CompareOp::Gt, &sizes[0], &sizes[1])?;
        let [ax, ay] = sizes;
        let greatest = numpy(cx, "where", &[greater, ax, ay])?;
        let spacing = numpy(cx, "spacing", &[greatest])?;
        let allowed = binary(cx, BinaryOp::Mul, &nulp, &spacing)?;
        let difference = numpy(cx, "subtract", &[x.clone(), y.clone()])?;
        let difference = numpy(cx, "abs", &[difference])?;
        let close = compare(cx, CompareOp::Le, &difference, &allowed)?;
        let close = numpy(cx, "all", &[close])?;
        if truth(&close)? {
            return Ok(());
        }
        let nulp = repr::str(&nulp);
        let complex = Tensor::from_value(cx, &x)?.dtype().kind.is_complex() || Tensor::from_value(cx, &y)?.dtype().kind.is_complex();
        if complex {
            return Err(exception::ASSERTION_ERROR.error(format!("Arrays are not equal to {nulp} ULP")));
        }
        let steps = steps_between(cx, &x, &y, None)?;
        let most = greatest_of(cx, &steps)?;
        Err(exception::ASSERTION_ERROR.error(format!("Arrays are not equal to {nulp} ULP (max is {most})")))
    }

    /// The numbers of floats between the elements of two arrays; AssertionError where there are more than `maxulp`.
    ///
    /// >>> np.testing.assert_array_max_ulp(np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    /// array([[0., 0.]])
    @see("assert_array_almost_equal_nulp")
    fn assert_array_max_ulp(cx, a: Value, b: Value, maxulp: Value = Value::Int(1), dtype: Option<DType> = None) -> Unboxed {
        let steps = steps_between(cx, &a, &b, dtype)?;
        let close = compare(cx, CompareOp::Le, &Value::array(steps.clone()), &maxulp)?;
        let close = numpy(cx, "all", &[close])?;
        if truth(&close)? {
            return Ok(Unboxed(steps));
        }
        let most = greatest_of(cx, &steps)?;
        let allowed = repr::str(&binary(cx, BinaryOp::Mod, &Value::str("%g"), &maxulp)?);
        Err(exception::ASSERTION_ERROR.error(format!(
            "Arrays are not almost equal up to {allowed} ULP (max difference is {most} ULP)"
        )))
    }
}

fn greatest_of(cx: &mut dyn Context, steps: &Tensor) -> Result<String> {
    let most = numpy(cx, "max", &[Value::array(steps.clone())])?;
    Ok(repr::str(&binary(cx, BinaryOp::Mod, &Value::str("%g"), &most)?))
}

/// How many floats lie between the elements, as floats, with an axis of length 1 in front.
fn steps_between(cx: &mut dyn Context, x: &Value, y: &Value, dtype: Option<DType>) -> Result<Tensor> {
    let of = |cx: &mut dyn Context, v: &Value| crate::value::nested::to_tensor(cx, v, dtype);
    let (x, y) = (of(cx, x)?, of(cx, y)?);
    let common = numpy(cx, "common_type", &[Value::array(x.clone()), Value::array(y.clone())])?;
    let common = DType::from_value(cx, &common)?;
    if common.kind.is_complex() {
        return Err(exception::NOT_IMPLEMENTED_ERROR.error("_nulp not implemented for complex array"));
    }
    if x.shape() != y.shape() {
        use crate::tensor::shape::tuple_text;
        let shape = |t: &Tensor| tuple_text(&[&[1], t.shape()].concat());
        return Err(Error::value(format!("Arrays do not have the same shape: {} - {}", shape(&x), shape(&y))));
    }
    let (x, y) = (ordinals(&cast::as_dtype(&x, common)?)?, ordinals(&cast::as_dtype(&y, common)?)?);
    let shape: Vec<usize> = [&[1], x.1.as_slice()].concat();
    let steps: Vec<f64> = x.0.iter().zip(&y.0).map(|(a, b)| wrapped(a.wrapping_sub(*b), common.kind)).collect();
    Ok(cast::as_dtype(&Tensor::from_vec(&shape, steps)?, common)?)
}

/// A difference in the integers of a float's size, as NumPy computes it.
fn wrapped(difference: i64, kind: Kind) -> f64 {
    match kind {
        Kind::Float16 => f64::from(f16::from_f64(f64::from(difference as i16)).to_f32()).abs(),
        Kind::Float32 => f64::from(difference as i32 as f32).abs(),
        _ => (difference as f64).abs(),
    }
}

/// Where each float stands in the row of all floats; the zeros stand in one place, and all NaN.
fn ordinals(t: &Tensor) -> Result<(Vec<i64>, Vec<usize>)> {
    let shape = t.shape().to_vec();
    let unsupported = || Error::value(format!("Unsupported dtype {}", crate::tensor::format::dtype_str(t.dtype())));
    let t = crate::tensor::copy::c_contiguous(t)?;
    let row = match t.dtype().kind {
        Kind::Float16 => t.to_vec::<f16>().map(|v| {
            v.into_iter()
                .map(|f| ordinal(i64::from(if f.is_nan() { f16::NAN.to_bits() } else { f.to_bits() } as i16), 15))
                .collect()
        }),
        Kind::Float32 => t.to_vec::<f32>().map(|v| {
            v.into_iter()
                .map(|f| ordinal(i64::from(if f.is_nan() { f32::NAN.to_bits() } else { f.to_bits() } as i32), 31))
                .collect()
        }),
        Kind::Float64 => t.to_vec::<f64>().map(|v| {
            v.into_iter()
                .map(|f| ordinal((if f.is_nan() { f64::NAN.to_bits() } else { f.to_bits() }) as i64, 63))
                .collect()
        }),
        _ => None,
    };
    Ok((row.ok_or_else(unsupported)?, shape))
}

/// The bits of a float as a signed number, with negative ones counted from zero downwards; `sign` is the place of the sign.
fn ordinal(bits: i64, sign: u32) -> i64 {
    if bits < 0 { (-1i64).wrapping_shl(sign).wrapping_sub(bits) } else { bits }
}
