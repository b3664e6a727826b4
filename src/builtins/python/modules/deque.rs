//! Python's module `collections`: `deque`, a list that grows and shrinks quickly at both ends.

use crate::builtins::python::receiver::{Receiver, This, check_size, type_name};
use crate::pool::until_interrupted;
use crate::value::class::{Class, python};
use crate::value::compare::item_equal;
use crate::value::convert::to_index;
use crate::value::iter::collect;
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::{Context, Error, NativeObject, Result, Value, ops, repr};
use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;

pub static DEQUE: Class = Class::new("deque", "collections", &[&python::OBJECT]);

pub struct Deque {
    items: RefCell<VecDeque<Value>>,
    most: Option<usize>,
}

impl Receiver for Deque {
    const CLASS: &'static str = "deque";
}

builtins! { DEQUE_CONSTRUCTOR, chapter "collections: deque", spaces ["constructors"];
    /// A list with two quick ends; with `maxlen`, items fall out at the other end.
    ///
    /// >>> from collections import deque
    /// >>> d = deque([1, 2, 3], maxlen=3)
    /// >>> d.append(4); d
    /// deque([2, 3, 4], maxlen=3)
    fn deque(cx, iterable: Value = Value::None, maxlen: Option<i64> = None) -> Value {
        let most = match maxlen {
            Some(n) => Some(usize::try_from(n).map_err(|_| Error::value("maxlen must be non-negative"))?),
            None => None,
        };
        let deque = Deque { items: RefCell::default(), most };
        if !matches!(iterable, Value::None) {
            for item in until_interrupted(collect(cx, &iterable)?.into_iter()) {
                deque.push_back(item);
            }
        }
        Ok(Value::object(deque))
    }
}

builtins! { DEQUE_METHODS, chapter "collections.deque", methods "deque";
    /// Adds an item at the right end.
    ///
    /// >>> from collections import deque
    /// >>> d = deque([1]); d.append(2); d
    /// deque([1, 2])
    fn append(cx, @pos this: This<Deque>, @pos item: Value) -> () {
        this.push_back(item);
        Ok(())
    }

    /// Adds an item at the left end.
    ///
    /// >>> from collections import deque
    /// >>> d = deque([1]); d.appendleft(0); d
    /// deque([0, 1])
    fn appendleft(cx, @pos this: This<Deque>, @pos item: Value) -> () {
        this.push_front(item);
        Ok(())
    }

    /// Adds all items of an iterable at the right end.
    ///
    /// >>> from collections import deque
    /// >>> d = deque(); d.extend('ab'); d
    /// deque(['a', 'b'])
    fn extend(cx, @pos this: This<Deque>, @pos iterable: Value) -> () {
        until_interrupted(collect(cx, &iterable)?.into_iter()).for_each(|item| this.push_back(item));
        Ok(())
    }

    /// Adds all items of an iterable at the left end, one after the other.
    ///
    /// >>> from collections import deque
    /// >>> d = deque(); d.extendleft('ab'); d
    /// deque(['b', 'a'])
    fn extendleft(cx, @pos this: This<Deque>, @pos iterable: Value) -> () {
        until_interrupted(collect(cx, &iterable)?.into_iter()).for_each(|item| this.push_front(item));
        Ok(())
    }

    /// Takes the item at the right end out.
    ///
    /// >>> from collections import deque
    /// >>> deque([1, 2]).pop()
    /// 2
    fn pop(cx, @pos this: This<Deque>) -> Value {
        let item = this.items.borrow_mut().pop_back();
        item.ok_or_else(|| Error::index("pop from an empty deque"))
    }

    /// Takes the item at the left end out.
    ///
    /// >>> from collections import deque
    /// >>> deque([1, 2]).popleft()
    /// 1
    fn popleft(cx, @pos this: This<Deque>) -> Value {
        let item = this.items.borrow_mut().pop_front();
        item.ok_or_else(|| Error::index("pop from an empty deque"))
    }

    /// Moves so many items from the right end to the left.
    ///
    /// >>> from collections import deque
    /// >>> d = deque([1, 2, 3]); d.rotate(1); d
    /// deque([3, 1, 2])
    fn rotate(cx, @pos this: This<Deque>, @pos n: i64 = 1) -> () {
        let mut items = this.items.borrow_mut();
        if !items.is_empty() {
            let by = n.rem_euclid(items.len() as i64) as usize;
            items.rotate_right(by);
        }
        Ok(())
    }

    /// Turns the order round.
    ///
    /// >>> from collections import deque
    /// >>> d = deque([1, 2]); d.reverse(); d
    /// deque([2, 1])
    fn reverse(cx, @pos this: This<Deque>) -> () {
        this.items.borrow_mut().make_contiguous().reverse();
        Ok(())
    }

    /// Removes all items.
    ///
    /// >>> from collections import deque
    /// >>> d = deque([1]); d.clear(); d
    /// deque([])
    fn clear(cx, @pos this: This<Deque>) -> () {
        let old = std::mem::take(&mut *this.items.borrow_mut());
        drop(old);
        Ok(())
    }

    /// A new deque with the same items.
    ///
    /// >>> from collections import deque
    /// >>> deque([1]).copy()
    /// deque([1])
    fn copy(cx, @pos this: This<Deque>) -> Value {
        Ok(Value::object(Deque { items: this.items.clone(), most: this.most }))
    }

    /// How many items equal a value.
    ///
    /// >>> from collections import deque
    /// >>> deque('aab').count('a')
    /// 2
    fn count(cx, @pos this: This<Deque>, @pos value: Value) -> i64 {
        let mut n = 0;
        for item in this.all() {
            n += i64::from(item_equal(cx, &item, &value)?);
        }
        Ok(n)
    }

    /// The first index of a value.
    ///
    /// >>> from collections import deque
    /// >>> deque('abc').index('c')
    /// 2
    fn index(cx, @pos this: This<Deque>, @pos value: Value) -> i64 {
        for (i, item) in this.all().iter().enumerate() {
            if item_equal(cx, item, &value)? {
                return Ok(i as i64);
            }
        }
        Err(Error::value(format!("{} is not in deque", repr::repr(&value))))
    }

    /// Takes the first item out that equals a value.
    ///
    /// >>> from collections import deque
    /// >>> d = deque('aba'); d.remove('a'); d
    /// deque(['b', 'a'])
    fn remove(cx, @pos this: This<Deque>, @pos value: Value) -> () {
        for (i, item) in this.all().iter().enumerate() {
            if item_equal(cx, item, &value)? {
                let removed = this.items.borrow_mut().remove(i);
                drop(removed);
                return Ok(());
            }
        }
        Err(Error::value("deque.remove(x): x not in deque"))
    }

    /// Puts an item before the one at an index.
    ///
    /// >>> from collections import deque
    /// >>> d = deque('ac'); d.insert(1, 'b'); d
    /// deque(['a', 'b', 'c'])
    fn insert(cx, @pos this: This<Deque>, @pos index: i64, @pos item: Value) -> () {
        let mut items = this.items.borrow_mut();
        let n = items.len() as i64;
        if this.most.is_some_and(|most| n as usize >= most) {
            return Err(Error::index("deque already at its maximum size"));
        }
        let at = if index < 0 { (index + n).max(0) } else { index.min(n) };
        items.insert(at as usize, item);
        Ok(())
    }

    /// The length that it can't exceed.
    ///
    /// >>> from collections import deque
    /// >>> deque(maxlen=3).maxlen
    /// 3
    @property
    fn maxlen(cx, @pos this: This<Deque>) -> Option<usize> { Ok(this.most) }
}

impl Deque {
    fn all(&self) -> Vec<Value> {
        self.items.borrow().iter().cloned().collect()
    }

    fn push_back(&self, item: Value) {
        let mut items = self.items.borrow_mut();
        items.push_back(item);
        let over = if self.most.is_some_and(|most| items.len() > most) { items.pop_front() } else { None };
        drop(items);
        drop(over);
    }

    fn push_front(&self, item: Value) {
        let mut items = self.items.borrow_mut();
        items.push_front(item);
        let over = if self.most.is_some_and(|most| items.len() > most) { items.pop_back() } else { None };
        drop(items);
        drop(over);
    }

    fn place(&self, index: &Value) -> Result<usize> {
        let i = to_index(index)
            .map_err(|_| Error::type_error(format!("sequence index must be integer, not '{}'", type_name(index))))?;
        let n = self.items.borrow().len() as i64;
        let at = if i < 0 { i + n } else { i };
        if (0..n).contains(&at) { Ok(at as usize) } else { Err(Error::index("deque index out of range")) }
    }
}

impl NativeObject for Deque {
    fn class(&self) -> &'static Class {
        &DEQUE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn len(&self) -> Option<usize> {
        Some(self.items.borrow().len())
    }

    fn iterate(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        Ok(Some(crate::value::iter::Iter::Vec(self.all().into(), 0).into_value()))
    }

    fn get_item(&self, _: &mut dyn Context, index: &Value) -> Result<Value> {
        let at = self.place(index)?;
        self.items.borrow().get(at).cloned().ok_or_else(|| Error::index("deque index out of range"))
    }

    fn set_item(&self, _: &mut dyn Context, index: &Value, value: &Value) -> Result<()> {
        let at = self.place(index)?;
        let mut items = self.items.borrow_mut();
        let old = items.get_mut(at).map(|slot| std::mem::replace(slot, value.clone()));
        drop(items);
        drop(old);
        Ok(())
    }

    fn delete_item(&self, _: &mut dyn Context, index: &Value) -> Result<()> {
        let at = self.place(index)?;
        let removed = self.items.borrow_mut().remove(at);
        drop(removed);
        Ok(())
    }

    fn binary(&self, _: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        let made = |items: Vec<Value>| {
            let deque = Deque { items: RefCell::default(), most: self.most };
            items.into_iter().for_each(|item| deque.push_back(item));
            Ok(Some(Value::object(deque)))
        };
        match (op, other) {
            (BinaryOp::Add, Value::Object(object)) if !reflected => match object.downcast::<Deque>() {
                Some(other) => made([self.all(), other.all()].concat()),
                None => Ok(None),
            },
            (BinaryOp::Mul, times) => match to_index(times) {
                Ok(n) if check_size((n.max(0) as usize).saturating_mul(16 * self.items.borrow().len())).is_err() => {
                    Err(crate::value::class::exception::MEMORY_ERROR.error(""))
                }
                Ok(n) => made((0..n.max(0)).flat_map(|_| self.all()).collect()),
                Err(_) => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn compare(&self, cx: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Value::Object(object) = other else { return Ok(None) };
        let Some(other) = object.downcast::<Deque>() else { return Ok(None) };
        ops::compare(cx, op, &Value::list(self.all()), &Value::list(other.all())).map(Some)
    }

    fn repr(&self) -> String {
        let items = repr::repr(&Value::list(self.all()));
        match self.most {
            Some(most) => format!("deque({items}, maxlen={most})"),
            None => format!("deque({items})"),
        }
    }
}
