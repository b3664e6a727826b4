//! The distributions of `Generator` and `RandomState`, each with its parameters as an array of floats.

use super::objects::Source;
use super::sample::Distribution;
use crate::random::binomial::Binomial as Prepared;
use crate::random::bits::Variates;
use crate::random::{check, continuous, discrete, gamma, legacy};
use crate::value::{Error, Result};

macro_rules! distributions {
    ($($name:ident $method:literal [$n:literal] ($($parameter:ident),*) -> $output:ty = $draw:path $(, checked $check:path)?;)*) => {$(
        pub struct $name;

        impl Distribution<$n> for $name {
            type Output = $output;
            const NAME: &'static str = $method;

            #[inline]
            fn draw<V: Variates>(
                v: &mut V,
                [$($parameter),*]: [f64; $n],
            ) -> $output {
                $draw(v, $($parameter),*)
            }

            $(fn check(parameters: [f64; $n], scalar: bool) -> Result<()> {
                $check(parameters, scalar)
            })?
        }
    )*};
}

distributions! {
    Beta "beta" [2] (a, b) -> f64 = gamma::beta;
    Chisquare "chisquare" [1] (df) -> f64 = gamma::chisquare;
    Exponential "exponential" [1] (scale) -> f64 = continuous::exponential;
    F "f" [2] (dfnum, dfden) -> f64 = gamma::f;
    Gamma "gamma" [2] (shape, scale) -> f64 = gamma::gamma;
    Geometric "geometric" [1] (p) -> i64 = discrete::geometric;
    Gumbel "gumbel" [2] (loc, scale) -> f64 = continuous::gumbel;
    Laplace "laplace" [2] (loc, scale) -> f64 = continuous::laplace;
    Logistic "logistic" [2] (loc, scale) -> f64 = continuous::logistic;
    Lognormal "lognormal" [2] (mean, sigma) -> f64 = continuous::lognormal;
    Logseries "logseries" [1] (p) -> i64 = discrete::logseries;
    NegativeBinomial "negative_binomial" [2] (n, p) -> i64 = discrete::negative_binomial, checked negative_binomial_mean;
    NoncentralChisquare "noncentral_chisquare" [2] (df, nonc) -> f64 = gamma::noncentral_chisquare;
    NoncentralF "noncentral_f" [3] (dfnum, dfden, nonc) -> f64 = gamma::noncentral_f;
    Normal "normal" [2] (loc, scale) -> f64 = continuous::normal;
    Pareto "pareto" [1] (a) -> f64 = continuous::pareto;
    Poisson "poisson" [1] (lam) -> i64 = discrete::poisson;
    Power "power" [1] (a) -> f64 = continuous::power;
    Rayleigh "rayleigh" [1] (scale) -> f64 = continuous::rayleigh;
    StandardCauchy "" [0] () -> f64 = continuous::standard_cauchy;
    StandardExponential "" [0] () -> f64 = exponential;
    StandardGamma "standard_gamma" [1] (shape) -> f64 = gamma::standard_gamma;
    StandardNormal "" [0] () -> f64 = normal;
    StandardT "standard_t" [1] (df) -> f64 = gamma::standard_t;
    Triangular "" [3] (left, mode, right) -> f64 = continuous::triangular, checked triangle;
    Uniform "" [2] (low, high) -> f64 = uniform, checked interval;
    Unit "" [0] () -> f64 = unit;
    Vonmises "vonmises" [2] (mu, kappa) -> f64 = continuous::vonmises;
    Wald "wald" [2] (mean, scale) -> f64 = continuous::wald;
    Weibull "weibull" [1] (a) -> f64 = continuous::weibull;
    Zipf "zipf" [1] (a) -> i64 = discrete::zipf;

    LegacyBeta "beta" [2] (a, b) -> f64 = legacy::beta;
    LegacyGeometric "geometric" [1] (p) -> i64 = legacy::geometric;
    LegacyHypergeometric "" [3] (good, bad, sample) -> i64 = legacy_hypergeometric, checked legacy_urn;
    LegacyLogseries "logseries" [1] (p) -> i64 = legacy::logseries;
    LegacyNegativeBinomial "negative_binomial" [2] (n, p) -> i64 = discrete::negative_binomial;
    LegacyNoncentralChisquare "noncentral_chisquare" [2] (df, nonc) -> f64 = legacy::noncentral_chisquare;
    LegacyNoncentralF "noncentral_f" [3] (dfnum, dfden, nonc) -> f64 = legacy::noncentral_f;
    LegacyPareto "pareto" [1] (a) -> f64 = legacy::pareto;
    LegacyPower "power" [1] (a) -> f64 = legacy::power;
    LegacyRayleigh "rayleigh" [1] (scale) -> f64 = legacy::rayleigh;
    LegacyUniform "" [2] (low, high) -> f64 = uniform, checked legacy_interval;
    LegacyVonmises "vonmises" [2] (mu, kappa) -> f64 = legacy::vonmises;
    LegacyWald "wald" [2] (mean, scale) -> f64 = legacy::wald;
    LegacyZipf "zipf" [1] (a) -> i64 = legacy::zipf;
}

/// Binomial: what depends on the parameters alone is worked out once for many draws.
pub struct Binomial;

impl Distribution<2> for Binomial {
    type Output = i64;
    const NAME: &'static str = "binomial";

    fn draw<V: Variates>(v: &mut V, [n, p]: [f64; 2]) -> i64 {
        Prepared::new(n as i64, p).sample(v)
    }

    fn fill(source: &impl Source, [n, p]: [f64; 2], out: &mut [i64]) {
        source.fill(&Prepared::new(n as i64, p), out);
    }
}

/// Binomial as `RandomState` draws it.
pub struct LegacyBinomial;

impl Distribution<2> for LegacyBinomial {
    type Output = i64;
    const NAME: &'static str = "binomial";

    fn draw<V: Variates>(v: &mut V, [n, p]: [f64; 2]) -> i64 {
        Prepared::legacy(n as i64, p).sample(v)
    }

    fn fill(source: &impl Source, [n, p]: [f64; 2], out: &mut [i64]) {
        source.fill(&Prepared::legacy(n as i64, p), out);
    }
}

fn unit<V: Variates>(v: &mut V) -> f64 {
    v.uniform()
}

fn normal<V: Variates>(v: &mut V) -> f64 {
    v.normal()
}

fn exponential<V: Variates>(v: &mut V) -> f64 {
    v.exponential()
}

fn uniform<V: Variates>(v: &mut V, low: f64, high: f64) -> f64 {
    continuous::uniform(v, low, high - low)
}

fn legacy_hypergeometric<V: Variates>(v: &mut V, good: f64, bad: f64, sample: f64) -> i64 {
    legacy::hypergeometric(v, good as i64, bad as i64, sample as i64)
}

fn negative_binomial_mean([n, p]: [f64; 2], _: bool) -> Result<()> {
    check::negative_binomial_mean(n, p).map_err(Error::value)
}

fn triangle([left, mode, right]: [f64; 3], _: bool) -> Result<()> {
    check::triangular(left, mode, right).map_err(Error::value)
}

fn interval([low, high]: [f64; 2], scalar: bool) -> Result<()> {
    let range = high - low;
    if !range.is_finite() {
        return Err(Error::overflow(if scalar { check::INFINITE_RANGE } else { check::LEGACY_INFINITE_RANGE }));
    }
    if range.is_sign_negative() { Err(Error::value(check::NEGATIVE_RANGE)) } else { Ok(()) }
}

fn legacy_interval([low, high]: [f64; 2], _: bool) -> Result<()> {
    if (high - low).is_finite() { Ok(()) } else { Err(Error::overflow(check::LEGACY_INFINITE_RANGE)) }
}

fn legacy_urn([good, bad, sample]: [f64; 3], _: bool) -> Result<()> {
    check::hypergeometric(good as i64, bad as i64, sample as i64, true).map_err(Error::value)
}
