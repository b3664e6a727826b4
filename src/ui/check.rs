//! `npl check` and `npl doctest`: files → what is wrong with them, and the exit status that says whether anything was.

use super::{report, style};
use crate::doctest;
use crate::source::Sources;
use crate::syntax;

/// Bytes of a program → its text. An error says where it is no UTF-8, as Python does.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = bytes[..at].iter().filter(|&&b| b == b'\n').count() + 1;
        format!(
            "SyntaxError: (unicode error) 'utf-8' codec can't decode byte {:#04x} in position {at} (line {line})",
            bytes[at]
        )
    })
}

fn read(path: &str) -> Result<String, String> {
    std::fs::read(path).map_err(|error| error.to_string()).and_then(decode)
}

/// Reads each file without running it and reports every syntax error on standard error: `file:line:column: Class: message`,
/// then the report. The exit status is 1 where there is any.
pub fn check(files: &[String]) -> u8 {
    let (mut wrong, colour) = (false, style::colour_on_stderr());
    for path in files {
        let text = match read(path) {
            Ok(text) => text,
            Err(message) => {
                eprintln!("{path}:1:1: {message}");
                wrong = true;
                continue;
            }
        };
        let mut sources = Sources::default();
        let source = sources.add(path.as_str(), text);
        for diagnostic in syntax::parse(&source).diagnostics {
            let (line, column) = source.line_column(diagnostic.span().unwrap_or_default().start);
            eprintln!("{path}:{line}:{column}: {}", diagnostic.headline());
            eprint!("{}", report::render(&diagnostic, &sources, colour));
            wrong = true;
        }
    }
    wrong as u8
}

/// Runs the examples of each file. Prints what differs and a count; with `json`, one object a line for each example.
pub fn doctest(files: &[String], json: bool) -> u8 {
    let (mut passed, mut failed) = (0, 0);
    for path in files {
        let text = match read(path) {
            Ok(text) => text,
            Err(message) => {
                eprintln!("npl: {path}: {message}");
                failed += 1;
                continue;
            }
        };
        for row in doctest::run(&text, path) {
            if row.passed {
                passed += 1
            } else {
                failed += 1
            }
            if json {
                let example = &row.example;
                let object = serde_json::json!({"line": example.line, "source": example.source, "want": example.want,
                    "got": row.got, "passed": row.passed});
                println!("{object}");
            } else if !row.passed {
                print_difference(path, &row);
            }
        }
    }
    if !json {
        println!("{passed} passed, {failed} failed");
    }
    (failed > 0) as u8
}

fn print_difference(path: &str, row: &doctest::Checked) {
    let indent = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    println!("{path}:{}", row.example.line);
    print!("  example:\n{}", indent(&row.example.source));
    if row.example.want.is_empty() {
        println!("  expected nothing");
    } else {
        print!("  expected:\n{}", indent(&row.example.want));
    }
    if row.got.is_empty() {
        println!("  got nothing");
    } else {
        print!("  got:\n{}", indent(&row.got));
    }
}
