//! `open`, the module `io`, and the methods of files and buffers.

use super::byte_stream::{ByteStream, Disk};
use super::os_error::{from_io, from_number};
use super::paths::PathText;
use super::stream::{
    BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, BYTES_IO, IO_BASE, STRING_IO, Stream, TEXT_FILE, TextMode,
    UNSUPPORTED_OPERATION,
};
use crate::builtins::python::codec;
use crate::builtins::python::receiver::{This, bytes_like, type_name};
use crate::value::iter::iterate;
use crate::value::{Error, FromValue, Result, Value};
use std::fs::OpenOptions;

builtins! { FILES, chapter "Files", spaces ["builtins", "io"];
    /// Opens a file for reading (`'r'`), writing (`'w'`), appending (`'a'`) or as a new one (`'x'`); with `'b'` for bytes.
    ///
    /// >>> import os
    /// >>> with open('open_example.txt', 'w') as f: print('one\ntwo', file=f)
    /// >>> with open('open_example.txt') as f: print(f.readlines())
    /// ['one\n', 'two\n']
    /// >>> os.remove('open_example.txt')
    fn open(cx, file: Value, mode: String = "r".into(), buffering: i64 = -1, encoding: Option<String> = None,
            errors: Option<String> = None, newline: Option<String> = None, closefd: bool = true, opener: Value = Value::None) -> Value {
        let path = PathText::from_value(cx, &file)?.0;
        let request = Request { file, path, mode, encoding, errors, newline };
        request.open().map(Value::object)
    }
}

builtins! { STREAM_CONSTRUCTORS, chapter "io", spaces ["constructors"];
    /// A text file in memory.
    ///
    /// >>> import io
    /// >>> f = io.StringIO('a\nb\n')
    /// >>> f.read(), f.getvalue()
    /// ('a\nb\n', 'a\nb\n')
    fn StringIO(cx, initial_value: Option<String> = None, newline: Option<String> = Some("\n".into())) -> Value {
        let text = initial_value.unwrap_or_default();
        let text = if newline.is_none() { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        Ok(Value::object(Stream::new(&STRING_IO, ByteStream::memory(text.into_bytes()))))
    }

    /// A binary file in memory.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO()
    /// >>> f.write(b'abc'), f.getvalue()
    /// (3, b'abc')
    fn BytesIO(cx, initial_bytes: Value = Value::None) -> Value {
        let data = match (&initial_bytes, bytes_like(&initial_bytes)) {
            (Value::None, _) => Vec::new(),
            (_, Some(bytes)) => bytes.data.to_vec(),
            (other, None) => {
                return Err(Error::type_error(format!("a bytes-like object is required, not '{}'", type_name(other))));
            }
        };
        Ok(Value::object(Stream::new(&BYTES_IO, ByteStream::memory(data))))
    }
}

builtins! { STREAM_METHODS, chapter "Files: methods", methods "_IOBase";
    /// Up to `size` characters or bytes; all that are left without a size.
    ///
    /// >>> import io
    /// >>> f = io.StringIO('abcdef')
    /// >>> f.read(2), f.read()
    /// ('ab', 'cdef')
    fn read(cx, @pos this: This<Stream>, @pos size: Option<i64> = None) -> Value {
        this.read(size.and_then(|n| usize::try_from(n).ok()))
    }

    /// The next line with its end, or nothing at the end.
    ///
    /// >>> import io
    /// >>> io.StringIO('a\nb').readline()
    /// 'a\n'
    fn readline(cx, @pos this: This<Stream>, @pos size: i64 = -1) -> Value {
        let empty = if this.text.is_some() { Value::str("") } else { Value::bytes([]) };
        Ok(this.read_line()?.unwrap_or(empty))
    }

    /// All lines that are left.
    ///
    /// >>> import io
    /// >>> io.StringIO('a\nb').readlines()
    /// ['a\n', 'b']
    fn readlines(cx, @pos this: This<Stream>, @pos hint: i64 = -1) -> Value {
        let mut lines = Vec::new();
        while let Some(line) = this.read_line()? {
            lines.push(line);
        }
        Ok(Value::list(lines))
    }

    /// Writes text or bytes; how many characters or bytes.
    ///
    /// >>> import io
    /// >>> io.StringIO().write('abc')
    /// 3
    fn write(cx, @pos this: This<Stream>, @pos text: Value) -> usize { this.write(cx, &text) }

    /// Writes all items of an iterable.
    ///
    /// >>> import io
    /// >>> f = io.StringIO()
    /// >>> f.writelines(['a', 'b']); f.getvalue()
    /// 'ab'
    fn writelines(cx, @pos this: This<Stream>, @pos lines: Value) -> () {
        let (mut lines, mut watch) = (iterate(cx, &lines)?, crate::value::watch::Watch::default());
        while let Some(line) = lines.next(cx)? {
            watch.step()?;
            this.write(cx, &line)?;
        }
        Ok(())
    }

    /// Moves to a place, counted from the start (0), from here (1) or from the end (2).
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(b'abcdef')
    /// >>> f.seek(-2, 2), f.read()
    /// (4, b'ef')
    fn seek(cx, @pos this: This<Stream>, @pos offset: i64, @pos whence: i64 = 0) -> i64 {
        Ok(this.seek(offset, whence)? as i64)
    }

    /// The place in the file.
    ///
    /// >>> import io
    /// >>> f = io.StringIO('abc')
    /// >>> f.read(1), f.tell()
    /// ('a', 1)
    fn tell(cx, @pos this: This<Stream>) -> i64 { Ok(this.tell()? as i64) }

    /// Cuts the file off, here or at a size.
    ///
    /// >>> import io
    /// >>> f = io.StringIO('abc')
    /// >>> f.truncate(1), f.getvalue()
    /// (1, 'a')
    fn truncate(cx, @pos this: This<Stream>, @pos size: Option<usize> = None) -> i64 {
        Ok(this.truncate(size.map(|n| n as u64))? as i64)
    }

    /// Writes out what waits in buffers.
    ///
    /// >>> import io
    /// >>> io.StringIO().flush()
    fn flush(cx, @pos this: This<Stream>) -> () { this.flush(cx) }

    /// Closes the file.
    ///
    /// >>> import io
    /// >>> f = io.StringIO()
    /// >>> f.close(); f.closed
    /// True
    fn close(cx, @pos this: This<Stream>) -> () { this.close() }

    /// Whether it can be read from.
    ///
    /// >>> import io
    /// >>> io.StringIO().readable()
    /// True
    fn readable(cx, @pos this: This<Stream>) -> bool { Ok(this.readable) }

    /// Whether it can be written to.
    ///
    /// >>> import io
    /// >>> io.StringIO().writable()
    /// True
    fn writable(cx, @pos this: This<Stream>) -> bool { Ok(this.writable) }

    /// Whether one can move about in it.
    ///
    /// >>> import io
    /// >>> io.StringIO().seekable()
    /// True
    fn seekable(cx, @pos this: This<Stream>) -> bool { this.with_bytes(|bytes| Ok(!matches!(bytes, ByteStream::Standard(_)))) }

    /// Whether it is a terminal.
    ///
    /// >>> import io
    /// >>> io.StringIO().isatty()
    /// False
    fn isatty(cx, @pos this: This<Stream>) -> bool {
        use std::io::IsTerminal;
        this.with_bytes(|bytes| Ok(matches!(bytes, ByteStream::Standard(_)) && std::io::stdout().is_terminal()))
    }

    /// Whether it has been closed.
    ///
    /// >>> import io
    /// >>> io.StringIO().closed
    /// False
    @property
    fn closed(cx, @pos this: This<Stream>) -> bool { Ok(this.is_closed()) }

    /// The name it was opened by.
    ///
    /// >>> import sys
    /// >>> sys.stdout.name
    /// '<stdout>'
    @property
    fn name(cx, @pos this: This<Stream>) -> Value {
        let missing = || Error::attribute(format!("'{}' object has no attribute 'name'", this.class.qualified_name()));
        this.name.clone().ok_or_else(missing)
    }

    /// The mode it was opened in.
    ///
    /// >>> import sys
    /// >>> sys.stdout.mode
    /// 'w'
    @property
    fn mode(cx, @pos this: This<Stream>) -> String { Ok(this.mode.clone()) }

    /// The encoding of a text file.
    ///
    /// >>> import sys
    /// >>> sys.stdout.encoding
    /// 'utf-8'
    @property
    fn encoding(cx, @pos this: This<Stream>) -> Option<String> { Ok(this.text.as_ref().map(|t| t.encoding.clone())) }
}

builtins! { STRING_IO_METHODS, chapter "io.StringIO", methods "StringIO";
    /// All text in it.
    ///
    /// >>> import io
    /// >>> io.StringIO('abc').getvalue()
    /// 'abc'
    fn getvalue(cx, @pos this: This<Stream>) -> Value { this.content() }
}

builtins! { BYTES_IO_METHODS, chapter "io.BytesIO", methods "BytesIO";
    /// All bytes in it.
    ///
    /// >>> import io
    /// >>> io.BytesIO(b'abc').getvalue()
    /// b'abc'
    fn getvalue(cx, @pos this: This<Stream>) -> Value { this.content() }
}

/// The arguments of `open`.
pub struct Request {
    pub file: Value,
    pub path: String,
    pub mode: String,
    pub encoding: Option<String>,
    pub errors: Option<String>,
    pub newline: Option<String>,
}

impl Request {
    pub fn open(self) -> Result<Stream> {
        let path = self.path;
        let mode = Mode::parse(&self.mode)?;
        if mode.binary && self.encoding.is_some() {
            return Err(Error::value("binary mode doesn't take an encoding argument"));
        }
        if mode.binary && self.errors.is_some() {
            return Err(Error::value("binary mode doesn't take an errors argument"));
        }
        if mode.binary && self.newline.is_some() {
            return Err(Error::value("binary mode doesn't take a newline argument"));
        }
        if path.contains('\0') {
            return Err(Error::value("embedded null byte"));
        }
        if std::path::Path::new(&path).is_dir() {
            return Err(from_number(21, Some(&path)));
        }
        let (read, write) = (mode.kind == 'r' || mode.plus, mode.kind != 'r' || mode.plus);
        let mut options = OpenOptions::new();
        options.read(read);
        match mode.kind {
            'w' => options.write(true).create(true).truncate(true),
            'a' => options.append(true).create(true),
            'x' => options.write(true).create_new(true),
            _ => options.write(write),
        };
        let file = options.open(&path).map_err(|error| from_io(&error, Some(&path)))?;
        let mut bytes = ByteStream::Disk(Disk::new(file));
        if mode.kind == 'a' {
            bytes.seek(std::io::SeekFrom::End(0)).map_err(|error| from_io(&error, Some(&path)))?;
        }
        let encoding = self.encoding.unwrap_or_else(|| "UTF-8".into());
        let errors = self.errors.unwrap_or_else(|| "strict".into());
        // An unknown encoding is an error when the file is opened.
        codec::encode("", &encoding, &errors)?;
        let utf8 = encoding.to_ascii_lowercase().replace(['_', '-'], "") == "utf8";
        if !mode.binary && read && !write && !utf8 {
            // Other encodings are read as a whole and then kept as UTF-8.
            let all = bytes.take_until(|_| None).map_err(|error| from_io(&error, Some(&path)))?;
            bytes = ByteStream::memory(codec::decode(&all, &encoding, &errors)?.into_bytes());
        }
        let class = match (mode.binary, read, write) {
            (false, ..) => &TEXT_FILE,
            (true, true, true) => &BUFFERED_RANDOM,
            (true, true, false) => &BUFFERED_READER,
            (true, ..) => &BUFFERED_WRITER,
        };
        let text = (!mode.binary).then(|| TextMode { encoding, errors, universal: self.newline.is_none() });
        Ok(Stream {
            name: Some(self.file),
            mode: self.mode,
            text,
            readable: read,
            writable: write,
            ..Stream::new(class, bytes)
        })
    }
}

/// A parsed mode such as `'rb+'`.
struct Mode {
    /// `r`, `w`, `a` or `x`
    kind: char,
    plus: bool,
    binary: bool,
}

impl Mode {
    fn parse(text: &str) -> Result<Mode> {
        let invalid = || Error::value(format!("invalid mode: '{text}'"));
        let count = |set: &str| text.chars().filter(|c| set.contains(*c)).count();
        let doubled = text.chars().any(|c| text.matches(c).count() > 1);
        if doubled || !text.chars().all(|c| "rwaxbt+".contains(c)) {
            return Err(invalid());
        }
        if count("b") == 1 && count("t") == 1 {
            return Err(Error::value("can't have text and binary mode at once"));
        }
        let kinds: Vec<char> = text.chars().filter(|c| "rwax".contains(*c)).collect();
        match kinds.as_slice() {
            [kind] => Ok(Mode { kind: *kind, plus: count("+") == 1, binary: count("b") == 1 }),
            [] => Err(Error::value("Must have exactly one of create/read/write/append mode and at most one plus")),
            _ => Err(Error::value("must have exactly one of create/read/write/append mode")),
        }
    }
}

/// Members of the module `io` that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let classes = [
        ("StringIO", &STRING_IO),
        ("BytesIO", &BYTES_IO),
        ("TextIOWrapper", &TEXT_FILE),
        ("BufferedReader", &BUFFERED_READER),
        ("BufferedWriter", &BUFFERED_WRITER),
        ("UnsupportedOperation", &UNSUPPORTED_OPERATION),
        ("IOBase", &IO_BASE),
        ("BufferedRandom", &BUFFERED_RANDOM),
    ];
    let mut all: Vec<_> = classes.map(|(name, class)| ("io", name, Value::Class(class))).to_vec();
    all.extend([
        ("io", "DEFAULT_BUFFER_SIZE", Value::Int(8192)),
        ("io", "SEEK_SET", Value::Int(0)),
        ("io", "SEEK_CUR", Value::Int(1)),
        ("io", "SEEK_END", Value::Int(2)),
    ]);
    all
}
