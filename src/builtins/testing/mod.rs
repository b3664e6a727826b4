//! `numpy.testing`: assertions on numbers, arrays and text, on exceptions and warnings, in NumPy's words.

mod arrays;
mod compare;
mod message;
mod numbers;
mod precision;
mod raises;
mod scratch;
mod warned;

use super::Chapter;
use crate::value::Value;
use crate::value::class::{Class, exception};

/// Every chapter of `numpy.testing`.
pub static CHAPTERS: &[&Chapter] = &[
    &numbers::ASSERT_NUMBERS,
    &arrays::ASSERT_ARRAYS,
    &precision::ASSERT_PRECISION,
    &raises::ASSERT_RAISES,
    &warned::ASSERT_WARNINGS,
    &warned::SUPPRESS_WARNINGS,
    &message::TEST_MESSAGES,
    &scratch::TEST_SCRATCH,
    &scratch::CLEAR_AND_CATCH_CONSTRUCTOR,
];

static KNOWN_FAILURE: Class =
    Class::new("KnownFailureException", "numpy.testing._private.utils", &[&exception::EXCEPTION]);
static IGNORE: Class = Class::new("IgnoreException", "numpy.testing._private.utils", &[&exception::EXCEPTION]);

static SKIP_TEST: Class = Class::new("SkipTest", "unittest.case", &[&exception::EXCEPTION]);
static CLEAR_AND_CATCH: Class =
    Class::new("clear_and_catch_warnings", "numpy.testing", &[&crate::builtins::python::modules::warnings::CATCH]);

/// Members of `numpy.testing` that are no functions: `(namespace, name, value)`.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let space = "np.testing";
    let mut all = vec![
        (space, "KnownFailureException", Value::Class(&KNOWN_FAILURE)),
        (space, "IgnoreException", Value::Class(&IGNORE)),
        (space, "suppress_warnings", Value::Class(&warned::SUPPRESS)),
        (space, "verbose", Value::Int(0)),
        (space, "IS_64BIT", Value::bool(cfg!(target_pointer_width = "64"))),
        (space, "IS_WASM", Value::bool(false)),
        (space, "IS_PYPY", Value::bool(false)),
        (space, "IS_PYSTON", Value::bool(false)),
        (space, "clear_and_catch_warnings", Value::Class(&CLEAR_AND_CATCH)),
    ];
    all.extend(scratch::build().map(|(name, value)| (space, name, value)));
    all
}
