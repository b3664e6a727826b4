//! Tensors, scalars and dtypes → NumPy's text, byte for byte; and the digits, quoting and ISO dates that this needs.

mod array;
pub mod datetime;
pub mod digits;
mod dtype_text;
mod float;
mod formatter;
mod layout;
mod load;
mod numeric;
pub mod options;
mod quote;
mod scalar;
mod scaled;

pub use array::{array_repr, array_str, array2string, record_array_repr};
pub use dtype_text::{dtype_code, dtype_repr, dtype_short_repr, dtype_str, subarray_text};
pub use float::{
    FloatOptions, Trim, complex_text, float_repr, format_float_positional, format_float_scientific, scalar_text,
};
pub use formatter::only_element;
pub use options::{Changes, PrintOptions};
pub use quote::{ascii_repr, bytes_repr, escape_non_ascii, is_printable, str_repr, void_repr, write_str_repr};
pub use scalar::{record_repr, scalar_repr, scalar_str};
