//! The end of a program in a reduction: results handed out block by block, in C order, never written down.

use super::BLOCK;
use super::program::Program;
use super::run::{Plan, Raised, State, collect, with_scratch};
use crate::tensor::dtype::DType;
use crate::tensor::element::Element;
use crate::tensor::error::Result;
use crate::tensor::flags::Flags;
use std::sync::atomic::{AtomicU8, Ordering};

/// A program with one result, whose elements are asked for by their place in C order. Threads may ask at the same time.
pub struct Producer<'p> {
    plan: Plan<'p>,
    raised: Vec<AtomicU8>,
}

impl<'p> Producer<'p> {
    /// Broadcasts the program to `shape`.
    pub fn new(program: &'p Program, shape: &[usize]) -> Result<Producer<'p>> {
        let raised = program.ops.iter().map(|_| AtomicU8::new(0)).collect();
        Ok(Producer { plan: Plan::in_c_order(program, shape)?, raised })
    }

    /// The number of elements.
    pub fn size(&self) -> usize {
        self.plan.space.size
    }

    pub fn dtype(&self) -> DType {
        self.plan.program.dtype(0)
    }

    /// Computes elements `start` to `start + n` and hands them to `take` in pieces of at most [`BLOCK`].
    ///
    /// `T` must be the result's element type, and the range must lie within [`Producer::size`].
    pub fn produce<T: Element>(&self, start: usize, n: usize, mut take: impl FnMut(&[T])) {
        assert!(self.dtype() == T::DTYPE && start + n <= self.size(), "a block outside the result");
        let result = self.plan.program.outputs[0].index();
        with_scratch(self.plan.scratch, |scratch| {
            let mut state = State::new(&self.plan, scratch);
            let mut done = 0;
            while done < n {
                let m = BLOCK.min(n - done);
                // SAFETY: the block lies in the space. The result's register then holds m elements of T, written by a
                // kernel.
                unsafe {
                    state.block(start + done, m);
                    take(std::slice::from_raw_parts(state.places[result].cast::<T>(), m));
                }
                done += m;
            }
            state.finish();
            for (seen, flags) in self.raised.iter().zip(&state.flags) {
                if *flags != Flags::NONE {
                    seen.fetch_or(flags.bits(), Ordering::Relaxed);
                }
            }
        });
    }

    /// What the operations raised so far.
    pub fn raised(&self) -> Raised {
        collect(self.plan.program, &self.raised)
    }
}
