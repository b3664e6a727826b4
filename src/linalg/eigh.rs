//! Eigenvalues and eigenvectors of symmetric and Hermitian matrices.
//!
//! Small matrices: reduction to tridiagonal form by reflectors, then implicit QL or QR with Wilkinson's shift (Golub & Van
//! Loan 8.3; Dubrulle, Martin & Wilkinson, "The Implicit QL Algorithm", 1968), the variant and the signs being
//! LAPACK's. Of large ones the rotations of the iteration are gathered.

use super::bridge::{owned, phase, turn, write};
use super::householder::{apply_left, reflector};
use super::number::{Number, narrowed, real_dtype, result_dtype, scale_of, widened, with_number};
use super::rotation::{rotation, signed, symmetric_2x2};
use super::stack::{self, check_square};
use super::sweep::{Columns, Panels, Sweep, Vectors};
use super::worker;
use crate::tensor::Tensor;
use crate::tensor::error::{Error, Result};
use faer::linalg::qr::no_pivoting::factor::recommended_block_size;
use faer::{Conj, Mat};

/// LAPACK itself changes to divide and conquer above this size.
const SMALL: usize = 25;

/// Eigenvalues in ascending order and unit eigenvectors in columns. `upper`: the upper triangle is read, else the lower.
pub fn eigh(a: &Tensor, upper: bool) -> Result<(Tensor, Tensor)> {
    let n = check_square(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let (values, vectors) = with_number!(wide, T => {
        stack::map2::<T, f64, T>(&wide, (&[n], &[n, n]), |matrix, values, vectors| {
            decompose(matrix, n, upper, values, Some(vectors))
        })
    })?;
    Ok((narrowed(values, real_dtype(dtype))?, narrowed(vectors, dtype)?))
}

/// The eigenvalues alone.
pub fn eigvalsh(a: &Tensor, upper: bool) -> Result<Tensor> {
    let n = check_square(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let values = with_number!(wide, T => stack::map::<T, f64>(&wide, &[n], |matrix, values| {
        decompose(matrix, n, upper, values, None)
    }))?;
    narrowed(values, real_dtype(dtype))
}

fn not_converged() -> Error {
    Error::linalg("Eigenvalues did not converge")
}

fn decompose<T: Number>(
    matrix: &[T],
    n: usize,
    upper: bool,
    values: &mut [f64],
    vectors: Option<&mut [T]>,
) -> Result<()> {
    let mut a = vec![T::ZERO; n * n];
    let mut size = 0.0;
    for i in 0..n {
        for j in 0..=i {
            let x = if upper { matrix[j * n + i].conjugate() } else { matrix[i * n + j] };
            a[i * n + j] = x;
            a[j * n + i] = x.conjugate();
            size += x.size1() * 0.0;
        }
        a[i * n + i] = T::real(a[i * n + i].re());
    }
    if size != 0.0 {
        return not_finite(&a, n, values, vectors);
    }
    if n <= SMALL {
        return small(&mut a, n, values, vectors);
    }
    let wanted = vectors.is_some();
    let scale = scale_of(&a);
    if scale != 1.0 {
        a.iter_mut().for_each(|x| *x = x.times(scale));
    }
    let (found, turned) = worker::run(4 * n * n * n, move || large(&a, n, wanted))??;
    values.iter_mut().zip(&found).for_each(|(value, &x)| *value = x / scale);
    if let Some(vectors) = vectors {
        write(turned.as_ref(), vectors);
    }
    Ok(())
}

/// What LAPACK makes of infinities: eigenvalues that are no numbers, if vectors are wanted too. NaN is an error.
fn not_finite<T: Number>(a: &[T], n: usize, values: &mut [f64], vectors: Option<&mut [T]>) -> Result<()> {
    match vectors {
        Some(vectors) if !a.iter().any(|x| x.size1().is_nan()) => {
            values.fill(f64::NAN);
            vectors.fill(T::ZERO);
            (0..n).for_each(|i| vectors[i * n + i] = T::ONE);
            Ok(())
        }
        _ => Err(not_converged()),
    }
}

/// The eigenvalues and (if wanted) the vectors of a large matrix, turned back by faer.
fn large<T: Number>(a: &[T], n: usize, wanted: bool) -> Result<(Vec<f64>, Mat<T>)> {
    let mut reduced = owned(a, n, n);
    let block = recommended_block_size::<T>(n, n);
    let mut taus = Mat::<T>::zeros(block, n - 1);
    T::tridiagonalise(&mut reduced, &mut taus);
    let mut d: Vec<f64> = (0..n).map(|i| reduced[(i, i)].re()).collect();
    let off: Vec<T> = (1..n).map(|i| reduced[(i, i - 1)]).collect();
    let mut e: Vec<f64> = off.iter().map(|x| if T::COMPLEX { x.modulus() } else { x.re() }).collect();
    if !wanted {
        tridiagonal_qr(&mut d, &mut e, &mut ())?;
        return Ok((d, Mat::zeros(0, 0)));
    }
    let mut z = Panels::identity(n);
    tridiagonal_qr(&mut d, &mut e, &mut z)?;
    // The off-diagonal elements were made real by scaling the basis.
    let mut scale = vec![T::ONE; n];
    if T::COMPLEX {
        (1..n).for_each(|i| scale[i] = phase(off[i - 1]) * scale[i - 1]);
    }
    let mut vectors = Mat::<T>::zeros(n, n);
    z.write(vectors.as_mut(), |i| scale[i]);
    turn(
        reduced.as_ref().submatrix(1, 0, n - 1, n - 1),
        taus.as_ref(),
        Conj::No,
        vectors.as_mut().subrows_mut(1, n - 1),
    );
    Ok((d, vectors))
}

fn small<T: Number>(a: &mut [T], n: usize, values: &mut [f64], vectors: Option<&mut [T]>) -> Result<()> {
    let mut off = vec![0.0; n.saturating_sub(1)];
    let taus = tridiagonalise(a, n, values, &mut off);
    let Some(vectors) = vectors else {
        return tridiagonal_qr(values, &mut off, &mut ());
    };
    let mut z = vec![0.0; n * n];
    (0..n).for_each(|i| z[i * n + i] = 1.0);
    tridiagonal_qr(values, &mut off, &mut Columns { z: &mut z, n })?;
    // Q Z, the reflectors applied one after the other, the last first.
    vectors.iter_mut().zip(&z).for_each(|(out, &x)| *out = T::real(x));
    let mut v = Vec::with_capacity(n);
    for (k, &tau) in taus.iter().enumerate().rev() {
        v.clear();
        v.extend((k + 2..n).map(|i| a[i * n + k]));
        apply_left(vectors, n, k + 1, &v, 0..n, tau);
    }
    Ok(())
}

/// Reduces the Hermitian `a` to a real tridiagonal matrix, columns from the left. The reflectors stay below the first
/// subdiagonal.
fn tridiagonalise<T: Number>(a: &mut [T], n: usize, diagonal: &mut [f64], off: &mut [f64]) -> Vec<T> {
    let mut taus = Vec::with_capacity(n);
    let mut v = vec![T::ZERO; n];
    let mut w = vec![T::ZERO; n];
    for k in 0..n.saturating_sub(1) {
        let (beta, tau) = reflector(a[(k + 1) * n + k], a, (k + 2..n).map(|i| i * n + k));
        off[k] = beta.re();
        if tau != T::ZERO {
            v[k + 1] = T::ONE;
            for i in k + 2..n {
                v[i] = a[i * n + k];
            }
            // w = τ A v − ½ τ (τ vᴴ A v)… v: then A −= v wᴴ + w vᴴ.
            for i in k + 1..n {
                let row = &a[i * n + k + 1..i * n + n];
                w[i] = tau * row.iter().zip(&v[k + 1..]).fold(T::ZERO, |sum, (&x, &v)| sum + x * v);
            }
            let dot = w[k + 1..].iter().zip(&v[k + 1..]).fold(T::ZERO, |sum, (&w, &v)| sum + w.conjugate() * v);
            let alpha = -(tau * dot).times(0.5);
            for i in k + 1..n {
                w[i] += alpha * v[i];
            }
            for i in k + 1..n {
                for j in k + 1..n {
                    let x = v[i] * w[j].conjugate() + w[i] * v[j].conjugate();
                    a[i * n + j] -= x;
                }
            }
        }
        diagonal[k] = a[k * n + k].re();
        taus.push(tau);
    }
    if n > 0 {
        diagonal[n - 1] = a[n * n - 1].re();
    }
    taus
}

/// Diagonalises a symmetric tridiagonal matrix: values ascending in `d`, `z` rotated along.
fn tridiagonal_qr(d: &mut [f64], e: &mut [f64], z: &mut impl Vectors) -> Result<()> {
    let n = d.len();
    let eps = f64::EPSILON / 2.0;
    let mut steps_left = 30 * n;
    let mut start = 0;
    while start < n {
        if start > 0 {
            e[start - 1] = 0.0;
        }
        // The unreduced block from `start` to `end`.
        let mut end = start;
        while end + 1 < n {
            let size = e[end].abs();
            if size == 0.0 {
                break;
            }
            if size <= d[end].abs().sqrt() * d[end + 1].abs().sqrt() * eps {
                e[end] = 0.0;
                break;
            }
            end += 1;
        }
        let (first, last) = (start, end);
        start = end + 1;
        if first == last {
            continue;
        }
        let done = if d[last].abs() < d[first].abs() {
            block_qr(d, e, z, (first, last), &mut steps_left)
        } else {
            block_ql(d, e, z, (first, last), &mut steps_left)
        };
        if !done {
            return Err(not_converged());
        }
    }
    sort_ascending(d, z);
    Ok(())
}

/// Selection sort of the values with their columns.
fn sort_ascending(d: &mut [f64], z: &mut impl Vectors) {
    let n = d.len();
    for i in 0..n {
        let mut least = i;
        for j in i + 1..n {
            if d[j] < d[least] {
                least = j;
            }
        }
        if least != i {
            d.swap(i, least);
            z.swap(i, least);
        }
    }
}

/// Whether an off-diagonal element counts as zero next to its neighbours on the diagonal.
fn is_small(e: f64, a: f64, b: f64) -> bool {
    let eps = f64::EPSILON / 2.0;
    e * e <= (eps * eps * a.abs()) * b.abs() + f64::MIN_POSITIVE
}

fn block_ql(d: &mut [f64], e: &mut [f64], z: &mut impl Vectors, ends: (usize, usize), steps: &mut usize) -> bool {
    let (mut l, last) = ends;
    let mut rotations = Vec::new();
    while l <= last {
        let m = (l..last).find(|&m| is_small(e[m], d[m], d[m + 1])).unwrap_or(last);
        if m < last {
            e[m] = 0.0;
        }
        if m == l {
            l += 1;
            continue;
        }
        if m == l + 1 {
            let (first, second, c, s) = symmetric_2x2(d[l], e[l], d[l + 1]);
            z.rotate(l, &[(c, s)], Sweep::Backward);
            (d[l], d[l + 1], e[l]) = (first, second, 0.0);
            l += 2;
            continue;
        }
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        let mut g = (d[l + 1] - d[l]) / (2.0 * e[l]);
        g = d[m] - d[l] + e[l] / (g + signed(g.hypot(1.0), g));
        let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
        rotations.clear();
        rotations.resize(m - l, (1.0, 0.0));
        for i in (l..m).rev() {
            let (f, b) = (s * e[i], c * e[i]);
            let r;
            (c, s, r) = rotation(g, f);
            if i != m - 1 {
                e[i + 1] = r;
            }
            g = d[i + 1] - p;
            let r = (d[i] - g) * s + 2.0 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            rotations[i - l] = (c, -s);
        }
        z.rotate(l, &rotations, Sweep::Backward);
        d[l] -= p;
        e[l] = g;
    }
    true
}

fn block_qr(d: &mut [f64], e: &mut [f64], z: &mut impl Vectors, ends: (usize, usize), steps: &mut usize) -> bool {
    let (first, mut l) = ends;
    let mut rotations = Vec::new();
    loop {
        let m = (first + 1..=l).rev().find(|&m| is_small(e[m - 1], d[m], d[m - 1])).unwrap_or(first);
        if m > first {
            e[m - 1] = 0.0;
        }
        if m == l || m + 1 == l {
            let size = if m == l { 1 } else { 2 };
            if size == 2 {
                let (one, two, c, s) = symmetric_2x2(d[l - 1], e[l - 1], d[l]);
                z.rotate(l - 1, &[(c, s)], Sweep::Forward);
                (d[l - 1], d[l], e[l - 1]) = (one, two, 0.0);
            }
            if l < first + size {
                return true;
            }
            l -= size;
            continue;
        }
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        let mut g = (d[l - 1] - d[l]) / (2.0 * e[l - 1]);
        g = d[m] - d[l] + e[l - 1] / (g + signed(g.hypot(1.0), g));
        let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
        rotations.clear();
        for i in m..l {
            let (f, b) = (s * e[i], c * e[i]);
            let r;
            (c, s, r) = rotation(g, f);
            if i != m {
                e[i - 1] = r;
            }
            g = d[i] - p;
            let r = (d[i + 1] - g) * s + 2.0 * c * b;
            p = s * r;
            d[i] = g + p;
            g = c * r - b;
            rotations.push((c, s));
        }
        z.rotate(m, &rotations, Sweep::Forward);
        d[l] -= p;
        e[l - 1] = g;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_signs_are_lapacks() {
        // np.linalg.eigh([[2, -1, 0], [-1, 2, -1], [0, -1, 2]])
        let a = Tensor::from_slice(&[3, 3], &[2.0, -1.0, 0.0, -1.0, 2.0, -1.0, 0.0, -1.0, 2.0]).unwrap();
        let (values, vectors) = eigh(&a, false).unwrap();
        let want = [0.5857864376269049, 2.0, 3.414213562373095];
        assert!(values.as_slice::<f64>().unwrap().iter().zip(want).all(|(x, y)| (x - y).abs() < 1e-14));
        let product = crate::linalg::matmul(&a, &vectors).unwrap();
        let (product, vectors) = (product.as_slice::<f64>().unwrap(), vectors.as_slice::<f64>().unwrap());
        for i in 0..3 {
            for j in 0..3 {
                assert!((product[i * 3 + j] - want[j] * vectors[i * 3 + j]).abs() < 1e-14);
            }
        }
    }
}
