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

#[test]
fn highlighting_knows_the_words() {
    let text = include_str!("../grammar/npl.tmLanguage.json");
    let json: serde_json::Value = serde_json::from_str(text).expect("JSON");
    for word in syntax::KEYWORDS {
        let stands_alone = |at: usize| {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next())
        };
        assert!(text.match_indices(word).any(|(at, _)| stands_alone(at)), "{word}");
    }
    let mut used = Vec::new();
    includes(&json, &mut used);
    for name in used {
        assert!(json["repository"][name.trim_start_matches('#')].is_object(), "{name} is not in the repository");
    }
}

fn includes<'j>(json: &'j serde_json::Value, out: &mut Vec<&'j str>) {
    match json {
        serde_json::Value::Object(entries) => {
            out.extend(entries.get("include").and_then(|name| name.as_str()));
            entries.values().for_each(|entry| includes(entry, out));
        }
        serde_json::Value::Array(entries) => entries.iter().for_each(|entry| includes(entry, out)),
        _ => {}
    }
}
