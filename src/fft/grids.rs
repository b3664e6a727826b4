//! Transforms along several axes, one after the other, in NumPy's order; and spectra moved about their centre.

use super::{Norm, fft, irfft, rfft};
use crate::tensor::error::{Error, Result};
use crate::tensor::shape::normalize_axis;
use crate::tensor::{Tensor, rearrange};
use rustfft::FftDirection;

/// The axes to transform and the number of points along each.
pub struct Grid {
    pub points: Vec<isize>,
    pub axes: Vec<isize>,
}

impl Grid {
    /// `lengths` along `axes`; -1 takes the array's own. Without axes the last as many as there are lengths, or all.
    pub fn new(a: &Tensor, lengths: Option<Vec<isize>>, axes: Option<Vec<isize>>) -> Result<Grid> {
        let ndim = a.ndim() as isize;
        let axes = axes.unwrap_or_else(|| match &lengths {
            Some(lengths) => (-(lengths.len() as isize)..0).collect(),
            None => (0..ndim).collect(),
        });
        let own = |axis: isize| {
            let at = normalize_axis(axis, a.ndim());
            at.map(|at| a.shape()[at] as isize)
                .map_err(|_| Error::index(format!("index {axis} is out of bounds for axis 0 with size {ndim}")))
        };
        let points = match lengths {
            None => axes.iter().map(|&axis| own(axis)).collect::<Result<Vec<_>>>()?,
            Some(lengths) if lengths.len() != axes.len() => {
                return Err(Error::value("Shape and axes have different lengths."));
            }
            Some(lengths) => {
                let given = lengths.iter().zip(&axes);
                given.map(|(&n, &axis)| if n == -1 { own(axis) } else { Ok(n) }).collect::<Result<Vec<_>>>()?
            }
        };
        Ok(Grid { points, axes })
    }

    /// The same with the last axis's number of points as the inverse of a real transform has it.
    pub fn of_real_inverse(a: &Tensor, lengths: Option<Vec<isize>>, axes: Option<Vec<isize>>) -> Result<Grid> {
        let given = lengths.is_some();
        let mut grid = Grid::new(a, lengths, axes)?;
        if !given && let Some(last) = grid.points.last_mut() {
            *last = 2 * (*last - 1);
        }
        Ok(grid)
    }

    fn parts(&self) -> impl DoubleEndedIterator<Item = (Option<isize>, isize)> + ExactSizeIterator {
        self.points.iter().zip(&self.axes).map(|(&n, &axis)| (Some(n), axis))
    }

    fn last(&self) -> Result<(Option<isize>, isize)> {
        self.parts().next_back().ok_or_else(|| Error::index("list index out of range"))
    }
}

/// [`fft`] along each axis of the grid, the last first.
pub fn fftn(a: &Tensor, grid: &Grid, norm: Norm, direction: FftDirection) -> Result<Tensor> {
    grid.parts().rev().try_fold(a.clone(), |a, (n, axis)| fft(&a, n, axis, norm, direction))
}

/// [`rfft`] along the last axis of the grid, then [`fft`] along the others.
pub fn rfftn(a: &Tensor, grid: &Grid, norm: Norm) -> Result<Tensor> {
    let (n, axis) = grid.last()?;
    let first = rfft(a, n, axis, norm)?;
    grid.parts().rev().skip(1).try_fold(first, |a, (n, axis)| fft(&a, n, axis, norm, FftDirection::Forward))
}

/// The inverse of [`rfftn`].
pub fn irfftn(a: &Tensor, grid: &Grid, norm: Norm) -> Result<Tensor> {
    let (n, axis) = grid.last()?;
    let others = grid.parts().take(grid.axes.len() - 1);
    let complex =
        others.into_iter().try_fold(a.clone(), |a, (n, axis)| fft(&a, n, axis, norm, FftDirection::Inverse))?;
    irfft(&complex, n, axis, norm)
}

/// The zero frequency moved to the centre of the axes (all without `axes`), or back from there.
pub fn shift(a: &Tensor, axes: Option<Vec<isize>>, back: bool) -> Result<Tensor> {
    let axes = axes.unwrap_or_else(|| (0..a.ndim() as isize).collect());
    let mut shifts = Vec::with_capacity(axes.len());
    for &axis in &axes {
        let at = normalize_axis(axis, a.ndim()).map_err(|_| Error::index("tuple index out of range"))?;
        let half = (a.shape()[at] / 2) as isize;
        shifts.push(if back { -half } else { half });
    }
    rearrange::roll(a, &shifts, Some(&axes))
}
