//! `reduce`, `accumulate`, `reduceat`, `outer` and `at` of any ufunc: those with kernels of their own go there, the others
//! are applied slice by slice.

use super::super::array::out::{Out, finish};
use super::reduce::tensor_axes;
use crate::tensor::flags::Flags;
use crate::tensor::reduce::{self, Reduction, Request};
use crate::tensor::scan::{self, Accumulation};
use crate::tensor::shape::normalize_axis;
use crate::tensor::ufunc::{self, CallOptions, Ufunc};
use crate::tensor::{DType, Operand, Order, Tensor, copy};
use crate::value::axis::Axes;
use crate::value::convert::unboxed;
use crate::value::elementwise::{check_writeable, report};
use crate::value::{Array, Context, Error, Result, Value, item};
use std::rc::Rc;

/// The arguments of `reduce`.
pub struct Reduce {
    pub axes: Axes,
    pub dtype: Option<DType>,
    pub keepdims: bool,
    pub initial: Option<Tensor>,
    pub mask: Option<Tensor>,
}

fn reduction(u: &Ufunc) -> Option<Reduction> {
    Some(match u.name {
        "add" => Reduction::Sum,
        "multiply" => Reduction::Prod,
        "maximum" => Reduction::Max,
        "minimum" => Reduction::Min,
        "logical_or" => Reduction::Any,
        "logical_and" => Reduction::All,
        _ => return None,
    })
}

fn binary_only(u: &Ufunc, method: &str) -> Result<()> {
    match (u.nin, u.nout) {
        (2, 1) => Ok(()),
        (2, _) => Err(Error::value(format!("{method} only supported for functions returning a single value"))),
        _ => Err(Error::value(format!("{method} only supported for binary functions"))),
    }
}

fn apply(cx: &mut dyn Context, u: &'static Ufunc, a: &Tensor, b: &Tensor, dtype: Option<DType>) -> Result<Tensor> {
    let options = CallOptions { dtype, ..CallOptions::default() };
    let (mut results, flags) = ufunc::call(u, &[Operand::Tensor(a.clone()), Operand::Tensor(b.clone())], &options)?;
    report(cx, flags, u.name, false)?;
    results.pop().ok_or_else(|| Error::value("a ufunc without a result"))
}

pub fn reduce(cx: &mut dyn Context, u: &'static Ufunc, a: &Tensor, request: Reduce, out: Out) -> Result<Value> {
    binary_only(u, "reduce")?;
    if let Some(op) = reduction(u) {
        let target = out.tensor()?;
        let asked = Request {
            axes: tensor_axes(&request.axes),
            keepdims: request.keepdims,
            dtype: request.dtype,
            initial: request.initial.as_ref(),
            mask: request.mask.as_ref(),
            out: target.as_ref(),
        };
        let (result, flags) = reduce::reduce(op, a, &asked)?;
        report(cx, flags, "reduce", false)?;
        return match out.0 {
            Some(array) => Ok(Value::Array(array)),
            None => unboxed(result),
        };
    }
    let axes = match &request.axes.0 {
        None => (0..a.ndim()).collect(),
        Some(list) => list.iter().map(|&axis| Ok(normalize_axis(axis, a.ndim())?)).collect::<Result<Vec<_>>>()?,
    };
    if axes.len() > 1 && matches!(u.name, "subtract" | "divide" | "power" | "floor_divide" | "remainder" | "arctan2") {
        return Err(reduce::not_reorderable(u.name).into());
    }
    let mut result = a.clone();
    let mut descending = axes.clone();
    descending.sort_unstable_by(|x, y| y.cmp(x));
    let mut start = request.initial.clone();
    for axis in descending {
        result = fold(cx, u, &result, axis, request.dtype, start.take())?;
    }
    if request.keepdims {
        let mut shape = a.shape().to_vec();
        axes.iter().for_each(|&axis| shape[axis] = 1);
        result = result.reshaped(&shape, Order::C)?;
    }
    finish(cx, result, out)
}

/// `((a₀ u a₁) u a₂) …` along an axis.
fn fold(
    cx: &mut dyn Context,
    u: &'static Ufunc,
    a: &Tensor,
    axis: usize,
    dtype: Option<DType>,
    initial: Option<Tensor>,
) -> Result<Tensor> {
    let n = a.shape()[axis];
    if n < 2 {
        // There are no two elements that could be refused: two lines of none are.
        let none = Tensor::zeros(&[0], a.dtype())?;
        apply(cx, u, &none, &none, dtype)?;
    }
    let (mut result, first) = match initial {
        Some(start) => (start, 0),
        None if n == 0 => {
            let identity = u.identity.operand().ok_or_else(|| reduce::no_identity(u.name))?;
            let start = crate::tensor::cast::operand_to_tensor(&identity, dtype.unwrap_or(a.dtype()))?;
            let mut shape = a.shape().to_vec();
            shape.remove(axis);
            return Ok(copy::copied(&start.broadcast_to(&shape)?, Order::C)?);
        }
        None => {
            let first = a.subarray(axis, 0);
            let first = match dtype {
                Some(dtype) => crate::tensor::cast::as_dtype(&first, dtype)?,
                None => copy::copied(&first, Order::C)?,
            };
            (first, 1)
        }
    };
    for i in first..n {
        if i % 4096 == 0 && crate::pool::interrupted() {
            return Err(crate::value::class::exception::KEYBOARD_INTERRUPT.error(""));
        }
        result = apply(cx, u, &result, &a.subarray(axis, i), dtype)?;
    }
    Ok(result)
}

pub fn accumulate(
    cx: &mut dyn Context,
    u: &'static Ufunc,
    a: &Tensor,
    axis: isize,
    dtype: Option<DType>,
    out: Out,
) -> Result<Value> {
    binary_only(u, "accumulate")?;
    if a.ndim() == 0 {
        return Err(Error::type_error("cannot accumulate on a scalar"));
    }
    let op = match u.name {
        "add" => Some(Accumulation::Sum),
        "multiply" => Some(Accumulation::Prod),
        "maximum" => Some(Accumulation::Max),
        "minimum" => Some(Accumulation::Min),
        _ => None,
    };
    if let Some(op) = op {
        let (result, flags) = scan::accumulate(op, a, Some(axis), dtype)?;
        report(cx, flags, "accumulate", false)?;
        return finish(cx, result, out);
    }
    let axis = normalize_axis(axis, a.ndim())?;
    let n = a.shape()[axis];
    let mut steps: Vec<Tensor> = Vec::with_capacity(n);
    for i in 0..n {
        let here = a.subarray(axis, i);
        let step = match steps.last() {
            Some(last) => apply(cx, u, last, &here, dtype)?,
            None => here,
        };
        steps.push(step);
    }
    // The first element is a result, too: of comparisons a bool.
    if let [first, second, ..] = &mut steps[..] {
        *first = crate::tensor::cast::as_dtype(first, second.dtype())?;
    }
    let expanded = steps.iter().map(|s| Ok(s.expand_dims(&[axis as isize])?)).collect::<Result<Vec<_>>>()?;
    let result = if expanded.is_empty() { a.clone() } else { super::join(&expanded, axis as isize)? };
    finish(cx, result, out)
}

pub fn reduceat(
    cx: &mut dyn Context,
    u: &'static Ufunc,
    a: &Tensor,
    indices: &Tensor,
    axis: isize,
    dtype: Option<DType>,
    out: Out,
) -> Result<Value> {
    binary_only(u, "reduceat")?;
    if a.ndim() == 0 {
        return Err(Error::type_error("cannot reduceat on a scalar"));
    }
    let axis = normalize_axis(axis, a.ndim())?;
    let n = a.shape()[axis];
    let places = crate::tensor::cast::as_dtype(&indices.ravel(Order::C)?, DType::INT64)?;
    let places = places.as_slice::<i64>().unwrap_or(&[]).to_vec();
    let mut cuts = Vec::with_capacity(places.len());
    for (k, &start) in places.iter().enumerate() {
        if start < 0 || start as usize >= n {
            return Err(Error::index(format!("index {start} out-of-bounds in {}.reduceat [0, {n})", u.name)));
        }
        let start = start as usize;
        let end = places.get(k + 1).map_or(n, |&e| e.max(0) as usize);
        // Where the next place does not lie behind, the element itself.
        cuts.push(start..if end > start { end.min(n) } else { start + 1 });
    }
    if let Some(op) = reduction(u)
        && let Some((result, flags)) = reduce::segments::reduced(op, a, axis, &cuts, dtype)?
    {
        report(cx, flags, "reduceat", false)?;
        return finish(cx, result, out);
    }
    let mut parts = Vec::with_capacity(cuts.len());
    for cut in cuts {
        let slice = a.range(axis, cut.start, cut.end);
        let part = match reduction(u) {
            Some(op) => {
                let request = Request { axes: reduce::Axes::one(axis as isize), dtype, ..Request::default() };
                reduce::reduce(op, &slice, &request)?.0
            }
            None => fold(cx, u, &slice, axis, dtype, None)?,
        };
        parts.push(part.expand_dims(&[axis as isize])?);
    }
    let result = match parts.is_empty() {
        true => a.range(axis, 0, 0),
        false => super::join(&parts, axis as isize)?,
    };
    finish(cx, result, out)
}

pub fn outer(cx: &mut dyn Context, u: &'static Ufunc, a: &Tensor, b: &Tensor) -> Result<Value> {
    if u.nin != 2 {
        return Err(Error::value("outer product only supported for binary functions"));
    }
    let mut shape = a.shape().to_vec();
    shape.extend(std::iter::repeat_n(1, b.ndim()));
    let left = a.reshaped(&shape, Order::C)?;
    unboxed(apply(cx, u, &left, b, None)?)
}

/// In place at indices, one element after the other, so that repeated indices count each time.
pub fn at(cx: &mut dyn Context, u: &'static Ufunc, a: &Rc<Array>, indices: &Value, b: Option<&Value>) -> Result<()> {
    check_writeable(a)?;
    let tensor = a.tensor();
    // The positions that the index picks, as offsets into the array's elements in C order.
    let count = tensor.size();
    let numbers: Vec<i64> = (0..count as i64).collect();
    let grid = Value::array(Tensor::from_vec(tensor.shape(), numbers)?);
    let picked = item::get_item(cx, &grid, indices)?;
    let picked = <Tensor as crate::value::FromValue>::from_value(cx, &picked)?;
    let places = copy::c_contiguous(&picked)?;
    let places = places.as_slice::<i64>().unwrap_or(&[0]);
    let values = match b {
        Some(b) => {
            let values = <Tensor as crate::value::FromValue>::from_value(cx, b)?;
            Some(copy::c_contiguous(&values.broadcast_to(picked.shape())?)?)
        }
        None if u.nin == 2 => return Err(Error::value("second operand needed for ufunc")),
        None => None,
    };
    if let Some(values) = &values
        && ufunc::accumulate_at(u, &tensor, places, values)?
    {
        return Ok(());
    }
    let mut all = Flags::NONE;
    let mut watch = crate::value::watch::Watch::default();
    for (k, &place) in places.iter().enumerate() {
        watch.step()?;
        let offset = element_offset(&tensor, place as usize);
        let here = Operand::Scalar(tensor.scalar_at(offset));
        let result = match &values {
            Some(values) => {
                let other = values.scalar_at((k * values.dtype().itemsize()) as isize);
                ufunc::call(u, &[here, Operand::Scalar(other)], &CallOptions::default())?
            }
            None => ufunc::call(u, &[here], &CallOptions::default())?,
        };
        if let Some(new) = result.0.first() {
            all |= result.1 | tensor.set_scalar(offset, &new.first())?;
        }
    }
    report(cx, all, u.name, false)
}

/// Bytes from the first element to the one at a C-order position.
fn element_offset(tensor: &Tensor, position: usize) -> isize {
    let (mut rest, mut offset) = (position, 0);
    for (&dim, &stride) in tensor.shape().iter().zip(tensor.strides()).rev() {
        offset += (rest % dim) as isize * stride;
        rest /= dim;
    }
    offset
}
