//! Going through arrays: `ndenumerate`, `ndindex`, `nditer`, `broadcast`.

use super::argument::{IntTuple, Source, Tuple};
use crate::symbol::Symbol;
use crate::tensor::iterate::{NdIndex, flat_offset};
use crate::tensor::view::common_shape;
use crate::tensor::{DType, Tensor};
use crate::value::class::{Class, python::OBJECT};
use crate::value::convert::{FromValue, IntoValue, Shape};
use crate::value::item::scalar_value;
use crate::value::object::NativeObject;
use crate::value::{Array, Context, Error, Object, Result, Value};
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
        Ok(Value::object(Enumerate { tensor: arr, indices, at: Cell::new(0) }))
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

    /// Goes through one or several arrays element by element, as 0-d views, in the order in which they lie in memory.
    ///
    /// Flags: `multi_index`, `c_index`, `f_index`, `external_loop`; operand flags: `readonly`, `readwrite`, `writeonly`.
    ///
    /// >>> [int(x) for x in np.nditer(np.array([[1, 2], [3, 4]]))]
    /// [1, 2, 3, 4]
    @see("ndenumerate")
    fn nditer(cx, op: Value, flags: Option<Vec<String>> = None, op_flags: Value = Value::None, op_dtypes: Value = Value::None,
              order: String = "K".into(), casting: String = "safe".into(), op_axes: Value = Value::None, itershape: Value = Value::None,
              buffersize: i64 = 0) -> Value {
        let flags = flags.unwrap_or_default();
        Walker::new(cx, &op, &flags, &op_flags, &op_dtypes, &order).map(Value::object)
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
static ND_ITER: Class = Class::new("nditer", "numpy", &[&OBJECT]);
static BROADCAST: Class = Class::new("broadcast", "numpy", &[&OBJECT]);

fn index_tuple(index: &[usize]) -> Value {
    IntTuple::of(index).into_value()
}

struct Enumerate {
    tensor: Tensor,
    indices: RefCell<NdIndex>,
    at: Cell<usize>,
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

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        let Some(index) = self.indices.borrow_mut().next() else { return Ok(None) };
        let at = self.at.replace(self.at.get() + 1);
        let element = self.tensor.scalar_at(flat_offset(self.tensor.shape(), self.tensor.strides(), at));
        Ok(Some(Value::tuple([index_tuple(&index), scalar_value(element)])))
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
                    .map(|t| Value::object(super::flat::FlatIterator::new(Rc::new(Array::new(t.clone())))))
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

/// One array an [`Walker`] goes through.
struct Operand {
    array: Value,
    /// Of the common shape, with its axes in the order of the walk.
    tensor: Tensor,
    writeable: bool,
}

/// `np.nditer`
struct Walker {
    operands: Vec<Operand>,
    /// Lengths of the axes as the arrays have them.
    shape: Vec<usize>,
    /// The arrays' axis at each place of the walk, slowest first.
    axes: Vec<usize>,
    /// How many of the walk's axes are outside the chunks that it gives (all without `external_loop`).
    outer: usize,
    fortran_index: bool,
    has_index: bool,
    has_multi_index: bool,
    at: Cell<usize>,
    started: Cell<bool>,
}

impl Walker {
    fn new(
        cx: &mut dyn Context,
        op: &Value,
        flags: &[String],
        op_flags: &Value,
        op_dtypes: &Value,
        order: &str,
    ) -> Result<Walker> {
        let known = [
            "multi_index",
            "c_index",
            "f_index",
            "external_loop",
            "buffered",
            "common_dtype",
            "copy_if_overlap",
            "delay_bufalloc",
            "grow_inner",
            "ranged",
            "refs_ok",
            "reduce_ok",
            "zerosize_ok",
        ];
        if let Some(flag) = flags.iter().find(|f| !known.contains(&f.as_str())) {
            return Err(Error::value(format!("Unexpected iterator global flag \"{flag}\"")));
        }
        let has = |flag: &str| flags.iter().any(|f| f == flag);
        let given = match op {
            Value::List(list) => list.to_vec(),
            Value::Tuple(tuple) => tuple.items.to_vec(),
            other => vec![other.clone()],
        };
        let modes = operand_flags(cx, op_flags, given.len())?;
        let dtypes = operand_dtypes(cx, op_dtypes, given.len())?;
        let sources = given
            .iter()
            .zip(&dtypes)
            .map(|(v, dtype)| match (v, dtype) {
                (Value::None, _) => Ok(None),
                (v, None) => Source::from_value(cx, v).map(Some),
                (v, dtype) => {
                    let cast = crate::value::nested::to_tensor(cx, v, *dtype)?;
                    Source::from_value(cx, &Value::array(cast)).map(Some)
                }
            })
            .collect::<Result<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = sources.iter().flatten().map(|s| s.tensor.shape()).collect();
        let shape = crate::tensor::shape::broadcast_shapes(&shapes)?.to_vec();
        if shape.contains(&0) && !has("zerosize_ok") {
            return Err(Error::value("Iteration of zero-sized operands is not enabled"));
        }
        let parts: Vec<crate::tensor::Operand> =
            sources.iter().flatten().map(|s| crate::tensor::Operand::Tensor(s.tensor.clone())).collect();
        let common = crate::tensor::promote::result_type(&parts)?;
        let mut operands = Vec::with_capacity(given.len());
        for ((source, mode), dtype) in sources.into_iter().zip(&modes).zip(&dtypes) {
            let (array, tensor, writeable) = match source {
                Some(source) => {
                    let writeable = mode != "readonly";
                    if writeable && !source.array.is_writeable() {
                        return Err(Error::value("output array is read-only"));
                    }
                    (source.value(), source.tensor.broadcast_to(&shape)?, writeable)
                }
                // An operand that is made here.
                None => {
                    let new = Tensor::zeros(&shape, dtype.unwrap_or(common))?;
                    (Value::array(new.clone()), new, true)
                }
            };
            operands.push(Operand { array, tensor, writeable });
        }
        let axes = walk_order(&operands, shape.len(), order)?;
        let permutation: Vec<isize> = axes.iter().map(|&a| a as isize).collect();
        for operand in &mut operands {
            operand.tensor = operand.tensor.permute(&permutation)?;
        }
        let outer = if has("external_loop") { chunk_start(&operands) } else { axes.len() };
        Ok(Walker {
            operands,
            shape,
            axes,
            outer,
            fortran_index: has("f_index"),
            has_index: has("c_index") || has("f_index"),
            has_multi_index: has("multi_index"),
            at: Cell::new(0),
            started: Cell::new(false),
        })
    }

    fn outer_shape(&self) -> &[usize] {
        self.operands.first().map_or(&[], |o| &o.tensor.shape()[..self.outer])
    }

    fn len(&self) -> usize {
        self.outer_shape().iter().product()
    }

    /// The index in the walk's own axes.
    fn position(&self) -> Vec<usize> {
        let mut rest = self.at.get();
        let mut position: Vec<usize> = self.outer_shape().to_vec();
        for place in position.iter_mut().rev() {
            let n = (*place).max(1);
            *place = rest % n;
            rest /= n;
        }
        position
    }

    /// The index in the arrays' axes.
    fn multi_index(&self) -> Vec<usize> {
        let mut index = vec![0; self.shape.len()];
        for (&axis, &i) in self.axes.iter().zip(&self.position()) {
            index[axis] = i;
        }
        index
    }

    fn flat_index(&self) -> usize {
        let index = self.multi_index();
        let pairs: Vec<(usize, usize)> = index.into_iter().zip(self.shape.iter().copied()).collect();
        let fold = |flat: usize, &(i, n): &(usize, usize)| flat * n + i;
        if self.fortran_index { pairs.iter().rev().fold(0, fold) } else { pairs.iter().fold(0, fold) }
    }

    fn values(&self) -> Vec<Value> {
        let position = self.position();
        let view = |operand: &Operand| {
            let mut part = position.iter().fold(operand.tensor.clone(), |t, &i| t.subarray(0, i));
            if part.ndim() > 1 {
                part = part.ravel(crate::tensor::Order::C).unwrap_or(part);
            }
            let view = Array::view_of(part, &operand.array);
            view.set_writeable(operand.writeable);
            Value::Array(Rc::new(view))
        };
        self.operands.iter().map(view).collect()
    }

    fn value(&self) -> Value {
        let mut values = self.values();
        if values.len() == 1 { values.remove(0) } else { Value::tuple(values) }
    }

    fn advance(&self) -> bool {
        self.at.set((self.at.get() + 1).min(self.len()));
        self.started.set(true);
        self.at.get() < self.len()
    }
}

/// `readonly`, `readwrite` … for each operand; one list may stand for all.
fn operand_flags(cx: &mut dyn Context, value: &Value, count: usize) -> Result<Vec<String>> {
    let mode = |names: &[String]| -> String {
        let found = names.iter().find(|n| matches!(n.as_str(), "readonly" | "readwrite" | "writeonly"));
        found.cloned().unwrap_or_else(|| "readonly".into())
    };
    let items = match value {
        Value::None => return Ok(vec!["readonly".into(); count]),
        other => crate::value::iter::collect(cx, other)?,
    };
    if items.iter().all(|item| matches!(item, Value::Str(_))) {
        let names = items.iter().map(crate::value::repr::str).collect::<Vec<_>>();
        return Ok(vec![mode(&names); count]);
    }
    items.iter().map(|item| Ok(mode(&Vec::<String>::from_value(cx, item)?))).collect()
}

fn operand_dtypes(cx: &mut dyn Context, value: &Value, count: usize) -> Result<Vec<Option<DType>>> {
    match value {
        Value::None => Ok(vec![None; count]),
        Value::List(_) | Value::Tuple(_) => {
            let mut dtypes = Vec::<Option<DType>>::from_value(cx, value)?;
            dtypes.resize(count, dtypes.first().copied().flatten());
            Ok(dtypes)
        }
        other => Ok(vec![Some(DType::from_value(cx, other)?); count]),
    }
}

/// The axes from slowest to fastest: as the first operand with an opinion lies in memory, or in C or F order.
fn walk_order(operands: &[Operand], ndim: usize, order: &str) -> Result<Vec<usize>> {
    let mut axes: Vec<usize> = (0..ndim).collect();
    let all = |test: fn(&Tensor) -> bool| operands.iter().all(|o| test(&o.tensor));
    match order {
        "C" => {}
        "F" => axes.reverse(),
        "A" if all(Tensor::is_f_contiguous) && !all(Tensor::is_c_contiguous) => axes.reverse(),
        "A" => {}
        "K" => {
            let stride = |axis: usize| {
                operands.iter().map(|o| o.tensor.strides()[axis].unsigned_abs()).find(|&s| s > 0).unwrap_or(0)
            };
            axes.sort_by_key(|&axis| std::cmp::Reverse(if stride(axis) == 0 { usize::MAX } else { stride(axis) }));
        }
        other => return Err(Error::value(format!("order must be one of 'C', 'F', 'A', or 'K' (got '{other}')"))),
    }
    Ok(axes)
}

/// With `external_loop`: the first axis from which on every operand is one run with a single stride.
fn chunk_start(operands: &[Operand]) -> usize {
    let ndim = operands.first().map_or(0, |o| o.tensor.ndim());
    let mut start = ndim.saturating_sub(1);
    while start > 0 {
        let joins = |t: &Tensor| {
            t.shape()[start - 1] == 1 || t.strides()[start - 1] == t.strides()[start] * t.shape()[start] as isize
        };
        if !operands.iter().all(|o| joins(&o.tensor)) {
            break;
        }
        start -= 1;
    }
    start
}

impl NativeObject for Walker {
    fn class(&self) -> &'static Class {
        &ND_ITER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(Some(match name.as_str() {
            "finished" => Value::bool(self.at.get() >= self.len()),
            "value" => self.value(),
            "operands" => Tuple(self.operands.iter().map(|o| o.array.clone()).collect()).into_value(),
            "multi_index" if self.has_multi_index => index_tuple(&self.multi_index()),
            "multi_index" => return Err(Error::value("Iterator is not tracking a multi-index")),
            "index" if self.has_index => Value::Int(self.flat_index() as i64),
            "index" => return Err(Error::value("Iterator does not have an index")),
            "iterindex" => Value::Int(self.at.get() as i64),
            "itersize" => Value::Int(self.shape.iter().product::<usize>() as i64),
            "shape" => index_tuple(&self.shape),
            "ndim" => Value::Int(self.shape.len() as i64),
            "nop" => Value::Int(self.operands.len() as i64),
            "has_index" => Value::bool(self.has_index),
            "has_multi_index" => Value::bool(self.has_multi_index),
            "dtypes" => Tuple(self.operands.iter().map(|o| Value::dtype(o.tensor.dtype())).collect()).into_value(),
            _ => return Ok(None),
        }))
    }

    fn attribute_names(&self) -> Vec<String> {
        let names = [
            "dtypes",
            "finished",
            "has_index",
            "has_multi_index",
            "index",
            "iterindex",
            "itersize",
            "multi_index",
            "ndim",
            "nop",
            "operands",
            "shape",
            "value",
        ];
        names.map(String::from).to_vec()
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        if self.started.replace(true) {
            self.at.set((self.at.get() + 1).min(self.len()));
        }
        Ok((self.at.get() < self.len()).then(|| self.value()))
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        let values = Value::tuple(self.values());
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
    fn iternext(cx, @pos it: Receiver) -> bool { Ok(it.walker()?.advance()) }

    /// Starts over.
    ///
    /// >>> it = np.nditer(np.arange(2)); it.iternext(); it.reset(); it[0]
    /// True
    /// array(0)
    fn reset(cx, @pos it: Receiver) -> () {
        let walker = it.walker()?;
        walker.at.set(0);
        walker.started.set(false);
        Ok(())
    }

    /// Ends the walk.
    ///
    /// >>> np.nditer(np.arange(2)).close()
    fn close(cx, @pos it: Receiver) -> () { Ok(()) }
}
