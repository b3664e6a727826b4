//! Native n-d arrays: dtype, layout, storage, views, indexing, the elementwise engine, reductions, sorting, printing.
//! A library of its own: it has never heard of the language, of spans or of a terminal.

pub mod assign;
pub mod calc;
pub mod cast;
pub mod combine;
pub mod copy;
pub mod count;
pub mod create;
pub mod diagonals;
pub mod dtype;
pub mod element;
pub mod engine;
pub mod error;
pub mod flags;
pub mod format;
pub mod grids;
pub mod index;
pub mod interpolate;
pub mod iterate;
pub mod lanes;
pub mod nested;
pub mod object;
pub mod overlap;
pub mod promote;
pub mod rearrange;
pub mod reduce;
pub mod reshape;
pub mod scalar;
pub mod scan;
pub mod shape;
pub mod sort;
pub mod storage;
mod tensor;
pub mod text;
pub mod ufunc;
pub mod view;
pub mod wide;

pub use dtype::{ByteOrder, DType, Kind, TimeUnit};
pub use element::Element;
pub use error::{Error, ErrorKind, Result};
pub use scalar::{Operand, Scalar};
pub use shape::{Dims, Strides};
pub use storage::Shared;
pub use tensor::{Order, Tensor};

/// float16, as a value.
pub use half::f16;
/// complex64 and complex128, as values.
pub use num_complex::{Complex32, Complex64};
