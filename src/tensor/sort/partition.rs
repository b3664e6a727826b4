//! Partial sorting: the k-th element in its place, smaller ones before it, larger ones after it.
//!
//! Introselect: quickselect with a median of three, falling back to a median of medians of five where that makes no
//! progress (Musser, "Introspective Sorting and Selection Algorithms", 1997). The same steps as NumPy's portable version,
//! so that the order of the other elements agrees as well; long lanes of numbers are parted by [`Sortable::select`].

use super::order::{Comparator, SortKey};
use super::{PORTABLE, Sortable, along, restored, select_words};
use crate::dispatch;
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::{Order, Tensor};
use std::cmp::Ordering;

/// Puts the elements at the sorted positions `wanted` where sorting would put them.
pub fn select<T: Copy>(v: &mut [T], wanted: &[usize], less: &mut impl FnMut(&T, &T) -> bool) {
    // Positions that are final already, the least on top: later selections stay between them.
    let mut pivots: Vec<usize> = Vec::new();
    for &k in wanted {
        if k < v.len() {
            select_one(v, k, &mut pivots, less);
        }
    }
}

/// Exchanges between two looks at the interrupt flag; after an interrupt the order is any.
const BETWEEN_LOOKS: u32 = 1 << 20;

fn select_one<T: Copy>(v: &mut [T], k: usize, pivots: &mut Vec<usize>, less: &mut impl FnMut(&T, &T) -> bool) {
    let (mut low, mut high) = (0, v.len() - 1);
    while let Some(&pivot) = pivots.last() {
        match pivot.cmp(&k) {
            Ordering::Greater => {
                high = pivot - 1;
                break;
            }
            Ordering::Equal => return,
            Ordering::Less => {
                low = pivot + 1;
                pivots.pop();
            }
        }
    }
    if k - low < 3 {
        select_few(&mut v[low..=high], k - low + 1, less);
        pivots.push(k);
        return;
    }
    let mut depth = 2 * v.len().ilog2();
    let mut swaps = 0u32;
    while low + 1 < high {
        let (mut left, mut right) = (low + 1, high);
        if depth > 0 || right - left < 5 {
            median_of_three(v, low, low + (high - low) / 2, high, less);
        } else {
            let middle = left + median_of_medians(&mut v[left..right], less);
            v.swap(middle, low);
            left -= 1;
            right += 1;
        }
        depth = depth.saturating_sub(1);
        let pivot = v[low];
        // The ends hold elements that stop both scans.
        loop {
            left += 1;
            while less(&v[left], &pivot) {
                left += 1;
            }
            right -= 1;
            while less(&pivot, &v[right]) {
                right -= 1;
            }
            if right < left {
                break;
            }
            v.swap(left, right);
            swaps = swaps.wrapping_add(1);
            if swaps.is_multiple_of(BETWEEN_LOOKS) && pool::interrupted() {
                return;
            }
        }
        v.swap(low, right);
        if right > k {
            pivots.push(right);
        }
        if right >= k {
            high = right.saturating_sub(1);
        }
        if right <= k {
            low = left;
        }
    }
    if high == low + 1 && less(&v[high], &v[low]) {
        v.swap(high, low);
    }
    pivots.push(k);
}

/// Selection sort of the first `count` elements.
fn select_few<T: Copy>(v: &mut [T], count: usize, less: &mut impl FnMut(&T, &T) -> bool) {
    for i in 0..count.min(v.len()) {
        let mut least = i;
        for k in i + 1..v.len() {
            if less(&v[k], &v[least]) {
                least = k;
            }
        }
        v.swap(i, least);
    }
}

/// The median of three to `low`, the least of them to `low + 1`.
fn median_of_three<T: Copy>(
    v: &mut [T],
    low: usize,
    middle: usize,
    high: usize,
    less: &mut impl FnMut(&T, &T) -> bool,
) {
    if less(&v[high], &v[middle]) {
        v.swap(high, middle);
    }
    if less(&v[high], &v[low]) {
        v.swap(high, low);
    }
    if less(&v[low], &v[middle]) {
        v.swap(low, middle);
    }
    v.swap(middle, low + 1);
}

/// The place of the median of the medians of groups of five.
fn median_of_medians<T: Copy>(v: &mut [T], less: &mut impl FnMut(&T, &T) -> bool) -> usize {
    let groups = v.len() / 5;
    for group in 0..groups {
        let from = group * 5;
        select_few(&mut v[from..from + 5], 3, less);
        v.swap(group, from + 2);
    }
    if groups > 2 {
        select_one(&mut v[..groups], groups / 2, &mut Vec::new(), less);
    }
    groups / 2
}

/// The positions as sorted indices; none in an empty array. ValueError outside.
fn positions(kth: &[isize], n: usize, empty: bool) -> Result<Vec<usize>> {
    let mut sorted = Vec::with_capacity(kth.len());
    for &k in kth.iter().take_while(|_| !empty) {
        let at = if k < 0 { k + n as isize } else { k };
        if at < 0 || at >= n as isize {
            return Err(Error::value(format!("kth(={at}) out of bounds ({n})")));
        }
        sorted.push(at as usize);
    }
    sorted.sort_unstable();
    Ok(sorted)
}

/// A copy with the elements at positions `kth` in sorted place along an axis (or flattened).
pub fn partition(a: &Tensor, kth: &[isize], axis: Option<isize>) -> Result<Tensor> {
    let (source, axis) = along(a, axis)?;
    let n = source.shape()[axis];
    let wanted = positions(kth, n, source.is_empty())?;
    if !source.dtype().kind.is_numeric() {
        // A sorted array is a partitioned one.
        return super::sort(&source, Some(axis as isize));
    }
    let native = lanes::native(&source, source.dtype().to_native())?;
    let result = dispatch!(all, source.dtype().kind, T => {
        super::arranged::<T>(&native, axis, &|lane| T::select(lane, &wanted))
    }, else Err(Error::type_error("unsupported element type")))?;
    lanes::check_interrupt()?;
    Ok(super::super::cast::cast(&result, a.dtype(), Order::C)?.0)
}

/// The permutation of such a partition. int64.
pub fn argpartition(a: &Tensor, kth: &[isize], axis: Option<isize>) -> Result<Tensor> {
    let (source, axis) = along(a, axis)?;
    let n = source.shape()[axis];
    let wanted = positions(kth, n, source.is_empty())?;
    let moved = lanes::moved_last(&source, axis);
    let (starts, _, stride) = super::lane_offsets(&source, axis);
    let comparator = Comparator::new(&source)?;
    let numeric = source.dtype().kind.is_numeric();
    let native = lanes::native(&moved, source.dtype().to_native())?;
    let copy = if numeric { super::super::copy::c_contiguous(&native)? } else { native.clone() };
    let order = lanes::try_fresh::<i64>(moved.shape(), |out| {
        for (lane, (order, start)) in out.chunks_exact_mut(n.max(1)).zip(starts).enumerate() {
            for (i, place) in order.iter_mut().enumerate() {
                *place = i as i64;
            }
            if numeric {
                dispatch!(all, native.dtype().kind, T => {
                    let values = &copy.as_slice::<T>().unwrap_or(&[])[lane * n..][..n];
                    if T::HAS_WORD && n > PORTABLE {
                        order_by_class(values, &wanted, order);
                        continue;
                    }
                    select(order, &wanted, &mut |a, b| values[*a as usize].key() < values[*b as usize].key());
                }, else {});
                continue;
            }
            let mut failed = None;
            let at = |i: &i64| start + *i as isize * stride;
            select(order, &wanted, &mut |a, b| match comparator.compare(at(a), at(b)) {
                Ok(order) => order.is_lt(),
                Err(error) => {
                    failed.get_or_insert(error);
                    false
                }
            });
            if let Some(error) = failed {
                return Err(error);
            }
        }
        lanes::check_interrupt()
    })?;
    restored(&order, axis)
}

/// Writes a permutation that parts a lane: the elements between two wanted ones, and those equal to a wanted one, keep their
/// order.
fn order_by_class<T: Sortable>(lane: &[T], wanted: &[usize], order: &mut [i64]) {
    let mut words: Vec<u64> = lane.iter().map(|x| x.word()).collect();
    select_words(&mut words, wanted);
    let mut wanted: Vec<u64> = wanted.iter().map(|&place| words[place]).collect();
    wanted.dedup();
    // Two for each wanted one that is less, one for an equal one.
    let class = |x: T| {
        let word = x.word();
        wanted.iter().map(|&w| usize::from(w < word) + usize::from(w <= word)).sum::<usize>()
    };
    let mut starts = vec![0; 2 * wanted.len() + 2];
    for &x in lane {
        starts[class(x) + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    for (i, &x) in lane.iter().enumerate() {
        let place = &mut starts[class(x)];
        order[*place] = i as i64;
        *place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_keep_the_wanted_places() {
        let a = Tensor::vector(&[3i64, 4, 2, 1]).unwrap();
        assert_eq!(partition(&a, &[3], Some(-1)).unwrap().as_slice::<i64>().unwrap(), [2, 1, 3, 4]);
        assert_eq!(partition(&a, &[4], Some(-1)).err().map(|e| e.message).unwrap(), "kth(=4) out of bounds (4)");
        let x: Vec<i64> = (0..2000).map(|i| i * 7919 % 1999).collect();
        let parted = partition(&Tensor::vector(&x).unwrap(), &[1000, 3, -2], None).unwrap();
        let (parted, mut sorted) = (parted.as_slice::<i64>().unwrap(), x.clone());
        sorted.sort_unstable();
        for k in [1000, 3, 1998] {
            assert_eq!(parted[k], sorted[k]);
        }
        assert!(parted[..1000].iter().all(|&y| y <= parted[1000]));
        let order = argpartition(&Tensor::vector(&x).unwrap(), &[1000, 3, -2], None).unwrap();
        let mut order = order.as_slice::<i64>().unwrap().to_vec();
        for k in [1000, 3, 1998] {
            assert_eq!(x[order[k] as usize], sorted[k]);
        }
        assert!(order[..1000].iter().all(|&i| x[i as usize] <= sorted[1000]));
        order.sort_unstable();
        assert!(order.iter().copied().eq(0..2000));
    }
}
