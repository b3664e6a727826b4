//! Bits → integers of an interval, for every integer dtype.
//!
//! `Generator` scales (D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29,
//! 2019), `RandomState` masks and rejects. Both draw 32 bits for ranges of up to 32 bits and cut
//! them up for 8- and 16-bit dtypes and booleans.

use super::bits::{BitGen, BitGenerator, each_kind};

/// How a range that is not a power of two is reached without bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Multiply and keep the upper half (`Generator`).
    Lemire,
    /// Mask to the next power of two and reject (`RandomState`).
    Masked,
}

/// What is left of a 32-bit draw that is cut into pieces.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leftover {
    word: u32,
    pieces: u32,
}

impl Leftover {
    #[inline]
    fn next<B: BitGenerator>(&mut self, bits: &mut B, width: u32) -> u32 {
        if self.pieces == 0 {
            self.word = bits.next_u32();
            self.pieces = 32 / width - 1;
        } else {
            self.word >>= width;
            self.pieces -= 1;
        }
        self.word
    }
}

/// An unsigned integer (or boolean) that can be drawn from `[low, low + range]`, both included. For a
/// signed dtype `low` is the bit pattern, and the sum wraps.
pub trait Word: Copy {
    /// One draw; `leftover` serves the draws of one array.
    fn draw<B: BitGenerator>(bits: &mut B, low: Self, range: Self, method: Method, leftover: &mut Leftover) -> Self;

    /// Fills `out` with draws.
    #[inline]
    fn fill<B: BitGenerator>(bits: &mut B, low: Self, range: Self, method: Method, out: &mut [Self]) {
        let mut leftover = Leftover::default();
        for slot in out {
            *slot = Self::draw(bits, low, range, method, &mut leftover);
        }
    }

    /// The lowest bits of `word`.
    fn truncate(word: u64) -> Self;
}

/// Draws that are made at once when many are wanted.
const AT_ONCE: usize = 2048;

/// Fills `out` with what `number` makes of draws of 32 bits, without those that it refuses.
#[inline]
fn fill_from_u32<B: BitGenerator, T>(bits: &mut B, mut out: &mut [T], number: impl Fn(u32) -> (T, bool)) {
    let mut drawn = [0; AT_ONCE];
    while !out.is_empty() {
        // Never more than must be drawn anyway.
        let drawn = &mut drawn[..out.len().min(AT_ONCE)];
        bits.fill_u32(drawn);
        let all = drawn.iter().fold(true, |all, &word| all & number(word).1);
        let kept = if all { drawn.len() } else { keep_taken(drawn, &number) };
        let (now, later) = out.split_at_mut(kept);
        for (slot, &word) in now.iter_mut().zip(&*drawn) {
            *slot = number(word).0;
        }
        out = later;
    }
}

/// Moves the draws that are not refused to the front; how many there are.
fn keep_taken<T>(drawn: &mut [u32], number: impl Fn(u32) -> (T, bool)) -> usize {
    let mut kept = 0;
    for i in 0..drawn.len() {
        let word = drawn[i];
        drawn[kept] = word;
        kept += usize::from(number(word).1);
    }
    kept
}

/// Fills `out` with `low` plus numbers of `[0, range]`.
#[inline]
fn fill_range_u32<B: BitGenerator, T>(
    bits: &mut B,
    range: u32,
    method: Method,
    out: &mut [T],
    finish: impl Fn(u32) -> T,
) {
    match (range, method) {
        (0, _) => out.iter_mut().for_each(|slot| *slot = finish(0)),
        (u32::MAX, _) => fill_from_u32(bits, out, |word| (finish(word), true)),
        (_, Method::Lemire) => {
            let count = range + 1;
            let threshold = (u32::MAX - range) % count;
            fill_from_u32(bits, out, |word| {
                let scaled = u64::from(word) * u64::from(count);
                (finish((scaled >> 32) as u32), scaled as u32 >= threshold)
            });
        }
        (_, Method::Masked) => {
            let mask = mask(range.into()) as u32;
            fill_from_u32(bits, out, |word| (finish(word & mask), word & mask <= range));
        }
    }
}

/// All bits up to the highest of `range`.
#[inline]
fn mask(range: u64) -> u64 {
    u64::MAX.checked_shr(range.leading_zeros()).unwrap_or(0)
}

macro_rules! narrow {
    ($word:ty, $wide:ty) => {
        impl Word for $word {
            #[inline]
            fn draw<B: BitGenerator>(
                bits: &mut B,
                low: Self,
                range: Self,
                method: Method,
                leftover: &mut Leftover,
            ) -> Self {
                let mut next = || leftover.next(bits, Self::BITS) as Self;
                if range == 0 {
                    return low;
                }
                if range == Self::MAX {
                    return low.wrapping_add(next());
                }
                low.wrapping_add(match method {
                    Method::Masked => masked(range, mask(range.into()) as Self, next),
                    Method::Lemire => {
                        let count = range + 1;
                        let mut scaled = <$wide>::from(next()) * <$wide>::from(count);
                        if (scaled as Self) < count {
                            let threshold = (Self::MAX - range) % count;
                            while (scaled as Self) < threshold {
                                scaled = <$wide>::from(next()) * <$wide>::from(count);
                            }
                        }
                        (scaled >> Self::BITS) as Self
                    }
                })
            }

            fn truncate(word: u64) -> Self {
                word as Self
            }
        }
    };
}

narrow!(u8, u16);
narrow!(u16, u32);

#[inline]
fn masked<T: Copy + PartialOrd + std::ops::BitAnd<Output = T>>(range: T, mask: T, mut next: impl FnMut() -> T) -> T {
    loop {
        let value = next() & mask;
        if value <= range {
            return value;
        }
    }
}

#[inline]
fn lemire_u32<B: BitGenerator>(bits: &mut B, range: u32) -> u32 {
    let count = range + 1;
    let mut next = || u64::from(bits.next_u32()) * u64::from(count);
    let mut scaled = next();
    if (scaled as u32) < count {
        let threshold = (u32::MAX - range) % count;
        while (scaled as u32) < threshold {
            scaled = next();
        }
    }
    (scaled >> 32) as u32
}

#[inline]
fn lemire_u64<B: BitGenerator>(bits: &mut B, range: u64) -> u64 {
    let count = range + 1;
    let mut next = || u128::from(bits.next_u64()) * u128::from(count);
    let mut scaled = next();
    if (scaled as u64) < count {
        let threshold = (u64::MAX - range) % count;
        while (scaled as u64) < threshold {
            scaled = next();
        }
    }
    (scaled >> 64) as u64
}

impl Word for u32 {
    #[inline]
    fn draw<B: BitGenerator>(bits: &mut B, low: Self, range: Self, method: Method, _: &mut Leftover) -> Self {
        let above = match (range, method) {
            (0, _) => 0,
            (Self::MAX, _) => bits.next_u32(),
            (_, Method::Lemire) => lemire_u32(bits, range),
            (_, Method::Masked) => masked(range, mask(range.into()) as u32, || bits.next_u32()),
        };
        low.wrapping_add(above)
    }

    #[inline]
    fn fill<B: BitGenerator>(bits: &mut B, low: Self, range: Self, method: Method, out: &mut [Self]) {
        fill_range_u32(bits, range, method, out, |above| low.wrapping_add(above));
    }

    fn truncate(word: u64) -> Self {
        word as Self
    }
}

impl Word for u64 {
    #[inline]
    fn draw<B: BitGenerator>(bits: &mut B, low: Self, range: Self, method: Method, leftover: &mut Leftover) -> Self {
        let above = match (range, method) {
            (0..=0xffff_ffff, _) => u32::draw(bits, 0, range as u32, method, leftover).into(),
            (Self::MAX, _) => bits.next_u64(),
            (_, Method::Lemire) => lemire_u64(bits, range),
            (_, Method::Masked) => masked(range, mask(range), || bits.next_u64()),
        };
        low.wrapping_add(above)
    }

    #[inline]
    fn fill<B: BitGenerator>(bits: &mut B, low: Self, range: Self, method: Method, out: &mut [Self]) {
        if let Ok(range) = u32::try_from(range) {
            return fill_range_u32(bits, range, method, out, |above| low.wrapping_add(above.into()));
        }
        for slot in out {
            *slot = Self::draw(bits, low, range, method, &mut Leftover::default());
        }
    }

    fn truncate(word: u64) -> Self {
        word
    }
}

impl Word for bool {
    #[inline]
    fn draw<B: BitGenerator>(bits: &mut B, low: Self, range: Self, _: Method, leftover: &mut Leftover) -> Self {
        if range { leftover.next(bits, 1) & 1 == 1 } else { low }
    }

    fn truncate(word: u64) -> Self {
        word & 1 == 1
    }
}

/// Fills `out` with integers of `[low, low + range]`.
pub fn fill<W: Word>(bits: &mut BitGen, low: W, range: W, method: Method, out: &mut [W]) {
    each_kind!(bits, bits => W::fill(bits, low, range, method, out));
}

/// One integer of `[0, max]`, scaled, as `Generator` picks positions in `choice`.
#[inline]
pub fn below_or_equal<B: BitGenerator>(bits: &mut B, max: u64) -> u64 {
    u64::draw(bits, 0, max, Method::Lemire, &mut Leftover::default())
}

/// One integer of `[0, max]`, masked, as both generators pick positions when shuffling.
#[inline]
pub fn interval<B: BitGenerator>(bits: &mut B, max: u64) -> u64 {
    u64::draw(bits, 0, max, Method::Masked, &mut Leftover::default())
}

/// An integer dtype that `integers` and `randint` can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntKind {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
}

impl IntKind {
    /// NumPy's name of the dtype.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "int8",
            Self::I16 => "int16",
            Self::I32 => "int32",
            Self::I64 => "int64",
            Self::U8 => "uint8",
            Self::U16 => "uint16",
            Self::U32 => "uint32",
            Self::U64 => "uint64",
        }
    }

    /// The lowest and the highest value.
    pub fn bounds(self) -> (i128, i128) {
        match self {
            Self::Bool => (0, 1),
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
        }
    }
}

/// An interval of integers: the bit pattern of its lowest value, and how far it goes from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub low: u64,
    pub range: u64,
}

/// The intervals from `low` up to `high` (included if `closed`), one for each pair.
///
/// # Errors
/// NumPy's text (a ValueError) if a pair leaves the dtype or is empty.
pub fn intervals(kind: IntKind, pairs: &[(i128, i128)], closed: bool) -> Result<Vec<Interval>, String> {
    let (least, most) = kind.bounds();
    let last = |high: i128| if closed { high } else { high.saturating_sub(1) };
    if pairs.iter().any(|&(low, _)| low < least) {
        return Err(format!("low is out of bounds for {}", kind.name()));
    }
    if pairs.iter().any(|&(_, high)| last(high) > most) {
        return Err(format!("high is out of bounds for {}", kind.name()));
    }
    if pairs.iter().any(|&(low, high)| low > last(high)) {
        let all_zero = pairs.iter().all(|&(low, _)| low == 0);
        return Err(match (all_zero, closed) {
            (true, true) => "high < 0",
            (true, false) => "high <= 0",
            (false, true) => "low > high",
            (false, false) => "low >= high",
        }
        .to_string());
    }
    let interval =
        |&(low, high): &(i128, i128)| Interval { low: low as u64, range: last(high).wrapping_sub(low) as u64 };
    Ok(pairs.iter().map(interval).collect())
}

#[cfg(test)]
mod tests {
    use super::super::mt19937::Mt19937;
    use super::super::recorded::{fingerprint, pcg64};
    use super::*;

    fn words<W: Word>(
        bits: &mut BitGen,
        interval: Interval,
        method: Method,
        zero: W,
        to_word: impl Fn(W) -> u64,
    ) -> u64 {
        let mut out = vec![zero; 3000];
        let (low, range) = (W::truncate(interval.low), W::truncate(interval.range));
        fill(bits, low, range, method, &mut out);
        let mut words: Vec<u64> = out.into_iter().map(to_word).collect();
        words.push(bits.next_raw());
        fingerprint(words)
    }

    fn stream(bits: &mut BitGen, kind: IntKind, interval: Interval, method: Method) -> u64 {
        match kind {
            IntKind::Bool => words(bits, interval, method, false, u64::from),
            IntKind::I8 | IntKind::U8 => words(bits, interval, method, 0_u8, u64::from),
            IntKind::I16 | IntKind::U16 => words(bits, interval, method, 0_u16, u64::from),
            IntKind::I32 | IntKind::U32 => words(bits, interval, method, 0_u32, u64::from),
            IntKind::I64 | IntKind::U64 => words(bits, interval, method, 0_u64, u64::from),
        }
    }

    #[test]
    fn numpy_integers() {
        #[rustfmt::skip]
        let cases: &[(IntKind, i128, i128, u64, u64)] = &[
            (IntKind::U8, 3, 77, 0x67f567fae2bf3812, 0x3b93aad82418e221),
            (IntKind::U8, 0, 255, 0xcc98c69393a5eb9b, 0x494f894d4e4f8403),
            (IntKind::U8, 9, 9, 0x3024e74ca3166f1f, 0xb31e7efa692d8eb1),
            (IntKind::I8, -100, 27, 0x4ffff03845f375b8, 0x3dd9b302f1f8752b),
            (IntKind::U16, 0, 40000, 0x9181a860ee9f2a8a, 0x19640d49e9b289a7),
            (IntKind::U16, 0, 65535, 0x2c6119c4628f2f20, 0x5355d6997e846010),
            (IntKind::I16, -3, 1000, 0xdc971cfee91f9584, 0x6a55bf764909cb3b),
            (IntKind::U32, 0, 2_147_483_648, 0x5d0887b94854f780, 0x500ae82c02bd02e4),
            (IntKind::U32, 0, 4_294_967_295, 0x57d98b7b2d91a9df, 0x54e1fcd4668454c5),
            (IntKind::I32, -5, 5, 0x51281dfba0fc3ee4, 0x23ab55f8a8a36f8a),
            (IntKind::U64, 0, 9, 0xc0ced6813b0b8f83, 0xfe4cead95462e05d),
            (IntKind::U64, 5, 4_294_967_300, 0xce085cb4b32a3a47, 0x30996a5033cc3667),
            (IntKind::U64, 0, 8_589_934_592, 0x258957ec853cb0ba, 0x8d530844ec61f58b),
            (IntKind::U64, 0, 9223372036854775813, 0xe5197d0263354cd6, 0xa10a20d6afbbbe24),
            (IntKind::U64, 0, 18446744073709551615, 0xb3c1e23d4fbb634b, 0x5cdbb78701fcb4ee),
            (IntKind::I64, -9223372036854775808, 9223372036854775807, 0xb3c1e23d4fbb634b, 0x5cdbb78701fcb4ee),
            (IntKind::I64, -10, 10, 0x20c574360161b47f, 0xb7935093f77bb03e),
            (IntKind::Bool, 0, 1, 0x73d657eef3366f6f, 0x4e7cb44295b546d4),
            (IntKind::Bool, 1, 1, 0x61a3b07c84abfe0f, 0x243c133635e63621),
        ];
        for &(kind, low, high, scaled, masked) in cases {
            let interval = intervals(kind, &[(low, high)], true).unwrap()[0];
            let mut bits = pcg64(42);
            let found = stream(&mut bits, kind, interval, Method::Lemire);
            assert_eq!(found, scaled, "{kind:?} {low} {high}");
            let mut bits = BitGen::Mt19937(Mt19937::from_word(42));
            let found = stream(&mut bits, kind, interval, Method::Masked);
            assert_eq!(found, masked, "{kind:?} {low} {high} masked");
        }
    }

    #[test]
    fn impossible_intervals() {
        let said = |kind, low, high, closed| intervals(kind, &[(low, high)], closed).unwrap_err();
        assert_eq!(said(IntKind::I64, 5, 5, false), "low >= high");
        assert_eq!(said(IntKind::I64, 0, 0, false), "high <= 0");
        assert_eq!(said(IntKind::I64, 0, -1, true), "high < 0");
        assert_eq!(said(IntKind::I64, 5, 4, true), "low > high");
        assert_eq!(said(IntKind::U8, 0, 300, false), "high is out of bounds for uint8");
        assert_eq!(said(IntKind::U8, -1, 3, false), "low is out of bounds for uint8");
    }
}
