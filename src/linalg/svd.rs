//! The singular value decomposition.
//!
//! Small matrices: reduction to bidiagonal form by reflectors (after QR where there are many more rows than columns), then
//! implicit zero-shift QR (Demmel & Kahan, 1990), in LAPACK's variant and with its signs. Large ones: `large_svd`.

use super::bidiagonal::bidiagonal_qr;
use super::bridge::{by_columns, owned};
use super::householder::{apply_left, apply_right, form_q, qr_in_place, reflector};
use super::large_svd::{self, Decomposition};
use super::number::{Number, narrowed, real_dtype, result_dtype, scale_of, widened, with_number};
use super::rotation::rotation;
use super::stack::{self, check_stacked, dims};
use super::sweep::{Columns, Rows, Sweep, Vectors};
use super::worker;
use crate::tensor::Tensor;
use crate::tensor::error::{Error, Result};

/// LAPACK itself changes to divide and conquer above this size.
const SMALL: usize = 25;

/// U, the singular values in descending order, and Vᴴ. `full`: U and Vᴴ square, else with as many columns (rows) as
/// there are singular values. LinAlgError "SVD did not converge".
pub fn svd(a: &Tensor, full: bool) -> Result<(Tensor, Tensor, Tensor)> {
    check_stacked(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let (m, n) = dims(a);
    let k = m.min(n);
    let (columns, rows) = if full { (m, n) } else { (k, k) };
    let (u, s, v) = with_number!(wide, T => {
        stack::map3::<T, T, f64, T>(&wide, (&[m, columns], &[k], &[rows, n]), |matrix, u, s, v| {
            if k == 0 {
                // Nothing to decompose: any orthonormal basis will do.
                (0..columns).for_each(|i| u[i * columns + i] = T::real(1.0));
                (0..rows).for_each(|i| v[i * n + i] = T::real(1.0));
                return Ok(());
            }
            if !is_finite(matrix)? {
                s.fill(f64::NAN);
                (0..k).for_each(|i| (u[i * columns + i], v[i * n + i]) = (T::real(1.0), T::real(1.0)));
                return Ok(());
            }
            if k <= SMALL {
                return small(matrix, (m, n), (u, columns), s, (v, rows));
            }
            let found = decompose(matrix, (m, n), Some(columns.max(rows) > k))?;
            found.write(m < n, u, s, v);
            Ok(())
        })
    })?;
    Ok((narrowed(u, dtype)?, narrowed(s, real_dtype(dtype))?, narrowed(v, dtype)?))
}

/// The singular values alone.
pub fn svdvals(a: &Tensor) -> Result<Tensor> {
    check_stacked(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let (m, n) = dims(a);
    let k = m.min(n);
    let values = with_number!(wide, T => stack::map::<T, f64>(&wide, &[k], |matrix, s| {
        if k == 0 {
            return Ok(());
        }
        if !is_finite(matrix)? {
            s.fill(f64::NAN);
            return Ok(());
        }
        if k <= SMALL {
            return small_values(matrix, (m, n), s);
        }
        s.copy_from_slice(&decompose(matrix, (m, n), None)?.values);
        Ok(())
    }))?;
    narrowed(values, real_dtype(dtype))
}

fn not_converged() -> Error {
    Error::linalg("SVD did not converge")
}

/// Whether there is no infinity: LAPACK's singular values are no numbers then. LinAlgError where there is a NaN.
fn is_finite<T: Number>(matrix: &[T]) -> Result<bool> {
    let size = matrix.iter().fold(0.0, |size, x| size + x.size1() * 0.0);
    if size == 0.0 {
        return Ok(true);
    }
    if matrix.iter().any(|x| x.size1().is_nan()) { Err(not_converged()) } else { Ok(false) }
}

/// Decomposes a large matrix; one with more columns than rows by its transpose. `full`: with square U; `None`: values only.
fn decompose<T: Number>(matrix: &[T], (m, n): (usize, usize), full: Option<bool>) -> Result<Decomposition<T>> {
    let mut tall = if m < n { by_columns(matrix, n, m) } else { owned(matrix, m, n) };
    let scale = scale_of(matrix);
    if scale != 1.0 {
        tall *= faer::Scale(T::real(scale));
    }
    let found = worker::run(6 * m * n * m.min(n), move || large_svd::decompose(tall, full))?;
    let mut found = found.ok_or_else(not_converged)?;
    found.values.iter_mut().for_each(|x| *x /= scale);
    Ok(found)
}

/// A = Q B Pᴴ with B upper bidiagonal; the reflectors of Q stay in the columns of `a`, those of P in `right`.
struct Bidiagonal<T> {
    d: Vec<f64>,
    e: Vec<f64>,
    left: Vec<T>,
    right: Vec<(Vec<T>, T)>,
}

/// Reduces an m × n matrix with m ≥ n.
fn bidiagonalise<T: Number>(a: &mut [T], m: usize, n: usize) -> Bidiagonal<T> {
    let mut b = Bidiagonal { d: Vec::new(), e: Vec::new(), left: Vec::new(), right: Vec::new() };
    let mut column = Vec::with_capacity(m);
    for k in 0..n {
        let (beta, tau) = reflector(a[k * n + k], a, (k + 1..m).map(|i| i * n + k));
        b.d.push(beta.re());
        b.left.push(tau);
        column.clear();
        column.extend((k + 1..m).map(|i| a[i * n + k]));
        apply_left(a, n, k, &column, k + 1..n, tau.conjugate());
        if k + 1 < n {
            let mut row: Vec<T> = a[k * n + k + 1..(k + 1) * n].iter().map(|x| x.conjugate()).collect();
            let count = row.len();
            let (beta, tau) = reflector(row[0], &mut row, 1..count);
            b.e.push(beta.re());
            row.remove(0);
            apply_right(a, n, k + 1..m, k + 1, &row, tau);
            b.right.push((row, tau));
        }
    }
    b
}

/// Writes Q X into the m × columns matrix whose top left corner holds X.
fn apply_q<T: Number>(a: &[T], m: usize, n: usize, taus: &[T], x: &mut [T], columns: usize) {
    let mut v = Vec::with_capacity(m);
    for (k, &tau) in taus.iter().enumerate().rev() {
        v.clear();
        v.extend((k + 1..m).map(|i| a[i * n + k]));
        apply_left(x, columns, k, &v, 0..columns, tau);
    }
}

/// X Pᴴ for the rows of `x` (each of n elements).
fn apply_p<T: Number>(right: &[(Vec<T>, T)], x: &mut [T], n: usize) {
    let rows = x.len() / n.max(1);
    for (k, (v, tau)) in right.iter().enumerate().rev() {
        apply_right(x, n, 0..rows, k + 1, v, tau.conjugate());
    }
}

fn small<T: Number>(
    matrix: &[T],
    (m, n): (usize, usize),
    (u, columns): (&mut [T], usize),
    s: &mut [f64],
    (v, rows): (&mut [T], usize),
) -> Result<()> {
    if m < n {
        // Of the adjoint; B is then lower bidiagonal.
        let adjoint: Vec<T> = (0..n * m).map(|i| matrix[(i % m) * n + i / m].conjugate()).collect();
        let (mut left, mut right) = (vec![Number::real(0.0); n * rows], vec![Number::real(0.0); columns * m]);
        tall(&adjoint, (n, m), (&mut left, rows), s, (&mut right, columns), true)?;
        for i in 0..m {
            for j in 0..columns {
                u[i * columns + j] = right[j * m + i].conjugate();
            }
        }
        for i in 0..rows {
            for j in 0..n {
                v[i * n + j] = left[j * rows + i].conjugate();
            }
        }
        return Ok(());
    }
    tall(matrix, (m, n), (u, columns), s, (v, rows), false)
}

/// The decomposition for m ≥ n. `flipped`: it is the adjoint of what was asked for, whose B is lower bidiagonal.
fn tall<T: Number>(
    matrix: &[T],
    (m, n): (usize, usize),
    (u, columns): (&mut [T], usize),
    s: &mut [f64],
    (v, rows): (&mut [T], usize),
    flipped: bool,
) -> Result<()> {
    let mut a = matrix.to_vec();
    let much_taller = if T::COMPLEX { m >= n * 17 / 9 } else { m >= n * 11 / 6 };
    let mut first = None;
    let mut height = m;
    if much_taller && m > n {
        let mut tau = vec![T::real(0.0); n];
        qr_in_place(&mut a, m, n, &mut tau);
        let mut r = vec![T::real(0.0); n * n];
        for i in 0..n {
            r[i * n + i..(i + 1) * n].copy_from_slice(&a[i * n + i..(i + 1) * n]);
        }
        if flipped {
            return by_lq(&r, &a, &tau, (m, n), (u, columns), s, v);
        }
        first = Some((std::mem::replace(&mut a, r), tau));
        height = n;
    }
    let b = bidiagonalise(&mut a, height, n);
    let (mut left, mut right) = (identity(n), identity(n));
    let (mut d, mut e) = (b.d.clone(), b.e.clone());
    if n == 1 {
        // The sign goes to the left vector.
        left[0] = 1f64.copysign(d[0]);
        d[0] = d[0].abs();
    } else if flipped {
        bidiagonal_qr_lower(&mut d, &mut e, &mut right, &mut left, n)?;
    } else {
        let (u, v) = (&mut Columns { z: &mut left, n }, &mut Rows { z: &mut right, n });
        bidiagonal_qr(&mut d, &mut e, u, v).ok_or_else(not_converged)?;
    }
    s.copy_from_slice(&d);
    // U = Q [left 0; 0 I], first with as many rows as were bidiagonalised.
    let width = if first.is_some() { n } else { columns };
    let mut x = vec![T::real(0.0); height * width];
    for i in 0..height {
        for j in 0..width {
            x[i * width + j] = match (i < n, j < n) {
                (true, true) => T::real(left[i * n + j]),
                (false, false) if i == j => T::real(1.0),
                _ => T::real(0.0),
            };
        }
    }
    apply_q(&a, height, n, &b.left, &mut x, width);
    match first {
        None => u.copy_from_slice(&x),
        Some((reflectors, tau)) => {
            let mut q = vec![T::real(0.0); m * columns];
            form_q(&reflectors, m, n, &tau, columns, &mut q);
            for (row, out) in q.chunks_exact(columns).zip(u.chunks_exact_mut(columns)) {
                for j in 0..columns {
                    out[j] = if j < n {
                        row[..n].iter().enumerate().fold(T::real(0.0), |sum, (k, &q)| sum + q * x[k * n + j])
                    } else {
                        row[j]
                    };
                }
            }
        }
    }
    for (out, &x) in v.iter_mut().zip(&right) {
        *out = T::real(x);
    }
    apply_p(&b.right, &mut v[..rows.min(n) * n], n);
    Ok(())
}

/// The rest of [`tall`] where the adjoint has many more columns than rows: LAPACK reduces L = Rᴴ itself, not R.
fn by_lq<T: Number>(
    r: &[T],
    reflectors: &[T],
    tau: &[T],
    (m, n): (usize, usize),
    (u, columns): (&mut [T], usize),
    s: &mut [f64],
    v: &mut [T],
) -> Result<()> {
    let l: Vec<T> = (0..n * n).map(|i| r[(i % n) * n + i / n].conjugate()).collect();
    let (mut left, mut right) = (vec![T::real(0.0); n * n], vec![T::real(0.0); n * n]);
    tall(&l, (n, n), (&mut left, n), s, (&mut right, n), false)?;
    // L = left S right, so that A's adjoint Q Lᴴ = (Q rightᴴ) S leftᴴ.
    let mut q = vec![T::real(0.0); m * columns];
    form_q(reflectors, m, n, tau, columns, &mut q);
    for (row, out) in q.chunks_exact(columns).zip(u.chunks_exact_mut(columns)) {
        for j in 0..columns {
            out[j] = if j < n {
                (0..n).fold(T::real(0.0), |sum, k| sum + row[k] * right[j * n + k].conjugate())
            } else {
                row[j]
            };
        }
    }
    for i in 0..n {
        for j in 0..n {
            v[i * n + j] = left[j * n + i].conjugate();
        }
    }
    Ok(())
}

fn identity(n: usize) -> Vec<f64> {
    let mut z = vec![0.0; n * n];
    (0..n).for_each(|i| z[i * n + i] = 1.0);
    z
}

/// The iteration on the lower bidiagonal transpose of (d, e): B is first rotated to upper form, as LAPACK does for
/// matrices with more columns than rows. `u` gets the transpose's left vectors in columns' rows.
fn bidiagonal_qr_lower(d: &mut [f64], e: &mut [f64], right: &mut [f64], left: &mut [f64], n: usize) -> Result<()> {
    let mut rotations = Vec::with_capacity(n);
    for i in 0..n.saturating_sub(1) {
        let (c, s, r) = rotation(d[i], e[i]);
        d[i] = r;
        e[i] = s * d[i + 1];
        d[i + 1] *= c;
        rotations.push((c, -s));
    }
    let (mut u, mut v) = (identity(n), identity(n));
    bidiagonal_qr(d, e, &mut Columns { z: &mut u, n }, &mut Rows { z: &mut v, n }).ok_or_else(not_converged)?;
    Rows { z: &mut u, n }.rotate(0, &rotations, Sweep::Backward);
    // The transpose's U belongs to the right of what was bidiagonalised, and its V to the left.
    for i in 0..n {
        for j in 0..n {
            right[j * n + i] = u[i * n + j];
            left[j * n + i] = v[i * n + j];
        }
    }
    Ok(())
}

fn small_values<T: Number>(matrix: &[T], (m, n): (usize, usize), s: &mut [f64]) -> Result<()> {
    let (mut a, tall, wide) = if m < n {
        ((0..n * m).map(|i| matrix[(i % m) * n + i / m].conjugate()).collect(), n, m)
    } else {
        (matrix.to_vec(), m, n)
    };
    let mut b: Bidiagonal<T> = bidiagonalise(&mut a, tall, wide);
    bidiagonal_qr(&mut b.d, &mut b.e, &mut (), &mut ()).ok_or_else(not_converged)?;
    s.copy_from_slice(&b.d);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A matrix and what NumPy gives for its svd (reduced).
    fn check(m: usize, n: usize, a: &[f64], u: &[f64], s: &[f64], v: &[f64]) {
        let a = Tensor::from_slice(&[m, n], a).unwrap();
        let (x, y, z) = svd(&a, false).unwrap();
        for (got, want) in [(x, u), (y, s), (z, v)] {
            assert!(got.as_slice::<f64>().unwrap().iter().zip(want).all(|(x, y)| (x - y).abs() < 1e-9), "{want:?}");
        }
    }

    #[test]
    fn signs_are_lapacks_for_every_shape() {
        check(1, 1, &[-3.0], &[-1.0], &[3.0], &[1.0]);
        check(
            2,
            2,
            &[1.0, 2.0, 3.0, 4.0],
            &[-0.40455358483375703, -0.9145142956773042, -0.9145142956773045, 0.4045535848337568],
            &[5.464985704219043, 0.3659661906262574],
            &[-0.5760484367663209, -0.8174155604703631, 0.8174155604703631, -0.5760484367663209],
        );
        check(
            3,
            2,
            &[1.0, 2.0, 3.0, 4.0, 5.0, 7.0],
            &[
                -0.21678389566179881,
                0.9389228781711109,
                -0.4904541352657366,
                -0.3414639048912723,
                -0.8440731507295044,
                -0.042734418251352234,
            ],
            &[10.191428257097224, 0.36713768594389934],
            &[-0.5797530930948657, -0.814792213418204, -0.814792213418204, 0.5797530930948657],
        );
        check(
            2,
            3,
            &[1.0, 2.0, 3.0, 4.0, 5.0, 7.0],
            &[-0.36363092198059377, -0.9315431029101893, -0.9315431029101893, 0.36363092198059366],
            &[10.18147167222686, 0.5810633249844988],
            &[
                -0.4016907835413977,
                -0.5288997044701643,
                -0.7476025796031412,
                0.900040602332178,
                -0.07732650467762454,
                -0.42889104190676675,
            ],
        );
        check(
            3,
            4,
            &[1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 8.0, 1.0, 0.0, 2.0, 1.0, 1.0],
            &[
                0.34611081698690027,
                0.9064927057962501,
                -0.24182282088928964,
                0.9240899375817929,
                -0.3739135262949409,
                -0.07903456277958168,
                0.1620650783627907,
                0.19611131836759346,
                0.9670963039860027,
            ],
            &[12.674272574249427, 3.6045819823144454, 1.1703860245247355],
            &[
                0.39186158225652523,
                0.590564966148773,
                0.6779968617241707,
                0.1949301839153872,
                -0.26718075227687793,
                -0.11435074517912344,
                -0.021006256751737312,
                0.9566070718257422,
                -0.5442611424259498,
                0.7666744201775024,
                -0.33377761929202143,
                -0.06769522250824078,
            ],
        );
        check(
            1,
            3,
            &[1.0, -2.0, 2.0],
            &[-1.0],
            &[3.0],
            &[-0.33333333333333326, 0.6666666666666666, -0.6666666666666666],
        );
    }
}
