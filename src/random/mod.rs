//! Random numbers: seeds → bit streams → variates, bit for bit those of NumPy 2.4.
//!
//! [`SeedSequence`] spreads entropy, a [`BitGenerator`] makes the bits ([`BitGen`] is any of the
//! five), and the free functions of the other files turn bits into variates. All of it is plain
//! numbers and slices: broadcasting of parameters and array shapes belong to the caller, who first
//! asks [`check`] whether the parameters are allowed.

pub mod binomial;
pub mod bits;
pub mod bounded;
pub mod check;
pub mod choice;
pub mod continuous;
pub mod discrete;
pub mod gamma;
pub mod hypergeometric;
pub mod legacy;
mod ln_factorial;
pub mod mt19937;
mod mt19937_jump;
pub mod multivariate;
pub mod pcg64;
pub mod permute;
pub mod philox;
pub mod seed;
pub mod sfc64;
pub mod ziggurat;
mod ziggurat_exponential;
mod ziggurat_normal;

pub use bits::{BitGen, BitGenerator, Kind, Variates};
pub use legacy::Legacy;
pub use mt19937::Mt19937;
pub use pcg64::{Pcg64, Pcg64Dxsm};
pub use philox::Philox;
pub use seed::SeedSequence;
pub use sfc64::Sfc64;

#[cfg(test)]
mod recorded;
