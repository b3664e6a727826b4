//! The binary as a user calls it: arguments, exit statuses, where output goes.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn npl(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_npl")).args(arguments).output().unwrap()
}

fn piped(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_npl"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn temporary(name: &str, text: &[u8]) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("npl-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn code_runs_with_arguments() {
    let run = npl(&["-c", "import sys; print(sys.argv)", "a", "-b"]);
    assert_eq!(stdout(&run), "['-c', 'a', '-b']\n");
    assert_eq!(run.status.code(), Some(0));
    assert_eq!(stdout(&npl(&["-e", "1 + 1\nx = 2\n'a'"])), "2\n'a'\n");
    assert_eq!(stdout(&npl(&["-c", "1 + 1"])), "");
    let run = npl(&["-c", "import sys; print(sys.argv)", "-h", "--help", "-c", "x"]);
    assert_eq!(stdout(&run), "['-c', '-h', '--help', '-c', 'x']\n");
    assert_eq!(stdout(&npl(&["-cprint(3)"])), "3\n");
}

#[test]
fn scripts_get_their_arguments_and_standard_input_runs() {
    let script = temporary("arguments.npl", b"import sys\nprint(sys.argv[1:])\n");
    assert_eq!(stdout(&npl(&[script.to_str().unwrap(), "--x", "-c", "1"])), "['--x', '-c', '1']\n");
    assert_eq!(stdout(&piped(&[], b"print(6 * 7)")), "42\n");
    assert_eq!(stdout(&piped(&["-", "z"], b"import sys\nprint(sys.argv)")), "['-', 'z']\n");
}

#[test]
fn statuses_tell_what_happened() {
    assert_eq!(npl(&["-c", "import sys; sys.exit(3)"]).status.code(), Some(3));
    assert_eq!(npl(&["-c", "1/0"]).status.code(), Some(1));
    assert_eq!(npl(&["--nonsense"]).status.code(), Some(2));
    assert_eq!(npl(&["/no/such/file.npl"]).status.code(), Some(2));
    assert_eq!(npl(&["--version"]).status.code(), Some(0));
}

#[test]
fn errors_go_to_standard_error_without_colour() {
    let run = npl(&["-c", "x = [1, 2]\nx.apend(3)"]);
    let report = stderr(&run);
    assert!(report.starts_with("AttributeError: 'list' object has no attribute 'apend'\n"), "{report}");
    assert!(report.contains("<string>:2:") && report.contains("append") && !report.contains('\x1b'), "{report}");
    assert_eq!(stdout(&run), "");
    let run = npl(&["-c", "import numpy as np\nprint(np.array([1.0]) / 0)"]);
    assert_eq!(stdout(&run), "[inf]\n");
    assert!(stderr(&run).starts_with("RuntimeWarning: divide by zero encountered in divide\n"), "{}", stderr(&run));
}

#[test]
fn a_failed_operation_names_both_operands() {
    let report = stderr(&npl(&["-c", "import numpy as np\nA = np.ones((3, 4)); B = np.ones((5, 4))\nA @ B"]));
    assert!(report.contains("(3, 4) float64") && report.contains("(5, 4) float64"), "{report}");
    assert!(report.contains("A @ B.T"), "{report}");
}

#[test]
fn check_reports_every_error_with_its_place() {
    let good = temporary("good.npl", b"x = [1, 2; 3, 4]\n");
    let bad = temporary("bad.npl", b"if x\n    y = 1\nz = (1,\nprint(3 +)\n");
    assert_eq!(npl(&["check", good.to_str().unwrap()]).status.code(), Some(0));
    let run = npl(&["check", bad.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(1));
    let places = stderr(&run).lines().filter(|line| line.starts_with(bad.to_str().unwrap())).count();
    assert!(places >= 2, "{}", stderr(&run));
}

#[test]
fn doctest_prints_differences_and_json() {
    let text = temporary("text.md", b"Words.\n\n>>> 1 + 1\n2\n>>> 2 * 2\n5\n>>> [][0]\nTraceback (most recent call last):\n  ...\nIndexError: list index out of range\n");
    let run = npl(&["doctest", text.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(1));
    assert!(stdout(&run).ends_with("2 passed, 1 failed\n"), "{}", stdout(&run));
    let run = npl(&["doctest", "--format", "json", text.to_str().unwrap()]);
    let rows: Vec<serde_json::Value> = stdout(&run).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(
        rows[0],
        serde_json::json!({"line": 3, "source": "1 + 1\n", "want": "2\n", "got": "2\n", "passed": true})
    );
    assert_eq!(rows[2]["got"], "IndexError: list index out of range\n");
}

#[test]
fn bytes_that_are_no_text_are_an_error() {
    let script = temporary("latin.npl", b"x = '\xff'\n");
    let run = npl(&[script.to_str().unwrap()]);
    assert_ne!(run.status.code(), Some(0));
    assert!(stderr(&run).contains("codec can't decode byte 0xff"), "{}", stderr(&run));
}

#[test]
fn imports_come_from_the_scripts_folder() {
    temporary("helper_module.npl", b"def twice(x):\n    return 2 * x\n");
    let script = temporary(
        "imports.npl",
        b"import helper_module\nfrom helper_module import twice\nprint(twice(4), helper_module.twice(5))\n",
    );
    let run = npl(&[script.to_str().unwrap()]);
    assert_eq!(stdout(&run), "8 10\n", "{}", stderr(&run));
}
