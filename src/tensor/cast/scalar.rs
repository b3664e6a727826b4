//! One element of an array ↔ `Scalar`: reading, and writing with Python's conversions and errors.

use super::item;
use super::number::CastTo;
use super::text;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::block;
use crate::tensor::engine::lane::Truth;
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::flags::Flags;
use crate::tensor::object::{self, ItemRef};
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::shape::{Dims, Strides};
use crate::tensor::{Complex32, Complex64, Tensor, f16};
use std::borrow::Cow;

impl Tensor {
    /// The element `offset` bytes from element (0, …, 0).
    ///
    /// # Panics
    /// Where that lies outside the storage; offsets that indexing made never do.
    #[inline]
    pub fn scalar_at(&self, offset: isize) -> Scalar {
        if let Some(value) = self.f64_at(offset) {
            return Scalar::Float64(value);
        }
        if let Some(value) = self.i64_at(offset) {
            return Scalar::Int64(value);
        }
        self.check_element(offset);
        self.rare_scalar_at(offset)
    }

    /// As [`Tensor::scalar_at`], for a float64 array; `None` for any other.
    #[inline]
    pub fn f64_at(&self, offset: isize) -> Option<f64> {
        let at = self.number_place(DType::FLOAT64, offset)?;
        // SAFETY: checked to lie inside the storage; the dtype is the one compared with.
        Some(unsafe { at.cast::<f64>().read_unaligned() })
    }

    /// As [`Tensor::scalar_at`], for an int64 array; `None` for any other.
    #[inline]
    pub fn i64_at(&self, offset: isize) -> Option<i64> {
        let at = self.number_place(DType::INT64, offset)?;
        // SAFETY: checked to lie inside the storage; the dtype is the one compared with.
        Some(unsafe { at.cast::<i64>().read_unaligned() })
    }

    /// Replaces an element of a float64 array; `None` for any other array.
    ///
    /// # Panics
    /// As [`Tensor::scalar_at`].
    #[inline]
    pub fn set_f64(&self, offset: isize, value: f64) -> Option<()> {
        let at = self.number_place(DType::FLOAT64, offset)?;
        // SAFETY: checked to lie inside the storage; the dtype is the one compared with.
        unsafe { at.cast::<f64>().write_unaligned(value) };
        Some(())
    }

    /// Where an element lies, if the array has this dtype.
    #[inline]
    fn number_place(&self, dtype: DType, offset: isize) -> Option<*mut u8> {
        if self.dtype() != dtype {
            return None;
        }
        self.check_element(offset);
        Some(self.as_ptr().wrapping_offset(offset))
    }

    #[inline(never)]
    fn rare_scalar_at(&self, offset: isize) -> Scalar {
        match self.dtype().kind {
            Kind::Void(_) | Kind::Record(_) => {
                let at = self.offset() + offset;
                Scalar::Record(Box::new(self.with_geometry(at, Dims::new(), Strides::new())))
            }
            // SAFETY: checked to lie inside the storage.
            _ => unsafe { read_scalar(self.as_ptr().wrapping_offset(offset), self.dtype()) },
        }
    }

    /// Element (0, …, 0). The array must have one.
    pub fn first(&self) -> Scalar {
        self.scalar_at(0)
    }

    /// Replaces the element `offset` bytes from element (0, …, 0), as `a[i] = value` does for a NumPy scalar.
    ///
    /// # Panics
    /// As [`Tensor::scalar_at`].
    #[inline]
    pub fn set_scalar(&self, offset: isize, value: &Scalar) -> Result<Flags> {
        if let Scalar::Float64(value) = value
            && self.set_f64(offset, *value).is_some()
        {
            return Ok(Flags::NONE);
        }
        self.check_element(offset);
        // SAFETY: checked to lie inside the storage.
        unsafe { write_scalar(self.as_ptr().wrapping_offset(offset), self.dtype(), value) }
    }

    #[inline]
    fn check_element(&self, offset: isize) {
        let at = self.offset() + offset;
        assert!(at >= 0 && at as usize + self.itemsize() <= self.storage().len(), "an element outside its storage");
    }
}

/// The bytes of one number, or of one part of a complex number, in the machine's order.
///
/// # Safety
/// `at` must be valid for reads of `N` bytes: one number or part of one.
unsafe fn native<const N: usize>(at: *const u8, dtype: DType) -> [u8; N] {
    let mut bytes = [0; N];
    // SAFETY: the caller's.
    unsafe {
        std::ptr::copy_nonoverlapping(at, bytes.as_mut_ptr(), N);
        block::swap(bytes.as_mut_ptr(), N, block::swap_unit(dtype));
    }
    bytes
}

/// The element at `at`. Records need their array (see [`Tensor::scalar_at`]): here they become bytes.
///
/// # Safety
/// `at` must be valid for reads of one element of `dtype`.
pub unsafe fn read_scalar(at: *const u8, dtype: DType) -> Scalar {
    // SAFETY (all reads below): the caller's.
    unsafe {
        match dtype.kind {
            Kind::Bool => Scalar::Bool(at.read() != 0),
            Kind::Int8 => Scalar::Int8(i8::from_ne_bytes(native(at, dtype))),
            Kind::Int16 => Scalar::Int16(i16::from_ne_bytes(native(at, dtype))),
            Kind::Int32 => Scalar::Int32(i32::from_ne_bytes(native(at, dtype))),
            Kind::Int64 => Scalar::Int64(i64::from_ne_bytes(native(at, dtype))),
            Kind::UInt8 => Scalar::UInt8(at.read()),
            Kind::UInt16 => Scalar::UInt16(u16::from_ne_bytes(native(at, dtype))),
            Kind::UInt32 => Scalar::UInt32(u32::from_ne_bytes(native(at, dtype))),
            Kind::UInt64 => Scalar::UInt64(u64::from_ne_bytes(native(at, dtype))),
            Kind::Float16 => Scalar::Float16(f16::from_ne_bytes(native(at, dtype))),
            Kind::Float32 => Scalar::Float32(f32::from_ne_bytes(native(at, dtype))),
            Kind::Float64 => Scalar::Float64(f64::from_ne_bytes(native(at, dtype))),
            Kind::Complex64 => {
                let part = |k: usize| f32::from_ne_bytes(native(at.add(4 * k), dtype));
                Scalar::Complex64(Complex32::new(part(0), part(1)))
            }
            Kind::Complex128 => {
                let part = |k: usize| f64::from_ne_bytes(native(at.add(8 * k), dtype));
                Scalar::Complex128(Complex64::new(part(0), part(1)))
            }
            Kind::DateTime { unit, count } => Scalar::DateTime(i64::from_ne_bytes(native(at, dtype)), unit, count),
            Kind::TimeDelta { unit, count } => Scalar::TimeDelta(i64::from_ne_bytes(native(at, dtype)), unit, count),
            Kind::Str(n) => {
                let code_point = |i: usize| {
                    let code =
                        u32::from_ne_bytes(native(at.add(4 * i), DType { kind: Kind::UInt32, order: dtype.order }));
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                };
                let text: String = (0..n as usize).map(code_point).collect();
                Scalar::Str(text.trim_end_matches('\0').into())
            }
            Kind::Bytes(n) => {
                let bytes = std::slice::from_raw_parts(at, n as usize);
                let end = bytes.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
                Scalar::Bytes(bytes[..end].into())
            }
            Kind::Void(n) => Scalar::Bytes(std::slice::from_raw_parts(at, n as usize).into()),
            Kind::Record(r) => Scalar::Bytes(std::slice::from_raw_parts(at, r.itemsize).into()),
            Kind::Object | Kind::Text(_) => Scalar::Object(ItemRef::clone(&*at.cast::<ItemRef>())),
        }
    }
}

/// A number between the kinds, on its way from a scalar to an element.
#[derive(Clone, Copy)]
pub(super) enum Number {
    Truth(bool),
    Int(i128),
    Float(f64),
    Complex(Complex64),
}

impl Scalar {
    pub(super) fn number(&self) -> Option<Number> {
        Some(match self {
            Scalar::Bool(v) => Number::Truth(*v),
            Scalar::Int8(v) => Number::Int(i128::from(*v)),
            Scalar::Int16(v) => Number::Int(i128::from(*v)),
            Scalar::Int32(v) => Number::Int(i128::from(*v)),
            Scalar::Int64(v) => Number::Int(i128::from(*v)),
            Scalar::UInt8(v) => Number::Int(i128::from(*v)),
            Scalar::UInt16(v) => Number::Int(i128::from(*v)),
            Scalar::UInt32(v) => Number::Int(i128::from(*v)),
            Scalar::UInt64(v) => Number::Int(i128::from(*v)),
            Scalar::Float16(v) => Number::Float(v.to_f64()),
            Scalar::Float32(v) => Number::Float(f64::from(*v)),
            Scalar::Float64(v) => Number::Float(*v),
            Scalar::Complex64(v) => Number::Complex(Complex64::new(f64::from(v.re), f64::from(v.im))),
            Scalar::Complex128(v) => Number::Complex(*v),
            Scalar::DateTime(v, ..) | Scalar::TimeDelta(v, ..) => Number::Int(i128::from(*v)),
            _ => return None,
        })
    }
}

/// A value of Python's own on its way into an array: how strict the conversion is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// An element of another array: wraps as a cast does.
    Cast,
    /// Something of Python's: an integer that doesn't fit is an OverflowError, NaN has no integer.
    Python,
}

/// Writes `value` as an element of `dtype` at `at`.
///
/// # Safety
/// `at` must be valid for writes of one element of `dtype`; for objects it must hold a valid reference.
pub unsafe fn write_scalar(at: *mut u8, dtype: DType, value: &Scalar) -> Result<Flags> {
    // SAFETY: the caller's.
    unsafe { write(at, dtype, value, Source::Cast) }
}

/// As [`write_scalar`], with the strictness of `source` for numbers.
///
/// # Safety
/// As [`write_scalar`].
pub(super) unsafe fn write(at: *mut u8, dtype: DType, value: &Scalar, source: Source) -> Result<Flags> {
    let mut flags = Flags::NONE;
    // SAFETY (all uses of `at`): the caller's.
    unsafe {
        match (dtype.kind, value) {
            (Kind::Object, Scalar::Object(item)) => {
                drop(std::ptr::replace(at.cast::<ItemRef>(), item.clone()));
            }
            (Kind::Object, other) => {
                let item = object::from_scalar(other.clone())?;
                drop(std::ptr::replace(at.cast::<ItemRef>(), item));
            }
            (Kind::Text(text), value) => {
                let item = text.element(value, || text::of_scalar(value).map(Cow::into_owned))?;
                drop(std::ptr::replace(at.cast::<ItemRef>(), item));
            }
            (_, Scalar::Object(item)) => return write_item(at, dtype, item),
            (Kind::Str(n), value) => {
                let text = text::of_scalar(value)?;
                let mut chars = text.chars();
                let unit = block::swap_unit(dtype);
                for i in 0..n as usize {
                    let code = chars.next().map_or(0, u32::from);
                    let code = if unit == 0 { code } else { code.swap_bytes() };
                    at.cast::<u32>().add(i).write_unaligned(code);
                }
            }
            (Kind::Bytes(n), value) => {
                let bytes = text::bytes_of_scalar(value)?;
                write_padded(at, n as usize, &bytes);
            }
            (Kind::Void(n), Scalar::Bytes(bytes)) => write_padded(at, n as usize, bytes),
            (Kind::Void(n), value) => write_padded(at, n as usize, &raw_bytes(value)?),
            (Kind::Record(r), Scalar::Record(source_tensor)) => return write_record(at, r, source_tensor),
            (Kind::Record(r), value) => {
                for field in &r.fields {
                    let count = field.shape.iter().product::<usize>();
                    for i in 0..count {
                        let place = at.add(field.offset + i * field.dtype.itemsize());
                        flags |= write(place, field.dtype, value, source)?;
                    }
                }
            }
            (kind, Scalar::Str(_) | Scalar::Bytes(_)) => {
                let number = text::parse(value, kind, source == Source::Cast)?;
                let strict = if kind.is_integer() { Source::Python } else { Source::Cast };
                flags = write_number(at, dtype, number, strict)?;
            }
            (_, Scalar::Record(t)) => {
                let raw = t.dtype();
                match raw.kind {
                    Kind::Record(r) if r.fields.len() == 1 && r.fields[0].shape.is_empty() => {
                        let place = t.as_ptr().wrapping_add(r.fields[0].offset);
                        return write(at, dtype, &read_scalar(place, r.fields[0].dtype), source);
                    }
                    _ => {
                        let bytes = std::slice::from_raw_parts(t.as_ptr(), raw.itemsize());
                        write_padded(at, dtype.itemsize(), bytes);
                    }
                }
            }
            (_, value) => {
                let value = super::time::converted(value, dtype.kind)?;
                if let Some(number) = value.number() {
                    flags = write_number(at, dtype, number, source)?;
                }
            }
        }
    }
    Ok(flags)
}

/// # Safety
/// `n` bytes from `at` must be writeable.
unsafe fn write_padded(at: *mut u8, n: usize, bytes: &[u8]) {
    let used = bytes.len().min(n);
    // SAFETY: the caller's; used <= n.
    unsafe {
        std::ptr::copy(bytes.as_ptr(), at, used);
        std::ptr::write_bytes(at.add(used), 0, n - used);
    }
}

/// Field by field, in order.
///
/// # Safety
/// `at` must be writeable for one record of `to`.
unsafe fn write_record(at: *mut u8, to: &'static crate::tensor::dtype::RecordType, from: &Tensor) -> Result<Flags> {
    let mut flags = Flags::NONE;
    let Kind::Record(layout) = from.dtype().kind else {
        // SAFETY: the caller's; a void scalar holds its own bytes.
        unsafe {
            let bytes = std::slice::from_raw_parts(from.as_ptr(), from.itemsize());
            write_padded(at, to.itemsize, bytes);
        }
        return Ok(flags);
    };
    for (target, field) in to.fields.iter().zip(&layout.fields) {
        let count = target.shape.iter().product::<usize>().min(field.shape.iter().product());
        for i in 0..count {
            let from_at = from.as_ptr().wrapping_add(field.offset + i * field.dtype.itemsize());
            // SAFETY: both places lie inside their records.
            unsafe {
                let value = match field.dtype.kind {
                    Kind::Record(_) | Kind::Void(_) => {
                        let at = from.offset() + (field.offset + i * field.dtype.itemsize()) as isize;
                        let part = from.reinterpret(at, Dims::new(), Strides::new(), field.dtype);
                        Scalar::Record(Box::new(part))
                    }
                    _ => read_scalar(from_at, field.dtype),
                };
                let to_at = at.add(target.offset + i * target.dtype.itemsize());
                flags |= write_scalar(to_at, target.dtype, &value)?;
            }
        }
    }
    Ok(flags)
}

fn raw_bytes(value: &Scalar) -> Result<Vec<u8>> {
    let tensor = scalar_tensor(value)?;
    // SAFETY: a fresh 0-d array holds one element.
    Ok(unsafe { std::slice::from_raw_parts(tensor.as_ptr(), tensor.itemsize()) }.to_vec())
}

/// # Safety
/// As [`write_scalar`].
unsafe fn write_item(at: *mut u8, dtype: DType, item: &ItemRef) -> Result<Flags> {
    let value = item::scalar(&**item, dtype.kind)?;
    // SAFETY: the caller's.
    unsafe { write(at, dtype, &value, Source::Python) }
}

/// # Safety
/// `at` must be writeable for one number of `dtype`.
unsafe fn write_number(at: *mut u8, dtype: DType, number: Number, source: Source) -> Result<Flags> {
    let mut flags = Flags::NONE;
    if source == Source::Python {
        check_python_number(dtype.kind, number)?;
    }
    let unit = block::swap_unit(dtype);
    macro_rules! put {
        ($T:ty) => {{
            let value: $T = match number {
                Number::Truth(v) => Truth::of(v).cast_to(&mut flags),
                Number::Int(v) => match u64::try_from(v) {
                    Ok(v) => v.cast_to(&mut flags),
                    Err(_) => (v as i64).cast_to(&mut flags),
                },
                Number::Float(v) => v.cast_to(&mut flags),
                Number::Complex(v) => v.cast_to(&mut flags),
            };
            // SAFETY: the caller's.
            unsafe {
                at.cast::<$T>().write_unaligned(value);
                block::swap(at, size_of::<$T>(), unit);
            }
        }};
    }
    match dtype.kind {
        Kind::Bool => put!(Truth),
        Kind::Int8 => put!(i8),
        Kind::Int16 => put!(i16),
        Kind::Int32 => put!(i32),
        Kind::Int64 => put!(i64),
        Kind::UInt8 => put!(u8),
        Kind::UInt16 => put!(u16),
        Kind::UInt32 => put!(u32),
        Kind::UInt64 => put!(u64),
        Kind::Float16 => put!(f16),
        Kind::Float32 => {
            // Alone, without the processor's flags to read.
            if let Number::Float(v) = number {
                flags |= Flags::when(v.is_finite() && (v as f32).is_infinite(), Flags::OVERFLOW);
            }
            put!(f32);
        }
        Kind::Float64 => put!(f64),
        Kind::Complex64 => put!(Complex32),
        Kind::Complex128 => put!(Complex64),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => match number {
            Number::Float(v) if v.is_nan() => {
                let number = Number::Int(i128::from(i64::MIN));
                // SAFETY: the caller's.
                return unsafe { write_number(at, DType { kind: Kind::Int64, ..dtype }, number, Source::Cast) };
            }
            _ => put!(i64),
        },
        _ => {}
    }
    Ok(flags)
}

/// Python's errors for a number of its own that the kind cannot hold.
fn check_python_number(kind: Kind, number: Number) -> Result<()> {
    let integer = kind.is_integer() || matches!(kind, Kind::DateTime { .. } | Kind::TimeDelta { .. });
    match number {
        Number::Int(v) if integer => check_range(kind, v),
        Number::Float(v) if integer => {
            if v.is_nan() {
                return if kind.is_integer() {
                    Err(Error::value("cannot convert float NaN to integer"))
                } else {
                    Ok(())
                };
            }
            if v.is_infinite() {
                return Err(Error::overflow("cannot convert float infinity to integer"));
            }
            check_range(kind, v.trunc() as i128)
        }
        Number::Complex(_) if integer => Err(item::not_a_number(Kind::Int64, "complex")),
        Number::Complex(_) if kind.is_float() => Err(item::not_a_number(Kind::Float64, "complex")),
        Number::Int(_) | Number::Truth(_) | Number::Float(_) | Number::Complex(_) => Ok(()),
    }
}

/// The least and the greatest value of an integer kind.
pub fn integer_bounds(kind: Kind) -> Option<(i128, i128)> {
    Some(match kind {
        Kind::Int8 => (i128::from(i8::MIN), i128::from(i8::MAX)),
        Kind::Int16 => (i128::from(i16::MIN), i128::from(i16::MAX)),
        Kind::Int32 => (i128::from(i32::MIN), i128::from(i32::MAX)),
        Kind::Int64 | Kind::DateTime { .. } | Kind::TimeDelta { .. } => (i128::from(i64::MIN), i128::from(i64::MAX)),
        Kind::UInt8 => (0, i128::from(u8::MAX)),
        Kind::UInt16 => (0, i128::from(u16::MAX)),
        Kind::UInt32 => (0, i128::from(u32::MAX)),
        Kind::UInt64 => (0, i128::from(u64::MAX)),
        _ => return None,
    })
}

fn check_range(kind: Kind, value: i128) -> Result<()> {
    let Some((low, high)) = integer_bounds(kind) else { return Ok(()) };
    if (low..=high).contains(&value) {
        return Ok(());
    }
    let long = i64::try_from(value).is_err() && !(kind == Kind::UInt64 && value < 0);
    if long || matches!(kind, Kind::Int64) {
        return Err(Error::overflow("Python int too large to convert to C long"));
    }
    let name = DType::native(kind).name();
    Err(Error::new(ErrorKind::Overflow, format!("Python integer {value} out of bounds for {name}")))
}

/// A 0-d array of the scalar's own dtype.
pub fn scalar_tensor(value: &Scalar) -> Result<Tensor> {
    if let Scalar::Record(t) = value {
        return Ok((**t).clone());
    }
    let tensor = Tensor::zeros(&[], value.dtype())?;
    tensor.set_scalar(0, value)?;
    Ok(tensor)
}

/// The operand as an array of `dtype`: arrays and NumPy scalars are cast, Python's numbers must fit
/// (`Python integer 300 out of bounds for uint8`).
pub fn operand_to_tensor(operand: &Operand, dtype: DType) -> Result<Tensor> {
    operand_to_tensor_flagged(operand, dtype).map(|(tensor, _)| tensor)
}

/// As [`operand_to_tensor`], with what the cast raised (`overflow encountered in cast`).
pub fn operand_to_tensor_flagged(operand: &Operand, dtype: DType) -> Result<(Tensor, Flags)> {
    let value = match operand {
        Operand::Tensor(tensor) if tensor.dtype() == dtype => return Ok((tensor.clone(), Flags::NONE)),
        Operand::Tensor(tensor) => return super::cast(tensor, dtype, crate::tensor::Order::K),
        Operand::Scalar(value) => {
            let tensor = Tensor::zeros(&[], dtype)?;
            let flags = tensor.set_scalar(0, value)?;
            return Ok((tensor, flags));
        }
        Operand::WeakBool(v) => Scalar::Bool(*v),
        Operand::WeakFloat(v) => Scalar::Float64(*v),
        Operand::WeakComplex(v) => Scalar::Complex128(*v),
        Operand::WeakInt(v) => return weak_int_tensor(*v, dtype),
    };
    let tensor = Tensor::zeros(&[], dtype)?;
    // SAFETY: a fresh 0-d array holds one element.
    let flags = unsafe { write(tensor.as_ptr(), dtype, &value, Source::Python)? };
    Ok((tensor, flags))
}

fn weak_int_tensor(value: i128, dtype: DType) -> Result<(Tensor, Flags)> {
    let tensor = Tensor::zeros(&[], dtype)?;
    let at = tensor.as_ptr();
    // SAFETY (all writes): a fresh 0-d array holds one element.
    let flags = unsafe {
        match dtype.kind {
            kind if kind.is_inexact() => {
                let number = match i64::try_from(value) {
                    Ok(small) => Scalar::Int64(small),
                    Err(_) => Scalar::Float64(value as f64),
                };
                write(at, dtype, &number, Source::Cast)?
            }
            Kind::Str(_) | Kind::Bytes(_) => write(at, dtype, &Scalar::Str(value.to_string().into()), Source::Cast)?,
            Kind::Bool => write(at, dtype, &Scalar::Bool(value != 0), Source::Cast)?,
            Kind::Object | Kind::Text(_) => {
                let item = object::from_int(value)?;
                write(at, dtype, &Scalar::Object(item), Source::Cast)?
            }
            Kind::Record(_) | Kind::Void(_) => {
                let small = i64::try_from(value).map_err(|_| too_large())?;
                write(at, dtype, &Scalar::Int64(small), Source::Python)?
            }
            _ => write_number(at, dtype, Number::Int(value), Source::Python)?,
        }
    };
    Ok((tensor, flags))
}

fn too_large() -> Error {
    Error::overflow("Python int too large to convert to C long")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(operand: Operand, dtype: DType) -> String {
        operand_to_tensor(&operand, dtype).err().unwrap().message
    }

    #[test]
    fn python_numbers_must_fit() {
        assert_eq!(message(Operand::WeakInt(300), DType::UINT8), "Python integer 300 out of bounds for uint8");
        assert_eq!(message(Operand::WeakInt(-1), DType::UINT64), "Python integer -1 out of bounds for uint64");
        assert_eq!(message(Operand::WeakInt(1 << 63), DType::INT64), "Python int too large to convert to C long");
        assert_eq!(message(Operand::WeakFloat(f64::NAN), DType::INT64), "cannot convert float NaN to integer");
        assert_eq!(message(Operand::WeakFloat(300.0), DType::UINT8), "Python integer 300 out of bounds for uint8");
        let t = operand_to_tensor(&Operand::WeakInt(1 << 63), DType::UINT64).unwrap();
        assert_eq!(t.as_slice::<u64>().unwrap(), [1 << 63]);
        let (_, flags) = operand_to_tensor_flagged(&Operand::WeakFloat(1e300), DType::FLOAT32).unwrap();
        assert_eq!(flags, Flags::OVERFLOW);
    }

    #[test]
    fn elements_come_back_as_they_were_written() {
        let swapped = DType { order: crate::tensor::ByteOrder::Swapped, ..DType::COMPLEX128 };
        let t = Tensor::zeros(&[2], swapped).unwrap();
        t.set_scalar(16, &Scalar::Complex128(Complex64::new(1.5, -2.0))).unwrap();
        assert!(matches!(t.scalar_at(16), Scalar::Complex128(z) if z == Complex64::new(1.5, -2.0)));
        let t = Tensor::zeros(&[1], DType::native(Kind::Str(3))).unwrap();
        t.set_scalar(0, &Scalar::Float64(0.25)).unwrap();
        assert!(matches!(t.first(), Scalar::Str(s) if &*s == "0.2"));
    }
}
