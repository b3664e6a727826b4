//! `np.nditer` and `np.nested_iters`: several arrays gone through together, element by element or in runs.

use super::argument::{IntTuple, Tuple};
use super::iterators::index_tuple;
use super::walk::Walk;
use super::walk_operands::{Settings, constructed};
use crate::symbol::Symbol;
use crate::tensor::assign::assign;
use crate::tensor::{Dims, Strides, Tensor};
use crate::value::class::{Class, python::OBJECT};
use crate::value::convert::{FromValue, IntoValue, Ints, to_index};
use crate::value::object::NativeObject;
use crate::value::{Array, Context, Error, Object, Result, Value};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

builtins! { NDITER, chapter "Going through arrays", spaces ["np"];
    /// Goes through one or several arrays element by element, as 0-d views, in the order in which they lie in memory.
    ///
    /// Flags: `multi_index`, `c_index`, `f_index`, `external_loop`, `buffered`, `ranged`, `reduce_ok` …; operand flags:
    /// `readonly`, `readwrite`, `writeonly`, `allocate`, `copy`. `op_axes` says which axis of each operand an axis of the walk
    /// is, `-1` that it has none.
    ///
    /// >>> [int(x) for x in np.nditer(np.array([[1, 2], [3, 4]]))]
    /// [1, 2, 3, 4]
    /// >>> [(int(x), int(y)) for x, y in np.nditer([np.arange(2), np.arange(2)], op_axes=[[0, -1], [-1, 0]])]
    /// [(0, 0), (0, 1), (1, 0), (1, 1)]
    @see("ndenumerate", "nested_iters")
    fn nditer(cx, op: Value, flags: Option<Vec<String>> = None, op_flags: Value = Value::None, op_dtypes: Value = Value::None,
              order: String = "K".into(), casting: String = "safe".into(), op_axes: Value = Value::None, itershape: Value = Value::None,
              buffersize: usize = 0) -> Value {
        let flags = flags.unwrap_or_default();
        let settings = Settings { flags, op_flags, op_dtypes, order, casting, op_axes, itershape, buffersize };
        walker(cx, &op, &settings).map(Value::object)
    }

    /// Walks inside each other, one over each group of axes.
    ///
    /// The second goes over its axes wherever the first stands, and so on.
    ///
    /// >>> i, j = np.nested_iters(np.arange(6).reshape(2, 3), [[1], [0]])
    /// >>> for x in i:
    /// ...     print([int(y) for y in j])
    /// [0, 3]
    /// [1, 4]
    /// [2, 5]
    @see("nditer")
    fn nested_iters(cx, op: Value, axes: Value, flags: Option<Vec<String>> = None, op_flags: Value = Value::None,
                    op_dtypes: Value = Value::None, order: String = "K".into(), casting: String = "safe".into(),
                    buffersize: usize = 0) -> Value {
        let flags = flags.unwrap_or_default();
        let (op_axes, itershape) = (Value::None, Value::None);
        let settings = Settings { flags, op_flags, op_dtypes, order, casting, op_axes, itershape, buffersize };
        nested(cx, &op, &axes, settings)
    }
}

static ND_ITER: Class = Class::new("nditer", "numpy", &[&OBJECT]);

/// An array that a walker goes through.
#[derive(Clone)]
pub struct Operand {
    /// What `operands` shows.
    pub array: Value,
    /// Whose elements are shown: the array's, or a copy of another dtype.
    pub tensor: Tensor,
    pub writeable: bool,
    /// Where a copy goes back to.
    pub target: Option<Tensor>,
}

/// `np.nditer`
struct Walker {
    operands: Vec<Operand>,
    walk: RefCell<Walk>,
    /// The walker that goes through the other axes wherever this one stands.
    inner: RefCell<Option<Rc<Object>>>,
}

fn walker(cx: &mut dyn Context, op: &Value, settings: &Settings) -> Result<Walker> {
    let (operands, walk) = constructed(cx, op, settings)?;
    Ok(Walker { operands, walk: RefCell::new(walk), inner: RefCell::default() })
}

fn nested(cx: &mut dyn Context, op: &Value, axes: &Value, mut settings: Settings) -> Result<Value> {
    let groups = crate::value::iter::collect(cx, axes)?;
    if groups.len() < 2 {
        return Err(Error::value("axes must have at least 2 entries for nested iteration"));
    }
    let mut used: Vec<i64> = Vec::new();
    for group in &groups {
        for axis in Ints::from_value(cx, group)?.0 {
            if axis < 0 {
                return Err(Error::value("An axis is out of bounds"));
            }
            if used.contains(&axis) {
                return Err(Error::value("An axis is used more than once"));
            }
            used.push(axis);
        }
    }
    let count = match op {
        Value::List(list) => list.len(),
        Value::Tuple(tuple) => tuple.items.len(),
        _ => 1,
    };
    let flags = std::mem::take(&mut settings.flags);
    let mut walkers: Vec<Value> = Vec::with_capacity(groups.len());
    for (level, group) in groups.iter().enumerate() {
        let innermost = level + 1 == groups.len();
        let only_inside = ["external_loop", "buffered"];
        settings.flags = flags.iter().filter(|f| innermost || !only_inside.contains(&f.as_str())).cloned().collect();
        settings.op_axes = Value::list(vec![group.clone(); count]);
        walkers.push(Value::object(walker(cx, op, &settings)?));
    }
    for pair in walkers.windows(2) {
        if let [Value::Object(outer), Value::Object(inner)] = pair
            && let Some(outer) = outer.downcast::<Walker>()
        {
            outer.inner.replace(Some(inner.clone()));
        }
    }
    if let Some(Value::Object(first)) = walkers.first()
        && let Some(first) = first.downcast::<Walker>()
    {
        first.moved();
    }
    Ok(Value::tuple(walkers))
}

impl Walker {
    /// What is to be done where the walk stands elsewhere than before: the walk inside starts over from there.
    fn moved(&self) {
        let inner = self.inner.borrow().clone();
        if let Some(inner) = inner.as_ref().and_then(|object| object.downcast::<Walker>()) {
            inner.walk.borrow_mut().start_at(self.walk.borrow().offsets());
            inner.moved();
        }
    }

    /// Writes copies back to the arrays.
    fn write_back(&self) -> Result<()> {
        for operand in &self.operands {
            if let Some(target) = &operand.target {
                assign(target, &operand.tensor)?;
            }
        }
        Ok(())
    }

    /// Goes on; whether there is a next place.
    fn advance(&self) -> Result<bool> {
        let more = self.walk.borrow_mut().advance();
        if more {
            self.moved();
        } else {
            self.write_back()?;
        }
        Ok(more)
    }

    fn values(&self) -> Result<Vec<Value>> {
        let walk = self.walk.borrow();
        if walk.is_finished() {
            return Err(Error::value("Iterator is past the end"));
        }
        let run = walk.run();
        let offsets = walk.offsets();
        let views = self.operands.iter().zip(offsets).enumerate().map(|(at, (operand, offset))| {
            let (shape, strides): (Dims, Strides) = match run {
                Some(n) => (smallvec::smallvec![n], smallvec::smallvec![walk.run_stride(at)]),
                None => Default::default(),
            };
            let part = operand.tensor.with_geometry(offset, shape, strides);
            let base =
                if operand.target.is_some() { Value::array(operand.tensor.clone()) } else { operand.array.clone() };
            let view = Array::view_of(part, &base);
            view.set_writeable(operand.writeable);
            Value::Array(Rc::new(view))
        });
        Ok(views.collect())
    }

    fn value(&self) -> Result<Value> {
        let mut values = self.values()?;
        Ok(if values.len() == 1 { values.remove(0) } else { Value::tuple(values) })
    }

    /// The operands with the walk's axes, slowest first.
    fn views(&self) -> Result<Value> {
        let walk = self.walk.borrow();
        if walk.buffered {
            return Err(Error::value("cannot provide an iterator view when buffering is enabled"));
        }
        let view = |(at, operand): (usize, &Operand)| {
            let (offset, shape, strides) = walk.whole(at);
            let view = Array::view_of(operand.tensor.with_geometry(offset, shape, strides), &operand.array);
            view.set_writeable(operand.writeable);
            Value::Array(Rc::new(view))
        };
        Ok(Value::tuple(self.operands.iter().enumerate().map(view).collect::<Vec<_>>()))
    }
}

impl NativeObject for Walker {
    fn class(&self) -> &'static Class {
        &ND_ITER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let walk = self.walk.borrow();
        Ok(Some(match name.as_str() {
            "finished" => Value::bool(walk.is_finished()),
            "value" => self.value()?,
            "operands" => Tuple(self.operands.iter().map(|o| o.array.clone()).collect()).into_value(),
            "multi_index" if walk.has_multi_index && walk.is_finished() => {
                return Err(Error::value("Iterator is past the end"));
            }
            "multi_index" if walk.has_multi_index => index_tuple(&walk.multi_index()),
            "multi_index" => return Err(Error::value("Iterator is not tracking a multi-index")),
            "index" if walk.has_index && walk.is_finished() => return Err(Error::value("Iterator is past the end")),
            "index" if walk.has_index => Value::Int(walk.flat_index() as i64),
            "index" => return Err(Error::value("Iterator does not have an index")),
            "iterindex" if walk.is_finished() => return Err(Error::value("Iterator is past the end")),
            "iterindex" => Value::Int(walk.at as i64),
            "iterrange" => [walk.range.0, walk.range.1].iter().map(|&i| i as i64).collect::<IntTuple>().into_value(),
            "itersize" => Value::Int(walk.size() as i64),
            "itviews" => self.views()?,
            "shape" => index_tuple(&walk.shape_shown()),
            "ndim" => Value::Int(walk.shape_shown().len() as i64),
            "nop" => Value::Int(self.operands.len() as i64),
            "has_index" => Value::bool(walk.has_index),
            "has_multi_index" => Value::bool(walk.has_multi_index),
            "has_delayed_bufalloc" => Value::bool(walk.is_delayed),
            "iterationneedsapi" => Value::bool(self.operands.iter().any(|o| o.tensor.dtype().kind.is_reference())),
            "dtypes" => Tuple(self.operands.iter().map(|o| Value::dtype(o.tensor.dtype())).collect()).into_value(),
            _ => return Ok(None),
        }))
    }

    fn set_attribute(&self, cx: &mut dyn Context, name: Symbol, value: &Value) -> Result<bool> {
        match name.as_str() {
            "iterindex" => self.walk.borrow_mut().go_to(to_index(value)?)?,
            "index" => self.walk.borrow_mut().go_to_flat(to_index(value)?)?,
            "multi_index" => {
                let index = Ints::from_value(cx, value)?.0;
                self.walk.borrow_mut().go_to_index(&index)?;
            }
            "iterrange" => {
                let range = Ints::from_value(cx, value)?.0;
                let [start, end] = range[..] else {
                    return Err(Error::type_error("iterrange must be a tuple of two integers"));
                };
                self.walk.borrow_mut().set_range(start, end)?;
            }
            _ => return Ok(false),
        }
        self.moved();
        Ok(true)
    }

    fn attribute_names(&self) -> Vec<String> {
        let names = "dtypes finished has_delayed_bufalloc has_index has_multi_index index iterationneedsapi iterindex iterrange \
                     itersize itviews multi_index ndim nop operands shape value";
        names.split_whitespace().map(String::from).collect()
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        if self.walk.borrow().is_finished() {
            return Ok(None);
        }
        let started = std::mem::replace(&mut self.walk.borrow_mut().started, true);
        if started && !self.advance()? {
            return Ok(None);
        }
        self.value().map(Some)
    }

    fn len(&self) -> Option<usize> {
        Some(self.operands.len())
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        let values = Value::tuple(self.values()?);
        crate::value::item::get_item(cx, &values, index).map_err(|error| match error.message().as_str() {
            "tuple index out of range" => {
                Error::index(format!("Iterator operand index {} is out of bounds", crate::value::repr::repr(index)))
            }
            _ => error,
        })
    }

    fn set_item(&self, cx: &mut dyn Context, index: &Value, value: &Value) -> Result<()> {
        let target = self.get_item(cx, index)?;
        crate::value::item::set_item(cx, &target, &Value::Ellipsis, value)
    }

    fn enter(&self, _: &mut dyn Context, this: &Value) -> Result<Value> {
        Ok(this.clone())
    }

    fn exit(&self, _: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        self.write_back()?;
        self.walk.borrow_mut().close();
        Ok(false)
    }

    fn truth(&self) -> Result<bool> {
        Ok(true)
    }
}

/// The receiver of an `nditer` method.
struct Receiver(Rc<Object>);

impl FromValue for Receiver {
    const ACCEPTS: &'static str = "nditer";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Receiver> {
        match value {
            Value::Object(object) if object.downcast::<Walker>().is_some() => Ok(Receiver(object.clone())),
            _ => Err(Error::type_error("descriptor requires a 'numpy.nditer' object")),
        }
    }
}

impl Receiver {
    fn walker(&self) -> Result<&Walker> {
        self.0.downcast::<Walker>().ok_or_else(|| Error::type_error("descriptor requires a 'numpy.nditer' object"))
    }
}

builtins! { WALKER_METHODS, chapter "Going through arrays", methods "nditer";
    /// Goes on to the next element; whether there is one.
    ///
    /// >>> it = np.nditer(np.arange(2)); it.iternext(), it.iternext()
    /// (True, False)
    fn iternext(cx, @pos it: Receiver) -> bool { it.walker()?.advance() }

    /// Starts over.
    ///
    /// >>> it = np.nditer(np.arange(2)); it.iternext(); it.reset(); it[0]
    /// True
    /// array(0)
    fn reset(cx, @pos it: Receiver) -> () {
        let walker = it.walker()?;
        walker.walk.borrow_mut().restart();
        walker.moved();
        Ok(())
    }

    /// A walker over the same arrays that stands at the same place.
    ///
    /// >>> it = np.nditer(np.arange(3)); next(it); other = it.copy(); next(other), next(it)
    /// array(0)
    /// (array(1), array(1))
    fn copy(cx, @pos it: Receiver) -> Value {
        let walker = it.walker()?;
        let walk = RefCell::new(walker.walk.borrow().clone());
        Ok(Value::object(Walker { operands: walker.operands.clone(), walk, inner: RefCell::default() }))
    }

    /// Leaves out an axis: the walk stays at its first place. Only with `multi_index`.
    ///
    /// >>> it = np.nditer(np.arange(6).reshape(2, 3), flags=['multi_index']); it.remove_axis(1)
    /// >>> [int(x) for x in it]
    /// [0, 3]
    fn remove_axis(cx, @pos it: Receiver, @pos i: i64) -> () {
        let walker = it.walker()?;
        walker.walk.borrow_mut().remove_axis(i)?;
        walker.moved();
        Ok(())
    }

    /// Ends the tracking of the index, so that axes can be joined.
    ///
    /// >>> it = np.nditer(np.ones((2, 3)), flags=['multi_index']); it.remove_multi_index(); it.shape
    /// (6,)
    fn remove_multi_index(cx, @pos it: Receiver) -> () {
        it.walker()?.walk.borrow_mut().remove_multi_index();
        Ok(())
    }

    /// From now on gives runs of elements instead of single ones.
    ///
    /// >>> it = np.nditer(np.arange(4)); it.enable_external_loop(); next(it)
    /// array([0, 1, 2, 3])
    fn enable_external_loop(cx, @pos it: Receiver) -> () {
        it.walker()?.walk.borrow_mut().enable_external_loop()
    }

    /// Ends the walk; what was written to copies goes to the arrays.
    ///
    /// >>> np.nditer(np.arange(2)).close()
    fn close(cx, @pos it: Receiver) -> () {
        let walker = it.walker()?;
        walker.write_back()?;
        walker.walk.borrow_mut().close();
        Ok(())
    }
}
