//! Powers: of integers by squaring, of floats and complex numbers as C's `pow` and NumPy's `cpow`.

use super::complex as c;
use super::elementary::formula2;
use super::{binary, unary};
use crate::tensor::cast::number::half_of;
use crate::tensor::engine::math;
use crate::tensor::flags::Flags;
use crate::tensor::{Complex32, Complex64, f16};

binary! {
    /// `x ** y`
    Power {
        plain [i8, i16, i32, i64]: |x, y, flags| {
            if y < 0 {
                *flags |= Flags::NEGATIVE_POWER;
                return 0;
            }
            let (mut base, mut exponent, mut result) = (x, y as u64, 1 as T);
            while exponent != 0 {
                if exponent & 1 != 0 {
                    result = result.wrapping_mul(base);
                }
                base = base.wrapping_mul(base);
                exponent >>= 1;
            }
            result
        };
        plain [u8, u16, u32, u64]: |x, y, flags| {
            let (mut base, mut exponent, mut result) = (x, y as u64, 1 as T);
            while exponent != 0 {
                if exponent & 1 != 0 {
                    result = result.wrapping_mul(base);
                }
                base = base.wrapping_mul(base);
                exponent >>= 1;
            }
            result
        };
        plain [f16]: |x, y, flags| half_of(Power::<f32>::apply(x.to_f32(), y.to_f32(), flags), flags);
        plain [Complex32]: |x, y, flags| {
            let z = c::pow(Complex64::new(x.re.into(), x.im.into()), Complex64::new(y.re.into(), y.im.into()), flags);
            Complex32::new(z.re as f32, z.im as f32)
        };
        plain [Complex64]: |x, y, flags| c::pow(x, y, flags);
    }
}

formula2!(Power f64, double2, exceptions);
formula2!(Power f32, single2, exceptions);

fn exceptions(x: f64, y: f64, result: f64, flags: &mut Flags) -> f64 {
    let finite = x.is_finite() && y.is_finite();
    *flags |= Flags::when(x == 0.0 && y < 0.0 && y.is_finite(), Flags::DIVIDE);
    *flags |= Flags::when(result.is_infinite() && finite && x != 0.0, Flags::OVERFLOW);
    *flags |= Flags::when(result.abs() < f64::MIN_POSITIVE && finite && x != 0.0, Flags::UNDERFLOW);
    *flags |= Flags::when(result.is_nan() && !x.is_nan() && !y.is_nan(), Flags::INVALID);
    result
}

unary! {
    /// 1, whatever `x` is: `x ** 0`.
    One {
        vector [i8, i16, i32, i64, u8, u16, u32, u64, f32, f64]: |x, flags| 1 as T;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::engine::kernel::Binary;

    #[test]
    fn edges() {
        let mut flags = Flags::NONE;
        assert_eq!(Power::<i64>::apply(10, 30, &mut flags), 5076944270305263616);
        assert_eq!(Power::<i64>::apply(-3, 3, &mut flags), -27);
        assert_eq!(flags, Flags::NONE);
        Power::<i64>::apply(2, -1, &mut flags);
        assert_eq!(flags, Flags::NEGATIVE_POWER);
        flags = Flags::NONE;
        assert!(Power::<f64>::apply(-8.0, 1.0 / 3.0, &mut flags).is_nan());
        assert_eq!(flags, Flags::INVALID);
        flags = Flags::NONE;
        assert_eq!(Power::<f64>::apply(0.0, -1.0, &mut flags), f64::INFINITY);
        assert_eq!(flags, Flags::DIVIDE);
    }
}
