//! Tensors ↔ matrices: views without a copy where the strides allow it, faer's types and back.

use super::kernel::MatrixView;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes::View;
use crate::tensor::{Element, Tensor};
use faer::{Mat, MatRef};

/// The last two axes of a tensor as a matrix, at a byte offset from element (0, …, 0). `None` where a stride is negative
/// or not a multiple of the item size.
pub fn matrix_at<'a, T: Element>(
    view: &View<'a, T>,
    offset: isize,
    (rows, cols): (usize, usize),
    (row_stride, col_stride): (isize, isize),
) -> Option<MatrixView<'a, T>> {
    let item = size_of::<T>() as isize;
    let step = |stride: isize, n: usize| match stride {
        _ if n <= 1 => Some(1),
        s if s >= 0 && s % item == 0 => Some((s / item) as usize),
        _ => None,
    };
    let (row_step, col_step) = (step(row_stride, rows)?, step(col_stride, cols)?);
    let span = if rows == 0 || cols == 0 { 0 } else { (rows - 1) * row_step + (cols - 1) * col_step + 1 };
    let data = view.lane(offset, span, item).as_slice()?;
    Some(MatrixView { data, rows, cols, row_step, col_step })
}

/// A matrix as faer sees it; `None` where neither rows nor columns lie in one piece.
pub fn faer_view<'a, T>(m: MatrixView<'a, T>) -> Option<MatRef<'a, T>> {
    if m.rows == 0 || m.cols == 0 {
        return None;
    }
    if m.col_step == 1 && (m.row_step >= m.cols || m.rows == 1) {
        let step = m.row_step.max(m.cols);
        return (m.data.len() >= (m.rows - 1) * step + m.cols)
            .then(|| MatRef::from_row_major_slice_with_stride(m.data, m.rows, m.cols, step));
    }
    if m.row_step == 1 && (m.col_step >= m.rows || m.cols == 1) {
        let step = m.col_step.max(m.rows);
        return (m.data.len() >= (m.cols - 1) * step + m.rows)
            .then(|| MatRef::from_column_major_slice_with_stride(m.data, m.rows, m.cols, step));
    }
    None
}

/// An owned faer matrix from elements in row-major order.
pub fn owned<T: Copy>(data: &[T], rows: usize, cols: usize) -> Mat<T> {
    Mat::from_fn(rows, cols, |i, j| data[i * cols + j])
}

/// Writes a faer matrix in row-major order.
pub fn write<T: Copy>(m: MatRef<'_, T>, out: &mut [T]) {
    let cols = m.ncols();
    for (i, row) in out.chunks_exact_mut(cols.max(1)).enumerate().take(m.nrows()) {
        for (j, place) in row.iter_mut().enumerate() {
            *place = m[(i, j)];
        }
    }
}

/// The typed view of a native, aligned tensor.
pub fn typed<T: Element>(tensor: &Tensor) -> Result<View<'_, T>> {
    View::new(tensor).ok_or_else(|| Error::type_error("unsupported element type in linalg"))
}
