//! The names that Python and NumPy share. Given an array they are NumPy's; given anything else they are Python's, and NumPy's
//! where Python's raise a TypeError.

use crate::builtins::registry::{call, lookup};
use crate::symbol::Symbol;
use crate::value::class::exception;
use crate::value::{Args, Builtin, Context, Dict, Error, Result, Value};
use std::rc::Rc;

builtins! { SHARED, chapter "Names that Python and NumPy share", spaces ["bare"];
    /// The sum of the items, or of an array's elements along axes.
    ///
    /// >>> sum(range(5)), sum(np.array([[1, 2], [3, 4]]))
    /// (10, np.int64(10))
    /// >>> sum([[1, 2], [3, 4]], axis=0)
    /// array([4, 6])
    fn sum(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "sum", values, options) }

    /// The greatest item or value, or an array's greatest element.
    ///
    /// >>> max(3, 5), max(np.array([1.5, 2.5])), max(['a', 'bcd'], key=len)
    /// (5, np.float64(2.5), 'bcd')
    fn max(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "max", values, options) }

    /// The smallest item or value, or an array's smallest element.
    ///
    /// >>> min(3, 5), min(np.array([[1, 5], [0, 7]]), axis=1)
    /// (3, array([1, 0]))
    fn min(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "min", values, options) }

    /// The absolute value of a number or of each element.
    ///
    /// >>> abs(-3), abs(np.array([-1.5, 2])), abs([-1, 2])
    /// (3, array([1.5, 2. ]), array([1, 2]))
    fn abs(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "abs", values, options) }

    /// A number, or each element of an array, with so many decimals.
    ///
    /// >>> round(2.567, 1), round(np.array([1.25, 2.567]), 1)
    /// (2.6, array([1.2, 2.6]))
    fn round(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "round", values, options) }

    /// Whether all items, or all elements along axes, are true.
    ///
    /// >>> all([1, 2]), all(np.array([[True, False], [True, True]]), axis=0)
    /// (True, array([ True, False]))
    fn all(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "all", values, options) }

    /// Whether any item, or any element along axes, is true.
    ///
    /// >>> any([0, 2]), any(np.array([False, False]))
    /// (True, np.False_)
    fn any(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "any", values, options) }

    /// A power of a number, or of each element.
    ///
    /// >>> pow(2, 5), pow(np.array([1, 2, 3]), 2), pow(3, 4, 5)
    /// (32, array([1, 4, 9]), 1)
    fn pow(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "pow", values, options) }

    /// Floored quotient and remainder of numbers, or of each element.
    ///
    /// >>> divmod(7, 2), divmod(np.array([7, 8]), 3)
    /// ((3, 1), (array([2, 2]), array([1, 2])))
    fn divmod(cx, @args values: Vec<Value>, @kwargs options: Rc<Dict>) -> Value { either(cx, "divmod", values, options) }
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

fn python(name: &str) -> Option<&'static Builtin> {
    match lookup("builtins", Symbol::new(name)) {
        Some(Value::Builtin(item)) => Some(item),
        _ => None,
    }
}

fn either(cx: &mut dyn Context, name: &str, values: Vec<Value>, options: Rc<Dict>) -> Result<Value> {
    let keywords = keywords(&options);
    if let Some(Value::Array(_)) = values.first() {
        return numpy(cx, name, &values, &keywords);
    }
    let Some(item) = python(name) else { return numpy(cx, name, &values, &keywords) };
    let error = match call(item, cx, &Args { positional: &values, keywords: &keywords }) {
        Err(error) if error.is(&exception::TYPE_ERROR) && may_retry(&values, &keywords) => error,
        result => return result,
    };
    numpy(cx, name, &values, &keywords).map_err(|_| error)
}

/// Whether the arguments are still what they were: an iterator is used up, a callback may have done things.
fn may_retry(values: &[Value], keywords: &[(Symbol, Value)]) -> bool {
    let plain =
        matches!(values.first(), Some(first) if !matches!(first, Value::Object(_) | Value::Str(_) | Value::None));
    plain && !keywords.iter().any(|(name, _)| matches!(name.as_str(), "key" | "default" | "start"))
}
