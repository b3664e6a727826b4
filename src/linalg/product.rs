//! Products besides `@`: dot, vdot, inner, outer, tensordot, kron, cross, powers and chains of matrices, traces.

use super::lu::{identities, inv};
use super::matmul::{conjugate, matmul};
use super::stack::{check_square, outer as stack_shape};
use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::promote::promote_types;
use crate::tensor::reduce::{Axes, Reduction, Request, reduce};
use crate::tensor::shape::{Dims, broadcast_shapes, normalize_axis, shape_text};
use crate::tensor::{DType, Kind, Order, Scalar, Tensor, cast};

/// `dot(a, b)`: scalars multiply, vectors and matrices as `@`, otherwise the last axis of `a` with the last but one of `b`.
pub fn dot(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    refuse_texts(a, b)?;
    if a.ndim() == 0 || b.ndim() == 0 {
        return multiply(a, b);
    }
    let (k, at) = (a.shape()[a.ndim() - 1], b.ndim().saturating_sub(2));
    if b.shape()[at] != k {
        return Err(not_aligned(a.shape(), b.shape(), a.ndim() - 1, at));
    }
    if a.ndim() <= 2 && b.ndim() <= 2 {
        return matmul(a, b).map_err(|error| renamed(error, "dot"));
    }
    let mut b_axes: Vec<isize> = vec![at as isize];
    b_axes.extend((0..b.ndim() as isize).filter(|&axis| axis != at as isize));
    contracted(a, &b.permute(&b_axes)?, k)
}

/// The last axis of `a` summed with the first of `b`.
fn contracted(a: &Tensor, b: &Tensor, k: usize) -> Result<Tensor> {
    let (left, right) = (&a.shape()[..a.ndim() - 1], &b.shape()[1..]);
    let shape: Dims = left.iter().chain(right).copied().collect();
    let (m, n) = (left.iter().product::<usize>(), right.iter().product::<usize>());
    let product = matmul(&a.reshaped(&[m, k], Order::C)?, &b.reshaped(&[k, n], Order::C)?)?;
    product.reshaped(&shape, Order::C)
}

fn renamed(error: Error, name: &str) -> Error {
    Error::new(error.kind, error.message.replace("'matmul'", &format!("'{name}'")))
}

/// `shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)`
fn not_aligned(a: &[usize], b: &[usize], i: usize, j: usize) -> Error {
    Error::value(format!(
        "shapes {} and {} not aligned: {} (dim {i}) != {} (dim {j})",
        shape_text(a),
        shape_text(b),
        a[i],
        b[j]
    ))
}

/// The elementwise product.
fn multiply(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    (Calc::from(a) * Calc::from(b)).tensor()
}

/// Texts have no products; with numbers they would be texts all, which are multiplied where one is 0-d.
fn refuse_texts(a: &Tensor, b: &Tensor) -> Result<()> {
    let is_text = |t: &Tensor| matches!(t.dtype().kind, Kind::Str(_));
    if !is_text(a) && !is_text(b) {
        return Ok(());
    }
    if a.ndim() > 0 && b.ndim() > 0 {
        return Err(Error::value("data type must provide an itemsize"));
    }
    let as_text = |t: &Tensor| match t.dtype().kind {
        Kind::Str(_) => Ok(t.clone()),
        // A single number is as long as it is written.
        _ if t.ndim() == 0 => {
            let text = cast::as_dtype(t, promote_types(t.dtype(), DType::native(Kind::Str(0)))?)?;
            let letters = match text.first() {
                Scalar::Str(letters) => letters.chars().count() as u32,
                _ => 0,
            };
            Tensor::zeros(&[], DType::native(Kind::Str(letters)))
        }
        _ => cast::as_dtype(t, promote_types(t.dtype(), DType::native(Kind::Str(0)))?),
    };
    multiply(&as_text(a)?, &as_text(b)?).map(|_| ())
}

/// `vdot(a, b)`: of the flattened arrays, the first one conjugated.
pub fn vdot(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    let flat = |t: &Tensor| t.reshaped(&[t.size()], Order::C);
    let (a, b) = (flat(a)?, flat(b)?);
    refuse_texts(&a, &b)?;
    if a.size() != b.size() {
        return Err(Error::value(format!(
            "cannot reshape array of size {} into shape {}",
            b.size(),
            shape_text(a.shape())
        )));
    }
    let a = if a.dtype().kind.is_complex() { conjugate(&lanes::native(&a, a.dtype().to_native())?)? } else { a };
    matmul(&a, &b).map_err(|error| renamed(error, "vdot"))
}

/// `inner(a, b)`: the last axes of both summed.
pub fn inner(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    refuse_texts(a, b)?;
    if a.ndim() == 0 || b.ndim() == 0 {
        return multiply(a, b);
    }
    let k = a.shape()[a.ndim() - 1];
    let mut axes: Vec<isize> = vec![b.ndim() as isize - 1];
    axes.extend(0..b.ndim() as isize - 1);
    let turned = b.permute(&axes)?;
    if turned.shape()[0] != k {
        // NumPy shows the second operand transposed.
        let shown: Vec<usize> = if b.ndim() == 2 { turned.shape().to_vec() } else { b.shape().to_vec() };
        let at = if b.ndim() == 2 { 0 } else { b.ndim() - 1 };
        return Err(not_aligned(a.shape(), &shown, a.ndim() - 1, at));
    }
    if a.ndim() == 1 && b.ndim() == 1 {
        return matmul(a, b);
    }
    contracted(a, &turned, k)
}

/// `outer(a, b)`: every product of two elements of the flattened arrays.
pub fn outer(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    multiply(&a.reshaped(&[a.size(), 1], Order::C)?, &b.reshaped(&[1, b.size()], Order::C)?)
}

/// `tensordot(a, b, (a_axes, b_axes))`: those axes summed in pairs.
pub fn tensordot(a: &Tensor, b: &Tensor, a_axes: &[isize], b_axes: &[isize]) -> Result<Tensor> {
    refuse_texts(a, b)?;
    let mismatch = || Error::value("shape-mismatch for sum");
    if a_axes.len() != b_axes.len() {
        return Err(mismatch());
    }
    let indices =
        |t: &Tensor, axes: &[isize]| axes.iter().map(|&x| normalize_axis(x, t.ndim())).collect::<Result<Vec<_>>>();
    let out_of_range = |_| Error::index("tuple index out of range");
    let (first, second) = (indices(a, a_axes).map_err(out_of_range)?, indices(b, b_axes).map_err(out_of_range)?);
    if first.iter().zip(&second).any(|(&i, &j)| a.shape()[i] != b.shape()[j]) {
        return Err(mismatch());
    }
    let kept = |t: &Tensor, axes: &[usize]| (0..t.ndim()).filter(|i| !axes.contains(i)).collect::<Vec<_>>();
    let (a_kept, b_kept) = (kept(a, &first), kept(b, &second));
    let k: usize = first.iter().map(|&i| a.shape()[i]).product();
    let order = |x: &[usize], y: &[usize]| x.iter().chain(y).map(|&i| i as isize).collect::<Vec<_>>();
    let m: usize = a_kept.iter().map(|&i| a.shape()[i]).product();
    let n: usize = b_kept.iter().map(|&i| b.shape()[i]).product();
    let left = a.permute(&order(&a_kept, &first))?.reshaped(&[m, k], Order::C)?;
    let right = b.permute(&order(&second, &b_kept))?.reshaped(&[k, n], Order::C)?;
    let shape: Dims = a_kept.iter().map(|&i| a.shape()[i]).chain(b_kept.iter().map(|&i| b.shape()[i])).collect();
    matmul(&left, &right).map_err(|error| renamed(error, "dot"))?.reshaped(&shape, Order::C)
}

/// The Kronecker product of arrays of any dimensions.
pub fn kron(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    let ndim = a.ndim().max(b.ndim());
    if a.ndim() == 0 || b.ndim() == 0 {
        return multiply(a, b);
    }
    let padded =
        |t: &Tensor| -> Dims { std::iter::repeat_n(1, ndim - t.ndim()).chain(t.shape().iter().copied()).collect() };
    let (x, y) = (padded(a), padded(b));
    let spread_first: Dims = x.iter().flat_map(|&n| [n, 1]).collect();
    let spread_second: Dims = y.iter().flat_map(|&n| [1, n]).collect();
    let shape: Dims = x.iter().zip(&y).map(|(&m, &n)| m * n).collect();
    multiply(&a.reshaped(&spread_first, Order::C)?, &b.reshaped(&spread_second, Order::C)?)?.reshaped(&shape, Order::C)
}

/// `cross(a, b)` along axes of length 2 or 3; the result's vectors lie along `axis_out` where there are any.
pub fn cross(a: &Tensor, b: &Tensor, axis_a: isize, axis_b: isize, axis_out: isize) -> Result<Tensor> {
    if a.ndim() == 0 || b.ndim() == 0 {
        return Err(Error::value("At least one array has zero dimension"));
    }
    let last =
        |t: &Tensor, axis: isize| -> Result<Tensor> { Ok(lanes::moved_last(t, normalize_axis(axis, t.ndim())?)) };
    let (a, b) = (last(a, axis_a)?, last(b, axis_b)?);
    let (p, q) = (a.shape()[a.ndim() - 1], b.shape()[b.ndim() - 1]);
    if !(2..=3).contains(&p) || !(2..=3).contains(&q) {
        return Err(Error::value("incompatible dimensions for cross product\n(dimension must be 2 or 3)"));
    }
    let product = |i: usize, j: usize| {
        let part = |t: &Tensor, i: usize| Calc::from(&t.subarray(t.ndim() - 1, i));
        part(&a, i) * part(&b, j)
    };
    // x_i y_j − x_j y_i, a missing third component being 0.
    let minor = |i: usize, j: usize| match (i.max(j) < p, i.max(j) < q) {
        // Only b (or only a) has a third component.
        (false, true) if j == 2 => product(i, j),
        (false, true) => -product(j, i),
        (true, false) if j == 2 => -product(j, i),
        (true, false) => product(i, j),
        _ => product(i, j) - product(j, i),
    };
    if p == 2 && q == 2 {
        return minor(0, 1).tensor();
    }
    let mut shape = broadcast_shapes(&[&a.shape()[..a.ndim() - 1], &b.shape()[..b.ndim() - 1]])?;
    shape.push(3);
    let result = Tensor::zeros(&shape, promote_types(a.dtype(), b.dtype())?.to_native())?;
    for (i, part) in [minor(1, 2), minor(2, 0), minor(0, 1)].into_iter().enumerate() {
        part.store(&result.subarray(shape.len() - 1, i))?;
    }
    let axis = normalize_axis(axis_out, shape.len())?;
    Ok(lanes::moved_back(&result, axis))
}

/// The sum along a diagonal, over two axes.
pub fn trace(a: &Tensor, offset: isize, axis1: isize, axis2: isize, dtype: Option<DType>) -> Result<Tensor> {
    let diagonal = a.diagonal(offset, axis1, axis2)?;
    let request = Request { axes: Axes::one(-1), dtype, ..Request::default() };
    Ok(reduce(Reduction::Sum, &diagonal, &request)?.0)
}

/// `matrix_power(a, n)` by repeated squaring; negative powers of the inverse.
pub fn matrix_power(a: &Tensor, n: i64) -> Result<Tensor> {
    let size = check_square(a)?;
    if n == 0 {
        let dtype = a.dtype().to_native();
        return Ok(cast::cast(&identities(&stack_shape(a), size, DType::FLOAT64)?, dtype, Order::C)?.0);
    }
    let base = if n < 0 { inv(a)? } else { lanes::contiguous(a, a.dtype().to_native())? };
    let mut left = n.unsigned_abs();
    match left {
        1 => return Ok(base),
        2 => return matmul(&base, &base),
        3 => return matmul(&matmul(&base, &base)?, &base),
        _ => {}
    }
    let (mut square, mut result): (Option<Tensor>, Option<Tensor>) = (None, None);
    while left > 0 {
        let z = match square {
            None => base.clone(),
            Some(z) => matmul(&z, &z)?,
        };
        if left % 2 == 1 {
            result = Some(match result {
                None => z.clone(),
                Some(result) => matmul(&result, &z)?,
            });
        }
        square = Some(z);
        left /= 2;
    }
    result.ok_or_else(|| Error::linalg("Last 2 dimensions of the array must be square"))
}

/// The product of several matrices in the order that needs the fewest multiplications (Cormen et al., *Introduction to
/// Algorithms*, 15.2). The first and the last may be vectors.
pub fn multi_dot(arrays: &[Tensor]) -> Result<Tensor> {
    let n = arrays.len();
    if n < 2 {
        return Err(Error::value("Expecting at least two arrays."));
    }
    if n == 2 {
        return dot(&arrays[0], &arrays[1]);
    }
    let mut matrices = arrays.to_vec();
    let (first_vector, last_vector) = (arrays[0].ndim() == 1, arrays[n - 1].ndim() == 1);
    if first_vector {
        matrices[0] = arrays[0].reshaped(&[1, arrays[0].size()], Order::C)?;
    }
    if last_vector {
        matrices[n - 1] = arrays[n - 1].reshaped(&[arrays[n - 1].size(), 1], Order::C)?;
    }
    for matrix in &matrices {
        super::stack::check_matrix(matrix)?;
    }
    let mut lengths: Vec<f64> = matrices.iter().map(|m| m.shape()[0] as f64).collect();
    lengths.push(matrices[n - 1].shape()[1] as f64);
    let result = if n == 3 {
        let [a, b, c, d] = [lengths[0], lengths[1], lengths[2], lengths[3]];
        if a * c * (b + d) < b * d * (a + c) {
            dot(&dot(&matrices[0], &matrices[1])?, &matrices[2])?
        } else {
            dot(&matrices[0], &dot(&matrices[1], &matrices[2])?)?
        }
    } else {
        let splits = best_splits(&lengths);
        multiply_chain(&matrices, &splits, 0, n - 1)?
    };
    match (first_vector, last_vector) {
        (true, true) => result.reshaped(&[], Order::C),
        (true, false) | (false, true) => result.reshaped(&[result.size()], Order::C),
        _ => Ok(result),
    }
}

fn best_splits(lengths: &[f64]) -> Vec<Vec<usize>> {
    let n = lengths.len() - 1;
    let (mut cost, mut split) = (vec![vec![0.0; n]; n], vec![vec![0; n]; n]);
    for width in 1..n {
        for i in 0..n - width {
            let j = i + width;
            cost[i][j] = f64::INFINITY;
            for k in i..j {
                let q = cost[i][k] + cost[k + 1][j] + lengths[i] * lengths[k + 1] * lengths[j + 1];
                if q < cost[i][j] {
                    cost[i][j] = q;
                    split[i][j] = k;
                }
            }
        }
    }
    split
}

fn multiply_chain(matrices: &[Tensor], splits: &[Vec<usize>], i: usize, j: usize) -> Result<Tensor> {
    if i == j {
        return Ok(matrices[i].clone());
    }
    let k = splits[i][j];
    dot(&multiply_chain(matrices, splits, i, k)?, &multiply_chain(matrices, splits, k + 1, j)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products() {
        let a = Tensor::from_slice(&[2, 2], &[1i64, 2, 3, 4]).unwrap();
        let v = Tensor::vector(&[1i64, 10]).unwrap();
        assert_eq!(inner(&a, &v).unwrap().as_slice::<i64>().unwrap(), [21, 43]);
        assert_eq!(outer(&v, &v).unwrap().as_slice::<i64>().unwrap(), [1, 10, 10, 100]);
        assert_eq!(kron(&v, &v).unwrap().as_slice::<i64>().unwrap(), [1, 10, 10, 100]);
        assert_eq!(matrix_power(&a, 5).unwrap().as_slice::<i64>().unwrap(), [1069, 1558, 2337, 3406]);
        assert_eq!(tensordot(&a, &a, &[0, 1], &[0, 1]).unwrap().as_slice::<i64>().unwrap(), [30]);
        assert_eq!(trace(&a, 0, 0, 1, None).unwrap().as_slice::<i64>().unwrap(), [5]);
        let (x, y) = (Tensor::vector(&[1i64, 2, 3]).unwrap(), Tensor::vector(&[4i64, 5, 6]).unwrap());
        assert_eq!(cross(&x, &y, -1, -1, -1).unwrap().as_slice::<i64>().unwrap(), [-3, 6, -3]);
        assert_eq!(cross(&x, &v, -1, -1, -1).unwrap().as_slice::<i64>().unwrap(), [-30, 3, 8]);
        let error = dot(&Tensor::zeros(&[2, 3], DType::FLOAT64).unwrap(), &a).err().map(|e| e.message).unwrap();
        assert_eq!(error, "shapes (2,3) and (2,2) not aligned: 3 (dim 1) != 2 (dim 0)");
    }
}
