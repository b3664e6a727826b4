//! Samples whose logarithms are evenly spaced: `logspace` and `geomspace`, operation by operation as NumPy does them.

use super::assign::assign;
use super::cast::{as_dtype, operand_to_tensor};
use super::create::linspace;
use super::dtype::DType;
use super::error::{Error, Result};
use super::flags::Flags;
use super::index::count_nonzero;
use super::promote::result_type;
use super::scalar::Operand;
use super::tensor::Tensor;
use super::ufunc::{CallOptions, by_name, call};
use super::view::common_shape;

/// What was raised on the way, with the function NumPy's warning names.
pub type Warnings = Vec<(&'static str, Flags)>;

/// `numpy.logspace`: `base` to the powers that `linspace` gives. An array of bases gets an axis at `axis`.
pub fn logspace(
    start: &Operand,
    stop: &Operand,
    num: isize,
    endpoint: bool,
    base: &Operand,
    dtype: Option<DType>,
    axis: isize,
) -> Result<(Tensor, Warnings)> {
    let mut warnings = Warnings::new();
    let (start, stop, base) = match base {
        Operand::Tensor(bases) if bases.ndim() > 0 => {
            let ends = [as_tensor(start)?, as_tensor(stop)?];
            let ndim = common_shape(&[ends[0].shape(), ends[1].shape(), bases.shape()])?.len();
            let [start, stop] = ends.map(|end| Operand::Tensor(end.with_leading_axes(ndim)));
            let bases = bases.with_leading_axes(ndim).expand_dims(&[axis])?;
            (start, stop, Operand::Tensor(bases))
        }
        _ => (start.clone(), stop.clone(), base.clone()),
    };
    let powers = linspace(&start, &stop, num, endpoint, None, axis)?.samples;
    let result = apply("power", &[base, Operand::Tensor(powers)], &mut warnings)?;
    Ok((dtype.map_or(Ok(result.clone()), |dtype| as_dtype(&result, dtype))?, warnings))
}

/// `numpy.geomspace`: a geometric sequence from `start` to `stop`. ValueError where an end is 0.
pub fn geomspace(
    start: &Operand,
    stop: &Operand,
    num: isize,
    endpoint: bool,
    dtype: Option<DType>,
    axis: isize,
) -> Result<(Tensor, Warnings)> {
    let mut warnings = Warnings::new();
    let strong = Operand::Tensor(Tensor::zeros(&[], dtype.unwrap_or(DType::FLOAT64))?);
    let inexact = result_type(&[start.clone(), stop.clone(), Operand::WeakFloat(num as f64), strong])?;
    let (start, stop) = (operand_to_tensor(start, inexact)?, operand_to_tensor(stop, inexact)?);
    if count_nonzero(&start)? < start.size() || count_nonzero(&stop)? < stop.size() {
        return Err(Error::value("Geometric sequence cannot include zero"));
    }
    // Turned so that it starts on the positive real axis, and turned back at the end.
    let sign = apply("sign", &[Operand::Tensor(start.clone())], &mut warnings)?;
    let mut turned =
        |end: Tensor| apply("divide", &[Operand::Tensor(end), Operand::Tensor(sign.clone())], &mut warnings);
    let (start, stop) = (turned(start)?, turned(stop)?);
    let mut log = |end: &Tensor| apply("log10", &[Operand::Tensor(end.clone())], &mut warnings).map(Operand::Tensor);
    let (log_start, log_stop) = (log(&start)?, log(&stop)?);
    let ten = Operand::WeakFloat(10.0);
    let (result, more) = logspace(&log_start, &log_stop, num, endpoint, &ten, Some(inexact), 0)?;
    warnings.extend(more);
    if num > 0 {
        assign(&result.subarray(0, 0), &start)?;
    }
    if num > 1 && endpoint {
        assign(&result.subarray(0, num as usize - 1), &stop)?;
    }
    let result = apply("multiply", &[Operand::Tensor(result), Operand::Tensor(sign)], &mut warnings)?;
    let result = if axis == 0 { result } else { result.moveaxis(&[0], &[axis])? };
    Ok((as_dtype(&result, dtype.unwrap_or(inexact))?, warnings))
}

fn apply(name: &'static str, inputs: &[Operand], warnings: &mut Warnings) -> Result<Tensor> {
    let ufunc = by_name(name).ok_or_else(|| Error::type_error(format!("no ufunc '{name}'")))?;
    let (mut outputs, flags) = call(ufunc, inputs, &CallOptions::default())?;
    if !flags.is_empty() {
        warnings.push((name, flags));
    }
    outputs.pop().ok_or_else(|| Error::type_error(format!("ufunc '{name}' has no result")))
}

fn as_tensor(operand: &Operand) -> Result<Tensor> {
    operand_to_tensor(operand, result_type(std::slice::from_ref(operand))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operand::{WeakFloat, WeakInt};

    #[test]
    fn logarithmic_samples() {
        let (t, _) = logspace(&WeakInt(0), &WeakInt(2), 3, true, &WeakFloat(10.0), None, 0).unwrap();
        assert_eq!(t.to_vec::<f64>().unwrap(), [1.0, 10.0, 100.0]);
        let bases = Operand::Tensor(Tensor::vector(&[2i64, 3]).unwrap());
        let (t, _) = logspace(&WeakInt(0), &WeakInt(2), 3, true, &bases, None, 0).unwrap();
        assert_eq!((t.shape(), t.to_vec::<f64>().unwrap()), (&[3, 2][..], vec![1.0, 1.0, 2.0, 3.0, 4.0, 9.0]));
        let (t, _) = geomspace(&WeakInt(-1), &WeakInt(-1000), 4, true, None, 0).unwrap();
        assert_eq!(t.to_vec::<f64>().unwrap(), [-1.0, -10.0, -100.0, -1000.0]);
        let (t, warnings) = geomspace(&WeakInt(1), &WeakInt(-1), 5, true, None, 0).unwrap();
        assert!(t.to_vec::<f64>().unwrap()[1].is_nan());
        assert_eq!(warnings[0], ("log10", Flags::INVALID));
        let zero = geomspace(&WeakInt(0), &WeakInt(5), 3, true, None, 0).err().unwrap();
        assert_eq!(zero.message, "Geometric sequence cannot include zero");
    }
}
