//! Linear algebra on tensors: products, decompositions, norms. Small matrices are done by our own loops with LAPACK's
//! conventions (signs, order), large ones by faer.

pub mod bidiagonal;
pub mod blocked_lu;
pub mod blocked_qr;
pub mod bridge;
pub mod cholesky;
pub mod complex_schur;
pub mod convolution;
pub mod eig;
pub mod eigh;
pub mod gemv;
pub mod hessenberg;
pub mod householder;
pub mod kernel;
pub mod large_product;
pub mod large_svd;
pub mod lstsq;
pub mod lu;
pub mod matmul;
pub mod norm;
pub mod number;
pub mod product;
pub mod real_schur;
pub mod reduction;
pub mod rotation;
pub mod stack;
pub mod svd;
pub mod sweep;
pub mod tall;
mod tile;
pub mod worker;

pub use cholesky::cholesky;
pub use convolution::{Overlap, convolve, correlate};
pub use eig::{eig, eigvals};
pub use eigh::{eigh, eigvalsh};
pub use householder::{QrMode, qr};
pub use lstsq::{LeastSquares, hermitian_svd, lstsq, matrix_rank, pinv};
pub use lu::{det, inv, slogdet, solve, tensorinv, tensorsolve};
pub use matmul::{Product, matmul, product};
pub use norm::{Ord, cond, norm};
pub use product::{cross, dot, inner, kron, matrix_power, multi_dot, outer, tensordot, trace, vdot};
pub use svd::{svd, svdvals};
