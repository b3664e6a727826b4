//! Binary search: where elements belong in a sorted array.

use super::is_keyed;
use super::order::{Comparator, SortKey};
use crate::dispatch;
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::promote::promote_types;
use crate::tensor::{DType, Order, Tensor, cast};
use std::hint::select_unpredictable;

/// Elements from which two threads search.
const PARALLEL: usize = 1 << 13;

/// Which of the possible places: before or after equal elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Left,
    Right,
}

impl Side {
    /// `'left'` or `'right'`. ValueError else.
    pub fn by_name(name: &str) -> Result<Side> {
        match name {
            "left" => Ok(Side::Left),
            "right" => Ok(Side::Right),
            _ => Err(Error::value(format!("search side must be 'left' or 'right' (got '{name}')"))),
        }
    }
}

/// For each element of `v` the index in the sorted 1-d array `a` before which it belongs. int64, of v's shape.
/// `sorter` is a permutation that sorts `a`.
pub fn searchsorted(a: &Tensor, v: &Tensor, side: Side, sorter: Option<&Tensor>) -> Result<Tensor> {
    if a.ndim() != 1 {
        return Err(Error::value(if a.ndim() == 0 {
            "object of too small depth for desired array"
        } else {
            "object too deep for desired array"
        }));
    }
    let common = promote_types(a.dtype(), v.dtype())?.to_native();
    let as_common = |t: &Tensor| match is_keyed(common) {
        true => lanes::contiguous(t, common),
        false => Ok(cast::cast(t, common, Order::C)?.0),
    };
    let mut sorted = as_common(a)?;
    if let Some(sorter) = sorter {
        sorted = permuted(&sorted, sorter)?;
    }
    let wanted = as_common(v)?;
    if !is_keyed(common) {
        return search_by_comparison(&sorted, &wanted, side);
    }
    dispatch!(all, common.kind, T => {
        let (sorted, wanted) = (lanes::contiguous(&sorted, common)?, lanes::contiguous(&wanted, common)?);
        let sorted = sorted.as_slice::<T>().unwrap_or(&[]);
        let wanted = wanted.as_slice::<T>().unwrap_or(&[]);
        let haystack = Haystack::new(sorted, wanted.len());
        let found = lanes::overwritten::<i64>(v.shape(), |out| search_numbers(haystack, wanted, side, out))?;
        lanes::check_interrupt().map(|()| found)
    }, else Err(Error::type_error("unsupported element type")))
}

/// Keys that are searched for at the same time, so that their reads from memory overlap.
const SIDE_BY_SIDE: usize = 8;

/// Elements that are searched for many keys.
#[derive(Clone, Copy)]
pub(in crate::tensor) struct Haystack<'a, T> {
    elements: &'a [T],
    /// Whether they are known to rise. Only then keys that rise, too, may be looked for from the place of the one before: where
    /// elements are not sorted, places tell where NumPy's bisection looked.
    rises: bool,
}

impl<'a, T: SortKey> Haystack<'a, T> {
    /// Looks through the elements where there are so many keys that it pays.
    pub(in crate::tensor) fn new(elements: &'a [T], keys: usize) -> Haystack<'a, T> {
        let pays = keys >= elements.len() / 16;
        Haystack { elements, rises: pays && elements.is_sorted_by(|a, b| a.key() <= b.key()) }
    }
}

/// Each wanted number's place. An interrupt leaves some of them out.
pub(in crate::tensor) fn search_numbers<T: SortKey>(sorted: Haystack<T>, wanted: &[T], side: Side, out: &mut [i64]) {
    if wanted.len() > PARALLEL {
        let (left, right) = out.split_at_mut(wanted.len() / 2);
        let (a, b) = wanted.split_at(left.len());
        pool::join(|| search_numbers(sorted, a, side, left), || search_numbers(sorted, b, side, right));
        return;
    }
    if pool::interrupted() {
        return;
    }
    match side {
        Side::Left => search_groups(sorted, wanted, out, |x, key| x < key),
        Side::Right => search_groups(sorted, wanted, out, |x, key| x <= key),
    }
}

/// Each key's number of elements that are `before` it.
fn search_groups<T: SortKey>(
    haystack: Haystack<T>,
    wanted: &[T],
    out: &mut [i64],
    before: impl Fn(T::Key, T::Key) -> bool,
) {
    let sorted = haystack.elements;
    if haystack.rises && wanted.len() > SIDE_BY_SIDE && wanted.is_sorted_by(|a, b| a.key() <= b.key()) {
        return search_rising(sorted, wanted, out, &before);
    }
    let (groups, rest) = wanted.as_chunks::<SIDE_BY_SIDE>();
    let (places, places_left) = out.split_at_mut(groups.len() * SIDE_BY_SIDE);
    for (group, places) in groups.iter().zip(places.chunks_exact_mut(SIDE_BY_SIDE)) {
        places.copy_from_slice(&search_together(sorted, group.map(T::key), &before));
    }
    for (x, place) in rest.iter().zip(places_left) {
        [*place] = search_together(sorted, [x.key()], &before);
    }
}

/// The same for keys in rising order: each is looked for from the place of the one before, in steps of doubled width until
/// one is too far (Bentley and Yao, An almost optimal algorithm for unbounded searching, 1976).
fn search_rising<T: SortKey>(sorted: &[T], wanted: &[T], out: &mut [i64], before: &impl Fn(T::Key, T::Key) -> bool) {
    let [mut low] = search_together(sorted, [wanted[0].key()], before).map(|place| place as usize);
    for (key, place) in wanted.iter().map(|x| x.key()).zip(out) {
        let (mut next, mut step) = (low, 1);
        while next < sorted.len() && before(sorted[next].key(), key) {
            low = next + 1;
            next += step;
            step *= 2;
        }
        let high = next.min(sorted.len());
        low += sorted[low..high].partition_point(|x| before(x.key(), key));
        *place = low as i64;
    }
}

/// Binary searches in step, without branches that depend on keys. They look where NumPy looks, which can be told where the
/// elements are not sorted.
#[inline(always)]
fn search_together<T: SortKey, const N: usize>(
    sorted: &[T],
    keys: [T::Key; N],
    before: &impl Fn(T::Key, T::Key) -> bool,
) -> [i64; N] {
    let n = sorted.len();
    let (mut low, mut high) = ([0usize; N], [n; N]);
    for _ in 0..usize::BITS - n.leading_zeros() {
        for j in 0..N {
            let middle = low[j].midpoint(high[j]);
            // What has been found already stays.
            let later = (middle < high[j]) & before(sorted[middle.min(n - 1)].key(), keys[j]);
            low[j] = select_unpredictable(later, middle + 1, low[j]);
            high[j] = select_unpredictable(later, high[j], middle);
        }
    }
    low.map(|place| place as i64)
}

fn permuted(a: &Tensor, sorter: &Tensor) -> Result<Tensor> {
    if !sorter.dtype().kind.is_integer() {
        return Err(Error::type_error("sorter must only contain integers"));
    }
    if sorter.size() != a.size() || sorter.ndim() != 1 {
        return Err(Error::value("sorter.size must equal a.size"));
    }
    let indices = cast::cast(sorter, DType::INT64, Order::C)?.0;
    let n = a.size() as i64;
    let mut offsets = Vec::with_capacity(a.size());
    for &i in indices.as_slice::<i64>().unwrap_or(&[]) {
        if i < -n || i >= n {
            return Err(Error::value("Sorter index out of range."));
        }
        offsets.push(i.rem_euclid(n) as isize * a.strides()[0]);
    }
    lanes::take_bytes(a, a.shape(), &offsets)
}

fn search_by_comparison(sorted: &Tensor, wanted: &Tensor, side: Side) -> Result<Tensor> {
    let n = sorted.size();
    // Both in one array, so that one comparator sees them.
    let item = sorted.dtype().itemsize() as isize;
    let from_sorted = (0..n).map(|i| (sorted, i as isize * sorted.strides()[0]));
    let from_wanted = lanes::Offsets::new(wanted.shape(), wanted.strides()).map(|at| (wanted, at));
    let joined = joined(sorted.dtype(), from_sorted.chain(from_wanted))?;
    let comparator = Comparator::new(&joined)?;
    lanes::try_fresh::<i64>(wanted.shape(), |out| {
        for (k, place) in out.iter_mut().enumerate() {
            if k % 1024 == 0 {
                lanes::check_interrupt()?;
            }
            let (mut low, mut high) = (0, n);
            while low < high {
                let middle = low.midpoint(high);
                let order = comparator.compare(middle as isize * item, (n + k) as isize * item)?;
                let before = order.is_lt() || (side == Side::Right && order.is_eq());
                if before { low = middle + 1 } else { high = middle }
            }
            *place = low as i64;
        }
        Ok(())
    })
}

/// A 1-d array of elements of one dtype from several arrays.
fn joined<'a>(dtype: DType, elements: impl Iterator<Item = (&'a Tensor, isize)>) -> Result<Tensor> {
    let elements: Vec<(&Tensor, isize)> = elements.collect();
    if dtype.kind.is_reference() {
        let mut items = Vec::with_capacity(elements.len());
        for (tensor, at) in elements {
            let single = tensor.with_geometry(tensor.offset() + at, Default::default(), Default::default());
            items.extend(lanes::objects(&single)?);
        }
        return lanes::references(&[items.len()], &items, dtype);
    }
    let mut bytes = Vec::with_capacity(elements.len() * dtype.itemsize());
    for (tensor, at) in &elements {
        bytes.extend_from_slice(lanes::bytes_at(tensor, *at));
    }
    let flat = Tensor::from_vec(&[bytes.len()], bytes)?;
    let strides = crate::tensor::Strides::from_slice(&[dtype.itemsize() as isize]);
    Tensor::from_parts(flat.storage().clone(), 0, [elements.len()].into_iter().collect(), strides, dtype)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numpys() {
        let a = Tensor::vector(&[1.0, 2.0, 2.0, 3.0, f64::NAN]).unwrap();
        let v = Tensor::vector(&[2.0, 0.0, 5.0, f64::NAN]).unwrap();
        let left = searchsorted(&a, &v, Side::Left, None).unwrap();
        assert_eq!(left.as_slice::<i64>().unwrap(), [1, 0, 4, 4]);
        let right = searchsorted(&a, &v, Side::Right, None).unwrap();
        assert_eq!(right.as_slice::<i64>().unwrap(), [3, 0, 4, 5]);
        for n in 0..40 {
            let sorted: Vec<i64> = (0..n).map(|i| i / 3 * 2).collect();
            let wanted: Vec<i64> = (-1..30).collect();
            let (a, v) = (Tensor::vector(&sorted).unwrap(), Tensor::vector(&wanted).unwrap());
            let left = searchsorted(&a, &v, Side::Left, None).unwrap().to_vec::<i64>().unwrap();
            let right = searchsorted(&a, &v, Side::Right, None).unwrap().to_vec::<i64>().unwrap();
            for (i, x) in wanted.iter().enumerate() {
                assert_eq!(left[i], sorted.partition_point(|y| y < x) as i64);
                assert_eq!(right[i], sorted.partition_point(|y| y <= x) as i64);
            }
        }
        // Rising keys do not change where is looked.
        let muddled: Vec<i64> = (0..64).map(|i| i * 37 % 64).collect();
        let (a, v) = (Tensor::vector(&muddled).unwrap(), Tensor::vector(&(0..64).collect::<Vec<i64>>()).unwrap());
        let all = searchsorted(&a, &v, Side::Left, None).unwrap().to_vec::<i64>().unwrap();
        for (key, &place) in all.iter().enumerate() {
            let one = Tensor::scalar(key as i64).unwrap();
            assert_eq!(searchsorted(&a, &one, Side::Left, None).unwrap().as_slice::<i64>().unwrap(), [place]);
        }
        let unsorted = Tensor::vector(&[40i64, 10, 20, 30]).unwrap();
        let sorter = Tensor::vector(&[1i64, 2, 3, 0]).unwrap();
        let v = Tensor::scalar(25i64).unwrap();
        assert_eq!(searchsorted(&unsorted, &v, Side::Left, Some(&sorter)).unwrap().as_slice::<i64>().unwrap(), [2]);
    }
}
