//! Variates that are vectors: multinomial, Dirichlet, multivariate hypergeometric.

use super::binomial::Binomial;
use super::bits::{BitGenerator, Variates};
use super::bounded::interval;
use super::gamma::{beta, standard_gamma};
use super::hypergeometric::hypergeometric;

/// Below this largest parameter Dirichlet variates are made by breaking a stick.
const BREAK_STICK_BELOW: f64 = 0.1;

/// Throws `n` balls into boxes of probabilities `pvals`; `counts` is as long as `pvals`. What the
/// probabilities lack of 1 goes to the last box.
pub fn multinomial<V: Variates>(v: &mut V, n: i64, pvals: &[f64], counts: &mut [i64]) {
    counts.fill(0);
    let Some((last, boxes)) = counts.split_last_mut() else {
        return;
    };
    let (mut left, mut probability_left) = (n, 1.0);
    for (slot, &p) in boxes.iter_mut().zip(pvals) {
        *slot = Binomial::new(left, p / probability_left).sample(v);
        left -= *slot;
        if left <= 0 {
            return;
        }
        probability_left -= p;
    }
    *last = left;
}

/// A Dirichlet variate in `out`, which is as long as `alpha`, as `Generator` draws it.
pub fn dirichlet<V: Variates>(v: &mut V, alpha: &[f64], out: &mut [f64]) {
    let largest = alpha.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let any_nan = alpha.iter().any(|a| a.is_nan());
    if largest < BREAK_STICK_BELOW && !any_nan && !alpha.is_empty() {
        break_stick(v, alpha, out);
    } else {
        dirichlet_of_gammas(v, alpha, out);
    }
}

/// A Dirichlet variate of gamma variates, as `RandomState` draws it.
pub fn dirichlet_of_gammas<V: Variates>(v: &mut V, alpha: &[f64], out: &mut [f64]) {
    let mut sum = 0.0;
    for (slot, &a) in out.iter_mut().zip(alpha) {
        *slot = standard_gamma(v, a);
        sum += *slot;
    }
    let inverse = 1.0 / sum;
    for slot in out {
        *slot *= inverse;
    }
}

/// Takes a beta distributed part of what is left for each component in turn. Gamma variates of tiny
/// shape would all round to zero.
fn break_stick<V: Variates>(v: &mut V, alpha: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    let mut sums_from = alpha.to_vec();
    let mut sum = 0.0;
    for slot in sums_from.iter_mut().rev() {
        sum += *slot;
        *slot = sum;
    }
    if sum <= 0.0 {
        return;
    }
    let Some((last, firsts)) = out.split_last_mut() else {
        return;
    };
    let mut left = 1.0;
    for ((slot, &a), &rest) in firsts.iter_mut().zip(alpha).zip(&sums_from[1..]) {
        let part = beta(v, a, rest);
        *slot = left * part;
        left *= 1.0 - part;
        if rest == 0.0 {
            break;
        }
    }
    *last = left;
}

/// Takes `sample` items from `colors[i]` items of color i each by choosing among all (`method=
/// "count"`), once for each chunk of `out`. Needs as much memory as there are items.
///
/// # Errors
/// NumPy's text (of a MemoryError) if there are too many items.
pub fn multivariate_hypergeometric_count<B: BitGenerator>(
    bits: &mut B,
    colors: &[i64],
    sample: i64,
    out: &mut [i64],
) -> Result<(), String> {
    out.fill(0);
    let total: i64 = colors.iter().sum();
    if total == 0 || sample == 0 || out.is_empty() {
        return Ok(());
    }
    let mut items: Vec<usize> = Vec::new();
    let room = usize::try_from(total).map(|total| items.try_reserve_exact(total));
    if !matches!(room, Ok(Ok(()))) {
        return Err(format!(
            "Insufficient memory for multivariate_hypergeometric with method='count' and \
             sum(colors)={total}"
        ));
    }
    for (color, &count) in colors.iter().enumerate() {
        items.extend(std::iter::repeat_n(color, usize::try_from(count).unwrap_or(0)));
    }
    let (taken, complement) = smaller_side(sample, total);
    let taken = usize::try_from(taken).unwrap_or(0).min(items.len());
    for counts in out.chunks_exact_mut(colors.len()) {
        for j in 0..taken {
            let k = j + interval(bits, (items.len() - j - 1) as u64) as usize;
            items.swap(j, k);
            counts[items[j]] += 1;
        }
        if complement {
            complete(colors, counts);
        }
    }
    Ok(())
}

/// Takes `sample` items from `colors[i]` items of color i each, color by color
/// (`method="marginals"`), once for each chunk of `out`.
pub fn multivariate_hypergeometric_marginals<B: BitGenerator>(
    bits: &mut B,
    colors: &[i64],
    sample: i64,
    out: &mut [i64],
) {
    out.fill(0);
    let total: i64 = colors.iter().sum();
    if total == 0 || sample == 0 {
        return;
    }
    let (taken, complement) = smaller_side(sample, total);
    for counts in out.chunks_exact_mut(colors.len()) {
        let (mut to_take, mut others) = (taken, total);
        if let Some((last, firsts)) = counts.split_last_mut() {
            for (slot, &color) in firsts.iter_mut().zip(colors) {
                if to_take == 0 {
                    break;
                }
                others -= color;
                *slot = hypergeometric(bits, color, others, to_take);
                to_take -= *slot;
            }
            *last = to_take;
        }
        if complement {
            complete(colors, counts);
        }
    }
}

/// The number to take or to leave, whichever is smaller, and whether it is to leave.
fn smaller_side(sample: i64, total: i64) -> (i64, bool) {
    let complement = sample > total / 2;
    (if complement { total - sample } else { sample }, complement)
}

fn complete(colors: &[i64], counts: &mut [i64]) {
    for (count, &color) in counts.iter_mut().zip(colors) {
        *count = color - *count;
    }
}

#[cfg(test)]
mod tests {
    use super::super::BitGen;
    use super::super::legacy::Legacy;
    use super::super::mt19937::Mt19937;
    use super::super::recorded::{fingerprint, pcg64};
    use super::*;

    const SEEDS: [u32; 3] = [0, 42, 987_654_321];

    fn new(draw: impl Fn(&mut BitGen) -> Vec<u64>) -> [u64; 3] {
        SEEDS.map(|seed| {
            let mut bits = pcg64(seed);
            let mut words = draw(&mut bits);
            words.push(bits.next_raw());
            fingerprint(words)
        })
    }

    fn old(draw: impl Fn(&mut Legacy<BitGen>) -> Vec<u64>) -> [u64; 3] {
        SEEDS.map(|seed| {
            let mut bits = BitGen::Mt19937(Mt19937::from_word(seed));
            let spare = &mut None;
            let mut words = draw(&mut Legacy { bits: &mut bits, spare });
            words.push(bits.next_raw());
            fingerprint(words)
        })
    }

    fn multinomials<V: Variates>(v: &mut V, n: i64, pvals: &[f64]) -> Vec<u64> {
        let mut out = vec![0; 500 * pvals.len()];
        for counts in out.chunks_exact_mut(pvals.len()) {
            multinomial(v, n, pvals, counts);
        }
        out.into_iter().map(|count| count as u64).collect()
    }

    fn dirichlets<V: Variates>(v: &mut V, alpha: &[f64], draw: impl Fn(&mut V, &[f64], &mut [f64])) -> Vec<u64> {
        let mut out = vec![0.0; 500 * alpha.len()];
        for parts in out.chunks_exact_mut(alpha.len()) {
            draw(v, alpha, parts);
        }
        out.into_iter().map(f64::to_bits).collect()
    }

    #[test]
    #[rustfmt::skip]
    fn numpy_vectors() {
        let even = [0.1, 0.2, 0.3, 0.4];
        let some = [0.0, 0.5, 0.5, 0.0];
        assert_eq!(new(|bits| multinomials(bits, 200, &even)),
            [0xe2ccaedce37b5a74, 0x36678c2303d52de9, 0x58b5625610cb7919]);
        assert_eq!(old(|old| multinomials(old, 200, &even)),
            [0x761db6430847fec9, 0xdc8486d3f15cb8f7, 0x7153f7bc4dd7163b]);
        assert_eq!(new(|bits| multinomials(bits, 3, &some)),
            [0xea6e3387329895e8, 0x8b33fc7cb1f7d6c4, 0xd7a1c834a2650a01]);
        assert_eq!(old(|old| multinomials(old, 3, &some)),
            [0x36e7f31de74af59, 0x785ed1b225b3f390, 0xea2e48e78b17d214]);
        let alpha = [0.5, 2.0, 3.5];
        assert_eq!(new(|bits| dirichlets(bits, &alpha, dirichlet)),
            [0xb3e086cbef8a494e, 0x8a19f5dc890d3324, 0x2fa5c7284bf7c3d3]);
        assert_eq!(old(|old| dirichlets(old, &alpha, dirichlet_of_gammas)),
            [0x64ceb67e2a3f964c, 0x4107a891ed6ad5bf, 0xd599a136d82efbd9]);
        assert_eq!(new(|bits| dirichlets(bits, &[0.05, 0.02, 0.01, 0.0], dirichlet)),
            [0x8fd35509227e8819, 0x217f23259f2635aa, 0x504c436961e598dd]);
        assert_eq!(old(|old| dirichlets(old, &[0.05, 0.02, 0.01], dirichlet_of_gammas)),
            [0x9264385b7ce50f0e, 0x3271c4609328e43d, 0x93fd4f37729c8a25]);
    }

    #[test]
    #[rustfmt::skip]
    fn numpy_colors() {
        type Method = fn(&mut BitGen, &[i64], i64, &mut [i64]);
        let by_count: Method = |bits, colors, sample, out| {
            multivariate_hypergeometric_count(bits, colors, sample, out).unwrap();
        };
        let draw = |method: Method, sample: i64| new(|bits| {
            let mut out = vec![0; 2000];
            method(bits, &[10, 20, 0, 30], sample, &mut out);
            out.into_iter().map(|count| count as u64).collect()
        });
        assert_eq!(draw(multivariate_hypergeometric_marginals, 25),
            [0xfcd35d1b7ebff9fc, 0x1e413e76a38ef91, 0xcb6eeaf4002d9d9d]);
        assert_eq!(draw(multivariate_hypergeometric_marginals, 45),
            [0x64c49bca42df512a, 0x315c5ec47bedfa8f, 0xaa2476cd72e60763]);
        assert_eq!(draw(by_count, 25),
            [0x8eb783eb72384d2e, 0xab896476625c3667, 0x52b61aaf9f93075d]);
        assert_eq!(draw(by_count, 45),
            [0xed7700e2223bfc18, 0xe583334340b16a2c, 0x301c21be1b210664]);
    }
}
