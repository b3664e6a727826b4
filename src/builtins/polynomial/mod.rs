//! NumPy's polynomials: `numpy.polynomial` with its six bases and their classes, `poly1d` and the functions around it.

mod argument;
mod bases;
mod class;
mod class_methods;
mod constants;
mod construct;
mod family;
mod one_variable;
mod poly1d;
mod poly1d_methods;
mod rules;
mod series_text;
mod tools;

use super::Chapter;

pub use constants::constants;

/// Every chapter of NumPy's polynomials.
pub static CHAPTERS: &[&Chapter] = &[
    &one_variable::POLYNOMIAL,
    &poly1d::POLY1D_CONSTRUCTOR,
    &poly1d_methods::POLY1D_METHODS,
    &construct::SERIES_CONSTRUCTORS,
    &class_methods::SERIES_METHODS,
    &rules::CHEBYSHEV_METHODS,
    &bases::POWER,
    &rules::POWER_ROOTS,
    &bases::CHEBYSHEV,
    &rules::CHEBYSHEV_RULES,
    &rules::CHEBYSHEV_POINTS,
    &bases::LEGENDRE,
    &rules::LEGENDRE_RULES,
    &bases::LAGUERRE,
    &rules::LAGUERRE_RULES,
    &bases::HERMITE,
    &rules::HERMITE_RULES,
    &bases::HERMITE_E,
    &rules::HERMITE_E_RULES,
    &tools::POLYUTILS,
    &tools::PRINT_STYLE,
];
