//! Hermite polynomials of physics: Hₙ = 2x Hₙ₋₁ − 2(n−1) Hₙ₋₂.

use super::basis::{Bands, Basis, clenshaw, try_clenshaw};
use super::series::{Series, add, strong, subtract};
use super::term::Term;
use crate::tensor::calc::Calc;
use crate::tensor::error::Result;

pub struct Hermite;

impl Basis for Hermite {
    fn symbol(&self) -> Option<&'static str> {
        Some("H")
    }

    fn line(&self, offset: &Calc, scale: &Calc) -> Vec<Calc> {
        vec![offset.clone(), scale / 2]
    }

    fn times_x(&self, c: &Series) -> Vec<Calc> {
        let mut product = vec![c.items[0].vanished(), &c.items[0] / 2];
        for (i, c) in c.items.iter().enumerate().skip(1) {
            product.push(c / 2);
            product[i - 1] = &product[i - 1] + c * i as i32;
        }
        product
    }

    fn value(&self, x: &Term, c: &[Term]) -> Term {
        let double = x * 2;
        let (c0, c1) = clenshaw(c, Term::from(0), |n, next, c0, c1| (next - &c1 * (2 * (n - 1)), c0 + c1 * &double));
        c0 + c1 * double
    }

    fn combine(&self, c: &[Series], times_x: &dyn Fn(&Series) -> Result<Series>) -> Result<Series> {
        let (c0, c1) = try_clenshaw(c, |n, next, c0, c1| {
            let low = c1.map(|c| c * (2 * (n - 1)));
            Ok((subtract(next, &low)?, add(c0, &times_x(c1)?.map(|c| c * 2))?))
        })?;
        add(&c0, &times_x(&c1)?.map(|c| c * 2))
    }

    fn derivative(&self, c: Vec<Calc>) -> Vec<Calc> {
        c.into_iter().enumerate().skip(1).map(|(j, c)| c * (2 * j as i32)).collect()
    }

    fn integral(&self, c: &[Calc]) -> Vec<Calc> {
        let [first, rest @ ..] = c else { return Vec::new() };
        let higher = rest.iter().enumerate().map(|(j, c)| c / (2 * (j as i32 + 2)));
        [first.vanished(), first / 2].into_iter().chain(higher).collect()
    }

    fn columns(&self, x: &Calc, one: Calc, degree: usize) -> Vec<Calc> {
        let double = x * 2;
        let mut columns = vec![one, double.clone()];
        for i in 2..=degree {
            columns.push(&columns[i - 1] * &double - &columns[i - 2] * (2 * (i as i32 - 1)));
        }
        columns
    }

    fn bands(&self, n: usize) -> Bands {
        Bands::symmetric((1..n).map(|i| (0.5 * i as f64).sqrt()).collect())
    }

    fn last_column(&self, c: &Series) -> Vec<Calc> {
        let [rest @ .., lead] = c.items.as_slice() else { return Vec::new() };
        let scales = scales(rest.len(), |i| 1.0 / (2.0 * i).sqrt());
        let divisor = lead * 2.0;
        rest.iter().zip(scales).map(|(c, scale)| strong(scale) * c / &divisor).collect()
    }

    fn root(&self, c: &Series) -> Calc {
        match c.items.as_slice() {
            [a, b] => a * -0.5 / b,
            _ => Calc::from(f64::NAN),
        }
    }
}

/// Products of `factor(n-1)`, `factor(n-2)` … `factor(1)`, the longest first, 1 at the end.
pub fn scales(n: usize, factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut all = vec![1.0];
    for i in (1..n).rev() {
        all.push(all[all.len() - 1] * factor(i as f64));
    }
    all.reverse();
    all
}
