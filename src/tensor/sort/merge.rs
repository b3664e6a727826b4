//! A stable sort by comparison that sees Ctrl-C: parts are sorted, then pairs of neighbours merged.

use crate::pool;
use std::cmp::Ordering;

/// Elements that are sorted between two looks at the interrupt flag.
const PART: usize = 1 << 17;

/// Sorts like [`slice::sort_by`]; after an interrupt the order is any.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut width = PART;
    loop {
        for part in items.chunks_mut(width) {
            if pool::interrupted() {
                return;
            }
            // Two sorted halves are merged: the standard library's sort finds them.
            part.sort_by(&mut compare);
        }
        if width >= items.len() {
            return;
        }
        width *= 2;
    }
}

/// The same by keys.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

#[cfg(test)]
mod tests {
    #[test]
    fn equal_elements_keep_their_order() {
        let mut items: Vec<(u32, usize)> = (0..3 * super::PART + 5).map(|i| (i as u32 * 7919 % 101, i)).collect();
        let mut sorted = items.clone();
        sorted.sort_by_key(|item| item.0);
        super::sort_by_key(&mut items, |item| item.0);
        assert!(items == sorted);
    }
}
