//! The parts of floats: signs, exponents, fractions, neighbours, and what kind of number it is.

use super::{binary, unary};
use crate::tensor::cast::number::half_of;
use crate::tensor::engine::kernel::{Binary, Split};
use crate::tensor::engine::lane::Truth;
use crate::tensor::flags::Flags;
use crate::tensor::{Complex32, Complex64, f16};
use std::marker::PhantomData;

unary! {
    /// It is neither infinite nor NaN.
    Isfinite {
        plain [Truth, i8, i16, i32, i64, u8, u16, u32, u64] -> Truth: |x, flags| Truth::of(true);
        plain [f16] -> Truth: |x, flags| Truth::of(x.is_finite());
        vector [f32, f64] -> Truth: |x, flags| Truth::of(x.is_finite());
        plain [Complex32, Complex64] -> Truth: |x, flags| Truth::of(x.re.is_finite() && x.im.is_finite());
    }
}

unary! {
    /// It is infinite.
    Isinf {
        plain [Truth, i8, i16, i32, i64, u8, u16, u32, u64] -> Truth: |x, flags| Truth::of(false);
        plain [f16] -> Truth: |x, flags| Truth::of(x.is_infinite());
        vector [f32, f64] -> Truth: |x, flags| Truth::of(x.is_infinite());
        plain [Complex32, Complex64] -> Truth: |x, flags| Truth::of(x.re.is_infinite() || x.im.is_infinite());
    }
}

unary! {
    /// It is NaN.
    Isnan {
        plain [Truth, i8, i16, i32, i64, u8, u16, u32, u64] -> Truth: |x, flags| Truth::of(false);
        plain [f16] -> Truth: |x, flags| Truth::of(x.is_nan());
        vector [f32, f64] -> Truth: |x, flags| Truth::of(x.is_nan());
        plain [Complex32, Complex64] -> Truth: |x, flags| Truth::of(x.re.is_nan() || x.im.is_nan());
    }
}

unary! {
    /// Its sign bit is set (also of −0 and of a negative NaN).
    Signbit {
        plain [f16] -> Truth: |x, flags| Truth::of(x.is_sign_negative());
        vector [f32, f64] -> Truth: |x, flags| Truth::of(x.is_sign_negative());
    }
}

binary! {
    /// The magnitude of `x` with the sign of `y`.
    Copysign {
        plain [f16]: |x, y, flags| f16::from_bits(x.to_bits() & 0x7fff | y.to_bits() & 0x8000);
        vector [f32, f64]: |x, y, flags| x.copysign(y);
    }
}

binary! {
    /// 0 for a negative `x`, 1 for a positive one, `y` for 0.
    Heaviside {
        plain [f16]: |x, y, flags| f16::from_f32(heaviside(x.to_f64(), y.to_f64()) as f32);
        vector [f32, f64]: |x, y, flags| {
            let step = if x == 0.0 { y } else { (x > 0.0) as i32 as T };
            if x.is_nan() { x } else { step }
        };
    }
}

fn heaviside(x: f64, y: f64) -> f64 {
    if x.is_nan() {
        x
    } else if x == 0.0 {
        y
    } else if x < 0.0 {
        0.0
    } else {
        1.0
    }
}

/// The neighbour of a float in the direction of another, on its bits.
macro_rules! neighbour {
    ($name:ident, $float:ty, $bits:ty, $sign:expr, $is_nan:expr, $value:expr, $to_second:literal) => {
        fn $name(x: $float, y: $float) -> $float {
            let (is_nan, value) = ($is_nan, $value);
            if is_nan(x) || is_nan(y) {
                return if is_nan(x) { x } else { y };
            }
            if value(x) == value(y) {
                return if $to_second { y } else { x };
            }
            let bits = x.to_bits();
            if bits & !$sign == 0 {
                let sign: $bits = if value(y) < 0.0 { $sign } else { 0 };
                return <$float>::from_bits(sign | 1);
            }
            let outward = (value(x) < value(y)) == (bits & $sign == 0);
            <$float>::from_bits(if outward { bits + 1 } else { bits - 1 })
        }
    };
}

neighbour!(next16, f16, u16, 0x8000u16, |x: f16| x.is_nan(), |x: f16| x.to_f32(), false);
neighbour!(next32, f32, u32, 1u32 << 31, |x: f32| x.is_nan(), |x: f32| x, true);
neighbour!(next64, f64, u64, 1u64 << 63, |x: f64| x.is_nan(), |x: f64| x, true);

/// C's flags for a neighbour: overflow from the greatest to infinity, underflow into the subnormals.
fn neighbour_flags(from_finite: bool, to_infinite: bool, subnormal: bool, flags: &mut Flags) {
    *flags |= Flags::when(from_finite && to_infinite, Flags::OVERFLOW);
    *flags |= Flags::when(subnormal, Flags::UNDERFLOW);
}

binary! {
    /// The next float after `x` in the direction of `y`.
    Nextafter {
        plain [f16]: |x, y, flags| next16(x, y);
        plain [f32]: |x, y, flags| {
            let next = next32(x, y);
            neighbour_flags(x.is_finite(), next.is_infinite(), next.is_subnormal() && x != y, flags);
            next
        };
        plain [f64]: |x, y, flags| {
            let next = next64(x, y);
            neighbour_flags(x.is_finite(), next.is_infinite(), next.is_subnormal() && x != y, flags);
            next
        };
    }
}

unary! {
    /// The distance to the next float away from 0, with the sign of `x` (but positive for −0).
    Spacing {
        plain [f16]: |x, flags| {
            *flags |= Flags::when(!x.is_finite(), Flags::INVALID);
            half_spacing(x)
        };
        plain [f32, f64]: |x, flags| spacing(x);
    }
}

/// NumPy's float16 has its own rule: the distance to the next greater number, always positive.
fn half_spacing(x: f16) -> f16 {
    if !x.is_finite() {
        return f16::NAN;
    }
    let (bits, value) = (x.to_bits(), x.to_f32());
    let next = if bits & 0x7fff == 0 {
        f16::from_bits(1)
    } else if bits & 0x8000 == 0 {
        f16::from_bits(bits + 1)
    } else {
        f16::from_bits(bits - 1)
    };
    f16::from_f32(next.to_f32() - value)
}

/// What `Spacing` needs of a float.
trait Spaced: Copy {
    fn gap(self) -> Self;
}

impl Spaced for f32 {
    fn gap(self) -> f32 {
        let x = self + 0.0;
        if x.is_finite() { next32(x, f32::INFINITY.copysign(x)) - x } else { f32::NAN }
    }
}

impl Spaced for f64 {
    fn gap(self) -> f64 {
        let x = self + 0.0;
        if x.is_finite() { next64(x, f64::INFINITY.copysign(x)) - x } else { f64::NAN }
    }
}

fn spacing<T: Spaced>(x: T) -> T {
    x.gap()
}

/// The fraction and the whole part, both with the sign of `x`.
pub struct Modf<T>(PhantomData<T>);

/// The mantissa in [½, 1) and the power of two.
pub struct Frexp<T>(PhantomData<T>);

fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0f64.copysign(x), x);
    }
    let whole = x.trunc();
    ((x - whole).copysign(x), whole)
}

fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() { (x, 0) } else { libm::frexp(x) }
}

macro_rules! splits {
    ($($ty:ty: |$x:ident| $wide:expr, |$y:ident| $narrow:expr;)*) => {$(
        impl Split for Modf<$ty> {
            type A = $ty;
            type Out = $ty;
            type Second = $ty;
            #[inline(always)]
            fn apply($x: $ty, _: &mut Flags) -> ($ty, $ty) {
                let narrow = |$y: f64| -> $ty { $narrow };
                let (fraction, whole) = modf($wide);
                (narrow(fraction), narrow(whole))
            }
        }

        impl Split for Frexp<$ty> {
            type A = $ty;
            type Out = $ty;
            type Second = i32;
            #[inline(always)]
            fn apply($x: $ty, _: &mut Flags) -> ($ty, i32) {
                let narrow = |$y: f64| -> $ty { $narrow };
                let (mantissa, exponent) = frexp($wide);
                (narrow(mantissa), exponent)
            }
        }
    )*};
}

splits! {
    f16: |x| x.to_f64(), |y| f16::from_f64(y);
    f32: |x| f64::from(x), |y| y as f32;
    f64: |x| x, |y| y;
}

/// `x · 2ⁿ`
pub struct Ldexp<T, N>(PhantomData<(T, N)>);

fn ldexp(x: f64, n: i64, flags: &mut Flags) -> f64 {
    let n = n.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
    let y = libm::ldexp(x, n);
    *flags |= Flags::when(y.is_infinite() && x.is_finite(), Flags::OVERFLOW);
    *flags |= Flags::when(y.abs() < f64::MIN_POSITIVE && x != 0.0 && x.is_finite(), Flags::UNDERFLOW);
    y
}

macro_rules! ldexps {
    ($($ty:ty, $n:ty: |$x:ident| $wide:expr, |$y:ident, $flags:ident| $narrow:expr;)*) => {$(
        impl Binary for Ldexp<$ty, $n> {
            type A = $ty;
            type B = $n;
            type Out = $ty;
            const VECTOR: bool = false;
            const HARDWARE: bool = false;
            #[inline(always)]
            fn apply($x: $ty, n: $n, $flags: &mut Flags) -> $ty {
                let $y = ldexp($wide, i64::from(n), $flags);
                $narrow
            }
        }
    )*};
}

ldexps! {
    f16, i32: |x| x.to_f64(), |y, flags| half_of(single(y, flags), flags);
    f16, i64: |x| x.to_f64(), |y, flags| half_of(single(y, flags), flags);
    f32, i32: |x| f64::from(x), |y, flags| single(y, flags);
    f32, i64: |x| f64::from(x), |y, flags| single(y, flags);
    f64, i32: |x| x, |y, flags| y;
    f64, i64: |x| x, |y, flags| y;
}

fn single(y: f64, flags: &mut Flags) -> f32 {
    let narrow = y as f32;
    *flags |= Flags::when(narrow.is_infinite() && y.is_finite(), Flags::OVERFLOW);
    narrow
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::engine::kernel::Unary;

    #[test]
    fn neighbours_and_parts() {
        let flags = &mut Flags::NONE.clone();
        assert_eq!(Nextafter::<f64>::apply(0.0, 2.0, flags), 5e-324);
        assert_eq!(Nextafter::<f64>::apply(1.0, 0.0, flags), 1.0 - f64::EPSILON / 2.0);
        assert_eq!(Spacing::<f64>::apply(-1.0, flags), -f64::EPSILON);
        assert!(Spacing::<f64>::apply(f64::INFINITY, flags).is_nan());
        assert_eq!(<Modf<f64> as Split>::apply(f64::NEG_INFINITY, flags), (-0.0, f64::NEG_INFINITY));
        assert_eq!(<Frexp<f64> as Split>::apply(1.5, flags), (0.75, 1));
        *flags = Flags::NONE;
        assert_eq!(Ldexp::<f64, i64>::apply(1.5, 1 << 40, flags), f64::INFINITY);
        assert_eq!(*flags, Flags::OVERFLOW);
    }
}
