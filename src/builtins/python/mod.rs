//! Python's own library: builtin functions, the methods of its types, and the modules that numerical programs import.

pub mod constructors;
pub mod functions;
pub mod iteration;
