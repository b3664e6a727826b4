//! Classes as values: a name and bases; a method resolution order by depth-first search. What a class can do is looked up
//! in the library by its name; here is only what it is.

use super::{Error, Value, abstracts};
use crate::tensor::{Kind, Scalar};
use std::fmt;

/// A class (Python's `type` objects): identity is the address.
pub struct Class {
    /// `int`, `ndarray`, `ValueError` …
    pub name: &'static str,
    /// `builtins`, `numpy`, `numpy.linalg` …
    pub module: &'static str,
    pub bases: &'static [&'static Class],
    pub doc: &'static str,
}

impl Class {
    pub const fn new(name: &'static str, module: &'static str, bases: &'static [&'static Class]) -> Class {
        Class { name, module, bases, doc: "" }
    }

    pub fn is_subclass(&'static self, other: &'static Class) -> bool {
        std::ptr::eq(self, other) || self.bases.iter().any(|base| base.is_subclass(other))
    }

    /// The class, its bases and theirs, each once, nearest first.
    pub fn mro(&'static self) -> Vec<&'static Class> {
        let mut order = vec![self];
        let mut at = 0;
        while at < order.len() {
            for base in order[at].bases {
                order.retain(|known| !std::ptr::eq(*known, *base) || std::ptr::eq(*known, self));
                order.push(base);
            }
            at += 1;
        }
        order
    }

    /// An exception of this class; without arguments if the message is empty.
    pub fn error(&'static self, message: impl Into<String>) -> Error {
        let message = message.into();
        if message.is_empty() { Error::with_args(self, Vec::new()) } else { Error::new(self, message) }
    }

    /// `ValueError`, `numpy.linalg.LinAlgError`: with the module, unless it is Python's builtins. CPython's messages leave the
    /// module out for classes that are written in Python, too.
    pub fn qualified_name(&self) -> String {
        match (self.module, self.name) {
            ("builtins" | "__main__" | "fractions", _)
            | ("collections", "Counter" | "ChainMap")
            | ("statistics", "NormalDist")
            | ("numpy", "poly1d" | "matrix") => self.name.to_string(),
            (module, name) if module.starts_with("numpy.polynomial") => name.to_string(),
            (module, name) => format!("{module}.{name}"),
        }
    }
}

impl PartialEq for Class {
    fn eq(&self, other: &Class) -> bool {
        std::ptr::eq(self, other)
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.module {
            "builtins" => write!(f, "<class '{}'>", self.name),
            module => write!(f, "<class '{module}.{}'>", self.name),
        }
    }
}

/// The class of a value: Python's `type(value)`.
pub fn class_of(value: &Value) -> &'static Class {
    match value {
        Value::None => &python::NONE_TYPE,
        Value::Ellipsis => &python::ELLIPSIS_TYPE,
        Value::NotImplemented => &python::NOT_IMPLEMENTED_TYPE,
        Value::Bool(_) => &python::BOOL,
        Value::Int(_) | Value::BigInt(_) => &python::INT,
        Value::Float(_) => &python::FLOAT,
        Value::NpBool(_) => &numpy::BOOL,
        Value::NpInt(_) => &numpy::INT64,
        Value::NpFloat(_) => &numpy::FLOAT64,
        Value::Complex(_) => &python::COMPLEX,
        Value::Str(_) => &python::STR,
        Value::Bytes(_) => &python::BYTES,
        Value::List(_) => &python::LIST,
        Value::Tuple(t) => t.class.as_ref().map_or(&python::TUPLE, |named| named.class),
        Value::Dict(d) => d.kind().map_or(&python::DICT, |kind| kind.class),
        Value::Set(_) => &python::SET,
        Value::FrozenSet(_) => &python::FROZENSET,
        Value::Range(_) => &python::RANGE,
        Value::Slice(_) => &python::SLICE,
        Value::Array(a) => a.class(),
        Value::Scalar(s) => match &**s {
            Scalar::Record(t) if t.is_marked() => &numpy::RECORD,
            Scalar::Record(t) => scalar_class(t.dtype().kind),
            s => scalar_class(s.dtype().kind),
        },
        Value::DType(dtype) => dtype.class(),
        Value::Class(_) => &python::TYPE,
        Value::Builtin(_) => &python::BUILTIN_FUNCTION,
        Value::Function(_) => &python::FUNCTION,
        Value::Method(_) => &python::METHOD,
        Value::Module(_) => &python::MODULE,
        Value::Exception(e) => e.class,
        Value::Object(o) => o.class(),
    }
}

/// The scalar type of a kind of element: `np.float64` for `Kind::Float64`.
pub fn scalar_class(kind: Kind) -> &'static Class {
    match kind {
        Kind::Bool => &numpy::BOOL,
        Kind::Int8 => &numpy::INT8,
        Kind::Int16 => &numpy::INT16,
        Kind::Int32 => &numpy::INT32,
        Kind::Int64 => &numpy::INT64,
        Kind::UInt8 => &numpy::UINT8,
        Kind::UInt16 => &numpy::UINT16,
        Kind::UInt32 => &numpy::UINT32,
        Kind::UInt64 => &numpy::UINT64,
        Kind::Float16 => &numpy::FLOAT16,
        Kind::Float32 => &numpy::FLOAT32,
        Kind::Float64 => &numpy::FLOAT64,
        Kind::Complex64 => &numpy::COMPLEX64,
        Kind::Complex128 => &numpy::COMPLEX128,
        Kind::Str(_) => &numpy::STR_,
        Kind::Bytes(_) => &numpy::BYTES_,
        Kind::Void(_) | Kind::Record(_) => &numpy::VOID,
        Kind::Object => &numpy::OBJECT_,
        Kind::Text(_) => &python::STR,
        Kind::DateTime { .. } => &numpy::DATETIME64,
        Kind::TimeDelta { .. } => &numpy::TIMEDELTA64,
    }
}

/// Python's `isinstance(value, class)` for one class.
pub fn is_instance(value: &Value, class: &'static Class) -> bool {
    let own = class_of(value);
    own.is_subclass(class)
        || matches!(value, Value::Tuple(_)) && python::TUPLE.is_subclass(class)
        || abstracts::is_abstract(class) && abstracts::includes(class, value)
}

macro_rules! classes {
    ($($id:ident = $module:literal $name:literal ($($base:ident),*);)*) => {
        $(pub static $id: Class = Class::new($name, $module, &[$(&$base),*]);)*
        /// Every class defined here, in order.
        pub static ALL: &[&Class] = &[$(&$id),*];
    };
}

/// Python's builtin types.
pub mod python {
    use super::Class;
    classes! {
        OBJECT = "builtins" "object" ();
        TYPE = "builtins" "type" (OBJECT);
        NONE_TYPE = "builtins" "NoneType" (OBJECT);
        ELLIPSIS_TYPE = "builtins" "ellipsis" (OBJECT);
        NOT_IMPLEMENTED_TYPE = "builtins" "NotImplementedType" (OBJECT);
        INT = "builtins" "int" (OBJECT);
        BOOL = "builtins" "bool" (INT);
        FLOAT = "builtins" "float" (OBJECT);
        COMPLEX = "builtins" "complex" (OBJECT);
        STR = "builtins" "str" (OBJECT);
        BYTES = "builtins" "bytes" (OBJECT);
        LIST = "builtins" "list" (OBJECT);
        TUPLE = "builtins" "tuple" (OBJECT);
        DICT = "builtins" "dict" (OBJECT);
        SET = "builtins" "set" (OBJECT);
        FROZENSET = "builtins" "frozenset" (OBJECT);
        RANGE = "builtins" "range" (OBJECT);
        SLICE = "builtins" "slice" (OBJECT);
        FUNCTION = "builtins" "function" (OBJECT);
        BUILTIN_FUNCTION = "builtins" "builtin_function_or_method" (OBJECT);
        METHOD = "builtins" "method" (OBJECT);
        MODULE = "builtins" "module" (OBJECT);
        GENERATOR = "builtins" "generator" (OBJECT);
        LIST_ITERATOR = "builtins" "list_iterator" (OBJECT);
        TUPLE_ITERATOR = "builtins" "tuple_iterator" (OBJECT);
        STR_ITERATOR = "builtins" "str_iterator" (OBJECT);
        RANGE_ITERATOR = "builtins" "range_iterator" (OBJECT);
        DICT_KEYITERATOR = "builtins" "dict_keyiterator" (OBJECT);
        SET_ITERATOR = "builtins" "set_iterator" (OBJECT);
        ITERATOR = "builtins" "iterator" (OBJECT);
        DICT_KEYS = "builtins" "dict_keys" (OBJECT);
        DICT_VALUES = "builtins" "dict_values" (OBJECT);
        DICT_ITEMS = "builtins" "dict_items" (OBJECT);
        ENUMERATE = "builtins" "enumerate" (OBJECT);
        ZIP = "builtins" "zip" (OBJECT);
        MAP = "builtins" "map" (OBJECT);
        FILTER = "builtins" "filter" (OBJECT);
        REVERSED = "builtins" "reversed" (OBJECT);
        SUPER = "builtins" "super" (OBJECT);
    }
}

/// NumPy's array and scalar types, with CPython's subclass relations.
pub mod numpy {
    use super::Class;
    use super::python::{BYTES, COMPLEX, FLOAT, OBJECT, STR};
    classes! {
        NDARRAY = "numpy" "ndarray" (OBJECT);
        MATRIX = "numpy" "matrix" (NDARRAY);
        RECARRAY = "numpy" "recarray" (NDARRAY);
        MEMMAP = "numpy" "memmap" (NDARRAY);
        CHARARRAY = "numpy.char" "chararray" (NDARRAY);
        DTYPE = "numpy" "dtype" (OBJECT);
        UFUNC = "numpy" "ufunc" (OBJECT);
        FLATITER = "numpy" "flatiter" (OBJECT);
        GENERIC = "numpy" "generic" (OBJECT);
        NUMBER = "numpy" "number" (GENERIC);
        INTEGER = "numpy" "integer" (NUMBER);
        SIGNEDINTEGER = "numpy" "signedinteger" (INTEGER);
        UNSIGNEDINTEGER = "numpy" "unsignedinteger" (INTEGER);
        INEXACT = "numpy" "inexact" (NUMBER);
        FLOATING = "numpy" "floating" (INEXACT);
        COMPLEXFLOATING = "numpy" "complexfloating" (INEXACT);
        FLEXIBLE = "numpy" "flexible" (GENERIC);
        CHARACTER = "numpy" "character" (FLEXIBLE);
        BOOL = "numpy" "bool" (GENERIC);
        INT8 = "numpy" "int8" (SIGNEDINTEGER);
        INT16 = "numpy" "int16" (SIGNEDINTEGER);
        INT32 = "numpy" "int32" (SIGNEDINTEGER);
        INT64 = "numpy" "int64" (SIGNEDINTEGER);
        UINT8 = "numpy" "uint8" (UNSIGNEDINTEGER);
        UINT16 = "numpy" "uint16" (UNSIGNEDINTEGER);
        UINT32 = "numpy" "uint32" (UNSIGNEDINTEGER);
        UINT64 = "numpy" "uint64" (UNSIGNEDINTEGER);
        FLOAT16 = "numpy" "float16" (FLOATING);
        FLOAT32 = "numpy" "float32" (FLOATING);
        FLOAT64 = "numpy" "float64" (FLOATING, FLOAT);
        COMPLEX64 = "numpy" "complex64" (COMPLEXFLOATING);
        COMPLEX128 = "numpy" "complex128" (COMPLEXFLOATING, COMPLEX);
        STR_ = "numpy" "str_" (STR, CHARACTER);
        BYTES_ = "numpy" "bytes_" (BYTES, CHARACTER);
        VOID = "numpy" "void" (FLEXIBLE);
        RECORD = "numpy" "record" (VOID);
        OBJECT_ = "numpy" "object_" (GENERIC);
        DATETIME64 = "numpy" "datetime64" (GENERIC);
        TIMEDELTA64 = "numpy" "timedelta64" (SIGNEDINTEGER);
    }
}

/// The classes of dtypes: `type(np.dtype('f8'))` is `numpy.dtypes.Float64DType`.
pub mod dtypes {
    use super::Class;
    use super::numpy::DTYPE;
    use crate::tensor::text::TextType;
    use crate::tensor::{DType, Kind, TimeUnit};
    classes! {
        INTEGER = "numpy.dtypes" "_IntegerAbstractDType" (DTYPE);
        FLOAT = "numpy.dtypes" "_FloatAbstractDType" (DTYPE);
        COMPLEX = "numpy.dtypes" "_ComplexAbstractDType" (DTYPE);
        BOOL = "numpy.dtypes" "BoolDType" (DTYPE);
        INT8 = "numpy.dtypes" "Int8DType" (INTEGER);
        INT16 = "numpy.dtypes" "Int16DType" (INTEGER);
        INT32 = "numpy.dtypes" "Int32DType" (INTEGER);
        INT64 = "numpy.dtypes" "Int64DType" (INTEGER);
        UINT8 = "numpy.dtypes" "UInt8DType" (INTEGER);
        UINT16 = "numpy.dtypes" "UInt16DType" (INTEGER);
        UINT32 = "numpy.dtypes" "UInt32DType" (INTEGER);
        UINT64 = "numpy.dtypes" "UInt64DType" (INTEGER);
        FLOAT16 = "numpy.dtypes" "Float16DType" (FLOAT);
        FLOAT32 = "numpy.dtypes" "Float32DType" (FLOAT);
        FLOAT64 = "numpy.dtypes" "Float64DType" (FLOAT);
        COMPLEX64 = "numpy.dtypes" "Complex64DType" (COMPLEX);
        COMPLEX128 = "numpy.dtypes" "Complex128DType" (COMPLEX);
        STR = "numpy.dtypes" "StrDType" (DTYPE);
        BYTES = "numpy.dtypes" "BytesDType" (DTYPE);
        VOID = "numpy.dtypes" "VoidDType" (DTYPE);
        OBJECT = "numpy.dtypes" "ObjectDType" (DTYPE);
        STRING = "numpy.dtypes" "StringDType" (DTYPE);
        DATETIME64 = "numpy.dtypes" "DateTime64DType" (DTYPE);
        TIMEDELTA64 = "numpy.dtypes" "TimeDelta64DType" (DTYPE);
    }

    /// The classes' other names, after C's types.
    pub static ALIASES: &[(&str, &Class)] = &[
        ("ByteDType", &INT8),
        ("UByteDType", &UINT8),
        ("ShortDType", &INT16),
        ("UShortDType", &UINT16),
        ("IntDType", &INT32),
        ("UIntDType", &UINT32),
        ("LongDType", &INT64),
        ("ULongDType", &UINT64),
    ];

    /// The plainest dtype of a class; `None` for those that only have subclasses.
    pub fn dtype_of_class(class: &'static Class) -> Option<DType> {
        let unit = TimeUnit::Generic;
        let kinds = [
            Kind::Bool,
            Kind::Int8,
            Kind::Int16,
            Kind::Int32,
            Kind::Int64,
            Kind::UInt8,
            Kind::UInt16,
            Kind::UInt32,
            Kind::UInt64,
            Kind::Float16,
            Kind::Float32,
            Kind::Float64,
            Kind::Complex64,
            Kind::Complex128,
            Kind::Object,
            Kind::Text(TextType::PLAIN),
            Kind::Str(0),
            Kind::Bytes(0),
            Kind::Void(0),
            Kind::DateTime { unit, count: 1 },
            Kind::TimeDelta { unit, count: 1 },
        ];
        kinds.into_iter().find(|kind| std::ptr::eq(class_of_kind(*kind), class)).map(DType::native)
    }

    /// The class of the dtypes of a kind.
    pub fn class_of_kind(kind: Kind) -> &'static Class {
        match kind {
            Kind::Bool => &BOOL,
            Kind::Int8 => &INT8,
            Kind::Int16 => &INT16,
            Kind::Int32 => &INT32,
            Kind::Int64 => &INT64,
            Kind::UInt8 => &UINT8,
            Kind::UInt16 => &UINT16,
            Kind::UInt32 => &UINT32,
            Kind::UInt64 => &UINT64,
            Kind::Float16 => &FLOAT16,
            Kind::Float32 => &FLOAT32,
            Kind::Float64 => &FLOAT64,
            Kind::Complex64 => &COMPLEX64,
            Kind::Complex128 => &COMPLEX128,
            Kind::Str(_) => &STR,
            Kind::Bytes(_) => &BYTES,
            Kind::Void(_) | Kind::Record(_) => &VOID,
            Kind::Object => &OBJECT,
            Kind::Text(_) => &STRING,
            Kind::DateTime { .. } => &DATETIME64,
            Kind::TimeDelta { .. } => &TIMEDELTA64,
        }
    }
}

/// Python's and NumPy's exception and warning classes.
pub mod exception {
    use super::Class;
    use super::python::OBJECT;
    classes! {
        BASE_EXCEPTION = "builtins" "BaseException" (OBJECT);
        EXCEPTION = "builtins" "Exception" (BASE_EXCEPTION);
        KEYBOARD_INTERRUPT = "builtins" "KeyboardInterrupt" (BASE_EXCEPTION);
        SYSTEM_EXIT = "builtins" "SystemExit" (BASE_EXCEPTION);
        GENERATOR_EXIT = "builtins" "GeneratorExit" (BASE_EXCEPTION);
        ARITHMETIC_ERROR = "builtins" "ArithmeticError" (EXCEPTION);
        FLOATING_POINT_ERROR = "builtins" "FloatingPointError" (ARITHMETIC_ERROR);
        OVERFLOW_ERROR = "builtins" "OverflowError" (ARITHMETIC_ERROR);
        ZERO_DIVISION_ERROR = "builtins" "ZeroDivisionError" (ARITHMETIC_ERROR);
        ASSERTION_ERROR = "builtins" "AssertionError" (EXCEPTION);
        ATTRIBUTE_ERROR = "builtins" "AttributeError" (EXCEPTION);
        BUFFER_ERROR = "builtins" "BufferError" (EXCEPTION);
        EOF_ERROR = "builtins" "EOFError" (EXCEPTION);
        IMPORT_ERROR = "builtins" "ImportError" (EXCEPTION);
        MODULE_NOT_FOUND_ERROR = "builtins" "ModuleNotFoundError" (IMPORT_ERROR);
        LOOKUP_ERROR = "builtins" "LookupError" (EXCEPTION);
        INDEX_ERROR = "builtins" "IndexError" (LOOKUP_ERROR);
        KEY_ERROR = "builtins" "KeyError" (LOOKUP_ERROR);
        MEMORY_ERROR = "builtins" "MemoryError" (EXCEPTION);
        NAME_ERROR = "builtins" "NameError" (EXCEPTION);
        UNBOUND_LOCAL_ERROR = "builtins" "UnboundLocalError" (NAME_ERROR);
        OS_ERROR = "builtins" "OSError" (EXCEPTION);
        FILE_EXISTS_ERROR = "builtins" "FileExistsError" (OS_ERROR);
        FILE_NOT_FOUND_ERROR = "builtins" "FileNotFoundError" (OS_ERROR);
        IS_A_DIRECTORY_ERROR = "builtins" "IsADirectoryError" (OS_ERROR);
        NOT_A_DIRECTORY_ERROR = "builtins" "NotADirectoryError" (OS_ERROR);
        PERMISSION_ERROR = "builtins" "PermissionError" (OS_ERROR);
        TIMEOUT_ERROR = "builtins" "TimeoutError" (OS_ERROR);
        REFERENCE_ERROR = "builtins" "ReferenceError" (EXCEPTION);
        RUNTIME_ERROR = "builtins" "RuntimeError" (EXCEPTION);
        NOT_IMPLEMENTED_ERROR = "builtins" "NotImplementedError" (RUNTIME_ERROR);
        RECURSION_ERROR = "builtins" "RecursionError" (RUNTIME_ERROR);
        STOP_ITERATION = "builtins" "StopIteration" (EXCEPTION);
        SYNTAX_ERROR = "builtins" "SyntaxError" (EXCEPTION);
        INDENTATION_ERROR = "builtins" "IndentationError" (SYNTAX_ERROR);
        TAB_ERROR = "builtins" "TabError" (INDENTATION_ERROR);
        SYSTEM_ERROR = "builtins" "SystemError" (EXCEPTION);
        TYPE_ERROR = "builtins" "TypeError" (EXCEPTION);
        VALUE_ERROR = "builtins" "ValueError" (EXCEPTION);
        UNICODE_ERROR = "builtins" "UnicodeError" (VALUE_ERROR);
        UNICODE_DECODE_ERROR = "builtins" "UnicodeDecodeError" (UNICODE_ERROR);
        UNICODE_ENCODE_ERROR = "builtins" "UnicodeEncodeError" (UNICODE_ERROR);
        WARNING = "builtins" "Warning" (EXCEPTION);
        BYTES_WARNING = "builtins" "BytesWarning" (WARNING);
        DEPRECATION_WARNING = "builtins" "DeprecationWarning" (WARNING);
        FUTURE_WARNING = "builtins" "FutureWarning" (WARNING);
        IMPORT_WARNING = "builtins" "ImportWarning" (WARNING);
        PENDING_DEPRECATION_WARNING = "builtins" "PendingDeprecationWarning" (WARNING);
        RESOURCE_WARNING = "builtins" "ResourceWarning" (WARNING);
        RUNTIME_WARNING = "builtins" "RuntimeWarning" (WARNING);
        SYNTAX_WARNING = "builtins" "SyntaxWarning" (WARNING);
        UNICODE_WARNING = "builtins" "UnicodeWarning" (WARNING);
        USER_WARNING = "builtins" "UserWarning" (WARNING);
        AXIS_ERROR = "numpy.exceptions" "AxisError" (VALUE_ERROR, INDEX_ERROR);
        COMPLEX_WARNING = "numpy.exceptions" "ComplexWarning" (RUNTIME_WARNING);
        RANK_WARNING = "numpy.exceptions" "RankWarning" (RUNTIME_WARNING);
        MODULE_DEPRECATION_WARNING = "numpy.exceptions" "ModuleDeprecationWarning" (DEPRECATION_WARNING);
        VISIBLE_DEPRECATION_WARNING = "numpy.exceptions" "VisibleDeprecationWarning" (USER_WARNING);
        TOO_HARD_ERROR = "numpy.exceptions" "TooHardError" (RUNTIME_ERROR);
        DTYPE_PROMOTION_ERROR = "numpy.exceptions" "DTypePromotionError" (TYPE_ERROR);
        LINALG_ERROR = "numpy.linalg" "LinAlgError" (VALUE_ERROR);
        ARRAY_MEMORY_ERROR = "numpy._core._exceptions" "_ArrayMemoryError" (MEMORY_ERROR);
        UFUNC_TYPE_ERROR = "numpy._core._exceptions" "UFuncTypeError" (TYPE_ERROR);
        UFUNC_NO_LOOP_ERROR = "numpy._core._exceptions" "_UFuncNoLoopError" (UFUNC_TYPE_ERROR);
        UFUNC_BINARY_RESOLUTION_ERROR =
            "numpy._core._exceptions" "_UFuncBinaryResolutionError" (UFUNC_NO_LOOP_ERROR);
        UFUNC_CASTING_ERROR = "numpy._core._exceptions" "_UFuncCastingError" (UFUNC_TYPE_ERROR);
        UFUNC_INPUT_CASTING_ERROR = "numpy._core._exceptions" "_UFuncInputCastingError" (UFUNC_CASTING_ERROR);
        UFUNC_OUTPUT_CASTING_ERROR = "numpy._core._exceptions" "_UFuncOutputCastingError" (UFUNC_CASTING_ERROR);
    }
}
