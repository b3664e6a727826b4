//! The two number types that decompositions are computed in: float64 and complex128. float32 and complex64 are widened
//! first and rounded once at the end.

use super::kernel::Multiply;
use super::reduction;
use crate::tensor::error::{Error, Result};
use crate::tensor::{Complex64, DType, Kind, Order, Tensor, cast, lanes};
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::tridiag::{tridiag_in_place, tridiag_in_place_scratch};
use faer::linalg::svd::bidiag::{bidiag_in_place, bidiag_in_place_scratch};
use faer::{Mat, Par};
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// float64 or complex128.
pub trait Number:
    Multiply
    + faer::traits::ComplexField<Real = f64>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    const COMPLEX: bool;
    fn real(x: f64) -> Self;
    fn re(self) -> f64;
    fn im(self) -> f64;
    fn conjugate(self) -> Self;
    /// |x|.
    fn modulus(self) -> f64;
    /// |re| + |im|: LAPACK's cheap size for pivoting.
    fn size1(self) -> f64 {
        self.re().abs() + self.im().abs()
    }
    fn times(self, x: f64) -> Self;
    fn is_finite(self) -> bool {
        self.re().is_finite() && self.im().is_finite()
    }
    /// As [`reduction::tridiagonalise`].
    fn tridiagonalise(matrix: &mut Mat<Self>, taus: &mut Mat<Self>) {
        let mut memory = MemBuffer::new(tridiag_in_place_scratch::<Self>(matrix.nrows(), Par::Seq, Default::default()));
        let stack = MemStack::new(&mut memory);
        tridiag_in_place(matrix.as_mut(), taus.as_mut(), Par::Seq, stack, Default::default());
    }
    /// As [`reduction::bidiagonalise`].
    fn bidiagonalise(matrix: &mut Mat<Self>, left: &mut Mat<Self>, right: &mut Mat<Self>) {
        let (m, n) = matrix.shape();
        let mut memory = MemBuffer::new(bidiag_in_place_scratch::<Self>(m, n, Par::Seq, Default::default()));
        let stack = MemStack::new(&mut memory);
        bidiag_in_place(matrix.as_mut(), left.as_mut(), right.as_mut(), Par::Seq, stack, Default::default());
    }
}

impl Number for f64 {
    const COMPLEX: bool = false;
    #[inline(always)]
    fn real(x: f64) -> f64 {
        x
    }
    #[inline(always)]
    fn re(self) -> f64 {
        self
    }
    #[inline(always)]
    fn im(self) -> f64 {
        0.0
    }
    #[inline(always)]
    fn conjugate(self) -> f64 {
        self
    }
    #[inline(always)]
    fn modulus(self) -> f64 {
        self.abs()
    }
    #[inline(always)]
    fn times(self, x: f64) -> f64 {
        self * x
    }
    fn tridiagonalise(matrix: &mut Mat<f64>, taus: &mut Mat<f64>) {
        reduction::tridiagonalise(matrix, taus);
    }
    fn bidiagonalise(matrix: &mut Mat<f64>, left: &mut Mat<f64>, right: &mut Mat<f64>) {
        reduction::bidiagonalise(matrix, left, right);
    }
}

impl Number for Complex64 {
    const COMPLEX: bool = true;
    #[inline(always)]
    fn real(x: f64) -> Complex64 {
        Complex64::new(x, 0.0)
    }
    #[inline(always)]
    fn re(self) -> f64 {
        self.re
    }
    #[inline(always)]
    fn im(self) -> f64 {
        self.im
    }
    #[inline(always)]
    fn conjugate(self) -> Complex64 {
        self.conj()
    }
    #[inline(always)]
    fn modulus(self) -> f64 {
        self.re.hypot(self.im)
    }
    #[inline(always)]
    fn times(self, x: f64) -> Complex64 {
        Complex64::new(self.re * x, self.im * x)
    }
}

/// A power of two that brings the elements into a range where squares neither overflow nor vanish; mostly 1.
pub fn scale_of<T: Number>(elements: &[T]) -> f64 {
    let largest = elements.iter().fold(0.0, |largest: f64, x| largest.max(x.size1()));
    if largest > 1e140 {
        2f64.powi(-512)
    } else if largest < 1e-100 && largest > 0.0 {
        2f64.powi(512)
    } else {
        1.0
    }
}

/// The dtype of a linalg result for an input dtype: integers become float64. TypeError for what linalg does not take.
pub fn result_dtype(dtype: DType) -> Result<DType> {
    match dtype.kind {
        Kind::Float32 | Kind::Complex64 | Kind::Complex128 => Ok(dtype.to_native()),
        Kind::Float16 => Err(Error::type_error("array type float16 is unsupported in linalg")),
        kind if kind.is_numeric() => Ok(DType::FLOAT64),
        _ => Err(Error::type_error(format!("array type {} is unsupported in linalg", dtype.name()))),
    }
}

/// The common result dtype of two inputs.
pub fn common_dtype(a: DType, b: DType) -> Result<DType> {
    let (a, b) = (result_dtype(a)?, result_dtype(b)?);
    let complex = a.kind.is_complex() || b.kind.is_complex();
    let double = |d: DType| matches!(d.kind, Kind::Float64 | Kind::Complex128);
    Ok(match (complex, double(a) || double(b)) {
        (true, true) => DType::COMPLEX128,
        (true, false) => DType::COMPLEX64,
        (false, true) => DType::FLOAT64,
        (false, false) => DType::FLOAT32,
    })
}

/// The dtype of the real numbers that belong to a result dtype.
pub fn real_dtype(dtype: DType) -> DType {
    match dtype.kind {
        Kind::Complex64 => DType::FLOAT32,
        Kind::Complex128 => DType::FLOAT64,
        _ => dtype,
    }
}

/// The complex dtype that belongs to a result dtype.
pub fn complex_dtype(dtype: DType) -> DType {
    match dtype.kind {
        Kind::Float32 => DType::COMPLEX64,
        Kind::Float64 => DType::COMPLEX128,
        _ => dtype,
    }
}

/// The tensor as C-ordered float64 or complex128.
pub fn widened(a: &Tensor) -> Result<Tensor> {
    let wide = if a.dtype().kind.is_complex() { DType::COMPLEX128 } else { DType::FLOAT64 };
    lanes::contiguous(a, wide)
}

/// As [`widened`], complex in any case if asked for.
pub fn widened_as(a: &Tensor, complex: bool) -> Result<Tensor> {
    lanes::contiguous(a, if complex { DType::COMPLEX128 } else { DType::FLOAT64 })
}

/// A result in the dtype that is wanted.
pub fn narrowed(a: Tensor, dtype: DType) -> Result<Tensor> {
    if a.dtype() == dtype { Ok(a) } else { Ok(cast::cast(&a, dtype, Order::K)?.0) }
}

/// Runs `$body` with `$T` bound to f64 or complex128, whichever the tensor holds.
macro_rules! with_number {
    ($tensor:expr, $T:ident => $body:expr) => {
        if $tensor.dtype().kind.is_complex() {
            type $T = $crate::tensor::Complex64;
            $body
        } else {
            type $T = f64;
            $body
        }
    };
}
pub(crate) use with_number;
