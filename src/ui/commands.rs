//! What only the prompt understands: `?name` and `name?`, `:vars`, `:help`, `%timeit expr`.

use super::table;
use crate::session::{Mode, Outcome, Session};
use crate::value::Value;
use std::time::{Duration, Instant};

const HELP: &str = "\
?name, name?     what a name is: signature, documentation, examples
:vars            the names you have bound, with type, shape and size
%timeit EXPR     how long an expression takes, best of several runs
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
    let Some(value) = session.value_of(path) else { return format!("`{path}` is not bound.") };
    match &value {
        Value::Builtin(item) => documented(item),
        Value::Method(method) => match &method.function {
            Value::Builtin(item) => documented(item),
            other => crate::value::repr::repr(other),
        },
        Value::Function(function) => {
            format!("{}(…)\n\n{}", function.name, function.doc.as_deref().unwrap_or("(no docstring)").trim())
        }
        Value::Object(object) => match crate::builtins::math::ufunc::ufunc_of(&value) {
            Some(ufunc) => {
                let inputs = if ufunc.nin == 1 { "x" } else { "x1, x2" };
                let doc = crate::builtins::math::ufunc_docs::doc(ufunc.name);
                format!("{}({inputs}, /, out=None, *, where=True, dtype=None)\n\n{}", ufunc.name, without_margin(doc))
            }
            None => format!("{} of type {}", crate::value::repr::repr(&value), object.class().name),
        },
        other => {
            let class = crate::value::class::class_of(other);
            format!("{} of type {}", crate::value::repr::repr(other), class.qualified_name())
        }
    }
}

/// An item's signature and documentation.
fn documented(item: &crate::value::Builtin) -> String {
    format!("{}\n\n{}", signature(item), without_margin(item.doc))
}

/// Documentation without the blank that follows `///` on each line.
fn without_margin(doc: &str) -> String {
    let lines: Vec<&str> = doc.trim_end().lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
}

/// `mean(a, axis=None, dtype=None, *, where=None)`
fn signature(item: &crate::value::Builtin) -> String {
    use crate::value::ParamKind;
    let mut parts: Vec<String> = Vec::new();
    let mut keyword_only = false;
    for param in item.params {
        if param.kind == ParamKind::KeywordOnly && !keyword_only {
            keyword_only = true;
            parts.push("*".into());
        }
        parts.push(match (param.kind, param.default) {
            (ParamKind::Args, _) => format!("*{}", param.name),
            (ParamKind::Kwargs, _) => format!("**{}", param.name),
            (_, None) => param.name.to_string(),
            (_, Some(default)) => format!("{}={}", param.name, python_text(default)),
        });
        if param.kind == ParamKind::Args {
            keyword_only = true;
        }
    }
    format!("{}({})", item.name, parts.join(", "))
}

/// A default as Python writes it: the library's items state them in Rust.
fn python_text(default: &str) -> String {
    match default {
        "true" => "True".into(),
        "false" => "False".into(),
        _ if default.contains("None") => "None".into(),
        _ => {
            let text = default.trim_end_matches(".into()").trim_end_matches(".to_string()");
            let inner = text.strip_prefix("Some(").and_then(|t| t.strip_suffix(')')).unwrap_or(text);
            if inner.contains("::") || inner.contains('(') { "…".into() } else { inner.replace('"', "'") }
        }
    }
}

/// Runs an expression often enough to say how long it takes.
fn time(session: &mut Session, expression: &str) {
    let once = |session: &mut Session| -> Option<Duration> {
        let start = Instant::now();
        match session.run("%timeit", expression, Mode::Script) {
            Outcome::Done => Some(start.elapsed()),
            Outcome::Error(diagnostics) => {
                for diagnostic in &diagnostics {
                    eprint!(
                        "{}",
                        super::report::render(diagnostic, session.sources(), super::style::colour_on_stderr())
                    );
                }
                None
            }
            Outcome::Exit { .. } => None,
        }
    };
    let Some(first) = once(session) else { return };
    let runs = (Duration::from_millis(300).as_nanos() / first.as_nanos().max(1)).clamp(3, 1000) as usize;
    let mut best = first;
    for _ in 0..runs {
        match once(session) {
            Some(elapsed) => best = best.min(elapsed),
            None => return,
        }
    }
    println!("{best:.3?} (best of {runs} runs)");
}
