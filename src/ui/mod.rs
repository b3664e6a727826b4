//! The terminal: reports of errors, the prompt, tables, styles. A client of `session`; nothing below knows it.

pub mod check;
mod commands;
mod editor;
mod keys;
pub mod prompt;
pub mod report;
pub mod style;
mod table;
pub mod warn;
