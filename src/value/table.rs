//! An insertion-ordered hash table with values of the language as keys: what dicts and sets are made of.

use super::hash::{hash, key_equals};
use super::{Result, Value};
use hashbrown::HashTable;

/// Keys in the order of their first insertion. Removing leaves a hole that is squeezed out when there are many.
#[derive(Clone, Default)]
pub struct Table {
    index: HashTable<usize>,
    entries: Vec<Option<Entry>>,
    live: usize,
}

#[derive(Clone)]
struct Entry {
    hash: u64,
    key: Value,
    value: Value,
}

impl Table {
    pub fn with_capacity(n: usize) -> Table {
        Table { index: HashTable::with_capacity(n), entries: Vec::with_capacity(n), live: 0 }
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

    fn find(&self, hash: u64, key: &Value) -> Option<usize> {
        let same = |&i: &usize| {
            self.entries[i].as_ref().is_some_and(|e| e.hash == hash && (e.key.is(key) || key_equals(&e.key, key)))
        };
        self.index.find(hash, same).copied()
    }

    /// Sets a key's value; the value it had before. An equal key that is already there stays.
    pub fn insert(&mut self, key: Value, value: Value) -> Result<Option<Value>> {
        let hash = hash(&key)?;
        if let Some(entry) = self.find(hash, &key).and_then(|i| self.entries[i].as_mut()) {
            return Ok(Some(std::mem::replace(&mut entry.value, value)));
        }
        let entries = &self.entries;
        let rehash = |&i: &usize| entries[i].as_ref().map_or(0, |e| e.hash);
        self.index.insert_unique(hash, self.entries.len(), rehash);
        self.entries.push(Some(Entry { hash, key, value }));
        self.live += 1;
        Ok(None)
    }

    /// Removes a key; its key and value.
    pub fn remove(&mut self, key: &Value) -> Result<Option<(Value, Value)>> {
        let hash = hash(key)?;
        let Some(at) = self.find(hash, key) else { return Ok(None) };
        Ok(self.remove_at(at))
    }

    fn remove_at(&mut self, at: usize) -> Option<(Value, Value)> {
        let entry = self.entries[at].take()?;
        if let Ok(slot) = self.index.find_entry(entry.hash, |&i| i == at) {
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
        for (i, entry) in self.entries.iter().enumerate() {
            let entries = &self.entries;
            if let Some(entry) = entry {
                self.index.insert_unique(entry.hash, i, |&j| entries[j].as_ref().map_or(0, |e| e.hash));
            }
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
