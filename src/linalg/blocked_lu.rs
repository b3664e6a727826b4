//! LU of large matrices with partial pivoting, by blocks of columns: faer factors a block, the threads share the columns that it
//! changes (Golub & Van Loan 3.4.7), and those of the right-hand sides.

use super::number::Number;
use crate::pool;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::lu::partial_pivoting::factor::{lu_in_place, lu_in_place_scratch};
use faer::linalg::matmul::matmul;
use faer::linalg::triangular_solve::{solve_unit_lower_triangular_in_place, solve_upper_triangular_in_place};
use faer::reborrow::{Reborrow, ReborrowMut};
use faer::{Accum, Mat, MatMut, MatRef, Par};

/// Columns of a block, and columns that a thread takes at a time.
const BLOCK: usize = 64;
/// Elements beside a block from which a second thread gains more than its start costs.
const SHARED: usize = 1 << 15;

/// P A = L U.
pub struct Lu<T> {
    /// U above the diagonal, L (with ones on the diagonal) below it.
    factors: Mat<T>,
    /// Row i of P A is row `rows[i]` of A.
    rows: Vec<usize>,
    /// Whether P is an odd permutation.
    pub odd: bool,
}

impl<T: Number> Lu<T> {
    /// Factors a square matrix. With a pivot that is zero, what follows it on the diagonal is of no use.
    pub fn new(mut a: Mat<T>) -> Lu<T> {
        let n = a.nrows();
        let (mut rows, mut odd): (Vec<usize>, bool) = ((0..n).collect(), false);
        let (mut forward, mut back) = (vec![0usize; n], vec![0usize; n]);
        let mut memory = MemBuffer::new(lu_in_place_scratch::<usize, T>(n, BLOCK, Par::Seq, Default::default()));
        for start in (0..n).step_by(BLOCK) {
            let (width, height) = (BLOCK.min(n - start), n - start);
            let (left, right) = a.as_mut().subrows_mut(start, height).split_at_col_mut(start);
            let (mut panel, right) = right.split_at_col_mut(width);
            let (forward, back) = (&mut forward[..height], &mut back[..height]);
            let stack = MemStack::new(&mut memory);
            let (info, _) = lu_in_place(panel.rb_mut(), forward, back, Par::Seq, stack, Default::default());
            odd ^= info.transposition_count % 2 == 1;
            let moved: Vec<(usize, usize)> =
                forward.iter().enumerate().filter(|&(to, &from)| to != from).map(|(to, &from)| (to, from)).collect();
            move_rows(&mut rows[start..], &moved, &mut Vec::new());
            let panel = panel.rb();
            let mut parts: Vec<(MatMut<'_, T>, bool)> = Vec::new();
            parts.extend(columns(right).into_iter().map(|part| (part, true)));
            parts.extend(columns(left).into_iter().map(|part| (part, false)));
            shared(parts, height * (n - width), |(mut part, trailing)| {
                permute(part.rb_mut(), &moved);
                if trailing {
                    let (corner, below) = panel.split_at_row(width);
                    let (mut top, bottom) = part.split_at_row_mut(width);
                    solve_unit_lower_triangular_in_place(corner, top.rb_mut(), Par::Seq);
                    matmul(bottom, Accum::Add, below, top.rb(), -T::ONE, Par::Seq);
                }
            });
        }
        Lu { factors: a, rows, odd }
    }

    /// The diagonal of U.
    pub fn diagonal(&self) -> Vec<T> {
        (0..self.rows.len()).map(|i| self.factors[(i, i)]).collect()
    }

    /// The X with A X = B.
    pub fn solve(&self, b: MatRef<'_, T>) -> Mat<T> {
        let n = self.rows.len();
        let mut x = Mat::from_fn(n, b.ncols(), |i, j| b[(self.rows[i], j)]);
        shared(columns(x.as_mut()), n * n * b.ncols() / BLOCK, |mut part| {
            solve_unit_lower_triangular_in_place(self.factors.as_ref(), part.rb_mut(), Par::Seq);
            solve_upper_triangular_in_place(self.factors.as_ref(), part, Par::Seq);
        });
        x
    }
}

/// The columns of a matrix in parts for the threads.
fn columns<T>(matrix: MatMut<'_, T>) -> Vec<MatMut<'_, T>> {
    let mut parts = Vec::new();
    let mut rest = matrix;
    while rest.ncols() > BLOCK + BLOCK / 2 {
        let (part, more) = rest.split_at_col_mut(BLOCK);
        parts.push(part);
        rest = more;
    }
    if rest.ncols() > 0 {
        parts.push(rest);
    }
    parts
}

/// Runs `job` for each item, by all threads where `size` says that it is worth it.
fn shared<I: Send>(items: Vec<I>, size: usize, job: impl Fn(I) + Sync) {
    if size < SHARED || pool::threads() < 2 {
        items.into_iter().for_each(job);
    } else {
        pool::for_each_of(items, |_, item| job(item));
    }
}

/// Puts what is at place `from` to place `to`, for each pair of them at once.
fn move_rows<T: Copy>(column: &mut [T], moved: &[(usize, usize)], kept: &mut Vec<T>) {
    kept.clear();
    kept.extend(moved.iter().map(|&(_, from)| column[from]));
    moved.iter().zip(kept).for_each(|(&(to, _), x)| column[to] = *x);
}

fn permute<T: Number>(mut part: MatMut<'_, T>, moved: &[(usize, usize)]) {
    let mut kept = Vec::with_capacity(moved.len());
    for j in 0..part.ncols() {
        if let Some(column) = part.rb_mut().col_mut(j).try_as_col_major_mut() {
            move_rows(column.as_slice_mut(), moved, &mut kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_is_the_matrix_with_its_rows_exchanged() {
        for n in [1, 50, 64, 65, 200, 333] {
            let a = Mat::from_fn(n, n, |i, j| {
                ((i * 7919 + j * 104729 + i * j) % 1009) as f64 / 1009.0 + 9.0 * f64::from(u8::from((i + 1) % n == j))
            });
            let lu = Lu::new(a.clone());
            for i in 0..n {
                for j in (0..n).step_by(3) {
                    let l = |k: usize| if k == i { 1.0 } else { lu.factors[(i, k)] };
                    let sum: f64 = (0..=i.min(j)).map(|k| l(k) * lu.factors[(k, j)]).sum();
                    assert!((sum - a[(lu.rows[i], j)]).abs() < 1e-12, "{n} {i} {j}");
                    assert!(j >= i || lu.factors[(i, j)].abs() <= 1.0);
                }
            }
            let x = lu.solve((&a * &a).as_ref());
            assert!((0..n * n).all(|k| (x[(k / n, k % n)] - a[(k / n, k % n)]).abs() < 1e-7), "{n}");
        }
    }
}
