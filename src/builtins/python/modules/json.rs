//! Python's module `json`: values as JSON text and back, with CPython's layout and errors.

use crate::builtins::attribute::attribute;
use crate::builtins::python::receiver::{bytes_like, text_of, type_name};
use crate::builtins::python::shared::keywords;
use crate::symbol::Symbol;
use crate::value::class::{Class, exception};
use crate::value::format::int_value;
use crate::value::table::Table;
use crate::value::text::{float_repr, parse_int};
use crate::value::watch::Watch;
use crate::value::{Context, Dict, Error, Result, Value, repr};
use std::rc::Rc;

static JSON_DECODE_ERROR: Class = Class::new("JSONDecodeError", "json.decoder", &[&exception::VALUE_ERROR]);

builtins! { JSON, chapter "json", spaces ["json"];
    /// A value as JSON.
    ///
    /// >>> import json
    /// >>> json.dumps({'a': [1, 2.5, None, True], 'b': 'é'})
    /// '{"a": [1, 2.5, null, true], "b": "\\u00e9"}'
    /// >>> print(json.dumps({'b': 1, 'a': []}, indent=2, sort_keys=True))
    /// {
    ///   "a": [],
    ///   "b": 1
    /// }
    fn dumps(cx, @pos obj: Value, @kw skipkeys: bool = false, @kw ensure_ascii: bool = true, @kw check_circular: bool = true,
             @kw allow_nan: bool = true, @kw cls: Value = Value::None, @kw indent: Value = Value::None,
             @kw separators: Value = Value::None, @kw default: Value = Value::None, @kw sort_keys: bool = false) -> String {
        let indent = match &indent {
            Value::None => None,
            Value::Str(s) => Some(s.as_str().to_string()),
            other => Some(" ".repeat(crate::value::convert::to_index(other)?.clamp(0, 1 << 16) as usize)),
        };
        let (item, key) = match &separators {
            Value::None if indent.is_some() => (",".to_string(), ": ".to_string()),
            Value::None => (", ".to_string(), ": ".to_string()),
            pair => match crate::value::iter::collect(cx, pair)?.as_slice() {
                [item, key] => (repr::str(item), repr::str(key)),
                _ => return Err(Error::value("not enough values to unpack (expected 2)")),
            },
        };
        let mut writer = Writer { out: String::new(), indent, item, key, ensure_ascii, allow_nan, skipkeys, sort_keys, default, open: Vec::new(), watch: Watch::default() };
        writer.value(cx, &obj)?;
        Ok(writer.out)
    }

    /// Writes a value as JSON to a file.
    ///
    /// >>> import io, json
    /// >>> f = io.StringIO()
    /// >>> json.dump([1, 2], f); f.getvalue()
    /// '[1, 2]'
    fn dump(cx, @pos obj: Value, @pos fp: Value, @kwargs options: Rc<Dict>) -> () {
        let Some(dumps) = crate::builtins::lookup("json", Symbol::new("dumps")) else { return Ok(()) };
        let text = cx.call(&dumps, &[obj], &keywords(&options))?;
        let write = attribute(cx, &fp, Symbol::new("write"))?;
        cx.call(&write, &[text], &[]).map(|_| ())
    }

    /// The value of a JSON text.
    ///
    /// >>> import json
    /// >>> json.loads('{"a": [1, 2.0, null, true], "b": "\\u00e9"}')
    /// {'a': [1, 2.0, None, True], 'b': 'é'}
    fn loads(cx, @pos s: Value, @kw cls: Value = Value::None, @kw object_hook: Value = Value::None, @kw parse_float: Value = Value::None,
             @kw parse_int: Value = Value::None, @kw object_pairs_hook: Value = Value::None) -> Value {
        let text = match (text_of(&s), bytes_like(&s)) {
            (Some(text), _) => text,
            (None, Some(bytes)) => crate::builtins::python::codec::decode(&bytes.data, "utf-8", "strict")?,
            (None, None) => {
                let name = type_name(&s);
                return Err(Error::type_error(format!("the JSON object must be str, bytes or bytearray, not {name}")));
            }
        };
        let (hook, pairs_hook) = (object_hook, object_pairs_hook);
        let mut reader = Reader { text: &text, at: 0, hook, pairs_hook, parse_float, parse_int };
        reader.space();
        let value = reader.value(cx)?;
        reader.space();
        if reader.at < text.len() { Err(reader.error("Extra data", reader.at)) } else { Ok(value) }
    }

    /// The value of a JSON file.
    ///
    /// >>> import io, json
    /// >>> json.load(io.StringIO('[1, 2]'))
    /// [1, 2]
    fn load(cx, @pos fp: Value, @kwargs options: Rc<Dict>) -> Value {
        let read = attribute(cx, &fp, Symbol::new("read"))?;
        let text = cx.call(&read, &[], &[])?;
        let Some(loads) = crate::builtins::lookup("json", Symbol::new("loads")) else { return Ok(Value::None) };
        cx.call(&loads, &[text], &keywords(&options))
    }
}

struct Writer {
    out: String,
    indent: Option<String>,
    /// Between items, and between a key and its value.
    item: String,
    key: String,
    ensure_ascii: bool,
    allow_nan: bool,
    skipkeys: bool,
    sort_keys: bool,
    default: Value,
    /// The containers being written, by address.
    open: Vec<usize>,
    watch: Watch,
}

impl Writer {
    fn value(&mut self, cx: &mut dyn Context, value: &Value) -> Result<()> {
        self.watch.step()?;
        match value {
            Value::None => self.out.push_str("null"),
            Value::Bool(b) => self.out.push_str(if b.get() { "true" } else { "false" }),
            Value::Int(_) | Value::BigInt(_) => self.out.push_str(&repr::repr(value)),
            Value::Float(f) | Value::NpFloat(f) => {
                let text = self.float(f.get())?;
                self.out.push_str(&text);
            }
            Value::List(list) => return self.container(cx, value, |w, cx| w.items(cx, &list.to_vec())),
            Value::Tuple(tuple) => return self.container(cx, value, |w, cx| w.items(cx, &tuple.items)),
            Value::Dict(dict) => {
                let entries: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
                return self.container(cx, value, |w, cx| w.entries(cx, entries));
            }
            other => match text_of(other) {
                Some(text) => self.string(&text),
                None if matches!(self.default, Value::None) => {
                    let name = crate::value::class::class_of(other).name;
                    return Err(Error::type_error(format!("Object of type {name} is not JSON serializable")));
                }
                None => {
                    let default = self.default.clone();
                    return self.container(cx, other, |w, cx| {
                        let made = cx.call(&default, std::slice::from_ref(other), &[])?;
                        w.value(cx, &made)
                    });
                }
            },
        }
        Ok(())
    }

    fn float(&self, f: f64) -> Result<String> {
        if !f.is_finite() && !self.allow_nan {
            return Err(Error::value("Out of range float values are not JSON compliant"));
        }
        Ok(match f {
            f if f.is_nan() => "NaN".into(),
            f if f.is_infinite() => if f > 0.0 { "Infinity" } else { "-Infinity" }.into(),
            f => float_repr(f),
        })
    }

    fn container(
        &mut self,
        cx: &mut dyn Context,
        value: &Value,
        write: impl FnOnce(&mut Writer, &mut dyn Context) -> Result<()>,
    ) -> Result<()> {
        let address = value.address().unwrap_or(0);
        if self.open.contains(&address) {
            return Err(Error::value("Circular reference detected"));
        }
        self.open.push(address);
        let result = stacker::maybe_grow(64 << 10, 4 << 20, || write(self, cx));
        self.open.pop();
        result
    }

    fn line(&mut self, depth: usize) {
        if let Some(indent) = &self.indent {
            self.out.push('\n');
            self.out.push_str(&indent.repeat(depth));
        }
    }

    fn items(&mut self, cx: &mut dyn Context, items: &[Value]) -> Result<()> {
        self.out.push('[');
        let depth = self.open.len();
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.out.push_str(&self.item.clone());
            }
            self.line(depth);
            self.value(cx, item)?;
        }
        if !items.is_empty() {
            self.line(depth - 1);
        }
        self.out.push(']');
        Ok(())
    }

    fn entries(&mut self, cx: &mut dyn Context, mut entries: Vec<(Value, Value)>) -> Result<()> {
        if self.sort_keys {
            let pairs = entries.into_iter().map(|(key, value)| Value::tuple([key, value])).collect();
            let first = crate::builtins::lookup("operator", Symbol::new("itemgetter")).unwrap_or_default();
            let first = cx.call(&first, &[Value::Int(0)], &[])?;
            let sorted = crate::builtins::python::functions::sort_values(cx, pairs, &first, false)?;
            entries = sorted
                .into_iter()
                .filter_map(|pair| match pair {
                    Value::Tuple(t) => Some((t.items.first()?.clone(), t.items.get(1)?.clone())),
                    _ => None,
                })
                .collect();
        }
        self.out.push('{');
        let depth = self.open.len();
        let mut some = false;
        for (key, value) in entries {
            let key = match &key {
                Value::Bool(b) => if b.get() { "true" } else { "false" }.to_string(),
                Value::None => "null".into(),
                Value::Int(_) | Value::BigInt(_) => repr::repr(&key),
                Value::Float(f) | Value::NpFloat(f) => self.float(f.get())?,
                other => match text_of(other) {
                    Some(text) => text,
                    None if self.skipkeys => continue,
                    None => {
                        let name = type_name(other);
                        return Err(Error::type_error(format!(
                            "keys must be str, int, float, bool or None, not {name}"
                        )));
                    }
                },
            };
            if some {
                self.out.push_str(&self.item.clone());
            }
            some = true;
            self.line(depth);
            self.string(&key);
            self.out.push_str(&self.key.clone());
            self.value(cx, &value)?;
        }
        if some {
            self.line(depth - 1);
        }
        self.out.push('}');
        Ok(())
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\x08' => self.out.push_str("\\b"),
                '\x0c' => self.out.push_str("\\f"),
                c if c < ' ' || (self.ensure_ascii && !(' '..='~').contains(&c)) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        self.out.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    hook: Value,
    /// What makes the value of an object from its pairs; goes before `hook`.
    pairs_hook: Value,
    parse_float: Value,
    parse_int: Value,
}

impl Reader<'_> {
    /// `Expecting value: line 1 column 4 (char 3)`
    fn error(&self, message: &str, at: usize) -> Error {
        let before = &self.text[..at.min(self.text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let position = before.chars().count();
        JSON_DECODE_ERROR.error(format!("{message}: line {line} column {column} (char {position})"))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.text[self.at..].starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self, cx: &mut dyn Context) -> Result<Value> {
        stacker::maybe_grow(64 << 10, 4 << 20, || match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.string().map(Value::str)
            }
            Some(b'{') => self.object(cx),
            Some(b'[') => self.array(cx),
            Some(b'-' | b'0'..=b'9') => self.number(cx),
            _ if self.eat("null") => Ok(Value::None),
            _ if self.eat("true") => Ok(Value::bool(true)),
            _ if self.eat("false") => Ok(Value::bool(false)),
            _ if self.eat("NaN") => Ok(Value::float(f64::NAN)),
            _ if self.eat("Infinity") => Ok(Value::float(f64::INFINITY)),
            _ => Err(self.error("Expecting value", self.at)),
        })
    }

    fn array(&mut self, cx: &mut dyn Context) -> Result<Value> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.eat("]") {
            return Ok(Value::list(items));
        }
        let mut watch = Watch::default();
        loop {
            watch.step()?;
            items.push(self.value(cx)?);
            self.space();
            if self.eat("]") {
                return Ok(Value::list(items));
            }
            if !self.eat(",") {
                return Err(self.error("Expecting ',' delimiter", self.at));
            }
            self.space();
        }
    }

    fn object(&mut self, cx: &mut dyn Context) -> Result<Value> {
        self.at += 1;
        let mut table = Table::default();
        let (mut pairs, by_pairs) = (Vec::new(), !matches!(self.pairs_hook, Value::None));
        self.space();
        let mut more = !self.eat("}");
        while more {
            if !self.eat("\"") {
                return Err(self.error("Expecting property name enclosed in double quotes", self.at));
            }
            let key = self.string()?;
            self.space();
            if !self.eat(":") {
                return Err(self.error("Expecting ':' delimiter", self.at));
            }
            self.space();
            let value = self.value(cx)?;
            if by_pairs {
                pairs.push(Value::tuple([Value::str(key), value]));
            } else {
                table.insert(Value::str(key), value)?;
            }
            self.space();
            more = !self.eat("}");
            if more {
                if !self.eat(",") {
                    return Err(self.error("Expecting ',' delimiter", self.at));
                }
                self.space();
            }
        }
        if by_pairs {
            return cx.call(&self.pairs_hook.clone(), &[Value::list(pairs)], &[]);
        }
        let made = Value::Dict(Rc::new(Dict::new(table)));
        match &self.hook {
            Value::None => Ok(made),
            hook => cx.call(&hook.clone(), &[made], &[]),
        }
    }

    fn number(&mut self, cx: &mut dyn Context) -> Result<Value> {
        let start = self.at;
        if self.eat("-Infinity") {
            return Ok(Value::float(f64::NEG_INFINITY));
        }
        self.eat("-");
        let digits = |reader: &mut Self| {
            let from = reader.at;
            while matches!(reader.peek(), Some(b'0'..=b'9')) {
                reader.at += 1;
            }
            reader.at > from
        };
        // A zero stands alone before the point.
        let whole = if self.peek() == Some(b'0') { self.eat("0") } else { digits(self) };
        if !whole {
            return Err(self.error("Expecting value", start));
        }
        let mut real = false;
        let mark = self.at;
        if self.eat(".") {
            real = digits(self);
            if !real {
                self.at = mark;
            }
        }
        let mark = self.at;
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if digits(self) { real = true } else { self.at = mark }
        }
        let text = &self.text[start..self.at];
        let own = if real { &self.parse_float } else { &self.parse_int };
        if !matches!(own, Value::None) {
            return cx.call(&own.clone(), &[Value::str(text)], &[]);
        }
        if real { Ok(Value::float(text.parse().unwrap_or(f64::NAN))) } else { Ok(int_value(parse_int(text, 10)?)) }
    }

    /// The text up to the closing quote; the opening one has been taken.
    fn string(&mut self) -> Result<String> {
        let start = self.at - 1;
        let mut out = String::new();
        loop {
            let Some(c) = self.text[self.at..].chars().next() else {
                return Err(self.error("Unterminated string starting at", start));
            };
            let at = self.at;
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(out),
                '\\' => match self.peek() {
                    Some(b'u') => {
                        self.at += 1;
                        out.push(self.code_point(at)?);
                    }
                    Some(escape) => {
                        self.at += 1;
                        out.push(match escape {
                            b'"' => '"',
                            b'\\' => '\\',
                            b'/' => '/',
                            b'b' => '\x08',
                            b'f' => '\x0c',
                            b'n' => '\n',
                            b'r' => '\r',
                            b't' => '\t',
                            _ => return Err(self.error("Invalid \\escape", at)),
                        });
                    }
                    None => return Err(self.error("Unterminated string starting at", start)),
                },
                c if c < ' ' => return Err(self.error("Invalid control character at", at)),
                c => out.push(c),
            }
        }
    }

    fn unit(&mut self, at: usize) -> Result<u32> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or("");
        let unit = u32::from_str_radix(digits, 16).map_err(|_| self.error("Invalid \\uXXXX escape", at + 1))?;
        self.at += 4;
        Ok(unit)
    }

    fn code_point(&mut self, at: usize) -> Result<char> {
        let mut code = self.unit(at)?;
        let mark = self.at;
        if (0xd800..0xdc00).contains(&code) && self.eat("\\u") {
            let low = self.unit(at)?;
            if (0xdc00..0xe000).contains(&low) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            } else {
                self.at = mark;
            }
        }
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("json", "JSONDecodeError", Value::Class(&JSON_DECODE_ERROR))]
}
