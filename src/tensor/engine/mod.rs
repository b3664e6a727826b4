//! Elementwise programs: typed operations over registers, run block by block over the broadcast shape.
//!
//! A [`ProgramBuilder`] makes a [`Program`] of arrays and operations; the program is run into target arrays, or hands
//! its result out block by block to a reduction ([`Producer`]) without ever writing it down.

pub mod block;
mod job;
pub mod kernel;
pub mod lane;
pub mod math;
mod producer;
mod program;
mod run;
mod side;
pub mod space;

pub use producer::{Elements, Producer};
pub use program::{Absorbed, NodeId, Program, ProgramBuilder};
pub use run::{Raised, Targets};

/// Elements of one block: 4 kB of doubles, so that a few registers stay in the first-level cache.
pub const BLOCK: usize = 512;
