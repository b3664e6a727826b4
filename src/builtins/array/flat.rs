//! `a.flat`: an array's elements in C order as an iterator that can be indexed and assigned to.

use crate::symbol::Symbol;
use crate::tensor::index::{self, Mode};
use crate::tensor::iterate::flat_offset;
use crate::tensor::{Order, Tensor};
use crate::value::class::{Class, numpy};
use crate::value::convert::{FromValue, IntoValue};
use crate::value::elementwise::report;
use crate::value::item::{get_item, scalar_value};
use crate::value::nested::to_tensor;
use crate::value::object::NativeObject;
use crate::value::{Array, Context, Error, Result, Value};
use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

/// The iterator; `at` is the place of the next element.
pub struct FlatIterator {
    array: Rc<Array>,
    at: Cell<usize>,
}

impl FlatIterator {
    pub fn new(array: Rc<Array>) -> FlatIterator {
        FlatIterator { array, at: Cell::new(0) }
    }

    /// The places in C order that an index selects.
    fn places(&self, cx: &mut dyn Context, index: &Value) -> Result<Tensor> {
        let all = Value::array(Tensor::generate(&[self.array.borrow().size()], |i| i as i64)?);
        let chosen = get_item(cx, &all, index)?;
        Tensor::from_value(cx, &chosen)
    }

    fn check_index(index: &Value) -> Result<()> {
        match index {
            Value::Tuple(tuple) if tuple.items.len() > 1 => Err(Error::index("unsupported iterator index")),
            _ => Ok(()),
        }
    }
}

impl NativeObject for FlatIterator {
    fn class(&self) -> &'static Class {
        &numpy::FLATITER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let tensor = self.array.tensor();
        Ok(match name.as_str() {
            "base" => Some(Value::Array(self.array.clone())),
            "index" => Some(Value::Int(self.at.get() as i64)),
            "coords" => {
                let mut rest = self.at.get();
                let mut coords: Vec<i64> = Vec::with_capacity(tensor.ndim());
                for &n in tensor.shape().iter().rev() {
                    coords.push((rest % n.max(1)) as i64);
                    rest /= n.max(1);
                }
                coords.reverse();
                Some(coords.into_iter().collect::<super::argument::IntTuple>().into_value())
            }
            _ => None,
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        ["base", "index", "coords", "copy"].map(String::from).to_vec()
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        let tensor = self.array.borrow();
        let at = self.at.get();
        if at >= tensor.size() {
            self.at.set(0);
            return Ok(None);
        }
        self.at.set(at + 1);
        Ok(Some(scalar_value(tensor.scalar_at(flat_offset(tensor.shape(), tensor.strides(), at)))))
    }

    fn len(&self) -> Option<usize> {
        Some(self.array.borrow().size())
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        FlatIterator::check_index(index)?;
        if let Value::Int(i) = index {
            let tensor = self.array.borrow();
            let n = tensor.size() as i64;
            let at = if *i < 0 { i + n } else { *i };
            if at < 0 || at >= n {
                return Err(Error::index(format!("index {i} is out of bounds for size {n}")));
            }
            return Ok(scalar_value(tensor.scalar_at(flat_offset(tensor.shape(), tensor.strides(), at as usize))));
        }
        let line = Value::array(self.array.tensor().flatten(Order::C)?);
        get_item(cx, &line, index)
    }

    fn set_item(&self, cx: &mut dyn Context, index: &Value, value: &Value) -> Result<()> {
        FlatIterator::check_index(index)?;
        if !self.array.is_writeable() {
            return Err(Error::value("underlying array is read-only"));
        }
        let target = self.array.tensor();
        let places = self.places(cx, index)?;
        let values = to_tensor(cx, value, Some(target.dtype()))?;
        if values.is_empty() && !places.is_empty() {
            return Err(Error::value("Error setting single item of array"));
        }
        let flags = index::put(&target, &places, &values, Mode::Raise)?;
        report(cx, flags, "cast", false)
    }

    fn compare(
        &self,
        cx: &mut dyn Context,
        op: crate::value::object::CompareOp,
        other: &Value,
    ) -> Result<Option<Value>> {
        let line = Value::array(self.array.tensor().flatten(Order::C)?);
        crate::value::compare::compare(cx, op, &line, other).map(Some)
    }

    fn to_tensor(&self) -> Option<Result<Tensor>> {
        Some(self.array.tensor().flatten(Order::C).map_err(Error::from))
    }
}

builtins! { FLAT, chapter "Attributes of arrays", methods "flatiter";
    /// The elements as a new array of one axis.
    ///
    /// >>> np.array([[1, 2], [3, 4]]).flat.copy()
    /// array([1, 2, 3, 4])
    fn copy(cx, iterator: Tensor) -> Tensor { Ok(iterator) }
}
