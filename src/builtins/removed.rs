//! Names that NumPy once had → what NumPy says about them now.

/// NumPy's message for a name of `np` that is gone; `None` for names it never had.
pub fn message(name: &str) -> Option<String> {
    if let Some((_, scalar)) = PYTHON_TYPES.iter().find(|(known, _)| *known == name) {
        return Some(former_alias(name, scalar));
    }
    let (_, advice) = REMOVED.iter().find(|(known, _)| *known == name)?;
    Some(format!("`np.{name}` was removed in the NumPy 2.0 release. {advice}"))
}

/// Aliases of Python's own types, gone since NumPy 1.24, with NumPy's type of the kind.
const PYTHON_TYPES: &[(&str, &str)] =
    &[("int", ""), ("float", "float64"), ("complex", "complex128"), ("object", ""), ("str", "str_")];

fn former_alias(name: &str, scalar: &str) -> String {
    let more = match name {
        "int" => {
            "When replacing `np.int`, you may wish to use e.g. `np.int64` or `np.int32` to specify the precision. If you wish to \
             review your current use, check the release note link for additional information."
                .to_string()
        }
        "object" => String::new(),
        _ => format!("If you specifically wanted the numpy scalar type, use `np.{scalar}` here."),
    };
    format!(
        "module 'numpy' has no attribute '{name}'.\n`np.{name}` was a deprecated alias for the builtin `{name}`. To avoid this \
         error in existing code, use `{name}` by itself. Doing this will not modify any behavior and is safe. {more}\nThe aliases \
         was originally deprecated in NumPy 1.20; for more details and guidance see the original release note at:\n    \
         https://numpy.org/devdocs/release/1.20.0-notes.html#deprecations"
    )
}

/// Names that NumPy 2.0 removed, and what to use instead.
const REMOVED: &[(&str, &str)] = &[
    ("geterrobj", "Use the np.errstate context manager instead."),
    ("seterrobj", "Use the np.errstate context manager instead."),
    ("cast", "Use `np.asarray(arr, dtype=dtype)` instead."),
    ("source", "Use `inspect.getsource` instead."),
    ("lookfor", "Search NumPy's documentation directly."),
    ("who", "Use an IDE variable explorer or `locals()` instead."),
    ("fastCopyAndTranspose", "Use `arr.T.copy()` instead."),
    ("NINF", "Use `-np.inf` instead."),
    ("PINF", "Use `np.inf` instead."),
    ("NZERO", "Use `-0.0` instead."),
    ("PZERO", "Use `0.0` instead."),
    ("safe_eval", "Use `ast.literal_eval` instead."),
    ("float_", "Use `np.float64` instead."),
    ("complex_", "Use `np.complex128` instead."),
    ("longfloat", "Use `np.longdouble` instead."),
    ("singlecomplex", "Use `np.complex64` instead."),
    ("cfloat", "Use `np.complex128` instead."),
    ("longcomplex", "Use `np.clongdouble` instead."),
    ("clongfloat", "Use `np.clongdouble` instead."),
    ("string_", "Use `np.bytes_` instead."),
    ("unicode_", "Use `np.str_` instead."),
    ("Inf", "Use `np.inf` instead."),
    ("Infinity", "Use `np.inf` instead."),
    ("NaN", "Use `np.nan` instead."),
    ("infty", "Use `np.inf` instead."),
    ("issctype", "Use `issubclass(rep, np.generic)` instead."),
    ("obj2sctype", "Use `np.dtype(obj).type` instead."),
    ("sctype2char", "Use `np.dtype(obj).char` instead."),
    ("sctypes", "Access dtypes explicitly instead."),
    ("issubsctype", "Use `np.issubdtype` instead."),
    ("set_string_function", "Use `np.set_printoptions` instead with a formatter for custom printing of NumPy objects."),
    ("asfarray", "Use `np.asarray` with a proper dtype instead."),
    ("issubclass_", "Use `issubclass` builtin instead."),
    ("mat", "Use `np.asmatrix` instead."),
    ("recfromcsv", "Use `np.genfromtxt` with comma delimiter instead."),
    ("recfromtxt", "Use `np.genfromtxt` instead."),
    (
        "find_common_type",
        "Use `numpy.promote_types` or `numpy.result_type` instead. To achieve semantics for the `scalar_types` argument, use \
         `numpy.result_type` and pass the Python values `0`, `0.0`, or `0j`.",
    ),
    ("round_", "Use `np.round` instead."),
    ("nbytes", "Use `np.dtype(<dtype>).itemsize` instead."),
    ("byte_bounds", "Now it's available under `np.lib.array_utils.byte_bounds`"),
    ("compare_chararrays", "It's still available as `np.char.compare_chararrays`."),
    ("format_parser", "It's still available as `np.rec.format_parser`."),
    ("alltrue", "Use `np.all` instead."),
    ("sometrue", "Use `np.any` instead."),
];
