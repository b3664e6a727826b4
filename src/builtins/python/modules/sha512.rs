//! Bytes → their digest by SHA-512 (FIPS 180-4), which is how texts seed a random stream.

use dashu_int::UBig;
use std::sync::LazyLock;

/// What the hash begins with: the square roots of the first eight primes.
static START: LazyLock<[u64; 8]> = LazyLock::new(|| roots(2));
/// What each of the 80 rounds adds: the cube roots of the first 80 primes.
static ROUNDS: LazyLock<[u64; 80]> = LazyLock::new(|| roots(3));

fn roots<const N: usize>(degree: usize) -> [u64; N] {
    let mut primes = (2u64..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0));
    std::array::from_fn(|_| primes.next().map_or(0, |prime| root_fraction(prime, degree)))
}

/// The first 64 bits of the fractional part of the `degree`-th root of `n`.
fn root_fraction(n: u64, degree: usize) -> u64 {
    let target = UBig::from(n) << (64 * degree);
    let (mut low, mut high) = (0u128, 1u128 << 80);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if UBig::from(middle).pow(degree) <= target { low = middle } else { high = middle }
    }
    low as u64
}

/// The digest of a message.
pub fn sha512(message: &[u8]) -> [u8; 64] {
    let mut hash = *START;
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize((padded.len() + 16).next_multiple_of(128) - 16, 0);
    padded.extend((message.len() as u128 * 8).to_be_bytes());
    for block in padded.chunks_exact(128) {
        compress(&mut hash, block);
    }
    let mut digest = [0; 64];
    for (bytes, word) in digest.chunks_exact_mut(8).zip(hash) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

/// Mixes a block of 128 bytes into the hash.
fn compress(hash: &mut [u64; 8], block: &[u8]) {
    let mut schedule: Vec<u64> =
        block.chunks_exact(8).map(|bytes| bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))).collect();
    for t in 16..80 {
        let (near, far) = (schedule[t - 2], schedule[t - 15]);
        let near = near.rotate_right(19) ^ near.rotate_right(61) ^ (near >> 6);
        let far = far.rotate_right(1) ^ far.rotate_right(8) ^ (far >> 7);
        schedule.push(near.wrapping_add(schedule[t - 7]).wrapping_add(far).wrapping_add(schedule[t - 16]));
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *hash;
    for (word, constant) in schedule.iter().zip(*ROUNDS) {
        let turned = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
        let chosen = (e & f) ^ (!e & g);
        let first = h.wrapping_add(turned).wrapping_add(chosen).wrapping_add(constant).wrapping_add(*word);
        let turned = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
        let second = turned.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e) = (g, f, e, d.wrapping_add(first));
        (d, c, b, a) = (c, b, a, first.wrapping_add(second));
    }
    for (word, mixed) in hash.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = word.wrapping_add(mixed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_a_known_message() {
        let digest = sha512(b"abc");
        assert_eq!(digest[..8], 0xddaf_35a1_9361_7abau64.to_be_bytes());
        assert_eq!(digest[56..], 0x2a9a_c94f_a54c_a49fu64.to_be_bytes());
    }
}
