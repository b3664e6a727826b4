//! Runs programs in sessions of their own and gives what they printed; spreads many of them over the cores.

use npl::doctest::Sink;
use npl::session::{Mode, Options, Outcome, Session, with_big_stack};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a program did.
#[derive(Debug, Default)]
pub struct Run {
    pub printed: String,
    /// Class and message of the error that ended it.
    pub error: Option<(String, String)>,
}

/// Runs `setup` as a script and then `program` in the given mode, in a new session.
pub fn run(setup: &str, program: &str, mode: Mode) -> Run {
    let out = Sink::default();
    let mut session = Session::new(Options { out: Box::new(out.clone()), ..Options::default() });
    if !setup.is_empty() {
        let outcome = session.run("setup", setup, Mode::Script);
        assert!(matches!(outcome, Outcome::Done), "the set-up fails: {outcome:?}");
    }
    let error = match session.run("program", program, mode) {
        Outcome::Done => None,
        Outcome::Error(diagnostics) => diagnostics.first().map(|d| (d.class.clone(), d.message.clone())),
        Outcome::Exit { code, .. } => Some(("SystemExit".into(), code.to_string())),
    };
    Run { printed: out.take(), error }
}

/// `job` of each item, in order, on all cores, each with a stack that is large enough for sessions.
pub fn each<T: Sync, R: Send>(items: &[T], job: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(items.len().max(1));
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let work = || {
            with_big_stack(|| {
                let mut mine = Vec::new();
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    match items.get(i) {
                        Some(item) => mine.push((i, job(item))),
                        None => return mine,
                    }
                }
            })
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, result)| result).collect()
}
