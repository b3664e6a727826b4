//! Sorting by several keys, the last of them first in importance.

use super::{argsort, order_by_comparison};
use crate::dispatch;
use crate::pool::until_interrupted;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::shape::normalize_axis;
use crate::tensor::{Order, Tensor};

/// The permutation along `axis` that sorts by the last key, ties by the one before it, and so on. int64.
pub fn lexsort(keys: &[Tensor], axis: isize) -> Result<Tensor> {
    let Some(first) = keys.first() else {
        return Err(Error::type_error("need sequence of keys with len > 0 in lexsort"));
    };
    if keys.iter().any(|key| key.shape() != first.shape()) {
        return Err(Error::value("all keys need to be the same shape"));
    }
    if first.ndim() == 0 {
        return Tensor::scalar(0i64);
    }
    let axis = normalize_axis(axis, first.ndim())?;
    let moved: Vec<Tensor> = keys.iter().map(|key| ranks(&lanes::moved_last(key, axis))).collect::<Result<_>>()?;
    let n = first.shape()[axis];
    let shape = lanes::moved_last(first, axis);
    let sorted = lanes::fresh::<i64>(shape.shape(), |out| {
        for (lane, order) in out.chunks_exact_mut(n.max(1)).enumerate() {
            for (i, place) in order.iter_mut().enumerate() {
                *place = i as i64;
            }
            for key in &moved {
                let ranks = &key.as_slice::<i64>().unwrap_or(&[])[lane * n..][..n];
                super::merge::sort_by_key(order, |&i| ranks[i as usize]);
            }
        }
    })?;
    lanes::copy_of::<i64>(&lanes::moved_back(&sorted, axis))
}

/// Each element's rank in its lane (the last axis); equal elements have equal ranks.
fn ranks(key: &Tensor) -> Result<Tensor> {
    let axis = key.ndim() - 1;
    let n = key.shape()[axis];
    let order = argsort(key, Some(-1))?;
    let order = order.as_slice::<i64>().unwrap_or(&[]);
    let comparator = super::order::Comparator::new(key)?;
    let (starts, _, stride) = super::lane_offsets(key, axis);
    lanes::try_fresh::<i64>(key.shape(), |out| {
        let lanes = out.chunks_exact_mut(n.max(1)).zip(order.chunks_exact(n.max(1)));
        for ((ranks, order), start) in lanes.zip(starts) {
            let mut rank = 0;
            for (k, &i) in until_interrupted(order.iter().enumerate()) {
                if k > 0 {
                    let at = |i: i64| start + i as isize * stride;
                    rank += i64::from(comparator.compare(at(order[k - 1]), at(i))?.is_ne());
                }
                ranks[i as usize] = rank;
            }
        }
        Ok(())
    })
}

/// Whether a 1-d array is sorted already, NaN last.
pub fn is_sorted(a: &Tensor) -> Result<bool> {
    let native = lanes::contiguous(a, a.dtype().to_native())?;
    dispatch!(all, a.dtype().kind, T => {
        let values = native.as_slice::<T>().unwrap_or(&[]);
        Ok(values.is_sorted_by_key(|x| super::order::SortKey::key(*x)))
    }, else {
        let flat = a.reshaped(&[a.size()], Order::C)?;
        let order = order_by_comparison(&flat, 0, flat.size(), flat.strides()[0])?;
        Ok(order.is_sorted())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_key_counts_most() {
        let surnames = Tensor::vector(&[1i64, 5, 1, 4, 3, 4, 4]).unwrap();
        let names = Tensor::vector(&[9i64, 4, 0, 4, 0, 2, 1]).unwrap();
        let order = lexsort(&[names, surnames], -1).unwrap();
        assert_eq!(order.as_slice::<i64>().unwrap(), [2, 0, 4, 6, 5, 3, 1]);
    }
}
