//! Program texts → trees and reports. `syntax/ok/NAME.npl` parses to `NAME.ast`; `syntax/err/NAME.npl` is reported as
//! in `NAME.txt`. With `NPL_BLESS` set these are written instead of compared.

#[path = "syntax/dump.rs"]
mod dump;
#[path = "syntax/spans.rs"]
mod spans;

use npl::diagnostic::Diagnostic;
use npl::source::{Source, Sources};
use npl::syntax;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax").join(folder);
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "npl"))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn load(path: &Path) -> Rc<Source> {
    Sources::default().add("fixture", fs::read_to_string(path).expect("a fixture in UTF-8"))
}

fn text(text: &str) -> Rc<Source> {
    Sources::default().add("text", text)
}

/// `line:column: Class: message`, then labels, notes and help.
fn report(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let place = |at: u32| {
            let (line, column) = source.line_column(at);
            format!("{line}:{column}")
        };
        let main = diagnostic.span().map_or("?".into(), |span| place(span.start));
        let _ = writeln!(out, "{main}: {}", diagnostic.headline());
        for label in diagnostic.labels.iter().filter(|label| !label.text.is_empty()) {
            let _ = writeln!(out, "    {}: {}", place(label.place.span.start), label.text);
        }
        diagnostic.notes.iter().for_each(|note| out.push_str(&format!("    note: {note}\n")));
        diagnostic.help.iter().for_each(|help| out.push_str(&format!("    help: {help}\n")));
    }
    out
}

fn compare(path: &Path, extension: &str, found: &str) {
    let expected = path.with_extension(extension);
    if std::env::var_os("NPL_BLESS").is_some() {
        fs::write(expected, found).expect("the fixture can be written");
    } else {
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, wanted, "{}", expected.display());
    }
}

#[test]
fn trees() {
    for path in fixtures("ok") {
        let source = load(&path);
        let parsed = syntax::parse(&source);
        assert!(parsed.diagnostics.is_empty(), "{}\n{}", path.display(), report(&source, &parsed.diagnostics));
        spans::check(&source.text, &parsed.block);
        compare(&path, "ast", &dump::block(&parsed.block));
    }
}

#[test]
fn reports() {
    for path in fixtures("err") {
        let source = load(&path);
        let parsed = syntax::parse(&source);
        assert!(!parsed.diagnostics.is_empty(), "{}", path.display());
        compare(&path, "txt", &report(&source, &parsed.diagnostics));
    }
}

#[test]
fn expressions_alone() {
    for good in ["1", " \t1 + 2", "x\n", "a, b", "(\n1)", "[1; 2]"] {
        assert!(syntax::parse_expression(&text(good)).is_ok(), "{good:?}");
    }
    for bad in ["", "x = 1", "pass", "a; b", "a\nb", "x := 1", "(", "*a", "1 +"] {
        assert!(syntax::parse_expression(&text(bad)).is_err(), "{bad:?}");
    }
}

#[test]
fn words() {
    assert!(syntax::KEYWORDS.is_sorted());
    for word in syntax::KEYWORDS {
        let source = text(&format!("{word} = 1"));
        assert!(!syntax::parse(&source).diagnostics.is_empty(), "{word}");
    }
}

/// Nothing that is typed may end the program: all places are inside the text, at characters.
fn survives(input: &str) {
    let source = text(input);
    let parsed = syntax::parse(&source);
    if parsed.diagnostics.is_empty() {
        spans::check(&source.text, &parsed.block);
    }
    for label in parsed.diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels) {
        let range = label.place.span.range();
        assert!(range.start <= range.end && source.text.get(range).is_some(), "{input:?}\n{label:?}");
    }
    let mut end = 0;
    for (_, span) in syntax::tokens(input) {
        assert!(end <= span.start && input.get(span.range()).is_some(), "{input:?}\n{span:?}");
        end = span.end;
    }
    syntax::is_complete(input);
    let _ = syntax::parse_expression(&source);
}

#[test]
fn mutations() {
    const PIECES: [&str; 48] = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ";",
        "=",
        ".",
        "'",
        "\"",
        "'''",
        "f'",
        "f\"{",
        "!",
        "\\",
        "\n",
        "\n\n",
        "\r",
        "\t",
        "    ",
        "#",
        "if ",
        "else",
        "for ",
        " in ",
        "def f(",
        "lambda ",
        "class ",
        "match x:\n",
        "case",
        "return",
        "@",
        "*",
        "**",
        ":=",
        "->",
        "0x",
        "1_",
        "1e",
        "é",
        "€",
        "\0",
        "\u{feff}",
        "not ",
        "日本",
    ];
    let mut random: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut below = |n: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random >> 11) as usize % n.max(1)
    };
    for path in fixtures("ok").into_iter().chain(fixtures("err")) {
        let original: Vec<char> = load(&path).text.chars().collect();
        for _ in 0..40 {
            let mut chars = original.clone();
            for _ in 0..1 + below(3) {
                let at = below(chars.len());
                let end = (at + below(6)).min(chars.len());
                let piece = PIECES[below(PIECES.len())].chars();
                chars.splice(at..end, piece);
            }
            survives(&chars.into_iter().collect::<String>());
        }
        // As it is typed.
        for end in (0..original.len()).step_by(9) {
            survives(&original[..end].iter().collect::<String>());
        }
    }
}

/// The first report on a text: its headline.
fn headline(input: &str) -> String {
    syntax::parse(&text(input)).diagnostics.first().map_or("none".into(), Diagnostic::headline)
}

#[test]
fn size_and_depth() {
    const MANY: usize = 20_000;
    const TOO_DEEP: &str = "RecursionError: maximum recursion depth exceeded during compilation";
    for opener in ["(", "[", "{", "f(", "a[", "{1:", "f'{"] {
        assert_eq!(headline(&opener.repeat(MANY)), "SyntaxError: too many nested parentheses", "{opener}");
    }
    for chain in ["1+", "a.", "1**", "-", "not ", "lambda:", "a if b else "] {
        assert_eq!(headline(&(chain.repeat(MANY) + "a")), TOO_DEEP, "{chain}");
        assert_eq!(headline(&(chain.repeat(180) + "a")), "none", "{chain}");
    }
    for flat in ["a and ", "a or ", "a < ", "a, ", "a = ", "a\n", "a; ", "'a' 'b', "] {
        assert_eq!(headline(&(flat.repeat(MANY) + "a")), "none", "{flat}");
    }
    let blocks: String = (0..150).map(|depth| " ".repeat(depth) + "if a:\n").collect();
    assert_eq!(headline(&blocks), "IndentationError: too many levels of indentation");
    // Chains in brackets in chains: the depth of the tree is their sum.
    let nested = (0..150).fold("1".to_string(), |inner, _| format!("({inner}{})", "+1".repeat(100)));
    assert_eq!(headline(&nested), TOO_DEEP);
}

/// `syntax/messages.tsv`: a text, and what CPython 3.11 says about it (`ok` where it has nothing against it).
#[test]
fn messages_of_cpython() {
    for line in include_str!("syntax/messages.tsv").lines() {
        let (escaped, wanted) = line.split_once('\t').expect("two columns");
        let mut input = String::new();
        let mut chars = escaped.chars();
        while let Some(c) = chars.next() {
            input.push(match c {
                '\\' => match chars.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    other => other.unwrap_or('\\'),
                },
                c => c,
            });
        }
        let wanted = if wanted == "ok" { "none" } else { wanted };
        assert_eq!(headline(&input), wanted, "{input:?}");
        assert!(syntax::parse(&text(&input)).diagnostics.len() <= 1, "{input:?} is reported once");
    }
}
