//! NumPy's own file formats: `save`, `load`, `savez`.

use super::source::{path_of, read_bytes, write_bytes};
use crate::builtins::array::grids::keywords_of;
use crate::builtins::python::modules::os_error::from_io;
use crate::io::npz::Archive;
use crate::io::{map, npy, npz};
use crate::symbol::Symbol;
use crate::tensor::{Order, Tensor};
use crate::value::class::{Class, exception, numpy, python::OBJECT};
use crate::value::object::NativeObject;
use crate::value::{Array, Context, Error, FromValue, Object, Result, Value};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

builtins! { NPY, chapter "Files of arrays", spaces ["np"];
    /// Writes an array to a file in NumPy's format; a name without `.npy` gets it.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO()
    /// >>> np.save(f, np.array([1, 2, 3]))
    /// >>> f.seek(0), np.load(f)
    /// (0, array([1, 2, 3]))
    @see("load", "savez", "savetxt")
    fn save(cx, file: Value, arr: Tensor, allow_pickle: bool = true) -> () {
        let file = with_suffix(cx, &file, ".npy")?;
        write_bytes(cx, &file, npy::write(&arr)?)
    }

    /// Reads an array, or an archive of arrays, that `save` or `savez` wrote.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(); np.savez(f, x=np.arange(3)); f.seek(0)
    /// 0
    /// >>> np.load(f)['x']
    /// array([0, 1, 2])
    @see("save", "savez", "loadtxt")
    fn load(cx, file: Value, mmap_mode: Option<String> = None, allow_pickle: bool = false, fix_imports: bool = true,
            encoding: String = "ASCII".into(), @kw max_header_size: i64 = 10_000) -> Value {
        loaded(cx, &file, mmap_mode)
    }

    /// Writes several arrays to one file; arrays without a name are `arr_0`, `arr_1` and so on.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO()
    /// >>> np.savez(f, np.arange(3), y=[1.5]); f.seek(0)
    /// 0
    /// >>> np.load(f).files
    /// ['y', 'arr_0']
    @see("savez_compressed", "load")
    fn savez(cx, file: Value, @args args: Vec<Tensor>, @kw allow_pickle: bool = true, @kwargs kwds: Value) -> () {
        archived(cx, &file, args, &kwds, false)
    }

    /// As `savez`, compressed.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO()
    /// >>> np.savez_compressed(f, a=np.zeros(1000)); len(f.getvalue()) < 1000
    /// True
    @see("savez", "load")
    fn savez_compressed(cx, file: Value, @args args: Vec<Tensor>, @kw allow_pickle: bool = true, @kwargs kwds: Value) -> () {
        archived(cx, &file, args, &kwds, true)
    }
}

fn with_suffix(cx: &mut dyn Context, file: &Value, suffix: &str) -> Result<Value> {
    Ok(match path_of(cx, file)? {
        Some(path) if !path.ends_with(suffix) => Value::str(format!("{path}{suffix}")),
        Some(path) => Value::str(path),
        None => file.clone(),
    })
}

fn archived(cx: &mut dyn Context, file: &Value, args: Vec<Tensor>, kwds: &Value, compressed: bool) -> Result<()> {
    let mut arrays: Vec<(String, Tensor)> = Vec::new();
    for (name, value) in keywords_of(kwds) {
        arrays.push((name.to_string(), Tensor::from_value(cx, &value)?));
    }
    for (i, tensor) in args.into_iter().enumerate() {
        let name = format!("arr_{i}");
        if arrays.iter().any(|(known, _)| *known == name) {
            return Err(Error::value(format!("Cannot use un-named variables and keyword {name}")));
        }
        arrays.push((name, tensor));
    }
    let file = with_suffix(cx, file, ".npz")?;
    write_bytes(cx, &file, npz::write(&arrays, compressed)?)
}

fn loaded(cx: &mut dyn Context, file: &Value, mmap_mode: Option<String>) -> Result<Value> {
    if let (Some(mode), Some(path)) = (mmap_mode, path_of(cx, file)?) {
        return mapped(&path, &mode);
    }
    let start = position(cx, file);
    let bytes = read_bytes(cx, file)?;
    if bytes.starts_with(npy::MAGIC) {
        return one_array(cx, file, &bytes, start);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let name = path_of(cx, file)?.unwrap_or_else(|| "object".into());
        let archive = Archive::open(bytes)?;
        let names = archive.names.clone();
        return Ok(Value::object(NpzFile { archive: RefCell::new(archive), names, name }));
    }
    if bytes.is_empty() {
        return Err(exception::EOF_ERROR.error("No data left in file"));
    }
    Err(Error::value(
        "This file contains pickled (object) data. If you trust the file you can load it unsafely using the `allow_pickle=` keyword argument or `pickle.load()`.",
    ))
}

/// The array that the bytes of a file begin with, which stood at `start`.
fn one_array(cx: &mut dyn Context, file: &Value, bytes: &[u8], start: Option<i64>) -> Result<Value> {
    let tensor = npy::read(bytes)?;
    let end = npy::Header::read(bytes)?.data_start + tensor.nbytes();
    // What follows is left to the next `load`.
    if let (Some(start), true) = (start, end < bytes.len()) {
        let seek = crate::builtins::attribute(cx, file, Symbol::new("seek"))?;
        cx.call(&seek, &[Value::Int(start + end as i64)], &[])?;
    }
    Ok(Value::array(tensor))
}

/// As [`one_array`], of an open file whose bytes have been read to its end.
pub fn read_from(cx: &mut dyn Context, file: &Value, bytes: &[u8]) -> Result<Value> {
    let start = position(cx, file).map(|end| end - bytes.len() as i64);
    one_array(cx, file, bytes, start)
}

/// Where an open file stands; `None` for a path.
fn position(cx: &mut dyn Context, file: &Value) -> Option<i64> {
    if !matches!(file, Value::Object(_)) {
        return None;
    }
    let tell = crate::builtins::attribute(cx, file, Symbol::new("tell")).ok()?;
    let at = cx.call(&tell, &[], &[]).ok()?;
    crate::value::convert::to_index(&at).ok()
}

/// `np.load(path, mmap_mode='r')`
pub fn mapped(path: &str, mode: &str) -> Result<Value> {
    let access = access_of(mode)?;
    let bytes = std::fs::read(path).map_err(|error| from_io(&error, Some(path)))?;
    let header = npy::Header::read(&bytes)?;
    let writes = access == map::Access::ReadWrite;
    let file =
        std::fs::OpenOptions::new().read(true).write(writes).open(path).map_err(|error| from_io(&error, Some(path)))?;
    let len = header.shape.iter().product::<usize>() * header.dtype.itemsize();
    let storage =
        map::storage(&file, header.data_start as u64, len, access).map_err(|error| from_io(&error, Some(path)))?;
    let order = if header.fortran { Order::F } else { Order::C };
    let tensor = map::tensor(storage, &header.shape, header.dtype, order)?;
    Ok(Value::Array(Rc::new(Array::with_class(tensor, &numpy::MEMMAP))))
}

/// The access that a mode of `np.memmap` stands for.
pub fn access_of(mode: &str) -> Result<map::Access> {
    match mode {
        "r" | "readonly" => Ok(map::Access::Read),
        "c" | "copyonwrite" => Ok(map::Access::CopyOnWrite),
        "r+" | "readwrite" | "w+" | "write" => Ok(map::Access::ReadWrite),
        other => Err(Error::value(format!(
            "mode must be one of ['r', 'c', 'r+', 'w+', 'readonly', 'copyonwrite', 'readwrite', 'write'] (got {})",
            crate::value::text::str_repr(other)
        ))),
    }
}

pub static NPZ_FILE: Class = Class::new("NpzFile", "numpy.lib.npyio", &[&OBJECT]);

/// An opened `.npz` archive: a mapping of names to arrays, read when they are asked for.
struct NpzFile {
    archive: RefCell<Archive>,
    names: Vec<String>,
    /// The path, or `object` for a file object.
    name: String,
}

impl NpzFile {
    fn keys(&self) -> Vec<Value> {
        self.names.iter().map(|name| Value::str(name.as_str())).collect()
    }

    fn array(&self, name: &str) -> Result<Value> {
        let plain = name.strip_suffix(".npy").unwrap_or(name);
        match self.archive.borrow_mut().get(plain)? {
            Some(tensor) => Ok(Value::array(tensor)),
            None => Err(Error::key(Value::str(format!("{name} is not a file in the archive")))),
        }
    }
}

impl NativeObject for NpzFile {
    fn class(&self) -> &'static Class {
        &NPZ_FILE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok((name.as_str() == "files").then(|| Value::list(self.keys())))
    }

    fn attribute_names(&self) -> Vec<String> {
        vec!["files".into()]
    }

    fn iterate(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        Ok(Some(crate::value::iter::iterate(cx, &Value::list(self.keys()))?.into_value()))
    }

    fn len(&self) -> Option<usize> {
        Some(self.names.len())
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        let name = String::from_value(cx, index).map_err(|_| {
            Error::key(Value::str(format!("{} is not a file in the archive", crate::value::repr::str(index))))
        })?;
        self.array(&name)
    }

    fn contains(&self, _: &mut dyn Context, item: &Value) -> Result<Option<bool>> {
        Ok(Some(matches!(item, Value::Str(name) if self.names.iter().any(|known| known == name.as_str()))))
    }

    fn enter(&self, _: &mut dyn Context, this: &Value) -> Result<Value> {
        Ok(this.clone())
    }

    fn repr(&self) -> String {
        let shown = self.names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = if self.names.len() > 5 { "..." } else { "" };
        format!("NpzFile {} with keys: {shown}{more}", crate::value::text::str_repr(&self.name))
    }
}

/// The receiver of the methods.
struct Receiver(Rc<Object>);

impl FromValue for Receiver {
    const ACCEPTS: &'static str = "NpzFile";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Receiver> {
        match value {
            Value::Object(object) if object.downcast::<NpzFile>().is_some() => Ok(Receiver(object.clone())),
            _ => Err(Error::type_error("descriptor requires an 'NpzFile' object")),
        }
    }
}

impl Receiver {
    fn file(&self) -> Result<&NpzFile> {
        self.0.downcast::<NpzFile>().ok_or_else(|| Error::type_error("descriptor requires an 'NpzFile' object"))
    }
}

builtins! { NPZ_METHODS, chapter "Files of arrays", methods "NpzFile";
    /// The names of the arrays.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(); np.savez(f, a=[1]); n = f.seek(0)
    /// >>> list(np.load(f).keys())
    /// ['a']
    fn keys(cx, @pos this: Receiver) -> Value { Ok(Value::list(this.file()?.keys())) }

    /// The arrays.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(); np.savez(f, a=[1]); n = f.seek(0)
    /// >>> list(np.load(f).values())
    /// [array([1])]
    fn values(cx, @pos this: Receiver) -> Value {
        let file = this.file()?;
        Ok(Value::list(file.names.iter().map(|name| file.array(name)).collect::<Result<_>>()?))
    }

    /// Pairs of name and array.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(); np.savez(f, a=[1]); n = f.seek(0)
    /// >>> list(np.load(f).items())
    /// [('a', array([1]))]
    fn items(cx, @pos this: Receiver) -> Value {
        let file = this.file()?;
        let pair = |name: &String| Ok(Value::tuple([Value::str(name.as_str()), file.array(name)?]));
        Ok(Value::list(file.names.iter().map(pair).collect::<Result<_>>()?))
    }

    /// The array of a name, or a default.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(); np.savez(f, a=[1]); n = f.seek(0)
    /// >>> np.load(f).get('b', 0)
    /// 0
    fn get(cx, @pos this: Receiver, @pos name: String, @pos default: Value = Value::None) -> Value {
        let file = this.file()?;
        if file.names.contains(&name) { file.array(&name) } else { Ok(default) }
    }

    /// Closes the archive.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(); np.savez(f, a=[1]); n = f.seek(0)
    /// >>> np.load(f).close()
    fn close(cx, @pos this: Receiver) -> () { Ok(()) }
}
