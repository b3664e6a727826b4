//! The short way for small arrays: one operation on contiguous operands of one type, without a program.

use super::call::Outputs;
use super::{Loop, Ufunc, exponent};
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::BLOCK;
use crate::tensor::engine::kernel::{Kernel, Run};
use crate::tensor::engine::lane::{code_of, kind_of};
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::{self, Flags};
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::tensor::Tensor;

/// Elements up to which a call takes this way.
const MOST: usize = 4096;

/// The result, or `None` where the operands need the long way.
#[inline]
pub(super) fn call(u: &'static Ufunc, inputs: &[Operand]) -> Option<Result<(Outputs, Flags)>> {
    let result = match inputs {
        [Operand::Tensor(a)] if (u.nin, u.nout) == (1, 1) => {
            let code = plain(a)?;
            let chosen = u.exact_loop([code, 0])?;
            run(chosen, a, [a.as_ptr(); 2])
        }
        [Operand::Tensor(a), Operand::Tensor(b)] => small_arrays(u, a, b),
        [Operand::Tensor(a), scalar] => small_array_and_number(u, a, scalar, false),
        [scalar, Operand::Tensor(a)] => small_array_and_number(u, a, scalar, true),
        _ => None,
    }?;
    Some(result.map(|(out, flags)| (Outputs::from_buf([out]), flags)))
}

/// `u(a, b)` for small plain arrays of one shape, or `None` where the operands need [`super::call()`].
#[inline]
pub fn small_arrays(u: &'static Ufunc, a: &Tensor, b: &Tensor) -> Option<Result<(Tensor, Flags)>> {
    if (u.nin, u.nout) != (2, 1) || a.shape() != b.shape() {
        return None;
    }
    let chosen = u.exact_loop([plain(a)?, plain(b)?])?;
    run(chosen, a, [a.as_ptr(), b.as_ptr()])
}

/// `u(a, number)`, or with `first` `u(number, a)`, for a small plain array and a number that takes on its type without
/// loss. `None` where the operands need [`super::call()`].
pub fn small_array_and_number(
    u: &'static Ufunc,
    a: &Tensor,
    number: &Operand,
    first: bool,
) -> Option<Result<(Tensor, Flags)>> {
    /// As many elements as a block that costs next to nothing to fill.
    const FEW: usize = 32;
    if (u.nin, u.nout) != (2, 1) {
        return None;
    }
    if a.size() <= FEW { with_scalar::<FEW>(u, a, number, first) } else { with_scalar::<BLOCK>(u, a, number, first) }
}

/// The type letter of a small, contiguous, native, aligned array of numbers.
fn plain(t: &Tensor) -> Option<u8> {
    let dtype = t.dtype();
    let code = code_of(dtype.kind).filter(|c| !matches!(c, b'M' | b'm'))?;
    (dtype.is_native() && t.size() <= MOST && t.is_c_contiguous() && t.is_aligned()).then_some(code)
}

fn run(chosen: &'static Loop, like: &Tensor, ins: [*mut u8; 2]) -> Option<Result<(Tensor, Flags)>> {
    let size = like.size();
    let ins = ins.map(|p| p.cast_const());
    finished(chosen, &chosen.kernel, like, |out| {
        let run = Run { ins: [ins[0], ins[1], ins[1]], outs: [out; 2], n: size };
        // SAFETY: the operands are contiguous, aligned and native, of the loop's types and of one size; the result is new.
        unsafe { (chosen.kernel.run)(&run) }
    })
}

/// A new array like `like`, filled by `fill`, with what the loop raised.
#[inline]
fn finished(
    chosen: &'static Loop,
    kernel: &Kernel,
    like: &Tensor,
    fill: impl FnOnce(*mut u8) -> Flags,
) -> Option<Result<(Tensor, Flags)>> {
    if chosen.is_timed() {
        return None;
    }
    let out = match Tensor::empty(like.shape(), DType::native(kind_of(chosen.outs[0])?)) {
        Ok(out) => out,
        Err(error) => return Some(Err(error)),
    };
    if kernel.hardware {
        flags::clear_hardware();
    }
    let mut raised = fill(out.as_ptr());
    if kernel.hardware {
        raised |= flags::read_hardware();
    }
    if raised.contains(Flags::NEGATIVE_POWER) {
        return Some(Err(Error::value("Integers to negative integer powers are not allowed.")));
    }
    Some(Ok((out, raised)))
}

/// The number is written out as a block of `N` elements on the stack.
fn with_scalar<const N: usize>(
    u: &'static Ufunc,
    a: &Tensor,
    scalar: &Operand,
    first: bool,
) -> Option<Result<(Tensor, Flags)>> {
    let code = plain(a)?;
    let chosen = u.exact_loop([code, code])?;
    let bits = match (a.dtype().kind, scalar) {
        (Kind::Float64, Operand::WeakFloat(v) | Operand::Scalar(Scalar::Float64(v))) => v.to_bits(),
        (Kind::Float64, Operand::WeakInt(v)) if v.unsigned_abs() < 1 << 53 => (*v as f64).to_bits(),
        (Kind::Int64, Operand::WeakInt(v)) => i64::try_from(*v).ok()? as u64,
        (Kind::Int64, Operand::Scalar(Scalar::Int64(v))) => *v as u64,
        _ => return None,
    };
    let size = a.size();
    let block = [bits; N];
    let kernel = exponent::kernel(u, chosen, (!first).then_some(scalar));
    let (scalar, array) = (block.as_ptr().cast::<u8>(), a.as_ptr());
    let width = kind_of(chosen.outs[0])?.itemsize();
    finished(chosen, &kernel, a, |out| {
        let mut raised = Flags::NONE;
        for start in (0..size).step_by(N) {
            let part = array.wrapping_add(8 * start).cast_const();
            let ins = if first { [scalar, part, part] } else { [part, scalar, scalar] };
            let run = Run { ins, outs: [out.wrapping_add(width * start); 2], n: N.min(size - start) };
            // SAFETY: as in `run`; the block holds as many elements as the part.
            raised |= unsafe { (kernel.run)(&run) };
        }
        raised
    })
}
