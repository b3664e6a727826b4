//! Integer quotients and remainders, of integers and of floats, with Python's and with C's signs.

use super::binary;
use crate::tensor::cast::number::half_of;
use crate::tensor::engine::kernel::Pair;
use crate::tensor::f16;
use crate::tensor::flags::Flags;
use std::marker::PhantomData;

/// `(x // y, x % y)` with the sign of `y`; by zero both are 0 and the flag is set.
macro_rules! signed_divmod {
    ($x:ident, $y:ident, $flags:ident) => {{
        let quotient = $x.wrapping_div($y);
        let remainder = $x.wrapping_rem($y);
        if remainder != 0 && (remainder < 0) != ($y < 0) {
            (quotient - 1, remainder + $y)
        } else {
            (quotient, remainder)
        }
    }};
}

binary! {
    /// `x // y`, rounded down.
    FloorDivide {
        plain [i8, i16, i32, i64]: |x, y, flags| {
            if y == 0 {
                *flags |= Flags::DIVIDE;
                return 0;
            }
            *flags |= Flags::when(x == T::MIN && y == -1, Flags::OVERFLOW);
            signed_divmod!(x, y, flags).0
        };
        plain [u8, u16, u32, u64]: |x, y, flags| match x.checked_div(y) {
            Some(quotient) => quotient,
            None => {
                *flags |= Flags::DIVIDE;
                0
            }
        };
        plain [f16]: |x, y, flags| half_of(floor_quotient32(x.to_f32(), y.to_f32(), flags), flags);
        plain [f32]: |x, y, flags| floor_quotient32(x, y, flags);
        plain [f64]: |x, y, flags| floor_quotient(x, y, flags);
    }
}

binary! {
    /// `x % y` with the sign of `y`.
    Remainder {
        plain [i8, i16, i32, i64]: |x, y, flags| {
            if y == 0 {
                *flags |= Flags::DIVIDE;
                return 0;
            }
            signed_divmod!(x, y, flags).1
        };
        plain [u8, u16, u32, u64]: |x, y, flags| match x.checked_rem(y) {
            Some(remainder) => remainder,
            None => {
                *flags |= Flags::DIVIDE;
                0
            }
        };
        plain [f16]: |x, y, flags| half_of(modulo32(x.to_f32(), y.to_f32(), flags), flags);
        plain [f32]: |x, y, flags| modulo32(x, y, flags);
        plain [f64]: |x, y, flags| modulo(x, y, flags);
    }
}

binary! {
    /// C's `fmod` and `%`: with the sign of `x`.
    Fmod {
        plain [i8, i16, i32, i64]: |x, y, flags| {
            if y == 0 {
                *flags |= Flags::DIVIDE;
                return 0;
            }
            x.wrapping_rem(y)
        };
        plain [u8, u16, u32, u64]: |x, y, flags| match x.checked_rem(y) {
            Some(remainder) => remainder,
            None => {
                *flags |= Flags::DIVIDE;
                0
            }
        };
        plain [f16]: |x, y, flags| half_of(remainder32(x.to_f32(), y.to_f32(), flags), flags);
        plain [f32]: |x, y, flags| remainder32(x, y, flags);
        plain [f64]: |x, y, flags| remainder64(x, y, flags);
    }
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
                signed_divmod!(x, y, flags)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::engine::kernel::Binary;

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
