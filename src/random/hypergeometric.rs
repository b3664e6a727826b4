//! Hypergeometric variates: picking one by one for small samples, ratio of uniforms otherwise.
//!
//! E. Stadlober, "The ratio of uniforms approach for generating discrete random variates", Journal
//! of Computational and Applied Mathematics 31 (1990), algorithm HRUA.

use super::bits::{BitGenerator, Variates};
use super::bounded::interval;
use super::ln_factorial::ln_factorial;

/// Samples of fewer items than this (taken or left) are picked one by one.
const PICK_BELOW: i64 = 10;

/// The good items among `sample` taken from `good` and `bad` ones, as `Generator` draws them.
/// Requires non-negative numbers and `sample <= good + bad`.
pub fn hypergeometric<B: BitGenerator>(bits: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    let total = good.saturating_add(bad);
    if sample >= PICK_BELOW && sample <= total - PICK_BELOW {
        ratio_of_uniforms(bits, good, bad, sample, Version::Generator)
    } else {
        pick(bits, good, bad, sample)
    }
}

fn pick<B: BitGenerator>(bits: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    let total = good.saturating_add(bad);
    let more_than_half = sample > total / 2;
    let mut picks = if more_than_half { total - sample } else { sample };
    let (mut left, mut good_left) = (total, good);
    while picks > 0 && good_left > 0 && left > good_left {
        left -= 1;
        if (interval(bits, left as u64) as i64) < good_left {
            good_left -= 1;
        }
        picks -= 1;
    }
    if left == good_left {
        good_left -= picks;
    }
    if more_than_half { good_left } else { good - good_left }
}

/// Whose algorithm HRUA: they differ in how numbers round.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Generator,
    RandomState,
}

/// Algorithm HRUA.
pub(super) fn ratio_of_uniforms<V: Variates>(v: &mut V, good: i64, bad: i64, sample: i64, version: Version) -> i64 {
    /// 2·sqrt(2/e) and 3 - 2·sqrt(3/e).
    const TABLE: [f64; 2] = [1.715_527_769_921_413_5, 0.898_916_162_058_898_8];
    let (fewer, more) = (good.min(bad), good.max(bad));
    let total = good.wrapping_add(bad);
    let taken = sample.min(total - sample);
    let (all, count) = (total as f64, taken as f64);
    let p = fewer as f64 / all;
    // RandomState's deviation is that of the whole sample, too large if that is the larger side.
    let (q, drawn) = match version {
        Version::Generator => (more as f64 / all, count),
        Version::RandomState => (1.0 - p, sample as f64),
    };
    let a = count * p + 0.5;
    let variance = (total - taken) as f64 * drawn * p * q / (total - 1) as f64;
    let c = (variance + 0.5).sqrt();
    let h = TABLE[0] * c + TABLE[1];
    let mode = ((taken + 1) as f64 * (fewer + 1) as f64 / total.wrapping_add(2) as f64).floor() as i64;
    let ln_weight =
        |k: i64| ln_factorial(k) + ln_factorial(fewer - k) + ln_factorial(taken - k) + ln_factorial(more - taken + k);
    let ln_mode = ln_weight(mode);
    // Farther than 16 deviations out nothing is left.
    let end = ((taken.min(fewer) + 1) as f64).min((a + 16.0 * c).floor());
    let k = loop {
        let u = v.uniform();
        let x = a + h * (v.uniform() - 0.5) / u;
        if x < 0.0 || x >= end {
            continue;
        }
        let k = x.floor() as i64;
        let t = ln_mode - ln_weight(k);
        if u * (4.0 - u) - 3.0 <= t {
            break k;
        }
        if u * (u - t) >= 1.0 {
            continue;
        }
        if 2.0 * u.ln() <= t {
            break k;
        }
    };
    let k = if good > bad { taken - k } else { k };
    if taken < sample { good - k } else { k }
}
