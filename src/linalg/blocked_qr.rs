//! QR of large matrices by blocks of columns: faer factors a block, the threads share the columns that it turns. Q is formed in
//! the same way, the last block first (Golub & Van Loan 5.2.3).

use super::large_svd::Reflectors;
use super::number::Number;
use crate::pool;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::householder::{
    apply_block_householder_on_the_left_in_place_scratch as scratch,
    apply_block_householder_on_the_left_in_place_with_conj as turn_forth,
    apply_block_householder_transpose_on_the_left_in_place_with_conj as turn_back,
};
use faer::linalg::qr::no_pivoting::factor::{qr_in_place, qr_in_place_scratch, recommended_block_size};
use faer::reborrow::{Reborrow, ReborrowMut};
use faer::{Conj, Mat, MatMut, MatRef, Par};

/// Columns that a thread turns at a time.
const COLUMNS: usize = 64;
/// Elements of a block times columns beside it from which a second thread gains more than its start costs.
const SHARED: usize = 1 << 19;

/// R above the diagonal, the reflectors of Q below it. `None` where a column depends on those before it to the last bit: faer
/// leaves out its reflector then, and the rows of a block no longer follow from its place.
pub fn factor<T: Number>(mut a: Mat<T>) -> Option<Reflectors<T>> {
    let (m, n) = a.shape();
    let size = m.min(n);
    let block = recommended_block_size::<T>(m, n);
    let mut taus = Mat::zeros(block, size);
    let mut memory = MemBuffer::new(qr_in_place_scratch::<T>(m, block, block, Par::Seq, Default::default()));
    for start in (0..size).step_by(block) {
        let width = block.min(size - start);
        let below = a.as_mut().submatrix_mut(start, start, m - start, n - start);
        let (mut panel, rest) = below.split_at_col_mut(width);
        let mut taus = taus.as_mut().submatrix_mut(0, start, width, width);
        let stack = MemStack::new(&mut memory);
        if qr_in_place(panel.rb_mut(), taus.rb_mut(), Par::Seq, stack, Default::default()).rank < width {
            return None;
        }
        apply(panel.rb(), taus.rb(), true, rest);
    }
    Some(Reflectors { basis: a, taus })
}

/// The first `columns` columns of Q.
pub fn form_q<T: Number>(qr: &Reflectors<T>, columns: usize) -> Mat<T> {
    let (m, size, block) = (qr.basis.nrows(), qr.taus.ncols(), qr.taus.nrows());
    let mut q = Mat::identity(m, columns);
    for start in (0..size).step_by(block).rev() {
        let width = block.min(size - start);
        let panel = qr.basis.as_ref().submatrix(start, start, m - start, width);
        let taus = qr.taus.as_ref().submatrix(0, start, width, width);
        // What is left and above has been and stays that of the identity.
        apply(panel, taus, false, q.as_mut().submatrix_mut(start, start, m - start, columns - start));
    }
    q
}

/// Applies the block's product of reflectors, or (`adjoint`) its adjoint, from the left.
fn apply<T: Number>(basis: MatRef<'_, T>, taus: MatRef<'_, T>, adjoint: bool, matrix: MatMut<'_, T>) {
    let turn = |part: MatMut<'_, T>| {
        let mut memory = MemBuffer::new(scratch::<T>(basis.nrows(), taus.nrows(), part.ncols()));
        let stack = MemStack::new(&mut memory);
        if adjoint {
            turn_back(basis, taus, Conj::Yes, part, Par::Seq, stack);
        } else {
            turn_forth(basis, taus, Conj::No, part, Par::Seq, stack);
        }
    };
    if basis.nrows() * basis.ncols() * matrix.ncols() < SHARED || pool::threads() < 2 {
        return turn(matrix);
    }
    let mut parts = Vec::new();
    let mut rest = matrix;
    while rest.ncols() > COLUMNS + COLUMNS / 2 {
        let (part, more) = rest.split_at_col_mut(COLUMNS);
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    pool::for_each_of(parts, |_, part| turn(part));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_is_the_matrix() {
        for (m, n) in [(200, 200), (300, 130), (130, 300)] {
            let a = Mat::from_fn(m, n, |i, j| {
                ((i * 7919 + j * 104729 + i * j) % 1009) as f64 / 1009.0 + 3.0 * f64::from(u8::from(i == j))
            });
            let k = m.min(n);
            let qr = factor(a.clone()).unwrap();
            let q = form_q(&qr, k);
            for i in (0..m).step_by(7) {
                for j in (0..n).step_by(5) {
                    let sum: f64 = (0..k.min(j + 1)).map(|l| q[(i, l)] * qr.basis[(l, j)]).sum();
                    assert!((sum - a[(i, j)]).abs() < 1e-12, "{m} {n} {i} {j}");
                }
            }
            for i in 0..k {
                let dot = |j: usize| (0..m).map(|l| q[(l, i)] * q[(l, j)]).sum::<f64>();
                assert!((dot(i) - 1.0).abs() < 1e-13 && dot((i + 1) % k).abs() < 1e-13);
            }
        }
        let mut dependent = Mat::<f64>::zeros(90, 80);
        dependent[(0, 0)] = 1.0;
        assert!(factor(dependent).is_none());
    }
}
