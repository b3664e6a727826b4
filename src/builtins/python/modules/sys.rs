//! Python's module `sys`: the program's arguments and streams, limits and versions.

use super::byte_stream::Standard;
use super::stream::Stream;
use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::value::class::{Class, exception, python};
use crate::value::text;
use crate::value::{Error, Module, Tuple, TupleClass, Value};
use std::cell::RefCell;
use std::rc::Rc;

static VERSION_INFO: Class = Class::new("version_info", "sys", &[&python::TUPLE]);
static FLOAT_INFO: Class = Class::new("float_info", "sys", &[&python::TUPLE]);
static INT_INFO: Class = Class::new("int_info", "sys", &[&python::TUPLE]);
static HASH_INFO: Class = Class::new("hash_info", "sys", &[&python::TUPLE]);

/// The version of Python whose language this is.
const VERSION: &str = "3.11.0 (NPL)";

builtins! { SYS, chapter "sys", spaces ["sys"];
    /// Ends the program with a status: 0 without one, 1 after printing any other value.
    ///
    /// >>> import sys
    /// >>> sys.exit(2)
    /// Traceback (most recent call last):
    ///     ...
    /// SystemExit: 2
    fn exit(cx, @pos status: Option<crate::builtins::python::functions::Fallback> = None) -> () {
        let args = status.map(|s| s.0).into_iter().collect();
        Err(Error::with_args(&exception::SYSTEM_EXIT, args))
    }

    /// How deep calls may be nested.
    ///
    /// >>> import sys
    /// >>> sys.getrecursionlimit()
    /// 1000
    fn getrecursionlimit(cx) -> i64 { Ok(cx.state().recursion_limit as i64) }

    /// Sets how deep calls may be nested, as far as the memory for them goes.
    ///
    /// >>> import sys
    /// >>> sys.setrecursionlimit(5000)
    fn setrecursionlimit(cx, @pos limit: i64) -> () {
        if limit < 1 {
            return Err(Error::value("recursion limit must be greater or equal than 1"));
        }
        cx.state().recursion_limit = limit as usize;
        Ok(())
    }

    /// How many bytes a value takes, roughly.
    ///
    /// >>> import sys
    /// >>> sys.getsizeof(np.zeros(1000)) >= 8000
    /// True
    fn getsizeof(cx, @pos object: Value) -> usize {
        Ok(match &object {
            Value::Str(s) => 49 + s.as_str().len(),
            Value::Bytes(b) => 33 + b.data.len(),
            Value::List(l) => 56 + 8 * l.len(),
            Value::Tuple(t) => 40 + 8 * t.items.len(),
            Value::Dict(d) => 64 + 104 * d.borrow().len(),
            Value::Set(s) | Value::FrozenSet(s) => 216 + 32 * s.borrow().len(),
            Value::Array(a) => 112 + if a.base().is_none() { a.borrow().nbytes() } else { 0 },
            Value::Float(_) => 24,
            _ => 28,
        })
    }

    /// The same str object for the same text.
    ///
    /// >>> import sys
    /// >>> sys.intern('a')
    /// 'a'
    fn intern(cx, @pos string: Value) -> Value { Ok(string) }

    /// The encoding of text where none is named.
    ///
    /// >>> import sys
    /// >>> sys.getdefaultencoding()
    /// 'utf-8'
    fn getdefaultencoding(cx) -> &'static str { Ok("utf-8") }

    /// How many decimal digits an int may have that is converted to or from text; 0 for any number.
    ///
    /// >>> import sys
    /// >>> sys.get_int_max_str_digits()
    /// 4300
    fn get_int_max_str_digits(cx) -> usize { Ok(text::digit_limit()) }

    /// Sets how many decimal digits an int may have that is converted to or from text; 0 for any number.
    ///
    /// >>> import sys
    /// >>> sys.set_int_max_str_digits(0); len(str(10**5000))
    /// 5001
    fn set_int_max_str_digits(cx, maxdigits: i64) -> () {
        match usize::try_from(maxdigits) {
            Ok(limit) if limit == 0 || limit >= 640 => text::set_digit_limit(limit),
            _ => return Err(Error::value("maxdigits must be 0 or larger than 640")),
        }
        Ok(())
    }

    /// The encoding of the names of files.
    ///
    /// >>> import sys
    /// >>> sys.getfilesystemencoding()
    /// 'utf-8'
    fn getfilesystemencoding(cx) -> &'static str { Ok("utf-8") }

    /// Class, exception and traceback that are being handled: nothing of this is kept.
    ///
    /// >>> import sys
    /// >>> sys.exc_info()
    /// (None, None, None)
    fn exc_info(cx) -> (Value, Value, Value) { Ok((Value::None, Value::None, Value::None)) }
}

builtins! { EXIT, chapter "Leaving", spaces ["builtins"];
    /// Ends the program, or the prompt, with a status.
    ///
    /// >>> exit(3)
    /// Traceback (most recent call last):
    ///     ...
    /// SystemExit: 3
    @alias("quit")
    fn exit(cx, @pos code: Option<crate::builtins::python::functions::Fallback> = None) -> () {
        let args = code.map(|s| s.0).into_iter().collect();
        Err(Error::with_args(&exception::SYSTEM_EXIT, args))
    }
}

thread_local! {
    static ARGUMENTS: RefCell<Vec<String>> = RefCell::new(vec![String::new()]);
}

/// Gives `sys.argv` the program's arguments, the script's name first.
pub fn set_argv(arguments: Vec<String>) {
    ARGUMENTS.replace(arguments);
    if let Some(module) = registry::registry().loaded("sys") {
        open(&module);
    }
}

/// What the module holds that is not the same for all programs.
pub fn open(module: &Module) {
    let arguments = ARGUMENTS.with_borrow(|all| all.iter().map(|text| Value::str(text.as_str())).collect());
    module.set(Symbol::new("argv"), Value::list(arguments));
}

/// What `sys.stdout` is, where a program replaced it.
pub fn replaced_stdout() -> Option<Value> {
    let module = registry::registry().loaded("sys")?;
    let stdout = module.get(Symbol::new("stdout"))?;
    match &stdout {
        Value::Object(object) if object.downcast::<Stream>().is_some_and(|s| s.name.is_some()) => None,
        _ => Some(stdout),
    }
}

fn named(class: &'static Class, fields: &[(&str, Value)]) -> Value {
    let names = fields.iter().map(|(name, _)| Symbol::new(name)).collect();
    let items: Vec<Value> = fields.iter().map(|(_, value)| value.clone()).collect();
    Value::Tuple(Rc::new(Tuple::named(items, Rc::new(TupleClass { class, fields: names }))))
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let stream = |which| Value::object(Stream::standard(which));
    let stdout = stream(Standard::Output);
    let version = [
        ("major", Value::Int(3)),
        ("minor", Value::Int(11)),
        ("micro", Value::Int(0)),
        ("releaselevel", Value::str("final")),
        ("serial", Value::Int(0)),
    ];
    let float = [
        ("max", Value::float(f64::MAX)),
        ("max_exp", Value::Int(1024)),
        ("max_10_exp", Value::Int(308)),
        ("min", Value::float(f64::MIN_POSITIVE)),
        ("min_exp", Value::Int(-1021)),
        ("min_10_exp", Value::Int(-307)),
        ("dig", Value::Int(15)),
        ("mant_dig", Value::Int(53)),
        ("epsilon", Value::float(f64::EPSILON)),
        ("radix", Value::Int(2)),
        ("rounds", Value::Int(1)),
    ];
    let int = [
        ("bits_per_digit", Value::Int(30)),
        ("sizeof_digit", Value::Int(4)),
        ("default_max_str_digits", Value::Int(text::DEFAULT_DIGIT_LIMIT as i64)),
        ("str_digits_check_threshold", Value::Int(640)),
    ];
    let hash = [
        ("width", Value::Int(64)),
        ("modulus", Value::Int((1 << 61) - 1)),
        ("inf", Value::Int(314_159)),
        ("nan", Value::Int(0)),
        ("imag", Value::Int(1_000_003)),
    ];
    vec![
        ("sys", "int_info", named(&INT_INFO, &int)),
        ("sys", "hash_info", named(&HASH_INFO, &hash)),
        ("sys", "hexversion", Value::Int(0x030b_00f0)),
        ("sys", "float_repr_style", Value::str("short")),
        ("sys", "exec_prefix", Value::str("")),
        ("sys", "path", Value::list(Vec::new())),
        ("sys", "modules", Value::Dict(Rc::default())),
        ("sys", "__stdout__", stdout.clone()),
        ("sys", "stdout", stdout),
        ("sys", "stderr", stream(Standard::Error)),
        ("sys", "stdin", stream(Standard::Input)),
        ("sys", "version", Value::str(VERSION)),
        ("sys", "version_info", named(&VERSION_INFO, &version)),
        ("sys", "float_info", named(&FLOAT_INFO, &float)),
        ("sys", "maxsize", Value::Int(i64::MAX)),
        ("sys", "maxunicode", Value::Int(0x10_ffff)),
        ("sys", "byteorder", Value::str(if cfg!(target_endian = "little") { "little" } else { "big" })),
        ("sys", "platform", Value::str(std::env::consts::OS)),
        ("sys", "executable", Value::str("npl")),
        ("sys", "prefix", Value::str("")),
    ]
}
