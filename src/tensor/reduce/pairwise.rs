//! NumPy's pairwise summation: the tree whose leaves and halving decide the last bits of a floating-point sum.
//!
//! Up to 128 numbers are added with 8 accumulators; longer runs are halved at a multiple of 8. The error grows like
//! log n (Higham, *Accuracy and Stability of Numerical Algorithms*, 4.2). A complex number counts as two.

use crate::pool;
use crate::tensor::lanes::Lane;
use crate::tensor::wide::wide;
use crate::tensor::{Complex32, Complex64, Element, f16};

/// Runs longer than this are summed by two threads.
pub const PARALLEL: usize = 1 << 18;
/// How many elements pass between two looks at the interrupt flag.
pub const INTERRUPT: usize = 1 << 16;

/// Numbers that trees add up: the tree's shape, and how a piece of it is summed at once.
pub trait Term: Copy + Send {
    /// The largest number of elements that make a leaf.
    const LEAF: usize;
    const NOTHING: Self;

    fn join(a: Self, b: Self) -> Self;

    /// Where a run of `n` elements is cut in two.
    fn half(n: usize) -> usize;

    /// The tree over `n` elements, at most [`SMALL`] and so that `is_small(n)`. Always inlined: callers compile it for the
    /// machine's vectors.
    fn small<S: Copy>(run: &[S], load: &impl Fn(S) -> Self) -> Self;
}

/// Elements of a piece of a tree that is summed without recursion: four leaves.
const SMALL: usize = 512;

/// A source element that is summed or multiplied into results of type `O`.
pub trait Summand<O: Element>: Element {
    /// What a tree of them comes to: float32 for float16, the result type else.
    type Sum: Term;

    fn load(self) -> Self::Sum;
    /// Adds a tree's sum to a result.
    fn put(result: O, sum: Self::Sum) -> O;
    fn plus(result: O, value: Self) -> O;
    fn times(result: O, value: Self) -> O;

    /// Multiplies a result by a run, one element after the other.
    fn product(result: O, run: &[Self]) -> O {
        run.iter().fold(result, |product, &x| Self::times(product, x))
    }
}

/// The pairwise sum of a lane.
pub fn sum<S: Summand<O>, O: Element>(lane: Lane<'_, S>) -> S::Sum {
    sum_lane(lane, &S::load)
}

/// The pairwise sum of a run.
pub fn sum_slice<S: Summand<O>, O: Element>(run: &[S]) -> S::Sum {
    sum_mapped(run, &S::load)
}

/// The pairwise sum of `load(x)` over a lane, without writing those values down.
pub fn sum_lane<S: Element, T: Term>(lane: Lane<'_, S>, load: &(impl Fn(S) -> T + Sync)) -> T {
    if let Some(run) = lane.as_slice() {
        return sum_mapped(run, load);
    }
    let n = lane.len();
    if is_small::<T>(n) {
        let mut buffer = [S::ZERO; SMALL];
        let run = &mut buffer[..n];
        lane.gather(run);
        return sum_mapped(run, load);
    }
    let half = T::half(n);
    let (left, right) = (lane.part(0, half), lane.part(half, n - half));
    branch(n, || sum_lane(left, load), || sum_lane(right, load))
}

/// The pairwise sum of `load(x)` over a run, without writing those values down.
pub fn sum_mapped<S: Element, T: Term>(run: &[S], load: &(impl Fn(S) -> T + Sync)) -> T {
    let n = run.len();
    if n < 8 {
        return T::small(run, load);
    }
    if is_small::<T>(n) {
        return wide(
            #[inline(always)]
            || T::small(run, load),
        );
    }
    let (left, right) = run.split_at(T::half(n));
    branch(n, || sum_mapped(left, load), || sum_mapped(right, load))
}

/// Whether a tree of `n` elements has at most four leaves, two levels down.
#[inline(always)]
fn is_small<T: Term>(n: usize) -> bool {
    let right = |n: usize| n - T::half(n);
    n <= T::LEAF
        || (n <= SMALL && (right(n) <= T::LEAF || (right(right(n)) <= T::LEAF && right(T::half(n)) <= T::LEAF)))
}

/// Two halves of a tree of `n` elements, at the same time where that pays. Nothing of it counts after an interrupt.
fn branch<T: Term>(n: usize, left: impl FnOnce() -> T + Send, right: impl FnOnce() -> T + Send) -> T {
    if n > PARALLEL {
        let (a, b) = pool::join(left, right);
        return T::join(a, b);
    }
    if n > INTERRUPT && pool::interrupted() {
        return T::NOTHING;
    }
    T::join(left(), right())
}

/// The tree over `n` elements that are made in blocks: `block(from, len)` gives the pairwise sum of up to `limit` of
/// them. A fused expression ends in this; the bits are those of [`sum_slice`] over the same elements.
pub fn sum_blocks<T: Term>(from: usize, n: usize, limit: usize, block: &mut impl FnMut(usize, usize) -> T) -> T {
    if n <= limit.max(T::LEAF) {
        return block(from, n);
    }
    let half = T::half(n);
    let left = sum_blocks(from, half, limit, block);
    let right = sum_blocks(from + half, n - half, limit, block);
    T::join(left, right)
}

macro_rules! integer_terms {
    ($($t:ty),*) => {$(
        /// Integers wrap around: any order gives the same sum.
        impl Term for $t {
            const LEAF: usize = 128;
            const NOTHING: $t = 0;

            #[inline(always)]
            fn join(a: $t, b: $t) -> $t {
                a.wrapping_add(b)
            }
            fn half(n: usize) -> usize {
                n / 2
            }
            #[inline(always)]
            fn small<S: Copy>(run: &[S], load: &impl Fn(S) -> $t) -> $t {
                let mut sum: $t = 0;
                for &x in run {
                    sum = sum.wrapping_add(load(x));
                }
                sum
            }
        }
    )*};
}

integer_terms!(i8, i16, i32, i64, u8, u16, u32, u64);

/// Implements [`Term`] for numbers that are added with `$lanes` accumulators.
macro_rules! float_terms {
    ($($t:ty, $lanes:literal, $leaf:literal, $minus_zero:expr, $zero:expr, $half:expr;)*) => {$(
        impl Term for $t {
            const LEAF: usize = $leaf;
            const NOTHING: $t = $zero;

            #[inline(always)]
            fn join(a: $t, b: $t) -> $t {
                a + b
            }
            #[inline(always)]
            fn half(n: usize) -> usize {
                ($half)(n)
            }
            #[inline(always)]
            fn small<S: Copy>(run: &[S], load: &impl Fn(S) -> $t) -> $t {
                let n = run.len();
                if n < $lanes {
                    return run.iter().fold($minus_zero, |sum, &x| sum + load(x));
                }
                let leaf = |run: &[S]| leaf::<S, $t, $lanes>(run, load, $zero);
                if n <= $leaf {
                    return leaf(run);
                }
                let (a, b) = run.split_at(Self::half(n));
                // The right half is the longer one.
                if b.len() <= $leaf {
                    return leaf(a) + leaf(b);
                }
                let (c, d) = b.split_at(Self::half(b.len()));
                if a.len() <= $leaf {
                    return leaf(a) + (leaf(c) + leaf(d));
                }
                let (a, b) = a.split_at(Self::half(a.len()));
                (leaf(a) + leaf(b)) + (leaf(c) + leaf(d))
            }
        }
    )*};
}

/// The sum of a leaf with `L` accumulators (8 or 4); it may not be shorter than `L`. Leaves are read one after the other:
/// side by side they would be several streams to the processor, which then fetches none of them ahead.
#[inline(always)]
fn leaf<S: Copy, T: Copy + std::ops::Add<Output = T>, const L: usize>(run: &[S], load: &impl Fn(S) -> T, zero: T) -> T {
    let (chunks, rest) = run.as_chunks::<L>();
    let mut r = [zero; L];
    for j in 0..L {
        r[j] = load(chunks[0][j]);
    }
    for chunk in &chunks[1..] {
        for j in 0..L {
            r[j] = r[j] + load(chunk[j]);
        }
    }
    let mut sum = (r[0] + r[1]) + (r[2] + r[3]);
    if L == 8 {
        sum = sum + ((r[4 % L] + r[5 % L]) + (r[6 % L] + r[7 % L]));
    }
    for &x in rest {
        sum = sum + load(x);
    }
    sum
}

float_terms! {
    f32, 8, 128, -0.0, 0.0, |n: usize| n / 2 - (n / 2) % 8;
    f64, 8, 128, -0.0, 0.0, |n: usize| n / 2 - (n / 2) % 8;
    Complex32, 4, 64, Complex32::new(-0.0, -0.0), Complex32::new(0.0, 0.0), |n: usize| (n - n % 8) / 2;
    Complex64, 4, 64, Complex64::new(-0.0, -0.0), Complex64::new(0.0, 0.0), |n: usize| (n - n % 8) / 2;
}

macro_rules! summands {
    ($($source:ty => $out:ty, $load:expr, $add:expr, $multiply:expr;)*) => {$(
        impl Summand<$out> for $source {
            type Sum = $out;

            #[inline(always)]
            fn load(self) -> $out {
                ($load)(self)
            }
            #[inline(always)]
            fn put(result: $out, sum: $out) -> $out {
                ($add)(result, sum)
            }
            #[inline(always)]
            fn plus(result: $out, value: $source) -> $out {
                ($add)(result, ($load)(value))
            }
            #[inline(always)]
            fn times(result: $out, value: $source) -> $out {
                ($multiply)(result, ($load)(value))
            }
        }
    )*};
}

macro_rules! integers {
    ($($source:ty => $out:ty;)*) => {
        summands! { $($source => $out, |x: $source| x as $out, <$out>::wrapping_add, <$out>::wrapping_mul;)* }
    };
}

integers! {
    bool => i64; i8 => i64; i16 => i64; i32 => i64; i64 => i64;
    u8 => u64; u16 => u64; u32 => u64; u64 => u64;
    i8 => i8; i16 => i16; i32 => i32; u8 => u8; u16 => u16; u32 => u32;
}

macro_rules! floats {
    ($($source:ty => $out:ty, $load:expr;)*) => {
        summands! { $($source => $out, $load, |a: $out, b: $out| a + b, |a: $out, b: $out| a * b;)* }
    };
}

// Besides the dtypes themselves what a mean adds up: integers in float64, float16 in float32.
floats! {
    f32 => f32, |x: f32| x; f64 => f64, |x: f64| x;
    Complex32 => Complex32, |x: Complex32| x; Complex64 => Complex64, |x: Complex64| x;
    bool => f64, |x: bool| f64::from(u8::from(x));
    i8 => f64, |x: i8| f64::from(x); i16 => f64, |x: i16| f64::from(x);
    i32 => f64, |x: i32| f64::from(x); i64 => f64, |x: i64| x as f64;
    u8 => f64, |x: u8| f64::from(x); u16 => f64, |x: u16| f64::from(x);
    u32 => f64, |x: u32| f64::from(x); u64 => f64, |x: u64| x as f64;
    f16 => f32, |x: f16| x.to_f32();
}

impl Summand<f16> for f16 {
    type Sum = f32;

    #[inline(always)]
    fn load(self) -> f32 {
        self.to_f32()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_numpys() {
        // np.add.reduce over x[i] = ((i * 7919) % 1000) / 7 for n = 1000.
        let x: Vec<f64> = (0..1000).map(|i| ((i * 7919) % 1000) as f64 / 7.0).collect();
        let whole = sum_slice::<f64, f64>(&x);
        let blocks = sum_blocks(0, 1000, 256, &mut |from, n| sum_slice::<f64, f64>(&x[from..from + n]));
        assert_eq!(whole.to_bits(), blocks.to_bits());
        assert_eq!(whole, 71357.14285714284);
    }

    /// The tree as NumPy documents it, one leaf at a time.
    fn plain(x: &[f64]) -> f64 {
        let n = x.len();
        if n < 8 {
            return x.iter().fold(-0.0, |sum, x| sum + x);
        }
        if n <= 128 {
            let mut r: [f64; 8] = std::array::from_fn(|j| x[j]);
            let whole = n - n % 8;
            (8..whole).for_each(|i| r[i % 8] += x[i]);
            let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
            return x[whole..].iter().fold(sum, |sum, x| sum + x);
        }
        let half = n / 2 - (n / 2) % 8;
        plain(&x[..half]) + plain(&x[half..])
    }

    #[test]
    fn pieces_without_recursion_have_the_bits_of_the_tree() {
        let x: Vec<f64> = (0..3000).map(|i| 1.0 / (i + 1) as f64).collect();
        for n in (0..1100).chain([2047, 2999, 3000]) {
            assert_eq!(sum_slice::<f64, f64>(&x[..n]).to_bits(), plain(&x[..n]).to_bits(), "{n}");
        }
        // A complex sum is the tree over its parts: 8 accumulators for 4 numbers.
        let z: Vec<Complex64> = x.iter().map(|&x| Complex64::new(x, -2.0 * x)).collect();
        for n in [3, 4, 63, 64, 65, 127, 128, 250, 255, 256, 300, 1000, 3000] {
            let sum = sum_slice::<Complex64, Complex64>(&z[..n]);
            assert_eq!(sum.im.to_bits(), (-2.0 * sum.re).to_bits(), "{n}");
        }
    }

    #[test]
    fn negative_zeros_stay_negative_in_the_tree() {
        assert!(sum_slice::<f64, f64>(&[-0.0, -0.0]).is_sign_negative());
    }
}
