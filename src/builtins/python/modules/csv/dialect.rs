//! How the fields of a csv file are separated and quoted: dialects, by name or parameter by parameter.

use super::CSV_ERROR;
use crate::builtins::python::receiver::{text_of, type_name};
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::convert::to_index;
use crate::value::{Context, Dict, Error, NativeObject, Result, Value, ops, repr};
use std::any::Any;

static DIALECT: Class = Class::new("Dialect", "_csv", &[&python::OBJECT]);

/// Which fields a writer quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    Minimal,
    All,
    /// Those that are no numbers; and a reader makes floats of what is not quoted.
    NonNumeric,
    None,
}

pub const QUOTINGS: [(&str, Quoting); 4] = [
    ("QUOTE_MINIMAL", Quoting::Minimal),
    ("QUOTE_ALL", Quoting::All),
    ("QUOTE_NONNUMERIC", Quoting::NonNumeric),
    ("QUOTE_NONE", Quoting::None),
];

/// How fields are separated and quoted.
#[derive(Clone)]
pub struct Dialect {
    pub delimiter: char,
    pub quote: Option<char>,
    pub escape: Option<char>,
    /// Whether a quote inside a quoted field is written twice.
    pub double_quote: bool,
    /// Whether blanks after a delimiter are left out.
    pub skip_space: bool,
    pub line_end: String,
    pub quoting: Quoting,
    /// Whether a reader refuses what is not well-formed.
    pub strict: bool,
}

impl Dialect {
    pub fn excel() -> Dialect {
        Dialect {
            delimiter: ',',
            quote: Some('"'),
            escape: None,
            double_quote: true,
            skip_space: false,
            line_end: "\r\n".into(),
            quoting: Quoting::Minimal,
            strict: false,
        }
    }

    pub fn excel_tab() -> Dialect {
        Dialect { delimiter: '\t', ..Dialect::excel() }
    }

    pub fn unix() -> Dialect {
        Dialect { line_end: "\n".into(), quoting: Quoting::All, ..Dialect::excel() }
    }

    /// A dialect or the name of one, with some parameters given.
    pub fn of(cx: &mut dyn Context, base: &Value, parameters: &Dict) -> Result<Dialect> {
        let mut dialect = match base {
            Value::None => Dialect::excel(),
            Value::Object(object) if let Some(dialect) = object.downcast::<Dialect>() => dialect.clone(),
            name if let Some(name) = text_of(name) => Dialects::find(cx, &name)?,
            _ => Dialect::excel(),
        };
        for (key, value) in parameters.borrow().iter() {
            dialect.set(&repr::str(key), value)?;
        }
        let unquoted = parameters.borrow().get(&Value::str("quoting"))?.is_none();
        if dialect.quote.is_none() && unquoted {
            dialect.quoting = Quoting::None;
        }
        if dialect.quote.is_none() && dialect.quoting != Quoting::None {
            return Err(Error::type_error("quotechar must be set if quoting enabled"));
        }
        Ok(dialect)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<()> {
        match name {
            "delimiter" => {
                let wanted = || Error::type_error(format!("\"delimiter\" must be string, not {}", type_name(value)));
                self.delimiter = character(name, value)?.ok_or_else(wanted)?;
            }
            "quotechar" => self.quote = character(name, value)?,
            "escapechar" => self.escape = character(name, value)?,
            "doublequote" => self.double_quote = ops::truth(value)?,
            "skipinitialspace" => self.skip_space = ops::truth(value)?,
            "strict" => self.strict = ops::truth(value)?,
            "lineterminator" => {
                self.line_end = text_of(value).ok_or_else(|| match value {
                    Value::None => Error::type_error("lineterminator must be set"),
                    _ => Error::type_error("\"lineterminator\" must be a string"),
                })?;
            }
            "quoting" => {
                let number = to_index(value).map_err(|_| Error::type_error("\"quoting\" must be an integer"))?;
                let known = usize::try_from(number).ok().and_then(|number| QUOTINGS.get(number));
                self.quoting = known.ok_or_else(|| Error::type_error("bad \"quoting\" value"))?.1;
            }
            _ => return Err(Error::type_error(format!("'{name}' is an invalid keyword argument for this function"))),
        }
        Ok(())
    }
}

/// The one character of a parameter; `None` for None.
fn character(name: &str, value: &Value) -> Result<Option<char>> {
    if let Value::None = value {
        return Ok(None);
    }
    let Some(text) = text_of(value) else {
        let wanted = if name == "delimiter" { "string" } else { "string or None" };
        return Err(Error::type_error(format!("\"{name}\" must be {wanted}, not {}", type_name(value))));
    };
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Ok(Some(letter)),
        _ => Err(Error::type_error(format!("\"{name}\" must be a 1-character string"))),
    }
}

impl NativeObject for Dialect {
    fn class(&self) -> &'static Class {
        &DIALECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let letter = |letter: Option<char>| letter.map_or(Value::None, |letter| Value::str(letter.to_string()));
        Ok(Some(match name.as_str() {
            "delimiter" => letter(Some(self.delimiter)),
            "quotechar" => letter(self.quote),
            "escapechar" => letter(self.escape),
            "doublequote" => Value::bool(self.double_quote),
            "skipinitialspace" => Value::bool(self.skip_space),
            "lineterminator" => Value::str(self.line_end.as_str()),
            "quoting" => Value::Int(self.quoting as i64),
            "strict" => Value::bool(self.strict),
            _ => return Ok(None),
        }))
    }

    fn attribute_names(&self) -> Vec<String> {
        let names = ["delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace", "lineterminator"];
        names.into_iter().chain(["quoting", "strict"]).map(String::from).collect()
    }
}

/// The session's dialects by name, in the order in which they were registered.
pub struct Dialects(Vec<(String, Dialect)>);

impl Default for Dialects {
    fn default() -> Dialects {
        let known = [("excel", Dialect::excel()), ("excel-tab", Dialect::excel_tab()), ("unix", Dialect::unix())];
        Dialects(known.map(|(name, dialect)| (name.to_string(), dialect)).to_vec())
    }
}

impl Dialects {
    fn of(cx: &mut dyn Context) -> &mut Vec<(String, Dialect)> {
        &mut cx.state().extension::<Dialects>().0
    }

    /// csv.Error for a name that none has.
    pub fn find(cx: &mut dyn Context, name: &str) -> Result<Dialect> {
        let known = Dialects::of(cx).iter().find(|(known, _)| known == name);
        known.map(|(_, dialect)| dialect.clone()).ok_or_else(|| CSV_ERROR.error("unknown dialect"))
    }

    pub fn names(cx: &mut dyn Context) -> Vec<Value> {
        Dialects::of(cx).iter().map(|(name, _)| Value::str(name.as_str())).collect()
    }

    pub fn register(cx: &mut dyn Context, name: &str, dialect: Dialect) {
        Dialects::of(cx).retain(|(known, _)| known != name);
        Dialects::of(cx).push((name.to_string(), dialect));
    }

    pub fn remove(cx: &mut dyn Context, name: &str) -> Result<()> {
        Dialects::find(cx, name)?;
        Dialects::of(cx).retain(|(known, _)| known != name);
        Ok(())
    }
}
