//! What a regular expression is once it is read: a tree over tests of one character.

use crate::tensor::text::letter::{decimal_digit, is_alphabetic, is_numeric, is_space};
use std::rc::Rc;

/// The flags of Python's module, by their numbers.
pub mod flag {
    pub const TEMPLATE: i64 = 1;
    pub const IGNORECASE: i64 = 2;
    pub const LOCALE: i64 = 4;
    pub const MULTILINE: i64 = 8;
    pub const DOTALL: i64 = 16;
    pub const UNICODE: i64 = 32;
    pub const VERBOSE: i64 = 64;
    pub const DEBUG: i64 = 128;
    pub const ASCII: i64 = 256;
    /// Those that say which characters are letters.
    pub const TYPE: i64 = ASCII | LOCALE | UNICODE;
}

/// More repetitions than any text has characters.
pub const UNBOUNDED: usize = u32::MAX as usize;

pub enum Node {
    One(One),
    Assert(Assertion),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat {
        node: Box<Node>,
        least: usize,
        most: usize,
        kind: Kind,
    },
    /// A group with its number, or one that only groups.
    Group(Option<usize>, Box<Node>),
    /// What a group matched, again; with the way of ignoring case.
    Same(usize, Option<Fold>),
    Look {
        behind: bool,
        negate: bool,
        node: Box<Node>,
    },
    /// The first way in which it matches, and no other.
    Atomic(Box<Node>),
    /// Whether a group matched decides which.
    Conditional(usize, Box<Node>, Box<Node>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Clone, Copy)]
pub enum Assertion {
    /// `\A`, and `^` without MULTILINE
    Start,
    LineStart,
    /// `\Z`
    End,
    /// `$` without MULTILINE: also before the last line's end.
    LastLineEnd,
    LineEnd,
    /// `\b`, or `\B` where it is false; by ASCII's letters or all.
    Word {
        boundary: bool,
        ascii: bool,
    },
}

/// How letters of different case count as one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    Ascii,
    Unicode,
}

impl Fold {
    /// One code for all letters that differ only by case.
    pub fn of(self, code: u32) -> u32 {
        match self {
            Fold::Ascii => lower_ascii(code),
            // Twice: `ſ` becomes `S` and that `s`.
            Fold::Unicode => lower(upper(lower(code))),
        }
    }
}

fn lower_ascii(code: u32) -> u32 {
    if (65..=90).contains(&code) { code + 32 } else { code }
}

/// The letter of the other case where there is just one.
fn cased(code: u32, map: impl Fn(char) -> (Option<char>, Option<char>)) -> u32 {
    let Some(c) = char::from_u32(code) else { return code };
    match map(c) {
        (Some(one), None) => one as u32,
        _ => code,
    }
}

fn lower(code: u32) -> u32 {
    if code == 0x130 {
        return 'i' as u32;
    }
    if code < 128 {
        return lower_ascii(code);
    }
    cased(code, |c| {
        let mut all = c.to_lowercase();
        (all.next(), all.next())
    })
}

fn upper(code: u32) -> u32 {
    if (97..=122).contains(&code) {
        return code - 32;
    }
    cased(code, |c| {
        let mut all = c.to_uppercase();
        (all.next(), all.next())
    })
}

/// A test of one character.
#[derive(Clone)]
pub enum One {
    Literal(u32),
    /// A letter by its fold.
    Folded(u32, Fold),
    Any,
    /// `.` without DOTALL
    NotNewline,
    Class(Rc<Class>),
}

impl One {
    /// A literal, in the way that the flags ask for.
    pub fn literal(code: u32, fold: Option<Fold>) -> One {
        match fold {
            Some(fold) => One::Folded(fold.of(code), fold),
            None => One::Literal(code),
        }
    }

    #[inline]
    pub fn matches(&self, code: u32) -> bool {
        match self {
            One::Literal(own) => *own == code,
            One::Folded(own, fold) => fold.of(code) == *own,
            One::Any => true,
            One::NotNewline => code != 10,
            One::Class(class) => class.contains(code),
        }
    }
}

/// `[…]`, or one of `\d`, `\w`, `\s` and their opposites.
pub struct Class {
    negate: bool,
    items: Vec<Item>,
    fold: Option<Fold>,
    /// The answers for the first 256 characters, a bit each.
    small: [u64; 4],
}

pub enum Item {
    Range(u32, u32),
    Category { category: Category, negate: bool, ascii: bool },
}

#[derive(Clone, Copy)]
pub enum Category {
    Digit,
    Space,
    Word,
}

impl Category {
    pub fn contains(self, code: u32, ascii: bool) -> bool {
        let Some(c) = char::from_u32(code).filter(|c| !ascii || c.is_ascii()) else { return false };
        match self {
            Category::Digit if ascii => c.is_ascii_digit(),
            Category::Digit => decimal_digit(c).is_some(),
            Category::Space if ascii => matches!(c, ' ' | '\t'..='\r'),
            Category::Space => is_space(c),
            Category::Word => c == '_' || is_alphabetic(c) || is_numeric(c),
        }
    }
}

impl Class {
    pub fn new(negate: bool, items: Vec<Item>, fold: Option<Fold>) -> Class {
        let mut class = Class { negate, items, fold, small: [0; 4] };
        for code in 0..256u32 {
            if class.holds(code) {
                class.small[code as usize / 64] |= 1 << (code % 64);
            }
        }
        class
    }

    #[inline]
    fn contains(&self, code: u32) -> bool {
        match self.small.get(code as usize / 64) {
            Some(bits) => bits >> (code % 64) & 1 != 0,
            None => self.holds(code),
        }
    }

    fn holds(&self, code: u32) -> bool {
        let among = |code: u32| {
            self.items.iter().any(|item| match item {
                Item::Range(low, high) => (*low..=*high).contains(&code),
                Item::Category { category, negate, ascii } => category.contains(code, *ascii) != *negate,
            })
        };
        let found = match self.fold {
            None => among(code),
            Some(Fold::Ascii) => {
                among(code) || among(lower_ascii(code)) || ((97..=122).contains(&code) && among(code - 32))
            }
            Some(Fold::Unicode) => {
                among(code) || among(lower(code)) || among(upper(code)) || among(Fold::Unicode.of(code))
            }
        };
        found != self.negate
    }
}

impl Node {
    /// The fewest and the most characters it can match.
    pub fn width(&self) -> (usize, usize) {
        let capped = |n: usize| n.min(UNBOUNDED);
        match self {
            Node::One(_) => (1, 1),
            Node::Assert(_) | Node::Look { .. } => (0, 0),
            Node::Concat(nodes) => nodes
                .iter()
                .map(Node::width)
                .fold((0, 0), |sum, width| (capped(sum.0 + width.0), capped(sum.1 + width.1))),
            Node::Alternate(nodes) => {
                let widths = || nodes.iter().map(Node::width);
                (widths().map(|w| w.0).min().unwrap_or(0), widths().map(|w| w.1).max().unwrap_or(0))
            }
            Node::Repeat { node, least, most, .. } => {
                let (low, high) = node.width();
                (capped(low.saturating_mul(*least)), capped(high.saturating_mul(*most)))
            }
            Node::Group(_, node) | Node::Atomic(node) => node.width(),
            Node::Same(..) => (0, UNBOUNDED),
            Node::Conditional(_, yes, no) => {
                let (yes, no) = (yes.width(), no.width());
                (yes.0.min(no.0), yes.1.max(no.1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_over_all_their_forms() {
        for (a, b) in [('k', '\u{212a}'), ('s', 'ſ'), ('å', 'Å'), ('σ', 'ς'), ('i', 'İ'), ('μ', 'µ')] {
            assert_eq!(Fold::Unicode.of(a as u32), Fold::Unicode.of(b as u32), "{a} {b}");
        }
        assert_ne!(Fold::Ascii.of('k' as u32), Fold::Ascii.of('\u{212a}' as u32));
    }
}
