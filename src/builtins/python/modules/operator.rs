//! Python's module `operator`: the operators as functions, and functions that fetch items and attributes.

use crate::builtins::attribute::attribute;
use crate::builtins::python::receiver::type_name;
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::{Args, Context, Error, NativeObject, Result, Value, compare, item, iter, ops};
use std::any::Any;

builtins! { OPERATOR, chapter "operator", spaces ["operator"];
    /// `a + b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.add(2, 3)
    /// 5
    @alias("__add__", "concat")
    fn add(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::Add, &a, &b) }

    /// `a - b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.sub(2, 3)
    /// -1
    fn sub(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::Sub, &a, &b) }

    /// `a * b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.mul(2, 3)
    /// 6
    fn mul(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::Mul, &a, &b) }

    /// `a / b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.truediv(3, 2)
    /// 1.5
    fn truediv(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::Div, &a, &b) }

    /// `a // b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.floordiv(7, 2)
    /// 3
    fn floordiv(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::FloorDiv, &a, &b) }

    /// `a % b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.mod(7, 4)
    /// 3
    fn r#mod(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::Mod, &a, &b) }

    /// `a ** b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.pow(2, 5)
    /// 32
    fn pow(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::Pow, &a, &b) }

    /// `a @ b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.matmul(np.eye(2), np.array([1., 2.]))
    /// array([1., 2.])
    fn matmul(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::MatMul, &a, &b) }

    /// `a & b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.and_(6, 3)
    /// 2
    fn and_(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::BitAnd, &a, &b) }

    /// `a | b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.or_(6, 3)
    /// 7
    fn or_(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::BitOr, &a, &b) }

    /// `a ^ b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.xor(6, 3)
    /// 5
    fn xor(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::BitXor, &a, &b) }

    /// `a << b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.lshift(1, 4)
    /// 16
    fn lshift(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::LeftShift, &a, &b) }

    /// `a >> b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.rshift(16, 4)
    /// 1
    fn rshift(cx, @pos a: Value, @pos b: Value) -> Value { ops::binary(cx, BinaryOp::RightShift, &a, &b) }

    /// `-a`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.neg(3)
    /// -3
    fn neg(cx, @pos a: Value) -> Value { ops::unary(cx, UnaryOp::Minus, &a) }

    /// `+a`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.pos(True)
    /// 1
    fn pos(cx, @pos a: Value) -> Value { ops::unary(cx, UnaryOp::Plus, &a) }

    /// `~a`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.invert(5)
    /// -6
    @alias("inv")
    fn invert(cx, @pos a: Value) -> Value { ops::unary(cx, UnaryOp::Invert, &a) }

    /// `abs(a)`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.abs(-2)
    /// 2
    fn abs(cx, @pos a: Value) -> Value { crate::builtins::python::iteration::absolute(cx, &a) }

    /// `not a`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.not_(0)
    /// True
    fn not_(cx, @pos a: Value) -> bool { Ok(!ops::truth(&a)?) }

    /// `bool(a)`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.truth([0])
    /// True
    fn truth(cx, @pos a: Value) -> bool { ops::truth(&a) }

    /// `a == b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.eq(1, 1.0)
    /// True
    fn eq(cx, @pos a: Value, @pos b: Value) -> Value { ops::compare(cx, CompareOp::Eq, &a, &b) }

    /// `a != b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.ne(1, 2)
    /// True
    fn ne(cx, @pos a: Value, @pos b: Value) -> Value { ops::compare(cx, CompareOp::Ne, &a, &b) }

    /// `a < b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.lt(1, 2)
    /// True
    fn lt(cx, @pos a: Value, @pos b: Value) -> Value { ops::compare(cx, CompareOp::Lt, &a, &b) }

    /// `a <= b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.le(2, 2)
    /// True
    fn le(cx, @pos a: Value, @pos b: Value) -> Value { ops::compare(cx, CompareOp::Le, &a, &b) }

    /// `a > b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.gt(1, 2)
    /// False
    fn gt(cx, @pos a: Value, @pos b: Value) -> Value { ops::compare(cx, CompareOp::Gt, &a, &b) }

    /// `a >= b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.ge(1, 2)
    /// False
    fn ge(cx, @pos a: Value, @pos b: Value) -> Value { ops::compare(cx, CompareOp::Ge, &a, &b) }

    /// `a is b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.is_(None, None)
    /// True
    fn is_(cx, @pos a: Value, @pos b: Value) -> bool { Ok(a.is(&b)) }

    /// `a is not b`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.is_not([], [])
    /// True
    fn is_not(cx, @pos a: Value, @pos b: Value) -> bool { Ok(!a.is(&b)) }

    /// `b in a`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.contains([1, 2], 2)
    /// True
    fn contains(cx, @pos a: Value, @pos b: Value) -> bool { compare::contains(cx, &a, &b) }

    /// `a[b]`, as a function.
    ///
    /// >>> import operator
    /// >>> operator.getitem('abc', 1)
    /// 'b'
    fn getitem(cx, @pos a: Value, @pos b: Value) -> Value { item::get_item(cx, &a, &b) }

    /// `a[b] = c`, as a function.
    ///
    /// >>> import operator
    /// >>> x = [1, 2]
    /// >>> operator.setitem(x, 0, 9); x
    /// [9, 2]
    fn setitem(cx, @pos a: Value, @pos b: Value, @pos c: Value) -> () { item::set_item(cx, &a, &b, &c) }

    /// `del a[b]`, as a function.
    ///
    /// >>> import operator
    /// >>> x = [1, 2]
    /// >>> operator.delitem(x, 0); x
    /// [2]
    fn delitem(cx, @pos a: Value, @pos b: Value) -> () { item::delete_item(cx, &a, &b) }

    /// The value as an integer, if it is one.
    ///
    /// >>> import operator
    /// >>> operator.index(np.int8(3))
    /// 3
    fn index(cx, @pos a: Value) -> Value {
        match a {
            Value::BigInt(_) => Ok(a),
            other => crate::value::convert::to_index(&other).map(Value::Int),
        }
    }

    /// `a += b` of sequences, for its value.
    ///
    /// >>> import operator
    /// >>> operator.iconcat([1], [2])
    /// [1, 2]
    fn iconcat(cx, @pos a: Value, @pos b: Value) -> Value {
        for side in [&a, &b] {
            if !matches!(side, Value::List(_) | Value::Tuple(_) | Value::Str(_) | Value::Bytes(_)) {
                return Err(Error::type_error(format!("'{}' object can't be concatenated", type_name(side))));
            }
        }
        ops::inplace(cx, BinaryOp::Add, &a, &b)
    }

    /// `a @= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.imatmul(np.array([[1, 2]]), np.array([[3, 0], [0, 4]]))
    /// array([[3, 8]])
    fn imatmul(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::MatMul, &a, &b) }

    /// `a += b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.iadd([1], [2])
    /// [1, 2]
    fn iadd(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::Add, &a, &b) }

    /// `a -= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.isub(5, 2)
    /// 3
    fn isub(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::Sub, &a, &b) }

    /// `a *= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.imul(5, 2)
    /// 10
    fn imul(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::Mul, &a, &b) }

    /// `a /= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.itruediv(5, 2)
    /// 2.5
    fn itruediv(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::Div, &a, &b) }

    /// `a //= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.ifloordiv(5, 2)
    /// 2
    fn ifloordiv(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::FloorDiv, &a, &b) }

    /// `a %= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.imod(5, 2)
    /// 1
    fn imod(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::Mod, &a, &b) }

    /// `a **= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.ipow(5, 2)
    /// 25
    fn ipow(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::Pow, &a, &b) }

    /// `a <<= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.ilshift(5, 2)
    /// 20
    fn ilshift(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::LeftShift, &a, &b) }

    /// `a >>= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.irshift(5, 2)
    /// 1
    fn irshift(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::RightShift, &a, &b) }

    /// `a &= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.iand(5, 4)
    /// 4
    fn iand(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::BitAnd, &a, &b) }

    /// `a |= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.ior(5, 2)
    /// 7
    fn ior(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::BitOr, &a, &b) }

    /// `a ^= b`, for its value.
    ///
    /// >>> import operator
    /// >>> operator.ixor(5, 4)
    /// 1
    fn ixor(cx, @pos a: Value, @pos b: Value) -> Value { ops::inplace(cx, BinaryOp::BitXor, &a, &b) }

    /// How many items of an iterable equal a value.
    ///
    /// >>> import operator
    /// >>> operator.countOf([1, 2, 1], 1)
    /// 2
    fn countOf(cx, @pos a: Value, @pos b: Value) -> i64 {
        let mut n = 0;
        for item in iter::collect(cx, &a)? {
            n += i64::from(compare::item_equal(cx, &item, &b)?);
        }
        Ok(n)
    }

    /// The place of the first item of an iterable that equals a value.
    ///
    /// >>> import operator
    /// >>> operator.indexOf('abc', 'c')
    /// 2
    fn indexOf(cx, @pos a: Value, @pos b: Value) -> i64 {
        for (i, item) in iter::collect(cx, &a)?.iter().enumerate() {
            if compare::item_equal(cx, item, &b)? {
                return Ok(i as i64);
            }
        }
        Err(Error::value("sequence.index(x): x not in sequence"))
    }

    /// A call, as a function.
    ///
    /// >>> import operator
    /// >>> operator.call(max, 3, 5)
    /// 5
    fn call(cx, @pos obj: Value, @args args: Vec<Value>) -> Value { cx.call(&obj, &args, &[]) }

    /// How many items an object is said to have.
    ///
    /// >>> import operator
    /// >>> operator.length_hint([1, 2])
    /// 2
    fn length_hint(cx, @pos obj: Value, @pos default: i64 = 0) -> i64 {
        let length = crate::builtins::registry::lookup("builtins", Symbol::new("len")).unwrap_or_default();
        match cx.call(&length, &[obj], &[]) {
            Ok(Value::Int(n)) => Ok(n),
            _ => Ok(default),
        }
    }

    /// A function that fetches items by these keys.
    ///
    /// >>> from operator import itemgetter
    /// >>> itemgetter(1)('abc'), itemgetter(2, 0)('abc')
    /// ('b', ('c', 'a'))
    fn itemgetter(cx, @pos item: Value, @args more: Vec<Value>) -> Value {
        let mut keys = vec![item];
        keys.extend(more);
        Ok(Value::object(Getter { what: Fetch::Items(keys) }))
    }

    /// A function that fetches attributes by these names.
    ///
    /// >>> from operator import attrgetter
    /// >>> attrgetter('shape', 'T.shape')(np.zeros((2, 3)))
    /// ((2, 3), (3, 2))
    fn attrgetter(cx, @pos attr: String, @args more: Vec<String>) -> Value {
        let mut names = vec![attr];
        names.extend(more);
        Ok(Value::object(Getter { what: Fetch::Attributes(names) }))
    }

    /// A function that calls the method of this name.
    ///
    /// >>> from operator import methodcaller
    /// >>> methodcaller('split', ',')('a,b')
    /// ['a', 'b']
    fn methodcaller(cx, @pos name: String, @args args: Vec<Value>, @kwargs options: std::rc::Rc<crate::value::Dict>) -> Value {
        let keywords = crate::builtins::python::shared::keywords(&options);
        Ok(Value::object(Getter { what: Fetch::Call(name, args, keywords) }))
    }
}

enum Fetch {
    Items(Vec<Value>),
    Attributes(Vec<String>),
    Call(String, Vec<Value>, Vec<(Symbol, Value)>),
}

/// `itemgetter`, `attrgetter` or `methodcaller`, ready to be called.
struct Getter {
    what: Fetch,
}

static ITEM_GETTER: Class = Class::new("itemgetter", "operator", &[&python::OBJECT]);
static ATTR_GETTER: Class = Class::new("attrgetter", "operator", &[&python::OBJECT]);
static METHOD_CALLER: Class = Class::new("methodcaller", "operator", &[&python::OBJECT]);

impl NativeObject for Getter {
    fn class(&self) -> &'static Class {
        match self.what {
            Fetch::Items(_) => &ITEM_GETTER,
            Fetch::Attributes(_) => &ATTR_GETTER,
            Fetch::Call(..) => &METHOD_CALLER,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        let [value] = args.positional else {
            let (name, n) = (self.class().name, args.positional.len());
            return Err(Error::type_error(format!("{name} expected 1 argument, got {n}")));
        };
        let mut found = Vec::new();
        match &self.what {
            Fetch::Items(keys) => {
                for key in keys {
                    found.push(item::get_item(cx, value, key)?);
                }
            }
            Fetch::Attributes(names) => {
                for name in names {
                    let mut at = value.clone();
                    for part in name.split('.') {
                        at = attribute(cx, &at, Symbol::new(part))?;
                    }
                    found.push(at);
                }
            }
            Fetch::Call(name, args, keywords) => {
                let method = attribute(cx, value, Symbol::new(name))?;
                return cx.call(&method, args, keywords);
            }
        }
        match (found.len(), found.pop()) {
            (1, Some(one)) => Ok(one),
            (_, Some(last)) => {
                found.push(last);
                Ok(Value::tuple(found))
            }
            (_, None) => Ok(Value::None),
        }
    }
}
