//! The arguments of functions on text: arrays of words, and what the results inherit from them.

use crate::builtins::math::ufunc::operand;
use crate::tensor::promote::default_operand_dtype;
use crate::tensor::text::{self, Fixed, Missing, TextType};
use crate::tensor::{Kind, Operand, Tensor};
use crate::value::class::{Class, numpy};
use crate::value::convert::unboxed;
use crate::value::nested::to_tensor;
use crate::value::{Array, Context, Error, FromValue, Result, Value};
use std::rc::Rc;

/// An array of text, or anything else: the functions say what they refuse.
#[derive(Clone)]
pub struct Words {
    pub operand: Operand,
    class: &'static Class,
    /// What the words were before, where they are of any length.
    text: Option<TextType>,
    missing: Option<Tensor>,
}

impl FromValue for Words {
    const ACCEPTS: &'static str = "array_like of str or bytes";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Words> {
        let class = match value {
            Value::Array(array) => array.class(),
            _ => &numpy::NDARRAY,
        };
        let operand = operand(cx, value)?;
        match &operand {
            Operand::Tensor(t) if matches!(t.dtype().kind, Kind::Text(_)) => {
                let Fixed { words, missing, text } = Fixed::of(t)?;
                Ok(Words { operand: Operand::Tensor(words), class, text, missing })
            }
            _ => Ok(Words { operand, class, text: None, missing: None }),
        }
    }
}

impl Words {
    pub fn tensor(&self) -> Result<Tensor> {
        Ok(match &self.operand {
            Operand::Tensor(t) => t.clone(),
            other => crate::tensor::cast::operand_to_tensor(other, default_operand_dtype(other))?,
        })
    }

    /// A result of the argument's class, and text of any length where the argument is.
    pub fn like(&self, result: Tensor) -> Result<Value> {
        Ok(Value::Array(Rc::new(Array::with_class(self.as_long(result)?, self.class))))
    }

    /// As [`Words::like`], a scalar where the result has no axes.
    pub fn like_or_scalar(&self, result: Tensor) -> Result<Value> {
        if result.ndim() == 0 { unboxed(self.as_long(result)?) } else { self.like(result) }
    }

    fn as_long(&self, result: Tensor) -> Result<Tensor> {
        let (Some(text), Kind::Str(_)) = (self.text, result.dtype().kind) else { return Ok(result) };
        if self.missing.is_some() && !text.missing.is_some_and(Missing::is_nan) {
            return Err(Error::value("null values that are neither strings nor like NaN are not supported here"));
        }
        let masks: Vec<&Tensor> = self.missing.iter().collect();
        Ok(text::variable(&result, text, &masks)?)
    }

    /// Whether the words have no width of their own.
    pub fn is_any_length(&self) -> bool {
        self.text.is_some()
    }

    /// ValueError of `function` where a word is missing.
    pub fn refuse_missing(&self, function: &str) -> Result<()> {
        match self.missing {
            Some(_) => Err(Error::value(format!("'{function}' not supported for null values that are not strings."))),
            None => Ok(()),
        }
    }
}

/// `np.asarray(value)`; whatever NumPy makes no numbers or text of is an element of an object array.
pub struct Elements(pub Tensor);

impl FromValue for Elements {
    const ACCEPTS: &'static str = "array_like";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Elements> {
        match value {
            Value::None | Value::Dict(_) => crate::value::nested::object_tensor(value).map(Elements),
            other => to_tensor(cx, other, None).map(Elements),
        }
    }

    fn from_none() -> Option<Elements> {
        crate::value::nested::object_tensor(&Value::None).ok().map(Elements)
    }
}

/// An operand that stays a Python number where it is one.
pub struct Bound(pub Operand);

impl FromValue for Bound {
    const ACCEPTS: &'static str = "int or array_like of ints";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Bound> {
        if let Value::BigInt(_) = value {
            return Err(Error::overflow("Python int too large to convert to C long"));
        }
        operand(cx, value).map(Bound)
    }
}

impl Bound {
    pub fn of(value: i64) -> Bound {
        Bound(Operand::WeakInt(i128::from(value)))
    }
}
