//! Where minima and maxima are: the first of equal ones, the first NaN where there is one.

use super::extreme::{Most, Ordered, most_of};
use super::pairwise::PARALLEL;
use super::plan::k_order;
use super::sum::for_each_run;
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes::{self, Lane, View};
use crate::tensor::shape::{Dims, Strides, normalize_axis};
use crate::tensor::sort::order::Comparator;
use crate::tensor::wide::wide;
use crate::tensor::{Kind, Tensor};
use std::cmp::Ordering;

/// The positions of the first minima or maxima: along one axis, or of the flattened array. int64.
pub fn arg_extreme(a: &Tensor, axis: Option<isize>, keepdims: bool, max: bool) -> Result<Tensor> {
    let name = if max { "argmax" } else { "argmin" };
    let source = match axis {
        None => a.reshaped(&[a.size()], crate::tensor::Order::C)?,
        Some(_) if a.ndim() == 0 => a.reshaped(&[1], crate::tensor::Order::C)?,
        Some(_) => a.clone(),
    };
    let at = match axis {
        None => 0,
        Some(axis) => normalize_axis(axis, a.ndim().max(1)).map_err(|_| Error::axis(axis, a.ndim()))?,
    };
    let results: Dims = source.shape().iter().enumerate().filter(|(i, _)| *i != at).map(|(_, &n)| n).collect();
    if source.shape()[at] == 0 && !results.contains(&0) {
        return Err(Error::value(format!("attempt to get {name} of an empty sequence")));
    }
    let found = positions(&source, at, &results, max)?;
    if pool::interrupted() {
        return Err(Error::interrupt());
    }
    let mut shape = Dims::from_slice(a.shape());
    match axis {
        _ if !keepdims => shape = if a.ndim() == 0 { Dims::new() } else { results },
        None => shape.iter_mut().for_each(|n| *n = 1),
        Some(_) if a.ndim() > 0 => shape[at] = 1,
        Some(_) => {}
    }
    found.reshaped(&shape, crate::tensor::Order::C)
}

fn positions(source: &Tensor, axis: usize, results: &[usize], max: bool) -> Result<Tensor> {
    let dtype = source.dtype();
    if let Kind::DateTime { .. } | Kind::TimeDelta { .. } = dtype.kind {
        // NaT wins whichever is asked for: as the least number it wins a minimum, less one it wins a maximum.
        let native = lanes::native(source, dtype.to_native())?;
        let ticks = native.with_dtype(crate::tensor::DType::INT64);
        let moved = lanes::copy_of::<i64>(&lanes::moved_last(&ticks, axis))?;
        let n = moved.shape().last().copied().unwrap_or(1);
        let all = moved.as_slice::<i64>().unwrap_or(&[]);
        return lanes::fresh::<i64>(results, |out| {
            for (found, lane) in out.iter_mut().zip(all.chunks_exact(n.max(1))) {
                let shifted = lane.iter().map(|x| if max { !x.wrapping_sub(1) } else { *x }).enumerate();
                *found = shifted.min_by_key(|&(_, x)| x).map_or(0, |(i, _)| i as i64);
            }
        });
    }
    if dtype.kind.is_numeric() {
        let native = lanes::native(source, dtype.to_native())?;
        return crate::dispatch!(all, dtype.kind, T => if max {
            numeric_positions::<T, true>(&native, axis, results)
        } else {
            numeric_positions::<T, false>(&native, axis, results)
        }, else Err(Error::type_error("data type not ordered")));
    }
    let order = Comparator::new(source).map_err(|_| Error::type_error("data type not ordered"))?;
    if matches!(dtype.kind, Kind::Record(_)) {
        return Err(Error::type_error("data type not ordered"));
    }
    let (n, stride) = (source.shape()[axis], source.strides()[axis]);
    let kept: Vec<usize> = (0..source.ndim()).filter(|&i| i != axis).collect();
    let strides: Vec<isize> = kept.iter().map(|&i| source.strides()[i]).collect();
    let mut failed = None;
    let found = lanes::fresh::<i64>(results, |out| {
        for (found, offset) in out.iter_mut().zip(lanes::Offsets::new(results, &strides)) {
            let mut best = 0;
            for i in 1..n {
                match order.compare(offset + i as isize * stride, offset + best as isize * stride) {
                    Ok(Ordering::Greater) if max => best = i,
                    Ok(Ordering::Less) if !max => best = i,
                    Ok(_) => {}
                    Err(error) => failed = failed.take().or(Some(error)),
                }
            }
            *found = best as i64;
        }
    })?;
    failed.map_or(Ok(found), Err)
}

fn numeric_positions<T: Ordered, const MAX: bool>(source: &Tensor, axis: usize, results: &[usize]) -> Result<Tensor> {
    let view = View::<T>::new(source).ok_or_else(|| Error::type_error("data type not ordered"))?;
    let (n, stride) = (source.shape()[axis], source.strides()[axis]);
    let kept: Dims = (0..source.ndim()).filter(|&i| i != axis).collect();
    let strides: Strides = kept.iter().map(|&i| source.strides()[i]).collect();
    lanes::fresh::<i64>(results, |out| {
        let innermost = k_order(source.strides()).first().copied() == Some(axis);
        if let (false, Some((&width, outer)), Some((&step, outer_strides))) =
            (innermost || n < 2, results.split_last(), strides.split_last())
        {
            let rows = lanes::Offsets::new(outer, outer_strides).zip(out.chunks_exact_mut(width.max(1)));
            for (offset, found) in rows {
                positions_by_rows::<T, MAX>(view, offset, (n, stride), step, found);
            }
            return;
        }
        for (found, offset) in out.iter_mut().zip(lanes::Offsets::new(results, &strides)) {
            let lane = view.lane(offset, n, stride);
            *found = if n <= FEW { position_of_few::<T, MAX>(lane) } else { position_in_lane::<T, MAX>(lane) } as i64;
        }
    })
}

/// Lanes up to this long are gone through one by one.
const FEW: usize = 32;

/// The first extreme of a short lane.
#[inline(always)]
fn position_of_few<T: Ordered, const MAX: bool>(lane: Lane<'_, T>) -> usize {
    if lane.is_empty() {
        return 0;
    }
    let (mut place, mut best) = (0, lane.get(0));
    for i in 1..lane.len() {
        let x = lane.get(i);
        let wins = (Most::<MAX>::beats(x, best) | x.is_nan()) & !best.is_nan();
        best = if wins { x } else { best };
        place = if wins { i } else { place };
    }
    place
}

/// The first extreme of a lane; long lanes by two threads.
fn position_in_lane<T: Ordered, const MAX: bool>(lane: Lane<'_, T>) -> usize {
    if lane.is_empty() { 0 } else { first_most::<T, MAX>(lane).0 }
}

/// The place of the first NaN or extreme of a lane that is not empty, and what is there.
fn first_most<T: Ordered, const MAX: bool>(lane: Lane<'_, T>) -> (usize, T) {
    let n = lane.len();
    if n > PARALLEL {
        let half = n / 2;
        let (left, right) =
            pool::join(|| first_most::<T, MAX>(lane.part(0, half)), || first_most::<T, MAX>(lane.part(half, n - half)));
        let wins = !left.1.is_nan() && (right.1.is_nan() || Most::<MAX>::beats(right.1, left.1));
        return if wins { (half + right.0, right.1) } else { left };
    }
    let mut best = lane.get(0);
    let (mut place, mut at) = (0, 0);
    for_each_run(lane, |run| {
        // The best of each block first, then its place in a block that wins.
        for block in run.chunks(1024) {
            if best.is_nan() {
                return;
            }
            let (most, has_nan) = most_of::<T, MAX>(best, block);
            let found = match has_nan {
                true => block.iter().position(|x| x.is_nan()),
                false if Most::<MAX>::beats(most, best) => first_place(block, most),
                false => None,
            };
            if let Some(i) = found {
                (place, best) = (at + i, block[i]);
            }
            at += block.len();
        }
    });
    (place, best)
}

/// Where a run has an element for the first time: first in which part, then where in it.
fn first_place<T: Ordered>(run: &[T], wanted: T) -> Option<usize> {
    const PART: usize = 64;
    let part = wide(
        #[inline(always)]
        || run.chunks(PART).position(|part| part.iter().fold(false, |found, &x| found | (x == wanted))),
    )?;
    let at = part * PART;
    run[at..].iter().position(|&x| x == wanted).map(|i| at + i)
}

/// All lanes at once, row by row, where the axis is not the innermost one in memory.
fn positions_by_rows<T: Ordered, const MAX: bool>(
    view: View<'_, T>,
    offset: isize,
    (count, row_stride): (usize, isize),
    step: isize,
    found: &mut [i64],
) {
    /// Columns whose best elements stay in the first-level cache.
    const TILE: usize = 1024;
    for (k, found) in found.chunks_mut(TILE).enumerate() {
        let (offset, n) = (offset + (k * TILE) as isize * step, found.len());
        let mut best = vec![T::ZERO; n];
        view.lane(offset, n, step).gather(&mut best);
        let packed = (step == size_of::<T>() as isize).then(|| view.rows(offset, n, count, row_stride)).flatten();
        let together = WIDE / n.max(1);
        if together > 1 && row_stride == n as isize * step && count >= 4 * together {
            let all = view.lane(offset, n * count, step);
            if let Some(rows) = all.as_slice() {
                positions_by_several_rows::<T, MAX>(rows, n, together, found);
                continue;
            }
        }
        if let Some(rows) = packed {
            wide(
                #[inline(always)]
                || (1..count).for_each(|i| better::<T, MAX>(rows.row(i), i, &mut best, found)),
            );
            continue;
        }
        let mut row = best.clone();
        for i in 1..count {
            view.lane(offset + i as isize * row_stride, n, step).gather(&mut row);
            better::<T, MAX>(&row, i, &mut best, found);
        }
    }
}

/// Elements of narrow rows that are compared at once.
const WIDE: usize = 128;

/// Rows of `n` elements without gaps, `together` of them at a time; the winners of each of those are compared at the end.
fn positions_by_several_rows<T: Ordered, const MAX: bool>(rows: &[T], n: usize, together: usize, found: &mut [i64]) {
    let width = n * together;
    let mut best = rows[..width].to_vec();
    let mut group = vec![0; width];
    wide(
        #[inline(always)]
        || {
            for (i, rows) in rows.chunks_exact(width).enumerate().skip(1) {
                better::<T, MAX>(rows, i, &mut best, &mut group);
            }
        },
    );
    let row_of = |k: usize| group[k] * together as i64 + (k / n) as i64;
    for (column, found) in found.iter_mut().enumerate() {
        let mut winner = column;
        for k in (column + n..width).step_by(n) {
            let (x, y) = (best[winner], best[k]);
            let earlier = row_of(k) < row_of(winner);
            let wins = match (x.is_nan(), y.is_nan()) {
                (true, true) => earlier,
                (nan, other) if nan != other => other,
                _ => Most::<MAX>::beats(y, x) || (earlier && !Most::<MAX>::beats(x, y)),
            };
            winner = if wins { k } else { winner };
        }
        *found = row_of(winner);
        best[column] = best[winner];
    }
    best.truncate(n);
    let done = rows.len() / width * together;
    for (i, row) in rows.chunks_exact(n).enumerate().skip(done) {
        better::<T, MAX>(row, i, &mut best, found);
    }
}

/// Puts the elements of row `i` that win in the place of the best ones so far.
#[inline(always)]
fn better<T: Ordered, const MAX: bool>(row: &[T], i: usize, best: &mut [T], found: &mut [i64]) {
    for ((best, found), &x) in best.iter_mut().zip(found).zip(row) {
        let wins = (Most::<MAX>::beats(x, *best) | x.is_nan()) & !best.is_nan();
        *best = if wins { x } else { *best };
        *found = if wins { i as i64 } else { *found };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_extreme_of_a_long_lane() {
        let mut x: Vec<f64> = (0..600_000u64).map(|i| ((i * 7919) % 1000) as f64).collect();
        let at = |x: &[f64], max| arg_extreme(&Tensor::vector(x).unwrap(), None, false, max).unwrap().to_vec::<i64>();
        let first = x.iter().position(|&x| x == 999.0).unwrap() as i64;
        assert_eq!(at(&x, true).unwrap(), [first]);
        assert_eq!(at(&x, false).unwrap(), [0]);
        x[500_000] = f64::NAN;
        x[590_000] = f64::NAN;
        assert_eq!(at(&x, false).unwrap(), [500_000]);
    }

    #[test]
    fn narrow_rows_together() {
        for (n, count) in [(3, 1000), (10, 203), (1, 600)] {
            let mut x: Vec<f64> = (0..n * count).map(|i| ((i * 7919) % 83) as f64).collect();
            for nan in [None, Some(n * (count - 2)), Some(n * 90)] {
                if let Some(at) = nan {
                    x[at] = f64::NAN;
                }
                let a = Tensor::from_slice(&[count, n], &x).unwrap();
                let found = arg_extreme(&a, Some(0), false, true).unwrap().to_vec::<i64>().unwrap();
                for c in 0..n {
                    let lane: Vec<f64> = (0..count).map(|i| x[i * n + c]).collect();
                    let alone = arg_extreme(&Tensor::vector(&lane).unwrap(), None, false, true).unwrap();
                    assert_eq!(found[c], alone.to_vec::<i64>().unwrap()[0], "{n} {count} {c}");
                }
            }
        }
    }

    #[test]
    fn columns_and_rows() {
        let a = Tensor::from_slice(&[3, 2], &[1.0, 5.0, f64::NAN, 5.0, f64::NAN, 7.0]).unwrap();
        assert_eq!(arg_extreme(&a, Some(0), false, true).unwrap().to_vec::<i64>().unwrap(), [1, 2]);
        assert_eq!(arg_extreme(&a, Some(1), false, false).unwrap().to_vec::<i64>().unwrap(), [0, 0, 0]);
    }
}
