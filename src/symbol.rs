//! Identifiers → small numbers: `Symbol` is an interned name that compares and hashes as an integer.

use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::fmt;

/// An interned identifier. Two symbols are equal exactly if their texts are.
///
/// The table belongs to the thread (the interpreter is single-threaded) and never shrinks: it holds the distinct
/// names of the programs read, once each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

#[derive(Default)]
struct Interner {
    ids: FxHashMap<&'static str, u32>,
    texts: Vec<&'static str>,
}

thread_local! {
    static INTERNER: RefCell<Interner> = RefCell::default();
}

impl Symbol {
    /// The symbol of `text`, made if it is new.
    pub fn new(text: &str) -> Symbol {
        let known = INTERNER.with_borrow(|table| table.ids.get(text).copied());
        known.map_or_else(|| Symbol::of_static(Box::leak(text.into())), Symbol)
    }

    /// The symbol of a text that needs no copy.
    pub fn of_static(text: &'static str) -> Symbol {
        INTERNER.with_borrow_mut(|table| {
            let next = table.texts.len() as u32;
            let id = *table.ids.entry(text).or_insert(next);
            if id == next {
                table.texts.push(text);
            }
            Symbol(id)
        })
    }

    /// Makes room for names that are known to come.
    pub fn reserve(names: usize) {
        INTERNER.with_borrow_mut(|table| {
            table.ids.reserve(names);
            table.texts.reserve(names);
        });
    }

    /// The name itself.
    pub fn as_str(self) -> &'static str {
        INTERNER.with_borrow(|table| table.texts[self.0 as usize])
    }

    /// A dense number, usable as an index into a table of the thread's symbols.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
