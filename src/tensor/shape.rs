//! Shapes and strides: dimensions of an array and the bytes from one element to the next along each of them.

use super::error::{Error, Result};
use smallvec::SmallVec;

/// Lengths of the axes. Up to four of them need no allocation.
pub type Dims = SmallVec<[usize; 4]>;
/// Signed bytes from one element to the next along each axis.
pub type Strides = SmallVec<[isize; 4]>;

/// NumPy's limit on the number of axes.
pub const MAX_NDIM: usize = 64;

/// The number of elements; `None` where it (or any partial product, zeros aside) overflows.
pub fn checked_size(shape: &[usize]) -> Option<usize> {
    if shape.contains(&0) {
        return Some(0);
    }
    shape.iter().try_fold(1usize, |n, &d| n.checked_mul(d)).filter(|&n| n <= isize::MAX as usize)
}

/// Strides of a C-ordered array (last axis fastest).
pub fn c_strides(shape: &[usize], itemsize: usize) -> Strides {
    let mut strides: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = itemsize as isize;
    for (stride, &dim) in strides.iter_mut().zip(shape).rev() {
        *stride = step;
        step *= dim.max(1) as isize;
    }
    strides
}

/// Strides of a Fortran-ordered array (first axis fastest).
pub fn f_strides(shape: &[usize], itemsize: usize) -> Strides {
    let mut step = itemsize as isize;
    let strides = shape.iter().map(|&dim| {
        let stride = step;
        step *= dim.max(1) as isize;
        stride
    });
    strides.collect()
}

/// Strides of a new array whose axes lie in memory in the order of `like`'s, without its gaps and reversals.
pub fn strides_like(shape: &[usize], like: &[isize], itemsize: usize) -> Strides {
    let mut axes: SmallVec<[usize; 4]> = (0..shape.len()).collect();
    axes.sort_by_key(|&axis| std::cmp::Reverse(like[axis].unsigned_abs()));
    let mut strides: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = itemsize as isize;
    for &axis in axes.iter().rev() {
        strides[axis] = step;
        step *= shape[axis].max(1) as isize;
    }
    strides
}

/// `cannot reshape array of size 6 into shape (4,)`
pub fn size_mismatch(size: usize, shape: &[usize]) -> Error {
    Error::value(format!("cannot reshape array of size {size} into shape {}", shape_text(shape)))
}

/// The axis as an index into a shape of `ndim` axes; negative counts from the end. AxisError outside.
pub fn normalize_axis(axis: isize, ndim: usize) -> Result<usize> {
    let n = ndim as isize;
    if axis < -n || axis >= n {
        return Err(Error::axis(axis, ndim));
    }
    Ok(if axis < 0 { axis + n } else { axis } as usize)
}

/// The common shape of several by NumPy's broadcasting rule.
pub fn broadcast_shapes(shapes: &[&[usize]]) -> Result<Dims> {
    let ndim = shapes.iter().map(|s| s.len()).max().unwrap_or(0);
    let mut result: Dims = SmallVec::from_elem(1, ndim);
    for shape in shapes {
        for (out, &dim) in result.iter_mut().rev().zip(shape.iter().rev()) {
            if *out == dim || dim == 1 {
                continue;
            }
            if *out != 1 {
                let all: Vec<String> = shapes.iter().map(|s| shape_text(s)).collect();
                return Err(Error::value(format!(
                    "operands could not be broadcast together with shapes {} ",
                    all.join(" ")
                )));
            }
            *out = dim;
        }
    }
    Ok(result)
}

/// `(2,3)`, `(3,)`, `()`: shapes as NumPy's broadcasting errors write them.
pub fn shape_text(shape: &[usize]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => format!("({})", shape.iter().map(usize::to_string).collect::<Vec<_>>().join(",")),
    }
}

/// `(2, 3)`, `(3,)`, `()`: shapes as Python writes tuples.
pub fn tuple_text(shape: &[usize]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => format!("({})", shape.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    }
}
