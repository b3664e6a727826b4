//! `==`, `<` and their kin: numbers across classes, texts, sequences item by item, sets; arrays elementwise.

use super::class::{class_of, exception};
use super::context::Detached;
use super::iter::iterate;
use super::number::{self, Number};
use super::object::CompareOp;
use super::watch::{self, Watch};
use super::{Context, Error, Result, Value, elementwise};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashSet;

impl CompareOp {
    /// Whether it is true of two values in this order; `None` for values without one, such as NaN.
    pub fn holds(self, order: Option<Ordering>) -> bool {
        match (self, order) {
            (CompareOp::Ne, None) => true,
            (_, None) => false,
            (CompareOp::Eq, Some(o)) => o.is_eq(),
            (CompareOp::Ne, Some(o)) => o.is_ne(),
            (CompareOp::Lt, Some(o)) => o.is_lt(),
            (CompareOp::Le, Some(o)) => o.is_le(),
            (CompareOp::Gt, Some(o)) => o.is_gt(),
            (CompareOp::Ge, Some(o)) => o.is_ge(),
        }
    }

    /// The answer for values that are equal or not and have no order.
    pub fn equality(self, equal: bool) -> Option<Value> {
        match self {
            CompareOp::Eq => Some(Value::bool(equal)),
            CompareOp::Ne => Some(Value::bool(!equal)),
            _ => None,
        }
    }

    /// Whether two texts compare so.
    fn holds_for(self, a: &str, b: &str) -> bool {
        match self {
            CompareOp::Eq => a == b,
            CompareOp::Ne => a != b,
            _ => self.holds(Some(a.cmp(b))),
        }
    }

    fn symbol(self) -> &'static str {
        match self {
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        }
    }

    pub fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }
}

/// `a op b`. Arrays give arrays.
#[inline]
pub fn compare(cx: &mut dyn Context, op: CompareOp, a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => Ok(Value::bool(op.holds(Some(x.cmp(y))))),
        (Value::Float(x), Value::Float(y)) => Ok(Value::bool(op.holds(x.get().partial_cmp(&y.get())))),
        (Value::NpFloat(x), Value::NpFloat(y) | Value::Float(y)) | (Value::Float(x), Value::NpFloat(y)) => {
            Ok(Value::np_bool(op.holds(x.get().partial_cmp(&y.get()))))
        }
        (Value::NpInt(x), Value::NpInt(y) | Value::Int(y)) | (Value::Int(x), Value::NpInt(y)) => {
            Ok(Value::np_bool(op.holds(Some(x.cmp(y)))))
        }
        _ => compare_slow(cx, op, a, b),
    }
}

#[inline(never)]
fn compare_slow(cx: &mut dyn Context, op: CompareOp, a: &Value, b: &Value) -> Result<Value> {
    if let (Value::Str(x), Value::Str(y)) = (a, b) {
        return Ok(Value::bool(op.holds_for(x.as_str(), y.as_str())));
    }
    if (elementwise::is_operand(a) || elementwise::is_operand(b))
        && let Some(result) = elementwise::compare(cx, op, a, b)?
    {
        return Ok(result);
    }
    if let Value::Object(object) = a
        && let Some(result) = object.compare(cx, op, b)?
    {
        return Ok(result);
    }
    if let Value::Object(object) = b
        && let Some(result) = object.compare(cx, op.swapped(), a)?
    {
        return Ok(result);
    }
    let holds = match op {
        CompareOp::Eq => equal(cx, a, b)?,
        CompareOp::Ne => !equal(cx, a, b)?,
        _ => return ordered(cx, op, a, b).map(Value::bool),
    };
    Ok(Value::bool(holds))
}

/// The comparisons of containers under way in this thread.
#[derive(Default)]
struct UnderWay {
    depth: usize,
    /// The addresses of the pairs deeper than [`SHALLOW`].
    pairs: HashSet<(usize, usize)>,
}

/// So deep, containers may begin to hold themselves.
const SHALLOW: usize = 1000;

thread_local! {
    static UNDER_WAY: RefCell<UnderWay> = RefCell::default();
}

/// Compares two values that may be containers, on as much stack as that takes. RecursionError where their comparison is under
/// way already: they hold each other.
fn nested(a: &Value, b: &Value, compare: impl FnOnce() -> Result<bool>) -> Result<bool> {
    let container = |v: &Value| matches!(v, Value::List(_) | Value::Tuple(_) | Value::Dict(_) | Value::Object(_));
    if !container(a) || !container(b) {
        return compare();
    }
    let pair = (a.address().unwrap_or(0), b.address().unwrap_or(0));
    let new = UNDER_WAY.with_borrow_mut(|under_way| {
        under_way.depth += 1;
        under_way.depth <= SHALLOW || under_way.pairs.insert(pair)
    });
    let result = if !new {
        Err(Error::new(&exception::RECURSION_ERROR, "maximum recursion depth exceeded in comparison"))
    } else if crate::pool::interrupted() {
        Err(Error::with_args(&exception::KEYBOARD_INTERRUPT, Vec::new()))
    } else {
        stacker::maybe_grow(64 << 10, 4 << 20, compare)
    };
    UNDER_WAY.with_borrow_mut(|under_way| {
        if new && under_way.depth > SHALLOW {
            under_way.pairs.remove(&pair);
        }
        under_way.depth -= 1;
    });
    result
}

/// Python's `a == b` as a bool. An array inside a sequence must have one element, as in NumPy.
pub fn equal(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<bool> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => return Ok(x == y),
        (Value::Str(x), Value::Str(y)) => return Ok(x.as_str() == y.as_str()),
        (Value::Float(x), Value::Float(y)) => return Ok(x.get() == y.get()),
        _ => {}
    }
    nested(a, b, || match (a, b) {
        (Value::List(x), Value::List(y)) => equal_items(cx, &x.to_vec(), &y.to_vec()),
        (Value::Tuple(x), Value::Tuple(y)) => equal_items(cx, &x.items, &y.items),
        (Value::Dict(x), Value::Dict(y)) => {
            if x.borrow().len() != y.borrow().len() {
                return Ok(false);
            }
            let entries: Vec<(Value, Value)> = x.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
            for (key, value) in entries {
                let Some(other) = y.borrow().get(&key)?.cloned() else { return Ok(false) };
                if !item_equal(cx, &value, &other)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Value::Array(_), _) | (_, Value::Array(_)) => {
            let result = compare(cx, CompareOp::Eq, a, b)?;
            super::ops::truth(&result)
        }
        (Value::Object(_), _) | (_, Value::Object(_)) => {
            if a.is(b) {
                return Ok(true);
            }
            if let Value::Object(object) = a
                && let Some(result) = object.compare(cx, CompareOp::Eq, b)?
            {
                return super::ops::truth(&result);
            }
            if let Value::Object(object) = b
                && let Some(result) = object.compare(cx, CompareOp::Eq, a)?
            {
                return super::ops::truth(&result);
            }
            Ok(equal_plain(a, b))
        }
        _ => Ok(equal_plain(a, b)),
    })
}

/// As containers compare their items: identical values are equal, even a NaN with itself.
#[inline]
pub fn item_equal(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<bool> {
    if let (Value::Int(x), Value::Int(y)) = (a, b) {
        return Ok(x == y);
    }
    if a.is(b) { Ok(true) } else { equal(cx, a, b) }
}

fn equal_items(cx: &mut dyn Context, a: &[Value], b: &[Value]) -> Result<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut watch = Watch::default();
    for (x, y) in a.iter().zip(b) {
        watch.step()?;
        if !item_equal(cx, x, y)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Equality that needs no evaluator: anything but arrays (compared by identity) and objects with comparisons of their own.
pub fn equal_plain(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(x), Value::List(y)) => {
            let (x, y) = (x.to_vec(), y.to_vec());
            x.len() == y.len() && x.iter().zip(&y).all(|(x, y)| x.is(y) || equal_plain(x, y))
        }
        (Value::Tuple(x), Value::Tuple(y)) => {
            x.items.len() == y.items.len() && x.items.iter().zip(&y.items).all(|(x, y)| x.is(y) || equal_plain(x, y))
        }
        (Value::Class(_), Value::Class(_)) => a.is(b),
        // A dtype equals whatever stands for it: `x.dtype == np.float64`, `x.dtype == 'float64'`.
        (Value::DType(d), other) | (other, Value::DType(d)) => {
            super::dtype::element_type(other).is_ok_and(|other| other == **d)
        }
        (Value::Method(x), Value::Method(y)) => x.receiver.is(&y.receiver) && x.function.is(&y.function),
        _ => super::hash::key_equals(a, b),
    }
}

/// Whether two values are equal as numbers; `None` where one of them is no number.
pub fn numbers_equal(a: &Value, b: &Value) -> Option<bool> {
    use crate::tensor::Scalar;
    if let (Some(x), Some(y)) = (Number::of_any(a), Number::of_any(b)) {
        return Some(number::equal(&x, &y));
    }
    // np.str_ and np.bytes_ equal Python's texts; times equal times.
    let text = |v: &Value| match v {
        Value::Str(s) => Some(s.as_str().to_string()),
        Value::Scalar(s) => match &**s {
            Scalar::Str(s) => Some(s.to_string()),
            _ => None,
        },
        _ => None,
    };
    if let (Some(x), Some(y)) = (text(a), text(b)) {
        return Some(x == y);
    }
    match (a.as_scalar(), b.as_scalar()) {
        (Some(Scalar::DateTime(x, u, n)), Some(Scalar::DateTime(y, v, m)))
        | (Some(Scalar::TimeDelta(x, u, n)), Some(Scalar::TimeDelta(y, v, m))) => Some(x == y && u == v && n == m),
        _ => None,
    }
}

/// `a < b` and its kin as a bool. TypeError: `'<' not supported between instances of 'int' and 'str'`.
fn ordered(cx: &mut dyn Context, op: CompareOp, a: &Value, b: &Value) -> Result<bool> {
    nested(a, b, || match (a, b) {
        (Value::List(x), Value::List(y)) => ordered_items(cx, op, &x.to_vec(), &y.to_vec()),
        (Value::Tuple(x), Value::Tuple(y)) => ordered_items(cx, op, &x.items, &y.items),
        (Value::Set(x) | Value::FrozenSet(x), Value::Set(y) | Value::FrozenSet(y)) => {
            let (x, y) = (x.borrow(), y.borrow());
            Ok(match op {
                CompareOp::Lt => x.len() < y.len() && x.is_subset(&y),
                CompareOp::Le => x.is_subset(&y),
                CompareOp::Gt => y.len() < x.len() && y.is_subset(&x),
                _ => y.is_subset(&x),
            })
        }
        _ => {
            if let (Some(x), Some(y)) = (Number::of_any(a), Number::of_any(b))
                && !matches!((&x, &y), (Number::Complex(_), _) | (_, Number::Complex(_)))
            {
                return Ok(op.holds(number::order(&x, &y)));
            }
            if let (Value::DType(x), Value::DType(y)) = (a, b) {
                let below = |x, y| crate::tensor::promote::can_cast(x, y, crate::tensor::promote::Casting::Safe);
                let (x, y) = (***x, ***y);
                return Ok(match op {
                    CompareOp::Lt => x != y && below(x, y),
                    CompareOp::Le => below(x, y),
                    CompareOp::Gt => x != y && below(y, x),
                    _ => below(y, x),
                });
            }
            match order_plain(a, b)? {
                Some(order) => Ok(op.holds(Some(order))),
                None => Err(unordered(op, a, b)),
            }
        }
    })
}

fn unordered(op: CompareOp, a: &Value, b: &Value) -> Error {
    // NumPy's numbers compare with other things as the Python numbers that they become, from whichever side they stand on.
    let number = |v: &Value| match v {
        Value::NpInt(_) | Value::NpFloat(_) | Value::NpBool(_) | Value::Scalar(_) => {
            Number::of_any(v).map(|number| match number {
                _ if matches!(v, Value::NpBool(_)) => "bool",
                Number::Complex(_) => "complex",
                Number::Float(_) => "float",
                _ => "int",
            })
        }
        _ => None,
    };
    let (op, a, b) = match (number(a), number(b)) {
        (None, None) => (op, class_of(a).qualified_name(), class_of(b).qualified_name()),
        (Some(a), _) => (op, a.to_string(), class_of(b).qualified_name()),
        (None, Some(b)) => (op.swapped(), b.to_string(), class_of(a).qualified_name()),
    };
    Error::type_error(format!("'{}' not supported between instances of '{a}' and '{b}'", op.symbol()))
}

fn ordered_items(cx: &mut dyn Context, op: CompareOp, a: &[Value], b: &[Value]) -> Result<bool> {
    for (x, y) in a.iter().zip(b) {
        if !item_equal(cx, x, y)? {
            let result = compare(cx, op, x, y)?;
            return super::ops::truth(&result);
        }
    }
    Ok(op.holds(Some(a.len().cmp(&b.len()))))
}

/// The order of an object, such as a fraction or a date, and another value; `None` where they have none.
fn object_order(object: &super::Object, other: &Value) -> Result<Option<Ordering>> {
    let holds = |op| match object.compare(&mut Detached::default(), op, other)? {
        Some(answer) => super::ops::truth(&answer),
        None => Ok(false),
    };
    Ok(if holds(CompareOp::Lt)? {
        Some(Ordering::Less)
    } else if holds(CompareOp::Gt)? {
        Some(Ordering::Greater)
    } else {
        holds(CompareOp::Eq)?.then_some(Ordering::Equal)
    })
}

/// The order of two values that need no evaluator; `None` where they have none.
pub fn order_plain(a: &Value, b: &Value) -> Result<Option<Ordering>> {
    if let (Some(x), Some(y)) = (Number::of_any(a), Number::of_any(b)) {
        return Ok(number::order(&x, &y));
    }
    if let Value::Object(object) = a
        && let Some(order) = object_order(object, b)?
    {
        return Ok(Some(order));
    }
    if let Value::Object(object) = b {
        return Ok(object_order(object, a)?.map(Ordering::reverse));
    }
    Ok(match (a, b) {
        (Value::Str(x), Value::Str(y)) => Some(x.as_str().cmp(y.as_str())),
        (Value::Bytes(x), Value::Bytes(y)) => Some(x.data.cmp(&y.data)),
        (Value::List(_), Value::List(_)) | (Value::Tuple(_), Value::Tuple(_)) => {
            let items = |v: &Value| match v {
                Value::List(l) => l.to_vec(),
                Value::Tuple(t) => t.items.to_vec(),
                _ => Vec::new(),
            };
            let (x, y) = (items(a), items(b));
            for (p, q) in x.iter().zip(&y) {
                if !p.is(q) && !equal_plain(p, q) {
                    return order_plain(p, q);
                }
            }
            Some(x.len().cmp(&y.len()))
        }
        _ => {
            use crate::tensor::Scalar;
            match (a.as_scalar(), b.as_scalar()) {
                (Some(Scalar::Str(x)), Some(Scalar::Str(y))) => Some(x.cmp(&y)),
                (Some(Scalar::Str(x)), None) if let Value::Str(y) = b => Some((*x).cmp(y.as_str())),
                (None, Some(Scalar::Str(y))) if let Value::Str(x) = a => Some(x.as_str().cmp(&y)),
                (Some(Scalar::DateTime(x, ..)), Some(Scalar::DateTime(y, ..)))
                | (Some(Scalar::TimeDelta(x, ..)), Some(Scalar::TimeDelta(y, ..))) => Some(x.cmp(&y)),
                _ => None,
            }
        }
    })
}

/// `item in container` for texts, dicts and sets, and for sequences that hold nothing but ints and texts before the item;
/// `None` for anything else, and where there is an error to be raised.
pub fn contains_plain(container: &Value, item: &Value) -> Option<bool> {
    match (container, item) {
        (Value::Str(text), Value::Str(part)) => has_part(text.as_str(), part.as_str()).ok(),
        (Value::Dict(dict), _) => dict.borrow().contains(item).ok(),
        (Value::Set(set) | Value::FrozenSet(set), _) => set.borrow().contains(item).ok(),
        (Value::List(list), _) => among(&list.borrow(), item),
        (Value::Tuple(tuple), _) => among(&tuple.items, item),
        _ => None,
    }
}

fn among(items: &[Value], item: &Value) -> Option<bool> {
    for part in items.chunks(1 << 16) {
        watch::check().ok()?;
        for known in part {
            match (known, item) {
                (Value::Int(a), Value::Int(b)) if a == b => return Some(true),
                (Value::Str(a), Value::Str(b)) if a.as_str() == b.as_str() => return Some(true),
                (Value::Int(_) | Value::Str(_), Value::Int(_) | Value::Str(_)) => {}
                _ => return None,
            }
        }
    }
    Some(false)
}

fn has_part(text: &str, part: &str) -> Result<bool> {
    match part.as_bytes() {
        // One byte needs no search for a pattern.
        [byte] => Ok(text.as_bytes().contains(byte)),
        _ => Ok(watch::find(text, part)?.is_some()),
    }
}

/// `item in container`.
pub fn contains(cx: &mut dyn Context, container: &Value, item: &Value) -> Result<bool> {
    match container {
        // NumPy's texts are Python's.
        Value::Scalar(_) if let Some(plain) = super::words::as_python(container) => contains(cx, &plain, item),
        Value::Str(_) | Value::Bytes(_) if let Some(plain) = super::words::as_python(item) => {
            contains(cx, container, &plain)
        }
        Value::Str(text) => match item {
            Value::Str(part) => has_part(text.as_str(), part.as_str()),
            other => {
                let name = class_of(other).qualified_name();
                Err(Error::type_error(format!("'in <string>' requires string as left operand, not {name}")))
            }
        },
        Value::Bytes(bytes) => match item {
            Value::Bytes(part) if part.data.is_empty() => Ok(true),
            Value::Bytes(part) => Ok(bytes.data.windows(part.data.len()).any(|w| *w == *part.data)),
            Value::Int(i) => match u8::try_from(*i) {
                Ok(b) => Ok(bytes.data.contains(&b)),
                Err(_) => Err(Error::value("byte must be in range(0, 256)")),
            },
            other => {
                let name = class_of(other).qualified_name();
                Err(Error::type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        },
        Value::Dict(dict) => dict.borrow().contains(item),
        // A set is looked up as the frozenset of its items.
        Value::Set(set) | Value::FrozenSet(set) => match item {
            Value::Set(items) => set.borrow().contains(&Value::FrozenSet(items.clone())),
            other => set.borrow().contains(other),
        },
        Value::Range(range) => match Number::of_any(item) {
            Some(Number::Int(i)) => {
                let (low, high) =
                    if range.step > 0 { (range.start, range.stop) } else { (range.stop + 1, range.start + 1) };
                Ok(low <= i && i < high && (i as i128 - range.start as i128) % range.step as i128 == 0)
            }
            Some(Number::Float(f)) if f == f.trunc() => contains(cx, container, &Value::Int(f as i64)),
            _ => Ok(false),
        },
        Value::Array(_) => {
            let equal = compare(cx, CompareOp::Eq, container, item)?;
            elementwise::any(&equal)
        }
        Value::Object(object) => {
            if let Some(answer) = object.contains(cx, item)? {
                return Ok(answer);
            }
            contains_by_iteration(cx, container, item)
        }
        _ => contains_by_iteration(cx, container, item),
    }
}

fn contains_by_iteration(cx: &mut dyn Context, container: &Value, item: &Value) -> Result<bool> {
    let mut iter = match iterate(cx, container) {
        Ok(iter) => iter,
        Err(error) if error.is(&exception::TYPE_ERROR) => {
            let name = class_of(container).qualified_name();
            return Err(Error::type_error(format!("argument of type '{name}' is not iterable")));
        }
        Err(error) => return Err(error),
    };
    let mut watch = Watch::default();
    while let Some(value) = iter.next(cx)? {
        watch.step()?;
        if item_equal(cx, &value, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}
