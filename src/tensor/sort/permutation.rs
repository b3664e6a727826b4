//! Numbers → the stable permutation that sorts them. The upper bits of each key and its place are packed into one word, so
//! that sorting the words sorts the places; where bits that found no room matter, neighbours are put right afterwards.

use super::order::SortKey;
use super::{PARALLEL, merge, radix, sort_words};
use crate::pool;
use crate::tensor::wide::wide;
use pulp::bytemuck;

/// Lanes and runs up to this long are sorted by insertion.
const FEW: usize = 16;

/// Writes the stable sorting permutation of a lane. After an interrupt it means nothing.
pub(super) fn order_of_lane<T: SortKey>(lane: &[T], order: &mut [i64]) {
    if lane.len() <= FEW || !T::HAS_WORD || u32::try_from(lane.len()).is_err() {
        for (i, place) in order.iter_mut().enumerate() {
            *place = i as i64;
        }
        merge::sort_by_key(order, |&i| lane[i as usize].key());
        return;
    }
    let packing = Packing::of(lane);
    let words: &mut [u64] = bytemuck::cast_slice_mut(order);
    packing.pack_all(lane, 0, words);
    sort_words(words);
    let ties = if packing.lost > 0 { packing.runs(words) } else { Vec::new() };
    unpack_all(order, packing.mask());
    for (first, last) in ties {
        if !pool::interrupted() {
            settle(lane, &mut order[first..last]);
        }
    }
}

/// How a key and a place share a word: the place in the low bits, above it what has room of the key's distance from the least.
#[derive(Clone, Copy)]
struct Packing {
    least: u64,
    /// The key's low bits that are left out.
    lost: u32,
    /// The bits of a place.
    bits: u32,
}

impl Packing {
    /// For a lane of 2 to 2³² elements.
    fn of<T: SortKey>(lane: &[T]) -> Packing {
        let (least, most) = wide(
            #[inline(always)]
            || lane.iter().fold((u64::MAX, 0), |(least, most), x| (least.min(x.word()), most.max(x.word()))),
        );
        let bits = usize::BITS - (lane.len() - 1).leading_zeros();
        let width = u64::BITS - (most - least).leading_zeros();
        Packing { least, lost: (width + bits).saturating_sub(u64::BITS), bits }
    }

    fn mask(self) -> u64 {
        (1 << self.bits) - 1
    }

    /// Packs the elements, the first of which has the place `first`; on two threads where there are many.
    fn pack_all<T: SortKey>(self, lane: &[T], first: usize, words: &mut [u64]) {
        if lane.len() > PARALLEL {
            let (left, right) = words.split_at_mut(lane.len() / 2);
            let (a, b) = lane.split_at(left.len());
            let middle = first + left.len();
            pool::join(|| self.pack_all(a, first, left), || self.pack_all(b, middle, right));
            return;
        }
        if pool::interrupted() {
            return;
        }
        wide(
            #[inline(always)]
            || {
                for (i, (word, x)) in words.iter_mut().zip(lane).enumerate() {
                    *word = (((x.word() - self.least) >> self.lost) << self.bits) | (first + i) as u64;
                }
            },
        );
    }

    /// Runs of sorted words, longer than one, whose packed keys are equal.
    fn runs(self, words: &[u64]) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        let mut first = 0;
        for i in 1..=words.len() {
            if words.get(i).is_some_and(|word| (word ^ words[i - 1]) >> self.bits == 0) {
                continue;
            }
            if i - first > 1 {
                runs.push((first, i));
            }
            first = i;
        }
        runs
    }
}

/// Packed words → their places, on two threads where there are many.
fn unpack_all(order: &mut [i64], mask: u64) {
    if order.len() > PARALLEL {
        let (left, right) = order.split_at_mut(order.len() / 2);
        pool::join(|| unpack_all(left, mask), || unpack_all(right, mask));
        return;
    }
    order.iter_mut().for_each(|place| *place &= mask as i64);
}

/// Sorts rising places whose keys have equal upper bits.
fn settle<T: SortKey>(lane: &[T], places: &mut [i64]) {
    let word = |place: i64| lane[place as usize].word();
    let first = word(places[0]);
    if places.iter().all(|&place| word(place) == first) {
        return;
    }
    if places.len() <= FEW {
        return merge::sort_by_key(places, |&place| word(place));
    }
    let mut pairs: Vec<(u64, u32)> = places.iter().map(|&place| (word(place), place as u32)).collect();
    radix::sort(&mut pairs);
    for (place, (_, sorted)) in places.iter_mut().zip(pairs) {
        *place = i64::from(sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64]) {
        let mut order = vec![0; values.len()];
        order_of_lane(values, &mut order);
        let mut want: Vec<i64> = (0..values.len() as i64).collect();
        want.sort_by_key(|&i| values[i as usize].key());
        assert_eq!(order, want);
    }

    #[test]
    fn equal_and_nearly_equal_keys() {
        let many = |f: fn(u32) -> f64| (0..5000).map(f).collect::<Vec<f64>>();
        check(&many(|i| f64::from(i.wrapping_mul(2_654_435_761))));
        check(&many(|i| f64::from(i % 7)));
        // Neighbours that differ in their lowest bits alone, beside numbers far away.
        check(&many(|i| {
            f64::from_bits(1f64.to_bits() + u64::from(i.wrapping_mul(48_271) % 64))
                * if i % 100 == 0 { -1e300 } else { 1.0 }
        }));
        check(&many(|i| if i % 3 == 0 { f64::NAN } else { -f64::from(i * 7 % 1000) }));
        check(&many(|i| f64::from_bits(u64::from(i * 37 % 5000) << 40)));
        check(&[2.0, 1.0]);
        check(&many(|_| 4.0));
    }

    #[test]
    fn long_lanes_use_threads() {
        let n = 100_000u32;
        check(&(0..n).map(|i| f64::from(i.wrapping_mul(2_654_435_761) >> 8).sin()).collect::<Vec<f64>>());
    }
}
