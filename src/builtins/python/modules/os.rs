//! Python's modules `os` and `os.path`: folders, files and the environment, as far as programs that compute need them.

use super::os_error::from_io;
use crate::value::table::Table;
use crate::value::{Dict, Error, Result, Value};
use std::io;
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
    fn chdir(cx, path: String) -> () { at(std::env::set_current_dir(&path), &path) }

    /// The names of what is in a folder, in no particular order.
    ///
    /// >>> import os
    /// >>> isinstance(os.listdir('.'), list)
    /// True
    fn listdir(cx, path: String = ".".into()) -> Vec<String> {
        let mut names = Vec::new();
        for entry in at(std::fs::read_dir(&path), &path)? {
            names.push(at(entry, &path)?.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }

    /// Makes a folder.
    ///
    /// >>> import os
    /// >>> os.mkdir('mkdir_example'); os.path.isdir('mkdir_example'); os.rmdir('mkdir_example')
    /// True
    fn mkdir(cx, path: String, mode: i64 = 0o777) -> () { at(std::fs::create_dir(&path), &path) }

    /// Makes a folder and those it is in.
    ///
    /// >>> import os
    /// >>> os.makedirs('a_example/b'); os.path.isdir('a_example/b'); os.removedirs('a_example/b')
    /// True
    fn makedirs(cx, name: String, mode: i64 = 0o777, exist_ok: bool = false) -> () {
        if !exist_ok && Path::new(&name).exists() {
            return Err(super::os_error::from_number(17, Some(&name)));
        }
        at(std::fs::create_dir_all(&name), &name)
    }

    /// Removes a file.
    ///
    /// >>> import os
    /// >>> open('remove_example', 'w').close(); os.remove('remove_example')
    @alias("unlink")
    fn remove(cx, path: String) -> () { at(std::fs::remove_file(&path), &path) }

    /// Removes an empty folder.
    ///
    /// >>> import os
    /// >>> os.mkdir('rmdir_example'); os.rmdir('rmdir_example')
    fn rmdir(cx, path: String) -> () { at(std::fs::remove_dir(&path), &path) }

    /// Removes an empty folder, and those it is in as long as they are empty.
    ///
    /// >>> import os
    /// >>> os.makedirs('c_example/d'); os.removedirs('c_example/d'); os.path.exists('c_example')
    /// False
    fn removedirs(cx, name: String) -> () {
        at(std::fs::remove_dir(&name), &name)?;
        let mut folder = Path::new(&name).parent();
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
    fn rename(cx, src: String, dst: String) -> () { at(std::fs::rename(&src, &dst), &src) }

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

    /// The text of a path.
    ///
    /// >>> import os
    /// >>> os.fspath('a/b')
    /// 'a/b'
    fn fspath(cx, path: Value) -> Value {
        match path {
            Value::Str(_) | Value::Bytes(_) => Ok(path),
            other => {
                let name = crate::builtins::python::receiver::type_name(&other);
                Err(Error::type_error(format!("expected str, bytes or os.PathLike object, not {name}")))
            }
        }
    }
}

builtins! { OS_PATH, chapter "os.path", spaces ["os.path"];
    /// Parts of a path put together.
    ///
    /// >>> import os.path
    /// >>> os.path.join('a', 'b.txt'), os.path.join('a', '/b')
    /// ('a/b.txt', '/b')
    fn join(cx, @pos a: String, @args p: Vec<String>) -> String {
        let mut path = a;
        for part in p {
            if part.starts_with('/') {
                path = part;
            } else {
                if !path.is_empty() && !path.ends_with('/') {
                    path.push('/');
                }
                path.push_str(&part);
            }
        }
        Ok(path)
    }

    /// Whether there is something at a path.
    ///
    /// >>> import os.path
    /// >>> os.path.exists('.'), os.path.exists('no such file')
    /// (True, False)
    fn exists(cx, path: String) -> bool { Ok(Path::new(&path).exists()) }

    /// Whether it is a file.
    ///
    /// >>> import os.path
    /// >>> os.path.isfile('.')
    /// False
    fn isfile(cx, path: String) -> bool { Ok(Path::new(&path).is_file()) }

    /// Whether it is a folder.
    ///
    /// >>> import os.path
    /// >>> os.path.isdir('.')
    /// True
    fn isdir(cx, s: String) -> bool { Ok(Path::new(&s).is_dir()) }

    /// Whether a path starts at the root.
    ///
    /// >>> import os.path
    /// >>> os.path.isabs('/a'), os.path.isabs('a')
    /// (True, False)
    fn isabs(cx, s: String) -> bool { Ok(s.starts_with('/')) }

    /// The last part of a path.
    ///
    /// >>> import os.path
    /// >>> os.path.basename('a/b.txt')
    /// 'b.txt'
    fn basename(cx, p: String) -> String { Ok(split_path(&p).1) }

    /// A path without its last part.
    ///
    /// >>> import os.path
    /// >>> os.path.dirname('a/b.txt')
    /// 'a'
    fn dirname(cx, p: String) -> String { Ok(split_path(&p).0) }

    /// A path's folder and its last part.
    ///
    /// >>> import os.path
    /// >>> os.path.split('a/b/c')
    /// ('a/b', 'c')
    fn split(cx, p: String) -> (String, String) { Ok(split_path(&p)) }

    /// A path without its ending, and the ending.
    ///
    /// >>> import os.path
    /// >>> os.path.splitext('a/data.tar.gz'), os.path.splitext('.profile')
    /// (('a/data.tar', '.gz'), ('.profile', ''))
    fn splitext(cx, p: String) -> (String, String) {
        let start = p.rfind('/').map_or(0, |i| i + 1);
        let name = &p[start..];
        let first = name.find(|c| c != '.').unwrap_or(name.len());
        Ok(match name.rfind('.') {
            Some(dot) if dot > first => (p[..start + dot].to_string(), name[dot..].to_string()),
            _ => (p.clone(), String::new()),
        })
    }

    /// A path without `.` and `..`.
    ///
    /// >>> import os.path
    /// >>> os.path.normpath('a/./b/../c')
    /// 'a/c'
    fn normpath(cx, path: String) -> String { Ok(normal_path(&path)) }

    /// A path from the root.
    ///
    /// >>> import os.path
    /// >>> os.path.isabs(os.path.abspath('a'))
    /// True
    fn abspath(cx, path: String) -> String {
        if path.starts_with('/') {
            return Ok(normal_path(&path));
        }
        let folder = at(std::env::current_dir(), ".")?;
        Ok(normal_path(&format!("{}/{path}", folder.to_string_lossy())))
    }

    /// How many bytes a file has.
    ///
    /// >>> import os
    /// >>> with open('size_example', 'w') as f: print(f.write('abc'))
    /// 3
    /// >>> os.path.getsize('size_example'); os.remove('size_example')
    /// 3
    fn getsize(cx, filename: String) -> i64 { Ok(at(std::fs::metadata(&filename), &filename)?.len() as i64) }

    /// A path with `~` replaced by the user's folder.
    ///
    /// >>> import os.path
    /// >>> os.path.expanduser('a')
    /// 'a'
    fn expanduser(cx, path: String) -> String {
        match (path.strip_prefix('~'), std::env::var("HOME")) {
            (Some(rest), Ok(home)) if rest.is_empty() || rest.starts_with('/') => Ok(format!("{home}{rest}")),
            _ => Ok(path.clone()),
        }
    }
}

fn split_path(path: &str) -> (String, String) {
    let at = path.rfind('/').map_or(0, |i| i + 1);
    let (head, tail) = path.split_at(at);
    let trimmed = head.trim_end_matches('/');
    (if trimmed.is_empty() { head } else { trimmed }.to_string(), tail.to_string())
}

fn normal_path(path: &str) -> String {
    let root = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if root => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (root, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".into(),
        (false, false) => joined,
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
        ("os", "environ", Value::Dict(Rc::new(Dict::new(environment)))),
        ("os.path", "sep", Value::str("/")),
    ]
}
