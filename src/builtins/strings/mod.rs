//! NumPy's functions on arrays of text: `numpy.strings`, `numpy.char` and its class `chararray`.

mod argument;
mod arrays;
mod char_functions;
mod layout;
mod methods;
mod parts;
mod search;

use super::Chapter;
use crate::value::Value;
use crate::value::class::numpy::CHARARRAY;

/// Every chapter of NumPy's functions on text.
pub static CHAPTERS: &[&Chapter] = &[
    &search::STRING_SEARCH,
    &parts::STRING_PARTS,
    &layout::STRING_LAYOUT,
    &methods::STRING_METHODS,
    &char_functions::CHAR_FUNCTIONS,
    &arrays::CHARACTER_ARRAYS,
    &arrays::CHARARRAY_CONSTRUCTOR,
    &arrays::CHARARRAY_METHODS,
];

/// Ufuncs that stand in `numpy.strings` and `numpy.char`, too.
const UFUNCS: &[&str] = &["add", "equal", "greater", "greater_equal", "less", "less_equal", "not_equal"];

/// Members of `numpy.strings` and `numpy.char` that are no functions of these chapters: `(namespace, name, value)`.
/// The ufuncs are the very objects of `ufuncs`.
pub fn constants(ufuncs: &[(&'static str, Value)]) -> Vec<(&'static str, &'static str, Value)> {
    let mut all = vec![("np.char", CHARARRAY.name, Value::Class(&CHARARRAY))];
    for (name, value) in ufuncs.iter().cloned() {
        let textual = is_textual(&value);
        if textual || UFUNCS.contains(&name) {
            all.push(("np.strings", name, value.clone()));
        }
        // The comparisons of `numpy.char` are functions of its own.
        if textual || name == "add" {
            all.push(("np.char", name, value));
        }
    }
    all
}

/// Whether a value is one of the ufuncs for text alone.
pub fn is_textual(value: &Value) -> bool {
    super::math::ufunc::ufunc_of(value).is_some_and(|u| u.is_textual())
}
