//! Loops over one block: a function of one, two or three elements → a loop over contiguous runs, behind one signature
//! for all element types.

use super::lane::Lane;
use crate::tensor::flags::Flags;
use pulp::{Arch, Simd, WithSimd};
use std::marker::PhantomData;

/// Loops are compiled for each vector width where they are optimised at all; in debug builds that would only cost time.
const WIDE: bool = !cfg!(debug_assertions);

/// The operands of one kernel call: runs of `n` elements, aligned and in the machine's byte order. Results overlap no
/// argument.
#[derive(Clone, Copy)]
pub struct Run {
    pub ins: [*const u8; 3],
    pub outs: [*mut u8; 2],
    pub n: usize,
}

/// A loop over one block.
#[derive(Clone, Copy)]
pub struct Kernel {
    /// # Safety
    /// The run's pointers must be valid for `n` elements of the types that the kernel was made for.
    pub run: unsafe fn(&Run) -> Flags,
    /// Whether the processor's sticky flags are the operation's flags (plain arithmetic); otherwise the loop's result is.
    pub hardware: bool,
    /// An element costs more than a few cycles: worth a thread earlier.
    pub slow: bool,
}

/// A function of one element.
pub trait Unary {
    type A: Lane;
    type Out: Lane;
    /// Worth compiling for the machine's widest vectors.
    const VECTOR: bool;
    const HARDWARE: bool;
    /// An element costs more than a few cycles: worth a thread earlier.
    const SLOW: bool = !Self::VECTOR;
    fn apply(a: Self::A, flags: &mut Flags) -> Self::Out;

    /// The function of each element; both slices have one length.
    #[inline(always)]
    fn map(a: &[Self::A], out: &mut [Self::Out]) -> Flags {
        let n = out.len();
        let a = &a[..n];
        let mut flags = Flags::NONE;
        for i in 0..n {
            out[i] = Self::apply(a[i], &mut flags);
        }
        flags
    }
}

/// A function of two elements.
pub trait Binary {
    type A: Lane;
    type B: Lane;
    type Out: Lane;
    /// Worth compiling for the machine's widest vectors.
    const VECTOR: bool;
    const HARDWARE: bool;
    /// An element costs more than a few cycles: worth a thread earlier.
    const SLOW: bool = !Self::VECTOR;
    fn apply(a: Self::A, b: Self::B, flags: &mut Flags) -> Self::Out;

    /// The function of each pair of elements; all slices have one length.
    #[inline(always)]
    fn map(a: &[Self::A], b: &[Self::B], out: &mut [Self::Out]) -> Flags {
        let n = out.len();
        let (a, b) = (&a[..n], &b[..n]);
        let mut flags = Flags::NONE;
        for i in 0..n {
            out[i] = Self::apply(a[i], b[i], &mut flags);
        }
        flags
    }
}

/// A function of three elements.
pub trait Ternary {
    type A: Lane;
    type B: Lane;
    type Out: Lane;
    fn apply(a: Self::A, b: Self::B, c: Self::B) -> Self::Out;
}

/// A function of one element with two results.
pub trait Split {
    type A: Lane;
    type Out: Lane;
    type Second: Lane;
    fn apply(a: Self::A, flags: &mut Flags) -> (Self::Out, Self::Second);
}

/// A function of two elements with two results.
pub trait Pair {
    type A: Lane;
    fn apply(a: Self::A, b: Self::A, flags: &mut Flags) -> (Self::A, Self::A);
}

impl Kernel {
    pub const fn unary<F: Unary>() -> Kernel {
        Kernel { run: run_unary::<F>, hardware: F::HARDWARE, slow: F::SLOW }
    }

    pub const fn binary<F: Binary>() -> Kernel {
        Kernel { run: run_binary::<F>, hardware: F::HARDWARE, slow: F::SLOW }
    }

    pub const fn ternary<F: Ternary>() -> Kernel {
        Kernel { run: run_ternary::<F>, hardware: false, slow: false }
    }

    pub const fn split<F: Split>() -> Kernel {
        Kernel { run: run_split::<F>, hardware: false, slow: true }
    }

    pub const fn pair<F: Pair>() -> Kernel {
        Kernel { run: run_pair::<F>, hardware: false, slow: true }
    }
}

/// # Safety
/// As [`Kernel::run`].
unsafe fn run_unary<F: Unary>(run: &Run) -> Flags {
    // SAFETY: the caller's: n elements of A behind the argument, of Out behind the result, apart from each other.
    let (a, out) = unsafe { (input::<F::A>(run, 0), output::<F::Out>(run, 0)) };
    map1::<F>(a, out)
}

/// # Safety
/// As [`Kernel::run`].
unsafe fn run_binary<F: Binary>(run: &Run) -> Flags {
    // SAFETY: the caller's.
    let (a, b, out) = unsafe { (input::<F::A>(run, 0), input::<F::B>(run, 1), output::<F::Out>(run, 0)) };
    map2::<F>(a, b, out)
}

/// # Safety
/// As [`Kernel::run`].
unsafe fn run_ternary<F: Ternary>(run: &Run) -> Flags {
    // SAFETY: the caller's.
    let (a, b, c, out) =
        unsafe { (input::<F::A>(run, 0), input::<F::B>(run, 1), input::<F::B>(run, 2), output::<F::Out>(run, 0)) };
    let all = Map3::<F> { a, b, c, out, of: PhantomData };
    if WIDE {
        Arch::new().dispatch(all)
    } else {
        all.run()
    }
    Flags::NONE
}

/// # Safety
/// As [`Kernel::run`].
unsafe fn run_split<F: Split>(run: &Run) -> Flags {
    // SAFETY: the caller's.
    let (a, out, second) = unsafe { (input::<F::A>(run, 0), output::<F::Out>(run, 0), output::<F::Second>(run, 1)) };
    let mut flags = Flags::NONE;
    for ((a, out), second) in a.iter().zip(out).zip(second) {
        (*out, *second) = F::apply(*a, &mut flags);
    }
    flags
}

/// # Safety
/// As [`Kernel::run`].
unsafe fn run_pair<F: Pair>(run: &Run) -> Flags {
    // SAFETY: the caller's.
    let (a, b, out, second) =
        unsafe { (input::<F::A>(run, 0), input::<F::A>(run, 1), output::<F::A>(run, 0), output::<F::A>(run, 1)) };
    let mut flags = Flags::NONE;
    for (((a, b), out), second) in a.iter().zip(b).zip(out).zip(second) {
        (*out, *second) = F::apply(*a, *b, &mut flags);
    }
    flags
}

/// `F` of each element, compiled for the machine's vectors where that is worth it; both slices have one length.
#[inline]
pub fn map1<F: Unary>(a: &[F::A], out: &mut [F::Out]) -> Flags {
    if F::VECTOR && WIDE { wide1::<F>(a, out) } else { F::map(a, out) }
}

/// As [`map1`], of two elements.
#[inline]
pub fn map2<F: Binary>(a: &[F::A], b: &[F::B], out: &mut [F::Out]) -> Flags {
    if F::VECTOR && WIDE { wide2::<F>(a, b, out) } else { F::map(a, b, out) }
}

/// `F` of each element, in the machine's widest vectors.
#[inline]
pub fn wide1<F: Unary>(a: &[F::A], out: &mut [F::Out]) -> Flags {
    Arch::new().dispatch(Map1::<F> { a, out, of: PhantomData })
}

/// As [`wide1`], of two elements.
#[inline]
pub fn wide2<F: Binary>(a: &[F::A], b: &[F::B], out: &mut [F::Out]) -> Flags {
    Arch::new().dispatch(Map2::<F> { a, b, out, of: PhantomData })
}

// Not closures: what a closure's own call holds is not always compiled into the function for the vectors.
struct Map1<'r, F: Unary> {
    a: &'r [F::A],
    out: &'r mut [F::Out],
    of: PhantomData<F>,
}

impl<F: Unary> WithSimd for Map1<'_, F> {
    type Output = Flags;
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Flags {
        F::map(self.a, self.out)
    }
}

struct Map2<'r, F: Binary> {
    a: &'r [F::A],
    b: &'r [F::B],
    out: &'r mut [F::Out],
    of: PhantomData<F>,
}

impl<F: Binary> WithSimd for Map2<'_, F> {
    type Output = Flags;
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Flags {
        F::map(self.a, self.b, self.out)
    }
}

struct Map3<'r, F: Ternary> {
    a: &'r [F::A],
    b: &'r [F::B],
    c: &'r [F::B],
    out: &'r mut [F::Out],
    of: PhantomData<F>,
}

impl<F: Ternary> Map3<'_, F> {
    #[inline(always)]
    fn run(self) {
        let n = self.out.len();
        let (a, b, c) = (&self.a[..n], &self.b[..n], &self.c[..n]);
        for i in 0..n {
            self.out[i] = F::apply(a[i], b[i], c[i]);
        }
    }
}

impl<F: Ternary> WithSimd for Map3<'_, F> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.run();
    }
}

/// # Safety
/// Argument `k` must be valid for `n` elements of `T` while the kernel runs.
#[inline(always)]
unsafe fn input<'r, T: Lane>(run: &Run, k: usize) -> &'r [T] {
    debug_assert!(run.ins[k].cast::<T>().is_aligned());
    // SAFETY: the caller's.
    unsafe { std::slice::from_raw_parts(run.ins[k].cast::<T>(), run.n) }
}

/// # Safety
/// Result `k` must be valid for `n` elements of `T` and reached by nothing else while the kernel runs.
#[inline(always)]
unsafe fn output<'r, T: Lane>(run: &Run, k: usize) -> &'r mut [T] {
    debug_assert!(run.outs[k].cast::<T>().is_aligned());
    // SAFETY: the caller's.
    unsafe { std::slice::from_raw_parts_mut(run.outs[k].cast::<T>(), run.n) }
}
