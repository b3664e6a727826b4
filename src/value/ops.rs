//! Python's operators on values: which kind of values meet decides who does the work. No places here: errors get theirs from
//! the evaluator.

use super::class::class_of;
use super::context::Detached;
use super::object::{BinaryOp, UnaryOp};
use super::watch::Watch;
use super::{Context, Dict, Error, Result, Set, Tuple, Value, elementwise, number, watch};
use crate::pool::until_interrupted;
use std::rc::Rc;

pub use super::compare::{compare, contains};

impl BinaryOp {
    /// As Python's error messages write it.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Mul => "*",
            BinaryOp::Div => "/",
            BinaryOp::FloorDiv => "//",
            BinaryOp::Mod => "%",
            BinaryOp::Pow => "** or pow()",
            BinaryOp::MatMul => "@",
            BinaryOp::LeftShift => "<<",
            BinaryOp::RightShift => ">>",
            BinaryOp::BitAnd => "&",
            BinaryOp::BitOr => "|",
            BinaryOp::BitXor => "^",
        }
    }
}

/// `a op b`.
#[inline]
pub fn binary(cx: &mut dyn Context, op: BinaryOp, a: &Value, b: &Value) -> Result<Value> {
    if let (Value::Int(x), Value::Int(y)) = (a, b) {
        let exact = match op {
            BinaryOp::Add => x.checked_add(*y),
            BinaryOp::Sub => x.checked_sub(*y),
            BinaryOp::Mul => x.checked_mul(*y),
            _ => None,
        };
        if let Some(i) = exact {
            return Ok(Value::Int(i));
        }
    }
    if let (Value::Float(x), Value::Float(y)) = (a, b) {
        let (x, y) = (x.get(), y.get());
        match op {
            BinaryOp::Add => return Ok(Value::float(x + y)),
            BinaryOp::Sub => return Ok(Value::float(x - y)),
            BinaryOp::Mul => return Ok(Value::float(x * y)),
            BinaryOp::Div if y != 0.0 => return Ok(Value::float(x / y)),
            _ => {}
        }
    }
    if let Some(result) = elementwise::float_scalars(op, a, b) {
        return Ok(result);
    }
    if (matches!(a, Value::Array(_)) || matches!(b, Value::Array(_)))
        && let Some(result) = elementwise::small_binary(op, a, b)
    {
        return Ok(result);
    }
    binary_slow(cx, op, a, b)
}

#[inline(never)]
fn binary_slow(cx: &mut dyn Context, op: BinaryOp, a: &Value, b: &Value) -> Result<Value> {
    if let Some(result) = number::binary(op, a, b) {
        return result;
    }
    if let Value::Object(object) = a
        && !elementwise::is_operand(b)
        && let Some(result) = object.binary(cx, op, b, false)?
    {
        return Ok(result);
    }
    if (elementwise::is_operand(a) || elementwise::is_operand(b))
        && let Some(result) = elementwise::binary(cx, op, a, b)?
    {
        return Ok(result);
    }
    if let Value::Object(object) = b
        && let Some(result) = object.binary(cx, op, a, true)?
    {
        return Ok(result);
    }
    if let Value::Object(object) = a
        && let Some(result) = object.binary(cx, op, b, false)?
    {
        return Ok(result);
    }
    if let (Value::Dict(x), Value::Dict(y)) = (a, b)
        && x.is_kind(&super::dict_kinds::COUNTER)
        && y.is_kind(&super::dict_kinds::COUNTER)
        && let Some(result) = super::dict_kinds::counter_binary(cx, op, x, y)?
    {
        return Ok(result);
    }
    if op == BinaryOp::Mod {
        match a {
            Value::Str(template) => return super::percent::format_str(cx, template.as_str(), b),
            Value::Bytes(template) => return super::percent::format_bytes(cx, &template.data, b),
            _ => {}
        }
    }
    containers(op, a, b)
}

/// Operators that need no evaluator: numbers, objects such as fractions, and containers. For object arrays.
pub fn plain_binary(op: BinaryOp, a: &Value, b: &Value) -> Result<Value> {
    if let Some(result) = number::binary(op, a, b) {
        return result;
    }
    if let Some(result) = elementwise::plain(op, a, b) {
        return result;
    }
    let objects = [(a, b, false), (b, a, true)];
    for (own, other, reflected) in objects {
        if let Value::Object(object) = own
            && let Some(result) = object.binary(&mut Detached::default(), op, other, reflected)?
        {
            return Ok(result);
        }
    }
    containers(op, a, b)
}

pub fn plain_unary(op: UnaryOp, value: &Value) -> Result<Value> {
    if let Some(result) = number::unary(op, value) {
        return result;
    }
    if let Value::Object(object) = value
        && let Some(result) = object.unary(&mut Detached::default(), op)?
    {
        return Ok(result);
    }
    Err(bad_operand(op, value))
}

fn containers(op: BinaryOp, a: &Value, b: &Value) -> Result<Value> {
    match (op, a, b) {
        (BinaryOp::Add, Value::Str(x), Value::Str(y)) => {
            let mut text = String::with_capacity(x.as_str().len() + y.as_str().len());
            text.push_str(x.as_str());
            text.push_str(y.as_str());
            Ok(Value::str(text))
        }
        (BinaryOp::Add, Value::Bytes(x), Value::Bytes(y)) => Ok(Value::bytes([&*x.data, &*y.data].concat())),
        (BinaryOp::Add, Value::List(x), Value::List(y)) => {
            let mut items = watch::cloned(&x.borrow())?;
            items.append(&mut watch::cloned(&y.borrow())?);
            Ok(Value::list(items))
        }
        (BinaryOp::Add, Value::Tuple(x), Value::Tuple(y)) => Ok(Value::tuple([&*x.items, &*y.items].concat())),
        (BinaryOp::Mul, sequence, times) | (BinaryOp::Mul, times, sequence)
            if is_sequence(sequence) && super::convert::to_index(times).is_ok() =>
        {
            repeat(sequence, super::convert::to_index(times)?)
        }
        (BinaryOp::Mul, x, y) if is_sequence(x) || is_sequence(y) => {
            let other = if is_sequence(x) { y } else { x };
            let name = class_of(other).qualified_name();
            Err(Error::type_error(format!("can't multiply sequence by non-int of type '{name}'")))
        }
        (BinaryOp::Add, Value::Str(_) | Value::List(_) | Value::Tuple(_), other) => {
            let (own, name) = (class_of(a).name, class_of(other).qualified_name());
            let error = Error::type_error(format!("can only concatenate {own} (not \"{name}\") to {own}"));
            Err(if own == "str" { error.help("`str(x)` or an f-string turns a value into text") } else { error })
        }
        (BinaryOp::Add, Value::Bytes(_), other) => {
            Err(Error::type_error(format!("can't concat {} to bytes", class_of(other).qualified_name())))
        }
        (BinaryOp::BitOr, Value::Dict(x), Value::Dict(y)) => {
            let (mut table, mut watch) = (x.borrow().copied()?, Watch::default());
            for (key, value) in y.borrow().iter() {
                watch.step()?;
                table.set(key, value.clone())?;
            }
            Ok(Value::Dict(Rc::new(Dict::new(table))))
        }
        (_, Value::Set(x) | Value::FrozenSet(x), Value::Set(y) | Value::FrozenSet(y)) => match set_operation(op, x, y)?
        {
            Some(set) if matches!(a, Value::Set(_)) => Ok(Value::Set(Rc::new(set))),
            Some(set) => Ok(Value::FrozenSet(Rc::new(set))),
            None => Err(unsupported(op, a, b)),
        },
        (BinaryOp::BitOr, Value::Class(_), Value::Class(_) | Value::None) => Ok(Value::tuple([a.clone(), b.clone()])),
        _ => Err(unsupported(op, a, b)),
    }
}

fn unsupported(op: BinaryOp, a: &Value, b: &Value) -> Error {
    let (x, y) = (class_of(a).qualified_name(), class_of(b).qualified_name());
    Error::type_error(format!("unsupported operand type(s) for {}: '{x}' and '{y}'", op.symbol()))
}

fn is_sequence(value: &Value) -> bool {
    matches!(value, Value::Str(_) | Value::Bytes(_) | Value::List(_) | Value::Tuple(_))
}

/// `sequence * times`; MemoryError for more than memory could hold.
fn repeat(sequence: &Value, times: i64) -> Result<Value> {
    let times = times.max(0) as usize;
    let check = |len: usize, size: usize| match len.checked_mul(times).and_then(|n| n.checked_mul(size)) {
        Some(bytes) if bytes < 1 << 36 => Ok(()),
        _ => Err(super::class::exception::MEMORY_ERROR.error("")),
    };
    Ok(match sequence {
        Value::Str(s) => {
            check(s.as_str().len(), 1)?;
            let all = String::from_utf8(cycle(s.as_str().as_bytes(), times)?);
            Value::str(all.map_err(|error| Error::value(error.to_string()))?)
        }
        Value::Bytes(b) => {
            check(b.data.len(), 1)?;
            Value::bytes(cycle(&b.data, times)?)
        }
        Value::List(l) => {
            check(l.len(), 16)?;
            Value::list(cycle(&l.borrow(), times)?)
        }
        Value::Tuple(t) => {
            check(t.items.len(), 16)?;
            Value::Tuple(Rc::new(Tuple::new(cycle(&t.items, times)?)))
        }
        _ => Value::None,
    })
}

/// `items`, `times` times, by doubling. MemoryError where there is no room; Ctrl-C is looked for in between.
fn cycle<T: Clone>(items: &[T], times: usize) -> Result<Vec<T>> {
    const BETWEEN_LOOKS: usize = 1 << 20;
    let total = items.len() * times;
    let mut all = Vec::new();
    if all.try_reserve_exact(total).is_err() {
        return Err(super::class::exception::MEMORY_ERROR.error(""));
    }
    if total == 0 {
        return Ok(all);
    }
    all.extend_from_slice(items);
    let most = (BETWEEN_LOOKS / items.len()).max(1) * items.len();
    while all.len() < total {
        all.extend_from_within(..all.len().min(most).min(total - all.len()));
        if total > most && crate::pool::interrupted() {
            return Err(Error::with_args(&super::class::exception::KEYBOARD_INTERRUPT, Vec::new()));
        }
    }
    Ok(all)
}

/// `|`, `&`, `-`, `^` of two sets.
pub fn set_operation(op: BinaryOp, a: &Set, b: &Set) -> Result<Option<Set>> {
    let (x, y) = (a.borrow(), b.borrow());
    Ok(Some(Set::new(match op {
        BinaryOp::BitOr => x.union(&y),
        BinaryOp::BitAnd => x.intersection(&y),
        BinaryOp::Sub => x.difference(&y),
        BinaryOp::BitXor => x.symmetric_difference(&y),
        _ => return Ok(None),
    })))
}

/// `target op= b`: in place where the target's kind can, else `a op b`. The result is what the target becomes.
pub fn inplace(cx: &mut dyn Context, op: BinaryOp, a: &Value, b: &Value) -> Result<Value> {
    match (op, a) {
        (BinaryOp::Add, Value::List(list)) if !elementwise::is_operand(b) => {
            let items = super::iter::collect(cx, b)?;
            list.borrow_mut().extend(items);
            Ok(a.clone())
        }
        (BinaryOp::Mul, Value::List(list)) if super::convert::to_index(b).is_ok() => {
            let Value::List(repeated) = repeat(a, super::convert::to_index(b)?)? else { return Ok(a.clone()) };
            let items = repeated.to_vec();
            *list.borrow_mut() = items;
            Ok(a.clone())
        }
        (BinaryOp::BitOr, Value::Dict(dict)) => {
            update_dict(cx, dict, b)?;
            Ok(a.clone())
        }
        (_, Value::Set(set)) if let Value::Set(other) | Value::FrozenSet(other) = b => {
            let other = other.borrow().clone();
            let mut table = set.borrow_mut();
            match op {
                BinaryOp::BitOr => table.merge(&other),
                BinaryOp::BitAnd => *table = table.intersection(&other),
                BinaryOp::Sub => table.subtract(&other),
                BinaryOp::BitXor => table.toggle(&other),
                _ => return Err(unsupported(op, a, b)),
            }
            Ok(a.clone())
        }
        (_, Value::Array(_)) => elementwise::inplace(cx, op, a, b),
        _ => binary(cx, op, a, b).map_err(|error| named_inplace(error, op)),
    }
}

/// `unsupported operand type(s) for +=: …` names the augmented operator.
fn named_inplace(error: Error, op: BinaryOp) -> Error {
    let plain = format!("unsupported operand type(s) for {}: ", op.symbol());
    let message = error.message();
    match message.strip_prefix(&plain) {
        Some(rest) => {
            let symbol = if op == BinaryOp::Pow { "**" } else { op.symbol() };
            Error::type_error(format!("unsupported operand type(s) for {symbol}=: {rest}"))
        }
        None => error,
    }
}

/// `dict.update(other)`: from a mapping or from pairs.
pub fn update_dict(cx: &mut dyn Context, dict: &Dict, other: &Value) -> Result<()> {
    if let Value::Dict(from) = other {
        let mut watch = Watch::default();
        let entries: Vec<(Value, Value)> =
            until_interrupted(from.borrow().iter()).map(|(k, v)| (k.clone(), v.clone())).collect();
        watch::check()?;
        for (key, value) in entries {
            watch.step()?;
            dict.borrow_mut().insert(key, value)?;
        }
        return Ok(());
    }
    for (i, pair) in super::iter::collect(cx, other)?.iter().enumerate() {
        let items = match super::iter::collect(cx, pair) {
            Ok(items) => items,
            Err(_) => {
                return Err(Error::type_error(format!(
                    "cannot convert dictionary update sequence element #{i} to a sequence"
                )));
            }
        };
        let [key, value] = items.as_slice() else {
            return Err(Error::value(format!(
                "dictionary update sequence element #{i} has length {}; 2 is required",
                items.len()
            )));
        };
        dict.borrow_mut().set(key, value.clone())?;
    }
    Ok(())
}

/// `+a`, `-a`, `~a`.
pub fn unary(cx: &mut dyn Context, op: UnaryOp, value: &Value) -> Result<Value> {
    if let Some(result) = number::unary(op, value) {
        return result;
    }
    if elementwise::is_operand(value) {
        return elementwise::unary(cx, op, value);
    }
    if let Value::Object(object) = value
        && let Some(result) = object.unary(cx, op)?
    {
        return Ok(result);
    }
    Err(bad_operand(op, value))
}

fn bad_operand(op: UnaryOp, value: &Value) -> Error {
    let symbol = match op {
        UnaryOp::Plus => "+",
        UnaryOp::Minus => "-",
        UnaryOp::Invert => "~",
    };
    let name = class_of(value).qualified_name();
    Error::type_error(format!("bad operand type for unary {symbol}: '{name}'"))
}

/// Truth, as `if` sees it. ValueError for arrays of more than one element.
#[inline]
pub fn truth(value: &Value) -> Result<bool> {
    Ok(match value {
        Value::Bool(b) | Value::NpBool(b) => b.get(),
        Value::None => false,
        Value::Int(i) | Value::NpInt(i) => *i != 0,
        Value::Float(f) | Value::NpFloat(f) => f.get() != 0.0,
        other => return truth_slow(other),
    })
}

#[inline(never)]
fn truth_slow(value: &Value) -> Result<bool> {
    Ok(match value {
        Value::Str(s) => !s.as_str().is_empty(),
        Value::Bytes(b) => !b.data.is_empty(),
        Value::List(l) => !l.is_empty(),
        Value::Tuple(t) => !t.items.is_empty(),
        Value::Dict(d) => !d.borrow().is_empty(),
        Value::Set(s) | Value::FrozenSet(s) => !s.borrow().is_empty(),
        Value::Range(r) => !r.is_empty(),
        Value::Complex(z) => z.re != 0.0 || z.im != 0.0,
        Value::Array(array) => {
            let tensor = array.tensor();
            return match tensor.size() {
                1 => elementwise::scalar_truth(&tensor.first()),
                0 => Err(Error::value(
                    "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.",
                )),
                _ => Err(Error::value(
                    "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
                )),
            };
        }
        Value::Scalar(s) => return elementwise::scalar_truth(s),
        Value::Object(o) => return o.truth(),
        _ => true,
    })
}
