//! What only the prompt understands: `?name` and `name?`, `:vars`, `:help`, `%timeit expr`.

use super::table;
use crate::builtins::reference;
use crate::session::{Mode, Outcome, Session};
use std::time::{Duration, Instant};

const HELP: &str = "\
?name, name?     what a name is: signature, documentation, examples
:vars            the names you have bound, with type, shape and size
%timeit EXPR     how long an expression takes, best of several runs
%time EXPR       how long it takes once
:help            this list
:quit, exit      leave, as Ctrl-D does
A `;` at the end of a line hides its result. Ctrl-C stops what runs.";

/// What became of a line.
pub enum Answer {
    /// It is no command: a program.
    Program,
    Done,
    Quit,
}

/// Answers a line if it is a command of the prompt's own.
pub fn answer(session: &mut Session, line: &str) -> Answer {
    let line = line.trim();
    if let Some(name) = line.strip_prefix('?').or_else(|| line.strip_suffix('?'))
        && is_path(name.trim())
    {
        println!("{}", describe(session, name.trim()));
        return Answer::Done;
    }
    if let Some(expression) = line.strip_prefix("%timeit ") {
        time(session, expression.trim());
        return Answer::Done;
    }
    if let Some(expression) = line.strip_prefix("%time ") {
        if let Some(elapsed) = once(session, "%time", expression.trim()) {
            println!("{elapsed:.3?}");
        }
        return Answer::Done;
    }
    match line {
        ":vars" | "%whos" | "%who" => print!("{}", table::variables(session)),
        ":help" | "?" | ":h" => println!("{HELP}"),
        ":quit" | ":q" => return Answer::Quit,
        "exit" | "quit" if session.bound_names().iter().all(|(name, _)| *name != line) => return Answer::Quit,
        _ if line.starts_with(':') || line.starts_with('%') && !line.starts_with("%%") => {
            println!("There is no command `{}`. :help lists them.", line.split_whitespace().next().unwrap_or(line));
        }
        _ => return Answer::Program,
    }
    Answer::Done
}

fn is_path(text: &str) -> bool {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    !text.is_empty() && text.split('.').all(word)
}

/// Signature and documentation of what a dotted name stands for.
fn describe(session: &mut Session, path: &str) -> String {
    match session.value_of(path) {
        Some(value) => reference::text(&value),
        None => format!("`{path}` is not bound."),
    }
}

/// Runs an expression; how long it took. An error is shown.
fn once(session: &mut Session, command: &str, expression: &str) -> Option<Duration> {
    let start = Instant::now();
    match session.run(command, expression, Mode::Script) {
        Outcome::Done => Some(start.elapsed()),
        Outcome::Error(diagnostics) => {
            let colour = super::style::colour_on_stderr();
            for diagnostic in &diagnostics {
                eprint!("{}", super::report::render(diagnostic, session.sources(), colour));
            }
            None
        }
        Outcome::Exit { .. } => None,
    }
}

/// Runs an expression often enough to say how long it takes.
fn time(session: &mut Session, expression: &str) {
    let Some(first) = once(session, "%timeit", expression) else { return };
    let runs = (Duration::from_millis(300).as_nanos() / first.as_nanos().max(1)).clamp(3, 1000) as usize;
    let mut best = first;
    for _ in 0..runs {
        match once(session, "%timeit", expression) {
            Some(elapsed) => best = best.min(elapsed),
            None => return,
        }
    }
    println!("{best:.3?} (best of {runs} runs)");
}
