//! A str or bytes as the characters that a regular expression runs over, and parts of it as values.

use super::machine::{Demand, Places, find};
use super::program::Program;
use crate::builtins::python::receiver::{bytes_like, text_of, type_name};
use crate::value::{Bytes, Error, Result, Str, Value};
use std::rc::Rc;

/// The text that is searched.
#[derive(Clone)]
pub struct Subject {
    pub value: Value,
    characters: Characters,
}

#[derive(Clone)]
enum Characters {
    Ascii(Rc<Str>),
    Wide(Rc<[char]>),
    Bytes(Rc<Bytes>),
}

impl Subject {
    /// TypeError where the value is neither str nor bytes.
    pub fn new(value: &Value) -> Result<Subject> {
        let characters = match value {
            Value::Str(text) => Characters::of_text(text.clone()),
            other => match (text_of(other), bytes_like(other)) {
                (Some(text), _) => Characters::of_text(Rc::new(Str::new(text))),
                (None, Some(bytes)) => Characters::Bytes(bytes),
                (None, None) => {
                    let found = type_name(other);
                    return Err(Error::type_error(format!("expected string or bytes-like object, got '{found}'")));
                }
            },
        };
        Ok(Subject { value: value.clone(), characters })
    }

    pub fn is_text(&self) -> bool {
        !matches!(self.characters, Characters::Bytes(_))
    }

    pub fn len(&self) -> usize {
        match &self.characters {
            Characters::Ascii(text) => text.as_str().len(),
            Characters::Wide(chars) => chars.len(),
            Characters::Bytes(bytes) => bytes.data.len(),
        }
    }

    /// The numbers of all characters.
    pub fn codes(&self) -> Vec<u32> {
        match &self.characters {
            Characters::Ascii(text) => text.as_str().bytes().map(u32::from).collect(),
            Characters::Wide(chars) => chars.iter().map(|c| *c as u32).collect(),
            Characters::Bytes(bytes) => bytes.data.iter().map(|b| *b as u32).collect(),
        }
    }

    /// The part between two places, of the subject's own kind.
    pub fn part(&self, start: usize, end: usize) -> Value {
        let end = end.min(self.len());
        let start = start.min(end);
        match &self.characters {
            Characters::Ascii(text) => match &text.as_str()[start..end] {
                one if one.len() == 1 => Value::char(char::from(one.as_bytes()[0])),
                more => Value::str(more),
            },
            Characters::Wide(chars) => Value::str(chars[start..end].iter().collect::<String>()),
            Characters::Bytes(bytes) => Value::bytes(bytes.data[start..end].to_vec()),
        }
    }

    /// Parts put together.
    pub fn joined(text: bool, parts: &[Value]) -> Result<Value> {
        let wrong = |i: usize, part: &Value| {
            let (wanted, found) = (if text { "str" } else { "bytes-like object" }, type_name(part));
            Error::type_error(format!("sequence item {i}: expected {wanted} instance, {found} found"))
        };
        if text {
            let mut all = String::new();
            for (i, part) in parts.iter().enumerate() {
                match part {
                    Value::Str(part) => all.push_str(part.as_str()),
                    other => all.push_str(&text_of(other).ok_or_else(|| wrong(i, other))?),
                }
            }
            return Ok(Value::str(all));
        }
        let mut all = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            all.extend_from_slice(&bytes_like(part).ok_or_else(|| wrong(i, part))?.data);
        }
        Ok(Value::bytes(all))
    }

    pub fn find(
        &self,
        program: &Program,
        groups: usize,
        range: (usize, usize),
        search: bool,
        demand: Demand,
    ) -> Result<Option<Places>> {
        match &self.characters {
            Characters::Ascii(text) => find(program, groups, text.as_str().as_bytes(), range, search, demand),
            Characters::Wide(chars) => find(program, groups, &**chars, range, search, demand),
            Characters::Bytes(bytes) => find(program, groups, &*bytes.data, range, search, demand),
        }
    }
}

impl Characters {
    fn of_text(text: Rc<Str>) -> Characters {
        if text.is_ascii() { Characters::Ascii(text) } else { Characters::Wide(text.as_str().chars().collect()) }
    }
}
