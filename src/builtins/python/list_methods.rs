//! Methods of lists and tuples.

use super::functions::sort_values;
use crate::value::compare::item_equal;
use crate::value::iter::{collect, iterate, push};
use crate::value::watch::{self, Watch};
use crate::value::{Context, Error, List, Result, Tuple, Value};
use std::rc::Rc;

builtins! { LIST_METHODS, chapter "list", methods "list";
    /// Adds an item at the end.
    ///
    /// >>> x = [1]
    /// >>> x.append(2); x
    /// [1, 2]
    quick (|values| match values {
        [Value::List(list), item] => {
            list.borrow_mut().push(std::mem::take(item));
            Some(Value::None)
        }
        _ => None,
    })
    fn append(cx, @pos this: Rc<List>, @pos object: Value) -> () {
        push(&mut this.borrow_mut(), object)
    }

    /// Adds all items of an iterable at the end.
    ///
    /// >>> x = [1]
    /// >>> x.extend((2, 3)); x
    /// [1, 2, 3]
    fn extend(cx, @pos this: Rc<List>, @pos iterable: Value) -> () {
        if let Value::List(_) | Value::Tuple(_) | Value::Array(_) = iterable {
            let items = collect(cx, &iterable)?;
            this.borrow_mut().extend(items);
            return Ok(());
        }
        let (mut items, mut watch) = (iterate(cx, &iterable)?, Watch::default());
        while let Some(item) = items.next(cx)? {
            watch.step()?;
            push(&mut this.borrow_mut(), item)?;
        }
        Ok(())
    }

    /// Puts an item before the one at an index.
    ///
    /// >>> x = ['a', 'c']
    /// >>> x.insert(1, 'b'); x
    /// ['a', 'b', 'c']
    fn insert(cx, @pos this: Rc<List>, @pos index: i64, @pos object: Value) -> () {
        let mut items = this.borrow_mut();
        let n = items.len() as i64;
        let at = if index < 0 { index.saturating_add(n).max(0) } else { index.min(n) };
        items.insert(at as usize, object);
        Ok(())
    }

    /// Takes the item at an index out, the last one by default.
    ///
    /// >>> x = [1, 2, 3]
    /// >>> x.pop(), x.pop(0), x
    /// (3, 1, [2])
    fn pop(cx, @pos this: Rc<List>, @pos index: i64 = -1) -> Value {
        let mut items = this.borrow_mut();
        if items.is_empty() {
            return Err(Error::index("pop from empty list"));
        }
        let n = items.len() as i64;
        let at = if index < 0 { index.saturating_add(n) } else { index };
        match usize::try_from(at) {
            Ok(at) if at < items.len() => Ok(items.remove(at)),
            _ => Err(Error::index("pop index out of range")),
        }
    }

    /// Takes the first item out that equals a value.
    ///
    /// >>> x = [1, 2, 1]
    /// >>> x.remove(1); x
    /// [2, 1]
    fn remove(cx, @pos this: Rc<List>, @pos value: Value) -> () {
        match position(cx, &this, &value, 0, i64::MAX)? {
            Some(at) => {
                let mut items = this.borrow_mut();
                let removed = if at < items.len() { Some(items.remove(at)) } else { None };
                drop(items);
                drop(removed);
                Ok(())
            }
            None => Err(Error::value("list.remove(x): x not in list")),
        }
    }

    /// The first index of a value.
    ///
    /// >>> ['a', 'b', 'a'].index('a', 1)
    /// 2
    fn index(cx, @pos this: Rc<List>, @pos value: Value, @pos start: i64 = 0, @pos stop: i64 = i64::MAX) -> i64 {
        match position(cx, &this, &value, start, stop)? {
            Some(at) => Ok(at as i64),
            None => Err(Error::value(format!("{} is not in list", crate::value::repr::repr(&value)))),
        }
    }

    /// How many items equal a value.
    ///
    /// >>> [1, 2, 1.0].count(1)
    /// 2
    fn count(cx, @pos this: Rc<List>, @pos value: Value) -> i64 {
        let (mut n, mut watch) = (0, Watch::default());
        for item in watch::cloned(&this.borrow())? {
            watch.step()?;
            n += i64::from(item_equal(cx, &item, &value)?);
        }
        Ok(n)
    }

    /// Sorts in place, in ascending order; equal items keep theirs.
    ///
    /// >>> x = ['b', 'C', 'a']
    /// >>> x.sort(key=str.lower, reverse=True); x
    /// ['C', 'b', 'a']
    fn sort(cx, @pos this: Rc<List>, @kw key: Value = Value::None, @kw reverse: bool = false) -> () {
        // As in CPython, the list is empty while it is being sorted, so that a change by the key function shows.
        let items = std::mem::take(&mut *this.borrow_mut());
        let kept = items.clone();
        let (sorted, result) = match sort_values(cx, items, &key, reverse) {
            Ok(sorted) => (sorted, Ok(())),
            Err(error) => (kept, Err(error)),
        };
        let meanwhile = std::mem::replace(&mut *this.borrow_mut(), sorted);
        if result.is_ok() && !meanwhile.is_empty() {
            return Err(Error::value("list modified during sort"));
        }
        result
    }

    /// Turns the order round, in place.
    ///
    /// >>> x = [1, 2, 3]
    /// >>> x.reverse(); x
    /// [3, 2, 1]
    fn reverse(cx, @pos this: Rc<List>) -> () {
        this.borrow_mut().reverse();
        Ok(())
    }

    /// A new list with the same items.
    ///
    /// >>> x = [1, [2]]
    /// >>> y = x.copy()
    /// >>> y is x, y[1] is x[1]
    /// (False, True)
    fn copy(cx, @pos this: Rc<List>) -> Value { Ok(Value::list(watch::cloned(&this.borrow())?)) }

    /// Removes all items.
    ///
    /// >>> x = [1, 2]
    /// >>> x.clear(); x
    /// []
    fn clear(cx, @pos this: Rc<List>) -> () {
        let old = std::mem::take(&mut *this.borrow_mut());
        drop(old);
        Ok(())
    }
}

builtins! { TUPLE_METHODS, chapter "tuple", methods "tuple";
    /// How many items equal a value.
    ///
    /// >>> (1, 2, 1).count(1)
    /// 2
    fn count(cx, @pos this: Rc<Tuple>, @pos value: Value) -> i64 {
        let mut n = 0;
        for item in &this.items {
            n += i64::from(item_equal(cx, item, &value)?);
        }
        Ok(n)
    }

    /// The first index of a value.
    ///
    /// >>> ('a', 'b').index('b')
    /// 1
    fn index(cx, @pos this: Rc<Tuple>, @pos value: Value, @pos start: i64 = 0, @pos stop: i64 = i64::MAX) -> i64 {
        let n = this.items.len() as i64;
        let (start, stop) = (from_front(start, n), from_front(stop, n).min(n as usize));
        for (at, item) in this.items.iter().enumerate().take(stop).skip(start) {
            if item_equal(cx, item, &value)? {
                return Ok(at as i64);
            }
        }
        Err(Error::value("tuple.index(x): x not in tuple"))
    }
}

fn from_front(index: i64, len: i64) -> usize {
    (if index < 0 { index.saturating_add(len).max(0) } else { index }) as usize
}

/// The first place of an equal item; the list may change while items are compared.
fn position(cx: &mut dyn Context, list: &List, value: &Value, start: i64, stop: i64) -> Result<Option<usize>> {
    let n = list.len() as i64;
    let (mut at, stop) = (from_front(start, n), from_front(stop, n));
    let mut watch = Watch::default();
    while at < stop {
        watch.step()?;
        let Some(item) = list.get(at) else { return Ok(None) };
        if item_equal(cx, &item, value)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}
