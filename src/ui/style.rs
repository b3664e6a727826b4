//! Whether a stream may be coloured, and the few roles that colours stand for.

use std::io::IsTerminal;

/// Whether standard error may be coloured: a terminal, no `NO_COLOR`, and not a dumb one.
pub fn colour_on_stderr() -> bool {
    std::io::stderr().is_terminal() && environment_allows()
}

/// Whether standard output may be coloured.
pub fn colour_on_stdout() -> bool {
    std::io::stdout().is_terminal() && environment_allows()
}

fn environment_allows() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// What a piece of text is, for colouring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Keyword,
    Function,
    Number,
    Text,
    Comment,
    Dim,
    Error,
    Warning,
    Prompt,
}

/// The text between the escape codes of its role.
pub fn paint(role: Role, text: &str) -> String {
    let code = match role {
        Role::Keyword => "35",
        Role::Function => "34",
        Role::Number => "36",
        Role::Text => "32",
        Role::Comment | Role::Dim => "2",
        Role::Error => "31",
        Role::Warning => "33",
        Role::Prompt => "1;32",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}
