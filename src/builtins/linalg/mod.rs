//! Linear algebra: products, systems of equations, decompositions, norms, Einstein sums.

mod einsum;
mod einsum_path;
mod products;
mod systems;

use super::Chapter;

/// Every chapter of linear algebra.
pub static CHAPTERS: &[&Chapter] =
    &[&products::PRODUCTS, &products::LINALG_PRODUCTS, &systems::SYSTEMS, &systems::NORMS, &einsum::EINSUM];
