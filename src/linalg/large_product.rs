//! Products of large matrices by faer: pieces of the result are shared by the threads, blocks are short enough for an eye on
//! the interrupt flag. Of a matrix times its own transpose one triangle is computed and mirrored.

use super::kernel::Multiply;
use crate::pool;
use faer::linalg::matmul::matmul;
use faer::reborrow::ReborrowMut;
use faer::traits::ComplexField;
use faer::{Accum, MatMut, MatRef, Par};

/// Multiplications that are worth a second thread.
const SHARED: usize = 144 * 144 * 144;
/// Multiplications from which a product has more panels than threads: about 20 ms.
const PANELS: usize = 1 << 29;
/// Multiplications of real numbers between two looks at the interrupt flag: about 40 ms.
const LONGEST: usize = 1 << 30;
/// Rows and columns of what is multiplied at once, at most.
const BLOCK: usize = 1024;
/// Rows from which a product with the own transpose is done by halves.
const SYMMETRIC: usize = 96;
/// Rows of the strips that the triangle of a matrix of some hundred rows is cut into.
const STRIP: usize = 64;
/// Rows and columns of the blocks by which a triangle is mirrored: they stay in the first-level cache.
const TILE: usize = 16;

/// out = A·B, row-major. The bits do not depend on the number of threads. After an interrupt `out` holds anything.
pub fn product<T: Multiply + ComplexField>(a: MatRef<'_, T>, b: MatRef<'_, T>, out: &mut [T]) {
    let (m, k, n) = (a.nrows(), a.ncols(), b.ncols());
    let work = m * k * n;
    let threads = if work < SHARED { 1 } else { pool::threads() };
    let longest = if T::REAL { LONGEST } else { LONGEST / 4 };
    let depth = longest / (m.min(BLOCK) * n.min(BLOCK));
    if m >= SYMMETRIC && is_transpose(a, b) {
        return symmetric(a, depth, threads > 1, out);
    }
    // Each panel packs B anew: few panels, but twice as many as threads where that costs little.
    let panels = if work > PANELS { 2 * threads } else { threads };
    let height = m.div_ceil(panels).next_multiple_of(8).min(BLOCK);
    shared(out, height * n, threads > 1, |i, out| {
        let rows = out.len() / n;
        let target = MatMut::from_row_major_slice_mut(out, rows, n);
        blocks(target, a.subrows(i * height, rows), b, depth);
    });
}

/// Whether B is Aᵀ, being the same elements in memory.
fn is_transpose<T>(a: MatRef<'_, T>, b: MatRef<'_, T>) -> bool {
    let same = std::ptr::eq(a.as_ptr(), b.as_ptr()) && a.nrows() == b.ncols();
    same && (a.row_stride(), a.col_stride()) == (b.col_stride(), b.row_stride())
}

/// Runs `job(i, piece)` for the pieces of `size` elements, by all threads or by this one.
fn shared<T: Send>(out: &mut [T], size: usize, by_all: bool, job: impl Fn(usize, &mut [T]) + Sync) {
    if by_all {
        pool::for_each_piece(out, size, job);
    } else {
        out.chunks_mut(size).enumerate().for_each(|(i, piece)| job(i, piece));
    }
}

/// One panel, block by block.
fn blocks<T: Multiply + ComplexField>(mut target: MatMut<'_, T>, a: MatRef<'_, T>, b: MatRef<'_, T>, depth: usize) {
    for left in (0..b.ncols()).step_by(BLOCK) {
        let width = BLOCK.min(b.ncols() - left);
        for start in (0..a.ncols()).step_by(depth) {
            if pool::interrupted() {
                return;
            }
            let length = depth.min(a.ncols() - start);
            let (x, y) = (a.subcols(start, length), b.submatrix(start, left, length, width));
            let add = if start == 0 { Accum::Replace } else { Accum::Add };
            matmul(target.rb_mut().subcols_mut(left, width), add, x, y, T::one_impl(), Par::Seq);
        }
    }
}

/// A·Aᵀ: strips of the upper triangle, the longest first, and its mirror image below.
fn symmetric<T: Multiply + ComplexField>(a: MatRef<'_, T>, depth: usize, by_all: bool, out: &mut [T]) {
    let n = a.nrows();
    // Few strips of a small one, whose panels are dear to pack; more of a large one, so that less is computed twice.
    let height = (n / 4).min(STRIP.max(n / 8)).next_multiple_of(8).min(BLOCK);
    shared(out, height * n, by_all, |i, out| {
        let (start, rows) = (i * height, out.len() / n);
        let target =
            MatMut::from_column_major_slice_with_stride_mut(&mut out[start..], n - start, rows, n).transpose_mut();
        blocks(target, a.subrows(start, rows), a.subrows(start, n - start).transpose(), depth);
    });
    if pool::interrupted() {
        return;
    }
    for top in (0..n).step_by(TILE) {
        for left in (0..=top).step_by(TILE) {
            for i in top..(top + TILE).min(n) {
                for j in left..(left + TILE).min(i) {
                    out[i * n + j] = out[j * n + i];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: usize, cols: usize) -> faer::Mat<f64> {
        faer::Mat::from_fn(rows, cols, |i, j| ((i * 7919 + j * 104729) % 1009) as f64 / 1009.0 - 0.5)
    }

    /// Products of halves are those of the whole, symmetric to the last bit.
    #[test]
    fn a_triangle_and_its_mirror_image() {
        for (n, k) in [(128, 3), (150, 40), (333, 100)] {
            let a = matrix(n, k);
            let mut out = vec![f64::NAN; n * n];
            product(a.as_ref(), a.transpose(), &mut out);
            let copy = a.transpose().to_owned();
            let mut whole = vec![f64::NAN; n * n];
            product(a.as_ref(), copy.as_ref(), &mut whole);
            for i in 0..n {
                for j in 0..n {
                    assert_eq!(out[i * n + j], out[j * n + i]);
                    assert!((out[i * n + j] - whole[i * n + j]).abs() < 1e-12);
                }
            }
        }
    }

    /// Blocks of columns and of depth add up.
    #[test]
    fn blocks_add_up() {
        let (a, b) = (matrix(5, 90), matrix(90, BLOCK + 30));
        let mut out = faer::Mat::<f64>::zeros(5, BLOCK + 30);
        blocks(out.as_mut(), a.as_ref(), b.as_ref(), 32);
        for i in 0..5 {
            for j in [0, BLOCK - 1, BLOCK, BLOCK + 29] {
                let sum: f64 = (0..90).map(|k| a[(i, k)] * b[(k, j)]).sum();
                assert!((out[(i, j)] - sum).abs() < 1e-12);
            }
        }
    }
}
