//! Tensors ↔ matrices: views without a copy where the strides allow it, faer's types and back.

use super::kernel::MatrixView;
use super::number::Number;
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes::View;
use crate::tensor::{Element, Tensor};
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::traits::ComplexField;
use faer::{Conj, Mat, MatMut, MatRef, Par};

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

/// Rows and columns of the blocks by which matrices are transposed: they stay in the first-level cache.
const TILE: usize = 16;

/// An owned faer matrix from elements in row-major order.
pub fn owned<T: Copy + ComplexField>(data: &[T], rows: usize, cols: usize) -> Mat<T> {
    let mut matrix = Mat::zeros(rows, cols);
    for top in (0..rows).step_by(TILE) {
        for left in (0..cols).step_by(TILE) {
            for j in left..(left + TILE).min(cols) {
                let column = &mut matrix.col_as_slice_mut(j)[top..(top + TILE).min(rows)];
                for (i, place) in column.iter_mut().enumerate() {
                    *place = data[(top + i) * cols + j];
                }
            }
        }
    }
    matrix
}

/// An owned faer matrix from elements in column-major order.
pub fn by_columns<T: Copy + ComplexField>(data: &[T], rows: usize, cols: usize) -> Mat<T> {
    let mut matrix = Mat::zeros(rows, cols);
    (0..cols).for_each(|j| matrix.col_as_slice_mut(j).copy_from_slice(&data[j * rows..(j + 1) * rows]));
    matrix
}

/// Writes a faer matrix in row-major order.
pub fn write<T: Copy>(m: MatRef<'_, T>, out: &mut [T]) {
    let (rows, cols) = m.shape();
    for top in (0..rows).step_by(TILE) {
        for left in (0..cols).step_by(TILE) {
            for j in left..(left + TILE).min(cols) {
                let column = m.col(j).subrows(top, TILE.min(rows - top));
                match column.try_as_col_major() {
                    Some(column) => {
                        let places = out[top * cols + j..].iter_mut().step_by(cols);
                        places.zip(column.as_slice()).for_each(|(place, &x)| *place = x);
                    }
                    None => (0..column.nrows()).for_each(|i| out[(top + i) * cols + j] = column[i]),
                }
            }
        }
    }
}

/// x / |x|, or 1.
pub fn phase<T: Number>(x: T) -> T {
    let size = x.modulus();
    if size == 0.0 { T::ONE } else { T::real(x.re() / size) + (x - T::real(x.re())).times(1.0 / size) }
}

/// Applies the product of a sequence of reflectors (the columns below the diagonal of `basis`, block factors in `taus`)
/// to a matrix from the left, columns shared by two threads.
pub fn turn<T: Number>(basis: MatRef<'_, T>, taus: MatRef<'_, T>, conjugate: Conj, matrix: MatMut<'_, T>) {
    /// Multiplications that are worth a second thread.
    const SHARED: usize = 1 << 21;
    let (rows, cols) = matrix.shape();
    if rows * cols * basis.ncols() > SHARED && cols >= 64 && pool::threads() > 1 {
        let (left, right) = matrix.split_at_col_mut(cols / 2);
        pool::join(|| turn_part(basis, taus, conjugate, left), || turn_part(basis, taus, conjugate, right));
    } else {
        turn_part(basis, taus, conjugate, matrix);
    }
}

fn turn_part<T: Number>(basis: MatRef<'_, T>, taus: MatRef<'_, T>, conjugate: Conj, matrix: MatMut<'_, T>) {
    use faer::linalg::householder::{
        apply_block_householder_sequence_on_the_left_in_place_scratch as scratch,
        apply_block_householder_sequence_on_the_left_in_place_with_conj as apply,
    };
    let mut memory = MemBuffer::new(scratch::<T>(basis.nrows(), taus.nrows(), matrix.ncols()));
    apply(basis, taus, conjugate, matrix, Par::Seq, MemStack::new(&mut memory));
}

/// The typed view of a native, aligned tensor.
pub fn typed<T: Element>(tensor: &Tensor) -> Result<View<'_, T>> {
    View::new(tensor).ok_or_else(|| Error::type_error("unsupported element type in linalg"))
}
