//! Replays the recorded answers of NumPy (`tests/numpy/cases.jsonl`, see the README beside it).
//!
//! `tests/numpy/pending.txt` lists the cases that NPL does not yet answer as NumPy does. A case that is not listed must
//! agree; a listed one that agrees must be taken off the list. `BLESS=1 cargo test numpy` rewrites the list.

#[path = "numpy/compare.rs"]
pub mod compare;

use super::replay;
use compare::{Tolerance, agree};
use npl::session::Mode;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const CASES: &str = include_str!("numpy/cases.jsonl");
const PENDING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/numpy/pending.txt");
/// The comparison is only worth something with many cases.
const LEAST: usize = 20_000;

struct Case {
    group: String,
    program: String,
    output: String,
    error: Option<(String, String)>,
    tolerance: Tolerance,
}

fn text(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap_or("").to_string()
}

fn cases() -> (String, Vec<Case>) {
    let mut rows = CASES.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"));
    let prelude = text(&rows.next().expect("a first line"), "prelude");
    let case = |row: Value| Case {
        group: text(&row, "g"),
        program: text(&row, "x"),
        output: text(&row, "o"),
        error: row["e"].as_str().map(|class| (class.to_string(), text(&row, "m"))),
        tolerance: Tolerance::named(row["k"].as_str()).expect("a known tolerance"),
    };
    (prelude, rows.map(case).collect())
}

/// The lines of the prelude that a program can tell the lack of: the imports, and `name = …` where it says the name.
fn needed(prelude: &str, program: &str) -> String {
    let words: BTreeSet<&str> = program.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let wanted = |line: &&str| line.split_once(" = ").is_none_or(|(name, _)| words.contains(name));
    prelude.split_inclusive('\n').filter(wanted).collect()
}

/// What is wrong with the answer; `None` where it is NumPy's.
fn difference(prelude: &str, case: &Case) -> Option<String> {
    let run = replay::run(&needed(prelude, &case.program), &case.program, Mode::Prompt);
    let class = |name: &str| name.rsplit('.').next().unwrap_or(name).trim_start_matches('_').to_string();
    match (&case.error, &run.error) {
        (Some((want, message)), Some((got, got_message))) => {
            // NumPy's private subclasses of TypeError are one thing to a program.
            let family = |c: &str| if c.starts_with("UFunc") { "UFuncTypeError".to_string() } else { class(c) };
            let same = family(&class(want)) == family(&class(got)) && message.trim_end() == got_message.trim_end();
            (!same).then(|| format!("want {want}: {message}\n  got  {got}: {got_message}"))
        }
        (None, Some((got, message))) => Some(format!("want {:?}\n  got  {got}: {message}", case.output)),
        (Some((want, message)), None) => Some(format!("want {want}: {message}\n  got  {:?}", run.printed)),
        (None, None) => {
            let same = agree(&case.output, &run.printed, case.tolerance);
            (!same).then(|| format!("want {:?}\n  got  {:?}", case.output, run.printed))
        }
    }
}

#[test]
fn answers_are_numpys() {
    let (prelude, all) = cases();
    assert!(all.len() >= LEAST);
    let results = replay::each(&all, |case| difference(&prelude, case));
    let failing: BTreeSet<String> = all
        .iter()
        .zip(&results)
        .filter(|(_, r)| r.is_some())
        .map(|(c, _)| format!("{}\t{}", c.group, c.program.escape_debug()))
        .collect();
    if std::env::var_os("BLESS").is_some() {
        let lines: String = failing.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(PENDING, lines).expect("the list can be written");
        report(&all, &results);
        return;
    }
    let pending: BTreeSet<String> =
        std::fs::read_to_string(PENDING).unwrap_or_default().lines().map(String::from).collect();
    let broken: Vec<&String> = failing.difference(&pending).collect();
    let mended: Vec<&String> = pending.difference(&failing).collect();
    for (case, result) in all.iter().zip(&results) {
        let key = format!("{}\t{}", case.group, case.program.escape_debug());
        if let (Some(text), true) = (result, broken.contains(&&key)) {
            println!("{}: {}\n  {text}", case.group, case.program);
        }
    }
    assert!(broken.is_empty(), "{} of {} answers differ from NumPy's", broken.len(), all.len());
    assert!(mended.is_empty(), "{} listed cases agree now; take them off the list: {mended:?}", mended.len());
}

/// How many cases of each group differ, and (with `SHOW=group`) which.
fn report(all: &[Case], results: &[Option<String>]) {
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let show = std::env::var("SHOW").unwrap_or_default();
    for (case, result) in all.iter().zip(results) {
        let entry = groups.entry(&case.group).or_default();
        entry.0 += 1;
        entry.1 += usize::from(result.is_some());
        if let Some(text) = result
            && !show.is_empty()
            && case.group.starts_with(&show)
        {
            println!("{}\n  {text}", case.program);
        }
    }
    for (group, (cases, differ)) in &groups {
        if *differ > 0 {
            println!("{group:40} {differ:5} of {cases:5} differ");
        }
    }
    let differ = results.iter().flatten().count();
    println!("{} of {} answers are NumPy's", all.len() - differ, all.len());
}
