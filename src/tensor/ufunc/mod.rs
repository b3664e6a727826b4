//! NumPy's universal functions: one table of names, loops and identities; type resolution by NumPy's rules; calls on
//! arrays and scalars.

mod at;
mod call;
mod exponent;
mod fast;
mod few;
mod objects;
mod ops;
pub mod pending;
mod program;
mod records;
mod resolve;
mod scalars;
mod select;
mod table;
mod text;
mod times;

pub use at::accumulate_at;
pub use call::{CallOptions, Outputs, call};
pub use fast::{of_doubles, small_array, small_array_and_number, small_arrays};
pub use program::{Arg, Prepared, Typed, apply, is_beyond_range, prepare, prepare_where};
pub use resolve::check_output;
pub use resolve::{Resolution, resolve};
pub use scalars::{scalar_binary, scalar_unary};
pub use select::{clip, where_};
pub use table::*;
pub use text::holds;

use super::engine::kernel::{Binary, Kernel, Pair, Split, Unary};
use super::engine::lane::Lane;
use super::error::{Error, ErrorKind};
use super::object::ObjectOp;

/// A universal function.
pub struct Ufunc {
    /// NumPy's name; other names (`true_divide`, `abs` …) lead here too, see [`by_name`].
    pub name: &'static str,
    pub nin: usize,
    pub nout: usize,
    /// What a reduction of nothing gives.
    pub identity: Identity,
    /// In the order in which a loop is looked for.
    pub loops: &'static [Loop],
    /// For the letter of each type the number of the loop whose operands are all of that type, counted from 1.
    pub(crate) uniform: Letters,
    /// How types that have no loop are treated.
    pub(crate) rule: Rule,
    /// What is done with Python objects.
    pub(crate) object: OnObjects,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Identity {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
}

/// A loop with the types it is for, in NumPy's letters.
#[derive(Clone, Copy)]
pub struct Loop {
    pub ins: [u8; 2],
    pub outs: [u8; 2],
    pub kernel: Kernel,
}

/// A number for the letter of each type.
pub(crate) type Letters = [u8; 64];

/// The place of a type's letter among [`Letters`]: no two letters of numbers and times have one.
#[inline(always)]
const fn slot(letter: u8) -> usize {
    (letter & 63) as usize
}

/// For each letter the number of the first loop whose operands are all of that type, counted from 1; 0 for none.
pub(crate) const fn uniform_loops(loops: &[Loop]) -> Letters {
    let mut numbers = [0; 64];
    let mut i = 0;
    while i < loops.len() && i < 255 {
        let [a, b] = loops[i].ins;
        if (b == a || b == 0) && numbers[slot(a)] == 0 {
            numbers[slot(a)] = i as u8 + 1;
        }
        i += 1;
    }
    numbers
}

/// NumPy's type resolvers, as far as they differ in what they accept and say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rule {
    /// The first loop to which all operands can be cast safely.
    General,
    /// All operands of one type; other messages; a bool is not taken for an integer.
    Uniform,
    Comparison,
    /// As `General`, but integers go to float64.
    Divide,
    /// Anything, by its truth.
    Logical,
    Isnat,
    /// Only text.
    Text,
}

/// What a function does with elements that are Python objects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OnObjects {
    /// It has no loop for objects.
    Nothing,
    Operator(ObjectOp),
    Negative,
    /// The object itself.
    Positive,
    Absolute,
    Invert,
    Square,
    Reciprocal,
    Sign,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Maximum,
    Minimum,
    /// Python's `x and y`, `x or y`.
    And,
    Or,
    Xor,
    Not,
    /// A method of the object of the function's name.
    Method,
}

impl Loop {
    pub(crate) const fn unary<F: Unary>() -> Loop {
        Loop { ins: [F::A::CODE, 0], outs: [F::Out::CODE, 0], kernel: Kernel::unary::<F>() }
    }

    pub(crate) const fn binary<F: Binary>() -> Loop {
        Loop { ins: [F::A::CODE, F::B::CODE], outs: [F::Out::CODE, 0], kernel: Kernel::binary::<F>() }
    }

    pub(crate) const fn split<F: Split>() -> Loop {
        Loop { ins: [F::A::CODE, 0], outs: [F::Out::CODE, F::Second::CODE], kernel: Kernel::split::<F>() }
    }

    pub(crate) const fn pair<F: Pair>() -> Loop {
        Loop { ins: [F::A::CODE, F::A::CODE], outs: [F::A::CODE, F::A::CODE], kernel: Kernel::pair::<F>() }
    }

    /// The same loop on ticks of time: its types are letters that the element type doesn't know.
    pub(crate) const fn timed(self, ins: [u8; 2], outs: [u8; 2]) -> Loop {
        Loop { ins, outs, kernel: self.kernel }
    }

    pub(crate) fn is_timed(&self) -> bool {
        self.ins.iter().any(|c| matches!(c, b'M' | b'm'))
    }
}

impl Ufunc {
    /// Whether it is one of `numpy.strings`, for text alone.
    pub fn is_textual(&self) -> bool {
        self.rule == Rule::Text
    }

    /// The loop for exactly these types.
    #[inline]
    pub fn exact_loop(&self, ins: [u8; 2]) -> Option<&'static Loop> {
        if ins[1] == ins[0] || ins[1] == 0 {
            let number = self.uniform[slot(ins[0])] as usize;
            return self.loops.get(number.wrapping_sub(1)).filter(|l| l.ins == ins);
        }
        self.loops.iter().find(|l| l.ins == ins)
    }

    pub(crate) fn no_loop(&self, message: String) -> Error {
        Error::new(ErrorKind::UFuncType, format!("ufunc '{}' {message}", self.name))
    }

    pub(crate) fn not_supported(&self) -> Error {
        Error::type_error(format!(
            "ufunc '{}' not supported for the input types, and the inputs could not be safely coerced to any supported \
             types according to the casting rule ''safe''",
            self.name
        ))
    }
}
