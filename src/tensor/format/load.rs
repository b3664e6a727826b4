//! Bytes of an array's storage → values: single elements at a byte offset, in any byte order and alignment.

use crate::tensor::dtype::{DType, Kind};
use crate::tensor::object::ItemRef;
use crate::tensor::scalar::Scalar;
use crate::tensor::shape::{Dims, Strides};
use crate::tensor::storage::Storage;
use crate::tensor::{Complex32, Complex64, Tensor, f16};
use std::mem::ManuallyDrop;
use std::rc::Rc;

/// Copies `out.len()` bytes at `offset`. Offsets that a tensor's geometry gives are inside by its invariant; outside,
/// zeros are left.
fn copy(storage: &Storage, offset: isize, out: &mut [u8]) {
    let inside = offset >= 0 && (offset as usize).checked_add(out.len()).is_some_and(|end| end <= storage.len());
    debug_assert!(inside, "element outside its storage");
    if inside && !out.is_empty() {
        // SAFETY: the range lies inside the block, as just checked; `out` is a buffer of our own.
        unsafe { storage.as_ptr().offset(offset).copy_to_nonoverlapping(out.as_mut_ptr(), out.len()) };
    }
}

fn array<const N: usize>(storage: &Storage, offset: isize, swapped: bool) -> [u8; N] {
    let mut bytes = [0; N];
    copy(storage, offset, &mut bytes);
    if swapped {
        bytes.reverse();
    }
    bytes
}

/// The raw bytes of an element.
pub(super) fn raw(storage: &Storage, offset: isize, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    copy(storage, offset, &mut bytes);
    bytes
}

/// The bytes of an `S` element without the NULs at its end.
pub(super) fn bytes(storage: &Storage, offset: isize, len: usize) -> Vec<u8> {
    let mut bytes = raw(storage, offset, len);
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    bytes
}

/// The text of a `U` element of `len` code points without the NULs at its end.
pub(super) fn text(storage: &Storage, offset: isize, len: usize, swapped: bool) -> String {
    let bytes = raw(storage, offset, 4 * len);
    let (codes, _) = bytes.as_chunks::<4>();
    let code = |c: &[u8; 4]| if swapped { u32::from_ne_bytes(*c).swap_bytes() } else { u32::from_ne_bytes(*c) };
    let used = codes.iter().rposition(|c| code(c) != 0).map_or(0, |last| last + 1);
    codes[..used].iter().map(|c| char::from_u32(code(c)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A float of any width, exactly.
pub(super) fn float(storage: &Storage, offset: isize, dtype: DType) -> f64 {
    let swapped = !dtype.is_native();
    match dtype.kind {
        Kind::Float16 => f16::from_ne_bytes(array(storage, offset, swapped)).to_f64(),
        Kind::Float32 => f32::from_ne_bytes(array(storage, offset, swapped)) as f64,
        _ => f64::from_ne_bytes(array(storage, offset, swapped)),
    }
}

/// An integer of any width, or the ticks of a datetime64 or timedelta64.
pub(super) fn integer(storage: &Storage, offset: isize, dtype: DType) -> i128 {
    let swapped = !dtype.is_native();
    match dtype.kind {
        Kind::Int8 => i8::from_ne_bytes(array(storage, offset, swapped)) as i128,
        Kind::Int16 => i16::from_ne_bytes(array(storage, offset, swapped)) as i128,
        Kind::Int32 => i32::from_ne_bytes(array(storage, offset, swapped)) as i128,
        Kind::UInt8 | Kind::Bool => u8::from_ne_bytes(array(storage, offset, swapped)) as i128,
        Kind::UInt16 => u16::from_ne_bytes(array(storage, offset, swapped)) as i128,
        Kind::UInt32 => u32::from_ne_bytes(array(storage, offset, swapped)) as i128,
        Kind::UInt64 => u64::from_ne_bytes(array(storage, offset, swapped)) as i128,
        _ => i64::from_ne_bytes(array(storage, offset, swapped)) as i128,
    }
}

/// The value in an object element; `None` for the null reference of a record that was never filled.
pub(super) fn item(storage: &Storage, offset: isize) -> Option<ItemRef> {
    let words: [usize; 2] = [
        usize::from_ne_bytes(array(storage, offset, false)),
        usize::from_ne_bytes(array(storage, offset + size_of::<usize>() as isize, false)),
    ];
    if words.contains(&0) {
        return None;
    }
    // SAFETY: `array` checked that the bytes lie inside; object elements hold valid references, which this copy leaves
    // owned by the storage (ManuallyDrop), so that only its clone is counted.
    let item = unsafe { storage.as_ptr().offset(offset).cast::<ManuallyDrop<ItemRef>>().read_unaligned() };
    Some(Rc::clone(&item))
}

/// The element at `offset` as a value. Records and raw voids are 0-d views.
pub(super) fn scalar(tensor: &Tensor, offset: isize, dtype: DType) -> Option<Scalar> {
    let storage = &**tensor.storage();
    let int = || integer(storage, offset, dtype);
    Some(match dtype.kind {
        Kind::Bool => Scalar::Bool(int() != 0),
        Kind::Int8 => Scalar::Int8(int() as i8),
        Kind::Int16 => Scalar::Int16(int() as i16),
        Kind::Int32 => Scalar::Int32(int() as i32),
        Kind::Int64 => Scalar::Int64(int() as i64),
        Kind::UInt8 => Scalar::UInt8(int() as u8),
        Kind::UInt16 => Scalar::UInt16(int() as u16),
        Kind::UInt32 => Scalar::UInt32(int() as u32),
        Kind::UInt64 => Scalar::UInt64(int() as u64),
        Kind::Float16 => Scalar::Float16(f16::from_f64(float(storage, offset, dtype))),
        Kind::Float32 => Scalar::Float32(float(storage, offset, dtype) as f32),
        Kind::Float64 => Scalar::Float64(float(storage, offset, dtype)),
        Kind::Complex64 => {
            let part = part(dtype);
            let (re, im) = (float(storage, offset, part), float(storage, offset + 4, part));
            Scalar::Complex64(Complex32::new(re as f32, im as f32))
        }
        Kind::Complex128 => {
            let part = part(dtype);
            Scalar::Complex128(Complex64::new(float(storage, offset, part), float(storage, offset + 8, part)))
        }
        Kind::Str(n) => Scalar::Str(text(storage, offset, n as usize, !dtype.is_native()).into()),
        Kind::Bytes(n) => Scalar::Bytes(bytes(storage, offset, n as usize).into()),
        Kind::DateTime { unit, count } => Scalar::DateTime(int() as i64, unit, count),
        Kind::TimeDelta { unit, count } => Scalar::TimeDelta(int() as i64, unit, count),
        Kind::Object | Kind::Text(_) => Scalar::Object(item(storage, offset)?),
        Kind::Void(_) | Kind::Record(_) => Scalar::Record(Box::new(view(tensor, offset, dtype, &[], &[])?)),
    })
}

/// The dtype of a complex number's parts.
pub(super) fn part(complex: DType) -> DType {
    let kind = if complex.kind == Kind::Complex64 { Kind::Float32 } else { Kind::Float64 };
    DType { kind, order: complex.order }
}

/// A view of `tensor`'s storage with another geometry and dtype; `None` where it would leave the storage.
pub(super) fn view(tensor: &Tensor, offset: isize, dtype: DType, shape: &[usize], strides: &[isize]) -> Option<Tensor> {
    let storage = tensor.storage().clone();
    Tensor::from_parts(storage, offset, Dims::from_slice(shape), Strides::from_slice(strides), dtype).ok()
}
