//! Mutated programs through parser and evaluator: an answer or an error each time, never a fault of NPL's own.
//!
//! A few thousand run with the other tests. `NPL_FUZZ=1000000 cargo test --release fuzz -- --nocapture` runs as many as asked
//! for; `NPL_FUZZ_SEED=n` starts elsewhere.

use super::replay;
use npl::session::{Mode, Options, Outcome, Session};
use std::sync::atomic::{AtomicBool, Ordering};

const CASES: &str = include_str!("numpy/cases.jsonl");

/// xorshift64*: Vigna 2016.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Programs that neither read nor write files and end soon.
fn seeds() -> Vec<String> {
    let program = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["x"].as_str().map(String::from);
    let tame = |p: &String| {
        !["open", "save", "file", "os.", "txt", "sleep", "input", "memmap"].iter().any(|word| p.contains(word))
    };
    let found: Vec<String> = CASES.lines().skip(1).filter_map(program).filter(tame).collect();
    assert!(found.len() > 10_000);
    found
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    "=",
    "==",
    "-",
    "**",
    "//",
    "@",
    "~",
    ".",
    "...",
    "'",
    "\"",
    "f'",
    "\\",
    "\n",
    "\n    ",
    " for ",
    " in ",
    " if ",
    " else ",
    "lambda ",
    "not ",
    "def f():",
    "None",
    "-1",
    "0",
    "1e308",
    "nan",
    "True",
    "[]",
    "np.",
    "axis=",
    "dtype='U3'",
    "[::-1]",
    "[..., None]",
    ".T",
    ".shape",
    "\t",
    "λ",
    "\0",
    "0x",
    "1_0",
    "{x!r}",
];

fn mutate(random: &mut Random, seeds: &[String]) -> String {
    let mut text: Vec<char> = seeds[random.below(seeds.len())].chars().collect();
    for _ in 0..1 + random.below(4) {
        let at = random.below(text.len() + 1);
        match random.below(6) {
            0 if at < text.len() => {
                text.remove(at);
            }
            1 => text.splice(at..at, PIECES[random.below(PIECES.len())].chars()).for_each(drop),
            2 if at < text.len() => text[at] = char::from(32 + random.below(95) as u8),
            3 => {
                let other: Vec<char> = seeds[random.below(seeds.len())].chars().collect();
                let (from, to) = (random.below(other.len()), random.below(other.len()));
                text.splice(at..at, other[from.min(to)..from.max(to)].iter().copied()).for_each(drop);
            }
            4 if at < text.len() => {
                let end = (at + random.below(8)).min(text.len());
                text.drain(at..end);
            }
            _ if at + 1 < text.len() => text.swap(at, at + 1),
            _ => {}
        }
    }
    // No long numbers: they ask for much memory or time, rightly.
    let mut digits = 0;
    text.retain(|c| {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        digits <= 3
    });
    text.into_iter().collect()
}

#[test]
fn fuzz_mutated_programs() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let total = number("NPL_FUZZ").unwrap_or(3_000);
    let start = number("NPL_FUZZ_SEED").unwrap_or(1);
    let seeds = seeds();
    let prelude = serde_json::from_str::<serde_json::Value>(CASES.lines().next().unwrap()).unwrap();
    let prelude = prelude["prelude"].as_str().unwrap();
    let done = AtomicBool::new(false);
    let faults: Vec<String> = std::thread::scope(|scope| {
        // What runs for long is interrupted, as by a user.
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                std::thread::sleep(std::time::Duration::from_millis(500));
                npl::pool::interrupt();
            }
        });
        let rounds: Vec<u64> = (0..total.div_ceil(100)).collect();
        let faults = replay::each(&rounds, |round| {
            let mut random = Random((start + round).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            let mut session = Session::new(Options { out: Box::new(std::io::sink()), ..Options::default() });
            session.run("prelude", prelude, Mode::Script);
            let mut faults = Vec::new();
            for _ in 0..100 {
                let program = mutate(&mut random, &seeds);
                npl::pool::take_interrupt();
                if let Outcome::Error(diagnostics) = session.run("fuzz", &program, Mode::Prompt)
                    && let Some(fault) = diagnostics.iter().find(|d| d.class == "InternalError")
                {
                    faults.push(format!("{program:?}\n  {}", fault.message));
                }
            }
            faults
        });
        done.store(true, Ordering::Relaxed);
        faults.into_iter().flatten().collect()
    });
    npl::pool::take_interrupt();
    assert!(faults.is_empty(), "{} faults in {total} programs:\n{}", faults.len(), faults.join("\n"));
}
