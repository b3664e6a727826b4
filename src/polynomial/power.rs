//! The basis of powers: 1, x, x² …

use super::basis::{Bands, Basis};
use super::series::{Series, promoted};
use super::term::Term;
use crate::linalg::{Overlap, convolve};
use crate::tensor::calc::Calc;
use crate::tensor::error::Result;

pub struct Power;

impl Basis for Power {
    fn symbol(&self) -> Option<&'static str> {
        None
    }

    fn times_x(&self, c: &Series) -> Vec<Calc> {
        c.items.first().map(Calc::vanished).into_iter().chain(c.items.iter().cloned()).collect()
    }

    fn value(&self, x: &Term, c: &[Term]) -> Term {
        let [rest @ .., last] = c else { return Term::from(0) };
        rest.iter().rev().fold(last + x * Term::from(0), |value, c| c + value * x)
    }

    fn combine(&self, c: &[Series], times_x: &dyn Fn(&Series) -> Result<Series>) -> Result<Series> {
        let [rest @ .., last] = c else { return Ok(Series::zero()) };
        rest.iter().rev().try_fold(last.clone(), |value, c| super::series::add(c, &times_x(&value)?))
    }

    fn derivative(&self, c: Vec<Calc>) -> Vec<Calc> {
        c.into_iter().enumerate().skip(1).map(|(j, c)| c * j as i32).collect()
    }

    fn integral(&self, c: &[Calc]) -> Vec<Calc> {
        let [first, rest @ ..] = c else { return Vec::new() };
        let higher = rest.iter().enumerate().map(|(j, c)| c / (j as i32 + 2));
        [first.vanished(), first.clone()].into_iter().chain(higher).collect()
    }

    fn columns(&self, x: &Calc, one: Calc, degree: usize) -> Vec<Calc> {
        let mut columns = vec![one, x.clone()];
        for i in 2..=degree {
            columns.push(&columns[i - 1] * x);
        }
        columns
    }

    fn bands(&self, n: usize) -> Bands {
        Bands { above: vec![0.0; n - 1], on: vec![0.0; n], below: vec![1.0; n - 1] }
    }

    fn last_column(&self, c: &Series) -> Vec<Calc> {
        let [rest @ .., lead] = c.items.as_slice() else { return Vec::new() };
        rest.iter().map(|c| c / lead).collect()
    }

    fn rotates_companion(&self) -> bool {
        false
    }

    fn product(&self, a: &Series, b: &Series) -> Result<Series> {
        convolved(a, b).map(Series::trimmed)
    }

    fn power(&self, c: &Series, n: usize) -> Result<Series> {
        (2..=n).try_fold(c.clone(), |product, _| convolved(&product, c))
    }

    fn quotient(&self, a: &Series, b: &Series) -> Result<(Series, Series)> {
        let [rest @ .., lead] = b.items.as_slice() else { return Ok((a.clone(), Series::zero())) };
        let scaled: Vec<Calc> = rest.iter().map(|c| c / lead).collect();
        let mut c = a.items.clone();
        let low = b.len() - 1;
        for top in (low..c.len()).rev() {
            let factor = c[top].clone();
            for (own, other) in c[top - low..top].iter_mut().zip(&scaled) {
                *own = &*own - other * &factor;
            }
        }
        let high = c.split_off(low);
        let quotient = Series { dtype: a.dtype, items: high.iter().map(|c| c / lead).collect() };
        Ok((quotient, Series { dtype: a.dtype, items: c }.trimmed()))
    }
}

/// The convolution of two lists of coefficients.
pub fn convolved(a: &Series, b: &Series) -> Result<Series> {
    let (x, before) = a.clone().calc().traced()?;
    let (y, more) = b.clone().calc().traced()?;
    let product = convolve(&x, &y, Overlap::Full)?;
    let mut items = Calc::parts(&product)?;
    if let Some(first) = items.first_mut() {
        *first = first.clone().after(&before).after(&more);
    }
    Ok(Series { dtype: promoted(a.dtype, b.dtype), items })
}
