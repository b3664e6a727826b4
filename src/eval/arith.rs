//! Arithmetic and comparison of plain numbers, without the library: only results that can't need an error, a warning or
//! an integer beyond 64 bits; everything else is `value::ops`' business.

use crate::value::Value;
use crate::value::object::{BinaryOp, CompareOp};

/// An operator on numbers, as a type so that each gets its own code.
pub trait Operator {
    const OP: BinaryOp;

    /// `None` where the result is not an i64, or Python has something to say.
    fn ints(a: i64, b: i64) -> Option<i64>;

    /// `None` where Python has something to say.
    fn floats(a: f64, b: f64) -> Option<f64>;

    /// Python's result for two ints where it is not an int.
    #[inline(always)]
    fn ints_to_float(_a: i64, _b: i64) -> Option<f64> {
        None
    }
}

macro_rules! operators {
    ($($name:ident: |$a:ident, $b:ident| $ints:expr, $floats:expr $(, to_float $to_float:expr)?;)*) => {$(
        pub struct $name;

        impl Operator for $name {
            const OP: BinaryOp = BinaryOp::$name;

            #[inline(always)]
            fn ints($a: i64, $b: i64) -> Option<i64> {
                $ints
            }

            #[inline(always)]
            fn floats($a: f64, $b: f64) -> Option<f64> {
                $floats
            }

            $(
                #[inline(always)]
                fn ints_to_float($a: i64, $b: i64) -> Option<f64> {
                    $to_float
                }
            )?
        }
    )*};
}

/// Ints up to here are exact as floats, so that their quotient is rounded once.
const EXACT: u64 = 1 << 53;

operators! {
    Add: |a, b| a.checked_add(b), Some(a + b);
    Sub: |a, b| a.checked_sub(b), Some(a - b);
    Mul: |a, b| a.checked_mul(b), Some(a * b);
    Div: |a, b| skip(a, b), (b != 0.0).then(|| a / b),
        to_float (b != 0 && a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT).then(|| a as f64 / b as f64);
    FloorDiv: |a, b| floor_div(a, b), skip(a, b);
    Mod: |a, b| floor_mod(a, b), skip(a, b);
    BitAnd: |a, b| Some(a & b), skip(a, b);
    BitOr: |a, b| Some(a | b), skip(a, b);
    BitXor: |a, b| Some(a ^ b), skip(a, b);
    LeftShift: |a, b| left_shift(a, b), skip(a, b);
    RightShift: |a, b| (0..64).contains(&b).then(|| a >> b), skip(a, b);
    Pow: |a, b| power(a, b), skip(a, b);
}

#[inline(always)]
fn skip<T>(_a: T, _b: T) -> Option<T> {
    None
}

#[inline(always)]
fn floor_div(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    Some(if (a % b != 0) && ((a < 0) != (b < 0)) { quotient - 1 } else { quotient })
}

#[inline(always)]
fn floor_mod(a: i64, b: i64) -> Option<i64> {
    let rest = a.checked_rem(b)?;
    Some(if rest != 0 && ((rest < 0) != (b < 0)) { rest + b } else { rest })
}

#[inline(always)]
fn left_shift(a: i64, b: i64) -> Option<i64> {
    let shifted = (0..63).contains(&b).then(|| a << b)?;
    (shifted >> b == a).then_some(shifted)
}

#[inline(always)]
fn power(a: i64, b: i64) -> Option<i64> {
    a.checked_pow(u32::try_from(b).ok().filter(|b| *b < 64)?)
}

/// `a op b` for Python's ints and floats and NumPy's int64 and float64, where it is plain.
#[inline(always)]
pub fn plain<O: Operator>(a: &Value, b: &Value) -> Option<Value> {
    match python::<O>(a, b) {
        None => numpy::<O>(a, b),
        some => some,
    }
}

/// [`plain`] for Python's numbers: without a call, so that operands that are not yet anywhere stay in registers.
#[inline(always)]
pub fn python<O: Operator>(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => O::floats(a.get(), b.get()).map(Value::float),
        (Value::Int(a), Value::Int(b)) => match O::ints(*a, *b) {
            Some(result) => Some(Value::Int(result)),
            None => O::ints_to_float(*a, *b).map(Value::float),
        },
        (Value::Float(a), Value::Int(b)) => O::floats(a.get(), *b as f64).map(Value::float),
        (Value::Int(a), Value::Float(b)) => O::floats(*a as f64, b.get()).map(Value::float),
        _ => None,
    }
}

/// [`plain`] where one of them is NumPy's.
#[inline(never)]
pub fn numpy<O: Operator>(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::NpFloat(a), Value::NpFloat(b) | Value::Float(b)) => np_float::<O>(a.get(), b.get()),
        (Value::Float(a), Value::NpFloat(b)) => np_float::<O>(a.get(), b.get()),
        (Value::NpFloat(a), Value::Int(b) | Value::NpInt(b)) => np_float::<O>(a.get(), *b as f64),
        (Value::Int(a) | Value::NpInt(a), Value::NpFloat(b)) => np_float::<O>(*a as f64, b.get()),
        (Value::NpInt(a), Value::NpInt(b) | Value::Int(b)) => np_int::<O>(*a, *b),
        (Value::Int(a), Value::NpInt(b)) => np_int::<O>(*a, *b),
        _ => None,
    }
}

/// NumPy warns about overflow, invalid and (if asked) underflow: only normal results are plain.
#[inline(always)]
fn np_float<O: Operator>(a: f64, b: f64) -> Option<Value> {
    O::floats(a, b).filter(|result| result.is_normal()).map(Value::np_float)
}

/// NumPy's int64 powers and shifts have rules of their own.
#[inline(always)]
fn np_int<O: Operator>(a: i64, b: i64) -> Option<Value> {
    match O::OP {
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul => O::ints(a, b).map(Value::NpInt),
        BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor => {
            O::ints(a, b).map(Value::NpInt)
        }
        _ => None,
    }
}

/// [`plain`] for an operator known only at run time.
pub fn plain_op(op: BinaryOp, a: &Value, b: &Value) -> Option<Value> {
    match op {
        BinaryOp::Add => plain::<Add>(a, b),
        BinaryOp::Sub => plain::<Sub>(a, b),
        BinaryOp::Mul => plain::<Mul>(a, b),
        BinaryOp::Div => plain::<Div>(a, b),
        BinaryOp::FloorDiv => plain::<FloorDiv>(a, b),
        BinaryOp::Mod => plain::<Mod>(a, b),
        BinaryOp::Pow => plain::<Pow>(a, b),
        BinaryOp::BitAnd => plain::<BitAnd>(a, b),
        BinaryOp::BitOr => plain::<BitOr>(a, b),
        BinaryOp::BitXor => plain::<BitXor>(a, b),
        BinaryOp::LeftShift => plain::<LeftShift>(a, b),
        BinaryOp::RightShift => plain::<RightShift>(a, b),
        BinaryOp::MatMul => None,
    }
}

/// The truth of `a op b` for plain numbers.
#[inline(always)]
pub fn compare_truth(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    match compare_alike(op, a, b) {
        None => compare_mixed(op, a, b),
        some => some,
    }
}

/// [`compare_truth`] of two ints or two floats of Python's: without a call, as [`python`].
#[inline(always)]
pub fn compare_alike(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(order(op, *a, *b)),
        (Value::Float(a), Value::Float(b)) => Some(order(op, a.get(), b.get())),
        _ => None,
    }
}

#[inline(never)]
pub fn compare_mixed(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Int(a) | Value::NpInt(a), Value::Int(b) | Value::NpInt(b)) => Some(order(op, *a, *b)),
        (Value::Float(a) | Value::NpFloat(a), Value::Float(b) | Value::NpFloat(b)) => Some(order(op, a.get(), b.get())),
        (Value::Str(a), Value::Str(b)) if op == CompareOp::Eq => Some(a.as_str() == b.as_str()),
        (Value::Str(a), Value::Str(b)) if op == CompareOp::Ne => Some(a.as_str() != b.as_str()),
        (Value::Float(a) | Value::NpFloat(a), Value::Int(b)) if b.unsigned_abs() <= EXACT => {
            Some(order(op, a.get(), *b as f64))
        }
        (Value::Int(a), Value::Float(b) | Value::NpFloat(b)) if a.unsigned_abs() <= EXACT => {
            Some(order(op, *a as f64, b.get()))
        }
        _ => None,
    }
}

/// `a op b` for plain numbers: NumPy's bool where one of them is NumPy's.
#[inline(always)]
pub fn compare(op: CompareOp, a: &Value, b: &Value) -> Option<Value> {
    let truth = compare_truth(op, a, b)?;
    let numpy = |v: &Value| matches!(v, Value::NpInt(_) | Value::NpFloat(_));
    Some(if numpy(a) || numpy(b) { Value::np_bool(truth) } else { Value::bool(truth) })
}

#[inline(always)]
fn order<T: PartialOrd>(op: CompareOp, a: T, b: T) -> bool {
    match op {
        CompareOp::Eq => a == b,
        CompareOp::Ne => a != b,
        CompareOp::Lt => a < b,
        CompareOp::Le => a <= b,
        CompareOp::Gt => a > b,
        CompareOp::Ge => a >= b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(op: BinaryOp, a: i64, b: i64) -> Option<i64> {
        match plain_op(op, &Value::Int(a), &Value::Int(b)) {
            Some(Value::Int(i)) => Some(i),
            _ => None,
        }
    }

    #[test]
    fn integers_divide_towards_minus_infinity() {
        assert_eq!(int(BinaryOp::FloorDiv, -7, 2), Some(-4));
        assert_eq!(int(BinaryOp::Mod, -7, 2), Some(1));
        assert_eq!(int(BinaryOp::Mod, 7, -2), Some(-1));
        assert_eq!(int(BinaryOp::Mod, 7, 0), None);
        assert_eq!(int(BinaryOp::FloorDiv, i64::MIN, -1), None);
    }

    #[test]
    fn what_does_not_fit_is_left_to_the_library() {
        assert_eq!(int(BinaryOp::Add, i64::MAX, 1), None);
        assert_eq!(int(BinaryOp::LeftShift, 1, 62), Some(1 << 62));
        assert_eq!(int(BinaryOp::LeftShift, 1, 63), None);
        assert_eq!(int(BinaryOp::RightShift, 1, -1), None);
        assert_eq!(int(BinaryOp::Pow, 2, 62), Some(1 << 62));
        assert_eq!(int(BinaryOp::Pow, 2, -1), None);
        assert!(plain_op(BinaryOp::Add, &Value::np_float(f64::MAX), &Value::np_float(f64::MAX)).is_none());
    }

    #[test]
    fn comparisons_know_their_kind() {
        let np = compare(CompareOp::Lt, &Value::NpInt(1), &Value::Int(2));
        assert!(matches!(np, Some(Value::NpBool(b)) if b.get()));
        assert!(
            compare(CompareOp::Eq, &Value::Float(crate::value::Float::new(1e300)), &Value::Int(i64::MAX)).is_none()
        );
    }
}
