//! Sorting by unsigned keys: spreading over buckets by the highest bits that differ, again and again until buckets are so
//! small that each element's rank is counted. Stable, and without a branch that depends on how two elements compare.
//!
//! Source: most-significant-digit radix sort (Knuth, *The Art of Computer Programming* 3, 5.2.5), with digits relative to
//! the least key of a bucket, so that a narrow range or a common exponent costs no pass.

use crate::pool;
use crate::tensor::wide::wide;

/// Something with an unsigned integer as its key.
pub trait Item: Copy + Send + Sync {
    type Key: Word;
    fn key(&self) -> Self::Key;
}

/// An unsigned integer.
pub trait Word: Copy + Ord + Send + Sync + Into<u64> {}

impl Word for u32 {}

impl Word for u64 {}

impl Item for u32 {
    type Key = u32;
    #[inline(always)]
    fn key(&self) -> u32 {
        *self
    }
}

impl Item for u64 {
    type Key = u64;
    #[inline(always)]
    fn key(&self) -> u64 {
        *self
    }
}

/// A key and the place where it was.
impl Item for (u64, u32) {
    type Key = u64;
    #[inline(always)]
    fn key(&self) -> u64 {
        self.0
    }
}

/// The most elements whose ranks are counted.
const FEW: usize = 16;
/// The most bits of a digit.
const DIGIT: u32 = 11;
/// Elements from which two threads sort.
const PARALLEL: usize = 1 << 15;
/// Elements of neighbouring buckets that one job sorts.
const GRAIN: usize = 1 << 14;

/// Sorts by keys; elements with equal keys keep their order.
pub fn sort<E: Item>(items: &mut [E]) {
    // Buckets are counted in 32 bits.
    if u32::try_from(items.len()).is_err() {
        return items.sort_by_key(E::key);
    }
    if items.len() <= FEW {
        return settle(items, &mut [], false);
    }
    if pool::interrupted() {
        return;
    }
    let mut other = items.to_vec();
    if items.len() > PARALLEL && pool::threads() > 1 {
        return sort_parts(items, &mut other);
    }
    spread(items, &mut other, false, &mut Vec::new());
}

/// Elements between two looks at the interrupt flag.
const BETWEEN_LOOKS: usize = 1 << 21;

/// The digit of a key: `(key - low) >> shift`.
#[derive(Clone, Copy)]
struct Digit {
    low: u64,
    shift: u32,
    buckets: usize,
}

impl Digit {
    /// For `n` keys between two different ones: about two keys to a bucket.
    fn new(low: u64, high: u64, n: usize) -> Digit {
        let width = 64 - (high - low).leading_zeros();
        let bits = n.ilog2().saturating_sub(1).clamp(3, DIGIT).min(width);
        let shift = width - bits;
        Digit { low, shift, buckets: ((high - low) >> shift) as usize + 1 }
    }

    #[inline(always)]
    fn of<E: Item>(self, item: &E) -> usize {
        ((item.key().into() - self.low) >> self.shift) as usize
    }

    /// Where each bucket starts; false if an interrupt came first.
    fn starts<E: Item>(self, items: &[E], starts: &mut [u32]) -> bool {
        for part in items.chunks(BETWEEN_LOOKS) {
            if pool::interrupted() {
                return false;
            }
            for item in part {
                starts[self.of(item)] += 1;
            }
        }
        let mut sum = 0;
        for start in starts {
            sum += std::mem::replace(start, sum);
        }
        true
    }

    /// Moves each element to its bucket; `starts` become the buckets' ends. False if an interrupt came first.
    fn scatter<E: Item>(self, items: &[E], into: &mut [E], starts: &mut [u32]) -> bool {
        for part in items.chunks(BETWEEN_LOOKS) {
            if pool::interrupted() {
                return false;
            }
            for item in part {
                let start = &mut starts[self.of(item)];
                into[*start as usize] = *item;
                *start += 1;
            }
        }
        true
    }
}

/// The least and the greatest key.
fn bounds<E: Item>(items: &[E]) -> (u64, u64) {
    let Some(first) = items.first().map(E::key) else { return (0, 0) };
    wide(
        #[inline(always)]
        || {
            let (mut low, mut high) = (first, first);
            for item in items {
                low = low.min(item.key());
                high = high.max(item.key());
            }
            (low.into(), high.into())
        },
    )
}

/// Sorts `items` with the help of `other`, which is as long; the result is in `other` where `into_other` is true. `counts`
/// is room for the counts of buckets, on top of what is in it.
fn spread<E: Item>(items: &mut [E], other: &mut [E], into_other: bool, counts: &mut Vec<u32>) {
    if items.len() <= FEW {
        return settle(items, other, into_other);
    }
    let (low, high) = bounds(items);
    if low == high || pool::interrupted() {
        if into_other {
            other.copy_from_slice(items);
        }
        return;
    }
    let digit = Digit::new(low, high, items.len());
    let base = counts.len();
    counts.resize(base + digit.buckets, 0);
    let spread_out = digit.starts(items, &mut counts[base..]) && digit.scatter(items, other, &mut counts[base..]);
    if !spread_out {
        counts.truncate(base);
        return;
    }
    let mut from = 0;
    for bucket in base..base + digit.buckets {
        let to = counts[bucket] as usize;
        let (here, there) = (&mut other[from..to], &mut items[from..to]);
        from = to;
        // Without bits left all keys of a bucket are equal.
        match here.len() {
            0 => {}
            1 => there[0] = here[0],
            _ if digit.shift > 0 => spread(here, there, !into_other, counts),
            _ if into_other => {}
            _ => there.copy_from_slice(here),
        }
    }
    counts.truncate(base);
}

/// Sorts a few elements by counting for each how many come before it.
fn settle<E: Item>(items: &mut [E], other: &mut [E], into_other: bool) {
    let Some(&filler) = items.first() else { return };
    let n = items.len();
    let (mut few, mut ranks) = ([filler; FEW], [0; FEW]);
    few[..n].copy_from_slice(items);
    for i in 1..n {
        let key = few[i].key();
        let mut rank = i;
        for j in 0..i {
            let later = usize::from(few[j].key() > key);
            ranks[j] += later;
            rank -= later;
        }
        ranks[i] = rank;
    }
    let target = if into_other { other } else { items };
    for (item, &rank) in few[..n].iter().zip(&ranks) {
        target[rank] = *item;
    }
}

/// A part of the elements, spread over buckets by itself.
struct Part<'i, 'o, E> {
    items: &'i [E],
    spread: &'o mut [E],
    /// Where its buckets end.
    ends: Vec<u32>,
    /// False if an interrupt came first.
    done: bool,
}

/// Sorts on several threads: each spreads a part; then the parts of each bucket are put together and sorted.
fn sort_parts<E: Item>(items: &mut [E], other: &mut [E]) {
    let length = items.len().div_ceil(pool::threads());
    let bounds_of = |parts: &mut [(&[E], (u64, u64))]| {
        for_each(parts, &|part| part.1 = bounds(part.0));
        parts.iter().fold((u64::MAX, 0), |(low, high), (_, (a, b))| (low.min(*a), high.max(*b)))
    };
    let mut chunks: Vec<_> = items.chunks(length).map(|chunk| (chunk, (0, 0))).collect();
    let (low, high) = bounds_of(&mut chunks);
    if low == high {
        return;
    }
    let digit = Digit::new(low, high, items.len());
    let pairs = items.chunks(length).zip(other.chunks_mut(length));
    let mut parts: Vec<Part<'_, '_, E>> =
        pairs.map(|(items, spread)| Part { items, spread, ends: vec![0; digit.buckets], done: false }).collect();
    for_each(&mut parts, &|part| {
        part.done = digit.starts(part.items, &mut part.ends) && digit.scatter(part.items, part.spread, &mut part.ends);
    });
    if parts.iter().any(|part| !part.done) {
        return;
    }
    let parts: Vec<(&[E], Vec<u32>)> = parts.into_iter().map(|Part { spread, ends, .. }| (&*spread, ends)).collect();
    sort_buckets(items, &parts, 0, digit.buckets, digit.shift == 0);
}

/// Runs `job` on each, at the same time.
fn for_each<T: Send>(parts: &mut [T], job: &(impl Fn(&mut T) + Sync)) {
    match parts {
        [] => {}
        [one] => job(one),
        _ => {
            let (left, right) = parts.split_at_mut(parts.len() / 2);
            pool::join(|| for_each(left, job), || for_each(right, job));
        }
    }
}

/// Puts the parts of the buckets `first` to `end` together in `items`, sorted (where they are not `equal` already).
fn sort_buckets<E: Item>(items: &mut [E], parts: &[(&[E], Vec<u32>)], first: usize, end: usize, equal: bool) {
    let ends_at = |bucket: usize| parts.iter().map(|(_, ends)| ends[bucket] as usize).sum::<usize>();
    let start = if first == 0 { 0 } else { ends_at(first - 1) };
    if items.len() > GRAIN && end - first > 1 {
        // Cut where about half of the elements are on either side.
        let half = start + items.len() / 2;
        let (mut low, mut high) = (first + 1, end - 1);
        while low < high {
            let middle = low.midpoint(high);
            if ends_at(middle - 1) < half { low = middle + 1 } else { high = middle }
        }
        let (left, right) = items.split_at_mut(ends_at(low - 1) - start);
        pool::join(|| sort_buckets(left, parts, first, low, equal), || sort_buckets(right, parts, low, end, equal));
        return;
    }
    let (mut other, mut counts): (Vec<E>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut rest = items;
    for bucket in first..end {
        let mut length = 0;
        for (spread, ends) in parts {
            let from = if bucket == 0 { 0 } else { ends[bucket - 1] as usize };
            let piece = &spread[from..ends[bucket] as usize];
            rest[length..length + piece.len()].copy_from_slice(piece);
            length += piece.len();
        }
        let (here, after) = std::mem::take(&mut rest).split_at_mut(length);
        rest = after;
        if equal || length < 2 {
            continue;
        }
        if length > PARALLEL {
            sort(here);
            continue;
        }
        if other.len() < length {
            other.resize(length.next_power_of_two(), here[0]);
        }
        spread(here, &mut other[..length], false, &mut counts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(n: usize) -> impl Iterator<Item = u64> {
        let mut state = 1u64;
        (0..n).map(move |_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            state ^ (state >> 29)
        })
    }

    #[test]
    fn any_keys_of_any_number() {
        for n in [0, 1, 2, 9, 31, 33, 100, 1000, 70_000] {
            for mask in [u64::MAX, 0xff, 0xff00_0000_00ff, 0] {
                let mut keys: Vec<u64> = noise(n).map(|x| x & mask).collect();
                let mut sorted = keys.clone();
                sorted.sort_unstable();
                sort(&mut keys);
                assert!(keys == sorted, "{n} {mask:x}");
            }
        }
    }

    #[test]
    fn equal_keys_keep_their_order() {
        let mut pairs: Vec<(u64, u32)> = noise(50_000).enumerate().map(|(i, x)| (x % 1000, i as u32)).collect();
        sort(&mut pairs);
        assert!(pairs.is_sorted());
        // A few outliers far away: most elements are in one bucket of the first pass.
        let mut skewed: Vec<u32> =
            noise(50_000).map(|x| if x % 1000 == 0 { u32::MAX - 1 } else { x as u32 % 5000 }).collect();
        let mut sorted = skewed.clone();
        sorted.sort_unstable();
        sort(&mut skewed);
        assert!(skewed == sorted);
    }
}
