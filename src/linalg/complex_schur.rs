//! Complex matrices → Schur form by single-shift QR.
//!
//! Golub & Van Loan 7.5; Ahues & Tisseur (LAPACK working note 122) for the deflation test. In LAPACK's variant, which keeps the
//! subdiagonal real, so that eigenvalues come in its order.

use super::hessenberg::Schur;
use super::householder::{apply_left, apply_right, reflector};
use super::number::Number;
use crate::tensor::Complex64;

/// The Schur form of a square matrix that is not empty, with `z` if vectors are wanted. `None` where the iteration does not
/// end.
pub fn schur(a: &[Complex64], n: usize, vectors: bool) -> Option<Schur<Complex64>> {
    let mut s = Schur::hessenberg(a, n, vectors);
    for i in s.low + 1..=s.high {
        let below = s.t[i * n + i - 1];
        if below.im != 0.0 {
            let size = below.modulus();
            s.t[i * n + i - 1] = Complex64::new(size, 0.0);
            if i < s.high {
                s.t[(i + 1) * n + i] *= below / size;
            }
            s.scale_basis(i, (below / size).conj(), 0..n);
        }
    }
    s.iterate(vectors).then_some(s)
}

impl Schur<Complex64> {
    /// Single-shift QR until the matrix is triangular.
    fn iterate(&mut self, vectors: bool) -> bool {
        let limit = 30 * (self.high - self.low + 1).max(10);
        // One past the last row of the active part.
        let mut end = self.high + 1;
        while end > self.low {
            let bottom = end - 1;
            let mut sweeps = 0;
            loop {
                let top = self.deflate(bottom);
                if top == bottom {
                    break;
                }
                sweeps += 1;
                if sweeps > limit {
                    return false;
                }
                // Without vectors nobody looks at what lies outside the active block.
                let active = if vectors { 0..self.n } else { top..end };
                self.sweep((top, bottom), self.shift(top, bottom, sweeps), active);
            }
            self.values[bottom] = self.diagonal(bottom);
            end = bottom;
        }
        true
    }

    /// Looks up from `bottom` for a negligible subdiagonal element; returns the first row of the block below it.
    fn deflate(&mut self, bottom: usize) -> usize {
        let n = self.n;
        let ulp = f64::EPSILON;
        let smallest = f64::MIN_POSITIVE * ((self.high - self.low + 1) as f64 / ulp);
        let mut k = bottom;
        while k > self.low {
            let h = |i: usize, j: usize| self.t[i * n + j];
            let below = h(k, k - 1).size1();
            if below <= smallest {
                break;
            }
            let mut test = h(k - 1, k - 1).size1() + h(k, k).size1();
            if test == 0.0 {
                if k >= self.low + 2 {
                    test += h(k - 1, k - 2).re.abs();
                }
                if k < self.high {
                    test += h(k + 1, k).re.abs();
                }
            }
            if h(k, k - 1).re.abs() <= ulp * test {
                let above = h(k - 1, k).size1();
                let (ab, ba) = (below.max(above), below.min(above));
                let (here, gap) = (h(k, k).size1(), (h(k - 1, k - 1) - h(k, k)).size1());
                let (aa, bb) = (here.max(gap), here.min(gap));
                let s = aa + ab;
                if ba * (ab / s) <= smallest.max(ulp * (bb * (aa / s))) {
                    break;
                }
            }
            k -= 1;
        }
        if k > self.low {
            self.t[k * n + k - 1] = Complex64::new(0.0, 0.0);
        }
        k
    }

    /// The eigenvalue of the trailing 2 × 2 block that is nearer to its last element, now and then an exceptional shift.
    fn shift(&self, top: usize, bottom: usize, sweeps: usize) -> Complex64 {
        let n = self.n;
        let h = |i: usize, j: usize| self.t[i * n + j];
        if sweeps.is_multiple_of(20) {
            return h(bottom, bottom) + 0.75 * h(bottom, bottom - 1).re.abs();
        }
        if sweeps.is_multiple_of(10) {
            return h(top, top) + 0.75 * h(top + 1, top).re.abs();
        }
        let last = h(bottom, bottom);
        let u = h(bottom - 1, bottom).sqrt() * h(bottom, bottom - 1).sqrt();
        if u.size1() == 0.0 {
            return last;
        }
        let x = (h(bottom - 1, bottom - 1) - last) * 0.5;
        let size = x.size1();
        let s = size.max(u.size1());
        let (along, across) = (x / s, u / s);
        let mut y = (along * along + across * across).sqrt() * s;
        if size > 0.0 && (x / size).re * y.re + (x / size).im * y.im < 0.0 {
            y = -y;
        }
        last - u * (u / (x + y))
    }

    /// One QR step on the block, the shift being t.
    fn sweep(&mut self, (top, bottom): (usize, usize), t: Complex64, active: std::ops::Range<usize>) {
        let n = self.n;
        let mut start = bottom - 1;
        let mut v;
        loop {
            let h = |i: usize, j: usize| self.t[i * n + j];
            let (here, next) = (h(start, start), h(start + 1, start + 1));
            let (shifted, below) = (here - t, h(start + 1, start).re);
            let s = shifted.size1() + below.abs();
            v = [shifted / s, Complex64::new(below / s, 0.0)];
            if start == top {
                break;
            }
            let above = h(start, start - 1).re.abs();
            if above * v[1].re.abs() <= f64::EPSILON * (v[0].size1() * (here.size1() + next.size1())) {
                break;
            }
            start -= 1;
        }
        for k in start..bottom {
            if k > start {
                v = [self.t[k * n + k - 1], self.t[(k + 1) * n + k - 1]];
            }
            let (beta, tau) = reflector(v[0], &mut v, 1..2);
            if k > start {
                self.t[k * n + k - 1] = beta;
                self.t[(k + 1) * n + k - 1] = Complex64::new(0.0, 0.0);
            }
            apply_left(&mut self.t, n, k, &v[1..], k..active.end, tau.conj());
            apply_right(&mut self.t, n, active.start..(k + 2).min(bottom) + 1, k, &v[1..], tau);
            let rows = self.z.len() / n;
            apply_right(&mut self.z, n, 0..rows, k, &v[1..], tau);
            if k == start && start > top {
                self.keep_real((start, bottom), Complex64::new(1.0, 0.0) - tau, active.clone());
            }
        }
        let below = self.t[bottom * n + bottom - 1];
        if below.im != 0.0 {
            let size = below.modulus();
            self.t[bottom * n + bottom - 1] = Complex64::new(size, 0.0);
            self.scale_basis(bottom, (below / size).conj(), active);
        }
    }

    /// After a reflector that began inside the block, where it made the subdiagonal complex.
    fn keep_real(&mut self, (start, bottom): (usize, usize), factor: Complex64, active: std::ops::Range<usize>) {
        let n = self.n;
        let factor = factor / factor.modulus();
        self.t[(start + 1) * n + start] *= factor.conj();
        if start + 2 <= bottom {
            self.t[(start + 2) * n + start + 1] *= factor;
        }
        for j in (start..=bottom).filter(|&j| j != start + 1) {
            self.scale_basis(j, factor, active.clone());
        }
    }

    /// Multiplies row `i` right of the diagonal by `factor`, and column `i` above it by its conjugate.
    fn scale_basis(&mut self, i: usize, factor: Complex64, active: std::ops::Range<usize>) {
        let n = self.n;
        for j in i + 1..active.end {
            self.t[i * n + j] *= factor;
        }
        for k in active.start..i {
            self.t[k * n + i] *= factor.conj();
        }
        self.z.chunks_exact_mut(n).for_each(|row| row[i] *= factor.conj());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(n: usize) -> Vec<Complex64> {
        let entry = |k: usize| ((k * 7919 + 13) % 101) as f64 / 50.0 - 1.0;
        (0..n * n).map(|k| Complex64::new(entry(k), entry(3 * k + 1))).collect()
    }

    /// A Z = Z T for a matrix that balancing leaves alone, and T is triangular.
    #[test]
    fn the_form_belongs_to_the_matrix() {
        for n in [1, 2, 3, 7, 20] {
            let a = matrix(n);
            let s = schur(&a, n, true).unwrap();
            let product = |x: &[Complex64], y: &[Complex64], k: usize| -> Complex64 {
                (0..n).map(|l| x[k / n * n + l] * y[l * n + k % n]).sum()
            };
            let mut back = s.z.clone();
            s.unbalance(&mut back, n);
            for k in 0..n * n {
                assert!((product(&a, &back, k) - product(&back, &s.t, k)).norm() < 1e-12, "{n} {k}");
                assert!(k / n <= k % n || s.t[k].norm() == 0.0);
            }
            let alone = schur(&a, n, false).unwrap().values;
            assert!(alone.iter().zip(&s.values).all(|(x, y)| (x - y).norm() < 1e-10));
        }
    }

    #[test]
    fn eigenvalues_come_in_lapacks_order() {
        let c = Complex64::new;
        let values = |a: &[Complex64], n| schur(a, n, false).unwrap().values;
        let close = |x: &[Complex64], y: &[f64]| x.iter().zip(y).all(|(x, &y)| (x - y).norm() < 1e-14);
        let hermitian = [c(1.0, 0.0), c(0.0, 1.0), c(0.0, -1.0), c(1.0, 0.0)];
        assert!(close(&values(&hermitian, 2), &[2.0, 0.0]));
        let upper = [c(3.0, 0.0), c(0.0, 1.0), c(0.0, 0.0), c(1.0, 0.0)];
        assert!(close(&values(&upper, 2), &[3.0, 1.0]));
    }
}
