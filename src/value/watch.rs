//! Long loops over Python's values that listen to Ctrl-C: a counter that looks at the interrupt flag now and then, and a search
//! for a part of a text in windows.

use super::class::exception;
use super::{Error, Result, Value};

/// Steps of a loop between two looks at the flag.
const STEPS: u32 = 1 << 14;

/// Bytes of a text that are searched between two looks.
const WINDOW: usize = 1 << 22;

/// Items that are copied between two looks.
const ITEMS: usize = 1 << 20;

/// KeyboardInterrupt once Ctrl-C was pressed.
pub fn check() -> Result<()> {
    match crate::pool::interrupted() {
        true => Err(Error::with_args(&exception::KEYBOARD_INTERRUPT, Vec::new())),
        false => Ok(()),
    }
}

/// Counts the steps of a loop.
#[derive(Default)]
pub struct Watch(u32);

impl Watch {
    /// To be called once a step. KeyboardInterrupt.
    #[inline(always)]
    pub fn step(&mut self) -> Result<()> {
        self.0 += 1;
        if self.0 >= STEPS { self.look() } else { Ok(()) }
    }

    #[cold]
    fn look(&mut self) -> Result<()> {
        self.0 = 0;
        check()
    }
}

/// Copies of the items. KeyboardInterrupt.
pub fn cloned(items: &[Value]) -> Result<Vec<Value>> {
    let mut copy = Vec::with_capacity(items.len());
    for part in items.chunks(ITEMS) {
        check()?;
        copy.extend_from_slice(part);
    }
    Ok(copy)
}

/// The nearest place from `at` on where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len())
}

/// Calls `found` with the place of each occurrence of `part` that overlaps none before, until it says false. KeyboardInterrupt.
///
/// `part` is not empty.
pub fn each_match(text: &str, part: &str, mut found: impl FnMut(usize) -> bool) -> Result<()> {
    let mut start = 0;
    while start < text.len() {
        check()?;
        // An occurrence that begins before `next` ends before `end`.
        let next = boundary(text, start.saturating_add(WINDOW).min(text.len()));
        let end = boundary(text, next.saturating_add(part.len() - 1).min(text.len()));
        let mut over = next;
        for (at, _) in text[start..end].match_indices(part) {
            over = over.max(start + at + part.len());
            if !found(start + at) {
                return Ok(());
            }
        }
        start = over;
    }
    Ok(())
}

/// Where `part` stands first. KeyboardInterrupt.
pub fn find(text: &str, part: &str) -> Result<Option<usize>> {
    if text.len() <= WINDOW || part.is_empty() {
        return Ok(text.find(part));
    }
    let mut place = None;
    each_match(text, part, |at| {
        place = Some(at);
        false
    })?;
    Ok(place)
}

/// Where `part` stands last. KeyboardInterrupt.
pub fn rfind(text: &str, part: &str) -> Result<Option<usize>> {
    let mut end = text.len();
    loop {
        check()?;
        let start = boundary(text, end.saturating_sub(WINDOW));
        let until = boundary(text, end.saturating_add(part.len()).min(text.len()));
        if let Some(at) = text[start..until].rfind(part) {
            return Ok(Some(start + at));
        }
        if start == 0 || start >= end {
            return Ok(None);
        }
        end = start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_miss_nothing() {
        let mut text = "é".repeat(WINDOW / 2 - 1);
        text.push_str("abcabc");
        text.push_str(&"é".repeat(WINDOW));
        text.push_str("abc");
        let mut places = Vec::new();
        each_match(&text, "abc", |at| {
            places.push(at);
            true
        })
        .unwrap();
        assert_eq!(places, text.match_indices("abc").map(|(at, _)| at).collect::<Vec<_>>());
        assert_eq!(find(&text, "cab").unwrap(), text.find("cab"));
        assert_eq!(rfind(&text, "abca").unwrap(), text.rfind("abca"));
        assert_eq!(rfind(&text, "x").unwrap(), None);
        let even = "aa".repeat(WINDOW);
        let mut count = 0;
        each_match(&even, "aaa", |_| {
            count += 1;
            true
        })
        .unwrap();
        assert_eq!(count, even.matches("aaa").count());
    }
}
