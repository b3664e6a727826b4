//! Arrays as containers: making, shaping, joining and indexing them; their attributes and methods; dtypes and scalars;
//! and how they print.

mod about;
pub mod argument;
pub mod array_utils;
mod arrayterator;
pub mod attributes;
pub mod bits;
pub mod calendar;
pub mod callbacks;
pub mod combine;
pub mod creation;
pub mod dates;
pub mod dtype;
pub mod dtype_rules;
pub mod flags;
pub mod flat;
pub mod float_errors;
pub mod from_data;
pub mod grids;
pub mod index_tricks;
pub mod indexing;
pub mod iterators;
pub mod limits;
pub mod matrices;
pub mod matrix;
pub mod methods;
pub mod nditer;
pub mod number_text;
pub mod out;
pub mod overlap;
pub mod pad;
pub mod printing;
pub mod ranges;
pub mod rearrange;
pub mod rec;
pub mod rec_data;
pub mod record_fields;
pub mod record_joins;
pub mod records;
pub mod same_value;
pub mod scalar;
pub mod setters;
pub mod shape;
pub mod strides;
pub mod vectorize;
mod walk;
mod walk_operands;

use super::Chapter;
use crate::value::Value;

/// Chapters in the order of the reference.
pub static CHAPTERS: &[&Chapter] = &[
    &creation::CREATION,
    &from_data::FROM_DATA,
    &ranges::RANGES,
    &matrices::MATRICES,
    &grids::GRIDS,
    &shape::SHAPE,
    &combine::COMBINE,
    &rearrange::REARRANGE,
    &pad::PAD,
    &strides::STRIDES,
    &array_utils::ARRAY_UTILS,
    &about::ABOUT,
    &array_utils::VERSION_CONSTRUCTOR,
    &overlap::OVERLAP,
    &indexing::INDEXING,
    &vectorize::VECTORIZE,
    &callbacks::CALLBACKS,
    &iterators::ITERATORS,
    &iterators::BROADCAST_METHODS,
    &nditer::NDITER,
    &nditer::WALKER_METHODS,
    &arrayterator::ARRAYTERATOR_CONSTRUCTOR,
    &arrayterator::ARRAYTERATOR_METHODS,
    &attributes::ATTRIBUTES,
    &setters::SETTERS,
    &flat::FLAT,
    &methods::METHODS,
    &scalar::CONSTRUCTORS,
    &scalar::GENERIC,
    &scalar::FLOATING,
    &scalar::INTEGER,
    &dtype::CONSTRUCTOR,
    &dtype::DTYPES,
    &dtype::STRING_DTYPE,
    &dtype_rules::RULES,
    &limits::LIMITS,
    &dates::DATES,
    &calendar::CALENDAR_CONSTRUCTOR,
    &calendar::CALENDAR_METHODS,
    &bits::BITS,
    &float_errors::FLOAT_ERRORS,
    &matrix::MATRIX_CONSTRUCTOR,
    &matrix::MATRIX_FUNCTIONS,
    &matrix::MATRIX_METHODS,
    &rec::REC,
    &rec::RECARRAY_CONSTRUCTOR,
    &rec_data::REC_DATA,
    &rec_data::FORMAT_PARSER_CONSTRUCTOR,
    &record_fields::RECORD_FIELDS,
    &record_joins::RECORD_JOINS,
    &printing::PRINTING,
    &number_text::NUMBER_TEXT,
];

/// Members of namespaces that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let mut all = index_tricks::constants();
    all.extend(dtype_rules::constants());
    all.push(("np.lib", "__name__", Value::str("numpy.lib")));
    all.push(("np.lib", "NumpyVersion", Value::Class(&array_utils::NUMPY_VERSION)));
    all.push(("np.lib.npyio", "NpzFile", Value::Class(&super::io::npy_files::NPZ_FILE)));
    all.extend(dtype::constants());
    all.extend(rec_data::constants());
    all.extend(arrayterator::constants());
    all.extend(super::io::lib_format::constants());
    all.extend(super::io::data_source::constants());
    all.push(("np", "busdaycalendar", Value::Class(&calendar::BUSDAYCALENDAR)));
    all
}
