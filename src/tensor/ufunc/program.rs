//! Universal functions as operations of a program: what the evaluator's fusion builds expressions from.

use super::resolve::resolve;
use super::{Rule, Ufunc, call, exponent, select};
use crate::tensor::cast::integer_bounds;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::kernel::Kernel;
use crate::tensor::engine::lane::kind_of;
use crate::tensor::engine::{NodeId, ProgramBuilder};
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::promote::{Casting, result_type};
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::tensor::Tensor;
use crate::tensor::{Complex32, Complex64, f16};
use smallvec::SmallVec;

/// An argument of an operation: a value of the program, or a number that takes on its partner's type.
#[derive(Clone)]
pub enum Arg {
    Node(NodeId),
    /// A Python number or NumPy scalar (or an array that is not a value of the program yet).
    Constant(Operand),
}

/// What is known of an argument before the program is there.
pub enum Typed<'a> {
    /// An array of this dtype.
    Array(DType),
    /// As [`Arg::Constant`].
    Constant(&'a Operand),
}

/// An operation whose loop is chosen and whose constants are converted: nothing can go wrong with it any more but the
/// shapes.
pub struct Prepared {
    name: &'static str,
    kernel: Kernel,
    ins: SmallVec<[DType; 3]>,
    outs: SmallVec<[DType; 2]>,
    constants: SmallVec<[Option<Tensor>; 3]>,
    /// What converting the constants raised.
    pub flags: Flags,
}

/// `u` on arguments of these types. Errors are those of a call; operands that are no numbers or times give TypeErrors.
///
/// Integer powers can fail by value: they report [`Flags::NEGATIVE_POWER`] when the program runs.
pub fn prepare(u: &'static Ufunc, args: &[Typed]) -> Result<Prepared> {
    if let Some(prepared) = prepare_floats(u, args) {
        return Ok(prepared);
    }
    let operands: SmallVec<[Operand; 2]> = args.iter().map(|arg| operand(arg, u.rule)).collect::<Result<_>>()?;
    let resolution = resolve(u, &operands, None, Casting::SameKind)?;
    let ins = SmallVec::from_slice(&resolution.ins[..u.nin]);
    let outs = SmallVec::from_slice(&resolution.outs[..u.nout]);
    let kernel = exponent::kernel(u, resolution.chosen, exponent_of(args));
    Prepared::new(u.name, kernel, ins, outs, args, &operands)
}

/// The second argument where it is the same for all elements.
fn exponent_of<'a>(args: &'a [Typed]) -> Option<&'a Operand> {
    match args {
        [_, Typed::Constant(exponent)] => Some(exponent),
        _ => None,
    }
}

/// The commonest case, without the rules of promotion: float arrays of one dtype, and Python numbers that it holds.
fn prepare_floats(u: &'static Ufunc, args: &[Typed]) -> Option<Prepared> {
    let array = |arg: &Typed| if let Typed::Array(dtype) = arg { Some(*dtype) } else { None };
    let dtype = args.iter().find_map(array)?;
    let code = if dtype == DType::FLOAT64 { b'd' } else { b'f' };
    if u.rule == Rule::Logical || u.nout != 1 || !(dtype == DType::FLOAT64 || dtype == DType::FLOAT32) {
        return None;
    }
    let mut constants: SmallVec<[Option<Tensor>; 3]> = SmallVec::new();
    for arg in args {
        let number = match arg {
            Typed::Array(other) if *other == dtype => None,
            Typed::Constant(Operand::WeakFloat(v)) => Some(*v),
            Typed::Constant(Operand::WeakInt(i)) if i.unsigned_abs() < 1 << 24 => Some(*i as f64),
            Typed::Constant(Operand::Scalar(Scalar::Float64(v))) if dtype == DType::FLOAT64 => Some(*v),
            _ => return None,
        };
        constants.push(match number {
            None => None,
            Some(v) if code == b'd' => Some(Tensor::scalar(v).ok()?),
            Some(v) if v == 0.0 || (v as f32).is_normal() => Some(Tensor::scalar(v as f32).ok()?),
            Some(_) => return None,
        });
    }
    let chosen = u.exact_loop([code, if u.nin == 2 { code } else { 0 }])?;
    let out = DType::native(kind_of(chosen.outs[0])?);
    let (ins, outs) = (SmallVec::from_elem(dtype, u.nin), SmallVec::from_slice(&[out]));
    let kernel = exponent::kernel(u, chosen, exponent_of(args));
    Some(Prepared { name: u.name, kernel, ins, outs, constants, flags: Flags::NONE })
}

/// `where(condition, x, y)` on a condition that is an array and on `x` and `y` of these types.
pub fn prepare_where(args: &[Typed; 3]) -> Result<Prepared> {
    let operands: SmallVec<[Operand; 2]> = args.iter().map(|arg| operand(arg, Rule::General)).collect::<Result<_>>()?;
    let dtype = result_type(&operands[1..])?;
    let kernel = select::kernel(dtype.kind).ok_or_else(|| Error::type_error("a program selects numbers and times"))?;
    let (ins, outs) = (SmallVec::from_slice(&[DType::BOOL, dtype, dtype]), SmallVec::from_slice(&[dtype]));
    Prepared::new("where", kernel, ins, outs, args, &operands)
}

impl Prepared {
    fn new(
        name: &'static str,
        kernel: Kernel,
        ins: SmallVec<[DType; 3]>,
        outs: SmallVec<[DType; 2]>,
        args: &[Typed],
        operands: &[Operand],
    ) -> Result<Prepared> {
        let mut flags = Flags::NONE;
        let mut constants: SmallVec<[Option<Tensor>; 3]> = SmallVec::new();
        for ((arg, operand), &dtype) in args.iter().zip(operands).zip(&ins) {
            constants.push(match arg {
                Typed::Array(from) => {
                    if !call::same_ticks(*from, dtype) && !from.kind.is_numeric() {
                        return Err(Error::type_error("a program does not change the unit of times"));
                    }
                    None
                }
                Typed::Constant(_) => {
                    let (leaf, raised) = call::leaf(operand, dtype)?;
                    flags |= raised.as_cast();
                    Some(leaf)
                }
            });
        }
        Ok(Prepared { name, kernel, ins, outs, constants, flags })
    }

    /// The dtype of the first result.
    pub fn dtype(&self) -> DType {
        self.outs.first().copied().unwrap_or(DType::BOOL)
    }

    /// Adds the operation to a program; `nodes` are its arguments, `None` where they are constants.
    pub fn add(&self, builder: &mut ProgramBuilder, nodes: &[Option<NodeId>]) -> Result<SmallVec<[NodeId; 2]>> {
        let mut args: SmallVec<[NodeId; 3]> = SmallVec::new();
        for ((node, constant), &dtype) in nodes.iter().zip(&self.constants).zip(&self.ins) {
            let node = match (node, constant) {
                (Some(node), _) => *node,
                (None, Some(constant)) => builder.leaf(constant),
                (None, None) => return Err(Error::type_error("an operation without an argument")),
            };
            let same = call::same_ticks(builder.dtype(node), dtype);
            args.push(if same { node } else { builder.cast(node, dtype)? });
        }
        builder.operation(self.name, self.kernel, &args, &self.outs)
    }
}

/// Adds `u(args)` to the program: its results, and what casting the constants raised. See [`prepare`].
pub fn apply(builder: &mut ProgramBuilder, u: &'static Ufunc, args: &[Arg]) -> Result<(SmallVec<[NodeId; 2]>, Flags)> {
    let typed = |arg: &'_ Arg| match arg {
        Arg::Node(node) => (Some(*node), None),
        Arg::Constant(operand) => (None, Some(operand.clone())),
    };
    let parts: SmallVec<[(Option<NodeId>, Option<Operand>); 2]> = args.iter().map(typed).collect();
    let types: SmallVec<[Typed; 2]> = parts
        .iter()
        .map(|(node, constant)| match (node, constant) {
            (Some(node), _) => Typed::Array(builder.dtype(*node)),
            (None, constant) => Typed::Constant(constant.as_ref().unwrap_or(&Operand::WeakInt(0))),
        })
        .collect();
    let prepared = prepare(u, &types)?;
    let nodes: SmallVec<[Option<NodeId>; 2]> = parts.iter().map(|part| part.0).collect();
    Ok((prepared.add(builder, &nodes)?, prepared.flags))
}

/// Whether `value` lies outside what an array of `dtype` can hold: comparisons with it have the same answer everywhere,
/// and everything else is an error.
pub fn is_beyond_range(dtype: DType, value: i128) -> bool {
    integer_bounds(dtype.kind).is_some_and(|(low, high)| !(low..=high).contains(&value))
}

/// The argument as an operand: an array's dtype is all that counts. Truth takes an int as a bool.
fn operand(arg: &Typed, rule: Rule) -> Result<Operand> {
    match arg {
        Typed::Constant(Operand::WeakInt(v)) if rule == Rule::Logical => Ok(Operand::WeakBool(*v != 0)),
        Typed::Constant(operand) => Ok((*operand).clone()),
        Typed::Array(dtype) => stand_in(*dtype),
    }
}

/// An operand that has nothing but a dtype.
fn stand_in(dtype: DType) -> Result<Operand> {
    Ok(Operand::Scalar(match dtype.kind {
        Kind::Bool => Scalar::Bool(false),
        Kind::Int8 => Scalar::Int8(0),
        Kind::Int16 => Scalar::Int16(0),
        Kind::Int32 => Scalar::Int32(0),
        Kind::Int64 => Scalar::Int64(0),
        Kind::UInt8 => Scalar::UInt8(0),
        Kind::UInt16 => Scalar::UInt16(0),
        Kind::UInt32 => Scalar::UInt32(0),
        Kind::UInt64 => Scalar::UInt64(0),
        Kind::Float16 => Scalar::Float16(f16::ZERO),
        Kind::Float32 => Scalar::Float32(0.0),
        Kind::Float64 => Scalar::Float64(0.0),
        Kind::Complex64 => Scalar::Complex64(Complex32::new(0.0, 0.0)),
        Kind::Complex128 => Scalar::Complex128(Complex64::new(0.0, 0.0)),
        _ => return Ok(Operand::Tensor(Tensor::empty(&[0], dtype)?)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::engine::{Producer, Targets};
    use crate::tensor::ufunc::by_name;

    fn add(b: &mut ProgramBuilder, name: &str, args: &[Arg]) -> NodeId {
        apply(b, by_name(name).unwrap(), args).unwrap().0[0]
    }

    #[test]
    fn one_pass_through_several_operations() {
        let n = 2000;
        let make = |k: f64| Tensor::generate::<f64>(&[n], |i| i as f64 * k).unwrap();
        let (a, b, c) = (make(1.0), make(0.5), make(0.25));
        let mut p = ProgramBuilder::new();
        let (a, b, c) = (p.leaf(&a), p.leaf(&b), p.leaf(&c));
        let twice = add(&mut p, "multiply", &[Arg::Constant(Operand::WeakInt(2)), Arg::Node(a)]);
        let product = add(&mut p, "multiply", &[Arg::Node(b), Arg::Node(c)]);
        let sum = add(&mut p, "add", &[Arg::Node(twice), Arg::Node(product)]);
        let all = add(&mut p, "subtract", &[Arg::Node(sum), Arg::Constant(Operand::WeakInt(1))]);
        let program = p.finish(&[all]).unwrap();
        let out = Tensor::empty(&[n], DType::FLOAT64).unwrap();
        assert!(program.run(&Targets { arrays: std::slice::from_ref(&out), mask: None }).unwrap().is_empty());
        let want = |i: usize| 2.0 * i as f64 + (i as f64 * 0.5) * (i as f64 * 0.25) - 1.0;
        assert!(out.as_slice::<f64>().unwrap().iter().enumerate().all(|(i, &x)| x == want(i)));
        let producer = Producer::new(&program, &[n], &[0]).unwrap();
        producer.open(|elements| {
            let block = elements.get::<f64>(100, 500);
            assert!(block.iter().enumerate().all(|(i, &x)| x == want(i + 100)));
        });
    }

    #[test]
    fn flags_name_their_operation() {
        let a = Tensor::generate::<f64>(&[1000], |i| i as f64 - 999.0).unwrap();
        let mut p = ProgramBuilder::new();
        let a = p.leaf(&a);
        let below = add(&mut p, "less", &[Arg::Node(a), Arg::Constant(Operand::WeakFloat(f64::NAN))]);
        let inverse = add(&mut p, "divide", &[Arg::Constant(Operand::WeakInt(1)), Arg::Node(a)]);
        let root = add(&mut p, "sqrt", &[Arg::Node(inverse)]);
        let result = add(&mut p, "multiply", &[Arg::Node(below), Arg::Node(root)]);
        let program = p.finish(&[result]).unwrap();
        let out = Tensor::empty(&[1000], DType::FLOAT64).unwrap();
        let raised = program.run(&Targets { arrays: std::slice::from_ref(&out), mask: None }).unwrap();
        let names: Vec<_> = raised.iter().map(|r| r.1).collect();
        assert_eq!(names, ["divide", "sqrt", "multiply"]);
        assert_eq!(raised[0].2, Flags::DIVIDE);
    }

    #[test]
    fn casts_and_broadcasts_inside() {
        let x = Tensor::generate::<i32>(&[300, 4], |i| i as i32).unwrap();
        let m = Tensor::vector(&[1u8, 2, 3, 4]).unwrap();
        let mut p = ProgramBuilder::new();
        let (x, m) = (p.leaf(&x), p.leaf(&m));
        let difference = add(&mut p, "subtract", &[Arg::Node(x), Arg::Node(m)]);
        assert_eq!(p.dtype(difference), DType::INT32);
        let half = add(&mut p, "divide", &[Arg::Node(difference), Arg::Constant(Operand::WeakInt(2))]);
        assert_eq!((p.dtype(half), p.shape(half)), (DType::FLOAT64, &[300usize, 4][..]));
        let program = p.finish(&[half]).unwrap();
        let out = Tensor::empty(&[300, 4], DType::FLOAT64).unwrap();
        program.run(&Targets { arrays: std::slice::from_ref(&out), mask: None }).unwrap();
        let want = |i: usize| (i as f64 - (i % 4 + 1) as f64) / 2.0;
        assert!(out.as_slice::<f64>().unwrap().iter().enumerate().all(|(i, &v)| v == want(i)));
    }
}
