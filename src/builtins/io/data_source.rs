//! `np.lib.npyio.DataSource`: files by path, opened for reading, with those that are compressed taken as they are.

use crate::builtins::python::modules::files::Request;
use crate::builtins::python::modules::paths::PathText;
use crate::value::class::{Class, python};
use crate::value::{Context, Error, FromValue, NativeObject, Object, Result, Value};
use std::any::Any;
use std::path::Path;
use std::rc::Rc;

static DATA_SOURCE: Class = Class::new("DataSource", "numpy.lib.npyio", &[&python::OBJECT]);

struct DataSource {
    folder: String,
}

/// A DataSource as the receiver of a method.
pub struct SourceObject(Rc<Object>);

impl FromValue for SourceObject {
    const ACCEPTS: &'static str = "DataSource";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<SourceObject> {
        match value {
            Value::Object(object) if object.downcast::<DataSource>().is_some() => Ok(SourceObject(object.clone())),
            _ => Err(Error::type_error("expected a DataSource")),
        }
    }
}

impl SourceObject {
    /// Where a path leads: as it stands, or from the folder.
    fn place(&self, path: &str) -> String {
        let folder = self.0.downcast::<DataSource>().map_or("", |source| source.folder.as_str());
        let direct = Path::new(path);
        let place = if direct.exists() { direct.to_path_buf() } else { Path::new(folder).join(path) };
        place.to_string_lossy().into_owned()
    }
}

builtins! { DATA_SOURCE_CONSTRUCTOR, chapter "Files of arrays", spaces ["constructors.numpy"];
    /// Files of this machine by their paths, from a folder on; there is no network here.
    ///
    /// >>> np.lib.npyio.DataSource().exists('no such file')
    /// False
    fn DataSource(cx, destpath: Option<PathText> = Some(PathText(".".into()))) -> Value {
        let folder = destpath.map_or_else(|| std::env::temp_dir().to_string_lossy().into_owned(), |path| path.0);
        Ok(Value::object(DataSource { folder }))
    }
}

builtins! { DATA_SOURCE_METHODS, chapter "Files of arrays", methods "DataSource";
    /// The absolute path of a file.
    ///
    /// >>> import os
    /// >>> np.lib.npyio.DataSource().abspath('a.txt') == os.path.join(os.getcwd(), 'a.txt')
    /// True
    fn abspath(cx, @pos this: SourceObject, path: PathText) -> String {
        let place = std::path::absolute(this.place(&path)).map_err(|error| Error::value(error.to_string()))?;
        let parts: std::path::PathBuf = place.components().filter(|part| part.as_os_str() != ".").collect();
        Ok(parts.to_string_lossy().into_owned())
    }

    /// Whether there is such a file.
    ///
    /// >>> np.lib.npyio.DataSource().exists('.')
    /// True
    fn exists(cx, @pos this: SourceObject, path: PathText) -> bool { Ok(Path::new(&this.place(&path)).exists()) }

    /// Opens a file.
    ///
    /// >>> import os
    /// >>> with open('source_example.txt', 'w') as f: f.write('one')
    /// 3
    /// >>> np.lib.npyio.DataSource().open('source_example.txt').read(); os.remove('source_example.txt')
    /// 'one'
    fn open(cx, @pos this: SourceObject, path: PathText, mode: String = "r".into(), encoding: Option<String> = None, newline: Option<String> = None) -> Value {
        let place = this.place(&path);
        if !Path::new(&place).exists() {
            return Err(crate::value::class::exception::FILE_NOT_FOUND_ERROR.error(format!("{} not found.", &*path)));
        }
        let file = Value::str(place.as_str());
        Request { file, path: place, mode, encoding, errors: None, newline }.open().map(Value::object)
    }
}

impl NativeObject for DataSource {
    fn class(&self) -> &'static Class {
        &DATA_SOURCE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Members of namespaces that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("np.lib.npyio", "DataSource", Value::Class(&DATA_SOURCE))]
}
