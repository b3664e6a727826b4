//! Strided elements ↔ contiguous blocks: loading (with repetition and byte swapping), storing, repeating one element.

use crate::tensor::dtype::{DType, Kind};

/// Bytes of the parts whose order is reversed when a dtype is not in the machine's byte order; 0 where nothing is.
pub fn swap_unit(dtype: DType) -> usize {
    if dtype.is_native() {
        return 0;
    }
    match dtype.kind {
        Kind::Complex64 => 4,
        Kind::Complex128 => 8,
        Kind::Str(_) => 4,
        Kind::Bytes(_) | Kind::Void(_) | Kind::Object | Kind::Text(_) | Kind::Record(_) => 0,
        kind if kind.itemsize() == 1 => 0,
        kind => kind.itemsize(),
    }
}

/// Elements of a row that are copied one by one rather than by a call.
const SHORT: usize = 16;

/// Where elements lie: the first one, and the bytes from one to the next.
#[derive(Clone, Copy)]
pub struct Strided {
    pub first: *mut u8,
    pub stride: isize,
}

/// Runs `$body` with `$T` an unsigned integer of `$size` bytes, or `$other`.
macro_rules! by_width {
    ($size:expr, $T:ident => $body:expr, else $other:expr) => {
        match $size {
            1 => {
                type $T = u8;
                $body
            }
            2 => {
                type $T = u16;
                $body
            }
            4 => {
                type $T = u32;
                $body
            }
            8 => {
                type $T = u64;
                $body
            }
            16 => {
                type $T = [u64; 2];
                $body
            }
            _ => $other,
        }
    };
}

/// Copies `n` elements of `width` bytes to `to`, one after the other, swapping their parts of `unit` bytes (0: none).
///
/// # Safety
/// All elements of `from` and `n · width` bytes from `to` must lie inside live allocations that don't overlap.
pub unsafe fn load(to: *mut u8, from: Strided, n: usize, width: usize, unit: usize) {
    // SAFETY: the caller's.
    unsafe {
        if from.stride == width as isize {
            std::ptr::copy_nonoverlapping(from.first, to, n * width);
        } else if from.stride == 0 {
            repeat(to, from.first, n, width);
        } else {
            by_width!(width, T => {
                let mut at = from.first.cast_const();
                for i in 0..n {
                    to.cast::<T>().add(i).write_unaligned(at.cast::<T>().read_unaligned());
                    at = at.wrapping_offset(from.stride);
                }
            }, else {
                for i in 0..n {
                    let at = from.first.wrapping_offset(i as isize * from.stride);
                    std::ptr::copy_nonoverlapping(at, to.add(i * width), width);
                }
            });
        }
        swap(to, n * width, unit);
    }
}

/// Copies rows of `n` elements of `width` bytes to `to`, one after the other; `rows` says how many, `across` the bytes
/// from one to the next.
///
/// # Safety
/// As [`load`], for each row.
pub unsafe fn load_rows(to: *mut u8, from: Strided, (rows, across): (usize, isize), n: usize, width: usize) {
    // SAFETY: the caller's.
    unsafe {
        if rows > 1 && across == 0 {
            // One row, then what is there already, doubled.
            load(to, from, n, width, 0);
            let (mut done, all) = (n * width, rows * n * width);
            while done < all {
                let more = done.min(all - done);
                std::ptr::copy_nonoverlapping(to, to.add(done), more);
                done += more;
            }
        } else if rows > 1 && n <= SHORT && width == 8 {
            let mut to = to.cast::<u64>();
            for row in 0..rows {
                let mut at = from.first.wrapping_offset(row as isize * across).cast_const();
                for _ in 0..n {
                    to.write_unaligned(at.cast::<u64>().read_unaligned());
                    (to, at) = (to.add(1), at.wrapping_offset(from.stride));
                }
            }
        } else {
            for row in 0..rows {
                let first = from.first.wrapping_offset(row as isize * across);
                load(to.add(row * n * width), Strided { first, ..from }, n, width, 0);
            }
        }
    }
}

/// Copies `n` elements of `width` bytes from the block `from` to their places, swapping parts of `unit` bytes.
///
/// # Safety
/// As [`load`], with the roles exchanged; the block may be changed.
pub unsafe fn store(to: Strided, from: *mut u8, n: usize, width: usize, unit: usize) {
    // SAFETY: the caller's.
    unsafe {
        swap(from, n * width, unit);
        if to.stride == width as isize {
            std::ptr::copy_nonoverlapping(from, to.first, n * width);
        } else {
            by_width!(width, T => {
                let mut at = to.first;
                for i in 0..n {
                    at.cast::<T>().write_unaligned(from.cast::<T>().add(i).read_unaligned());
                    at = at.wrapping_offset(to.stride);
                }
            }, else {
                for i in 0..n {
                    let at = to.first.wrapping_offset(i as isize * to.stride);
                    std::ptr::copy_nonoverlapping(from.add(i * width), at, width);
                }
            });
        }
    }
}

/// Writes the element of `width` bytes at `from` `n` times, one after the other.
///
/// # Safety
/// `width` bytes from `from` and `n · width` from `to` must lie inside live allocations that don't overlap.
pub unsafe fn repeat(to: *mut u8, from: *const u8, n: usize, width: usize) {
    // SAFETY: the caller's.
    unsafe {
        by_width!(width, T => {
            let value = from.cast::<T>().read_unaligned();
            (0..n).for_each(|i| to.cast::<T>().add(i).write_unaligned(value));
        }, else {
            (0..n).for_each(|i| std::ptr::copy_nonoverlapping(from, to.add(i * width), width));
        });
    }
}

/// Reverses the bytes of each part of `unit` bytes.
///
/// # Safety
/// `bytes` bytes from `at` must lie inside a live allocation.
pub unsafe fn swap(at: *mut u8, bytes: usize, unit: usize) {
    macro_rules! reverse {
        ($T:ty) => {
            for i in 0..bytes / size_of::<$T>() {
                // SAFETY: the caller's.
                unsafe {
                    let part = at.cast::<$T>().add(i);
                    part.write_unaligned(part.read_unaligned().swap_bytes());
                }
            }
        };
    }
    match unit {
        2 => reverse!(u16),
        4 => reverse!(u32),
        8 => reverse!(u64),
        _ => {}
    }
}

/// Moves the elements of a block whose mask byte is not 0 to its front, in order; gives their number.
///
/// # Safety
/// The block must hold `mask.len()` elements of `width` bytes.
pub unsafe fn compress(block: *mut u8, mask: &[u8], width: usize) -> usize {
    let mut kept = 0;
    for (i, &wanted) in mask.iter().enumerate() {
        if wanted != 0 {
            // SAFETY: kept <= i < mask.len().
            unsafe { std::ptr::copy(block.add(i * width), block.add(kept * width), width) };
            kept += 1;
        }
    }
    kept
}
