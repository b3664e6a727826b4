//! Seed → bits: the Mersenne Twister MT19937, in its old and its new seedings.
//!
//! M. Matsumoto, T. Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform
//! pseudo-random number generator", ACM TOMACS 8 (1998); seeding of 2002.

use super::bits::{BitGenerator, fraction};
use super::mt19937_jump;
use super::seed::SeedSequence;

pub(super) const WORDS: usize = 624;
pub(super) const MIDDLE: usize = 397;
pub(super) const MATRIX: u32 = 0x9908_b0df;

/// The register of 624 words and the place of the next word in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mt19937 {
    pub key: Box<[u32; WORDS]>,
    /// The next word; 624 when all are used.
    pub pos: usize,
}

impl Mt19937 {
    /// Fills the register from `seed`.
    pub fn new(seed: &SeedSequence) -> Self {
        let words = seed.generate_u32(WORDS);
        let mut key = Box::new([0; WORDS]);
        key.copy_from_slice(&words);
        key[0] = 0x8000_0000;
        // NumPy starts at the last word of the register, not behind it.
        let pos = WORDS - 1;
        Self { key, pos }
    }

    /// The old seeding by one word, as `RandomState(seed)` does it.
    pub fn from_word(seed: u32) -> Self {
        let mut key = Box::new([0; WORDS]);
        let mut word = seed;
        for (i, slot) in (1..).zip(key.iter_mut()) {
            *slot = word;
            word = (word ^ word >> 30).wrapping_mul(1_812_433_253).wrapping_add(i);
        }
        Self { key, pos: WORDS }
    }

    /// The old seeding by several words, as `RandomState([…])` does it. No words count as a zero.
    pub fn from_words(seed: &[u32]) -> Self {
        let seed = if seed.is_empty() { &[0] } else { seed };
        let mut bits = Self::from_word(19_650_218);
        let key = &mut bits.key;
        let mut i = 1;
        let mut turn = |key: &mut [u32; WORDS], factor: u32, add: u32, sub_index: bool| {
            let before = key[i - 1];
            let mixed = key[i] ^ (before ^ before >> 30).wrapping_mul(factor);
            let sub = if sub_index { i as u32 } else { 0 };
            key[i] = mixed.wrapping_add(add).wrapping_sub(sub);
            i += 1;
            if i == WORDS {
                key[0] = key[WORDS - 1];
                i = 1;
            }
        };
        let cycle = (0_u32..).zip(seed).cycle();
        for (j, &word) in cycle.take(WORDS.max(seed.len())) {
            turn(key, 1_664_525, word.wrapping_add(j), false);
        }
        for _ in 1..WORDS {
            turn(key, 1_566_083_941, 0, true);
        }
        key[0] = 0x8000_0000;
        bits
    }

    /// A copy moved ahead by `jumps` times 2^128 draws of 32 bits.
    pub fn jumped(&self, jumps: u128) -> Self {
        let mut ahead = self.clone();
        for _ in 0..jumps {
            mt19937_jump::jump(&mut ahead);
        }
        ahead
    }

    #[cold]
    fn refill(&mut self) {
        let key = &mut *self.key;
        for i in 0..WORDS - MIDDLE {
            key[i] = key[i + MIDDLE] ^ twist(key[i], key[i + 1]);
        }
        for i in WORDS - MIDDLE..WORDS - 1 {
            key[i] = key[i + MIDDLE - WORDS] ^ twist(key[i], key[i + 1]);
        }
        key[WORDS - 1] = key[MIDDLE - 1] ^ twist(key[WORDS - 1], key[0]);
        self.pos = 0;
    }
}

/// The upper bit of one word and the lower bits of the next, times the matrix of the recurrence.
#[inline]
pub(super) fn twist(upper: u32, lower: u32) -> u32 {
    let y = upper & 0x8000_0000 | lower & 0x7fff_ffff;
    y >> 1 ^ (y & 1).wrapping_neg() & MATRIX
}

#[inline]
fn temper(mut y: u32) -> u32 {
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c_5680;
    y ^= y << 15 & 0xefc6_0000;
    y ^ y >> 18
}

/// 53 bits of two words: 27 of the first, 26 of the second.
#[inline]
fn pair_to_f64(first: u32, second: u32) -> f64 {
    fraction(u64::from(first >> 5) << 26 | u64::from(second >> 6))
}

impl BitGenerator for Mt19937 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        let high = self.next_u32();
        u64::from(high) << 32 | u64::from(self.next_u32())
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        if self.pos >= WORDS {
            self.refill();
        }
        let word = self.key[self.pos];
        self.pos += 1;
        temper(word)
    }

    fn next_raw(&mut self) -> u64 {
        self.next_u32().into()
    }

    #[inline]
    fn next_f64(&mut self) -> f64 {
        let first = self.next_u32();
        pair_to_f64(first, self.next_u32())
    }

    fn fill_f64(&mut self, out: &mut [f64]) {
        let mut done = 0;
        while done < out.len() {
            if self.pos >= WORDS - 1 {
                out[done] = self.next_f64();
                done += 1;
                continue;
            }
            let (pairs, _) = self.key[self.pos..].as_chunks::<2>();
            let slots = &mut out[done..];
            let count = pairs.len().min(slots.len());
            for (slot, &[first, second]) in slots.iter_mut().zip(pairs) {
                *slot = pair_to_f64(temper(first), temper(second));
            }
            self.pos += 2 * count;
            done += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::recorded::fingerprint;
    use super::*;

    fn stream(mut bits: Mt19937) -> u64 {
        fingerprint((0..2000).map(|_| bits.next_raw()))
    }

    #[test]
    fn old_seedings() {
        let found = [0, 42, 987_654_321].map(|seed| stream(Mt19937::from_word(seed)));
        let expected = [0xa3b5_b09d_cd72_0b84, 0x25b8_57f3_3632_b13f, 0x4e41_9544_d898_bd93];
        assert_eq!(found, expected);
        let short = Mt19937::from_words(&[1, 2, 3]);
        assert_eq!(stream(short), 0xdbb4_f51d_01a3_731a);
        let long: Vec<u32> = (0..1000).collect();
        assert_eq!(stream(Mt19937::from_words(&long)), 0x8fc7_9484_a507_e483);
    }

    #[test]
    fn registers_after_a_jump() {
        let mut bits = Mt19937::new(&SeedSequence::new(&[5]));
        bits.next_u32();
        let jumped = bits.jumped(1);
        let register = |bits: &Mt19937| fingerprint(bits.key.iter().map(|&word| word.into()));
        assert_eq!((register(&jumped), jumped.pos), (0xa7a0_066f_fdbb_8cc9, 589));
        let jumped = Mt19937::from_word(77).jumped(2);
        assert_eq!((register(&jumped), jumped.pos), (0x1985_e4a5_e725_5a13, 554));
    }
}
