//! Warnings as they happen → standard error.

use super::{report, style};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// Prints a warning's report to standard error.
pub fn print(warning: &Diagnostic, sources: &Sources) {
    eprint!("{}", report::render(warning, sources, style::colour_on_stderr()));
}
