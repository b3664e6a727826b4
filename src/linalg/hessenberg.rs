//! Square matrices → Hessenberg form: balancing, then reflectors. What `real_schur` and `complex_schur` start from.
//!
//! Sources: Parlett & Reinsch, "Balancing a Matrix" (1969); James, Langou & Lowery, "On Matrix Balancing" (2014) for the
//! norm; Golub & Van Loan 7.4. In LAPACK's variant, so that eigenvalues come in its order.

use super::householder::{apply_left, apply_right, reflector};
use super::number::Number;
use crate::tensor::Complex64;

/// A matrix on its way to Schur form: A = D P (Z T Zᴴ) Pᵀ D⁻¹.
pub struct Schur<T> {
    /// Of Hessenberg form first, triangular at the end; in a real one 2 × 2 blocks hold complex pairs.
    pub t: Vec<T>,
    /// Empty where no vectors are wanted.
    pub z: Vec<T>,
    pub values: Vec<Complex64>,
    pub(super) n: usize,
    /// The rows that are left to the iteration are low..=high.
    pub(super) low: usize,
    pub(super) high: usize,
    /// The scale of row i, or (outside low..=high) the row it was exchanged with.
    scale: Vec<f64>,
}

impl<T: Number> Schur<T> {
    /// The balanced Hessenberg form of a matrix that is not empty.
    pub fn hessenberg(a: &[T], n: usize, vectors: bool) -> Schur<T> {
        let values = vec![Complex64::new(0.0, 0.0); n];
        let mut s = Schur { t: a.to_vec(), z: Vec::new(), values, n, low: 0, high: n - 1, scale: vec![1.0; n] };
        s.balance();
        s.reduce(vectors);
        for i in (0..s.low).chain(s.high + 1..n) {
            s.values[i] = s.diagonal(i);
        }
        s
    }

    /// A diagonal element, as an eigenvalue.
    pub fn diagonal(&self, i: usize) -> Complex64 {
        let x = self.t[i * self.n + i];
        Complex64::new(x.re(), x.im())
    }

    fn swap(&mut self, i: usize, j: usize, m: usize) {
        let n = self.n;
        if i != j {
            (0..=m).for_each(|r| self.t.swap(r * n + i, r * n + j));
            (0..n).for_each(|c| self.t.swap(i * n + c, j * n + c));
        }
    }

    /// Permutes rows that isolate an eigenvalue to the ends, and scales the rest to rows and columns of like norms.
    fn balance(&mut self) {
        let n = self.n;
        let (mut low, mut high) = (0, n - 1);
        // Rows without off-diagonal elements go to the bottom,
        'rows: loop {
            for i in (0..=high).rev() {
                if (0..=high).all(|j| j == i || self.t[i * n + j] == T::ZERO) {
                    self.scale[high] = i as f64;
                    self.swap(i, high, high);
                    if high == 0 {
                        (self.low, self.high) = (0, 0);
                        return;
                    }
                    high -= 1;
                    continue 'rows;
                }
            }
            break;
        }
        // columns without them to the left.
        'columns: loop {
            for j in low..=high {
                if (low..=high).all(|i| i == j || self.t[i * n + j] == T::ZERO) {
                    self.scale[low] = j as f64;
                    self.swap(j, low, high);
                    low += 1;
                    continue 'columns;
                }
            }
            break;
        }
        (self.low, self.high) = (low, high);
        self.scale[low..=high].fill(1.0);
        self.equalise();
    }

    fn equalise(&mut self) {
        let (n, low, high) = (self.n, self.low, self.high);
        let (smallest, radix) = (f64::MIN_POSITIVE / f64::EPSILON, 2.0);
        let length = |x: &mut dyn Iterator<Item = T>| x.map(|x| x.re() * x.re() + x.im() * x.im()).sum::<f64>().sqrt();
        loop {
            let mut changed = false;
            for i in low..=high {
                let mut c = length(&mut (low..=high).map(|k| self.t[k * n + i]));
                let mut r = length(&mut (low..=high).map(|k| self.t[i * n + k]));
                let mut ca = (0..=high).map(|k| self.t[k * n + i].modulus()).fold(0.0, f64::max);
                let mut ra = (low..n).map(|k| self.t[i * n + k].modulus()).fold(0.0, f64::max);
                if c == 0.0 || r == 0.0 || !(c + r).is_finite() {
                    continue;
                }
                let (mut g, mut f, sum): (f64, f64, f64) = (r / radix, 1.0, c + r);
                while c < g && f.max(c).max(ca) < 1.0 / smallest && r.min(g).min(ra) > smallest {
                    f *= radix;
                    c *= radix;
                    ca *= radix;
                    r /= radix;
                    g /= radix;
                    ra /= radix;
                }
                g = c / radix;
                while g >= r && r.max(ra) < 1.0 / smallest && f.min(c).min(g).min(ca) > smallest {
                    f /= radix;
                    c /= radix;
                    g /= radix;
                    ca /= radix;
                    r *= radix;
                    ra *= radix;
                }
                let tiny = f < 1.0 && self.scale[i] < 1.0 && f * self.scale[i] <= smallest;
                if c + r >= 0.95 * sum || tiny {
                    continue;
                }
                self.scale[i] *= f;
                changed = true;
                (low..n).for_each(|k| self.t[i * n + k] = self.t[i * n + k].times(1.0 / f));
                (0..=high).for_each(|k| self.t[k * n + i] = self.t[k * n + i].times(f));
            }
            if !changed {
                return;
            }
        }
    }

    /// Reduces to Hessenberg form by reflectors, and forms their product.
    fn reduce(&mut self, vectors: bool) {
        let (n, low, high) = (self.n, self.low, self.high);
        let mut reflectors = Vec::new();
        for k in low..high {
            let (beta, tau) = reflector(self.t[(k + 1) * n + k], &mut self.t, (k + 2..=high).map(|i| i * n + k));
            let v: Vec<T> = (k + 2..=high).map(|i| self.t[i * n + k]).collect();
            self.t[(k + 1) * n + k] = beta;
            (k + 2..=high).for_each(|i| self.t[i * n + k] = T::ZERO);
            apply_right(&mut self.t, n, 0..high + 1, k + 1, &v, tau);
            apply_left(&mut self.t, n, k + 1, &v, k + 1..n, tau.conjugate());
            reflectors.push((k + 1, v, tau));
        }
        if !vectors {
            return;
        }
        self.z = vec![T::ZERO; n * n];
        (0..n).for_each(|i| self.z[i * n + i] = T::ONE);
        for (row, v, tau) in reflectors.iter().rev() {
            apply_left(&mut self.z, n, *row, v, 0..n, *tau);
        }
    }

    /// Undoes the balancing for the rows of some vectors (n rows of `width` numbers).
    pub fn unbalance(&self, vectors: &mut [Complex64], width: usize) {
        // A triangular matrix is permuted to the end: then nothing was scaled.
        let scaled = if self.low < self.high { self.low..self.high + 1 } else { 0..0 };
        for i in scaled {
            vectors[i * width..(i + 1) * width].iter_mut().for_each(|x| *x *= self.scale[i]);
        }
        let outside = (0..self.low).rev().chain(self.high + 1..self.n);
        for i in outside {
            let k = self.scale[i] as usize;
            if k != i {
                (0..width).for_each(|j| vectors.swap(i * width + j, k * width + j));
            }
        }
    }
}
