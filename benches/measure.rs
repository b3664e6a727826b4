//! Timing: a closure → nanoseconds an iteration, the best of several runs.

use npl::session::{Mode, Options, Outcome, Session};
use std::time::{Duration, Instant};

/// Measured for at least so long, and at least so often.
const TIME: Duration = Duration::from_millis(200);
const RUNS: usize = 5;

/// Which benchmarks to run.
pub struct Bench {
    filters: Vec<String>,
}

impl Bench {
    pub fn new(filters: Vec<String>) -> Bench {
        Bench { filters }
    }

    /// Runs `body`, which does `iterations` of something, and prints the best time of one iteration.
    pub fn measure(&self, name: &str, iterations: usize, mut body: impl FnMut()) {
        if !self.filters.is_empty() && !self.filters.iter().any(|filter| name.contains(filter.as_str())) {
            return;
        }
        let (started, mut best, mut runs) = (Instant::now(), Duration::MAX, 0);
        while runs < RUNS || started.elapsed() < TIME {
            let run = Instant::now();
            body();
            best = best.min(run.elapsed());
            runs += 1;
        }
        println!("{name:40} {}", readable(best.as_nanos() as f64 / iterations as f64));
    }

    /// A program's function `run`, defined by `text`, which does `iterations` of something.
    pub fn program(&self, name: &str, iterations: usize, text: &str) {
        let mut session = Session::new(Options::default());
        execute(&mut session, text);
        self.measure(name, iterations, || execute(&mut session, "run()"));
    }
}

/// Nanoseconds in the unit that suits them.
fn readable(nanoseconds: f64) -> String {
    let (unit, name) = match nanoseconds {
        few if few < 1e3 => (1.0, "ns"),
        more if more < 1e6 => (1e3, "µs"),
        _ => (1e6, "ms"),
    };
    format!("{:>9.2} {name}", nanoseconds / unit)
}

fn execute(session: &mut Session, text: &str) {
    if let Outcome::Error(errors) = session.run("benchmark", text, Mode::Script) {
        panic!("the benchmark fails: {errors:?}");
    }
}
