//! Products of vectors, matrices and arrays: `dot`, `matmul`, `tensordot`, `kron`, `cross` and their relatives.

use crate::builtins::array::argument::Source;
use crate::builtins::array::out::{Out, finish};
use crate::linalg::{self, Product};
use crate::tensor::shape::normalize_axis;
use crate::tensor::{DType, Tensor, cast, lanes};
use crate::value::convert::{FromValue, Ints, Unboxed};
use crate::value::{Context, Error, Result, Value};

builtins! { PRODUCTS, chapter "Products", spaces ["np"];
    /// The dot product of vectors, the product of matrices; in general the last axis of `a` with the last but one of `b`.
    ///
    /// >>> np.dot([1, 2], [3, 4])
    /// np.int64(11)
    /// >>> np.dot([[1, 2], [3, 4]], [[1, 0], [0, 1]])
    /// array([[1, 2],
    ///        [3, 4]])
    @method @keeps @see("matmul", "vdot", "tensordot")
    fn dot(cx, a: Tensor, b: Tensor, out: Out = Out(None)) -> Value { delivered(cx, linalg::dot(&a, &b)?, out) }

    /// The dot product of two arrays seen as vectors, the first one conjugated.
    ///
    /// >>> np.vdot([1+2j, 3], [1, 1j])
    /// np.complex128(1+1j)
    @see("dot", "inner")
    fn vdot(cx, @pos a: Tensor, @pos b: Tensor) -> Unboxed { Ok(Unboxed(linalg::vdot(&a, &b)?)) }

    /// The sums of products over the last axes of both.
    ///
    /// >>> np.inner([1, 2, 3], [0, 1, 0])
    /// np.int64(2)
    @keeps @see("dot", "outer")
    fn inner(cx, @pos a: Tensor, @pos b: Tensor) -> Unboxed { Ok(Unboxed(linalg::inner(&a, &b)?)) }

    /// Every product of an element of `a` with one of `b`, as a matrix.
    ///
    /// >>> np.outer([1, 2], [3, 4, 5])
    /// array([[ 3,  4,  5],
    ///        [ 6,  8, 10]])
    @see("inner", "kron")
    fn outer(cx, a: Tensor, b: Tensor, out: Out = Out(None)) -> Value { delivered(cx, linalg::outer(&a, &b)?, out) }

    /// The product of matrices, or of stacks of them (`a @ b`).
    ///
    /// >>> np.matmul([[1, 2], [3, 4]], [1, 1])
    /// array([3, 7])
    @gufunc @keeps @see("dot", "matvec", "vecmat")
    fn matmul(cx, @pos x1: Tensor, @pos x2: Tensor, out: Out = Out(None), @kw dtype: Option<DType> = None,
              @kw casting: String = "same_kind".to_string(), @kw order: String = "K".to_string(), @kw subok: bool = true) -> Value {
        let (a, b) = (typed(&x1, dtype)?, typed(&x2, dtype)?);
        finish(cx, linalg::matmul(&a, &b)?, out)
    }

    /// The dot product along an axis, the first operand conjugated.
    ///
    /// >>> np.vecdot([[1, 2], [3, 4]], [1, 10])
    /// array([21, 43])
    @gufunc @see("dot", "matmul")
    fn vecdot(cx, @pos x1: Tensor, @pos x2: Tensor, out: Out = Out(None), @kw axis: isize = -1,
              @kw keepdims: bool = false, @kw dtype: Option<DType> = None) -> Value {
        let found = vecdot(&typed(&x1, dtype)?, &typed(&x2, dtype)?, axis)?;
        let found = if keepdims { found.expand_dims(&[axis])? } else { found };
        finish(cx, found, out)
    }

    /// Matrices times vectors.
    ///
    /// >>> np.matvec([[1, 2], [3, 4]], [[1, 0], [0, 1]])
    /// array([[1, 3],
    ///        [2, 4]])
    @gufunc @see("matmul", "vecmat")
    fn matvec(cx, @pos x1: Tensor, @pos x2: Tensor, out: Out = Out(None), @kw dtype: Option<DType> = None) -> Value {
        let found = linalg::product(Product::Matvec, &typed(&x1, dtype)?, &typed(&x2, dtype)?)?;
        finish(cx, found, out)
    }

    /// Vectors, conjugated, times matrices.
    ///
    /// >>> np.vecmat([[1, 0], [0, 1]], [[1, 2], [3, 4]])
    /// array([[1, 2],
    ///        [3, 4]])
    @gufunc @see("matmul", "matvec")
    fn vecmat(cx, @pos x1: Tensor, @pos x2: Tensor, out: Out = Out(None), @kw dtype: Option<DType> = None) -> Value {
        let found = linalg::product(Product::Vecmat, &typed(&x1, dtype)?, &typed(&x2, dtype)?)?;
        finish(cx, found, out)
    }

    /// The sums of products over some axes of both: the last `axes` of `a` with the first of `b`, or two lists of axes.
    ///
    /// >>> np.tensordot(np.ones((2, 3, 4)), np.ones((3, 4, 5))).shape
    /// (2, 5)
    /// >>> np.tensordot([[1, 2], [3, 4]], [[1, 2], [3, 4]], axes=([0], [1]))
    /// array([[ 7, 15],
    ///        [10, 22]])
    @see("dot", "einsum")
    fn tensordot(cx, a: Tensor, b: Tensor, axes: Value = Value::Int(2)) -> Value { tensordot(cx, &a, &b, &axes) }

    /// The Kronecker product: blocks of `b` times the elements of `a`.
    ///
    /// >>> np.kron([1, 10], [5, 6])
    /// array([ 5,  6, 50, 60])
    @keeps @see("outer")
    fn kron(cx, a: Tensor, b: Tensor) -> Unboxed { Ok(Unboxed(linalg::kron(&a, &b)?)) }

    /// The cross product of vectors of three (or two) elements.
    ///
    /// >>> np.cross([1, 2, 3], [4, 5, 6])
    /// array([-3,  6, -3])
    @see("inner", "outer")
    fn cross(cx, a: Tensor, b: Tensor, axisa: isize = -1, axisb: isize = -1, axisc: isize = -1,
             axis: Option<isize> = None) -> Tensor {
        let (a_axis, b_axis, out_axis) = axis.map_or((axisa, axisb, axisc), |axis| (axis, axis, axis));
        for (tensor, axis, name) in [(&a, a_axis, "axisa"), (&b, b_axis, "axisb")] {
            if tensor.ndim() > 0 {
                normalize_axis(axis, tensor.ndim()).map_err(|error| named_axis(error.into(), name))?;
            }
        }
        Ok(linalg::cross(&a, &b, a_axis, b_axis, out_axis)?)
    }

    /// The sum of the diagonal.
    ///
    /// >>> np.trace([[1, 2], [3, 4]])
    /// np.int64(5)
    @method @see("diagonal")
    fn trace(cx, a: Tensor, offset: isize = 0, axis1: isize = 0, axis2: isize = 1, dtype: Option<DType> = None,
             out: Out = Out(None)) -> Value {
        finish(cx, linalg::trace(&a, offset, axis1, axis2, dtype)?, out)
    }
}

builtins! { LINALG_PRODUCTS, chapter "Linear algebra: products", spaces ["np.linalg"];
    /// The product of matrices, or of stacks of them.
    ///
    /// >>> np.linalg.matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]])
    /// array([[2, 1],
    ///        [4, 3]])
    @keeps @see("multi_dot")
    fn matmul(cx, @pos x1: Tensor, @pos x2: Tensor) -> Unboxed { Ok(Unboxed(linalg::matmul(&x1, &x2)?)) }

    /// The dot product along an axis, the first operand conjugated.
    ///
    /// >>> np.linalg.vecdot([1, 2], [3, 4])
    /// np.int64(11)
    fn vecdot(cx, @pos x1: Tensor, @pos x2: Tensor, @kw axis: isize = -1) -> Unboxed {
        Ok(Unboxed(vecdot(&x1, &x2, axis)?))
    }

    /// Every product of an element of one vector with one of the other.
    ///
    /// >>> np.linalg.outer([1, 2], [3, 4])
    /// array([[3, 4],
    ///        [6, 8]])
    fn outer(cx, @pos x1: Tensor, @pos x2: Tensor) -> Tensor {
        if x1.ndim() != 1 || x2.ndim() != 1 {
            let (m, n) = (x1.ndim(), x2.ndim());
            return Err(Error::value(format!(
                "Input arrays must be one-dimensional, but they are x1.ndim={m} and x2.ndim={n}."
            )));
        }
        Ok(linalg::outer(&x1, &x2)?)
    }

    /// The cross product of vectors of three elements.
    ///
    /// >>> np.linalg.cross([1, 0, 0], [0, 1, 0])
    /// array([0, 0, 1])
    fn cross(cx, @pos x1: Tensor, @pos x2: Tensor, @kw axis: isize = -1) -> Tensor {
        let (m, n) = (length(&x1, axis)?, length(&x2, axis)?);
        if m != 3 || n != 3 {
            return Err(Error::value(format!(
                "Both input arrays must be (arrays of) 3-dimensional vectors, but they are {m} and {n} dimensional instead."
            )));
        }
        Ok(linalg::cross(&x1, &x2, axis, axis, axis)?)
    }

    /// The sums of products over some axes of both.
    ///
    /// >>> np.linalg.tensordot([[1, 2], [3, 4]], [[1, 2], [3, 4]], axes=1)
    /// array([[ 7, 10],
    ///        [15, 22]])
    fn tensordot(cx, @pos x1: Tensor, @pos x2: Tensor, @kw axes: Value = Value::Int(2)) -> Value {
        tensordot(cx, &x1, &x2, &axes)
    }

    /// The sums of the diagonals of a stack of matrices.
    ///
    /// >>> np.linalg.trace([[1, 2], [3, 4]])
    /// np.int64(5)
    @see("diagonal")
    fn trace(cx, @pos x: Tensor, @kw offset: isize = 0, @kw dtype: Option<DType> = None) -> Unboxed {
        Ok(Unboxed(linalg::trace(&x, offset, -2, -1, dtype)?))
    }

    /// The diagonals of a stack of matrices, as a read-only view.
    ///
    /// >>> np.linalg.diagonal([[1, 2], [3, 4]])
    /// array([1, 4])
    @see("trace")
    fn diagonal(cx, @pos x: Source, @kw offset: isize = 0) -> Value {
        let value = x.view(x.diagonal(offset, -2, -1)?);
        if let Value::Array(array) = &value {
            array.set_writeable(false);
        }
        Ok(value)
    }

    /// The last two axes exchanged.
    ///
    /// >>> np.linalg.matrix_transpose([[1, 2], [3, 4]])
    /// array([[1, 3],
    ///        [2, 4]])
    fn matrix_transpose(cx, @pos x: Source) -> Value { Ok(x.view(x.matrix_transpose()?)) }

    /// A square matrix to a whole power, by repeated squaring; negative powers are powers of the inverse.
    ///
    /// >>> np.linalg.matrix_power([[1, 1], [1, 0]], 10)
    /// array([[89, 55],
    ///        [55, 34]])
    @keeps @see("matmul")
    fn matrix_power(cx, a: Tensor, n: Value) -> Tensor {
        let Ok(n) = crate::value::convert::to_index(&n) else {
            crate::linalg::stack::check_square(&a)?;
            return Err(Error::type_error("exponent must be an integer"));
        };
        Ok(linalg::matrix_power(&a, n)?)
    }

    /// The product of several matrices in the order that needs the fewest multiplications.
    ///
    /// >>> np.linalg.multi_dot([[[1, 2]], [[3], [4]], [[5, 6]]])
    /// array([[55, 66]])
    @see("matmul")
    fn multi_dot(cx, arrays: Value, @kw out: Out = Out(None)) -> Value {
        let given = crate::value::iter::collect(cx, &arrays)?;
        let arrays = given.iter().map(|v| Tensor::from_value(cx, v)).collect::<Result<Vec<_>>>()?;
        let product = delivered(cx, linalg::multi_dot(&arrays)?, out)?;
        crate::value::subclass::finished(product, &given)
    }
}

/// The operand cast to the dtype asked for.
fn typed(tensor: &Tensor, dtype: Option<DType>) -> Result<Tensor> {
    Ok(match dtype {
        Some(dtype) => cast::as_dtype(tensor, dtype)?,
        None => tensor.clone(),
    })
}

/// A result, written into an `out` that must be just like it.
fn delivered(cx: &mut dyn Context, result: Tensor, out: Out) -> Result<Value> {
    if let Some(target) = out.tensor()?
        && (target.shape() != result.shape() || target.dtype() != result.dtype() || !target.is_c_contiguous())
    {
        return Err(Error::value(
            "output array is not acceptable (must have the right datatype, number of dimensions, and be a C-Array)",
        ));
    }
    finish(cx, result, out)
}

fn named_axis(error: Error, name: &str) -> Error {
    Error::new(&crate::value::class::exception::AXIS_ERROR, format!("{name}: {}", error.message()))
}

fn vecdot(a: &Tensor, b: &Tensor, axis: isize) -> Result<Tensor> {
    let last = |t: &Tensor| -> Result<Tensor> {
        if t.ndim() == 0 {
            return Ok(t.clone());
        }
        Ok(lanes::moved_last(t, normalize_axis(axis, t.ndim())?))
    };
    Ok(linalg::product(Product::Vecdot, &last(a)?, &last(b)?)?)
}

fn tensordot(cx: &mut dyn Context, a: &Tensor, b: &Tensor, axes: &Value) -> Result<Value> {
    let (a_axes, b_axes) = match axes {
        Value::Tuple(_) | Value::List(_) | Value::Array(_) => {
            let pair = Vec::<Value>::from_value(cx, axes)?;
            let [first, second] = pair.as_slice() else {
                return Err(Error::value(match pair.len() {
                    0 | 1 => format!("not enough values to unpack (expected 2, got {})", pair.len()),
                    _ => "too many values to unpack (expected 2)".to_string(),
                }));
            };
            let mut list = |value: &Value| -> Result<Vec<isize>> {
                Ok(Ints::from_value(cx, value)?.0.into_iter().map(|i| i as isize).collect())
            };
            (list(first)?, list(second)?)
        }
        count => {
            let count = crate::value::convert::to_index(count)? as isize;
            // More axes than any array has fail as the first that is not there does.
            let count = count.min(1 + a.ndim().max(b.ndim()) as isize);
            ((-count..0).collect(), (0..count).collect())
        }
    };
    check_paired(a, b, &a_axes, &b_axes)?;
    Ok(Value::array(linalg::tensordot(a, b, &a_axes, &b_axes)?))
}

/// ValueError where the paired axes differ, IndexError where one of them does not exist: whichever comes first.
fn check_paired(a: &Tensor, b: &Tensor, a_axes: &[isize], b_axes: &[isize]) -> Result<()> {
    let mismatch = || Error::value("shape-mismatch for sum");
    if a_axes.len() != b_axes.len() {
        return Err(mismatch());
    }
    for (&i, &j) in a_axes.iter().zip(b_axes) {
        if length(a, i)? != length(b, j)? {
            return Err(mismatch());
        }
    }
    Ok(())
}

/// The length of an axis. IndexError where there is no such axis.
fn length(tensor: &Tensor, axis: isize) -> Result<usize> {
    let found = normalize_axis(axis, tensor.ndim()).ok().and_then(|axis| tensor.shape().get(axis).copied());
    found.ok_or_else(|| Error::index("tuple index out of range"))
}
