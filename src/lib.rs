//! NPL: NumPy's arrays and Python's syntax in one fast binary.
//!
//! Text becomes values in one direction, room by room; each knows only those below it:
//! `source`, `symbol`, `diagnostic` → `syntax` → `eval` → `value` → `builtins` →
//! `polynomial` → `tensor`, `linalg`, `fft`, `random`, `io`.
//! `session` is the whole of it without a terminal; `ui` is the terminal.

pub mod diagnostic;
pub mod pool;
pub mod process;
pub mod source;
pub mod symbol;

#[macro_use]
pub mod tensor;
pub mod fft;
pub mod io;
pub mod linalg;
pub mod polynomial;
pub mod random;

pub mod syntax;

pub mod value;

#[macro_use]
pub mod builtins;

pub mod eval;

pub mod complete;
pub mod doctest;
pub mod session;
pub mod ui;
