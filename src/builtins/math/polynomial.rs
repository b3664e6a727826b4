//! Polynomials as lists of coefficients, highest power first: `polyfit`, `polyval`, `roots` …

use super::calc::Calc;
use crate::tensor::{DType, Operand, Order, Tensor, cast, promote, ufunc};
use crate::value::convert::unboxed;
use crate::value::{Error, Result, Value};

builtins! { POLYNOMIAL, chapter "Polynomials", spaces ["np"];
    /// Coefficients of the polynomial of degree `deg` that fits points best in the sense of least squares.
    ///
    /// >>> np.polyfit([0, 1, 2, 3], [1, 3, 5, 7], 1).round(6)
    /// array([2., 1.])
    @see("polyval", "roots")
    fn polyfit(cx, x: Tensor, y: Tensor, deg: i64, rcond: Option<f64> = None, w: Option<Tensor> = None) -> Tensor {
        let degree = usize::try_from(deg).map_err(|_| Error::value("expected deg >= 0"))?;
        fit(&x, &y, degree, rcond, w.as_ref())
    }

    /// The values of a polynomial at points, by Horner's rule.
    ///
    /// >>> np.polyval([3, 0, 1], 5)
    /// np.int64(76)
    @see("polyfit")
    fn polyval(cx, p: Tensor, x: Tensor) -> Value {
        if p.ndim() == 0 {
            return Err(Error::type_error("iteration over a 0-d array"));
        }
        let mut value = Calc::from(&Tensor::zeros(x.shape(), x.dtype())?);
        for i in 0..p.shape()[0] {
            value = value * &Calc::from(&x) + &Calc::from(&p.subarray(0, i));
        }
        unboxed(value.tensor()?)
    }

    /// The roots of a polynomial: the eigenvalues of its companion matrix.
    ///
    /// >>> np.roots([1, -3, 2])
    /// array([2., 1.])
    @see("poly", "polyval")
    fn roots(cx, p: Tensor) -> Tensor {
        if p.ndim() > 1 {
            return Err(Error::value("Input must be a rank-1 array."));
        }
        let p = p.reshaped(&[p.size()], Order::C)?;
        let used = crate::tensor::index::flatnonzero(&p)?.to_vec::<i64>().unwrap_or_default();
        let (Some(&first), Some(&last)) = (used.first(), used.last()) else {
            return Ok(Tensor::zeros(&[0], DType::FLOAT64)?);
        };
        let zeros = p.size() - 1 - last as usize;
        let core = p.range(0, first as usize, last as usize + 1);
        let core = if core.dtype().kind.is_inexact() { core } else { cast::as_dtype(&core, DType::FLOAT64)? };
        let n = core.size() - 1;
        let found = if n == 0 {
            Tensor::zeros(&[0], core.dtype())?
        } else {
            let companion = crate::tensor::diagonals::eye(n, n, -1, core.dtype(), Order::C)?;
            let top = (-Calc::from(&core.range(0, 1, n + 1)) / &Calc::from(&core.range(0, 0, 1))).tensor()?;
            crate::tensor::assign::assign(&companion.subarray(0, 0), &top)?;
            crate::linalg::eigvals(&companion)?
        };
        if zeros == 0 {
            return Ok(found);
        }
        super::join(&[found.clone(), Tensor::zeros(&[zeros], found.dtype())?], 0)
    }

    /// The coefficients of the polynomial with given roots.
    ///
    /// >>> np.poly([2, 1])
    /// array([ 1., -3.,  2.])
    @see("roots")
    fn poly(cx, seq_of_zeros: Tensor) -> Value {
        let zeros = match seq_of_zeros.shape() {
            [n, m] if n == m && *n > 0 => crate::linalg::eigvals(&seq_of_zeros)?,
            [_] | [] => seq_of_zeros,
            _ => return Err(Error::value("input must be 1d or non-empty square 2d array.")),
        };
        let dtype = promote::promote_types(zeros.dtype(), DType::FLOAT64)?;
        let mut product = cast::as_dtype(&Tensor::vector(&[1.0])?, dtype)?;
        for i in 0..zeros.size() {
            let root = (-Calc::from(&zeros.reshaped(&[zeros.size()], Order::C)?.range(0, i, i + 1))).tensor()?;
            let factor = super::join(&[cast::as_dtype(&Tensor::vector(&[1.0])?, dtype)?, root], 0)?;
            product = multiplied(&product, &factor)?;
        }
        unboxed(product)
    }

    /// The product of two polynomials.
    ///
    /// >>> np.polymul([1, 2], [1, 3])
    /// array([1, 5, 6])
    @see("polyadd")
    fn polymul(cx, a1: Tensor, a2: Tensor) -> Tensor { multiplied(&a1, &a2) }

    /// The sum of two polynomials.
    ///
    /// >>> np.polyadd([1, 2], [9, 5, 4])
    /// array([9, 6, 6])
    @see("polysub", "polymul")
    fn polyadd(cx, a1: Tensor, a2: Tensor) -> Tensor { aligned(&a1, &a2, &ufunc::ADD) }

    /// The difference of two polynomials.
    ///
    /// >>> np.polysub([2, 10, -2], [3, 10, -4])
    /// array([-1,  0,  2])
    @see("polyadd")
    fn polysub(cx, a1: Tensor, a2: Tensor) -> Tensor { aligned(&a1, &a2, &ufunc::SUBTRACT) }

    /// The coefficients of the `m`-th derivative.
    ///
    /// >>> np.polyder([1, 1, 1, 1])
    /// array([3, 2, 1])
    @see("polyint")
    fn polyder(cx, p: Tensor, m: i64 = 1) -> Tensor {
        let times = usize::try_from(m).map_err(|_| Error::value("Order of derivative must be positive (see polyint)"))?;
        let mut result = sized(p)?;
        for _ in 0..times {
            let n = result.shape()[0];
            if n == 0 {
                break;
            }
            let powers: Vec<i64> = (1..n as i64).rev().collect();
            result = (Calc::from(&result.range(0, 0, n.saturating_sub(1))) * &Calc::from(&Tensor::vector(&powers)?)).tensor()?;
        }
        Ok(result)
    }

    /// The coefficients of the `m`-th integral, with `k` as its constant.
    ///
    /// >>> np.polyint([3, 2, 1])
    /// array([1., 1., 1., 0.])
    @see("polyder")
    fn polyint(cx, p: Tensor, m: i64 = 1, k: f64 = 0.0) -> Tensor {
        let times = usize::try_from(m).map_err(|_| Error::value("Order of integral must be positive (see polyder)"))?;
        let mut result = sized(p)?;
        for _ in 0..times {
            let powers: Vec<i64> = (1..=result.size() as i64).rev().collect();
            let divided = (Calc::from(&result) / &Calc::from(&Tensor::vector(&powers)?)).tensor()?;
            let constant = cast::as_dtype(&Tensor::vector(&[k])?, divided.dtype())?;
            result = super::join(&[divided, constant], 0)?;
        }
        Ok(result)
    }
}

/// Coefficients have a length.
fn sized(p: Tensor) -> Result<Tensor> {
    if p.ndim() == 0 { Err(Error::type_error("len() of unsized object")) } else { Ok(p) }
}

/// NumPy's fit: the columns of the Vandermonde matrix are scaled to length 1 before least squares.
fn fit(x: &Tensor, y: &Tensor, degree: usize, rcond: Option<f64>, w: Option<&Tensor>) -> Result<Tensor> {
    if x.ndim() != 1 {
        return Err(Error::type_error("expected 1D vector for x"));
    }
    if x.is_empty() {
        return Err(Error::type_error("expected non-empty vector for x"));
    }
    if !(1..=2).contains(&y.ndim()) {
        return Err(Error::type_error("expected 1D or 2D array for y"));
    }
    if x.shape()[0] != y.shape()[0] {
        return Err(Error::type_error("expected x and y to have same length"));
    }
    let x = (Calc::from(x) + 0.0).tensor()?;
    let y = (Calc::from(y) + 0.0).tensor()?;
    let mut left = crate::tensor::diagonals::vander(&x, Some(degree + 1), false)?;
    let mut right = y.clone();
    if let Some(w) = w {
        let column = w.expand_dims(&[1])?;
        left = (Calc::from(&left) * &Calc::from(&column)).tensor()?;
        let rows = if y.ndim() == 2 { column } else { w.clone() };
        right = (Calc::from(&right) * &Calc::from(&rows)).tensor()?;
    }
    let axes = crate::tensor::reduce::Axes::one(0);
    let scale = (Calc::from(&left) * &Calc::from(&left)).sum(&axes, false).sqrt().tensor()?;
    let scaled = (Calc::from(&left) / &Calc::from(&scale)).tensor()?;
    let rcond = rcond.unwrap_or(x.size() as f64 * f64::EPSILON);
    let solution = crate::linalg::lstsq(&scaled, &right, Some(rcond))?.solution;
    let scale = if solution.ndim() == 2 { scale.expand_dims(&[1])? } else { scale };
    Ok((Calc::from(&solution) / &Calc::from(&scale)).tensor()?)
}

/// The convolution of two coefficient lists.
fn multiplied(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    let (a, b) = (a.reshaped(&[a.size()], Order::C)?, b.reshaped(&[b.size()], Order::C)?);
    let dtype = promote::promote_types(a.dtype(), b.dtype())?;
    let n = a.size() + b.size() - 1;
    let mut total = Calc::from(&Tensor::zeros(&[n], dtype)?);
    for i in 0..b.size() {
        let shifted = Tensor::zeros(&[n], dtype)?;
        let term = (Calc::from(&a) * &Calc::from(&b.subarray(0, i))).tensor()?;
        crate::tensor::assign::assign(&shifted.range(0, i, i + a.size()), &term)?;
        total = total + &Calc::from(&shifted);
    }
    Ok(total.tensor()?)
}

/// `a op b` with the shorter list filled with zeros in front.
fn aligned(a: &Tensor, b: &Tensor, u: &'static ufunc::Ufunc) -> Result<Tensor> {
    let n = a.size().max(b.size());
    let filled = |t: &Tensor| -> Result<Tensor> {
        let result = Tensor::zeros(&[n], t.dtype())?;
        crate::tensor::assign::assign(&result.range(0, n - t.size(), n), &t.reshaped(&[t.size()], Order::C)?)?;
        Ok(result)
    };
    let (a, b) = (Operand::Tensor(filled(a)?), Operand::Tensor(filled(b)?));
    Ok(ufunc::call(u, &[a, b], &ufunc::CallOptions::default())?.0.remove(0))
}
