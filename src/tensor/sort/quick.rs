//! Quicksort over AVX-512 vectors: the keys of a vector are parted at once, and runs that are short enough go through sorting
//! networks.
//!
//! Source: Bramas, "A Novel Hybrid Quicksort Algorithm Vectorized using AVX-512 on Intel Skylake" (2017). Parting is in place:
//! some vectors of either end are held in registers, so that there is room to write a vector at both ends; the next vector is
//! read where less room is left.

use super::keys::Key;
use super::network::{self, ROWS};
use super::radix;
use crate::pool;
use pulp::x86::V4;
use pulp::{NullaryFnOnce, cast};
use std::arch::x86_64::__m512i;

/// Vectors that are held in registers at either end.
const HELD: usize = 8;
/// Shorter runs have fewer samples for their pivot.
const FEW_SAMPLES: usize = 1024;
/// Runs longer than this are sorted by two threads.
const PARALLEL: usize = 1 << 14;
/// Steps between two looks at the interrupt flag.
const PATIENCE: usize = 1 << 12;

/// Moves the keys below the pivot to the front, at least `2 * HELD` vectors of keys; how many are below. After an interrupt some
/// keys are lost.
#[inline(always)]
fn part<K: Key>(simd: V4, keys: &mut [K], pivot: K) -> usize {
    let n = keys.len();
    let step = HELD * K::LANES;
    let pivot_key = pivot;
    let pivot = K::splat(simd, pivot);
    let odd = n % K::LANES;
    let mut few = [pivot_key; 16];
    few[..odd].copy_from_slice(&keys[..odd]);
    let first = load_held(keys, odd);
    let last = load_held(keys, n - step);
    // What lies in `from..to` has not been read; `left..from` and `to..right` are free.
    let (mut from, mut to) = (odd + step, n - step);
    let (mut left, mut right) = (0, n);
    macro_rules! put {
        ($v:expr) => {
            let (parted, below) = K::split(simd, $v, pivot);
            K::store(&mut keys[left..left + K::LANES], parted);
            K::store(&mut keys[right - K::LANES..right], parted);
            left += below;
            right -= K::LANES - below;
        };
    }
    while to - from >= step && !pool::interrupted() {
        for _ in 0..((to - from) / step).min(PATIENCE) {
            // Which end is a matter of chance: arithmetic costs less than a branch.
            let front = usize::from(from - left <= right - to);
            let at = to - step - (to - step - from) * front;
            from += step * front;
            to -= step * (1 - front);
            let held = load_held(keys, at);
            for i in 0..HELD {
                put!(held[i]);
            }
        }
    }
    if to - from >= step {
        return left;
    }
    let mut middle = [pivot; HELD];
    let rest = (to - from) / K::LANES;
    for i in 0..rest {
        middle[i] = K::load(&keys[from + i * K::LANES..]);
    }
    for i in 0..rest {
        put!(middle[i]);
    }
    for i in 0..HELD {
        put!(first[i]);
    }
    for i in 0..HELD - 1 {
        put!(last[i]);
    }
    // Both ends of the last vector may overlap.
    let (parted, below) = K::split(simd, last[HELD - 1], pivot);
    K::store(&mut keys[left..left + K::LANES], parted);
    let kept = K::load(&keys[right - K::LANES..right]);
    K::store(&mut keys[right - K::LANES..right], K::first_of(simd, below, kept, parted));
    left += below;
    right -= K::LANES - below;
    for &key in &few[..odd] {
        keys[left] = key;
        keys[right - 1] = key;
        let below = usize::from(key < pivot_key);
        left += below;
        right -= 1 - below;
    }
    left
}

/// The vectors from `at` on.
#[inline(always)]
fn load_held<K: Key>(keys: &[K], at: usize) -> [__m512i; HELD] {
    let keys = &keys[at..at + HELD * K::LANES];
    let mut held = [cast([0u64; 8]); HELD];
    for i in 0..HELD {
        held[i] = K::load(&keys[i * K::LANES..]);
    }
    held
}

/// Vector `i` of `of` that lie at equal distances.
#[inline(always)]
fn sample<K: Key>(keys: &[K], i: usize, of: usize) -> __m512i {
    K::load(&keys[(keys.len() - K::LANES) / (of - 1) * i..][..K::LANES])
}

/// The median of three samples out of nine.
#[inline(always)]
fn third<K: Key>(simd: V4, keys: &[K], i: usize) -> __m512i {
    median::<K>(simd, sample(keys, i, 9), sample(keys, i + 3, 9), sample(keys, i + 6, 9))
}

/// The median of three, lane for lane.
#[inline(always)]
fn median<K: Key>(simd: V4, a: __m512i, b: __m512i, c: __m512i) -> __m512i {
    let (low, high) = (K::lesser(simd, a, b), K::greater(simd, a, b));
    K::greater(simd, low, K::lesser(simd, high, c))
}

/// A key that about half of the keys are below.
#[inline(always)]
fn pivot<K: Key>(simd: V4, keys: &[K]) -> K {
    let row = if keys.len() < FEW_SAMPLES {
        median::<K>(simd, sample(keys, 0, 3), sample(keys, 1, 3), sample(keys, 2, 3))
    } else {
        median::<K>(simd, third(simd, keys, 0), third(simd, keys, 1), third(simd, keys, 2))
    };
    let mut rows = [row];
    network::sort_rows::<K, 1>(simd, &mut rows);
    let mut sorted = [K::LEAST; 16];
    K::store(&mut sorted[..K::LANES], rows[0]);
    sorted[K::LANES / 2]
}
struct Sort<'a, K>(V4, &'a mut [K], u32);

impl<K: Key> NullaryFnOnce for Sort<'_, K> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Sort(simd, mut keys, mut depth) = self;
        while keys.len() > ROWS * K::LANES {
            if depth == 0 {
                return radix::sort(keys);
            }
            depth -= 1;
            let pivot = pivot(simd, keys);
            let below = part(simd, keys, pivot);
            // Before the result is looked at: a part that gave up has found nothing below its pivot.
            if pool::interrupted() {
                return;
            }
            if below == 0 {
                // The pivot is the least: what is equal to it is in place.
                let Some(next) = pivot.next() else { return };
                let equal = part(simd, keys, next);
                keys = &mut keys[equal..];
                continue;
            }
            let (left, right) = keys.split_at_mut(below);
            if left.len().min(right.len()) > PARALLEL {
                pool::join(|| sort_range(simd, left, depth), || sort_range(simd, right, depth));
                return;
            }
            sort_range(simd, left, depth);
            keys = right;
        }
        network::sort(simd, keys);
    }
}

/// Sorts, at most `depth` times parting what was parted; where that does not do, by another algorithm.
fn sort_range<K: Key>(simd: V4, keys: &mut [K], depth: u32) {
    if keys.len() <= ROWS * K::LANES {
        return network::sort(simd, keys);
    }
    simd.vectorize(Sort(simd, keys, depth));
}

/// Sorts keys, on two threads where there are many. After an interrupt they are in no order, and some may be lost.
pub fn sort<K: Key>(simd: V4, keys: &mut [K]) {
    let depth = 2 * keys.len().max(1).ilog2() + 4;
    sort_range(simd, keys, depth);
}

struct Select<'a, K> {
    simd: V4,
    keys: &'a mut [K],
    /// The place of the first key.
    first: usize,
    /// Increasing places among the keys.
    wanted: &'a [usize],
    depth: u32,
}

impl<K: Key> NullaryFnOnce for Select<'_, K> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Select { simd, mut keys, mut first, mut wanted, mut depth } = self;
        while keys.len() > ROWS * K::LANES && !wanted.is_empty() {
            if depth == 0 {
                return radix::sort(keys);
            }
            depth -= 1;
            let pivot = pivot(simd, keys);
            let mut below = part(simd, keys, pivot);
            if pool::interrupted() {
                return;
            }
            if below == 0 {
                // The pivot is the least: what is equal to it is in place.
                let Some(next) = pivot.next() else { return };
                below = part(simd, keys, next);
                wanted = &wanted[wanted.partition_point(|&place| place < first + below)..];
            }
            let (left, right) = keys.split_at_mut(below);
            let (before, after) = wanted.split_at(wanted.partition_point(|&place| place < first + below));
            if !before.is_empty() {
                simd.vectorize(Select { simd, keys: left, first, wanted: before, depth });
            }
            (keys, first, wanted) = (right, first + below, after);
        }
        if !wanted.is_empty() {
            network::sort(simd, keys);
        }
    }
}

/// Puts the keys at the increasing places `wanted` where sorting would put them, lesser ones before and greater ones after them.
pub fn select<K: Key>(simd: V4, keys: &mut [K], wanted: &[usize]) {
    let depth = 2 * keys.len().max(1).ilog2() + 4;
    simd.vectorize(Select { simd, keys, first: 0, wanted, depth });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sorts some thousand keys made of noise, and the sorted and reversed ones.
    fn check(n: u64, key: impl Fn(u64) -> u64) {
        let Some(simd) = V4::try_new() else { return };
        let noise = (0..n).map(|i| (i ^ i << 31).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23));
        let mut keys: Vec<u64> = noise.map(|x| key(x.wrapping_mul(0xff51_afd7_ed55_8ccd))).collect();
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        let mut narrow: Vec<u32> = keys.iter().map(|&x| (x >> 32) as u32).collect();
        sort(simd, &mut keys);
        assert!(keys == sorted);
        keys.reverse();
        sort(simd, &mut keys);
        assert!(keys == sorted);
        sort(simd, &mut narrow);
        assert!(narrow.iter().zip(&sorted).all(|(&x, &y)| x == (y >> 32) as u32));
    }

    #[test]
    fn keys_of_any_distribution() {
        for n in [129, 257, 1000, 4099] {
            check(n, |x| x);
            check(n, |x| x & 0x3_0000_0000);
            check(n, |x| (x % 1000) << 32);
            check(n, |_| u64::MAX);
            check(n, |x| if x % 50 == 0 { u64::MAX } else { 0 });
        }
    }

    #[test]
    fn selection() {
        let Some(simd) = V4::try_new() else { return };
        for modulus in [7919, 100, 1] {
            let keys: Vec<u32> = (0..5000u32).map(|i| i.wrapping_mul(2654435761) % modulus).collect();
            let (mut parted, mut sorted) = (keys.clone(), keys);
            sorted.sort_unstable();
            let wanted = [0, 1, 700, 2500, 2501, 4999];
            select(simd, &mut parted, &wanted);
            let mut from = 0;
            for at in wanted {
                assert_eq!(parted[at], sorted[at]);
                assert!(parted[from..at].iter().all(|&x| x <= sorted[at] && x >= sorted[from]));
                from = at;
            }
        }
    }

    #[test]
    fn two_threads_and_a_hopeless_depth() {
        check(100_000, |x| x);
        let Some(simd) = V4::try_new() else { return };
        let mut keys: Vec<u64> = (0..5000).rev().collect();
        sort_range(simd, &mut keys, 1);
        assert!(keys.is_sorted());
    }
}
