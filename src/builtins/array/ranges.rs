//! Numbers in a row: `arange`, `linspace`, `logspace`, `geomspace`.

use super::argument::{numpy, numpy_tensor};
use crate::tensor::create;
use crate::tensor::{DType, Kind, Operand, Order, Tensor};
use crate::value::convert::{FromValue, IntoValue, Unboxed};
use crate::value::elementwise;
use crate::value::object::BinaryOp;
use crate::value::{Context, Error, Result, Value};

builtins! { RANGES, chapter "Numbers in a row", spaces ["np"];
    /// Evenly spaced numbers from `start` up to, but without, `stop`.
    ///
    /// `arange(stop)`, `arange(start, stop)`, `arange(start, stop, step)`. With a step that is no whole number the length
    /// may surprise: `linspace` is safer there.
    ///
    /// >>> np.arange(3)
    /// array([0, 1, 2])
    /// >>> np.arange(1, 10, 3)
    /// array([1, 4, 7])
    /// >>> np.arange(0, 1, 0.25)
    /// array([0.  , 0.25, 0.5 , 0.75])
    @compiled @see("linspace")
    fn arange(cx, start: Value = Value::None, stop: Value = Value::None, step: Value = Value::None, dtype: Option<DType> = None,
              @kw device: Value = Value::None, @kw like: Value = Value::None) -> Value {
        let (start, stop) = match (start, stop) {
            (Value::None, Value::None) => return Err(Error::type_error("arange() requires stop to be specified.")),
            (stop, Value::None) => (Value::Int(0), stop),
            (Value::None, stop) => (Value::Int(0), stop),
            (start, stop) => (start, stop),
        };
        let step = if let Value::None = step { Value::Int(1) } else { step };
        if let Some(times) = super::dtype_rules::time_range(cx, &start, &stop, &step, dtype)? {
            return Ok(Value::array(times));
        }
        let bound = |cx: &mut dyn Context, v: &Value| match v {
            Value::Str(_) => Err(Error::type_error("unsupported operand type(s) for -: 'str' and 'int'")),
            other => Operand::from_value(cx, other),
        };
        let (first, last, by) = (bound(cx, &start)?, bound(cx, &stop)?, bound(cx, &step)?);
        Ok(Value::array(create::arange(&first, &last, &by, dtype)?))
    }

    /// `num` evenly spaced numbers from `start` to `stop`, which is the last one unless `endpoint` is false.
    ///
    /// >>> np.linspace(0, 1, 5)
    /// array([0.  , 0.25, 0.5 , 0.75, 1.  ])
    /// >>> np.linspace(0, 1, 4, endpoint=False, retstep=True)
    /// (array([0.  , 0.25, 0.5 , 0.75]), np.float64(0.25))
    @see("arange", "logspace", "geomspace")
    fn linspace(cx, start: Operand, stop: Operand, num: isize = 50, endpoint: bool = true, retstep: bool = false,
                dtype: Option<DType> = None, axis: isize = 0, @kw device: Value = Value::None) -> Value {
        let spaced = create::linspace(&start, &stop, num, endpoint, dtype, axis)?;
        let samples = Value::array(spaced.samples);
        if !retstep {
            return Ok(samples);
        }
        let step = match spaced.step {
            Some(step) => Unboxed(step).into_value(),
            None => Value::float(f64::NAN),
        };
        Ok(Value::tuple([samples, step]))
    }

    /// Numbers spaced evenly on a logarithmic scale, from `base**start` to `base**stop`.
    ///
    /// >>> np.logspace(0, 3, 4)
    /// array([   1.,   10.,  100., 1000.])
    /// >>> np.logspace(0, 4, 5, base=2)
    /// array([ 1.,  2.,  4.,  8., 16.])
    @see("linspace", "geomspace")
    fn logspace(cx, start: Operand, stop: Operand, num: isize = 50, endpoint: bool = true, base: Value = Value::float(10.0),
                dtype: Option<DType> = None, axis: isize = 0) -> Value {
        let exponents = create::linspace(&start, &stop, num, endpoint, None, axis)?.samples;
        let base = match &base {
            // Several bases lie along the axes of the ends, not along that of the samples.
            Value::Array(_) | Value::List(_) | Value::Tuple(_) => {
                let bases = Tensor::from_value(cx, &base)?;
                Value::array(bases.expand_dims(&[axis])?)
            }
            _ => base,
        };
        let powers = power(cx, &base, exponents)?;
        as_wanted(cx, powers, dtype)
    }

    /// Numbers whose ratio is the same from each to the next, from `start` to `stop`.
    ///
    /// >>> np.geomspace(1, 1000, num=4)
    /// array([   1.,   10.,  100., 1000.])
    @see("logspace", "linspace")
    fn geomspace(cx, start: Value, stop: Value, num: isize = 50, endpoint: bool = true, dtype: Option<DType> = None,
                 axis: isize = 0) -> Value {
        geometric(cx, &start, &stop, num, endpoint, dtype, axis)
    }
}

fn power(cx: &mut dyn Context, base: &Value, exponents: Tensor) -> Result<Value> {
    let exponents = Value::array(exponents);
    match elementwise::binary(cx, BinaryOp::Pow, base, &exponents)? {
        Some(powers) => Ok(powers),
        None => Err(Error::type_error("base must be a number")),
    }
}

/// The result in the dtype that was asked for.
pub fn as_wanted(cx: &mut dyn Context, value: Value, dtype: Option<DType>) -> Result<Value> {
    let tensor = Tensor::from_value(cx, &value)?;
    crate::value::nested::cast_to(cx, tensor, dtype).map(Value::array)
}

fn geometric(
    cx: &mut dyn Context,
    start: &Value,
    stop: &Value,
    num: isize,
    endpoint: bool,
    dtype: Option<DType>,
    axis: isize,
) -> Result<Value> {
    let (a, b) = (Tensor::from_value(cx, start)?, Tensor::from_value(cx, stop)?);
    for end in [&a, &b] {
        if crate::tensor::index::count_nonzero(end)? < end.size() {
            return Err(Error::value("Geometric sequence cannot include zero"));
        }
    }
    let operands = [Operand::Tensor(a.clone()), Operand::Tensor(b.clone()), Operand::WeakFloat(num as f64)];
    let mut inexact = crate::tensor::promote::result_type(&operands)?;
    if let Some(dtype) = dtype {
        inexact = crate::tensor::promote::promote_types(inexact, dtype)?;
    }
    let wide = |t: &Tensor| crate::tensor::cast::as_dtype(t, inexact).map(Value::array);
    let (first, last) = (wide(&a)?, wide(&b)?);
    // Negative (or complex) ends: the direction is taken out before the logarithm and put back after it.
    let direction = if inexact.kind.is_complex() {
        let length = numpy(cx, "abs", std::slice::from_ref(&first))?;
        numpy(cx, "divide", &[first.clone(), length])?
    } else {
        numpy(cx, "sign", std::slice::from_ref(&first))?
    };
    let first = numpy(cx, "divide", &[first, direction.clone()])?;
    let last = numpy(cx, "divide", &[last, direction.clone()])?;
    let logarithms = [
        numpy_tensor(cx, "log10", std::slice::from_ref(&first))?,
        numpy_tensor(cx, "log10", std::slice::from_ref(&last))?,
    ];
    let exponents = create::linspace(
        &Operand::Tensor(logarithms[0].clone()),
        &Operand::Tensor(logarithms[1].clone()),
        num,
        endpoint,
        None,
        0,
    )?;
    let powers = power(cx, &Value::float(10.0), exponents.samples)?;
    let powers = Tensor::from_value(cx, &powers)?;
    let powers = crate::tensor::copy::copied(&crate::tensor::cast::as_dtype(&powers, inexact)?, Order::C)?;
    // The ends are exact.
    if num > 0 {
        let end = |cx: &mut dyn Context, v: &Value| Tensor::from_value(cx, v);
        crate::tensor::assign::assign(&powers.subarray(0, 0), &end(cx, &first)?)?;
        if num > 1 && endpoint {
            crate::tensor::assign::assign(&powers.subarray(0, num as usize - 1), &end(cx, &last)?)?;
        }
    }
    let result = numpy_tensor(cx, "multiply", &[Value::array(powers), direction])?;
    let result = if axis == 0 { result } else { result.moveaxis(&[0], &[axis])? };
    match dtype {
        Some(dtype) => crate::value::nested::cast_to(cx, result, Some(dtype)).map(Value::array),
        None if matches!(inexact.kind, Kind::Object) => Err(Error::type_error("geomspace() not supported for objects")),
        None => Ok(Value::array(result)),
    }
}
