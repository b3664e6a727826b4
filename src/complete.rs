//! What could come next in a half-typed line: names, attributes after a dot, keyword arguments inside a call.

use crate::session::Session;
use crate::syntax::KEYWORDS;
use crate::value::{ParamKind, Value};

/// Where the completed word starts (a byte position), and the words that could stand there.
///
/// Nothing of the line is run: only names that are bound already are looked up.
pub fn complete(session: &mut Session, line: &str) -> (usize, Vec<String>) {
    let word_start =
        line.rfind(|c: char| !is_word(c)).map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    let word = &line[word_start..];
    if let Some(path) = line[..word_start].strip_suffix('.') {
        let from = path.rfind(|c: char| !is_word(c) && c != '.').map_or(0, |at| at + 1);
        let names = session.attribute_names(&path[from..]);
        let hidden = word.starts_with('_');
        let names =
            names.into_iter().filter(|n| n.starts_with(word) && (hidden || !n.starts_with('_')) && !n.contains(' '));
        return (word_start, names.map(String::from).collect());
    }
    let mut found: Vec<String> = keywords_of_call(session, &line[..word_start], word);
    if word.is_empty() {
        return (word_start, found);
    }
    let names = session.names();
    found.extend(
        names.iter().copied().chain(KEYWORDS.iter().copied()).filter(|n| n.starts_with(word)).map(String::from),
    );
    found.sort_unstable();
    found.dedup();
    (word_start, found)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// `axis=` and its kin, where the text before the word is inside the brackets of a call of a library function.
fn keywords_of_call(session: &mut Session, before: &str, word: &str) -> Vec<String> {
    let Some(open) = open_bracket(before) else { return Vec::new() };
    let callee = &before[..open];
    let from = callee.rfind(|c: char| !is_word(c) && c != '.').map_or(0, |at| at + 1);
    let function = match session.value_of(&callee[from..]) {
        Some(Value::Builtin(item)) => item,
        Some(Value::Method(method)) => match &method.function {
            Value::Builtin(item) => item,
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let named = |k: ParamKind| matches!(k, ParamKind::Positional | ParamKind::KeywordOnly);
    let names = function.params.iter().filter(|p| named(p.kind) && p.name.starts_with(word));
    names.map(|p| format!("{}=", p.name)).collect()
}

/// The byte position of the innermost `(` that is still open at the end.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => open.push((at, c)),
            ')' | ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.last().filter(|(_, c)| *c == '(').map(|(at, _)| *at)
}
