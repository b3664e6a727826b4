//! Arithmetic of Python's own numbers: bool, int without bound, float, complex; with CPython's results and errors.

use super::object::{BinaryOp, UnaryOp};
use super::{Error, Result, Value};
use crate::tensor::Complex64;
use dashu_int::IBig;
use dashu_int::ops::{DivRem, UnsignedAbs};

/// A Python number of any kind, unwrapped.
#[derive(Clone, Debug)]
pub enum Number {
    Int(i64),
    Big(IBig),
    Float(f64),
    Complex(Complex64),
}

impl Number {
    /// The value as a Python number (bool counts as int); `None` for anything else, NumPy's scalars included.
    pub fn of(value: &Value) -> Option<Number> {
        Some(match value {
            Value::Bool(b) => Number::Int(b.get() as i64),
            Value::Int(i) => Number::Int(*i),
            Value::BigInt(i) => Number::Big((**i).clone()),
            Value::Float(f) => Number::Float(f.get()),
            Value::Complex(z) => Number::Complex(**z),
            _ => return None,
        })
    }

    /// As [`Number::of`], and NumPy's numeric scalars by their value.
    pub fn of_any(value: &Value) -> Option<Number> {
        use crate::tensor::Scalar;
        if let Some(number) = Number::of(value) {
            return Some(number);
        }
        Some(match value.as_scalar()? {
            Scalar::Bool(b) => Number::Int(b as i64),
            Scalar::Int8(i) => Number::Int(i as i64),
            Scalar::Int16(i) => Number::Int(i as i64),
            Scalar::Int32(i) => Number::Int(i as i64),
            Scalar::Int64(i) => Number::Int(i),
            Scalar::UInt8(i) => Number::Int(i as i64),
            Scalar::UInt16(i) => Number::Int(i as i64),
            Scalar::UInt32(i) => Number::Int(i as i64),
            Scalar::UInt64(i) => i64::try_from(i).map_or_else(|_| Number::Big(IBig::from(i)), Number::Int),
            Scalar::Float16(f) => Number::Float(f.to_f64()),
            Scalar::Float32(f) => Number::Float(f as f64),
            Scalar::Float64(f) => Number::Float(f),
            Scalar::Complex64(z) => Number::Complex(Complex64::new(z.re as f64, z.im as f64)),
            Scalar::Complex128(z) => Number::Complex(z),
            _ => return None,
        })
    }

    fn to_big(&self) -> IBig {
        match self {
            Number::Int(i) => IBig::from(*i),
            Number::Big(i) => i.clone(),
            Number::Float(_) | Number::Complex(_) => IBig::ZERO,
        }
    }

    fn to_float(&self) -> Result<f64> {
        match self {
            Number::Int(i) => Ok(*i as f64),
            Number::Big(i) => big_to_float(i),
            Number::Float(f) => Ok(*f),
            Number::Complex(z) => Ok(z.re),
        }
    }

    fn to_complex(&self) -> Result<Complex64> {
        match self {
            Number::Complex(z) => Ok(*z),
            other => Ok(Complex64::new(other.to_float()?, 0.0)),
        }
    }
}

/// An int as the nearest float, ties to even. OverflowError where there is none.
pub fn big_to_float(i: &IBig) -> Result<f64> {
    let f = i.to_f64().value();
    if f.is_infinite() { Err(Error::overflow("int too large to convert to float")) } else { Ok(f) }
}

/// `a op b` of two Python numbers; `None` where one of them is none, or the operator is not defined for them.
pub fn binary(op: BinaryOp, a: &Value, b: &Value) -> Option<Result<Value>> {
    let (x, y) = (Number::of(a)?, Number::of(b)?);
    use Number::{Big, Complex, Float, Int};
    if let (Value::Bool(p), Value::Bool(q)) = (a, b) {
        let bit = match op {
            BinaryOp::BitAnd => p.get() & q.get(),
            BinaryOp::BitOr => p.get() | q.get(),
            BinaryOp::BitXor => p.get() ^ q.get(),
            _ => return int_binary(op, p.get() as i64, q.get() as i64),
        };
        return Some(Ok(Value::bool(bit)));
    }
    match (&x, &y) {
        (Int(p), Int(q)) => int_binary(op, *p, *q),
        (Int(_) | Big(_), Int(_) | Big(_)) => big_binary(op, x.to_big(), y.to_big()),
        (Complex(_), _) | (_, Complex(_)) => match (x.to_complex(), y.to_complex()) {
            (Ok(p), Ok(q)) => complex_binary(op, p, q),
            (Err(error), _) | (_, Err(error)) => Some(Err(error)),
        },
        (Float(_), _) | (_, Float(_)) => match (x.to_float(), y.to_float()) {
            (Ok(p), Ok(q)) => float_binary(op, p, q),
            (Err(error), _) | (_, Err(error)) => Some(Err(error)),
        },
    }
}

fn int_binary(op: BinaryOp, a: i64, b: i64) -> Option<Result<Value>> {
    let exact = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::FloorDiv if b != 0 => a.checked_div(b).map(|q| q - i64::from(a % b != 0 && (a < 0) != (b < 0))),
        BinaryOp::Mod if b != 0 => a.checked_rem(b).map(|r| if r != 0 && (r < 0) != (b < 0) { r + b } else { r }),
        BinaryOp::Pow if (0..=u32::MAX as i64).contains(&b) => a.checked_pow(b as u32),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        BinaryOp::RightShift if b >= 0 => Some(a >> b.min(63)),
        BinaryOp::LeftShift if (0..63).contains(&b) => Some(a << b).filter(|s| s >> b == a),
        BinaryOp::Div if b != 0 && a.unsigned_abs() <= 1 << 53 && b.unsigned_abs() <= 1 << 53 => {
            return Some(Ok(Value::float(a as f64 / b as f64)));
        }
        _ => None,
    };
    match exact {
        Some(i) => Some(Ok(Value::Int(i))),
        None => big_binary(op, IBig::from(a), IBig::from(b)),
    }
}

#[inline(never)]
fn big_binary(op: BinaryOp, a: IBig, b: IBig) -> Option<Result<Value>> {
    let zero = b == IBig::ZERO;
    Some(match op {
        BinaryOp::Add => Ok(Value::int(a + b)),
        BinaryOp::Sub => Ok(Value::int(a - b)),
        BinaryOp::Mul => multiply(&a, &b).map(Value::int),
        BinaryOp::FloorDiv if zero => Err(Error::zero_division("integer division or modulo by zero")),
        BinaryOp::Mod if zero => Err(Error::zero_division("integer modulo by zero")),
        BinaryOp::FloorDiv => divided(a, b).map(|(quotient, _)| Value::int(quotient)),
        BinaryOp::Mod => divided(a, b).map(|(_, rest)| Value::int(rest)),
        BinaryOp::Div if zero => Err(Error::zero_division("division by zero")),
        BinaryOp::Div => true_divide(&a, &b).map(Value::float),
        BinaryOp::Pow => power(&a, &b),
        BinaryOp::BitAnd => Ok(Value::int(a & b)),
        BinaryOp::BitOr => Ok(Value::int(a | b)),
        BinaryOp::BitXor => Ok(Value::int(a ^ b)),
        BinaryOp::LeftShift | BinaryOp::RightShift if b < IBig::ZERO => Err(Error::value("negative shift count")),
        BinaryOp::LeftShift => match usize::try_from(&b) {
            _ if a == IBig::ZERO => Ok(Value::Int(0)),
            Ok(n) if n <= MAX_BITS => Ok(Value::int(a << n)),
            _ => Err(too_big()),
        },
        BinaryOp::RightShift => match usize::try_from(&b) {
            Ok(n) => Ok(Value::int(a >> n)),
            Err(_) => Ok(Value::Int(if a < IBig::ZERO { -1 } else { 0 })),
        },
        BinaryOp::MatMul => return None,
    })
}

/// The most bits an int may have: 2³⁴, two gigabytes.
const MAX_BITS: usize = 1 << 34;

fn too_big() -> Error {
    super::class::exception::MEMORY_ERROR.error("")
}

/// Floor division and the remainder with the divisor's sign. The divisor is not zero.
pub fn floor_div_rem(a: IBig, b: IBig) -> (IBig, IBig) {
    let (q, r) = a.div_rem(&b);
    if r != IBig::ZERO && (r < IBig::ZERO) != (b < IBig::ZERO) { (q - IBig::ONE, r + b) } else { (q, r) }
}

fn bits(i: &IBig) -> usize {
    use dashu_int::ops::BitTest;
    i.bit_len()
}

/// A product in steps that watch for Ctrl-C where it would take long.
fn multiply(a: &IBig, b: &IBig) -> Result<IBig> {
    if bits(a) + bits(b) > MAX_BITS {
        return Err(too_big());
    }
    if bits(a).min(bits(b)) < LONG {
        return Ok(a * b);
    }
    let (a, b) = (a.clone(), b.clone());
    interruptible(move || a * b)
}

/// Floored quotient and remainder, watching for Ctrl-C where that would take long.
fn divided(a: IBig, b: IBig) -> Result<(IBig, IBig)> {
    if bits(&b) < LONG || bits(&a).saturating_sub(bits(&b)) < LONG {
        return Ok(floor_div_rem(a, b));
    }
    interruptible(move || floor_div_rem(a, b))
}

/// Bits from which an operation that is more than linear takes long.
pub const LONG: usize = 1 << 18;

/// Runs a long computation on a thread of its own, so that Ctrl-C can abandon it.
pub fn interruptible<R: Send + 'static>(job: impl FnOnce() -> R + Send + 'static) -> Result<R> {
    let (send, receive) = std::sync::mpsc::channel();
    let spawned = std::thread::Builder::new().name("npl-int".into()).spawn(move || send.send(job()));
    if spawned.is_err() {
        return Err(too_big());
    }
    loop {
        match receive.recv_timeout(std::time::Duration::from_millis(10)) {
            Ok(result) => return Ok(result),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return Err(too_big()),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) if crate::pool::interrupted() => {
                return Err(super::class::exception::KEYBOARD_INTERRUPT.error(""));
            }
            Err(_) => {}
        }
    }
}

fn power(a: &IBig, b: &IBig) -> Result<Value> {
    if *b < IBig::ZERO {
        if *a == IBig::ZERO {
            return Err(Error::zero_division("0.0 cannot be raised to a negative power"));
        }
        return Ok(Value::float(big_to_float(a)?.powf(big_to_float(b)?)));
    }
    if *a == IBig::ZERO || *a == IBig::ONE || *a == IBig::NEG_ONE {
        let odd = (b & IBig::ONE) == IBig::ONE;
        return Ok(match (*b == IBig::ZERO, *a == IBig::NEG_ONE) {
            (true, _) => Value::Int(1),
            (_, true) => Value::Int(if odd { -1 } else { 1 }),
            _ => Value::int(a.clone()),
        });
    }
    let Ok(mut exponent) = usize::try_from(b) else { return Err(too_big()) };
    if bits(a).saturating_mul(exponent) > MAX_BITS {
        return Err(too_big());
    }
    // Square and multiply, from the low bit up.
    let (mut result, mut square) = (IBig::ONE, a.clone());
    loop {
        if exponent & 1 == 1 {
            result = multiply(&result, &square)?;
        }
        exponent >>= 1;
        if exponent == 0 {
            return Ok(Value::int(result));
        }
        square = multiply(&square, &square)?;
    }
}

/// The quotient of two ints, correctly rounded.
fn true_divide(a: &IBig, b: &IBig) -> Result<f64> {
    let negative = (*a < IBig::ZERO) != (*b < IBig::ZERO);
    let (x, y) = (a.unsigned_abs(), b.unsigned_abs());
    let (xb, yb) = (bits(&IBig::from(x.clone())) as i64, bits(&IBig::from(y.clone())) as i64);
    if xb - yb > 1025 {
        return Err(Error::overflow("integer division result too large for a float"));
    }
    // Scale so that the quotient has at least 66 bits; what is cut off is remembered in the lowest bit.
    let shift = 66 - (xb - yb);
    let (x, y) = if shift >= 0 { (x << shift as usize, y) } else { (x, y << (-shift) as usize) };
    let (q, r) = x.div_rem(&y);
    let sticky = if r == dashu_int::UBig::ZERO { q } else { q | dashu_int::UBig::ONE };
    let mantissa = u128::try_from(&sticky).unwrap_or(u128::MAX);
    let f = scale(mantissa, -shift);
    if f.is_infinite() {
        return Err(Error::overflow("integer division result too large for a float"));
    }
    Ok(if negative { -f } else { f })
}

/// `mantissa · 2^exponent`, rounded once, also where the result is subnormal.
fn scale(mantissa: u128, exponent: i64) -> f64 {
    if mantissa == 0 || exponent < -1300 {
        return 0.0;
    }
    let len = 128 - mantissa.leading_zeros() as i64;
    // Bits that the result can hold: 53, fewer for subnormals.
    let keep = (len + exponent + 1074).min(53);
    let drop = len - keep;
    if drop <= 0 {
        return mantissa as f64 * 2f64.powi(exponent as i32);
    }
    if drop > 127 {
        return 0.0;
    }
    let half = 1u128 << (drop - 1);
    let (mut kept, rest) = (mantissa >> drop, mantissa & ((1 << drop) - 1));
    if rest > half || (rest == half && kept & 1 == 1) {
        kept += 1;
    }
    let power = exponent + drop;
    // Two steps: 2^power alone may underflow although the product does not.
    if power < -1000 {
        kept as f64 * 2f64.powi(-1000) * 2f64.powi((power + 1000) as i32)
    } else {
        kept as f64
            * 2f64.powi(power.min(1023) as i32)
            * if power > 1023 { 2f64.powi((power - 1023) as i32) } else { 1.0 }
    }
}

fn float_binary(op: BinaryOp, a: f64, b: f64) -> Option<Result<Value>> {
    Some(match op {
        BinaryOp::Add => Ok(Value::float(a + b)),
        BinaryOp::Sub => Ok(Value::float(a - b)),
        BinaryOp::Mul => Ok(Value::float(a * b)),
        BinaryOp::Div if b == 0.0 => Err(Error::zero_division("float division by zero")),
        BinaryOp::Div => Ok(Value::float(a / b)),
        BinaryOp::FloorDiv if b == 0.0 => Err(Error::zero_division("float floor division by zero")),
        BinaryOp::FloorDiv => Ok(Value::float(float_divmod(a, b).0)),
        BinaryOp::Mod if b == 0.0 => Err(Error::zero_division("float modulo")),
        BinaryOp::Mod => Ok(Value::float(float_divmod(a, b).1)),
        BinaryOp::Pow => float_power(a, b),
        _ => return None,
    })
}

/// CPython's `divmod` of floats: the remainder has the divisor's sign, the quotient is a whole number. `b` is not zero.
pub fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 {
        if (b < 0.0) != (remainder < 0.0) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = 0f64.copysign(b);
    }
    let quotient = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0f64.copysign(a / b)
    };
    (quotient, remainder)
}

fn float_power(a: f64, b: f64) -> Result<Value> {
    if a == 0.0 && b < 0.0 {
        return Err(Error::zero_division("0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.trunc() {
        return complex_power(Complex64::new(a, 0.0), Complex64::new(b, 0.0));
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(Error::with_args(
            &super::class::exception::OVERFLOW_ERROR,
            vec![Value::Int(34), Value::str("Numerical result out of range")],
        ));
    }
    Ok(Value::float(result))
}

fn complex_binary(op: BinaryOp, a: Complex64, b: Complex64) -> Option<Result<Value>> {
    let complex = |z: Complex64| Ok(Value::complex(z.re, z.im));
    Some(match op {
        BinaryOp::Add => complex(a + b),
        BinaryOp::Sub => complex(a - b),
        BinaryOp::Mul => complex(Complex64::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)),
        BinaryOp::Div if b.re == 0.0 && b.im == 0.0 => Err(Error::zero_division("complex division by zero")),
        BinaryOp::Div => complex(complex_divide(a, b)),
        BinaryOp::Pow => complex_power(a, b),
        _ => return None,
    })
}

/// Division by Smith's method (R. L. Smith, Algorithm 116, CACM 1962), as CPython and NumPy divide.
pub fn complex_divide(a: Complex64, b: Complex64) -> Complex64 {
    if b.re.abs() >= b.im.abs() {
        let ratio = b.im / b.re;
        let denominator = b.re + b.im * ratio;
        Complex64::new((a.re + a.im * ratio) / denominator, (a.im - a.re * ratio) / denominator)
    } else if b.im.abs() >= b.re.abs() {
        let ratio = b.re / b.im;
        let denominator = b.re * ratio + b.im;
        Complex64::new((a.re * ratio + a.im) / denominator, (a.im * ratio - a.re) / denominator)
    } else {
        Complex64::new(f64::NAN, f64::NAN)
    }
}

fn complex_power(a: Complex64, b: Complex64) -> Result<Value> {
    if b.re == 0.0 && b.im == 0.0 {
        return Ok(Value::complex(1.0, 0.0));
    }
    if a.re == 0.0 && a.im == 0.0 {
        if b.im != 0.0 || b.re < 0.0 {
            return Err(Error::zero_division("0.0 to a negative or complex power"));
        }
        return Ok(Value::complex(0.0, 0.0));
    }
    // Small whole exponents by repeated multiplication, as CPython does.
    if b.im == 0.0 && b.re == b.re.floor() && b.re.abs() <= 100.0 {
        let z = small_power(a, b.re.abs() as u32);
        let z = if b.re < 0.0 { complex_divide(Complex64::new(1.0, 0.0), z) } else { z };
        return Ok(Value::complex(z.re, z.im));
    }
    let (modulus, angle) = (a.re.hypot(a.im), a.im.atan2(a.re));
    let mut length = modulus.powf(b.re);
    let mut phase = angle * b.re;
    if b.im != 0.0 {
        length *= (-angle * b.im).exp();
        phase += b.im * modulus.ln();
    }
    Ok(Value::complex(length * phase.cos(), length * phase.sin()))
}

fn small_power(a: Complex64, n: u32) -> Complex64 {
    let times = |x: Complex64, y: Complex64| Complex64::new(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re);
    let (mut result, mut square, mut mask) = (Complex64::new(1.0, 0.0), a, 1);
    while mask > 0 && n >= mask {
        if n & mask != 0 {
            result = times(result, square);
        }
        mask <<= 1;
        square = times(square, square);
    }
    result
}

/// `+a`, `-a`, `~a` of a Python number; `None` for anything else.
pub fn unary(op: UnaryOp, value: &Value) -> Option<Result<Value>> {
    Some(Ok(match (op, Number::of(value)?) {
        (UnaryOp::Plus, Number::Int(i)) => Value::Int(i),
        (UnaryOp::Minus, Number::Int(i)) => i.checked_neg().map_or_else(|| Value::int(-IBig::from(i)), Value::Int),
        (UnaryOp::Invert, Number::Int(i)) => Value::Int(!i),
        (UnaryOp::Plus, _) => value.clone(),
        (UnaryOp::Minus, Number::Big(i)) => Value::int(-i),
        (UnaryOp::Invert, Number::Big(i)) => Value::int(!i),
        (UnaryOp::Minus, Number::Float(f)) => Value::float(-f),
        (UnaryOp::Minus, Number::Complex(z)) => Value::complex(-z.re, -z.im),
        (UnaryOp::Invert, Number::Float(_) | Number::Complex(_)) => return None,
    }))
}

/// The order of two real numbers of any kind (exact, also between ints and floats); `None` with a NaN.
pub fn order(a: &Number, b: &Number) -> Option<std::cmp::Ordering> {
    use Number::{Big, Complex, Float, Int};
    match (a, b) {
        (Int(x), Int(y)) => Some(x.cmp(y)),
        (Float(x), Float(y)) => x.partial_cmp(y),
        (Int(_) | Big(_), Int(_) | Big(_)) => Some(a.to_big().cmp(&b.to_big())),
        (Int(x), Float(y)) => int_float_order(&IBig::from(*x), *y),
        (Big(x), Float(y)) => int_float_order(x, *y),
        (Float(x), Int(y)) => int_float_order(&IBig::from(*y), *x).map(std::cmp::Ordering::reverse),
        (Float(x), Big(y)) => int_float_order(y, *x).map(std::cmp::Ordering::reverse),
        (Complex(_), _) | (_, Complex(_)) => None,
    }
}

fn int_float_order(i: &IBig, f: f64) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering;
    if f.is_nan() {
        return None;
    }
    if f.is_infinite() {
        return Some(if f > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let floor = f.floor();
    let whole = IBig::try_from(floor).unwrap_or(IBig::ZERO);
    Some(i.cmp(&whole).then(if f > floor { Ordering::Less } else { Ordering::Equal }))
}

/// Whether two numbers of any kind are equal in value.
pub fn equal(a: &Number, b: &Number) -> bool {
    match (a, b) {
        (Number::Complex(x), Number::Complex(y)) => x == y,
        (Number::Complex(z), real) | (real, Number::Complex(z)) => z.im == 0.0 && equal(&Number::Float(z.re), real),
        _ => order(a, b) == Some(std::cmp::Ordering::Equal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn true_division_is_correctly_rounded() {
        let div = |a: IBig, b: IBig| true_divide(&a, &b).unwrap();
        assert_eq!(div(IBig::from(1), IBig::from(3)), 1.0 / 3.0);
        assert_eq!(div(IBig::from((1i64 << 62) + 1), IBig::from(3)), 1537228672809129301.6666666);
        assert_eq!(div(IBig::from(1), IBig::ONE << 1074usize), 5e-324);
        assert_eq!(div(IBig::from(3), IBig::ONE << 1075usize), 1e-323);
        assert_eq!(div(IBig::from(1), IBig::ONE << 1080usize), 0.0);
        assert_eq!(div(IBig::ONE << 1100usize, IBig::ONE << 100usize), 2f64.powi(1000));
    }

    #[test]
    fn division_floors() {
        let op = |op, a, b| match int_binary(op, a, b) {
            Some(Ok(Value::Int(i))) => i,
            _ => panic!(),
        };
        assert_eq!(op(BinaryOp::FloorDiv, -7, 2), -4);
        assert_eq!(op(BinaryOp::Mod, -7, 2), 1);
        assert_eq!(op(BinaryOp::Mod, 7, -2), -1);
        assert_eq!(float_divmod(-7.5, 2.0), (-4.0, 0.5));
        assert_eq!(float_divmod(1.0, 0.1), (9.0, 0.09999999999999995));
    }

    #[test]
    fn ints_and_floats_compare_exactly() {
        let big = Number::Int((1 << 53) + 1);
        assert_eq!(order(&big, &Number::Float((1i64 << 53) as f64)), Some(std::cmp::Ordering::Greater));
        assert_eq!(order(&Number::Int(1), &Number::Float(f64::NAN)), None);
    }
}
