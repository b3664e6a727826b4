//! A small array as a whole → one number, without a plan and without an array for the result: a loop over the elements where
//! they lie. Whatever there is to warn of, and every other array, takes the long way, which finds it again.

use super::extreme::{Most, Ordered};
use super::fold::Fold;
use super::moments::complex_quotient;
use super::pairwise::{self, Summand};
use super::sum::BUFFER;
use super::{Finite, Reduction, logical};
use crate::dispatch;
use crate::tensor::{Complex64, Element, Kind, Scalar, Tensor};

/// Up to here one tree is NumPy's order of a sum, whichever way it reads the elements.
const MOST: usize = BUFFER;

/// The elements of a small array that lie one after the other, ready to be read as `T`.
#[inline(always)]
fn elements<T: Element>(a: &Tensor) -> Option<&[T]> {
    a.as_slice::<T>().filter(|run| !run.is_empty() && run.len() <= MOST)
}

/// The reduction of all elements; `None` for what takes the long way.
pub fn reduced(op: Reduction, a: &Tensor) -> Option<Scalar> {
    if !a.is_plain() {
        return None;
    }
    match op {
        Reduction::Sum => added(a, false),
        Reduction::Prod => added(a, true),
        Reduction::Min => extreme::<false>(a),
        Reduction::Max => extreme::<true>(a),
        Reduction::Any => {
            dispatch!(all, a.dtype().kind, T => Some(Scalar::Bool(logical::is_any(elements::<T>(a)?))), else None)
        }
        Reduction::All => {
            dispatch!(all, a.dtype().kind, T => Some(Scalar::Bool(logical::is_all(elements::<T>(a)?))), else None)
        }
    }
}

/// The arithmetic mean of all elements; `None` for what takes the long way.
pub fn mean(a: &Tensor) -> Option<Scalar> {
    if !a.is_plain() {
        return None;
    }
    let n = a.size() as f64;
    macro_rules! widened {
        ($($kind:ident: $source:ty),*) => {
            match a.dtype().kind {
                Kind::Float64 => Scalar::Float64(sum::<f64, f64>(a)? / n),
                Kind::Float32 => Scalar::Float32((f64::from(sum::<f32, f32>(a)?) / n) as f32),
                Kind::Complex128 => Scalar::Complex128(complex_quotient(sum::<Complex64, Complex64>(a)?, n)),
                $(Kind::$kind => Scalar::Float64(sum::<$source, f64>(a)? / n),)*
                _ => return None,
            }
        };
    }
    Some(
        widened!(Bool: bool, Int8: i8, Int16: i16, Int32: i32, Int64: i64, UInt8: u8, UInt16: u16, UInt32: u32, UInt64: u64),
    )
}

/// Sum or product; small integers are widened.
fn added(a: &Tensor, product: bool) -> Option<Scalar> {
    macro_rules! pairs {
        ($($kind:ident: $source:ty => $out:ty, $scalar:ident;)*) => {
            match a.dtype().kind {
                $(Kind::$kind => Scalar::$scalar(
                    if product { self::product::<$source, $out>(a)? } else { sum::<$source, $out>(a)? }
                ),)*
                _ => return None,
            }
        };
    }
    Some(pairs! {
        Float64: f64 => f64, Float64;
        Float32: f32 => f32, Float32;
        Complex128: Complex64 => Complex64, Complex128;
        Bool: bool => i64, Int64;
        Int8: i8 => i64, Int64;
        Int16: i16 => i64, Int64;
        Int32: i32 => i64, Int64;
        Int64: i64 => i64, Int64;
        UInt8: u8 => u64, UInt64;
        UInt16: u16 => u64, UInt64;
        UInt32: u32 => u64, UInt64;
        UInt64: u64 => u64, UInt64;
    })
}

/// The pairwise sum where it is finite.
#[inline]
fn sum<S: Summand<O>, O: Element + Finite>(a: &Tensor) -> Option<O> {
    let total = S::put(O::ZERO, pairwise::sum_slice::<S, O>(elements(a)?));
    total.is_finite().then_some(total)
}

#[inline]
fn product<S: Summand<O>, O: Element + Finite>(a: &Tensor) -> Option<O> {
    let product = S::product(O::ONE, elements(a)?);
    product.is_finite().then_some(product)
}

fn extreme<const MAX: bool>(a: &Tensor) -> Option<Scalar> {
    fn of<T: Ordered, const MAX: bool>(a: &Tensor) -> Option<T> {
        let (first, rest) = elements::<T>(a)?.split_first()?;
        Some(Most::<MAX>.run(*first, rest))
    }
    macro_rules! kinds {
        ($($kind:ident: $t:ty),*) => {
            match a.dtype().kind {
                $(Kind::$kind => Scalar::$kind(of::<$t, MAX>(a)?),)*
                _ => return None,
            }
        };
    }
    Some(kinds!(Float64: f64, Float32: f32, Int64: i64, Int32: i32, Int16: i16, Int8: i8, UInt64: u64, UInt32: u32,
        UInt16: u16, UInt8: u8, Bool: bool))
}

/// The place of the first extreme of all elements, or of the first NaN; `None` for what takes the long way.
pub fn position<const MAX: bool>(a: &Tensor) -> Option<Scalar> {
    fn of<T: Ordered, const MAX: bool>(a: &Tensor) -> Option<usize> {
        let all = elements::<T>(a)?;
        let (first, rest) = all.split_first()?;
        let best = Most::<MAX>.run(*first, rest);
        // Equal is what is not beaten; zeros of either sign are.
        all.iter().position(|&x| x.is_nan() || !(best.is_nan() | Most::<MAX>::beats(best, x)))
    }
    if !a.is_plain() {
        return None;
    }
    let place = crate::dispatch!(real, a.dtype().kind, T => of::<T, MAX>(a), else None)?;
    Some(Scalar::Int64(place as i64))
}

#[cfg(test)]
mod tests {
    use super::super::{Axes, Request, mean as long_mean, reduce};
    use super::*;
    use crate::tensor::format::scalar_repr;

    fn agree(a: &Tensor) {
        for op in [Reduction::Sum, Reduction::Prod, Reduction::Min, Reduction::Max, Reduction::Any, Reduction::All] {
            let (long, flags) = reduce(op, a, &Request::default()).unwrap();
            match reduced(op, a) {
                Some(short) => {
                    assert!(flags.is_empty());
                    assert_eq!(scalar_repr(&short).unwrap(), scalar_repr(&long.first()).unwrap(), "{op:?} of {a:?}");
                }
                None => assert!(!flags.is_empty() || !a.is_plain(), "{op:?} of {a:?}"),
            }
        }
        let (long, flags) = long_mean(a, &Axes::All, None, false, None).unwrap();
        match mean(a) {
            Some(short) => assert_eq!(scalar_repr(&short).unwrap(), scalar_repr(&long.first()).unwrap()),
            None => assert!(!flags.is_empty() || !a.is_plain()),
        }
    }

    #[test]
    fn the_short_way_and_the_long_way_agree() {
        for n in [1, 2, 7, 8, 9, 127, 129, 1000] {
            let x = |i: usize| (i as f64 * 0.37).sin() * 3.0;
            agree(&Tensor::generate(&[n], x).unwrap());
            agree(&Tensor::generate(&[n, 3], |i| x(i) as f32).unwrap());
            agree(&Tensor::generate(&[n], |i| x(i) as i8).unwrap());
            agree(&Tensor::generate(&[n], |i| i as u32 * 7).unwrap());
            agree(&Tensor::generate(&[n], |i| i % 3 == 1).unwrap());
        }
        agree(&Tensor::scalar(-0.0f64).unwrap());
    }

    #[test]
    fn what_is_not_finite_or_not_plain_takes_the_long_way() {
        assert!(reduced(Reduction::Sum, &Tensor::vector(&[f64::MAX, f64::MAX]).unwrap()).is_none());
        assert!(mean(&Tensor::vector(&[1.0, f64::NAN]).unwrap()).is_none());
        assert!(reduced(Reduction::Sum, &Tensor::vector::<f64>(&[]).unwrap()).is_none());
        let most = reduced(Reduction::Max, &Tensor::vector(&[1.0, f64::NAN, 3.0]).unwrap());
        assert!(matches!(most, Some(Scalar::Float64(x)) if x.is_nan()));
    }
}
