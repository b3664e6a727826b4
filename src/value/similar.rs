//! A name nobody knows → the known name that was probably meant.

/// The candidate nearest to `name` by edit distance (insert, delete, replace, swap neighbours), if one is near enough: at
/// most a third of the name's length away, and not more than three edits.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (name.chars().count().max(2) + 1) / 3;
    let wanted: Vec<char> = name.chars().collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == name || candidate.len().abs_diff(name.len()) > 3 {
            continue;
        }
        let distance = if candidate.eq_ignore_ascii_case(name) { 0 } else { distance(&wanted, candidate) };
        if distance <= most.min(3) && best.is_none_or(|(d, b)| distance < d || (distance == d && candidate < b)) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance (Damerau–Levenshtein without edits inside a swap).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_typos_and_leaves_strangers_alone() {
        let names = ["mean", "median", "reshape", "axis", "keepdims"];
        assert_eq!(nearest("maen", names), Some("mean"));
        assert_eq!(nearest("reshap", names), Some("reshape"));
        assert_eq!(nearest("keepdim", names), Some("keepdims"));
        assert_eq!(nearest("xyzzy", names), None);
    }
}
