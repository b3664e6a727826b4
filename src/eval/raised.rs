//! The evaluator's own results: a raised exception waits in a slot of the thread and its result says only that there is one,
//! so that results travel in registers (a `Result<Value, Error>` goes through memory, at every node of the tree).

use crate::value::{Error, class::exception};
use std::cell::Cell;

/// The result of evaluating something.
pub type Run<T> = Result<T, Raised>;

/// An exception is on its way: the thread's slot holds it until somebody takes it (as an [`Error`]). Nothing is evaluated
/// in between; who wants to go on evaluating, as `finally` does, takes the error first.
pub struct Raised(());

thread_local! {
    static UNDER_WAY: Cell<Option<Error>> = const { Cell::new(None) };
}

impl From<Error> for Raised {
    #[cold]
    #[inline(never)]
    fn from(error: Error) -> Raised {
        UNDER_WAY.set(Some(error));
        Raised(())
    }
}

impl From<crate::tensor::Error> for Raised {
    #[cold]
    #[inline(never)]
    fn from(error: crate::tensor::Error) -> Raised {
        Error::from(error).into()
    }
}

impl From<Raised> for Error {
    #[cold]
    #[inline(never)]
    fn from(_: Raised) -> Error {
        UNDER_WAY.take().unwrap_or_else(|| Error::new(&exception::SYSTEM_ERROR, "error return without exception set"))
    }
}

const _: () = assert!(size_of::<Run<crate::value::Value>>() == 16);
