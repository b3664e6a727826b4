//! What a variable can stand for: a number, an array, or another series. With the last, the value of a series is the
//! composition of both.

use super::basis::{Basis, divide, multiply};
use super::series::{self, Series};
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, Result};
use std::ops::{Add, Div, Mul, Sub};

/// A number, an array, or a series in a basis.
#[derive(Clone)]
pub enum Term {
    Number(Calc),
    Series(&'static dyn Basis, Result<Series>),
}

impl From<i32> for Term {
    fn from(number: i32) -> Term {
        Term::Number(Calc::from(number))
    }
}

impl From<f64> for Term {
    fn from(number: f64) -> Term {
        Term::Number(Calc::from(number))
    }
}

impl From<&Term> for Term {
    fn from(term: &Term) -> Term {
        term.clone()
    }
}

/// How two series of one basis are combined.
type Combine = fn(&'static dyn Basis, &Series, &Series) -> Result<Series>;

impl Term {
    fn with(self, other: Term, numbers: fn(Calc, Calc) -> Calc, combine: Combine) -> Term {
        let (basis, first, second) = match (self, other) {
            (Term::Number(a), Term::Number(b)) => return Term::Number(numbers(a, b)),
            (Term::Series(basis, a), Term::Number(b)) => (basis, a, Series::constant(&b)),
            (Term::Number(a), Term::Series(basis, b)) => (basis, Series::constant(&a), b),
            (Term::Series(basis, a), Term::Series(other, b)) => {
                let same = std::ptr::addr_eq(basis, other) || basis.symbol() == other.symbol();
                (basis, a, if same { b } else { Err(Error::type_error("Polynomial types differ")) })
            }
        };
        Term::Series(basis, first.and_then(|first| combine(basis, &first, &second?)))
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $symbol:tt $combine:expr;)*) => {$(
        impl<T: Into<Term>> $trait<T> for Term {
            type Output = Term;

            fn $method(self, other: T) -> Term {
                self.with(other.into(), |a, b| a $symbol b, $combine)
            }
        }

        impl<T: Into<Term>> $trait<T> for &Term {
            type Output = Term;

            fn $method(self, other: T) -> Term {
                self.clone().with(other.into(), |a, b| a $symbol b, $combine)
            }
        }
    )*};
}

operators! {
    Add add + |_, a, b| series::add(a, b);
    Sub sub - |_, a, b| series::subtract(a, b);
    Mul mul * |basis, a, b| multiply(basis, a, b);
    Div div / |basis, a, b| divide(basis, a, b).map(|both| both.0);
}
