//! Bits → normal and exponential variates by the ziggurat method, in double and single precision.
//!
//! G. Marsaglia, W. W. Tsang, "The Ziggurat Method for Generating Random Variables", Journal of
//! Statistical Software 5 (2000), with 256 layers and NumPy's use of the bits of a draw.

use super::bits::{BitGenerator, DrawSingle};
use super::ziggurat_exponential as exponential;
use super::ziggurat_normal as normal;

/// Edge of the lowest layer of the normal distribution.
const NORMAL_EDGE: f64 = 3.654_152_885_361_009;
const NORMAL_EDGE_INVERSE: f64 = 0.273_661_237_329_758_3;
/// Edge of the lowest layer of the exponential distribution.
const EXPONENTIAL_EDGE: f64 = 7.697_117_470_131_05;

/// A normal variate with mean 0 and variance 1.
#[inline]
pub fn standard_normal<B: BitGenerator>(bits: &mut B) -> f64 {
    loop {
        let word = bits.next_u64();
        let layer = (word & 0xff) as usize;
        let mantissa = word >> 9 & 0x000f_ffff_ffff_ffff;
        let x = with_sign(mantissa as f64 * normal::WIDTH[layer], word >> 8);
        if mantissa < normal::INSIDE[layer] {
            return x;
        }
        if let Some(x) = normal_at_edge(bits, layer, mantissa, x) {
            return x;
        }
    }
}

/// `x` with its sign bit changed by the lowest bit of `sign`.
#[inline]
fn with_sign(x: f64, sign: u64) -> f64 {
    f64::from_bits(x.to_bits() ^ sign << 63)
}

#[cold]
fn normal_at_edge<B: BitGenerator>(bits: &mut B, layer: usize, mantissa: u64, x: f64) -> Option<f64> {
    if layer == 0 {
        loop {
            let beyond = -NORMAL_EDGE_INVERSE * (-bits.next_f64()).ln_1p();
            let height = -(-bits.next_f64()).ln_1p();
            if height + height > beyond * beyond {
                return Some(with_sign(NORMAL_EDGE + beyond, mantissa >> 8));
            }
        }
    }
    let (upper, lower) = (normal::DENSITY[layer - 1], normal::DENSITY[layer]);
    let height = (upper - lower) * bits.next_f64() + lower;
    (height < (-0.5 * x * x).exp()).then_some(x)
}

/// A normal variate with mean 0 and variance 1, in single precision.
#[inline]
pub fn standard_normal_f32<B: BitGenerator>(bits: &mut B) -> f32 {
    loop {
        let word = bits.next_u32();
        let layer = (word & 0xff) as usize;
        let mantissa = word >> 9;
        let x = with_sign_f32(mantissa as f32 * normal::WIDTH_F32[layer], word >> 8);
        if mantissa < normal::INSIDE_F32[layer] {
            return x;
        }
        if let Some(x) = normal_at_edge_f32(bits, layer, mantissa, x) {
            return x;
        }
    }
}

#[inline]
fn with_sign_f32(x: f32, sign: u32) -> f32 {
    f32::from_bits(x.to_bits() ^ sign << 31)
}

#[cold]
fn normal_at_edge_f32<B: BitGenerator>(bits: &mut B, layer: usize, mantissa: u32, x: f32) -> Option<f32> {
    if layer == 0 {
        loop {
            let beyond = -(NORMAL_EDGE_INVERSE as f32) * (-bits.next_f32()).ln_1p();
            let height = -(-bits.next_f32()).ln_1p();
            if height + height > beyond * beyond {
                return Some(with_sign_f32(NORMAL_EDGE as f32 + beyond, mantissa >> 8));
            }
        }
    }
    let (upper, lower) = (normal::DENSITY_F32[layer - 1], normal::DENSITY_F32[layer]);
    let height = (upper - lower) * bits.next_f32() + lower;
    // The density is compared in double precision, as NumPy does.
    let x_f64 = f64::from(x);
    (f64::from(height) < (-0.5 * x_f64 * x_f64).exp()).then_some(x)
}

/// An exponential variate with mean 1.
#[inline]
pub fn standard_exponential<B: BitGenerator>(bits: &mut B) -> f64 {
    loop {
        let word = bits.next_u64();
        let layer = (word >> 3 & 0xff) as usize;
        let mantissa = word >> 11;
        let x = mantissa as f64 * exponential::WIDTH[layer];
        if mantissa < exponential::INSIDE[layer] {
            return x;
        }
        if let Some(x) = exponential_at_edge(bits, layer, x) {
            return x;
        }
    }
}

#[cold]
fn exponential_at_edge<B: BitGenerator>(bits: &mut B, layer: usize, x: f64) -> Option<f64> {
    if layer == 0 {
        return Some(EXPONENTIAL_EDGE - (-bits.next_f64()).ln_1p());
    }
    let (upper, lower) = (exponential::DENSITY[layer - 1], exponential::DENSITY[layer]);
    let height = (upper - lower) * bits.next_f64() + lower;
    (height < (-x).exp()).then_some(x)
}

/// An exponential variate with mean 1, in single precision.
#[inline]
pub fn standard_exponential_f32<B: BitGenerator>(bits: &mut B) -> f32 {
    loop {
        let word = bits.next_u32();
        let layer = (word >> 1 & 0xff) as usize;
        let mantissa = word >> 9;
        let x = mantissa as f32 * exponential::WIDTH_F32[layer];
        if mantissa < exponential::INSIDE_F32[layer] {
            return x;
        }
        if let Some(x) = exponential_at_edge_f32(bits, layer, x) {
            return x;
        }
    }
}

#[cold]
fn exponential_at_edge_f32<B: BitGenerator>(bits: &mut B, layer: usize, x: f32) -> Option<f32> {
    if layer == 0 {
        return Some(EXPONENTIAL_EDGE as f32 - (-bits.next_f32()).ln_1p());
    }
    let densities = &exponential::DENSITY_F32;
    let (upper, lower) = (densities[layer - 1], densities[layer]);
    let height = (upper - lower) * bits.next_f32() + lower;
    (height < (-x).exp()).then_some(x)
}

/// An exponential variate with mean 1 by inversion (`method="inv"`), in single precision; the
/// logarithm is taken in double.
#[inline]
pub fn inverse_exponential_f32<B: BitGenerator>(bits: &mut B) -> f32 {
    -(f64::from(-bits.next_f32()).ln_1p() as f32)
}

macro_rules! draws {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl DrawSingle for $name {
            #[inline]
            fn draw<B: BitGenerator>(&self, bits: &mut B) -> f32 {
                $function(bits)
            }
        }
    )*};
}

draws! {
    /// [`standard_normal_f32`] for [`BitGen::fill_single`](super::BitGen::fill_single).
    StandardNormalF32 = standard_normal_f32;
    /// [`standard_exponential_f32`] for [`BitGen::fill_single`](super::BitGen::fill_single).
    StandardExponentialF32 = standard_exponential_f32;
    /// [`inverse_exponential_f32`] for [`BitGen::fill_single`](super::BitGen::fill_single).
    InverseExponentialF32 = inverse_exponential_f32;
}
