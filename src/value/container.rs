//! Python's containers as heap objects: str, bytes, list, tuple, range, slice; dict and set.

use super::Value;
use super::nesting;
use super::settable::SetTable;
use super::table::Table;
use crate::symbol::Symbol;
use compact_str::{CompactString, ToCompactString};
use std::cell::{Cell, Ref, RefCell, RefMut};
use std::rc::Rc;

/// A str. Its hash, its length in characters and whether it is ASCII are worked out once.
pub struct Str {
    /// Short texts lie here, without memory of their own; others have room to grow where they are built by `+=`.
    text: CompactString,
    /// `usize::MAX` until counted.
    chars: Cell<usize>,
    /// 0 until worked out.
    hash: Cell<u64>,
}

thread_local! {
    /// The texts of one ASCII character, of which there is one each, as in CPython.
    static CHARACTERS: [Rc<Str>; 128] = std::array::from_fn(|c| Rc::new(Str::new(char::from(c as u8).to_compact_string())));
}

impl Str {
    pub fn new(text: impl Into<CompactString>) -> Str {
        Str { text: text.into(), chars: Cell::new(usize::MAX), hash: Cell::new(0) }
    }

    /// The text of one character.
    pub fn of_char(c: char) -> Rc<Str> {
        match CHARACTERS.with(|known| known.get(c as usize).cloned()) {
            Some(known) => known,
            None => Rc::new(Str::new(c.to_compact_string())),
        }
    }

    #[inline(always)]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Appends to a text that nobody else sees.
    pub fn push_str(&mut self, more: &str) {
        self.text.push_str(more);
        self.chars.set(usize::MAX);
        self.hash.set(0);
    }

    /// The hash as a key.
    #[inline]
    pub fn hash(&self) -> u64 {
        match self.hash.get() {
            0 => {
                let hash = super::hash::text_hash(&self.text);
                self.hash.set(hash);
                hash
            }
            known => known,
        }
    }

    /// Length in characters, as Python's `len` gives it.
    pub fn char_count(&self) -> usize {
        if self.chars.get() == usize::MAX {
            self.chars.set(if self.text.is_ascii() { self.text.len() } else { self.text.chars().count() });
        }
        self.chars.get()
    }

    /// Whether character indices are byte indices.
    pub fn is_ascii(&self) -> bool {
        self.char_count() == self.text.len()
    }
}

pub struct Bytes {
    pub data: Box<[u8]>,
}

impl Bytes {
    pub fn new(data: impl Into<Box<[u8]>>) -> Bytes {
        Bytes { data: data.into() }
    }
}

/// A list. Its items are never borrowed while user code may run.
#[derive(Default)]
pub struct List {
    items: RefCell<Vec<Value>>,
}

impl List {
    pub fn new(items: Vec<Value>) -> List {
        List { items: RefCell::new(items) }
    }

    pub fn borrow(&self) -> Ref<'_, Vec<Value>> {
        self.items.borrow()
    }

    pub fn borrow_mut(&self) -> RefMut<'_, Vec<Value>> {
        self.items.borrow_mut()
    }

    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at an index from the front.
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// A copy of all items (reference counts only), to go through while user code may change the list.
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().clone()
    }
}

impl Drop for List {
    fn drop(&mut self) {
        nesting::free(std::mem::take(self.items.get_mut()));
    }
}

/// A tuple, plain or named.
#[derive(Default)]
pub struct Tuple {
    pub items: Box<[Value]>,
    /// The named tuple's class, as `np.linalg.eig` and `collections.namedtuple` give.
    pub class: Option<Rc<TupleClass>>,
}

impl Drop for Tuple {
    fn drop(&mut self) {
        nesting::free(std::mem::take(&mut self.items));
    }
}

/// A named tuple's class: `EigResult(eigenvalues, eigenvectors)`.
pub struct TupleClass {
    pub class: &'static super::Class,
    pub fields: Vec<Symbol>,
}

impl Tuple {
    pub fn new(items: impl Into<Box<[Value]>>) -> Tuple {
        Tuple { items: items.into(), class: None }
    }

    pub fn named(items: impl Into<Box<[Value]>>, class: Rc<TupleClass>) -> Tuple {
        Tuple { items: items.into(), class: Some(class) }
    }
}

/// `range(start, stop, step)`; the step is not zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
}

impl Range {
    pub fn len(&self) -> usize {
        // The distance of two i64 fits a u64, which is much faster to divide than an i128.
        let (low, high) = if self.step > 0 { (self.start, self.stop) } else { (self.stop, self.start) };
        if low >= high {
            return 0;
        }
        let last = (high as u64).wrapping_sub(low as u64) - 1;
        let steps = if self.step == 1 { last } else { last / self.step.unsigned_abs() };
        (steps as usize).saturating_add(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at an index from the front; the caller checks the bound.
    pub fn at(&self, index: usize) -> i64 {
        self.start.wrapping_add((index as i64).wrapping_mul(self.step))
    }
}

/// `slice(start, stop, step)`: any values.
pub struct Slice {
    pub start: Value,
    pub stop: Value,
    pub step: Value,
}

/// A dict: keys in the order of their first insertion.
#[derive(Default)]
pub struct Dict {
    table: RefCell<Table>,
    kind: Option<Box<DictKind>>,
}

impl Drop for Dict {
    fn drop(&mut self) {
        nesting::free(std::mem::take(self.table.get_mut()));
    }
}

/// What makes a dict one of the dicts of `collections`.
pub struct DictKind {
    /// `Counter`, `defaultdict`, `OrderedDict`
    pub class: &'static super::Class,
    /// What a `defaultdict` calls for a missing key; `None` for none.
    pub factory: RefCell<Value>,
}

impl Dict {
    pub fn new(table: Table) -> Dict {
        Dict { table: RefCell::new(table), kind: None }
    }

    /// A dict of a derived class.
    pub fn of_kind(table: Table, class: &'static super::Class, factory: Value) -> Dict {
        Dict { table: RefCell::new(table), kind: Some(Box::new(DictKind { class, factory: RefCell::new(factory) })) }
    }

    /// The derived class, for a dict that has one.
    pub fn kind(&self) -> Option<&DictKind> {
        self.kind.as_deref()
    }

    /// Whether it is of that derived class.
    pub fn is_kind(&self, class: &'static super::Class) -> bool {
        self.kind.as_ref().is_some_and(|kind| std::ptr::eq(kind.class, class))
    }

    pub fn borrow(&self) -> Ref<'_, Table> {
        self.table.borrow()
    }

    pub fn borrow_mut(&self) -> RefMut<'_, Table> {
        self.table.borrow_mut()
    }
}

/// A set or frozenset.
#[derive(Default)]
pub struct Set {
    table: RefCell<SetTable>,
}

impl Set {
    pub fn new(table: SetTable) -> Set {
        Set { table: RefCell::new(table) }
    }

    pub fn borrow(&self) -> Ref<'_, SetTable> {
        self.table.borrow()
    }

    pub fn borrow_mut(&self) -> RefMut<'_, SetTable> {
        self.table.borrow_mut()
    }
}
