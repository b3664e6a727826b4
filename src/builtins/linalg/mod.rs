//! `np.linalg`.

use super::Chapter;

/// Every chapter of linear algebra.
pub static CHAPTERS: &[&Chapter] = &[];
