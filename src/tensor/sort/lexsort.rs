//! Sorting by several keys, the last of them first in importance.

use super::{argsort, order_by_comparison};
use crate::dispatch;
use crate::tensor::error::{Error, Result};
use crate::tensor::index::take_along_axis;
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
    let axis = Some(normalize_axis(axis, first.ndim())? as isize);
    let mut order = argsort(first, axis)?;
    for key in &keys[1..] {
        // Sorts are stable: what the keys before decided stays where this one leaves it open.
        let again = argsort(&take_along_axis(key, &order, axis)?, axis)?;
        order = take_along_axis(&order, &again, axis)?;
    }
    Ok(order)
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
