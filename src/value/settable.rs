//! The hash table of sets: open addressing laid out as CPython lays it out (linear probes of nine, then a perturbed jump;
//! growth by four), so that sets of numbers are gone through in CPython's order. Other sets keep the order of insertion.

use super::hash::{hash, same_key};
use super::{Result, Value};

/// How many neighbours are looked at before jumping.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
const MIN_SLOTS: usize = 8;

/// A slot that never held a key.
const EMPTY: u32 = u32::MAX;
/// A slot whose key was removed.
const DUMMY: u32 = u32::MAX - 1;

/// The keys of a set.
#[derive(Clone)]
pub struct SetTable {
    /// Indices into `entries`; the length is a power of two.
    slots: Box<[u32]>,
    /// Keys in the order of insertion; holes where keys were removed.
    entries: Vec<Option<Entry>>,
    live: usize,
    /// Slots that are not `EMPTY`.
    fill: usize,
    /// Where `pop` goes on looking.
    finger: usize,
    /// Whether every key ever inserted hashes as in CPython (numbers and tuples of them).
    ordered: bool,
}

#[derive(Clone)]
struct Entry {
    hash: u64,
    key: Value,
}

impl Default for SetTable {
    fn default() -> SetTable {
        SetTable {
            slots: vec![EMPTY; MIN_SLOTS].into(),
            entries: Vec::new(),
            live: 0,
            fill: 0,
            finger: 0,
            ordered: true,
        }
    }
}

/// Whether a key's hash is CPython's, so that its place in the table is too.
fn hashes_as_cpython(key: &Value) -> bool {
    match key {
        Value::Int(_) => true,
        Value::Str(_) | Value::Bytes(_) | Value::None | Value::FrozenSet(_) => false,
        Value::Tuple(tuple) => tuple.items.iter().all(hashes_as_cpython),
        other => super::number::Number::of_any(other).is_some(),
    }
}

impl SetTable {
    pub fn len(&self) -> usize {
        self.live
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// A set of the keys, inserted one after the other.
    pub fn from_keys<'a>(keys: impl IntoIterator<Item = &'a Value>) -> Result<SetTable> {
        let mut table = SetTable::default();
        for key in keys {
            table.insert(key.clone())?;
        }
        Ok(table)
    }

    /// The slot of an equal key, or the slot where it would go: the last dummy on the way, else the empty slot at its end.
    fn find(&self, hash: u64, key: &Value) -> std::result::Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let (mut at, mut perturb) = (hash as usize & mask, hash);
        let mut free = None;
        loop {
            let probes = if at + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for slot in at..=at + probes {
                match self.slots[slot] {
                    EMPTY => return Err(free.unwrap_or(slot)),
                    DUMMY => free = Some(slot),
                    index => {
                        let entry = self.entries.get(index as usize).and_then(Option::as_ref);
                        if entry.is_some_and(|e| e.hash == hash && same_key(&e.key, key)) {
                            return Ok(slot);
                        }
                    }
                }
            }
            perturb >>= PERTURB_SHIFT;
            at = (at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize)) & mask;
        }
    }

    /// TypeError for a key that can't be hashed.
    pub fn contains(&self, key: &Value) -> Result<bool> {
        Ok(self.find(hash(key)?, key).is_ok())
    }

    /// Adds a key; whether it was new. An equal key that is already there stays.
    pub fn insert(&mut self, key: Value) -> Result<bool> {
        let hash = hash(&key)?;
        Ok(self.insert_hashed(hash, key))
    }

    fn insert_hashed(&mut self, hash: u64, key: Value) -> bool {
        let Err(slot) = self.find(hash, &key) else { return false };
        self.ordered = self.ordered && hashes_as_cpython(&key);
        let reused = self.slots[slot] == DUMMY;
        self.slots[slot] = self.entries.len() as u32;
        self.entries.push(Some(Entry { hash, key }));
        self.live += 1;
        if reused {
            self.squeeze_if_sparse();
            return true;
        }
        self.fill += 1;
        if self.fill * 5 >= (self.slots.len() - 1) * 3 {
            self.grow();
        }
        true
    }

    fn grow(&mut self) {
        self.resize(if self.live > 50_000 { self.live * 2 } else { self.live * 4 });
    }

    /// Lays the keys out anew in a table of more than `least` slots, without dummies.
    fn resize(&mut self, least: usize) {
        let size = (least + 1).next_power_of_two().max(MIN_SLOTS);
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; size].into());
        for index in old {
            if let Some(Some(entry)) = self.entries.get(index as usize) {
                let slot = clean_slot(&self.slots, entry.hash);
                self.slots[slot] = index;
            }
        }
        self.fill = self.live;
        if self.entries.len() > self.live {
            self.squeeze();
        }
    }

    /// Keeps the entries from growing without end where keys come and go.
    fn squeeze_if_sparse(&mut self) {
        if self.entries.len() > 2 * self.live + 32 {
            self.squeeze();
        }
    }

    /// Removes the holes among the entries.
    fn squeeze(&mut self) {
        let mut place = vec![EMPTY; self.entries.len()];
        let mut next = 0;
        for (entry, place) in self.entries.iter().zip(&mut place) {
            if entry.is_some() {
                *place = next;
                next += 1;
            }
        }
        self.entries.retain(Option::is_some);
        for slot in &mut self.slots {
            if let Some(&new) = place.get(*slot as usize) {
                *slot = new;
            }
        }
    }

    /// Removes a key; whether it was there.
    pub fn remove(&mut self, key: &Value) -> Result<bool> {
        let hash = hash(key)?;
        Ok(self.remove_hashed(hash, key).is_some())
    }

    fn remove_hashed(&mut self, hash: u64, key: &Value) -> Option<Value> {
        let slot = self.find(hash, key).ok()?;
        self.remove_slot(slot)
    }

    fn remove_slot(&mut self, slot: usize) -> Option<Value> {
        let index = std::mem::replace(&mut self.slots[slot], DUMMY);
        self.live -= 1;
        let entry = self.entries.get_mut(index as usize)?.take()?;
        while self.entries.last().is_some_and(Option::is_none) {
            self.entries.pop();
        }
        Some(entry.key)
    }

    /// Removes some key: CPython's choice where the keys are numbers, else the first inserted.
    pub fn pop(&mut self) -> Option<Value> {
        if self.live == 0 {
            return None;
        }
        if !self.ordered {
            let entry = self.entries.iter().flatten().next()?.clone();
            return self.remove_hashed(entry.hash, &entry.key);
        }
        let n = self.slots.len();
        let slot = (0..n).map(|i| (self.finger + i) & (n - 1)).find(|&slot| self.slots[slot] < DUMMY)?;
        self.finger = slot + 1;
        self.remove_slot(slot)
    }

    pub fn clear(&mut self) {
        *self = SetTable::default();
    }

    /// The keys in the order in which the set is gone through.
    pub fn keys(&self) -> Keys<'_> {
        Keys { table: self, at: 0 }
    }

    /// The key at or after position `at`, and the position to go on from: for iterators that live while the set may change.
    pub fn next_from(&self, at: usize) -> Option<(usize, &Value)> {
        let (skipped, key) = if self.ordered {
            let rest = self.slots.get(at..)?.iter().enumerate();
            let mut found = rest.filter_map(|(i, &slot)| Some((i, self.entries.get(slot as usize)?.as_ref()?)));
            found.next()?
        } else {
            let rest = self.entries.get(at..)?.iter().enumerate();
            let mut found = rest.filter_map(|(i, entry)| Some((i, entry.as_ref()?)));
            found.next()?
        };
        Some((at + skipped + 1, &key.key))
    }

    /// Whether every key of this set is in the other.
    pub fn is_subset(&self, other: &SetTable) -> bool {
        self.live <= other.live && self.hashed().all(|e| other.find(e.hash, &e.key).is_ok())
    }

    pub fn is_disjoint(&self, other: &SetTable) -> bool {
        self.hashed().all(|e| other.find(e.hash, &e.key).is_err())
    }

    /// Entries in the order in which the set is gone through.
    fn hashed(&self) -> impl Iterator<Item = &Entry> {
        let ordered = self.ordered;
        let by_slot =
            self.slots.iter().filter(move |_| ordered).filter_map(|&i| self.entries.get(i as usize)?.as_ref());
        let by_insertion = self.entries.iter().filter(move |_| !ordered).flatten();
        by_slot.chain(by_insertion)
    }

    /// Adds all keys of another set, growing once beforehand.
    pub fn merge(&mut self, other: &SetTable) {
        self.reserve(other.live);
        if self.fill == 0 && self.slots.len() == other.slots.len() && other.fill == other.live {
            let finger = self.finger;
            *self = other.clone();
            self.finger = finger;
            return;
        }
        for entry in other.hashed() {
            self.insert_hashed(entry.hash, entry.key.clone());
        }
    }

    /// Makes room for `more` keys, as `update` from a set or dict does.
    pub fn reserve(&mut self, more: usize) {
        if (self.fill + more) * 5 >= (self.slots.len() - 1) * 3 {
            self.resize((self.live + more) * 2);
        }
    }

    /// A copy laid out as a new set made from this one.
    pub fn copied(&self) -> SetTable {
        let mut copy = SetTable::default();
        copy.merge(self);
        copy
    }

    pub fn union(&self, other: &SetTable) -> SetTable {
        let mut result = self.copied();
        result.merge(other);
        result
    }

    pub fn intersection(&self, other: &SetTable) -> SetTable {
        let (from, within) = if other.live > self.live { (self, other) } else { (other, self) };
        let mut result = SetTable::default();
        for entry in from.hashed() {
            if within.find(entry.hash, &entry.key).is_ok() {
                result.insert_hashed(entry.hash, entry.key.clone());
            }
        }
        result
    }

    pub fn difference(&self, other: &SetTable) -> SetTable {
        if self.live >> 2 > other.live {
            let mut result = self.copied();
            result.subtract(other);
            return result;
        }
        let mut result = SetTable::default();
        for entry in self.hashed() {
            if other.find(entry.hash, &entry.key).is_err() {
                result.insert_hashed(entry.hash, entry.key.clone());
            }
        }
        result
    }

    /// Removes all keys of another set.
    pub fn subtract(&mut self, other: &SetTable) {
        for entry in other.hashed() {
            self.remove_hashed(entry.hash, &entry.key);
        }
        self.drop_dummies();
    }

    /// Lays the keys out anew if more than a quarter of the slots are dummies, as `difference_update` does at its end.
    pub fn drop_dummies(&mut self) {
        if self.fill - self.live > (self.slots.len() - 1) / 4 {
            self.grow();
        }
    }

    pub fn symmetric_difference(&self, other: &SetTable) -> SetTable {
        let mut result = other.copied();
        result.toggle(self);
        result
    }

    /// Removes the keys that both have and adds those that only the other has.
    pub fn toggle(&mut self, other: &SetTable) {
        for entry in other.hashed() {
            if self.remove_hashed(entry.hash, &entry.key).is_none() {
                self.insert_hashed(entry.hash, entry.key.clone());
            }
        }
    }
}

/// The first free slot for a hash in a table without dummies that does not hold the key.
fn clean_slot(slots: &[u32], hash: u64) -> usize {
    let mask = slots.len() - 1;
    let (mut at, mut perturb) = (hash as usize & mask, hash);
    loop {
        let probes = if at + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        if let Some(free) = (at..=at + probes).find(|&slot| slots[slot] == EMPTY) {
            return free;
        }
        perturb >>= PERTURB_SHIFT;
        at = (at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize)) & mask;
    }
}

/// See [`SetTable::keys`].
pub struct Keys<'a> {
    table: &'a SetTable,
    at: usize,
}

impl<'a> Iterator for Keys<'a> {
    type Item = &'a Value;

    fn next(&mut self) -> Option<&'a Value> {
        let (at, key) = self.table.next_from(self.at)?;
        self.at = at;
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ints(keys: &[i64]) -> SetTable {
        SetTable::from_keys(&keys.iter().map(|&i| Value::Int(i)).collect::<Vec<_>>()).unwrap()
    }

    fn order(table: &SetTable) -> Vec<i64> {
        table.keys().map(|k| if let Value::Int(i) = k { *i } else { -999 }).collect()
    }

    #[test]
    fn ints_are_gone_through_in_cpythons_order() {
        assert_eq!(order(&ints(&[9, 1, 8, 16, 33])), [33, 1, 8, 9, 16]);
        assert_eq!(order(&ints(&[100, 50, 25, 12, 6, 3])), [3, 100, 6, 12, 50, 25]);
        assert_eq!(order(&ints(&[-1, -2, -3, 0])), [0, -3, -1, -2]);
    }

    #[test]
    fn set_algebra_lays_out_as_cpython() {
        let (a, b) = (ints(&[1, 20, 33, 7, 5]), ints(&[64, 33, 20, 8]));
        assert_eq!(order(&a.union(&b)), [64, 1, 33, 5, 7, 8, 20]);
        assert_eq!(order(&a.intersection(&b)), [33, 20]);
        assert_eq!(order(&a.symmetric_difference(&b)), [64, 1, 5, 7, 8]);
    }

    #[test]
    fn pop_takes_cpythons_key() {
        let mut a = ints(&[5, 9, 1]);
        let mut popped = Vec::new();
        while let Some(Value::Int(i)) = a.pop() {
            popped.push(i);
        }
        assert_eq!(popped, [9, 5, 1]);
    }
}
