//! `np.emath`: functions that answer with complex numbers where real ones have no answer.

use super::select::tensor_op;
use crate::tensor::reduce::{Reduction, Request, reduce};
use crate::tensor::ufunc::{self, Ufunc};
use crate::tensor::{DType, Kind, Operand, Tensor, cast};
use crate::value::convert::unboxed;
use crate::value::elementwise::report;
use crate::value::{Context, Result, Value};

builtins! { SCIMATH, chapter "Mathematics with complex answers", spaces ["np.emath", "np.lib.scimath"];
    /// The square root; of negative numbers a complex one.
    ///
    /// >>> np.emath.sqrt([1, 4])
    /// array([1., 2.])
    /// >>> np.emath.sqrt(-1)
    /// np.complex128(1j)
    @see("sqrt")
    fn sqrt(cx, x: Tensor) -> Value { widened(cx, &ufunc::SQRT, x, is_negative) }

    /// The natural logarithm; of negative numbers a complex one.
    ///
    /// >>> np.emath.log(-np.exp(1)) == (1 + np.pi * 1j)
    /// np.True_
    @see("log")
    fn log(cx, x: Tensor) -> Value { widened(cx, &ufunc::LOG, x, is_negative) }

    /// The logarithm to base 2; of negative numbers a complex one.
    ///
    /// >>> np.emath.log2([-4, 8])
    /// array([2.+4.53236014j, 3.+0.j        ])
    @see("log2")
    fn log2(cx, x: Tensor) -> Value { widened(cx, &ufunc::LOG2, x, is_negative) }

    /// The logarithm to base 10; of negative numbers a complex one.
    ///
    /// >>> np.emath.log10([10, 100])
    /// array([1., 2.])
    @see("log10")
    fn log10(cx, x: Tensor) -> Value { widened(cx, &ufunc::LOG10, x, is_negative) }

    /// The logarithm of `x` to base `n`; of negative numbers a complex one.
    ///
    /// >>> np.emath.logn(2, [4, 8])
    /// array([2., 3.])
    fn logn(cx, n: Tensor, x: Tensor) -> Value {
        let (x, n) = (complex_where(x, is_negative)?, complex_where(n, is_negative)?);
        let (above, below) = (applied(cx, &ufunc::LOG, &[x])?, applied(cx, &ufunc::LOG, &[n])?);
        unboxed(applied(cx, &ufunc::DIVIDE, &[above, below])?)
    }

    /// `x` to the power `p`; of negative `x` a complex number. Negative integer powers are floats.
    ///
    /// >>> np.emath.power([2, 4], -2)
    /// array([0.25  , 0.0625])
    /// >>> np.emath.power([-2, 4], 2)
    /// array([ 4.-0.j, 16.+0.j])
    @see("power")
    fn power(cx, x: Tensor, p: Tensor) -> Value {
        let x = complex_where(x, is_negative)?;
        let p = if p.dtype().kind.is_integer() && is_negative(&p)? { cast::as_dtype(&p, DType::FLOAT64)? } else { p };
        unboxed(applied(cx, &ufunc::POWER, &[x, p])?)
    }

    /// The angle of which a number is the cosine; complex outside -1 … 1.
    ///
    /// >>> np.emath.arccos([1, 2])
    /// array([0.-0.j       , 0.-1.3169579j])
    @see("arccos")
    fn arccos(cx, x: Tensor) -> Value { widened(cx, &ufunc::ARCCOS, x, exceeds_one) }

    /// The angle of which a number is the sine; complex outside -1 … 1.
    ///
    /// >>> np.emath.arcsin(0)
    /// np.float64(0.0)
    @see("arcsin")
    fn arcsin(cx, x: Tensor) -> Value { widened(cx, &ufunc::ARCSIN, x, exceeds_one) }

    /// The inverse of the hyperbolic tangent; complex outside -1 … 1.
    ///
    /// >>> np.emath.arctanh(0.5)
    /// np.float64(0.5493061443340549)
    @see("arctanh")
    fn arctanh(cx, x: Tensor) -> Value { widened(cx, &ufunc::ARCTANH, x, exceeds_one) }
}

/// A ufunc's result with its warnings.
fn applied(cx: &mut dyn Context, u: &'static Ufunc, inputs: &[Tensor]) -> Result<Tensor> {
    let operands: Vec<Operand> = inputs.iter().cloned().map(Operand::Tensor).collect();
    let (mut outputs, flags) = ufunc::call(u, &operands, &ufunc::CallOptions::default())?;
    let result = outputs.pop().ok_or_else(|| crate::value::Error::value("no result"))?;
    report(cx, flags, u.name, result.ndim() == 0)?;
    Ok(result)
}

fn widened(cx: &mut dyn Context, u: &'static Ufunc, x: Tensor, outside: fn(&Tensor) -> Result<bool>) -> Result<Value> {
    let x = complex_where(x, outside)?;
    unboxed(applied(cx, u, &[x])?)
}

/// The elements as complex numbers where one of them is outside the domain of the real function.
fn complex_where(x: Tensor, outside: fn(&Tensor) -> Result<bool>) -> Result<Tensor> {
    if !outside(&x)? {
        return Ok(x);
    }
    use Kind::*;
    let wide = match x.dtype().kind {
        Float32 | Int8 | UInt8 | Int16 | UInt16 | Complex64 => DType::COMPLEX64,
        _ => DType::COMPLEX128,
    };
    Ok(cast::as_dtype(&x, wide)?)
}

fn any(condition: &Tensor) -> Result<bool> {
    let (found, _) = reduce(Reduction::Any, condition, &Request::default())?;
    Ok(found.first().to_f64().is_some_and(|n| n != 0.0))
}

/// Where the imaginary part is zero.
fn is_real(x: &Tensor) -> Result<Option<Tensor>> {
    match x.imag() {
        Some(imaginary) => tensor_op(&ufunc::EQUAL, &[&imaginary, &Tensor::zeros(&[], imaginary.dtype())?]).map(Some),
        None => Ok(None),
    }
}

fn any_real(x: &Tensor, condition: Tensor) -> Result<bool> {
    match is_real(x)? {
        Some(real) => any(&tensor_op(&ufunc::LOGICAL_AND, &[&condition, &real])?),
        None => any(&condition),
    }
}

fn is_negative(x: &Tensor) -> Result<bool> {
    let (mut found, _) =
        ufunc::call(&ufunc::LESS, &[Operand::Tensor(x.clone()), Operand::WeakInt(0)], &ufunc::CallOptions::default())?;
    found.pop().map_or(Ok(false), |condition| any_real(x, condition))
}

fn exceeds_one(x: &Tensor) -> Result<bool> {
    let size = tensor_op(&ufunc::ABSOLUTE, &[x])?;
    let (mut found, _) =
        ufunc::call(&ufunc::GREATER, &[Operand::Tensor(size), Operand::WeakInt(1)], &ufunc::CallOptions::default())?;
    found.pop().map_or(Ok(false), |condition| any_real(x, condition))
}
