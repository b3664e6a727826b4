//! The library's items → calls of them with odd arguments: empty and 0-d arrays, every dtype, NaN, wrong classes, axes that
//! are not there, sizes beyond any memory.

use super::Random;
use npl::builtins::chapters;
use npl::value::{Builtin, Param, ParamKind};

/// Runs before the calls: values that the arguments name.
pub const PRELUDE: &str = "\
import numpy as np
import math, cmath, itertools, functools, operator, json, copy, collections, statistics, random, bisect, heapq, string
import textwrap, time, timeit, io, csv, datetime, sys, warnings, keyword, pprint, typing, os.path, contextlib, re, fractions
empty = np.empty((0, 3))
odd = np.arange(24.0).reshape(2, 3, 4)[::-1, :, ::2]
nans = np.array([np.nan, -np.inf, 0.0, -0.0, 1e308])
record = np.array([(1, 2.5, 'x'), (3, np.nan, '')], dtype='i4, f8, U3')
things = np.array([None, 'a', 2, [3]], dtype=object)
objects = np.array([3, 2 ** 70, 1.5], dtype=object)
times = np.array(['2020-02-29', 'NaT', '1969-12-31'], dtype='M8[D]')
spans = np.array([5, -3, 0], dtype='m8[s]')
still = np.arange(3.0)
still.flags.writeable = False
loop = [1]
loop.append(loop)
";

const ARRAYS: &[&str] = &[
    "empty",
    "odd",
    "nans",
    "record",
    "things",
    "objects",
    "times",
    "spans",
    "still",
    "np.array(7)",
    "np.array(None)",
    "np.zeros((0,))",
    "np.zeros((2, 0, 3), 'i1')",
    "np.array([True, False, True])",
    "np.array([3, -1, 2, -1], 'i1')",
    "np.array([0, 255, 7], 'u1')",
    "np.array([2**63, 1], 'u8')",
    "np.array([1+2j, np.nan, -1j])",
    "np.eye(3)",
    "np.zeros((3, 3))",
    "np.full((3, 3), np.nan)",
    "np.arange(6).reshape(2, 3)",
    "np.arange(6).reshape(2, 3).T",
    "np.array(['b', '', 'añ'])",
    "np.array([b'b', b''])",
    "np.ones((1, 1, 1, 1, 1))",
    "np.float16([1, 65504])",
    "np.float32([[1.5, -2]])",
    "np.complex64([1j])",
    "np.broadcast_to(np.arange(3), (4, 3))",
    "np.arange(10)[::-3]",
    "np.array([[2.0, 1.0], [1.0, 3.0]])",
    "np.array([-2**63, 2**63 - 1])",
    "np.arange(1000.0)",
    "np.zeros((1,) * 32)",
    "np.int8(-128)",
    "np.float64('nan')",
    "np.str_('q')",
    "np.datetime64('NaT')",
    "np.uint64(2**64 - 1)",
    "np.array([np.arange(3)] * 2)",
    "np.zeros((0, 0))",
    "np.recarray((2,), dtype='i4, f8')",
    "np.array([1, 2, 3])",
];

const SCALARS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "3",
    "-3",
    "7",
    "64",
    "255",
    "-2**63",
    "2**63",
    "2**64 - 1",
    "2**200",
    "-2**200",
    "10**6",
    "10**9",
    "2**31",
    "2**40",
    "2**62",
    "10**18",
    "0.0",
    "-0.0",
    "0.5",
    "-1.5",
    "1e308",
    "1e-320",
    "nan",
    "inf",
    "-inf",
    "1j",
    "nan*1j",
    "True",
    "False",
    "None",
    "...",
    "NotImplemented",
];

const TEXTS: &[&str] = &[
    "''",
    "'a'",
    "'C'",
    "'F'",
    "'raise'",
    "'wrap'",
    "'clip'",
    "'same'",
    "'full'",
    "'valid'",
    "'reduced'",
    "'complete'",
    "'nearest'",
    "'linear'",
    "'median_unbiased'",
    "'reflect'",
    "'symmetric'",
    "'edge'",
    "'constant'",
    "'auto'",
    "'fd'",
    "'fro'",
    "'nuc'",
    "'left'",
    "'right'",
    "'stable'",
    "'ij'",
    "'xy'",
    "'ij,jk->ik'",
    "'ii'",
    "'...i,i'",
    "'i8'",
    "'ns'",
    "'%Y'",
    "'2020-02-29'",
    "'1,2;3'",
    "'[1, 2'",
    "'λ\\0日'",
    "'{:>+#020.3e}'",
    "'%(x)s %*d'",
    "b''",
    "b'ab'",
    "'a' * 1000",
    "'f0'",
    "'unsafe'",
    "'no'",
    "'K'",
    "'\\n'",
    "'1e5'",
];

const DTYPES: &[&str] = &[
    "float",
    "int",
    "bool",
    "complex",
    "object",
    "str",
    "bytes",
    "'f2'",
    "'f4'",
    "'i1'",
    "'u8'",
    "'c8'",
    "'U3'",
    "'S0'",
    "'V5'",
    "'M8[s]'",
    "'m8'",
    "'M8[D]'",
    "'i4, f8, U3'",
    "[('x', 'i1', (2, 2))]",
    "'>i4'",
    "np.float32",
    "np.dtype('f8')",
    "'?'",
    "{}",
    "'nonsense'",
    "None",
    "np.generic",
];

const SIZES: &[&str] = &[
    "()",
    "0",
    "1",
    "3",
    "(2, 3)",
    "(0, 3)",
    "(2, -1)",
    "(-1, -1)",
    "-1",
    "10**6",
    "10**9",
    "2**31",
    "2**40",
    "2**62",
    "2**63",
    "(10**6, 10**6)",
    "(2**32, 2**32)",
    "(0, 2**62, 2**62)",
    "[1, 2]",
    "np.array([2, 2])",
    "2.0",
    "None",
    "(1,) * 64",
    "(1,) * 65",
    "'3'",
    "True",
    "np.int64(4)",
    "1000",
];

const AXES: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "-4",
    "99",
    "-99",
    "None",
    "()",
    "(0, 1)",
    "(0, 0)",
    "(-1, 0)",
    "[0]",
    "2**63",
    "1.0",
    "'x'",
    "True",
    "np.int8(1)",
    "2**31",
];

const OTHERS: &[&str] = &[
    "[]",
    "()",
    "{}",
    "set()",
    "[[]]",
    "[1, 2, 3]",
    "[1, [2, 3]]",
    "[1, 'a', None]",
    "[[1, 2], [3, 4]]",
    "(1, 2)",
    "(2, 3, 4)",
    "{'a': 1}",
    "{1, 2}",
    "frozenset({1})",
    "range(5)",
    "range(0, -9, -2)",
    "slice(None, None, -1)",
    "slice(2**70, None)",
    "iter([1, 2])",
    "(i for i in range(3))",
    "np.array([1.5, None, 'x', [1]], dtype=object)",
    "np.array([('a', 1)], dtype=[('n', 'U2'), ('v', 'f2')])",
    "np.array(['2020-01', 'NaT'], dtype='M8[M]')",
    "np.array([[1, -5]], dtype='m8[ns]')",
    "np.zeros((3, 0), 'U0')",
    "np.broadcast_to(np.float16(2), (2**31, 2**31))",
    "np.array([b'\\xff', b'a'], 'S3')",
    "np.array([[1j, nan]], 'c8').T",
    "np.ones(5, '>f8')",
    "np.matrix([[1, 2], [3, 4]])",
    "memoryview(b'abc')",
    "fractions.Fraction(1, 3)",
    "re.compile('a(b)?')",
    "loop",
    "[np.eye(2), np.eye(3)]",
    "lambda *a, **k: 1",
    "lambda x: x",
    "lambda: None",
    "len",
    "np.add",
    "np.sin",
    "int",
    "float",
    "np",
    "ValueError",
    "ValueError('v')",
    "np.random.default_rng(1)",
    "np.random.RandomState(1)",
    "np.dtype('i4, f8')",
    "io.StringIO('1 2\\n3 4')",
    "datetime.date(2020, 2, 29)",
    "datetime.timedelta(5)",
    "collections.Counter('aab')",
    "collections.deque([1, 2])",
    "np.poly1d([1, 2])",
    "np.nditer(odd)",
    "odd.flat",
    "np.s_[::2, None]",
    "[0] * 1000",
    "'x' * 100000",
    "list(range(1000))",
    "bytes(5)",
    "[[1, 2, 3]] * 50",
    "np.index_exp[1:]",
];

/// Values that have the methods of a class, for [`Builtin::class`].
const RECEIVERS: &[(&str, &[&str])] = &[
    (
        "generic",
        &[
            "np.int8(-128)",
            "np.float32('nan')",
            "np.str_('q')",
            "np.datetime64('NaT')",
            "np.complex64(1j)",
            "np.bool_(1)",
        ],
    ),
    ("floating", &["np.float64(2.5)", "np.float16('inf')"]),
    ("integer", &["np.uint64(2**64 - 1)", "np.int8(-128)"]),
    ("dtype", &["np.dtype('i4, f8')", "np.dtype('U3')", "np.dtype(('f4', (2, 2)))"]),
    ("flatiter", &["odd.flat", "empty.flat"]),
    ("broadcast", &["np.broadcast(odd, 1)"]),
    ("nditer", &["np.nditer(odd)", "np.nditer([odd, None])", "np.nditer(odd, flags=['multi_index'])"]),
    (
        "ufunc",
        &["np.add", "np.sin", "np.divmod", "np.maximum", "np.logical_and", "np.matmul", "np.frexp", "np.subtract"],
    ),
    ("RandomState", &["np.random.RandomState(1)"]),
    ("Generator", &["np.random.default_rng(1)"]),
    ("BitGenerator", &["np.random.PCG64(1)", "np.random.MT19937(1)", "np.random.SFC64(1)"]),
    ("PCG64", &["np.random.PCG64(1)"]),
    ("PCG64DXSM", &["np.random.PCG64DXSM(1)"]),
    ("Philox", &["np.random.Philox(1)"]),
    ("MT19937", &["np.random.MT19937(1)"]),
    ("SeedSequence", &["np.random.SeedSequence(1)"]),
    ("deque", &["collections.deque([1, 2, 3], 3)"]),
    ("Counter", &["collections.Counter('aab')"]),
    ("defaultdict", &["collections.defaultdict(list)"]),
    ("OrderedDict", &["collections.OrderedDict(a=1)"]),
    ("timedelta", &["datetime.timedelta(-1, 5)"]),
    ("date", &["datetime.date(2020, 2, 29)"]),
    ("datetime", &["datetime.datetime(9999, 12, 31)"]),
    ("StringIO", &["io.StringIO('a\\nb')"]),
    ("BytesIO", &["io.BytesIO(b'ab')"]),
    ("_IOBase", &["io.StringIO('a\\nb')"]),
    ("str", &["''", "'aXb añ\\t1'", "'a,b,,c'", "'%s {}'"]),
    ("bytes", &["b''", "b'a b\\xff'"]),
    ("list", &["[3, 1, 2]", "[]", "[loop, 1]"]),
    ("tuple", &["(1, 'a')", "()"]),
    ("dict", &["{'a': 1, 2: []}", "{}"]),
    ("set", &["{1, 'a'}", "set()"]),
    ("frozenset", &["frozenset({1, 2})"]),
    ("int", &["5", "(-2**100)", "True"]),
    ("float", &["2.5", "nan", "-inf"]),
    ("complex", &["(1+2j)"]),
    ("range", &["range(5)", "range(0)"]),
    ("slice", &["slice(1, None, -1)"]),
    ("poly1d", &["np.poly1d([1, 2, 3])", "np.poly1d([])"]),
    ("Pattern", &["re.compile('(a)|b*')", "re.compile(b'(?i)a+')", "re.compile('(?P<n>.)(?=(?P=n))')"]),
    ("Match", &["re.match('(a)|(?P<n>b)', 'ab')"]),
    ("Random", &["random.Random(1)"]),
    ("matrix", &["np.matrix([[1, 2], [3, 4]])"]),
    ("csv_writer", &["csv.writer(io.StringIO())"]),
    ("Polynomial", &["np.polynomial.Polynomial([1, 2, 3])"]),
    ("Chebyshev", &["np.polynomial.Chebyshev([1, 2, 3])"]),
    ("namedtuple", &["collections.namedtuple('P', 'x y')(1, 2)"]),
    ("ndindex", &["np.ndindex(2, 3)"]),
    ("dict_keys", &["{'a': 1}.keys()"]),
    ("dict_items", &["{'a': 1}.items()"]),
    ("dict_values", &["{'a': []}.values()"]),
    ("memoryview", &["memoryview(b'abc')"]),
    ("bytearray", &["bytearray(b'abc')"]),
];

/// Between two values.
const OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^", "==", "!=", "<", "<=", ">", ">=", "in",
    "not in", "is", "and", "or",
];

/// Between brackets.
const INDICES: &[&str] = &[
    "0",
    "-1",
    "99",
    "None",
    "...",
    ":",
    "::-1",
    "1:0",
    "2**63",
    "-2**63:2**63",
    "::2**62",
    "True",
    "[]",
    "[0, -1]",
    "[99]",
    "[[0], [1]]",
    "..., None, 0",
    "0, 0",
    "0, 0, 0, 0",
    "[True, False]",
    "'a'",
    "'f0'",
    "['f0', 'f1']",
    "1.0",
    "odd",
    "nans > 0",
    "np.array([], int)",
    "np.array([0, 1], 'u1')",
    "np.ones((2, 3), bool)",
    "np.zeros((2, 0), int)",
    "(0,) * 70",
    "(None,) * 70",
    "slice(None)",
    "{}",
    "loop",
    "np.array(0)",
    "np.array(True)",
    ":, [0, 0]",
    "[0], :, [1]",
    "::0",
];

/// What waits, writes files, leaves, or changes this process: nothing to call blindly.
const LEFT_OUT: &[&str] = &[
    "open",
    "input",
    "save",
    "savez",
    "savez_compressed",
    "savetxt",
    "tofile",
    "dump",
    "exit",
    "quit",
    "sleep",
    "memmap",
    "remove",
    "setrecursionlimit",
    "help",
    "breakpoint",
    "DataSource",
    "open_memmap",
    "timeit",
    "repeat_time",
    "autorange",
    "set_num_threads",
    "genfromtxt_file",
];

/// Every item that may be called here, with the text that finds it; methods have a text for each receiver.
pub struct Calls(Vec<(String, &'static Builtin)>);

impl Calls {
    fn new() -> Calls {
        let mut found = Vec::new();
        for item in chapters::all().flat_map(|chapter| chapter.items) {
            if LEFT_OUT.contains(&item.name) || item.spaces.contains(&"os") {
                continue;
            }
            if let Some(class) = item.class {
                let arrays = if class == "ndarray" { ARRAYS } else { &[] };
                let others = RECEIVERS.iter().find(|(name, _)| *name == class).map_or(&[][..], |(_, texts)| texts);
                found.extend(arrays.iter().chain(others).map(|receiver| (format!("({receiver}).{}", item.name), item)));
            }
            if item.has("method") {
                found.extend(ARRAYS.iter().map(|receiver| (format!("({receiver}).{}", item.name), item)));
            }
            for space in item.spaces {
                match *space {
                    "builtins" | "bare" | "constructors" => found.push((item.name.to_string(), item)),
                    "constructors.numpy" => found.push((format!("np.{}", item.name), item)),
                    space => found.push((format!("{space}.{}", item.name), item)),
                }
            }
        }
        assert!(found.len() > 1000);
        Calls(found)
    }

    /// The calls of this thread: the library's items belong to it.
    pub fn with<R>(job: impl FnOnce(&Calls) -> R) -> R {
        thread_local! {
            static CALLS: Calls = Calls::new();
        }
        CALLS.with(job)
    }

    /// One call, or with a little luck one that the items' checks let pass.
    pub fn program(&self, random: &mut Random) -> String {
        if random.below(8) == 0 {
            return operation(random);
        }
        let (text, item) = &self.0[random.below(self.0.len())];
        if item.has("property") {
            return text.clone();
        }
        let method = text.starts_with('(') && !item.has("static");
        let mut arguments = Vec::new();
        let mut by_name = false;
        for param in item.params.iter().skip(usize::from(method)) {
            let required = param.default.is_none();
            if !required && random.below(3) > 0 {
                by_name = true;
                continue;
            }
            match param.kind {
                ParamKind::Args => {
                    by_name = true;
                    arguments.extend((0..random.below(4)).map(|_| value(random, param)));
                }
                ParamKind::Kwargs => {}
                ParamKind::KeywordOnly => arguments.push(format!("{}={}", param.name, value(random, param))),
                ParamKind::Positional if by_name => arguments.push(format!("{}={}", param.name, value(random, param))),
                _ => arguments.push(value(random, param)),
            }
        }
        match random.below(40) {
            0 => drop(arguments.pop()),
            1 => arguments.push(pick(random, OTHERS)),
            2 => arguments.push(format!("nonsense={}", pick(random, SCALARS))),
            _ => {}
        }
        format!("{text}({})", arguments.join(", "))
    }
}

/// An operator, an index, an assignment or a text that is laid out.
fn operation(random: &mut Random) -> String {
    let values = [ARRAYS, ARRAYS, SCALARS, TEXTS, OTHERS];
    let some = |random: &mut Random| {
        let kind = random.below(values.len());
        pick(random, values[kind])
    };
    let (a, b) = (some(random), some(random));
    let operator = pick(random, OPERATORS);
    let index = pick(random, INDICES);
    match random.below(9) {
        0 => format!("({a})[{index}]"),
        1 => format!("v = {a}; v[{index}] = {b}"),
        2 => format!("v = {a}; v[{index}] += {b}"),
        3 if !matches!(operator.as_str(), "in" | "not in" | "is" | "and" | "or") => {
            format!("v = ({a}).copy(); v {operator}= {b}").replace("===", "==").replace("!==", "!=")
        }
        4 => format!("f'{{({a})!r:>{}}}'", random.below(200)),
        5 => format!("v = {a}; del v[{index}]"),
        6 => format!("{}({a})", if random.below(2) == 0 { "-" } else { "~" }),
        7 => format!("w, *v = {a}; w {operator} ({b})"),
        _ => format!("({a}) {operator} ({b})"),
    }
}

fn pick(random: &mut Random, texts: &[&str]) -> String {
    texts[random.below(texts.len())].to_string()
}

/// An argument: mostly of the kind that the parameter's name promises.
fn value(random: &mut Random, param: &Param) -> String {
    let any = [ARRAYS, ARRAYS, SCALARS, SCALARS, TEXTS, OTHERS, OTHERS, SIZES, AXES, DTYPES];
    if random.below(4) == 0 {
        let kind = random.below(any.len());
        return pick(random, any[kind]);
    }
    let kind = match param.name {
        "axis" | "axes" | "axis1" | "axis2" | "source" | "destination" | "axisa" | "axisb" => AXES,
        "dtype" | "type" => DTYPES,
        "size" | "shape" | "newshape" | "reps" | "n" | "num" | "N" | "M" | "k" | "bins" | "pad_width" | "repeats"
        | "length" => SIZES,
        "order" | "mode" | "casting" | "method" | "kind" | "subscripts" | "sep" | "unit" | "side" | "indexing" => TEXTS,
        "func" | "function" | "key" | "default" | "pyfunc" | "func1d" | "like" | "items" | "iterable" => OTHERS,
        "out" | "where" | "a" | "x" | "x1" | "x2" | "arr" | "ar" | "m" | "v" | "array" | "y" | "b" | "w" => ARRAYS,
        "keepdims" | "ddof" | "initial" | "copy" | "scale" | "loc" | "low" | "high" | "p" | "lam" => SCALARS,
        _ => any[random.below(any.len())],
    };
    pick(random, kind)
}
