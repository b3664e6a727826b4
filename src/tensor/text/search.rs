//! Words as slices of letters: finding, counting, replacing, stripping, splitting, and questions about all their letters.

use super::letter::Letter;
use std::ops::Range;

/// The part of a word of `len` letters that Python's `start` and `end` choose; `None` where it ends before it starts.
pub fn window(len: usize, start: i64, end: i64) -> Option<Range<usize>> {
    let length = len as i64;
    let bound = |i: i64| if i < 0 { i.saturating_add(length).max(0) } else { i };
    let (start, end) = (bound(start), bound(end).min(length));
    (start <= end).then_some(start as usize..end as usize)
}

/// The first place of `part`.
pub fn find<T: Letter>(word: &[T], part: &[T]) -> Option<usize> {
    match part {
        [] => Some(0),
        [one] => word.iter().position(|letter| letter == one),
        _ => word.windows(part.len()).position(|window| window == part),
    }
}

/// The last place of `part`.
pub fn rfind<T: Letter>(word: &[T], part: &[T]) -> Option<usize> {
    match part {
        [] => Some(word.len()),
        [one] => word.iter().rposition(|letter| letter == one),
        _ => word.windows(part.len()).rposition(|window| window == part),
    }
}

/// The places of `part`, which is not empty, without overlaps.
pub fn places<T: Letter>(word: &[T], part: &[T]) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + find(word.get(from..)?, part)?;
        from = at + part.len().max(1);
        Some(at)
    })
}

/// How often `part` occurs, without overlaps; an empty one between all letters and at both ends.
pub fn count<T: Letter>(word: &[T], part: &[T]) -> usize {
    if part.is_empty() { word.len() + 1 } else { places(word, part).count() }
}

/// Appends `word` to `out`, with the first `most` occurrences of `old` as `new`.
pub fn replace<T: Letter>(word: &[T], old: &[T], new: &[T], most: usize, out: &mut Vec<T>) {
    if old.is_empty() {
        for (i, letter) in word.iter().enumerate() {
            if i < most {
                out.extend_from_slice(new);
            }
            out.push(*letter);
        }
        if word.len() < most {
            out.extend_from_slice(new);
        }
        return;
    }
    let mut done = 0;
    for at in places(word, old).take(most) {
        out.extend_from_slice(&word[done..at]);
        out.extend_from_slice(new);
        done = at + old.len();
    }
    out.extend_from_slice(&word[done..]);
}

/// Without the letters at its start for which `drops` holds.
pub fn strip_start<T: Letter>(mut word: &[T], drops: impl Fn(T) -> bool) -> &[T] {
    while let [first, rest @ ..] = word
        && drops(*first)
    {
        word = rest;
    }
    word
}

/// Without the letters at its end for which `drops` holds.
pub fn strip_end<T: Letter>(mut word: &[T], drops: impl Fn(T) -> bool) -> &[T] {
    while let [rest @ .., last] = word
        && drops(*last)
    {
        word = rest;
    }
    word
}

/// The parts between separators, `sep` or white space, after at most `most` splits from the left.
pub fn split<'a, T: Letter>(word: &'a [T], sep: Option<&[T]>, most: usize) -> Vec<&'a [T]> {
    let mut parts = Vec::new();
    match sep {
        Some(sep) => {
            let mut done = 0;
            for at in places(word, sep).take(most) {
                parts.push(&word[done..at]);
                done = at + sep.len();
            }
            parts.push(&word[done..]);
        }
        None => {
            let mut rest = strip_start(word, T::is_space);
            while !rest.is_empty() {
                if parts.len() == most {
                    parts.push(rest);
                    break;
                }
                let end = rest.iter().position(|c| c.is_space()).unwrap_or(rest.len());
                parts.push(&rest[..end]);
                rest = strip_start(&rest[end..], T::is_space);
            }
        }
    }
    parts
}

/// As [`split`], with the splits from the right.
pub fn rsplit<'a, T: Letter>(word: &'a [T], sep: Option<&[T]>, most: usize) -> Vec<&'a [T]> {
    let mut parts = Vec::new();
    match sep {
        Some(sep) => {
            let mut rest = word;
            while parts.len() < most
                && let Some(at) = rfind(rest, sep)
            {
                parts.push(&rest[at + sep.len()..]);
                rest = &rest[..at];
            }
            parts.push(rest);
        }
        None => {
            let mut rest = strip_end(word, T::is_space);
            while !rest.is_empty() {
                if parts.len() == most {
                    parts.push(rest);
                    break;
                }
                let start = rest.iter().rposition(|c| c.is_space()).map_or(0, |at| at + 1);
                parts.push(&rest[start..]);
                rest = strip_end(&rest[..start], T::is_space);
            }
        }
    }
    parts.reverse();
    parts
}

/// Whether there are letters, and `test` holds for all of them.
pub fn all<T: Letter>(word: &[T], test: impl Fn(T) -> bool) -> bool {
    !word.is_empty() && word.iter().all(|&letter| test(letter))
}

/// Whether there are capital letters and no small ones.
pub fn is_upper<T: Letter>(word: &[T]) -> bool {
    word.iter().any(|c| c.is_uppercase()) && !word.iter().any(|c| c.is_lowercase())
}

/// Whether there are small letters and no capital ones.
pub fn is_lower<T: Letter>(word: &[T]) -> bool {
    word.iter().any(|c| c.is_lowercase()) && !word.iter().any(|c| c.is_uppercase())
}

/// Whether capital letters stand at the starts of words and only there.
pub fn is_title<T: Letter>(word: &[T]) -> bool {
    let (mut inside, mut some) = (false, false);
    for letter in word {
        let (upper, lower) = (letter.is_uppercase(), letter.is_lowercase());
        if upper && inside || lower && !inside {
            return false;
        }
        inside = upper || lower;
        some |= inside;
    }
    some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_windows() {
        assert_eq!((find(b"banana", b"an"), rfind(b"banana", b"an")), (Some(1), Some(3)));
        assert_eq!((find(b"ab", b"abc"), rfind(b"ab", b"")), (None, Some(2)));
        assert_eq!(places(b"aaaa", b"aa").collect::<Vec<_>>(), [0, 2]);
        assert_eq!((count(b"abc", b""), count(b"aaa", b"aa")), (4, 1));
        assert_eq!(window(5, -2, i64::MAX), Some(3..5));
        assert_eq!((window(5, 6, 9), window(5, i64::MIN, -6)), (None, Some(0..0)));
    }

    #[test]
    fn replacing_and_splitting() {
        let replaced = |word: &[u8], old: &[u8], most| {
            let mut out = Vec::new();
            replace(word, old, b"--", most, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(replaced(b"abc", b"", 2), "--a--bc");
        assert_eq!(replaced(b"aXbXc", b"X", 1), "a--bXc");
        assert_eq!(split(b" a  b c ", None, 1), [&b"a"[..], b"b c "]);
        assert_eq!(rsplit(b" a  b c ", None, 1), [&b" a  b"[..], b"c"]);
        assert_eq!(rsplit(b"a,b,,c", Some(b","), 2), [&b"a,b"[..], b"", b"c"]);
    }

    #[test]
    fn questions() {
        assert!(is_title(b"Hello World 1") && !is_title(b"HeLlo") && !is_title(b"1"));
        assert!(is_upper(b"A1") && !is_upper(b"1") && is_lower(b"a1") && !all(b"", u8::is_space));
    }
}
