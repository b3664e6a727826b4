//! NumPy's mathematics: ufuncs, reductions, logic, sorting, sets, statistics.

mod bessel;
mod bins;
pub mod calculus;
pub mod nan;
pub mod reduce;
pub mod scan;
mod scimath;
pub mod select;
pub mod sets;
pub mod sort;
pub mod statistics;
pub mod ufunc;
pub mod ufunc_docs;
mod ufunc_methods;
mod ufunc_types;

use super::Chapter;
use crate::tensor::promote::Casting;
use crate::tensor::{Tensor, combine};
use crate::value::Result;

/// Every chapter of NumPy's mathematics.
pub static CHAPTERS: &[&Chapter] = &[
    &ufunc::METHODS,
    &reduce::REDUCE,
    &scan::SCAN,
    &select::SELECT,
    &sort::SORT,
    &sets::SETS,
    &statistics::STATISTICS,
    &nan::NAN,
    &calculus::CALCULUS,
    &scimath::SCIMATH,
];

/// Arrays one after the other along an axis.
fn join(parts: &[Tensor], axis: isize) -> Result<Tensor> {
    Ok(combine::concatenate(parts, Some(axis), None, None, Casting::SameKind)?)
}
