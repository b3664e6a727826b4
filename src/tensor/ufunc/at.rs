//! Operations in place at positions that may repeat, for those that are one loop: sums, products, extremes.

use super::Ufunc;
use crate::pool;
use crate::tensor::error::{Error, Result};
use crate::tensor::promote::promote_types;
use crate::tensor::reduce::pairwise::Summand;
use crate::tensor::{Element, Tensor, copy, lanes};

/// Elements between two looks at the interrupt flag.
const CHUNK: usize = 1 << 16;

/// Combines the elements of `target` at `places` (in C order) with the values, one after the other. Gives false, and has
/// changed nothing, where that is not one of the loops here or a result is not finite, so that something may be to be
/// reported.
pub fn accumulate_at(u: &Ufunc, target: &Tensor, places: &[i64], values: &Tensor) -> Result<bool> {
    let dtype = target.dtype().to_native();
    if !dtype.kind.is_numeric() || promote_types(dtype, values.dtype().to_native()).ok() != Some(dtype) {
        return Ok(false);
    }
    let values = lanes::contiguous(values, dtype)?;
    macro_rules! apply {
        ($T:ty, $real:expr) => {{
            let found = match u.name {
                "add" => combined::<$T>(target, places, &values, <$T as Summand<$T>>::plus)?,
                "multiply" => combined::<$T>(target, places, &values, <$T as Summand<$T>>::times)?,
                _ => None,
            };
            let Some(found) = found.filter(|found| $real(found)) else { return Ok(false) };
            copy::copy_elements(target, &found)?;
            Ok(true)
        }};
    }
    crate::dispatch!(integer, dtype.kind, T => apply!(T, |_: &Tensor| true), else
        crate::dispatch!(float, dtype.kind, T => apply!(T, all_finite::<T>), else Ok(false)))
}

fn all_finite<T: Element + crate::tensor::reduce::Finite>(t: &Tensor) -> bool {
    t.as_slice::<T>().unwrap_or(&[]).iter().all(|x| x.is_finite())
}

/// A copy of `target` with the values combined into it.
fn combined<T: Element>(
    target: &Tensor,
    places: &[i64],
    values: &Tensor,
    op: impl Fn(T, T) -> T,
) -> Result<Option<Tensor>> {
    let before = lanes::copy_of::<T>(target)?;
    let (Some(before), Some(values)) = (before.as_slice::<T>(), values.as_slice::<T>()) else { return Ok(None) };
    let result = lanes::fresh::<T>(target.shape(), |out| {
        out.copy_from_slice(before);
        for (places, values) in places.chunks(CHUNK).zip(values.chunks(CHUNK)) {
            if pool::interrupted() {
                return;
            }
            for (&place, &value) in places.iter().zip(values) {
                out[place as usize] = op(out[place as usize], value);
            }
        }
    })?;
    if pool::interrupted() { Err(Error::interrupt()) } else { Ok(Some(result)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::ufunc::by_name;

    #[test]
    fn repeated_places_count_each_time() {
        let target = Tensor::vector(&[1.0, 2.0, 3.0]).unwrap();
        let values = Tensor::vector(&[10i64, 20, 30]).unwrap();
        assert!(accumulate_at(by_name("add").unwrap(), &target, &[2, 0, 2], &values).unwrap());
        assert_eq!(target.to_vec::<f64>().unwrap(), [21.0, 2.0, 43.0]);
        // What would overflow is left to the loop that says so.
        let huge = Tensor::vector(&[f64::MAX, f64::MAX]).unwrap();
        assert!(!accumulate_at(by_name("add").unwrap(), &target, &[0, 0], &huge).unwrap());
        assert_eq!(target.to_vec::<f64>().unwrap(), [21.0, 2.0, 43.0]);
        assert!(!accumulate_at(by_name("hypot").unwrap(), &target, &[0], &values.range(0, 0, 1)).unwrap());
    }
}
