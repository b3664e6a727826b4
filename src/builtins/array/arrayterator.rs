//! `np.lib.Arrayterator`: goes through a large array in blocks of a bounded number of elements.

use crate::builtins::array::argument::IntTuple;
use crate::tensor::{Order, Tensor};
use crate::value::class::{Class, numpy, python};
use crate::value::iter::Iter;
use crate::value::{Context, Error, FromValue, NativeObject, Object, Result, Value, item};
use std::any::Any;
use std::rc::Rc;

static ARRAYTERATOR: Class = Class::new("Arrayterator", "numpy.lib", &[&python::OBJECT]);

struct Arrayterator {
    /// The array, or the part of it that was asked for.
    array: Value,
    most: Option<usize>,
}

/// An Arrayterator as the receiver of a method.
pub struct BlocksObject(Rc<Object>);

impl std::ops::Deref for BlocksObject {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.0
    }
}

impl FromValue for BlocksObject {
    const ACCEPTS: &'static str = "Arrayterator";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<BlocksObject> {
        match value {
            Value::Object(object) if object.downcast::<Arrayterator>().is_some() => Ok(BlocksObject(object.clone())),
            _ => Err(Error::type_error("expected an Arrayterator")),
        }
    }
}

fn inner(this: &Object) -> Result<&Arrayterator> {
    this.downcast::<Arrayterator>().ok_or_else(|| Error::type_error("expected an Arrayterator"))
}

builtins! { ARRAYTERATOR_CONSTRUCTOR, chapter "Going through arrays", spaces ["constructors.numpy"];
    /// An array in blocks of at most so many elements, all of it without a number.
    ///
    /// >>> a = np.lib.Arrayterator(np.arange(6).reshape(2, 3), 3)
    /// >>> for block in a: print(block)
    /// [[0 1 2]]
    /// [[3 4 5]]
    fn Arrayterator(cx, var: Value, buf_size: Option<usize> = None) -> Value {
        Tensor::from_value(cx, &var)?;
        Ok(Value::object(Arrayterator { array: var, most: buf_size.filter(|&n| n > 0) }))
    }
}

builtins! { ARRAYTERATOR_METHODS, chapter "Going through arrays", methods "Arrayterator";
    /// The array that is gone through.
    ///
    /// >>> np.lib.Arrayterator(np.arange(3), 2).var
    /// array([0, 1, 2])
    @property
    fn var(cx, @pos this: BlocksObject) -> Value { Ok(inner(&this)?.array.clone()) }

    /// The most elements of a block.
    ///
    /// >>> np.lib.Arrayterator(np.arange(3), 2).buf_size
    /// 2
    @property
    fn buf_size(cx, @pos this: BlocksObject) -> Option<usize> { Ok(inner(&this)?.most) }

    /// The shape of the whole.
    ///
    /// >>> np.lib.Arrayterator(np.zeros((2, 3)), 2).shape
    /// (2, 3)
    @property
    fn shape(cx, @pos this: BlocksObject) -> IntTuple {
        let tensor = Tensor::from_value(cx, &inner(&this)?.array)?;
        Ok(IntTuple::of(tensor.shape()))
    }

    /// The elements one by one.
    ///
    /// >>> list(np.lib.Arrayterator(np.arange(3), 2).flat)
    /// [np.int64(0), np.int64(1), np.int64(2)]
    @property
    fn flat(cx, @pos this: BlocksObject) -> Value {
        let line = Tensor::from_value(cx, &inner(&this)?.array)?.ravel(Order::C)?;
        let items = crate::value::iter::collect(cx, &Value::array(line))?;
        Ok(Iter::Vec(items.into(), 0).into_value())
    }
}

/// How long a block is along each axis: as many whole last axes as fit, then a part of the next, then one of each.
fn block_shape(shape: &[usize], most: Option<usize>) -> Vec<usize> {
    let mut left = most.unwrap_or(usize::MAX);
    let mut block = vec![1; shape.len()];
    for (length, &n) in block.iter_mut().zip(shape).rev() {
        if left >= n.max(1) {
            *length = n.max(1);
            left /= n.max(1);
        } else {
            *length = left.max(1);
            break;
        }
    }
    block
}

impl NativeObject for Arrayterator {
    fn class(&self) -> &'static Class {
        &ARRAYTERATOR
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn iterate(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let tensor = Tensor::from_value(cx, &self.array)?;
        let block = block_shape(tensor.shape(), self.most);
        let mut blocks = vec![tensor.clone()];
        for (axis, &length) in block.iter().enumerate() {
            let n = tensor.shape()[axis];
            let cut = |part: &Tensor| -> Vec<Tensor> {
                (0..n).step_by(length).map(|from| part.range(axis, from, (from + length).min(n))).collect()
            };
            blocks = blocks.iter().flat_map(cut).collect();
        }
        let owner = &self.array;
        let views: Vec<Value> = blocks
            .into_iter()
            .map(|part| match owner {
                Value::Array(_) => Value::Array(Rc::new(crate::value::Array::view_as(part, owner, &numpy::NDARRAY))),
                _ => Value::array(part),
            })
            .collect();
        Ok(Some(Iter::Vec(views.into(), 0).into_value()))
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        let part = item::get_item(cx, &self.array, index)?;
        Ok(Value::object(Arrayterator { array: part, most: self.most }))
    }

    fn to_tensor(&self) -> Option<Result<Tensor>> {
        match &self.array {
            Value::Array(array) => Some(Ok(array.tensor())),
            _ => None,
        }
    }
}

/// Members of namespaces that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("np.lib", "Arrayterator", Value::Class(&ARRAYTERATOR))]
}

#[cfg(test)]
mod tests {
    use super::block_shape;

    #[test]
    fn blocks_are_whole_last_axes() {
        assert_eq!(block_shape(&[2, 3, 4], Some(5)), [1, 1, 4]);
        assert_eq!(block_shape(&[2, 3, 4], Some(13)), [1, 3, 4]);
        assert_eq!(block_shape(&[2, 3, 4], None), [2, 3, 4]);
        assert_eq!(block_shape(&[3, 4, 5, 6], Some(2)), [1, 1, 1, 2]);
        assert_eq!(block_shape(&[], Some(2)), Vec::<usize>::new());
    }
}
