//! Loops over runs of elements: the usual formula for all of them, then the careful one for those that it doesn't hold for.

use super::{Real, Real2};
use crate::tensor::flags::Flags;

/// Elements between two looks at whether all were usual.
const RUN: usize = 256;

/// What the careful result for an argument raised; the result itself.
pub type Check = fn(f64, f64, &mut Flags) -> f64;
/// As [`Check`], for two arguments and the result.
pub type Check2 = fn(f64, f64, f64, &mut Flags) -> f64;

/// `F` of any argument, with what it raises.
#[inline(always)]
fn any<F: Real>(x: f64, check: Check, flags: &mut Flags) -> f64 {
    if F::holds(x) { F::usual(x) } else { check(x, F::careful(x), flags) }
}

/// As [`any`], of two arguments.
#[inline(always)]
fn any2<F: Real2>(x: f64, y: f64, check: Check2, flags: &mut Flags) -> f64 {
    let result = F::usual(x, y);
    if F::holds(x, y, result) { result } else { check(x, y, F::careful(x, y), flags) }
}

/// Rounds to float32: overflow where that alone made it infinite, underflow where it lost a subnormal's digits.
#[inline(always)]
pub fn narrow(y: f64, flags: &mut Flags) -> f32 {
    let narrow = y as f32;
    *flags |= Flags::when(narrow.is_infinite() && y.is_finite(), Flags::OVERFLOW);
    *flags |= Flags::when(narrow.abs() < f32::MIN_POSITIVE && f64::from(narrow) != y, Flags::UNDERFLOW);
    narrow
}

/// `F` of each element of `a`, into `out` of the same length.
#[inline(always)]
pub fn double<F: Real>(a: &[f64], out: &mut [f64], check: Check) -> Flags {
    let mut flags = Flags::NONE;
    let n = out.len();
    let mut start = 0;
    while start < n {
        let end = n.min(start + RUN);
        let (a, out) = (&a[start..end], &mut out[start..end]);
        let mut odd = false;
        for i in 0..out.len() {
            out[i] = F::usual(a[i]);
            odd |= !F::holds(a[i]);
        }
        if odd {
            for i in 0..out.len() {
                if !F::holds(a[i]) {
                    out[i] = check(a[i], F::careful(a[i]), &mut flags);
                }
            }
        }
        start = end;
    }
    flags
}

/// As [`double`].
#[inline(always)]
pub fn single<F: Real>(a: &[f32], out: &mut [f32], check: Check) -> Flags {
    let mut flags = Flags::NONE;
    let n = out.len();
    let mut start = 0;
    while start < n {
        let end = n.min(start + RUN);
        let (a, out) = (&a[start..end], &mut out[start..end]);
        let mut odd = false;
        for i in 0..out.len() {
            out[i] = F::usual_single(a[i]);
            odd |= !F::holds_single(a[i]);
        }
        if odd {
            for i in 0..out.len() {
                if !F::holds_single(a[i]) {
                    out[i] = narrow(any::<F>(a[i].into(), check, &mut flags), &mut flags);
                }
            }
        }
        start = end;
    }
    flags
}

/// Defines a loop over pairs of elements of one precision.
macro_rules! pairs {
    ($(#[$doc:meta])* $name:ident $run:ident $T:ty, $usual:ident $holds:ident, |$result:ident, $flags:ident| $rounded:expr) => {
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<F: Real2>(a: &[$T], b: &[$T], out: &mut [$T], check: Check2) -> Flags {
            let mut flags = Flags::NONE;
            for ((a, b), out) in a.chunks(RUN).zip(b.chunks(RUN)).zip(out.chunks_mut(RUN)) {
                let (b, first) = (&b[..out.len()], b[0]);
                let same = |seen: bool, y: &$T| seen & (y.to_bits() == first.to_bits());
                let odd = if F::ONE_FOR_ALL && b.iter().fold(true, same) {
                    $run::<F>(a, |_| first, out)
                } else {
                    $run::<F>(a, |i| b[i], out)
                };
                if !odd {
                    continue;
                }
                for i in 0..out.len() {
                    if !F::$holds(a[i], b[i], out[i]) {
                        let $flags = &mut flags;
                        let $result = any2::<F>(a[i].into(), b[i].into(), check, $flags);
                        out[i] = $rounded;
                    }
                }
            }
            flags
        }

        /// The usual formula for a run; whether it does not hold for some.
        #[inline(always)]
        fn $run<F: Real2>(a: &[$T], b: impl Fn(usize) -> $T, out: &mut [$T]) -> bool {
            let a = &a[..out.len()];
            let mut odd = false;
            for i in 0..out.len() {
                let result = F::$usual(a[i], b(i));
                odd |= !F::$holds(a[i], b(i), result);
                out[i] = result;
            }
            odd
        }
    };
}

pairs! {
    /// `F` of each pair of elements, into `out`; all of one length.
    double2 run_double f64, usual holds, |result, _flags| result
}
pairs! {
    /// As [`double2`].
    single2 run_single f32, usual_single holds_single, |result, flags| narrow(result, flags)
}
