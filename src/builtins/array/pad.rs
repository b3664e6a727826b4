//! `np.pad`: an array with a margin, made axis after axis: constants, edges, ramps, statistics, reflections, repetitions.

use super::argument::{Source, numpy_tensor};
use super::grids::keywords_of;
use crate::builtins::registry::lookup;
use crate::symbol::Symbol;
use crate::tensor::combine::concatenate;
use crate::tensor::index::{Mode, take};
use crate::tensor::promote::Casting;
use crate::tensor::{DType, Operand, Tensor, create};
use crate::value::convert::{FromValue, to_index};
use crate::value::store::store;
use crate::value::{Context, Error, Result, Value};

builtins! { PAD, chapter "Margins", spaces ["np"];
    /// The array with a margin around it.
    ///
    /// `pad_width` is one number, `(before, after)`, or such a pair for each axis. Modes: `'constant'` (with
    /// `constant_values`), `'edge'`, `'linear_ramp'` (`end_values`), `'maximum'`, `'mean'`, `'median'`, `'minimum'`
    /// (`stat_length`), `'reflect'`, `'symmetric'` (`reflect_type`), `'wrap'`, `'empty'`, or a function that fills a line.
    ///
    /// >>> np.pad([1, 2, 3], 1)
    /// array([0, 1, 2, 3, 0])
    /// >>> np.pad([1, 2, 3], (2, 3), 'edge')
    /// array([1, 1, 1, 2, 3, 3, 3, 3])
    /// >>> np.pad([1, 2, 3], 2, mode='reflect')
    /// array([3, 2, 1, 2, 3, 2, 1])
    @see("tile", "concatenate")
    fn pad(cx, array: Source, pad_width: Value, mode: Value = Value::str("constant"), @kwargs kwargs: Value) -> Tensor {
        let widths = widths(cx, &pad_width, array.ndim())?;
        match &mode {
            Value::Str(name) => padded(cx, &array, &widths, name.as_str(), &kwargs),
            function => filled_by(cx, &array, &widths, function, &kwargs),
        }
    }
}

type Pair<T> = (T, T);

/// Before and after for each axis.
fn widths(cx: &mut dyn Context, value: &Value, ndim: usize) -> Result<Vec<Pair<usize>>> {
    if let Value::Dict(dict) = value {
        let mut pairs = vec![(0, 0); ndim];
        let entries: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        for (axis, width) in entries {
            let axis = crate::tensor::shape::normalize_axis(to_index(&axis)? as isize, ndim)?;
            pairs[axis] = widths(cx, &width, 1)?[0];
        }
        return Ok(pairs);
    }
    let given = Tensor::from_value(cx, value)?;
    if !given.dtype().kind.is_integer() {
        return Err(Error::type_error("`pad_width` must be of integral type."));
    }
    let all = paired(&crate::tensor::cast::as_dtype(&given, DType::INT64)?, ndim)?;
    let numbers = all.to_vec::<i64>().unwrap_or_default();
    if numbers.iter().any(|&n| n < 0) {
        return Err(Error::value("index can't contain negative values"));
    }
    Ok(numbers.chunks_exact(2).map(|pair| (pair[0] as usize, pair[1] as usize)).collect())
}

/// A value, a pair, or a pair for each axis as an array of shape (axes, 2).
fn paired(given: &Tensor, ndim: usize) -> Result<Tensor> {
    Ok(given.broadcast_to(&[ndim, 2])?)
}

/// Options such as `constant_values`, one value for each side of each axis.
fn sides(cx: &mut dyn Context, value: &Value, ndim: usize) -> Result<Vec<Pair<Tensor>>> {
    let pairs = paired(&Tensor::from_value(cx, value)?, ndim)?;
    Ok((0..ndim).map(|i| (pairs.subarray(0, i).subarray(0, 0), pairs.subarray(0, i).subarray(0, 1))).collect())
}

/// Which options a mode takes.
fn options_of(mode: &str) -> Result<&'static [&'static str]> {
    Ok(match mode {
        "constant" => &["constant_values"],
        "linear_ramp" => &["end_values"],
        "maximum" | "mean" | "median" | "minimum" => &["stat_length"],
        "reflect" | "symmetric" => &["reflect_type"],
        "edge" | "wrap" | "empty" => &[],
        _ => return Err(Error::value(format!("mode '{mode}' is not supported"))),
    })
}

fn padded(cx: &mut dyn Context, t: &Tensor, widths: &[Pair<usize>], mode: &str, kwargs: &Value) -> Result<Tensor> {
    let allowed = options_of(mode)?;
    let given = keywords_of(kwargs);
    if let Some((name, _)) = given.iter().find(|(name, _)| !allowed.contains(&name.as_str())) {
        return Err(Error::value(format!("unsupported keyword arguments for mode '{mode}': {{'{name}'}}")));
    }
    let option = given.into_iter().next().map(|(_, value)| value);
    if !matches!(mode, "constant" | "empty") {
        let empty = t.shape().iter().zip(widths).position(|(&n, w)| n == 0 && (w.0 > 0 || w.1 > 0));
        if let Some(axis) = empty {
            return Err(Error::value(format!(
                "can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
            )));
        }
    }
    let ndim = t.ndim();
    let values = match (mode, &option) {
        ("constant" | "linear_ramp", Some(value)) => sides(cx, value, ndim)?,
        ("constant" | "linear_ramp", None) => sides(cx, &Value::Int(0), ndim)?,
        _ => Vec::new(),
    };
    let lengths = match (mode, &option) {
        ("maximum" | "mean" | "median" | "minimum", Some(value)) if !matches!(value, Value::None) => {
            Some(stat_lengths(cx, value, ndim)?)
        }
        _ => None,
    };
    let odd = match &option {
        Some(value) if matches!(mode, "reflect" | "symmetric") => match String::from_value(cx, value)?.as_str() {
            "even" => false,
            "odd" => true,
            _ => return Err(Error::value("reflect_type must be 'even' or 'odd'")),
        },
        _ => false,
    };
    let mut result = crate::tensor::copy::copied(t, crate::tensor::Order::C)?;
    for (axis, &width) in widths.iter().enumerate() {
        if width == (0, 0) {
            continue;
        }
        result = match mode {
            "constant" => around(
                &result,
                axis,
                constant(cx, &result, axis, width.0, &values[axis].0)?,
                constant(cx, &result, axis, width.1, &values[axis].1)?,
            )?,
            "linear_ramp" => ramps(&result, axis, width, &values[axis])?,
            "empty" => {
                let zero = Tensor::zeros(&[], result.dtype())?;
                around(
                    &result,
                    axis,
                    constant(cx, &result, axis, width.0, &zero)?,
                    constant(cx, &result, axis, width.1, &zero)?,
                )?
            }
            "reflect" | "symmetric" if odd => reflected_odd(cx, result, axis, width, mode == "symmetric")?,
            "maximum" | "mean" | "median" | "minimum" => {
                statistics(cx, &result, axis, width, mode, lengths.as_ref().map(|l| l[axis]))?
            }
            _ => gathered(&result, axis, width, mode)?,
        };
    }
    Ok(result)
}

fn stat_lengths(cx: &mut dyn Context, value: &Value, ndim: usize) -> Result<Vec<Pair<usize>>> {
    let lengths = widths(cx, value, ndim)?;
    if lengths.iter().any(|l| l.0 == 0 || l.1 == 0) {
        return Err(Error::value("stat_length of 0 yields no value for padding"));
    }
    Ok(lengths)
}

/// `before`, the array and `after` along an axis, in the array's dtype.
fn around(t: &Tensor, axis: usize, before: Tensor, after: Tensor) -> Result<Tensor> {
    Ok(concatenate(&[before, t.clone(), after], Some(axis as isize), None, Some(t.dtype()), Casting::Unsafe)?)
}

fn with_length(t: &Tensor, axis: usize, n: usize) -> Vec<usize> {
    let mut shape = t.shape().to_vec();
    shape[axis] = n;
    shape
}

fn constant(cx: &mut dyn Context, t: &Tensor, axis: usize, n: usize, value: &Tensor) -> Result<Tensor> {
    let part = Tensor::empty(&with_length(t, axis, n), t.dtype())?;
    store(cx, &part, &[], &Value::array(value.clone()))?;
    Ok(part)
}

/// From the end value at the outside up to the edge.
fn ramps(t: &Tensor, axis: usize, width: Pair<usize>, ends: &Pair<Tensor>) -> Result<Tensor> {
    let ramp = |end: &Tensor, edge: Tensor, n: usize| -> Result<Tensor> {
        let (from, to) = (Operand::Tensor(end.clone()), Operand::Tensor(edge));
        Ok(create::linspace(&from, &to, n as isize, false, Some(t.dtype()), axis as isize)?.samples)
    };
    let before = ramp(&ends.0, t.subarray(axis, 0), width.0)?;
    let after = ramp(&ends.1, t.subarray(axis, t.shape()[axis] - 1), width.1)?;
    around(t, axis, before, after.flip(Some(&[axis as isize]))?)
}

/// Modes whose margin is made of elements: for each place the index of its element.
fn gathered(t: &Tensor, axis: usize, width: Pair<usize>, mode: &str) -> Result<Tensor> {
    let n = t.shape()[axis] as i64;
    let source = |place: i64| match mode {
        "edge" => place.clamp(0, n - 1),
        "wrap" => place.rem_euclid(n),
        "reflect" if n == 1 => 0,
        "reflect" => {
            let at = place.rem_euclid(2 * (n - 1));
            at.min(2 * (n - 1) - at)
        }
        _ => {
            let at = place.rem_euclid(2 * n);
            at.min(2 * n - 1 - at)
        }
    };
    let places: Vec<i64> = (-(width.0 as i64)..n + width.1 as i64).map(source).collect();
    Ok(take(t, &Tensor::vector(&places)?, Some(axis as isize), Mode::Raise)?)
}

/// `2·edge − reflected`, repeated until the margin is full.
fn reflected_odd(cx: &mut dyn Context, t: Tensor, axis: usize, width: Pair<usize>, symmetric: bool) -> Result<Tensor> {
    let (mut result, mut left, mut right) = (t, width.0, width.1);
    let skip = usize::from(!symmetric);
    while left > 0 || right > 0 {
        let n = result.shape()[axis];
        let most = n - skip;
        if most == 0 {
            return gathered(&result, axis, (left, right), "edge");
        }
        let (a, b) = (left.min(most), right.min(most));
        let two = Value::Int(2);
        let side = |cx: &mut dyn Context, edge: Tensor, part: Tensor| -> Result<Tensor> {
            let twice = numpy_tensor(cx, "multiply", &[Value::array(edge), two.clone()])?;
            numpy_tensor(cx, "subtract", &[Value::array(twice), Value::array(part.flip(Some(&[axis as isize]))?)])
        };
        let before = side(cx, result.range(axis, 0, 1), result.range(axis, skip, skip + a))?;
        let after = side(cx, result.range(axis, n - 1, n), result.range(axis, n - skip - b, n - skip))?;
        result = around(&result, axis, before, after)?;
        (left, right) = (left - a, right - b);
    }
    Ok(result)
}

fn statistics(
    cx: &mut dyn Context,
    t: &Tensor,
    axis: usize,
    width: Pair<usize>,
    mode: &str,
    lengths: Option<Pair<usize>>,
) -> Result<Tensor> {
    let n = t.shape()[axis];
    let (a, b) = lengths.map_or((n, n), |(a, b)| (a.min(n), b.min(n)));
    let name = match mode {
        "maximum" => "max",
        "minimum" => "min",
        other => other,
    };
    let side = |cx: &mut dyn Context, part: Tensor, count: usize| -> Result<Tensor> {
        let function = lookup("np", Symbol::new(name)).ok_or_else(|| Error::attribute(name))?;
        let keywords = [(Symbol::new("axis"), Value::Int(axis as i64)), (Symbol::new("keepdims"), Value::bool(true))];
        let found = cx.call(&function, &[Value::array(part)], &keywords)?;
        let found = match t.dtype().kind {
            kind if kind.is_integer() && matches!(mode, "mean" | "median") => {
                super::argument::numpy(cx, "rint", &[found])?
            }
            _ => found,
        };
        let line = crate::tensor::cast::as_dtype(&Tensor::from_value(cx, &found)?, t.dtype())?;
        Ok(line.broadcast_to(&with_length(t, axis, count))?)
    };
    let before = side(cx, t.range(axis, 0, a), width.0)?;
    let after = side(cx, t.range(axis, n - b, n), width.1)?;
    around(t, axis, before, after)
}

/// A user's function that fills the margin of each line in place.
fn filled_by(
    cx: &mut dyn Context,
    t: &Tensor,
    widths: &[Pair<usize>],
    function: &Value,
    kwargs: &Value,
) -> Result<Tensor> {
    let mut result = crate::tensor::copy::copied(t, crate::tensor::Order::C)?;
    let zero = Tensor::zeros(&[], t.dtype())?;
    for (axis, width) in widths.iter().enumerate() {
        let (before, after) =
            (constant(cx, &result, axis, width.0, &zero)?, constant(cx, &result, axis, width.1, &zero)?);
        result = around(&result, axis, before, after)?;
    }
    for (axis, width) in widths.iter().enumerate() {
        let lines = result.moveaxis(&[axis as isize], &[-1])?;
        let outer = lines.ndim() - 1;
        for index in crate::tensor::iterate::NdIndex::new(&lines.shape()[..outer]) {
            let line = index.iter().fold(lines.clone(), |t, &i| t.subarray(0, i));
            let pair = Value::tuple([Value::Int(width.0 as i64), Value::Int(width.1 as i64)]);
            cx.call(function, &[Value::array(line), pair, Value::Int(axis as i64), kwargs.clone()], &[])?;
        }
    }
    Ok(result)
}
