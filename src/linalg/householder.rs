//! Elementary reflectors with LAPACK's signs, and QR by them.
//!
//! H = I − τ v vᴴ with v₁ = 1 and Hᴴ x = β e₁, β real and of the opposite sign to Re x₁ (Golub & Van Loan 5.1; LAPACK
//! working note 1 for the convention). Matrices are row-major.

use super::blocked_qr;
use super::bridge::{owned, write};
use super::number::{Number, narrowed, result_dtype, widened, with_number};
use super::stack::{self, check_stacked, dims};
use super::worker;
use crate::tensor::error::{Error, Result};
use crate::tensor::{Element, Tensor};

/// Above this size real matrices go to faer.
const LARGE: usize = 64;

/// The Euclidean length of a strided run, without overflow.
fn length<T: Number>(x: impl Iterator<Item = T> + Clone) -> f64 {
    // NaN stays NaN.
    let largest = x.clone().map(|x| x.size1()).fold(0.0, |l: f64, x| if l >= x || l.is_nan() { l } else { x });
    if largest == 0.0 || largest.is_nan() || !largest.is_finite() {
        return largest;
    }
    if (1e-140..1e140).contains(&largest) {
        return x.map(|x| x.re() * x.re() + x.im() * x.im()).sum::<f64>().sqrt();
    }
    largest * x.map(|x| (x.re() / largest).powi(2) + (x.im() / largest).powi(2)).sum::<f64>().sqrt()
}

/// Makes the reflector of (alpha, x…): x becomes v (without its leading 1). Returns β and τ.
pub fn reflector<T: Number>(alpha: T, a: &mut [T], places: impl Iterator<Item = usize> + Clone) -> (T, T) {
    let rest = length(places.clone().map(|i| a[i]));
    if rest == 0.0 && alpha.im() == 0.0 {
        return (alpha, T::ZERO);
    }
    let size = alpha.modulus().hypot(rest);
    let beta = if alpha.re() < 0.0 || (alpha.re() == 0.0 && alpha.re().is_sign_negative()) { size } else { -size };
    let tau = (T::real(beta) - alpha).times(1.0 / beta);
    let scale = T::ONE / (alpha - T::real(beta));
    for i in places {
        a[i] *= scale;
    }
    (T::real(beta), tau)
}

/// Applies H (τ as given) from the left to columns `cols` of rows `rows` of `a`; v is given without its leading 1.
pub fn apply_left<T: Number>(a: &mut [T], stride: usize, row: usize, v: &[T], cols: std::ops::Range<usize>, tau: T) {
    if tau == T::ZERO {
        return;
    }
    // wᴴ = vᴴ A, then A −= τ v wᴴ.
    let mut w: Vec<T> = a[row * stride + cols.start..row * stride + cols.end].to_vec();
    for (i, v) in v.iter().enumerate() {
        let line = &a[(row + 1 + i) * stride + cols.start..(row + 1 + i) * stride + cols.end];
        let v = v.conjugate();
        w.iter_mut().zip(line).for_each(|(w, &x)| *w += v * x);
    }
    for (x, &w) in a[row * stride + cols.start..row * stride + cols.end].iter_mut().zip(&w) {
        *x -= tau * w;
    }
    for (i, &v) in v.iter().enumerate() {
        let factor = tau * v;
        let line = &mut a[(row + 1 + i) * stride + cols.start..(row + 1 + i) * stride + cols.end];
        line.iter_mut().zip(&w).for_each(|(x, &w)| *x -= factor * w);
    }
}

/// Applies H from the right to columns from `col` of rows `rows` of `a`; v is given without its leading 1.
pub fn apply_right<T: Number>(a: &mut [T], stride: usize, rows: std::ops::Range<usize>, col: usize, v: &[T], tau: T) {
    if tau == T::ZERO {
        return;
    }
    for i in rows {
        let line = &mut a[i * stride + col..i * stride + col + 1 + v.len()];
        let dot = line[1..].iter().zip(v).fold(line[0], |sum, (&x, &v)| sum + x * v);
        let dot = dot * tau;
        line[0] -= dot;
        line[1..].iter_mut().zip(v).for_each(|(x, &v)| *x -= dot * v.conjugate());
    }
}

/// QR in place: R on and above the diagonal, the vectors of the reflectors below it.
pub fn qr_in_place<T: Number>(a: &mut [T], m: usize, n: usize, tau: &mut [T]) {
    let mut v = Vec::with_capacity(m);
    for k in 0..m.min(n) {
        let alpha = a[k * n + k];
        let (beta, t) = reflector(alpha, a, (k + 1..m).map(|i| i * n + k));
        tau[k] = t;
        a[k * n + k] = beta;
        v.clear();
        v.extend((k + 1..m).map(|i| a[i * n + k]));
        apply_left(a, n, k, &v, k + 1..n, t.conjugate());
    }
}

/// The first `columns` columns of Q = H₁ H₂ … from reflectors below the diagonal of `qr` (m × n).
pub fn form_q<T: Number>(qr: &[T], m: usize, n: usize, tau: &[T], columns: usize, q: &mut [T]) {
    q.fill(T::ZERO);
    for i in 0..m.min(columns) {
        q[i * columns + i] = T::ONE;
    }
    let mut v = Vec::with_capacity(m);
    for k in (0..tau.len()).rev() {
        v.clear();
        v.extend((k + 1..m).map(|i| qr[i * n + k]));
        apply_left(q, columns, k, &v, k..columns, tau[k]);
    }
}

/// What `qr` returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QrMode {
    Reduced,
    Complete,
    R,
    Raw,
}

impl QrMode {
    /// ValueError for an unknown name.
    pub fn by_name(name: &str) -> Result<QrMode> {
        match name {
            "reduced" | "full" | "f" => Ok(QrMode::Reduced),
            "complete" => Ok(QrMode::Complete),
            "r" => Ok(QrMode::R),
            "raw" => Ok(QrMode::Raw),
            _ => Err(Error::value(format!("Unrecognized mode '{name}'"))),
        }
    }
}

/// The QR factors: (Q, R), (None, R), or for `Raw` (h, τ) as LAPACK leaves them (h transposed).
pub fn qr(a: &Tensor, mode: QrMode) -> Result<(Option<Tensor>, Tensor)> {
    check_stacked(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let (m, n) = dims(a);
    let k = m.min(n);
    let (first, second) = with_number!(wide, T => qr_of::<T>(&wide, m, n, k, mode))?;
    Ok((first.map(|q| narrowed(q, dtype)).transpose()?, narrowed(second, dtype)?))
}

/// Factors one matrix; long ones on a worker.
fn factored<T: Number>(matrix: &[T], m: usize, n: usize) -> Result<(Vec<T>, Vec<T>)> {
    let mut data = matrix.to_vec();
    worker::run(2 * m * n * m.min(n), move || {
        let mut tau = vec![T::ZERO; m.min(n)];
        qr_in_place(&mut data, m, n, &mut tau);
        (data, tau)
    })
}

/// Q (unless only R is wanted) and R of a large real matrix; the reflectors of faer have LAPACK's signs there.
fn large<T: Number>(matrix: &[T], m: usize, n: usize, mode: QrMode) -> Result<(Vec<T>, Vec<T>)> {
    let columns = match mode {
        QrMode::R => 0,
        QrMode::Complete => m,
        _ => m.min(n),
    };
    let rows = |m: faer::MatRef<'_, T>| {
        let mut all = vec![T::ZERO; m.nrows() * m.ncols()];
        write(m, &mut all);
        all
    };
    let work = 2 * m * n * m.min(n);
    let a = owned(matrix, m, n);
    let found = worker::run(work, move || {
        let qr = blocked_qr::factor(a)?;
        let height = if mode == QrMode::Complete { m } else { m.min(n) };
        let q = if columns == 0 { Vec::new() } else { rows(blocked_qr::form_q(&qr, columns).as_ref()) };
        Some((q, rows(qr.basis.as_ref().subrows(0, height))))
    })?;
    if let Some(found) = found {
        return Ok(found);
    }
    let a = owned(matrix, m, n);
    worker::run(work, move || {
        let qr = a.qr();
        let (q, r) = match mode {
            QrMode::Complete => (qr.compute_Q(), qr.R()),
            QrMode::R => (faer::Mat::zeros(0, 0), qr.thin_R()),
            _ => (qr.compute_thin_Q(), qr.thin_R()),
        };
        (rows(q.as_ref()), rows(r))
    })
}

fn qr_of<T: Number + Element>(
    a: &Tensor,
    m: usize,
    n: usize,
    k: usize,
    mode: QrMode,
) -> Result<(Option<Tensor>, Tensor)> {
    let upper = |data: &[T], out: &mut [T]| {
        for (i, row) in out.chunks_exact_mut(n.max(1)).enumerate() {
            row[i.min(n)..].copy_from_slice(&data[i * n + i.min(n)..(i + 1) * n]);
        }
    };
    let by_faer = !T::COMPLEX && k > LARGE;
    match mode {
        QrMode::R if by_faer => {
            let r = stack::map::<T, T>(a, &[k, n], |matrix, out| {
                upper(&large(matrix, m, n, mode)?.1, out);
                Ok(())
            })?;
            Ok((None, r))
        }
        QrMode::Reduced | QrMode::Complete if by_faer => {
            let columns = if mode == QrMode::Complete { m } else { k };
            let (q, r) = stack::map2::<T, T, T>(a, (&[m, columns], &[columns, n]), |matrix, q, r| {
                let (whole_q, whole_r) = large(matrix, m, n, mode)?;
                q.copy_from_slice(&whole_q);
                upper(&whole_r, r);
                Ok(())
            })?;
            Ok((Some(q), r))
        }
        QrMode::R => {
            let r = stack::map::<T, T>(a, &[k, n], |matrix, out| {
                upper(&factored(matrix, m, n)?.0, out);
                Ok(())
            })?;
            Ok((None, r))
        }
        QrMode::Raw => {
            let (h, tau) = stack::map2::<T, T, T>(a, (&[n, m], &[k]), |matrix, h, tau| {
                let (data, found) = factored(matrix, m, n)?;
                for i in 0..m {
                    for j in 0..n {
                        h[j * m + i] = data[i * n + j];
                    }
                }
                tau.copy_from_slice(&found);
                Ok(())
            })?;
            Ok((Some(h), tau))
        }
        QrMode::Reduced | QrMode::Complete => {
            let columns = if mode == QrMode::Complete { m } else { k };
            let (q, r) = stack::map2::<T, T, T>(a, (&[m, columns], &[columns, n]), |matrix, q, r| {
                let (data, tau) = factored(matrix, m, n)?;
                upper(&data[..columns.min(m) * n], r);
                let formed = worker::run(2 * m * columns * k, move || {
                    let mut q = vec![T::ZERO; m * columns];
                    form_q(&data, m, n, &tau, columns, &mut q);
                    q
                })?;
                q.copy_from_slice(&formed);
                Ok(())
            })?;
            Ok((Some(q), r))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_lapacks() {
        // np.linalg.qr([[1, 2], [3, 4], [5, 6]])
        let a = Tensor::from_slice(&[3, 2], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        let (q, r) = qr(&a, QrMode::Reduced).unwrap();
        let want = [-5.916079783099616, -7.437357441610946, 0.0, 0.8280786712108251];
        assert!(r.as_slice::<f64>().unwrap().iter().zip(want).all(|(x, y)| (x - y).abs() < 1e-14));
        let want = [-0.1690308509457033, 0.8970852271450604, -0.50709255283711, 0.2760262237369417];
        let q = q.unwrap();
        assert!(q.as_slice::<f64>().unwrap().iter().zip(want).all(|(x, y)| (x - y).abs() < 1e-14));
    }
}
