//! Loops compiled for the machine's widest vectors.

use pulp::{Arch, NullaryFnOnce};

/// Runs a closure compiled for the vectors that this machine has. The closure, and every function in it that matters, must be
/// `#[inline(always)]`.
#[inline(always)]
pub fn wide<R>(job: impl FnMut() -> R) -> R {
    Arch::new().dispatch(Job(job))
}

/// A closure that is called through `FnMut`: through `FnOnce` there would be a function between, compiled for any machine.
struct Job<F>(F);

impl<R, F: FnMut() -> R> NullaryFnOnce for Job<F> {
    type Output = R;

    #[inline(always)]
    fn call(mut self) -> R {
        (self.0)()
    }
}
