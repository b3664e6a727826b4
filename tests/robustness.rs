//! Inputs that break weaker interpreters: each ends with a clear answer or error, never with a crash.

use super::replay;
use npl::session::{Mode, with_big_stack};

/// The error a program ends with.
fn error(program: &str) -> (String, String) {
    let run = with_big_stack(|| replay::run("", program, Mode::Script));
    run.error.unwrap_or_else(|| panic!("no error from {:?}", program.chars().take(80).collect::<String>()))
}

fn output(program: &str) -> String {
    let run = with_big_stack(|| replay::run("", program, Mode::Script));
    assert_eq!(run.error, None);
    run.printed
}

#[test]
fn deep_nesting_is_an_error() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("-", ""), ("not ", ""), ("f(", ")"), ("lambda: ", "")] {
        for depth in [100_000, 1_000_000] {
            let (class, _) = error(&format!("x = {}1{}", open.repeat(depth), close.repeat(depth)));
            assert!(class == "SyntaxError" || class == "MemoryError" || class == "RecursionError", "{open}: {class}");
        }
    }
}

#[test]
fn long_chains_work_or_say_so() {
    let program = format!("x = {}\nprint(x)", vec!["1"; 100_000].join(" + "));
    let run = with_big_stack(|| replay::run("", &program, Mode::Script));
    match run.error {
        None => assert_eq!(run.printed, "100000\n"),
        Some((class, _)) => assert!(class == "SyntaxError" || class == "RecursionError"),
    }
    assert_eq!(output(&format!("x = [{}]\nprint(len(x))", "1,".repeat(100_000))), "100000\n");
}

#[test]
fn odd_bytes_are_errors() {
    assert_eq!(error("x = 1\0").0, "SyntaxError");
    assert_eq!(error("x = 'a\u{1b}").0, "SyntaxError");
    assert_eq!(error("x = \u{feff}1 $ 2").0, "SyntaxError");
}

#[test]
fn endless_recursion_is_an_error() {
    let (class, message) = error("def f(n):\n    return f(n + 1) + 1\nf(0)");
    assert_eq!(class, "RecursionError");
    assert!(message.starts_with("maximum recursion depth exceeded"), "{message}");
    assert_eq!(error("f = lambda: [f() for _ in range(2)]\nf()").0, "RecursionError");
    assert_eq!(error("def f():\n    return sorted([2, 1], key=lambda x: f())\nf()").0, "RecursionError");
}

#[test]
fn what_memory_cannot_hold_is_a_memory_error() {
    let (class, message) = error("import numpy as np\nnp.zeros((10**6, 10**6))");
    assert!(class.ends_with("MemoryError"), "{class}");
    assert_eq!(message, "Unable to allocate 7.28 TiB for an array with shape (1000000, 1000000) and data type float64");
    assert_eq!(error("'a' * 10**15").0, "MemoryError");
    assert_eq!(error("[0] * 10**15").0, "MemoryError");
    assert_eq!(error("(1, 2) * 2**62").0, "MemoryError");
    assert_eq!(error("np.bartlett(2**40)").1.split(" for").next(), Some("Unable to allocate 8.00 TiB"));
}

#[test]
fn a_list_nested_deeply_can_be_made_printed_compared_dropped() {
    let make = "def nest():\n    x = []\n    for _ in range(100_000):\n        x = [x]\n    return x\n";
    assert_eq!(
        output(&format!("{make}x = nest()\nprint(len(repr(x)))\nprint(x == nest())\ndel x\nprint('dropped')")),
        "200002\nTrue\ndropped\n"
    );
}

#[test]
fn iterators_nested_deeply_are_an_error() {
    for wrap in ["itertools.chain(x)", "map(int, x)", "itertools.islice(x, 5)"] {
        let program = format!("import itertools\nx = iter([1])\nfor _ in range(200_000): x = {wrap}\nnext(x)");
        let (class, _) = error(&format!("{program}\nraise RecursionError"));
        assert_eq!(class, "RecursionError", "{wrap}");
    }
}

#[test]
fn containers_that_hold_each_other_are_no_trap() {
    let in_comparison = ("RecursionError".to_string(), "maximum recursion depth exceeded in comparison".to_string());
    for program in [
        "a = [1]; b = [1]; a.append(b); b.append(a); a == b",
        "a = [1]; b = [1]; a.append(b); b.append(a); a < b",
        "a = {}; b = {}; a['x'] = b; b['x'] = a; a == b",
        "a = []; t = (a,); a.append(t); b = []; u = (b,); b.append(u); t == u",
        "a = []; a.append(a); b = []; b.append(b); b in [a]",
        "import collections as c; a = c.deque(); a.append(a); b = c.deque(); b.append(b); a == b",
    ] {
        assert_eq!(error(program), in_comparison, "{program}");
    }
    let (class, _) = error("l = []; l.append(('a', l)); import numpy as np; np.dtype(l)");
    assert_eq!(class, "RecursionError");
    assert_eq!(error("import json; a = []; a.append(a); json.dumps(a)").1, "Circular reference detected");
    assert_eq!(
        output(
            "a = []; a.append(a)\nd = {}; d[1] = d\nprint(a, d, a == a, a in a)\nimport copy; b = copy.deepcopy(a)\nprint(b[0] is b)"
        ),
        "[[...]] {1: {...}} True True\nTrue\n"
    );
}

#[test]
fn a_key_function_may_change_the_list() {
    let (class, message) = error("s = [3, 1, 2]\ndef key(x):\n    s.append(x)\n    return x\ns.sort(key=key)");
    assert_eq!((class.as_str(), message.as_str()), ("ValueError", "list modified during sort"));
}

#[test]
fn huge_integers_are_bounded() {
    let (class, _) = error("x = 10 ** 10 ** 12");
    assert!(class == "MemoryError" || class == "OverflowError", "{class}");
    assert_eq!(output("print(len(str(2 ** 10_000)))"), "3011\n");
    let limit = "Exceeds the limit (4300 digits) for integer string conversion; \
                 use sys.set_int_max_str_digits() to increase the limit";
    for program in ["print(2 ** 10**7)", "repr(2 ** 10**7)"] {
        assert_eq!(error(program), ("ValueError".into(), limit.into()));
    }
}

/// Ctrl-C as a signal, in computations that take long, ends them with KeyboardInterrupt at once.
#[cfg(unix)]
#[test]
fn interrupts_reach_long_computations() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    // What is made first, and what takes long then.
    let programs = [
        ("", "while True: pass"),
        ("", "x = 7 ** (10 ** 9)"),
        ("a = np.arange(4_000_000)[::-1] * 1.5", "while True: np.sort(a)"),
        ("", "sorted(range(10**7), key=lambda x: -x)\nwhile True: pass"),
        ("A = np.cos(np.arange(9_000_000.0)).reshape(3000, 3000)", "while True: np.linalg.svd(A)"),
        ("A = np.ones((4000, 4000))", "while True: A @ A"),
        ("A = np.ones((2000, 2000), int)", "while True: A @ A"),
        ("s = 'ab' * 10**8", "while True: s.count('ba'), s.replace('ba', 'c'), 'aa' in s"),
        ("x = [1.5] * 10**7", "while True: x.count(2), 2 in x, x == x[:]"),
        ("import re", "re.match('(a*)*b', 'a' * 40)"),
        ("import itertools", "next(itertools.islice(itertools.count(), 10**13, None))"),
        ("import re", "re.sub('a', 'b', 'ab' * 3 * 10**7)\nwhile True: pass"),
        ("a = np.arange(2 * 10**6) * 1.5", "while True: np.lexsort((a, a)), np.char.mod('%f', a), a.tolist()"),
        ("x = dict.fromkeys(range(10**6))", "while True: x | x, dict(x), x.copy()"),
        ("", "input()"),
    ];
    for (before, program) in programs {
        let text = format!("{before}\nprint('ready', flush=True)\n{program}");
        let mut child = Command::new(env!("CARGO_BIN_EXE_npl"))
            .args(["-c", &text])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = [0; 6];
        child.stdout.as_mut().unwrap().read_exact(&mut ready).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        assert!(child.try_wait().unwrap().is_none(), "{program} ended by itself");
        // An open input that says nothing.
        let silent = child.stdin.take();
        let id = child.id().to_string();
        let start = Instant::now();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let took = start.elapsed();
        drop(silent);
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(report.starts_with("KeyboardInterrupt"), "{program}: {report}");
        // 0.1 s is the aim on a quiet machine; a loaded one and a debug build are slower.
        assert!(took < Duration::from_millis(1500), "{program} took {took:?}");
    }
}
