//! Cholesky factors of symmetric (Hermitian) positive definite matrices.

use super::number::{Number, narrowed, result_dtype, widened, with_number};
use super::stack::{self, check_square};
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::{Element, Tensor, lanes};
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{cholesky_in_place, cholesky_in_place_scratch};
use faer::linalg::matmul::matmul;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::linalg::triangular_solve::solve_lower_triangular_in_place_with_conj;
use faer::reborrow::{Reborrow, ReborrowMut};
use faer::{Accum, Conj, MatMut, MatRef, Par};

/// Up to this size our own loops start faster than faer.
const SMALL: usize = 48;
/// Columns that are factored at a time.
const BLOCK: usize = 128;
/// Rows left from which a second thread gains more than its start costs.
const SHARED: usize = 192;

/// The lower factors L with L Lᴴ = A (or, with `upper`, the upper ones U with Uᴴ U = A). Only the triangle asked for is
/// read. LinAlgError "Matrix is not positive definite".
pub fn cholesky(a: &Tensor, upper: bool) -> Result<Tensor> {
    let n = check_square(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let factors = with_number!(wide, T => stack::map::<T, T>(&wide, &[n, n], |matrix, out| {
        for i in 0..n {
            if upper {
                (0..=i).for_each(|j| out[i * n + j] = matrix[j * n + i].conjugate());
            } else {
                out[i * n..=i * n + i].copy_from_slice(&matrix[i * n..=i * n + i]);
            }
        }
        if n <= SMALL || out.iter().any(|x| !x.is_finite()) {
            factor(out, n)?;
        } else {
            blocked(MatMut::from_row_major_slice_mut(out, n, n))?;
        }
        if upper {
            for i in 0..n {
                for j in 0..i {
                    out[j * n + i] = std::mem::replace(&mut out[i * n + j], T::ZERO).conjugate();
                }
            }
        }
        Ok(())
    }))?;
    narrowed(factors, dtype)
}

fn not_definite() -> Error {
    Error::linalg("Matrix is not positive definite")
}

/// Factors the lower triangle in place: a block of columns, then what it takes from the rest (Golub & Van Loan 4.2.9).
fn blocked<T: Number>(mut rest: MatMut<'_, T>) -> Result<()> {
    while rest.nrows() > 0 {
        lanes::check_interrupt()?;
        if pool::interrupted() {
            return Err(Error::interrupt());
        }
        let at = BLOCK.min(rest.nrows());
        let (mut corner, _, mut below, mut trailing) = rest.split_at_mut(at, at);
        // faer's kernel wants columns in one piece.
        let mut square = corner.rb().to_owned();
        let mut memory = MemBuffer::new(cholesky_in_place_scratch::<T>(at, Par::Seq, Default::default()));
        let stack = MemStack::new(&mut memory);
        cholesky_in_place(square.as_mut(), Default::default(), Par::Seq, stack, Default::default())
            .map_err(|_| not_definite())?;
        for j in 0..at {
            corner.rb_mut().col_mut(j).subrows_mut(j, at - j).copy_from(square.col(j).subrows(j, at - j));
        }
        divide(corner.rb(), below.rb_mut());
        subtract(trailing.rb_mut(), below.rb());
        rest = trailing;
    }
    Ok(())
}

/// X L⁻ᴴ in place, for the rows X below a factored corner L.
fn divide<T: Number>(corner: MatRef<'_, T>, rows: MatMut<'_, T>) {
    let part = |rows: MatMut<'_, T>| {
        solve_lower_triangular_in_place_with_conj(corner, Conj::Yes, rows.transpose_mut(), Par::Seq);
    };
    let count = rows.nrows();
    if count >= SHARED && pool::threads() > 1 {
        let (top, bottom) = rows.split_at_row_mut(count / 2);
        pool::join(|| part(top), || part(bottom));
    } else {
        part(rows);
    }
}

/// C − X Xᴴ in place, in the lower triangle of C.
fn subtract<T: Number>(c: MatMut<'_, T>, x: MatRef<'_, T>) {
    let count = c.nrows();
    let lower = |c: MatMut<'_, T>, x: MatRef<'_, T>| {
        let (half, whole) = (BlockStructure::TriangularLower, BlockStructure::Rectangular);
        triangular::matmul(c, half, Accum::Add, x, whole, x.adjoint(), whole, -T::ONE, Par::Seq);
    };
    if count < SHARED || pool::threads() < 2 {
        return lower(c, x);
    }
    // The first columns down to the bottom are about as much as the triangle beside them.
    let split = (count * 3 / 10).next_multiple_of(16);
    let (corner, _, left, right) = c.split_at_mut(split, split);
    let (top, bottom) = x.split_at_row(split);
    let first = || {
        lower(corner, top);
        matmul(left, Accum::Add, bottom, top.adjoint(), -T::ONE, Par::Seq);
    };
    pool::join(first, || lower(right, bottom));
}

/// Factors the lower triangle in place.
fn factor<T: Number>(a: &mut [T], n: usize) -> Result<()> {
    for j in 0..n {
        let squares: f64 = a[j * n..j * n + j].iter().map(|x| x.re() * x.re() + x.im() * x.im()).sum();
        let pivot = a[j * n + j].re() - squares;
        // NaN passes, as in OpenBLAS.
        if pivot <= 0.0 {
            return Err(not_definite());
        }
        let root = pivot.sqrt();
        a[j * n + j] = T::real(root);
        for i in j + 1..n {
            let sum = (0..j).fold(T::ZERO, |sum, k| sum + a[i * n + k] * a[j * n + k].conjugate());
            a[i * n + j] = (a[i * n + j] - sum).times(1.0 / root);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_of_both_triangles() {
        let a = Tensor::from_slice(&[2, 2], &[4.0, 2.0, 2.0, 5.0]).unwrap();
        assert_eq!(cholesky(&a, false).unwrap().as_slice::<f64>().unwrap(), [2.0, 0.0, 1.0, 2.0]);
        assert_eq!(cholesky(&a, true).unwrap().as_slice::<f64>().unwrap(), [2.0, 1.0, 0.0, 2.0]);
        let bad = Tensor::from_slice(&[1, 1], &[-1.0]).unwrap();
        assert_eq!(cholesky(&bad, false).err().map(|e| e.message).unwrap(), "Matrix is not positive definite");
    }

    #[test]
    fn blocks() {
        let n = 300;
        let entry = |i: usize, j: usize| 1.0 / (1 + i.abs_diff(j)) as f64 + f64::from(u8::from(i == j)) * 5.0;
        let a: Vec<f64> = (0..n * n).map(|k| entry(k / n, k % n)).collect();
        let a = Tensor::from_slice(&[n, n], &a).unwrap();
        let l = cholesky(&a, false).unwrap();
        let product = crate::linalg::matmul(&l, &l.transpose()).unwrap();
        let (got, want) = (product.as_slice::<f64>().unwrap(), a.as_slice::<f64>().unwrap());
        assert!(got.iter().zip(want).all(|(x, y)| (x - y).abs() < 1e-13));
    }
}
