//! Python's module `statistics`: means and spreads computed exactly, as fractions, and rounded once.

use super::exact_data::{Data, Ratio};
use super::math_integers::ExactSum;
use super::namedtuple::{BASES, result_class};
use super::normal_dist::NORMAL_DIST;
use crate::builtins::python::functions::sort_values;
use crate::value::class::{Class, exception};
use crate::value::compare::compare;
use crate::value::convert::to_float;
use crate::value::iter::collect;
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::table::Table;
use crate::value::{Context, Error, Result, Tuple, Value, ops};
use std::rc::Rc;

static STATISTICS_ERROR: Class = Class::new("StatisticsError", "statistics", &[&exception::VALUE_ERROR]);
static LINEAR_REGRESSION: Class = Class::new("LinearRegression", "statistics", BASES);

builtins! { STATISTICS, chapter "statistics", spaces ["statistics"];
    /// The arithmetic mean.
    ///
    /// >>> import statistics
    /// >>> statistics.mean([1, 2, 3, 4]), statistics.mean([1, 2, 3])
    /// (2.5, 2)
    fn mean(cx, data: Value) -> Value {
        let data = exact_data(cx, &data)?;
        let n = at_least(1, data.count(), "mean requires at least one data point")?;
        data.result(cx, &data.sum().over(n))
    }

    /// The arithmetic mean as a float.
    ///
    /// >>> import statistics
    /// >>> statistics.fmean([1, 2])
    /// 1.5
    fn fmean(cx, data: Value, weights: Value = Value::None) -> f64 {
        let values = floats(cx, &data)?;
        if let Value::None = weights {
            let n = at_least(1, values.len(), "fmean requires at least one data point")?;
            return Ok(exact(&values)? / n as f64);
        }
        let weights = floats(cx, &weights)?;
        if weights.len() != values.len() {
            return Err(error("data and weights must be the same length"));
        }
        let products: Vec<f64> = values.iter().zip(&weights).map(|(v, w)| v * w).collect();
        let (sum, weight) = (exact(&products)?, exact(&weights)?);
        if weight == 0.0 { Err(error("sum of weights must be non-zero")) } else { Ok(sum / weight) }
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

    /// The middle of values that stand for intervals around them, interpolated.
    ///
    /// >>> import statistics
    /// >>> statistics.median_grouped([1, 2, 2, 3, 4, 4, 4, 4, 4, 5])
    /// 3.7
    fn median_grouped(cx, data: Value, interval: f64 = 1.0) -> f64 {
        let sorted = sorted(cx, &data)?;
        let middle = &sorted[sorted.len() / 2];
        let float = to_float(middle).map_err(|_| Error::type_error("Value cannot be converted to a float"))?;
        let equal: Vec<usize> =
            (0..sorted.len()).filter(|&at| crate::value::compare::equal_plain(&sorted[at], middle)).collect();
        let (below, among) = (equal.first().copied().unwrap_or(0) as f64, equal.len() as f64);
        Ok(float - interval / 2.0 + interval * (sorted.len() as f64 / 2.0 - below) / among)
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
        let (data, squares) = squares(cx, &data, &xbar)?;
        let n = at_least(2, data.count(), "variance requires at least two data points")?;
        data.result(cx, &squares.over(n - 1))
    }

    /// The variance of a whole population.
    ///
    /// >>> import statistics
    /// >>> statistics.pvariance([1, 2, 3, 4])
    /// 1.25
    fn pvariance(cx, data: Value, mu: Value = Value::None) -> Value {
        let (data, squares) = squares(cx, &data, &mu)?;
        let n = at_least(1, data.count(), "pvariance requires at least one data point")?;
        data.result(cx, &squares.over(n))
    }

    /// The standard deviation of a sample.
    ///
    /// >>> import statistics
    /// >>> statistics.stdev([1, 2, 3, 4])
    /// 1.2909944487358056
    fn stdev(cx, data: Value, xbar: Value = Value::None) -> Value {
        let (data, squares) = squares(cx, &data, &xbar)?;
        let n = at_least(2, data.count(), "stdev requires at least two data points")?;
        squares.over(n - 1).root_of_class(cx, data.class)
    }

    /// The standard deviation of a whole population.
    ///
    /// >>> import statistics
    /// >>> statistics.pstdev([1, 2, 3, 4])
    /// 1.118033988749895
    fn pstdev(cx, data: Value, mu: Value = Value::None) -> Value {
        let (data, squares) = squares(cx, &data, &mu)?;
        let n = at_least(1, data.count(), "pstdev requires at least one data point")?;
        squares.over(n).root_of_class(cx, data.class)
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
        let items = collect(cx, &data)?;
        let len = at_least(2, items.len(), "must have at least two data points")? as i64;
        let sorted = sort_values(cx, items, &Value::None, false)?;
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
    /// >>> statistics.harmonic_mean([40, 60], weights=[5, 30])
    /// 56.0
    fn harmonic_mean(cx, data: Value, weights: Value = Value::None) -> Value {
        let values = not_negative(cx, &data)?;
        let n = at_least(1, values.len(), "harmonic_mean requires at least one data point")?;
        let weights = match weights {
            Value::None if n == 1 => return Ok(values[0].clone()),
            Value::None => vec![Value::Int(1); n],
            weights => not_negative(cx, &weights)?,
        };
        if weights.len() != n {
            return Err(error("Number of weights does not match data size"));
        }
        let mut inverses = Vec::with_capacity(n);
        for (value, weight) in values.iter().zip(&weights) {
            match ops::binary(cx, BinaryOp::Div, weight, value) {
                _ if !ops::truth(weight)? => inverses.push(Value::Int(0)),
                Err(error) if error.is(&exception::ZERO_DIVISION_ERROR) => return Ok(Value::Int(0)),
                quotient => inverses.push(quotient?),
            }
        }
        let (inverses, weights) = (Data::of(cx, &inverses)?, Data::of(cx, &weights)?);
        let total = inverses.sum();
        if total.is_zero() {
            return Err(error("Weighted sum must be positive"));
        }
        inverses.result(cx, &weights.sum().divided(&total))
    }

    /// The covariance of two samples.
    ///
    /// >>> import statistics
    /// >>> statistics.covariance([1, 2, 3], [1, 2, 4])
    /// 1.5
    fn covariance(cx, @pos x: Value, @pos y: Value) -> f64 {
        let pairs = Pairs::of(cx, &x, &y, Center::Mean, "covariance")?;
        Ok(pairs.xy / (pairs.n - 1.0))
    }

    /// Pearson's correlation of two samples.
    ///
    /// >>> import statistics
    /// >>> statistics.correlation([1, 2, 3], [1, 2, 4])
    /// 0.9819805060619656
    fn correlation(cx, @pos x: Value, @pos y: Value) -> f64 {
        let pairs = Pairs::of(cx, &x, &y, Center::Mean, "correlation")?;
        let scale = (pairs.xx * pairs.yy).sqrt();
        if scale == 0.0 { Err(error("at least one of the inputs is constant")) } else { Ok(pairs.xy / scale) }
    }

    /// Slope and intercept of the line that fits best.
    ///
    /// >>> import statistics
    /// >>> statistics.linear_regression([1, 2, 3], [3, 5, 7])
    /// LinearRegression(slope=2.0, intercept=1.0)
    /// >>> statistics.linear_regression([1, 2, 3], [3, 5, 7], proportional=True)
    /// LinearRegression(slope=2.4285714285714284, intercept=0.0)
    fn linear_regression(cx, @pos x: Value, @pos y: Value, @kw proportional: bool = false) -> Value {
        let center = if proportional { Center::Zero } else { Center::Mean };
        let pairs = Pairs::of(cx, &x, &y, center, "linear regression")?;
        if pairs.xx == 0.0 {
            return Err(error("x is constant"));
        }
        let slope = pairs.xy / pairs.xx;
        let intercept = if proportional { 0.0 } else { pairs.mean_y - slope * pairs.mean_x };
        let items = [Value::float(slope), Value::float(intercept)];
        Ok(Value::Tuple(Rc::new(Tuple::named(items, result_class(&LINEAR_REGRESSION, LINE)))))
    }
}

/// The fields of a line that was fitted.
const LINE: &[&str] = &["slope", "intercept"];

pub fn error(message: &str) -> Error {
    STATISTICS_ERROR.error(message)
}

fn at_least(least: usize, n: usize, message: &str) -> Result<usize> {
    if n < least { Err(error(message)) } else { Ok(n) }
}

fn exact_data(cx: &mut dyn Context, data: &Value) -> Result<Data> {
    let items = collect(cx, data)?;
    Data::of(cx, &items)
}

/// Numbers and the sum of their squared differences from a center, which is their mean where none is given.
fn squares(cx: &mut dyn Context, data: &Value, center: &Value) -> Result<(Data, Ratio)> {
    let items = collect(cx, data)?;
    if let Value::None = center {
        let data = Data::of(cx, &items)?;
        let squares = data.squares();
        return Ok((data, squares));
    }
    let mut products = Vec::with_capacity(items.len());
    for item in &items {
        let distance = ops::binary(cx, BinaryOp::Sub, item, center)?;
        products.push(ops::binary(cx, BinaryOp::Mul, &distance, &distance)?);
    }
    let data = Data::of(cx, &products)?;
    let sum = data.sum();
    Ok((data, sum))
}

/// The items of data that must not be negative.
fn not_negative(cx: &mut dyn Context, data: &Value) -> Result<Vec<Value>> {
    let items = collect(cx, data)?;
    if let [Value::Str(_)] = items.as_slice() {
        return Err(Error::type_error("unsupported type"));
    }
    for item in &items {
        let negative = compare(cx, CompareOp::Lt, item, &Value::Int(0))?;
        if ops::truth(&negative)? {
            return Err(error("harmonic mean does not support negative values"));
        }
    }
    Ok(items)
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
    sort_values(cx, items, &Value::None, false)
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

/// What products of pairs are taken about.
enum Center {
    Mean,
    Zero,
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
    fn of(cx: &mut dyn Context, x: &Value, y: &Value, center: Center, what: &str) -> Result<Pairs> {
        let (x, y) = (floats(cx, x)?, floats(cx, y)?);
        if x.len() != y.len() {
            return Err(error(&format!("{what} requires that both inputs have same number of data points")));
        }
        if x.len() < 2 {
            return Err(error(&format!("{what} requires at least two data points")));
        }
        let n = x.len() as f64;
        let (mean_x, mean_y) = match center {
            Center::Mean => (exact(&x)? / n, exact(&y)? / n),
            Center::Zero => (0.0, 0.0),
        };
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
    vec![
        ("statistics", "StatisticsError", Value::Class(&STATISTICS_ERROR)),
        ("statistics", "LinearRegression", Value::Class(result_class(&LINEAR_REGRESSION, LINE).class)),
        ("statistics", "NormalDist", Value::Class(&NORMAL_DIST)),
    ]
}
