//! Words as slices of letters: padding, zeros after a sign, tabs, slices.

use super::letter::Letter;

/// How many of the letters that `width` adds to a word of `len` stand to its left in `center`: of an odd number the odd
/// one where the width is odd, as in CPython.
pub fn left_margin(len: usize, width: usize) -> usize {
    let missing = width.saturating_sub(len);
    missing / 2 + (missing & width & 1)
}

/// Appends `word` with `left` and `right` letters around it.
pub fn pad<T: Letter>(word: &[T], left: usize, right: usize, fill: T, out: &mut Vec<T>) {
    out.extend(std::iter::repeat_n(fill, left));
    out.extend_from_slice(word);
    out.extend(std::iter::repeat_n(fill, right));
}

/// Appends `word`, with zeros after its sign up to `width`.
pub fn zero_fill<T: Letter>(word: &[T], width: usize, out: &mut Vec<T>) {
    let signed = word.first().is_some_and(|&c| c == T::ascii(b'+') || c == T::ascii(b'-'));
    let (sign, digits) = word.split_at(usize::from(signed));
    out.extend_from_slice(sign);
    pad(digits, width.saturating_sub(word.len()), 0, T::ascii(b'0'), out);
}

/// Gives each letter of `word` to `put`, with how often it stands in a row: a tab becomes spaces up to the next multiple
/// of `size`, or nothing where that is not positive.
pub fn expand_tabs<T: Letter>(word: &[T], size: i64, mut put: impl FnMut(T, usize)) {
    let mut column = 0;
    for &letter in word {
        if letter != T::ascii(b'\t') {
            let ends = letter == T::ascii(b'\n') || letter == T::ascii(b'\r');
            column = if ends { 0 } else { column + 1 };
            put(letter, 1);
        } else if size > 0 {
            let step = size - column % size;
            column += step;
            put(T::ascii(b' '), step as usize);
        }
    }
}

/// Appends the letters that Python's `word[start:stop:step]` has; the step is not zero.
pub fn slice<T: Letter>(word: &[T], start: i64, stop: i64, step: i64, out: &mut Vec<T>) {
    let length = word.len() as i64;
    let (low, high) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let bound = |i: i64| if i < 0 { i.saturating_add(length).max(low) } else { i.min(high) };
    let (mut at, stop) = (bound(start), bound(stop));
    while if step < 0 { at > stop } else { at < stop } {
        out.extend(usize::try_from(at).ok().and_then(|at| word.get(at)));
        at = at.saturating_add(step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn as_python_lays_out() {
        assert_eq!((left_margin(1, 4), left_margin(2, 5), left_margin(9, 5)), (1, 2, 0));
        assert_eq!(written(|out| zero_fill(b"-42", 6, out)), "-00042");
        assert_eq!(written(|out| zero_fill(b"", 2, out)), "00");
        let tabs = |size| written(|out| expand_tabs(b"a\tbc\n\td", size, |c, n| out.extend(std::iter::repeat_n(c, n))));
        assert_eq!((tabs(4), tabs(0)), ("a   bc\n    d".into(), "abc\nd".into()));
    }

    #[test]
    fn slices() {
        let cut = |start, stop, step| written(|out| slice(b"hello", start, stop, step, out));
        assert_eq!((cut(1, 3, 1), cut(-2, i64::MAX, 1), cut(0, 9, 2)), ("el".into(), "lo".into(), "hlo".into()));
        assert_eq!(
            (cut(i64::MAX, i64::MIN, -1), cut(3, 0, -2), cut(4, 1, 1)),
            ("olleh".into(), "le".into(), "".into())
        );
    }
}
