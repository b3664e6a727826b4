//! The triangle R of a tall matrix without its Q: by chunks of rows that stay in cache, in two halves at the same time.
//!
//! Demmel, Grigori, Hoemmen & Langou, "Communication-optimal Parallel and Sequential QR and LU Factorizations" (SIAM J. Sci.
//! Comput. 34, 2012). The chunks do not depend on the number of threads.

use super::bridge::owned;
use super::householder::reflector;
use super::kernel::dot;
use super::large_svd;
use super::number::Number;
use crate::pool;
use crate::tensor::wide::wide;
use std::ops::Range;

/// Rows of a chunk.
const CHUNK: usize = 512;
/// Rows that are not halved any more.
const LEAF: usize = 8 * CHUNK;
/// Columns from which faer's blocks are faster than reflectors one by one.
const WIDE: usize = 96;

/// The matrix [a b], both row-major with `n` and `count` columns.
pub struct Joined<'a, T> {
    pub a: &'a [T],
    pub n: usize,
    pub b: &'a [T],
    pub count: usize,
}

impl<T: Number> Joined<'_, T> {
    fn width(&self) -> usize {
        self.n + self.count
    }

    /// Appends rows to a row-major matrix.
    fn append(&self, rows: Range<usize>, to: &mut Vec<T>) {
        for i in rows {
            to.extend_from_slice(&self.a[i * self.n..(i + 1) * self.n]);
            to.extend_from_slice(&self.b[i * self.count..(i + 1) * self.count]);
        }
    }
}

/// R of those rows, row-major, with as many rows as columns, or as many as there are.
pub fn triangle<T: Number>(rows: &Joined<'_, T>, range: Range<usize>) -> Vec<T> {
    let width = rows.width();
    if width >= WIDE {
        let mut all = Vec::with_capacity(range.len() * width);
        rows.append(range.clone(), &mut all);
        let factored = large_svd::qr(owned(&all, range.len(), width));
        let height = range.len().min(width);
        let entry = |k: usize| if k / width <= k % width { factored.basis[(k / width, k % width)] } else { T::ZERO };
        return (0..height * width).map(entry).collect();
    }
    if range.len() > LEAF {
        let middle = range.start + range.len() / 2 / CHUNK * CHUNK;
        let halves = (range.start..middle, middle..range.end);
        let (mut r, below) = pool::join(|| triangle(rows, halves.0), || triangle(rows, halves.1));
        r.extend_from_slice(&below);
        return reduce(&r, width);
    }
    let mut r = Vec::new();
    for start in range.clone().step_by(CHUNK) {
        rows.append(start..(start + CHUNK).min(range.end), &mut r);
        r = reduce(&r, width);
    }
    r
}

/// R of a row-major matrix, by reflectors on its columns.
fn reduce<T: Number>(a: &[T], width: usize) -> Vec<T> {
    let height = a.len() / width;
    let mut columns = vec![T::ZERO; a.len()];
    for (i, row) in a.chunks_exact(width).enumerate() {
        row.iter().enumerate().for_each(|(j, &x)| columns[j * height + i] = x);
    }
    let kept = height.min(width);
    for k in 0..kept {
        let (done, rest) = columns.split_at_mut((k + 1) * height);
        let column = &mut done[k * height + k..];
        let tau = make_reflector(column);
        if tau == T::ZERO {
            continue;
        }
        let v = &column[1..];
        for other in rest.chunks_exact_mut(height) {
            let (head, tail) = other[k..].split_at_mut(1);
            let factor = tau.conjugate() * (head[0] + inner(v, tail));
            head[0] -= factor;
            subtract(tail, factor, v);
        }
    }
    let entry = |k: usize| if k / width <= k % width { columns[k % width * height + k / width] } else { T::ZERO };
    (0..kept * width).map(entry).collect()
}

/// Makes a reflector of a column; its first element becomes β, the others v. Returns τ.
fn make_reflector<T: Number>(column: &mut [T]) -> T {
    let alpha = column[0];
    let rest = inner(&column[1..], &column[1..]).re();
    if T::COMPLEX || !(1e-280..1e280).contains(&(rest + alpha.re() * alpha.re())) || rest < 1e-280 {
        let count = column.len();
        let (beta, tau) = reflector(alpha, column, 1..count);
        column[0] = beta;
        return tau;
    }
    let size = (alpha.re() * alpha.re() + rest).sqrt();
    let beta = if alpha.re().is_sign_negative() { size } else { -size };
    let scale = 1.0 / (alpha.re() - beta);
    column[1..].iter_mut().for_each(|x| *x = x.times(scale));
    column[0] = T::real(beta);
    T::real((beta - alpha.re()) / beta)
}

/// vᴴ x.
fn inner<T: Number>(v: &[T], x: &[T]) -> T {
    if !T::COMPLEX {
        return dot(v, x);
    }
    v.iter().zip(x).fold(T::ZERO, |sum, (&v, &x)| sum + v.conjugate() * x)
}

/// x −= factor·v.
fn subtract<T: Number>(x: &mut [T], factor: T, v: &[T]) {
    wide(
        #[inline(always)]
        || {
            for (x, &v) in x.iter_mut().zip(v) {
                *x = T::fused(-factor, v, *x);
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RᵀR = AᵀA.
    #[test]
    fn chunks_keep_the_inner_products() {
        let (m, n) = (LEAF + 700, 3);
        let a: Vec<f64> = (0..m * n).map(|i| ((i * 7919) % 101) as f64 - 50.0).collect();
        let rows = Joined { a: &a, n, b: &[], count: 0 };
        let r = triangle(&rows, 0..m);
        for i in 0..n {
            for j in 0..n {
                let of = |a: &[f64]| a.chunks_exact(n).map(|row| row[i] * row[j]).sum::<f64>();
                assert!((of(&r) - of(&a)).abs() < 1e-9 * of(&a).abs().max(1e6));
            }
        }
        assert_eq!((r[3], r[6], r[7]), (0.0, 0.0, 0.0));
    }
}
