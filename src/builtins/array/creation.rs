//! Arrays from values, and arrays of one value: `array`, `asarray`, `zeros`, `ones`, `full`, `empty` and their `_like`.

use super::argument::{Copy, Source};
use crate::tensor::nested::plain_numbers;
use crate::tensor::{DType, Kind, Order, Tensor};
use crate::value::convert::{FromValue, Shape, to_index};
use crate::value::elementwise::report;
use crate::value::nested::to_tensor;
use crate::value::store::{exact_scalar, store};
use crate::value::{Array, Context, ElementType, Error, Result, Value, class, subclass};
use std::rc::Rc;

builtins! { CREATION, chapter "Making arrays", spaces ["np"];
    /// An array from a number, a nested list, or another array.
    ///
    /// The dtype is the smallest that holds all elements, unless `dtype` says otherwise. `ndmin` puts axes of length 1 in
    /// front until there are so many.
    ///
    /// >>> np.array([[1, 2], [3, 4]])
    /// array([[1, 2],
    ///        [3, 4]])
    /// >>> np.array([1, 2, 3], dtype=np.float32)
    /// array([1., 2., 3.], dtype=float32)
    /// >>> np.array([1, 2], ndmin=2)
    /// array([[1, 2]])
    @compiled @see("asarray", "zeros", "arange")
    quick (|values| match values {
        [list @ Value::List(_)] => plain_numbers(list, None).ok().flatten().map(Value::array),
        _ => None,
    })
    fn array(cx, object: Value, dtype: Option<Rc<ElementType>> = None, @kw copy: Copy = Copy::Always, @kw order: Order = Order::K,
             @kw subok: bool = false, @kw ndmin: usize = 0, @kw ndmax: usize = 0, @kw like: Value = Value::None) -> Value {
        let notes = dtype.as_ref().and_then(|dtype| dtype.metadata().cloned());
        let dtype = dtype.map(|dtype| dtype.of_array()).transpose()?;
        if ndmax > 0 && dtype == Some(DType::OBJECT) && !matches!(object, Value::Array(_)) {
            return nested_objects(&object, ndmax).map(|t| Value::array(t.with_leading_axes(ndmin)));
        }
        let made = make(cx, &object, &Making { dtype, copy, order, subok, ndmin })?;
        Ok(match notes {
            Some(notes) => match made {
                Value::Array(array) => {
                    let dtype = array.dtype();
                    subclass::with_notes(Value::Array(array), &notes, dtype)
                }
                other => other,
            },
            None => made,
        })
    }

    /// The value as an array: an array itself, without a copy, where dtype and order already fit.
    ///
    /// >>> np.asarray([1, 2])
    /// array([1, 2])
    /// >>> a = np.zeros(2); np.asarray(a) is a
    /// True
    @see("array", "ascontiguousarray")
    fn asarray(cx, a: Value, dtype: Option<DType> = None, order: Order = Order::K, @kw device: Value = Value::None,
               @kw copy: Copy = Copy::IfNeeded, @kw like: Value = Value::None) -> Value {
        make(cx, &a, &Making { dtype, copy, order, subok: false, ndmin: 0 })
    }

    /// As `asarray`, but matrices and other subclasses stay what they are.
    ///
    /// >>> np.asanyarray([1, 2])
    /// array([1, 2])
    @see("asarray")
    fn asanyarray(cx, a: Value, dtype: Option<DType> = None, order: Order = Order::K, @kw device: Value = Value::None,
                  @kw copy: Copy = Copy::IfNeeded, @kw like: Value = Value::None) -> Value {
        make(cx, &a, &Making { dtype, copy, order, subok: true, ndmin: 0 })
    }

    /// The value as an array of at least one dimension whose elements lie in C order.
    ///
    /// >>> np.ascontiguousarray(np.ones((2, 3)).T).flags['C_CONTIGUOUS']
    /// True
    @see("asfortranarray")
    fn ascontiguousarray(cx, a: Value, dtype: Option<DType> = None, @kw like: Value = Value::None) -> Value {
        make(cx, &a, &Making { dtype, copy: Copy::IfNeeded, order: Order::C, subok: false, ndmin: 1 })
    }

    /// The value as an array of at least one dimension whose elements lie in Fortran order.
    ///
    /// >>> np.asfortranarray([[1, 2], [3, 4]]).flags['F_CONTIGUOUS']
    /// True
    @see("ascontiguousarray")
    fn asfortranarray(cx, a: Value, dtype: Option<DType> = None, @kw like: Value = Value::None) -> Value {
        make(cx, &a, &Making { dtype, copy: Copy::IfNeeded, order: Order::F, subok: false, ndmin: 1 })
    }

    /// As `asarray`, with a ValueError where an element is NaN or infinite.
    ///
    /// >>> np.asarray_chkfinite([1.5, 2])
    /// array([1.5, 2. ])
    @see("asarray")
    fn asarray_chkfinite(cx, a: Value, dtype: Option<DType> = None, order: Order = Order::K) -> Value {
        let array = make(cx, &a, &Making { dtype, copy: Copy::IfNeeded, order, subok: false, ndmin: 0 })?;
        let tensor = Tensor::from_value(cx, &array)?;
        if tensor.dtype().kind.is_inexact() {
            let wide = crate::tensor::cast::as_dtype(&tensor, DType::COMPLEX128)?;
            let finite = |z: &crate::tensor::Complex64| z.re.is_finite() && z.im.is_finite();
            if !wide.to_vec::<crate::tensor::Complex64>().unwrap_or_default().iter().all(finite) {
                return Err(Error::value("array must not contain infs or NaNs"));
            }
        }
        Ok(array)
    }

    /// A copy of an array.
    ///
    /// >>> a = np.array([1, 2]); b = np.copy(a); b[0] = 9; a
    /// array([1, 2])
    @see("array")
    fn copy(cx, a: Value, order: Order = Order::K, subok: bool = false) -> Value {
        make(cx, &a, &Making { dtype: None, copy: Copy::Always, order, subok, ndmin: 0 })
    }

    /// An array of zeros.
    ///
    /// >>> np.zeros((2, 3))
    /// array([[0., 0., 0.],
    ///        [0., 0., 0.]])
    /// >>> np.zeros(2, dtype=int)
    /// array([0, 0])
    @compiled @see("ones", "full", "empty", "zeros_like")
    fn zeros(cx, shape: Shape, dtype: Option<Rc<ElementType>> = None, order: Order = Order::C, @kw device: Value = Value::None,
             @kw like: Value = Value::None) -> Value {
        let (shape, dtype) = with_subarray(shape, dtype);
        zeroed(&shape, dtype, order).map(Value::array)
    }

    /// An array of ones.
    ///
    /// >>> np.ones(3)
    /// array([1., 1., 1.])
    @see("zeros", "full", "ones_like")
    fn ones(cx, shape: Shape, dtype: Option<Rc<ElementType>> = None, order: Order = Order::C, @kw device: Value = Value::None,
            @kw like: Value = Value::None) -> Value {
        let (shape, dtype) = with_subarray(shape, dtype);
        let tensor = unspecified(&shape, dtype, order)?;
        fill(cx, &tensor, &Value::Int(1))?;
        Ok(Value::array(tensor))
    }

    /// An array whose elements are not set: whatever stands in memory.
    ///
    /// >>> np.empty((2, 3)).shape
    /// (2, 3)
    @compiled @see("zeros", "empty_like")
    fn empty(cx, shape: Shape, dtype: Option<Rc<ElementType>> = None, order: Order = Order::C, @kw device: Value = Value::None,
             @kw like: Value = Value::None) -> Value {
        let (shape, dtype) = with_subarray(shape, dtype);
        unspecified(&shape, dtype, order).map(Value::array)
    }

    /// An array filled with one value, which is broadcast where it is an array.
    ///
    /// >>> np.full((2, 2), 7)
    /// array([[7, 7],
    ///        [7, 7]])
    /// >>> np.full(3, np.inf)
    /// array([inf, inf, inf])
    @see("zeros", "ones", "full_like")
    fn full(cx, shape: Shape, fill_value: Value, dtype: Option<Rc<ElementType>> = None, order: Order = Order::C,
            @kw device: Value = Value::None, @kw like: Value = Value::None) -> Value {
        let dtype = match (dtype, &fill_value) {
            (None, Value::Float(_)) => None,
            (None, other) => Some(Rc::new(to_tensor(cx, other, None)?.dtype().into())),
            (given, _) => given,
        };
        let (shape, dtype) = with_subarray(shape, dtype);
        let tensor = unspecified(&shape, with_text_length(cx, dtype, &fill_value)?, order)?;
        fill(cx, &tensor, &fill_value)?;
        Ok(Value::array(tensor))
    }

    /// An array of zeros with the shape and dtype of another.
    ///
    /// >>> np.zeros_like(np.array([[1, 2], [3, 4]]))
    /// array([[0, 0],
    ///        [0, 0]])
    @see("zeros", "ones_like")
    fn zeros_like(cx, a: Source, dtype: Option<DType> = None, order: Order = Order::K, subok: bool = true,
                  shape: Option<Shape> = None, @kw device: Value = Value::None) -> Value {
        let tensor = like(&a, dtype, order, shape, true)?;
        Ok(classed(&a, tensor, subok))
    }

    /// An array of ones with the shape and dtype of another.
    ///
    /// >>> np.ones_like([1.5, 2.5])
    /// array([1., 1.])
    @see("ones", "zeros_like")
    fn ones_like(cx, a: Source, dtype: Option<DType> = None, order: Order = Order::K, subok: bool = true,
                 shape: Option<Shape> = None, @kw device: Value = Value::None) -> Value {
        let tensor = like(&a, dtype, order, shape, false)?;
        fill(cx, &tensor, &Value::Int(1))?;
        Ok(classed(&a, tensor, subok))
    }

    /// An array with the shape and dtype of another, its elements not set.
    ///
    /// >>> np.empty_like([[1, 2, 3]]).shape
    /// (1, 3)
    @see("empty", "zeros_like")
    fn empty_like(cx, prototype: Source, dtype: Option<DType> = None, order: Order = Order::K, subok: bool = true,
                  shape: Option<Shape> = None, @kw device: Value = Value::None) -> Value {
        let tensor = like(&prototype, dtype, order, shape, false)?;
        Ok(classed(&prototype, tensor, subok))
    }

    /// An array filled with one value, with the shape and dtype of another.
    ///
    /// >>> np.full_like([1, 2, 3], 5)
    /// array([5, 5, 5])
    @see("full", "zeros_like")
    fn full_like(cx, a: Source, fill_value: Value, dtype: Option<DType> = None, order: Order = Order::K, subok: bool = true,
                 shape: Option<Shape> = None, @kw device: Value = Value::None) -> Value {
        let tensor = like(&a, dtype, order, shape, false)?;
        fill(cx, &tensor, &fill_value)?;
        Ok(classed(&a, tensor, subok))
    }
}

/// The shape and dtype of a new array: float64 where nothing is said, the shape of a sub-array type behind the array's own.
fn with_subarray(shape: Shape, dtype: Option<Rc<ElementType>>) -> (crate::tensor::Dims, DType) {
    let mut shape = shape.0;
    match dtype {
        None => (shape.into_iter().collect(), DType::FLOAT64),
        Some(dtype) => {
            shape.extend(dtype.shape().iter().copied());
            (shape.into_iter().collect(), dtype.base())
        }
    }
}

/// How an array is to be made of a value.
pub struct Making {
    pub dtype: Option<DType>,
    pub copy: Copy,
    pub order: Order,
    /// Whether subclasses stay what they are.
    pub subok: bool,
    pub ndmin: usize,
}

/// `np.array`, `np.asarray` and their kin.
pub fn make(cx: &mut dyn Context, object: &Value, making: &Making) -> Result<Value> {
    let Value::Array(array) = object else {
        if making.copy == Copy::Never && !matches!(object, Value::Object(_)) {
            return Err(Copy::unavoidable());
        }
        let tensor = to_tensor(cx, object, making.dtype)?;
        let tensor = if making.order == Order::F { crate::tensor::copy::copied(&tensor, Order::F)? } else { tensor };
        let enough = tensor.ndim() >= making.ndmin;
        return Ok(Value::array(if enough { tensor } else { tensor.with_leading_axes(making.ndmin) }));
    };
    let tensor = array.tensor();
    let same_class = making.subok || std::ptr::eq(array.class(), &class::numpy::NDARRAY);
    let wanted = match making.dtype {
        Some(dtype) => crate::tensor::cast::with_length(&tensor, dtype)?,
        None => tensor.dtype(),
    };
    if making.copy != Copy::Always && wanted == tensor.dtype() && lies_in(&tensor, making.order) {
        if same_class && tensor.ndim() >= making.ndmin {
            return Ok(object.clone());
        }
        return Ok(Value::Array(Rc::new(Array::view_of(tensor.with_leading_axes(making.ndmin), object))));
    }
    if making.copy == Copy::Never {
        return Err(Copy::unavoidable());
    }
    let new = if wanted == tensor.dtype() {
        crate::tensor::copy::copied(&tensor, making.order)?
    } else {
        let (cast, flags) = crate::tensor::cast::cast(&tensor, wanted, making.order)?;
        report(cx, flags, "cast", false)?;
        cast
    };
    let class = if making.subok { array.class() } else { &class::numpy::NDARRAY };
    let new = if new.ndim() < making.ndmin { new.with_leading_axes(making.ndmin) } else { new };
    Ok(Value::Array(Rc::new(Array::with_class(new, class))))
}

/// An object array of at most so many axes; lists inside them are its elements.
fn nested_objects(value: &Value, ndmax: usize) -> Result<Tensor> {
    let items_of = |value: &Value| match value {
        Value::List(list) => Some(list.to_vec()),
        Value::Tuple(tuple) => Some(tuple.items.to_vec()),
        _ => None,
    };
    let (mut shape, mut level) = (Vec::new(), vec![value.clone()]);
    while shape.len() < ndmax {
        let Some(rows) = level.iter().map(items_of).collect::<Option<Vec<_>>>() else { break };
        let n = rows.first().map_or(0, Vec::len);
        if rows.iter().any(|row| row.len() != n) {
            break;
        }
        shape.push(n);
        level = rows.into_iter().flatten().collect();
    }
    let items: Vec<_> = level.into_iter().map(crate::value::boxed::item).collect();
    Ok(crate::tensor::lanes::object_tensor(&shape, &items)?)
}

fn lies_in(tensor: &Tensor, order: Order) -> bool {
    match order {
        Order::C => tensor.is_c_contiguous(),
        Order::F => tensor.is_f_contiguous(),
        Order::A => tensor.is_c_contiguous() || tensor.is_f_contiguous(),
        Order::K => true,
    }
}

fn zeroed(shape: &[usize], dtype: DType, order: Order) -> Result<Tensor> {
    let tensor = Tensor::allocate(shape, with_minimal_text(dtype), order, true)?;
    if dtype.kind == Kind::Object {
        store_object_zero(&tensor)?;
    }
    Ok(tensor)
}

/// `np.zeros(2, object)` holds ints.
fn store_object_zero(tensor: &Tensor) -> Result<()> {
    let zero = crate::tensor::Scalar::Object(crate::value::boxed::item(Value::Int(0)));
    crate::tensor::assign::fill(tensor, &zero)?;
    Ok(())
}

fn unspecified(shape: &[usize], dtype: DType, order: Order) -> Result<Tensor> {
    Ok(Tensor::allocate(shape, with_minimal_text(dtype), order, false)?)
}

/// Text without a length has one character.
fn with_minimal_text(dtype: DType) -> DType {
    match dtype.kind {
        Kind::Str(0) => DType { kind: Kind::Str(1), ..dtype },
        Kind::Bytes(0) => DType { kind: Kind::Bytes(1), ..dtype },
        _ => dtype,
    }
}

/// `np.full(2, 'abc', dtype=str)`: as long as the text.
fn with_text_length(cx: &mut dyn Context, dtype: DType, value: &Value) -> Result<DType> {
    match dtype.kind {
        Kind::Str(0) | Kind::Bytes(0) => Ok(to_tensor(cx, value, Some(dtype))?.dtype()),
        _ => Ok(dtype),
    }
}

/// Writes a value into all elements.
fn fill(cx: &mut dyn Context, tensor: &Tensor, value: &Value) -> Result<()> {
    if let Some(scalar) = exact_scalar(value, tensor.dtype().kind) {
        crate::tensor::assign::fill(tensor, &scalar)?;
        return Ok(());
    }
    // A float is cast as an array's elements are, not checked as an assigned number is.
    if let (Value::Float(f), true) = (value, tensor.dtype().kind.is_integer()) {
        let flags = crate::tensor::assign::assign(tensor, &Tensor::scalar(f.get())?)?;
        return report(cx, flags, "cast", false);
    }
    store(cx, tensor, &[], value)
}

/// A new array like another: with its layout, and where nothing else is said its shape and dtype.
fn like(a: &Tensor, dtype: Option<DType>, order: Order, shape: Option<Shape>, zero: bool) -> Result<Tensor> {
    let dtype = dtype.unwrap_or(a.dtype());
    let tensor = match shape {
        None => crate::tensor::copy::empty_like(a, with_minimal_text(dtype), order)?,
        Some(shape) if order == Order::K && shape.0.len() == a.ndim() => {
            let strides = crate::tensor::shape::strides_like(&shape.0, a.strides(), dtype.itemsize());
            let flat = Tensor::allocate(&shape.0, with_minimal_text(dtype), Order::C, zero)?;
            flat.with_geometry(flat.offset(), shape.0.as_slice().into(), strides)
        }
        Some(shape) => {
            let order = match order {
                Order::A if a.is_f_contiguous() && !a.is_c_contiguous() => Order::F,
                Order::A | Order::K => Order::C,
                order => order,
            };
            unspecified(&shape.0, dtype, order)?
        }
    };
    if zero {
        match dtype.kind {
            Kind::Object => store_object_zero(&tensor)?,
            _ => crate::tensor::copy::fill(&tensor, &Tensor::zeros(&[], tensor.dtype())?)?,
        }
    }
    Ok(tensor)
}

fn classed(a: &Source, tensor: Tensor, subok: bool) -> Value {
    let class = if subok { a.array.class() } else { &class::numpy::NDARRAY };
    Value::Array(Rc::new(Array::with_class(tensor, class)))
}

/// A length given as an argument: TypeError and ValueError in NumPy's words.
pub fn length(value: &Value) -> Result<usize> {
    usize::try_from(to_index(value)?).map_err(|_| Error::value("negative dimensions are not allowed"))
}
