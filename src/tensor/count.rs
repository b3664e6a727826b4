//! Counting: how often each number occurs, and how many elements fall into each bin.

use super::error::{Error, Result};
use super::lanes;
use super::sort::{Side, searchsorted, sort};
use super::wide::wide;
use super::{DType, Order, Tensor, cast};
use crate::pool;

/// How often each non-negative integer occurs in a 1-d array, or the sum of their weights (float64).
pub fn bincount(x: &Tensor, weights: Option<&Tensor>, minlength: usize) -> Result<Tensor> {
    if x.ndim() != 1 {
        return Err(Error::value("object too deep for desired array"));
    }
    let numbers = lanes::contiguous(x, DType::INT64)?;
    let numbers = numbers.as_slice::<i64>().unwrap_or(&[]);
    let (low, high) = bounds(numbers);
    if low < 0 {
        return Err(Error::value("'list' argument must have no negative elements"));
    }
    let length = if numbers.is_empty() { minlength } else { minlength.max(high as usize + 1) };
    let Some(weights) = weights else {
        return lanes::fresh::<i64>(&[length], |counts| count_into(numbers, counts));
    };
    if weights.shape() != x.shape() {
        return Err(Error::value("The weights and list don't have the same length."));
    }
    if weights.dtype().kind.is_complex() {
        return Err(Error::type_error(
            "Cannot cast array data from dtype('complex128') to dtype('float64') according to the rule 'safe'",
        ));
    }
    let weights = lanes::contiguous(weights, DType::FLOAT64)?;
    let weights = weights.as_slice::<f64>().unwrap_or(&[]);
    lanes::fresh::<f64>(&[length], |sums| {
        numbers.iter().zip(weights).for_each(|(&n, &w)| sums[n as usize] += w);
    })
}

/// The least and the greatest of some numbers, 0 with them.
fn bounds(numbers: &[i64]) -> (i64, i64) {
    wide(
        #[inline(always)]
        || {
            let (mut low, mut high) = (0, 0);
            for &n in numbers {
                low = low.min(n);
                high = high.max(n);
            }
            (low, high)
        },
    )
}

/// Counts numbers below `counts.len()`: long arrays on two threads, few counters four times, so that equal neighbours need
/// not wait for each other.
fn count_into(numbers: &[i64], counts: &mut [i64]) {
    const PARALLEL: usize = 1 << 17;
    const FEW: usize = 2048;
    if numbers.len() > PARALLEL && counts.len() < numbers.len() / 8 && pool::threads() > 1 {
        let (left, right) = numbers.split_at(numbers.len() / 2);
        let mut more = vec![0; counts.len()];
        pool::join(|| count_into(left, counts), || count_into(right, &mut more));
        counts.iter_mut().zip(&more).for_each(|(count, more)| *count += more);
        return;
    }
    if counts.len() > FEW || numbers.len() < 2 * counts.len() {
        numbers.iter().for_each(|&n| counts[n as usize] += 1);
        return;
    }
    let mut tables = vec![[0i64; 4]; counts.len()];
    let (fours, rest) = numbers.as_chunks::<4>();
    for four in fours {
        for k in 0..4 {
            tables[four[k] as usize][k] += 1;
        }
    }
    rest.iter().for_each(|&n| counts[n as usize] += 1);
    counts.iter_mut().zip(&tables).for_each(|(count, table)| *count += table.iter().sum::<i64>());
}

/// The edges of `bins` equal bins from `low` to `high` as NumPy's linspace makes them: float64.
pub fn uniform_edges(low: f64, high: f64, bins: usize) -> Result<Vec<f64>> {
    let step = (high - low) / bins as f64;
    let delta = high - low;
    let edge = |i: usize| match i {
        i if i == bins && bins > 0 => high,
        // A step that underflows is applied after the division.
        i if step == 0.0 => i as f64 / bins as f64 * delta + low,
        i => i as f64 * step + low,
    };
    let edges = Tensor::generate(&[bins.saturating_add(1)], edge)?;
    Ok(edges.to_vec().unwrap_or_default())
}

/// Counts in equal bins between the first and the last of `edges`: each element's bin is computed, then corrected by at
/// most one against the edges, so that the result is that of comparing with them. The last bin includes its right edge.
///
/// Without weights the counts are int64; with them sums in the weights' own float64.
pub fn histogram_uniform(a: &Tensor, edges: &[f64], weights: Option<&Tensor>) -> Result<Tensor> {
    let bins = edges.len().saturating_sub(1);
    let (Some(&low), Some(&high), true) = (edges.first(), edges.last(), bins > 0) else {
        return Err(Error::value("`bins` must be positive, when an integer"));
    };
    let values = lanes::contiguous(a, DType::FLOAT64)?;
    let values = values.as_slice::<f64>().unwrap_or(&[]);
    let span = high - low;
    let count = bins as f64;
    let bin = |x: f64| {
        if !(x >= low && x <= high) {
            return None;
        }
        let mut i = ((x - low) / span * count) as usize;
        if i >= bins {
            i = bins - 1;
        }
        if x < edges[i] {
            i = i.saturating_sub(1);
        } else if i != bins - 1 && x >= edges[i + 1] {
            i += 1;
        }
        Some(i)
    };
    match weights {
        None => lanes::fresh::<i64>(&[bins], |counts| {
            for block in values.chunks(1 << 16) {
                block.iter().filter_map(|&x| bin(x)).for_each(|i| counts[i] += 1);
                if pool::interrupted() {
                    return;
                }
            }
        }),
        Some(weights) => {
            let weights = lanes::contiguous(&cast::cast(weights, DType::FLOAT64, Order::C)?.0, DType::FLOAT64)?;
            let weights = weights.as_slice::<f64>().unwrap_or(&[]);
            lanes::fresh::<f64>(&[bins], |sums| {
                // NumPy adds up blocks of 65536 elements on their own.
                for (block, weights) in values.chunks(1 << 16).zip(weights.chunks(1 << 16)) {
                    let mut part = vec![0.0; bins];
                    for (&x, &w) in block.iter().zip(weights) {
                        if let Some(i) = bin(x) {
                            part[i] += w;
                        }
                    }
                    sums.iter_mut().zip(&part).for_each(|(sum, part)| *sum += part);
                }
            })
        }
    }
    .and_then(|counts| lanes::check_interrupt().map(|()| counts))
}

/// Counts between given increasing edges, by search; the last bin includes its right edge. int64, or float64 sums of
/// weights.
pub fn histogram_edges(a: &Tensor, edges: &Tensor, weights: Option<&Tensor>) -> Result<Tensor> {
    let bins = edges.size().saturating_sub(1);
    let flat = a.reshaped(&[a.size()], Order::C)?;
    if weights.is_none() && a.size() > 16 * edges.size() {
        return histogram_sorted(&flat, edges);
    }
    let after = searchsorted(edges, &flat, Side::Right, None)?;
    let before = searchsorted(edges, &flat, Side::Left, None)?;
    let (after, before) = (after.as_slice::<i64>().unwrap_or(&[]), before.as_slice::<i64>().unwrap_or(&[]));
    let bin = |i: usize| {
        // At the last edge `before` still points into the array of edges.
        let at = if after[i] as usize > bins { before[i].min(bins as i64) } else { after[i] };
        let at = if after[i] as usize > bins && before[i] as usize > bins { return None } else { at };
        (at >= 1 && at as usize <= bins).then(|| at as usize - 1)
    };
    let Some(weights) = weights else {
        return lanes::fresh::<i64>(&[bins], |counts| (0..after.len()).filter_map(bin).for_each(|i| counts[i] += 1));
    };
    let weights = lanes::contiguous(&cast::cast(weights, DType::FLOAT64, Order::C)?.0, DType::FLOAT64)?;
    let weights = weights.as_slice::<f64>().unwrap_or(&[]);
    lanes::fresh::<f64>(&[bins], |sums| {
        for (i, &w) in weights.iter().enumerate().take(after.len()) {
            if let Some(bin) = bin(i) {
                sums[bin] += w;
            }
        }
    })
}

/// Counts of many elements between few edges: the edges are looked for in the sorted elements.
fn histogram_sorted(flat: &Tensor, edges: &Tensor) -> Result<Tensor> {
    let sorted = sort(flat, Some(0))?;
    let below = searchsorted(&sorted, edges, Side::Left, None)?;
    let up_to = searchsorted(&sorted, edges, Side::Right, None)?;
    let (below, up_to) = (below.as_slice::<i64>().unwrap_or(&[]), up_to.as_slice::<i64>().unwrap_or(&[]));
    lanes::fresh::<i64>(&[edges.size().saturating_sub(1)], |counts| {
        let last = counts.len();
        for (i, count) in counts.iter_mut().enumerate() {
            // The last bin has its right edge.
            *count = if i + 1 == last { up_to[i + 1] } else { below[i + 1] } - below[i];
        }
    })
}

/// Counts of points (rows of an n × d array) in a grid of bins with the given edges along each dimension. float64, as
/// NumPy's histogramdd returns.
pub fn histogram_grid(sample: &Tensor, edges: &[Tensor], weights: Option<&Tensor>) -> Result<Tensor> {
    let n = sample.shape().first().copied().unwrap_or(0);
    let shape: Vec<usize> = edges.iter().map(|e| e.size().saturating_sub(1)).collect();
    let mut places = vec![Some(0usize); n];
    for (d, edge) in edges.iter().enumerate() {
        let column = sample.subarray(1, d);
        let found = searchsorted(edge, &column, Side::Right, None)?;
        let exact = searchsorted(edge, &column, Side::Left, None)?;
        let (found, exact) = (found.as_slice::<i64>().unwrap_or(&[]), exact.as_slice::<i64>().unwrap_or(&[]));
        let bins = shape[d] as i64;
        for ((place, &after), &before) in places.iter_mut().zip(found).zip(exact) {
            // A point on the last edge belongs to the last bin.
            let bin = if after > bins && before <= bins { bins } else { after } - 1;
            let inside = (0..bins).contains(&bin);
            *place = place.filter(|_| inside).map(|place| place * bins as usize + bin as usize);
        }
    }
    let weights = weights.map(|w| lanes::contiguous(&cast::cast(w, DType::FLOAT64, Order::C)?.0, DType::FLOAT64));
    let weights = weights.transpose()?;
    let weights = weights.as_ref().and_then(|w| w.as_slice::<f64>());
    lanes::fresh::<f64>(&shape, |counts| {
        for (i, place) in places.iter().enumerate() {
            if let Some(place) = place {
                counts[*place] += weights.and_then(|w| w.get(i)).copied().unwrap_or(1.0);
            }
        }
    })
}

/// The bin of each element between increasing or decreasing edges; `right`: bins include their right edge. int64.
pub fn digitize(x: &Tensor, bins: &Tensor, right: bool) -> Result<Tensor> {
    if x.dtype().kind.is_complex() {
        return Err(Error::type_error("x may not be complex"));
    }
    if bins.ndim() != 1 {
        return Err(Error::value("object too deep for desired array"));
    }
    let edges = lanes::contiguous(&cast::cast(bins, DType::FLOAT64, Order::C)?.0, DType::FLOAT64)?;
    let values = edges.as_slice::<f64>().unwrap_or(&[]);
    let side = if right { Side::Left } else { Side::Right };
    if values.windows(2).all(|w| w[0] <= w[1]) {
        return searchsorted(bins, x, side, None);
    }
    if !values.windows(2).all(|w| w[0] >= w[1]) {
        return Err(Error::value("bins must be monotonically increasing or decreasing"));
    }
    let reversed = bins.flip(None)?;
    let found = searchsorted(&reversed, x, side, None)?;
    let n = bins.size() as i64;
    let found = found.as_slice::<i64>().unwrap_or(&[]);
    lanes::fresh::<i64>(x.shape(), |out| out.iter_mut().zip(found).for_each(|(out, at)| *out = n - at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_numpys() {
        let a = Tensor::vector(&[0.1, 0.2, 0.3, 0.7, 1.0, 0.0, f64::NAN]).unwrap();
        let edges = uniform_edges(0.0, 1.0, 10).unwrap();
        let counts = histogram_uniform(&a, &edges, None).unwrap();
        assert_eq!(counts.as_slice::<i64>().unwrap(), [1, 1, 2, 0, 0, 0, 1, 0, 0, 1]);
        let edges = Tensor::vector(&[0.0, 0.25, 1.0]).unwrap();
        let counts = histogram_edges(&a, &edges, None).unwrap();
        assert_eq!(counts.as_slice::<i64>().unwrap(), [3, 3]);
        let x = Tensor::vector(&[0i64, 1, 1, 3]).unwrap();
        assert_eq!(bincount(&x, None, 6).unwrap().as_slice::<i64>().unwrap(), [1, 2, 0, 1, 0, 0]);
        let x = Tensor::vector(&[1.2, 10.0, 12.4, 15.5, 20.0]).unwrap();
        let bins = Tensor::vector(&[0.0, 5.0, 10.0, 15.0, 20.0]).unwrap();
        assert_eq!(digitize(&x, &bins, true).unwrap().as_slice::<i64>().unwrap(), [1, 2, 3, 4, 4]);
        assert_eq!(digitize(&x, &bins.flip(None).unwrap(), false).unwrap().as_slice::<i64>().unwrap(), [4, 2, 2, 1, 0]);
    }
}
