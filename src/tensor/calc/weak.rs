//! Arithmetic of Python numbers that stay Python numbers: they take on the dtype of what they meet later.

use crate::tensor::Complex64;
use crate::tensor::scalar::Operand;
use crate::tensor::ufunc::{self, Ufunc};

/// A Python number's negative.
pub(super) fn unary(u: &Ufunc, a: &Operand) -> Option<Operand> {
    if !std::ptr::eq(u, &ufunc::NEGATIVE) {
        return None;
    }
    Some(match a {
        Operand::WeakInt(i) => Operand::WeakInt(i.checked_neg()?),
        Operand::WeakFloat(f) => Operand::WeakFloat(-f),
        Operand::WeakComplex(z) => Operand::WeakComplex(-z),
        _ => return None,
    })
}

/// Two Python numbers stay one: `None` where it is left to the ufunc.
pub(super) fn binary(u: &Ufunc, a: &Operand, b: &Operand) -> Option<Operand> {
    let is = |other: &Ufunc| std::ptr::eq(u, other);
    if let (Operand::WeakInt(x), Operand::WeakInt(y)) = (a, b) {
        return if is(&ufunc::ADD) {
            x.checked_add(*y).map(Operand::WeakInt)
        } else if is(&ufunc::SUBTRACT) {
            x.checked_sub(*y).map(Operand::WeakInt)
        } else if is(&ufunc::MULTIPLY) {
            x.checked_mul(*y).map(Operand::WeakInt)
        } else if is(&ufunc::DIVIDE) && *y != 0 {
            Some(Operand::WeakFloat(*x as f64 / *y as f64))
        } else {
            None
        };
    }
    let float = |o: &Operand| match o {
        Operand::WeakInt(i) => Some(*i as f64),
        Operand::WeakFloat(f) => Some(*f),
        _ => None,
    };
    if let (Some(x), Some(y)) = (float(a), float(b)) {
        return if is(&ufunc::ADD) {
            Some(Operand::WeakFloat(x + y))
        } else if is(&ufunc::SUBTRACT) {
            Some(Operand::WeakFloat(x - y))
        } else if is(&ufunc::MULTIPLY) {
            Some(Operand::WeakFloat(x * y))
        } else if is(&ufunc::DIVIDE) && y != 0.0 {
            Some(Operand::WeakFloat(x / y))
        } else {
            None
        };
    }
    let complex = |o: &Operand| match o {
        Operand::WeakComplex(z) => Some(*z),
        other => float(other).map(|f| Complex64::new(f, 0.0)),
    };
    let (x, y) = (complex(a)?, complex(b)?);
    if is(&ufunc::ADD) {
        Some(Operand::WeakComplex(x + y))
    } else if is(&ufunc::SUBTRACT) {
        Some(Operand::WeakComplex(x - y))
    } else if is(&ufunc::MULTIPLY) {
        Some(Operand::WeakComplex(x * y))
    } else {
        None
    }
}
