//! Arrays from other data: iterators, bytes, texts.

use crate::builtins::python::memoryview::MemoryView;
use crate::tensor::shape::shape_text;
use crate::tensor::{DType, Kind, Order, Tensor};
use crate::value::iter::iterate;
use crate::value::nested::to_tensor;
use crate::value::{ElementType, Error, Result, Value};
use std::rc::Rc;

builtins! { FROM_DATA, chapter "Arrays from other data", spaces ["np"];
    /// An array from anything that can be gone through.
    ///
    /// >>> np.fromiter((i*i for i in range(4)), int)
    /// array([0, 1, 4, 9])
    /// >>> np.fromiter(zip('ab', 'cd'), np.dtype(('U1', 2)))
    /// array([['a', 'c'],
    ///        ['b', 'd']], dtype='<U1')
    @compiled @see("array")
    fn fromiter(cx, iter: Value, dtype: Rc<ElementType>, count: i64 = -1, @kw like: Value = Value::None) -> Value {
        let mut items = Vec::new();
        let mut source = iterate(cx, &iter)?;
        while count < 0 || (items.len() as i64) < count {
            match source.next(cx)? {
                Some(item) => items.push(item),
                None => break,
            }
            if items.len() % 4096 == 0 && crate::pool::interrupted() {
                return Err(crate::tensor::Error::interrupt().into());
            }
        }
        if count > items.len() as i64 {
            return Err(Error::value(format!(
                "iterator too short: Expected {count} but iterator had only {} items.", items.len()
            )));
        }
        let shape = [&[items.len()], dtype.shape()].concat();
        let tensor = to_tensor(cx, &Value::list(items), Some(dtype.base()))?;
        let filled = if tensor.is_empty() { tensor.reshaped(&shape, Order::C)? } else { tensor };
        if dtype.is_subarray() && filled.shape() != shape {
            let (from, to) = (shape_text(filled.shape().get(1..).unwrap_or(&[])), shape_text(dtype.shape()));
            return Err(Error::value(format!("could not broadcast input array from shape {from} into shape {to}")));
        }
        Ok(Value::array(filled))
    }

    /// Bytes seen as an array.
    ///
    /// >>> np.frombuffer(b'\x01\x02\x03', dtype=np.uint8)
    /// array([1, 2, 3], dtype=uint8)
    @compiled @see("fromstring", "fromfile")
    fn frombuffer(cx, buffer: Value, dtype: Option<DType> = None, count: i64 = -1, offset: i64 = 0,
                  @kw like: Value = Value::None) -> Value {
        let dtype = dtype.unwrap_or(DType::FLOAT64);
        if let Some(array) = shared(&buffer, dtype, count, offset)? {
            return Ok(array);
        }
        let bytes = bytes_of(&buffer)?;
        let array = from_bytes(&bytes, dtype, count, offset)?;
        let value = Value::array(array);
        if let (Value::Array(array), Value::Bytes(_)) = (&value, &buffer) {
            array.set_writeable(false);
            array.set_base(Some(buffer.clone()));
        }
        Ok(value)
    }

    /// Numbers from a text, parted by `sep`.
    ///
    /// >>> np.fromstring('1, 2, 3', sep=',')
    /// array([1., 2., 3.])
    @see("frombuffer", "loadtxt")
    fn fromstring(cx, string: String, dtype: Option<DType> = None, count: i64 = -1, @kw sep: String = String::new(),
                  @kw like: Value = Value::None) -> Tensor {
        if sep.is_empty() {
            return Err(Error::value("The binary mode of fromstring is removed, use frombuffer instead"));
        }
        parsed(&string, &sep, dtype.unwrap_or(DType::FLOAT64), count)
    }
}

/// An array over the memory of a bytearray or memoryview; `None` for any other value.
fn shared(buffer: &Value, dtype: DType, count: i64, offset: i64) -> Result<Option<Value>> {
    let Value::Object(object) = buffer else { return Ok(None) };
    let Some(memory) = object.to_tensor().transpose()? else { return Ok(None) };
    check_buffer_type(dtype)?;
    let bytes = memory.ravel(Order::C)?.view_as(DType::UINT8)?;
    let part = elements_within(bytes.size(), dtype, count, offset)?;
    let seen = bytes.range(0, part.start, part.end).view_as(dtype)?;
    let array = crate::value::Array::view_of(seen, buffer);
    let readonly = object.downcast::<MemoryView>().is_some_and(MemoryView::is_readonly);
    array.set_writeable(!readonly);
    Ok(Some(Value::Array(Rc::new(array))))
}

/// The bytes of a bytes object or of an array's elements in C order.
pub fn bytes_of(value: &Value) -> Result<Vec<u8>> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.data.to_vec()),
        Value::Array(array) => element_bytes(&array.tensor(), Order::C),
        other => Err(Error::type_error(format!(
            "a bytes-like object is required, not '{}'",
            crate::value::class::class_of(other).qualified_name()
        ))),
    }
}

/// The bytes of all elements in an order, as `tobytes` gives them.
pub fn element_bytes(tensor: &Tensor, order: Order) -> Result<Vec<u8>> {
    let order = match order {
        Order::F => Order::F,
        Order::A | Order::K if tensor.is_f_contiguous() && !tensor.is_c_contiguous() => Order::F,
        _ => Order::C,
    };
    let line = if order == Order::F { tensor.transpose() } else { tensor.clone() };
    let whole = crate::tensor::copy::c_contiguous(&line)?;
    let bytes = Tensor::from_parts(
        whole.storage().clone(),
        whole.offset(),
        [whole.nbytes()].as_slice().into(),
        [1].as_slice().into(),
        DType::UINT8,
    )?;
    Ok(bytes.to_vec::<u8>().unwrap_or_default())
}

/// An array over a copy of these bytes.
pub fn from_bytes(bytes: &[u8], dtype: DType, count: i64, offset: i64) -> Result<Tensor> {
    check_buffer_type(dtype)?;
    let size = dtype.itemsize();
    let part = elements_within(bytes.len(), dtype, count, offset)?;
    let (n, rest) = (part.len() / size, &bytes[part]);
    let raw = Tensor::from_slice(&[n * size], &rest[..n * size])?;
    let strides = [size as isize];
    Ok(Tensor::from_parts(
        raw.storage().clone(),
        raw.offset(),
        [n].as_slice().into(),
        strides.as_slice().into(),
        dtype,
    )?)
}

/// ValueError for dtypes that bytes cannot be seen as.
fn check_buffer_type(dtype: DType) -> Result<()> {
    if dtype.kind.is_reference() {
        return Err(Error::value("cannot create an OBJECT array from memory buffer"));
    }
    if dtype.itemsize() == 0 {
        return Err(Error::value("itemsize cannot be zero in type"));
    }
    Ok(())
}

/// Which of `len` bytes hold `count` elements from `offset` on; all that are left where that is negative.
fn elements_within(len: usize, dtype: DType, count: i64, offset: i64) -> Result<std::ops::Range<usize>> {
    let size = dtype.itemsize();
    let start = usize::try_from(offset).ok().filter(|&o| o <= len).ok_or_else(|| {
        Error::value(format!("offset must be non-negative and no greater than buffer length ({len})"))
    })?;
    let rest = len - start;
    match usize::try_from(count) {
        Ok(n) if n.saturating_mul(size) > rest => Err(Error::value("buffer is smaller than requested size")),
        Ok(n) => Ok(start..start + n * size),
        Err(_) if !rest.is_multiple_of(size) => Err(Error::value("buffer size must be a multiple of element size")),
        Err(_) => Ok(start..len),
    }
}

/// Numbers of a text between separators; blanks in a separator stand for any number of them.
pub fn parsed(text: &str, sep: &str, dtype: DType, count: i64) -> Result<Tensor> {
    let mark = sep.trim();
    let pieces: Vec<&str> = if mark.is_empty() {
        text.split_whitespace().collect()
    } else {
        let text = text.trim();
        let text = text.strip_suffix(mark).unwrap_or(text);
        if text.trim().is_empty() { Vec::new() } else { text.split(mark).map(str::trim).collect() }
    };
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    let mut numbers = Vec::with_capacity(pieces.len().min(limit));
    let mut watch = crate::value::watch::Watch::default();
    for piece in pieces.iter().take(limit) {
        watch.step()?;
        let number = number_of(piece, dtype.kind);
        numbers.push(
            number.ok_or_else(|| Error::value("string or file could not be read to its end due to unmatched data"))?,
        );
    }
    let values = Value::list(numbers);
    Ok(crate::tensor::nested::array_of(&values, Some(dtype))?)
}

fn number_of(text: &str, kind: Kind) -> Option<Value> {
    if kind.is_integer() || kind == Kind::Bool {
        return text.parse::<i64>().ok().map(Value::Int);
    }
    match text.to_ascii_lowercase().trim_start_matches(['+', '-']) {
        "inf" | "infinity" | "nan" => {}
        word if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {}
        _ => return None,
    }
    text.parse::<f64>().ok().map(Value::float)
}
