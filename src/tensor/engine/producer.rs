//! The end of a program in a reduction: results handed out block by block, in the order of a layout, never written down.

use super::BLOCK;
use super::job::State;
use super::program::Program;
use super::run::{Plan, Raised, collect, with_scratch};
use crate::tensor::dtype::DType;
use crate::tensor::element::Element;
use crate::tensor::error::Result;
use crate::tensor::flags::Flags;
use std::sync::atomic::{AtomicU8, Ordering};

/// A program with one result, whose elements are asked for by their place in some order of the axes. Threads may ask at
/// the same time.
pub struct Producer<'p> {
    plan: Plan<'p>,
    raised: Vec<AtomicU8>,
}

impl<'p> Producer<'p> {
    /// Broadcasts the program to `shape`; elements are counted with the last axis of `order` fastest.
    pub fn new(program: &'p Program, shape: &[usize], order: &[usize]) -> Result<Producer<'p>> {
        let raised = program.ops.iter().map(|_| AtomicU8::new(0)).collect();
        Ok(Producer { plan: Plan::in_order(program, shape, order)?, raised })
    }

    /// The number of elements.
    pub fn size(&self) -> usize {
        self.plan.space.size
    }

    pub fn dtype(&self) -> DType {
        self.plan.program.dtype(0)
    }

    /// Whether asking twice costs more than keeping what was given.
    pub fn is_slow(&self) -> bool {
        self.plan.program.is_slow()
    }

    /// Gives `body` the means to ask for elements.
    pub fn open<R>(&self, body: impl FnOnce(&mut Elements) -> R) -> R {
        with_scratch(self.plan.scratch, |scratch| {
            let mut elements = Elements { plan: &self.plan, state: State::new(&self.plan, scratch) };
            let result = body(&mut elements);
            elements.state.finish();
            for (seen, flags) in self.raised.iter().zip(&elements.state.flags) {
                if *flags != Flags::NONE {
                    seen.fetch_or(flags.bits(), Ordering::Relaxed);
                }
            }
            result
        })
    }

    /// What the operations raised so far.
    pub fn raised(&self) -> Raised {
        collect(self.plan.program, &self.raised)
    }
}

/// A producer at work on one thread.
pub struct Elements<'s> {
    plan: &'s Plan<'s>,
    state: State<'s>,
}

impl Elements<'_> {
    /// Elements `start` to `start + n`, at most [`BLOCK`] of them.
    ///
    /// `T` must be the result's element type, and the range must lie within [`Producer::size`].
    pub fn get<T: Element>(&mut self, start: usize, n: usize) -> &[T] {
        let program = self.plan.program;
        assert!(n <= BLOCK && program.dtype(0) == T::DTYPE && start + n <= self.plan.space.size, "a wrong block");
        let result = program.outputs[0].index();
        // SAFETY: the block lies in the space. The result's place then holds n elements of T, written by a kernel, until
        // the next block.
        unsafe {
            self.state.block(start, n);
            std::slice::from_raw_parts(self.state.places[result].cast::<T>(), n)
        }
    }
}
