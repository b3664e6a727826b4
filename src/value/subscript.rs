//! What stands between brackets, item by item: views of arrays without making slices and tuples first.

use super::{Array, Context, Result, Slice, Value};
use crate::tensor::Tensor;
use crate::tensor::index::{Basic, BasicView};
use smallvec::SmallVec;
use std::rc::Rc;

/// What stands between two commas in brackets, evaluated; a slice as its start, stop and step.
pub enum Part {
    Value(Value),
    Slice([Value; 3]),
}

/// All that stands in the brackets.
pub type Parts = SmallVec<[Part; 3]>;

impl Part {
    fn into_value(self) -> Value {
        match self {
            Part::Value(value) => value,
            Part::Slice([start, stop, step]) => Value::Slice(Rc::new(Slice { start, stop, step })),
        }
    }

    /// Narrows the view by this item, with `left` axes indexed after it; `None` for anything but integers, slices of
    /// integers, new axes and `...`.
    fn narrow(&self, view: &mut BasicView, left: usize) -> Option<()> {
        match self {
            Part::Value(value) => narrow(view, value, || left),
            Part::Slice([start, stop, step]) => view.slice(bound(start)?, bound(stop)?, bound(step)?),
        }
    }

    /// Whether it indexes an axis of the array.
    fn takes_axis(&self) -> bool {
        !matches!(self, Part::Value(Value::None | Value::Ellipsis))
    }
}

/// A bound of a slice; `None` for anything but integers and Python's None.
pub fn bound(value: &Value) -> Option<Option<isize>> {
    match value {
        Value::None => Some(None),
        Value::Int(i) | Value::NpInt(i) => Some(Some(*i as isize)),
        _ => None,
    }
}

/// Narrows a view by one item, with `left()` axes indexed after it; `None` for anything but integers, slices of integers,
/// new axes and `...`.
#[inline]
pub fn narrow(view: &mut BasicView, item: &Value, left: impl FnOnce() -> usize) -> Option<()> {
    match item {
        Value::Int(i) | Value::NpInt(i) => view.integer(*i),
        Value::Slice(slice) => view.slice(bound(&slice.start)?, bound(&slice.stop)?, bound(&slice.step)?),
        Value::None => view.new_axis(),
        Value::Ellipsis => view.ellipsis(left()),
        _ => None,
    }
}

/// Narrows a view by all items of a tuple.
pub fn narrow_all(view: &mut BasicView, items: &[Value]) -> Option<()> {
    let takes_axis = |item: &Value| !matches!(item, Value::None | Value::Ellipsis);
    items
        .iter()
        .enumerate()
        .try_for_each(|(i, item)| narrow(view, item, || items[i + 1..].iter().filter(|item| takes_axis(item)).count()))
}

/// What was found in `array` (the object `value`): a scalar or a view.
#[inline]
pub fn found(basic: Basic, array: &Rc<Array>, value: &Value) -> Value {
    match basic {
        Basic::Element(offset) => element(array, &array.borrow(), offset),
        Basic::View(view) => Value::Array(Rc::new(super::Array::view_as(view, value, array.class()))),
    }
}

/// The element so many bytes from the first, of an array with this tensor.
#[inline]
pub fn element(array: &Array, tensor: &Tensor, offset: isize) -> Value {
    match tensor.f64_at(offset) {
        Some(value) => Value::np_float(value),
        None => super::item::element(array, tensor.scalar_at(offset)),
    }
}

/// `value[parts]`, where `is_tuple` tells `a[i,]` from `a[i]`: views of arrays without making slices and tuples first.
pub fn get_parts(cx: &mut dyn Context, value: &Value, parts: Parts, is_tuple: bool) -> Result<Value> {
    if let Value::Array(array) = value
        && let Some(basic) = basic_view(&array.borrow(), &parts)
    {
        return Ok(found(basic, array, value));
    }
    let mut values = parts.into_iter().map(Part::into_value);
    let index = if is_tuple { Value::tuple(values.collect::<Vec<_>>()) } else { values.next().unwrap_or(Value::None) };
    super::item::get_item(cx, value, &index)
}

fn basic_view(tensor: &Tensor, parts: &[Part]) -> Option<Basic> {
    let mut view = BasicView::new(tensor);
    let mut left = parts.iter().filter(|part| part.takes_axis()).count();
    for part in parts {
        left -= usize::from(part.takes_axis());
        part.narrow(&mut view, left)?;
    }
    view.finish()
}
