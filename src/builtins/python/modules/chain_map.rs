//! Python's module `collections`: `ChainMap`, several mappings looked through as one.

use crate::builtins::attribute::attribute;
use crate::builtins::python::dict_methods::update;
use crate::builtins::python::receiver::{Receiver, This};
use crate::symbol::Symbol;
use crate::value::class::{Class, exception, python};
use crate::value::compare::equal;
use crate::value::iter::{Iter, collect};
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, List, NativeObject, Result, Value, item, ops, repr};
use std::any::Any;
use std::rc::Rc;

pub static CHAIN_MAP: Class = Class::new("ChainMap", "collections", &[&python::OBJECT]);

/// Mappings, of which the first that has a key gives its value; only the first is written to.
struct ChainMap {
    /// A list, as programs see it and may change it.
    maps: Rc<List>,
}

builtins! { CHAIN_MAP_CONSTRUCTOR, chapter "collections: ChainMap", spaces ["constructors"];
    /// Several mappings looked through as one.
    ///
    /// >>> from collections import ChainMap
    /// >>> settings = ChainMap({'color': 'red'}, {'color': 'blue', 'size': 3})
    /// >>> settings['color'], settings['size'], dict(settings)
    /// ('red', 3, {'color': 'red', 'size': 3})
    fn ChainMap(cx, @args maps: Vec<Value>) -> Value { Ok(chain(if maps.is_empty() { vec![empty()] } else { maps })) }
}

builtins! { CHAIN_MAP_METHODS, chapter "collections.ChainMap", methods "ChainMap";
    /// The mappings, in the order in which they are looked through.
    ///
    /// >>> from collections import ChainMap
    /// >>> ChainMap({'a': 1}, {'b': 2}).maps
    /// [{'a': 1}, {'b': 2}]
    @property
    fn maps(cx, @pos this: This<ChainMap>) -> Value { Ok(Value::List(this.maps.clone())) }

    /// All mappings but the first, as a chain.
    ///
    /// >>> from collections import ChainMap
    /// >>> ChainMap({'a': 1}, {'b': 2}).parents
    /// ChainMap({'b': 2})
    @property
    fn parents(cx, @pos this: This<ChainMap>) -> Value {
        let rest: Vec<Value> = this.maps.to_vec().into_iter().skip(1).collect();
        Ok(chain(if rest.is_empty() { vec![empty()] } else { rest }))
    }

    /// The chain with another mapping, or an empty dict, before the others.
    ///
    /// >>> from collections import ChainMap
    /// >>> inner = ChainMap({'a': 1}).new_child()
    /// >>> inner['a'] = 2; inner
    /// ChainMap({'a': 2}, {'a': 1})
    fn new_child(cx, @pos this: This<ChainMap>, m: Value = Value::None, @kwargs keywords: Rc<Dict>) -> Value {
        let first = match m {
            Value::None => Value::Dict(keywords),
            given => {
                if let Value::Dict(dict) = &given {
                    update(cx, dict, &Value::Dict(keywords))?;
                }
                given
            }
        };
        Ok(chain([vec![first], this.maps.to_vec()].concat()))
    }

    /// The value of a key, or a default.
    ///
    /// >>> from collections import ChainMap
    /// >>> ChainMap({'a': 1}).get('b', 0)
    /// 0
    fn get(cx, @pos this: This<ChainMap>, @pos key: Value, @pos default: Value = Value::None) -> Value {
        Ok(this.find(cx, &key)?.unwrap_or(default))
    }

    /// The value of a key, which is set to a default first where there is none.
    ///
    /// >>> from collections import ChainMap
    /// >>> ChainMap({}, {'a': 1}).setdefault('a', 5)
    /// 1
    fn setdefault(cx, @pos this: This<ChainMap>, @pos key: Value, @pos default: Value = Value::None) -> Value {
        if let Some(value) = this.find(cx, &key)? {
            return Ok(value);
        }
        this.set_item(cx, &key, &default)?;
        Ok(default)
    }

    /// Sets keys of the first mapping.
    ///
    /// >>> from collections import ChainMap
    /// >>> c = ChainMap({'a': 1}, {'b': 2}); c.update(b=3); c
    /// ChainMap({'a': 1, 'b': 3}, {'b': 2})
    fn update(cx, @pos this: This<ChainMap>, @pos other: Value = Value::None, @kwargs keywords: Rc<Dict>) -> () {
        let new = Dict::new(Table::default());
        if !matches!(other, Value::None) {
            update(cx, &new, &other)?;
        }
        update(cx, &new, &Value::Dict(keywords))?;
        let entries: Vec<(Value, Value)> = new.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        entries.iter().try_for_each(|(key, value)| this.set_item(cx, key, value))
    }

    /// Removes a key of the first mapping and gives its value.
    ///
    /// >>> from collections import ChainMap
    /// >>> ChainMap({'a': 1}, {'a': 2}).pop('a')
    /// 1
    fn pop(cx, @pos this: This<ChainMap>, @pos key: Value, @args default: Vec<Value>) -> Value {
        let arguments = [std::slice::from_ref(&key), &default].concat();
        this.first_method(cx, "pop", &arguments, || Error::key(Value::str(not_in_first(&key))))
    }

    /// Removes the last key of the first mapping.
    ///
    /// >>> from collections import ChainMap
    /// >>> ChainMap({'a': 1}, {'a': 2}).popitem()
    /// ('a', 1)
    fn popitem(cx, @pos this: This<ChainMap>) -> Value {
        this.first_method(cx, "popitem", &[], || Error::key(Value::str("No keys found in the first mapping.")))
    }

    /// Removes all keys of the first mapping.
    ///
    /// >>> from collections import ChainMap
    /// >>> c = ChainMap({'a': 1}, {'b': 2}); c.clear(); c
    /// ChainMap({}, {'b': 2})
    fn clear(cx, @pos this: This<ChainMap>) -> Value { this.first_method(cx, "clear", &[], || Error::key(Value::None)) }

    /// A chain of a copy of the first mapping and of the others themselves.
    ///
    /// >>> from collections import ChainMap
    /// >>> ChainMap({'a': 1}).copy()
    /// ChainMap({'a': 1})
    fn copy(cx, @pos this: This<ChainMap>) -> Value { this.copied(cx).map(chain) }

    /// A chain of one dict in which each key has the same value.
    ///
    /// >>> from collections import ChainMap
    /// >>> ChainMap.fromkeys('ab', 0)
    /// ChainMap({'a': 0, 'b': 0})
    @static
    fn fromkeys(cx, @pos iterable: Value, @pos value: Value = Value::None) -> Value {
        let mut table = Table::default();
        for key in collect(cx, &iterable)? {
            table.insert(key, value.clone())?;
        }
        Ok(chain(vec![Value::Dict(Rc::new(Dict::new(table)))]))
    }

    /// The keys, each once.
    ///
    /// >>> from collections import ChainMap
    /// >>> list(ChainMap({'b': 1}, {'a': 2}).keys())
    /// ['a', 'b']
    fn keys(cx, @pos this: This<ChainMap>) -> Value { this.view(cx, "keys") }

    /// The values that the keys have.
    ///
    /// >>> from collections import ChainMap
    /// >>> list(ChainMap({'b': 1}, {'a': 2}).values())
    /// [2, 1]
    fn values(cx, @pos this: This<ChainMap>) -> Value { this.view(cx, "values") }

    /// The keys with their values.
    ///
    /// >>> from collections import ChainMap
    /// >>> list(ChainMap({'b': 1}, {'a': 2}).items())
    /// [('a', 2), ('b', 1)]
    fn items(cx, @pos this: This<ChainMap>) -> Value { this.view(cx, "items") }
}

fn empty() -> Value {
    Value::Dict(Rc::new(Dict::new(Table::default())))
}

fn chain(maps: Vec<Value>) -> Value {
    let Value::List(maps) = Value::list(maps) else { return Value::None };
    Value::object(ChainMap { maps })
}

fn not_in_first(key: &Value) -> String {
    format!("Key not found in the first mapping: {}", repr::repr(key))
}

/// What `mapping[key]` gives; `None` where it has no such key.
fn found(cx: &mut dyn Context, mapping: &Value, key: &Value) -> Result<Option<Value>> {
    match item::get_item(cx, mapping, key) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is(&exception::KEY_ERROR) => Ok(None),
        Err(error) => Err(error),
    }
}

impl ChainMap {
    fn find(&self, cx: &mut dyn Context, key: &Value) -> Result<Option<Value>> {
        for mapping in self.maps.to_vec() {
            if let Some(value) = found(cx, &mapping, key)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    fn first(&self) -> Result<Value> {
        self.maps.get(0).ok_or_else(|| Error::index("list index out of range"))
    }

    /// Calls a method of the first mapping, with other words where that has no such key.
    fn first_method(
        &self,
        cx: &mut dyn Context,
        name: &str,
        args: &[Value],
        missing: impl Fn() -> Error,
    ) -> Result<Value> {
        let method = attribute(cx, &self.first()?, Symbol::new(name))?;
        cx.call(&method, args, &[]).map_err(|error| if error.is(&exception::KEY_ERROR) { missing() } else { error })
    }

    fn copied(&self, cx: &mut dyn Context) -> Result<Vec<Value>> {
        let mut maps = self.maps.to_vec();
        let copy = attribute(cx, &self.first()?, Symbol::new("copy"))?;
        maps[0] = cx.call(&copy, &[], &[])?;
        Ok(maps)
    }

    /// A dict of what the chain holds, the keys of the last mapping first.
    fn merged(&self, cx: &mut dyn Context) -> Result<Rc<Dict>> {
        let merged = Rc::new(Dict::new(Table::default()));
        for mapping in self.maps.to_vec().iter().rev() {
            update(cx, &merged, mapping)?;
        }
        Ok(merged)
    }

    fn view(&self, cx: &mut dyn Context, name: &str) -> Result<Value> {
        let merged = Value::Dict(self.merged(cx)?);
        let view = attribute(cx, &merged, Symbol::new(name))?;
        cx.call(&view, &[], &[])
    }

    fn of(value: &Value) -> Option<&ChainMap> {
        match value {
            Value::Object(object) => object.downcast::<ChainMap>(),
            _ => None,
        }
    }
}

impl Receiver for ChainMap {
    const CLASS: &'static str = "ChainMap";
}

impl NativeObject for ChainMap {
    fn class(&self) -> &'static Class {
        &CHAIN_MAP
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn iterate(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let keys: Vec<Value> = self.merged(cx)?.borrow().keys().cloned().collect();
        Ok(Some(Iter::Vec(keys.into(), 0).into_value()))
    }

    fn len(&self) -> Option<usize> {
        let merged = self.merged(&mut crate::value::context::Detached::default());
        merged.ok().map(|merged| merged.borrow().len())
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        self.find(cx, index)?.ok_or_else(|| Error::key(index.clone()))
    }

    fn set_item(&self, cx: &mut dyn Context, index: &Value, value: &Value) -> Result<()> {
        item::set_item(cx, &self.first()?, index, value)
    }

    fn delete_item(&self, cx: &mut dyn Context, index: &Value) -> Result<()> {
        item::delete_item(cx, &self.first()?, index).map_err(|error| match error.is(&exception::KEY_ERROR) {
            true => Error::key(Value::str(not_in_first(index))),
            false => error,
        })
    }

    fn contains(&self, cx: &mut dyn Context, item: &Value) -> Result<Option<bool>> {
        for mapping in self.maps.to_vec() {
            if crate::value::compare::contains(cx, &mapping, item)? {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }

    fn binary(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        let is_mapping = matches!(other, Value::Dict(_)) || ChainMap::of(other).is_some();
        if op != BinaryOp::BitOr || !is_mapping {
            return Ok(None);
        }
        if reflected {
            let merged = Rc::new(Dict::new(Table::default()));
            update(cx, &merged, other)?;
            let own = Value::Dict(self.merged(cx)?);
            update(cx, &merged, &own)?;
            return Ok(Some(chain(vec![Value::Dict(merged)])));
        }
        let maps = self.copied(cx)?;
        if let Value::Dict(first) = &maps[0] {
            update(cx, first, other)?;
        }
        Ok(Some(chain(maps)))
    }

    fn compare(&self, cx: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let other = match other {
            Value::Dict(_) => other.clone(),
            other => match ChainMap::of(other) {
                Some(chain) => Value::Dict(chain.merged(cx)?),
                None => return Ok(None),
            },
        };
        let merged = Value::Dict(self.merged(cx)?);
        Ok(op.equality(equal(cx, &merged, &other)?))
    }

    fn truth(&self) -> Result<bool> {
        self.maps.to_vec().iter().try_fold(false, |any, mapping| Ok(any || ops::truth(mapping)?))
    }

    fn repr(&self) -> String {
        let maps: Vec<String> = self.maps.to_vec().iter().map(repr::repr).collect();
        format!("ChainMap({})", maps.join(", "))
    }
}
