//! Points and samples with ascending x → the values of the straight lines through the samples at the points.

use super::error::{Error, Result};
use super::lanes;
use super::sort::search::{Haystack, Side, search_numbers};
use super::tensor::Tensor;
use crate::pool;

/// Points from which two threads work.
const PARALLEL: usize = 1 << 13;

/// Samples of a function, and its values beyond the first and the last of them (those samples' own where there are none).
pub struct Lines<'a> {
    /// At least one, ascending.
    pub x: &'a [f64],
    pub y: &'a [f64],
    pub below: Option<f64>,
    pub above: Option<f64>,
}

impl Lines<'_> {
    /// The values at the points, of `shape`. KeyboardInterrupt.
    pub fn values(&self, points: &[f64], shape: &[usize]) -> Result<Tensor> {
        let samples = Haystack::new(self.x, points.len());
        let result = lanes::overwritten::<f64>(shape, |out| self.fill(samples, points, out))?;
        if pool::interrupted() { Err(Error::interrupt()) } else { Ok(result) }
    }

    fn fill(&self, samples: Haystack<f64>, points: &[f64], out: &mut [f64]) {
        if points.len() > PARALLEL {
            let (left, right) = out.split_at_mut(points.len() / 2);
            let (a, b) = points.split_at(left.len());
            pool::join(|| self.fill(samples, a, left), || self.fill(samples, b, right));
            return;
        }
        let mut places = [0; PARALLEL / 8];
        for (points, out) in points.chunks(places.len()).zip(out.chunks_mut(places.len())) {
            let places = &mut places[..points.len()];
            search_numbers(samples, points, Side::Right, places);
            for ((&point, &place), out) in points.iter().zip(&*places).zip(out) {
                *out = self.at(point, place as usize);
            }
        }
    }

    /// The value at a point that `place` of the samples are not above.
    #[inline(always)]
    fn at(&self, point: f64, place: usize) -> f64 {
        let last = self.x.len() - 1;
        if point.is_nan() {
            return point;
        }
        if point > self.x[last] {
            return self.above.unwrap_or(self.y[last]);
        }
        let Some(j) = place.checked_sub(1) else { return self.below.unwrap_or(self.y[0]) };
        if j == last || self.x[j] == point {
            return self.y[j];
        }
        let slope = (self.y[j + 1] - self.y[j]) / (self.x[j + 1] - self.x[j]);
        let value = slope * (point - self.x[j]) + self.y[j];
        if value.is_nan() { self.by_the_right(point, j, slope) } else { value }
    }

    /// The value where infinite samples leave none from the left.
    #[cold]
    fn by_the_right(&self, point: f64, j: usize, slope: f64) -> f64 {
        let value = slope * (point - self.x[j + 1]) + self.y[j + 1];
        if value.is_nan() && self.y[j] == self.y[j + 1] { self.y[j] } else { value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numpys() {
        let lines = Lines { x: &[1.0, 2.0, 3.0], y: &[3.0, 2.0, 0.0], below: None, above: Some(-1.0) };
        let points = [0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0];
        let found = lines.values(&points, &[7]).unwrap();
        assert_eq!(found.as_slice::<f64>().unwrap(), [3.0, 3.0, 2.5, 2.0, 1.0, 0.0, -1.0]);
        assert!(lines.values(&[f64::NAN], &[1]).unwrap().as_slice::<f64>().unwrap()[0].is_nan());
        let infinite = Lines { x: &[0.0, 1.0], y: &[f64::NEG_INFINITY, 5.0], below: None, above: None };
        assert_eq!(infinite.values(&[0.5], &[1]).unwrap().as_slice::<f64>().unwrap(), [f64::NEG_INFINITY]);
    }

    #[test]
    fn many_points_are_as_few() {
        let x: Vec<f64> = (0..1000).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| x.sin()).collect();
        let lines = Lines { x: &x, y: &y, below: None, above: None };
        let points: Vec<f64> = (0..30_000).map(|i| f64::from(i * 7 % 30_000) / 30.0).collect();
        let all = lines.values(&points, &[30_000]).unwrap().to_vec::<f64>().unwrap();
        for (&point, value) in points.iter().zip(all).step_by(97) {
            assert_eq!(lines.values(&[point], &[1]).unwrap().as_slice::<f64>().unwrap(), [value]);
        }
    }
}
