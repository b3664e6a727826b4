//! Entropy → well mixed words: NumPy's `SeedSequence`.
//!
//! The hash is M. E. O'Neill's `seed_seq` replacement ("Developing a seed_seq Alternative",
//! pcg-random.org, 2015) with the constants NumPy chose.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::SystemTime;

const POOL_WORDS: usize = 4;
const INIT_A: u32 = 0x43b0_d7e5;
const MULT_A: u32 = 0x931e_8875;
const INIT_B: u32 = 0x8b51_f9dd;
const MULT_B: u32 = 0x58f3_8ded;
const MIX_LEFT: u32 = 0xca01_f9dd;
const MIX_RIGHT: u32 = 0x4973_f715;

/// NumPy's message for a pool smaller than four words.
pub const SMALL_POOL: &str = "The size of the entropy pool should be at least 4";

/// Mixes entropy of any length into a pool of words, from which generators draw their first state
/// and children their seeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedSequence {
    entropy: Vec<u32>,
    spawn_key: Vec<u32>,
    children: u32,
    pool: Vec<u32>,
}

impl SeedSequence {
    /// A sequence from `entropy`: the 32-bit words of a non-negative integer, lowest first (see
    /// [`words`]), or those of several integers one after the other.
    pub fn new(entropy: &[u32]) -> Self {
        Self::assemble(entropy.to_vec(), Vec::new(), POOL_WORDS, 0)
    }

    /// A sequence from entropy of the operating system, different every time.
    pub fn fresh() -> Self {
        Self::assemble(os_entropy(POOL_WORDS), Vec::new(), POOL_WORDS, 0)
    }

    /// A sequence with every setting given. `spawn_key` holds the words of its integers one after
    /// the other; `children` is the number of sequences spawned before; no `entropy` means fresh.
    ///
    /// # Errors
    /// [`SMALL_POOL`] if `pool_size` is below four.
    pub fn with(
        entropy: Option<&[u32]>,
        spawn_key: &[u32],
        pool_size: usize,
        children: u32,
    ) -> Result<Self, &'static str> {
        if pool_size < POOL_WORDS {
            return Err(SMALL_POOL);
        }
        let entropy = entropy.map_or_else(|| os_entropy(pool_size), <[u32]>::to_vec);
        Ok(Self::assemble(entropy, spawn_key.to_vec(), pool_size, children))
    }

    fn assemble(entropy: Vec<u32>, spawn_key: Vec<u32>, pool_size: usize, children: u32) -> Self {
        let mut input = entropy.clone();
        if !spawn_key.is_empty() {
            // Short entropy is padded, so that a spawned child never equals an unspawned sequence.
            input.resize(input.len().max(pool_size), 0);
            input.extend_from_slice(&spawn_key);
        }
        let pool = mix_entropy(&input, pool_size);
        Self { entropy, spawn_key, children, pool }
    }

    /// The words of the entropy given, lowest first.
    pub fn entropy(&self) -> &[u32] {
        &self.entropy
    }

    /// The words of the place of this sequence in the tree of spawned sequences.
    pub fn spawn_key(&self) -> &[u32] {
        &self.spawn_key
    }

    /// Words in the pool.
    pub fn pool_size(&self) -> usize {
        self.pool.len()
    }

    /// The mixed words.
    pub fn pool(&self) -> &[u32] {
        &self.pool
    }

    /// How many children were spawned so far.
    pub fn children_spawned(&self) -> u32 {
        self.children
    }

    /// The next `count` children.
    pub fn spawn(&mut self, count: u32) -> Vec<Self> {
        let first = self.children;
        self.children = first.wrapping_add(count);
        (0..count)
            .map(|i| {
                let mut key = self.spawn_key.clone();
                key.push(first.wrapping_add(i));
                Self::assemble(self.entropy.clone(), key, self.pool_size(), 0)
            })
            .collect()
    }

    /// `count` words for seeding a generator.
    pub fn generate_u32(&self, count: usize) -> Vec<u32> {
        let mut hash = INIT_B;
        let pool = self.pool.iter().cycle();
        pool.take(count)
            .map(|&word| {
                let word = word ^ hash;
                hash = hash.wrapping_mul(MULT_B);
                fold(word.wrapping_mul(hash))
            })
            .collect()
    }

    /// `count` double words for seeding a generator, each two of the words of
    /// [`generate_u32`](Self::generate_u32), low first.
    pub fn generate_u64(&self, count: usize) -> Vec<u64> {
        self.generate_u32(2 * count).chunks_exact(2).map(|pair| u64::from(pair[0]) | u64::from(pair[1]) << 32).collect()
    }

    /// `N` double words for seeding a generator.
    pub(super) fn state<const N: usize>(&self) -> [u64; N] {
        let words = self.generate_u64(N);
        std::array::from_fn(|i| words[i])
    }
}

/// The 32-bit words of a non-negative integer, lowest first; zero has one word.
pub fn words(mut value: u128) -> Vec<u32> {
    let mut out = vec![value as u32];
    value >>= 32;
    while value > 0 {
        out.push(value as u32);
        value >>= 32;
    }
    out
}

fn fold(word: u32) -> u32 {
    word ^ word >> 16
}

fn hashmix(word: u32, hash: &mut u32) -> u32 {
    let word = word ^ *hash;
    *hash = hash.wrapping_mul(MULT_A);
    fold(word.wrapping_mul(*hash))
}

fn mix(x: u32, y: u32) -> u32 {
    fold(x.wrapping_mul(MIX_LEFT).wrapping_sub(y.wrapping_mul(MIX_RIGHT)))
}

fn mix_entropy(entropy: &[u32], size: usize) -> Vec<u32> {
    let mut hash = INIT_A;
    let mut pool: Vec<u32> = (0..size).map(|i| hashmix(entropy.get(i).copied().unwrap_or(0), &mut hash)).collect();
    for from in 0..size {
        for to in 0..size {
            if from != to {
                let word = hashmix(pool[from], &mut hash);
                pool[to] = mix(pool[to], word);
            }
        }
    }
    for &word in entropy.iter().skip(size) {
        for slot in &mut pool {
            *slot = mix(*slot, hashmix(word, &mut hash));
        }
    }
    pool
}

/// Words from the keys that the standard library draws from the operating system for its hash
/// maps, hashed with the time.
fn os_entropy(count: usize) -> Vec<u32> {
    (0..count)
        .map(|i| {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_usize(i);
            if let Ok(now) = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
                hasher.write_u128(now.as_nanos());
            }
            let hash = hasher.finish();
            (hash ^ hash >> 32) as u32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numpy_states() {
        let words_of = |seed: u32| SeedSequence::new(&[seed]).generate_u32(4);
        assert_eq!(words_of(0), [0xb0f4_78be, 0xdb2c_d7e7, 0x2c71_ba49, 0xabf4_641a]);
        assert_eq!(words_of(42), [0xcd54_0ab7, 0x9f1e_2e6d, 0x79fb_94b6, 0xd578_73dc]);
        let list = [words(1), words(1 << 70), vec![3, 4, 5, 6]].concat();
        assert_eq!(
            SeedSequence::new(&list).generate_u64(3),
            [0x7e82_b658_4809_b41c, 0x781e_d7a5_af16_feb7, 0x57fb_feb1_7135_5680]
        );
    }

    #[test]
    fn numpy_children() {
        let mut parent = SeedSequence::new(&words((1 << 100) + 5));
        let mut second = parent.spawn(2).remove(1);
        let third = &parent.spawn(1)[0];
        assert_eq!(third.spawn_key(), [2]);
        assert_eq!(third.generate_u32(1), [0xc586_fde1]);
        assert_eq!(second.spawn(1)[0].generate_u64(1), [0x5bf1_6d03_baaf_f671]);
        let key = [words(3), words(1 << 40)].concat();
        let wide = SeedSequence::with(Some(&[7]), &key, 8, 0).unwrap();
        assert_eq!(wide.generate_u32(2), [0x4c21_2ce4, 0x1451_d12c]);
        assert_eq!(SeedSequence::with(None, &[], 3, 0), Err(SMALL_POOL));
    }

    #[test]
    fn fresh_ones_differ() {
        assert_ne!(SeedSequence::fresh(), SeedSequence::fresh());
    }
}
