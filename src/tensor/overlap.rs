//! Two arrays → whether they share memory: by their bounds, or exactly; and whether a loop that writes one while it
//! reads the other needs a copy first.

use super::tensor::Tensor;

/// How many cases the exact tests look at before they give up.
const WORK: usize = 10_000;

/// Whether the byte ranges of the two arrays meet (`numpy.may_share_memory`).
pub fn may_share_memory(a: &Tensor, b: &Tensor) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let ((a_low, a_high), (b_low, b_high)) = (address_range(a), address_range(b));
    a_low < b_high && b_low < a_high
}

/// Whether some byte belongs to an element of both (`numpy.shares_memory`): the bounded linear Diophantine equation
/// Σ aᵢ·xᵢ = distance, searched with pruning by greatest common divisor and by reach. `None` where `limit` cases
/// (`usize::MAX`: no limit) did not decide it.
pub fn shares_memory(a: &Tensor, b: &Tensor, limit: usize) -> Option<bool> {
    if !may_share_memory(a, b) {
        return Some(false);
    }
    let (a_low, b_low) = (address_range(a).0, address_range(b).0);
    // x counts forward in a and y backward in b from its end, so that all coefficients are positive:
    // a_low + Σ sᵢxᵢ + u = b_low + Σ tⱼyⱼ + v  with y' = n - 1 - y, v' = itemsize - 1 - v.
    let mut terms = Vec::new();
    for (t, low) in [(a, a_low), (b, b_low)] {
        let _ = low;
        let axes = t.shape().iter().zip(t.strides());
        terms.extend(axes.filter(|(d, s)| **d > 1 && **s != 0).map(|(&d, &s)| (s.unsigned_abs(), d - 1)));
        if t.itemsize() > 1 {
            terms.push((1, t.itemsize() - 1));
        }
    }
    let reach_b = address_range(b).1 - 1 - b_low;
    let target = (b_low + reach_b).checked_sub(a_low)?;
    has_solution(terms, target, limit)
}

/// Whether two different indices of `t` lead to a common byte (a broadcast view, an overlapping window). `None` where
/// it was not decided.
pub fn overlaps_itself(t: &Tensor) -> Option<bool> {
    if t.is_empty() {
        return Some(false);
    }
    let mut axes: Vec<(usize, usize)> =
        t.shape().iter().zip(t.strides()).filter(|(d, _)| **d > 1).map(|(&d, &s)| (s.unsigned_abs(), d)).collect();
    axes.sort_unstable();
    let mut reach = t.itemsize();
    for (stride, dim) in axes {
        if stride < reach {
            // Strides that are not nested may still avoid each other, but such views are only made by as_strided.
            return if stride == 0 { Some(true) } else { None };
        }
        reach += stride * (dim - 1);
    }
    Some(false)
}

/// Whether writing `dst` element by element while reading `src` (of the same, broadcast shape) at the same index may
/// read an element already overwritten. Errs on the side of `true`.
pub fn needs_copy(dst: &Tensor, src: &Tensor) -> bool {
    if !may_share_memory(dst, src) {
        return false;
    }
    let same_place = dst.as_ptr() == src.as_ptr()
        && dst.itemsize() == src.itemsize()
        && dst.shape() == src.shape()
        && dst.shape().iter().zip(dst.strides()).zip(src.strides()).all(|((&d, s), t)| d <= 1 || s == t);
    if same_place {
        return overlaps_itself(dst) != Some(false);
    }
    shares_memory(dst, src, WORK) != Some(false)
}

fn address_range(t: &Tensor) -> (usize, usize) {
    let (low, high) = t.byte_bounds();
    let base = t.storage().as_ptr() as usize;
    (base.wrapping_add_signed(low), base.wrapping_add_signed(high))
}

/// Whether Σ coefficient·x = target has a solution with 0 ≤ x ≤ bound in each term.
fn has_solution(mut terms: Vec<(usize, usize)>, target: usize, limit: usize) -> Option<bool> {
    terms.sort_unstable_by(|a, b| b.cmp(a));
    // Terms with one coefficient are one term with the sum of their bounds.
    terms.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    // For each suffix: the greatest common divisor and the largest sum.
    let mut gcds = vec![0usize; terms.len() + 1];
    let mut reach = vec![0usize; terms.len() + 1];
    for i in (0..terms.len()).rev() {
        gcds[i] = gcd(terms[i].0, gcds[i + 1]);
        reach[i] = terms[i].0.checked_mul(terms[i].1).and_then(|r| r.checked_add(reach[i + 1]))?;
    }
    let mut left = limit;
    search(&terms, &gcds, &reach, target, &mut left)
}

fn search(terms: &[(usize, usize)], gcds: &[usize], reach: &[usize], target: usize, left: &mut usize) -> Option<bool> {
    if target == 0 {
        return Some(true);
    }
    let (Some(&(coefficient, bound)), Some(&divisor)) = (terms.first(), gcds.first()) else {
        return Some(false);
    };
    if target > reach[0] || divisor == 0 || !target.is_multiple_of(divisor) {
        return Some(false);
    }
    // The rest can make up at most reach[1], so x is at least this.
    let least = target.saturating_sub(reach[1]).div_ceil(coefficient);
    let most = bound.min(target / coefficient);
    let mut undecided = false;
    for x in (least..=most).rev() {
        if *left == 0 {
            return None;
        }
        *left -= 1;
        match search(&terms[1..], &gcds[1..], &reach[1..], target - coefficient * x, left) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => undecided = true,
        }
        if undecided {
            return None;
        }
    }
    Some(false)
}

fn gcd(mut a: usize, mut b: usize) -> usize {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::shape::Dims;
    use smallvec::smallvec;

    fn line(n: usize) -> Tensor {
        Tensor::generate::<i64>(&[n], |i| i as i64).unwrap()
    }

    fn view(t: &Tensor, first: isize, n: usize, step: isize) -> Tensor {
        t.with_geometry(8 * first, Dims::from_slice(&[n]), smallvec![8 * step])
    }

    #[test]
    fn interleaved_views_share_bounds_but_no_memory() {
        let t = line(10);
        let (even, odd) = (view(&t, 0, 5, 2), view(&t, 1, 5, 2));
        assert!(may_share_memory(&even, &odd));
        assert_eq!(shares_memory(&even, &odd, usize::MAX), Some(false));
        assert!(!needs_copy(&even, &odd));
        // Every third and every second meet at 6.
        assert_eq!(shares_memory(&view(&t, 0, 4, 3), &view(&t, 2, 4, 2), usize::MAX), Some(true));
        assert_eq!(shares_memory(&view(&t, 0, 2, 3), &view(&t, 4, 3, 2), usize::MAX), Some(false));
        assert!(!may_share_memory(&view(&t, 0, 3, 1), &view(&t, 3, 3, 1)));
    }

    #[test]
    fn shifted_and_reversed_views_need_a_copy() {
        let t = line(10);
        assert!(needs_copy(&view(&t, 1, 9, 1), &view(&t, 0, 9, 1)));
        assert!(needs_copy(&view(&t, 9, 10, -1), &t));
        assert!(!needs_copy(&t, &t.clone()));
        assert!(!needs_copy(&t, &line(10)));
    }

    #[test]
    fn broadcast_views_overlap_themselves() {
        let t = line(10);
        assert_eq!(overlaps_itself(&t), Some(false));
        assert_eq!(overlaps_itself(&t.with_geometry(0, Dims::from_slice(&[3, 10]), smallvec![0, 8])), Some(true));
        assert_eq!(overlaps_itself(&t.with_geometry(0, Dims::from_slice(&[9, 2]), smallvec![8, 8])), None);
    }
}
