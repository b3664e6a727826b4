//! Least squares, pseudo-inverse and rank, all by the singular value decomposition.

use super::eigh::{eigh, eigvalsh};
use super::matmul::{conjugate, matmul};
use super::number::{Number, common_dtype, narrowed, real_dtype, result_dtype, with_number};
use super::stack::{check_matrix, dims};
use super::svd::{svd, svdvals};
use super::tall::{self, Joined};
use super::worker;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::reduce::{Axes, Reduction, Request, reduce};
use crate::tensor::shape::Dims;
use crate::tensor::{Complex64, DType, Kind, Order, Tensor, cast};

/// What `lstsq` returns.
pub struct LeastSquares {
    pub solution: Tensor,
    /// Sums of squared residuals; empty where the rank is not full or the system not overdetermined.
    pub residuals: Tensor,
    pub rank: usize,
    pub singular_values: Tensor,
}

/// The machine epsilon of a result dtype.
pub fn epsilon(dtype: DType) -> f64 {
    match dtype.kind {
        Kind::Float32 | Kind::Complex64 => f64::from(f32::EPSILON),
        _ => f64::EPSILON,
    }
}

/// The x of least ‖A x − b‖ (and of those the one of least ‖x‖). `rcond`: smaller singular values, relative to the largest,
/// count as zero; `None` stands for the machine epsilon times max(m, n).
pub fn lstsq(a: &Tensor, b: &Tensor, rcond: Option<f64>) -> Result<LeastSquares> {
    check_matrix(a)?;
    let vector = b.ndim() == 1;
    let b = if vector { b.reshaped(&[b.size(), 1], Order::C)? } else { b.clone() };
    check_matrix(&b)?;
    let ((m, n), (rows, count)) = (dims(a), dims(&b));
    if m != rows {
        return Err(Error::linalg("Incompatible dimensions"));
    }
    let dtype = common_dtype(a.dtype(), b.dtype())?;
    let complex = dtype.kind.is_complex();
    let wide = |t: &Tensor| lanes::contiguous(t, if complex { DType::COMPLEX128 } else { DType::FLOAT64 });
    let (a, b) = (wide(a)?, wide(&b)?);
    let rcond = rcond.unwrap_or(epsilon(dtype) * m.max(n) as f64);
    // A negative rcond means machine precision, as in LAPACK.
    let rcond = if rcond < 0.0 { epsilon(dtype) } else { rcond };
    // Of a tall matrix the triangle of [A b] says all.
    let tall = if m > n && n > 0 { Some(with_number!(a, T => triangle::<T>(&a, &b)?)) } else { None };
    let (a, b) = tall.as_ref().map_or((&a, &b), |tall| (&tall.r, &tall.b));
    let (u, s, vh) = svd(a, false).map_err(|_| Error::linalg("SVD did not converge in Linear Least Squares"))?;
    let values = s.as_slice::<f64>().unwrap_or(&[]);
    if values.iter().any(|x| x.is_nan()) {
        return Err(Error::linalg("SVD did not converge in Linear Least Squares"));
    }
    let cutoff = rcond * values.first().copied().unwrap_or(0.0);
    let rank = values.iter().filter(|&&x| x > cutoff).count();
    let coefficients = matmul(&adjoint(&u)?, b)?;
    let scaled = rows_scaled(&coefficients, |i| if values[i] > cutoff { 1.0 / values[i] } else { 0.0 })?;
    let x = matmul(&adjoint(&vh)?, &scaled)?;
    let residuals = match tall {
        Some(tall) if rank == n => Tensor::from_vec(&[count], tall.residuals)?,
        _ if m > n && rank == n => Tensor::zeros(&[count], DType::FLOAT64)?,
        _ => Tensor::zeros(&[0], DType::FLOAT64)?,
    };
    let x = if vector { x.reshaped(&[n], Order::C)? } else { x };
    Ok(LeastSquares {
        solution: narrowed(x, dtype)?,
        residuals: narrowed(residuals, real_dtype(dtype))?,
        rank,
        singular_values: narrowed(s, real_dtype(dtype))?,
    })
}

/// The conjugate transposes of a stack, as a view or a copy.
pub fn adjoint(a: &Tensor) -> Result<Tensor> {
    conjugate(&a.matrix_transpose()?)
}

/// Each matrix's row i times a real number.
fn rows_scaled(a: &Tensor, factor: impl Fn(usize) -> f64) -> Result<Tensor> {
    let (rows, cols) = dims(a);
    let a = lanes::contiguous(a, a.dtype())?;
    if a.dtype().kind.is_complex() {
        let values = a.as_slice::<Complex64>().unwrap_or(&[]);
        lanes::fresh::<Complex64>(a.shape(), |out| {
            for (i, (o, &x)) in out.iter_mut().zip(values).enumerate() {
                *o = x * factor(i / cols % rows);
            }
        })
    } else {
        let values = a.as_slice::<f64>().unwrap_or(&[]);
        lanes::fresh::<f64>(a.shape(), |out| {
            for (i, (o, &x)) in out.iter_mut().zip(values).enumerate() {
                *o = x * factor(i / cols % rows);
            }
        })
    }
}

/// R and Qᴴ b of a tall A = Q R, and the squared lengths of what of b's columns lies outside the range of A.
struct Triangle {
    r: Tensor,
    b: Tensor,
    residuals: Vec<f64>,
}

fn triangle<T: Number>(a: &Tensor, b: &Tensor) -> Result<Triangle> {
    let ((m, n), count) = (dims(a), dims(b).1);
    let (x, y) = (copied(a.as_slice::<T>().unwrap_or(&[]))?, copied(b.as_slice::<T>().unwrap_or(&[]))?);
    let width = n + count;
    let found = worker::run(2 * m * width * width, move || {
        let rows = Joined { a: &x, n, b: &y, count };
        tall::triangle(&rows, 0..m)
    })?;
    let at = |i: usize, j: usize| found[i * width + j];
    let r = lanes::fresh::<T>(&[n, n], |out| {
        (0..n).for_each(|i| out[i * n + i..(i + 1) * n].copy_from_slice(&found[i * width + i..i * width + n]));
    })?;
    let turned = lanes::fresh::<T>(&[n, count], |out| {
        (0..n).for_each(|i| out[i * count..(i + 1) * count].copy_from_slice(&found[i * width + n..(i + 1) * width]));
    })?;
    let below = (found.len() / width).saturating_sub(n);
    let residual = |j: usize| (0..below.min(j + 1)).map(|i| at(n + i, n + j).modulus().powi(2)).sum();
    Ok(Triangle { r, b: turned, residuals: (0..count).map(residual).collect() })
}

/// A copy that Ctrl-C can end: new memory of some hundred megabytes takes its time.
fn copied<T: Copy>(elements: &[T]) -> Result<Vec<T>> {
    const PART: usize = 1 << 20;
    let mut all = Vec::with_capacity(elements.len());
    for part in elements.chunks(PART) {
        lanes::check_interrupt()?;
        all.extend_from_slice(part);
    }
    Ok(all)
}

/// The Moore–Penrose pseudo-inverses of a stack. `rcond` (0-d, or of the stack's shape) cuts off singular values relative to
/// the largest; `None` stands for 1e-15. `hermitian`: by eigenvalues.
pub fn pinv(a: &Tensor, rcond: Option<&Tensor>, hermitian: bool) -> Result<Tensor> {
    super::stack::check_stacked(a)?;
    let dtype = result_dtype(a.dtype())?;
    let (m, n) = dims(a);
    if a.is_empty() {
        let mut shape = Dims::from_slice(&a.shape()[..a.ndim() - 2]);
        shape.extend([n, m]);
        return Tensor::zeros(&shape, dtype);
    }
    let wide = super::number::widened(a)?;
    let (u, s, vh) = if hermitian { hermitian_svd(&wide)? } else { svd(&wide, false)? };
    let k = m.min(n);
    let values = s.as_slice::<f64>().unwrap_or(&[]);
    let cutoffs = rcond.map(|r| cast::cast(r, DType::FLOAT64, Order::C)).transpose()?.map(|c| c.0);
    let cutoff_of = |matrix: usize| match cutoffs.as_ref().and_then(|c| c.as_slice::<f64>()) {
        Some([one]) => *one,
        Some(all) => all.get(matrix).copied().unwrap_or(0.0),
        None => 1e-15,
    };
    let inverses: Vec<f64> = values
        .chunks_exact(k)
        .enumerate()
        .flat_map(|(matrix, s)| {
            let largest = s.iter().copied().fold(0.0, f64::max);
            let cutoff = cutoff_of(matrix) * largest;
            s.iter().map(move |&x| if x > cutoff { 1.0 / x } else { 0.0 })
        })
        .collect();
    let scaled = stack_rows_scaled(&adjoint(&u)?, &inverses)?;
    narrowed(matmul(&adjoint(&vh)?, &scaled)?, dtype)
}

/// Row i of the stack (rows of all matrices counted through) times a number of its own.
fn stack_rows_scaled(a: &Tensor, factors: &[f64]) -> Result<Tensor> {
    let (_, cols) = dims(a);
    let flat = lanes::contiguous(a, a.dtype())?.reshaped(&[a.size() / cols.max(1), cols], Order::C)?;
    rows_scaled(&flat, |i| factors.get(i).copied().unwrap_or(0.0))?.reshaped(a.shape(), Order::C)
}

/// U, s, Vᴴ of Hermitian matrices from their eigenvalues, values descending.
pub fn hermitian_svd(a: &Tensor) -> Result<(Tensor, Tensor, Tensor)> {
    let (values, vectors) = eigh(a, false)?;
    let n = dims(a).0;
    let w = values.as_slice::<f64>().unwrap_or(&[]);
    // Sorted by modulus, largest first; the order of equal ones is that of a reversed stable sort.
    let mut orders = Vec::with_capacity(w.len());
    for lane in w.chunks_exact(n.max(1)) {
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&i, &j| lane[i].abs().total_cmp(&lane[j].abs()));
        order.reverse();
        orders.push(order);
    }
    let s: Vec<f64> =
        orders.iter().zip(w.chunks_exact(n.max(1))).flat_map(|(o, w)| o.iter().map(|&i| w[i].abs())).collect();
    let signs: Vec<f64> = orders
        .iter()
        .zip(w.chunks_exact(n.max(1)))
        .flat_map(|(o, w)| {
            o.iter().map(|&i| {
                if w[i] > 0.0 {
                    1.0
                } else if w[i] < 0.0 {
                    -1.0
                } else {
                    0.0
                }
            })
        })
        .collect();
    let item = vectors.dtype().itemsize() as isize;
    let offsets: Vec<isize> = orders
        .iter()
        .enumerate()
        .flat_map(|(matrix, order)| {
            (0..n).flat_map(move |row| order.iter().map(move |&col| ((matrix * n + row) * n + col) as isize * item))
        })
        .collect();
    let u = lanes::take_bytes(&vectors, vectors.shape(), &offsets)?;
    let v = stack_rows_scaled(&lanes::contiguous(&adjoint(&u)?, u.dtype())?, &signs)?;
    Ok((u, Tensor::from_vec(values.shape(), s)?, v))
}

/// The rank: how many singular values exceed the tolerance. `tol` is absolute, `rtol` relative to the largest singular
/// value (by default machine epsilon times max(m, n)). int64; an array of fewer than two dimensions has rank 0 or 1.
pub fn matrix_rank(a: &Tensor, tol: Option<f64>, rtol: Option<f64>, hermitian: bool) -> Result<Tensor> {
    if a.ndim() < 2 {
        let counted = reduce(Reduction::Any, a, &Request { axes: Axes::All, ..Request::default() })?.0;
        return Tensor::scalar(i64::from(counted.as_slice::<bool>().is_some_and(|x| x == [true])));
    }
    let dtype = result_dtype(a.dtype())?;
    let (m, n) = dims(a);
    let values = if hermitian {
        let values = eigvalsh(a, false)?;
        let wide = lanes::contiguous(&values, DType::FLOAT64)?;
        Tensor::from_vec(values.shape(), wide.as_slice::<f64>().unwrap_or(&[]).iter().map(|x| x.abs()).collect())?
    } else {
        lanes::contiguous(&svdvals(a)?, DType::FLOAT64)?
    };
    let k = values.shape()[values.ndim() - 1];
    let shape = Dims::from_slice(&a.shape()[..a.ndim() - 2]);
    let all = values.as_slice::<f64>().unwrap_or(&[]);
    lanes::fresh::<i64>(&shape, |ranks| {
        for (rank, s) in ranks.iter_mut().zip(all.chunks_exact(k.max(1))) {
            let largest = s.iter().copied().fold(0.0, f64::max);
            let cutoff = tol.unwrap_or_else(|| largest * rtol.unwrap_or(m.max(n) as f64 * epsilon(dtype)));
            *rank = s.iter().filter(|&&x| x > cutoff).count() as i64;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_four_points() {
        let a = Tensor::from_slice(&[4, 2], &[0.0, 1.0, 1.0, 1.0, 2.0, 1.0, 3.0, 1.0]).unwrap();
        let b = Tensor::vector(&[-1.0, 0.2, 0.9, 2.1]).unwrap();
        let fit = lstsq(&a, &b, None).unwrap();
        let x = fit.solution.as_slice::<f64>().unwrap();
        assert!((x[0] - 1.0).abs() < 1e-14 && (x[1] + 0.95).abs() < 1e-14);
        assert!((fit.residuals.as_slice::<f64>().unwrap()[0] - 0.05).abs() < 1e-14);
        assert_eq!(fit.rank, 2);
        let ones = Tensor::from_slice(&[2, 2], &[1.0; 4]).unwrap();
        assert_eq!(matrix_rank(&ones, None, None, false).unwrap().as_slice::<i64>().unwrap(), [1]);
        let inverse = pinv(&ones, None, false).unwrap();
        assert!(inverse.as_slice::<f64>().unwrap().iter().all(|x| (x - 0.25).abs() < 1e-14));
    }
}
