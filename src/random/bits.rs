//! What every bit generator can do, and [`BitGen`]: any of the five as one value.

use super::seed::SeedSequence;
use super::{Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64, ziggurat};

/// A stream of random bits. Which bits a 32-bit draw takes differs from generator to generator.
pub trait BitGenerator {
    /// The next 64 bits.
    fn next_u64(&mut self) -> u64;

    /// The next 32 bits.
    fn next_u32(&mut self) -> u32;

    /// One native output word, as `random_raw` gives it.
    fn next_raw(&mut self) -> u64 {
        self.next_u64()
    }

    /// A number in [0, 1) with 53 random bits.
    #[inline]
    fn next_f64(&mut self) -> f64 {
        unit_f64(self.next_u64())
    }

    /// A number in [0, 1) with 24 random bits.
    #[inline]
    fn next_f32(&mut self) -> f32 {
        (self.next_u32() >> 8) as f32 * (1.0 / 16_777_216.0)
    }

    /// Fills `out` as repeated [`next_u64`](Self::next_u64) would.
    fn fill_u64(&mut self, out: &mut [u64]) {
        for slot in out {
            *slot = self.next_u64();
        }
    }

    /// Fills `out` as repeated [`next_u32`](Self::next_u32) would.
    fn fill_u32(&mut self, out: &mut [u32]) {
        for slot in out {
            *slot = self.next_u32();
        }
    }

    /// Fills `out` as repeated [`next_f64`](Self::next_f64) would.
    fn fill_f64(&mut self, out: &mut [f64]) {
        for slot in out {
            *slot = self.next_f64();
        }
    }

    /// Fills `out` as repeated [`next_f32`](Self::next_f32) would.
    fn fill_f32(&mut self, out: &mut [f32]) {
        for slot in out {
            *slot = self.next_f32();
        }
    }
}

/// The upper 53 bits as a number in [0, 1).
#[inline]
pub(super) fn unit_f64(word: u64) -> f64 {
    fraction(word >> 11)
}

/// `bits` (at most 53) over 2^53. The halves become the mantissas of 2^52 and 2^84 and meet in exact
/// sums: the conversion instruction would wait for whatever last used its target register.
#[inline]
pub(super) fn fraction(bits: u64) -> f64 {
    const LOW: u64 = 1075 << 52;
    const HIGH: u64 = 1107 << 52;
    const OFFSET: f64 = f64::from_bits(HIGH | 1 << 20);
    let low = f64::from_bits(LOW | bits & 0xffff_ffff);
    let high = f64::from_bits(HIGH | bits >> 32);
    (high - OFFSET + low) * (1.0 / 9_007_199_254_740_992.0)
}

/// The variates that other distributions are made of. Every bit generator offers them by the
/// ziggurat method; [`Legacy`](super::Legacy) offers those of NumPy's old `RandomState`.
pub trait Variates {
    /// Uniform in [0, 1).
    fn uniform(&mut self) -> f64;
    /// Exponential with mean 1.
    fn exponential(&mut self) -> f64;
    /// Normal with mean 0 and variance 1.
    fn normal(&mut self) -> f64;
}

impl<B: BitGenerator> Variates for B {
    #[inline]
    fn uniform(&mut self) -> f64 {
        self.next_f64()
    }

    #[inline]
    fn exponential(&mut self) -> f64 {
        ziggurat::standard_exponential(self)
    }

    #[inline]
    fn normal(&mut self) -> f64 {
        ziggurat::standard_normal(self)
    }
}

/// Half of a 64-bit draw, kept for the next 32-bit draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HalfWord {
    /// Whether `word` is still to be used (NumPy's `has_uint32`).
    pub kept: bool,
    /// The upper half of the last draw that was split (NumPy's `uinteger`).
    pub word: u32,
}

impl HalfWord {
    /// The kept half, or else the lower half of a new draw.
    #[inline]
    pub(super) fn next(&mut self, draw: impl FnOnce() -> u64) -> u32 {
        if self.kept {
            self.kept = false;
            return self.word;
        }
        let whole = draw();
        *self = Self { kept: true, word: (whole >> 32) as u32 };
        whole as u32
    }

    /// Fills `out` as repeated [`next`](Self::next) would; `fill` fills a slice with draws.
    pub(super) fn fill(&mut self, out: &mut [u32], mut fill: impl FnMut(&mut [u64])) {
        let (first, out) = out.split_at_mut(usize::from(self.kept).min(out.len()));
        for slot in first {
            *slot = self.word;
            self.kept = false;
        }
        let (pairs, rest) = out.as_chunks_mut::<2>();
        let mut words = [0; 512];
        for pairs in pairs.chunks_mut(words.len()) {
            let words = &mut words[..pairs.len()];
            fill(words);
            for (pair, &word) in pairs.iter_mut().zip(&*words) {
                *pair = [word as u32, (word >> 32) as u32];
                self.word = pair[1];
            }
        }
        if let [last] = rest {
            *last = self.next(|| {
                fill(&mut words[..1]);
                words[0]
            });
        }
    }
}

/// Names of the bit generators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pcg64,
    Pcg64Dxsm,
    Mt19937,
    Philox,
    Sfc64,
}

impl Kind {
    /// NumPy's class name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pcg64 => "PCG64",
            Self::Pcg64Dxsm => "PCG64DXSM",
            Self::Mt19937 => "MT19937",
            Self::Philox => "Philox",
            Self::Sfc64 => "SFC64",
        }
    }
}

/// A bit generator of any kind, with its whole state. Distributions called on it choose the kind
/// once a draw; the fill functions choose it once a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BitGen {
    Pcg64(Pcg64),
    Pcg64Dxsm(Pcg64Dxsm),
    Mt19937(Mt19937),
    Philox(Philox),
    Sfc64(Sfc64),
}

/// Runs `$body` with the generator inside, compiled for each kind.
macro_rules! each_kind {
    ($self:expr, $bits:ident => $body:expr) => {
        match $self {
            BitGen::Pcg64($bits) => $body,
            BitGen::Pcg64Dxsm($bits) => $body,
            BitGen::Mt19937($bits) => $body,
            BitGen::Philox($bits) => $body,
            BitGen::Sfc64($bits) => $body,
        }
    };
}
pub(super) use each_kind;

/// A distribution with its parameters fixed, for [`BitGen::fill`] and
/// [`legacy::fill`](super::legacy::fill).
pub trait Draw {
    /// What one draw gives.
    type Output;

    /// The next variate.
    fn draw<V: Variates>(&self, v: &mut V) -> Self::Output;
}

/// A distribution in single precision, for [`BitGen::fill_single`].
pub trait DrawSingle {
    /// The next variate.
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f32;
}

impl BitGen {
    /// A generator of the kind wanted, seeded from `seed`.
    pub fn new(kind: Kind, seed: &SeedSequence) -> Self {
        match kind {
            Kind::Pcg64 => Self::Pcg64(Pcg64::new(seed)),
            Kind::Pcg64Dxsm => Self::Pcg64Dxsm(Pcg64Dxsm::new(seed)),
            Kind::Mt19937 => Self::Mt19937(Mt19937::new(seed)),
            Kind::Philox => Self::Philox(Philox::new(seed)),
            Kind::Sfc64 => Self::Sfc64(Sfc64::new(seed)),
        }
    }

    /// Which of the generators this is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Pcg64(_) => Kind::Pcg64,
            Self::Pcg64Dxsm(_) => Kind::Pcg64Dxsm,
            Self::Mt19937(_) => Kind::Mt19937,
            Self::Philox(_) => Kind::Philox,
            Self::Sfc64(_) => Kind::Sfc64,
        }
    }

    /// A copy moved ahead by `jumps` times the generator's jump (2^128 draws for MT19937 and Philox,
    /// (φ-1)·2^128 for the PCGs). None for SFC64, which cannot jump.
    pub fn jumped(&self, jumps: u128) -> Option<Self> {
        Some(match self {
            Self::Pcg64(bits) => Self::Pcg64(bits.jumped(jumps)),
            Self::Pcg64Dxsm(bits) => Self::Pcg64Dxsm(bits.jumped(jumps)),
            Self::Mt19937(bits) => Self::Mt19937(bits.jumped(jumps)),
            Self::Philox(bits) => Self::Philox(bits.jumped(jumps)),
            Self::Sfc64(_) => return None,
        })
    }

    /// Moves ahead by `delta` (64-bit digits, lowest first) draws (Philox: blocks of four draws), as
    /// `advance` does. False for MT19937 and SFC64, which cannot.
    pub fn advance(&mut self, delta: [u64; 4]) -> bool {
        let low = u128::from(delta[0]) | u128::from(delta[1]) << 64;
        match self {
            Self::Pcg64(bits) => bits.advance(low),
            Self::Pcg64Dxsm(bits) => bits.advance(low),
            Self::Philox(bits) => bits.advance(delta),
            Self::Mt19937(_) | Self::Sfc64(_) => return false,
        }
        true
    }

    /// Fills `out` with draws of one distribution.
    pub fn fill<D: Draw>(&mut self, distribution: &D, out: &mut [D::Output]) {
        each_kind!(self, bits => {
            for slot in out {
                *slot = distribution.draw(bits);
            }
        });
    }

    /// Fills `out` with draws of one distribution in single precision.
    pub fn fill_single<D: DrawSingle>(&mut self, distribution: &D, out: &mut [f32]) {
        each_kind!(self, bits => {
            for slot in out {
                *slot = distribution.draw(bits);
            }
        });
    }
}

impl BitGenerator for BitGen {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        each_kind!(self, bits => bits.next_u64())
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        each_kind!(self, bits => bits.next_u32())
    }

    fn next_raw(&mut self) -> u64 {
        each_kind!(self, bits => bits.next_raw())
    }

    #[inline]
    fn next_f64(&mut self) -> f64 {
        each_kind!(self, bits => bits.next_f64())
    }

    fn fill_u64(&mut self, out: &mut [u64]) {
        each_kind!(self, bits => bits.fill_u64(out));
    }

    fn fill_f64(&mut self, out: &mut [f64]) {
        each_kind!(self, bits => bits.fill_f64(out));
    }

    fn fill_f32(&mut self, out: &mut [f32]) {
        each_kind!(self, bits => bits.fill_f32(out));
    }
}

#[cfg(test)]
mod tests {
    use super::super::recorded::fingerprint;
    use super::*;

    const SEEDS: [u32; 3] = [0, 42, 987_654_321];
    const KINDS: [Kind; 5] = [Kind::Pcg64, Kind::Pcg64Dxsm, Kind::Mt19937, Kind::Philox, Kind::Sfc64];

    /// Draws of all widths in turn.
    fn mixed(bits: &mut BitGen) -> u64 {
        let mut words = Vec::new();
        for i in 0..700 {
            words.push(bits.next_u64());
            words.push(bits.next_u32().into());
            words.push(bits.next_f64().to_bits());
            words.push(bits.next_f32().to_bits().into());
            words.push(bits.next_raw());
            if i % 3 == 0 {
                words.push(bits.next_u32().into());
            }
        }
        fingerprint(words)
    }

    fn each_seed(kind: Kind, change: impl Fn(BitGen) -> BitGen) -> [u64; 3] {
        SEEDS.map(|seed| mixed(&mut change(BitGen::new(kind, &SeedSequence::new(&[seed])))))
    }

    #[test]
    fn numpy_streams() {
        #[rustfmt::skip]
        let expected = [
            [0xca91e593494bf9, 0xa5ce091218ce80a4, 0x707462d3f4ee0e99],
            [0x37b79aa33774a25, 0xf33fab734e793b1, 0xf581567d666c032a],
            [0x367d2530f5c2124b, 0xf0646350411f4534, 0xb1c466f629218156],
            [0x7775e12f812bf997, 0xfad2f5f366e811ae, 0xa65614a4c766ca97],
            [0x7424c304615f0a7a, 0x60bb29cf5362d79f, 0xd12c4e8afb8b5392],
        ];
        assert_eq!(KINDS.map(|kind| each_seed(kind, |bits| bits)), expected);
    }

    #[test]
    fn numpy_jumps() {
        #[rustfmt::skip]
        let expected = [
            [0x7e7c0ebafe418383, 0xff7e14b46a4f036c, 0x1ec919fedff50e76],
            [0xc3e016a679a9cffc, 0xccbd2bee78086335, 0x1cd70b04649cfcb6],
            [0xa1e1182473cd3194, 0xf0c9d20ce04dcfc6, 0x513a15d2257422e9],
            [0x520b03ee3a0eeb6, 0xdb9f1661131e8b76, 0xcaa12d648c5557e1],
        ];
        for (kind, expected) in KINDS.into_iter().zip(expected) {
            let found = each_seed(kind, |bits| bits.jumped(3).unwrap());
            assert_eq!(found, expected, "{kind:?}");
        }
    }

    #[test]
    fn numpy_advances() {
        #[rustfmt::skip]
        let expected = [
            (Kind::Pcg64, [0x90400eaa4e87e4f6, 0xa82b45e890508deb, 0x75fb958a72bf39ae]),
            (Kind::Pcg64Dxsm, [0x3e4f0a722d59c2f2, 0x35d6e3a3f58dc71d, 0x5a74c9f658db6e24]),
            (Kind::Philox, [0x39950178d5dee9a5, 0x289a296c59cf91a4, 0x69ca258a49b008d4]),
        ];
        for (kind, expected) in expected {
            let found = each_seed(kind, |mut bits| {
                assert!(bits.advance([12_345, (1 << 36) + 3, 0, 0]));
                bits
            });
            assert_eq!(found, expected, "{kind:?}");
        }
    }

    #[test]
    fn fills_are_repeated_draws() {
        #[rustfmt::skip]
        let expected = [
            0xcd4756b5e3935164, 0xc1b66dd134acac8b, 0xef8c95bc4f723271,
            0xaf0ff69e73cc91f9, 0xb30beadf13fee1b2,
        ];
        for (kind, expected) in KINDS.into_iter().zip(expected) {
            let mut bits = BitGen::new(kind, &SeedSequence::new(&[42]));
            let mut one_by_one = bits.clone();
            let mut out = [0.0; 1001];
            bits.fill_f64(&mut out);
            assert_eq!(fingerprint(out.map(f64::to_bits)), expected, "{kind:?}");
            assert!(out.iter().all(|&x| x == one_by_one.next_f64()));
            let mut words = [0; 103];
            bits.fill_u64(&mut words);
            assert!(words.iter().all(|&word| word == one_by_one.next_u64()));
            assert_eq!(bits, one_by_one);
        }
    }

    #[test]
    fn philox_with_key() {
        let key = [7, 1 << 36];
        let counter = [u64::MAX, u64::MAX, 0, 1 << 8];
        let mut bits = BitGen::Philox(Philox::with_key(key, counter));
        assert_eq!(mixed(&mut bits), 0xc3973fc21759a893);
    }
}
