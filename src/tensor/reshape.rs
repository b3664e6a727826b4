//! The same elements under another shape or as another dtype: a view where the layout allows it, else a copy.

use super::copy::{copied, copy_elements};
use super::dtype::{DType, Kind};
use super::error::{Error, ErrorKind, Result};
use super::shape::{self, Axes, Dims, Strides};
use super::tensor::{Order, Tensor};
use smallvec::SmallVec;

impl Tensor {
    /// `numpy.reshape`: the elements in `order` (C, F or A) under another shape; one length may be negative, which
    /// means whatever is left. A view where strides can say it, otherwise a copy.
    pub fn reshape(&self, wanted: &[isize], order: Order) -> Result<Tensor> {
        let order = self.index_order(order)?;
        let is_same = |(&wanted, &dim): (&isize, &usize)| usize::try_from(wanted) == Ok(dim);
        if wanted.len() == self.ndim() && wanted.iter().zip(self.shape()).all(is_same) {
            return Ok(self.clone());
        }
        let new_shape = resolved_shape(self.size(), wanted)?;
        if order == Order::C
            && self.is_c_contiguous()
            && let Some((axes, _)) = Axes::c_ordered(&new_shape, self.itemsize())
        {
            return Ok(self.with_axes(axes));
        }
        self.reshaped(&new_shape, order)
    }

    /// As [`Tensor::reshape`] with a shape that is known to have the same size.
    pub fn reshaped(&self, new_shape: &[usize], order: Order) -> Result<Tensor> {
        if let Some(view) = self.reshaped_view(new_shape, order) {
            return Ok(view);
        }
        let copy = copied(self, order)?;
        copy.reshaped_view(new_shape, order).ok_or_else(|| shape::size_mismatch(self.size(), new_shape))
    }

    /// The view with `new_shape`, where there is one.
    pub fn reshaped_view(&self, new_shape: &[usize], order: Order) -> Option<Tensor> {
        if shape::checked_size(new_shape) != Some(self.size()) {
            return None;
        }
        let fortran = order == Order::F;
        let contiguous = if fortran { self.is_f_contiguous() } else { self.is_c_contiguous() };
        let strides = if contiguous || self.is_empty() {
            let plain = if fortran { shape::f_strides } else { shape::c_strides };
            plain(new_shape, self.itemsize())
        } else {
            regrouped(self.shape(), self.strides(), new_shape, self.itemsize(), fortran)?
        };
        Some(self.with_geometry(self.offset(), Dims::from_slice(new_shape), strides))
    }

    /// The view for `a.shape = wanted`, which never copies. AttributeError where it would have to.
    pub fn with_shape_in_place(&self, wanted: &[isize]) -> Result<Tensor> {
        let new_shape = resolved_shape(self.size(), wanted)?;
        self.reshaped_view(&new_shape, Order::C).ok_or_else(|| {
            let message = "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the \
                           desired shape.";
            Error::new(ErrorKind::Attribute, message)
        })
    }

    /// One axis with all elements in `order`: a view where they lie so one after the other, otherwise a copy. `K` reads
    /// them as they lie in memory (reversed axes forwards).
    pub fn ravel(&self, order: Order) -> Result<Tensor> {
        let source = self.read_in(order)?;
        if source.is_c_contiguous() {
            return source.reshaped(&[self.size()], Order::C);
        }
        source.flatten(Order::C)
    }

    /// As [`Tensor::ravel`], always a copy.
    pub fn flatten(&self, order: Order) -> Result<Tensor> {
        let source = self.read_in(order)?;
        let line = Tensor::empty(&[self.size()], self.dtype())?;
        copy_elements(&line.reshaped(source.shape(), Order::C)?, &source)?;
        Ok(line)
    }

    /// The view whose C order is this array's `order`.
    fn read_in(&self, order: Order) -> Result<Tensor> {
        if order == Order::K {
            return Ok(self.axes_by_stride());
        }
        Ok(if self.index_order(order)? == Order::F { self.transpose() } else { self.clone() })
    }

    /// Axes sorted by falling stride.
    fn axes_by_stride(&self) -> Tensor {
        self.select_axes(shape::axes_by_stride(self.strides()))
    }

    /// C or F: what `order` means for this array where elements are counted, not laid out.
    fn index_order(&self, order: Order) -> Result<Order> {
        match order {
            Order::C | Order::F => Ok(order),
            Order::A if self.is_f_contiguous() && !self.is_c_contiguous() => Ok(Order::F),
            Order::A => Ok(Order::C),
            Order::K => Err(Error::value("order 'K' is not permitted for reshaping")),
        }
    }

    /// `a.view(dtype)`: the same bytes as elements of another type. Another item size changes the last axis, which
    /// must be contiguous.
    pub fn view_as(&self, dtype: DType) -> Result<Tensor> {
        let (old, new) = (self.itemsize(), dtype.itemsize());
        if self.dtype().kind != dtype.kind && (self.dtype().kind.has_references() || dtype.kind.has_references()) {
            return Err(Error::type_error("Cannot change data-type for array of references."));
        }
        // `view('S')` and the like: as long as the elements are.
        let dtype = match dtype.kind {
            Kind::Str(0) if old % 4 == 0 => DType { kind: Kind::Str(old as u32 / 4), ..dtype },
            Kind::Bytes(0) => DType { kind: Kind::Bytes(old as u32), ..dtype },
            Kind::Void(0) => DType { kind: Kind::Void(old as u32), ..dtype },
            _ => dtype,
        };
        let new = if new == 0 { dtype.itemsize() } else { new };
        let (mut shape, mut strides) = (Dims::from_slice(self.shape()), Strides::from_slice(self.strides()));
        if old != new {
            let (Some(last), Some(stride)) = (shape.last_mut(), strides.last_mut()) else {
                let message = "Changing the dtype of a 0d array is only supported if the itemsize is unchanged";
                return Err(Error::value(message));
            };
            if *stride != old as isize && *last != 1 && !self.is_empty() {
                let message = "To change to a dtype of a different size, the last axis must be contiguous";
                return Err(Error::value(message));
            }
            let bytes = *last * old;
            if new == 0 || (new < old && old % new != 0) {
                let message = "When changing to a smaller dtype, its size must be a divisor of the size of original \
                               dtype";
                return Err(Error::value(message));
            }
            if bytes % new != 0 {
                let message = "When changing to a larger dtype, its size must be a divisor of the total size in \
                               bytes of the last axis of the array.";
                return Err(Error::value(message));
            }
            *last = bytes / new;
            *stride = new as isize;
        }
        Ok(self.reinterpret(self.offset(), shape, strides, dtype))
    }

    /// `numpy.lib.stride_tricks.as_strided`, with its bounds checked.
    pub fn as_strided(&self, shape: &[usize], strides: &[isize]) -> Result<Tensor> {
        let (dims, steps) = (Dims::from_slice(shape), Strides::from_slice(strides));
        if shape.len() != strides.len() {
            return Err(Error::value("strides, if given, must be the same length as shape"));
        }
        Tensor::from_parts(self.storage().clone(), self.offset(), dims, steps, self.dtype())
    }

    /// `numpy.lib.stride_tricks.sliding_window_view`: windows of the given lengths along the axes (all of them for
    /// `None`), as new last axes.
    pub fn sliding_window_view(&self, window: &[isize], axes: Option<&[isize]>) -> Result<Tensor> {
        if window.iter().any(|&w| w < 0) {
            return Err(Error::value("`window_shape` cannot contain negative values"));
        }
        let axes: Dims = match axes {
            None if window.len() != self.ndim() => {
                return Err(Error::value(format!(
                    "Since axis is `None`, must provide window_shape for all dimensions of `x`; got {} window_shape \
                     elements and `x.ndim` is {}.",
                    window.len(),
                    self.ndim()
                )));
            }
            None => (0..self.ndim()).collect(),
            Some(axes) => {
                axes.iter().map(|&axis| shape::normalize_axis(axis, self.ndim())).collect::<Result<Dims>>()?
            }
        };
        if window.len() != axes.len() {
            return Err(Error::value(format!(
                "Must provide matching length window_shape and axis; got {} window_shape elements and {} axes \
                 elements.",
                window.len(),
                axes.len()
            )));
        }
        let (mut shape, mut strides) = (Dims::from_slice(self.shape()), Strides::from_slice(self.strides()));
        for (&axis, &w) in axes.iter().zip(window) {
            strides.push(self.strides()[axis]);
            shape.push(w as usize);
            shape[axis] = (shape[axis] + 1)
                .checked_sub(w as usize)
                .filter(|&n| n > 0)
                .ok_or_else(|| Error::value("window shape cannot be larger than input array shape"))?;
        }
        self.as_strided(&shape, &strides)
    }
}

/// The shape with its one negative length worked out. ValueError where the sizes don't agree.
fn resolved_shape(size: usize, wanted: &[isize]) -> Result<Dims> {
    shape::check_ndim(wanted.len())?;
    let mismatch = || {
        // NumPy leaves out what is unknown at the front.
        let known = wanted.iter().position(|&d| d >= 0).unwrap_or(wanted.len());
        let text = |&d: &isize| if d < 0 { "newaxis".into() } else { d.to_string() };
        let parts: Vec<String> = wanted[known..].iter().map(text).collect();
        let comma = if wanted.len() == 1 && known == 0 { "," } else { "" };
        Error::value(format!("cannot reshape array of size {size} into shape ({}{comma})", parts.join(",")))
    };
    let mut unknown = wanted.iter().enumerate().filter(|(_, d)| **d < 0).map(|(i, _)| i);
    let place = unknown.next();
    if unknown.next().is_some() {
        return Err(Error::value("can only specify one unknown dimension"));
    }
    let mut result: Dims = wanted.iter().map(|&d| d.max(0) as usize).collect();
    match place {
        Some(place) => {
            result[place] = 1;
            let known =
                shape::checked_size(&result).filter(|&n| n != 0 && size.is_multiple_of(n)).ok_or_else(mismatch)?;
            result[place] = size / known;
        }
        None if shape::checked_size(&result) != Some(size) => return Err(mismatch()),
        None => {}
    }
    Ok(result)
}

/// Strides under which `new_shape` visits the elements of (`shape`, `strides`) in the same order (C, or Fortran's);
/// `None` where no strides do.
///
/// Both shapes are cut into groups of axes with equal products; the old axes of a group must lie one after the other.
fn regrouped(
    shape: &[usize],
    strides: &[isize],
    new_shape: &[usize],
    itemsize: usize,
    fortran: bool,
) -> Option<Strides> {
    let old: SmallVec<[(usize, isize); 4]> =
        shape.iter().copied().zip(strides.iter().copied()).filter(|(d, _)| *d != 1).collect();
    let mut result: Strides = SmallVec::from_elem(itemsize as isize, new_shape.len());
    let (mut taken, mut made) = (0, 0);
    while taken < old.len() && made < new_shape.len() {
        let (first_old, first_new) = (taken, made);
        let (mut old_product, mut new_product) = (old[taken].0, new_shape[made]);
        taken += 1;
        made += 1;
        while old_product != new_product {
            if old_product < new_product {
                old_product *= old.get(taken)?.0;
                taken += 1;
            } else {
                new_product *= *new_shape.get(made)?;
                made += 1;
            }
        }
        let group = &old[first_old..taken];
        let follows = |pair: &[(usize, isize)]| {
            let (outer, inner) = if fortran { (pair[1], pair[0]) } else { (pair[0], pair[1]) };
            outer.1 == inner.1 * inner.0 as isize
        };
        if !group.windows(2).all(follows) {
            return None;
        }
        let mut step = if fortran { group.first()?.1 } else { group.last()?.1 };
        for i in 0..made - first_new {
            let k = if fortran { first_new + i } else { made - 1 - i };
            result[k] = step;
            step *= new_shape[k] as isize;
        }
    }
    // What is left has length 1; NumPy lets it follow the axis before.
    if made > 0 {
        let after = if fortran { new_shape[made - 1] as isize } else { 1 };
        let last = result[made - 1] * after;
        result[made..].fill(last);
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(shape: &[usize]) -> Tensor {
        Tensor::generate::<i64>(shape, |i| i as i64).unwrap()
    }

    fn message<T>(r: Result<T>) -> String {
        r.err().unwrap().message
    }

    #[test]
    fn views_where_numpy_gives_views() {
        let t = numbers(&[4, 6]);
        let half = t.slice_axis(1, 0, 2, 3);
        let split = half.reshape(&[2, 2, 3], Order::C).unwrap();
        assert!(split.shares_storage(&t));
        assert_eq!(split.strides(), [96, 48, 16]);
        assert!(!half.transpose().reshape(&[12], Order::C).unwrap().shares_storage(&t));
        // A.T.reshape(-1, order='F') is a view of all of A.
        let flat = t.transpose().reshape(&[-1], Order::F).unwrap();
        assert!(flat.shares_storage(&t));
        assert_eq!(t.reshape(&[6, 4], Order::F).unwrap().to_vec::<i64>().unwrap()[..4], [0, 13, 3, 16]);
        assert_eq!(t.transpose().ravel(Order::K).unwrap().to_vec::<i64>().unwrap()[..3], [0, 1, 2]);
        assert_eq!(t.transpose().flatten(Order::C).unwrap().to_vec::<i64>().unwrap()[..3], [0, 6, 12]);
    }

    #[test]
    fn errors_in_numpys_words() {
        let t = numbers(&[6]);
        assert_eq!(message(t.reshape(&[4], Order::C)), "cannot reshape array of size 6 into shape (4,)");
        assert_eq!(message(t.reshape(&[4, -1], Order::C)), "cannot reshape array of size 6 into shape (4,newaxis)");
        assert_eq!(message(t.reshape(&[-1, -1], Order::C)), "can only specify one unknown dimension");
        assert_eq!(message(t.reshape(&[0, -1], Order::C)), "cannot reshape array of size 6 into shape (0,newaxis)");
        assert_eq!(message(t.sliding_window_view(&[7], None)), "window shape cannot be larger than input array shape");
    }

    #[test]
    fn other_dtypes_over_the_same_bytes() {
        let t = numbers(&[2, 3]);
        assert_eq!(t.view_as(DType::INT32).unwrap().shape(), [2, 6]);
        assert!(message(t.transpose().view_as(DType::INT32)).ends_with("last axis must be contiguous"));
        assert_eq!(t.view_as(DType::INT8).unwrap().view_as(DType::INT64).unwrap().shape(), [2, 3]);
        let windows = t.sliding_window_view(&[2, 2], None).unwrap();
        assert_eq!(windows.to_vec::<i64>().unwrap(), [0, 1, 3, 4, 1, 2, 4, 5]);
    }
}
