//! Python's module `pprint`: containers printed over several lines.

use crate::builtins::python::functions::{sort_values, write_out};
use crate::builtins::python::receiver::{Receiver, This};
use crate::value::class::{Class, python};
use crate::value::{Context, Error, NativeObject, Result, Value, repr};
use std::any::Any;

builtins! { PPRINT, chapter "pprint", spaces ["pprint"];
    /// Prints a value, containers over several lines where one is not enough.
    ///
    /// >>> from pprint import pprint
    /// >>> pprint({'b': list(range(8)), 'a': 'x'}, width=24)
    /// {'a': 'x',
    ///  'b': [0,
    ///        1,
    ///        2,
    ///        3,
    ///        4,
    ///        5,
    ///        6,
    ///        7]}
    fn pprint(cx, object: Value, stream: Value = Value::None, indent: i64 = 1, width: i64 = 80, depth: Value = Value::None,
              @kw compact: bool = false, @kw sort_dicts: bool = true) -> () {
        let text = format(cx, &object, indent, width, sort_dicts)? + "\n";
        write_to(cx, &stream, &text)
    }

    /// As `pprint`, without sorting the keys of dicts.
    ///
    /// >>> from pprint import pp
    /// >>> pp({'b': 1, 'a': 2})
    /// {'b': 1, 'a': 2}
    fn pp(cx, object: Value, width: i64 = 80, indent: i64 = 1) -> () {
        let text = format(cx, &object, indent, width, false)? + "\n";
        write_out(cx, &text)
    }

    /// The text that `pprint` prints.
    ///
    /// >>> from pprint import pformat
    /// >>> pformat([1, 2])
    /// '[1, 2]'
    fn pformat(cx, object: Value, indent: i64 = 1, width: i64 = 80, depth: Value = Value::None, @kw compact: bool = false,
               @kw sort_dicts: bool = true) -> String {
        format(cx, &object, indent, width, sort_dicts)
    }

    /// The text of a value, as `repr` has it.
    ///
    /// >>> from pprint import saferepr
    /// >>> saferepr([1, 'a'])
    /// "[1, 'a']"
    fn saferepr(cx, object: Value) -> String { Ok(repr::repr(&object)) }
}

builtins! { PRINTER_CONSTRUCTOR, chapter "pprint: PrettyPrinter", spaces ["constructors"];
    /// A printer that keeps how it prints.
    ///
    /// >>> from pprint import PrettyPrinter
    /// >>> PrettyPrinter(width=10).pprint([1000, 2000])
    /// [1000,
    ///  2000]
    fn PrettyPrinter(cx, indent: i64 = 1, width: i64 = 80, depth: Value = Value::None, stream: Value = Value::None,
                     @kw compact: bool = false, @kw sort_dicts: bool = true) -> Value {
        Ok(Value::object(PrettyPrinter { indent, width, stream, sort: sort_dicts }))
    }
}

builtins! { PRINTER_METHODS, chapter "pprint.PrettyPrinter", methods "PrettyPrinter";
    /// Prints a value.
    ///
    /// >>> from pprint import PrettyPrinter
    /// >>> PrettyPrinter().pprint({'b': 1, 'a': 2})
    /// {'a': 2, 'b': 1}
    fn pprint(cx, @pos this: This<PrettyPrinter>, object: Value) -> () {
        let text = format(cx, &object, this.indent, this.width, this.sort)? + "\n";
        write_to(cx, &this.stream, &text)
    }

    /// The text that `pprint` prints.
    ///
    /// >>> from pprint import PrettyPrinter
    /// >>> PrettyPrinter(indent=4).pformat([1, 2])
    /// '[1, 2]'
    fn pformat(cx, @pos this: This<PrettyPrinter>, object: Value) -> String {
        format(cx, &object, this.indent, this.width, this.sort)
    }
}

static PRETTY_PRINTER: Class = Class::new("PrettyPrinter", "pprint", &[&python::OBJECT]);

/// `pprint.PrettyPrinter`
struct PrettyPrinter {
    indent: i64,
    width: i64,
    stream: Value,
    sort: bool,
}

impl NativeObject for PrettyPrinter {
    fn class(&self) -> &'static Class {
        &PRETTY_PRINTER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Receiver for PrettyPrinter {
    const CLASS: &'static str = "PrettyPrinter";
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("pprint", "PrettyPrinter", Value::Class(&PRETTY_PRINTER))]
}

fn write_to(cx: &mut dyn Context, stream: &Value, text: &str) -> Result<()> {
    match stream {
        Value::None => write_out(cx, text),
        stream => {
            let write = crate::builtins::attribute(cx, stream, crate::symbol::Symbol::new("write"))?;
            cx.call(&write, &[Value::str(text)], &[]).map(|_| ())
        }
    }
}

struct Printer {
    out: String,
    step: usize,
    width: usize,
    sort: bool,
}

fn format(cx: &mut dyn Context, value: &Value, indent: i64, width: i64, sort: bool) -> Result<String> {
    if indent < 0 {
        return Err(Error::value("indent must be >= 0"));
    }
    if width <= 0 {
        return Err(Error::value("width must be != 0"));
    }
    let mut printer = Printer { out: String::new(), step: indent.min(1 << 10) as usize, width: width as usize, sort };
    printer.write(cx, value, 0, 0)?;
    Ok(printer.out)
}

impl Printer {
    /// The keys and values of a dict in the order in which they are printed.
    fn entries(&self, cx: &mut dyn Context, value: &Value) -> Result<Vec<(Value, Value)>> {
        let Value::Dict(dict) = value else { return Ok(Vec::new()) };
        let mut entries: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        if self.sort {
            let keys = entries.iter().map(|(key, _)| key.clone()).collect();
            // Keys that have no order stay as they are.
            if let Ok(sorted) = sort_values(cx, keys, &Value::None, false) {
                let place =
                    |key: &Value| sorted.iter().position(|k| crate::value::hash::key_equals(k, key)).unwrap_or(0);
                entries.sort_by_key(|(key, _)| place(key));
            }
        }
        Ok(entries)
    }

    /// The value on one line.
    fn line(&self, cx: &mut dyn Context, value: &Value) -> Result<String> {
        let Value::Dict(dict) = value else { return Ok(repr::repr(value)) };
        if dict.kind().is_some() {
            return Ok(repr::repr(value));
        }
        let mut parts = Vec::new();
        for (key, value) in self.entries(cx, value)? {
            parts.push(format!("{}: {}", repr::repr(&key), self.line(cx, &value)?));
        }
        Ok(format!("{{{}}}", parts.join(", ")))
    }

    fn write(&mut self, cx: &mut dyn Context, value: &Value, indent: usize, allowance: usize) -> Result<()> {
        let line = self.line(cx, value)?;
        if line.chars().count() + indent + allowance <= self.width {
            self.out.push_str(&line);
            return Ok(());
        }
        stacker::maybe_grow(64 << 10, 4 << 20, || match value {
            Value::List(list) => self.items(cx, "[", &list.to_vec(), "]", indent, allowance),
            Value::Tuple(tuple) if tuple.class.is_none() => {
                let close = if tuple.items.len() == 1 { ",)" } else { ")" };
                self.items(cx, "(", &tuple.items, close, indent, allowance)
            }
            Value::Set(set) if !set.borrow().is_empty() => {
                let keys: Vec<Value> = set.borrow().keys().cloned().collect();
                let keys = sort_values(cx, keys.clone(), &Value::None, false).unwrap_or(keys);
                self.items(cx, "{", &keys, "}", indent, allowance)
            }
            Value::Dict(dict) if dict.kind().is_none() => {
                let entries = self.entries(cx, value)?;
                self.out.push('{');
                self.out.push_str(&" ".repeat(self.step.saturating_sub(1)));
                let inner = indent + self.step;
                let last = entries.len().saturating_sub(1);
                for (i, (key, value)) in entries.iter().enumerate() {
                    if i > 0 {
                        self.out.push_str(&format!(",\n{}", " ".repeat(inner)));
                    }
                    let key = repr::repr(key);
                    self.out.push_str(&format!("{key}: "));
                    let after = if i == last { allowance + 1 } else { 1 };
                    self.write(cx, value, inner + key.chars().count() + 2, after)?;
                }
                self.out.push('}');
                Ok(())
            }
            _ => {
                self.out.push_str(&line);
                Ok(())
            }
        })
    }

    fn items(
        &mut self,
        cx: &mut dyn Context,
        open: &str,
        items: &[Value],
        close: &str,
        indent: usize,
        allowance: usize,
    ) -> Result<()> {
        self.out.push_str(open);
        self.out.push_str(&" ".repeat(self.step.saturating_sub(1)));
        let inner = indent + self.step;
        let last = items.len().saturating_sub(1);
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.out.push_str(&format!(",\n{}", " ".repeat(inner)));
            }
            self.write(cx, item, inner, if i == last { allowance + close.len() } else { 1 })?;
        }
        self.out.push_str(close);
        Ok(())
    }
}
