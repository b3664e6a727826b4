//! What `np.dtype(…)` gives: a type of elements as an array has it, or one that only stands for it: a sub-array type
//! (`'8f'`), whose shape joins that of the array, and a type with notes (`metadata=`).

use super::dtype::element_type;
use super::{Class, Dict, Error, FromValue, IntoValue, Result, Value};
use crate::tensor::format::{dtype_repr, dtype_str, subarray_text};
use crate::tensor::{DType, Kind};
use std::rc::Rc;

/// A dtype object.
#[derive(Clone)]
pub struct ElementType {
    /// The whole element; raw bytes for a sub-array type.
    dtype: DType,
    subarray: Option<(DType, Box<[usize]>)>,
    metadata: Option<Rc<Dict>>,
}

impl From<DType> for ElementType {
    fn from(dtype: DType) -> ElementType {
        ElementType { dtype, subarray: None, metadata: None }
    }
}

impl std::ops::Deref for ElementType {
    type Target = DType;

    fn deref(&self) -> &DType {
        &self.dtype
    }
}

/// Notes do not count.
impl PartialEq for ElementType {
    fn eq(&self, other: &ElementType) -> bool {
        self.dtype == other.dtype && self.subarray == other.subarray
    }
}

impl ElementType {
    /// `base` where there is no shape, else a sub-array type of it, whose size is known to fit.
    pub fn subarray_of(base: DType, shape: Vec<usize>) -> ElementType {
        if shape.is_empty() {
            return base.into();
        }
        let size = base.itemsize() * shape.iter().product::<usize>();
        let dtype = DType::native(Kind::Void(size as u32));
        ElementType { dtype, subarray: Some((base, shape.into())), metadata: None }
    }

    /// The same type with notes.
    pub fn with_metadata(self, metadata: Option<Rc<Dict>>) -> ElementType {
        ElementType { metadata, ..self }
    }

    /// The element type of a sub-array type; any other itself.
    pub fn base(&self) -> DType {
        self.subarray.as_ref().map_or(self.dtype, |(base, _)| *base)
    }

    /// The shape of a sub-array type, else none.
    pub fn shape(&self) -> &[usize] {
        self.subarray.as_ref().map_or(&[], |(_, shape)| shape)
    }

    pub fn is_subarray(&self) -> bool {
        self.subarray.is_some()
    }

    /// The dtype an array can have. TypeError for a sub-array type.
    pub fn of_array(&self) -> Result<DType> {
        match self.subarray {
            None => Ok(self.dtype),
            Some(_) => Err(Error::type_error(format!("Cannot interpret '{}' as a data type", self.repr()))),
        }
    }

    pub fn repr(&self) -> String {
        match &self.subarray {
            Some((base, shape)) => format!("dtype({})", subarray_text(*base, shape)),
            None => dtype_repr(self.dtype),
        }
    }

    pub fn text(&self) -> String {
        match &self.subarray {
            Some((base, shape)) => subarray_text(*base, shape),
            None => dtype_str(self.dtype),
        }
    }

    pub fn metadata(&self) -> Option<&Rc<Dict>> {
        self.metadata.as_ref()
    }

    /// NumPy's class of such dtypes: `numpy.dtypes.Float64DType`.
    pub fn class(&self) -> &'static Class {
        super::class::dtypes::class_of_kind(self.dtype.kind)
    }
}

impl FromValue for Rc<ElementType> {
    const ACCEPTS: &'static str = "dtype";

    fn from_value(_: &mut dyn super::Context, value: &Value) -> Result<Rc<ElementType>> {
        match value {
            Value::DType(known) => Ok(known.clone()),
            other => element_type(other).map(Rc::new),
        }
    }
}

impl IntoValue for ElementType {
    fn into_value(self) -> Value {
        Value::DType(Rc::new(self))
    }
}
