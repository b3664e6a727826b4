//! `RandomState.beta`, `RandomState.binomial` …: NumPy's older streams; also the functions of `np.random` itself.

use super::distributions::{
    Chisquare, Exponential, F, Gamma, Gumbel, Laplace, LegacyBeta, LegacyBinomial, LegacyGeometric, LegacyLogseries,
    LegacyNegativeBinomial, LegacyNoncentralChisquare, LegacyNoncentralF, LegacyPareto, LegacyPower, LegacyRayleigh,
    LegacyUniform, LegacyVonmises, LegacyWald, LegacyZipf, Logistic, Lognormal, Normal, Poisson, StandardCauchy,
    StandardT, Triangular, Weibull,
};
use super::objects::State;
use super::sample::{Real, Size, sample};
use crate::value::Value;

builtins! { LEGACY_DISTRIBUTIONS, chapter "RandomState: distributions", methods "RandomState";
    /// Beta distributed numbers in [0, 1].
    ///
    /// >>> np.random.seed(1); np.random.beta(2, 3, size=3)
    /// array([0.72728101, 0.45804012, 0.7599393 ])
    @see("dirichlet", "gamma")
    fn beta(cx, @pos state: State, a: Real, b: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyBeta, 2>(&state, [a, b], size)
    }

    /// The number of successes of `n` trials of probability `p`.
    ///
    /// >>> np.random.seed(1); np.random.binomial(10, 0.5, size=3)
    /// array([5, 6, 0])
    @see("multinomial", "negative_binomial")
    fn binomial(cx, @pos state: State, n: Real, p: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyBinomial, 2>(&state, [n, p], size)
    }

    /// Chi-square distributed numbers of `df` degrees of freedom.
    ///
    /// >>> np.random.seed(1); np.random.chisquare(3, size=3)
    /// array([7.89523814, 1.24558467, 1.36822429])
    @see("gamma", "noncentral_chisquare")
    fn chisquare(cx, @pos state: State, df: Real, size: Size = Size(None)) -> Value {
        sample::<Chisquare, 1>(&state, [df], size)
    }

    /// Exponentially distributed numbers of mean `scale`.
    ///
    /// >>> np.random.seed(1); np.random.exponential(2.0, size=3)
    /// array([1.07921167e+00, 2.54825051e+00, 2.28762717e-04])
    @see("standard_exponential", "gamma")
    fn exponential(cx, @pos state: State, scale: Real = Real::One(1.0), size: Size = Size(None)) -> Value {
        sample::<Exponential, 1>(&state, [scale], size)
    }

    /// F distributed numbers: the ratio of two chi-square variates over their degrees of freedom.
    ///
    /// >>> np.random.seed(1); np.random.f(2, 10, size=3)
    /// array([0.85940394, 0.27389973, 2.11197531])
    @see("chisquare", "noncentral_f")
    fn f(cx, @pos state: State, dfnum: Real, dfden: Real, size: Size = Size(None)) -> Value {
        sample::<F, 2>(&state, [dfnum, dfden], size)
    }

    /// Gamma distributed numbers of mean `shape * scale`.
    ///
    /// >>> np.random.seed(1); np.random.gamma(2.0, 2.0, size=3)
    /// array([9.53228405, 1.99014591, 2.14712257])
    @see("standard_gamma", "exponential")
    fn gamma(cx, @pos state: State, shape: Real, scale: Real = Real::One(1.0), size: Size = Size(None)) -> Value {
        sample::<Gamma, 2>(&state, [shape, scale], size)
    }

    /// The number of trials of probability `p` up to the first success.
    ///
    /// >>> np.random.seed(1); np.random.geometric(0.3, size=3)
    /// array([2, 4, 1])
    @see("negative_binomial")
    fn geometric(cx, @pos state: State, p: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyGeometric, 1>(&state, [p], size)
    }

    /// Gumbel distributed numbers: the largest of many.
    ///
    /// >>> np.random.seed(1); np.random.gumbel(0, 0.1, size=3)
    /// array([ 0.06169163, -0.02422599,  0.90759724])
    @see("weibull")
    fn gumbel(cx, @pos state: State, loc: Real = Real::One(0.0), scale: Real = Real::One(1.0),
              size: Size = Size(None)) -> Value {
        sample::<Gumbel, 2>(&state, [loc, scale], size)
    }

    /// Laplace distributed numbers: two exponential distributions back to back.
    ///
    /// >>> np.random.seed(1); np.random.laplace(0, 1, size=3)
    /// array([-0.18146911,  0.58097807, -8.38288245])
    @see("exponential")
    fn laplace(cx, @pos state: State, loc: Real = Real::One(0.0), scale: Real = Real::One(1.0),
               size: Size = Size(None)) -> Value {
        sample::<Laplace, 2>(&state, [loc, scale], size)
    }

    /// Logistically distributed numbers.
    ///
    /// >>> np.random.seed(1); np.random.logistic(10, 1, size=3)
    /// array([ 9.66498955, 10.94607177,  0.92408475])
    @see("normal")
    fn logistic(cx, @pos state: State, loc: Real = Real::One(0.0), scale: Real = Real::One(1.0),
                size: Size = Size(None)) -> Value {
        sample::<Logistic, 2>(&state, [loc, scale], size)
    }

    /// Numbers whose logarithm is normally distributed with mean `mean` and standard deviation `sigma`.
    ///
    /// >>> np.random.seed(1); np.random.lognormal(0, 1, size=3)
    /// array([5.07509561, 0.54239736, 0.58968207])
    @see("normal")
    fn lognormal(cx, @pos state: State, mean: Real = Real::One(0.0), sigma: Real = Real::One(1.0),
                 size: Size = Size(None)) -> Value {
        sample::<Lognormal, 2>(&state, [mean, sigma], size)
    }

    /// Numbers of the logarithmic series distribution.
    ///
    /// >>> np.random.seed(1); np.random.logseries(0.6, size=3)
    /// array([2, 7, 1])
    @see("poisson", "zipf")
    fn logseries(cx, @pos state: State, p: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyLogseries, 1>(&state, [p], size)
    }

    /// The number of failures, in trials of probability `p`, before `n` successes.
    ///
    /// >>> np.random.seed(1); np.random.negative_binomial(3, 0.5, size=3)
    /// array([3, 2, 0])
    @see("binomial", "geometric")
    fn negative_binomial(cx, @pos state: State, n: Real, p: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyNegativeBinomial, 2>(&state, [n, p], size)
    }

    /// Chi-square distributed numbers with noncentrality `nonc`.
    ///
    /// >>> np.random.seed(1); np.random.noncentral_chisquare(3, 2, size=3)
    /// array([1.45380552, 1.12564086, 0.50726489])
    @see("chisquare")
    fn noncentral_chisquare(cx, @pos state: State, df: Real, nonc: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyNoncentralChisquare, 2>(&state, [df, nonc], size)
    }

    /// F distributed numbers with noncentrality `nonc` of the numerator.
    ///
    /// >>> np.random.seed(1); np.random.noncentral_f(3, 20, 2, size=3)
    /// array([0.58125703, 0.31422682, 0.35193216])
    @see("f")
    fn noncentral_f(cx, @pos state: State, dfnum: Real, dfden: Real, nonc: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyNoncentralF, 3>(&state, [dfnum, dfden, nonc], size)
    }

    /// Normally distributed numbers of mean `loc` and standard deviation `scale`.
    ///
    /// >>> np.random.seed(1); np.random.normal(10, 2, size=3)
    /// array([13.24869073,  8.77648717,  8.9436565 ])
    @see("standard_normal", "multivariate_normal")
    fn normal(cx, @pos state: State, loc: Real = Real::One(0.0), scale: Real = Real::One(1.0),
              size: Size = Size(None)) -> Value {
        sample::<Normal, 2>(&state, [loc, scale], size)
    }

    /// Pareto II (Lomax) distributed numbers of shape `a`.
    ///
    /// >>> np.random.seed(1); np.random.pareto(3, size=3)
    /// array([1.97060074e-01, 5.29144483e-01, 3.81278464e-05])
    @see("power", "weibull")
    fn pareto(cx, @pos state: State, a: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyPareto, 1>(&state, [a], size)
    }

    /// How many events happen where `lam` are expected.
    ///
    /// >>> np.random.seed(1); np.random.poisson(4, size=3)
    /// array([2, 2, 3])
    @see("binomial", "negative_binomial")
    fn poisson(cx, @pos state: State, lam: Real = Real::One(1.0), size: Size = Size(None)) -> Value {
        sample::<Poisson, 1>(&state, [lam], size)
    }

    /// Numbers in [0, 1] whose density is `a * x**(a - 1)`.
    ///
    /// >>> np.random.seed(1); np.random.power(5, size=3)
    /// array([0.83952144, 0.93649537, 0.16280438])
    @see("beta", "pareto")
    fn power(cx, @pos state: State, a: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyPower, 1>(&state, [a], size)
    }

    /// Rayleigh distributed numbers: the length of a vector of two normal variates.
    ///
    /// >>> np.random.seed(1); np.random.rayleigh(3, size=3)
    /// array([3.1165534 , 4.78897218, 0.04537471])
    @see("normal", "weibull")
    fn rayleigh(cx, @pos state: State, scale: Real = Real::One(1.0), size: Size = Size(None)) -> Value {
        sample::<LegacyRayleigh, 1>(&state, [scale], size)
    }

    /// Cauchy distributed numbers.
    ///
    /// >>> np.random.seed(1); np.random.standard_cauchy(size=3)
    /// array([-2.65521591,  0.49225275, -0.37601263])
    @see("standard_t")
    fn standard_cauchy(cx, @pos state: State, size: Size = Size(None)) -> Value {
        sample::<StandardCauchy, 0>(&state, [], size)
    }

    /// Numbers of Student's t distribution with `df` degrees of freedom.
    ///
    /// >>> np.random.seed(1); np.random.standard_t(10, size=3)
    /// array([ 1.95097872, -0.92471806, -0.71724277])
    @see("standard_normal", "chisquare")
    fn standard_t(cx, @pos state: State, df: Real, size: Size = Size(None)) -> Value {
        sample::<StandardT, 1>(&state, [df], size)
    }

    /// Numbers between `left` and `right`, most of them near `mode`.
    ///
    /// >>> np.random.seed(1); np.random.triangular(-3, 0, 8, size=3)
    /// array([ 0.83745411,  3.0390077 , -2.93856411])
    @see("uniform", "beta")
    fn triangular(cx, @pos state: State, left: Real, mode: Real, right: Real, size: Size = Size(None)) -> Value {
        sample::<Triangular, 3>(&state, [left, mode, right], size)
    }

    /// Uniformly distributed numbers from `low` up to `high`.
    ///
    /// >>> np.random.seed(1); np.random.uniform(-1, 1, size=3)
    /// array([-0.16595599,  0.44064899, -0.99977125])
    @see("random", "randint")
    fn uniform(cx, @pos state: State, low: Real = Real::One(0.0), high: Real = Real::One(1.0),
               size: Size = Size(None)) -> Value {
        sample::<LegacyUniform, 2>(&state, [low, high], size)
    }

    /// Angles in [-π, π] of the von Mises distribution around `mu`.
    ///
    /// >>> np.random.seed(1); np.random.vonmises(0.0, 4.0, size=3)
    /// array([-0.37876771, -0.25518215, -0.15003638])
    @see("normal")
    fn vonmises(cx, @pos state: State, mu: Real, kappa: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyVonmises, 2>(&state, [mu, kappa], size)
    }

    /// Wald (inverse Gaussian) distributed numbers.
    ///
    /// >>> np.random.seed(1); np.random.wald(3, 2, size=3)
    /// array([0.51859308, 1.44176716, 1.58806306])
    @see("normal")
    fn wald(cx, @pos state: State, mean: Real, scale: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyWald, 2>(&state, [mean, scale], size)
    }

    /// Weibull distributed numbers of shape `a` and scale 1.
    ///
    /// >>> np.random.seed(1); np.random.weibull(5, size=3)
    /// array([0.88392482, 1.04964496, 0.16280624])
    @see("gumbel", "exponential")
    fn weibull(cx, @pos state: State, a: Real, size: Size = Size(None)) -> Value {
        sample::<Weibull, 1>(&state, [a], size)
    }

    /// Numbers of the Zipf (zeta) distribution.
    ///
    /// >>> np.random.seed(1); np.random.zipf(4, size=3)
    /// array([1, 1, 1])
    @see("logseries")
    fn zipf(cx, @pos state: State, a: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyZipf, 1>(&state, [a], size)
    }
}
