//! Arrays of one dtype → arrays of another: `astype`.

mod item;
pub mod number;
mod scalar;
mod text;
pub mod time;

pub use scalar::{
    integer_bounds, operand_to_tensor, operand_to_tensor_flagged, read_scalar, scalar_tensor, write_scalar,
};

use super::assign;
use super::copy;
use super::dtype::{DType, Kind, TimeUnit};
use super::error::{Error, Result};
use super::flags::Flags;
use super::format::dtype_repr;
use super::iterate::Offsets;
use super::promote::{Casting, dtype_class, text_width, weakest_casting};
use super::scalar::Scalar;
use super::tensor::{Order, Tensor};
use super::text::{Fixed, TextType};

/// A new array with `src`'s elements as `dtype`, laid out in `order`, and what the conversion raised. `U`, `S` and `V`
/// of length 0 get the length that holds every element.
pub fn cast(src: &Tensor, dtype: DType, order: Order) -> Result<(Tensor, Flags)> {
    let dtype = with_length(src, dtype)?;
    check_missing(src, dtype)?;
    if weakest_casting(src.dtype(), dtype).is_none() {
        return Err(cannot_cast(src.dtype(), dtype, Casting::Unsafe));
    }
    let dst = copy::empty_like(src, dtype, order)?;
    let flags = assign::convert(&dst, src)?;
    Ok((dst, flags))
}

/// ValueError where texts are missing and the dtype has nothing for them.
fn check_missing(src: &Tensor, dtype: DType) -> Result<()> {
    let Kind::Text(TextType { missing: Some(_), .. }) = src.dtype().kind else { return Ok(()) };
    if !dtype.kind.is_numeric() || dtype.kind == Kind::Bool {
        return Ok(());
    }
    Fixed::of(src)?.refuse_missing(|| "Arrays with missing data cannot be converted to a non-nullable type".into())
}

/// `src` itself where it is of `dtype`, otherwise its elements cast to it, whatever that raises.
pub fn as_dtype(src: &Tensor, dtype: DType) -> Result<Tensor> {
    if src.dtype() == dtype { Ok(src.clone()) } else { cast(src, dtype, Order::K).map(|(t, _)| t) }
}

/// The dtype with the length of its text or the unit of its times filled in, where it has none: what holds every element of `src`.
pub fn with_length(src: &Tensor, dtype: DType) -> Result<DType> {
    if let (Kind::Text(text), Kind::Str(0) | Kind::Bytes(0)) = (src.dtype().kind, dtype.kind) {
        return Err(Error::type_error(format!("cannot cast dtype {} to {}.", text.repr(), dtype_class(dtype))));
    }
    let wanted = |src: &Tensor| -> Result<u32> {
        Ok(match src.dtype().kind {
            Kind::Str(n) | Kind::Bytes(n) | Kind::Void(n) => n,
            Kind::Object | Kind::Text(_) => longest_text(src)?,
            Kind::TimeDelta { .. } => 21,
            Kind::DateTime { .. } => 28,
            Kind::Record(r) => r.itemsize as u32,
            kind => text_width(kind),
        })
    };
    let kind = match dtype.kind {
        Kind::Str(0) => Kind::Str(wanted(src)?.max(1)),
        Kind::Bytes(0) => Kind::Bytes(wanted(src)?.max(1)),
        Kind::Void(0) => Kind::Void(src.itemsize() as u32),
        Kind::DateTime { unit: TimeUnit::Generic, .. } => Kind::DateTime { unit: finest_unit(src)?, count: 1 },
        Kind::TimeDelta { unit: TimeUnit::Generic, .. } => Kind::TimeDelta { unit: finest_unit(src)?, count: 1 },
        other => other,
    };
    Ok(DType { kind, ..dtype })
}

/// The finest unit that the times of an object array name; the generic one for other arrays.
fn finest_unit(src: &Tensor) -> Result<TimeUnit> {
    let mut finest = TimeUnit::Generic;
    if src.dtype().kind == Kind::Object {
        for offset in Offsets::new(src.shape(), src.strides()) {
            if let Scalar::Object(element) = src.scalar_at(offset) {
                finest = finest.max(item::unit(&*element)?);
            }
        }
    }
    Ok(finest)
}

fn longest_text(src: &Tensor) -> Result<u32> {
    let mut longest = 0;
    for offset in Offsets::new(src.shape(), src.strides()) {
        let value = src.scalar_at(offset);
        let length = match &value {
            Scalar::Object(item) => match item.to_scalar() {
                Some(Scalar::Bytes(bytes)) => bytes.len(),
                _ => item.text().chars().count(),
            },
            _ => 0,
        };
        longest = longest.max(length as u32);
    }
    Ok(longest)
}

/// `Cannot cast array data from dtype('float64') to dtype('int64') according to the rule 'safe'`
pub fn cannot_cast(from: DType, to: DType, casting: Casting) -> Error {
    Error::type_error(format!(
        "Cannot cast array data from {} to {} according to the rule '{}'",
        dtype_repr(from),
        dtype_repr(to),
        casting.name()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn astype_between_kinds() {
        let t = Tensor::vector(&[1.5, -2.0, 300.0]).unwrap();
        let (ints, flags) = cast(&t, DType::INT8, Order::K).unwrap();
        assert_eq!(ints.as_slice::<i8>().unwrap(), [1, -2, 44]);
        assert_eq!(flags, Flags::NONE);
        let (text, _) = cast(&t, DType::native(Kind::Str(0)), Order::K).unwrap();
        assert_eq!(text.dtype(), DType::native(Kind::Str(32)));
        let (back, _) = cast(&text, DType::FLOAT64, Order::K).unwrap();
        assert_eq!(back.as_slice::<f64>().unwrap(), [1.5, -2.0, 300.0]);
        let z = Tensor::vector(&[crate::tensor::Complex64::new(1.0, 2.0)]).unwrap();
        assert_eq!(cast(&z, DType::FLOAT64, Order::K).unwrap().1, Flags::IMAGINARY_DROPPED);
    }
}
