//! Files ↔ tensors: NumPy's `.npy` and `.npz`, tables of text, memory maps. Knows nothing of the language.

pub mod literal;
pub mod map;
pub mod npy;
pub mod npz;
pub mod table;
