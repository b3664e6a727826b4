//! Where an array is not zero: positions, indices, counts.

use super::super::combine::stack;
use super::super::dtype::{DType, Kind};
use super::super::element::Element;
use super::super::error::{Error, Result};
use super::super::lanes::fresh;
use super::super::promote::Casting;
use super::super::tensor::{Order, Tensor};
use super::super::wide::wide;
use super::mask::truth_mask;

/// The number of bytes that are not 0.
pub(super) fn count_true(mask: &[u8]) -> usize {
    pulp::Arch::new().dispatch(CountTrue(mask))
}

struct CountTrue<'a>(&'a [u8]);

impl pulp::NullaryFnOnce for CountTrue<'_> {
    type Output = usize;

    #[inline(always)]
    fn call(self) -> usize {
        const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        const PAIRS: u64 = 0x00ff_00ff_00ff_00ff;
        let (words, rest) = self.0.as_chunks::<8>();
        let mut total = rest.iter().filter(|m| **m != 0).count();
        // Eight counters in a word, each good for 255 additions.
        for block in words.chunks(255) {
            let mut counters = 0u64;
            for &word in block {
                let word = u64::from_ne_bytes(word);
                counters += ((((word & LOW) + LOW) | word) & !LOW) >> 7;
            }
            let pairs = (counters & PAIRS) + ((counters >> 8) & PAIRS);
            total += (pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48) as usize;
        }
        total
    }
}

/// For each byte the places of its bits that are set, lowest first.
const PLACES: [[u8; 8]; 256] = {
    let mut all = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut found, mut bit) = (0, 0);
        while bit < 8 {
            if byte >> bit & 1 != 0 {
                all[byte][found] = bit as u8;
                found += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    all
};

/// One bit for each of eight bytes, set where the byte is not 0.
#[inline(always)]
fn bits_of(bytes: [u8; 8]) -> u8 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let word = u64::from_le_bytes(bytes);
    let ones = ((((word & LOW) + LOW) | word) & !LOW) >> 7;
    (ones.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

/// The places of the bytes that are not 0.
pub(super) fn positions(mask: &[u8]) -> Result<Tensor> {
    fresh(&[count_true(mask)], |places: &mut [i64]| {
        wide(
            #[inline(always)]
            || fill_positions(mask, places),
        );
    })
}

/// Eight bytes at a time: all of a table's entry is written, and what is too much overwritten by what comes next.
#[inline(always)]
fn fill_positions(mask: &[u8], places: &mut [i64]) {
    let (eights, rest) = mask.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut done = 0;
    for (k, &eight) in eights.iter().chain(std::iter::once(&last)).enumerate() {
        let bits = bits_of(eight);
        let steps = &PLACES[usize::from(bits)];
        let (base, n) = (8 * k as i64, bits.count_ones() as usize);
        if let Some(window) = places[done..].first_chunk_mut::<8>() {
            for j in 0..8 {
                window[j] = base + i64::from(steps[j]);
            }
        } else {
            for (place, &step) in places[done..].iter_mut().zip(&steps[..n]) {
                *place = base + i64::from(step);
            }
        }
        done += n;
    }
}

/// For each axis the indices of the true elements in C order.
pub(super) fn nonzero_columns(t: &Tensor) -> Result<Vec<Tensor>> {
    let mask = truth_mask(t)?;
    // A bool may come from a view of other bytes: they are read as bytes.
    let bytes = mask.view_as(DType::UINT8)?;
    let places = positions(bytes.as_slice::<u8>().unwrap_or_default())?;
    if t.ndim() == 1 {
        return Ok(vec![places]);
    }
    let places = places.as_slice::<i64>().unwrap_or_default();
    // The last axis' index is the rest after division by its length, and so on towards the first.
    let mut step = 1i64;
    let mut columns = Vec::with_capacity(t.ndim());
    for &dim in t.shape().iter().rev() {
        let dim = dim as i64;
        columns.push(Tensor::generate(&[places.len()], |i| places[i] / step % dim)?);
        step *= dim;
    }
    columns.reverse();
    Ok(columns)
}

/// `numpy.nonzero`: one array of indices for each axis.
pub fn nonzero(t: &Tensor) -> Result<Vec<Tensor>> {
    if t.ndim() == 0 {
        let message = "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.";
        return Err(Error::value(message));
    }
    nonzero_columns(t)
}

/// `numpy.argwhere`: one row of indices for each element that is not zero.
pub fn argwhere(t: &Tensor) -> Result<Tensor> {
    if t.ndim() == 0 {
        let n = nonzero_columns(&t.with_leading_axes(1))?[0].size();
        return Tensor::empty(&[n, 0], DType::INT64);
    }
    // As in NumPy the rows lie in memory axis by axis.
    Ok(stack(&nonzero_columns(t)?, 0, None, None, Casting::SameKind)?.transpose())
}

/// `numpy.flatnonzero`: places in C order.
pub fn flatnonzero(t: &Tensor) -> Result<Tensor> {
    Ok(nonzero_columns(&t.ravel(Order::C)?)?.swap_remove(0))
}

/// `numpy.count_nonzero` of the whole array.
pub fn count_nonzero(t: &Tensor) -> Result<usize> {
    if t.dtype().kind == Kind::Bool {
        let bytes = truth_mask(t)?.ravel(Order::K)?.view_as(DType::UINT8)?;
        return Ok(count_true(bytes.as_slice::<u8>().unwrap_or_default()));
    }
    if t.dtype().is_native() {
        let counted = crate::dispatch!(all, t.dtype().kind, T => {
            t.as_slice::<T>().map(|values| values.iter().map(|v| usize::from(*v != T::ZERO)).sum())
        }, else None);
        if let Some(n) = counted {
            return Ok(n);
        }
    }
    count_nonzero(&truth_mask(t)?)
}
