//! The library: one file a chapter, one item a function; and the registry, which finds them by namespace, class and name.

#[macro_use]
mod macros;
pub mod array;
pub mod attribute;
pub mod chapters;
pub mod fft;
pub mod index;
pub mod io;
pub mod linalg;
pub mod math;
pub mod polynomial;
pub mod python;
pub mod random;
pub mod reference;
pub mod registry;
pub mod removed;
pub mod strings;
pub mod testing;

use crate::value::Builtin;

pub use attribute::{attribute, delete_attribute, set_attribute};
pub use registry::{Registry, construct, constructor, find_method, lookup, module, registry};

/// A chapter of the library: functions that stand together in one file and on one reference page.
pub struct Chapter {
    pub name: &'static str,
    pub items: &'static [Builtin],
}
