//! NPL: NumPy's arrays and Python's syntax in one fast binary.
pub mod diagnostic;
pub mod pool;
pub mod source;
pub mod symbol;
pub mod tensor;
