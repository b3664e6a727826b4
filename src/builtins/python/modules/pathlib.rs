//! Python's module `pathlib`: paths as values, their parts and comparisons. What they do to files: `path_files.rs`.

use super::paths::{self, PathText};
use crate::builtins::python::receiver::type_name;
use crate::value::class::{Class, python};
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::{Context, Error, FromValue, NativeObject, Result, Value, repr};
use std::any::Any;

static PURE_PATH: Class = Class::new("PurePath", "pathlib", &[&python::OBJECT]);
static PURE_POSIX_PATH: Class = Class::new("PurePosixPath", "pathlib", &[&PURE_PATH]);
static PATH: Class = Class::new("Path", "pathlib", &[&PURE_PATH]);
pub static POSIX_PATH: Class = Class::new("PosixPath", "pathlib", &[&PATH, &PURE_POSIX_PATH]);

/// A path: its root (`/`, `//` or none) and its parts.
#[derive(Clone)]
pub struct PathValue {
    pub class: &'static Class,
    root: String,
    parts: Vec<String>,
}

impl PathValue {
    pub fn new(class: &'static Class, text: &str) -> PathValue {
        let root = match text {
            two if two.starts_with("//") && !two.starts_with("///") => "//",
            one if one.starts_with('/') => "/",
            _ => "",
        };
        let parts = text.split('/').filter(|part| !part.is_empty() && *part != ".").map(String::from);
        PathValue { class, root: root.into(), parts: parts.collect() }
    }

    fn of(value: &Value) -> Option<&PathValue> {
        match value {
            Value::Object(object) => object.downcast::<PathValue>(),
            _ => None,
        }
    }

    pub fn as_text(&self) -> String {
        let text = format!("{}{}", self.root, self.parts.join("/"));
        if text.is_empty() { ".".into() } else { text }
    }

    fn name(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    /// The name without its last ending, and the ending.
    fn stem_and_suffix(&self) -> (&str, &str) {
        let name = self.name();
        match name.rfind('.') {
            Some(at) if at > 0 && at + 1 < name.len() => name.split_at(at),
            _ => (name, ""),
        }
    }

    fn parent(&self) -> PathValue {
        let mut parent = self.clone();
        parent.parts.pop();
        parent
    }

    /// With texts or paths behind it.
    pub fn joined(&self, texts: &[PathText]) -> PathValue {
        PathValue::new(self.class, &paths::join(&self.own_text(), texts.iter().map(|text| &*text.0)))
    }

    /// The text that others are joined to: nothing for the empty path.
    fn own_text(&self) -> String {
        format!("{}{}", self.root, self.parts.join("/"))
    }

    pub fn child(&self, name: &str) -> PathValue {
        let mut child = self.clone();
        child.parts.push(name.into());
        child
    }

    fn with_name(&self, name: &str) -> Result<Value> {
        if self.name().is_empty() {
            return Err(Error::value(format!("{} has an empty name", self.repr())));
        }
        if name.is_empty() || name.contains('/') || name == "." {
            return Err(Error::value(format!("Invalid name {}", repr::repr(&Value::str(name)))));
        }
        Ok(Value::object(self.parent().child(name)))
    }

    fn key(&self) -> (&str, &[String]) {
        (&self.root, &self.parts)
    }
}

fn made(class: &'static Class, segments: &[PathText]) -> Value {
    let first = segments.first().map_or("", |first| &*first.0);
    Value::object(PathValue::new(class, &paths::join(first, segments.iter().skip(1).map(|more| &*more.0))))
}

builtins! { PATHS, chapter "pathlib", spaces ["constructors"];
    /// A path in the file system, from its parts.
    ///
    /// >>> from pathlib import Path
    /// >>> p = Path('data') / 'run.1' / 'values.csv'
    /// >>> p, p.name, p.suffix, str(p.parent)
    /// (PosixPath('data/run.1/values.csv'), 'values.csv', '.csv', 'data/run.1')
    fn Path(cx, @args segments: Vec<PathText>) -> Value { Ok(made(&POSIX_PATH, &segments)) }

    /// A path in the file system of POSIX.
    ///
    /// >>> from pathlib import PosixPath
    /// >>> PosixPath('a//b/.')
    /// PosixPath('a/b')
    fn PosixPath(cx, @args segments: Vec<PathText>) -> Value { Ok(made(&POSIX_PATH, &segments)) }

    /// A path that is only a text.
    ///
    /// >>> from pathlib import PurePath
    /// >>> PurePath('a', 'b')
    /// PurePosixPath('a/b')
    fn PurePath(cx, @args segments: Vec<PathText>) -> Value { Ok(made(&PURE_POSIX_PATH, &segments)) }

    /// A path of POSIX that is only a text.
    ///
    /// >>> from pathlib import PurePosixPath
    /// >>> PurePosixPath('/a').is_absolute()
    /// True
    fn PurePosixPath(cx, @args segments: Vec<PathText>) -> Value { Ok(made(&PURE_POSIX_PATH, &segments)) }
}

builtins! { PURE_PATH_METHODS, chapter "pathlib: parts of paths", methods "PurePath";
    /// The root and the parts.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('/a/b').parts
    /// ('/', 'a', 'b')
    @property
    fn parts(cx, @pos this: PathValue) -> Value {
        let root = Some(this.root.clone()).filter(|root| !root.is_empty());
        Ok(Value::tuple(root.into_iter().chain(this.parts).map(Value::str).collect::<Vec<_>>()))
    }

    /// The last part.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b.tar.gz').name
    /// 'b.tar.gz'
    @property
    fn name(cx, @pos this: PathValue) -> String { Ok(this.name().to_string()) }

    /// The last part without its ending.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b.tar.gz').stem
    /// 'b.tar'
    @property
    fn stem(cx, @pos this: PathValue) -> String { Ok(this.stem_and_suffix().0.to_string()) }

    /// The last part's ending with its dot.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b.tar.gz').suffix
    /// '.gz'
    @property
    fn suffix(cx, @pos this: PathValue) -> String { Ok(this.stem_and_suffix().1.to_string()) }

    /// All endings of the last part.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b.tar.gz').suffixes
    /// ['.tar', '.gz']
    @property
    fn suffixes(cx, @pos this: PathValue) -> Vec<String> {
        let name = this.name();
        if name.ends_with('.') {
            return Ok(Vec::new());
        }
        Ok(name.trim_start_matches('.').split('.').skip(1).map(|ending| format!(".{ending}")).collect())
    }

    /// The path without its last part.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b').parent, Path('a').parent
    /// (PosixPath('a'), PosixPath('.'))
    @property
    fn parent(cx, @pos this: PathValue) -> Value { Ok(Value::object(this.parent())) }

    /// The folders it is in, nearest first.
    ///
    /// >>> from pathlib import Path
    /// >>> [str(p) for p in Path('/a/b').parents]
    /// ['/a', '/']
    @property
    fn parents(cx, @pos this: PathValue) -> Value {
        let mut all = Vec::new();
        let mut path = this;
        while !path.parts.is_empty() {
            path = path.parent();
            all.push(Value::object(path.clone()));
        }
        Ok(Value::tuple(all))
    }

    /// The slash that an absolute path begins with.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('/a').root, Path('a').root
    /// ('/', '')
    @property @alias("anchor")
    fn root(cx, @pos this: PathValue) -> String { Ok(this.root) }

    /// The letter of a drive, which POSIX does not have.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('/a').drive
    /// ''
    @property
    fn drive(cx, @pos this: PathValue) -> String { Ok(String::new()) }

    /// Whether it begins at the root.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('/a').is_absolute()
    /// True
    fn is_absolute(cx, @pos this: PathValue) -> bool { Ok(!this.root.is_empty()) }

    /// The text, with slashes.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a', 'b').as_posix()
    /// 'a/b'
    fn as_posix(cx, @pos this: PathValue) -> String { Ok(this.as_text()) }

    /// The text for functions that take a path.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a', 'b').__fspath__()
    /// 'a/b'
    fn __fspath__(cx, @pos this: PathValue) -> String { Ok(this.as_text()) }

    /// With more parts behind it.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a').joinpath('b', 'c')
    /// PosixPath('a/b/c')
    fn joinpath(cx, @pos this: PathValue, @args other: Vec<PathText>) -> Value { Ok(Value::object(this.joined(&other))) }

    /// With another last part.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b').with_name('c')
    /// PosixPath('a/c')
    fn with_name(cx, @pos this: PathValue, name: String) -> Value { this.with_name(&name) }

    /// With another last part, but its ending.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b.txt').with_stem('c')
    /// PosixPath('a/c.txt')
    fn with_stem(cx, @pos this: PathValue, stem: String) -> Value {
        this.with_name(&format!("{stem}{}", this.stem_and_suffix().1))
    }

    /// With another ending, or none.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b.txt').with_suffix('.csv')
    /// PosixPath('a/b.csv')
    fn with_suffix(cx, @pos this: PathValue, suffix: String) -> Value {
        let well_formed = suffix.is_empty() || (suffix.starts_with('.') && suffix != "." && !suffix.contains('/'));
        if !well_formed {
            return Err(Error::value(format!("Invalid suffix {}", repr::repr(&Value::str(suffix)))));
        }
        this.with_name(&format!("{}{suffix}", this.stem_and_suffix().0))
    }

    /// The path as it is seen from a folder it is in.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('/a/b/c').relative_to('/a')
    /// PosixPath('b/c')
    fn relative_to(cx, @pos this: PathValue, @args other: Vec<PathText>) -> Value {
        let folder = PathValue::new(this.class, &paths::join("", other.iter().map(|text| &*text.0)));
        match this.parts.strip_prefix(folder.parts.as_slice()) {
            Some(rest) if this.root == folder.root => {
                Ok(Value::object(PathValue { class: this.class, root: String::new(), parts: rest.to_vec() }))
            }
            _ => {
                let shown = |path: &PathValue| repr::repr(&Value::str(path.as_text()));
                Err(Error::value(format!(
                    "{} is not in the subpath of {} OR one path is relative and the other is absolute.",
                    shown(&this),
                    shown(&folder)
                )))
            }
        }
    }

    /// Whether it is in a folder.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('/a/b').is_relative_to('/a')
    /// True
    fn is_relative_to(cx, @pos this: PathValue, @args other: Vec<PathText>) -> bool {
        let folder = PathValue::new(this.class, &paths::join("", other.iter().map(|text| &*text.0)));
        Ok(this.root == folder.root && this.parts.starts_with(&folder.parts))
    }

    /// Whether its last parts fit a pattern.
    ///
    /// >>> from pathlib import Path
    /// >>> Path('a/b.py').match('*.py')
    /// True
    fn r#match(cx, @pos this: PathValue, path_pattern: String) -> bool {
        let pattern = PathValue::new(this.class, &path_pattern);
        if pattern.parts.is_empty() && pattern.root.is_empty() {
            return Err(Error::value("empty pattern"));
        }
        let whole = !pattern.root.is_empty();
        if pattern.parts.len() > this.parts.len() || (whole && (pattern.parts.len() != this.parts.len() || this.root != pattern.root)) {
            return Ok(false);
        }
        let last = &this.parts[this.parts.len() - pattern.parts.len()..];
        Ok(last.iter().zip(&pattern.parts).all(|(part, pattern)| paths::fits(part, pattern)))
    }
}

impl FromValue for PathValue {
    const ACCEPTS: &'static str = "Path";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<PathValue> {
        let wrong = || Error::type_error(format!("expected a path, got '{}'", type_name(value)));
        PathValue::of(value).cloned().ok_or_else(wrong)
    }
}

impl NativeObject for PathValue {
    fn class(&self) -> &'static Class {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn binary(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        if !matches!(op, BinaryOp::Div) {
            return Ok(None);
        }
        let Ok(other) = PathText::from_value(cx, other) else { return Ok(None) };
        if reflected {
            let first = PathValue::new(self.class, &other);
            return Ok(Some(Value::object(first.joined(&[PathText(self.own_text())]))));
        }
        Ok(Some(Value::object(self.joined(&[other]))))
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = PathValue::of(other) else { return Ok(None) };
        let order = self.key().cmp(&other.key());
        Ok(Some(Value::bool(op.holds(Some(order)))))
    }

    fn hash(&self) -> Option<u64> {
        crate::value::hash::hash(&Value::str(self.as_text())).ok()
    }

    fn equals(&self, other: &Value) -> bool {
        PathValue::of(other).is_some_and(|other| self.key() == other.key())
    }

    fn repr(&self) -> String {
        format!("{}({})", self.class.name, repr::repr(&Value::str(self.as_text())))
    }

    fn text(&self) -> String {
        self.as_text()
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let classes = [&PURE_PATH, &PURE_POSIX_PATH, &PATH, &POSIX_PATH];
    classes.map(|class| ("pathlib", class.name, Value::Class(class))).to_vec()
}
