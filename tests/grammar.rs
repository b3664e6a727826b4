//! The grammar's document against the parser: the same nonterminals, and every sentence derived from it parses.

#[path = "grammar/derive.rs"]
mod derive;
#[path = "grammar/ebnf.rs"]
mod ebnf;

use npl::source::Sources;
use npl::syntax;

const DOCUMENT: &str = include_str!("../grammar/npl.ebnf");

#[test]
fn nonterminals_are_those_of_the_parser() {
    let grammar = ebnf::read(DOCUMENT);
    let mut documented: Vec<&str> = grammar.rules.keys().map(String::as_str).collect();
    documented.sort_unstable();
    assert_eq!(documented, syntax::rule_names());
}

#[test]
fn every_nonterminal_is_defined_and_used() {
    let grammar = ebnf::read(DOCUMENT);
    let mut used: Vec<String> = vec!["program".into(), "eval_input".into()];
    for rule in grammar.rules.values() {
        rule.each_name(&mut |name| {
            assert!(grammar.rules.contains_key(name), "{name} is not defined");
            used.push(name.to_string());
        });
    }
    for name in grammar.rules.keys() {
        assert!(used.contains(name), "{name} is not used");
    }
}

#[test]
fn derived_programs_parse() {
    let grammar = ebnf::read(DOCUMENT);
    for seed in 0..1500 {
        let text = derive::sentence(&grammar, "program", seed);
        let source = Sources::default().add("derived", text);
        let found = syntax::parse(&source).diagnostics;
        assert!(found.is_empty(), "seed {seed}\n{}\n{found:#?}", source.text);
    }
}

#[test]
fn derived_expressions_parse() {
    let grammar = ebnf::read(DOCUMENT);
    for seed in 0..1500 {
        let text = derive::sentence(&grammar, "eval_input", seed);
        let source = Sources::default().add("derived", text);
        if let Err(found) = syntax::parse_expression(&source) {
            panic!("seed {seed}\n{}\n{found:#?}", source.text);
        }
    }
}
