//! Several arrays → one: `concatenate`, `stack`, `block`; one array → several views: `split`.

use super::argument::{Source, Sources, Tuple};
use super::out::Out;
use crate::tensor::combine::{self, Block, Cuts};
use crate::tensor::promote::Casting;
use crate::tensor::{DType, Tensor};
use crate::value::convert::{Ints, to_index};
use crate::value::{Context, Error, FromValue, Result, Value, subclass};

builtins! { COMBINE, chapter "Joining and splitting", spaces ["np"];
    /// Arrays one after the other along an axis; with `axis=None` all elements in one line.
    ///
    /// >>> np.concatenate(([[1, 2]], [[3, 4]]))
    /// array([[1, 2],
    ///        [3, 4]])
    /// >>> np.concatenate(([[1, 2]], [[3, 4]]), axis=1)
    /// array([[1, 2, 3, 4]])
    @alias("concat") @see("stack", "vstack", "hstack")
    fn concatenate(cx, @pos arrays: Sources, axis: Option<isize> = Some(0), out: Out = Out(None), @kw dtype: Option<DType> = None,
                   @kw casting: String = "same_kind".into()) -> Value {
        let target = out.tensor()?;
        let joined = combine::concatenate(&arrays.tensors(), axis, target.as_ref(), dtype, Casting::by_name(&casting)?)?;
        given_or_new(out, joined, &arrays)
    }

    /// Arrays of one shape along a new axis.
    ///
    /// >>> np.stack([[1, 2], [3, 4]])
    /// array([[1, 2],
    ///        [3, 4]])
    /// >>> np.stack([[1, 2], [3, 4]], axis=-1)
    /// array([[1, 3],
    ///        [2, 4]])
    @see("concatenate", "unstack")
    fn stack(cx, arrays: Sources, axis: isize = 0, out: Out = Out(None), @kw dtype: Option<DType> = None,
             @kw casting: String = "same_kind".into()) -> Value {
        let target = out.tensor()?;
        let joined = combine::stack(&arrays.tensors(), axis, target.as_ref(), dtype, Casting::by_name(&casting)?)?;
        given_or_new(out, joined, &arrays)
    }

    /// Rows on top of each other.
    ///
    /// >>> np.vstack(([1, 2], [3, 4]))
    /// array([[1, 2],
    ///        [3, 4]])
    @see("hstack", "stack", "concatenate")
    fn vstack(cx, tup: Sources, @kw dtype: Option<DType> = None, @kw casting: String = "same_kind".into()) -> Value {
        if dtype.is_some() {
            let rows: Vec<Tensor> = tup.tensors().iter().map(|t| t.with_leading_axes(2)).collect();
            return Ok(Value::array(combine::concatenate(&rows, Some(0), None, dtype, Casting::by_name(&casting)?)?));
        }
        given_or_new(Out(None), combine::vstack(&tup.tensors())?, &tup)
    }

    /// Arrays side by side.
    ///
    /// >>> np.hstack(([1, 2], [3]))
    /// array([1, 2, 3])
    @see("vstack", "concatenate")
    fn hstack(cx, tup: Sources, @kw dtype: Option<DType> = None, @kw casting: String = "same_kind".into()) -> Value {
        if dtype.is_some() {
            let parts: Vec<Tensor> = tup.tensors().iter().map(|t| t.with_leading_axes(1)).collect();
            let axis = if parts.first().is_some_and(|t| t.ndim() == 1) { 0 } else { 1 };
            return Ok(Value::array(combine::concatenate(&parts, Some(axis), None, dtype, Casting::by_name(&casting)?)?));
        }
        given_or_new(Out(None), combine::hstack(&tup.tensors())?, &tup)
    }

    /// Arrays along the third axis.
    ///
    /// >>> np.dstack(([1, 2], [3, 4]))
    /// array([[[1, 3],
    ///         [2, 4]]])
    @see("vstack", "hstack")
    fn dstack(cx, tup: Sources) -> Value { given_or_new(Out(None), combine::dstack(&tup.tensors())?, &tup) }

    /// Vectors as the columns of a matrix.
    ///
    /// >>> np.column_stack(([1, 2], [3, 4]))
    /// array([[1, 3],
    ///        [2, 4]])
    @see("hstack", "c_")
    fn column_stack(cx, tup: Sources) -> Value { given_or_new(Out(None), combine::column_stack(&tup.tensors())?, &tup) }

    /// An array from nested lists of blocks.
    ///
    /// >>> np.block([[np.eye(2), np.zeros((2, 1))], [5, 6, 7]])
    /// array([[1., 0., 0.],
    ///        [0., 1., 0.],
    ///        [5., 6., 7.]])
    @see("concatenate", "vstack")
    fn block(cx, arrays: Value) -> Value {
        let joined = Value::array(combine::block(&blocks(cx, &arrays, 0)?)?);
        if has_matrix(&arrays) { subclass::as_matrix(joined) } else { Ok(joined) }
    }

    /// Views of equal parts of an array, or of the parts before and after indices.
    ///
    /// >>> np.split(np.arange(6), 3)
    /// [array([0, 1]), array([2, 3]), array([4, 5])]
    /// >>> np.split(np.arange(6), [1, 4])
    /// [array([0]), array([1, 2, 3]), array([4, 5])]
    @see("array_split", "concatenate")
    fn split(cx, ary: Source, indices_or_sections: Value, axis: isize = 0) -> Value {
        let cuts = Places::of(cx, &indices_or_sections)?;
        let parts = combine::split(&ary, &cuts.cuts(), axis)?;
        Ok(Value::list(ary.views(parts)))
    }

    /// Views of parts of an array, as equal as possible.
    ///
    /// >>> np.array_split(np.arange(5), 3)
    /// [array([0, 1]), array([2, 3]), array([4])]
    @see("split")
    fn array_split(cx, ary: Source, indices_or_sections: Value, axis: isize = 0) -> Value {
        let cuts = Places::of(cx, &indices_or_sections)?;
        let parts = combine::array_split(&ary, &cuts.cuts(), axis)?;
        Ok(Value::list(ary.views(parts)))
    }

    /// Parts side by side: `split` along the second axis (the first of a vector).
    ///
    /// >>> np.hsplit(np.array([[1, 2], [3, 4]]), 2)
    /// [array([[1],
    ///        [3]]), array([[2],
    ///        [4]])]
    @see("vsplit", "split")
    fn hsplit(cx, ary: Source, indices_or_sections: Value) -> Value { split_as(cx, "hsplit", &ary, &indices_or_sections) }

    /// Parts on top of each other: `split` along the first axis.
    ///
    /// >>> np.vsplit(np.array([[1, 2], [3, 4]]), 2)
    /// [array([[1, 2]]), array([[3, 4]])]
    @see("hsplit", "split")
    fn vsplit(cx, ary: Source, indices_or_sections: Value) -> Value { split_as(cx, "vsplit", &ary, &indices_or_sections) }

    /// `split` along the third axis.
    ///
    /// >>> [p.shape for p in np.dsplit(np.zeros((2, 2, 4)), 2)]
    /// [(2, 2, 2), (2, 2, 2)]
    @see("hsplit", "split")
    fn dsplit(cx, ary: Source, indices_or_sections: Value) -> Value { split_as(cx, "dsplit", &ary, &indices_or_sections) }

    /// The sub-arrays along an axis, as a tuple of views.
    ///
    /// >>> np.unstack(np.array([[1, 2], [3, 4]]))
    /// (array([1, 2]), array([3, 4]))
    @see("stack", "split")
    fn unstack(cx, @pos x: Source, @kw axis: isize = 0) -> Tuple {
        if x.ndim() == 0 {
            return Err(Error::value("Input array must be at least 1-d."));
        }
        let at = crate::tensor::shape::normalize_axis(axis, x.ndim())?;
        let parts = (0..x.shape()[at]).map(|i| x.tensor.subarray(at, i)).collect();
        Ok(Tuple(x.views(parts)))
    }
}

/// The result in `out`, or a new array of the class of the arguments where they agree on a subclass.
fn given_or_new(out: Out, joined: Tensor, arrays: &Sources) -> Result<Value> {
    if let Some(array) = out.0 {
        return Ok(Value::Array(array));
    }
    let is_matrix = arrays.0.iter().any(|a| subclass::has_rules(a.array.class()));
    if is_matrix { subclass::matrix(joined) } else { Ok(Value::array(joined)) }
}

/// Where to cut: a number of sections, or indices.
enum Places {
    Sections(isize),
    At(Vec<isize>),
}

impl Places {
    fn of(cx: &mut dyn Context, value: &Value) -> Result<Places> {
        match value {
            Value::List(_) | Value::Tuple(_) | Value::Array(_) | Value::Range(_) => {
                if let Value::Array(array) = value
                    && array.ndim() == 0
                {
                    return Ok(Places::Sections(to_index(value)? as isize));
                }
                let ints = Ints::from_value(cx, value).map_err(|error| {
                    if error.message().contains("cannot be interpreted") {
                        Error::type_error("slice indices must be integers or None or have an __index__ method")
                    } else {
                        error
                    }
                })?;
                Ok(Places::At(ints.0.into_iter().map(|i| i as isize).collect()))
            }
            other => match crate::value::number::Number::of_any(other) {
                Some(crate::value::number::Number::Float(f)) => Ok(Places::Sections(f as isize)),
                _ => Ok(Places::Sections(to_index(other)? as isize)),
            },
        }
    }

    fn cuts(&self) -> Cuts<'_> {
        match self {
            Places::Sections(n) => Cuts::Sections(*n),
            Places::At(places) => Cuts::At(places),
        }
    }
}

fn split_as(cx: &mut dyn Context, name: &str, ary: &Source, cuts: &Value) -> Result<Value> {
    let cuts = Places::of(cx, cuts)?;
    let parts = combine::split_like(name, ary, &cuts.cuts())?;
    Ok(Value::list(ary.views(parts)))
}

/// Whether a matrix is among the blocks of nested lists.
fn has_matrix(blocks: &Value) -> bool {
    match blocks {
        Value::List(list) => list.to_vec().iter().any(has_matrix),
        other => subclass::is_matrix(other),
    }
}

fn blocks(cx: &mut dyn Context, value: &Value, depth: usize) -> Result<Block> {
    match value {
        // As deep as CPython's stack.
        Value::List(_) if depth > 900 => {
            Err(crate::value::class::exception::RECURSION_ERROR.error("maximum recursion depth exceeded"))
        }
        Value::List(list) => {
            let parts = list.to_vec().into_iter().map(|item| blocks(cx, &item, depth + 1));
            Ok(Block::List(parts.collect::<Result<_>>()?))
        }
        Value::Tuple(_) => Err(Error::type_error(
            "arrays is a tuple. Only lists can be used to arrange blocks, and np.block does not allow implicit conversion from tuple to ndarray.",
        )),
        other => Ok(Block::Array(Tensor::from_value(cx, other)?)),
    }
}
