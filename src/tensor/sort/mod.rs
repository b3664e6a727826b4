//! Sorted arrays, sorting permutations, selection, search and sets. Numbers are sorted by integer keys (with AVX-512 by a quicksort
//! over vectors, else by their digits), narrow integers by counting, everything else by comparison.

#[cfg(target_arch = "x86_64")]
pub mod keys;
pub mod lexsort;
mod merge;
#[cfg(target_arch = "x86_64")]
pub mod network;
pub mod order;
pub mod partition;
mod permutation;
#[cfg(target_arch = "x86_64")]
pub mod quick;
pub mod radix;
pub mod search;
pub mod sets;
pub mod unique;

pub use lexsort::lexsort;
pub use partition::{argpartition, partition};
pub use search::{Side, searchsorted};
pub use sets::isin;
pub use unique::{Unique, unique, unique_along};

use super::error::{Error, Result};
use super::lanes::{self, View};
use super::reduce::extreme::Ordered;
use super::shape::normalize_axis;
use super::{DType, Element, Kind, Order, Tensor};
use crate::dispatch;
use crate::pool;
use crate::tensor::wide::wide;
use order::{Comparator, SortKey};
use permutation::order_of_lane;
use std::cmp::Ordering;

/// Lanes longer than this are sorted by two threads.
const PARALLEL: usize = 1 << 15;
/// Lanes up to this long are sorted by insertion.
const FEW: usize = 16;

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
    let sorted = dispatch!(all, dtype.kind, T => arranged::<T>(&native, axis, &|lane| T::sort(lane)), else
        Err(Error::type_error("unsupported element type")))?;
    lanes::check_interrupt()?;
    if dtype.is_native() { Ok(sorted) } else { Ok(super::cast::cast(&sorted, dtype, Order::C)?.0) }
}

/// A copy whose lanes along `axis` have gone through `job`.
fn arranged<T: Element>(a: &Tensor, axis: usize, job: &(impl Fn(&mut [T]) + Sync)) -> Result<Tensor> {
    if let ([_], Some(values)) = (a.shape(), a.as_slice::<T>()) {
        return lanes::fresh::<T>(a.shape(), |out| {
            copied(values, out);
            job(out);
        });
    }
    let mut moved = lanes::moved_last(a, axis);
    if axis + 1 < a.ndim() {
        moved = super::copy::c_contiguous(&moved)?;
    }
    let view = View::<T>::new(&moved).ok_or_else(|| Error::type_error("unsupported element type"))?;
    let (starts, n, stride) = lane_offsets(&moved, a.ndim() - 1);
    let sorted = lanes::fresh::<T>(moved.shape(), |out| {
        for (lane, start) in out.chunks_exact_mut(n.max(1)).zip(starts) {
            view.lane(start, n, stride).gather(lane);
        }
        for_lanes(out, n, job);
    })?;
    restored(&sorted, axis)
}

/// Copies elements, on two threads where there are many; an interrupt leaves the copy incomplete.
fn copied<T: Element>(values: &[T], out: &mut [T]) {
    if out.len() <= PARALLEL {
        if !pool::interrupted() {
            out.copy_from_slice(values);
        }
        return;
    }
    let ((values, more), (out, rest)) = (values.split_at(values.len() / 2), out.split_at_mut(values.len() / 2));
    pool::join(|| copied(values, out), || copied(more, rest));
}

/// A result whose last axis belongs at `axis`, in C order.
fn restored(moved: &Tensor, axis: usize) -> Result<Tensor> {
    if axis + 1 >= moved.ndim() {
        return Ok(moved.clone());
    }
    super::copy::c_contiguous(&lanes::moved_back(moved, axis))
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

    /// Puts the elements at the increasing places `wanted` where sorting would put them. Short lanes as NumPy's portable
    /// version, so that the order of the other elements agrees as well.
    fn select(lane: &mut [Self], wanted: &[usize]) {
        partition::select(lane, wanted, &mut |a, b| a.key() < b.key());
    }
}

/// Lanes up to this long are parted as NumPy's portable version does.
const PORTABLE: usize = 256;

/// Sorts unsigned numbers.
fn sort_words<W: Words>(words: &mut [W]) {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V4::try_new() {
        return quick::sort(simd, words);
    }
    radix::sort(words);
}

/// As [`partition::select`], of unsigned numbers.
fn select_words<W: Words>(words: &mut [W], wanted: &[usize]) {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V4::try_new() {
        return quick::select(simd, words, wanted);
    }
    partition::select(words, wanted, &mut |a, b| a < b);
}

/// What [`sort_words`] sorts.
#[cfg(target_arch = "x86_64")]
use keys::Key as Words;
#[cfg(not(target_arch = "x86_64"))]
use radix::Item as Words;

/// Runs `job` on the elements as words, which are changed before and changed back after it.
fn with_words<T: pulp::bytemuck::Pod, W: pulp::bytemuck::Pod + Send>(
    lane: &mut [T],
    encode: impl Fn(W) -> W + Sync,
    decode: impl Fn(W) -> W + Sync,
    job: impl FnOnce(&mut [W]),
) {
    let words: &mut [W] = pulp::bytemuck::cast_slice_mut(lane);
    in_pieces(words, &encode);
    job(words);
    in_pieces(words, &decode);
}

macro_rules! sort_integers {
    ($($t:ty, $word:ty;)*) => {$(
        impl Sortable for $t {
            fn sort(lane: &mut [$t]) {
                let flip = |x: $word| x ^ <$t>::MIN as $word;
                with_words(lane, flip, flip, sort_words);
            }

            fn select(lane: &mut [$t], wanted: &[usize]) {
                if lane.len() <= PORTABLE {
                    return partition::select(lane, wanted, &mut |a, b| a < b);
                }
                let flip = |x: $word| x ^ <$t>::MIN as $word;
                with_words(lane, flip, flip, |words| select_words(words, wanted));
            }
        }
    )*};
}

sort_integers! { i32, u32; i64, u64; u32, u32; u64, u64; }

macro_rules! sort_narrow {
    ($($t:ty, $wide:ty, $count:literal, $low:expr;)*) => {$(
        impl Sortable for $t {
            /// Counts each value where there are many elements.
            fn sort(lane: &mut [$t]) {
                if lane.len() <= FEW {
                    return lane.sort_unstable();
                }
                if lane.len() < $count {
                    let mut wide: Vec<u32> = lane.iter().map(|&x| (x as $wide - $low) as u32).collect();
                    sort_words(&mut wide);
                    for (x, &word) in lane.iter_mut().zip(&wide) {
                        *x = (word as $wide + $low) as $t;
                    }
                    return;
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

/// The bits of a float as an unsigned number in the same order, and back.
trait FloatWord {
    type Word;
    fn encoded(bits: Self::Word) -> Self::Word;
    fn decoded(key: Self::Word) -> Self::Word;
}

macro_rules! sort_floats {
    ($($t:ty, $signed:ty, $word:ty;)*) => {$(
        impl Sortable for $t {
            /// By keys that tell −0 from 0 only where that cannot be seen: short lanes keep the order of equal elements.
            fn sort(lane: &mut [$t]) {
                if lane.len() <= FEW {
                    return insert_all(lane);
                }
                with_words(lane, Self::encoded, Self::decoded, sort_words);
            }

            fn select(lane: &mut [$t], wanted: &[usize]) {
                if lane.len() <= PORTABLE {
                    return partition::select(lane, wanted, &mut |a, b| a.key() < b.key());
                }
                with_words(lane, Self::encoded, Self::decoded, |words| select_words(words, wanted));
            }
        }

        impl FloatWord for $t {
            type Word = $word;

            #[inline(always)]
            fn encoded(bits: $word) -> $word {
                const SIGN: $word = 1 << (<$word>::BITS - 1);
                let bits = if <$t>::from_bits(bits).is_nan() { <$t>::NAN.to_bits() & !SIGN } else { bits };
                bits ^ ((bits as $signed >> (<$word>::BITS - 1)) as $word | SIGN)
            }

            #[inline(always)]
            fn decoded(key: $word) -> $word {
                const SIGN: $word = 1 << (<$word>::BITS - 1);
                key ^ (!(key as $signed >> (<$word>::BITS - 1)) as $word | SIGN)
            }
        }
    )*};
}

sort_floats! { f32, i32, u32; f64, i64, u64; }

/// Insertion sort: NaN last, equal elements in their order.
fn insert_all<T: Ordered>(lane: &mut [T]) {
    for i in 1..lane.len() {
        let x = lane[i];
        let mut to = i;
        while to > 0 && (x.less(lane[to - 1]) || (lane[to - 1].is_nan() && !x.is_nan())) {
            lane[to] = lane[to - 1];
            to -= 1;
        }
        lane[to] = x;
    }
}

/// Replaces each number by another, on two threads where there are many.
fn in_pieces<T: Copy + Send>(all: &mut [T], change: &(impl Fn(T) -> T + Sync)) {
    if all.len() > PARALLEL {
        let (left, right) = all.split_at_mut(all.len() / 2);
        pool::join(|| in_pieces(left, change), || in_pieces(right, change));
        return;
    }
    if pool::interrupted() {
        return;
    }
    wide(
        #[inline(always)]
        || all.iter_mut().for_each(|x| *x = change(*x)),
    );
}

impl Sortable for super::f16 {
    fn sort(lane: &mut [super::f16]) {
        lane.sort_by_cached_key(|x| x.key());
    }
}

impl Sortable for super::Complex32 {
    fn sort(lane: &mut [super::Complex32]) {
        merge::sort_by_key(lane, |x| x.key());
    }
}

impl Sortable for super::Complex64 {
    fn sort(lane: &mut [super::Complex64]) {
        merge::sort_by_key(lane, |x| x.key());
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
    merge::sort_by(&mut order, |&i, &j| {
        let at = |i: usize| start + i as isize * stride;
        comparator.compare(at(i), at(j)).unwrap_or_else(|error| {
            failed.get_or_insert(error);
            Ordering::Equal
        })
    });
    lanes::check_interrupt()?;
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
    restored(&indices, axis)
}

fn number_orders<T: SortKey>(a: &Tensor, axis: usize) -> Result<Tensor> {
    let moved = lanes::copy_of::<T>(&lanes::moved_last(a, axis))?;
    let n = a.shape()[axis];
    let values = moved.as_slice::<T>().unwrap_or(&[]);
    lanes::fresh::<i64>(moved.shape(), |out| {
        if n == 0 {
            return;
        }
        order_lanes(values, out, n);
    })
}

/// The sorting permutations of lanes of `n` elements, on two threads where there is much to do.
fn order_lanes<T: SortKey>(values: &[T], out: &mut [i64], n: usize) {
    let count = values.len() / n;
    if count > 1 && values.len() > PARALLEL {
        let (left, right) = out.split_at_mut(count / 2 * n);
        let (a, b) = values.split_at(count / 2 * n);
        pool::join(|| order_lanes(a, left, n), || order_lanes(b, right, n));
        return;
    }
    for (order, lane) in out.chunks_exact_mut(n).zip(values.chunks_exact(n)) {
        if pool::interrupted() {
            return;
        }
        order_of_lane(lane, order);
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
    fn long_runs_are_sorted_by_two_threads() {
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
