//! An array → other views of it: axes permuted, added, dropped, reversed, broadcast; diagonals, real and imaginary
//! parts. No elements are copied.

use super::dtype::{DType, Kind};
use super::error::{Error, ErrorKind, Result};
use super::shape::{self, Dims, INLINE, Strides};
use super::tensor::{Order, Tensor};
use smallvec::SmallVec;

impl Tensor {
    /// All axes in reverse order.
    pub fn transpose(&self) -> Tensor {
        let axes = (0..self.ndim()).rev();
        self.select_axes(axes)
    }

    /// Axis `i` of the result is axis `axes[i]`. ValueError where `axes` is not a permutation.
    pub fn permute(&self, axes: &[isize]) -> Result<Tensor> {
        if axes.len() != self.ndim() {
            return Err(Error::value("axes don't match array"));
        }
        Ok(self.select_axes(distinct_axes(axes, self.ndim(), "repeated axis in transpose")?))
    }

    pub fn swapaxes(&self, a: isize, b: isize) -> Result<Tensor> {
        let (a, b) = (named_axis("axis1", a, self.ndim())?, named_axis("axis2", b, self.ndim())?);
        let mut order: Dims = (0..self.ndim()).collect();
        order.swap(a, b);
        Ok(self.select_axes(order))
    }

    /// The axes `source` moved to the places `destination`; the others keep their order.
    pub fn moveaxis(&self, source: &[isize], destination: &[isize]) -> Result<Tensor> {
        let ndim = self.ndim();
        let source = normalized_tuple(source, ndim, Some("source"))?;
        let destination = normalized_tuple(destination, ndim, Some("destination"))?;
        if source.len() != destination.len() {
            let message = "`source` and `destination` arguments must have the same number of elements";
            return Err(Error::value(message));
        }
        let mut order: Dims = (0..ndim).filter(|axis| !source.contains(axis)).collect();
        let mut moves: Vec<(usize, usize)> = destination.iter().copied().zip(source.iter().copied()).collect();
        moves.sort_unstable();
        for (to, from) in moves {
            order.insert(to, from);
        }
        Ok(self.select_axes(order))
    }

    /// Axis `axis` moved back until it lies before axis `start`.
    pub fn rollaxis(&self, axis: isize, start: isize) -> Result<Tensor> {
        let n = self.ndim() as isize;
        let axis = shape::normalize_axis(axis, self.ndim())?;
        let start_at = if start < 0 { start + n } else { start };
        if start_at < 0 || start_at > n {
            let message = format!("'start' arg requires {} <= start < {}, but {start} was passed in", -n, n + 1);
            return Err(Error::new(ErrorKind::Axis, message));
        }
        let start = start_at as usize - usize::from(axis < start_at as usize);
        let mut order: Dims = (0..self.ndim()).filter(|&k| k != axis).collect();
        order.insert(start, axis);
        Ok(self.select_axes(order))
    }

    /// The last two axes swapped (`matrix_transpose`, `.mT`).
    pub fn matrix_transpose(&self) -> Result<Tensor> {
        if self.ndim() < 2 {
            return Err(Error::value("matrix transpose with ndim < 2 is undefined"));
        }
        self.swapaxes(-1, -2)
    }

    /// A view whose axis `i` is axis `axes[i]` of this one. The axes are valid and distinct.
    pub(super) fn select_axes(&self, axes: impl IntoIterator<Item = usize>) -> Tensor {
        if self.ndim() <= INLINE {
            let (mut shape, mut strides, mut len) = ([0; INLINE], [0; INLINE], 0);
            for (axis, place) in axes.into_iter().zip(0..INLINE) {
                (shape[place], strides[place]) = (self.shape()[axis], self.strides()[axis]);
                len = place + 1;
            }
            return self.with_inline_geometry(self.offset(), shape, strides, len);
        }
        let pairs = axes.into_iter().map(|axis| (self.shape()[axis], self.strides()[axis]));
        let (shape, strides): (Dims, Strides) = pairs.unzip();
        self.with_geometry(self.offset(), shape, strides)
    }

    /// Without the axes of length 1: all of them, or those named, which must have that length.
    pub fn squeeze(&self, axes: Option<&[isize]>) -> Result<Tensor> {
        let Some(axes) = axes else {
            let kept: Dims = (0..self.ndim()).filter(|&axis| self.shape()[axis] != 1).collect();
            return Ok(self.select_axes(kept));
        };
        let dropped = distinct_axes(axes, self.ndim(), "duplicate value in 'axis'")?;
        if dropped.iter().any(|&axis| self.shape()[axis] != 1) {
            let message = "cannot select an axis to squeeze out which has size not equal to one";
            return Err(Error::value(message));
        }
        let kept: Dims = (0..self.ndim()).filter(|axis| !dropped.contains(axis)).collect();
        Ok(self.select_axes(kept))
    }

    /// With axes of length 1 at these places of the result.
    pub fn expand_dims(&self, axes: &[isize]) -> Result<Tensor> {
        let ndim = self.ndim() + axes.len();
        shape::check_ndim(ndim)?;
        let added = normalized_tuple(axes, ndim, None)?;
        let mut own = self.shape().iter().copied();
        let shape: Dims =
            (0..ndim).map(|axis| if added.contains(&axis) { 1 } else { own.next().unwrap_or(1) }).collect();
        self.reshaped(&shape, Order::C)
    }

    /// The same elements repeated without copying to `shape`; strides of 0 along the stretched axes.
    pub fn broadcast_to(&self, shape: &[usize]) -> Result<Tensor> {
        if shape.is_empty() && self.ndim() > 0 {
            return Err(Error::value("cannot broadcast a non-scalar to a scalar array"));
        }
        shape::check_ndim(shape.len())?;
        if shape::checked_size(shape).is_none() {
            return Err(Error::value("iterator is too large"));
        }
        if self.ndim() > shape.len() {
            let message = "input operand has more dimensions than allowed by the axis remapping";
            return Err(Error::value(message));
        }
        self.try_broadcast(shape).ok_or_else(|| {
            Error::value(format!(
                "operands could not be broadcast together with remapped shapes [original->remapped]: {}  and \
                 requested shape {}",
                shape::shape_text(self.shape()),
                shape::shape_text(shape)
            ))
        })
    }

    /// As [`Tensor::broadcast_to`], but `None` where the shapes don't fit.
    pub fn try_broadcast(&self, shape: &[usize]) -> Option<Tensor> {
        let added = shape.len().checked_sub(self.ndim())?;
        let mut strides: Strides = SmallVec::from_elem(0, shape.len());
        let own = self.shape().iter().zip(self.strides());
        for ((stride, &wanted), (&dim, &own_stride)) in strides[added..].iter_mut().zip(&shape[added..]).zip(own) {
            if dim != 1 && dim != wanted {
                return None;
            }
            *stride = if dim == 1 { 0 } else { own_stride };
        }
        Some(self.with_geometry(self.offset(), Dims::from_slice(shape), strides))
    }

    /// The diagonals over two axes as the last axis; `k` counts from the main diagonal towards later columns.
    pub fn diagonal(&self, k: isize, axis1: isize, axis2: isize) -> Result<Tensor> {
        if self.ndim() < 2 {
            return Err(Error::value("diag requires an array of at least two dimensions"));
        }
        let (a, b) = (named_axis("axis1", axis1, self.ndim())?, named_axis("axis2", axis2, self.ndim())?);
        if a == b {
            return Err(Error::value("axis1 and axis2 cannot be the same"));
        }
        let (rows, cols) = (self.shape()[a] as isize, self.shape()[b] as isize);
        let (row_stride, col_stride) = (self.strides()[a], self.strides()[b]);
        let (skipped, start) = if k >= 0 { ((0, k), k * col_stride) } else { ((-k, 0), -k * row_stride) };
        let len = (rows - skipped.0).min(cols - skipped.1).max(0);
        let kept = (0..self.ndim()).filter(|&axis| axis != a && axis != b);
        let (mut shape, mut strides): (Dims, Strides) = kept.map(|k| (self.shape()[k], self.strides()[k])).unzip();
        shape.push(len as usize);
        strides.push(row_stride + col_stride);
        let offset = if len > 0 { self.offset() + start } else { self.offset() };
        Ok(self.with_geometry(offset, shape, strides))
    }

    /// The elements in reverse order along the axes (all of them for `None`).
    pub fn flip(&self, axes: Option<&[isize]>) -> Result<Tensor> {
        let reversed: Dims = match axes {
            None => (0..self.ndim()).collect(),
            Some(axes) => normalized_tuple(axes, self.ndim(), None)?,
        };
        let mut strides = Strides::from_slice(self.strides());
        let mut offset = self.offset();
        for axis in reversed {
            // As in NumPy's slices, an axis without elements keeps its stride.
            if self.shape()[axis] == 0 {
                continue;
            }
            if !self.is_empty() {
                offset += (self.shape()[axis] as isize - 1) * strides[axis];
            }
            strides[axis] = -strides[axis];
        }
        Ok(self.with_geometry(offset, Dims::from_slice(self.shape()), strides))
    }

    /// `numpy.flipud`
    pub fn flipud(&self) -> Result<Tensor> {
        if self.ndim() < 1 {
            return Err(Error::value("Input must be >= 1-d."));
        }
        self.flip(Some(&[0]))
    }

    /// `numpy.fliplr`
    pub fn fliplr(&self) -> Result<Tensor> {
        if self.ndim() < 2 {
            return Err(Error::value("Input must be >= 2-d."));
        }
        self.flip(Some(&[1]))
    }

    /// Turned `k` times by 90 degrees in the plane of two axes, from the first towards the second.
    pub fn rot90(&self, k: isize, axes: &[isize]) -> Result<Tensor> {
        let &[a, b] = axes else {
            return Err(Error::value("len(axes) must be 2."));
        };
        let n = self.ndim() as isize;
        if a == b || (a - b).abs() == n {
            return Err(Error::value("Axes must be different."));
        }
        if [a, b].iter().any(|&axis| axis < -n || axis >= n) {
            return Err(Error::value(format!("Axes=({a}, {b}) out of range for array of ndim={n}.")));
        }
        match k.rem_euclid(4) {
            0 => Ok(self.clone()),
            1 => self.flip(Some(&[b]))?.swapaxes(a, b),
            2 => self.flip(Some(&[a]))?.flip(Some(&[b])),
            _ => self.swapaxes(a, b)?.flip(Some(&[b])),
        }
    }

    /// The real parts of a complex array as a view; any other array itself.
    pub fn real(&self) -> Tensor {
        self.complex_part(0)
    }

    /// The imaginary parts of a complex array as a view; `None` for other dtypes, whose imaginary part is a new
    /// read-only array of zeros.
    pub fn imag(&self) -> Option<Tensor> {
        self.dtype().kind.is_complex().then(|| self.complex_part(1))
    }

    fn complex_part(&self, part: isize) -> Tensor {
        let kind = match self.dtype().kind {
            Kind::Complex64 => Kind::Float32,
            Kind::Complex128 => Kind::Float64,
            _ => return self.clone(),
        };
        let dtype = DType { kind, ..self.dtype() };
        let offset = self.offset() + if self.is_empty() { 0 } else { part * dtype.itemsize() as isize };
        self.reinterpret(offset, Dims::from_slice(self.shape()), Strides::from_slice(self.strides()), dtype)
    }

    /// Elements `start`, `start + step`, … along one axis, `len` of them, all of which exist.
    pub(super) fn slice_axis(&self, axis: usize, start: isize, step: isize, len: usize) -> Tensor {
        let (mut shape, mut strides) = (Dims::from_slice(self.shape()), Strides::from_slice(self.strides()));
        let offset = if len == 0 { self.offset() } else { self.offset() + start * strides[axis] };
        shape[axis] = len;
        strides[axis] *= step;
        self.with_geometry(offset, shape, strides)
    }

    /// The elements `from..to` along one axis; both within its length, `from <= to`.
    pub fn range(&self, axis: usize, from: usize, to: usize) -> Tensor {
        self.slice_axis(axis, from as isize, 1, to - from)
    }

    /// The sub-array at one position of an axis, which is dropped. `position` is below the axis' length.
    pub fn subarray(&self, axis: usize, position: usize) -> Tensor {
        let offset = self.offset() + position as isize * self.strides()[axis];
        let (mut shape, mut strides) = (Dims::from_slice(self.shape()), Strides::from_slice(self.strides()));
        shape.remove(axis);
        strides.remove(axis);
        self.with_geometry(offset, shape, strides)
    }

    /// With axes of length 1 put before, until there are at least `ndim`.
    pub fn with_leading_axes(&self, ndim: usize) -> Tensor {
        let added = ndim.saturating_sub(self.ndim());
        let mut shape: Dims = SmallVec::from_elem(1, added);
        let mut strides: Strides = SmallVec::from_elem(0, added);
        shape.extend_from_slice(self.shape());
        strides.extend_from_slice(self.strides());
        self.with_geometry(self.offset(), shape, strides)
    }
}

/// The common shape in the words of `broadcast_arrays`, `broadcast_shapes` and `choose`: the error names the first two
/// arguments that don't fit.
pub fn common_shape(shapes: &[&[usize]]) -> Result<Dims> {
    let mut result = Dims::new();
    // The argument that gave each axis (counted from the last) its length.
    let mut givers: Vec<usize> = Vec::new();
    for (arg, shape) in shapes.iter().enumerate() {
        while result.len() < shape.len() {
            result.insert(0, 1);
            givers.push(0);
        }
        for (back, &dim) in shape.iter().rev().enumerate() {
            let place = result.len() - 1 - back;
            if dim == 1 || dim == result[place] {
                continue;
            }
            if result[place] != 1 {
                return Err(Error::value(format!(
                    "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg {} with \
                     shape {} and arg {arg} with shape {}.",
                    givers[back],
                    shape::tuple_text(shapes[givers[back]]),
                    shape::tuple_text(shape)
                )));
            }
            result[place] = dim;
            givers[back] = arg;
        }
    }
    Ok(result)
}

/// Views of all arrays with their common shape; the arrays themselves where they have it already.
pub fn broadcast_arrays(arrays: &[Tensor]) -> Result<Vec<Tensor>> {
    let shapes: Vec<&[usize]> = arrays.iter().map(Tensor::shape).collect();
    let shape = common_shape(&shapes)?;
    if arrays.iter().all(|t| t.shape() == shape.as_slice()) {
        return Ok(arrays.to_vec());
    }
    arrays.iter().map(|t| t.broadcast_to(&shape)).collect()
}

/// `axis1: axis 5 is out of bounds for array of dimension 2`
fn named_axis(name: &str, axis: isize, ndim: usize) -> Result<usize> {
    shape::normalize_axis(axis, ndim).map_err(|e| Error { message: format!("{name}: {}", e.message), ..e })
}

/// Axes made non-negative; ValueError `repeated` where two are the same.
fn distinct_axes(axes: &[isize], ndim: usize, repeated: &str) -> Result<Dims> {
    let mut result = Dims::new();
    for &axis in axes {
        let axis = shape::normalize_axis(axis, ndim)?;
        if result.contains(&axis) {
            return Err(Error::value(repeated));
        }
        result.push(axis);
    }
    Ok(result)
}

/// `normalize_axis_tuple`: as [`distinct_axes`] in its wording; `name` is the argument's name, where NumPy tells it.
pub fn normalized_tuple(axes: &[isize], ndim: usize, name: Option<&str>) -> Result<Dims> {
    let mut result = Dims::new();
    for &axis in axes {
        result.push(match name {
            Some(name) => named_axis(name, axis, ndim)?,
            None => shape::normalize_axis(axis, ndim)?,
        });
    }
    if (1..result.len()).any(|i| result[..i].contains(&result[i])) {
        return Err(Error::value(match name {
            Some(name) => format!("repeated axis in `{name}` argument"),
            None => "repeated axis".into(),
        }));
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(shape: &[usize]) -> Tensor {
        Tensor::generate::<i64>(shape, |i| i as i64).unwrap()
    }

    fn values(t: &Tensor) -> Vec<i64> {
        t.to_vec().unwrap()
    }

    #[test]
    fn axes_move() {
        let t = numbers(&[2, 3, 4]);
        assert_eq!(t.transpose().shape(), [4, 3, 2]);
        assert_eq!(t.moveaxis(&[0], &[-1]).unwrap().shape(), [3, 4, 2]);
        assert_eq!(t.moveaxis(&[2, 0], &[0, 1]).unwrap().shape(), [4, 2, 3]);
        assert_eq!(t.rollaxis(2, 0).unwrap().shape(), [4, 2, 3]);
        assert_eq!(t.rollaxis(0, 3).unwrap().shape(), [3, 4, 2]);
        let message = |r: Result<Tensor>| r.err().unwrap().message;
        assert_eq!(message(t.permute(&[0, 0, 1])), "repeated axis in transpose");
        assert_eq!(message(t.swapaxes(0, 5)), "axis2: axis 5 is out of bounds for array of dimension 3");
        assert_eq!(message(t.rollaxis(2, 5)), "'start' arg requires -3 <= start < 4, but 5 was passed in");
    }

    #[test]
    fn views_reach_the_same_elements() {
        let t = numbers(&[3, 4]);
        assert_eq!(values(&t.diagonal(1, 0, 1).unwrap()), [1, 6, 11]);
        assert_eq!(values(&t.diagonal(-1, 0, 1).unwrap()), [4, 9]);
        assert_eq!(t.diagonal(10, 0, 1).unwrap().shape(), [0]);
        assert_eq!(values(&t.flip(None).unwrap())[..3], [11, 10, 9]);
        assert_eq!(values(&t.rot90(1, &[0, 1]).unwrap()), [3, 7, 11, 2, 6, 10, 1, 5, 9, 0, 4, 8]);
        assert_eq!(values(&t.rot90(-1, &[0, 1]).unwrap()), [8, 4, 0, 9, 5, 1, 10, 6, 2, 11, 7, 3]);
        assert!(t.flip(None).unwrap().shares_storage(&t));
    }

    #[test]
    fn broadcasting() {
        let t = numbers(&[3, 1]);
        assert_eq!(values(&t.broadcast_to(&[3, 2]).unwrap()), [0, 0, 1, 1, 2, 2]);
        assert_eq!(
            t.broadcast_to(&[2, 2]).err().unwrap().message,
            "operands could not be broadcast together with remapped shapes [original->remapped]: (3,1)  and requested \
             shape (2,2)"
        );
        assert_eq!(
            common_shape(&[&[6], &[3, 4]]).unwrap_err().message,
            "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape \
             (6,) and arg 1 with shape (3, 4)."
        );
        assert_eq!(t.expand_dims(&[0, -1]).unwrap().shape(), [1, 3, 1, 1]);
        assert_eq!(t.squeeze(None).unwrap().shape(), [3]);
    }
}
