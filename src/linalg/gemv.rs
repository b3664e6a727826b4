//! Long dot products and large matrices times vectors: bound by memory, so with several streams at a time, explicit
//! vectors, and both threads. Results do not depend on the number of threads.

use super::kernel::{self, MatrixView, Multiply};
use crate::pool;
use crate::tensor::wide::wide;
use crate::tensor::{Complex32, Complex64};
use pulp::{Arch, Simd, WithSimd};

/// Elements of a dot product that are summed in one piece.
const BLOCK: usize = 1 << 15;
/// Bytes of operands from which a second thread gains more than its start costs.
const SHARED: usize = 3 << 20;
/// Bytes of a matrix that a thread takes at a time.
const PIECE: usize = 1 << 19;
/// Rows of a result that stay in the first-level cache while columns are added to it.
const TILE: usize = 1024;

/// Σ x·y: the sums of fixed blocks, added in their order.
pub fn dot<T: Multiply>(x: &[T], y: &[T]) -> T {
    let n = x.len().min(y.len());
    if n <= 2 * BLOCK {
        return kernel::dot(x, y);
    }
    let sum = |i: usize| {
        if pool::interrupted() {
            return T::ZERO;
        }
        let block = i * BLOCK..((i + 1) * BLOCK).min(n);
        kernel::dot(&x[block.clone()], &y[block])
    };
    let count = n.div_ceil(BLOCK);
    let shared = 2 * size_of_val(&x[..n]) > SHARED;
    let sums: Vec<T> = if shared { pool::map(count, sum) } else { (0..count).map(sum).collect() };
    sums.into_iter().fold(T::ZERO, |sum, x| T::plain(x, T::ONE, sum))
}

/// out = A·x for a large A whose rows or columns lie in one piece each; pieces of the result are shared by the threads.
pub fn matrix_vector<T: Large>(a: MatrixView<'_, T>, x: &[T], out: &mut [T]) {
    let by_rows = a.col_step == 1;
    let part = |rows: MatrixView<'_, T>, out: &mut [T]| match by_rows {
        _ if pool::interrupted() => {}
        true => T::rows_times(rows, x, out),
        false => T::columns_times(rows, x, out),
    };
    let row = a.cols * size_of::<T>();
    if a.rows * row <= SHARED {
        return part(a, out);
    }
    // Short runs of columns would be slow to read.
    let least = if by_rows { 16 } else { TILE / 2 };
    let height = (PIECE / row.max(1)).next_multiple_of(16).max(least);
    pool::for_each_piece(out, height, |i, out| part(a.rows_between(i * height, i * height + out.len()), out));
}

/// Elements with loops of their own for large matrices.
pub trait Large: Multiply {
    /// out = A·x, each row of A in one piece.
    fn rows_times(a: MatrixView<'_, Self>, x: &[Self], out: &mut [Self]);
    /// out = A·x, each column of A in one piece.
    fn columns_times(a: MatrixView<'_, Self>, x: &[Self], out: &mut [Self]);
}

macro_rules! real {
    ($t:ty, $rows:ident, $columns:ident, $v:ident, $body:ident, $body_mut:ident, $part:ident, $splat:ident, $fma:ident, $sum:ident) => {
        impl Large for $t {
            fn rows_times(a: MatrixView<'_, $t>, x: &[$t], out: &mut [$t]) {
                Arch::new().dispatch($rows { a, x, out });
            }
            fn columns_times(a: MatrixView<'_, $t>, x: &[$t], out: &mut [$t]) {
                for (tile, out) in out.chunks_mut(TILE).enumerate() {
                    let rows = a.rows_between(tile * TILE, tile * TILE + out.len());
                    Arch::new().dispatch($columns { a: rows, x, out });
                }
            }
        }

        struct $rows<'a> {
            a: MatrixView<'a, $t>,
            x: &'a [$t],
            out: &'a mut [$t],
        }

        impl WithSimd for $rows<'_> {
            type Output = ();

            #[inline(always)]
            fn with_simd<S: Simd>(self, simd: S) {
                /// Rows that are read side by side.
                const SIDE: usize = 4;
                let (x, x_tail) = S::$body(self.x);
                let tail = simd.$part(x_tail);
                let pairs = x.len() / 2 * 2;
                for (group, out) in self.out.chunks_mut(SIDE).enumerate() {
                    let last = out.len() - 1;
                    let mut rows = [&[] as &[S::$v]; SIDE];
                    let mut tails = [&[] as &[$t]; SIDE];
                    for r in 0..SIDE {
                        let row = self.a.row(group * SIDE + r.min(last)).unwrap_or(&[]);
                        let (body, rest) = S::$body(row);
                        // Equal lengths, so that the loop below needs no checks.
                        rows[r] = &body[..x.len()];
                        tails[r] = rest;
                    }
                    let mut even = [simd.$splat(0.0); SIDE];
                    let mut odd = even;
                    for k in (0..pairs).step_by(2) {
                        for r in 0..SIDE {
                            even[r] = simd.$fma(rows[r][k], x[k], even[r]);
                            odd[r] = simd.$fma(rows[r][k + 1], x[k + 1], odd[r]);
                        }
                    }
                    for r in 0..=last {
                        if pairs < x.len() {
                            even[r] = simd.$fma(rows[r][pairs], x[pairs], even[r]);
                        }
                        odd[r] = simd.$fma(simd.$part(tails[r]), tail, odd[r]);
                        out[r] = simd.$sum(simd.$fma(even[r], simd.$splat(1.0), odd[r]));
                    }
                }
            }
        }

        struct $columns<'a> {
            a: MatrixView<'a, $t>,
            x: &'a [$t],
            out: &'a mut [$t],
        }

        impl WithSimd for $columns<'_> {
            type Output = ();

            #[inline(always)]
            fn with_simd<S: Simd>(self, simd: S) {
                /// Columns that are added in one pass over the result.
                const SIDE: usize = 8;
                self.out.fill(0.0);
                let columns = self.a.transposed();
                let (out, out_tail) = S::$body_mut(self.out);
                let mut k = 0;
                while k < columns.rows {
                    let count = SIDE.min(columns.rows - k);
                    let mut runs = [&[] as &[S::$v]; SIDE];
                    let mut factors = [0.0; SIDE];
                    for c in 0..SIDE {
                        // Missing ones are the last with factor 0; its infinities must not turn that into NaN, so they
                        // are added one by one below.
                        let column = columns.row(k + c.min(count - 1)).unwrap_or(&[]);
                        let (body, rest) = S::$body(column);
                        runs[c] = &body[..out.len()];
                        factors[c] = self.x[k + c.min(count - 1)];
                        if c < count {
                            for (out, &a) in out_tail.iter_mut().zip(rest) {
                                *out += a * factors[c];
                            }
                        }
                    }
                    if count == SIDE {
                        let factors = factors.map(|x| simd.$splat(x));
                        for i in 0..out.len() {
                            let mut first = simd.$fma(runs[0][i], factors[0], out[i]);
                            for c in 1..SIDE {
                                first = simd.$fma(runs[c][i], factors[c], first);
                            }
                            out[i] = first;
                        }
                    } else {
                        for (run, &factor) in runs.iter().zip(&factors[..count]) {
                            let factor = simd.$splat(factor);
                            for i in 0..out.len() {
                                out[i] = simd.$fma(run[i], factor, out[i]);
                            }
                        }
                    }
                    k += count;
                }
            }
        }
    };
}

real!(
    f64,
    DoubleRows,
    DoubleColumns,
    f64s,
    as_simd_f64s,
    as_mut_simd_f64s,
    partial_load_f64s,
    splat_f64s,
    mul_add_e_f64s,
    reduce_sum_f64s
);
real!(
    f32,
    SingleRows,
    SingleColumns,
    f32s,
    as_simd_f32s,
    as_mut_simd_f32s,
    partial_load_f32s,
    splat_f32s,
    mul_add_e_f32s,
    reduce_sum_f32s
);

/// Complex elements that are multiplied side by side.
const SIDE: usize = 8;

macro_rules! complex {
    ($t:ty, $part:ty) => {
        impl Large for $t {
            /// Products with the real and with the imaginary parts of `x`, lane by lane, are told apart at the end.
            fn rows_times(a: MatrixView<'_, $t>, x: &[$t], out: &mut [$t]) {
                wide(
                    #[inline(always)]
                    || {
                        for (i, out) in out.iter_mut().enumerate() {
                            let row = a.row(i).unwrap_or(&[]);
                            let (mut same, mut crossed) = ([0.0 as $part; 2 * SIDE], [0.0 as $part; 2 * SIDE]);
                            let (groups, rest) = row.as_chunks::<SIDE>();
                            let (xs, more) = x[..row.len()].as_chunks::<SIDE>();
                            for (a, x) in groups.iter().zip(xs) {
                                for c in 0..SIDE {
                                    same[2 * c] = a[c].re.mul_add(x[c].re, same[2 * c]);
                                    same[2 * c + 1] = a[c].im.mul_add(x[c].im, same[2 * c + 1]);
                                    crossed[2 * c] = a[c].re.mul_add(x[c].im, crossed[2 * c]);
                                    crossed[2 * c + 1] = a[c].im.mul_add(x[c].re, crossed[2 * c + 1]);
                                }
                            }
                            let mut sum = <$t>::ZERO;
                            for c in 0..SIDE {
                                sum.re += same[2 * c] - same[2 * c + 1];
                                sum.im += crossed[2 * c] + crossed[2 * c + 1];
                            }
                            *out = rest.iter().zip(more).fold(sum, |sum, (a, x)| sum + a * x);
                        }
                    },
                );
            }

            fn columns_times(a: MatrixView<'_, $t>, x: &[$t], out: &mut [$t]) {
                for (tile, out) in out.chunks_mut(TILE).enumerate() {
                    let columns = a.rows_between(tile * TILE, tile * TILE + out.len()).transposed();
                    out.fill(<$t>::ZERO);
                    wide(
                        #[inline(always)]
                        || {
                            for (k, x) in x.iter().enumerate().take(columns.rows) {
                                for (out, a) in out.iter_mut().zip(columns.row(k).unwrap_or(&[])) {
                                    out.re = (-a.im).mul_add(x.im, a.re.mul_add(x.re, out.re));
                                    out.im = a.re.mul_add(x.im, a.im.mul_add(x.re, out.im));
                                }
                            }
                        },
                    );
                }
            }
        }
    };
}

complex!(Complex32, f32);
complex!(Complex64, f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_agrees_with_small() {
        let (m, n) = (37, 53);
        let a: Vec<f64> = (0..m * n).map(|i| ((i * 7919) % 101) as f64 - 50.0).collect();
        let x: Vec<f64> = (0..n).map(|i| ((i * 31) % 17) as f64 - 8.0).collect();
        let rows = MatrixView::row_major(&a, m, n);
        let want: Vec<f64> = (0..m).map(|i| (0..n).map(|j| rows.at(i, j) * x[j]).sum()).collect();
        let mut out = vec![f64::NAN; m];
        matrix_vector(rows, &x, &mut out);
        assert_eq!(out, want);
        let turned: Vec<f64> = rows.transposed().copied();
        let mut out = vec![f64::NAN; m];
        matrix_vector(MatrixView::row_major(&turned, n, m).transposed(), &x, &mut out);
        assert_eq!(out, want);
        let complex = |x: &[f64]| x.iter().map(|&x| Complex64::new(x, 1.0)).collect::<Vec<_>>();
        let (a, x) = (complex(&a), complex(&x));
        let rows = MatrixView::row_major(&a, m, n);
        let (mut out, mut want) = (vec![Complex64::ZERO; m], vec![Complex64::ZERO; m]);
        matrix_vector(rows, &x, &mut out);
        kernel::matrix_vector(rows, &x, &mut want);
        assert_eq!(out, want);
    }

    #[test]
    fn an_infinity_stays_in_its_row() {
        let a = [f64::INFINITY, 1.0, 2.0, 3.0, 4.0, 5.0];
        let mut out = [0.0; 3];
        f64::columns_times(MatrixView::row_major(&a, 2, 3).transposed(), &[0.5, 2.0], &mut out);
        assert_eq!(out, [f64::INFINITY, 8.5, 11.0]);
    }

    #[test]
    fn long_dot_products() {
        let x: Vec<f64> = (0..200_000).map(|i| f64::from(i % 7)).collect();
        assert_eq!(dot(&x, &x), x.iter().map(|x| x * x).sum::<f64>());
    }
}
