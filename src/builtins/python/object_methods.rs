//! What every value has: the double-underscore methods that programs call by name; and what exceptions have.

use super::functions::length;
use super::receiver::type_name;
use crate::value::class::exception;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::{Error, Exception, FromValue, Result, Value, compare, hash, item, iter, ops, repr};
use std::rc::Rc;

/// An exception as a receiver.
impl FromValue for Rc<Exception> {
    const ACCEPTS: &'static str = "exception";

    fn from_value(_: &mut dyn crate::value::Context, value: &Value) -> Result<Rc<Exception>> {
        match value {
            Value::Exception(e) => Ok(e.clone()),
            other => Err(Error::type_error(format!("expected an exception, got {}", type_name(other)))),
        }
    }
}

builtins! { EXCEPTION_METHODS, chapter "Exceptions", methods "BaseException";
    /// The exception itself: tracebacks are not values here.
    ///
    /// >>> ValueError('x').with_traceback(None)
    /// ValueError('x')
    fn with_traceback(cx, @pos this: Rc<Exception>, @pos tb: Value) -> Value { Ok(Value::Exception(this)) }

    /// Adds a note that is shown below the message.
    ///
    /// >>> e = ValueError('x')
    /// >>> e.add_note('seen in row 3')
    fn add_note(cx, @pos this: Rc<Exception>, @pos note: Value) -> () {
        let Value::Str(note) = &note else {
            return Err(Error::type_error(format!("note must be a str, not '{}'", type_name(&note))));
        };
        this.report.borrow_mut().notes.push(note.as_str().to_string());
        Ok(())
    }
}

builtins! { AXIS_ERROR_METHODS, chapter "Exceptions", methods "AxisError";
    /// The axis that an array does not have.
    ///
    /// >>> try: np.sum(np.zeros(2), axis=3)
    /// ... except np.exceptions.AxisError as error: print(error.axis, error.ndim)
    /// 3 1
    @property
    fn axis(cx, @pos this: Rc<Exception>) -> Option<i64> { Ok(number_after(&this, "axis ")) }

    /// How many axes the array has.
    ///
    /// >>> np.exceptions.AxisError('axis 3 is out of bounds for array of dimension 1').ndim
    /// 1
    @property
    fn ndim(cx, @pos this: Rc<Exception>) -> Option<i64> { Ok(number_after(&this, "dimension ")) }
}

/// The number that stands behind a word in an exception's message.
fn number_after(error: &Exception, word: &str) -> Option<i64> {
    let message = error.message();
    let (_, rest) = message.split_once(word)?;
    let end = rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

builtins! { OBJECT_METHODS, chapter "Every value", methods "object";
    /// As `repr(x)`.
    ///
    /// >>> (3).__repr__()
    /// '3'
    fn __repr__(cx, @pos this: Value) -> String { Ok(repr::repr(&this)) }

    /// As `str(x)`.
    ///
    /// >>> (3).__str__()
    /// '3'
    fn __str__(cx, @pos this: Value) -> String { Ok(repr::str(&this)) }

    /// As `format(x, spec)`.
    ///
    /// >>> (3).__format__('03')
    /// '003'
    fn __format__(cx, @pos this: Value, @pos spec: String) -> String {
        crate::value::format::format_value(cx, &this, &spec)
    }

    /// As `hash(x)`.
    ///
    /// >>> (3).__hash__()
    /// 3
    fn __hash__(cx, @pos this: Value) -> i64 { Ok(hash::hash(&this)? as i64) }

    /// The names of its attributes, as `dir(x)`.
    ///
    /// >>> 'append' in [].__dir__()
    /// True
    fn __dir__(cx, @pos this: Value) -> Vec<String> {
        Ok(crate::builtins::attribute::attribute_names(&this).into_iter().map(String::from).collect())
    }

    /// As `x == y`.
    ///
    /// >>> (3).__eq__(3)
    /// True
    fn __eq__(cx, @pos this: Value, @pos other: Value) -> Value { ops::compare(cx, CompareOp::Eq, &this, &other) }

    /// As `x != y`.
    ///
    /// >>> (3).__ne__(3)
    /// False
    fn __ne__(cx, @pos this: Value, @pos other: Value) -> Value { ops::compare(cx, CompareOp::Ne, &this, &other) }

    /// As `x < y`.
    ///
    /// >>> (3).__lt__(4)
    /// True
    fn __lt__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::compare(cx, CompareOp::Lt, &this, &other)) }

    /// As `x <= y`.
    ///
    /// >>> (3).__le__(3)
    /// True
    fn __le__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::compare(cx, CompareOp::Le, &this, &other)) }

    /// As `x > y`.
    ///
    /// >>> (3).__gt__(4)
    /// False
    fn __gt__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::compare(cx, CompareOp::Gt, &this, &other)) }

    /// As `x >= y`.
    ///
    /// >>> (3).__ge__(4)
    /// False
    fn __ge__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::compare(cx, CompareOp::Ge, &this, &other)) }
}

/// Methods that classes have only if they can do what they are for.
macro_rules! operators {
    ($id:ident, $class:literal, $example:literal) => {
        builtins! { $id, chapter $example, methods $class;
            /// As `len(x)`.
            ///
            /// >>> [1, 2].__len__()
            /// 2
            fn __len__(cx, @pos this: Value) -> i64 { Ok(length(&this)? as i64) }

            /// As `item in x`.
            ///
            /// >>> (1, 2).__contains__(2)
            /// True
            fn __contains__(cx, @pos this: Value, @pos item: Value) -> bool { compare::contains(cx, &this, &item) }

            /// As `x[index]`.
            ///
            /// >>> 'ab'.__getitem__(1)
            /// 'b'
            fn __getitem__(cx, @pos this: Value, @pos index: Value) -> Value { item::get_item(cx, &this, &index) }

            /// As `iter(x)`.
            ///
            /// >>> list([1, 2].__iter__())
            /// [1, 2]
            fn __iter__(cx, @pos this: Value) -> Value { Ok(iter::iterate(cx, &this)?.into_value()) }
        }
    };
}

operators!(STR_OPERATORS, "str", "str: operators");
operators!(BYTES_OPERATORS, "bytes", "bytes: operators");
operators!(TUPLE_OPERATORS, "tuple", "tuple: operators");
operators!(RANGE_OPERATORS, "range", "range: operators");
operators!(SET_OPERATORS, "set", "set: operators");
operators!(FROZENSET_OPERATORS, "frozenset", "frozenset: operators");

macro_rules! changeable_operators {
    ($id:ident, $class:literal, $chapter:literal) => {
        builtins! { $id, chapter $chapter, methods $class;
            /// As `len(x)`.
            ///
            /// >>> [1, 2].__len__()
            /// 2
            fn __len__(cx, @pos this: Value) -> i64 { Ok(length(&this)? as i64) }

            /// As `item in x`.
            ///
            /// >>> (1, 2).__contains__(2)
            /// True
            fn __contains__(cx, @pos this: Value, @pos item: Value) -> bool { compare::contains(cx, &this, &item) }

            /// As `x[index]`.
            ///
            /// >>> 'ab'.__getitem__(1)
            /// 'b'
            fn __getitem__(cx, @pos this: Value, @pos index: Value) -> Value { item::get_item(cx, &this, &index) }

            /// As `x[index] = value`.
            ///
            /// >>> x = [1, 2]; x.__setitem__(0, 5); x
            /// [5, 2]
            fn __setitem__(cx, @pos this: Value, @pos index: Value, @pos value: Value) -> () {
                item::set_item(cx, &this, &index, &value)
            }

            /// As `del x[index]`.
            ///
            /// >>> x = [1, 2]; x.__delitem__(0); x
            /// [2]
            fn __delitem__(cx, @pos this: Value, @pos index: Value) -> () { item::delete_item(cx, &this, &index) }

            /// As `iter(x)`.
            ///
            /// >>> list([1, 2].__iter__())
            /// [1, 2]
            fn __iter__(cx, @pos this: Value) -> Value { Ok(iter::iterate(cx, &this)?.into_value()) }
        }
    };
}

changeable_operators!(LIST_OPERATORS, "list", "list: operators");
changeable_operators!(DICT_OPERATORS, "dict", "dict: operators");

/// Putting sequences together and repeating them.
macro_rules! concatenation {
    ($id:ident, $class:literal, $chapter:literal) => {
        builtins! { $id, chapter $chapter, methods $class;
            /// As `x + y`.
            ///
            /// >>> 'a'.__add__('b')
            /// 'ab'
            fn __add__(cx, @pos this: Value, @pos other: Value) -> Value { ops::binary(cx, BinaryOp::Add, &this, &other) }

            /// As `x * n`.
            ///
            /// >>> 'a'.__mul__(3)
            /// 'aaa'
            fn __mul__(cx, @pos this: Value, @pos other: Value) -> Value { ops::binary(cx, BinaryOp::Mul, &this, &other) }
        }
    };
}

concatenation!(STR_JOINING, "str", "str: joining");
concatenation!(BYTES_JOINING, "bytes", "bytes: joining");
concatenation!(TUPLE_JOINING, "tuple", "tuple: joining");
concatenation!(LIST_JOINING, "list", "list: joining");

/// The arithmetic methods of numbers.
macro_rules! arithmetic {
    ($id:ident, $class:literal, $chapter:literal) => {
        builtins! { $id, chapter $chapter, methods $class;
            /// As `x + y`.
            ///
            /// >>> (3).__add__(4)
            /// 7
            fn __add__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::binary(cx, BinaryOp::Add, &this, &other)) }

            /// As `x - y`.
            ///
            /// >>> (3).__sub__(4)
            /// -1
            fn __sub__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::binary(cx, BinaryOp::Sub, &this, &other)) }

            /// As `x * y`.
            ///
            /// >>> (3).__mul__(4)
            /// 12
            fn __mul__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::binary(cx, BinaryOp::Mul, &this, &other)) }

            /// As `x / y`.
            ///
            /// >>> (3.0).__truediv__(4)
            /// 0.75
            fn __truediv__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::binary(cx, BinaryOp::Div, &this, &other)) }

            /// As `x // y`.
            ///
            /// >>> (7).__floordiv__(2)
            /// 3
            fn __floordiv__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::binary(cx, BinaryOp::FloorDiv, &this, &other)) }

            /// As `x % y`.
            ///
            /// >>> (7).__mod__(2)
            /// 1
            fn __mod__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::binary(cx, BinaryOp::Mod, &this, &other)) }

            /// As `x ** y`.
            ///
            /// >>> (2).__pow__(3)
            /// 8
            fn __pow__(cx, @pos this: Value, @pos other: Value) -> Value { calculated(ops::binary(cx, BinaryOp::Pow, &this, &other)) }

            /// As `-x`.
            ///
            /// >>> (2).__neg__()
            /// -2
            fn __neg__(cx, @pos this: Value) -> Value { ops::unary(cx, UnaryOp::Minus, &this) }

            /// As `abs(x)`.
            ///
            /// >>> (-2).__abs__()
            /// 2
            fn __abs__(cx, @pos this: Value) -> Value { super::iteration::absolute(cx, &this) }

            /// As `bool(x)`.
            ///
            /// >>> (2).__bool__()
            /// True
            fn __bool__(cx, @pos this: Value) -> bool { ops::truth(&this) }
        }
    };
}

arithmetic!(INT_OPERATORS, "int", "int: operators");
arithmetic!(FLOAT_OPERATORS, "float", "float: operators");
arithmetic!(COMPLEX_OPERATORS, "complex", "complex: operators");

/// Where the types don't fit, the methods give `NotImplemented` instead of raising.
fn calculated(result: Result<Value>) -> Result<Value> {
    match result {
        Err(error) if error.is(&exception::TYPE_ERROR) => Ok(Value::NotImplemented),
        other => other,
    }
}
