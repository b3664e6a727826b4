//! Python's module `tempfile`: files and folders that vanish when they are not used any more.

use super::descriptors;
use super::files::Request;
use super::os_error::from_io;
use super::paths::PathText;
use super::stream::Stream;
use crate::value::class::{Class, python};
use crate::value::{Context, Error, FromValue, NativeObject, Object, Result, Value};
use std::any::Any;
use std::cell::RefCell;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::rc::Rc;

static TEMPORARY_DIRECTORY: Class = Class::new("TemporaryDirectory", "tempfile", &[&python::OBJECT]);

/// A file or folder that is removed with this value.
pub struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // It may have been removed or moved by the program; there is nobody to tell.
        let _ = if self.0.is_dir() { fs::remove_dir_all(&self.0) } else { fs::remove_file(&self.0) };
    }
}

/// Where a temporary file goes, and what it is called.
struct Place {
    folder: String,
    prefix: String,
    suffix: String,
}

impl Place {
    fn new(suffix: Option<String>, prefix: Option<String>, dir: Option<PathText>) -> Place {
        let folder = dir.map_or_else(folder, |dir| dir.0);
        Place { folder, prefix: prefix.unwrap_or_else(|| "tmp".into()), suffix: suffix.unwrap_or_default() }
    }

    /// The first path that `make` makes something at.
    fn taken<T>(&self, make: impl Fn(&Path) -> std::io::Result<T>) -> Result<(String, T)> {
        const TRIES: usize = 10_000;
        let mut path = String::new();
        for _ in 0..TRIES {
            let name = format!("{}{}{}", self.prefix, random_name(), self.suffix);
            let full = Path::new(&self.folder).join(name);
            path = full.to_string_lossy().into_owned();
            match make(&full) {
                Ok(made) => return Ok((path, made)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(from_io(&error, Some(&path))),
            }
        }
        Err(from_io(&ErrorKind::AlreadyExists.into(), Some(&path)))
    }

    fn file(&self) -> Result<(String, fs::File)> {
        self.taken(|path| fs::OpenOptions::new().read(true).write(true).create_new(true).open(path))
    }

    fn folder(&self) -> Result<String> {
        self.taken(|path| fs::create_dir(path)).map(|(path, ())| path)
    }
}

/// The folder for temporary files.
fn folder() -> String {
    std::env::temp_dir().to_string_lossy().into_owned()
}

fn random_name() -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789_";
    let mut bits = RandomState::new().build_hasher().finish();
    let mut name = String::with_capacity(8);
    for _ in 0..8 {
        name.push(char::from(LETTERS[(bits % LETTERS.len() as u64) as usize]));
        bits /= LETTERS.len() as u64;
    }
    name
}

/// A temporary file as a stream in a mode.
fn opened(place: &Place, mode: String, encoding: Option<String>, newline: Option<String>) -> Result<(String, Stream)> {
    let (path, _) = place.file()?;
    let request =
        Request { file: Value::str(path.as_str()), path: path.clone(), mode, encoding, errors: None, newline };
    Ok((path, request.open()?))
}

builtins! { TEMPFILE, chapter "tempfile", spaces ["tempfile"];
    /// A file for reading and writing that nobody else sees.
    ///
    /// >>> from tempfile import TemporaryFile
    /// >>> with TemporaryFile() as f:
    /// ...     np.save(f, np.arange(3))
    /// ...     f.seek(0)
    /// ...     np.load(f)
    /// 0
    /// array([0, 1, 2])
    fn TemporaryFile(cx, mode: String = "w+b".into(), buffering: i64 = -1, encoding: Option<String> = None, newline: Option<String> = None,
                     suffix: Option<String> = None, prefix: Option<String> = None, dir: Option<PathText> = None) -> Value {
        let (path, stream) = opened(&Place::new(suffix, prefix, dir), mode, encoding, newline)?;
        // Without a name it is gone when it is closed.
        drop(Scratch(path.into()));
        Ok(Value::object(stream))
    }

    /// A file for reading and writing with a name, which is removed when it is closed.
    ///
    /// >>> import os
    /// >>> from tempfile import NamedTemporaryFile
    /// >>> f = NamedTemporaryFile('w', suffix='.txt')
    /// >>> os.path.exists(f.name), f.name.endswith('.txt')
    /// (True, True)
    /// >>> f.close(); os.path.exists(f.name)
    /// False
    fn NamedTemporaryFile(cx, mode: String = "w+b".into(), buffering: i64 = -1, encoding: Option<String> = None, newline: Option<String> = None,
                          suffix: Option<String> = None, prefix: Option<String> = None, dir: Option<PathText> = None, delete: bool = true) -> Value {
        let (path, stream) = opened(&Place::new(suffix, prefix, dir), mode, encoding, newline)?;
        if delete {
            stream.scratch.replace(Some(Scratch(path.into())));
        }
        Ok(Value::object(stream))
    }

    /// A file in memory that would go to disk when it becomes large.
    ///
    /// >>> from tempfile import SpooledTemporaryFile
    /// >>> f = SpooledTemporaryFile(); f.write(b'ab'), f.seek(0), f.read()
    /// (2, 0, b'ab')
    @short("stays in memory")
    fn SpooledTemporaryFile(cx, max_size: i64 = 0, mode: String = "w+b".into()) -> Value {
        let class = if mode.contains('b') { &super::stream::BYTES_IO } else { &super::stream::STRING_IO };
        Ok(Value::object(Stream::new(class, super::byte_stream::ByteStream::memory(Vec::new()))))
    }

    /// Makes a folder with a name of its own; the program removes it.
    ///
    /// >>> import os, tempfile
    /// >>> d = tempfile.mkdtemp(); os.path.isdir(d); os.rmdir(d)
    /// True
    fn mkdtemp(cx, suffix: Option<String> = None, prefix: Option<String> = None, dir: Option<PathText> = None) -> String {
        Place::new(suffix, prefix, dir).folder()
    }

    /// Makes a file with a name of its own; its number, for `os.fdopen` and `os.close`, and its path.
    ///
    /// >>> import os, tempfile
    /// >>> number, path = tempfile.mkstemp('.npy')
    /// >>> os.close(number); os.path.getsize(path); os.remove(path)
    /// 0
    fn mkstemp(cx, suffix: Option<String> = None, prefix: Option<String> = None, dir: Option<PathText> = None, text: bool = false) -> (i64, String) {
        let (path, file) = Place::new(suffix, prefix, dir).file()?;
        Ok((descriptors::keep(file, &path), path))
    }

    /// A path at which there was nothing.
    ///
    /// >>> import os, tempfile
    /// >>> os.path.exists(tempfile.mktemp())
    /// False
    fn mktemp(cx, suffix: String = String::new(), prefix: String = "tmp".into(), dir: Option<PathText> = None) -> String {
        let place = Place::new(Some(suffix), Some(prefix), dir);
        let free = |path: &Path| if path.exists() { Err(ErrorKind::AlreadyExists.into()) } else { Ok(()) };
        place.taken(free).map(|(path, ())| path)
    }

    /// The folder that temporary files go to.
    ///
    /// >>> import os, tempfile
    /// >>> os.path.isdir(tempfile.gettempdir())
    /// True
    fn gettempdir(cx) -> String { Ok(folder()) }

    /// What names of temporary files begin with.
    ///
    /// >>> import tempfile
    /// >>> tempfile.gettempprefix()
    /// 'tmp'
    fn gettempprefix(cx) -> String { Ok("tmp".into()) }
}

builtins! { TEMPFILE_CONSTRUCTORS, chapter "tempfile", spaces ["constructors"];
    /// A folder that is removed, with all that is in it, after the statements of a `with` or by `cleanup`.
    ///
    /// >>> import os
    /// >>> from tempfile import TemporaryDirectory
    /// >>> with TemporaryDirectory() as d: print(os.path.isdir(d))
    /// True
    /// >>> os.path.exists(d)
    /// False
    fn TemporaryDirectory(cx, suffix: Option<String> = None, prefix: Option<String> = None, dir: Option<PathText> = None,
                          ignore_cleanup_errors: bool = false) -> Value {
        folder_for_a_while(suffix, prefix, dir)
    }
}

struct Folder {
    path: String,
    scratch: RefCell<Option<Scratch>>,
}

impl Folder {
    fn value(path: String) -> Value {
        let scratch = RefCell::new(Some(Scratch(PathBuf::from(&path))));
        Value::object(Folder { path, scratch })
    }
}

/// A folder whose path `with` gives, removed after it.
pub fn folder_for_a_while(suffix: Option<String>, prefix: Option<String>, dir: Option<PathText>) -> Result<Value> {
    Place::new(suffix, prefix, dir).folder().map(Folder::value)
}

/// As [`folder_for_a_while`], an empty file.
pub fn file_for_a_while(suffix: Option<String>, prefix: Option<String>, dir: Option<PathText>) -> Result<Value> {
    Place::new(suffix, prefix, dir).file().map(|(path, _)| Folder::value(path))
}

/// A temporary folder as the receiver of a method.
pub struct FolderObject(Rc<Object>);

impl FromValue for FolderObject {
    const ACCEPTS: &'static str = "TemporaryDirectory";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<FolderObject> {
        match value {
            Value::Object(object) if object.downcast::<Folder>().is_some() => Ok(FolderObject(object.clone())),
            _ => Err(Error::type_error("expected a TemporaryDirectory")),
        }
    }
}

builtins! { FOLDER_METHODS, chapter "tempfile.TemporaryDirectory", methods "TemporaryDirectory";
    /// Removes the folder.
    ///
    /// >>> import os, tempfile
    /// >>> d = tempfile.TemporaryDirectory(); d.cleanup(); os.path.exists(d.name)
    /// False
    fn cleanup(cx, @pos this: FolderObject) -> () {
        if let Some(folder) = this.0.downcast::<Folder>() {
            drop(folder.scratch.take());
        }
        Ok(())
    }

    /// Its path.
    ///
    /// >>> import tempfile
    /// >>> isinstance(tempfile.TemporaryDirectory().name, str)
    /// True
    @property
    fn name(cx, @pos this: FolderObject) -> String {
        Ok(this.0.downcast::<Folder>().map_or_else(String::new, |folder| folder.path.clone()))
    }
}

impl NativeObject for Folder {
    fn class(&self) -> &'static Class {
        &TEMPORARY_DIRECTORY
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, _: &mut dyn Context, _: &Value) -> Result<Value> {
        Ok(Value::str(self.path.as_str()))
    }

    fn exit(&self, _: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        drop(self.scratch.take());
        Ok(false)
    }

    fn repr(&self) -> String {
        format!("<TemporaryDirectory '{}'>", self.path)
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("tempfile", "TemporaryDirectory", Value::Class(&TEMPORARY_DIRECTORY)),
        ("tempfile", "tempdir", Value::None),
        ("tempfile", "TMP_MAX", Value::Int(10_000)),
    ]
}
