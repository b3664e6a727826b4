//! The elements of an array repeated, shifted, inserted or left out: tile, repeat, roll, insert, delete, resize,
//! trim_zeros.

use super::assign::assign;
use super::cast::as_dtype;
use super::copy::{copied, copy_elements, empty_like};
use super::error::{Error, Result};
use super::index::{self, IndexItem, Mode, take};
use super::shape::{self, Dims, Strides};
use super::tensor::{Order, Tensor};
use crate::pool::until_interrupted;
use smallvec::SmallVec;

/// `numpy.tile`: the array over and over along each axis.
pub fn tile(t: &Tensor, reps: &[isize]) -> Result<Tensor> {
    if reps.iter().any(|&r| r < 0) {
        return Err(Error::value("negative dimensions are not allowed"));
    }
    let ndim = reps.len().max(t.ndim());
    if reps.iter().all(|&r| r == 1) {
        return Ok(copied(t, Order::K)?.with_leading_axes(ndim));
    }
    let t = t.with_leading_axes(ndim);
    let mut counts: Dims = SmallVec::from_elem(1, ndim - reps.len());
    counts.extend(reps.iter().map(|&r| r as usize));
    let shape: Dims = counts.iter().zip(t.shape()).map(|(r, d)| r.saturating_mul(*d)).collect();
    if shape.contains(&0) {
        return Tensor::empty(&[0], t.dtype())?.reshaped(&shape, Order::C);
    }
    let result = Tensor::empty(&shape, t.dtype())?;
    // Seen as (count, length) for each axis, the result is the array broadcast along the counts.
    let pairs: Dims = counts.iter().zip(t.shape()).flat_map(|(&r, &d)| [r, d]).collect();
    let strides: Strides = t.strides().iter().flat_map(|&s| [0, s]).collect();
    let Some(target) = result.reshaped_view(&pairs, Order::C).filter(|target| !target.is_empty()) else {
        return Ok(result);
    };
    copy_elements(&target, &t.with_geometry(t.offset(), pairs, strides))?;
    Ok(result)
}

/// `numpy.repeat`: each element (sub-array along the axis) as often as `counts` says: one number for all, or one each.
pub fn repeat(t: &Tensor, counts: &Tensor, axis: Option<isize>) -> Result<Tensor> {
    let Some(axis) = axis else {
        return repeat(&t.ravel(Order::C)?, counts, Some(0));
    };
    let t = t.with_leading_axes(1);
    let axis = shape::normalize_axis(axis, t.ndim())?;
    let numbers = as_dtype(counts, super::DType::INT64)?.to_vec::<i64>().unwrap_or_default();
    let n = t.shape()[axis];
    if let [count] = numbers[..] {
        let count = usize::try_from(count).map_err(|_| {
            let scalar = counts.ndim() == 0;
            Error::value(if scalar {
                "negative dimensions are not allowed"
            } else {
                "repeats may not contain negative values."
            })
        })?;
        return repeat_each(&t, count, axis);
    }
    if numbers.len() != n {
        let text = shape::shape_text(counts.shape());
        return Err(Error::value(format!("operands could not be broadcast together with shape ({n},) {text}")));
    }
    if numbers.iter().any(|&c| c < 0) {
        return Err(Error::value("repeats may not contain negative values."));
    }
    let total = numbers.iter().fold(0usize, |sum, &c| sum.saturating_add(c as usize));
    let mut places: Vec<i64> = super::storage::reserved(total)?;
    for (&count, i) in numbers.iter().zip(0..) {
        places.resize(places.len() + count as usize, i);
    }
    take(&t, &Tensor::vector(&places)?, Some(axis as isize), Mode::Raise)
}

/// Each element `count` times: a broadcast axis behind the repeated one.
fn repeat_each(t: &Tensor, count: usize, axis: usize) -> Result<Tensor> {
    let (mut shape, mut strides) = (Dims::from_slice(t.shape()), Strides::from_slice(t.strides()));
    shape[axis] = shape[axis].saturating_mul(count);
    let result = Tensor::empty(&shape, t.dtype())?;
    shape[axis] = t.shape()[axis];
    shape.insert(axis + 1, count);
    strides.insert(axis + 1, 0);
    if let Some(target) = result.reshaped_view(&shape, Order::C).filter(|target| !target.is_empty()) {
        copy_elements(&target, &t.with_geometry(t.offset(), shape, strides))?;
    }
    Ok(result)
}

/// `numpy.roll`: shifted along axes, what leaves at the end comes back at the start; without axes in C order of all.
pub fn roll(t: &Tensor, shifts: &[isize], axes: Option<&[isize]>) -> Result<Tensor> {
    let Some(axes) = axes else {
        let total = shifts.iter().sum();
        return roll(&t.ravel(Order::C)?, &[total], Some(&[0]))?.reshaped(t.shape(), Order::C);
    };
    let axes = axes.iter().map(|&axis| shape::normalize_axis(axis, t.ndim())).collect::<Result<Dims>>()?;
    let pairs = super::view::common_shape(&[&[shifts.len()], &[axes.len()]])?[0];
    let mut result = t.clone();
    let mut amounts: Strides = SmallVec::from_elem(0, t.ndim());
    for i in 0..pairs {
        let axis = axes[if axes.len() == 1 { 0 } else { i }];
        amounts[axis] += shifts[if shifts.len() == 1 { 0 } else { i }];
    }
    for (axis, &amount) in amounts.iter().enumerate() {
        let n = t.shape()[axis];
        let amount = amount.rem_euclid(n.max(1) as isize) as usize;
        if amount > 0 {
            result = rolled(&result, amount, axis)?;
        }
    }
    if result.shares_storage(t) { copied(t, Order::K) } else { Ok(result) }
}

fn rolled(t: &Tensor, amount: usize, axis: usize) -> Result<Tensor> {
    let n = t.shape()[axis];
    let result = empty_like(t, t.dtype(), Order::K)?;
    copy_elements(&result.range(axis, amount, n), &t.range(axis, 0, n - amount))?;
    copy_elements(&result.range(axis, 0, amount), &t.range(axis, n - amount, n))?;
    Ok(result)
}

/// `numpy.resize`: the elements in C order, from the first again as often as needed, under another shape.
pub fn resize(t: &Tensor, new_shape: &[isize]) -> Result<Tensor> {
    if new_shape.iter().any(|&d| d < 0) {
        return Err(Error::value("all elements of `new_shape` must be non-negative"));
    }
    let shape: Dims = new_shape.iter().map(|&d| d as usize).collect();
    if t.is_empty() {
        return Tensor::zeros(&shape, t.dtype());
    }
    let (line, result) = (t.ravel(Order::C)?, Tensor::empty(&shape, t.dtype())?);
    let (n, wanted) = (t.size(), result.size());
    let target = result.reshaped(&[wanted], Order::C)?;
    let whole = wanted / n;
    if whole > 0 {
        let rows = target.range(0, 0, whole * n).reshaped(&[whole, n], Order::C)?;
        copy_elements(&rows, &line.broadcast_to(&[whole, n])?)?;
    }
    copy_elements(&target.range(0, whole * n, wanted), &line.range(0, 0, wanted - whole * n))?;
    Ok(result)
}

/// What `ndarray.resize` makes: as many elements in C order as there are, then zeros.
pub fn resize_with_zeros(t: &Tensor, shape: &[usize]) -> Result<Tensor> {
    let result = Tensor::zeros(shape, t.dtype())?;
    let n = t.size().min(result.size());
    let target = result.reshaped(&[result.size()], Order::C)?;
    copy_elements(&target.range(0, 0, n), &t.ravel(Order::C)?.range(0, 0, n))?;
    Ok(result)
}

/// The axis to work along, and the array: without an axis the last one of the flattened array.
fn flattened_unless(t: &Tensor, axis: Option<isize>) -> Result<(Tensor, usize)> {
    match axis {
        Some(axis) => Ok((t.clone(), shape::normalize_axis(axis, t.ndim())?)),
        None if t.ndim() == 1 => Ok((t.clone(), 0)),
        None => Ok((t.ravel(Order::C)?, 0)),
    }
}

/// F for arrays that are laid out so and not also in C order.
fn order_of(t: &Tensor) -> Order {
    if t.is_f_contiguous() && !t.is_c_contiguous() { Order::F } else { Order::C }
}

/// `numpy.delete`: without the sub-arrays that `which` (an integer, a slice, an array of integers or bools) selects.
pub fn delete(t: &Tensor, which: &IndexItem, axis: Option<isize>) -> Result<Tensor> {
    let (t, axis) = flattened_unless(t, axis)?;
    let n = t.shape()[axis];
    let mut kept = vec![true; n];
    let mut in_layout = true;
    match which {
        IndexItem::Int(i) => kept[single_position(*i as i64, axis, n)?] = false,
        IndexItem::Array(a) if !a.dtype().kind.is_integer() && !a.is_empty() => {
            return Err(Error::index("arrays used as indices must be of integer (or boolean) type"));
        }
        IndexItem::Array(a) if a.size() == 1 => {
            let i = as_dtype(a, super::DType::INT64)?.first();
            let super::Scalar::Int64(i) = i else { return Err(Error::index(index::INVALID_INDEX)) };
            kept[single_position(i, axis, n)?] = false;
        }
        IndexItem::Slice { start, stop, step } => {
            let (first, step, count) = index::slice_bounds(*start, *stop, *step, n)?;
            (0..count as isize).for_each(|k| kept[(first + k * step) as usize] = false);
        }
        IndexItem::Mask(mask) => {
            if mask.shape() != [n] {
                return Err(Error::value(format!(
                    "boolean array argument obj to delete must be one dimensional and match the axis length of {n}"
                )));
            }
            let mask = mask.to_vec::<bool>().unwrap_or_default();
            kept.iter_mut().zip(mask).for_each(|(keep, gone)| *keep = !gone);
            in_layout = false;
        }
        IndexItem::Array(a) => {
            // NumPy indexes a mask here, whose only axis the message names.
            for i in as_dtype(a, super::DType::INT64)?.to_vec::<i64>().unwrap_or_default() {
                kept[single_position(i, 0, n)?] = false;
            }
            in_layout = false;
        }
        _ => return Err(Error::index(index::INVALID_INDEX)),
    }
    let places: Vec<i64> = until_interrupted((0..).zip(&kept)).filter(|(_, keep)| **keep).map(|(i, _)| i).collect();
    if !in_layout {
        // NumPy indexes by a mask here, whose result lies in memory with that axis first.
        return index::get(&t, &along(axis, IndexItem::Array(Tensor::vector(&places)?)));
    }
    let result = take(&t, &Tensor::vector(&places)?, Some(axis as isize), Mode::Raise)?;
    if order_of(&t) == Order::F { copied(&result, Order::F) } else { Ok(result) }
}

/// The index that takes all of the axes before `axis` and `item` along that.
fn along(axis: usize, item: IndexItem) -> Vec<IndexItem> {
    let whole = IndexItem::Slice { start: None, stop: None, step: None };
    std::iter::repeat_n(whole, axis).chain([item]).collect()
}

fn single_position(i: i64, axis: usize, n: usize) -> Result<usize> {
    let position = if i < 0 { i + n as i64 } else { i };
    if position < 0 || position >= n as i64 {
        return Err(Error::index(format!("index {i} is out of bounds for axis {axis} with size {n}")));
    }
    Ok(position as usize)
}

/// `numpy.insert`: `values` (cast to `t`'s dtype and broadcast) before the places that `before` says.
pub fn insert(t: &Tensor, before: &IndexItem, values: &Tensor, axis: Option<isize>) -> Result<Tensor> {
    let t = if t.ndim() == 0 && axis.is_none() { t.with_leading_axes(1) } else { t.clone() };
    let (t, axis) = flattened_unless(&t, axis)?;
    let n = t.shape()[axis];
    let values = as_dtype(values, t.dtype())?;
    let (places, is_scalar) = insertion_places(before, n)?;
    if let [place] = places[..] {
        let at = if place < 0 { place + n as i64 } else { place };
        if at < 0 || at > n as i64 {
            return Err(Error::index(format!("index {place} is out of bounds for axis {axis} with size {n}")));
        }
        let values = values.with_leading_axes(t.ndim());
        let values = if is_scalar { values.moveaxis(&[0], &[axis as isize])? } else { values };
        return insert_run(&t, at as usize, &values, axis);
    }
    // The i-th of the sorted places moves by i, for what was inserted before it.
    let mut shifted: Vec<i64> = places.iter().map(|&p| if p < 0 { p + n as i64 } else { p }).collect();
    let mut by_place: Vec<usize> = (0..shifted.len()).collect();
    by_place.sort_by_key(|&i| shifted[i]);
    for (moved, &i) in by_place.iter().enumerate() {
        shifted[i] += moved as i64;
    }
    let mut shape = Dims::from_slice(t.shape());
    shape[axis] = n + places.len();
    let result = Tensor::allocate(&shape, t.dtype(), order_of(&t), false)?;
    let mut old = vec![true; shape[axis]];
    for &i in &shifted {
        old[single_position(i, 0, shape[axis])?] = false;
    }
    index::set(&result, &along(axis, IndexItem::Array(Tensor::vector(&shifted)?)), &values)?;
    let old: Vec<i64> = (0..).zip(old).filter(|(_, is_old)| *is_old).map(|(i, _)| i).collect();
    index::set(&result, &along(axis, IndexItem::Array(Tensor::vector(&old)?)), &t)?;
    Ok(result)
}

/// The places as they were given, and whether it was one number.
fn insertion_places(before: &IndexItem, n: usize) -> Result<(Vec<i64>, bool)> {
    match before {
        IndexItem::Int(i) => Ok((vec![*i as i64], true)),
        IndexItem::Slice { start, stop, step } => {
            let (first, step, count) = index::slice_bounds(*start, *stop, *step, n)?;
            Ok(((0..count as isize).map(|k| (first + k * step) as i64).collect(), false))
        }
        IndexItem::Mask(mask) if mask.ndim() == 1 => {
            Ok((index::flatnonzero(mask)?.to_vec().unwrap_or_default(), false))
        }
        IndexItem::Mask(_) => Err(Error::value("boolean array argument obj to insert must be one dimensional")),
        IndexItem::Array(a) if a.ndim() > 1 => {
            Err(Error::value("index array argument obj to insert must be one dimensional or scalar"))
        }
        IndexItem::Array(a) if a.dtype().kind.is_integer() || a.is_empty() => {
            let places = as_dtype(a, super::DType::INT64)?.to_vec().unwrap_or_default();
            Ok((places, a.ndim() == 0))
        }
        _ => Err(Error::index(index::INVALID_INDEX)),
    }
}

/// `values` as one run before position `at`.
fn insert_run(t: &Tensor, at: usize, values: &Tensor, axis: usize) -> Result<Tensor> {
    let (n, added) = (t.shape()[axis], values.shape()[axis]);
    let mut shape = Dims::from_slice(t.shape());
    shape[axis] = n + added;
    let result = Tensor::allocate(&shape, t.dtype(), order_of(t), false)?;
    assign(&result.range(axis, 0, at), &t.range(axis, 0, at))?;
    assign(&result.range(axis, at, at + added), values)?;
    assign(&result.range(axis, at + added, n + added), &t.range(axis, at, n))?;
    Ok(result)
}

/// The bounds along each axis that `numpy.trim_zeros` leaves: `trim` names the front, the back or both.
pub fn trim_zeros_bounds(t: &Tensor, trim: &str, axes: Option<&[isize]>) -> Result<Vec<(usize, usize)>> {
    let lower = trim.to_lowercase();
    if !matches!(lower.as_str(), "f" | "b" | "fb" | "bf") {
        return Err(Error::value(format!("unexpected character(s) in `trim`: '{lower}'")));
    }
    let axes: Dims = match axes {
        None => (0..t.ndim()).collect(),
        Some(axes) => super::view::normalized_tuple(axes, t.ndim(), Some("axis"))?,
    };
    let columns = if t.ndim() == 0 { Vec::new() } else { index::nonzero(t)? };
    let bounds = |axis: usize| {
        let n = t.shape()[axis];
        if !axes.contains(&axis) {
            return (0, n);
        }
        let places = columns[axis].to_vec::<i64>().unwrap_or_default();
        let (Some(&first), Some(&last)) = (places.iter().min(), places.iter().max()) else { return (0, 0) };
        let from = if lower.contains('f') { first as usize } else { 0 };
        (from, if lower.contains('b') { last as usize + 1 } else { n })
    };
    Ok((0..t.ndim()).map(bounds).collect())
}

/// `numpy.trim_zeros`: a view without the zeros at the ends.
pub fn trim_zeros(t: &Tensor, trim: &str, axes: Option<&[isize]>) -> Result<Tensor> {
    let bounds = trim_zeros_bounds(t, trim, axes)?;
    Ok(bounds.into_iter().enumerate().fold(t.clone(), |view, (axis, (from, to))| view.range(axis, from, to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(shape: &[usize]) -> Tensor {
        Tensor::generate::<i64>(shape, |i| i as i64).unwrap()
    }

    fn array(values: &[i64]) -> Tensor {
        Tensor::vector(values).unwrap()
    }

    fn v(t: Result<Tensor>) -> Vec<i64> {
        t.unwrap().to_vec().unwrap()
    }

    #[test]
    fn repeating() {
        let t = numbers(&[2, 2]);
        assert_eq!(v(tile(&t, &[1, 2])), [0, 1, 0, 1, 2, 3, 2, 3]);
        assert_eq!(tile(&t, &[2, 1, 1]).unwrap().shape(), [2, 2, 2]);
        assert_eq!(v(repeat(&t, &Tensor::scalar(2i64).unwrap(), Some(1))), [0, 0, 1, 1, 2, 2, 3, 3]);
        assert_eq!(v(repeat(&t, &array(&[1, 2]), Some(0))), [0, 1, 2, 3, 2, 3]);
        assert_eq!(v(resize(&t, &[2, 3])), [0, 1, 2, 3, 0, 1]);
        let wrong = repeat(&t, &array(&[1, 2, 3]), Some(0)).err().unwrap().message;
        assert_eq!(wrong, "operands could not be broadcast together with shape (2,) (3,)");
    }

    #[test]
    fn rolling_and_trimming() {
        let t = numbers(&[3, 4]);
        assert_eq!(v(roll(&t, &[1, 2], Some(&[0, 1]))), [10, 11, 8, 9, 2, 3, 0, 1, 6, 7, 4, 5]);
        assert_eq!(v(roll(&t, &[1], None))[..3], [11, 0, 1]);
        assert_eq!(v(roll(&numbers(&[6]), &[-8], Some(&[0]))), [2, 3, 4, 5, 0, 1]);
        assert_eq!(v(trim_zeros(&array(&[0, 0, 1, 2, 0]), "f", None)), [1, 2, 0]);
        assert!(v(trim_zeros(&array(&[0, 0]), "fb", None)).is_empty());
    }

    #[test]
    fn inserting_and_deleting() {
        let (x, t) = (numbers(&[6]), numbers(&[3, 4]));
        let int = IndexItem::Int;
        let list = |values: &[i64]| IndexItem::Array(array(values));
        assert_eq!(v(insert(&x, &list(&[3, 1]), &array(&[7, 8]), None)), [0, 8, 1, 2, 7, 3, 4, 5]);
        assert_eq!(v(insert(&x, &list(&[1]), &array(&[1, 2, 3]), None)), [0, 1, 2, 3, 1, 2, 3, 4, 5]);
        assert_eq!(v(insert(&t, &int(1), &array(&[1, 2, 3]), Some(1)))[..6], [0, 1, 1, 2, 3, 4]);
        assert_eq!(insert(&t, &list(&[1]), &array(&[1, 2, 3]), Some(1)).unwrap().shape(), [3, 7]);
        let message = |r: Result<Tensor>| r.err().unwrap().message;
        let one = Tensor::scalar(1i64).unwrap();
        assert_eq!(
            message(insert(&x, &list(&[10, 1]), &one, None)),
            "index 11 is out of bounds for axis 0 with size 8"
        );
        assert_eq!(v(delete(&x, &list(&[1, 1, -1]), None)), [0, 2, 3, 4]);
        assert_eq!(v(delete(&t, &int(1), Some(1))), [0, 2, 3, 4, 6, 7, 8, 10, 11]);
        assert_eq!(message(delete(&x, &int(-7), None)), "index -7 is out of bounds for axis 0 with size 6");
    }
}
