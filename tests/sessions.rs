//! Every transcript in `tests/sessions/` replays: `>>>` lines and what Python and NumPy print for them.

use super::replay;
use npl::doctest;
use std::path::{Path, PathBuf};

/// All files below a folder with one of the endings.
pub fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path.extension().is_some_and(|e| endings.iter().any(|wanted| e == *wanted)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Runs the examples of each file, one session a file, and fails on what differs.
pub fn check(paths: &[PathBuf], least: usize) {
    let results = replay::each(paths, |path| {
        let text = std::fs::read_to_string(path).unwrap();
        doctest::run(&text, &path.to_string_lossy())
    });
    let mut wrong = String::new();
    let mut count = 0;
    for (path, rows) in paths.iter().zip(&results) {
        count += rows.len();
        for row in rows.iter().filter(|row| !row.passed) {
            let (line, source, want) = (row.example.line, &row.example.source, &row.example.want);
            wrong.push_str(&format!("{}:{line}\n{source}want {want}got  {}\n", path.display(), row.got));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= least, "only {count} examples were found");
}

#[test]
fn transcripts_replay() {
    check(&files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions"), &["md"]), 300);
}
