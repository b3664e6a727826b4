//! Singular values of a bidiagonal matrix by implicit QR sweeps, with a zero shift where that keeps small values accurate.
//!
//! Demmel & Kahan, "Accurate Singular Values of Bidiagonal Matrices", SIAM J. Sci. Stat. Comput. 11 (1990), with LAPACK's
//! choice of direction, shifts and thresholds.

use super::rotation::{rotation, signed, triangular_svd, triangular_values};
use super::sweep::{Sweep, Vectors};

const EPS: f64 = f64::EPSILON / 2.0;

/// The work in progress: the matrix and the transformations gathered so far.
struct Sweeper<'a, U, V> {
    d: &'a mut [f64],
    e: &'a mut [f64],
    u: &'a mut U,
    v: &'a mut V,
    n: usize,
    threshold: f64,
    right: Vec<(f64, f64)>,
    left: Vec<(f64, f64)>,
}

/// Diagonalises the upper bidiagonal matrix (d, e): `d` becomes the singular values in descending order, the left vectors
/// `u` and the right ones `v` are rotated along. `None` where the iteration does not end.
pub fn bidiagonal_qr(d: &mut [f64], e: &mut [f64], u: &mut impl Vectors, v: &mut impl Vectors) -> Option<()> {
    let n = d.len();
    let tolerance = EPS.powf(-0.125).clamp(10.0, 100.0) * EPS;
    let mut least = d.first()?.abs();
    let mut mu = least;
    for i in 1..n {
        if least == 0.0 {
            break;
        }
        mu = d[i].abs() * (mu / (mu + e[i - 1].abs()));
        least = least.min(mu);
    }
    let least = least / (n as f64).sqrt();
    let threshold = (tolerance * least).max(6.0 * (n * n) as f64 * f64::MIN_POSITIVE);
    let mut sweeper = Sweeper { d, e, u, v, n, threshold, right: Vec::new(), left: Vec::new() };
    sweeper.iterate(tolerance)?;
    sweeper.finish();
    Some(())
}

impl<U: Vectors, V: Vectors> Sweeper<'_, U, V> {
    fn iterate(&mut self, tolerance: f64) -> Option<()> {
        let n = self.n;
        let mut budget = 6 * n * n * n + 100;
        // The block of the last sweep; a new block chooses its direction anew.
        let mut last_block = None;
        let mut downwards = true;
        let mut end = n - 1;
        while end > 0 {
            budget = budget.checked_sub(1)?;
            // The unreduced block start..=end.
            let mut largest = self.d[end].abs();
            let mut start = 0;
            let mut split = false;
            for i in (0..end).rev() {
                if self.e[i].abs() <= self.threshold {
                    self.e[i] = 0.0;
                    start = i + 1;
                    split = true;
                    break;
                }
                largest = largest.max(self.d[i].abs()).max(self.e[i].abs());
            }
            if split && start == end {
                end -= 1;
                continue;
            }
            if start + 1 == end {
                self.solve_pair(start);
                if start == 0 {
                    return Some(());
                }
                end = start - 1;
                continue;
            }
            if last_block.is_none_or(|(l, m)| start > m || end < l) {
                downwards = self.d[start].abs() >= self.d[end].abs();
            }
            let Some(smallest) = self.converge(start, end, downwards, tolerance) else {
                continue;
            };
            last_block = Some((start, end));
            let shift = self.shift(start, end, downwards, tolerance, smallest / largest);
            budget = budget.checked_sub(end - start)?;
            match (shift == 0.0, downwards) {
                (true, true) => self.zero_shift_down(start, end),
                (true, false) => self.zero_shift_up(start, end),
                (false, true) => self.shifted_down(start, end, shift),
                (false, false) => self.shifted_up(start, end, shift),
            }
        }
        Some(())
    }

    /// Diagonalises the 2 × 2 block at `i`.
    fn solve_pair(&mut self, i: usize) {
        let block = triangular_svd(self.d[i], self.e[i], self.d[i + 1]);
        (self.d[i], self.e[i], self.d[i + 1]) = (block.large, 0.0, block.small);
        self.right.clear();
        self.right.push(block.right);
        self.left.clear();
        self.left.push(block.left);
        self.apply(i, Sweep::Forward, false);
    }

    /// Applies the gathered rotations; `crossed` exchanges the roles of the two lists.
    fn apply(&mut self, start: usize, sweep: Sweep, crossed: bool) {
        let (for_v, for_u) = if crossed { (&self.left, &self.right) } else { (&self.right, &self.left) };
        self.v.rotate(start, for_v, sweep);
        self.u.rotate(start, for_u, sweep);
    }

    /// Looks for an off-diagonal element that is negligible; `None` where one was set to zero, else a lower bound of the
    /// block's smallest singular value.
    fn converge(&mut self, start: usize, end: usize, downwards: bool, tolerance: f64) -> Option<f64> {
        let ends = if downwards { (end - 1, end) } else { (start, start) };
        if self.e[ends.0].abs() <= tolerance * self.d[ends.1].abs() {
            self.e[ends.0] = 0.0;
            return None;
        }
        let mut mu = self.d[if downwards { start } else { end }].abs();
        let mut smallest = mu;
        for k in 0..end - start {
            let (i, next) = if downwards { (start + k, start + k + 1) } else { (end - 1 - k, end - 1 - k) };
            if self.e[i].abs() <= tolerance * mu {
                self.e[i] = 0.0;
                return None;
            }
            mu = self.d[next].abs() * (mu / (mu + self.e[i].abs()));
            smallest = smallest.min(mu);
        }
        Some(smallest)
    }

    fn shift(&self, start: usize, end: usize, downwards: bool, tolerance: f64, ratio: f64) -> f64 {
        if self.n as f64 * tolerance * ratio <= EPS.max(0.01 * tolerance) {
            return 0.0;
        }
        let (size, (shift, _)) = if downwards {
            (self.d[start].abs(), triangular_values(self.d[end - 1], self.e[end - 1], self.d[end]))
        } else {
            (self.d[end].abs(), triangular_values(self.d[start], self.e[start], self.d[start + 1]))
        };
        if size > 0.0 && (shift / size).powi(2) < EPS { 0.0 } else { shift }
    }

    fn begin(&mut self, count: usize) {
        self.right.clear();
        self.right.resize(count, (1.0, 0.0));
        self.left.clear();
        self.left.resize(count, (1.0, 0.0));
    }

    fn drop_if_negligible(&mut self, i: usize) {
        if self.e[i].abs() <= self.threshold {
            self.e[i] = 0.0;
        }
    }

    fn zero_shift_down(&mut self, start: usize, end: usize) {
        self.begin(end - start);
        let (mut c, mut old_c, mut old_s) = (1.0, 1.0, 0.0);
        for i in start..end {
            let (s, r);
            (c, s, r) = rotation(self.d[i] * c, self.e[i]);
            if i > start {
                self.e[i - 1] = old_s * r;
            }
            (old_c, old_s, self.d[i]) = rotation(old_c * r, self.d[i + 1] * s);
            self.right[i - start] = (c, s);
            self.left[i - start] = (old_c, old_s);
        }
        let h = self.d[end] * c;
        self.d[end] = h * old_c;
        self.e[end - 1] = h * old_s;
        self.apply(start, Sweep::Forward, false);
        self.drop_if_negligible(end - 1);
    }

    fn zero_shift_up(&mut self, start: usize, end: usize) {
        self.begin(end - start);
        let (mut c, mut old_c, mut old_s) = (1.0, 1.0, 0.0);
        for i in (start + 1..=end).rev() {
            let (s, r);
            (c, s, r) = rotation(self.d[i] * c, self.e[i - 1]);
            if i < end {
                self.e[i] = old_s * r;
            }
            (old_c, old_s, self.d[i]) = rotation(old_c * r, self.d[i - 1] * s);
            self.right[i - start - 1] = (c, -s);
            self.left[i - start - 1] = (old_c, -old_s);
        }
        let h = self.d[start] * c;
        self.d[start] = h * old_c;
        self.e[start] = h * old_s;
        self.apply(start, Sweep::Backward, true);
        self.drop_if_negligible(start);
    }

    fn shifted_down(&mut self, start: usize, end: usize, shift: f64) {
        self.begin(end - start);
        let (d, e) = (&mut *self.d, &mut *self.e);
        let mut f = (d[start].abs() - shift) * (signed(1.0, d[start]) + shift / d[start]);
        let mut g = e[start];
        for i in start..end {
            let (c, s, r) = rotation(f, g);
            if i > start {
                e[i - 1] = r;
            }
            f = c * d[i] + s * e[i];
            e[i] = c * e[i] - s * d[i];
            g = s * d[i + 1];
            d[i + 1] *= c;
            self.right[i - start] = (c, s);
            let (c, s, r) = rotation(f, g);
            d[i] = r;
            f = c * e[i] + s * d[i + 1];
            d[i + 1] = c * d[i + 1] - s * e[i];
            if i + 1 < end {
                g = s * e[i + 1];
                e[i + 1] *= c;
            }
            self.left[i - start] = (c, s);
        }
        e[end - 1] = f;
        self.apply(start, Sweep::Forward, false);
        self.drop_if_negligible(end - 1);
    }

    fn shifted_up(&mut self, start: usize, end: usize, shift: f64) {
        self.begin(end - start);
        let (d, e) = (&mut *self.d, &mut *self.e);
        let mut f = (d[end].abs() - shift) * (signed(1.0, d[end]) + shift / d[end]);
        let mut g = e[end - 1];
        for i in (start + 1..=end).rev() {
            let (c, s, r) = rotation(f, g);
            if i < end {
                e[i] = r;
            }
            f = c * d[i] + s * e[i - 1];
            e[i - 1] = c * e[i - 1] - s * d[i];
            g = s * d[i - 1];
            d[i - 1] *= c;
            self.right[i - start - 1] = (c, -s);
            let (c, s, r) = rotation(f, g);
            d[i] = r;
            f = c * e[i - 1] + s * d[i - 1];
            d[i - 1] = c * d[i - 1] - s * e[i - 1];
            if i > start + 1 {
                g = s * e[i - 2];
                e[i - 2] *= c;
            }
            self.left[i - start - 1] = (c, -s);
        }
        e[start] = f;
        self.drop_if_negligible(start);
        self.apply(start, Sweep::Backward, true);
    }

    /// Makes the values positive and sorts them, the smallest to the end first.
    fn finish(&mut self) {
        let n = self.n;
        for i in 0..n {
            if self.d[i] < 0.0 || (self.d[i] == 0.0 && self.d[i].is_sign_negative()) {
                self.d[i] = -self.d[i];
                self.v.negate(i);
            }
        }
        for last in (1..n).rev() {
            let mut least = 0;
            for j in 1..=last {
                if self.d[j] <= self.d[least] {
                    least = j;
                }
            }
            if least != last {
                self.d.swap(least, last);
                self.v.swap(least, last);
                self.u.swap(least, last);
            }
        }
    }
}
