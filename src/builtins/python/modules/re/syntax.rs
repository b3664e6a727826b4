//! The text of a regular expression → its tree, with Python's errors.

use super::groups::Found;
use super::tree::{Assertion, Category, Class, Fold, Item, Kind, Node, One, UNBOUNDED, flag};
use crate::value::{Error, Result, repr};
use std::rc::Rc;

/// A regular expression that was read.
pub struct Parsed {
    pub node: Node,
    pub flags: i64,
    /// How many groups there are, the whole match not counted.
    pub groups: usize,
    /// Names of groups, in the order of the text.
    pub names: Vec<(String, usize)>,
}

/// Reads a pattern; `text` says whether it is a str's characters or bytes.
pub fn parse(pattern: &[u32], text: bool, flags: i64) -> Result<Parsed> {
    let mut reader = Reader {
        pattern,
        text,
        at: 0,
        flags,
        groups: 0,
        closed: Vec::new(),
        names: Vec::new(),
        references: Vec::new(),
        behind: None,
        depth: 0,
    };
    if pattern.iter().rev().take_while(|c| **c == '\\' as u32).count() % 2 == 1 && flags & flag::VERBOSE == 0 {
        return Err(reader.error_at("bad escape (end of pattern)", pattern.len() - 1));
    }
    let node = reader.alternatives(flags, true)?;
    let flags = reader.checked_flags()?;
    if reader.at < pattern.len() {
        return Err(reader.error_at("unbalanced parenthesis", reader.at));
    }
    if let Some((group, place)) = reader.references.iter().find(|(group, _)| *group > reader.groups) {
        return Err(reader.error_at(&format!("invalid group reference {group}"), *place));
    }
    Ok(Parsed { node, flags, groups: reader.groups, names: reader.names })
}

/// Groups nested deeper than this are an error: reading them takes the stack.
const DEEPEST: usize = 400;

pub struct Reader<'a> {
    pub pattern: &'a [u32],
    pub text: bool,
    pub at: usize,
    pub(super) flags: i64,
    pub(super) groups: usize,
    /// Whether each group has ended.
    pub(super) closed: Vec<bool>,
    pub(super) names: Vec<(String, usize)>,
    /// Groups that conditions ask for, and where.
    pub(super) references: Vec<(usize, usize)>,
    /// The number of groups before the look-behind that is being read.
    pub(super) behind: Option<usize>,
    depth: usize,
}

/// One of `\x`, an escape inside or outside of brackets.
enum Escape {
    Literal(u32),
    Category(Category, bool),
    Assert(Assertion),
    Group(usize),
}

impl<'a> Reader<'a> {
    /// A reader of a replacement's text.
    pub fn of_template(template: &'a [u32], text: bool) -> Reader<'a> {
        Reader {
            pattern: template,
            text,
            at: 0,
            flags: 0,
            groups: 0,
            closed: Vec::new(),
            names: Vec::new(),
            references: Vec::new(),
            behind: None,
            depth: 0,
        }
    }

    /// `re.error` at a place, with the line where there are several.
    pub fn error_at(&self, message: &str, place: usize) -> Error {
        let mut text = format!("{message} at position {place}");
        if self.pattern.contains(&10) {
            let before = self.pattern.get(..place).unwrap_or(self.pattern);
            let line = before.iter().filter(|c| **c == 10).count() + 1;
            let column = place - before.iter().rposition(|c| *c == 10).map_or(0, |i| i + 1) + 1;
            text.push_str(&format!(" (line {line}, column {column})"));
        }
        super::ERROR.error(text)
    }

    /// An error so many characters before the next one.
    pub fn error(&self, message: &str, back: usize) -> Error {
        self.error_at(message, self.at.saturating_sub(back))
    }

    pub fn peek(&self) -> Option<char> {
        self.pattern.get(self.at).and_then(|c| char::from_u32(*c))
    }

    pub fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    fn checked_flags(&self) -> Result<i64> {
        let flags = self.flags;
        if self.text {
            if flags & flag::LOCALE != 0 {
                return Err(Error::value("cannot use LOCALE flag with a str pattern"));
            }
            if flags & flag::ASCII == 0 {
                return Ok(flags | flag::UNICODE);
            }
            if flags & flag::UNICODE != 0 {
                return Err(Error::value("ASCII and UNICODE flags are incompatible"));
            }
        } else {
            if flags & flag::UNICODE != 0 {
                return Err(Error::value("cannot use UNICODE flag with a bytes pattern"));
            }
            if flags & flag::LOCALE != 0 && flags & flag::ASCII != 0 {
                return Err(Error::value("ASCII and LOCALE flags are incompatible"));
            }
        }
        Ok(flags)
    }

    pub(super) fn ascii(&self, flags: i64) -> bool {
        !self.text || flags & flag::ASCII != 0
    }

    pub(super) fn fold(&self, flags: i64) -> Option<Fold> {
        (flags & flag::IGNORECASE != 0).then(|| if self.ascii(flags) { Fold::Ascii } else { Fold::Unicode })
    }

    /// `a|b|c`
    pub(super) fn alternatives(&mut self, mut flags: i64, top: bool) -> Result<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(crate::value::class::exception::RECURSION_ERROR.error("maximum recursion depth exceeded"));
        }
        let mut nodes = vec![self.sequence(flags, top)?];
        while self.eat('|') {
            if top {
                flags = self.flags;
            }
            nodes.push(self.sequence(flags, false)?);
        }
        self.depth -= 1;
        Ok(if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::Alternate(nodes) })
    }

    /// What stands between `(`, `|` and `)`. Global flags may only stand `first` of all.
    pub(super) fn sequence(&mut self, mut flags: i64, first: bool) -> Result<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            let start = self.at;
            self.at += 1;
            if flags & flag::VERBOSE != 0 {
                if matches!(c, ' ' | '\t'..='\r') {
                    continue;
                }
                if c == '#' {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                    continue;
                }
            }
            match c {
                '\\' => nodes.push(self.escaped(flags)?),
                '.' => nodes.push(Node::One(if flags & flag::DOTALL != 0 { One::Any } else { One::NotNewline })),
                '^' => {
                    let lines = flags & flag::MULTILINE != 0;
                    nodes.push(Node::Assert(if lines { Assertion::LineStart } else { Assertion::Start }));
                }
                '$' => {
                    let lines = flags & flag::MULTILINE != 0;
                    nodes.push(Node::Assert(if lines { Assertion::LineEnd } else { Assertion::LastLineEnd }));
                }
                '[' => nodes.push(self.class(flags)?),
                '*' | '+' | '?' | '{' => self.repeat(c, start, flags, &mut nodes)?,
                '(' => match self.group(start, flags, first && nodes.is_empty())? {
                    Found::Node(node) => nodes.push(node),
                    Found::Comment => {}
                    Found::Flags => flags = self.flags,
                },
                c => nodes.push(Node::One(One::literal(c as u32, self.fold(flags)))),
            }
        }
        Ok(if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::Concat(nodes) })
    }

    /// `*`, `+?`, `{2,3}+` after a node; a brace that is none of these is a character.
    fn repeat(&mut self, c: char, start: usize, flags: i64, nodes: &mut Vec<Node>) -> Result<()> {
        let (least, most) = match c {
            '?' => (0, 1),
            '*' => (0, UNBOUNDED),
            '+' => (1, UNBOUNDED),
            _ => match self.bounds(start)? {
                Some(bounds) => bounds,
                None => {
                    nodes.push(Node::One(One::literal('{' as u32, self.fold(flags))));
                    return Ok(());
                }
            },
        };
        match nodes.last() {
            None | Some(Node::Assert(_)) => return Err(self.error_at("nothing to repeat", start)),
            Some(Node::Repeat { .. }) => return Err(self.error_at("multiple repeat", start)),
            Some(_) => {}
        }
        let kind = match self.peek() {
            Some('?') => Kind::Lazy,
            Some('+') => Kind::Possessive,
            _ => Kind::Greedy,
        };
        self.at += usize::from(kind != Kind::Greedy);
        if let Some(node) = nodes.pop() {
            nodes.push(Node::Repeat { node: Box::new(node), least, most, kind });
        }
        Ok(())
    }

    /// `2,3}` after a brace; `None` where it isn't that.
    fn bounds(&mut self, start: usize) -> Result<Option<(usize, usize)>> {
        let after = self.at;
        if self.peek() == Some('}') {
            return Ok(None);
        }
        let low = self.digits();
        let high = if self.eat(',') { self.digits() } else { low.clone() };
        if !self.eat('}') {
            self.at = after;
            return Ok(None);
        }
        let number = |digits: &str, none: usize| match digits {
            "" => Ok(none),
            digits => match digits.parse::<usize>() {
                Ok(n) if n < UNBOUNDED => Ok(n),
                _ => Err(Error::overflow("the repetition number is too large")),
            },
        };
        let (least, most) = (number(&low, 0)?, number(&high, UNBOUNDED)?);
        if most < least {
            return Err(self.error_at("min repeat greater than max repeat", start + 1));
        }
        Ok(Some((least, most)))
    }

    fn digits(&mut self) -> String {
        let mut digits = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            digits.push(c);
            self.at += 1;
        }
        digits
    }

    /// The escape after a backslash, outside of brackets.
    fn escaped(&mut self, flags: i64) -> Result<Node> {
        let fold = self.fold(flags);
        Ok(match self.escape(false, self.ascii(flags))? {
            Escape::Literal(code) => Node::One(One::literal(code, fold)),
            Escape::Category(category, negate) => {
                let item = Item::Category { category, negate, ascii: self.ascii(flags) };
                Node::One(One::Class(Rc::new(Class::new(false, vec![item], None))))
            }
            Escape::Assert(assertion) => Node::Assert(assertion),
            Escape::Group(group) => Node::Same(group, fold),
        })
    }

    fn escape(&mut self, inside: bool, ascii: bool) -> Result<Escape> {
        let start = self.at - 1;
        let Some(c) = self.peek() else { return Err(self.error("bad escape (end of pattern)", 1)) };
        self.at += 1;
        Ok(match c {
            'd' | 'D' => Escape::Category(Category::Digit, c == 'D'),
            's' | 'S' => Escape::Category(Category::Space, c == 'S'),
            'w' | 'W' => Escape::Category(Category::Word, c == 'W'),
            'A' if !inside => Escape::Assert(Assertion::Start),
            'Z' if !inside => Escape::Assert(Assertion::End),
            'b' if inside => Escape::Literal(8),
            'b' | 'B' if !inside => Escape::Assert(Assertion::Word { boundary: c == 'b', ascii }),
            'x' => Escape::Literal(self.hex(start, 2)?),
            'u' if self.text => Escape::Literal(self.hex(start, 4)?),
            'U' if self.text => {
                let code = self.hex(start, 8)?;
                if code > 0x10_ffff {
                    return Err(self.bad_escape(start));
                }
                Escape::Literal(code)
            }
            'N' if self.text => Escape::Literal(self.named()?),
            '0'..='9' => self.number(c, start, inside)?,
            c => match control(c) {
                Some(code) => Escape::Literal(code),
                None if c.is_ascii_alphabetic() => return Err(self.bad_escape(start)),
                None => Escape::Literal(c as u32),
            },
        })
    }

    fn bad_escape(&self, start: usize) -> Error {
        self.error_at(&format!("bad escape {}", self.between(start, self.at)), start)
    }

    /// The text between two places.
    pub fn between(&self, start: usize, end: usize) -> String {
        self.pattern[start..end].iter().filter_map(|c| char::from_u32(*c)).collect()
    }

    /// So many hexadecimal digits.
    fn hex(&mut self, start: usize, digits: usize) -> Result<u32> {
        let mut code = 0u32;
        for _ in 0..digits {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) else {
                let text = self.between(start, self.at);
                return Err(self.error_at(&format!("incomplete escape {text}"), start));
            };
            code = code.wrapping_mul(16).wrapping_add(digit);
            self.at += 1;
        }
        Ok(code)
    }

    /// `{EM DASH}` after `\N`.
    fn named(&mut self) -> Result<u32> {
        if !self.eat('{') {
            return Err(self.error("missing {", 0));
        }
        let name = self.until('}', "character name")?;
        match unicode_names2::character(&name) {
            Some(c) => Ok(c as u32),
            None => {
                let shown = repr::repr(&crate::value::Value::str(name.as_str()));
                Err(self.error(&format!("undefined character name {shown}"), name.chars().count() + 4))
            }
        }
    }

    /// An escape that begins with a digit: an octal number, or what a group matched.
    fn number(&mut self, first: char, start: usize, inside: bool) -> Result<Escape> {
        let octal = |c: Option<char>| c.filter(|c| c.is_digit(8));
        if inside || first == '0' {
            if octal(Some(first)).is_none() {
                return Err(self.bad_escape(start));
            }
            for _ in 0..2 {
                self.at += usize::from(octal(self.peek()).is_some());
            }
            return self.octal(start).map(Escape::Literal);
        }
        let second = self.peek().filter(char::is_ascii_digit);
        if second.is_some() {
            self.at += 1;
            if octal(Some(first)).is_some() && octal(second).is_some() && octal(self.peek()).is_some() {
                self.at += 1;
                return self.octal(start).map(Escape::Literal);
            }
        }
        let digits = self.between(start + 1, self.at);
        let group: usize = digits.parse().unwrap_or(usize::MAX);
        if group > self.groups {
            return Err(self.error(&format!("invalid group reference {group}"), digits.len()));
        }
        self.refer(group, digits.len() + 1)?;
        Ok(Escape::Group(group))
    }

    fn octal(&self, start: usize) -> Result<u32> {
        let digits = self.between(start + 1, self.at);
        match u32::from_str_radix(&digits, 8) {
            Ok(code) if code <= 0o377 => Ok(code),
            _ => {
                let message = format!("octal escape value \\{digits} outside of range 0-0o377");
                Err(self.error_at(&message, start))
            }
        }
    }

    /// Checks that a group may be referred to here.
    pub(super) fn refer(&self, group: usize, back: usize) -> Result<()> {
        if !self.closed.get(group.wrapping_sub(1)).copied().unwrap_or(false) {
            return Err(self.error("cannot refer to an open group", back));
        }
        match self.behind {
            Some(before) if group > before => {
                Err(self.error("cannot refer to group defined in the same lookbehind subpattern", 0))
            }
            _ => Ok(()),
        }
    }

    /// The name or text before a closing character.
    pub fn until(&mut self, end: char, what: &str) -> Result<String> {
        let start = self.at;
        loop {
            let Some(c) = self.peek() else {
                let length = self.at - start;
                let message =
                    if length == 0 { format!("missing {what}") } else { format!("missing {end}, unterminated name") };
                return Err(self.error(&message, length));
            };
            self.at += 1;
            if c == end {
                let name = self.between(start, self.at - 1);
                return if name.is_empty() { Err(self.error(&format!("missing {what}"), 1)) } else { Ok(name) };
            }
        }
    }

    /// The rest of `[…]`.
    fn class(&mut self, flags: i64) -> Result<Node> {
        let open = self.at - 1;
        let negate = self.eat('^');
        let first = self.at;
        let ascii = self.ascii(flags);
        let mut items = Vec::new();
        let unterminated = |reader: &Self| reader.error_at("unterminated character set", open);
        loop {
            let start = self.at;
            let Some(c) = self.peek() else { return Err(unterminated(self)) };
            self.at += 1;
            if c == ']' && start != first {
                break;
            }
            let low = if c == '\\' { self.escape(true, ascii)? } else { Escape::Literal(c as u32) };
            if !self.eat('-') {
                items.push(item(&low, ascii));
                continue;
            }
            let Some(c) = self.peek() else { return Err(unterminated(self)) };
            self.at += 1;
            if c == ']' {
                items.extend([item(&low, ascii), Item::Range('-' as u32, '-' as u32)]);
                break;
            }
            let high = if c == '\\' { self.escape(true, ascii)? } else { Escape::Literal(c as u32) };
            match (low, high) {
                (Escape::Literal(low), Escape::Literal(high)) if low <= high => items.push(Item::Range(low, high)),
                _ => {
                    let message = format!("bad character range {}", self.between(start, self.at));
                    return Err(self.error_at(&message, start));
                }
            }
        }
        Ok(Node::One(One::Class(Rc::new(Class::new(negate, items, self.fold(flags))))))
    }
}

fn item(escape: &Escape, ascii: bool) -> Item {
    match escape {
        Escape::Literal(code) => Item::Range(*code, *code),
        Escape::Category(category, negate) => Item::Category { category: *category, negate: *negate, ascii },
        // Brackets have no other escapes.
        Escape::Assert(_) | Escape::Group(_) => Item::Range(1, 0),
    }
}

/// The control character of an escape such as `\n`.
pub fn control(c: char) -> Option<u32> {
    Some(match c {
        'a' => 7,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '\\' => 92,
        _ => return None,
    })
}
