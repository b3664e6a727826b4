//! Views by strides: `as_strided`, `sliding_window_view`.

use super::argument::Source;
use crate::value::axis::Axes;
use crate::value::convert::{Ints, Shape};
use crate::value::{Array, Error, Value};
use std::rc::Rc;

builtins! { STRIDES, chapter "Views by strides", spaces ["np.lib.stride_tricks"];
    /// A view with any shape and strides (in bytes). NPL checks that it stays inside the array's memory.
    ///
    /// >>> np.lib.stride_tricks.as_strided(np.arange(5), (3, 3), (8, 8))
    /// array([[0, 1, 2],
    ///        [1, 2, 3],
    ///        [2, 3, 4]])
    @see("sliding_window_view")
    fn as_strided(cx, x: Source, shape: Option<Shape> = None, strides: Option<Ints> = None, subok: bool = false,
                  writeable: bool = true, @kw check_bounds: Value = Value::None) -> Value {
        let shape = shape.map_or_else(|| x.shape().to_vec(), |s| s.0);
        let strides: Vec<isize> =
            strides.map_or_else(|| x.strides().to_vec(), |s| s.0.into_iter().map(|i| i as isize).collect());
        let view = Array::view_of(x.tensor.as_strided(&shape, &strides)?, &x.value());
        if !writeable {
            view.set_writeable(false);
        }
        Ok(Value::Array(Rc::new(view)))
    }

    /// Windows that slide over an array, as new last axes of a read-only view.
    ///
    /// >>> np.lib.stride_tricks.sliding_window_view(np.arange(5), 3)
    /// array([[0, 1, 2],
    ///        [1, 2, 3],
    ///        [2, 3, 4]])
    @see("as_strided")
    fn sliding_window_view(cx, x: Source, window_shape: Ints, axis: Axes = Axes(None), @kw subok: bool = false,
                           @kw writeable: bool = false) -> Value {
        let window: Vec<isize> = window_shape.0.into_iter().map(|i| i as isize).collect();
        if window.iter().any(|&n| n < 0) {
            return Err(Error::value("`window_shape` cannot contain negative values"));
        }
        let view = Array::view_of(x.tensor.sliding_window_view(&window, axis.0.as_deref())?, &x.value());
        if !writeable {
            view.set_writeable(false);
        }
        Ok(Value::Array(Rc::new(view)))
    }
}
