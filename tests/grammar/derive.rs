//! A grammar and a seed → a sentence of it. The choices are random; deep down those are taken that end soonest. What
//! the grammar leaves to its notes is kept here: every name is new, `return` stands in functions, and so on.

use super::ebnf::{Grammar, Term};
use std::collections::BTreeMap;

/// Below this depth the derivation makes for the end.
const DEPTH: u32 = 26;

pub fn sentence(grammar: &Grammar, start: &str, seed: u64) -> String {
    let mut derivation = Derivation {
        grammar,
        cost: costs(grammar),
        random: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
        names: 0,
        within: Vec::new(),
        tokens: Vec::new(),
    };
    derivation.rule(start, 0);
    render(&derivation.tokens)
}

struct Derivation<'g> {
    grammar: &'g Grammar,
    /// The depth of the shallowest derivation of each rule.
    cost: BTreeMap<String, u32>,
    random: u64,
    names: u32,
    /// The rules being derived.
    within: Vec<String>,
    /// Terminals (in capitals, with `:` and their text) and literals.
    tokens: Vec<String>,
}

fn costs(grammar: &Grammar) -> BTreeMap<String, u32> {
    let mut cost: BTreeMap<String, u32> = BTreeMap::new();
    loop {
        let mut changed = false;
        for (name, term) in &grammar.rules {
            let found = cost_of(term, &cost).saturating_add(1);
            if found < cost.get(name).copied().unwrap_or(1000) {
                cost.insert(name.clone(), found);
                changed = true;
            }
        }
        if !changed {
            return cost;
        }
    }
}

fn cost_of(term: &Term, cost: &BTreeMap<String, u32>) -> u32 {
    match term {
        Term::Literal(_) | Term::Terminal(_) | Term::Optional(_) | Term::Any(_) => 0,
        Term::Name(name) => cost.get(name).copied().unwrap_or(1000),
        Term::Some(term) => cost_of(term, cost),
        Term::Sequence(terms) => terms.iter().map(|term| cost_of(term, cost)).max().unwrap_or(0),
        Term::Choice(terms) => terms.iter().map(|term| cost_of(term, cost)).min().unwrap_or(0),
    }
}

impl Derivation<'_> {
    /// xorshift64
    fn below(&mut self, n: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 11) % n
    }

    fn inside(&self, rule: &str) -> bool {
        self.within.iter().any(|name| name == rule)
    }

    fn rule(&mut self, name: &str, depth: u32) {
        self.within.push(name.to_string());
        match name {
            "matrix" => self.matrix(depth),
            _ => {
                let grammar = self.grammar;
                self.term(&grammar.rules[name], depth + 1);
            }
        }
        self.within.pop();
    }

    /// Rows of the same length.
    fn matrix(&mut self, depth: u32) {
        let (rows, columns) = (1 + self.below(3), 1 + self.below(3));
        for row in 0..rows {
            for column in 0..columns {
                if column > 0 {
                    self.tokens.push(",".into());
                }
                self.rule("named_expression", depth + 1);
            }
            if row + 1 < rows || rows == 1 {
                self.tokens.push(";".into());
            }
        }
    }

    fn term(&mut self, term: &Term, depth: u32) {
        let small = depth > DEPTH;
        match term {
            Term::Literal(text) => self.tokens.push(text.clone()),
            Term::Terminal(name) => self.terminal(name),
            Term::Name(name) => self.rule(name, depth),
            Term::Sequence(terms) => terms.iter().for_each(|term| self.term(term, depth)),
            Term::Choice(terms) => self.choice(terms, depth),
            Term::Optional(term) => self.repeat(term, 0, if small { 0 } else { 1 }, depth),
            Term::Any(term) => self.repeat(term, 0, if small { 0 } else { 2 }, depth),
            Term::Some(term) => self.repeat(term, 1, if small { 1 } else { 3 }, depth),
        }
    }

    /// Mostly few: the number of tokens doubles with each level otherwise.
    fn repeat(&mut self, term: &Term, least: u64, most: u64, depth: u32) {
        let count = if most == least || self.below(3) > 0 { least } else { least + 1 + self.below(most - least) };
        (0..count).for_each(|_| self.term(term, depth));
    }

    fn choice(&mut self, terms: &[Term], depth: u32) {
        let allowed: Vec<&Term> = terms.iter().filter(|term| self.allowed(term)).collect();
        let least = allowed.iter().map(|term| cost_of(term, &self.cost)).min().unwrap_or(0);
        let fit = |term: &&&Term| depth <= DEPTH || cost_of(term, &self.cost) == least;
        let fitting: Vec<&Term> = allowed.iter().filter(fit).copied().collect();
        let index = self.below(fitting.len() as u64) as usize;
        self.term(fitting[index], depth);
    }

    /// What the notes of the grammar forbid here.
    fn allowed(&self, term: &Term) -> bool {
        let around = |rules: &[&str]| self.within.iter().rev().find(|name| rules.contains(&name.as_str()));
        match term {
            Term::Name(name) if name == "return_statement" => self.inside("function_definition"),
            Term::Name(name) if name == "nonlocal_statement" => false,
            Term::Name(name) if name == "lambda" => !self.inside("fstring_field"),
            Term::Literal(text) if text == "break" || text == "continue" => {
                around(&["while_statement", "for_statement", "function_definition", "else_block"])
                    .is_some_and(|name| name.ends_with("_statement"))
            }
            Term::Literal(text) if text == "*" && self.within.last().is_some_and(|name| name == "import_names") => {
                !self.inside("function_definition")
            }
            Term::Sequence(terms) if matches!(terms.get(1), Some(Term::Literal(text)) if text == ":=") => {
                !self.inside("comprehension_clauses") && !self.inside("fstring_field")
            }
            _ => true,
        }
    }

    fn terminal(&mut self, name: &str) {
        let pick = |derivation: &mut Self, texts: &[&str]| {
            let index = derivation.below(texts.len() as u64) as usize;
            texts[index].to_string()
        };
        let text = match name {
            "NAME" => {
                self.names += 1;
                let letter = pick(self, &["n", "λ", "_x", "Match"]);
                format!("{letter}{}", self.names)
            }
            "NUMBER" => pick(
                self,
                &["0", "12", "1_000", "0xFF", "0b1_0", "1.5", ".5", "2.", "1e-3", "2j", "99999999999999999999"],
            ),
            "STRING" => pick(self, &["'a'", r#""it's""#, r"r'\d'", "'''x\ny'''", r"u'\u00e9'", r"'\n'", "''"]),
            "BYTES" => pick(self, &["b'a'", r"rb'\d'", r"B'\x00'"]),
            "FSTART" => pick(self, &["f\"", "F\"", "rf\""]),
            // In a specification doubled braces are not text.
            "FTEXT" if self.inside("fstring_field") => ">10".to_string(),
            "FTEXT" => pick(self, &["text", "{{", "}}", "a: b"]),
            "FEND" => "\"".to_string(),
            "NEWLINE" | "INDENT" | "DEDENT" | "END" => String::new(),
            _ => panic!("the terminal {name} is not known"),
        };
        self.tokens.push(format!("{name}:{text}"));
    }
}

/// Tokens with white space between them, but not where it would count.
fn render(tokens: &[String]) -> String {
    let mut out = String::new();
    let mut depth = 0;
    let mut glue = true;
    for token in tokens {
        let (kind, text) = match token.split_once(':') {
            Some((kind, text)) if kind.len() > 1 && kind.chars().all(|c| c.is_ascii_uppercase()) => (kind, text),
            _ => ("", token.as_str()),
        };
        match kind {
            "INDENT" => depth += 1,
            "DEDENT" => depth -= 1,
            "END" => {}
            "NEWLINE" => out.push('\n'),
            _ if out.is_empty() || out.ends_with('\n') && !glue => {
                out.push_str(&"    ".repeat(depth));
                out.push_str(text);
            }
            _ => {
                if !glue && !matches!(kind, "FTEXT" | "FEND") {
                    out.push(' ');
                }
                out.push_str(text);
            }
        }
        glue = text == "!" || matches!(kind, "FSTART" | "FTEXT");
    }
    out
}
