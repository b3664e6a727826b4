//! Number → number of another kind, as NumPy's loops compiled for x86 do it.

use crate::tensor::dtype::Kind;
use crate::tensor::engine::kernel::{Kernel, Unary};
use crate::tensor::engine::lane::{Lane, Truth};
use crate::tensor::flags::Flags;
use crate::tensor::{Complex32, Complex64, f16};
use std::marker::PhantomData;

/// How a value becomes one of another type.
pub trait CastTo<To: Lane>: Lane {
    /// Whether the processor's flags are the cast's.
    const HARDWARE: bool = false;
    fn cast_to(self, flags: &mut Flags) -> To;
}

/// The kernel that casts `From` to `To`.
struct Cast<From, To>(PhantomData<(From, To)>);

impl<From: CastTo<To>, To: Lane> Unary for Cast<From, To> {
    type A = From;
    type Out = To;
    const VECTOR: bool = is_hot(From::KIND) && is_hot(To::KIND);
    const HARDWARE: bool = From::HARDWARE;

    #[inline(always)]
    fn apply(a: From, flags: &mut Flags) -> To {
        a.cast_to(flags)
    }
}

const fn is_hot(kind: Kind) -> bool {
    !matches!(kind, Kind::Float16 | Kind::Complex64 | Kind::Complex128)
}

/// The loop from one kind of number to another; times are cast as their 64-bit ticks. `None` for other kinds.
pub fn kernel(from: Kind, to: Kind) -> Option<Kernel> {
    let ticks = |k| if matches!(k, Kind::DateTime { .. } | Kind::TimeDelta { .. }) { Kind::Int64 } else { k };
    macro_rules! target {
        ($From:ty) => {
            Some(match ticks(to) {
                Kind::Bool => Kernel::unary::<Cast<$From, Truth>>(),
                Kind::Int8 => Kernel::unary::<Cast<$From, i8>>(),
                Kind::Int16 => Kernel::unary::<Cast<$From, i16>>(),
                Kind::Int32 => Kernel::unary::<Cast<$From, i32>>(),
                Kind::Int64 => Kernel::unary::<Cast<$From, i64>>(),
                Kind::UInt8 => Kernel::unary::<Cast<$From, u8>>(),
                Kind::UInt16 => Kernel::unary::<Cast<$From, u16>>(),
                Kind::UInt32 => Kernel::unary::<Cast<$From, u32>>(),
                Kind::UInt64 => Kernel::unary::<Cast<$From, u64>>(),
                Kind::Float16 => Kernel::unary::<Cast<$From, f16>>(),
                Kind::Float32 => Kernel::unary::<Cast<$From, f32>>(),
                Kind::Float64 => Kernel::unary::<Cast<$From, f64>>(),
                Kind::Complex64 => Kernel::unary::<Cast<$From, Complex32>>(),
                Kind::Complex128 => Kernel::unary::<Cast<$From, Complex64>>(),
                _ => return None,
            })
        };
    }
    match ticks(from) {
        Kind::Bool => target!(Truth),
        Kind::Int8 => target!(i8),
        Kind::Int16 => target!(i16),
        Kind::Int32 => target!(i32),
        Kind::Int64 => target!(i64),
        Kind::UInt8 => target!(u8),
        Kind::UInt16 => target!(u16),
        Kind::UInt32 => target!(u32),
        Kind::UInt64 => target!(u64),
        Kind::Float16 => target!(f16),
        Kind::Float32 => target!(f32),
        Kind::Float64 => target!(f64),
        Kind::Complex64 => target!(Complex32),
        Kind::Complex128 => target!(Complex64),
        _ => None,
    }
}

macro_rules! casts {
    ($($from:ty => $($to:ty),+ ; |$x:ident, $flags:ident| $body:expr;)*) => {
        $($(
            impl CastTo<$to> for $from {
                #[inline(always)]
                fn cast_to(self, $flags: &mut Flags) -> $to {
                    let $x = self;
                    let _ = &$flags;
                    #[allow(dead_code)]
                    type To = $to;
                    $body
                }
            }
        )+)*
    };
}

macro_rules! integer_casts {
    ($($from:ty),*) => {$(
        casts! {
            $from => i8, i16, i32, i64, u8, u16, u32, u64, f32, f64; |x, flags| x as To;
            $from => Truth; |x, flags| Truth::of(x != 0);
            $from => f16; |x, flags| half_of(x as f32, flags);
            $from => Complex32; |x, flags| Complex32::new(x as f32, 0.0);
            $from => Complex64; |x, flags| Complex64::new(x as f64, 0.0);
        }
    )*};
}

integer_casts!(i8, i16, i32, i64, u8, u16, u32, u64);

macro_rules! truth_casts {
    ($($to:ty),*) => {
        casts! {
            $(Truth => $to; |x, flags| u8::from(x.get()) as $to;)*
            Truth => Truth; |x, flags| Truth::of(x.get());
            Truth => f16; |x, flags| if x.get() { f16::ONE } else { f16::ZERO };
            Truth => Complex32; |x, flags| Complex32::new(f32::from(u8::from(x.get())), 0.0);
            Truth => Complex64; |x, flags| Complex64::new(f64::from(u8::from(x.get())), 0.0);
        }
    };
}

truth_casts!(i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);

macro_rules! float_casts {
    ($($from:ty),*) => {$(
        casts! {
            $from => i8, i16, u8, u16; |x, flags| to_i32(f64::from(x), flags) as To;
            $from => i32; |x, flags| to_i32(f64::from(x), flags);
            $from => i64; |x, flags| to_i64(f64::from(x), flags);
            $from => u32; |x, flags| to_u32(f64::from(x), flags);
            $from => u64; |x, flags| to_u64(f64::from(x), flags);
            $from => Truth; |x, flags| Truth::of(f64::from(x) != 0.0);
            $from => Complex64; |x, flags| Complex64::new(f64::from(x), 0.0);
        }
    )*};
}

float_casts!(f16, f32, f64);

casts! {
    f16 => f16; |x, flags| x;
    f16 => f32; |x, flags| x.to_f32();
    f16 => f64; |x, flags| x.to_f64();
    f16 => Complex32; |x, flags| Complex32::new(x.to_f32(), 0.0);
    f32 => f16; |x, flags| half_of(x, flags);
    f32 => f32; |x, flags| x;
    f32 => f64; |x, flags| f64::from(x);
    f32 => Complex32; |x, flags| Complex32::new(x, 0.0);
    f64 => f16; |x, flags| half_of_double(x, flags);
    f64 => f64; |x, flags| x;
    f64 => Complex32; |x, flags| Complex32::new(single_of(x, flags), 0.0);
    Complex32 => Truth; |x, flags| Truth::of(x.re != 0.0 || x.im != 0.0);
    Complex32 => Complex32; |x, flags| x;
    Complex32 => Complex64; |x, flags| Complex64::new(f64::from(x.re), f64::from(x.im));
    Complex64 => Truth; |x, flags| Truth::of(x.re != 0.0 || x.im != 0.0);
    Complex64 => Complex32; |x, flags| Complex32::new(single_of(x.re, flags), single_of(x.im, flags));
    Complex64 => Complex64; |x, flags| x;
}

impl CastTo<f32> for f64 {
    const HARDWARE: bool = true;
    #[inline(always)]
    fn cast_to(self, _: &mut Flags) -> f32 {
        self as f32
    }
}

macro_rules! complex_casts {
    ($($from:ty, $part:ty => $($to:ty),*;)*) => {$($(
        impl CastTo<$to> for $from {
            #[inline(always)]
            fn cast_to(self, flags: &mut Flags) -> $to {
                *flags |= Flags::IMAGINARY_DROPPED;
                complex_casts!(@part $part, $to, self.re, flags)
            }
        }
    )*)*};
    (@part f64, f32, $x:expr, $flags:ident) => { single_of($x, $flags) };
    (@part $part:ty, $to:ty, $x:expr, $flags:ident) => { CastTo::<$to>::cast_to($x, $flags) };
}

complex_casts! {
    Complex32, f32 => i8, i16, i32, i64, u8, u16, u32, u64, f16, f32, f64;
    Complex64, f64 => i8, i16, i32, i64, u8, u16, u32, u64, f16, f32, f64;
}

/// x86 gives `i32::MIN` for what does not fit, and raises invalid.
#[inline(always)]
fn to_i32(x: f64, flags: &mut Flags) -> i32 {
    let fits = x > -2147483649.0 && x < 2147483648.0;
    *flags |= Flags::when(!fits, Flags::INVALID);
    if fits { x as i32 } else { i32::MIN }
}

/// x86 gives `i64::MIN` for what does not fit, and raises invalid.
#[inline(always)]
fn to_i64(x: f64, flags: &mut Flags) -> i64 {
    let fits = (-9223372036854775808.0..9223372036854775808.0).contains(&x);
    *flags |= Flags::when(!fits, Flags::INVALID);
    if fits { x as i64 } else { i64::MIN }
}

/// The low half of the 64-bit conversion.
#[inline(always)]
fn to_u32(x: f64, flags: &mut Flags) -> u32 {
    let mut wide = Flags::NONE;
    let value = to_i64(x, &mut wide) as u32;
    *flags |= Flags::when(!(x > -2147483649.0 && x < 4294967296.0), Flags::INVALID);
    value
}

/// From 2⁶³ on by way of the difference to it, as compilers do it on x86.
#[inline(always)]
fn to_u64(x: f64, flags: &mut Flags) -> u64 {
    const HALF: f64 = 9223372036854775808.0;
    if x >= HALF { to_i64(x - HALF, flags) as u64 ^ (1 << 63) } else { to_i64(x, flags) as u64 }
}

#[inline(always)]
fn single_of(x: f64, flags: &mut Flags) -> f32 {
    let y = x as f32;
    *flags |= Flags::when(y.is_infinite() && x.is_finite(), Flags::OVERFLOW);
    *flags |= Flags::when(y.abs() < f32::MIN_POSITIVE && f64::from(y) != x, Flags::UNDERFLOW);
    y
}

/// float32 → float16, with the flags that NumPy's conversion raises.
#[inline(always)]
pub fn half_of(x: f32, flags: &mut Flags) -> f16 {
    let y = f16::from_f32(x);
    *flags |= Flags::when(y.is_infinite() && x.is_finite(), Flags::OVERFLOW);
    *flags |= Flags::when(y.to_f32().abs() < 6.103_515_6e-5 && y.to_f32() != x, Flags::UNDERFLOW);
    y
}

#[inline(always)]
fn half_of_double(x: f64, flags: &mut Flags) -> f16 {
    let y = f16::from_f64(x);
    *flags |= Flags::when(y.is_infinite() && x.is_finite(), Flags::OVERFLOW);
    *flags |= Flags::when(y.to_f64().abs() < 6.103515625e-5 && y.to_f64() != x, Flags::UNDERFLOW);
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast<To: Lane>(x: f64) -> (To, Flags)
    where
        f64: CastTo<To>,
    {
        let mut flags = Flags::NONE;
        (x.cast_to(&mut flags), flags)
    }

    #[test]
    fn floats_that_do_not_fit_an_integer_wrap_as_on_x86() {
        assert_eq!(cast::<u8>(300.0), (44, Flags::NONE));
        assert_eq!(cast::<u8>(-1.0), (255, Flags::NONE));
        assert_eq!(cast::<u8>(f64::NAN), (0, Flags::INVALID));
        assert_eq!(cast::<i16>(1e10), (0, Flags::INVALID));
        assert_eq!(cast::<i32>(-1e10), (i32::MIN, Flags::INVALID));
        assert_eq!(cast::<u32>(1e10), (1410065408, Flags::INVALID));
        assert_eq!(cast::<u32>(3e9), (3000000000, Flags::NONE));
        assert_eq!(cast::<i64>(1e20), (i64::MIN, Flags::INVALID));
        assert_eq!(cast::<u64>(1e20), (0, Flags::INVALID));
        assert_eq!(cast::<u64>(-1e20), (1 << 63, Flags::INVALID));
        assert_eq!(cast::<u64>(-5.0), (18446744073709551611, Flags::NONE));
        assert_eq!(cast::<u64>(1e19), (10000000000000000000, Flags::NONE));
    }

    #[test]
    fn halves() {
        assert_eq!(cast::<f16>(70000.0), (f16::INFINITY, Flags::OVERFLOW));
        assert_eq!(cast::<f16>(65504.0), (f16::MAX, Flags::NONE));
        let mut flags = Flags::NONE;
        assert_eq!(CastTo::<f16>::cast_to(100_000_i64, &mut flags), f16::INFINITY);
        assert_eq!(flags, Flags::OVERFLOW);
        assert!(kernel(Kind::Str(3), Kind::Int8).is_none());
    }
}
