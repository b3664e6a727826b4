//! Python functions over arrays: `frompyfunc`, `apply_along_axis`, `apply_over_axes`, `piecewise`.

use super::argument::{Source, Tuple, numpy_tensor};
use super::grids::keywords_of;
use crate::symbol::Symbol;
use crate::tensor::iterate::{NdIndex, flat_offset};
use crate::tensor::view::common_shape;
use crate::tensor::{DType, Tensor};
use crate::value::class::{Class, numpy};
use crate::value::convert::{FromValue, IntoValue, Ints, unboxed};
use crate::value::item::scalar_value;
use crate::value::nested::{object_tensor, to_tensor};
use crate::value::object::NativeObject;
use crate::value::store::store;
use crate::value::{Args, Array, Context, Error, Result, Value};
use std::any::Any;
use std::rc::Rc;

builtins! { CALLBACKS, chapter "Functions over arrays", spaces ["np"];
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
    @keeps @see("select", "where")
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
        super::creation::make(cx, &a, &super::creation::Making { dtype, copy, order, subok: !has('E'), ndmin: 0 })
    }
}

/// Calls a function for each place of the broadcast arrays; their common shape, and the results in C order.
pub fn each(
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

/// An object array of values in C order.
pub fn objects(shape: &[usize], items: &[Value]) -> Result<Tensor> {
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
