//! Real matrices → tridiagonal and bidiagonal form by reflectors, one pass over the matrix for each update and the product
//! that the next reflector needs.
//!
//! Howell, Demmel, Fulton, Hammarling & Marmol, "Cache Efficient Bidiagonalization Using BLAS 2.5 Operators" (ACM TOMS 34,
//! 2008). Reflectors are I − v vᵀ / τ with v₁ = 1, as faer has them: what is here can be turned back by it.

use super::gemv::Large;
use super::kernel::{MatrixView, dot};
use faer::linalg::householder::upgrade_householder_factor;
use faer::{Mat, MatMut, MatRef, Par};
use pulp::{Arch, Simd, WithSimd};

/// Reduces a symmetric matrix, of which the lower triangle is read: the tridiagonal one in the diagonal and below it, the
/// reflectors further below, their block factors in `taus`.
pub fn tridiagonalise(matrix: &mut Mat<f64>, taus: &mut Mat<f64>) {
    let n = matrix.nrows();
    let mut a = by_columns(matrix);
    let (mut u, mut w, mut v, mut product) = (vec![0.0; n], vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    for k in 0..n {
        // A − u wᵀ − w uᵀ is what the matrix is; this column of it now.
        let column = &mut a[k * n + k..(k + 1) * n];
        for (x, (&u_i, &w_i)) in column.iter_mut().zip(u[k..].iter().zip(&w[k..])) {
            *x -= u_i * w[k] + w_i * u[k];
        }
        if k + 1 == n {
            break;
        }
        let tau = reflect(&mut column[1..]);
        taus[(0, k)] = tau;
        v[k + 1] = 1.0;
        v[k + 2..].copy_from_slice(&column[2..]);
        product[k + 1..].fill(0.0);
        let start = k + 1;
        Arch::new().dispatch(Symmetric { a: &mut a, n, start, u: &u, w: &w, v: &v, product: &mut product });
        // H A H = A − v wᵀ − w vᵀ with w = p/τ − (vᵀp / 2τ²) v.
        let inverse = 1.0 / tau;
        let half = 0.5 * inverse * inverse * dot(&v[start..], &product[start..]);
        for i in start..n {
            w[i] = inverse * product[i] - half * v[i];
            u[i] = v[i];
        }
    }
    write_back(&a, matrix);
    if n > 1 {
        block_factors(matrix.as_ref().submatrix(1, 0, n - 1, n - 1), taus.as_mut());
    }
}

/// Reduces a matrix of at least as many rows as columns: the bidiagonal one in the diagonal and above it, the reflectors
/// from the left below, those from the right further above, their block factors in `left` and `right`.
pub fn bidiagonalise(matrix: &mut Mat<f64>, left: &mut Mat<f64>, right: &mut Mat<f64>) {
    let (m, n) = matrix.shape();
    let mut a = by_columns(matrix);
    // A − u yᵀ − z vᵀ is what the matrix is.
    let (mut u, mut z, mut next) = (vec![0.0; m], vec![0.0; m], vec![0.0; m]);
    let (mut y, mut v, mut row) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    for k in 0..n {
        let column = &mut a[k * m + k..(k + 1) * m];
        for (x, (&u_i, &z_i)) in column.iter_mut().zip(u[k..].iter().zip(&z[k..])) {
            *x -= u_i * y[k] + z_i * v[k];
        }
        let tau = reflect(column);
        left[(0, k)] = tau;
        if k + 1 == n {
            break;
        }
        next[k] = 1.0;
        next[k + 1..].copy_from_slice(&column[1..]);
        Arch::new().dispatch(General { a: &mut a, m, k, u: &u, z: &z, y: &mut y, v: &v, next: &next });
        // Row k of H A, and its reflector.
        let inverse = 1.0 / tau;
        for j in k + 1..n {
            y[j] *= inverse;
            row[j] = a[j * m + k] - y[j];
        }
        let tau = reflect(&mut row[k + 1..]);
        right[(0, k)] = tau;
        (k + 1..n).for_each(|j| a[j * m + k] = row[j]);
        row[k + 1] = 1.0;
        v.copy_from_slice(&row);
        u.copy_from_slice(&next);
        // z = H A v / τ below row k.
        let below =
            MatrixView { data: &a[(k + 1) * m + k + 1..], rows: m - k - 1, cols: n - k - 1, row_step: 1, col_step: m };
        f64::columns_times(below, &v[k + 1..], &mut z[k + 1..]);
        let (inverse, along) = (1.0 / tau, dot(&y[k + 1..], &v[k + 1..]));
        for (z, &u) in z[k + 1..].iter_mut().zip(&u[k + 1..]) {
            *z = (*z - u * along) * inverse;
        }
    }
    write_back(&a, matrix);
    block_factors(matrix.as_ref(), left.as_mut());
    if n > 1 {
        block_factors(matrix.as_ref().submatrix(0, 1, n - 1, n - 1).transpose(), right.as_mut());
    }
}

/// The elements column by column.
fn by_columns(matrix: &Mat<f64>) -> Vec<f64> {
    let mut all = Vec::with_capacity(matrix.nrows() * matrix.ncols());
    (0..matrix.ncols()).for_each(|j| all.extend_from_slice(matrix.col_as_slice(j)));
    all
}

fn write_back(a: &[f64], matrix: &mut Mat<f64>) {
    let rows = matrix.nrows();
    (0..matrix.ncols()).for_each(|j| matrix.col_as_slice_mut(j).copy_from_slice(&a[j * rows..(j + 1) * rows]));
}

/// Makes a reflector of a vector of moderate size: its first element becomes β, the others v. Returns τ, infinite where there
/// is nothing to reflect.
fn reflect(x: &mut [f64]) -> f64 {
    let Some((head, tail)) = x.split_first_mut() else { return f64::INFINITY };
    let rest = dot(tail, tail);
    if rest < f64::MIN_POSITIVE {
        tail.fill(0.0);
        return f64::INFINITY;
    }
    let beta = -(*head * *head + rest).sqrt().copysign(*head);
    let scale = 1.0 / (*head - beta);
    tail.iter_mut().for_each(|x| *x *= scale);
    *head = beta;
    0.5 * (1.0 + rest * scale * scale)
}

/// The triangular factors of blocks of reflectors, from the τ in the first row.
fn block_factors(basis: MatRef<'_, f64>, mut taus: MatMut<'_, f64>) {
    use faer::reborrow::ReborrowMut;
    let (size, count) = (taus.nrows(), taus.ncols());
    for j in (0..count).step_by(size.max(1)) {
        let block = size.min(count - j);
        let mut factor = taus.rb_mut().submatrix_mut(0, j, block, block);
        (1..block).for_each(|k| factor[(k, k)] = factor[(0, k)]);
        let part = basis.submatrix(j, j, basis.nrows() - j, block);
        upgrade_householder_factor(factor, part, block, 1, Par::Seq);
    }
}

/// Updates the lower triangle from column `start` on by −u wᵀ − w uᵀ and multiplies it by v.
struct Symmetric<'a> {
    a: &'a mut [f64],
    n: usize,
    start: usize,
    u: &'a [f64],
    w: &'a [f64],
    v: &'a [f64],
    product: &'a mut [f64],
}

impl WithSimd for Symmetric<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Symmetric { a, n, start, u, w, v, product } = self;
        for j in start..n {
            let column = &mut a[j * n + j..(j + 1) * n];
            column[0] -= 2.0 * u[j] * w[j];
            let diagonal = column[0] * v[j];
            let (by_w, by_u, by_v) = (simd.splat_f64s(w[j]), simd.splat_f64s(u[j]), simd.splat_f64s(v[j]));
            let (body, tail) = S::as_mut_simd_f64s(&mut column[1..]);
            let (u_body, u_tail) = S::as_simd_f64s(&u[j + 1..n]);
            let (w_body, w_tail) = S::as_simd_f64s(&w[j + 1..n]);
            let (v_body, v_tail) = S::as_simd_f64s(&v[j + 1..n]);
            let (p_body, p_tail) = S::as_mut_simd_f64s(&mut product[j + 1..n]);
            let mut sum = simd.splat_f64s(0.0);
            for ((((x, &u), &w), &v), p) in body.iter_mut().zip(u_body).zip(w_body).zip(v_body).zip(p_body) {
                let updated = simd.negate_mul_add_e_f64s(u, by_w, simd.negate_mul_add_e_f64s(w, by_u, *x));
                *x = updated;
                *p = simd.mul_add_e_f64s(updated, by_v, *p);
                sum = simd.mul_add_e_f64s(updated, v, sum);
            }
            if !tail.is_empty() {
                let x = simd.partial_load_f64s(tail);
                let (u, w, v) =
                    (simd.partial_load_f64s(u_tail), simd.partial_load_f64s(w_tail), simd.partial_load_f64s(v_tail));
                let updated = simd.negate_mul_add_e_f64s(u, by_w, simd.negate_mul_add_e_f64s(w, by_u, x));
                simd.partial_store_f64s(tail, updated);
                let p = simd.partial_load_f64s(p_tail);
                simd.partial_store_f64s(p_tail, simd.mul_add_e_f64s(updated, by_v, p));
                sum = simd.mul_add_e_f64s(updated, v, sum);
            }
            product[j] += diagonal + simd.reduce_sum_f64s(sum);
        }
    }
}

/// Updates what lies right of column k, from row k on, by −u yᵀ − z vᵀ; y becomes the products of its columns with `next`.
struct General<'a> {
    a: &'a mut [f64],
    m: usize,
    k: usize,
    u: &'a [f64],
    z: &'a [f64],
    y: &'a mut [f64],
    v: &'a [f64],
    next: &'a [f64],
}

impl WithSimd for General<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let General { a, m, k, u, z, y, v, next } = self;
        let (u_body, u_tail) = S::as_simd_f64s(&u[k..m]);
        let (z_body, z_tail) = S::as_simd_f64s(&z[k..m]);
        let (next_body, next_tail) = S::as_simd_f64s(&next[k..m]);
        for (j, column) in a.chunks_exact_mut(m).enumerate().skip(k + 1) {
            let (by_y, by_v) = (simd.splat_f64s(y[j]), simd.splat_f64s(v[j]));
            let (body, tail) = S::as_mut_simd_f64s(&mut column[k..]);
            let mut sum = simd.splat_f64s(0.0);
            for (((x, &u), &z), &next) in body.iter_mut().zip(u_body).zip(z_body).zip(next_body) {
                let updated = simd.negate_mul_add_e_f64s(u, by_y, simd.negate_mul_add_e_f64s(z, by_v, *x));
                *x = updated;
                sum = simd.mul_add_e_f64s(updated, next, sum);
            }
            if !tail.is_empty() {
                let (u, z) = (simd.partial_load_f64s(u_tail), simd.partial_load_f64s(z_tail));
                let x = simd.partial_load_f64s(tail);
                let updated = simd.negate_mul_add_e_f64s(u, by_y, simd.negate_mul_add_e_f64s(z, by_v, x));
                simd.partial_store_f64s(tail, updated);
                sum = simd.mul_add_e_f64s(updated, simd.partial_load_f64s(next_tail), sum);
            }
            y[j] = simd.reduce_sum_f64s(sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The squared length of all elements that should be left, against that of the matrix.
    #[test]
    fn lengths_are_kept() {
        let (m, n) = (21, 13);
        let entry = |i: usize, j: usize| ((i * 7919 + j * 104729) % 101) as f64 - 50.0;
        let mut a = Mat::from_fn(m, n, entry);
        let whole: f64 = (0..m * n).map(|k| a[(k / n, k % n)].powi(2)).sum();
        bidiagonalise(&mut a, &mut Mat::zeros(4, n), &mut Mat::zeros(4, n - 1));
        let kept: f64 = (0..n).map(|i| a[(i, i)].powi(2) + if i > 0 { a[(i - 1, i)].powi(2) } else { 0.0 }).sum();
        assert!((kept / whole - 1.0).abs() < 1e-13);
        let mut a = Mat::from_fn(n, n, |i, j| entry(i.max(j), i.min(j)));
        let whole: f64 = (0..n * n).map(|k| a[(k / n, k % n)].powi(2)).sum();
        let trace: f64 = (0..n).map(|i| a[(i, i)]).sum();
        tridiagonalise(&mut a, &mut Mat::zeros(4, n - 1));
        let below: f64 = (1..n).map(|i| a[(i, i - 1)].powi(2)).sum();
        let kept = 2.0 * below + (0..n).map(|i| a[(i, i)].powi(2)).sum::<f64>();
        assert!((kept / whole - 1.0).abs() < 1e-13);
        assert!(((0..n).map(|i| a[(i, i)]).sum::<f64>() - trace).abs() < 1e-10);
    }
}
