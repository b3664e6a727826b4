//! The matrix product `@` and its kin: vectors, matrices and stacks of them, for all numeric dtypes.

use super::bridge::{faer_view, matrix_at, typed};
use super::gemv::{self, Large};
use super::kernel::{MatrixView, Multiply, dot, matrix_vector};
use super::large_product;
use crate::dispatch;
use crate::pool;
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::lanes::{self, Offsets, View};
use crate::tensor::object::{ItemRef, ObjectOp};
use crate::tensor::promote::promote_types;
use crate::tensor::shape::{Dims, Strides, broadcast_shapes, shape_text};
use crate::tensor::{Complex32, Complex64, DType, Element, Kind, Order, Tensor, cast};

/// Products of at most this many multiplications are done by our own loops, which start at once.
const SMALL: usize = 48 * 48 * 48;
/// Elements of a matrix from which its product with a vector is bound by memory.
const LONG: usize = 64 * 64;
/// Multiplications of our own loops that are worth a second thread.
const SHARED: usize = 1 << 19;
/// Multiplications between two looks at the interrupt flag, about: a few ms.
const PIECE: usize = 1 << 23;

/// One of the four products that NumPy makes ufuncs of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Product {
    /// `(n?,k),(k,m?)->(n?,m?)`
    Matmul,
    /// `(n),(n)->()`, the first operand conjugated.
    Vecdot,
    /// `(m,n),(n)->(m)`
    Matvec,
    /// `(n),(n,m)->(m)`, the vector conjugated.
    Vecmat,
}

impl Product {
    fn name(self) -> &'static str {
        match self {
            Product::Matmul => "matmul",
            Product::Vecdot => "vecdot",
            Product::Matvec => "matvec",
            Product::Vecmat => "vecmat",
        }
    }

    fn signature(self) -> &'static str {
        match self {
            Product::Matmul => "(n?,k),(k,m?)->(n?,m?)",
            Product::Vecdot => "(n),(n)->()",
            Product::Matvec => "(m,n),(n)->(m)",
            Product::Vecmat => "(n),(n,m)->(m)",
        }
    }

    /// How many core dimensions the operands have at least.
    fn core(self) -> [usize; 2] {
        match self {
            Product::Matmul | Product::Vecdot => [1, 1],
            Product::Matvec => [2, 1],
            Product::Vecmat => [1, 2],
        }
    }

    /// `vecdot: Input operand 0 does not have enough dimensions (…)`
    fn too_few(self, operand: usize, ndim: usize) -> Error {
        Error::value(format!(
            "{}: Input operand {operand} does not have enough dimensions (has {ndim}, gufunc core with signature {} requires {})",
            self.name(),
            self.signature(),
            self.core()[operand]
        ))
    }

    fn mismatch(self, dimension: usize, size: usize, wanted: usize) -> Error {
        Error::value(format!(
            "{}: Input operand 1 has a mismatch in its core dimension {dimension}, with gufunc signature {} (size {size} is different from {wanted})",
            self.name(),
            self.signature()
        ))
    }
}

/// `a @ b`. ValueError where the shapes don't fit, UFuncTypeError for dtypes without a product.
pub fn matmul(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    tiny(a, b).unwrap_or_else(|| product(Product::Matmul, a, b))
}

/// Products of small contiguous float64 vectors and matrices, with as little ado as possible.
fn tiny(a: &Tensor, b: &Tensor) -> Option<Result<Tensor>> {
    let (x, y) = (a.as_slice::<f64>()?, b.as_slice::<f64>()?);
    let mut shape = Dims::new();
    let (m, k) = match *a.shape() {
        [k] => (1, k),
        [m, k] => {
            shape.push(m);
            (m, k)
        }
        _ => return None,
    };
    let (inner, n) = match *b.shape() {
        [k] => (k, 1),
        [k, n] => {
            shape.push(n);
            (k, n)
        }
        _ => return None,
    };
    if inner != k || k == 0 || m > 64 || n > 64 || m * k * n > 4096 {
        return None;
    }
    let (x, y) = (MatrixView::row_major(x, m, k), MatrixView::row_major(y, k, n));
    Some(lanes::fresh::<f64>(&shape, |out| multiply(x, y, out)))
}

/// One of the products of stacks, broadcast against each other.
pub fn product(op: Product, a: &Tensor, b: &Tensor) -> Result<Tensor> {
    let dtype = if a.dtype() == b.dtype() && a.dtype().is_native() {
        a.dtype()
    } else {
        promote_types(a.dtype(), b.dtype()).map_err(|_| no_loop(op, a, b))?.to_native()
    };
    if !dtype.kind.is_numeric() && dtype != DType::OBJECT {
        return Err(no_loop(op, a, b));
    }
    for (i, operand) in [a, b].into_iter().enumerate() {
        if operand.ndim() < op.core()[i] {
            return Err(op.too_few(i, operand.ndim()));
        }
    }
    let conjugates = matches!(op, Product::Vecdot | Product::Vecmat) && dtype.kind.is_complex();
    let conjugated;
    let a = if conjugates {
        conjugated = conjugate(&lanes::native(a, dtype)?)?;
        &conjugated
    } else {
        a
    };
    if dtype.kind == Kind::Float16 {
        // NumPy adds up in float32 and rounds once.
        let wide = |t: &Tensor| cast::cast(t, DType::FLOAT32, Order::C).map(|c| c.0);
        let (a, b) = (wide(a)?, wide(b)?);
        let result = multiplied(&a, &b, &Shapes::new(op, &a, &b)?, multiply_floats::<f32>)?;
        return Ok(cast::cast(&result, dtype, Order::C)?.0);
    }
    let (a, b) = (lanes::native(a, dtype)?, lanes::native(b, dtype)?);
    let shapes = Shapes::new(op, &a, &b)?;
    match dtype.kind {
        Kind::Float32 => float_product::<f32>(&a, &b, &shapes),
        Kind::Float64 => float_product::<f64>(&a, &b, &shapes),
        Kind::Complex64 => float_product::<Complex32>(&a, &b, &shapes),
        Kind::Complex128 => float_product::<Complex64>(&a, &b, &shapes),
        Kind::Bool => multiplied(&a, &b, &shapes, multiply::<bool>),
        Kind::Object => object_product(&a, &b, &shapes),
        kind => {
            dispatch!(integer, kind, T => multiplied(&a, &b, &shapes, multiply::<T>), else Err(no_loop(op, &a, &b)))
        }
    }
}

fn no_loop(op: Product, a: &Tensor, b: &Tensor) -> Error {
    let text = |t: &Tensor| match t.dtype().kind {
        Kind::Str(n) => format!("dtype('<U{n}')"),
        Kind::Bytes(n) => format!("dtype('S{n}')"),
        Kind::DateTime { unit, count } => format!("dtype('<M8{}')", unit.suffix(count)),
        Kind::TimeDelta { unit, count } => format!("dtype('<m8{}')", unit.suffix(count)),
        _ => format!("dtype('{}')", t.dtype().name()),
    };
    let message = format!(
        "ufunc '{}' did not contain a loop with signature matching types ({}, {}) -> None",
        op.name(),
        text(a),
        text(b)
    );
    Error::new(ErrorKind::UFuncType, message)
}

/// The complex conjugate of a native tensor; itself where it is real.
pub fn conjugate(a: &Tensor) -> Result<Tensor> {
    let c_ordered = lanes::contiguous(a, a.dtype())?;
    match a.dtype().kind {
        Kind::Complex64 => {
            let values = c_ordered.as_slice::<Complex32>().unwrap_or(&[]);
            lanes::fresh::<Complex32>(a.shape(), |out| out.iter_mut().zip(values).for_each(|(o, x)| *o = x.conj()))
        }
        Kind::Complex128 => {
            let values = c_ordered.as_slice::<Complex64>().unwrap_or(&[]);
            lanes::fresh::<Complex64>(a.shape(), |out| out.iter_mut().zip(values).for_each(|(o, x)| *o = x.conj()))
        }
        _ => Ok(a.clone()),
    }
}

/// The geometry of a stacked product: matrices m × k times k × n over a common stack.
struct Shapes {
    m: usize,
    k: usize,
    n: usize,
    stack: Dims,
    /// Strides of both operands along the stack; 0 where they are broadcast.
    stack_strides: [Strides; 2],
    /// Bytes between rows and between columns of both.
    steps: [(isize, isize); 2],
    result: Dims,
}

impl Shapes {
    fn new(op: Product, a: &Tensor, b: &Tensor) -> Result<Shapes> {
        let first_is_vector = match op {
            Product::Matmul => a.ndim() == 1,
            _ => op.core()[0] == 1,
        };
        let second_is_vector = match op {
            Product::Matmul => b.ndim() == 1,
            _ => op.core()[1] == 1,
        };
        let cores = [2 - usize::from(first_is_vector), 2 - usize::from(second_is_vector)];
        let last = |t: &Tensor, i: usize| t.ndim() - 1 - i;
        let (k, a_step) = (a.shape()[last(a, 0)], a.strides()[last(a, 0)]);
        let (m, a_row) = if first_is_vector { (1, 0) } else { (a.shape()[last(a, 1)], a.strides()[last(a, 1)]) };
        let (inner, n, b_steps) = if second_is_vector {
            (b.shape()[last(b, 0)], 1, (b.strides()[last(b, 0)], 0))
        } else {
            let rows = last(b, 1);
            (b.shape()[rows], b.shape()[last(b, 0)], (b.strides()[rows], b.strides()[last(b, 0)]))
        };
        if inner != k {
            return Err(op.mismatch(0, inner, k));
        }
        let outer = [&a.shape()[..a.ndim() - cores[0]], &b.shape()[..b.ndim() - cores[1]]];
        let stack = if outer[0] == outer[1] {
            Dims::from_slice(outer[0])
        } else {
            broadcast_shapes(&outer).map_err(|_| stack_mismatch(op, a, b, cores))?
        };
        let along = |t: &Tensor, outer: &[usize]| -> Strides {
            let missing = stack.len() - outer.len();
            let own = outer.iter().zip(t.strides()).map(|(&n, &s)| if n == 1 { 0 } else { s });
            std::iter::repeat_n(0, missing).chain(own).collect()
        };
        let mut result = stack.clone();
        if !first_is_vector {
            result.push(m);
        }
        if !second_is_vector {
            result.push(n);
        }
        let stack_strides = [along(a, outer[0]), along(b, outer[1])];
        Ok(Shapes { m, k, n, stack, stack_strides, steps: [(a_row, a_step), b_steps], result })
    }

    /// Byte offsets of the matrices of both operands.
    fn offsets(&self) -> impl Iterator<Item = (isize, isize)> + '_ {
        Offsets::new(&self.stack, &self.stack_strides[0]).zip(Offsets::new(&self.stack, &self.stack_strides[1]))
    }

    fn first<'a, T: Element>(&self, view: &View<'a, T>, offset: isize) -> Option<MatrixView<'a, T>> {
        matrix_at(view, offset, (self.m, self.k), self.steps[0])
    }

    fn second<'a, T: Element>(&self, view: &View<'a, T>, offset: isize) -> Option<MatrixView<'a, T>> {
        matrix_at(view, offset, (self.k, self.n), self.steps[1])
    }
}

/// `operands could not be broadcast together with remapped shapes [original->remapped]: (2,3,4)->(2,newaxis,newaxis) …`
fn stack_mismatch(op: Product, a: &Tensor, b: &Tensor, cores: [usize; 2]) -> Error {
    // Dimensions of the result that belong to the product, not to the stack.
    let mut requested = Vec::new();
    if cores[0] == 2 {
        requested.push(a.shape()[a.ndim() - 2].to_string());
    }
    if cores[1] == 2 {
        requested.push(b.shape()[b.ndim() - 1].to_string());
    }
    let new = if op == Product::Matmul { 2 } else { requested.len() };
    let text = |t: &Tensor, core: usize| {
        let outer: Vec<String> = t.shape()[..t.ndim() - core].iter().map(usize::to_string).collect();
        let all: Vec<&str> = outer.iter().map(String::as_str).chain(std::iter::repeat_n("newaxis", new)).collect();
        let comma = if all.len() == 1 { "," } else { "" };
        format!("{}->({}{comma})", shape_text(t.shape()), all.join(","))
    };
    Error::value(format!(
        "operands could not be broadcast together with remapped shapes [original->remapped]: {} {}  and requested shape ({})",
        text(a, cores[0]),
        text(b, cores[1]),
        requested.join(",")
    ))
}

/// A stacked product by our own loops.
fn multiplied<T: Multiply>(
    a: &Tensor,
    b: &Tensor,
    shapes: &Shapes,
    multiply: impl Fn(MatrixView<'_, T>, MatrixView<'_, T>, &mut [T]) + Sync,
) -> Result<Tensor> {
    let (first, second) = (typed::<T>(a)?, typed::<T>(b)?);
    let block = shapes.m * shapes.n;
    let result = lanes::fresh::<T>(&shapes.result, |out| {
        for ((x, y), out) in shapes.offsets().zip(out.chunks_exact_mut(block.max(1))) {
            let gathered = |view: &View<'_, T>, at, dims, steps| gather_matrix(view, at, dims, steps);
            let (x_copy, y_copy);
            let x = match shapes.first(&first, x) {
                Some(x) => x,
                None => {
                    x_copy = gathered(&first, x, (shapes.m, shapes.k), shapes.steps[0]);
                    MatrixView::row_major(&x_copy, shapes.m, shapes.k)
                }
            };
            let y = match shapes.second(&second, y) {
                Some(y) => y,
                None => {
                    y_copy = gathered(&second, y, (shapes.k, shapes.n), shapes.steps[1]);
                    MatrixView::row_major(&y_copy, shapes.k, shapes.n)
                }
            };
            by_pieces(x, y, out, &multiply);
            if pool::interrupted() {
                return;
            }
        }
    })?;
    lanes::check_interrupt()?;
    Ok(result)
}

/// The elements of a matrix with any strides, row by row.
fn gather_matrix<T: Element>(
    view: &View<'_, T>,
    offset: isize,
    (rows, cols): (usize, usize),
    (row_stride, col_stride): (isize, isize),
) -> Vec<T> {
    let mut all = vec![T::ZERO; rows * cols];
    for (i, row) in all.chunks_exact_mut(cols.max(1)).enumerate() {
        view.lane(offset + i as isize * row_stride, cols, col_stride).gather(row);
    }
    all
}

/// One product, by pieces of rows that the threads share where it is a long one of matrices.
fn by_pieces<T: Multiply>(
    a: MatrixView<'_, T>,
    b: MatrixView<'_, T>,
    out: &mut [T],
    multiply: &(impl Fn(MatrixView<'_, T>, MatrixView<'_, T>, &mut [T]) + Sync),
) {
    let row = b.rows * b.cols;
    if a.rows < 2 || b.cols < 2 || a.rows * row < SHARED {
        return multiply(a, b, out);
    }
    let copy;
    let b = if b.col_step == 1 {
        b
    } else {
        copy = b.copied();
        MatrixView::row_major(&copy, b.rows, b.cols)
    };
    let rows = (PIECE / row).clamp(1, a.rows / 2);
    pool::for_each_piece(out, rows * b.cols, |i, out| {
        if !pool::interrupted() {
            multiply(a.rows_between(i * rows, i * rows + out.len() / b.cols), b, out);
        }
    });
}

/// One product, by the loop that its shape asks for.
fn multiply<T: Multiply>(a: MatrixView<'_, T>, b: MatrixView<'_, T>, out: &mut [T]) {
    match (a.rows, b.cols) {
        (1, 1) => match (a.row(0), b.transposed().row(0)) {
            (Some(x), Some(y)) => out[0] = dot(x, y),
            _ => out[0] = dot(&a.copied(), &b.transposed().copied()),
        },
        (_, 1) => match b.transposed().row(0) {
            Some(x) => matrix_vector(a, x, out),
            None => matrix_vector(a, &b.transposed().copied(), out),
        },
        (1, _) => match a.row(0) {
            Some(x) => matrix_vector(b.transposed(), x, out),
            None => matrix_vector(b.transposed(), &a.copied(), out),
        },
        _ if b.col_step == 1 || b.cols <= 1 => T::product(a, b, out),
        _ => T::product(a, MatrixView::row_major(&b.copied(), b.rows, b.cols), out),
    }
}

/// As [`multiply`], but what is bound by memory goes to loops made for that.
fn multiply_floats<T: Large>(a: MatrixView<'_, T>, b: MatrixView<'_, T>, out: &mut [T]) {
    if a.rows * a.cols.max(1) * b.cols <= LONG {
        return multiply(a, b, out);
    }
    let (matrix, vector) = match (a.rows, b.cols) {
        (1, 1) => match (a.row(0), b.transposed().row(0)) {
            (Some(x), Some(y)) => return out[0] = gemv::dot(x, y),
            _ => return out[0] = gemv::dot(&a.copied(), &b.transposed().copied()),
        },
        (_, 1) => (a, b.transposed()),
        (1, _) => (b.transposed(), a),
        _ => return multiply(a, b, out),
    };
    let copy;
    let x = match vector.row(0) {
        Some(x) => x,
        None => {
            copy = vector.copied();
            &copy
        }
    };
    if matrix.col_step == 1 || matrix.row_step == 1 {
        gemv::matrix_vector(matrix, x, out);
    } else {
        gemv::matrix_vector(MatrixView::row_major(&matrix.copied(), matrix.rows, matrix.cols), x, out);
    }
}

/// As [`multiplied`], but large matrices go to faer.
fn float_product<T: Large + faer::traits::ComplexField>(a: &Tensor, b: &Tensor, shapes: &Shapes) -> Result<Tensor> {
    let Shapes { m, k, n, .. } = *shapes;
    if m * k * n <= SMALL || m < 2 || n < 2 {
        return multiplied(a, b, shapes, multiply_floats::<T>);
    }
    let (first, second) = (typed::<T>(a)?, typed::<T>(b)?);
    // Products of this size write every element without reading it: there is no need to clear the memory before.
    let result = lanes::overwritten::<T>(&shapes.result, |out| {
        for ((x, y), out) in shapes.offsets().zip(out.chunks_exact_mut(m * n)) {
            let x_copy;
            let x = match shapes.first(&first, x).filter(|x| faer_view(*x).is_some()) {
                Some(x) => x,
                None => {
                    x_copy = gather_matrix(&first, x, (m, k), shapes.steps[0]);
                    MatrixView::row_major(&x_copy, m, k)
                }
            };
            let y_copy;
            let y = match shapes.second(&second, y).filter(|y| faer_view(*y).is_some()) {
                Some(y) => y,
                None => {
                    y_copy = gather_matrix(&second, y, (k, n), shapes.steps[1]);
                    MatrixView::row_major(&y_copy, k, n)
                }
            };
            match (faer_view(x), faer_view(y)) {
                (Some(x), Some(y)) => large_product::product(x, y, out),
                _ => multiply(x, y, out),
            }
        }
    })?;
    lanes::check_interrupt()?;
    Ok(result)
}

/// The product of object arrays by their own `*` and `+`.
fn object_product(a: &Tensor, b: &Tensor, shapes: &Shapes) -> Result<Tensor> {
    let item = |t: &Tensor, at: isize| -> Result<ItemRef> {
        let single = t.with_geometry(t.offset() + at, Dims::new(), Strides::new());
        lanes::objects(&single)?.pop().ok_or_else(|| Error::type_error("empty object"))
    };
    let mut results = Vec::new();
    for (x, y) in shapes.offsets() {
        for i in 0..shapes.m as isize {
            lanes::check_interrupt()?;
            for j in 0..shapes.n as isize {
                let mut sum: Option<ItemRef> = None;
                for k in 0..shapes.k as isize {
                    let left = item(a, x + i * shapes.steps[0].0 + k * shapes.steps[0].1)?;
                    let right = item(b, y + k * shapes.steps[1].0 + j * shapes.steps[1].1)?;
                    let term = left.binary(ObjectOp::Multiply, &*right)?;
                    sum = Some(match sum {
                        None => term,
                        Some(sum) => sum.binary(ObjectOp::Add, &*term)?,
                    });
                }
                results.push(sum.ok_or_else(|| Error::value("empty product of objects"))?);
            }
        }
    }
    lanes::object_tensor(&shapes.result, &results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_and_values() {
        let a = Tensor::from_slice(&[2, 3], &[1i64, 2, 3, 4, 5, 6]).unwrap();
        let v = Tensor::vector(&[1i64, 0, 2]).unwrap();
        assert_eq!(matmul(&a, &v).unwrap().as_slice::<i64>().unwrap(), [7, 16]);
        assert_eq!(matmul(&v, &v).unwrap().shape(), [0usize; 0]);
        let square = matmul(&a, &a.transpose()).unwrap();
        assert_eq!(square.as_slice::<i64>().unwrap(), [14, 32, 32, 77]);
        let error = matmul(&v, &Tensor::vector(&[1i64; 4]).unwrap()).err().map(|e| e.message).unwrap();
        assert_eq!(
            error,
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature \
             (n?,k),(k,m?)->(n?,m?) (size 4 is different from 3)"
        );
    }

    #[test]
    fn large_products_agree_with_small_loops() {
        let n = 130;
        let x: Vec<f64> = (0..n * n).map(|i| ((i * 7919) % 101) as f64 - 50.0).collect();
        let a = Tensor::from_slice(&[n, n], &x).unwrap();
        let large = matmul(&a, &a.transpose()).unwrap();
        let mut small = vec![0.0; n * n];
        let view = MatrixView::row_major(&x, n, n);
        multiply(view, view.transposed(), &mut small);
        assert_eq!(large.as_slice::<f64>().unwrap(), small);
    }

    #[test]
    fn stacks_are_broadcast() {
        let a = Tensor::from_slice(&[2, 1, 2, 2], &[1.0, 2.0, 3.0, 4.0, 0.0, 1.0, 1.0, 0.0]).unwrap();
        let b = Tensor::from_slice(&[3, 2, 1], &[1.0, 0.0, 0.0, 1.0, 1.0, 1.0]).unwrap();
        let c = matmul(&a, &b).unwrap();
        assert_eq!(c.shape(), [2, 3, 2, 1]);
        assert_eq!(c.as_slice::<f64>().unwrap(), [1.0, 3.0, 2.0, 4.0, 3.0, 7.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
    }
}
