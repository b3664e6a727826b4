//! LU with partial pivoting and what follows from it: solve, inv, det, slogdet.
//!
//! Small matrices are factored in place by columns (Golub & Van Loan, *Matrix Computations*, 3.4); large ones: `blocked_lu`.

use super::blocked_lu::Lu;
use super::bridge::{owned, write};
use super::number::{Number, common_dtype, narrowed, real_dtype, result_dtype, widened, widened_as, with_number};
use super::stack::{self, check_square, check_stacked, dims, outer, with_core};
use super::worker;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::{DType, Element, Tensor};

/// Up to this size our own elimination starts faster than faer.
const SMALL: usize = 48;

/// Factors a square row-major matrix in place into L (below the diagonal, unit) and U. `swaps[i]` is the row that was
/// exchanged with row i. Returns whether the permutation is odd, and whether a pivot is zero.
///
/// Column by column with inner products, multipliers by the pivot's reciprocal: so OpenBLAS does it, and determinants of
/// small matrices have NumPy's bits.
pub fn factor<T: Number>(a: &mut [T], n: usize, swaps: &mut [usize]) -> (bool, bool) {
    let (mut odd, mut singular) = (false, false);
    for j in 0..n {
        for i in 0..n {
            let sum = (0..i.min(j)).fold(T::ZERO, |sum, k| sum + a[i * n + k] * a[k * n + j]);
            a[i * n + j] -= sum;
        }
        let mut pivot = j;
        for i in j + 1..n {
            if a[i * n + j].size1() > a[pivot * n + j].size1() {
                pivot = i;
            }
        }
        swaps[j] = pivot;
        if a[pivot * n + j] == T::ZERO {
            singular = true;
            continue;
        }
        if pivot != j {
            odd = !odd;
            for k in 0..n {
                a.swap(j * n + k, pivot * n + k);
            }
        }
        let inverse = T::ONE / a[j * n + j];
        for i in j + 1..n {
            a[i * n + j] *= inverse;
        }
    }
    (odd, singular)
}

/// Solves L U X = P B in place; `b` is row-major with `m` columns.
fn substitute<T: Number>(lu: &[T], n: usize, swaps: &[usize], b: &mut [T], m: usize) {
    for (k, &pivot) in swaps.iter().enumerate().take(n) {
        if pivot != k {
            for j in 0..m {
                b.swap(k * m + j, pivot * m + j);
            }
        }
    }
    for i in 1..n {
        let (done, rest) = b.split_at_mut(i * m);
        for k in 0..i {
            let factor = lu[i * n + k];
            for (x, &y) in rest[..m].iter_mut().zip(&done[k * m..(k + 1) * m]) {
                *x -= factor * y;
            }
        }
    }
    for i in (0..n).rev() {
        let (rest, done) = b.split_at_mut((i + 1) * m);
        let row = &mut rest[i * m..];
        for k in i + 1..n {
            let factor = lu[i * n + k];
            for (x, &y) in row.iter_mut().zip(&done[(k - i - 1) * m..(k - i) * m]) {
                *x -= factor * y;
            }
        }
        let pivot = lu[i * n + i];
        row.iter_mut().for_each(|x| *x /= pivot);
    }
}

/// Scratch for one factorisation, made once for a stack.
struct Scratch<T> {
    lu: Vec<T>,
    swaps: Vec<usize>,
}

impl<T: Number> Scratch<T> {
    fn new(n: usize) -> Scratch<T> {
        Scratch { lu: vec![T::ZERO; n * n], swaps: vec![0; n] }
    }

    fn factor(&mut self, a: &[T], n: usize) -> (bool, bool) {
        self.lu.copy_from_slice(a);
        factor(&mut self.lu, n, &mut self.swaps)
    }
}

/// X with A X = B for one matrix; `b` (n × m, row-major) is overwritten.
fn solve_one<T: Number>(scratch: &mut Scratch<T>, a: &[T], n: usize, b: &mut [T], m: usize) -> Result<()> {
    let singular = || Error::linalg("Singular matrix");
    if n <= SMALL {
        let (_, is_singular) = scratch.factor(a, n);
        if is_singular {
            return Err(singular());
        }
        substitute(&scratch.lu, n, &scratch.swaps, b, m);
        return Ok(());
    }
    let (matrix, right) = (owned(a, n, n), owned(b, n, m));
    let x = worker::run(n * n * (n + m), move || {
        let lu = Lu::new(matrix);
        lu.diagonal().iter().all(|&x| x != T::ZERO).then(|| lu.solve(right.as_ref()))
    })?;
    write(x.ok_or_else(singular)?.as_ref(), b);
    Ok(())
}

/// `solve(a, b)`: b of one dimension is a vector, otherwise a stack of matrices.
pub fn solve(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    let n = check_square(a)?;
    let dtype = common_dtype(a.dtype(), b.dtype())?;
    let complex = dtype.kind.is_complex();
    let vector = b.ndim() == 1;
    let (name, signature) = if vector { ("solve1", "(m,m),(m)->(m)") } else { ("solve", "(m,m),(m,n)->(m,n)") };
    if b.ndim() == 0 {
        return Err(Error::value(format!(
            "{name}: Input operand 1 does not have enough dimensions (has 0, gufunc core with signature {signature} requires 2)"
        )));
    }
    let rows = if vector { b.shape()[0] } else { b.shape()[b.ndim() - 2] };
    if rows != n {
        return Err(Error::value(format!(
            "{name}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} (size {rows} is different from {n})"
        )));
    }
    let b = if vector { b.reshaped(&[n, 1], crate::tensor::Order::C)? } else { b.clone() };
    let (a, b) = stack::broadcast(&widened_as(a, complex)?, &widened_as(&b, complex)?, (2, 2))?;
    let m = dims(&b).1;
    let x = with_number!(a, T => {
        let mut scratch = Scratch::<T>::new(if n <= SMALL { n } else { 0 });
        let mut matrices = stack::matrices::<T>(&a);
        stack::map::<T, T>(&b, &[n, m], |right, out| {
            out.copy_from_slice(right);
            solve_one(&mut scratch, matrices.next().unwrap_or(&[]), n, out, m)
        })
    })?;
    let x = if vector {
        let mut shape = outer(&x);
        shape.push(n);
        x.reshaped(&shape, crate::tensor::Order::C)?
    } else {
        x
    };
    narrowed(x, dtype)
}

/// The inverses of a stack of square matrices. LinAlgError "Singular matrix".
pub fn inv(a: &Tensor) -> Result<Tensor> {
    let n = check_square(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let inverse = with_number!(wide, T => {
        let mut scratch = Scratch::<T>::new(if n <= SMALL { n } else { 0 });
        stack::map::<T, T>(&wide, &[n, n], |matrix, out| {
            if n <= SMALL {
                for i in 0..n {
                    out[i * n + i] = T::ONE;
                }
                return solve_one(&mut scratch, matrix, n, out, n);
            }
            let owned = owned(matrix, n, n);
            let inverse = worker::run(2 * n * n * n, move || {
                let lu = Lu::new(owned);
                let regular = lu.diagonal().iter().all(|&x| x != T::ZERO);
                regular.then(|| lu.solve(faer::Mat::identity(n, n).as_ref()))
            })?;
            write(inverse.ok_or_else(|| Error::linalg("Singular matrix"))?.as_ref(), out);
            Ok(())
        })
    })?;
    narrowed(inverse, dtype)
}

/// The diagonal of U, and whether the row permutation is odd.
fn pivots<T: Number>(scratch: &mut Scratch<T>, a: &[T], n: usize, diagonal: &mut Vec<T>) -> Result<bool> {
    diagonal.clear();
    if n <= 2 * SMALL {
        let (odd, _) = scratch.factor(a, n);
        diagonal.extend((0..n).map(|i| scratch.lu[i * n + i]));
        return Ok(odd);
    }
    let matrix = owned(a, n, n);
    let (odd, found) = worker::run(n * n * n, move || {
        let lu = Lu::new(matrix);
        (lu.odd, lu.diagonal())
    })?;
    diagonal.extend(found);
    Ok(odd)
}

/// The determinants of a stack of square matrices.
pub fn det(a: &Tensor) -> Result<Tensor> {
    check_stacked(a)?;
    let n = check_square(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let det = with_number!(wide, T => {
        let (mut scratch, mut diagonal) = (Scratch::<T>::new(if n <= 2 * SMALL { n } else { 0 }), Vec::new());
        stack::map::<T, T>(&wide, &[], |matrix, out| {
            let odd = pivots(&mut scratch, matrix, n, &mut diagonal)?;
            let (sign, log) = sign_and_log(&diagonal, odd);
            out[0] = sign.times(log.exp());
            Ok(())
        })
    })?;
    narrowed(det, dtype)
}

/// The sign (a unit complex number, or 0) and the logarithm of the absolute value of a product.
fn sign_and_log<T: Number>(diagonal: &[T], odd: bool) -> (T, f64) {
    let mut sign = if odd { -T::ONE } else { T::ONE };
    let mut log = 0.0;
    for &x in diagonal {
        let size = x.modulus();
        if size == 0.0 {
            return (T::ZERO, f64::NEG_INFINITY);
        }
        // As in NumPy, NaN has a positive sign.
        sign *= if T::COMPLEX { x / T::real(size) } else { T::real(if x.re() < 0.0 { -1.0 } else { 1.0 }) };
        log += size.ln();
    }
    (sign, log)
}

/// The sign and the logarithm of the absolute value of the determinants.
pub fn slogdet(a: &Tensor) -> Result<(Tensor, Tensor)> {
    let n = check_square(a)?;
    let dtype = result_dtype(a.dtype())?;
    let wide = widened(a)?;
    let (sign, log) = with_number!(wide, T => {
        let (mut scratch, mut diagonal) = (Scratch::<T>::new(if n <= 2 * SMALL { n } else { 0 }), Vec::new());
        stack::map2::<T, T, f64>(&wide, (&[], &[]), |matrix, sign, log| {
            let odd = pivots(&mut scratch, matrix, n, &mut diagonal)?;
            (sign[0], log[0]) = sign_and_log(&diagonal, odd);
            Ok(())
        })
    })?;
    Ok((narrowed(sign, dtype)?, narrowed(log, real_dtype(dtype))?))
}

/// `tensorsolve(a, b, axes)`: x with tensordot(a, x, x.ndim) = b.
pub fn tensorsolve(a: &Tensor, b: &Tensor, axes: Option<&[isize]>) -> Result<Tensor> {
    let mut a = a.clone();
    if let Some(axes) = axes {
        let mut order: Vec<isize> = (0..a.ndim() as isize).collect();
        for &axis in axes {
            let axis = crate::tensor::shape::normalize_axis(axis, a.ndim())? as isize;
            order.retain(|&x| x != axis);
            order.push(axis);
        }
        a = a.permute(&order)?;
    }
    let rest = a.shape()[b.ndim().min(a.ndim())..].to_vec();
    let unknowns: usize = rest.iter().product();
    if a.size() != unknowns * unknowns {
        return Err(Error::linalg(
            "Input arrays must satisfy the requirement             prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])",
        ));
    }
    let matrix = a.reshaped(&[unknowns, unknowns], crate::tensor::Order::C)?;
    let x = solve(&matrix, &b.reshaped(&[b.size()], crate::tensor::Order::C)?)?;
    x.reshaped(&rest, crate::tensor::Order::C)
}

/// The inverse with respect to the first `ind` axes.
pub fn tensorinv(a: &Tensor, ind: isize) -> Result<Tensor> {
    if ind <= 0 {
        return Err(Error::value("Invalid ind argument."));
    }
    let at = (ind as usize).min(a.ndim());
    let shape = with_core(&a.shape()[at..], &a.shape()[..at]);
    let columns: usize = a.shape()[at..].iter().product();
    let rows = if columns == 0 { 0 } else { a.size() / columns };
    let matrix = a.reshaped(&[rows, columns], crate::tensor::Order::C)?;
    inv(&matrix)?.reshaped(&shape, crate::tensor::Order::C)
}

/// The identity matrices of a stack's shape: `matrix_power(a, 0)`.
pub fn identities(outer: &[usize], n: usize, dtype: DType) -> Result<Tensor> {
    let one = lanes::fresh::<f64>(&[n, n], |out| (0..n).for_each(|i| out[i * n + i] = 1.0))?;
    let stacked = one.broadcast_to(&with_core(outer, &[n, n]))?;
    lanes::contiguous(&stacked, dtype)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_systems() {
        let a = Tensor::from_slice(&[2, 2], &[1i64, 2, 3, 4]).unwrap();
        assert_eq!(det(&a).unwrap().as_slice::<f64>().unwrap(), [-2.0000000000000004]);
        let x = solve(&a, &Tensor::vector(&[5i64, 6]).unwrap()).unwrap();
        let x = x.as_slice::<f64>().unwrap();
        assert!((x[0] + 4.0).abs() < 1e-14 && (x[1] - 4.5).abs() < 1e-14);
        let singular = Tensor::from_slice(&[2, 2], &[1.0, 1.0, 1.0, 1.0]).unwrap();
        assert_eq!(inv(&singular).err().map(|e| e.message).unwrap(), "Singular matrix");
    }

    #[test]
    fn large_systems() {
        let n = 120;
        let entry =
            |i: usize| ((i * i * 7919) % 1009) as f64 / 1009.0 + f64::from(u8::from(i.is_multiple_of(n + 1))) * 9.0;
        let x: Vec<f64> = (0..n * n).map(entry).collect();
        let a = Tensor::from_slice(&[n, n], &x).unwrap();
        let product = crate::linalg::matmul(&a, &inv(&a).unwrap()).unwrap();
        let product = product.as_slice::<f64>().unwrap();
        assert!((0..n * n).all(|i| (product[i] - f64::from(u8::from(i % (n + 1) == 0))).abs() < 1e-9));
        let (sign, log) = slogdet(&a).unwrap();
        let det = det(&a).unwrap().as_slice::<f64>().unwrap()[0];
        let (sign, log) = (sign.as_slice::<f64>().unwrap()[0], log.as_slice::<f64>().unwrap()[0]);
        assert!((det / (sign * log.exp()) - 1.0).abs() < 1e-9);
    }
}
