//! Operations that are written down but not run yet: a program under construction, with what an error or a warning will
//! need to know, and the layout that its result would have had if each operation had run by itself.

use super::Ufunc;
use super::program::{Prepared, Typed, is_beyond_range, prepare, prepare_where};
use crate::tensor::dtype::DType;
use crate::tensor::engine::{NodeId, Program, ProgramBuilder, Raised, Targets, space};
use crate::tensor::error::Result;
use crate::tensor::flags::Flags;
use crate::tensor::overlap;
use crate::tensor::scalar::Operand;
use crate::tensor::shape::{self, Dims, Strides};
use crate::tensor::tensor::Tensor;
use smallvec::SmallVec;

/// Operations of one program; what is beyond is computed first.
const MOST_OPERATIONS: usize = 40;

/// Elements from which writing operations down pays: below, an operation by itself takes less than a program.
pub const LEAST: usize = 4096;

/// What is to be written down.
#[derive(Clone, Copy)]
pub enum Operation {
    Ufunc(&'static Ufunc),
    Where,
}

/// An argument of an operation, looked at before anything is taken.
pub enum Seen<'a, S> {
    Pending(&'a Pending<S>),
    Array(&'a Tensor),
    Number(&'a Operand),
}

/// An operation that can be written down.
pub struct Plan {
    pub prepared: Prepared,
    pub shape: Dims,
    /// The parts' programs are too long for one.
    pub too_long: bool,
}

/// The operation with its loop and shape; `None` where it must run by itself.
pub fn plan<S: Copy + Default>(operation: Operation, arguments: &[Seen<S>]) -> Option<Plan> {
    let typed: SmallVec<[Typed; 3]> = arguments.iter().map(Seen::typed).collect();
    let prepared = match operation {
        Operation::Ufunc(u) => {
            if is_out_of_range(arguments) {
                return None;
            }
            let prepared = prepare(u, &typed).ok()?;
            // Integers may not be raised to negative powers: that is seen when it happens.
            if std::ptr::eq(u, &super::POWER) && prepared.dtype().kind.is_integer() {
                return None;
            }
            prepared
        }
        Operation::Where => {
            let typed: [Typed; 3] = typed.into_iter().collect::<SmallVec<[_; 3]>>().into_inner().ok()?;
            prepare_where(&typed).ok()?
        }
    };
    if !prepared.dtype().kind.is_numeric() {
        return None;
    }
    let shapes: SmallVec<[&[usize]; 3]> = arguments.iter().filter_map(Seen::shape).collect();
    let shape = match &*shapes {
        [first, rest @ ..] if rest.iter().all(|shape| shape == first) => (*first).into(),
        _ => shape::broadcast_shapes(&shapes).ok()?,
    };
    if shape.iter().product::<usize>() < LEAST {
        return None;
    }
    let operations: usize = arguments.iter().map(Seen::operations).sum();
    Some(Plan { prepared, shape, too_long: operations > MOST_OPERATIONS })
}

impl<S: Copy + Default> Seen<'_, S> {
    fn typed(&self) -> Typed<'_> {
        match self {
            Seen::Pending(pending) => Typed::Array(pending.dtype()),
            Seen::Array(tensor) => Typed::Array(tensor.dtype()),
            Seen::Number(operand) => Typed::Constant(operand),
        }
    }

    fn shape(&self) -> Option<&[usize]> {
        match self {
            Seen::Pending(pending) => Some(pending.shape()),
            Seen::Array(tensor) => Some(tensor.shape()),
            Seen::Number(_) => None,
        }
    }

    fn operations(&self) -> usize {
        if let Seen::Pending(pending) = self { pending.operations() } else { 0 }
    }
}

/// A Python int that an integer array's dtype can't hold: an error, or a comparison with one answer for all.
fn is_out_of_range<S: Copy + Default>(arguments: &[Seen<S>]) -> bool {
    let dtype = arguments.iter().find_map(|argument| match argument.typed() {
        Typed::Array(dtype) => Some(dtype),
        Typed::Constant(_) => None,
    });
    let beyond = |argument: &Seen<S>| match (argument, dtype) {
        (Seen::Number(Operand::WeakInt(value)), Some(dtype)) => is_beyond_range(dtype, *value),
        _ => false,
    };
    arguments.iter().any(beyond)
}

/// A result that is not computed yet: always an array with at least one axis. `S` says where an operation stands.
#[derive(Default)]
pub struct Pending<S> {
    builder: ProgramBuilder,
    /// The value asked for; there is one as soon as there is an operation.
    root: Option<NodeId>,
    steps: SmallVec<[Step<S>; 4]>,
    /// Of the array that the operations would make one by one; `None` for C order.
    strides: Option<Strides>,
}

/// One operation of the source text: one or more of the program's.
#[derive(Clone)]
struct Step<S> {
    /// The number of the first operation that does not belong to it.
    end: usize,
    span: S,
    /// What warnings call it.
    name: &'static str,
    /// What converting its constants raised.
    flags: Flags,
}

/// Where, under which name, what: the floating-point exceptions of a run.
pub type Raisings<S> = SmallVec<[(S, &'static str, Flags); 1]>;

/// An argument of an operation that is to become a part of a program.
pub enum Part<S> {
    Pending(Box<Pending<S>>),
    Array(Tensor),
    /// Its value is in what was prepared.
    Number,
}

/// How an operation names itself and where it stands.
#[derive(Clone, Copy)]
pub struct Site<S> {
    pub span: S,
    pub name: &'static str,
}

impl<S: Copy + Default> Pending<S> {
    /// The operation on parts whose common shape is `shape`. A pending part must have that shape itself. `early`: what parts
    /// raised that were computed already and not reported.
    pub fn new(
        prepared: &Prepared,
        parts: SmallVec<[Part<S>; 3]>,
        early: &[Raisings<S>],
        shape: &[usize],
        site: Site<S>,
    ) -> Result<Box<Pending<S>>> {
        let strides = layout(&parts, shape, prepared.dtype());
        let mut parts = parts;
        // The first program goes on; what comes after it in Python's order is appended to it.
        let first = parts.iter().position(|part| matches!(part, Part::Pending(_)));
        let taken = first.map(|i| std::mem::replace(&mut parts[i], Part::Number));
        let mut whole = match taken {
            Some(Part::Pending(pending)) => pending,
            _ => Box::new(Pending::default()),
        };
        let mut nodes: SmallVec<[Option<NodeId>; 3]> = SmallVec::new();
        let mut before_first = 0;
        for (i, part) in parts.into_iter().enumerate() {
            for &(span, name, flags) in early.get(i).into_iter().flatten() {
                if first.is_some_and(|first| i < first) {
                    whole.steps.insert(before_first, Step { end: 0, span, name, flags });
                    before_first += 1;
                } else {
                    whole.steps.push(Step { end: whole.builder.operations(), span, name, flags });
                }
            }
            nodes.push(match part {
                Part::Number if Some(i) == first => whole.root,
                Part::Number => None,
                Part::Array(tensor) => Some(whole.builder.leaf(&tensor)),
                Part::Pending(pending) => {
                    let absorbed = whole.builder.absorb(pending.builder);
                    let moved = |step: Step<S>| Step { end: step.end + absorbed.first, ..step };
                    whole.steps.extend(pending.steps.into_iter().map(moved));
                    pending.root.map(|root| absorbed.node(root))
                }
            });
        }
        let results = prepared.add(&mut whole.builder, &nodes)?;
        let end = whole.builder.operations();
        whole.steps.push(Step { end, span: site.span, name: site.name, flags: prepared.flags });
        (whole.root, whole.strides) = (results.first().copied(), strides);
        Ok(whole)
    }

    pub fn shape(&self) -> &[usize] {
        self.root.map_or(&[], |root| self.builder.shape(root))
    }

    pub fn size(&self) -> usize {
        self.shape().iter().product()
    }

    pub fn dtype(&self) -> DType {
        self.root.map_or(DType::BOOL, |root| self.builder.dtype(root))
    }

    pub fn operations(&self) -> usize {
        self.builder.operations()
    }

    /// The strides of the array that the operations would make one by one.
    pub fn strides(&self) -> Strides {
        match &self.strides {
            Some(strides) => strides.clone(),
            None => shape::c_strides(self.shape(), self.dtype().itemsize()),
        }
    }

    /// The result as another dtype of number; `site` is where what that raises is reported.
    pub fn cast(mut self: Box<Pending<S>>, dtype: DType, site: Site<S>) -> Result<Box<Pending<S>>> {
        let width = self.dtype().itemsize() as isize;
        self.root = self.root.map(|root| self.builder.cast(root, dtype)).transpose()?;
        let scaled = |strides: Strides| strides.iter().map(|s| s / width * dtype.itemsize() as isize).collect();
        self.strides = self.strides.map(scaled);
        self.steps.push(Step { end: self.builder.operations(), span: site.span, name: site.name, flags: Flags::NONE });
        Ok(self)
    }

    /// Whether the result can be written to `target`, of its shape, while the operands are read.
    pub fn may_write_to(&self, target: &Tensor) -> bool {
        self.builder.leaves().iter().all(|leaf| may_read_beside(leaf, target))
    }

    /// No more operations: ready to run.
    pub fn finish(self) -> Result<Ready<S>> {
        let shape = Dims::from_slice(self.shape());
        let program = self.builder.finish(self.root.as_slice())?;
        Ok(Ready { program, shape, strides: self.strides, steps: self.steps })
    }
}

/// A finished program.
pub struct Ready<S> {
    pub program: Program,
    pub shape: Dims,
    strides: Option<Strides>,
    steps: SmallVec<[Step<S>; 4]>,
}

impl<S: Copy + Default> Ready<S> {
    /// The strides of the array that the operations would make one by one.
    pub fn strides(&self) -> Strides {
        match &self.strides {
            Some(strides) => strides.clone(),
            None => shape::c_strides(&self.shape, self.program.dtype(0).itemsize()),
        }
    }

    /// Where the last operation stands.
    pub fn span(&self) -> S {
        self.steps.last().map_or(S::default(), |step| step.span)
    }

    /// Computes the result into a new array.
    pub fn run(&self) -> Result<(Tensor, Raisings<S>)> {
        let out = Tensor::empty(&self.shape, self.program.dtype(0))?;
        let out = match &self.strides {
            Some(strides) => out.with_geometry(0, self.shape.clone(), strides.clone()),
            None => out,
        };
        let raised = self.run_into(&out)?;
        Ok((out, raised))
    }

    /// Computes the result into `target`, of the result's dtype and shape.
    pub fn run_into(&self, target: &Tensor) -> Result<Raisings<S>> {
        let raised = self.program.run(&Targets { arrays: std::slice::from_ref(target), mask: None })?;
        Ok(self.raisings(&raised))
    }

    /// What the program's operations raised, by the operations of the source text. Flags of casts are kept apart.
    pub fn raisings(&self, raised: &Raised) -> Raisings<S> {
        let mut all = Raisings::new();
        let mut next = 0;
        for step in &self.steps {
            let mut flags = step.flags;
            while let Some((_, name, more)) = raised.get(next).filter(|r| r.0 < step.end) {
                flags |= if *name == "cast" { more.as_cast() } else { *more };
                next += 1;
            }
            if !flags.is_empty() {
                all.push((step.span, step.name, flags));
            }
        }
        all
    }
}

/// Whether an array's elements may be read, element for element, while `target` is written.
pub fn may_read_beside(array: &Tensor, target: &Tensor) -> bool {
    if !overlap::may_share_memory(target, array) {
        return true;
    }
    let strides = space::broadcast_strides(array.shape(), array.strides(), target.shape());
    let seen = strides.map(|s| array.with_geometry(array.offset(), target.shape().into(), s));
    seen.is_some_and(|seen| !overlap::needs_copy(target, &seen))
}

/// The strides of the array that an operation on the parts makes, in NumPy's `K` order; `None` for C order.
fn layout<S: Copy + Default>(parts: &[Part<S>], shape: &[usize], dtype: DType) -> Option<Strides> {
    let plain = |part: &Part<S>| match part {
        Part::Number => true,
        Part::Array(tensor) => tensor.shape() == shape && tensor.is_c_contiguous(),
        Part::Pending(pending) => pending.strides.is_none(),
    };
    if shape.len() < 2 || parts.iter().all(plain) {
        return None;
    }
    let seen = |part: &Part<S>| match part {
        Part::Number => None,
        Part::Array(tensor) => space::broadcast_strides(tensor.shape(), tensor.strides(), shape),
        Part::Pending(pending) => Some(pending.strides()),
    };
    let strides: SmallVec<[Strides; 3]> = parts.iter().filter_map(seen).collect();
    let slices: SmallVec<[&[isize]; 3]> = strides.iter().map(|s| s.as_slice()).collect();
    let order = space::axis_order(shape, &slices);
    (!order.is_sorted()).then(|| space::strides_in_order(shape, &order, dtype.itemsize()))
}
