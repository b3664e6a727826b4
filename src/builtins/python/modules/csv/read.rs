//! Lines of a csv file → rows: `csv.reader`, and `csv.DictReader` with the columns' names.

use super::CSV_ERROR;
use super::dialect::{Dialect, Quoting};
use crate::builtins::python::iterators::Source;
use crate::builtins::python::receiver::{text_of, type_name};
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::table::Table;
use crate::value::{Context, Dict, NativeObject, Result, Value};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

static READER: Class = Class::new("reader", "_csv", &[&python::OBJECT]);
static DICT_READER: Class = Class::new("DictReader", "csv", &[&python::OBJECT]);

/// How many characters a field may have that is read.
pub struct FieldLimit(pub i64);

impl Default for FieldLimit {
    fn default() -> FieldLimit {
        FieldLimit(131_072)
    }
}

/// Where in a record the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    RecordStart,
    FieldStart,
    Escaped,
    AfterEscapedEnd,
    Field,
    Quoted,
    EscapedInQuoted,
    QuoteInQuoted,
    LineEnd,
}

/// A record as far as it has been read.
struct Record<'a> {
    dialect: &'a Dialect,
    at: At,
    fields: Vec<Value>,
    field: String,
    /// Whether the field is a number, because it is not quoted.
    numeric: bool,
}

impl Record<'_> {
    fn save(&mut self, cx: &mut dyn Context) -> Result<()> {
        let most = cx.state().extension::<FieldLimit>().0;
        if self.field.len() as i64 > most && self.field.chars().count() as i64 > most {
            return Err(CSV_ERROR.error(format!("field larger than field limit ({most})")));
        }
        let text = Value::str(std::mem::take(&mut self.field));
        let field = match std::mem::take(&mut self.numeric) {
            true => cx.call(&Value::Class(&python::FLOAT), &[text], &[])?,
            false => text,
        };
        self.fields.push(field);
        Ok(())
    }

    fn push(&mut self, c: char, then: At) {
        self.field.push(c);
        self.at = then;
    }

    /// Takes the next character; `None` at the end of a line.
    fn take(&mut self, cx: &mut dyn Context, c: Option<char>) -> Result<()> {
        let is_end = matches!(c, None | Some('\n' | '\r'));
        let after_end = if c.is_none() { At::RecordStart } else { At::LineEnd };
        let quotes = self.dialect.quoting != Quoting::None;
        let is_quote = quotes && c.is_some() && c == self.dialect.quote;
        let is_escape = c.is_some() && c == self.dialect.escape;
        let is_delimiter = c == Some(self.dialect.delimiter);
        let letter = c.unwrap_or('\n');
        match self.at {
            At::RecordStart if is_end => self.at = after_end,
            At::RecordStart | At::FieldStart => {
                self.at = At::FieldStart;
                match letter {
                    _ if is_quote => self.at = At::Quoted,
                    _ if is_escape => self.at = At::Escaped,
                    ' ' if self.dialect.skip_space => {}
                    _ if is_end || is_delimiter => {
                        self.save(cx)?;
                        self.at = if is_end { after_end } else { At::FieldStart };
                    }
                    letter => {
                        self.numeric = self.dialect.quoting == Quoting::NonNumeric;
                        self.push(letter, At::Field);
                    }
                }
            }
            At::Escaped if is_end && c.is_some() => self.push(letter, At::AfterEscapedEnd),
            At::Escaped => self.push(letter, At::Field),
            At::AfterEscapedEnd if c.is_none() => {}
            At::AfterEscapedEnd | At::Field => match letter {
                _ if is_end => {
                    self.save(cx)?;
                    self.at = after_end;
                }
                _ if is_escape => self.at = At::Escaped,
                _ if is_delimiter => {
                    self.save(cx)?;
                    self.at = At::FieldStart;
                }
                letter => self.push(letter, At::Field),
            },
            At::Quoted => match c {
                None => {}
                _ if is_escape => self.at = At::EscapedInQuoted,
                _ if is_quote => self.at = if self.dialect.double_quote { At::QuoteInQuoted } else { At::Field },
                Some(letter) => self.push(letter, At::Quoted),
            },
            At::EscapedInQuoted => self.push(letter, At::Quoted),
            At::QuoteInQuoted => match letter {
                _ if is_quote => self.push(letter, At::Quoted),
                _ if is_delimiter => {
                    self.save(cx)?;
                    self.at = At::FieldStart;
                }
                _ if is_end => {
                    self.save(cx)?;
                    self.at = after_end;
                }
                letter if !self.dialect.strict => self.push(letter, At::Field),
                _ => {
                    let (delimiter, quote) = (self.dialect.delimiter, self.dialect.quote.unwrap_or('"'));
                    return Err(CSV_ERROR.error(format!("'{delimiter}' expected after '{quote}'")));
                }
            },
            At::LineEnd if c.is_none() => self.at = At::RecordStart,
            At::LineEnd if is_end => {}
            At::LineEnd => {
                return Err(CSV_ERROR.error(
                    "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?",
                ));
            }
        }
        Ok(())
    }
}

/// `csv.reader`
pub struct Reader {
    lines: Source,
    dialect: Dialect,
    line_number: Cell<i64>,
}

impl Reader {
    pub fn new(lines: Source, dialect: Dialect) -> Reader {
        Reader { lines, dialect, line_number: Cell::new(0) }
    }

    /// The fields of the next row, which may run over several lines.
    fn row(&self, cx: &mut dyn Context) -> Result<Option<Vec<Value>>> {
        let dialect = &self.dialect;
        let mut record =
            Record { dialect, at: At::RecordStart, fields: Vec::new(), field: String::new(), numeric: false };
        loop {
            let Some(line) = self.lines.next(cx)? else {
                if record.field.is_empty() && record.at != At::Quoted {
                    return Ok(None);
                }
                if dialect.strict {
                    return Err(CSV_ERROR.error("unexpected end of data"));
                }
                record.save(cx)?;
                return Ok(Some(record.fields));
            };
            let Some(line) = text_of(&line) else {
                let name = type_name(&line);
                let message =
                    format!("iterator should return strings, not {name} (the file should be opened in text mode)");
                return Err(CSV_ERROR.error(message));
            };
            self.line_number.set(self.line_number.get() + 1);
            for c in line.chars() {
                record.take(cx, Some(c))?;
            }
            record.take(cx, None)?;
            if record.at == At::RecordStart {
                return Ok(Some(record.fields));
            }
        }
    }
}

impl NativeObject for Reader {
    fn class(&self) -> &'static Class {
        &READER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        Ok(self.row(cx)?.map(Value::list))
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "line_num" => Some(Value::Int(self.line_number.get())),
            "dialect" => Some(Value::object(self.dialect.clone())),
            _ => None,
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        ["line_num", "dialect"].map(String::from).to_vec()
    }
}

/// `csv.DictReader`
pub struct DictReader {
    pub rows: Reader,
    /// The columns' names; those of the first row, once it has been read.
    pub names: RefCell<Option<Vec<Value>>>,
    /// The key of fields beyond the last column, and the value of columns without a field.
    pub rest_key: Value,
    pub rest_value: Value,
}

impl DictReader {
    fn names(&self, cx: &mut dyn Context) -> Result<Option<Vec<Value>>> {
        let known = self.names.borrow().clone();
        if known.is_some() {
            return Ok(known);
        }
        let names = self.rows.row(cx)?;
        self.names.replace(names.clone());
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
        let names = self.names(cx)?.unwrap_or_default();
        // Empty lines are no rows.
        let fields = loop {
            match self.rows.row(cx)? {
                None => return Ok(None),
                Some(fields) if !fields.is_empty() => break fields,
                Some(_) => {}
            }
        };
        let mut table = Table::default();
        let mut fields = fields.into_iter();
        for name in names {
            table.insert(name, fields.next().unwrap_or_else(|| self.rest_value.clone()))?;
        }
        let rest: Vec<Value> = fields.collect();
        if !rest.is_empty() {
            table.insert(self.rest_key.clone(), Value::list(rest))?;
        }
        Ok(Some(Value::Dict(Rc::new(Dict::new(table)))))
    }

    fn attribute(&self, cx: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "fieldnames" => Some(self.names(cx)?.map_or(Value::None, Value::list)),
            "restkey" => Some(self.rest_key.clone()),
            "restval" => Some(self.rest_value.clone()),
            _ => return self.rows.attribute(cx, name),
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        ["fieldnames", "restkey", "restval", "line_num", "dialect"].map(String::from).to_vec()
    }
}
