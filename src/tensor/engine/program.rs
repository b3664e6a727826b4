//! Operations on arrays, written down before they run: leaves, typed operations, their results.

use super::kernel::{Kernel, Unary};
use super::lane::{Lane, Truth};
use super::space;
use crate::tensor::cast::number;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::shape::{self, Dims};
use crate::tensor::tensor::Tensor;
use smallvec::SmallVec;
use std::marker::PhantomData;

/// A value of a program: an array that goes in, or what an operation gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeId(u16);

/// One operation: which loop, on which values.
pub(super) struct Op {
    /// Names warnings: `divide`, `cast` …
    pub name: &'static str,
    pub kernel: Kernel,
    pub args: SmallVec<[NodeId; 3]>,
    /// Its first result; a second one follows.
    pub results: SmallVec<[NodeId; 2]>,
}

pub(super) enum Source {
    Leaf(usize),
    Op,
}

pub(super) struct Node {
    /// In the machine's byte order.
    pub dtype: DType,
    pub shape: Dims,
    pub source: Source,
}

/// Collects operations. Dtypes and shapes of all values are known as soon as they are added.
#[derive(Default)]
pub struct ProgramBuilder {
    pub(super) leaves: SmallVec<[Tensor; 4]>,
    pub(super) nodes: SmallVec<[Node; 6]>,
    pub(super) ops: SmallVec<[Op; 2]>,
}

/// Where the values and operations of an absorbed program are.
pub struct Absorbed {
    moved: SmallVec<[NodeId; 6]>,
    /// The number of its first operation.
    pub first: usize,
}

impl Absorbed {
    pub fn node(&self, node: NodeId) -> NodeId {
        self.moved[node.index()]
    }
}

/// A finished program, ready to run any number of times.
pub struct Program {
    pub(super) leaves: SmallVec<[Tensor; 4]>,
    pub(super) nodes: SmallVec<[Node; 6]>,
    pub(super) ops: SmallVec<[Op; 2]>,
    pub(super) outputs: SmallVec<[NodeId; 2]>,
    shape: Dims,
}

impl NodeId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

impl ProgramBuilder {
    pub fn new() -> ProgramBuilder {
        ProgramBuilder::default()
    }

    /// An array of numbers or times that goes in. It is read when the program runs. One array is one value, however often
    /// it goes in.
    pub fn leaf(&mut self, tensor: &Tensor) -> NodeId {
        if let Some(known) = self.find(tensor) {
            return known;
        }
        self.leaves.push(tensor.clone());
        let source = Source::Leaf(self.leaves.len() - 1);
        self.add(Node { dtype: tensor.dtype().to_native(), shape: tensor.shape().into(), source })
    }

    fn find(&self, tensor: &Tensor) -> Option<NodeId> {
        let same = |t: &Tensor| {
            t.as_ptr() == tensor.as_ptr()
                && t.dtype() == tensor.dtype()
                && t.shape() == tensor.shape()
                && t.strides() == tensor.strides()
        };
        let leaf = self.leaves.iter().position(same)?;
        let is_it = |node: &Node| matches!(node.source, Source::Leaf(k) if k == leaf);
        self.nodes.iter().position(is_it).map(|i| NodeId(i as u16))
    }

    /// Appends another program's values and operations; gives where one of its values is now.
    pub fn absorb(&mut self, other: ProgramBuilder) -> Absorbed {
        let mut moved: SmallVec<[NodeId; 6]> = SmallVec::new();
        for node in other.nodes {
            moved.push(match node.source {
                Source::Leaf(k) => self.leaf(&other.leaves[k]),
                Source::Op => self.add(node),
            });
        }
        let first = self.ops.len();
        for mut op in other.ops {
            op.args.iter_mut().chain(&mut op.results).for_each(|id| *id = moved[id.index()]);
            self.ops.push(op);
        }
        Absorbed { moved, first }
    }

    /// The number of operations so far.
    pub fn operations(&self) -> usize {
        self.ops.len()
    }

    /// The arrays that go in so far.
    pub fn leaves(&self) -> &[Tensor] {
        &self.leaves
    }

    pub fn dtype(&self, node: NodeId) -> DType {
        self.nodes[node.index()].dtype
    }

    pub fn shape(&self, node: NodeId) -> &[usize] {
        &self.nodes[node.index()].shape
    }

    /// The number of values so far.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The value as `dtype` (numbers and times; datetimes keep their ticks).
    pub fn cast(&mut self, node: NodeId, dtype: DType) -> Result<NodeId> {
        let from = self.dtype(node);
        if from == dtype.to_native() {
            return Ok(node);
        }
        let kernel = number::kernel(from.kind, dtype.kind)
            .ok_or_else(|| Error::type_error(format!("cannot cast {from:?} to {dtype:?} in a program")))?;
        Ok(self.operation("cast", kernel, &[node], &[dtype.to_native()])?[0])
    }

    /// Applies a loop whose argument and result types are those of `args` and `dtypes`; gives its results.
    ///
    /// ValueError where the shapes don't fit together.
    pub fn operation(
        &mut self,
        name: &'static str,
        kernel: Kernel,
        args: &[NodeId],
        dtypes: &[DType],
    ) -> Result<SmallVec<[NodeId; 2]>> {
        let shape = match args {
            [one] => self.nodes[one.index()].shape.clone(),
            [a, b] if self.shape(*a) == self.shape(*b) => self.nodes[a.index()].shape.clone(),
            _ => {
                let shapes: SmallVec<[&[usize]; 3]> = args.iter().map(|&a| self.shape(a)).collect();
                shape::broadcast_shapes(&shapes)?
            }
        };
        let results: SmallVec<[NodeId; 2]> =
            dtypes.iter().map(|&dtype| self.add(Node { dtype, shape: shape.clone(), source: Source::Op })).collect();
        self.ops.push(Op { name, kernel, args: args.into(), results: results.clone() });
        Ok(results)
    }

    fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId((self.nodes.len() - 1) as u16)
    }

    /// The program that computes `outputs`.
    pub fn finish(mut self, outputs: &[NodeId]) -> Result<Program> {
        let mut results: SmallVec<[NodeId; 2]> = SmallVec::new();
        for &node in outputs {
            // Every output is the result of an operation of its own: a leaf, or one wanted twice, is copied.
            let is_leaf = matches!(self.nodes[node.index()].source, Source::Leaf(_));
            let own = if is_leaf || results.contains(&node) { self.copy(node)? } else { node };
            results.push(own);
        }
        let shape = match results.as_slice() {
            [one] => Dims::from_slice(self.shape(*one)),
            all => {
                let shapes: SmallVec<[&[usize]; 4]> = all.iter().map(|&n| self.shape(n)).collect();
                shape::broadcast_shapes(&shapes)?
            }
        };
        Ok(Program { leaves: self.leaves, nodes: self.nodes, ops: self.ops, outputs: results, shape })
    }

    fn copy(&mut self, node: NodeId) -> Result<NodeId> {
        let dtype = self.dtype(node);
        let kernel = match dtype.itemsize() {
            1 => Kernel::unary::<Copied<Truth>>(),
            2 => Kernel::unary::<Copied<u16>>(),
            4 => Kernel::unary::<Copied<u32>>(),
            8 => Kernel::unary::<Copied<u64>>(),
            _ => Kernel::unary::<Copied<crate::tensor::Complex64>>(),
        };
        // Complex64 has the size of a u64 and half its alignment: it is copied as what it is.
        let kernel =
            if dtype.kind == Kind::Complex64 { Kernel::unary::<Copied<crate::tensor::Complex32>>() } else { kernel };
        Ok(self.operation("copy", kernel, &[node], &[dtype])?[0])
    }
}

struct Copied<T>(PhantomData<T>);

impl<T: Lane> Unary for Copied<T> {
    type A = T;
    type Out = T;
    const VECTOR: bool = false;
    const HARDWARE: bool = false;
    #[inline(always)]
    fn apply(a: T, _: &mut Flags) -> T {
        a
    }
}

impl Program {
    /// The broadcast shape of all results.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The dtype of result `k`.
    pub fn dtype(&self, k: usize) -> DType {
        self.nodes[self.outputs[k].index()].dtype
    }

    pub fn outputs(&self) -> usize {
        self.outputs.len()
    }

    /// The axes of `shape` (to which the program is broadcast), slowest first, as NumPy's iterator walks them for
    /// `order='K'`: as the leaves lie in memory.
    pub fn axis_order(&self, shape: &[usize]) -> SmallVec<[usize; 4]> {
        let plain = |t: &Tensor| t.ndim() == 0 || (t.shape() == shape && t.is_c_contiguous());
        if shape.len() < 2 || self.leaves.iter().all(plain) {
            return (0..shape.len()).collect();
        }
        let seen = |t: &Tensor| space::broadcast_strides(t.shape(), t.strides(), shape);
        let strides: SmallVec<[_; 4]> = self.leaves.iter().filter_map(seen).collect();
        let slices: SmallVec<[&[isize]; 4]> = strides.iter().map(|s| s.as_slice()).collect();
        space::axis_order(shape, &slices)
    }
}
