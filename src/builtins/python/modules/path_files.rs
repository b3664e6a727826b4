//! `pathlib.Path` and the file system: folders, files and what is in them, patterns.

use super::os_error::{from_io, from_number};
use super::pathlib::{POSIX_PATH, PathValue};
use super::paths::{self, PathText};
use crate::builtins::python::receiver::type_name;
use crate::symbol::Symbol;
use crate::value::iter::Iter;
use crate::value::{Context, Error, Result, Value};
use std::io;

impl PathValue {
    fn names(&self) -> Result<Vec<String>> {
        let path = self.as_text();
        let failed = |error: io::Error| from_io(&error, Some(&path));
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&path).map_err(failed)? {
            names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }

    fn is_dir(&self) -> bool {
        std::path::Path::new(&self.as_text()).is_dir()
    }

    /// All paths below that fit a pattern's parts. What can't be read is left out, as in CPython.
    fn find(&self, pattern: &[&str], found: &mut Vec<PathValue>) -> Result<()> {
        crate::value::watch::check()?;
        let Some((first, rest)) = pattern.split_first() else {
            found.push(self.clone());
            return Ok(());
        };
        match *first {
            "**" => {
                self.find(rest, found)?;
                for name in self.names().unwrap_or_default() {
                    let child = self.child(&name);
                    let link = std::fs::symlink_metadata(child.as_text()).is_ok_and(|data| data.is_symlink());
                    if child.is_dir() && !link {
                        child.find(pattern, found)?;
                    }
                }
            }
            plain if !plain.contains(['*', '?', '[']) => {
                let child = self.child(plain);
                if std::path::Path::new(&child.as_text()).exists() {
                    child.find(rest, found)?;
                }
            }
            pattern => {
                for name in self.names().unwrap_or_default() {
                    let child = self.child(&name);
                    if paths::fits(&name, pattern) && (rest.is_empty() || child.is_dir()) {
                        child.find(rest, found)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn glob(&self, pattern: &str, deep: bool) -> Result<Value> {
        if pattern.is_empty() {
            return Err(Error::value("Unacceptable pattern: ''"));
        }
        if pattern.starts_with('/') {
            let class = &crate::value::class::exception::NOT_IMPLEMENTED_ERROR;
            return Err(class.error("Non-relative patterns are unsupported"));
        }
        let mut parts: Vec<&str> = if deep { vec!["**"] } else { Vec::new() };
        parts.extend(pattern.split('/').filter(|part| !part.is_empty() && *part != "."));
        let mut found = Vec::new();
        self.find(&parts, &mut found)?;
        let mut seen = std::collections::HashSet::new();
        found.retain(|path| seen.insert(path.as_text()));
        // `**` alone gives folders.
        if parts.last() == Some(&"**") {
            found.retain(PathValue::is_dir);
        }
        Ok(values(found))
    }
}

/// An iterator over paths.
fn values(all: Vec<PathValue>) -> Value {
    Iter::Vec(all.into_iter().map(Value::object).collect(), 0).into_value()
}

/// What the file system does with a path; its errors name it.
fn at<T>(path: &PathValue, action: impl FnOnce(&str) -> io::Result<T>) -> Result<T> {
    let text = path.as_text();
    action(&text).map_err(|error| from_io(&error, Some(&text)))
}

builtins! { PATH_METHODS, chapter "pathlib: files", methods "Path";
    /// The folder that relative paths start from.
    ///
    /// >>> from pathlib import Path
    /// >>> Path.cwd().is_dir()
    /// True
    @static
    fn cwd(cx) -> Value { Ok(Value::object(PathValue::new(&POSIX_PATH, &paths::absolute(".")?))) }

    /// The user's folder.
    ///
    /// >>> from pathlib import Path
    /// >>> Path.home().is_absolute()
    /// True
    @static
    fn home(cx) -> Value { Ok(Value::object(PathValue::new(&POSIX_PATH, &paths::with_home("~")))) }

    /// What the file system knows of the file.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('.').stat().st_mtime > 0
    /// True
    fn stat(cx, @pos this: PathValue, @kw follow_symlinks: bool = true) -> Value { super::stat::stat(&this.as_text(), follow_symlinks) }

    /// Whether another path leads to the same file.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('.').samefile(Path.cwd())
    /// True
    fn samefile(cx, @pos this: PathValue, other_path: PathText) -> bool {
        let real = |path: &str| std::fs::canonicalize(path).map_err(|error| from_io(&error, Some(path)));
        Ok(real(&this.as_text())? == real(&other_path)?)
    }

    /// Whether there is something at the path.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('.').exists(), Path('no such file').exists()
    /// (True, False)
    fn exists(cx, @pos this: PathValue) -> bool { Ok(std::path::Path::new(&this.as_text()).exists()) }

    /// Whether it is a file.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('.').is_file()
    /// False
    fn is_file(cx, @pos this: PathValue) -> bool { Ok(std::path::Path::new(&this.as_text()).is_file()) }

    /// Whether it is a folder.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('.').is_dir()
    /// True
    fn is_dir(cx, @pos this: PathValue) -> bool { Ok(this.is_dir()) }

    /// Whether it is a symbolic link.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('.').is_symlink()
    /// False
    fn is_symlink(cx, @pos this: PathValue) -> bool {
        Ok(std::fs::symlink_metadata(this.as_text()).is_ok_and(|data| data.is_symlink()))
    }

    /// Makes the folder, and with `parents` those it is in.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_example'); p.mkdir(); p.is_dir(); p.rmdir()
    /// True
    fn mkdir(cx, @pos this: PathValue, mode: i64 = 0o777, parents: bool = false, exist_ok: bool = false) -> () {
        let made = at(&this, |path| if parents && !this.is_dir() { std::fs::create_dir_all(path) } else { std::fs::create_dir(path) });
        match made {
            Err(_) if exist_ok && this.is_dir() => Ok(()),
            made => made,
        }
    }

    /// Removes the empty folder.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_rmdir'); p.mkdir(); p.rmdir(); p.exists()
    /// False
    fn rmdir(cx, @pos this: PathValue) -> () { at(&this, |path| std::fs::remove_dir(path)) }

    /// Removes the file.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_unlink'); p.touch(); p.unlink(); p.exists()
    /// False
    fn unlink(cx, @pos this: PathValue, missing_ok: bool = false) -> () {
        match at(&this, |path| std::fs::remove_file(path)) {
            Err(error) if missing_ok && error.is(&crate::value::class::exception::FILE_NOT_FOUND_ERROR) => Ok(()),
            removed => removed,
        }
    }

    /// Makes the file if it is not there.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_touch'); p.touch(); p.is_file(); p.unlink()
    /// True
    fn touch(cx, @pos this: PathValue, mode: i64 = 0o666, exist_ok: bool = true) -> () {
        if !exist_ok && std::path::Path::new(&this.as_text()).exists() {
            return Err(from_number(17, Some(&this.as_text())));
        }
        let file = at(&this, |path| std::fs::OpenOptions::new().create(true).append(true).open(path))?;
        let now = std::fs::FileTimes::new().set_modified(std::time::SystemTime::now());
        at(&this, |_| file.set_times(now))
    }

    /// Gives it another path, which it returns.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_old'); p.touch(); q = p.rename('pathlib_new'); q.unlink(); q
    /// PosixPath('pathlib_new')
    @alias("replace")
    fn rename(cx, @pos this: PathValue, target: PathText) -> Value {
        at(&this, |path| std::fs::rename(path, &*target))?;
        Ok(Value::object(PathValue::new(this.class, &target)))
    }

    /// What is in the folder.
    ///
    /// >>> from pathlib import Path
    /// >>> all(p.name for p in Path('.').iterdir())
    /// True
    fn iterdir(cx, @pos this: PathValue) -> Value {
        Ok(values(this.names()?.iter().map(|name| this.child(name)).collect()))
    }

    /// The paths below that fit a pattern; `**` stands for any number of folders.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_glob.x'); p.touch(); list(Path('.').glob('pathlib_g*.x')); p.unlink()
    /// [PosixPath('pathlib_glob.x')]
    fn glob(cx, @pos this: PathValue, pattern: String) -> Value { this.glob(&pattern, false) }

    /// The paths in all folders below that fit a pattern.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_rglob.x'); p.touch(); [str(q) for q in Path('.').rglob('pathlib_rg*.x')]; p.unlink()
    /// ['pathlib_rglob.x']
    fn rglob(cx, @pos this: PathValue, pattern: String) -> Value { this.glob(&pattern, true) }

    /// The text of the file.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_read'); p.write_text('one\ntwo'); p.read_text(); p.unlink()
    /// 7
    /// 'one\ntwo'
    fn read_text(cx, @pos this: PathValue, encoding: Option<String> = None, errors: Option<String> = None) -> Value {
        let file = open(cx, &this, "r", encoding, errors, None)?;
        let text = called(cx, &file, "read", &[])?;
        called(cx, &file, "close", &[])?;
        Ok(text)
    }

    /// Writes a text as the file; how many characters.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_write'); p.write_text('é'); p.read_bytes(); p.unlink()
    /// 1
    /// b'\xc3\xa9'
    fn write_text(cx, @pos this: PathValue, data: Value, encoding: Option<String> = None, errors: Option<String> = None,
                  newline: Option<String> = None) -> Value {
        if !matches!(data, Value::Str(_)) {
            return Err(Error::type_error(format!("data must be str, not {}", type_name(&data))));
        }
        let file = open(cx, &this, "w", encoding, errors, newline)?;
        let written = called(cx, &file, "write", &[data])?;
        called(cx, &file, "close", &[])?;
        Ok(written)
    }

    /// The bytes of the file.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_bytes'); p.write_bytes(b'ab'); p.read_bytes(); p.unlink()
    /// 2
    /// b'ab'
    fn read_bytes(cx, @pos this: PathValue) -> Value { Ok(Value::bytes(at(&this, |path| std::fs::read(path))?)) }

    /// Writes bytes as the file; how many.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('pathlib_bytes2'); p.write_bytes(b'abc'); p.unlink()
    /// 3
    fn write_bytes(cx, @pos this: PathValue, data: std::rc::Rc<crate::value::Bytes>) -> usize {
        at(&this, |path| std::fs::write(path, &data.data))?;
        Ok(data.data.len())
    }

    /// Opens the file, as the function `open` does.
    ///
    /// >>> from pathlib import Path
    /// >>> with Path('pathlib_open').open('w') as f: print('text', file=f)
    /// >>> Path('pathlib_open').read_text(); Path('pathlib_open').unlink()
    /// 'text\n'
    fn open(cx, @pos this: PathValue, mode: String = "r".into(), buffering: i64 = -1, encoding: Option<String> = None,
            errors: Option<String> = None, newline: Option<String> = None) -> Value {
        open(cx, &this, &mode, encoding, errors, newline)
    }

    /// The path from the root, with links followed.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('.').resolve() == Path('.').resolve()
    /// True
    fn resolve(cx, @pos this: PathValue, strict: bool = false) -> Value {
        let text = match at(&this, |path| std::fs::canonicalize(path)) {
            Ok(path) => path.to_string_lossy().into_owned(),
            Err(error) if strict => return Err(error),
            Err(_) => paths::absolute(&this.as_text())?,
        };
        Ok(Value::object(PathValue::new(this.class, &text)))
    }

    /// The path from the root.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a').absolute() == Path.cwd() / 'a'
    /// True
    fn absolute(cx, @pos this: PathValue) -> Value {
        let folder = PathValue::new(this.class, &paths::absolute(".")?);
        Ok(Value::object(folder.joined(&[PathText(this.as_text())])))
    }

    /// The path with the user's folder for `~`.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a').expanduser()
    /// PosixPath('a')
    fn expanduser(cx, @pos this: PathValue) -> Value { Ok(Value::object(PathValue::new(this.class, &paths::with_home(&this.as_text())))) }
}

/// The library's `open` on a path.
fn open(
    cx: &mut dyn Context,
    path: &PathValue,
    mode: &str,
    encoding: Option<String>,
    errors: Option<String>,
    newline: Option<String>,
) -> Result<Value> {
    let Some(open) = crate::builtins::lookup("builtins", Symbol::new("open")) else { return Ok(Value::None) };
    let options = [("encoding", encoding), ("errors", errors), ("newline", newline)];
    let given = options.into_iter().filter_map(|(name, value)| Some((Symbol::new(name), Value::str(value?))));
    cx.call(&open, &[Value::str(path.as_text()), Value::str(mode)], &given.collect::<Vec<_>>())
}

fn called(cx: &mut dyn Context, object: &Value, method: &str, args: &[Value]) -> Result<Value> {
    let method = crate::builtins::attribute::attribute(cx, object, Symbol::new(method))?;
    cx.call(&method, args, &[])
}
