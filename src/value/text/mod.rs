//! Python's own texts: `repr` of numbers and strings, the format mini-language, `%` formatting, `str.format`, reading
//! numbers back. Pure functions: a value comes in through the small trait [`Subject`].

pub mod float;
pub mod integer;
mod layout;
pub mod parse;
pub mod percent;
pub mod rounding;
pub mod spec;
pub mod subject;
pub mod template;

use crate::tensor::format::complex_text;
use crate::tensor::format::digits::Width;

pub use crate::tensor::format::{ascii_repr, bytes_repr, escape_non_ascii, float_repr, is_printable, str_repr};
pub use float::{format_complex, format_float};
pub use integer::{DEFAULT_DIGIT_LIMIT, Int, OwnedInt, digit_limit, format_int, int_text, radix_text, set_digit_limit};
pub use layout::{format_str, lay_out_number};
pub use parse::{parse_complex, parse_float, parse_int};
pub use percent::{Arguments, format_bytes_percent, format_percent};
pub use rounding::{as_integer_ratio, float_from_hex, float_hex, float_to_int, round_float};
pub use spec::FormatSpec;
pub use subject::{Number, Subject};
pub use template::format_template;

/// Python's `repr` of a complex number: `(1+2j)`, `2j`.
pub fn complex_repr(re: f64, im: f64) -> String {
    complex_text(re, im, Width::Double)
}
