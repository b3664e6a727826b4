//! `axis=` as the functions of NumPy read it: those in Python normalise one axis or several, those in C are stricter.

use super::class::class_of;
use super::convert::{FromValue, to_index};
use super::iter::collect;
use super::{Context, Error, Result, Value};
use crate::tensor::error::ErrorKind;
use crate::tensor::reduce::Axes as TensorAxes;
use crate::tensor::shape::normalize_axis;

/// All axes (`None`), one, or several.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Axes(pub Option<Vec<isize>>);

impl Axes {
    /// The axes of an array with `ndim` of them. AxisError; ValueError for one named twice. `argument`: what the errors call
    /// them.
    pub fn distinct(&self, ndim: usize, argument: Option<&str>) -> Result<TensorAxes> {
        let Some(list) = &self.0 else { return Ok(TensorAxes::All) };
        let mut axes = Vec::with_capacity(list.len());
        for &axis in list {
            let axis = normalize_axis(axis, ndim).map_err(|error| match (argument, error.kind) {
                (Some(name), ErrorKind::Axis) => {
                    crate::tensor::error::Error::new(ErrorKind::Axis, format!("{name}: {}", error.message))
                }
                _ => error,
            })?;
            if axes.contains(&(axis as isize)) {
                let of = argument.map_or(String::new(), |name| format!(" in `{name}` argument"));
                return Err(Error::value(format!("repeated axis{of}")));
            }
            axes.push(axis as isize);
        }
        Ok(TensorAxes::list(&axes))
    }
}

impl FromValue for Axes {
    const ACCEPTS: &'static str = "None, int or tuple of ints";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Axes> {
        match value {
            Value::None => Ok(Axes(None)),
            Value::Array(array) if array.ndim() > 0 => several(cx, value),
            Value::Tuple(_) | Value::List(_) | Value::Range(_) | Value::Object(_) | Value::Str(_) => several(cx, value),
            Value::NpBool(_) => Err(not_iterable(value)),
            one => to_index(one).map(|axis| Axes(Some(vec![axis as isize]))).map_err(|_| not_iterable(one)),
        }
    }
}

fn several(cx: &mut dyn Context, value: &Value) -> Result<Axes> {
    collect(cx, value)?.iter().map(normal_axis).collect::<Result<_>>().map(|axes| Axes(Some(axes)))
}

fn not_iterable(value: &Value) -> Error {
    Error::type_error(format!("'{}' object is not iterable", class_of(value).qualified_name()))
}

/// One axis where NumPy normalises it.
fn normal_axis(value: &Value) -> Result<isize> {
    match value {
        Value::Float(_) | Value::NpFloat(_) => Err(Error::type_error("integer argument expected, got float")),
        Value::NpBool(_) => Err(not_an_integer(value)),
        other => to_index(other).map(|axis| axis as isize),
    }
}

fn not_an_integer(value: &Value) -> Error {
    Error::type_error(format!("'{}' object cannot be interpreted as an integer", class_of(value).qualified_name()))
}

/// `axis=` of a reduction, which NumPy reads more strictly: no lists, no truth values.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReductionAxes(pub Axes);

impl std::ops::Deref for ReductionAxes {
    type Target = Axes;

    fn deref(&self) -> &Axes {
        &self.0
    }
}

impl ReductionAxes {
    fn read(cx: &mut dyn Context, value: &Value, one: impl Fn(&Value) -> Result<isize>) -> Result<ReductionAxes> {
        Ok(ReductionAxes(Axes(match value {
            Value::None => None,
            Value::Tuple(_) => Some(collect(cx, value)?.iter().map(one).collect::<Result<_>>()?),
            other => Some(vec![one(other)?]),
        })))
    }
}

impl FromValue for ReductionAxes {
    const ACCEPTS: &'static str = Axes::ACCEPTS;

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<ReductionAxes> {
        ReductionAxes::read(cx, value, |axis| match axis {
            Value::Bool(_) | Value::NpBool(_) => Err(Error::type_error("an integer is required")),
            other => to_index(other).map(|axis| axis as isize),
        })
    }
}

/// `axis=` of a mean or a spread, which counts the elements along the axes first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CountedAxes(pub Axes);

impl std::ops::Deref for CountedAxes {
    type Target = Axes;

    fn deref(&self) -> &Axes {
        &self.0
    }
}

impl FromValue for CountedAxes {
    const ACCEPTS: &'static str = Axes::ACCEPTS;

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<CountedAxes> {
        let read = ReductionAxes::read(cx, value, |axis| match axis {
            Value::Bool(_) => Err(Error::type_error("an integer is required")),
            other => normal_axis(other),
        });
        read.map(|axes| CountedAxes(axes.0))
    }
}

/// One axis, of a function that is written in C: no truth value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axis(pub isize);

impl FromValue for Axis {
    const ACCEPTS: &'static str = "int";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Axis> {
        match value {
            Value::Bool(_) | Value::NpBool(_) => Err(Error::type_error("an integer is required for the axis")),
            other => to_index(other).map(|axis| Axis(axis as isize)),
        }
    }
}

/// One axis or several, of a function that normalises each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NormalAxes(pub Vec<isize>);

impl FromValue for NormalAxes {
    const ACCEPTS: &'static str = "int or tuple of ints";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<NormalAxes> {
        match value {
            Value::Tuple(_) | Value::List(_) => {
                collect(cx, value)?.iter().map(normal_axis).collect::<Result<_>>().map(NormalAxes)
            }
            one => Ok(NormalAxes(vec![normal_axis(one)?])),
        }
    }
}

/// One axis, of a function that is written in Python.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NormalAxis(pub isize);

impl FromValue for NormalAxis {
    const ACCEPTS: &'static str = "int";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<NormalAxis> {
        normal_axis(value).map(NormalAxis)
    }
}
