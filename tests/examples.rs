//! Every program in `examples/` prints what `examples/expected/` says.

use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

#[test]
fn examples_print_what_is_expected() {
    let mut programs: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "npl"))
        .collect();
    programs.sort();
    assert!(programs.len() >= 10);
    let mut wrong = Vec::new();
    for program in &programs {
        let name = program.file_stem().unwrap().to_string_lossy().into_owned();
        let run = Command::new(env!("CARGO_BIN_EXE_npl")).arg(program).current_dir(folder()).output().unwrap();
        let wanted = std::fs::read_to_string(folder().join("expected").join(format!("{name}.txt"))).unwrap();
        let got = String::from_utf8_lossy(&run.stdout);
        if !run.status.success() || got != wanted {
            wrong.push(format!("{name}:\nwant\n{wanted}\ngot\n{got}{}", String::from_utf8_lossy(&run.stderr)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
