//! Order and equality, greatest and least, and truth.

use super::{binary, unary};
use crate::tensor::engine::kernel::Binary;
use crate::tensor::engine::lane::Truth;
use crate::tensor::flags::Flags;
use crate::tensor::{Complex32, Complex64, f16};

/// Order as arrays compare: for complex numbers lexicographic, false where a part that decides is NaN.
trait Compare: Copy {
    fn equal(self, other: Self) -> bool;
    fn less(self, other: Self) -> bool;
    fn less_equal(self, other: Self) -> bool;
    fn is_nan(self) -> bool;
    /// Whether C's `<` raises invalid: for complex numbers, whose loops NumPy lets it show, where NaN decides.
    #[inline(always)]
    fn is_unordered(self, _: Self) -> bool {
        false
    }
    fn is_true(self) -> bool;
}

macro_rules! compare {
    ($($ty:ty: |$x:ident| $nan:expr, $truth:expr;)*) => {$(
        impl Compare for $ty {
            #[inline(always)]
            fn equal(self, other: $ty) -> bool {
                self == other
            }
            #[inline(always)]
            fn less(self, other: $ty) -> bool {
                self < other
            }
            #[inline(always)]
            fn less_equal(self, other: $ty) -> bool {
                self <= other
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                let $x = self;
                let _ = $x;
                $nan
            }
            #[inline(always)]
            fn is_true(self) -> bool {
                let $x = self;
                $truth
            }
        }
    )*};
}

compare! {
    i8: |x| false, x != 0;
    i16: |x| false, x != 0;
    i32: |x| false, x != 0;
    i64: |x| false, x != 0;
    u8: |x| false, x != 0;
    u16: |x| false, x != 0;
    u32: |x| false, x != 0;
    u64: |x| false, x != 0;
    f16: |x| x.is_nan(), x.to_bits() & 0x7fff != 0;
    f32: |x| x.is_nan(), x != 0.0;
    f64: |x| x.is_nan(), x != 0.0;
}

impl Compare for Truth {
    #[inline(always)]
    fn equal(self, other: Truth) -> bool {
        self.get() == other.get()
    }
    #[inline(always)]
    fn less(self, other: Truth) -> bool {
        !self.get() & other.get()
    }
    #[inline(always)]
    fn less_equal(self, other: Truth) -> bool {
        !self.get() | other.get()
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        false
    }
    #[inline(always)]
    fn is_true(self) -> bool {
        self.get()
    }
}

macro_rules! compare_complex {
    ($($ty:ty),*) => {$(
        impl Compare for $ty {
            #[inline(always)]
            fn equal(self, other: $ty) -> bool {
                self.re == other.re && self.im == other.im
            }
            #[inline(always)]
            fn less(self, other: $ty) -> bool {
                let whole = !self.im.is_nan() && !other.im.is_nan();
                (self.re < other.re && whole) || (self.re == other.re && self.im < other.im)
            }
            #[inline(always)]
            fn less_equal(self, other: $ty) -> bool {
                let whole = !self.im.is_nan() && !other.im.is_nan();
                (self.re < other.re && whole) || (self.re == other.re && self.im <= other.im)
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                self.re.is_nan() || self.im.is_nan()
            }
            #[inline(always)]
            fn is_unordered(self, other: $ty) -> bool {
                let imaginary = self.re == other.re && (self.im.is_nan() || other.im.is_nan());
                self.re.is_nan() || other.re.is_nan() || imaginary
            }
            #[inline(always)]
            fn is_true(self) -> bool {
                self.re != 0.0 || self.im != 0.0
            }
        }
    )*};
}

compare_complex!(Complex32, Complex64);

/// A comparison of two elements of every type.
macro_rules! comparison {
    ($(#[$doc:meta])* $name:ident $ordered:literal |$x:ident, $y:ident| $body:expr) => {
        binary! {
            $(#[$doc])*
            $name {
                vector [Truth, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64] -> Truth:
                    |$x, $y, flags| Truth::of($body);
                plain [f16] -> Truth: |$x, $y, flags| Truth::of($body);
                plain [Complex32, Complex64] -> Truth: |$x, $y, flags| {
                    *flags |= Flags::when($ordered && $x.is_unordered($y), Flags::INVALID);
                    Truth::of($body)
                };
            }
        }
    };
}

comparison! { /// `x == y`
Equal false |x, y| x.equal(y) }
comparison! { /// `x != y`
NotEqual false |x, y| !x.equal(y) }
comparison! { /// `x < y`
Less true |x, y| x.less(y) }
comparison! { /// `x <= y`
LessEqual true |x, y| x.less_equal(y) }
comparison! { /// `x > y`
Greater true |x, y| y.less(x) }
comparison! { /// `x >= y`
GreaterEqual true |x, y| y.less_equal(x) }
comparison! { /// Both are true.
LogicalAnd false |x, y| x.is_true() & y.is_true() }
comparison! { /// One is true, or both.
LogicalOr false |x, y| x.is_true() | y.is_true() }
comparison! { /// Exactly one is true.
LogicalXor false |x, y| x.is_true() ^ y.is_true() }

unary! {
    /// It is false.
    LogicalNot {
        vector [Truth, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64] -> Truth: |x, flags| Truth::of(!x.is_true());
        plain [f16, Complex32, Complex64] -> Truth: |x, flags| Truth::of(!x.is_true());
    }
}

/// Greatest and least of two elements of every type.
macro_rules! extreme {
    ($(#[$doc:meta])* $name:ident |$x:ident, $y:ident| $first:expr, else $real:expr) => {
        binary! {
            $(#[$doc])*
            $name {
                vector [Truth, i8, i16, i32, i64, u8, u16, u32, u64]:
                    |$x, $y, flags| if $first { $x } else { $y };
                plain [f16, Complex32, Complex64]: |$x, $y, flags| if $first { $x } else { $y };
                // Of zeros with different signs the second, as the processor's instruction gives it.
                vector [f32, f64]: |$x, $y, flags| if $real { $x } else { $y };
            }
        }
    };
}

extreme! { /// The greater; NaN if either is.
Maximum |x, y| y.less_equal(x) | x.is_nan(), else y.less(x) | x.is_nan() }
extreme! { /// The less; NaN if either is.
Minimum |x, y| x.less_equal(y) | x.is_nan(), else x.less(y) | x.is_nan() }
extreme! { /// The greater; a number rather than NaN.
Fmax |x, y| y.less_equal(x) | y.is_nan(), else y.less(x) | y.is_nan() }
extreme! { /// The less; a number rather than NaN.
Fmin |x, y| x.less_equal(y) | y.is_nan(), else x.less(y) | y.is_nan() }

/// Comparisons of a signed with an unsigned 64-bit integer: exact, without the detour through float64.
macro_rules! mixed {
    ($($name:ident, $A:ty, $B:ty, |$x:ident, $y:ident| $body:expr;)*) => {$(
        pub struct $name;
        impl Binary for $name {
            type A = $A;
            type B = $B;
            type Out = Truth;
            const VECTOR: bool = false;
            const HARDWARE: bool = false;
            #[inline(always)]
            fn apply(x: $A, y: $B, _: &mut Flags) -> Truth {
                let ($x, $y) = (i128::from(x), i128::from(y));
                Truth::of($body)
            }
        }
    )*};
}

mixed! {
    EqualSignedUnsigned, i64, u64, |x, y| x == y;
    EqualUnsignedSigned, u64, i64, |x, y| x == y;
    NotEqualSignedUnsigned, i64, u64, |x, y| x != y;
    NotEqualUnsignedSigned, u64, i64, |x, y| x != y;
    LessSignedUnsigned, i64, u64, |x, y| x < y;
    LessUnsignedSigned, u64, i64, |x, y| x < y;
    LessEqualSignedUnsigned, i64, u64, |x, y| x <= y;
    LessEqualUnsignedSigned, u64, i64, |x, y| x <= y;
    GreaterSignedUnsigned, i64, u64, |x, y| x > y;
    GreaterUnsignedSigned, u64, i64, |x, y| x > y;
    GreaterEqualSignedUnsigned, i64, u64, |x, y| x >= y;
    GreaterEqualUnsignedSigned, u64, i64, |x, y| x >= y;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_and_order() {
        let flags = &mut Flags::NONE.clone();
        assert!(Maximum::<f64>::apply(f64::NAN, 1.0, flags).is_nan());
        assert!(Maximum::<f64>::apply(1.0, f64::NAN, flags).is_nan());
        assert_eq!(Fmax::<f64>::apply(f64::NAN, 1.0, flags), 1.0);
        assert_eq!(Fmin::<f64>::apply(1.0, f64::NAN, flags), 1.0);
        let z = |re, im| Complex64::new(re, im);
        assert!(Less::<Complex64>::apply(z(1.0, 1.0), z(1.0, 2.0), flags).get());
        assert!(!Less::<Complex64>::apply(z(0.0, f64::NAN), z(1.0, 2.0), flags).get());
        assert_eq!(Maximum::<Complex64>::apply(z(1.0, 1.0), z(1.0, 2.0), flags), z(1.0, 2.0));
        assert!(LessSignedUnsigned::apply(-1, u64::MAX, flags).get());
        assert!(!EqualSignedUnsigned::apply(-1, u64::MAX, flags).get());
    }
}
