//! Distributions of vectors: multinomial, Dirichlet, multivariate normal and hypergeometric.

use super::objects::Source;
use super::sample::{CHUNK, Size, counts, output_shape, vector};
use crate::linalg;
use crate::pool::interrupted;
use crate::random::bits::{Draw, Variates};
use crate::random::continuous::StandardNormal;
use crate::random::{check, multivariate};
use crate::tensor::calc::Calc;
use crate::tensor::{DType, Element, Order, Tensor, lanes, ufunc};
use crate::value::class::exception;
use crate::value::nested::to_tensor;
use crate::value::{Context, Error, Result, Value};
use std::cell::RefCell;

/// A new array of `shape` plus a last axis of `width`, drawn row by row.
fn rows<T: Element>(shape: &[usize], width: usize, mut draw: impl FnMut(usize, &mut [T])) -> Result<Value> {
    let full: Vec<usize> = shape.iter().copied().chain([width]).collect();
    let tensor = lanes::try_fresh::<T>(&full, |out| {
        for (i, row) in out.chunks_exact_mut(width.max(1)).enumerate() {
            draw(i, row);
            if i % 1024 == 0 {
                lanes::check_interrupt()?;
            }
        }
        Ok(())
    })?;
    Ok(Value::array(tensor))
}

/// One multinomial draw.
struct Balls<'a> {
    n: i64,
    pvals: &'a [f64],
    row: RefCell<&'a mut [i64]>,
}

impl Draw for Balls<'_> {
    type Output = ();

    fn draw<V: Variates>(&self, v: &mut V) {
        multivariate::multinomial(v, self.n, self.pvals, &mut self.row.borrow_mut());
    }
}

/// One Dirichlet draw.
struct Shares<'a> {
    alpha: &'a [f64],
    legacy: bool,
    row: RefCell<&'a mut [f64]>,
}

impl Draw for Shares<'_> {
    type Output = ();

    fn draw<V: Variates>(&self, v: &mut V) {
        let mut row = self.row.borrow_mut();
        if self.legacy {
            multivariate::dirichlet_of_gammas(v, self.alpha, &mut row);
        } else {
            multivariate::dirichlet(v, self.alpha, &mut row);
        }
    }
}

/// `Generator.multinomial`: the numbers of balls and the rows of probabilities are broadcast.
pub fn multinomial(cx: &mut dyn Context, source: &impl Source, n: &Value, pvals: &Value, size: Size) -> Result<Value> {
    let (n, n_shape) = counts(cx, n)?;
    let pvals = lanes::contiguous(&to_tensor(cx, pvals, Some(DType::FLOAT64))?, DType::FLOAT64)?;
    let width = pvals.shape().last().copied().unwrap_or(0);
    if width == 0 {
        return Err(Error::value(check::NO_PVALS));
    }
    let all = pvals.as_slice::<f64>().unwrap_or(&[]);
    if n.iter().any(|&n| n < 0) {
        return Err(Error::value("n < 0"));
    }
    let many = pvals.ndim() > 1;
    for row in all.chunks_exact(width) {
        check::multinomial(row, many || !n_shape.is_empty()).map_err(Error::value)?;
    }
    let p_shape = &pvals.shape()[..pvals.ndim() - 1];
    let shape = output_shape(&size, &[&n_shape, p_shape])?;
    let places = |own: &[usize]| -> Result<Vec<i64>> {
        let indices = Tensor::generate::<i64>(own, |i| i as i64)?.broadcast_to(&shape)?;
        Ok(indices.to_vec::<i64>().unwrap_or_default())
    };
    let (n_at, p_at) = (places(&n_shape)?, places(p_shape)?);
    rows::<i64>(&shape, width, |i, row| {
        let (n_at, p_at) = (n_at.get(i).copied().unwrap_or(0) as usize, p_at.get(i).copied().unwrap_or(0) as usize);
        let pvals = all.get(p_at * width..(p_at + 1) * width).unwrap_or(&[]);
        let n = n.get(n_at).copied().unwrap_or(0);
        source.fill(&Balls { n, pvals, row: RefCell::new(row) }, &mut [()]);
    })
}

/// `RandomState.multinomial`: one number of balls, one row of probabilities.
pub fn legacy_multinomial(
    cx: &mut dyn Context,
    source: &impl Source,
    n: i64,
    pvals: &Value,
    size: Size,
) -> Result<Value> {
    let pvals = vector(cx, pvals)?;
    if n < 0 {
        return Err(Error::value("n < 0"));
    }
    check::multinomial(&pvals, false).map_err(Error::value)?;
    rows::<i64>(&size.0.unwrap_or_default(), pvals.len(), |_, row| {
        source.fill(&Balls { n, pvals: &pvals, row: RefCell::new(row) }, &mut [()]);
    })
}

/// Vectors of non-negative numbers whose sum is 1.
pub fn dirichlet(cx: &mut dyn Context, source: &impl Source, alpha: &Value, size: Size, legacy: bool) -> Result<Value> {
    let alpha = vector(cx, alpha)?;
    check::dirichlet(&alpha, legacy).map_err(Error::value)?;
    rows::<f64>(&size.0.unwrap_or_default(), alpha.len(), |_, row| {
        source.fill(&Shares { alpha: &alpha, legacy, row: RefCell::new(row) }, &mut [()]);
    })
}

/// How many items of each colour are among `nsample` taken from `colors[i]` items of colour i each.
pub fn multivariate_hypergeometric(
    cx: &mut dyn Context,
    source: &impl Source,
    colors: &Value,
    nsample: i64,
    size: Size,
    method: &str,
) -> Result<Value> {
    if !matches!(method, "count" | "marginals") {
        return Err(Error::value("method must be \"count\" or \"marginals\"."));
    }
    let given = to_tensor(cx, colors, None)?;
    if given.ndim() != 1 || !given.dtype().kind.is_integer() {
        return Err(Error::value(
            "colors must be a one-dimensional sequence of nonnegative integers not exceeding 9223372036854775807.",
        ));
    }
    let (colors, _) = counts(cx, colors)?;
    let marginals = method == "marginals";
    check::multivariate_hypergeometric(&colors, nsample, marginals).map_err(Error::value)?;
    let full: Vec<usize> = size.0.unwrap_or_default().into_iter().chain([colors.len()]).collect();
    let mut failed = None;
    let tensor = lanes::fresh::<i64>(&full, |out| {
        source.with_bits(|bits| {
            if marginals {
                for rows in out.chunks_mut(1024 * colors.len().max(1)).take_while(|_| !interrupted()) {
                    multivariate::multivariate_hypergeometric_marginals(bits, &colors, nsample, rows);
                }
            } else {
                failed = multivariate::multivariate_hypergeometric_count(bits, &colors, nsample, out).err();
            }
        });
    })?;
    match failed {
        Some(text) => Err(Error::new(&exception::MEMORY_ERROR, text)),
        None => Ok(Value::array(tensor)),
    }
}

/// What a call of `multivariate_normal` asks for.
pub struct Normal<'a> {
    pub mean: &'a Value,
    pub cov: &'a Value,
    pub size: Size,
    pub check_valid: &'a str,
    pub tol: f64,
    /// `svd`, `eigh`, `cholesky`, or `legacy` for `RandomState`'s singular values.
    pub method: &'a str,
}

/// Normally distributed vectors of a mean and a covariance matrix.
pub fn multivariate_normal(cx: &mut dyn Context, source: &impl Source, request: Normal) -> Result<Value> {
    let mean = to_tensor(cx, request.mean, Some(DType::FLOAT64))?;
    let cov = to_tensor(cx, request.cov, Some(DType::FLOAT64))?;
    if !matches!(request.method, "svd" | "eigh" | "cholesky" | "legacy") {
        return Err(Error::value("method must be one of {'eigh', 'svd', 'cholesky'}"));
    }
    if mean.ndim() != 1 {
        return Err(Error::value("mean must be 1 dimensional"));
    }
    if cov.ndim() != 2 || cov.shape()[0] != cov.shape()[1] {
        return Err(Error::value("cov must be 2 dimensional and square"));
    }
    let n = mean.shape()[0];
    if n != cov.shape()[0] {
        return Err(Error::value("mean and cov must have same length"));
    }
    let shape: Vec<usize> = request.size.0.clone().unwrap_or_default().into_iter().chain([n]).collect();
    let normals = lanes::try_fresh::<f64>(&shape, |out| {
        out.chunks_mut(CHUNK).try_for_each(|chunk| {
            source.fill(&StandardNormal, chunk);
            lanes::check_interrupt()
        })
    })?;
    let vectors = normals.reshaped(&[normals.size() / n.max(1), n], Order::C)?;
    let factor = factor(cx, &cov, &request)?;
    let turned = linalg::matmul(&vectors, &factor)?;
    let moved = (Calc::from(&mean) + &Calc::from(&turned)).tensor()?;
    Ok(Value::array(moved.reshaped(&shape, Order::C)?))
}

/// The matrix that turns rows of independent normal variates into rows of the wanted covariance.
fn factor(cx: &mut dyn Context, cov: &Tensor, request: &Normal) -> Result<Tensor> {
    if request.method == "cholesky" {
        return Ok(linalg::cholesky(cov, false)?.transpose());
    }
    let by_eigenvalues = request.method == "eigh";
    let (columns, values, right) = if by_eigenvalues {
        let (values, vectors) = linalg::eigh(cov, false)?;
        (vectors, values, None)
    } else {
        let (u, s, vh) = linalg::svd(cov, true)?;
        (u, s, Some(vh))
    };
    if request.check_valid != "ignore" {
        check_covariance(cx, cov, (&values, right.as_ref()), request)?;
    }
    let roots = Calc::from(&values).unary(&ufunc::ABSOLUTE).sqrt();
    Ok(match right {
        Some(vh) if request.method == "legacy" => {
            (roots.map(|r| r.reshaped(&[r.size(), 1], Order::C)) * &Calc::from(&vh)).tensor()?
        }
        _ => (Calc::from(&columns) * &roots).tensor()?.transpose(),
    })
}

/// RuntimeWarning or ValueError where a matrix is no covariance.
fn check_covariance(
    cx: &mut dyn Context,
    cov: &Tensor,
    (values, right): (&Tensor, Option<&Tensor>),
    request: &Normal,
) -> Result<()> {
    if !matches!(request.check_valid, "warn" | "raise") {
        return Err(Error::value("check_valid must equal 'warn', 'raise', or 'ignore'"));
    }
    let tol = request.tol;
    let valid = match right {
        Some(vh) => {
            let scaled = (Calc::from(&vh.transpose()) * &Calc::from(values)).tensor()?;
            let rebuilt = lanes::contiguous(&linalg::matmul(&scaled, vh)?, DType::FLOAT64)?;
            let wanted = lanes::contiguous(cov, DType::FLOAT64)?;
            let (a, b) = (rebuilt.to_vec::<f64>().unwrap_or_default(), wanted.to_vec::<f64>().unwrap_or_default());
            a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= tol + tol * b.abs())
        }
        None => values.to_vec::<f64>().unwrap_or_default().iter().all(|&s| s >= -tol),
    };
    let message = "covariance is not symmetric positive-semidefinite.";
    match request.check_valid {
        _ if valid => Ok(()),
        "warn" => cx.warn(&exception::RUNTIME_WARNING, message),
        _ => Err(Error::value(message)),
    }
}
