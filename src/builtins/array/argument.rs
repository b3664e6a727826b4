//! What array functions share: an array argument that remembers its object (so that views of it get a base), lists of
//! arrays, `copy=`, calls of other library functions.

use crate::builtins::registry::lookup;
use crate::symbol::Symbol;
use crate::tensor::index::IndexItem;
use crate::tensor::{DType, Kind, Tensor};
use crate::value::convert::{FromValue, IntoValue};
use crate::value::item::wrap_view;
use crate::value::{Array, Context, Error, Result, Value};
use std::rc::Rc;

/// Anything `np.asarray` accepts, with the array object whose views the result may be.
#[derive(Clone)]
pub struct Source {
    pub array: Rc<Array>,
    pub tensor: Tensor,
    /// Whether the argument was an array, not a scalar or a list.
    pub is_array: bool,
}

impl FromValue for Source {
    const ACCEPTS: &'static str = "array_like";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Source> {
        let array = match value {
            Value::Array(array) => array.clone(),
            other => Rc::new(Array::new(Tensor::from_value(cx, other)?)),
        };
        let tensor = array.tensor();
        Ok(Source { array, tensor, is_array: matches!(value, Value::Array(_)) })
    }
}

impl std::ops::Deref for Source {
    type Target = Tensor;

    fn deref(&self) -> &Tensor {
        &self.tensor
    }
}

impl Source {
    pub fn value(&self) -> Value {
        Value::Array(self.array.clone())
    }

    /// A result that may look into this array's memory.
    pub fn view(&self, found: Tensor) -> Value {
        wrap_view(found, &self.array, &self.value())
    }

    /// What a method gives back: of a NumPy scalar a scalar again where the result is 0-d.
    pub fn like_receiver(&self, found: Tensor) -> Result<Value> {
        if self.is_array { Ok(self.view(found)) } else { crate::value::convert::unboxed(found) }
    }

    /// The argument without the rules of its class.
    pub fn plainly(self) -> Source {
        match crate::value::subclass::plain(&self.value()) {
            Value::Array(array) => Source { array, ..self },
            _ => self,
        }
    }

    /// Several of them, as a tuple.
    pub fn views(&self, found: Vec<Tensor>) -> Vec<Value> {
        found.into_iter().map(|t| self.view(t)).collect()
    }
}

/// The array whose header an attribute tells of; a scalar or a list becomes one.
pub struct Header(Rc<Array>);

impl FromValue for Header {
    const ACCEPTS: &'static str = "array_like";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Header> {
        Ok(Header(match value {
            Value::Array(array) => array.clone(),
            other => Rc::new(Array::new(Tensor::from_value(cx, other)?)),
        }))
    }
}

impl Header {
    pub fn borrow(&self) -> std::cell::Ref<'_, Tensor> {
        self.0.borrow()
    }
}

/// A sequence of arrays, or an array taken apart along its first axis.
pub struct Sources(pub Vec<Source>);

impl FromValue for Sources {
    const ACCEPTS: &'static str = "sequence of array_like";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Sources> {
        let iterator = matches!(value, Value::Object(object) if object.is_iterator());
        if iterator || matches!(value, Value::None | Value::Int(_) | Value::Float(_) | Value::Complex(_)) {
            return Err(Error::type_error(
                "arrays to stack must be passed as a \"sequence\" type such as list or tuple.",
            ));
        }
        Vec::<Source>::from_value(cx, value).map(Sources)
    }
}

impl Sources {
    pub fn tensors(&self) -> Vec<Tensor> {
        self.0.iter().map(|s| s.tensor.clone()).collect()
    }
}

/// A tuple of values.
pub struct Tuple(pub Vec<Value>);

impl IntoValue for Tuple {
    fn into_value(self) -> Value {
        Value::tuple(self.0)
    }
}

/// A tuple of arrays.
pub struct Arrays(pub Vec<Tensor>);

impl IntoValue for Arrays {
    fn into_value(self) -> Value {
        Value::tuple(self.0.into_iter().map(Value::array).collect::<Vec<_>>())
    }
}

/// A tuple of ints.
pub struct IntTuple(Box<[Value]>);

impl IntTuple {
    pub fn of(dims: &[usize]) -> IntTuple {
        dims.iter().map(|&d| d as i64).collect()
    }
}

impl FromIterator<i64> for IntTuple {
    fn from_iter<I: IntoIterator<Item = i64>>(ints: I) -> IntTuple {
        IntTuple(ints.into_iter().map(Value::Int).collect())
    }
}

impl IntoValue for IntTuple {
    fn into_value(self) -> Value {
        Value::tuple(self.0)
    }
}

/// `copy=`: always, never, or where there is no other way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Copy {
    Always,
    Never,
    IfNeeded,
}

impl FromValue for Copy {
    const ACCEPTS: &'static str = "bool or None";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Copy> {
        Ok(match value {
            Value::None => Copy::IfNeeded,
            other if bool::from_value(cx, other)? => Copy::Always,
            _ => Copy::Never,
        })
    }
}

impl Copy {
    /// The error where a copy would be needed but is forbidden.
    pub fn unavoidable() -> Error {
        Error::value(
            "Unable to avoid copy while creating an array as requested.\nIf using `np.array(obj, copy=False)` replace it with \
             `np.asarray(obj)` to allow a copy when needed (no behavior change in NumPy 1.x).\nFor more details, see \
             https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.",
        )
    }
}

/// The ints of `a.reshape(2, 3)`, `a.reshape((2, 3))` and the like: one sequence, or the arguments themselves.
pub fn ints_of_arguments(cx: &mut dyn Context, args: &[Value]) -> Result<Vec<isize>> {
    let items: Vec<i64> = match args {
        [float @ (Value::Float(_) | Value::NpFloat(_))] => return Err(crate::value::convert::not_a_shape(float)),
        [one] => crate::value::convert::Ints::from_value(cx, one)?.0,
        many => many.iter().map(crate::value::convert::to_index).collect::<Result<_>>()?,
    };
    Ok(items.into_iter().map(|i| i as isize).collect())
}

/// Calls NumPy's function of that name with values.
pub fn numpy(cx: &mut dyn Context, name: &str, args: &[Value]) -> Result<Value> {
    match lookup("np", Symbol::new(name)) {
        Some(function) => cx.call(&function, args, &[]),
        None => Err(Error::attribute(format!("module 'numpy' has no attribute '{name}'"))),
    }
}

/// NumPy's function of that name, as a tensor.
pub fn numpy_tensor(cx: &mut dyn Context, name: &str, args: &[Value]) -> Result<Tensor> {
    let value = numpy(cx, name, args)?;
    Tensor::from_value(cx, &value)
}

/// A value that selects along one axis (`np.delete`, `np.insert`): an integer, a slice, an array of integers or bools.
pub fn selection(cx: &mut dyn Context, value: &Value) -> Result<IndexItem> {
    use crate::value::convert::to_index;
    if let Value::Slice(slice) = value {
        let bound = |v: &Value| match v {
            Value::None => Ok(None),
            other => to_index(other).map(|i| Some(i as isize)),
        };
        return Ok(IndexItem::Slice {
            start: bound(&slice.start)?,
            stop: bound(&slice.stop)?,
            step: bound(&slice.step)?,
        });
    }
    let tensor = Tensor::from_value(cx, value)?;
    Ok(match tensor.dtype().kind {
        Kind::Bool if tensor.ndim() > 0 => IndexItem::Mask(tensor),
        _ if tensor.ndim() == 0 && tensor.dtype().kind.is_integer() => {
            IndexItem::Int(to_index(&crate::value::convert::unboxed(tensor)?)? as isize)
        }
        _ if tensor.is_empty() => IndexItem::Array(Tensor::zeros(tensor.shape(), DType::INT64)?),
        _ => IndexItem::Array(tensor),
    })
}

/// A single float64 of a tensor that holds one element.
pub fn float_of(tensor: &Tensor) -> Result<f64> {
    crate::value::convert::to_float(&crate::value::convert::unboxed(tensor.clone())?)
}
