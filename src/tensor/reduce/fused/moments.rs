//! Means and variances of an expression. A variance runs it twice, for the mean and for the squared distances from it: that
//! takes less time than writing the array down and reading it twice, unless an operation is expensive.

use super::Task;
use super::walk::{Start, tree};
use crate::tensor::engine::Elements;
use crate::tensor::error::Result;
use crate::tensor::flags::Flags;
use crate::tensor::reduce::Finite;
use crate::tensor::reduce::moments::{self, Count, Distance, divided};
use crate::tensor::reduce::pairwise::{self, Term};
use crate::tensor::{Element, Kind, Order, Tensor, cast, f16, lanes};

impl Task<'_> {
    pub(super) fn mean(&self) -> Result<Option<(Tensor, Flags)>> {
        let dtype = self.walk.producer.dtype();
        let total = match dtype.kind {
            Kind::Float16 => self.sum_as::<f16, f32>(false)?,
            kind => moments::distances!(kind, S => self.sum_as::<S, <S as Distance>::Mean>(S::DIRECT)?, else None),
        };
        let Some((total, _)) = total else { return Ok(None) };
        let (mean, flags) = divided(&total, &Count::Same(self.walk.plan.items), 0.0)?;
        let (_, wanted) = moments::mean_dtypes(dtype, None)?;
        Ok(Some((cast::cast(&mean, wanted, Order::K)?.0, flags)))
    }

    /// `None` where the divisor is not positive, too: that warns in words of its own.
    pub(super) fn spread(&self, ddof: f64, root: bool) -> Result<Option<(Tensor, Flags)>> {
        if self.walk.plan.items as f64 <= ddof || self.walk.producer.is_slow() {
            return Ok(None);
        }
        let kind = self.walk.producer.dtype().kind;
        let squares = moments::distances!(kind, S => self.squares::<S>()?, else None);
        let Some(squares) = squares else { return Ok(None) };
        let (variance, flags) = divided(&squares, &Count::Same(self.walk.plan.items), ddof)?;
        Ok(Some((if root { moments::square_roots(&variance)? } else { variance }, flags)))
    }

    /// The sums of |x − mean|².
    fn squares<S: Distance>(&self) -> Result<Option<Tensor>> {
        let Some(means) = self.means::<S>()? else { return Ok(None) };
        let means = means.as_slice::<S::Mean>().unwrap_or(&[]);
        let mut finite = true;
        let result = self.results::<S::Real>(|out| {
            let zero = <S::Real as Element>::ZERO;
            if self.walk.inner().is_reduced() {
                let row = |i: usize, row: &[S]| {
                    S::Real::join(zero, pairwise::sum_mapped(row, &|x: S| x.squared_distance(means[i])))
                };
                let lane = |i: usize, elements: &mut Elements, from, n| {
                    S::Real::join(zero, tree(elements, from, n, &|x: S| x.squared_distance(means[i])))
                };
                self.walk
                    .lanes(out, row, lane, |walk| S::Real::join(zero, walk.tree(&|x: S| x.squared_distance(means[0]))));
            } else {
                let add = |sum: S::Real, x: S, mean| S::Real::join(sum, x.squared_distance(mean));
                self.walk.columns_with(out, Start::Value(zero), means, add);
            }
            finite = out.iter().all(Finite::is_finite);
        })?;
        Ok(finite.then_some(result))
    }

    /// The means, one after the other in the order of the plan's results.
    fn means<S: Distance>(&self) -> Result<Option<Tensor>> {
        let mut finite = true;
        let sums = lanes::fresh::<S::Mean>(&[self.walk.plan.results], |out| {
            self.walk.add::<S, S::Mean>(out, S::DIRECT);
            finite = out.iter().all(Finite::is_finite);
        })?;
        if !finite {
            return Ok(None);
        }
        Ok(Some(divided(&sums, &Count::Same(self.walk.plan.items), 0.0)?.0))
    }
}
