//! Legendre polynomials: n Pₙ = (2n−1) x Pₙ₋₁ − (n−1) Pₙ₋₂.

use super::basis::{Bands, Basis, clenshaw, try_clenshaw};
use super::series::{Series, add, strong, subtract};
use super::term::Term;
use crate::tensor::calc::Calc;
use crate::tensor::error::Result;

pub struct Legendre;

impl Basis for Legendre {
    fn symbol(&self) -> Option<&'static str> {
        Some("P")
    }

    fn times_x(&self, c: &Series) -> Vec<Calc> {
        let mut product = vec![c.items[0].vanished(), c.items[0].clone()];
        for (i, c) in c.items.iter().enumerate().skip(1) {
            let n = i as i32;
            product.push(c * (n + 1) / (2 * n + 1));
            product[i - 1] = &product[i - 1] + c * n / (2 * n + 1);
        }
        product
    }

    fn value(&self, x: &Term, c: &[Term]) -> Term {
        let (c0, c1) = clenshaw(c, Term::from(0), |n, next, c0, c1| {
            let n = f64::from(n);
            (next - &c1 * ((n - 1.0) / n), c0 + c1 * x * ((2.0 * n - 1.0) / n))
        });
        c0 + c1 * x
    }

    fn combine(&self, c: &[Series], times_x: &dyn Fn(&Series) -> Result<Series>) -> Result<Series> {
        let (c0, c1) = try_clenshaw(c, |n, next, c0, c1| {
            let low = c1.map(|c| c * (n - 1) / n);
            let high = times_x(c1)?.map(|c| c * (2 * n - 1) / n);
            Ok((subtract(next, &low)?, add(c0, &high)?))
        })?;
        add(&c0, &times_x(&c1)?)
    }

    fn derivative(&self, mut c: Vec<Calc>) -> Vec<Calc> {
        let n = c.len() - 1;
        let mut derivative = vec![Calc::from(0); n];
        for j in (3..=n).rev() {
            derivative[j - 1] = &c[j] * (2 * j as i32 - 1);
            c[j - 2] = &c[j - 2] + &c[j];
        }
        if n > 1 {
            derivative[1] = &c[2] * 3;
        }
        derivative[0] = c[1].clone();
        derivative
    }

    fn integral(&self, c: &[Calc]) -> Vec<Calc> {
        let mut integral = vec![c[0].vanished(), c[0].clone()];
        if let Some(second) = c.get(1) {
            integral.push(second / 3);
        }
        for (j, c) in c.iter().enumerate().skip(2) {
            let term = c / (2 * j as i32 + 1);
            integral[j - 1] = &integral[j - 1] - &term;
            integral.push(term);
        }
        integral
    }

    fn columns(&self, x: &Calc, one: Calc, degree: usize) -> Vec<Calc> {
        let mut columns = vec![one, x.clone()];
        for i in 2..=degree {
            let n = i as i32;
            columns.push((&columns[i - 1] * x * (2 * n - 1) - &columns[i - 2] * (n - 1)) / n);
        }
        columns
    }

    fn bands(&self, n: usize) -> Bands {
        let scale = |i: usize| 1.0 / (2.0 * i as f64 + 1.0).sqrt();
        Bands::symmetric((1..n).map(|i| i as f64 * scale(i - 1) * scale(i)).collect())
    }

    fn last_column(&self, c: &Series) -> Vec<Calc> {
        let [rest @ .., lead] = c.items.as_slice() else { return Vec::new() };
        let scale = |i: usize| 1.0 / (2.0 * i as f64 + 1.0).sqrt();
        let n = rest.len() as f64;
        let (last, factor) = (scale(rest.len() - 1), n / (2.0 * n - 1.0));
        rest.iter().enumerate().map(|(i, c)| c / lead * strong(scale(i) / last) * factor).collect()
    }
}
