//! Python literals as they stand in headers of `.npy` files: texts, numbers, truth values, tuples, lists and dicts.

/// A literal.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    None,
    Bool(bool),
    Int(i64),
    Text(String),
    /// A tuple or a list.
    Sequence(Vec<Literal>),
    Dict(Vec<(Literal, Literal)>),
}

/// Reads one literal; `None` where the text is something else.
pub fn parse(text: &str) -> Option<Literal> {
    let mut reader = Reader { rest: text };
    let value = reader.value()?;
    reader.skip_blanks();
    reader.rest.is_empty().then_some(value)
}

impl Literal {
    /// The value of a key of a dict.
    pub fn get(&self, key: &str) -> Option<&Literal> {
        let Literal::Dict(entries) = self else { return None };
        entries.iter().find(|(k, _)| matches!(k, Literal::Text(t) if t == key)).map(|(_, value)| value)
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Whether the next character is this one, which is then read.
    fn take(&mut self, wanted: char) -> bool {
        self.skip_blanks();
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self) -> Option<Literal> {
        self.skip_blanks();
        match self.rest.chars().next()? {
            '(' => self.sequence('(', ')'),
            '[' => self.sequence('[', ']'),
            '{' => self.dict(),
            '\'' | '"' => self.text().map(Literal::Text),
            'b' | 'u' if self.rest[1..].starts_with(['\'', '"']) => {
                self.rest = &self.rest[1..];
                self.text().map(Literal::Text)
            }
            c if c == '-' || c.is_ascii_digit() => self.int(),
            _ => self.word(),
        }
    }

    fn sequence(&mut self, open: char, close: char) -> Option<Literal> {
        if !self.take(open) {
            return None;
        }
        let mut items = Vec::new();
        while !self.take(close) {
            items.push(self.value()?);
            if !self.take(',') {
                return self.take(close).then(|| match (open, items.len()) {
                    ('(', 1) => items.remove(0),
                    _ => Literal::Sequence(items),
                });
            }
        }
        Some(Literal::Sequence(items))
    }

    fn dict(&mut self) -> Option<Literal> {
        self.take('{');
        let mut entries = Vec::new();
        while !self.take('}') {
            let key = self.value()?;
            if !self.take(':') {
                return None;
            }
            entries.push((key, self.value()?));
            if !self.take(',') {
                return self.take('}').then_some(Literal::Dict(entries));
            }
        }
        Some(Literal::Dict(entries))
    }

    fn text(&mut self) -> Option<String> {
        let quote = self.rest.chars().next()?;
        let mut chars = self.rest.char_indices().skip(1);
        let mut text = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => text.push(match chars.next()?.1 {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                }),
                c if c == quote => {
                    self.rest = &self.rest[at + c.len_utf8()..];
                    return Some(text);
                }
                c => text.push(c),
            }
        }
        None
    }

    fn int(&mut self) -> Option<Literal> {
        let end = self.rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        // Python 2 wrote `3L`.
        self.rest = rest.strip_prefix('L').unwrap_or(rest);
        digits.parse().ok().map(Literal::Int)
    }

    fn word(&mut self) -> Option<Literal> {
        let words = [("True", Literal::Bool(true)), ("False", Literal::Bool(false)), ("None", Literal::None)];
        let (word, value) = words.into_iter().find(|(word, _)| self.rest.starts_with(word))?;
        self.rest = &self.rest[word.len()..];
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read() {
        let header = parse("{'descr': [('a', '<i4', (2,))], 'fortran_order': False, 'shape': (3,), }\n").unwrap();
        assert_eq!(header.get("shape"), Some(&Literal::Sequence(vec![Literal::Int(3)])));
        assert_eq!(header.get("fortran_order"), Some(&Literal::Bool(false)));
        assert_eq!(parse("(3)"), Some(Literal::Int(3)));
        assert_eq!(parse("f(3)"), None);
    }
}
