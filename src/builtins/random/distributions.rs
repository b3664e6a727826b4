//! The distributions of `Generator` and `RandomState`, each with its parameters as an array of floats.

use super::objects::Source;
use super::sample::Distribution;
use crate::random::binomial::Binomial as Prepared;
use crate::random::bits::Variates;
use crate::random::{check, continuous, discrete, gamma, legacy};
use crate::value::{Error, Result};

macro_rules! distributions {
    ($($name:ident $method:literal ($($parameter:ident),*) -> $output:ty = $draw:path $(, checked $check:path)?;)*) => {$(
        pub struct $name;

        impl Distribution<{ [$(stringify!($parameter)),*].len() }> for $name {
            type Output = $output;
            const NAME: &'static str = $method;

            #[inline]
            fn draw<V: Variates>(
                v: &mut V,
                [$($parameter),*]: [f64; { [$(stringify!($parameter)),*].len() }],
            ) -> $output {
                $draw(v, $($parameter),*)
            }

            $(fn check(parameters: [f64; { [$(stringify!($parameter)),*].len() }], scalar: bool) -> Result<()> {
                $check(parameters, scalar)
            })?
        }
    )*};
}

distributions! {
    Beta "beta" (a, b) -> f64 = gamma::beta;
    Chisquare "chisquare" (df) -> f64 = gamma::chisquare;
    Exponential "exponential" (scale) -> f64 = continuous::exponential;
    F "f" (dfnum, dfden) -> f64 = gamma::f;
    Gamma "gamma" (shape, scale) -> f64 = gamma::gamma;
    Geometric "geometric" (p) -> i64 = discrete::geometric;
    Gumbel "gumbel" (loc, scale) -> f64 = continuous::gumbel;
    Laplace "laplace" (loc, scale) -> f64 = continuous::laplace;
    Logistic "logistic" (loc, scale) -> f64 = continuous::logistic;
    Lognormal "lognormal" (mean, sigma) -> f64 = continuous::lognormal;
    Logseries "logseries" (p) -> i64 = discrete::logseries;
    NegativeBinomial "negative_binomial" (n, p) -> i64 = discrete::negative_binomial, checked negative_binomial_mean;
    NoncentralChisquare "noncentral_chisquare" (df, nonc) -> f64 = gamma::noncentral_chisquare;
    NoncentralF "noncentral_f" (dfnum, dfden, nonc) -> f64 = gamma::noncentral_f;
    Normal "normal" (loc, scale) -> f64 = continuous::normal;
    Pareto "pareto" (a) -> f64 = continuous::pareto;
    Poisson "poisson" (lam) -> i64 = discrete::poisson;
    Power "power" (a) -> f64 = continuous::power;
    Rayleigh "rayleigh" (scale) -> f64 = continuous::rayleigh;
    StandardCauchy "" () -> f64 = continuous::standard_cauchy;
    StandardExponential "" () -> f64 = exponential;
    StandardGamma "standard_gamma" (shape) -> f64 = gamma::standard_gamma;
    StandardNormal "" () -> f64 = normal;
    StandardT "standard_t" (df) -> f64 = gamma::standard_t;
    Triangular "" (left, mode, right) -> f64 = continuous::triangular, checked triangle;
    Uniform "" (low, high) -> f64 = uniform, checked interval;
    Unit "" () -> f64 = unit;
    Vonmises "vonmises" (mu, kappa) -> f64 = continuous::vonmises;
    Wald "wald" (mean, scale) -> f64 = continuous::wald;
    Weibull "weibull" (a) -> f64 = continuous::weibull;
    Zipf "zipf" (a) -> i64 = discrete::zipf;

    LegacyBeta "beta" (a, b) -> f64 = legacy::beta;
    LegacyGeometric "geometric" (p) -> i64 = legacy::geometric;
    LegacyHypergeometric "" (good, bad, sample) -> i64 = legacy_hypergeometric, checked legacy_urn;
    LegacyLogseries "logseries" (p) -> i64 = legacy::logseries;
    LegacyNegativeBinomial "negative_binomial" (n, p) -> i64 = discrete::negative_binomial;
    LegacyNoncentralChisquare "noncentral_chisquare" (df, nonc) -> f64 = legacy::noncentral_chisquare;
    LegacyNoncentralF "noncentral_f" (dfnum, dfden, nonc) -> f64 = legacy::noncentral_f;
    LegacyPareto "pareto" (a) -> f64 = legacy::pareto;
    LegacyPower "power" (a) -> f64 = legacy::power;
    LegacyRayleigh "rayleigh" (scale) -> f64 = legacy::rayleigh;
    LegacyUniform "" (low, high) -> f64 = uniform, checked legacy_interval;
    LegacyVonmises "vonmises" (mu, kappa) -> f64 = legacy::vonmises;
    LegacyWald "wald" (mean, scale) -> f64 = legacy::wald;
    LegacyZipf "zipf" (a) -> i64 = legacy::zipf;
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
