//! Python's own standard library as a parsing corpus, where there is a `python3` (`tests/corpus/stdlib_syntax.py`).

use std::process::Command;

#[test]
fn python_accepts_and_rejects_the_same_texts() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("no python3: skipped");
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/stdlib_syntax.py");
    let run = Command::new("python3").args([script, env!("CARGO_BIN_EXE_npl"), "--limit", "4000"]).output().unwrap();
    let text = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{text}{}", String::from_utf8_lossy(&run.stderr));
}
