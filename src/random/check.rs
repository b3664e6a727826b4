//! Parameters of distributions → allowed, or NumPy's words why not.
//!
//! Every message belongs to a ValueError, except those of an infinite range.

/// What a parameter must satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// Any number.
    None,
    /// No sign bit, or NaN.
    NonNegative,
    /// Above 0, or NaN.
    Positive,
    /// Above 0.
    PositiveNotNan,
    /// In [0, 1].
    Probability,
    /// In (0, 1].
    PositiveProbability,
    /// In [0, 1).
    ProbabilityBelow1,
    /// Above 1.
    Above1,
    /// At least 0 and small enough for Poisson variates to be 64-bit integers.
    PoissonMean,
}

/// The largest mean of Poisson variates.
const POISSON_MAX: f64 = i64::MAX as f64 - 10.0 * 3_037_000_499.976_05;

impl Constraint {
    /// Checks one number.
    ///
    /// # Errors
    /// NumPy's text about the parameter `name`.
    pub fn check(self, value: f64, name: &str) -> Result<(), String> {
        self.violated(value).map_or(Ok(()), |why| Err(why.message(name, "is NaN")))
    }

    /// Checks the numbers of an array parameter, whose message NumPy words differently.
    ///
    /// # Errors
    /// NumPy's text about the parameter `name`.
    pub fn check_all(self, values: &[f64], name: &str) -> Result<(), String> {
        let mut violations = values.iter().filter_map(|&value| self.violated(value));
        let Some(mut first) = violations.next() else {
            return Ok(());
        };
        match self {
            Self::PositiveNotNan if violations.any(|why| why == Violation::Nan) => {
                first = Violation::Nan;
            }
            // An array is looked through for large values (and NaN) before negative ones.
            Self::PoissonMean if values.iter().any(|&x| x.is_nan() || x > POISSON_MAX) => {
                first = Violation::TooLarge;
            }
            _ => {}
        }
        Err(first.message(name, "contains NaNs"))
    }

    fn violated(self, x: f64) -> Option<Violation> {
        let (allowed, why) = match self {
            Self::None => (true, Violation::Negative),
            Self::NonNegative => (x.is_nan() || x.is_sign_positive(), Violation::Negative),
            Self::PositiveNotNan if x.is_nan() => (false, Violation::Nan),
            Self::Positive | Self::PositiveNotNan => (x > 0.0 || x.is_nan(), Violation::NotPositive),
            Self::Probability => ((0.0..=1.0).contains(&x), Violation::NoProbability),
            Self::PositiveProbability => (x > 0.0 && x <= 1.0, Violation::NoPositiveProbability),
            Self::ProbabilityBelow1 => ((0.0..1.0).contains(&x), Violation::NotBelow1),
            Self::Above1 => (x > 1.0, Violation::NotAbove1),
            Self::PoissonMean if x > POISSON_MAX => (false, Violation::TooLarge),
            Self::PoissonMean => (x >= 0.0, Violation::NegativeOrNan),
        };
        (!allowed).then_some(why)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Violation {
    Negative,
    NotPositive,
    Nan,
    NoProbability,
    NoPositiveProbability,
    NotBelow1,
    NotAbove1,
    NegativeOrNan,
    TooLarge,
}

impl Violation {
    fn message(self, name: &str, nan: &str) -> String {
        match self {
            Self::Negative => format!("{name} < 0"),
            Self::NotPositive => format!("{name} <= 0"),
            Self::Nan => format!("{name} must not be NaN"),
            Self::NoProbability => format!("{name} < 0, {name} > 1 or {name} {nan}"),
            // NumPy says "contains NaNs" of a single number too here.
            Self::NoPositiveProbability => {
                format!("{name} <= 0, {name} > 1 or {name} contains NaNs")
            }
            Self::NotBelow1 => format!("{name} < 0, {name} >= 1 or {name} {nan}"),
            Self::NotAbove1 => format!("{name} <= 1 or {name} {nan}"),
            Self::NegativeOrNan => format!("{name} < 0 or {name} {nan}"),
            Self::TooLarge => format!("{name} value too large"),
        }
    }
}

/// A parameter's name and what it must satisfy.
pub type Parameter = (&'static str, Constraint);

macro_rules! parameters {
    ($($function:ident: $($parameter:ident $constraint:ident),+;)*) => {
        /// The parameters of `distribution` in order, by the name of NumPy's method. None for
        /// methods whose parameters are checked together by a function of their own.
        pub fn parameters(distribution: &str) -> Option<&'static [Parameter]> {
            Some(match distribution {
                $(stringify!($function) => {
                    &[$((stringify!($parameter), Constraint::$constraint)),+]
                })*
                _ => return None,
            })
        }
    };
}

parameters! {
    beta: a Positive, b Positive;
    binomial: n NonNegative, p Probability;
    chisquare: df Positive;
    exponential: scale NonNegative;
    f: dfnum Positive, dfden Positive;
    gamma: shape NonNegative, scale NonNegative;
    geometric: p PositiveProbability;
    gumbel: loc None, scale NonNegative;
    laplace: loc None, scale NonNegative;
    logistic: loc None, scale NonNegative;
    lognormal: mean None, sigma NonNegative;
    logseries: p ProbabilityBelow1;
    negative_binomial: n PositiveNotNan, p PositiveProbability;
    noncentral_chisquare: df Positive, nonc NonNegative;
    noncentral_f: dfnum Positive, dfden Positive, nonc NonNegative;
    normal: loc None, scale NonNegative;
    pareto: a Positive;
    poisson: lam PoissonMean;
    power: a Positive;
    rayleigh: scale NonNegative;
    standard_gamma: shape NonNegative;
    standard_t: df Positive;
    vonmises: mu None, kappa NonNegative;
    wald: mean Positive, scale Positive;
    weibull: a NonNegative;
    zipf: a Above1;
}

/// NumPy's text (of an OverflowError) for an interval of `uniform` that is not finite.
pub const INFINITE_RANGE: &str = "high - low range exceeds valid bounds";
/// The same of `RandomState`, and of `Generator` with arrays.
pub const LEGACY_INFINITE_RANGE: &str = "Range exceeds valid bounds";
/// NumPy's text (of a ValueError) for `Generator.uniform` with `high` below `low`.
pub const NEGATIVE_RANGE: &str = "high - low < 0";

/// Checks the parameters of `triangular`.
///
/// # Errors
/// NumPy's text.
pub fn triangular(left: f64, mode: f64, right: f64) -> Result<(), &'static str> {
    if left > mode {
        Err("left > mode")
    } else if mode > right {
        Err("mode > right")
    } else if left == right {
        Err("left == right")
    } else {
        Ok(())
    }
}

/// Checks, after the parameters themselves, that the mean of a negative binomial variate is small
/// enough (`Generator` only).
///
/// # Errors
/// NumPy's text.
pub fn negative_binomial_mean(n: f64, p: f64) -> Result<(), &'static str> {
    // The mean plus ten deviations must stay below the largest mean of Poisson variates.
    let largest = (1.0 - p) / p * (n + 10.0 * n.sqrt());
    if largest > POISSON_MAX {
        return Err("n too large or p too small, see Generator.negative_binomial Notes");
    }
    Ok(())
}

/// Checks the parameters of `hypergeometric`; `legacy` is `RandomState`'s.
///
/// # Errors
/// NumPy's text.
pub fn hypergeometric(good: i64, bad: i64, sample: i64, legacy: bool) -> Result<(), &'static str> {
    const LARGEST: i64 = 1_000_000_000;
    if !legacy && (good >= LARGEST || bad >= LARGEST) {
        return Err("both ngood and nbad must be less than 1000000000");
    }
    if good < 0 {
        return Err("ngood < 0");
    }
    if bad < 0 {
        return Err("nbad < 0");
    }
    if sample < 0 {
        return Err("nsample < 0");
    }
    // RandomState's sum wraps.
    if good.wrapping_add(bad) < sample {
        return Err("ngood + nbad < nsample");
    }
    Ok(())
}

/// NumPy's text (of a ValueError) for `Generator.multinomial` without probabilities.
pub const NO_PVALS: &str = "pvals must have at least 1 dimension and the last dimension of pvals \
                            must be greater than 0.";

/// Checks the probabilities of one `multinomial` draw. `of_rows` if they are a row of many.
///
/// # Errors
/// NumPy's text.
pub fn multinomial(pvals: &[f64], of_rows: bool) -> Result<(), String> {
    Constraint::Probability.check_all(pvals, "pvals")?;
    let firsts = &pvals[..pvals.len().saturating_sub(1)];
    if compensated_sum(firsts) > 1.0 + 1e-12 {
        let firsts = if of_rows { "...,:-1" } else { ":-1" };
        return Err(format!("sum(pvals[{firsts}]) > 1.0"));
    }
    Ok(())
}

/// Checks the parameters of `dirichlet`; `legacy` is `RandomState`'s.
///
/// # Errors
/// NumPy's text.
pub fn dirichlet(alpha: &[f64], legacy: bool) -> Result<(), &'static str> {
    if legacy && alpha.iter().any(|&a| a <= 0.0) {
        Err("alpha <= 0")
    } else if alpha.iter().any(|&a| a < 0.0) {
        Err("alpha < 0")
    } else {
        Ok(())
    }
}

/// Checks the parameters of `multivariate_hypergeometric`; `marginals` is its method.
///
/// # Errors
/// NumPy's text.
pub fn multivariate_hypergeometric(colors: &[i64], sample: i64, marginals: bool) -> Result<(), &'static str> {
    const NO_COLORS: &str = "colors must be a one-dimensional sequence of nonnegative integers \
                             not exceeding 9223372036854775807.";
    if sample < 0 {
        return Err("nsample must be nonnegative.");
    }
    if colors.iter().any(|&count| count < 0) {
        return Err(NO_COLORS);
    }
    let total: i128 = colors.iter().map(|&count| i128::from(count)).sum();
    if total > i128::from(i64::MAX) {
        return Err("sum(colors) must not exceed the maximum value of a 64 bit signed integer \
                    (9223372036854775807)");
    }
    if marginals && total >= 1_000_000_000 {
        return Err("When method is \"marginals\", sum(colors) must be less than 1000000000.");
    }
    if !marginals && total > 1_152_921_504_606_846_975 {
        return Err("When method is 'count', sum(colors) must not exceed 1152921504606846975");
    }
    if i128::from(sample) > total {
        return Err("nsample > sum(colors)");
    }
    Ok(())
}

/// Checks the probabilities of `choice` among `population` items; `tolerance` is the root of the
/// machine epsilon of their dtype (at least that of doubles), `legacy` is `RandomState`'s.
///
/// # Errors
/// NumPy's text.
pub fn choice_probabilities(p: &[f64], population: usize, tolerance: f64, legacy: bool) -> Result<(), &'static str> {
    let say = |new: &'static str, old: &'static str| Err(if legacy { old } else { new });
    if p.len() != population {
        return say("a and p must have same size", "'a' and 'p' must have same size");
    }
    let sum = compensated_sum(p);
    if sum.is_nan() {
        return say("Probabilities contain NaN", "probabilities contain NaN");
    }
    if p.iter().any(|&w| w < 0.0) {
        return say("Probabilities are not non-negative", "probabilities are not non-negative");
    }
    if (sum - 1.0).abs() > tolerance {
        return say(
            "Probabilities do not sum to 1. See Notes section of docstring for more information.",
            "probabilities do not sum to 1",
        );
    }
    Ok(())
}

/// The root of the machine epsilon of doubles, the tolerance of [`choice_probabilities`].
pub const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8;

/// Checks the size of a `choice` without replacement; `p` are its probabilities, if any.
///
/// # Errors
/// NumPy's text.
pub fn choice_without_replacement(
    population: usize,
    count: usize,
    p: Option<&[f64]>,
    legacy: bool,
) -> Result<(), &'static str> {
    if count > population {
        return Err(if legacy {
            "Cannot take a larger sample than population when 'replace=False'"
        } else {
            "Cannot take a larger sample than population when replace is False"
        });
    }
    if p.is_some_and(|p| p.iter().filter(|&&w| w > 0.0).count() < count) {
        return Err("Fewer non-zero entries in p than size");
    }
    Ok(())
}

/// NumPy's text for a `choice` from no items; `of_array` if the items were given, not counted.
pub fn empty_choice(of_array: bool, legacy: bool) -> &'static str {
    match (of_array, legacy) {
        (true, false) => "a cannot be empty unless no samples are taken",
        (true, true) => "'a' cannot be empty unless no samples are taken",
        (false, false) => "a must be a positive integer unless no samples are taken",
        (false, true) => "a must be greater than 0 unless no samples are taken",
    }
}

/// W. Kahan's sum, in which NumPy adds up probabilities.
fn compensated_sum(terms: &[f64]) -> f64 {
    let Some((&first, rest)) = terms.split_first() else {
        return 0.0;
    };
    let (mut sum, mut lost) = (first, 0.0);
    for &term in rest {
        let term = term - lost;
        let next = sum + term;
        lost = next - sum - term;
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_numpy() {
        let said = |constraint: Constraint, x: f64| constraint.check(x, "p").unwrap_err();
        assert_eq!(said(Constraint::NonNegative, -0.0), "p < 0");
        assert_eq!(said(Constraint::Positive, 0.0), "p <= 0");
        assert_eq!(said(Constraint::PositiveNotNan, f64::NAN), "p must not be NaN");
        assert_eq!(said(Constraint::Probability, 1.5), "p < 0, p > 1 or p is NaN");
        assert_eq!(said(Constraint::PositiveProbability, 0.0), "p <= 0, p > 1 or p contains NaNs");
        assert_eq!(said(Constraint::ProbabilityBelow1, 1.0), "p < 0, p >= 1 or p is NaN");
        assert_eq!(said(Constraint::Above1, 1.0), "p <= 1 or p is NaN");
        assert_eq!(said(Constraint::PoissonMean, 1e20), "p value too large");
        assert_eq!(said(Constraint::PoissonMean, f64::NAN), "p < 0 or p is NaN");
        let all = Constraint::Probability.check_all(&[0.5, f64::NAN], "p");
        assert_eq!(all.unwrap_err(), "p < 0, p > 1 or p contains NaNs");
        let all = Constraint::PoissonMean.check_all(&[f64::NAN], "lam");
        assert_eq!(all.unwrap_err(), "lam value too large");
        assert!(Constraint::NonNegative.check(f64::NAN, "scale").is_ok());
        assert!(Constraint::PoissonMean.check(9.2e18, "lam").is_ok());
        assert_eq!(parameters("noncentral_f").map(<[_]>::len), Some(3));
    }

    #[test]
    fn joint_conditions() {
        assert_eq!(triangular(0.0, 4.0, 3.0), Err("mode > right"));
        assert_eq!(
            negative_binomial_mean(1e10, 1e-12),
            Err("n too large or p too small, see Generator.negative_binomial Notes")
        );
        assert_eq!(hypergeometric(1, 2, 5, false), Err("ngood + nbad < nsample"));
        let sum = multinomial(&[0.5, 0.6, 0.1], true);
        assert_eq!(sum.unwrap_err(), "sum(pvals[...,:-1]) > 1.0");
        assert_eq!(choice_probabilities(&[0.5, f64::NAN, 1.0], 3, TOLERANCE, true), Err("probabilities contain NaN"));
        assert_eq!(
            choice_without_replacement(3, 3, Some(&[0.5, 0.5, 0.0]), false),
            Err("Fewer non-zero entries in p than size")
        );
    }
}
