//! Operators of `np.char.chararray`: comparisons that ignore white space at the end of words, `+`, `*` and `%`.

use super::class::exception::TYPE_ERROR;
use super::class::numpy::CHARARRAY;
use super::object::{BinaryOp, CompareOp};
use super::words;
use super::{Array, Context, Error, FromValue, Result, Value, elementwise};
use crate::tensor::ufunc::{self, CallOptions};
use crate::tensor::{Kind, Operand, Scalar, Tensor, text};
use std::rc::Rc;

/// Whether a value is such an array.
pub fn is_chararray(value: &Value) -> bool {
    matches!(value, Value::Array(array) if std::ptr::eq(array.class(), &CHARARRAY))
}

/// An array of text as a chararray.
pub fn of_characters(tensor: Tensor) -> Value {
    Value::Array(Rc::new(Array::with_class(tensor, &CHARARRAY)))
}

/// `a op b`, one of them a chararray; `None` for operators that it has from other arrays.
pub fn binary(cx: &mut dyn Context, op: BinaryOp, a: &Value, b: &Value) -> Result<Option<Value>> {
    let result = match op {
        BinaryOp::Add => {
            let operands = [Operand::from_value(cx, a)?, Operand::from_value(cx, b)?];
            let (outputs, _) = ufunc::call(&ufunc::ADD, &operands, &CallOptions::default())?;
            return Ok(outputs.into_iter().next().map(of_characters));
        }
        BinaryOp::Mul => {
            let (words, times) = if is_chararray(a) { (a, b) } else { (b, a) };
            multiplied(&Operand::from_value(cx, words)?, &Tensor::from_value(cx, times)?)?
        }
        BinaryOp::Mod if is_chararray(a) => {
            let words = Tensor::from_value(cx, a)?;
            let values = Tensor::from_value(cx, b)?;
            let (shape, found) = words::modulo(cx, &words, &values)?;
            words::fitting(&shape, &found, words.dtype())?
        }
        _ => return Ok(None),
    };
    Ok(Some(of_characters(result)))
}

/// Words several times in a row.
///
/// # Errors
/// ValueError, for whatever is no text or no integer.
pub fn multiplied(words: &Operand, times: &Tensor) -> Result<Tensor> {
    text::multiplied(words, times).map_err(|error| {
        let error = Error::from(error);
        if error.is(&TYPE_ERROR) { Error::value("Can only multiply by integers") } else { error }
    })
}

/// `a op b`, one of them a chararray.
pub fn compare(cx: &mut dyn Context, op: CompareOp, a: &Value, b: &Value) -> Result<Value> {
    let (x, y) = (Tensor::from_value(cx, a)?, Tensor::from_value(cx, b)?);
    compared(elementwise::comparison(op).name, &x, &y, true)
}

/// The comparison of that name, with or without the white space at the ends of words; `NotImplemented` for text and bytes.
///
/// # Errors
/// TypeError for what is no text.
pub fn compared(name: &str, x: &Tensor, y: &Tensor, stripped: bool) -> Result<Value> {
    match (x.dtype().kind, y.dtype().kind) {
        (Kind::Str(_), Kind::Str(_)) | (Kind::Bytes(_), Kind::Bytes(_)) => {
            Ok(Value::array(text::compared(x, y, stripped, ufunc::holds(name))?))
        }
        (Kind::Str(_) | Kind::Bytes(_), Kind::Str(_) | Kind::Bytes(_)) => Ok(Value::NotImplemented),
        _ => Err(Error::type_error("comparison of non-string arrays")),
    }
}

/// An element: Python's own str or bytes, without white space at the end.
pub fn element(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Str(word) => Value::str(word.trim_end_matches(text::letter::is_space)),
        Scalar::Bytes(word) => Value::bytes(text::search::strip_end(word, text::Letter::is_space)),
        other => super::item::scalar_value(other.clone()),
    }
}

/// The words as they print: without white space at the end.
pub fn shown(array: &Tensor) -> Tensor {
    let operand = Operand::Tensor(array.clone());
    text::stripped(&operand, None, text::Strip::End).unwrap_or_else(|_| array.clone())
}
