//! Sorted arrays, sorting permutations, selection, search and sets. Numbers are sorted by integer keys, narrow integers by
//! counting, everything else by comparison.

pub mod lexsort;
pub mod order;
pub mod partition;
pub mod search;
pub mod sets;
pub mod unique;

pub use lexsort::lexsort;
pub use partition::{argpartition, partition};
pub use search::{Side, searchsorted};
pub use sets::isin;
pub use unique::{Unique, unique, unique_along};

use super::error::{Error, Result};
use super::lanes;
use super::shape::normalize_axis;
use super::{DType, Element, Kind, Order, Tensor};
use crate::dispatch;
use crate::pool;
use order::{Comparator, SortKey};
use std::cmp::Ordering;

/// Lanes longer than this are sorted by two threads.
const PARALLEL: usize = 1 << 17;

/// The array to sort and the axis to sort along: `None` flattens. A 0-d array cannot be sorted along an axis.
pub(super) fn along(a: &Tensor, axis: Option<isize>) -> Result<(Tensor, usize)> {
    match axis {
        None => Ok((a.reshaped(&[a.size()], Order::C)?, 0)),
        Some(axis) => Ok((a.clone(), normalize_axis(axis, a.ndim())?)),
    }
}

/// A sorted copy along an axis, or of the flattened array. Equal elements keep their order.
pub fn sort(a: &Tensor, axis: Option<isize>) -> Result<Tensor> {
    let (source, axis) = along(a, axis)?;
    let dtype = source.dtype();
    if !dtype.kind.is_numeric() {
        return sorted_by_comparison(&source, axis);
    }
    let native = lanes::native(&source, dtype.to_native())?;
    let sorted = dispatch!(all, dtype.kind, T => sorted_numbers::<T>(&native, axis), else
        Err(Error::type_error("unsupported element type")))?;
    lanes::check_interrupt()?;
    if dtype.is_native() { Ok(sorted) } else { Ok(super::cast::cast(&sorted, dtype, Order::C)?.0) }
}

fn sorted_numbers<T: Sortable>(a: &Tensor, axis: usize) -> Result<Tensor> {
    let n = a.shape()[axis];
    let moved = lanes::moved_last(a, axis);
    let view = lanes::copy_of::<T>(&moved)?;
    let source = view.as_slice::<T>().unwrap_or(&[]);
    let sorted = lanes::fresh::<T>(moved.shape(), |out| {
        out.copy_from_slice(source);
        for_lanes(out, n, &|lane| T::sort(lane));
    })?;
    restored::<T>(&sorted, axis)
}

/// A result whose last axis belongs at `axis`, in C order.
fn restored<T: Element>(moved: &Tensor, axis: usize) -> Result<Tensor> {
    if axis + 1 >= moved.ndim() {
        return Ok(moved.clone());
    }
    lanes::copy_of::<T>(&lanes::moved_back(moved, axis))
}

/// Runs `job` on each lane of `n` elements, on two threads where there is much to do.
fn for_lanes<T: Send>(all: &mut [T], n: usize, job: &(impl Fn(&mut [T]) + Sync)) {
    if n == 0 {
        return;
    }
    let count = all.len() / n;
    if count > 1 && all.len() > PARALLEL {
        let (left, right) = all.split_at_mut(count / 2 * n);
        pool::join(|| for_lanes(left, n, job), || for_lanes(right, n, job));
        return;
    }
    for lane in all.chunks_exact_mut(n) {
        if pool::interrupted() {
            return;
        }
        job(lane);
    }
}

/// Numbers and their fastest way to be sorted.
pub trait Sortable: SortKey {
    fn sort(lane: &mut [Self]);
}

macro_rules! sort_integers {
    ($($t:ty),*) => {$(
        impl Sortable for $t {
            fn sort(lane: &mut [$t]) {
                sort_keys(lane);
            }
        }
    )*};
}

sort_integers!(i32, i64, u32, u64);

macro_rules! sort_narrow {
    ($($t:ty, $wide:ty, $count:literal, $low:expr;)*) => {$(
        impl Sortable for $t {
            /// Counts each value where there are many elements.
            fn sort(lane: &mut [$t]) {
                if lane.len() < $count {
                    return lane.sort_unstable();
                }
                let mut counts = vec![0usize; $count];
                for &x in lane.iter() {
                    counts[(x as $wide - $low) as usize] += 1;
                }
                let mut rest = lane;
                for (value, &count) in counts.iter().enumerate() {
                    let (run, after) = std::mem::take(&mut rest).split_at_mut(count);
                    run.fill((value as $wide + $low) as $t);
                    rest = after;
                }
            }
        }
    )*};
}

sort_narrow! { i8, i32, 256, -128; u8, i32, 256, 0; i16, i32, 65536, -32768; u16, i32, 65536, 0; }

impl Sortable for bool {
    fn sort(lane: &mut [bool]) {
        let falses = lane.iter().filter(|x| !**x).count();
        lane[..falses].fill(false);
        lane[falses..].fill(true);
    }
}

macro_rules! sort_floats {
    ($($t:ty, $key:ty;)*) => {$(
        impl Sortable for $t {
            /// By keys that tell −0 from 0 only where that cannot be seen: short lanes keep the order of equal elements.
            fn sort(lane: &mut [$t]) {
                if lane.len() <= 32 {
                    return lane.sort_by_key(|x| x.key());
                }
                let invert = |bits: $key| bits ^ (((bits >> (<$key>::BITS - 1)) as $key) & <$key>::MAX);
                for x in lane.iter_mut() {
                    let bits = if x.is_nan() { <$t>::NAN.to_bits() as $key & <$key>::MAX } else { x.to_bits() as $key };
                    *x = <$t>::from_bits(invert(bits) as _);
                }
                sort_keys::<$key>(pulp::bytemuck::cast_slice_mut(lane));
                for x in lane.iter_mut() {
                    *x = <$t>::from_bits(invert(x.to_bits() as $key) as _);
                }
            }
        }
    )*};
}

sort_floats! { f32, i32; f64, i64; }

impl Sortable for super::f16 {
    fn sort(lane: &mut [super::f16]) {
        lane.sort_by_cached_key(|x| x.key());
    }
}

impl Sortable for super::Complex32 {
    fn sort(lane: &mut [super::Complex32]) {
        lane.sort_by_key(|x| x.key());
    }
}

impl Sortable for super::Complex64 {
    fn sort(lane: &mut [super::Complex64]) {
        lane.sort_by_key(|x| x.key());
    }
}

/// Sorts integers: long runs as two halves at the same time, merged.
fn sort_keys<K: Ord + Copy + Send + Sync>(keys: &mut [K]) {
    let n = keys.len();
    if n <= PARALLEL || pool::threads() < 2 {
        keys.sort_unstable();
        return;
    }
    let (left, right) = keys.split_at_mut(n / 2);
    pool::join(|| sort_keys(left), || sort_keys(right));
    let merged = merge(left, right);
    keys.copy_from_slice(&merged);
}

/// Two sorted runs → one; the two ends are merged at the same time. Equal elements of `a` come first.
fn merge<K: Ord + Copy + Send + Sync>(a: &[K], b: &[K]) -> Vec<K> {
    let n = a.len() + b.len();
    let Some(&filler) = a.first().or(b.first()) else {
        return Vec::new();
    };
    let mut merged = vec![filler; n];
    // The half of the result that comes from the front: found by bisection on how many come from `a`.
    let half = n / 2;
    let (mut low, mut high) = (half.saturating_sub(b.len()), half.min(a.len()));
    while low < high {
        let from_a = (low + high) / 2;
        if b[half - from_a - 1] >= a[from_a] { low = from_a + 1 } else { high = from_a }
    }
    let (a_front, a_back) = a.split_at(low);
    let (b_front, b_back) = b.split_at(half - low);
    let (front, back) = merged.split_at_mut(half);
    pool::join(|| merge_into(a_front, b_front, front), || merge_into(a_back, b_back, back));
    merged
}

fn merge_into<'a, K: Ord + Copy>(mut a: &'a [K], mut b: &'a [K], out: &mut [K]) {
    for place in out {
        let take_b = match (a.first(), b.first()) {
            (Some(x), Some(y)) => y < x,
            (None, _) => true,
            (_, None) => false,
        };
        let from = if take_b { &mut b } else { &mut a };
        if let Some((&first, rest)) = from.split_first() {
            *place = first;
            *from = rest;
        }
    }
}

/// The offsets of the lanes along `axis` in C order, and the lane's own length and stride.
fn lane_offsets(a: &Tensor, axis: usize) -> (Vec<isize>, usize, isize) {
    let moved = lanes::moved_last(a, axis);
    let outer = moved.ndim() - 1;
    let offsets = lanes::Offsets::new(&moved.shape()[..outer], &moved.strides()[..outer]).collect();
    (offsets, moved.shape()[outer], moved.strides()[outer])
}

fn sorted_by_comparison(a: &Tensor, axis: usize) -> Result<Tensor> {
    let moved = lanes::moved_last(a, axis);
    let (starts, n, stride) = lane_offsets(a, axis);
    let mut offsets = Vec::with_capacity(a.size());
    for start in starts {
        let order = order_by_comparison(a, start, n, stride)?;
        offsets.extend(order.into_iter().map(|i| start + i as isize * stride));
    }
    let sorted = lanes::take_bytes(a, moved.shape(), &offsets)?;
    super::copy::c_contiguous(&lanes::moved_back(&sorted, axis))
}

/// The stable sorting permutation of one lane.
fn order_by_comparison(a: &Tensor, start: isize, n: usize, stride: isize) -> Result<Vec<usize>> {
    let comparator = Comparator::new(a)?;
    let mut order: Vec<usize> = (0..n).collect();
    let mut failed = None;
    order.sort_by(|&i, &j| {
        let at = |i: usize| start + i as isize * stride;
        comparator.compare(at(i), at(j)).unwrap_or_else(|error| {
            failed.get_or_insert(error);
            Ordering::Equal
        })
    });
    failed.map_or(Ok(order), Err)
}

/// The stable sorting permutation along an axis, or of the flattened array. int64.
pub fn argsort(a: &Tensor, axis: Option<isize>) -> Result<Tensor> {
    let (source, axis) = along(a, axis)?;
    let kind = source.dtype().kind;
    let moved_shape = lanes::moved_last(&source, axis);
    let indices = if kind.is_numeric() {
        let native = lanes::native(&source, source.dtype().to_native())?;
        dispatch!(all, kind, T => number_orders::<T>(&native, axis), else
            Err(Error::type_error("unsupported element type")))?
    } else {
        let (starts, n, stride) = lane_offsets(&source, axis);
        let mut all: Vec<i64> = Vec::with_capacity(source.size());
        for start in starts {
            all.extend(order_by_comparison(&source, start, n, stride)?.into_iter().map(|i| i as i64));
        }
        Tensor::from_vec(moved_shape.shape(), all)?
    };
    lanes::check_interrupt()?;
    restored::<i64>(&indices, axis)
}

fn number_orders<T: SortKey>(a: &Tensor, axis: usize) -> Result<Tensor> {
    let moved = lanes::copy_of::<T>(&lanes::moved_last(a, axis))?;
    let n = a.shape()[axis];
    let values = moved.as_slice::<T>().unwrap_or(&[]);
    lanes::fresh::<i64>(moved.shape(), |out| {
        if n == 0 {
            return;
        }
        for (order, lane) in out.chunks_exact_mut(n).zip(values.chunks_exact(n)) {
            if pool::interrupted() {
                return;
            }
            order_of_lane(lane, order);
        }
    })
}

/// Writes the stable sorting permutation of a lane.
pub(super) fn order_of_lane<T: SortKey>(lane: &[T], order: &mut [i64]) {
    if lane.len() <= 16 {
        for (i, place) in order.iter_mut().enumerate() {
            *place = i as i64;
        }
        order.sort_by_key(|&i| lane[i as usize].key());
        return;
    }
    let mut pairs: Vec<(T::Key, usize)> = lane.iter().enumerate().map(|(i, x)| (x.key(), i)).collect();
    sort_keys(&mut pairs);
    for (place, (_, i)) in order.iter_mut().zip(&pairs) {
        *place = *i as i64;
    }
}

/// Whether a dtype can be sorted by integer keys after a cast to its native form.
pub(super) fn is_keyed(dtype: DType) -> bool {
    dtype.kind.is_numeric() && !matches!(dtype.kind, Kind::Object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_are_merged_from_two_halves() {
        let mut x: Vec<f64> = (0..300_000u64).map(|i| ((i * 48271) % 65537) as f64 - 30000.5).collect();
        x[7] = f64::NAN;
        let t = Tensor::vector(&x).unwrap();
        let sorted = sort(&t, Some(-1)).unwrap();
        let sorted = sorted.as_slice::<f64>().unwrap();
        assert!(sorted[..299_999].is_sorted() && sorted[299_999].is_nan());
        let order = argsort(&t, Some(0)).unwrap();
        let order = order.as_slice::<i64>().unwrap();
        assert!(order.windows(2).take(299_998).all(|w| {
            let (a, b) = (x[w[0] as usize], x[w[1] as usize]);
            a < b || (a == b && w[0] < w[1])
        }));
    }

    #[test]
    fn axes_and_narrow_integers() {
        let t = Tensor::from_slice(&[2, 3], &[3i8, 1, 2, 0, 9, -4]).unwrap();
        assert_eq!(sort(&t, Some(0)).unwrap().as_slice::<i8>().unwrap(), [0, 1, -4, 3, 9, 2]);
        assert_eq!(argsort(&t, Some(1)).unwrap().as_slice::<i64>().unwrap(), [1, 2, 0, 2, 0, 1]);
        let many: Vec<u8> = (0..1000).map(|i| (i * 37 % 251) as u8).collect();
        assert!(sort(&Tensor::vector(&many).unwrap(), None).unwrap().as_slice::<u8>().unwrap().is_sorted());
    }
}
