//! Bits of integers: and, or, xor, not, shifts, counting; greatest common divisors.

use super::{binary, unary};
use crate::tensor::engine::lane::Truth;

binary! {
    /// `x & y`
    BitwiseAnd {
        vector [Truth]: |x, y, flags| Truth::of(x.get() & y.get());
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, y, flags| x & y;
    }
}

binary! {
    /// `x | y`
    BitwiseOr {
        vector [Truth]: |x, y, flags| Truth::of(x.get() | y.get());
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, y, flags| x | y;
    }
}

binary! {
    /// `x ^ y`
    BitwiseXor {
        vector [Truth]: |x, y, flags| Truth::of(x.get() != y.get());
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, y, flags| x ^ y;
    }
}

unary! {
    /// `~x`
    Invert {
        vector [Truth]: |x, flags| Truth::of(!x.get());
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, flags| !x;
    }
}

binary! {
    /// `x << y`; 0 where the width or more is shifted, or a negative number of places.
    LeftShift {
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, y, flags| {
            if (y as u64) < u64::from(T::BITS) { x.wrapping_shl(y as u32) } else { 0 }
        };
    }
}

binary! {
    /// `x >> y`; the sign alone where the width or more is shifted.
    RightShift {
        vector [i8, i16, i32, i64]: |x, y, flags| {
            if (y as u64) < u64::from(T::BITS) { x.wrapping_shr(y as u32) } else { x >> (T::BITS - 1) }
        };
        vector [u8, u16, u32, u64]: |x, y, flags| {
            if (y as u64) < u64::from(T::BITS) { x.wrapping_shr(y as u32) } else { 0 }
        };
    }
}

unary! {
    /// The number of ones in `|x|`.
    BitwiseCount {
        vector [i8, i16, i32, i64] -> u8: |x, flags| x.unsigned_abs().count_ones() as u8;
        vector [u8, u16, u32, u64] -> u8: |x, flags| x.count_ones() as u8;
    }
}

/// Euclid's algorithm on magnitudes.
fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

binary! {
    /// The greatest common divisor of the magnitudes.
    Gcd {
        plain [i8, i16, i32, i64]: |x, y, flags| gcd(x.unsigned_abs().into(), y.unsigned_abs().into()) as T;
        plain [u8, u16, u32, u64]: |x, y, flags| gcd(x.into(), y.into()) as T;
    }
}

binary! {
    /// The least common multiple of the magnitudes; wraps around.
    Lcm {
        plain [i8, i16, i32, i64]: |x, y, flags| {
            let (x, y) = (u64::from(x.unsigned_abs()), u64::from(y.unsigned_abs()));
            let divisor = gcd(x, y);
            if divisor == 0 { 0 } else { (x / divisor).wrapping_mul(y) as T }
        };
        plain [u8, u16, u32, u64]: |x, y, flags| {
            let (x, y) = (u64::from(x), u64::from(y));
            let divisor = gcd(x, y);
            if divisor == 0 { 0 } else { (x / divisor).wrapping_mul(y) as T }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::engine::kernel::{Binary, Unary};
    use crate::tensor::flags::Flags;

    #[test]
    fn shifts_beyond_the_width() {
        let flags = &mut Flags::NONE.clone();
        assert_eq!(LeftShift::<i64>::apply(1, 64, flags), 0);
        assert_eq!(LeftShift::<i64>::apply(1, -1, flags), 0);
        assert_eq!(RightShift::<i64>::apply(-1, 70, flags), -1);
        assert_eq!(RightShift::<i64>::apply(5, -3, flags), 0);
        assert_eq!(BitwiseCount::<i8>::apply(-128, flags), 1);
        assert_eq!(Gcd::<i8>::apply(-128, 0, flags), -128);
        assert_eq!(Lcm::<i64>::apply(-4, 6, flags), 12);
    }
}
