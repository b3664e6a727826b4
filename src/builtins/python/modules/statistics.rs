//! Python's module `statistics`: means and spreads computed exactly, as fractions, and rounded once.

use super::math_integers::{ExactSum, integer_root};
use crate::symbol::Symbol;
use crate::value::class::{Class, class_of, exception, python};
use crate::value::convert::to_float;
use crate::value::format::owned_to_big;
use crate::value::iter::collect;
use crate::value::number::Number;
use crate::value::object::BinaryOp;
use crate::value::table::Table;
use crate::value::{Context, Error, Result, Tuple, TupleClass, Value, ops, text};
use dashu_int::IBig;
use dashu_int::ops::BitTest;
use std::rc::Rc;

static STATISTICS_ERROR: Class = Class::new("StatisticsError", "statistics", &[&exception::VALUE_ERROR]);
static LINEAR_REGRESSION: Class = Class::new("LinearRegression", "statistics", &[&python::TUPLE]);

builtins! { STATISTICS, chapter "statistics", spaces ["statistics"];
    /// The arithmetic mean.
    ///
    /// >>> import statistics
    /// >>> statistics.mean([1, 2, 3, 4]), statistics.mean([1, 2, 3])
    /// (2.5, 2)
    fn mean(cx, data: Value) -> Value {
        let items = collect(cx, &data)?;
        if items.iter().any(|item| matches!(item, Value::Object(_))) {
            return of_own_kind(cx, &items);
        }
        let data = Data::of(cx, &Value::list(items))?;
        let n = data.at_least(1, "mean requires at least one data point")?;
        Ok(data.result(data.sum().over(n)))
    }

    /// The arithmetic mean as a float.
    ///
    /// >>> import statistics
    /// >>> statistics.fmean([1, 2])
    /// 1.5
    fn fmean(cx, data: Value, weights: Value = Value::None) -> f64 {
        let values = floats(cx, &data)?;
        let weights = if let Value::None = weights { vec![1.0; values.len()] } else { floats(cx, &weights)? };
        if values.is_empty() {
            return Err(error("fmean requires at least one data point"));
        }
        if weights.len() != values.len() {
            return Err(error("data and weights must be the same length"));
        }
        let products: Vec<f64> = values.iter().zip(&weights).map(|(v, w)| v * w).collect();
        Ok(exact(&products)? / exact(&weights)?)
    }

    /// The middle value; between two, their mean.
    ///
    /// >>> import statistics
    /// >>> statistics.median([5, 1, 3]), statistics.median([1, 2, 3, 4])
    /// (3, 2.5)
    fn median(cx, data: Value) -> Value {
        let sorted = sorted(cx, &data)?;
        let n = sorted.len();
        if n % 2 == 1 {
            return Ok(sorted[n / 2].clone());
        }
        let sum = ops::binary(cx, BinaryOp::Add, &sorted[n / 2 - 1], &sorted[n / 2])?;
        ops::binary(cx, BinaryOp::Div, &sum, &Value::Int(2))
    }

    /// The middle value, or the lower of two.
    ///
    /// >>> import statistics
    /// >>> statistics.median_low([1, 2, 3, 4])
    /// 2
    fn median_low(cx, data: Value) -> Value {
        let sorted = sorted(cx, &data)?;
        Ok(sorted[(sorted.len() - 1) / 2].clone())
    }

    /// The middle value, or the higher of two.
    ///
    /// >>> import statistics
    /// >>> statistics.median_high([1, 2, 3, 4])
    /// 3
    fn median_high(cx, data: Value) -> Value {
        let sorted = sorted(cx, &data)?;
        Ok(sorted[sorted.len() / 2].clone())
    }

    /// The most common value, the first of several.
    ///
    /// >>> import statistics
    /// >>> statistics.mode(['b', 'a', 'a'])
    /// 'a'
    fn mode(cx, data: Value) -> Value {
        most_common(cx, &data)?.into_iter().next().ok_or_else(|| error("no mode for empty data"))
    }

    /// All values that are most common.
    ///
    /// >>> import statistics
    /// >>> statistics.multimode('aabbc')
    /// ['a', 'b']
    fn multimode(cx, data: Value) -> Value { Ok(Value::list(most_common(cx, &data)?)) }

    /// The variance of a sample.
    ///
    /// >>> import statistics
    /// >>> statistics.variance([1, 2, 3, 4])
    /// 1.6666666666666667
    fn variance(cx, data: Value, xbar: Value = Value::None) -> Value {
        let data = Data::of(cx, &data)?;
        let n = data.at_least(2, "variance requires at least two data points")?;
        Ok(data.result(data.squares(n).over(n - 1)))
    }

    /// The variance of a whole population.
    ///
    /// >>> import statistics
    /// >>> statistics.pvariance([1, 2, 3, 4])
    /// 1.25
    fn pvariance(cx, data: Value, mu: Value = Value::None) -> Value {
        let data = Data::of(cx, &data)?;
        let n = data.at_least(1, "pvariance requires at least one data point")?;
        Ok(data.result(data.squares(n).over(n)))
    }

    /// The standard deviation of a sample.
    ///
    /// >>> import statistics
    /// >>> statistics.stdev([1, 2, 3, 4])
    /// 1.2909944487358056
    fn stdev(cx, data: Value, xbar: Value = Value::None) -> f64 {
        let data = Data::of(cx, &data)?;
        let n = data.at_least(2, "stdev requires at least two data points")?;
        Ok(data.squares(n).over(n - 1).root())
    }

    /// The standard deviation of a whole population.
    ///
    /// >>> import statistics
    /// >>> statistics.pstdev([1, 2, 3, 4])
    /// 1.118033988749895
    fn pstdev(cx, data: Value, mu: Value = Value::None) -> f64 {
        let data = Data::of(cx, &data)?;
        let n = data.at_least(1, "pstdev requires at least one data point")?;
        Ok(data.squares(n).over(n).root())
    }

    /// The points that divide the data into `n` parts of equal probability.
    ///
    /// >>> import statistics
    /// >>> statistics.quantiles([1, 2, 3, 4, 5])
    /// [1.5, 3.0, 4.5]
    fn quantiles(cx, data: Value, @kw n: i64 = 4, @kw method: String = "exclusive".into()) -> Value {
        if n < 1 {
            return Err(error("n must be at least 1"));
        }
        let sorted = sorted(cx, &data)?;
        let len = sorted.len() as i64;
        if len < 2 {
            return Err(error("must have at least two data points"));
        }
        let m = match method.as_str() {
            "inclusive" => len - 1,
            "exclusive" => len + 1,
            other => return Err(Error::value(format!("Unknown method: '{other}'"))),
        };
        let mut points = Vec::new();
        for i in 1..n {
            let (j, delta) = if method == "inclusive" {
                (i * m / n, i * m % n)
            } else {
                let j = (i * m / n).clamp(1, len - 1);
                (j - 1, i * m - j * n)
            };
            let low = ops::binary(cx, BinaryOp::Mul, &sorted[j as usize], &Value::Int(n - delta))?;
            let high = ops::binary(cx, BinaryOp::Mul, &sorted[j as usize + 1], &Value::Int(delta))?;
            let sum = ops::binary(cx, BinaryOp::Add, &low, &high)?;
            points.push(ops::binary(cx, BinaryOp::Div, &sum, &Value::Int(n))?);
        }
        Ok(Value::list(points))
    }

    /// The mean of logarithms, as a power.
    ///
    /// >>> import statistics
    /// >>> round(statistics.geometric_mean([1, 2, 4]), 12)
    /// 2.0
    fn geometric_mean(cx, data: Value) -> f64 {
        let values = floats(cx, &data)?;
        if values.is_empty() || values.iter().any(|v| *v <= 0.0) {
            return Err(error("geometric mean requires a non-empty dataset containing positive numbers"));
        }
        let logs: Vec<f64> = values.iter().map(|v| v.ln()).collect();
        Ok((exact(&logs)? / logs.len() as f64).exp())
    }

    /// The reciprocal of the mean of reciprocals.
    ///
    /// >>> import statistics
    /// >>> statistics.harmonic_mean([1, 2, 4])
    /// 1.7142857142857142
    fn harmonic_mean(cx, data: Value) -> f64 {
        let values = floats(cx, &data)?;
        if values.is_empty() {
            return Err(error("harmonic_mean requires at least one data point"));
        }
        if values.iter().any(|v| *v < 0.0) {
            return Err(error("harmonic mean does not support negative values"));
        }
        if values.contains(&0.0) {
            return Ok(0.0);
        }
        let inverses: Vec<f64> = values.iter().map(|v| 1.0 / v).collect();
        Ok(values.len() as f64 / exact(&inverses)?)
    }

    /// The covariance of two samples.
    ///
    /// >>> import statistics
    /// >>> statistics.covariance([1, 2, 3], [1, 2, 4])
    /// 1.5
    fn covariance(cx, @pos x: Value, @pos y: Value) -> f64 {
        let pairs = Pairs::of(cx, &x, &y, "covariance")?;
        Ok(pairs.xy / (pairs.n - 1.0))
    }

    /// Pearson's correlation of two samples.
    ///
    /// >>> import statistics
    /// >>> statistics.correlation([1, 2, 3], [1, 2, 4])
    /// 0.9819805060619656
    fn correlation(cx, @pos x: Value, @pos y: Value) -> f64 {
        let pairs = Pairs::of(cx, &x, &y, "correlation")?;
        let scale = (pairs.xx * pairs.yy).sqrt();
        if scale == 0.0 { Err(error("at least one of the inputs is constant")) } else { Ok(pairs.xy / scale) }
    }

    /// Slope and intercept of the line that fits best.
    ///
    /// >>> import statistics
    /// >>> statistics.linear_regression([1, 2, 3], [3, 5, 7])
    /// LinearRegression(slope=2.0, intercept=1.0)
    fn linear_regression(cx, @pos x: Value, @pos y: Value) -> Value {
        let pairs = Pairs::of(cx, &x, &y, "linear regression")?;
        if pairs.xx == 0.0 {
            return Err(error("x is constant"));
        }
        let slope = pairs.xy / pairs.xx;
        let fields = ["slope", "intercept"].map(Symbol::new).to_vec();
        let class = Rc::new(TupleClass { class: &LINEAR_REGRESSION, fields });
        let items = [Value::float(slope), Value::float(pairs.mean_y - slope * pairs.mean_x)];
        Ok(Value::Tuple(Rc::new(Tuple::named(items, class))))
    }
}

fn error(message: &str) -> Error {
    STATISTICS_ERROR.error(message)
}

fn floats(cx: &mut dyn Context, data: &Value) -> Result<Vec<f64>> {
    collect(cx, data)?.iter().map(to_float).collect()
}

fn exact(values: &[f64]) -> Result<f64> {
    let mut sum = ExactSum::default();
    for value in values {
        sum.add(*value)?;
    }
    sum.finish()
}

fn sorted(cx: &mut dyn Context, data: &Value) -> Result<Vec<Value>> {
    let items = collect(cx, data)?;
    if items.is_empty() {
        return Err(error("no median for empty data"));
    }
    crate::builtins::python::functions::sort_values(cx, items, &Value::None, false)
}

/// The values that occur most often, in order of their first occurrence.
fn most_common(cx: &mut dyn Context, data: &Value) -> Result<Vec<Value>> {
    let mut counts = Table::default();
    for item in collect(cx, data)? {
        let n = match counts.get(&item)? {
            Some(Value::Int(n)) => *n,
            _ => 0,
        };
        counts.insert(item, Value::Int(n + 1))?;
    }
    let count = |value: &Value| if let Value::Int(n) = value { *n } else { 0 };
    let most = counts.values().map(count).max().unwrap_or(0);
    Ok(counts.iter().filter(|(_, n)| count(n) == most).map(|(key, _)| key.clone()).collect())
}

/// The mean of decimals or fractions, which stays one.
fn of_own_kind(cx: &mut dyn Context, items: &[Value]) -> Result<Value> {
    let mut total = Value::Int(0);
    for item in items {
        total = ops::binary(cx, BinaryOp::Add, &total, item)?;
    }
    let n = Value::Int(items.len() as i64);
    // Decimals are divided as exact ratios: the zeros behind their points do not count.
    let class = class_of(&total);
    if class.name != "Decimal" {
        return ops::binary(cx, BinaryOp::Div, &total, &n);
    }
    let ratio = crate::builtins::attribute(cx, &total, Symbol::new("as_integer_ratio"))?;
    let parts = cx.call(&ratio, &[], &[])?;
    let parts = collect(cx, &parts)?;
    let [numerator, denominator] = parts.as_slice() else { return Ok(total) };
    let numerator = cx.call(&Value::Class(class), std::slice::from_ref(numerator), &[])?;
    let denominator = ops::binary(cx, BinaryOp::Mul, denominator, &n)?;
    ops::binary(cx, BinaryOp::Div, &numerator, &denominator)
}

/// A fraction; the denominator is positive.
struct Fraction {
    numerator: IBig,
    denominator: IBig,
}

impl Fraction {
    fn of(value: &Value) -> Result<Fraction> {
        let (numerator, denominator) = match Number::of_any(value) {
            Some(Number::Int(i)) => (IBig::from(i), IBig::ONE),
            Some(Number::Big(i)) => (i, IBig::ONE),
            _ => {
                let (n, d) = text::as_integer_ratio(to_float(value)?)?;
                (owned_to_big(n), owned_to_big(d))
            }
        };
        Ok(Fraction { numerator, denominator })
    }

    fn over(self, n: usize) -> Fraction {
        Fraction { numerator: self.numerator, denominator: self.denominator * IBig::from(n) }
    }

    fn to_float(&self) -> f64 {
        let (n, d) = (Value::int(self.numerator.clone()), Value::int(self.denominator.clone()));
        match ops::plain_binary(BinaryOp::Div, &n, &d) {
            Ok(Value::Float(f)) => f.get(),
            _ => f64::NAN,
        }
    }

    /// The square root, rounded once: that of an integer with enough bits, the rest remembered in the last one.
    fn root(&self) -> f64 {
        if self.numerator <= IBig::ZERO {
            return 0.0;
        }
        let shift = (self.numerator.bit_len() as i64 - self.denominator.bit_len() as i64 - 109).div_euclid(2);
        let (n, d) = if shift >= 0 {
            (self.numerator.clone(), &self.denominator << (2 * shift) as usize)
        } else {
            (&self.numerator << (-2 * shift) as usize, self.denominator.clone())
        };
        let root = integer_root(&(&n / &d));
        let root = if &root * &root * &d == n { root } else { root | IBig::ONE };
        let (numerator, denominator) =
            if shift >= 0 { (root << shift as usize, IBig::ONE) } else { (root, IBig::ONE << (-shift) as usize) };
        Fraction { numerator, denominator }.to_float()
    }
}

/// Numbers as exact fractions of one denominator.
struct Data {
    numerators: Vec<IBig>,
    denominator: IBig,
    /// Whether all are ints, so that a whole result is an int.
    ints: bool,
    /// A sum that is not finite, where some number is not.
    special: Option<f64>,
}

impl Data {
    fn of(cx: &mut dyn Context, data: &Value) -> Result<Data> {
        let items = collect(cx, data)?;
        let ints = items.iter().all(|v| matches!(Number::of_any(v), Some(Number::Int(_) | Number::Big(_))));
        let mut fractions = Vec::with_capacity(items.len());
        let mut special = None;
        for item in &items {
            match Number::of_any(item) {
                Some(Number::Float(f)) if !f.is_finite() => special = Some(special.unwrap_or(0.0) + f),
                None if !matches!(item, Value::Object(_) | Value::Array(_)) => {
                    let name = crate::builtins::python::receiver::type_name(item);
                    return Err(Error::type_error(format!("can't convert type '{name}' to numerator/denominator")));
                }
                _ => fractions.push(Fraction::of(item)?),
            }
        }
        // Denominators of floats are powers of two: the largest is the common one.
        let denominator = fractions.iter().map(|f| &f.denominator).max().cloned().unwrap_or(IBig::ONE);
        let numerators = fractions.iter().map(|f| &f.numerator * (&denominator / &f.denominator)).collect();
        Ok(Data { numerators, denominator, ints, special })
    }

    fn at_least(&self, least: usize, message: &str) -> Result<usize> {
        let n = self.numerators.len() + usize::from(self.special.is_some());
        if n < least { Err(error(message)) } else { Ok(n) }
    }

    fn sum(&self) -> Fraction {
        Fraction {
            numerator: self.numerators.iter().fold(IBig::ZERO, |a, b| a + b),
            denominator: self.denominator.clone(),
        }
    }

    /// The sum of squared differences from the mean: (n·Σx² − (Σx)²) / n.
    fn squares(&self, n: usize) -> Fraction {
        let sum = self.sum().numerator;
        let squares = self.numerators.iter().fold(IBig::ZERO, |a, b| a + b * b);
        let numerator = squares * IBig::from(n) - &sum * &sum;
        Fraction { numerator, denominator: &self.denominator * &self.denominator * IBig::from(n) }
    }

    fn result(&self, fraction: Fraction) -> Value {
        if let Some(special) = self.special {
            return Value::float(special);
        }
        if self.ints && &fraction.numerator % &fraction.denominator == IBig::ZERO {
            return Value::int(fraction.numerator / fraction.denominator);
        }
        Value::float(fraction.to_float())
    }
}

/// Sums over pairs of numbers.
struct Pairs {
    n: f64,
    mean_x: f64,
    mean_y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Pairs {
    fn of(cx: &mut dyn Context, x: &Value, y: &Value, what: &str) -> Result<Pairs> {
        let (x, y) = (floats(cx, x)?, floats(cx, y)?);
        if x.len() != y.len() {
            return Err(error(&format!("{what} requires that both inputs have same number of data points")));
        }
        if x.len() < 2 {
            return Err(error(&format!("{what} requires at least two data points")));
        }
        let n = x.len() as f64;
        let (mean_x, mean_y) = (exact(&x)? / n, exact(&y)? / n);
        let sum = |a: &[f64], ma: f64, b: &[f64], mb: f64| {
            exact(&a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).collect::<Vec<f64>>())
        };
        Ok(Pairs {
            n,
            mean_x,
            mean_y,
            xx: sum(&x, mean_x, &x, mean_x)?,
            xy: sum(&x, mean_x, &y, mean_y)?,
            yy: sum(&y, mean_y, &y, mean_y)?,
        })
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("statistics", "StatisticsError", Value::Class(&STATISTICS_ERROR))]
}
