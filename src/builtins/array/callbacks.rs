//! Python functions over arrays: `vectorize`, `frompyfunc`, `apply_along_axis`, `apply_over_axes`, `piecewise`.

use super::argument::{Source, Tuple, numpy_tensor};
use super::grids::keywords_of;
use crate::symbol::Symbol;
use crate::tensor::iterate::{NdIndex, flat_offset};
use crate::tensor::view::common_shape;
use crate::tensor::{DType, Kind, Tensor};
use crate::value::class::{Class, numpy, python::OBJECT};
use crate::value::convert::{FromValue, IntoValue, Ints, unboxed};
use crate::value::elementwise::report;
use crate::value::item::scalar_value;
use crate::value::nested::{object_tensor, to_tensor};
use crate::value::object::NativeObject;
use crate::value::store::store;
use crate::value::{Args, Array, Context, Error, Result, Value};
use std::any::Any;
use std::rc::Rc;

builtins! { CALLBACKS, chapter "Functions over arrays", spaces ["np"];
    /// A function of numbers as a function of arrays, which it is called with element by element. It is convenient, not fast.
    ///
    /// >>> f = np.vectorize(lambda x, y: x if x > y else y)
    /// >>> f([1, 5, 3], 2)
    /// array([2, 5, 3])
    @see("frompyfunc", "apply_along_axis")
    fn vectorize(cx, pyfunc: Value, otypes: Value = Value::None, doc: Value = Value::None, excluded: Value = Value::None,
                 cache: bool = false, signature: Option<String> = None) -> Value {
        if signature.is_some() {
            return Err(Error::value("vectorize with a signature is not in NPL"));
        }
        let otypes = output_types(cx, &otypes)?;
        let excluded = match &excluded {
            Value::None => Vec::new(),
            other => crate::value::iter::collect(cx, other)?,
        };
        Ok(Value::object(Vectorized { function: pyfunc, otypes, excluded, doc }))
    }

    /// A function of Python values as a ufunc, whose results are object arrays.
    ///
    /// >>> np.frompyfunc(lambda x: 'n' + str(x), 1, 1)([1, 2])
    /// array(['n1', 'n2'], dtype=object)
    @see("vectorize")
    fn frompyfunc(cx, @pos func: Value, @pos nin: usize, @pos nout: usize, @kw identity: Value = Value::None) -> Value {
        Ok(Value::object(PythonUfunc { function: func, nin, nout }))
    }

    /// Applies a function to every line along an axis; what it gives takes the line's place.
    ///
    /// >>> np.apply_along_axis(sorted, 1, [[3, 1, 2], [9, 8, 7]])
    /// array([[1, 2, 3],
    ///        [7, 8, 9]])
    @see("apply_over_axes", "vectorize")
    fn apply_along_axis(cx, func1d: Value, axis: isize, arr: Source, @args args: Vec<Value>, @kwargs kwargs: Value) -> Value {
        along_axis(cx, &func1d, axis, &arr, &args, &kwargs)
    }

    /// Applies a function `f(a, axis)` over several axes, one after the other, keeping the number of axes.
    ///
    /// >>> np.apply_over_axes(np.sum, np.array([[1, 2], [3, 4]]), [0, 1])
    /// array([[10]])
    @see("apply_along_axis")
    fn apply_over_axes(cx, func: Value, a: Tensor, axes: Ints) -> Tensor {
        let mut result = a;
        for axis in axes.0 {
            let at = crate::tensor::shape::normalize_axis(axis as isize, result.ndim())? as i64;
            let value = cx.call(&func, &[Value::array(result.clone()), Value::Int(at)], &[])?;
            let next = to_tensor(cx, &value, None)?;
            result = match (next.ndim(), result.ndim()) {
                (a, b) if a == b => next,
                (a, b) if a + 1 == b => next.expand_dims(&[at as isize])?,
                _ => return Err(Error::value("function is not returning an array of the correct shape")),
            };
        }
        Ok(result)
    }

    /// A function given in pieces: where a condition is true, the value of its function (or its number).
    ///
    /// >>> x = np.array([-2., -1., 0., 1.])
    /// >>> np.piecewise(x, [x < 0, x >= 0], [lambda v: -v, 5])
    /// array([2., 1., 5., 5.])
    @see("select", "where")
    fn piecewise(cx, x: Tensor, condlist: Value, funclist: Vec<Value>, @args args: Vec<Value>, @kwargs kw: Value) -> Tensor {
        pieces(cx, &x, &condlist, &funclist, &args, &kw)
    }

    /// The array with what is required of it: a dtype, an order (`'C'`, `'F'`), memory of its own (`'O'`), writeable (`'W'`).
    ///
    /// >>> np.require([1, 2], dtype=float)
    /// array([1., 2.])
    @see("asarray")
    fn require(cx, a: Value, dtype: Option<DType> = None, requirements: Value = Value::None, @kw like: Value = Value::None) -> Value {
        let wanted = match &requirements {
            Value::None => Vec::new(),
            Value::Str(one) => one.as_str().chars().map(String::from).collect(),
            many => Vec::<String>::from_value(cx, many)?,
        };
        let has = |letter: char| wanted.iter().any(|r| r.to_ascii_uppercase().starts_with(letter));
        let order = match (has('F'), has('C')) {
            (true, true) => return Err(Error::value("Cannot specify both \"C\" and \"F\" order")),
            (true, _) => crate::tensor::Order::F,
            (_, true) => crate::tensor::Order::C,
            _ => crate::tensor::Order::A,
        };
        let owned = matches!(&a, Value::Array(array) if has('O') && array.base().is_some() || has('W') && !array.is_writeable());
        let copy = if owned { super::argument::Copy::Always } else { super::argument::Copy::IfNeeded };
        super::creation::make(cx, &a, &super::creation::Making { dtype, copy, order, subok: false, ndmin: 0 })
    }
}

/// `otypes=`: letters, or a list of dtypes.
fn output_types(cx: &mut dyn Context, value: &Value) -> Result<Vec<DType>> {
    match value {
        Value::None => Ok(Vec::new()),
        Value::Str(letters) => {
            letters.as_str().chars().map(|c| crate::value::dtype::parse(c.encode_utf8(&mut [0; 4]))).collect()
        }
        Value::List(_) | Value::Tuple(_) => Vec::<DType>::from_value(cx, value),
        one => Ok(vec![DType::from_value(cx, one)?]),
    }
}

static VECTORIZE: Class = Class::new("vectorize", "numpy", &[&OBJECT]);

/// `np.vectorize(f)`
struct Vectorized {
    function: Value,
    otypes: Vec<DType>,
    /// Places and names of arguments that are passed on as they are.
    excluded: Vec<Value>,
    doc: Value,
}

impl Vectorized {
    fn is_excluded(&self, key: &Value) -> bool {
        self.excluded.iter().any(|known| crate::value::compare::equal_plain(known, key))
    }
}

impl NativeObject for Vectorized {
    fn class(&self) -> &'static Class {
        &VECTORIZE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, cx: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        match name.as_str() {
            "pyfunc" => Ok(Some(self.function.clone())),
            "__doc__" if !matches!(self.doc, Value::None) => Ok(Some(self.doc.clone())),
            "__doc__" | "__name__" => crate::builtins::attribute(cx, &self.function, name).map(Some),
            _ => Ok(None),
        }
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        // Which arguments vary: places among the positional ones, then among the keywords.
        let count = args.positional.len();
        let varies = |i: usize| match args.keywords.get(i.wrapping_sub(count)) {
            _ if i < count => !self.is_excluded(&Value::Int(i as i64)),
            Some((name, _)) => !self.is_excluded(&Value::str(name.as_str())),
            None => false,
        };
        let all: Vec<Value> = args.positional.iter().chain(args.keywords.iter().map(|(_, v)| v)).cloned().collect();
        let varying: Vec<usize> = (0..all.len()).filter(|&i| varies(i)).collect();
        let arrays = varying.iter().map(|&i| Tensor::from_value(cx, &all[i])).collect::<Result<Vec<_>>>()?;
        let rows = |cx: &mut dyn Context, items: &[Value]| -> Result<Value> {
            let mut values = all.clone();
            for (&i, item) in varying.iter().zip(items) {
                values[i] = item.clone();
            }
            let keywords: Vec<(Symbol, Value)> =
                args.keywords.iter().zip(values.split_off(count)).map(|((name, _), value)| (*name, value)).collect();
            cx.call(&self.function, &values, &keywords)
        };
        let (shape, results) = each(cx, &arrays, rows)?;
        if results.is_empty() && self.otypes.is_empty() {
            return Err(Error::value("cannot call `vectorize` on size 0 inputs unless `otypes` is set"));
        }
        let outputs = match results.first() {
            Some(Value::Tuple(tuple)) if self.otypes.len() != 1 => tuple.items.len(),
            _ => self.otypes.len().max(1),
        };
        let mut arrays = Vec::with_capacity(outputs);
        for k in 0..outputs {
            let part = |value: &Value| match value {
                Value::Tuple(tuple) if outputs > 1 => tuple.items.get(k).cloned().unwrap_or_default(),
                other => other.clone(),
            };
            let column: Vec<Value> = results.iter().map(part).collect();
            arrays.push(gathered(cx, &shape, column, self.otypes.get(k).copied())?);
        }
        if arrays.len() == 1 { Ok(arrays.remove(0)) } else { Ok(Tuple(arrays).into_value()) }
    }
}

/// Calls a function for each place of the broadcast arrays; their common shape, and the results in C order.
fn each(
    cx: &mut dyn Context,
    arrays: &[Tensor],
    call: impl Fn(&mut dyn Context, &[Value]) -> Result<Value>,
) -> Result<(Vec<usize>, Vec<Value>)> {
    let shape = common_shape(&arrays.iter().map(Tensor::shape).collect::<Vec<_>>())?.to_vec();
    let views = arrays.iter().map(|t| Ok(t.broadcast_to(&shape)?)).collect::<Result<Vec<_>>>()?;
    let size = shape.iter().product();
    let mut results = Vec::with_capacity(size);
    let mut watch = crate::value::watch::Watch::default();
    for at in 0..size {
        watch.step()?;
        let items: Vec<Value> =
            views.iter().map(|t| scalar_value(t.scalar_at(flat_offset(t.shape(), t.strides(), at)))).collect();
        results.push(call(cx, &items)?);
    }
    Ok((shape, results))
}

/// Results as an array of a shape; the first one decides the dtype where none is given.
fn gathered(cx: &mut dyn Context, shape: &[usize], results: Vec<Value>, dtype: Option<DType>) -> Result<Value> {
    let dtype = match (dtype, results.first()) {
        (Some(dtype), _) => dtype,
        (None, Some(first)) => match to_tensor(cx, first, None)?.dtype() {
            DType { kind: Kind::Str(_), .. } => DType::native(Kind::Str(0)),
            DType { kind: Kind::Bytes(_), .. } => DType::native(Kind::Bytes(0)),
            other => other,
        },
        (None, None) => DType::FLOAT64,
    };
    let line = if dtype.kind == Kind::Object {
        objects(&[results.len()], &results)?
    } else {
        let arrays: Vec<Value> = results
            .into_iter()
            .map(|value| match &value {
                Value::Array(array) if array.ndim() == 0 => unboxed(array.tensor()),
                _ => Ok(value),
            })
            .collect::<Result<_>>()?;
        let natural = to_tensor(cx, &Value::list(arrays), if dtype.kind.is_numeric() { None } else { Some(dtype) })?;
        let (cast, flags) = crate::tensor::cast::cast(&natural, dtype, crate::tensor::Order::C)?;
        report(cx, flags, "cast", false)?;
        cast
    };
    if shape.is_empty() {
        return Ok(Value::array(line.reshaped(&[], crate::tensor::Order::C)?));
    }
    Ok(Value::array(line.reshaped(shape, crate::tensor::Order::C)?))
}

/// An object array of values in C order.
fn objects(shape: &[usize], items: &[Value]) -> Result<Tensor> {
    let items: Vec<_> = items.iter().map(|v| crate::value::boxed::item(v.clone())).collect();
    Ok(crate::tensor::lanes::object_tensor(shape, &items)?)
}

/// `np.frompyfunc(f, nin, nout)`
struct PythonUfunc {
    function: Value,
    nin: usize,
    nout: usize,
}

impl NativeObject for PythonUfunc {
    fn class(&self) -> &'static Class {
        &numpy::UFUNC
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "nin" => Some(Value::Int(self.nin as i64)),
            "nout" => Some(Value::Int(self.nout as i64)),
            "nargs" => Some(Value::Int((self.nin + self.nout) as i64)),
            _ => None,
        })
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        if args.positional.len() != self.nin {
            let (n, given) = (self.nin, args.positional.len());
            return Err(Error::type_error(format!(
                "takes from {n} to {} positional arguments but {given} were given",
                n + self.nout
            )));
        }
        let mut arrays = Vec::with_capacity(self.nin);
        for value in args.positional {
            // The function gets Python's values.
            let tensor = match value {
                Value::Array(_) | Value::List(_) | Value::Tuple(_) => to_tensor(cx, value, Some(DType::OBJECT))?,
                other => object_tensor(other)?,
            };
            arrays.push(tensor);
        }
        let (shape, results) = each(cx, &arrays, |cx, items| cx.call(&self.function, items, &[]))?;
        let mut outputs = Vec::with_capacity(self.nout);
        for k in 0..self.nout {
            let part = |value: &Value| match value {
                Value::Tuple(tuple) if self.nout > 1 => tuple.items.get(k).cloned().unwrap_or_default(),
                other => other.clone(),
            };
            let column: Vec<Value> = results.iter().map(part).collect();
            outputs.push(match (shape.is_empty(), column.first()) {
                (true, Some(only)) => only.clone(),
                _ => Value::array(objects(&shape, &column)?),
            });
        }
        if outputs.len() == 1 { Ok(outputs.remove(0)) } else { Ok(Tuple(outputs).into_value()) }
    }

    fn repr(&self) -> String {
        let name = match &self.function {
            Value::Function(f) => f.name.to_string(),
            Value::Builtin(b) => b.name.to_string(),
            _ => "?".into(),
        };
        format!("<ufunc '{name} (vectorized)'>")
    }
}

fn along_axis(
    cx: &mut dyn Context,
    function: &Value,
    axis: isize,
    arr: &Source,
    args: &[Value],
    kwargs: &Value,
) -> Result<Value> {
    let axis = crate::tensor::shape::normalize_axis(axis, arr.ndim())?;
    let lines = arr.tensor.moveaxis(&[axis as isize], &[-1])?;
    let outer: Vec<usize> = lines.shape()[..lines.ndim() - 1].to_vec();
    if outer.contains(&0) {
        return Err(Error::value("Cannot apply_along_axis when any iteration dimensions are 0"));
    }
    let keywords = keywords_of(kwargs);
    let mut result: Option<Tensor> = None;
    let mut inner_ndim = 0;
    for index in NdIndex::new(&outer) {
        let line = index.iter().fold(lines.clone(), |t, &i| t.subarray(0, i));
        let line = Value::Array(Rc::new(Array::view_of(line, &arr.value())));
        let given: Vec<Value> = std::iter::once(line).chain(args.iter().cloned()).collect();
        let value = cx.call(function, &given, &keywords)?;
        let found = to_tensor(cx, &value, None)?;
        let buffer = match &result {
            Some(buffer) => buffer.clone(),
            None => {
                inner_ndim = found.ndim();
                let shape: Vec<usize> = outer.iter().chain(found.shape()).copied().collect();
                let buffer = Tensor::zeros(&shape, found.dtype())?;
                result = Some(buffer.clone());
                buffer
            }
        };
        let place = index.iter().fold(buffer, |t, &i| t.subarray(0, i));
        store(cx, &place, &[], &Value::array(found))?;
    }
    let Some(result) = result else { return Ok(Value::None) };
    // The axes of the results go where the line's axis was.
    let n = outer.len();
    let source: Vec<isize> = (n..n + inner_ndim).map(|i| i as isize).collect();
    let destination: Vec<isize> = (axis..axis + inner_ndim).map(|i| i as isize).collect();
    unboxed(result.moveaxis(&source, &destination)?)
}

fn pieces(
    cx: &mut dyn Context,
    x: &Tensor,
    condlist: &Value,
    functions: &[Value],
    args: &[Value],
    kw: &Value,
) -> Result<Tensor> {
    let conditions = match condlist {
        Value::List(_) if x.ndim() == 0 => Vec::<Tensor>::from_value(cx, condlist)?,
        Value::List(list)
            if list.borrow().iter().any(|v| matches!(v, Value::List(_) | Value::Array(_) | Value::Tuple(_))) =>
        {
            Vec::<Tensor>::from_value(cx, condlist)?
        }
        Value::Array(array) if array.ndim() > x.ndim() => Vec::<Tensor>::from_value(cx, condlist)?,
        other => vec![Tensor::from_value(cx, other)?],
    };
    let mut masks = Vec::with_capacity(conditions.len() + 1);
    for condition in &conditions {
        masks.push(crate::tensor::index::truth_mask(condition)?);
    }
    let (n, m) = (masks.len(), functions.len());
    if m == n + 1 {
        // The last function is for all the rest.
        let mut covered = Value::array(masks[0].clone());
        for mask in &masks[1..] {
            covered = super::argument::numpy(cx, "logical_or", &[covered, Value::array(mask.clone())])?;
        }
        let rest = numpy_tensor(cx, "logical_not", &[covered])?;
        masks.push(rest);
    } else if m != n {
        return Err(Error::value(format!("with {n} condition(s), either {n} or {} functions are expected", n + 1)));
    }
    let result = Tensor::zeros(x.shape(), x.dtype())?;
    let keywords = keywords_of(kw);
    for (mask, function) in masks.iter().zip(functions) {
        let mask = mask.broadcast_to(x.shape())?;
        let item = [match mask.to_vec::<bool>().as_deref() {
            Some([one]) if mask.ndim() == 0 => crate::tensor::index::IndexItem::Bool(*one),
            _ => crate::tensor::index::IndexItem::Mask(mask.clone()),
        }];
        let callable = matches!(
            function,
            Value::Function(_) | Value::Builtin(_) | Value::Method(_) | Value::Class(_) | Value::Object(_)
        );
        if !callable {
            store(cx, &result, &item, function)?;
            continue;
        }
        let chosen = crate::tensor::index::get(x, &item)?;
        if chosen.is_empty() {
            continue;
        }
        let given: Vec<Value> = std::iter::once(Value::array(chosen)).chain(args.iter().cloned()).collect();
        let value = cx.call(function, &given, &keywords)?;
        store(cx, &result, &item, &value)?;
    }
    Ok(result)
}
