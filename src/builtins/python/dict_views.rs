//! `dict.keys()`, `.values()` and `.items()`: live views, the first and last with the operations of sets.

use super::constructors::gather;
use super::iterators::{Pairs, pair};
use crate::value::class::{Class, exception, python};
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::settable::SetTable;
use crate::value::{Context, Dict, NativeObject, Object, Result, Set, Value, compare, repr};
use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ViewKind {
    Keys,
    Values,
    Items,
}

/// A view of a dict, which follows its changes.
pub struct DictView {
    dict: Rc<Dict>,
    kind: ViewKind,
}

impl DictView {
    pub fn new(dict: Rc<Dict>, kind: ViewKind) -> DictView {
        DictView { dict, kind }
    }

    fn all(&self) -> Vec<Value> {
        self.dict.borrow().iter().map(|(key, value)| self.kind.of(key, value)).collect()
    }

    fn table(&self) -> Result<SetTable> {
        SetTable::from_keys(&self.all())
    }
}

impl ViewKind {
    fn of(self, key: &Value, value: &Value) -> Value {
        match self {
            ViewKind::Keys => key.clone(),
            ViewKind::Values => value.clone(),
            ViewKind::Items => pair(key.clone(), value.clone()),
        }
    }
}

/// The items of a view from the last to the first, if the object is one.
pub fn reversed(object: &Object) -> Option<Vec<Value>> {
    let mut all = object.downcast::<DictView>()?.all();
    all.reverse();
    Some(all)
}

impl NativeObject for DictView {
    fn class(&self) -> &'static Class {
        match self.kind {
            ViewKind::Keys => &python::DICT_KEYS,
            ViewKind::Values => &python::DICT_VALUES,
            ViewKind::Items => &python::DICT_ITEMS,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn len(&self) -> Option<usize> {
        Some(self.dict.borrow().len())
    }

    fn iterate(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        let len = self.dict.borrow().len();
        Ok(Some(Value::object(ViewIterator {
            dict: self.dict.clone(),
            kind: self.kind,
            at: Cell::new(0),
            len,
            pairs: Pairs::default(),
        })))
    }

    fn contains(&self, cx: &mut dyn Context, item: &Value) -> Result<Option<bool>> {
        match (self.kind, item) {
            (ViewKind::Keys, key) => self.dict.borrow().contains(key).map(Some),
            (ViewKind::Values, _) => Ok(None),
            (ViewKind::Items, Value::Tuple(tuple)) => {
                let [key, value] = &*tuple.items else { return Ok(Some(false)) };
                let found = self.dict.borrow().get(key)?.cloned();
                found.map_or(Ok(Some(false)), |found| compare::item_equal(cx, &found, value).map(Some))
            }
            (ViewKind::Items, _) => Ok(Some(false)),
        }
    }

    fn binary(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        if self.kind == ViewKind::Values
            || !matches!(op, BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::Sub | BinaryOp::BitXor)
        {
            return Ok(None);
        }
        let own = self.table()?;
        let other = gather(cx, other)?;
        let (a, b) = if reflected { (&other, &own) } else { (&own, &other) };
        let result = match op {
            BinaryOp::BitAnd => a.intersection(b),
            BinaryOp::BitOr => a.union(b),
            BinaryOp::Sub => a.difference(b),
            _ => a.symmetric_difference(b),
        };
        Ok(Some(Value::Set(Rc::new(Set::new(result)))))
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        if self.kind == ViewKind::Values {
            return Ok(None);
        }
        let others = match other {
            Value::Set(set) | Value::FrozenSet(set) => set.borrow().clone(),
            Value::Object(object) => match object.downcast::<DictView>() {
                Some(view) if view.kind != ViewKind::Values => view.table()?,
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        let own = self.table()?;
        let (less, more) = (own.is_subset(&others), others.is_subset(&own));
        Ok(Some(Value::bool(match op {
            CompareOp::Eq => less && more,
            CompareOp::Ne => !(less && more),
            CompareOp::Lt => less && !more,
            CompareOp::Le => less,
            CompareOp::Gt => more && !less,
            CompareOp::Ge => more,
        })))
    }

    fn repr(&self) -> String {
        format!("{}({})", self.class().name, repr::repr(&Value::list(self.all())))
    }
}

struct ViewIterator {
    dict: Rc<Dict>,
    kind: ViewKind,
    at: Cell<usize>,
    len: usize,
    pairs: Pairs,
}

static VIEW_ITERATORS: [Class; 2] = [
    Class::new("dict_valueiterator", "builtins", &[&python::OBJECT]),
    Class::new("dict_itemiterator", "builtins", &[&python::OBJECT]),
];

impl NativeObject for ViewIterator {
    fn class(&self) -> &'static Class {
        match self.kind {
            ViewKind::Keys => &python::DICT_KEYITERATOR,
            ViewKind::Values => &VIEW_ITERATORS[0],
            ViewKind::Items => &VIEW_ITERATORS[1],
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        let table = self.dict.borrow();
        if table.len() != self.len {
            return Err(exception::RUNTIME_ERROR.error("dictionary changed size during iteration"));
        }
        Ok(table.next_from(self.at.get()).map(|(next, key, value)| {
            self.at.set(next);
            match self.kind {
                ViewKind::Items => self.pairs.pair(key.clone(), value.clone()),
                kind => kind.of(key, value),
            }
        }))
    }
}
