//! Reductions of object arrays by the elements' own operators, in C order.

use super::masked::Selection;
use super::plan::result_shape;
use super::{Reduction, Task, no_identity};
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes::{self, Offsets};
use crate::tensor::object::{ItemRef, ObjectOp};
use crate::tensor::shape::{Dims, Strides};
use crate::tensor::{DType, Tensor};
use std::cmp::Ordering;

/// Reduces objects. any and all give the last object looked at, as Python's `or` and `and` do.
pub(super) fn reduce(task: &Task<'_>, selection: Option<&Selection>) -> Result<Tensor> {
    if !task.dtype.kind.is_reference() && !matches!(task.op, Reduction::Any | Reduction::All) {
        let numbers = lanes::native(task.a, task.dtype)?;
        let task = Task { a: &numbers, ..*task };
        return Ok(match selection {
            Some(selection) => super::masked::reduce(&task, selection)?.0,
            None => task.run()?.0,
        });
    }
    let (a, mask) = (task.a, task.mask);
    let split = |wanted: bool| {
        let axes: Vec<usize> = (0..a.ndim()).filter(|&axis| mask[axis] == wanted).collect();
        let shape: Dims = axes.iter().map(|&axis| a.shape()[axis]).collect();
        let strides: Strides = axes.iter().map(|&axis| a.strides()[axis]).collect();
        let chosen = axes.iter().map(|&axis| selection.map_or(0, |s| s.mask.strides()[axis]));
        (shape, strides, chosen.collect::<Strides>())
    };
    let (kept, kept_strides, kept_chosen) = split(false);
    let (reduced, reduced_strides, reduced_chosen) = split(true);
    let initial = task.initial.map(lanes::objects).transpose()?.and_then(|items| items.first().cloned());
    let mut results = Vec::new();
    for (start, chosen_start) in Offsets::new(&kept, &kept_strides).zip(Offsets::new(&kept, &kept_chosen)) {
        let mut result = initial.clone();
        let offsets = Offsets::new(&reduced, &reduced_strides).zip(Offsets::new(&reduced, &reduced_chosen));
        for (offset, chosen) in offsets {
            if selection.is_some_and(|s| lanes::bytes_at(&s.mask, chosen_start + chosen) == [0]) {
                continue;
            }
            let single = a.with_geometry(a.offset() + start + offset, Dims::new(), Strides::new());
            let Some(item) = lanes::objects(&single)?.pop() else { continue };
            result = Some(match result {
                None => item,
                Some(so_far) => combine(task.op, so_far, item)?,
            });
            lanes::check_interrupt()?;
        }
        results.push(result.ok_or_else(|| no_identity(task.op.name()))?);
    }
    let dtype = if task.dtype.kind.is_reference() { task.dtype } else { DType::OBJECT };
    lanes::references(&result_shape(a.shape(), mask, task.keepdims), &results, dtype)
}

/// One step of a reduction.
pub fn combine(op: Reduction, a: ItemRef, b: ItemRef) -> Result<ItemRef> {
    match op {
        Reduction::Sum => a.binary(ObjectOp::Add, &*b),
        Reduction::Prod => a.binary(ObjectOp::Multiply, &*b),
        Reduction::Any => Ok(if a.truth()? { a } else { b }),
        Reduction::All => Ok(if a.truth()? { b } else { a }),
        Reduction::Min | Reduction::Max => {
            let order = a.order(&*b)?.ok_or_else(|| Error::type_error("'<=' not supported between these instances"))?;
            let wins = if op == Reduction::Max { Ordering::Less } else { Ordering::Greater };
            Ok(if order == wins { b } else { a })
        }
    }
}
