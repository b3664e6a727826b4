//! Polynomials as coefficients in a basis of orthogonal polynomials, or of powers: sums, products, values, derivatives,
//! roots, fits. Everything is written once over [`Basis`]; a basis gives its recurrences.

pub mod basis;
pub mod calculus;
pub mod chebyshev;
pub mod descending;
pub mod evaluate;
pub mod fit;
pub mod hermite;
pub mod hermite_e;
pub mod laguerre;
pub mod legendre;
pub mod power;
pub mod quadrature;
pub mod roots;
pub mod series;
pub mod term;

pub use basis::Basis;
pub use chebyshev::Chebyshev;
pub use hermite::Hermite;
pub use hermite_e::HermiteE;
pub use laguerre::Laguerre;
pub use legendre::Legendre;
pub use power::Power;
pub use series::Series;
pub use term::Term;
