//! `out=`: an array that takes a result, checked for being writeable.

use crate::tensor::Tensor;
use crate::value::convert::{FromValue, unboxed};
use crate::value::elementwise::{check_writeable, report};
use crate::value::{Array, Context, Error, Result, Value};
use std::rc::Rc;

/// An optional output array.
pub struct Out(pub Option<Rc<Array>>);

impl FromValue for Out {
    const ACCEPTS: &'static str = "ndarray";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Out> {
        match value {
            Value::None => Ok(Out(None)),
            Value::Array(array) => {
                check_writeable(array)?;
                Ok(Out(Some(array.clone())))
            }
            Value::Tuple(tuple) if tuple.items.len() == 1 => match &tuple.items[0] {
                Value::Array(array) => Ok(Out(Some(array.clone()))),
                Value::None => Ok(Out(None)),
                _ => Err(Error::type_error("return arrays must be of ArrayType")),
            },
            _ => Err(Error::type_error("return arrays must be of ArrayType")),
        }
    }
}

impl Out {
    pub fn tensor(&self) -> Result<Option<Tensor>> {
        Ok(self.0.as_ref().map(|array| array.tensor()))
    }
}

/// A result: written into `out` where there is one, else as it is, a 0-d one as a scalar.
pub fn finish(cx: &mut dyn Context, result: Tensor, out: Out) -> Result<Value> {
    match out.0 {
        Some(array) => {
            let target = array.tensor();
            if target.shape() != result.shape() {
                return Err(Error::value("output array does not match result of ufunc"));
            }
            let flags = crate::tensor::assign::assign(&target, &result)?;
            report(cx, flags, "cast", false)?;
            Ok(Value::Array(array))
        }
        None => unboxed(result),
    }
}
