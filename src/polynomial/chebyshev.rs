//! Chebyshev polynomials of the first kind. Products and quotients go through z-series: with x = (z + 1/z)/2 a series is a
//! symmetric Laurent polynomial in z.

use super::basis::{Bands, Basis, clenshaw, try_clenshaw};
use super::power::convolved;
use super::series::{Series, add, strong, subtract};
use super::term::Term;
use crate::tensor::calc::Calc;
use crate::tensor::error::Result;

pub struct Chebyshev;

impl Basis for Chebyshev {
    fn symbol(&self) -> Option<&'static str> {
        Some("T")
    }

    fn times_x(&self, c: &Series) -> Vec<Calc> {
        let [first, rest @ ..] = c.items.as_slice() else { return Vec::new() };
        let mut product = vec![first.vanished(), first.clone()];
        let halves: Vec<Calc> = rest.iter().map(|c| c / 2).collect();
        product.extend(halves.iter().cloned());
        for (own, half) in product.iter_mut().zip(&halves) {
            *own = &*own + half;
        }
        product
    }

    fn value(&self, x: &Term, c: &[Term]) -> Term {
        let double = if c.len() > 2 { x * 2 } else { x.clone() };
        let (c0, c1) = clenshaw(c, Term::from(0), |_, next, c0, c1| (next - &c1, c0 + c1 * &double));
        c0 + c1 * x
    }

    fn combine(&self, c: &[Series], times_x: &dyn Fn(&Series) -> Result<Series>) -> Result<Series> {
        let (c0, c1) =
            try_clenshaw(c, |_, next, c0, c1| Ok((subtract(next, c1)?, add(c0, &times_x(c1)?.map(|c| c * 2))?)))?;
        add(&c0, &times_x(&c1)?)
    }

    fn derivative(&self, mut c: Vec<Calc>) -> Vec<Calc> {
        let n = c.len() - 1;
        let mut derivative = vec![Calc::from(0); n];
        for j in (3..=n).rev() {
            let factor = j as i32;
            derivative[j - 1] = &c[j] * (2 * factor);
            c[j - 2] = &c[j - 2] + &c[j] * factor / (factor - 2);
        }
        if n > 1 {
            derivative[1] = &c[2] * 4;
        }
        derivative[0] = c[1].clone();
        derivative
    }

    fn integral(&self, c: &[Calc]) -> Vec<Calc> {
        let mut integral = vec![c[0].vanished(), c[0].clone()];
        if let Some(second) = c.get(1) {
            integral.push(second / 4);
        }
        for (j, c) in c.iter().enumerate().skip(2) {
            let factor = j as i32;
            integral.push(c / (2 * (factor + 1)));
            integral[j - 1] = &integral[j - 1] - c / (2 * (factor - 1));
        }
        integral
    }

    fn columns(&self, x: &Calc, one: Calc, degree: usize) -> Vec<Calc> {
        let double = x * 2;
        let mut columns = vec![one, x.clone()];
        for i in 2..=degree {
            columns.push(&columns[i - 1] * &double - &columns[i - 2]);
        }
        columns
    }

    fn bands(&self, n: usize) -> Bands {
        let mut beside = vec![0.5; n - 1];
        beside[0] = 0.5f64.sqrt();
        Bands::symmetric(beside)
    }

    fn last_column(&self, c: &Series) -> Vec<Calc> {
        let [rest @ .., lead] = c.items.as_slice() else { return Vec::new() };
        let root = 0.5f64.sqrt();
        let scale = |i: usize| if i == 0 { 1.0 } else { root };
        let last = scale(rest.len() - 1);
        rest.iter().enumerate().map(|(i, c)| c / lead * strong(scale(i) / last) * 0.5).collect()
    }

    fn product(&self, a: &Series, b: &Series) -> Result<Series> {
        Ok(from_z(convolved(&to_z(a), &to_z(b))?).trimmed())
    }

    fn power(&self, c: &Series, n: usize) -> Result<Series> {
        let z = to_z(c);
        Ok(from_z((2..=n).try_fold(z.clone(), |product, _| convolved(&product, &z))?))
    }

    /// Divides from both ends at once, so that the rest stays symmetric.
    fn quotient(&self, a: &Series, b: &Series) -> Result<(Series, Series)> {
        let (mut rest, divisor) = (to_z(a).items, to_z(b).items);
        let width = divisor.len();
        let lead = divisor[0].clone();
        let divisor: Vec<Calc> = divisor.iter().map(|c| c / &lead).collect();
        let last = rest.len() - width;
        let mut quotient = vec![Calc::from(0); last + 1];
        let take = |rest: &mut [Calc], terms: &[Calc]| {
            for (own, term) in rest.iter_mut().zip(terms) {
                *own = &*own - term;
            }
        };
        let (mut i, mut j) = (0, last);
        loop {
            let factor = rest[i].clone();
            let terms: Vec<Calc> = divisor.iter().map(|c| &factor * c).collect();
            take(&mut rest[i..i + width], &terms);
            quotient[i] = factor.clone();
            if i >= j {
                break;
            }
            quotient[j] = factor;
            take(&mut rest[j..j + width], &terms);
            i += 1;
            j -= 1;
        }
        let quotient = quotient.into_iter().map(|c| c / &lead).collect();
        let rest = rest[i + 1..i + width - 1].to_vec();
        let series = |items| from_z(Series { dtype: a.dtype, items }).trimmed();
        Ok((series(quotient), series(rest)))
    }
}

/// A series as coefficients of z⁻ⁿ … zⁿ.
fn to_z(c: &Series) -> Series {
    let halves: Vec<Calc> = c.items.iter().map(|c| c / 2).collect();
    let zero = Calc::from(0).cast(c.dtype);
    let [middle, outer @ ..] = halves.as_slice() else { return c.clone() };
    let left = outer.iter().rev().map(|c| &zero + c);
    let right = outer.iter().map(|c| c + &zero);
    Series { dtype: c.dtype, items: left.chain([middle + middle]).chain(right).collect() }
}

/// The right half of symmetric coefficients as a series.
fn from_z(z: Series) -> Series {
    let n = z.len().div_ceil(2);
    let mut items = z.items[n - 1..].to_vec();
    for c in items.iter_mut().skip(1) {
        *c = &*c * 2;
    }
    Series { dtype: z.dtype, items }
}
