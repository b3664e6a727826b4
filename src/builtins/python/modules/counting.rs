//! Python's module `collections`: `Counter`, `defaultdict` and `OrderedDict`.

use crate::builtins::python::dict_methods::update;
use crate::builtins::python::functions::Fallback;
use crate::value::dict_kinds::{COUNTER, DEFAULTDICT, ORDERED_DICT, most_common};
use crate::value::iter::iterate;
use crate::value::object::BinaryOp;
use crate::value::table::Table;
use crate::value::watch::Watch;
use crate::value::{Context, Dict, Error, Result, Value, ops};
use std::rc::Rc;

builtins! { DICT_KINDS, chapter "collections: dicts", spaces ["constructors"];
    /// A dict that counts: the items of an iterable, or counts that are given.
    ///
    /// >>> from collections import Counter
    /// >>> Counter('abracadabra').most_common(2), Counter(a=3, b=1)['z']
    /// ([('a', 5), ('b', 2)], 0)
    fn Counter(cx, @pos iterable: Option<Fallback> = None, @kwargs keywords: Rc<Dict>) -> Value {
        let dict = Rc::new(Dict::of_kind(Table::default(), &COUNTER, Value::None));
        if let Some(iterable) = iterable {
            count(cx, &dict, &iterable.0, BinaryOp::Add)?;
        }
        count(cx, &dict, &Value::Dict(keywords), BinaryOp::Add)?;
        Ok(Value::Dict(dict))
    }

    /// A dict that makes the value of a missing key by calling a function.
    ///
    /// >>> from collections import defaultdict
    /// >>> groups = defaultdict(list)
    /// >>> groups['a'].append(1); groups
    /// defaultdict(<class 'list'>, {'a': [1]})
    fn defaultdict(cx, @pos default_factory: Value = Value::None, @pos mapping: Option<Fallback> = None, @kwargs keywords: Rc<Dict>) -> Value {
        if !matches!(default_factory, Value::None) && !crate::builtins::python::functions::is_callable(&default_factory) {
            return Err(Error::type_error("first argument must be callable or None"));
        }
        let dict = Rc::new(Dict::of_kind(Table::default(), &DEFAULTDICT, default_factory));
        fill(cx, &dict, mapping, keywords)
    }

    /// A dict whose order counts.
    ///
    /// >>> from collections import OrderedDict
    /// >>> d = OrderedDict(a=1, b=2)
    /// >>> d.move_to_end('a'); d
    /// OrderedDict([('b', 2), ('a', 1)])
    fn OrderedDict(cx, @pos mapping: Option<Fallback> = None, @kwargs keywords: Rc<Dict>) -> Value {
        let dict = Rc::new(Dict::of_kind(Table::default(), &ORDERED_DICT, Value::None));
        fill(cx, &dict, mapping, keywords)
    }
}

builtins! { COUNTER_METHODS, chapter "collections.Counter", methods "Counter";
    /// The most common items and their counts.
    ///
    /// >>> from collections import Counter
    /// >>> Counter('aab').most_common()
    /// [('a', 2), ('b', 1)]
    fn most_common(cx, @pos this: Rc<Dict>, @pos n: Option<usize> = None) -> Value {
        let pairs = most_common(&this).into_iter().take(n.unwrap_or(usize::MAX));
        Ok(Value::list(pairs.map(|(key, count)| Value::tuple([key, count])).collect()))
    }

    /// Each item as often as it was counted.
    ///
    /// >>> from collections import Counter
    /// >>> list(Counter(a=2, b=1).elements())
    /// ['a', 'a', 'b']
    fn elements(cx, @pos this: Rc<Dict>) -> Value {
        let mut all = Vec::new();
        for (key, count) in this.borrow().iter() {
            let times = crate::value::convert::to_index(count)?.max(0) as usize;
            crate::builtins::python::receiver::check_size(times.saturating_mul(16))?;
            all.extend(std::iter::repeat_n(key.clone(), times));
        }
        Ok(crate::value::iter::Iter::Vec(all.into(), 0).into_value())
    }

    /// The sum of all counts.
    ///
    /// >>> from collections import Counter
    /// >>> Counter('abc').total()
    /// 3
    fn total(cx, @pos this: Rc<Dict>) -> Value {
        let counts: Vec<Value> = this.borrow().values().cloned().collect();
        crate::builtins::python::iteration::add_up(cx, &Value::list(counts), Value::Int(0))
    }

    /// Adds to the counts.
    ///
    /// >>> from collections import Counter
    /// >>> c = Counter('ab')
    /// >>> c.update('b'); c
    /// Counter({'b': 2, 'a': 1})
    fn update(cx, @pos this: Rc<Dict>, @pos iterable: Option<Fallback> = None, @kwargs keywords: Rc<Dict>) -> () {
        if let Some(iterable) = iterable {
            count(cx, &this, &iterable.0, BinaryOp::Add)?;
        }
        count(cx, &this, &Value::Dict(keywords), BinaryOp::Add)
    }

    /// Takes from the counts; they may become negative.
    ///
    /// >>> from collections import Counter
    /// >>> c = Counter(a=3)
    /// >>> c.subtract('ab'); c
    /// Counter({'a': 2, 'b': -1})
    fn subtract(cx, @pos this: Rc<Dict>, @pos iterable: Option<Fallback> = None, @kwargs keywords: Rc<Dict>) -> () {
        if let Some(iterable) = iterable {
            count(cx, &this, &iterable.0, BinaryOp::Sub)?;
        }
        count(cx, &this, &Value::Dict(keywords), BinaryOp::Sub)
    }
}

builtins! { DEFAULTDICT_METHODS, chapter "collections.defaultdict", methods "defaultdict";
    /// The function that makes missing values.
    ///
    /// >>> from collections import defaultdict
    /// >>> defaultdict(int).default_factory
    /// <class 'int'>
    @property
    fn default_factory(cx, @pos this: Rc<Dict>) -> Value {
        Ok(this.kind().map_or(Value::None, |kind| kind.factory.borrow().clone()))
    }
}

builtins! { ORDERED_DICT_METHODS, chapter "collections.OrderedDict", methods "OrderedDict";
    /// Moves a key to the end, or to the beginning.
    ///
    /// >>> from collections import OrderedDict
    /// >>> d = OrderedDict(a=1, b=2)
    /// >>> d.move_to_end('b', last=False); list(d)
    /// ['b', 'a']
    fn move_to_end(cx, @pos this: Rc<Dict>, key: Value, last: bool = true) -> () {
        let Some((key, value)) = this.borrow_mut().remove(&key)? else { return Err(Error::key(key)) };
        let mut table = this.borrow_mut();
        if last {
            table.insert(key, value)?;
            return Ok(());
        }
        let mut moved = Table::with_capacity(table.len() + 1);
        moved.insert(key, value)?;
        for (key, value) in table.iter() {
            moved.insert(key.clone(), value.clone())?;
        }
        *table = moved;
        Ok(())
    }

    /// Takes the last pair out, or the first.
    ///
    /// >>> from collections import OrderedDict
    /// >>> OrderedDict(a=1, b=2).popitem(last=False)
    /// ('a', 1)
    fn popitem(cx, @pos this: Rc<Dict>, last: bool = true) -> (Value, Value) {
        let mut table = this.borrow_mut();
        let item = if last { table.pop_last() } else { table.pop_first() };
        item.ok_or_else(|| Error::key(Value::str("dictionary is empty")))
    }
}

fn fill(cx: &mut dyn Context, dict: &Rc<Dict>, mapping: Option<Fallback>, keywords: Rc<Dict>) -> Result<Value> {
    if let Some(mapping) = mapping {
        update(cx, dict, &mapping.0)?;
    }
    update(cx, dict, &Value::Dict(keywords))?;
    Ok(Value::Dict(dict.clone()))
}

/// Adds (or takes) the counts of a mapping, or one for each item of an iterable.
fn count(cx: &mut dyn Context, dict: &Rc<Dict>, from: &Value, op: BinaryOp) -> Result<()> {
    let change = |cx: &mut dyn Context, key: Value, by: &Value| -> Result<()> {
        let before = dict.borrow().get(&key)?.cloned().unwrap_or(Value::Int(0));
        let after = ops::binary(cx, op, &before, by)?;
        dict.borrow_mut().insert(key, after)?;
        Ok(())
    };
    if let Value::None = from {
        return Ok(());
    }
    if let Value::Dict(counts) = from {
        let entries: Vec<(Value, Value)> = counts.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        for (key, by) in entries {
            change(cx, key, &by)?;
        }
        return Ok(());
    }
    let (mut items, mut watch) = (iterate(cx, from)?, Watch::default());
    while let Some(item) = items.next(cx)? {
        watch.step()?;
        change(cx, item, &Value::Int(1))?;
    }
    Ok(())
}
