//! Python's module `decimal`: decimal numbers of any precision, with contexts that say how they are rounded.

mod arithmetic;
mod context;
mod context_methods;
mod format;
mod functions;
pub mod kinds;
pub mod methods;
pub mod module;
mod number;

pub use module::constants;
