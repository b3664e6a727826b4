//! `os.stat`: what the file system knows of a file.

use super::os_error::from_io;
use super::paths::PathText;
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::{Context, NativeObject, Result, Value, item};
use std::any::Any;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;

static STAT_RESULT: Class = Class::new("stat_result", "os", &[&python::TUPLE]);

builtins! { OS_STAT, chapter "os: stat", spaces ["os"];
    /// What the file system knows of a file.
    ///
    /// >>> import os
    /// >>> with open('stat_example', 'w') as f: print(f.write('abc'))
    /// 3
    /// >>> os.stat('stat_example').st_size; os.remove('stat_example')
    /// 3
    fn stat(cx, path: PathText, @kw follow_symlinks: bool = true) -> Value { stat(&path, follow_symlinks) }

    /// As `stat`, of a symbolic link itself.
    ///
    /// >>> import os
    /// >>> os.lstat('.').st_mtime > 0
    /// True
    fn lstat(cx, path: PathText) -> Value { stat(&path, false) }
}

/// What is known of a file.
pub fn stat(path: &str, follow_links: bool) -> Result<Value> {
    let found = if follow_links { std::fs::metadata(path) } else { std::fs::symlink_metadata(path) };
    found.map(|data| Value::object(StatResult(data))).map_err(|error| from_io(&error, Some(path)))
}

struct StatResult(Metadata);

impl StatResult {
    /// The ten numbers that it is as a tuple.
    fn numbers(&self) -> [(&'static str, i64); 10] {
        let data = &self.0;
        [
            ("st_mode", data.mode().into()),
            ("st_ino", data.ino() as i64),
            ("st_dev", data.dev() as i64),
            ("st_nlink", data.nlink() as i64),
            ("st_uid", data.uid().into()),
            ("st_gid", data.gid().into()),
            ("st_size", data.size() as i64),
            ("st_atime", data.atime()),
            ("st_mtime", data.mtime()),
            ("st_ctime", data.ctime()),
        ]
    }

    /// The names of its times, each in whole seconds and nanoseconds beyond those.
    fn times(&self) -> [(&'static str, i64, i64); 3] {
        let data = &self.0;
        [
            ("st_atime", data.atime(), data.atime_nsec()),
            ("st_mtime", data.mtime(), data.mtime_nsec()),
            ("st_ctime", data.ctime(), data.ctime_nsec()),
        ]
    }
}

impl NativeObject for StatResult {
    fn class(&self) -> &'static Class {
        &STAT_RESULT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let name = name.as_str();
        for (time, seconds, nanoseconds) in self.times() {
            match name.strip_prefix(time) {
                Some("") => return Ok(Some(Value::float(seconds as f64 + nanoseconds as f64 * 1e-9))),
                Some("_ns") => {
                    return Ok(Some(Value::int((seconds as i128 * 1_000_000_000 + nanoseconds as i128).into())));
                }
                _ => {}
            }
        }
        let found = self.numbers().into_iter().find(|(known, _)| *known == name);
        Ok(found.map(|(_, number)| Value::Int(number)))
    }

    fn attribute_names(&self) -> Vec<String> {
        let times = self.times().map(|(time, ..)| format!("{time}_ns"));
        self.numbers().map(|(name, _)| name.to_string()).into_iter().chain(times).collect()
    }

    fn len(&self) -> Option<usize> {
        Some(self.numbers().len())
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        item::get_item(cx, &Value::tuple(self.numbers().map(|(_, number)| Value::Int(number))), index)
    }

    fn iterate(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        let numbers: Vec<Value> = self.numbers().map(|(_, number)| Value::Int(number)).to_vec();
        Ok(Some(crate::value::iter::Iter::Vec(numbers.into(), 0).into_value()))
    }

    fn repr(&self) -> String {
        let parts: Vec<String> = self.numbers().iter().map(|(name, number)| format!("{name}={number}")).collect();
        format!("os.stat_result({})", parts.join(", "))
    }
}
