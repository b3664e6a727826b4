//! Draws of a distribution for scalar or array parameters and a size: checks, broadcasting, the filled array.

use super::objects::Source;
use crate::random::bits::{Draw, Variates};
use crate::random::check;
use crate::tensor::shape::tuple_text;
use crate::tensor::view::common_shape;
use crate::tensor::{DType, Element, Tensor, lanes};
use crate::value::class::class_of;
use crate::value::convert::{FromValue, Shape};
use crate::value::nested::to_tensor;
use crate::value::{Context, Error, Result, Value};
use std::cell::Cell;

/// Elements drawn between two looks at the interrupt flag.
pub(super) const CHUNK: usize = 1 << 18;

/// A parameter of a distribution: one number, or an array of them.
#[derive(Clone)]
pub enum Real {
    One(f64),
    /// C-ordered float64.
    Many(Tensor),
}

impl FromValue for Real {
    const ACCEPTS: &'static str = "float or array_like of floats";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Real> {
        match value {
            Value::Float(x) | Value::NpFloat(x) => return Ok(Real::One(x.get())),
            Value::Int(i) | Value::NpInt(i) => return Ok(Real::One(*i as f64)),
            Value::None => return Err(Error::type_error("must be real number, not NoneType")),
            _ => {}
        }
        let tensor = to_tensor(cx, value, Some(DType::FLOAT64))?;
        let tensor = lanes::contiguous(&tensor, DType::FLOAT64)?;
        match (tensor.ndim(), tensor.as_slice::<f64>()) {
            (0, Some([one])) => Ok(Real::One(*one)),
            _ => Ok(Real::Many(tensor)),
        }
    }
}

impl Real {
    pub fn shape(&self) -> &[usize] {
        match self {
            Real::One(_) => &[],
            Real::Many(tensor) => tensor.shape(),
        }
    }

    /// The numbers, as they are.
    fn values(&self) -> &[f64] {
        match self {
            Real::One(x) => std::slice::from_ref(x),
            Real::Many(tensor) => tensor.as_slice::<f64>().unwrap_or(&[]),
        }
    }

    /// The numbers of each place of a common shape.
    pub(super) fn spread(&self, shape: &[usize]) -> Result<Column> {
        Ok(match self {
            Real::One(x) => Column::One(*x),
            Real::Many(tensor) => {
                let wide = tensor.broadcast_to(shape)?;
                Column::Many(wide.to_vec::<f64>().unwrap_or_default())
            }
        })
    }
}

/// `size=`: nothing, an int, or a tuple of ints.
#[derive(Clone)]
pub struct Size(pub Option<Vec<usize>>);

impl FromValue for Size {
    const ACCEPTS: &'static str = "None, int or tuple of ints";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Size> {
        match value {
            Value::None => Ok(Size(None)),
            Value::Float(_) | Value::NpFloat(_) => Err(Error::type_error(format!(
                "expected a sequence of integers or a single integer, got '{}'",
                crate::value::repr::repr(value)
            ))),
            other => Ok(Size(Some(Shape::from_value(cx, other)?.0))),
        }
    }
}

/// A variate that a Python number can hold.
pub trait Variate: Element + Copy + Default {
    fn single(self) -> Value;
}

impl Variate for f64 {
    fn single(self) -> Value {
        Value::float(self)
    }
}

impl Variate for i64 {
    fn single(self) -> Value {
        Value::Int(self)
    }
}

/// A distribution of `N` parameters.
pub trait Distribution<const N: usize>: Sized {
    type Output: Variate;
    /// The method whose parameters it has.
    const NAME: &'static str;

    fn draw<V: Variates>(v: &mut V, parameters: [f64; N]) -> Self::Output;

    /// Conditions on the parameters together, after those on each of them.
    fn check(_: [f64; N], _scalar: bool) -> Result<()> {
        Ok(())
    }

    /// Fills `out` with draws of the same parameters.
    fn fill(source: &impl Source, parameters: [f64; N], out: &mut [Self::Output]) {
        source.fill(&Fixed::<Self, N>(parameters, std::marker::PhantomData), out);
    }
}

/// A distribution with its parameters.
struct Fixed<D, const N: usize>([f64; N], std::marker::PhantomData<D>);

impl<D: Distribution<N>, const N: usize> Draw for Fixed<D, N> {
    type Output = D::Output;

    #[inline]
    fn draw<V: Variates>(&self, v: &mut V) -> D::Output {
        D::draw(v, self.0)
    }
}

/// The values of one parameter at all places.
pub(super) enum Column {
    One(f64),
    Many(Vec<f64>),
}

impl Column {
    #[inline]
    pub(super) fn at(&self, i: usize) -> f64 {
        match self {
            Column::One(x) => *x,
            Column::Many(all) => all.get(i).copied().unwrap_or(f64::NAN),
        }
    }
}

/// A distribution whose parameters change from draw to draw.
struct Varying<D, const N: usize> {
    columns: [Column; N],
    at: Cell<usize>,
    distribution: std::marker::PhantomData<D>,
}

impl<D: Distribution<N>, const N: usize> Draw for Varying<D, N> {
    type Output = D::Output;

    #[inline]
    fn draw<V: Variates>(&self, v: &mut V) -> D::Output {
        let i = self.at.get();
        self.at.set(i + 1);
        D::draw(v, std::array::from_fn(|k| self.columns[k].at(i)))
    }
}

/// The shape of draws whose parameters have these shapes. ValueError where `size` does not go with them.
pub fn output_shape(size: &Size, shapes: &[&[usize]]) -> Result<Vec<usize>> {
    let Some(size) = &size.0 else {
        return Ok(common_shape(shapes)?.to_vec());
    };
    let mut all = vec![size.as_slice()];
    all.extend(shapes.iter().filter(|shape| !shape.is_empty()));
    let common = common_shape(&all)?;
    if common[..] != size[..] {
        return Err(Error::value(format!(
            "Output size {} is not compatible with broadcast dimensions of inputs {}.",
            tuple_text(size),
            tuple_text(&common)
        )));
    }
    Ok(size.clone())
}

/// Checks each parameter of the method `name`. ValueError in NumPy's words.
pub fn check_each(name: &str, parameters: &[Real]) -> Result<()> {
    let rules = check::parameters(name).unwrap_or(&[]);
    let all_scalar = parameters.iter().all(|p| matches!(p, Real::One(_)));
    for (parameter, (name, rule)) in parameters.iter().zip(rules) {
        match parameter {
            Real::One(x) if all_scalar => rule.check(*x, name),
            other => rule.check_all(other.values(), name),
        }
        .map_err(Error::value)?;
    }
    Ok(())
}

/// Draws of a distribution: one number where all parameters are numbers and there is no size, else an array.
pub fn sample<D: Distribution<N>, const N: usize>(
    source: &impl Source,
    parameters: [Real; N],
    size: Size,
) -> Result<Value> {
    check_each(D::NAME, &parameters)?;
    let mut scalars = [0.0; N];
    let mut scalar = true;
    for (slot, parameter) in scalars.iter_mut().zip(&parameters) {
        match parameter {
            Real::One(x) => *slot = *x,
            Real::Many(_) => scalar = false,
        }
    }
    if scalar {
        D::check(scalars, true)?;
        let Some(shape) = size.0 else {
            let mut one = [D::Output::default()];
            D::fill(source, scalars, &mut one);
            return Ok(one[0].single());
        };
        return filled(&shape, |chunk| D::fill(source, scalars, chunk));
    }
    let shapes: Vec<&[usize]> = parameters.iter().map(Real::shape).collect();
    let natural = common_shape(&shapes)?;
    let spread = |shape: &[usize]| -> Result<[Column; N]> {
        let mut columns = [const { Column::One(0.0) }; N];
        for (column, parameter) in columns.iter_mut().zip(&parameters) {
            *column = parameter.spread(shape)?;
        }
        Ok(columns)
    };
    let columns = spread(&natural)?;
    for i in 0..natural.iter().product() {
        D::check(std::array::from_fn(|k| columns[k].at(i)), false)?;
    }
    let shape = output_shape(&size, &shapes)?;
    let columns = if shape[..] == natural[..] { columns } else { spread(&shape)? };
    let varying = Varying::<D, N> { columns, at: Cell::new(0), distribution: std::marker::PhantomData };
    filled(&shape, |chunk| source.fill(&varying, chunk))
}

/// A new array, filled piece by piece; Ctrl-C is looked for in between.
pub fn filled<T: Element>(shape: &[usize], mut fill: impl FnMut(&mut [T])) -> Result<Value> {
    let tensor = lanes::try_fresh::<T>(shape, |out| {
        for chunk in out.chunks_mut(CHUNK) {
            fill(chunk);
            lanes::check_interrupt()?;
        }
        Ok(())
    })?;
    Ok(Value::array(tensor))
}

/// A one-dimensional array of float64. ValueError for more dimensions, in the words of a depth that is too large.
pub fn vector(cx: &mut dyn Context, value: &Value) -> Result<Vec<f64>> {
    let tensor = to_tensor(cx, value, Some(DType::FLOAT64))?;
    match tensor.ndim() {
        0 | 1 => Ok(lanes::contiguous(&tensor, DType::FLOAT64)?.to_vec::<f64>().unwrap_or_default()),
        _ if matches!(value, Value::Array(_)) => Err(Error::value("object too deep for desired array")),
        _ => Err(Error::value(
            "setting an array element with a sequence. The requested array would exceed the maximum number of dimension of 1.",
        )),
    }
}

/// The integers of an array-like; floats lose their fraction. Their shape comes with them.
pub fn counts(cx: &mut dyn Context, value: &Value) -> Result<(Vec<i64>, Vec<usize>)> {
    let tensor = to_tensor(cx, value, None)?;
    if !tensor.dtype().kind.is_numeric() {
        let class = class_of(value).qualified_name();
        return Err(Error::type_error(format!("'{class}' object cannot be interpreted as an integer")));
    }
    let ints = crate::tensor::cast::as_dtype(&tensor, DType::INT64)?;
    Ok((ints.to_vec::<i64>().unwrap_or_default(), tensor.shape().to_vec()))
}
