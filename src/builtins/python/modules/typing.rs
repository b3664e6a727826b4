//! Python's module `typing`, and NumPy's: names for annotations, which are read and have no effect.

use crate::value::Value;
use crate::value::class::{Class, python};

builtins! { TYPING, chapter "typing", spaces ["typing"];
    /// The value as it is.
    ///
    /// >>> from typing import cast
    /// >>> cast(int, 'a')
    /// 'a'
    fn cast(cx, typ: Value, val: Value) -> Value { Ok(val) }

    /// The value as it is.
    ///
    /// >>> from typing import assert_type
    /// >>> assert_type(5, int)
    /// 5
    fn assert_type(cx, @pos val: Value, @pos typ: Value) -> Value { Ok(val) }

    /// Another name for a type: calling it gives the value as it is for most types.
    ///
    /// >>> from typing import NewType
    /// >>> Metres = NewType('Metres', float)
    /// >>> Metres(2.5)
    /// 2.5
    fn NewType(cx, name: String, tp: Value) -> Value { Ok(tp) }

    /// The function as it is.
    ///
    /// >>> from typing import no_type_check
    /// >>> no_type_check(abs)(-1)
    /// 1
    @alias("final", "overload", "runtime_checkable")
    fn no_type_check(cx, arg: Value) -> Value { Ok(arg) }
}

static TYPE: Class = Class::new("_SpecialForm", "typing", &[&python::OBJECT]);

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let special = [
        "Any",
        "Callable",
        "ClassVar",
        "Final",
        "Generic",
        "Hashable",
        "Iterable",
        "Iterator",
        "Literal",
        "Mapping",
        "NamedTuple",
        "NoReturn",
        "Optional",
        "Sequence",
        "Sized",
        "SupportsFloat",
        "SupportsInt",
        "TypeVar",
        "Union",
        "Annotated",
        "Generator",
        "Concatenate",
        "ForwardRef",
        "ParamSpec",
        "Protocol",
        "TypeVarTuple",
        "AbstractSet",
        "ByteString",
        "Container",
        "ContextManager",
        "ItemsView",
        "KeysView",
        "MappingView",
        "MutableMapping",
        "MutableSequence",
        "MutableSet",
        "ValuesView",
        "Collection",
        "Reversible",
        "SupportsAbs",
        "SupportsBytes",
        "SupportsComplex",
        "SupportsIndex",
        "SupportsRound",
        "ChainMap",
        "Counter",
        "Deque",
        "DefaultDict",
        "OrderedDict",
        "TypedDict",
        "BinaryIO",
        "IO",
        "Match",
        "Pattern",
        "TextIO",
        "AnyStr",
        "LiteralString",
        "Never",
        "NotRequired",
        "Required",
        "Self",
        "TypeAlias",
        "TypeGuard",
        "Unpack",
        "AsyncContextManager",
        "AsyncGenerator",
        "AsyncIterable",
        "AsyncIterator",
        "Awaitable",
        "Coroutine",
    ];
    let mut all: Vec<_> = special.map(|name| ("typing", name, Value::Class(&TYPE))).to_vec();
    let aliases = [
        ("List", &python::LIST),
        ("Dict", &python::DICT),
        ("Tuple", &python::TUPLE),
        ("Set", &python::SET),
        ("FrozenSet", &python::FROZENSET),
        ("Type", &python::TYPE),
        ("Text", &python::STR),
    ];
    all.extend(aliases.map(|(name, class)| ("typing", name, Value::Class(class))));
    all.push(("typing", "TYPE_CHECKING", Value::bool(false)));
    let arrays = ["ArrayLike", "DTypeLike", "NBitBase", "NDArray"];
    all.extend(arrays.map(|name| ("np.typing", name, Value::Class(&TYPE))));
    all
}
