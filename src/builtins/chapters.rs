//! The list of chapters, and the constants of each namespace.

use super::{Chapter, array, fft, io, linalg, math, polynomial, python, random, strings, testing};
use crate::value::Value;
use crate::value::class::{self, Class};

/// Every chapter of the library, folder by folder, in the order of the reference.
pub static GROUPS: &[&[&Chapter]] = &[
    python::CHAPTERS,
    python::modules::CHAPTERS,
    array::CHAPTERS,
    io::CHAPTERS,
    math::CHAPTERS,
    linalg::CHAPTERS,
    fft::CHAPTERS,
    polynomial::CHAPTERS,
    strings::CHAPTERS,
    testing::CHAPTERS,
    random::CHAPTERS,
];

/// Every chapter of the library.
pub fn all() -> impl Iterator<Item = &'static Chapter> {
    GROUPS.iter().flat_map(|group| group.iter().copied())
}

/// Members of namespaces that are no functions: `(namespace, name, value)`.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    use std::f64::consts::{E, PI};
    let mut all = vec![
        ("np", "pi", Value::float(PI)),
        ("np", "e", Value::float(E)),
        ("np", "euler_gamma", Value::float(0.577_215_664_901_532_9)),
        ("np", "inf", Value::float(f64::INFINITY)),
        ("np", "nan", Value::float(f64::NAN)),
        ("np", "newaxis", Value::None),
        ("np", "True_", Value::np_bool(true)),
        ("np", "False_", Value::np_bool(false)),
        ("np", "little_endian", Value::bool(cfg!(target_endian = "little"))),
        ("np", "__version__", Value::str("2.4.6")),
        ("builtins", "NotImplemented", Value::NotImplemented),
        ("builtins", "Ellipsis", Value::Ellipsis),
        ("builtins", "__name__", Value::str("__main__")),
        ("npl", "__version__", Value::str(env!("CARGO_PKG_VERSION"))),
    ];
    let python = class::python::ALL.iter().filter(|c| PYTHON_TYPES.contains(&c.name));
    all.extend(python.map(|class| ("builtins", class.name, Value::Class(class))));
    all.extend(class::numpy::ALL.iter().map(|class| ("np", class.name, Value::Class(class))));
    let public = class::dtypes::ALL.iter().filter(|class| !class.name.starts_with('_'));
    all.extend(public.map(|class| ("np.dtypes", class.name, Value::Class(class))));
    all.extend(class::dtypes::ALIASES.iter().map(|(name, class)| ("np.dtypes", *name, Value::Class(class))));
    for &class in class::exception::ALL {
        let space = match class.module {
            "numpy.exceptions" => "np.exceptions",
            "numpy.linalg" => "np.linalg",
            "builtins" => "builtins",
            _ => continue,
        };
        all.push((space, class.name, Value::Class(class)));
    }
    all.push(("builtins", "IOError", Value::Class(&class::exception::OS_ERROR)));
    all.push(("builtins", "EnvironmentError", Value::Class(&class::exception::OS_ERROR)));
    let ufuncs = math::ufunc::members();
    all.extend(strings::constants(&ufuncs));
    all.extend(ufuncs.into_iter().filter(|(_, u)| !strings::is_textual(u)).map(|(name, value)| ("np", name, value)));
    all.extend(python::modules::constants());
    all.extend(array::constants());
    all.extend(random::constants());
    all.extend(polynomial::constants());
    all.extend(testing::constants());
    all.extend(SCALAR_TYPE_ALIASES.iter().map(|(name, class)| ("np", *name, Value::Class(class))));
    all
}

/// Python's types that have a name without an import.
const PYTHON_TYPES: &[&str] = &[
    "object",
    "type",
    "int",
    "bool",
    "float",
    "complex",
    "str",
    "bytes",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "range",
    "slice",
    "enumerate",
    "zip",
    "map",
    "filter",
    "reversed",
];

/// Other names of NumPy's scalar types.
static SCALAR_TYPE_ALIASES: &[(&str, &Class)] = &[
    ("bool_", &class::numpy::BOOL),
    ("byte", &class::numpy::INT8),
    ("short", &class::numpy::INT16),
    ("intc", &class::numpy::INT32),
    ("int_", &class::numpy::INT64),
    ("long", &class::numpy::INT64),
    ("longlong", &class::numpy::INT64),
    ("intp", &class::numpy::INT64),
    ("ubyte", &class::numpy::UINT8),
    ("ushort", &class::numpy::UINT16),
    ("uintc", &class::numpy::UINT32),
    ("uint", &class::numpy::UINT64),
    ("ulong", &class::numpy::UINT64),
    ("ulonglong", &class::numpy::UINT64),
    ("uintp", &class::numpy::UINT64),
    ("half", &class::numpy::FLOAT16),
    ("single", &class::numpy::FLOAT32),
    ("double", &class::numpy::FLOAT64),
    ("longdouble", &class::numpy::FLOAT64),
    ("csingle", &class::numpy::COMPLEX64),
    ("cdouble", &class::numpy::COMPLEX128),
    ("clongdouble", &class::numpy::COMPLEX128),
    ("object_", &class::numpy::OBJECT_),
];
