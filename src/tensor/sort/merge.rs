//! A stable sort by comparison that sees Ctrl-C: parts are sorted, then pairs of neighbours merged.

use crate::pool;
use std::cmp::Ordering;

/// Elements that are sorted between two looks at the interrupt flag.
const PART: usize = 1 << 17;

/// Sorts like [`slice::sort_by`]; after an interrupt the order is any.
pub fn sort_by<T: Copy>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    for part in items.chunks_mut(PART) {
        if pool::interrupted() {
            return;
        }
        part.sort_by(&mut compare);
    }
    let (mut width, mut room) = (PART, Vec::new());
    while width < items.len() {
        for pair in items.chunks_mut(2 * width) {
            if pair.len() > width {
                merge(pair, width, &mut room, &mut compare);
            }
        }
        width *= 2;
    }
}

/// Merges `items[..middle]` and `items[middle..]`, each of them sorted. `room` is memory to use.
fn merge<T: Copy>(items: &mut [T], middle: usize, room: &mut Vec<T>, compare: &mut impl FnMut(&T, &T) -> Ordering) {
    if compare(&items[middle - 1], &items[middle]).is_le() {
        return;
    }
    room.clear();
    room.extend_from_slice(&items[..middle]);
    let (mut first, mut second) = (0, middle);
    while first < middle {
        let to = first + second - middle;
        if to.is_multiple_of(PART) && pool::interrupted() {
            items[to..second].copy_from_slice(&room[first..]);
            return;
        }
        if second < items.len() && compare(&items[second], &room[first]).is_lt() {
            items[to] = items[second];
            second += 1;
        } else {
            items[to] = room[first];
            first += 1;
        }
    }
}

/// The same by keys.
pub fn sort_by_key<T: Copy, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
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
