//! Roots of a series as eigenvalues of its companion matrix, and a series from its roots.

use super::basis::{Basis, line, multiply};
use super::series::{Series, as_series, strong, zeros};
use crate::linalg;
use crate::tensor::assign::assign;
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, Result};
use crate::tensor::{Tensor, copy, sort, ufunc};

/// The companion matrix, scaled so that it is symmetric for a polynomial of the basis.
pub fn companion(basis: &dyn Basis, c: &Tensor) -> Result<Calc> {
    let c = as_series(std::slice::from_ref(c), true)?.remove(0);
    if c.len() < 2 {
        return Err(Error::value("Series must have maximum degree of at least 1."));
    }
    companion_of(basis, &c)
}

fn companion_of(basis: &dyn Basis, c: &Series) -> Result<Calc> {
    if c.len() == 2 {
        let root = basis.root(c);
        let dtype = root.dtype();
        return Ok(Calc::rows(vec![root], dtype).map(|m| m.expand_dims(&[0])));
    }
    let n = c.len() - 1;
    let bands = basis.bands(n);
    let last = basis.last_column(c);
    let matrix = zeros(&[n, n], c.dtype)?;
    let put = |i: usize, j: usize, value: f64| -> Result<()> {
        assign(&matrix.subarray(0, i).subarray(0, j), &strong(value).cast(c.dtype).tensor()?).map(drop)
    };
    for i in 0..n {
        put(i, i, bands.on[i])?;
        if i + 1 < n {
            put(i, i + 1, bands.above[i])?;
            put(i + 1, i, bands.below[i])?;
        }
    }
    let column = matrix.subarray(1, n - 1);
    let rows = Calc::parts(&column)?.into_iter().zip(last);
    let rows = rows.map(|(own, term)| (own - term).kept(&ufunc::SUBTRACT, c.dtype)).collect();
    let (changed, trace) = Calc::rows(rows, c.dtype).traced()?;
    assign(&column, &changed)?;
    Ok(Calc::from(&matrix).after(&trace))
}

/// The roots in ascending order.
pub fn roots(basis: &dyn Basis, c: &Tensor) -> Result<Calc> {
    let c = as_series(std::slice::from_ref(c), true)?.remove(0);
    match c.len() {
        0 | 1 => Ok(Calc::from(&Tensor::zeros(&[0], c.dtype)?)),
        2 => {
            let root = basis.root(&c);
            let dtype = root.dtype();
            Ok(Calc::rows(vec![root], dtype))
        }
        _ => {
            let (mut matrix, trace) = companion_of(basis, &c)?.traced()?;
            if basis.rotates_companion() {
                matrix = copy::copied(&matrix.flip(None)?, crate::tensor::Order::C)?;
            }
            let found = linalg::eigvals(&matrix)?;
            Ok(Calc::from(&sort::sort(&found, Some(-1))?).after(&trace))
        }
    }
}

/// The series with given roots and no other factor: products of pairs, then of pairs of those …
pub fn from_roots(basis: &dyn Basis, roots: &Tensor) -> Result<Calc> {
    if roots.ndim() > 0 && roots.is_empty() {
        return Ok(Calc::from(&Tensor::vector(&[1.0])?));
    }
    let roots = as_series(std::slice::from_ref(roots), false)?.remove(0).calc().tensor()?;
    let sorted = sort::sort(&roots, Some(-1))?;
    let one = Calc::from(1);
    let mut factors = Vec::new();
    for root in Calc::parts(&sorted)? {
        factors.push(Series::of(&line(basis, &-root, &one).tensor()?)?);
    }
    while factors.len() > 1 {
        let half = factors.len() / 2;
        let odd = factors.get(2 * half).cloned();
        let mut products = Vec::with_capacity(half);
        for i in 0..half {
            products.push(multiply(basis, &factors[i], &factors[i + half])?);
        }
        if let Some(odd) = odd {
            products[0] = multiply(basis, &products[0], &odd)?;
        }
        factors = products;
    }
    Ok(factors.remove(0).calc())
}
