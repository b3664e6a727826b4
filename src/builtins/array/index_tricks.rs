//! Objects that make arrays from what stands between their brackets: `r_`, `c_`, `mgrid`, `ogrid`, `s_`, `index_exp`.

use super::argument::Arrays;
use crate::tensor::combine::concatenate;
use crate::tensor::promote::{Casting, promote_types, result_type};
use crate::tensor::{DType, Operand, Tensor, create, grids};
use crate::value::class::{Class, python::OBJECT};
use crate::value::convert::{FromValue, IntoValue};
use crate::value::object::NativeObject;
use crate::value::{Array, Context, Error, Result, Slice, Value, class, subclass};
use std::any::Any;
use std::rc::Rc;

static R_CLASS: Class = Class::new("RClass", "numpy.lib._index_tricks_impl", &[&OBJECT]);
static C_CLASS: Class = Class::new("CClass", "numpy.lib._index_tricks_impl", &[&OBJECT]);
static M_GRID: Class = Class::new("MGridClass", "numpy.lib._index_tricks_impl", &[&OBJECT]);
static O_GRID: Class = Class::new("OGridClass", "numpy.lib._index_tricks_impl", &[&OBJECT]);
static EXPRESSION: Class = Class::new("IndexExpression", "numpy.lib._index_tricks_impl", &[&OBJECT]);

/// One of the objects.
enum Trick {
    Rows,
    Columns,
    Grid,
    OpenGrid,
    /// `s_`
    Slices,
    /// `index_exp`: always a tuple.
    Expression,
}

/// The objects by their names, for the namespace `np`.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let object = |name, trick| ("np", name, Value::object(trick));
    vec![
        object("r_", Trick::Rows),
        object("c_", Trick::Columns),
        object("mgrid", Trick::Grid),
        object("ogrid", Trick::OpenGrid),
        object("s_", Trick::Slices),
        object("index_exp", Trick::Expression),
    ]
}

impl NativeObject for Trick {
    fn class(&self) -> &'static Class {
        match self {
            Trick::Rows => &R_CLASS,
            Trick::Columns => &C_CLASS,
            Trick::Grid => &M_GRID,
            Trick::OpenGrid => &O_GRID,
            Trick::Slices | Trick::Expression => &EXPRESSION,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        match self {
            Trick::Rows => join(cx, index, Joining { axis: 0, ndmin: 1, place: -1, matrix: None }),
            Trick::Columns => join(cx, index, Joining { axis: -1, ndmin: 2, place: 0, matrix: None }),
            Trick::Grid => grid(cx, index, false),
            Trick::OpenGrid => grid(cx, index, true),
            Trick::Slices => Ok(index.clone()),
            Trick::Expression => Ok(match index {
                Value::Tuple(_) => index.clone(),
                other => Value::tuple([other.clone()]),
            }),
        }
    }
}

/// How `r_` joins: along an axis, with at least so many axes, the arrays' own at a place among them.
struct Joining {
    axis: isize,
    ndmin: isize,
    place: isize,
    /// `'r'` or `'c'`: the result is a matrix.
    matrix: Option<char>,
}

impl Joining {
    /// Reads a first item such as `'0,2'` or `'r'`.
    fn directed(mut self, text: &str) -> Result<Joining> {
        if matches!(text, "r" | "c") {
            self.matrix = text.chars().next();
            return Ok(self);
        }
        let unknown = || Error::value("unknown special directive");
        if text.contains(',') {
            let parts: Vec<&str> = text.split(',').collect();
            let number = |s: &str| {
                s.trim().parse::<isize>().map_err(|_| Error::value(format!("unknown special directive '{text}'")))
            };
            (self.axis, self.ndmin) = (number(parts[0])?, number(parts[1])?);
            if let Some(place) = parts.get(2) {
                self.place = number(place)?;
            }
            return Ok(self);
        }
        self.axis = text.trim().parse().map_err(|_| unknown())?;
        Ok(self)
    }
}

fn join(cx: &mut dyn Context, index: &Value, mut joining: Joining) -> Result<Value> {
    let items = match index {
        Value::Tuple(tuple) => tuple.items.to_vec(),
        other => vec![other.clone()],
    };
    let mut arrays: Vec<(Tensor, Option<Operand>)> = Vec::with_capacity(items.len());
    for (k, item) in items.iter().enumerate() {
        match item {
            Value::Str(text) => {
                if k != 0 {
                    return Err(Error::value("special directives must be the first entry."));
                }
                joining = joining.directed(text.as_str())?;
            }
            Value::Slice(slice) => {
                let range = slice_values(cx, slice)?;
                arrays.push((placed(range, &joining)?, None));
            }
            other => {
                let weak = match Operand::from_value(cx, other) {
                    Ok(Operand::Tensor(_) | Operand::Scalar(_)) | Err(_) => None,
                    Ok(weak) => Some(weak),
                };
                let tensor = Tensor::from_value(cx, other)?;
                let scalar = tensor.ndim() == 0;
                let tensor = if scalar {
                    tensor.with_leading_axes(joining.ndmin.max(1) as usize)
                } else {
                    placed(tensor, &joining)?
                };
                arrays.push((tensor, weak));
            }
        }
    }
    let Some((first, _)) = arrays.first() else {
        return Err(Error::value("need at least one array to concatenate"));
    };
    // Python's own numbers take on the dtype of the arrays.
    let first = Operand::Tensor(first.clone());
    let operands: Vec<Operand> =
        arrays.iter().map(|(t, weak)| weak.clone().unwrap_or_else(|| Operand::Tensor(t.clone()))).collect();
    let dtype = if operands.is_empty() { result_type(&[first])? } else { result_type(&operands)? };
    let cast: Vec<Tensor> =
        arrays.iter().map(|(t, _)| crate::tensor::cast::as_dtype(t, dtype)).collect::<crate::tensor::Result<_>>()?;
    let joined = concatenate(&cast, Some(joining.axis), None, None, Casting::SameKind)?;
    let Some(matrix) = joining.matrix else { return subclass::finished(Value::array(joined), &items) };
    let one_line = joined.ndim() == 1;
    let two = joined.with_leading_axes(2);
    let two = if matrix == 'c' && one_line { two.transpose() } else { two };
    Ok(Value::Array(Rc::new(Array::with_class(two, &class::numpy::MATRIX))))
}

/// An array with as many axes as are wanted, its own from `place` on.
fn placed(tensor: Tensor, joining: &Joining) -> Result<Tensor> {
    let (own, wanted) = (tensor.ndim() as isize, joining.ndmin);
    if own >= wanted {
        return Ok(tensor);
    }
    let raised = tensor.with_leading_axes(wanted as usize);
    if joining.place == -1 || own == 0 {
        return Ok(raised);
    }
    // The array's own axes go to `place`; the new ones to what is left.
    let place = if joining.place < 0 { joining.place + (wanted - own) + 1 } else { joining.place };
    let free = wanted - own;
    let mut order: Vec<isize> = (0..free.min(place.max(0))).collect();
    order.extend(free..wanted);
    order.extend(place.max(0).min(free)..free);
    Ok(raised.permute(&order)?)
}

/// `start:stop:step`; an imaginary step is a number of points with both ends.
fn slice_values(cx: &mut dyn Context, slice: &Slice) -> Result<Tensor> {
    let operand = |cx: &mut dyn Context, v: &Value, otherwise: i128| match v {
        Value::None => Ok(Operand::WeakInt(otherwise)),
        other => Operand::from_value(cx, other),
    };
    let start = operand(cx, &slice.start, 0)?;
    let stop = operand(cx, &slice.stop, 0)?;
    if let Some(points) = points(&slice.step) {
        return Ok(create::linspace(&start, &stop, points, true, None, 0)?.samples);
    }
    let step = operand(cx, &slice.step, 1)?;
    Ok(create::arange(&start, &stop, &step, None)?)
}

fn points(step: &Value) -> Option<isize> {
    match crate::value::number::Number::of_any(step) {
        Some(crate::value::number::Number::Complex(z)) => Some(z.re.hypot(z.im) as isize),
        _ => None,
    }
}

fn grid(cx: &mut dyn Context, index: &Value, open: bool) -> Result<Value> {
    let Value::Tuple(tuple) = index else {
        let Value::Slice(slice) = index else { return Err(Error::type_error("'int' object is not subscriptable")) };
        return Ok(Value::array(slice_values(cx, slice)?));
    };
    let mut lines = Vec::with_capacity(tuple.items.len());
    for item in &tuple.items {
        let Value::Slice(slice) = item else {
            let name = class::class_of(item).qualified_name();
            return Err(Error::attribute(format!("'{name}' object has no attribute 'step'")));
        };
        lines.push(slice_values(cx, slice)?);
    }
    let dtype = lines.iter().try_fold(DType::INT64, |d, t| promote_types(d, t.dtype()))?;
    let lines: Vec<Tensor> =
        lines.iter().map(|t| crate::tensor::cast::as_dtype(t, dtype)).collect::<crate::tensor::Result<_>>()?;
    let coordinates = grids::meshgrid(&lines, "ij", open, true)?;
    if open {
        return Ok(Arrays(coordinates).into_value());
    }
    if coordinates.is_empty() {
        return Ok(Value::array(Tensor::zeros(&[0], dtype)?));
    }
    let stacked = crate::tensor::combine::stack(&coordinates, 0, None, None, Casting::SameKind)?;
    Ok(Value::array(stacked))
}
