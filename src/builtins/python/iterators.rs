//! Lazy iterators as objects: `enumerate`, `zip`, `map`, `filter`, `reversed` and `iter(function, sentinel)`.

use super::receiver::type_name;
use crate::value::class::{Class, python};
use crate::value::iter::Iter;
use crate::value::{Context, Error, List, NativeObject, Range, Result, Tuple, Value, ops};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What an iterator takes its items from. Nothing is borrowed while the items are worked out: user code may ask the same
/// iterator again.
pub struct Source(RefCell<Option<Iter>>);

impl Source {
    pub fn new(iter: Iter) -> Source {
        Source(RefCell::new(Some(iter)))
    }

    /// The next item. ValueError where it is asked while it is working.
    pub fn next(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let Some(mut iter) = self.0.take() else { return Err(Error::value("generator already executing")) };
        let item = iter.next(cx);
        self.0.replace(Some(iter));
        item
    }
}

/// Implements `NativeObject` for an iterator with a method `step`.
macro_rules! iterator_object {
    ($ty:ty, $class:expr) => {
        impl $crate::value::NativeObject for $ty {
            fn class(&self) -> &'static $crate::value::Class {
                $class
            }

            fn as_any(&self) -> &dyn std::any::Any {
                self
            }

            fn is_iterator(&self) -> bool {
                true
            }

            fn next(&self, cx: &mut dyn $crate::value::Context) -> $crate::value::Result<Option<$crate::value::Value>> {
                self.step(cx)
            }
        }
    };
}
pub(super) use iterator_object;

/// Pairs, in the tuple of the pair before where nobody has kept it, as CPython's iterators give them.
#[derive(Default)]
pub struct Pairs(Cell<Option<Rc<Tuple>>>);

impl Pairs {
    pub fn pair(&self, a: Value, b: Value) -> Value {
        let mut last = self.0.take();
        let tuple = match last.as_mut().and_then(Rc::get_mut).map(|tuple| &mut *tuple.items) {
            Some([first, second]) => {
                (*first, *second) = (a, b);
                last.unwrap_or_default()
            }
            _ => Rc::new(Tuple::new([a, b])),
        };
        self.0.set(Some(tuple.clone()));
        Value::Tuple(tuple)
    }
}

pub struct Enumerate {
    source: Source,
    count: Cell<i64>,
    pairs: Pairs,
}

impl Enumerate {
    pub fn new(iter: Iter, start: i64) -> Enumerate {
        Enumerate { source: Source::new(iter), count: Cell::new(start), pairs: Pairs::default() }
    }

    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let Some(item) = self.source.next(cx)? else { return Ok(None) };
        let at = self.count.get();
        self.count.set(at.wrapping_add(1));
        Ok(Some(self.pairs.pair(Value::Int(at), item)))
    }
}
iterator_object!(Enumerate, &python::ENUMERATE);

pub struct Zip {
    sources: Vec<Source>,
    strict: bool,
    pairs: Pairs,
}

impl Zip {
    pub fn new(sources: Vec<Iter>, strict: bool) -> Zip {
        Zip { sources: sources.into_iter().map(Source::new).collect(), strict, pairs: Pairs::default() }
    }

    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if let ([first, second], false) = (&*self.sources, self.strict) {
            let Some(a) = first.next(cx)? else { return Ok(None) };
            let Some(b) = second.next(cx)? else { return Ok(None) };
            return Ok(Some(self.pairs.pair(a, b)));
        }
        let mut items = Vec::with_capacity(self.sources.len());
        for (i, source) in self.sources.iter().enumerate() {
            match source.next(cx)? {
                Some(item) => items.push(item),
                None if !self.strict => return Ok(None),
                None if i > 0 => return Err(uneven(i + 1, "shorter")),
                None => {
                    for (j, other) in self.sources.iter().enumerate().skip(1) {
                        if other.next(cx)?.is_some() {
                            return Err(uneven(j + 1, "longer"));
                        }
                    }
                    return Ok(None);
                }
            }
        }
        Ok(if items.is_empty() { None } else { Some(Value::tuple(items)) })
    }
}
iterator_object!(Zip, &python::ZIP);

fn uneven(which: usize, how: &str) -> Error {
    let others = if which == 2 { "argument 1".to_string() } else { format!("arguments 1-{}", which - 1) };
    Error::value(format!("zip() argument {which} is {how} than {others}"))
}

pub struct MapCall {
    function: Value,
    sources: Vec<Source>,
}

impl MapCall {
    pub fn new(function: Value, sources: Vec<Iter>) -> MapCall {
        MapCall { function, sources: sources.into_iter().map(Source::new).collect() }
    }

    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if let [source] = self.sources.as_slice() {
            let Some(item) = source.next(cx)? else { return Ok(None) };
            return cx.call(&self.function, &[item], &[]).map(Some);
        }
        let mut items = Vec::with_capacity(self.sources.len());
        for source in &self.sources {
            let Some(item) = source.next(cx)? else { return Ok(None) };
            items.push(item);
        }
        cx.call(&self.function, &items, &[]).map(Some)
    }
}
iterator_object!(MapCall, &python::MAP);

pub struct Filter {
    function: Value,
    source: Source,
    /// What the function's truth must be for an item to stay.
    wanted: bool,
    class: &'static Class,
}

impl Filter {
    pub fn new(function: Value, iter: Iter) -> Filter {
        Filter { function, source: Source::new(iter), wanted: true, class: &python::FILTER }
    }

    /// Keeps the items for which the function is false.
    pub fn inverted(function: Value, iter: Iter, class: &'static Class) -> Filter {
        Filter { function, source: Source::new(iter), wanted: false, class }
    }

    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        while let Some(item) = self.source.next(cx)? {
            let verdict = match &self.function {
                Value::None => ops::truth(&item)?,
                function => {
                    let answer = cx.call(function, std::slice::from_ref(&item), &[])?;
                    ops::truth(&answer)?
                }
            };
            if verdict == self.wanted {
                return Ok(Some(item));
            }
            if crate::pool::interrupted() {
                return Err(crate::value::class::exception::KEYBOARD_INTERRUPT.error(""));
            }
        }
        Ok(None)
    }
}

impl NativeObject for Filter {
    fn class(&self) -> &'static Class {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        self.step(cx)
    }
}

/// A list gone through from its end; it may change meanwhile.
struct ReversedList {
    list: Rc<List>,
    /// Items that are left.
    left: Cell<usize>,
}

impl ReversedList {
    fn step(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        let Some(at) = self.left.get().checked_sub(1) else { return Ok(None) };
        let item = self.list.get(at);
        self.left.set(if item.is_some() { at } else { 0 });
        Ok(item)
    }
}
iterator_object!(ReversedList, &python::REVERSED);

/// Anything with a length and items by index, gone through from its end.
struct ReversedItems {
    sequence: Value,
    left: Cell<usize>,
}

impl ReversedItems {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let Some(at) = self.left.get().checked_sub(1) else { return Ok(None) };
        self.left.set(at);
        crate::value::item::get_item(cx, &self.sequence, &Value::Int(at as i64)).map(Some)
    }
}
iterator_object!(ReversedItems, &python::REVERSED);

/// Python's `reversed(sequence)`.
pub fn reversed_value(sequence: &Value) -> Result<Value> {
    let items = |items: Vec<Value>| Iter::Vec(items.into(), 0).into_value();
    Ok(match sequence {
        Value::List(list) => Value::object(ReversedList { list: list.clone(), left: Cell::new(list.len()) }),
        Value::Range(range) => {
            let n = range.len() as i64;
            if n == 0 {
                return Ok(Iter::Range(Range { start: 0, stop: 0, step: 1 }, 0).into_value());
            }
            let start = range.at(range.len() - 1);
            let stop = range.start.saturating_sub(range.step.signum());
            Iter::Range(Range { start, stop, step: range.step.saturating_neg() }, 0).into_value()
        }
        Value::Dict(dict) => items(dict.borrow().keys().rev().cloned().collect()),
        Value::Tuple(_) | Value::Str(_) | Value::Bytes(_) | Value::Array(_) => {
            let left = super::functions::length(sequence)?;
            Value::object(ReversedItems { sequence: sequence.clone(), left: Cell::new(left) })
        }
        Value::Object(object) => match super::dict_views::reversed(object) {
            Some(values) => items(values),
            None => match object.len() {
                Some(left) => Value::object(ReversedItems { sequence: sequence.clone(), left: Cell::new(left) }),
                None => return Err(not_reversible(sequence)),
            },
        },
        other => return Err(not_reversible(other)),
    })
}

fn not_reversible(value: &Value) -> Error {
    Error::type_error(format!("'{}' object is not reversible", type_name(value)))
}

/// `iter(function, sentinel)`: what the function gives, until it gives the sentinel.
pub struct UntilSentinel {
    function: Value,
    sentinel: Value,
    done: Cell<bool>,
}

impl UntilSentinel {
    pub fn new(function: Value, sentinel: Value) -> UntilSentinel {
        UntilSentinel { function, sentinel, done: Cell::new(false) }
    }

    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if self.done.get() {
            return Ok(None);
        }
        let item = cx.call(&self.function, &[], &[])?;
        if crate::value::compare::item_equal(cx, &item, &self.sentinel)? {
            self.done.set(true);
            return Ok(None);
        }
        Ok(Some(item))
    }
}
iterator_object!(UntilSentinel, &CALLABLE_ITERATOR);

static CALLABLE_ITERATOR: Class = Class::new("callable_iterator", "builtins", &[&python::OBJECT]);

/// Pairs as the items of dicts come out.
pub fn pair(a: Value, b: Value) -> Value {
    Value::Tuple(Rc::new(Tuple::new([a, b])))
}
