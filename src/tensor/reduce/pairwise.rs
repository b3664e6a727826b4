//! NumPy's pairwise summation: the tree whose leaves and halving decide the last bits of a floating-point sum.
//!
//! Up to 128 numbers are added with 8 accumulators; longer runs are halved at a multiple of 8. The error grows like
//! log n (Higham, *Accuracy and Stability of Numerical Algorithms*, 4.2). A complex number counts as two.

use crate::pool;
use crate::tensor::lanes::Lane;
use crate::tensor::{Complex32, Complex64, Element, f16};

/// Runs longer than this are summed by two threads.
pub const PARALLEL: usize = 1 << 18;
/// How many elements pass between two looks at the interrupt flag.
pub const INTERRUPT: usize = 1 << 16;

/// A source element that is summed or multiplied into results of type `O`.
pub trait Summand<O: Element>: Element {
    /// What a tree of them comes to: float32 for float16, the result type else.
    type Sum: Copy + Send;
    /// The largest number of elements that make a leaf.
    const LEAF: usize;
    const NOTHING: Self::Sum;

    fn leaf(run: &[Self]) -> Self::Sum;
    fn join(a: Self::Sum, b: Self::Sum) -> Self::Sum;
    /// Adds a tree's sum to a result.
    fn put(result: O, sum: Self::Sum) -> O;
    fn plus(result: O, value: Self) -> O;
    fn times(result: O, value: Self) -> O;

    /// Multiplies a result by a run, one element after the other.
    fn product(result: O, run: &[Self]) -> O {
        run.iter().fold(result, |product, &x| Self::times(product, x))
    }

    /// Where a run of `n` elements is cut in two.
    fn half(n: usize) -> usize {
        n / 2 - (n / 2) % 8
    }
}

/// The pairwise sum of a lane.
pub fn sum<S: Summand<O>, O: Element>(lane: Lane<'_, S>) -> S::Sum {
    match lane.as_slice() {
        Some(slice) => sum_slice::<S, O>(slice),
        None => sum_strided::<S, O>(lane),
    }
}

/// The pairwise sum of a run.
pub fn sum_slice<S: Summand<O>, O: Element>(run: &[S]) -> S::Sum {
    let n = run.len();
    if n <= S::LEAF {
        return S::leaf(run);
    }
    let (left, right) = run.split_at(S::half(n));
    if n > PARALLEL {
        let (a, b) = pool::join(|| sum_slice::<S, O>(left), || sum_slice::<S, O>(right));
        return S::join(a, b);
    }
    if n > INTERRUPT && pool::interrupted() {
        return S::NOTHING;
    }
    S::join(sum_slice::<S, O>(left), sum_slice::<S, O>(right))
}

fn sum_strided<S: Summand<O>, O: Element>(lane: Lane<'_, S>) -> S::Sum {
    let n = lane.len();
    if n <= S::LEAF {
        let mut buffer = [S::ZERO; 128];
        let run = &mut buffer[..n];
        lane.gather(run);
        return S::leaf(run);
    }
    let half = S::half(n);
    let (left, right) = (lane.part(0, half), lane.part(half, n - half));
    if n > PARALLEL {
        let (a, b) = pool::join(|| sum_strided::<S, O>(left), || sum_strided::<S, O>(right));
        return S::join(a, b);
    }
    if n > INTERRUPT && pool::interrupted() {
        return S::NOTHING;
    }
    S::join(sum_strided::<S, O>(left), sum_strided::<S, O>(right))
}

/// The tree over `n` elements that are made in blocks: `block(from, len)` gives the pairwise sum of up to `limit` of
/// them. A fused expression ends in this; the bits are those of [`sum_slice`] over the same elements.
pub fn sum_blocks<S: Summand<O>, O: Element>(
    from: usize,
    n: usize,
    limit: usize,
    block: &mut impl FnMut(usize, usize) -> S::Sum,
) -> S::Sum {
    if n <= limit.max(S::LEAF) {
        return block(from, n);
    }
    let half = S::half(n);
    let left = sum_blocks::<S, O>(from, half, limit, block);
    let right = sum_blocks::<S, O>(from + half, n - half, limit, block);
    S::join(left, right)
}

macro_rules! integers {
    ($($source:ty => $out:ty;)*) => {$(
        impl Summand<$out> for $source {
            type Sum = $out;
            const LEAF: usize = 128;
            const NOTHING: $out = 0;

            #[inline(always)]
            fn leaf(run: &[$source]) -> $out {
                run.iter().fold(0, |sum: $out, &x| sum.wrapping_add(x as $out))
            }
            #[inline(always)]
            fn join(a: $out, b: $out) -> $out {
                a.wrapping_add(b)
            }
            #[inline(always)]
            fn put(result: $out, sum: $out) -> $out {
                result.wrapping_add(sum)
            }
            #[inline(always)]
            fn plus(result: $out, value: $source) -> $out {
                result.wrapping_add(value as $out)
            }
            #[inline(always)]
            fn times(result: $out, value: $source) -> $out {
                result.wrapping_mul(value as $out)
            }
        }
    )*};
}

integers! {
    bool => i64; i8 => i64; i16 => i64; i32 => i64; i64 => i64;
    u8 => u64; u16 => u64; u32 => u64; u64 => u64;
    i8 => i8; i16 => i16; i32 => i32; u8 => u8; u16 => u16; u32 => u32;
}

macro_rules! leaf_of_8 {
    ($run:expr, $t:ty, $load:expr) => {{
        let run = $run;
        let load = $load;
        if run.len() < 8 {
            run.iter().fold(-0.0 as $t, |sum, &x| sum + load(x))
        } else {
            let mut r: [$t; 8] = std::array::from_fn(|j| load(run[j]));
            let mut chunks = run[8..].chunks_exact(8);
            for chunk in &mut chunks {
                for (r, &x) in r.iter_mut().zip(chunk) {
                    *r += load(x);
                }
            }
            let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
            chunks.remainder().iter().fold(sum, |sum, &x| sum + load(x))
        }
    }};
}

macro_rules! floats {
    ($($t:ty),*) => {$(
        impl Summand<$t> for $t {
            type Sum = $t;
            const LEAF: usize = 128;
            const NOTHING: $t = 0.0;

            #[inline(always)]
            fn leaf(run: &[$t]) -> $t {
                leaf_of_8!(run, $t, |x: $t| x)
            }
            #[inline(always)]
            fn join(a: $t, b: $t) -> $t {
                a + b
            }
            #[inline(always)]
            fn put(result: $t, sum: $t) -> $t {
                result + sum
            }
            #[inline(always)]
            fn plus(result: $t, value: $t) -> $t {
                result + value
            }
            #[inline(always)]
            fn times(result: $t, value: $t) -> $t {
                result * value
            }
        }
    )*};
}

floats!(f32, f64);

macro_rules! converted {
    ($out:ty: $($source:ty, $load:expr;)*) => {$(
        impl Summand<$out> for $source {
            type Sum = $out;
            const LEAF: usize = 128;
            const NOTHING: $out = 0.0;

            #[inline(always)]
            fn leaf(run: &[$source]) -> $out {
                leaf_of_8!(run, $out, $load)
            }
            #[inline(always)]
            fn join(a: $out, b: $out) -> $out {
                a + b
            }
            #[inline(always)]
            fn put(result: $out, sum: $out) -> $out {
                result + sum
            }
            #[inline(always)]
            fn plus(result: $out, value: $source) -> $out {
                result + ($load)(value)
            }
            #[inline(always)]
            fn times(result: $out, value: $source) -> $out {
                result * ($load)(value)
            }
        }
    )*};
}

// What a mean adds up: integers in float64, float16 in float32.
converted! { f64:
    bool, |x: bool| f64::from(u8::from(x));
    i8, |x: i8| f64::from(x); i16, |x: i16| f64::from(x); i32, |x: i32| f64::from(x); i64, |x: i64| x as f64;
    u8, |x: u8| f64::from(x); u16, |x: u16| f64::from(x); u32, |x: u32| f64::from(x); u64, |x: u64| x as f64;
}
converted! { f32: f16, |x: f16| x.to_f32(); }

/// The pairwise sum of `load(x)` over a run, without writing those values down.
pub fn sum_mapped<S: Element, R: Real>(run: &[S], load: &(impl Fn(S) -> R + Sync)) -> R {
    let n = run.len();
    if n <= 128 {
        return R::leaf_mapped(run, load);
    }
    let (left, right) = run.split_at(n / 2 - (n / 2) % 8);
    if n > PARALLEL {
        let (a, b) = pool::join(|| sum_mapped(left, load), || sum_mapped(right, load));
        return a.add(b);
    }
    if n > INTERRUPT && pool::interrupted() {
        return R::ZERO;
    }
    sum_mapped(left, load).add(sum_mapped(right, load))
}

/// float32 and float64, in which variances are summed.
pub trait Real: Element {
    fn leaf_mapped<S: Element>(run: &[S], load: &impl Fn(S) -> Self) -> Self;
    fn add(self, other: Self) -> Self;
    fn from_f64(x: f64) -> Self;
    fn to_f64(self) -> f64;
}

macro_rules! reals {
    ($($t:ty),*) => {$(
        impl Real for $t {
            #[inline(always)]
            fn leaf_mapped<S: Element>(run: &[S], load: &impl Fn(S) -> $t) -> $t {
                leaf_of_8!(run, $t, load)
            }
            #[inline(always)]
            fn add(self, other: $t) -> $t {
                self + other
            }
            fn from_f64(x: f64) -> $t {
                x as $t
            }
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
        }
    )*};
}

reals!(f32, f64);

impl Summand<f16> for f16 {
    type Sum = f32;
    const LEAF: usize = 128;
    const NOTHING: f32 = 0.0;

    #[inline(always)]
    fn leaf(run: &[f16]) -> f32 {
        leaf_of_8!(run, f32, |x: f16| x.to_f32())
    }
    #[inline(always)]
    fn join(a: f32, b: f32) -> f32 {
        a + b
    }
    #[inline(always)]
    fn put(result: f16, sum: f32) -> f16 {
        f16::from_f32(result.to_f32() + sum)
    }
    #[inline(always)]
    fn plus(result: f16, value: f16) -> f16 {
        f16::from_f32(result.to_f32() + value.to_f32())
    }
    #[inline(always)]
    fn times(result: f16, value: f16) -> f16 {
        f16::from_f32(result.to_f32() * value.to_f32())
    }
    /// Rounded once at the end of the run.
    fn product(result: f16, run: &[f16]) -> f16 {
        f16::from_f32(run.iter().fold(result.to_f32(), |product, x| product * x.to_f32()))
    }
}

macro_rules! complexes {
    ($($t:ident, $part:ty;)*) => {$(
        impl Summand<$t> for $t {
            type Sum = $t;
            const LEAF: usize = 64;
            const NOTHING: $t = $t::new(0.0, 0.0);

            #[inline(always)]
            fn leaf(run: &[$t]) -> $t {
                if run.len() < 4 {
                    return run.iter().fold($t::new(-0.0, -0.0), |sum, x| sum + x);
                }
                let mut r: [$t; 4] = std::array::from_fn(|j| run[j]);
                let mut chunks = run[4..].chunks_exact(4);
                for chunk in &mut chunks {
                    for (r, x) in r.iter_mut().zip(chunk) {
                        *r += x;
                    }
                }
                let sum = (r[0] + r[1]) + (r[2] + r[3]);
                chunks.remainder().iter().fold(sum, |sum, x| sum + x)
            }
            #[inline(always)]
            fn join(a: $t, b: $t) -> $t {
                a + b
            }
            #[inline(always)]
            fn put(result: $t, sum: $t) -> $t {
                result + sum
            }
            #[inline(always)]
            fn plus(result: $t, value: $t) -> $t {
                result + value
            }
            #[inline(always)]
            fn times(result: $t, value: $t) -> $t {
                result * value
            }
            fn half(n: usize) -> usize {
                (n - n % 8) / 2
            }
        }
    )*};
}

complexes! { Complex32, f32; Complex64, f64; }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_numpys() {
        // np.add.reduce over x[i] = ((i * 7919) % 1000) / 7 for n = 1000.
        let x: Vec<f64> = (0..1000).map(|i| ((i * 7919) % 1000) as f64 / 7.0).collect();
        let whole = sum_slice::<f64, f64>(&x);
        let blocks = sum_blocks::<f64, f64>(0, 1000, 256, &mut |from, n| sum_slice::<f64, f64>(&x[from..from + n]));
        assert_eq!(whole.to_bits(), blocks.to_bits());
        assert_eq!(whole, 71357.14285714284);
    }

    #[test]
    fn negative_zeros_stay_negative_in_the_tree() {
        assert!(sum_slice::<f64, f64>(&[-0.0, -0.0]).is_sign_negative());
    }
}
