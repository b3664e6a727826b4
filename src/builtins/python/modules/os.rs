//! Python's module `os`: folders, files and the environment, as far as programs that compute need them.

use super::os_error::from_io;
use super::paths::PathText;
use crate::value::table::Table;
use crate::value::{Dict, Error, FromValue, Result, Value};
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

fn at<T>(result: io::Result<T>, path: &str) -> Result<T> {
    result.map_err(|error| from_io(&error, Some(path)))
}

builtins! { OS, chapter "os", spaces ["os"];
    /// The folder that relative paths start from.
    ///
    /// >>> import os
    /// >>> os.path.isdir(os.getcwd())
    /// True
    fn getcwd(cx) -> String {
        let folder = at(std::env::current_dir(), ".")?;
        Ok(folder.to_string_lossy().into_owned())
    }

    /// Changes the folder that relative paths start from.
    ///
    /// >>> import os
    /// >>> os.chdir('.')
    fn chdir(cx, path: PathText) -> () { at(std::env::set_current_dir(&*path), &path) }

    /// Closes a file by its number.
    ///
    /// >>> import os, tempfile
    /// >>> number, path = tempfile.mkstemp(); os.close(number); os.remove(path)
    fn close(cx, fd: i64) -> () { super::descriptors::release(fd).map(drop) }

    /// A file object for the file of a number.
    ///
    /// >>> import os, tempfile
    /// >>> number, path = tempfile.mkstemp()
    /// >>> with os.fdopen(number, 'w') as f: f.write('ab')
    /// 2
    /// >>> os.remove(path)
    fn fdopen(cx, fd: i64, mode: String = "r".into(), buffering: i64 = -1, encoding: Option<String> = None) -> Value {
        let path = super::descriptors::release(fd)?;
        let file = Value::Int(fd);
        let request = super::files::Request { file, path, mode, encoding, errors: None, newline: None };
        request.open().map(Value::object)
    }

    /// The names of what is in a folder, in no particular order.
    ///
    /// >>> import os
    /// >>> isinstance(os.listdir('.'), list)
    /// True
    fn listdir(cx, path: PathText = PathText(".".into())) -> Vec<String> {
        let mut names = Vec::new();
        for entry in at(std::fs::read_dir(&*path), &path)? {
            names.push(at(entry, &path)?.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }

    /// Makes a folder.
    ///
    /// >>> import os
    /// >>> os.mkdir('mkdir_example'); os.path.isdir('mkdir_example'); os.rmdir('mkdir_example')
    /// True
    fn mkdir(cx, path: PathText, mode: i64 = 0o777) -> () { at(std::fs::create_dir(&*path), &path) }

    /// Makes a folder and those it is in.
    ///
    /// >>> import os
    /// >>> os.makedirs('a_example/b'); os.path.isdir('a_example/b'); os.removedirs('a_example/b')
    /// True
    fn makedirs(cx, name: PathText, mode: i64 = 0o777, exist_ok: bool = false) -> () {
        if !exist_ok && Path::new(&*name).exists() {
            return Err(super::os_error::from_number(17, Some(&name)));
        }
        at(std::fs::create_dir_all(&*name), &name)
    }

    /// Removes a file.
    ///
    /// >>> import os
    /// >>> open('remove_example', 'w').close(); os.remove('remove_example')
    @alias("unlink")
    fn remove(cx, path: PathText) -> () { at(std::fs::remove_file(&*path), &path) }

    /// Removes an empty folder.
    ///
    /// >>> import os
    /// >>> os.mkdir('rmdir_example'); os.rmdir('rmdir_example')
    fn rmdir(cx, path: PathText) -> () { at(std::fs::remove_dir(&*path), &path) }

    /// Removes an empty folder, and those it is in as long as they are empty.
    ///
    /// >>> import os
    /// >>> os.makedirs('c_example/d'); os.removedirs('c_example/d'); os.path.exists('c_example')
    /// False
    fn removedirs(cx, name: PathText) -> () {
        at(std::fs::remove_dir(&*name), &name)?;
        let mut folder = Path::new(&*name).parent();
        while let Some(parent) = folder.filter(|p| !p.as_os_str().is_empty() && std::fs::remove_dir(p).is_ok()) {
            folder = parent.parent();
        }
        Ok(())
    }

    /// Gives a file another name.
    ///
    /// >>> import os
    /// >>> open('old_example', 'w').close(); os.rename('old_example', 'new_example'); os.remove('new_example')
    @alias("replace")
    fn rename(cx, src: PathText, dst: PathText) -> () { at(std::fs::rename(&*src, &*dst), &src) }

    /// A variable of the environment, or the default.
    ///
    /// >>> import os
    /// >>> os.getenv('NO_SUCH_VARIABLE', 'none')
    /// 'none'
    fn getenv(cx, key: String, default: Value = Value::None) -> Value { Ok(std::env::var(&key).map_or(default, Value::str)) }

    /// How many processors there are.
    ///
    /// >>> import os
    /// >>> os.cpu_count() >= 1
    /// True
    fn cpu_count(cx) -> i64 { Ok(std::thread::available_parallelism().map_or(1, |n| n.get() as i64)) }

    /// The number of the process.
    ///
    /// >>> import os
    /// >>> os.getpid() > 0
    /// True
    fn getpid(cx) -> i64 { Ok(std::process::id() as i64) }

    /// So many bytes from the system's source of random numbers.
    ///
    /// >>> import os
    /// >>> len(os.urandom(8))
    /// 8
    fn urandom(cx, @pos size: i64) -> Value {
        let size = usize::try_from(size).map_err(|_| Error::value("negative argument not allowed"))?;
        crate::builtins::python::receiver::check_size(size)?;
        let mut bytes = vec![0; size];
        let read = std::fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes));
        at(read, "/dev/urandom")?;
        Ok(Value::bytes(bytes))
    }

    /// The number of the process that started this one.
    ///
    /// >>> import os
    /// >>> os.getppid() >= 0
    /// True
    fn getppid(cx) -> i64 { Ok(std::os::unix::process::parent_id() as i64) }

    /// The system's words for the number of an error.
    ///
    /// >>> import os
    /// >>> os.strerror(2)
    /// 'No such file or directory'
    fn strerror(cx, @pos code: i64) -> String {
        let text = io::Error::from_raw_os_error(code as i32).to_string();
        Ok(text.split(" (os error").next().unwrap_or_default().to_string())
    }

    /// The text of a path.
    ///
    /// >>> import os
    /// >>> os.fspath('a/b')
    /// 'a/b'
    fn fspath(cx, path: Value) -> Value {
        match path {
            Value::Str(_) | Value::Bytes(_) => Ok(path),
            Value::Object(_) if let Ok(text) = PathText::from_value(cx, &path) => Ok(Value::str(text.0)),
            other => {
                let name = crate::builtins::python::receiver::type_name(&other);
                Err(Error::type_error(format!("expected str, bytes or os.PathLike object, not {name}")))
            }
        }
    }
}

/// Members of the modules that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let mut environment = Table::default();
    for (name, value) in std::env::vars_os() {
        let text = |s: std::ffi::OsString| Value::str(s.to_string_lossy().into_owned());
        // A str can be a key.
        environment.insert(text(name), text(value)).unwrap_or_default();
    }
    vec![
        ("os", "sep", Value::str("/")),
        ("os", "linesep", Value::str("\n")),
        ("os", "pathsep", Value::str(":")),
        ("os", "name", Value::str("posix")),
        ("os", "devnull", Value::str("/dev/null")),
        ("os", "curdir", Value::str(".")),
        ("os", "pardir", Value::str("..")),
        ("os", "extsep", Value::str(".")),
        ("os", "SEEK_SET", Value::Int(0)),
        ("os", "SEEK_CUR", Value::Int(1)),
        ("os", "SEEK_END", Value::Int(2)),
        ("os", "F_OK", Value::Int(0)),
        ("os", "X_OK", Value::Int(1)),
        ("os", "W_OK", Value::Int(2)),
        ("os", "R_OK", Value::Int(4)),
        ("os", "environ", Value::Dict(Rc::new(Dict::new(environment)))),
    ]
}
