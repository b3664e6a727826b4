//! Sequences of plane rotations of neighbouring vectors, as the QR iterations gather them: applied at once to small
//! matrices, many sweeps at a time to large ones.
//!
//! Van Zee, van de Geijn & Quintana-Ortí, "Restructuring the Tridiagonal and Bidiagonal QR Algorithms for Performance"
//! (ACM TOMS 40, 2014): rotations that are gathered first make one pass over memory for many sweeps.

use super::number::Number;
use crate::pool;
use faer::reborrow::ReborrowMut;
use pulp::{Arch, Simd, WithSimd};

/// In which order a sequence of rotations of neighbours is applied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    Forward,
    Backward,
}

impl Sweep {
    fn order(self, n: usize) -> impl Iterator<Item = usize> {
        (0..n).map(move |k| if self == Sweep::Forward { k } else { n - 1 - k })
    }
}

/// The vectors that a QR iteration turns along with its matrix.
pub trait Vectors {
    /// Rotates neighbours from `first` on: rotation (c, s) makes (c x + s y, c y − s x) of (x, y).
    fn rotate(&mut self, first: usize, rotations: &[(f64, f64)], sweep: Sweep);
    /// Exchanges two vectors.
    fn swap(&mut self, i: usize, j: usize);
    /// Turns a vector around.
    fn negate(&mut self, i: usize);
}

/// No vectors wanted.
impl Vectors for () {
    #[inline(always)]
    fn rotate(&mut self, _: usize, _: &[(f64, f64)], _: Sweep) {}
    #[inline(always)]
    fn swap(&mut self, _: usize, _: usize) {}
    #[inline(always)]
    fn negate(&mut self, _: usize) {}
}

/// The columns of a row-major n × n matrix.
pub struct Columns<'a> {
    pub z: &'a mut [f64],
    pub n: usize,
}

impl Vectors for Columns<'_> {
    fn rotate(&mut self, first: usize, rotations: &[(f64, f64)], sweep: Sweep) {
        for row in self.z.chunks_exact_mut(self.n) {
            for j in sweep.order(rotations.len()) {
                let (c, s) = rotations[j];
                let (x, y) = (row[first + j], row[first + j + 1]);
                row[first + j + 1] = c * y - s * x;
                row[first + j] = s * y + c * x;
            }
        }
    }

    fn swap(&mut self, i: usize, j: usize) {
        self.z.chunks_exact_mut(self.n).for_each(|row| row.swap(i, j));
    }

    fn negate(&mut self, i: usize) {
        self.z.chunks_exact_mut(self.n).for_each(|row| row[i] = -row[i]);
    }
}

/// The rows of a row-major n × n matrix.
pub struct Rows<'a> {
    pub z: &'a mut [f64],
    pub n: usize,
}

impl Vectors for Rows<'_> {
    fn rotate(&mut self, first: usize, rotations: &[(f64, f64)], sweep: Sweep) {
        for j in sweep.order(rotations.len()) {
            let (c, s) = rotations[j];
            let (above, below) = self.z.split_at_mut((first + j + 1) * self.n);
            for (x, y) in above[(first + j) * self.n..].iter_mut().zip(&mut below[..self.n]) {
                (*x, *y) = (s * *y + c * *x, c * *y - s * *x);
            }
        }
    }

    fn swap(&mut self, i: usize, j: usize) {
        (0..self.n).for_each(|k| self.z.swap(i * self.n + k, j * self.n + k));
    }

    fn negate(&mut self, i: usize) {
        self.z[i * self.n..(i + 1) * self.n].iter_mut().for_each(|x| *x = -*x);
    }
}

/// Components of the vectors that lie together.
const WIDTH: usize = 32;
/// Rotations that are gathered before they are applied.
const GATHERED: usize = 1 << 13;
/// Rotated components that are worth a second thread.
const SHARED: usize = 1 << 19;

/// A sweep: `count` rotations of the neighbours from `first` on.
struct Run {
    first: usize,
    count: usize,
    sweep: Sweep,
}

/// n vectors of n components, at first those of the identity. Panel p holds the components from p·WIDTH on of all vectors.
pub struct Panels {
    n: usize,
    panels: Vec<f64>,
    /// Where vector i is found.
    order: Vec<usize>,
    negated: Vec<bool>,
    runs: Vec<Run>,
    rotations: Vec<(f64, f64)>,
}

impl Panels {
    pub fn identity(n: usize) -> Panels {
        let mut panels = vec![0.0; n.div_ceil(WIDTH) * n * WIDTH];
        for i in 0..n {
            panels[(i / WIDTH * n + i) * WIDTH + i % WIDTH] = 1.0;
        }
        let (runs, rotations) = (Vec::new(), Vec::with_capacity(GATHERED + n));
        Panels { n, panels, order: (0..n).collect(), negated: vec![false; n], runs, rotations }
    }

    fn flush(&mut self) {
        let shared = self.rotations.len() * self.n >= SHARED;
        if self.n > 0 {
            apply(&mut self.panels, self.n * WIDTH, &self.runs, &self.rotations, shared);
        }
        self.runs.clear();
        self.rotations.clear();
    }

    /// Writes the vectors into the first n columns and rows of a matrix, component i times `scale(i)`.
    pub fn write<T: Number>(mut self, mut target: faer::MatMut<'_, T>, scale: impl Fn(usize) -> T) {
        self.flush();
        for (j, &place) in self.order.iter().enumerate() {
            let sign = if self.negated[place] { -1.0 } else { 1.0 };
            let Some(column) = target.rb_mut().col_mut(j).try_as_col_major_mut() else { continue };
            let column = &mut column.as_slice_mut()[..self.n];
            for (p, part) in column.chunks_mut(WIDTH).enumerate() {
                let from = (p * self.n + place) * WIDTH;
                for (i, (out, &x)) in part.iter_mut().zip(&self.panels[from..from + WIDTH]).enumerate() {
                    *out = scale(p * WIDTH + i).times(sign * x);
                }
            }
        }
    }
}

impl Vectors for Panels {
    fn rotate(&mut self, first: usize, rotations: &[(f64, f64)], sweep: Sweep) {
        self.runs.push(Run { first, count: rotations.len(), sweep });
        self.rotations.extend_from_slice(rotations);
        if self.rotations.len() >= GATHERED {
            self.flush();
        }
    }

    /// Only after the last rotation.
    fn swap(&mut self, i: usize, j: usize) {
        self.order.swap(i, j);
    }

    /// Only after the last rotation.
    fn negate(&mut self, i: usize) {
        let place = self.order[i];
        self.negated[place] = !self.negated[place];
    }
}

fn apply(panels: &mut [f64], size: usize, runs: &[Run], rotations: &[(f64, f64)], shared: bool) {
    let count = panels.len() / size;
    if shared && count > 1 && pool::threads() > 1 {
        let (left, right) = panels.split_at_mut(count / 2 * size);
        pool::join(|| apply(left, size, runs, rotations, true), || apply(right, size, runs, rotations, true));
        return;
    }
    for panel in panels.chunks_exact_mut(size) {
        Arch::new().dispatch(Rotate { panel, runs, rotations });
    }
}

struct Rotate<'a> {
    panel: &'a mut [f64],
    runs: &'a [Run],
    rotations: &'a [(f64, f64)],
}

impl WithSimd for Rotate<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        /// Vectors that go through the rotations side by side: one waits for four.
        const SIDE: usize = 4;
        let (panel, _) = S::as_mut_simd_f64s(self.panel);
        let row = WIDTH / S::F64_LANES;
        let mut rest = self.rotations;
        for run in self.runs {
            let (rotations, more) = rest.split_at(run.count);
            rest = more;
            let rows = &mut panel[run.first * row..(run.first + run.count + 1) * row];
            for side in (0..row).step_by(SIDE) {
                // One vector stays in registers, from neighbour to neighbour.
                let mut carried = [simd.splat_f64s(0.0); SIDE];
                match run.sweep {
                    Sweep::Forward => {
                        carried.copy_from_slice(&rows[side..side + SIDE]);
                        for (&(c, s), pair) in rotations.iter().zip((0..).step_by(row)) {
                            let (c, s) = (simd.splat_f64s(c), simd.splat_f64s(s));
                            let window = &mut rows[pair + side..pair + side + row + SIDE];
                            for r in 0..SIDE {
                                let (x, y) = (carried[r], window[row + r]);
                                window[r] = simd.mul_add_e_f64s(c, x, simd.mul_f64s(s, y));
                                carried[r] = simd.negate_mul_add_e_f64s(s, x, simd.mul_f64s(c, y));
                            }
                        }
                        let last = run.count * row + side;
                        rows[last..last + SIDE].copy_from_slice(&carried);
                    }
                    Sweep::Backward => {
                        let last = run.count * row + side;
                        carried.copy_from_slice(&rows[last..last + SIDE]);
                        for (k, &(c, s)) in rotations.iter().enumerate().rev() {
                            let (c, s) = (simd.splat_f64s(c), simd.splat_f64s(s));
                            let window = &mut rows[k * row + side..k * row + side + row + SIDE];
                            for r in 0..SIDE {
                                let (x, y) = (window[r], carried[r]);
                                window[row + r] = simd.negate_mul_add_e_f64s(s, x, simd.mul_f64s(c, y));
                                carried[r] = simd.mul_add_e_f64s(c, x, simd.mul_f64s(s, y));
                            }
                        }
                        rows[side..side + SIDE].copy_from_slice(&carried);
                    }
                }
            }
        }
    }
}

/// The rotations of neighbours are those of [`Rows`], whatever the order and the number of vectors.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathered_rotations_do_what_single_ones_do() {
        let n = 70;
        let mut z = vec![0.0; n * n];
        (0..n).for_each(|i| z[i * n + i] = 1.0);
        let mut rows = Rows { z: &mut z, n };
        let mut panels = Panels::identity(n);
        for k in 0..400usize {
            let first = k * 7 % 60;
            let turn = |i: usize| ((i + k) as f64).sin_cos();
            let rotations: Vec<(f64, f64)> = (0..n - 1 - first).map(|i| (turn(i).1, turn(i).0)).collect();
            let sweep = if k % 3 == 0 { Sweep::Backward } else { Sweep::Forward };
            rows.rotate(first, &rotations, sweep);
            panels.rotate(first, &rotations, sweep);
        }
        for vectors in [&mut rows as &mut dyn Vectors, &mut panels] {
            vectors.swap(3, 50);
            vectors.swap(50, 7);
            vectors.negate(50);
        }
        let mut out = faer::Mat::<f64>::zeros(n, n);
        panels.write(out.as_mut(), |_| 1.0);
        for i in 0..n {
            for j in 0..n {
                assert!((out[(j, i)] - z[i * n + j]).abs() < 1e-12, "{i} {j}");
            }
        }
    }
}
