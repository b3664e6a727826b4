//! Universal functions on strings: comparisons and concatenation.

use super::call::{CallOptions, Outputs, deliver, refuse};
use super::{Rule, Ufunc};
use crate::tensor::cast;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::space;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::iterate::Offsets;
use crate::tensor::promote::{default_operand_dtype, promote_types};
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::shape::{self, Dims};
use crate::tensor::tensor::{Order, Tensor};
use std::cmp::Ordering;

/// Applies `u` to operands of which one at least is a string.
pub(super) fn call(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    let dtypes: Vec<DType> = inputs.iter().map(default_operand_dtype).collect();
    let [a, b] = dtypes.as_slice() else { return refuse(u, inputs) };
    let both = matches!((a.kind, b.kind), (Kind::Str(_), Kind::Str(_)) | (Kind::Bytes(_), Kind::Bytes(_)));
    if u.name == "multiply" && (a.kind.is_integer() || b.kind.is_integer()) {
        return Err(Error::type_error(
            "The 'out' kwarg is necessary when using the string multiply ufunc directly. Use numpy.strings.multiply to \
             multiply strings without specifying 'out'.",
        ));
    }
    if !both || !(u.rule == Rule::Comparison || u.name == "add") {
        return refuse(u, inputs);
    }
    let (x, y) = (as_tensor(&inputs[0])?, as_tensor(&inputs[1])?);
    let shape = shape::broadcast_shapes(&[x.shape(), y.shape()])?;
    let seen = |t: &Tensor| {
        let strides = space::broadcast_strides(t.shape(), t.strides(), &shape).unwrap_or_default();
        t.with_geometry(t.offset(), Dims::from_slice(&shape), strides)
    };
    let (x, y) = (seen(&x), seen(&y));
    let result = if u.name == "add" { concatenated(&x, &y)? } else { compared(u, &x, &y)? };
    Ok((smallvec::smallvec![deliver(u, 0, result, options)?], Flags::NONE))
}

fn as_tensor(operand: &Operand) -> Result<Tensor> {
    match operand {
        Operand::Tensor(t) => Ok(t.clone()),
        other => cast::operand_to_tensor(other, default_operand_dtype(other)),
    }
}

fn concatenated(x: &Tensor, y: &Tensor) -> Result<Tensor> {
    let kind = match (x.dtype().kind, y.dtype().kind) {
        (Kind::Str(m), Kind::Str(n)) => Kind::Str(m.saturating_add(n)),
        (Kind::Bytes(m), Kind::Bytes(n)) => Kind::Bytes(m.saturating_add(n)),
        _ => promote_types(x.dtype(), y.dtype())?.kind,
    };
    let result = Tensor::allocate(x.shape(), DType::native(kind), Order::C, true)?;
    each(&result, x, y, |to, a, b| {
        let joined = match (a, b) {
            (Scalar::Str(a), Scalar::Str(b)) => Scalar::Str(format!("{a}{b}").into()),
            (Scalar::Bytes(a), Scalar::Bytes(b)) => Scalar::Bytes([&a[..], &b[..]].concat().into()),
            (a, _) => a,
        };
        result.set_scalar(to, &joined).map(|_| ())
    })?;
    Ok(result)
}

fn compared(u: &Ufunc, x: &Tensor, y: &Tensor) -> Result<Tensor> {
    let holds: fn(Ordering) -> bool = match u.name {
        "equal" => Ordering::is_eq,
        "not_equal" => Ordering::is_ne,
        "less" => Ordering::is_lt,
        "less_equal" => Ordering::is_le,
        "greater" => Ordering::is_gt,
        _ => Ordering::is_ge,
    };
    let result = Tensor::allocate(x.shape(), DType::BOOL, Order::C, true)?;
    each(&result, x, y, |to, a, b| {
        let order = match (&a, &b) {
            // Code point by code point, which UTF-8 preserves.
            (Scalar::Str(a), Scalar::Str(b)) => a.as_bytes().cmp(b.as_bytes()),
            (Scalar::Bytes(a), Scalar::Bytes(b)) => a.cmp(b),
            _ => Ordering::Equal,
        };
        result.set_scalar(to, &Scalar::Bool(holds(order))).map(|_| ())
    })?;
    Ok(result)
}

/// Calls `body(place in the result, x, y)` for all elements of three arrays of one shape.
fn each(
    result: &Tensor,
    x: &Tensor,
    y: &Tensor,
    mut body: impl FnMut(isize, Scalar, Scalar) -> Result<()>,
) -> Result<()> {
    let places = |t: &Tensor| Offsets::new(t.shape(), t.strides());
    for ((to, a), b) in places(result).zip(places(x)).zip(places(y)) {
        body(to, x.scalar_at(a), y.scalar_at(b))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::ufunc::by_name;

    fn text(words: &[&str]) -> Operand {
        let longest = words.iter().map(|w| w.chars().count()).max().unwrap_or(0);
        let t = Tensor::zeros(&[words.len()], DType::native(Kind::Str(longest as u32))).unwrap();
        for (i, word) in words.iter().enumerate() {
            t.set_scalar((i * 4 * longest) as isize, &Scalar::Str((*word).into())).unwrap();
        }
        Operand::Tensor(t)
    }

    #[test]
    fn compares_joins_and_refuses() {
        let run = |name: &str, a, b| super::super::call(by_name(name).unwrap(), &[a, b], &CallOptions::default());
        let (r, _) = run("less", text(&["a", "b"]), text(&["ab"])).unwrap();
        assert_eq!(r[0].to_vec::<bool>().unwrap(), [true, false]);
        let (r, _) = run("add", text(&["a", "bc"]), text(&["x"])).unwrap();
        assert_eq!(r[0].dtype(), DType::native(Kind::Str(3)));
        assert!(matches!(r[0].scalar_at(12), Scalar::Str(s) if &*s == "bcx"));
        assert_eq!(
            run("add", text(&["a"]), Operand::WeakInt(1)).err().unwrap().message,
            "ufunc 'add' did not contain a loop with signature matching types (dtype('<U1'), dtype('int64')) -> None"
        );
        assert_eq!(
            run("less", text(&["a"]), Operand::WeakInt(1)).err().unwrap().message,
            "ufunc 'less' did not contain a loop with signature matching types (<class 'numpy.dtypes.StrDType'>, <class \
             'numpy.dtypes._PyLongDType'>) -> None"
        );
        assert!(run("divide", text(&["a"]), Operand::WeakInt(1)).err().unwrap().message.contains("not supported"));
    }
}
