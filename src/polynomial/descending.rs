//! Polynomials as NumPy's older functions have them: coefficients of powers, the highest first.

use super::fit::{Fit, check_weights, epsilon, points, rescaled};
use super::series::zeros;
use crate::linalg::{self, Overlap};
use crate::tensor::assign::assign;
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::promote::{Casting, promote_types};
use crate::tensor::reduce::{Axes, Reduction};
use crate::tensor::ufunc::{self, Ufunc};
use crate::tensor::{DType, Kind, Order, Scalar, Tensor, cast, combine, copy, diagonals, index, rearrange, sort};

/// An array of at least one dimension.
pub fn vector(t: &Tensor) -> Result<Tensor> {
    if t.ndim() == 0 { t.reshaped(&[1], Order::C) } else { Ok(t.clone()) }
}

fn join(parts: &[Tensor]) -> Result<Tensor> {
    combine::concatenate(parts, Some(0), None, None, Casting::SameKind)
}

/// Without leading zeros; one coefficient is kept. ValueError for arrays of more dimensions.
pub fn coefficients(t: &Tensor) -> Result<Tensor> {
    let t = vector(t)?;
    if t.ndim() > 1 {
        return Err(Error::value("Polynomial must be 1d only."));
    }
    let trimmed = rearrange::trim_zeros(&t, "f", None)?;
    if trimmed.is_empty() { zeros(&[1], t.dtype()) } else { Ok(trimmed) }
}

/// The sum or difference of two lists of coefficients.
pub fn combined(a: &Tensor, b: &Tensor, u: &'static Ufunc) -> Result<Calc> {
    let (a, b) = (vector(a)?, vector(b)?);
    let (n, m) = (a.shape()[0], b.shape()[0]);
    let filled = |t: Tensor, missing: usize| -> Result<Tensor> {
        if missing == 0 { Ok(t) } else { join(&[zeros(&[missing], t.dtype())?, t]) }
    };
    let (a, b) = (filled(a, m.saturating_sub(n))?, filled(b, n.saturating_sub(m))?);
    Ok(Calc::from(&a).binary(u, Calc::from(&b)))
}

/// The product of two lists of coefficients without leading zeros.
pub fn product(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    linalg::convolve(&coefficients(a)?, &coefficients(b)?, Overlap::Full)
}

/// Quotient and remainder by long division.
pub fn quotient(u: &Tensor, v: &Tensor) -> Result<(Calc, Calc)> {
    let (u, v) = ((Calc::from(&vector(u)?) + 0.0).tensor()?, (Calc::from(&vector(v)?) + 0.0).tensor()?);
    let dtype = match (u.dtype(), v.dtype()) {
        (DType::OBJECT, DType::OBJECT) => {
            return Err(Error::new(ErrorKind::Attribute, "'float' object has no attribute 'dtype'"));
        }
        // An element of an object array is Python's number.
        (DType::OBJECT, dtype) | (dtype, DType::OBJECT) => dtype,
        (a, b) => promote_types(a, b)?,
    };
    let mut rest: Vec<Calc> = Calc::parts(&u)?.into_iter().map(|c| c.cast(dtype)).collect();
    let divisor = Calc::parts(&v)?;
    let (Some(lead), false) = (divisor.first(), rest.is_empty()) else {
        return Err(Error::index("index 0 is out of bounds for axis 0 with size 0"));
    };
    let scale = Calc::from(1.0) / lead;
    let trace = scale.clone().traced()?.1;
    if rest.len() >= divisor.len() {
        ufunc::check_output(&ufunc::SUBTRACT, 0, v.dtype(), dtype, Casting::SameKind)?;
    }
    let mut quotient = Vec::new();
    for k in 0..(rest.len() + 1).saturating_sub(divisor.len()) {
        let factor = &scale * &rest[k];
        for (own, term) in rest[k..].iter_mut().zip(&divisor) {
            *own = (&*own - &factor * term).kept(&ufunc::SUBTRACT, dtype);
        }
        quotient.push(factor);
    }
    if quotient.is_empty() {
        quotient.push(Calc::from(0));
    }
    let small = rest.iter().take_while(|c| is_small(c)).count().min(rest.len() - 1);
    let rest = rest.split_off(small);
    Ok((Calc::rows(quotient, dtype).after(&trace), Calc::rows(rest, dtype)))
}

/// Whether a coefficient counts as 0: at most 1e-8.
fn is_small(c: &Calc) -> bool {
    let small = c.clone().unary(&ufunc::ABSOLUTE).binary(&ufunc::LESS_EQUAL, 1e-8).tensor();
    matches!(small.map(|t| t.first()), Ok(Scalar::Bool(true)))
}

/// The `times`-th derivative.
pub fn derivative(p: &Tensor, times: i64) -> Result<Calc> {
    let times =
        usize::try_from(times).map_err(|_| Error::value("Order of derivative must be positive (see polyint)"))?;
    let mut result = Calc::from(p);
    for _ in 0..times {
        result = result.map(|p| if p.ndim() == 0 { Err(unsized_object()) } else { Ok(p.clone()) });
        let n = result.clone().tensor()?.shape()[0];
        let powers: Vec<i64> = (1..n as i64).rev().collect();
        result = result.map(|p| Ok(p.range(0, 0, n.saturating_sub(1)))) * Calc::from(&Tensor::vector(&powers)?);
    }
    Ok(result)
}

fn unsized_object() -> Error {
    Error::type_error("len() of unsized object")
}

/// The `times`-th integral with the constants `k`, which are as many.
pub fn integral(p: &Tensor, times: i64, k: Option<&Tensor>) -> Result<Calc> {
    let times = usize::try_from(times).map_err(|_| Error::value("Order of integral must be positive (see polyder)"))?;
    let constants = match k {
        None => Tensor::zeros(&[times], DType::FLOAT64)?,
        Some(k) => vector(k)?,
    };
    let single = constants.shape()[0] == 1 && times > 1;
    if !single && constants.shape()[0] < times {
        return Err(Error::value("k must be a scalar or a rank-1 array of length 1 or >m."));
    }
    let mut result = Calc::from(p);
    for i in 0..times {
        let constant = constants.range(0, if single { 0 } else { i }, if single { 1 } else { i + 1 });
        let constant = if single {
            cast::as_dtype(&constant, promote_types(constant.dtype(), DType::FLOAT64)?)?
        } else {
            constant
        };
        let n = result.clone().tensor()?.shape().first().copied().ok_or_else(unsized_object)?;
        let powers: Vec<i64> = (1..=n as i64).rev().collect();
        result = (result / Calc::from(&Tensor::vector(&powers)?)).map(|p| join(&[p.clone(), constant.clone()]));
    }
    Ok(result)
}

/// The values at points, by Horner's rule.
pub fn value(p: &Tensor, x: &Tensor) -> Result<Calc> {
    if p.ndim() == 0 {
        return Err(Error::type_error("iteration over a 0-d array"));
    }
    let start = Calc::from(&zeros(x.shape(), x.dtype())?);
    let x = Calc::from(x);
    Ok(Calc::parts(p)?.into_iter().fold(start, |value, c| value * &x + c))
}

/// The roots: eigenvalues of the companion matrix, and a zero for each trailing coefficient 0.
pub fn roots(p: &Tensor) -> Result<Tensor> {
    let p = vector(p)?;
    if p.ndim() > 1 {
        return Err(Error::value("Input must be a rank-1 array."));
    }
    let used = index::flatnonzero(&p)?.to_vec::<i64>().unwrap_or_default();
    let (Some(&first), Some(&last)) = (used.first(), used.last()) else {
        return Tensor::zeros(&[0], DType::FLOAT64);
    };
    let zeros = p.size() - 1 - last as usize;
    let core = p.range(0, first as usize, last as usize + 1);
    let core = if core.dtype().kind.is_inexact() { core } else { cast::as_dtype(&core, DType::FLOAT64)? };
    let n = core.size() - 1;
    let found = if n == 0 {
        Tensor::zeros(&[0], DType::FLOAT64)?
    } else {
        let companion = diagonals::eye(n, n, -1, core.dtype(), Order::C)?;
        let top = -Calc::from(&core.range(0, 1, n + 1)) / Calc::from(&core.range(0, 0, 1));
        assign(&companion.subarray(0, 0), &top.tensor()?)?;
        linalg::eigvals(&companion)?
    };
    if zeros == 0 { Ok(found) } else { join(&[found.clone(), Tensor::zeros(&[zeros], found.dtype())?]) }
}

/// The coefficients of the polynomial with given roots, or with a matrix's eigenvalues; `None` for no roots.
pub fn from_roots(zeros: &Tensor) -> Result<Option<Tensor>> {
    let zeros = vector(zeros)?;
    let zeros = match zeros.shape() {
        [n, m] if n == m && *n > 0 => linalg::eigvals(&zeros)?,
        [_] if zeros.dtype() == DType::OBJECT => zeros,
        [_] => cast::as_dtype(&zeros, wide(zeros.dtype()))?,
        _ => return Err(Error::value("input must be 1d or non-empty square 2d array.")),
    };
    if zeros.is_empty() {
        return Ok(None);
    }
    let dtype = zeros.dtype();
    let mut product = Calc::rows(vec![Calc::from(1)], dtype).tensor()?;
    for zero in Calc::parts(&zeros)? {
        let factor = Calc::rows(vec![Calc::from(1), -zero], dtype).tensor()?;
        product = linalg::convolve(&product, &factor, Overlap::Full)?;
    }
    if dtype.kind.is_complex() {
        let zeros = cast::as_dtype(&zeros, DType::COMPLEX128)?;
        let conjugates = Calc::from(&zeros).conj().tensor()?;
        let (own, other) = (sort::sort(&zeros, Some(-1))?, sort::sort(&conjugates, Some(-1))?);
        let equal = Calc::from(&own).binary(&ufunc::EQUAL, Calc::from(&other));
        let all = equal.reduced(Reduction::All, &Axes::All, false).tensor()?.first();
        if matches!(all, Scalar::Bool(true)) {
            product = copy::copied(&product.real(), Order::C)?;
        }
    }
    Ok(Some(product))
}

/// The dtype in which roots are multiplied: float32 and complex64 stay, everything smaller or whole becomes float64.
fn wide(dtype: DType) -> DType {
    match dtype.kind {
        Kind::Float32 | Kind::Complex64 | Kind::Complex128 => dtype,
        _ => DType::FLOAT64,
    }
}

/// A fit in powers, with what its covariance needs.
pub struct PowerFit {
    pub fit: Fit,
    /// The scaled matrix of the powers at the points.
    left: Tensor,
    /// By what its columns were divided.
    scale: Tensor,
    order: usize,
    is_vector: bool,
}

/// The coefficients of the polynomial of degree `order - 1` with the least squared residuals.
pub fn fit(x: &Tensor, y: &Tensor, order: usize, rcond: Option<f64>, weights: Option<&Tensor>) -> Result<PowerFit> {
    let (x, y) = points(x, y)?;
    let rcond = rcond.unwrap_or_else(|| x.size() as f64 * epsilon(x.dtype()));
    let mut left = Calc::from(&diagonals::vander(&x, Some(order), false)?);
    let mut right = Calc::from(&y);
    if let Some(weights) = weights {
        let weights = (Calc::from(weights) + 0.0).tensor()?;
        let messages = ("expected a 1-d array for weights", "expected w and y to have the same length");
        check_weights(&weights, x.size(), messages.0, messages.1)?;
        let column = weights.expand_dims(&[1])?;
        left = left * Calc::from(&column);
        right = right * Calc::from(if y.ndim() == 2 { &column } else { &weights });
    }
    let scale = (&left * &left).sum(&Axes::one(0), false).sqrt().tensor()?;
    let left = (left / Calc::from(&scale)).tensor()?;
    let found = linalg::lstsq(&left, &right.tensor()?, Some(rcond))?;
    let coefficients = Calc::from(&rescaled(&found, &scale)?);
    let fit = Fit {
        coefficients,
        is_poor: found.rank != order,
        residuals: found.residuals,
        rank: found.rank,
        singular_values: found.singular_values,
        rcond,
    };
    Ok(PowerFit { fit, left, scale, order, is_vector: y.ndim() == 1 })
}

impl PowerFit {
    /// The covariance matrix of the coefficients; with `scaled`, times the residuals' variance.
    pub fn covariance(&self, scaled: bool) -> Result<Calc> {
        let products = linalg::dot(&self.left.transpose(), &self.left)?;
        let base = Calc::from(&linalg::inv(&products)?) / Calc::from(&linalg::outer(&self.scale, &self.scale)?);
        let points = self.left.shape()[0];
        let factor = match scaled {
            false => Calc::from(1),
            true if points <= self.order => {
                return Err(Error::value("the number of data points must exceed order to scale the covariance matrix"));
            }
            true => Calc::from(&self.fit.residuals) / (points - self.order) as i32,
        };
        Ok(if self.is_vector { base * factor } else { base.map(|b| b.expand_dims(&[2])) * factor })
    }
}
