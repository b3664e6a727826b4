//! `np.fft`: discrete Fourier transforms.

use super::Chapter;
use crate::builtins::array::out::Out;
use crate::fft::{self, FftDirection, Grid, Norm};
use crate::tensor::calc::Calc;
use crate::tensor::error::ErrorKind;
use crate::tensor::format::dtype_repr;
use crate::tensor::{self, Tensor, assign, promote};
use crate::value::axis::Axes;
use crate::value::elementwise::report;
use crate::value::{Context, Error, Result, Value};

/// The chapter of Fourier transforms.
pub static CHAPTERS: &[&Chapter] = &[&FFT];

builtins! { FFT, chapter "Fourier transforms", spaces ["np.fft"];
    /// The discrete Fourier transform along an axis.
    ///
    /// >>> np.fft.fft([1, 0, 0, 0])
    /// array([1.+0.j, 1.+0.j, 1.+0.j, 1.+0.j])
    /// >>> np.abs(np.fft.fft(np.cos(2 * np.pi * np.arange(8) / 4))).round(6)
    /// array([0., 0., 4., 0., 0., 0., 4., 0.])
    @see("ifft", "rfft", "fftfreq")
    fn fft(cx, a: Tensor, n: Option<isize> = None, axis: isize = -1, norm: Option<String> = None, out: Out = Out(None)) -> Value {
        finish(cx, fft::fft(&a, n, axis, norm_of(norm)?, FftDirection::Forward)?, out, "fft")
    }

    /// The inverse of `fft`.
    ///
    /// >>> np.fft.ifft(np.fft.fft([1., 2., 3.])).real.round(6)
    /// array([1., 2., 3.])
    @see("fft")
    fn ifft(cx, a: Tensor, n: Option<isize> = None, axis: isize = -1, norm: Option<String> = None, out: Out = Out(None)) -> Value {
        finish(cx, fft::fft(&a, n, axis, norm_of(norm)?, FftDirection::Inverse)?, out, "ifft")
    }

    /// The transform of real values: only the frequencies from zero up, since the others mirror them.
    ///
    /// >>> np.fft.rfft([0., 1., 0., 0.])
    /// array([ 1.+0.j,  0.-1.j, -1.+0.j])
    @see("irfft", "rfftfreq")
    fn rfft(cx, a: Tensor, n: Option<isize> = None, axis: isize = -1, norm: Option<String> = None, out: Out = Out(None)) -> Value {
        finish(cx, fft::rfft(&a, n, axis, norm_of(norm)?)?, out, "rfft")
    }

    /// The inverse of `rfft`; `n` says how many points there were, if it was an odd number.
    ///
    /// >>> np.fft.irfft(np.fft.rfft([2., 1., 3.]), n=3).round(6)
    /// array([2., 1., 3.])
    @see("rfft")
    fn irfft(cx, a: Tensor, n: Option<isize> = None, axis: isize = -1, norm: Option<String> = None, out: Out = Out(None)) -> Value {
        finish(cx, fft::irfft(&a, n, axis, norm_of(norm)?)?, out, "irfft")
    }

    /// The real spectrum of a signal that is its own mirror image, of which half is given.
    ///
    /// >>> np.fft.hfft([1., 2., 3.])
    /// array([ 8., -2.,  0., -2.])
    @see("ihfft")
    fn hfft(cx, a: Tensor, n: Option<isize> = None, axis: isize = -1, norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let conjugate = Calc::from(&a).conj().tensor()?;
        finish(cx, fft::irfft(&conjugate, n, axis, norm_of(norm)?.swapped())?, out, "irfft")
    }

    /// The inverse of `hfft`.
    ///
    /// >>> np.fft.ihfft([8., -2., 0., -2.]).real
    /// array([1., 2., 3.])
    @see("hfft")
    fn ihfft(cx, a: Tensor, n: Option<isize> = None, axis: isize = -1, norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let spectrum = fft::rfft(&a, n, axis, norm_of(norm)?.swapped())?;
        finish(cx, Calc::from(&spectrum).conj().tensor()?, out, "rfft")
    }

    /// The transform along two axes.
    ///
    /// >>> np.fft.fft2([[1, 1], [0, 0]])
    /// array([[2.+0.j, 0.+0.j],
    ///        [2.+0.j, 0.+0.j]])
    @see("fftn")
    fn fft2(cx, a: Tensor, s: Axes = Axes(None), axes: Axes = last_two(), norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let grid = Grid::new(&a, s.0, axes.0)?;
        finish(cx, fft::fftn(&a, &grid, norm_of(norm)?, FftDirection::Forward)?, out, "fft")
    }

    /// The inverse of `fft2`.
    ///
    /// >>> np.fft.ifft2([[2, 0], [2, 0]])
    /// array([[1.+0.j, 1.+0.j],
    ///        [0.+0.j, 0.+0.j]])
    @see("fft2")
    fn ifft2(cx, a: Tensor, s: Axes = Axes(None), axes: Axes = last_two(), norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let grid = Grid::new(&a, s.0, axes.0)?;
        finish(cx, fft::fftn(&a, &grid, norm_of(norm)?, FftDirection::Inverse)?, out, "ifft")
    }

    /// The transform along several axes, all without `axes`.
    ///
    /// >>> np.fft.fftn(np.ones((2, 2)))
    /// array([[4.+0.j, 0.+0.j],
    ///        [0.+0.j, 0.+0.j]])
    @see("ifftn", "rfftn")
    fn fftn(cx, a: Tensor, s: Axes = Axes(None), axes: Axes = Axes(None), norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let grid = Grid::new(&a, s.0, axes.0)?;
        finish(cx, fft::fftn(&a, &grid, norm_of(norm)?, FftDirection::Forward)?, out, "fft")
    }

    /// The inverse of `fftn`.
    ///
    /// >>> np.fft.ifftn([[4, 0], [0, 0]])
    /// array([[1.+0.j, 1.+0.j],
    ///        [1.+0.j, 1.+0.j]])
    @see("fftn")
    fn ifftn(cx, a: Tensor, s: Axes = Axes(None), axes: Axes = Axes(None), norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let grid = Grid::new(&a, s.0, axes.0)?;
        finish(cx, fft::fftn(&a, &grid, norm_of(norm)?, FftDirection::Inverse)?, out, "ifft")
    }

    /// The transform of real values along two axes; along the last only the frequencies from zero up.
    ///
    /// >>> np.fft.rfft2([[1., 1.], [0., 0.]])
    /// array([[2.+0.j, 0.+0.j],
    ///        [2.+0.j, 0.+0.j]])
    @see("rfftn")
    fn rfft2(cx, a: Tensor, s: Axes = Axes(None), axes: Axes = last_two(), norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let grid = Grid::new(&a, s.0, axes.0)?;
        finish(cx, fft::rfftn(&a, &grid, norm_of(norm)?)?, out, "fft")
    }

    /// The inverse of `rfft2`.
    ///
    /// >>> np.fft.irfft2([[2, 0], [2, 0]])
    /// array([[1., 1.],
    ///        [0., 0.]])
    @see("rfft2")
    fn irfft2(cx, a: Tensor, s: Axes = Axes(None), axes: Axes = last_two(), norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let grid = Grid::of_real_inverse(&a, s.0, axes.0)?;
        finish(cx, fft::irfftn(&a, &grid, norm_of(norm)?)?, out, "irfft")
    }

    /// The transform of real values along several axes; along the last only the frequencies from zero up.
    ///
    /// >>> np.fft.rfftn(np.ones((2, 2)))
    /// array([[4.+0.j, 0.+0.j],
    ///        [0.+0.j, 0.+0.j]])
    @see("irfftn")
    fn rfftn(cx, a: Tensor, s: Axes = Axes(None), axes: Axes = Axes(None), norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let grid = Grid::new(&a, s.0, axes.0)?;
        finish(cx, fft::rfftn(&a, &grid, norm_of(norm)?)?, out, "fft")
    }

    /// The inverse of `rfftn`.
    ///
    /// >>> np.fft.irfftn([[4, 0], [0, 0]])
    /// array([[1., 1.],
    ///        [1., 1.]])
    @see("rfftn")
    fn irfftn(cx, a: Tensor, s: Axes = Axes(None), axes: Axes = Axes(None), norm: Option<String> = None, out: Out = Out(None)) -> Value {
        let grid = Grid::of_real_inverse(&a, s.0, axes.0)?;
        finish(cx, fft::irfftn(&a, &grid, norm_of(norm)?)?, out, "irfft")
    }

    /// The frequencies of `fft`'s result for `n` points that are `d` apart.
    ///
    /// >>> np.fft.fftfreq(5, d=0.1)
    /// array([ 0.,  2.,  4., -4., -2.])
    @see("rfftfreq", "fftshift")
    fn fftfreq(cx, n: Value, d: f64 = 1.0, device: Option<String> = None) -> Tensor {
        let (n, step) = spacing(&n, d)?;
        let positive = n.div_euclid(2) + n.rem_euclid(2);
        let index = |k: i64| if k < positive { k } else { k - n };
        let count = usize::try_from(n).unwrap_or(0);
        Ok(Tensor::generate(&[count], |k| index(k as i64) as f64 * step)?)
    }

    /// The frequencies of `rfft`'s result.
    ///
    /// >>> np.fft.rfftfreq(5, d=0.1)
    /// array([0., 2., 4.])
    @see("fftfreq")
    fn rfftfreq(cx, n: Value, d: f64 = 1.0, device: Option<String> = None) -> Tensor {
        let (n, step) = spacing(&n, d)?;
        let count = usize::try_from(n.div_euclid(2) + 1).unwrap_or(0);
        Ok(Tensor::generate(&[count], |k| k as f64 * step)?)
    }

    /// The zero frequency in the middle.
    ///
    /// >>> np.fft.fftshift(np.fft.fftfreq(5, d=0.1))
    /// array([-4., -2.,  0.,  2.,  4.])
    @see("ifftshift")
    fn fftshift(cx, x: Tensor, axes: Axes = Axes(None)) -> Tensor { Ok(fft::shift(&x, axes.0, false)?) }

    /// The inverse of `fftshift`.
    ///
    /// >>> np.fft.ifftshift([-2, -1, 0, 1, 2])
    /// array([ 0,  1,  2, -2, -1])
    @see("fftshift")
    fn ifftshift(cx, x: Tensor, axes: Axes = Axes(None)) -> Tensor { Ok(fft::shift(&x, axes.0, true)?) }
}

fn last_two() -> Axes {
    Axes(Some(vec![-2, -1]))
}

fn norm_of(name: Option<String>) -> Result<Norm> {
    Ok(name.map_or(Ok(Norm::Backward), |name| Norm::by_name(&name))?)
}

/// The number of points, and the distance of frequencies `1 / (n * d)`.
fn spacing(n: &Value, d: f64) -> Result<(i64, f64)> {
    let (Value::Int(points) | Value::NpInt(points)) = n else { return Err(Error::value("n should be an integer")) };
    let span = *points as f64 * d;
    if span == 0.0 {
        return Err(Error::new(&crate::value::class::exception::ZERO_DIVISION_ERROR, "float division by zero"));
    }
    Ok((*points, 1.0 / span))
}

fn finish(cx: &mut dyn Context, result: Tensor, out: Out, name: &str) -> Result<Value> {
    let Some(array) = out.0 else { return Ok(Value::array(result)) };
    let target = array.tensor();
    if target.shape() != result.shape() {
        return Err(Error::value("output array has wrong shape."));
    }
    if !promote::can_cast(result.dtype(), target.dtype(), promote::Casting::SameKind) {
        let message = format!(
            "Cannot cast ufunc '{name}' output from {} to {} with casting rule 'same_kind'",
            dtype_repr(result.dtype()),
            dtype_repr(target.dtype())
        );
        return Err(tensor::Error::new(ErrorKind::UFuncType, message).into());
    }
    let flags = assign::assign(&target, &result)?;
    report(cx, flags, "cast", false)?;
    Ok(Value::Array(array))
}
