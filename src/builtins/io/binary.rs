//! Arrays as raw bytes in files: `fromfile`, `tofile`, `memmap`.

use super::npy_files::access_of;
use super::source::{path_of, read_bytes, write_bytes, write_text};
use crate::builtins::array::argument::Source;
use crate::builtins::array::from_data::{element_bytes, from_bytes, parsed};
use crate::builtins::python::modules::os_error::from_io;
use crate::io::map::{self, Access};
use crate::tensor::{DType, Order, Tensor};
use crate::value::class::numpy;
use crate::value::convert::Shape;
use crate::value::item::scalar_value;
use crate::value::percent::format_str;
use crate::value::{Array, Error, Result, Value, repr};
use std::rc::Rc;

builtins! { BINARY, chapter "Raw bytes in files", spaces ["np"];
    /// Reads elements from a file: raw bytes, or with `sep` a text.
    ///
    /// >>> import os
    /// >>> np.arange(3).tofile('fromfile_example.bin')
    /// >>> np.fromfile('fromfile_example.bin', dtype=int)
    /// array([0, 1, 2])
    /// >>> os.remove('fromfile_example.bin')
    @see("frombuffer", "load")
    fn fromfile(cx, file: Value, dtype: Option<DType> = None, count: i64 = -1, sep: String = String::new(), offset: i64 = 0,
                @kw like: Value = Value::None) -> Tensor {
        let dtype = dtype.unwrap_or(DType::FLOAT64);
        let bytes = read_bytes(cx, &file)?;
        if !sep.is_empty() {
            return parsed(&String::from_utf8_lossy(&bytes), &sep, dtype, count);
        }
        // A file may end early: as many elements as there are.
        let start = usize::try_from(offset).unwrap_or(0).min(bytes.len());
        let whole = (bytes.len() - start) / dtype.itemsize().max(1);
        let n = usize::try_from(count).map_or(whole, |n| n.min(whole));
        from_bytes(&bytes, dtype, n as i64, start as i64)
    }
}

builtins! { METHODS, chapter "Raw bytes in files", methods "ndarray";
    /// Writes the elements to a file: raw bytes, or with `sep` as text.
    ///
    /// >>> import os
    /// >>> np.array([1.5, 2]).tofile('tofile_example.txt', sep=', ')
    /// >>> open('tofile_example.txt').read()
    /// '1.5, 2.0'
    /// >>> os.remove('tofile_example.txt')
    fn tofile(cx, @pos a: Source, fid: Value, sep: String = String::new(), format: String = "%s".into()) -> () {
        if sep.is_empty() {
            let bytes = element_bytes(&a, Order::C)?;
            return write_bytes(cx, &fid, bytes);
        }
        let line = a.tensor.ravel(Order::C)?;
        let stride = line.strides().first().copied().unwrap_or(0);
        let mut texts = Vec::with_capacity(line.size());
        for i in 0..line.size() {
            let value = scalar_value(line.scalar_at(i as isize * stride));
            texts.push(repr::str(&format_str(cx, &format, &Value::tuple([value]))?));
        }
        write_text(cx, &fid, texts.join(&sep))
    }
}

builtins! { MEMMAP, chapter "Raw bytes in files", spaces ["constructors.numpy"];
    /// An array over a file's bytes: only the parts that are used are read, and what is written goes to the file.
    ///
    /// Modes: `'r'` read only, `'r+'` read and write, `'w+'` a new file, `'c'` changes stay in memory.
    ///
    /// >>> import os
    /// >>> m = np.memmap('memmap_example.bin', dtype='int16', mode='w+', shape=(2, 2))
    /// >>> m[0] = 7; m.flush(); np.fromfile('memmap_example.bin', dtype='int16')
    /// array([7, 7, 0, 0], dtype=int16)
    /// >>> os.remove('memmap_example.bin')
    @see("fromfile", "load")
    fn memmap(cx, filename: Value, dtype: DType = DType::UINT8, mode: String = "r+".into(), offset: i64 = 0,
              shape: Option<Shape> = None, order: Order = Order::C) -> Value {
        let access = access_of(&mode)?;
        let path = path_of(cx, &filename)?.ok_or_else(|| Error::type_error("memmap needs the path of a file"))?;
        let fresh = matches!(mode.as_str(), "w+" | "write");
        mapped(&path, dtype, access, fresh, offset.max(0) as u64, shape.map(|s| s.0), order)
    }
}

builtins! { MEMMAP_METHODS, chapter "Raw bytes in files", methods "memmap";
    /// Writes changes to the file. The system shows them to every reader at once; there is nothing left to do.
    ///
    /// >>> import os
    /// >>> np.memmap('flush_example.bin', dtype='int8', mode='w+', shape=1).flush()
    /// >>> os.remove('flush_example.bin')
    fn flush(cx, @pos this: Value) -> () { Ok(()) }
}

fn mapped(
    path: &str,
    dtype: DType,
    access: Access,
    fresh: bool,
    offset: u64,
    shape: Option<Vec<usize>>,
    order: Order,
) -> Result<Value> {
    let failed = |error: std::io::Error| from_io(&error, Some(path));
    let writes = access == Access::ReadWrite;
    let file = std::fs::OpenOptions::new()
        .read(true)
        .write(writes)
        .create(fresh)
        .truncate(fresh)
        .open(path)
        .map_err(failed)?;
    let found = file.metadata().map_err(failed)?.len();
    let size = dtype.itemsize().max(1);
    let shape = match shape {
        Some(shape) => shape,
        None if fresh => return Err(Error::value("shape must be given if mode == 'w+'")),
        None => {
            let bytes = found.saturating_sub(offset) as usize;
            if !bytes.is_multiple_of(size) {
                return Err(Error::value("Size of the available data is not a multiple of the data-type size."));
            }
            vec![bytes / size]
        }
    };
    let length =
        shape.iter().try_fold(size, |n, &dim| n.checked_mul(dim)).ok_or_else(|| Error::value("array is too big"))?;
    let end = offset + length as u64;
    if end > found {
        if !writes {
            return Err(Error::value("mmap length is greater than file size"));
        }
        file.set_len(end).map_err(failed)?;
    }
    if length == 0 {
        return Err(Error::value("cannot mmap an empty file"));
    }
    let storage = map::storage(&file, offset, length, access).map_err(failed)?;
    let tensor = map::tensor(storage, &shape, dtype, order)?;
    Ok(Value::Array(Rc::new(Array::with_class(tensor, &numpy::MEMMAP))))
}
