//! The distinct elements of an array, sorted, with where they first occur, how often, and the way back.

use super::order::{Comparator, SortKey};
use super::{argsort, is_keyed, sort};
use crate::dispatch;
use crate::pool::until_interrupted;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::reduce::extreme::Ordered;
use crate::tensor::shape::{Dims, normalize_axis};
use crate::tensor::{Kind, Order, Scalar, Tensor};
use std::cmp::Ordering;

/// What [`unique`] found. The indices are int64.
pub struct Unique {
    pub values: Tensor,
    /// The first occurrence of each value in the flattened array.
    pub index: Tensor,
    /// For each element the number of its value.
    pub inverse: Tensor,
    pub counts: Tensor,
}

/// The distinct values of the flattened array alone. `equal_nan`: all NaN are one value.
pub fn unique_values(a: &Tensor, equal_nan: bool) -> Result<Tensor> {
    let flat = a.reshaped(&[a.size()], Order::C)?;
    let dtype = flat.dtype();
    if !is_keyed(dtype) {
        return Ok(unique(a, equal_nan)?.values);
    }
    let native = lanes::contiguous(&flat, dtype.to_native())?;
    if let Some(values) = unique_narrow(&native)? {
        return Ok(crate::tensor::cast::cast(&values, dtype, Order::C)?.0);
    }
    let sorted = sort(&native, Some(0))?;
    let distinct = dispatch!(all, dtype.kind, T => {
        let mut values: Vec<T> = Vec::new();
        for &x in until_interrupted(sorted.as_slice::<T>().unwrap_or(&[]).iter()) {
            let is_known = |last: &T| x == *last || (equal_nan && x.is_nan() && last.is_nan());
            if !values.last().is_some_and(is_known) {
                values.push(x);
            }
        }
        Tensor::vector(&values)
    }, else Err(Error::type_error("unsupported element type")))?;
    Ok(crate::tensor::cast::cast(&distinct, dtype, Order::C)?.0)
}

/// Integers in a narrow range are marked in a table.
fn unique_narrow(a: &Tensor) -> Result<Option<Tensor>> {
    if !a.dtype().kind.is_integer() || a.size() < 1024 {
        return Ok(None);
    }
    dispatch!(integer, a.dtype().kind, T => {
        let values = a.as_slice::<T>().unwrap_or(&[]);
        let low = values.iter().copied().min().unwrap_or_default();
        let high = values.iter().copied().max().unwrap_or_default();
        let width = (high as i128 - low as i128) as u128 + 1;
        if width > (4 * values.len()) as u128 {
            return Ok(None);
        }
        let mut seen = vec![false; width as usize];
        for &x in until_interrupted(values.iter()) {
            seen[(x as i128 - low as i128) as usize] = true;
        }
        let found = seen.iter().enumerate().filter(|(_, seen)| **seen);
        let distinct: Vec<T> = found.map(|(i, _)| (low as i128 + i as i128) as T).collect();
        Tensor::vector(&distinct).map(Some)
    }, else Ok(None))
}

/// The distinct values of the flattened array, and all about them.
pub fn unique(a: &Tensor, equal_nan: bool) -> Result<Unique> {
    let flat = crate::tensor::copy::c_contiguous(&a.reshaped(&[a.size()], Order::C)?)?;
    let order = argsort(&flat, Some(0))?;
    let order = order.as_slice::<i64>().unwrap_or(&[]);
    let item = flat.dtype().itemsize() as isize;
    if is_keyed(flat.dtype()) && flat.dtype().is_native() && flat.is_aligned() {
        let groups = dispatch!(all, flat.dtype().kind, T => {
            let values = flat.as_slice::<T>().unwrap_or(&[]);
            grouped(order, &mut |i, j| {
                let (a, b) = (values[i as usize], values[j as usize]);
                Ok(a == b || (equal_nan && a.is_nan() && b.is_nan()))
            })
        }, else Err(Error::type_error("unsupported element type")))?;
        return groups.of(&flat);
    }
    let comparator = Comparator::new(&flat)?;
    let nan = |i: i64| equal_nan || !is_nan(&flat, i as isize * item);
    let mut same = |i: i64, j: i64| -> Result<bool> {
        let order = comparator.compare(i as isize * item, j as isize * item)?;
        Ok((order == Ordering::Equal
            || (equal_nan && is_nan(&flat, i as isize * item) && is_nan(&flat, j as isize * item)))
            && nan(j))
    };
    let groups = grouped(order, &mut same)?;
    groups.of(&flat)
}

struct Groups {
    index: Vec<i64>,
    inverse: Vec<i64>,
    counts: Vec<i64>,
}

impl Groups {
    /// The result, with the values of the 1-d array that was grouped.
    fn of(&self, flat: &Tensor) -> Result<Unique> {
        let item = flat.dtype().itemsize() as isize;
        let offsets: Vec<isize> = self.index.iter().map(|&i| i as isize * item).collect();
        Ok(Unique {
            values: lanes::take_bytes(flat, &[offsets.len()], &offsets)?,
            index: Tensor::vector(&self.index)?,
            inverse: Tensor::vector(&self.inverse)?,
            counts: Tensor::vector(&self.counts)?,
        })
    }
}

/// Runs of equal elements in a sorting permutation.
fn grouped(order: &[i64], same: &mut impl FnMut(i64, i64) -> Result<bool>) -> Result<Groups> {
    let mut groups = Groups { index: Vec::new(), inverse: vec![0; order.len()], counts: Vec::new() };
    for (k, &i) in until_interrupted(order.iter().enumerate()) {
        if k > 0
            && same(order[k - 1], i)?
            && let Some(count) = groups.counts.last_mut()
        {
            *count += 1;
        } else {
            groups.index.push(i);
            groups.counts.push(1);
        }
        groups.inverse[i as usize] = groups.index.len() as i64 - 1;
    }
    Ok(groups)
}

/// Whether the element at a byte offset is NaN or NaT.
fn is_nan(a: &Tensor, offset: isize) -> bool {
    let bytes = lanes::bytes_at(a, offset);
    let swapped = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        if !a.dtype().is_native() {
            bytes.reverse();
        }
        bytes
    };
    let wide = |bytes: &[u8]| swapped(bytes).try_into().is_ok_and(|b| f64::from_ne_bytes(b).is_nan());
    let single = |bytes: &[u8]| swapped(bytes).try_into().is_ok_and(|b| f32::from_ne_bytes(b).is_nan());
    match a.dtype().kind {
        Kind::Float64 => wide(bytes),
        Kind::Float32 => single(bytes),
        Kind::Float16 => swapped(bytes).try_into().is_ok_and(|b| crate::tensor::f16::from_ne_bytes(b).is_nan()),
        Kind::Complex128 => bytes.chunks(8).any(wide),
        Kind::Complex64 => bytes.chunks(4).any(single),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => {
            swapped(bytes).try_into().is_ok_and(|b| i64::from_ne_bytes(b) == i64::MIN)
        }
        Kind::Text(text) => match a.scalar_at(offset) {
            Scalar::Object(item) => text.is_missing(&*item),
            _ => false,
        },
        _ => false,
    }
}

/// The distinct sub-arrays along an axis, in lexicographic order. `index`, `inverse` and `counts` are 1-d.
pub fn unique_along(a: &Tensor, axis: isize, equal_nan: bool) -> Result<Unique> {
    let axis = normalize_axis(axis, a.ndim())?;
    if a.dtype().kind.is_reference() {
        return Err(Error::type_error(format!(
            "The axis argument to unique is not supported for dtype {}",
            a.dtype().name()
        )));
    }
    let moved = a.moveaxis(&[axis as isize], &[0])?;
    let rows = crate::tensor::copy::copied(&moved, Order::C)?;
    let n = rows.shape()[0];
    let width: usize = rows.shape()[1..].iter().product();
    let item = rows.dtype().itemsize() as isize;
    let row_bytes = width as isize * item;
    let comparator = Comparator::new(&rows)?;
    let mut failed = None;
    let mut compare = |i: i64, j: i64| {
        for k in 0..width as isize {
            match comparator.compare(i as isize * row_bytes + k * item, j as isize * row_bytes + k * item) {
                Ok(Ordering::Equal) => {}
                Ok(order) => return order,
                Err(error) => {
                    failed.get_or_insert(error);
                }
            }
        }
        Ordering::Equal
    };
    let mut order: Vec<i64> = (0..n as i64).collect();
    super::merge::sort_by(&mut order, |&i, &j| compare(i, j));
    let has_nan = |i: i64| (0..width as isize).any(|k| is_nan(&rows, i as isize * row_bytes + k * item));
    let mut same = |i: i64, j: i64| Ok(compare(i, j).is_eq() && (equal_nan || !has_nan(j)));
    let groups = grouped(&order, &mut same)?;
    if let Some(error) = failed {
        return Err(error);
    }
    let starts = groups.index.iter().map(|&i| i as isize * row_bytes);
    let offsets: Vec<isize> = starts.flat_map(|at| (0..width as isize).map(move |k| at + k * item)).collect();
    let mut shape = Dims::from_slice(rows.shape());
    shape[0] = groups.index.len();
    let values = lanes::take_bytes(&rows, &shape, &offsets)?.moveaxis(&[0], &[axis as isize])?;
    Ok(Unique {
        values,
        index: Tensor::vector(&groups.index)?,
        inverse: Tensor::vector(&groups.inverse)?,
        counts: Tensor::vector(&groups.counts)?,
    })
}

/// The keys of a 1-d array of numbers, for set operations.
pub(super) fn keys_of<T: SortKey>(a: &Tensor) -> Vec<T::Key> {
    a.as_slice::<T>().unwrap_or(&[]).iter().map(|x| x.key()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_with_all_about_them() {
        let a = Tensor::from_slice(&[2, 3], &[3.0, 1.0, f64::NAN, 3.0, f64::NAN, 1.0]).unwrap();
        let u = unique(&a, true).unwrap();
        assert_eq!(u.values.as_slice::<f64>().unwrap()[..2], [1.0, 3.0]);
        assert_eq!(u.index.as_slice::<i64>().unwrap(), [1, 0, 2]);
        assert_eq!(u.inverse.as_slice::<i64>().unwrap(), [1, 0, 2, 1, 2, 0]);
        assert_eq!(u.counts.as_slice::<i64>().unwrap(), [2, 2, 2]);
        assert_eq!(unique(&a, false).unwrap().values.size(), 4);
        assert_eq!(unique_values(&a, true).unwrap().size(), 3);
    }

    #[test]
    fn rows_are_compared_as_a_whole() {
        let a = Tensor::from_slice(&[3, 2], &[1i64, 0, 1, 0, 0, 5]).unwrap();
        let u = unique_along(&a, 0, true).unwrap();
        assert_eq!((u.values.shape(), u.index.as_slice::<i64>().unwrap()), (&[2usize, 2][..], &[2i64, 0][..]));
        assert_eq!(u.inverse.as_slice::<i64>().unwrap(), [1, 1, 0]);
    }
}
