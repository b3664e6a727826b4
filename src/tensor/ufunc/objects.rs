//! Universal functions on Python objects, element by element through [`Item`](crate::tensor::object::Item).

use super::call::{CallOptions, Outputs, deliver, refuse};
use super::{OnObjects as On, Rule, Ufunc};
use crate::tensor::cast::cannot_cast;
use crate::tensor::dtype::DType;
use crate::tensor::engine::space;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::iterate::Offsets;
use crate::tensor::object::{self, Item, ItemRef, ObjectOp};
use crate::tensor::promote::Casting;
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::shape::{self, Dims};
use crate::tensor::tensor::{Order, Tensor};
use smallvec::SmallVec;
use std::cmp::Ordering;

/// An operand whose elements are (or are made) objects.
enum Side {
    Array(Tensor),
    One(ItemRef),
}

impl Side {
    fn new(operand: &Operand) -> Result<Side> {
        Ok(match operand {
            Operand::Tensor(t) => Side::Array(t.clone()),
            Operand::Scalar(Scalar::Object(item)) => Side::One(item.clone()),
            Operand::Scalar(value) => Side::One(object::from_scalar(value.clone())?),
            Operand::WeakBool(v) => Side::One(object::from_scalar(Scalar::Bool(*v))?),
            Operand::WeakInt(v) => Side::One(object::from_int(*v)?),
            Operand::WeakFloat(v) => Side::One(object::from_scalar(Scalar::Float64(*v))?),
            Operand::WeakComplex(v) => Side::One(object::from_scalar(Scalar::Complex128(*v))?),
        })
    }

    fn shape(&self) -> &[usize] {
        match self {
            Side::Array(t) => t.shape(),
            Side::One(_) => &[],
        }
    }

    fn at(&self, offset: isize) -> Result<ItemRef> {
        match self {
            Side::One(item) => Ok(item.clone()),
            Side::Array(t) => match t.scalar_at(offset) {
                Scalar::Object(item) => Ok(item),
                value => object::from_scalar(value),
            },
        }
    }

    fn offsets(&self, shape: &[usize]) -> Offsets {
        let strides = match self {
            Side::Array(t) => space::broadcast_strides(t.shape(), t.strides(), shape),
            Side::One(_) => None,
        };
        Offsets::new(shape, &strides.unwrap_or_else(|| smallvec::smallvec![0; shape.len()]))
    }
}

/// Applies `u` to operands of which one at least holds objects.
pub(super) fn call(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    if u.object == On::Nothing {
        return if u.nin == 2 && u.name == "divmod" { divmod(u, inputs, options) } else { Err(u.not_supported()) };
    }
    if inputs.len() != u.nin {
        return refuse(u, inputs);
    }
    let sides: SmallVec<[Side; 2]> = inputs.iter().map(Side::new).collect::<Result<_>>()?;
    let shapes: SmallVec<[&[usize]; 3]> = sides.iter().map(Side::shape).collect();
    let shape = shape::broadcast_shapes(&shapes)?;
    let mask = mask(options, &shape)?;
    let truth = u.rule == Rule::Comparison && options.dtype != Some(DType::OBJECT);
    let dtype = if truth { DType::BOOL } else { DType::OBJECT };
    let result = Tensor::allocate(&shape, dtype, Order::C, true)?;
    let places = Offsets::new(&shape, result.strides());
    let first = sides[0].offsets(&shape);
    let second = sides.last().map_or_else(|| Offsets::new(&shape, &[]), |s| s.offsets(&shape));
    for (k, ((to, a), b)) in places.zip(first).zip(second).enumerate() {
        if k % 1024 == 0 {
            crate::tensor::lanes::check_interrupt()?;
        }
        if mask.as_ref().is_some_and(|m| !m[k]) {
            continue;
        }
        let x = sides[0].at(a)?;
        let value = match sides.get(1) {
            None => unary(u, &x)?,
            Some(side) => binary(u, &x, &side.at(b)?)?,
        };
        result.set_scalar(to, &value)?;
    }
    Ok((smallvec::smallvec![deliver(u, 0, result, options)?], Flags::NONE))
}

/// The mask's elements in C order.
fn mask(options: &CallOptions, shape: &[usize]) -> Result<Option<Vec<bool>>> {
    let Some(mask) = options.where_ else { return Ok(None) };
    if mask.dtype() != DType::BOOL {
        return Err(cannot_cast(mask.dtype(), DType::BOOL, Casting::Safe));
    }
    let seen = space::broadcast_strides(mask.shape(), mask.strides(), shape)
        .and_then(|s| mask.with_geometry(mask.offset(), Dims::from_slice(shape), s).to_vec::<bool>());
    seen.map(Some).ok_or_else(|| Error::value("operands could not be broadcast together"))
}

fn unary(u: &Ufunc, x: &ItemRef) -> Result<Scalar> {
    Ok(match u.object {
        On::Negative => Scalar::Object(x.negative()?),
        On::Positive => Scalar::Object(x.clone()),
        On::Absolute => Scalar::Object(x.absolute()?),
        On::Invert => Scalar::Object(x.invert()?),
        On::Square => Scalar::Object(x.binary(ObjectOp::Multiply, &**x)?),
        On::Reciprocal => Scalar::Object(object::from_int(1)?.binary(ObjectOp::Divide, &**x)?),
        On::Sign => {
            let zero = object::from_int(0)?;
            let order = x.order(&*zero)?.ok_or_else(|| incomparable(&**x, &*zero, "<"))?;
            Scalar::Object(object::from_int(order as i128)?)
        }
        On::Not => Scalar::Object(object::from_scalar(Scalar::Bool(!x.truth()?))?),
        _ => Scalar::Object(x.math(u.name)?),
    })
}

fn binary(u: &Ufunc, x: &ItemRef, y: &ItemRef) -> Result<Scalar> {
    let ordered = |operator: &str, holds: fn(Ordering) -> bool| -> Result<Scalar> {
        match x.order(&**y)? {
            Some(order) => Ok(Scalar::Bool(holds(order))),
            // NaN: neither less nor greater. Anything else that has no order is an error.
            None if is_number(&**x) && is_number(&**y) => Ok(Scalar::Bool(false)),
            None => Err(incomparable(&**x, &**y, operator)),
        }
    };
    let object = |item: &ItemRef| Ok(Scalar::Object(item.clone()));
    match u.object {
        On::Operator(op) => Ok(Scalar::Object(x.binary(op, &**y)?)),
        On::Equal => Ok(Scalar::Bool(x.equals(&**y)?)),
        On::NotEqual => Ok(Scalar::Bool(!x.equals(&**y)?)),
        On::Less => ordered("<", Ordering::is_lt),
        On::LessEqual => ordered("<=", Ordering::is_le),
        On::Greater => ordered(">", Ordering::is_gt),
        On::GreaterEqual => ordered(">=", Ordering::is_ge),
        On::Maximum => match ordered(">=", Ordering::is_ge)? {
            Scalar::Bool(true) => object(x),
            _ => object(y),
        },
        On::Minimum => match ordered("<=", Ordering::is_le)? {
            Scalar::Bool(true) => object(x),
            _ => object(y),
        },
        On::And => object(if x.truth()? { y } else { x }),
        On::Or => object(if x.truth()? { x } else { y }),
        On::Xor => Ok(Scalar::Object(object::from_scalar(Scalar::Bool(x.truth()? != y.truth()?))?)),
        _ => Ok(Scalar::Object(x.math(u.name)?)),
    }
}

fn is_number(item: &dyn Item) -> bool {
    item.to_scalar().is_some_and(|s| s.dtype().kind.is_numeric())
}

fn incomparable(x: &dyn Item, y: &dyn Item, operator: &str) -> Error {
    Error::type_error(format!(
        "'{operator}' not supported between instances of '{}' and '{}'",
        x.type_name(),
        y.type_name()
    ))
}

/// Quotient and remainder by the objects' own `//` and `%`.
fn divmod(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    let mut both = Outputs::new();
    for (k, part) in [&super::table::FLOOR_DIVIDE, &super::table::REMAINDER].into_iter().enumerate() {
        let plain = CallOptions { where_: options.where_, ..Default::default() };
        let (result, _) = call(part, inputs, &plain)?;
        both.push(deliver(u, k, result[0].clone(), options)?);
    }
    Ok((both, Flags::NONE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::ufunc::by_name;
    use std::any::Any;
    use std::rc::Rc;

    /// A whole number of a small language.
    struct Int(i128);

    impl Item for Int {
        fn binary(&self, op: ObjectOp, other: &dyn Item) -> Result<ItemRef> {
            let Some(Int(y)) = other.as_any().downcast_ref() else {
                return Err(Error::type_error("unsupported operand type(s) for +: 'int' and 'str'"));
            };
            Ok(Rc::new(Int(match op {
                ObjectOp::Add => self.0 + y,
                ObjectOp::Multiply => self.0 * y,
                _ => self.0 - y,
            })))
        }
        fn negative(&self) -> Result<ItemRef> {
            Ok(Rc::new(Int(-self.0)))
        }
        fn absolute(&self) -> Result<ItemRef> {
            Ok(Rc::new(Int(self.0.abs())))
        }
        fn invert(&self) -> Result<ItemRef> {
            Ok(Rc::new(Int(!self.0)))
        }
        fn equals(&self, other: &dyn Item) -> Result<bool> {
            Ok(other.as_any().downcast_ref::<Int>().is_some_and(|o| o.0 == self.0))
        }
        fn order(&self, other: &dyn Item) -> Result<Option<Ordering>> {
            Ok(other.as_any().downcast_ref::<Int>().map(|o| self.0.cmp(&o.0)))
        }
        fn truth(&self) -> Result<bool> {
            Ok(self.0 != 0)
        }
        fn repr(&self) -> String {
            self.0.to_string()
        }
        fn text(&self) -> String {
            self.0.to_string()
        }
        fn to_scalar(&self) -> Option<Scalar> {
            i64::try_from(self.0).ok().map(Scalar::Int64)
        }
        fn as_any(&self) -> &dyn Any {
            self
        }
        fn type_name(&self) -> String {
            "int".into()
        }
    }

    #[test]
    fn operators_comparisons_and_methods() {
        object::set_boxing(object::Boxing {
            scalar: |s| match s {
                Scalar::Int64(v) => Rc::new(Int(v.into())),
                _ => object::none(),
            },
            int: |v| Rc::new(Int(v)),
        });
        let numbers = Tensor::vector(&[1i64, -2, 3]).unwrap();
        let (objects, _) = crate::tensor::cast::cast(&numbers, DType::OBJECT, Order::K).unwrap();
        let run = |name: &str, inputs: &[Operand]| {
            super::super::call(by_name(name).unwrap(), inputs, &CallOptions::default())
        };
        let x = Operand::Tensor(objects);
        let (sum, _) = run("add", &[x.clone(), Operand::WeakInt(1 << 80)]).unwrap();
        assert!(matches!(sum[0].first(), Scalar::Object(o) if o.repr() == ((1i128 << 80) + 1).to_string()));
        let (less, _) = run("less", &[x.clone(), Operand::WeakInt(2)]).unwrap();
        assert_eq!(less[0].to_vec::<bool>().unwrap(), [true, true, false]);
        let (sign, _) = run("sign", std::slice::from_ref(&x)).unwrap();
        let back = crate::tensor::cast::cast(&sign[0], DType::INT8, Order::K).unwrap().0;
        assert_eq!(back.to_vec::<i8>().unwrap(), [1, -1, 1]);
        assert_eq!(
            run("sqrt", std::slice::from_ref(&x)).err().unwrap().message,
            "loop of ufunc does not support argument 0 of type int which has no callable sqrt method"
        );
        assert!(run("isnan", &[x]).err().unwrap().message.contains("not supported for the input types"));
    }
}
