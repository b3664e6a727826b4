//! Choosing and limiting: `clip`, `nan_to_num`, `real_if_close`, rounding to decimals, comparisons within a tolerance.

use super::super::array::out::{Out, finish};
use crate::tensor::calc::Calc;
use crate::tensor::flags::Flags;
use crate::tensor::ufunc::{self, CallOptions, Ufunc};
use crate::tensor::{DType, Kind, Operand, Order, Scalar, Tensor, cast, reduce};
use crate::value::convert::unboxed;
use crate::value::elementwise::report;
use crate::value::{Context, Error, FromValue, Result, Value};

builtins! { SELECT, chapter "Rounding, limiting, closeness", spaces ["np"];
    /// Elements limited to an interval: what is below becomes `a_min`, what is above `a_max`.
    ///
    /// >>> np.clip([1, 5, 9], 2, 7)
    /// array([2, 5, 7])
    @method @keeps @see("maximum", "minimum")
    fn clip(cx, a: Operand, a_min: Option<Operand> = None, a_max: Option<Operand> = None, out: Out = Out(None),
            @kw min: Option<Operand> = None, @kw max: Option<Operand> = None, @kwargs options: Value) -> Value {
        let target = [out.tensor()?];
        let (low, high) = (a_min.or(min), a_max.or(max));
        let dtype = clip_dtype(cx, &options, low.is_some(), high.is_some())?;
        let call_options = CallOptions { out: &target, dtype, ..CallOptions::default() };
        let (mut results, flags) = ufunc::clip(&a, low.as_ref(), high.as_ref(), &call_options)?;
        report(cx, flags, "clip", false)?;
        match out.0 {
            Some(array) => Ok(Value::Array(array)),
            None => unboxed(results.pop().ok_or_else(|| Error::value("a ufunc without a result"))?),
        }
    }

    /// Rounded to a number of decimals, halves to the even digit; negative decimals round left of the point.
    ///
    /// >>> np.round([1.234, 5.678], 1)
    /// array([1.2, 5.7])
    /// >>> np.round(1250, -2)
    /// np.int64(1200)
    @method @keeps @alias("around") @see("rint", "floor", "ceil")
    fn round(cx, a: Value, decimals: isize = 0, out: Out = Out(None)) -> Value {
        let tensor = Tensor::from_value(cx, &a)?;
        let result = rounded(cx, &tensor, decimals)?;
        finish(cx, result, out)
    }

    /// Rounded towards zero, keeping the dtype's kind.
    ///
    /// >>> np.fix([2.7, -2.7])
    /// array([ 2., -2.])
    @keeps @see("trunc", "floor")
    fn fix(cx, x: Tensor, out: Out = Out(None)) -> Value {
        let result = apply(cx, &ufunc::TRUNC, &[&x])?;
        finish(cx, result, out)
    }

    /// NaN and infinities replaced by finite numbers.
    ///
    /// >>> np.nan_to_num([1.0, np.nan, np.inf], posinf=99)
    /// array([ 1.,  0., 99.])
    @keeps @see("isnan", "isinf")
    fn nan_to_num(cx, x: Tensor, copy: bool = true, nan: f64 = 0.0, posinf: Option<f64> = None, neginf: Option<f64> = None) -> Value {
        let result = if copy { crate::tensor::copy::copied(&x, Order::K)? } else { x };
        replace_nonfinite(&result, nan, posinf, neginf)?;
        unboxed(result)
    }

    /// Element by element, whether `|a - b| <= atol + rtol * |b|`.
    ///
    /// >>> np.isclose([1e10, 1e-7], [1.00001e10, 1e-8])
    /// array([ True, False])
    @keeps @see("allclose")
    fn isclose(cx, a: Tensor, b: Tensor, rtol: Operand = Operand::WeakFloat(1e-5), atol: Operand = Operand::WeakFloat(1e-8),
               equal_nan: bool = false) -> Value {
        unboxed(close(&a, &b, &rtol, &atol, equal_nan)?.tensor()?)
    }

    /// Whether all elements are close in the sense of `isclose`.
    ///
    /// >>> np.allclose([1.0, 2.0], [1.0, 2.0 + 1e-9])
    /// True
    @see("isclose", "array_equal")
    fn allclose(cx, a: Tensor, b: Tensor, rtol: Operand = Operand::WeakFloat(1e-5), atol: Operand = Operand::WeakFloat(1e-8),
                equal_nan: bool = false) -> bool {
        let close = close(&a, &b, &rtol, &atol, equal_nan)?;
        all_true(&close.reduced(reduce::Reduction::All, &reduce::Axes::All, false).tensor()?)
    }

    /// Whether two arrays have the same shape and equal elements.
    ///
    /// >>> np.array_equal([1, 2], [1, 2]), np.array_equal([1, 2], [1, 3])
    /// (True, False)
    @see("array_equiv", "allclose")
    fn array_equal(cx, a1: Tensor, a2: Tensor, equal_nan: bool = false) -> bool {
        if a1.shape() != a2.shape() {
            return Ok(false);
        }
        let (a, b) = (|| Calc::from(&a1), || Calc::from(&a2));
        let mut same = a().binary(&ufunc::EQUAL, b());
        if equal_nan && a1.dtype().kind.is_inexact() && a2.dtype().kind.is_inexact() {
            let both = a().unary(&ufunc::ISNAN).binary(&ufunc::LOGICAL_AND, b().unary(&ufunc::ISNAN));
            same = same.binary(&ufunc::LOGICAL_OR, both);
        }
        all_true(&same.reduced(reduce::Reduction::All, &reduce::Axes::All, false).tensor()?)
    }

    /// Whether two arrays are equal after broadcasting.
    ///
    /// >>> np.array_equiv([1, 2], [[1, 2], [1, 2]])
    /// True
    @see("array_equal")
    fn array_equiv(cx, a1: Tensor, a2: Tensor) -> bool {
        match equal(&a1, &a2) {
            Ok(same) => all_true(&same),
            Err(_) => Ok(false),
        }
    }

    /// Whether it is positive infinity.
    ///
    /// >>> np.isposinf([np.inf, -np.inf, 1])
    /// array([ True, False, False])
    @see("isinf")
    fn isposinf(cx, x: Tensor, out: Out = Out(None)) -> Value { infinite(cx, &x, out, false) }

    /// Whether it is negative infinity.
    ///
    /// >>> np.isneginf([np.inf, -np.inf, 1])
    /// array([False,  True, False])
    @see("isinf")
    fn isneginf(cx, x: Tensor, out: Out = Out(None)) -> Value { infinite(cx, &x, out, true) }

    /// Element by element, whether the imaginary part is not zero.
    ///
    /// >>> np.iscomplex([1 + 1j, 2])
    /// array([ True, False])
    @see("isreal", "iscomplexobj")
    fn iscomplex(cx, x: Tensor) -> Value { unboxed(imaginary(&x)?) }

    /// Element by element, whether the imaginary part is zero.
    ///
    /// >>> np.isreal([1 + 1j, 2])
    /// array([False,  True])
    @keeps @see("iscomplex", "isrealobj")
    fn isreal(cx, x: Tensor) -> Value { unboxed(tensor_op(&ufunc::LOGICAL_NOT, &[&imaginary(&x)?])?) }

    /// A complex array whose imaginary parts are all next to zero, as a real one.
    ///
    /// >>> np.real_if_close([2.1 + 4e-14j], tol=1000)
    /// array([2.1])
    @keeps
    fn real_if_close(cx, a: Tensor, tol: f64 = 100.0) -> Tensor {
        if !a.dtype().kind.is_complex() {
            return Ok(a);
        }
        let epsilon = if a.dtype().kind == Kind::Complex64 { f32::EPSILON as f64 } else { f64::EPSILON };
        let limit = if tol > 1.0 { epsilon * tol } else { tol };
        let imaginary = a.imag().unwrap_or_else(|| a.clone());
        let size = tensor_op(&ufunc::ABSOLUTE, &[&imaginary])?;
        let (small, _) = ufunc::call(&ufunc::LESS, &[Operand::Tensor(size), Operand::WeakFloat(limit)], &CallOptions::default())?;
        if all_true(&small[0])? { Ok(a.real()) } else { Ok(a) }
    }

    /// The angle of complex numbers in the plane, in radians or degrees.
    ///
    /// >>> np.angle([1, 1j, -1], deg=True)
    /// array([  0.,  90., 180.])
    @keeps @see("arctan2", "absolute")
    fn angle(cx, z: Tensor, deg: bool = false) -> Value {
        let imaginary = z.imag().map_or(Operand::WeakInt(0), Operand::Tensor);
        let (mut angles, _) = ufunc::call(&ufunc::ARCTAN2, &[imaginary, Operand::Tensor(z.real())], &CallOptions::default())?;
        let angle = angles.pop().unwrap_or_else(|| z.real());
        let degrees = || -> Result<Tensor> {
            let (mut scaled, _) = ufunc::call(&ufunc::MULTIPLY, &[Operand::Tensor(angle.clone()), Operand::WeakFloat(180.0 / std::f64::consts::PI)], &CallOptions::default())?;
            Ok(scaled.pop().unwrap_or_else(|| angle.clone()))
        };
        unboxed(if deg { degrees()? } else { angle })
    }

    /// sin(pi x) / (pi x), and 1 at 0.
    ///
    /// >>> np.sinc([0, 0.5])
    /// array([1.        , 0.63661977])
    fn sinc(cx, x: Tensor) -> Value {
        let one = |u: &'static Ufunc, a: Operand, b: Operand| -> Result<Tensor> {
            Ok(ufunc::call(u, &[a, b], &CallOptions::default())?.0.remove(0))
        };
        let tiny = if x.dtype().kind.is_inexact() { Operand::WeakFloat(1.0e-20) } else { Operand::Scalar(Scalar::Float64(1.0e-20)) };
        let zero = tensor_op(&ufunc::LOGICAL_NOT, &[&x])?;
        let (moved, _) = ufunc::where_(&Operand::Tensor(zero), &tiny, &Operand::Tensor(x.clone()))?;
        let y = one(&ufunc::MULTIPLY, Operand::WeakFloat(std::f64::consts::PI), Operand::Tensor(moved))?;
        unboxed(tensor_op(&ufunc::DIVIDE, &[&tensor_op(&ufunc::SIN, &[&y])?, &y])?)
    }

    /// The real part; a view where the array is complex.
    ///
    /// >>> np.real([1 + 2j, 3])
    /// array([1., 3.])
    fn real(cx, val: Value) -> Value {
        match &val {
            Value::Array(array) => Ok(crate::value::item::wrap_view(array.borrow().real(), array, &val)),
            other => match part_of_number(cx, other, "real") {
                Some(part) => part,
                None => Ok(Value::array(Tensor::from_value(cx, other)?.real())),
            },
        }
    }

    /// The imaginary part; a view where the array is complex.
    ///
    /// >>> np.imag([1 + 2j, 3])
    /// array([2., 0.])
    @keeps
    fn imag(cx, val: Value) -> Value {
        if let Some(part) = part_of_number(cx, &val, "imag") {
            return part;
        }
        let tensor = Tensor::from_value(cx, &val)?;
        match (tensor.imag(), &val) {
            (Some(imaginary), Value::Array(array)) => Ok(crate::value::item::wrap_view(imaginary, array, &val)),
            (Some(imaginary), _) => Ok(Value::array(imaginary)),
            (None, _) => Ok(Value::array(Tensor::zeros(tensor.shape(), tensor.dtype())?)),
        }
    }
}

/// The `dtype=` among the further arguments of `clip`, which are those of the ufunc that clips on one side or on both.
fn clip_dtype(cx: &mut dyn Context, options: &Value, low: bool, high: bool) -> Result<Option<DType>> {
    let Value::Dict(options) = options else { return Ok(None) };
    let mut dtype = None;
    for (key, value) in options.borrow().iter() {
        match crate::value::repr::str(key).as_str() {
            "dtype" => dtype = Option::<DType>::from_value(cx, value)?,
            "where" | "casting" | "order" | "subok" | "signature" => {}
            other => {
                let name = match (low, high) {
                    (true, true) => "clip",
                    (true, false) => "maximum",
                    (false, true) => "minimum",
                    (false, false) => "positive",
                };
                return Err(Error::type_error(format!("{name}() got an unexpected keyword argument '{other}'")));
            }
        }
    }
    Ok(dtype)
}

/// `real` or `imag` of a number: its own attribute, so that Python's numbers stay Python's. `None` for what is no number.
fn part_of_number(cx: &mut dyn Context, value: &Value, part: &str) -> Option<Result<Value>> {
    match value {
        Value::Array(_) | Value::List(_) | Value::Tuple(_) | Value::Str(_) | Value::Bytes(_) => None,
        number => crate::builtins::attribute(cx, number, crate::symbol::Symbol::new(part)).ok().map(Ok),
    }
}

/// A ufunc's one result on tensors, flags ignored.
pub fn tensor_op(u: &'static Ufunc, inputs: &[&Tensor]) -> Result<Tensor> {
    let operands: Vec<Operand> = inputs.iter().map(|t| Operand::Tensor((*t).clone())).collect();
    let (mut results, _) = ufunc::call(u, &operands, &CallOptions::default())?;
    results.pop().ok_or_else(|| Error::value("a ufunc without a result"))
}

/// A ufunc's one result on tensors, with its warnings.
pub fn apply(cx: &mut dyn Context, u: &'static Ufunc, inputs: &[&Tensor]) -> Result<Tensor> {
    let operands: Vec<Operand> = inputs.iter().map(|t| Operand::Tensor((*t).clone())).collect();
    let (mut results, flags): (_, Flags) = ufunc::call(u, &operands, &CallOptions::default())?;
    report(cx, flags, u.name, false)?;
    results.pop().ok_or_else(|| Error::value("a ufunc without a result"))
}

/// Rounds as NumPy does: multiply by a power of ten, `rint`, divide. Integers and bools are not changed by decimals >= 0.
pub fn rounded(cx: &mut dyn Context, a: &Tensor, decimals: isize) -> Result<Tensor> {
    let kind = a.dtype().kind;
    if kind == Kind::Bool || (kind.is_integer() && decimals >= 0) {
        return Ok(if kind == Kind::Bool {
            cast::as_dtype(a, DType::FLOAT16)?
        } else {
            crate::tensor::copy::copied(a, Order::K)?
        });
    }
    let parts = |t: &Tensor| {
        if kind.is_complex() { vec![t.real(), t.imag().unwrap_or_else(|| t.clone())] } else { vec![t.clone()] }
    };
    if kind.is_complex() {
        let result = crate::tensor::copy::copied(a, Order::K)?;
        for (target, source) in parts(&result).iter().zip(parts(a)) {
            crate::tensor::assign::assign(target, &rounded(cx, &source, decimals)?)?;
        }
        return Ok(result);
    }
    if decimals == 0 {
        return apply(cx, &ufunc::RINT, &[a]);
    }
    let scale = Calc::from(10f64.powi(decimals.unsigned_abs().min(400) as i32));
    let (first, last) =
        if decimals > 0 { (&ufunc::MULTIPLY, &ufunc::DIVIDE) } else { (&ufunc::DIVIDE, &ufunc::MULTIPLY) };
    let whole = Calc::from(a).binary(first, scale.clone()).unary(&ufunc::RINT);
    let (result, trace) = whole.binary(last, scale).traced()?;
    for raised in trace.all().iter().filter(|raised| raised.operation != last.name) {
        report(cx, raised.flags, raised.operation, raised.scalar)?;
    }
    Ok(if kind.is_integer() { cast::as_dtype(&result, a.dtype())? } else { result })
}

fn replace_nonfinite(x: &Tensor, nan: f64, posinf: Option<f64>, neginf: Option<f64>) -> Result<()> {
    let real = x.real();
    let most = match real.dtype().kind {
        Kind::Float16 => 65504.0,
        Kind::Float32 => f32::MAX as f64,
        Kind::Float64 => f64::MAX,
        _ => return Ok(()),
    };
    let parts =
        if x.dtype().kind.is_complex() { vec![real, x.imag().unwrap_or_else(|| x.clone())] } else { vec![real] };
    for part in parts {
        let is = |u: &'static Ufunc| tensor_op(u, &[&part]);
        let (nans, infinite, negative) = (is(&ufunc::ISNAN)?, is(&ufunc::ISINF)?, is(&ufunc::SIGNBIT)?);
        let below = tensor_op(&ufunc::LOGICAL_AND, &[&infinite, &negative])?;
        let above = tensor_op(&ufunc::LOGICAL_AND, &[&infinite, &tensor_op(&ufunc::LOGICAL_NOT, &[&negative])?])?;
        for (mask, value) in [(nans, nan), (above, posinf.unwrap_or(most)), (below, neginf.unwrap_or(-most))] {
            crate::tensor::index::copy_where(
                &part,
                &mask,
                &cast::as_dtype(&Tensor::scalar(value)?, part.dtype())?.broadcast_to(part.shape())?,
            )?;
        }
    }
    Ok(())
}

/// NumPy's `isclose`: `|x − y| ≤ atol + rtol·|y|` where `y` is finite, else equality.
fn close(x: &Tensor, y: &Tensor, rtol: &Operand, atol: &Operand, equal_nan: bool) -> Result<Calc> {
    // Integers are compared as floats, so that their differences don't wrap.
    let y = if y.dtype().kind.is_inexact() || !y.dtype().kind.is_numeric() {
        y.clone()
    } else {
        cast::as_dtype(y, DType::FLOAT64)?
    };
    let (x, y) = (|| Calc::from(x), || Calc::from(&y));
    let distance = (x() - y()).unary(&ufunc::ABSOLUTE);
    let limit = Calc::from(atol.clone()) + Calc::from(rtol.clone()) * y().unary(&ufunc::ABSOLUTE);
    let near = distance.binary(&ufunc::LESS_EQUAL, limit).binary(&ufunc::LOGICAL_AND, y().unary(&ufunc::ISFINITE));
    let mut result = near.binary(&ufunc::LOGICAL_OR, x().binary(&ufunc::EQUAL, y()));
    if equal_nan {
        let both = x().unary(&ufunc::ISNAN).binary(&ufunc::LOGICAL_AND, y().unary(&ufunc::ISNAN));
        result = result.binary(&ufunc::LOGICAL_OR, both);
    }
    Ok(result.quiet())
}

fn equal(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    tensor_op(&ufunc::EQUAL, &[a, b])
}

/// Whether every element of a bool tensor is true.
pub fn all_true(mask: &Tensor) -> Result<bool> {
    let (all, _) = reduce::reduce(reduce::Reduction::All, mask, &reduce::Request::default())?;
    crate::value::elementwise::scalar_truth(&all.first())
}

fn infinite(cx: &mut dyn Context, x: &Tensor, out: Out, negative: bool) -> Result<Value> {
    if x.dtype().kind.is_complex() {
        let name = x.dtype().name();
        return Err(Error::type_error(format!(
            "This operation is not supported for {name} values because it would be ambiguous."
        )));
    }
    let sign = tensor_op(&ufunc::SIGNBIT, &[x])?;
    let sign = if negative { sign } else { tensor_op(&ufunc::LOGICAL_NOT, &[&sign])? };
    let result = tensor_op(&ufunc::LOGICAL_AND, &[&tensor_op(&ufunc::ISINF, &[x])?, &sign])?;
    finish(cx, result, out)
}

fn imaginary(x: &Tensor) -> Result<Tensor> {
    match x.imag() {
        Some(part) => {
            Ok(ufunc::call(&ufunc::NOT_EQUAL, &[Operand::Tensor(part), Operand::WeakInt(0)], &CallOptions::default())?
                .0
                .remove(0))
        }
        None => Ok(Tensor::zeros(x.shape(), DType::BOOL)?),
    }
}
