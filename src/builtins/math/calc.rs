//! Arithmetic on tensors with Rust's own operators: a `Calc` carries a value, or the first error, and the flags so far, so
//! that a formula can be written as one.

use crate::tensor::flags::Flags;
use crate::tensor::reduce::{self, Axes, Reduction, Request};
use crate::tensor::ufunc::{self, CallOptions, Ufunc};
use crate::tensor::{Operand, Result, Tensor, cast};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A tensor or a Python number on its way through a formula.
#[derive(Clone)]
pub struct Calc(Result<(Operand, Flags)>);

impl From<&Tensor> for Calc {
    fn from(tensor: &Tensor) -> Calc {
        Calc(Ok((Operand::Tensor(tensor.clone()), Flags::NONE)))
    }
}

impl From<f64> for Calc {
    fn from(number: f64) -> Calc {
        Calc(Ok((Operand::WeakFloat(number), Flags::NONE)))
    }
}

impl From<&Calc> for Calc {
    fn from(calc: &Calc) -> Calc {
        calc.clone()
    }
}

impl From<Result<Tensor>> for Calc {
    fn from(result: Result<Tensor>) -> Calc {
        Calc(result.map(|tensor| (Operand::Tensor(tensor), Flags::NONE)))
    }
}

impl Calc {
    /// The value, as a tensor, and the flags raised on the way.
    pub fn value(self) -> Result<(Tensor, Flags)> {
        let (operand, flags) = self.0?;
        match operand {
            Operand::Tensor(tensor) => Ok((tensor, flags)),
            other => {
                let dtype = crate::tensor::promote::default_operand_dtype(&other);
                Ok((cast::operand_to_tensor(&other, dtype)?, flags))
            }
        }
    }

    /// The value alone.
    pub fn tensor(self) -> Result<Tensor> {
        self.value().map(|(tensor, _)| tensor)
    }

    pub fn unary(self, u: &'static Ufunc) -> Calc {
        Calc(self.0.and_then(|(a, before)| {
            let (mut results, flags) = ufunc::call(u, &[a], &CallOptions::default())?;
            Ok((Operand::Tensor(results.remove(0)), before | flags))
        }))
    }

    pub fn binary(self, u: &'static Ufunc, other: impl Into<Calc>) -> Calc {
        Calc(self.0.and_then(|(a, before)| {
            let (b, more) = other.into().0?;
            let (mut results, flags) = ufunc::call(u, &[a, b], &CallOptions::default())?;
            Ok((Operand::Tensor(results.remove(0)), before | more | flags))
        }))
    }

    /// A view or copy of the tensor.
    pub fn map(self, change: impl FnOnce(&Tensor) -> Result<Tensor>) -> Calc {
        Calc(self.value().and_then(|(tensor, flags)| Ok((Operand::Tensor(change(&tensor)?), flags))))
    }

    pub fn sum(self, axes: &Axes, keepdims: bool) -> Calc {
        Calc(self.value().and_then(|(tensor, before)| {
            let request = Request { axes: axes.clone(), keepdims, ..Request::default() };
            let (result, flags) = reduce::reduce(Reduction::Sum, &tensor, &request)?;
            Ok((Operand::Tensor(result), before | flags))
        }))
    }

    pub fn sqrt(self) -> Calc {
        self.unary(&ufunc::SQRT)
    }

    pub fn conj(self) -> Calc {
        self.unary(&ufunc::CONJUGATE)
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $ufunc:ident;)*) => {$(
        impl<T: Into<Calc>> $trait<T> for Calc {
            type Output = Calc;

            fn $method(self, other: T) -> Calc {
                self.binary(&ufunc::$ufunc, other)
            }
        }

        impl<T: Into<Calc>> $trait<T> for &Calc {
            type Output = Calc;

            fn $method(self, other: T) -> Calc {
                self.clone().binary(&ufunc::$ufunc, other)
            }
        }
    )*};
}

operators! {
    Add add ADD;
    Sub sub SUBTRACT;
    Mul mul MULTIPLY;
    Div div DIVIDE;
}

impl Neg for Calc {
    type Output = Calc;

    fn neg(self) -> Calc {
        self.unary(&ufunc::NEGATIVE)
    }
}
