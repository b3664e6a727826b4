//! Real matrices → real Schur form: balancing, reduction to Hessenberg form, double-shift QR.
//!
//! Sources: Parlett & Reinsch, "Balancing a Matrix" (1969); James, Langou & Lowery, "On Matrix Balancing" (2014) for the
//! norm; Golub & Van Loan 7.4–7.5; Ahues & Tisseur (LAPACK working note 122) for the deflation test. In LAPACK's variant, so
//! that eigenvalues come in its order.

use super::householder::{apply_left, apply_right, reflector};
use super::rotation::standard_block;

/// A real matrix on its way to Schur form: A = D P (Z T Zᵀ) Pᵀ D⁻¹.
pub struct Schur {
    /// Quasi-triangular: 2 × 2 blocks hold complex pairs.
    pub t: Vec<f64>,
    pub z: Vec<f64>,
    pub values: Vec<(f64, f64)>,
    n: usize,
    low: usize,
    high: usize,
    /// The scale of row i, or (outside low..=high) the row it was exchanged with.
    scale: Vec<f64>,
}

/// The Schur form of a square matrix, with `z` if it is wanted. `None` where the iteration does not end.
pub fn schur(a: &[f64], n: usize, vectors: bool) -> Option<Schur> {
    let mut s = Schur {
        t: a.to_vec(),
        z: Vec::new(),
        values: vec![(0.0, 0.0); n],
        n,
        low: 0,
        high: n.saturating_sub(1),
        scale: vec![1.0; n],
    };
    if n == 0 {
        return Some(s);
    }
    s.balance();
    s.reduce(vectors);
    s.iterate(vectors).then_some(s)
}

impl Schur {
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
                if (0..=high).all(|j| j == i || self.t[i * n + j] == 0.0) {
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
                if (low..=high).all(|i| i == j || self.t[i * n + j] == 0.0) {
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
        let length = |x: &mut dyn Iterator<Item = f64>| x.map(|x| x * x).sum::<f64>().sqrt();
        loop {
            let mut changed = false;
            for i in low..=high {
                let mut c = length(&mut (low..=high).map(|k| self.t[k * n + i]));
                let mut r = length(&mut (low..=high).map(|k| self.t[i * n + k]));
                let mut ca = (0..=high).map(|k| self.t[k * n + i].abs()).fold(0.0, f64::max);
                let mut ra = (low..n).map(|k| self.t[i * n + k].abs()).fold(0.0, f64::max);
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
                (low..n).for_each(|k| self.t[i * n + k] /= f);
                (0..=high).for_each(|k| self.t[k * n + i] *= f);
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
            let v: Vec<f64> = (k + 2..=high).map(|i| self.t[i * n + k]).collect();
            self.t[(k + 1) * n + k] = beta;
            (k + 2..=high).for_each(|i| self.t[i * n + k] = 0.0);
            apply_right(&mut self.t, n, 0..high + 1, k + 1, &v, tau);
            apply_left(&mut self.t, n, k + 1, &v, k + 1..n, tau);
            reflectors.push((k + 1, v, tau));
        }
        if !vectors {
            return;
        }
        self.z = vec![0.0; n * n];
        (0..n).for_each(|i| self.z[i * n + i] = 1.0);
        for (row, v, tau) in reflectors.iter().rev() {
            apply_left(&mut self.z, n, *row, v, 0..n, *tau);
        }
    }

    /// Double-shift QR until only blocks of one or two are left.
    fn iterate(&mut self, vectors: bool) -> bool {
        let n = self.n;
        for i in (0..self.low).chain(self.high + 1..n) {
            self.values[i] = (self.t[i * n + i], 0.0);
        }
        if self.low == self.high {
            self.values[self.low] = (self.t[self.low * n + self.low], 0.0);
            return true;
        }
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
                self.values[bottom] = (self.t[bottom * n + bottom], 0.0);
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
        self.values[i] = (block.a, imaginary);
        self.values[j] = (block.d, -imaginary);
    }

    /// Undoes the balancing for the rows of some vectors (n rows of `width` numbers).
    pub fn unbalance<T: Copy>(&self, vectors: &mut [T], width: usize, times: impl Fn(T, f64) -> T) {
        // A triangular matrix is permuted to the end: then nothing was scaled.
        let scaled = if self.low < self.high { self.low..self.high + 1 } else { 0..0 };
        for i in scaled {
            vectors[i * width..(i + 1) * width].iter_mut().for_each(|x| *x = times(*x, self.scale[i]));
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
