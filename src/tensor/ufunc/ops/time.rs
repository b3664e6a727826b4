//! Arithmetic, order and predicates of datetimes and time differences in ticks of one unit; NaT is `i64::MIN`.

use crate::tensor::engine::kernel::{Binary, Pair, Unary};
use crate::tensor::engine::lane::Truth;
use crate::tensor::flags::Flags;

pub const NAT: i64 = i64::MIN;

macro_rules! ticks {
    ($($(#[$doc:meta])* $name:ident($A:ty, $B:ty) -> $Out:ty: |$x:ident, $y:ident, $flags:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl Binary for $name {
            type A = $A;
            type B = $B;
            type Out = $Out;
            const VECTOR: bool = false;
            const HARDWARE: bool = false;
            #[inline(always)]
            fn apply($x: $A, $y: $B, $flags: &mut Flags) -> $Out {
                let _ = &$flags;
                $body
            }
        }
    )*};
}

fn either(x: i64, y: i64, value: i64) -> i64 {
    if x == NAT || y == NAT { NAT } else { value }
}

ticks! {
    /// A time and a difference, or two differences.
    Add(i64, i64) -> i64: |x, y, flags| either(x, y, x.wrapping_add(y));
    /// A difference from a time or another difference, or between two times.
    Subtract(i64, i64) -> i64: |x, y, flags| either(x, y, x.wrapping_sub(y));
    MultiplyInt(i64, i64) -> i64: |x, y, flags| if x == NAT { NAT } else { x.wrapping_mul(y) };
    IntMultiply(i64, i64) -> i64: |x, y, flags| if y == NAT { NAT } else { x.wrapping_mul(y) };
    MultiplyFloat(i64, f64) -> i64: |x, y, flags| scaled(x, y, x as f64 * y, flags);
    FloatMultiply(f64, i64) -> i64: |x, y, flags| scaled(y, x, x * y as f64, flags);
    /// Towards zero, also for `//`, as NumPy does it.
    DivideInt(i64, i64) -> i64: |x, y, flags| if x == NAT || y == 0 { NAT } else { x.wrapping_div(y) };
    DivideFloat(i64, f64) -> i64: |x, y, flags| {
        *flags |= Flags::when(y == 0.0 && x != 0 && x != NAT, Flags::DIVIDE);
        scaled(x, y, x as f64 / y, flags)
    };
    Ratio(i64, i64) -> f64: |x, y, flags| {
        if x == NAT || y == NAT {
            return f64::NAN;
        }
        *flags |= Flags::when(y == 0 && x != 0, Flags::DIVIDE) | Flags::when(y == 0 && x == 0, Flags::INVALID);
        x as f64 / y as f64
    };
    FloorRatio(i64, i64) -> i64: |x, y, flags| floor_ratio(x, y, flags);
    Remainder(i64, i64) -> i64: |x, y, flags| remainder(x, y, flags);
    Equal(i64, i64) -> Truth: |x, y, flags| Truth::of(x == y && x != NAT);
    NotEqual(i64, i64) -> Truth: |x, y, flags| Truth::of(x != y || x == NAT);
    Less(i64, i64) -> Truth: |x, y, flags| Truth::of(x < y && x != NAT);
    LessEqual(i64, i64) -> Truth: |x, y, flags| Truth::of(x <= y && x != NAT);
    Greater(i64, i64) -> Truth: |x, y, flags| Truth::of(x > y && y != NAT);
    GreaterEqual(i64, i64) -> Truth: |x, y, flags| Truth::of(x >= y && y != NAT);
    Maximum(i64, i64) -> i64: |x, y, flags| either(x, y, x.max(y));
    Minimum(i64, i64) -> i64: |x, y, flags| either(x, y, x.min(y));
    /// NaT is the least of all integers.
    Fmax(i64, i64) -> i64: |x, y, flags| x.max(y);
    Fmin(i64, i64) -> i64: |x, y, flags| if x == NAT { y } else if y == NAT { x } else { x.min(y) };
}

/// The product as ticks; NaT, and invalid, where it is none or has no room.
fn scaled(ticks: i64, factor: f64, product: f64, flags: &mut Flags) -> i64 {
    if ticks == NAT {
        return NAT;
    }
    let fits = (-9223372036854775808.0..9223372036854775808.0).contains(&product);
    let invalid = if product.is_finite() { !fits } else { product.is_nan() && !factor.is_nan() };
    *flags |= Flags::when(invalid, Flags::INVALID);
    if fits { product as i64 } else { NAT }
}

fn floor(x: i64, y: i64) -> i64 {
    let quotient = x.wrapping_div(y);
    if (x % y != 0) && ((x < 0) != (y < 0)) { quotient - 1 } else { quotient }
}

fn floor_ratio(x: i64, y: i64, flags: &mut Flags) -> i64 {
    if x == NAT || y == NAT {
        *flags |= Flags::INVALID;
        return 0;
    }
    if y == 0 {
        *flags |= Flags::DIVIDE;
        return 0;
    }
    floor(x, y)
}

fn remainder(x: i64, y: i64, flags: &mut Flags) -> i64 {
    if x == NAT || y == NAT || y == 0 {
        *flags |= Flags::when(y == 0, Flags::DIVIDE);
        return NAT;
    }
    let rest = x.wrapping_rem(y);
    if rest != 0 && (rest < 0) != (y < 0) { rest + y } else { rest }
}

/// Whole number and rest of one difference in another.
pub struct Divmod;

impl Pair for Divmod {
    type A = i64;
    #[inline(always)]
    fn apply(x: i64, y: i64, flags: &mut Flags) -> (i64, i64) {
        (floor_ratio(x, y, flags), remainder(x, y, flags))
    }
}

macro_rules! ticks1 {
    ($($name:ident -> $Out:ty: |$x:ident| $body:expr;)*) => {$(
        pub struct $name;
        impl Unary for $name {
            type A = i64;
            type Out = $Out;
            const VECTOR: bool = false;
            const HARDWARE: bool = false;
            #[inline(always)]
            fn apply($x: i64, _: &mut Flags) -> $Out {
                $body
            }
        }
    )*};
}

ticks1! {
    Negative -> i64: |x| x.wrapping_neg();
    Absolute -> i64: |x| x.wrapping_abs();
    Sign -> i64: |x| x.signum();
    Isnat -> Truth: |x| Truth::of(x == NAT);
    Isfinite -> Truth: |x| Truth::of(x != NAT);
    Never -> Truth: |x| {
        let _ = x;
        Truth::of(false)
    };
}
