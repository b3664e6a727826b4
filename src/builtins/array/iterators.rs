//! Going through arrays: `ndenumerate`, `ndindex`, `broadcast`.

use super::argument::{IntTuple, Source};
use super::flat::FlatIterator;
use crate::symbol::Symbol;
use crate::tensor::Tensor;
use crate::tensor::iterate::{NdIndex, flat_offset};
use crate::tensor::view::common_shape;
use crate::value::class::{Class, python::OBJECT};
use crate::value::convert::{FromValue, IntoValue, Shape};
use crate::value::item::scalar_value;
use crate::value::object::NativeObject;
use crate::value::{Array, Context, Object, Result, Value};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

builtins! { ITERATORS, chapter "Going through arrays", spaces ["np"];
    /// Pairs of index and element, in C order.
    ///
    /// >>> for index, x in np.ndenumerate([[1, 2], [3, 4]]):
    /// ...     print(index, x)
    /// (0, 0) 1
    /// (0, 1) 2
    /// (1, 0) 3
    /// (1, 1) 4
    @see("ndindex", "nditer")
    fn ndenumerate(cx, arr: Tensor) -> Value {
        let indices = RefCell::new(NdIndex::new(arr.shape()));
        let iter = Rc::new(Object::new(FlatIterator::new(Rc::new(Array::new(arr)))));
        Ok(Value::object(Enumerate { iter, indices }))
    }

    /// All indices of a shape, in C order.
    ///
    /// >>> list(np.ndindex(2, 2))
    /// [(0, 0), (0, 1), (1, 0), (1, 1)]
    @see("ndenumerate")
    fn ndindex(cx, @args shape: Vec<Value>) -> Value {
        let shape = match shape.as_slice() {
            [one] => Shape::from_value(cx, one)?.0,
            many => Shape::from_value(cx, &Value::tuple(many.to_vec()))?.0,
        };
        Ok(Value::object(Indices { next: RefCell::new(NdIndex::new(&shape)) }))
    }

    /// The common shape of several arrays, and what goes through them together.
    ///
    /// >>> np.broadcast([1, 2], [[3], [4]]).shape
    /// (2, 2)
    @see("broadcast_arrays")
    fn broadcast(cx, @args arrays: Vec<Source>) -> Value {
        let tensors: Vec<Tensor> = arrays.iter().map(|a| a.tensor.clone()).collect();
        let shape = common_shape(&tensors.iter().map(Tensor::shape).collect::<Vec<_>>())?.to_vec();
        let views = tensors.iter().map(|t| Ok(t.broadcast_to(&shape)?)).collect::<Result<Vec<_>>>()?;
        Ok(Value::object(Broadcast { views, shape, at: Cell::new(0) }))
    }

    /// Whether a value can be gone through.
    ///
    /// >>> np.iterable([1, 2]), np.iterable(2)
    /// (True, False)
    fn iterable(cx, y: Value) -> bool { Ok(crate::value::iter::iterate(cx, &y).is_ok()) }
}

static ND_ENUMERATE: Class = Class::new("ndenumerate", "numpy", &[&OBJECT]);
static ND_INDEX: Class = Class::new("ndindex", "numpy", &[&OBJECT]);
static BROADCAST: Class = Class::new("broadcast", "numpy", &[&OBJECT]);

pub(super) fn index_tuple(index: &[usize]) -> Value {
    IntTuple::of(index).into_value()
}

struct Enumerate {
    /// The elements.
    iter: Rc<Object>,
    indices: RefCell<NdIndex>,
}

impl NativeObject for Enumerate {
    fn class(&self) -> &'static Class {
        &ND_ENUMERATE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok((name.as_str() == "iter").then(|| Value::Object(self.iter.clone())))
    }

    fn attribute_names(&self) -> Vec<String> {
        vec!["iter".into()]
    }

    fn next(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let Some(index) = self.indices.borrow_mut().next() else { return Ok(None) };
        let element = self.iter.next(cx)?.unwrap_or_default();
        Ok(Some(Value::tuple([index_tuple(&index), element])))
    }
}

struct Indices {
    next: RefCell<NdIndex>,
}

impl NativeObject for Indices {
    fn class(&self) -> &'static Class {
        &ND_INDEX
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        Ok(self.next.borrow_mut().next().map(|index| index_tuple(&index)))
    }
}

struct Broadcast {
    views: Vec<Tensor>,
    shape: Vec<usize>,
    at: Cell<usize>,
}

impl Broadcast {
    fn size(&self) -> usize {
        self.shape.iter().product()
    }
}

impl NativeObject for Broadcast {
    fn class(&self) -> &'static Class {
        &BROADCAST
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "shape" => Some(index_tuple(&self.shape)),
            "ndim" | "nd" => Some(Value::Int(self.shape.len() as i64)),
            "size" => Some(Value::Int(self.size() as i64)),
            "numiter" => Some(Value::Int(self.views.len() as i64)),
            "index" => Some(Value::Int(self.at.get() as i64)),
            "iters" => Some(Value::tuple(
                self.views
                    .iter()
                    .map(|t| Value::object(FlatIterator::new(Rc::new(Array::new(t.clone())))))
                    .collect::<Vec<_>>(),
            )),
            _ => None,
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        ["index", "iters", "nd", "ndim", "numiter", "reset", "shape", "size"].map(String::from).to_vec()
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        let at = self.at.get();
        if at >= self.size() {
            return Ok(None);
        }
        self.at.set(at + 1);
        let items = self.views.iter().map(|t| scalar_value(t.scalar_at(flat_offset(t.shape(), t.strides(), at))));
        Ok(Some(Value::tuple(items.collect::<Vec<_>>())))
    }
}

builtins! { BROADCAST_METHODS, chapter "Going through arrays", methods "broadcast";
    /// Starts over.
    ///
    /// >>> b = np.broadcast([1, 2]); next(b); b.reset(); b.index
    /// (np.int64(1),)
    /// 0
    fn reset(cx, @pos b: Value) -> () {
        if let Value::Object(object) = &b && let Some(broadcast) = object.downcast::<Broadcast>() {
            broadcast.at.set(0);
        }
        Ok(())
    }
}
