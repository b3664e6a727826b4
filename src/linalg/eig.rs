//! Eigenvalues and eigenvectors of general square matrices, in LAPACK's order and normalisation: columns of length 1, the
//! largest component of a complex one real.

use super::bridge::owned;
use super::hessenberg::Schur;
use super::number::{Number, complex_dtype, narrowed, result_dtype, scale_of, widened};
use super::rotation::rotation;
use super::stack::{self, check_square};
use super::{complex_schur, real_schur, worker};
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::{Complex64, DType, Order, Tensor, cast};

/// Above this size the eigenvalues are left to faer.
const SMALL: usize = 75;

/// Eigenvalues and right eigenvectors (in columns). Real matrices whose eigenvalues are all real give real results.
pub fn eig(a: &Tensor) -> Result<(Tensor, Tensor)> {
    let (values, vectors) = decomposed(a, true)?;
    Ok((values, vectors.ok_or_else(not_converged)?))
}

/// The eigenvalues alone.
pub fn eigvals(a: &Tensor) -> Result<Tensor> {
    Ok(decomposed(a, false)?.0)
}

fn not_converged() -> Error {
    Error::linalg("Eigenvalues did not converge")
}

fn decomposed(a: &Tensor, wanted: bool) -> Result<(Tensor, Option<Tensor>)> {
    let n = check_square(a)?;
    if a.dtype() == DType::OBJECT {
        return Err(Error::type_error(
            "ufunc 'isfinite' not supported for the input types, and the inputs could not be safely coerced to any \
             supported types according to the casting rule ''safe''",
        ));
    }
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let finite = if dtype.kind.is_complex() {
        wide.as_slice::<Complex64>().is_none_or(|s| s.iter().all(|x| x.is_finite()))
    } else {
        wide.as_slice::<f64>().is_none_or(|s| s.iter().all(|x| x.is_finite()))
    };
    if !finite {
        return Err(Error::linalg("Array must not contain infs or NaNs"));
    }
    let size = if wanted { n } else { 0 };
    let (values, vectors) = if dtype.kind.is_complex() {
        stack::map2::<Complex64, Complex64, Complex64>(&wide, (&[n], &[size, n]), |matrix, values, vectors| {
            complex(matrix, n, values, wanted.then_some(vectors))
        })?
    } else {
        stack::map2::<f64, Complex64, Complex64>(&wide, (&[n], &[size, n]), |matrix, values, vectors| {
            real(matrix, n, values, wanted.then_some(vectors))
        })?
    };
    let all_real = values.as_slice::<Complex64>().is_none_or(|s| s.iter().all(|x| x.im == 0.0));
    let result = if dtype.kind.is_complex() || !all_real { complex_dtype(dtype) } else { dtype };
    let finished = |t: Tensor| {
        if result.kind.is_complex() {
            return narrowed(t, result);
        }
        let real = lanes::contiguous(&t.real(), DType::FLOAT64)?;
        Ok(cast::cast(&real, result, Order::C)?.0)
    };
    let vectors = if wanted { Some(finished(vectors)?) } else { None };
    Ok((finished(values)?, vectors))
}

fn complex(a: &[Complex64], n: usize, values: &mut [Complex64], vectors: Option<&mut [Complex64]>) -> Result<()> {
    if n == 0 {
        return Ok(());
    }
    if n <= SMALL {
        return small_complex(a, n, values, vectors);
    }
    let matrix = owned(a, n, n);
    let Some(vectors) = vectors else {
        let found = worker::run(10 * n * n * n, move || matrix.eigenvalues())?.map_err(|_| not_converged())?;
        values.copy_from_slice(&found);
        return Ok(());
    };
    let found = worker::run(25 * n * n * n, move || matrix.eigen())?.map_err(|_| not_converged())?;
    values.iter_mut().zip(found.S().column_vector().iter()).for_each(|(v, x)| *v = *x);
    super::bridge::write(found.U(), vectors);
    (0..n).for_each(|j| normalise_complex(vectors, n, j));
    Ok(())
}

fn small_complex(a: &[Complex64], n: usize, values: &mut [Complex64], vectors: Option<&mut [Complex64]>) -> Result<()> {
    let scale = scale_of(a);
    let scaled: Vec<Complex64> = a.iter().map(|x| x.times(scale)).collect();
    let s = complex_schur::schur(&scaled, n, vectors.is_some()).ok_or_else(not_converged)?;
    values.iter_mut().zip(&s.values).for_each(|(value, x)| *value = x / scale);
    if let Some(vectors) = vectors {
        triangular_vectors(&s, n, vectors);
    }
    Ok(())
}

fn real(a: &[f64], n: usize, values: &mut [Complex64], vectors: Option<&mut [Complex64]>) -> Result<()> {
    if n > SMALL {
        return large(a, n, values, vectors);
    }
    if n == 0 {
        return Ok(());
    }
    let s = real_schur::schur(a, n, vectors.is_some()).ok_or_else(not_converged)?;
    values.copy_from_slice(&s.values);
    if let Some(vectors) = vectors {
        schur_vectors(&s, n, vectors);
    }
    Ok(())
}

fn large(a: &[f64], n: usize, values: &mut [Complex64], vectors: Option<&mut [Complex64]>) -> Result<()> {
    let matrix = owned(a, n, n);
    let Some(vectors) = vectors else {
        let found = worker::run(10 * n * n * n, move || matrix.eigenvalues())?.map_err(|_| not_converged())?;
        values.copy_from_slice(&found);
        return Ok(());
    };
    let found = worker::run(25 * n * n * n, move || matrix.eigen())?.map_err(|_| not_converged())?;
    values.iter_mut().zip(found.S().column_vector().iter()).for_each(|(v, x)| *v = *x);
    super::bridge::write(found.U(), vectors);
    for (j, value) in values.iter().enumerate() {
        if value.im == 0.0 {
            scale_column(vectors, n, j);
        } else {
            normalise_complex(vectors, n, j);
        }
    }
    Ok(())
}

/// Makes a column of length 1.
fn scale_column(vectors: &mut [Complex64], n: usize, j: usize) {
    let length = (0..n).map(|i| vectors[i * n + j].norm_sqr()).sum::<f64>().sqrt();
    if length > 0.0 {
        (0..n).for_each(|i| vectors[i * n + j] /= length);
    }
}

/// Makes a column of length 1 with its largest component real and positive.
fn normalise_complex(vectors: &mut [Complex64], n: usize, j: usize) {
    scale_column(vectors, n, j);
    let mut largest = 0;
    for i in 1..n {
        if vectors[i * n + j].norm_sqr() > vectors[largest * n + j].norm_sqr() {
            largest = i;
        }
    }
    let x = vectors[largest * n + j];
    if x.norm() > 0.0 {
        let turn = x.conj() / x.norm();
        (0..n).for_each(|i| vectors[i * n + j] *= turn);
        vectors[largest * n + j].im = 0.0;
    }
}

/// Eigenvectors of the triangular T by back substitution, turned into those of A.
fn triangular_vectors(s: &Schur<Complex64>, n: usize, vectors: &mut [Complex64]) {
    let mut x = vec![Complex64::new(0.0, 0.0); n];
    for j in 0..n {
        let lambda = s.t[j * n + j];
        let least = (f64::EPSILON * lambda.size1()).max(f64::MIN_POSITIVE * (n as f64 / f64::EPSILON));
        x[j] = Complex64::new(1.0, 0.0);
        for i in (0..j).rev() {
            let row = &s.t[i * n..(i + 1) * n];
            let rest: Complex64 = row[i + 1..=j].iter().zip(&x[i + 1..=j]).map(|(t, x)| t * x).sum();
            let gap = row[i] - lambda;
            x[i] = -rest / if gap.size1() < least { Complex64::new(least, 0.0) } else { gap };
            // Keeps the growth of near-defective matrices within range.
            let size = x[i].size1();
            if size > 1e100 {
                x[i..=j].iter_mut().for_each(|x| *x /= size);
            }
        }
        for i in 0..n {
            vectors[i * n + j] = s.z[i * n..=i * n + j].iter().zip(&x).map(|(z, x)| z * x).sum();
        }
    }
    // The scales of balancing may be far apart.
    (0..n).for_each(|j| scale_column(vectors, n, j));
    s.unbalance(vectors, n);
    (0..n).for_each(|j| normalise_complex(vectors, n, j));
}

/// Eigenvectors of the quasi-triangular T by back substitution, turned into those of A.
fn schur_vectors(s: &Schur<f64>, n: usize, vectors: &mut [Complex64]) {
    let mut columns = vec![Complex64::new(0.0, 0.0); n * n];
    let mut x = vec![Complex64::new(0.0, 0.0); n];
    let mut j = 0;
    while j < n {
        let pair = s.values[j].im != 0.0 && j + 1 < n;
        substitute(s, n, j, &mut x);
        let last = if pair { j + 1 } else { j };
        for i in 0..n {
            let row = &s.z[i * n..i * n + last + 1];
            columns[i * n + j] = row.iter().zip(&x).map(|(&z, &x)| x * z).sum();
        }
        j = last + 1;
    }
    s.unbalance(&mut columns, n);
    let mut j = 0;
    while j < n {
        if s.values[j].im == 0.0 || j + 1 >= n {
            scale_column(&mut columns, n, j);
            j += 1;
            continue;
        }
        turn_pair(&mut columns, n, j);
        for i in 0..n {
            columns[i * n + j + 1] = columns[i * n + j].conj();
        }
        j += 2;
    }
    vectors.copy_from_slice(&columns);
}

/// Scales a complex column and turns it so that its largest component is real.
fn turn_pair(columns: &mut [Complex64], n: usize, j: usize) {
    scale_column(columns, n, j);
    let mut largest = 0;
    for i in 1..n {
        if columns[i * n + j].norm_sqr() > columns[largest * n + j].norm_sqr() {
            largest = i;
        }
    }
    let x = columns[largest * n + j];
    let (c, sn, _) = rotation(x.re, x.im);
    for i in 0..n {
        let x = columns[i * n + j];
        columns[i * n + j] = Complex64::new(c * x.re + sn * x.im, c * x.im - sn * x.re);
    }
    columns[largest * n + j].im = 0.0;
}

/// Solves (T − λ) x = 0 for the eigenvalue at row j (the first of a complex pair).
fn substitute(s: &Schur<f64>, n: usize, j: usize, x: &mut [Complex64]) {
    let t = |i: usize, k: usize| s.t[i * n + k];
    let lambda = s.values[j];
    let im = lambda.im;
    x.fill(Complex64::new(0.0, 0.0));
    let pair = im != 0.0 && j + 1 < n;
    if !pair {
        x[j] = Complex64::new(1.0, 0.0);
    } else if t(j, j + 1).abs() >= t(j + 1, j).abs() {
        x[j] = Complex64::new(1.0, 0.0);
        x[j + 1] = Complex64::new(0.0, im / t(j, j + 1));
    } else {
        x[j] = Complex64::new(-im / t(j + 1, j), 0.0);
        x[j + 1] = Complex64::new(0.0, 1.0);
    }
    let norm = (0..n).map(|i| s.t[i * n..(i + 1) * n].iter().map(|x| x.abs()).sum::<f64>()).fold(0.0, f64::max);
    let least = (f64::EPSILON * norm).max(f64::MIN_POSITIVE);
    let guarded = |d: Complex64| if d.norm() < least { Complex64::new(least, 0.0) } else { d };
    let last = if pair { j + 1 } else { j };
    let mut i = j;
    while i > 0 {
        i -= 1;
        let rest = |i: usize, x: &[Complex64]| -> Complex64 { (i + 1..=last).map(|k| x[k] * t(i, k)).sum() };
        if i > 0 && t(i, i - 1) != 0.0 {
            // Two rows at once, by Cramer's rule.
            let below: Complex64 = rest(i, x);
            let above: Complex64 = (i + 1..=last).map(|k| x[k] * t(i - 1, k)).sum();
            let (a, b) = (t(i - 1, i - 1) - lambda, t(i - 1, i));
            let (c, d) = (t(i, i - 1), t(i, i) - lambda);
            let determinant = guarded(a * d - b * c);
            x[i - 1] = (below * b - above * d) / determinant;
            x[i] = (above * c - below * a) / determinant;
            i -= 1;
        } else {
            x[i] = -rest(i, x) / guarded(t(i, i) - lambda);
        }
        // Keeps the growth of near-defective matrices within range.
        let largest = x[..=last].iter().map(|x| x.norm()).fold(0.0, f64::max);
        if largest > 1e100 {
            x.iter_mut().for_each(|x| *x /= largest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_and_complex_pairs() {
        // np.linalg.eig([[1, 2], [3, 4]])
        let a = Tensor::from_slice(&[2, 2], &[1.0, 2.0, 3.0, 4.0]).unwrap();
        let (w, v) = eig(&a).unwrap();
        let close = |x: &[f64], y: &[f64]| x.iter().zip(y).all(|(x, y)| (x - y).abs() < 1e-14);
        assert!(close(w.as_slice::<f64>().unwrap(), &[-0.3722813232690143, 5.372281323269014]));
        let want = [-0.8245648401323937, -0.4159735579192842, 0.5657674649689923, -0.9093767091321241];
        assert!(close(v.as_slice::<f64>().unwrap(), &want));
        let turn = Tensor::from_slice(&[2, 2], &[1.0, -1.0, 1.0, 1.0]).unwrap();
        let (w, v) = eig(&turn).unwrap();
        assert_eq!(w.as_slice::<Complex64>().unwrap(), [Complex64::new(1.0, 1.0), Complex64::new(1.0, -1.0)]);
        let half = std::f64::consts::FRAC_1_SQRT_2;
        assert!((v.as_slice::<Complex64>().unwrap()[2] - Complex64::new(0.0, -half)).norm() < 1e-15);
    }
}
