//! Sorting records by their fields.

use crate::tensor::sort::lexsort;
use crate::tensor::{Kind, Order, Tensor, copy, index};
use crate::value::record::field;
use crate::value::{Error, Result, Value};

/// The records sorted by the named fields, then by the others; `None` for arrays that hold no records.
pub fn sort_by(a: &Tensor, axis: Option<isize>, order: &Value) -> Result<Option<Tensor>> {
    let Some(indices) = argsort_by(a, axis, order)? else { return Ok(None) };
    let source = if axis.is_none() { a.ravel(Order::C)? } else { copy::copied(a, Order::C)? };
    Ok(Some(index::take_along_axis(&source, &indices, Some(axis.unwrap_or(0)))?))
}

/// The indices that sort records by the named fields, then by the others.
pub fn argsort_by(a: &Tensor, axis: Option<isize>, order: &Value) -> Result<Option<Tensor>> {
    let Kind::Record(layout) = a.dtype().kind else {
        return match order {
            Value::None => Ok(None),
            _ => Err(Error::value("Cannot specify order when the array has no fields.")),
        };
    };
    let mut names: Vec<String> = match order {
        Value::None => Vec::new(),
        Value::List(list) => list.to_vec().iter().map(crate::value::repr::str).collect(),
        Value::Tuple(tuple) => tuple.items.iter().map(crate::value::repr::str).collect(),
        one => vec![crate::value::repr::str(one)],
    };
    for known in &layout.fields {
        if !names.contains(&known.name) {
            names.push(known.name.clone());
        }
    }
    let source = if axis.is_none() { a.ravel(Order::C)? } else { a.clone() };
    // The last key of a lexsort counts most.
    let keys = names.iter().rev().map(|name| field(&source, name)).collect::<Result<Vec<_>>>()?;
    Ok(Some(lexsort(&keys, axis.unwrap_or(0))?))
}
