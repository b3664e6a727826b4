//! A universal function applied to arrays and scalars: `np.add(x, y, out=…, where=…, dtype=…, casting=…, order=…)`.

use super::resolve::{Resolution, check_output, resolve, unsupported};
use super::{Identity, Rule, Ufunc, exponent, fast, few, objects, records, text};
use crate::tensor::assign;
use crate::tensor::cast::{self, cannot_cast, integer_bounds, operand_to_tensor_flagged};
use crate::tensor::copy;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::{ProgramBuilder, Raised, Targets, space};
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::overlap;
use crate::tensor::promote::{Casting, default_operand_dtype, strong_dtype};
use crate::tensor::scalar::Operand;
use crate::tensor::shape::{self, Dims};
use crate::tensor::tensor::{Order, Tensor};
use smallvec::SmallVec;

/// Results of a call: fresh arrays (0-d for scalars), or the arrays given for them. Room for one, the usual number: the
/// value is moved about on the way of the smallest calls.
pub type Outputs = SmallVec<[Tensor; 1]>;

/// NumPy's keyword arguments of a universal function.
#[derive(Clone, Copy)]
pub struct CallOptions<'a> {
    /// Arrays for the results; missing ones are made.
    pub out: &'a [Option<Tensor>],
    /// Only elements where this bool array is true are computed.
    pub where_: Option<&'a Tensor>,
    /// The dtype that the computation is to have.
    pub dtype: Option<DType>,
    pub casting: Casting,
    /// The layout of new results.
    pub order: Order,
}

impl Default for CallOptions<'_> {
    fn default() -> Self {
        CallOptions { out: &[], where_: None, dtype: None, casting: Casting::SameKind, order: Order::K }
    }
}

impl CallOptions<'_> {
    fn is_plain(&self) -> bool {
        self.out.iter().all(Option::is_none) && !self.has_more_than_out()
    }

    /// Whether anything besides the arrays for the results is asked for.
    pub(super) fn has_more_than_out(&self) -> bool {
        self.where_.is_some() || self.dtype.is_some() || self.casting != Casting::SameKind || self.order != Order::K
    }

    /// The array given for result `k`.
    pub(super) fn out(&self, k: usize) -> Option<&Tensor> {
        self.out.get(k).and_then(Option::as_ref)
    }
}

/// Applies `u` to `inputs`; gives the results and what was raised on the way.
pub fn call(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    if options.is_plain()
        && let Some(result) = fast::call(u, inputs)
    {
        return result;
    }
    if let Some(result) = fast::call_into(u, inputs, options) {
        return Ok(result);
    }
    if inputs.len() != u.nin {
        return Err(Error::type_error(format!(
            "{}() takes {} operands but {} were given",
            u.name,
            u.nin,
            inputs.len()
        )));
    }
    let kinds: SmallVec<[Kind; 2]> = inputs.iter().map(|o| default_operand_dtype(o).kind).collect();
    if let [Operand::WeakInt(x), Operand::WeakInt(y)] = inputs
        && (i64::try_from(*x).is_err() || i64::try_from(*y).is_err())
    {
        let holds = compare_large(u, *x, *y)?;
        return filled(u, inputs, holds, options);
    }
    if u.rule == Rule::Text {
        return text::call(u, inputs, options);
    }
    if let [a, b] = &kinds[..]
        && takes_times(u)
        && (*a == Kind::Object && is_time(*b) || is_time(*a) && *b == Kind::Object)
        && inputs.iter().any(|operand| matches!(operand, Operand::Tensor(t) if t.ndim() > 0))
    {
        return Err(super::times::refused(u, default_operand_dtype(&inputs[0]), default_operand_dtype(&inputs[1])));
    }
    let object = |(o, kind): (&Operand, &Kind)| *kind == Kind::Object && (strong_dtype(o).is_some() || u.nin == 1);
    if inputs.iter().zip(&kinds).any(object) || options.dtype == Some(DType::OBJECT) {
        return objects::call(u, inputs, options);
    }
    if u.rule == Rule::Logical {
        return logical(u, inputs, options);
    }
    if kinds.iter().any(|k| matches!(k, Kind::Str(_) | Kind::Bytes(_) | Kind::Text(_))) {
        return text::call(u, inputs, options);
    }
    if kinds.iter().any(|k| matches!(k, Kind::Void(_) | Kind::Record(_))) {
        return records::call(u, inputs, options);
    }
    if let Some(constant) = beyond_range(u, inputs) {
        return filled(u, inputs, constant, options);
    }
    let resolution = resolve(u, inputs, options.dtype, options.casting)?;
    run(u, inputs, &resolution, options)
}

/// Whether a function has loops of its own for times, which objects do not go with.
fn takes_times(u: &Ufunc) -> bool {
    ["add", "subtract", "multiply", "divide", "floor_divide", "remainder", "divmod"].contains(&u.name)
}

fn is_time(kind: Kind) -> bool {
    matches!(kind, Kind::DateTime { .. } | Kind::TimeDelta { .. })
}

/// Operands that are no numbers (text, times, records) go by their truth.
fn logical(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    let truth = |operand: &Operand| -> Result<Operand> {
        match operand {
            Operand::Tensor(t) if !t.dtype().kind.is_numeric() => {
                Ok(Operand::Tensor(cast::cast(t, DType::BOOL, Order::K)?.0))
            }
            Operand::Scalar(s) if !s.dtype().kind.is_numeric() => {
                Ok(Operand::Tensor(cast::operand_to_tensor(operand, DType::BOOL)?))
            }
            Operand::WeakInt(v) => Ok(Operand::WeakBool(*v != 0)),
            other => Ok(other.clone()),
        }
    };
    let inputs: SmallVec<[Operand; 2]> = inputs.iter().map(truth).collect::<Result<_>>()?;
    let resolution = resolve(u, &inputs, options.dtype, options.casting)?;
    run(u, &inputs, &resolution, options)
}

/// The comparison of two Python ints of which one at least has no dtype of its own; OverflowError for other functions.
fn compare_large(u: &Ufunc, x: i128, y: i128) -> Result<bool> {
    Ok(match u.name {
        "equal" => x == y,
        "not_equal" => x != y,
        "less" => x < y,
        "less_equal" => x <= y,
        "greater" => x > y,
        "greater_equal" => x >= y,
        _ => return Err(Error::overflow("Python int too large to convert to C long")),
    })
}

/// The answer of a comparison with a Python int that the other operand's type cannot hold: the same for all elements.
fn beyond_range(u: &Ufunc, inputs: &[Operand]) -> Option<bool> {
    if u.rule != Rule::Comparison {
        return None;
    }
    let (value, other, swapped) = match inputs {
        [other, Operand::WeakInt(value)] => (*value, other, false),
        [Operand::WeakInt(value), other] => (*value, other, true),
        _ => return None,
    };
    let (low, high) = integer_bounds(strong_dtype(other).filter(|d| d.kind.is_integer())?.kind)?;
    if (low..=high).contains(&value) {
        return None;
    }
    let less = (value > high) != swapped;
    Some(match u.name {
        "less" | "less_equal" => less,
        "greater" | "greater_equal" => !less,
        name => name == "not_equal",
    })
}

fn filled(u: &'static Ufunc, inputs: &[Operand], value: bool, options: &CallOptions) -> Result<(Outputs, Flags)> {
    let shape = inputs.iter().find_map(|o| if let Operand::Tensor(t) = o { Some(t.shape()) } else { None });
    let result = Tensor::zeros(shape.unwrap_or(&[]), DType::BOOL)?;
    assign::fill(&result, &crate::tensor::Scalar::Bool(value))?;
    deliver(u, 0, result, options).map(|t| (smallvec::smallvec![t], Flags::NONE))
}

/// Hands a finished result over: itself, or the array given for it, with the cast and the mask that were asked for.
pub(super) fn deliver(u: &Ufunc, k: usize, result: Tensor, options: &CallOptions) -> Result<Tensor> {
    let Some(out) = options.out(k) else { return Ok(result) };
    check_output(u, k, result.dtype(), out.dtype(), options.casting)?;
    match options.where_ {
        None => {
            assign::assign(out, &result)?;
        }
        Some(mask) => {
            let shape = out.shape();
            let seen = |t: &Tensor| {
                let strides = space::broadcast_strides(t.shape(), t.strides(), shape);
                strides.map(|s| t.with_geometry(t.offset(), Dims::from_slice(shape), s)).ok_or_else(|| misfit(shape, t))
            };
            super::select::put_where(out, &seen(mask)?, &seen(&result)?)?;
        }
    }
    Ok(out.clone())
}

fn misfit(shape: &[usize], t: &Tensor) -> Error {
    Error::value(format!(
        "operands could not be broadcast together with shapes {} {} ",
        shape::shape_text(shape),
        shape::shape_text(t.shape())
    ))
}

/// Runs a loop over the broadcast operands.
pub(super) fn run(
    u: &'static Ufunc,
    inputs: &[Operand],
    resolution: &Resolution,
    options: &CallOptions,
) -> Result<(Outputs, Flags)> {
    let mut flags = Flags::NONE;
    let mut leaves: SmallVec<[Tensor; 2]> = SmallVec::new();
    for (operand, &dtype) in inputs.iter().zip(&resolution.ins) {
        let (tensor, raised) = leaf(operand, dtype)?;
        flags |= raised.as_cast();
        leaves.push(tensor);
    }
    if let Some(mask) = options.where_
        && mask.dtype() != DType::BOOL
    {
        return Err(cannot_cast(mask.dtype(), DType::BOOL, Casting::Safe));
    }
    let shape = broadcast(&leaves, options)?;
    // An exponent with a base of its own is not one for all, though it be the only one.
    let paired = matches!(inputs, [Operand::Tensor(x), Operand::Tensor(y)] if y.ndim() > 0 && x.shape() == y.shape());
    let kernel = exponent::kernel(u, resolution.chosen, inputs.get(1).filter(|_| !paired));
    if let Some(result) = few::run(u, &leaves, resolution, kernel, options, &shape) {
        return result.map(|(outputs, raised)| (outputs, flags | raised));
    }
    for out in options.out.iter().flatten() {
        for leaf in &mut leaves {
            separate(out, leaf)?;
        }
    }
    let mut builder = ProgramBuilder::new();
    let mut args: SmallVec<[_; 2]> = SmallVec::new();
    for (leaf, &dtype) in leaves.iter().zip(&resolution.ins) {
        let node = builder.leaf(leaf);
        args.push(if same_ticks(leaf.dtype(), dtype) { node } else { builder.cast(node, dtype)? });
    }
    let results = builder.operation(u.name, kernel, &args, &resolution.outs[..u.nout])?;
    let mut nodes: SmallVec<[_; 2]> = SmallVec::new();
    for (k, &node) in results.iter().enumerate() {
        nodes.push(match options.out(k) {
            Some(out) => {
                check_output(u, k, resolution.outs[k], out.dtype(), options.casting)?;
                if out.dtype().kind.is_numeric() && !same_ticks(out.dtype(), resolution.outs[k]) {
                    builder.cast(node, out.dtype())?
                } else {
                    node
                }
            }
            None => node,
        });
    }
    let program = builder.finish(&nodes)?;
    let mut outputs = Outputs::new();
    // Results that a program cannot write: they are computed first and then assigned.
    let mut detour: SmallVec<[usize; 2]> = SmallVec::new();
    for k in 0..u.nout {
        outputs.push(match options.out(k) {
            Some(out) if same_ticks(out.dtype(), program.dtype(k)) => out.clone(),
            given => {
                if given.is_some() {
                    detour.push(k);
                }
                let order = match options.order {
                    Order::K => program.axis_order(&shape),
                    Order::A if leaves.iter().all(|t| t.is_f_contiguous() && !t.is_c_contiguous()) => {
                        (0..shape.len()).rev().collect()
                    }
                    Order::F => (0..shape.len()).rev().collect(),
                    _ => (0..shape.len()).collect(),
                };
                new_array(&shape, resolution.outs[k], &order, options.where_.is_some())?
            }
        });
    }
    let raised = program.run(&Targets { arrays: &outputs, mask: options.where_ })?;
    flags |= total(&raised);
    if flags.contains(Flags::NEGATIVE_POWER) {
        return Err(Error::value("Integers to negative integer powers are not allowed."));
    }
    for k in detour {
        outputs[k] = deliver(u, k, outputs[k].clone(), options)?;
    }
    Ok((outputs, flags))
}

/// The flags of all operations; those of casts are kept apart.
pub(super) fn total(raised: &Raised) -> Flags {
    raised
        .iter()
        .fold(Flags::NONE, |all, (_, name, flags)| all | if *name == "cast" { flags.as_cast() } else { *flags })
}

/// The operand as an array of numbers whose cast to `dtype`, if any, a program can do.
pub(super) fn leaf(operand: &Operand, dtype: DType) -> Result<(Tensor, Flags)> {
    match operand {
        Operand::Tensor(t) => {
            let is_time = |d: DType| matches!(d.kind, Kind::DateTime { .. } | Kind::TimeDelta { .. });
            if is_time(t.dtype()) && is_time(dtype) && t.dtype().kind != dtype.kind {
                return cast::cast(t, dtype, Order::K);
            }
            Ok((t.clone(), Flags::NONE))
        }
        other => operand_to_tensor_flagged(other, dtype),
    }
}

/// Whether elements of one can be read as the other: the same kind, or the same ticks.
pub(super) fn same_ticks(a: DType, b: DType) -> bool {
    a.kind == b.kind || (matches!(a.kind, Kind::DateTime { .. } | Kind::TimeDelta { .. }) && b.kind == Kind::Int64)
}

/// The common shape; arrays for results take part, but are not themselves repeated.
fn broadcast(leaves: &[Tensor], options: &CallOptions) -> Result<Dims> {
    let given: SmallVec<[&Tensor; 2]> = options.out.iter().flatten().collect();
    if let ([a], None, true) = (leaves, options.where_, given.is_empty()) {
        return Ok(a.shape().into());
    }
    let all: SmallVec<[&[usize]; 6]> =
        leaves.iter().chain(given.iter().copied()).chain(options.where_).map(Tensor::shape).collect();
    let shape = shape::broadcast_shapes(&all)?;
    match given.iter().find(|out| out.shape() != shape.as_slice()) {
        None => Ok(shape),
        Some(out) => Err(Error::value(format!(
            "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
            shape::shape_text(out.shape()),
            shape::shape_text(&shape)
        ))),
    }
}

/// Copies the operand where writing the result would change elements still to be read.
fn separate(out: &Tensor, leaf: &mut Tensor) -> Result<()> {
    if !overlap::may_share_memory(out, leaf) {
        return Ok(());
    }
    let strides = space::broadcast_strides(leaf.shape(), leaf.strides(), out.shape());
    let seen = strides.map(|s| leaf.with_geometry(leaf.offset(), out.shape().into(), s));
    if seen.is_none_or(|seen| overlap::needs_copy(out, &seen)) {
        *leaf = copy::copied(leaf, Order::K)?;
    }
    Ok(())
}

/// A new array whose axes lie in `order`, slowest first.
pub(super) fn new_array(shape: &[usize], dtype: DType, order: &[usize], zero: bool) -> Result<Tensor> {
    let plain = Tensor::allocate(shape, dtype, Order::C, zero)?;
    if order.is_sorted() {
        return Ok(plain);
    }
    let strides = space::strides_in_order(shape, order, dtype.itemsize());
    Ok(plain.with_geometry(0, shape.into(), strides))
}

impl Identity {
    /// The identity as an operand: Python's number.
    pub fn operand(self) -> Option<Operand> {
        Some(match self {
            Identity::None => return None,
            Identity::Bool(v) => Operand::WeakBool(v),
            Identity::Int(v) => Operand::WeakInt(i128::from(v)),
            Identity::Float(v) => Operand::WeakFloat(v),
        })
    }
}

/// The error for operand types that a function's other paths refuse.
pub(super) fn refuse<T>(u: &Ufunc, inputs: &[Operand]) -> Result<T> {
    Err(unsupported(u, inputs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::ufunc::by_name;
    use crate::tensor::{Scalar, f16};

    fn t<T: crate::tensor::Element>(data: &[T]) -> Operand {
        Operand::Tensor(Tensor::vector(data).unwrap())
    }

    fn apply(name: &str, inputs: &[Operand]) -> Result<(Outputs, Flags)> {
        call(by_name(name).unwrap(), inputs, &CallOptions::default())
    }

    fn one<T: crate::tensor::Element>(name: &str, inputs: &[Operand]) -> (Vec<T>, Flags) {
        let (outputs, flags) = apply(name, inputs).unwrap();
        (outputs[0].to_vec::<T>().unwrap(), flags)
    }

    #[test]
    fn values_and_flags() {
        assert_eq!(one("add", &[t(&[1i64, 2]), Operand::WeakFloat(0.5)]), (vec![1.5, 2.5], Flags::NONE));
        assert_eq!(one::<f64>("divide", &[t(&[1i64, -1]), Operand::WeakInt(0)]).1, Flags::DIVIDE);
        assert_eq!(one::<f64>("divide", &[t(&[0.0]), t(&[0.0])]).1, Flags::INVALID);
        assert_eq!(one::<f64>("sqrt", &[t(&[-1.0])]).1, Flags::INVALID);
        assert_eq!(one("floor_divide", &[t(&[5i64]), Operand::WeakInt(0)]), (vec![0i64], Flags::DIVIDE));
        assert_eq!(one("subtract", &[t(&[1u8]), t(&[2u8])]), (vec![255u8], Flags::NONE));
        assert_eq!(one("greater", &[t(&[f64::NAN]), Operand::WeakInt(1)]), (vec![false], Flags::NONE));
        assert_eq!(one("less", &[t(&[5u8]), Operand::WeakInt(300)]), (vec![true], Flags::NONE));
        assert_eq!(one("equal", &[t(&[5u8]), Operand::WeakInt(-1)]), (vec![false], Flags::NONE));
        let (_, flags) = one::<f32>("add", &[t(&[3f32]), Operand::WeakFloat(1e300)]);
        assert_eq!(flags, Flags::CAST_OVERFLOW);
        let half = f16::from_f32(60000.0);
        assert_eq!(one::<f16>("add", &[t(&[half]), t(&[half])]).1, Flags::OVERFLOW);
        let power = apply("power", &[t(&[2i64]), Operand::WeakInt(-1)]).err().unwrap();
        assert_eq!(power.message, "Integers to negative integer powers are not allowed.");
        let range = apply("add", &[t(&[5u8]), Operand::WeakInt(300)]).err().unwrap();
        assert_eq!(range.message, "Python integer 300 out of bounds for uint8");
    }

    #[test]
    fn broadcasting_and_layout() {
        let a = Tensor::generate::<f64>(&[3, 700], |i| i as f64).unwrap();
        let row = Tensor::generate::<f64>(&[700], |i| i as f64).unwrap();
        let column = Tensor::generate::<f64>(&[3, 1], |i| i as f64).unwrap();
        for other in [&row, &column] {
            let (r, _) = apply("subtract", &[Operand::Tensor(a.clone()), Operand::Tensor(other.clone())]).unwrap();
            let got = r[0].to_vec::<f64>().unwrap();
            let want = |i: usize| i as f64 - if other.ndim() == 1 { (i % 700) as f64 } else { (i / 700) as f64 };
            assert!(got.iter().enumerate().all(|(i, &x)| x == want(i)));
        }
        let turned = a.with_geometry(0, Dims::from_slice(&[700, 3]), smallvec::smallvec![8, 5600]);
        let (r, _) = apply("negative", &[Operand::Tensor(turned.clone())]).unwrap();
        assert_eq!(r[0].strides(), [8, 5600]);
        let small = Tensor::generate::<f64>(&[1000, 3], |i| i as f64).unwrap();
        let means = Tensor::vector(&[1.0, 2.0, 3.0]).unwrap();
        let (r, _) = apply("subtract", &[Operand::Tensor(small), Operand::Tensor(means)]).unwrap();
        let got = r[0].to_vec::<f64>().unwrap();
        assert!(got.iter().enumerate().all(|(i, &x)| x == i as f64 - (i % 3 + 1) as f64));
        let wrong = apply("add", &[t(&[1i64, 2, 3]), t(&[1i64, 2])]).err().unwrap();
        assert_eq!(wrong.message, "operands could not be broadcast together with shapes (3,) (2,) ");
    }

    #[test]
    fn out_where_and_overlap() {
        let x = Tensor::generate::<i64>(&[2000], |i| i as i64).unwrap();
        let (head, tail) = (
            x.with_geometry(0, Dims::from_slice(&[1999]), smallvec::smallvec![8]),
            x.with_geometry(8, Dims::from_slice(&[1999]), smallvec::smallvec![8]),
        );
        let add = by_name("add").unwrap();
        let out = [Some(tail.clone())];
        let options = CallOptions { out: &out, ..Default::default() };
        call(add, &[Operand::Tensor(tail.clone()), Operand::Tensor(head)], &options).unwrap();
        assert!(tail.to_vec::<i64>().unwrap().iter().enumerate().all(|(i, &v)| v == 2 * i as i64 + 1));
        let mask = Tensor::generate::<bool>(&[2000], |i| i % 3 == 0).unwrap();
        let y = Tensor::generate::<f64>(&[2000], |i| i as f64).unwrap();
        let out = [Some(y.clone())];
        let options = CallOptions { out: &out, where_: Some(&mask), ..Default::default() };
        let (_, flags) = call(by_name("log").unwrap(), &[Operand::WeakFloat(1.0)], &options).unwrap();
        assert_eq!(flags, Flags::NONE);
        assert!(
            y.to_vec::<f64>().unwrap().iter().enumerate().all(|(i, &v)| v == if i % 3 == 0 { 0.0 } else { i as f64 })
        );
        let ints = [Some(Tensor::zeros(&[1], DType::INT64).unwrap())];
        let options = CallOptions { out: &ints, ..Default::default() };
        let error = call(add, &[t(&[1i64]), Operand::WeakFloat(1.5)], &options).err().unwrap();
        assert_eq!(
            error.message,
            "Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'"
        );
        let floats = [Some(Tensor::zeros(&[1], DType::FLOAT32).unwrap())];
        let options = CallOptions { out: &floats, ..Default::default() };
        let (r, _) = call(add, &[t(&[1i64]), Operand::WeakFloat(1.5)], &options).unwrap();
        assert_eq!(r[0].to_vec::<f32>().unwrap(), [2.5]);
    }

    #[test]
    fn many_threads_give_the_same() {
        let n = 400_000;
        let a = Tensor::generate::<f64>(&[n], |i| i as f64).unwrap();
        let b = Tensor::generate::<f64>(&[n], |i| if i == n - 1 { 0.0 } else { 2.0 }).unwrap();
        let (r, flags) = apply("divide", &[Operand::Tensor(a.clone()), Operand::Tensor(b)]).unwrap();
        assert_eq!(flags, Flags::DIVIDE);
        assert!(r[0].as_slice::<f64>().unwrap()[..n - 1].iter().enumerate().all(|(i, &x)| x == i as f64 / 2.0));
        let (r, _) = apply("multiply", &[Operand::Tensor(a), Operand::Scalar(Scalar::Float64(2.0))]).unwrap();
        assert!(r[0].as_slice::<f64>().unwrap().iter().enumerate().all(|(i, &x)| x == i as f64 * 2.0));
    }

    #[test]
    fn two_results_and_times() {
        let (r, flags) = apply("divmod", &[t(&[7i64, -7]), Operand::WeakInt(2)]).unwrap();
        assert_eq!((r[0].to_vec::<i64>().unwrap(), r[1].to_vec::<i64>().unwrap()), (vec![3, -4], vec![1, 1]));
        assert_eq!(flags, Flags::NONE);
        let second =
            |kind: fn(crate::tensor::TimeUnit, u32) -> Kind| DType::native(kind(crate::tensor::TimeUnit::Second, 1));
        let instant = second(|unit, count| Kind::DateTime { unit, count });
        let times = Tensor::vector(&[5i64]).unwrap().with_dtype(instant);
        let (r, _) = apply("subtract", &[Operand::Tensor(times.clone()), Operand::Tensor(times.clone())]).unwrap();
        assert_eq!(r[0].dtype(), second(|unit, count| Kind::TimeDelta { unit, count }));
        let error = apply("multiply", &[Operand::Tensor(times), Operand::WeakInt(2)]).err().unwrap();
        assert_eq!(error.message, "ufunc 'multiply' cannot use operands with types dtype('<M8[s]') and dtype('int64')");
    }
}
