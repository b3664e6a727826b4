//! Python's own library: builtin functions, the methods of its types, and the modules that numerical programs import.

pub mod bytearray;
pub mod bytes_layout;
mod bytes_methods;
pub mod code_pages;
pub mod codec;
pub mod constructors;
pub mod dict_methods;
pub mod dict_views;
pub mod functions;
pub mod iteration;
pub mod iterators;
pub mod list_methods;
pub mod memoryview;
pub mod modules;
pub mod number_methods;
pub mod object_methods;
pub mod range_methods;
pub mod receiver;
pub mod set_methods;
pub mod shared;
pub mod text_classes;
pub mod text_layout;
pub mod text_search;

use super::Chapter;

/// Every chapter of Python's library.
pub static CHAPTERS: &[&Chapter] = &[
    &functions::FUNCTIONS,
    &iteration::ITERATION,
    &shared::SHARED,
    &constructors::CONSTRUCTORS,
    &text_search::TEXT_SEARCH,
    &text_layout::TEXT_LAYOUT,
    &text_classes::TEXT_CLASSES,
    &bytes_methods::BYTES_METHODS,
    &bytes_layout::BYTES_LAYOUT,
    &bytearray::BYTEARRAY_CONSTRUCTOR,
    &bytearray::BYTEARRAY_METHODS,
    &memoryview::MEMORYVIEW_CONSTRUCTOR,
    &memoryview::MEMORYVIEW_METHODS,
    &list_methods::LIST_METHODS,
    &list_methods::TUPLE_METHODS,
    &dict_methods::DICT_METHODS,
    &set_methods::SET_METHODS,
    &set_methods::SET_ALGEBRA,
    &set_methods::FROZENSET_METHODS,
    &range_methods::RANGE_METHODS,
    &range_methods::SLICE_METHODS,
    &number_methods::INT_METHODS,
    &number_methods::FLOAT_METHODS,
    &number_methods::COMPLEX_METHODS,
    &object_methods::EXCEPTION_METHODS,
    &object_methods::AXIS_ERROR_METHODS,
    &object_methods::OBJECT_METHODS,
    &object_methods::STR_OPERATORS,
    &object_methods::BYTES_OPERATORS,
    &object_methods::TUPLE_OPERATORS,
    &object_methods::RANGE_OPERATORS,
    &object_methods::SET_OPERATORS,
    &object_methods::FROZENSET_OPERATORS,
    &object_methods::LIST_OPERATORS,
    &object_methods::DICT_OPERATORS,
    &object_methods::STR_JOINING,
    &object_methods::BYTES_JOINING,
    &object_methods::TUPLE_JOINING,
    &object_methods::LIST_JOINING,
    &object_methods::INT_OPERATORS,
    &object_methods::FLOAT_OPERATORS,
    &object_methods::COMPLEX_OPERATORS,
];
