//! The order of elements: integer keys for numbers, so that sorting compares machine integers, and a comparator for
//! everything else (text, bytes, records, objects).

use crate::tensor::dtype::{ByteOrder, RecordType};
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::{Complex32, Complex64, DType, Element, Kind, Tensor, f16};
use std::cmp::Ordering;

/// A number with a key whose natural order is NumPy's sorting order: NaN last, −0 equal to 0.
pub trait SortKey: Element {
    type Key: Ord + Copy + Send + Sync;
    /// Whether there is a [`SortKey::word`].
    const HAS_WORD: bool;
    fn key(self) -> Self::Key;
    /// The key as an unsigned number in the same order; 0 where a key is more than one number.
    fn word(self) -> u64;
}

macro_rules! own_keys {
    ($signed:literal: $($t:ty),*) => {$(
        impl SortKey for $t {
            type Key = $t;
            const HAS_WORD: bool = true;
            #[inline(always)]
            fn key(self) -> $t {
                self
            }
            #[inline(always)]
            fn word(self) -> u64 {
                (self as i64 as u64) ^ (u64::from($signed) << 63)
            }
        }
    )*};
}

own_keys! { true: i8, i16, i32, i64 }
own_keys! { false: bool, u8, u16, u32, u64 }

/// The bits of a float as an integer in the same order: negative numbers have all bits but the sign inverted.
#[inline(always)]
pub fn float_key(x: f64) -> i64 {
    let bits = if x.is_nan() { f64::NAN.to_bits() as i64 & i64::MAX } else { (x + 0.0).to_bits() as i64 };
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

/// A signed key as an unsigned one.
#[inline(always)]
fn unsigned(key: i64) -> u64 {
    key as u64 ^ (1 << 63)
}

impl SortKey for f64 {
    type Key = i64;
    const HAS_WORD: bool = true;
    #[inline(always)]
    fn word(self) -> u64 {
        unsigned(self.key())
    }
    #[inline(always)]
    fn key(self) -> i64 {
        float_key(self)
    }
}

impl SortKey for f32 {
    type Key = i32;
    const HAS_WORD: bool = true;
    #[inline(always)]
    fn word(self) -> u64 {
        unsigned(self.key().into())
    }
    #[inline(always)]
    fn key(self) -> i32 {
        let bits = if self.is_nan() { f32::NAN.to_bits() as i32 & i32::MAX } else { (self + 0.0).to_bits() as i32 };
        bits ^ ((bits >> 31) as u32 >> 1) as i32
    }
}

impl SortKey for f16 {
    type Key = i32;
    const HAS_WORD: bool = true;
    #[inline(always)]
    fn word(self) -> u64 {
        unsigned(self.key().into())
    }
    #[inline(always)]
    fn key(self) -> i32 {
        self.to_f32().key()
    }
}

/// Complex numbers by real, then imaginary part; those with a NaN last: R + nan j, nan + R j, nan + nan j.
impl SortKey for Complex64 {
    type Key = (u8, i64, i64);
    const HAS_WORD: bool = false;
    fn word(self) -> u64 {
        0
    }
    #[inline(always)]
    fn key(self) -> (u8, i64, i64) {
        (2 * u8::from(self.re.is_nan()) + u8::from(self.im.is_nan()), self.re.key(), self.im.key())
    }
}

impl SortKey for Complex32 {
    type Key = (u8, i32, i32);
    const HAS_WORD: bool = false;
    fn word(self) -> u64 {
        0
    }
    #[inline(always)]
    fn key(self) -> (u8, i32, i32) {
        (2 * u8::from(self.re.is_nan()) + u8::from(self.im.is_nan()), self.re.key(), self.im.key())
    }
}

/// Compares elements of any dtype where they lie, by their byte offsets from element (0, …, 0).
pub struct Comparator<'a> {
    tensor: &'a Tensor,
}

impl<'a> Comparator<'a> {
    /// TypeError for dtypes without an order.
    pub fn new(tensor: &'a Tensor) -> Result<Comparator<'a>> {
        Ok(Comparator { tensor })
    }

    pub fn compare(&self, a: isize, b: isize) -> Result<Ordering> {
        if self.tensor.dtype().kind.is_reference() {
            return self.compare_objects(a, b);
        }
        Ok(compare_bytes(self.tensor.dtype(), lanes::bytes_at(self.tensor, a), lanes::bytes_at(self.tensor, b)))
    }

    fn compare_objects(&self, a: isize, b: isize) -> Result<Ordering> {
        let at = |offset: isize| {
            let single =
                self.tensor.with_geometry(self.tensor.offset() + offset, Default::default(), Default::default());
            lanes::objects(&single).map(|mut items| items.pop())
        };
        match (at(a)?, at(b)?) {
            (Some(a), Some(b)) if let Kind::Text(text) = self.tensor.dtype().kind => text.order(&*a, &*b),
            (Some(a), Some(b)) => match a.order(&*b)? {
                Some(order) => Ok(order),
                None if a.equals(&*b)? => Ok(Ordering::Equal),
                None => Err(Error::type_error(format!(
                    "'<' not supported between instances of '{}' and '{}'",
                    a.type_name(),
                    b.type_name()
                ))),
            },
            _ => Ok(Ordering::Equal),
        }
    }
}

/// Orders two elements of `dtype` by their bytes.
pub fn compare_bytes(dtype: DType, a: &[u8], b: &[u8]) -> Ordering {
    match dtype.kind {
        Kind::Str(_) => code_points(a, dtype.order).cmp(code_points(b, dtype.order)),
        Kind::Bytes(_) | Kind::Void(_) => a.cmp(b),
        Kind::Record(layout) => compare_records(layout, a, b),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => {
            // NaT, the least integer, sorts last.
            let ticks = |bytes: &[u8]| number::<8>(bytes, dtype.order).map_or(0, i64::from_ne_bytes);
            (ticks(a).wrapping_sub(1)).cmp(&ticks(b).wrapping_sub(1))
        }
        _ => compare_numbers(dtype, a, b),
    }
}

fn compare_records(layout: &RecordType, a: &[u8], b: &[u8]) -> Ordering {
    for field in &layout.fields {
        let item = field.dtype.itemsize();
        let count: usize = field.shape.iter().product();
        for i in 0..count {
            let at = field.offset + i * item;
            let (Some(a), Some(b)) = (a.get(at..at + item), b.get(at..at + item)) else {
                continue;
            };
            match compare_bytes(field.dtype, a, b) {
                Ordering::Equal => {}
                order => return order,
            }
        }
    }
    Ordering::Equal
}

fn code_points(bytes: &[u8], order: ByteOrder) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(move |c| number::<4>(c, order).map_or(0, u32::from_ne_bytes))
}

/// The first `N` bytes in the machine's order.
fn number<const N: usize>(bytes: &[u8], order: ByteOrder) -> Option<[u8; N]> {
    let mut number: [u8; N] = bytes.get(..N)?.try_into().ok()?;
    if order == ByteOrder::Swapped {
        number.reverse();
    }
    Some(number)
}

fn compare_numbers(dtype: DType, a: &[u8], b: &[u8]) -> Ordering {
    macro_rules! by_key {
        ($($kind:ident, $size:literal, $read:expr;)*) => {
            match dtype.kind {
                $(Kind::$kind => {
                    let key = |bytes: &[u8]| number::<$size>(bytes, dtype.order).map(|n| ($read)(n));
                    key(a).cmp(&key(b))
                })*
                Kind::Complex64 => complex_key(a, dtype.order, 4).cmp(&complex_key(b, dtype.order, 4)),
                Kind::Complex128 => complex_key(a, dtype.order, 8).cmp(&complex_key(b, dtype.order, 8)),
                _ => a.cmp(b),
            }
        };
    }
    by_key! {
        Bool, 1, |n: [u8; 1]| n[0]; UInt8, 1, |n: [u8; 1]| n[0]; Int8, 1, i8::from_ne_bytes;
        Int16, 2, i16::from_ne_bytes; UInt16, 2, u16::from_ne_bytes;
        Int32, 4, i32::from_ne_bytes; UInt32, 4, u32::from_ne_bytes;
        Int64, 8, i64::from_ne_bytes; UInt64, 8, u64::from_ne_bytes;
        Float16, 2, |n| f16::from_ne_bytes(n).key();
        Float32, 4, |n| f32::from_ne_bytes(n).key();
        Float64, 8, |n| f64::from_ne_bytes(n).key();
    }
}

fn complex_key(bytes: &[u8], order: ByteOrder, part: usize) -> (u8, i64, i64) {
    let read = |bytes: &[u8]| match part {
        4 => number::<4>(bytes, order).map_or(0.0, |n| f64::from(f32::from_ne_bytes(n))),
        _ => number::<8>(bytes, order).map_or(0.0, f64::from_ne_bytes),
    };
    let (re, im) = bytes.split_at(part.min(bytes.len()));
    Complex64::new(read(re), read(im)).key()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_put_nan_last_and_zeros_together() {
        let mut x = [f64::NAN, 1.0, -f64::NAN, f64::NEG_INFINITY, -2.5, f64::INFINITY, 3.0];
        x.sort_by_key(|x| x.key());
        assert_eq!(x[..5], [f64::NEG_INFINITY, -2.5, 1.0, 3.0, f64::INFINITY]);
        assert!(x[5].is_nan() && x[6].is_nan());
        assert_eq!((-0.0f64).key(), 0.0f64.key());
    }
}
