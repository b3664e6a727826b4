//! Reductions whose innermost axis is kept: rows are combined into the results below them, one row after the other.
//!
//! Each column's elements are taken strictly in order, so the operation need not be associative; columns are independent of
//! each other, which is what the vectors of the machine are used for.

use super::plan::Axis;
use super::sum::{Job, Positions};
use crate::pool;
use crate::tensor::Element;
use crate::tensor::lanes::{Rows, View};
use crate::tensor::wide::wide;

/// Columns that are combined together, so that their results stay in the first-level cache.
const TILE: usize = 2048;
/// Rows up to this length are combined with all results in registers.
const NARROW: usize = 32;
/// Elements between two looks at the interrupt flag.
const PIECE: usize = 1 << 18;
/// Elements of strided rows that are copied together before they are combined.
const BUFFER: usize = 4096;

/// Combines the source's elements with the results: `op(result, element)`.
pub fn add_all_rows<S: Element, O: Element>(job: &Job<'_, S>, out: &mut [O], op: impl Fn(O, S) -> O + Copy) {
    // A slice of nothing takes no memory, however long.
    let nothing = vec![(); out.len()];
    add_all_rows_with(job, out, &nothing, move |result, x, ()| op(result, x));
}

/// As [`add_all_rows`] with a number that belongs to each result: `op(result, element, constant)`.
pub fn add_all_rows_with<S: Element, O: Element, C: Copy>(
    job: &Job<'_, S>,
    out: &mut [O],
    constants: &[C],
    op: impl Fn(O, S, C) -> O + Copy,
) {
    let Some((inner, outer)) = job.plan.axes.split_first() else {
        if let (Some(result), Some(&constant)) = (out.first_mut(), constants.first()) {
            *result = op(*result, job.view.lane(job.offset, 1, 0).get(0), constant);
        }
        return;
    };
    let single = Axis { len: 1, stride: 0, step: 0 };
    let (rows, rest) = match outer.split_first() {
        Some((second, rest)) if second.is_reduced() => (*second, rest),
        _ => (single, outer),
    };
    for from in (0..inner.len).step_by(TILE) {
        let n = TILE.min(inner.len - from);
        let start = job.offset + from as isize * inner.stride;
        for (offset, result) in Positions::new(rest, start) {
            let (results, constants) = (&mut out[result + from..][..n], &constants[result + from..][..n]);
            let block = Block { view: job.view, offset, stride: inner.stride, rows };
            block.add(results, constants, op);
            if pool::interrupted() {
                return;
            }
        }
    }
}

/// Some columns of equally distant rows.
struct Block<'a, S> {
    view: View<'a, S>,
    offset: isize,
    /// Bytes from one element of a row to the next.
    stride: isize,
    rows: Axis,
}

impl<S: Element> Block<'_, S> {
    fn add<O: Element, C: Copy>(&self, results: &mut [O], constants: &[C], op: impl Fn(O, S, C) -> O + Copy) {
        let n = results.len();
        if n == 0 {
            return;
        }
        let piece = (PIECE / n).max(1);
        if self.stride == size_of::<S>() as isize
            && let Some(rows) = self.view.rows(self.offset, n, self.rows.len, self.rows.stride)
        {
            for from in (0..rows.len()).step_by(piece) {
                add_rows(rows.part(from, piece.min(rows.len() - from)), results, constants, op);
                if pool::interrupted() {
                    return;
                }
            }
            return;
        }
        let together = (BUFFER / n).clamp(1, self.rows.len.max(1));
        let mut buffer = vec![S::ZERO; together * n];
        for from in (0..self.rows.len).step_by(together) {
            let count = together.min(self.rows.len - from);
            for (i, into) in buffer.chunks_exact_mut(n).take(count).enumerate() {
                let offset = self.offset + (from + i) as isize * self.rows.stride;
                self.view.lane(offset, n, self.stride).gather(into);
            }
            add_rows(Rows::packed(&buffer[..count * n], n), results, constants, op);
            if from % PIECE == 0 && pool::interrupted() {
                return;
            }
        }
    }
}

/// Combines rows as long as the results with them.
fn add_rows<S: Element, O: Element, C: Copy>(
    rows: Rows<'_, S>,
    results: &mut [O],
    constants: &[C],
    op: impl Fn(O, S, C) -> O + Copy,
) {
    wide(
        #[inline(always)]
        || match results.len() {
            0 => {}
            1 => narrow::<S, O, C, 1>(rows, results, constants, op),
            2..=3 => narrow::<S, O, C, 2>(rows, results, constants, op),
            4..=7 => narrow::<S, O, C, 4>(rows, results, constants, op),
            8..=15 => narrow::<S, O, C, 8>(rows, results, constants, op),
            16..=NARROW => narrow::<S, O, C, 16>(rows, results, constants, op),
            _ => long(rows, results, constants, op),
        },
    );
}

/// Rows of `W` to `2·W` elements: the first `W` columns and the last `W` columns are kept in registers. Where these overlap,
/// the same is calculated twice.
#[inline(always)]
fn narrow<S: Element, O: Element, C: Copy, const W: usize>(
    rows: Rows<'_, S>,
    results: &mut [O],
    constants: &[C],
    op: impl Fn(O, S, C) -> O + Copy,
) {
    let n = results.len();
    let last = n - W;
    let (mut left, mut right) = ([results[0]; W], [results[last]; W]);
    left.copy_from_slice(&results[..W]);
    right.copy_from_slice(&results[last..]);
    let (mut left_constants, mut right_constants) = ([constants[0]; W], [constants[last]; W]);
    left_constants.copy_from_slice(&constants[..W]);
    right_constants.copy_from_slice(&constants[last..n]);
    for i in 0..rows.len() {
        let row = &rows.row(i)[..n];
        let (first, second) = (&row[..W], &row[last..last + W]);
        for j in 0..W {
            left[j] = op(left[j], first[j], left_constants[j]);
        }
        for j in 0..W {
            right[j] = op(right[j], second[j], right_constants[j]);
        }
    }
    results[..W].copy_from_slice(&left);
    results[last..].copy_from_slice(&right);
}

/// Long rows, four at a time.
#[inline(always)]
fn long<S: Element, O: Element, C: Copy>(
    rows: Rows<'_, S>,
    results: &mut [O],
    constants: &[C],
    op: impl Fn(O, S, C) -> O + Copy,
) {
    let n = results.len();
    let constants = &constants[..n];
    let fours = rows.len() / 4 * 4;
    for i in (0..fours).step_by(4) {
        let (a, b) = (&rows.row(i)[..n], &rows.row(i + 1)[..n]);
        let (c, d) = (&rows.row(i + 2)[..n], &rows.row(i + 3)[..n]);
        for j in 0..n {
            let k = constants[j];
            results[j] = op(op(op(op(results[j], a[j], k), b[j], k), c[j], k), d[j], k);
        }
    }
    for i in fours..rows.len() {
        let row = &rows.row(i)[..n];
        for j in 0..n {
            results[j] = op(results[j], row[j], constants[j]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Tensor;
    use crate::tensor::reduce::plan::Plan;
    use crate::tensor::shape::{Dims, Strides};

    fn sums(t: &Tensor, width: usize) -> Vec<f64> {
        let plan = Plan::new(t, &[true, false]);
        let mut out = vec![0.5; width];
        let job = Job { view: View::<f64>::new(t).unwrap(), plan, offset: 0, direct: true };
        add_all_rows(&job, &mut out, |sum, x: f64| sum / 1.5 + x);
        out
    }

    #[test]
    fn rows_are_taken_in_order_whatever_their_width_and_strides() {
        for width in (3..40).chain([64, 2100]) {
            let (count, x) = (7, |i: usize, j: usize| ((i * 31 + j * 17) % 101) as f64 / 7.0);
            let t = Tensor::generate::<f64>(&[count, width], |k| x(k / width, k % width)).unwrap();
            let want = |rows: &mut dyn Iterator<Item = usize>, from: &dyn Fn(usize) -> usize, n: usize| -> Vec<f64> {
                let rows: Vec<usize> = rows.collect();
                (0..n).map(|j| rows.iter().fold(0.5, |sum, &i| sum / 1.5 + x(i, from(j)))).collect()
            };
            assert_eq!(sums(&t, width), want(&mut (0..count), &|j| j, width));
            let row = (width * 8) as isize;
            // Every second row upwards; then every second column.
            let up = t.with_geometry(6 * row, Dims::from_slice(&[4, width]), Strides::from_slice(&[-2 * row, 8]));
            assert_eq!(sums(&up, width), want(&mut [6, 4, 2, 0].into_iter(), &|j| j, width));
            let n = width.div_ceil(2);
            let spread = t.with_geometry(0, Dims::from_slice(&[count, n]), Strides::from_slice(&[row, 16]));
            assert_eq!(sums(&spread, n), want(&mut (0..count), &|j| 2 * j, n));
        }
    }
}
