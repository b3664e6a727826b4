//! Real matrices → real Schur form by double-shift QR.
//!
//! Golub & Van Loan 7.5; Ahues & Tisseur (LAPACK working note 122) for the deflation test. In LAPACK's variant, so that
//! eigenvalues come in its order.

use super::hessenberg::Schur;
use super::householder::{apply_left, apply_right, reflector};
use super::rotation::standard_block;
use crate::tensor::Complex64;

/// The Schur form of a square matrix that is not empty, with `z` if vectors are wanted. `None` where the iteration does not
/// end.
pub fn schur(a: &[f64], n: usize, vectors: bool) -> Option<Schur<f64>> {
    let mut s = Schur::hessenberg(a, n, vectors);
    s.iterate(vectors).then_some(s)
}

impl Schur<f64> {
    /// Double-shift QR until only blocks of one or two are left.
    fn iterate(&mut self, vectors: bool) -> bool {
        let limit = 30 * (self.high - self.low + 1).max(10);
        // One past the last row of the active part.
        let mut end = self.high + 1;
        while end > self.low {
            let bottom = end - 1;
            let mut deflations = 0;
            let top = loop {
                let top = self.deflate(bottom);
                if top + 1 >= bottom {
                    break top;
                }
                deflations += 1;
                if deflations > limit {
                    return false;
                }
                self.sweep(top, bottom, deflations, vectors);
            };
            if top == bottom {
                self.values[bottom] = self.diagonal(bottom);
            } else {
                self.standardise(bottom, vectors);
            }
            end = top;
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
            let below = h(k, k - 1).abs();
            if below <= smallest {
                break;
            }
            let mut test = h(k - 1, k - 1).abs() + h(k, k).abs();
            if test == 0.0 {
                if k >= self.low + 2 {
                    test += h(k - 1, k - 2).abs();
                }
                if k < self.high {
                    test += h(k + 1, k).abs();
                }
            }
            if below <= ulp * test {
                let above = h(k - 1, k).abs();
                let (ab, ba) = (below.max(above), below.min(above));
                let gap = (h(k - 1, k - 1) - h(k, k)).abs();
                let (aa, bb) = (h(k, k).abs().max(gap), h(k, k).abs().min(gap));
                let s = aa + ab;
                if ba * (ab / s) <= smallest.max(ulp * (bb * (aa / s))) {
                    break;
                }
            }
            k -= 1;
        }
        if k > self.low {
            self.t[k * n + k - 1] = 0.0;
        }
        k
    }

    /// The two shifts: the eigenvalues of the trailing 2 × 2 block, now and then exceptional ones.
    fn shifts(&self, top: usize, bottom: usize, deflations: usize) -> [(f64, f64); 2] {
        let n = self.n;
        let h = |i: usize, j: usize| self.t[i * n + j];
        let (mut h11, mut h21, mut h12, mut h22) = if deflations.is_multiple_of(20) {
            let s = h(bottom, bottom - 1).abs() + h(bottom - 1, bottom - 2).abs();
            let x = 0.75 * s + h(bottom, bottom);
            (x, s, -0.4375 * s, x)
        } else if deflations.is_multiple_of(10) {
            let s = h(top + 1, top).abs() + h(top + 2, top + 1).abs();
            let x = 0.75 * s + h(top, top);
            (x, s, -0.4375 * s, x)
        } else {
            (h(bottom - 1, bottom - 1), h(bottom, bottom - 1), h(bottom - 1, bottom), h(bottom, bottom))
        };
        let s = h11.abs() + h12.abs() + h21.abs() + h22.abs();
        if s == 0.0 {
            return [(0.0, 0.0); 2];
        }
        (h11, h21, h12, h22) = (h11 / s, h21 / s, h12 / s, h22 / s);
        let middle = (h11 + h22) / 2.0;
        let determinant = (h11 - middle) * (h22 - middle) - h12 * h21;
        let root = determinant.abs().sqrt();
        if determinant >= 0.0 {
            return [(middle * s, root * s), (middle * s, -root * s)];
        }
        let (a, b) = (middle + root, middle - root);
        let nearer = if (a - h22).abs() <= (b - h22).abs() { a } else { b };
        [(nearer * s, 0.0); 2]
    }

    fn sweep(&mut self, top: usize, bottom: usize, deflations: usize, vectors: bool) {
        let n = self.n;
        let [(r1, i1), (r2, i2)] = self.shifts(top, bottom, deflations);
        let mut v = [0.0; 3];
        let mut start = bottom - 2;
        loop {
            let h = |i: usize, j: usize| self.t[i * n + j];
            let m = start;
            let s = (h(m, m) - r2).abs() + i2.abs() + h(m + 1, m).abs();
            let below = h(m + 1, m) / s;
            v[0] = below * h(m, m + 1) + (h(m, m) - r1) * ((h(m, m) - r2) / s) - i1 * (i2 / s);
            v[1] = below * (h(m, m) + h(m + 1, m + 1) - r1 - r2);
            v[2] = below * h(m + 2, m + 1);
            let s = v[0].abs() + v[1].abs() + v[2].abs();
            v.iter_mut().for_each(|x| *x /= s);
            if m == top {
                break;
            }
            let small = h(m, m - 1).abs() * (v[1].abs() + v[2].abs());
            let around = h(m - 1, m - 1).abs() + h(m, m).abs() + h(m + 1, m + 1).abs();
            if small <= f64::EPSILON * v[0].abs() * around {
                break;
            }
            start -= 1;
        }
        for k in start..bottom {
            let size = 3.min(bottom - k + 1);
            if k > start {
                (0..size).for_each(|i| v[i] = self.t[(k + i) * n + k - 1]);
            }
            let (alpha, tail) = (v[0], size);
            let (beta, tau) = reflector(alpha, &mut v, 1..tail);
            if k > start {
                self.t[k * n + k - 1] = beta;
                (1..size).for_each(|i| self.t[(k + i) * n + k - 1] = 0.0);
            } else if start > top {
                // Not just negated: the reflector may be the identity.
                self.t[k * n + k - 1] *= 1.0 - tau;
            }
            let rest = v;
            apply_left(&mut self.t, n, k, &rest[1..size], k..n, tau);
            apply_right(&mut self.t, n, 0..(k + 3).min(bottom) + 1, k, &rest[1..size], tau);
            if vectors {
                apply_right(&mut self.z, n, 0..n, k, &rest[1..size], tau);
            }
        }
    }

    /// Brings the 2 × 2 block that ends at `bottom` to standard form.
    fn standardise(&mut self, bottom: usize, vectors: bool) {
        let (n, i, j) = (self.n, bottom - 1, bottom);
        let t = &mut self.t;
        let block = standard_block(t[i * n + i], t[i * n + j], t[j * n + i], t[j * n + j]);
        (t[i * n + i], t[i * n + j], t[j * n + i], t[j * n + j]) = (block.a, block.b, block.c, block.d);
        let (c, s) = (block.cs, block.sn);
        for k in j + 1..n {
            let (x, y) = (t[i * n + k], t[j * n + k]);
            (t[i * n + k], t[j * n + k]) = (c * x + s * y, c * y - s * x);
        }
        for k in 0..i {
            let (x, y) = (t[k * n + i], t[k * n + j]);
            (t[k * n + i], t[k * n + j]) = (c * x + s * y, c * y - s * x);
        }
        if vectors {
            for row in self.z.chunks_exact_mut(n) {
                (row[i], row[j]) = (c * row[i] + s * row[j], c * row[j] - s * row[i]);
            }
        }
        let imaginary = block.imaginary();
        self.values[i] = Complex64::new(block.a, imaginary);
        self.values[j] = Complex64::new(block.d, -imaginary);
    }
}
