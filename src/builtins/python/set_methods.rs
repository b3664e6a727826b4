//! Methods of sets and frozensets.

use super::constructors::gather;
use crate::value::settable::SetTable;
use crate::value::{Context, Error, Result, Set, Value};
use std::rc::Rc;

/// Methods that sets and frozensets share, as a chapter for one of them.
macro_rules! shared_methods {
    ($id:ident, $chapter:literal, $class:literal, $make:expr) => {
        builtins! { $id, chapter $chapter, methods $class;
            /// All items of this set and of other iterables.
            ///
            /// >>> sorted({1, 2}.union([2, 3]))
            /// [1, 2, 3]
            fn union(cx, @pos this: Rc<Set>, @args others: Vec<Value>) -> Value {
                let mut table = this.borrow().copied();
                for other in &others {
                    match Other::of(cx, other)? {
                        Other::Keys(keys) => table.merge(&keys),
                        Other::Items(items) => {
                            for item in items {
                                table.insert(item)?;
                            }
                        }
                    }
                }
                Ok($make(table))
            }

            /// The items that this set and all other iterables have.
            ///
            /// >>> sorted({1, 2, 3}.intersection([2, 3, 4]))
            /// [2, 3]
            fn intersection(cx, @pos this: Rc<Set>, @args others: Vec<Value>) -> Value {
                Ok($make(intersect_all(cx, &this, &others)?))
            }

            /// The items of this set that no other iterable has.
            ///
            /// >>> sorted({1, 2, 3}.difference([2], [3]))
            /// [1]
            fn difference(cx, @pos this: Rc<Set>, @args others: Vec<Value>) -> Value {
                let table = this.borrow().clone();
                let mut table = match others.first() {
                    None => table.copied(),
                    Some(first) => match Other::of(cx, first)? {
                        Other::Keys(keys) => table.difference(&keys),
                        Other::Items(items) => without(table.copied(), &items)?,
                    },
                };
                for other in others.iter().skip(1) {
                    match Other::of(cx, other)? {
                        Other::Keys(keys) => table.subtract(&keys),
                        Other::Items(items) => table = without(table, &items)?,
                    }
                }
                Ok($make(table))
            }

            /// The items that either this set or another iterable has.
            ///
            /// >>> sorted({1, 2}.symmetric_difference([2, 3]))
            /// [1, 3]
            fn symmetric_difference(cx, @pos this: Rc<Set>, @pos other: Value) -> Value {
                let other = gather(cx, &other)?;
                let result = this.borrow().symmetric_difference(&other);
                Ok($make(result))
            }

            /// Whether an iterable has all items of this set.
            ///
            /// >>> {1}.issubset([1, 2])
            /// True
            fn issubset(cx, @pos this: Rc<Set>, @pos other: Value) -> bool {
                let other = gather(cx, &other)?;
                let answer = this.borrow().is_subset(&other);
                Ok(answer)
            }

            /// Whether this set has all items of an iterable.
            ///
            /// >>> {1, 2}.issuperset([1])
            /// True
            fn issuperset(cx, @pos this: Rc<Set>, @pos other: Value) -> bool {
                let other = gather(cx, &other)?;
                let answer = other.is_subset(&this.borrow());
                Ok(answer)
            }

            /// Whether this set and an iterable have no item in common.
            ///
            /// >>> {1, 2}.isdisjoint([3])
            /// True
            fn isdisjoint(cx, @pos this: Rc<Set>, @pos other: Value) -> bool {
                let other = gather(cx, &other)?;
                let answer = other.is_disjoint(&this.borrow());
                Ok(answer)
            }

            /// A new set with the same items.
            ///
            /// >>> s = {1, 2}
            /// >>> s.copy() == s
            /// True
            fn copy(cx, @pos this: Rc<Set>) -> Value {
                let table = this.borrow().copied();
                Ok($make(table))
            }
        }
    };
}

fn changeable(table: SetTable) -> Value {
    Value::Set(Rc::new(Set::new(table)))
}

fn frozen(table: SetTable) -> Value {
    Value::FrozenSet(Rc::new(Set::new(table)))
}

shared_methods!(SET_ALGEBRA, "set: algebra", "set", changeable);
shared_methods!(FROZENSET_METHODS, "frozenset", "frozenset", frozen);

builtins! { SET_METHODS, chapter "set", methods "set";
    /// Adds an item.
    ///
    /// >>> s = {1}
    /// >>> s.add(2); s
    /// {1, 2}
    fn add(cx, @pos this: Rc<Set>, @pos item: Value) -> () {
        this.borrow_mut().insert(item)?;
        Ok(())
    }

    /// Takes an item out; KeyError where it is not there.
    ///
    /// >>> s = {1, 2}
    /// >>> s.remove(1); s
    /// {2}
    fn remove(cx, @pos this: Rc<Set>, @pos item: Value) -> () {
        let removed = this.borrow_mut().remove(&item)?;
        if removed { Ok(()) } else { Err(Error::key(item)) }
    }

    /// Takes an item out if it is there.
    ///
    /// >>> s = {1, 2}
    /// >>> s.discard(3); s
    /// {1, 2}
    fn discard(cx, @pos this: Rc<Set>, @pos item: Value) -> () {
        this.borrow_mut().remove(&item)?;
        Ok(())
    }

    /// Takes some item out.
    ///
    /// >>> {7}.pop()
    /// 7
    fn pop(cx, @pos this: Rc<Set>) -> Value {
        let item = this.borrow_mut().pop();
        item.ok_or_else(|| Error::key(Value::str("pop from an empty set")))
    }

    /// Removes all items.
    ///
    /// >>> s = {1}
    /// >>> s.clear(); s
    /// set()
    fn clear(cx, @pos this: Rc<Set>) -> () {
        let old = std::mem::take(&mut *this.borrow_mut());
        drop(old);
        Ok(())
    }

    /// Adds all items of iterables.
    ///
    /// >>> s = {1}
    /// >>> s.update([2], (3,)); s
    /// {1, 2, 3}
    fn update(cx, @pos this: Rc<Set>, @args others: Vec<Value>) -> () {
        for other in &others {
            match other {
                Value::Set(_) | Value::FrozenSet(_) | Value::Dict(_) => {
                    let table = gather(cx, other)?;
                    this.borrow_mut().merge(&table);
                }
                other => {
                    let mut items = crate::value::iter::iterate(cx, other)?;
                    while let Some(item) = items.next(cx)? {
                        this.borrow_mut().insert(item)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Keeps only the items that all iterables have.
    ///
    /// >>> s = {1, 2, 3}
    /// >>> s.intersection_update([2, 3, 4]); s
    /// {2, 3}
    fn intersection_update(cx, @pos this: Rc<Set>, @args others: Vec<Value>) -> () {
        let table = intersect_all(cx, &this, &others)?;
        *this.borrow_mut() = table;
        Ok(())
    }

    /// Removes the items that other iterables have.
    ///
    /// >>> s = {1, 2, 3}
    /// >>> s.difference_update([2], [3]); s
    /// {1}
    fn difference_update(cx, @pos this: Rc<Set>, @args others: Vec<Value>) -> () {
        for other in &others {
            match Other::of(cx, other)? {
                Other::Keys(keys) => this.borrow_mut().subtract(&keys),
                Other::Items(items) => {
                    let table = this.borrow().clone();
                    let table = without(table, &items)?;
                    *this.borrow_mut() = table;
                }
            }
        }
        Ok(())
    }

    /// Keeps the items that either this set or another iterable has.
    ///
    /// >>> s = {1, 2}
    /// >>> s.symmetric_difference_update([2, 3]); s
    /// {1, 3}
    fn symmetric_difference_update(cx, @pos this: Rc<Set>, @pos other: Value) -> () {
        let table = gather(cx, &other)?;
        this.borrow_mut().toggle(&table);
        Ok(())
    }
}

/// The argument of a set's method. CPython treats sets and dicts otherwise than iterables, which shows in the order.
enum Other {
    Keys(SetTable),
    Items(Vec<Value>),
}

impl Other {
    fn of(cx: &mut dyn Context, value: &Value) -> Result<Other> {
        match value {
            Value::Set(set) | Value::FrozenSet(set) => Ok(Other::Keys(set.borrow().clone())),
            Value::Dict(_) => gather(cx, value).map(Other::Keys),
            other => crate::value::iter::collect(cx, other).map(Other::Items),
        }
    }
}

/// A table without some items.
fn without(mut table: SetTable, items: &[Value]) -> Result<SetTable> {
    for item in items {
        table.remove(item)?;
    }
    table.drop_dummies();
    Ok(table)
}

fn intersect_all(cx: &mut dyn Context, this: &Set, others: &[Value]) -> Result<SetTable> {
    let mut table = this.borrow().clone();
    if others.is_empty() {
        return Ok(table.copied());
    }
    for other in others {
        table = match Other::of(cx, other)? {
            Other::Keys(keys) => table.intersection(&keys),
            Other::Items(items) => {
                let mut common = SetTable::default();
                for item in items {
                    if table.contains(&item)? {
                        common.insert(item)?;
                    }
                }
                common
            }
        };
    }
    Ok(table)
}
