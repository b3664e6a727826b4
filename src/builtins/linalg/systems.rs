//! Systems of equations, inverses, determinants and decompositions.

use crate::builtins::math::sets::{named, named_values};
use crate::builtins::python::modules::namedtuple::BASES;
use crate::linalg::{self, QrMode};
use crate::tensor::{DType, Kind, Order, Tensor, cast};
use crate::value::class::Class;
use crate::value::convert::{Ints, Unboxed, to_float, unboxed};
use crate::value::{Error, FromValue, Result, Value, subclass};

builtins! { SYSTEMS, chapter "Linear algebra", spaces ["np.linalg"];
    /// The x for which `a @ x` is `b`. LinAlgError where the matrix is singular.
    ///
    /// >>> np.linalg.solve([[3, 1], [1, 2]], [9, 8])
    /// array([2., 3.])
    @see("lstsq", "inv")
    fn solve(cx, a: Tensor, b: Value) -> Value {
        let right = Tensor::from_value(cx, &b)?;
        subclass::finished(Value::array(linalg::solve(&a, &right)?), &[b])
    }

    /// The inverse of a square matrix, or of each of a stack.
    ///
    /// >>> np.linalg.inv([[2, 0], [0, 4]])
    /// array([[0.5 , 0.  ],
    ///        [0.  , 0.25]])
    @keeps @see("pinv", "solve")
    fn inv(cx, a: Tensor) -> Tensor { Ok(linalg::inv(numeric(&a, "inv")?)?) }

    /// The determinant.
    ///
    /// >>> np.linalg.det([[1, 2], [3, 4]]).round(4)
    /// np.float64(-2.0)
    @see("slogdet")
    fn det(cx, a: Tensor) -> Unboxed { Ok(Unboxed(linalg::det(numeric(&a, "det")?)?)) }

    /// The sign and the logarithm of the absolute value of the determinant.
    ///
    /// >>> np.linalg.slogdet([[2, 0], [0, 0.5]])
    /// SlogdetResult(sign=np.float64(1.0), logabsdet=np.float64(0.0))
    @see("det")
    fn slogdet(cx, a: Tensor) -> Value {
        let (sign, log) = linalg::slogdet(numeric(&a, "slogdet")?)?;
        Ok(named_values(&SLOGDET, &["sign", "logabsdet"], vec![unboxed(sign)?, unboxed(log)?]))
    }

    /// The x of least squared error `‖a @ x - b‖`, the squared residuals, the rank, and the singular values.
    ///
    /// >>> x, residuals, rank, s = np.linalg.lstsq([[0, 1], [1, 1], [2, 1]], [1, 3, 5])
    /// >>> x.round(6), rank
    /// (array([2., 1.]), np.int32(2))
    @see("solve", "pinv")
    fn lstsq(cx, a: Tensor, b: Tensor, rcond: Option<f64> = None) -> Value {
        let found = linalg::lstsq(&a, &b, rcond)?;
        let rank = unboxed(cast::as_dtype(&Tensor::scalar(found.rank as i64)?, DType::INT32)?)?;
        let (x, residuals, s) = (found.solution, found.residuals, found.singular_values);
        Ok(Value::tuple(vec![Value::array(x), Value::array(residuals), rank, Value::array(s)]))
    }

    /// The Moore–Penrose pseudo-inverse.
    ///
    /// >>> np.linalg.pinv([[1, 0], [0, 0]])
    /// array([[1., 0.],
    ///        [0., 0.]])
    @keeps @see("inv", "lstsq")
    fn pinv(cx, a: Tensor, rcond: Option<Tensor> = None, hermitian: bool = false, @kw rtol: Option<Tensor> = None) -> Tensor {
        if rcond.is_some() && rtol.is_some() {
            return Err(Error::value("`rtol` and `rcond` can't be both set."));
        }
        if !a.dtype().kind.is_numeric() {
            return Err(Error::type_error("cannot conjugate non-numeric dtype"));
        }
        if a.ndim() == 1 && a.is_empty() {
            return Err(Error::value("not enough values to unpack (expected 2, got 1)"));
        }
        Ok(linalg::pinv(&a, rcond.or(rtol).as_ref(), hermitian)?)
    }

    /// The number of singular values that are not nearly zero.
    ///
    /// >>> np.linalg.matrix_rank([[1, 2], [2, 4]])
    /// np.int64(1)
    @see("svd")
    fn matrix_rank(cx, A: Tensor, tol: Option<f64> = None, hermitian: bool = false, @kw rtol: Option<f64> = None) -> Value {
        if tol.is_some() && rtol.is_some() {
            return Err(Error::value("`tol` and `rtol` can't be both set."));
        }
        let rank = unboxed(linalg::matrix_rank(if A.ndim() < 2 { &A } else { numeric(&A, "svd")? }, tol, rtol, hermitian)?)?;
        Ok(match rank {
            // Of a vector NumPy counts with Python's own ints.
            Value::NpInt(rank) if A.ndim() < 2 => Value::Int(rank),
            other => other,
        })
    }

    /// The x for which `tensordot(a, x, x.ndim)` is `b`.
    ///
    /// >>> np.linalg.tensorsolve(np.eye(4).reshape(2, 2, 4), [[1, 2], [3, 4]])
    /// array([1., 2., 3., 4.])
    @see("solve", "tensorinv")
    fn tensorsolve(cx, a: Tensor, b: Tensor, axes: Option<Ints> = None) -> Tensor {
        let axes: Option<Vec<isize>> = axes.map(|axes| axes.0.into_iter().map(|i| i as isize).collect());
        Ok(linalg::tensorsolve(&a, &b, axes.as_deref())?)
    }

    /// The inverse with respect to `tensordot` over the first `ind` axes.
    ///
    /// >>> np.linalg.tensorinv(np.eye(4).reshape(2, 2, 4), ind=2).shape
    /// (4, 2, 2)
    @see("tensorsolve")
    fn tensorinv(cx, a: Tensor, ind: isize = 2) -> Tensor { Ok(linalg::tensorinv(&a, ind)?) }

    /// The lower triangular matrix L with `L @ L.conj().T` equal to the positive definite `a`; `upper` the upper one.
    ///
    /// >>> np.linalg.cholesky([[4, 2], [2, 5]])
    /// array([[2., 0.],
    ///        [1., 2.]])
    @keeps @see("qr", "eigh")
    fn cholesky(cx, @pos a: Tensor, @kw upper: bool = false) -> Tensor { Ok(linalg::cholesky(numeric(&a, if upper { "cholesky_up" } else { "cholesky_lo" })?, upper)?) }

    /// An orthogonal matrix Q and a triangular one R whose product is `a`.
    ///
    /// >>> q, r = np.linalg.qr([[3., 1.], [4., 2.]])
    /// >>> r.round(4)
    /// array([[-5. , -2.2],
    ///        [ 0. ,  0.4]])
    @keeps @see("cholesky", "svd")
    fn qr(cx, a: Tensor, mode: String = "reduced".to_string()) -> Value {
        let mode = QrMode::by_name(&mode)?;
        let (first, second) = linalg::qr(&a, mode)?;
        Ok(match (mode, first) {
            (QrMode::Raw, Some(h)) => Value::tuple(vec![Value::array(h), Value::array(second)]),
            (_, Some(q)) => named(&QR, &["Q", "R"], vec![q, second]),
            (_, None) => Value::array(second),
        })
    }

    /// Singular values `S` and unitary matrices `U`, `Vh` with `U @ diag(S) @ Vh` equal to `a`.
    ///
    /// >>> np.linalg.svd([[3., 0.], [0., 4.]], compute_uv=False)
    /// array([4., 3.])
    @keeps @see("svdvals", "eigh")
    fn svd(cx, a: Tensor, full_matrices: bool = true, compute_uv: bool = true, hermitian: bool = false) -> Value {
        if !compute_uv {
            return Ok(Value::array(if hermitian { linalg::hermitian_svd(&a)?.1 } else { linalg::svdvals(&a)? }));
        }
        let (u, s, vh) = if hermitian { linalg::hermitian_svd(&a)? } else { linalg::svd(&a, full_matrices)? };
        Ok(named(&SVD, &["U", "S", "Vh"], vec![u, s, vh]))
    }

    /// The singular values in descending order.
    ///
    /// >>> np.linalg.svdvals([[3., 0.], [0., 4.]])
    /// array([4., 3.])
    @see("svd")
    fn svdvals(cx, @pos x: Tensor) -> Tensor { Ok(linalg::svdvals(numeric(&x, "svd")?)?) }

    /// The eigenvalues and, in columns, the unit eigenvectors of a square matrix.
    ///
    /// >>> np.linalg.eig([[2., 0.], [0., 3.]])
    /// EigResult(eigenvalues=array([2., 3.]), eigenvectors=array([[1., 0.],
    ///        [0., 1.]]))
    @keeps @see("eigvals", "eigh")
    fn eig(cx, a: Tensor) -> Value {
        let (values, vectors) = linalg::eig(numeric(&a, "eig")?)?;
        Ok(named(&EIG, &["eigenvalues", "eigenvectors"], vec![values, vectors]))
    }

    /// The eigenvalues of a square matrix.
    ///
    /// >>> np.linalg.eigvals([[0., -1.], [1., 0.]])
    /// array([0.+1.j, 0.-1.j])
    @see("eig", "eigvalsh")
    fn eigvals(cx, a: Tensor) -> Tensor { Ok(linalg::eigvals(numeric(&a, "eigvals")?)?) }

    /// The eigenvalues, ascending, and the unit eigenvectors of a Hermitian matrix, of which one triangle is read.
    ///
    /// >>> np.linalg.eigh([[2., 0.], [0., 3.]])
    /// EighResult(eigenvalues=array([2., 3.]), eigenvectors=array([[1., 0.],
    ///        [0., 1.]]))
    @keeps @see("eigvalsh", "eig")
    fn eigh(cx, a: Tensor, UPLO: String = "L".to_string()) -> Value {
        let (values, vectors) = linalg::eigh(&a, is_upper(&UPLO)?)?;
        Ok(named(&EIGH, &["eigenvalues", "eigenvectors"], vec![values, vectors]))
    }

    /// The eigenvalues of a Hermitian matrix, ascending.
    ///
    /// >>> np.linalg.eigvalsh([[2., 0.], [0., 3.]])
    /// array([2., 3.])
    @see("eigh")
    fn eigvalsh(cx, a: Tensor, UPLO: String = "L".to_string()) -> Tensor { Ok(linalg::eigvalsh(numeric(&a, "eigvalsh_lo")?, is_upper(&UPLO)?)?) }
}

static SLOGDET: Class = Class::new("SlogdetResult", "numpy.linalg._linalg", BASES);
static QR: Class = Class::new("QRResult", "numpy.linalg._linalg", BASES);
static SVD: Class = Class::new("SVDResult", "numpy.linalg._linalg", BASES);
static EIG: Class = Class::new("EigResult", "numpy.linalg._linalg", BASES);
static EIGH: Class = Class::new("EighResult", "numpy.linalg._linalg", BASES);

/// The matrices themselves. UFuncTypeError for elements that are no numbers, once there is a square to look at.
fn numeric<'a>(a: &'a Tensor, ufunc: &str) -> Result<&'a Tensor> {
    let kind = a.dtype().kind;
    if a.ndim() < 2 || kind.is_numeric() || kind == Kind::Bool {
        return Ok(a);
    }
    let from = crate::value::repr::repr(&Value::dtype(a.dtype()));
    let class = &crate::value::class::exception::UFUNC_TYPE_ERROR;
    let text =
        format!("Cannot cast ufunc '{ufunc}' input from {from} to dtype('float64') with casting rule 'same_kind'");
    Err(Error::new(class, text))
}

fn is_upper(uplo: &str) -> Result<bool> {
    match uplo.to_ascii_uppercase().as_str() {
        "L" => Ok(false),
        "U" => Ok(true),
        _ => Err(Error::value("UPLO argument must be 'L' or 'U'")),
    }
}

builtins! { NORMS, chapter "Linear algebra: norms", spaces ["np.linalg"];
    /// The norm of a vector or matrix: by default the 2-norm of all elements.
    ///
    /// `ord` is a number, `np.inf`, `-np.inf`, and for matrices `'fro'` or `'nuc'`.
    ///
    /// >>> np.linalg.norm([3, 4])
    /// np.float64(5.0)
    /// >>> np.linalg.norm([[1, -2], [3, 4]], 1)
    /// np.float64(6.0)
    @see("vector_norm", "matrix_norm", "cond")
    fn norm(cx, x: Tensor, ord: Value = Value::None, axis: Option<Ints> = None, keepdims: bool = false) -> Unboxed {
        let axes: Option<Vec<isize>> = axis.map(|axes| axes.0.into_iter().map(|i| i as isize).collect());
        let of_vector = axes.as_ref().map_or(x.ndim() == 1, |axes| axes.len() == 1);
        Ok(Unboxed(linalg::norm(&x, order(&ord, of_vector)?, axes.as_deref(), keepdims)?))
    }

    /// The norm of vectors along one or more axes, or of the whole array.
    ///
    /// >>> np.linalg.vector_norm([[3, 4], [6, 8]], axis=1)
    /// array([ 5., 10.])
    @see("norm")
    fn vector_norm(cx, @pos x: Tensor, @kw axis: Option<Ints> = None, @kw keepdims: bool = false,
                   @kw ord: Value = Value::Int(2)) -> Unboxed {
        Ok(Unboxed(vector_norm(&x, axis, keepdims, order(&ord, true)?)?))
    }

    /// The norm of the matrices of a stack.
    ///
    /// >>> np.linalg.matrix_norm([[3, 0], [0, 4]])
    /// np.float64(5.0)
    @see("norm")
    fn matrix_norm(cx, @pos x: Tensor, @kw keepdims: bool = false, @kw ord: Value = Value::str("fro")) -> Unboxed {
        Ok(Unboxed(linalg::norm(&x, order(&ord, false)?, Some(&[-2, -1]), keepdims)?))
    }

    /// The condition number: how much the solution of a system may change relative to its data.
    ///
    /// >>> np.linalg.cond([[2., 0.], [0., 8.]])
    /// np.float64(4.0)
    @see("norm")
    fn cond(cx, x: Tensor, p: Value = Value::None) -> Unboxed { Ok(Unboxed(linalg::cond(numeric(&x, "svd")?, order(&p, false)?)?)) }
}

/// Which norm a value names. ValueError for other texts.
fn order(value: &Value, of_vector: bool) -> Result<linalg::Ord> {
    match value {
        Value::None => Ok(linalg::Ord::Default),
        Value::Str(text) if of_vector => {
            let shown = text.as_str();
            Err(Error::value(format!("Invalid norm order '{shown}' for vectors")))
        }
        Value::Str(text) => match text.as_str() {
            "fro" | "f" => Ok(linalg::Ord::Frobenius),
            "nuc" => Ok(linalg::Ord::Nuclear),
            _ => Err(Error::value("Invalid norm order for matrices.")),
        },
        number => Ok(linalg::Ord::P(to_float(number)?)),
    }
}

fn vector_norm(x: &Tensor, axis: Option<Ints>, keepdims: bool, ord: linalg::Ord) -> Result<Tensor> {
    let all = || (0..x.ndim() as i64).collect();
    let mut axes = Vec::new();
    for axis in axis.map_or_else(all, |axes| axes.0) {
        axes.push(crate::tensor::shape::normalize_axis(axis as isize, x.ndim())?);
    }
    let kept: Vec<usize> = (0..x.ndim()).filter(|i| !axes.contains(i)).collect();
    let moved: Vec<isize> = kept.iter().chain(&axes).map(|&i| i as isize).collect();
    let length: usize = axes.iter().map(|&i| x.shape()[i]).product();
    let mut shape: Vec<usize> = kept.iter().map(|&i| x.shape()[i]).collect();
    shape.push(length);
    let flat = x.permute(&moved)?.reshaped(&shape, Order::C)?;
    let found = linalg::norm(&flat, ord, Some(&[-1]), false)?;
    if !keepdims {
        return Ok(found);
    }
    let full: Vec<usize> = x.shape().iter().enumerate().map(|(i, &n)| if axes.contains(&i) { 1 } else { n }).collect();
    Ok(found.reshaped(&full, Order::C)?)
}
