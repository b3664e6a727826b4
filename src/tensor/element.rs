//! Rust types that are elements of a numeric array, and `dispatch!`, which picks one by a dtype's kind.

use super::dtype::{DType, Kind};
use super::{Complex32, Complex64, f16};

/// A Rust type whose values are stored in arrays as they are.
pub trait Element: Copy + PartialEq + Send + Sync + std::fmt::Debug + 'static {
    const KIND: Kind;
    const ZERO: Self;
    const ONE: Self;
    const DTYPE: DType = DType::native(Self::KIND);
}

macro_rules! elements {
    ($($ty:ty, $kind:ident, $zero:expr, $one:expr;)*) => {$(
        impl Element for $ty {
            const KIND: Kind = Kind::$kind;
            const ZERO: Self = $zero;
            const ONE: Self = $one;
        }
    )*};
}

elements! {
    bool, Bool, false, true;
    i8, Int8, 0, 1;
    i16, Int16, 0, 1;
    i32, Int32, 0, 1;
    i64, Int64, 0, 1;
    u8, UInt8, 0, 1;
    u16, UInt16, 0, 1;
    u32, UInt32, 0, 1;
    u64, UInt64, 0, 1;
    f16, Float16, f16::ZERO, f16::ONE;
    f32, Float32, 0.0, 1.0;
    f64, Float64, 0.0, 1.0;
    Complex32, Complex64, Complex32::new(0.0, 0.0), Complex32::new(1.0, 0.0);
    Complex64, Complex128, Complex64::new(0.0, 0.0), Complex64::new(1.0, 0.0);
}

/// Runs `$body` with the type alias `$T` bound to the Rust type of `$kind`, or `$other` where it has none.
///
/// The groups `all`, `number` (all but bool), `real`, `integer` and `float` limit which kinds are instantiated.
#[macro_export]
macro_rules! dispatch {
    (all, $kind:expr, $T:ident => $body:expr, else $other:expr) => {
        match $kind {
            $crate::tensor::Kind::Complex64 => { type $T = $crate::tensor::Complex32; $body }
            $crate::tensor::Kind::Complex128 => { type $T = $crate::tensor::Complex64; $body }
            _ => $crate::dispatch!(real, $kind, $T => $body, else $other),
        }
    };
    (real, $kind:expr, $T:ident => $body:expr, else $other:expr) => {
        match $kind {
            $crate::tensor::Kind::Bool => { type $T = bool; $body }
            $crate::tensor::Kind::Float16 => { type $T = $crate::tensor::f16; $body }
            $crate::tensor::Kind::Float32 => { type $T = f32; $body }
            $crate::tensor::Kind::Float64 => { type $T = f64; $body }
            _ => $crate::dispatch!(integer, $kind, $T => $body, else $other),
        }
    };
    (number, $kind:expr, $T:ident => $body:expr, else $other:expr) => {
        match $kind {
            $crate::tensor::Kind::Float16 => { type $T = $crate::tensor::f16; $body }
            $crate::tensor::Kind::Float32 => { type $T = f32; $body }
            $crate::tensor::Kind::Float64 => { type $T = f64; $body }
            $crate::tensor::Kind::Complex64 => { type $T = $crate::tensor::Complex32; $body }
            $crate::tensor::Kind::Complex128 => { type $T = $crate::tensor::Complex64; $body }
            _ => $crate::dispatch!(integer, $kind, $T => $body, else $other),
        }
    };
    (integer, $kind:expr, $T:ident => $body:expr, else $other:expr) => {
        match $kind {
            $crate::tensor::Kind::Int8 => { type $T = i8; $body }
            $crate::tensor::Kind::Int16 => { type $T = i16; $body }
            $crate::tensor::Kind::Int32 => { type $T = i32; $body }
            $crate::tensor::Kind::Int64 => { type $T = i64; $body }
            $crate::tensor::Kind::UInt8 => { type $T = u8; $body }
            $crate::tensor::Kind::UInt16 => { type $T = u16; $body }
            $crate::tensor::Kind::UInt32 => { type $T = u32; $body }
            $crate::tensor::Kind::UInt64 => { type $T = u64; $body }
            _ => $other,
        }
    };
    (float, $kind:expr, $T:ident => $body:expr, else $other:expr) => {
        match $kind {
            $crate::tensor::Kind::Float32 => { type $T = f32; $body }
            $crate::tensor::Kind::Float64 => { type $T = f64; $body }
            $crate::tensor::Kind::Complex64 => { type $T = $crate::tensor::Complex32; $body }
            $crate::tensor::Kind::Complex128 => { type $T = $crate::tensor::Complex64; $body }
            _ => $other,
        }
    };
}
