//! Discrete distributions of unbounded support: Poisson, geometric, logarithmic series, zeta.
//!
//! Every function serves `Generator` (called with a bit generator) and, where [`super::legacy`] has
//! none of that name, `RandomState` (called with a [`Legacy`](super::Legacy)).

use super::bits::Variates;
use super::gamma::gamma;

/// ln Γ(x) for x > 0, the series of S. Zhang, J. Jin, "Computation of Special Functions", 1996.
pub(super) fn ln_gamma(x: f64) -> f64 {
    const SERIES: [f64; 10] = [
        8.333_333_333_333_333e-2,
        -2.777_777_777_777_778e-3,
        7.936_507_936_507_937e-4,
        -5.952_380_952_380_952e-4,
        8.417_508_417_508_418e-4,
        -1.917_526_917_526_918e-3,
        6.410_256_410_256_41e-3,
        -2.955_065_359_477_124e-2,
        1.796_443_723_688_307e-1,
        -1.392_432_216_905_9,
    ];
    const HALF_LN_2PI: f64 = 0.918_938_533_204_672_7;
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let steps = if x < 7.0 { (7.0 - x) as i64 } else { 0 };
    let mut shifted = x + steps as f64;
    let inverse_square = 1.0 / (shifted * shifted);
    let mut sum = 0.0;
    for coefficient in SERIES.into_iter().rev() {
        sum = sum * inverse_square + coefficient;
    }
    let mut result = sum / shifted + HALF_LN_2PI + (shifted - 0.5) * shifted.ln() - shifted;
    for _ in 0..steps {
        result -= (shifted - 1.0).ln();
        shifted -= 1.0;
    }
    result
}

/// A C cast of a double to a 64-bit integer on x86: what does not fit becomes the least integer.
pub(super) fn truncate(x: f64) -> i64 {
    if x < -(2_f64.powi(63)) || x >= 2_f64.powi(63) {
        return i64::MIN;
    }
    x as i64
}

/// Poisson. W. Hörmann, "The transformed rejection method for generating Poisson random variables",
/// Insurance: Mathematics and Economics 12 (1993), from `lam` 10 on; products of uniforms below.
pub fn poisson<V: Variates>(v: &mut V, lam: f64) -> i64 {
    if lam >= 10.0 {
        poisson_by_rejection(v, lam)
    } else if lam == 0.0 {
        0
    } else {
        poisson_by_products(v, lam)
    }
}

fn poisson_by_products<V: Variates>(v: &mut V, lam: f64) -> i64 {
    let end = (-lam).exp();
    let mut count = 0;
    let mut product = v.uniform();
    while product > end {
        count += 1;
        product *= v.uniform();
    }
    count
}

fn poisson_by_rejection<V: Variates>(v: &mut V, lam: f64) -> i64 {
    let root = lam.sqrt();
    let ln_lam = lam.ln();
    let b = 0.931 + 2.53 * root;
    let a = -0.059 + 0.02483 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let v_r = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let u = v.uniform() - 0.5;
        let w = v.uniform();
        let us = 0.5 - u.abs();
        let k = truncate(((2.0 * a / us + b) * u + lam + 0.43).floor());
        if us >= 0.07 && w <= v_r {
            return k;
        }
        if k < 0 || us < 0.013 && w > us {
            continue;
        }
        let left = w.ln() + inverse_alpha.ln() - (a / (us * us) + b).ln();
        if left <= -lam + k as f64 * ln_lam - ln_gamma(k.wrapping_add(1) as f64) {
            return k;
        }
    }
}

/// Negative binomial: a Poisson variate of gamma distributed mean.
pub fn negative_binomial<V: Variates>(v: &mut V, n: f64, p: f64) -> i64 {
    let mean = gamma(v, n, (1.0 - p) / p);
    poisson(v, mean)
}

/// From this probability on a geometric variate is searched for term by term.
pub(super) const SEARCH_FROM: f64 = 0.333_333_333_333_333_3;

/// Geometric: the number of trials up to the first success.
pub fn geometric<V: Variates>(v: &mut V, p: f64) -> i64 {
    if p >= SEARCH_FROM {
        return geometric_by_search(v, p);
    }
    // A quotient beyond the integers saturates.
    (-v.exponential() / (-p).ln_1p()).ceil() as i64
}

pub(super) fn geometric_by_search<V: Variates>(v: &mut V, p: f64) -> i64 {
    let u = v.uniform();
    let (mut count, mut term, mut sum) = (1, p, p);
    while u > sum {
        term *= 1.0 - p;
        sum += term;
        count += 1;
    }
    count
}

/// Logarithmic series; A. W. Kemp, "Efficient Generation of Logarithmically Distributed
/// Pseudo-Random Variables", Applied Statistics 30 (1981).
pub fn logseries<V: Variates>(v: &mut V, p: f64) -> i64 {
    let r = (-p).ln_1p();
    logseries_with(v, p, |u| -(r * u).exp_m1())
}

pub(super) fn logseries_with<V: Variates>(v: &mut V, p: f64, q_of: impl Fn(f64) -> f64) -> i64 {
    loop {
        let w = v.uniform();
        if w >= p {
            return 1;
        }
        let q = q_of(v.uniform());
        if w <= q * q {
            let value = truncate((1.0 + w.ln() / q.ln()).floor());
            if value < 1 || w == 0.0 {
                continue;
            }
            return value;
        }
        return if w >= q { 1 } else { 2 };
    }
}

/// Zeta (Zipf), truncated at the largest integer; L. Devroye, "Non-Uniform Random Variate
/// Generation", 1986, p. 551.
pub fn zipf<V: Variates>(v: &mut V, a: f64) -> i64 {
    if a >= 1025.0 {
        return 1;
    }
    let least = (i64::MAX as f64).powf(-(a - 1.0));
    zipf_with(v, a, |u| u * least + (1.0 - u))
}

pub(super) fn zipf_with<V: Variates>(v: &mut V, a: f64, u_of: impl Fn(f64) -> f64) -> i64 {
    let below = a - 1.0;
    let b = 2_f64.powf(below);
    loop {
        let u = u_of(v.uniform());
        let w = v.uniform();
        let x = u.powf(-1.0 / below).floor();
        if x > i64::MAX as f64 || x < 1.0 {
            continue;
        }
        let t = (1.0 + 1.0 / x).powf(below);
        if w * x * (t - 1.0) / (b - 1.0) <= t / b {
            return truncate(x);
        }
    }
}
