//! Seed → bits: the permuted congruential generators PCG64 (XSL-RR output) and PCG64DXSM.
//!
//! M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
//! Random Number Generation", HMC-CS-2014-0905; the DXSM output with a 64-bit multiplier is hers
//! of 2019.

use super::bits::{BitGenerator, HalfWord, unit_f64};
use super::seed::SeedSequence;

const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
const CHEAP_MULTIPLIER: u64 = 0xda94_2042_e4dd_58b5;
/// (φ - 1)·2^128, the distance of a jump.
const JUMP: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
/// Steps of the congruential generator computed side by side in a fill.
const LANES: usize = 4;

/// A linear congruential generator modulo 2^128: `state * multiplier + inc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lcg128 {
    pub state: u128,
    /// The increment, odd.
    pub inc: u128,
}

impl Lcg128 {
    /// Both generators are seeded with the full multiplier.
    fn seeded(seed: &SeedSequence) -> Self {
        let [state_high, state_low, inc_high, inc_low] = seed.state();
        let whole = |high: u64, low: u64| u128::from(high) << 64 | u128::from(low);
        let inc = whole(inc_high, inc_low) << 1 | 1;
        let state = inc.wrapping_add(whole(state_high, state_low));
        let mut lcg = Self { state, inc };
        lcg.step(MULTIPLIER);
        lcg
    }

    #[inline]
    fn step(&mut self, multiplier: u128) {
        self.state = self.state.wrapping_mul(multiplier).wrapping_add(self.inc);
    }

    /// Multiplier and increment of `count` steps at once (F. B. Brown, "Random Number Generation
    /// with Arbitrary Stride", 1994).
    fn stride(&self, multiplier: u128, mut count: u128) -> (u128, u128) {
        let (mut mul, mut add) = (multiplier, self.inc);
        let (mut all_mul, mut all_add) = (1_u128, 0_u128);
        while count > 0 {
            if count & 1 == 1 {
                all_mul = all_mul.wrapping_mul(mul);
                all_add = all_add.wrapping_mul(mul).wrapping_add(add);
            }
            add = mul.wrapping_add(1).wrapping_mul(add);
            mul = mul.wrapping_mul(mul);
            count >>= 1;
        }
        (all_mul, all_add)
    }

    fn advance(&mut self, multiplier: u128, count: u128) {
        let (mul, add) = self.stride(multiplier, count);
        self.state = self.state.wrapping_mul(mul).wrapping_add(add);
    }

    /// Fills `out` with `output` of the successive states from the present one on, and leaves the
    /// generator behind the last. One step waits for the one before; four lanes a stride of four
    /// apart don't.
    #[inline]
    fn fill<T>(&mut self, multiplier: u128, out: &mut [T], output: impl Fn(u128) -> T) {
        let (blocks, rest) = out.as_chunks_mut::<LANES>();
        if !blocks.is_empty() {
            let (mul, add) = self.stride(multiplier, LANES as u128);
            let mut lanes = std::array::from_fn::<_, LANES, _>(|_| {
                let state = self.state;
                self.step(multiplier);
                state
            });
            for block in blocks {
                for (slot, lane) in block.iter_mut().zip(&mut lanes) {
                    *slot = output(*lane);
                    *lane = lane.wrapping_mul(mul).wrapping_add(add);
                }
            }
            self.state = lanes[0];
        }
        for slot in rest {
            *slot = output(self.state);
            self.step(multiplier);
        }
    }
}

/// PCG XSL RR 128/64: steps, then outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pcg64 {
    pub lcg: Lcg128,
    pub half: HalfWord,
}

impl Pcg64 {
    /// Seeds from four double words of `seed`.
    pub fn new(seed: &SeedSequence) -> Self {
        Self { lcg: Lcg128::seeded(seed), half: HalfWord::default() }
    }

    /// Moves ahead by `delta` draws and drops a kept half word.
    pub fn advance(&mut self, delta: u128) {
        self.lcg.advance(MULTIPLIER, delta);
        self.half = HalfWord::default();
    }

    /// A copy moved ahead by `jumps` times (φ-1)·2^128 draws.
    pub fn jumped(&self, jumps: u128) -> Self {
        let mut ahead = self.clone();
        ahead.advance(JUMP.wrapping_mul(jumps));
        ahead
    }

    #[inline]
    fn output(state: u128) -> u64 {
        let folded = (state >> 64) as u64 ^ state as u64;
        folded.rotate_right((state >> 122) as u32)
    }

    #[inline]
    fn fill<T>(&mut self, out: &mut [T], convert: impl Fn(u64) -> T) {
        if out.is_empty() {
            return;
        }
        let last = out.len() as u128;
        let (mut from, start) = (self.lcg, self.lcg);
        from.step(MULTIPLIER);
        from.fill(MULTIPLIER, out, |state| convert(Self::output(state)));
        self.lcg = start;
        self.lcg.advance(MULTIPLIER, last);
    }
}

impl BitGenerator for Pcg64 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        self.lcg.step(MULTIPLIER);
        Self::output(self.lcg.state)
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }

    fn fill_u32(&mut self, out: &mut [u32]) {
        let mut half = self.half;
        half.fill(out, |words| self.fill_u64(words));
        self.half = half;
    }

    fn fill_u64(&mut self, out: &mut [u64]) {
        self.fill(out, |word| word);
    }

    fn fill_f64(&mut self, out: &mut [f64]) {
        self.fill(out, unit_f64);
    }
}

/// PCG CM DXSM 128/64: outputs, then steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pcg64Dxsm {
    pub lcg: Lcg128,
    pub half: HalfWord,
}

impl Pcg64Dxsm {
    /// Seeds from four double words of `seed`.
    pub fn new(seed: &SeedSequence) -> Self {
        Self { lcg: Lcg128::seeded(seed), half: HalfWord::default() }
    }

    /// Moves ahead by `delta` draws and drops a kept half word.
    pub fn advance(&mut self, delta: u128) {
        self.lcg.advance(CHEAP_MULTIPLIER.into(), delta);
        self.half = HalfWord::default();
    }

    /// A copy moved ahead by `jumps` times (φ-1)·2^128 draws.
    pub fn jumped(&self, jumps: u128) -> Self {
        let mut ahead = self.clone();
        ahead.advance(JUMP.wrapping_mul(jumps));
        ahead
    }

    #[inline]
    fn output(state: u128) -> u64 {
        let low = state as u64 | 1;
        let mut high = (state >> 64) as u64;
        high ^= high >> 32;
        high = high.wrapping_mul(CHEAP_MULTIPLIER);
        high ^= high >> 48;
        high.wrapping_mul(low)
    }
}

impl BitGenerator for Pcg64Dxsm {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        let word = Self::output(self.lcg.state);
        self.lcg.step(CHEAP_MULTIPLIER.into());
        word
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }

    fn fill_u32(&mut self, out: &mut [u32]) {
        let mut half = self.half;
        half.fill(out, |words| self.fill_u64(words));
        self.half = half;
    }

    fn fill_u64(&mut self, out: &mut [u64]) {
        self.lcg.fill(CHEAP_MULTIPLIER.into(), out, Self::output);
    }

    fn fill_f64(&mut self, out: &mut [f64]) {
        self.lcg.fill(CHEAP_MULTIPLIER.into(), out, |state| unit_f64(Self::output(state)));
    }
}
