//! What stands between brackets, item by item: views of arrays without making slices and tuples first.

use super::{Context, Result, Slice, Value};
use crate::tensor::Tensor;
use crate::tensor::index::BasicView;
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

    /// Narrows the view by this item; `None` for anything but integers, slices of integers and new axes.
    fn narrow(&self, view: &mut BasicView) -> Option<()> {
        let bound = |value: &Value| match value {
            Value::None => Some(None),
            Value::Int(i) | Value::NpInt(i) => Some(Some(*i as isize)),
            _ => None,
        };
        match self {
            Part::Value(Value::Int(i) | Value::NpInt(i)) => view.integer(*i),
            Part::Value(Value::None) => {
                view.new_axis();
                Some(())
            }
            Part::Value(_) => None,
            Part::Slice([start, stop, step]) => view.slice(bound(start)?, bound(stop)?, bound(step)?),
        }
    }
}

/// `value[parts]`, where `is_tuple` tells `a[i,]` from `a[i]`: views of arrays without making slices and tuples first.
pub fn get_parts(cx: &mut dyn Context, value: &Value, parts: Parts, is_tuple: bool) -> Result<Value> {
    if let Value::Array(array) = value
        && let Some(found) = basic_view(&array.borrow(), &parts)
    {
        return super::item::wrap(found, array, value);
    }
    let mut values = parts.into_iter().map(Part::into_value);
    let index = if is_tuple { Value::tuple(values.collect::<Vec<_>>()) } else { values.next().unwrap_or(Value::None) };
    super::item::get_item(cx, value, &index)
}

fn basic_view(tensor: &Tensor, parts: &[Part]) -> Option<Tensor> {
    let mut view = BasicView::new(tensor);
    parts.iter().try_for_each(|part| part.narrow(&mut view))?;
    view.finish()
}
