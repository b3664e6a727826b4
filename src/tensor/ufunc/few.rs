//! A loop over few elements of any layout and type: operands are gathered and cast into blocks on the stack, without a
//! program.

use super::Ufunc;
use super::call::{CallOptions, Outputs};
use super::fast::watched;
use super::resolve::{Resolution, check_output};
use crate::tensor::cast::number;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::kernel::{Kernel, Run};
use crate::tensor::engine::space;
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::{self, Flags};
use crate::tensor::iterate::each_offset;
use crate::tensor::shape::INLINE;
use crate::tensor::tensor::{Order, Tensor};
use smallvec::SmallVec;
use std::mem::MaybeUninit;

/// Elements of a result up to which this is the way.
const MOST: usize = 128;

/// Room for [`MOST`] elements of the widest type.
#[repr(align(16))]
struct Block(MaybeUninit<[[u64; 2]; MOST]>);

impl Block {
    const fn new() -> Block {
        Block(MaybeUninit::uninit())
    }

    fn start(&mut self) -> *mut u8 {
        self.0.as_mut_ptr().cast()
    }
}

/// Runs the loop on the operands, whose common shape is `shape`. `None` where it takes a program: many elements, many
/// axes, a mask, times, foreign byte order, results that are not in C order.
pub(super) fn run(
    u: &'static Ufunc,
    leaves: &[Tensor],
    resolution: &Resolution,
    options: &CallOptions,
    shape: &[usize],
) -> Option<Result<(Outputs, Flags)>> {
    let size: usize = shape.iter().try_fold(1, |n: usize, &d| n.checked_mul(d))?;
    let numbers = |t: &Tensor| t.dtype().kind.is_numeric() && t.dtype().is_native();
    let given = options.out.iter().flatten();
    if size > MOST
        || shape.len() > INLINE
        || options.where_.is_some()
        || resolution.chosen.is_timed()
        || leaves.len() > 2
        || !leaves.iter().chain(given).all(numbers)
        || !is_c_ordered(leaves, options, shape)
    {
        return None;
    }
    Some(run_checked(u, leaves, resolution, options, shape, size))
}

/// Whether new results lie in C order.
fn is_c_ordered(leaves: &[Tensor], options: &CallOptions, shape: &[usize]) -> bool {
    let plain = |t: &Tensor| t.ndim() == 0 || (t.shape() == shape && t.is_c_contiguous());
    if shape.len() < 2 || options.order == Order::C || leaves.iter().all(plain) {
        return true;
    }
    if options.order != Order::K {
        return false;
    }
    let seen = |t: &Tensor| space::broadcast_strides(t.shape(), t.strides(), shape);
    let strides: SmallVec<[_; 2]> = leaves.iter().filter_map(seen).collect();
    let slices: SmallVec<[&[isize]; 2]> = strides.iter().map(|s| s.as_slice()).collect();
    space::axis_order(shape, &slices).is_sorted()
}

fn run_checked(
    u: &'static Ufunc,
    leaves: &[Tensor],
    resolution: &Resolution,
    options: &CallOptions,
    shape: &[usize],
    size: usize,
) -> Result<(Outputs, Flags)> {
    let chosen = resolution.chosen;
    for (k, &from) in resolution.outs[..u.nout].iter().enumerate() {
        if let Some(out) = options.out(k) {
            check_output(u, k, from, out.dtype(), options.casting)?;
        }
    }
    let mut raised = Flags::NONE;
    let mut gathered = [Block::new(), Block::new()];
    let mut cast = [Block::new(), Block::new()];
    let mut ins = [std::ptr::null::<u8>(); 2];
    for (k, (leaf, &dtype)) in leaves.iter().zip(&resolution.ins).enumerate() {
        let mut from = leaf.as_ptr().cast_const();
        if !(leaf.is_plain() && leaf.shape() == shape) {
            let block = gathered[k].start();
            gather(leaf, shape, block)?;
            from = block;
        }
        if leaf.dtype().kind != dtype.kind {
            let to = cast[k].start();
            // SAFETY: `from` has `size` elements of the leaf's type, the block room for as many of any.
            raised |= unsafe { convert(leaf.dtype().kind, dtype.kind, from, to, size)? }.as_cast();
            from = to;
        }
        ins[k] = from;
    }
    let mut blocks = [Block::new(), Block::new()];
    let mut fresh = Outputs::new();
    let mut outs = [std::ptr::null_mut::<u8>(); 2];
    for k in 0..u.nout {
        outs[k] = match options.out(k) {
            Some(_) => blocks[k].start(),
            None => {
                let made = Tensor::empty(shape, resolution.outs[k])?;
                let at = made.as_ptr();
                fresh.push(made);
                at
            }
        };
    }
    let second = if leaves.len() > 1 { ins[1] } else { ins[0] };
    let places = if u.nout > 1 { outs } else { [outs[0]; 2] };
    let run = Run { ins: [ins[0], second, second], outs: places, n: size };
    // SAFETY: each argument has `size` aligned native elements of the loop's type; results are new or blocks of their own.
    let own = watched(chosen, || unsafe { (chosen.kernel.run)(&run) });
    if own.contains(Flags::NEGATIVE_POWER) {
        return Err(Error::value("Integers to negative integer powers are not allowed."));
    }
    raised |= own;
    let mut fresh = fresh.into_iter();
    let mut outputs = Outputs::new();
    for k in 0..u.nout {
        match options.out(k) {
            None => outputs.extend(fresh.next()),
            Some(out) => {
                let (from, to) = (resolution.outs[k].kind, out.dtype().kind);
                let mut block = Block::new();
                let mut at = outs[k];
                if from != to {
                    // SAFETY: as for the arguments.
                    raised |= unsafe { convert(from, to, at, block.start(), size)? }.as_cast();
                    at = block.start();
                }
                scatter(at, out)?;
                outputs.push(out.clone());
            }
        }
    }
    Ok((outputs, raised))
}

/// Casts `n` elements.
///
/// # Safety
/// `from` must be valid for `n` aligned native elements of its kind, `to` for as many of the other, apart from it.
unsafe fn convert(from_kind: Kind, to_kind: Kind, from: *const u8, to: *mut u8, n: usize) -> Result<Flags> {
    let kernel: Kernel = number::kernel(from_kind, to_kind).ok_or_else(|| {
        let (from, to) = (DType::native(from_kind), DType::native(to_kind));
        Error::type_error(format!("cannot cast {from:?} to {to:?} in a program"))
    })?;
    if kernel.hardware {
        flags::clear_hardware();
    }
    // SAFETY: the caller's.
    let raised = unsafe { (kernel.run)(&Run { ins: [from; 3], outs: [to; 2], n }) };
    Ok(if kernel.hardware { raised | flags::read_hardware() } else { raised })
}

/// Copies the elements, repeated to `shape`, one after the other to `block`, which has room for them.
fn gather(t: &Tensor, shape: &[usize], block: *mut u8) -> Result<()> {
    let strides = space::broadcast_strides(t.shape(), t.strides(), shape)
        .ok_or_else(|| Error::value("operands could not be broadcast together"))?;
    let first = t.as_ptr().cast_const();
    let itemsize = t.itemsize();
    let mut to = block;
    each_offset(shape, &strides, |offset| {
        // SAFETY: by the tensor's invariant the offset leads to an element; the block has room for `shape`'s.
        unsafe { copy_element(first.wrapping_offset(offset), to, itemsize) };
        to = to.wrapping_add(itemsize);
    });
    Ok(())
}

/// Copies elements that lie one after the other at `block` to an array's places.
fn scatter(block: *const u8, out: &Tensor) -> Result<()> {
    let (first, itemsize) = (out.as_ptr(), out.itemsize());
    let mut from = block;
    each_offset(out.shape(), out.strides(), |offset| {
        // SAFETY: as in `gather`.
        unsafe { copy_element(from, first.wrapping_offset(offset), itemsize) };
        from = from.wrapping_add(itemsize);
    });
    Ok(())
}

/// # Safety
/// One element of `itemsize` bytes at `from`, room for one at `to`.
#[inline(always)]
unsafe fn copy_element(from: *const u8, to: *mut u8, itemsize: usize) {
    // SAFETY: the caller's.
    unsafe {
        match itemsize {
            8 => to.cast::<u64>().write_unaligned(from.cast::<u64>().read_unaligned()),
            4 => to.cast::<u32>().write_unaligned(from.cast::<u32>().read_unaligned()),
            1 => to.write(from.read()),
            n => std::ptr::copy_nonoverlapping(from, to, n),
        }
    }
}
