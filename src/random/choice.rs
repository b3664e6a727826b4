//! Which items are chosen: indices with and without replacement, with and without probabilities.
//!
//! Every function fails only with the error of an allocation that is too large.

use std::collections::{HashSet, TryReserveError};

use super::bits::{BitGen, BitGenerator};
use super::bounded::{self, Method, below_or_equal};
use super::permute::{Indices, counting, permutation, shuffle_from};

/// Populations up to this size are never shuffled as a whole.
const SMALL_POPULATION: usize = 10_000;

/// `count` indices below `population` with replacement. `method` is Lemire for `Generator`, Masked
/// for `RandomState`. `population` must not be zero unless `count` is.
///
/// # Errors
/// That of an allocation that is too large.
pub fn with_replacement(bits: &mut BitGen, population: u64, count: usize, method: Method) -> Indices {
    let mut indices = zeros::<u64>(count)?;
    let last = population.wrapping_sub(1);
    bounded::fill(bits, 0, last, method, &mut indices);
    Ok(indices.into_iter().map(|index| index as i64).collect())
}

fn zeros<T: Clone + Default>(count: usize) -> Result<Vec<T>, TryReserveError> {
    let mut items = Vec::new();
    items.try_reserve_exact(count)?;
    items.resize(count, T::default());
    Ok(items)
}

/// `count` indices with replacement, index i with probability `p[i]`.
///
/// # Errors
/// That of an allocation that is too large.
pub fn weighted<B: BitGenerator>(bits: &mut B, p: &[f64], count: usize) -> Indices {
    let cumulated = distribution(p);
    let mut points = zeros::<f64>(count)?;
    bits.fill_f64(&mut points);
    let index = |x: f64| cumulated.partition_point(|&c| c <= x) as i64;
    Ok(points.into_iter().map(index).collect())
}

/// `count` different indices, index i with probability `p[i]`: draws, drops repetitions, and draws
/// the missing ones among the rest. At least `count` probabilities must be positive.
///
/// # Errors
/// That of an allocation that is too large.
pub fn weighted_without_replacement<B: BitGenerator>(bits: &mut B, p: &[f64], count: usize) -> Indices {
    let mut p = p.to_vec();
    let mut found = Vec::new();
    while found.len() < count && p.iter().any(|&w| w > 0.0) {
        let mut cleared = p.clone();
        for index in weighted(bits, &p, count - found.len())? {
            // The weight of an index found before, or in this round, is gone.
            if let Some(weight) = cleared.get_mut(index as usize)
                && *weight != 0.0
            {
                *weight = 0.0;
                found.push(index);
            }
        }
        p = cleared;
    }
    Ok(found)
}

fn distribution(p: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let cumulate = |&w: &f64| {
        sum += w;
        sum
    };
    let mut cumulated: Vec<f64> = p.iter().map(cumulate).collect();
    if let Some(&total) = cumulated.last() {
        for c in &mut cumulated {
            *c /= total;
        }
    }
    cumulated
}

/// `count` different indices below `population` (at least `count`), as `Generator` draws them; in
/// random order if `shuffle`.
///
/// # Errors
/// That of an allocation that is too large.
pub fn without_replacement<B: BitGenerator>(bits: &mut B, population: usize, count: usize, shuffle: bool) -> Indices {
    let sparse = if shuffle { 50 } else { 20 };
    if population > SMALL_POPULATION && count > population / sparse {
        let mut items = counting(population)?;
        shuffle_from(bits, (population - count).max(1), &mut items);
        items.drain(..population - count);
        return Ok(items);
    }
    let mut indices = floyd(bits, population, count)?;
    if shuffle {
        shuffle_from(bits, 1, &mut indices);
    }
    Ok(indices)
}

/// R. W. Floyd's algorithm (J. Bentley, B. Floyd, "Programming pearls: a sample of brilliance", CACM
/// 30, 1987).
fn floyd<B: BitGenerator>(bits: &mut B, population: usize, count: usize) -> Indices {
    let mut seen = HashSet::new();
    seen.try_reserve(count)?;
    let mut indices = Vec::new();
    indices.try_reserve_exact(count)?;
    for last in population - count..population {
        let last = last as u64;
        let pick = below_or_equal(bits, last);
        let index = if seen.insert(pick) { pick } else { last };
        seen.insert(index);
        indices.push(index as i64);
    }
    Ok(indices)
}

/// `count` different indices below `population` (at least `count`), as `RandomState` draws them.
///
/// # Errors
/// That of an allocation that is too large.
pub fn legacy_without_replacement<B: BitGenerator>(bits: &mut B, population: usize, count: usize) -> Indices {
    let mut order = permutation(bits, population)?;
    order.truncate(count);
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::super::mt19937::Mt19937;
    use super::super::recorded::{fingerprint, pcg64};
    use super::*;

    fn check(name: &str, new: bool, expected: [u64; 3], choose: impl Fn(&mut BitGen) -> Vec<i64>) {
        let found = [0, 42, 987_654_321].map(|seed| {
            let mut bits = if new { pcg64(seed) } else { BitGen::Mt19937(Mt19937::from_word(seed)) };
            let chosen = choose(&mut bits).into_iter().map(|i| i as u64);
            let mut words: Vec<u64> = chosen.collect();
            words.push(bits.next_raw());
            fingerprint(words)
        });
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    #[rustfmt::skip]
    fn numpy_choices() {
        let p: Vec<f64> = (1..21).map(|i| f64::from(i) / 210.0).collect();
        check("with replacement", true, [0xb0660244c8159e02, 0xe1fc1125fd51be6, 0x962407e6ab9213d],
            |bits| with_replacement(bits, 1000, 500, Method::Lemire).unwrap());
        check("weighted", true, [0x2ac14876c29f67f8, 0xa1eb41bf793557b, 0x294c076078f85023],
            |bits| weighted(bits, &p, 500).unwrap());
        check("weighted once", true, [0x27dce5b3b15ac4c9, 0x7f996f8c928b2e59, 0xd12b28ae3d3a565b],
            |bits| weighted_without_replacement(bits, &p, 15).unwrap());
        check("Floyd", true, [0x4e37ca2632709176, 0x464511c5f317c5e5, 0x795363f71e8864e9],
            |bits| without_replacement(bits, 1000, 500, true).unwrap());
        check("Floyd in order", true, [0xb7ad57c62f31cc8f, 0x35691413717fbcd5, 0xa38abaa20c886512],
            |bits| without_replacement(bits, 1000, 500, false).unwrap());
        check("tail", true, [0x7340c680aa152722, 0x334e99cd80fed95e, 0xa6b6f7386c68fa96],
            |bits| without_replacement(bits, 20_000, 500, true).unwrap());
        check("tail in order", true, [0xca24a3af7828720a, 0x1dd1582f87d653fe, 0x90480914289150f0],
            |bits| without_replacement(bits, 20_000, 1500, false).unwrap());
        check("all", true, [0xae5c6ba93d7c48d1, 0xca86425295879407, 0x31d9e94876c7b01],
            |bits| without_replacement(bits, 20_000, 20_000, true).unwrap());
        check("few", true, [0x2fd829178c59d055, 0xbb9f762c431b8680, 0x3661882a6119e22d],
            |bits| without_replacement(bits, 20_000, 300, true).unwrap());
    }

    #[test]
    #[rustfmt::skip]
    fn old_choices() {
        let p: Vec<f64> = (1..21).map(|i| f64::from(i) / 210.0).collect();
        check("with replacement", false, [0xaabc62e6a867161, 0xdd31cdb5cb85673a, 0x81b4e0785ee63dad],
            |bits| with_replacement(bits, 1000, 500, Method::Masked).unwrap());
        check("weighted", false, [0x4c2ceb5b1ad24a2d, 0xe1979cdbcb69115c, 0xc06e491098d8e654],
            |bits| weighted(bits, &p, 500).unwrap());
        check("weighted once", false, [0x2763661989f136db, 0xab6b83a2f52c732d, 0x34ca186647ba658f],
            |bits| weighted_without_replacement(bits, &p, 15).unwrap());
        check("once", false, [0x76465a2f2e0f2188, 0x92f8162b42db9723, 0xb06d5c93d7a198d7],
            |bits| legacy_without_replacement(bits, 1000, 500).unwrap());
    }
}
