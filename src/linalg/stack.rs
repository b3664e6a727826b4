//! Stacks of matrices: checks of their shape, and one pass over them with scratch space that is made once.

use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::shape::{Dims, broadcast_shapes};
use crate::tensor::{Element, Tensor};

/// LinAlgError unless there are two axes at least.
pub fn check_stacked(a: &Tensor) -> Result<()> {
    if a.ndim() < 2 {
        return Err(Error::linalg(format!(
            "{}-dimensional array given. Array must be at least two-dimensional",
            a.ndim()
        )));
    }
    Ok(())
}

/// LinAlgError unless there are exactly two axes.
pub fn check_matrix(a: &Tensor) -> Result<()> {
    if a.ndim() != 2 {
        return Err(Error::linalg(format!("{}-dimensional array given. Array must be two-dimensional", a.ndim())));
    }
    Ok(())
}

/// LinAlgError unless the last two axes are equally long.
pub fn check_square(a: &Tensor) -> Result<usize> {
    check_stacked(a)?;
    let (m, n) = dims(a);
    if m != n {
        return Err(Error::linalg("Last 2 dimensions of the array must be square"));
    }
    Ok(n)
}

/// Rows and columns of the matrices.
pub fn dims(a: &Tensor) -> (usize, usize) {
    let shape = a.shape();
    (shape[shape.len() - 2], shape[shape.len() - 1])
}

/// The shape of the stack alone.
pub fn outer(a: &Tensor) -> Dims {
    Dims::from_slice(&a.shape()[..a.ndim() - 2])
}

/// The stack's shape with other dimensions after it.
pub fn with_core(outer: &[usize], core: &[usize]) -> Dims {
    outer.iter().chain(core).copied().collect()
}

/// The matrices of a C-ordered tensor of `T`.
pub fn matrices<T: Element>(a: &Tensor) -> impl Iterator<Item = &[T]> {
    let (m, n) = dims(a);
    let count: usize = a.shape()[..a.ndim() - 2].iter().product();
    let all = a.as_slice::<T>().unwrap_or(&[]);
    (0..count).map(move |i| all.get(i * m * n..(i + 1) * m * n).unwrap_or(&[]))
}

/// A new tensor of stacked blocks, each filled from the matrix at the same place of `a`.
pub fn map<T: Element, O: Element>(
    a: &Tensor,
    core: &[usize],
    mut f: impl FnMut(&[T], &mut [O]) -> Result<()>,
) -> Result<Tensor> {
    let size: usize = core.iter().product();
    lanes::try_fresh::<O>(&with_core(&outer(a), core), |out| {
        for (i, matrix) in matrices::<T>(a).enumerate() {
            f(matrix, &mut out[i * size..(i + 1) * size])?;
            lanes::check_interrupt()?;
        }
        Ok(())
    })
}

/// As [`map`] with two results a matrix.
pub fn map2<T: Element, A: Element, B: Element>(
    a: &Tensor,
    cores: (&[usize], &[usize]),
    mut f: impl FnMut(&[T], &mut [A], &mut [B]) -> Result<()>,
) -> Result<(Tensor, Tensor)> {
    let size: usize = cores.1.iter().product();
    let mut first = None;
    let second = lanes::try_fresh::<B>(&with_core(&outer(a), cores.1), |second| {
        let mut i = 0;
        first = Some(map::<T, A>(a, cores.0, |matrix, x| {
            i += 1;
            f(matrix, x, &mut second[(i - 1) * size..i * size])
        })?);
        Ok(())
    })?;
    first.map(|first| (first, second)).ok_or_else(|| Error::linalg("empty stack"))
}

/// As [`map`] with three results a matrix.
pub fn map3<T: Element, A: Element, B: Element, C: Element>(
    a: &Tensor,
    cores: (&[usize], &[usize], &[usize]),
    mut f: impl FnMut(&[T], &mut [A], &mut [B], &mut [C]) -> Result<()>,
) -> Result<(Tensor, Tensor, Tensor)> {
    let size: usize = cores.2.iter().product();
    let mut pair = None;
    let third = lanes::try_fresh::<C>(&with_core(&outer(a), cores.2), |third| {
        let mut i = 0;
        pair = Some(map2::<T, A, B>(a, (cores.0, cores.1), |matrix, x, y| {
            i += 1;
            f(matrix, x, y, &mut third[(i - 1) * size..i * size])
        })?);
        Ok(())
    })?;
    pair.map(|(a, b)| (a, b, third)).ok_or_else(|| Error::linalg("empty stack"))
}

/// Both tensors with their stacks broadcast to a common one, C-ordered; `cores` dimensions at the end stay as they are.
pub fn broadcast(a: &Tensor, b: &Tensor, cores: (usize, usize)) -> Result<(Tensor, Tensor)> {
    let split =
        |t: &Tensor, core: usize| (t.shape()[..t.ndim() - core].to_vec(), t.shape()[t.ndim() - core..].to_vec());
    let ((a_outer, a_core), (b_outer, b_core)) = (split(a, cores.0), split(b, cores.1));
    if a_outer == b_outer {
        return Ok((a.clone(), b.clone()));
    }
    let common = broadcast_shapes(&[&a_outer, &b_outer])?;
    let spread = |t: &Tensor, core: &[usize]| {
        let wide = t.broadcast_to(&with_core(&common, core))?;
        lanes::contiguous(&wide, t.dtype())
    };
    Ok((spread(a, &a_core)?, spread(b, &b_core)?))
}
