//! Elementary functions for the block engine: formulas without branches, which compile to vectors, for the usual
//! arguments, and careful ones for the rest.
//!
//! Every element takes the same operations in the same order, fused multiply-adds included, whatever the width of the
//! vectors, the place in the array or its length: one argument has one result. The polynomials meet their functions at
//! Chebyshev nodes (tests/accuracy/polynomials.py); docs/accuracy.md says how good the results are.

mod exact;
mod exponential;
mod hyperbolic;
mod inverse_trigonometric;
mod lanes;
mod logarithm;
mod power;
mod single;
mod trigonometric;

pub use exponential::{Exp, Exp2, Expm1};
pub use hyperbolic::{Arccosh, Arcsinh, Arctanh, Cosh, Sinh, Tanh};
pub use inverse_trigonometric::{Arccos, Arcsin, Arctan, Arctan2};
pub use lanes::{double, double2, narrow, single, single2};
pub use logarithm::{Log, Log1p, Log2, Log10, Logaddexp, Logaddexp2};
pub use power::{Cbrt, Hypot, Power};
pub use trigonometric::{Cos, Sin, Tan};

/// A function of a real number.
pub trait Real {
    /// Whether [`Real::usual`] is right for `x`, and raises nothing.
    fn holds(x: f64) -> bool;
    /// The formula for usual arguments; anything for others.
    fn usual(x: f64) -> f64;
    /// The function for all arguments that are not usual.
    fn careful(x: f64) -> f64;

    /// As [`Real::holds`], of [`Real::usual_single`].
    #[inline(always)]
    fn holds_single(x: f32) -> bool {
        Self::holds(x.into())
    }

    /// The function in single precision: in float32 alone where that is good enough, else worked out in double precision
    /// with shorter polynomials.
    fn usual_single(x: f32) -> f32;
}

/// A function of two real numbers.
pub trait Real2 {
    /// Whether a second argument that is the same for many elements is worth a loop of its own, in which what depends on
    /// it alone is worked out once.
    const ONE_FOR_ALL: bool = false;

    /// Whether [`Real2::usual`] is right for `x` and `y`, of which it gave `result`, and raises nothing.
    fn holds(x: f64, y: f64, result: f64) -> bool;
    /// As [`Real::usual`].
    fn usual(x: f64, y: f64) -> f64;
    /// As [`Real::careful`].
    fn careful(x: f64, y: f64) -> f64;
    /// As [`Real2::holds`], of [`Real2::usual_single`].
    fn holds_single(x: f32, y: f32, result: f32) -> bool;
    /// As [`Real::usual_single`].
    fn usual_single(x: f32, y: f32) -> f32;
}
