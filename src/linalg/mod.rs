//! Linear algebra on tensors: products, decompositions, norms. Small matrices are done by our own loops with LAPACK's
//! conventions (signs, order), large ones by faer.

pub mod bidiagonal;
pub mod bridge;
pub mod cholesky;
pub mod eigh;
pub mod householder;
pub mod kernel;
pub mod lu;
pub mod matmul;
pub mod number;
pub mod rotation;
pub mod stack;
pub mod svd;
pub mod worker;

pub use cholesky::cholesky;
pub use eigh::{eigh, eigvalsh};
pub use householder::{QrMode, qr};
pub use lu::{det, inv, slogdet, solve, tensorinv, tensorsolve};
pub use matmul::{Product, matmul, product};
pub use svd::{svd, svdvals};
