//! Python's module `csv`: lines of separated fields → lists or dicts, and back.

use crate::builtins::attribute::attribute;
use crate::builtins::python::iterators::{Source, iterator_object};
use crate::builtins::python::receiver::{text_of, type_name};
use crate::symbol::Symbol;
use crate::value::class::{Class, exception, python};
use crate::value::iter::{collect, iterate};
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, NativeObject, Result, Value, item, repr};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

static CSV_ERROR: Class = Class::new("Error", "_csv", &[&exception::EXCEPTION]);
static READER: Class = Class::new("reader", "_csv", &[&python::OBJECT]);
static WRITER: Class = Class::new("writer", "_csv", &[&python::OBJECT]);
static DICT_READER: Class = Class::new("DictReader", "csv", &[&python::OBJECT]);
static DICT_WRITER: Class = Class::new("DictWriter", "csv", &[&WRITER]);

builtins! { CSV, chapter "csv", spaces ["csv"];
    /// The rows of a file or of any iterable of lines, as lists of strs.
    ///
    /// >>> import csv
    /// >>> list(csv.reader(['a,b', '1,"x, y"']))
    /// [['a', 'b'], ['1', 'x, y']]
    fn reader(cx, @pos csvfile: Value, dialect: String = "excel".into(), @kw delimiter: String = ",".into(), @kw quotechar: String = "\"".into(),
              @kw skipinitialspace: bool = false) -> Value {
        let format = Format::new(&delimiter, &quotechar, skipinitialspace, "\r\n".into())?;
        Ok(Value::object(Reader { lines: Source::new(iterate(cx, &csvfile)?), format }))
    }

    /// An object that writes rows to a file.
    ///
    /// >>> import csv, io
    /// >>> f = io.StringIO()
    /// >>> csv.writer(f).writerow(['a', 'x, y', 1.5])
    /// 14
    /// >>> f.getvalue()
    /// 'a,"x, y",1.5\r\n'
    fn writer(cx, @pos csvfile: Value, dialect: String = "excel".into(), @kw delimiter: String = ",".into(), @kw quotechar: String = "\"".into(),
              @kw lineterminator: String = "\r\n".into()) -> Value {
        let format = Format::new(&delimiter, &quotechar, false, lineterminator)?;
        Ok(Value::object(Writer { file: csvfile, format, names: None }))
    }

    /// The rows as dicts; the first line has the names.
    ///
    /// >>> import csv
    /// >>> list(csv.DictReader(['a,b', '1,2']))
    /// [{'a': '1', 'b': '2'}]
    fn DictReader(cx, f: Value, fieldnames: Value = Value::None, @kw delimiter: String = ",".into(), @kw quotechar: String = "\"".into(),
                  @kw skipinitialspace: bool = false) -> Value {
        let format = Format::new(&delimiter, &quotechar, skipinitialspace, "\r\n".into())?;
        let rows = Reader { lines: Source::new(iterate(cx, &f)?), format };
        let names = if let Value::None = fieldnames { None } else { Some(collect(cx, &fieldnames)?) };
        Ok(Value::object(DictReader { rows, names: RefCell::new(names) }))
    }

    /// An object that writes dicts as rows to a file.
    ///
    /// >>> import csv, io
    /// >>> f = io.StringIO()
    /// >>> w = csv.DictWriter(f, ['a', 'b'], lineterminator='\n')
    /// >>> w.writeheader(), w.writerow({'b': 2, 'a': 1})
    /// (4, 4)
    /// >>> print(f.getvalue(), end='')
    /// a,b
    /// 1,2
    fn DictWriter(cx, f: Value, fieldnames: Value, @kw delimiter: String = ",".into(), @kw quotechar: String = "\"".into(),
                  @kw lineterminator: String = "\r\n".into()) -> Value {
        let format = Format::new(&delimiter, &quotechar, false, lineterminator)?;
        let names = Some(collect(cx, &fieldnames)?);
        Ok(Value::object(Writer { file: f, format, names }))
    }
}

/// How fields are separated and quoted.
struct Format {
    delimiter: char,
    quote: char,
    skip_space: bool,
    line_end: String,
}

impl Format {
    fn new(delimiter: &str, quote: &str, skip_space: bool, line_end: String) -> Result<Format> {
        let one = |text: &str, name: &str| {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => Ok(c),
                _ => Err(Error::type_error(format!("\"{name}\" must be a 1-character string"))),
            }
        };
        let (delimiter, quote) = (one(delimiter, "delimiter")?, one(quote, "quotechar")?);
        Ok(Format { delimiter, quote, skip_space, line_end })
    }

    fn write(&self, out: &mut String, field: &str, alone: bool) {
        let special = |c: char| c == self.delimiter || c == self.quote || matches!(c, '\n' | '\r');
        if field.contains(special) || (field.is_empty() && alone) {
            let doubled = field.replace(self.quote, &format!("{0}{0}", self.quote));
            out.push(self.quote);
            out.push_str(&doubled);
            out.push(self.quote);
        } else {
            out.push_str(field);
        }
    }
}

struct Reader {
    lines: Source,
    format: Format,
}

impl Reader {
    /// The fields of the next row; a quoted field may run over several lines.
    fn row(&self, cx: &mut dyn Context) -> Result<Option<Vec<String>>> {
        let (mut fields, mut field, mut quoted, mut started) = (Vec::new(), String::new(), false, false);
        loop {
            let Some(line) = self.lines.next(cx)? else {
                if !quoted && !started {
                    return Ok(None);
                }
                fields.push(field);
                return Ok(Some(fields));
            };
            let Some(line) = text_of(&line) else {
                let name = type_name(&line);
                let message =
                    format!("iterator should return strings, not {name} (the file should be opened in text mode)");
                return Err(CSV_ERROR.error(message));
            };
            let was_quoted = std::mem::replace(&mut started, true) && quoted;
            let mut chars = line.chars().peekable();
            let mut at_start = !was_quoted;
            let mut some = was_quoted;
            while let Some(c) = chars.next() {
                if quoted {
                    if c != self.format.quote {
                        field.push(c);
                    } else if chars.next_if_eq(&c).is_some() {
                        field.push(c);
                    } else {
                        quoted = false;
                    }
                    continue;
                }
                match c {
                    '\n' | '\r' => break,
                    ' ' if at_start && self.format.skip_space => continue,
                    c if c == self.format.delimiter => {
                        fields.push(std::mem::take(&mut field));
                        at_start = true;
                        some = true;
                        continue;
                    }
                    c if c == self.format.quote && at_start => quoted = true,
                    c => field.push(c),
                }
                at_start = false;
                some = true;
            }
            if !quoted {
                if some {
                    fields.push(field);
                }
                return Ok(Some(fields));
            }
        }
    }

    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        Ok(self.row(cx)?.map(|fields| Value::list(fields.into_iter().map(Value::str).collect())))
    }
}
iterator_object!(Reader, &READER);

struct DictReader {
    rows: Reader,
    names: RefCell<Option<Vec<Value>>>,
}

impl DictReader {
    fn names(&self, cx: &mut dyn Context) -> Result<Vec<Value>> {
        let known = self.names.borrow().clone();
        if let Some(names) = known {
            return Ok(names);
        }
        let names: Vec<Value> = self.rows.row(cx)?.unwrap_or_default().into_iter().map(Value::str).collect();
        self.names.replace(Some(names.clone()));
        Ok(names)
    }
}

impl NativeObject for DictReader {
    fn class(&self) -> &'static Class {
        &DICT_READER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let names = self.names(cx)?;
        loop {
            let Some(fields) = self.rows.row(cx)? else { return Ok(None) };
            if fields.is_empty() {
                continue;
            }
            let mut table = Table::default();
            let mut fields = fields.into_iter().map(Value::str);
            for name in names {
                table.insert(name, fields.next().unwrap_or(Value::None))?;
            }
            let rest: Vec<Value> = fields.collect();
            if !rest.is_empty() {
                table.insert(Value::None, Value::list(rest))?;
            }
            return Ok(Some(Value::Dict(Rc::new(Dict::new(table)))));
        }
    }

    fn attribute(&self, cx: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        if name.as_str() == "fieldnames" { self.names(cx).map(|names| Some(Value::list(names))) } else { Ok(None) }
    }
}

/// `csv.writer` or `csv.DictWriter`.
pub struct Writer {
    file: Value,
    format: Format,
    /// The keys of dicts, in the order of the columns.
    names: Option<Vec<Value>>,
}

impl Writer {
    fn row(&self, cx: &mut dyn Context, row: &Value) -> Result<Value> {
        let fields = match &self.names {
            None => match collect(cx, row) {
                Ok(fields) => fields,
                Err(_) => return Err(CSV_ERROR.error(format!("iterable expected, not {}", type_name(row)))),
            },
            Some(names) => self.columns(cx, row, names)?,
        };
        self.write(cx, &fields)
    }

    fn columns(&self, cx: &mut dyn Context, row: &Value, names: &[Value]) -> Result<Vec<Value>> {
        if let Value::Dict(dict) = row {
            let extra: Vec<String> = dict
                .borrow()
                .keys()
                .filter(|k| !names.iter().any(|n| crate::value::hash::key_equals(n, k)))
                .map(repr::repr)
                .collect();
            if !extra.is_empty() {
                return Err(Error::value(format!("dict contains fields not in fieldnames: {}", extra.join(", "))));
            }
        }
        let mut fields = Vec::new();
        for name in names {
            match item::get_item(cx, row, name) {
                Ok(value) => fields.push(value),
                Err(error) if error.is(&exception::KEY_ERROR) => fields.push(Value::str("")),
                Err(error) => return Err(error),
            }
        }
        Ok(fields)
    }

    fn write(&self, cx: &mut dyn Context, fields: &[Value]) -> Result<Value> {
        let mut line = String::new();
        for (i, field) in fields.iter().enumerate() {
            if i > 0 {
                line.push(self.format.delimiter);
            }
            let text = match field {
                Value::None => String::new(),
                other => repr::str(other),
            };
            self.format.write(&mut line, &text, fields.len() == 1);
        }
        line.push_str(&self.format.line_end);
        let write = attribute(cx, &self.file, Symbol::new("write"))?;
        cx.call(&write, &[Value::str(line)], &[])
    }
}

builtins! { CSV_WRITER_METHODS, chapter "csv.writer", methods "writer";
    /// Writes a row.
    ///
    /// >>> import csv, io
    /// >>> csv.writer(io.StringIO()).writerow([1, 2])
    /// 5
    fn writerow(cx, @pos this: WriterObject, @pos row: Value) -> Value { this.row(cx, &row) }

    /// Writes several rows.
    ///
    /// >>> import csv, io
    /// >>> csv.writer(io.StringIO()).writerows([[1, 2], [3, 4]])
    fn writerows(cx, @pos this: WriterObject, @pos rows: Value) -> () {
        for row in collect(cx, &rows)? {
            this.row(cx, &row)?;
        }
        Ok(())
    }

    /// Writes the names of the columns.
    ///
    /// >>> import csv, io
    /// >>> csv.DictWriter(io.StringIO(), ['a']).writeheader()
    /// 3
    fn writeheader(cx, @pos this: WriterObject) -> Value {
        match &this.names {
            Some(names) => this.write(cx, names),
            None => Err(Error::attribute("'_csv.writer' object has no attribute 'writeheader'")),
        }
    }
}

/// A writer as the receiver of a method.
pub struct WriterObject(Rc<crate::value::Object>);

impl std::ops::Deref for WriterObject {
    type Target = Writer;

    fn deref(&self) -> &Writer {
        match self.0.downcast::<Writer>() {
            Some(writer) => writer,
            None => unreachable!("a WriterObject is made of a writer"),
        }
    }
}

impl crate::value::FromValue for WriterObject {
    const ACCEPTS: &'static str = "writer";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<WriterObject> {
        match value {
            Value::Object(object) if object.downcast::<Writer>().is_some() => Ok(WriterObject(object.clone())),
            other => Err(Error::type_error(format!("expected a writer, got {}", type_name(other)))),
        }
    }
}

impl NativeObject for Writer {
    fn class(&self) -> &'static Class {
        if self.names.is_some() { &DICT_WRITER } else { &WRITER }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("csv", "Error", Value::Class(&CSV_ERROR))]
}
