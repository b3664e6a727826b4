//! What the project says about itself is run: sessions in README and docs, and the example of every library item.

use super::{replay, sessions};
use npl::{builtins, doctest};
use std::path::Path;

#[test]
fn sessions_in_readme_and_docs_replay() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("README.md")];
    // The reference's examples are the library items' own, which the next test runs.
    let written = |path: &std::path::PathBuf| !path.starts_with(root.join("docs/reference"));
    paths.extend(sessions::files(&root.join("docs"), &["md"]).into_iter().filter(written));
    sessions::check(&paths, 10);
}

#[test]
fn every_library_item_has_a_summary_and_examples_that_hold() {
    let items: Vec<&'static npl::value::Builtin> = builtins::chapters::all().flat_map(|c| c.items).collect();
    let results = replay::each(&items, |item| {
        let summary = item.summary();
        let mut wrong = Vec::new();
        if summary.is_empty() || !summary.ends_with('.') {
            wrong.push(format!("{}: the summary {summary:?} is no sentence", item.name));
        }
        let text = format!(">>> import numpy as np\n\n{}", item.doc);
        for row in doctest::run(&text, item.name).into_iter().filter(|row| !row.passed) {
            wrong.push(format!(
                "{} ({}): {}want {}got  {}",
                item.name, item.chapter, row.example.source, row.example.want, row.got
            ));
        }
        wrong
    });
    let wrong: Vec<String> = results.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{} of {} items:\n{}", wrong.len(), items.len(), wrong.join("\n"));
    assert!(items.len() > 250);
}

#[test]
fn every_ufunc_is_documented() {
    for ufunc in npl::tensor::ufunc::ALL {
        let doc = builtins::math::ufunc_docs::doc(ufunc.name);
        assert!(doc.contains(">>>"), "{} has no example", ufunc.name);
        for row in doctest::run(&format!(">>> import numpy as np\n\n{doc}"), ufunc.name) {
            assert!(row.passed, "{}: want {}got  {}", ufunc.name, row.example.want, row.got);
        }
    }
}
