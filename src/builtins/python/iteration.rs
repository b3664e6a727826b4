//! Going through values (`iter`, `next`) and Python's own `sum`, `max`, `all` … over any iterable.

use super::functions::Fallback;
use super::iterators::UntilSentinel;
use super::receiver::type_name;
use crate::tensor::ufunc::ABSOLUTE;
use crate::value::class::exception;
use crate::value::elementwise::small_call;
use crate::value::iter::{Iter, iterate};
use crate::value::number::Number;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::watch::Watch;
use crate::value::{Context, Error, Result, Value, number, ops};
use dashu_int::IBig;

builtins! { ITERATION, chapter "Python's iteration", spaces ["builtins"];
    /// An iterator over a value; with a sentinel, over what a function gives until it gives that.
    ///
    /// >>> it = iter('ab')
    /// >>> next(it), next(it), next(it, 'end')
    /// ('a', 'b', 'end')
    fn iter(cx, @pos object: Value, @pos sentinel: Option<Fallback> = None) -> Value {
        match sentinel {
            None => Ok(iterate(cx, &object)?.into_value()),
            Some(_) if !super::functions::is_callable(&object) => {
                Err(Error::type_error("iter(v, w): v must be callable"))
            }
            Some(sentinel) => Ok(Value::object(UntilSentinel::new(object, sentinel.0))),
        }
    }

    /// An iterator's next item; at the end the default, or StopIteration.
    ///
    /// >>> next(iter([1, 2])), next(iter([]), None) is None
    /// (1, True)
    fn next(cx, @pos iterator: Value, @pos default: Option<Fallback> = None) -> Value {
        let item = match &iterator {
            Value::Object(object) if object.is_iterator() => object.clone().next(cx)?,
            other => return Err(Error::type_error(format!("'{}' object is not an iterator", type_name(other)))),
        };
        match (item, default) {
            (Some(item), _) => Ok(item),
            (None, Some(default)) => Ok(default.0),
            (None, None) => Err(exception::STOP_ITERATION.error("")),
        }
    }

    /// The sum of the items, added from left to right to `start`.
    ///
    /// >>> sum(x * x for x in range(4)), sum([0.5, 1], 10)
    /// (14, 11.5)
    fn sum(cx, @pos iterable: Value, start: Value = Value::Int(0)) -> Value { add_up(cx, &iterable, start) }

    /// The greatest item, or the greatest of several values.
    ///
    /// >>> max(3, 5), max(['bb', 'a'], key=len), max([], default=0)
    /// (5, 'bb', 0)
    fn max(cx, @args values: Vec<Value>, @kw key: Value = Value::None, @kw default: Option<Fallback> = None) -> Value {
        extreme(cx, "max", CompareOp::Gt, &values, &key, default)
    }

    /// The smallest item, or the smallest of several values.
    ///
    /// >>> min([(2, 'b'), (1, 'c')]), min(3, -5, key=abs)
    /// ((1, 'c'), 3)
    fn min(cx, @args values: Vec<Value>, @kw key: Value = Value::None, @kw default: Option<Fallback> = None) -> Value {
        extreme(cx, "min", CompareOp::Lt, &values, &key, default)
    }

    /// Whether all items are true.
    ///
    /// >>> all([1, 'a']), all([1, 0]), all([])
    /// (True, False, True)
    fn all(cx, @pos iterable: Value) -> bool { Ok(!find_truth(cx, &iterable, false)?) }

    /// Whether some item is true.
    ///
    /// >>> any([0, 'a']), any([])
    /// (True, False)
    fn any(cx, @pos iterable: Value) -> bool { find_truth(cx, &iterable, true) }

    /// The size of a number, without its sign.
    ///
    /// >>> abs(-3), abs(-2.5), abs(3+4j)
    /// (3, 2.5, 5.0)
    fn abs(cx, @pos x: Value) -> Value { absolute(cx, &x) }

    /// The number nearest to `number` with so many decimals; halves go to the even digit.
    ///
    /// >>> round(2.5), round(3.14159, 2), round(1234, -2)
    /// (2, 3.14, 1200)
    fn round(cx, number: Value, ndigits: Value = Value::None) -> Value { rounded(cx, &number, &ndigits) }

    /// A power; with `mod`, its remainder, for integers of any size.
    ///
    /// >>> pow(2, 10), pow(3, -1, 7), pow(2, 0.5)
    /// (1024, 5, 1.4142135623730951)
    fn pow(cx, base: Value, exp: Value, r#mod: Value = Value::None) -> Value {
        match r#mod {
            Value::None => ops::binary(cx, BinaryOp::Pow, &base, &exp),
            modulus => power_modulo(&base, &exp, &modulus),
        }
    }

    /// The floored quotient and the remainder.
    ///
    /// >>> divmod(7, 2), divmod(-7.5, 2)
    /// ((3, 1), (-4.0, 0.5))
    fn divmod(cx, @pos x: Value, @pos y: Value) -> Value { super::functions::divmod(cx, &x, &y) }
}

/// Numbers of a list that are added up without a look at the interrupt flag: some ten milliseconds' worth.
const UNSEEN: usize = 1 << 22;

/// Python's `sum(iterable, start)`.
pub fn add_up(cx: &mut dyn Context, iterable: &Value, start: Value) -> Result<Value> {
    let refused = match &start {
        Value::Str(_) => Some("sum() can't sum strings [use ''.join(seq) instead]"),
        Value::Bytes(_) => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
        _ => None,
    };
    if let Some(message) = refused {
        return Err(Error::type_error(message));
    }
    let mut items = iterate(cx, iterable)?;
    let mut total = start;
    if let Iter::List(list, at) = &mut items {
        // Numbers where they lie: nothing else runs meanwhile, not even a look at the interrupt flag.
        for item in list.borrow().iter().take(UNSEEN) {
            let Some(sum) = plain_sum(&total, item) else { break };
            (total, *at) = (sum, *at + 1);
        }
    }
    while let Some(item) = items.next(cx)? {
        total = match plain_sum(&total, &item) {
            Some(sum) => sum,
            None => ops::binary(cx, BinaryOp::Add, &total, &item)?,
        };
        if crate::pool::interrupted() {
            return Err(exception::KEYBOARD_INTERRUPT.error(""));
        }
    }
    Ok(total)
}

/// The sum of Python's own numbers, where it is neither beyond 64 bits nor anything but a number.
#[inline(always)]
fn plain_sum(a: &Value, b: &Value) -> Option<Value> {
    Some(match (a, b) {
        (Value::Int(a), Value::Int(b)) => Value::Int(a.checked_add(*b)?),
        (Value::Int(a), Value::Bool(b)) => Value::Int(a.checked_add(b.get().into())?),
        (Value::Float(a), Value::Float(b)) => Value::float(a.get() + b.get()),
        _ => return None,
    })
}

fn extreme(
    cx: &mut dyn Context,
    name: &str,
    op: CompareOp,
    values: &[Value],
    key: &Value,
    default: Option<Fallback>,
) -> Result<Value> {
    let mut items = match values {
        [] => return Err(Error::type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => iterate(cx, iterable)?,
        _ if default.is_some() => {
            let message = format!("Cannot specify a default for {name}() with multiple positional arguments");
            return Err(Error::type_error(message));
        }
        several => crate::value::iter::Iter::Vec(several.into(), 0),
    };
    let mut best: Option<(Value, Value)> = None;
    let mut watch = Watch::default();
    while let Some(item) = items.next(cx)? {
        watch.step()?;
        let by = match key {
            Value::None => item.clone(),
            key => cx.call(key, std::slice::from_ref(&item), &[])?,
        };
        let better = match &best {
            None => true,
            Some((known, _)) => {
                let answer = ops::compare(cx, op, &by, known)?;
                ops::truth(&answer)?
            }
        };
        if better {
            best = Some((by, item));
        }
    }
    match (best, default) {
        (Some((_, item)), _) => Ok(item),
        (None, Some(default)) => Ok(default.0),
        (None, None) => Err(Error::value(format!("{name}() arg is an empty sequence"))),
    }
}

fn find_truth(cx: &mut dyn Context, iterable: &Value, wanted: bool) -> Result<bool> {
    let mut items = iterate(cx, iterable)?;
    let mut watch = Watch::default();
    while let Some(item) = items.next(cx)? {
        watch.step()?;
        if ops::truth(&item)? == wanted {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Python's `abs(x)`.
pub fn absolute(cx: &mut dyn Context, x: &Value) -> Result<Value> {
    match (x, Number::of(x)) {
        (_, Some(Number::Int(i))) if i >= 0 => Ok(Value::Int(i)),
        (_, Some(Number::Int(_))) => ops::unary(cx, UnaryOp::Minus, x),
        (_, Some(Number::Big(i))) => Ok(Value::int(if i < IBig::ZERO { -i } else { i })),
        (_, Some(Number::Float(f))) => Ok(Value::float(f.abs())),
        (_, Some(Number::Complex(z))) => {
            let size = z.re.hypot(z.im);
            if size.is_infinite() && z.re.is_finite() && z.im.is_finite() {
                return Err(Error::overflow("absolute value too large"));
            }
            Ok(Value::float(size))
        }
        (Value::Object(object), _) => match object.attribute(cx, crate::symbol::Symbol::new("__abs__"))? {
            Some(method) => cx.call(&method, &[], &[]),
            None => Err(bad_absolute(x)),
        },
        _ if let Some(size) = small_call(&ABSOLUTE, std::slice::from_ref(x)) => Ok(size),
        _ if crate::value::elementwise::is_operand(x) => {
            super::shared::numpy(cx, "absolute", std::slice::from_ref(x), &[])
        }
        _ => Err(bad_absolute(x)),
    }
}

fn bad_absolute(x: &Value) -> Error {
    Error::type_error(format!("bad operand type for abs(): '{}'", type_name(x)))
}

/// Python's `round(number, ndigits)`.
fn rounded(cx: &mut dyn Context, x: &Value, ndigits: &Value) -> Result<Value> {
    use crate::value::convert::to_index;
    use crate::value::format::int_value;
    use crate::value::text::{float_to_int, round_float};
    let places = if let Value::None = ndigits { None } else { Some(to_index(ndigits)?) };
    match (Number::of_any(x), places) {
        (Some(Number::Float(f)), None) => Ok(int_value(float_to_int(f.round_ties_even())?)),
        (Some(Number::Float(f)), Some(places)) if Number::of(x).is_some() => Ok(Value::float(round_float(f, places)?)),
        (Some(Number::Int(i)), None) => Ok(Value::Int(i)),
        (Some(Number::Big(i)), None) => Ok(Value::int(i)),
        (Some(Number::Int(i)), Some(places)) if Number::of(x).is_some() => Ok(round_int(IBig::from(i), places)),
        (Some(Number::Big(i)), Some(places)) if Number::of(x).is_some() => Ok(round_int(i, places)),
        (Some(Number::Int(_) | Number::Big(_) | Number::Float(_)), Some(places)) => {
            super::shared::numpy(cx, "round", &[x.clone(), Value::Int(places)], &[])
        }
        _ => match x {
            Value::Object(object) => match object.attribute(cx, crate::symbol::Symbol::new("__round__"))? {
                Some(method) if places.is_none() => cx.call(&method, &[], &[]),
                Some(method) => cx.call(&method, std::slice::from_ref(ndigits), &[]),
                None => Err(no_round(x)),
            },
            _ => Err(no_round(x)),
        },
    }
}

fn no_round(x: &Value) -> Error {
    Error::type_error(format!("type {} doesn't define __round__ method", type_name(x)))
}

/// An int rounded to a multiple of a power of ten, halves to the even multiple.
fn round_int(i: IBig, places: i64) -> Value {
    if places >= 0 {
        return Value::int(i);
    }
    // More zeros than any int in memory has digits.
    if places < -1_000_000 {
        return Value::Int(0);
    }
    let unit = IBig::from(10).pow(places.unsigned_abs() as usize);
    let (quotient, rest) = number::floor_div_rem(i, unit.clone());
    let twice = &rest * IBig::from(2);
    let odd = &quotient & IBig::ONE == IBig::ONE;
    let up = twice > unit || (twice == unit && odd);
    Value::int((if up { quotient + IBig::ONE } else { quotient }) * unit)
}

fn integer(value: &Value) -> Result<IBig> {
    match Number::of_any(value) {
        Some(Number::Int(i)) => Ok(IBig::from(i)),
        Some(Number::Big(i)) => Ok(i),
        _ => Err(Error::type_error("pow() 3rd argument not allowed unless all arguments are integers")),
    }
}

/// `pow(base, exp, mod)`: square and multiply; for negative exponents by the inverse.
fn power_modulo(base: &Value, exp: &Value, modulus: &Value) -> Result<Value> {
    let (mut base, mut exp, modulus) = (integer(base)?, integer(exp)?, integer(modulus)?);
    if modulus == IBig::ZERO {
        return Err(Error::value("pow() 3rd argument cannot be 0"));
    }
    let size = if modulus < IBig::ZERO { -modulus.clone() } else { modulus.clone() };
    if exp < IBig::ZERO {
        base = inverse(&base, &size)?;
        exp = -exp;
    }
    let mut square = number::floor_div_rem(base, size.clone()).1;
    let mut result = number::floor_div_rem(IBig::ONE, size.clone()).1;
    while exp > IBig::ZERO {
        if &exp & IBig::ONE == IBig::ONE {
            result = &result * &square % &size;
        }
        exp >>= 1;
        square = &square * &square % &size;
        if crate::pool::interrupted() {
            return Err(exception::KEYBOARD_INTERRUPT.error(""));
        }
    }
    // The result has the modulus's sign.
    Ok(Value::int(if modulus < IBig::ZERO && result != IBig::ZERO { result - size } else { result }))
}

/// The inverse modulo `modulus` by Euclid's extended algorithm.
fn inverse(a: &IBig, modulus: &IBig) -> Result<IBig> {
    let mut r = (number::floor_div_rem(a.clone(), modulus.clone()).1, modulus.clone());
    let mut s = (IBig::ONE, IBig::ZERO);
    while r.1 != IBig::ZERO {
        let (quotient, rest) = number::floor_div_rem(r.0.clone(), r.1.clone());
        r = (r.1, rest);
        s = (s.1.clone(), s.0 - quotient * s.1);
    }
    if r.0 == IBig::ONE { Ok(s.0) } else { Err(Error::value("base is not invertible for the given modulus")) }
}
