//! `a.shape = …`, `a.dtype = …`: attributes of arrays that can be set. Each item is named after its attribute.

use crate::tensor::{DType, Tensor};
use crate::value::convert::Ints;
use crate::value::elementwise::check_writeable;
use crate::value::nested::to_tensor;
use crate::value::store::store;
use crate::value::{Array, Error, Value};
use std::rc::Rc;

builtins! { SETTERS, chapter "Attributes of arrays", methods "set ndarray";
    /// Another shape for the array itself.
    fn shape(cx, @pos a: Rc<Array>, @pos value: Ints) -> () {
        let wanted: Vec<isize> = value.0.iter().map(|&i| i as isize).collect();
        let tensor = a.tensor().with_shape_in_place(&wanted)?;
        a.replace(tensor);
        Ok(())
    }

    /// The same bytes as elements of another type.
    fn dtype(cx, @pos a: Rc<Array>, @pos value: DType) -> () {
        let tensor = a.tensor().view_as(value)?;
        a.replace(tensor);
        Ok(())
    }

    /// Other strides for the array itself.
    fn strides(cx, @pos a: Rc<Array>, @pos value: Ints) -> () {
        let tensor = a.tensor();
        let strides: Vec<isize> = value.0.iter().map(|&i| i as isize).collect();
        if strides.len() != tensor.ndim() {
            return Err(Error::value("strides must be same length as shape"));
        }
        a.replace(tensor.as_strided(tensor.shape(), &strides)?);
        Ok(())
    }

    /// New real parts.
    fn real(cx, @pos a: Rc<Array>, @pos value: Value) -> () {
        check_writeable(&a)?;
        store(cx, &a.tensor().real(), &[], &value)
    }

    /// New imaginary parts of a complex array.
    fn imag(cx, @pos a: Rc<Array>, @pos value: Value) -> () {
        check_writeable(&a)?;
        match a.tensor().imag() {
            Some(parts) => store(cx, &parts, &[], &value),
            None => Err(Error::type_error("array does not have imaginary part to set")),
        }
    }

    /// All elements in C order from a value's, over and over.
    fn flat(cx, @pos a: Rc<Array>, @pos value: Value) -> () {
        check_writeable(&a)?;
        let target = a.tensor();
        let values = to_tensor(cx, &value, Some(target.dtype()))?;
        let places = Tensor::generate(&[target.size()], |i| i as i64)?;
        let flags = crate::tensor::index::put(&target, &places, &values, crate::tensor::index::Mode::Raise)?;
        crate::value::elementwise::report(cx, flags, "cast", false)
    }
}
