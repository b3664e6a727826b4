//! Python's module `math`: exact functions of integers of any size, and sums over many numbers.

use crate::value::class::exception;
use crate::value::convert::to_float;
use crate::value::iter::iterate;
use crate::value::object::BinaryOp;
use crate::value::{Error, Result, Value, number, ops};
use dashu_int::ops::{BitTest, Gcd, UnsignedAbs};
use dashu_int::{IBig, UBig};

builtins! { MATH_INTEGERS, chapter "math: integers and sums", spaces ["math"];
    /// The greatest common divisor.
    ///
    /// >>> import math
    /// >>> math.gcd(12, -18), math.gcd(2 ** 70, 6)
    /// (6, 2)
    fn gcd(cx, @args integers: Vec<IBig>) -> Value {
        let mut result = UBig::ZERO;
        for i in &integers {
            let size = i.unsigned_abs();
            result = match (&result, &size) {
                (zero, _) if *zero == UBig::ZERO => size,
                (_, zero) if *zero == UBig::ZERO => result,
                (a, b) if a.bit_len().min(b.bit_len()) < number::LONG => result.gcd(size),
                _ => number::interruptible(move || result.gcd(size))?,
            };
        }
        Ok(Value::int(IBig::from(result)))
    }

    /// The least common multiple.
    ///
    /// >>> import math
    /// >>> math.lcm(4, 6)
    /// 12
    fn lcm(cx, @args integers: Vec<IBig>) -> Value {
        let mut result = UBig::ONE;
        for i in &integers {
            let size = i.unsigned_abs();
            if size == UBig::ZERO {
                return Ok(Value::Int(0));
            }
            check_interrupt(0)?;
            let common = (&result).gcd(&size);
            result = result / common * size;
        }
        Ok(Value::int(IBig::from(result)))
    }

    /// The product of the integers from 1 to `n`.
    ///
    /// >>> import math
    /// >>> math.factorial(20)
    /// 2432902008176640000
    fn factorial(cx, @pos n: IBig) -> Value { factorial(&n).map(Value::int) }

    /// How many ways there are to choose `k` of `n` things.
    ///
    /// >>> import math
    /// >>> math.comb(5, 2), math.comb(3, 5)
    /// (10, 0)
    fn comb(cx, @pos n: IBig, @pos k: IBig) -> Value {
        let (n, k) = counts(n, k)?;
        if k > n {
            return Ok(Value::Int(0));
        }
        let other = &n - &k;
        let k = small(if other < k { other } else { k }, "min(n - k, k) must not exceed 9223372036854775807")?;
        let mut result = IBig::ONE;
        for i in 0..k {
            result = result * (&n - IBig::from(i)) / IBig::from(i + 1);
            check_interrupt(i)?;
        }
        Ok(Value::int(result))
    }

    /// How many ways there are to choose `k` of `n` things in order; all of them by default.
    ///
    /// >>> import math
    /// >>> math.perm(5, 2), math.perm(4)
    /// (20, 24)
    fn perm(cx, @pos n: IBig, @pos k: Option<IBig> = None) -> Value {
        let Some(k) = k else { return factorial(&n).map(Value::int) };
        let (n, k) = counts(n, k)?;
        if k > n {
            return Ok(Value::Int(0));
        }
        let k = small(k, "k must not exceed 9223372036854775807")?;
        let first = &n - IBig::from(k);
        product(&first, k).map(Value::int)
    }

    /// The integer part of the square root.
    ///
    /// >>> import math
    /// >>> math.isqrt(10 ** 40 + 1)
    /// 100000000000000000000
    fn isqrt(cx, @pos n: IBig) -> Value {
        if n < IBig::ZERO {
            return Err(Error::value("isqrt() argument must be nonnegative"));
        }
        Ok(Value::int(if n.bit_len() < number::LONG { integer_root(&n) } else { number::interruptible(move || integer_root(&n))? }))
    }

    /// The product of all items.
    ///
    /// >>> import math
    /// >>> math.prod([2, 3, 7]), math.prod([0.5, 4], start=10)
    /// (42, 20.0)
    fn prod(cx, @pos iterable: Value, @kw start: Value = Value::Int(1)) -> Value {
        let mut items = iterate(cx, &iterable)?;
        let mut result = start;
        while let Some(item) = items.next(cx)? {
            check_interrupt(0)?;
            result = ops::binary(cx, BinaryOp::Mul, &result, &item)?;
        }
        Ok(result)
    }

    /// The sum of floats, without any loss on the way.
    ///
    /// >>> import math
    /// >>> math.fsum([0.1] * 10)
    /// 1.0
    fn fsum(cx, @pos seq: Value) -> f64 {
        let mut items = iterate(cx, &seq)?;
        let mut sum = ExactSum::default();
        while let Some(item) = items.next(cx)? {
            sum.add(to_float(&item)?)?;
        }
        sum.finish()
    }

    /// The length of a vector.
    ///
    /// >>> import math
    /// >>> math.hypot(3, 4), math.hypot(1, 2, 3)
    /// (5.0, 3.7416573867739413)
    fn hypot(cx, @args coordinates: Vec<f64>) -> f64 { Ok(norm(&coordinates)) }

    /// The distance of two points.
    ///
    /// >>> import math
    /// >>> math.dist([1, 2], [4, 6])
    /// 5.0
    fn dist(cx, @pos p: Vec<f64>, @pos q: Vec<f64>) -> f64 {
        if p.len() != q.len() {
            return Err(Error::value("both points must have the same number of dimensions"));
        }
        let steps: Vec<f64> = p.iter().zip(&q).map(|(a, b)| a - b).collect();
        Ok(norm(&steps))
    }

    /// Whether two numbers are close to each other.
    ///
    /// >>> import math
    /// >>> math.isclose(0.1 + 0.2, 0.3), math.isclose(1e-10, 0)
    /// (True, False)
    fn isclose(cx, a: f64, b: f64, @kw rel_tol: f64 = 1e-9, @kw abs_tol: f64 = 0.0) -> bool {
        if rel_tol < 0.0 || abs_tol < 0.0 {
            return Err(Error::value("tolerances must be non-negative"));
        }
        if a == b {
            return Ok(true);
        }
        let gap = (a - b).abs();
        Ok(a.is_finite() && b.is_finite() && (gap <= rel_tol * b.abs() || gap <= rel_tol * a.abs() || gap <= abs_tol))
    }
}

fn counts(n: IBig, k: IBig) -> Result<(IBig, IBig)> {
    if n < IBig::ZERO {
        return Err(Error::value("n must be a non-negative integer"));
    }
    if k < IBig::ZERO {
        return Err(Error::value("k must be a non-negative integer"));
    }
    Ok((n, k))
}

fn small(k: IBig, message: &str) -> Result<u64> {
    u64::try_from(&k).ok().filter(|k| *k <= i64::MAX as u64).ok_or_else(|| Error::overflow(message))
}

fn check_interrupt(step: u64) -> Result<()> {
    if step.is_multiple_of(256) && crate::pool::interrupted() {
        Err(exception::KEYBOARD_INTERRUPT.error(""))
    } else {
        Ok(())
    }
}

fn factorial(n: &IBig) -> Result<IBig> {
    if *n < IBig::ZERO {
        return Err(Error::value("factorial() not defined for negative values"));
    }
    let n = small(n.clone(), "factorial() argument should not exceed 9223372036854775807")?;
    product(&IBig::ZERO, n)
}

/// `(first + 1)(first + 2)…(first + count)`, by halves, so that factors of like size meet.
fn product(first: &IBig, count: u64) -> Result<IBig> {
    check_interrupt(0)?;
    if count <= 16 {
        return Ok((1..=count).map(|i| first + IBig::from(i)).fold(IBig::ONE, |a, b| a * b));
    }
    let half = count / 2;
    Ok(product(first, half)? * product(&(first + IBig::from(half)), count - half)?)
}

/// The integer part of a square root, by Newton's iteration from above.
pub fn integer_root(n: &IBig) -> IBig {
    if *n == IBig::ZERO {
        return IBig::ZERO;
    }
    let mut x = IBig::ONE << n.bit_len().div_ceil(2);
    loop {
        let next: IBig = (&x + n / &x) >> 1;
        if next >= x {
            return x;
        }
        x = next;
    }
}

/// A sum of floats without rounding: partial sums that don't overlap (J. R. Shewchuk, Discrete Comput. Geom. 18, 1997).
#[derive(Default)]
pub struct ExactSum {
    partials: Vec<f64>,
    special: f64,
    infinite: f64,
}

impl ExactSum {
    pub fn add(&mut self, value: f64) -> Result<()> {
        let (mut x, mut kept) = (value, 0);
        for i in 0..self.partials.len() {
            let mut y = self.partials[i];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.partials.truncate(kept);
        if x == 0.0 {
            return Ok(());
        }
        if x.is_finite() {
            self.partials.push(x);
            return Ok(());
        }
        if value.is_finite() {
            return Err(Error::overflow("intermediate overflow in fsum"));
        }
        if value.is_infinite() {
            self.infinite += value;
        }
        self.special += value;
        self.partials.clear();
        Ok(())
    }

    /// The sum, rounded once.
    pub fn finish(mut self) -> Result<f64> {
        if self.special != 0.0 {
            return if self.infinite.is_nan() { Err(Error::value("-inf + inf in fsum")) } else { Ok(self.special) };
        }
        let Some(mut high) = self.partials.pop() else { return Ok(0.0) };
        let mut low = 0.0;
        while let Some(next) = self.partials.pop() {
            let x = high;
            high = x + next;
            low = next - (high - x);
            if low != 0.0 {
                break;
            }
        }
        // A tie that the rest decides.
        if let Some(next) = self.partials.last()
            && ((low < 0.0 && *next < 0.0) || (low > 0.0 && *next > 0.0))
        {
            let twice = low * 2.0;
            let x = high + twice;
            if twice == x - high {
                high = x;
            }
        }
        Ok(high)
    }
}

/// The Euclidean norm: scaled by a power of two, the squares added exactly to twice the precision, one correction of the
/// root.
fn norm(coordinates: &[f64]) -> f64 {
    let largest = coordinates.iter().fold(0f64, |m, x| m.max(x.abs()));
    if coordinates.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || coordinates.len() < 2 {
        return largest;
    }
    let exponent = libm::frexp(largest).1;
    let (mut high, mut low) = (0f64, 0f64);
    for x in coordinates {
        let x = libm::ldexp(x.abs(), -exponent);
        let square = x * x;
        let square_low = x.mul_add(x, -square);
        let sum = high + square;
        let rest = if high >= square { high - sum + square } else { square - sum + high };
        high = sum;
        low += square_low + rest;
    }
    let root = (high + low).sqrt();
    let square = root * root;
    let square_low = root.mul_add(root, -square);
    let correction = (high - square - square_low + low) / (2.0 * root);
    libm::ldexp(root + correction, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_sums() {
        let sum = |xs: &[f64]| {
            let mut sum = ExactSum::default();
            xs.iter().for_each(|x| sum.add(*x).unwrap());
            sum.finish().unwrap()
        };
        assert_eq!(sum(&[0.1; 10]), 1.0);
        assert_eq!(sum(&[1e100, 1.0, -1e100]), 1.0);
        assert_eq!(sum(&[1e16, 1.0, 1e-16]), 10000000000000002.0);
        assert_eq!(norm(&[1.0, 2.0, 3.0]), 3.7416573867739413);
        assert_eq!(norm(&[1e-320, 1e-320]), 1.414e-320);
    }

    #[test]
    fn roots_and_factorials() {
        assert_eq!(integer_root(&IBig::from(99)), IBig::from(9));
        assert_eq!(factorial(&IBig::from(20)).unwrap(), IBig::from(2432902008176640000i64));
    }
}
