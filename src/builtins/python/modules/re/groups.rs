//! What follows a parenthesis in a regular expression: groups, names, looks, conditions, flags.

use super::syntax::Reader;
use super::tree::{Node, flag};
use crate::value::{Error, Result, repr};

/// What a parenthesis turned out to be.
pub enum Found {
    Node(Node),
    Comment,
    /// Flags for the whole pattern.
    Flags,
}

/// Whether a name can be a group's.
pub fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic()) && chars.all(|c| c == '_' || c.is_alphanumeric())
}

impl Reader<'_> {
    /// What follows `(`.
    pub(super) fn group(&mut self, start: usize, flags: i64, first: bool) -> Result<Found> {
        if !self.eat('?') {
            return self.capture(None, start, flags);
        }
        let Some(c) = self.peek() else { return Err(self.error("unexpected end of pattern", 0)) };
        self.at += 1;
        match c {
            'P' => self.python_group(start, flags),
            ':' => self.inner(start, flags).map(|node| Found::Node(Node::Group(None, Box::new(node)))),
            '>' => self.inner(start, flags).map(|node| Found::Node(Node::Atomic(Box::new(node)))),
            '#' => loop {
                match self.peek() {
                    None => return Err(self.error_at("missing ), unterminated comment", start)),
                    Some(c) => {
                        self.at += 1;
                        if c == ')' {
                            return Ok(Found::Comment);
                        }
                    }
                }
            },
            '=' | '!' | '<' => self.look(c, start, flags),
            '(' => self.conditional(start, flags),
            c if flag_of(c).is_some() || c == '-' => match self.inline_flags(c, flags)? {
                Some(changed) => self.inner(start, changed).map(|node| Found::Node(Node::Group(None, Box::new(node)))),
                None if first => Ok(Found::Flags),
                None => Err(self.error_at("global flags not at the start of the expression", start)),
            },
            c => Err(self.error(&format!("unknown extension ?{c}"), 2)),
        }
    }

    /// The content of a group and its parenthesis.
    fn inner(&mut self, start: usize, flags: i64) -> Result<Node> {
        let node = self.alternatives(flags, false)?;
        if !self.eat(')') {
            return Err(self.error_at("missing ), unterminated subpattern", start));
        }
        Ok(node)
    }

    fn capture(&mut self, name: Option<String>, start: usize, flags: i64) -> Result<Found> {
        self.groups += 1;
        let group = self.groups;
        self.closed.push(false);
        if let Some(name) = name {
            if let Some((_, known)) = self.names.iter().find(|(other, _)| *other == name) {
                let shown = repr::repr(&crate::value::Value::str(name.as_str()));
                let message = format!("redefinition of group name {shown} as group {group}; was group {known}");
                return Err(self.error(&message, name.chars().count() + 1));
            }
            self.names.push((name, group));
        }
        let node = self.inner(start, flags)?;
        self.closed[group - 1] = true;
        Ok(Found::Node(Node::Group(Some(group), Box::new(node))))
    }

    /// A group's name up to a closing character, checked.
    fn group_name(&mut self, end: char) -> Result<String> {
        let name = self.until(end, "group name")?;
        if is_name(&name) { Ok(name) } else { Err(self.bad_name(&name)) }
    }

    pub fn bad_name(&self, name: &str) -> Error {
        let shown = repr::repr(&crate::value::Value::str(name));
        self.error(&format!("bad character in group name {shown}"), name.chars().count() + 1)
    }

    /// The number of the group of a name.
    fn group_named(&self, name: &str) -> Result<usize> {
        match self.names.iter().find(|(other, _)| other == name) {
            Some((_, group)) => Ok(*group),
            None => {
                let shown = repr::repr(&crate::value::Value::str(name));
                Err(self.error(&format!("unknown group name {shown}"), name.chars().count() + 1))
            }
        }
    }

    /// `(?P<name>…)` or `(?P=name)`
    fn python_group(&mut self, start: usize, flags: i64) -> Result<Found> {
        if self.eat('<') {
            let name = self.group_name('>')?;
            return self.capture(Some(name), start, flags);
        }
        if self.eat('=') {
            let name = self.group_name(')')?;
            let group = self.group_named(&name)?;
            self.refer(group, name.chars().count() + 1)?;
            return Ok(Found::Node(Node::Same(group, self.fold(flags))));
        }
        let Some(c) = self.peek() else { return Err(self.error("unexpected end of pattern", 0)) };
        self.at += 1;
        Err(self.error(&format!("unknown extension ?P{c}"), 3))
    }

    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`
    fn look(&mut self, c: char, start: usize, flags: i64) -> Result<Found> {
        let mut c = c;
        let behind = c == '<';
        let outer = self.behind;
        if behind {
            let Some(next) = self.peek() else { return Err(self.error("unexpected end of pattern", 0)) };
            self.at += 1;
            if !matches!(next, '=' | '!') {
                return Err(self.error(&format!("unknown extension ?<{next}"), 3));
            }
            c = next;
            self.behind = outer.or(Some(self.groups));
        }
        let node = self.inner(start, flags)?;
        self.behind = outer;
        if behind && node.width().0 != node.width().1 {
            return Err(super::ERROR.error("look-behind requires fixed-width pattern"));
        }
        Ok(Found::Node(Node::Look { behind, negate: c == '!', node: Box::new(node) }))
    }

    /// `(?(group)yes|no)`
    fn conditional(&mut self, start: usize, flags: i64) -> Result<Found> {
        let name = self.until(')', "group name")?;
        let length = name.chars().count();
        let group = if is_name(&name) {
            self.group_named(&name)?
        } else {
            match name.parse::<usize>() {
                Err(_) => return Err(self.bad_name(&name)),
                Ok(0) => return Err(self.error("bad group number", length + 1)),
                Ok(group) => {
                    self.references.push((group, self.at - length - 1));
                    group
                }
            }
        };
        if self.behind.is_some() {
            self.refer(group, 0)?;
        }
        let yes = self.sequence(flags, false)?;
        let mut no = Node::Concat(Vec::new());
        if self.eat('|') {
            no = self.sequence(flags, false)?;
            if self.peek() == Some('|') {
                return Err(self.error("conditional backref with more than two branches", 0));
            }
        }
        if !self.eat(')') {
            return Err(self.error_at("missing ), unterminated subpattern", start));
        }
        Ok(Found::Node(Node::Conditional(group, Box::new(yes), Box::new(no))))
    }

    /// `i)` sets flags of the whole pattern (`None`); `i-s:` gives the flags inside the group.
    fn inline_flags(&mut self, first: char, flags: i64) -> Result<Option<i64>> {
        const GLOBAL: i64 = flag::DEBUG | flag::TEMPLATE;
        let (mut add, mut remove) = (0, 0);
        let mut c = first;
        if c != '-' {
            c = self.letters(
                c,
                &mut add,
                "missing -, : or )",
                |c| matches!(c, ')' | '-' | ':'),
                |reader, c, add| {
                    let wrong = match c {
                        'L' if reader.text => "bad inline flags: cannot use 'L' flag with a str pattern",
                        'u' if !reader.text => "bad inline flags: cannot use 'u' flag with a bytes pattern",
                        _ if (add & flag::TYPE).count_ones() > 1 => {
                            "bad inline flags: flags 'a', 'u' and 'L' are incompatible"
                        }
                        _ => return Ok(()),
                    };
                    Err(reader.error(wrong, 0))
                },
            )?;
        }
        if c == ')' {
            self.flags |= add;
            return Ok(None);
        }
        if add & GLOBAL != 0 {
            return Err(self.error("bad inline flags: cannot turn on global flag", 1));
        }
        if c == '-' {
            let Some(next) = self.peek() else { return Err(self.error("missing flag", 0)) };
            self.at += 1;
            if flag_of(next).is_none() {
                let message = if next.is_alphabetic() { "unknown flag" } else { "missing flag" };
                return Err(self.error(message, 1));
            }
            self.letters(
                next,
                &mut remove,
                "missing :",
                |c| c == ':',
                |reader, c, _| match c {
                    'a' | 'u' | 'L' => Err(reader.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0)),
                    _ => Ok(()),
                },
            )?;
        }
        if remove & GLOBAL != 0 {
            return Err(self.error("bad inline flags: cannot turn off global flag", 1));
        }
        if add & remove != 0 {
            return Err(self.error("bad inline flags: flag turned on and off", 1));
        }
        let kept = if add & flag::TYPE != 0 { flags & !flag::TYPE } else { flags };
        Ok(Some((kept | add) & !remove))
    }

    /// Letters of flags up to one of the ends, which it returns.
    fn letters(
        &mut self,
        first: char,
        sum: &mut i64,
        missing: &str,
        is_end: fn(char) -> bool,
        check: fn(&Self, char, i64) -> Result<()>,
    ) -> Result<char> {
        let mut c = first;
        loop {
            *sum |= flag_of(c).unwrap_or(0);
            check(self, c, *sum)?;
            let Some(next) = self.peek() else { return Err(self.error(missing, 0)) };
            self.at += 1;
            if is_end(next) {
                return Ok(next);
            }
            if flag_of(next).is_none() {
                return Err(self.error(if next.is_alphabetic() { "unknown flag" } else { missing }, 1));
            }
            c = next;
        }
    }
}

fn flag_of(c: char) -> Option<i64> {
    Some(match c {
        'i' => flag::IGNORECASE,
        'L' => flag::LOCALE,
        'm' => flag::MULTILINE,
        's' => flag::DOTALL,
        'x' => flag::VERBOSE,
        'a' => flag::ASCII,
        't' => flag::TEMPLATE,
        'u' => flag::UNICODE,
        _ => return None,
    })
}
