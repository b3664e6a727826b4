//! Sums, products, quotients, signs.

use super::{binary, unary};
use crate::tensor::cast::number::{CastTo, half_of};
use crate::tensor::engine::lane::Truth;
use crate::tensor::flags::Flags;
use crate::tensor::{Complex32, Complex64, f16};

/// A float16 operation carried out in float32 and rounded once; invalid where a NaN arises.
#[inline(always)]
pub(super) fn half2(x: f16, y: f16, flags: &mut Flags, operation: impl Fn(f32, f32) -> f32) -> f16 {
    let (x, y) = (x.to_f32(), y.to_f32());
    let result = operation(x, y);
    *flags |= Flags::when(result.is_nan() && !x.is_nan() && !y.is_nan(), Flags::INVALID);
    half_of(result, flags)
}

binary! {
    /// `x + y`; for bools, or.
    Add {
        vector [Truth]: |x, y, flags| Truth::of(x.get() | y.get());
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, y, flags| x.wrapping_add(y);
        plain [f16]: |x, y, flags| half2(x, y, flags, |x, y| x + y);
        hardware [f32, f64, Complex32, Complex64]: |x, y, flags| x + y;
    }
}

binary! {
    /// `x - y`
    Subtract {
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, y, flags| x.wrapping_sub(y);
        plain [f16]: |x, y, flags| half2(x, y, flags, |x, y| x - y);
        hardware [f32, f64, Complex32, Complex64]: |x, y, flags| x - y;
    }
}

binary! {
    /// `x * y`; for bools, and.
    Multiply {
        vector [Truth]: |x, y, flags| Truth::of(x.get() & y.get());
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, y, flags| x.wrapping_mul(y);
        plain [f16]: |x, y, flags| half2(x, y, flags, |x, y| x * y);
        hardware [f32, f64]: |x, y, flags| x * y;
        hardware [Complex32, Complex64]: |x, y, flags| T::new(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re);
    }
}

binary! {
    /// `x / y`; complex numbers by Smith's method (R. L. Smith, Algorithm 116, CACM 1962).
    Divide {
        plain [f16]: |x, y, flags| {
            *flags |= Flags::when(y.to_f32() == 0.0 && x.is_finite() && x.to_f32() != 0.0, Flags::DIVIDE);
            half2(x, y, flags, |x, y| x / y)
        };
        hardware [f32, f64]: |x, y, flags| x / y;
        plain [Complex32, Complex64]: |x, y, flags| {
            // The flags are worked out here: a compiler may divide on both sides of a branch, and the processor's would
            // then be those of both.
            let finite = x.re.is_finite() && x.im.is_finite() && y.re.is_finite() && y.im.is_finite();
            if y.re == 0.0 && y.im == 0.0 {
                let zero = x.re == 0.0 || x.im == 0.0;
                let infinite = (x.re != 0.0 && x.re.is_finite()) || (x.im != 0.0 && x.im.is_finite());
                *flags |= Flags::when(zero, Flags::INVALID) | Flags::when(infinite, Flags::DIVIDE);
                return T::new(x.re / y.re.abs(), x.im / y.re.abs());
            }
            let quotient = if y.re.abs() >= y.im.abs() {
                let ratio = y.im / y.re;
                let scale = 1.0 / (y.re + y.im * ratio);
                T::new((x.re + x.im * ratio) * scale, (x.im - x.re * ratio) * scale)
            } else {
                let ratio = y.re / y.im;
                let scale = 1.0 / (y.im + y.re * ratio);
                T::new((x.re * ratio + x.im) * scale, (x.im * ratio - x.re) * scale)
            };
            *flags |= complex_flags(finite, x.is_nan() || y.is_nan(), quotient.re.into(), quotient.im.into());
            quotient
        };
    }
}

/// Invalid where a NaN arises, overflow where an infinity does.
#[inline(always)]
fn complex_flags(finite: bool, nan: bool, re: f64, im: f64) -> Flags {
    Flags::when((re.is_nan() || im.is_nan()) && !nan, Flags::INVALID)
        | Flags::when((re.is_infinite() || im.is_infinite()) && finite, Flags::OVERFLOW)
}

unary! {
    /// `-x`
    Negative {
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, flags| x.wrapping_neg();
        plain [f16]: |x, flags| -x;
        vector [f32, f64, Complex32, Complex64]: |x, flags| -x;
    }
}

unary! {
    /// `x` itself.
    Positive {
        plain [Truth, i8, i16, i32, i64, u8, u16, u32, u64, f16, f32, f64, Complex32, Complex64]: |x, flags| x;
    }
}

unary! {
    /// `|x|`; the least integer stays as it is. Of complex numbers: see [`super::elementary`].
    Absolute {
        plain [Truth]: |x, flags| Truth::of(x.get());
        vector [i8, i16, i32, i64]: |x, flags| x.wrapping_abs();
        plain [u8, u16, u32, u64]: |x, flags| x;
        plain [f16]: |x, flags| f16::from_bits(x.to_bits() & 0x7fff);
        vector [f32, f64]: |x, flags| x.abs();
    }
}

unary! {
    /// −1, 0 or 1; NaN for NaN; for a complex number the one of magnitude 1 in its direction.
    Sign {
        vector [i8, i16, i32, i64]: |x, flags| (x > 0) as T - (x < 0) as T;
        vector [u8, u16, u32, u64]: |x, flags| (x != 0) as T;
        plain [f16]: |x, flags| half_of(direction(x.to_f64()) as f32, flags);
        vector [f32, f64]: |x, flags| {
            let sign = ((x > 0.0) as i32 - (x < 0.0) as i32) as T;
            if x.is_nan() { x } else { sign }
        };
        plain [Complex32]: |x, flags| {
            let z = unit_complex(Complex64::new(x.re as f64, x.im as f64));
            Complex32::new(z.re as f32, z.im as f32)
        };
        plain [Complex64]: |x, flags| unit_complex(x);
    }
}

fn direction(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else if x == 0.0 {
        0.0
    } else {
        x
    }
}

fn unit_complex(z: Complex64) -> Complex64 {
    let r = z.re.hypot(z.im);
    if r == 0.0 {
        Complex64::new(0.0, 0.0)
    } else if r.is_finite() {
        Complex64::new(z.re / r, z.im / r)
    } else if r.is_nan() || (z.re.is_infinite() && z.im.is_infinite()) {
        Complex64::new(f64::NAN, f64::NAN)
    } else if z.re.is_infinite() {
        Complex64::new(1f64.copysign(z.re), 0.0)
    } else {
        Complex64::new(0.0, 1f64.copysign(z.im))
    }
}

unary! {
    /// `x·x`
    Square {
        vector [i8, i16, i32, i64, u8, u16, u32, u64]: |x, flags| x.wrapping_mul(x);
        plain [f16]: |x, flags| half2(x, x, flags, |x, y| x * y);
        hardware [f32, f64]: |x, flags| x * x;
        hardware [Complex32, Complex64]: |x, flags| T::new(x.re * x.re - x.im * x.im, x.re * x.im + x.im * x.re);
    }
}

unary! {
    /// `1/x`; integers through the float quotient.
    Reciprocal {
        plain [i8, i16, i32, i64, u8, u16, u32, u64]: |x, flags| {
            *flags |= Flags::when(x == 0, Flags::DIVIDE);
            CastTo::<T>::cast_to(1.0 / x as f64, flags)
        };
        plain [f16]: |x, flags| {
            *flags |= Flags::when(x.to_f32() == 0.0, Flags::DIVIDE);
            half2(f16::ONE, x, flags, |x, y| x / y)
        };
        hardware [f32, f64]: |x, flags| 1.0 / x;
        plain [Complex32, Complex64]: |x, flags| {
            let inverse = if x.re.abs() >= x.im.abs() {
                let ratio = x.im / x.re;
                let denominator = x.re + x.im * ratio;
                T::new(1.0 / denominator, -ratio / denominator)
            } else {
                let ratio = x.re / x.im;
                let denominator = x.im + x.re * ratio;
                T::new(ratio / denominator, -1.0 / denominator)
            };
            let finite = x.re.is_finite() && x.im.is_finite();
            *flags |= complex_flags(finite, x.is_nan(), inverse.re.into(), inverse.im.into());
            inverse
        };
    }
}

unary! {
    /// The number with its imaginary part negated.
    Conjugate {
        plain [i8, i16, i32, i64, u8, u16, u32, u64, f16, f32, f64]: |x, flags| x;
        vector [Complex32, Complex64]: |x, flags| T::new(x.re, -x.im);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::engine::kernel::{Binary, Unary};

    #[test]
    fn edge_values() {
        let mut flags = Flags::NONE;
        assert_eq!(Subtract::<u8>::apply(1, 2, &mut flags), 255);
        assert_eq!(Absolute::<i8>::apply(-128, &mut flags), -128);
        assert_eq!(Reciprocal::<i64>::apply(0, &mut flags), i64::MIN);
        assert_eq!(flags, Flags::DIVIDE | Flags::INVALID);
        let quotient = Divide::<Complex64>::apply(Complex64::new(1.0, 1.0), Complex64::new(0.0, 0.0), &mut flags);
        assert_eq!(quotient, Complex64::new(f64::INFINITY, f64::INFINITY));
        let mut flags = Flags::NONE;
        Add::<f16>::apply(f16::from_f32(60000.0), f16::from_f32(60000.0), &mut flags);
        assert_eq!(flags, Flags::OVERFLOW);
        assert_eq!(Sign::<Complex64>::apply(Complex64::new(-0.0, -2.0), &mut flags), Complex64::new(-0.0, -1.0));
    }
}
