//! `np.pad`: an array amid margins that are filled axis after axis: constants, edges, ramps, statistics, reflections,
//! repetitions.

use super::argument::{Source, numpy_tensor};
use super::grids::keywords_of;
use crate::builtins::registry::lookup;
use crate::symbol::Symbol;
use crate::tensor::assign::assign;
use crate::tensor::index::{Mode, take};
use crate::tensor::shape::{Dims, Strides};
use crate::tensor::{DType, Operand, Order, Tensor, create};
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
    let (result, mut inner) = framed(t, widths)?;
    for (axis, &width) in widths.iter().enumerate() {
        if width == (0, 0) {
            continue;
        }
        let margins = Margins::around(&inner, axis, width);
        match mode {
            "constant" => {
                store(cx, &margins.before, &[], &Value::array(values[axis].0.clone()))?;
                store(cx, &margins.after, &[], &Value::array(values[axis].1.clone()))?;
            }
            "empty" => {}
            "linear_ramp" => ramps(&inner, &margins, &values[axis])?,
            "reflect" | "symmetric" if odd => reflect_odd(cx, &inner, &margins, mode == "symmetric")?,
            "maximum" | "mean" | "median" | "minimum" => {
                statistics(cx, &inner, &margins, mode, lengths.as_ref().map(|l| l[axis]))?
            }
            _ => gather(&inner, &margins, mode)?,
        }
        inner = margins.whole;
    }
    Ok(result)
}

/// Zeros of the padded shape with the array amid them, and the view of that part.
fn framed(t: &Tensor, widths: &[Pair<usize>]) -> Result<(Tensor, Tensor)> {
    let shape: Vec<usize> = t.shape().iter().zip(widths).map(|(n, (a, b))| n + a + b).collect();
    let order = if t.is_f_contiguous() && !t.is_c_contiguous() { Order::F } else { Order::C };
    let result = Tensor::allocate(&shape, t.dtype(), order, true)?;
    let inner = widths
        .iter()
        .enumerate()
        .fold(result.clone(), |view, (axis, &(before, _))| view.range(axis, before, before + t.shape()[axis]));
    assign(&inner, t)?;
    Ok((result, inner))
}

/// The margins of a part of the result along one axis, and the part together with them.
struct Margins {
    axis: usize,
    before: Tensor,
    after: Tensor,
    whole: Tensor,
}

impl Margins {
    /// `inner` lies in an array that has room for the margins.
    fn around(inner: &Tensor, axis: usize, (before, after): Pair<usize>) -> Margins {
        let n = inner.shape()[axis];
        let (mut shape, strides) = (Dims::from_slice(inner.shape()), Strides::from_slice(inner.strides()));
        shape[axis] = before + n + after;
        let start = inner.offset() - before as isize * strides[axis];
        let whole = inner.with_geometry(start, shape, strides);
        let (first, last) = (whole.range(axis, 0, before), whole.range(axis, before + n, before + n + after));
        Margins { axis, before: first, after: last, whole }
    }

    fn widths(&self) -> Pair<usize> {
        (self.before.shape()[self.axis], self.after.shape()[self.axis])
    }
}

fn stat_lengths(cx: &mut dyn Context, value: &Value, ndim: usize) -> Result<Vec<Pair<usize>>> {
    let lengths = widths(cx, value, ndim)?;
    if lengths.iter().any(|l| l.0 == 0 || l.1 == 0) {
        return Err(Error::value("stat_length of 0 yields no value for padding"));
    }
    Ok(lengths)
}

/// From the end value at the outside up to the edge.
fn ramps(inner: &Tensor, margins: &Margins, ends: &Pair<Tensor>) -> Result<()> {
    let axis = margins.axis;
    let ramp = |end: &Tensor, edge: Tensor, n: usize| -> Result<Tensor> {
        let (from, to) = (Operand::Tensor(end.clone()), Operand::Tensor(edge));
        Ok(create::linspace(&from, &to, n as isize, false, Some(inner.dtype()), axis as isize)?.samples)
    };
    let (before, after) = margins.widths();
    assign(&margins.before, &ramp(&ends.0, inner.subarray(axis, 0), before)?)?;
    let last = inner.subarray(axis, inner.shape()[axis] - 1);
    assign(&margins.after, &ramp(&ends.1, last, after)?.flip(Some(&[axis as isize]))?)?;
    Ok(())
}

/// Modes whose margin is made of elements: for each place the index of its element.
fn gather(inner: &Tensor, margins: &Margins, mode: &str) -> Result<()> {
    let n = inner.shape()[margins.axis] as i64;
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
    let fill = |margin: &Tensor, places: std::ops::Range<i64>| -> Result<()> {
        let places: Vec<i64> = places.map(source).collect();
        let found = take(inner, &Tensor::vector(&places)?, Some(margins.axis as isize), Mode::Raise)?;
        assign(margin, &found)?;
        Ok(())
    };
    let (before, after) = margins.widths();
    fill(&margins.before, -(before as i64)..0)?;
    fill(&margins.after, n..n + after as i64)
}

/// `2·edge − reflected`, repeated until the margins are full.
fn reflect_odd(cx: &mut dyn Context, inner: &Tensor, margins: &Margins, symmetric: bool) -> Result<()> {
    let axis = margins.axis;
    let (mut done, (mut left, mut right)) = (inner.clone(), margins.widths());
    let skip = usize::from(!symmetric);
    while left > 0 || right > 0 {
        let n = done.shape()[axis];
        let most = n - skip;
        if most == 0 {
            return gather(inner, margins, "edge");
        }
        let (a, b) = (left.min(most), right.min(most));
        let two = Value::Int(2);
        let side = |cx: &mut dyn Context, edge: Tensor, part: Tensor| -> Result<Tensor> {
            let twice = numpy_tensor(cx, "multiply", &[Value::array(edge), two.clone()])?;
            numpy_tensor(cx, "subtract", &[Value::array(twice), Value::array(part.flip(Some(&[axis as isize]))?)])
        };
        let before = side(cx, done.range(axis, 0, 1), done.range(axis, skip, skip + a))?;
        let after = side(cx, done.range(axis, n - 1, n), done.range(axis, n - skip - b, n - skip))?;
        let next = Margins::around(&done, axis, (a, b));
        assign(&next.before, &before)?;
        assign(&next.after, &after)?;
        done = next.whole;
        (left, right) = (left - a, right - b);
    }
    Ok(())
}

fn statistics(
    cx: &mut dyn Context,
    inner: &Tensor,
    margins: &Margins,
    mode: &str,
    lengths: Option<Pair<usize>>,
) -> Result<()> {
    let axis = margins.axis;
    let n = inner.shape()[axis];
    let (a, b) = lengths.map_or((n, n), |(a, b)| (a.min(n), b.min(n)));
    let name = match mode {
        "maximum" => "max",
        "minimum" => "min",
        other => other,
    };
    let side = |cx: &mut dyn Context, part: Tensor, margin: &Tensor| -> Result<()> {
        let function = lookup("np", Symbol::new(name)).ok_or_else(|| Error::attribute(name))?;
        let keywords = [(Symbol::new("axis"), Value::Int(axis as i64)), (Symbol::new("keepdims"), Value::bool(true))];
        let found = cx.call(&function, &[Value::array(part)], &keywords)?;
        let found = match inner.dtype().kind {
            kind if kind.is_integer() && matches!(mode, "mean" | "median") => {
                super::argument::numpy(cx, "rint", &[found])?
            }
            _ => found,
        };
        let line = crate::tensor::cast::as_dtype(&Tensor::from_value(cx, &found)?, inner.dtype())?;
        assign(margin, &line.broadcast_to(margin.shape())?)?;
        Ok(())
    };
    side(cx, inner.range(axis, 0, a), &margins.before)?;
    side(cx, inner.range(axis, n - b, n), &margins.after)
}

/// A user's function that fills the margin of each line in place.
fn filled_by(
    cx: &mut dyn Context,
    t: &Tensor,
    widths: &[Pair<usize>],
    function: &Value,
    kwargs: &Value,
) -> Result<Tensor> {
    let (result, _) = framed(t, widths)?;
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
