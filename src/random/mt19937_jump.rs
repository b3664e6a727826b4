//! An MT19937 register → the register 2^128 draws later.
//!
//! The register after n draws is p(F) applied to it, where F is one draw and p(t) is t^n modulo
//! the characteristic polynomial of F (H. Haramoto, M. Matsumoto, T. Nishimura, F. Panneton,
//! P. L'Ecuyer, "Efficient Jump Ahead for F2-Linear Random Number Generators", INFORMS JoC 20,
//! 2008). The polynomials are over GF(2), kept as bits.

use std::sync::OnceLock;

use super::mt19937::{MATRIX, MIDDLE, Mt19937, WORDS, twist};

const DEGREE: usize = 19_937;
/// log2 of the distance of a jump.
const DOUBLINGS: usize = 128;

/// Moves `bits` ahead by 2^128 draws of 32 bits.
pub(super) fn jump(bits: &mut Mt19937) {
    static DISTANCE: OnceLock<Polynomial> = OnceLock::new();
    let distance = DISTANCE.get_or_init(power_of_t);
    if bits.pos >= WORDS {
        bits.pos = 0;
    }
    let Some(top) = distance.degree() else { return };
    // Horner's scheme over the register.
    let start = bits.clone();
    for power in (0..top).rev() {
        step(bits);
        if distance.coefficient(power) {
            add(bits, &start);
        }
    }
}

/// One draw: the word at `pos` is replaced, and `pos` moves on.
fn step(bits: &mut Mt19937) {
    let (key, at) = (&mut bits.key, bits.pos);
    let next = if at + 1 == WORDS { 0 } else { at + 1 };
    let middle = (at + MIDDLE) % WORDS;
    key[at] = key[middle] ^ twist(key[at], key[next]);
    bits.pos = next;
}

/// Adds the register of `other`, word for word counted from each one's place.
fn add(bits: &mut Mt19937, other: &Mt19937) {
    let shift = (other.pos + WORDS - bits.pos) % WORDS;
    let (head, tail) = bits.key.split_at_mut(WORDS - shift);
    let pairs = head.iter_mut().zip(&other.key[shift..]);
    for (word, add) in pairs.chain(tail.iter_mut().zip(&other.key[..shift])) {
        *word ^= add;
    }
}

/// t^(2^128) modulo the characteristic polynomial.
fn power_of_t() -> Polynomial {
    let modulus = characteristic();
    let mut power = Polynomial::zero();
    power.flip(1);
    for _ in 0..DOUBLINGS {
        power = power.squared();
        power.reduce(&modulus);
    }
    power
}

/// φ(t) = Σ over the bits of the matrix of the products of (t^n + t^m) and (t^(n-1) + t^(m-1)),
/// appendix A of the Mersenne Twister paper, by Horner's scheme.
fn characteristic() -> Polynomial {
    let bit = |i: u32| MATRIX >> i & 1 == 1;
    let mut sum = Polynomial::zero();
    sum.flip(0);
    for i in 0..31 {
        sum = sum.times_binomial(WORDS - 1, MIDDLE - 1);
        if bit(i) {
            sum.flip(0);
        }
    }
    sum = sum.times_binomial(WORDS, MIDDLE);
    if bit(31) {
        sum.flip(0);
    }
    sum
}

/// A polynomial over GF(2): bit i of the words is the coefficient of t^i.
#[derive(Clone)]
struct Polynomial(Vec<u64>);

impl Polynomial {
    /// Room for the square of a remainder.
    fn zero() -> Self {
        Self(vec![0; DEGREE / 32 + 2])
    }

    fn coefficient(&self, power: usize) -> bool {
        self.0[power / 64] >> (power % 64) & 1 == 1
    }

    fn flip(&mut self, power: usize) {
        self.0[power / 64] ^= 1 << (power % 64);
    }

    fn degree(&self) -> Option<usize> {
        let word = self.0.iter().rposition(|&word| word != 0)?;
        Some(64 * word + 63 - self.0[word].leading_zeros() as usize)
    }

    /// Adds `other` times t^`shift`.
    fn add_shifted(&mut self, other: &Self, shift: usize) {
        let (words, bits) = (shift / 64, shift % 64);
        let mut carry = 0;
        for (slot, &word) in self.0[words..].iter_mut().zip(&other.0) {
            *slot ^= word << bits | carry;
            carry = if bits == 0 { 0 } else { word >> (64 - bits) };
        }
    }

    /// Times (t^a + t^b).
    fn times_binomial(&self, a: usize, b: usize) -> Self {
        let mut product = Self::zero();
        product.add_shifted(self, a);
        product.add_shifted(self, b);
        product
    }

    fn squared(&self) -> Self {
        let mut square = Self::zero();
        for power in 0..=self.degree().unwrap_or(0) {
            if self.coefficient(power) {
                square.flip(2 * power);
            }
        }
        square
    }

    fn reduce(&mut self, modulus: &Self) {
        for power in (DEGREE..=self.degree().unwrap_or(0)).rev() {
            if self.coefficient(power) {
                self.add_shifted(modulus, power - DEGREE);
            }
        }
    }
}
