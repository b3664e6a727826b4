//! Inner loops of products: dot, matrix × vector and matrix × matrix over slices, for every numeric type.
//!
//! Where small results can be told apart by their last bits, the order of operations and the fused multiply-adds are
//! those of the OpenBLAS kernels that NumPy ships with: found by experiment, not by reading them.

use super::tile;
use crate::tensor::wide::wide;
use crate::tensor::{Complex32, Complex64, Element};

/// A matrix in a slice: element (i, j) is at `i * row_step + j * col_step`.
#[derive(Clone, Copy)]
pub struct MatrixView<'a, T> {
    pub data: &'a [T],
    pub rows: usize,
    pub cols: usize,
    pub row_step: usize,
    pub col_step: usize,
}

impl<'a, T: Copy> MatrixView<'a, T> {
    pub fn row_major(data: &'a [T], rows: usize, cols: usize) -> MatrixView<'a, T> {
        MatrixView { data, rows, cols, row_step: cols, col_step: 1 }
    }

    pub fn transposed(self) -> MatrixView<'a, T> {
        let MatrixView { data, rows, cols, row_step, col_step } = self;
        MatrixView { data, rows: cols, cols: rows, row_step: col_step, col_step: row_step }
    }

    #[inline(always)]
    pub fn at(&self, i: usize, j: usize) -> T {
        self.data[i * self.row_step + j * self.col_step]
    }

    /// Row `i`, where its elements lie one after the other.
    #[inline(always)]
    pub fn row(&self, i: usize) -> Option<&'a [T]> {
        if self.col_step != 1 && self.cols > 1 {
            return None;
        }
        if self.cols == 0 {
            return Some(&[]);
        }
        self.data.get(i * self.row_step..i * self.row_step + self.cols)
    }

    /// The rows `from..to`.
    pub fn rows_between(self, from: usize, to: usize) -> MatrixView<'a, T> {
        let data = if self.cols == 0 || from >= to { &[] } else { &self.data[from * self.row_step..] };
        MatrixView { data, rows: to - from, ..self }
    }

    /// The elements row by row.
    pub fn copied(&self) -> Vec<T> {
        let mut all = Vec::with_capacity(self.rows * self.cols);
        for i in 0..self.rows {
            match self.row(i) {
                Some(row) => all.extend_from_slice(row),
                None => all.extend((0..self.cols).map(|j| self.at(i, j))),
            }
        }
        all
    }
}

/// An element that can be multiplied and added.
pub trait Multiply: Element {
    /// `a * b + c` with one rounding for real floats.
    fn fused(a: Self, b: Self, c: Self) -> Self;
    /// `a * b + c` with two roundings.
    fn plain(a: Self, b: Self, c: Self) -> Self;
    /// `sum` and the products of two short runs.
    #[inline(always)]
    fn tail(sum: Self, x: &[Self], y: &[Self]) -> Self {
        x.iter().zip(y).fold(sum, |sum, (&a, &b)| Self::plain(a, b, sum))
    }
    /// Whether matrix products of this type are worth handing to faer.
    const FLOAT: bool = false;
    /// Whether dot products over lanes follow the real kernels.
    const REAL: bool = false;
    /// out = A·B: each element is one chain of multiply-adds along the common dimension. The rows of B must lie in one piece
    /// each.
    fn product(a: MatrixView<'_, Self>, b: MatrixView<'_, Self>, out: &mut [Self]) {
        by_rows(a, b, out);
    }
}

macro_rules! integers {
    ($($t:ty),*) => {$(
        impl Multiply for $t {
            #[inline(always)]
            fn fused(a: $t, b: $t, c: $t) -> $t {
                a.wrapping_mul(b).wrapping_add(c)
            }
            #[inline(always)]
            fn plain(a: $t, b: $t, c: $t) -> $t {
                a.wrapping_mul(b).wrapping_add(c)
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Multiply for bool {
    #[inline(always)]
    fn fused(a: bool, b: bool, c: bool) -> bool {
        c | (a & b)
    }
    #[inline(always)]
    fn plain(a: bool, b: bool, c: bool) -> bool {
        c | (a & b)
    }
}

macro_rules! floats {
    ($($t:ty { $($tail:tt)* })*) => {$(
        impl Multiply for $t {
            const FLOAT: bool = true;
            const REAL: bool = true;
            $($tail)*
            #[inline(always)]
            fn fused(a: $t, b: $t, c: $t) -> $t {
                a.mul_add(b, c)
            }
            #[inline(always)]
            fn plain(a: $t, b: $t, c: $t) -> $t {
                a * b + c
            }
        }
    )*};
}

floats! {
    f32 {
        // OpenBLAS adds up what its vectors leave over in float64.
        #[inline(always)]
        fn tail(sum: f32, x: &[f32], y: &[f32]) -> f32 {
            let rest = x.iter().zip(y).fold(0.0, |rest, (&a, &b)| rest + f64::from(a * b));
            (rest + f64::from(sum)) as f32
        }
        fn product(a: MatrixView<'_, f32>, b: MatrixView<'_, f32>, out: &mut [f32]) {
            tile::single(a, b, out);
        }
    }
    f64 {
        fn product(a: MatrixView<'_, f64>, b: MatrixView<'_, f64>, out: &mut [f64]) {
            tile::double(a, b, out);
        }
    }
}

macro_rules! complexes {
    ($($t:ty),*) => {$(
        impl Multiply for $t {
            const FLOAT: bool = true;
            #[inline(always)]
            fn fused(a: $t, b: $t, c: $t) -> $t {
                a * b + c
            }
            #[inline(always)]
            fn plain(a: $t, b: $t, c: $t) -> $t {
                a * b + c
            }
        }
    )*};
}

complexes!(Complex32, Complex64);

/// Σ x·y of two runs.
pub fn dot<T: Multiply>(x: &[T], y: &[T]) -> T {
    let n = x.len().min(y.len());
    let (x, y) = (&x[..n], &y[..n]);
    if n < 16 {
        return T::tail(T::ZERO, x, y);
    }
    if !T::REAL {
        return wide(
            #[inline(always)]
            || if T::FLOAT && n >= 64 { in_lanes::<T, 8>(x, y) } else { T::tail(T::ZERO, x, y) },
        );
    }
    wide(
        #[inline(always)]
        || in_lanes::<T, 32>(x, y),
    )
}

#[inline(always)]
fn in_lanes<T: Multiply, const N: usize>(x: &[T], y: &[T]) -> T {
    let mut lanes = [T::ZERO; N];
    let (mut xs, mut ys) = (x.chunks_exact(N), y.chunks_exact(N));
    for (x, y) in (&mut xs).zip(&mut ys) {
        for j in 0..N {
            lanes[j] = T::fused(x[j], y[j], lanes[j]);
        }
    }
    let sum = halved::<T, N>(lanes);
    T::tail(sum, xs.remainder(), ys.remainder())
}

/// The sum of lanes, halves first.
#[inline(always)]
fn halved<T: Multiply, const N: usize>(mut lanes: [T; N]) -> T {
    let mut width = N;
    while width > 1 {
        width /= 2;
        for j in 0..width {
            lanes[j] = T::plain(lanes[j], T::ONE, lanes[j + width]);
        }
    }
    lanes[0]
}

/// One row of a matrix × vector product: four lanes, then the rest.
#[inline(always)]
fn row_times<T: Multiply>(row: &[T], x: &[T]) -> T {
    let n = row.len().min(x.len());
    let (row, x) = (&row[..n], &x[..n]);
    if !T::REAL {
        return row.iter().zip(x).fold(T::ZERO, |sum, (&a, &b)| T::plain(a, b, sum));
    }
    let mut lanes = [T::ZERO; 4];
    let (mut rows, mut xs) = (row.chunks_exact(4), x.chunks_exact(4));
    for (a, b) in (&mut rows).zip(&mut xs) {
        for j in 0..4 {
            lanes[j] = T::fused(a[j], b[j], lanes[j]);
        }
    }
    let sum = halved::<T, 4>(lanes);
    match (rows.remainder(), xs.remainder()) {
        ([a], [x]) => T::fused(*a, *x, sum),
        ([a, b], [x, y]) => T::plain(sum, T::ONE, T::fused(*a, *x, T::plain(*b, *y, T::ZERO))),
        ([a, b, c], [x, y, z]) => T::plain(sum, T::ONE, T::fused(*c, *z, T::fused(*a, *x, T::plain(*b, *y, T::ZERO)))),
        _ => sum,
    }
}

/// out = A·x.
pub fn matrix_vector<T: Multiply>(a: MatrixView<'_, T>, x: &[T], out: &mut [T]) {
    if a.col_step == 1 || a.cols <= 1 {
        wide(
            #[inline(always)]
            || {
                for (i, out) in out.iter_mut().enumerate() {
                    *out = match a.row(i) {
                        Some(row) => row_times(row, x),
                        None => T::ZERO,
                    };
                }
            },
        );
        return;
    }
    out.fill(T::ZERO);
    let columns = a.transposed();
    let few = a.cols < 4;
    wide(
        #[inline(always)]
        || {
            for (k, &x) in x.iter().enumerate().take(a.cols) {
                match columns.row(k) {
                    Some(column) => add_multiple(out, x, column, few),
                    None => {
                        for (i, out) in out.iter_mut().enumerate() {
                            *out = T::plain(a.at(i, k), x, *out);
                        }
                    }
                }
            }
        },
    );
}

/// out += x·run.
#[inline(always)]
fn add_multiple<T: Multiply>(out: &mut [T], x: T, run: &[T], plain: bool) {
    if plain {
        for (out, &b) in out.iter_mut().zip(run) {
            *out = T::plain(x, b, *out);
        }
    } else {
        for (out, &b) in out.iter_mut().zip(run) {
            *out = T::fused(x, b, *out);
        }
    }
}

/// [`Multiply::product`] row by row.
fn by_rows<T: Multiply>(a: MatrixView<'_, T>, b: MatrixView<'_, T>, out: &mut [T]) {
    /// Rows of B that stay in the first-level cache together with a row of the result.
    const DEPTH: usize = 64;
    const WIDTH: usize = 512;
    let n = b.cols;
    out.fill(T::ZERO);
    wide(
        #[inline(always)]
        || {
            for left in (0..n).step_by(WIDTH) {
                let right = (left + WIDTH).min(n);
                for top in (0..a.cols).step_by(DEPTH) {
                    let bottom = (top + DEPTH).min(a.cols);
                    for i in 0..a.rows {
                        let out = &mut out[i * n + left..i * n + right];
                        for k in top..bottom {
                            if let Some(row) = b.row(k) {
                                add_multiple(out, a.at(i, k), &row[left..right], false);
                            }
                        }
                    }
                }
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_small_matrices() {
        let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let (rows, columns) = (MatrixView::row_major(&a, 2, 3), MatrixView::row_major(&a, 3, 2));
        let mut out = [0.0; 4];
        f64::product(rows, columns, &mut out);
        assert_eq!(out, [22.0, 28.0, 49.0, 64.0]);
        let mut out = [0.0; 2];
        matrix_vector(rows, &[1.0, 0.0, -1.0], &mut out);
        assert_eq!(out, [-2.0, -2.0]);
        matrix_vector(columns.transposed(), &[1.0, 0.0, -1.0], &mut out);
        assert_eq!(out, [-4.0, -4.0]);
        let x: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(dot(&x, &x), 328350.0);
    }
}
