//! Operators on NumPy scalars without arrays: values, and the flags that scalars raise (integer overflow too).

use super::ops::{bits as b, compare as c, division as d, power as p};
use super::{OnObjects as On, Rule, Ufunc};
use crate::tensor::engine::kernel::Binary;
use crate::tensor::engine::lane::{Lane, Truth};
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::object::ObjectOp;
use crate::tensor::scalar::{Operand, Scalar};

/// `x op y` for two scalars of one dtype, or one scalar and a Python number that takes on its dtype. `None` where the
/// way over arrays has to be taken. Warnings say `scalar add` where those of arrays say `add`.
pub fn scalar_binary(u: &'static Ufunc, x: &Operand, y: &Operand) -> Option<Result<(Scalar, Flags)>> {
    macro_rules! integers {
        ($($variant:ident $T:ty, $operate:ident);* $(;)?) => {
            match (x, y) {
                (Operand::Scalar(Scalar::Float64(a)), Operand::Scalar(Scalar::Float64(b)) | Operand::WeakFloat(b)) => {
                    doubles(u, *a, *b).map(Ok)
                }
                (Operand::WeakFloat(a), Operand::Scalar(Scalar::Float64(b))) => doubles(u, *a, *b).map(Ok),
                (Operand::Scalar(Scalar::Float64(a)), Operand::WeakInt(b)) if b.unsigned_abs() <= 1 << 53 => {
                    doubles(u, *a, *b as f64).map(Ok)
                }
                (Operand::WeakInt(a), Operand::Scalar(Scalar::Float64(b))) if a.unsigned_abs() <= 1 << 53 => {
                    doubles(u, *a as f64, *b).map(Ok)
                }
                (Operand::Scalar(Scalar::Float32(a)), Operand::Scalar(Scalar::Float32(b))) => singles(u, *a, *b).map(Ok),
                (Operand::Scalar(Scalar::Float32(a)), Operand::WeakFloat(b)) if fits_single(*b) => {
                    singles(u, *a, *b as f32).map(Ok)
                }
                (Operand::WeakFloat(a), Operand::Scalar(Scalar::Float32(b))) if fits_single(*a) => {
                    singles(u, *a as f32, *b).map(Ok)
                }
                $(
                    (Operand::Scalar(Scalar::$variant(a)), Operand::Scalar(Scalar::$variant(b))) => {
                        $operate(u, *a, *b, Scalar::$variant)
                    }
                    (Operand::Scalar(Scalar::$variant(a)), Operand::WeakInt(b)) => {
                        $operate(u, *a, <$T>::try_from(*b).ok()?, Scalar::$variant)
                    }
                    (Operand::WeakInt(a), Operand::Scalar(Scalar::$variant(b))) => {
                        $operate(u, <$T>::try_from(*a).ok()?, *b, Scalar::$variant)
                    }
                )*
                _ => None,
            }
        };
    }
    integers! {
        Int64 i64, whole;
        Int8 i8, whole;
        Int16 i16, whole;
        Int32 i32, whole;
        UInt8 u8, whole;
        UInt16 u16, whole;
        UInt32 u32, whole;
        UInt64 u64, whole;
    }
}

fn fits_single(x: f64) -> bool {
    !x.is_finite() || x.abs() <= f64::from(f32::MAX)
}

/// `-x` and `|x|` of an integer scalar with the overflow that NumPy's scalars report; `None` for everything else.
pub fn scalar_unary(u: &'static Ufunc, x: &Scalar) -> Option<(Scalar, Flags)> {
    macro_rules! each {
        ($($variant:ident),*; $($unsigned:ident),*) => {
            match (u.object, x) {
                (On::Negative, Scalar::Float64(v)) => Some((Scalar::Float64(-v), Flags::NONE)),
                (On::Absolute, Scalar::Float64(v)) => Some((Scalar::Float64(v.abs()), Flags::NONE)),
                $((On::Negative, Scalar::$variant(v)) => {
                    let (value, overflow) = v.overflowing_neg();
                    Some((Scalar::$variant(value), Flags::when(overflow, Flags::OVERFLOW)))
                }
                (On::Absolute, Scalar::$variant(v)) => {
                    let (value, overflow) = v.overflowing_abs();
                    Some((Scalar::$variant(value), Flags::when(overflow, Flags::OVERFLOW)))
                })*
                $((On::Negative, Scalar::$unsigned(v)) => {
                    Some((Scalar::$unsigned(v.wrapping_neg()), Flags::when(*v != 0, Flags::OVERFLOW)))
                }
                (On::Absolute, Scalar::$unsigned(v)) => Some((Scalar::$unsigned(*v), Flags::NONE)),)*
                _ => None,
            }
        };
    }
    each!(Int8, Int16, Int32, Int64; UInt8, UInt16, UInt32, UInt64)
}

/// An integer type with all that operators need.
trait Whole: Lane {
    fn sum(self, other: Self) -> (Self, bool);
    fn difference(self, other: Self) -> (Self, bool);
    fn product(self, other: Self) -> (Self, bool);
    fn wide(self) -> f64;
}

macro_rules! wholes {
    ($($T:ty),*) => {$(
        impl Whole for $T {
            #[inline]
            fn sum(self, other: $T) -> ($T, bool) {
                self.overflowing_add(other)
            }
            #[inline]
            fn difference(self, other: $T) -> ($T, bool) {
                self.overflowing_sub(other)
            }
            #[inline]
            fn product(self, other: $T) -> ($T, bool) {
                self.overflowing_mul(other)
            }
            #[inline]
            fn wide(self) -> f64 {
                self as f64
            }
        }
    )*};
}

wholes!(i8, i16, i32, i64, u8, u16, u32, u64);

/// What a loop's element function gives.
#[inline]
fn one<F: Binary>(a: F::A, b: F::B) -> (F::Out, Flags) {
    let mut flags = Flags::NONE;
    let value = F::apply(a, b, &mut flags);
    (value, flags)
}

#[inline]
fn truth((value, flags): (Truth, Flags)) -> (Scalar, Flags) {
    (Scalar::Bool(value.get()), flags)
}

fn whole<T: Whole>(u: &Ufunc, a: T, b: T, wrap: fn(T) -> Scalar) -> Option<Result<(Scalar, Flags)>>
where
    d::FloorDivide<T>: Binary<A = T, B = T, Out = T>,
    d::Remainder<T>: Binary<A = T, B = T, Out = T>,
    p::Power<T>: Binary<A = T, B = T, Out = T>,
    b::BitwiseAnd<T>: Binary<A = T, B = T, Out = T>,
    b::BitwiseOr<T>: Binary<A = T, B = T, Out = T>,
    b::BitwiseXor<T>: Binary<A = T, B = T, Out = T>,
    b::LeftShift<T>: Binary<A = T, B = T, Out = T>,
    b::RightShift<T>: Binary<A = T, B = T, Out = T>,
    c::Less<T>: Binary<A = T, B = T, Out = Truth>,
    c::LessEqual<T>: Binary<A = T, B = T, Out = Truth>,
    c::Greater<T>: Binary<A = T, B = T, Out = Truth>,
    c::GreaterEqual<T>: Binary<A = T, B = T, Out = Truth>,
    c::Equal<T>: Binary<A = T, B = T, Out = Truth>,
    c::NotEqual<T>: Binary<A = T, B = T, Out = Truth>,
{
    let overflowing = |(value, overflow): (T, bool)| (wrap(value), Flags::when(overflow, Flags::OVERFLOW));
    let plain = |(value, flags): (T, Flags)| (wrap(value), flags);
    Some(Ok(match u.object {
        On::Operator(ObjectOp::Add) => overflowing(a.sum(b)),
        On::Operator(ObjectOp::Subtract) => overflowing(a.difference(b)),
        On::Operator(ObjectOp::Multiply) => overflowing(a.product(b)),
        On::Operator(ObjectOp::Divide) => {
            let (x, y) = (a.wide(), b.wide());
            let flags = Flags::when(y == 0.0, if x == 0.0 { Flags::INVALID } else { Flags::DIVIDE });
            (Scalar::Float64(x / y), flags)
        }
        On::Operator(ObjectOp::FloorDivide) => plain(one::<d::FloorDivide<T>>(a, b)),
        On::Operator(ObjectOp::Remainder) => plain(one::<d::Remainder<T>>(a, b)),
        On::Operator(ObjectOp::Power) => {
            let (value, flags) = one::<p::Power<T>>(a, b);
            if flags.contains(Flags::NEGATIVE_POWER) {
                return Some(Err(Error::value("Integers to negative integer powers are not allowed.")));
            }
            (wrap(value), flags)
        }
        On::Operator(ObjectOp::BitAnd) => plain(one::<b::BitwiseAnd<T>>(a, b)),
        On::Operator(ObjectOp::BitOr) => plain(one::<b::BitwiseOr<T>>(a, b)),
        On::Operator(ObjectOp::BitXor) => plain(one::<b::BitwiseXor<T>>(a, b)),
        On::Operator(ObjectOp::LeftShift) => plain(one::<b::LeftShift<T>>(a, b)),
        On::Operator(ObjectOp::RightShift) => plain(one::<b::RightShift<T>>(a, b)),
        On::Less => truth(one::<c::Less<T>>(a, b)),
        On::LessEqual => truth(one::<c::LessEqual<T>>(a, b)),
        On::Greater => truth(one::<c::Greater<T>>(a, b)),
        On::GreaterEqual => truth(one::<c::GreaterEqual<T>>(a, b)),
        On::Equal => truth(one::<c::Equal<T>>(a, b)),
        On::NotEqual => truth(one::<c::NotEqual<T>>(a, b)),
        _ => return None,
    }))
}

macro_rules! float_operators {
    ($name:ident, $T:ty, $variant:ident) => {
        fn $name(u: &Ufunc, a: $T, b: $T) -> Option<(Scalar, Flags)> {
            if u.rule == Rule::Comparison {
                let holds = match u.object {
                    On::Less => a < b,
                    On::LessEqual => a <= b,
                    On::Greater => a > b,
                    On::GreaterEqual => a >= b,
                    On::Equal => a == b,
                    _ => a != b,
                };
                return Some((Scalar::Bool(holds), Flags::NONE));
            }
            let finite = a.is_finite() && b.is_finite();
            let checked = |value: $T| {
                let invalid = value.is_nan() && !a.is_nan() && !b.is_nan();
                let flags =
                    Flags::when(value.is_infinite() && finite, Flags::OVERFLOW) | Flags::when(invalid, Flags::INVALID);
                (Scalar::$variant(value), flags)
            };
            let plain = |(value, flags): ($T, Flags)| (Scalar::$variant(value), flags);
            Some(match u.object {
                On::Operator(ObjectOp::Add) => checked(a + b),
                On::Operator(ObjectOp::Subtract) => checked(a - b),
                On::Operator(ObjectOp::Multiply) => checked(a * b),
                On::Operator(ObjectOp::Divide) if b == 0.0 => {
                    let flags =
                        Flags::when(a == 0.0, Flags::INVALID) | Flags::when(a != 0.0 && a.is_finite(), Flags::DIVIDE);
                    (Scalar::$variant(a / b), flags)
                }
                On::Operator(ObjectOp::Divide) => checked(a / b),
                On::Operator(ObjectOp::FloorDivide) => plain(one::<d::FloorDivide<$T>>(a, b)),
                On::Operator(ObjectOp::Remainder) => plain(one::<d::Remainder<$T>>(a, b)),
                On::Operator(ObjectOp::Power) => plain(one::<p::Power<$T>>(a, b)),
                _ => return None,
            })
        }
    };
}

float_operators!(doubles, f64, Float64);
float_operators!(singles, f32, Float32);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::ufunc::by_name;

    fn int(v: i64) -> Operand {
        Operand::Scalar(Scalar::Int64(v))
    }

    fn run(name: &str, x: Operand, y: Operand) -> (Scalar, Flags) {
        scalar_binary(by_name(name).unwrap(), &x, &y).unwrap().unwrap()
    }

    #[test]
    fn overflow_and_division_are_flagged() {
        assert!(matches!(run("add", int(i64::MAX), int(1)), (Scalar::Int64(i64::MIN), Flags::OVERFLOW)));
        assert!(matches!(run("floor_divide", int(5), Operand::WeakInt(0)), (Scalar::Int64(0), Flags::DIVIDE)));
        assert!(matches!(run("divide", int(5), int(0)), (Scalar::Float64(f64::INFINITY), Flags::DIVIDE)));
        let tiny = Operand::Scalar(Scalar::UInt8(5));
        assert!(matches!(run("subtract", tiny.clone(), Operand::WeakInt(6)), (Scalar::UInt8(255), Flags::OVERFLOW)));
        assert!(scalar_binary(by_name("add").unwrap(), &tiny, &Operand::WeakInt(300)).is_none());
        let (_, flags) = run("multiply", Operand::Scalar(Scalar::Float64(1e308)), Operand::WeakInt(10));
        assert_eq!(flags, Flags::OVERFLOW);
        let negative = scalar_unary(by_name("negative").unwrap(), &Scalar::Int64(i64::MIN)).unwrap();
        assert!(matches!(negative, (Scalar::Int64(i64::MIN), Flags::OVERFLOW)));
        let power = scalar_binary(by_name("power").unwrap(), &int(2), &Operand::WeakInt(-1)).unwrap();
        assert_eq!(power.err().unwrap().message, "Integers to negative integer powers are not allowed.");
    }
}
