//! Owner and name → library item, by a hash table that the compiler works out: a program pays for no name it does not use.

use super::chapters::GROUPS;
use crate::value::Builtin;
use crate::value::function::same;

/// What holds an item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    /// A module's namespace: `np.linalg`.
    Space(&'a str),
    /// A class, whose method or attribute the item is.
    Class(&'a str),
}

/// Slots of the table; a power of two, more than half of them empty.
const SLOTS: usize = 1 << 14;
/// What an empty slot holds.
const EMPTY: u16 = u16::MAX;

/// Every item, chapter by chapter.
static ITEMS: [&Builtin; COUNT] = items();
const COUNT: usize = count();

/// Open addressing with linear probing: numbers of items, at the slots of their owners and names.
#[allow(long_running_const_eval)]
static TABLE: [u16; SLOTS] = table();

/// The item of that name, or with that other name; with the empty name, any item of a namespace.
pub fn find(owner: Owner, name: &str) -> Option<&'static Builtin> {
    let mut slot = hash(owner, name);
    while TABLE[slot] != EMPTY {
        let item = ITEMS[TABLE[slot] as usize];
        if answers(item, owner, name) {
            return Some(item);
        }
        slot = (slot + 1) % SLOTS;
    }
    None
}

/// Every name that the owner's items have, with the item.
pub fn members(owner: Owner) -> impl Iterator<Item = (&'static str, &'static Builtin)> {
    let held = ITEMS.iter().copied().filter(move |item| answers(item, owner, ""));
    let named = held.flat_map(|item| item.aliases().iter().copied().chain([item.name]).map(move |name| (name, item)));
    // An item that another has taken the place of is not found under the name.
    named.filter(move |&(name, item)| find(owner, name).is_some_and(|found| std::ptr::eq(found, item)))
}

/// Every namespace that has items, in no order and more than once.
pub fn spaces() -> impl Iterator<Item = &'static str> {
    ITEMS.iter().filter(|item| item.class.is_none()).flat_map(|item| item.holders().iter().copied())
}

/// FNV-1a over the owner, a separator that no name contains, and the name, as a slot of the table.
const fn hash(owner: Owner, name: &str) -> usize {
    let (owner, separator) = match owner {
        Owner::Space(space) => (space, 0),
        Owner::Class(class) => (class, 1),
    };
    let hash = add(0x811c_9dc5, owner.as_bytes());
    let hash = add(add(hash, &[separator]), name.as_bytes());
    (hash ^ (hash >> 15)) as usize % SLOTS
}

const fn add(mut hash: u32, bytes: &[u8]) -> u32 {
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// Whether the item is what the owner holds under the name.
const fn answers(item: &Builtin, owner: Owner, name: &str) -> bool {
    let named = name.is_empty() || same(item.name, name);
    match owner {
        Owner::Space(space) => item.class.is_none() && contains(item.holders(), space) && (named || also(item, name)),
        Owner::Class(class) => match item.class {
            Some(own) => same(own, class) && (named || also(item, name)),
            None => named && lends(item, class),
        },
    }
}

/// Functions that are methods of a class, too, by the attribute that says so.
const LENT: [(&str, &str); 2] = [("ndarray", "method"), ("chararray", "chararray")];

/// Whether a function is also a method of the class.
const fn lends(item: &Builtin, class: &str) -> bool {
    (same(class, LENT[0].0) && item.has(LENT[0].1)) || (same(class, LENT[1].0) && item.has(LENT[1].1))
}

const fn also(item: &Builtin, name: &str) -> bool {
    contains(item.aliases(), name)
}

const fn contains(all: &[&str], one: &str) -> bool {
    let mut at = 0;
    while at < all.len() {
        if same(all[at], one) {
            return true;
        }
        at += 1;
    }
    false
}

const fn count() -> usize {
    let (mut group, mut sum) = (0, 0);
    while group < GROUPS.len() {
        let mut chapter = 0;
        while chapter < GROUPS[group].len() {
            sum += GROUPS[group][chapter].items.len();
            chapter += 1;
        }
        group += 1;
    }
    sum
}

const fn items() -> [&'static Builtin; COUNT] {
    let mut all = [&GROUPS[0][0].items[0]; COUNT];
    let (mut group, mut next) = (0, 0);
    while group < GROUPS.len() {
        let mut chapter = 0;
        while chapter < GROUPS[group].len() {
            let items = GROUPS[group][chapter].items;
            let mut at = 0;
            while at < items.len() {
                all[next] = &items[at];
                next += 1;
                at += 1;
            }
            chapter += 1;
        }
        group += 1;
    }
    all
}

const fn table() -> [u16; SLOTS] {
    let mut table = [EMPTY; SLOTS];
    let mut id = 0;
    while id < COUNT {
        let item = ITEMS[id];
        match item.class {
            Some(class) => enter(&mut table, id, Owner::Class(class)),
            None => {
                let mut at = 0;
                while at < item.holders().len() {
                    enter(&mut table, id, Owner::Space(item.holders()[at]));
                    at += 1;
                }
                let mut at = 0;
                while at < LENT.len() {
                    if item.has(LENT[at].1) {
                        put(&mut table, id, Owner::Class(LENT[at].0), item.name);
                    }
                    at += 1;
                }
            }
        }
        id += 1;
    }
    table
}

/// Enters an item under all its names; for a namespace, also under the empty one.
const fn enter(table: &mut [u16; SLOTS], id: usize, owner: Owner) {
    if matches!(owner, Owner::Space(_)) {
        put(table, id, owner, "");
    }
    put(table, id, owner, ITEMS[id].name);
    let names = ITEMS[id].aliases();
    let mut at = 0;
    while at < names.len() {
        put(table, id, owner, names[at]);
        at += 1;
    }
}

/// Later items take the place of earlier ones; but a method of the class itself stays before a function lent to it.
const fn put(table: &mut [u16; SLOTS], id: usize, owner: Owner, name: &str) {
    let mut slot = hash(owner, name);
    while table[slot] != EMPTY {
        let known = ITEMS[table[slot] as usize];
        if answers(known, owner, name) {
            let lent = matches!(owner, Owner::Class(_)) && ITEMS[id].class.is_none();
            if !lent {
                table[slot] = id as u16;
            }
            return;
        }
        slot = (slot + 1) % SLOTS;
    }
    table[slot] = id as u16;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_room() {
        let taken = TABLE.iter().filter(|id| **id != EMPTY).count();
        assert!(taken * 10 < SLOTS * 7, "{taken} of {SLOTS} slots are taken");
    }

    #[test]
    fn items_are_found_by_their_names() {
        let space = |space, name| find(Owner::Space(space), name).map(|item| item.name);
        assert_eq!(space("np", "mean"), Some("mean"));
        assert_eq!(space("np", "amax"), Some("max"));
        assert_eq!(space("np.linalg", "inv"), Some("inv"));
        assert_eq!(space("np", "inv"), None);
        assert!(space("math", "").is_some() && space("nowhere", "").is_none());
        let method = |class, name| find(Owner::Class(class), name).map(|item| (item.name, item.class.is_some()));
        assert_eq!(method("list", "append"), Some(("append", true)));
        assert_eq!(method("ndarray", "mean"), Some(("mean", false)));
        assert_eq!(method("ndarray", "sort"), Some(("sort", true)));
        assert_eq!(method("list", "mean"), None);
    }

    #[test]
    fn members_are_found_again() {
        for owner in [Owner::Space("np"), Owner::Class("ndarray"), Owner::Class("str")] {
            assert!(members(owner).count() > 20);
            for (name, item) in members(owner) {
                assert!(find(owner, name).is_some_and(|found| std::ptr::eq(found, item)), "{name}");
            }
        }
    }
}
