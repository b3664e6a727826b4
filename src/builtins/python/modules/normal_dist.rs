//! Python's module `statistics`: normal distributions as values.

use super::exact_data::Data;
use super::random_numbers::stream;
use super::random_stream::Stream;
use super::statistics::error;
use crate::builtins::python::receiver::type_name;
use crate::value::class::{Class, python};
use crate::value::convert::to_float;
use crate::value::iter::collect;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::{Context, Error, FromValue, NativeObject, Result, Value, hash, ops, repr};
use std::any::Any;
use std::f64::consts::{SQRT_2, TAU};

pub static NORMAL_DIST: Class = Class::new("NormalDist", "statistics", &[&python::OBJECT]);

/// A normal distribution by its mean and standard deviation.
#[derive(Clone, Copy, PartialEq)]
pub struct NormalDist {
    mu: f64,
    sigma: f64,
}

builtins! { NORMAL_DIST_CONSTRUCTOR, chapter "statistics: NormalDist", spaces ["constructors"];
    /// A normal distribution.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(100, 15).cdf(130)
    /// 0.9772498680518208
    /// >>> NormalDist(10, 3) + NormalDist(5, 4)
    /// NormalDist(mu=15.0, sigma=5.0)
    fn NormalDist(cx, mu: Value = Value::float(0.0), sigma: Value = Value::float(1.0)) -> Value {
        let float = |cx: &mut dyn Context, value: &Value| cx.call(&Value::Class(&python::FLOAT), std::slice::from_ref(value), &[]);
        let (mu, sigma) = (float(cx, &mu)?, float(cx, &sigma)?);
        NormalDist::new(to_float(&mu)?, to_float(&sigma)?).map(Value::object)
    }
}

builtins! { NORMAL_DIST_METHODS, chapter "statistics.NormalDist", methods "NormalDist";
    /// The distribution with the mean and standard deviation of a sample.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist.from_samples([1, 2, 3])
    /// NormalDist(mu=2.0, sigma=1.0)
    @static
    fn from_samples(cx, data: Value) -> Value {
        let items = collect(cx, &data)?;
        let data = Data::of(cx, &items)?;
        let n = data.count();
        if n < 2 {
            return Err(error("stdev requires at least two data points"));
        }
        NormalDist::new(data.sum().over(n).to_float(), data.squares().over(n - 1).root()).map(Value::object)
    }

    /// So many variates of the distribution.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(5, 2).samples(2, seed=42)
    /// [4.711819340844143, 4.654192799336961]
    fn samples(cx, @pos this: NormalDist, n: i64, @kw seed: Value = Value::None) -> Value {
        let mut own = if let Value::None = seed { None } else { Some(Stream::seeded(&seed)?) };
        let mut samples = Vec::new();
        let mut watch = crate::value::watch::Watch::default();
        for _ in 0..n {
            watch.step()?;
            let z = own.as_mut().unwrap_or_else(|| stream(cx)).gauss();
            samples.push(Value::float(this.mu + z * this.sigma));
        }
        Ok(Value::list(samples))
    }

    /// The density at `x`.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist().pdf(0)
    /// 0.3989422804014327
    fn pdf(cx, @pos this: NormalDist, x: f64) -> f64 {
        let variance = this.variance();
        if variance == 0.0 {
            return Err(error("pdf() not defined when sigma is zero"));
        }
        let distance = x - this.mu;
        Ok((distance * distance / (-2.0 * variance)).exp() / (TAU * variance).sqrt())
    }

    /// The probability of a value of at most `x`.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist().cdf(1)
    /// 0.8413447460685429
    fn cdf(cx, @pos this: NormalDist, x: f64) -> f64 {
        if this.sigma == 0.0 {
            return Err(error("cdf() not defined when sigma is zero"));
        }
        Ok(this.cumulative(x))
    }

    /// The value below which a value lies with probability `p`.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(100, 15).inv_cdf(0.75)
    /// 110.11734625294122
    fn inv_cdf(cx, @pos this: NormalDist, p: f64) -> f64 { this.inverse(p) }

    /// The points that divide the distribution into `n` parts of equal probability.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(5, 2).quantiles()
    /// [3.651020499607837, 5.0, 6.348979500392163]
    fn quantiles(cx, @pos this: NormalDist, n: i64 = 4) -> Value {
        let points = (1..n).map(|i| this.inverse(i as f64 / n as f64).map(Value::float));
        Ok(Value::list(points.collect::<Result<_>>()?))
    }

    /// The area that two densities have in common, between 0 and 1.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(0, 1).overlap(NormalDist(1, 1))
    /// 0.6170750774519738
    fn overlap(cx, @pos this: NormalDist, other: Value) -> f64 {
        match NormalDist::of(&other) {
            Some(other) => this.overlap(other),
            None => Err(Error::type_error("Expected another NormalDist instance")),
        }
    }

    /// How many standard deviations `x` lies above the mean.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(100, 15).zscore(130)
    /// 2.0
    fn zscore(cx, @pos this: NormalDist, x: f64) -> f64 {
        if this.sigma == 0.0 {
            return Err(error("zscore() not defined when sigma is zero"));
        }
        Ok((x - this.mu) / this.sigma)
    }

    /// The mean, which is the median and the mode, too.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(5, 2).mean, NormalDist(5, 2).median, NormalDist(5, 2).mode
    /// (5.0, 5.0, 5.0)
    @property @alias("median", "mode")
    fn mean(cx, @pos this: NormalDist) -> f64 { Ok(this.mu) }

    /// The standard deviation.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(5, 2).stdev
    /// 2.0
    @property
    fn stdev(cx, @pos this: NormalDist) -> f64 { Ok(this.sigma) }

    /// The variance.
    ///
    /// >>> from statistics import NormalDist
    /// >>> NormalDist(5, 2).variance
    /// 4.0
    @property
    fn variance(cx, @pos this: NormalDist) -> f64 { Ok(this.variance()) }
}

impl NormalDist {
    fn new(mu: f64, sigma: f64) -> Result<NormalDist> {
        if sigma < 0.0 { Err(error("sigma must be non-negative")) } else { Ok(NormalDist { mu, sigma }) }
    }

    fn of(value: &Value) -> Option<NormalDist> {
        match value {
            Value::Object(object) => object.downcast::<NormalDist>().copied(),
            _ => None,
        }
    }

    fn variance(self) -> f64 {
        self.sigma * self.sigma
    }

    fn cumulative(self, x: f64) -> f64 {
        0.5 * (1.0 + libm::erf((x - self.mu) / (self.sigma * SQRT_2)))
    }

    fn inverse(self, p: f64) -> Result<f64> {
        if p <= 0.0 || p >= 1.0 {
            return Err(error("p must be in the range 0.0 < p < 1.0"));
        }
        if self.sigma <= 0.0 {
            return Err(error("cdf() not defined when sigma at or below zero"));
        }
        Ok(self.mu + standard_quantile(p) * self.sigma)
    }

    fn overlap(self, other: NormalDist) -> Result<f64> {
        let narrower_first = (self.sigma, self.mu) <= (other.sigma, other.mu);
        let (x, y) = if narrower_first { (self, other) } else { (other, self) };
        let (x_variance, y_variance) = (x.variance(), y.variance());
        if x_variance == 0.0 || y_variance == 0.0 {
            return Err(error("overlap() not defined when sigma is zero"));
        }
        let (wider_by, apart) = (y_variance - x_variance, (y.mu - x.mu).abs());
        if wider_by == 0.0 {
            return Ok(1.0 - libm::erf(apart / (2.0 * x.sigma * SQRT_2)));
        }
        // The densities meet in two points.
        let middle = x.mu * y_variance - y.mu * x_variance;
        let half = x.sigma * y.sigma * (apart * apart + wider_by * (y_variance / x_variance).ln()).sqrt();
        let gap = |at: f64| (y.cumulative(at) - x.cumulative(at)).abs();
        Ok(1.0 - (gap((middle + half) / wider_by) + gap((middle - half) / wider_by)))
    }

    /// The distribution of `factor` times a value.
    fn scaled(self, factor: f64) -> NormalDist {
        NormalDist { mu: self.mu * factor, sigma: self.sigma * factor.abs() }
    }
}

/// A polynomial's value, the highest coefficient first.
fn horner(coefficients: [f64; 8], x: f64) -> f64 {
    coefficients.into_iter().fold(0.0, |value, coefficient| value * x + coefficient)
}

/// The quantile of the standard normal distribution: M. J. Wichura, algorithm AS 241, Applied Statistics 37 (1988).
fn standard_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return horner(CENTRAL.0, r) * q / horner(CENTRAL.1, r);
    }
    let r = (-(if q <= 0.0 { p } else { 1.0 - p }).ln()).sqrt();
    let x = if r <= 5.0 {
        horner(OUTER.0, r - 1.6) / horner(OUTER.1, r - 1.6)
    } else {
        horner(FAR.0, r - 5.0) / horner(FAR.1, r - 5.0)
    };
    if q < 0.0 { -x } else { x }
}

type Quotient = ([f64; 8], [f64; 8]);

const CENTRAL: Quotient = (
    [
        2.509_080_928_730_122_7e3,
        3.343_057_558_358_813e4,
        6.726_577_092_700_87e4,
        4.592_195_393_154_987e4,
        1.373_169_376_550_946e4,
        1.971_590_950_306_551_3e3,
        1.331_416_678_917_843_8e2,
        3.387_132_872_796_366_5,
    ],
    [
        5.226_495_278_852_854_5e3,
        2.872_908_573_572_194_3e4,
        3.930_789_580_009_271e4,
        2.121_379_430_158_659_7e4,
        5.394_196_021_424_751e3,
        6.871_870_074_920_579e2,
        4.231_333_070_160_091e1,
        1.0,
    ],
);

const OUTER: Quotient = (
    [
        7.745_450_142_783_414e-4,
        2.272_384_498_926_918_4e-2,
        2.417_807_251_774_506e-1,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        1.519_866_656_361_645_7e-2,
        1.481_039_764_274_800_8e-1,
        6.897_673_349_851e-1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
);

const FAR: Quotient = (
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        1.242_660_947_388_078_4e-3,
        2.653_218_952_657_612_4e-2,
        2.965_605_718_285_048_7e-1,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        1.487_536_129_085_061_5e-2,
        1.369_298_809_227_358e-1,
        5.998_322_065_558_88e-1,
        1.0,
    ],
);

impl FromValue for NormalDist {
    const ACCEPTS: &'static str = "NormalDist";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<NormalDist> {
        NormalDist::of(value)
            .ok_or_else(|| Error::type_error(format!("expected a NormalDist, got {}", type_name(value))))
    }
}

impl NativeObject for NormalDist {
    fn class(&self) -> &'static Class {
        &NORMAL_DIST
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn binary(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        let moved = match op {
            BinaryOp::Add | BinaryOp::Sub => match NormalDist::of(other) {
                Some(other) => {
                    let sigma = self.sigma.hypot(other.sigma);
                    let mu = if op == BinaryOp::Add { self.mu + other.mu } else { self.mu - other.mu };
                    NormalDist { mu, sigma }
                }
                None => {
                    let mu = ops::binary(cx, op, &Value::float(self.mu), other)?;
                    let moved = NormalDist { mu: to_float(&mu)?, sigma: self.sigma };
                    if reflected && op == BinaryOp::Sub { moved.scaled(-1.0) } else { moved }
                }
            },
            BinaryOp::Mul => self.scaled(to_float(other)?),
            BinaryOp::Div if !reflected => match to_float(other)? {
                0.0 => return Err(Error::zero_division("float division by zero")),
                by => NormalDist { mu: self.mu / by, sigma: self.sigma / by.abs() },
            },
            _ => return Ok(None),
        };
        Ok(Some(Value::object(moved)))
    }

    fn unary(&self, _: &mut dyn Context, op: UnaryOp) -> Result<Option<Value>> {
        Ok(match op {
            UnaryOp::Plus => Some(Value::object(*self)),
            UnaryOp::Minus => Some(Value::object(self.scaled(-1.0))),
            UnaryOp::Invert => None,
        })
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = NormalDist::of(other) else { return Ok(None) };
        Ok(op.equality(*self == other))
    }

    fn hash(&self) -> Option<u64> {
        hash::hash(&Value::tuple([Value::float(self.mu), Value::float(self.sigma)])).ok()
    }

    fn equals(&self, other: &Value) -> bool {
        NormalDist::of(other) == Some(*self)
    }

    fn repr(&self) -> String {
        let [mu, sigma] = [self.mu, self.sigma].map(|x| repr::repr(&Value::float(x)));
        format!("NormalDist(mu={mu}, sigma={sigma})")
    }
}
