//! Elements of one array → places of another, broadcast and converted on the way: `dst[...] = src`.

use super::cast::{self, number};
use super::copy;
use super::dtype::{DType, Kind};
use super::engine::block::{self, Strided};
use super::engine::kernel::{Kernel, Run};
use super::engine::space;
use super::error::{Error, Result};
use super::flags::{self, Flags};
use super::iterate::Walk;
use super::overlap;
use super::scalar::Scalar;
use super::shape::{self, Dims};
use super::tensor::{Order, Tensor};
use crate::pool;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU8, Ordering};

/// Elements of one block where a conversion needs scratch memory.
const BLOCK: usize = 512;
/// Elements from which a conversion is shared between threads.
const PARALLEL: usize = 1 << 17;

/// Copies `src`, broadcast to `dst`'s shape, into `dst` with an unsafe cast; right also where they overlap. Gives what
/// the cast raised.
///
/// ValueError `could not broadcast input array from shape (3,) into shape (2,)`.
pub fn assign(dst: &Tensor, src: &Tensor) -> Result<Flags> {
    let mut src = broadcast_input(src, dst.shape())?;
    if dst.is_empty() {
        return Ok(Flags::NONE);
    }
    if overlap::needs_copy(dst, &src) {
        src = copy::copied(&src, Order::K)?;
    }
    convert(dst, &src)
}

/// Sets every element of `dst` to `value`.
pub fn fill(dst: &Tensor, value: &Scalar) -> Result<Flags> {
    let one = Tensor::zeros(&[], dst.dtype())?;
    let flags = one.set_scalar(0, value)?;
    copy::fill(dst, &one)?;
    Ok(flags)
}

/// `src` seen with `shape`; leading axes of length 1 beyond it are dropped.
fn broadcast_input(src: &Tensor, shape: &[usize]) -> Result<Tensor> {
    if src.shape() == shape {
        return Ok(src.clone());
    }
    let extra = src.ndim().saturating_sub(shape.len());
    let seen = if src.shape()[..extra].iter().all(|&d| d == 1) {
        space::broadcast_strides(&src.shape()[extra..], &src.strides()[extra..], shape)
    } else {
        None
    };
    let strides = seen.ok_or_else(|| {
        Error::value(format!(
            "could not broadcast input array from shape {} into shape {}",
            shape::shape_text(src.shape()),
            shape::shape_text(shape)
        ))
    })?;
    Ok(src.with_geometry(src.offset(), Dims::from_slice(shape), strides))
}

/// Copies `src` to `dst`, of one shape, converting; the two must not overlap but element for element in one layout.
pub(super) fn convert(dst: &Tensor, src: &Tensor) -> Result<Flags> {
    let (to, from) = (dst.dtype(), src.dtype());
    if to == from || (to.kind == from.kind && block::swap_unit(to) == block::swap_unit(from)) {
        copy::copy_elements(dst, src)?;
        return Ok(Flags::NONE);
    }
    if dst.is_empty() {
        return Ok(Flags::NONE);
    }
    match (from.kind, to.kind) {
        (a, b) if a == b && !matches!(a, Kind::Record(_)) => convert_blocks(dst, src, None),
        (Kind::DateTime { unit, count }, Kind::DateTime { unit: u, count: c })
        | (Kind::TimeDelta { unit, count }, Kind::TimeDelta { unit: u, count: c })
            if (unit, count) != (u, c) =>
        {
            convert_each(dst, src)
        }
        (Kind::Str(_), Kind::Str(_)) | (Kind::Bytes(_), Kind::Bytes(_)) | (Kind::Void(_), Kind::Void(_)) => {
            resize_each(dst, src)
        }
        (a, b) => match number::kernel(a, b) {
            // NaN becomes NaT, which the loop for integers does not know.
            Some(_) if a.is_inexact() && matches!(b, Kind::DateTime { .. } | Kind::TimeDelta { .. }) => {
                convert_each(dst, src)
            }
            Some(kernel) => convert_blocks(dst, src, Some(kernel)),
            None => convert_each(dst, src),
        },
    }
}

/// Element by element through [`Scalar`]: text, objects, records, units of time.
fn convert_each(dst: &Tensor, src: &Tensor) -> Result<Flags> {
    let walk = Walk::c_order(dst.shape(), [dst.strides(), src.strides()]);
    let [ds, ss] = walk.inner.strides;
    let mut all = Flags::NONE;
    walk.run(|[d, s], n| {
        for i in 0..n as isize {
            all |= dst.set_scalar(d + i * ds, &src.scalar_at(s + i * ss))?;
        }
        Ok(())
    })?;
    Ok(all)
}

/// Text of one length → text of another: cut, or padded with zeros.
fn resize_each(dst: &Tensor, src: &Tensor) -> Result<Flags> {
    let (to, from) = (dst.itemsize(), src.itemsize());
    let used = to.min(from);
    let unit = if dst.dtype().order == src.dtype().order {
        0
    } else {
        block::swap_unit(DType { order: super::ByteOrder::Swapped, ..dst.dtype() })
    };
    let walk = Walk::by_layout(dst.shape(), [dst.strides(), src.strides()]);
    let [ds, ss] = walk.inner.strides;
    walk.run(|[d, s], n| {
        for i in 0..n as isize {
            let target = dst.as_ptr().wrapping_offset(d + i * ds);
            let source = src.as_ptr().wrapping_offset(s + i * ss);
            // SAFETY: the walk stays on elements of both arrays; `used` is at most either's size.
            unsafe {
                std::ptr::copy(source, target, used);
                std::ptr::write_bytes(target.add(used), 0, to - used);
                block::swap(target, used, unit);
            }
        }
        Ok(())
    })?;
    Ok(Flags::NONE)
}

/// A plan that may go to another thread: two places and how to get from one to the other.
#[derive(Clone, Copy)]
struct Conversion {
    to: *mut u8,
    from: *mut u8,
    dst: Side,
    src: Side,
    kernel: Option<Kernel>,
}

// SAFETY: the jobs read elements that nobody writes, and write disjoint elements.
unsafe impl Send for Conversion {}
// SAFETY: as above.
unsafe impl Sync for Conversion {}

/// How the elements of one array lie.
#[derive(Clone, Copy)]
struct Side {
    width: usize,
    unit: usize,
    /// Runs that are contiguous can be used where they lie.
    aligned: bool,
}

impl Side {
    fn of(t: &Tensor) -> Side {
        Side { width: t.itemsize(), unit: block::swap_unit(t.dtype()), aligned: t.is_aligned() }
    }

    fn in_place(self, stride: isize) -> bool {
        self.aligned && self.unit == 0 && stride == self.width as isize
    }
}

/// Numbers → numbers through `kernel` (none: only the byte order changes), block by block.
fn convert_blocks(dst: &Tensor, src: &Tensor, kernel: Option<Kernel>) -> Result<Flags> {
    let walk = Walk::by_layout(dst.shape(), [dst.strides(), src.strides()]);
    let plan = Conversion { to: dst.as_ptr(), from: src.as_ptr(), dst: Side::of(dst), src: Side::of(src), kernel };
    let slowest = walk.outer.first().unwrap_or(&walk.inner);
    if walk.len() < PARALLEL || slowest.strides[0] == 0 || pool::threads() < 2 || slowest.len < 2 {
        return plan.run(&walk);
    }
    let parts = slowest.len.min(walk.len().div_ceil(PARALLEL / 2));
    let seen = AtomicU8::new(0);
    pool::for_each(parts, |i| {
        let plan = plan;
        // An interrupt is the only error; it is reported once, below.
        if let Ok(flags) = plan.run(&walk.part(i, parts)) {
            seen.fetch_or(flags.bits(), Ordering::Relaxed);
        }
    });
    if pool::interrupted() { Err(Error::interrupt()) } else { Ok(Flags::from_bits(seen.into_inner())) }
}

impl Conversion {
    fn run(&self, walk: &Walk<2>) -> Result<Flags> {
        let [ds, ss] = walk.inner.strides;
        let (direct_in, direct_out) = (self.src.in_place(ss), self.dst.in_place(ds));
        // Each block is loaded or written before it is read.
        let mut scratch = [const { MaybeUninit::<[u64; 2]>::uninit() }; 2 * BLOCK];
        let (first, second) = scratch.split_at_mut(BLOCK);
        let (first, second) = (first.as_mut_ptr().cast::<u8>(), second.as_mut_ptr().cast::<u8>());
        let (wide_in, wide_out) = (self.src.width, self.dst.width);
        // Text is as wide as it is; numbers are at most 16 bytes.
        let longest = (16 * BLOCK / wide_in.max(wide_out).max(1)).clamp(1, BLOCK);
        let mut all = Flags::NONE;
        if self.kernel.is_some_and(|k| k.hardware) {
            flags::clear_hardware();
        }
        walk.run(|[d, s], n| {
            let block = if direct_in && direct_out { n } else { longest };
            let mut done = 0;
            while done < n {
                let m = block.min(n - done);
                let from = self.from.wrapping_offset(s + done as isize * ss);
                let to = self.to.wrapping_offset(d + done as isize * ds);
                // SAFETY: m elements from `from` and `to` lie inside their arrays; the scratch blocks hold BLOCK of the
                // widest. A run is used in place only where it is contiguous, aligned and native.
                unsafe {
                    let source = if direct_in {
                        from.cast_const()
                    } else if wide_in > 16 * BLOCK {
                        self.copy_wide(to, from);
                        done += m;
                        continue;
                    } else {
                        block::load(first, Strided { first: from, stride: ss }, m, wide_in, self.src.unit);
                        first.cast_const()
                    };
                    let out = if direct_out { to } else { second };
                    match self.kernel {
                        Some(kernel) => {
                            let run = Run { ins: [source; 3], outs: [out; 2], n: m };
                            all |= (kernel.run)(&run);
                        }
                        None => std::ptr::copy_nonoverlapping(source, out, m * wide_in),
                    }
                    if !direct_out {
                        block::store(Strided { first: to, stride: ds }, second, m, wide_out, self.dst.unit);
                    }
                }
                done += m;
            }
            Ok(())
        })?;
        if self.kernel.is_some_and(|k| k.hardware) {
            all |= flags::read_hardware();
        }
        Ok(all)
    }

    /// One element too wide for the scratch: copied and swapped where it goes.
    ///
    /// # Safety
    /// Both must be places of one element.
    unsafe fn copy_wide(&self, to: *mut u8, from: *const u8) {
        // SAFETY: the caller's.
        unsafe {
            std::ptr::copy(from, to, self.src.width);
            block::swap(to, self.src.width, self.src.unit.max(self.dst.unit));
        }
    }
}

/// TypeError where `from` may not be cast to `to` under `casting`.
pub fn check_casting(from: DType, to: DType, casting: super::promote::Casting) -> Result<()> {
    if super::promote::can_cast(from, to, casting) { Ok(()) } else { Err(cast::cannot_cast(from, to, casting)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::ByteOrder;
    use smallvec::smallvec;

    #[test]
    fn shapes_that_do_not_fit() {
        let dst = Tensor::zeros(&[2], DType::FLOAT64).unwrap();
        let src = Tensor::vector(&[1i64, 2, 3]).unwrap();
        let error = assign(&dst, &src).unwrap_err();
        assert_eq!(error.message, "could not broadcast input array from shape (3,) into shape (2,)");
        let row = Tensor::from_slice(&[1, 1, 2], &[5i64, 6]).unwrap();
        assign(&dst, &row).unwrap();
        assert_eq!(dst.as_slice::<f64>().unwrap(), [5.0, 6.0]);
    }

    #[test]
    fn casts_strides_and_byte_order() {
        let swapped = DType { order: ByteOrder::Swapped, ..DType::INT16 };
        let dst = Tensor::zeros(&[1000], swapped).unwrap();
        let data: Vec<f32> = (0..1000).map(|i| i as f32 - 500.0).collect();
        let src = Tensor::vector(&data).unwrap();
        let reversed = src.with_geometry(999 * 4, Dims::from_slice(&[1000]), smallvec![-4]);
        assign(&dst, &reversed).unwrap();
        let back = Tensor::zeros(&[1000], DType::INT64).unwrap();
        assign(&back, &dst).unwrap();
        let want: Vec<i64> = (0..1000).map(|i| 499 - i).collect();
        assert_eq!(back.as_slice::<i64>().unwrap(), want);
        let native = Tensor::zeros(&[1000], DType::INT16).unwrap();
        assign(&native, &dst).unwrap();
        assert!(matches!(native.first(), Scalar::Int16(499)));
    }

    #[test]
    fn overlapping_source() {
        let t = Tensor::vector(&[1i64, 2, 3, 4]).unwrap();
        let (head, tail) = (
            t.with_geometry(0, Dims::from_slice(&[3]), smallvec![8]),
            t.with_geometry(8, Dims::from_slice(&[3]), smallvec![8]),
        );
        assign(&tail, &head).unwrap();
        assert_eq!(t.as_slice::<i64>().unwrap(), [1, 1, 2, 3]);
    }

    #[test]
    fn large_conversions_use_threads() {
        let n = 300_000;
        let src = Tensor::generate::<i32>(&[n], |i| i as i32).unwrap();
        let dst = Tensor::empty(&[n], DType::FLOAT64).unwrap();
        assign(&dst, &src).unwrap();
        assert!(dst.as_slice::<f64>().unwrap().iter().enumerate().all(|(i, &x)| x == i as f64));
        let bad = Tensor::generate::<f64>(&[n], |i| if i == n - 1 { f64::NAN } else { 0.0 }).unwrap();
        let ints = Tensor::empty(&[n], DType::INT64).unwrap();
        assert_eq!(assign(&ints, &bad).unwrap(), Flags::INVALID);
    }
}
