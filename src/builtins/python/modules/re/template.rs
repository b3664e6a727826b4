//! The replacement text of `re.sub` and `Match.expand` → characters and groups.

use super::groups::is_name;
use super::matched::Match;
use super::pattern::Compiled;
use super::subject::Subject;
use super::syntax::{Reader, control};
use crate::value::class::exception;
use crate::value::{Result, Value, repr};

/// A replacement that was read.
pub struct Template {
    parts: Vec<Part>,
    text: bool,
}

enum Part {
    Literal(Value),
    Group(usize),
}

impl Template {
    /// Reads a replacement for a pattern's matches. `re.error`; IndexError where there is no group of a name.
    pub fn new(pattern: &Compiled, replacement: &Subject) -> Result<Template> {
        let codes = replacement.codes();
        let text = replacement.is_text();
        let mut template = Template { parts: Vec::new(), text };
        if !codes.contains(&('\\' as u32)) {
            template.parts.push(Part::Literal(replacement.part(0, replacement.len())));
            return Ok(template);
        }
        let mut reader = Reader::of_template(&codes, text);
        let mut literal = Vec::new();
        while reader.at < codes.len() {
            let code = codes[reader.at];
            reader.at += 1;
            if code != '\\' as u32 {
                literal.push(code);
                continue;
            }
            match escape(&mut reader, pattern)? {
                Escape::Literal(codes) => literal.extend(codes),
                Escape::Group(group, back) => {
                    if group > pattern.groups {
                        return Err(reader.error(&format!("invalid group reference {group}"), back));
                    }
                    template.literal(&mut literal);
                    template.parts.push(Part::Group(group));
                }
            }
        }
        template.literal(&mut literal);
        Ok(template)
    }

    fn literal(&mut self, codes: &mut Vec<u32>) {
        if codes.is_empty() {
            return;
        }
        self.parts.push(Part::Literal(if self.text {
            Value::str(codes.iter().filter_map(|c| char::from_u32(*c)).collect::<String>())
        } else {
            Value::bytes(codes.iter().map(|c| *c as u8).collect::<Vec<u8>>())
        }));
        codes.clear();
    }

    /// The replacement of one match, in pieces.
    pub fn fill(&self, found: &Match, into: &mut Vec<Value>) {
        for part in &self.parts {
            match part {
                Part::Literal(value) => into.push(value.clone()),
                Part::Group(group) => into.extend(found.text(*group)),
            }
        }
    }

    pub fn is_text(&self) -> bool {
        self.text
    }
}

enum Escape {
    Literal(Vec<u32>),
    /// A group, and how many characters before the next one it is named.
    Group(usize, usize),
}

fn escape(reader: &mut Reader, pattern: &Compiled) -> Result<Escape> {
    let start = reader.at - 1;
    let Some(c) = reader.peek() else { return Err(reader.error("bad escape (end of pattern)", 1)) };
    reader.at += 1;
    let octal = |c: Option<char>| c.is_some_and(|c| c.is_digit(8));
    let one = |code: u32| Ok(Escape::Literal(vec![code]));
    match c {
        'g' => {
            if !reader.eat('<') {
                return Err(reader.error("missing <", 0));
            }
            let name = reader.until('>', "group name")?;
            let length = name.chars().count();
            if is_name(&name) {
                return match pattern.names.iter().find(|(other, _)| *other == name) {
                    Some((_, group)) => Ok(Escape::Group(*group, length + 1)),
                    None => {
                        let shown = repr::repr(&Value::str(name.as_str()));
                        Err(exception::INDEX_ERROR.error(format!("unknown group name {shown}")))
                    }
                };
            }
            match name.parse::<usize>() {
                Ok(group) => Ok(Escape::Group(group, length + 1)),
                Err(_) => Err(reader.bad_name(&name)),
            }
        }
        '0' => {
            for _ in 0..2 {
                reader.at += usize::from(octal(reader.peek()));
            }
            one(u32::from_str_radix(&reader.between(start + 1, reader.at), 8).unwrap_or(0) & 0xff)
        }
        '1'..='9' => {
            let second = reader.peek().filter(char::is_ascii_digit);
            if second.is_some() {
                reader.at += 1;
                if octal(Some(c)) && octal(second) && octal(reader.peek()) {
                    reader.at += 1;
                    let digits = reader.between(start + 1, reader.at);
                    return match u32::from_str_radix(&digits, 8) {
                        Ok(code) if code <= 0o377 => one(code),
                        _ => {
                            let message = format!("octal escape value \\{digits} outside of range 0-0o377");
                            Err(reader.error_at(&message, start))
                        }
                    };
                }
            }
            let digits = reader.between(start + 1, reader.at);
            Ok(Escape::Group(digits.parse().unwrap_or(usize::MAX), digits.len()))
        }
        'b' => one(8),
        c => match control(c) {
            Some(code) => one(code),
            None if c.is_ascii_alphabetic() => Err(reader.error_at(&format!("bad escape \\{c}"), start)),
            None => Ok(Escape::Literal(vec!['\\' as u32, c as u32])),
        },
    }
}
