//! Python's `bytearray`: bytes that can be changed, in memory that arrays and memoryviews can look at. What `bytes` can do, it
//! can do through the methods of `bytes`.

use super::constructors::bytes_from;
use super::functions::Fallback;
use super::receiver::{Receiver, This, bytes_like, check_size, type_name};
use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::tensor::format::bytes_repr;
use crate::tensor::{Scalar, Tensor};
use crate::value::class::{Class, exception, python};
use crate::value::convert::to_index;
use crate::value::iter::{Iter, collect};
use crate::value::object::{BinaryOp, CompareOp, method};
use crate::value::{Args, Context, Error, NativeObject, Result, Value, item};
use std::any::Any;
use std::cell::{Cell, RefCell};

pub static BYTEARRAY: Class = Class::new("bytearray", "builtins", &[&python::OBJECT]);

/// The bytes are the first `len` of a larger block, so that they can grow.
pub struct ByteArray {
    room: RefCell<Tensor>,
    len: Cell<usize>,
}

impl ByteArray {
    pub fn new(bytes: &[u8]) -> Result<ByteArray> {
        Ok(ByteArray { room: RefCell::new(Tensor::vector(bytes)?), len: Cell::new(bytes.len()) })
    }

    fn value(bytes: &[u8]) -> Result<Value> {
        ByteArray::new(bytes).map(Value::object)
    }

    /// The bytes as an array over the same memory.
    pub fn view(&self) -> Tensor {
        self.room.borrow().range(0, 0, self.len.get())
    }

    pub fn to_vec(&self) -> Vec<u8> {
        self.view().to_vec::<u8>().unwrap_or_default()
    }

    /// BufferError where somebody looks at the memory that would move.
    fn check_exports(&self) -> Result<()> {
        if self.room.borrow().storage().holders() > 1 {
            return Err(exception::BUFFER_ERROR.error("Existing exports of data: object cannot be re-sized"));
        }
        Ok(())
    }

    /// Other bytes; in place where there are as many.
    fn set(&self, bytes: &[u8]) -> Result<()> {
        if bytes.len() != self.len.get() {
            self.check_exports()?;
            self.room.replace(Tensor::vector(bytes)?);
            self.len.set(bytes.len());
            return Ok(());
        }
        bytes.iter().enumerate().try_for_each(|(at, &byte)| self.put(at, byte))
    }

    fn put(&self, at: usize, byte: u8) -> Result<()> {
        self.room.borrow().set_scalar(at as isize, &Scalar::UInt8(byte))?;
        Ok(())
    }

    fn push(&self, byte: u8) -> Result<()> {
        self.check_exports()?;
        let len = self.len.get();
        if len == self.room.borrow().size() {
            let mut grown = self.to_vec();
            check_size(2 * len)?;
            grown.resize((2 * len).max(16), 0);
            self.room.replace(Tensor::vector(&grown)?);
        }
        self.put(len, byte)?;
        self.len.set(len + 1);
        Ok(())
    }

    /// Changes a copy of the bytes and takes it over.
    fn change<T>(&self, change: impl FnOnce(&mut Vec<u8>) -> Result<T>) -> Result<T> {
        let mut bytes = self.to_vec();
        let result = change(&mut bytes)?;
        self.set(&bytes)?;
        Ok(result)
    }

    fn place(&self, index: i64) -> Result<usize> {
        let n = self.len.get() as i64;
        let at = if index < 0 { index + n } else { index };
        if (0..n).contains(&at) { Ok(at as usize) } else { Err(Error::index("bytearray index out of range")) }
    }
}

impl Receiver for ByteArray {
    const CLASS: &'static str = "bytearray";
}

fn byte(value: &Value) -> Result<u8> {
    u8::try_from(to_index(value)?).map_err(|_| Error::value("byte must be in range(0, 256)"))
}

/// The bytes of a bytes-like object, or of integers.
fn bytes_of(cx: &mut dyn Context, value: &Value) -> Result<Vec<u8>> {
    match bytes_like(value) {
        Some(bytes) => Ok(bytes.data.to_vec()),
        None => collect(cx, value)?.iter().map(byte).collect(),
    }
}

builtins! { BYTEARRAY_CONSTRUCTOR, chapter "bytearray", spaces ["constructors"];
    /// Bytes that can be changed, from a length, from integers, from bytes, or from text in an encoding.
    ///
    /// >>> b = bytearray(b'abc'); b[0] = 65; b
    /// bytearray(b'Abc')
    /// >>> bytearray(2), bytearray('é', 'utf-8')
    /// (bytearray(b'\x00\x00'), bytearray(b'\xc3\xa9'))
    fn bytearray(cx, source: Option<Fallback> = None, encoding: Option<String> = None, errors: Option<String> = None) -> Value {
        match bytes_from(cx, source.map(|s| s.0), encoding, errors)? {
            Value::Bytes(bytes) => ByteArray::value(&bytes.data),
            other => Err(Error::type_error(format!("cannot convert '{}' object to bytearray", type_name(&other)))),
        }
    }
}

builtins! { BYTEARRAY_METHODS, chapter "bytearray", methods "bytearray";
    /// Adds a byte at the end.
    ///
    /// >>> b = bytearray(b'ab'); b.append(99); b
    /// bytearray(b'abc')
    fn append(cx, @pos this: This<ByteArray>, @pos item: Value) -> () { this.push(byte(&item)?) }

    /// Adds all bytes of an iterable at the end.
    ///
    /// >>> b = bytearray(); b.extend(b'ab'); b.extend([99]); b
    /// bytearray(b'abc')
    fn extend(cx, @pos this: This<ByteArray>, @pos iterable_of_ints: Value) -> () {
        bytes_of(cx, &iterable_of_ints)?.into_iter().try_for_each(|byte| this.push(byte))
    }

    /// Puts a byte before the one at an index.
    ///
    /// >>> b = bytearray(b'ac'); b.insert(1, 98); b
    /// bytearray(b'abc')
    fn insert(cx, @pos this: This<ByteArray>, @pos index: i64, @pos item: Value) -> () {
        let item = byte(&item)?;
        this.change(|bytes| {
            let n = bytes.len() as i64;
            let at = if index < 0 { (index + n).max(0) } else { index.min(n) };
            bytes.insert(at as usize, item);
            Ok(())
        })
    }

    /// Takes a byte out: the last one, or the one at an index.
    ///
    /// >>> b = bytearray(b'abc'); b.pop(), b.pop(0), b
    /// (99, 97, bytearray(b'b'))
    fn pop(cx, @pos this: This<ByteArray>, @pos index: i64 = -1) -> i64 {
        if this.len.get() == 0 {
            return Err(Error::index("pop from empty bytearray"));
        }
        let at = this.place(index).map_err(|_| Error::index("pop index out of range"))?;
        this.change(|bytes| Ok(i64::from(bytes.remove(at))))
    }

    /// Takes the first byte of a value out.
    ///
    /// >>> b = bytearray(b'aba'); b.remove(97); b
    /// bytearray(b'ba')
    fn remove(cx, @pos this: This<ByteArray>, @pos value: Value) -> () {
        let value = byte(&value)?;
        this.change(|bytes| {
            let at = bytes.iter().position(|&b| b == value).ok_or_else(|| Error::value("value not found in bytearray"))?;
            bytes.remove(at);
            Ok(())
        })
    }

    /// Turns the order round.
    ///
    /// >>> b = bytearray(b'abc'); b.reverse(); b
    /// bytearray(b'cba')
    fn reverse(cx, @pos this: This<ByteArray>) -> () {
        this.change(|bytes| {
            bytes.reverse();
            Ok(())
        })
    }

    /// Removes all bytes.
    ///
    /// >>> b = bytearray(b'ab'); b.clear(); b
    /// bytearray(b'')
    fn clear(cx, @pos this: This<ByteArray>) -> () { this.set(&[]) }

    /// A new bytearray with the same bytes.
    ///
    /// >>> b = bytearray(b'ab'); c = b.copy(); c[0] = 0; b
    /// bytearray(b'ab')
    fn copy(cx, @pos this: This<ByteArray>) -> Value { ByteArray::value(&this.to_vec()) }

    /// A bytearray from hexadecimal digits.
    ///
    /// >>> bytearray.fromhex('00 ff')
    /// bytearray(b'\x00\xff')
    @static
    fn fromhex(cx, @pos string: Value) -> Value {
        let bytes = Value::bytes([]);
        let made = of_bytes(cx, &bytes, Symbol::new("fromhex"), &Args::positional(&[string]))?;
        made.map_or_else(|| Err(Error::value("no hexadecimal digits")), changeable)
    }
}

/// What a method of `bytes` gives; `None` where there is no such method.
fn of_bytes(cx: &mut dyn Context, bytes: &Value, name: Symbol, args: &Args) -> Result<Option<Value>> {
    let Some(method) = registry::find_method(bytes, name) else { return Ok(None) };
    let receiver = if method.has("static") { None } else { Some(bytes.clone()) };
    let positional: Vec<Value> = receiver.into_iter().chain(args.positional.iter().cloned()).collect();
    registry::call(method, cx, &Args { positional: &positional, keywords: args.keywords }).map(Some)
}

/// bytes as bytearrays, also in lists and tuples; any other value as it is.
fn changeable(value: Value) -> Result<Value> {
    let each = |items: &[Value]| items.iter().cloned().map(changeable).collect::<Result<Vec<_>>>();
    match &value {
        Value::Bytes(bytes) => ByteArray::value(&bytes.data),
        Value::List(list) => each(&list.to_vec()).map(Value::list),
        Value::Tuple(tuple) => each(&tuple.items).map(Value::tuple),
        _ => Ok(value),
    }
}

impl NativeObject for ByteArray {
    fn class(&self) -> &'static Class {
        &BYTEARRAY
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let bytes = Value::bytes(self.to_vec());
        let known = registry::find_method(&bytes, name).is_some();
        let changed =
            move |cx: &mut dyn Context, args: &Args| changeable(of_bytes(cx, &bytes, name, args)?.unwrap_or_default());
        Ok(known.then(|| method(changed)))
    }

    fn attribute_names(&self) -> Vec<String> {
        registry::registry().methods("bytes").map(|(name, _)| name.as_str().to_string()).collect()
    }

    fn len(&self) -> Option<usize> {
        Some(self.len.get())
    }

    fn iterate(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        let bytes: Vec<Value> = self.to_vec().into_iter().map(|b| Value::Int(i64::from(b))).collect();
        Ok(Some(Iter::Vec(bytes.into(), 0).into_value()))
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        match index {
            Value::Slice(_) => changeable(item::get_item(cx, &Value::bytes(self.to_vec()), index)?),
            other => {
                let at = self.place(to_index(other).map_err(|_| no_index(other))?)?;
                Ok(Value::Int(i64::from(self.to_vec().get(at).copied().unwrap_or(0))))
            }
        }
    }

    fn set_item(&self, cx: &mut dyn Context, index: &Value, value: &Value) -> Result<()> {
        let Value::Slice(slice) = index else {
            let at = self.place(to_index(index).map_err(|_| no_index(index))?)?;
            return self.put(at, byte(value)?);
        };
        let new = bytes_of(cx, value)?;
        let places: Vec<usize> = item::indices(slice, self.len.get())?.collect();
        let in_a_row = slice.step.is(&Value::None) || matches!(slice.step, Value::Int(1));
        let (start, ..) = item::slice_bounds(slice, self.len.get())?;
        self.change(|bytes| {
            if in_a_row {
                let start = start.clamp(0, bytes.len() as i64) as usize;
                bytes.splice(start..start + places.len(), new);
                return Ok(());
            }
            if new.len() != places.len() {
                return Err(Error::value(format!(
                    "attempt to assign bytes of size {} to extended slice of size {}",
                    new.len(),
                    places.len()
                )));
            }
            places.iter().zip(new).for_each(|(&at, byte)| bytes[at] = byte);
            Ok(())
        })
    }

    fn delete_item(&self, _: &mut dyn Context, index: &Value) -> Result<()> {
        let mut places: Vec<usize> = match index {
            Value::Slice(slice) => item::indices(slice, self.len.get())?.collect(),
            other => vec![self.place(to_index(other).map_err(|_| no_index(other))?)?],
        };
        places.sort_unstable();
        self.change(|bytes| {
            for &at in places.iter().rev() {
                bytes.remove(at);
            }
            Ok(())
        })
    }

    fn contains(&self, cx: &mut dyn Context, item: &Value) -> Result<Option<bool>> {
        let part = bytes_like(item).map_or_else(|| item.clone(), Value::Bytes);
        crate::value::compare::contains(cx, &Value::bytes(self.to_vec()), &part).map(Some)
    }

    fn binary(&self, _: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        let own = self.to_vec();
        match (op, bytes_like(other)) {
            (BinaryOp::Add, Some(other)) if reflected => Ok(Some(Value::bytes([&other.data, own.as_slice()].concat()))),
            (BinaryOp::Add, Some(other)) => ByteArray::value(&[own.as_slice(), &other.data].concat()).map(Some),
            (BinaryOp::Mul, None) => match to_index(other) {
                Ok(times) => {
                    let times = times.max(0) as usize;
                    check_size(times.saturating_mul(own.len()))?;
                    ByteArray::value(&own.repeat(times)).map(Some)
                }
                Err(_) => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = bytes_like(other) else { return Ok(None) };
        Ok(Some(Value::bool(op.holds(Some(self.to_vec().as_slice().cmp(&other.data))))))
    }

    fn to_tensor(&self) -> Option<Result<Tensor>> {
        Some(Ok(self.view()))
    }

    fn repr(&self) -> String {
        format!("bytearray({})", bytes_repr(&self.to_vec()))
    }
}

fn no_index(value: &Value) -> Error {
    Error::type_error(format!("bytearray indices must be integers or slices, not {}", type_name(value)))
}
