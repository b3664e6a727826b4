//! Runs a program: blocks of the broadcast shape are loaded (or used where they lie), pushed through the operations,
//! and stored.

use super::BLOCK;
use super::block::{self, Strided};
use super::kernel::Run;
use super::program::{NodeId, Program, Source};
use super::space::{self, Blocks, Space};
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::{self, Flags};
use crate::tensor::overlap;
use crate::tensor::shape::{Dims, Strides, shape_text};
use crate::tensor::tensor::Tensor;
use smallvec::SmallVec;
use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};

/// Elements from which cheap operations are shared between threads; expensive ones from a quarter of it.
const PARALLEL: usize = 1 << 17;
/// Elements of one job, and between two looks at the interrupt flag.
const GRAIN: usize = 1 << 16;
/// Elements of a block where nothing has to be loaded or kept: only the interrupt limits it.
const LONG_BLOCK: usize = 1 << 14;

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

/// One operand in the space of the run.
#[derive(Clone)]
pub(super) struct Side {
    pub base: *mut u8,
    pub strides: Strides,
    pub width: usize,
    pub unit: usize,
    /// Native and aligned: usable where it lies, if the block is contiguous in it.
    usable: bool,
    /// Contiguous from the first element to the last, in the order of the space.
    linear: bool,
    /// Every block of whole rows sees the same elements.
    repeats: bool,
}

impl Side {
    pub(super) fn new(t: &Tensor, space: &Space, k: usize) -> Side {
        let strides = space.strides[k].clone();
        let width = t.itemsize();
        let last = strides.len() - 1;
        let joins = |i: usize| strides[i] == strides[i + 1] * space.shape[i + 1] as isize;
        let linear = strides[last] == width as isize && (0..last).all(joins);
        let repeats = strides[..last].iter().all(|&s| s == 0);
        Side {
            base: t.as_ptr(),
            width,
            unit: block::swap_unit(t.dtype()),
            usable: t.dtype().is_native() && t.is_aligned(),
            linear,
            repeats,
            strides,
        }
    }

    fn is_constant(&self) -> bool {
        self.strides.iter().all(|&s| s == 0)
    }

    pub(super) fn offset(&self, at: &[usize]) -> isize {
        at.iter().zip(&self.strides).map(|(&i, s)| i as isize * s).sum()
    }

    /// Whether `n` elements from position `at` lie one after the other, ready to use.
    fn in_place(&self, space: &Space, at: &[usize], n: usize) -> bool {
        let last = self.strides.len() - 1;
        let in_row = at[last] + n <= space.shape[last] && self.strides[last] == self.width as isize;
        self.usable && (self.linear || in_row)
    }

    /// Calls `row(element pointer, stride, elements done, elements)` for the parts of rows from `at` on.
    fn rows(&self, space: &Space, at: &[usize], n: usize, mut row: impl FnMut(Strided, usize, usize)) {
        let last = self.strides.len() - 1;
        let mut at: Dims = at.into();
        let mut done = 0;
        while done < n {
            let m = (space.shape[last] - at[last]).min(n - done);
            let first = self.base.wrapping_offset(self.offset(&at));
            row(Strided { first, stride: self.strides[last] }, done, m);
            done += m;
            at[last] += m;
            carry(&mut at, &space.shape);
        }
    }

    /// # Safety
    /// `to` must have room for `n` elements; the space's positions must lie in the array.
    pub(super) unsafe fn load(&self, to: *mut u8, space: &Space, at: &[usize], n: usize) {
        self.rows(space, at, n, |from, done, m| {
            // SAFETY: the caller's.
            unsafe { block::load(to.add(done * self.width), from, m, self.width, self.unit) };
        });
    }

    /// # Safety
    /// As [`Side::load`], with the roles exchanged.
    unsafe fn store(&self, from: *mut u8, space: &Space, at: &[usize], n: usize) {
        self.rows(space, at, n, |to, done, m| {
            // SAFETY: the caller's.
            unsafe { block::store(to, from.add(done * self.width), m, self.width, self.unit) };
        });
    }

    /// Stores element after element of `from` to the places whose mask byte is set.
    ///
    /// # Safety
    /// As [`Side::store`]; `from` holds as many elements as the mask has bytes set.
    unsafe fn store_masked(&self, from: *mut u8, mask: &[u8], space: &Space, at: &[usize]) {
        let mut next = 0;
        self.rows(space, at, mask.len(), |to, done, m| {
            for i in (0..m).filter(|i| mask[done + i] != 0) {
                let place = Strided { first: to.first.wrapping_offset(i as isize * to.stride), stride: 0 };
                // SAFETY: the caller's.
                unsafe { block::store(place, from.add(next * self.width), 1, self.width, self.unit) };
                next += 1;
            }
        });
    }
}

/// Brings an index back into range after its last part has grown to its end.
pub(super) fn carry(at: &mut [usize], shape: &[usize]) {
    for k in (1..at.len()).rev() {
        if at[k] < shape[k] {
            return;
        }
        at[k] = 0;
        at[k - 1] += 1;
    }
}

/// The index of element `flat` of the space.
pub(super) fn position(flat: usize, shape: &[usize], at: &mut [usize]) {
    let mut rest = flat;
    for k in (0..at.len()).rev() {
        at[k] = rest % shape[k].max(1);
        rest /= shape[k].max(1);
    }
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
    targets: SmallVec<[Side; 2]>,
    /// Which targets can be written by the last operation itself: no operand lies there too.
    direct: SmallVec<[bool; 2]>,
    mask: Option<Side>,
    /// For each node the place of its register in the scratch.
    pub registers: SmallVec<[usize; 8]>,
    mask_register: usize,
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
        let most = if plain { LONG_BLOCK } else { BLOCK };
        let blocks = plan.space.blocks(most);
        let raised: SmallVec<[AtomicU8; 8]> = self.ops.iter().map(|_| AtomicU8::new(0)).collect();
        let alone = || targets.arrays.iter().all(|t| overlap::overlaps_itself(t) == Some(false));
        if self.is_worth_sharing(plan.space.size) && alone() {
            let grain = if self.is_slow() { GRAIN / 4 } else { GRAIN };
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

    fn is_slow(&self) -> bool {
        self.ops.iter().any(|op| op.kernel.slow)
    }

    /// Whether several threads finish a run over `size` elements sooner than one.
    pub fn is_worth_sharing(&self, size: usize) -> bool {
        let limit = if self.is_slow() { PARALLEL / 4 } else { PARALLEL };
        size >= limit && pool::threads() > 1
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
            targets: (n..n + m).map(side).collect(),
            direct: targets.arrays.iter().map(apart).collect(),
            mask: targets.mask.map(|_| side(n + m)),
            space,
            registers: SmallVec::new(),
            mask_register: 0,
            scratch: 0,
        };
        if masked {
            // The loaded blocks are compressed, so they must be the job's own.
            for leaf in &mut plan.leaves {
                leaf.usable = false;
                leaf.repeats = false;
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
        for (i, node) in program.nodes.iter().enumerate() {
            if let Source::Leaf(k) = node.source {
                self.registers[i] = end;
                end += (BLOCK * self.leaves[k].width).next_multiple_of(64);
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

    /// Whether blocks of [`LONG_BLOCK`] need no register.
    fn is_all_in_place(&self) -> bool {
        let long_rows = self.space.inner() >= LONG_BLOCK / 4;
        let in_row = |s: &Side| long_rows && s.strides[s.strides.len() - 1] == s.width as isize;
        let fine = |s: &Side| s.usable && (s.linear || in_row(s));
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

/// One job under way.
pub(super) struct State<'s> {
    plan: &'s Plan<'s>,
    scratch: *mut u8,
    /// Where each node's block lies now.
    pub places: SmallVec<[*mut u8; 8]>,
    /// How many elements of a leaf that repeats are loaded already.
    loaded: SmallVec<[usize; 4]>,
    at: Dims,
    pub flags: SmallVec<[Flags; 4]>,
    /// The processor's flags may hold what an operation without trusted flags left.
    dirty: bool,
}

impl<'s> State<'s> {
    pub(super) fn new(plan: &'s Plan<'s>, scratch: *mut u8) -> State<'s> {
        flags::clear_hardware();
        State {
            plan,
            scratch,
            places: plan.registers.iter().map(|&r| scratch.wrapping_add(r)).collect(),
            loaded: SmallVec::from_elem(0, plan.leaves.len()),
            at: SmallVec::from_elem(0, plan.space.shape.len()),
            flags: SmallVec::from_elem(Flags::NONE, plan.program.ops.len()),
            dirty: false,
        }
    }

    /// Loads the leaves' `n` elements from `start` on, or finds them where they lie.
    ///
    /// # Safety
    /// `start + n` must be at most the space's size and `n` at most a block (or everything must be usable in place).
    unsafe fn load(&mut self, n: usize) {
        let plan = self.plan;
        for (i, node) in plan.program.nodes.iter().enumerate() {
            let Source::Leaf(k) = node.source else { continue };
            let leaf = &plan.leaves[k];
            if leaf.in_place(&plan.space, &self.at, n) {
                self.places[i] = leaf.base.wrapping_offset(leaf.offset(&self.at));
                continue;
            }
            let register = self.scratch.wrapping_add(plan.registers[i]);
            self.places[i] = register;
            let whole_rows = self.at[self.at.len() - 1] == 0 && n.is_multiple_of(plan.space.inner());
            let reusable = leaf.repeats && (whole_rows || leaf.is_constant());
            if reusable && self.loaded[k] >= n {
                continue;
            }
            // SAFETY: the register holds a block; the caller's.
            unsafe { leaf.load(register, &plan.space, &self.at, n) };
            self.loaded[k] = if reusable { n } else { 0 };
        }
    }

    /// # Safety
    /// As [`State::load`].
    pub(super) unsafe fn block(&mut self, start: usize, n: usize) {
        let plan = self.plan;
        position(start, &plan.space.shape, &mut self.at);
        // SAFETY (all below): the caller's; registers are apart from each other and from the arrays.
        unsafe {
            self.load(n);
            let mut count = n;
            let mask = plan.mask.as_ref().map(|mask| {
                let register = self.scratch.wrapping_add(plan.mask_register);
                mask.load(register, &plan.space, &self.at, n);
                std::slice::from_raw_parts(register.cast_const(), n)
            });
            if let Some(mask) = mask {
                count = mask.iter().filter(|&&b| b != 0).count();
                for (i, node) in plan.program.nodes.iter().enumerate() {
                    if let Source::Leaf(k) = node.source {
                        block::compress(self.places[i], mask, plan.leaves[k].width);
                    }
                }
            }
            for (k, target) in plan.targets.iter().enumerate() {
                let node = plan.program.outputs[k].index();
                let direct = plan.direct[k] && target.in_place(&plan.space, &self.at, n);
                self.places[node] = if direct {
                    target.base.wrapping_offset(target.offset(&self.at))
                } else {
                    self.scratch.wrapping_add(plan.registers[node])
                };
            }
            self.operate(count);
            for (k, target) in plan.targets.iter().enumerate() {
                let node = plan.program.outputs[k].index();
                let register = self.scratch.wrapping_add(plan.registers[node]);
                if self.places[node] != register {
                    continue;
                }
                match mask {
                    Some(mask) => target.store_masked(register, mask, &plan.space, &self.at),
                    None => target.store(register, &plan.space, &self.at, n),
                }
            }
        }
    }

    /// # Safety
    /// All places must hold `n` elements.
    unsafe fn operate(&mut self, n: usize) {
        let several = self.plan.program.ops.len() > 1;
        for (i, op) in self.plan.program.ops.iter().enumerate() {
            let mut run = Run { ins: [std::ptr::null(); 3], outs: [std::ptr::null_mut(); 2], n };
            for (place, arg) in run.ins.iter_mut().zip(&op.args) {
                *place = self.places[arg.index()];
            }
            for (place, result) in run.outs.iter_mut().zip(&op.results) {
                *place = self.places[result.index()];
            }
            if op.kernel.hardware && self.dirty {
                flags::clear_hardware();
                self.dirty = false;
            }
            // SAFETY: the caller's; dtypes were matched when the operation was added.
            self.flags[i] |= unsafe { (op.kernel.run)(&run) };
            if !op.kernel.hardware {
                self.dirty = true;
            } else if several {
                let seen = flags::read_hardware();
                if !seen.is_empty() {
                    self.flags[i] |= seen;
                    self.dirty = true;
                }
            }
        }
    }

    /// Takes what the processor has seen of a single operation.
    pub(super) fn finish(&mut self) {
        if let [op] = self.plan.program.ops.as_slice()
            && op.kernel.hardware
        {
            self.flags[0] |= flags::read_hardware();
        }
    }
}
