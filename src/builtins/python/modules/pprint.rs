//! Python's modules `pprint` and `timeit`: containers printed over several lines; and how long a call takes.

use crate::builtins::python::functions::{is_callable, sort_values, write_out};
use crate::builtins::python::receiver::text_of;
use crate::value::class::exception;
use crate::value::{Context, Error, Result, Value, repr};
use std::time::Instant;

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
        match stream {
            Value::None => write_out(cx, &text),
            stream => {
                let write = crate::builtins::attribute(cx, &stream, crate::symbol::Symbol::new("write"))?;
                cx.call(&write, &[Value::str(text)], &[]).map(|_| ())
            }
        }
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
}

builtins! { TIMEIT, chapter "timeit", spaces ["timeit"];
    /// The seconds that so many runs of a statement take.
    ///
    /// >>> from timeit import timeit
    /// >>> timeit(lambda: sum(range(10)), number=3) >= 0
    /// True
    fn timeit(cx, stmt: Value = Value::str("pass"), setup: Value = Value::str("pass"), timer: Value = Value::None, number: i64 = 1_000_000,
              globals: Value = Value::None) -> f64 {
        once(cx, &setup)?;
        time_runs(cx, &stmt, number)
    }

    /// Several times of so many runs.
    ///
    /// >>> from timeit import repeat
    /// >>> len(repeat(lambda: None, repeat=3, number=2))
    /// 3
    fn repeat(cx, stmt: Value = Value::str("pass"), setup: Value = Value::str("pass"), timer: Value = Value::None, repeat: i64 = 5,
              number: i64 = 1_000_000, globals: Value = Value::None) -> Vec<f64> {
        let mut times = Vec::new();
        for _ in 0..repeat {
            once(cx, &setup)?;
            times.push(time_runs(cx, &stmt, number)?);
        }
        Ok(times)
    }

    /// Seconds of the clock that measures.
    ///
    /// >>> from timeit import default_timer
    /// >>> default_timer() <= default_timer()
    /// True
    fn default_timer(cx) -> f64 {
        thread_local!(static START: Instant = Instant::now());
        Ok(START.with(Instant::elapsed).as_secs_f64())
    }
}

fn once(cx: &mut dyn Context, statement: &Value) -> Result<()> {
    match text_of(statement) {
        Some(text) => cx.run_text(&text, "<timeit-src>", false).map(|_| ()),
        None if is_callable(statement) => cx.call(statement, &[], &[]).map(|_| ()),
        None => Err(Error::value("stmt is neither a string nor callable")),
    }
}

fn time_runs(cx: &mut dyn Context, statement: &Value, number: i64) -> Result<f64> {
    let start = Instant::now();
    for _ in 0..number {
        once(cx, statement)?;
        if crate::pool::interrupted() {
            return Err(exception::KEYBOARD_INTERRUPT.error(""));
        }
    }
    Ok(start.elapsed().as_secs_f64())
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
