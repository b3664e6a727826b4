//! Mutated programs and odd calls through parser and evaluator: an answer or an error each time, soon, never a fault of
//! NPL's own.
//!
//! A few thousand run with the other tests. As many as asked for:
//!
//! ```text
//! NPL_FUZZ=1000000 NPL_FUZZ_SEED=7 cargo test --release fuzz_mutated -- --nocapture
//! NPL_FUZZ=1000000 NPL_FUZZ_SEED=7 cargo test --release fuzz_calls -- --nocapture
//! ```
//!
//! Seeds that differ by less than a hundredth of the number share programs. With `NPL_FUZZ_LOG=folder`, each thread writes its
//! next program to a file there before it runs, so that one that ends the process is known. Run it with `ulimit -v`, so that
//! a program that takes all memory ends. Each runs in a process of its own, for the interrupts reach all its threads.

mod calls;
mod mutate;

use super::replay;
use npl::session::{Mode, Options, Outcome, Session};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const CASES: &str = include_str!("numpy/cases.jsonl");

/// Programs that share a session.
const ROUND: u64 = 100;

/// Ctrl-C comes this often; what still runs after `TOO_LONG` did not listen.
const INTERRUPT_EVERY: Duration = Duration::from_millis(500);
const TOO_LONG: Duration = if cfg!(debug_assertions) { Duration::from_secs(60) } else { Duration::from_secs(2) };

/// xorshift64*: Vigna 2016.
pub struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Programs that run with the other tests.
const FEW: u64 = 3_000;

/// Runs the test of this name in a process of its own, with bounded memory.
fn in_a_process(test: &str) {
    let this = std::env::current_exe().unwrap();
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "ulimit -v 6000000; exec \"$0\" \"$@\""]).arg(this);
        shell
    } else {
        std::process::Command::new(this)
    };
    let child = command.args(["--exact", test]).env("NPL_FUZZ", FEW.to_string()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(child.status.success(), "{}\n{}\n{}", child.status, text(&child.stdout), text(&child.stderr));
}

/// Runs as many programs as `NPL_FUZZ` says, and fails with those that show a fault.
fn fuzz(test: &str, prelude: &str, program: impl Fn(&mut Random) -> String + Sync) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let Some(total) = number("NPL_FUZZ") else { return in_a_process(test) };
    let start = number("NPL_FUZZ_SEED").unwrap_or(1);
    let log = std::env::var_os("NPL_FUZZ_LOG").map(std::path::PathBuf::from);
    let done = AtomicBool::new(false);
    let rounds: Vec<u64> = (start..start + total.div_ceil(ROUND)).collect();
    let found: Vec<Round> = std::thread::scope(|scope| {
        // What runs for long is interrupted, as by a user.
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                std::thread::sleep(INTERRUPT_EVERY);
                npl::pool::interrupt();
            }
        });
        let found = replay::each(&rounds, |seed| round(*seed, prelude, &program, log.as_deref()));
        done.store(true, Ordering::Relaxed);
        found
    });
    npl::pool::take_interrupt();
    let answered: u64 = found.iter().map(|round| round.answered).sum();
    let faults: Vec<String> = found.into_iter().flat_map(|round| round.faults).collect();
    println!("{total} programs, {answered} of them without an error, {} faults", faults.len());
    assert!(faults.is_empty(), "{} faults in {total} programs:\n{}", faults.len(), faults.join("\n"));
}

/// What a hundred programs came to.
struct Round {
    answered: u64,
    faults: Vec<String>,
}

fn round(seed: u64, prelude: &str, program: &impl Fn(&mut Random) -> String, log: Option<&std::path::Path>) -> Round {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut session = Session::new(Options { out: Box::new(std::io::sink()), ..Options::default() });
    session.run("prelude", prelude, Mode::Script);
    let mut result = Round { answered: 0, faults: Vec::new() };
    let log = log.map(|folder| folder.join(format!("{:?}", std::thread::current().id())));
    for _ in 0..ROUND {
        let program = program(&mut random);
        if let Some(path) = &log {
            std::fs::write(path, format!("seed {seed}\n{program}")).unwrap();
        }
        npl::pool::take_interrupt();
        let begun = Instant::now();
        match session.run("fuzz", &program, Mode::Prompt) {
            Outcome::Error(diagnostics) => {
                let fault = diagnostics.iter().find(|d| d.class == "InternalError");
                result.faults.extend(fault.map(|fault| format!("{program:?}\n  {}", fault.message)));
            }
            _ => result.answered += 1,
        }
        let took = begun.elapsed();
        if took > TOO_LONG {
            result.faults.push(format!("{program:?}\n  took {took:.1?} although it was interrupted"));
        }
    }
    result
}

#[test]
fn fuzz_mutated_programs() {
    let seeds = mutate::seeds();
    let first = serde_json::from_str::<serde_json::Value>(CASES.lines().next().unwrap()).unwrap();
    fuzz("fuzz::fuzz_mutated_programs", first["prelude"].as_str().unwrap(), |random| mutate::mutate(random, &seeds));
}

#[test]
fn fuzz_calls_of_the_library() {
    fuzz("fuzz::fuzz_calls_of_the_library", calls::PRELUDE, |random| calls::Calls::with(|calls| calls.program(random)));
}
