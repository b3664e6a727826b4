//! The project's benchmarks: `cargo bench [NAME…]` runs those whose name contains one of the given words and prints the
//! time of one iteration of each. One file a group.

mod arrays;
mod language;
mod measure;
mod parse;

use measure::Bench;

fn main() {
    // `cargo bench` passes `--bench`; whatever has no dashes is a filter.
    let bench = Bench::new(std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect());
    // Programs run where the command line runs them: on a thread with a large stack.
    npl::session::with_big_stack(move || {
        language::run(&bench);
        parse::run(&bench);
        arrays::run(&bench);
    });
}
