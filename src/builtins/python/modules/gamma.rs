//! The gamma function and its logarithm by Lanczos's approximation (C. Lanczos, SIAM J. Numer. Anal. 1, 1964) with the
//! coefficients for 13 terms and doubles from Boost's mathematics library, evaluated as CPython does.

use super::math::{domain_error, range_error};
use crate::value::Result;
use std::f64::consts::PI;

const G: f64 = 6.024680040776729583740234375;
const G_MINUS_HALF: f64 = 5.524680040776729583740234375;

const NUMERATOR: [f64; 13] = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
];

/// The coefficients of x(x+1)…(x+11).
const DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

fn lanczos_sum(x: f64) -> f64 {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    let terms = NUMERATOR.iter().zip(&DENOMINATOR);
    if x < 5.0 {
        for (n, d) in terms.rev() {
            numerator = numerator * x + n;
            denominator = denominator * x + d;
        }
    } else {
        for (n, d) in terms {
            numerator = numerator / x + n;
            denominator = denominator / x + d;
        }
    }
    numerator / denominator
}

/// sin(πx), exact at whole and half numbers.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let size = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * size
}

/// Γ(x). ValueError at the poles, OverflowError beyond the range.
pub fn gamma(x: f64) -> Result<f64> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x == 0.0 || x == f64::NEG_INFINITY || (x < 0.0 && x == x.floor()) {
        return Err(domain_error());
    }
    if x == x.floor() && x <= 23.0 {
        return Ok((2..x as u64).map(|i| i as f64).product());
    }
    let size = x.abs();
    if size < 1e-20 {
        let result = 1.0 / x;
        return if result.is_infinite() { Err(range_error()) } else { Ok(result) };
    }
    if size > 200.0 {
        return if x < 0.0 { Ok(0.0 / sin_pi(x)) } else { Err(range_error()) };
    }
    let y = size + G_MINUS_HALF;
    // What rounding took from y.
    let lost = if size > G_MINUS_HALF { y - size - G_MINUS_HALF } else { y - G_MINUS_HALF - size };
    let z = lost * G / y;
    let power = |result: f64, sign: f64| {
        if size < 140.0 {
            return if sign > 0.0 { result * y.powf(size - 0.5) } else { result / y.powf(size - 0.5) };
        }
        let root = y.powf(size / 2.0 - 0.25);
        if sign > 0.0 { result * root * root } else { result / root / root }
    };
    let result = if x < 0.0 {
        let r = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        power(r - z * r, -1.0)
    } else {
        let r = lanczos_sum(size) / y.exp();
        power(r + z * r, 1.0)
    };
    if result.is_infinite() { Err(range_error()) } else { Ok(result) }
}

/// ln |Γ(x)|. ValueError at the poles.
pub fn log_gamma(x: f64) -> Result<f64> {
    if x.is_nan() {
        return Ok(x);
    }
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(domain_error()) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let mut result = lanczos_sum(size).ln() - G;
    result += (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        result = PI.ln() - sin_pi(size).abs().ln() - size.ln() - result;
    }
    if result.is_infinite() { Err(range_error()) } else { Ok(result) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_cpython() {
        assert_eq!(gamma(0.5).unwrap(), 1.7724538509055159);
        assert_eq!(gamma(-1.5).unwrap(), 2.3632718012073544);
        assert_eq!(gamma(5.0).unwrap(), 24.0);
        assert_eq!(gamma(23.0).unwrap(), 1.1240007277776077e21);
        assert_eq!(log_gamma(10.0).unwrap(), 12.801827480081467);
        assert!(gamma(172.0).is_err());
    }
}
