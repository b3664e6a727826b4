//! Holds the source against docs/architecture.md: which room may know which, who owns a library, where `unsafe` may stand,
//! and how long a file may be.

use std::path::{Path, PathBuf};

/// A room and the rooms it may name besides itself.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("symbol", &[]),
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("process", &[]),
    ("allocator", &[]),
    ("pool", &[]),
    ("tensor", &["pool"]),
    ("linalg", &["tensor", "pool"]),
    ("fft", &["tensor", "pool"]),
    ("polynomial", &["tensor", "linalg", "pool"]),
    ("random", &[]),
    ("io", &["tensor", "pool"]),
    ("syntax", &["source", "symbol", "diagnostic"]),
    ("value", &["tensor", "linalg", "source", "symbol", "diagnostic", "pool"]),
    ("builtins", &["value", "tensor", "linalg", "polynomial", "fft", "random", "io", "symbol", "pool"]),
    ("eval", &["syntax", "value", "builtins", "tensor", "source", "symbol", "diagnostic", "pool"]),
    ("session", &["eval", "builtins", "value", "tensor", "source", "symbol", "diagnostic", "process", "pool"]),
    ("doctest", &["session"]),
    ("complete", &["session", "syntax", "value"]),
    (
        "ui",
        &["session", "doctest", "complete", "syntax", "builtins", "value", "tensor", "source", "diagnostic", "pool"],
    ),
];

/// A library and the rooms that may use it.
const OWNERS: &[(&str, &[&str])] = &[
    ("ariadne", &["ui"]),
    ("chumsky", &["syntax"]),
    ("clap", &["main"]),
    ("comfy_table", &["ui"]),
    ("compact_str", &["value"]),
    ("dashu_int", &["value", "builtins", "eval", "syntax"]),
    ("faer", &["linalg"]),
    ("half", &["tensor"]),
    ("hashbrown", &["value"]),
    ("itoa", &["builtins", "value"]),
    ("libc", &["process"]),
    ("libm", &["tensor", "builtins"]),
    ("libmimalloc_sys", &["allocator"]),
    ("logos", &["syntax"]),
    ("memmap2", &["io"]),
    ("num_complex", &["tensor", "fft"]),
    ("pulp", &["tensor", "linalg"]),
    ("rayon", &["pool"]),
    ("realfft", &["fft"]),
    ("rustfft", &["fft"]),
    ("rustyline", &["ui"]),
    ("serde_json", &["ui"]),
    ("signal_hook", &["ui"]),
    ("stacker", &["syntax", "eval", "value", "builtins", "session"]),
    ("unicode_names2", &["syntax", "builtins"]),
    ("zip", &["io"]),
    ("zmij", &["tensor"]),
];

/// Files with `unsafe`, each with its reason at the place.
const UNSAFE: &[&str] = &[
    "allocator.rs",
    "io/map.rs",
    "process.rs",
    "syntax/input.rs",
    "tensor/assign.rs",
    "tensor/cast/scalar.rs",
    "tensor/copy.rs",
    "tensor/engine/block.rs",
    "tensor/engine/job.rs",
    "tensor/engine/kernel.rs",
    "tensor/engine/producer.rs",
    "tensor/engine/run.rs",
    "tensor/engine/side.rs",
    "tensor/flags.rs",
    "tensor/format/load.rs",
    "tensor/index/gather.rs",
    "tensor/index/mask.rs",
    "tensor/lanes.rs",
    "tensor/storage.rs",
    "tensor/tensor.rs",
    "tensor/ufunc/fast.rs",
    "tensor/ufunc/few.rs",
];

const LONGEST_FILE: usize = 600;
/// Files that are tables of data.
const TABLES: &[&str] = &["builtins/math/ufunc_docs.rs", "random/ziggurat_normal.rs", "random/ziggurat_exponential.rs"];

/// Every source file: its path below `src/`, its room, and its text without the tests at its end.
fn files() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let paths: Vec<PathBuf> = super::sessions::files(&root, &["rs"]);
    let mut found = Vec::new();
    for path in paths {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let room = name.split('/').next().unwrap().trim_end_matches(".rs").to_string();
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("\n#[cfg(test)]\nmod tests").next().unwrap().to_string();
        found.push((name, room, code));
    }
    assert!(found.len() > 100);
    found
}

/// The code of a file without comments.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.split("//").next().unwrap_or(""))
}

#[test]
fn rooms_know_only_what_they_may() {
    let mut wrong = Vec::new();
    for (name, room, text) in files() {
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let (_, allowed) =
            MAY_KNOW.iter().find(|(r, _)| *r == room).unwrap_or_else(|| panic!("the room {room} is new"));
        for line in code_lines(&text) {
            for part in line.split("crate::").skip(1) {
                let other: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = MAY_KNOW.iter().any(|(r, _)| *r == other);
                if known && other != room && !allowed.contains(&other.as_str()) {
                    wrong.push(format!("{name} names {other}"));
                }
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn libraries_have_owners() {
    let mut wrong = Vec::new();
    for (name, room, text) in files() {
        for (library, owners) in OWNERS {
            let uses = |line: &str| line.contains(&format!("{library}::")) && !line.contains(&format!("::{library}::"));
            if code_lines(&text).any(uses) && !owners.contains(&room.as_str()) {
                wrong.push(format!("{name} uses {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unsafe_stands_only_where_it_is_named() {
    let is_unsafe = |line: &str| ["unsafe {", "unsafe fn", "unsafe impl"].iter().any(|form| line.contains(form));
    let mut found: Vec<String> =
        files().into_iter().filter(|(_, _, text)| code_lines(text).any(is_unsafe)).map(|(name, ..)| name).collect();
    found.sort();
    let unnamed: Vec<&String> = found.iter().filter(|name| !UNSAFE.contains(&name.as_str())).collect();
    assert!(unnamed.is_empty(), "unsafe in {unnamed:?}");
    let gone: Vec<&&str> = UNSAFE.iter().filter(|name| !found.iter().any(|f| f == *name)).collect();
    assert!(gone.is_empty(), "no unsafe any more in {gone:?}");
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for (name, _, text) in files() {
        let lines = text.lines().count();
        if lines > LONGEST_FILE && !TABLES.contains(&name.as_str()) {
            wrong.push(format!("{name} has {lines} lines"));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{name} does not open with what it is"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
