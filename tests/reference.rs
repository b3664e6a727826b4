//! The reference pages in `docs/reference/` are what the library says about itself, and the page on coverage is true.
//! `BLESS=1 cargo test reference` writes them anew.

use npl::builtins::reference::pages;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn reference_pages_are_those_of_the_library() {
    let folder = folder();
    let mut wanted: BTreeMap<String, String> = pages().into_iter().map(|page| (page.file, page.markdown)).collect();
    wanted.insert("coverage.md".into(), super::coverage::page());
    if std::env::var_os("BLESS").is_some() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (file, text) in &wanted {
            std::fs::write(folder.join(file), text).unwrap();
        }
    }
    let there: BTreeMap<String, String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    let stale: Vec<&String> = wanted.keys().filter(|file| there.get(*file) != wanted.get(*file)).collect();
    let gone: Vec<&String> = there.keys().filter(|file| !wanted.contains_key(*file)).collect();
    assert!(
        stale.is_empty() && gone.is_empty(),
        "BLESS=1 cargo test reference: {stale:?} differ, {gone:?} are no pages"
    );
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference")
}
