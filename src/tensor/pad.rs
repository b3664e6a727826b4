//! `numpy.pad`: an array with margins, filled by a constant, its edges, reflections, ramps or statistics of itself.

use super::assign::assign;
use super::cast::{as_dtype, operand_to_tensor};
use super::create::linspace;
use super::dtype::Kind;
use super::element::Element;
use super::error::{Error, Result};
use super::index::{Mode, take};
use super::reduce::{self, Axes, Reduction, Request};
use super::scalar::Operand;
use super::shape::Dims;
use super::tensor::{Order, Tensor};
use super::{Complex32, Complex64, copy, f16};

/// How the margins are filled. Vectors have an entry for each axis: before and after.
pub enum Fill {
    Constant(Vec<[Operand; 2]>),
    Edge,
    /// Linearly from the edge to these values.
    LinearRamp(Vec<[Operand; 2]>),
    /// Of so many elements next to the edge; `None`: of all.
    Statistic(Statistic, Vec<[Option<usize>; 2]>),
    /// Mirrored; `edge`: the edge itself is repeated (`symmetric`); `odd`: mirrored at the edge's value, too.
    Mirror {
        edge: bool,
        odd: bool,
    },
    Wrap,
    /// Unspecified.
    Empty,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Statistic {
    Maximum,
    Minimum,
    Mean,
    Median,
}

/// A new array with `widths[k]` more elements before and after along axis `k`.
pub fn pad(t: &Tensor, widths: &[(usize, usize)], fill: &Fill) -> Result<Tensor> {
    if !matches!(fill, Fill::Constant(_) | Fill::Empty)
        && let Some(axis) = (0..t.ndim()).find(|&k| t.shape()[k] == 0 && widths[k] != (0, 0))
    {
        return Err(Error::value(format!(
            "can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
        )));
    }
    match fill {
        Fill::Edge => by_position(t, widths, |i, n| i.clamp(0, n - 1)),
        Fill::Wrap => by_position(t, widths, |i, n| i.rem_euclid(n)),
        Fill::Mirror { edge, odd: false } => {
            let mirrored = |i: i64, n: i64| {
                let period = if *edge { 2 * n } else { (2 * n - 2).max(1) };
                let i = i.rem_euclid(period);
                if i < n { i } else { period - i - i64::from(*edge) }
            };
            by_position(t, widths, mirrored)
        }
        _ => with_margins(t, widths, fill),
    }
}

fn order_of(t: &Tensor) -> Order {
    if t.is_f_contiguous() && !t.is_c_contiguous() { Order::F } else { Order::C }
}

/// Margins that repeat elements: the position in the padded axis, counted from the old first element, and the old
/// length give the old position.
fn by_position(t: &Tensor, widths: &[(usize, usize)], position: impl Fn(i64, i64) -> i64) -> Result<Tensor> {
    let mut result = t.clone();
    for (axis, &(before, after)) in widths.iter().enumerate() {
        if (before, after) == (0, 0) {
            continue;
        }
        let n = t.shape()[axis] as i64;
        let places = (-(before as i64)..n + after as i64).map(|i| position(i, n)).collect::<Vec<i64>>();
        result = take(&result, &Tensor::vector(&places)?, Some(axis as isize), Mode::Raise)?;
    }
    if result.shares_storage(t) || order_of(t) == Order::F { copy::copied(&result, order_of(t)) } else { Ok(result) }
}

/// Margins that are computed: the array is copied into the middle, then axis after axis gets its two margins.
fn with_margins(t: &Tensor, widths: &[(usize, usize)], fill: &Fill) -> Result<Tensor> {
    let shape: Dims = t.shape().iter().zip(widths).map(|(n, (before, after))| n + before + after).collect();
    let padded = Tensor::allocate(&shape, t.dtype(), order_of(t), false)?;
    let inner = |view: &Tensor, axis: usize| view.range(axis, widths[axis].0, widths[axis].0 + t.shape()[axis]);
    let middle = (0..t.ndim()).fold(padded.clone(), |view, axis| inner(&view, axis));
    copy::copy_elements(&middle, t)?;
    if t.is_empty() && !matches!(fill, Fill::Constant(_)) {
        return Ok(padded);
    }
    for (axis, &(before, after)) in widths.iter().enumerate() {
        // The axes behind still have only their middle; the margins' corners come with them.
        let region = (axis + 1..t.ndim()).fold(padded.clone(), |view, k| inner(&view, k));
        let sides = Sides { region, axis, before, after };
        match fill {
            Fill::Constant(values) => sides.constant(&values[axis])?,
            Fill::LinearRamp(ends) => sides.ramp(&ends[axis])?,
            Fill::Statistic(which, lengths) => sides.statistic(*which, lengths[axis])?,
            Fill::Mirror { edge, .. } => sides.mirror_odd(*edge)?,
            _ => {}
        }
    }
    Ok(padded)
}

/// One axis of the padded array: how much of it lies before and after the elements already there.
struct Sides {
    region: Tensor,
    axis: usize,
    before: usize,
    after: usize,
}

impl Sides {
    fn len(&self) -> usize {
        self.region.shape()[self.axis]
    }

    fn part(&self, from: usize, to: usize) -> Tensor {
        self.region.range(self.axis, from, to)
    }

    fn margins(&self) -> [Tensor; 2] {
        [self.part(0, self.before), self.part(self.len() - self.after, self.len())]
    }

    /// The outermost elements that are not margin, with axis length 1.
    fn edges(&self) -> [Tensor; 2] {
        let last = self.len() - self.after;
        [self.part(self.before, self.before + 1), self.part(last - 1, last)]
    }

    fn constant(&self, values: &[Operand; 2]) -> Result<()> {
        for (margin, value) in self.margins().iter().zip(values) {
            assign(margin, &operand_to_tensor(value, margin.dtype())?)?;
        }
        Ok(())
    }

    fn ramp(&self, ends: &[Operand; 2]) -> Result<()> {
        let sides = self.margins().into_iter().zip(self.edges()).zip(ends).enumerate();
        for (side, ((margin, edge), end)) in sides {
            let width = margin.shape()[self.axis] as isize;
            let edge = Operand::Tensor(edge.squeeze(Some(&[self.axis as isize]))?);
            let ramp = linspace(end, &edge, width, false, Some(margin.dtype()), self.axis as isize)?.samples;
            let ramp = if side == 0 { ramp } else { ramp.flip(Some(&[self.axis as isize]))? };
            assign(&margin, &ramp)?;
        }
        Ok(())
    }

    fn statistic(&self, which: Statistic, lengths: [Option<usize>; 2]) -> Result<()> {
        let (first, last) = (self.before, self.len() - self.after);
        let most = last - first;
        let [left, right] = lengths.map(|n| n.unwrap_or(most).min(most));
        if (left == 0 || right == 0) && matches!(which, Statistic::Maximum | Statistic::Minimum) {
            return Err(Error::value("stat_length of 0 yields no value for padding"));
        }
        let parts = [self.part(first, first + left), self.part(last - right, last)];
        // Both before anything is written: the margins don't lie in the parts, but the axis may be all there is.
        let values = [self.summary(&parts[0], which)?, self.summary(&parts[1], which)?];
        for (margin, value) in self.margins().iter().zip(&values) {
            assign(margin, value)?;
        }
        Ok(())
    }

    fn summary(&self, part: &Tensor, which: Statistic) -> Result<Tensor> {
        let axes = Axes::one(self.axis as isize);
        let extreme = |op| {
            let request = Request { axes: axes.clone(), keepdims: true, ..Request::default() };
            reduce::reduce(op, part, &request)
        };
        let (value, _) = match which {
            Statistic::Maximum => extreme(Reduction::Max)?,
            Statistic::Minimum => extreme(Reduction::Min)?,
            Statistic::Mean => reduce::mean(part, &axes, None, true, None)?,
            Statistic::Median => reduce::median(part, &axes, true)?,
        };
        // An integer array takes the nearest integer, half to even.
        if part.dtype().kind.is_integer() && value.dtype().kind == Kind::Float64 {
            let values = value.to_vec::<f64>().unwrap_or_default();
            return Tensor::generate(value.shape(), |i| values[i].round_ties_even());
        }
        Ok(value)
    }

    /// Mirrors at the edges and at their values, piece by piece: a piece is as long as what is there already.
    fn mirror_odd(mut self, edge: bool) -> Result<()> {
        let original = self.len() - self.before - self.after;
        if original == 1 {
            let edges = self.edges();
            for (margin, edge) in self.margins().iter().zip(&edges) {
                assign(margin, edge)?;
            }
            return Ok(());
        }
        while self.before > 0 || self.after > 0 {
            let there = self.len() - self.before - self.after;
            let most = if edge { there / original * original } else { (there - 1) / (original - 1) * (original - 1) };
            let skip = usize::from(!edge);
            let axis = [self.axis as isize];
            let [first, last] = self.edges();
            let (left, right) = (most.min(self.before), most.min(self.after));
            let end = self.len() - self.after;
            if left > 0 {
                let source = self.part(self.before + skip, self.before + skip + left).flip(Some(&axis))?;
                assign(&self.part(self.before - left, self.before), &point_mirrored(&source, &first)?)?;
            }
            if right > 0 {
                let source = self.part(end - skip - right, end - skip).flip(Some(&axis))?;
                assign(&self.part(end, end + right), &point_mirrored(&source, &last)?)?;
            }
            self.before -= left;
            self.after -= right;
        }
        Ok(())
    }
}

/// 2·edge − source in the array's dtype.
fn point_mirrored(source: &Tensor, edge: &Tensor) -> Result<Tensor> {
    let dtype = source.dtype().to_native();
    let (source, edge) = (as_dtype(source, dtype)?, as_dtype(&edge.broadcast_to(source.shape())?, dtype)?);
    crate::dispatch!(all, dtype.kind, T => {
        let (x, e) = (source.to_vec::<T>().unwrap_or_default(), edge.to_vec::<T>().unwrap_or_default());
        Tensor::generate(source.shape(), |i| x[i].mirrored_at(e[i]))
    }, else Err(Error::type_error(format!("reflect_type 'odd' needs numbers, not {}", dtype.name()))))
}

trait MirroredAt: Element {
    fn mirrored_at(self, edge: Self) -> Self;
}

macro_rules! mirrored_at {
    ($($ty:ty, |$x:ident, $e:ident| $result:expr;)*) => {$(
        impl MirroredAt for $ty {
            fn mirrored_at(self, $e: $ty) -> $ty {
                let $x = self;
                $result
            }
        }
    )*};
}

mirrored_at! {
    bool, |x, e| 2 * i8::from(e) - i8::from(x) != 0;
    i8, |x, e| e.wrapping_mul(2).wrapping_sub(x);
    i16, |x, e| e.wrapping_mul(2).wrapping_sub(x);
    i32, |x, e| e.wrapping_mul(2).wrapping_sub(x);
    i64, |x, e| e.wrapping_mul(2).wrapping_sub(x);
    u8, |x, e| e.wrapping_mul(2).wrapping_sub(x);
    u16, |x, e| e.wrapping_mul(2).wrapping_sub(x);
    u32, |x, e| e.wrapping_mul(2).wrapping_sub(x);
    u64, |x, e| e.wrapping_mul(2).wrapping_sub(x);
    f16, |x, e| f16::from_f32(2.0 * e.to_f32()) - x;
    f32, |x, e| 2.0 * e - x;
    f64, |x, e| 2.0 * e - x;
    Complex32, |x, e| Complex32::new(2.0 * e.re - x.re, 2.0 * e.im - x.im);
    Complex64, |x, e| Complex64::new(2.0 * e.re - x.re, 2.0 * e.im - x.im);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[i64], before: usize, after: usize, fill: Fill) -> Vec<i64> {
        pad(&Tensor::vector(values).unwrap(), &[(before, after)], &fill).unwrap().to_vec().unwrap()
    }

    fn ints(a: i128, b: i128) -> Vec<[Operand; 2]> {
        vec![[Operand::WeakInt(a), Operand::WeakInt(b)]]
    }

    #[test]
    fn modes() {
        let x = [1, 2, 3, 4, 5];
        assert_eq!(line(&x, 2, 3, Fill::Constant(ints(4, 6))), [4, 4, 1, 2, 3, 4, 5, 6, 6, 6]);
        assert_eq!(line(&x, 2, 3, Fill::Edge), [1, 1, 1, 2, 3, 4, 5, 5, 5, 5]);
        assert_eq!(line(&x, 2, 3, Fill::LinearRamp(ints(5, -4))), [5, 3, 1, 2, 3, 4, 5, 2, -1, -4]);
        assert_eq!(line(&x, 2, 0, Fill::Statistic(Statistic::Maximum, vec![[None; 2]])), [5, 5, 1, 2, 3, 4, 5]);
        assert_eq!(line(&[1, 2], 1, 1, Fill::Statistic(Statistic::Mean, vec![[None; 2]])), [2, 1, 2, 2]);
        assert_eq!(line(&x, 2, 3, Fill::Mirror { edge: false, odd: false }), [3, 2, 1, 2, 3, 4, 5, 4, 3, 2]);
        assert_eq!(line(&x, 2, 3, Fill::Mirror { edge: false, odd: true }), [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(line(&x, 2, 3, Fill::Mirror { edge: true, odd: false }), [2, 1, 1, 2, 3, 4, 5, 5, 4, 3]);
        assert_eq!(line(&x, 2, 3, Fill::Mirror { edge: true, odd: true }), [0, 1, 1, 2, 3, 4, 5, 5, 6, 7]);
        assert_eq!(line(&x, 2, 3, Fill::Wrap), [4, 5, 1, 2, 3, 4, 5, 1, 2, 3]);
        assert_eq!(line(&[1, 2], 5, 0, Fill::Mirror { edge: false, odd: true }), [-4, -3, -2, -1, 0, 1, 2]);
    }

    #[test]
    fn corners() {
        let t = Tensor::generate::<i64>(&[2, 2], |i| i as i64).unwrap();
        let padded = pad(&t, &[(1, 0), (1, 0)], &Fill::Mirror { edge: false, odd: false }).unwrap();
        assert_eq!(padded.to_vec::<i64>().unwrap(), [3, 2, 3, 1, 0, 1, 3, 2, 3]);
        let empty = Tensor::zeros(&[0], super::super::DType::INT64).unwrap();
        assert_eq!(
            pad(&empty, &[(1, 1)], &Fill::Edge).err().unwrap().message,
            "can't extend empty axis 0 using modes other than 'constant' or 'empty'"
        );
    }
}
