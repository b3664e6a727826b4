//! Coefficients with their dtype, lowest degree first; how several get one dtype; sums and differences.

use crate::tensor::calc::Calc;
use crate::tensor::error::{Error, Result};
use crate::tensor::reduce::{Axes, Reduction};
use crate::tensor::{DType, Kind, Operand, Order, Scalar, Tensor, cast, promote, ufunc};

/// The coefficients of a series, lowest degree first. Each is a scalar of the dtype.
#[derive(Clone)]
pub struct Series {
    pub dtype: DType,
    pub items: Vec<Calc>,
}

impl Series {
    /// The elements of a vector.
    pub fn of(vector: &Tensor) -> Result<Series> {
        Ok(Series { dtype: vector.dtype(), items: Calc::parts(vector)? })
    }

    /// One coefficient: 0.
    pub fn zero() -> Series {
        Series { dtype: DType::FLOAT64, items: vec![strong(0.0)] }
    }

    /// The polynomial of degree `degree` of the basis itself.
    pub fn unit(degree: usize) -> Result<Series> {
        let mut items = crate::tensor::storage::reserved(degree.saturating_add(1))?;
        items.resize(degree, strong(0.0));
        items.push(strong(1.0));
        Ok(Series { dtype: DType::FLOAT64, items })
    }

    /// A number as a constant.
    pub fn constant(value: &Calc) -> Result<Series> {
        let mut all = together(&[Series { dtype: value.dtype(), items: vec![value.clone()] }], true)?;
        Ok(all.remove(0))
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The vector of the coefficients, with everything raised on the way.
    pub fn calc(self) -> Calc {
        Calc::rows(self.items, self.dtype)
    }

    /// The coefficients from `from` to `to`.
    pub fn part(&self, from: usize, to: usize) -> Series {
        let items = self.items.get(from..to.max(from)).unwrap_or(&[]).to_vec();
        Series { dtype: self.dtype, items }
    }

    pub fn map(&self, change: impl FnMut(&Calc) -> Calc) -> Series {
        Series { dtype: self.dtype, items: self.items.iter().map(change).collect() }
    }

    /// Without zeros at the end; one coefficient is kept.
    pub fn trimmed(mut self) -> Series {
        while self.items.len() > 1 && self.items.last().is_some_and(Calc::is_zero) {
            self.items.pop();
        }
        self
    }

    /// Whether it is the number 0.
    pub fn is_zero(&self) -> bool {
        matches!(self.items.as_slice(), [only] if only.is_zero())
    }
}

/// An array of zeros, also of Python's.
pub fn zeros(shape: &[usize], dtype: DType) -> Result<Tensor> {
    if dtype != DType::OBJECT {
        return Tensor::zeros(shape, dtype);
    }
    cast::as_dtype(&Tensor::zeros(shape, DType::INT64)?, dtype)
}

/// A float64 scalar, as strong as an array.
pub fn strong(value: f64) -> Calc {
    Calc::from(Operand::Scalar(Scalar::Float64(value)))
}

/// Vectors as coefficients of one inexact dtype, or of objects. ValueError for empty and for higher arrays, and where there
/// is no common dtype.
pub fn as_series(arrays: &[Tensor], trim: bool) -> Result<Vec<Series>> {
    let mut all = Vec::with_capacity(arrays.len());
    for array in arrays {
        let vector = if array.ndim() == 0 { array.reshaped(&[1], Order::C)? } else { array.clone() };
        if vector.is_empty() {
            return Err(Error::value("Coefficient array is empty"));
        }
        if vector.ndim() != 1 {
            return Err(Error::value("Coefficient array is not 1-d"));
        }
        all.push(Series::of(&vector)?);
    }
    together(&all, trim)
}

/// Series in their common dtype.
pub fn together(all: &[Series], trim: bool) -> Result<Vec<Series>> {
    let all: Vec<Series> = all.iter().map(|s| if trim { s.clone().trimmed() } else { s.clone() }).collect();
    let object = all.iter().any(|s| s.dtype.kind == Kind::Object);
    let dtype = match common_type(all.iter().map(|s| s.dtype)) {
        Some(dtype) => dtype,
        None if object => DType::OBJECT,
        None => return Err(Error::value("Coefficient arrays have no common type")),
    };
    let cast = |s: Series| {
        if s.dtype == dtype {
            return s;
        }
        Series { dtype, items: s.items.into_iter().map(|c| c.cast(dtype)).collect() }
    };
    Ok(all.into_iter().map(cast).collect())
}

/// NumPy's `common_type`: the inexact dtype that holds numbers of all these; `None` for anything but numbers, and for bools.
fn common_type(dtypes: impl Iterator<Item = DType>) -> Option<DType> {
    let (mut precision, mut complex) = (0, false);
    for dtype in dtypes {
        complex |= dtype.kind.is_complex();
        precision = precision.max(match dtype.kind {
            Kind::Float16 => 0,
            Kind::Float32 | Kind::Complex64 => 1,
            Kind::Float64 | Kind::Complex128 => 2,
            kind if kind.is_integer() && !matches!(kind, Kind::Bool | Kind::TimeDelta { .. }) => 2,
            _ => return None,
        });
    }
    Some(match (complex, precision) {
        (false, 0) => DType::FLOAT16,
        (false, 1) => DType::FLOAT32,
        (false, _) => DType::FLOAT64,
        (true, 0 | 1) => DType::COMPLEX64,
        (true, _) => DType::COMPLEX128,
    })
}

/// The dtype of results computed from both.
pub fn promoted(a: DType, b: DType) -> DType {
    promote::promote_types(a, b).unwrap_or(DType::OBJECT)
}

/// Two series in their common dtype, without zeros at the end.
pub fn pair(a: &Series, b: &Series) -> Result<(Series, Series)> {
    let mut both = together(&[a.clone(), b.clone()], true)?;
    let (second, first) = (both.pop(), both.pop());
    match (first, second) {
        (Some(first), Some(second)) => Ok((first, second)),
        _ => Err(Error::value("Coefficient array is empty")),
    }
}

pub fn add(a: &Series, b: &Series) -> Result<Series> {
    let (a, b) = pair(a, b)?;
    let (mut long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    for (own, other) in long.items.iter_mut().zip(&short.items) {
        *own = &*own + other;
    }
    Ok(long.trimmed())
}

pub fn subtract(a: &Series, b: &Series) -> Result<Series> {
    let (a, b) = pair(a, b)?;
    let mut long = if a.len() > b.len() { a.clone() } else { b.map(|c| -c.clone()) };
    let less = a.len() > b.len();
    for (own, other) in long.items.iter_mut().zip(if less { &b.items } else { &a.items }) {
        *own = if less { &*own - other } else { &*own + other };
    }
    Ok(long.trimmed())
}

/// Without coefficients at the end whose absolute value is at most `tolerance`; one is kept.
pub fn trim(c: &Tensor, tolerance: &Operand) -> Result<Calc> {
    let c = as_series(std::slice::from_ref(c), true)?.remove(0);
    let is_large = |c: &Calc| {
        let large = c.clone().unary(&ufunc::ABSOLUTE).binary(&ufunc::GREATER, Calc::from(tolerance.clone()));
        matches!(large.tensor().map(|t| t.first()), Ok(Scalar::Bool(true)))
    };
    Ok(match c.items.iter().rposition(is_large) {
        Some(last) => c.part(0, last + 1).calc(),
        None => c.part(0, 1).map(Calc::vanished).calc(),
    })
}

/// The smallest interval, or complex rectangle, that holds all points.
pub fn domain(x: &Tensor) -> Result<Calc> {
    let x = as_series(std::slice::from_ref(x), false)?.remove(0).calc().tensor()?;
    let end = |t: &Tensor, op| Calc::from(t).reduced(op, &Axes::All, false);
    match x.imag().filter(|_| x.dtype().kind.is_complex()) {
        None => {
            let ends = vec![end(&x, Reduction::Min).taken(), end(&x, Reduction::Max).taken()];
            let dtype = ends.iter().map(Calc::dtype).reduce(promoted).unwrap_or(x.dtype());
            Ok(Calc::rows(ends, dtype))
        }
        Some(imaginary) => {
            let real = x.real();
            let corner = |op| -> Result<Calc> {
                let part = |t: &Tensor| Ok::<f64, Error>(end(t, op).tensor()?.first().to_f64().unwrap_or(f64::NAN));
                Ok(Calc::from(Operand::WeakComplex(crate::tensor::Complex64::new(part(&real)?, part(&imaginary)?))))
            };
            Ok(Calc::rows(vec![corner(Reduction::Min)?, corner(Reduction::Max)?], DType::COMPLEX128))
        }
    }
}

/// Offset and scale of the line that takes the interval `old` to `new`.
pub fn map_parameters(old: &[Calc; 2], new: &[Calc; 2]) -> (Calc, Calc) {
    let old_length = &old[1] - &old[0];
    let new_length = &new[1] - &new[0];
    let offset = (&old[1] * &new[0] - &old[0] * &new[1]) / &old_length;
    (offset, new_length / &old_length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dtypes_and_trimming() {
        let ints = Tensor::vector(&[1i64, 2, 0]).unwrap();
        let singles = Tensor::vector(&[1.0f32]).unwrap();
        let all = as_series(&[ints.clone(), singles.clone()], true).unwrap();
        assert_eq!((all[0].len(), all[0].dtype), (2, DType::FLOAT64));
        assert_eq!(as_series(&[singles], true).unwrap()[0].dtype, DType::FLOAT32);
        assert!(as_series(&[Tensor::vector(&[true]).unwrap()], true).is_err());
        let difference = subtract(&all[0], &all[0]).unwrap();
        assert_eq!(difference.calc().tensor().unwrap().to_vec::<f64>().unwrap(), [0.0]);
    }
}
