//! Identifiers → small numbers: `Symbol` is an interned name that compares and hashes as an integer.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

/// An interned identifier. Two symbols are equal exactly if their texts are.
///
/// The table belongs to the thread (the interpreter is single-threaded) and never shrinks: it holds the distinct
/// names of the programs read, once each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

#[derive(Default)]
struct Interner {
    ids: HashMap<&'static str, u32>,
    texts: Vec<&'static str>,
}

thread_local! {
    static INTERNER: RefCell<Interner> = RefCell::default();
}

impl Symbol {
    /// The symbol of `text`, made if it is new.
    pub fn new(text: &str) -> Symbol {
        INTERNER.with_borrow_mut(|table| {
            if let Some(&id) = table.ids.get(text) {
                return Symbol(id);
            }
            let id = table.texts.len() as u32;
            let text: &'static str = Box::leak(text.into());
            table.texts.push(text);
            table.ids.insert(text, id);
            Symbol(id)
        })
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
