//! The singular value decomposition of large matrices: QR first where there are many more rows than columns, reduction to
//! bidiagonal form, implicit QR with gathered rotations, and back.

use super::bidiagonal::bidiagonal_qr;
use super::bridge::{phase, turn, write};
use super::number::Number;
use super::sweep::Panels;
use crate::pool;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::qr::no_pivoting::factor::{qr_in_place, qr_in_place_scratch, recommended_block_size};
use faer::{Conj, Mat, MatRef, Par};

/// A = U diag(values) Vᴴ for an A of at least as many rows as columns; U and V are empty unless they were wanted.
pub struct Decomposition<T> {
    pub values: Vec<f64>,
    u: Mat<T>,
    v: Mat<T>,
}

impl<T: Number> Decomposition<T> {
    /// Writes U, the values and Vᴴ in row-major order. `turned`: of the transpose Aᵀ = V̄ diag(values) Uᵀ.
    pub fn write(&self, turned: bool, u: &mut [T], values: &mut [f64], vh: &mut [T]) {
        values.copy_from_slice(&self.values);
        let (left, right) = if turned { (&self.v, &self.u) } else { (&self.u, &self.v) };
        write(left.as_ref(), u);
        write(right.as_ref().transpose(), vh);
        if T::COMPLEX {
            let conjugated = if turned { u } else { vh };
            conjugated.iter_mut().for_each(|x| *x = x.conjugate());
        }
    }
}

/// An m × n matrix with its reflectors in it, and their block factors.
pub struct Reflectors<T> {
    pub basis: Mat<T>,
    pub taus: Mat<T>,
}

/// The decomposition; `full` with U square, `None` with the values only. `None` where the iteration does not end.
pub fn decompose<T: Number>(a: Mat<T>, full: Option<bool>) -> Option<Decomposition<T>> {
    let (m, n) = a.shape();
    if 6 * m < 11 * n {
        return squareish(a, full);
    }
    let q = qr(a);
    let r = Mat::from_fn(n, n, |i, j| if i <= j { q.basis[(i, j)] } else { T::ZERO });
    let small = squareish(r, full.map(|_| false))?;
    let Some(full) = full else {
        return Some(small);
    };
    let mut u = enlarged(small.u.as_ref(), m, if full { m } else { n });
    turn(q.basis.as_ref(), q.taus.as_ref(), Conj::No, u.as_mut());
    Some(Decomposition { u, ..small })
}

/// R above the diagonal, the reflectors of Q below it.
pub fn qr<T: Number>(mut a: Mat<T>) -> Reflectors<T> {
    let (m, n) = a.shape();
    let block = recommended_block_size::<T>(m, n);
    let mut taus = Mat::zeros(block, n);
    let mut memory = MemBuffer::new(qr_in_place_scratch::<T>(m, n, block, Par::Seq, Default::default()));
    qr_in_place(a.as_mut(), taus.as_mut(), Par::Seq, MemStack::new(&mut memory), Default::default());
    Reflectors { basis: a, taus }
}

/// [x 0; 0 I]: columns from those of x on have a 1 in the row of their number.
fn enlarged<T: Number>(x: MatRef<'_, T>, rows: usize, cols: usize) -> Mat<T> {
    let mut wide = Mat::zeros(rows, cols);
    wide.as_mut().submatrix_mut(0, 0, x.nrows(), x.ncols()).copy_from(x);
    (x.ncols()..cols).for_each(|i| wide[(i, i)] = T::ONE);
    wide
}

fn squareish<T: Number>(mut a: Mat<T>, full: Option<bool>) -> Option<Decomposition<T>> {
    let (m, n) = a.shape();
    let block = recommended_block_size::<T>(m, n);
    let (mut left, mut right) = (Mat::<T>::zeros(block, n), Mat::<T>::zeros(block, n - 1));
    T::bidiagonalise(&mut a, &mut left, &mut right);
    let (diagonal, off): (Vec<T>, Vec<T>) =
        ((0..n).map(|i| a[(i, i)]).collect(), (1..n).map(|i| a[(i - 1, i)]).collect());
    let real = |x: &T| if T::COMPLEX { x.modulus() } else { x.re() };
    let (mut d, mut e): (Vec<f64>, Vec<f64>) = (diagonal.iter().map(real).collect(), off.iter().map(real).collect());
    let Some(full) = full else {
        bidiagonal_qr(&mut d, &mut e, &mut (), &mut ())?;
        return Some(Decomposition { values: d, u: Mat::zeros(0, 0), v: Mat::zeros(0, 0) });
    };
    let (mut x, mut y) = (Panels::identity(n), Panels::identity(n));
    bidiagonal_qr(&mut d, &mut e, &mut x, &mut y)?;
    let (u_scale, v_scale) = phases(&diagonal, &off);
    let columns = if full { m } else { n };
    let u_side = || {
        let mut u = Mat::<T>::zeros(m, columns);
        x.write(u.as_mut(), |i| u_scale[i]);
        (n..columns).for_each(|i| u[(i, i)] = T::ONE);
        turn(a.as_ref(), left.as_ref(), Conj::No, u.as_mut());
        u
    };
    let v_side = || {
        let mut v = Mat::<T>::zeros(n, n);
        y.write(v.as_mut(), |i| v_scale[i]);
        let rows = a.as_ref().submatrix(0, 1, n - 1, n - 1).transpose().to_owned();
        turn(rows.as_ref(), right.as_ref(), Conj::Yes, v.as_mut().subrows_mut(1, n - 1));
        v
    };
    let (u, v) = pool::join(u_side, v_side);
    Some(Decomposition { values: d, u, v })
}

/// The diagonal unitary matrices that make a complex bidiagonal matrix real (1 for one that is).
fn phases<T: Number>(diagonal: &[T], off: &[T]) -> (Vec<T>, Vec<T>) {
    let n = diagonal.len();
    let (mut u, mut v) = (vec![T::ONE; n], vec![T::ONE; n]);
    if T::COMPLEX {
        for i in 0..n {
            if i > 0 {
                v[i] = phase(off[i - 1]).conjugate() * u[i - 1];
            }
            u[i] = phase(diagonal[i]) * v[i];
        }
    }
    (u, v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_is_the_matrix() {
        for (m, n) in [(40, 40), (40, 31), (90, 31)] {
            let a = Mat::from_fn(m, n, |i, j| ((i * 7919 + j * 104729) % 101) as f64 - 50.0);
            let found = decompose(a.clone(), Some(false)).unwrap();
            for i in 0..m {
                for j in 0..n {
                    let sum: f64 = (0..n).map(|k| found.u[(i, k)] * found.values[k] * found.v[(j, k)]).sum();
                    assert!((sum - a[(i, j)]).abs() < 1e-11);
                }
            }
            let values = decompose(a, None).unwrap().values;
            assert!(values.iter().zip(&found.values).all(|(x, y)| (x - y).abs() < 1e-10));
        }
    }
}
