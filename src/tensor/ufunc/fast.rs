//! The short way for small arrays: one operation on contiguous operands of one type, without a program.

use super::call::{CallOptions, Outputs};
use super::{Loop, Ufunc, exponent};
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::BLOCK;
use crate::tensor::engine::kernel::{Kernel, Run};
use crate::tensor::engine::lane::{code_of, kind_of};
use crate::tensor::error::Result;
use crate::tensor::flags::{self, Flags};
use crate::tensor::overlap;
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::tensor::Tensor;
use std::mem::MaybeUninit;

/// Elements up to which a call takes this way.
const MOST: usize = 4096;

/// The result, or `None` where the operands need the long way.
#[inline]
pub(super) fn call(u: &'static Ufunc, inputs: &[Operand]) -> Option<Result<(Outputs, Flags)>> {
    let out = match inputs {
        [Operand::Tensor(a)] => small_array(u, a),
        [Operand::Tensor(a), Operand::Tensor(b)] => small_arrays(u, a, b),
        [Operand::Tensor(a), scalar] => small_array_and_number(u, a, scalar, false),
        [scalar, Operand::Tensor(a)] => small_array_and_number(u, a, scalar, true),
        _ => None,
    }?;
    Some(Ok((Outputs::from_buf([out]), Flags::NONE)))
}

/// `u(a)` for a small plain array. `None` where the operand needs [`super::call()`], also where there is something to
/// warn of: that way finds it again.
#[inline]
pub fn small_array(u: &'static Ufunc, a: &Tensor) -> Option<Tensor> {
    if (u.nin, u.nout) != (1, 1) {
        return None;
    }
    let chosen = u.exact_loop([plain(a)?, 0])?;
    run(chosen, a, [a.as_ptr(); 2])
}

/// As [`small_array`], `u(a, b)` for small plain arrays of one shape.
#[inline]
pub fn small_arrays(u: &'static Ufunc, a: &Tensor, b: &Tensor) -> Option<Tensor> {
    if (u.nin, u.nout) != (2, 1) || a.shape() != b.shape() {
        return None;
    }
    let chosen = u.exact_loop([plain(a)?, plain(b)?])?;
    run(chosen, a, [a.as_ptr(), b.as_ptr()])
}

/// As [`small_array`], `u(a, number)`, or with `first` `u(number, a)`, for a small plain array and a number that takes
/// on its type without loss.
pub fn small_array_and_number(u: &'static Ufunc, a: &Tensor, number: &Operand, first: bool) -> Option<Tensor> {
    if (u.nin, u.nout) != (2, 1) {
        return None;
    }
    let code = plain(a)?;
    let chosen = u.exact_loop([code, code])?;
    let bits = repeated_bits(a.dtype().kind, number)?;
    let (size, itemsize) = (a.size(), a.itemsize());
    // The number written out, as often as a block of the array has elements.
    let mut block = [const { MaybeUninit::<u64>::uninit() }; BLOCK];
    for word in &mut block[..size.min(BLOCK)] {
        word.write(bits);
    }
    let (scalar, array) = (block.as_ptr().cast::<u8>(), a.as_ptr().cast_const());
    let width = kind_of(chosen.outs[0])?.itemsize();
    let kernel = exponent::kernel(u, chosen, (!first).then_some(number));
    finished(chosen, &kernel, a, |out| {
        let mut raised = Flags::NONE;
        for start in (0..size).step_by(BLOCK) {
            let part = array.wrapping_add(itemsize * start);
            let ins = if first { [scalar, part, part] } else { [part, scalar, scalar] };
            let run = Run { ins, outs: [out.wrapping_add(width * start); 2], n: BLOCK.min(size - start) };
            // SAFETY: as in `run`; the block has a word, which is at least an element, for each element of the part.
            raised |= unsafe { (kernel.run)(&run) };
        }
        raised
    })
}

/// As [`call`], into the one array `options.out`; `None` where the operands or the options need the long way.
pub(super) fn call_into(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Option<(Outputs, Flags)> {
    let [Some(out)] = options.out else { return None };
    // Powers of integers can fail by their values.
    let may_fail = std::ptr::eq(u, &super::POWER) && out.dtype().kind.is_integer();
    if u.nout != 1 || inputs.len() != u.nin || options.has_more_than_out() || may_fail {
        return None;
    }
    let array = inputs.iter().find_map(|o| if let Operand::Tensor(t) = o { Some(t) } else { None })?;
    let mut codes = [0; 2];
    let mut numbers = [None; 2];
    for ((code, number), operand) in codes.iter_mut().zip(&mut numbers).zip(inputs) {
        match operand {
            Operand::Tensor(t) if t.shape() == out.shape() => *code = plain(t)?,
            Operand::Tensor(_) => return None,
            other => (*code, *number) = (plain(array)?, Some(repeated_bits(array.dtype().kind, other)?)),
        }
    }
    let chosen = u.exact_loop(codes)?;
    if plain(out)? != chosen.outs[0] {
        return None;
    }
    // The same array may be read and written element by element; it then is written block after block.
    let mut in_place = false;
    for t in inputs.iter().filter_map(|o| if let Operand::Tensor(t) = o { Some(t) } else { None }) {
        if overlap::may_share_memory(out, t) {
            if t.as_ptr() != out.as_ptr() || t.itemsize() != out.itemsize() {
                return None;
            }
            in_place = true;
        }
    }
    let exponent = inputs.get(1).filter(|_| numbers[1].is_some());
    let kernel = exponent::kernel(u, chosen, exponent);
    let raised = watched(&kernel, || into_blocks(&kernel, inputs, numbers, out, in_place));
    Some((Outputs::from_buf([out.clone()]), raised))
}

/// Runs a kernel on arrays of `out`'s shape, and on numbers given by their bits, block after block.
fn into_blocks(kernel: &Kernel, inputs: &[Operand], numbers: [Option<u64>; 2], out: &Tensor, in_place: bool) -> Flags {
    let (size, width) = (out.size(), out.itemsize());
    let mut block = [const { MaybeUninit::<u64>::uninit() }; BLOCK];
    if let Some(bits) = numbers.iter().flatten().next() {
        block[..size.min(BLOCK)].iter_mut().for_each(|word| {
            word.write(*bits);
        });
    }
    let mut room = [const { MaybeUninit::<[u64; 2]>::uninit() }; BLOCK];
    let most = if in_place || numbers != [None; 2] { BLOCK } else { size.max(1) };
    let mut raised = Flags::NONE;
    for start in (0..size).step_by(most) {
        let n = most.min(size - start);
        let place = |k: usize| match inputs.get(k).or(inputs.first()) {
            Some(Operand::Tensor(t)) => t.as_ptr().cast_const().wrapping_add(start * t.itemsize()),
            _ => block.as_ptr().cast::<u8>(),
        };
        let target = out.as_ptr().wrapping_add(start * width);
        let to = if in_place { room.as_mut_ptr().cast::<u8>() } else { target };
        let run = Run { ins: [place(0), place(1), place(1)], outs: [to; 2], n };
        // SAFETY: the arrays are contiguous, aligned and native, of the loop's types and of one size; a word of the block is
        // at least an element, as is one of the room; the result lies apart from everything that the kernel reads.
        unsafe {
            raised |= (kernel.run)(&run);
            if in_place {
                std::ptr::copy_nonoverlapping(to.cast_const(), target, n * width);
            }
        }
    }
    raised
}

/// The bits of a number as an element of this kind, repeated until they fill a word; `None` where the number is not
/// exactly such an element.
fn repeated_bits(kind: Kind, number: &Operand) -> Option<u64> {
    let whole = |v: i128| -> Option<u64> {
        Some(match kind {
            Kind::Int64 => i64::try_from(v).ok()? as u64,
            Kind::Float64 => (v.unsigned_abs() <= 1 << 53).then(|| (v as f64).to_bits())?,
            Kind::Float32 => (v.unsigned_abs() <= 1 << 24).then(|| repeated(&(v as f32).to_ne_bytes()))?,
            Kind::Int32 => repeated(&i32::try_from(v).ok()?.to_ne_bytes()),
            Kind::Int16 => repeated(&i16::try_from(v).ok()?.to_ne_bytes()),
            Kind::Int8 => repeated(&i8::try_from(v).ok()?.to_ne_bytes()),
            Kind::UInt64 => u64::try_from(v).ok()?,
            Kind::UInt32 => repeated(&u32::try_from(v).ok()?.to_ne_bytes()),
            Kind::UInt16 => repeated(&u16::try_from(v).ok()?.to_ne_bytes()),
            Kind::UInt8 => repeated(&u8::try_from(v).ok()?.to_ne_bytes()),
            _ => return None,
        })
    };
    match (kind, number) {
        (Kind::Float64, Operand::WeakFloat(v) | Operand::Scalar(Scalar::Float64(v))) => Some(v.to_bits()),
        (Kind::Float32, Operand::WeakFloat(v)) => {
            let single = *v as f32;
            (single.is_finite() || !v.is_finite()).then(|| repeated(&single.to_ne_bytes()))
        }
        (_, Operand::WeakInt(v)) => whole(*v),
        (Kind::Int64, Operand::Scalar(Scalar::Int64(v))) => Some(*v as u64),
        (Kind::Float64, Operand::Scalar(Scalar::Int64(v))) => whole(i128::from(*v)),
        _ => None,
    }
}

/// A word full of copies of `element`, whose length divides 8.
fn repeated(element: &[u8]) -> u64 {
    let mut word = [0; 8];
    word.iter_mut().zip(element.iter().cycle()).for_each(|(to, from)| *to = *from);
    u64::from_ne_bytes(word)
}

/// `u` of doubles, as many as it takes, without making arrays of them. `None` as for [`small_array`].
pub fn of_doubles(u: &'static Ufunc, inputs: &[f64]) -> Option<Scalar> {
    let ins = match inputs {
        [_] => [b'd', 0],
        [_, _] => [b'd', b'd'],
        _ => return None,
    };
    let chosen = u.exact_loop(ins).filter(|_| (u.nin, u.nout) == (inputs.len(), 1))?;
    let exponent = inputs.get(1).map(|&y| Operand::WeakFloat(y));
    let kernel = exponent::kernel(u, chosen, exponent.as_ref());
    let mut out = 0u64;
    let place = (&raw mut out).cast::<u8>();
    let arguments = [inputs.first()?, inputs.last()?].map(|x| std::ptr::from_ref(x).cast::<u8>());
    let run = Run { ins: [arguments[0], arguments[1], arguments[1]], outs: [place; 2], n: 1 };
    // SAFETY: one double behind each argument; a word takes any result that is read below, and no other loop has `d` in.
    let raised = watched(&kernel, || unsafe { (kernel.run)(&run) });
    if !raised.is_empty() {
        return None;
    }
    match chosen.outs[0] {
        b'd' => Some(Scalar::Float64(f64::from_bits(out))),
        b'?' => Some(Scalar::Bool(out.to_ne_bytes()[0] != 0)),
        _ => None,
    }
}

/// The type letter of a small, contiguous, native, aligned array of numbers.
#[inline]
fn plain(t: &Tensor) -> Option<u8> {
    if !t.is_plain() || t.size() > MOST {
        return None;
    }
    code_of(t.dtype().kind).filter(|c| !matches!(c, b'M' | b'm'))
}

#[inline]
fn run(chosen: &'static Loop, like: &Tensor, ins: [*mut u8; 2]) -> Option<Tensor> {
    let size = like.size();
    let ins = ins.map(|p| p.cast_const());
    finished(chosen, &chosen.kernel, like, |out| {
        let run = Run { ins: [ins[0], ins[1], ins[1]], outs: [out; 2], n: size };
        // SAFETY: the operands are contiguous, aligned and native, of the loop's types and of one size; the result is new.
        unsafe { (chosen.kernel.run)(&run) }
    })
}

/// A new array like `like`, filled by `fill`; `None` where the loop raised anything.
#[inline]
fn finished(
    chosen: &'static Loop,
    kernel: &Kernel,
    like: &Tensor,
    fill: impl FnOnce(*mut u8) -> Flags,
) -> Option<Tensor> {
    let out = Tensor::empty(like.shape(), DType::native(kind_of(chosen.outs[0])?)).ok()?;
    let raised = watched(kernel, || fill(out.as_ptr()));
    raised.is_empty().then_some(out)
}

/// What a loop raises while `f` runs it.
#[inline]
pub(super) fn watched(kernel: &Kernel, f: impl FnOnce() -> Flags) -> Flags {
    if !kernel.hardware {
        return f();
    }
    flags::clear_hardware();
    f() | flags::read_hardware()
}
