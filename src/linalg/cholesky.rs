//! Cholesky factors of symmetric (Hermitian) positive definite matrices.

use super::bridge::{owned, write};
use super::number::{Number, narrowed, result_dtype, widened, with_number};
use super::stack::{self, check_square};
use super::worker;
use crate::tensor::error::{Error, Result};
use crate::tensor::{Element, Tensor};

/// Up to this size our own loops start faster than faer.
const SMALL: usize = 48;

/// The lower factors L with L Lᴴ = A (or, with `upper`, the upper ones U with Uᴴ U = A). Only the triangle asked for is
/// read. LinAlgError "Matrix is not positive definite".
pub fn cholesky(a: &Tensor, upper: bool) -> Result<Tensor> {
    let n = check_square(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let factors = with_number!(wide, T => {
        let mut lower = vec![T::ZERO; n * n];
        stack::map::<T, T>(&wide, &[n, n], |matrix, out| {
            for i in 0..n {
                for j in 0..=i {
                    lower[i * n + j] = if upper { matrix[j * n + i].conjugate() } else { matrix[i * n + j] };
                }
            }
            if n <= SMALL {
                factor(&mut lower, n)?;
            } else {
                let matrix = owned(&lower, n, n);
                let factored = worker::run(n * n * n / 3, move || matrix.llt(faer::Side::Lower))?;
                write(factored.map_err(|_| not_definite())?.L(), &mut lower);
            }
            for i in 0..n {
                for j in 0..=i {
                    let x = lower[i * n + j];
                    if upper { out[j * n + i] = x.conjugate() } else { out[i * n + j] = x }
                }
            }
            Ok(())
        })
    })?;
    narrowed(factors, dtype)
}

fn not_definite() -> Error {
    Error::linalg("Matrix is not positive definite")
}

/// Factors the lower triangle in place.
fn factor<T: Number>(a: &mut [T], n: usize) -> Result<()> {
    for j in 0..n {
        let squares: f64 = a[j * n..j * n + j].iter().map(|x| x.re() * x.re() + x.im() * x.im()).sum();
        let pivot = a[j * n + j].re() - squares;
        // NaN is not positive either.
        if !(pivot > 0.0) {
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
}
