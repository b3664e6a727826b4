//! What a basis of polynomials has to say, and everything that follows from that: products, quotients, powers, conversion.

use super::series::{self, Series, promoted};
use super::term::Term;
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::{DType, Tensor};

/// A basis of polynomials P₀ = 1, P₁, P₂ … with a recurrence of three terms. The order of the floating-point operations is
/// part of each method's meaning: results agree with NumPy's to the last bit.
pub trait Basis: Sync {
    /// `T`, `P`, `L` …: how Pₙ is written; `None` for powers.
    fn symbol(&self) -> Option<&'static str>;

    /// The interval on which the polynomials are orthogonal, or what stands for it.
    fn domain(&self) -> [f64; 2] {
        [-1.0, 1.0]
    }

    /// The coefficients of `offset + scale·x`, where the scale is not 0.
    fn line(&self, offset: &Calc, scale: &Calc) -> Vec<Calc> {
        vec![offset.clone(), scale.clone()]
    }

    /// The coefficients of x times the series, which is not 0.
    fn times_x(&self, c: &Series) -> Vec<Calc>;

    /// The value at x by Clenshaw's recurrence (C. W. Clenshaw, Math. Tables Aids Comput. 9, 1955).
    fn value(&self, x: &Term, c: &[Term]) -> Term;

    /// The same recurrence for series as coefficients, with `times_x` in the place of x.
    fn combine(&self, c: &[Series], times_x: &dyn Fn(&Series) -> Result<Series>) -> Result<Series>;

    /// The coefficients of the derivative; at least two are given.
    fn derivative(&self, c: Vec<Calc>) -> Vec<Calc>;

    /// The coefficients of an integral; at least one is given.
    fn integral(&self, c: &[Calc]) -> Vec<Calc>;

    /// P₀(x), P₁(x) … P_degree(x) for `one` = P₀(x).
    fn columns(&self, x: &Calc, one: Calc, degree: usize) -> Vec<Calc>;

    /// The companion matrix without its last column's coefficients, for degree n ≥ 2: the diagonals.
    fn bands(&self, n: usize) -> Bands;

    /// What is subtracted from the companion matrix's last column; n + 1 coefficients are given.
    fn last_column(&self, c: &Series) -> Vec<Calc>;

    /// The root of a series of two coefficients.
    fn root(&self, c: &Series) -> Calc {
        match c.items.as_slice() {
            [a, b] => -a.clone() / b,
            _ => Calc::from(f64::NAN),
        }
    }

    /// Whether eigenvalues are taken of the companion matrix turned by 180°, which is better conditioned.
    fn rotates_companion(&self) -> bool {
        true
    }

    /// The product of two series in their common dtype.
    fn product(&self, a: &Series, b: &Series) -> Result<Series> {
        let (short, long) = if a.len() > b.len() { (b, a) } else { (a, b) };
        let scaled: Vec<Series> = short.items.iter().map(|factor| long.map(|c| factor * c)).collect();
        self.combine(&scaled, &|c| times_x_with(self, c))
    }

    /// Quotient and remainder; the divisor has a leading coefficient that is not 0 and at least two coefficients, the
    /// dividend at least as many.
    fn quotient(&self, a: &Series, b: &Series) -> Result<(Series, Series)> {
        let mut quotient = Vec::new();
        let mut rest = a.clone();
        for i in (0..=a.len() - b.len()).rev() {
            let (unit, b) = series::pair(&Series::unit(i)?, b)?;
            let shifted = self.product(&unit, &b)?;
            let (Some(top), Some(lead)) = (rest.items.pop(), shifted.items.last()) else { break };
            let factor = top / lead;
            for (own, other) in rest.items.iter_mut().zip(&shifted.items) {
                *own = &*own - &factor * other;
            }
            rest.dtype = promoted(rest.dtype, shifted.dtype);
            quotient.push(factor);
        }
        quotient.reverse();
        Ok((Series { dtype: a.dtype, items: quotient }, rest.trimmed()))
    }

    /// The n-th power, n ≥ 2.
    fn power(&self, c: &Series, n: usize) -> Result<Series> {
        (2..=n).try_fold(c.clone(), |product, _| multiply(self, &product, c))
    }
}

/// The three diagonals of a companion matrix.
pub struct Bands {
    /// n − 1 elements above the main diagonal.
    pub above: Vec<f64>,
    /// n elements.
    pub on: Vec<f64>,
    /// n − 1 elements.
    pub below: Vec<f64>,
}

impl Bands {
    /// A symmetric matrix with an empty main diagonal.
    pub fn symmetric(beside: Vec<f64>) -> Bands {
        Bands { on: vec![0.0; beside.len() + 1], above: beside.clone(), below: beside }
    }
}

/// Clenshaw's recurrence from the last two coefficients down; `step(n, c, c0, c1)` takes in coefficient `n - 2`. Gives what
/// stands before 1 and before P₁.
pub fn clenshaw<T: Clone>(c: &[T], zero: T, mut step: impl FnMut(i32, &T, T, T) -> (T, T)) -> (T, T) {
    match c {
        [] => (zero.clone(), zero),
        [only] => (only.clone(), zero),
        [rest @ .., a, b] => {
            let mut pair = (a.clone(), b.clone());
            for (k, next) in rest.iter().enumerate().rev() {
                pair = step(k as i32 + 2, next, pair.0, pair.1);
            }
            pair
        }
    }
}

/// The same where a step may fail.
pub fn try_clenshaw(
    c: &[Series],
    mut step: impl FnMut(i32, &Series, &Series, &Series) -> Result<(Series, Series)>,
) -> Result<(Series, Series)> {
    let wrapped: Vec<Result<Series>> = c.iter().cloned().map(Ok).collect();
    let (c0, c1) = clenshaw(&wrapped, Ok(Series::zero()), |n, next, c0, c1| {
        let both = next.as_ref().map_err(Error::clone).and_then(|next| step(n, next, &c0?, &c1?));
        match both {
            Ok((c0, c1)) => (Ok(c0), Ok(c1)),
            Err(error) => (Err(error.clone()), Err(error)),
        }
    });
    Ok((c0?, c1?))
}

/// x times a series.
pub fn multiply_x(basis: &dyn Basis, c: &Series) -> Result<Series> {
    times_x_with(basis, c)
}

fn times_x_with<B: Basis + ?Sized>(basis: &B, c: &Series) -> Result<Series> {
    let c = series::together(std::slice::from_ref(c), true)?.remove(0);
    if c.is_zero() {
        return Ok(c);
    }
    Ok(Series { items: basis.times_x(&c), dtype: c.dtype })
}

/// The product of two series.
pub fn multiply<B: Basis + ?Sized>(basis: &B, a: &Series, b: &Series) -> Result<Series> {
    let (a, b) = series::pair(a, b)?;
    basis.product(&a, &b)
}

/// Quotient and remainder of two series. ZeroDivisionError for the divisor 0.
pub fn divide(basis: &dyn Basis, a: &Series, b: &Series) -> Result<(Series, Series)> {
    let (a, b) = series::pair(a, b)?;
    let nothing = || a.part(0, 1).map(Calc::vanished);
    match b.items.as_slice() {
        [.., lead] if lead.is_zero() => Err(Error::new(ErrorKind::ZeroDivision, "")),
        _ if a.len() < b.len() => Ok((nothing(), a)),
        [only] => Ok((a.map(|c| c / only), nothing())),
        _ => basis.quotient(&a, &b),
    }
}

/// A power of a series. ValueError for exponents beyond `most`.
pub fn power(basis: &dyn Basis, c: &Series, n: usize, most: Option<f64>) -> Result<Series> {
    let c = series::together(std::slice::from_ref(c), true)?.remove(0);
    if most.is_some_and(|most| n as f64 > most) {
        return Err(Error::value("Power is too large"));
    }
    match n {
        0 => Ok(Series { dtype: c.dtype, items: vec![Calc::from(1).cast(c.dtype)] }),
        1 => Ok(c),
        _ => basis.power(&c, n),
    }
}

/// The series of this basis as coefficients of powers.
pub fn to_powers(basis: &dyn Basis, c: &Tensor) -> Result<Series> {
    let c = series::as_series(std::slice::from_ref(c), true)?.remove(0);
    if c.len() == 1 {
        return Ok(c);
    }
    let units = c.items.iter().map(Series::constant).collect::<Result<Vec<Series>>>()?;
    basis.combine(&units, &|c| multiply_x(&super::Power, c))
}

/// Coefficients of powers as a series of this basis, by Horner's rule.
pub fn from_powers(basis: &dyn Basis, c: &Tensor) -> Result<Series> {
    let c = series::as_series(std::slice::from_ref(c), true)?.remove(0);
    let mut result = Series::zero();
    for item in c.items.iter().rev() {
        result = series::add(&multiply_x(basis, &result)?, &Series::constant(item)?)?;
    }
    Ok(result)
}

/// The coefficients of `offset + scale·x` as NumPy's arrays have them.
pub fn line(basis: &dyn Basis, offset: &Calc, scale: &Calc) -> Calc {
    let items = if scale.is_zero() { vec![offset.clone()] } else { basis.line(offset, scale) };
    let dtype = items.iter().map(Calc::dtype).reduce(promoted).unwrap_or(DType::FLOAT64);
    Calc::rows(items, dtype)
}
