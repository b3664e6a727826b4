//! Python's `memoryview`: the memory of bytes, bytearrays, arrays and NumPy's scalars, seen through its own shape and format.

use super::bytearray::{BYTEARRAY, ByteArray};
use super::receiver::{Receiver, This, type_name};
use crate::builtins::array::argument::IntTuple;
use crate::builtins::array::dtype::letter;
use crate::builtins::array::from_data::element_bytes;
use crate::tensor::{DType, Kind, Order, Tensor, cast};
use crate::value::boxed::{nested_list, python_value};
use crate::value::class::{Class, exception, python};
use crate::value::object::CompareOp;
use crate::value::{Context, Error, FromValue, NativeObject, Object, Result, Value, item};
use std::any::Any;
use std::cell::RefCell;

pub static MEMORYVIEW: Class = Class::new("memoryview", "builtins", &[&python::OBJECT]);

pub struct MemoryView {
    /// `None` after `release`.
    memory: RefCell<Option<Tensor>>,
    readonly: bool,
    /// The object whose memory it is.
    owner: Value,
}

impl Receiver for MemoryView {
    const CLASS: &'static str = "memoryview";
}

builtins! { MEMORYVIEW_CONSTRUCTOR, chapter "memoryview", spaces ["constructors"];
    /// The memory of an object, without a copy.
    ///
    /// >>> b = bytearray(b'abc'); m = memoryview(b); m[0] = 65; b
    /// bytearray(b'Abc')
    /// >>> m = memoryview(np.arange(6).reshape(2, 3)); m.format, m.shape, m.tolist()
    /// ('l', (2, 3), [[0, 1, 2], [3, 4, 5]])
    fn memoryview(cx, object: Value) -> Value { MemoryView::of(&object).map(Value::object) }
}

builtins! { MEMORYVIEW_METHODS, chapter "memoryview", methods "memoryview";
    /// The bytes of all elements, in C order or in another.
    ///
    /// >>> memoryview(np.array([1, 2], dtype='i2')).tobytes()
    /// b'\x01\x00\x02\x00'
    fn tobytes(cx, @pos this: This<MemoryView>, order: Option<Order> = None) -> Value {
        element_bytes(&this.alive()?, order.unwrap_or(Order::C)).map(Value::bytes)
    }

    /// The elements in nested lists.
    ///
    /// >>> memoryview(b'abc').tolist()
    /// [97, 98, 99]
    fn tolist(cx, @pos this: This<MemoryView>) -> Value {
        this.check_format()?;
        Ok(nested_list(this.alive()?))
    }

    /// The bytes as hexadecimal digits.
    ///
    /// >>> memoryview(b'\x01\xab').hex()
    /// '01ab'
    fn hex(cx, @pos this: This<MemoryView>) -> String {
        Ok(element_bytes(&this.alive()?, Order::C)?.iter().map(|b| format!("{b:02x}")).collect())
    }

    /// The same memory in another format, and in a shape.
    ///
    /// >>> memoryview(b'\x01\x00\x02\x00').cast('h').tolist()
    /// [1, 2]
    fn cast(cx, @pos this: This<MemoryView>, format: String, shape: Value = Value::None) -> Value {
        let dtype = crate::value::dtype::to_dtype(&Value::str(format.as_str())).ok();
        let dtype = dtype.filter(|d| d.kind.is_numeric() && format.trim_start_matches('@').len() == 1).ok_or_else(|| {
            Error::value("memoryview: destination format must be a native single character format prefixed with an optional '@'")
        })?;
        let from = this.alive()?;
        if !from.is_c_contiguous() {
            return Err(Error::type_error("memoryview: casts are restricted to C-contiguous views"));
        }
        let flat = from.reshaped(&[from.size()], Order::C)?.view_as(DType::UINT8)?;
        if flat.size() % dtype.itemsize() != 0 {
            return Err(Error::type_error("memoryview: length is not a multiple of itemsize"));
        }
        let line = flat.view_as(dtype)?;
        let seen = match &shape {
            Value::None => line,
            other => {
                let dims = Vec::<usize>::from_value(cx, other)?;
                line.reshaped(&dims, Order::C)
                    .map_err(|_| Error::type_error("memoryview: product(shape) * itemsize != buffer size"))?
            }
        };
        Ok(Value::object(this.over(seen)))
    }

    /// The same memory, not to be written.
    ///
    /// >>> memoryview(bytearray(b'a')).toreadonly().readonly
    /// True
    fn toreadonly(cx, @pos this: This<MemoryView>) -> Value {
        Ok(Value::object(MemoryView { readonly: true, ..this.over(this.alive()?) }))
    }

    /// Lets the memory go.
    ///
    /// >>> m = memoryview(b'a'); m.release()
    fn release(cx, @pos this: This<MemoryView>) -> () {
        drop(this.memory.take());
        Ok(())
    }

    /// What an element is, in the letters of Python's module `struct`.
    ///
    /// >>> memoryview(b'a').format, memoryview(np.str_('abc')).format
    /// ('B', '3w')
    @property
    fn format(cx, @pos this: This<MemoryView>) -> String { Ok(format_of(this.alive()?.dtype())) }

    /// Bytes of an element.
    ///
    /// >>> memoryview(np.zeros(2)).itemsize
    /// 8
    @property
    fn itemsize(cx, @pos this: This<MemoryView>) -> usize { Ok(this.alive()?.itemsize()) }

    /// Bytes of all elements.
    ///
    /// >>> memoryview(np.zeros(2)).nbytes
    /// 16
    @property
    fn nbytes(cx, @pos this: This<MemoryView>) -> usize { Ok(this.alive()?.nbytes()) }

    /// The number of axes.
    ///
    /// >>> memoryview(b'abc').ndim
    /// 1
    @property
    fn ndim(cx, @pos this: This<MemoryView>) -> usize { Ok(this.alive()?.ndim()) }

    /// The lengths of the axes.
    ///
    /// >>> memoryview(b'abc').shape
    /// (3,)
    @property
    fn shape(cx, @pos this: This<MemoryView>) -> IntTuple { Ok(IntTuple::of(this.alive()?.shape())) }

    /// Bytes from an element to the next, along each axis.
    ///
    /// >>> memoryview(np.zeros((2, 3))).strides
    /// (24, 8)
    @property
    fn strides(cx, @pos this: This<MemoryView>) -> Value {
        Ok(Value::tuple(this.alive()?.strides().iter().map(|&s| Value::Int(s as i64)).collect::<Vec<_>>()))
    }

    /// For memory that is reached through pointers, of which there is none here.
    ///
    /// >>> memoryview(b'abc').suboffsets
    /// ()
    @property
    fn suboffsets(cx, @pos this: This<MemoryView>) -> Value { Ok(Value::tuple([])) }

    /// Whether the memory must not be written.
    ///
    /// >>> memoryview(b'a').readonly, memoryview(bytearray(b'a')).readonly
    /// (True, False)
    @property
    fn readonly(cx, @pos this: This<MemoryView>) -> bool {
        this.alive()?;
        Ok(this.readonly)
    }

    /// The object whose memory it is.
    ///
    /// >>> memoryview(b'a').obj
    /// b'a'
    @property
    fn obj(cx, @pos this: This<MemoryView>) -> Value {
        this.alive()?;
        Ok(this.owner.clone())
    }

    /// Whether the elements lie one after the other, last axis fastest.
    ///
    /// >>> memoryview(b'abc')[::2].c_contiguous
    /// False
    @property
    fn c_contiguous(cx, @pos this: This<MemoryView>) -> bool { Ok(this.alive()?.is_c_contiguous()) }

    /// Whether the elements lie one after the other, first axis fastest.
    ///
    /// >>> memoryview(np.zeros((2, 3)).T).f_contiguous
    /// True
    @property
    fn f_contiguous(cx, @pos this: This<MemoryView>) -> bool { Ok(this.alive()?.is_f_contiguous()) }

    /// Whether the elements lie one after the other in either order.
    ///
    /// >>> memoryview(b'abc').contiguous
    /// True
    @property
    fn contiguous(cx, @pos this: This<MemoryView>) -> bool {
        let tensor = this.alive()?;
        Ok(tensor.is_c_contiguous() || tensor.is_f_contiguous())
    }
}

impl MemoryView {
    /// The memory of a value. TypeError for one that has none to show.
    pub fn of(object: &Value) -> Result<MemoryView> {
        let refused =
            || Error::type_error(format!("memoryview: a bytes-like object is required, not '{}'", type_name(object)));
        let (tensor, readonly) = match object {
            Value::Bytes(bytes) => (Tensor::vector(&bytes.data)?, true),
            Value::Array(array) => (array.tensor(), !array.is_writeable()),
            Value::Object(other) => match (other.downcast::<MemoryView>(), other.downcast::<ByteArray>()) {
                (Some(view), _) => (view.alive()?, view.readonly),
                (_, Some(bytes)) => (bytes.view(), false),
                _ => return Err(refused()),
            },
            other => (cast::scalar_tensor(&other.as_scalar().ok_or_else(refused)?)?, true),
        };
        Ok(MemoryView { memory: RefCell::new(Some(tensor)), readonly, owner: object.clone() })
    }

    /// Other elements of the same memory.
    fn over(&self, tensor: Tensor) -> MemoryView {
        MemoryView { memory: RefCell::new(Some(tensor)), readonly: self.readonly, owner: self.owner.clone() }
    }

    pub fn is_readonly(&self) -> bool {
        self.readonly
    }

    /// ValueError after `release`.
    pub fn alive(&self) -> Result<Tensor> {
        let alive = self.memory.borrow().clone();
        alive.ok_or_else(|| Error::value("operation forbidden on released memoryview object"))
    }

    /// Python reads single numbers alone.
    fn check_format(&self) -> Result<()> {
        let dtype = self.alive()?.dtype();
        let known = dtype.kind.is_numeric() && !dtype.kind.is_complex() && dtype.is_native() || dtype.itemsize() == 0;
        if known {
            return Ok(());
        }
        Err(exception::NOT_IMPLEMENTED_ERROR.error(format!("memoryview: format {} not supported", format_of(dtype))))
    }
}

/// `d`, `3w`, `T{l:x:d:y:}`
fn format_of(dtype: DType) -> String {
    let order = if dtype.is_native() { "" } else { ">" };
    match dtype.kind {
        Kind::Str(n) => format!("{order}{n}w"),
        Kind::Bytes(n) => format!("{n}s"),
        Kind::Void(n) => format!("{n}x"),
        Kind::Complex64 => format!("{order}Zf"),
        Kind::Complex128 => format!("{order}Zd"),
        Kind::Record(layout) => {
            let mut text = String::from("T{");
            let mut end = 0;
            for field in &layout.fields {
                text.push_str(&"x".repeat(field.offset.saturating_sub(end)));
                if !field.shape.is_empty() {
                    let dims: Vec<String> = field.shape.iter().map(usize::to_string).collect();
                    text.push_str(&format!("({})", dims.join(",")));
                }
                text.push_str(&format!("{}:{}:", format_of(field.dtype), field.name));
                end = field.offset + field.dtype.itemsize() * field.shape.iter().product::<usize>();
            }
            text + &"x".repeat(layout.itemsize.saturating_sub(end)) + "}"
        }
        kind => format!("{order}{}", letter(kind)),
    }
}

impl NativeObject for MemoryView {
    fn class(&self) -> &'static Class {
        &MEMORYVIEW
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn len(&self) -> Option<usize> {
        Some(self.alive().map_or(0, |tensor| tensor.shape().first().copied().unwrap_or(1)))
    }

    fn iterate(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        self.check_format()?;
        let items = crate::value::iter::collect(cx, &nested_list(self.alive()?))?;
        Ok(Some(crate::value::iter::Iter::Vec(items.into(), 0).into_value()))
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        let tensor = self.alive()?;
        if !matches!(index, Value::Slice(_) | Value::Ellipsis) {
            self.check_format()?;
        }
        if tensor.ndim() > 1 && crate::value::convert::to_index(index).is_ok() {
            return Err(exception::NOT_IMPLEMENTED_ERROR.error("multi-dimensional sub-views are not implemented"));
        }
        match item::get_item(cx, &Value::array(tensor.clone()), index) {
            Ok(Value::Array(found)) => Ok(Value::object(self.over(found.tensor()))),
            Ok(other) => Ok(other.as_scalar().map_or(other, python_value)),
            Err(error) if error.is(&exception::INDEX_ERROR) && error.message().contains("out of bounds") => {
                Err(Error::index("index out of bounds on dimension 1"))
            }
            Err(error) => Err(error),
        }
    }

    fn set_item(&self, cx: &mut dyn Context, index: &Value, value: &Value) -> Result<()> {
        let tensor = self.alive()?;
        if self.readonly {
            return Err(Error::type_error("cannot modify read-only memory"));
        }
        let target = Value::array(tensor.clone());
        if !matches!(index, Value::Slice(_) | Value::Ellipsis) {
            self.check_format()?;
            return item::set_item(cx, &target, index, value).map_err(|error| {
                let code = format_of(tensor.dtype());
                if error.is(&exception::OVERFLOW_ERROR) {
                    Error::value(format!("memoryview: invalid value for format '{code}'"))
                } else {
                    error
                }
            });
        }
        let place = item::get_item(cx, &target, index)?;
        let source = MemoryView::of(value)?.alive()?;
        match place {
            Value::Array(place) if place.borrow().shape() == source.shape() && place.dtype() == source.dtype() => {
                crate::tensor::assign::assign(&place.borrow(), &source)?;
                Ok(())
            }
            _ => Err(Error::value("memoryview assignment: lvalue and rvalue have different structures")),
        }
    }

    fn compare(&self, cx: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(None);
        }
        let Ok(other) = MemoryView::of(other).and_then(|other| other.alive()) else { return Ok(None) };
        let own = self.alive()?;
        let same = own.shape() == other.shape()
            && crate::value::compare::item_equal(cx, &nested_list(own), &nested_list(other))?;
        Ok(Some(Value::bool(same == (op == CompareOp::Eq))))
    }

    fn to_tensor(&self) -> Option<Result<Tensor>> {
        Some(self.alive())
    }

    fn enter(&self, _: &mut dyn Context, this: &Value) -> Result<Value> {
        self.alive().map(|_| this.clone())
    }

    fn exit(&self, _: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        drop(self.memory.take());
        Ok(false)
    }

    fn repr(&self) -> String {
        format!("<memory at {:#x}>", std::ptr::from_ref(self) as usize)
    }
}

/// Python's types that are no values of their own kind.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("builtins", "bytearray", Value::Class(&BYTEARRAY)), ("builtins", "memoryview", Value::Class(&MEMORYVIEW))]
}

/// The bytes of a bytearray or memoryview, in C order; `None` for any other object.
pub fn buffer_bytes(object: &Object) -> Option<Vec<u8>> {
    if let Some(bytes) = object.downcast::<ByteArray>() {
        return Some(bytes.to_vec());
    }
    let view = object.downcast::<MemoryView>()?;
    element_bytes(&view.alive().ok()?, Order::C).ok()
}
