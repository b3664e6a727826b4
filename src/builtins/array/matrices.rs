//! Matrices by their diagonals: `eye`, `diag`, `tri`, `tril`, `vander`, and the indices of triangles and diagonals.

use super::argument::{Arrays, Source};
use super::creation::length;
use crate::tensor::diagonals;
use crate::tensor::{DType, Order, Tensor};
use crate::value::elementwise::check_writeable;
use crate::value::{Error, Result, Value};

builtins! { MATRICES, chapter "Matrices and diagonals", spaces ["np"];
    /// A matrix with ones on a diagonal and zeros elsewhere.
    ///
    /// >>> np.eye(3)
    /// array([[1., 0., 0.],
    ///        [0., 1., 0.],
    ///        [0., 0., 1.]])
    /// >>> np.eye(2, 3, k=1, dtype=int)
    /// array([[0, 1, 0],
    ///        [0, 0, 1]])
    @see("identity", "diag")
    fn eye(cx, N: Value, M: Value = Value::None, k: isize = 0, dtype: Option<DType> = None, order: Order = Order::C,
           @kw device: Value = Value::None, @kw like: Value = Value::None) -> Tensor {
        let rows = length(&N)?;
        let cols = if let Value::None = M { rows } else { length(&M)? };
        Ok(diagonals::eye(rows, cols, k, dtype.unwrap_or(DType::FLOAT64), order)?)
    }

    /// The square identity matrix.
    ///
    /// >>> np.identity(2)
    /// array([[1., 0.],
    ///        [0., 1.]])
    @see("eye")
    fn identity(cx, n: Value, dtype: Option<DType> = None, @kw like: Value = Value::None) -> Tensor {
        let n = length(&n)?;
        Ok(diagonals::eye(n, n, 0, dtype.unwrap_or(DType::FLOAT64), Order::C)?)
    }

    /// The diagonal of a matrix; or a matrix with a vector on its diagonal.
    ///
    /// >>> np.diag([1, 2])
    /// array([[1, 0],
    ///        [0, 2]])
    /// >>> np.diag([[1, 2], [3, 4]])
    /// array([1, 4])
    @see("diagonal", "diagflat", "eye")
    fn diag(cx, v: Source, k: isize = 0) -> Value {
        let v = v.plainly();
        if !(1..=2).contains(&v.ndim()) {
            return Err(Error::value("Input must be 1- or 2-d."));
        }
        let result = diagonals::diag(&v, k)?;
        let value = v.view(result);
        if let (Value::Array(array), 2) = (&value, v.ndim()) {
            array.set_writeable(false);
        }
        Ok(value)
    }

    /// A matrix with all elements, in C order, on its diagonal.
    ///
    /// >>> np.diagflat([[1, 2]])
    /// array([[1, 0],
    ///        [0, 2]])
    @see("diag")
    fn diagflat(cx, v: Tensor, k: isize = 0) -> Tensor { Ok(diagonals::diagflat(&v, k)?) }

    /// A matrix with ones at and below a diagonal and zeros elsewhere.
    ///
    /// >>> np.tri(3, dtype=int)
    /// array([[1, 0, 0],
    ///        [1, 1, 0],
    ///        [1, 1, 1]])
    @see("tril", "triu")
    fn tri(cx, N: Value, M: Value = Value::None, k: isize = 0, dtype: Option<DType> = None, @kw like: Value = Value::None) -> Tensor {
        let rows = length(&N)?;
        let cols = if let Value::None = M { rows } else { length(&M)? };
        Ok(diagonals::tri(rows, cols, k, dtype.unwrap_or(DType::FLOAT64))?)
    }

    /// The lower triangle: a copy with zeros above a diagonal.
    ///
    /// >>> np.tril([[1, 2], [3, 4]])
    /// array([[1, 0],
    ///        [3, 4]])
    @see("triu", "tri")
    fn tril(cx, m: Tensor, k: isize = 0) -> Tensor { Ok(diagonals::tril(&m, k)?) }

    /// The upper triangle: a copy with zeros below a diagonal.
    ///
    /// >>> np.triu([[1, 2], [3, 4]])
    /// array([[1, 2],
    ///        [0, 4]])
    @see("tril", "tri")
    fn triu(cx, m: Tensor, k: isize = 0) -> Tensor { Ok(diagonals::triu(&m, k)?) }

    /// The Vandermonde matrix: powers of a vector as columns, falling unless `increasing`.
    ///
    /// >>> np.vander([1, 2, 3])
    /// array([[1, 1, 1],
    ///        [4, 2, 1],
    ///        [9, 3, 1]])
    @see("polyfit")
    fn vander(cx, x: Tensor, N: Option<usize> = None, increasing: bool = false) -> Tensor {
        if x.ndim() != 1 {
            return Err(Error::value("x must be a one-dimensional array or sequence."));
        }
        Ok(diagonals::vander(&x, N, increasing)?)
    }

    /// The diagonals over two axes, as a read-only view.
    ///
    /// >>> np.diagonal([[1, 2], [3, 4]])
    /// array([1, 4])
    @method @see("diag", "trace")
    fn diagonal(cx, a: Source, offset: isize = 0, axis1: isize = 0, axis2: isize = 1) -> Value {
        let a = a.plainly();
        if a.ndim() < 2 {
            return Err(Error::value("diag requires an array of at least two dimensions"));
        }
        let value = a.view(a.diagonal(offset, axis1, axis2)?);
        if let Value::Array(array) = &value {
            array.set_writeable(false);
        }
        Ok(value)
    }

    /// Writes values onto the main diagonal, in place.
    ///
    /// >>> a = np.zeros((2, 2), dtype=int)
    /// >>> np.fill_diagonal(a, 5); a
    /// array([[5, 0],
    ///        [0, 5]])
    @see("diag", "diag_indices")
    fn fill_diagonal(cx, a: Source, val: Value, wrap: bool = false) -> () {
        check_writeable(&a.array)?;
        let values = crate::value::nested::to_tensor(cx, &val, None)?;
        diagonals::fill_diagonal(&a, &values, wrap)?;
        Ok(())
    }

    /// The indices of the main diagonal of an array with `ndim` axes of length `n`.
    ///
    /// >>> a = np.zeros((2, 2)); a[np.diag_indices(2)] = 7; a
    /// array([[7., 0.],
    ///        [0., 7.]])
    @see("diag_indices_from", "tril_indices")
    fn diag_indices(cx, n: usize, ndim: usize = 2) -> Arrays {
        let line = Tensor::generate(&[n], |i| i as i64)?;
        Ok(Arrays(vec![line; ndim]))
    }

    /// The indices of the main diagonal of an array whose axes are equally long.
    ///
    /// >>> np.diag_indices_from(np.zeros((2, 2)))
    /// (array([0, 1]), array([0, 1]))
    @see("diag_indices")
    fn diag_indices_from(cx, arr: Tensor) -> Arrays {
        if arr.ndim() < 2 {
            return Err(Error::value("input array must be at least 2-d"));
        }
        let n = arr.shape()[0];
        if arr.shape().iter().any(|&m| m != n) {
            return Err(Error::value("All dimensions of input must be of equal length"));
        }
        let line = Tensor::generate(&[n], |i| i as i64)?;
        Ok(Arrays(vec![line; arr.ndim()]))
    }

    /// The indices of the lower triangle of an `n` × `m` matrix.
    ///
    /// >>> np.tril_indices(2)
    /// (array([0, 1, 1]), array([0, 0, 1]))
    @see("triu_indices", "tril")
    fn tril_indices(cx, n: usize, k: isize = 0, m: Option<usize> = None) -> Arrays {
        Ok(Arrays(diagonals::tril_indices(n, k, m.unwrap_or(n))?))
    }

    /// The indices of the upper triangle of an `n` × `m` matrix.
    ///
    /// >>> np.triu_indices(2)
    /// (array([0, 0, 1]), array([0, 1, 1]))
    @see("tril_indices", "triu")
    fn triu_indices(cx, n: usize, k: isize = 0, m: Option<usize> = None) -> Arrays {
        Ok(Arrays(diagonals::triu_indices(n, k, m.unwrap_or(n))?))
    }

    /// The indices of the lower triangle of a matrix.
    ///
    /// >>> np.tril_indices_from(np.zeros((2, 2)))
    /// (array([0, 1, 1]), array([0, 0, 1]))
    @see("tril_indices")
    fn tril_indices_from(cx, arr: Tensor, k: isize = 0) -> Arrays {
        let (n, m) = matrix_shape(&arr)?;
        Ok(Arrays(diagonals::tril_indices(n, k, m)?))
    }

    /// The indices of the upper triangle of a matrix.
    ///
    /// >>> np.triu_indices_from(np.zeros((2, 2)))
    /// (array([0, 0, 1]), array([0, 1, 1]))
    @see("triu_indices")
    fn triu_indices_from(cx, arr: Tensor, k: isize = 0) -> Arrays {
        let (n, m) = matrix_shape(&arr)?;
        Ok(Arrays(diagonals::triu_indices(n, k, m)?))
    }

    /// The indices of an n × n matrix where a masking function such as `triu` leaves ones.
    ///
    /// >>> np.mask_indices(2, np.triu)
    /// (array([0, 0, 1]), array([0, 1, 1]))
    @see("triu_indices")
    fn mask_indices(cx, n: usize, mask_func: Value, k: Value = Value::Int(0)) -> Arrays {
        let ones = Tensor::generate(&[n, n], |_| 1i64)?;
        let masked = cx.call(&mask_func, &[Value::array(ones), k], &[])?;
        let masked = crate::value::nested::to_tensor(cx, &masked, None)?;
        Ok(Arrays(crate::tensor::index::nonzero(&masked)?))
    }
}

fn matrix_shape(t: &Tensor) -> Result<(usize, usize)> {
    match t.shape() {
        &[n, m] => Ok((n, m)),
        _ => Err(Error::value("input array must be 2-d")),
    }
}
