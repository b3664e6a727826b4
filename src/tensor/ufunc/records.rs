//! Equality of records, field by field, and of raw bytes.

use super::call::{CallOptions, Outputs, call as call_ufunc, deliver, refuse};
use super::{Ufunc, table};
use crate::tensor::cast;
use crate::tensor::dtype::{DType, Field, Kind};
use crate::tensor::engine::space;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::iterate::Offsets;
use crate::tensor::promote::{default_operand_dtype, promote_types};
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::shape::{self, Dims, Strides};
use crate::tensor::tensor::{Order, Tensor};

/// `==` and `!=` of operands of which one at least is a record or raw bytes; everything else is refused.
pub(super) fn call(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    let [x, y] = inputs else { return refuse(u, inputs) };
    if !matches!(u.name, "equal" | "not_equal") {
        return refuse(u, inputs);
    }
    let tensor = |o: &Operand| match o {
        Operand::Tensor(t) => Ok(t.clone()),
        Operand::Scalar(Scalar::Record(t)) => Ok((**t).clone()),
        other => cast::operand_to_tensor(other, default_operand_dtype(other)),
    };
    let equal = equality(u, inputs, &tensor(x)?, &tensor(y)?)?;
    let result = if u.name == "equal" {
        equal
    } else {
        call_ufunc(&table::LOGICAL_NOT, &[Operand::Tensor(equal)], &CallOptions::default())?.0[0].clone()
    };
    Ok((smallvec::smallvec![deliver(u, 0, result, options)?], Flags::NONE))
}

fn equality(u: &'static Ufunc, inputs: &[Operand], x: &Tensor, y: &Tensor) -> Result<Tensor> {
    let (Kind::Record(a), Kind::Record(b)) = (x.dtype().kind, y.dtype().kind) else {
        return match (x.dtype().kind, y.dtype().kind) {
            (Kind::Void(m), Kind::Void(n)) if m == n => same_bytes(x, y),
            _ => refuse(u, inputs),
        };
    };
    if promote_types(x.dtype(), y.dtype()).is_err() {
        return Err(Error::type_error(
            "Cannot compare structured arrays unless they have a common dtype.  I.e. `np.result_type(arr1, arr2)` must be \
             defined.",
        ));
    }
    let shape = shape::broadcast_shapes(&[x.shape(), y.shape()])?;
    let mut all: Option<Tensor> = None;
    for (f, g) in a.fields.iter().zip(&b.fields) {
        let pair = [Operand::Tensor(field(x, f)), Operand::Tensor(field(y, g))];
        let mut same = call_ufunc(&table::EQUAL, &pair, &CallOptions::default())?.0[0].clone();
        if same.ndim() > shape.len() {
            same = all_true(&same, &shape)?;
        }
        all = Some(match all {
            None => same,
            Some(so_far) => {
                let pair = [Operand::Tensor(so_far), Operand::Tensor(same)];
                call_ufunc(&table::LOGICAL_AND, &pair, &CallOptions::default())?.0[0].clone()
            }
        });
    }
    match all {
        Some(result) => Ok(result),
        None => {
            let result = Tensor::allocate(&shape, DType::BOOL, Order::C, false)?;
            crate::tensor::assign::fill(&result, &Scalar::Bool(true))?;
            Ok(result)
        }
    }
}

/// A field as an array of its own, with the axes of its sub-array at the end.
fn field(t: &Tensor, f: &Field) -> Tensor {
    let mut dims = Dims::from_slice(t.shape());
    let mut strides = Strides::from_slice(t.strides());
    dims.extend_from_slice(&f.shape);
    strides.extend(shape::c_strides(&f.shape, f.dtype.itemsize()));
    t.reinterpret(t.offset() + f.offset as isize, dims, strides, f.dtype)
}

/// Whether all elements of a sub-array are true.
fn all_true(t: &Tensor, shape: &[usize]) -> Result<Tensor> {
    let result = Tensor::allocate(shape, DType::BOOL, Order::C, false)?;
    let values = t.to_vec::<bool>().unwrap_or_default();
    let each = (values.len() / result.size().max(1)).max(1);
    for (k, to) in Offsets::new(shape, result.strides()).enumerate() {
        let all = values[k * each..(k + 1) * each].iter().all(|&v| v);
        result.set_scalar(to, &Scalar::Bool(all))?;
    }
    Ok(result)
}

fn same_bytes(x: &Tensor, y: &Tensor) -> Result<Tensor> {
    let shape = shape::broadcast_shapes(&[x.shape(), y.shape()])?;
    let kind = Kind::Bytes(x.itemsize() as u32);
    let result = Tensor::allocate(&shape, DType::BOOL, Order::C, false)?;
    let seen = |t: &Tensor| {
        let strides = space::broadcast_strides(t.shape(), t.strides(), &shape).unwrap_or_default();
        t.reinterpret(t.offset(), Dims::from_slice(&shape), strides, DType::native(kind))
    };
    let (x, y) = (seen(x), seen(y));
    let places = |t: &Tensor| Offsets::new(t.shape(), t.strides());
    for ((to, a), b) in places(&result).zip(places(&x)).zip(places(&y)) {
        let same = matches!((x.scalar_at(a), y.scalar_at(b)), (Scalar::Bytes(p), Scalar::Bytes(q)) if p == q);
        result.set_scalar(to, &Scalar::Bool(same))?;
    }
    Ok(result)
}
