//! Arrays in files: `.npy` and `.npz`, tables of text, raw bytes and memory maps.

pub mod binary;
pub mod data_source;
pub mod fromregex;
pub mod genfromtxt;
pub mod lib_format;
pub mod npy_files;
pub mod source;
pub mod text_read;
pub mod text_write;

use super::Chapter;

/// Chapters in the order of the reference.
pub static CHAPTERS: &[&Chapter] = &[
    &npy_files::NPY,
    &npy_files::NPZ_METHODS,
    &lib_format::LIB_FORMAT,
    &data_source::DATA_SOURCE_CONSTRUCTOR,
    &data_source::DATA_SOURCE_METHODS,
    &text_read::LOADTXT,
    &genfromtxt::GENFROMTXT,
    &fromregex::FROMREGEX,
    &text_write::SAVETXT,
    &binary::BINARY,
    &binary::METHODS,
    &binary::MEMMAP,
    &binary::MEMMAP_METHODS,
];
