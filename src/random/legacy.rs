//! NumPy's `RandomState`: the variates and distributions frozen in 1.16.
//!
//! What is not here `RandomState` shares with `Generator`: call the functions of
//! [`continuous`](super::continuous), [`discrete`](super::discrete), [`gamma`](super::gamma) and
//! [`multivariate`](super::multivariate) with a [`Legacy`].

use super::binomial::Binomial;
use super::bits::{BitGen, BitGenerator, Draw, Variates, each_kind};
use super::continuous::vonmises_by_rejection;
use super::discrete::{SEARCH_FROM, geometric_by_search, logseries_with, poisson, truncate, zipf_with};
use super::gamma::{chisquare, standard_gamma};
use super::hypergeometric::{Version, ratio_of_uniforms};

/// A bit generator with the second normal variate that the polar method leaves.
#[derive(Debug)]
pub struct Legacy<'a, B> {
    pub bits: &'a mut B,
    /// The variate left (NumPy's `has_gauss` and `gauss`).
    pub spare: &'a mut Option<f64>,
}

impl<B: BitGenerator> Variates for Legacy<'_, B> {
    #[inline]
    fn uniform(&mut self) -> f64 {
        self.bits.next_f64()
    }

    #[inline]
    fn exponential(&mut self) -> f64 {
        -(1.0 - self.uniform()).ln()
    }

    /// The polar method of G. Marsaglia and T. A. Bray (1964).
    #[inline]
    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                *self.spare = Some(factor * x);
                return factor * y;
            }
        }
    }
}

/// Fills `out` with draws of one distribution; the kind of generator is chosen once.
pub fn fill<D: Draw>(bits: &mut BitGen, spare: &mut Option<f64>, distribution: &D, out: &mut [D::Output]) {
    each_kind!(bits, bits => {
        let mut legacy = Legacy { bits, spare };
        for slot in out {
            *slot = distribution.draw(&mut legacy);
        }
    });
}

/// Pareto of the second kind (Lomax).
pub fn pareto<V: Variates>(v: &mut V, a: f64) -> f64 {
    (v.exponential() / a).exp() - 1.0
}

/// Power function distribution in [0, 1] with exponent `a - 1`.
pub fn power<V: Variates>(v: &mut V, a: f64) -> f64 {
    (1.0 - (-v.exponential()).exp()).powf(1.0 / a)
}

/// Rayleigh.
pub fn rayleigh<V: Variates>(v: &mut V, scale: f64) -> f64 {
    scale * (-2.0 * (-v.uniform()).ln_1p()).sqrt()
}

/// Wald (inverse Gaussian).
pub fn wald<V: Variates>(v: &mut V, mean: f64, scale: f64) -> f64 {
    let normal = v.normal();
    let y = mean * normal * normal;
    let x = mean + mean / (2.0 * scale) * (y - (4.0 * scale * y + y * y).sqrt());
    if v.uniform() <= mean / (mean + x) { x } else { mean * mean / x }
}

/// Von Mises on [-π, π].
pub fn vonmises<V: Variates>(v: &mut V, mu: f64, kappa: f64) -> f64 {
    vonmises_by_rejection(v, mu, kappa)
}

/// Beta.
pub fn beta<V: Variates>(v: &mut V, a: f64, b: f64) -> f64 {
    let both_small = a <= 1.0 && b <= 1.0;
    if !both_small {
        let first = standard_gamma(v, a);
        return first / (first + standard_gamma(v, b));
    }
    loop {
        let (u, w) = (v.uniform(), v.uniform());
        let (x, y) = (u.powf(1.0 / a), w.powf(1.0 / b));
        if x + y <= 1.0 {
            if x + y > 0.0 {
                return x / (x + y);
            }
            let (ln_x, ln_y) = (u.ln() / a, w.ln() / b);
            let larger = if ln_x > ln_y { ln_x } else { ln_y };
            let (ln_x, ln_y) = (ln_x - larger, ln_y - larger);
            return (ln_x - (ln_x.exp() + ln_y.exp()).ln()).exp();
        }
    }
}

/// Chi-square with noncentrality `nonc`; a NaN draws like any other number.
pub fn noncentral_chisquare<V: Variates>(v: &mut V, df: f64, nonc: f64) -> f64 {
    if nonc == 0.0 {
        return chisquare(v, df);
    }
    if df > 1.0 {
        let central = chisquare(v, df - 1.0);
        let shifted = v.normal() + nonc.sqrt();
        return central + shifted * shifted;
    }
    let i = poisson(v, nonc / 2.0);
    let value = chisquare(v, df + i.wrapping_mul(2) as f64);
    if nonc.is_nan() { f64::NAN } else { value }
}

/// F with noncentrality `nonc`.
pub fn noncentral_f<V: Variates>(v: &mut V, dfnum: f64, dfden: f64, nonc: f64) -> f64 {
    let numerator = noncentral_chisquare(v, dfnum, nonc) * dfden;
    numerator / (chisquare(v, dfden) * dfnum)
}

/// The number of successes of `n` trials of probability `p`.
pub fn binomial<V: Variates>(v: &mut V, n: i64, p: f64) -> i64 {
    Binomial::legacy(n, p).sample(v)
}

/// Geometric: the number of trials up to the first success.
pub fn geometric<V: Variates>(v: &mut V, p: f64) -> i64 {
    if p >= SEARCH_FROM {
        return geometric_by_search(v, p);
    }
    truncate(((-v.uniform()).ln_1p() / (1.0 - p).ln()).ceil())
}

/// Logarithmic series.
pub fn logseries<V: Variates>(v: &mut V, p: f64) -> i64 {
    let r = (1.0 - p).ln();
    logseries_with(v, p, |u| 1.0 - (r * u).exp())
}

/// Zeta (Zipf). From where the powers overflow, no candidate but 1 is ever likely; NumPy's loop does not end there.
pub fn zipf<V: Variates>(v: &mut V, a: f64) -> i64 {
    if a >= 1025.0 {
        return 1;
    }
    zipf_with(v, a, |u| 1.0 - u)
}

/// The good items among `sample` taken from `good` and `bad` ones.
pub fn hypergeometric<V: Variates>(v: &mut V, good: i64, bad: i64, sample: i64) -> i64 {
    if sample > 10 {
        ratio_of_uniforms(v, good, bad, sample, Version::RandomState)
    } else if sample > 0 {
        pick(v, good, bad, sample)
    } else {
        0
    }
}

/// Algorithm HYP of V. Kachitvichyanukul and B. W. Schmeiser (1985).
fn pick<V: Variates>(v: &mut V, good: i64, bad: i64, sample: i64) -> i64 {
    let rest = bad.wrapping_add(good).wrapping_sub(sample);
    let fewer = good.min(bad) as f64;
    let (mut left, mut picks) = (fewer, sample);
    while left > 0.0 {
        left -= (v.uniform() + left / rest.wrapping_add(picks) as f64).floor();
        picks -= 1;
        if picks == 0 {
            break;
        }
    }
    let taken = (fewer - left) as i64;
    if good > bad { sample - taken } else { taken }
}
