//! Errors of the operating system → Python's OSError and its subclasses, with number, text and file name.

use crate::value::class::{Class, exception};
use crate::value::{Error, Value};
use std::io;

/// The class that Python chooses for an error number of Linux.
fn class_of_number(number: i32) -> &'static Class {
    match number {
        2 => &exception::FILE_NOT_FOUND_ERROR,
        1 | 13 => &exception::PERMISSION_ERROR,
        17 => &exception::FILE_EXISTS_ERROR,
        20 => &exception::NOT_A_DIRECTORY_ERROR,
        21 => &exception::IS_A_DIRECTORY_ERROR,
        110 => &exception::TIMEOUT_ERROR,
        _ => &exception::OS_ERROR,
    }
}

/// An error by its number.
pub fn from_number(number: i32, path: Option<&str>) -> Error {
    from_io(&io::Error::from_raw_os_error(number), path)
}

/// `[Errno 2] No such file or directory: 'x'`
pub fn from_io(error: &io::Error, path: Option<&str>) -> Error {
    let Some(number) = error.raw_os_error() else {
        return exception::OS_ERROR.error(error.to_string());
    };
    let shown = error.to_string();
    let text = shown.split(" (os error").next().unwrap_or("").to_string();
    let mut args = vec![Value::Int(number as i64), Value::str(text)];
    args.extend(path.map(Value::str));
    Error::with_args(class_of_number(number), args)
}
