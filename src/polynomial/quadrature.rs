//! Nodes and weights of Gauss's quadratures, weight functions, Chebyshev's points.
//!
//! Nodes are eigenvalues of the companion matrix (G. H. Golub, J. H. Welsch, Math. Comp. 23, 1969), improved by one step of
//! Newton's method.

use super::evaluate::number;
use super::roots::companion;
use super::series::strong;
use super::{Basis, Chebyshev, Hermite, HermiteE, Laguerre, Legendre, calculus};
use crate::linalg::eigvalsh;
use crate::tensor::calc::Calc;
use crate::tensor::create::linspace;
use crate::tensor::error::{Error, Result};
use crate::tensor::reduce::{Axes, Reduction};
use crate::tensor::storage::reserved;
use crate::tensor::{Operand, Tensor, ufunc};
use std::f64::consts::PI;

/// Nodes and weights of Gauss's quadrature with `n` points.
pub type Rule = (Calc, Calc);

/// A family of weights for which there is a quadrature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Chebyshev,
    Legendre,
    Laguerre,
    Hermite,
    HermiteE,
}

impl Weight {
    /// The quadrature of `n` points. ValueError for none.
    pub fn rule(self, n: i64) -> Result<Rule> {
        let n = usize::try_from(n).ok().filter(|&n| n > 0);
        let n = n.ok_or_else(|| Error::value("deg must be a positive integer"))?;
        match self {
            Weight::Chebyshev => {
                let mut angles = reserved::<f64>(n)?;
                angles.extend((0..n).map(|i| PI * (2 * i + 1) as f64 / (2.0 * n as f64)));
                let nodes = Calc::from(&Tensor::vector(&angles)?).unary(&ufunc::COS);
                angles.fill(PI / n as f64);
                Ok((nodes, Calc::from(&Tensor::vector(&angles)?)))
            }
            Weight::Legendre => {
                let (nodes, weights) = by_derivative(&Legendre, n)?;
                Ok(symmetric(nodes, weights, 2.0))
            }
            Weight::Laguerre => {
                let (nodes, weights) = by_derivative(&Laguerre, n)?;
                let total = total(&weights);
                Ok((nodes, weights / total))
            }
            Weight::Hermite => {
                let nodes = eigvalsh(&companion(&Hermite, &unit(n)?)?.tensor()?, false)?;
                let lower = |x: &Calc| normed(x, n - 1, PI, true);
                let slope = |x: &Calc| lower(x) * strong((2.0 * n as f64).sqrt());
                by_norm(&nodes, |x| normed(x, n, PI, true), slope, lower, PI.sqrt())
            }
            Weight::HermiteE => {
                let nodes = eigvalsh(&companion(&HermiteE, &unit(n)?)?.tensor()?, false)?;
                let lower = |x: &Calc| normed(x, n - 1, 2.0 * PI, false);
                let slope = |x: &Calc| lower(x) * strong((n as f64).sqrt());
                by_norm(&nodes, |x| normed(x, n, 2.0 * PI, false), slope, lower, (2.0 * PI).sqrt())
            }
        }
    }

    /// The weight function at points.
    pub fn at(self, x: &Operand) -> Calc {
        let x = Calc::from(x.clone());
        let squared = |x: Calc| x.binary(&ufunc::POWER, 2);
        match self {
            Weight::Chebyshev => {
                let sides = (Calc::from(1.0) + &x).sqrt() * (Calc::from(1.0) - &x).sqrt();
                Calc::from(1.0) / sides
            }
            Weight::Legendre => x * 0.0 + 1.0,
            Weight::Laguerre => (-x).unary(&ufunc::EXP),
            Weight::Hermite => (-squared(x)).unary(&ufunc::EXP),
            Weight::HermiteE => (squared(x) * -0.5).unary(&ufunc::EXP),
        }
    }
}

/// The coefficients of the basis polynomial of degree n.
fn unit(n: usize) -> Result<Tensor> {
    super::Series::unit(n)?.calc().tensor()
}

fn total(weights: &Calc) -> Calc {
    weights.clone().sum(&Axes::All, false)
}

/// Divided by the largest absolute value.
fn normalized(values: Calc) -> Calc {
    let largest = values.clone().unary(&ufunc::ABSOLUTE).reduced(Reduction::Max, &Axes::All, false);
    values / largest
}

/// Nodes and weights, up to a factor, from the polynomial and its derivative.
fn by_derivative(basis: &dyn Basis, n: usize) -> Result<Rule> {
    let c = unit(n)?;
    let nodes = Calc::from(&eigvalsh(&companion(basis, &c)?.tensor()?, false)?);
    let derivative = calculus::derivative(basis, &c, 1, &Operand::WeakInt(1), 0)?.tensor()?;
    let slope = number(basis, &nodes, &derivative, true)?;
    let nodes = &nodes - number(basis, &nodes, &c, true)? / &slope;
    let lower = normalized(number(basis, &nodes, &unit(n - 1)?, true)?);
    let weights = Calc::from(1) / (lower * normalized(slope));
    Ok((nodes, weights))
}

/// Nodes and weights from normed polynomials, which do not overflow.
fn by_norm(
    nodes: &Tensor,
    value: impl Fn(&Calc) -> Calc,
    slope: impl Fn(&Calc) -> Calc,
    lower: impl Fn(&Calc) -> Calc,
    sum: f64,
) -> Result<Rule> {
    let nodes = Calc::from(nodes);
    let nodes = &nodes - value(&nodes) / slope(&nodes);
    let lower = normalized(lower(&nodes));
    let weights = Calc::from(1) / (&lower * &lower);
    Ok(symmetric(nodes, weights, sum))
}

/// Both made symmetric about 0, the weights with a given sum.
fn symmetric(nodes: Calc, weights: Calc, sum: f64) -> Rule {
    let flipped = |c: &Calc| c.clone().map(|t| t.flip(None));
    let weights = (&weights + flipped(&weights)) / 2;
    let nodes = (&nodes - flipped(&nodes)) / 2;
    let factor = strong(sum) / total(&weights);
    (nodes, weights * factor)
}

/// Hermite's polynomial of degree n whose square has the integral 1 with its weight.
fn normed(x: &Calc, n: usize, norm: f64, physical: bool) -> Calc {
    let start = 1.0 / norm.sqrt().sqrt();
    if n == 0 {
        return x * 0.0 + strong(start);
    }
    let step = if physical { 2.0 } else { 1.0 };
    let (mut c0, mut c1) = (Calc::from(0.0), strong(start));
    let mut degree = n as f64;
    for _ in 1..n {
        let before = c0;
        c0 = -c1.clone() * strong(((degree - 1.0) / degree).sqrt());
        c1 = before + c1 * x * strong((step / degree).sqrt());
        degree -= 1.0;
    }
    let last = c1 * x;
    c0 + if physical { last * strong(2f64.sqrt()) } else { last }
}

/// Chebyshev's points of the first kind: the zeros of Tₙ, ascending.
pub fn points_first(n: usize) -> Result<Calc> {
    let step = 0.5 * PI / n as f64;
    let mut angles = reserved::<f64>(n)?;
    angles.extend((0..n).map(|i| step * (2.0 * i as f64 + 1.0 - n as f64)));
    Ok(Calc::from(&Tensor::vector(&angles)?).unary(&ufunc::SIN))
}

/// Coefficients of the Chebyshev series that interpolates `values` at the points of the first kind.
pub fn interpolation(values: &Tensor, degree: usize) -> Result<Calc> {
    let order = degree as i32 + 1;
    let points = points_first(degree + 1)?.tensor()?;
    let columns = super::evaluate::vandermonde(&Chebyshev, &points, degree)?.tensor()?;
    let sums = crate::linalg::dot(&columns.transpose(), values)?;
    let dtype = sums.dtype();
    let scaled = Calc::parts(&sums)?.into_iter().enumerate();
    let rows = scaled.map(|(i, c)| if i == 0 { c / order } else { c / (0.5 * f64::from(order)) });
    Ok(Calc::rows(rows.collect(), dtype))
}

/// Chebyshev's points of the second kind: the extrema of Tₙ₋₁, ascending; n ≥ 2.
pub fn points_second(n: usize) -> Result<Calc> {
    let count = isize::try_from(n).map_err(|_| Error::value("npts must be integer"))?;
    let ends = [Operand::WeakFloat(-PI), Operand::WeakInt(0)];
    let angles = linspace(&ends[0], &ends[1], count, true, None, 0)?.samples;
    Ok(Calc::from(&angles).unary(&ufunc::COS))
}
