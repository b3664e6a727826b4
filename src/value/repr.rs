//! A value → the text that Python's `repr` and `str` give.

use super::chararray;
use super::class::numpy::CHARARRAY;
use super::text::{bytes_repr, complex_repr, float_repr, str_repr};
use super::{Array, Dict, Set, Tuple, Value};
use crate::tensor::format::{self, Changes};
use std::collections::HashSet;
use std::fmt::Write;

/// Python's `repr(value)`.
pub fn repr(value: &Value) -> String {
    match value {
        Value::Int(i) => i.to_string(),
        Value::Float(f) => float_repr(f.get()),
        Value::Str(s) => str_repr(s.as_str()),
        Value::None => "None".into(),
        Value::Bool(b) => if b.get() { "True" } else { "False" }.into(),
        _ => {
            let mut out = String::new();
            Writer { out: &mut out, open: HashSet::new() }.write(value);
            out
        }
    }
}

/// Python's `str(value)`.
pub fn str(value: &Value) -> String {
    match value {
        Value::Str(s) => s.as_str().to_string(),
        Value::Array(a) if std::ptr::eq(a.class(), &CHARARRAY) => {
            written(format::array_str(&chararray::shown(&a.borrow()), &Changes::default()))
        }
        Value::Array(a) => written(format::array_str(&a.borrow(), &Changes::default())),
        Value::NpInt(i) => i.to_string(),
        Value::NpFloat(f) => float_repr(f.get()),
        Value::NpBool(b) => if b.get() { "True" } else { "False" }.to_string(),
        Value::Scalar(s) => written(format::scalar_str(s)),
        Value::DType(d) => d.text(),
        Value::Exception(e) => e.message(),
        Value::Object(o) => o.text(),
        _ => repr(value),
    }
}

/// The repr of an array with its class's name (`array`, `matrix`, …).
fn array_repr(array: &Array) -> String {
    if array.class().name == "recarray" {
        return written(format::record_array_repr(&array.borrow()));
    }
    if std::ptr::eq(array.class(), &CHARARRAY) {
        return written(format::array_repr(&chararray::shown(&array.borrow()), CHARARRAY.name, &Changes::default()));
    }
    let name = if array.class().name == "ndarray" { "array" } else { array.class().name };
    written(format::array_repr(&array.borrow(), name, &Changes::default()))
}

/// Only a formatter function of the user's can fail here; what it says takes the text's place.
fn written(text: crate::tensor::Result<String>) -> String {
    text.unwrap_or_else(|error| format!("<{error}>"))
}

/// Writes nested containers; `open` are the containers being written, so that one that holds itself prints as `[...]`.
struct Writer<'a> {
    out: &'a mut String,
    open: HashSet<usize>,
}

impl Writer<'_> {
    fn write(&mut self, value: &Value) {
        // A list may be nested deeper than any stack: grow it where needed.
        stacker::maybe_grow(64 << 10, 4 << 20, || self.write_value(value));
    }

    fn write_value(&mut self, value: &Value) {
        match value {
            Value::None => self.out.push_str("None"),
            Value::Ellipsis => self.out.push_str("Ellipsis"),
            Value::NotImplemented => self.out.push_str("NotImplemented"),
            Value::Bool(b) => self.out.push_str(if b.get() { "True" } else { "False" }),
            Value::Int(i) => write!(self.out, "{i}").unwrap_or(()),
            Value::BigInt(i) => write!(self.out, "{i}").unwrap_or(()),
            Value::Float(f) => self.out.push_str(&float_repr(f.get())),
            Value::Complex(z) => self.out.push_str(&complex_repr(z.re, z.im)),
            Value::Str(s) => self.out.push_str(&str_repr(s.as_str())),
            Value::Bytes(b) => self.out.push_str(&bytes_repr(&b.data)),
            Value::List(list) => self.nest(value, "[...]", |w| w.items("[", &list.to_vec(), "]")),
            Value::Tuple(tuple) => self.nest(value, "(...)", |w| w.tuple(tuple)),
            Value::Dict(dict) => self.nest(value, "{...}", |w| w.dict(dict)),
            Value::Set(set) => self.nest(value, "set(...)", |w| w.set(set, "set()", "", "")),
            Value::FrozenSet(set) => {
                self.nest(value, "frozenset(...)", |w| w.set(set, "frozenset()", "frozenset(", ")"));
            }
            Value::Array(array) => self.out.push_str(&array_repr(array)),
            other => self.out.push_str(&leaf(other)),
        }
    }

    fn nest(&mut self, value: &Value, again: &str, write: impl FnOnce(&mut Self)) {
        let address = value.address().unwrap_or(0);
        if !self.open.insert(address) {
            self.out.push_str(again);
            return;
        }
        write(self);
        self.open.remove(&address);
    }

    fn items(&mut self, open: &str, items: &[Value], close: &str) {
        self.out.push_str(open);
        for (i, item) in items.iter().enumerate() {
            // What asked for the text looks at the flag once more and throws it away.
            if i % 4096 == 4095 && crate::pool::interrupted() {
                return;
            }
            if i > 0 {
                self.out.push_str(", ");
            }
            self.write(item);
        }
        self.out.push_str(close);
    }

    fn tuple(&mut self, tuple: &Tuple) {
        match &tuple.class {
            Some(named) => {
                // The tuples of C's structures show their module.
                match named.class.module {
                    "time" | "sys" | "datetime" => self.out.push_str(&named.class.qualified_name()),
                    _ => self.out.push_str(named.class.name),
                }
                self.out.push('(');
                for (i, (field, item)) in named.fields.iter().zip(&tuple.items).enumerate() {
                    write!(self.out, "{}{field}=", if i > 0 { ", " } else { "" }).unwrap_or(());
                    self.write(item);
                }
                self.out.push(')');
            }
            None => self.items("(", &tuple.items, if tuple.items.len() == 1 { ",)" } else { ")" }),
        }
    }

    fn dict(&mut self, dict: &Dict) {
        if let Some((before, items, after)) = super::dict_kinds::repr_parts(dict) {
            self.out.push_str(&before);
            if !matches!(items, Value::None) {
                self.write(&items);
            }
            self.out.push_str(after);
            return;
        }
        let entries: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        self.out.push('{');
        for (i, (key, value)) in entries.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            self.write(key);
            self.out.push_str(": ");
            self.write(value);
        }
        self.out.push('}');
    }

    fn set(&mut self, set: &Set, empty: &str, open: &str, close: &str) {
        let keys: Vec<Value> = set.borrow().keys().cloned().collect();
        if keys.is_empty() {
            self.out.push_str(empty);
            return;
        }
        self.out.push_str(open);
        self.items("{", &keys, "}");
        self.out.push_str(close);
    }
}

/// The repr of values that hold no others.
fn leaf(value: &Value) -> String {
    match value {
        Value::NpBool(_) | Value::NpInt(_) | Value::NpFloat(_) | Value::Scalar(_) => {
            value.as_scalar().map(|s| written(format::scalar_repr(&s))).unwrap_or_default()
        }
        Value::Range(r) if r.step == 1 => format!("range({}, {})", r.start, r.stop),
        Value::Range(r) => format!("range({}, {}, {})", r.start, r.stop, r.step),
        Value::Slice(s) => format!("slice({}, {}, {})", repr(&s.start), repr(&s.stop), repr(&s.step)),
        Value::DType(d) => d.repr(),
        Value::Class(c) => format!("{c:?}"),
        Value::Builtin(b) if b.class.is_some() => {
            format!("<method '{}' of '{}' objects>", b.name, b.class.unwrap_or("object"))
        }
        Value::Builtin(b) if b.spaces.iter().any(|s| s.starts_with("np")) && !b.has("compiled") => {
            format!("<function {} at {:#x}>", b.name, value.address().unwrap_or(0))
        }
        Value::Builtin(b) => format!("<built-in function {}>", b.name),
        Value::Function(f) => format!("<function {} at {:#x}>", f.name, value.address().unwrap_or(0)),
        Value::Method(m) => {
            let name = match &m.function {
                Value::Builtin(b) => b.name,
                Value::Function(f) => f.name.as_str(),
                _ => "?",
            };
            let class = super::class::class_of(&m.receiver);
            let at = m.receiver.address().unwrap_or(0);
            format!("<built-in method {name} of {} object at {at:#x}>", class.qualified_name())
        }
        Value::Module(m) => format!("<module '{}'>", m.name),
        Value::Exception(e) => {
            let args = e.args.borrow();
            match args.as_slice() {
                [one] => format!("{}({})", e.class.name, repr(one)),
                many => format!("{}{}", e.class.name, repr(&Value::tuple(many.to_vec()))),
            }
        }
        Value::Object(o) => o.repr(),
        _ => String::new(),
    }
}
