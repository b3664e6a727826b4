//! Shapes and strides: dimensions of an array and the bytes from one element to the next along each of them.

use super::error::{Error, Result};
use smallvec::SmallVec;

/// Lengths of the axes. Up to four of them need no allocation.
pub type Dims = SmallVec<[usize; 4]>;
/// Signed bytes from one element to the next along each axis.
pub type Strides = SmallVec<[isize; 4]>;

/// NumPy's limit on the number of axes.
pub const MAX_NDIM: usize = 64;

/// As many axes as an array's header has room for.
pub const INLINE: usize = 4;

/// Lengths and strides of an array's axes: up to [`INLINE`] of them lie in the header, and copying those copies bytes.
#[derive(Clone)]
pub(super) struct Axes {
    shape: [usize; INLINE],
    strides: [isize; INLINE],
    /// The number of axes where they are inline.
    len: usize,
    beyond: Option<Box<(Dims, Strides)>>,
}

impl Axes {
    /// The first `len` of these; `len` is at most [`INLINE`].
    #[inline(always)]
    pub fn inline(shape: [usize; INLINE], strides: [isize; INLINE], len: usize) -> Axes {
        Axes { shape, strides, len: len.min(INLINE), beyond: None }
    }

    /// As many axes as the shorter of both lists.
    #[inline]
    pub fn new(shape: &[usize], strides: &[isize]) -> Axes {
        let len = shape.len();
        if len > INLINE {
            return Axes::spilled(shape, strides);
        }
        let mut axes = Axes::inline([0; INLINE], [0; INLINE], len);
        for (axis, (&dim, &stride)) in shape.iter().zip(strides).enumerate().take(INLINE) {
            (axes.shape[axis], axes.strides[axis]) = (dim, stride);
        }
        axes
    }

    #[cold]
    fn spilled(shape: &[usize], strides: &[isize]) -> Axes {
        let beyond = Some(Box::new((Dims::from_slice(shape), Strides::from_slice(strides))));
        Axes { shape: [0; INLINE], strides: [0; INLINE], len: 0, beyond }
    }

    #[inline(always)]
    pub fn shape(&self) -> &[usize] {
        match &self.beyond {
            None => &self.shape[..self.len.min(INLINE)],
            Some(axes) => &axes.0,
        }
    }

    #[inline(always)]
    pub fn strides(&self) -> &[isize] {
        match &self.beyond {
            None => &self.strides[..self.len.min(INLINE)],
            Some(axes) => &axes.1,
        }
    }

    /// Those of a new C-ordered array with the bytes it has. `None` for more than [`INLINE`] axes, for an array without
    /// elements, and where the bytes overflow.
    #[inline(always)]
    pub fn c_ordered(shape: &[usize], itemsize: usize) -> Option<(Axes, usize)> {
        if shape.len() > INLINE {
            return None;
        }
        let mut axes = Axes::inline([0; INLINE], [0; INLINE], shape.len());
        let mut bytes = itemsize;
        for (axis, &dim) in shape.iter().enumerate().rev() {
            (axes.shape[axis], axes.strides[axis]) = (dim, bytes as isize);
            bytes = bytes.checked_mul(dim)?;
        }
        (bytes != 0 && bytes <= isize::MAX as usize).then_some((axes, bytes))
    }
}

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
        // Without elements the other axes may be of any length.
        step = step.wrapping_mul(dim.max(1) as isize);
    }
    strides
}

/// Strides of a Fortran-ordered array (first axis fastest).
pub fn f_strides(shape: &[usize], itemsize: usize) -> Strides {
    let mut step = itemsize as isize;
    let strides = shape.iter().map(|&dim| {
        let stride = step;
        // Without elements the other axes may be of any length.
        step = step.wrapping_mul(dim.max(1) as isize);
        stride
    });
    strides.collect()
}

/// Strides of a new array whose axes lie in memory in the order of `like`'s, without its gaps and reversals. Axes
/// without stride (broadcast) come last, as in NumPy's copies.
pub fn strides_like(shape: &[usize], like: &[isize], itemsize: usize) -> Strides {
    let mut axes: Dims = (0..shape.len()).collect();
    axes.sort_by_key(|&axis| std::cmp::Reverse(like[axis].unsigned_abs()));
    strides_in_order(shape, &axes, itemsize)
}

/// Strides of a new array whose axes lie in memory in this order, slowest first.
pub fn strides_in_order(shape: &[usize], axes: &[usize], itemsize: usize) -> Strides {
    let mut strides: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = itemsize as isize;
    for &axis in axes.iter().rev() {
        strides[axis] = step;
        step *= shape[axis].max(1) as isize;
    }
    strides
}

/// The axes from the largest stride to the smallest; an axis without stride (broadcast) stays where it is.
pub fn axes_by_stride(strides: &[isize]) -> Dims {
    let mut axes: Dims = (0..strides.len()).collect();
    for i in 1..axes.len() {
        let mut j = i;
        while j > 0 {
            let (before, this) = (strides[axes[j - 1]].unsigned_abs(), strides[axes[j]].unsigned_abs());
            if before == 0 || this <= before {
                break;
            }
            axes.swap(j, j - 1);
            j -= 1;
        }
    }
    axes
}

/// The axes, slowest first, as several arrays have them in memory: `strides(a, b)` gives the strides along two axes for
/// each array with an opinion about them. Where arrays disagree C order wins.
pub fn common_axis_order<I: Iterator<Item = (isize, isize)>>(ndim: usize, strides: impl Fn(usize, usize) -> I) -> Dims {
    let is_slower = |a: usize, b: usize| {
        let mut opinions = strides(a, b).map(|(a, b)| a.unsigned_abs() > b.unsigned_abs());
        opinions.next().map(|first| first && opinions.all(|slower| slower))
    };
    let mut axes: Dims = (0..ndim).collect();
    for i in 1..ndim {
        let mut place = i;
        for j in (0..i).rev() {
            match is_slower(axes[i], axes[j]) {
                None => {}
                Some(true) => place = j,
                Some(false) => break,
            }
        }
        axes[place..=i].rotate_right(1);
    }
    axes
}

/// `cannot reshape array of size 6 into shape (4,)`
pub fn size_mismatch(size: usize, shape: &[usize]) -> Error {
    Error::value(format!("cannot reshape array of size {size} into shape {}", shape_text(shape)))
}

/// ValueError where there are more axes than NumPy allows.
pub fn check_ndim(ndim: usize) -> Result<()> {
    if ndim <= MAX_NDIM {
        return Ok(());
    }
    Err(Error::value(format!("maximum supported dimension for an ndarray is currently {MAX_NDIM}, found {ndim}")))
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
