//! Ufuncs as values: `np.add(a, b, out=…, where=…)` and their methods `reduce`, `accumulate`, `reduceat`, `outer`, `at`.

use super::ufunc_docs;
use super::ufunc_methods as methods;
use super::ufunc_types;
use crate::symbol::Symbol;
use crate::tensor::promote::Casting;
use crate::tensor::ufunc::{self, CallOptions, Identity, Ufunc};
use crate::tensor::{DType, Operand, Order, Tensor};
use crate::value::class::{Class, numpy};
use crate::value::convert::unboxed;
use crate::value::elementwise::{check_writeable, report, small_call};
use crate::value::{Args, Array, Context, Error, FromValue, NativeObject, Result, Value, subclass};
use std::rc::Rc;

/// A ufunc as a value of the language.
pub struct UfuncObject {
    pub ufunc: &'static Ufunc,
    /// The name it was looked up by: `np.abs` is `<ufunc 'absolute'>`.
    name: &'static str,
}

/// All ufuncs by all their names, for the namespace `np`.
pub fn members() -> Vec<(&'static str, Value)> {
    let object = |ufunc: &'static Ufunc| Value::object(UfuncObject { ufunc, name: ufunc.name });
    let mut all: Vec<(&'static str, Value)> = ufunc::ALL.iter().map(|u| (u.name, object(u))).collect();
    for &(alias, name) in ufunc::ALIASES {
        let target = all.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        all.extend(target.map(|value| (alias, value)));
    }
    all
}

impl NativeObject for UfuncObject {
    fn class(&self) -> &'static Class {
        &numpy::UFUNC
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        call(cx, self.ufunc, args)
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let u = self.ufunc;
        Ok(Some(match name.as_str() {
            "__name__" | "__qualname__" => Value::str(u.name),
            "nin" => Value::Int(u.nin as i64),
            "nout" => Value::Int(u.nout as i64),
            "nargs" => Value::Int((u.nin + u.nout) as i64),
            "ntypes" => Value::Int(ufunc_types::types(u).len() as i64),
            "types" => Value::list(ufunc_types::types(u).into_iter().map(Value::str).collect()),
            "identity" => match u.identity {
                Identity::None => Value::None,
                Identity::Bool(b) => Value::bool(b),
                Identity::Int(i) => Value::Int(i),
                Identity::Float(f) => Value::float(f),
            },
            "signature" => Value::None,
            "__doc__" => Value::str(ufunc_docs::doc(u.name).trim()),
            _ => return Ok(None),
        }))
    }

    fn attribute_names(&self) -> Vec<String> {
        ["identity", "nargs", "nin", "nout", "ntypes", "signature", "types"].map(String::from).to_vec()
    }

    fn repr(&self) -> String {
        format!("<ufunc '{}'>", self.name)
    }
}

/// The ufunc behind a value.
pub fn ufunc_of(value: &Value) -> Option<&'static Ufunc> {
    match value {
        Value::Object(object) => object.downcast::<UfuncObject>().map(|u| u.ufunc),
        _ => None,
    }
}

/// Keyword arguments of a ufunc call.
struct Keywords {
    out: Vec<Option<Rc<Array>>>,
    mask: Option<Tensor>,
    dtype: Option<DType>,
    casting: Option<Casting>,
    order: Option<Order>,
    subok: bool,
}

impl Keywords {
    fn read(cx: &mut dyn Context, u: &Ufunc, args: &Args) -> Result<Keywords> {
        let mut keywords =
            Keywords { out: Vec::new(), mask: None, dtype: None, casting: None, order: None, subok: true };
        for value in args.positional.iter().skip(u.nin) {
            keywords.out.push(output(value)?);
        }
        for (name, value) in args.keywords {
            match name.as_str() {
                "out" if !keywords.out.is_empty() => {
                    return Err(Error::type_error("cannot specify 'out' as both a positional and keyword argument"));
                }
                "out" => keywords.out = outputs(u, value)?,
                "where" => {
                    let mask = Tensor::from_value(cx, value)?;
                    let all = matches!(value, Value::Bool(b) if b.get());
                    keywords.mask = if all { None } else { Some(bool_mask(&mask)?) };
                }
                "dtype" | "signature" | "sig" => keywords.dtype = Option::from_value(cx, value)?,
                "casting" => keywords.casting = Some(Casting::by_name(&String::from_value(cx, value)?)?),
                "order" => keywords.order = Some(Order::from_value(cx, value)?),
                "subok" => keywords.subok = bool::from_value(cx, value)?,
                other => {
                    let message = format!("{}() got an unexpected keyword argument '{other}'", u.name);
                    return Err(Error::type_error(message));
                }
            }
        }
        Ok(keywords)
    }
}

/// `where=` must be of bools.
fn bool_mask(mask: &Tensor) -> Result<Tensor> {
    if mask.dtype() == DType::BOOL {
        return Ok(mask.clone());
    }
    Err(Error::type_error(format!(
        "Cannot cast array data from {} to dtype('bool') according to the rule 'safe'",
        crate::tensor::format::dtype_repr(mask.dtype())
    )))
}

fn output(value: &Value) -> Result<Option<Rc<Array>>> {
    match value {
        Value::None => Ok(None),
        Value::Array(array) => {
            check_writeable(array)?;
            Ok(Some(array.clone()))
        }
        _ => Err(Error::type_error("return arrays must be of ArrayType")),
    }
}

fn outputs(u: &Ufunc, value: &Value) -> Result<Vec<Option<Rc<Array>>>> {
    match value {
        Value::Tuple(tuple) if tuple.items.len() == u.nout => tuple.items.iter().map(output).collect(),
        Value::Tuple(_) => Err(Error::value("The 'out' tuple must have exactly one entry per ufunc output")),
        _ if u.nout > 1 => Err(Error::type_error("'out' must be a tuple of arrays")),
        one => Ok(vec![output(one)?]),
    }
}

/// Calls a ufunc with any arguments.
pub fn call(cx: &mut dyn Context, u: &'static Ufunc, args: &Args) -> Result<Value> {
    if args.keywords.is_empty()
        && args.positional.len() == u.nin
        && let Some(result) = small_call(u, args.positional)
    {
        return Ok(result);
    }
    if args.positional.len() < u.nin || args.positional.len() > u.nin + u.nout {
        let most = u.nin + u.nout;
        let verb = if args.positional.len() == 1 { "was" } else { "were" };
        let takes = format!("from {} to {most}", u.nin);
        return Err(Error::type_error(format!(
            "{}() takes {takes} positional arguments but {} {verb} given",
            u.name,
            args.positional.len()
        )));
    }
    let mut operands: [Option<Operand>; 2] = [None, None];
    for (slot, value) in operands.iter_mut().zip(&args.positional[..u.nin]) {
        *slot = Some(operand(cx, value)?);
    }
    let inputs: smallvec::SmallVec<[Operand; 2]> = operands.into_iter().flatten().collect();
    let is_matrix = args.positional[..u.nin].iter().any(subclass::is_matrix);
    if args.keywords.is_empty() && args.positional.len() == u.nin {
        return plain_call(cx, u, &inputs, is_matrix);
    }
    let keywords = Keywords::read(cx, u, args)?;
    let out: Vec<Option<Tensor>> = keywords.out.iter().map(|o| o.as_ref().map(|a| a.tensor())).collect();
    let defaults = CallOptions::default();
    let options = CallOptions {
        out: &out,
        where_: keywords.mask.as_ref(),
        dtype: keywords.dtype,
        casting: keywords.casting.unwrap_or(defaults.casting),
        order: keywords.order.unwrap_or(defaults.order),
    };
    let (results, flags) = ufunc::call(u, &inputs, &options)?;
    let scalar = inputs.iter().all(is_scalar) && keywords.out.iter().all(Option::is_none);
    report(cx, flags, u.name, scalar)?;
    let values = results.into_iter().enumerate().map(|(i, result)| match keywords.out.get(i) {
        Some(Some(array)) => Ok(Value::Array(array.clone())),
        _ => delivered(result, is_matrix && keywords.subok),
    });
    packed(values.collect::<Result<Vec<_>>>()?)
}

/// A ufunc's argument; objects of the language become elements of an object array.
pub fn operand(cx: &mut dyn Context, value: &Value) -> Result<Operand> {
    match value {
        Value::None | Value::Ellipsis | Value::Dict(_) | Value::Set(_) | Value::Function(_) | Value::Builtin(_) => {
            Ok(Operand::Tensor(crate::value::nested::object_tensor(value)?))
        }
        other => Operand::from_value(cx, other),
    }
}

fn is_scalar(operand: &Operand) -> bool {
    !matches!(operand, Operand::Tensor(_))
}

fn plain_call(cx: &mut dyn Context, u: &'static Ufunc, inputs: &[Operand], is_matrix: bool) -> Result<Value> {
    let (results, flags) = ufunc::call(u, inputs, &CallOptions::default())?;
    if !flags.is_empty() {
        // A function called by name does not say "scalar", an operator does.
        report(cx, flags, u.name, false)?;
    }
    packed(results.into_iter().map(|result| delivered(result, is_matrix)).collect::<Result<Vec<_>>>()?)
}

fn delivered(result: Tensor, is_matrix: bool) -> Result<Value> {
    if is_matrix { subclass::matrix(result) } else { unboxed(result) }
}

fn packed(mut values: Vec<Value>) -> Result<Value> {
    if values.len() == 1 { Ok(values.pop().unwrap_or_default()) } else { Ok(Value::tuple(values)) }
}

builtins! { METHODS, chapter "Methods of ufuncs", methods "ufunc";
    /// Applies the ufunc along an axis until one element is left: `np.add.reduce` is a sum.
    ///
    /// >>> np.multiply.reduce([2, 3, 5])
    /// np.int64(30)
    /// >>> np.add.reduce([[1, 2], [3, 4]], axis=1)
    /// array([3, 7])
    @keeps @see("accumulate", "reduceat")
    fn reduce(cx, this: Value, array: Tensor, axis: AxisArgument = AxisArgument::First, dtype: Option<DType> = None,
              out: super::super::array::out::Out = super::super::array::out::Out(None), keepdims: bool = false,
              initial: Option<Tensor> = None, r#where: Option<Tensor> = None) -> Value {
        let axes = match axis {
            AxisArgument::First => crate::value::axis::Axes(Some(vec![0])),
            AxisArgument::Given(axes) => axes,
        };
        let request = methods::Reduce { axes, dtype, keepdims, initial, mask: r#where };
        methods::reduce(cx, receiver(&this)?, &array, request, out)
    }

    /// The results of all steps of a reduction: `np.add.accumulate` is a running sum.
    ///
    /// >>> np.add.accumulate([1, 2, 3])
    /// array([1, 3, 6])
    @keeps @see("reduce")
    fn accumulate(cx, this: Value, array: Tensor, axis: isize = 0, dtype: Option<DType> = None,
                  out: super::super::array::out::Out = super::super::array::out::Out(None)) -> Value {
        methods::accumulate(cx, receiver(&this)?, &array, axis, dtype, out)
    }

    /// Reductions over slices that start at the given indices.
    ///
    /// >>> np.add.reduceat([0, 1, 2, 3, 4, 5], [0, 3])
    /// array([ 3, 12])
    @see("reduce")
    fn reduceat(cx, this: Value, array: Tensor, indices: Tensor, axis: isize = 0, dtype: Option<DType> = None,
                out: super::super::array::out::Out = super::super::array::out::Out(None)) -> Value {
        methods::reduceat(cx, receiver(&this)?, &array, &indices, axis, dtype, out)
    }

    /// The ufunc of each element of `A` with each of `B`.
    ///
    /// >>> np.multiply.outer([1, 2, 3], [4, 5])
    /// array([[ 4,  5],
    ///        [ 8, 10],
    ///        [12, 15]])
    fn outer(cx, this: Value, @pos A: Tensor, @pos B: Tensor, @kwargs options: Value) -> Value {
        methods::outer(cx, receiver(&this)?, &A, &B)
    }

    /// The dtypes that the ufunc's loop has for arguments of these dtypes.
    ///
    /// `int`, `float` and `complex` stand for Python's numbers, `None` for a result to be found.
    ///
    /// >>> np.add.resolve_dtypes((np.dtype('i4'), np.dtype('f4'), None))
    /// (dtype('float64'), dtype('float64'), dtype('float64'))
    fn resolve_dtypes(cx, this: Value, @pos dtypes: Value, @kw signature: Value = Value::None,
                      @kw casting: Option<String> = None, @kw reduction: bool = false) -> Value {
        let casting = casting.as_deref().map_or(Ok(Casting::SameKind), Casting::by_name)?;
        ufunc_types::resolve_dtypes(receiver(&this)?, &dtypes, &signature, casting, reduction)
    }

    /// Applies the ufunc in place to the indexed elements, once for each time an index occurs.
    ///
    /// >>> a = np.array([1, 2, 3])
    /// >>> np.add.at(a, [0, 0, 2], 10)
    /// >>> a
    /// array([21,  2, 13])
    fn at(cx, this: Value, @pos a: Rc<Array>, @pos indices: Value, @pos b: Option<Value> = None) -> () {
        methods::at(cx, receiver(&this)?, &a, &indices, b.as_ref())
    }
}

fn receiver(value: &Value) -> Result<&'static Ufunc> {
    ufunc_of(value).ok_or_else(|| Error::type_error("expected a ufunc"))
}

/// `axis=` of `reduce`: 0 unless given, and `None` given means all axes.
pub enum AxisArgument {
    First,
    Given(crate::value::axis::Axes),
}

impl FromValue for AxisArgument {
    const ACCEPTS: &'static str = "None, int or tuple of ints";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<AxisArgument> {
        crate::value::axis::Axes::from_value(cx, value).map(AxisArgument::Given)
    }
}
