//! The text of an EBNF grammar → its rules.

use std::collections::BTreeMap;

/// The right side of a rule.
#[derive(Debug)]
pub enum Term {
    Literal(String),
    /// In capitals.
    Terminal(String),
    Name(String),
    Sequence(Vec<Term>),
    Choice(Vec<Term>),
    Optional(Box<Term>),
    Any(Box<Term>),
    Some(Box<Term>),
}

impl Term {
    /// Calls back for each nonterminal in it.
    pub fn each_name(&self, found: &mut dyn FnMut(&str)) {
        match self {
            Term::Name(name) => found(name),
            Term::Sequence(terms) | Term::Choice(terms) => terms.iter().for_each(|term| term.each_name(found)),
            Term::Optional(term) | Term::Any(term) | Term::Some(term) => term.each_name(found),
            Term::Literal(_) | Term::Terminal(_) => {}
        }
    }
}

pub struct Grammar {
    pub rules: BTreeMap<String, Term>,
}

pub fn read(text: &str) -> Grammar {
    let tokens = tokens(text);
    let heads: Vec<usize> = (1..tokens.len()).filter(|&at| tokens[at] == "::=").map(|at| at - 1).collect();
    let mut rules = BTreeMap::new();
    for (index, &head) in heads.iter().enumerate() {
        let end = heads.get(index + 1).copied().unwrap_or(tokens.len());
        let mut reader = Reader { tokens: &tokens[head + 2..end], at: 0 };
        let term = reader.choice();
        assert_eq!(reader.at, reader.tokens.len(), "in rule {}", tokens[head]);
        assert!(rules.insert(tokens[head].clone(), term).is_none(), "{} is defined twice", tokens[head]);
    }
    Grammar { rules }
}

fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let len = if rest.starts_with("/*") {
            rest = rest[rest.find("*/").expect("the end of a comment") + 2..].trim_start();
            continue;
        } else if first == '\'' {
            rest[1..].find('\'').expect("a closing quote") + 2
        } else if rest.starts_with("::=") {
            3
        } else if first.is_alphabetic() {
            rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len()
        } else {
            1
        };
        out.push(rest[..len].to_string());
        rest = rest[len..].trim_start();
    }
    out
}

struct Reader<'a> {
    tokens: &'a [String],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn choice(&mut self) -> Term {
        let mut terms = vec![self.sequence()];
        while self.peek() == "|" {
            self.at += 1;
            terms.push(self.sequence());
        }
        if terms.len() == 1 { terms.remove(0) } else { Term::Choice(terms) }
    }

    fn sequence(&mut self) -> Term {
        let mut terms = Vec::new();
        while !matches!(self.peek(), "" | "|" | ")") {
            terms.push(self.repeated());
        }
        if terms.len() == 1 { terms.remove(0) } else { Term::Sequence(terms) }
    }

    fn repeated(&mut self) -> Term {
        let mut term = self.single();
        loop {
            term = match self.peek() {
                "?" => Term::Optional(Box::new(term)),
                "*" => Term::Any(Box::new(term)),
                "+" => Term::Some(Box::new(term)),
                _ => return term,
            };
            self.at += 1;
        }
    }

    fn single(&mut self) -> Term {
        let token = self.peek().to_string();
        self.at += 1;
        if token == "(" {
            let term = self.choice();
            assert_eq!(self.peek(), ")");
            self.at += 1;
            return term;
        }
        match token.chars().next() {
            Some('\'') => Term::Literal(token[1..token.len() - 1].to_string()),
            Some(c) if c.is_uppercase() => Term::Terminal(token),
            Some(c) if c.is_lowercase() => Term::Name(token),
            _ => panic!("{token} in a rule"),
        }
    }
}
