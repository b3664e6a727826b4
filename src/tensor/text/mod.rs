//! Text in arrays, `<U`, `S` and `StringDType`: letters and their classes, algorithms on slices of letters, and the elementwise functions
//! over arrays of words that `numpy.strings` and `numpy.char` are made of.

mod functions;
pub mod layout;
pub mod letter;
pub mod search;
mod variable;
mod words;

pub use functions::{
    Side, Strip, compared, concatenated, justified, letter_counts, located, multiplied, partitioned, replaced,
    satisfying, sliced, stripped, tabs_expanded, zero_filled,
};
pub use letter::Letter;
pub use variable::{Fixed, Missing, TextType, variable};
