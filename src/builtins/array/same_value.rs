//! `astype(…, casting='same_value')`: casts numbers and holds every result against the number it was made of.

use crate::builtins::math::select::tensor_op;
use crate::tensor::reduce::{Reduction, Request, reduce};
use crate::tensor::{DType, Kind, Order, Tensor, cast, ufunc};
use crate::value::elementwise::report;
use crate::value::{Context, Error, Result};

/// The elements as `wanted`. ValueError where one of them would be another number; not-a-number may stay so.
pub fn cast_exactly(cx: &mut dyn Context, a: &Tensor, wanted: DType, order: Order) -> Result<Tensor> {
    let from = a.dtype();
    if !(from.kind.is_numeric() && wanted.kind.is_numeric()) && from.kind != wanted.kind {
        return Err(Error::type_error(format!(
            "Cannot cast array data from {} to {} according to the rule 'same_value'",
            dtype_repr(from),
            dtype_repr(wanted)
        )));
    }
    let (result, flags) = cast::cast(a, wanted, order)?;
    if wanted.kind == Kind::Bool || from.kind == wanted.kind {
        return Ok(result);
    }
    let failure = |detail: &str| {
        Err(Error::value(format!(
            "could not cast 'same_value' {} to {}{detail}",
            c_name(from.kind),
            c_name(wanted.kind)
        )))
    };
    if from.kind.is_complex() && !wanted.kind.is_complex() {
        let imaginary = a.imag().map_or_else(|| Tensor::zeros(&[], DType::FLOAT64), Ok)?;
        if holds_anywhere(&tensor_op(&ufunc::NOT_EQUAL, &[&imaginary, &Tensor::zeros(&[], imaginary.dtype())?])?)? {
            report(cx, flags, "cast", false)?;
            return failure(": imag is not 0");
        }
    }
    // Equal as numbers, and again what it was when it is cast back: neither alone sees every difference.
    let back = cast::cast(&result, from, Order::K)?.0;
    let differs = tensor_op(
        &ufunc::LOGICAL_OR,
        &[&tensor_op(&ufunc::NOT_EQUAL, &[a, &result])?, &tensor_op(&ufunc::NOT_EQUAL, &[a, &back])?],
    )?;
    let is_nan = |t: &Tensor| tensor_op(&ufunc::NOT_EQUAL, &[t, t]);
    let both_nan = tensor_op(&ufunc::LOGICAL_AND, &[&is_nan(a)?, &is_nan(&result)?])?;
    if holds_anywhere(&tensor_op(&ufunc::GREATER, &[&differs, &both_nan])?)? {
        return failure("");
    }
    Ok(result)
}

fn dtype_repr(dtype: DType) -> String {
    crate::value::repr::repr(&crate::value::Value::dtype(dtype))
}

fn holds_anywhere(condition: &Tensor) -> Result<bool> {
    let (found, _) = reduce(Reduction::Any, condition, &Request::default())?;
    Ok(found.first().to_f64().is_some_and(|n| n != 0.0))
}

/// The type's name in C.
fn c_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "bool",
        Kind::Int8 => "byte",
        Kind::Int16 => "short",
        Kind::Int32 => "int",
        Kind::Int64 => "long",
        Kind::UInt8 => "ubyte",
        Kind::UInt16 => "ushort",
        Kind::UInt32 => "uint",
        Kind::UInt64 => "ulong",
        Kind::Float16 => "half",
        Kind::Float32 => "float",
        Kind::Float64 => "double",
        Kind::Complex64 => "cfloat",
        Kind::Complex128 => "cdouble",
        _ => "object",
    }
}
