//! A value → the smallest dtype that holds it.

use crate::tensor::dtype::DType;
use crate::tensor::scalar::{Operand, Scalar};

/// The smallest dtype that holds the value of `scalar`; the sign of an unsigned-sized int chooses unsigned.
pub fn min_scalar_type(operand: &Operand) -> DType {
    match operand {
        Operand::WeakInt(value) => smallest_int(*value).unwrap_or(DType::OBJECT),
        Operand::WeakBool(_) => DType::BOOL,
        Operand::WeakFloat(value) => smallest_float(*value),
        Operand::WeakComplex(z) => smallest_complex(z.re, z.im),
        Operand::Tensor(tensor) => tensor.dtype(),
        Operand::Scalar(scalar) => match scalar {
            Scalar::Int8(v) => smallest_int(i128::from(*v)).unwrap_or(DType::INT8),
            Scalar::Int16(v) => smallest_int(i128::from(*v)).unwrap_or(DType::INT16),
            Scalar::Int32(v) => smallest_int(i128::from(*v)).unwrap_or(DType::INT32),
            Scalar::Int64(v) => smallest_int(i128::from(*v)).unwrap_or(DType::INT64),
            Scalar::UInt8(v) => smallest_int(i128::from(*v)).unwrap_or(DType::UINT8),
            Scalar::UInt16(v) => smallest_int(i128::from(*v)).unwrap_or(DType::UINT16),
            Scalar::UInt32(v) => smallest_int(i128::from(*v)).unwrap_or(DType::UINT32),
            Scalar::UInt64(v) => smallest_int(i128::from(*v)).unwrap_or(DType::UINT64),
            Scalar::Float32(v) => smallest_float(f64::from(*v)),
            Scalar::Float64(v) => smallest_float(*v),
            Scalar::Complex64(z) => smallest_complex(f64::from(z.re), f64::from(z.im)),
            Scalar::Complex128(z) => smallest_complex(z.re, z.im),
            other => other.dtype(),
        },
    }
}

fn smallest_int(value: i128) -> Option<DType> {
    let unsigned = [DType::UINT8, DType::UINT16, DType::UINT32, DType::UINT64];
    let signed = [DType::INT8, DType::INT16, DType::INT32, DType::INT64];
    let (choices, extra_bit) = if value < 0 { (signed, 1) } else { (unsigned, 0) };
    let magnitude = if value < 0 { !value } else { value };
    let bits = 128 - magnitude.leading_zeros() as usize + extra_bit;
    choices.into_iter().find(|d| 8 * d.itemsize() >= bits)
}

fn smallest_float(value: f64) -> DType {
    if !value.is_finite() || value.abs() < 65000.0 {
        DType::FLOAT16
    } else if value.abs() < 3.4e38 {
        DType::FLOAT32
    } else {
        DType::FLOAT64
    }
}

fn smallest_complex(re: f64, im: f64) -> DType {
    let small = |x: f64| !x.is_finite() || x.abs() < 3.4e38;
    if small(re) && small(im) { DType::COMPLEX64 } else { DType::COMPLEX128 }
}
