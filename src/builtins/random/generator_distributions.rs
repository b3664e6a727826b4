//! `Generator.beta`, `Generator.binomial` …: one method a distribution.

use super::distributions::{
    Beta, Binomial, Chisquare, Exponential, F, Gamma, Geometric, Gumbel, Laplace, Logistic, Lognormal, Logseries,
    NegativeBinomial, NoncentralChisquare, NoncentralF, Normal, Pareto, Poisson, Power, Rayleigh, StandardCauchy,
    StandardT, Triangular, Uniform, Vonmises, Wald, Weibull, Zipf,
};
use super::objects::Rng;
use super::sample::{Real, Size, sample};
use crate::value::Value;

builtins! { DISTRIBUTIONS, chapter "Generator: distributions", methods "Generator";
    /// Beta distributed numbers in [0, 1].
    ///
    /// >>> np.random.default_rng(1).beta(2, 3, size=3)
    /// array([0.39905349, 0.62444794, 0.44584483])
    @see("dirichlet", "gamma")
    fn beta(cx, @pos generator: Rng, a: Real, b: Real, size: Size = Size(None)) -> Value {
        sample::<Beta, 2>(&generator, [a, b], size)
    }

    /// The number of successes of `n` trials of probability `p`.
    ///
    /// >>> np.random.default_rng(1).binomial(10, 0.5, size=3)
    /// array([5, 8, 3])
    @see("multinomial", "negative_binomial")
    fn binomial(cx, @pos generator: Rng, n: Real, p: Real, size: Size = Size(None)) -> Value {
        sample::<Binomial, 2>(&generator, [n, p], size)
    }

    /// Chi-square distributed numbers of `df` degrees of freedom.
    ///
    /// >>> np.random.default_rng(1).chisquare(3, size=3)
    /// array([3.16232991, 3.12242578, 4.88646385])
    @see("gamma", "noncentral_chisquare")
    fn chisquare(cx, @pos generator: Rng, df: Real, size: Size = Size(None)) -> Value {
        sample::<Chisquare, 1>(&generator, [df], size)
    }

    /// Exponentially distributed numbers of mean `scale`.
    ///
    /// >>> np.random.default_rng(1).exponential(2.0, size=3)
    /// array([ 2.14605805,  0.61690629, 10.75087375])
    @see("standard_exponential", "gamma")
    fn exponential(cx, @pos generator: Rng, scale: Real = Real::One(1.0), size: Size = Size(None)) -> Value {
        sample::<Exponential, 1>(&generator, [scale], size)
    }

    /// F distributed numbers: the ratio of two chi-square variates over their degrees of freedom.
    ///
    /// >>> np.random.default_rng(1).f(2, 10, size=3)
    /// array([0.80363551, 3.89050503, 1.49040265])
    @see("chisquare", "noncentral_f")
    fn f(cx, @pos generator: Rng, dfnum: Real, dfden: Real, size: Size = Size(None)) -> Value {
        sample::<F, 2>(&generator, [dfnum, dfden], size)
    }

    /// Gamma distributed numbers of mean `shape * scale`.
    ///
    /// >>> np.random.default_rng(1).gamma(2.0, 2.0, size=3)
    /// array([4.30761495, 4.26138082, 6.25997772])
    @see("standard_gamma", "exponential")
    fn gamma(cx, @pos generator: Rng, shape: Real, scale: Real = Real::One(1.0), size: Size = Size(None)) -> Value {
        sample::<Gamma, 2>(&generator, [shape, scale], size)
    }

    /// The number of trials of probability `p` up to the first success.
    ///
    /// >>> np.random.default_rng(1).geometric(0.3, size=3)
    /// array([ 4,  1, 16])
    @see("negative_binomial")
    fn geometric(cx, @pos generator: Rng, p: Real, size: Size = Size(None)) -> Value {
        sample::<Geometric, 1>(&generator, [p], size)
    }

    /// Gumbel distributed numbers: the largest of many.
    ///
    /// >>> np.random.default_rng(1).gumbel(0, 0.1, size=3)
    /// array([ 0.03325757, -0.1100294 ,  0.1860008 ])
    @see("weibull")
    fn gumbel(cx, @pos generator: Rng, loc: Real = Real::One(0.0), scale: Real = Real::One(1.0),
              size: Size = Size(None)) -> Value {
        sample::<Gumbel, 2>(&generator, [loc, scale], size)
    }

    /// Laplace distributed numbers: two exponential distributions back to back.
    ///
    /// >>> np.random.default_rng(1).laplace(0, 1, size=3)
    /// array([ 0.02392724,  2.31190229, -1.24368699])
    @see("exponential")
    fn laplace(cx, @pos generator: Rng, loc: Real = Real::One(0.0), scale: Real = Real::One(1.0),
               size: Size = Size(None)) -> Value {
        sample::<Laplace, 2>(&generator, [loc, scale], size)
    }

    /// Logistically distributed numbers.
    ///
    /// >>> np.random.default_rng(1).logistic(10, 1, size=3)
    /// array([10.04729531, 12.95424416,  8.21883721])
    @see("normal")
    fn logistic(cx, @pos generator: Rng, loc: Real = Real::One(0.0), scale: Real = Real::One(1.0),
                size: Size = Size(None)) -> Value {
        sample::<Logistic, 2>(&generator, [loc, scale], size)
    }

    /// Numbers whose logarithm is normally distributed with mean `mean` and standard deviation `sigma`.
    ///
    /// >>> np.random.default_rng(1).lognormal(0, 1, size=3)
    /// array([1.41281503, 2.27417681, 1.39157622])
    @see("normal")
    fn lognormal(cx, @pos generator: Rng, mean: Real = Real::One(0.0), sigma: Real = Real::One(1.0),
                 size: Size = Size(None)) -> Value {
        sample::<Lognormal, 2>(&generator, [mean, sigma], size)
    }

    /// Numbers of the logarithmic series distribution.
    ///
    /// >>> np.random.default_rng(1).logseries(0.6, size=3)
    /// array([2, 4, 2])
    @see("poisson", "zipf")
    fn logseries(cx, @pos generator: Rng, p: Real, size: Size = Size(None)) -> Value {
        sample::<Logseries, 1>(&generator, [p], size)
    }

    /// The number of failures, in trials of probability `p`, before `n` successes.
    ///
    /// >>> np.random.default_rng(1).negative_binomial(3, 0.5, size=3)
    /// array([3, 1, 3])
    @see("binomial", "geometric")
    fn negative_binomial(cx, @pos generator: Rng, n: Real, p: Real, size: Size = Size(None)) -> Value {
        sample::<NegativeBinomial, 2>(&generator, [n, p], size)
    }

    /// Chi-square distributed numbers with noncentrality `nonc`.
    ///
    /// >>> np.random.default_rng(1).noncentral_chisquare(3, 2, size=3)
    /// array([7.14500147, 0.15914911, 4.19464243])
    @see("chisquare")
    fn noncentral_chisquare(cx, @pos generator: Rng, df: Real, nonc: Real, size: Size = Size(None)) -> Value {
        sample::<NoncentralChisquare, 2>(&generator, [df, nonc], size)
    }

    /// F distributed numbers with noncentrality `nonc` of the numerator.
    ///
    /// >>> np.random.default_rng(1).noncentral_f(3, 20, 2, size=3)
    /// array([2.21945531, 1.72800935, 1.3740521 ])
    @see("f")
    fn noncentral_f(cx, @pos generator: Rng, dfnum: Real, dfden: Real, nonc: Real, size: Size = Size(None)) -> Value {
        sample::<NoncentralF, 3>(&generator, [dfnum, dfden, nonc], size)
    }

    /// Normally distributed numbers of mean `loc` and standard deviation `scale`.
    ///
    /// >>> np.random.default_rng(1).normal(10, 2, size=3)
    /// array([10.69116838, 11.64323629, 10.66087415])
    @see("standard_normal", "multivariate_normal")
    fn normal(cx, @pos generator: Rng, loc: Real = Real::One(0.0), scale: Real = Real::One(1.0),
              size: Size = Size(None)) -> Value {
        sample::<Normal, 2>(&generator, [loc, scale], size)
    }

    /// Pareto II (Lomax) distributed numbers of shape `a`.
    ///
    /// >>> np.random.default_rng(1).pareto(3, size=3)
    /// array([0.43000271, 0.10828937, 5.00031694])
    @see("power", "weibull")
    fn pareto(cx, @pos generator: Rng, a: Real, size: Size = Size(None)) -> Value {
        sample::<Pareto, 1>(&generator, [a], size)
    }

    /// How many events happen where `lam` are expected.
    ///
    /// >>> np.random.default_rng(1).poisson(4, size=3)
    /// array([5, 3, 5])
    @see("binomial", "negative_binomial")
    fn poisson(cx, @pos generator: Rng, lam: Real = Real::One(1.0), size: Size = Size(None)) -> Value {
        sample::<Poisson, 1>(&generator, [lam], size)
    }

    /// Numbers in [0, 1] whose density is `a * x**(a - 1)`.
    ///
    /// >>> np.random.default_rng(1).power(5, size=3)
    /// array([0.91970594, 0.76698338, 0.9990725 ])
    @see("beta", "pareto")
    fn power(cx, @pos generator: Rng, a: Real, size: Size = Size(None)) -> Value {
        sample::<Power, 1>(&generator, [a], size)
    }

    /// Rayleigh distributed numbers: the length of a vector of two normal variates.
    ///
    /// >>> np.random.default_rng(1).rayleigh(3, size=3)
    /// array([4.39482906, 2.35630147, 9.83655751])
    @see("normal", "weibull")
    fn rayleigh(cx, @pos generator: Rng, scale: Real = Real::One(1.0), size: Size = Size(None)) -> Value {
        sample::<Rayleigh, 1>(&generator, [scale], size)
    }

    /// Cauchy distributed numbers.
    ///
    /// >>> np.random.default_rng(1).standard_cauchy(size=3)
    /// array([ 0.42061412, -0.25356654,  2.02824247])
    @see("standard_t")
    fn standard_cauchy(cx, @pos generator: Rng, size: Size = Size(None)) -> Value {
        sample::<StandardCauchy, 0>(&generator, [], size)
    }

    /// Numbers of Student's t distribution with `df` degrees of freedom.
    ///
    /// >>> np.random.default_rng(1).standard_t(10, size=3)
    /// array([ 0.29907333, -1.10864608, -0.48862592])
    @see("standard_normal", "chisquare")
    fn standard_t(cx, @pos generator: Rng, df: Real, size: Size = Size(None)) -> Value {
        sample::<StandardT, 1>(&generator, [df], size)
    }

    /// Numbers between `left` and `right`, most of them near `mode`.
    ///
    /// >>> np.random.default_rng(1).triangular(-3, 0, 8, size=3)
    /// array([ 1.44563527,  5.91213154, -0.81888395])
    @see("uniform", "beta")
    fn triangular(cx, @pos generator: Rng, left: Real, mode: Real, right: Real, size: Size = Size(None)) -> Value {
        sample::<Triangular, 3>(&generator, [left, mode, right], size)
    }

    /// Uniformly distributed numbers from `low` up to `high`.
    ///
    /// >>> np.random.default_rng(1).uniform(-1, 1, size=3)
    /// array([ 0.02364325,  0.90092739, -0.71168077])
    @see("random", "randint")
    fn uniform(cx, @pos generator: Rng, low: Real = Real::One(0.0), high: Real = Real::One(1.0),
               size: Size = Size(None)) -> Value {
        sample::<Uniform, 2>(&generator, [low, high], size)
    }

    /// Angles in [-π, π] of the von Mises distribution around `mu`.
    ///
    /// >>> np.random.default_rng(1).vonmises(0.0, 4.0, size=3)
    /// array([-0.50678383, -0.38640032,  0.56777366])
    @see("normal")
    fn vonmises(cx, @pos generator: Rng, mu: Real, kappa: Real, size: Size = Size(None)) -> Value {
        sample::<Vonmises, 2>(&generator, [mu, kappa], size)
    }

    /// Wald (inverse Gaussian) distributed numbers.
    ///
    /// >>> np.random.default_rng(1).wald(3, 2, size=3)
    /// array([4.56659342, 4.48438466, 1.04072924])
    @see("normal")
    fn wald(cx, @pos generator: Rng, mean: Real, scale: Real, size: Size = Size(None)) -> Value {
        sample::<Wald, 2>(&generator, [mean, scale], size)
    }

    /// Weibull distributed numbers of shape `a` and scale 1.
    ///
    /// >>> np.random.default_rng(1).weibull(5, size=3)
    /// array([1.01419694, 0.79038345, 1.39985403])
    @see("gumbel", "exponential")
    fn weibull(cx, @pos generator: Rng, a: Real, size: Size = Size(None)) -> Value {
        sample::<Weibull, 1>(&generator, [a], size)
    }

    /// Numbers of the Zipf (zeta) distribution.
    ///
    /// >>> np.random.default_rng(1).zipf(4, size=3)
    /// array([1, 1, 1])
    @see("logseries")
    fn zipf(cx, @pos generator: Rng, a: Real, size: Size = Size(None)) -> Value {
        sample::<Zipf, 1>(&generator, [a], size)
    }
}
