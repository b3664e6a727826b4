//! The arguments of `np.nditer` → its operands and the walk over them.

use super::argument::Source;
use super::nditer::Operand;
use super::walk::{Dim, EXTERNAL_LOOP, Walk};
use crate::tensor::format::dtype_repr;
use crate::tensor::promote::{Casting, can_cast, result_type};
use crate::tensor::{DType, Operand as TensorOperand, Order, Strides, Tensor};
use crate::value::convert::{FromValue, Ints, to_index};
use crate::value::{Context, Error, Result, Value};
use smallvec::SmallVec;

/// The arguments of `np.nditer`.
pub struct Settings {
    pub flags: Vec<String>,
    pub op_flags: Value,
    pub op_dtypes: Value,
    pub order: String,
    pub casting: String,
    pub op_axes: Value,
    pub itershape: Value,
    pub buffersize: usize,
}

const FLAGS: &[&str] = &[
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

const OPERAND_FLAGS: &[&str] = &[
    "readonly",
    "readwrite",
    "writeonly",
    "no_broadcast",
    "contig",
    "aligned",
    "nbo",
    "copy",
    "updateifcopy",
    "allocate",
    "no_subtype",
    "virtual",
    "arraymask",
    "writemasked",
    "overlap_assume_elementwise",
];

/// Elements of a buffer where nothing else is asked for.
const BUFFER: usize = 8192;

/// What one operand is asked to be.
struct Wish {
    flags: Vec<String>,
    dtype: Option<DType>,
    /// The operand's axis for each axis of the walk.
    axes: Option<Vec<Option<usize>>>,
}

impl Wish {
    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|f| f == flag)
    }

    fn writes(&self) -> bool {
        self.has("readwrite") || self.has("writeonly")
    }
}

/// The operands and the walk that the arguments describe.
pub fn constructed(cx: &mut dyn Context, op: &Value, settings: &Settings) -> Result<(Vec<Operand>, Walk)> {
    if let Some(flag) = settings.flags.iter().find(|f| !FLAGS.contains(&f.as_str())) {
        return Err(Error::value(format!("Unexpected iterator global flag \"{flag}\"")));
    }
    let has = |flag: &str| settings.flags.iter().any(|f| f == flag);
    if has("external_loop") && (has("multi_index") || has("c_index") || has("f_index")) {
        return Err(Error::value(EXTERNAL_LOOP));
    }
    let given = match op {
        Value::List(list) => list.to_vec(),
        Value::Tuple(tuple) => tuple.items.to_vec(),
        other => vec![other.clone()],
    };
    if given.is_empty() {
        return Err(Error::value("Must provide at least one operand"));
    }
    let wishes = wishes(cx, settings, given.len())?;
    let mut sources: Vec<Option<Source>> = Vec::with_capacity(given.len());
    for value in &given {
        sources.push(if let Value::None = value { None } else { Some(Source::from_value(cx, value)?) });
    }
    let shape = walk_shape(cx, &sources, &wishes, &settings.itershape)?;
    if shape.contains(&0) && !has("zerosize_ok") {
        return Err(Error::value("Iteration of zero-sized operands is not enabled"));
    }
    let dtypes = dtypes(&sources, &wishes, has("common_dtype"))?;
    if dtypes.iter().any(|dtype| dtype.kind.is_reference()) && !has("refs_ok") {
        return Err(Error::type_error(
            "Iterator operand or requested dtype holds references, but the NPY_ITER_REFS_OK flag was not enabled",
        ));
    }
    let mut operands: Vec<Option<Operand>> = Vec::with_capacity(given.len());
    for (at, (source, wish)) in sources.into_iter().zip(&wishes).enumerate() {
        operands.push(match source {
            Some(source) => Some(operand(at, source, wish, dtypes[at], settings)?),
            None => None,
        });
    }
    let axes_of = |at: usize, ndim: usize| operand_axes(wishes[at].axes.as_deref(), ndim, shape.len());
    let strides_of = |at: usize, tensor: &Tensor| strides(tensor, &axes_of(at, tensor.ndim()));
    let known: Vec<Option<Vec<isize>>> =
        operands.iter().enumerate().map(|(at, o)| o.as_ref().map(|o| strides_of(at, &o.tensor))).collect();
    for (strides, wish) in known.iter().zip(&wishes) {
        if let Some(strides) = strides.as_ref().filter(|_| wish.writes() && !has("reduce_ok")) {
            check_no_reduction(strides, &shape)?;
        }
    }
    let present: Vec<&Vec<isize>> = known.iter().flatten().collect();
    let order = walk_order(&operands, &present, shape.len(), &settings.order)?;
    let allocates = known.iter().any(Option::is_none);
    let mut made = Vec::with_capacity(operands.len());
    for (at, operand) in operands.into_iter().enumerate() {
        made.push(match operand {
            Some(operand) => operand,
            None => allocated(wishes[at].axes.as_deref(), dtypes[at], &shape, &order, has("reduce_ok"))?,
        });
    }
    let all: Vec<Vec<isize>> = made.iter().enumerate().map(|(at, o)| strides_of(at, &o.tensor)).collect();
    let dim = |&axis: &usize| {
        let strides = all.iter().map(|strides| strides[axis]).collect();
        Dim { len: shape[axis], strides, index: 0, axis, flipped: false }
    };
    let mut walk = Walk {
        dims: order.iter().map(dim).collect(),
        starts: made.iter().map(|o| o.tensor.offset()).collect(),
        origins: vec![0; made.len()],
        index_origin: 0,
        has_index: false,
        has_multi_index: has("multi_index"),
        buffered: has("buffered"),
        is_delayed: has("buffered") && has("delay_bufalloc"),
        ranged: has("ranged"),
        external_loop: has("external_loop"),
        buffer: if settings.buffersize == 0 { BUFFER } else { settings.buffersize },
        range: (0, shape.iter().product()),
        at: 0,
        started: false,
        finished: shape.contains(&0),
        shape,
    };
    if settings.order == "K" && !allocates {
        walk.flip_backward_axes();
    }
    if has("c_index") || has("f_index") {
        walk.track_index(has("f_index"));
    }
    if !walk.has_multi_index {
        walk.coalesce();
    }
    if walk.buffered && has("grow_inner") && made.iter().all(|o| o.target.is_none()) {
        walk.buffer = usize::MAX;
    }
    if let Some(core) = walk.buffered_core() {
        walk.buffer -= walk.buffer % core;
        straighten(&mut made, &mut walk)?;
    }
    Ok((made, walk))
}

/// Copies of the operands in the order of the walk, so that runs need not end with an axis. Operands that are reduced into
/// stay as they are, and with them the axes.
fn straighten(operands: &mut [Operand], walk: &mut Walk) -> Result<()> {
    let shared = |at: usize| walk.dims.iter().any(|dim| dim.strides[at] == 0 && dim.len > 1);
    if (0..operands.len()).any(|at| operands[at].writeable && shared(at)) {
        return Ok(());
    }
    let size = walk.size();
    let mut strides = SmallVec::new();
    for (at, operand) in operands.iter_mut().enumerate() {
        let (offset, shape, steps) = walk.whole(at);
        let view = operand.tensor.with_geometry(offset, shape, steps);
        let line = crate::tensor::copy::copied(&view, Order::C)?;
        strides.push(line.itemsize() as isize);
        walk.starts[at] = line.offset();
        walk.origins[at] = 0;
        if operand.writeable && operand.target.is_none() {
            operand.target = Some(view);
        }
        operand.tensor = line;
    }
    walk.dims = vec![Dim { len: size, strides, index: 0, axis: 0, flipped: false }];
    Ok(())
}

fn wishes(cx: &mut dyn Context, settings: &Settings, count: usize) -> Result<Vec<Wish>> {
    let names = match &settings.op_flags {
        Value::None => vec![Vec::new(); count],
        other => {
            let items = crate::value::iter::collect(cx, other)?;
            if items.iter().all(|item| matches!(item, Value::Str(_))) {
                vec![items.iter().map(crate::value::repr::str).collect(); count]
            } else {
                items.iter().map(|item| Vec::<String>::from_value(cx, item)).collect::<Result<Vec<_>>>()?
            }
        }
    };
    if let Some(flag) = names.iter().flatten().find(|flag| !OPERAND_FLAGS.contains(&flag.as_str())) {
        return Err(Error::value(format!("Unexpected per-op iterator flag \"{flag}\"")));
    }
    let dtypes = match &settings.op_dtypes {
        Value::None => vec![None; count],
        Value::List(_) | Value::Tuple(_) => Vec::<Option<DType>>::from_value(cx, &settings.op_dtypes)?,
        other => vec![Some(DType::from_value(cx, other)?); count],
    };
    let axes = match &settings.op_axes {
        Value::None => vec![None; count],
        other => {
            let entries = crate::value::iter::collect(cx, other)?;
            entries.iter().map(|entry| axis_list(cx, entry)).collect::<Result<Vec<_>>>()?
        }
    };
    let (mut names, mut dtypes, mut axes) = (names.into_iter(), dtypes.into_iter(), axes.into_iter());
    let wish = |_| Wish {
        flags: names.next().unwrap_or_default(),
        dtype: dtypes.next().flatten(),
        axes: axes.next().flatten(),
    };
    Ok((0..count).map(wish).collect())
}

fn axis_list(cx: &mut dyn Context, entry: &Value) -> Result<Option<Vec<Option<usize>>>> {
    if let Value::None = entry {
        return Ok(None);
    }
    let axis = |value: &Value| match value {
        Value::None => Ok(None),
        other => Ok(usize::try_from(to_index(other)?).ok()),
    };
    crate::value::iter::collect(cx, entry)?.iter().map(axis).collect::<Result<Vec<_>>>().map(Some)
}

/// The operand's axis for each of the walk's: the last ones, unless `op_axes` says otherwise.
fn operand_axes(given: Option<&[Option<usize>]>, ndim: usize, walk: usize) -> Vec<Option<usize>> {
    match given {
        Some(axes) => axes.to_vec(),
        None => (0..walk).map(|axis| (axis + ndim).checked_sub(walk)).collect(),
    }
}

/// The lengths of the walk's axes.
fn walk_shape(
    cx: &mut dyn Context,
    sources: &[Option<Source>],
    wishes: &[Wish],
    itershape: &Value,
) -> Result<Vec<usize>> {
    let wanted = if let Value::None = itershape { None } else { Some(Ints::from_value(cx, itershape)?.0) };
    if wishes.iter().all(|wish| wish.axes.is_none()) && wanted.is_none() {
        let shapes: Vec<&[usize]> = sources.iter().flatten().map(|s| s.tensor.shape()).collect();
        return Ok(crate::tensor::shape::broadcast_shapes(&shapes)?.to_vec());
    }
    let of_axes = wishes.iter().filter_map(|wish| wish.axes.as_ref().map(Vec::len)).max();
    let of_arrays = sources.iter().flatten().map(|s| s.tensor.ndim()).max().unwrap_or(0);
    let ndim = of_axes.unwrap_or_else(|| wanted.as_ref().map_or(of_arrays, Vec::len));
    let mut shape = vec![1; ndim];
    if let Some(wanted) = &wanted {
        for (len, &n) in shape.iter_mut().zip(wanted) {
            *len = usize::try_from(n).unwrap_or(1);
        }
    }
    for (at, (source, wish)) in sources.iter().zip(wishes).enumerate() {
        let Some(source) = source else { continue };
        let lengths = source.tensor.shape();
        for (place, axis) in operand_axes(wish.axes.as_deref(), lengths.len(), ndim).into_iter().enumerate() {
            let Some(axis) = axis else { continue };
            let Some(&n) = lengths.get(axis) else {
                return Err(Error::value(format!(
                    "Iterator input op_axes[{at}][{place}] (=={axis}) is not a valid axis of op[{at}], which has {} dimensions ",
                    lengths.len()
                )));
            };
            match shape.get_mut(place) {
                Some(len) if *len == 1 => *len = n,
                Some(len) if *len == n || n == 1 => {}
                _ => {
                    let text = |s: &Source| crate::tensor::shape::tuple_text(s.tensor.shape());
                    let all: Vec<String> = sources.iter().flatten().map(text).collect();
                    return Err(Error::value(format!(
                        "operands could not be broadcast together with shapes {} ",
                        all.join(" ")
                    )));
                }
            }
        }
    }
    Ok(shape)
}

/// The dtype in which each operand is shown.
fn dtypes(sources: &[Option<Source>], wishes: &[Wish], common: bool) -> Result<Vec<DType>> {
    let tensors: Vec<TensorOperand> =
        sources.iter().flatten().map(|source| TensorOperand::Tensor(source.tensor.clone())).collect();
    let shared = if tensors.is_empty() { DType::FLOAT64 } else { result_type(&tensors)? };
    let dtype = |(source, wish): (&Option<Source>, &Wish)| match (wish.dtype, source) {
        (Some(dtype), _) => dtype,
        (None, Some(source)) if !common => source.tensor.dtype(),
        _ => shared,
    };
    Ok(sources.iter().zip(wishes).map(dtype).collect())
}

/// An array that was given, or a copy of it in the dtype asked for.
fn operand(at: usize, source: Source, wish: &Wish, dtype: DType, settings: &Settings) -> Result<Operand> {
    let writeable = wish.writes();
    if writeable && !source.array.is_writeable() {
        return Err(Error::value("output array is read-only"));
    }
    let (array, own) = (source.value(), source.tensor.dtype());
    if own == dtype {
        return Ok(Operand { array, tensor: source.tensor, writeable, target: None });
    }
    let casting = Casting::by_name(&settings.casting)?;
    if !wish.has("writeonly") && !can_cast(own, dtype, casting) {
        return Err(Error::type_error(format!(
            "Iterator operand {at} dtype could not be cast from {} to {} according to the rule '{}'",
            dtype_repr(own),
            dtype_repr(dtype),
            settings.casting
        )));
    }
    if writeable && !can_cast(dtype, own, casting) {
        return Err(Error::type_error(format!(
            "Iterator requested dtype could not be cast from {} to {}, the operand {at} dtype, according to the rule '{}'",
            dtype_repr(dtype),
            dtype_repr(own),
            settings.casting
        )));
    }
    if !(settings.flags.iter().any(|f| f == "buffered") || wish.has("copy") || wish.has("updateifcopy")) {
        return Err(Error::type_error(
            "Iterator operand required copying or buffering, but neither copying nor buffering was enabled",
        ));
    }
    let (tensor, _) = crate::tensor::cast::cast(&source.tensor, dtype, Order::K)?;
    Ok(Operand { array, tensor, writeable, target: writeable.then_some(source.tensor) })
}

/// The strides of an operand along the walk's axes.
fn strides(tensor: &Tensor, axes: &[Option<usize>]) -> Vec<isize> {
    let stride = |axis: &Option<usize>| match axis {
        Some(axis) if tensor.shape()[*axis] != 1 => tensor.strides()[*axis],
        _ => 0,
    };
    axes.iter().map(stride).collect()
}

/// An array that is written to must have every place of the walk for itself.
fn check_no_reduction(strides: &[isize], shape: &[usize]) -> Result<()> {
    let lacking = strides.iter().zip(shape).rev().position(|(&stride, &n)| stride == 0 && n > 1);
    match lacking {
        Some(axis) => Err(Error::value(format!(
            "output operand requires a reduction along dimension {axis}, but the reduction is not enabled. The dimension size \
             of 1 does not match the expected output shape."
        ))),
        None => Ok(()),
    }
}

/// A new array for an operand that was not given; its elements lie in the order of the walk.
fn allocated(
    axes: Option<&[Option<usize>]>,
    dtype: DType,
    shape: &[usize],
    order: &[usize],
    reduces: bool,
) -> Result<Operand> {
    let axes = operand_axes(axes, shape.len(), shape.len());
    let ndim = axes.iter().flatten().map(|axis| axis + 1).max().unwrap_or(0);
    let mut own = vec![1; ndim];
    for (&axis, &n) in axes.iter().zip(shape) {
        match axis {
            Some(axis) => own[axis] = n,
            None if n > 1 && !reduces => {
                let zero = axes.iter().map(|axis| axis.map_or(0, |_| 1)).collect::<Vec<isize>>();
                check_no_reduction(&zero, shape)?;
            }
            None => {}
        }
    }
    let flat = Tensor::zeros(&own, dtype)?;
    let mut steps: Strides = smallvec::smallvec![0; ndim];
    let mut step = dtype.itemsize() as isize;
    for &place in order.iter().rev() {
        if let Some(axis) = axes[place] {
            steps[axis] = step;
            step *= own[axis] as isize;
        }
    }
    let tensor = flat.with_geometry(flat.offset(), own.as_slice().into(), steps);
    Ok(Operand { array: Value::array(tensor.clone()), tensor, writeable: true, target: None })
}

/// The axes from slowest to fastest: as the operands lie in memory, or in C or F order.
fn walk_order(operands: &[Option<Operand>], strides: &[&Vec<isize>], ndim: usize, order: &str) -> Result<Vec<usize>> {
    let mut axes: Vec<usize> = (0..ndim).collect();
    let all = |test: fn(&Tensor) -> bool| operands.iter().flatten().all(|o| test(&o.tensor));
    match order {
        "C" => {}
        "F" => axes.reverse(),
        "A" if all(Tensor::is_f_contiguous) && !all(Tensor::is_c_contiguous) => axes.reverse(),
        "A" => {}
        "K" => {
            axes.reverse();
            sort_by_memory(&mut axes, strides);
            axes.reverse();
        }
        other => return Err(Error::value(format!("order must be one of 'C', 'F', 'A', or 'K' (got '{other}')"))),
    }
    Ok(axes)
}

/// Insertion sort of axes, fastest first: an axis goes before another where an operand says so and none disagrees, and
/// past those on which no operand has an opinion.
fn sort_by_memory(axes: &mut [usize], strides: &[&Vec<isize>]) {
    for i in 1..axes.len() {
        let axis = axes[i];
        let mut place = i;
        for j in (0..i).rev() {
            let other = axes[j];
            let opinions = strides.iter().filter(|s| s[axis] != 0 && s[other] != 0);
            let mut before: Option<bool> = None;
            for s in opinions {
                let smaller = s[axis].unsigned_abs() < s[other].unsigned_abs();
                before = Some(smaller && before.unwrap_or(true));
            }
            match before {
                Some(true) => place = j,
                Some(false) => break,
                None => {}
            }
        }
        axes[place..=i].rotate_right(1);
    }
}
