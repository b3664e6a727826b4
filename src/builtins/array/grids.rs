//! Grids of coordinates and the two ways to count places: `meshgrid`, `indices`, `ix_`, `fromfunction`, `unravel_index`.

use super::argument::{Arrays, Sources, Tuple};
use crate::symbol::Symbol;
use crate::tensor::index::Mode;
use crate::tensor::{DType, Order, Tensor, grids};
use crate::value::convert::{IntoValue, Shape, Unboxed};
use crate::value::{FromValue, Result, Value, subclass};

builtins! { GRIDS, chapter "Grids of coordinates", spaces ["np"];
    /// Matrices of coordinates from vectors of them.
    ///
    /// `indexing='xy'` puts the first vector along the columns, `'ij'` along the rows. `sparse` leaves lengths of 1, to be
    /// broadcast.
    ///
    /// >>> X, Y = np.meshgrid([1, 2], [10, 20, 30])
    /// >>> X
    /// array([[1, 2],
    ///        [1, 2],
    ///        [1, 2]])
    /// >>> Y
    /// array([[10, 10],
    ///        [20, 20],
    ///        [30, 30]])
    @see("mgrid", "ogrid", "indices")
    fn meshgrid(cx, @args xi: Vec<Value>, @kw copy: bool = true, @kw sparse: bool = false, @kw indexing: String = "xy".into()) -> Value {
        let vectors = xi.iter().map(|v| Tensor::from_value(cx, v)).collect::<Result<Vec<_>>>()?;
        let grids = grids::meshgrid(&vectors, &indexing, sparse, copy)?;
        // Each grid is of the class of the vector it comes from.
        let classed = grids.into_iter().zip(&xi).map(|(grid, from)| subclass::finished(Value::array(grid), std::slice::from_ref(from)));
        Ok(Value::tuple(classed.collect::<Result<Vec<_>>>()?))
    }

    /// The indices of every place of a grid, one array for each axis, stacked.
    ///
    /// >>> np.indices((2, 2))
    /// array([[[0, 0],
    ///         [1, 1]],
    /// <BLANKLINE>
    ///        [[0, 1],
    ///         [0, 1]]])
    @see("mgrid", "meshgrid")
    fn indices(cx, dimensions: Shape, dtype: Option<DType> = None, sparse: bool = false) -> Value {
        let dtype = dtype.unwrap_or(DType::INT64);
        if sparse {
            return Ok(Arrays(grids::open_grid(&dimensions.0, dtype)?).into_value());
        }
        Ok(Value::array(grids::indices(&dimensions.0, dtype)?))
    }

    /// Index arrays that select the cross product of rows, columns and so on.
    ///
    /// >>> a = np.arange(12).reshape(3, 4)
    /// >>> a[np.ix_([0, 2], [1, 3])]
    /// array([[ 1,  3],
    ///        [ 9, 11]])
    @see("meshgrid")
    fn ix_(cx, @args args: Vec<Value>) -> Arrays {
        let vectors = args.iter().map(|v| Tensor::from_value(cx, v)).collect::<Result<Vec<_>>>()?;
        Ok(Arrays(grids::ix(&vectors)?))
    }

    /// An array made by calling a function once with the arrays of indices.
    ///
    /// >>> np.fromfunction(lambda i, j: i + 10*j, (2, 3), dtype=int)
    /// array([[ 0, 10, 20],
    ///        [ 1, 11, 21]])
    @see("indices")
    fn fromfunction(cx, function: Value, shape: Shape, @kw dtype: Option<DType> = None, @kw like: Value = Value::None,
                    @kwargs kwargs: Value) -> Value {
        let grid = grids::indices(&shape.0, dtype.unwrap_or(DType::FLOAT64))?;
        let args: Vec<Value> = (0..shape.0.len()).map(|i| Value::array(grid.subarray(0, i))).collect();
        let keywords = keywords_of(&kwargs);
        cx.call(&function, &args, &keywords)
    }

    /// Flat indices as one index for each axis of an array of that shape.
    ///
    /// >>> np.unravel_index(5, (2, 3))
    /// (np.int64(1), np.int64(2))
    @see("ravel_multi_index")
    fn unravel_index(cx, indices: Tensor, shape: Shape, order: Order = Order::C) -> Tuple {
        let columns = grids::unravel_index(&indices, &shape.0, order)?;
        Ok(Tuple(columns.into_iter().map(|t| Unboxed(t).into_value()).collect()))
    }

    /// Indices for each axis as flat indices.
    ///
    /// >>> np.ravel_multi_index(([1, 0], [2, 1]), (2, 3))
    /// array([5, 1])
    @see("unravel_index")
    fn ravel_multi_index(cx, multi_index: Sources, dims: Shape, mode: Value = Value::None, order: Order = Order::C) -> Unboxed {
        let modes = match &mode {
            Value::None => vec![Mode::Raise],
            Value::Tuple(names) => {
                names.items.iter().map(|m| Ok(Mode::by_name(&String::from_value(cx, m)?)?)).collect::<Result<Vec<_>>>()?
            }
            name => vec![Mode::by_name(&String::from_value(cx, name)?)?],
        };
        let modes = if modes.len() == 1 { vec![modes[0]; dims.0.len()] } else { modes };
        Ok(Unboxed(grids::ravel_multi_index(&multi_index.tensors(), &dims.0, &modes, order)?))
    }
}

/// `**kwargs` as a call takes them.
pub fn keywords_of(kwargs: &Value) -> Vec<(Symbol, Value)> {
    let Value::Dict(dict) = kwargs else { return Vec::new() };
    dict.borrow().iter().map(|(k, v)| (Symbol::new(&crate::value::repr::str(k)), v.clone())).collect()
}
