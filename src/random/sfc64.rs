//! Seed → bits: C. Doty-Humphrey's Small Fast Chaotic generator SFC64 (PractRand).

use super::bits::{BitGenerator, HalfWord};
use super::seed::SeedSequence;

/// Draws thrown away after seeding, so that similar seeds have parted.
const WARM_UP: u32 = 12;

/// Three chaotic words and a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sfc64 {
    /// The three words, then the counter.
    pub state: [u64; 4],
    pub half: HalfWord,
}

impl Sfc64 {
    /// Seeds from three double words of `seed`.
    pub fn new(seed: &SeedSequence) -> Self {
        let [a, b, c] = seed.state();
        let mut bits = Self { state: [a, b, c, 1], half: HalfWord::default() };
        for _ in 0..WARM_UP {
            bits.next_u64();
        }
        bits
    }
}

impl BitGenerator for Sfc64 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        let [a, b, c, counter] = self.state;
        let word = a.wrapping_add(b).wrapping_add(counter);
        self.state =
            [b ^ b >> 11, c.wrapping_add(c << 3), c.rotate_left(24).wrapping_add(word), counter.wrapping_add(1)];
        word
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }
}
