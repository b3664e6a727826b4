//! Several arrays → one (concatenate, stack, block), one array → several views (split).

use super::assign::assign;
use super::cast::cannot_cast;
use super::copy::copied;
use super::dtype::DType;
use super::error::{Error, ErrorKind, Result};
use super::promote::{Casting, can_cast, promote_types};
use super::shape::{self, Dims, Strides};
use super::tensor::{Order, Tensor};

/// `numpy.concatenate`: the arrays one after the other along an axis; without an axis all their elements in C order.
///
/// The result has the dtype the arrays promote to, or `dtype` where `casting` allows it, and their memory order.
pub fn concatenate(
    arrays: &[Tensor],
    axis: Option<isize>,
    out: Option<&Tensor>,
    dtype: Option<DType>,
    casting: Casting,
) -> Result<Tensor> {
    if out.is_some() && dtype.is_some() {
        let message = "concatenate() only takes `out` or `dtype` as an argument, but both were provided.";
        return Err(Error::type_error(message));
    }
    let Some(axis) = axis else {
        let lines = arrays.iter().map(|t| t.ravel(Order::C)).collect::<Result<Vec<Tensor>>>()?;
        return join(&lines, 0, out, dtype, casting, "Output array is the wrong size");
    };
    let Some(first) = arrays.first() else {
        return Err(Error::value("need at least one array to concatenate"));
    };
    if first.ndim() == 0 {
        return Err(Error::value("zero-dimensional arrays cannot be concatenated"));
    }
    let axis = shape::normalize_axis(axis, first.ndim())?;
    join(arrays, axis, out, dtype, casting, "Output array is the wrong shape")
}

fn join(
    arrays: &[Tensor],
    axis: usize,
    out: Option<&Tensor>,
    dtype: Option<DType>,
    casting: Casting,
    wrong_out: &str,
) -> Result<Tensor> {
    let Some(first) = arrays.first() else {
        return Err(Error::value("need at least one array to concatenate"));
    };
    let mut shape = Dims::from_slice(first.shape());
    for (i, t) in arrays.iter().enumerate().skip(1) {
        add_length(&mut shape, first, t, axis, i)?;
    }
    let wanted = match (out, dtype) {
        (Some(out), _) => out.dtype(),
        (None, Some(dtype)) => super::cast::with_length(first, dtype)?,
        (None, None) => common_dtype(arrays)?,
    };
    let checked = out.is_some() || dtype.is_some();
    if let Some(t) = arrays.iter().find(|t| checked && !can_cast(t.dtype(), wanted, casting)) {
        return Err(cannot_cast(t.dtype(), wanted, casting));
    }
    let result = match out {
        Some(out) if out.ndim() != shape.len() => return Err(Error::value("Output array has wrong dimensionality")),
        Some(out) if out.shape() != shape.as_slice() => return Err(Error::value(wrong_out)),
        Some(out) => out.clone(),
        None => new_like(arrays, &shape, wanted)?,
    };
    let mut from = 0;
    for t in arrays {
        let to = from + t.shape()[axis];
        assign(&result.range(axis, from, to), t)?;
        from = to;
    }
    Ok(result)
}

/// Adds an array's length along the axis to `shape`. ValueError where it does not fit to the first array.
fn add_length(shape: &mut Dims, first: &Tensor, t: &Tensor, axis: usize, i: usize) -> Result<()> {
    if t.ndim() != first.ndim() {
        return Err(Error::value(format!(
            "all the input arrays must have same number of dimensions, but the array at index 0 has {} dimension(s) and \
             the array at index {i} has {} dimension(s)",
            first.ndim(),
            t.ndim()
        )));
    }
    for (k, (&a, &b)) in first.shape().iter().zip(t.shape()).enumerate() {
        if k != axis && a != b {
            return Err(Error::value(format!(
                "all the input array dimensions except for the concatenation axis must match exactly, but along \
                 dimension {k}, the array at index 0 has size {a} and the array at index {i} has size {b}"
            )));
        }
    }
    shape[axis] = shape[axis].saturating_add(t.shape()[axis]);
    Ok(())
}

/// A new array whose axes lie in memory as those of the arrays do.
fn new_like(arrays: &[Tensor], shape: &[usize], dtype: DType) -> Result<Tensor> {
    let new = Tensor::empty(shape, dtype)?;
    if shape.len() < 2 || new.is_empty() || arrays.iter().all(Tensor::is_c_contiguous) {
        return Ok(new);
    }
    let strides = shape::strides_in_order(shape, &common_axis_order(arrays, shape.len()), dtype.itemsize());
    Ok(new.with_geometry(0, Dims::from_slice(shape), strides))
}

/// The axes, slowest first, as all arrays have them in memory; where they disagree C order wins.
fn common_axis_order(arrays: &[Tensor], ndim: usize) -> Dims {
    shape::common_axis_order(ndim, |a, b| {
        let with_both = arrays.iter().filter(move |t| t.shape()[a] != 1 && t.shape()[b] != 1);
        with_both.map(move |t| (t.strides()[a], t.strides()[b]))
    })
}

fn common_dtype(arrays: &[Tensor]) -> Result<DType> {
    let mut dtypes = arrays.iter().map(Tensor::dtype);
    let first = dtypes.next().unwrap_or(DType::FLOAT64);
    let all = dtypes.try_fold(first, promote_types)?;
    // Promotion of one dtype with itself gives native order, as it does with several arrays.
    Ok(if arrays.len() == 1 { first.to_native() } else { all })
}

fn concatenated(arrays: &[Tensor], axis: isize) -> Result<Tensor> {
    concatenate(arrays, Some(axis), None, None, Casting::SameKind)
}

/// `numpy.stack`: the arrays, all of one shape, along a new axis.
pub fn stack(
    arrays: &[Tensor],
    axis: isize,
    out: Option<&Tensor>,
    dtype: Option<DType>,
    casting: Casting,
) -> Result<Tensor> {
    let Some(first) = arrays.first() else {
        return Err(Error::value("need at least one array to stack"));
    };
    if arrays.iter().any(|t| t.shape() != first.shape()) {
        return Err(Error::value("all input arrays must have the same shape"));
    }
    let axis = shape::normalize_axis(axis, first.ndim() + 1)? as isize;
    let expanded = arrays.iter().map(|t| t.expand_dims(&[axis])).collect::<Result<Vec<Tensor>>>()?;
    concatenate(&expanded, Some(axis), out, dtype, casting)
}

/// `numpy.vstack`: rows on top of each other.
pub fn vstack(arrays: &[Tensor]) -> Result<Tensor> {
    let rows: Vec<Tensor> = arrays.iter().map(|t| t.with_leading_axes(2)).collect();
    concatenated(&rows, 0)
}

/// `numpy.hstack`: side by side: along the first axis for vectors, else along the second.
pub fn hstack(arrays: &[Tensor]) -> Result<Tensor> {
    let parts: Vec<Tensor> = arrays.iter().map(|t| t.with_leading_axes(1)).collect();
    let axis = if parts.first().is_some_and(|t| t.ndim() == 1) { 0 } else { 1 };
    concatenated(&parts, axis)
}

/// `numpy.dstack`: along the third axis.
pub fn dstack(arrays: &[Tensor]) -> Result<Tensor> {
    let parts = arrays.iter().map(atleast_3d).collect::<Result<Vec<Tensor>>>()?;
    concatenated(&parts, 2)
}

/// `numpy.column_stack`: vectors as columns next to matrices.
pub fn column_stack(arrays: &[Tensor]) -> Result<Tensor> {
    let column = |t: &Tensor| if t.ndim() < 2 { t.with_leading_axes(2).transpose() } else { t.clone() };
    let parts: Vec<Tensor> = arrays.iter().map(column).collect();
    concatenated(&parts, 1)
}

/// `numpy.atleast_3d`: a vector becomes (1, n, 1), a matrix (m, n, 1).
pub fn atleast_3d(t: &Tensor) -> Result<Tensor> {
    let mut shape = Dims::from_slice(t.shape());
    let mut strides = Strides::from_slice(t.strides());
    match t.ndim() {
        0 => return Ok(t.with_leading_axes(3)),
        1 => {
            shape = smallvec::smallvec![1, shape[0], 1];
            strides = smallvec::smallvec![0, strides[0], 0];
        }
        2 => {
            shape.push(1);
            strides.push(0);
        }
        _ => {}
    }
    Ok(t.with_geometry(t.offset(), shape, strides))
}

/// The argument of `numpy.block`: arrays in nested lists.
pub enum Block {
    Array(Tensor),
    List(Vec<Block>),
}

/// `numpy.block`: the innermost lists are joined along the last axis, those around them along the one before, and so on.
pub fn block(blocks: &Block) -> Result<Tensor> {
    let (path, is_empty, ndim) = check_depths(blocks, &[])?;
    if is_empty {
        return Err(Error::value(format!("List at {} cannot be empty", path_text(&path))));
    }
    let depth = path.len();
    let joined = join_blocks(blocks, 0, depth, ndim.max(depth))?;
    if depth == 0 { copied(&joined, Order::K) } else { Ok(joined) }
}

/// The path to the first array (to the last empty list, if there is one), whether that list is empty, and the largest
/// number of axes. ValueError where the arrays are not all equally deep.
fn check_depths(blocks: &Block, path: &[usize]) -> Result<(Vec<usize>, bool, usize)> {
    let list = match blocks {
        Block::Array(t) => return Ok((path.to_vec(), false, t.ndim())),
        Block::List(list) => list,
    };
    let mut found: Option<(Vec<usize>, bool, usize)> = None;
    for (i, block) in list.iter().enumerate() {
        let inner = [path, &[i]].concat();
        let (leaf, is_empty, ndim) = check_depths(block, &inner)?;
        // An empty list counts as one level deeper: there its elements would be.
        let depth = |path: &[usize], is_empty: bool| path.len() + usize::from(is_empty);
        match &mut found {
            None => found = Some((leaf, is_empty, ndim)),
            Some((first, first_empty, most)) => {
                if depth(&leaf, is_empty) != depth(first, *first_empty) {
                    return Err(Error::value(format!(
                        "List depths are mismatched. First element was at depth {}, but there is an element at depth {} \
                         ({})",
                        depth(first, *first_empty),
                        depth(&leaf, is_empty),
                        path_text(&leaf)
                    )));
                }
                *most = ndim.max(*most);
                if is_empty {
                    (*first, *first_empty) = (leaf, true);
                }
            }
        }
    }
    Ok(found.unwrap_or_else(|| (path.to_vec(), true, 0)))
}

/// `arrays[1][0]`
fn path_text(path: &[usize]) -> String {
    path.iter().fold("arrays".into(), |text, i| text + &format!("[{i}]"))
}

fn join_blocks(blocks: &Block, depth: usize, deepest: usize, ndim: usize) -> Result<Tensor> {
    match blocks {
        Block::Array(t) => Ok(t.with_leading_axes(ndim)),
        Block::List(list) => {
            let parts =
                list.iter().map(|b| join_blocks(b, depth + 1, deepest, ndim)).collect::<Result<Vec<Tensor>>>()?;
            concatenated(&parts, depth as isize - deepest as isize)
        }
    }
}

/// Where `array_split` cuts.
pub enum Cuts<'a> {
    /// Into so many parts, the first ones longer by 1 where they can't be equal.
    Sections(isize),
    /// Before these indices, as slices count them.
    At(&'a [isize]),
}

/// `numpy.array_split`: views of the parts of an axis.
pub fn array_split(t: &Tensor, cuts: &Cuts, axis: isize) -> Result<Vec<Tensor>> {
    let axis = split_axis(t, axis)?;
    let n = t.shape()[axis];
    match *cuts {
        Cuts::Sections(sections) => {
            let parts = usize::try_from(sections).ok().filter(|&parts| parts > 0);
            let parts = parts.ok_or_else(|| Error::value("number sections must be larger than 0."))?;
            let (each, longer) = (n / parts, n % parts);
            let start = |i: usize| i * each + i.min(longer);
            Ok((0..parts).map(|i| t.range(axis, start(i), start(i + 1))).collect())
        }
        Cuts::At(indices) => {
            let clip = |i: isize| if i < 0 { (i + n as isize).max(0) as usize } else { (i as usize).min(n) };
            let bounds: Vec<usize> = std::iter::once(0).chain(indices.iter().map(|&i| clip(i))).chain([n]).collect();
            Ok(bounds.windows(2).map(|w| t.range(axis, w[0], w[1].max(w[0]))).collect())
        }
    }
}

/// `numpy.split`: as [`array_split`], but sections must be equal.
pub fn split(t: &Tensor, cuts: &Cuts, axis: isize) -> Result<Vec<Tensor>> {
    if let Cuts::Sections(sections) = *cuts {
        let n = t.shape()[split_axis(t, axis)?] as isize;
        if sections == 0 {
            return Err(Error::new(ErrorKind::ZeroDivision, "integer modulo by zero"));
        }
        if n % sections != 0 {
            return Err(Error::value("array split does not result in an equal division"));
        }
    }
    array_split(t, cuts, axis)
}

/// NumPy looks the axis up in the shape tuple, and says so.
fn split_axis(t: &Tensor, axis: isize) -> Result<usize> {
    shape::normalize_axis(axis, t.ndim()).map_err(|_| Error::index("tuple index out of range"))
}

/// `numpy.hsplit`, `vsplit` and `dsplit`: [`split`] along the axis that `hstack`, `vstack` or `dstack` joins.
pub fn split_like(name: &str, t: &Tensor, cuts: &Cuts) -> Result<Vec<Tensor>> {
    let (least, axis) = match name {
        "hsplit" => (1, usize::from(t.ndim() > 1)),
        "vsplit" => (2, 0),
        _ => (3, 2),
    };
    if t.ndim() < least {
        return Err(Error::value(format!("{name} only works on arrays of {least} or more dimensions")));
    }
    split(t, cuts, axis as isize)
}

/// `numpy.append`: `values` after the elements of `t`, along an axis or, without one, all in one line.
pub fn append(t: &Tensor, values: &Tensor, axis: Option<isize>) -> Result<Tensor> {
    concatenate(&[t.clone(), values.clone()], axis, None, None, Casting::SameKind)
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
    fn joining() {
        let t = numbers(&[2, 3]);
        let wide = concatenated(&[t.clone(), t.clone()], 1).unwrap();
        assert_eq!(wide.to_vec::<i64>().unwrap(), [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
        let mixed = append(&t, &Tensor::vector(&[1.5]).unwrap(), None).unwrap();
        assert_eq!((mixed.dtype(), mixed.size()), (DType::FLOAT64, 7));
        assert_eq!(concatenated(&[t.transpose(), t.transpose()], 0).unwrap().strides(), [8, 48]);
        assert_eq!(stack(&[t.clone(), t.clone()], -1, None, None, Casting::SameKind).unwrap().shape(), [2, 3, 2]);
        let line = numbers(&[3]);
        assert_eq!(vstack(&[line.clone(), t.clone()]).unwrap().shape(), [3, 3]);
        assert_eq!(dstack(&[line.clone(), line.clone()]).unwrap().shape(), [1, 3, 2]);
        assert_eq!(column_stack(&[line.clone(), line.clone()]).unwrap().shape(), [3, 2]);
        assert_eq!(
            message(hstack(&[t.clone(), line])),
            "all the input arrays must have same number of dimensions, but the array at index 0 has 2 dimension(s) and \
             the array at index 1 has 1 dimension(s)"
        );
        assert_eq!(
            message(vstack(&[t, numbers(&[2])])),
            "all the input array dimensions except for the concatenation axis must match exactly, but along dimension 1, \
             the array at index 0 has size 3 and the array at index 1 has size 2"
        );
    }

    #[test]
    fn blocks() {
        let one = |v: i64| Block::Array(Tensor::scalar(v).unwrap());
        let grid = Block::List(vec![Block::List(vec![one(1), one(2)]), Block::List(vec![one(3), one(4)])]);
        let joined = block(&grid).unwrap();
        assert_eq!((joined.shape(), joined.to_vec::<i64>().unwrap()), (&[2, 2][..], vec![1, 2, 3, 4]));
        assert_eq!(
            message(block(&Block::List(vec![Block::List(vec![one(1), one(2)]), one(3)]))),
            "List depths are mismatched. First element was at depth 2, but there is an element at depth 1 (arrays[1])"
        );
        let empty = || Block::List(Vec::new());
        assert_eq!(message(block(&empty())), "List at arrays cannot be empty");
        assert_eq!(message(block(&Block::List(vec![empty(), empty()]))), "List at arrays[1] cannot be empty");
    }

    #[test]
    fn splitting() {
        let x = numbers(&[6]);
        let sizes = |parts: Vec<Tensor>| parts.iter().map(Tensor::size).collect::<Vec<_>>();
        assert_eq!(sizes(array_split(&x, &Cuts::Sections(4), 0).unwrap()), [2, 2, 1, 1]);
        assert_eq!(sizes(split(&x, &Cuts::At(&[3, 1]), 0).unwrap()), [3, 0, 5]);
        assert_eq!(sizes(split(&x, &Cuts::At(&[1, 10]), 0).unwrap()), [1, 5, 0]);
        assert_eq!(message(split(&x, &Cuts::Sections(4), 0)), "array split does not result in an equal division");
        assert_eq!(
            message(split_like("vsplit", &x, &Cuts::Sections(2))),
            "vsplit only works on arrays of 2 or more dimensions"
        );
    }
}
