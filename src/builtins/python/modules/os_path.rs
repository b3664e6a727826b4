//! Python's module `os.path`: paths as texts, and what the file system says about them.

use super::os_error::from_io;
use super::paths::{self, PathText};
use crate::value::{Error, Result, Value};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

builtins! { OS_PATH, chapter "os.path", spaces ["os.path"];
    /// Parts of a path put together.
    ///
    /// >>> import os.path
    /// >>> os.path.join('a', 'b.txt'), os.path.join('a', '/b')
    /// ('a/b.txt', '/b')
    fn join(cx, @pos a: PathText, @args p: Vec<PathText>) -> String {
        Ok(paths::join(&a, p.iter().map(|part| &*part.0)))
    }

    /// Whether there is something at a path.
    ///
    /// >>> import os.path
    /// >>> os.path.exists('.'), os.path.exists('no such file')
    /// (True, False)
    fn exists(cx, path: PathText) -> bool { Ok(Path::new(&*path).exists()) }

    /// Whether it is a file.
    ///
    /// >>> import os.path
    /// >>> os.path.isfile('.')
    /// False
    fn isfile(cx, path: PathText) -> bool { Ok(Path::new(&*path).is_file()) }

    /// Whether it is a folder.
    ///
    /// >>> import os.path
    /// >>> os.path.isdir('.')
    /// True
    fn isdir(cx, s: PathText) -> bool { Ok(Path::new(&*s).is_dir()) }

    /// Whether a path starts at the root.
    ///
    /// >>> import os.path
    /// >>> os.path.isabs('/a'), os.path.isabs('a')
    /// (True, False)
    fn isabs(cx, s: PathText) -> bool { Ok(s.starts_with('/')) }

    /// The last part of a path.
    ///
    /// >>> import os.path
    /// >>> os.path.basename('a/b.txt')
    /// 'b.txt'
    fn basename(cx, p: PathText) -> String { Ok(paths::split(&p).1) }

    /// A path without its last part.
    ///
    /// >>> import os.path
    /// >>> os.path.dirname('a/b.txt')
    /// 'a'
    fn dirname(cx, p: PathText) -> String { Ok(paths::split(&p).0) }

    /// A path's folder and its last part.
    ///
    /// >>> import os.path
    /// >>> os.path.split('a/b/c')
    /// ('a/b', 'c')
    fn split(cx, p: PathText) -> (String, String) { Ok(paths::split(&p)) }

    /// A path without its ending, and the ending.
    ///
    /// >>> import os.path
    /// >>> os.path.splitext('a/data.tar.gz'), os.path.splitext('.profile')
    /// (('a/data.tar', '.gz'), ('.profile', ''))
    fn splitext(cx, p: PathText) -> (String, String) {
        let start = p.rfind('/').map_or(0, |i| i + 1);
        let name = &p[start..];
        let first = name.find(|c| c != '.').unwrap_or(name.len());
        Ok(match name.rfind('.') {
            Some(dot) if dot > first => (p[..start + dot].to_string(), name[dot..].to_string()),
            _ => (p.to_string(), String::new()),
        })
    }

    /// A path without `.` and `..`.
    ///
    /// >>> import os.path
    /// >>> os.path.normpath('a/./b/../c')
    /// 'a/c'
    fn normpath(cx, path: PathText) -> String { Ok(paths::normal(&path)) }

    /// A path from the root.
    ///
    /// >>> import os.path
    /// >>> os.path.isabs(os.path.abspath('a'))
    /// True
    fn abspath(cx, path: PathText) -> String {
        paths::absolute(&path)
    }

    /// How many bytes a file has.
    ///
    /// >>> import os
    /// >>> with open('size_example', 'w') as f: print(f.write('abc'))
    /// 3
    /// >>> os.path.getsize('size_example'); os.remove('size_example')
    /// 3
    fn getsize(cx, filename: PathText) -> i64 { Ok(metadata(&filename)?.len() as i64) }

    /// A path with `~` replaced by the user's folder.
    ///
    /// >>> import os.path
    /// >>> os.path.expanduser('a')
    /// 'a'
    fn expanduser(cx, path: PathText) -> String {
        Ok(paths::with_home(&path))
    }

    /// When a file was changed, in seconds since 1970.
    ///
    /// >>> import os.path
    /// >>> os.path.getmtime('.') > 0
    /// True
    fn getmtime(cx, filename: PathText) -> f64 { Ok(seconds(metadata(&filename)?.modified())) }

    /// When a file was last read, in seconds since 1970.
    ///
    /// >>> import os.path
    /// >>> os.path.getatime('.') > 0
    /// True
    fn getatime(cx, filename: PathText) -> f64 { Ok(seconds(metadata(&filename)?.accessed())) }

    /// When what is known of a file was changed, in seconds since 1970.
    ///
    /// >>> import os.path
    /// >>> os.path.getctime('.') > 0
    /// True
    fn getctime(cx, filename: PathText) -> f64 {
        let data = metadata(&filename)?;
        Ok(data.ctime() as f64 + data.ctime_nsec() as f64 * 1e-9)
    }

    /// A path with `$NAME` and `${NAME}` replaced by variables of the environment.
    ///
    /// >>> import os.path
    /// >>> os.path.expandvars('$NO_SUCH_VARIABLE/a')
    /// '$NO_SUCH_VARIABLE/a'
    fn expandvars(cx, path: PathText) -> String { Ok(paths::with_variables(&path)) }

    /// Whether it is a symbolic link.
    ///
    /// >>> import os.path
    /// >>> os.path.islink('.')
    /// False
    fn islink(cx, path: PathText) -> bool { Ok(std::fs::symlink_metadata(&*path).is_ok_and(|data| data.is_symlink())) }

    /// Whether there is something at a path, even a link that leads nowhere.
    ///
    /// >>> import os.path
    /// >>> os.path.lexists('.')
    /// True
    fn lexists(cx, path: PathText) -> bool { Ok(std::fs::symlink_metadata(&*path).is_ok()) }

    /// A path from the root with all links followed.
    ///
    /// >>> import os.path
    /// >>> os.path.realpath('/')
    /// '/'
    fn realpath(cx, filename: PathText, @kw strict: bool = false) -> String {
        match std::fs::canonicalize(&*filename) {
            Ok(path) => Ok(path.to_string_lossy().into_owned()),
            Err(error) if strict => Err(from_io(&error, Some(&filename))),
            Err(_) => paths::absolute(&filename),
        }
    }

    /// A path as it is seen from a folder.
    ///
    /// >>> import os.path
    /// >>> os.path.relpath('/a/b/c', '/a/d')
    /// '../b/c'
    fn relpath(cx, path: PathText, start: Option<PathText> = None) -> String {
        if path.is_empty() {
            return Err(Error::value("no path specified"));
        }
        let (path, start) = (paths::absolute(&path)?, paths::absolute(start.as_ref().map_or(".", |start| &start.0))?);
        let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(String::from).collect::<Vec<_>>();
        let (to, from) = (parts(&path), parts(&start));
        let shared = to.iter().zip(&from).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..", from.len() - shared);
        let all: Vec<&str> = up.chain(to[shared..].iter().map(String::as_str)).collect();
        Ok(if all.is_empty() { ".".into() } else { all.join("/") })
    }

    /// The longest text that all paths begin with.
    ///
    /// >>> import os.path
    /// >>> os.path.commonprefix(['/usr/lib', '/usr/local'])
    /// '/usr/l'
    fn commonprefix(cx, m: Vec<PathText>) -> String {
        let Some(first) = m.first() else { return Ok(String::new()) };
        let length = |other: &str| first.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        let shared = m.iter().map(|other| length(other)).min().unwrap_or(0);
        Ok(first.chars().take(shared).collect())
    }

    /// The folder that all paths are in.
    ///
    /// >>> import os.path
    /// >>> os.path.commonpath(['/usr/lib', '/usr/local'])
    /// '/usr'
    fn commonpath(cx, paths: Vec<PathText>) -> String {
        let Some(first) = paths.first() else { return Err(Error::value("commonpath() arg is an empty sequence")) };
        let root = first.starts_with('/');
        if paths.iter().any(|path| path.starts_with('/') != root) {
            return Err(Error::value("Can't mix absolute and relative paths"));
        }
        let parts = |path: &str| -> Vec<String> {
            path.split('/').filter(|part| !part.is_empty() && *part != ".").map(String::from).collect()
        };
        let mut shared = parts(first);
        for path in &paths {
            let other = parts(path);
            shared.truncate(shared.iter().zip(&other).take_while(|(a, b)| a == b).count());
        }
        Ok(format!("{}{}", if root { "/" } else { "" }, shared.join("/")))
    }

    /// Drive and path: POSIX has no drives.
    ///
    /// >>> import os.path
    /// >>> os.path.splitdrive('/a')
    /// ('', '/a')
    fn splitdrive(cx, p: PathText) -> (String, String) { Ok((String::new(), p.0)) }

    /// The path as it is: POSIX tells letters apart by case.
    ///
    /// >>> import os.path
    /// >>> os.path.normcase('A/b')
    /// 'A/b'
    fn normcase(cx, s: PathText) -> String { Ok(s.0) }

    /// Whether two paths lead to the same file.
    ///
    /// >>> import os.path
    /// >>> os.path.samefile('.', os.path.abspath('.'))
    /// True
    fn samefile(cx, f1: PathText, f2: PathText) -> bool {
        let real = |path: &PathText| at(std::fs::canonicalize(&*path.0), path);
        Ok(real(&f1)? == real(&f2)?)
    }
}

fn at<T>(result: std::io::Result<T>, path: &str) -> Result<T> {
    result.map_err(|error| from_io(&error, Some(path)))
}

fn metadata(path: &str) -> Result<std::fs::Metadata> {
    at(std::fs::metadata(path), path)
}

/// A moment in seconds since 1970.
fn seconds(moment: std::io::Result<std::time::SystemTime>) -> f64 {
    let since = moment.ok().and_then(|moment| moment.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0.0, |since| since.as_secs_f64())
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let texts =
        [("sep", "/"), ("curdir", "."), ("pardir", ".."), ("extsep", "."), ("pathsep", ":"), ("devnull", "/dev/null")];
    texts.map(|(name, text)| ("os.path", name, Value::str(text))).to_vec()
}
