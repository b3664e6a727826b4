//! Rows → lines of a csv file: `csv.writer`, and `csv.DictWriter` with the columns' names.

use super::CSV_ERROR;
use super::dialect::{Dialect, Quoting};
use crate::builtins::attribute::attribute;
use crate::builtins::python::receiver::{Receiver, This, type_name};
use crate::symbol::Symbol;
use crate::value::class::{Class, exception, python};
use crate::value::iter::collect;
use crate::value::number::Number;
use crate::value::{Context, Error, NativeObject, Result, Value, item, repr};
use std::any::Any;

static WRITER: Class = Class::new("writer", "_csv", &[&python::OBJECT]);
static DICT_WRITER: Class = Class::new("DictWriter", "csv", &[&WRITER]);

impl Dialect {
    /// Appends a field to a line; `alone`: it is the row's only one.
    fn write(&self, out: &mut String, field: &Value, alone: bool) -> Result<()> {
        let text = match field {
            Value::None => String::new(),
            other => repr::str(other),
        };
        let is_number = matches!(field, Value::Bool(_)) || Number::of_any(field).is_some();
        let mut quoted = match self.quoting {
            Quoting::All => true,
            Quoting::NonNumeric => !is_number,
            Quoting::Minimal | Quoting::None => false,
        };
        if alone && text.is_empty() {
            if self.quoting == Quoting::None {
                return Err(CSV_ERROR.error("single empty field record must be quoted"));
            }
            quoted = true;
        }
        let mut written = String::with_capacity(text.len());
        for c in text.chars() {
            let (is_quote, is_escape) = (Some(c) == self.quote, Some(c) == self.escape);
            if c == self.delimiter || is_quote || is_escape || self.line_end.contains(c) {
                let escaped = self.quoting == Quoting::None || is_quote && !self.double_quote || is_escape && !is_quote;
                if escaped {
                    let without = || CSV_ERROR.error("need to escape, but no escapechar set");
                    written.push(self.escape.ok_or_else(without)?);
                } else {
                    written.extend(is_quote.then_some(c));
                    quoted = true;
                }
            }
            written.push(c);
        }
        match self.quote {
            Some(quote) if quoted => out.extend([quote].into_iter().chain(written.chars()).chain([quote])),
            _ => out.push_str(&written),
        }
        Ok(())
    }
}

/// `csv.writer` or `csv.DictWriter`.
pub struct Writer {
    file: Value,
    dialect: Dialect,
    columns: Option<Columns>,
}

/// What a `DictWriter` knows of the dicts that it writes.
pub struct Columns {
    /// The keys, in the order of the columns.
    pub names: Vec<Value>,
    /// What is written for keys that a dict does not have.
    pub rest: Value,
    /// Whether other keys are passed over.
    pub ignore_extra: bool,
}

impl Writer {
    /// TypeError for what can't be written to.
    pub fn new(cx: &mut dyn Context, file: Value, dialect: Dialect, columns: Option<Columns>) -> Result<Writer> {
        attribute(cx, &file, Symbol::new("write"))
            .map_err(|_| Error::type_error("argument 1 must have a \"write\" method"))?;
        Ok(Writer { file, dialect, columns })
    }

    fn row(&self, cx: &mut dyn Context, row: &Value) -> Result<Value> {
        let fields = match &self.columns {
            None => match collect(cx, row) {
                Ok(fields) => fields,
                Err(_) => return Err(CSV_ERROR.error(format!("iterable expected, not {}", type_name(row)))),
            },
            Some(columns) => columns.fields(cx, row)?,
        };
        self.write(cx, &fields)
    }

    fn write(&self, cx: &mut dyn Context, fields: &[Value]) -> Result<Value> {
        let mut line = String::new();
        for (i, field) in fields.iter().enumerate() {
            if i > 0 {
                line.push(self.dialect.delimiter);
            }
            self.dialect.write(&mut line, field, fields.len() == 1)?;
        }
        line.push_str(&self.dialect.line_end);
        let write = attribute(cx, &self.file, Symbol::new("write"))?;
        cx.call(&write, &[Value::str(line)], &[])
    }
}

impl Columns {
    /// The values of a dict in the order of the columns.
    fn fields(&self, cx: &mut dyn Context, row: &Value) -> Result<Vec<Value>> {
        if let Value::Dict(dict) = row
            && !self.ignore_extra
        {
            let is_extra = |key: &&Value| !self.names.iter().any(|name| crate::value::hash::key_equals(name, key));
            let extra: Vec<String> = dict.borrow().keys().filter(is_extra).map(repr::repr).collect();
            if !extra.is_empty() {
                return Err(Error::value(format!("dict contains fields not in fieldnames: {}", extra.join(", "))));
            }
        }
        let value = |cx: &mut dyn Context, name: &Value| match item::get_item(cx, row, name) {
            Err(error) if error.is(&exception::KEY_ERROR) => Ok(self.rest.clone()),
            found => found,
        };
        self.names.iter().map(|name| value(cx, name)).collect()
    }
}

builtins! { CSV_WRITER_METHODS, chapter "csv.writer", methods "writer";
    /// Writes a row.
    ///
    /// >>> import csv, io
    /// >>> csv.writer(io.StringIO()).writerow([1, 2])
    /// 5
    fn writerow(cx, @pos this: This<Writer>, @pos row: Value) -> Value { this.row(cx, &row) }

    /// Writes several rows.
    ///
    /// >>> import csv, io
    /// >>> csv.writer(io.StringIO()).writerows([[1, 2], [3, 4]])
    fn writerows(cx, @pos this: This<Writer>, @pos rows: Value) -> () {
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
    fn writeheader(cx, @pos this: This<Writer>) -> Value {
        match &this.columns {
            Some(columns) => this.write(cx, &columns.names),
            None => Err(Error::attribute("'_csv.writer' object has no attribute 'writeheader'")),
        }
    }
}

impl Receiver for Writer {
    const CLASS: &'static str = "writer";
}

impl NativeObject for Writer {
    fn class(&self) -> &'static Class {
        if self.columns.is_some() { &DICT_WRITER } else { &WRITER }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match (name.as_str(), &self.columns) {
            ("dialect", None) => Some(Value::object(self.dialect.clone())),
            ("fieldnames", Some(columns)) => Some(Value::list(columns.names.clone())),
            ("restval", Some(columns)) => Some(columns.rest.clone()),
            _ => None,
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        let names: &[&str] = if self.columns.is_some() { &["fieldnames", "restval"] } else { &["dialect"] };
        names.iter().map(|name| name.to_string()).collect()
    }
}
