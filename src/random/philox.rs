//! Key and counter → bits: Philox 4×64 with ten rounds.
//!
//! J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as 1, 2,
//! 3", SC11, 2011.

use super::bits::{BitGenerator, HalfWord};
use super::seed::SeedSequence;

const ROUNDS: u32 = 10;
const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
const WEYL: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];

/// A counter enciphered under a key, four words at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Philox {
    /// The counter, lowest word first.
    pub counter: [u64; 4],
    pub key: [u64; 2],
    /// The words made from the counter.
    pub buffer: [u64; 4],
    /// The next word of `buffer`; four when all are used.
    pub buffer_pos: usize,
    pub half: HalfWord,
}

impl Philox {
    /// A key from two double words of `seed`, and counter 0.
    pub fn new(seed: &SeedSequence) -> Self {
        Self::with_key(seed.state(), [0; 4])
    }

    /// The stream of `key` from `counter` (lowest word first) on.
    pub fn with_key(key: [u64; 2], counter: [u64; 4]) -> Self {
        Self { counter, key, buffer: [0; 4], buffer_pos: 4, half: HalfWord::default() }
    }

    /// Adds `delta` (lowest word first) to the counter, four draws each, and drops what was made
    /// ahead.
    pub fn advance(&mut self, delta: [u64; 4]) {
        let mut carry = false;
        for (word, add) in self.counter.iter_mut().zip(delta) {
            let (sum, over) = word.overflowing_add(add);
            let (sum, over_again) = sum.overflowing_add(carry.into());
            *word = sum;
            carry = over | over_again;
        }
        *self = Self::with_key(self.key, self.counter);
    }

    /// A copy moved ahead by `jumps` times 2^128 counts.
    pub fn jumped(&self, jumps: u128) -> Self {
        let mut ahead = self.clone();
        ahead.advance([0, 0, jumps as u64, (jumps >> 64) as u64]);
        ahead
    }

    #[inline(never)]
    fn refill(&mut self) {
        for word in &mut self.counter {
            *word = word.wrapping_add(1);
            if *word != 0 {
                break;
            }
        }
        let (mut block, mut key) = (self.counter, self.key);
        for _ in 0..ROUNDS {
            block = round(block, key);
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
        self.buffer = block;
        self.buffer_pos = 0;
    }
}

#[inline]
fn round(block: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let first = u128::from(MULTIPLIERS[0]) * u128::from(block[0]);
    let second = u128::from(MULTIPLIERS[1]) * u128::from(block[2]);
    [(second >> 64) as u64 ^ block[1] ^ key[0], second as u64, (first >> 64) as u64 ^ block[3] ^ key[1], first as u64]
}

impl BitGenerator for Philox {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        if self.buffer_pos >= self.buffer.len() {
            self.refill();
        }
        let word = self.buffer[self.buffer_pos];
        self.buffer_pos += 1;
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
