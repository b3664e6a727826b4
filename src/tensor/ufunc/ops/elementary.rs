//! Elementary functions of real numbers, with the exceptions that C's mathematical library raises.

use super::arithmetic::Absolute;
use super::complex as c;
use super::{binary, unary};
use crate::tensor::cast::number::half_of;
use crate::tensor::engine::kernel::{Unary, map1, map2};
use crate::tensor::engine::math::{self, narrow};
use crate::tensor::flags::Flags;
use crate::tensor::{Complex32, Complex64, f16};

/// Invalid where a NaN arises.
#[inline(always)]
fn nan_is_invalid(x: f64, y: f64, flags: &mut Flags) -> f64 {
    *flags |= Flags::when(y.is_nan() && !x.is_nan(), Flags::INVALID);
    y
}

/// As [`nan_is_invalid`], and overflow where an infinity arises.
#[inline(always)]
fn may_overflow(x: f64, y: f64, flags: &mut Flags) -> f64 {
    *flags |= Flags::when(y.is_infinite() && x.is_finite(), Flags::OVERFLOW);
    nan_is_invalid(x, y, flags)
}

/// As [`may_overflow`], and underflow where nothing normal is left of a finite exponent.
#[inline(always)]
fn exponential(x: f64, y: f64, flags: &mut Flags) -> f64 {
    *flags |= Flags::when(y < f64::MIN_POSITIVE && x.is_finite(), Flags::UNDERFLOW);
    may_overflow(x, y, flags)
}

/// As [`nan_is_invalid`], and division by zero where a pole is met.
#[inline(always)]
fn has_pole(x: f64, y: f64, flags: &mut Flags) -> f64 {
    *flags |= Flags::when(y.is_infinite() && x.is_finite(), Flags::DIVIDE);
    nan_is_invalid(x, y, flags)
}

/// A function of a float: of float32 and float64 by the engine's formulas, of float16 in double precision.
macro_rules! real {
    ($(#[$doc:meta])* $name:ident |$x:ident| $body:expr, $check:ident $(, $complex:path)?) => {
        unary! {
            $(#[$doc])*
            $name {
                plain [f16]: |x, flags| { let $x = x.to_f64(); half_of(narrow($check($x, $body, flags), flags), flags) };
                $(
                    plain [Complex32]: |x, flags| c::single(x, flags, $complex);
                    plain [Complex64]: |x, flags| c::flagged(x, flags, $complex);
                )?
            }
        }
        formula!($name f64, double, $check);
        formula!($name f32, single, $check);
    };
}

/// The loop of a function by its formula in the engine.
macro_rules! formula {
    ($name:ident $T:ty, $map:ident, $check:ident) => {
        impl Unary for $name<$T> {
            type A = $T;
            type Out = $T;
            const VECTOR: bool = true;
            const SLOW: bool = true;
            const HARDWARE: bool = false;

            #[inline]
            fn apply(x: $T, flags: &mut Flags) -> $T {
                let mut out = [0.0];
                *flags |= map1::<$name<$T>>(&[x], &mut out);
                out[0]
            }

            #[inline(always)]
            fn map(a: &[$T], out: &mut [$T]) -> Flags {
                math::$map::<math::$name>(a, out, $check)
            }
        }
    };
}

real! { /// eˣ
Exp |x| x.exp(), exponential, c::exp }
real! { /// 2ˣ
Exp2 |x| x.exp2(), exponential, c::exp2 }
real! { /// eˣ − 1
Expm1 |x| x.exp_m1(), may_overflow, c::expm1 }
real! { /// The natural logarithm.
Log |x| x.ln(), has_pole, c::log }
real! { /// The logarithm to base 2.
Log2 |x| x.log2(), has_pole, c::log2 }
real! { /// The logarithm to base 10.
Log10 |x| x.log10(), has_pole, c::log10 }
real! { /// ln(1 + x)
Log1p |x| x.ln_1p(), has_pole, c::log1p }
real! { /// The sine of an angle in radians.
Sin |x| x.sin(), nan_is_invalid, c::sin }
real! { /// The cosine of an angle in radians.
Cos |x| x.cos(), nan_is_invalid, c::cos }
real! { /// The tangent of an angle in radians.
Tan |x| x.tan(), nan_is_invalid, c::tan }
real! { /// The inverse sine.
Arcsin |x| x.asin(), nan_is_invalid, c::asin }
real! { /// The inverse cosine.
Arccos |x| x.acos(), nan_is_invalid, c::acos }
real! { /// The inverse tangent.
Arctan |x| x.atan(), nan_is_invalid, c::atan }
real! { /// The hyperbolic sine.
Sinh |x| x.sinh(), may_overflow, c::sinh }
real! { /// The hyperbolic cosine.
Cosh |x| x.cosh(), may_overflow, c::cosh }
real! { /// The hyperbolic tangent.
Tanh |x| x.tanh(), nan_is_invalid, c::tanh }
real! { /// The inverse hyperbolic sine.
Arcsinh |x| libm::asinh(x), nan_is_invalid, c::asinh }
real! { /// The inverse hyperbolic cosine.
Arccosh |x| if x < 1.0 { f64::NAN } else { libm::acosh(x) }, nan_is_invalid, c::acosh }
real! { /// The inverse hyperbolic tangent.
Arctanh |x| libm::atanh(x), has_pole, c::atanh }
real! { /// The cube root.
Cbrt |x| x.cbrt(), nan_is_invalid }

/// π/180 and its inverse, as NumPy rounds them: in the type of the argument.
macro_rules! degrees {
    ($(#[$doc:meta])* $name:ident, $factor:expr) => {
        unary! {
            $(#[$doc])*
            $name {
                plain [f16]: |x, flags| half_of(x.to_f32() * $factor as f32, flags);
                hardware [f32, f64]: |x, flags| x * $factor as T;
            }
        }
    };
}

degrees! { /// Degrees to radians.
Deg2rad, (std::f64::consts::PI / 180.0) }
degrees! { /// Radians to degrees.
Rad2deg, (180.0 / std::f64::consts::PI) }

unary! {
    /// The square root.
    Sqrt {
        plain [f16]: |x, flags| {
            let x = x.to_f32();
            *flags |= Flags::when(x < 0.0, Flags::INVALID);
            half_of(x.sqrt(), flags)
        };
        hardware [f32, f64]: |x, flags| x.sqrt();
        plain [Complex32]: |x, flags| c::single(x, flags, c::sqrt);
        plain [Complex64]: |x, flags| c::flagged(x, flags, c::sqrt);
    }
}

unary! {
    /// `|x|` of a float.
    Fabs {
        plain [f16]: |x, flags| f16::from_bits(x.to_bits() & 0x7fff);
        vector [f32, f64]: |x, flags| x.abs();
    }
}

/// Rounding to a whole number; integers and bools stay as they are.
macro_rules! rounding {
    ($(#[$doc:meta])* $name:ident, $method:ident) => {
        unary! {
            $(#[$doc])*
            $name {
                plain [crate::tensor::engine::lane::Truth, i8, i16, i32, i64, u8, u16, u32, u64]: |x, flags| x;
                plain [f16]: |x, flags| f16::from_f32(x.to_f32().$method());
                vector [f32, f64]: |x, flags| x.$method();
                plain [Complex32, Complex64]: |x, flags| T::new(x.re.$method(), x.im.$method());
            }
        }
    };
}

rounding! { /// To the nearest, halves to even.
Rint, round_ties_even }
rounding! { /// Down.
Floor, floor }
rounding! { /// Up.
Ceil, ceil }
rounding! { /// Towards zero.
Trunc, trunc }

/// A function of two floats: of float32 and float64 by the engine's formulas, of float16 in double precision.
macro_rules! real2 {
    ($(#[$doc:meta])* $name:ident $check:ident) => {
        binary! {
            $(#[$doc])*
            $name {
                plain [f16]: |x, y, flags| {
                    let mut out = [0.0];
                    *flags |= map2::<$name<f32>>(&[x.to_f32()], &[y.to_f32()], &mut out);
                    half_of(out[0], flags)
                };
            }
        }
        formula2!($name f64, double2, $check);
        formula2!($name f32, single2, $check);
    };
}

/// As [`formula`], of two floats.
macro_rules! formula2 {
    ($name:ident $T:ty, $map:ident, $check:ident) => {
        impl $crate::tensor::engine::kernel::Binary for $name<$T> {
            type A = $T;
            type B = $T;
            type Out = $T;
            const VECTOR: bool = true;
            const SLOW: bool = true;
            const HARDWARE: bool = false;

            #[inline]
            fn apply(x: $T, y: $T, flags: &mut $crate::tensor::flags::Flags) -> $T {
                let mut out = [0.0];
                *flags |= $crate::tensor::engine::kernel::map2::<$name<$T>>(&[x], &[y], &mut out);
                out[0]
            }

            #[inline(always)]
            fn map(a: &[$T], b: &[$T], out: &mut [$T]) -> $crate::tensor::flags::Flags {
                math::$map::<math::$name>(a, b, out, $check)
            }
        }
    };
}

pub(super) use formula2;

real2! { /// The angle of the point (y, x), the first argument up.
Arctan2 nothing }
real2! { /// √(x² + y²) without overflow on the way.
Hypot overflows }
real2! { /// ln(eˣ + eʸ)
Logaddexp unordered }
real2! { /// log₂(2ˣ + 2ʸ)
Logaddexp2 unordered }

/// Complex numbers whose parts are laid apart at a time.
const APART: usize = 64;

/// `|z|`: the engine's `hypot` of the two parts.
macro_rules! magnitude {
    ($C:ty, $T:ty, $map:ident) => {
        impl Unary for Absolute<$C> {
            type A = $C;
            type Out = $T;
            const VECTOR: bool = true;
            const SLOW: bool = true;
            const HARDWARE: bool = false;

            #[inline]
            fn apply(z: $C, flags: &mut Flags) -> $T {
                let mut out = [0.0];
                *flags |= map1::<Absolute<$C>>(&[z], &mut out);
                out[0]
            }

            #[inline(always)]
            fn map(a: &[$C], out: &mut [$T]) -> Flags {
                let (mut re, mut im) = ([0.0; APART], [0.0; APART]);
                let mut flags = Flags::NONE;
                for (a, out) in a.chunks(APART).zip(out.chunks_mut(APART)) {
                    let (re, im) = (&mut re[..a.len()], &mut im[..a.len()]);
                    for ((z, re), im) in a.iter().zip(&mut *re).zip(&mut *im) {
                        (*re, *im) = (z.re, z.im);
                    }
                    flags |= math::$map::<math::Hypot>(re, im, out, overflows);
                }
                flags
            }
        }
    };
}

magnitude!(Complex64, f64, double2);
magnitude!(Complex32, f32, single2);

fn nothing(_: f64, _: f64, result: f64, _: &mut Flags) -> f64 {
    result
}

fn overflows(x: f64, y: f64, result: f64, flags: &mut Flags) -> f64 {
    *flags |= Flags::when(result.is_infinite() && x.is_finite() && y.is_finite(), Flags::OVERFLOW);
    result
}

/// The comparisons of C raise invalid for NaN.
fn unordered(x: f64, y: f64, result: f64, flags: &mut Flags) -> f64 {
    *flags |= Flags::when(x != y && (x - y).is_nan(), Flags::INVALID);
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::engine::kernel::Binary;

    fn at<F: Unary<A = f64, Out = f64>>(x: f64) -> (f64, Flags) {
        let mut flags = Flags::NONE;
        (F::apply(x, &mut flags), flags)
    }

    #[test]
    fn exceptions() {
        assert_eq!(at::<Exp<f64>>(1000.0), (f64::INFINITY, Flags::OVERFLOW));
        assert_eq!(at::<Exp<f64>>(-1000.0), (0.0, Flags::UNDERFLOW));
        assert_eq!(at::<Exp<f64>>(f64::NEG_INFINITY), (0.0, Flags::NONE));
        assert_eq!(at::<Log<f64>>(0.0), (f64::NEG_INFINITY, Flags::DIVIDE));
        assert_eq!(at::<Log<f64>>(-1.0).1, Flags::INVALID);
        assert_eq!(at::<Log<f64>>(f64::NAN).1, Flags::NONE);
        assert_eq!(at::<Sin<f64>>(f64::INFINITY).1, Flags::INVALID);
        assert_eq!(at::<Arctanh<f64>>(1.0), (f64::INFINITY, Flags::DIVIDE));
        assert_eq!(at::<Rint<f64>>(2.5).0, 2.0);
        let mut flags = Flags::NONE;
        assert_eq!(Logaddexp::<f64>::apply(f64::NEG_INFINITY, f64::NEG_INFINITY, &mut flags), f64::NEG_INFINITY);
        assert_eq!(Logaddexp::<f64>::apply(1000.0, 1000.0, &mut flags), 1000.6931471805599);
        assert_eq!(Exp::<f32>::apply(100.0, &mut flags), f32::INFINITY);
        assert_eq!(flags, Flags::OVERFLOW);
    }

    /// The loop for the machine's vectors gives the bits of the plain one, for one element as for many.
    fn same_bits<F: Unary<A = f64, Out = f64>>() {
        use crate::tensor::engine::kernel::wide1;
        let special =
            [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1.0, -1.0, 1e-310, 1e300, 708.5, -745.0, 1e13];
        let many = (0..300).map(|i| f64::from(i) * 0.37 - 40.0);
        let a: Vec<f64> = special.into_iter().chain(many).collect();
        let (mut wide, mut plain) = (vec![0.0; a.len()], vec![0.0; a.len()]);
        assert_eq!(wide1::<F>(&a, &mut wide), F::map(&a, &mut plain));
        let same = |x: f64, y: f64| x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan());
        for (i, &x) in a.iter().enumerate() {
            assert!(same(wide[i], plain[i]) && same(plain[i], at::<F>(x).0), "{x}: {} {}", wide[i], plain[i]);
        }
    }

    #[test]
    fn vectors_give_the_same_bits() {
        same_bits::<Exp<f64>>();
        same_bits::<Exp2<f64>>();
        same_bits::<Expm1<f64>>();
        same_bits::<Log<f64>>();
        same_bits::<Log2<f64>>();
        same_bits::<Log10<f64>>();
        same_bits::<Log1p<f64>>();
        same_bits::<Sin<f64>>();
        same_bits::<Cos<f64>>();
        same_bits::<Tan<f64>>();
        same_bits::<Arcsin<f64>>();
        same_bits::<Arccos<f64>>();
        same_bits::<Arctan<f64>>();
        same_bits::<Sinh<f64>>();
        same_bits::<Cosh<f64>>();
        same_bits::<Tanh<f64>>();
        same_bits::<Arcsinh<f64>>();
        same_bits::<Arccosh<f64>>();
        same_bits::<Arctanh<f64>>();
        same_bits::<Cbrt<f64>>();
    }
}
