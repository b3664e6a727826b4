//! Python's modules `heapq` and `bisect`: lists as heaps, and places in sorted lists.

use crate::builtins::python::functions::{less_than, sort_values};
use crate::value::convert::to_index;
use crate::value::iter::collect;
use crate::value::{Context, Error, List, Result, Value, item};
use std::rc::Rc;

builtins! { HEAPQ, chapter "heapq", spaces ["heapq"];
    /// Adds an item to a heap.
    ///
    /// >>> import heapq
    /// >>> heap = []
    /// >>> for x in [5, 1, 3]: heapq.heappush(heap, x)
    /// >>> heap[0]
    /// 1
    fn heappush(cx, @pos heap: Rc<List>, @pos item: Value) -> () {
        heap.borrow_mut().push(item);
        let last = heap.len() - 1;
        sift_down(cx, &heap, 0, last)
    }

    /// Takes the smallest item out of a heap.
    ///
    /// >>> import heapq
    /// >>> heap = [1, 5, 3]
    /// >>> heapq.heappop(heap), heapq.heappop(heap)
    /// (1, 3)
    fn heappop(cx, @pos heap: Rc<List>) -> Value {
        let Some(last) = heap.borrow_mut().pop() else { return Err(Error::index("index out of range")) };
        let Some(first) = heap.get(0) else { return Ok(last) };
        put(&heap, 0, last);
        sift_up(cx, &heap, 0)?;
        Ok(first)
    }

    /// Makes a list a heap, in place.
    ///
    /// >>> import heapq
    /// >>> x = [5, 4, 3, 2, 1]
    /// >>> heapq.heapify(x); x
    /// [1, 2, 3, 5, 4]
    fn heapify(cx, @pos x: Rc<List>) -> () {
        for i in (0..x.len() / 2).rev() {
            sift_up(cx, &x, i)?;
        }
        Ok(())
    }

    /// Adds an item and takes the smallest out.
    ///
    /// >>> import heapq
    /// >>> heapq.heappushpop([2, 3], 1)
    /// 1
    fn heappushpop(cx, @pos heap: Rc<List>, @pos item: Value) -> Value {
        let Some(first) = heap.get(0) else { return Ok(item) };
        if !less_than(cx, &first, &item)? {
            return Ok(item);
        }
        put(&heap, 0, item);
        sift_up(cx, &heap, 0)?;
        Ok(first)
    }

    /// Takes the smallest item out and adds one.
    ///
    /// >>> import heapq
    /// >>> heapq.heapreplace([2, 3], 1)
    /// 2
    fn heapreplace(cx, @pos heap: Rc<List>, @pos item: Value) -> Value {
        let Some(first) = heap.get(0) else { return Err(Error::index("index out of range")) };
        put(&heap, 0, item);
        sift_up(cx, &heap, 0)?;
        Ok(first)
    }

    /// The `n` smallest items, in order.
    ///
    /// >>> import heapq
    /// >>> heapq.nsmallest(2, [5, 1, 3])
    /// [1, 3]
    fn nsmallest(cx, n: i64, iterable: Value, key: Value = Value::None) -> Value {
        let mut items = collect(cx, &iterable)?;
        items = sort_values(cx, items, &key, false)?;
        items.truncate(n.max(0) as usize);
        Ok(Value::list(items))
    }

    /// The `n` greatest items, in descending order.
    ///
    /// >>> import heapq
    /// >>> heapq.nlargest(2, [5, 1, 3])
    /// [5, 3]
    fn nlargest(cx, n: i64, iterable: Value, key: Value = Value::None) -> Value {
        let mut items = collect(cx, &iterable)?;
        items = sort_values(cx, items, &key, true)?;
        items.truncate(n.max(0) as usize);
        Ok(Value::list(items))
    }
}

builtins! { MERGE, chapter "heapq", spaces ["heapq"];
    /// The items of several sorted iterables in one order.
    ///
    /// >>> import heapq
    /// >>> list(heapq.merge([1, 4], [2, 3]))
    /// [1, 2, 3, 4]
    @short("reads all items before it gives the first")
    fn merge(cx, @args iterables: Vec<Value>, @kw key: Value = Value::None, @kw reverse: bool = false) -> Value {
        let mut items = Vec::new();
        for iterable in &iterables {
            items.extend(collect(cx, iterable)?);
        }
        let sorted = sort_values(cx, items, &key, reverse)?;
        Ok(crate::value::iter::Iter::Vec(sorted.into(), 0).into_value())
    }
}

builtins! { BISECT, chapter "bisect", spaces ["bisect"];
    /// The place in a sorted list before items that equal `x`.
    ///
    /// >>> import bisect
    /// >>> bisect.bisect_left([1, 2, 2, 3], 2)
    /// 1
    fn bisect_left(cx, a: Value, x: Value, lo: i64 = 0, hi: Value = Value::None, @kw key: Value = Value::None) -> i64 {
        place(cx, &a, &x, lo, &hi, &key, false)
    }

    /// The place in a sorted list after items that equal `x`.
    ///
    /// >>> import bisect
    /// >>> bisect.bisect([1, 2, 2, 3], 2)
    /// 3
    @alias("bisect")
    fn bisect_right(cx, a: Value, x: Value, lo: i64 = 0, hi: Value = Value::None, @kw key: Value = Value::None) -> i64 {
        place(cx, &a, &x, lo, &hi, &key, true)
    }

    /// Puts an item into a sorted list, before those that equal it.
    ///
    /// >>> import bisect
    /// >>> x = [1, 3]
    /// >>> bisect.insort_left(x, 2); x
    /// [1, 2, 3]
    fn insort_left(cx, a: Rc<List>, x: Value, lo: i64 = 0, hi: Value = Value::None, @kw key: Value = Value::None) -> () {
        insort(cx, a, x, lo, &hi, &key, false)
    }

    /// Puts an item into a sorted list, after those that equal it.
    ///
    /// >>> import bisect
    /// >>> x = [1, 3]
    /// >>> bisect.insort(x, 2); x
    /// [1, 2, 3]
    @alias("insort")
    fn insort_right(cx, a: Rc<List>, x: Value, lo: i64 = 0, hi: Value = Value::None, @kw key: Value = Value::None) -> () {
        insort(cx, a, x, lo, &hi, &key, true)
    }
}

fn at(heap: &List, i: usize) -> Result<Value> {
    heap.get(i).ok_or_else(|| Error::index("list changed size during iteration"))
}

fn put(heap: &List, i: usize, item: Value) {
    let old = heap.borrow_mut().get_mut(i).map(|slot| std::mem::replace(slot, item));
    drop(old);
}

/// Moves the item at `i` towards the root until its parent is not greater.
fn sift_down(cx: &mut dyn Context, heap: &List, root: usize, mut i: usize) -> Result<()> {
    let item = at(heap, i)?;
    while i > root {
        let parent = (i - 1) / 2;
        let above = at(heap, parent)?;
        if !less_than(cx, &item, &above)? {
            break;
        }
        put(heap, i, above);
        i = parent;
    }
    put(heap, i, item);
    Ok(())
}

/// Moves the smaller children up until the item at `root` finds its place among the leaves, and then back, as CPython does.
fn sift_up(cx: &mut dyn Context, heap: &List, root: usize) -> Result<()> {
    let item = at(heap, root)?;
    let (mut i, n) = (root, heap.len());
    while 2 * i + 1 < n {
        let mut child = 2 * i + 1;
        if child + 1 < n && !less_than(cx, &at(heap, child)?, &at(heap, child + 1)?)? {
            child += 1;
        }
        put(heap, i, at(heap, child)?);
        i = child;
    }
    put(heap, i, item);
    sift_down(cx, heap, root, i)
}

fn place(cx: &mut dyn Context, a: &Value, x: &Value, lo: i64, hi: &Value, key: &Value, right: bool) -> Result<i64> {
    if lo < 0 {
        return Err(Error::value("lo must be non-negative"));
    }
    let end = match hi {
        Value::None => crate::builtins::python::functions::length(a)? as i64,
        hi => to_index(hi)?,
    };
    let (mut low, mut high) = (lo, end);
    while low < high {
        let middle = low + (high - low) / 2;
        let mut item = item::get_item(cx, a, &Value::Int(middle))?;
        if !matches!(key, Value::None) {
            item = cx.call(key, &[item], &[])?;
        }
        let go_right = if right { !less_than(cx, x, &item)? } else { less_than(cx, &item, x)? };
        if go_right { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}

fn insort(cx: &mut dyn Context, a: Rc<List>, x: Value, lo: i64, hi: &Value, key: &Value, right: bool) -> Result<()> {
    let by = if let Value::None = key { x.clone() } else { cx.call(key, std::slice::from_ref(&x), &[])? };
    let at = place(cx, &Value::List(a.clone()), &by, lo, hi, key, right)?;
    let mut items = a.borrow_mut();
    let at = (at as usize).min(items.len());
    items.insert(at, x);
    Ok(())
}
