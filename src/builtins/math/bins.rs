//! Rules for the number of bins of a histogram: `auto`, `sturges`, `fd`, `doane`, `scott`, `rice`, `sqrt`, `stone`.

use super::statistics::outer_edges;
use crate::tensor::{DType, Order, Tensor, cast, copy};
use crate::value::{Error, Result};

/// The number of equal bins that a rule asks for.
///
/// Sources: Sturges 1926; Scott 1979; Freedman and Diaconis 1981; Doane 1976; Terrell and Scott 1985 (Rice); Stone 1984.
pub fn automatic(a: &Tensor, rule: &str, range: Option<(f64, f64)>) -> Result<usize> {
    let (low, high) = outer_edges(a, range)?;
    let floats = copy::c_contiguous(&cast::cast(a, DType::FLOAT64, Order::C)?.0)?;
    let inside = |x: &f64| range.is_none() || (*x >= low && *x <= high);
    let mut values: Vec<f64> = floats.as_slice::<f64>().unwrap_or(&[]).iter().copied().filter(inside).collect();
    let known = ["auto", "doane", "fd", "rice", "scott", "sqrt", "stone", "sturges"];
    if !known.contains(&rule) {
        return Err(Error::value(format!("'{rule}' is not a valid estimator for `bins`")));
    }
    if values.is_empty() {
        return Ok(1);
    }
    values.sort_unstable_by(f64::total_cmp);
    let spread = values[values.len() - 1] - values[0];
    let width = match rule {
        "sturges" => sturges(&values, spread),
        "fd" => freedman_diaconis(&values),
        "scott" => (24.0 * std::f64::consts::PI.sqrt() / values.len() as f64).cbrt() * deviation(&values),
        "rice" => spread / (2.0 * (values.len() as f64).powf(1.0 / 3.0)),
        "sqrt" => spread / (values.len() as f64).sqrt(),
        "doane" => doane(&values, spread),
        "stone" => stone(&values, spread),
        // The narrower of Freedman-Diaconis and Sturges; Sturges alone where half of the data are equal.
        _ => {
            let (fd, sturges) = (freedman_diaconis(&values), sturges(&values, spread));
            if fd > 0.0 { fd.min(sturges) } else { sturges }
        }
    };
    let width = if a.dtype().kind.is_integer() && width < 1.0 && width > 0.0 { 1.0 } else { width };
    if width > 0.0 { Ok(((high - low) / width).ceil().max(1.0) as usize) } else { Ok(1) }
}

fn sturges(values: &[f64], spread: f64) -> f64 {
    spread / ((values.len() as f64).log2() + 1.0)
}

fn freedman_diaconis(values: &[f64]) -> f64 {
    2.0 * (quantile(values, 0.75) - quantile(values, 0.25)) / (values.len() as f64).powf(1.0 / 3.0)
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    below + (above - below) * at.fract()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f64]) -> f64 {
    let centre = mean(values);
    (values.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

fn doane(values: &[f64], spread: f64) -> f64 {
    let n = values.len() as f64;
    if n <= 2.0 {
        return 0.0;
    }
    let (centre, sigma) = (mean(values), deviation(values));
    if sigma <= 0.0 {
        return 0.0;
    }
    let scale = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
    let skewness = values.iter().map(|x| ((x - centre) / sigma).powi(3)).sum::<f64>() / n;
    spread / (1.0 + n.log2() + (1.0 + skewness.abs() / scale).log2())
}

/// The width that minimises an estimate of the integrated squared error by leave-one-out cross-validation.
fn stone(values: &[f64], spread: f64) -> f64 {
    let n = values.len() as f64;
    if n <= 1.0 || spread == 0.0 {
        return 0.0;
    }
    let most = (100.0f64).max(n.sqrt() as usize as f64) as usize;
    let loss = |bins: usize| {
        let width = spread / bins as f64;
        let mut counts = vec![0usize; bins];
        for x in values {
            counts[(((x - values[0]) / width) as usize).min(bins - 1)] += 1;
        }
        let squares: f64 = counts.iter().map(|&c| (c as f64 / n).powi(2)).sum();
        (2.0 - (n + 1.0) * squares) / width
    };
    let best = (1..=most).min_by(|&a, &b| loss(a).total_cmp(&loss(b))).unwrap_or(1);
    spread / best as f64
}
