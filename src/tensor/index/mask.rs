//! Boolean masks: the elements where a mask is true → one axis of them; values → the places where a mask is true.

use super::super::copy::{BlockCopy, Place, by_width, c_contiguous, copied};
use super::super::dtype::{DType, Kind};
use super::super::element::Element;
use super::super::error::{Error, Result};
use super::super::flags::Flags;
use super::super::iterate::{Offsets, Walk};
use super::super::scalar::Scalar;
use super::super::shape::{Dims, shape_text};
use super::super::tensor::{Order, Tensor};
use super::gather::{Blocks, take_line};
use super::nonzero::{count_true, positions};
use super::plan::check_mask;
use super::{Mode, as_values_of};
use crate::pool;

/// Bytes from which a mask is applied on several threads.
const PARALLEL_BYTES: usize = 1 << 20;
/// Elements between two looks at the interrupt flag.
const CHUNK: usize = 1 << 20;

/// The elements of `t` (in C order) where the mask of the same shape is true.
pub fn compress_mask(t: &Tensor, mask: &Tensor) -> Result<Tensor> {
    check_mask(t.shape(), mask, 0)?;
    let mask = c_contiguous(mask)?;
    let mask = mask_bytes(&mask)?;
    // A mask of a strided array: its chosen elements are gathered one by one.
    if !t.is_c_contiguous() || t.dtype().kind.is_reference() || !matches!(t.itemsize(), 1 | 2 | 4 | 8 | 16) {
        return compress_strided(t, mask);
    }
    let itemsize = t.itemsize();
    let parallel = t.nbytes() >= PARALLEL_BYTES && pool::threads() > 1;
    let parts = if parallel { 2 * pool::threads() } else { 1 };
    let bound = |i: usize| mask.len() * i / parts;
    let counts: Vec<usize> = (0..parts).map(|i| count_true(&mask[bound(i)..bound(i + 1)])).collect();
    let starts: Vec<usize> = counts.iter().scan(0, |sum, &n| Some(std::mem::replace(sum, *sum + n))).collect();
    let result = Tensor::empty(&[counts.iter().sum()], t.dtype())?;
    let (to, from) = (Place(result.as_ptr()), Place(t.as_ptr()));
    let job = |i: usize| {
        let (to, from) = (to, from);
        let to = to.0.wrapping_add(starts[i] * itemsize);
        let from = from.0.wrapping_add(bound(i) * itemsize);
        let mask = &mask[bound(i)..bound(i + 1)];
        // SAFETY: `from` has an element for each byte of the mask; `to` has room for the counted ones, apart from the
        // other parts'.
        by_width!(itemsize, T => unsafe { compress_run::<T>(mask, from, to, counts[i]) }, else ());
    };
    if parallel {
        pool::for_each(parts, job);
    } else {
        job(0);
    }
    if pool::interrupted() { Err(Error::interrupt()) } else { Ok(result) }
}

/// # Safety
/// `from` must point to `mask.len()` elements and `to` to room for `count`, the number of true bytes of the mask.
unsafe fn compress_run<T: Copy>(mask: &[u8], from: *const u8, to: *mut u8, count: usize) {
    let (from, to) = (from.cast::<T>(), to.cast::<T>());
    let mut done = 0;
    for (k, eight) in mask.chunks(8).enumerate() {
        if k % (CHUNK / 8) == 0 && pool::interrupted() {
            return;
        }
        let from = from.wrapping_add(8 * k);
        let all = eight.try_into().map_or(1, u64::from_ne_bytes);
        if all == 0 {
            continue;
        }
        // SAFETY: the caller's; the branchless form may write up to seven elements further than it keeps.
        unsafe {
            if done + 8 <= count {
                for (j, &m) in eight.iter().enumerate() {
                    to.add(done).write_unaligned(from.add(j).read_unaligned());
                    done += usize::from(m != 0);
                }
            } else {
                for (j, _) in eight.iter().enumerate().filter(|(_, m)| **m != 0) {
                    to.add(done).write_unaligned(from.add(j).read_unaligned());
                    done += 1;
                }
            }
        }
    }
}

fn compress_strided(t: &Tensor, mask: &[u8]) -> Result<Tensor> {
    let all = Offsets::new(t.shape(), t.strides());
    let chosen: Vec<isize> = all.zip(mask).filter(|(_, m)| **m != 0).map(|(offset, _)| offset).collect();
    let result = Tensor::empty(&[chosen.len()], t.dtype())?;
    Blocks::elements(t, &chosen).gather(&result)?;
    Ok(result)
}

/// `t[mask] = value` for a mask of `t`'s shape: one value for all, or as many as the mask has true elements.
pub(super) fn assign_masked(t: &Tensor, mask: &Tensor, value: &Tensor) -> Result<Flags> {
    check_mask(t.shape(), mask, 0)?;
    if value.ndim() > 1 {
        return Err(Error::type_error(format!(
            "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has {} dimensions",
            value.ndim()
        )));
    }
    let (cast, flags) = as_values_of(t, value)?;
    if let [1] | [] = value.shape() {
        let one = cast.with_geometry(cast.offset(), Dims::new(), Default::default());
        copy_where(t, mask, &one)?;
        return Ok(flags);
    }
    let mask = c_contiguous(mask)?;
    let mask = mask_bytes(&mask)?;
    let (n, wanted) = (value.size(), count_true(mask));
    if n != wanted {
        return Err(Error::value(format!(
            "NumPy boolean array indexing assignment cannot assign {n} input values to the {wanted} output values where \
             the mask is true"
        )));
    }
    scatter_where(t, mask, &cast)?;
    Ok(flags)
}

/// Writes the elements of `values` (one axis, of `t`'s dtype) one after the other to the places where the mask is true,
/// from the first again when they run out.
fn scatter_where(t: &Tensor, mask: &[u8], values: &Tensor) -> Result<()> {
    let n = values.size();
    let chosen: Vec<isize> =
        Offsets::new(t.shape(), t.strides()).zip(mask).filter(|(_, m)| **m != 0).map(|(offset, _)| offset).collect();
    for chunk in chosen.chunks(n.max(1)) {
        let values = values.range(0, 0, chunk.len());
        Blocks::elements(t, chunk).scatter(&values, 1)?;
    }
    Ok(())
}

/// Copies elements of `src` to `dst` where the mask is true; both are broadcast to `dst`'s shape. `src` has `dst`'s
/// dtype and lies apart from it (or is the same view).
pub fn copy_where(dst: &Tensor, mask: &Tensor, src: &Tensor) -> Result<()> {
    let unfit = |t: &Tensor| {
        let (from, to) = (shape_text(t.shape()), shape_text(dst.shape()));
        Error::value(format!("could not broadcast input array from shape {from} into shape {to}"))
    };
    let mask = mask.try_broadcast(dst.shape()).ok_or_else(|| unfit(mask))?;
    let src = src.try_broadcast(dst.shape()).ok_or_else(|| unfit(src))?;
    let walk = Walk::by_layout(dst.shape(), [dst.strides(), mask.strides(), src.strides()]);
    let (to, test, from) = (dst.as_ptr(), mask.as_ptr(), src.as_ptr());
    let [ds, ms, ss] = walk.inner.strides;
    let itemsize = dst.itemsize();
    let packed = ds == itemsize as isize && ms == 1;
    let one = BlockCopy::new(&[], &[], &[], dst.dtype());
    walk.run(|[d, m, s], n| {
        let (to, test, from) = (to.wrapping_offset(d), test.wrapping_offset(m), from.wrapping_offset(s));
        // SAFETY: the walk's offsets and runs stay inside the three arrays.
        unsafe {
            match (itemsize, packed && !dst.dtype().kind.is_reference()) {
                (1, true) => blend::<u8>(to, test, from, ss, n),
                (2, true) => blend::<u16>(to, test, from, ss, n),
                (4, true) => blend::<u32>(to, test, from, ss, n),
                (8, true) => blend::<u64>(to, test, from, ss, n),
                _ => {
                    for i in 0..n as isize {
                        if test.wrapping_offset(i * ms).read() != 0 {
                            one.copy(to.wrapping_offset(i * ds), from.wrapping_offset(i * ss))?;
                        }
                    }
                }
            }
        }
        Ok(())
    })
}

/// An unsigned integer that can be chosen by a mask byte without a branch.
trait Bits: Copy {
    fn select(mask: u8, yes: Self, no: Self) -> Self;
}

macro_rules! bits {
    ($($ty:ty)*) => {$(
        impl Bits for $ty {
            #[inline(always)]
            fn select(mask: u8, yes: $ty, no: $ty) -> $ty {
                let keep = <$ty>::from(mask != 0).wrapping_neg();
                (yes & keep) | (no & !keep)
            }
        }
    )*};
}
bits! { u8 u16 u32 u64 }

/// Selects between `from` and what is there, without branches, so that it vectorises.
///
/// # Safety
/// `n` elements must be reachable at `to` (packed), `mask` (packed) and `from` (`step` bytes apart).
unsafe fn blend<T: Bits>(to: *mut u8, mask: *const u8, from: *const u8, step: isize, n: usize) {
    let to = to.cast::<T>();
    // SAFETY: the caller's.
    unsafe {
        if step == 0 {
            let value = from.cast::<T>().read_unaligned();
            for i in 0..n {
                let old = to.add(i).read_unaligned();
                to.add(i).write_unaligned(T::select(mask.add(i).read(), value, old));
            }
        } else {
            for i in 0..n {
                let new = from.wrapping_offset(i as isize * step).cast::<T>().read_unaligned();
                let old = to.add(i).read_unaligned();
                to.add(i).write_unaligned(T::select(mask.add(i).read(), new, old));
            }
        }
    }
}

/// The bytes of a C-contiguous array of bools.
fn mask_bytes(mask: &Tensor) -> Result<&[u8]> {
    if mask.dtype().kind != Kind::Bool {
        return Err(Error::index("arrays used as indices must be of integer (or boolean) type"));
    }
    // SAFETY: a contiguous array of one-byte elements inside its storage, not written while it is read here.
    Ok(unsafe { std::slice::from_raw_parts(mask.as_ptr(), mask.size()) })
}

/// Whether each element is true: a C-contiguous array of bools. Bools are returned as they are if they lie so.
pub fn truth_mask(t: &Tensor) -> Result<Tensor> {
    if t.dtype().kind == Kind::Bool {
        return c_contiguous(t);
    }
    if !t.dtype().is_native() && t.dtype().kind.is_numeric() {
        return truth_mask(&super::super::cast::as_dtype(t, t.dtype().to_native())?);
    }
    crate::dispatch!(all, t.dtype().kind, T => {
        let dense = c_contiguous(t)?;
        match dense.as_slice::<T>() {
            Some(values) => Tensor::generate(t.shape(), |i| values[i] != T::ZERO),
            // A packed record's field may lie askew.
            None => truth_mask(&copied(t, Order::C)?),
        }
    }, else truth_of_others(t))
}

/// Objects by their own truth; text, bytes, times and records by whether any byte is set.
fn truth_of_others(t: &Tensor) -> Result<Tensor> {
    let mut truths = Vec::with_capacity(t.size());
    for offset in Offsets::new(t.shape(), t.strides()) {
        truths.push(match t.scalar_at(offset) {
            Scalar::Object(item) => item.truth()?,
            Scalar::Str(text) => !text.is_empty(),
            Scalar::Bytes(bytes) => !bytes.is_empty(),
            Scalar::DateTime(ticks, ..) | Scalar::TimeDelta(ticks, ..) => ticks != 0,
            Scalar::Record(record) => {
                let bytes = record.expand_dims(&[0])?.view_as(DType::UINT8)?;
                bytes.to_vec::<u8>().unwrap_or_default().iter().any(|&b| b != 0)
            }
            _ => false,
        });
    }
    Tensor::from_vec(t.shape(), truths)
}

/// `numpy.extract`: the elements of `t` in C order where the condition (of any shape, counted in C order) is true.
pub fn extract(condition: &Tensor, t: &Tensor) -> Result<Tensor> {
    let mask = truth_mask(condition)?;
    let indices = positions(mask_bytes(&mask)?)?;
    take_line(&t.ravel(Order::C)?, &super::integers(&indices)?, Mode::Raise, 0)
}

/// `numpy.putmask`: where the mask is true, element `i` in C order becomes `values[i % len]`.
pub fn put_mask(t: &Tensor, mask: &Tensor, values: &Tensor) -> Result<Flags> {
    if mask.size() != t.size() {
        return Err(Error::value("putmask: mask and data must be the same size"));
    }
    let mask = truth_mask(mask)?.reshaped(t.shape(), Order::C)?;
    let (cast, flags) = as_values_of(t, values)?;
    let line = cast.ravel(Order::C)?;
    match line.size() {
        0 => {}
        1 => copy_where(t, &mask, &line.subarray(0, 0))?,
        n => {
            let indices: Vec<i64> = (0..t.size()).map(|i| (i % n) as i64).collect();
            let repeated = take_line(&line, &indices, Mode::Raise, 0)?;
            copy_where(t, &mask, &repeated.reshaped(t.shape(), Order::C)?)?;
        }
    }
    Ok(flags)
}

/// `numpy.place`: the places where the mask is true take the values one after the other, over and over.
pub fn place(t: &Tensor, mask: &Tensor, values: &Tensor) -> Result<Flags> {
    if mask.size() != t.size() {
        return Err(Error::value("place: mask and data must be the same size"));
    }
    let mask = truth_mask(mask)?;
    let mask = mask_bytes(&mask)?;
    if values.is_empty() {
        let nothing_to_do = count_true(mask) == 0;
        return if nothing_to_do { Ok(Flags::NONE) } else { Err(Error::value("Cannot insert from an empty array!")) };
    }
    let (cast, flags) = as_values_of(t, values)?;
    scatter_where(t, mask, &cast.ravel(Order::C)?)?;
    Ok(flags)
}
