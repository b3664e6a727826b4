//! The array itself: a dtype, a shape and byte strides over shared storage.

use super::dtype::{ByteOrder, DType, Kind};
use super::element::Element;
use super::error::{Error, ErrorKind, Result};
use super::iterate::Offsets;
use super::object::{self, ItemRef};
use super::scalar::Scalar;
use super::shape::{self, Axes, Dims, INLINE, Strides};
use super::storage::{Shared, human_size};

/// In which order elements are laid out or visited.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Order {
    /// Last axis fastest.
    #[default]
    C,
    /// First axis fastest.
    F,
    /// `F` if the source is Fortran-contiguous and not C-contiguous, else `C`.
    A,
    /// As near to the source's layout as possible.
    K,
}

/// Elements that [`Tensor::generate`] makes before it looks for Ctrl-C.
const GENERATED: usize = 1 << 20;

/// An n-d array: a view of shared storage. Cloning it copies no elements; writing through one view is seen by all.
///
/// Invariant: every element that shape and strides reach lies inside the storage.
#[derive(Clone)]
pub struct Tensor {
    storage: Shared,
    /// Bytes from the storage's start to element (0, …, 0).
    offset: isize,
    axes: Axes,
    /// The number of elements.
    size: usize,
    kind: Kind,
    order: ByteOrder,
    layout: Layout,
}

// It is passed by value on the way of the smallest operations.
const _: () = assert!(size_of::<Tensor>() <= 128);

/// How the elements lie, found out once for each view.
#[derive(Clone, Copy)]
struct Layout(u8);

impl Layout {
    const C: u8 = 1;
    const ALIGNED: u8 = 2;
    const NATIVE: u8 = 4;
    /// See [`Tensor::marked`].
    const SPECIAL: u8 = 8;
    const PLAIN: u8 = Layout::C | Layout::ALIGNED | Layout::NATIVE;
}

impl std::fmt::Debug for Tensor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tensor {:?} {}", self.shape(), self.dtype().name())
    }
}

impl Tensor {
    /// A new C-ordered array with unspecified elements; an object array is full of `None`.
    #[inline]
    pub fn empty(shape: &[usize], dtype: DType) -> Result<Tensor> {
        Tensor::allocate(shape, dtype, Order::C, false)
    }

    /// A new C-ordered array of zeros (of empty strings, `False`, the epoch …); an object array is full of `None`.
    pub fn zeros(shape: &[usize], dtype: DType) -> Result<Tensor> {
        Tensor::allocate(shape, dtype, Order::C, true)
    }

    /// As [`Tensor::empty`] or [`Tensor::zeros`] in C or F order.
    #[inline(always)]
    pub fn allocate(shape: &[usize], dtype: DType, order: Order, zero: bool) -> Result<Tensor> {
        if (order != Order::F || shape.len() < 2)
            && !dtype.kind.has_references()
            && let Some((axes, bytes)) = Axes::c_ordered(shape, dtype.itemsize())
            && let Ok(storage) = if zero { Shared::zeroed(bytes) } else { Shared::uninitialised(bytes) }
        {
            let DType { kind, order } = dtype;
            let native = if dtype.is_native() { Layout::NATIVE } else { 0 };
            let layout = Layout(Layout::C | Layout::ALIGNED | native);
            let size = bytes / dtype.itemsize();
            return Ok(Tensor { storage, offset: 0, axes, size, kind, order, layout });
        }
        Tensor::allocate_slowly(shape, dtype, order, zero)
    }

    /// Arrays of many axes, without elements, of objects; what is wrong with a shape.
    #[inline(never)]
    fn allocate_slowly(shape: &[usize], dtype: DType, order: Order, zero: bool) -> Result<Tensor> {
        shape::check_ndim(shape.len())?;
        if matches!(dtype.kind, Kind::Record(_)) && dtype.kind.has_references() {
            return Err(Error::type_error("records with fields of dtype object are not part of NPL"));
        }
        let itemsize = dtype.itemsize();
        let bytes = shape::checked_size(shape)
            .and_then(|n| n.checked_mul(itemsize.max(1)))
            .filter(|&bytes| bytes <= isize::MAX as usize)
            .ok_or_else(|| {
                Error::value(
                    "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.",
                )
            })?;
        let bytes = if itemsize == 0 { 0 } else { bytes };
        let storage = match dtype.kind {
            Kind::Object => Shared::objects(bytes / itemsize, &object::none()),
            Kind::Text(_) => Shared::objects(bytes / itemsize, &object::from_scalar(Scalar::Str("".into()))?),
            _ if zero => Shared::zeroed(bytes),
            _ => Shared::uninitialised(bytes),
        };
        let storage = storage.map_err(|_| {
            let shape_text = shape::tuple_text(shape);
            let message = format!(
                "Unable to allocate {} for an array with shape {shape_text} and data type {}",
                human_size(bytes),
                dtype.name()
            );
            Error::new(ErrorKind::Memory, message)
        })?;
        let strides = match order {
            // NumPy's new arrays without elements have no strides either.
            _ if bytes == 0 => smallvec::smallvec![0; shape.len()],
            Order::F => shape::f_strides(shape, itemsize),
            _ => shape::c_strides(shape, itemsize),
        };
        Ok(Tensor::of_axes(storage, 0, Axes::new(shape, &strides), dtype))
    }

    /// A view of `storage`, whose size and layout are found out.
    fn of_axes(storage: Shared, offset: isize, axes: Axes, dtype: DType) -> Tensor {
        let steps = axes.shape().iter().zip(axes.strides()).filter(|(dim, _)| **dim > 1);
        let bits =
            steps.fold(storage.as_ptr().wrapping_offset(offset) as usize, |bits, (_, &step)| bits | step as usize);
        // Alignments are powers of two; an element of none of them, of size 0, has nothing to be aligned.
        let aligned = bits & dtype.kind.alignment().saturating_sub(1) == 0;
        Tensor::laid_out(storage, offset, axes, dtype, aligned)
    }

    /// A view of `storage`, whose size and order are found out.
    #[inline(always)]
    fn laid_out(storage: Shared, offset: isize, axes: Axes, dtype: DType, aligned: bool) -> Tensor {
        let (mut size, mut contiguous) = (1usize, true);
        let mut step = dtype.itemsize() as isize;
        for (&dim, &stride) in axes.shape().iter().zip(axes.strides()).rev() {
            contiguous &= stride == step || dim == 1;
            step = step.wrapping_mul(dim as isize);
            size = size.saturating_mul(dim);
        }
        let mut layout = if dtype.is_native() { Layout::NATIVE } else { 0 };
        layout |= if contiguous || size == 0 { Layout::C } else { 0 };
        layout |= if aligned { Layout::ALIGNED } else { 0 };
        let DType { kind, order } = dtype;
        Tensor { storage, offset, axes, size, kind, order, layout: Layout(layout) }
    }

    /// A C-ordered array of `shape` from its elements in C order. The lengths must agree.
    pub fn from_vec<T: Element>(shape: &[usize], data: Vec<T>) -> Result<Tensor> {
        Tensor::from_slice(shape, &data)
    }

    /// A C-ordered copy of `data`, which holds the elements in C order. The lengths must agree.
    pub fn from_slice<T: Element>(shape: &[usize], data: &[T]) -> Result<Tensor> {
        if shape::checked_size(shape) != Some(data.len()) {
            return Err(shape::size_mismatch(data.len(), shape));
        }
        let tensor = Tensor::empty(shape, T::DTYPE)?;
        // SAFETY: the new block holds exactly data.len() elements of T and nothing else refers to it.
        unsafe { std::ptr::copy_nonoverlapping(data.as_ptr(), tensor.as_ptr().cast::<T>(), data.len()) };
        Ok(tensor)
    }

    /// A C-ordered array whose element `i` in C order is `element(i)`.
    pub fn generate<T: Element>(shape: &[usize], mut element: impl FnMut(usize) -> T) -> Result<Tensor> {
        let tensor = Tensor::empty(shape, T::DTYPE)?;
        let first = tensor.as_ptr().cast::<T>();
        for start in (0..tensor.size()).step_by(GENERATED) {
            for i in start..tensor.size().min(start + GENERATED) {
                // SAFETY: the new block holds size() aligned elements of T, and nothing else refers to it.
                unsafe { first.add(i).write(element(i)) };
            }
            if tensor.size() > GENERATED && crate::pool::interrupted() {
                return Err(Error::interrupt());
            }
        }
        Ok(tensor)
    }

    /// The elements in C order, where they are of type `T` and native; `None` for another dtype.
    pub fn to_vec<T: Element>(&self) -> Option<Vec<T>> {
        if self.dtype() != T::DTYPE {
            return None;
        }
        if let Some(slice) = self.as_slice::<T>() {
            return Some(slice.to_vec());
        }
        let first = self.as_ptr();
        // SAFETY: by the invariant every offset leads to an initialised element of the storage; alignment is not assumed.
        let read = |offset: isize| unsafe { first.wrapping_offset(offset).cast::<T>().read_unaligned() };
        Some(Offsets::new(self.shape(), self.strides()).map(read).collect())
    }

    /// A one-dimensional array.
    pub fn vector<T: Element>(data: &[T]) -> Result<Tensor> {
        Tensor::from_slice(&[data.len()], data)
    }

    /// A 0-d array.
    pub fn scalar<T: Element>(value: T) -> Result<Tensor> {
        Tensor::from_slice(&[], &[value])
    }

    /// A view of `storage`. ValueError where shape and strides reach outside it.
    pub fn from_parts(storage: Shared, offset: isize, shape: Dims, strides: Strides, dtype: DType) -> Result<Tensor> {
        if dtype.kind.has_references() && !storage.holds_objects() {
            return Err(Error::type_error("Cannot change data-type for array of references."));
        }
        let outside = || Error::value("strides is incompatible with shape of requested array and size of buffer");
        if shape.len() != strides.len() {
            return Err(outside());
        }
        let whole = |bytes: &isize| bytes.unsigned_abs().is_multiple_of(size_of::<ItemRef>());
        if dtype.kind.is_reference() && !shape.contains(&0) && !(whole(&offset) && strides.iter().all(whole)) {
            return Err(outside());
        }
        let tensor = Tensor::of_axes(storage, offset, Axes::new(&shape, &strides), dtype);
        let (low, high) = tensor.byte_bounds();
        if low < 0 || high > tensor.storage.len() as isize { Err(outside()) } else { Ok(tensor) }
    }

    #[inline(always)]
    pub fn dtype(&self) -> DType {
        DType { kind: self.kind, order: self.order }
    }

    #[inline]
    pub fn itemsize(&self) -> usize {
        self.kind.itemsize()
    }

    #[inline(always)]
    pub fn shape(&self) -> &[usize] {
        self.axes.shape()
    }

    /// Signed bytes along each axis.
    #[inline(always)]
    pub fn strides(&self) -> &[isize] {
        self.axes.strides()
    }

    /// Bytes from the storage's start to the first element.
    #[inline(always)]
    pub fn offset(&self) -> isize {
        self.offset
    }

    #[inline(always)]
    pub fn storage(&self) -> &Shared {
        &self.storage
    }

    #[inline(always)]
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// The number of elements.
    #[inline(always)]
    pub fn size(&self) -> usize {
        self.size
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Bytes of all elements, counted one by one.
    pub fn nbytes(&self) -> usize {
        self.size() * self.itemsize()
    }

    /// A raw pointer to element (0, …, 0).
    #[inline(always)]
    pub fn as_ptr(&self) -> *mut u8 {
        self.storage.as_ptr().wrapping_offset(self.offset)
    }

    /// The half-open range of storage bytes that the elements touch; empty for an empty array.
    pub fn byte_bounds(&self) -> (isize, isize) {
        if self.is_empty() {
            return (
                self.offset.clamp(0, self.storage.len() as isize),
                self.offset.clamp(0, self.storage.len() as isize),
            );
        }
        let (mut low, mut high) = (self.offset, self.offset + self.itemsize() as isize);
        for (&dim, &stride) in self.shape().iter().zip(self.strides()) {
            let reach = (dim as isize - 1) * stride;
            if reach < 0 { low += reach } else { high += reach }
        }
        (low, high)
    }

    /// Whether the elements lie one after the other, last axis fastest. Axes of length 1 don't count.
    #[inline(always)]
    pub fn is_c_contiguous(&self) -> bool {
        self.layout.0 & Layout::C != 0
    }

    /// Whether the elements lie one after the other, first axis fastest.
    pub fn is_f_contiguous(&self) -> bool {
        let mut step = self.itemsize() as isize;
        self.is_empty()
            || self.shape().iter().zip(self.strides()).all(|(&dim, &stride)| {
                let fits = dim == 1 || stride == step;
                step *= dim as isize;
                fits
            })
    }

    /// Whether each element's address is a multiple of its alignment.
    #[inline(always)]
    pub fn is_aligned(&self) -> bool {
        self.layout.0 & Layout::ALIGNED != 0
    }

    /// C-contiguous, aligned and in the machine's byte order, and not marked: what a loop can run over as it is.
    #[inline(always)]
    pub fn is_plain(&self) -> bool {
        self.layout.0 == Layout::PLAIN
    }

    /// This view, marked or not as one whose holder has rules of its own (a matrix): the short ways of operators and indices
    /// leave it alone, and they find that out without asking, because a marked view is not [plain](Tensor::is_plain).
    #[inline(always)]
    pub fn marked(mut self, special: bool) -> Tensor {
        self.layout.0 = self.layout.0 & !Layout::SPECIAL | if special { Layout::SPECIAL } else { 0 };
        self
    }

    /// Whether the view is [marked](Tensor::marked).
    #[inline(always)]
    pub fn is_marked(&self) -> bool {
        self.layout.0 & Layout::SPECIAL != 0
    }

    /// The elements as a slice, where they are of type `T`, native, aligned and C-contiguous.
    ///
    /// The slice must not be held while anything may write to the same storage.
    #[inline]
    pub fn as_slice<T: Element>(&self) -> Option<&[T]> {
        if self.dtype() != T::DTYPE || !self.is_c_contiguous() || !self.is_aligned() {
            return None;
        }
        // SAFETY: by the invariant all elements lie in the storage, here one after the other, aligned, initialised.
        Some(unsafe { std::slice::from_raw_parts(self.as_ptr().cast::<T>(), self.size()) })
    }

    /// A view with other geometry over the same storage. Debug builds check the bounds.
    pub fn with_geometry(&self, offset: isize, shape: Dims, strides: Strides) -> Tensor {
        self.reinterpret(offset, shape, strides, self.dtype())
    }

    /// A view with other axes from the same first element.
    pub(super) fn with_axes(&self, axes: Axes) -> Tensor {
        Tensor::of_axes(self.storage.clone(), self.offset, axes, self.dtype())
    }

    /// As [`Tensor::with_geometry`], of up to [`INLINE`] axes: the first `len` of these, each a slice of an axis of this array or of
    /// length 1.
    #[inline]
    pub(super) fn with_inline_geometry(
        &self,
        offset: isize,
        shape: [usize; INLINE],
        strides: [isize; INLINE],
        len: usize,
    ) -> Tensor {
        let axes = Axes::inline(shape, strides, len);
        let view = match self.layout.0 & Layout::ALIGNED {
            0 => Tensor::of_axes(self.storage.clone(), offset, axes, self.dtype()),
            // Slices of aligned elements are aligned.
            _ => Tensor::laid_out(self.storage.clone(), offset, axes, self.dtype(), true),
        };
        debug_assert!(view.byte_bounds().0 >= 0 && view.byte_bounds().1 <= view.storage.len() as isize);
        view
    }

    /// A view with other geometry and dtype over the same storage (a record's field, `view(dtype)`).
    pub(super) fn reinterpret(&self, offset: isize, shape: Dims, strides: Strides, dtype: DType) -> Tensor {
        let view = Tensor::of_axes(self.storage.clone(), offset, Axes::new(&shape, &strides), dtype);
        debug_assert!(view.byte_bounds().0 >= 0 && view.byte_bounds().1 <= view.storage.len() as isize);
        view
    }

    /// A view of the same bytes as another dtype of the same item size.
    pub fn with_dtype(&self, dtype: DType) -> Tensor {
        debug_assert_eq!(dtype.itemsize(), self.itemsize());
        Tensor::of_axes(self.storage.clone(), self.offset, self.axes.clone(), dtype)
    }

    /// Whether both look at the same block of memory (their elements need not overlap).
    pub fn shares_storage(&self, other: &Tensor) -> bool {
        self.storage.is(&other.storage)
    }
}
