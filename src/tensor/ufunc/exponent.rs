//! `x ** 2`, `x ** 0.5` …: powers with one exponent for all elements, as the simpler functions that NumPy takes for them.

use super::ops::arithmetic::{Positive, Reciprocal, Square};
use super::ops::elementary::Sqrt;
use super::ops::power::One;
use super::{Loop, Ufunc, table};
use crate::tensor::engine::kernel::Kernel;
use crate::tensor::scalar::Operand;

/// The loop of `u(…, exponent)`: `chosen`, or for powers with some exponents one that looks at the base alone.
pub(super) fn kernel(u: &'static Ufunc, chosen: &'static Loop, exponent: Option<&Operand>) -> Kernel {
    let exponent = exponent.filter(|_| std::ptr::eq(u, &table::POWER));
    exponent.and_then(constant).and_then(|e| of_letter(chosen.ins, e)).unwrap_or(chosen.kernel)
}

/// The only value of the operand.
fn constant(exponent: &Operand) -> Option<f64> {
    match exponent {
        Operand::WeakBool(v) => Some(f64::from(u8::from(*v))),
        // Beyond 2⁵³ no integer is meant that would be one of ours.
        Operand::WeakInt(v) => Some(*v as f64),
        Operand::WeakFloat(v) => Some(*v),
        Operand::Scalar(s) => s.to_f64(),
        Operand::Tensor(t) if t.size() == 1 && t.dtype().kind.is_numeric() => t.scalar_at(t.offset()).to_f64(),
        _ => None,
    }
}

fn of_letter(ins: [u8; 2], exponent: f64) -> Option<Kernel> {
    macro_rules! floats {
        ($T:ty) => {
            match exponent {
                -1.0 => Kernel::unary::<Reciprocal<$T>>(),
                0.0 => Kernel::unary::<One<$T>>(),
                0.5 => Kernel::unary::<Sqrt<$T>>(),
                1.0 => Kernel::unary::<Positive<$T>>(),
                2.0 => Kernel::unary::<Square<$T>>(),
                _ => return None,
            }
        };
    }
    macro_rules! integers {
        ($T:ty) => {
            match exponent {
                0.0 => Kernel::unary::<One<$T>>(),
                1.0 => Kernel::unary::<Positive<$T>>(),
                2.0 => Kernel::unary::<Square<$T>>(),
                _ => return None,
            }
        };
    }
    Some(match &ins {
        b"dd" => floats!(f64),
        b"ff" => floats!(f32),
        b"bb" => integers!(i8),
        b"hh" => integers!(i16),
        b"ii" => integers!(i32),
        b"ll" => integers!(i64),
        b"BB" => integers!(u8),
        b"HH" => integers!(u16),
        b"II" => integers!(u32),
        b"LL" => integers!(u64),
        _ => return None,
    })
}
