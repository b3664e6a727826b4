//! Element types as kernels see them: what lies in memory, read as a Rust value that is valid whatever the bytes are.

use crate::tensor::dtype::Kind;
use crate::tensor::{Complex32, Complex64, f16};

/// A type of which blocks are made. Every bit pattern is a value.
pub trait Lane: Copy + Send + Sync + 'static {
    /// The kind of array whose elements these are.
    const KIND: Kind;
    /// NumPy's letter for it.
    const CODE: u8;
}

/// An element of a bool array: anything but 0 is true (a view of other bytes may hold anything).
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Truth(pub u8);

impl Truth {
    #[inline(always)]
    pub const fn of(value: bool) -> Truth {
        Truth(value as u8)
    }

    #[inline(always)]
    pub const fn get(self) -> bool {
        self.0 != 0
    }
}

/// The code of a dtype for datetimes: ticks in 64 bits, of whatever unit.
pub const DATETIME: u8 = b'M';
/// The code of a dtype for time differences.
pub const TIMEDELTA: u8 = b'm';

macro_rules! lanes {
    ($($ty:ty, $kind:ident, $code:literal;)*) => {$(
        impl Lane for $ty {
            const KIND: Kind = Kind::$kind;
            const CODE: u8 = $code;
        }
    )*};
}

lanes! {
    Truth, Bool, b'?';
    i8, Int8, b'b';
    i16, Int16, b'h';
    i32, Int32, b'i';
    i64, Int64, b'l';
    u8, UInt8, b'B';
    u16, UInt16, b'H';
    u32, UInt32, b'I';
    u64, UInt64, b'L';
    f16, Float16, b'e';
    f32, Float32, b'f';
    f64, Float64, b'd';
    Complex32, Complex64, b'F';
    Complex64, Complex128, b'D';
}

/// The letter of a kind of number, or of a time; `None` for text, objects and records.
#[inline]
pub const fn code_of(kind: Kind) -> Option<u8> {
    Some(match kind {
        Kind::Bool => b'?',
        Kind::Int8 => b'b',
        Kind::Int16 => b'h',
        Kind::Int32 => b'i',
        Kind::Int64 => b'l',
        Kind::UInt8 => b'B',
        Kind::UInt16 => b'H',
        Kind::UInt32 => b'I',
        Kind::UInt64 => b'L',
        Kind::Float16 => b'e',
        Kind::Float32 => b'f',
        Kind::Float64 => b'd',
        Kind::Complex64 => b'F',
        Kind::Complex128 => b'D',
        Kind::DateTime { .. } => DATETIME,
        Kind::TimeDelta { .. } => TIMEDELTA,
        _ => return None,
    })
}

/// The kind of number that a letter names.
#[inline]
pub const fn kind_of(code: u8) -> Option<Kind> {
    Some(match code {
        b'?' => Kind::Bool,
        b'b' => Kind::Int8,
        b'h' => Kind::Int16,
        b'i' => Kind::Int32,
        b'l' => Kind::Int64,
        b'B' => Kind::UInt8,
        b'H' => Kind::UInt16,
        b'I' => Kind::UInt32,
        b'L' => Kind::UInt64,
        b'e' => Kind::Float16,
        b'f' => Kind::Float32,
        b'd' => Kind::Float64,
        b'F' => Kind::Complex64,
        b'D' => Kind::Complex128,
        b'O' => Kind::Object,
        _ => return None,
    })
}
