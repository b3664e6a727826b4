//! NumPy's mathematics: ufuncs, reductions, logic, sorting, sets, statistics.

pub mod reduce;
pub mod scan;
