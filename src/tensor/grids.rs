//! Coordinates of grids: meshgrid, indices, open meshes, and the way between flat and n-d indices.

use super::copy::copied;
use super::dtype::{DType, Kind};
use super::error::{Error, Result};
use super::index::nonzero;
use super::shape::{self, Dims};
use super::storage::reserved;
use super::tensor::{Order, Tensor};
use smallvec::smallvec;

/// `numpy.meshgrid`: one array of coordinates for each vector. `xy` swaps the first two axes; `sparse` leaves lengths
/// of 1; without `copy` the results are views.
pub fn meshgrid(vectors: &[Tensor], indexing: &str, sparse: bool, copy: bool) -> Result<Vec<Tensor>> {
    if indexing != "xy" && indexing != "ij" {
        return Err(Error::value("Valid values for `indexing` are 'xy' and 'ij'."));
    }
    let ndim = vectors.len();
    let axis_of = |i: usize| if indexing == "xy" && ndim > 1 && i < 2 { 1 - i } else { i };
    let mut full: Dims = smallvec![1; ndim];
    let mut open = Vec::with_capacity(ndim);
    for (i, vector) in vectors.iter().enumerate() {
        let mut shape: Dims = smallvec![1; ndim];
        shape[axis_of(i)] = vector.size();
        full[axis_of(i)] = vector.size();
        open.push(vector.reshaped(&shape, Order::C)?);
    }
    let finish = |t: Tensor| {
        let t = if sparse { t } else { t.broadcast_to(&full)? };
        if copy { copied(&t, Order::C) } else { Ok(t) }
    };
    open.into_iter().map(finish).collect()
}

/// `numpy.indices`: for each axis its index at every place of the grid, stacked along a new first axis.
pub fn indices(dims: &[usize], dtype: DType) -> Result<Tensor> {
    let mut shape = Dims::from_slice(&[dims.len()]);
    shape.extend_from_slice(dims);
    let result = Tensor::empty(&shape, dtype)?;
    for (k, axis) in open_grid(dims, dtype)?.iter().enumerate() {
        super::assign::assign(&result.subarray(0, k), axis)?;
    }
    Ok(result)
}

/// As [`indices`], an array for each axis with lengths of 1 elsewhere.
pub fn open_grid(dims: &[usize], dtype: DType) -> Result<Vec<Tensor>> {
    let axis = |k: usize| {
        let mut shape: Dims = smallvec![1; dims.len()];
        shape[k] = dims[k];
        super::cast::as_dtype(&Tensor::generate::<i64>(&shape, |i| i as i64)?, dtype)
    };
    (0..dims.len()).map(axis).collect()
}

/// `numpy.ix_`: the open mesh of several vectors; bools stand for the places where they are true.
pub fn ix(vectors: &[Tensor]) -> Result<Vec<Tensor>> {
    let ndim = vectors.len();
    let mut result = Vec::with_capacity(ndim);
    for (k, vector) in vectors.iter().enumerate() {
        if vector.ndim() != 1 {
            return Err(Error::value("Cross index must be 1 dimensional"));
        }
        let vector = match vector.dtype().kind {
            Kind::Bool => nonzero(vector)?.swap_remove(0),
            _ if vector.is_empty() => Tensor::empty(&[0], DType::INT64)?,
            _ => vector.clone(),
        };
        let mut shape: Dims = smallvec![1; ndim];
        shape[k] = vector.size();
        result.push(vector.reshaped(&shape, Order::C)?);
    }
    Ok(result)
}

/// `numpy.unravel_index`: flat indices as one array of indices for each axis of `dims`.
pub fn unravel_index(flat: &Tensor, dims: &[usize], order: Order) -> Result<Vec<Tensor>> {
    let size = shape::checked_size(dims).ok_or_else(|| {
        Error::value(
            "dimensions are too large; arrays and shapes with a total size greater than 'intp' are not supported.",
        )
    })?;
    let indices = flat_integers(flat)?;
    if let Some(outside) = indices.iter().find(|&&i| i < 0 || i as usize >= size) {
        return Err(Error::value(format!("index {outside} is out of bounds for array with size {size}")));
    }
    let mut step: i64 = 1;
    let mut columns = vec![Tensor::empty(&[0], DType::INT64)?; dims.len()];
    let axes: Vec<usize> = if order == Order::F { (0..dims.len()).collect() } else { (0..dims.len()).rev().collect() };
    for axis in axes {
        let dim = dims[axis] as i64;
        columns[axis] = Tensor::generate(flat.shape(), |i| indices[i] / step % dim)?;
        step *= dim;
    }
    Ok(columns)
}

/// What `ravel_multi_index` does with an index outside its axis.
pub use super::index::Mode;

/// `numpy.ravel_multi_index`: one array of indices for each axis (broadcast) as flat indices. One mode for each axis.
pub fn ravel_multi_index(columns: &[Tensor], dims: &[usize], modes: &[Mode], order: Order) -> Result<Tensor> {
    if columns.len() != dims.len() {
        return Err(Error::value(format!("parameter multi_index must be a sequence of length {}", dims.len())));
    }
    shape::checked_size(dims).ok_or_else(|| {
        Error::value("invalid dims: array size defined by dims is larger than the maximum possible size.")
    })?;
    let columns = super::view::broadcast_arrays(columns)?;
    let result_shape = columns.first().map_or_else(Dims::new, |c| Dims::from_slice(c.shape()));
    let steps = match order {
        Order::F => shape::f_strides(dims, 1),
        _ => shape::c_strides(dims, 1),
    };
    let size = result_shape.iter().product();
    let mut flat = reserved(size)?;
    flat.resize(size, 0i64);
    for (k, column) in columns.iter().enumerate() {
        let (dim, step) = (dims[k] as i64, steps[k] as i64);
        let mode = modes.get(k).or(modes.first()).copied().unwrap_or_default();
        for (sum, index) in flat.iter_mut().zip(flat_integers(column)?) {
            let index = match mode {
                Mode::Raise if index < 0 || index >= dim => {
                    return Err(Error::value("invalid entry in coordinates array"));
                }
                Mode::Raise => index,
                Mode::Wrap => index.rem_euclid(dim.max(1)),
                Mode::Clip => index.clamp(0, (dim - 1).max(0)),
            };
            *sum += index * step;
        }
    }
    Tensor::from_vec(&result_shape, flat)
}

fn flat_integers(t: &Tensor) -> Result<Vec<i64>> {
    if !t.dtype().kind.is_integer() && !t.is_empty() {
        return Err(Error::type_error("only int indices permitted"));
    }
    Ok(super::cast::as_dtype(t, DType::INT64)?.to_vec::<i64>().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids() {
        let (x, y) = (Tensor::vector(&[1i64, 2, 3]).unwrap(), Tensor::vector(&[4i64, 5]).unwrap());
        let mesh = meshgrid(&[x.clone(), y.clone()], "xy", false, true).unwrap();
        assert_eq!(mesh[0].shape(), [2, 3]);
        assert_eq!(mesh[1].to_vec::<i64>().unwrap(), [4, 4, 4, 5, 5, 5]);
        let open = meshgrid(&[x, y], "ij", true, false).unwrap();
        assert_eq!((open[0].shape(), open[1].shape()), (&[3, 1][..], &[1, 2][..]));
        assert_eq!(
            indices(&[2, 3], DType::INT64).unwrap().to_vec::<i64>().unwrap(),
            [0, 0, 0, 1, 1, 1, 0, 1, 2, 0, 1, 2]
        );
    }

    #[test]
    fn flat_and_back() {
        let flat = Tensor::vector(&[1i64, 11]).unwrap();
        let columns = unravel_index(&flat, &[3, 4], Order::C).unwrap();
        assert_eq!(columns[0].to_vec::<i64>().unwrap(), [0, 2]);
        let back = ravel_multi_index(&columns, &[3, 4], &[Mode::Raise], Order::C).unwrap();
        assert_eq!(back.to_vec::<i64>().unwrap(), [1, 11]);
        let outside = unravel_index(&Tensor::vector(&[20i64]).unwrap(), &[3, 4], Order::C);
        assert_eq!(outside.err().unwrap().message, "index 20 is out of bounds for array with size 12");
    }
}
