//! `np.matrix` and what makes and takes apart matrices: from texts such as `'1 2; 3 4'`, from blocks; and how library
//! functions give back a matrix for a matrix.

use super::argument::Source;
use super::out::{Out, finish};
use crate::builtins::math::reduce::tensor_axes;
use crate::symbol::Symbol;
use crate::tensor::combine::concatenate;
use crate::tensor::promote::Casting;
use crate::tensor::{DType, Order, Tensor};
use crate::value::axis::{Axes, ReductionAxes};
use crate::value::class::{exception, numpy::MATRIX};
use crate::value::elementwise::report;
use crate::value::item::scalar_value;
use crate::value::nested::to_tensor;
use crate::value::subclass::{self, as_matrix, is_matrix, plain, two_axes};
use crate::value::{Array, Context, Error, FromValue, Param, Result, Value};
use std::rc::Rc;

builtins! { MATRIX_CONSTRUCTOR, chapter "The class matrix", spaces ["constructors.numpy"];
    /// A matrix from an array, nested lists or a text.
    ///
    /// A matrix is an array that keeps two axes; `*` is the matrix product and `**` the matrix power.
    ///
    /// >>> a = np.matrix('1 2; 3 4')
    /// >>> a * a
    /// matrix([[ 7, 10],
    ///         [15, 22]])
    /// >>> a[0], a.sum(axis=1)
    /// (matrix([[1, 2]]), matrix([[3],
    ///         [7]]))
    fn matrix(cx, data: Value, dtype: Option<DType> = None, copy: bool = true) -> Value { made(cx, &data, dtype, copy) }
}

builtins! { MATRIX_FUNCTIONS, chapter "The class matrix", spaces ["np"];
    /// The data as a matrix, without a copy where it is an array.
    ///
    /// >>> a = np.array([[1, 2], [3, 4]]); m = np.asmatrix(a); a[0, 0] = 5; m
    /// matrix([[5, 2],
    ///         [3, 4]])
    @see("asarray")
    fn asmatrix(cx, data: Value, dtype: Option<DType> = None) -> Value { made(cx, &data, dtype, false) }

    /// A matrix from blocks: nested lists of arrays, or a text of names of arrays.
    ///
    /// >>> A = np.asmatrix('1 1; 1 1'); B = np.asmatrix('2; 2')
    /// >>> np.bmat('A B; B A')
    /// matrix([[1, 1, 2],
    ///         [1, 1, 2],
    ///         [2, 1, 1],
    ///         [2, 1, 1]])
    @see("block")
    fn bmat(cx, obj: Value, ldict: Value = Value::None, gdict: Value = Value::None) -> Value {
        match &obj {
            Value::Str(text) => blocks_of_names(cx, text.as_str(), &ldict, &gdict),
            Value::List(_) | Value::Tuple(_) => {
                let items = crate::value::iter::collect(cx, &obj)?;
                blocks(cx, &items)
            }
            Value::Array(_) => made(cx, &obj, None, true),
            _ => Ok(Value::None),
        }
    }
}

builtins! { MATRIX_METHODS, chapter "Methods of matrices", methods "matrix";
    /// Whose class the result of an operation has: that of the operand of the greatest priority.
    ///
    /// >>> np.matrix([[1]]).__array_priority__
    /// 10.0
    @property
    fn __array_priority__(cx, a: Value) -> f64 { Ok(10.0) }

    /// The range along an axis: largest minus smallest element.
    ///
    /// >>> np.matrix([[4, 9], [2, 10]]).ptp(axis=1)
    /// matrix([[5],
    ///         [8]])
    @reduces
    fn ptp(cx, a: Tensor, axis: ReductionAxes = ReductionAxes(Axes(None)), out: Out = Out(None), @kw keepdims: bool = false) -> Value {
        let (result, flags) = crate::tensor::reduce::ptp(&a, &tensor_axes(&axis), keepdims)?;
        report(cx, flags, "subtract", false)?;
        finish(cx, result, out)
    }

    /// The elements as a plain array over the same memory.
    ///
    /// >>> np.matrix([[1, 2], [3, 4]]).A
    /// array([[1, 2],
    ///        [3, 4]])
    @property @see("A1")
    fn A(cx, a: Source) -> Value { Ok(plain(&a.value())) }

    /// The elements as a plain array of one axis.
    ///
    /// >>> np.matrix([[1, 2], [3, 4]]).A1
    /// array([1, 2, 3, 4])
    @property @see("A")
    fn A1(cx, a: Source) -> Value { flat_array(&a) }

    /// The transpose of the complex conjugate.
    ///
    /// >>> np.matrix([[1j, 2]]).H
    /// matrix([[0.-1.j],
    ///         [2.-0.j]])
    @property @see("T")
    fn H(cx, a: Source) -> Value { adjoint(cx, &a) }

    /// The inverse; of a matrix that is not square the pseudo-inverse.
    ///
    /// >>> np.matrix([[1, 2], [3, 4]]).I
    /// matrix([[-2. ,  1. ],
    ///         [ 1.5, -0.5]])
    @property @see("H")
    fn I(cx, a: Source) -> Value { inverse(cx, &a) }

    /// As `A`.
    ///
    /// >>> np.matrix([[1, 2]]).getA()
    /// array([[1, 2]])
    fn getA(cx, a: Source) -> Value { Ok(plain(&a.value())) }

    /// As `A1`.
    ///
    /// >>> np.matrix([[1], [2]]).getA1()
    /// array([1, 2])
    fn getA1(cx, a: Source) -> Value { flat_array(&a) }

    /// As `H`.
    ///
    /// >>> np.matrix([[1, 2j]]).getH()
    /// matrix([[1.-0.j],
    ///         [0.-2.j]])
    fn getH(cx, a: Source) -> Value { adjoint(cx, &a) }

    /// As `I`.
    ///
    /// >>> np.matrix([[2., 0], [0, 4]]).getI()
    /// matrix([[0.5 , 0.  ],
    ///         [0.  , 0.25]])
    fn getI(cx, a: Source) -> Value { inverse(cx, &a) }

    /// The transpose: a view.
    ///
    /// >>> np.matrix([[1, 2]]).getT()
    /// matrix([[1],
    ///         [2]])
    fn getT(cx, a: Source) -> Value { Ok(a.view(a.tensor.transpose())) }

    /// All elements in one row; a view where possible.
    ///
    /// >>> np.matrix([[1, 2], [3, 4]]).ravel()
    /// matrix([[1, 2, 3, 4]])
    fn ravel(cx, a: Source, order: Order = Order::C) -> Value { Ok(a.view(a.tensor.ravel(order)?)) }

    /// A diagonal as a row: a read-only view.
    ///
    /// >>> np.matrix([[1, 2], [3, 4]]).diagonal()
    /// matrix([[1, 4]])
    fn diagonal(cx, a: Source, offset: isize = 0, axis1: isize = 0, axis2: isize = 1) -> Value {
        let value = a.view(a.tensor.diagonal(offset, axis1, axis2)?);
        if let Value::Array(array) = &value {
            array.set_writeable(false);
        }
        Ok(value)
    }

    /// The sum of a diagonal, as a matrix of one element.
    ///
    /// >>> np.matrix([[1, 2], [3, 4]]).trace()
    /// matrix([[5]])
    @keeps
    fn trace(cx, a: Value, @args arguments: Vec<Value>) -> Tensor {
        let arguments: Vec<Value> = std::iter::once(a.clone()).chain(arguments.clone()).collect();
        super::argument::numpy_tensor(cx, "trace", &arguments)
    }
}

/// NumPy's word against the class, which only programs hear that ask for it.
const NOT_RECOMMENDED: &str = "the matrix subclass is not the recommended way to represent matrices or deal with linear algebra (see \
                               https://docs.scipy.org/doc/numpy/user/numpy-for-matlab-users.html). Please adjust your code to use \
                               regular ndarray.";

/// `np.matrix(data, dtype, copy)`
fn made(cx: &mut dyn Context, data: &Value, dtype: Option<DType>, copy: bool) -> Result<Value> {
    cx.warn(&exception::PENDING_DEPRECATION_WARNING, NOT_RECOMMENDED)?;
    if let Value::Array(array) = data {
        let tensor = array.tensor();
        let wanted = match dtype {
            Some(dtype) => crate::tensor::cast::with_length(&tensor, dtype)?,
            None => tensor.dtype(),
        };
        if wanted == tensor.dtype() && !copy {
            if is_matrix(data) {
                return Ok(data.clone());
            }
            return Ok(Value::Array(Rc::new(Array::view_as(two_axes(tensor)?, data, &MATRIX))));
        }
        return subclass::matrix(crate::tensor::cast::cast(&two_axes(tensor)?, wanted, Order::K)?.0);
    }
    let tensor = match data {
        Value::Str(text) => {
            let rows = rows_of_text(cx, text.as_str())?;
            to_tensor(cx, &rows, dtype)?
        }
        other => to_tensor(cx, other, dtype)?,
    };
    if tensor.ndim() > 2 {
        return Err(Error::value("matrix must be 2-dimensional"));
    }
    subclass::matrix(tensor)
}

/// `'1 2; 3, 4'` → `[[1, 2], [3, 4]]`.
fn rows_of_text(cx: &mut dyn Context, text: &str) -> Result<Value> {
    let text = text.replace(['[', ']'], "");
    let mut rows: Vec<Value> = Vec::new();
    let mut width = None;
    for row in text.split(';') {
        let items = row.split(',').flat_map(str::split_whitespace);
        let items = items.map(|item| number(cx, item)).collect::<Result<Vec<Value>>>()?;
        if *width.get_or_insert(items.len()) != items.len() {
            return Err(Error::value("Rows not the same size."));
        }
        rows.push(Value::list(items));
    }
    Ok(Value::list(rows))
}

/// A literal in such a text.
fn number(cx: &mut dyn Context, text: &str) -> Result<Value> {
    let word = text.trim_start_matches(['+', '-']);
    let literal = word.starts_with(|c: char| c.is_ascii_digit() || c == '.') || matches!(word, "True" | "False");
    if !literal || !word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-')) {
        return Err(Error::value(format!("malformed node or string: {text}")));
    }
    cx.run_text(text, "<unknown>", true)
}

/// Blocks side by side in rows, the rows one below the other.
fn blocks(cx: &mut dyn Context, items: &[Value]) -> Result<Value> {
    let mut rows = Vec::new();
    for item in items {
        match item {
            Value::Array(_) => return subclass::matrix(joined(cx, items, -1)?),
            row => {
                let row = crate::value::iter::collect(cx, row)?;
                rows.push(subclass::matrix(joined(cx, &row, -1)?)?);
            }
        }
    }
    subclass::matrix(joined(cx, &rows, 0)?)
}

fn joined(cx: &mut dyn Context, items: &[Value], axis: isize) -> Result<Tensor> {
    let tensors = items.iter().map(|item| Tensor::from_value(cx, item)).collect::<Result<Vec<_>>>()?;
    Ok(concatenate(&tensors, Some(axis), None, None, Casting::SameKind)?)
}

/// `np.bmat('A B; C D')`: the names are those of the caller, or of the dicts given.
fn blocks_of_names(cx: &mut dyn Context, text: &str, local: &Value, global: &Value) -> Result<Value> {
    let mut rows = Vec::new();
    for row in text.split(';') {
        let names = row.split(',').flat_map(str::split_whitespace);
        let arrays = names.map(|name| named(cx, name, local, global)).collect::<Result<Vec<Value>>>()?;
        rows.push(subclass::matrix(joined(cx, &arrays, -1)?)?);
    }
    subclass::matrix(joined(cx, &rows, 0)?)
}

fn named(cx: &mut dyn Context, name: &str, local: &Value, global: &Value) -> Result<Value> {
    let given = |dict: &Value| match dict {
        Value::Dict(dict) => dict.borrow().get(&Value::str(name)).ok().flatten().cloned(),
        _ => None,
    };
    let bound = |names: Vec<(Symbol, Value)>| {
        names.into_iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| value)
    };
    let found = match global {
        Value::None => bound(cx.locals()).or_else(|| bound(cx.globals())),
        _ => given(local).or_else(|| given(global)),
    };
    found.ok_or_else(|| exception::NAME_ERROR.error(format!("name '{name}' is not defined")))
}

fn flat_array(a: &Source) -> Result<Value> {
    let flat = a.tensor.ravel(Order::C)?;
    if flat.shares_storage(&a.tensor) {
        return Ok(Value::Array(Rc::new(Array::view_of(flat, &a.value()))));
    }
    Ok(Value::array(flat))
}

fn adjoint(cx: &mut dyn Context, a: &Source) -> Result<Value> {
    let transposed = a.view(a.tensor.transpose());
    if a.dtype().kind.is_complex() { super::argument::numpy(cx, "conjugate", &[transposed]) } else { Ok(transposed) }
}

fn inverse(cx: &mut dyn Context, a: &Source) -> Result<Value> {
    let square = matches!(a.shape(), [m, n] if m == n);
    let name = Symbol::new(if square { "inv" } else { "pinv" });
    let function = crate::builtins::lookup("np.linalg", name).unwrap_or_default();
    as_matrix(cx.call(&function, &[a.value()], &[])?)
}

/// What a library function runs on its slots.
type Run = fn(&mut dyn Context, &mut [Option<Value>]) -> Result<Value>;

/// A function of a matrix that gives a matrix; `None` where no matrix is among the first two arguments.
#[inline(always)]
pub fn keep(cx: &mut dyn Context, slots: &mut [Option<Value>], run: Run) -> Option<Result<Value>> {
    let special = |slot: &Option<Value>| matches!(slot, Some(value) if is_matrix(value));
    slots.iter().take(2).any(special).then(|| kept(cx, slots, run))
}

/// The function runs on plain arrays; its results are matrices, but for arrays that were given (`out=`).
#[cold]
#[inline(never)]
fn kept(cx: &mut dyn Context, slots: &mut [Option<Value>], run: Run) -> Result<Value> {
    let given: Vec<(Value, Value)> = slots.iter().flatten().map(|value| (plain(value), value.clone())).collect();
    for (slot, (plain, _)) in slots.iter_mut().filter(|slot| slot.is_some()).zip(&given) {
        *slot = Some(plain.clone());
    }
    let result = run(cx, slots)?;
    match &result {
        Value::Tuple(tuple) => {
            // Of several results those of one axis stay as they are: eigenvalues, singular values.
            let members = tuple.items.iter().map(|item| match item {
                Value::Array(array) if array.ndim() == 2 => as_matrix(item.clone()),
                other => Ok(other.clone()),
            });
            let items = members.collect::<Result<Vec<Value>>>()?;
            Ok(Value::Tuple(Rc::new(crate::value::Tuple { items: items.into(), class: tuple.class.clone() })))
        }
        _ => match given.into_iter().find(|(plain, _)| plain.is(&result)) {
            Some((_, original)) => Ok(original),
            None => as_matrix(result),
        },
    }
}

/// A reduction of a matrix; `None` where the first argument is none.
#[inline(always)]
pub fn reduce(
    cx: &mut dyn Context,
    slots: &mut [Option<Value>],
    run: Run,
    params: &'static [Param],
) -> Option<Result<Value>> {
    matches!(slots.first(), Some(Some(value)) if is_matrix(value)).then(|| reduced(cx, slots, run, params))
}

#[cold]
#[inline(never)]
fn reduced(cx: &mut dyn Context, slots: &mut [Option<Value>], run: Run, params: &'static [Param]) -> Result<Value> {
    let place = |name: &str| params.iter().position(|param| param.name == name);
    let whole = place("axis").is_none_or(|at| matches!(slots[at], None | Some(Value::None)));
    if let Some(at) = place("keepdims") {
        slots[at] = Some(Value::bool(true));
    }
    match kept(cx, slots, run)? {
        Value::Array(array) if whole => Ok(scalar_value(array.borrow().first())),
        other => Ok(other),
    }
}
