//! What file functions accept as a file: a path, an open file, or lines of text.

use crate::builtins::attribute::attribute;
use crate::builtins::python::modules::os_error::from_io;
use crate::symbol::Symbol;
use crate::value::class::exception;
use crate::value::iter::collect;
use crate::value::watch;
use crate::value::{Context, Error, Result, Value, repr};
use std::io::Write;

/// A path, where the value is one: a text, or an object with `__fspath__`.
pub fn path_of(cx: &mut dyn Context, value: &Value) -> Result<Option<String>> {
    match value {
        Value::Str(path) => Ok(Some(path.as_str().to_string())),
        Value::Scalar(_) => Ok(Some(repr::str(value))),
        Value::Object(_) => match attribute(cx, value, Symbol::new("__fspath__")) {
            Ok(method) => Ok(Some(repr::str(&cx.call(&method, &[], &[])?))),
            Err(_) => Ok(None),
        },
        _ => Ok(None),
    }
}

/// All bytes of a path or an open file.
pub fn read_bytes(cx: &mut dyn Context, file: &Value) -> Result<Vec<u8>> {
    if let Some(path) = path_of(cx, file)? {
        return std::fs::read(&path).map_err(|error| from_io(&error, Some(&path)));
    }
    let read = attribute(cx, file, Symbol::new("read"))?;
    match cx.call(&read, &[], &[])? {
        Value::Bytes(bytes) => Ok(bytes.data.to_vec()),
        Value::Str(text) => Ok(text.as_str().as_bytes().to_vec()),
        _ => Err(Error::type_error("a bytes-like object is required")),
    }
}

/// All text of a path, an open file or an iterable of lines.
pub fn read_text(cx: &mut dyn Context, file: &Value) -> Result<String> {
    if let Some(path) = path_of(cx, file)? {
        return match std::fs::read(&path) {
            Ok(bytes) => Ok(decoded(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(exception::FILE_NOT_FOUND_ERROR.error(format!("{path} not found.")))
            }
            Err(error) => Err(from_io(&error, Some(&path))),
        };
    }
    if let Value::Object(_) = file
        && let Ok(read) = attribute(cx, file, Symbol::new("read"))
    {
        return match cx.call(&read, &[], &[])? {
            Value::Str(text) => Ok(text.as_str().to_string()),
            Value::Bytes(bytes) => Ok(decoded(bytes.data.to_vec())),
            _ => Err(Error::type_error("the file gave neither text nor bytes")),
        };
    }
    let mut text = String::new();
    for line in collect(cx, file)? {
        let line = match &line {
            Value::Str(line) => line.as_str().to_string(),
            Value::Bytes(bytes) => decoded(bytes.data.to_vec()),
            other => repr::str(other),
        };
        text.push_str(line.trim_end_matches(['\n', '\r']));
        text.push('\n');
    }
    Ok(text)
}

/// Text in UTF-8, or else in Latin-1.
fn decoded(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => error.into_bytes().iter().map(|&b| b as char).collect(),
    }
}

/// Writes bytes to a path or an open file.
pub fn write_bytes(cx: &mut dyn Context, file: &Value, bytes: Vec<u8>) -> Result<()> {
    if let Some(path) = path_of(cx, file)? {
        return write_file(&path, &bytes);
    }
    let write = attribute(cx, file, Symbol::new("write"))?;
    cx.call(&write, &[Value::bytes(bytes)], &[]).map(drop)
}

/// Bytes that are written between two looks at the interrupt flag.
const PIECE: usize = 1 << 24;

/// A new file with these bytes. OSError, KeyboardInterrupt.
fn write_file(path: &str, bytes: &[u8]) -> Result<()> {
    let failed = |error| from_io(&error, Some(path));
    let mut file = std::fs::File::create(path).map_err(failed)?;
    for piece in bytes.chunks(PIECE) {
        watch::check()?;
        file.write_all(piece).map_err(failed)?;
    }
    Ok(())
}

/// Writes text to a path or an open file, which may be a binary one.
pub fn write_text(cx: &mut dyn Context, file: &Value, text: String) -> Result<()> {
    if let Some(path) = path_of(cx, file)? {
        return write_file(&path, text.as_bytes());
    }
    let write = attribute(cx, file, Symbol::new("write"))?;
    match cx.call(&write, &[Value::str(text.as_str())], &[]) {
        Err(error) if error.is(&exception::TYPE_ERROR) => {
            cx.call(&write, &[Value::bytes(text.into_bytes())], &[]).map(drop)
        }
        other => other.map(drop),
    }
}
