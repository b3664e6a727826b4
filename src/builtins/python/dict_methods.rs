//! Methods of dicts.

use super::dict_views::{DictView, ViewKind};
use crate::builtins::attribute::attribute;
use crate::symbol::Symbol;
use crate::value::class::exception;
use crate::value::iter::{collect, iterate};
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, Result, Value, item, ops};
use std::rc::Rc;

builtins! { DICT_METHODS, chapter "dict", methods "dict";
    /// The value of a key, or the default.
    ///
    /// >>> {'a': 1}.get('a'), {'a': 1}.get('b', 0)
    /// (1, 0)
    quick (|values| match values {
        [Value::Dict(dict), key] => Some(dict.borrow().get(key).ok()?.map_or(Value::None, Value::clone)),
        [Value::Dict(dict), key, default] => {
            Some(dict.borrow().get(key).ok()?.map_or_else(|| std::mem::take(default), Value::clone))
        }
        _ => None,
    })
    fn get(cx, @pos this: Rc<Dict>, @pos key: Value, @pos default: Value = Value::None) -> Value {
        let found = this.borrow().get(&key)?.cloned();
        Ok(found.unwrap_or(default))
    }

    /// The value of a key; one that is not there gets the default.
    ///
    /// >>> d = {}
    /// >>> d.setdefault('a', []).append(1); d
    /// {'a': [1]}
    fn setdefault(cx, @pos this: Rc<Dict>, @pos key: Value, @pos default: Value = Value::None) -> Value {
        if let Some(found) = this.borrow().get(&key)? {
            return Ok(found.clone());
        }
        this.borrow_mut().insert(key, default.clone())?;
        Ok(default)
    }

    /// Takes a key out and gives its value, or the default.
    ///
    /// >>> d = {'a': 1}
    /// >>> d.pop('a'), d.pop('a', None), d
    /// (1, None, {})
    fn pop(cx, @pos this: Rc<Dict>, @pos key: Value, @pos default: Option<super::functions::Fallback> = None) -> Value {
        let removed = this.borrow_mut().remove(&key)?;
        match (removed, default) {
            (Some((_, value)), _) => Ok(value),
            (None, Some(default)) => Ok(default.0),
            (None, None) => Err(Error::key(key)),
        }
    }

    /// Takes the pair out that was inserted last.
    ///
    /// >>> d = {'a': 1, 'b': 2}
    /// >>> d.popitem(), d
    /// (('b', 2), {'a': 1})
    fn popitem(cx, @pos this: Rc<Dict>) -> (Value, Value) {
        let last = this.borrow_mut().pop_last();
        last.ok_or_else(|| Error::key(Value::str("popitem(): dictionary is empty")))
    }

    /// Sets keys from another mapping or from pairs, and from keyword arguments.
    ///
    /// >>> d = {'a': 1}
    /// >>> d.update({'b': 2}, c=3); d
    /// {'a': 1, 'b': 2, 'c': 3}
    fn update(cx, @pos this: Rc<Dict>, @pos mapping: Option<super::functions::Fallback> = None, @kwargs keywords: Rc<Dict>) -> () {
        if let Some(mapping) = mapping {
            update(cx, &this, &mapping.0)?;
        }
        update(cx, &this, &Value::Dict(keywords))
    }

    /// A view of the keys, which follows the dict.
    ///
    /// >>> d = {'a': 1}
    /// >>> keys = d.keys(); d['b'] = 2; keys
    /// dict_keys(['a', 'b'])
    fn keys(cx, @pos this: Rc<Dict>) -> Value { Ok(Value::object(DictView::new(this.clone(), ViewKind::Keys))) }

    /// A view of the values.
    ///
    /// >>> list({'a': 1, 'b': 2}.values())
    /// [1, 2]
    fn values(cx, @pos this: Rc<Dict>) -> Value { Ok(Value::object(DictView::new(this.clone(), ViewKind::Values))) }

    /// A view of the pairs of key and value.
    ///
    /// >>> for key, value in {'a': 1}.items(): print(key, value)
    /// a 1
    fn items(cx, @pos this: Rc<Dict>) -> Value { Ok(Value::object(DictView::new(this.clone(), ViewKind::Items))) }

    /// A new dict with the same keys and values.
    ///
    /// >>> d = {'a': 1}
    /// >>> d.copy() == d, d.copy() is d
    /// (True, False)
    fn copy(cx, @pos this: Rc<Dict>) -> Value {
        let table = this.borrow().copied()?;
        let copy = match this.kind() {
            Some(kind) => Dict::of_kind(table, kind.class, kind.factory.borrow().clone()),
            None => Dict::new(table),
        };
        Ok(Value::Dict(Rc::new(copy)))
    }

    /// Removes all keys.
    ///
    /// >>> d = {'a': 1}
    /// >>> d.clear(); d
    /// {}
    fn clear(cx, @pos this: Rc<Dict>) -> () {
        let old = std::mem::take(&mut *this.borrow_mut());
        drop(old);
        Ok(())
    }

    /// A dict in which each key has the same value.
    ///
    /// >>> dict.fromkeys('ab', 0)
    /// {'a': 0, 'b': 0}
    @static
    fn fromkeys(cx, @pos iterable: Value, @pos value: Value = Value::None) -> Value {
        let mut table = Table::default();
        let mut keys = iterate(cx, &iterable)?;
        let mut watch = crate::value::watch::Watch::default();
        while let Some(key) = keys.next(cx)? {
            watch.step()?;
            table.insert(key, value.clone())?;
        }
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }
}

/// `dict.update(other)`: from a dict, from anything with `keys()`, or from pairs.
pub fn update(cx: &mut dyn Context, dict: &Dict, other: &Value) -> Result<()> {
    let has_keys = match other {
        Value::Object(_) => attribute(cx, other, Symbol::new("keys")),
        _ => return ops::update_dict(cx, dict, other),
    };
    match has_keys {
        Ok(method) => {
            let keys = cx.call(&method, &[], &[])?;
            for key in collect(cx, &keys)? {
                let value = item::get_item(cx, other, &key)?;
                let old = dict.borrow_mut().insert(key, value)?;
                drop(old);
            }
            Ok(())
        }
        Err(error) if error.is(&exception::ATTRIBUTE_ERROR) => ops::update_dict(cx, dict, other),
        Err(error) => Err(error),
    }
}
