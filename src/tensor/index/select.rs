//! One of several arrays for each element: `choose` by number, `select` by the first condition that holds.

use super::super::assign;
use super::super::cast::as_dtype;
use super::super::copy::fill;
use super::super::dtype::{DType, Kind};
use super::super::error::{Error, Result};
use super::super::promote::promote_types;
use super::super::shape::Dims;
use super::super::tensor::Tensor;
use super::super::view::common_shape;
use super::mask::copy_where;
use super::take::{Mode, positions_of};

/// NumPy's bound on the arrays of one broadcast.
const MOST_ARRAYS: usize = 64;

/// `numpy.choose`: element `i` of the result is element `i` of `choices[a[i]]`, all broadcast together.
pub fn choose(a: &Tensor, choices: &[Tensor], mode: Mode) -> Result<Tensor> {
    if choices.is_empty() {
        return Err(Error::value("0-length sequence."));
    }
    if choices.len() >= MOST_ARRAYS {
        return Err(Error::value(format!("Need at least 0 and at most {MOST_ARRAYS} array objects.")));
    }
    let numbers = positions_of(a)?;
    let n = choices.len() as i64;
    let dtype = common_dtype(choices.iter().map(Tensor::dtype), choices[0].dtype())?;
    let shapes: Vec<&[usize]> = std::iter::once(a).chain(choices).map(Tensor::shape).collect();
    let shape = common_shape(&shapes)?;
    let resolve = |&i: &i64| match mode {
        Mode::Raise if i < 0 || i >= n => Err(Error::value("invalid entry in choice array")),
        Mode::Raise => Ok(i),
        Mode::Wrap => Ok(i.rem_euclid(n)),
        Mode::Clip => Ok(i.clamp(0, n - 1)),
    };
    let numbers = numbers.iter().map(resolve).collect::<Result<Vec<i64>>>()?;
    let result = Tensor::empty(&shape, dtype)?;
    for (k, choice) in choices.iter().enumerate() {
        let mask = Tensor::generate(a.shape(), |i| numbers[i] == k as i64)?;
        copy_where(&result, &mask, &as_dtype(choice, dtype)?)?;
    }
    Ok(result)
}

/// `numpy.select`: the element of the first choice whose condition is true there, else of `default`.
pub fn select(conditions: &[Tensor], choices: &[Tensor], default: &Tensor) -> Result<Tensor> {
    if conditions.len() != choices.len() {
        return Err(Error::value("list of cases must be same length as list of conditions"));
    }
    if conditions.is_empty() {
        return Err(Error::value("select with an empty condition list is not possible"));
    }
    let dtype = common_dtype(choices.iter().chain([default]).map(Tensor::dtype), default.dtype())?;
    if let Some(i) = conditions.iter().position(|c| c.dtype().kind != Kind::Bool) {
        return Err(Error::type_error(format!("invalid entry {i} in condlist: should be boolean ndarray")));
    }
    let shape_of =
        |all: &[Tensor]| -> Result<Dims> { common_shape(&all.iter().map(Tensor::shape).collect::<Vec<_>>()) };
    let with_default: Vec<Tensor> = choices.iter().chain([default]).cloned().collect();
    let (condition_shape, choice_shape) = (shape_of(conditions)?, shape_of(&with_default)?);
    let shape = common_shape(&[&condition_shape, &choice_shape])?;
    let result = Tensor::empty(&shape, dtype)?;
    if default.ndim() == 0 {
        fill(&result, &as_dtype(default, dtype)?)?;
    } else {
        assign::assign(&result, &default.broadcast_to(&shape)?)?;
    }
    for (condition, choice) in conditions.iter().zip(choices).rev() {
        copy_where(&result, condition, &as_dtype(choice, dtype)?)?;
    }
    Ok(result)
}

fn common_dtype(dtypes: impl Iterator<Item = DType>, first: DType) -> Result<DType> {
    let mut dtypes = dtypes;
    dtypes.try_fold(first, promote_types)
}
