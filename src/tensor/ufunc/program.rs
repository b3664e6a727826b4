//! Universal functions as operations of a program: what the evaluator's fusion builds expressions from.

use super::resolve::resolve;
use super::{Ufunc, call, exponent};
use crate::tensor::dtype::DType;
use crate::tensor::engine::{NodeId, ProgramBuilder};
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::promote::Casting;
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::tensor::Tensor;
use smallvec::SmallVec;

/// An argument of an operation: a value of the program, or a number that takes on its partner's type.
#[derive(Clone)]
pub enum Arg {
    Node(NodeId),
    /// A Python number or NumPy scalar (or an array that is not a value of the program yet).
    Constant(Operand),
}

/// Adds `u(args)` to the program: its results, and what casting the constants raised. Errors are those of a call;
/// operands that are no numbers or times give TypeErrors.
///
/// Integer powers can fail by value: they report [`Flags::NEGATIVE_POWER`] when the program runs.
pub fn apply(builder: &mut ProgramBuilder, u: &'static Ufunc, args: &[Arg]) -> Result<(SmallVec<[NodeId; 2]>, Flags)> {
    let operands: SmallVec<[Operand; 2]> = args
        .iter()
        .map(|arg| match arg {
            Arg::Node(node) => stand_in(builder.dtype(*node)),
            Arg::Constant(operand) => Ok(operand.clone()),
        })
        .collect::<Result<_>>()?;
    let resolution = resolve(u, &operands, None, Casting::SameKind)?;
    let exponent = match args {
        [_, Arg::Constant(exponent)] => Some(exponent),
        _ => None,
    };
    let kernel = exponent::kernel(u, resolution.chosen, exponent);
    let mut flags = Flags::NONE;
    let mut nodes: SmallVec<[NodeId; 2]> = SmallVec::new();
    for ((arg, operand), &dtype) in args.iter().zip(&operands).zip(&resolution.ins) {
        let (node, from) = match arg {
            Arg::Node(node) => (*node, builder.dtype(*node)),
            Arg::Constant(_) => {
                let (leaf, raised) = call::leaf(operand, dtype)?;
                flags |= raised.as_cast();
                (builder.leaf(&leaf), leaf.dtype())
            }
        };
        let same = call::same_ticks(from, dtype);
        if !same && !from.kind.is_numeric() {
            return Err(Error::type_error("a program does not change the unit of times"));
        }
        nodes.push(if same { node } else { builder.cast(node, dtype)? });
    }
    let results = builder.operation(u.name, kernel, &nodes, &resolution.outs[..u.nout])?;
    Ok((results, flags))
}

/// An operand that has nothing but a dtype: an empty array.
fn stand_in(dtype: DType) -> Result<Operand> {
    let strong = match dtype {
        DType::FLOAT64 => Operand::Scalar(Scalar::Float64(0.0)),
        DType::INT64 => Operand::Scalar(Scalar::Int64(0)),
        DType::BOOL => Operand::Scalar(Scalar::Bool(false)),
        _ => Operand::Tensor(Tensor::empty(&[0], dtype)?),
    };
    Ok(strong)
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
        let producer = Producer::new(&program, &[n]).unwrap();
        let mut sum = 0.0;
        producer.produce::<f64>(100, 1500, |block| sum += block.iter().sum::<f64>());
        assert_eq!(sum, (100..1600).map(want).sum::<f64>());
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
        let names: Vec<_> = raised.iter().map(|r| r.0).collect();
        assert_eq!(names, ["divide", "sqrt", "multiply"]);
        assert_eq!(raised[0].1, Flags::DIVIDE);
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
