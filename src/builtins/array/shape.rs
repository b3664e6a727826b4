//! The same elements under another shape: `reshape`, `transpose`, `squeeze`, `broadcast_to` and their kin give views.

use super::argument::{Copy, IntTuple, Source, Tuple};
use crate::tensor::view::{broadcast_arrays, common_shape, normalized_tuple};
use crate::tensor::{Order, Tensor};
use crate::value::axis::{Axes, NormalAxes, ReductionAxes};
use crate::value::convert::{FromValue, IntoValue, Ints, Shape};
use crate::value::{Array, Context, Error, Result, Value};
use std::rc::Rc;

builtins! { SHAPE, chapter "Shapes", spaces ["np"];
    /// The elements under another shape; one length may be -1, which means whatever is left. A view where possible.
    ///
    /// >>> np.reshape([1, 2, 3, 4, 5, 6], (2, 3))
    /// array([[1, 2, 3],
    ///        [4, 5, 6]])
    /// >>> np.arange(6).reshape(3, -1)
    /// array([[0, 1],
    ///        [2, 3],
    ///        [4, 5]])
    @see("ravel", "resize", "transpose")
    fn reshape(cx, @pos a: Source, shape: Value, order: Order = Order::C, @kw copy: Copy = Copy::IfNeeded) -> Value {
        reshaped(cx, &a, std::slice::from_ref(&shape), order, copy)
    }

    /// All elements in one line; a view where possible.
    ///
    /// >>> np.ravel([[1, 2], [3, 4]])
    /// array([1, 2, 3, 4])
    /// >>> np.ravel([[1, 2], [3, 4]], order='F')
    /// array([1, 3, 2, 4])
    @method @see("reshape", "flatten")
    fn ravel(cx, a: Source, order: Order = Order::C) -> Value {
        let a = a.plainly();
        Ok(a.view(a.tensor.ravel(order)?))
    }

    /// The axes in another order; without `axes` reversed. A view.
    ///
    /// >>> np.transpose([[1, 2], [3, 4]])
    /// array([[1, 3],
    ///        [2, 4]])
    /// >>> np.transpose(np.ones((2, 3, 4)), (1, 0, 2)).shape
    /// (3, 2, 4)
    @alias("permute_dims") @see("swapaxes", "moveaxis")
    fn transpose(cx, a: Source, axes: Option<Ints> = None) -> Value { transposed(&a, axes.map(|axes| axes.0)) }

    /// The last two axes swapped. A view.
    ///
    /// >>> np.matrix_transpose([[1, 2], [3, 4]])
    /// array([[1, 3],
    ///        [2, 4]])
    @see("transpose")
    fn matrix_transpose(cx, @pos x: Source) -> Value {
        if x.ndim() < 2 {
            return Err(Error::value(format!("Input array must be at least 2-dimensional, but it is {}", x.ndim())));
        }
        Ok(x.view(x.tensor.matrix_transpose()?))
    }

    /// Two axes swapped. A view.
    ///
    /// >>> np.swapaxes([[1, 2, 3]], 0, 1)
    /// array([[1],
    ///        [2],
    ///        [3]])
    @method @see("transpose", "moveaxis")
    fn swapaxes(cx, a: Source, axis1: isize, axis2: isize) -> Value { Ok(a.view(a.tensor.swapaxes(axis1, axis2)?)) }

    /// Axes moved to other places; the others keep their order. A view.
    ///
    /// >>> np.moveaxis(np.zeros((3, 4, 5)), 0, -1).shape
    /// (4, 5, 3)
    @see("transpose", "swapaxes")
    fn moveaxis(cx, a: Source, source: Ints, destination: Ints) -> Value {
        let signed = |ints: Ints| ints.0.into_iter().map(|i| i as isize).collect::<Vec<_>>();
        Ok(a.view(a.tensor.moveaxis(&signed(source), &signed(destination))?))
    }

    /// An axis moved back until it lies before axis `start`. A view; `moveaxis` is easier to read.
    ///
    /// >>> np.rollaxis(np.ones((3, 4, 5)), 2).shape
    /// (5, 3, 4)
    @see("moveaxis")
    fn rollaxis(cx, a: Source, axis: isize, start: isize = 0) -> Value { Ok(a.view(a.tensor.rollaxis(axis, start)?)) }

    /// Without the axes of length 1. A view.
    ///
    /// >>> np.squeeze([[[1], [2]]])
    /// array([1, 2])
    @method @see("expand_dims")
    fn squeeze(cx, a: Source, axis: ReductionAxes = ReductionAxes(Axes(None))) -> Value {
        Ok(a.view(a.tensor.squeeze(axis.0.0.as_deref())?))
    }

    /// With a new axis of length 1 at a place (or several). A view.
    ///
    /// >>> np.expand_dims([1, 2], axis=0)
    /// array([[1, 2]])
    @see("squeeze", "newaxis")
    fn expand_dims(cx, a: Source, axis: NormalAxes) -> Value {
        let a = a.plainly();
        let axes = axis.0;
        normalized_tuple(&axes, a.ndim() + axes.len(), None)?;
        Ok(a.view(a.tensor.expand_dims(&axes)?))
    }

    /// Each argument as an array of at least one dimension.
    ///
    /// >>> np.atleast_1d(3)
    /// array([3])
    @see("atleast_2d", "atleast_3d")
    fn atleast_1d(cx, @args arys: Vec<Source>) -> Value { one_or_all(arys, |a| Ok(a.with_leading_axes(1))) }

    /// Each argument as an array of at least two dimensions.
    ///
    /// >>> np.atleast_2d([1, 2])
    /// array([[1, 2]])
    @see("atleast_1d", "atleast_3d")
    fn atleast_2d(cx, @args arys: Vec<Source>) -> Value { one_or_all(arys, |a| Ok(a.with_leading_axes(2))) }

    /// Each argument as an array of at least three dimensions: a vector becomes (1, n, 1), a matrix (m, n, 1).
    ///
    /// >>> np.atleast_3d([1, 2]).shape
    /// (1, 2, 1)
    @see("atleast_1d", "atleast_2d")
    fn atleast_3d(cx, @args arys: Vec<Source>) -> Value {
        one_or_all(arys, |a| Ok(crate::tensor::combine::atleast_3d(a)?))
    }

    /// The array repeated without copying to a shape. A read-only view.
    ///
    /// >>> np.broadcast_to([1, 2], (2, 2))
    /// array([[1, 2],
    ///        [1, 2]])
    @space("np", "np.lib.stride_tricks") @see("broadcast_arrays", "tile")
    fn broadcast_to(cx, array: Source, shape: Shape, subok: bool = false) -> Value {
        let value = Array::view_of(array.tensor.broadcast_to(&shape.0)?, &array.value());
        value.set_writeable(false);
        Ok(Value::Array(Rc::new(value)))
    }

    /// All arrays as views of their common shape.
    ///
    /// >>> np.broadcast_arrays([1, 2], [[3], [4]])
    /// (array([[1, 2],
    ///        [1, 2]]), array([[3, 3],
    ///        [4, 4]]))
    @space("np", "np.lib.stride_tricks") @see("broadcast_to", "broadcast_shapes")
    fn broadcast_arrays(cx, @args args: Vec<Source>, @kw subok: bool = false) -> Tuple {
        let args: Vec<Source> = if subok { args } else { args.into_iter().map(Source::plainly).collect() };
        let tensors: Vec<Tensor> = args.iter().map(|a| a.tensor.clone()).collect();
        let views = broadcast_arrays(&tensors)?;
        let same = |a: &Source, view: &Tensor| a.tensor.shape() == view.shape();
        let values = args.iter().zip(views).map(|(a, view)| if same(a, &view) { a.value() } else { a.view(view) });
        Ok(Tuple(values.collect()))
    }

    /// The common shape of several shapes.
    ///
    /// >>> np.broadcast_shapes((1, 2), (3, 1))
    /// (3, 2)
    @space("np", "np.lib.stride_tricks") @see("broadcast_arrays")
    fn broadcast_shapes(cx, @args args: Vec<Shape>) -> IntTuple {
        let shapes: Vec<&[usize]> = args.iter().map(|s| s.0.as_slice()).collect();
        Ok(IntTuple::of(&common_shape(&shapes)?))
    }

    /// The lengths of an array's axes.
    ///
    /// >>> np.shape([[1, 2, 3]])
    /// (1, 3)
    @see("ndim", "size")
    fn shape(cx, a: Tensor) -> IntTuple { Ok(IntTuple::of(a.shape())) }

    /// The number of an array's axes.
    ///
    /// >>> np.ndim([[1, 2, 3]])
    /// 2
    @see("shape", "size")
    fn ndim(cx, a: Tensor) -> i64 { Ok(a.ndim() as i64) }

    /// The number of elements, all or along axes.
    ///
    /// >>> np.size([[1, 2, 3], [4, 5, 6]]), np.size([[1, 2, 3], [4, 5, 6]], 1)
    /// (6, 3)
    @see("shape", "ndim")
    fn size(cx, a: Tensor, axis: Axes = Axes(None)) -> i64 {
        let Some(axes) = axis.0 else { return Ok(a.size() as i64) };
        let axes = normalized_tuple(&axes, a.ndim(), None)?;
        Ok(axes.iter().map(|&axis| a.shape()[axis] as i64).product())
    }

    /// Copies values into an array, where `where` is true.
    ///
    /// >>> a = np.array([4, 5, 6]); np.copyto(a, [1, 2, 3]); a
    /// array([1, 2, 3])
    @see("copy", "putmask")
    fn copyto(cx, dst: Value, src: Value, casting: String = "same_kind".into(), r#where: Option<Tensor> = None) -> () {
        let Value::Array(target) = &dst else {
            let name = crate::value::class::class_of(&dst).qualified_name();
            return Err(Error::type_error(format!("copyto() argument 1 must be numpy.ndarray, not {name}")));
        };
        if !target.is_writeable() {
            return Err(Error::value("assignment destination is read-only"));
        }
        copy_into(cx, &target.tensor(), &src, &casting, r#where.as_ref())
    }
}

/// `a.reshape(…)` with its arguments as they stand.
pub fn reshaped(cx: &mut dyn Context, a: &Source, shape: &[Value], order: Order, copy: Copy) -> Result<Value> {
    let wanted = super::argument::ints_of_arguments(cx, shape)?;
    if copy == Copy::Always {
        let copied = crate::tensor::copy::copied(a, if order == Order::F { Order::F } else { Order::C })?;
        return Ok(Value::Array(Rc::new(Array::with_class(copied.reshape(&wanted, order)?, a.array.class()))));
    }
    let order =
        if order == Order::K { return Err(Error::value("order 'K' is not permitted for reshaping")) } else { order };
    let found = a.tensor.reshape(&wanted, order)?;
    if copy == Copy::Never && !found.shares_storage(a) {
        return Err(Error::value("Unable to avoid creating a copy while reshaping."));
    }
    Ok(a.view(found))
}

/// Axes reversed, or in an order.
pub fn transposed(a: &Source, axes: Option<Vec<i64>>) -> Result<Value> {
    Ok(a.view(match axes {
        None => a.tensor.transpose(),
        Some(axes) => {
            let axes: Vec<isize> = axes.into_iter().map(|i| i as isize).collect();
            a.tensor.permute(&axes)?
        }
    }))
}

/// One result for one argument, a tuple for several; arrays that already fit stay the same objects.
fn one_or_all(arrays: Vec<Source>, raise: impl Fn(&Tensor) -> Result<Tensor>) -> Result<Value> {
    let mut results = Vec::with_capacity(arrays.len());
    for array in &arrays {
        let raised = raise(array)?;
        results.push(if raised.ndim() == array.ndim() { array.value() } else { array.view(raised) });
    }
    if results.len() == 1 { Ok(results.remove(0)) } else { Ok(Tuple(results).into_value()) }
}

fn copy_into(cx: &mut dyn Context, target: &Tensor, src: &Value, casting: &str, mask: Option<&Tensor>) -> Result<()> {
    let casting = crate::tensor::promote::Casting::by_name(casting)?;
    let operand = crate::tensor::Operand::from_value(cx, src)?;
    let source = match &operand {
        crate::tensor::Operand::Tensor(t) => {
            crate::tensor::assign::check_casting(t.dtype(), target.dtype(), casting)?;
            t.clone()
        }
        crate::tensor::Operand::Scalar(s) => {
            crate::tensor::assign::check_casting(s.dtype(), target.dtype(), casting)?;
            crate::tensor::cast::scalar_tensor(s)?
        }
        weak => {
            let own = crate::tensor::promote::default_operand_dtype(weak);
            let integer = matches!(weak, crate::tensor::Operand::WeakInt(_) | crate::tensor::Operand::WeakBool(_));
            if !integer && !crate::tensor::promote::can_cast(own, target.dtype(), casting) {
                let message = crate::tensor::cast::cannot_cast(own, target.dtype(), casting).message;
                return Err(Error::type_error(message.replace("Cannot cast array data", "Cannot cast scalar")));
            }
            crate::tensor::cast::operand_to_tensor(weak, target.dtype())?
        }
    };
    let flags = match mask {
        None => crate::tensor::assign::assign(target, &source)?,
        Some(mask) => {
            let mask = crate::tensor::index::truth_mask(&mask.broadcast_to(target.shape())?)?;
            let cast = crate::tensor::copy::copied(&crate::tensor::cast::as_dtype(&source, target.dtype())?, Order::C)?;
            crate::tensor::index::copy_where(target, &mask, &cast.broadcast_to(target.shape())?)?;
            crate::tensor::flags::Flags::NONE
        }
    };
    crate::value::elementwise::report(cx, flags, "cast", false)
}
