//! Integer quotients and remainders, of integers and of floats, with Python's and with C's signs.

use super::binary_types;
use crate::tensor::cast::number::half_of;
use crate::tensor::engine::kernel::{Binary, Pair};
use crate::tensor::f16;
use crate::tensor::flags::Flags;
use std::marker::PhantomData;

/// `(x // y, x % y)` with the sign of `y`.
macro_rules! signed_divmod {
    ($x:ident, $y:ident) => {{
        let quotient = $x.wrapping_div($y);
        let remainder = $x.wrapping_rem($y);
        if remainder != 0 && (remainder < 0) != ($y < 0) {
            (quotient - 1, remainder + $y)
        } else {
            (quotient, remainder)
        }
    }};
}

/// The whole part of a quotient of integers by way of floats, without a branch: `$whole` rounds, `$magic` (1.5 times a
/// power of two) brings the result into the float's low bits, from where it wraps around. Exact where the float has
/// more than as many digits as the integers: a quotient that is no whole number is at least 1/y away from one. 0 for `y`
/// = 0, as infinities and NaN have zeros there.
macro_rules! quotient_by_float {
    ($x:ident, $y:ident, $T:ty, $float:ty, $magic:expr, $whole:ident) => {
        (($x as $float / $y as $float).$whole() + $magic).to_bits() as $T
    };
}

/// 1.5·2²³ and 1.5·2⁵².
const MAGIC_SINGLE: f32 = 12582912.0;
const MAGIC: f64 = 6755399441055744.0;

/// The three functions of narrow integers, by floats.
macro_rules! narrow_division {
    ($float:ty, $magic:expr; $($T:ty),*) => {
        binary_types!(FloorDivide vector [$($T),*] () |x, y, flags| {
            *flags |= Flags::when(y == 0, Flags::DIVIDE);
            // Only the least integer by −1 is as it was and not 0.
            let least = T::MIN != 0 && x == T::MIN && y == !0;
            *flags |= Flags::when(least, Flags::OVERFLOW);
            quotient_by_float!(x, y, T, $float, $magic, floor)
        });
        binary_types!(Remainder vector [$($T),*] () |x, y, flags| {
            *flags |= Flags::when(y == 0, Flags::DIVIDE);
            let quotient = quotient_by_float!(x, y, T, $float, $magic, floor);
            if y == 0 { 0 } else { x.wrapping_sub(quotient.wrapping_mul(y)) }
        });
        binary_types!(Fmod vector [$($T),*] () |x, y, flags| {
            *flags |= Flags::when(y == 0, Flags::DIVIDE);
            let quotient = quotient_by_float!(x, y, T, $float, $magic, trunc);
            if y == 0 { 0 } else { x.wrapping_sub(quotient.wrapping_mul(y)) }
        });
    };
}

/// `x // y`, rounded down.
pub struct FloorDivide<T>(PhantomData<T>);
/// `x % y` with the sign of `y`.
pub struct Remainder<T>(PhantomData<T>);
/// C's `fmod` and `%`: with the sign of `x`.
pub struct Fmod<T>(PhantomData<T>);

narrow_division!(f32, MAGIC_SINGLE; i8, i16, u8, u16);
narrow_division!(f64, MAGIC; i32, u32);

/// A function of two elements with a formula for usual ones: `usual` of all elements of a run, `apply` where one of them is
/// outside `holds`.
macro_rules! by_formula {
    ($name:ident $T:ty, |$x:ident, $y:ident| $usual:expr, $holds:expr, |$cx:ident, $cy:ident, $flags:ident| $careful:expr) => {
        impl Binary for $name<$T> {
            type A = $T;
            type B = $T;
            type Out = $T;
            const VECTOR: bool = true;
            const HARDWARE: bool = false;

            #[inline(always)]
            fn apply($cx: $T, $cy: $T, $flags: &mut Flags) -> $T {
                #[allow(dead_code)]
                type T = $T;
                $careful
            }

            #[inline(always)]
            fn map(a: &[$T], b: &[$T], out: &mut [$T]) -> Flags {
                const RUN: usize = 256;
                let mut flags = Flags::NONE;
                let n = out.len();
                let mut start = 0;
                while start < n {
                    let end = n.min(start + RUN);
                    let (a, b, out) = (&a[start..end], &b[start..end], &mut out[start..end]);
                    let mut odd = false;
                    for i in 0..out.len() {
                        let ($x, $y) = (a[i], b[i]);
                        out[i] = $usual;
                        odd |= !$holds;
                    }
                    if odd {
                        for i in 0..out.len() {
                            let ($x, $y) = (a[i], b[i]);
                            if !$holds {
                                out[i] = Self::apply($x, $y, &mut flags);
                            }
                        }
                    }
                    start = end;
                }
                flags
            }
        }
    };
}

/// Integers whose quotient a float64 gives exactly, by the reason of [`quotient_by_float`].
const EXACT: u64 = 1 << 51;

/// An integer below 2⁵¹ as a float and back, by its bits: vectors of all widths can do that.
macro_rules! to_float {
    ($x:expr) => {
        f64::from_bits(MAGIC.to_bits().wrapping_add($x as u64)) - MAGIC
    };
}
macro_rules! to_whole {
    ($x:expr) => {
        ($x + MAGIC).to_bits().wrapping_sub(MAGIC.to_bits())
    };
}

macro_rules! small {
    (i64, $x:expr) => {
        ($x as u64).wrapping_add(EXACT) < 2 * EXACT
    };
    (u64, $x:expr) => {
        $x < EXACT
    };
}

macro_rules! wide_division {
    ($($T:ident: |$x:ident, $y:ident, $flags:ident| $floor:expr, $modulo:expr, $fmod:expr;)*) => {$(
        by_formula!(FloorDivide $T,
            |x, y| to_whole!((to_float!(x) / to_float!(y)).floor()) as $T,
            small!($T, x) & small!($T, y) & (y != 0),
            |$x, $y, $flags| {
                if $y == 0 {
                    *$flags |= Flags::DIVIDE;
                    return 0;
                }
                *$flags |= Flags::when(T::MIN != 0 && $x == T::MIN && $y == !0, Flags::OVERFLOW);
                $floor
            });
        by_formula!(Remainder $T,
            |x, y| x.wrapping_sub((to_whole!((to_float!(x) / to_float!(y)).floor()) as $T).wrapping_mul(y)),
            small!($T, x) & small!($T, y) & (y != 0),
            |$x, $y, $flags| {
                if $y == 0 {
                    *$flags |= Flags::DIVIDE;
                    return 0;
                }
                $modulo
            });
        by_formula!(Fmod $T,
            |x, y| x.wrapping_sub((to_whole!((to_float!(x) / to_float!(y)).trunc()) as $T).wrapping_mul(y)),
            small!($T, x) & small!($T, y) & (y != 0),
            |$x, $y, $flags| {
                if $y == 0 {
                    *$flags |= Flags::DIVIDE;
                    return 0;
                }
                $fmod
            });
    )*};
}

wide_division! {
    i64: |x, y, flags| signed_divmod!(x, y).0, signed_divmod!(x, y).1, x.wrapping_rem(y);
    u64: |x, y, flags| x / y, x % y, x % y;
}

/// `divmod(x, y)`
pub struct Divmod<T>(PhantomData<T>);

macro_rules! divmod_pairs {
    ($($ty:ty: |$x:ident, $y:ident, $flags:ident| $body:expr;)*) => {$(
        impl Pair for Divmod<$ty> {
            type A = $ty;
            #[inline(always)]
            fn apply($x: $ty, $y: $ty, $flags: &mut Flags) -> ($ty, $ty) {
                $body
            }
        }
    )*};
}

macro_rules! divmod_integers {
    (signed $($ty:ty),*) => {
        divmod_pairs! {$(
            $ty: |x, y, flags| {
                if y == 0 {
                    *flags |= Flags::DIVIDE;
                    return (0, 0);
                }
                *flags |= Flags::when(x == <$ty>::MIN && y == -1, Flags::OVERFLOW);
                signed_divmod!(x, y)
            };
        )*}
    };
    (unsigned $($ty:ty),*) => {
        divmod_pairs! {$(
            $ty: |x, y, flags| {
                if y == 0 {
                    *flags |= Flags::DIVIDE;
                    return (0, 0);
                }
                (x / y, x % y)
            };
        )*}
    };
}

divmod_integers!(signed i8, i16, i32, i64);
divmod_integers!(unsigned u8, u16, u32, u64);
divmod_pairs! {
    f16: |x, y, flags| {
        let (quotient, remainder) = divmod32(x.to_f32(), y.to_f32(), flags);
        (half_of(quotient, flags), half_of(remainder, flags))
    };
    f32: |x, y, flags| divmod32(x, y, flags);
    f64: |x, y, flags| divmod(x, y, flags);
}

macro_rules! float_division {
    ($float:ty, $remainder:ident, $quotient:ident, $floor:ident, $modulo:ident, $divmod:ident) => {
        /// C's `fmod`, exact; invalid for an infinite dividend and for a divisor of zero.
        #[inline(always)]
        fn $remainder(x: $float, y: $float, flags: &mut Flags) -> $float {
            let invalid = (x.is_infinite() || y == 0.0) && !x.is_nan() && !y.is_nan();
            *flags |= Flags::when(invalid, Flags::INVALID);
            x % y
        }

        /// `x / y` for `y == 0`.
        #[inline(always)]
        fn $quotient(x: $float, y: $float, flags: &mut Flags) -> $float {
            *flags |= Flags::when(x == 0.0, Flags::INVALID);
            *flags |= Flags::when(x != 0.0 && x.is_finite(), Flags::DIVIDE);
            x / y
        }

        /// `x // y`: the quotient that belongs to the exact remainder, rounded to a whole number.
        #[inline(always)]
        fn $floor(x: $float, y: $float, flags: &mut Flags) -> $float {
            if y == 0.0 { $quotient(x, y, flags) } else { $divmod(x, y, flags).0 }
        }

        /// `x % y` without the flags of the quotient.
        #[inline(always)]
        fn $modulo(x: $float, y: $float, flags: &mut Flags) -> $float {
            let remainder = $remainder(x, y, flags);
            if y == 0.0 {
                remainder
            } else if remainder == 0.0 {
                (0.0 as $float).copysign(y)
            } else if (y < 0.0) != (remainder < 0.0) {
                remainder + y
            } else {
                remainder
            }
        }

        /// Python's `divmod` of floats: the remainder by `fmod`, moved to the sign of `y`; the quotient from it.
        #[inline(always)]
        pub fn $divmod(x: $float, y: $float, flags: &mut Flags) -> ($float, $float) {
            let mut remainder = $remainder(x, y, flags);
            if y == 0.0 {
                return ($quotient(x, y, flags), remainder);
            }
            let mut quotient = (x - remainder) / y;
            let overflow = quotient.is_infinite() && x.is_finite() && y.is_finite();
            *flags |= Flags::when(overflow, Flags::OVERFLOW);
            if remainder != 0.0 {
                if (y < 0.0) != (remainder < 0.0) {
                    remainder += y;
                    quotient -= 1.0;
                }
            } else {
                remainder = (0.0 as $float).copysign(y);
            }
            let whole = if quotient != 0.0 {
                let down = quotient.floor();
                if quotient - down > 0.5 { down + 1.0 } else { down }
            } else {
                (0.0 as $float).copysign(x / y)
            };
            (whole, remainder)
        }
    };
}

float_division!(f32, remainder32, quotient32, floor_quotient32, modulo32, divmod32);
float_division!(f64, remainder64, quotient64, floor_quotient, modulo, divmod);

/// Formulas without branches for quotients below 2ᵖ with p well within the float's digits: there `x − trunc(x/y)·y` is
/// exact in a fused multiply-add, but for a quotient that was rounded up to a whole number, which is seen by its sign.
macro_rules! float_formulas {
    ($float:ty, $limit:expr, $floor:ident, $modulo:ident, $remainder:ident) => {
        by_formula!(Fmod $float,
            |x, y| float_formulas!(@fmod x, y),
            float_formulas!(@holds x, y, $limit),
            |x, y, flags| $remainder(x, y, flags));
        by_formula!(Remainder $float,
            |x, y| float_formulas!(@moved x, y),
            float_formulas!(@holds x, y, $limit),
            |x, y, flags| $modulo(x, y, flags));
        by_formula!(FloorDivide $float,
            |x, y| {
                let rest = float_formulas!(@fmod x, y);
                let less = if (rest != 0.0) & ((y < 0.0) != (rest < 0.0)) { 1.0 } else { 0.0 };
                let quotient = (x - rest) / y - less;
                let down = quotient.floor();
                let whole = if quotient - down > 0.5 { down + 1.0 } else { down };
                if quotient != 0.0 { whole } else { (0.0 as $float).copysign(x / y) }
            },
            float_formulas!(@holds x, y, $limit),
            |x, y, flags| $floor(x, y, flags));
    };
    (@holds $x:ident, $y:ident, $limit:expr) => {
        (($x / $y).abs() < $limit) & ($y.abs() < 1e37) & ($x.abs() < 1e37)
    };
    (@fmod $x:ident, $y:ident) => {{
        let rest = (-($x / $y).trunc()).mul_add($y, $x);
        let wrong = (rest != 0.0) & ((rest < 0.0) != ($x < 0.0));
        let rest = if wrong { rest + $y.copysign($x) } else { rest };
        rest.copysign($x)
    }};
    (@moved $x:ident, $y:ident) => {{
        let rest = float_formulas!(@fmod $x, $y);
        let moved = if (rest != 0.0) & (($y < 0.0) != (rest < 0.0)) { rest + $y } else { rest };
        if rest == 0.0 { rest.copysign($y) } else { moved }
    }};
}

float_formulas!(f32, 2097152.0, floor_quotient32, modulo32, remainder32);
float_formulas!(f64, 1125899906842624.0, floor_quotient, modulo, remainder64);

binary_types!(FloorDivide plain [f16] () |x, y, flags| half_of(floor_quotient32(x.to_f32(), y.to_f32(), flags), flags));
binary_types!(Remainder plain [f16] () |x, y, flags| half_of(modulo32(x.to_f32(), y.to_f32(), flags), flags));
binary_types!(Fmod plain [f16] () |x, y, flags| half_of(remainder32(x.to_f32(), y.to_f32(), flags), flags));

#[cfg(test)]
mod tests {
    use super::*;

    fn floor<T>(x: T, y: T) -> (T, Flags)
    where
        FloorDivide<T>: Binary<A = T, B = T, Out = T>,
    {
        let mut flags = Flags::NONE;
        (FloorDivide::<T>::apply(x, y, &mut flags), flags)
    }

    fn rest<T>(x: T, y: T) -> (T, Flags)
    where
        Remainder<T>: Binary<A = T, B = T, Out = T>,
    {
        let mut flags = Flags::NONE;
        (Remainder::<T>::apply(x, y, &mut flags), flags)
    }

    #[test]
    fn integers() {
        assert_eq!(floor(-7i64, 2), (-4, Flags::NONE));
        assert_eq!(rest(-7i64, 2), (1, Flags::NONE));
        assert_eq!(rest(7i64, -2), (-1, Flags::NONE));
        assert_eq!(floor(5i64, 0), (0, Flags::DIVIDE));
        assert_eq!(floor(-128i8, -1), (-128, Flags::OVERFLOW));
        assert_eq!(rest(-128i8, -1), (0, Flags::NONE));
        assert_eq!(rest(5u8, 0), (0, Flags::DIVIDE));
    }

    #[test]
    fn floats() {
        assert_eq!(floor(5.0, 0.0), (f64::INFINITY, Flags::DIVIDE));
        assert_eq!(floor(f64::INFINITY, 0.0), (f64::INFINITY, Flags::NONE));
        assert_eq!(floor(-5.0, f64::INFINITY), (-1.0, Flags::NONE));
        assert_eq!(rest(-5.0, f64::INFINITY), (f64::INFINITY, Flags::NONE));
        assert_eq!(floor(1.0, 0.1), (9.0, Flags::NONE));
        assert!(floor(f64::INFINITY, 2.0).0.is_nan());
        assert_eq!(rest(f64::INFINITY, 2.0).1, Flags::INVALID);
        assert!(rest(-4.0f64, 2.0).0.is_sign_positive());
        assert!(rest(4.0f64, -2.0).0.is_sign_negative());
    }
}
