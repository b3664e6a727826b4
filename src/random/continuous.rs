//! Continuous distributions made of uniform, normal and exponential variates.
//!
//! Every function serves `Generator` (called with a bit generator) and, where [`super::legacy`] has
//! none of that name, `RandomState` (called with a [`Legacy`](super::Legacy)).

use std::f64::consts::PI;

use super::bits::{Draw, Variates};

/// Uniform in [`low`, `low + range`).
#[inline]
pub fn uniform<V: Variates>(v: &mut V, low: f64, range: f64) -> f64 {
    low + range * v.uniform()
}

/// Normal with mean `loc` and standard deviation `scale`.
#[inline]
pub fn normal<V: Variates>(v: &mut V, loc: f64, scale: f64) -> f64 {
    loc + scale * v.normal()
}

/// Exponential with mean `scale`.
#[inline]
pub fn exponential<V: Variates>(v: &mut V, scale: f64) -> f64 {
    scale * v.exponential()
}

/// [`uniform`] of one interval, for [`BitGen::fill`](super::BitGen::fill).
#[derive(Clone, Copy, Debug)]
pub struct Uniform {
    pub low: f64,
    pub range: f64,
}

impl Draw for Uniform {
    type Output = f64;

    #[inline]
    fn draw<V: Variates>(&self, v: &mut V) -> f64 {
        uniform(v, self.low, self.range)
    }
}

/// [`normal`] of one mean and deviation, for [`BitGen::fill`](super::BitGen::fill).
#[derive(Clone, Copy, Debug)]
pub struct Normal {
    pub loc: f64,
    pub scale: f64,
}

impl Draw for Normal {
    type Output = f64;

    #[inline]
    fn draw<V: Variates>(&self, v: &mut V) -> f64 {
        normal(v, self.loc, self.scale)
    }
}

/// [`exponential`] of one mean, for [`BitGen::fill`](super::BitGen::fill).
#[derive(Clone, Copy, Debug)]
pub struct Exponential {
    pub scale: f64,
}

impl Draw for Exponential {
    type Output = f64;

    #[inline]
    fn draw<V: Variates>(&self, v: &mut V) -> f64 {
        exponential(v, self.scale)
    }
}

/// Exponential with mean 1 by inversion (`standard_exponential(method="inv")`).
#[inline]
pub fn inverse_exponential<V: Variates>(v: &mut V) -> f64 {
    -(-v.uniform()).ln_1p()
}

/// Normal with mean 0 and variance 1, for [`BitGen::fill`](super::BitGen::fill).
#[derive(Clone, Copy, Debug)]
pub struct StandardNormal;

impl Draw for StandardNormal {
    type Output = f64;

    #[inline]
    fn draw<V: Variates>(&self, v: &mut V) -> f64 {
        v.normal()
    }
}

/// Exponential with mean 1, for [`BitGen::fill`](super::BitGen::fill).
#[derive(Clone, Copy, Debug)]
pub struct StandardExponential;

impl Draw for StandardExponential {
    type Output = f64;

    #[inline]
    fn draw<V: Variates>(&self, v: &mut V) -> f64 {
        v.exponential()
    }
}

/// The exponential of a normal variate.
pub fn lognormal<V: Variates>(v: &mut V, mean: f64, sigma: f64) -> f64 {
    normal(v, mean, sigma).exp()
}

/// Cauchy with location 0 and scale 1.
pub fn standard_cauchy<V: Variates>(v: &mut V) -> f64 {
    let numerator = v.normal();
    numerator / v.normal()
}

/// Laplace (double exponential).
pub fn laplace<V: Variates>(v: &mut V, loc: f64, scale: f64) -> f64 {
    loop {
        let u = v.uniform();
        if u >= 0.5 {
            return loc - scale * (2.0 - u - u).ln();
        }
        if u > 0.0 {
            return loc + scale * (u + u).ln();
        }
    }
}

/// Logistic.
pub fn logistic<V: Variates>(v: &mut V, loc: f64, scale: f64) -> f64 {
    loop {
        let u = v.uniform();
        if u > 0.0 {
            return loc + scale * (u / (1.0 - u)).ln();
        }
    }
}

/// Gumbel (largest extreme value).
pub fn gumbel<V: Variates>(v: &mut V, loc: f64, scale: f64) -> f64 {
    loop {
        let u = 1.0 - v.uniform();
        if u < 1.0 {
            return loc - scale * (-u.ln()).ln();
        }
    }
}

/// Pareto of the second kind (Lomax).
pub fn pareto<V: Variates>(v: &mut V, a: f64) -> f64 {
    (v.exponential() / a).exp_m1()
}

/// Weibull of scale 1.
pub fn weibull<V: Variates>(v: &mut V, a: f64) -> f64 {
    if a == 0.0 {
        return 0.0;
    }
    v.exponential().powf(1.0 / a)
}

/// Power function distribution in [0, 1] with exponent `a - 1`.
pub fn power<V: Variates>(v: &mut V, a: f64) -> f64 {
    (-(-v.exponential()).exp_m1()).powf(1.0 / a)
}

/// Rayleigh.
pub fn rayleigh<V: Variates>(v: &mut V, scale: f64) -> f64 {
    scale * (2.0 * v.exponential()).sqrt()
}

/// Wald (inverse Gaussian); J. R. Michael, W. R. Schucany, R. W. Haas (1976).
pub fn wald<V: Variates>(v: &mut V, mean: f64, scale: f64) -> f64 {
    let normal = v.normal();
    let y = mean * normal * normal;
    let d = 1.0 + (1.0 + 4.0 * scale / y).sqrt();
    let x = mean * (1.0 - 2.0 / d);
    if v.uniform() <= mean / (mean + x) { x } else { mean * mean / x }
}

/// Von Mises on [-π, π]; D. J. Best, N. I. Fisher (1979), a wrapped normal for a very large `kappa`.
pub fn vonmises<V: Variates>(v: &mut V, mu: f64, kappa: f64) -> f64 {
    if kappa <= 1e6 || kappa.is_nan() {
        return vonmises_by_rejection(v, mu, kappa);
    }
    let angle = mu + (1.0 / kappa).sqrt() * v.normal();
    if angle < -PI {
        angle + 2.0 * PI
    } else if angle > PI {
        angle - 2.0 * PI
    } else {
        angle
    }
}

pub(super) fn vonmises_by_rejection<V: Variates>(v: &mut V, mu: f64, kappa: f64) -> f64 {
    if kappa.is_nan() {
        return f64::NAN;
    }
    if kappa < 1e-8 {
        return PI * (2.0 * v.uniform() - 1.0);
    }
    let s = if kappa < 1e-5 {
        1.0 / kappa + kappa
    } else {
        let r = 1.0 + (1.0 + 4.0 * kappa * kappa).sqrt();
        let rho = (r - (2.0 * r).sqrt()) / (2.0 * kappa);
        (1.0 + rho * rho) / (2.0 * rho)
    };
    if s.is_nan() {
        // A kappa whose square overflows; NumPy's RandomState never returns.
        return f64::NAN;
    }
    let cosine = loop {
        if s == 1.0 {
            // So concentrated that no proposal is accepted: NumPy's RandomState never returns.
            break 1.0;
        }
        let z = (PI * v.uniform()).cos();
        let w = (1.0 + s * z) / (s + z);
        let y = kappa * (s - w);
        let u = v.uniform();
        if y * (2.0 - y) - u >= 0.0 || (y / u).ln() + 1.0 - y >= 0.0 {
            break w;
        }
    };
    let half = cosine.acos();
    let angle = if v.uniform() < 0.5 { -half } else { half } + mu;
    let wrapped = (angle.abs() + PI) % (2.0 * PI) - PI;
    if angle < 0.0 { -wrapped } else { wrapped }
}

/// Triangular.
pub fn triangular<V: Variates>(v: &mut V, left: f64, mode: f64, right: f64) -> f64 {
    let base = right - left;
    let to_mode = mode - left;
    let u = v.uniform();
    if u <= to_mode / base {
        left + (u * (to_mode * base)).sqrt()
    } else {
        right - ((1.0 - u) * ((right - mode) * base)).sqrt()
    }
}
