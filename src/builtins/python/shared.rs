//! The names that Python and NumPy share. Given an array they are NumPy's; given anything else they are Python's, and NumPy's
//! where Python's raise a TypeError.

use crate::builtins::registry::{call, lookup};
use crate::symbol::Symbol;
use crate::value::class::exception;
use crate::value::{Args, Builtin, Context, Dict, Error, Result, Value};
use std::rc::Rc;
use std::sync::OnceLock;

builtins! { SHARED, chapter "Names that Python and NumPy share", spaces ["bare"];
    /// The sum of the items, or of an array's elements along axes.
    ///
    /// >>> sum(range(5)), sum(np.array([[1, 2], [3, 4]]))
    /// (10, np.int64(10))
    /// >>> sum([[1, 2], [3, 4]], axis=0)
    /// array([4, 6])
    fn sum(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &SUM, values, options) }

    /// The greatest item or value, or an array's greatest element.
    ///
    /// >>> max(3, 5), max(np.array([1.5, 2.5])), max(['a', 'bcd'], key=len)
    /// (5, np.float64(2.5), 'bcd')
    quick (|values| extreme(values, |new, best| new > best, |new, best| new > best))
    fn max(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &MAX, values, options) }

    /// The smallest item or value, or an array's smallest element.
    ///
    /// >>> min(3, 5), min(np.array([[1, 5], [0, 7]]), axis=1)
    /// (3, array([1, 0]))
    quick (|values| extreme(values, |new, best| new < best, |new, best| new < best))
    fn min(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &MIN, values, options) }

    /// The absolute value of a number or of each element.
    ///
    /// >>> abs(-3), abs(np.array([-1.5, 2])), abs([-1, 2])
    /// (3, array([1.5, 2. ]), array([1, 2]))
    quick (plain_abs)
    fn abs(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &ABS, values, options) }

    /// A number, or each element of an array, with so many decimals.
    ///
    /// >>> round(2.567, 1), round(np.array([1.25, 2.567]), 1)
    /// (2.6, array([1.2, 2.6]))
    fn round(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &ROUND, values, options) }

    /// Whether all items, or all elements along axes, are true.
    ///
    /// >>> all([1, 2]), all(np.array([[True, False], [True, True]]), axis=0)
    /// (True, array([ True, False]))
    fn all(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &ALL, values, options) }

    /// Whether any item, or any element along axes, is true.
    ///
    /// >>> any([0, 2]), any(np.array([False, False]))
    /// (True, np.False_)
    fn any(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &ANY, values, options) }

    /// A power of a number, or of each element.
    ///
    /// >>> pow(2, 5), pow(np.array([1, 2, 3]), 2), pow(3, 4, 5)
    /// (32, array([1, 4, 9]), 1)
    fn pow(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &POW, values, options) }

    /// Floored quotient and remainder of numbers, or of each element.
    ///
    /// >>> divmod(7, 2), divmod(np.array([7, 8]), 3)
    /// ((3, 1), (array([2, 2]), array([1, 2])))
    fn divmod(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, &DIVMOD, values, options) }
}

/// Calls a function of NumPy by its name.
pub fn numpy(cx: &mut dyn Context, name: &str, args: &[Value], keywords: &[(Symbol, Value)]) -> Result<Value> {
    match lookup("np", Symbol::new(name)) {
        Some(function) => cx.call(&function, args, keywords),
        None => Err(Error::attribute(format!("module 'numpy' has no attribute '{name}'"))),
    }
}

/// The keyword arguments of a call from the dict that `**options` gathered.
pub fn keywords(options: &Dict) -> Vec<(Symbol, Value)> {
    let table = options.borrow();
    let pairs = table.iter().filter_map(|(key, value)| match key {
        Value::Str(name) => Some((Symbol::new(name.as_str()), value.clone())),
        _ => None,
    });
    pairs.collect()
}

/// Python's and NumPy's functions of one name, looked up once.
struct Pair {
    name: &'static str,
    python: OnceLock<Option<&'static Builtin>>,
}

macro_rules! pairs {
    ($($id:ident $name:literal),*) => {
        $(static $id: Pair = Pair { name: $name, python: OnceLock::new() };)*
    };
}

pairs!(SUM "sum", MAX "max", MIN "min", ABS "abs", ROUND "round", ALL "all", ANY "any", POW "pow", DIVMOD "divmod");

impl Pair {
    fn python(&self) -> Option<&'static Builtin> {
        *self.python.get_or_init(|| match lookup("builtins", Symbol::new(self.name)) {
            Some(Value::Builtin(item)) => Some(item),
            _ => None,
        })
    }
}

fn either(cx: &mut dyn Context, pair: &Pair, values: Vec<Value>, options: Rc<Dict>) -> Result<Value> {
    let keywords = keywords(&options);
    if let Some(Value::Array(_)) = values.first() {
        return numpy(cx, pair.name, &values, &keywords);
    }
    let Some(item) = pair.python() else { return numpy(cx, pair.name, &values, &keywords) };
    let error = match call(item, cx, &Args { positional: &values, keywords: &keywords }) {
        Err(error) if error.is(&exception::TYPE_ERROR) && may_retry(&values, &keywords) => error,
        result => return result,
    };
    numpy(cx, pair.name, &values, &keywords).map_err(|_| error)
}

/// The absolute value of a plain number.
fn plain_abs(values: &mut [Value]) -> Option<Value> {
    match values {
        [Value::Int(i)] => i.checked_abs().map(Value::Int),
        [Value::Float(f)] => Some(Value::float(f.get().abs())),
        _ => None,
    }
}

/// The first of the greatest (or smallest) of several ints or of several floats.
fn extreme(values: &mut [Value], ints: fn(i64, i64) -> bool, floats: fn(f64, f64) -> bool) -> Option<Value> {
    match values {
        [Value::Int(first), rest @ ..] if !rest.is_empty() => {
            let mut best = *first;
            for value in rest {
                let Value::Int(new) = value else { return None };
                best = if ints(*new, best) { *new } else { best };
            }
            Some(Value::Int(best))
        }
        [Value::Float(first), rest @ ..] if !rest.is_empty() => {
            let mut best = first.get();
            for value in rest {
                let Value::Float(new) = value else { return None };
                best = if floats(new.get(), best) { new.get() } else { best };
            }
            Some(Value::float(best))
        }
        _ => None,
    }
}

/// Whether the arguments are still what they were: an iterator is used up, a callback may have done things.
fn may_retry(values: &[Value], keywords: &[(Symbol, Value)]) -> bool {
    // A set or a dict is one object to NumPy.
    let other = |v: &Value| {
        matches!(
            v,
            Value::Object(_) | Value::Str(_) | Value::None | Value::Set(_) | Value::FrozenSet(_) | Value::Dict(_)
        )
    };
    let plain = values.first().is_some_and(|first| !other(first));
    plain && !keywords.iter().any(|(name, _)| matches!(name.as_str(), "key" | "default" | "start"))
}
