//! Membership: which elements of one array occur in another.

use super::unique::keys_of;
use super::{is_keyed, search};
use crate::dispatch;
use crate::pool::until_interrupted;
use crate::tensor::error::{Error, Result};
use crate::tensor::lanes;
use crate::tensor::promote::promote_types;
use crate::tensor::reduce::extreme::Ordered;
use crate::tensor::{DType, Kind, Order, Tensor, cast};

/// For each element whether it occurs in `test`; with `invert`, whether it does not. NaN occurs nowhere.
pub fn isin(element: &Tensor, test: &Tensor, invert: bool) -> Result<Tensor> {
    if element.dtype() == DType::OBJECT || test.dtype() == DType::OBJECT {
        return isin_objects(element, test, invert);
    }
    // Texts and numbers promote to texts, but no number equals one.
    let is_text = |t: &Tensor| matches!(t.dtype().kind, Kind::Str(_) | Kind::Bytes(_));
    if is_text(element) != is_text(test) && [element, test].iter().any(|t| t.dtype().kind.is_numeric()) {
        return Tensor::from_vec(element.shape(), vec![invert; element.size()]);
    }
    let common = promote_types(element.dtype(), test.dtype())?.to_native();
    let flat_test = test.reshaped(&[test.size()], Order::C)?;
    let test = cast::cast(&flat_test, common, Order::C)?.0;
    let wanted = cast::cast(element, common, Order::C)?.0;
    if !is_keyed(common) {
        let sorted = super::sort(&test, Some(0))?;
        let low = search::searchsorted(&sorted, &wanted, search::Side::Left, None)?;
        let high = search::searchsorted(&sorted, &wanted, search::Side::Right, None)?;
        let (low, high) = (low.as_slice::<i64>().unwrap_or(&[]), high.as_slice::<i64>().unwrap_or(&[]));
        return lanes::fresh::<bool>(element.shape(), |out| {
            for ((found, low), high) in out.iter_mut().zip(low).zip(high) {
                *found = (low < high) != invert;
            }
        });
    }
    let (test, wanted) = (lanes::contiguous(&test, common)?, lanes::contiguous(&wanted, common)?);
    if let Some(found) = isin_table(&wanted, &test, invert)? {
        return Ok(found);
    }
    dispatch!(all, common.kind, T => {
        let keys = keys_of::<T>(&super::sort(&test, Some(-1))?);
        let values = wanted.as_slice::<T>().unwrap_or(&[]);
        lanes::fresh::<bool>(element.shape(), |out| {
            for (found, x) in until_interrupted(out.iter_mut().zip(values)) {
                let key = super::order::SortKey::key(*x);
                *found = (!x.is_nan() && keys.binary_search(&key).is_ok()) != invert;
            }
        })
    }, else Err(Error::type_error("unsupported element type")))
}

/// Integers in a narrow range are looked up in a table.
fn isin_table(wanted: &Tensor, test: &Tensor, invert: bool) -> Result<Option<Tensor>> {
    if !test.dtype().kind.is_integer() || test.is_empty() {
        return Ok(None);
    }
    dispatch!(integer, test.dtype().kind, T => {
        let values = test.as_slice::<T>().unwrap_or(&[]);
        let low = values.iter().copied().min().unwrap_or_default() as i128;
        let high = values.iter().copied().max().unwrap_or_default() as i128;
        if (high - low) as u128 > 6 * (values.len() + wanted.size()) as u128 {
            return Ok(None);
        }
        let mut table = vec![false; (high - low) as usize + 1];
        for &x in values {
            table[(x as i128 - low) as usize] = true;
        }
        let elements = wanted.as_slice::<T>().unwrap_or(&[]);
        lanes::fresh::<bool>(wanted.shape(), |out| {
            for (found, &x) in until_interrupted(out.iter_mut().zip(elements)) {
                let at = x as i128 - low;
                *found = (at >= 0 && table.get(at as usize).copied().unwrap_or(false)) != invert;
            }
        }).map(Some)
    }, else Ok(None))
}

fn isin_objects(element: &Tensor, test: &Tensor, invert: bool) -> Result<Tensor> {
    let wanted = lanes::objects(&cast::cast(element, DType::OBJECT, Order::C)?.0)?;
    let test = lanes::objects(&cast::cast(test, DType::OBJECT, Order::C)?.0)?;
    let mut found = Vec::with_capacity(wanted.len());
    for x in &wanted {
        let mut any = false;
        lanes::check_interrupt()?;
        for y in &test {
            any = any || x.equals(&**y)?;
        }
        found.push(any != invert);
    }
    Tensor::from_vec(element.shape(), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn membership() {
        let a = Tensor::from_slice(&[2, 2], &[0i64, 2, 4, 6]).unwrap();
        let b = Tensor::vector(&[1i64, 2, 4, 8]).unwrap();
        assert_eq!(isin(&a, &b, false).unwrap().as_slice::<bool>().unwrap(), [false, true, true, false]);
        let x = Tensor::vector(&[1.5, f64::NAN, -0.0]).unwrap();
        let y = Tensor::vector(&[0.0, f64::NAN]).unwrap();
        assert_eq!(isin(&x, &y, false).unwrap().as_slice::<bool>().unwrap(), [false, false, true]);
    }
}
