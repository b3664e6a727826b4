//! Library items → what is said about them: the text of `help` and `?name`, and the pages of the reference.

use super::math::{ufunc, ufunc_docs};
use super::{Chapter, chapters, registry};
use crate::tensor::ufunc::{ALL, Ufunc};
use crate::value::class::class_of;
use crate::value::{Builtin, Param, ParamKind, Value, repr};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What is known of a value: its signature and documentation if it can be called, otherwise what it is.
pub fn text(value: &Value) -> String {
    match value {
        Value::Builtin(item) => item_text(item),
        Value::Method(method) => match &method.function {
            Value::Builtin(item) => item_text(item),
            function => text(function),
        },
        Value::Function(function) => {
            format!("{}(…)\n\n{}", function.name, function.doc.as_deref().unwrap_or("(no docstring)").trim())
        }
        Value::Module(module) => match module.doc.trim() {
            "" => repr::repr(value),
            doc => format!("{}\n\n{doc}", repr::repr(value)),
        },
        Value::Class(class) => match registry::constructor(class) {
            Some(item) => item_text(item),
            None => format!("class {}", class.qualified_name()),
        },
        other => match ufunc::ufunc_of(other) {
            Some(ufunc) => format!("{}\n\n{}", ufunc_signature(ufunc), ufunc_docs::doc(ufunc.name).trim_end()),
            None => format!("{} of type {}", repr::repr(other), class_of(other).qualified_name()),
        },
    }
}

fn item_text(item: &Builtin) -> String {
    let doc: Vec<&str> = item.doc.trim().lines().map(without_margin).collect();
    let mut text = format!("{}\n\n{}", signature(item), doc.join("\n"));
    for line in remarks(item) {
        let _ = write!(text, "\n\n{line}");
    }
    text
}

/// A line of `///` text starts with a space.
fn without_margin(line: &str) -> &str {
    line.strip_prefix(' ').unwrap_or(line)
}

/// What an item does beyond NumPy or short of it, and what to look at next.
fn remarks(item: &Builtin) -> Vec<String> {
    let values = |name: &str| item.attribute(name).unwrap_or(&[]).join(", ");
    let labels = [("beyond", "Beyond NumPy"), ("short", "Short of NumPy"), ("see", "See also")];
    labels.iter().filter(|(name, _)| item.has(name)).map(|(name, label)| format!("{label}: {}", values(name))).collect()
}

/// `mean(a, axis=None, dtype=None, *, where=None)`
pub fn signature(item: &Builtin) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut keyword_only = false;
    let receivers = usize::from(item.class.is_some() && !item.has("static"));
    for param in item.params.iter().skip(receivers) {
        if param.kind == ParamKind::KeywordOnly && !keyword_only {
            keyword_only = true;
            parts.push("*".into());
        }
        keyword_only |= param.kind == ParamKind::Args;
        parts.push(match (param.kind, param.default) {
            (ParamKind::Args, _) => format!("*{}", param.name),
            (ParamKind::Kwargs, _) => format!("**{}", param.name),
            (_, None) => param.name.to_string(),
            (_, Some(default)) => format!("{}={}", param.name, python_text(default)),
        });
    }
    let owner = item.class.map(|class| format!("{class}.")).unwrap_or_default();
    if item.has("property") {
        format!("{owner}{}", item.name)
    } else {
        format!("{owner}{}({})", item.name, parts.join(", "))
    }
}

fn ufunc_signature(ufunc: &Ufunc) -> String {
    let inputs = if ufunc.nin == 1 { "x" } else { "x1, x2" };
    format!("{}({inputs}, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None)", ufunc.name)
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
            // `Axis(-1)`: a type of its own for an int.
            let inner = match inner.strip_suffix(')').and_then(|text| text.split_once('(')) {
                Some((name, value)) if name.chars().all(char::is_alphanumeric) && !value.contains('!') => value,
                _ => inner,
            };
            if inner.contains("::") || inner.contains('(') { "…".into() } else { inner.replace('"', "'") }
        }
    }
}

/// One page of the reference.
pub struct Page {
    /// The file's name, without folder.
    pub file: String,
    pub title: &'static str,
    pub markdown: String,
}

const UFUNCS: &str = "Elementwise functions";

/// The reference: a page a chapter in the library's order, the first the list of all.
pub fn pages() -> Vec<Page> {
    let mut pages: Vec<(&'static str, String)> = Vec::new();
    for chapter in chapters::all() {
        let at = pages.iter().position(|(title, _)| *title == chapter.name).unwrap_or_else(|| {
            pages.push((chapter.name, format!("# {}\n", chapter.name)));
            pages.len() - 1
        });
        chapter_entries(chapter, &mut pages[at].1);
    }
    pages.push((UFUNCS, ufunc_page()));
    let pages = pages.into_iter().map(|(title, markdown)| Page { file: file_name(title), title, markdown });
    let mut all: Vec<Page> = pages.collect();
    all.insert(0, index(&all));
    all
}

/// `Linear algebra: norms` → `linear-algebra-norms.md`
fn file_name(title: &str) -> String {
    let words = title.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!("{}.md", words.collect::<Vec<_>>().join("-"))
}

fn index(pages: &[Page]) -> Page {
    let mut markdown = String::from(
        "# The library\n\nMade from the texts that `help(name)` and `?name` show. Every example is run by the tests. \
         [coverage.md](coverage.md) lists NumPy's names and how they stand here.\n\n",
    );
    let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for item in chapters::all().flat_map(|chapter| chapter.items) {
        names.entry(item.chapter).or_default().push(format!("`{}`", item.name));
    }
    names.insert(UFUNCS, ALL.iter().map(|ufunc| format!("`{}`", ufunc.name)).collect());
    for page in pages {
        let list = names.get(page.title).map(|names| names.join(" ")).unwrap_or_default();
        let _ = writeln!(markdown, "- [{}]({}): {list}", page.title, page.file);
    }
    Page { file: "README.md".into(), title: "The library", markdown }
}

fn chapter_entries(chapter: &Chapter, page: &mut String) {
    for item in chapter.items {
        let spaces = item.holders();
        let prefix =
            spaces.iter().find(|s| !matches!(**s, "builtins" | "bare" | "constructors" | "constructors.numpy"));
        let prefix = prefix.map(|space| format!("{space}.")).unwrap_or_default();
        let _ = write!(page, "\n## {}{}\n\n`{prefix}{}`\n\n", owner(item), item.name, signature(item));
        page.push_str(&fenced(item.doc));
        if !item.has("property") {
            parameters(item.params.iter().skip(usize::from(item.class.is_some())), page);
        }
        for line in remarks(item) {
            let _ = write!(page, "\n{line}\n");
        }
        let aliases = item.aliases();
        if !aliases.is_empty() {
            let _ = write!(
                page,
                "\nAlso called {}.\n",
                aliases.iter().map(|a| format!("`{a}`")).collect::<Vec<_>>().join(", ")
            );
        }
        if item.has("method") {
            page.push_str("\nAlso a method of arrays.\n");
        }
    }
}

fn owner(item: &Builtin) -> String {
    item.class.map(|class| format!("{class}.")).unwrap_or_default()
}

fn parameters<'a>(params: impl Iterator<Item = &'a Param>, page: &mut String) {
    let mut rows = params.peekable();
    if rows.peek().is_none() {
        return;
    }
    page.push_str("\n| parameter | takes | default |\n|---|---|---|\n");
    for param in rows {
        let stars = match param.kind {
            ParamKind::Args => "*",
            ParamKind::Kwargs => "**",
            _ => "",
        };
        let default = param.default.map(|d| format!("`{}`", python_text(d))).unwrap_or_default();
        let _ = writeln!(page, "| `{stars}{}` | {} | {default} |", param.name, param.accepts.replace('|', "or"));
    }
}

fn ufunc_page() -> String {
    let mut page = format!(
        "# {UFUNCS}\n\nNumPy's ufuncs: they work on each element, with broadcasting, and have the methods `reduce`, \
         `accumulate`, `outer`, `reduceat` and `at`.\n"
    );
    for ufunc in ALL {
        let _ = write!(
            page,
            "\n## {}\n\n`{}.{}`\n\n{}",
            ufunc.name,
            if ufunc.is_textual() { "np.strings" } else { "np" },
            ufunc_signature(ufunc),
            fenced(ufunc_docs::doc(ufunc.name))
        );
    }
    page
}

/// Documentation with its `>>>` examples in fences.
fn fenced(doc: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for line in doc.trim().lines() {
        let line = without_margin(line);
        if !inside && line.starts_with(">>>") {
            text.push_str("```\n");
            inside = true;
        } else if inside && line.is_empty() {
            text.push_str("```\n");
            inside = false;
        }
        text.push_str(line);
        text.push('\n');
    }
    if inside {
        text.push_str("```\n");
    }
    text
}
