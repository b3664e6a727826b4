//! Python's abstract classes, `collections.abc` and `numbers`: which values belong to them without deriving from them.

use super::Value;
use super::class::{Class, class_of, numpy, python};

macro_rules! abstract_classes {
    ($($id:ident = $module:literal $name:literal;)*) => {
        $(static $id: Class = Class::new($name, $module, &[&python::OBJECT]);)*
        /// Every abstract class.
        pub static ALL: &[&Class] = &[$(&$id),*];
    };
}

abstract_classes! {
    HASHABLE = "collections.abc" "Hashable";
    CALLABLE = "collections.abc" "Callable";
    CONTAINER = "collections.abc" "Container";
    SIZED = "collections.abc" "Sized";
    ITERABLE = "collections.abc" "Iterable";
    REVERSIBLE = "collections.abc" "Reversible";
    COLLECTION = "collections.abc" "Collection";
    ITERATOR = "collections.abc" "Iterator";
    GENERATOR = "collections.abc" "Generator";
    SEQUENCE = "collections.abc" "Sequence";
    MUTABLE_SEQUENCE = "collections.abc" "MutableSequence";
    BYTE_STRING = "collections.abc" "ByteString";
    SET = "collections.abc" "Set";
    MUTABLE_SET = "collections.abc" "MutableSet";
    MAPPING = "collections.abc" "Mapping";
    MUTABLE_MAPPING = "collections.abc" "MutableMapping";
    MAPPING_VIEW = "collections.abc" "MappingView";
    KEYS_VIEW = "collections.abc" "KeysView";
    ITEMS_VIEW = "collections.abc" "ItemsView";
    VALUES_VIEW = "collections.abc" "ValuesView";
    NUMBER = "numbers" "Number";
    COMPLEX = "numbers" "Complex";
    REAL = "numbers" "Real";
    RATIONAL = "numbers" "Rational";
    INTEGRAL = "numbers" "Integral";
}

/// What a collection is.
const IN_ORDER: &[&str] = &["Sequence", "Reversible", "Collection", "Sized", "Iterable", "Container"];
const LOOKUP: &[&str] = &["Mapping", "Reversible", "Collection", "Sized", "Iterable", "Container"];
const MEMBERS: &[&str] = &["Set", "Collection", "Sized", "Iterable", "Container"];
const ANY_ORDER: &[&str] = &["Collection", "Sized", "Iterable", "Container"];

/// The names of the abstract classes that a class of the library belongs to, `Hashable` left out.
fn of_class(class: &'static Class) -> Vec<&'static str> {
    let with = |names: &[&'static str], more: &[&'static str]| [names, more].concat();
    let is = |other| class.is_subclass(other);
    match class.name {
        "deque" | "bytearray" => return with(IN_ORDER, &["MutableSequence"]),
        "memoryview" => return IN_ORDER.to_vec(),
        "mappingproxy" => return LOOKUP.to_vec(),
        "ChainMap" => return with(&LOOKUP[..1], &[&LOOKUP[2..], &["MutableMapping"]].concat()),
        "Fraction" => return vec!["Number", "Complex", "Real", "Rational"],
        "Decimal" => return vec!["Number"],
        "dict_keys" => return with(MEMBERS, &["MappingView", "KeysView"]),
        "dict_items" => return with(MEMBERS, &["MappingView", "ItemsView"]),
        "dict_values" => return with(ANY_ORDER, &["MappingView", "ValuesView"]),
        "generator" => return vec!["Generator", "Iterator", "Iterable"],
        _ => {}
    }
    let rows: [(&'static Class, &[&str], &[&str]); 19] = [
        (&python::STR, IN_ORDER, &[]),
        (&python::BYTES, IN_ORDER, &["ByteString"]),
        (&python::TUPLE, IN_ORDER, &[]),
        (&python::RANGE, IN_ORDER, &[]),
        (&python::LIST, IN_ORDER, &["MutableSequence"]),
        (&python::DICT, LOOKUP, &["MutableMapping"]),
        (&python::SET, MEMBERS, &["MutableSet"]),
        (&python::FROZENSET, MEMBERS, &[]),
        (&numpy::NDARRAY, ANY_ORDER, &[]),
        (&python::INT, &["Number", "Complex", "Real", "Rational", "Integral"], &[]),
        (&numpy::INTEGER, &["Number", "Complex", "Real", "Rational", "Integral"], &[]),
        (&python::FLOAT, &["Number", "Complex", "Real"], &[]),
        (&numpy::FLOATING, &["Number", "Complex", "Real"], &[]),
        (&python::COMPLEX, &["Number", "Complex"], &[]),
        (&numpy::INEXACT, &["Number", "Complex"], &[]),
        (&python::FUNCTION, &["Callable"], &[]),
        (&python::BUILTIN_FUNCTION, &["Callable"], &[]),
        (&python::METHOD, &["Callable"], &[]),
        (&python::TYPE, &["Callable"], &[]),
    ];
    let found = rows.iter().find(|(known, ..)| is(known));
    found.map_or_else(Vec::new, |(_, names, more)| with(names, more))
}

/// Whether values of the class can be hashed.
pub fn is_hashable(class: &'static Class) -> bool {
    let mutable = [&python::LIST, &python::DICT, &python::SET, &numpy::NDARRAY];
    !mutable.iter().any(|other| class.is_subclass(other)) && !matches!(class.name, "deque" | "bytearray" | "ChainMap")
}

/// Whether the class is one of those here, to which values belong by what they can do.
#[inline]
pub fn is_abstract(class: &'static Class) -> bool {
    matches!(class.module, "collections.abc" | "numbers")
}

/// Python's `issubclass(class, wanted)` for an abstract class.
pub fn includes_class(wanted: &'static Class, class: &'static Class) -> bool {
    if wanted == &HASHABLE { is_hashable(class) } else { of_class(class).contains(&wanted.name) }
}

/// Python's `isinstance(value, wanted)` for an abstract class.
pub fn includes(wanted: &'static Class, value: &Value) -> bool {
    if includes_class(wanted, class_of(value)) {
        return true;
    }
    let Value::Object(object) = value else { return false };
    match wanted.name {
        "Callable" => object.is_callable(),
        "Iterator" => object.is_iterator(),
        "Iterable" => object.is_iterator() || object.len().is_some(),
        "Sized" | "Container" | "Collection" => object.len().is_some(),
        _ => false,
    }
}

/// Members of the modules `collections.abc` and `numbers`.
pub fn constants() -> impl Iterator<Item = (&'static str, &'static str, Value)> {
    ALL.iter().map(|class| (class.module, class.name, Value::Class(class)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_belong_by_what_they_can_do() {
        let list = Value::list(Vec::new());
        assert!(includes(&ITERABLE, &list) && includes(&MUTABLE_SEQUENCE, &list) && !includes(&HASHABLE, &list));
        assert!(includes(&INTEGRAL, &Value::NpInt(1)) && !includes(&INTEGRAL, &Value::float(1.0)));
        assert!(includes(&REAL, &Value::np_float(1.0)) && includes_class(&MAPPING, &python::DICT));
        assert!(includes(&CALLABLE, &Value::Class(&python::INT)) && !includes(&ITERABLE, &Value::Int(1)));
    }
}
