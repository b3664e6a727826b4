//! Random orders of lists and arrays: `shuffle`, `permutation`, `permuted`; and `choice` among their items.

use super::objects::Source;
use super::sample::{Size, vector};
use crate::random::bounded::Method;
use crate::random::{BitGen, check, choice, permute};
use crate::tensor::index::{Mode, take};
use crate::tensor::shape::normalize_axis;
use crate::tensor::{Order, Tensor, assign, lanes};
use crate::value::class::{class_of, exception};
use crate::value::convert::{to_index, unboxed};
use crate::value::elementwise::check_writeable;
use crate::value::nested::to_tensor;
use crate::value::watch::Watch;
use crate::value::{Context, Error, Result, Value};
use std::collections::TryReserveError;

/// Shuffles `items`. KeyboardInterrupt.
fn shuffle_items<T>(bits: &mut BitGen, items: &mut [T]) -> Result<()> {
    let mut watch = Watch::default();
    for (i, j) in permute::exchanges(bits, items.len()) {
        watch.step()?;
        items.swap(i, j);
    }
    Ok(())
}

/// A random order of the numbers below `len`. MemoryError, KeyboardInterrupt.
fn random_order(bits: &mut BitGen, len: usize) -> Result<Vec<i64>> {
    let mut order = permute::counting(len).map_err(no_memory)?;
    shuffle_items(bits, &mut order)?;
    Ok(order)
}

fn no_memory(_: TryReserveError) -> Error {
    Error::new(&exception::MEMORY_ERROR, "")
}

/// Shuffles a list, or an array along an axis, in place.
pub fn shuffle(source: &impl Source, value: &Value, axis: isize) -> Result<()> {
    match value {
        Value::Array(array) => {
            check_writeable(array)?;
            let tensor = array.tensor();
            if tensor.ndim() == 0 {
                return Err(Error::type_error("len() of unsized object"));
            }
            let along = normalize_axis(axis, tensor.ndim())?;
            let shuffled = reordered(source, &tensor, along)?;
            assign::assign(&tensor, &shuffled)?;
            Ok(())
        }
        _ if axis != 0 => {
            Err(Error::new(&exception::NOT_IMPLEMENTED_ERROR, "Axis argument is only supported on ndarray objects"))
        }
        Value::List(list) => source.with_bits(|bits| shuffle_items(bits, &mut list.borrow_mut())),
        Value::Tuple(_) | Value::Str(_) | Value::Range(_) | Value::Bytes(_) => {
            // NumPy has drawn the first place by the time it finds that nothing can be put there.
            source.with_bits(|bits| permute::exchanges(bits, 2).for_each(drop));
            let class = class_of(value).qualified_name();
            Err(Error::type_error(format!("'{class}' object does not support item assignment")))
        }
        other => {
            let class = class_of(other).qualified_name();
            Err(Error::type_error(format!("object of type '{class}' has no len()")))
        }
    }
}

/// A copy with the sub-arrays along an axis in random order.
fn reordered(source: &impl Source, tensor: &Tensor, axis: usize) -> Result<Tensor> {
    let len = tensor.shape()[axis];
    let order = source.with_bits(|bits| random_order(bits, len))?;
    Ok(take(tensor, &Tensor::vector(&order)?, Some(axis as isize), Mode::Raise)?)
}

/// The numbers below `x`, or a copy of the array `x`, in random order along an axis.
pub fn permutation(cx: &mut dyn Context, source: &impl Source, x: &Value, axis: isize, legacy: bool) -> Result<Value> {
    if !matches!(x, Value::Array(_))
        && let Ok(count) = to_index(x)
    {
        let count = usize::try_from(count).unwrap_or(0);
        let order = source.with_bits(|bits| random_order(bits, count))?;
        return Ok(Value::array(Tensor::vector(&order)?));
    }
    let tensor = to_tensor(cx, x, None)?;
    if legacy && tensor.ndim() == 0 {
        return Err(Error::index("x must be an integer or at least 1-dimensional"));
    }
    let axis = normalize_axis(axis, tensor.ndim())?;
    Ok(Value::array(reordered(source, &tensor, axis)?))
}

/// A copy with each lane along an axis in a random order of its own; without an axis all elements. Into `out`, if given.
pub fn permuted(
    cx: &mut dyn Context,
    source: &impl Source,
    x: &Value,
    axis: Option<isize>,
    out: &Value,
) -> Result<Value> {
    let tensor = to_tensor(cx, x, None)?;
    let target = match out {
        Value::None => None,
        Value::Array(array) => {
            check_writeable(array)?;
            if array.borrow().shape() != tensor.shape() {
                return Err(Error::value("out must have the same shape as x"));
            }
            Some(array.clone())
        }
        _ => return Err(Error::type_error("out must be a numpy array")),
    };
    if tensor.ndim() == 0 {
        return Err(Error::type_error("len() of unsized object"));
    }
    let result = match axis {
        None => reordered(source, &tensor.ravel(Order::C)?, 0)?.reshaped(tensor.shape(), Order::C)?,
        Some(axis) => {
            let axis = normalize_axis(axis, tensor.ndim())?;
            let moved = lanes::moved_last(&tensor, axis);
            let len = tensor.shape()[axis];
            let lanes_count = if len == 0 { 0 } else { tensor.size() / len };
            let mut places: Vec<i64> = Vec::with_capacity(tensor.size());
            for lane in 0..lanes_count {
                let order = source.with_bits(|bits| random_order(bits, len))?;
                places.extend(order.into_iter().map(|i| (lane * len) as i64 + i));
            }
            let found = take(&moved, &Tensor::vector(&places)?, None, Mode::Raise)?;
            let back = lanes::moved_back(&found.reshaped(moved.shape(), Order::C)?, axis);
            lanes::contiguous(&back, back.dtype()).or(Ok::<_, Error>(back))?
        }
    };
    match target {
        Some(array) => {
            assign::assign(&array.tensor(), &result)?;
            Ok(Value::Array(array))
        }
        None => Ok(Value::array(result)),
    }
}

/// What a call of `choice` asks for.
pub struct Request {
    pub a: Value,
    pub size: Size,
    pub replace: bool,
    pub p: Value,
    pub axis: isize,
    pub shuffle: bool,
    /// As `RandomState` does it.
    pub legacy: bool,
}

/// A random choice among the numbers below `a`, or among the sub-arrays of `a` along an axis.
pub fn choose(cx: &mut dyn Context, source: &impl Source, request: Request) -> Result<Value> {
    let (population, items) = population(cx, &request)?;
    let p = match &request.p {
        Value::None => None,
        given => Some(probabilities(cx, given, population, request.legacy)?),
    };
    let single = request.size.0.is_none();
    let shape = request.size.0.clone().unwrap_or_default();
    let count: usize = shape.iter().product();
    if population == 0 && count > 0 {
        return Err(Error::value(check::empty_choice(items.is_some(), request.legacy)));
    }
    if !request.replace {
        check::choice_without_replacement(population, count, p.as_deref(), request.legacy).map_err(Error::value)?;
    }
    let indices = source.with_bits(|bits| draw(bits, population, count, p.as_deref(), &request)).map_err(no_memory)?;
    let Some(items) = items else {
        return match indices.as_slice() {
            [one] if single => Ok(Value::Int(*one)),
            all => Ok(Value::array(Tensor::from_slice(&shape, all)?)),
        };
    };
    let indices = Tensor::from_slice(&shape, &indices)?;
    let found = take(&items, &indices, Some(request.axis), Mode::Raise)?;
    if single && items.ndim() == 1 { unboxed(found) } else { Ok(Value::array(found)) }
}

fn draw(bits: &mut BitGen, population: usize, count: usize, p: Option<&[f64]>, request: &Request) -> permute::Indices {
    match (request.replace, p) {
        (true, Some(p)) => choice::weighted(bits, p, count),
        (true, None) => {
            let method = if request.legacy { Method::Masked } else { Method::Lemire };
            choice::with_replacement(bits, population as u64, count, method)
        }
        (false, Some(p)) => choice::weighted_without_replacement(bits, p, count),
        (false, None) if request.legacy => choice::legacy_without_replacement(bits, population, count),
        (false, None) => choice::without_replacement(bits, population, count, request.shuffle),
    }
}

/// How many items there are to choose from, and the items where they are not just numbers.
fn population(cx: &mut dyn Context, request: &Request) -> Result<(usize, Option<Tensor>)> {
    let tensor = to_tensor(cx, &request.a, None)?;
    if tensor.ndim() == 0 {
        let not_an_int = || {
            let class = class_of(&request.a).qualified_name();
            Error::value(match request.legacy {
                true => "a must be 1-dimensional or an integer".to_string(),
                false => format!("a must be a sequence or an integer, not <class '{class}'>"),
            })
        };
        let count = to_index(&unboxed(tensor)?).map_err(|_| not_an_int())?;
        return Ok((usize::try_from(count).unwrap_or(0), None));
    }
    if request.legacy && tensor.ndim() != 1 {
        return Err(Error::value("a must be 1-dimensional"));
    }
    let ndim = tensor.ndim() as isize;
    if !(-ndim..ndim).contains(&request.axis) {
        return Err(Error::index("tuple index out of range"));
    }
    let axis = normalize_axis(request.axis, tensor.ndim())?;
    Ok((tensor.shape()[axis], Some(tensor)))
}

fn probabilities(cx: &mut dyn Context, value: &Value, population: usize, legacy: bool) -> Result<Vec<f64>> {
    let given = to_tensor(cx, value, None)?;
    if given.ndim() != 1 {
        return Err(Error::value(if legacy { "'p' must be 1-dimensional" } else { "p must be 1-dimensional" }));
    }
    // Probabilities of a coarser dtype may miss 1 by more.
    let epsilon = match given.dtype().kind {
        crate::tensor::Kind::Float16 => 0.000_976_562_5_f64,
        crate::tensor::Kind::Float32 => f64::from(f32::EPSILON),
        _ => f64::EPSILON,
    };
    let p = vector(cx, value)?;
    check::choice_probabilities(&p, population, epsilon.sqrt(), legacy).map_err(Error::value)?;
    Ok(p)
}
