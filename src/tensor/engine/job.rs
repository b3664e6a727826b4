//! One job of a run: block after block, leaves are loaded or found where they lie, operations run, results stored.

use super::block;
use super::kernel::{Kernel, Run};
use super::program::{NodeId, Op};
use super::run::Plan;
use super::side::{Side, position};
use crate::tensor::flags::{self, Flags};
use crate::tensor::shape::Dims;
use smallvec::SmallVec;

/// An operation, ready to be run on block after block.
pub(super) struct Step {
    kernel: Kernel,
    ins: [u16; 3],
    outs: [u16; 2],
}

impl Step {
    pub(super) fn new(op: &Op) -> Step {
        // A kernel does not look at places beyond its own arguments and results.
        let node = |ids: &[NodeId], k: usize| ids.get(k).or(ids.first()).map_or(0, |id| id.index() as u16);
        let ins = std::array::from_fn(|k| node(&op.args, k));
        Step { kernel: op.kernel, ins, outs: std::array::from_fn(|k| node(&op.results, k)) }
    }
}

/// A job under way.
pub(super) struct State<'s> {
    plan: &'s Plan<'s>,
    scratch: *mut u8,
    /// Where each node's block lies now.
    pub places: SmallVec<[*mut u8; 8]>,
    /// For leaves that repeat: from which place on, and how many elements, the register holds.
    loaded: SmallVec<[(isize, usize); 4]>,
    at: Dims,
    /// Whether `at` is needed: something does not lie ready from its first element to its last.
    positioned: bool,
    pub flags: SmallVec<[Flags; 4]>,
    /// The processor's flags may hold what an operation without trusted flags left.
    dirty: bool,
    /// The processor's flags are looked at after each operation, because something was raised before.
    careful: bool,
}

impl<'s> State<'s> {
    pub(super) fn new(plan: &'s Plan<'s>, scratch: *mut u8) -> State<'s> {
        flags::clear_hardware();
        let ready = |side: &Side| side.is_ready() || side.constant;
        State {
            plan,
            scratch,
            places: plan.registers.iter().map(|&r| scratch.wrapping_add(r)).collect(),
            loaded: SmallVec::from_elem((0, 0), plan.leaves.len()),
            at: SmallVec::from_elem(0, plan.space.shape.len()),
            positioned: plan.mask.is_some() || !plan.leaves.iter().chain(&plan.targets).all(ready),
            flags: SmallVec::from_elem(Flags::NONE, plan.program.ops.len()),
            dirty: false,
            careful: false,
        }
    }

    /// Loads the leaves' `n` elements from `start` on, or finds them where they lie.
    ///
    /// # Safety
    /// `start + n` must be at most the space's size and `n` at most a block (or everything must be usable in place).
    unsafe fn load(&mut self, start: usize, n: usize) {
        let plan = self.plan;
        for (k, (leaf, &node)) in plan.leaves.iter().zip(&plan.leaf_nodes).enumerate() {
            if leaf.is_ready() {
                self.places[node] = leaf.base.wrapping_add(start * leaf.width);
                continue;
            }
            if leaf.constant && plan.mask.is_none() && self.loaded[k].1 >= n {
                // In its register, where its place has been since it was loaded.
                continue;
            }
            let offset = leaf.offset(&self.at);
            if leaf.in_place(start, n) {
                self.places[node] = leaf.base.wrapping_offset(offset);
                continue;
            }
            let register = self.scratch.wrapping_add(plan.registers[node]);
            self.places[node] = register;
            let reusable = self.is_reusable(leaf, n);
            if reusable && self.loaded[k].0 == offset && self.loaded[k].1 >= n {
                continue;
            }
            // SAFETY: the register holds a block; the caller's.
            unsafe { leaf.load(register, &plan.space, &self.at, n) };
            self.loaded[k] = if reusable { (offset, n) } else { (0, 0) };
        }
    }

    /// Whether a block of a leaf depends on nothing but where its first row begins.
    fn is_reusable(&self, leaf: &Side, n: usize) -> bool {
        if leaf.constant && self.plan.mask.is_none() {
            return true;
        }
        let (last, inner) = (self.at.len() - 1, self.plan.space.inner());
        if self.at[last] != 0 || !n.is_multiple_of(inner) {
            return false;
        }
        leaf.repeats || (leaf.row_repeats && self.at[last - 1] + n / inner <= self.plan.space.shape[last - 1])
    }

    /// Computes `n` elements from `start` on and stores them.
    ///
    /// # Safety
    /// As [`State::load`].
    pub(super) unsafe fn block(&mut self, start: usize, n: usize) {
        let plan = self.plan;
        if self.positioned {
            position(start, &plan.space.shape, &mut self.at);
        }
        // SAFETY (all below): the caller's; registers are apart from each other and from the arrays.
        unsafe {
            self.load(start, n);
            let mut count = n;
            let mask = plan.mask.as_ref().map(|mask| {
                let register = self.scratch.wrapping_add(plan.mask_register);
                mask.load(register, &plan.space, &self.at, n);
                std::slice::from_raw_parts(register.cast_const(), n)
            });
            if let Some(mask) = mask {
                count = mask.iter().filter(|&&b| b != 0).count();
                for (leaf, &node) in plan.leaves.iter().zip(&plan.leaf_nodes) {
                    block::compress(self.places[node], mask, leaf.width);
                }
            }
            for (k, target) in plan.targets.iter().enumerate() {
                let node = plan.program.outputs[k].index();
                self.places[node] = if plan.direct[k] && target.is_ready() {
                    target.base.wrapping_add(start * target.width)
                } else if plan.direct[k] && target.in_place(start, n) {
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
                    None if target.is_ready() => {
                        let place = target.base.wrapping_add(start * target.width);
                        std::ptr::copy_nonoverlapping(register, place, n * target.width);
                    }
                    None => target.store(register, &plan.space, &self.at, n),
                }
            }
        }
    }

    /// Runs the operations. What the processor raised is read where a run of trusted operations ends; where there was
    /// something, all run again to find out which (nothing that they read has been overwritten yet).
    ///
    /// # Safety
    /// All places must hold `n` elements.
    unsafe fn operate(&mut self, n: usize) {
        let steps = self.plan.steps.as_slice();
        if let [step] = steps {
            // SAFETY: the caller's.
            let known = unsafe { self.one(step, n) };
            self.flags[0] |= known;
            return;
        }
        if !self.careful {
            let (mut trusted, mut raised) = (false, false);
            for (i, step) in steps.iter().enumerate() {
                if step.kernel.hardware {
                    if self.dirty {
                        flags::clear_hardware();
                        self.dirty = false;
                    }
                    trusted = true;
                } else {
                    raised |= trusted && flags::hardware_raised();
                    (trusted, self.dirty) = (false, true);
                }
                // SAFETY: the caller's.
                let known = unsafe { self.one(step, n) };
                if !known.is_empty() {
                    self.flags[i] |= known;
                }
            }
            raised |= trusted && flags::hardware_raised();
            if !raised {
                return;
            }
            self.careful = true;
        }
        for (i, step) in steps.iter().enumerate() {
            flags::clear_hardware();
            // SAFETY: the caller's.
            let known = unsafe { self.one(step, n) };
            self.flags[i] |= known;
            if step.kernel.hardware {
                self.flags[i] |= flags::read_hardware();
            }
        }
        self.dirty = true;
    }

    /// Runs one operation; what its kernel itself knows that was raised.
    ///
    /// # Safety
    /// As [`State::operate`].
    #[inline(always)]
    unsafe fn one(&self, step: &Step, n: usize) -> Flags {
        let places = self.places.as_slice();
        let ([a, b, c], [first, second]) = (step.ins, step.outs);
        let at = |node: u16| places[usize::from(node)];
        let ins = [at(a).cast_const(), at(b).cast_const(), at(c).cast_const()];
        let run = Run { ins, outs: [at(first), at(second)], n };
        // SAFETY: the caller's; dtypes were matched when the operation was added.
        unsafe { (step.kernel.run)(&run) }
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
