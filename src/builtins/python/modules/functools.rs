//! Python's module `functools`: folding, partial application, remembering results.

use crate::builtins::python::functions::Fallback;
use crate::builtins::python::shared::keywords;
use crate::symbol::Symbol;
use crate::value::class::{Class, exception, python};
use crate::value::iter::iterate;
use crate::value::number::Number;
use crate::value::object::CompareOp;
use crate::value::table::Table;
use crate::value::{Args, Context, Dict, Error, NativeObject, Result, Tuple, TupleClass, Value, ops, repr};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

builtins! { FUNCTOOLS, chapter "functools", spaces ["functools"];
    /// Folds the items together by a function of two arguments, from left to right.
    ///
    /// >>> from functools import reduce
    /// >>> reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(max, [], 0)
    /// (24, 0)
    fn reduce(cx, @pos function: Value, @pos iterable: Value, @pos initial: Option<Fallback> = None) -> Value {
        let mut items = iterate(cx, &iterable)?;
        let mut result = match initial {
            Some(initial) => initial.0,
            None => match items.next(cx)? {
                Some(first) => first,
                None => return Err(Error::type_error("reduce() of empty iterable with no initial value")),
            },
        };
        while let Some(item) = items.next(cx)? {
            result = cx.call(&function, &[result, item], &[])?;
        }
        Ok(result)
    }

    /// A function with its first arguments, or some keyword arguments, already given.
    ///
    /// >>> from functools import partial
    /// >>> square = partial(pow, exp=2)
    /// >>> square(5), partial(divmod, 17)(5)
    /// (25, (3, 2))
    fn partial(cx, @pos func: Value, @args args: Vec<Value>, @kwargs options: Rc<Dict>) -> Value {
        if !crate::builtins::python::functions::is_callable(&func) {
            return Err(Error::type_error("the first argument must be callable"));
        }
        Ok(Value::object(Partial { function: func, args, keywords: keywords(&options) }))
    }

    /// A function that remembers its results; with a size (or none), makes one that wraps functions so.
    ///
    /// >>> from functools import lru_cache
    /// >>> def slow(x): print('computing'); return x * x
    /// >>> fast = lru_cache(maxsize=None)(slow)
    /// >>> fast(4), fast(4)
    /// computing
    /// (16, 16)
    fn lru_cache(cx, maxsize: Value = Value::Int(128), typed: bool = false) -> Value {
        if crate::builtins::python::functions::is_callable(&maxsize) {
            return Ok(Value::object(Remembering::new(maxsize, Some(128))));
        }
        let limit = match maxsize {
            Value::None => None,
            size => Some(crate::value::convert::to_index(&size)?.max(0) as usize),
        };
        Ok(Value::object(Remember { limit }))
    }

    /// A function that remembers all its results.
    ///
    /// >>> from functools import cache
    /// >>> double = cache(lambda x: 2 * x)
    /// >>> double(4), double(4), double.cache_info().hits
    /// (8, 8, 1)
    fn cache(cx, @pos user_function: Value) -> Value { Ok(Value::object(Remembering::new(user_function, None))) }

    /// A key function from one that compares two values as negative, zero or positive.
    ///
    /// >>> from functools import cmp_to_key
    /// >>> sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a))
    /// [3, 2, 1]
    fn cmp_to_key(cx, mycmp: Value) -> Value { Ok(Value::object(KeyMaker { compare: mycmp })) }

    /// For functions that wrap others: gives a function that gives its argument back.
    ///
    /// >>> from functools import wraps
    /// >>> wraps(len)(abs) is abs
    /// True
    fn wraps(cx, wrapped: Value, assigned: Value = Value::None, updated: Value = Value::None) -> Value {
        Ok(Value::object(Same))
    }
}

macro_rules! object_basics {
    ($class:expr) => {
        fn class(&self) -> &'static Class {
            $class
        }

        fn as_any(&self) -> &dyn Any {
            self
        }
    };
}

static PARTIAL: Class = Class::new("partial", "functools", &[&python::OBJECT]);
static WRAPPER: Class = Class::new("_lru_cache_wrapper", "functools", &[&python::OBJECT]);
static KEY: Class = Class::new("KeyWrapper", "functools", &[&python::OBJECT]);
static CACHE_INFO: Class = Class::new("CacheInfo", "functools", &[&python::TUPLE]);

/// Arguments from two places, as one list.
fn joined(first: &[Value], args: &Args) -> Vec<Value> {
    first.iter().chain(args.positional).cloned().collect()
}

struct Partial {
    function: Value,
    args: Vec<Value>,
    keywords: Vec<(Symbol, Value)>,
}

impl NativeObject for Partial {
    object_basics!(&PARTIAL);

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        let mut keywords: Vec<(Symbol, Value)> =
            self.keywords.iter().filter(|(name, _)| !args.keywords.iter().any(|(n, _)| n == name)).cloned().collect();
        keywords.extend(args.keywords.iter().cloned());
        cx.call(&self.function, &joined(&self.args, args), &keywords)
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "func" => Some(self.function.clone()),
            "args" => Some(Value::tuple(self.args.clone())),
            "keywords" => {
                let mut table = Table::default();
                for (name, value) in &self.keywords {
                    table.insert(Value::str(name.as_str()), value.clone())?;
                }
                Some(Value::Dict(Rc::new(Dict::new(table))))
            }
            _ => None,
        })
    }

    fn repr(&self) -> String {
        let mut parts = vec![repr::repr(&self.function)];
        parts.extend(self.args.iter().map(repr::repr));
        parts.extend(self.keywords.iter().map(|(name, value)| format!("{name}={}", repr::repr(value))));
        format!("functools.partial({})", parts.join(", "))
    }
}

/// `lru_cache(maxsize=…)`, waiting for its function.
struct Remember {
    limit: Option<usize>,
}

impl NativeObject for Remember {
    object_basics!(&python::FUNCTION);

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, _: &mut dyn Context, args: &Args) -> Result<Value> {
        match args.positional {
            [function] => Ok(Value::object(Remembering::new(function.clone(), self.limit))),
            other => Err(Error::type_error(format!(
                "decorating_function() takes 1 positional argument but {} were given",
                other.len()
            ))),
        }
    }
}

/// A function and the results it gave, the least recently used first.
struct Remembering {
    function: Value,
    limit: Option<usize>,
    results: RefCell<Table>,
    hits: Cell<i64>,
    misses: Cell<i64>,
}

impl Remembering {
    fn new(function: Value, limit: Option<usize>) -> Remembering {
        Remembering { function, limit, results: RefCell::default(), hits: Cell::new(0), misses: Cell::new(0) }
    }
}

impl NativeObject for Remembering {
    object_basics!(&WRAPPER);

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        let mut parts = args.positional.to_vec();
        for (name, value) in args.keywords {
            parts.push(Value::tuple([Value::str(name.as_str()), value.clone()]));
        }
        let key = Value::tuple(parts);
        let known = self.results.borrow_mut().remove(&key)?;
        if let Some((key, value)) = known {
            self.hits.set(self.hits.get() + 1);
            self.results.borrow_mut().insert(key, value.clone())?;
            return Ok(value);
        }
        self.misses.set(self.misses.get() + 1);
        let value = cx.call(&self.function, args.positional, args.keywords)?;
        let mut results = self.results.borrow_mut();
        results.insert(key, value.clone())?;
        if self.limit.is_some_and(|limit| results.len() > limit) {
            let oldest = results.pop_first();
            drop(results);
            drop(oldest);
        }
        Ok(value)
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "__wrapped__" => Some(self.function.clone()),
            "cache_info" => {
                let fields = ["hits", "misses", "maxsize", "currsize"].map(Symbol::new).to_vec();
                let limit = self.limit.map_or(Value::None, |n| Value::Int(n as i64));
                let size = self.results.borrow().len() as i64;
                let items = [Value::Int(self.hits.get()), Value::Int(self.misses.get()), limit, Value::Int(size)];
                let class = Rc::new(TupleClass { class: &CACHE_INFO, fields });
                Some(Value::object(Constant(Value::Tuple(Rc::new(Tuple::named(items, class))))))
            }
            "cache_clear" => {
                let old = std::mem::take(&mut *self.results.borrow_mut());
                drop(old);
                self.hits.set(0);
                self.misses.set(0);
                Some(Value::object(Constant(Value::None)))
            }
            _ => None,
        })
    }
}

/// A function without arguments that gives one value.
struct Constant(Value);

impl NativeObject for Constant {
    object_basics!(&python::BUILTIN_FUNCTION);

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, _: &mut dyn Context, _: &Args) -> Result<Value> {
        Ok(self.0.clone())
    }
}

/// A function that gives its argument back.
struct Same;

impl NativeObject for Same {
    object_basics!(&python::FUNCTION);

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, _: &mut dyn Context, args: &Args) -> Result<Value> {
        args.positional.first().cloned().ok_or_else(|| Error::type_error("missing 1 required positional argument"))
    }
}

/// `cmp_to_key(compare)`
struct KeyMaker {
    compare: Value,
}

impl NativeObject for KeyMaker {
    object_basics!(&KEY);

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, _: &mut dyn Context, args: &Args) -> Result<Value> {
        match args.positional {
            [value] => Ok(Value::object(ComparedKey { compare: self.compare.clone(), value: value.clone() })),
            other => Err(Error::type_error(format!("K takes exactly one argument ({} given)", other.len()))),
        }
    }
}

/// A value that is compared by a function of the user's.
struct ComparedKey {
    compare: Value,
    value: Value,
}

impl NativeObject for ComparedKey {
    object_basics!(&KEY);

    fn compare(&self, cx: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Value::Object(object) = other else { return Ok(None) };
        let Some(other) = object.downcast::<ComparedKey>() else { return Ok(None) };
        let answer = cx.call(&self.compare, &[self.value.clone(), other.value.clone()], &[])?;
        match Number::of_any(&answer) {
            Some(_) => ops::compare(cx, op, &answer, &Value::Int(0)).map(Some),
            None => Err(exception::TYPE_ERROR.error("the comparison function must give a number")),
        }
    }
}
