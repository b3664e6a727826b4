//! An array as a value of the language: an object with identity over a tensor, whose header can change in place.

use super::class::{Class, numpy};
use super::{Dict, Value, subclass};
use crate::tensor::{DType, Tensor};
use std::cell::{Cell, OnceCell, Ref, RefCell};
use std::rc::Rc;

/// `ndarray` and its subclasses.
pub struct Array {
    /// Shape, strides and dtype can be set (`b.shape = (2, 2)`), so the whole view is replaceable.
    tensor: RefCell<Tensor>,
    writeable: Cell<bool>,
    /// What `setflags(align=…)` says, where the elements lie well.
    aligned: Cell<bool>,
    /// The object whose memory this one looks at; `None` where it owns its own.
    base: RefCell<Option<Value>>,
    class: &'static Class,
    /// The notes of the dtype that it was made with.
    metadata: OnceCell<Rc<Dict>>,
}

impl Array {
    /// An array that owns its memory.
    #[inline]
    pub fn new(tensor: Tensor) -> Array {
        Array::with_class(tensor, &numpy::NDARRAY)
    }

    #[inline]
    pub fn with_class(tensor: Tensor, class: &'static Class) -> Array {
        let tensor = tensor.marked(subclass::has_rules(class));
        let writeable = Cell::new(tensor.storage().is_writeable());
        let (aligned, metadata) = (Cell::new(true), OnceCell::new());
        Array { tensor: RefCell::new(tensor), writeable, aligned, base: RefCell::new(None), class, metadata }
    }

    /// A view into `base` (an array value): it inherits whether it may be written, and its base is the owner of the memory.
    pub fn view_of(tensor: Tensor, base: &Value) -> Array {
        Array::view_as(tensor, base, &numpy::NDARRAY)
    }

    /// As [`Array::view_of`], of another class.
    pub fn view_as(tensor: Tensor, base: &Value, class: &'static Class) -> Array {
        let (writeable, owner) = match base {
            Value::Array(of) => {
                // NumPy collapses chains of views: the base of a view of a view is the owner.
                let owner = match &*of.base.borrow() {
                    Some(owner @ Value::Array(_)) => owner.clone(),
                    _ => base.clone(),
                };
                (of.writeable.get(), owner)
            }
            _ => (tensor.storage().is_writeable(), base.clone()),
        };
        let tensor = RefCell::new(tensor.marked(subclass::has_rules(class)));
        let (writeable, aligned) = (Cell::new(writeable), Cell::new(true));
        Array { tensor, writeable, aligned, base: RefCell::new(Some(owner)), class, metadata: OnceCell::new() }
    }

    /// `ndarray`, `matrix`, `recarray` or `memmap`.
    #[inline(always)]
    pub fn class(&self) -> &'static Class {
        self.class
    }

    /// The tensor as it is now; a cheap clone of the header, no elements.
    pub fn tensor(&self) -> Tensor {
        self.tensor.borrow().clone()
    }

    /// The tensor, borrowed: not to be held while user code may run.
    pub fn borrow(&self) -> Ref<'_, Tensor> {
        self.tensor.borrow()
    }

    /// Replaces the header (`b.shape = …`, `resize`, `b.dtype = …`).
    pub fn replace(&self, tensor: Tensor) {
        self.tensor.replace(tensor.marked(subclass::has_rules(self.class) || self.metadata().is_some()));
    }

    pub fn dtype(&self) -> DType {
        self.tensor.borrow().dtype()
    }

    pub fn ndim(&self) -> usize {
        self.tensor.borrow().ndim()
    }

    pub fn is_writeable(&self) -> bool {
        self.writeable.get()
    }

    pub fn set_writeable(&self, writeable: bool) {
        self.writeable.set(writeable);
    }

    pub fn is_aligned(&self) -> bool {
        self.aligned.get() && self.borrow().is_aligned()
    }

    pub fn set_aligned(&self, aligned: bool) {
        self.aligned.set(aligned);
    }

    /// The notes of the array's dtype.
    #[inline]
    pub fn metadata(&self) -> Option<&Rc<Dict>> {
        self.metadata.get()
    }

    /// The array with a dtype that has notes. The short ways of operators leave it alone, as they do a matrix.
    pub fn with_metadata(self, notes: &Rc<Dict>) -> Array {
        let tensor = self.tensor().marked(true);
        self.tensor.replace(tensor);
        self.metadata.get_or_init(|| notes.clone());
        self
    }

    pub fn base(&self) -> Option<Value> {
        self.base.borrow().clone()
    }

    pub fn set_base(&self, base: Option<Value>) {
        self.base.replace(base);
    }
}
