//! Reading: text → syntax tree, for a long script (the time of one byte) and for a line as at the prompt.

use crate::measure::Bench;
use npl::source::Sources;
use npl::syntax;

const BLOCK: &str = "\
def smooth(values, width=3, *, mode='same'):
    total = 0.0
    for i, value in enumerate(values):
        if i % width == 0 and value > 1e-3:
            total += value * 2 ** (i // 4) - max(values[i], 0)
        else:
            total = total[1:, ::2] @ [k for k in range(i) if k & 1]
    return {'total': total, 'mode': f'{mode!r}: {width:>5}'}
";

pub fn run(bench: &Bench) {
    let mut sources = Sources::default();
    let long = sources.add("long", BLOCK.repeat((1 << 20) / BLOCK.len()));
    bench.measure("parse/script of 1 MB, each byte", long.text.len(), || {
        assert!(syntax::parse(&long).diagnostics.is_empty())
    });
    let line = sources.add("line", "y = A @ x + 2 * sin(t[1:]) - mean(z, axis=0)\n");
    let many = 1000;
    bench.measure("parse/one line", many, || {
        for _ in 0..many {
            assert!(syntax::parse(&line).diagnostics.is_empty());
        }
    });
}
