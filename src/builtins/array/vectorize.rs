//! `np.vectorize`: a function of numbers as a function of arrays; with a signature, of the arrays' last axes.

use super::argument::Tuple;
use super::callbacks::{each, objects};
use super::dtype::letter;
use crate::symbol::Symbol;
use crate::tensor::iterate::NdIndex;
use crate::tensor::shape::broadcast_shapes;
use crate::tensor::{DType, Kind, Order, Tensor};
use crate::value::class::{Class, python::OBJECT};
use crate::value::convert::{FromValue, IntoValue, unboxed};
use crate::value::dtype::to_dtype;
use crate::value::elementwise::report;
use crate::value::nested::to_tensor;
use crate::value::object::NativeObject;
use crate::value::settable::SetTable;
use crate::value::store::store;
use crate::value::{Args, Context, Error, Result, Set, Value};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

builtins! { VECTORIZE, chapter "Functions over arrays", spaces ["np"];
    /// A function of numbers as a function of arrays, which it is called with element by element. It is convenient, not fast.
    ///
    /// `signature` names the axes that the function takes whole and those it gives: `'(n),(m)->(k)'`.
    ///
    /// >>> f = np.vectorize(lambda x, y: x if x > y else y)
    /// >>> f([1, 5, 3], 2)
    /// array([2, 5, 3])
    /// >>> np.vectorize(np.mean, signature='(n)->()')([[1, 2], [3, 4]])
    /// array([1.5, 3.5])
    @see("frompyfunc", "apply_along_axis")
    fn vectorize(cx, pyfunc: Value = Value::NotImplemented, otypes: Value = Value::None, doc: Value = Value::None,
                 excluded: Value = Value::None, cache: bool = false, signature: Option<String> = None) -> Value {
        let dtypes = output_types(cx, &otypes)?;
        let given = match &otypes {
            Value::List(_) | Value::Tuple(_) => Value::list(dtypes.iter().copied().map(Value::dtype).collect()),
            other => other.clone(),
        };
        let excluded = match &excluded {
            Value::None => Vec::new(),
            other => crate::value::iter::collect(cx, other)?,
        };
        let signature = signature.map(|text| Signature::parse(&text)).transpose()?;
        let function = RefCell::new(pyfunc);
        Ok(Value::object(Vectorized { function, otypes: dtypes, given, excluded, doc, cache, signature }))
    }
}

/// `otypes=`: letters, or a list of dtypes.
fn output_types(cx: &mut dyn Context, value: &Value) -> Result<Vec<DType>> {
    match value {
        Value::None => Ok(Vec::new()),
        Value::Str(letters) => letters.as_str().chars().map(|c| to_dtype(&Value::char(c))).collect(),
        Value::List(_) | Value::Tuple(_) => Vec::<DType>::from_value(cx, value),
        _ => Err(Error::value("Invalid otype specification")),
    }
}

static VECTORIZED: Class = Class::new("vectorize", "numpy", &[&OBJECT]);

/// `np.vectorize(f)`
struct Vectorized {
    /// `NotImplemented` as long as none is given: `np.vectorize(otypes=[float])(f)` gets its function by the first call.
    function: RefCell<Value>,
    otypes: Vec<DType>,
    /// `otypes` as `f.otypes` shows them.
    given: Value,
    /// Places and names of arguments that are passed on as they are.
    excluded: Vec<Value>,
    doc: Value,
    cache: bool,
    signature: Option<Signature>,
}

/// Calls the function with some of its arguments replaced.
type Call<'a> = dyn Fn(&mut dyn Context, &[Value]) -> Result<Value> + 'a;

impl Vectorized {
    fn function(&self) -> Value {
        self.function.borrow().clone()
    }

    /// The first call of one without a function gives it; the result is the one with the function.
    fn adopt(&self, args: &Args) -> Result<Value> {
        let [function] = args.positional else {
            return Err(Error::type_error("vectorize needs a function"));
        };
        Ok(Value::object(Vectorized {
            function: RefCell::new(function.clone()),
            otypes: self.otypes.clone(),
            given: self.given.clone(),
            excluded: self.excluded.clone(),
            doc: self.doc.clone(),
            cache: self.cache,
            signature: self.signature.clone(),
        }))
    }

    /// Calls the function for each place of the axes before those that the signature names.
    fn by_signature(
        &self,
        cx: &mut dyn Context,
        signature: &Signature,
        arrays: &[Tensor],
        call: &Call,
    ) -> Result<Value> {
        let (shape, mut sizes) = signature.measure(arrays)?;
        let views = arrays
            .iter()
            .zip(&signature.inputs)
            .map(|(array, axes)| {
                Ok(array.broadcast_to(&[&shape[..], &array.shape()[array.ndim() - axes.len()..]].concat())?)
            })
            .collect::<Result<Vec<Tensor>>>()?;
        let wanted = signature.outputs.len();
        let mut outputs: Vec<Tensor> = Vec::new();
        for index in NdIndex::new(&shape) {
            let part = |view: &Tensor| unboxed(index.iter().fold(view.clone(), |t, &i| t.subarray(0, i)));
            let items = views.iter().map(part).collect::<Result<Vec<_>>>()?;
            let result = call(cx, &items)?;
            let results = match &result {
                Value::Tuple(tuple) => tuple.items.to_vec(),
                one => vec![one.clone()],
            };
            if results.len() != wanted {
                let given = results.len();
                return Err(Error::value(format!(
                    "wrong number of outputs from pyfunc: expected {wanted}, got {given}"
                )));
            }
            if outputs.is_empty() {
                outputs = self.room_for(cx, signature, &shape, &mut sizes, &results)?;
            }
            let place: Vec<_> = index.iter().map(|&i| crate::tensor::index::IndexItem::Int(i as isize)).collect();
            for (output, result) in outputs.iter().zip(&results) {
                store(cx, output, &place, result)?;
            }
        }
        if outputs.is_empty() {
            outputs = self.empty_outputs(signature, &shape, &sizes)?;
        }
        let mut values: Vec<Value> = outputs.into_iter().map(Value::array).collect();
        if wanted == 1 { Ok(values.remove(0)) } else { Ok(Tuple(values).into_value()) }
    }

    /// Arrays for the outputs: the first results tell dtypes and the lengths of new axes.
    fn room_for(
        &self,
        cx: &mut dyn Context,
        signature: &Signature,
        shape: &[usize],
        sizes: &mut Sizes,
        results: &[Value],
    ) -> Result<Vec<Tensor>> {
        let mut outputs = Vec::with_capacity(results.len());
        let tensors = results.iter().map(|value| to_tensor(cx, value, None)).collect::<Result<Vec<_>>>()?;
        for (tensor, axes) in tensors.iter().zip(&signature.outputs) {
            sizes.update(tensor, axes)?;
        }
        for (k, (tensor, axes)) in tensors.iter().zip(&signature.outputs).enumerate() {
            let lengths: Vec<usize> = axes.iter().filter_map(|axis| sizes.get(axis)).collect();
            let dtype = self.otypes.get(k).copied().unwrap_or(tensor.dtype());
            outputs.push(Tensor::zeros(&[shape, &lengths[..]].concat(), dtype)?);
        }
        Ok(outputs)
    }

    /// Outputs without elements, which nothing but `otypes` tells the dtype of.
    fn empty_outputs(&self, signature: &Signature, shape: &[usize], sizes: &Sizes) -> Result<Vec<Tensor>> {
        if self.otypes.len() < signature.outputs.len() {
            return Err(Error::value("cannot call `vectorize` on size 0 inputs unless `otypes` is set"));
        }
        let one = |axes: &Vec<String>, dtype: &DType| {
            let lengths: Option<Vec<usize>> = axes.iter().map(|axis| sizes.get(axis)).collect();
            let lengths = lengths.ok_or_else(|| {
                Error::value(
                    "cannot call `vectorize` with a signature including new output dimensions on size 0 inputs",
                )
            })?;
            Ok(Tensor::zeros(&[shape, &lengths[..]].concat(), *dtype)?)
        };
        signature.outputs.iter().zip(&self.otypes).map(|(axes, dtype)| one(axes, dtype)).collect()
    }

    fn is_excluded(&self, key: &Value) -> bool {
        self.excluded.iter().any(|known| crate::value::compare::equal_plain(known, key))
    }
}

impl NativeObject for Vectorized {
    fn class(&self) -> &'static Class {
        &VECTORIZED
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, cx: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(Some(match name.as_str() {
            "pyfunc" => self.function(),
            "otypes" => match &self.given {
                Value::List(_) | Value::Tuple(_) => {
                    Value::str(self.otypes.iter().map(|t| letter(t.kind)).collect::<String>())
                }
                other => other.clone(),
            },
            "cache" => Value::bool(self.cache),
            "signature" => self.signature.as_ref().map_or(Value::None, |s| Value::str(&*s.text)),
            "excluded" => {
                let mut table = SetTable::default();
                for key in &self.excluded {
                    table.insert(key.clone())?;
                }
                Value::Set(Rc::new(Set::new(table)))
            }
            "__doc__" if !matches!(self.doc, Value::None) => self.doc.clone(),
            "__doc__" | "__name__" => crate::builtins::attribute(cx, &self.function(), name)?,
            _ => return Ok(None),
        }))
    }

    fn attribute_names(&self) -> Vec<String> {
        ["pyfunc", "otypes", "cache", "signature", "excluded"].map(String::from).to_vec()
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        if let Value::NotImplemented = self.function() {
            return self.adopt(args);
        }
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
        let function = self.function();
        let rows = |cx: &mut dyn Context, items: &[Value]| -> Result<Value> {
            let mut values = all.clone();
            for (&i, item) in varying.iter().zip(items) {
                values[i] = item.clone();
            }
            let keywords: Vec<(Symbol, Value)> =
                args.keywords.iter().zip(values.split_off(count)).map(|((name, _), value)| (*name, value)).collect();
            cx.call(&function, &values, &keywords)
        };
        if let Some(signature) = &self.signature {
            return self.by_signature(cx, signature, &arrays, &rows);
        }
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
        let (cast, flags) = crate::tensor::cast::cast(&natural, dtype, Order::C)?;
        report(cx, flags, "cast", false)?;
        cast
    };
    if shape.is_empty() {
        return Ok(Value::array(line.reshaped(&[], Order::C)?));
    }
    Ok(Value::array(line.reshaped(shape, Order::C)?))
}

/// The axes that a function takes whole, and those of its results: `(n),(m)->(k)`.
#[derive(Clone)]
struct Signature {
    text: String,
    inputs: Vec<Vec<String>>,
    outputs: Vec<Vec<String>>,
}

impl Signature {
    /// ValueError for a text that is no signature.
    fn parse(text: &str) -> Result<Signature> {
        let invalid = || Error::value(format!("not a valid gufunc signature: {text}"));
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (inputs, outputs) = bare.split_once("->").ok_or_else(invalid)?;
        let terms = |side: &str| terms(side).ok_or_else(invalid);
        Ok(Signature { text: text.to_string(), inputs: terms(inputs)?, outputs: terms(outputs)? })
    }

    /// The common shape of the axes before the named ones, and the lengths of those.
    fn measure(&self, arrays: &[Tensor]) -> Result<(Vec<usize>, Sizes)> {
        if arrays.len() != self.inputs.len() {
            return Err(Error::type_error(format!(
                "wrong number of positional arguments: expected {}, got {}",
                self.inputs.len(),
                arrays.len()
            )));
        }
        let mut sizes = Sizes(Vec::new());
        let mut outer = Vec::with_capacity(arrays.len());
        for (array, axes) in arrays.iter().zip(&self.inputs) {
            sizes.update(array, axes)?;
            outer.push(&array.shape()[..array.ndim() - axes.len()]);
        }
        Ok((broadcast_shapes(&outer)?.to_vec(), sizes))
    }
}

/// `(n,m),(n)` as lists of names; `None` where it is not of that form.
fn terms(side: &str) -> Option<Vec<Vec<String>>> {
    let inner = side.strip_prefix('(')?.strip_suffix(')')?;
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let names = |term: &str| match term {
        "" => Some(Vec::new()),
        list => list.split(',').map(|name| is_name(name).then(|| name.to_string())).collect(),
    };
    inner.split("),(").map(names).collect()
}

/// The lengths of named axes.
struct Sizes(Vec<(String, usize)>);

impl Sizes {
    fn get(&self, axis: &str) -> Option<usize> {
        self.0.iter().find(|(name, _)| name == axis).map(|(_, size)| *size)
    }

    /// Takes the lengths of an array's last axes. ValueError where it has too few, or one differs from before.
    fn update(&mut self, array: &Tensor, axes: &[String]) -> Result<()> {
        let Some(first) = array.ndim().checked_sub(axes.len()) else {
            let names: Vec<Value> = axes.iter().map(|axis| Value::str(axis.as_str())).collect();
            return Err(Error::value(format!(
                "{}-dimensional argument does not have enough dimensions for all core dimensions {}",
                array.ndim(),
                crate::value::repr::repr(&Value::tuple(names))
            )));
        };
        for (axis, &size) in axes.iter().zip(&array.shape()[first..]) {
            match self.get(axis) {
                None => self.0.push((axis.clone(), size)),
                Some(known) if known == size => {}
                Some(known) => {
                    return Err(Error::value(format!(
                        "inconsistent size for core dimension {}: {size} vs {known}",
                        crate::value::text::str_repr(axis)
                    )));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_name_axes() {
        let parsed = Signature::parse("(n, m),()->(k)").unwrap();
        assert_eq!(parsed.inputs, [vec!["n".to_string(), "m".into()], vec![]]);
        assert_eq!(parsed.outputs, [["k"]]);
        assert!(Signature::parse("n->()").is_err() && Signature::parse("(n)").is_err());
    }
}
