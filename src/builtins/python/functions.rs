//! Python's builtin functions: `print`, `len`, `isinstance`, `sorted`, `round` …

use crate::builtins::attribute::{attribute, attribute_names, delete_attribute, set_attribute};
use crate::builtins::reference;
use crate::pool::until_interrupted;
use crate::symbol::Symbol;
use crate::value::class::{Class, class_of, exception, is_instance};
use crate::value::number::{self, Number};
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::{Context, Dict, Error, Result, Str, Tuple, Value, abstracts, iter, ops, repr, text, watch};
use dashu_int::IBig;
use std::rc::Rc;

builtins! { FUNCTIONS, chapter "Python's functions", spaces ["builtins"];
    /// Writes values to standard output, with spaces between them and a line break after them.
    ///
    /// >>> print(1, 'two', [3.0], sep=' | ')
    /// 1 | two | [3.0]
    fn print(cx, @args values: Vec<Value>, @kw sep: Value = Value::None, @kw end: Value = Value::None,
             @kw file: Value = Value::None, @kw flush: bool = false) -> () {
        let mut texts = Vec::with_capacity(values.len());
        for value in until_interrupted(values.iter()) {
            crate::builtins::array::printing::prepare(cx, value)?;
            texts.push(repr::str(value));
        }
        let (sep, end) = (separator(&sep, "sep", " ")?, separator(&end, "end", "\n")?);
        let mut line = texts.join(&sep);
        line.push_str(&end);
        watch::check()?;
        print_to(cx, &file, line)?;
        if flush {
            cx.state().out.flush().unwrap_or(());
        }
        Ok(())
    }

    /// The number of items.
    ///
    /// >>> len('λ!'), len([1, 2, 3]), len(np.zeros((4, 2)))
    /// (2, 3, 4)
    quick (plain_length)
    fn len(cx, @pos obj: Value) -> i64 { Ok(length(&obj)? as i64) }

    /// Shows what a function, method, class or value is: signature, documentation, examples.
    ///
    /// >>> help(2.5)
    /// 2.5 of type float
    fn help(cx, @pos obj: Value) -> () {
        print_to(cx, &Value::None, format!("{}\n", reference::text(&obj)))
    }

    /// As `help`.
    ///
    /// >>> np.info(2.5)
    /// 2.5 of type float
    @space("np") @see("help")
    fn info(cx, object: Value = Value::None, maxwidth: i64 = 76, output: Value = Value::None, toplevel: String = "numpy".into()) -> () {
        print_to(cx, &output, format!("{}\n", reference::text(&object)))
    }

    /// The text from which Python would make the value again, where there is one.
    ///
    /// >>> repr('a\n')
    /// "'a\\n'"
    fn repr(cx, @pos obj: Value) -> String {
        crate::builtins::array::printing::prepare(cx, &obj)?;
        let text = repr::repr(&obj);
        watch::check()?;
        Ok(text)
    }

    /// As `repr`, with everything outside ASCII escaped.
    ///
    /// >>> ascii('é')
    /// "'\\xe9'"
    fn ascii(cx, @pos obj: Value) -> String { Ok(text::escape_non_ascii(&repr::repr(&obj))) }

    /// Whether the value is of a class, or of one of several classes.
    ///
    /// >>> isinstance(3, int), isinstance(np.float64(3), float), isinstance('a', (int, float))
    /// (True, True, False)
    quick (|values| match values {
        [value, Value::Class(class)] => Some(Value::bool(is_instance(value, class))),
        _ => None,
    })
    fn isinstance(cx, @pos obj: Value, @pos class_or_tuple: Value) -> bool { instance_of(&obj, &class_or_tuple) }

    /// Whether a class is another or derives from it.
    ///
    /// >>> issubclass(bool, int), issubclass(np.int64, int)
    /// (True, False)
    fn issubclass(cx, @pos cls: Value, @pos class_or_tuple: Value) -> bool {
        match cls {
            Value::Class(class) => subclass_of(class, &class_or_tuple),
            _ => Err(Error::type_error("issubclass() arg 1 must be a class")),
        }
    }

    /// Whether the value can be called.
    ///
    /// >>> callable(print), callable(3)
    /// (True, False)
    fn callable(cx, @pos obj: Value) -> bool { Ok(is_callable(&obj)) }

    /// A number that no other living value has.
    ///
    /// >>> a = [1]; b = a
    /// >>> id(a) == id(b)
    /// True
    fn id(cx, @pos obj: Value) -> i64 {
        Ok(match &obj {
            Value::Int(i) | Value::NpInt(i) => i.wrapping_mul(32).wrapping_add(1 << 40),
            Value::Float(f) | Value::NpFloat(f) => (f.get().to_bits() >> 1) as i64,
            Value::Bool(b) | Value::NpBool(b) => 1 << 20 | (b.get() as i64) << 5,
            other => other.address().unwrap_or(1 << 10) as i64,
        })
    }

    /// The number under which the value is found in dicts and sets; equal values have equal ones.
    ///
    /// >>> hash(1) == hash(1.0) == hash(True)
    /// True
    fn hash(cx, @pos obj: Value) -> i64 { Ok(crate::value::hash::hash(&obj)? as i64) }

    /// The value of an attribute by its name.
    ///
    /// >>> getattr([1, 2], 'size', 'none')
    /// 'none'
    fn getattr(cx, @pos obj: Value, @pos name: String, @pos default: Option<Fallback> = None) -> Value {
        match (attribute(cx, &obj, Symbol::new(&name)), default) {
            (Err(error), Some(default)) if error.is(&exception::ATTRIBUTE_ERROR) => Ok(default.0),
            (result, _) => result,
        }
    }

    /// Whether the value has an attribute of that name.
    ///
    /// >>> hasattr(np.zeros(2), 'shape')
    /// True
    fn hasattr(cx, @pos obj: Value, @pos name: String) -> bool {
        match attribute(cx, &obj, Symbol::new(&name)) {
            Ok(_) => Ok(true),
            Err(error) if error.is(&exception::ATTRIBUTE_ERROR) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Sets an attribute by its name.
    ///
    /// >>> x = np.arange(4)
    /// >>> setattr(x, 'shape', (2, 2)); x.shape
    /// (2, 2)
    fn setattr(cx, @pos obj: Value, @pos name: String, @pos value: Value) -> () {
        set_attribute(cx, &obj, Symbol::new(&name), &value)
    }

    /// Removes an attribute by its name.
    ///
    /// >>> def f(): pass
    /// >>> f.note = 1; delattr(f, 'note'); hasattr(f, 'note')
    /// False
    fn delattr(cx, @pos obj: Value, @pos name: String) -> () { delete_attribute(&obj, Symbol::new(&name)) }

    /// The names of a value's attributes; without an argument, the names bound here.
    ///
    /// >>> 'append' in dir([])
    /// True
    fn dir(cx, @pos obj: Option<Fallback> = None) -> Vec<String> {
        Ok(match obj {
            Some(obj) => attribute_names(&obj.0).into_iter().map(String::from).collect(),
            None => {
                let mut names: Vec<String> = cx.locals().into_iter().map(|(name, _)| name.to_string()).collect();
                names.sort();
                names
            }
        })
    }

    /// The names bound at the top level and their values.
    ///
    /// >>> x = 3
    /// >>> globals()['x']
    /// 3
    fn globals(cx) -> Value { bindings(cx.globals()) }

    /// The names bound in the running function and their values.
    ///
    /// >>> def f(a): return locals()
    /// >>> f(1)
    /// {'a': 1}
    fn locals(cx) -> Value { bindings(cx.locals()) }

    /// The names a value holds and their values: a module's members; without an argument, as `locals`.
    ///
    /// >>> def f(a): return vars()
    /// >>> f(1)
    /// {'a': 1}
    fn vars(cx, @pos obj: Option<Fallback> = None) -> Value {
        match obj {
            None => bindings(cx.locals()),
            Some(Fallback(Value::Module(module))) => bindings(module.members()),
            Some(_) => Err(Error::type_error("vars() argument must have __dict__ attribute")),
        }
    }

    /// A character from its code point.
    ///
    /// >>> chr(955)
    /// 'λ'
    quick (|values| match values {
        [Value::Int(i @ 0..128)] => Some(Value::char(char::from(*i as u8))),
        _ => None,
    })
    fn chr(cx, @pos i: i64) -> Value {
        if !(0..0x110000).contains(&i) {
            return Err(Error::value("chr() arg not in range(0x110000)"));
        }
        // Half of a surrogate pair is no character of a Rust text.
        Ok(Value::char(char::from_u32(i as u32).unwrap_or(char::REPLACEMENT_CHARACTER)))
    }

    /// The code point of a character.
    ///
    /// >>> ord('λ')
    /// 955
    quick (|values| match values {
        [Value::Str(text)] if let &[byte] = text.as_str().as_bytes() => Some(Value::Int(byte.into())),
        _ => None,
    })
    fn ord(cx, @pos c: Value) -> i64 {
        let (len, code) = match &c {
            Value::Str(s) => (s.char_count(), s.as_str().chars().next().map_or(0, |c| c as i64)),
            Value::Bytes(b) => (b.data.len(), b.data.first().map_or(0, |&b| b as i64)),
            other => {
                let name = class_of(other).qualified_name();
                return Err(Error::type_error(format!("ord() expected string of length 1, but {name} found")));
            }
        };
        if len == 1 { Ok(code) } else {
            Err(Error::type_error(format!("ord() expected a character, but string of length {len} found")))
        }
    }

    /// An integer in binary.
    ///
    /// >>> bin(10), bin(-1)
    /// ('0b1010', '-0b1')
    fn bin(cx, @pos number: IBig) -> String { Ok(prefixed(&number, 2, "0b")) }

    /// An integer in octal.
    ///
    /// >>> oct(8)
    /// '0o10'
    fn oct(cx, @pos number: IBig) -> String { Ok(prefixed(&number, 8, "0o")) }

    /// An integer in hexadecimal.
    ///
    /// >>> hex(255)
    /// '0xff'
    fn hex(cx, @pos number: IBig) -> String { Ok(prefixed(&number, 16, "0x")) }

    /// A value as text, laid out by a format specification.
    ///
    /// >>> format(3.14159, '.2f'), format(255, '#x')
    /// ('3.14', '0xff')
    fn format(cx, @pos value: Value, @pos format_spec: String = String::new()) -> String {
        crate::value::format::format_value(cx, &value, &format_spec)
    }

    /// Reads a line from standard input.
    fn input(cx, @pos prompt: Option<String> = None) -> String {
        cx.state().out.flush().unwrap_or(());
        let prompt = prompt.unwrap_or_default();
        if let Some(mut ask) = cx.state().ask.take() {
            let line = ask(&prompt);
            cx.state().ask = Some(ask);
            return line;
        }
        write_out(cx, &prompt)?;
        cx.state().out.flush().unwrap_or(());
        match super::modules::standard_input::read(super::modules::standard_input::Part::Line)? {
            Ok(line) if !line.is_empty() => {
                Ok(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_string())
            }
            _ => Err(exception::EOF_ERROR.error("EOF when reading a line")),
        }
    }

    /// The value of an expression given as text.
    ///
    /// >>> eval('1 + 2')
    /// 3
    fn eval(cx, @pos source: String) -> Value { cx.run_text(source.trim(), "<string>", true) }

    /// Runs statements given as text.
    ///
    /// >>> exec('y = 2 * 21')
    /// >>> y
    /// 42
    fn exec(cx, @pos source: String) -> () { cx.run_text(&source, "<string>", false).map(|_| ()) }

    /// The items in ascending order, as a new list.
    ///
    /// >>> sorted(['bb', 'a'], key=len, reverse=True)
    /// ['bb', 'a']
    fn sorted(cx, @pos iterable: Value, @kw key: Value = Value::None, @kw reverse: bool = false) -> Value {
        let items = iter::collect(cx, &iterable)?;
        Ok(Value::list(sort_values(cx, items, &key, reverse)?))
    }
}

/// An optional argument that may itself be `None`.
pub struct Fallback(pub Value);

impl crate::value::FromValue for Fallback {
    const ACCEPTS: &'static str = "any";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Fallback> {
        Ok(Fallback(value.clone()))
    }

    #[inline(always)]
    fn take(_: &mut dyn Context, value: Value) -> Result<Fallback> {
        Ok(Fallback(value))
    }

    fn from_none() -> Option<Fallback> {
        Some(Fallback(Value::None))
    }
}

/// An integer of any size.
impl crate::value::FromValue for IBig {
    const ACCEPTS: &'static str = "int";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<IBig> {
        match value {
            Value::BigInt(i) => Ok((**i).clone()),
            other => crate::value::convert::to_index(other).map(IBig::from),
        }
    }
}

/// Writes to standard output.
pub fn write_out(cx: &mut dyn Context, text: &str) -> Result<()> {
    let written = cx.state().write(text);
    written.map_err(|error| exception::OS_ERROR.error(error.to_string()))
}

/// `sep` or `end` of `print`.
fn separator(value: &Value, name: &str, default: &str) -> Result<String> {
    match value {
        Value::None => Ok(default.to_string()),
        other => super::receiver::text_of(other).ok_or_else(|| {
            let found = class_of(other).qualified_name();
            Error::type_error(format!("{name} must be None or a string, not {found}"))
        }),
    }
}

fn print_to(cx: &mut dyn Context, file: &Value, line: String) -> Result<()> {
    let file = match file {
        Value::None => match super::modules::sys::replaced_stdout() {
            Some(stdout) => stdout,
            None => return write_out(cx, &line),
        },
        file => file.clone(),
    };
    if let Value::Object(object) = &file
        && let Some(stream) = object.downcast::<super::modules::stream::Stream>()
    {
        return stream.write(cx, &Value::str(line)).map(|_| ());
    }
    let write = attribute(cx, &file, Symbol::new("write"))?;
    cx.call(&write, &[Value::str(line)], &[]).map(|_| ())
}

/// `len` of a list, tuple, str or dict.
fn plain_length(values: &mut [Value]) -> Option<Value> {
    let len = match values {
        [Value::List(list)] => list.len(),
        [Value::Tuple(tuple)] => tuple.items.len(),
        [Value::Str(text)] => text.char_count(),
        [Value::Dict(dict)] => dict.borrow().len(),
        _ => return None,
    };
    i64::try_from(len).ok().map(Value::Int)
}

/// Python's `len`. TypeError for what has no length.
pub fn length(value: &Value) -> Result<usize> {
    let unsized_ = || Error::type_error(format!("object of type '{}' has no len()", class_of(value).qualified_name()));
    Ok(match value {
        Value::Str(s) => s.char_count(),
        Value::Bytes(b) => b.data.len(),
        Value::List(l) => l.len(),
        Value::Tuple(t) => t.items.len(),
        Value::Dict(d) => d.borrow().len(),
        Value::Set(s) | Value::FrozenSet(s) => s.borrow().len(),
        Value::Range(r) => r.len(),
        Value::Array(a) => match a.borrow().shape().first() {
            Some(&n) => n,
            None => return Err(Error::type_error("len() of unsized object")),
        },
        Value::Object(o) => o.len().ok_or_else(unsized_)?,
        Value::DType(dtype) => match dtype.kind {
            crate::tensor::Kind::Record(layout) => layout.fields.len(),
            _ => 0,
        },
        Value::Scalar(s) => match &**s {
            crate::tensor::Scalar::Str(s) => s.chars().count(),
            crate::tensor::Scalar::Bytes(b) => b.len(),
            crate::tensor::Scalar::Record(r) => match r.dtype().kind {
                crate::tensor::Kind::Record(layout) => layout.fields.len(),
                _ => return Err(unsized_()),
            },
            _ => return Err(unsized_()),
        },
        _ => return Err(unsized_()),
    })
}

/// Whether a value is of a class, or of one in a (nested) tuple of classes.
pub fn instance_of(value: &Value, classes: &Value) -> Result<bool> {
    match classes {
        Value::Class(class) => Ok(is_instance(value, class)),
        Value::Tuple(tuple) => {
            for class in &tuple.items {
                if instance_of(value, class)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Value::None => Ok(matches!(value, Value::None)),
        _ => Err(Error::type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
    }
}

fn subclass_of(class: &'static Class, classes: &Value) -> Result<bool> {
    match classes {
        Value::Class(other) => {
            Ok(class.is_subclass(other) || abstracts::is_abstract(other) && abstracts::includes_class(other, class))
        }
        Value::Tuple(tuple) => {
            for other in &tuple.items {
                if subclass_of(class, other)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Err(Error::type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")),
    }
}

pub fn is_callable(value: &Value) -> bool {
    match value {
        Value::Builtin(_) | Value::Function(_) | Value::Method(_) | Value::Class(_) => true,
        Value::Object(object) => object.is_callable(),
        _ => false,
    }
}

fn bindings(names: Vec<(Symbol, Value)>) -> Result<Value> {
    let mut table = crate::value::table::Table::default();
    for (name, value) in names {
        table.insert(Value::Str(Rc::new(Str::new(name.as_str()))), value)?;
    }
    Ok(Value::Dict(Rc::new(Dict::new(table))))
}

fn prefixed(number: &IBig, radix: u8, prefix: &str) -> String {
    let digits = number.in_radix(radix).to_string();
    match digits.strip_prefix('-') {
        Some(rest) => format!("-{prefix}{rest}"),
        None => format!("{prefix}{digits}"),
    }
}

/// A stable sort by `<` on the items or on their keys, as Python's `sorted` and `list.sort` do. Works on its own copies:
/// nothing is borrowed while keys are computed or compared.
pub fn sort_values(cx: &mut dyn Context, items: Vec<Value>, key: &Value, reverse: bool) -> Result<Vec<Value>> {
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        let by = if let Value::None = key { item.clone() } else { cx.call(key, std::slice::from_ref(&item), &[])? };
        keyed.push((by, item));
    }
    // Python reverses, sorts and reverses, so that equal items keep their order.
    if reverse {
        keyed.reverse();
    }
    if crate::value::order::all_plain(keyed.iter().map(|(by, _)| by)) {
        sort_plain(&mut keyed)?;
    } else {
        keyed = merge_sort(cx, keyed)?;
    }
    if reverse {
        keyed.reverse();
    }
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

type Keyed = (Value, Value);

/// Sorts keys that compare without a failure, in parts and these in pairs, so that Ctrl-C is seen in between.
fn sort_plain(items: &mut [Keyed]) -> Result<()> {
    const PART: usize = 1 << 17;
    let mut width = PART;
    loop {
        for part in items.chunks_mut(width) {
            watch::check()?;
            // Two sorted halves are merged: the standard library's sort finds them.
            part.sort_by(|(a, _), (b, _)| crate::value::order::plain(a, b));
        }
        if width >= items.len() {
            return Ok(());
        }
        width *= 2;
    }
}

/// A merge sort whose comparisons may fail: the standard library's must not be left half-way.
fn merge_sort(cx: &mut dyn Context, mut items: Vec<Keyed>) -> Result<Vec<Keyed>> {
    if items.len() < 2 {
        return Ok(items);
    }
    if items.len() <= 8 {
        return insertion_sort(cx, items);
    }
    let right = items.split_off(items.len() / 2);
    let left = merge_sort(cx, items)?;
    let right = merge_sort(cx, right)?;
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let less = less_than(cx, &b.0, &a.0)?;
        merged.extend(if less { right.next() } else { left.next() });
    }
    merged.extend(left);
    merged.extend(right);
    Ok(merged)
}

fn insertion_sort(cx: &mut dyn Context, mut items: Vec<Keyed>) -> Result<Vec<Keyed>> {
    for i in 1..items.len() {
        let mut j = i;
        while j > 0 && less_than(cx, &items[j].0, &items[j - 1].0)? {
            items.swap(j, j - 1);
            j -= 1;
        }
    }
    Ok(items)
}

/// `a < b` as a bool.
pub fn less_than(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<bool> {
    if crate::pool::interrupted() {
        return Err(exception::KEYBOARD_INTERRUPT.error(""));
    }
    let result = ops::compare(cx, CompareOp::Lt, a, b)?;
    ops::truth(&result)
}

/// Python's `divmod`.
pub fn divmod(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<Value> {
    if let (Some(Number::Float(_)), Some(_)) | (Some(_), Some(Number::Float(_))) = (Number::of(a), Number::of(b)) {
        let (x, y) = (crate::value::convert::to_float(a)?, crate::value::convert::to_float(b)?);
        if y == 0.0 {
            return Err(Error::zero_division("float divmod()"));
        }
        let (q, r) = number::float_divmod(x, y);
        return Ok(Value::tuple([Value::float(q), Value::float(r)]));
    }
    let named = |error: Error| match error.message().strip_prefix("unsupported operand type(s) for //") {
        Some(rest) => Error::type_error(format!("unsupported operand type(s) for divmod(){rest}")),
        None => error,
    };
    let quotient = ops::binary(cx, BinaryOp::FloorDiv, a, b).map_err(named)?;
    let remainder = ops::binary(cx, BinaryOp::Mod, a, b)?;
    Ok(Value::Tuple(Rc::new(Tuple::new([quotient, remainder]))))
}
