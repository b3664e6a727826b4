//! Sorting networks: up to sixteen vectors of keys are sorted in registers, without a branch.
//!
//! The keys stand in rows, a vector each. Each lane is sorted down the rows; then sorted lanes are merged, two by two. Sources:
//! networks for few keys, among them Green's for sixteen (Knuth, *The Art of Computer Programming* 3, 5.3.4); Batcher's bitonic
//! merge (1968); the arrangement of rows and lanes as in Bramas, "A Novel Hybrid Quicksort Algorithm Vectorized using AVX-512 on
//! Intel Skylake" (2017).

use super::keys::Key;
use pulp::NullaryFnOnce;
use pulp::x86::V4;
use std::arch::x86_64::__m512i;

/// The most vectors of keys that a network sorts.
pub const ROWS: usize = 16;

/// Puts the keys of two rows in order, lane for lane.
macro_rules! order {
    ($K:ident, $simd:ident, $rows:ident; $($i:literal $j:literal)*) => {$(
        let (a, b) = ($rows[$i], $rows[$j]);
        $rows[$i] = $K::lesser($simd, a, b);
        $rows[$j] = $K::greater($simd, a, b);
    )*};
}

/// Sorts each lane down the rows.
#[inline(always)]
fn sort_columns<K: Key, const R: usize>(simd: V4, rows: &mut [__m512i; R]) {
    match R {
        2 => {
            order! { K, simd, rows; 0 1 }
        }
        4 => {
            order! { K, simd, rows; 0 2 1 3 0 1 2 3 1 2 }
        }
        8 => {
            order! { K, simd, rows;
            0 2 1 3 4 6 5 7  0 4 1 5 2 6 3 7  0 1 2 3 4 5 6 7  2 4 3 5  1 4 3 6  1 2 3 4 5 6 }
        }
        16 => {
            order! { K, simd, rows;
            0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
            0 2 4 6 8 10 12 14 1 3 5 7 9 11 13 15
            0 4 8 12 1 5 9 13 2 6 10 14 3 7 11 15
            0 8 1 9 2 10 3 11 4 12 5 13 6 14 7 15
            5 10 6 9 3 12 13 14 4 8 7 11 1 2
            1 4 7 13 2 8 11 14
            2 4 5 6 9 10 11 13 3 8 7 12
            6 8 10 12 3 5 7 9
            3 4 5 6 7 8 9 10 11 12
            6 7 8 9 }
        }
        _ => {}
    }
}

/// Sorts each lane, which is bitonic, down the rows.
#[inline(always)]
fn merge_rows<K: Key, const R: usize>(simd: V4, rows: &mut [__m512i; R]) {
    if R >= 16 {
        for i in 0..8 {
            (rows[i], rows[i + 8]) = (K::lesser(simd, rows[i], rows[i + 8]), K::greater(simd, rows[i], rows[i + 8]));
        }
    }
    if R >= 8 {
        for i in 0..R / 2 {
            let i = i / 4 * 8 + i % 4;
            (rows[i], rows[i + 4]) = (K::lesser(simd, rows[i], rows[i + 4]), K::greater(simd, rows[i], rows[i + 4]));
        }
    }
    if R >= 4 {
        for i in 0..R / 2 {
            let i = i / 2 * 4 + i % 2;
            (rows[i], rows[i + 2]) = (K::lesser(simd, rows[i], rows[i + 2]), K::greater(simd, rows[i], rows[i + 2]));
        }
    }
    if R >= 2 {
        for i in 0..R / 2 {
            let i = i * 2;
            (rows[i], rows[i + 1]) = (K::lesser(simd, rows[i], rows[i + 1]), K::greater(simd, rows[i], rows[i + 1]));
        }
    }
}

/// Compares each key with the one as far from the other end of `2 * BIT` lanes: the first half of a merge.
#[inline(always)]
fn fold<K: Key, const R: usize, const BIT: usize, const ALL: usize>(simd: V4, rows: &mut [__m512i; R]) {
    let old = *rows;
    for i in 0..R {
        rows[i] = K::min_max::<BIT>(simd, old[i], K::exchange::<ALL>(simd, old[R - 1 - i]));
    }
}

/// Compares lanes that differ in `BIT`.
#[inline(always)]
fn halve<K: Key, const R: usize, const BIT: usize>(simd: V4, rows: &mut [__m512i; R]) {
    for i in 0..R {
        rows[i] = K::min_max::<BIT>(simd, rows[i], K::exchange::<BIT>(simd, rows[i]));
    }
}

/// Sorts all keys: down lane 0, then down lane 1, and so on.
#[inline(always)]
pub fn sort_rows<K: Key, const R: usize>(simd: V4, rows: &mut [__m512i; R]) {
    sort_columns::<K, R>(simd, rows);
    fold::<K, R, 1, 1>(simd, rows);
    merge_rows::<K, R>(simd, rows);
    fold::<K, R, 2, 3>(simd, rows);
    halve::<K, R, 1>(simd, rows);
    merge_rows::<K, R>(simd, rows);
    fold::<K, R, 4, 7>(simd, rows);
    halve::<K, R, 2>(simd, rows);
    halve::<K, R, 1>(simd, rows);
    merge_rows::<K, R>(simd, rows);
    if K::LANES == 16 {
        fold::<K, R, 8, 15>(simd, rows);
        halve::<K, R, 4>(simd, rows);
        halve::<K, R, 2>(simd, rows);
        halve::<K, R, 1>(simd, rows);
        merge_rows::<K, R>(simd, rows);
    }
}

/// Exchanges the bit `ROW` of rows' numbers with the bit `LANE` of lanes' numbers.
#[inline(always)]
fn swap_bits<K: Key, const R: usize, const ROW: usize, const LANE: usize>(simd: V4, rows: &mut [__m512i; R]) {
    for i in 0..R {
        if i & ROW == 0 {
            (rows[i], rows[i + ROW]) = K::zip::<LANE>(simd, rows[i], rows[i + ROW]);
        }
    }
}

/// Keys that are sorted down the lanes, then sorted along the rows. With more rows than lanes the first rows hold the first half of
/// each lane.
#[inline(always)]
fn transpose<K: Key, const R: usize>(simd: V4, rows: &mut [__m512i; R]) {
    match (R, K::LANES) {
        (2, 8) => swap_bits::<K, R, 1, 4>(simd, rows),
        (4, 8) => {
            swap_bits::<K, R, 1, 2>(simd, rows);
            swap_bits::<K, R, 2, 4>(simd, rows);
        }
        (8 | 16, 8) => {
            swap_bits::<K, R, 1, 1>(simd, rows);
            swap_bits::<K, R, 2, 2>(simd, rows);
            swap_bits::<K, R, 4, 4>(simd, rows);
        }
        (2, 16) => swap_bits::<K, R, 1, 8>(simd, rows),
        (4, 16) => {
            swap_bits::<K, R, 1, 4>(simd, rows);
            swap_bits::<K, R, 2, 8>(simd, rows);
        }
        (8, 16) => {
            swap_bits::<K, R, 1, 2>(simd, rows);
            swap_bits::<K, R, 2, 4>(simd, rows);
            swap_bits::<K, R, 4, 8>(simd, rows);
        }
        (16, 16) => {
            swap_bits::<K, R, 1, 1>(simd, rows);
            swap_bits::<K, R, 2, 2>(simd, rows);
            swap_bits::<K, R, 4, 4>(simd, rows);
            swap_bits::<K, R, 8, 8>(simd, rows);
        }
        _ => {}
    }
    for i in 0..R {
        rows[i] = match (R, K::LANES) {
            (2, _) => K::rotate::<1>(simd, rows[i]),
            (4, _) => K::rotate::<2>(simd, rows[i]),
            (8, 16) => K::rotate::<3>(simd, rows[i]),
            _ => rows[i],
        };
    }
}

/// Sorts up to `R` vectors of keys.
#[inline(always)]
fn through<K: Key, const R: usize>(simd: V4, keys: &mut [K]) {
    let mut rows = [K::splat(simd, K::GREATEST); R];
    let whole = keys.len() / K::LANES;
    for i in 0..R {
        if i < whole {
            rows[i] = K::load(&keys[i * K::LANES..][..K::LANES]);
        } else if i == whole {
            rows[i] = K::load_few(simd, &keys[i * K::LANES..]);
        }
    }
    sort_rows::<K, R>(simd, &mut rows);
    transpose::<K, R>(simd, &mut rows);
    for i in 0..R {
        let row = rows[if R > K::LANES { i / 2 + i % 2 * K::LANES } else { i }];
        if i < whole {
            K::store(&mut keys[i * K::LANES..][..K::LANES], row);
        } else if i == whole {
            K::store_few(simd, &mut keys[i * K::LANES..], row);
        }
    }
}

/// Sorts up to [`ROWS`] vectors of keys.
pub fn sort<K: Key>(simd: V4, keys: &mut [K]) {
    match keys.len().div_ceil(K::LANES) {
        0 => {}
        1 => network::<K, 1>(simd, keys),
        2 => network::<K, 2>(simd, keys),
        3..=4 => network::<K, 4>(simd, keys),
        5..=8 => network::<K, 8>(simd, keys),
        _ => network::<K, 16>(simd, keys),
    }
}

/// [`through`], compiled for AVX-512.
fn network<K: Key, const R: usize>(simd: V4, keys: &mut [K]) {
    struct Run<'a, K, const R: usize>(V4, &'a mut [K]);
    impl<K: Key, const R: usize> NullaryFnOnce for Run<'_, K, R> {
        type Output = ();
        #[inline(always)]
        fn call(self) {
            through::<K, R>(self.0, self.1);
        }
    }
    simd.vectorize(Run::<K, R>(simd, keys));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_every_zero_one_pattern_of_few() {
        let Some(simd) = V4::try_new() else { return };
        for n in 0..=ROWS * 16 {
            let mut keys: Vec<u32> = (0..n as u32).map(|i| i.wrapping_mul(2654435761) >> 7).collect();
            let mut sorted = keys.clone();
            sorted.sort_unstable();
            sort(simd, &mut keys);
            assert_eq!(keys, sorted);
            let mut wide: Vec<u64> =
                (0..n.min(ROWS * 8) as u64).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
            let mut sorted = wide.clone();
            sorted.sort_unstable();
            sort(simd, &mut wide);
            assert_eq!(wide, sorted);
        }
        // A network that sorts every sequence of zeros and ones sorts everything.
        for pattern in 0..1u32 << 10 {
            let mut keys: Vec<u64> = (0..10).map(|i| u64::from(pattern >> i & 1)).collect();
            sort(simd, &mut keys);
            assert!(keys.is_sorted(), "{pattern:b}");
        }
    }
}
