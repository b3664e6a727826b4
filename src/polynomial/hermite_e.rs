//! Hermite polynomials of probability theory: Heₙ = x Heₙ₋₁ − (n−1) Heₙ₋₂.

use super::basis::{Bands, Basis, clenshaw, try_clenshaw};
use super::hermite::scales;
use super::series::{Series, add, strong, subtract};
use super::term::Term;
use crate::tensor::calc::Calc;
use crate::tensor::error::Result;

pub struct HermiteE;

impl Basis for HermiteE {
    fn symbol(&self) -> Option<&'static str> {
        Some("He")
    }

    fn times_x(&self, c: &Series) -> Vec<Calc> {
        let mut product = vec![c.items[0].vanished(), c.items[0].clone()];
        for (i, c) in c.items.iter().enumerate().skip(1) {
            product.push(c.clone());
            product[i - 1] = &product[i - 1] + c * i as i32;
        }
        product
    }

    fn value(&self, x: &Term, c: &[Term]) -> Term {
        let (c0, c1) = clenshaw(c, Term::from(0), |n, next, c0, c1| (next - &c1 * (n - 1), c0 + c1 * x));
        c0 + c1 * x
    }

    fn combine(&self, c: &[Series], times_x: &dyn Fn(&Series) -> Result<Series>) -> Result<Series> {
        let (c0, c1) = try_clenshaw(c, |n, next, c0, c1| {
            Ok((subtract(next, &c1.map(|c| c * (n - 1)))?, add(c0, &times_x(c1)?)?))
        })?;
        add(&c0, &times_x(&c1)?)
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
            columns.push(&columns[i - 1] * x - &columns[i - 2] * (i as i32 - 1));
        }
        columns
    }

    fn bands(&self, n: usize) -> Bands {
        Bands::symmetric((1..n).map(|i| (i as f64).sqrt()).collect())
    }

    fn last_column(&self, c: &Series) -> Vec<Calc> {
        let [rest @ .., lead] = c.items.as_slice() else { return Vec::new() };
        let scales = scales(rest.len(), |i| 1.0 / i.sqrt());
        rest.iter().zip(scales).map(|(c, scale)| strong(scale) * c / lead).collect()
    }
}
