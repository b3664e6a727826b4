//! Random orders: Fisher-Yates shuffles, as `shuffle`, `permutation` and `permuted` draw them.

use std::collections::TryReserveError;

use super::bits::BitGenerator;
use super::bounded::{below_or_equal, interval};

/// The exchanges that shuffle `len` items, from the last position to the second: swap the two items
/// of each pair. For items that only the caller can move.
pub fn exchanges<B: BitGenerator>(bits: &mut B, len: usize) -> impl Iterator<Item = (usize, usize)> {
    (1..len).rev().map(|i| (i, interval(bits, i as u64) as usize))
}

/// Shuffles `items`.
pub fn shuffle<B: BitGenerator, T>(bits: &mut B, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        items.swap(i, interval(bits, i as u64) as usize);
    }
}

/// Numbers, or the error of an allocation that is too large.
pub type Indices = Result<Vec<i64>, TryReserveError>;

/// The numbers below `len`.
pub fn counting(len: usize) -> Indices {
    let mut items = Vec::new();
    items.try_reserve_exact(len)?;
    items.extend(0..len as i64);
    Ok(items)
}

/// A random order of the numbers below `len`.
///
/// # Errors
/// That of an allocation that is too large.
pub fn permutation<B: BitGenerator>(bits: &mut B, len: usize) -> Indices {
    let mut order = counting(len)?;
    shuffle(bits, &mut order);
    Ok(order)
}

/// Shuffles the items from `first` on into their places: each gets one of the items up to it.
/// `choice` scales where `shuffle` masks.
pub(super) fn shuffle_from<B: BitGenerator, T>(bits: &mut B, first: usize, items: &mut [T]) {
    for i in (first..items.len()).rev() {
        items.swap(i, below_or_equal(bits, i as u64) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::super::mt19937::Mt19937;
    use super::super::recorded::{fingerprint, pcg64};
    use super::*;
    use crate::random::BitGen;

    fn shuffled(bits: &mut BitGen, lens: &[usize]) -> u64 {
        let mut words = Vec::new();
        for &len in lens {
            words.extend(permutation(bits, len).unwrap().into_iter().map(|i| i as u64));
        }
        words.push(bits.next_raw());
        fingerprint(words)
    }

    /// shuffle of 1-d, 2-d and list, permutation, permuted, permutation of 2-d
    #[test]
    fn numpy_orders() {
        let new = shuffled(&mut pcg64(42), &[1000, 20, 50, 30, 10, 10]);
        assert_eq!(new, 0xd78a_fdb6_1bfc_3270);
        let mut old = BitGen::Mt19937(Mt19937::from_word(42));
        let old = shuffled(&mut old, &[1000, 20, 50, 30, 10]);
        assert_eq!(old, 0xad72_d6ef_95f6_9f67);
    }

    #[test]
    fn exchanges_are_the_shuffle() {
        let mut items: Vec<i64> = (0..100).collect();
        for (i, j) in exchanges(&mut pcg64(1), items.len()) {
            items.swap(i, j);
        }
        assert_eq!(items, permutation(&mut pcg64(1), 100).unwrap());
    }
}
