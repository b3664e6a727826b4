//! `numpy.lib.format`: the parts of `.npy` files, and arrays over the memory of one.

use super::npy_files::{mapped, read_from};
use super::source::{path_of, read_bytes, write_bytes};
use crate::builtins::array::argument::IntTuple;
use crate::builtins::array::dtype::descr;
use crate::builtins::python::modules::os_error::from_io;
use crate::io::npy::{self, MAGIC};
use crate::tensor::{DType, Kind, Order, Tensor};
use crate::value::convert::{IntoValue, Shape};
use crate::value::table::Table;
use crate::value::{Dict, Error, Value};
use std::rc::Rc;

builtins! { LIB_FORMAT, chapter "Files of arrays", spaces ["np.lib.format"];
    /// What a file of a version begins with.
    ///
    /// >>> np.lib.format.magic(1, 0)
    /// b'\x93NUMPY\x01\x00'
    fn magic(cx, major: i64, minor: i64) -> Value {
        let byte = |n: i64, name| u8::try_from(n).map_err(|_| Error::value(format!("{name} version must be 0 <= {name} < 256")));
        Ok(Value::bytes([MAGIC, &[byte(major, "major")?, byte(minor, "minor")?]].concat()))
    }

    /// The version that a file begins with; the file stands behind it then.
    ///
    /// >>> import io
    /// >>> np.lib.format.read_magic(io.BytesIO(b'\x93NUMPY\x01\x00'))
    /// (1, 0)
    fn read_magic(cx, fp: Value) -> (i64, i64) {
        let read = crate::builtins::attribute(cx, &fp, crate::symbol::Symbol::new("read"))?;
        match cx.call(&read, &[Value::Int(8)], &[])? {
            Value::Bytes(bytes) => match bytes.data.strip_prefix(MAGIC) {
                Some([major, minor]) => Ok((i64::from(*major), i64::from(*minor))),
                _ => Err(Error::value("the magic string is not correct; expected b'\\x93NUMPY'")),
            },
            _ => Err(Error::value("EOF: reading magic string")),
        }
    }

    /// A dtype as a header describes it.
    ///
    /// >>> np.lib.format.dtype_to_descr(np.dtype('f4')), np.lib.format.dtype_to_descr(np.dtype([('a', 'i4')]))
    /// ('<f4', [('a', '<i4')])
    fn dtype_to_descr(cx, dtype: DType) -> Value {
        Ok(match dtype.kind {
            Kind::Record(_) => descr(dtype),
            _ => Value::str(crate::tensor::format::dtype_code(dtype)),
        })
    }

    /// The dtype that a header describes.
    ///
    /// >>> np.lib.format.descr_to_dtype('<f4')
    /// dtype('float32')
    fn descr_to_dtype(cx, descr: DType) -> DType { Ok(descr) }

    /// What a header says of an array.
    ///
    /// >>> np.lib.format.header_data_from_array_1_0(np.zeros((2, 3)))
    /// {'shape': (2, 3), 'fortran_order': False, 'descr': '<f8'}
    fn header_data_from_array_1_0(cx, array: Tensor) -> Value {
        let fortran = array.is_f_contiguous() && !array.is_c_contiguous();
        let descr = match array.dtype().kind {
            Kind::Record(_) => descr(array.dtype()),
            _ => Value::str(crate::tensor::format::dtype_code(array.dtype())),
        };
        let mut table = Table::default();
        table.insert(Value::str("shape"), IntTuple::of(array.shape()).into_value())?;
        table.insert(Value::str("fortran_order"), Value::bool(fortran))?;
        table.insert(Value::str("descr"), descr)?;
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }

    /// Writes an array to an open file, header and all.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(); np.lib.format.write_array(f, np.arange(3)); f.seek(0), np.lib.format.read_array(f)
    /// (0, array([0, 1, 2]))
    fn write_array(cx, fp: Value, array: Tensor, version: Value = Value::None, allow_pickle: bool = true, pickle_kwargs: Value = Value::None) -> () {
        write_bytes(cx, &fp, npy::write(&array)?)
    }

    /// Reads an array from an open file.
    ///
    /// >>> import io
    /// >>> f = io.BytesIO(); np.save(f, [1.5]); f.seek(0), np.lib.format.read_array(f)
    /// (0, array([1.5]))
    fn read_array(cx, fp: Value, allow_pickle: bool = false, pickle_kwargs: Value = Value::None, @kw max_header_size: i64 = 10_000) -> Value {
        let bytes = read_bytes(cx, &fp)?;
        read_from(cx, &fp, &bytes)
    }

    /// An array over the memory of a `.npy` file: one that exists, or with `'w+'` a new one.
    ///
    /// >>> import os
    /// >>> a = np.lib.format.open_memmap('open_memmap_example.npy', mode='w+', dtype='i2', shape=(2,)); a[0] = 7
    /// >>> np.load('open_memmap_example.npy')
    /// array([7, 0], dtype=int16)
    /// >>> os.remove('open_memmap_example.npy')
    fn open_memmap(cx, filename: Value, mode: String = "r+".into(), dtype: Option<DType> = None, shape: Option<Shape> = None,
                   fortran_order: bool = false, version: Value = Value::None, @kw max_header_size: i64 = 10_000) -> Value {
        let path = path_of(cx, &filename)?
            .ok_or_else(|| Error::value("Filename must be a string or a path-like object.  Memmap cannot use existing file handles."))?;
        if mode != "w+" {
            return mapped(&path, &mode);
        }
        let shape = shape.map_or_else(Vec::new, |shape| shape.0.to_vec());
        let order = if fortran_order { Order::F } else { Order::C };
        let empty = Tensor::allocate(&shape, dtype.unwrap_or(DType::FLOAT64), order, true)?;
        std::fs::write(&path, npy::write(&empty)?).map_err(|error| from_io(&error, Some(&path)))?;
        mapped(&path, "r+")
    }

    /// Whether a value is an open file.
    ///
    /// >>> np.lib.format.isfileobj('a.npy')
    /// False
    fn isfileobj(cx, f: Value) -> bool { Ok(is_file(&f)) }

    /// A dtype without the notes that `metadata=` attached.
    ///
    /// >>> np.lib.format.drop_metadata(np.dtype('f4', metadata={'a': 1})).metadata is None
    /// True
    fn drop_metadata(cx, dtype: DType) -> DType { Ok(dtype) }
}

fn is_file(value: &Value) -> bool {
    matches!(value, Value::Object(object) if matches!(object.class().name, "TextIOWrapper" | "BufferedReader" | "BufferedWriter" | "BufferedRandom"))
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let space = "np.lib.format";
    vec![
        (space, "MAGIC_PREFIX", Value::bytes(MAGIC)),
        (space, "MAGIC_LEN", Value::Int(MAGIC.len() as i64 + 2)),
        (space, "ARRAY_ALIGN", Value::Int(npy::ALIGNMENT as i64)),
        (space, "BUFFER_SIZE", Value::Int(1 << 18)),
        (space, "GROWTH_AXIS_MAX_DIGITS", Value::Int(npy::GROWTH_DIGITS as i64)),
    ]
}
