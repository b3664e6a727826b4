//! Laguerre polynomials: n Lₙ = (2n−1−x) Lₙ₋₁ − (n−1) Lₙ₋₂.

use super::basis::{Bands, Basis, clenshaw, try_clenshaw};
use super::series::{Series, add, subtract};
use super::term::Term;
use crate::tensor::calc::Calc;
use crate::tensor::error::Result;

pub struct Laguerre;

impl Basis for Laguerre {
    fn symbol(&self) -> Option<&'static str> {
        Some("L")
    }

    fn domain(&self) -> [f64; 2] {
        [0.0, 1.0]
    }

    fn line(&self, offset: &Calc, scale: &Calc) -> Vec<Calc> {
        vec![offset + scale, -scale.clone()]
    }

    fn times_x(&self, c: &Series) -> Vec<Calc> {
        let mut product = vec![c.items[0].clone(), -c.items[0].clone()];
        for (i, c) in c.items.iter().enumerate().skip(1) {
            let n = i as i32;
            product.push(-c.clone() * (n + 1));
            product[i] = &product[i] + c * (2 * n + 1);
            product[i - 1] = &product[i - 1] - c * n;
        }
        product
    }

    fn value(&self, x: &Term, c: &[Term]) -> Term {
        let (c0, c1) = clenshaw(c, Term::from(0), |n, next, c0, c1| {
            (next - &c1 * (n - 1) / n, c0 + c1 * (Term::from(2 * n - 1) - x) / n)
        });
        c0 + c1 * (Term::from(1) - x)
    }

    fn combine(&self, c: &[Series], times_x: &dyn Fn(&Series) -> Result<Series>) -> Result<Series> {
        let (c0, c1) = try_clenshaw(c, |n, next, c0, c1| {
            let low = c1.map(|c| c * (n - 1) / n);
            let high = subtract(&c1.map(|c| c * (2 * n - 1)), &times_x(c1)?)?.map(|c| c / n);
            Ok((subtract(next, &low)?, add(c0, &high)?))
        })?;
        add(&c0, &subtract(&c1, &times_x(&c1)?)?)
    }

    fn derivative(&self, mut c: Vec<Calc>) -> Vec<Calc> {
        let n = c.len() - 1;
        let mut derivative = vec![Calc::from(0); n];
        for j in (2..=n).rev() {
            derivative[j - 1] = -c[j].clone();
            c[j - 1] = &c[j - 1] + &c[j];
        }
        derivative[0] = -c[1].clone();
        derivative
    }

    fn integral(&self, c: &[Calc]) -> Vec<Calc> {
        let mut integral = vec![c[0].clone(), -c[0].clone()];
        for (j, c) in c.iter().enumerate().skip(1) {
            integral[j] = &integral[j] + c;
            integral.push(-c.clone());
        }
        integral
    }

    fn columns(&self, x: &Calc, one: Calc, degree: usize) -> Vec<Calc> {
        let mut columns = vec![one, Calc::from(1) - x];
        for i in 2..=degree {
            let n = i as i32;
            columns.push((&columns[i - 1] * (Calc::from(2 * n - 1) - x) - &columns[i - 2] * (n - 1)) / n);
        }
        columns
    }

    fn bands(&self, n: usize) -> Bands {
        let beside: Vec<f64> = (1..n).map(|i| -(i as f64)).collect();
        Bands { on: (0..n).map(|i| 2.0 * i as f64 + 1.0).collect(), ..Bands::symmetric(beside) }
    }

    fn last_column(&self, c: &Series) -> Vec<Calc> {
        let [rest @ .., lead] = c.items.as_slice() else { return Vec::new() };
        rest.iter().map(|c| -(c / lead * rest.len() as i32)).collect()
    }

    fn root(&self, c: &Series) -> Calc {
        match c.items.as_slice() {
            [a, b] => a / b + 1,
            _ => Calc::from(f64::NAN),
        }
    }
}
