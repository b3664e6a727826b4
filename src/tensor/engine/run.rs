//! Runs a program: blocks of the broadcast shape are loaded (or used where they lie), pushed through the operations,
//! and stored.

use super::BLOCK;
use super::job::{State, Step};
use super::program::{NodeId, Program, Source};
use super::side::Side;
use super::space::{self, Blocks, Space};
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::overlap;
use crate::tensor::shape::{Strides, shape_text};
use crate::tensor::tensor::Tensor;
use smallvec::SmallVec;
use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};

/// Elements from which cheap operations are shared between threads; expensive ones from a quarter of it.
const PARALLEL: usize = 1 << 17;
/// Elements of one job at the most, and between two looks at the interrupt flag.
const GRAIN: usize = 1 << 16;
/// Bytes of the first-level cache that a block may fill: what the smallest of today's have, less some for everything else.
const CACHE: usize = 28 << 10;
/// Elements of a block where nothing has to be loaded or kept: only the interrupt limits it.
const LONG_BLOCK: usize = 1 << 14;
/// Elements of a block where all that has to be loaded are numbers, once for all blocks.
const STEADY_BLOCK: usize = 1 << 11;

/// What the operations of a program raised, in order: which one, its name, its flags; nothing for those that raised
/// nothing.
pub type Raised = SmallVec<[(usize, &'static str, Flags); 1]>;

/// Where results go.
pub struct Targets<'t> {
    /// One array for each output, of its dtype; each is written in full. Their shape may be larger than the program's.
    pub arrays: &'t [Tensor],
    /// Only elements where this bool array is true are computed and written.
    pub mask: Option<&'t Tensor>,
}

/// Registers of one run, 64-byte aligned; kept between runs.
#[derive(Clone, Copy)]
#[repr(align(64))]
// Only its address is used.
pub(super) struct Line(#[allow(dead_code)] [u64; 8]);

thread_local! {
    static SCRATCH: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
}

/// Runs `body` with at least `bytes` bytes of scratch memory of this thread.
pub(super) fn with_scratch<R>(bytes: usize, body: impl FnOnce(*mut u8) -> R) -> R {
    let mut lines = SCRATCH.take();
    let wanted = bytes.div_ceil(size_of::<Line>());
    if lines.len() < wanted {
        lines.resize(wanted, Line([0; 8]));
    }
    let result = body(lines.as_mut_ptr().cast());
    SCRATCH.set(lines);
    result
}

/// Everything a job needs: plain pointers, shapes and strides.
pub(super) struct Plan<'p> {
    pub program: &'p Program,
    pub space: Space,
    pub leaves: SmallVec<[Side; 4]>,
    /// The number of each leaf's node.
    pub leaf_nodes: SmallVec<[usize; 4]>,
    pub targets: SmallVec<[Side; 2]>,
    /// Which targets can be written by the last operation itself: no operand lies there too.
    pub direct: SmallVec<[bool; 2]>,
    pub mask: Option<Side>,
    /// The operations, with the numbers of their arguments' and results' nodes.
    pub steps: SmallVec<[Step; 4]>,
    /// For each node the place of its register in the scratch.
    pub registers: SmallVec<[usize; 8]>,
    pub mask_register: usize,
    pub scratch: usize,
}

// SAFETY: a plan's jobs only read the leaves (nobody writes them meanwhile) and write disjoint parts of the targets; the
// `Rc`s inside the program are neither cloned nor dropped by a job.
unsafe impl Sync for Plan<'_> {}

impl Program {
    /// Computes all outputs into `targets`. Operands may overlap a target only element for element in one layout
    /// (otherwise copy them first). Gives what each operation raised.
    pub fn run(&self, targets: &Targets) -> Result<Raised> {
        let shape = targets.arrays.first().map_or(self.shape(), |t| t.shape());
        let plan = Plan::new(self, shape, targets)?;
        if plan.space.size == 0 {
            return Ok(Raised::new());
        }
        let plain = plan.mask.is_none() && self.ops.len() == 1 && plan.is_all_in_place();
        let most = match plan.is_steady() {
            _ if plain => LONG_BLOCK,
            true => STEADY_BLOCK,
            false => plan.block(),
        };
        let blocks = plan.space.blocks(most);
        let raised: SmallVec<[AtomicU8; 8]> = self.ops.iter().map(|_| AtomicU8::new(0)).collect();
        let alone = || targets.arrays.iter().all(|t| overlap::overlaps_itself(t) == Some(false));
        if self.is_worth_sharing(plan.space.size) && alone() {
            // Two jobs for each thread, so that none of them waits long for another.
            let share = plan.space.size / (2 * pool::threads());
            let grain = if self.is_slow() { GRAIN / 4 } else { share.clamp(GRAIN / 4, GRAIN) };
            let each = (grain / blocks.length.max(1)).max(1);
            pool::for_each(blocks.count.div_ceil(each), |job| {
                if !pool::interrupted() {
                    plan.job(&blocks, job * each, ((job + 1) * each).min(blocks.count), &raised);
                }
            });
        } else {
            let each = (GRAIN / blocks.length.max(1)).max(1);
            let mut first = 0;
            while first < blocks.count && !pool::interrupted() {
                plan.job(&blocks, first, (first + each).min(blocks.count), &raised);
                first += each;
            }
        }
        if pool::interrupted() {
            return Err(Error::interrupt());
        }
        Ok(collect(self, &raised))
    }

    /// Whether an operation takes much longer than reading its operands.
    pub(super) fn is_slow(&self) -> bool {
        self.ops.iter().any(|op| op.kernel.slow)
    }

    /// Whether several threads finish a run over `size` elements sooner than one: many of them, or not so few and much to do
    /// with each.
    pub fn is_worth_sharing(&self, size: usize) -> bool {
        let worth = if self.is_slow() {
            size >= PARALLEL / 4
        } else {
            size >= PARALLEL || (size >= PARALLEL / 2 && size * self.ops.len() >= 2 * PARALLEL)
        };
        worth && pool::threads() > 1
    }
}

pub(super) fn collect(program: &Program, raised: &[AtomicU8]) -> Raised {
    let each = program.ops.iter().zip(raised).enumerate();
    each.map(|(i, (op, seen))| (i, op.name, Flags::from_bits(seen.load(Ordering::Relaxed))))
        .filter(|r| !r.2.is_empty())
        .collect()
}

impl<'p> Plan<'p> {
    fn new(program: &'p Program, shape: &[usize], targets: &Targets) -> Result<Plan<'p>> {
        let arrays = targets.arrays.iter().chain(targets.mask);
        let all: SmallVec<[&Tensor; 6]> = program.leaves.iter().chain(arrays).collect();
        let space = match Space::of_contiguous(shape, &all) {
            Some(space) => space,
            None => Plan::general_space(shape, &all)?,
        };
        let side = |k: usize| Side::new(all[k], &space, k);
        let (n, m) = (program.leaves.len(), targets.arrays.len());
        let masked = targets.mask.is_some();
        let apart = |t: &Tensor| !masked && !program.leaves.iter().any(|leaf| overlap::may_share_memory(t, leaf));
        let mut plan = Plan {
            program,
            leaves: (0..n).map(side).collect(),
            leaf_nodes: SmallVec::from_elem(0, n),
            targets: (n..n + m).map(side).collect(),
            direct: targets.arrays.iter().map(apart).collect(),
            mask: targets.mask.map(|_| side(n + m)),
            space,
            steps: program.ops.iter().map(Step::new).collect(),
            registers: SmallVec::new(),
            mask_register: 0,
            scratch: 0,
        };
        if masked {
            // The loaded blocks are compressed, so they must be the job's own.
            for leaf in &mut plan.leaves {
                leaf.usable = false;
                leaf.repeats = false;
                leaf.row_repeats = false;
            }
        }
        plan.allocate_registers();
        Ok(plan)
    }

    /// The space of arrays of any layout, in NumPy's iteration order.
    fn general_space(shape: &[usize], all: &[&Tensor]) -> Result<Space> {
        let seen = |t: &&Tensor| {
            space::broadcast_strides(t.shape(), t.strides(), shape).ok_or_else(|| {
                Error::value(format!(
                    "operands could not be broadcast together with shapes {} {} ",
                    shape_text(t.shape()),
                    shape_text(shape)
                ))
            })
        };
        let strides: SmallVec<[Strides; 6]> = all.iter().map(seen).collect::<Result<_>>()?;
        let slices: SmallVec<[&[isize]; 6]> = strides.iter().map(|s| s.as_slice()).collect();
        let order = space::axis_order(shape, &slices);
        Ok(Space::new(shape, &order, &slices))
    }

    /// A plan for handing out results in an order of the axes, slowest first.
    pub(super) fn in_order(program: &'p Program, shape: &[usize], order: &[usize]) -> Result<Plan<'p>> {
        let mut plan = Plan::new(program, shape, &Targets { arrays: &[], mask: None })?;
        let strides: SmallVec<[Strides; 4]> =
            program.leaves.iter().filter_map(|t| space::broadcast_strides(t.shape(), t.strides(), shape)).collect();
        let slices: SmallVec<[&[isize]; 4]> = strides.iter().map(|s| s.as_slice()).collect();
        plan.space = Space::new(shape, order, &slices);
        plan.leaves = program.leaves.iter().enumerate().map(|(k, t)| Side::new(t, &plan.space, k)).collect();
        Ok(plan)
    }

    /// A register for each node; results take over those of arguments that nobody reads any more.
    fn allocate_registers(&mut self) {
        let program = self.program;
        let mut last_use: SmallVec<[usize; 8]> = SmallVec::from_elem(usize::MAX, program.nodes.len());
        for (i, op) in program.ops.iter().enumerate() {
            op.args.iter().for_each(|a| last_use[a.index()] = i);
        }
        program.outputs.iter().for_each(|o| last_use[o.index()] = usize::MAX);
        let size = |n: NodeId| (BLOCK * program.nodes[n.index()].dtype.itemsize()).next_multiple_of(64);
        let mut free: SmallVec<[(usize, usize); 8]> = SmallVec::new();
        let mut end = 0;
        self.registers = SmallVec::from_elem(0, program.nodes.len());
        let most = if self.is_steady() { STEADY_BLOCK } else { BLOCK };
        for (i, node) in program.nodes.iter().enumerate() {
            if let Source::Leaf(k) = node.source {
                self.registers[i] = end;
                self.leaf_nodes[k] = i;
                end += (most * self.leaves[k].width).next_multiple_of(64);
            }
        }
        for (i, op) in program.ops.iter().enumerate() {
            for &result in &op.results {
                let bytes = size(result);
                let fitting = free.iter().position(|&(_, room)| room == bytes);
                self.registers[result.index()] = match fitting {
                    Some(k) => free.swap_remove(k).0,
                    None => {
                        end += bytes;
                        end - bytes
                    }
                };
            }
            for (k, &arg) in op.args.iter().enumerate() {
                let own = matches!(program.nodes[arg.index()].source, Source::Op);
                if own && last_use[arg.index()] == i && !op.args[..k].contains(&arg) {
                    free.push((self.registers[arg.index()], size(arg)));
                }
            }
        }
        self.mask_register = end;
        self.scratch = end + BLOCK;
    }

    /// Elements of a block: fewer where all that a block touches would not stay in the first-level cache, unless rows are so
    /// short that the work around a block would cost more.
    fn block(&self) -> usize {
        // A leaf that is used where it lies takes as much as its register would.
        let targets: usize = self.targets.iter().map(|target| BLOCK * target.width).sum();
        let touched = self.mask_register + targets;
        if touched > CACHE && self.space.inner() >= BLOCK { BLOCK / 2 } else { BLOCK }
    }

    /// Whether a single operation reads arrays that lie ready and numbers, and writes where its results belong.
    fn is_steady(&self) -> bool {
        self.program.ops.len() == 1
            && self.mask.is_none()
            && self.leaves.iter().all(|leaf| leaf.is_ready() || leaf.constant)
            && self.targets.iter().zip(&self.direct).all(|(target, &direct)| direct && target.is_ready())
    }

    /// Whether blocks of [`LONG_BLOCK`] need no register.
    fn is_all_in_place(&self) -> bool {
        let long_rows = self.space.inner() >= LONG_BLOCK / 4;
        let fine = |s: &Side| s.usable && (s.linear || (long_rows && s.run >= self.space.inner()));
        self.leaves.iter().chain(&self.targets).all(fine) && self.direct.iter().all(|&d| d)
    }

    /// Runs blocks `first` to `end`.
    fn job(&self, blocks: &Blocks, first: usize, end: usize, raised: &[AtomicU8]) {
        with_scratch(self.scratch, |scratch| {
            let mut state = State::new(self, scratch);
            for i in first..end {
                let (start, n) = blocks.range(i);
                // SAFETY: the block lies in the space; the scratch has a register for each node.
                unsafe { state.block(start, n) };
            }
            state.finish();
            for (seen, flags) in raised.iter().zip(&state.flags) {
                if !flags.is_empty() {
                    seen.fetch_or(flags.bits(), Ordering::Relaxed);
                }
            }
        });
    }
}
