//! An insertion-ordered hash table with values of the language as keys: what dicts and sets are made of.

use super::hash::{hash, same_key};
use super::{Result, Value, watch};
use crate::pool::until_interrupted;
use hashbrown::HashTable;
use std::cell::Cell;
use std::mem;

/// Keys in the order of their first insertion. Removing leaves a hole that is squeezed out when there are many.
#[derive(Default)]
pub struct Table {
    index: HashTable<usize>,
    entries: Vec<Option<Entry>>,
    live: usize,
    /// Where a key was found last. What is read is often written next (`d[k] = d.get(k, 0) + 1`, `if k in d: d[k] += 1`).
    recent: Cell<usize>,
}

#[derive(Clone)]
struct Entry {
    hash: u64,
    key: Value,
    value: Value,
}

/// A hash with its bits spread over the whole word, as the index needs them: hashes of small ints are the ints themselves.
#[inline(always)]
fn spread(hash: u64) -> u64 {
    // 2⁶⁴ divided by the golden ratio: Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4).
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32)
}

fn spread_of(entries: &[Option<Entry>], at: usize) -> u64 {
    entries.get(at).and_then(Option::as_ref).map_or(0, |entry| spread(entry.hash))
}

#[inline(always)]
fn is_key(entries: &[Option<Entry>], at: usize, hash: u64, key: &Value) -> bool {
    matches!(entries.get(at), Some(Some(entry)) if entry.hash == hash && same_key(&entry.key, key))
}

impl Table {
    /// A copy. KeyboardInterrupt.
    pub fn copied(&self) -> Result<Table> {
        let mut entries = Vec::with_capacity(self.entries.len());
        entries.extend(until_interrupted(self.entries.iter()).cloned());
        watch::check()?;
        Ok(Table { index: self.index.clone(), entries, live: self.live, recent: Cell::default() })
    }

    pub fn with_capacity(n: usize) -> Table {
        let (index, entries) = (HashTable::with_capacity(n), Vec::with_capacity(n));
        Table { index, entries, live: 0, recent: Cell::default() }
    }

    pub fn len(&self) -> usize {
        self.live
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// TypeError for a key that can't be hashed.
    pub fn get(&self, key: &Value) -> Result<Option<&Value>> {
        let hash = hash(key)?;
        Ok(self.find(hash, key).and_then(|i| self.entries[i].as_ref()).map(|e| &e.value))
    }

    pub fn contains(&self, key: &Value) -> Result<bool> {
        let hash = hash(key)?;
        Ok(self.find(hash, key).is_some())
    }

    #[inline]
    fn find(&self, hash: u64, key: &Value) -> Option<usize> {
        let recent = self.recent.get();
        if is_key(&self.entries, recent, hash, key) {
            return Some(recent);
        }
        let found = self.index.find(spread(hash), |&i| is_key(&self.entries, i, hash, key)).copied()?;
        self.recent.set(found);
        Some(found)
    }

    /// Sets a key's value; the value it had before. An equal key that is already there stays.
    pub fn insert(&mut self, key: Value, value: Value) -> Result<Option<Value>> {
        let hash = hash(&key)?;
        match self.slot(hash, &key) {
            Some(slot) => Ok(Some(mem::replace(slot, value))),
            None => {
                self.append(hash, key, value);
                Ok(None)
            }
        }
    }

    /// [`Table::insert`] of a key that is copied only where it is new.
    #[inline]
    pub fn set(&mut self, key: &Value, value: Value) -> Result<Option<Value>> {
        let hash = hash(key)?;
        match self.slot(hash, key) {
            Some(slot) => Ok(Some(mem::replace(slot, value))),
            None => {
                self.append(hash, key.clone(), value);
                Ok(None)
            }
        }
    }

    #[inline]
    fn slot(&mut self, hash: u64, key: &Value) -> Option<&mut Value> {
        let at = self.find(hash, key)?;
        self.entries.get_mut(at)?.as_mut().map(|entry| &mut entry.value)
    }

    /// Adds a key that is not there.
    fn append(&mut self, hash: u64, key: Value, value: Value) {
        let entries = &mut self.entries;
        self.index.insert_unique(spread(hash), entries.len(), |&i| spread_of(entries, i));
        entries.push(Some(Entry { hash, key, value }));
        self.live += 1;
    }

    /// Removes a key; its key and value.
    pub fn remove(&mut self, key: &Value) -> Result<Option<(Value, Value)>> {
        let hash = hash(key)?;
        let Some(at) = self.find(hash, key) else { return Ok(None) };
        Ok(self.remove_at(at))
    }

    fn remove_at(&mut self, at: usize) -> Option<(Value, Value)> {
        let entry = self.entries[at].take()?;
        if let Ok(slot) = self.index.find_entry(spread(entry.hash), |&i| i == at) {
            slot.remove();
        }
        self.live -= 1;
        while self.entries.last().is_some_and(Option::is_none) {
            self.entries.pop();
        }
        if self.entries.len() > 32 && self.live * 2 < self.entries.len() {
            self.squeeze();
        }
        Some((entry.key, entry.value))
    }

    fn squeeze(&mut self) {
        self.entries.retain(Option::is_some);
        self.index.clear();
        let entries = &self.entries;
        for i in 0..entries.len() {
            self.index.insert_unique(spread_of(entries, i), i, |&j| spread_of(entries, j));
        }
    }

    /// Removes the entry that was inserted last.
    pub fn pop_last(&mut self) -> Option<(Value, Value)> {
        let at = self.entries.len().checked_sub(1)?;
        self.remove_at(at)
    }

    pub fn pop_first(&mut self) -> Option<(Value, Value)> {
        let at = self.entries.iter().position(Option::is_some)?;
        self.remove_at(at)
    }

    pub fn clear(&mut self) {
        *self = Table::default();
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Value, &Value)> {
        self.entries.iter().flatten().map(|e| (&e.key, &e.value))
    }

    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.iter().map(|(key, _)| key)
    }

    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.iter().map(|(_, value)| value)
    }

    /// The entry at or after position `at`, and the position to go on from: for iterators that live while the table may
    /// change.
    pub fn next_from(&self, at: usize) -> Option<(usize, &Value, &Value)> {
        let skipped = self.entries.get(at..)?.iter().position(Option::is_some)?;
        let entry = self.entries[at + skipped].as_ref()?;
        Some((at + skipped + 1, &entry.key, &entry.value))
    }
}
