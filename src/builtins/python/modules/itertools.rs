//! Python's module `itertools`: iterators that combine, repeat, select and group.

use crate::builtins::python::functions::Fallback;
use crate::builtins::python::iterators::{Filter, Source, iterator_object, pair};
use crate::builtins::python::receiver::check_size;
use crate::value::class::{Class, python};
use crate::value::convert::to_index;
use crate::value::iter::{Iter, collect, iterate};
use crate::value::object::BinaryOp;
use crate::value::{Context, Error, Result, Value, compare, ops};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

builtins! { ITERTOOLS, chapter "itertools", spaces ["itertools"];
    /// The numbers from `start` on, without end.
    ///
    /// >>> from itertools import count, islice
    /// >>> list(islice(count(10, 5), 3))
    /// [10, 15, 20]
    fn count(cx, start: Value = Value::Int(0), step: Value = Value::Int(1)) -> Value {
        Ok(Value::object(Count { next: RefCell::new(start), step }))
    }

    /// The items again and again.
    ///
    /// >>> from itertools import cycle, islice
    /// >>> list(islice(cycle('ab'), 5))
    /// ['a', 'b', 'a', 'b', 'a']
    fn cycle(cx, @pos iterable: Value) -> Value {
        let source = Source::new(iterate(cx, &iterable)?);
        Ok(Value::object(Cycle { source, saved: RefCell::default(), at: Cell::new(None) }))
    }

    /// One value again and again, or so many times.
    ///
    /// >>> from itertools import repeat
    /// >>> list(repeat(7, 3))
    /// [7, 7, 7]
    fn repeat(cx, object: Value, times: Option<i64> = None) -> Value {
        Ok(Value::object(Repeat { value: object, left: Cell::new(times.map(|n| n.max(0))) }))
    }

    /// The items from `start` to `stop`, in steps.
    ///
    /// >>> from itertools import islice
    /// >>> list(islice('abcdefg', 1, 6, 2))
    /// ['b', 'd', 'f']
    fn islice(cx, @pos iterable: Value, @pos start: Value, @pos stop: Option<Fallback> = None, @pos step: Value = Value::None) -> Value {
        let (start, stop) = match stop {
            Some(stop) => (start, stop.0),
            None => (Value::None, start),
        };
        let bound = |value: &Value, default: usize, message: &str| match value {
            Value::None => Ok(default),
            value => match to_index(value).map(usize::try_from) {
                Ok(Ok(n)) => Ok(n),
                _ => Err(Error::value(message)),
            },
        };
        let wrong = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        let start = bound(&start, 0, wrong)?;
        let stop = bound(&stop, usize::MAX, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")?;
        let step = bound(&step, 1, "Step for islice() must be a positive integer or None.")?;
        if step == 0 {
            return Err(Error::value("Step for islice() must be a positive integer or None."));
        }
        let source = Source::new(iterate(cx, &iterable)?);
        Ok(Value::object(Slice { source, at: Cell::new(0), next: Cell::new(start), stop, step }))
    }

    /// Running totals, or what another function of two arguments makes.
    ///
    /// >>> from itertools import accumulate
    /// >>> list(accumulate([1, 2, 3])), list(accumulate([3, 1, 2], max, initial=0))
    /// ([1, 3, 6], [0, 3, 3, 3])
    fn accumulate(cx, iterable: Value, func: Value = Value::None, @kw initial: Value = Value::None) -> Value {
        let source = Source::new(iterate(cx, &iterable)?);
        let first = if let Value::None = initial { None } else { Some(initial) };
        Ok(Value::object(Accumulate { source, function: func, total: RefCell::new(None), first: RefCell::new(first) }))
    }

    /// Pairs of neighbours.
    ///
    /// >>> from itertools import pairwise
    /// >>> list(pairwise([1, 2, 3]))
    /// [(1, 2), (2, 3)]
    fn pairwise(cx, @pos iterable: Value) -> Value {
        let source = Source::new(iterate(cx, &iterable)?);
        Ok(Value::object(Pairwise { source, last: RefCell::default() }))
    }

    /// The items while a function is true of them.
    ///
    /// >>> from itertools import takewhile
    /// >>> list(takewhile(lambda x: x < 3, [1, 2, 3, 1]))
    /// [1, 2]
    fn takewhile(cx, @pos predicate: Value, @pos iterable: Value) -> Value {
        let source = Source::new(iterate(cx, &iterable)?);
        Ok(Value::object(TakeWhile { predicate, source, done: Cell::new(false) }))
    }

    /// The items from the first on of which a function is not true.
    ///
    /// >>> from itertools import dropwhile
    /// >>> list(dropwhile(lambda x: x < 3, [1, 2, 3, 1]))
    /// [3, 1]
    fn dropwhile(cx, @pos predicate: Value, @pos iterable: Value) -> Value {
        let source = Source::new(iterate(cx, &iterable)?);
        Ok(Value::object(DropWhile { predicate, source, started: Cell::new(false) }))
    }

    /// The items of which a function is not true.
    ///
    /// >>> from itertools import filterfalse
    /// >>> list(filterfalse(lambda x: x % 2, range(5)))
    /// [0, 2, 4]
    fn filterfalse(cx, @pos predicate: Value, @pos iterable: Value) -> Value {
        Ok(Value::object(Filter::inverted(predicate, iterate(cx, &iterable)?, &FILTERFALSE)))
    }

    /// The items whose selector is true.
    ///
    /// >>> from itertools import compress
    /// >>> list(compress('abc', [1, 0, 1]))
    /// ['a', 'c']
    fn compress(cx, data: Value, selectors: Value) -> Value {
        let (data, selectors) = (Source::new(iterate(cx, &data)?), Source::new(iterate(cx, &selectors)?));
        Ok(Value::object(Compress { data, selectors }))
    }

    /// What a function gives for each tuple of arguments.
    ///
    /// >>> from itertools import starmap
    /// >>> list(starmap(pow, [(2, 3), (3, 2)]))
    /// [8, 9]
    fn starmap(cx, @pos function: Value, @pos iterable: Value) -> Value {
        let source = Source::new(iterate(cx, &iterable)?);
        Ok(Value::object(StarMap { function, source }))
    }

    /// Tuples of the items at the same place, as long as the longest iterable.
    ///
    /// >>> from itertools import zip_longest
    /// >>> list(zip_longest('ab', [1], fillvalue='-'))
    /// [('a', 1), ('b', '-')]
    fn zip_longest(cx, @args iterables: Vec<Value>, @kw fillvalue: Value = Value::None) -> Value {
        let mut sources = Vec::new();
        for iterable in &iterables {
            sources.push(Source::new(iterate(cx, iterable)?));
        }
        let open = RefCell::new(vec![true; sources.len()]);
        Ok(Value::object(ZipLongest { sources, open, fill: fillvalue }))
    }

    /// Runs of neighbours with the same key.
    ///
    /// >>> from itertools import groupby
    /// >>> [(key, list(group)) for key, group in groupby('aabccc')]
    /// [('a', ['a', 'a']), ('b', ['b']), ('c', ['c', 'c', 'c'])]
    fn groupby(cx, iterable: Value, key: Value = Value::None) -> Value {
        let source = Source::new(iterate(cx, &iterable)?);
        Ok(Value::object(GroupBy(Rc::new(Groups { source, key, ahead: RefCell::default(), current: RefCell::default(), run: Cell::new(0) }))))
    }

    /// Several iterators over the same items.
    ///
    /// >>> from itertools import tee
    /// >>> a, b = tee([1, 2])
    /// >>> list(a), list(b)
    /// ([1, 2], [1, 2])
    fn tee(cx, @pos iterable: Value, @pos n: usize = 2) -> Value {
        check_size(n.saturating_mul(64))?;
        let shared = Rc::new(Shared { source: Source::new(iterate(cx, &iterable)?), queues: RefCell::new(vec![VecDeque::new(); n]) });
        let branches = (0..n).map(|i| Value::object(Branch { shared: shared.clone(), which: i }));
        Ok(Value::tuple(branches.collect::<Vec<_>>()))
    }
}

builtins! { CHAIN_CONSTRUCTOR, chapter "itertools: chain", spaces ["constructors"];
    /// The items of one iterable after those of another.
    ///
    /// >>> from itertools import chain
    /// >>> list(chain('ab', [1, 2]))
    /// ['a', 'b', 1, 2]
    fn chain(cx, @args iterables: Vec<Value>) -> Value {
        let outer = Source::new(Iter::Vec(iterables.into(), 0));
        Ok(Value::object(Chain { outer, inner: RefCell::default() }))
    }
}

builtins! { CHAIN_METHODS, chapter "itertools.chain", methods "chain";
    /// The items of all iterables that an iterable gives.
    ///
    /// >>> from itertools import chain
    /// >>> list(chain.from_iterable(['ab', 'c']))
    /// ['a', 'b', 'c']
    @static
    fn from_iterable(cx, @pos iterables: Value) -> Value {
        let outer = Source::new(iterate(cx, &iterables)?);
        Ok(Value::object(Chain { outer, inner: RefCell::default() }))
    }
}

macro_rules! classes {
    ($($id:ident $name:literal;)*) => {
        $(static $id: Class = Class::new($name, "itertools", &[&python::OBJECT]);)*
    };
}

classes! {
    COUNT "count";
    CYCLE "cycle";
    REPEAT "repeat";
    CHAIN "chain";
    ISLICE "islice";
    ACCUMULATE "accumulate";
    PAIRWISE "pairwise";
    TAKEWHILE "takewhile";
    DROPWHILE "dropwhile";
    FILTERFALSE "filterfalse";
    COMPRESS "compress";
    STARMAP "starmap";
    ZIP_LONGEST "zip_longest";
    GROUPBY "groupby";
    GROUPER "_grouper";
    TEE "_tee";
}

struct Count {
    next: RefCell<Value>,
    step: Value,
}

impl Count {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let now = self.next.borrow().clone();
        let next = ops::binary(cx, BinaryOp::Add, &now, &self.step)?;
        self.next.replace(next);
        Ok(Some(now))
    }
}
iterator_object!(Count, &COUNT);

struct Cycle {
    source: Source,
    saved: RefCell<Vec<Value>>,
    /// The place among the saved items, once the source is at its end.
    at: Cell<Option<usize>>,
}

impl Cycle {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if self.at.get().is_none() {
            if let Some(item) = self.source.next(cx)? {
                self.saved.borrow_mut().push(item.clone());
                return Ok(Some(item));
            }
            self.at.set(Some(0));
        }
        let saved = self.saved.borrow();
        let at = self.at.get().unwrap_or(0);
        self.at.set(Some(if at + 1 < saved.len() { at + 1 } else { 0 }));
        Ok(saved.get(at).cloned())
    }
}
iterator_object!(Cycle, &CYCLE);

struct Repeat {
    value: Value,
    left: Cell<Option<i64>>,
}

impl Repeat {
    fn step(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        match self.left.get() {
            Some(0) => Ok(None),
            Some(n) => {
                self.left.set(Some(n - 1));
                Ok(Some(self.value.clone()))
            }
            None => Ok(Some(self.value.clone())),
        }
    }
}
iterator_object!(Repeat, &REPEAT);

struct Chain {
    outer: Source,
    inner: RefCell<Option<Rc<Source>>>,
}

impl Chain {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        loop {
            let inner = self.inner.borrow().clone();
            if let Some(inner) = inner
                && let Some(item) = inner.next(cx)?
            {
                return Ok(Some(item));
            }
            let Some(next) = self.outer.next(cx)? else {
                self.inner.replace(None);
                return Ok(None);
            };
            let source = Source::new(iterate(cx, &next)?);
            self.inner.replace(Some(Rc::new(source)));
        }
    }
}
iterator_object!(Chain, &CHAIN);

struct Slice {
    source: Source,
    at: Cell<usize>,
    next: Cell<usize>,
    stop: usize,
    step: usize,
}

impl Slice {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let wanted = self.next.get().min(self.stop);
        while self.at.get() < wanted {
            if self.source.next(cx)?.is_none() {
                return Ok(None);
            }
            self.at.set(self.at.get() + 1);
        }
        if self.next.get() >= self.stop {
            return Ok(None);
        }
        let item = self.source.next(cx)?;
        self.at.set(self.at.get() + 1);
        self.next.set(self.next.get().saturating_add(self.step));
        Ok(item)
    }
}
iterator_object!(Slice, &ISLICE);

struct Accumulate {
    source: Source,
    function: Value,
    total: RefCell<Option<Value>>,
    first: RefCell<Option<Value>>,
}

impl Accumulate {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if let Some(first) = self.first.take() {
            self.total.replace(Some(first.clone()));
            return Ok(Some(first));
        }
        let Some(item) = self.source.next(cx)? else { return Ok(None) };
        let before = self.total.borrow().clone();
        let total = match (before, &self.function) {
            (None, _) => item,
            (Some(total), Value::None) => ops::binary(cx, BinaryOp::Add, &total, &item)?,
            (Some(total), function) => cx.call(function, &[total, item], &[])?,
        };
        self.total.replace(Some(total.clone()));
        Ok(Some(total))
    }
}
iterator_object!(Accumulate, &ACCUMULATE);

struct Pairwise {
    source: Source,
    last: RefCell<Option<Value>>,
}

impl Pairwise {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if self.last.borrow().is_none() {
            let first = self.source.next(cx)?;
            self.last.replace(first);
        }
        let Some(next) = self.source.next(cx)? else { return Ok(None) };
        let last = self.last.replace(Some(next.clone()));
        Ok(last.map(|last| pair(last, next)))
    }
}
iterator_object!(Pairwise, &PAIRWISE);

fn holds(cx: &mut dyn Context, predicate: &Value, item: &Value) -> Result<bool> {
    let answer = cx.call(predicate, std::slice::from_ref(item), &[])?;
    ops::truth(&answer)
}

struct TakeWhile {
    predicate: Value,
    source: Source,
    done: Cell<bool>,
}

impl TakeWhile {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if self.done.get() {
            return Ok(None);
        }
        let Some(item) = self.source.next(cx)? else { return Ok(None) };
        if holds(cx, &self.predicate, &item)? {
            return Ok(Some(item));
        }
        self.done.set(true);
        Ok(None)
    }
}
iterator_object!(TakeWhile, &TAKEWHILE);

struct DropWhile {
    predicate: Value,
    source: Source,
    started: Cell<bool>,
}

impl DropWhile {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        while let Some(item) = self.source.next(cx)? {
            if self.started.get() || !holds(cx, &self.predicate, &item)? {
                self.started.set(true);
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}
iterator_object!(DropWhile, &DROPWHILE);

struct Compress {
    data: Source,
    selectors: Source,
}

impl Compress {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        loop {
            let (Some(item), Some(selector)) = (self.data.next(cx)?, self.selectors.next(cx)?) else { return Ok(None) };
            if ops::truth(&selector)? {
                return Ok(Some(item));
            }
        }
    }
}
iterator_object!(Compress, &COMPRESS);

struct StarMap {
    function: Value,
    source: Source,
}

impl StarMap {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let Some(args) = self.source.next(cx)? else { return Ok(None) };
        let args = collect(cx, &args)?;
        cx.call(&self.function, &args, &[]).map(Some)
    }
}
iterator_object!(StarMap, &STARMAP);

struct ZipLongest {
    sources: Vec<Source>,
    open: RefCell<Vec<bool>>,
    fill: Value,
}

impl ZipLongest {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let mut items = Vec::with_capacity(self.sources.len());
        for (i, source) in self.sources.iter().enumerate() {
            let open = self.open.borrow()[i];
            let item = if open { source.next(cx)? } else { None };
            if item.is_none() {
                self.open.borrow_mut()[i] = false;
            }
            items.push(item.unwrap_or_else(|| self.fill.clone()));
        }
        Ok(if self.open.borrow().contains(&true) { Some(Value::tuple(items)) } else { None })
    }
}
iterator_object!(ZipLongest, &ZIP_LONGEST);

/// What a `groupby` and its groups share.
struct Groups {
    source: Source,
    key: Value,
    /// The first item of the next run, with its key.
    ahead: RefCell<Option<(Value, Value)>>,
    current: RefCell<Option<Value>>,
    /// The number of the run, so that a group left behind knows it.
    run: Cell<usize>,
}

impl Groups {
    fn advance(&self, cx: &mut dyn Context) -> Result<bool> {
        let Some(item) = self.source.next(cx)? else {
            self.ahead.replace(None);
            return Ok(false);
        };
        let key = match &self.key {
            Value::None => item.clone(),
            function => cx.call(function, std::slice::from_ref(&item), &[])?,
        };
        self.ahead.replace(Some((key, item)));
        Ok(true)
    }

    /// Whether the next item belongs to the current run.
    fn continues(&self, cx: &mut dyn Context) -> Result<bool> {
        let (Some((key, _)), Some(current)) = (self.ahead.borrow().clone(), self.current.borrow().clone()) else {
            return Ok(false);
        };
        compare::item_equal(cx, &key, &current)
    }
}

struct GroupBy(Rc<Groups>);

impl GroupBy {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let groups = &self.0;
        if groups.ahead.borrow().is_none() && !groups.advance(cx)? {
            return Ok(None);
        }
        while groups.continues(cx)? {
            if !groups.advance(cx)? {
                return Ok(None);
            }
        }
        let Some((key, _)) = groups.ahead.borrow().clone() else { return Ok(None) };
        groups.current.replace(Some(key.clone()));
        groups.run.set(groups.run.get() + 1);
        let group = Group { groups: groups.clone(), run: groups.run.get() };
        Ok(Some(pair(key, Value::object(group))))
    }
}
iterator_object!(GroupBy, &GROUPBY);

struct Group {
    groups: Rc<Groups>,
    run: usize,
}

impl Group {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if self.groups.run.get() != self.run || !self.groups.continues(cx)? {
            return Ok(None);
        }
        let item = self.groups.ahead.take().map(|(_, item)| item);
        self.groups.advance(cx)?;
        Ok(item)
    }
}
iterator_object!(Group, &GROUPER);

/// What the branches of a `tee` share: items that one has seen and another not.
struct Shared {
    source: Source,
    queues: RefCell<Vec<VecDeque<Value>>>,
}

struct Branch {
    shared: Rc<Shared>,
    which: usize,
}

impl Branch {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        if let Some(item) = self.shared.queues.borrow_mut()[self.which].pop_front() {
            return Ok(Some(item));
        }
        let Some(item) = self.shared.source.next(cx)? else { return Ok(None) };
        for (i, queue) in self.shared.queues.borrow_mut().iter_mut().enumerate() {
            if i != self.which {
                queue.push_back(item.clone());
            }
        }
        Ok(Some(item))
    }
}
iterator_object!(Branch, &TEE);

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("itertools", "chain", Value::Class(&CHAIN))]
}
