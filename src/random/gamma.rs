//! Gamma variates and what is made of them: chi-square, F, beta, Student's t.
//!
//! G. Marsaglia, W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26 (2000),
//! for shapes of at least 1; rejection after J. H. Ahrens, U. Dieter (1974) below. Beta by Jöhnk.

use super::bits::{BitGenerator, Draw, DrawSingle, Variates};
use super::discrete::poisson;
use super::ziggurat;

/// A sampler of one precision: the same algorithm with its own uniform, exponential and normal variates.
macro_rules! standard_gamma {
    ($(#[$about:meta])* $name:ident($source:ident: $bound:ident) -> $float:ty,
     $uniform:expr, $exponential:expr, $normal:expr) => {
        $(#[$about])*
        pub fn $name<S: $bound>($source: &mut S, shape: $float) -> $float {
            if shape == 1.0 {
                return $exponential;
            }
            if shape == 0.0 {
                return 0.0;
            }
            if shape < 1.0 {
                loop {
                    let u = $uniform;
                    let bound = $exponential;
                    if u <= 1.0 - shape {
                        let x = u.powf(1.0 / shape);
                        if x <= bound {
                            return x;
                        }
                    } else {
                        let y = -((1.0 - u) / shape).ln();
                        let x = (1.0 - shape + shape * y).powf(1.0 / shape);
                        if x <= bound + y {
                            return x;
                        }
                    }
                }
            }
            let b = shape - 1.0 / 3.0;
            let c = 1.0 / (9.0 * b).sqrt();
            loop {
                let (x, root) = loop {
                    let x = $normal;
                    let root = 1.0 + c * x;
                    if root > 0.0 || root.is_nan() {
                        break (x, root);
                    }
                };
                let cube = root * root * root;
                let u = $uniform;
                if u < 1.0 - 0.0331 * (x * x) * (x * x) || u.ln() < 0.5 * x * x + b * (1.0 - cube + cube.ln()) {
                    return b * cube;
                }
            }
        }
    };
}

standard_gamma! {
    /// A gamma variate of scale 1.
    standard_gamma(v: Variates) -> f64, v.uniform(), v.exponential(), v.normal()
}

standard_gamma! {
    /// A gamma variate of scale 1, in single precision.
    standard_gamma_f32(bits: BitGenerator) -> f32,
    bits.next_f32(), ziggurat::standard_exponential_f32(bits), ziggurat::standard_normal_f32(bits)
}

/// [`standard_gamma`] of one shape, for [`BitGen::fill`](super::BitGen::fill).
#[derive(Clone, Copy, Debug)]
pub struct StandardGamma {
    pub shape: f64,
}

impl Draw for StandardGamma {
    type Output = f64;

    fn draw<V: Variates>(&self, v: &mut V) -> f64 {
        standard_gamma(v, self.shape)
    }
}

/// [`standard_gamma_f32`] of one shape, for [`BitGen::fill_single`](super::BitGen::fill_single).
#[derive(Clone, Copy, Debug)]
pub struct StandardGammaF32 {
    pub shape: f32,
}

impl DrawSingle for StandardGammaF32 {
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f32 {
        standard_gamma_f32(bits, self.shape)
    }
}

/// A gamma variate.
pub fn gamma<V: Variates>(v: &mut V, shape: f64, scale: f64) -> f64 {
    scale * standard_gamma(v, shape)
}

/// Chi-square with `df` degrees of freedom.
pub fn chisquare<V: Variates>(v: &mut V, df: f64) -> f64 {
    2.0 * standard_gamma(v, df / 2.0)
}

/// Chi-square with noncentrality `nonc`.
pub fn noncentral_chisquare<V: Variates>(v: &mut V, df: f64, nonc: f64) -> f64 {
    if nonc.is_nan() {
        return f64::NAN;
    }
    if nonc == 0.0 {
        return chisquare(v, df);
    }
    if df > 1.0 {
        let central = chisquare(v, df - 1.0);
        let shifted = v.normal() + nonc.sqrt();
        return central + shifted * shifted;
    }
    let i = poisson(v, nonc / 2.0);
    chisquare(v, df + i.wrapping_mul(2) as f64)
}

/// Fisher's F.
pub fn f<V: Variates>(v: &mut V, dfnum: f64, dfden: f64) -> f64 {
    let numerator = chisquare(v, dfnum) * dfden;
    numerator / (chisquare(v, dfden) * dfnum)
}

/// F with noncentrality `nonc`.
pub fn noncentral_f<V: Variates>(v: &mut V, dfnum: f64, dfden: f64, nonc: f64) -> f64 {
    let numerator = noncentral_chisquare(v, dfnum, nonc) * dfden;
    numerator / (chisquare(v, dfden) * dfnum)
}

/// Student's t.
pub fn standard_t<V: Variates>(v: &mut V, df: f64) -> f64 {
    let normal = v.normal();
    let gamma = standard_gamma(v, df / 2.0);
    (df / 2.0).sqrt() * normal / gamma.sqrt()
}

/// Beta.
pub fn beta<V: Variates>(v: &mut V, a: f64, b: f64) -> f64 {
    /// Below this for both parameters, all the mass is at 0 and 1.
    const TINY: f64 = 3e-103;
    let both_small = a <= 1.0 && b <= 1.0;
    if !both_small {
        let first = standard_gamma(v, a);
        return first / (first + standard_gamma(v, b));
    }
    if a < TINY && b < TINY {
        return f64::from((a + b) * v.uniform() < a);
    }
    loop {
        let (u, w) = (v.uniform(), v.uniform());
        let (x, y) = (u.powf(1.0 / a), w.powf(1.0 / b));
        if x + y <= 1.0 && u + w > 0.0 {
            return if x > 0.0 && y > 0.0 { x / (x + y) } else { beta_of_logarithms(u.ln() / a - w.ln() / b) };
        }
    }
}

/// x/(x + y) where ln x - ln y is `delta`.
fn beta_of_logarithms(delta: f64) -> f64 {
    if delta > 0.0 { (-(-delta).exp().ln_1p()).exp() } else { (delta - delta.exp().ln_1p()).exp() }
}
