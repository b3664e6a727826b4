//! Files and buffers as objects: Python's text and binary streams over [`ByteStream`].

use super::byte_stream::{ByteStream, Standard};
use super::os_error::from_io;
use super::standard_input::{self, Part};
use super::tempfile::Scratch;
use crate::builtins::python::codec;
use crate::builtins::python::receiver::{Receiver, bytes_like, text_of, type_name};
use crate::value::class::{Class, exception, python};
use crate::value::{Context, Error, NativeObject, Result, Value};
use std::any::Any;
use std::cell::RefCell;
use std::io::SeekFrom;

pub static IO_BASE: Class = Class::new("_IOBase", "_io", &[&python::OBJECT]);
pub static TEXT_FILE: Class = Class::new("TextIOWrapper", "_io", &[&IO_BASE]);
pub static STRING_IO: Class = Class::new("StringIO", "_io", &[&IO_BASE]);
pub static BYTES_IO: Class = Class::new("BytesIO", "_io", &[&IO_BASE]);
pub static BUFFERED_READER: Class = Class::new("BufferedReader", "_io", &[&IO_BASE]);
pub static BUFFERED_WRITER: Class = Class::new("BufferedWriter", "_io", &[&IO_BASE]);
pub static BUFFERED_RANDOM: Class = Class::new("BufferedRandom", "_io", &[&IO_BASE]);
pub static UNSUPPORTED_OPERATION: Class =
    Class::new("UnsupportedOperation", "io", &[&exception::OS_ERROR, &exception::VALUE_ERROR]);

/// How text becomes bytes and back.
#[derive(Clone)]
pub struct TextMode {
    pub encoding: String,
    pub errors: String,
    /// Whether `\r\n` and `\r` are read as `\n`.
    pub universal: bool,
}

/// An open file, `StringIO` or `BytesIO`.
pub struct Stream {
    pub class: &'static Class,
    pub name: Option<Value>,
    pub mode: String,
    /// `None` for binary streams.
    pub text: Option<TextMode>,
    pub readable: bool,
    pub writable: bool,
    /// `None` once closed.
    pub(super) bytes: RefCell<Option<ByteStream>>,
    /// What is removed when the stream is closed.
    pub(super) scratch: RefCell<Option<Scratch>>,
}

impl Stream {
    pub fn new(class: &'static Class, bytes: ByteStream) -> Stream {
        let text = (class == &STRING_IO || class == &TEXT_FILE).then(|| TextMode {
            encoding: "utf-8".into(),
            errors: "strict".into(),
            universal: false,
        });
        Stream {
            class,
            name: None,
            mode: String::new(),
            text,
            readable: true,
            writable: true,
            bytes: RefCell::new(Some(bytes)),
            scratch: RefCell::default(),
        }
    }

    /// One of the process's own streams.
    pub fn standard(which: Standard) -> Stream {
        let name = match which {
            Standard::Output => "<stdout>",
            Standard::Error => "<stderr>",
            Standard::Input => "<stdin>",
        };
        let input = which == Standard::Input;
        Stream {
            name: Some(Value::str(name)),
            mode: if input { "r" } else { "w" }.into(),
            readable: input,
            writable: !input,
            ..Stream::new(&TEXT_FILE, ByteStream::Standard(which))
        }
    }

    pub fn is_closed(&self) -> bool {
        self.bytes.borrow().is_none()
    }

    /// Whether positions count characters, not bytes.
    fn counts_characters(&self) -> bool {
        self.class == &STRING_IO
    }

    /// Does something with the bytes. ValueError on a closed stream; OSError where the system refuses.
    pub fn with_bytes<R>(&self, action: impl FnOnce(&mut ByteStream) -> std::io::Result<R>) -> Result<R> {
        let mut bytes = self.bytes.borrow_mut();
        match bytes.as_mut() {
            Some(bytes) => action(bytes).map_err(|error| from_io(&error, None)),
            None if self.class == &STRING_IO || self.class == &BYTES_IO => {
                Err(Error::value("I/O operation on closed file"))
            }
            None => Err(Error::value("I/O operation on closed file.")),
        }
    }

    fn unsupported(&self, what: &str) -> Error {
        let what = match (self.text.is_some(), what) {
            (true, what) => what,
            (false, "not readable") => "read",
            (false, _) => "write",
        };
        UNSUPPORTED_OPERATION.error(what)
    }

    fn check_readable(&self) -> Result<()> {
        self.with_bytes(|_| Ok(()))?;
        if self.readable { Ok(()) } else { Err(self.unsupported("not readable")) }
    }

    /// Bytes as what reading gives: text with its line ends translated, or bytes.
    fn value(&self, bytes: Vec<u8>) -> Result<Value> {
        let Some(text) = &self.text else { return Ok(Value::bytes(bytes)) };
        let mut decoded = codec::decode(&bytes, "utf-8", &text.errors)?;
        if text.universal && decoded.contains('\r') {
            decoded = decoded.replace("\r\n", "\n").replace('\r', "\n");
        }
        Ok(Value::str(decoded))
    }

    /// Up to `n` characters or bytes; all that are left for `None`.
    pub fn read(&self, n: Option<usize>) -> Result<Value> {
        self.check_readable()?;
        let text = self.text.is_some();
        let mut interrupt = None;
        let bytes = self.with_bytes(|stream| {
            if let ByteStream::Standard(Standard::Input) = stream {
                return standard_input::read(Part::All).unwrap_or_else(|error| {
                    interrupt = Some(error);
                    Ok(Vec::new())
                });
            }
            stream.take_until(|ahead| {
                let n = n?;
                if !text {
                    return (ahead.len() >= n).then_some(n);
                }
                // The byte where the character after the n-th begins.
                let mut starts = ahead.iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80).map(|(i, _)| i);
                starts.nth(n)
            })
        })?;
        if let Some(error) = interrupt {
            return Err(error);
        }
        self.value(bytes)
    }

    /// The next line with its end; `None` at the end of the stream.
    pub fn read_line(&self) -> Result<Option<Value>> {
        self.check_readable()?;
        let universal = self.text.as_ref().is_some_and(|t| t.universal);
        let mut interrupt = None;
        let bytes = self.with_bytes(|stream| {
            if let ByteStream::Standard(Standard::Input) = stream {
                return standard_input::read(Part::Line).unwrap_or_else(|error| {
                    interrupt = Some(error);
                    Ok(Vec::new())
                });
            }
            stream.take_until(|ahead| match ahead.iter().position(|b| *b == b'\n' || (universal && *b == b'\r')) {
                Some(at) if ahead[at] == b'\r' => match ahead.get(at + 1) {
                    Some(b'\n') => Some(at + 2),
                    Some(_) => Some(at + 1),
                    None => None,
                },
                found => found.map(|at| at + 1),
            })
        })?;
        if let Some(error) = interrupt {
            return Err(error);
        }
        if bytes.is_empty() { Ok(None) } else { self.value(bytes).map(Some) }
    }

    /// Writes text or bytes; how many characters or bytes.
    pub fn write(&self, cx: &mut dyn Context, value: &Value) -> Result<usize> {
        self.with_bytes(|_| Ok(()))?;
        if !self.writable {
            return Err(self.unsupported("not writable"));
        }
        let (bytes, count) = match &self.text {
            Some(mode) => {
                let Some(text) = text_of(value) else {
                    let name = type_name(value);
                    return Err(Error::type_error(if self.class == &STRING_IO {
                        format!("string argument expected, got '{name}'")
                    } else {
                        format!("write() argument must be str, not {name}")
                    }));
                };
                let standard = matches!(&*self.bytes.borrow(), Some(ByteStream::Standard(Standard::Output)));
                let count = text.chars().count();
                if standard {
                    crate::builtins::python::functions::write_out(cx, &text)?;
                    return Ok(count);
                }
                if self.counts_characters() {
                    self.with_bytes(|stream| stream.write_characters(&text))?;
                    return Ok(count);
                }
                (codec::encode(&text, &mode.encoding, &mode.errors)?, count)
            }
            None => {
                let bytes = match value {
                    Value::Array(_) => {
                        let method = crate::builtins::attribute(cx, value, crate::symbol::Symbol::new("tobytes"))?;
                        let made = cx.call(&method, &[], &[])?;
                        bytes_like(&made)
                    }
                    other => bytes_like(other),
                };
                let Some(bytes) = bytes else {
                    let name = type_name(value);
                    return Err(Error::type_error(format!("a bytes-like object is required, not '{name}'")));
                };
                (bytes.data.to_vec(), bytes.data.len())
            }
        };
        self.with_bytes(|stream| stream.write(&bytes))?;
        Ok(count)
    }

    pub fn flush(&self, cx: &mut dyn Context) -> Result<()> {
        if let Some(ByteStream::Standard(Standard::Output)) = &*self.bytes.borrow() {
            return cx.state().out.flush().map_err(|error| from_io(&error, None));
        }
        self.with_bytes(ByteStream::flush)
    }

    pub fn close(&self) -> Result<()> {
        if self.is_closed() {
            return Ok(());
        }
        let result = self.with_bytes(ByteStream::flush);
        if !matches!(&*self.bytes.borrow(), Some(ByteStream::Standard(_))) {
            drop(self.bytes.take());
        }
        drop(self.scratch.take());
        result
    }

    pub fn tell(&self) -> Result<u64> {
        let position = self.with_bytes(ByteStream::position)?;
        if !self.counts_characters() {
            return Ok(position);
        }
        self.with_bytes(|stream| {
            let before = stream.content().get(..position as usize).unwrap_or(stream.content());
            Ok(before.iter().filter(|b| **b & 0xc0 != 0x80).count() as u64)
        })
    }

    pub fn seek(&self, offset: i64, whence: i64) -> Result<u64> {
        if self.text.is_some() && whence != 0 && offset != 0 {
            return Err(if self.counts_characters() {
                exception::OS_ERROR.error("Can't do nonzero cur-relative seeks")
            } else {
                let which = if whence == 1 { "cur" } else { "end" };
                UNSUPPORTED_OPERATION.error(format!("can't do nonzero {which}-relative seeks"))
            });
        }
        let to = match whence {
            0 if offset < 0 && self.text.is_some() => {
                return Err(Error::value(format!("negative seek position {offset}")));
            }
            0 if offset < 0 => return Err(Error::value(format!("negative seek value {offset}"))),
            0 => SeekFrom::Start(offset as u64),
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            other => return Err(Error::value(format!("invalid whence ({other}, should be 0, 1 or 2)"))),
        };
        let characters = self.counts_characters();
        self.with_bytes(|stream| match to {
            SeekFrom::Start(n) if characters => {
                let at = byte_of_character(stream.content(), n as usize);
                stream.seek(SeekFrom::Start(at as u64))
            }
            to => stream.seek(to),
        })?;
        self.tell()
    }

    pub fn truncate(&self, size: Option<u64>) -> Result<u64> {
        if !self.writable {
            return Err(self.unsupported("not writable"));
        }
        let size = match size {
            Some(size) => size,
            None => self.tell()?,
        };
        let characters = self.counts_characters();
        self.with_bytes(|stream| {
            let bytes = if characters { byte_of_character(stream.content(), size as usize) as u64 } else { size };
            stream.truncate(bytes)
        })?;
        Ok(size)
    }

    /// All that was written to a buffer in memory.
    pub fn content(&self) -> Result<Value> {
        let bytes = self.with_bytes(|stream| Ok(stream.content().to_vec()))?;
        match &self.text {
            Some(_) => Ok(Value::str(String::from_utf8_lossy(&bytes).into_owned())),
            None => Ok(Value::bytes(bytes)),
        }
    }
}

impl NativeObject for Stream {
    fn class(&self) -> &'static Class {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        self.read_line()
    }

    fn enter(&self, _: &mut dyn Context, this: &Value) -> Result<Value> {
        self.with_bytes(|_| Ok(()))?;
        Ok(this.clone())
    }

    fn exit(&self, _: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        self.close()?;
        Ok(false)
    }

    fn repr(&self) -> String {
        let Some(name) = &self.name else {
            return format!("<{} object at {:#x}>", self.class.qualified_name(), std::ptr::from_ref(self) as usize);
        };
        let name = crate::value::repr::repr(name);
        match &self.text {
            Some(text) => {
                let (mode, encoding) = (&self.mode, &text.encoding);
                format!("<_io.TextIOWrapper name={name} mode='{mode}' encoding='{encoding}'>")
            }
            None => format!("<{} name={name}>", self.class.qualified_name()),
        }
    }
}

/// The byte where the `n`-th character of a text begins; the text's length behind its end.
fn byte_of_character(text: &[u8], n: usize) -> usize {
    let mut starts = text.iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80).map(|(i, _)| i);
    starts.nth(n).unwrap_or(text.len())
}

impl Receiver for Stream {
    const CLASS: &'static str = "file";
}
