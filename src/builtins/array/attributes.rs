//! The attributes of arrays (and of NumPy's scalars): shape, strides, dtype, views of parts.

use super::argument::{Header, IntTuple, Source};
use super::flags::Flags;
use super::flat::FlatIterator;
use crate::builtins::array::dtype::descr;
use crate::builtins::python::memoryview::MemoryView;
use crate::tensor::Tensor;
use crate::tensor::format::dtype_code;
use crate::value::convert::{FromValue, IntoValue, unboxed};
use crate::value::table::Table;
use crate::value::{Dict, ElementType, Error, Value};
use std::rc::Rc;

builtins! { ATTRIBUTES, chapter "Attributes of arrays", methods "ndarray";
    /// The lengths of the axes. Setting it reshapes the array in place.
    ///
    /// >>> np.zeros((2, 3)).shape
    /// (2, 3)
    @property
    fn shape(cx, a: Header) -> IntTuple { Ok(IntTuple::of(a.borrow().shape())) }

    /// The number of axes.
    ///
    /// >>> np.zeros((2, 3)).ndim
    /// 2
    @property
    fn ndim(cx, a: Header) -> i64 { Ok(a.borrow().ndim() as i64) }

    /// The number of elements.
    ///
    /// >>> np.zeros((2, 3)).size
    /// 6
    @property
    fn size(cx, a: Header) -> i64 { Ok(a.borrow().size() as i64) }

    /// The type of the elements.
    ///
    /// >>> np.array([1, 2]).dtype
    /// dtype('int64')
    @property
    fn dtype(cx, a: Value) -> ElementType {
        match &a {
            Value::Array(array) => Ok(ElementType::from(array.dtype()).with_metadata(array.metadata().cloned())),
            other => match other.as_scalar() {
                Some(scalar) => Ok(scalar.dtype().into()),
                None => Ok(Source::from_value(cx, other)?.dtype().into()),
            },
        }
    }

    /// Bytes of one element.
    ///
    /// >>> np.array([1, 2], dtype=np.int16).itemsize
    /// 2
    @property
    fn itemsize(cx, a: Source) -> i64 { Ok(a.itemsize() as i64) }

    /// Bytes of all elements.
    ///
    /// >>> np.zeros((2, 3)).nbytes
    /// 48
    @property
    fn nbytes(cx, a: Source) -> i64 { Ok(a.nbytes() as i64) }

    /// Bytes from one element to the next along each axis.
    ///
    /// >>> np.zeros((2, 3)).strides
    /// (24, 8)
    @property
    fn strides(cx, a: Source) -> IntTuple { Ok(a.strides().iter().map(|&s| s as i64).collect()) }

    /// The array with its axes reversed. A view.
    ///
    /// >>> np.array([[1, 2], [3, 4]]).T
    /// array([[1, 3],
    ///        [2, 4]])
    @property
    fn T(cx, a: Source) -> Value { a.like_receiver(a.tensor.transpose()) }

    /// The array with its last two axes swapped. A view.
    ///
    /// >>> np.zeros((2, 3, 4)).mT.shape
    /// (2, 4, 3)
    @property
    fn mT(cx, a: Source) -> Value {
        if a.ndim() < 2 {
            return Err(Error::value("matrix transpose with ndim < 2 is undefined"));
        }
        Ok(a.view(a.tensor.matrix_transpose()?))
    }

    /// How the elements lie in memory, and whether they may be written.
    ///
    /// >>> np.zeros(3).flags.writeable
    /// True
    @property
    fn flags(cx, a: Source) -> Value { Ok(Value::object(Flags::new(a.array.clone(), a.is_array))) }

    /// The array whose memory a view looks at; `None` for one that has its own.
    ///
    /// >>> a = np.arange(4); a[1:].base is a
    /// True
    @property
    fn base(cx, a: Source) -> Value { Ok(a.array.base().unwrap_or_default()) }

    /// The real parts: a view of a complex array, any other array itself.
    ///
    /// >>> np.array([1+2j, 3]).real
    /// array([1., 3.])
    @property
    fn real(cx, a: Source) -> Value {
        if !a.dtype().kind.is_complex() {
            return if a.is_array { Ok(a.value()) } else { unboxed(a.tensor.clone()) };
        }
        a.like_receiver(a.tensor.real())
    }

    /// The imaginary parts: a view of a complex array, read-only zeros for any other.
    ///
    /// >>> np.array([1+2j, 3]).imag
    /// array([2., 0.])
    @property @keeps
    fn imag(cx, a: Source) -> Value {
        match a.tensor.imag() {
            Some(parts) => a.like_receiver(parts),
            None => {
                let zeros = Tensor::zeros(a.shape(), a.dtype())?;
                if !a.is_array {
                    return unboxed(zeros);
                }
                let value = Value::array(zeros);
                if let Value::Array(array) = &value {
                    array.set_writeable(false);
                }
                Ok(value)
            }
        }
    }

    /// The elements one after the other in C order: to go through, to read and to set by one index.
    ///
    /// >>> a = np.array([[1, 2], [3, 4]])
    /// >>> a.flat[2], list(a.flat)
    /// (np.int64(3), [np.int64(1), np.int64(2), np.int64(3), np.int64(4)])
    @property
    fn flat(cx, a: Source) -> Value { Ok(Value::object(FlatIterator::new(a.array.clone()))) }

    /// The array's memory as a buffer object.
    ///
    /// >>> np.zeros(2).data.nbytes
    /// 16
    @property
    fn data(cx, a: Source) -> Value { MemoryView::of(&a.value()).map(Value::object) }

    /// Where the array lives: always `'cpu'`.
    ///
    /// >>> np.zeros(2).device
    /// 'cpu'
    @property
    fn device(cx, a: Source) -> String { Ok("cpu".into()) }

    /// The array's memory in numbers: address, shape, strides and type.
    ///
    /// >>> np.zeros(2).__array_interface__['typestr']
    /// '<f8'
    @property
    fn __array_interface__(cx, a: Source) -> Value {
        let strides = if a.is_c_contiguous() {
            Value::None
        } else {
            a.strides().iter().map(|&s| s as i64).collect::<IntTuple>().into_value()
        };
        let mut table = Table::default();
        let address = Value::tuple([Value::Int(a.as_ptr() as i64), Value::bool(!a.array.is_writeable())]);
        table.insert(Value::str("data"), address)?;
        table.insert(Value::str("strides"), strides)?;
        table.insert(Value::str("descr"), descr(a.dtype()))?;
        table.insert(Value::str("typestr"), Value::str(dtype_code(a.dtype())))?;
        table.insert(Value::str("shape"), IntTuple::of(a.shape()).into_value())?;
        table.insert(Value::str("version"), Value::Int(3))?;
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }
}
