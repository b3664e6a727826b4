//! Unsigned keys in AVX-512 vectors: what sorting networks and the quicksort over vectors need of them.

use super::radix::{Item, Word};
use pulp::cast;
use pulp::x86::V4;
use std::arch::x86_64::__m512i;

/// An unsigned key, and what is done with vectors of [`Key::LANES`] of them.
pub trait Key: Word + Item {
    const LANES: usize;
    const LEAST: Self;
    const GREATEST: Self;
    /// `None` for the greatest.
    fn next(self) -> Option<Self>;
    fn splat(simd: V4, key: Self) -> __m512i;
    /// Of the first [`Key::LANES`] keys, which there must be.
    fn load(keys: &[Self]) -> __m512i;
    /// To the first [`Key::LANES`] keys, which there must be.
    fn store(keys: &mut [Self], v: __m512i);
    /// Of fewer keys, filled up with the greatest.
    fn load_few(simd: V4, keys: &[Self]) -> __m512i;
    fn store_few(simd: V4, keys: &mut [Self], v: __m512i);
    fn lesser(simd: V4, a: __m512i, b: __m512i) -> __m512i;
    fn greater(simd: V4, a: __m512i, b: __m512i) -> __m512i;
    /// The lesser of two keys; the greater in the lanes that have `BIT` in their number.
    fn min_max<const BIT: usize>(simd: V4, a: __m512i, b: __m512i) -> __m512i;
    /// Lane `i` moves to lane `i ^ MASK`.
    fn exchange<const MASK: usize>(simd: V4, v: __m512i) -> __m512i;
    /// The lanes without `BIT` of both, and the lanes with `BIT` of both: those of `a` where a lane's own number lacks it.
    fn zip<const BIT: usize>(simd: V4, a: __m512i, b: __m512i) -> (__m512i, __m512i);
    /// Lane `i` moves to the lane whose number is `i` with its bits rotated left by `BY`.
    fn rotate<const BY: u32>(simd: V4, v: __m512i) -> __m512i;
    /// The keys below the pivot, then the others; and how many are below.
    fn split(simd: V4, v: __m512i, pivot: __m512i) -> (__m512i, usize);
    /// The first `count` lanes of `a`, the other lanes of `b`.
    fn first_of(simd: V4, count: usize, a: __m512i, b: __m512i) -> __m512i;
}

/// Where lane `i` comes from when lanes `i` and `i ^ mask` change places.
const fn exchanged<const N: usize>(mask: usize) -> [u8; N] {
    let mut lanes = [0; N];
    let mut i = 0;
    while i < N {
        lanes[i] = (i ^ mask) as u8;
        i += 1;
    }
    lanes
}

/// Where the lanes of a [`Key::zip`] come from: below `N` the first operand's.
const fn zipped<const N: usize>(bit: usize, high: bool) -> [u8; N] {
    let mut lanes = [0; N];
    let mut i = 0;
    while i < N {
        let from = if high { i | bit } else { i & !bit };
        lanes[i] = if i & bit == 0 { from as u8 } else { (N + from) as u8 };
        i += 1;
    }
    lanes
}

/// Where lane `i` comes from when lanes' numbers are rotated left by `by` bits.
const fn rotated<const N: usize>(by: u32) -> [u8; N] {
    let (mut lanes, bits) = ([0; N], N.ilog2());
    let mut i = 0;
    while i < N {
        let to = ((i << by) | (i >> (bits - by))) & (N - 1);
        lanes[to] = i as u8;
        i += 1;
    }
    lanes
}

/// Numbers of lanes as an operand of a permutation of 64-bit lanes.
const fn wide64(lanes: [u8; 8]) -> [u64; 8] {
    let mut wide = [0; 8];
    let mut i = 0;
    while i < 8 {
        wide[i] = lanes[i] as u64;
        i += 1;
    }
    wide
}

/// Numbers of lanes as an operand of a permutation of 32-bit lanes.
const fn wide32(lanes: [u8; 16]) -> [u32; 16] {
    let mut wide = [0; 16];
    let mut i = 0;
    while i < 16 {
        wide[i] = lanes[i] as u32;
        i += 1;
    }
    wide
}

/// Lanes with `bit` in their number.
const fn lanes_with(bit: usize) -> u16 {
    let (mut mask, mut i) = (0, 0);
    while i < 16 {
        if i & bit != 0 {
            mask |= 1 << i;
        }
        i += 1;
    }
    mask
}

/// For each set of lanes: the lanes in it, then the others.
static PARTED: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut set = 0;
    while set < 256 {
        let (mut to, mut pass) = (0, 0);
        while pass < 2 {
            let mut i = 0;
            while i < 8 {
                if (set >> i & 1 == 1) == (pass == 0) {
                    table[set][to] = i as u8;
                    to += 1;
                }
                i += 1;
            }
            pass += 1;
        }
        set += 1;
    }
    table
};

/// A key, with the instructions for its vectors.
macro_rules! key {
    ($t:ident, $lanes:literal, $signed:ident, $mask:ident, $array:ident; $splat:ident $min:ident $max:ident $mask_max:ident $permute:ident
     $permute2:ident $blend:ident $load_few:ident $store_few:ident;
     |$simd:ident, $v:ident, $p:ident| $split:block) => {
        impl Key for $t {
            const LANES: usize = $lanes;
            const LEAST: $t = 0;
            const GREATEST: $t = $t::MAX;

            #[inline(always)]
            fn next(self) -> Option<$t> {
                self.checked_add(1)
            }

            #[inline(always)]
            fn splat(simd: V4, key: $t) -> __m512i {
                simd.avx512f.$splat(key as $signed)
            }

            #[inline(always)]
            fn load(keys: &[$t]) -> __m512i {
                cast(*keys.first_chunk::<$lanes>().unwrap_or(&[$t::MAX; $lanes]))
            }

            #[inline(always)]
            fn store(keys: &mut [$t], v: __m512i) {
                if let Some(lanes) = keys.first_chunk_mut::<$lanes>() {
                    *lanes = cast(v);
                }
            }

            #[inline(always)]
            fn load_few(simd: V4, keys: &[$t]) -> __m512i {
                let v = cast(pulp::Simd::$load_few(simd, keys));
                Self::first_of(simd, keys.len(), v, Self::splat(simd, $t::MAX))
            }

            #[inline(always)]
            fn store_few(simd: V4, keys: &mut [$t], v: __m512i) {
                pulp::Simd::$store_few(simd, keys, cast(v));
            }

            #[inline(always)]
            fn lesser(simd: V4, a: __m512i, b: __m512i) -> __m512i {
                simd.avx512f.$min(a, b)
            }

            #[inline(always)]
            fn greater(simd: V4, a: __m512i, b: __m512i) -> __m512i {
                simd.avx512f.$max(a, b)
            }

            #[inline(always)]
            fn min_max<const BIT: usize>(simd: V4, a: __m512i, b: __m512i) -> __m512i {
                simd.avx512f.$mask_max(simd.avx512f.$min(a, b), const { lanes_with(BIT) as $mask }, a, b)
            }

            #[inline(always)]
            fn exchange<const MASK: usize>(simd: V4, v: __m512i) -> __m512i {
                simd.avx512f.$permute(cast(const { $array(exchanged(MASK)) }), v)
            }

            #[inline(always)]
            fn zip<const BIT: usize>(simd: V4, a: __m512i, b: __m512i) -> (__m512i, __m512i) {
                let low = simd.avx512f.$permute2(a, cast(const { $array(zipped(BIT, false)) }), b);
                let high = simd.avx512f.$permute2(a, cast(const { $array(zipped(BIT, true)) }), b);
                (low, high)
            }

            #[inline(always)]
            fn rotate<const BY: u32>(simd: V4, v: __m512i) -> __m512i {
                simd.avx512f.$permute(cast(const { $array(rotated(BY)) }), v)
            }

            #[inline(always)]
            fn first_of(simd: V4, count: usize, a: __m512i, b: __m512i) -> __m512i {
                let first = ((1u32 << count) - 1) as $mask;
                simd.avx512f.$blend(first, b, a)
            }

            #[inline(always)]
            fn split($simd: V4, $v: __m512i, $p: __m512i) -> (__m512i, usize) $split
        }
    };
}

key! { u64, 8, i64, u8, wide64; _mm512_set1_epi64 _mm512_min_epu64 _mm512_max_epu64 _mm512_mask_max_epu64 _mm512_permutexvar_epi64
    _mm512_permutex2var_epi64 _mm512_mask_blend_epi64 partial_load_u64s partial_store_u64s;
    |simd, v, pivot| {
        let below = simd.avx512f._mm512_cmplt_epu64_mask(v, pivot);
        let lanes = simd.avx512f._mm512_cvtepu8_epi64(cast([u64::from_le_bytes(PARTED[below as usize]), 0]));
        (simd.avx512f._mm512_permutexvar_epi64(lanes, v), below.count_ones() as usize)
    }
}

key! { u32, 16, i32, u16, wide32; _mm512_set1_epi32 _mm512_min_epu32 _mm512_max_epu32 _mm512_mask_max_epu32 _mm512_permutexvar_epi32
    _mm512_permutex2var_epi32 _mm512_mask_blend_epi32 partial_load_u32s partial_store_u32s;
    |simd, v, pivot| {
        let below = simd.avx512f._mm512_cmplt_epu32_mask(v, pivot);
        let count = below.count_ones() as usize;
        let first = simd.avx512f._mm512_maskz_compress_epi32(below, v);
        let last = simd.avx512f._mm512_maskz_compress_epi32(!below, v);
        let parted = simd.avx512f._mm512_mask_expand_epi32(first, (0xffffu32 << count) as u16, last);
        (parted, count)
    }
}
