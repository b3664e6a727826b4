//! Operations that are written down but not run yet: a program under construction, with what an error or a warning will
//! need to know, and the layout that its result would have had if each operation had run by itself.

use crate::source::Span;
use crate::tensor::engine::{NodeId, Program, ProgramBuilder, Raised, Targets, space};
use crate::tensor::flags::Flags;
use crate::tensor::shape::{self, Dims, Strides};
use crate::tensor::ufunc::Prepared;
use crate::tensor::{DType, Result, Tensor, overlap};
use smallvec::SmallVec;

/// Operations of one program; what is beyond is computed first.
pub const MOST_OPERATIONS: usize = 40;

/// A result that is not computed yet: always an array with at least one axis.
#[derive(Default)]
pub struct Pending {
    builder: ProgramBuilder,
    /// The value asked for; there is one as soon as there is an operation.
    root: Option<NodeId>,
    steps: SmallVec<[Step; 4]>,
    /// Of the array that the operations would make one by one; `None` for C order.
    strides: Option<Strides>,
}

/// One operation of the source text: one or more of the program's.
#[derive(Clone)]
struct Step {
    /// The number of the first operation that does not belong to it.
    end: usize,
    span: Span,
    /// What warnings call it.
    name: &'static str,
    /// What converting its constants raised.
    flags: Flags,
}

/// Where, under which name, what: the floating-point exceptions of a run.
pub type Raisings = SmallVec<[(Span, &'static str, Flags); 1]>;

/// An argument of an operation that is to become a part of a program.
pub enum Part {
    Pending(Box<Pending>),
    Array(Tensor),
    /// Its value is in what was prepared.
    Number,
}

/// How an operation names itself and where it stands.
#[derive(Clone, Copy)]
pub struct Site {
    pub span: Span,
    pub name: &'static str,
}

impl Pending {
    /// The operation on parts whose common shape is `shape`. A pending part must have that shape itself. `early`: what parts
    /// raised that were computed already and not reported.
    pub fn new(
        prepared: &Prepared,
        parts: SmallVec<[Part; 3]>,
        early: &[Raisings],
        shape: &[usize],
        site: Site,
    ) -> Result<Box<Pending>> {
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
                    let moved = |step: Step| Step { end: step.end + absorbed.first, ..step };
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
    pub fn cast(mut self: Box<Pending>, dtype: DType, site: Site) -> Result<Box<Pending>> {
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
    pub fn finish(self) -> Result<Ready> {
        let shape = Dims::from_slice(self.shape());
        let program = self.builder.finish(self.root.as_slice())?;
        Ok(Ready { program, shape, strides: self.strides, steps: self.steps })
    }
}

/// A finished program.
pub struct Ready {
    pub program: Program,
    pub shape: Dims,
    strides: Option<Strides>,
    steps: SmallVec<[Step; 4]>,
}

impl Ready {
    /// The strides of the array that the operations would make one by one.
    pub fn strides(&self) -> Strides {
        match &self.strides {
            Some(strides) => strides.clone(),
            None => shape::c_strides(&self.shape, self.program.dtype(0).itemsize()),
        }
    }

    /// Where the last operation stands.
    pub fn span(&self) -> Span {
        self.steps.last().map_or(Span::default(), |step| step.span)
    }

    /// Computes the result into a new array.
    pub fn run(&self) -> Result<(Tensor, Raisings)> {
        let out = Tensor::empty(&self.shape, self.program.dtype(0))?;
        let out = match &self.strides {
            Some(strides) => out.with_geometry(0, self.shape.clone(), strides.clone()),
            None => out,
        };
        let raised = self.run_into(&out)?;
        Ok((out, raised))
    }

    /// Computes the result into `target`, of the result's dtype and shape.
    pub fn run_into(&self, target: &Tensor) -> Result<Raisings> {
        let raised = self.program.run(&Targets { arrays: std::slice::from_ref(target), mask: None })?;
        Ok(self.raisings(&raised))
    }

    /// What the program's operations raised, by the operations of the source text. Flags of casts are kept apart.
    pub fn raisings(&self, raised: &Raised) -> Raisings {
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
fn layout(parts: &[Part], shape: &[usize], dtype: DType) -> Option<Strides> {
    let plain = |part: &Part| match part {
        Part::Number => true,
        Part::Array(tensor) => tensor.shape() == shape && tensor.is_c_contiguous(),
        Part::Pending(pending) => pending.strides.is_none(),
    };
    if shape.len() < 2 || parts.iter().all(plain) {
        return None;
    }
    let seen = |part: &Part| match part {
        Part::Number => None,
        Part::Array(tensor) => space::broadcast_strides(tensor.shape(), tensor.strides(), shape),
        Part::Pending(pending) => Some(pending.strides()),
    };
    let strides: SmallVec<[Strides; 3]> = parts.iter().filter_map(seen).collect();
    let slices: SmallVec<[&[isize]; 3]> = strides.iter().map(|s| s.as_slice()).collect();
    let order = space::axis_order(shape, &slices);
    (!order.is_sorted()).then(|| space::strides_in_order(shape, &order, dtype.itemsize()))
}
